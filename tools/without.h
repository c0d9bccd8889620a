/* Judge again without one of the mechanisms: what does it add? For bench/judge. */
#ifndef MUSHI_TOOLS_WITHOUT_H
#define MUSHI_TOOLS_WITHOUT_H

#include "report/report.h"

/* The weights of src/pack/stances.def, as they are before anything is learned. */
extern const double hand_stances[MU_ST_COUNT];

/* Which mechanisms are left out. */
struct without {
	bool normalisation; /* words that had to be made readable are not read */
	bool stance;        /* every find is taken as asserted */
	bool voice;         /* nothing is heard of how the page speaks about such things */
	bool frames;        /* the beats of a fraud and their products weigh nothing */
	bool weights;       /* the hand-set weights of features.def instead of the learned ones */
	bool tone;          /* runs of symbols tell nothing */
	bool counter;       /* what speaks against a fraud is not looked for */
	bool scripts;       /* what only scripts write or do is not there */
};

/* "stance", or several as in "stance+voice". False: no such mechanism. */
bool without_parse(const char *names, struct without *w);

/*
 * Judge a finished report again; the report stays as it is. The pack is changed for the time of
 * the call, so it must not serve others meanwhile. False when out of memory.
 */
bool without_judge(struct mushi_pack *p, const struct mushi_report *r, const struct without *w,
    struct mu_arena *arena, struct mu_verdict *out);

#endif
