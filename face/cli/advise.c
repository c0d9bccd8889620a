#include "cli.h"

#include <stdlib.h>
#include <unistd.h>

enum { SITUATIONS = 64 };

static const struct option options[] = {{NULL, 0, NULL, NULL}};

static bool
take(void *self, const struct option *o, const char *value)
{
	(void)self;
	(void)o;
	(void)value;
	return false;
}

static const struct command command = {
	"advise", "[SITUATION]...",
	"What to do now, for what has already happened: the situations of mushi(1). Without one, asks\n"
	"step by step (b: back, q: stop and show what is known so far); with --json and without one,\n"
	"says what holds in every case.",
	options, take,
};

bool
situation_or_hint(const struct mushi_pack *pack, const char *typed, enum mushi_lang lang)
{
	static struct mushi_situation_info all[SITUATIONS];
	const char *names[SITUATIONS + 1], *hint;
	size_t n = 0;

	if (mushi_situation_known(pack, typed))
		return true;
	while (n < SITUATIONS && mushi_situation(pack, n, lang, &all[n])) {
		names[n] = all[n].id;
		n++;
	}
	names[n] = NULL;
	hint = nearest(typed, names);
	if (hint) {
		complain("unknown situation '%s'; did you mean '%s'?", typed, hint);
		return false;
	}
	complain("unknown situation '%s'; there are:", typed);
	for (size_t i = 0; i < n; i++)
		fprintf(stderr, "  %-28s %s\n", all[i].id, all[i].title);
	return false;
}

static int
print_advice(const struct mushi_pack *pack, const struct common *common,
    const char *const *situations, size_t n)
{
	char *text = mushi_advise(pack, situations, n, common->lang, common->json,
	    common->columns, common->colour);

	if (!text) {
		complain("out of memory");
		return EXIT_TROUBLE;
	}
	if (!common->quiet) {
		fputs(text, stdout);
		if (common->json)
			putchar('\n');
	}
	free(text);
	return EXIT_NOTHING;
}

int
run_advise(int argc, char **argv)
{
	struct common common;
	struct mushi_pack *pack;
	struct mushi_err err;
	int n, status = EXIT_NOTHING;

	common_defaults(&common);
	n = read_options(&command, &common, NULL, argc, argv);
	if (n < 0)
		return n == -2 ? EXIT_NOTHING : EXIT_TROUBLE;
	pack = mushi_pack_load(NULL, 0, &err);
	if (!pack) {
		complain("%s", err.msg);
		return EXIT_TROUBLE;
	}
	for (int i = 0; i < n; i++)
		if (!situation_or_hint(pack, argv[i], common.lang))
			status = EXIT_TROUBLE;
	if (status == EXIT_NOTHING && n == 0 && !common.json && !common.quiet) {
		struct guide_result found;
		run_guide(pack, &common, &found);
		status = print_advice(pack, &common, found.ids, found.n);
	} else if (status == EXIT_NOTHING) {
		status = print_advice(pack, &common, (const char *const *)argv, (size_t)n);
	}
	mushi_pack_free(pack);
	return output_ok() ? status : EXIT_TROUBLE;
}
