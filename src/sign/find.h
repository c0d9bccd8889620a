/*
 * Signs: what the page says and does ("you are registered"), each with its stance: asserted
 * (used on the reader) or mentioned (quoted, reported, denied, advised about).
 */
#ifndef MU_SIGN_FIND_H
#define MU_SIGN_FIND_H

#include "sign/match.h"

struct mu_sign {
	uint32_t from, to;           /* symbols; from == to for behaviours */
	uint32_t byte_from, byte_to; /* bytes into doc->text */
	uint32_t block;
	uint32_t bits;               /* 1 << enum mu_stance_bit: why the stance is as it is */
	uint32_t phrase;             /* the first phrase that found it */
	uint16_t rule;               /* index into pack->signs */
	uint16_t flags;              /* MU_B_* of the block */
	uint8_t place;               /* enum mu_place */
	bool mentioned;
	bool unseen;                 /* hidden from the eye: markup, style, meta, plain script text */
	bool behaviour;
	float p_mentioned;           /* 0..1 */
	float weight;                /* contribution to the verdict, filled by the judge */
};

/* What the page as a whole says about such things. */
struct mu_voice {
	float says[MU_SAYS_COUNT];      /* weighted counts of cues, by enum mu_cue_says, in visible text */
	float page;         /* 0..1: how much the page speaks *about* fraud */
	bool warning_title; /* title or first headings warn */
};

/* A cue found: where, and whether the eye sees it. */
struct mu_cue {
	uint32_t from, to; /* symbols */
	uint16_t rule;     /* index into pack->cues */
	bool seen;
	bool again;  /* the same words said the same before: not counted for the voice */
	bool denied; /* a denial of fraud covers it: 架空請求ではありません */
};

struct mu_signs {
	struct mu_sign *list; /* in reading order; behaviours last */
	size_t n, cap;
	struct mu_cue *cues;  /* in reading order */
	size_t cue_n;
	struct mu_cue *manners; /* manners of speaking, in reading order; only where there are signs */
	size_t manner_n;
	struct mu_voice voice;
	bool cut;
};

/*
 * The first MU_SIGNS_PER_RULE finds of each rule are kept, and then of every stretch of the text
 * a few more: repeating a thing early must not hide it where it counts.
 */
enum {
	MU_SIGNS_PER_RULE = 48,
	MU_STRETCH = 512,       /* symbols */
	MU_STRETCH_SEEN = 2,    /* of a rule, for the eye */
	MU_STRETCH_UNSEEN = 1,  /* of a rule, hidden */
	MU_STRETCH_SIGNS = 64   /* of all rules */
};

/* False only when out of memory. */
bool mu_find_signs(const struct mushi_pack *p, const struct mu_doc *doc, const struct mu_text *t,
    const struct mu_matches *m, struct mu_arena *arena, struct mu_signs *out,
    struct mushi_err *err);

#endif
