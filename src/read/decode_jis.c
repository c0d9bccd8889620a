/*
 * Shift_JIS and EUC-JP, as browsers decode them (WHATWG Encoding, sections 12.1 and
 * 12.3).
 *
 * Both are pairs of bytes that name a cell of JIS X 0208, so the table look-up is
 * shared; the loops differ in how a pair is taken apart. A pair that names nothing
 * becomes one U+FFFD, and when its second byte is ASCII that byte is read again: <b>82
 * 3C</b> must not eat a '<'.
 */
#include "read/decode.h"
#include "read/jis.h"

/* What follows the 94 rows: the user's own characters, then IBM's. 0: nothing. */
static uint32_t
sjis_far(uint32_t ptr)
{
	if (ptr < MU_JIS_IBM_FROM)
		return 0xE000 + ptr - MU_JIS_CELLS;
	ptr -= MU_JIS_IBM_FROM;
	return ptr < MU_JIS_IBM_N ? mu_jis_ibm[ptr] : 0;
}

size_t
mu_decode_sjis(const uint8_t *p, size_t n, uint8_t *out, uint32_t *bad)
{
	uint8_t *o = out;
	size_t i = 0;

	while (i < n) {
		uint32_t c, t, ptr, u;

		/* Nearly all characters: a cell of the 94 rows that is three bytes in UTF-8. */
		while (n - i >= 2 && p[i] >= 0x80) {
			ptr = (uint32_t)mu_sjis_lead[p[i] - 0x80] + mu_sjis_trail[p[i + 1]];
			if (ptr >= MU_JIS_CELLS || (u = mu_jis0208[ptr]) < 0x800)
				break;
			o = mu_put_three(o, u);
			i += 2;
		}
		if (i == n)
			break;
		c = p[i];

		if (c < 0x80) {
			size_t run = mu_copy_ascii(p + i, n - i, o);

			i += run;
			o += run;
			continue;
		}
		if (c - 0xA1 < 0x3F) { /* half-width kana: U+FF61.. */
			o = mu_put_bmp(o, 0xFF61 - 0xA1 + c);
			i++;
			continue;
		}
		if (c == 0x80) {
			o = mu_put_bmp(o, 0x80);
			i++;
			continue;
		}
		if (c == 0xA0 || c > 0xFC || i + 1 == n) {
			o = mu_put_bad(o, bad);
			i++;
			continue;
		}
		t = p[i + 1];
		if (t < 0x40 || t == 0x7F || t > 0xFC) {
			o = mu_put_bad(o, bad);
			i += t < 0x80 ? 1 : 2;
			continue;
		}
		ptr = (uint32_t)mu_sjis_lead[c - 0x80] + mu_sjis_trail[t];
		u = ptr < MU_JIS_CELLS ? mu_jis0208[ptr] : sjis_far(ptr);
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

size_t
mu_decode_eucjp(const uint8_t *p, size_t n, uint8_t *out, uint32_t *bad)
{
	uint8_t *o = out;
	size_t i = 0;

	while (i < n) {
		uint32_t c, t, u;

		while (n - i >= 2 && p[i] - 0xA1u < 94 && p[i + 1] - 0xA1u < 94) {
			u = mu_jis0208[(p[i] - 0xA1u) * 94 + p[i + 1] - 0xA1u];
			if (u < 0x800)
				break;
			o = mu_put_three(o, u);
			i += 2;
		}
		if (i == n)
			break;
		c = p[i];

		if (c < 0x80) {
			size_t run = mu_copy_ascii(p + i, n - i, o);

			i += run;
			o += run;
			continue;
		}
		if (i + 1 == n) {
			o = mu_put_bad(o, bad);
			break;
		}
		t = p[i + 1];
		if (c - 0xA1 < 94) {
			u = t - 0xA1 < 94 ? mu_jis0208[(c - 0xA1) * 94 + t - 0xA1] : 0;
		} else if (c == 0x8E) {
			u = t - 0xA1 < 0x3F ? 0xFF61 - 0xA1 + t : 0;
		} else if (c == 0x8F) {
			/* JIS X 0212: three bytes. The standard takes the pair behind 0x8F
			 * as it would any other, so a broken one ends at its second byte. */
			uint32_t at, last;

			if (t - 0xA1 >= 94) {
				u = 0;
			} else if (i + 2 == n) {
				o = mu_put_bad(o, bad);
				break;
			} else {
				last = p[i + 2];
				at = (t - 0xA1) * 94 + last - 0xA1;
				i++;
				t = last;
				u = last - 0xA1 < 94 && at < mu_jis0212_n ? mu_jis0212[at] : 0;
			}
		} else {
			o = mu_put_bad(o, bad);
			i++;
			continue;
		}
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
