#include "advice/advice.h"

#include "base/fmt.h"

struct mu_str
mu_in_lang(const struct mu_str text[MU_LANGS], enum mushi_lang lang)
{
	return text[lang].n ? text[lang] : text[MUSHI_JA];
}

/* Next line that is not empty; false at the end. */
static bool
next_line(struct mu_str *list, struct mu_str *item)
{
	while (list->n) {
		const char *end = memchr(list->p, '\n', list->n);
		size_t n = end ? (size_t)(end - list->p) : list->n;
		*item = mu_str_trim(mu_str_sub(*list, 0, n));
		*list = mu_str_sub(*list, end ? n + 1 : n, list->n);
		if (item->n)
			return true;
	}
	return false;
}

static void
add_step(const struct mushi_pack *p, struct mu_str id, struct mu_advice *out)
{
	for (size_t i = 0; i < out->step_n; i++)
		if (mu_str_eq(out->steps[i]->id, id))
			return;
	for (size_t i = 0; i < p->step_n; i++)
		if (mu_str_eq(p->steps[i].id, id) && out->step_n < MU_ADVICE_STEPS)
			out->steps[out->step_n++] = &p->steps[i];
}

static void
add_contact(const struct mushi_pack *p, struct mu_str id, struct mu_advice *out)
{
	for (size_t i = 0; i < out->contact_n; i++)
		if (mu_str_eq(out->contacts[i]->id, id))
			return;
	for (size_t i = 0; i < p->contact_n; i++)
		if (mu_str_eq(p->contacts[i].id, id) && out->contact_n < MU_ADVICE_CONTACTS)
			out->contacts[out->contact_n++] = &p->contacts[i];
}

static void
add_rule(const struct mushi_pack *p, const struct mu_advice_rule *a, enum mushi_lang lang,
    struct mu_advice *out)
{
	struct mu_str list, item;

	if (!out->first.n)
		out->first = mu_in_lang(a->first, lang);
	for (list = a->steps; mu_str_item(&list, &item);)
		add_step(p, item, out);
	for (list = a->contacts; mu_str_item(&list, &item);)
		add_contact(p, item, out);
	for (list = mu_in_lang(a->never, lang); next_line(&list, &item);) {
		bool known = false;
		for (size_t i = 0; i < out->never_n; i++)
			known = known || mu_str_eq(out->never[i], item);
		if (!known && out->never_n < MU_ADVICE_NEVER)
			out->never[out->never_n++] = item;
	}
}

static void
add_by_id(const struct mushi_pack *p, const char *id, bool situation, enum mushi_lang lang,
    struct mu_advice *out)
{
	for (size_t i = 0; i < p->advice_n; i++)
		if (p->advice[i].situation == situation
		    && mu_str_eq(p->advice[i].id, mu_str_of(id)))
			add_rule(p, &p->advice[i], lang, out);
}

void
mu_advise(const struct mushi_pack *p, const struct mu_verdict *v,
    const char *const *situations, size_t situation_n, enum mushi_lang lang,
    struct mu_advice *out)
{
	char id[64];
	const char *verdict = mushi_verdict_name(v->verdict);

	*out = (struct mu_advice){.first = MU_STR("")};
	for (size_t i = 0; i < p->advice_n; i++)
		for (size_t k = 0; p->advice[i].situation && k < situation_n; k++)
			if (mu_str_eq(p->advice[i].id, mu_str_of(situations[k])))
				add_rule(p, &p->advice[i], lang, out);
	if (v->kind != MU_K_NONE) {
		mu_fmt(id, sizeof id, "%s.%s", verdict, mu_kind_id(v->kind));
		add_by_id(p, id, false, lang, out);
	}
	add_by_id(p, verdict, false, lang, out);
}

bool
mushi_situation_known(const struct mushi_pack *p, const char *id)
{
	for (size_t i = 0; i < p->advice_n; i++)
		if (p->advice[i].situation && mu_str_eq(p->advice[i].id, mu_str_of(id)))
			return true;
	return false;
}
