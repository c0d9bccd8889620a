/* How a text speaks: words that tell a manner (cues that say `style`), counted. */
#ifndef MU_SIGN_MANNER_H
#define MU_SIGN_MANNER_H

#include "sign/find.h"

enum { MU_MANNER_MAX = 400 }; /* finds of one manner that are kept */

/* Fills signs->manners when there is any sign. False only when out of memory. */
bool mu_find_manners(const struct mushi_pack *p, const struct mu_doc *doc,
    const struct mu_text *t, struct mu_arena *arena, struct mu_signs *signs);

#endif
