/*
 * How fast a page is judged, stage by stage: bench_examine FILE... (or names on standard input)
 * reads all files into memory, judges each ROUNDS times and prints MB/s of input for reading
 * alone, each further stage, and the whole including its allocation.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "read/read.h"
#include "report/report.h"

enum { STAGES = 6 };

static const char *const names[STAGES] = {"read", "fold", "match", "signs", "indicators", "judge"};

struct input {
	char *name;
	char *data;
	size_t size;
};

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static bool
load(const char *name, struct input *in)
{
	FILE *f = fopen(name, "rb");
	long size;

	if (!f)
		return false;
	fseek(f, 0, SEEK_END);
	size = ftell(f);
	rewind(f);
	in->name = malloc(strlen(name) + 1);
	in->data = size >= 0 ? malloc((size_t)size + 1) : NULL;
	if (!in->name || !in->data) {
		fclose(f);
		return false;
	}
	strcpy(in->name, name);
	in->size = fread(in->data, 1, (size_t)size, f);
	fclose(f);
	return true;
}

static void
judge(const struct mushi_pack *pack, const struct input *f, double spent[STAGES],
    unsigned long verdicts[5])
{
	struct mushi_input in = {.data = f->data, .size = f->size};
	struct mushi_report r = {.pack = pack};
	double t[STAGES + 1];
	bool ok;

	mu_arena_init(&r.arena, SIZE_MAX);
	mu_doc_init(&r.doc, &r.arena);
	t[0] = now();
	ok = mu_read(&in, &r.doc, &r.reader, NULL);
	t[1] = now();
	ok = ok && mu_norm(&r.doc, &r.arena, &r.text, NULL);
	t[2] = now();
	ok = ok && mu_match(pack, &r.text, &r.arena, &r.matches);
	t[3] = now();
	ok = ok && mu_find_signs(pack, &r.doc, &r.text, &r.matches, &r.arena, &r.signs, NULL);
	t[4] = now();
	ok = ok && mu_find_indicators(&r.doc, MU_STR(""), &r.arena, &r.indicators, NULL);
	t[5] = now();
	ok = ok && mu_judge(pack, &r.doc, &r.text, &r.matches, &r.signs, &r.indicators, &r.arena,
	    &r.verdict, NULL);
	t[6] = now();
	if (ok) {
		verdicts[r.verdict.verdict]++;
		if (r.verdict.verdict >= MUSHI_COURT && getenv("SHOW"))
			printf("%s %s %.3f\n", mushi_verdict_name(r.verdict.verdict), f->name,
			    r.verdict.probability);
		for (int i = 0; i < STAGES; i++)
			spent[i] += t[i + 1] - t[i];
	}
	mu_arena_fini(&r.arena);
}

int
main(int argc, char **argv)
{
	struct mushi_err err;
	struct mushi_pack *pack;
	struct input *files = NULL;
	size_t n = 0, cap = 0;
	double bytes = 0, best[STAGES], best_all = 1e9, start = now();
	unsigned long verdicts[5] = {0};
	char line[4096];
	int rounds = getenv("ROUNDS") ? atoi(getenv("ROUNDS")) : 3;

	pack = mushi_pack_load(NULL, 0, &err);
	if (!pack) {
		fprintf(stderr, "%s\n", err.msg);
		return 2;
	}
	printf("rule pack ready in %.2f ms\n", (now() - start) * 1e3);
	for (int i = 1; argc > 1 ? i < argc : fgets(line, sizeof line, stdin) != NULL; i++) {
		line[strcspn(line, "\n")] = '\0';
		if (n == cap)
			files = realloc(files, (cap = cap ? cap * 2 : 256) * sizeof *files);
		if (files && load(argc > 1 ? argv[i] : line, &files[n]))
			bytes += (double)files[n++].size;
	}
	for (int r = 0; r < rounds; r++) {
		double spent[STAGES] = {0}, from = now(), all;
		memset(verdicts, 0, sizeof verdicts);
		for (size_t i = 0; i < n; i++)
			judge(pack, &files[i], spent, verdicts);
		all = now() - from;
		if (all < best_all) {
			best_all = all;
			memcpy(best, spent, sizeof best);
		}
	}
	printf("%zu files, %.1f MB\n", n, bytes / 1e6);
	for (int i = 0; i < STAGES; i++)
		printf("%-12s %8.0f MB/s\n", names[i], bytes / 1e6 / best[i]);
	printf("%-12s %8.0f MB/s\n", "whole", bytes / 1e6 / best_all);
	printf("verdicts: none %lu, about %lu, court %lu, suspicious %lu, fraud %lu\n", verdicts[0],
	    verdicts[1], verdicts[2], verdicts[3], verdicts[4]);
	return 0;
}
