/*
 * Chinese and Korean that say no charset. Their usual charsets are pairs of bytes as the
 * Japanese ones are, and what detect.c knows of Japanese reads them as rare kanji or
 * half-width kana.
 *
 * They are guessed only where nothing is declared, every pair is a character, and the
 * commonest characters of the language are as frequent as they are in it: the forty or so
 * listed make up a fifth and more of a text, and in text of another charset, by chance,
 * about a hundredth. Japanese cannot come to it: its kana have leads that are none here
 * (Shift_JIS 82 and 83), or are kana in GBK and EUC-KR as well (EUC-JP A4 and A5), and the
 * second bytes of EUC-JP are over A0, which those of Big5 often are not.
 */
#include "read/cjk.h"
#include "read/decode.h"

enum {
	PAIRS = 8, /* fewer say nothing */
	HITS = 4
};

/* What is common in each, ordered by code point. */
static const uint16_t korean[] = {
	0xAC00, 0xAC8C, 0xACE0, 0xACFC, 0xADF8, 0xAE30, 0xB098, 0xB294, 0xB2C8, 0xB2E4,
	0xB300, 0xB3C4, 0xB77C, 0xB85C, 0xB97C, 0xB9AC, 0xB9CC, 0xBA74, 0xBCF4, 0xBD80,
	0xC0AC, 0xC0C1, 0xC11C, 0xC138, 0xC218, 0xC2A4, 0xC2B5, 0xC2DC, 0xC544, 0xC5B4,
	0xC5C8, 0xC5D0, 0xC5EC, 0xC624, 0xC694, 0xC740, 0xC744, 0xC758, 0xC774, 0xC778,
	0xC77C, 0xC785, 0xC788, 0xC790, 0xC804, 0xC815, 0xC8FC, 0xC9C0, 0xD558, 0xD55C,
	0xD569, 0xD574, 0xD588};
static const uint16_t traditional[] = {
	0x4E00, 0x4E0A, 0x4E0D, 0x4E2D, 0x4E5F, 0x4E86, 0x4EBA, 0x4ED6, 0x4EE5, 0x4F60,
	0x4F86, 0x500B, 0x5011, 0x51FA, 0x5230, 0x53CA, 0x53EF, 0x5728, 0x5927, 0x5982,
	0x5C07, 0x5C0D, 0x5C31, 0x60A8, 0x6211, 0x662F, 0x6642, 0x6703, 0x6709, 0x679C,
	0x6B3E, 0x70BA, 0x7684, 0x8207, 0x865F, 0x88AB, 0x8981, 0x8A71, 0x8ACB, 0x8CBB,
	0x9019, 0x96FB};
static const uint16_t simplified[] = {
	0x4E00, 0x4E0A, 0x4E0D, 0x4E0E, 0x4E2A, 0x4E2D, 0x4E3A, 0x4E5F, 0x4E86, 0x4EBA,
	0x4ED6, 0x4EE5, 0x4EEC, 0x4F1A, 0x4F60, 0x51FA, 0x5230, 0x53CA, 0x53EF, 0x53F7,
	0x5728, 0x5927, 0x5982, 0x5BF9, 0x5C06, 0x5C31, 0x60A8, 0x6211, 0x65F6, 0x662F,
	0x6709, 0x6765, 0x679C, 0x6B3E, 0x7535, 0x7684, 0x88AB, 0x8981, 0x8BDD, 0x8BF7,
	0x8D39, 0x8FD9};

struct guess {
	uint32_t pairs, hits, kana, low; /* low: second bytes of ASCII */
};

static bool
is_common(const uint16_t *list, size_t n, uint32_t u)
{
	size_t lo = 0, hi = n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (list[mid] < u)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < n && list[lo] == u;
}

/* The place of a second byte of the ranges in use, SIZE_MAX when it is none. */
static size_t
place_of(enum mu_charset cs, uint32_t lead, uint32_t t)
{
	if (cs == MU_CS_BIG5) {
		/* The 5401 common characters and the signs; the others are rare. */
		if (lead < 0xA1 || lead > 0xF9 || t < 0x40 || t > 0xFE || (t > 0x7E && t < 0xA1))
			return SIZE_MAX;
		return (lead - 0x81) * MU_BIG5_TRAILS + (t < 0x7F ? t - 0x40 : t - 0x62);
	}
	if (lead < 0xA1 || lead > 0xFE || t < 0xA1 || t == 0xFF)
		return SIZE_MAX;
	return cs == MU_CS_GBK ? (lead - 0x81) * MU_GBK_TRAILS + t - 0x41
			       : (lead - 0x81) * MU_EUCKR_TRAILS + t - 0x41;
}

static bool
reads_as(enum mu_charset cs, const uint8_t *p, size_t n, const uint16_t *common,
    size_t common_n, struct guess *g)
{
	const uint16_t *table = cs == MU_CS_GBK ? mu_gbk : cs == MU_CS_BIG5 ? mu_big5 : mu_euckr;

	*g = (struct guess){0, 0, 0, 0};
	for (size_t i = 0; i < n;) {
		size_t at;
		uint32_t u;

		if (p[i] < 0x80) {
			i++;
			continue;
		}
		if (i + 1 == n)
			break; /* cut off */
		at = place_of(cs, p[i], p[i + 1]);
		u = at == SIZE_MAX ? 0 : table[at];
		if (!u)
			return false;
		g->pairs++;
		g->hits += is_common(common, common_n, u);
		g->kana += u >= 0x3041 && u <= 0x30FF;
		g->low += p[i + 1] < 0x80;
		i += 2;
	}
	return g->pairs >= PAIRS && g->hits >= HITS && g->kana * 10 < g->pairs;
}

enum mu_charset
mu_guess_cjk(const uint8_t *p, size_t n)
{
	struct guess g;

	if (reads_as(MU_CS_EUC_KR, p, n, korean, sizeof korean / sizeof *korean, &g)
	    && g.hits * 5 >= g.pairs)
		return MU_CS_EUC_KR;
	if (reads_as(MU_CS_GBK, p, n, simplified, sizeof simplified / sizeof *simplified, &g)
	    && g.hits * 8 >= g.pairs)
		return MU_CS_GBK;
	if (reads_as(MU_CS_BIG5, p, n, traditional, sizeof traditional / sizeof *traditional, &g)
	    && g.hits * 8 >= g.pairs && g.low * 10 >= g.pairs)
		return MU_CS_BIG5;
	return MU_CS_UNKNOWN;
}
