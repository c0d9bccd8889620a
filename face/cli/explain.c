#include "cli.h"

#include <stdlib.h>

static const struct option options[] = {
	{"sources", 0, NULL, "every record (or the IDs) with its source and when checked"},
	{NULL, 0, NULL, NULL},
};

static bool
take(void *self, const struct option *o, const char *value)
{
	(void)o;
	(void)value;
	*(bool *)self = true;
	return true;
}

static const struct command command = {
	"explain", "[ID]...",
	"What a sign or claim means, and the truth that disarms it; or what a record of the law says.\n"
	"Without ID: the list of signs.",
	options, take,
};

int
run_explain(int argc, char **argv)
{
	struct common common;
	struct mushi_pack *pack;
	struct mushi_err err;
	struct mushi_sign_info s;
	int n, status = EXIT_NOTHING;
	bool sources = false;

	common_defaults(&common);
	n = read_options(&command, &common, &sources, argc, argv);
	if (n < 0)
		return n == -2 ? EXIT_NOTHING : EXIT_TROUBLE;
	for (int i = 0; sources && i < n; i++) {
		if (!print_sources(argv[i])) {
			complain("no record with a source is called '%s'; see mushi explain"
			    " --sources", argv[i]);
			status = EXIT_TROUBLE;
		}
	}
	if (sources) {
		if (n == 0)
			print_sources(NULL);
		return output_ok() ? status : EXIT_TROUBLE;
	}
	pack = mushi_pack_load(NULL, 0, &err);
	if (!pack) {
		complain("%s", err.code == MUSHI_ENOMEM ? say("out of memory") : err.msg);
		return EXIT_TROUBLE;
	}
	for (size_t i = 0; n == 0 && mushi_pack_sign(pack, i, common.lang, &s); i++)
		printf("%-32s %s\n", s.id, s.title);
	for (int i = 0; i < n; i++) {
		char *text = mushi_explain(pack, argv[i], common.lang);
		if (text) {
			if (i)
				putchar('\n');
			fputs(text, stdout);
		} else if (!print_law(argv[i], common.lang)) {
			const char *names[1024];
			size_t k = 0;
			static struct mushi_sign_info all[1000];
			while (k < 1000 && mushi_pack_sign(pack, k, common.lang, &all[k])) {
				names[k] = all[k].id;
				k++;
			}
			names[k] = NULL;
			const char *hint = nearest(argv[i], names);
			if (hint)
				complain("no sign is called '%s'; did you mean '%s'?", argv[i], hint);
			else
				complain("no sign is called '%s'; see mushi explain", argv[i]);
			status = EXIT_TROUBLE;
		}
		free(text);
	}
	mushi_pack_free(pack);
	return output_ok() ? status : EXIT_TROUBLE;
}
