/* What a sign or claim means, and the truth that disarms it: `mushi explain`. */
#include "report/report.h"

#include "report/page.h"

static void
line(struct mu_page *w, const char *head, struct mu_str s)
{
	if (!s.n)
		return;
	if (w->easy)
		mu_easy_mark(w->easy, s, &w->seen);
	mu_out_add(w->o, mu_str_of(head));
	mu_out_add(w->o, s);
	mu_out_byte(w->o, '\n');
}

char *
mushi_explain(const struct mushi_pack *p, const char *id, enum mushi_lang lang)
{
	static const char *const heads[MU_LANGS][4] = {
		{"言われること: ", "本当は: ", "なぜ書くのか: ", "出典: "},
		{"言われること: ", "ほんとうは: ", "なぜ 書くのか: ", "しらべたところ: "},
		{"The claim: ", "In truth: ", "Why they write it: ", "Source: "},
	};
	int32_t i = mu_pack_find_sign(p, mu_str_of(id));
	const struct mu_sign_rule *s;
	struct mu_arena a;
	struct mu_page w;
	struct mu_str title, source;
	struct mu_out o;

	if (i < 0)
		return NULL;
	s = &p->signs[i];
	source = s->source;
	mu_arena_init(&a, SIZE_MAX);
	mu_out_init(&o, &a);
	w = mu_page(&o, 0, false);
	w.easy = lang == MUSHI_JA_EASY ? p : NULL;
	title = mu_sign_title(s, lang);
	mu_out_add(&o, s->id);
	line(&w, "  ", title.n ? title : s->title_ja);
	if (s->claim >= 0) {
		const struct mu_claim_rule *c = &p->claims[s->claim];
		/* In easy Japanese the title says it; what is not easy is left out. */
		bool easy = lang == MUSHI_JA_EASY;
		if (!easy || c->said[lang].n)
			line(&w, heads[lang][0], mu_in_lang(c->said, lang));
		line(&w, heads[lang][1], mu_in_lang(c->truth, lang));
		if (!easy || c->why[lang].n)
			line(&w, heads[lang][2], mu_in_lang(c->why, lang));
		source = c->source.n ? c->source : s->source;
	}
	mu_page_glosses(&w, mu_word(MU_RW_GLOSSES, lang));
	if (w.easy)
		mu_out_byte(&o, '\n');
	w.easy = NULL; /* names of public bodies are as they are */
	line(&w, heads[lang][3], source);
	return mu_take_string(&o);
}
