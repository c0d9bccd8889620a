/*
 * Reads the HTML files given into docs, all of them again and again, and prints the
 * speed: the best of the rounds, as other work on the machine only ever adds.
 *
 * usage: bench_html [-m MIN_SECONDS] [-x MAX_FILE_BYTES] FILE...
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "read/html.h"

static double
now_s(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

static struct mu_str
slurp(const char *name, size_t max)
{
	FILE *f = fopen(name, "rb");
	char *p = NULL;
	long n = 0;

	if (!f)
		return MU_STR("");
	if (fseek(f, 0, SEEK_END) == 0 && (n = ftell(f)) > 0 && (size_t)n <= max
	    && fseek(f, 0, SEEK_SET) == 0 && (p = malloc((size_t)n))
	    && fread(p, 1, (size_t)n, f) != (size_t)n)
		n = 0;
	fclose(f);
	return p ? (struct mu_str){p, (size_t)n} : MU_STR("");
}

int
main(int argc, char **argv)
{
	double min_s = 2, best = 1e9, begin;
	size_t max = (size_t)1 << 30, n = 0, bytes = 0, blocks = 0, text = 0;
	struct mu_str *in = calloc((size_t)argc, sizeof *in);

	if (!in)
		return 2;
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "-m") == 0 && i + 1 < argc)
			min_s = atof(argv[++i]);
		else if (strcmp(argv[i], "-x") == 0 && i + 1 < argc)
			max = strtoul(argv[++i], NULL, 10);
		else if ((in[n] = slurp(argv[i], max)).n)
			bytes += in[n++].n;
	}
	begin = now_s();
	for (int round = 0; round < 3 || now_s() - begin < min_s; round++) {
		double t = now_s();

		blocks = text = 0;
		for (size_t i = 0; i < n; i++) {
			struct mu_arena a;
			struct mu_doc d;

			mu_arena_init(&a, (size_t)1 << 31);
			mu_doc_init(&d, &a);
			if (!mu_read_html(in[i], 8u << 20, &d, NULL))
				return 2;
			blocks += d.block_n;
			text += d.text_n;
			mu_arena_fini(&a);
		}
		t = now_s() - t;
		best = t < best ? t : best;
	}
	printf("%zu files, %zu bytes, %zu blocks, %zu bytes of text: %.0f MB/s\n", n,
	    bytes, blocks, text, (double)bytes / best / 1e6);
	return 0;
}
