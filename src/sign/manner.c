/*
 * Words of manners are common ones ("you", "must", という), so looking for them costs; and manner
 * alone accuses nobody. Hence this scan runs only on pages on which a sign of fraud was found.
 */
#include "sign/manner.h"

#include "sign/match.h"

enum { AGAIN = 1000 }; /* symbols */

struct repeat {
	uint32_t at, times; /* the last place of a word, and how often it stood so near before */
};

struct scan {
	const struct mushi_pack *p;
	const struct mu_doc *doc;
	const struct mu_text *t;
	struct mu_arena *arena;
	struct mu_signs *signs;
	size_t cap;
	uint32_t *count; /* per cue */
	uint32_t block;
	struct repeat *repeat; /* of each entry of the pack */
};

static bool
is_letter(uint16_t c)
{
	return (uint16_t)(c - 'a') < 26;
}

static bool
seen_by_eye(struct scan *s, uint32_t at)
{
	while (s->block + 1 < s->doc->block_n && s->t->block_start[s->block + 1] <= at)
		s->block++;
	return mu_block_seen(&s->doc->blocks[s->block]);
}

/*
 * Who says the same words over and over says nothing more by it: within a page's length the same
 * word counts twice. So terms of sixty like paragraphs do not drown a bill.
 */
static bool
said_enough(struct scan *s, size_t entry, uint32_t at)
{
	struct repeat *r = &s->repeat[entry];

	r->times = r->times && at - r->at < AGAIN ? r->times + 1 : 1;
	r->at = at;
	return r->times > 2;
}

static bool
add(struct scan *s, const struct mu_manner_entry *e, uint32_t at)
{
	struct mu_cue *list;

	if (s->count[e->cue] >= MU_MANNER_MAX || said_enough(s, (size_t)(e - s->p->manners), at))
		return true;
	s->count[e->cue]++;
	list = mu_arena_grow(s->arena, s->signs->manners, s->signs->manner_n,
	    s->signs->manner_n + 1, &s->cap, sizeof *list);
	if (!list)
		return false;
	s->signs->manners = list;
	list[s->signs->manner_n++] = (struct mu_cue){.from = at,
	    .to = at + s->p->words[e->word].n, .rule = e->cue, .seen = seen_by_eye(s, at)};
	return true;
}

/* Is there any sign that speaks for a fraud at all? */
static bool
accused(const struct mushi_pack *p, const struct mu_signs *signs)
{
	for (size_t i = 0; i < signs->n; i++) {
		unsigned beat = p->signs[signs->list[i].rule].beat;
		if (beat != MU_BEAT_COUNTER && beat != MU_BEAT_CONTEXT)
			return true;
	}
	return false;
}

bool
mu_find_manners(const struct mushi_pack *p, const struct mu_doc *doc, const struct mu_text *t,
    struct mu_arena *arena, struct mu_signs *signs)
{
	struct scan s = {.p = p, .doc = doc, .t = t, .arena = arena, .signs = signs,
	    .count = mu_new(arena, uint32_t, p->cue_n + 1)};

	if (!s.count)
		return false;
	if (!doc->block_n || !accused(p, signs))
		return true;
	s.repeat = mu_new(arena, struct repeat, p->manner_n + 1);
	if (!s.repeat)
		return false;
	for (uint32_t i = 0; i + 1 < t->n; i++) {
		uint32_t b;

		/* A Latin word begins only where one begins. */
		if (i > 0 && is_letter(t->sym[i]) && is_letter(t->sym[i - 1]))
			continue;
		b = mu_scan_hash(t->sym[i], t->sym[i + 1]) % MU_MANNER_BUCKETS;
		for (uint32_t k = p->manner_bucket[b]; k < p->manner_bucket[b + 1]; k++) {
			const struct mu_manner_entry *e = &p->manners[k];
			if (e->third && (i + 2 >= t->n || t->sym[i + 2] != e->third))
				continue;
			if (mu_word_at(p, t, &p->words[e->word], i) && !add(&s, e, i))
				return false;
		}
	}
	return true;
}
