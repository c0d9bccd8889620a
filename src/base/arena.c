#include "base/arena.h"

#include <stdlib.h>
#include <string.h>

struct mu_arena_chunk {
	struct mu_arena_chunk *next;
	size_t size; /* usable bytes after the header */
};

enum {
	ALIGN = 16,
	HEADER = 32, /* sizeof(struct mu_arena_chunk) rounded up to keep the data aligned */
	FIRST_CHUNK = 16 * 1024,
	MAX_CHUNK = 1024 * 1024
};

_Static_assert(sizeof(struct mu_arena_chunk) <= HEADER, "chunk header");

void
mu_arena_init(struct mu_arena *a, size_t limit)
{
	*a = (struct mu_arena){.limit = limit};
}

void
mu_arena_fini(struct mu_arena *a)
{
	struct mu_arena_chunk *c = a->first;

	while (c) {
		struct mu_arena_chunk *next = c->next;
		free(c);
		c = next;
	}
	a->first = NULL;
	a->used = a->total = 0;
}

static char *
chunk_data(struct mu_arena_chunk *c)
{
	return (char *)c + HEADER;
}

void *
mu_arena_raw(struct mu_arena *a, size_t n, size_t size)
{
	size_t want, room, take;
	struct mu_arena_chunk *c;

	if (size && n > (SIZE_MAX - 2 * HEADER - ALIGN) / size)
		return NULL;
	want = (n * size + ALIGN - 1) & ~(size_t)(ALIGN - 1);
	if (!want)
		want = ALIGN;
	if (a->first && a->first->size - a->used >= want) {
		void *p = chunk_data(a->first) + a->used;
		a->used += want;
		return p;
	}
	room = a->first ? a->first->size * 2 : FIRST_CHUNK;
	if (room > MAX_CHUNK)
		room = MAX_CHUNK;
	if (room < want)
		room = want;
	take = room + HEADER;
	if (a->total > a->limit || take > a->limit - a->total) {
		/* The doubling may be what does not fit: try again with just what is asked. */
		room = want;
		take = room + HEADER;
		if (a->total > a->limit || take > a->limit - a->total)
			return NULL;
	}
	c = malloc(take);
	if (!c)
		return NULL;
	c->next = a->first;
	c->size = room;
	a->first = c;
	a->used = want;
	a->total += take;
	return chunk_data(c);
}

void *
mu_arena_alloc(struct mu_arena *a, size_t n, size_t size)
{
	void *p = mu_arena_raw(a, n, size);

	if (p && n && size)
		memset(p, 0, n * size);
	return p;
}

void
mu_arena_shrink(struct mu_arena *a, void *p, size_t had, size_t keep)
{
	size_t before = (had + ALIGN - 1) & ~(size_t)(ALIGN - 1);
	size_t after = (keep + ALIGN - 1) & ~(size_t)(ALIGN - 1);

	if (!before)
		before = ALIGN;
	if (!after)
		after = ALIGN;
	if (a->first && after < before && a->used >= before
	    && (char *)p == chunk_data(a->first) + a->used - before)
		a->used -= before - after;
}

void *
mu_arena_grow(struct mu_arena *a, void *old, size_t n, size_t want, size_t *cap, size_t size)
{
	size_t room = *cap ? *cap : 16;
	void *p;

	if (want <= *cap)
		return old;
	while (room < want) {
		if (room > SIZE_MAX / 2)
			return NULL;
		room *= 2;
	}
	p = mu_arena_raw(a, room, size);
	if (!p)
		return NULL;
	if (n)
		memcpy(p, old, n * size);
	*cap = room;
	return p;
}
