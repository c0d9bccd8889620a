/* The tone of a stretch of visible text. */
#ifndef MU_VERDICT_TONE_H
#define MU_VERDICT_TONE_H

#include "base/arena.h"
#include "pack/pack.h"
#include "verdict/verdict.h"

/*
 * What the runs of the window tell, for each head (fraud, about, court, each kind): the cosine
 * between the runs of the text, weighed by how often they stand and how rare they are (tf-idf;
 * Salton and Buckley 1988), and what training found (Joachims 1998 for linear models over
 * such). Zero for all without learned tones, or (in->no_memory) when memory
 * runs out.
 */
void mu_tone(struct mu_feature_input *in, struct mu_window w, double tells[MU_H_COUNT]);

/*
 * The window as tone hears it, symbol by symbol: letters as they are folded; '0' for a run of
 * digits; '。' where a sentence ends; '「' '」' for quotation marks, '(' ')' for brackets and
 * parentheses; money and address signs; '_' for a run of anything else. Training reads the same.
 */
void mu_tone_read(const struct mu_doc *doc, const struct mu_text *t, struct mu_window w,
    void (*put)(void *to, uint16_t sym), void *to);

#endif
