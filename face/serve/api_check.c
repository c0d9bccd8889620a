/* POST /api/v1/check: the line that `mushi check --json` prints for the same bytes. */
#include "job.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { INPUT_LIMIT = 64 * 1024 * 1024, CHARSET_MOST = 64 };

/* What is judged: the body itself, or what a form says. */
struct thing {
	char name[256], charset[CHARSET_MOST], url[2048], type[128];
	const unsigned char *data;
	size_t n;
	bool file, text;
	struct answer *out;
};

static bool
is_type(const char *type, const char *want)
{
	size_t n = strlen(want);

	/* want "image/" matches every image. */
	return strncasecmp(type, want, n) == 0
	    && (want[n - 1] == '/' || !type[n] || type[n] == ';' || type[n] == ' ');
}

/* Is it something this program reads? `text` reads on, whatever it is called. */
static bool
readable(const char *type, struct answer *out)
{
	static const char *const types[] = {"text/", "application/xhtml+xml", "application/xml",
	    "application/octet-stream", "message/", "multipart/related", "image/",
	    "application/pdf", "application/mbox"};

	if (!*type)
		return true;
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (is_type(type, types[i]))
			return true;
	if (is_type(type, "application/x-www-form-urlencoded"))
		refuse(out, 415, "media-type", "send the thing itself as text/html or text/plain,"
		    " or a form as multipart/form-data");
	else
		refuse(out, 415, "media-type", "%.80s is not read; pages, messages, pictures, PDF and"
		    " plain text are", type);
	return false;
}

/* charset=… of a Content-Type; empty when there is none. */
static void
charset_of(const char *type, char out[CHARSET_MOST])
{
	out[0] = '\0';
	for (const char *p = strchr(type, ';'); p; p = strchr(p, ';')) {
		size_t n;
		p += 1 + strspn(p + 1, " \t");
		if (strncasecmp(p, "charset=", 8) != 0)
			continue;
		p += 8 + (p[8] == '"');
		n = strcspn(p, "\"; \t");
		if (n < CHARSET_MOST) {
			memcpy(out, p, n);
			out[n] = '\0';
		}
		return;
	}
}

static bool
take_part(void *self, const struct part *p)
{
	struct thing *t = self;
	bool file = strcmp(p->name, "file") == 0;

	if (strcmp(p->name, "url_of_page") == 0) {
		if (p->n >= sizeof t->url || memchr(p->data, 0, p->n)) {
			refuse(t->out, 400, "form", "url_of_page is too long or no address");
			return false;
		}
		memcpy(t->url, p->data, p->n);
		t->url[p->n] = '\0';
		return true;
	}
	if (!file && strcmp(p->name, "text") != 0) {
		refuse(t->out, 400, "form", "a form has the fields file, text and url_of_page, not"
		    " '%.60s'", p->name);
		return false;
	}
	/* A form sends its empty fields too. */
	if (p->n == 0 && (!file || !p->filename[0]))
		return true;
	if (t->file || t->text) {
		refuse(t->out, 400, "form", "one thing at a time: a file or a text");
		return false;
	}
	if (file && !readable(p->type, t->out))
		return false;
	*(file ? &t->file : &t->text) = true;
	t->data = p->data;
	t->n = p->n;
	charset_of(p->type, t->charset);
	memcpy(t->type, p->type, sizeof t->type);
	if (file && p->filename[0]) {
		const char *slash = strrchr(p->filename, '/');
		const char *name = slash ? slash + 1 : p->filename;
		memcpy(t->name, name, strlen(name) + 1);
	}
	return true;
}

static bool
open_form(const struct params *p, const struct job *job, struct thing *t)
{
	const char *why = NULL;

	t->out->status = 0;
	if (!each_part(p->type, job->body, job->body_n, take_part, t, &why)) {
		if (!t->out->status)
			refuse(t->out, 400, "form", "the form cannot be read: %s", why);
		return false;
	}
	if (t->file || t->text)
		return true;
	refuse(t->out, 400, "form", "the form has neither a file nor a text");
	return false;
}

/* One thing that is judged, with all that its judgement depends on. */
struct question {
	const struct mushi_pack *pack;
	const struct job *job;
	const struct params *p;
	const struct thing *t;
	struct answer *out;
};

/* A line; `opened` NULL: the bytes themselves are the document. */
static void
judge(const struct question *q, const char *name, const void *data, size_t n,
    enum mushi_reader reader, const struct mushi_opened *opened)
{
	const struct mushi_input in = {.name = name, .data = data, .size = n, .reader = reader,
	    .charset = q->p->charset, .http_charset = q->t->charset[0] ? q->t->charset : NULL,
	    .url = q->p->url ? q->p->url : q->t->url[0] ? q->t->url : NULL, .lang = q->p->lang,
	    .situations = q->p->situations, .situation_n = q->p->situation_n, .now = q->p->now,
	    .received = q->p->received, .limits = {.input = INPUT_LIMIT}};
	struct answer *out = q->out;
	struct mushi_err err = {0};
	struct mushi_report *report = opened
	    ? mushi_examine_parts(q->pack, &in, opened->parts, opened->n, &err)
	    : mushi_examine(q->pack, &in, &err);
	const char *json;
	unsigned verdict;
	size_t size;

	if (!report) {
		if (err.code == MUSHI_ECHARSET)
			refuse(out, 400, "charset", "%s", err.msg);
		else if (err.code == MUSHI_ETOOBIG)
			refuse(out, 413, "too-big", "%s", err.msg);
		else
			refuse(out, 500, "no-memory", "out of memory");
		return;
	}
	json = mushi_report_json(report, &size);
	if (json && q->p->shown)
		buf_str(&out->text, "{\"judgement\":");
	if (json)
		buf_add(&out->text, json, size);
	if (json && q->p->shown) {
		json = mushi_report_blocks(report, &size);
		buf_str(&out->text, ",\"shown\":");
		if (json)
			buf_add(&out->text, json, size);
		buf_str(&out->text, "}");
	}
	if (json) {
		buf_str(&out->text, "\n");
		verdict = (unsigned)mushi_report_verdict(report);
		/* Of a mailbox the worst is counted. */
		if (out->status != 200 || out->verdict == NO_VERDICT || verdict > out->verdict)
			out->verdict = verdict;
		out->status = 200;
	} else {
		refuse(out, 500, "no-memory", "out of memory");
	}
	mushi_report_free(report);
}

/* Why an input could not be opened, as an answer. */
static void
unread(struct answer *out, const char *what, const struct mushi_opened *o)
{
	static const struct {
		unsigned status;
		const char *code;
	} codes[] = {{422, "broken"}, {422, "locked"}, {422, "too-long"}, {422, "unreadable"},
	    {413, "too-big"}};

	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
		if (strcmp(o->code, codes[i].code) == 0) {
			refuse(out, codes[i].status, codes[i].code, "%s: it %s", what, o->why);
			return;
		}
	}
	if (strcmp(o->code, "no-memory") == 0)
		refuse(out, 500, "no-memory", "out of memory");
	else
		refuse(out, 415, "media-type", "%s: %s", what, o->why);
}

/* False: *out says why. */
static bool
open_one(const struct question *q, const char *name, const void *data, size_t n,
    enum mushi_form form, const char *what)
{
	struct mushi_opened o;
	bool ok = mushi_readers_open(q->job->readers, form, data, n, &o);

	if (ok)
		judge(q, name, data, n, form == MUSHI_FORM_IMAGE ? MUSHI_READ_IMAGE
		    : form == MUSHI_FORM_PDF ? MUSHI_READ_PDF : MUSHI_READ_MAIL, &o);
	else if (q->out->lines) {
		/* One message of many: the others are judged, as by the command. */
		char why[512], *line;
		snprintf(why, sizeof why, "%s: %s", name, o.why);
		line = mushi_error_json(name, o.code, why, q->p->lang);
		if (line) {
			buf_str(&q->out->text, line);
			buf_str(&q->out->text, "\n");
			q->out->status = 200;
		}
		free(line);
	} else {
		unread(q->out, what, &o);
	}
	mushi_opened_free(&o);
	return ok;
}

/* Each message is judged by itself, called NAME#1, NAME#2… */
static void
open_mailbox(const struct question *q)
{
	const struct thing *t = q->t;
	size_t at = 0, size, count = 0;
	const char *message;

	q->out->lines = true;
	while (mushi_mbox_next(t->data, t->n, &at, &message, &size)) {
		char called[320];
		if (++count > MESSAGES_MOST) {
			refuse(q->out, 413, "too-big", "a mailbox of more than %d messages; the command"
			    " reads longer ones", MESSAGES_MOST);
			return;
		}
		snprintf(called, sizeof called, "%s#%zu", t->name, count);
		(void)open_one(q, called, message, size, MUSHI_FORM_MAIL, "mail");
		if (q->out->text.failed || q->out->status != 200)
			return;
	}
}

void
answer_check(const struct mushi_pack *pack, const struct job *job, enum mushi_lang lang,
    struct answer *out)
{
	struct thing t = {.name = "-", .data = job->body, .n = job->body_n, .out = out};
	struct params p;
	const struct question q = {pack, job, &p, &t, out};
	char clock[PARAMS_CLOCK];
	enum mushi_form form;
	const char *what;

	if (!read_params(pack, job, lang, clock, &p, out))
		return;
	if (!p.type)
		p.type = "";
	if (is_type(p.type, "multipart/form-data")) {
		if (!open_form(&p, job, &t))
			return;
	} else if (!readable(p.type, out)) {
		return;
	} else {
		charset_of(p.type, t.charset);
		snprintf(t.type, sizeof t.type, "%.*s", (int)sizeof t.type - 1, p.type);
	}
	form = mushi_form_asked(t.data, t.n, p.reader, &what);
	switch (form) {
	case MUSHI_FORM_PLAIN:
		/* Bytes of a picture that nobody knows would be judged as if they were words. */
		if (p.reader == MUSHI_READ_AUTO && !is_type(t.type, "image/svg+xml")
		    && (is_type(t.type, "image/") || is_type(t.type, "application/pdf")))
			refuse(out, 415, "media-type", "this is no %s that can be read",
			    is_type(t.type, "image/") ? "picture" : "PDF");
		else
			judge(&q, t.name, t.data, t.n, p.reader, NULL);
		break;
	case MUSHI_FORM_SHUT:
		refuse(out, 415, "media-type", "%s: Mushi opens none; send the page, mail, picture or"
		    " PDF itself", what);
		break;
	case MUSHI_FORM_MAIL:
	case MUSHI_FORM_MBOX:
	case MUSHI_FORM_IMAGE:
	case MUSHI_FORM_PDF:
		if (!job->readers)
			out->status = STATUS_OPEN;
		else if (form == MUSHI_FORM_MBOX)
			open_mailbox(&q);
		else
			(void)open_one(&q, t.name, t.data, t.n, form, what);
		/* A part may be missing for that; the next worker has a new one. */
		if (job->readers && !mushi_readers_whole(job->readers))
			refuse(out, 500, "worker", "what read this ended before it was done; nothing"
			    " else was affected");
		break;
	}
}
