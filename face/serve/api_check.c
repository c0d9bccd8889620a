/* POST /api/v1/check: the line that `mushi check --json` prints for the same bytes. */
#include "job.h"

#include "mushi/reader.h"

#include <string.h>
#include <strings.h>

enum { INPUT_LIMIT = 64 * 1024 * 1024, CHARSET_MOST = 64 };

/* What is judged: the body itself, or what a form says. */
struct thing {
	char name[256], charset[CHARSET_MOST], url[2048];
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
	    "application/octet-stream", "message/"};

	if (!*type)
		return true;
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (is_type(type, types[i]))
			return true;
	if (is_type(type, "application/x-www-form-urlencoded"))
		refuse(out, 415, "media-type", "send the thing itself as text/html or text/plain,"
		    " or a form as multipart/form-data");
	else
		refuse(out, 415, "media-type", "%.80s is not read; pages, messages and plain text"
		    " are", type);
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

/* Mails, pictures and the like are not opened: their bytes would be judged as if they were words. */
static bool
plain(const struct thing *t, enum mushi_reader reader)
{
	const char *what;

	if (reader != MUSHI_READ_AUTO || mushi_form_of(t->data, t->n, &what) == MUSHI_FORM_PLAIN)
		return true;
	refuse(t->out, 415, "media-type", "%s: the server opens none; send the page or the text"
	    " itself, or give the file to mushi check", what);
	return false;
}

void
answer_check(const struct mushi_pack *pack, const struct job *job, enum mushi_lang lang,
    struct answer *out)
{
	struct thing t = {.name = "-", .data = job->body, .n = job->body_n, .out = out};
	struct mushi_err err = {0};
	struct mushi_report *report;
	struct params p;
	char clock[PARAMS_CLOCK];
	const char *json;
	size_t size;

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
	}
	if (!plain(&t, p.reader))
		return;
	const struct mushi_input in = {.name = t.name, .data = t.data, .size = t.n,
	    .reader = p.reader, .charset = p.charset,
	    .http_charset = t.charset[0] ? t.charset : NULL,
	    .url = p.url ? p.url : t.url[0] ? t.url : NULL, .lang = p.lang,
	    .situations = p.situations, .situation_n = p.situation_n, .now = p.now,
	    .received = p.received, .limits = {.input = INPUT_LIMIT}};
	report = mushi_examine(pack, &in, &err);
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
	if (json) {
		out->status = 200;
		out->verdict = (unsigned)mushi_report_verdict(report);
		buf_add(&out->text, json, size);
		buf_str(&out->text, "\n");
	} else {
		refuse(out, 500, "no-memory", "out of memory");
	}
	mushi_report_free(report);
}
