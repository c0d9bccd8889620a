/* The tone of a stretch of visible text. */
#ifndef MU_VERDICT_TONE_H
#define MU_VERDICT_TONE_H

#include "base/arena.h"
#include "pack/pack.h"
#include "verdict/verdict.h"

/*
 * How much the text of the window speaks like the frauds of the corpus rather than its honest
 * texts, in log-odds; 0 without learned tones.
 */
double mu_tone(const struct mu_feature_input *in, struct mu_window w);

/* The same for each kind against the other kinds: which of them does the window speak like? */
void mu_tone_kinds(const struct mu_feature_input *in, struct mu_window w,
    double kind[MU_K_COUNT]);

/* Does a symbol belong to a run? Everything else parts runs. */
bool mu_tone_letter(uint16_t sym);

#endif
