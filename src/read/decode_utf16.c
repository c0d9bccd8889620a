/* UTF-16 in both byte orders, and windows-1252 (WHATWG Encoding, sections 14.2 and 9). */
#include "base/utf8.h"
#include "read/decode.h"

static size_t
decode_utf16(const uint8_t *p, size_t n, unsigned hi, uint8_t *out, uint32_t *bad)
{
	uint8_t *o = out;
	size_t i = 0;

	while (n - i >= 2) {
		uint32_t c = (uint32_t)p[i + hi] << 8 | p[i + 1 - hi];

		i += 2;
		if ((c & 0xF800) != 0xD800) {
			if (c < 0x80)
				*o++ = (uint8_t)c;
			else
				o = mu_put_bmp(o, c);
			continue;
		}
		if (c < 0xDC00 && n - i >= 2) {
			uint32_t d = (uint32_t)p[i + hi] << 8 | p[i + 1 - hi];

			if ((d & 0xFC00) == 0xDC00) {
				c = 0x10000 + ((c & 0x3FF) << 10 | (d & 0x3FF));
				o += mu_utf8_put(c, (char *)o);
				i += 2;
				continue;
			}
		}
		o = mu_put_bad(o, bad);
		if (c < 0xDC00 && n - i == 1) /* half a unit: part of the same mistake */
			i = n;
	}
	if (i < n)
		o = mu_put_bad(o, bad);
	return (size_t)(o - out);
}

size_t
mu_decode_utf16le(const uint8_t *p, size_t n, uint8_t *out, uint32_t *bad)
{
	return decode_utf16(p, n, 1, out, bad);
}

size_t
mu_decode_utf16be(const uint8_t *p, size_t n, uint8_t *out, uint32_t *bad)
{
	return decode_utf16(p, n, 0, out, bad);
}

/* 0x80..0x9F; the standard maps the five bytes Microsoft left open to C1 controls. */
static const uint16_t cp1252[32] = {
	0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
	0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008D, 0x017D, 0x008F,
	0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
	0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178,
};

size_t
mu_decode_cp1252(const uint8_t *p, size_t n, uint8_t *out, uint32_t *bad)
{
	uint8_t *o = out;
	size_t i = 0;

	(void)bad; /* every byte is something */
	while (i < n) {
		if (p[i] < 0x80) {
			size_t run = mu_copy_ascii(p + i, n - i, o);

			i += run;
			o += run;
		} else {
			o = mu_put_bmp(o, p[i] < 0xA0 ? cp1252[p[i] - 0x80] : p[i]);
			i++;
		}
	}
	return (size_t)(o - out);
}
