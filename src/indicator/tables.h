/* Tables that gen_tables.py makes of words.def and data/official.rec at build time. */
#ifndef MU_INDICATOR_TABLES_H
#define MU_INDICATOR_TABLES_H

#include <stdint.h>

#include "indicator/scan.h"

enum mu_ind_word_kind {
	MU_IW_ROUTE, MU_IW_ACCOUNT, MU_IW_YUCHO, MU_IW_ID, MU_IW_SOON, MU_IW_LINE, MU_IW_ERA,
	MU_IW_SPELT
};

struct mu_ind_word {
	const char *word, *arg;
	uint8_t kind;
};

struct mu_ind_first {
	uint32_t cp;         /* first folded character */
	uint16_t from, to;   /* words[from .. to) begin with it */
};

extern const struct mu_ind_word mu_ind_word_list[];
extern const struct mu_ind_first mu_ind_first_list[]; /* ordered by cp */
extern const unsigned mu_ind_first_n;
/* First characters outside ASCII: bit (third byte & 63) of [lead & 15][second byte & 63]. */
extern const uint64_t mu_ind_lead[16][64];
/* First three bytes of the Latin words, five bits of each: bit (third) of [first << 5 | second]. */
extern const uint32_t mu_ind_heads[1024];
extern const struct mu_ind_official mu_ind_official_phones[]; /* ordered by value */
extern const unsigned mu_ind_official_phone_n;
extern const struct mu_ind_official mu_ind_official_hosts[];
extern const unsigned mu_ind_official_host_n;

#endif
