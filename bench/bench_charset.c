/*
 * MB/s of input through the charset stage: bench_charset [MIB]. The page is made here,
 * tags around Japanese text, in each charset; best and median of nine runs.
 *
 * "decode" is mu_decode() with the charset given, so without detection; "guess" is the
 * whole with detection and nothing declared; "dense" has no tags at all.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "read/charset.h"
#include "read/decode.h"

enum { RUNS = 9 };

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static int
by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static void
report(const char *what, const char *cs, size_t n, double *took)
{
	qsort(took, RUNS, sizeof(*took), by_size);
	printf("%-8s %-14s best %6.0f MB/s, median %6.0f MB/s\n", what, cs,
	    (double)n / took[0] / 1e6, (double)n / took[RUNS / 2] / 1e6);
}

/* The same text in three charsets, repeated. Each is "ご登録ありがとうございます。料金は". */
static const struct { enum mu_charset cs; const char *text; } texts[] = {
	{MU_CS_UTF8, "ご登録ありがとうございます。料金は"},
	{MU_CS_SHIFT_JIS, "\x82\xB2\x93\x6F\x98\x5E\x82\xA0\x82\xE8\x82\xAA\x82\xC6\x82\xA4\x82\xB2"
	    "\x82\xB4\x82\xA2\x82\xDC\x82\xB7\x81\x42\x97\xBF\x8B\xE0\x82\xCD"},
	{MU_CS_EUC_JP, "\xA4\xB4\xC5\xD0\xCF\xBF\xA4\xA2\xA4\xEA\xA4\xAC\xA4\xC8\xA4\xA6\xA4\xB4"
	    "\xA4\xB6\xA4\xA4\xA4\xDE\xA4\xB9\xA1\xA3\xCE\xC1\xB6\xE2\xA4\xCF"},
	{MU_CS_ISO_2022_JP, "\x1B$B$4EPO?$\"$j$,$H$&$4$6$$$^$9!#NA6b$O\x1B(B"},
};

static size_t
fill(char *buf, size_t size, const char *text, bool tags)
{
	size_t n = 0, len = strlen(text);
	unsigned k = 0;

	while (n + 3 * len + 64 < size) {
		if (tags && !(k++ & 1)) {
			memcpy(buf + n, "<p class=\"main\"><a href=\"x.html\">", 33);
			n += 33;
		}
		memcpy(buf + n, text, len);
		n += len;
		if (tags) {
			memcpy(buf + n, "98,000<br>\n", 11);
			n += 11;
		}
	}
	return n;
}

int
main(int argc, char **argv)
{
	size_t size = (size_t)(argc > 1 ? atoi(argv[1]) : 1) << 20, n, wide;
	char *buf = malloc(size);
	volatile size_t sink = 0;
	double took[RUNS];
	struct mu_arena a;
	struct mu_decoded d;

	if (!buf || size < 4096)
		return 1;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		for (unsigned mode = 0; mode < 3; mode++) {
			static const char *const what[] = {"decode", "guess", "dense"};

			n = fill(buf, size, texts[i].text, mode < 2);
			for (unsigned r = 0; r < RUNS; r++) {
				double t;

				mu_arena_init(&a, 64 * size + (1 << 20));
				if (mode != 1)
					memset(mu_arena_raw(&a, MU_DECODE_ROOM(n), 1), 1,
					    MU_DECODE_ROOM(n));
				a.used = 0; /* the pages are there: time the decoder alone */
				t = now();
				if (!mu_decode((struct mu_str){buf, n},
				    mode == 1 ? MU_CS_UNKNOWN : texts[i].cs, MU_CS_UNKNOWN, true, &a,
				    &d, NULL))
					return 1;
				took[r] = now() - t;
				sink += d.text.n;
				if (d.charset != texts[i].cs)
					printf("guessed %s\n", mu_charset_name(d.charset));
				mu_arena_fini(&a);
			}
			report(what[mode], mu_charset_name(texts[i].cs), n, took);
		}
		if (texts[i].cs != MU_CS_UTF8) {
			struct mu_scores s;

			n = fill(buf, size, texts[i].text, true);
			for (unsigned r = 0; r < RUNS; r++) {
				double t = now();

				mu_charset_score((struct mu_str){buf, n}, true, true, MU_CS_UNKNOWN,
				    &s);
				took[r] = now() - t;
			}
			report("detector", mu_charset_name(texts[i].cs), n, took);
		}
	}
	memset(buf, 'a', size);
	for (unsigned r = 0; r < RUNS; r++) {
		double t = now();

		sink += mu_utf8_valid((const uint8_t *)buf, size, &wide);
		took[r] = now() - t;
	}
	report("valid", "ASCII", size, took);
	free(buf);
	return sink == 0;
}
