/*
 * The weights of the judge, laid out by feature. One list of features serves the judge, the
 * trainer (tools/train.py through tools/features) and the reader of data/weights.rec.
 *
 * Features, in this order: the fixed ones of features.def; one per family ("family.x": how
 * surely one of its signs is asserted, seen by the eye); one per sign ("sign.x": asserted).
 * Counter-signs have a sign feature too. Last, one per cue ("cue.x"): how often the text speaks
 * in that manner.
 */
#ifndef MU_PACK_MODEL_H
#define MU_PACK_MODEL_H

#include "base/arena.h"
#include "base/str.h"

struct mushi_pack;

enum mu_feature {
#define MU_FEATURE(sym, name, fraud, about, means) MU_F_##sym,
#include "pack/features.def"
#undef MU_FEATURE
	MU_F_COUNT
};

struct mu_model {
	size_t n;           /* features */
	size_t family, sign, cue; /* where those of families, signs and cues begin */
	double *fraud, *about, *court; /* n each */
	double fraud_bias, about_bias, court_bias;
	double scale, offset;  /* calibration: p = logistic(scale * z + offset) */
	double at_fraud, at_suspicious, at_about, at_court; /* operating points: probabilities */
	double *kind;          /* MU_K_COUNT rows of sign_n */
	double kind_bias[8], kind_tone[8]; /* kind_tone: what the tone of the kind weighs */
};

/* Fill from the pack's weights; false only when out of memory. */
bool mu_model_init(struct mu_model *m, const struct mushi_pack *p, struct mu_arena *arena);

/* Name of feature i, written into buf; for the trainer and for explanations. */
struct mu_str mu_feature_name(const struct mushi_pack *p, size_t i, char *buf, size_t size);

/* +1: must never accuse less, -1: must never accuse more, 0: free. */
int mu_feature_direction(const struct mushi_pack *p, size_t i);

#endif
