#include "check.h"

#include <stdlib.h>
#include <string.h>

static const struct option options[] = {
	{"as", 0, "auto|html|text|mail|image|pdf|words", "what the input is (default: by content)"},
	{"charset", 0, "NAME", "its character encoding (default: detected)"},
	{"url", 0, "URL", "where the saved page came from"},
	{"situation", 's', "ID", "what has already happened; may be repeated"},
	{"received", 0, "DATE", "the day a court paper was received: reckons the two weeks"},
	{"now", 0, "ISO-8601", "the time to reckon deadlines from (default: the clock)"},
	{"record", 0, "DIR", "write a case record into a new folder, to hand to who helps"},
	{"annotate", 0, "OUT.png", "write the picture with the finds framed"},
	{"unmasked", 0, NULL, "do not strike out the person's own data in the record"},
	{NULL, 0, NULL, NULL},
};

static bool
take_reader(struct check *c, const char *value)
{
	static const char *const names[] = {"auto", "html", "text", "words", "mail", "image", "pdf"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (strcmp(value, names[i]) == 0) {
			c->reader = (enum mushi_reader)i;
			return true;
		}
	}
	complain("--as is auto, html, text, mail, image, pdf or words, not '%s'", value);
	return false;
}

static bool
take(void *self, const struct option *o, const char *value)
{
	struct check *c = self;

	if (strcmp(o->name, "as") == 0) {
		if (!take_reader(c, value))
			return false;
	} else if (strcmp(o->name, "record") == 0) {
		if (c->record) {
			complain("--record stands once: all inputs go into the same folder");
			return false;
		}
		c->record = value;
	} else if (strcmp(o->name, "annotate") == 0) {
		c->annotate = value;
	} else if (strcmp(o->name, "unmasked") == 0) {
		c->unmasked = true;
	} else if (strcmp(o->name, "charset") == 0) {
		c->charset = value;
	} else if (strcmp(o->name, "url") == 0) {
		c->url = value;
	} else if (strcmp(o->name, "now") == 0) {
		c->now = value;
		return time_now(value);
	} else if (strcmp(o->name, "received") == 0) {
		c->received = c->day;
		return day_received(value, c->day);
	} else if (c->situation_n < SITUATIONS) {
		c->situations[c->situation_n++] = value;
	} else {
		complain("more than %d situations", SITUATIONS);
		return false;
	}
	return true;
}

static const struct command command = {
	"check", "[INPUT]...",
	"Judge pages, messages, mails, mailboxes, pictures and PDF. An INPUT is a file, '-'\n"
	"(standard input, the default) or an http(s) URL; only a URL causes a network request,\n"
	"and only that one.\n"
	"Exit status: 0 nothing found, 1 fraud or suspicious, 2 something could not be read.",
	options, take,
};

int
run_check(int argc, char **argv)
{
	static char *standard_input[] = {"-"};
	struct check c = {0};
	struct common common;
	struct mushi_pack *pack;
	struct mushi_err err;
	struct record record;
	char now[CLOCK_MOST];
	int n, status = EXIT_NOTHING;

	common_defaults(&common);
	n = read_options(&command, &common, &c, argc, argv);
	if (n < 0)
		return n == -2 ? EXIT_NOTHING : EXIT_TROUBLE;
	if (c.annotate && n > 1) {
		complain("--annotate goes with one picture");
		return EXIT_TROUBLE;
	}
	if (c.unmasked && !c.record) {
		complain("--unmasked goes with --record");
		return EXIT_TROUBLE;
	}
	if (!c.now && clock_now(now))
		c.now = now;
	if (c.received && !could_be_received(c.received, c.now))
		return EXIT_TROUBLE;
	pack = mushi_pack_load(NULL, 0, &err);
	if (!pack) {
		complain("%s", err.code == MUSHI_ENOMEM ? say("out of memory") : err.msg);
		return EXIT_TROUBLE;
	}
	for (size_t i = 0; i < c.situation_n; i++) {
		c.situations[i] = situation_or_hint(pack, c.situations[i], common.lang);
		if (!c.situations[i]) {
			mushi_pack_free(pack);
			return EXIT_TROUBLE;
		}
	}
	if (n == 0) {
		argv = standard_input;
		n = 1;
	}
	if (c.record && !record_open(&record, c.record, n > 1)) {
		mushi_pack_free(pack);
		return EXIT_TROUBLE;
	}
	c.pack = pack;
	c.common = &common;
	c.to = c.record ? &record : NULL;
	c.readers = mushi_readers_new();
	if (!c.readers)
		complain("out of memory");
	for (int i = 0; c.readers && i < n; i++) {
		int s = check_input(&c, argv[i], (size_t)i + 1, n > 1 && i + 1 < n);
		if (s > status)
			status = s;
		if (ferror(stdout) || (c.record && record_interrupted()))
			break;
	}
	if (!c.readers)
		status = EXIT_TROUBLE;
	mushi_readers_free(c.readers);
	if (c.record && !record_close(&record))
		status = EXIT_TROUBLE;
	mushi_pack_free(pack);
	return output_ok() ? status : EXIT_TROUBLE;
}
