/*
 * The library for WebAssembly: a reactor module without imports. The host copies bytes in,
 * calls judge(), and reads JSON out:
 *
 *   _initialize(); p = alloc(n); …copy…; json = judge(p, n, opt, opt_n); …json_size()…; free(p);
 *
 * Options come as one string of NUL-ended "key=value" parts: name, reader (auto, html, text),
 * lang (ja, ja-easy, en), charset, http-charset, url, now, received, situation (repeatable). The
 * JSON is that of `mushi check --json`, byte for byte.
 *
 * blocks() tells the text of what was judged last, record() judges and gives the page to print
 * (more options: time, file), advise(), contacts() (option place) and words() need no document.
 * Each string is json_size() bytes and alive until the next call; NULL when memory ran out.
 *
 * A module built without the rules needs them first: load(p, n), the records as one text.
 */
#include <stdlib.h>
#include <string.h>

#include "mushi/mushi.h"

#define EXPORT(name) __attribute__((export_name(name)))

enum { SITUATIONS = 32, INPUT_LIMIT = 64 * 1024 * 1024 };

EXPORT("alloc") void *alloc(size_t n);
EXPORT("free") void release(void *p);
EXPORT("load") const char *load(const char *records, size_t size);
EXPORT("judge")
const char *judge(const void *data, size_t size, const char *options, size_t options_size);
EXPORT("record")
const char *record(const void *data, size_t size, const char *options, size_t options_size);
EXPORT("blocks") const char *blocks(void);
EXPORT("advise") const char *advise(const char *options, size_t options_size);
EXPORT("contacts") const char *contacts(const char *options, size_t options_size);
EXPORT("words") const char *words(const char *options, size_t options_size);
EXPORT("json_size") size_t json_size(void);
EXPORT("version") const char *version(void);

static struct mushi_pack *pack;
static struct mushi_report *report;
static char *owned; /* a string that is no report's */
static size_t result_size;

/* What the options say. */
struct asked {
	struct mushi_input in;
	struct mushi_origin from;
	const char *situations[SITUATIONS];
	const char *place;
};

void *
alloc(size_t n)
{
	return malloc(n ? n : 1);
}

void
release(void *p)
{
	free(p);
}

size_t
json_size(void)
{
	return result_size;
}

const char *
version(void)
{
	return mushi_version();
}

/* The value when the part begins with key and '='. */
static const char *
value_of(const char *part, const char *key)
{
	size_t n = strlen(key);

	return strncmp(part, key, n) == 0 && part[n] == '=' ? part + n + 1 : NULL;
}

static void
read_option(const char *part, struct asked *a)
{
	struct mushi_input *in = &a->in;
	const char *v;

	if ((v = value_of(part, "name"))) {
		in->name = v;
	} else if ((v = value_of(part, "reader"))) {
		in->reader = strcmp(v, "html") == 0 ? MUSHI_READ_HTML
		    : strcmp(v, "text") == 0 ? MUSHI_READ_TEXT : MUSHI_READ_AUTO;
	} else if ((v = value_of(part, "lang"))) {
		in->lang = strcmp(v, "en") == 0 ? MUSHI_EN
		    : strcmp(v, "ja-easy") == 0 ? MUSHI_JA_EASY : MUSHI_JA;
	} else if ((v = value_of(part, "charset"))) {
		in->charset = v;
	} else if ((v = value_of(part, "http-charset"))) {
		in->http_charset = v;
	} else if ((v = value_of(part, "url"))) {
		in->url = a->from.url = v;
	} else if ((v = value_of(part, "now"))) {
		in->now = v;
	} else if ((v = value_of(part, "received"))) {
		in->received = v;
	} else if ((v = value_of(part, "time"))) {
		a->from.time = v;
	} else if ((v = value_of(part, "file"))) {
		a->from.file = v;
	} else if ((v = value_of(part, "place"))) {
		a->place = v;
	} else if ((v = value_of(part, "situation")) && in->situation_n < SITUATIONS
	    && mushi_situation_known(pack, v)) {
		a->situations[in->situation_n++] = v;
	}
}

/* Options must end with a NUL; what follows the last one is not read. */
static void
read_options(const char *options, size_t size, struct asked *a)
{
	a->in.situations = a->situations;
	while (size && memchr(options, '\0', size)) {
		size_t n = strlen(options) + 1;
		read_option(options, a);
		options += n;
		size -= n;
	}
}

static void
forget(void)
{
	mushi_report_free(report);
	report = NULL;
	free(owned);
	owned = NULL;
	result_size = 0;
}

/* A string to free with the next call. */
static const char *
give(char *s)
{
	owned = s;
	result_size = s ? strlen(s) : 0;
	return s;
}

static const char *
fail(const struct mushi_input *in, const struct mushi_err *err)
{
	return give(mushi_error_json(in->name ? in->name : "", err->code == MUSHI_ETOOBIG ? "too-big"
	    : err->code == MUSHI_ECHARSET ? "charset" : err->code == MUSHI_ENOMEM ? "no-memory"
	    : "error", err->msg, in->lang));
}

/* NULL when all is well, else what is wrong. The records must stay where they are. */
const char *
load(const char *records, size_t size)
{
	struct mushi_file file = {"pack", records, size};
	struct mushi_err err = {0};

	forget();
	mushi_pack_free(pack);
	pack = mushi_pack_load(&file, 1, &err);
	return pack ? NULL : give(mushi_error_json("", "pack", err.msg, MUSHI_EN));
}

/* A new question: what was given for the last one is gone. */
static bool
begin(const char *options, size_t size, struct asked *a, struct mushi_err *err)
{
	forget();
	if (!pack && !(pack = mushi_pack_load(NULL, 0, err)))
		return false;
	read_options(options, size, a);
	return true;
}

static bool
examine(const void *data, size_t size, const char *options, size_t options_size,
    struct asked *a, struct mushi_err *err)
{
	a->in.data = data;
	a->in.size = size;
	a->in.limits.input = INPUT_LIMIT;
	if (!begin(options, options_size, a, err))
		return false;
	report = mushi_examine(pack, &a->in, err);
	return report != NULL;
}

const char *
judge(const void *data, size_t size, const char *options, size_t options_size)
{
	struct mushi_err err = {0};
	struct asked a = {0};
	const char *json;

	if (!examine(data, size, options, options_size, &a, &err))
		return fail(&a.in, &err);
	json = mushi_report_json(report, &result_size);
	if (json)
		return json;
	err = (struct mushi_err){MUSHI_ENOMEM, 0, "out of memory"};
	return fail(&a.in, &err);
}

const char *
blocks(void)
{
	return report ? mushi_report_blocks(report, &result_size) : NULL;
}

const char *
record(const void *data, size_t size, const char *options, size_t options_size)
{
	struct mushi_err err = {0};
	struct asked a = {0};
	char sha256[65];

	if (!examine(data, size, options, options_size, &a, &err) || !mushi_report_mask(report))
		return NULL;
	mushi_sha256(data, size, sha256);
	a.from.sha256 = sha256;
	a.from.size = size;
	return mushi_report_html(report, &a.from, &result_size);
}

const char *
advise(const char *options, size_t options_size)
{
	struct mushi_err err = {0};
	struct asked a = {0};

	if (!begin(options, options_size, &a, &err))
		return NULL;
	return give(mushi_advise_received(pack, a.situations, a.in.situation_n, a.in.received, a.in.now,
	    a.in.lang, true, 0, false));
}

const char *
contacts(const char *options, size_t options_size)
{
	struct mushi_err err = {0};
	struct asked a = {0};

	if (!begin(options, options_size, &a, &err))
		return NULL;
	return give(mushi_contacts(pack, a.place, a.in.lang, true, 0, false));
}

const char *
words(const char *options, size_t options_size)
{
	struct mushi_err err = {0};
	struct asked a = {0};

	if (!begin(options, options_size, &a, &err))
		return NULL;
	return give(mushi_words_json(pack, a.in.lang));
}
