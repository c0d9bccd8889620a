/*
 * Sentences of the folded text, looked up around a place rather than made for the whole text:
 * most pages have few finds.
 */
#ifndef MU_SIGN_SENTENCE_H
#define MU_SIGN_SENTENCE_H

#include "norm/norm.h"

struct mu_range {
	uint32_t from, to; /* symbols */
};

/*
 * The sentence around [from, to): bounded by sentence ends, block ends, and line ends that are
 * not mere wrapping (a full line of prose goes on in the next). At most 400 symbols each way.
 */
struct mu_range mu_sentence(const struct mu_text *t, uint32_t from, uint32_t to);

/* The sentence before / after; empty range at the start or end of the text. */
struct mu_range mu_sentence_before(const struct mu_text *t, struct mu_range s);
struct mu_range mu_sentence_after(const struct mu_text *t, struct mu_range s);

#endif
