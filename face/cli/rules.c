#include "cli.h"

#include <stdlib.h>
#include <string.h>

struct rules {
	bool stale;
	const char *now;
};

static const struct option options[] = {
	{"stale", 0, NULL, "with check: list what was last checked more than MONTHS (6) ago"},
	{"now", 0, "DATE", "the day to reckon from (default: the clock)"},
	{NULL, 0, NULL, NULL},
};

static bool
take(void *self, const struct option *o, const char *value)
{
	struct rules *r = self;

	if (strcmp(o->name, "now") == 0)
		r->now = value;
	else
		r->stale = true;
	return true;
}

static const struct command command = {
	"rules", "[check [FILE]... | check --stale [MONTHS] | list | show ID]",
	"The rule packs. 'check' reads the records built in (or the FILEs, all of which make one\n"
	"pack), runs their hit: and miss: lines and names file and line of what is wrong; 'list'\n"
	"lists the signs; 'show' prints one.",
	options, take,
};

static void
print_failure(void *self, const char *file, size_t line, const char *sign, const char *what,
    const char *text)
{
	(void)self;
	if (strcmp(what, "hit") == 0)
		fprintf(stderr, "%s:%zu: sign '%s' should be found here and is not: %s\n", file,
		    line, sign, text);
	else
		fprintf(stderr, "%s:%zu: sign '%s' is found here and should not be: %s\n", file,
		    line, sign, text);
}

/* Name of a record file inside a pack: what follows the last "data/". */
static const char *
short_name(const char *path)
{
	const char *at = path, *found = path;

	while ((at = strstr(at, "data/"))) {
		at += 5;
		found = at;
	}
	return found;
}

static struct mushi_pack *
load_files(int n, char **names, struct bytes *bytes, struct mushi_err *err)
{
	struct mushi_file *files = calloc((size_t)n, sizeof *files);
	struct mushi_pack *pack = NULL;
	const char *code;
	char why[512];
	int i;

	if (!files)
		return NULL;
	for (i = 0; i < n; i++) {
		if (!load_input(names[i], (size_t)16 << 20, &bytes[i], &code, why, sizeof why)) {
			snprintf(err->msg, sizeof err->msg, "%.200s", why);
			break;
		}
		files[i] = (struct mushi_file){short_name(names[i]), (char *)bytes[i].p, bytes[i].n};
	}
	if (i == n)
		pack = mushi_pack_load(files, (size_t)n, err);
	free(files);
	return pack;
}

static int
check_rules(int n, char **names)
{
	struct mushi_err err = {.msg = "out of memory"};
	struct bytes *bytes = calloc((size_t)n + 1, sizeof *bytes);
	struct mushi_pack *pack;
	size_t failed = 0, tried = 0;
	int status = EXIT_NOTHING;

	if (!bytes)
		return EXIT_TROUBLE;
	pack = n ? load_files(n, names, bytes, &err) : mushi_pack_load(NULL, 0, &err);
	if (pack) {
		tried = mushi_pack_selftest(pack, print_failure, NULL, &failed);
		printf("%zu lines tried, %zu failed\n", tried, failed);
		if (failed)
			status = EXIT_TROUBLE;
	} else {
		if (err.code == MUSHI_EPACK)
			fprintf(stderr, "%s\n", err.msg); /* file:line: what is wrong */
		else
			complain("%s", err.msg);
		status = EXIT_TROUBLE;
	}
	mushi_pack_free(pack);
	for (int i = 0; i < n; i++)
		free(bytes[i].p);
	free(bytes);
	return status;
}

static int
list_rules(const struct mushi_pack *pack, const struct common *common)
{
	struct mushi_sign_info s;

	for (size_t i = 0; mushi_pack_sign(pack, i, common->lang, &s); i++)
		printf("%-32s %-12s %-14s %3zu  %s\n", s.id, s.beat, s.weight, s.phrases, s.title);
	return EXIT_NOTHING;
}

/* The record as it stands in its file. */
static int
show_rule(const struct mushi_pack *pack, const struct common *common, const char *id)
{
	struct mushi_sign_info s;

	for (size_t i = 0; mushi_pack_sign(pack, i, common->lang, &s); i++) {
		size_t n, line = 1;
		const struct mushi_file *files = mushi_pack_builtin(&n);
		if (strcmp(s.id, id) != 0)
			continue;
		for (size_t k = 0; k < n; k++) {
			const char *p = files[k].data, *end = p + files[k].size;
			if (strcmp(files[k].name, s.file) != 0)
				continue;
			for (; p < end && line < s.line; p++)
				line += *p == '\n';
			printf("# %s:%zu\n", s.file, s.line);
			while (p < end && !(p[0] == '\n' && (p + 1 == end || p[1] == '\n')))
				putchar(*p++);
			putchar('\n');
		}
		return EXIT_NOTHING;
	}
	complain("no sign is called '%s'; see mushi rules list", id);
	return EXIT_TROUBLE;
}

int
run_rules(int argc, char **argv)
{
	struct common common;
	struct mushi_pack *pack;
	struct mushi_err err;
	struct rules r = {0};
	int n, status;

	common_defaults(&common);
	n = read_options(&command, &common, &r, argc, argv);
	if (n < 0)
		return n == -2 ? EXIT_NOTHING : EXIT_TROUBLE;
	if (r.stale) {
		char *end = "";
		long months = n > 1 ? strtol(argv[1], &end, 10) : 6;
		if (n > 2 || (n > 0 && strcmp(argv[0], "check") != 0) || *end
		    || months < 1 || months > 1200) {
			complain("mushi rules check --stale takes a number of months");
			return EXIT_TROUBLE;
		}
		status = print_stale(r.now, months);
		return output_ok() ? status : EXIT_TROUBLE;
	}
	if (n == 0 || strcmp(argv[0], "check") == 0) {
		status = check_rules(n > 1 ? n - 1 : 0, argv + 1);
		return output_ok() ? status : EXIT_TROUBLE;
	}
	pack = mushi_pack_load(NULL, 0, &err);
	if (!pack) {
		complain("%s", err.code == MUSHI_ENOMEM ? say("out of memory") : err.msg);
		return EXIT_TROUBLE;
	}
	if (strcmp(argv[0], "list") == 0 && n == 1) {
		status = list_rules(pack, &common);
	} else if (strcmp(argv[0], "show") == 0 && n == 2) {
		status = show_rule(pack, &common, argv[1]);
	} else {
		complain("mushi rules takes 'check', 'list' or 'show ID'; see mushi rules --help");
		status = EXIT_TROUBLE;
	}
	mushi_pack_free(pack);
	return output_ok() ? status : EXIT_TROUBLE;
}
