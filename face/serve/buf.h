/* A string that grows. `failed` sticks: append freely, look once at the end. */
#ifndef FACE_SERVE_BUF_H
#define FACE_SERVE_BUF_H

#include <stdbool.h>
#include <stddef.h>

struct buf {
	char *p;
	size_t n, cap; /* bytes */
	bool failed;   /* out of memory */
};

void buf_add(struct buf *b, const void *p, size_t n);
void buf_str(struct buf *b, const char *s);
void buf_fmt(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* As a JSON string with its quotes; what is no UTF-8 becomes U+FFFD. */
void buf_json(struct buf *b, const char *s, size_t n);
/* ,"key":"value" */
void buf_pair(struct buf *b, const char *key, const char *value);
void buf_free(struct buf *b);

#endif
