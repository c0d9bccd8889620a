/*
 * Several things may have happened to one person. Their records are merged in the order of the
 * file (money, then identity, then peace of mind), after two corrections:
 *
 *   over:  "called" is over "saw-only": who has telephoned is no longer somebody who only saw.
 *   drops: "paid-bank" drops the step "do not pay": it comes too late and sounds like blame.
 *
 * A record that was itself set aside sets nothing aside and drops nothing.
 *
 * At the end the steps that can still stop something (a transfer, a card, a parcel) are put before
 * all others, then those with a time limit, last what may wait; and those that a weightier step
 * `covers` are left out.
 */
#include "advice/advice.h"

#include "base/fmt.h"

struct mu_str
mu_in_lang(const struct mu_str text[MU_LANGS], enum mushi_lang lang)
{
	return text[lang].n ? text[lang] : text[MUSHI_JA];
}

static bool
listed(struct mu_str list, struct mu_str id)
{
	struct mu_str item;

	while (mu_str_item(&list, &item))
		if (mu_str_eq(item, id))
			return true;
	return false;
}

static void
add_line(struct mu_lines *to, struct mu_str line)
{
	for (size_t i = 0; i < to->n; i++)
		if (mu_str_eq(to->list[i], line))
			return;
	if (to->n < MU_ADVICE_LINES)
		to->list[to->n++] = line;
}

static void
add_lines(struct mu_lines *to, struct mu_str text)
{
	struct mu_str line;

	while (mu_str_line(&text, &line))
		add_line(to, line);
}

static bool
dropped(const struct mu_advice *out, struct mu_str step)
{
	for (size_t i = 0; i < out->situation_n; i++)
		if (listed(out->situations[i]->drops, step))
			return true;
	for (size_t i = 0; i < out->by_word_n; i++)
		if (listed(out->by_word[i]->drops, step))
			return true;
	return false;
}

static void
add_one_step(const struct mushi_pack *p, struct mu_str id, struct mu_advice *out)
{
	if (dropped(out, id))
		return;
	for (size_t i = 0; i < out->step_n; i++)
		if (mu_str_eq(out->steps[i]->id, id))
			return;
	for (size_t i = 0; i < p->step_n; i++)
		if (mu_str_eq(p->steps[i].id, id) && out->step_n < MU_ADVICE_STEPS)
			out->steps[out->step_n++] = &p->steps[i];
}

/* At work one cuts the network too, but then calls IT and leaves the device on: `instead`. */
static void
add_step(const struct mushi_pack *p, struct mu_str id, enum mushi_lang lang,
    struct mu_advice *out)
{
	for (size_t i = 0; i < out->situation_n; i++) {
		struct mu_str list = out->situations[i]->instead, item;
		if (!listed(out->situations[i]->instead_of, id))
			continue;
		while (mu_str_item(&list, &item))
			add_one_step(p, item, out);
		if (out->situations[i]->instead_why[lang].n)
			add_line(&out->also, out->situations[i]->instead_why[lang]);
		return;
	}
	add_one_step(p, id, out);
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
	else if ((a->situation || a->words.n || mu_str_eq(a->id, MU_STR("beside-paper")))
	    && !mu_str_eq(out->first, mu_in_lang(a->first, lang)))
		add_line(&out->also, mu_in_lang(a->first, lang));
	for (list = a->steps; mu_str_item(&list, &item);)
		add_step(p, item, lang, out);
	for (list = a->contacts; mu_str_item(&list, &item);)
		add_contact(p, item, out);
	add_lines(&out->never, mu_in_lang(a->never, lang));
	add_lines(&out->evidence, mu_in_lang(a->evidence, lang));
	add_lines(&out->costs, mu_in_lang(a->cost, lang));
	add_lines(&out->not_promised, mu_in_lang(a->promise, lang));
	add_lines(&out->know, mu_in_lang(a->know, lang));
}

static void
add_by_id(const struct mushi_pack *p, const char *id, enum mushi_lang lang,
    struct mu_advice *out)
{
	for (size_t i = 0; i < p->advice_n; i++)
		if (!p->advice[i].situation && mu_str_eq(p->advice[i].id, mu_str_of(id)))
			add_rule(p, &p->advice[i], lang, out);
}

static bool
given(struct mu_str id, const char *const *situations, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (mu_str_eq(id, mu_str_of(situations[i])))
			return true;
	return false;
}

/*
 * What calms is said only to whom it is true: "they do not have your address" not to somebody who
 * has told it.
 */
static void
add_comfort(const struct mushi_pack *p, const char *const *situations, size_t n,
    enum mushi_lang lang, struct mu_advice *out)
{
	for (size_t i = 0; i < out->situation_n; i++) {
		struct mu_str list = out->situations[i]->comfort_except, item;
		bool holds = out->situations[i]->comfort[lang].n > 0;

		while (holds && mu_str_item(&list, &item))
			holds = !mu_fact_holds(p, item, situations, n);
		if (holds)
			add_line(&out->also, out->situations[i]->comfort[lang]);
	}
}

static bool
covered(const struct mu_advice *a, const struct mu_step *s)
{
	for (size_t i = 0; i < a->step_n; i++)
		if (listed(a->steps[i]->covers, s->id))
			return true;
	return false;
}

static void
order_steps(struct mu_advice *out)
{
	const struct mu_step *steps[MU_ADVICE_STEPS] = {NULL};
	size_t n = 0;

	for (unsigned r = 0; r < MU_STEP_RANKS; r++)
		for (size_t i = 0; i < out->step_n; i++)
			if (mu_step_rank(out->steps[i]) == r && !covered(out, out->steps[i]))
				steps[n++] = out->steps[i];
	for (size_t i = 0; i < n; i++)
		out->steps[i] = steps[i];
	out->step_n = n;
}

void
mu_advise_due(const struct mushi_pack *p, struct mu_advice *out)
{
	bool any = false;

	for (size_t i = 0; i < out->step_n; i++)
		for (size_t k = 0; out->steps[i]->due.n && k < p->step_n; k++)
			if (mu_str_eq(p->steps[k].id, out->steps[i]->due)) {
				out->steps[i] = &p->steps[k];
				any = true;
				break;
			}
	if (any)
		order_steps(out);
}

enum { WORDS = 96, WORD = 24 };

struct word {
	uint16_t sym[WORD];
	size_t n;
	const struct mu_advice_rule *of;
	bool against; /* one of `unless` */
};

static bool
stands_at(const struct mu_text *t, uint32_t at, const struct word *w)
{
	/* Of the words looked at, most begin otherwise. */
	if (t->sym[at] != w->sym[0] || t->n - at < w->n
	    || memcmp(t->sym + at, w->sym, w->n * sizeof *w->sym) != 0)
		return false;
	return !(mu_sym_class(w->sym[0]) & MU_C_LATIN) || at == 0
	    || !(mu_sym_class(t->sym[at - 1]) & MU_C_LATIN);
}

/* The advice for this verdict one of whose words stands in the text. */
static void
find_words(const struct mushi_pack *p, const char *verdict, const struct mu_text *t,
    const struct mu_advice_rule **found, size_t *found_n, size_t most)
{
	struct word words[WORDS];
	const struct mu_advice_rule *against[WORDS];
	bool begins[256] = {false};
	size_t n = 0, against_n = 0, kept = 0;

	*found_n = 0;
	for (size_t i = 0; i < p->advice_n; i++) {
		struct mu_str list = p->advice[i].words, not = p->advice[i].unless, item;
		if (!listed(p->advice[i].verdicts, mu_str_of(verdict)))
			continue;
		for (bool against_it = false; n < WORDS; ) {
			if (!mu_str_item(against_it ? &not : &list, &item)) {
				if (against_it)
					break;
				against_it = true;
				continue;
			}
			words[n].n = mu_norm_str(item, words[n].sym, WORD);
			words[n].of = &p->advice[i];
			words[n].against = against_it;
			if (words[n].n)
				begins[words[n++].sym[0] & 255] = true;
		}
	}
	for (uint32_t at = 0; n && at < t->n; at++) {
		if (!begins[t->sym[at] & 255])
			continue;
		for (size_t k = 0; k < n;) {
			const struct mu_advice_rule *of = words[k].of;
			if (!stands_at(t, at, &words[k])) {
				k++;
				continue;
			}
			bool not = words[k].against;
			if (not)
				against[against_n++] = of;
			else if (*found_n < most)
				found[(*found_n)++] = of;
			/* Found once is enough; what is left may stand here, too. */
			for (size_t i = n; i-- > 0;)
				if (words[i].of == of && (not || !words[i].against))
					words[i] = words[--n];
			k = 0;
		}
	}
	for (size_t i = 0; i < *found_n; i++) {
		bool called = true;
		for (size_t k = 0; k < against_n; k++)
			called &= against[k] != found[i];
		if (called)
			found[kept++] = found[i];
	}
	*found_n = kept;
}

/* Fills out->situations and out->aside. */
static void
settle(const struct mushi_pack *p, const char *const *situations, size_t n,
    struct mu_advice *out)
{
	const struct mu_advice_rule *all[MU_ADVICE_SITUATIONS];
	size_t all_n = 0;

	for (size_t i = 0; i < p->advice_n; i++)
		if (p->advice[i].situation && all_n < MU_ADVICE_SITUATIONS
		    && given(p->advice[i].id, situations, n))
			all[all_n++] = &p->advice[i];
	for (size_t i = 0; i < all_n; i++) {
		const struct mu_advice_rule *by = NULL;
		for (size_t k = 0; k < all_n && !by; k++)
			if (k != i && listed(all[k]->over, all[i]->id))
				by = all[k];
		if (by) {
			out->aside[out->aside_n].rule = all[i];
			out->aside[out->aside_n++].by = by;
		} else {
			out->situations[out->situation_n++] = all[i];
		}
	}
}

/*
 * Which paper a text judged `court` is: the first situation (a court's before a provider's) whose
 * sign is in the text, else the first that is a paper at all; empty when the pack knows none.
 */
static struct mu_str
paper_of(const struct mushi_pack *p, const struct mu_verdict *v)
{
	struct mu_str first = MU_STR("");

	for (size_t i = 0; i < p->advice_n; i++) {
		const struct mu_advice_rule *a = &p->advice[i];
		int32_t sign;
		if (!a->situation || !a->paper_of.n)
			continue;
		sign = mu_pack_find_sign(p, a->paper_of);
		if (sign >= 0 && v->x && v->x[p->model.sign + (size_t)sign] > 0)
			return a->id;
		if (!first.n)
			first = a->id;
	}
	return first;
}

/*
 * Such a paper is one of the situations, whatever else happened, and its word comes first: who
 * "only saw" it must still not leave it unanswered.
 */
static void
advise_paper(const struct mushi_pack *p, const struct mu_verdict *v,
    const struct mu_advice_rule *const *by_word, size_t word_n, const char *const *situations,
    size_t n, enum mushi_lang lang, struct mu_advice *out)
{
	char id[64];
	const char *all[MU_ADVICE_SITUATIONS] = {id};
	size_t all_n = 1, paper = 0;

	out->paper = paper_of(p, v);
	mu_fmt(id, sizeof id, "%.*s", (int)out->paper.n, out->paper.p);
	for (size_t i = 0; i < n && all_n < MU_ADVICE_SITUATIONS; i++)
		all[all_n++] = situations[i];
	settle(p, all, all_n, out);
	while (paper < out->situation_n && !mu_str_eq(out->situations[paper]->id, out->paper))
		paper++;
	/* What its words say is nearer to it than what holds for all such papers. */
	for (size_t i = 0; i < word_n; i++) {
		add_rule(p, by_word[i], lang, out);
		if (by_word[i]->reckons.n && out->reckon_n < MU_ADVICE_RECKONS)
			out->reckons[out->reckon_n++] = by_word[i]->reckons;
	}
	if (paper == out->situation_n)
		return;
	add_rule(p, out->situations[paper], lang, out);
	for (size_t i = 0; i < out->situation_n; i++)
		if (i != paper)
			add_rule(p, out->situations[i], lang, out);
	/* What the person did not say is not among what the person said. */
	if (!given(out->paper, situations, n)) {
		for (size_t i = paper + 1; i < out->situation_n; i++)
			out->situations[i - 1] = out->situations[i];
		out->situation_n--;
	}
}

static void
advise_all(const struct mushi_pack *p, const struct mu_verdict *v,
    const struct mu_advice_rule *const *by_word, size_t word_n, enum mushi_lang lang,
    struct mu_advice *out)
{
	char id[64];

	for (int opens = 1; opens >= 0; opens--)
		for (size_t i = 0; i < out->situation_n; i++)
			if ((out->situations[i]->opens.n > 0) == opens)
				add_rule(p, out->situations[i], lang, out);
	if (!v) {
		add_by_id(p, "core", lang, out);
		return;
	}
	/*
	 * A paper to be answered lies beside the fraud: what its situation drops still holds for the
	 * text that was judged.
	 */
	if ((v->verdict == MUSHI_FRAUD || v->verdict == MUSHI_SUSPICIOUS)
	    && dropped(out, MU_STR("no-contact")))
		add_by_id(p, "beside-paper", lang, out);
	/* Where nothing was found, that it may be a court's paper is the one thing to say. */
	for (size_t i = 0; i < word_n && v->verdict == MUSHI_NONE; i++)
		add_rule(p, by_word[i], lang, out);
	if (v->kind != MU_K_NONE) {
		mu_fmt(id, sizeof id, "%s.%s", mushi_verdict_name(v->verdict),
		    mu_kind_id(v->kind));
		add_by_id(p, id, lang, out);
	}
	add_by_id(p, mushi_verdict_name(v->verdict), lang, out);
	for (size_t i = 0; i < word_n && v->verdict != MUSHI_NONE; i++)
		add_rule(p, by_word[i], lang, out);
}

void
mu_advise(const struct mushi_pack *p, const struct mu_verdict *v, const struct mu_text *t,
    const char *const *situations, size_t situation_n, enum mushi_lang lang,
    struct mu_advice *out)
{
	const struct mu_advice_rule *by_word[MU_ADVICE_RECKONS];
	size_t word_n = 0;

	*out = (struct mu_advice){.first = MU_STR("")};
	if (v && t)
		find_words(p, mushi_verdict_name(v->verdict), t, by_word, &word_n,
		    MU_ADVICE_RECKONS);
	for (size_t i = 0; i < word_n; i++)
		out->by_word[out->by_word_n++] = by_word[i];
	if (v && v->verdict == MUSHI_COURT) {
		advise_paper(p, v, by_word, word_n, situations, situation_n, lang, out);
	} else {
		settle(p, situations, situation_n, out);
		advise_all(p, v, by_word, word_n, lang, out);
	}
	add_comfort(p, situations, situation_n, lang, out);
	order_steps(out);
}

static enum mu_reckon
reckon_of(struct mu_str word)
{
	return mu_str_eq(word, MU_STR("from-sending")) ? MU_RECKON_SENT
	    : mu_str_eq(word, MU_STR("last-two-weeks")) ? MU_RECKON_LAST
	    : mu_str_eq(word, MU_STR("two-weeks")) ? MU_RECKON_TWO_WEEKS : MU_RECKON_NOT;
}

enum mu_reckon
mu_reckons(const struct mushi_pack *p, const struct mu_advice *a)
{
	const struct mu_advice_rule *rule;
	enum mu_reckon most = MU_RECKON_NOT;
	bool runs = false;

	/* Another paper than the one that was read: nobody knows its words. */
	for (size_t i = 0; i < a->situation_n; i++)
		if (!mu_str_eq(a->situations[i]->id, a->paper)
		    && reckon_of(a->situations[i]->reckons) > most)
			most = reckon_of(a->situations[i]->reckons);
	for (rule = p->advice; a->paper.n && rule < p->advice + p->advice_n; rule++)
		runs |= rule->situation && mu_str_eq(rule->id, a->paper) && rule->reckons.n > 0;
	/*
	 * Two weeks run from a payment order, not from every paper of a court: it must be named. Of a
	 * paper from which nothing runs, words change nothing.
	 */
	for (size_t i = 0; i < a->reckon_n && (runs || most); i++) {
		if (mu_str_eq(a->reckons[i], MU_STR("none")))
			return MU_RECKON_NOT;
		if (reckon_of(a->reckons[i]) > most)
			most = reckon_of(a->reckons[i]);
	}
	return most;
}

bool
mu_fact_holds(const struct mushi_pack *p, struct mu_str fact,
    const char *const *situations, size_t situation_n)
{
	if (given(fact, situations, situation_n))
		return true;
	for (size_t i = 0; i < p->advice_n; i++)
		if (p->advice[i].situation && listed(p->advice[i].means, fact)
		    && given(p->advice[i].id, situations, situation_n))
			return true;
	return false;
}

bool
mushi_situation_known(const struct mushi_pack *p, const char *id)
{
	for (size_t i = 0; i < p->advice_n; i++)
		if (p->advice[i].situation && mu_str_eq(p->advice[i].id, mu_str_of(id)))
			return true;
	for (size_t i = 0; i < p->answer_n; i++)
		if (listed(p->answers[i].sets, mu_str_of(id)))
			return true;
	return false;
}
