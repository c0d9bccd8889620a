#include "cli.h"

#include <stdlib.h>
#include <string.h>

enum { SITUATIONS = 64 };

struct ask {
	const char *received, *now;
	char day[DAY_MOST];
};

static const struct option options[] = {
	{"received", 0, "DATE", "the day a court paper was received: reckons the two weeks"},
	{"now", 0, "ISO-8601", "the time the day is held against (default: the clock)"},
	{NULL, 0, NULL, NULL},
};

static bool
take(void *self, const struct option *o, const char *value)
{
	struct ask *ask = self;

	if (strcmp(o->name, "received") == 0) {
		ask->received = ask->day;
		return day_received(value, ask->day);
	}
	ask->now = value;
	return time_now(value);
}

static const struct command command = {
	"advise", "[SITUATION]...",
	"What to do now, for what has already happened: the situations of mushi(1). Without one, asks\n"
	"step by step (b: back, q: stop and show what is known so far); with --json and without one,\n"
	"says what holds in every case.",
	options, take,
};

/* PAID_BANK as paid-bank. */
static void
fold(const char *typed, char *out, size_t size)
{
	size_t n = 0;

	for (; typed[n] && n + 1 < size; n++) {
		char c = typed[n];
		out[n] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c == '_' || c == ' ' ? '-' : c);
	}
	out[n] = '\0';
}

static bool
print_matching(const struct mushi_situation_info *all, size_t n, const char *typed,
    const char *folded)
{
	bool any = false;

	for (size_t i = 0; i < n && *typed; i++) {
		if (!strstr(all[i].id, folded) && !strstr(all[i].title, typed))
			continue;
		if (!any)
			complain("unknown situation '%s'; did you mean one of these?", typed);
		any = true;
		fprintf(stderr, "  %-28s %s\n", all[i].id, all[i].title);
	}
	return any;
}

const char *
situation_or_hint(const struct mushi_pack *pack, const char *typed, enum mushi_lang lang)
{
	static struct mushi_situation_info all[SITUATIONS];
	const char *names[SITUATIONS + 1], *hint;
	char folded[64];
	size_t n = 0;

	if (mushi_situation_known(pack, typed))
		return typed;
	fold(typed, folded, sizeof folded);
	while (n < SITUATIONS && mushi_situation(pack, n, lang, &all[n])) {
		names[n] = all[n].id;
		if (strcmp(folded, all[n].id) == 0)
			return all[n].id;
		n++;
	}
	names[n] = NULL;
	if (print_matching(all, n, typed, folded))
		return NULL;
	hint = nearest(folded, names);
	if (hint) {
		complain("unknown situation '%s'; did you mean '%s'?", typed, hint);
		return NULL;
	}
	complain("unknown situation '%s'; there are:", typed);
	for (size_t i = 0; i < n; i++)
		fprintf(stderr, "  %-28s %s\n", all[i].id, all[i].title);
	return NULL;
}

/* Is one of them a paper from whose receipt two weeks run? If not, *paper is one that would be. */
static bool
reckons(const struct mushi_pack *pack, const char *const *situations, size_t n,
    struct mushi_situation_info *paper)
{
	struct mushi_situation_info info;

	for (size_t i = 0; mushi_situation(pack, i, MUSHI_JA, &info); i++) {
		if (!info.reckons)
			continue;
		*paper = info;
		for (size_t k = 0; k < n; k++)
			if (strcmp(situations[k], info.id) == 0)
				return true;
	}
	return false;
}

/* Whoever has a court's paper is asked when it came; who does not know goes on. */
static void
ask_day(const struct common *common, struct ask *ask)
{
	static const char *const words[] = {
	    "その紙を受け取った日はいつですか（例：2026-11-10、令和8年11月10日）。分からなければ、そのまま Enter。",
	    "その 紙は いつ もらいましたか（例：2026-11-10）。わからない ときは Enter。",
	    "On which day did you receive the paper (like 2026-11-10)? If you do not know, just press Enter.",
	};
	char line[128];

	(void)print_wrapped("", 0, words[common->lang], common->columns);
	fflush(stdout);
	while (fgets(line, sizeof line, stdin)) {
		line[strcspn(line, "\r\n")] = '\0';
		if (!line[0] || line[0] == 'q')
			break;
		if (day_received(line, ask->day) && could_be_received(ask->day, ask->now)) {
			ask->received = ask->day;
			break;
		}
		(void)print_wrapped("", 0, words[common->lang], common->columns);
		fflush(stdout);
	}
	putchar('\n');
}

static int
print_advice(const struct mushi_pack *pack, const struct common *common, const struct ask *ask,
    const char *const *situations, size_t n)
{
	struct mushi_situation_info paper = {.id = ""};
	char *text = mushi_advise_received(pack, situations, n, ask->received, ask->now,
	    common->lang, common->json, common->columns, common->colour);

	if (ask->received && !reckons(pack, situations, n, &paper))
		complain("--received reckons nothing without the situation %s", paper.id);
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
	struct ask ask = {.received = NULL};
	struct mushi_pack *pack;
	struct mushi_err err;
	const char *situations[SITUATIONS];
	size_t given = 0;
	char now[CLOCK_MOST];
	int n, status = EXIT_NOTHING;

	common_defaults(&common);
	n = read_options(&command, &common, &ask, argc, argv);
	if (n < 0)
		return n == -2 ? EXIT_NOTHING : EXIT_TROUBLE;
	if (!ask.now && clock_now(now))
		ask.now = now;
	if (ask.received && !could_be_received(ask.received, ask.now))
		return EXIT_TROUBLE;
	pack = mushi_pack_load(NULL, 0, &err);
	if (!pack) {
		complain("%s", err.code == MUSHI_ENOMEM ? say("out of memory") : err.msg);
		return EXIT_TROUBLE;
	}
	for (int i = 0; i < n; i++) {
		const char *id = situation_or_hint(pack, argv[i], common.lang);
		if (!id)
			status = EXIT_TROUBLE;
		else if (given < SITUATIONS)
			situations[given++] = id;
	}
	if (status == EXIT_NOTHING && n == 0 && !common.json && !common.quiet) {
		struct guide_result found;
		struct mushi_situation_info paper;
		run_guide(pack, &common, &found);
		if (!ask.received && !found.stopped && reckons(pack, found.ids, found.n, &paper))
			ask_day(&common, &ask);
		status = print_advice(pack, &common, &ask, found.ids, found.n);
	} else if (status == EXIT_NOTHING) {
		status = print_advice(pack, &common, &ask, situations, given);
	}
	mushi_pack_free(pack);
	return output_ok() ? status : EXIT_TROUBLE;
}
