/*
 * What goes between the server and a worker. The server reads no body itself: it hands the bytes
 * to a worker, which has no files and no network, and passes on what comes back.
 */
#ifndef FACE_SERVE_JOB_H
#define FACE_SERVE_JOB_H

#include <stdint.h>

#include "buf.h"
#include "mushi/reader.h"

enum job_kind {
	JOB_CHECK = 1,
	JOB_ADVICE,
	JOB_OPEN /* a check of what holds documents: for a process that has readers */
};

enum {
	PARAMS_MOST = 64 * 1024,
	SITUATIONS_MOST = 32,
	NO_VERDICT = 255,
	STATUS_OPEN = 100, /* no answer yet: this wants a process that has readers */
	MESSAGES_MOST = 500 /* of one mailbox */
};

/* Followed by `params` bytes of NUL-ended "key=value" parts, and by the body. */
struct job_head {
	uint32_t kind, params;
	uint64_t body;
};

/* Followed by `size` bytes: JSON (or lines of it) when status is 200, else problem details. */
struct answer_head {
	uint32_t status, verdict, lines, pad;
	uint64_t size;
};

struct job {
	enum job_kind kind;
	const char *params; /* ends with a NUL unless empty */
	size_t params_n;
	const unsigned char *body;
	size_t body_n;
	struct mushi_readers *readers; /* of a JOB_OPEN */
};

struct answer {
	unsigned status, verdict;
	bool lines; /* a mailbox: one object a line */
	struct buf text;
};

/* api_check.c, api_advice.c: run in a worker. `lang` is that of a request that names none. */
void answer_check(const struct mushi_pack *pack, const struct job *job, enum mushi_lang lang,
    struct answer *out);
void answer_advice(const struct mushi_pack *pack, const struct job *job, enum mushi_lang lang,
    struct answer *out);

/* params.c: the options of a query, the same words as those of the command. */
struct params {
	enum mushi_lang lang;
	enum mushi_reader reader;
	const char *charset, *url, *now, *received, *type;
	const char *situations[SITUATIONS_MOST];
	size_t situation_n;
	bool shown; /* with the text the person was shown */
};
/* False with a problem in *why. Strings point into the job, `now` perhaps to `clock`. */
enum { PARAMS_CLOCK = 32 };
bool read_params(const struct mushi_pack *pack, const struct job *job, enum mushi_lang lang,
    char clock[PARAMS_CLOCK], struct params *out, struct answer *why);
void refuse(struct answer *a, unsigned status, const char *code, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

/*
 * multipart.c: the parts of a multipart/form-data body (RFC 7578). Calls part() for each; false
 * with a word for a message when the body is not well formed.
 */
struct part {
	char name[64], filename[256], type[128];
	const unsigned char *data;
	size_t n;
};
bool each_part(const char *type, const unsigned char *body, size_t n,
    bool (*part)(void *self, const struct part *p), void *self, const char **why);

#endif
