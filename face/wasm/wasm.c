/*
 * The library for WebAssembly: a reactor module without imports. The host copies bytes in,
 * calls judge(), and reads JSON out:
 *
 *   _initialize(); p = alloc(n); …copy…; json = judge(p, n, opt, opt_n); …json_size()…; free(p);
 *
 * Options come as one string of NUL-ended "key=value" parts: name, reader (auto, html, text),
 * lang (ja, ja-easy, en), charset, http-charset, url, now, situation (repeatable). The JSON is
 * that of `mushi check --json`, byte for byte.
 */
#include <stdlib.h>
#include <string.h>

#include "mushi/mushi.h"

#define EXPORT(name) __attribute__((export_name(name)))

enum { SITUATIONS = 32, INPUT_LIMIT = 64 * 1024 * 1024 };

EXPORT("alloc") void *alloc(size_t n);
EXPORT("free") void release(void *p);
EXPORT("judge")
const char *judge(const void *data, size_t size, const char *options, size_t options_size);
EXPORT("json_size") size_t json_size(void);
EXPORT("version") const char *version(void);

static struct mushi_pack *pack;
static struct mushi_report *report;
static char *error;
static size_t result_size;

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
read_option(const char *part, struct mushi_input *in, const char **situations)
{
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
		in->url = v;
	} else if ((v = value_of(part, "now"))) {
		in->now = v;
	} else if ((v = value_of(part, "situation")) && in->situation_n < SITUATIONS
	    && mushi_situation_known(pack, v)) {
		situations[in->situation_n++] = v;
	}
}

static const char *
fail(const struct mushi_input *in, const struct mushi_err *err)
{
	error = mushi_error_json(in->name ? in->name : "", err->code == MUSHI_ETOOBIG ? "too-big"
	    : err->code == MUSHI_ECHARSET ? "charset" : err->code == MUSHI_ENOMEM ? "no-memory"
	    : "error", err->msg, in->lang);
	result_size = error ? strlen(error) : 0;
	return error;
}

/*
 * The JSON, json_size() bytes, alive until the next call; NULL when memory ran out even for the
 * message. Options must end with a NUL; what follows the last one is not read.
 */
const char *
judge(const void *data, size_t size, const char *options, size_t options_size)
{
	const char *situations[SITUATIONS], *json;
	struct mushi_err err = {0};
	struct mushi_input in = {.data = data, .size = size, .situations = situations,
	    .limits = {.input = INPUT_LIMIT}};

	mushi_report_free(report);
	report = NULL;
	free(error);
	error = NULL;
	if (!pack && !(pack = mushi_pack_load(NULL, 0, &err)))
		return fail(&in, &err);
	while (options_size && memchr(options, '\0', options_size)) {
		size_t n = strlen(options) + 1;
		read_option(options, &in, situations);
		options += n;
		options_size -= n;
	}
	report = mushi_examine(pack, &in, &err);
	if (!report)
		return fail(&in, &err);
	json = mushi_report_json(report, &result_size);
	if (json)
		return json;
	err = (struct mushi_err){MUSHI_ENOMEM, 0, "out of memory"};
	return fail(&in, &err);
}
