/*
 * The decoders behind mu_decode(), and the detector's scores. Nobody outside the charset
 * stage includes this.
 *
 * Each decoder reads p[0..n) and writes UTF-8 to out, which must have room for
 * MU_DECODE_ROOM(n) bytes; it returns the bytes written and adds the U+FFFD it wrote to
 * *bad.
 */
#ifndef MU_READ_DECODE_H
#define MU_READ_DECODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "read/charset.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/*
 * No byte becomes more than three; the slack lets a decoder store a whole vector at the
 * end.
 */
#define MU_DECODE_ROOM(n) ((n) * 3 + 32)

size_t mu_decode_utf8(const uint8_t *p, size_t n, uint8_t *out, uint32_t *bad);
size_t mu_decode_sjis(const uint8_t *p, size_t n, uint8_t *out, uint32_t *bad);
size_t mu_decode_eucjp(const uint8_t *p, size_t n, uint8_t *out, uint32_t *bad);
size_t mu_decode_iso2022jp(const uint8_t *p, size_t n, uint8_t *out, uint32_t *bad);
size_t mu_decode_utf16le(const uint8_t *p, size_t n, uint8_t *out, uint32_t *bad);
size_t mu_decode_utf16be(const uint8_t *p, size_t n, uint8_t *out, uint32_t *bad);
size_t mu_decode_cp1252(const uint8_t *p, size_t n, uint8_t *out, uint32_t *bad);
/* GBK, Big5 or EUC-KR. */
size_t mu_decode_cjk(enum mu_charset cs, const uint8_t *p, size_t n, uint8_t *out,
    uint32_t *bad);

/* How many leading bytes are whole, valid UTF-8 sequences; *wide counts those of 3 or 4 bytes
 * roughly: it is zero when there are none. */
size_t mu_utf8_valid(const uint8_t *p, size_t n, size_t *wide);
/* Length of the valid sequence at p (2..4; p[0] is not ASCII), or 0. */
size_t mu_utf8_sequence(const uint8_t *p, size_t n);
/* How many leading bytes are ASCII. */
size_t mu_ascii_len(const uint8_t *p, size_t n);
/* A sequence at p that is no character: the length of its maximal subpart (1..3), which one
 * U+FFFD replaces. *cut: the input ended inside a sequence that was right so far. */
size_t mu_utf8_bad_len(const uint8_t *p, size_t n, bool *cut);

/* mu_charset_prescan() with another limit than the standard's 1,024 bytes. */
enum mu_charset mu_charset_prescan_to(struct mu_str bytes, size_t limit,
    struct mu_str *label);

/* What the detector weighs. UTF-8 stands first, so it wins a draw. */
enum mu_model { MU_M_UTF8, MU_M_SJIS, MU_M_EUC, MU_M_CP1252, MU_M_CJK, MU_M_COUNT };

struct mu_scores {
	enum mu_charset sure;       /* structure alone decides; cost is not filled */
	bool ascii;                 /* no byte over 0x7F, no escape of ISO-2022-JP */
	bool valid;                 /* all of it is valid UTF-8 */
	bool utf8;                  /* valid UTF-8 but for a cut last character */
	enum mu_charset guess;      /* Chinese or Korean by its looks: if nothing is declared */
	enum mu_charset cjk;        /* what MU_M_CJK is; unknown: its cost is vast */
	uint32_t cost[MU_M_COUNT];  /* quarters of a nat: the lower, the likelier */
	uint32_t chars[MU_M_COUNT]; /* characters beyond ASCII under that reading */
	uint32_t kana[MU_M_COUNT];  /* full-width kana and punctuation among them */
	uint32_t wrong[MU_M_COUNT]; /* byte sequences that are nothing in that charset */
};

/* declared: a charset was (`guess` is not asked for); `cjk` is GBK, Big5 or EUC-KR when it is one. */
void mu_charset_score(struct mu_str bytes, bool html, bool declared, enum mu_charset cjk,
    struct mu_scores *s);
/* GBK, Big5 or EUC-KR where bytes are nearly certainly so, else unknown. */
enum mu_charset mu_guess_cjk(const uint8_t *p, size_t n);
enum mu_charset mu_model_charset(const struct mu_scores *s, enum mu_model m);

static inline uint8_t *
mu_put_bad(uint8_t *o, uint32_t *bad)
{
	(*bad)++;
	o[0] = 0xEF;
	o[1] = 0xBF;
	o[2] = 0xBD;
	return o + 3;
}

/* A code point of U+0080..U+FFFF that is no surrogate. */
static inline uint8_t *
mu_put_bmp(uint8_t *o, uint32_t c)
{
	if (c >= 0x800) {
		o[0] = (uint8_t)(0xE0 | c >> 12);
		o[1] = (uint8_t)(0x80 | (c >> 6 & 0x3F));
		o[2] = (uint8_t)(0x80 | (c & 0x3F));
		return o + 3;
	}
	o[0] = (uint8_t)(0xC0 | c >> 6);
	o[1] = (uint8_t)(0x80 | (c & 0x3F));
	return o + 2;
}

/* The same for U+0800 and above; may write one byte too many (see MU_DECODE_ROOM). */
static inline uint8_t *
mu_put_three(uint8_t *o, uint32_t c)
{
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	uint32_t w = 0x8080E0u | c >> 12 | (c & 0xFC0) << 2 | (c & 0x3F) << 16;

	memcpy(o, &w, 4);
	return o + 3;
#else
	return mu_put_bmp(o, c);
#endif
}

/*
 * Index of the lowest bit set in a mask that is not zero (de Bruijn; no compiler
 * built-in).
 */
static inline unsigned
mu_low_bit(uint32_t m)
{
	static const uint8_t at[32] = {0, 1, 28, 2, 29, 14, 24, 3, 30, 22, 20, 15, 25, 17, 4, 8, 31,
	    27, 13, 23, 21, 19, 16, 7, 26, 12, 18, 6, 11, 5, 10, 9};

	return at[(m & (0u - m)) * 0x077CB531u >> 27];
}

/*
 * Copies the ASCII bytes at p (at least one) and returns how many. May write up to 16
 * bytes past them, which the next character overwrites: hence the slack in
 * MU_DECODE_ROOM.
 */
static inline size_t
mu_copy_ascii(const uint8_t *p, size_t n, uint8_t *o)
{
	size_t i = 0;

#ifdef __SSE2__
	while (n - i >= 16) {
		__m128i v = _mm_loadu_si128((const __m128i *)(const void *)(p + i));
		uint32_t high = (uint32_t)_mm_movemask_epi8(v);

		_mm_storeu_si128((__m128i *)(void *)(o + i), v);
		if (high)
			return i + mu_low_bit(high);
		i += 16;
	}
#else
	while (n - i >= 8) {
		uint64_t w;

		memcpy(&w, p + i, 8);
		if (w & 0x8080808080808080u)
			break;
		memcpy(o + i, &w, 8);
		i += 8;
	}
#endif
	while (i < n && p[i] < 0x80) {
		o[i] = p[i];
		i++;
	}
	return i;
}

#endif
