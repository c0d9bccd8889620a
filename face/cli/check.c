#include "record.h"

#include <stdlib.h>
#include <string.h>

enum { SITUATIONS = 32, INPUT_LIMIT = 64 * 1024 * 1024 };

struct check {
	enum mushi_reader reader;
	const char *charset, *url, *now, *received;
	const char *situations[SITUATIONS];
	size_t situation_n;
	const char *record;
	char day[DAY_MOST];
	bool unmasked;
};

static const struct option options[] = {
	{"as", 0, "auto|html|text", "what the input is (default: by content)"},
	{"charset", 0, "NAME", "its character encoding (default: detected)"},
	{"url", 0, "URL", "where the saved page came from"},
	{"situation", 's', "ID", "what has already happened; may be repeated"},
	{"received", 0, "DATE", "the day a court paper was received: reckons the two weeks"},
	{"now", 0, "ISO-8601", "the time to reckon deadlines from (default: the clock)"},
	{"record", 0, "DIR", "write a case record into a new folder, to hand to who helps"},
	{"unmasked", 0, NULL, "do not strike out the person's own data in the record"},
	{NULL, 0, NULL, NULL},
};

static bool
take(void *self, const struct option *o, const char *value)
{
	struct check *c = self;

	if (strcmp(o->name, "as") == 0) {
		if (strcmp(value, "auto") == 0) {
			c->reader = MUSHI_READ_AUTO;
		} else if (strcmp(value, "html") == 0) {
			c->reader = MUSHI_READ_HTML;
		} else if (strcmp(value, "text") == 0) {
			c->reader = MUSHI_READ_TEXT;
		} else {
			complain("--as is auto, html or text, not '%s'", value);
			return false;
		}
	} else if (strcmp(o->name, "record") == 0) {
		if (c->record) {
			complain("--record stands once: all inputs go into the same folder");
			return false;
		}
		c->record = value;
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
	"Judge pages and messages. An INPUT is a file, '-' (standard input, the default) or an\n"
	"http(s) URL; only a URL causes a network request, and only that one.\n"
	"Exit status: 0 nothing found, 1 fraud or suspicious, 2 something could not be read.",
	options, take,
};

static void
report_error(const struct common *common, const char *name, const char *code, const char *why)
{
	complain("%s", why);
	if (common->json && !common->quiet) {
		char *line = mushi_error_json(name, code, why, common->lang);
		if (line)
			puts(line);
		free(line);
	}
}

static const char *
error_code(enum mushi_errc e)
{
	switch (e) {
	case MUSHI_ETOOBIG:
		return "too-big";
	case MUSHI_ECHARSET:
		return "charset";
	case MUSHI_ENOMEM:
		return "no-memory";
	case MUSHI_OK:
	case MUSHI_EPACK:
		break;
	}
	return "error";
}

/* Returns the exit status this input asks for. */
static int
check_one(const struct mushi_pack *pack, const struct check *c, const struct common *common,
    const char *name, size_t number, bool more_than_one, struct record *record)
{
	struct mushi_err err = {0};
	struct mushi_report *report;
	struct bytes bytes;
	const char *code = "error", *text;
	char why[512];
	size_t size;
	int status = EXIT_NOTHING;

	if (!load_input(name, INPUT_LIMIT, &bytes, &code, why, sizeof why)) {
		report_error(common, name, code, why);
		free(bytes.p);
		return EXIT_TROUBLE;
	}
	struct mushi_input in = {.name = name, .data = bytes.p, .size = bytes.n,
	    .reader = c->reader, .charset = c->charset,
	    .http_charset = bytes.charset[0] ? bytes.charset : NULL, .url = c->url,
	    .lang = common->lang, .situations = c->situations, .situation_n = c->situation_n,
	    .now = c->now, .received = c->received, .limits = {.input = INPUT_LIMIT}};
	report = mushi_examine(pack, &in, &err);
	if (!report) {
		snprintf(why, sizeof why, "%s: %s", name, err.msg);
		report_error(common, name, error_code(err.code), why);
		free(bytes.p);
		return EXIT_TROUBLE;
	}
	if (c->received && !mushi_report_reckoned(report))
		complain("%s: no paper handed over by a court was recognised, so --received reckons"
		    " nothing; if it is one, add -s court-special-service", name);
	if (mushi_report_verdict(report) == MUSHI_FRAUD
	    || mushi_report_verdict(report) == MUSHI_SUSPICIOUS)
		status = EXIT_FOUND;
	if (!common->quiet) {
		text = common->json ? mushi_report_json(report, &size)
		    : mushi_report_text(report, common->columns, common->colour, &size);
		if (text) {
			fwrite(text, 1, size, stdout);
			if (common->json)
				putchar('\n');
			else if (more_than_one)
				fputs("\n────────────────────────────────────────\n\n", stdout);
		} else {
			snprintf(why, sizeof why, "%s: out of memory", name);
			report_error(common, name, "no-memory", why);
			status = EXIT_TROUBLE;
		}
	}
	/* Last: what is struck out for the record is gone from the report. */
	if (record) {
		bool from_net = strncmp(name, "http://", 7) == 0
		    || strncmp(name, "https://", 8) == 0;
		const struct record_item item = {.report = report, .bytes = &bytes,
		    .url = c->url ? c->url : from_net ? name : NULL,
		    .time = c->now, .number = number, .unmasked = c->unmasked,
		    .quiet = common->quiet};
		if (!record_add(record, &item))
			status = EXIT_TROUBLE;
	}
	mushi_report_free(report);
	free(bytes.p);
	return status;
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
	char now[CLOCK_MOST];
	int n, status = EXIT_NOTHING;

	common_defaults(&common);
	n = read_options(&command, &common, &c, argc, argv);
	if (n < 0)
		return n == -2 ? EXIT_NOTHING : EXIT_TROUBLE;
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
		complain("%s", err.msg);
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
	for (int i = 0; i < n; i++) {
		int s = check_one(pack, &c, &common, argv[i], (size_t)i + 1, n > 1 && i + 1 < n,
		    c.record ? &record : NULL);
		if (s > status)
			status = s;
		if (ferror(stdout) || (c.record && record_interrupted()))
			break;
	}
	if (c.record && !record_close(&record))
		status = EXIT_TROUBLE;
	mushi_pack_free(pack);
	return output_ok() ? status : EXIT_TROUBLE;
}
