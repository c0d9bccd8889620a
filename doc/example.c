/*
 * The library in forty lines: say what a file is.
 *
 *   cc example.c $(pkg-config --cflags --libs mushi) -o example && ./example page.html
 */
#include <mushi/mushi.h>

#include <stdio.h>
#include <stdlib.h>

int
main(int argc, char **argv)
{
	static char page[1 << 20];
	struct mushi_err err = {0};
	struct mushi_pack *pack = mushi_pack_load(NULL, 0, &err); /* the built-in rules */
	FILE *f = argc == 2 ? fopen(argv[1], "rb") : NULL;
	struct mushi_report *report = NULL;
	int status = EXIT_FAILURE;

	if (!pack || !f) {
		fprintf(stderr, "example: %s\n", pack ? "name one file" : err.msg);
		goto out;
	}
	struct mushi_input in = {.name = argv[1], .data = page,
	    .size = fread(page, 1, sizeof page, f), .lang = MUSHI_EN};
	report = mushi_examine(pack, &in, &err);
	if (!report) {
		fprintf(stderr, "example: %s\n", err.msg);
		goto out;
	}
	printf("%s\n%s\n", mushi_verdict_name(mushi_report_verdict(report)),
	    mushi_report_text(report, 80, false, NULL));
	status = EXIT_SUCCESS;
out:
	mushi_report_free(report);
	mushi_pack_free(pack);
	if (f)
		fclose(f);
	return status;
}
