/* The two weeks for objecting to a payment order (shiharai tokusoku). */
#ifndef MU_ADVICE_COURT_H
#define MU_ADVICE_COURT_H

#include "pack/pack.h"

struct mu_court_dates {
	char received[16], plain[16], moved[16]; /* "2026-11-24" */
	bool moved_known; /* false: outside the years of data/holidays.rec, moved is empty */
};

/*
 * `received` is ISO 8601; what follows the day is not looked at. False when it is no date of the
 * years 1900 to 9998.
 */
bool mu_court_dates(const struct mushi_pack *p, const char *received, struct mu_court_dates *out);

#endif
