/* The state of one scan; shared by match.c (words), phrase.c and shape.c (numbers) only. */
#ifndef MU_SIGN_MATCHER_H
#define MU_SIGN_MATCHER_H

#include "sign/match.h"

enum {
	REACH = 256,        /* symbols a phrase may span, and more */
	LONE = 4,           /* phrases of a shape that need no other word before it */
	WINDOW_WORK = 3000, /* steps of a window, of about a nanosecond; see match.c */
	MU_SYM_EN = 0x5186  /* 円 */
};

struct matcher {
	const struct mushi_pack *p;
	const struct mu_text *t;
	struct mu_arena *arena;
	struct mu_matches *out;
	uint32_t *seen;      /* by place of a set: 1 + start of the newest word or shape */
	uint32_t digits_to;  /* end of the newest number */
	uint32_t sentence, sentence_to; /* no end of one lies between: see room_back(); */
	uint32_t ahead_from, ahead;     /* nor here: see room_forward() */
	/*
	 * Of each shape: 1 + start of the newest word that a phrase of it needs, and the phrases that
	 * need none (more than LONE: not kept). Numbers are many and their phrases, too; where none
	 * of those words was near, they need no look.
	 */
	uint32_t near[MU_BI_COUNT];
	uint32_t lone[MU_BI_COUNT][LONE];
	unsigned lone_n[MU_BI_COUNT];
	int64_t work, reserve;      /* steps left */
	size_t match_max, shape_max[MU_BI_COUNT]; /* until the window ends */
	bool failed;
};

static inline bool
digit(uint16_t c)
{
	return c >= '0' && c <= '9';
}

/* The number of the lowest bit of what is not 0. */
static inline unsigned
lowest(uint64_t v)
{
	return (unsigned)__builtin_ctzll(v);
}

/* May more be checked in this window? */
static inline bool
may_work(struct matcher *m)
{
	if (m->work > 0)
		return true;
	if (m->reserve > 0) {
		int64_t take = m->reserve < WINDOW_WORK ? m->reserve : WINDOW_WORK;
		m->reserve -= take;
		m->work += take;
	}
	if (m->work > 0)
		return true;
	m->out->cut = true;
	return false;
}

/* phrase.c */

/* The trigger of the phrase stands at [from, to): is the whole phrase there? */
void mu_match_check(struct matcher *m, uint32_t phrase, uint32_t from, uint32_t to);

/* A member of `set` stands at [from, to). */
void mu_match_set(struct matcher *m, uint32_t set, uint32_t from, uint32_t to);

/* shape.c */

/* Before the scan. */
void mu_match_lone(struct matcher *m);

/* What stands at `start` may be needed by the shapes (struct mu_word.near). */
void mu_match_near(struct matcher *m, unsigned shapes, uint32_t start);

/* A run of digits begins at i: what is it? Returns where the scan may go on for digits. */
uint32_t mu_match_number(struct matcher *m, uint32_t i);

/* 円 (MU_SYM_EN) at i: an amount in kanji digits before it (九万八千円, 金壱拾万円也)? */
void mu_match_amount(struct matcher *m, uint32_t i);

#endif
