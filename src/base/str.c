#include "base/str.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

size_t
mu_str_find(struct mu_str s, struct mu_str needle)
{
	const char *p = s.p, *end;

	if (!needle.n)
		return 0;
	if (s.n < needle.n)
		return SIZE_MAX;
	end = s.p + s.n;
	while ((size_t)(end - p) >= needle.n) {
		p = memchr(p, needle.p[0], (size_t)(end - p) - needle.n + 1);
		if (!p)
			break;
		if (memcmp(p, needle.p, needle.n) == 0)
			return (size_t)(p - s.p);
		p++;
	}
	return SIZE_MAX;
}

size_t
mu_str_find_nocase(struct mu_str s, struct mu_str needle)
{
	unsigned char first, second;
	size_t i = 0;

	if (!needle.n)
		return 0;
	if (s.n < needle.n)
		return SIZE_MAX;
	first = mu_lower((unsigned char)needle.p[0]);
#ifdef __SSE2__
	if (needle.n >= 2) {
		/* Two bytes | 0x20 let some others pass as well; what passes is compared. */
		const __m128i low = _mm_set1_epi8(0x20),
			      a = _mm_set1_epi8((char)(first | 0x20)),
			      b = _mm_set1_epi8((char)(needle.p[1] | 0x20));

		for (; s.n - i >= needle.n + 16; i += 16) {
			__m128i v = _mm_loadu_si128((const __m128i *)(const void *)(s.p + i));
			__m128i w = _mm_loadu_si128(
			    (const __m128i *)(const void *)(s.p + i + 1));
			unsigned m = (unsigned)_mm_movemask_epi8(
			    _mm_and_si128(_mm_cmpeq_epi8(_mm_or_si128(v, low), a),
				_mm_cmpeq_epi8(_mm_or_si128(w, low), b)));

			for (size_t k = i; m; m >>= 1, k++)
				if (m & 1
				    && mu_str_eq_nocase(mu_str_sub(s, k, k + needle.n), needle))
					return k;
		}
	}
#endif
	second = needle.n > 1 ? mu_lower((unsigned char)needle.p[1]) : 0;
	for (; i + needle.n <= s.n; i++) {
		if (mu_lower((unsigned char)s.p[i]) == first
		    && (needle.n == 1 || mu_lower((unsigned char)s.p[i + 1]) == second)
		    && mu_str_eq_nocase(mu_str_sub(s, i, i + needle.n), needle))
			return i;
	}
	return SIZE_MAX;
}
