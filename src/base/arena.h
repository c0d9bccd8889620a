/*
 * An arena owns every byte of one report (or one pack) and frees them together.
 *
 * All stages allocate here and nowhere else, so a report can be dropped in one call and
 * an allocation failure is a NULL that every stage passes up. `limit` bounds what a
 * hostile input can make us hold.
 */
#ifndef MU_BASE_ARENA_H
#define MU_BASE_ARENA_H

#include <stddef.h>
#include <stdint.h>

struct mu_arena_chunk;

struct mu_arena {
	struct mu_arena_chunk *first; /* newest chunk */
	size_t used;                  /* bytes handed out from the newest chunk */
	size_t total;                 /* bytes taken from malloc */
	size_t limit;                 /* refuse beyond this many bytes */
};

void mu_arena_init(struct mu_arena *a, size_t limit);
void mu_arena_fini(struct mu_arena *a);

/* n * size bytes, aligned to 16, zeroed; NULL at the limit, on overflow or when out of memory. */
void *mu_arena_alloc(struct mu_arena *a, size_t n, size_t size);

/* The same without zeroing, for large buffers that are filled at once. */
void *mu_arena_raw(struct mu_arena *a, size_t n, size_t size);

/*
 * Give back the tail of the newest allocation: `p` must be what the last alloc or raw
 * returned, of `had` bytes, of which only `keep` stay. Harmless if it was not the newest.
 */
void mu_arena_shrink(struct mu_arena *a, void *p, size_t had, size_t keep);

/*
 * Grow an array that was allocated here: returns one of at least `want` elements with the
 * first `n` copied (capacity doubles; *cap is updated), or NULL. Not zeroed past n.
 */
void *mu_arena_grow(struct mu_arena *a, void *old, size_t n, size_t want, size_t *cap, size_t size);

#define mu_new(a, T, n) ((T *)mu_arena_alloc((a), (n), sizeof(T)))
#define mu_new_raw(a, T, n) ((T *)mu_arena_raw((a), (n), sizeof(T)))

#endif
