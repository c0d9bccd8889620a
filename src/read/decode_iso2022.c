/*
 * ISO-2022-JP: seven bits, the character set switched by escapes (RFC 1468; WHATWG
 * Encoding, section 12.2), with what mail really carries besides: JIS X 0212 (RFC
 * 2237), half-width kana by ESC ( I or by shift-out, the NEC row.
 *
 * On two points we are kinder than the standard. Two escapes with nothing between them
 * give no U+FFFD: mailers write them, and a mark inside a word would hide the word from
 * us. And white space inside a double-byte run is white space: old mailers break lines
 * there.
 */
#include "read/decode.h"
#include "read/jis.h"

enum set { ASCII, ROMAN, KANA, JIS0208, JIS0212 };

/* The escape at p (p[0] is ESC): its length and what it selects, or 0. */
static size_t
escape(const uint8_t *p, size_t n, enum set *set)
{
	if (n < 3)
		return 0;
	if (p[1] == '(') {
		switch (p[2]) {
		case 'B':
			*set = ASCII;
			return 3;
		case 'J': /* and by mistake in old mail: */
		case 'H':
			*set = ROMAN;
			return 3;
		case 'I':
			*set = KANA;
			return 3;
		default:
			return 0;
		}
	}
	if (p[1] != '$')
		return 0;
	if (p[2] == '@' || p[2] == 'B') {
		*set = JIS0208;
		return 3;
	}
	if (p[2] == '(' && n >= 4 && (p[3] == 'D' || p[3] == 'B' || p[3] == '@')) {
		*set = p[3] == 'D' ? JIS0212 : JIS0208;
		return 4;
	}
	return 0;
}

size_t
mu_decode_iso2022jp(const uint8_t *p, size_t n, uint8_t *out, uint32_t *bad)
{
	enum set set = ASCII, before = ASCII;
	uint8_t *o = out;
	size_t i = 0;

	while (i < n) {
		uint32_t c = p[i], t, at, u;

		if (c == 0x1B) {
			size_t len = escape(p + i, n - i, &set);

			if (!len) {
				o = mu_put_bad(o, bad);
				len = 1;
			}
			i += len;
			continue;
		}
		if (c == 0x0E || c == 0x0F) { /* shift out to kana, in to what was */
			if (c == 0x0E && set != KANA) {
				before = set;
				set = KANA;
			} else if (c == 0x0F && set == KANA) {
				set = before;
			}
			i++;
			continue;
		}
		if (c > 0x7F) {
			o = mu_put_bad(o, bad);
			i++;
			continue;
		}
		if (set == ASCII || c <= 0x20) {
			*o++ = (uint8_t)c;
			i++;
			continue;
		}
		if (set == ROMAN) {
			if (c == 0x5C)
				o = mu_put_bmp(o, 0xA5);
			else if (c == 0x7E)
				o = mu_put_bmp(o, 0x203E);
			else
				*o++ = (uint8_t)c;
			i++;
			continue;
		}
		if (set == KANA) {
			if (c < 0x60)
				o = mu_put_bmp(o, 0xFF61 - 0x21 + c);
			else
				o = mu_put_bad(o, bad);
			i++;
			continue;
		}
		if (c == 0x7F || i + 1 == n) {
			o = mu_put_bad(o, bad);
			i++;
			continue;
		}
		t = p[i + 1];
		if (t < 0x21 || t > 0x7E) { /* an escape or a new line there is read again */
			o = mu_put_bad(o, bad);
			i += t <= 0x20 ? 1 : 2;
			continue;
		}
		at = (c - 0x21) * 94 + t - 0x21;
		if (set == JIS0208)
			u = mu_jis0208[at];
		else
			u = at < mu_jis0212_n ? mu_jis0212[at] : 0;
		if (u >= 0x800)
			o = mu_put_three(o, u);
		else
			o = u ? mu_put_bmp(o, u) : mu_put_bad(o, bad);
		i += 2;
	}
	return (size_t)(o - out);
}
