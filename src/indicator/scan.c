/*
 * One pass over the words of a document.
 *
 * next() runs over bytes and stops only where something can begin: the first digit of a group, '@',
 * a colon or dot between the right neighbours, the first three letters of a Latin word of words.def,
 * the first character of another. With SSE2 it looks at 16 ASCII bytes at a time. Text that has no
 * such places costs a few instructions per 16 bytes; everything else is decided by the families.
 */
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/err.h"
#include "indicator/scan.h"
#include "indicator/tables.h"

/* ---- words ---- */

static const char *
word(struct mu_ind_scan *sc, const char *p)
{
	unsigned n;
	uint32_t c = mu_ind_get(p, sc->e, &n);
	size_t lo = 0, hi = mu_ind_first_n;

	if (c - 'A' < 26)
		c |= 0x20;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (mu_ind_first_list[mid].cp < c)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo >= mu_ind_first_n || mu_ind_first_list[lo].cp != c)
		return NULL;
	if (c < 0x80 && p > sc->s && (unsigned char)p[-1] < 0x80 && mu_ind_alnum((unsigned char)p[-1]))
		return NULL;
	for (unsigned i = mu_ind_first_list[lo].from; i < mu_ind_first_list[lo].to; i++) {
		const struct mu_ind_word *w = &mu_ind_word_list[i];
		const char *to = mu_ind_starts(p, sc->e, w->word), *end = NULL;
		unsigned m;
		size_t k;
		if (!to)
			continue;
		k = strlen(w->word);
		if (mu_ind_alpha((unsigned char)w->word[k - 1]) && mu_ind_alpha(mu_ind_get(to, sc->e, &m))
		    && !((w->kind == MU_IW_ROUTE || w->kind == MU_IW_ID)
		    && (mu_ind_get(to, sc->e, &m) | 0x20) == 's'))
			continue;
		switch (w->kind) {
		case MU_IW_ROUTE:
			end = mu_ind_route(sc, p, to, w->arg);
			break;
		case MU_IW_ACCOUNT:
			end = mu_ind_account(sc, p, to);
			break;
		case MU_IW_YUCHO:
			end = mu_ind_yucho(sc, p, to);
			break;
		case MU_IW_ID:
			end = mu_ind_id(sc, p, to, w->arg);
			break;
		case MU_IW_SOON:
			end = mu_ind_soon(sc, p, to, w->arg);
			break;
		case MU_IW_LINE:
			end = mu_ind_line(sc, p, to, w->arg);
			break;
		case MU_IW_SPELT: {
			struct mu_ind_run r;
			if (mu_ind_read_spelt(p, sc->e, &r))
				end = mu_ind_phone(sc, &r);
			break;
		}
		case MU_IW_ERA:
			end = mu_ind_era(sc, p);
			break;
		default:
			break;
		}
		if (end)
			return end;
	}
	return NULL;
}

/* ---- dispatch ---- */

/* Something may begin at p. Where to go on, past p. */
static const char *
look(struct mu_ind_scan *sc, const char *p)
{
	static const char *const at_signs[] = {"(at)", "[at]", "(アット)", "[アットマーク]", "(アットマーク)", "(a)", "★",
	    "_at_", NULL};
	unsigned n;
	uint32_t c = mu_ind_get(p, sc->e, &n);
	const char *x = NULL;

	if (mu_ind_digit(c)) {
		x = mu_ind_number(sc, p);
	} else if (c < 0x80 && mu_ind_alpha(c)) {
		if ((p == sc->s || !mu_ind_alnum((unsigned char)p[-1])) && (c == 'T' || c == 'L' || c == 'M'
		    || mu_ind_starts(p, sc->e, "bc1") || mu_ind_starts(p, sc->e, "ltc1")))
			x = mu_ind_crypto(sc, p);
		if (!x)
			x = word(sc, p);
		if (!x && c == 'O' && mu_ind_digit(mu_ind_get(p + n, sc->e, &n)))
			x = mu_ind_number(sc, p);
		n = 1;
	} else if (c == '@') {
		x = mu_ind_email(sc, p, p + n);
	} else if (c == ':') {
		x = mu_ind_url(sc, p);
		if (!x && n == 1)
			x = mu_ind_ip6(sc, p);
	} else if (c == '.') {
		x = mu_ind_bare(sc, p);
	} else if (c == '(' || c == '[' || c == 0x2605 || c == '_') {
		const char *past = mu_ind_starts_any(p, sc->e, at_signs, NULL);
		if (past)
			x = mu_ind_email(sc, p, past);
	} else if (mu_ind_kanji(c) >= 0 || mu_ind_unit(c)) {
		/* 二〇二六 is read from its first character on */
		if (mu_ind_kanji_number(sc, p))
			x = mu_ind_number(sc, p);
		if (!x)
			x = word(sc, p);
		/* 数十万円: the rest of what is no amount is none either */
		for (x = x ? x : p + n; x < sc->e; x += n) {
			uint32_t d = mu_ind_get(x, sc->e, &n);
			if (mu_ind_unit(c) == 0 || (mu_ind_kanji(d) < 0 && !mu_ind_unit(d)))
				break;
		}
	} else if (c >= 0x80) {
		x = word(sc, p);
	}
	if (x && x > p)
		return x;
	return p + (n ? n : 1);
}

static inline bool
head_hit(const char *p)
{
	unsigned char a = (unsigned char)p[0], b = (unsigned char)p[1], c = (unsigned char)p[2];

	return mu_ind_heads[(a & 31) << 5 | (b & 31)] >> (c & 31) & 1;
}

static bool
letter_hit(const char *p, const char *e)
{
	unsigned char a = (unsigned char)p[0];

	if (e - p < 3)
		return false;
	if (head_hit(p) || (a == 'O' && mu_ind_digit((unsigned char)p[1])))
		return true;
	return (a == 'T' || a == 'L' || a == 'M') && e - p >= 26 && mu_ind_alnum((unsigned char)p[25])
	    && mu_ind_alnum((unsigned char)p[13]) && mu_ind_alnum((unsigned char)p[7]);
}

/* An ASCII byte at p, decided alone: the slow twin of the SSE2 loop. */
static bool
ascii_hit(const char *s, const char *p, const char *e)
{
	unsigned char c = (unsigned char)*p, prev = p > s ? (unsigned char)p[-1] : ' ';
	unsigned char next = p + 1 < e ? (unsigned char)p[1] : ' ';

	if ((unsigned char)(c - '0') < 10)
		return (unsigned char)(prev - '0') >= 10;
	if (mu_ind_alpha(c))
		return !mu_ind_alpha(prev) && letter_hit(p, e);
	switch (c) {
	case '@':
		return p > s && prev != '@' && (next >= 0x80 || mu_ind_alnum(next));
	case ':':
		return next == '/' || next >= 0x80 || ((next == ':' || mu_ind_alnum(next)) && (prev == ':'
		    || mu_ind_alnum(prev) || prev == ' '));
	case '.':
		return mu_ind_alnum(prev) && (mu_ind_alnum(next) || next >= 0x80);
	case '(': case '[': case '_':
		return (next | 0x20) == 'a' || next >= 0x80;
	default:
		return false;
	}
}

#ifdef __SSE2__
static __m128i
in_range(__m128i v, char first, char count)
{
	/* unsigned v - first < count, by a signed comparison */
	return _mm_cmplt_epi8(_mm_add_epi8(v, _mm_set1_epi8((char)(-128 - first))),
	    _mm_set1_epi8((char)(-128 + count)));
}

static unsigned
lowest(unsigned m)
{
	return (unsigned)__builtin_ctz(m);
}

/*
 * 16 bytes at p (`high`: those that are not ASCII): candidates as bits. Neighbours outside the 16 are taken from memory
 * (s < p) or assumed to fit; ascii_hit() has the last word.
 */
static unsigned
candidates(__m128i v, unsigned high, const char *s, const char *p)
{
	__m128i low = _mm_or_si128(v, _mm_set1_epi8(0x20));
	unsigned digit = (unsigned)_mm_movemask_epi8(in_range(v, '0', 10));
	unsigned letter = (unsigned)_mm_movemask_epi8(in_range(low, 'a', 26));
	unsigned dot = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(v, _mm_set1_epi8('.')));
	unsigned colon = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(v, _mm_set1_epi8(':')));
	unsigned at = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(v, _mm_set1_epi8('@')));
	unsigned open = (unsigned)_mm_movemask_epi8(_mm_or_si128(_mm_or_si128(
	    _mm_cmpeq_epi8(v, _mm_set1_epi8('(')), _mm_cmpeq_epi8(v, _mm_set1_epi8('['))),
	    _mm_cmpeq_epi8(v, _mm_set1_epi8('_'))));
	unsigned a = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(low, _mm_set1_epi8('a')));
	unsigned slash = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(v, _mm_set1_epi8('/')));
	unsigned before_letter = p > s && mu_ind_alpha((unsigned char)p[-1]);
	unsigned before_digit = p > s && mu_ind_digit((unsigned char)p[-1]);
	unsigned alnum = digit | letter;

	return (digit & ~(digit << 1 | before_digit)) | at
	    | (letter & ~(letter << 1 | before_letter))
	    | (dot & ((alnum | high) >> 1 | 0x8000) & (alnum << 1 | 1))
	    | (colon & ((slash | alnum | colon | high) >> 1 | 0x8000))
	    | (open & ((a | high) >> 1 | 0x8000));
}
#endif

/* The bytes looked at last: `bits` of those from `from` on are candidates, up to `n` of them. */
struct seen {
	const char *from;
	unsigned bits, n, high;
};

/* The next place worth a look, or e. Up to `all` there are bytes to read. */
static const char *
next_place(const char *s, const char *p, const char *e, const char *all, struct seen *seen)
{
	while (p < e) {
		unsigned char c;
#ifdef __SSE2__
		while (all - p >= 16 || (size_t)(p - seen->from) < seen->n) {
			unsigned high, m, n;
			if ((size_t)(p - seen->from) < seen->n) {
				/* What was found there is read: go on behind it. */
				m = seen->bits & ~0u << (p - seen->from);
				high = seen->high;
				p = seen->from;
			} else {
				__m128i v = _mm_loadu_si128((const __m128i *)(const void *)p);
				high = (unsigned)_mm_movemask_epi8(v);
				if (high & 1)
					break;
				m = candidates(v, high, s, p);
				if (high)
					m &= (high & (0u - high)) - 1;
				if (e - p < 16)
					m &= (1u << (e - p)) - 1;
				*seen = (struct seen){p, m, high ? lowest(high) : 16, high};
			}
			for (; m; m &= m - 1) {
				const char *q = p + lowest(m);
				/* Nearly all are first letters of words nobody asks for. */
				if (mu_ind_alpha((unsigned char)*q) && e - q >= 3 && !head_hit(q)
				    && *q != 'T' && *q != 'L' && *q != 'M' && *q != 'O')
					continue;
				if (ascii_hit(s, q, e))
					return q;
			}
			n = high ? lowest(high) : 16;
			if (e - p <= (ptrdiff_t)n)
				return e;
			p += n;
			if (high)
				break;
		}
#else
		(void)all, (void)seen;
#endif
		c = (unsigned char)*p;
		if (c < 0x80) {
			if (ascii_hit(s, p, e))
				return p;
			p++;
		} else if ((c & 0xF0) == 0xE0 && e - p >= 3) {
			do {
				unsigned char b = (unsigned char)p[1], d = (unsigned char)p[2];
				if (mu_ind_lead[c & 15][b & 63] >> (d & 63) & 1)
					return p;
				p += 3;
			} while (e - p >= 3 && ((c = (unsigned char)*p) & 0xF0) == 0xE0);
		} else if (c >= 0xF0) {
			/* 𝟎 and its kin: mathematical digits */
			if (e - p >= 4 && c == 0xF0 && (unsigned char)p[1] == 0x9D && (unsigned char)p[2] == 0x9F)
				return p;
			p += e - p >= 4 ? 4 : 1;
		} else {
			p++;
		}
	}
	return e;
}

/* Script strings that are program, not words: many of its marks in the first part. */
static bool
looks_like_code(struct mu_str s)
{
	size_t n = s.n < 512 ? s.n : 512, marks = 0, high = 0;

	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		high += c >= 0x80;
		marks += c == '{' || c == '}' || c == ';' || c == '=' || c == '<' || c == '>' || c == '\\' || c == '$'
		    || c == '_' || c == '|' || c == '[' || c == ']' || c == '&';
	}
	return marks * (high ? 12 : 20) > n;
}

static void
block(struct mu_ind_scan *sc, const struct mu_block *b)
{
	struct seen seen;
	const char *p;

	sc->s = sc->base + b->from;
	sc->e = sc->base + b->to;
	sc->block = (uint32_t)(b - sc->doc->blocks);
	sc->link = 0;
	sc->code = (b->flags & MU_B_CODE) != 0;
	sc->no_net = false;
	if (b->place == MU_P_META || b->place == MU_P_URL)
		return;
	if (b->place == MU_P_SCRIPT) {
		if (!(b->flags & (MU_B_WRITTEN | MU_B_DIALOG))) {
			if (looks_like_code(mu_block_text(sc->doc, b)))
				return;
			sc->no_net = true;
		}
		sc->code = !(b->flags & (MU_B_WRITTEN | MU_B_DIALOG));
	}
	p = sc->s;
	seen = (struct seen){.from = p};
	while (!sc->stop && (p = next_place(sc->s, p, sc->e, sc->all, &seen)) < sc->e) {
		mu_ind_enter(sc, (size_t)(p - sc->base));
		p = look(sc, p);
		if (sc->refused >= MU_IND_STRETCH_REFUSED) {
			const char *next = sc->base + (size_t)sc->stretch * MU_IND_STRETCH;
			sc->out->cut = true;
			while (next < sc->e && ((unsigned char)*next & 0xC0) == 0x80)
				next++;
			if (next > p)
				p = next < sc->e ? next : sc->e;
		}
	}
}

bool
mu_find_indicators(const struct mu_doc *doc, struct mu_str now, struct mu_arena *arena,
    struct mu_indicators *out, struct mushi_err *err)
{
	struct mu_ind_scan sc = {.doc = doc, .arena = arena, .out = out, .base = doc->text_n ? doc->text : "", .budget = MU_IND_BUDGET};

	sc.all = sc.base + doc->text_n;
	/* Twice: the words are read first and the links after them; and room for links out of order. */
	sc.most = 2 * (MU_IND_MAX + (size_t)MU_IND_STRETCH_ALL * 2 * (doc->text_n / MU_IND_STRETCH + 1));
	(void)now; /* what is found never depends on it */
	*out = (struct mu_indicators){.list = NULL};
	for (size_t i = 0; i < doc->block_n && !sc.stop; i++)
		block(&sc, &doc->blocks[i]);
	for (size_t i = 0; i < doc->link_n && !sc.stop; i++)
		mu_ind_link(&sc, (uint32_t)i);
	if (sc.nomem || !mu_ind_sort(&sc))
		return mu_nomem(err);
	mu_ind_spread_own(out);
	return true;
}

const char *
mu_ind_type_key(enum mu_ind_type t)
{
	static const char *const keys[] = {"phones", "prices", "deadlines", "accounts", "emails", "urls",
	    "domains", "ids", "ips", "line_ids", "crypto", "payment_routes"};

	_Static_assert(sizeof keys / sizeof keys[0] == MU_I_TYPE_COUNT, "one key per type");
	return (unsigned)t < MU_I_TYPE_COUNT ? keys[t] : "";
}

const char *
mu_role_name(enum mu_role r)
{
	static const char *const names[] = {"unknown", "scammer", "victim", "official", "third-party"};

	return (unsigned)r < sizeof names / sizeof names[0] ? names[r] : "";
}
