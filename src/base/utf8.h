/*
 * UTF-8, one code point at a time. Input is expected to be valid (the charset stage sees
 * to that); a broken sequence still yields U+FFFD and moves on by one byte, never past end.
 */
#ifndef MU_BASE_UTF8_H
#define MU_BASE_UTF8_H

#include <stddef.h>
#include <stdint.h>

/* Decodes at p (p < end), sets *len to the bytes used (1..4). */
static inline uint32_t
mu_utf8_get(const char *s, const char *end, unsigned *len)
{
	const unsigned char *p = (const unsigned char *)s;
	size_t left = (size_t)(end - s);
	uint32_t c = p[0];

	if (c < 0x80) {
		*len = 1;
		return c;
	}
	if (c >= 0xE0 && c < 0xF0 && left >= 3 && (p[1] & 0xC0) == 0x80 && (p[2] & 0xC0) == 0x80) {
		*len = 3;
		c = (c & 0x0F) << 12 | (uint32_t)(p[1] & 0x3F) << 6 | (p[2] & 0x3F);
		return c >= 0x800 && (c & 0xF800) != 0xD800 ? c : 0xFFFD;
	}
	if (c >= 0xC2 && c < 0xE0 && left >= 2 && (p[1] & 0xC0) == 0x80) {
		*len = 2;
		return (c & 0x1F) << 6 | (p[1] & 0x3F);
	}
	if (c >= 0xF0 && c < 0xF5 && left >= 4 && (p[1] & 0xC0) == 0x80 && (p[2] & 0xC0) == 0x80
	    && (p[3] & 0xC0) == 0x80) {
		*len = 4;
		c = (c & 0x07) << 18 | (uint32_t)(p[1] & 0x3F) << 12 | (uint32_t)(p[2] & 0x3F) << 6
		    | (p[3] & 0x3F);
		return c >= 0x10000 && c <= 0x10FFFF ? c : 0xFFFD;
	}
	*len = 1;
	return 0xFFFD;
}

/* Writes 1..4 bytes to out, returns how many. Surrogates and values past U+10FFFF: U+FFFD. */
static inline unsigned
mu_utf8_put(uint32_t c, char *out)
{
	if ((c & 0xFFFFF800) == 0xD800 || c > 0x10FFFF)
		c = 0xFFFD;
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xC0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3F));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xE0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3F));
		out[2] = (char)(0x80 | (c & 0x3F));
		return 3;
	}
	out[0] = (char)(0xF0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 0x3F));
	out[2] = (char)(0x80 | (c >> 6 & 0x3F));
	out[3] = (char)(0x80 | (c & 0x3F));
	return 4;
}

#endif
