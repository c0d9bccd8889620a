/*
 * Named references are found by "maximal munch": of all names that fit, the longest. A
 * name is letters and digits, and nearly all must end in ';'. So the whole run of letters
 * and digits decides: followed by ';' it is looked up as it stands; failing that, only
 * the 106 old names that need no ';' (two to six letters: amp, copy, Aacute) can fit, as
 * a prefix of it. Both lookups use one FNV hash that grows with the run, so the prefixes
 * cost nothing extra.
 *
 *   &notin;   run "notin", ';' follows, found            -> U+2209
 *   &notit;   run "notit", not found; prefix "not" is old -> U+00AC, then "it;"
 */
#include "read/entities.h"

#include <stdint.h>
#include <string.h>

#include "base/utf8.h"
#include "read/entities_table.h"

/* What the bytes 0x80..0x9F mean in a numeric reference: windows-1252 (13.2.5.80). */
static const uint16_t c1[32] = {
	0x20AC, 0x81,   0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021,
	0x2C6,  0x2030, 0x160,  0x2039, 0x152,  0x8D,   0x17D,  0x8F,
	0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
	0x2DC,  0x2122, 0x161,  0x203A, 0x153,  0x9D,   0x17E,  0x178,
};

static inline bool
is_alnum(unsigned char c)
{
	return (unsigned char)((c | 0x20) - 'a') < 26 || (unsigned char)(c - '0') < 10;
}

static size_t
decode_number(const char *p, const char *end, char out[MU_REF_BYTES], unsigned *n)
{
	const char *q = p + 2, *digits;
	uint32_t v = 0;

	if (q < end && (*q | 0x20) == 'x') {
		digits = ++q;
		for (; q < end; q++) {
			unsigned char c = (unsigned char)*q;
			unsigned d;
			if ((unsigned char)(c - '0') < 10)
				d = c - '0';
			else if ((unsigned char)((c | 0x20) - 'a') < 6)
				d = (unsigned)((c | 0x20) - 'a' + 10);
			else
				break;
			v = v > 0x10FFFF ? v : v * 16 + d;
		}
	} else {
		digits = q;
		for (; q < end && (unsigned char)(*q - '0') < 10; q++)
			v = v > 0x10FFFF ? v : v * 10 + (unsigned)(*q - '0');
	}
	if (q == digits)
		return 0;
	if (q < end && *q == ';')
		q++;
	if (v == 0)
		v = 0xFFFD;
	else if (v >= 0x80 && v < 0xA0)
		v = c1[v - 0x80];
	*n = mu_utf8_put(v, out); /* U+FFFD for surrogates and beyond U+10FFFF */
	return (size_t)(q - p);
}

static const struct ref_row *
find_name(uint32_t hash, const char *name, unsigned n)
{
	uint32_t slot = (hash ^ hash >> 15) & (REF_SLOTS - 1);

	for (; mu_ref_index[slot]; slot = (slot + 1) & (REF_SLOTS - 1)) {
		const struct ref_row *r = &mu_ref_rows[mu_ref_index[slot] - 1];
		if (r->name_n == n && memcmp(mu_ref_bytes + r->at, name, n) == 0)
			return r;
	}
	return NULL;
}

size_t
mu_ref_decode(const char *p, const char *end, bool in_attr, char out[MU_REF_BYTES],
    unsigned *n)
{
	uint32_t prefix[REF_BARE_MAX + 1], hash = 0x811C9DC5;
	const char *name = p + 1, *q = name;
	const struct ref_row *r = NULL;
	unsigned len;

	if (end - p >= 5) {
		/* Nine of ten references on real pages are one of these. */
		if (p[3] == ';' && p[2] == 't' && (p[1] == 'l' || p[1] == 'g')) {
			out[0] = p[1] == 'l' ? '<' : '>';
			*n = 1;
			return 4;
		}
		if (memcmp(name, "amp;", 4) == 0) {
			out[0] = '&';
			*n = 1;
			return 5;
		}
	}
	if (q < end && *q == '#')
		return decode_number(p, end, out, n);
	for (; q < end && is_alnum((unsigned char)*q); q++) {
		len = (unsigned)(q - name);
		if (len == REF_NAME_MAX)
			break;
		hash = (hash ^ (unsigned char)*q) * 0x01000193;
		if (len < REF_BARE_MAX)
			prefix[len + 1] = hash;
	}
	len = (unsigned)(q - name);
	if (len < 2)
		return 0;
	if (q < end && *q == ';') {
		r = find_name(hash, name, len);
		if (r)
			q++;
	}
	if (!r) {
		if (len > REF_BARE_MAX)
			len = REF_BARE_MAX;
		for (; len >= 2; len--) {
			r = find_name(prefix[len], name, len);
			if (r && r->value_n & 0x80)
				break;
			r = NULL;
		}
		if (!r)
			return 0;
		q = name + len;
		if (in_attr && q < end && (*q == '=' || is_alnum((unsigned char)*q)))
			return 0;
	}
	*n = r->value_n & 0x7F;
	memcpy(out, mu_ref_bytes + r->at + r->name_n, MU_REF_BYTES);
	return (size_t)(q - p);
}
