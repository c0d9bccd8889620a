/* The loop of a helper program: one confined child for each request. */
#ifndef READER_SERVE_H
#define READER_SERVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cage.h"

/* A request: this head, then `size` bytes. In the byte order of the machine: both ends are ours. */
struct serve_request {
	uint32_t magic, op;
	uint64_t size;
	uint32_t extra; /* of the bytes, so many at the start are no input but boxes (OP_ANNOTATE) */
	uint32_t wait_ms;
};

enum {
	SERVE_MAGIC = 0x3152554D,
	OP_READ = 0, OP_ANNOTATE = 1,
	SERVE_SIZE_MOST = 80 << 20,   /* bytes of a request */
	SERVE_ANSWER_MOST = 128 << 20 /* what a child may write */
};

enum serve_status { SERVE_OK, SERVE_CRASHED, SERVE_TOO_LONG, SERVE_TOO_MUCH, SERVE_TROUBLE };

struct serve_answer {
	uint32_t magic, status, detail; /* detail: the signal */
	uint32_t pad;
	uint64_t size; /* of the frames that follow; none but for SERVE_OK */
};

struct decoder {
	/* Before any input: loads what must be loaded; says what is missing. NULL: nothing. */
	const char *(*init)(void);
	/* In the child, confined. Writes frames to fd. */
	void (*decode)(const struct serve_request *r, const unsigned char *data, size_t n, int fd);
	struct cage cage;
};

/* Serves standard input until it ends. Returns the exit status. */
int serve(const struct decoder *d);

#endif
