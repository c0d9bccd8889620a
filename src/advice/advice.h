/* Verdict and situation -> what to do: steps, what never to do, whom to ask. */
#ifndef MU_ADVICE_ADVICE_H
#define MU_ADVICE_ADVICE_H

#include "norm/norm.h"
#include "pack/pack.h"
#include "verdict/verdict.h"

enum {
	MU_ADVICE_STEPS = 64, MU_ADVICE_LINES = 48, MU_ADVICE_CONTACTS = 32,
	MU_ADVICE_SITUATIONS = 32, MU_ADVICE_RECKONS = 8
};

/* Lines of text, each said once. */
struct mu_lines {
	struct mu_str list[MU_ADVICE_LINES];
	size_t n;
};

/* From when a time limit runs, and what comes after it. */
enum mu_reckon {
	MU_RECKON_NOT,
	MU_RECKON_TWO_WEEKS, /* from receipt; late is not lost yet */
	MU_RECKON_LAST,      /* the two weeks of an order with provisional execution */
	MU_RECKON_SENT       /* service by registered mail: from sending, a day nobody here knows */
};

struct mu_advice {
	struct mu_str paper; /* the situation that a verdict `court` brings with it; else empty */
	struct mu_str first;
	struct mu_lines also; /* the first thing of the further situations, and what may calm */
	const struct mu_step *steps[MU_ADVICE_STEPS];
	size_t step_n;
	struct mu_lines never, evidence, costs, not_promised, know;
	const struct mu_contact *contacts[MU_ADVICE_CONTACTS];
	size_t contact_n;
	/* The situations that count, most urgent first, and those set aside, each with by whom. */
	const struct mu_advice_rule *situations[MU_ADVICE_SITUATIONS];
	size_t situation_n;
	struct {
		const struct mu_advice_rule *rule, *by;
	} aside[MU_ADVICE_SITUATIONS];
	size_t aside_n;
	const struct mu_advice_rule *by_word[MU_ADVICE_RECKONS]; /* what words of the text called for */
	size_t by_word_n;
	struct mu_str reckons[MU_ADVICE_RECKONS]; /* of advice that words of the text called for */
	size_t reckon_n;
};

/*
 * The situations given come first, the most urgent (the order of data/advice/) on top; then the
 * advice for the kind, then for the verdict (v NULL: what holds in every case), then what words of
 * the text call for (t NULL: no text). Of all these the steps that can still stop something stand
 * first. Nothing is said twice; a situation that contradicts a weightier one is set aside.
 */
void mu_advise(const struct mushi_pack *p, const struct mu_verdict *v, const struct mu_text *t,
    const char *const *situations, size_t situation_n, enum mushi_lang lang,
    struct mu_advice *out);

/*
 * The time limit is so near, here, or over: steps that speak of the days left give way to the one that
 * says what to do today.
 */
void mu_advise_due(const struct mushi_pack *p, struct mu_advice *out);

/* The time limit of the papers said or found. (A provider's inquiry names its own day.) */
enum mu_reckon mu_reckons(const struct mushi_pack *p, const struct mu_advice *a);

/* Does `fact` hold: is it one of the situations, or does one of them bring it along? */
bool mu_fact_holds(const struct mushi_pack *p, struct mu_str fact,
    const char *const *situations, size_t situation_n);

/* Text in a language, Japanese where it is missing. */
struct mu_str mu_in_lang(const struct mu_str text[MU_LANGS], enum mushi_lang lang);

#endif
