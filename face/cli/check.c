#include "check.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

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

int
month_days(int year, int month)
{
	static const unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	if (month < 1 || month > 12)
		return 0;
	return days[month - 1] + (month == 2
	    && ((year % 4 == 0 && year % 100 != 0) || year % 400 == 0));
}

/* YYYY-MM-DD, perhaps with Thh:mm, :ss and Z or an offset, of a day that there is. 'd': a digit. */
static bool
is_time(const char *s)
{
	static const char *const forms[] = {"dddd-dd-dd", "dddd-dd-ddTdd:dd", "dddd-dd-ddTdd:dd:dd"};
	static const char *const zones[] = {"", "Z", "+dd:dd", "+dddd", "-dd:dd", "-dddd"};

	for (size_t f = 0; f < sizeof forms / sizeof *forms; f++) {
		for (size_t z = 0; z < (f ? sizeof zones / sizeof *zones : 1); z++) {
			char form[40];
			size_t i = 0;
			snprintf(form, sizeof form, "%s%s", forms[f], zones[z]);
			while (form[i] && (form[i] == 'd' ? s[i] >= '0' && s[i] <= '9'
			    : s[i] == form[i]))
				i++;
			if (!form[i] && !s[i])
				return atoi(s) >= 1 && atoi(s + 8) >= 1
				    && atoi(s + 8) <= month_days(atoi(s), atoi(s + 5))
				    && (!f || (atoi(s + 11) < 24 && atoi(s + 14) < 60));
		}
	}
	return false;
}

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
		if (!is_time(value)) {
			complain("--now is a date or time like 2026-11-24T09:00:00+09:00, not '%s'",
			    value);
			return false;
		}
	} else if (strcmp(o->name, "received") == 0) {
		if (strlen(value) != 10 || !is_time(value)) {
			complain("--received is a day that there is, like 2026-11-24, not '%s'",
			    value);
			return false;
		}
		c->received = value;
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

/*
 * A two-week period reckoned from a mistyped day would cost a right, so what cannot be is refused:
 * a day after `now` (one day is allowed for another time zone) or before this law (1998).
 */
static bool
could_be_received(const char *received, const char *now)
{
	char last[16];
	int y, m, d;

	if (strcmp(received, "1998") < 0) {
		complain("--received %s is too long ago; is the year right?", received);
		return false;
	}
	if (!now)
		return true;
	y = atoi(now);
	m = atoi(now + 5);
	d = atoi(now + 8) + 1;
	if (d > month_days(y, m)) {
		d = 1;
		y += m == 12;
		m = m % 12 + 1;
	}
	snprintf(last, sizeof last, "%04d-%02d-%02d", y % 10000, m % 100, d % 100);
	if (strcmp(received, last) <= 0)
		return true;
	complain("--received %s is yet to come (it is %.10s); is the date right?", received, now);
	return false;
}

int
run_check(int argc, char **argv)
{
	static char *standard_input[] = {"-"};
	struct check c = {0};
	struct common common;
	struct mushi_pack *pack;
	struct mushi_err err;
	struct record record;
	char now[32];
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
	if (!c.now) {
		time_t t = time(NULL);
		struct tm tm;
		if (localtime_r(&t, &tm) && strftime(now, sizeof now, "%Y-%m-%dT%H:%M:%S%z", &tm))
			c.now = now;
	}
	if (c.received && !could_be_received(c.received, c.now))
		return EXIT_TROUBLE;
	pack = mushi_pack_load(NULL, 0, &err);
	if (!pack) {
		complain("%s", err.msg);
		return EXIT_TROUBLE;
	}
	for (size_t i = 0; i < c.situation_n; i++) {
		if (!situation_or_hint(pack, c.situations[i], common.lang)) {
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
