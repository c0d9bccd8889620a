/* The mushi command. Wording and judgement are the library's; here are files and options. */
#include "cli.h"

#include <signal.h>
#include <string.h>

static const struct {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *summary;
} commands[] = {
	{"check", run_check, "judge pages and messages"},
	{"advise", run_advise, "what to do now"},
	{"contacts", run_contacts, "whom to ask"},
	{"explain", run_explain, "what a sign means, and the truth that disarms it"},
	{"serve", run_serve, "the local web page and the HTTP interface"},
	{"rules", run_rules, "the rule packs: check, list, show"},
};

enum { COMMANDS = sizeof commands / sizeof *commands };

static void
help(FILE *to)
{
	fputs("Usage: mushi COMMAND [OPTION]... [ARGUMENT]...\n\n"
	    "Mushi reads what frightens you (a page, a message), says what it is, takes each claim\n"
	    "apart and tells you what to do. Nothing you show it leaves this machine.\n\n"
	    "Commands:\n", to);
	for (int i = 0; i < COMMANDS; i++)
		fprintf(to, "  %-10s %s\n", commands[i].name, commands[i].summary);
	fputs("\nmushi COMMAND --help tells more; so does the manual page mushi(1).\n", to);
}

int
main(int argc, char **argv)
{
	const char *names[COMMANDS + 1] = {0};
	struct common common;
	const char *hint;

	/* A closed pipe is an error of writing, told in words, not a silent death. */
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN); /* the same of a file that may not grow */
	common_defaults(&common); /* errors are said in the language of the locale */
	if (argc < 2) {
		help(stderr);
		return EXIT_TROUBLE;
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0
	    || strcmp(argv[1], "help") == 0) {
		help(stdout);
		return output_ok() ? EXIT_NOTHING : EXIT_TROUBLE;
	}
	if (strcmp(argv[1], "--version") == 0) {
		printf("mushi %s\n", mushi_version());
		return output_ok() ? EXIT_NOTHING : EXIT_TROUBLE;
	}
	for (int i = 0; i < COMMANDS; i++) {
		if (strcmp(argv[1], commands[i].name) == 0)
			return commands[i].run(argc - 2, argv + 2);
		names[i] = commands[i].name;
	}
	hint = nearest(argv[1], names);
	if (hint)
		complain("unknown command '%s'; did you mean '%s'?", argv[1], hint);
	else
		complain("unknown command '%s'; see mushi --help", argv[1]);
	return EXIT_TROUBLE;
}
