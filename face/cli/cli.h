/* Shared by the files of the mushi command. */
#ifndef FACE_CLI_CLI_H
#define FACE_CLI_CLI_H

#include <stdio.h>

#include "mushi/mushi.h"

enum { EXIT_NOTHING = 0, EXIT_FOUND = 1, EXIT_TROUBLE = 2 };

struct common {
	enum mushi_lang lang;
	bool json, quiet, colour;
	unsigned columns;
};

/*
 * One option of a command. `value` NULL: a switch. Handled by the command's own function, which
 * returns false after it has printed what is wrong.
 */
struct option {
	const char *name;  /* long, without "--" */
	char letter;       /* short, 0: none */
	const char *value; /* what the value is called in the help, or NULL */
	const char *help;
};

struct command {
	const char *name, *arguments, *summary;
	const struct option *options; /* ends with name NULL; the common ones are added */
	bool (*take)(void *self, const struct option *o, const char *value);
};

/*
 * Reads the options of argv[0..argc); operands are moved to the front. Returns how many operands,
 * or -1 after a message (the exit status is then EXIT_TROUBLE), or -2 when --help was printed.
 */
int read_options(const struct command *c, struct common *common, void *self, int argc, char **argv);

void common_defaults(struct common *c);

/* "ja", "ja-easy", "en". */
const char *lang_name(enum mushi_lang lang);
bool lang_of(const char *name, enum mushi_lang *out);

/* say.c: the sentence of say.def in the language set, or as it is; for an errno. */
void say_in(enum mushi_lang lang);
const char *say(const char *english) __attribute__((format_arg(1)));
const char *say_errno(int error);

/* "mushi: " and the sentence of say.def on standard error. */
void complain(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* The nearest of the names (a NULL-ended list) to what was typed, or NULL. */
const char *nearest(const char *typed, const char *const *names);

/* Bytes of an input: a file, "-", or an http(s) URL. */
struct bytes {
	unsigned char *p;
	size_t n;
	char charset[64]; /* of a Content-Type, or empty */
};

/* On failure returns false with a short word in *code and a sentence in why. */
bool load_input(const char *name, size_t limit, struct bytes *out, const char **code, char *why,
    size_t why_size);
bool fetch_url(const char *url, size_t limit, struct bytes *out, const char **code, char *why,
    size_t why_size);

/* Flush and look whether all output was written; complains and returns false if not. */
bool output_ok(void);

/* terminal.c: single keys. keys_open() is false where there is no terminal for them. */
enum { KEY_END = -1, KEY_UP = 256, KEY_DOWN };
bool keys_open(void);
void keys_close(void);
int key_read(void); /* a byte, or one of KEY_...; 0: a key without meaning */

/* wrap.c: columns of the screen, or `otherwise` where there is none. */
unsigned screen_columns(unsigned otherwise);
/* Prints head and text in lines shorter than that; further lines begin at `hang`. How many lines. */
size_t print_wrapped(const char *head, size_t hang, const char *text, unsigned columns);

/* guide.c: what the answers set. */
enum { GUIDE_MOST = 48 };
struct guide_result {
	char store[GUIDE_MOST][64];
	const char *ids[GUIDE_MOST];
	size_t n;
	bool stopped; /* before the last question */
};
void run_guide(const struct mushi_pack *pack, const struct common *common,
    struct guide_result *out);

/* day.c. month_days() is 0 when there is no such month. */
enum { CLOCK_MOST = 32 };
int month_days(int year, int month);
/* YYYY-MM-DD, perhaps with Thh:mm, :ss and Z or an offset, of a day that there is? */
bool is_time(const char *s);
/* The same for the value of --now; complains. */
bool time_now(const char *value);
/* The time by the clock of the system, ISO 8601 with its zone. */
bool clock_now(char out[CLOCK_MOST]);
/*
 * Each complains and is false when the day of --received cannot be right. now NULL: not known. The
 * day is typed in many ways (2026-11-24, ２０２６／11／24, 令和8年11月24日) and kept in one.
 */
enum { DAY_MOST = 16 };
bool day_received(const char *value, char out[DAY_MOST]);
bool could_be_received(const char *received, const char *now);
/* Below 0: too long ago; above: yet to come; 0: it could be. */
int received_off(const char *received, const char *now);

/* sources.c. now NULL: the clock. Returns the exit status. */
int print_stale(const char *now, long months);
/* id NULL: of all records. False when no record with a source is called so. */
bool print_sources(const char *id);
/* A record of the law, in words; false when there is none of that id. */
bool print_law(const char *id, enum mushi_lang lang);

/* The lines of a record file; line_value(): what stands behind "key: ". */
struct line {
	const char *p;
	size_t n;
};
bool next_line(const char **p, const char *end, struct line *out);
bool line_value(struct line l, const char *key, struct line *out);

/* advise.c: its id; NULL after a message that names the nearest ones, or all. */
const char *situation_or_hint(const struct mushi_pack *pack, const char *typed, enum mushi_lang lang);

int run_check(int argc, char **argv);
int run_rules(int argc, char **argv);
int run_explain(int argc, char **argv);
int run_advise(int argc, char **argv);
int run_contacts(int argc, char **argv);
int run_serve(int argc, char **argv); /* face/serve */

#endif
