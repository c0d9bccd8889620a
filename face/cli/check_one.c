/* One input of mushi check: loaded, opened when it holds documents, judged, printed. */
#include "check.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BOXES_MOST = 4000, MESSAGES_MOST = 200000 };

static void
report_error(const struct common *common, const char *name, const char *code, const char *why)
{
	complain("%s", why); /* said already in the language */
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

static void
print_report(const struct check *c, struct mushi_report *report, const char *name, bool more,
    int *status)
{
	const struct common *common = c->common;
	char why[2048];
	const char *text;
	size_t size;

	if (common->quiet)
		return;
	text = common->json ? mushi_report_json(report, &size)
	    : mushi_report_text(report, common->columns, common->colour, &size);
	if (text) {
		fwrite(text, 1, size, stdout);
		if (common->json)
			putchar('\n');
		else if (more)
			fputs("\n────────────────────────────────────────\n\n", stdout);
	} else {
		snprintf(why, sizeof why, say("%s: out of memory"), name);
		report_error(common, name, "no-memory", why);
		*status = EXIT_TROUBLE;
	}
}

/* The picture with the finds framed; a file that is there is not written over. */
static bool
annotate(const struct check *c, const struct mushi_report *report, const struct bytes *bytes,
    enum mushi_reader reader, const char *name)
{
	struct mushi_box *boxes;
	const char *why = "out of memory";
	unsigned char *png = NULL;
	size_t n = 0, size = 0;
	bool ok = false;

	if (reader != MUSHI_READ_IMAGE) {
		complain("%s: is no picture, so --annotate writes none", name);
		return false;
	}
	boxes = malloc(BOXES_MOST * sizeof *boxes);
	while (boxes && n < BOXES_MOST && mushi_report_box(report, n, &boxes[n]))
		n++;
	if (boxes)
		png = mushi_readers_annotate(c->readers, bytes->p, bytes->n, boxes, n, &size, &why);
	if (png) {
		int fd = open(c->annotate, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
		FILE *f = fd >= 0 ? fdopen(fd, "wb") : NULL;
		why = say_errno(errno);
		if (f) {
			ok = fwrite(png, 1, size, f) == size;
			ok = fclose(f) == 0 && ok;
			why = "could not be written";
		} else if (fd >= 0) {
			close(fd);
		}
	}
	if (!ok)
		complain("%s: --annotate %s: %s", name, c->annotate, say(why));
	free(png);
	free(boxes);
	return ok;
}

/* `opened` NULL: the bytes themselves are the document. */
static int
judge(const struct check *c, const char *name, const struct bytes *bytes,
    const struct mushi_opened *opened, enum mushi_reader reader, size_t number, bool more)
{
	struct mushi_input in = {.name = name, .data = bytes->p, .size = bytes->n,
	    .reader = reader, .charset = c->charset,
	    .http_charset = bytes->charset[0] ? bytes->charset : NULL, .url = c->url,
	    .lang = c->common->lang, .situations = c->situations,
	    .situation_n = c->situation_n, .now = c->now, .received = c->received,
	    .limits = {.input = INPUT_LIMIT}};
	struct mushi_err err = {0};
	struct mushi_report *report = opened
	    ? mushi_examine_parts(c->pack, &in, opened->parts, opened->n, &err)
	    : mushi_examine(c->pack, &in, &err);
	int status = EXIT_NOTHING;

	if (!report) {
		char why[2048];
		if (err.code == MUSHI_ECHARSET)
			snprintf(why, sizeof why, say("%s: there is no charset called '%s'"), name,
			    c->charset ? c->charset : "");
		else
			snprintf(why, sizeof why, say("%s: %s"), name, err.code == MUSHI_ETOOBIG
			    ? say("it is larger than Mushi reads") : err.code == MUSHI_ENOMEM
			    ? say("out of memory") : err.msg);
		report_error(c->common, name, error_code(err.code), why);
		return EXIT_TROUBLE;
	}
	if (c->received && !mushi_report_reckoned(report)
	    && mushi_report_verdict(report) == MUSHI_COURT)
		complain("%s: this paper names its own dates, so --received reckons nothing", name);
	else if (c->received && !mushi_report_reckoned(report))
		complain("%s: no paper handed over by a court was recognised, so --received reckons"
		    " nothing; if it is one, add -s court-special-service", name);
	if (mushi_report_verdict(report) == MUSHI_FRAUD
	    || mushi_report_verdict(report) == MUSHI_SUSPICIOUS)
		status = EXIT_FOUND;
	print_report(c, report, name, more, &status);
	if (c->annotate && !annotate(c, report, bytes, reader, name))
		status = EXIT_TROUBLE;
	/* Last: what is struck out for the record is gone from the report. */
	if (c->to) {
		bool from_net = strncmp(name, "http://", 7) == 0
		    || strncmp(name, "https://", 8) == 0;
		const struct record_item item = {.report = report, .bytes = bytes,
		    .url = c->url ? c->url : from_net ? name : NULL,
		    .time = c->now, .number = number, .unmasked = c->unmasked,
		    .quiet = c->common->quiet};
		if (!record_add(c->to, &item))
			status = EXIT_TROUBLE;
	}
	mushi_report_free(report);
	return status;
}

static int
open_and_judge(const struct check *c, const char *name, const struct bytes *bytes,
    enum mushi_form form, size_t number, bool more)
{
	struct mushi_opened o;
	int status;

	if (mushi_readers_open(c->readers, form, bytes->p, bytes->n, &o)) {
		status = judge(c, name, bytes, &o, form == MUSHI_FORM_IMAGE ? MUSHI_READ_IMAGE
		    : form == MUSHI_FORM_PDF ? MUSHI_READ_PDF : MUSHI_READ_MAIL, number, more);
	} else {
		char why[2048];
		snprintf(why, sizeof why, say("%s: %s"), name, say(o.why));
		report_error(c->common, name, o.code, why);
		status = EXIT_TROUBLE;
	}
	mushi_opened_free(&o);
	return status;
}

/* Each message of a mailbox is an input of its own, called NAME#1, NAME#2… */
static int
judge_mailbox(const struct check *c, const char *name, const struct bytes *bytes, bool more)
{
	size_t at = 0, size, count = 0;
	int status = EXIT_NOTHING;
	const char *message;

	if (c->to) {
		complain("%s: a mailbox cannot go into a record; save the one message", name);
		return EXIT_TROUBLE;
	}
	while (mushi_mbox_next(bytes->p, bytes->n, &at, &message, &size)) {
		struct bytes one = {.p = bytes->p + (message - (const char *)bytes->p), .n = size};
		char called[1200];
		int s;

		if (++count > MESSAGES_MOST) {
			complain("%s: more than %d messages; the rest was not read", name,
			    MESSAGES_MOST);
			return EXIT_TROUBLE;
		}
		snprintf(called, sizeof called, "%s#%zu", name, count);
		s = open_and_judge(c, called, &one, MUSHI_FORM_MAIL, 1,
		    more || at < bytes->n);
		status = s > status ? s : status;
		if (ferror(stdout))
			break;
	}
	return status;
}

int
check_input(const struct check *c, const char *name, size_t number, bool more)
{
	const char *code = "error", *what = "";
	enum mushi_form form;
	struct bytes bytes;
	char why[512];
	int status = EXIT_TROUBLE;

	if (!load_input(name, INPUT_LIMIT, &bytes, &code, why, sizeof why)) {
		report_error(c->common, name, code, why);
		free(bytes.p);
		return EXIT_TROUBLE;
	}
	form = mushi_form_asked(bytes.p, bytes.n, c->reader, &what);
	switch (form) {
	case MUSHI_FORM_PLAIN:
		status = judge(c, name, &bytes, NULL, c->reader, number, more);
		break;
	case MUSHI_FORM_MBOX:
		status = judge_mailbox(c, name, &bytes, more);
		break;
	case MUSHI_FORM_MAIL:
	case MUSHI_FORM_IMAGE:
	case MUSHI_FORM_PDF:
		status = open_and_judge(c, name, &bytes, form, number, more);
		break;
	case MUSHI_FORM_SHUT:
		snprintf(why, sizeof why, say("%s: is a %s; Mushi opens none. Give it the page, mail, "
		    "picture or PDF itself"), name, say(what));
		report_error(c->common, name, "shut", why);
		break;
	}
	free(bytes.p);
	return status;
}
