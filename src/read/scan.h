/*
 * Finding the next byte that matters, sixteen at a time. Every function takes a range
 * that ends at `end` and never reads past it: the last, short piece is copied to a padded
 * buffer, so the same comparison decides there. Without SSE2 (WebAssembly, MU_NO_SIMD)
 * plain loops.
 */
#ifndef MU_READ_SCAN_H
#define MU_READ_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__SSE2__) && !defined(MU_NO_SIMD)
#define MU_SIMD 1
#include <emmintrin.h>
#else
#define MU_SIMD 0
#endif

#define MU_HOT static inline __attribute__((always_inline))
#define MU_COLD __attribute__((noinline, cold))

/* HTML white space; CR counts because preprocessing would have made it LF (13.2.3.5). */
static inline bool
mu_is_space(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

#if MU_SIMD
MU_HOT __m128i
mu_load16(const char *p, const char *end)
{
	if (end - p >= 16)
		return _mm_loadu_si128((const __m128i *)(const void *)p);
	char buf[16] = {0};
	if (end > p)
		memcpy(buf, p, (size_t)(end - p));
	return _mm_loadu_si128((const __m128i *)(const void *)buf);
}

/* The n bytes at p, 1 to 15, then zeros. Reads nothing else. */
MU_HOT __m128i
mu_load_part(const char *p, size_t n)
{
	uint64_t lo, hi = 0;
	uint32_t a, b;

	if (n >= 8) {
		memcpy(&lo, p, 8);
		memcpy(&hi, p + n - 8, 8);
		hi = n > 8 ? hi >> (8 * (16 - n)) : 0;
	} else if (n >= 4) {
		memcpy(&a, p, 4);
		memcpy(&b, p + n - 4, 4);
		lo = a | (uint64_t)b >> (8 * (8 - n)) << 32;
	} else {
		lo = (unsigned char)p[0] | (uint64_t)(unsigned char)p[n / 2] << (8 * (n / 2))
		    | (uint64_t)(unsigned char)p[n - 1] << (8 * (n - 1));
	}
	return _mm_set_epi64x((long long)hi, (long long)lo);
}

/* All ones where the byte is at most `top`, as unsigned bytes. */
MU_HOT __m128i
mu_at_most(__m128i v, char top)
{
	return _mm_cmpeq_epi8(_mm_min_epu8(v, _mm_set1_epi8(top)), v);
}

MU_HOT __m128i
mu_upper16(__m128i v)
{
	return _mm_and_si128(_mm_cmpgt_epi8(v, _mm_set1_epi8('A' - 1)),
	    _mm_cmplt_epi8(v, _mm_set1_epi8('Z' + 1)));
}

/* The match at bit `i` of a block at p, or end if it lies in the padding. */
MU_HOT const char *
mu_hit(const char *p, const char *end, unsigned mask)
{
	size_t i = (size_t)__builtin_ctz(mask);

	return i < (size_t)(end - p) ? p + i : end;
}
#endif

/* First of a, b, c, d; `end` when there is none. Repeat one to look for fewer. */
MU_HOT const char *
mu_scan4(const char *p, const char *end, char a, char b, char c, char d)
{
#if MU_SIMD
	const __m128i va = _mm_set1_epi8(a), vb = _mm_set1_epi8(b);
	const __m128i vc = _mm_set1_epi8(c), vd = _mm_set1_epi8(d);

	for (; p < end; p += 16) {
		__m128i v = mu_load16(p, end);
		__m128i m = _mm_cmpeq_epi8(v, va);
		if (b != a)
			m = _mm_or_si128(m, _mm_cmpeq_epi8(v, vb));
		if (c != a)
			m = _mm_or_si128(m, _mm_cmpeq_epi8(v, vc));
		if (d != a)
			m = _mm_or_si128(m, _mm_cmpeq_epi8(v, vd));
		unsigned mask = (unsigned)_mm_movemask_epi8(m);
		if (mask)
			return mu_hit(p, end, mask);
		if (end - p <= 16)
			break;
	}
	return end;
#else
	while (p < end && *p != a && *p != b && *p != c && *p != d)
		p++;
	return p;
#endif
}

/* What stood in a name: capitals, NUL, control characters (NUL being one of them). */
enum { MU_NAME_UPPER = 1, MU_NAME_NUL = 2, MU_NAME_CONTROL = 4 };

/*
 * End of a tag or attribute name: white space, '/', '>', with `attr` also '='.
 * *odd receives MU_NAME_* for what must be replaced in it.
 */
MU_HOT const char *
mu_scan_name(const char *p, const char *end, bool attr, unsigned *odd)
{
	unsigned seen = 0;

#if MU_SIMD
	while (p < end) {
		__m128i v = mu_load16(p, end);
		__m128i m = _mm_or_si128(mu_at_most(v, ' '), _mm_or_si128(
		    _mm_cmpeq_epi8(v, _mm_set1_epi8('/')), _mm_cmpeq_epi8(v, _mm_set1_epi8('>'))));
		if (attr)
			m = _mm_or_si128(m, _mm_cmpeq_epi8(v, _mm_set1_epi8('=')));
		unsigned stop = (unsigned)_mm_movemask_epi8(m);
		unsigned upper = (unsigned)_mm_movemask_epi8(mu_upper16(v));
		/* Other control characters belong to the name. */
		while (stop) {
			unsigned i = (unsigned)__builtin_ctz(stop);
			if ((size_t)(end - p) <= i)
				break;
			if ((unsigned char)p[i] <= ' ' && !mu_is_space(p[i])) {
				seen |= p[i] ? MU_NAME_CONTROL : MU_NAME_CONTROL | MU_NAME_NUL;
				stop &= stop - 1;
				continue;
			}
			if (upper & ((1u << i) - 1))
				seen |= MU_NAME_UPPER;
			*odd = seen;
			return p + i;
		}
		if (upper)
			seen |= MU_NAME_UPPER;
		if (end - p <= 16)
			break;
		p += 16;
	}
	*odd = seen;
	return end;
#else
	for (; p < end; p++) {
		if ((unsigned char)*p <= '>') {
			if (mu_is_space(*p) || *p == '/' || *p == '>' || (attr && *p == '='))
				break;
			if ((unsigned char)*p < ' ')
				seen |= *p ? MU_NAME_CONTROL : MU_NAME_CONTROL | MU_NAME_NUL;
		} else if ((unsigned char)(*p - 'A') < 26) {
			seen |= MU_NAME_UPPER;
		}
	}
	*odd = seen;
	return p;
#endif
}

/* First byte that may end or change an unquoted value: at most ' ', '>' or '&'. */
MU_HOT const char *
mu_scan_unquoted(const char *p, const char *end)
{
#if MU_SIMD
	for (; p < end; p += 16) {
		__m128i v = mu_load16(p, end);
		__m128i m = _mm_or_si128(mu_at_most(v, ' '), _mm_or_si128(
		    _mm_cmpeq_epi8(v, _mm_set1_epi8('>')), _mm_cmpeq_epi8(v, _mm_set1_epi8('&'))));
		unsigned mask = (unsigned)_mm_movemask_epi8(m);
		if (mask)
			return mu_hit(p, end, mask);
		if (end - p <= 16)
			break;
	}
	return end;
#else
	while (p < end && (unsigned char)*p > ' ' && *p != '>' && *p != '&')
		p++;
	return p;
#endif
}

/*
 * First '>' at or after p that follows two of `mark`, or, with `bang`, two of it and a
 * '!'. At least three readable bytes stand before p. *odd is set to non-zero when a CR or
 * NUL may lie in p..result.
 */
MU_HOT const char *
mu_scan_close(const char *p, const char *end, char mark, bool bang, unsigned *odd)
{
	unsigned seen = 0;

#if MU_SIMD
	const __m128i vm = _mm_set1_epi8(mark), vb = _mm_set1_epi8('!');
	const __m128i vg = _mm_set1_epi8('>');
	const __m128i cr = _mm_set1_epi8('\r'), nul = _mm_setzero_si128();

	for (; end - p >= 16; p += 16) {
		__m128i v = _mm_loadu_si128((const __m128i *)(const void *)p);
		__m128i v1 = _mm_loadu_si128((const __m128i *)(const void *)(p - 1));
		__m128i v2 = _mm_loadu_si128((const __m128i *)(const void *)(p - 2));
		v2 = _mm_cmpeq_epi8(v2, vm);
		__m128i m = _mm_and_si128(_mm_cmpeq_epi8(v1, vm), v2);
		if (bang) {
			__m128i v3 = _mm_loadu_si128((const __m128i *)(const void *)(p - 3));
			m = _mm_or_si128(m, _mm_and_si128(_mm_cmpeq_epi8(v1, vb),
			    _mm_and_si128(v2, _mm_cmpeq_epi8(v3, vm))));
		}
		m = _mm_and_si128(m, _mm_cmpeq_epi8(v, vg));
		seen |= (unsigned)_mm_movemask_epi8(_mm_or_si128(_mm_cmpeq_epi8(v, cr),
		    _mm_cmpeq_epi8(v, nul)));
		unsigned mask = (unsigned)_mm_movemask_epi8(m);
		if (mask) {
			*odd = seen;
			return p + __builtin_ctz(mask);
		}
	}
#endif
	for (; p < end; p++) {
		if (*p == '\r' || !*p)
			seen = 1;
		if (*p == '>' && p[-2] == mark && (p[-1] == mark || (bang && p[-1] == '!'
		    && p[-3] == mark)))
			break;
	}
	*odd = seen;
	return p;
}

#endif
