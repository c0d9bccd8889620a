/*
 * Arithmetic that gives the same bits everywhere: the maths libraries of glibc, musl and wasi
 * differ in the last place of exp(), and a report must not depend on where it was made.
 * (Built with -ffp-contract=off for the same reason.)
 */
#ifndef MU_BASE_NUM_H
#define MU_BASE_NUM_H

#include <stdbool.h>

#include "base/str.h"

/* e^x to about 1e-13 relative; 0 below -700, large above 700. */
double mu_exp(double x);

/* 1 / (1 + e^-x) */
double mu_logistic(double x);

/*
 * "-12.5" or "3e-4" -> double, whatever the locale's decimal point is. Right to the last place up
 * to 15 digits. False when s is anything else, or too long a number.
 */
bool mu_decimal(struct mu_str s, double *out);

/* ln(1 + n) for counts. */
double mu_log1p_count(unsigned n);

#endif
