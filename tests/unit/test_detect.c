/*
 * The detector on short samples without any declaration: arguments are files made by
 * charset_oracle.py from charset_tuned.tsv and charset_heldout.tsv. The first must all be
 * right; of the second, which nobody looks at while tuning, at least HELD_OUT_PERCENT.
 */
#include "check.h"

#include "read/charset.h"

enum { HELD_OUT_PERCENT = 95 };

static void
run(const char *path, unsigned percent)
{
	static char line[8192], hex[4096], raw[2048];
	char name[32], reader[16];
	unsigned right = 0, all = 0;
	FILE *f = fopen(path, "r");

	CHECK(f, "cannot open %s", path);
	if (!f)
		return;
	while (fgets(line, sizeof(line), f)) {
		enum mu_charset got, want;
		size_t n = 0;
		unsigned b;

		if (sscanf(line, "%31s %15s %4095s", name, reader, hex) != 3) {
			CHECK(0, "odd row: %s", line);
			continue;
		}
		for (const char *h = hex; sscanf(h, "%2x", &b) == 1; h += 2)
			raw[n++] = (char)b;
		want = mu_charset_by_label(mu_str_of(name));
		got = mu_charset_guess((struct mu_str){raw, n}, !strcmp(reader, "html"));
		all++;
		right += got == want;
		if (percent == 100)
			CHECK(got == want, "%s, not %s", mu_charset_name(got), line);
		else if (got != want)
			fprintf(stderr, "miss: %s, not %s", mu_charset_name(got), line);
	}
	fclose(f);
	printf("%s: %u of %u right\n", path, right, all);
	CHECK(all >= 120 && right * 100 >= all * percent, "%u of %u right", right, all);
}

int
main(int argc, char **argv)
{
	if (argc == 3) {
		run(argv[1], 100);
		run(argv[2], HELD_OUT_PERCENT);
	}
	CHECK(argc == 3, "usage: test_detect TUNED HELDOUT");
	CHECK_DONE();
}
