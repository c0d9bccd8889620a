/*
 * The charset stage: which charset, then the bytes as UTF-8.
 *
 * The bytes are believed more than the label. A declaration is worth ten nats in the
 * scores of detect.c, that is about one character that would be odd without it: it
 * settles a draw, it saves a page of one word, and it loses against a page that only
 * makes sense otherwise. Pages are labelled wrongly by servers, by copying, and on
 * purpose.
 */
#include "read/charset.h"

#include "base/err.h"
#include "read/decode.h"

enum {
	DECLARED = 4 * 10,    /* what a declaration is worth; see detect.c for the unit */
	DECLARED_LATIN = 4 * 3, /* servers say so when nobody told them anything */
	BROKEN = 4 * 20,      /* what each broken sequence costs */
	LATE = 64 * 1024      /* browsers heed what their parser meets late, too */
};

static const struct {
	const char *label;
	enum mu_charset cs;
} labels[] = {
#define LABEL(name, cs) {name, MU_CS_##cs},
#include "read/charset_labels.def"
#undef LABEL
};

enum mu_charset
mu_charset_by_label(struct mu_str label)
{
	while (label.n && (label.p[0] == '\f' || mu_str_trim(mu_str_sub(label, 0, 1)).n == 0))
		label.p++, label.n--;
	while (label.n && (label.p[label.n - 1] == '\f'
	    || mu_str_trim(mu_str_sub(label, label.n - 1, label.n)).n == 0))
		label.n--;
	for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
		if (mu_str_eq_nocase(label, mu_str_of(labels[i].label)))
			return labels[i].cs;
	return MU_CS_UNKNOWN;
}

const char *
mu_charset_name(enum mu_charset cs)
{
	switch (cs) {
	case MU_CS_UTF8:
		return "UTF-8";
	case MU_CS_UTF16LE:
		return "UTF-16LE";
	case MU_CS_UTF16BE:
		return "UTF-16BE";
	case MU_CS_SHIFT_JIS:
		return "Shift_JIS";
	case MU_CS_EUC_JP:
		return "EUC-JP";
	case MU_CS_ISO_2022_JP:
		return "ISO-2022-JP";
	case MU_CS_WINDOWS_1252:
		return "windows-1252";
	case MU_CS_GBK:
		return "GBK";
	case MU_CS_BIG5:
		return "Big5";
	case MU_CS_EUC_KR:
		return "EUC-KR";
	case MU_CS_OTHER:
		return "other";
	case MU_CS_UNKNOWN:
		break;
	}
	return "unknown";
}

static size_t
decode_as(enum mu_charset cs, const uint8_t *p, size_t n, uint8_t *out, uint32_t *bad)
{
	*bad = 0;
	switch (cs) {
	case MU_CS_UTF16LE:
		return mu_decode_utf16le(p, n, out, bad);
	case MU_CS_UTF16BE:
		return mu_decode_utf16be(p, n, out, bad);
	case MU_CS_SHIFT_JIS:
		return mu_decode_sjis(p, n, out, bad);
	case MU_CS_EUC_JP:
		return mu_decode_eucjp(p, n, out, bad);
	case MU_CS_ISO_2022_JP:
		return mu_decode_iso2022jp(p, n, out, bad);
	case MU_CS_GBK:
	case MU_CS_BIG5:
	case MU_CS_EUC_KR:
		return mu_decode_cjk(cs, p, n, out, bad);
	case MU_CS_WINDOWS_1252:
	case MU_CS_OTHER:
		return mu_decode_cp1252(p, n, out, bad);
	default:
		return mu_decode_utf8(p, n, out, bad);
	}
}

/* Does the text lie in the input as it is? */
static bool
needs_no_decoding(enum mu_charset cs, const uint8_t *p, size_t n)
{
	size_t wide;

	switch (cs) {
	case MU_CS_UTF16LE:
	case MU_CS_UTF16BE:
		return n == 0;
	case MU_CS_ISO_2022_JP:
		return mu_ascii_len(p, n) == n && !memchr(p, 0x1B, n) && !memchr(p, 0x0E, n)
		    && !memchr(p, 0x0F, n);
	case MU_CS_UTF8:
	case MU_CS_UNKNOWN:
		return mu_utf8_valid(p, n, &wide) == n;
	default:
		return mu_ascii_len(p, n) == n;
	}
}

/*
 * Text has few control bytes: none but the white space, ESC and the two shifts of old
 * mail. Compressed and machine code has them at every tenth place.
 */
static bool
looks_binary(const uint8_t *p, size_t n)
{
	size_t odd = 0, i = 0;

	if (n > 16 * 1024)
		n = 16 * 1024;
#ifdef __SSE2__
	const __m128i top = _mm_set1_epi8(0x1F), del = _mm_set1_epi8(0x7F);

	for (; n - i >= 16; i += 16) {
		__m128i v = _mm_loadu_si128((const __m128i *)(const void *)(p + i));
		uint32_t m = (uint32_t)_mm_movemask_epi8(_mm_or_si128(
		    _mm_cmpeq_epi8(_mm_min_epu8(v, top), v), _mm_cmpeq_epi8(v, del)));

		for (; m; m &= m - 1) {
			uint8_t c = p[i + mu_low_bit(m)];

			odd += c == 0x7F || !(0x0800F600u >> c & 1);
		}
	}
#endif
	for (; i < n; i++)
		odd += p[i] < 0x20 ? !(0x0800F600u >> p[i] & 1) : p[i] == 0x7F;
	return odd >= 4 && odd * 25 > n;
}

static enum mu_charset
by_mark(const uint8_t *p, size_t n, size_t *mark)
{
	*mark = 0;
	if (n >= 3 && p[0] == 0xEF && p[1] == 0xBB && p[2] == 0xBF) {
		*mark = 3;
		return MU_CS_UTF8;
	}
	if (n >= 2 && p[0] + p[1] == 0xFE + 0xFF && (p[0] == 0xFE || p[0] == 0xFF)) {
		*mark = 2;
		return p[0] == 0xFF ? MU_CS_UTF16LE : MU_CS_UTF16BE;
	}
	return MU_CS_UNKNOWN;
}

/*
 * UTF-16 that a header declared, without a mark and perhaps without the zero bytes of
 * ASCII: nearly all units must be characters that Japanese or English text has, and not
 * kanji only, since any two ASCII letters are one.
 */
static bool
utf16_is_plausible(const uint8_t *p, size_t n, unsigned hi)
{
	size_t units, good = 0, sure = 0;

	if (n > 4096)
		n = 4096;
	units = n / 2;
	for (size_t i = 0; i < units; i++) {
		uint32_t c = (uint32_t)p[2 * i + hi] << 8 | p[2 * i + 1 - hi];

		sure += (c >= 0x20 && c < 0x100) || c == '\n' || c == '\r' || c == '\t'
		    || (c >= 0x3000 && c < 0x3100) || (c >= 0xFF00 && c < 0xFFF0);
		good += c >= 0x4E00 && c < 0xA000;
	}
	return units && (good + sure) * 10 >= units * 9 && sure * 5 >= units;
}

/*
 * Declared ISO-2022-JP with some bytes over 0x7F: a browser shows the Japanese and a
 * mark for each of these, so one stray byte must not hide the text from us.
 */
static bool
is_soiled_iso2022(const uint8_t *p, size_t n)
{
	size_t high = 0, escapes = 0;

	for (size_t i = 0; i < n; i++) {
		high += p[i] > 0x7F;
		escapes += p[i] == 0x1B && n - i > 2 && (p[i + 1] == '$' || p[i + 1] == '(');
	}
	return escapes && high <= 2 * escapes;
}

struct choice {
	const uint8_t *p;
	size_t n;
	enum mu_charset hint, meta; /* the two declarations */
	struct mu_scores scores;
	int64_t cost[MU_M_COUNT];
};

static int64_t
declared_worth(const struct choice *c, enum mu_charset cs)
{
	int64_t one = cs == MU_CS_WINDOWS_1252 ? DECLARED_LATIN : DECLARED;

	return (c->hint == cs ? one : 0) + (c->meta == cs ? one : 0);
}

static enum mu_model
cheapest(const int64_t *cost)
{
	enum mu_model best = MU_M_UTF8;

	for (unsigned m = 1; m < MU_M_COUNT; m++)
		if (cost[m] < cost[best])
			best = (enum mu_model)m;
	return best;
}

/*
 * Another charset was declared (Chinese, Korean, Cyrillic ...). Japanese is then
 * believed only if it reads clean and looks it: full-width kana (Russian of KOI8-R is
 * half-width kana to Shift_JIS), and cheap for its length (Korean is rare kanji to
 * EUC-JP). UTF-8 is believed with a few mistakes, too.
 */
static bool
beats_declared(const struct mu_scores *s, enum mu_model m)
{
	if (m == MU_M_UTF8)
		return s->chars[m] >= 4 && s->wrong[m] * 8 <= s->chars[m];
	return (m == MU_M_SJIS || m == MU_M_EUC) && !s->wrong[m] && s->chars[m] >= 4
	    && (s->kana[m] * 3 >= s->chars[m] || (s->kana[m] && s->chars[m] >= 6))
	    && s->cost[m] < s->chars[m] * 36;
}

static bool
is_cjk(enum mu_charset cs)
{
	return cs == MU_CS_GBK || cs == MU_CS_BIG5 || cs == MU_CS_EUC_KR;
}

/* The charset before any decoding. *open: the scores of c hold, and may be revised. */
static enum mu_charset
choose(struct choice *c, bool html, bool *open)
{
	struct mu_str bytes = {(const char *)c->p, c->n};
	struct mu_scores *s = &c->scores;
	enum mu_charset first = c->hint ? c->hint : c->meta;
	enum mu_model best;

	*open = false;
	if ((c->hint == MU_CS_UTF16LE || c->hint == MU_CS_UTF16BE)
	    && utf16_is_plausible(c->p, c->n, c->hint == MU_CS_UTF16LE))
		return c->hint;
	mu_charset_score(bytes, html, first != MU_CS_UNKNOWN,
	    is_cjk(first) ? first : MU_CS_UNKNOWN, s);
	if (s->sure)
		return s->sure;
	if (s->ascii) {
		bool wide = first == MU_CS_UTF16LE || first == MU_CS_UTF16BE;

		return first && !wide ? first : MU_CS_UTF8;
	}
	if ((c->hint == MU_CS_ISO_2022_JP || c->meta == MU_CS_ISO_2022_JP)
	    && is_soiled_iso2022(c->p, c->n))
		return MU_CS_ISO_2022_JP;
	if (!first && s->guess)
		return s->guess;
	for (unsigned m = 0; m < MU_M_COUNT; m++)
		c->cost[m] = (int64_t)s->cost[m]
		    - declared_worth(c, mu_model_charset(s, (enum mu_model)m));
	best = cheapest(c->cost);
	if ((first == MU_CS_OTHER || s->cjk) && !s->utf8 && !beats_declared(s, best))
		return first;
	*open = true;
	return mu_model_charset(s, best);
}

/*
 * A label is overruled by a charset that reads the page, not by one that reads another part
 * of it: text in UTF-8 put where nobody sees it must not make a Shift_JIS page unreadable
 * to us. If much is broken under the choice, and no more under the label, the label wins.
 */
static size_t
keep_declared(const struct choice *c, size_t n, uint8_t *out, enum mu_charset *cs, uint32_t *bad)
{
	enum mu_charset want = c->hint ? c->hint : c->meta;
	size_t high = 0;
	uint32_t was = *bad;

	if (want == *cs || !was || (want != MU_CS_UTF8 && want != MU_CS_SHIFT_JIS
	    && want != MU_CS_EUC_JP))
		return n;
	for (size_t i = 0; i < c->n; i++)
		high += c->p[i] > 0x7F;
	if (was < high / 8)
		return n;
	n = decode_as(want, c->p, c->n, out, bad);
	if (*bad <= was)
		*cs = want;
	else
		n = decode_as(*cs, c->p, c->n, out, bad);
	return n;
}

/*
 * Decode as the cheapest charset; if that finds broken sequences outside of what was
 * weighed, they count, and the next one may have become the cheapest. At most one try
 * per charset.
 */
static size_t
decode_open(struct choice *c, uint8_t *out, enum mu_charset *cs, uint32_t *bad)
{
	bool tried[MU_M_COUNT] = {false};

	size_t n;

	for (;;) {
		enum mu_model m = cheapest(c->cost);

		*cs = mu_model_charset(&c->scores, m);
		n = decode_as(*cs, c->p, c->n, out, bad);
		if (tried[m] || *bad <= c->scores.wrong[m])
			break;
		tried[m] = true;
		c->cost[m] += (int64_t)BROKEN * (*bad - c->scores.wrong[m]);
		if (cheapest(c->cost) == m)
			break;
	}
	return keep_declared(c, n, out, cs, bad);
}

bool
mu_decode(struct mu_str bytes, enum mu_charset forced, enum mu_charset hint, bool html,
    struct mu_arena *arena, struct mu_decoded *out, struct mushi_err *err)
{
	struct choice c = {.p = (const uint8_t *)bytes.p, .n = bytes.n, .hint = hint};
	enum mu_charset marked, cs;
	size_t mark, room, n;
	bool open = false;
	uint8_t *buf;

	*out = (struct mu_decoded){.text = {bytes.p, 0}, .charset = MU_CS_UTF8};
	if (!bytes.n) {
		if (forced || hint)
			out->charset = forced ? forced : hint;
		return true;
	}
	marked = by_mark(c.p, c.n, &mark);
	if (forced != MU_CS_UNKNOWN) {
		cs = forced;
		if (marked != forced)
			mark = 0;
	} else if (marked != MU_CS_UNKNOWN) {
		cs = marked;
	} else {
		if (html)
			c.meta = mu_charset_prescan_to(bytes, LATE, NULL);
		cs = choose(&c, html, &open);
	}
	c.p += mark;
	c.n -= mark;
	out->binary = cs != MU_CS_UTF16LE && cs != MU_CS_UTF16BE && looks_binary(c.p, c.n);
	if (c.n && !(c.scores.valid && cs == MU_CS_UTF8)
	    && !needs_no_decoding(cs, c.p, c.n)) {
		if (c.n > (SIZE_MAX - 64) / 3)
			return mu_nomem(err);
		room = MU_DECODE_ROOM(c.n);
		buf = mu_arena_raw(arena, room, 1);
		if (!buf)
			return mu_nomem(err);
		if (open)
			n = decode_open(&c, buf, &cs, &out->bad);
		else
			n = decode_as(cs, c.p, c.n, buf, &out->bad);
		mu_arena_shrink(arena, buf, room, n);
		out->text = (struct mu_str){(const char *)buf, n};
	} else {
		out->text = (struct mu_str){(const char *)c.p, c.n};
	}
	out->charset = cs;
	if (forced == MU_CS_UNKNOWN)
		out->contradicted = (hint && hint != cs) || (c.meta && c.meta != cs);
	return true;
}

enum mu_charset
mu_charset_guess(struct mu_str bytes, bool html)
{
	int64_t cost[MU_M_COUNT];
	struct mu_scores s;
	size_t mark;
	enum mu_charset cs = by_mark((const uint8_t *)bytes.p, bytes.n, &mark);

	if (cs != MU_CS_UNKNOWN)
		return cs;
	if (!bytes.n)
		return MU_CS_UTF8;
	mu_charset_score(bytes, html, false, MU_CS_UNKNOWN, &s);
	if (s.sure)
		return s.sure;
	if (s.ascii)
		return MU_CS_UTF8;
	if (s.guess)
		return s.guess;
	for (unsigned m = 0; m < MU_M_COUNT; m++)
		cost[m] = (int64_t)s.cost[m];
	return mu_model_charset(&s, cheapest(cost));
}
