/* The tables of tools/gen_cjk.py, by (lead - 0x81) * trails + trail. 0: not assigned. */
#ifndef MU_READ_CJK_H
#define MU_READ_CJK_H

#include <stdint.h>

enum { MU_GBK_TRAILS = 190, MU_BIG5_TRAILS = 157, MU_EUCKR_TRAILS = 190 };

extern const uint16_t mu_gbk[126 * MU_GBK_TRAILS];
extern const uint16_t mu_big5[126 * MU_BIG5_TRAILS];
extern const uint16_t mu_euckr[126 * MU_EUCKR_TRAILS];

#endif
