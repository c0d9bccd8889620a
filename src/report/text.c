/*
 * The report for a person at a terminal: the one thing to do on top, short lines, calm.
 */
#include "report/report.h"

#include "base/utf8.h"
#include "report/page.h"

enum { SHOWN_SIGNS = 12, SHOWN_FACTS = 16, QUOTE_MOST = 60 };

/* The first words of a find, cut at QUOTE_MOST characters, in Japanese quotation marks. */
static struct mu_str
quoted(struct mu_arena *a, struct mu_str s, bool english)
{
	struct mu_out o;
	const char *p = s.p, *end = s.p + s.n;
	unsigned len, count = 0;

	mu_out_init(&o, a);
	mu_out_add(&o, english ? MU_STR("“") : MU_STR("「"));
	while (p < end && count++ < QUOTE_MOST) {
		uint32_t c = mu_utf8_get(p, end, &len);
		if (c == '\n' || c == '\t')
			mu_out_byte(&o, ' ');
		else if (!mu_inert(c))
			mu_out_add(&o, (struct mu_str){p, len});
		p += len;
	}
	if (p < end)
		mu_out_add(&o, MU_STR("…"));
	mu_out_add(&o, english ? MU_STR("”") : MU_STR("」"));
	return mu_out_str(&o);
}

static void
write_sign_lines(struct mu_page *w, const struct mushi_report *r, bool counter)
{
	bool *said = mu_new(w->o->arena, bool, r->pack->sign_n + 1);
	uint32_t *order = mu_signs_by_weight(r, w->o->arena);
	unsigned shown = 0;

	if (!said || !order) {
		w->o->failed = true;
		return;
	}
	for (size_t i = 0; i < r->signs.n && shown < SHOWN_SIGNS; i++) {
		const struct mu_sign *s = &r->signs.list[order[i]];
		const struct mu_sign_rule *rule = &r->pack->signs[s->rule];
		struct mu_out line;
		bool is_counter = rule->beat == MU_BEAT_COUNTER;

		if (said[s->rule] || is_counter != counter || rule->beat == MU_BEAT_CONTEXT)
			continue;
		if (!counter && s->mentioned && r->verdict.verdict != MUSHI_ABOUT)
			continue;
		if (s->unseen && !s->behaviour)
			continue;
		said[s->rule] = true;
		if (!shown++)
			mu_page_title(w, mu_word(counter ? MU_RW_COUNTER : MU_RW_SIGNS, r->lang));
		mu_out_init(&line, w->o->arena);
		mu_out_add(&line, mu_sign_title(rule, r->lang));
		mu_out_byte(&line, ' ');
		if (!s->behaviour) {
			mu_out_add(&line, quoted(w->o->arena, (struct mu_str){
			    r->doc.text + s->byte_from, s->byte_to - s->byte_from},
			    r->lang == MUSHI_EN));
		}
		if (s->mentioned && !counter) {
			mu_out_byte(&line, ' ');
			mu_out_add(&line, mu_word(MU_RW_MENTIONED, r->lang));
		}
		mu_page_add(w, MU_STR("  - "), 4, mu_out_str(&line));
		if (!counter && rule->claim >= 0
		    && mu_claim_holds(r, &r->pack->claims[rule->claim])) {
			mu_out_init(&line, w->o->arena);
			mu_out_add(&line, mu_word(MU_RW_TRUTH, r->lang));
			mu_out_add(&line, r->lang == MUSHI_EN ? MU_STR(": ") : MU_STR("："));
			mu_out_add(&line, mu_in_lang(r->pack->claims[rule->claim].truth, r->lang));
			mu_page_add(w, MU_STR("      "), 6, mu_out_str(&line));
		}
	}
}

static void
write_facts(struct mu_page *w, const struct mushi_report *r)
{
	unsigned shown = 0;
	bool accused = r->verdict.verdict == MUSHI_FRAUD
	    || r->verdict.verdict == MUSHI_SUSPICIOUS;

	if (!accused && r->verdict.verdict != MUSHI_COURT)
		return;
	for (size_t i = 0; i < r->indicators.n && shown < SHOWN_FACTS; i++) {
		const struct mu_indicator *n = &r->indicators.list[i];
		struct mu_out line;

		if (n->role == MU_R_OFFICIAL)
			continue;
		if (!shown++)
			mu_page_title(w, mu_word(accused ? MU_RW_INDICATORS : MU_RW_FACTS, r->lang));
		mu_out_init(&line, w->o->arena);
		mu_out_add(&line, mu_word((enum mu_report_word)(MU_RW_I_PHONES + n->type),
		    r->lang));
		mu_out_add(&line, MU_STR(": "));
		mu_out_add(&line, quoted(w->o->arena, n->text, r->lang == MUSHI_EN));
		mu_page_add(w, MU_STR("  - "), 4, mu_out_str(&line));
	}
}

static void
write_note(void *self, struct mu_str note)
{
	mu_page_add(self, MU_STR("  - "), 4, note);
}

void
mu_write_text(const struct mushi_report *r, unsigned columns, bool colour, struct mu_out *o)
{
	static const char *const colours[] = {"1;36", "1;36", "1;33", "1;33", "1;31"};
	struct mu_page w = mu_page(o, columns, colour);
	const struct mu_advice *a = &r->advice;
	struct mu_out line;
	unsigned percent = (unsigned)(r->verdict.probability * 100 + 0.5);

	if (r->name.n)
		mu_page_add(&w, MU_STR(""), 2, r->name);
	w.easy = r->lang == MUSHI_JA_EASY ? r->pack : NULL;
	mu_out_init(&line, o->arena);
	mu_out_add(&line, mu_word((enum mu_report_word)(r->verdict.verdict == MUSHI_FRAUD
	    ? MU_RW_V_FRAUD : r->verdict.verdict == MUSHI_SUSPICIOUS ? MU_RW_V_SUSPICIOUS
	    : r->verdict.verdict == MUSHI_COURT ? MU_RW_V_COURT
	    : r->verdict.verdict == MUSHI_ABOUT ? MU_RW_V_ABOUT : MU_RW_V_NONE), r->lang));
	if (r->verdict.kind != MU_K_NONE) {
		mu_out_add(&line, r->lang == MUSHI_EN ? MU_STR(": ") : MU_STR("："));
		mu_out_add(&line, mu_kind_name(r->verdict.kind, r->lang));
	}
	mu_out_byte(o, '\n');
	mu_page_paint(&w, colours[r->verdict.verdict]);
	mu_page_add(&w, MU_STR("■ "), 3, mu_out_str(&line));
	mu_page_paint(&w, "0");
	if (r->verdict.verdict == MUSHI_FRAUD || r->verdict.verdict == MUSHI_SUSPICIOUS) {
		mu_out_init(&line, o->arena);
		mu_out_add(&line, mu_word(MU_RW_PROBABILITY, r->lang));
		mu_out_fmt(&line, " %u %%", percent > 99 ? 99 : percent);
		mu_page_add(&w, MU_STR("  "), 2, mu_out_str(&line));
	}
	mu_write_aside(&w, a, r->lang);
	mu_write_first(&w, a);
	mu_write_court_dates(&w, &r->court, r->lang);
	mu_write_steps(&w, a, r->lang);
	write_sign_lines(&w, r, false);
	if (r->verdict.verdict != MUSHI_FRAUD)
		write_sign_lines(&w, r, true);
	write_facts(&w, r);
	mu_write_background(&w, a, r->lang);
	mu_write_contacts(&w, a, r->lang);
	if (r->doc.notes || r->signs.cut || r->indicators.cut || r->verdict.fake_helper_beside
	    || r->verdict.verdict == MUSHI_NONE) {
		mu_page_title(&w, mu_word(MU_RW_NOTES, r->lang));
		mu_each_note(r, write_note, &w);
	}
	mu_page_glosses(&w, mu_word(MU_RW_GLOSSES, r->lang));
}
