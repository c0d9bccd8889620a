/*
 * One file, judged ROUNDS times: prints the best processor time in seconds, the peak memory of
 * the process in bytes beyond the file itself, the verdict, and what was cut.
 *
 * usage: bench_one FILE [ROUNDS [CHARSET]]
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "report/report.h"

static double
now_s(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

/* Peak memory, from the system's page about this process: rusage begins with its parent's. */
static long
peak_kb(void)
{
	FILE *f = fopen("/proc/self/status", "r");
	char line[256];
	long kb = 0;

	while (f && fgets(line, sizeof line, f))
		sscanf(line, "VmHWM: %ld", &kb);
	if (f)
		fclose(f);
	return kb;
}

int
main(int argc, char **argv)
{
	struct mushi_input in = {.reader = MUSHI_READ_HTML, .charset = argc > 3 ? argv[3] : NULL};
	struct mushi_err err = {MUSHI_OK, 0, ""};
	struct mushi_pack *pack = mushi_pack_load(NULL, 0, &err);
	int rounds = argc > 2 ? atoi(argv[2]) : 1;
	FILE *f = argc > 1 ? fopen(argv[1], "rb") : NULL;
	double best = 1e9;
	char said[200] = "";
	long size, before;
	char *data;

	if (!f || !pack || fseek(f, 0, SEEK_END) || (size = ftell(f)) < 0 || fseek(f, 0, SEEK_SET))
		return 2;
	data = malloc((size_t)size + 1);
	if (!data || fread(data, 1, (size_t)size, f) != (size_t)size)
		return 2;
	fclose(f);
	in.data = data;
	in.size = (size_t)size;
	before = peak_kb();
	for (int i = 0; i < rounds; i++) {
		double t = now_s();
		struct mushi_report *r = mushi_examine(pack, &in, &err);
		t = now_s() - t;
		best = t < best ? t : best;
		if (!r)
			snprintf(said, sizeof said, "refused %s", err.msg);
		else
			snprintf(said, sizeof said, "%s %s%s%s%s",
			    mushi_verdict_name(mushi_report_verdict(r)),
			    r->doc.notes ? "reading " : "", r->matches.cut ? "phrases " : "",
			    r->signs.cut ? "signs " : "", r->indicators.cut ? "facts " : "");
		mushi_report_free(r);
	}
	printf("%.6f %ld %s\n", best, (peak_kb() - before) * 1024, said);
	free(data);
	mushi_pack_free(pack);
	return 0;
}
