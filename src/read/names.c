/*
 * Element names. The hash is made from elements.def at build time so that no two names share
 * a slot: one multiplication per letter looked at and one comparison settle a tag.
 */
#include "read/names.h"

#include "read/scan.h"
#include "read/element_hash.h"

_Static_assert(sizeof(element_lens) == MU_E_COUNT, "hash made from the same elements.def");

enum mu_element
mu_element_fold(const char *p, size_t n, const char *end)
{
	if (n - 1 >= ELEMENT_MAX)
		return MU_E_OTHER;
	/* | 0x20 lower-cases letters and leaves digits; other bytes fail the comparison. */
	unsigned e = element_index[element_slot(p[0] | 0x20u, p[n / 2] | 0x20u, p[n - 1] | 0x20u,
	    (unsigned)n) & (sizeof(element_index) - 1)];
	if (element_lens[e] != n)
		return MU_E_OTHER;
#if MU_SIMD
	__m128i v = mu_load16(p, end);
	__m128i want = _mm_loadu_si128((const __m128i *)(const void *)element_names[e]);
	v = _mm_or_si128(v, _mm_and_si128(mu_upper16(v), _mm_set1_epi8(0x20)));
	unsigned same = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(v, want));
	if (~same & ((1u << n) - 1))
		return MU_E_OTHER;
#else
	(void)end;
	for (size_t i = 0; i < n; i++)
		if ((char)mu_lower((unsigned char)p[i]) != element_names[e][i])
			return MU_E_OTHER;
#endif
	return (enum mu_element)e;
}

enum mu_element
mu_element_by_name(struct mu_str lower)
{
	for (size_t i = 0; i < lower.n && i < ELEMENT_MAX; i++)
		if ((unsigned char)(lower.p[i] - 'A') < 26)
			return MU_E_OTHER;
	return mu_element_fold(lower.p, lower.n, lower.p + lower.n);
}

struct mu_str
mu_element_str(enum mu_element e)
{
	return (struct mu_str){element_names[e], element_lens[e]};
}

/* 13.2.6.4.4 to 13.2.6.4.7, the start tags that switch the tokenizer. */
enum mu_tok_model
mu_tok_model_for(enum mu_element e)
{
	switch (e) {
	case MU_E_TITLE:
	case MU_E_TEXTAREA:
		return MU_T_RCDATA;
	case MU_E_STYLE:
	case MU_E_XMP:
	case MU_E_IFRAME:
	case MU_E_NOEMBED:
	case MU_E_NOFRAMES:
		return MU_T_RAWTEXT;
	case MU_E_SCRIPT:
		return MU_T_SCRIPT;
	case MU_E_PLAINTEXT:
		return MU_T_PLAINTEXT;
	default:
		return MU_T_DATA;
	}
}

const struct mu_attr *
mu_attr_find(const struct mu_token *t, struct mu_str name)
{
	for (uint32_t i = 0; i < t->attr_n; i++)
		if (mu_str_eq(t->attrs[i].name, name))
			return &t->attrs[i];
	return NULL;
}
