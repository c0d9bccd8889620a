#include "base/out.h"

#include <stdarg.h>

#include "base/fmt.h"
#include "base/utf8.h"

void
mu_out_init(struct mu_out *o, struct mu_arena *a)
{
	*o = (struct mu_out){.arena = a};
}

char *
mu_out_room(struct mu_out *o, size_t n)
{
	char *p;

	if (o->failed || n > SIZE_MAX - o->n) {
		o->failed = true;
		return NULL;
	}
	p = mu_arena_grow(o->arena, o->p, o->n, o->n + n, &o->cap, 1);
	if (!p) {
		o->failed = true;
		return NULL;
	}
	o->p = p;
	return p + o->n;
}

void
mu_out_add(struct mu_out *o, struct mu_str s)
{
	/* Nothing added to an empty builder is no failure, though there is no memory yet. */
	char *p = s.n ? mu_out_room(o, s.n) : NULL;

	if (p) {
		memcpy(p, s.p, s.n);
		o->n += s.n;
	}
}

void
mu_out_byte(struct mu_out *o, char c)
{
	mu_out_add(o, (struct mu_str){&c, 1});
}

void
mu_out_cp(struct mu_out *o, uint32_t cp)
{
	char b[4];

	mu_out_add(o, (struct mu_str){b, mu_utf8_put(cp, b)});
}

void
mu_out_fmt(struct mu_out *o, const char *fmt, ...)
{
	char b[512];
	va_list ap;
	size_t n;

	va_start(ap, fmt);
	n = mu_vfmt(b, sizeof b, fmt, ap);
	va_end(ap);
	if (n >= sizeof b)
		o->failed = true;
	else
		mu_out_add(o, (struct mu_str){b, n});
}
