/*
 * What a page with a face of its own shows besides the judgement: the text the person was shown,
 * block by block, so that the finds can be marked in it; and the fixed words, questions and titles,
 * so that no face needs a second copy of them.
 */
#include "report/report.h"

enum { BLOCKS_MOST = 4000, TEXT_MOST = 512 * 1024 };

/*
 * Visible blocks and those in which something was found. Lengths are bytes, as in the judgement,
 * where from and to count the bytes of the whole block.
 */
void
mu_write_blocks(const struct mushi_report *r, struct mu_out *o)
{
	bool *found = mu_new(o->arena, bool, r->doc.block_n + 1);
	size_t text = 0, shown = 0;
	bool cut = false;

	if (!found) {
		o->failed = true;
		return;
	}
	for (size_t i = 0; i < r->signs.n; i++)
		if (!r->signs.list[i].behaviour)
			found[r->signs.list[i].block] = true;
	mu_out_add(o, MU_STR("{\"blocks\":["));
	for (size_t i = 0; i < r->doc.block_n; i++) {
		const struct mu_block *b = &r->doc.blocks[i];
		bool seen = mu_block_seen(b);
		if (!seen && !found[i])
			continue;
		if (shown == BLOCKS_MOST || text + (b->to - b->from) > TEXT_MOST) {
			cut = true;
			break;
		}
		text += b->to - b->from;
		mu_out_fmt(o, "%s{\"block\":%zu,\"level\":%u,\"seen\":%s,", shown++ ? "," : "", i,
		    b->place == MU_P_HEADING ? b->level : 0, seen ? "true" : "false");
		mu_json_pair(o, "where", mu_str_of(mu_place_where((enum mu_place)b->place, b->flags)),
		    true);
		mu_json_pair(o, "text", mu_block_text(&r->doc, b), false);
		mu_out_byte(o, '}');
	}
	mu_out_fmt(o, "],\"cut\":%s}", cut ? "true" : "false");
}

static void
write_fixed(struct mu_out *o, enum mushi_lang lang)
{
	static const struct {
		const char *key;
		enum mu_report_word word;
	} words[] = {
		{"v-fraud", MU_RW_V_FRAUD}, {"v-suspicious", MU_RW_V_SUSPICIOUS},
		{"v-court", MU_RW_V_COURT}, {"v-about", MU_RW_V_ABOUT}, {"v-none", MU_RW_V_NONE},
		{"do", MU_RW_DO}, {"steps", MU_RW_STEPS}, {"never", MU_RW_NEVER},
		{"signs", MU_RW_SIGNS}, {"mentioned", MU_RW_MENTIONED}, {"counter", MU_RW_COUNTER},
		{"truth", MU_RW_TRUTH}, {"indicators", MU_RW_INDICATORS}, {"facts", MU_RW_FACTS},
		{"contacts", MU_RW_CONTACTS}, {"check-site", MU_RW_CHECK_SITE},
		{"evidence", MU_RW_EVIDENCE}, {"costs", MU_RW_COSTS}, {"know", MU_RW_KNOW},
		{"not-promised", MU_RW_NOT_PROMISED}, {"glosses", MU_RW_GLOSSES},
		{"notes", MU_RW_NOTES}, {"probability", MU_RW_PROBABILITY},
		{"court-dates", MU_RW_COURT_DATES}, {"court-dates-sent", MU_RW_COURT_DATES_SENT},
		{"court-received", MU_RW_COURT_RECEIVED}, {"court-plain", MU_RW_COURT_PLAIN},
		{"court-is-today", MU_RW_COURT_IS_TODAY}, {"court-passed", MU_RW_COURT_PASSED},
		{"court-do-moved", MU_RW_COURT_DO_MOVED}, {"court-moved", MU_RW_COURT_MOVED},
		{"court-stays", MU_RW_COURT_STAYS}, {"court-unknown", MU_RW_COURT_UNKNOWN},
		{"court-unless-sent", MU_RW_COURT_UNLESS_SENT},
		{"court-counted", MU_RW_COURT_COUNTED}, {"court-which", MU_RW_COURT_WHICH},
		{"court-ask", MU_RW_COURT_ASK}, {"place-188", MU_RW_PLACE_188},
		{"place-9110", MU_RW_PLACE_9110},
	};
	char name[40];

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		mu_json_pair(o, words[i].key, mu_word(words[i].word, lang), i == 0);
	for (unsigned k = 0; k < MU_K_COUNT; k++) {
		size_t n = strlen(mu_kind_id((enum mu_kind)k));
		memcpy(name, "k-", 2);
		memcpy(name + 2, mu_kind_id((enum mu_kind)k), n + 1);
		mu_json_pair(o, name, mu_kind_name((enum mu_kind)k, lang), false);
	}
	for (unsigned t = 0; t < MU_I_TYPE_COUNT; t++) {
		size_t n = strlen(mu_ind_type_key((enum mu_ind_type)t));
		memcpy(name, "i-", 2);
		memcpy(name + 2, mu_ind_type_key((enum mu_ind_type)t), n + 1);
		mu_json_pair(o, name, mu_word((enum mu_report_word)(MU_RW_I_PHONES + t), lang), false);
	}
}

static void
write_questions(const struct mushi_pack *p, struct mu_out *o, enum mushi_lang lang)
{
	for (size_t i = 0; i < p->question_n; i++) {
		const struct mu_question *q = &p->questions[i];
		bool first = true;
		mu_out_add(o, i ? MU_STR(",{") : MU_STR("{"));
		mu_json_pair(o, "id", q->id, true);
		mu_json_pair(o, "text", mu_in_lang(q->text, lang), false);
		mu_out_fmt(o, ",\"several\":%s,\"answers\":[", q->several ? "true" : "false");
		for (size_t k = 0; k < p->answer_n; k++) {
			const struct mu_answer *a = &p->answers[k];
			if (!mu_str_eq(a->question, q->id))
				continue;
			mu_out_add(o, first ? MU_STR("{") : MU_STR(",{"));
			first = false;
			mu_json_pair(o, "id", a->id, true);
			mu_json_pair(o, "text", mu_in_lang(a->text, lang), false);
			mu_json_pair(o, "sets", a->sets, false);
			mu_out_byte(o, '}');
		}
		mu_out_add(o, MU_STR("]}"));
	}
}

/* What each sign is called, what stands behind it, and the truth, for a page that teaches. */
static void
write_signs(const struct mushi_pack *p, struct mu_out *o, enum mushi_lang lang)
{
	for (size_t i = 0; i < p->sign_n; i++) {
		const struct mu_sign_rule *s = &p->signs[i];
		const struct mu_claim_rule *c = s->claim < 0 ? NULL : &p->claims[s->claim];
		mu_out_add(o, i ? MU_STR(",") : MU_STR(""));
		mu_json_string(o, s->id, SIZE_MAX);
		mu_out_add(o, MU_STR(":{"));
		mu_json_pair(o, "title", mu_sign_title(s, lang), true);
		mu_json_pair(o, "beat", mu_str_of(mu_beat_id((enum mu_beat)s->beat)), false);
		if (c) {
			mu_json_pair(o, "truth", mu_in_lang(c->truth, lang), false);
			/* In easy Japanese nothing that is not easy. */
			mu_json_pair(o, "why", lang == MUSHI_JA_EASY ? c->why[lang]
			    : mu_in_lang(c->why, lang), false);
		}
		mu_out_byte(o, '}');
	}
}

char *
mushi_words_json(const struct mushi_pack *p, enum mushi_lang lang)
{
	struct mu_arena a;
	struct mu_out o;
	bool first = true;

	mu_arena_init(&a, SIZE_MAX);
	mu_out_init(&o, &a);
	mu_out_add(&o, MU_STR("{\"words\":{"));
	write_fixed(&o, lang);
	mu_out_add(&o, MU_STR("},\"questions\":["));
	write_questions(p, &o, lang);
	mu_out_add(&o, MU_STR("],\"situations\":["));
	for (size_t i = 0; i < p->advice_n; i++) {
		if (!p->advice[i].situation)
			continue;
		mu_out_add(&o, first ? MU_STR("{") : MU_STR(",{"));
		first = false;
		mu_json_pair(&o, "id", p->advice[i].id, true);
		mu_json_pair(&o, "title", mu_in_lang(p->advice[i].title, lang), false);
		if (p->advice[i].reckons.n)
			mu_out_add(&o, MU_STR(",\"reckons\":true"));
		mu_out_byte(&o, '}');
	}
	mu_out_add(&o, MU_STR("],\"signs\":{"));
	write_signs(p, &o, lang);
	mu_out_add(&o, MU_STR("},\"easy\":["));
	for (size_t i = 0; lang == MUSHI_JA_EASY && i < p->easy_n; i++) {
		mu_out_add(&o, i ? MU_STR(",[") : MU_STR("["));
		mu_json_string(&o, p->easys[i].word, SIZE_MAX);
		mu_out_byte(&o, ',');
		mu_json_string(&o, p->easys[i].reading, SIZE_MAX);
		mu_out_byte(&o, ',');
		mu_json_string(&o, p->easys[i].gloss, SIZE_MAX);
		mu_out_byte(&o, ']');
	}
	mu_out_add(&o, MU_STR("]}"));
	return mu_take_string(&o);
}
