/* The two weeks for objecting to a payment order (shiharai tokusoku). */
#ifndef MU_ADVICE_COURT_H
#define MU_ADVICE_COURT_H

#include "advice/advice.h"

/* Where the day of today lies. */
enum mu_court_state {
	MU_COURT_OPEN,  /* before the fourteenth day, or today is not known */
	MU_COURT_NEAR,  /* so few days before it that the post may be too slow */
	MU_COURT_TODAY, /* it is today */
	MU_COURT_MOVED, /* over, but the day it moves to is not */
	MU_COURT_OVER,
	MU_COURT_SENT   /* the days run from sending: no date can be told */
};

struct mu_court_dates {
	char received[16], plain[16], moved[16]; /* "2026-11-24"; the last two may be empty */
	bool moved_known; /* false: outside the years of data/holidays.rec, moved is empty */
	enum mu_court_state state;
	enum mu_reckon reckon;
};

/*
 * `received` and `now` (NULL: not known) are ISO 8601; what follows the day is not looked at.
 * False when it is no date of the years 1900 to 9998, or nothing is reckoned.
 */
bool mu_court_dates(const struct mushi_pack *p, enum mu_reckon reckon, const char *received,
    const char *now, struct mu_court_dates *out);

#endif
