/* Use or mention? See stance.c for the idea. */
#ifndef MU_SIGN_STANCE_H
#define MU_SIGN_STANCE_H

#include "sign/find.h"

/* Fills bits, p_mentioned and mentioned of every sign, and the voice of the page. */
bool mu_find_stances(const struct mushi_pack *p, const struct mu_doc *doc,
    const struct mu_text *t, const struct mu_matches *m, struct mu_arena *arena,
    struct mu_signs *signs);

#endif
