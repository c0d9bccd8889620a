/* Errors as problem details (RFC 9457), one line of JSON. */
#ifndef FACE_SERVE_PROBLEM_H
#define FACE_SERVE_PROBLEM_H

#include "buf.h"

#define PROBLEM_TYPE "application/problem+json"

/* `detail` may be NULL. The title of a status never changes: programs may show it. */
void problem_write(struct buf *b, unsigned status, const char *code, const char *detail);

#endif
