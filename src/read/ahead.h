/*
 * Looking ahead in the tokenizer's input: private to token.c.
 *
 * Searching sixteen bytes at a time has a long way from the bytes to the position, and
 * each search waits for the one before. So a chunk of input is classified at once,
 * whatever state reads it, into one bit per byte:
 *
 *   at_text  '<' '&' CR NUL    at_name  up to ' ', '/', '>', '='    at_quote  '"'
 *
 * A search is then a load of 64 bits at the position, a shift and a bit count, and sees
 * at least 57 bytes ahead wherever it begins: no edges that tokens would cross at random,
 * which a processor cannot predict. One more block than the chunk is classified for that.
 */
#ifndef MU_READ_AHEAD_H
#define MU_READ_AHEAD_H

#include "read/scan.h"
#include "read/token.h"

#if MU_SIMD
/* Open in the data state outside CDATA, for as long as there are bits. */
static inline void
open_short_way(struct mu_tokenizer *t)
{
	size_t left = (size_t)(t->end - t->chunk);

	/* It looks at three bytes without asking. */
	t->fast_end = left > 2 ? t->end - 2 : NULL;
	if (left > MU_T_CHUNK + 2)
		t->fast_end = t->chunk + MU_T_CHUNK;
	if (t->model != MU_T_DATA || t->cdata_end)
		t->fast_end = NULL;
}

static __attribute__((noinline)) void
classify(struct mu_tokenizer *t, const char *p)
{
	size_t left = (size_t)(t->end - p);
	size_t n = left < MU_T_CHUNK + 64 ? left : MU_T_CHUNK + 64;
	char buf[64];

	t->chunk = p;
	for (size_t k = 0; k < n + 64 && k < MU_T_CHUNK + 64; k += 64) {
		const char *from = p + k;
		uint64_t text = 0, name = 0, quote = 0;

		if (k + 64 > n) {
			/* The end of input, and a block of nothing behind it. */
			memset(buf, 0, sizeof(buf));
			if (k < n)
				memcpy(buf, p + k, n - k);
			from = buf;
		}
		for (unsigned i = 0; i < 64; i += 16) {
			__m128i v = _mm_loadu_si128((const __m128i *)(const void *)(from + i));
			__m128i change = _mm_or_si128(
			    _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8('&')),
			    _mm_cmpeq_epi8(v, _mm_set1_epi8('\r'))),
			    _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8('<')),
			    _mm_cmpeq_epi8(v, _mm_setzero_si128())));
			__m128i stop = _mm_or_si128(
			    _mm_or_si128(mu_at_most(v, ' '),
			    _mm_cmpeq_epi8(v, _mm_set1_epi8('/'))),
			    _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8('>')),
			    _mm_cmpeq_epi8(v, _mm_set1_epi8('='))));
			__m128i q = _mm_cmpeq_epi8(v, _mm_set1_epi8('"'));
			text |= (uint64_t)(unsigned)_mm_movemask_epi8(change) << i;
			name |= (uint64_t)(unsigned)_mm_movemask_epi8(stop) << i;
			quote |= (uint64_t)(unsigned)_mm_movemask_epi8(q) << i;
		}
		if (k + 64 > n) {
			uint64_t real = k < n ? ((uint64_t)1 << (n - k)) - 1 : 0;
			name &= real;
			text &= real;
		}
		memcpy(t->at_text + k / 8, &text, 8);
		memcpy(t->at_name + k / 8, &name, 8);
		memcpy(t->at_quote + k / 8, &quote, 8);
	}
	open_short_way(t);
}

/* The place of p (before the end) in the chunk, which is moved when p is behind it. */
MU_HOT size_t
place(struct mu_tokenizer *t, const char *p)
{
	if ((size_t)(p - t->chunk) >= MU_T_CHUNK)
		classify(t, p);
	return (size_t)(p - t->chunk);
}

/* The bits from place i on: at least 57 of them. */
MU_HOT uint64_t
bits(const uint8_t *at, size_t i)
{
	uint64_t w;

	memcpy(&w, at + i / 8, 8);
	return w >> (i & 7);
}

/* How many bits there are. */
MU_HOT size_t
ahead(size_t i)
{
	return 64 - (i & 7);
}
#else
static inline void
open_short_way(struct mu_tokenizer *t)
{
	(void)t;
}
#endif

/* First '<', '&', CR or NUL. */
MU_HOT const char *
find_text(struct mu_tokenizer *t, const char *p)
{
#if MU_SIMD
	for (int tries = 0; tries < 3; tries++) {
		if (p >= t->end)
			return t->end;
		size_t i = place(t, p);
		uint64_t m = bits(t->at_text, i);
		if (m)
			return p + __builtin_ctzll(m);
		p = (size_t)(t->end - p) > ahead(i) ? p + ahead(i) : t->end;
	}
#endif
	return mu_scan4(p, t->end, '<', '&', '\r', '\0');
}

#if MU_SIMD
MU_HOT bool
has_upper(const char *p, size_t n, const char *end)
{
	for (; n > 16; p += 16, n -= 16)
		if (_mm_movemask_epi8(mu_upper16(mu_load16(p, end))))
			return true;
	return (unsigned)_mm_movemask_epi8(mu_upper16(mu_load16(p, end))) & ((1u << n) - 1);
}
#endif

/* mu_scan_name() */
MU_HOT const char *
find_name(struct mu_tokenizer *t, const char *p, bool attr, unsigned *odd)
{
#if MU_SIMD
	if (p < t->end) {
		uint64_t m = bits(t->at_name, place(t, p));
		if (m) {
			unsigned n = (unsigned)__builtin_ctzll(m);
			char c = p[n];
			if (c == '>' || c == '/' || (c == '=' && attr) || mu_is_space(c)) {
				*odd = has_upper(p, n, t->end) ? MU_NAME_UPPER : 0;
				return p + n;
			}
		}
	}
#endif
	return mu_scan_name(p, t->end, attr, odd);
}

/* First `quote`; *odd is set when '&', CR or NUL (or '<') stands before it. */
MU_HOT const char *
find_quote(struct mu_tokenizer *t, const char *p, char quote, bool *odd)
{
	const char *q;

	*odd = false;
#if MU_SIMD
	for (int tries = 0; quote == '"' && p < t->end && tries < 3; tries++) {
		size_t i = place(t, p);
		uint64_t m = bits(t->at_quote, i), o = bits(t->at_text, i);
		if (m) {
			*odd |= (o & (m - 1) & ~m) != 0;
			return p + __builtin_ctzll(m);
		}
		*odd |= o != 0;
		p = (size_t)(t->end - p) > ahead(i) ? p + ahead(i) : t->end;
	}
#endif
	q = mu_scan4(p, t->end, quote, '&', '\r', '\0');
	if (q < t->end && *q != quote) {
		*odd = true;
		q = mu_scan4(q, t->end, quote, quote, quote, quote);
	}
	return q;
}

/* End of an unquoted value: white space or '>'; *odd as for find_quote(). */
MU_HOT const char *
find_unquoted(struct mu_tokenizer *t, const char *p, bool *odd)
{
	*odd = false;
#if MU_SIMD
	if (p < t->end) {
		size_t i = place(t, p);
		uint64_t stop = bits(t->at_name, i);
		while (stop) {
			const char *q = p + __builtin_ctzll(stop);
			if (*q == '>' || mu_is_space(*q)) {
				*odd = (bits(t->at_text, i) & (stop - 1) & ~stop) != 0;
				return q;
			}
			stop &= stop - 1;
		}
	}
#endif
	for (; (p = mu_scan_unquoted(p, t->end)) < t->end && *p != '>' && !mu_is_space(*p); p++)
		if (*p == '&' || !*p)
			*odd = true;
	return p;
}

#endif
