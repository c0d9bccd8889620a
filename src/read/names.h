/* Element lookup as the tokenizer does it: any case, straight from the input. */
#ifndef MU_READ_NAMES_H
#define MU_READ_NAMES_H

#include "read/element_hash.h"
#include "read/scan.h"
#include "read/token.h"

/* Made from elements.def at build time: 0 is MU_E_OTHER. A key is the first eight letters. */
extern const uint8_t mu_element_index[1 << MU_ELEMENT_BITS];
extern const uint64_t mu_element_keys[MU_E_COUNT];
extern const struct mu_str mu_element_strs[MU_E_COUNT];

/*
 * The element whose name is the n bytes at p in any ASCII case; up to `end` may be read.
 * The bytes hold no control character: | 0x20 lower-cases letters, leaves digits and
 * makes nothing else a letter or digit, but for U+0010 to U+0019.
 */
MU_HOT enum mu_element
mu_element_fold(const char *p, size_t n, const char *end)
{
	uint64_t key = 0;

	if (n - 1 >= MU_ELEMENT_MAX)
		return MU_E_OTHER;
#if MU_SIMD /* little-endian, then */
	if (end - p >= 8) {
		uint64_t drop = n < 8 ? 64 - 8 * n : 0;
		memcpy(&key, p, 8);
		key = (key | UINT64_C(0x2020202020202020)) << drop >> drop;
	} else
#endif
	{
		for (size_t i = n < 8 ? n : 8; i-- > 0;)
			key = key << 8 | (unsigned char)(p[i] | 0x20);
	}
	(void)end;
	unsigned e = mu_element_index[key * MU_ELEMENT_FACTOR >> (64 - MU_ELEMENT_BITS)];
	if (mu_element_keys[e] != key)
		return MU_E_OTHER;
	if (n >= 8) {
		if (mu_element_strs[e].n != n)
			return MU_E_OTHER;
		for (size_t i = 8; i < n; i++)
			if ((p[i] | 0x20) != mu_element_strs[e].p[i])
				return MU_E_OTHER;
	}
	return (enum mu_element)e;
}

#endif
