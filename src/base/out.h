/*
 * A string builder in an arena with a sticky `failed` flag: append freely, check once.
 */
#ifndef MU_BASE_OUT_H
#define MU_BASE_OUT_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

struct mu_out {
	struct mu_arena *arena;
	char *p;
	size_t n, cap;
	bool failed;
};

void mu_out_init(struct mu_out *o, struct mu_arena *a);
void mu_out_add(struct mu_out *o, struct mu_str s);
void mu_out_byte(struct mu_out *o, char c);
/* Appends one code point as UTF-8. */
void mu_out_cp(struct mu_out *o, uint32_t cp);
/* printf into the builder; at most 511 bytes at a time, ASCII formats only. */
void mu_out_fmt(struct mu_out *o, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Makes room for n more bytes and returns where they go (then add to o->n); NULL on failure. */
char *mu_out_room(struct mu_out *o, size_t n);

static inline struct mu_str
mu_out_str(const struct mu_out *o)
{
	return (struct mu_str){o->p, o->n};
}

#endif
