#include "cli.h"

#include <stdlib.h>

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
	"contacts", "[PLACE]",
	"Whom to ask. With PLACE, a prefecture or large city in kanji, kana or Latin letters, what is there.",
	options, take,
};

int
run_contacts(int argc, char **argv)
{
	struct common common;
	struct mushi_pack *pack;
	struct mushi_err err;
	char *text, near[64];
	int n;

	common_defaults(&common);
	n = read_options(&command, &common, NULL, argc, argv);
	if (n < 0)
		return n == -2 ? EXIT_NOTHING : EXIT_TROUBLE;
	if (n > 1) {
		complain("mushi contacts takes one place; see mushi contacts --help");
		return EXIT_TROUBLE;
	}
	pack = mushi_pack_load(NULL, 0, &err);
	if (!pack) {
		complain("%s", err.code == MUSHI_ENOMEM ? say("out of memory") : err.msg);
		return EXIT_TROUBLE;
	}
	text = mushi_contacts(pack, n ? argv[0] : NULL, common.lang, common.json, common.columns,
	    common.colour);
	if (!text && n && mushi_place_near(pack, argv[0], common.lang, near))
		complain("no place is called '%s'; did you mean '%s'? The consumer hotline 188 works"
		    " everywhere", argv[0], near);
	else if (!text)
		complain("no place is called '%s'; say a prefecture like 東京, とうきょう or Tokyo. The"
		    " consumer hotline 188 works everywhere", n ? argv[0] : "");
	mushi_pack_free(pack);
	if (!text)
		return EXIT_TROUBLE;
	if (!common.quiet) {
		fputs(text, stdout);
		if (common.json)
			putchar('\n');
	}
	free(text);
	return output_ok() ? EXIT_NOTHING : EXIT_TROUBLE;
}
