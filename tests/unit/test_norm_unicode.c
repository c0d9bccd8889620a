/*
 * Every code point against utf8proc: the fold of a character is the fold of its NFKC form, and
 * where the folded text differs from NFKC it does so for a purpose listed here.
 */
#include <utf8proc.h>

#include "norm/norm.h"

#include "base/utf8.h"
#include "check.h"

enum { MAX = 64 };

static size_t
fold(const char *s, size_t n, uint16_t *out)
{
	return mu_norm_str((struct mu_str){s, n}, out, MAX);
}

static size_t
symbols(const utf8proc_int32_t *cp, utf8proc_ssize_t n, uint16_t *out)
{
	size_t m = 0;

	for (utf8proc_ssize_t i = 0; i < n && m < MAX; i++)
		out[m++] = cp[i] > 0xFFFF ? 0xFFFF : (uint16_t)cp[i];
	return m;
}

static bool
same(const uint16_t *a, size_t n, const uint16_t *b, size_t m)
{
	return n == m && memcmp(a, b, n * sizeof *a) == 0;
}

int
main(void)
{
	enum { EQUAL, CASE, KANA, DROPPED, OTHER_SIDE, ACCENT, LISTED, DIGIT, MARKS, FORM,
	    PRIVATE, PURPOSES };
	static const char *const purpose[] = {"equal to NFKC", "case", "hiragana to katakana",
	    "marks and invisible characters dropped", "outside the BMP", "combining marks taken off",
	    "lists of data/fold", "digits of other scripts", "marks inside a compatibility form",
	    "bracketed, circled and squared forms, fractions", "private use"};
	unsigned count[PURPOSES] = {0}, unsteady = 0;

	for (uint32_t c = 1; c < 0x110000; c++) {
		char in[8], nfkc[256];
		unsigned len;
		size_t bytes = 0, n, m;
		uint16_t got[MAX], again[MAX], want[MAX];
		utf8proc_int32_t cp[MAX];
		utf8proc_ssize_t k;
		int boundary = 0;
		utf8proc_category_t cat = utf8proc_category((utf8proc_int32_t)c);

		if ((c & 0xFFFFF800) == 0xD800 || cat == UTF8PROC_CATEGORY_CN)
			continue; /* not assigned in the library's Unicode version */
		len = mu_utf8_put(c, in);
		n = fold(in, len, got);
		k = utf8proc_decompose_char((utf8proc_int32_t)c, cp, MAX, UTF8PROC_COMPAT
		    | UTF8PROC_DECOMPOSE, &boundary);
		if (k < 0)
			continue;
		k = utf8proc_normalize_utf32(cp, k, UTF8PROC_COMPOSE | UTF8PROC_STABLE);
		for (utf8proc_ssize_t i = 0; i < k && bytes + 4 < sizeof nfkc; i++)
			bytes += mu_utf8_put((uint32_t)cp[i], nfkc + bytes);
		m = fold(nfkc, bytes, again);
		/* Ϲ is Σ to NFKC, but looks like C; two Arabic phrases of one character are cut */
		if (c != 0x3F9 && c != 0xFDFA && c != 0xFDFB && !same(got, n, again, m)) {
			unsteady++;
			if (getenv("MUSHI_SHOW"))
				printf("U+%04X: %zu and %zu symbols\n", c, n, m);
		}
		m = symbols(cp, k, want);
		if (same(got, n, want, m)) {
			count[EQUAL]++;
		} else if (c > 0xFFFF && n == 1 && got[0] == MU_SYM_OTHER) {
			count[OTHER_SIDE]++;
		} else if (cat == UTF8PROC_CATEGORY_CO) {
			count[PRIVATE]++;
		} else if (n == 0) {
			count[DROPPED]++;
		} else {
			utf8proc_int32_t low[MAX];
			utf8proc_ssize_t l;
			uint16_t kata[MAX];
			bool mapped = false;

			for (size_t i = 0; i < m; i++) {
				kata[i] = want[i] >= 0x3041 && want[i] <= 0x3096 ? want[i] + 0x60 : want[i];
				mapped |= kata[i] != want[i];
			}
			l = utf8proc_decompose_char((utf8proc_int32_t)c, low, MAX, UTF8PROC_COMPAT
			    | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD, &boundary);
			if (mapped && same(got, n, kata, m)) {
				count[KANA]++;
			} else if (l > 0 && (m = symbols(low, l, want), same(got, n, want, m))) {
				count[CASE]++;
			} else if (utf8proc_category(cp[0]) == UTF8PROC_CATEGORY_ND && n == 1
			    && got[0] >= '0' && got[0] <= '9') {
				count[DIGIT]++;
			} else if (l > 0 && n < m && memcmp(got, want, sizeof *got) == 0) {
				count[utf8proc_get_property(low[l - 1])->combining_class ? ACCENT : MARKS]++;
			} else if (cat == UTF8PROC_CATEGORY_SO || cat == UTF8PROC_CATEGORY_NO) {
				count[FORM]++;
			} else {
				count[LISTED]++;
				if (getenv("MUSHI_SHOW"))
					printf("U+%04X listed\n", c);
			}
		}
	}
	for (int i = 0; i < PURPOSES; i++)
		printf("%7u %s\n", count[i], purpose[i]);
	CHECK(unsteady == 0, "%u characters fold otherwise than their NFKC form", unsteady);
	CHECK(count[LISTED] < 1500, "%u characters differ through the lists of data/fold", count[LISTED]);
	CHECK(count[EQUAL] > 45000, "only %u characters agree with NFKC", count[EQUAL]);
	CHECK_DONE();
}
