/* The options of a request: the words and the checks of the command, as problem details. */
#include "../cli/cli.h"
#include "job.h"
#include "problem.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void
refuse(struct answer *a, unsigned status, const char *code, const char *fmt, ...)
{
	char line[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(line, sizeof line, fmt, ap);
	va_end(ap);
	a->status = status;
	a->verdict = NO_VERDICT;
	a->text.n = 0;
	problem_write(&a->text, status, code, line);
}

static bool
reader_of(const char *word, enum mushi_reader *out)
{
	static const struct {
		const char *name;
		enum mushi_reader reader;
	} readers[] = {{"auto", MUSHI_READ_AUTO}, {"html", MUSHI_READ_HTML},
	    {"text", MUSHI_READ_TEXT}, {"mail", MUSHI_READ_MAIL}, {"image", MUSHI_READ_IMAGE},
	    {"pdf", MUSHI_READ_PDF}, {"words", MUSHI_READ_WORDS}};

	for (size_t i = 0; i < sizeof readers / sizeof *readers; i++) {
		if (strcmp(word, readers[i].name) == 0) {
			*out = readers[i].reader;
			return true;
		}
	}
	return false;
}

/* What the parameter is wrong about, or NULL. */
static const char *
take(const struct mushi_pack *pack, const char *key, const char *value, bool check,
    struct params *out)
{
	if (strcmp(key, "lang") == 0)
		return lang_of(value, &out->lang) ? NULL : "lang is ja, ja-easy or en";
	if (strcmp(key, "situation") == 0) {
		if (out->situation_n == SITUATIONS_MOST)
			return "too many situations";
		if (!mushi_situation_known(pack, value))
			return "there is no such situation; mushi(1) lists them";
		out->situations[out->situation_n++] = value;
		return NULL;
	}
	if (strcmp(key, "received") == 0) {
		out->received = value;
		return strlen(value) == 10 && is_time(value) ? NULL
		    : "received is a day that there is, like 2026-11-24";
	}
	if (!check)
		return "this parameter is not known here";
	if (strcmp(key, "now") == 0) {
		out->now = value;
		return is_time(value) ? NULL : "now is a date or time like"
		    " 2026-11-24T09:00:00+09:00; write + as %2B";
	}
	if (strcmp(key, "as") == 0)
		return reader_of(value, &out->reader) ? NULL : "as is auto, html, text, mail,"
		    " image, pdf or words";
	if (strcmp(key, "shown") == 0) {
		out->shown = strcmp(value, "yes") == 0;
		return out->shown || strcmp(value, "no") == 0 ? NULL : "shown is yes or no";
	}
	if (strcmp(key, "charset") == 0)
		out->charset = value;
	else if (strcmp(key, "url") == 0)
		out->url = value;
	else if (strcmp(key, ":type") == 0)
		out->type = value;
	else
		return "this parameter is not known here";
	return NULL;
}

bool
read_params(const struct mushi_pack *pack, const struct job *job, enum mushi_lang lang,
    char clock[PARAMS_CLOCK], struct params *out, struct answer *why)
{
	_Static_assert((int)PARAMS_CLOCK == (int)CLOCK_MOST, "what clock_now() needs");
	const char *end = job->params + job->params_n;

	int off;

	*out = (struct params){.lang = lang};
	for (const char *p = job->params; p < end; p += strlen(p) + 1) {
		const char *equals = strchr(p, '='), *wrong;
		char key[32];
		if (!equals || (size_t)(equals - p) >= sizeof key) {
			refuse(why, 400, "parameter", "%.40s: this parameter is not known here", p);
			return false;
		}
		snprintf(key, sizeof key, "%.*s", (int)(equals - p), p);
		wrong = take(pack, key, equals + 1, job->kind != JOB_ADVICE, out);
		if (wrong) {
			refuse(why, 400, strcmp(key, "situation") == 0 ? "situation" : "parameter",
			    "%.31s=%.80s: %s", key, equals + 1, wrong);
			return false;
		}
	}
	if (!out->now && clock_now(clock))
		out->now = clock;
	off = out->received ? received_off(out->received, out->now) : 0;
	if (off) {
		refuse(why, 400, "parameter", "received=%s: %s; is the date right?", out->received,
		    off < 0 ? "too long ago" : "yet to come");
		return false;
	}
	return true;
}
