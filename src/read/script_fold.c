/*
 * Undoing what scripts do to hide words: %XX, base64, lists of pieces, codes of
 * characters.
 */
#include "read/script_int.h"

#include "base/utf8.h"
#include "read/digits.h"

/*
 * Bytes that may be UTF-8 or Latin-1 -> UTF-8. unescape() and atob() yield one character
 * a byte, decodeURIComponent() reads UTF-8; pages mix them, and what is valid UTF-8 was
 * meant so.
 */
static struct mu_str
as_utf8(char *p, size_t n, struct mu_arena *a)
{
	bool bad = false;
	char *out;
	size_t k = 0;

	for (size_t i = 0; i < n && !bad;) {
		unsigned len;
		uint32_t c = mu_utf8_get(p + i, p + n, &len);
		bad = c == 0xFFFD && len == 1;
		i += len;
	}
	if (!bad)
		return (struct mu_str){p, n};
	out = mu_new_raw(a, char, n * 2 + 1);
	if (!out)
		return MU_STR("");
	for (size_t i = 0; i < n; i++)
		k += mu_utf8_put((unsigned char)p[i], out + k);
	return (struct mu_str){out, k};
}

struct mu_str
mu_fold_percent(struct mu_str s, struct mu_arena *a)
{
	char *out = mu_new_raw(a, char, s.n + 4);
	size_t n = 0;

	if (!out)
		return MU_STR("");
	for (size_t i = 0; i < s.n; i++) {
		uint32_t cp = 0, low = 0;
		unsigned k;

		if (s.p[i] != '%') {
			out[n++] = s.p[i];
			continue;
		}
		if (i + 5 < s.n && (s.p[i + 1] | 0x20) == 'u') {
			for (k = 0; k < 4 && mu_hex_digit(s.p[i + 2 + k]) >= 0; k++)
				cp = cp << 4
				    | (uint32_t)mu_hex_digit(s.p[i + 2 + k]);
			if (k == 4) {
				i += 5;
				if ((cp & 0xFC00) == 0xD800 && i + 6 < s.n
				    && s.p[i + 1] == '%') {
					for (k = 0; k < 4
					     && mu_hex_digit(s.p[i + 3 + k]) >= 0;
					     k++)
						low = low << 4
						    | (uint32_t)mu_hex_digit(
							s.p[i + 3 + k]);
					if (k == 4 && (low & 0xFC00) == 0xDC00) {
						cp = 0x10000
						    + ((cp & 0x3FF) << 10
							| (low & 0x3FF));
						i += 6;
					}
				}
				n += mu_utf8_put(cp, out + n);
				continue;
			}
		}
		if (i + 2 < s.n && mu_hex_digit(s.p[i + 1]) >= 0
		    && mu_hex_digit(s.p[i + 2]) >= 0) {
			out[n++] = (char)(mu_hex_digit(s.p[i + 1]) << 4
			    | mu_hex_digit(s.p[i + 2]));
			i += 2;
			continue;
		}
		out[n++] = '%';
	}
	mu_arena_shrink(a, out, s.n + 4, n);
	return as_utf8(out, n, a);
}

struct mu_str
mu_fold_base64(struct mu_str s, struct mu_arena *a)
{
	char *out = mu_new_raw(a, char, s.n + 4);
	uint32_t acc = 0;
	unsigned bits = 0;
	size_t n = 0;

	if (!out)
		return MU_STR("");
	for (size_t i = 0; i < s.n; i++) {
		int v = mu_base64_digit(s.p[i]);

		if (v < 0)
			continue;
		acc = acc << 6 | (uint32_t)v;
		if ((bits += 6) >= 8) {
			bits -= 8;
			out[n++] = (char)(acc >> bits & 255);
		}
	}
	mu_arena_shrink(a, out, s.n + 4, n);
	return as_utf8(out, n, a);
}

struct mu_str
mu_fold_split(struct mu_str s, struct mu_str by, struct mu_arena *a)
{
	char *out = mu_new_raw(a, char, s.n * 2 + 1);
	size_t n = 0;

	if (!out)
		return MU_STR("");
	for (size_t i = 0; i < s.n;) {
		unsigned len;

		if (by.n && s.n - i >= by.n && memcmp(s.p + i, by.p, by.n) == 0) {
			out[n++] = MU_LIST_SEP;
			i += by.n;
			continue;
		}
		(void)mu_utf8_get(s.p + i, s.p + s.n, &len);
		if (!by.n && i)
			out[n++] = MU_LIST_SEP;
		memcpy(out + n, s.p + i, len);
		n += len;
		i += len;
	}
	mu_arena_shrink(a, out, s.n * 2 + 1, n);
	return (struct mu_str){out, n};
}

struct mu_str
mu_fold_join(struct mu_str list, struct mu_str with, struct mu_arena *a)
{
	size_t seps = 0, n = 0;
	char *out;

	if (with.n > 16)
		with.n = 0;
	for (size_t i = 0; i < list.n; i++)
		seps += list.p[i] == MU_LIST_SEP;
	out = mu_new_raw(a, char, list.n + seps * with.n + 1);
	if (!out)
		return MU_STR("");
	for (size_t i = 0; i < list.n; i++) {
		if (list.p[i] != MU_LIST_SEP) {
			out[n++] = list.p[i];
		} else if (with.n) {
			memcpy(out + n, with.p, with.n);
			n += with.n;
		}
	}
	return (struct mu_str){out, n};
}

struct mu_str
mu_fold_reverse(struct mu_str list, struct mu_arena *a)
{
	char *out = mu_new_raw(a, char, list.n + 1);
	size_t n = 0, end = list.n;

	if (!out)
		return MU_STR("");
	for (size_t i = list.n + 1; i-- > 0;) {
		if (i && list.p[i - 1] != MU_LIST_SEP)
			continue;
		memcpy(out + n, list.p + i, end - i);
		n += end - i;
		if (i)
			out[n++] = MU_LIST_SEP;
		end = i ? i - 1 : 0;
	}
	return (struct mu_str){out, n};
}

struct mu_str
mu_fold_item(struct mu_str list, uint64_t want)
{
	size_t from = 0;

	for (size_t i = 0; i <= list.n; i++) {
		if (i < list.n && list.p[i] != MU_LIST_SEP)
			continue;
		if (!want--)
			return mu_str_sub(list, from, i);
		from = i + 1;
	}
	return MU_STR("");
}

struct mu_str
mu_fold_codes(struct mu_str list, struct mu_arena *a)
{
	char *out = mu_new_raw(a, char, list.n * 4 + 4);
	size_t n = 0;
	uint32_t v = 0, high = 0;
	bool any = false;

	if (!out)
		return MU_STR("");
	for (size_t i = 0; i <= list.n; i++) {
		unsigned char c = i < list.n ? (unsigned char)list.p[i] : MU_LIST_SEP;

		if ((unsigned char)(c - '0') < 10) {
			v = v < 0x200000 ? v * 10 + (c - '0') : v;
			any = true;
			continue;
		}
		if (any && (v & 0xFFFFFC00) == 0xD800) {
			high = v;
		} else if (any) {
			if (high && (v & 0xFFFFFC00) == 0xDC00)
				v = 0x10000 + ((high & 0x3FF) << 10 | (v & 0x3FF));
			n += mu_utf8_put(v, out + n);
			high = 0;
		}
		v = 0;
		any = false;
	}
	mu_arena_shrink(a, out, list.n * 4 + 4, n);
	return (struct mu_str){out, n};
}
