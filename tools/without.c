/*
 * What one mechanism adds is seen by judging without it. Nothing is trained again: the rest has
 * to do with the weights and operating points it has.
 *
 * Each mechanism is taken out where it works: words that had to be undone are blanked in the
 * folded text; finds are dropped before they get their stance; weights are set to zero. The
 * reading and the scan of the page are not repeated.
 */
#include "without.h"

#include <string.h>

#include "base/utf8.h"

const double hand_stances[MU_ST_COUNT] = {
#define MU_STANCE(sym, name, weight, means) weight,
#include "pack/stances.def"
#undef MU_STANCE
};

enum { PIECE = 8, AROUND = 4 }; /* symbols: looked at together, and with how many neighbours */

static const struct {
	const char *name;
	size_t at;
} mechanisms[] = {
	{"normalisation", offsetof(struct without, normalisation)},
	{"stance", offsetof(struct without, stance)},
	{"voice", offsetof(struct without, voice)},
	{"frames", offsetof(struct without, frames)},
	{"learned-weights", offsetof(struct without, weights)},
	{"tone", offsetof(struct without, tone)},
	{"counter-signs", offsetof(struct without, counter)},
	{"script-reading", offsetof(struct without, scripts)},
};

bool
without_parse(const char *names, struct without *w)
{
	struct mu_str list = mu_str_of(names);

	*w = (struct without){0};
	while (list.n) {
		size_t n = mu_str_find(list, MU_STR("+")), i = 0;
		struct mu_str one = {list.p, n == SIZE_MAX ? list.n : n};

		while (i < sizeof mechanisms / sizeof *mechanisms
		    && !mu_str_eq(one, mu_str_of(mechanisms[i].name)))
			i++;
		if (i == sizeof mechanisms / sizeof *mechanisms)
			return false;
		*(bool *)((char *)w + mechanisms[i].at) = true;
		list.p += one.n + (one.n < list.n);
		list.n -= one.n + (one.n < list.n);
	}
	return true;
}

/* 錄 for 録, 说 for 説: old and simplified forms. */
static bool
is_other_form(const struct mu_doc *doc, const struct mu_text *t, uint32_t i)
{
	uint32_t c;
	unsigned n;

	if (!(mu_sym_class(t->sym[i]) & MU_C_HAN) || t->src[i] >= doc->text_n)
		return false;
	c = mu_utf8_get(doc->text + t->src[i], doc->text + doc->text_n, &n);
	return c >= 0x3400 && c <= 0x9FFF && c != t->sym[i];
}

/* Had anything in [from, to) to be undone before it could be read? It is folded once more. */
static bool
was_disguised(const struct mu_doc *doc, const struct mu_text *t, uint32_t from, uint32_t to,
    struct mu_arena *scratch)
{
	struct mu_block b = {.to = t->src[to] - t->src[from], .place = MU_P_TEXT};
	struct mu_doc piece = {.text = doc->text + t->src[from], .text_n = b.to, .blocks = &b,
	    .block_n = 1};
	struct mu_text again;

	return mu_norm(&piece, scratch, &again, NULL) && again.undone_zero_width
	    + again.undone_split + again.undone_lookalike + again.undone_width
	    + again.undone_bidi > 0;
}

/* Blank what had to be undone: MU_SYM_OTHER is in no phrase and no run of the tone. */
static bool
blank_disguised(const struct mu_doc *doc, struct mu_text *t, struct mu_arena *arena)
{
	uint16_t *sym = mu_new_raw(arena, uint16_t, t->n + 1);
	bool any = t->undone_zero_width + t->undone_split + t->undone_lookalike + t->undone_width
	    + t->undone_bidi > 0;
	bool forms = !mu_str_eq(mu_str_of(mu_text_lang(doc)), MU_STR("zh"));

	if (!sym)
		return false;
	memcpy(sym, t->sym, t->n * sizeof *sym);
	for (uint32_t from = 0; from < t->n; from += PIECE) {
		uint32_t to = t->n - from > PIECE ? from + PIECE : t->n;
		bool bad = false;

		for (uint32_t i = from; forms && i < to; i++)
			if (is_other_form(doc, t, i))
				sym[i] = MU_SYM_OTHER;
		if (any) {
			struct mu_arena scratch;
			mu_arena_init(&scratch, 1 << 20);
			bad = was_disguised(doc, t, from > AROUND ? from - AROUND : 0,
			    t->n - to > AROUND ? to + AROUND : t->n, &scratch);
			mu_arena_fini(&scratch);
		}
		for (uint32_t i = from; bad && i < to; i++)
			if (!(mu_sym_class(sym[i]) & MU_C_MARK))
				sym[i] = MU_SYM_OTHER;
	}
	t->sym = sym;
	t->undone_zero_width = t->undone_split = t->undone_lookalike = t->undone_bidi = 0;
	return true;
}

static bool
is_blank(const struct mu_text *t, const struct mu_text *was, uint32_t from, uint32_t to)
{
	for (uint32_t i = from; i < to; i++)
		if (t->sym[i] != was->sym[i])
			return true;
	return false;
}

static bool
by_script(const struct mu_block *b)
{
	return b->place == MU_P_SCRIPT || b->flags & MU_B_WRITTEN;
}

static bool
hide_scripts(struct mu_doc *doc, struct mu_arena *arena)
{
	struct mu_block *list = mu_new_raw(arena, struct mu_block, doc->block_n + 1);

	if (!list)
		return false;
	for (size_t i = 0; i < doc->block_n; i++) {
		list[i] = doc->blocks[i];
		if (by_script(&list[i]))
			list[i].flags |= MU_B_HIDDEN;
	}
	doc->blocks = list;
	doc->behaviours = 0;
	return true;
}

static bool
filter(const struct mushi_pack *p, const struct mushi_report *r, const struct without *w,
    const struct mu_text *t, struct mu_matches *m, struct mu_indicators *ind,
    struct mu_arena *arena)
{
	struct mu_match *list = mu_new_raw(arena, struct mu_match, m->n + 1);
	struct mu_indicator *facts = mu_new_raw(arena, struct mu_indicator, ind->n + 1);
	size_t n = 0, k = 0;

	if (!list || !facts)
		return false;
	for (size_t i = 0; i < m->n; i++) {
		const struct mu_match *x = &m->list[i];
		const struct mu_phrase *ph = &p->phrases[x->phrase];
		uint32_t at = r->text.src[x->from < r->text.n ? x->from : r->text.n];
		if (w->counter && ph->own == MU_OWN_SIGN
		    && p->signs[ph->owner].beat == MU_BEAT_COUNTER)
			continue;
		if (w->scripts && by_script(&r->doc.blocks[mu_doc_block_at(&r->doc, at)]))
			continue;
		if (w->normalisation && is_blank(t, &r->text, x->from, x->to))
			continue;
		list[n++] = *x;
	}
	for (size_t i = 0; i < ind->n; i++)
		if (!w->scripts || ind->list[i].block >= r->doc.block_n
		    || !by_script(&r->doc.blocks[ind->list[i].block]))
			facts[k++] = ind->list[i];
	m->list = list;
	m->n = n;
	ind->list = facts;
	ind->n = k;
	return true;
}

static bool
zeroed(double **list, size_t n, struct mu_arena *arena)
{
	double *copy = mu_new_raw(arena, double, n);

	if (!copy)
		return false;
	memcpy(copy, *list, n * sizeof *copy);
	for (unsigned i = MU_F_BEAT_EVENT; i <= MU_F_EVENT_THREAT; i++)
		copy[i] = 0;
	copy[MU_F_EXIT_PHONE] = copy[MU_F_EVENT_PHONE] = copy[MU_F_EVENT_PRICE] = 0;
	*list = copy;
	return true;
}

/* The hand-set weights with the operating points there are. */
static bool
unlearn(struct mushi_pack *p, struct mu_arena *arena)
{
	struct mu_model was = p->model;
	size_t n = p->weight_n;
	bool ok;

	p->weight_n = 0;
	ok = mu_model_init(&p->model, p, arena);
	p->weight_n = n;
	p->model.at_fraud = was.at_fraud;
	p->model.at_suspicious = was.at_suspicious;
	p->model.at_about = was.at_about;
	p->model.at_court = was.at_court;
	memcpy(p->stance, hand_stances, sizeof hand_stances);
	return ok;
}

static bool
judge(struct mushi_pack *p, const struct mushi_report *r, const struct without *w,
    struct mu_arena *arena, struct mu_verdict *out)
{
	struct mu_doc doc = r->doc;
	struct mu_text t = r->text;
	struct mu_matches m = r->matches;
	struct mu_indicators ind = r->indicators;
	struct mu_signs signs = {0};

	if ((w->weights && !unlearn(p, arena))
	    || (w->frames && (!zeroed(&p->model.fraud, p->model.n, arena)
	    || !zeroed(&p->model.about, p->model.n, arena)
	    || !zeroed(&p->model.court, p->model.n, arena)))
	    || (w->normalisation && !blank_disguised(&doc, &t, arena))
	    || (w->scripts && !hide_scripts(&doc, arena))
	    || !filter(p, r, w, &t, &m, &ind, arena))
		return false;
	if (w->tone)
		p->tones = NULL;
	if (!mu_find_signs(p, &doc, &t, &m, arena, &signs, NULL))
		return false;
	if (w->voice) {
		signs.voice = (struct mu_voice){{0}, 0, false};
		signs.cue_n = 0;
	}
	for (size_t i = 0; w->stance && i < signs.n; i++) {
		signs.list[i].p_mentioned = 0;
		signs.list[i].mentioned = false;
	}
	return mu_judge(p, &doc, &t, &m, &signs, &ind, arena, out, NULL);
}

bool
without_judge(struct mushi_pack *p, const struct mushi_report *r, const struct without *w,
    struct mu_arena *arena, struct mu_verdict *out)
{
	struct mu_model model = p->model;
	struct mu_tone *tones = p->tones;
	double stance[MU_ST_COUNT];
	bool ok;

	memcpy(stance, p->stance, sizeof stance);
	ok = judge(p, r, w, arena, out);
	memcpy(p->stance, stance, sizeof stance);
	p->model = model;
	p->tones = tones;
	return ok;
}
