#include "cli.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static const struct option common_options[] = {
	{"lang", 'l', "ja|ja-easy|en", "language of the report (default: from the locale)"},
	{"json", 'j', NULL, "JSON Lines, one object per input"},
	{"color", 0, "auto|always|never", "colours on the terminal"},
	{"quiet", 'q', NULL, "print nothing, only the exit status"},
	{"help", 'h', NULL, "print this help"},
	{NULL, 0, NULL, NULL},
};

void
complain(const char *fmt, ...)
{
	char line[2048];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(line, sizeof line, say(fmt), ap);
	va_end(ap);
	/* Arguments and file names may hold what commands a terminal. */
	for (char *c = line; *c; c++)
		if ((unsigned char)*c < 0x20 || *c == 0x7F)
			*c = '?';
	fprintf(stderr, "mushi: %s\n", line);
}

void
common_defaults(struct common *c)
{
	const char *locale = getenv("LC_ALL");
	const char *columns = getenv("COLUMNS"), *term = getenv("TERM");
	const char *no_color = getenv("NO_COLOR"); /* counts unless empty: no-color.org */
	struct winsize size;

	if (!locale || !*locale)
		locale = getenv("LC_MESSAGES");
	if (!locale || !*locale)
		locale = getenv("LANG");
	*c = (struct common){.lang = MUSHI_JA, .columns = 80};
	if (locale && strncmp(locale, "en", 2) == 0)
		c->lang = MUSHI_EN;
	say_in(c->lang);
	c->colour = isatty(STDOUT_FILENO) && !(no_color && *no_color)
	    && !(term && strcmp(term, "dumb") == 0);
	if (columns && atoi(columns) > 0)
		c->columns = (unsigned)atoi(columns);
	else if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
		c->columns = size.ws_col;
}

/* Levenshtein distance of short words. */
static unsigned
distance(const char *a, const char *b)
{
	unsigned row[64];
	size_t n = strlen(b);

	if (n >= 63 || strlen(a) >= 63)
		return 99;
	for (size_t j = 0; j <= n; j++)
		row[j] = (unsigned)j;
	for (size_t i = 1; a[i - 1]; i++) {
		unsigned diagonal = row[0];
		row[0] = (unsigned)i;
		for (size_t j = 1; j <= n; j++) {
			unsigned best = diagonal + (a[i - 1] != b[j - 1]);
			diagonal = row[j];
			if (row[j] + 1 < best)
				best = row[j] + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			row[j] = best;
		}
	}
	return row[n];
}

const char *
nearest(const char *typed, const char *const *names)
{
	const char *best = NULL;
	unsigned least = 4;

	/* Of a short word half may be wrong, not all. */
	if (strlen(typed) < 6)
		least = (unsigned)strlen(typed) / 2 + 1;
	for (; *names; names++) {
		unsigned d = distance(typed, *names);
		if (d < least) {
			least = d;
			best = *names;
		}
	}
	return best;
}

static void
print_options(const struct option *o)
{
	for (; o->name; o++) {
		char left[64];
		if (o->letter)
			snprintf(left, sizeof left, "-%c, --%s%s%s", o->letter, o->name,
			    o->value ? " " : "", o->value ? o->value : "");
		else
			snprintf(left, sizeof left, "    --%s%s%s", o->name, o->value ? " " : "",
			    o->value ? o->value : "");
		if (strlen(left) > 30)
			printf("  %s\n  %-30s  %s\n", left, "", o->help);
		else
			printf("  %-30s  %s\n", left, o->help);
	}
}

static void
print_help(const struct command *c)
{
	printf("Usage: mushi %s [OPTION]... %s\n\n%s\n\nOptions:\n", c->name, c->arguments,
	    c->summary);
	print_options(c->options);
	print_options(common_options);
}

static const char *const lang_names[] = {"ja", "ja-easy", "en"};

const char *
lang_name(enum mushi_lang lang)
{
	return lang_names[lang];
}

bool
lang_of(const char *name, enum mushi_lang *out)
{
	for (int i = 0; i < 3; i++) {
		if (strcmp(name, lang_names[i]) == 0) {
			*out = (enum mushi_lang)i;
			return true;
		}
	}
	return false;
}

static bool
take_common(struct common *c, const struct option *o, const char *value)
{
	if (strcmp(o->name, "json") == 0) {
		c->json = true;
	} else if (strcmp(o->name, "quiet") == 0) {
		c->quiet = true;
	} else if (!value) {
		return true; /* the others have one, see read_options() */
	} else if (strcmp(o->name, "lang") == 0) {
		if (!lang_of(value, &c->lang)) {
			complain("--lang is ja, ja-easy or en, not '%s'", value);
			return false;
		}
	} else {
		if (strcmp(value, "always") == 0) {
			c->colour = true;
		} else if (strcmp(value, "never") == 0) {
			c->colour = false;
		} else if (strcmp(value, "auto") != 0) {
			complain("--color is auto, always or never, not '%s'", value);
			return false;
		}
	}
	return true;
}

static const struct option *
by_name(const struct option *o, const char *name, size_t n)
{
	for (; o->name; o++)
		if (strlen(o->name) == n && memcmp(o->name, name, n) == 0)
			return o;
	return NULL;
}

static const struct option *
by_letter(const struct option *o, char letter)
{
	for (; o->name; o++)
		if (o->letter == letter)
			return o;
	return NULL;
}

static void
unknown(const struct command *c, const char *typed)
{
	const char *names[64];
	const char *hint;
	size_t n = 0;
	char word[64];

	for (const struct option *o = c->options; o->name && n < 50; o++)
		names[n++] = o->name;
	for (const struct option *o = common_options; o->name && n < 60; o++)
		names[n++] = o->name;
	names[n] = NULL;
	snprintf(word, sizeof word, "%.*s", (int)strcspn(typed, "="), typed);
	hint = word[0] == '-' && word[1] == '-' ? nearest(word + 2, names) : NULL;
	if (hint)
		complain("unknown option '%s'; did you mean '--%s'? See mushi %s --help", word, hint,
		    c->name);
	else
		complain("unknown option '%s'; see mushi %s --help", word, c->name);
}

/* What is wrong before --lang is read is said in that language, too. */
static enum mushi_lang
asked_language(int argc, char **argv, enum mushi_lang otherwise)
{
	for (int i = 0; i < argc && argv[i] && strcmp(argv[i], "--") != 0; i++) {
		const char *value = strncmp(argv[i], "--lang=", 7) == 0 ? argv[i] + 7
		    : argv[i][0] == '-' && argv[i][1] == 'l' && argv[i][2] ? argv[i] + 2
		    : i + 1 < argc && (strcmp(argv[i], "--lang") == 0 || strcmp(argv[i], "-l") == 0)
		    ? argv[i + 1] : NULL;
		if (value)
			(void)lang_of(value, &otherwise);
	}
	return otherwise;
}

int
read_options(const struct command *c, struct common *common, void *self, int argc, char **argv)
{
	int operands = 0;
	bool ended = false;

	say_in(asked_language(argc, argv, common->lang));

	for (int i = 0; i < argc; i++) {
		char *a = argv[i];
		const struct option *o = NULL;
		const char *value = NULL;
		bool shared = false;

		if (ended || a[0] != '-' || a[1] == '\0') {
			argv[operands++] = a;
			continue;
		}
		if (strcmp(a, "--") == 0) {
			ended = true;
			continue;
		}
		if (a[1] == '-') {
			size_t n = strcspn(a + 2, "=");
			o = by_name(c->options, a + 2, n);
			if (!o) {
				o = by_name(common_options, a + 2, n);
				shared = true;
			}
			if (a[2 + n] == '=')
				value = a + 2 + n + 1;
		} else {
			o = by_letter(c->options, a[1]);
			if (!o) {
				o = by_letter(common_options, a[1]);
				shared = true;
			}
			if (o && a[2] && o->value)
				value = a + 2;
			else if (o && a[2])
				o = NULL; /* -jq: letters are not joined */
		}
		if (!o) {
			unknown(c, a);
			return -1;
		}
		if (o->value && !value) {
			if (i + 1 >= argc) {
				complain("option '--%s' needs a value: %s", o->name, o->value);
				return -1;
			}
			value = argv[++i];
		} else if (!o->value && value) {
			complain("option '--%s' takes no value", o->name);
			return -1;
		}
		if (shared && strcmp(o->name, "help") == 0) {
			print_help(c);
			return -2;
		}
		if (shared ? !take_common(common, o, value) : !c->take(self, o, value))
			return -1;
	}
	return operands;
}

bool
output_ok(void)
{
	bool flushed = fflush(stdout) == 0;

	if (flushed && !ferror(stdout))
		return true;
	/* When an earlier write failed, errno speaks of something later. */
	if (flushed)
		complain("the output could not be written");
	else
		complain("the output could not be written: %s", say_errno(errno));
	return false;
}
