/*
 * Element names. The hash is made from elements.def at build time so that no two names
 * share a slot: one multiplication and one comparison settle a tag.
 */
#define MU_ELEMENT_TABLES
#include "read/names.h"

_Static_assert(sizeof(mu_element_keys) / sizeof(mu_element_keys[0]) == MU_E_COUNT,
    "hash made from the same elements.def");

enum mu_element
mu_element_by_name(struct mu_str lower)
{
	enum mu_element e = mu_element_fold(lower.p, lower.n, lower.p + lower.n);

	return mu_str_eq(mu_element_strs[e], lower) ? e : MU_E_OTHER;
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
