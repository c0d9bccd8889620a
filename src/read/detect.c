/*
 * What charset do these bytes look like?
 *
 * Structure decides where it can: zero bytes of UTF-16, escapes of ISO-2022-JP, UTF-8
 * that is valid and has a character of three bytes (chance makes none of these out of
 * another charset).
 *
 * For the rest each charset is a small model of Japanese (or Western) text, and its
 * cost is minus the logarithm of the probability of reading the bytes so: the sum over
 * characters of how surprising each is. Two readings of the same bytes can then be
 * compared although they see another number of characters. Example, EUC-JP "年" = C7 AF:
 * EUC-JP sees one frequent kanji (7.5 nats), Shift_JIS two half-width kana, "ﾇｯ" (8 for
 * starting such a run, 4 and more for going on). A voicing mark behind a kana that
 * takes none ("ｱﾞ") never happens in Shift_JIS and often in EUC-JP read as Shift_JIS,
 * which tells short texts apart.
 *
 * ASCII costs the same under each reading and is left out; but a reading that uses an
 * ASCII byte as the second half of a character is paid back what that byte would have
 * cost.
 *
 * Only visible text is weighed: outside tags, comments, scripts and styles, unless
 * nearly nothing is there. Of large input a few KiB are weighed; broken bytes elsewhere
 * are found when decoding (charset.c).
 */
#include "read/decode.h"
#include "read/jis.h"
#include "read/scan.h"

enum {
	NAT = 4,           /* costs are in quarters of a nat */
	WRONG = 20 * NAT,  /* a sequence that is nothing */
	CUT = 8 * NAT,     /* the same at the very end: cut off by a limit, not wrong */
	CUT_ALONE = 14 * NAT, /* such a one and no whole character before it */
	LETTER = 3 * NAT,  /* an ASCII byte */
	SAMPLE = 8 * 1024, /* bytes weighed, on the stack */
	LARGE = 64 * 1024, /* from this size, three windows instead of one */
	CJK_SAMPLE = 2 * 1024, /* less of it when a third copy is needed to weigh it */
	FEW = 12           /* fewer bytes over 0x7F outside of tags: look inside, too */
};

struct sample {
	uint8_t b[SAMPLE];
	size_t n;
	size_t high;     /* bytes over 0x7F in it */
	unsigned low;    /* ASCII bytes since the last of these */
	bool skipped;    /* some of them left out ... */
	uint8_t last;    /* ... the last of which was this */
};

static void
add_high(struct sample *s, uint8_t c)
{
	if (s->skipped)
		s->b[s->n++] = s->last;
	s->skipped = false;
	s->b[s->n++] = c;
	s->high++;
	s->low = 0;
}

static void
add_low(struct sample *s, uint8_t c)
{
	if (s->low < 3) {
		s->b[s->n++] = c;
		s->low++;
	} else {
		s->skipped = true;
		s->last = c;
	}
}

static const uint8_t *
find_byte(const uint8_t *p, const uint8_t *end, char c)
{
	return (const uint8_t *)mu_scan4((const char *)p, (const char *)end, c, c, c, c);
}

static bool
starts(const uint8_t *p, const uint8_t *end, const char *low)
{
	struct mu_str want = mu_str_of(low), have = {(const char *)p, want.n};

	return (size_t)(end - p) >= want.n && mu_str_eq_nocase(have, want);
}

/* p is at '<': the end of the tag, comment, script or style that starts there, or p. */
static const uint8_t *
skip_tag(const uint8_t *p, const uint8_t *end)
{
	const char *close = NULL;
	const uint8_t *q;
	uint8_t c;

	if (end - p < 2)
		return p;
	c = mu_lower(p[1]);
	if (c == 's') {
		if (starts(p, end, "<script"))
			close = "</script";
		else if (starts(p, end, "<style"))
			close = "</style";
	} else if (c == '!') {
		if (starts(p, end, "<!--"))
			close = "-->";
	} else if (c != '/' && c != '?' && (c < 'a' || c > 'z')) {
		return p;
	}
	q = p + 1;
	while (close) {
		q = find_byte(q, end, close[0]);
		if (q == end || starts(q, end, close))
			break;
		q++;
	}
	q = find_byte(q, end, '>');
	return q < end ? q + 1 : end;
}

/* The first byte over 0x7F, or '<' if that counts; end if there is none. */
static const uint8_t *
skip_ascii(const uint8_t *p, const uint8_t *end, bool html)
{
#if MU_SIMD
	const __m128i lt = _mm_set1_epi8('<');

	for (; html && end - p >= 16; p += 16) {
		__m128i v = _mm_loadu_si128((const __m128i *)(const void *)p);
		uint32_t stop = (uint32_t)_mm_movemask_epi8(
		    _mm_or_si128(v, _mm_cmpeq_epi8(v, lt)));

		if (stop)
			return p + mu_low_bit(stop);
	}
#endif
	if (!html)
		return p + mu_ascii_len(p, (size_t)(end - p));
	while (p < end && *p < 0x80 && *p != '<')
		p++;
	return p;
}

/*
 * Adds of [p, end) all bytes over 0x7F, and of ASCII only what stands beside them. '<' and
 * '>' are never the second byte of a character in these charsets, so tags can be found
 * before the charset is known.
 *
 * Large pages often have a handful of such bytes: behind the last one the tags need no look.
 */
static void
sample_window(struct sample *s, const uint8_t *p, const uint8_t *end, bool html, size_t limit)
{
	const uint8_t *last = end;

	while (last - p >= 64 && mu_ascii_len(last - 64, 64) == 64)
		last -= 64;
	while (p < end && s->n + 2 < limit) {
		if (p >= last && s->low >= 3)
			break;
		if (*p >= 0x80) {
			add_high(s, *p++);
		} else if (html && *p == '<') {
			const uint8_t *q = skip_tag(p, end);

			p = q == p ? p + 1 : q;
			add_low(s, '\n');
		} else if (s->low < 3) {
			add_low(s, *p++);
		} else {
			p = skip_ascii(p + 1, end, html);
			add_low(s, p[-1]);
		}
	}
}

static void
sample_take(struct sample *s, const uint8_t *p, size_t n, bool html)
{
	s->n = s->high = 0;
	s->low = 0;
	s->skipped = false;
	s->last = '\n';
	if (n < LARGE) {
		sample_window(s, p, p + n, html, SAMPLE);
		return;
	}
	for (unsigned k = 0; k < 3; k++) {
		const uint8_t *from = p + n / 3 * k, *end = k < 2 ? p + n / 3 * (k + 1) : p + n;

		/* A window starts behind a byte that is no part of a longer character. */
		if (k) {
			while (from < end && *from >= 0x40)
				from++;
			if (s->n + 2 < SAMPLE)
				add_low(s, '\n');
		}
		sample_window(s, from, end, html, SAMPLE / 2 + SAMPLE / 4 * k);
	}
}

/* Half-width kana by its Shift_JIS byte, A1..DF, after `prev` (0: none). */
static uint32_t
half_cost(uint32_t prev, uint32_t c)
{
	bool first = !prev;

	if (c == 0xDE) /* the voicing mark, behind what can be voiced */
		return (prev >= 0xB6 && prev <= 0xC4) || (prev >= 0xCA && prev <= 0xCE)
		    || prev == 0xB3 ? 9 : 60;
	if (c == 0xDF)
		return prev >= 0xCA && prev <= 0xCE ? 9 : 60;
	if (c <= 0xA5)
		return first ? 44 : 22;
	if (c == 0xB0 || c == 0xDD) /* the long mark and n start no word */
		return first ? 44 : 12;
	if (c <= 0xAF)
		return first ? 48 : 17;
	if (c == 0xB2 || c == 0xB8 || c == 0xBC || c == 0xBD || c == 0xC4 || c == 0xD7
	    || c == 0xD9)
		return first ? 30 : 13;
	return first ? 32 : 17;
}

/* A run of such kana that ends after one character is more likely a mistake. */
enum { LONELY = 3 * NAT };

struct half {
	uint32_t prev; /* 0: no run */
	unsigned len;
};

static uint32_t
half_add(struct half *h, uint32_t c)
{
	uint32_t cost = half_cost(h->prev, c);

	h->prev = c;
	h->len++;
	return cost;
}

static uint32_t
half_end(struct half *h)
{
	uint32_t cost = h->len == 1 ? LONELY : 0;

	h->prev = 0;
	h->len = 0;
	return cost;
}

static void
add_cell(struct mu_scores *s, enum mu_model m, uint32_t cell)
{
	s->cost[m] += mu_jis_cost[cell];
	if (mu_jis0208[cell]) {
		s->chars[m]++;
		s->kana[m] += mu_jis_cost[cell] < 30;
	} else {
		s->wrong[m]++;
	}
}

static void
add_wrong(struct mu_scores *s, enum mu_model m, bool at_end)
{
	if (at_end) {
		s->cost[m] += s->chars[m] ? CUT : CUT_ALONE;
	} else {
		s->cost[m] += WRONG;
		s->wrong[m]++;
	}
}

static void
score_sjis(const uint8_t *p, size_t n, struct mu_scores *s)
{
	struct half h = {0, 0};
	size_t i = 0;

	while (i < n) {
		uint32_t c = p[i], t, ptr;

		if (c - 0xA1 < 0x3F) {
			s->cost[MU_M_SJIS] += half_add(&h, c);
			s->chars[MU_M_SJIS]++;
			i++;
			continue;
		}
		s->cost[MU_M_SJIS] += half_end(&h);
		if (c < 0x80) {
			i++;
			continue;
		}
		if (c == 0x80 || c == 0xA0 || c > 0xFC || i + 1 == n) {
			add_wrong(s, MU_M_SJIS, i + 1 == n);
			i++;
			continue;
		}
		t = p[i + 1];
		if (t < 0x40 || t == 0x7F || t > 0xFC) {
			add_wrong(s, MU_M_SJIS, false);
			i += t < 0x80 ? 1 : 2;
			continue;
		}
		ptr = (c - (c < 0xA0 ? 0x81u : 0xC1u)) * 188 + t - 0x40 - (t > 0x7F);
		if (ptr < MU_JIS_CELLS) {
			add_cell(s, MU_M_SJIS, ptr);
		} else if (ptr < MU_JIS_IBM_FROM + MU_JIS_IBM_N) {
			s->cost[MU_M_SJIS] += ptr < MU_JIS_IBM_FROM ? 17 * NAT : 14 * NAT;
			s->chars[MU_M_SJIS]++;
		} else {
			add_wrong(s, MU_M_SJIS, false);
		}
		/* Never below zero: a character costs more than a letter. */
		if (t < 0x80)
			s->cost[MU_M_SJIS] -= LETTER;
		i += 2;
	}
	s->cost[MU_M_SJIS] += half_end(&h);
}

static void
score_euc(const uint8_t *p, size_t n, struct mu_scores *s)
{
	struct half h = {0, 0};
	size_t i = 0;

	while (i < n) {
		uint32_t c = p[i], t = i + 1 < n ? p[i + 1] : 0;

		if (c == 0x8E && t - 0xA1 < 0x3F) {
			s->cost[MU_M_EUC] += half_add(&h, t) + 1;
			s->chars[MU_M_EUC]++;
			i += 2;
			continue;
		}
		s->cost[MU_M_EUC] += half_end(&h);
		if (c < 0x80) {
			i++;
		} else if (i + 1 == n) {
			add_wrong(s, MU_M_EUC, true);
			i++;
		} else if (c - 0xA1 < 94 && t - 0xA1 < 94) {
			add_cell(s, MU_M_EUC, (c - 0xA1) * 94 + t - 0xA1);
			i += 2;
		} else if (c == 0x8F && t - 0xA1 < 94 && i + 2 < n && p[i + 2] - 0xA1u < 94) {
			uint32_t at = (t - 0xA1) * 94 + p[i + 2] - 0xA1u;

			if (at < mu_jis0212_n && mu_jis0212[at]) {
				s->cost[MU_M_EUC] += 4 * NAT;
				s->chars[MU_M_EUC]++;
			} else {
				add_wrong(s, MU_M_EUC, false);
			}
			i += 3;
		} else {
			add_wrong(s, MU_M_EUC, c == 0x8F && i + 2 == n);
			i += c - 0xA1 < 94 && t >= 0x80 ? 2 : 1;
		}
	}
	s->cost[MU_M_EUC] += half_end(&h);
}

/* Letters beyond ASCII that Western languages use often, from U+00C0. */
static bool
is_common_accent(uint32_t c)
{
	static const uint32_t set[2] = {
		/* C0..DF: A-grave A-acute A-ring AE C-cedilla E-acute O-diaeresis O-stroke
		 * U-diaeresis sharp s */
		1u << 0x00 | 1u << 0x01 | 1u << 0x04 | 1u << 0x05 | 1u << 0x06 | 1u << 0x07
		    | 1u << 0x09 | 1u << 0x16 | 1u << 0x18 | 1u << 0x1C | 1u << 0x1F,
		/* E0..FF: all but eth, divide, thorn and the rarer graves */
		0xFFFFFFFFu & ~(1u << 0x10 | 1u << 0x17 | 1u << 0x1E | 1u << 0x0C),
	};

	return set[c >= 0xE0] >> (c & 0x1F) & 1;
}

static bool
is_common_sign(uint32_t c)
{
	return c == 0xA0 || c == 0xA3 || c == 0xA7 || c == 0xA9 || c == 0xAB || c == 0xAE
	    || c == 0xB0 || c == 0xB7 || c == 0xBB || c == 0x80 || c == 0x85
	    || (c >= 0x91 && c <= 0x97) || c == 0x99;
}

static bool
is_letter(uint32_t c)
{
	return (c | 0x20) - 'a' < 26;
}

static void
score_cp1252(const uint8_t *p, size_t n, struct mu_scores *s)
{
	for (size_t i = 0; i < n; i++) {
		uint32_t c = p[i], prev = i ? p[i - 1] : ' ', next = i + 1 < n ? p[i + 1] : ' ';
		uint32_t cost;

		if (c < 0x80)
			continue;
		s->chars[MU_M_CP1252]++;
		if (c == 0x81 || c == 0x8D || c == 0x8F || c == 0x90 || c == 0x9D) {
			s->cost[MU_M_CP1252] += WRONG;
			s->wrong[MU_M_CP1252]++;
			continue;
		}
		if (c >= 0xC0 && c != 0xD7 && c != 0xF7) {
			cost = is_common_accent(c) ? 5 * NAT : 8 * NAT;
			if (!is_letter(prev) && !is_letter(next))
				cost += 3 * NAT;
			if (c < 0xDF && prev >= 'a' && prev <= 'z')
				cost += 3 * NAT;
		} else {
			cost = is_common_sign(c) ? 6 * NAT : 9 * NAT;
		}
		if (prev >= 0x80)
			cost += 3 * NAT;
		s->cost[MU_M_CP1252] += cost;
	}
}

/* A character by its code point; `prev` is the byte before it. */
static uint32_t
unicode_cost(uint32_t u, uint32_t prev, struct half *h)
{
	if (u >= 0xFF61 && u <= 0xFF9F)
		return half_add(h, u - 0xFF61 + 0xA1);
	if (u >= 0x3041 && u <= 0x30FF)
		return 6 * NAT;
	if (u >= 0x4E00 && u <= 0x9FFF)
		return 9 * NAT;
	if ((u >= 0x3000 && u <= 0x303F) || (u >= 0xFF00 && u <= 0xFFEF))
		return 7 * NAT;
	if (u >= 0xAC00 && u <= 0xD7A3)
		return 8 * NAT;
	if (u < 0x100) {
		bool accent = u >= 0xC0 && is_common_accent(u);

		if (accent)
			return is_letter(prev) ? 5 * NAT : 8 * NAT;
		return is_common_sign(u) && u >= 0xA0 ? 7 * NAT : 11 * NAT;
	}
	if (u >= 0x370 && u < 0x530) /* Greek, Cyrillic: seldom alone */
		return prev >= 0x80 ? 5 * NAT : 9 * NAT;
	if (u < 0x800)
		return 11 * NAT;
	return u < 0x10000 ? 10 * NAT : 11 * NAT;
}

static void
score_unicode(const uint8_t *p, size_t n, enum mu_model m, struct mu_scores *s)
{
	struct half h = {0, 0};
	size_t i = 0;

	while (i < n) {
		uint32_t prev = i ? p[i - 1] : ' ', u = p[i];
		size_t len;
		bool cut;

		if (u < 0x80) {
			s->cost[m] += half_end(&h);
			i++;
			continue;
		}
		len = mu_utf8_sequence(p + i, n - i);
		if (!len) {
			i += mu_utf8_bad_len(p + i, n - i, &cut);
			add_wrong(s, m, cut);
			s->cost[m] += half_end(&h);
			continue;
		}
		u &= 0x7Fu >> len;
		for (size_t k = 1; k < len; k++)
			u = u << 6 | (p[i + k] & 0x3F);
		if (u < 0xFF61 || u > 0xFF9F)
			s->cost[m] += half_end(&h);
		s->cost[m] += unicode_cost(u, prev, &h);
		s->chars[m]++;
		s->kana[m] += u >= 0x3041 && u <= 0x30FF;
		i += len;
	}
	s->cost[m] += half_end(&h);
}

/*
 * A declared charset whose characters we have no weights for: what it decodes to is
 * weighed.
 */
static void
score_cjk(const uint8_t *p, size_t n, struct mu_scores *s)
{
	uint8_t text[MU_DECODE_ROOM(CJK_SAMPLE)];
	uint32_t bad = 0;

	n = mu_decode_cjk(s->cjk, p, n, text, &bad);
	s->cost[MU_M_CJK] = bad * WRONG;
	s->wrong[MU_M_CJK] = bad;
	score_unicode(text, n, MU_M_CJK, s);
}

/*
 * UTF-16 without a mark: tags make every second byte zero. Values of the other half decide
 * nothing here, since any two letters ("ht") are a kanji of UTF-16.
 *
 * Browsers never guess UTF-16 and drop zero bytes, so zeros strewn into a page must not turn
 * it into kanji for us alone: the pattern must hold from end to end, and tags in single
 * bytes speak against it (礼 is 3C 79, so a few are chance).
 */
static enum mu_charset
utf16_by_zeros(const uint8_t *p, size_t n, bool html)
{
	size_t zero[2] = {0, 0}, narrow = 0, wide = 0, units, look = n < 4096 ? n : 4096;
	unsigned hi, share = html ? 4 : 8;

	if (!look || !memchr(p, 0, look))
		return MU_CS_UNKNOWN;
	for (unsigned pass = 0; pass < 2; pass++) {
		units = look / 2;
		zero[0] = zero[1] = 0;
		for (size_t i = 0; i < units * 2; i++)
			zero[i & 1] += !p[i];
		hi = zero[1] > zero[0];
		if (zero[hi] < 2 || zero[hi] * share < units || zero[!hi] * 16 > zero[hi])
			return MU_CS_UNKNOWN;
		look = n;
	}
	for (size_t i = 0; i + 3 < n; i++) {
		if (p[i] != '<')
			continue;
		if (p[i + 1])
			narrow += is_letter(p[i + 1]) || p[i + 1] == '/';
		else
			wide += is_letter(p[i + 2]) || p[i + 2] == '/';
	}
	if (narrow * 16 > wide && narrow > 2)
		return MU_CS_UNKNOWN;
	return hi ? MU_CS_UTF16LE : MU_CS_UTF16BE;
}

/*
 * ISO-2022-JP has escapes, but anybody can write one into a page of ASCII and entities, and
 * what follows would turn into kanji for us and not for a browser that obeys the label. So
 * a longer run of double bytes must look like Japanese: tags read so are rare kanji.
 */
static bool
is_iso2022jp(const uint8_t *p, size_t n)
{
	enum { RUN = 16, DEAR = 11 * NAT };
	uint32_t pairs = 0, cost = 0;
	bool found = false, wide = false;
	size_t i = 0;

	while (i < n) {
		if (p[i] == 0x1B && n - i >= 3 && (p[i + 1] == '$' || p[i + 1] == '(')) {
			bool kana = p[i + 1] == '(' && (p[i + 2] == 'I' || p[i + 2] == 'J');

			if (pairs >= RUN && cost > pairs * DEAR)
				return false;
			pairs = cost = 0;
			wide = p[i + 1] == '$' && (p[i + 2] == '@' || p[i + 2] == 'B');
			found |= wide || kana || (n - i >= 4 && !memcmp(p + i, "\x1B$(D", 4));
			i += 3;
		} else if (wide && p[i] > 0x20 && n - i >= 2 && p[i] < 0x7F && p[i + 1] > 0x20
		    && p[i + 1] < 0x7F) {
			cost += mu_jis_cost[(p[i] - 0x21) * 94 + p[i + 1] - 0x21];
			pairs++;
			i += 2;
			if (pairs == 4096) { /* judge by pieces, so that nothing hides in the mean */
				if (cost > pairs * DEAR)
					return false;
				pairs = cost = 0;
			}
		} else {
			i++;
		}
	}
	return found && !(pairs >= RUN && cost > pairs * DEAR);
}

enum mu_charset
mu_model_charset(const struct mu_scores *s, enum mu_model m)
{
	static const enum mu_charset of[] = {
		MU_CS_UTF8, MU_CS_SHIFT_JIS, MU_CS_EUC_JP, MU_CS_WINDOWS_1252};

	return m == MU_M_CJK ? s->cjk : of[m];
}

void
mu_charset_score(struct mu_str bytes, bool html, bool declared, enum mu_charset cjk,
    struct mu_scores *s)
{
	const uint8_t *p = (const uint8_t *)bytes.p;
	size_t n = bytes.n, valid, wide;
	struct sample text;
	bool cut = false;

	memset(s, 0, sizeof(*s));
	s->cjk = cjk;
	s->cost[MU_M_CJK] = UINT32_MAX;
	s->sure = utf16_by_zeros(p, n, html);
	if (s->sure)
		return;
	if (mu_ascii_len(p, n) == n) {
		if (memchr(p, 0x1B, n) && is_iso2022jp(p, n))
			s->sure = MU_CS_ISO_2022_JP;
		else
			s->ascii = s->valid = s->utf8 = true;
		return;
	}
	valid = mu_utf8_valid(p, n, &wide);
	if (valid < n) {
		size_t len = mu_utf8_bad_len(p + valid, n - valid, &cut);

		s->utf8 = cut && valid + len == n;
	} else {
		s->valid = s->utf8 = true;
	}
	if (s->utf8 && wide) {
		s->sure = MU_CS_UTF8;
		return;
	}
	sample_take(&text, p, n, html);
	if (html && text.high < FEW)
		sample_take(&text, p, n, false);
	if (!declared && !s->utf8)
		s->guess = mu_guess_cjk(text.b, text.n);
	if (cjk) {
		if (text.n > CJK_SAMPLE)
			text.n = CJK_SAMPLE;
		score_cjk(text.b, text.n, s);
	}
	score_unicode(text.b, text.n, MU_M_UTF8, s);
	score_sjis(text.b, text.n, s);
	score_euc(text.b, text.n, s);
	score_cp1252(text.b, text.n, s);
	/* How usual each is, before one looks. */
	s->cost[MU_M_SJIS] += 3 * NAT;
	s->cost[MU_M_EUC] += 4 * NAT;
	s->cost[MU_M_CP1252] += 6 * NAT;
}
