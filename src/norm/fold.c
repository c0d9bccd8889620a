/*
 * The first pass of folding: bytes -> symbols.
 *
 * Phrases are folded alone, documents as a whole, and a phrase must be found wherever the
 * document says it. So whatever happens between two characters depends on nothing but those
 * two and the marks between them:
 *
 *      登 ★ 録        two Japanese characters: the marks vanish
 *      our ★ virus    two words: the marks become one ' '
 *      98,000         one mark between digits stays
 *      した。次に      a stop becomes MU_SYM_STOP
 *
 * Marks before the first character vanish, hence a phrase never begins with one.
 *
 * Three rules look further, and only at texts no phrase is written in: stops between single
 * characters (登。録。完。了), line ends between pieces of one or two (登\n録\n完\n了), and runs of
 * four or more single letters (V i r u s). Their separators are written first and turned into
 * SYM_DEAD when the run is known to be one; fold_spell() takes them out.
 *
 * A dash behind a katakana is the long vowel mark (サ-バ-); 一 and ー are one symbol everywhere.
 */
#include "norm/fold.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/arena.h"
#include "base/utf8.h"
#include "norm/norm.h"

enum {
	LONG_VOWEL = 0x30FC,
	SLACK = 64,       /* one character of the input writes fewer symbols than this */
	MAX_QUOTES = 65536,
	WRAPPED = 16,     /* a line of so many characters without a stop is wrapped, not ended */
	SPELLED = 4,      /* single letters in a row that are one word */
	DOTTED = 2        /* single Japanese characters in a row between stops that are one */
};

static const uint32_t NEVER = UINT32_MAX; /* no such byte, longer than any piece */

#define KIND(code) (1u << ((code) - FOLD_GAP))

/*
 * More room, enough for all that can follow from byte p on: no character becomes more than two
 * symbols for each of its bytes (tools/gen_fold.py sees to that), so this happens only once.
 */
static bool
room(struct fold *f, uint32_t p)
{
	uint64_t want = (uint64_t)f->n + 2 * (uint64_t)(f->text_n - p) + f->block_n + 2 * SLACK;
	uint32_t cap = want < UINT32_MAX ? (uint32_t)want : 0;
	uint16_t *sym;
	uint32_t *src;

	if (f->failed || !f->arena)
		return false;
	sym = cap > f->cap ? mu_new_raw(f->arena, uint16_t, cap) : NULL;
	src = sym ? mu_new_raw(f->arena, uint32_t, cap) : NULL;
	if (!src) {
		f->failed = true;
		return false;
	}
	memcpy(sym, f->sym, f->n * sizeof *sym);
	memcpy(src, f->src, f->n * sizeof *src);
	f->sym = sym;
	f->src = src;
	f->cap = cap;
	return true;
}

static void
emit(struct fold *f, uint16_t sym, uint32_t at)
{
	f->sym[f->n] = sym;
	f->src[f->n++] = at;
}

static bool
is_letter(unsigned char c)
{
	return (unsigned char)((c | 0x20) - 'a') < 26;
}

static bool
is_digit(uint16_t sym)
{
	return (uint16_t)(sym - '0') < 10;
}

static bool
is_latin(uint16_t sym)
{
	return fold_class(sym) & MU_C_LATIN;
}

/* Single characters that stand apart in honest lists: days of the week, units, numbers. */
static bool
stands_alone(uint16_t sym)
{
	static const uint16_t alone[] = {0x65E5, 0x6708, 0x706B, 0x6C34, 0x6728, 0x91D1, 0x571F,
	    0x5E74, 0x6642, 0x5206, 0x5186};

	if (fold_class(sym) & MU_C_KANJI_DIGIT)
		return true;
	for (size_t i = 0; i < sizeof(alone) / sizeof(alone[0]); i++)
		if (alone[i] == sym)
			return true;
	return false;
}

static void
settle_chain(struct fold *f)
{
	uint32_t n = f->chain_n, first = f->chain;
	bool alphabet = true; /* A B C D is an index, not a word */

	f->chain_n = 0;
	if (n < SPELLED)
		return;
	f->dead = true;
	for (uint32_t i = 0; i + 1 < n; i++) {
		alphabet = alphabet && f->sym[first + 2 * i + 2] == f->sym[first + 2 * i] + 1;
		f->sym[first + 2 * i + 1] = SYM_DEAD;
	}
	if (!alphabet)
		f->split += n - 1;
}

/* The word [f->word, end) is complete: does it carry on a run of single letters? */
static void
end_word(struct fold *f, uint32_t end)
{
	uint32_t n = end - f->word;

	if (n == 0)
		return;
	if (n == 1 && is_latin(f->sym[end - 1])) {
		if (!f->chain_n)
			f->chain = end - 1;
		f->chain_n++;
		return;
	}
	if (f->chain_n) {
		if (is_latin(f->sym[f->word]) && fold_is_jp(f->sym[f->word + 1]))
			f->chain_n++; /* V i r u sに */
		settle_chain(f);
	}
	if (n > 1 && is_latin(f->sym[end - 1]) && fold_is_jp(f->sym[end - 2])) {
		f->chain = end - 1; /* のV i r u s */
		f->chain_n = 1;
	}
}

/* The break was decoration. */
static void
drop_break(struct fold *f)
{
	f->dead = true;
	for (uint32_t i = 0; i < f->break_n; i++)
		f->sym[f->break_at + i] = SYM_DEAD;
	f->break_n = 0;
}

/*
 * A lone stop between Japanese characters: one of a row of them between single characters
 * (の.入.金.が)? The row may begin and end at a longer word (38,500円.の.入.金) and have a comma
 * or an emoji in it (場.合、発.言), so it is told by the words, not by the pieces.
 */
static bool
is_spelled(struct fold *f, uint32_t end, bool jp)
{
	bool lone = jp && f->gap.n == 1 && f->gap.kinds & (KIND(FOLD_STOP) | KIND(FOLD_DOT));
	bool single = end - f->word == 1, after = f->break_n && f->break_stop
	    && f->break_at + f->break_n == f->word;

	if (!lone) {
		/* い.場.合、発: the last word of the row ends at another mark */
		if (f->dots_kind && after && single && jp && f->break_kind == f->dots_kind)
			drop_break(f);
		return false;
	}
	if (f->dots_kind != f->gap.kinds) {
		if (f->dots_kind)
			return false;
		f->dots_n = after && single && f->break_kind == f->gap.kinds
		    && !stands_alone(f->sym[f->word]) ? f->dots_n + 1 : 0;
		if (f->dots_n < DOTTED)
			return false;
		/* From the beginning of the block again: the row may have begun before. */
		f->again = true;
		f->dots_kind = f->gap.kinds;
	} else if (!single) {
		return false;
	}
	if (after && single && f->break_kind == f->dots_kind)
		drop_break(f);
	f->split++;
	return true;
}

/* The piece [f->piece, end) is complete: was the break before it decoration? */
static void
settle_break(struct fold *f, uint32_t end)
{
	uint32_t limit = f->break_stop ? 1 : 2, n = end - f->piece;

	if (!f->break_n || f->break_len > limit || n > limit)
		return;
	drop_break(f);
	if (n == 1 && f->break_len == 1)
		f->split++;
}

static bool
ends_sentence(const struct fold *f, bool jp_a, bool jp_b, uint16_t b)
{
	if (f->gap.kinds & KIND(FOLD_STOP))
		return true;
	if (f->gap.dots != 1)
		return false;
	if (f->gap.n == 1)
		return !b || (jp_a && jp_b);
	return jp_a || !is_digit(b);
}

/* What a single mark between two words becomes; ' ' when it is not kept, 0 when it vanishes. */
static uint16_t
inner_mark(const struct fold *f, uint16_t a, uint16_t b)
{
	bool digits = is_digit(a) && is_digit(b);

	if (f->gap.n != 1)
		return ' ';
	switch (f->gap.kinds) {
	case KIND(FOLD_DASH):
		return '-';
	case KIND(FOLD_SLASH):
		return '/';
	case KIND(FOLD_DOT):
		return '.';
	case KIND(FOLD_COMMA):
		return digits ? ',' : ' ';
	case KIND(FOLD_COLON):
		return digits ? ':' : ' ';
	case KIND(FOLD_APOSTROPHE):
		return is_latin(a) && is_latin(b) ? 0 : ' ';
	default:
		return ' ';
	}
}

static void
count_singles(struct fold *f, uint32_t end, bool jp)
{
	const uint32_t seen = KIND(FOLD_SPACE) | KIND(FOLD_DECO);

	if (!jp || end - f->word != 1 || (f->gap.kinds & ~seen) || stands_alone(f->sym[f->word])) {
		f->singles = 0;
		return;
	}
	f->singles++;
	if (f->singles >= 2)
		f->split += f->singles == 2 ? 2 : 1;
}

/* The marks are over and `b` comes next (0: the end of the block). */
static void
close_gap(struct fold *f, uint16_t b)
{
	const uint32_t pauses = KIND(FOLD_PAUSE) | KIND(FOLD_COMMA) | KIND(FOLD_COLON)
	    | KIND(FOLD_MIDDOT) | KIND(FOLD_SLASH);
	uint32_t end = f->n, from = f->gap.from;
	bool first = end == f->line_start, stop, line = false;
	uint16_t a = first ? 0 : f->sym[end - 1], mark;
	bool jp_a = fold_is_jp(a), jp_b = b && fold_is_jp(b);

	f->hidden_zw = f->hidden_bidi = 0;
	if (first)
		goto out;
	end_word(f, end);
	stop = !is_spelled(f, end, jp_a && jp_b) && ends_sentence(f, jp_a, jp_b, b);
	if (stop) {
		from = f->gap.stop != NEVER ? f->gap.stop : f->gap.dot;
		emit(f, MU_SYM_STOP, from);
	}
	if (!b) {
		/* nothing follows that could need a gap */
	} else if (f->gap.lines == 1 && !stop && jp_a && jp_b && end - f->piece >= WRAPPED) {
		/* a full line of prose goes on in the next: 登録が完/了しました */
	} else if (f->gap.lines) {
		line = stop || jp_a || jp_b || f->gap.lines > 1 || is_digit(a) || is_digit(b);
		emit(f, line ? MU_SYM_LINE : ' ', f->gap.line > from ? f->gap.line : from);
	} else if (stop) {
		/* the stop is gap enough */
	} else if (!jp_a && !jp_b) {
		mark = inner_mark(f, a, b);
		if (mark)
			emit(f, mark, from);
	} else if (f->gap.kinds & pauses) {
		emit(f, SYM_PAUSE, from);
	}
	if (f->chain_n && (!b || jp_b || line || f->n - end != 1))
		settle_chain(f);
	if (stop || line) {
		settle_break(f, end);
		f->break_at = end;
		f->break_n = f->n - end;
		f->break_kind = f->gap.kinds;
		f->break_len = jp_a && jp_b ? end - f->piece : NEVER;
		f->break_stop = stop;
		f->piece = f->n;
		f->singles = 0;
	} else {
		count_singles(f, end, jp_a && jp_b);
	}
out:
	f->word = f->n;
	f->gap.n = 0;
}

static bool
is_katakana_bytes(const char *p)
{
	unsigned char a = (unsigned char)p[1], b = (unsigned char)p[2];

	return (unsigned char)p[0] == 0xE3
	    && ((a == 0x82 && b >= 0xA1) || (a == 0x83 && b <= 0xBC));
}

/* Full or half width; hiragana and the kanji that look like katakana take no long vowel mark. */
static bool
was_katakana(const char *p, const char *end)
{
	unsigned char a, b;

	if (end - p < 3)
		return false;
	a = (unsigned char)p[1], b = (unsigned char)p[2];
	return is_katakana_bytes(p) || ((unsigned char)p[0] == 0xEF && ((a == 0xBD && b >= 0xA6)
	    || (a == 0xBE && b <= 0x9F)));
}

static void
solid(struct fold *f, uint16_t sym, uint32_t at)
{
	uint16_t last;

	if (f->gap.n) {
		close_gap(f, sym);
	} else if (f->hidden_zw | f->hidden_bidi) {
		last = f->n > f->line_start ? f->sym[f->n - 1] : 0;
		/* Other scripts need joiners; in Japanese and Latin words they only hide. */
		if (last && (fold_is_jp(last) || last < 0x80) && (fold_is_jp(sym) || sym < 0x80)) {
			f->zero_width += f->hidden_zw;
			f->bidi += f->hidden_bidi;
		}
		f->hidden_zw = f->hidden_bidi = 0;
	} else if (is_digit(sym) && f->n >= f->line_start + 2 && f->sym[f->n - 1] == LONG_VOWEL
	    && is_digit(f->sym[f->n - 2]) && was_katakana(f->text + f->src[f->n - 1], f->text + at)) {
		f->sym[f->n - 1] = '-'; /* ０３ー００００, but not with the kanji 一 */
	}
	emit(f, sym, at);
}

static void
open_quote(struct fold *f, unsigned pair, uint32_t after)
{
	struct fold_quote *q;

	if (!f->arena || f->quote_n >= MAX_QUOTES
	    || f->open_n == sizeof(f->open) / sizeof(f->open[0]))
		return;
	q = mu_arena_grow(f->arena, f->quotes, f->quote_n, f->quote_n + 1, &f->quote_cap, sizeof *q);
	if (!q) {
		f->failed = true;
		return;
	}
	f->quotes = q;
	f->open[f->open_n] = (uint32_t)f->quote_n;
	f->open_pair[f->open_n++] = (uint8_t)pair;
	q[f->quote_n++] = (struct fold_quote){.from = after, .to = after,
	    .kind = pair == FOLD_CLOSE - FOLD_OPEN - 1 ? 'd' : mu_fold_quote_kind[pair]};
}

static bool
close_quote(struct fold *f, unsigned pair, uint32_t at)
{
	unsigned i = f->open_n;

	while (i > 0 && f->open_pair[i - 1] != pair)
		i--;
	if (i == 0)
		return false;
	for (unsigned k = i - 1; k < f->open_n; k++)
		f->quotes[f->open[k]].to = at;
	f->quotes[f->open[i - 1]].closed = true;
	f->open_n = i - 1;
	return true;
}

/* A mark that is no letter: remember it until the next letter says what it was. */
static void
mark(struct fold *f, uint16_t code, uint32_t at, uint32_t len, uint32_t from, uint32_t to)
{
	const unsigned straight = FOLD_CLOSE - FOLD_OPEN - 1;
	uint32_t kind;

	if (code == FOLD_DASH && !f->gap.n && f->n > f->line_start
	    && was_katakana(f->text + f->src[f->n - 1], f->text + to)) {
		if (f->sym[f->n - 1] != LONG_VOWEL)
			solid(f, LONG_VOWEL, at);
		return;
	}
	if (code >= FOLD_CLOSE && mu_fold_quote_kind[code - FOLD_CLOSE] == 's' && at > from
	    && at + len < to && is_letter((unsigned char)f->text[at - 1])
	    && is_letter((unsigned char)f->text[at + len]))
		code = FOLD_APOSTROPHE; /* don’t */
	if (code >= FOLD_CLOSE)
		close_quote(f, (unsigned)(code - FOLD_CLOSE), at);
	else if (code >= FOLD_OPEN)
		open_quote(f, (unsigned)(code - FOLD_OPEN), at + len);
	else if (code == FOLD_DQUOTE && !close_quote(f, straight, at))
		open_quote(f, straight, at + len);
	kind = KIND(code >= FOLD_DQUOTE ? FOLD_PAUSE : code);
	if (!f->gap.n) {
		f->gap.from = at;
		f->gap.kinds = 0;
		f->gap.lines = f->gap.dots = 0;
		f->gap.stop = f->gap.line = f->gap.dot = NEVER;
	}
	f->gap.n++;
	f->gap.kinds |= kind;
	if (code == FOLD_STOP && f->gap.stop == NEVER)
		f->gap.stop = at;
	if (code == FOLD_DOT && f->gap.dots++ == 0)
		f->gap.dot = at;
	if (code == FOLD_LINE && f->gap.lines++ == 0)
		f->gap.line = at;
}

static void
voice(struct fold *f, bool semi)
{
	uint16_t last, to;

	if (f->n == f->line_start || f->gap.n)
		return;
	last = (uint16_t)(f->sym[f->n - 1] - 0x30A0);
	if (last >= 0x60)
		return;
	to = semi ? mu_fold_semi[last] : mu_fold_voiced[last];
	if (to)
		f->sym[f->n - 1] = to;
}

/* 口 between two katakana, і beside a Latin letter: counted, for honest text has neither. */
static bool
is_disguised(const struct fold *f, bool kana, uint32_t at, uint32_t len, uint32_t from,
    uint32_t to)
{
	if (f->gap.n || at <= from || at + len >= to)
		return false;
	if (kana)
		return at - from >= 3 && to - at - len >= 3 && is_katakana_bytes(f->text + at - 3)
		    && is_katakana_bytes(f->text + at + len);
	return is_letter((unsigned char)f->text[at - 1]) || is_letter((unsigned char)f->text[at + len]);
}

static void
one(struct fold *f, uint16_t code, uint32_t at, uint32_t len, uint32_t from, uint32_t to)
{
	if (code < FOLD_FIRST || code >= FOLD_END) {
		if (code == LONG_VOWEL && f->n > f->line_start && f->sym[f->n - 1] == LONG_VOWEL
		    && !f->gap.n)
			return;
		solid(f, code, at);
	} else if (code >= FOLD_LATIN) {
		f->lookalike += is_disguised(f, false, at, len, from, to);
		solid(f, mu_fold_latin[code - FOLD_LATIN], at);
	} else if (code >= FOLD_KANA) {
		f->lookalike += is_disguised(f, true, at, len, from, to);
		solid(f, mu_fold_kana[code - FOLD_KANA], at);
	} else if (code == FOLD_OTHER) {
		solid(f, MU_SYM_OTHER, at);
	} else if (code >= FOLD_GAP) {
		mark(f, code, at, len, from, to);
	} else if (code == FOLD_ZERO_WIDTH) {
		f->hidden_zw++;
	} else if (code == FOLD_BIDI) {
		f->hidden_bidi++;
	} else if (code == FOLD_OVERRIDE) {
		f->bidi++;
	} else if (code != FOLD_QUIET) {
		voice(f, code == FOLD_SEMI);
	}
}

#ifdef __SSE2__
/* Index of the lowest zero of a 16-bit mask, 16 when there is none. */
static unsigned
first_zero(unsigned mask)
{
	return (unsigned)__builtin_ctz(~mask);
}

static __m128i
in_range(__m128i v, char first, char most)
{
	__m128i off = _mm_sub_epi8(v, _mm_set1_epi8(first));

	return _mm_cmpeq_epi8(_mm_min_epu8(off, _mm_set1_epi8((char)(most - first))), off);
}

static __m128i
is_byte(__m128i v, char c)
{
	return _mm_cmpeq_epi8(v, _mm_set1_epi8(c));
}

static unsigned
bits(__m128i v)
{
	return (unsigned)_mm_movemask_epi8(v);
}

static void
store_16(struct fold *f, __m128i low, uint32_t p)
{
	const __m128i zero = _mm_setzero_si128(), four = _mm_set1_epi32(4);
	__m128i at = _mm_add_epi32(_mm_set1_epi32((int)p), _mm_set_epi32(3, 2, 1, 0));
	uint16_t *sym = f->sym + f->n;
	uint32_t *src = f->src + f->n;

	_mm_storeu_si128((__m128i *)(void *)sym, _mm_unpacklo_epi8(low, zero));
	_mm_storeu_si128((__m128i *)(void *)(sym + 8), _mm_unpackhi_epi8(low, zero));
	for (unsigned k = 0; k < 16; k += 4) {
		_mm_storeu_si128((__m128i *)(void *)(src + k), at);
		at = _mm_add_epi32(at, four);
	}
}

/*
 * Sixteen bytes at a time of words of Latin letters and digits with one mark between two of them
 * that becomes one symbol, which is most of what English is: a blank, or one of .-/ (kept) or
 * ,:_= (a blank). A word of a single letter is left for later, for it may be a piece of one.
 */
static uint32_t
latin_words(struct fold *f, uint32_t at, uint32_t to)
{
	const uint32_t all = f->text_n > to ? f->text_n : to;
	uint32_t p = at;

	while (p < to && all - p >= 16 && f->cap - f->n >= SLACK && !f->chain_n) {
		const __m128i v = _mm_loadu_si128((const __m128i *)(const void *)(f->text + p));
		const __m128i blank = _mm_set1_epi8(' ');
		const __m128i letter = in_range(_mm_or_si128(v, blank), 'a', 'z');
		const __m128i comma = _mm_or_si128(is_byte(v, ','), is_byte(v, ':'));
		const __m128i gone = _mm_or_si128(_mm_or_si128(is_byte(v, ' '), comma),
		    _mm_or_si128(is_byte(v, '_'), is_byte(v, '=')));
		const __m128i kept = in_range(v, '-', '/');
		unsigned l = bits(letter), d = bits(in_range(v, '0', '9')), s = l | d, n, marks;
		unsigned length = f->n - f->word, one = 0, two = 0;

		/* Is the byte before a letter or digit of this word, and the one before that? */
		if (length && f->sym[f->n - 1] < 0x80) {
			one = 1;
			two = length > 1 && f->sym[f->n - 2] < 0x80;
		}
		marks = bits(_mm_or_si128(gone, kept));
		/* A digit behind a comma or colon: it may be kept. */
		marks &= ~(bits(comma) & d >> 1) & s >> 1 & (s << 1 | one)
		    & (s << 2 | one << 1 | two
		    | ~(l << 1 | (one && (uint16_t)(f->sym[f->n - 1] - 'a') < 26)));
		if (to - p < 16) {
			s &= (1u << (to - p)) - 1;
			marks &= s >> 1;
		}
		n = first_zero(s | marks);
		if (n == 0)
			break;
		store_16(f, _mm_or_si128(_mm_andnot_si128(gone, v),
		    _mm_and_si128(_mm_or_si128(letter, gone), blank)), p);
		marks &= (1u << n) - 1;
		if (marks) {
			f->word = f->n + 32 - (unsigned)__builtin_clz(marks);
			f->singles = 0;
		}
		f->n += n;
		p += n;
		if (n < 15)
			break;
	}
	return p - at;
}
#else
static uint32_t
latin_words(struct fold *f, uint32_t at, uint32_t to)
{
	(void)f, (void)at, (void)to;
	return 0;
}
#endif

/*
 * ASCII text behind an ASCII character or at the start of a block: fold_bytes() in short, which
 * goes on where this returns. A gap may be left open then.
 */
static uint32_t
ascii(struct fold *f, uint32_t p, uint32_t from, uint32_t to)
{
	while (p < to && !f->failed && f->cap - f->n > SLACK) {
		uint16_t code = 0;

		p += latin_words(f, p, to);
		/* What is left of a word, */
		for (; p < to && f->cap - f->n > SLACK; p++) {
			if ((unsigned char)f->text[p] >= 0x80)
				return p;
			code = fold_code_of((unsigned char)f->text[p]);
			if (code >= FOLD_FIRST && code < FOLD_END)
				break;
			emit(f, code, p);
		}
		if (p == to || f->cap - f->n <= SLACK || code < FOLD_GAP || code >= FOLD_GAP_END)
			return p;
		/* and the marks behind it. */
		do {
			mark(f, code, p, 1, from, to);
			if (++p == to || (unsigned char)f->text[p] >= 0x80)
				return p;
			code = fold_code_of((unsigned char)f->text[p]);
		} while (code >= FOLD_GAP && code < FOLD_GAP_END);
		if (code >= FOLD_FIRST && code < FOLD_END)
			return p;
		close_gap(f, code);
		if (f->again)
			return p;
		emit(f, code, p++);
	}
	return p;
}

/* Kana and Han of three bytes that stand for themselves, with nothing between them. */
static uint32_t
japanese(struct fold *f, uint32_t at, uint32_t to)
{
	const unsigned char *s = (const unsigned char *)f->text;
	uint16_t *sym = f->sym + f->n;
	uint32_t *src = f->src + f->n;
	uint32_t p = at, left = f->cap - f->n;

	while (to - p >= 3 && left > SLACK) {
		uint32_t cp;
		uint16_t code;

		if ((unsigned char)(s[p] - 0xE3) > 0xE9 - 0xE3 || (s[p + 1] & 0xC0) != 0x80
		    || (s[p + 2] & 0xC0) != 0x80)
			break;
		cp = (uint32_t)(s[p] & 0x0F) << 12 | (uint32_t)(s[p + 1] & 0x3F) << 6 | (s[p + 2] & 0x3F);
		code = fold_code_of(cp);
		if ((uint16_t)(code - 0x30A1) > 0x9FFF - 0x30A1 || code == LONG_VOWEL)
			break;
		*sym++ = code;
		*src++ = p;
		p += 3;
		left--;
	}
	f->n = (uint32_t)(sym - f->sym);
	return p - at;
}

static void
fold_bytes(struct fold *f, uint32_t from, uint32_t to)
{
	uint32_t p = from;

	f->line_start = f->word = f->piece = f->n;
	f->chain_n = f->singles = f->break_n = f->dots_n = 0;
	f->hidden_zw = f->hidden_bidi = 0;
	f->open_n = 0;
	f->gap.n = 0;
	if (f->cap - f->n <= SLACK && !room(f, p))
		return;
	if (p < to && (unsigned char)f->text[p] < 0x80)
		p = ascii(f, p, from, to);
	while (p < to && !f->failed && !f->again) {
		unsigned len;
		uint32_t cp;
		uint16_t code;

		if (f->cap - f->n <= SLACK && !room(f, p))
			return;
		cp = mu_utf8_get(f->text + p, f->text + to, &len);
		code = fold_code_of(cp);
		if (code >= FOLD_SEQ && code < FOLD_END) {
			struct fold_seq seq = mu_fold_seq[code - FOLD_SEQ];

			f->width += seq.odd;
			for (unsigned i = 0; i < seq.n; i++)
				one(f, mu_fold_pool[seq.at + i], p, len, from, to);
			p += len;
			continue;
		}
		one(f, code, p, len, from, to);
		p += len;
		if (f->gap.n | f->hidden_zw | f->hidden_bidi)
			continue;
		if (cp < 0x80)
			p = ascii(f, p, from, to);
		else if (len == 3)
			p += japanese(f, p, to);
	}
	if (f->gap.n) {
		close_gap(f, 0);
	} else {
		end_word(f, f->n);
		settle_chain(f);
	}
	settle_break(f, f->n);
	while (f->open_n)
		f->quotes[f->open[--f->open_n]].to = to;
}

void
fold_block(struct fold *f, uint32_t from, uint32_t to)
{
	uint32_t n = f->n, zero_width = f->zero_width, split = f->split, lookalike = f->lookalike,
	    width = f->width, bidi = f->bidi;
	size_t quote_n = f->quote_n;
	bool dead = f->dead;

	f->dots_kind = 0;
	f->again = false;
	fold_bytes(f, from, to);
	if (!f->again || f->failed)
		return;
	/* A row of stops was found: once more, knowing of it. Growing may have moved the buffer. */
	f->again = false;
	f->n = n;
	f->dead = dead;
	f->quote_n = quote_n;
	f->zero_width = zero_width;
	f->split = split;
	f->lookalike = lookalike;
	f->width = width;
	f->bidi = bidi;
	fold_bytes(f, from, to);
}
