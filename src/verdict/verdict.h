/*
 * Signs and facts -> what it is. See judge.c for the idea.
 */
#ifndef MU_VERDICT_VERDICT_H
#define MU_VERDICT_VERDICT_H

#include "indicator/indicator.h"
#include "pack/pack.h"
#include "sign/find.h"

/* A stretch of visible text, measured in visible symbols. */
struct mu_window {
	uint32_t from, to; /* visible positions */
};

struct mu_verdict {
	enum mushi_verdict verdict;
	enum mu_kind kind;       /* MU_K_NONE when there is none */
	struct mu_str subkind;   /* empty when there is none */
	double probability;      /* that the page runs a fraud on its reader */
	double about;            /* that it speaks about one */
	uint32_t beats;          /* 1 << enum mu_beat of the deciding window */
	bool fake_helper_beside; /* a text about fraud that also advertises a paid "helper" */
	struct mu_window window; /* the deciding one */
	struct mu_window near;   /* what stands near its signs */
	bool heard;              /* its tone was listened to */
	double tone[MU_H_COUNT]; /* what that told; zeros when not heard */
	double *x;               /* features of the deciding window, pack->model.n of them */
};

/*
 * Judge. Fills weight of each sign and the roles of indicators still unknown. False only when
 * out of memory.
 */
bool mu_judge(const struct mushi_pack *p, const struct mu_doc *doc, const struct mu_text *t,
    const struct mu_matches *m, struct mu_signs *signs, struct mu_indicators *ind,
    struct mu_arena *arena, struct mu_verdict *out, struct mushi_err *err);

/* Features of a window into x (zeroed by the caller). Used by the judge and by the trainer's tool. */
struct mu_feature_input {
	const struct mushi_pack *p;
	const struct mu_doc *doc;
	const struct mu_text *t;
	const struct mu_matches *m;
	const struct mu_signs *signs;
	const struct mu_indicators *ind;
	const uint32_t *sign_at; /* visible position of each sign */
	const uint32_t *ind_at;  /* of each indicator; UINT32_MAX: everywhere */
	const uint32_t *cue_at, *manner_at; /* of each cue, of each manner */
	const uint32_t *block_at; /* visible symbols before each block */
	uint32_t visible;        /* symbols the eye sees, in all */
	unsigned papers;         /* mu_court_features() */
	struct mu_arena *arena;  /* where the tone takes its scratch from, once it is needed */
	struct mu_tone_scratch *scratch; /* NULL: none yet */
	/* Of the last window: was its tone heard, what did it tell, and was there room to hear it? */
	bool heard, no_memory;
	double tone[MU_H_COUNT];
};
/* The part of a window that stands near the signs it has; the whole window when it has none. */
struct mu_window mu_near(const struct mu_feature_input *in, struct mu_window w);

/*
 * May a text without any known sign be accused by its tone alone? A page may when it gives the
 * reader something to act on: a number to call, a sum, a time limit, somewhere to pay. A message
 * is short enough to be nothing but its tone.
 */
bool mu_tone_suffices(const double *x, uint32_t visible);

/* How many different formal features of a court's or provider's paper there are. */
unsigned mu_court_features(const struct mushi_pack *p, const struct mu_signs *signs);

/* Does the voice of the page name fraud, tell of it, advise or ask about it? */
bool mu_names_fraud(const double *x);

/* Does the judge weigh this sign against the page? Behaviour and counter-signs have no place. */
bool mu_accuses(const struct mushi_pack *p, const struct mu_sign *s);

void mu_features(struct mu_feature_input *in, struct mu_window w, double *x,
    uint32_t *beats);

#endif
