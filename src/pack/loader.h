/* Shared by the files that turn records into the pack: load.c (rules), people.c (advice). */
#ifndef MU_PACK_LOADER_H
#define MU_PACK_LOADER_H

#include "base/err.h"
#include "pack/pack.h"

struct loader {
	struct mushi_pack *p;
	struct mu_compiler *c;
	struct mu_str file;
	struct mushi_err *err;
	struct mu_arena tmp;
};

/*
 * people.c: contacts, steps, advice, questions, prefectures, holidays, law and others. False when
 * the record is of another type; else *ok says whether it was right.
 */
bool mu_load_people(struct loader *l, const struct mu_record *r, bool *ok);
/* Every id that one of these records names must be there. */
bool mu_link_people(struct loader *l);

static inline bool
is(const struct mu_field_line *f, const char *key)
{
	return mu_str_eq(f->key, mu_str_of(key));
}

static inline bool
unknown_key(struct loader *l, const struct mu_field_line *f, const char *record)
{
	return mu_record_fail(l->err, l->file, f->line, "'%.*s' is no key of a %s record",
	    (int)f->key.n, f->key.p, record);
}

/* "x-ja", "x-ja-easy", "x-en": stores in the slot of its language. */
static inline bool
in_language(const struct mu_field_line *f, const char *stem, struct mu_str slot[MU_LANGS])
{
	static const char *const tails[MU_LANGS] = {"-ja", "-ja-easy", "-en"};
	size_t n = strlen(stem);

	if (f->key.n < n || memcmp(f->key.p, stem, n) != 0)
		return false;
	for (int i = 0; i < MU_LANGS; i++) {
		if (mu_str_eq(mu_str_sub(f->key, n, f->key.n), mu_str_of(tails[i]))) {
			slot[i] = f->value;
			return true;
		}
	}
	return false;
}

/* Room for one more element of one of the pack's arrays; zeroed. NULL: *err is filled. */
#define ADD_TO(l, array, count, room) \
	((l)->p->array = mu_arena_grow(&(l)->p->arena, (l)->p->array, (l)->p->count, \
	    (l)->p->count + 1, &(l)->p->room, sizeof *(l)->p->array), \
	    (l)->p->array ? memset(&(l)->p->array[(l)->p->count], 0, \
	    sizeof *(l)->p->array), &(l)->p->array[(l)->p->count++] \
	    : (mu_nomem((l)->err), NULL))
#define ADD(l, array) ADD_TO(l, array##s, array##_n, array##_cap)

#endif
