/* Verdict and situation -> what to do: steps, what never to do, whom to ask. */
#ifndef MU_ADVICE_ADVICE_H
#define MU_ADVICE_ADVICE_H

#include "pack/pack.h"
#include "verdict/verdict.h"

enum { MU_ADVICE_STEPS = 40, MU_ADVICE_NEVER = 24, MU_ADVICE_CONTACTS = 16 };

struct mu_advice {
	struct mu_str first;
	const struct mu_step *steps[MU_ADVICE_STEPS];
	size_t step_n;
	struct mu_str never[MU_ADVICE_NEVER];
	size_t never_n;
	const struct mu_contact *contacts[MU_ADVICE_CONTACTS];
	size_t contact_n;
};

/*
 * The situations given come first, the most urgent (the order of data/advice/) on top; then the
 * advice for the kind, then for the verdict. Nothing is said twice.
 */
void mu_advise(const struct mushi_pack *p, const struct mu_verdict *v,
    const char *const *situations, size_t situation_n, enum mushi_lang lang,
    struct mu_advice *out);

/* Text in a language, Japanese where it is missing. */
struct mu_str mu_in_lang(const struct mu_str text[MU_LANGS], enum mushi_lang lang);

#endif
