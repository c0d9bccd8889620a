/* The tables of tools/gen_jis.py. A cell that is not assigned holds 0. */
#ifndef MU_READ_JIS_H
#define MU_READ_JIS_H

#include <stdint.h>

enum {
	MU_JIS_CELLS = 94 * 94,
	MU_JIS_IBM_FROM = 10716, /* Shift_JIS pointers of the IBM extensions */
	MU_JIS_IBM_N = 388
};

/* By (row - 1) * 94 + cell - 1, which is also the Shift_JIS pointer of the standard. */
extern const uint16_t mu_jis0208[MU_JIS_CELLS];
extern const uint16_t mu_jis_ibm[MU_JIS_IBM_N];
extern const uint32_t mu_jis0212_n; /* cells up to the last one assigned */
extern const uint16_t mu_jis0212[];
/*
 * The Shift_JIS pointer is lead[byte - 0x80] + trail[byte]; over 0x3FFF for other
 * bytes.
 */
extern const uint16_t mu_sjis_lead[128], mu_sjis_trail[256];
/* How surprising the character is in Japanese text, in quarters of a nat. */
extern const uint8_t mu_jis_cost[MU_JIS_CELLS];

#endif
