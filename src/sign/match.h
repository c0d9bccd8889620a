/*
 * One scan of the folded text finds every phrase of the pack. See pack/compile.c for the idea
 * and match.c for the bounds.
 */
#ifndef MU_SIGN_MATCH_H
#define MU_SIGN_MATCH_H

#include "norm/norm.h"
#include "pack/pack.h"

/* A phrase found in the text. */
struct mu_match {
	uint32_t from, to; /* symbols */
	uint32_t phrase;   /* index into pack->phrases */
};

/* A number shape (amount of money, telephone number …) found by the scan, by its end. */
struct mu_shape_hit {
	uint32_t from, to; /* symbols */
};

struct mu_matches {
	struct mu_match *list; /* in order of their trigger */
	size_t n, cap;
	struct mu_shape_hit *shapes[MU_BI_COUNT]; /* ordered by from; for features */
	size_t shape_n[MU_BI_COUNT], shape_cap[MU_BI_COUNT];
	bool cut;              /* dense parts were not looked at to the end */
	uint32_t words_seen;   /* words the scan found, for features and measurements */
};

enum { MU_MATCH_MAX = 50000 }; /* in the first part of a page; then so many per window */

/* False only when out of memory. */
bool mu_match(const struct mushi_pack *p, const struct mu_text *t, struct mu_arena *arena,
    struct mu_matches *out);

/* Does word w of the pack stand at symbol `at`, with borders where it needs them? */
bool mu_word_at(const struct mushi_pack *p, const struct mu_text *t, const struct mu_word *w,
    uint32_t at);

#endif
