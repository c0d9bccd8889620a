/* The pack in words: for `mushi rules` and the guide. */
#include "pack/pack.h"

static struct mu_str
pick(const struct mu_str text[MU_LANGS], enum mushi_lang lang)
{
	return text[lang].n ? text[lang] : text[MUSHI_JA];
}

static void
z(struct mu_str s, char *buf, size_t size)
{
	size_t n = s.n < size - 1 ? s.n : size - 1;

	if (n)
		memcpy(buf, s.p, n);
	buf[n] = '\0';
}

struct mu_str
mu_sign_title(const struct mu_sign_rule *s, enum mushi_lang lang)
{
	return lang == MUSHI_EN ? s->title_en : lang == MUSHI_JA ? s->title_ja : s->title_easy;
}

/* The Japanese title where there is none in easy Japanese: signs that reports do not show. */
static struct mu_str
any_title(const struct mu_sign_rule *s, enum mushi_lang lang)
{
	struct mu_str title = mu_sign_title(s, lang);

	return title.n ? title : s->title_ja;
}

bool
mushi_pack_sign(const struct mushi_pack *p, size_t i, enum mushi_lang lang,
    struct mushi_sign_info *out)
{
	const struct mu_sign_rule *s;

	if (i >= p->sign_n)
		return false;
	s = &p->signs[i];
	z(s->id, out->id, sizeof out->id);
	z(p->families[s->family], out->family, sizeof out->family);
	z(any_title(s, lang), out->title, sizeof out->title);
	z(s->file, out->file, sizeof out->file);
	out->beat = mu_beat_id((enum mu_beat)s->beat);
	out->weight = mu_strength_id((enum mu_strength)s->strength);
	out->line = s->line;
	out->phrases = s->phrase_n;
	return true;
}

bool
mushi_situation(const struct mushi_pack *p, size_t i, enum mushi_lang lang,
    struct mushi_situation_info *out)
{
	for (size_t k = 0; k < p->advice_n; k++) {
		if (!p->advice[k].situation || i--)
			continue;
		z(p->advice[k].id, out->id, sizeof out->id);
		z(pick(p->advice[k].title, lang), out->title, sizeof out->title);
		out->reckons = p->advice[k].reckons.n != 0;
		return true;
	}
	return false;
}

bool
mushi_question(const struct mushi_pack *p, size_t i, enum mushi_lang lang,
    struct mushi_question_info *out)
{
	if (i >= p->question_n)
		return false;
	z(p->questions[i].id, out->id, sizeof out->id);
	z(pick(p->questions[i].text, lang), out->text, sizeof out->text);
	out->several = p->questions[i].several;
	return true;
}

bool
mushi_answer(const struct mushi_pack *p, size_t i, size_t k, enum mushi_lang lang,
    struct mushi_answer_info *out)
{
	for (size_t n = 0; i < p->question_n && n < p->answer_n; n++) {
		const struct mu_answer *a = &p->answers[n];
		if (!mu_str_eq(a->question, p->questions[i].id) || k--)
			continue;
		z(a->id, out->id, sizeof out->id);
		z(pick(a->text, lang), out->text, sizeof out->text);
		z(a->sets, out->sets, sizeof out->sets);
		return true;
	}
	return false;
}
