/*
 * UTF-8: how far it is valid, and decoding with U+FFFD where it is not.
 *
 * Nearly every page is ASCII tags around characters of three bytes, so these two are
 * read in steps of 16 and 15 bytes (five characters at once: compare the high bits with
 * E0 80 80 E0 80 80 ...; leads E0 and ED, whose second byte is restricted, go the slow
 * way, as do all others).
 */
#include "read/decode.h"

size_t
mu_ascii_len(const uint8_t *p, size_t n)
{
	size_t i = 0;

#ifdef __SSE2__
	while (n - i >= 64) {
		const __m128i *v = (const __m128i *)(const void *)(p + i);
		__m128i a = _mm_or_si128(_mm_loadu_si128(v), _mm_loadu_si128(v + 1));
		__m128i b = _mm_or_si128(_mm_loadu_si128(v + 2), _mm_loadu_si128(v + 3));

		if (_mm_movemask_epi8(_mm_or_si128(a, b)))
			break;
		i += 64;
	}
	while (n - i >= 16) {
		uint32_t high = (uint32_t)_mm_movemask_epi8(
		    _mm_loadu_si128((const __m128i *)(const void *)(p + i)));

		if (high)
			return i + mu_low_bit(high);
		i += 16;
	}
#else
	while (n - i >= 8) {
		uint64_t w;

		memcpy(&w, p + i, 8);
		if (w & 0x8080808080808080u)
			break;
		i += 8;
	}
#endif
	while (i < n && p[i] < 0x80)
		i++;
	return i;
}

static bool
is_tail(uint8_t c)
{
	return (c & 0xC0) == 0x80;
}

/*
 * The range of the second byte keeps out overlong forms, surrogates and what is past
 * U+10FFFF.
 */
static bool
is_second(uint8_t lead, uint8_t c)
{
	switch (lead) {
	case 0xE0:
		return c >= 0xA0 && c <= 0xBF;
	case 0xED:
		return c >= 0x80 && c <= 0x9F;
	case 0xF0:
		return c >= 0x90 && c <= 0xBF;
	case 0xF4:
		return c >= 0x80 && c <= 0x8F;
	default:
		return is_tail(c);
	}
}

size_t
mu_utf8_sequence(const uint8_t *p, size_t n)
{
	uint8_t c = p[0];

	if (c < 0xC2 || c > 0xF4 || n < 2 || !is_second(c, p[1]))
		return 0;
	if (c < 0xE0)
		return 2;
	if (n < 3 || !is_tail(p[2]))
		return 0;
	if (c < 0xF0)
		return 3;
	return n >= 4 && is_tail(p[3]) ? 4 : 0;
}

size_t
mu_utf8_bad_len(const uint8_t *p, size_t n, bool *cut)
{
	size_t need, i;

	*cut = false;
	if (p[0] < 0xC2 || p[0] > 0xF4)
		return 1;
	need = p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : 4;
	if (n < 2) {
		*cut = true;
		return 1;
	}
	if (!is_second(p[0], p[1]))
		return 1;
	for (i = 2; i < need; i++) {
		if (i == n) {
			*cut = true;
			return i;
		}
		if (!is_tail(p[i]))
			return i;
	}
	return i; /* not reached for a broken sequence */
}

/* Characters of three bytes with an unrestricted second byte, as many as there are. */
static size_t
run_of_three(const uint8_t *p, size_t n)
{
	size_t i = 0;

#ifdef __SSE2__
	const __m128i mask = _mm_setr_epi8((char)0xF0, (char)0xC0, (char)0xC0, (char)0xF0,
	    (char)0xC0, (char)0xC0, (char)0xF0, (char)0xC0, (char)0xC0, (char)0xF0, (char)0xC0,
	    (char)0xC0, (char)0xF0, (char)0xC0, (char)0xC0, 0);
	const __m128i want = _mm_setr_epi8((char)0xE0, (char)0x80, (char)0x80, (char)0xE0,
	    (char)0x80, (char)0x80, (char)0xE0, (char)0x80, (char)0x80, (char)0xE0, (char)0x80,
	    (char)0x80, (char)0xE0, (char)0x80, (char)0x80, 0);
	const __m128i e0 = _mm_set1_epi8((char)0xE0), ed = _mm_set1_epi8((char)0xED);

	while (n - i >= 16) {
		__m128i v = _mm_loadu_si128((const __m128i *)(const void *)(p + i));
		uint32_t form = (uint32_t)_mm_movemask_epi8(
		    _mm_cmpeq_epi8(_mm_and_si128(v, mask), want));
		uint32_t slow = (uint32_t)_mm_movemask_epi8(
		    _mm_or_si128(_mm_cmpeq_epi8(v, e0), _mm_cmpeq_epi8(v, ed)));
		uint32_t no = (~form | slow) & 0x7FFF;

		if (no)
			return i + mu_low_bit(no) / 3 * 3;
		i += 15;
	}
#endif
	while (n - i >= 3 && (p[i] & 0xF0) == 0xE0 && p[i] != 0xE0 && p[i] != 0xED
	    && is_tail(p[i + 1]) && is_tail(p[i + 2]))
		i += 3;
	return i;
}

size_t
mu_utf8_valid(const uint8_t *p, size_t n, size_t *wide)
{
	size_t i = 0;

	*wide = 0;
	while (i < n) {
		size_t len;

		if (p[i] < 0x80) {
			i += mu_ascii_len(p + i, n - i);
			continue;
		}
		len = run_of_three(p + i, n - i);
		if (!len)
			len = mu_utf8_sequence(p + i, n - i);
		if (!len)
			break;
		*wide += len > 2;
		i += len;
	}
	return i;
}

size_t
mu_decode_utf8(const uint8_t *p, size_t n, uint8_t *out, uint32_t *bad)
{
	uint8_t *o = out;
	size_t i = 0, wide;
	bool cut;

	while (i < n) {
		size_t len = mu_utf8_valid(p + i, n - i, &wide);

		if (len)
			memcpy(o, p + i, len);
		i += len;
		o += len;
		if (i < n) {
			i += mu_utf8_bad_len(p + i, n - i, &cut);
			o = mu_put_bad(o, bad);
		}
	}
	return (size_t)(o - out);
}
