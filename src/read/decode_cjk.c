/*
 * GBK, Big5 and EUC-KR (WHATWG Encoding, sections 10 to 13).
 * Much unwanted Japanese mail was written with a Chinese system: kana are in all three.
 *
 * Of gb18030 the four-byte characters are read outside the BMP (emoji); those of the BMP,
 * which are rare letters, become one U+FFFD.
 */
#include "base/utf8.h"
#include "read/cjk.h"
#include "read/decode.h"

/*
 * Length of a four-byte character of gb18030 at p, or 0; *u is its code point, 0 if
 * unknown.
 */
static size_t
four_bytes(const uint8_t *p, size_t n, uint32_t *u)
{
	uint32_t ptr;

	if (n < 4 || p[1] - 0x30u > 9 || p[2] - 0x81u > 125 || p[3] - 0x30u > 9)
		return 0;
	ptr = ((p[0] - 0x81u) * 10 + (p[1] - 0x30u)) * 126 + (p[2] - 0x81u);
	ptr = ptr * 10 + (p[3] - 0x30u);
	*u = ptr >= 189000 && ptr < 189000 + 0x100000 ? 0x10000 + ptr - 189000 : 0;
	return 4;
}

/* The place of a second byte, or 0xFF. */
static uint32_t
trail_of(enum mu_charset cs, uint32_t t)
{
	switch (cs) {
	case MU_CS_GBK:
		return t >= 0x40 && t <= 0xFE && t != 0x7F ? t - 0x40 - (t > 0x7F) : 0xFF;
	case MU_CS_BIG5:
		if (t >= 0x40 && t <= 0x7E)
			return t - 0x40;
		return t >= 0xA1 && t <= 0xFE ? t - 0x62 : 0xFF;
	default:
		return t >= 0x41 && t <= 0xFE ? t - 0x41 : 0xFF;
	}
}

size_t
mu_decode_cjk(enum mu_charset cs, const uint8_t *p, size_t n, uint8_t *out, uint32_t *bad)
{
	const uint16_t *table = cs == MU_CS_GBK ? mu_gbk
	    : cs == MU_CS_BIG5 ? mu_big5 : mu_euckr;
	uint32_t trails = cs == MU_CS_BIG5 ? MU_BIG5_TRAILS : MU_GBK_TRAILS;
	uint8_t *o = out;
	size_t i = 0;

	while (i < n) {
		uint32_t c = p[i], t, place, u;

		if (c < 0x80) {
			size_t run = mu_copy_ascii(p + i, n - i, o);

			i += run;
			o += run;
			continue;
		}
		if (c == 0x80 && cs == MU_CS_GBK) {
			o = mu_put_bmp(o, 0x20AC);
			i++;
			continue;
		}
		if (c == 0x80 || c == 0xFF || i + 1 == n) {
			o = mu_put_bad(o, bad);
			i++;
			continue;
		}
		t = p[i + 1];
		if (cs == MU_CS_GBK && t - 0x30 < 10) {
			size_t len = four_bytes(p + i, n - i, &u);

			if (len && u)
				o += mu_utf8_put(u, (char *)o);
			else
				o = mu_put_bad(o, bad);
			i += len ? len : 1;
			continue;
		}
		place = trail_of(cs, t);
		u = place == 0xFF ? 0 : table[(c - 0x81) * trails + place];
		if (u) {
			o = mu_put_bmp(o, u);
			i += 2;
		} else {
			o = mu_put_bad(o, bad);
			i += t < 0x80 ? 1 : 2;
		}
	}
	return (size_t)(o - out);
}
