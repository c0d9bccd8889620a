/*
 * Matches -> signs. Doubles are merged, cancelled ones dropped, behaviours of scripts added;
 * then each sign gets its stance (sign/stance.c).
 */
#include "sign/find.h"

#include "base/err.h"
#include "base/sort.h"
#include "sign/manner.h"
#include "sign/stance.h"

struct finder {
	const struct mushi_pack *p;
	const struct mu_doc *doc;
	const struct mu_text *t;
	const struct mu_matches *m;
	struct mu_arena *arena;
	struct mu_signs *out;
	uint8_t *kept;         /* signs kept of each stretch beyond the first of their rule */
	uint32_t stretch;      /* of the last find of the rule */
	unsigned rule_n, seen_n, unseen_n; /* kept of the rule; of it in this stretch */
};

static enum mu_owner
owner_of(const struct finder *f, const struct mu_match *m)
{
	return (enum mu_owner)f->p->phrases[m->phrase].own;
}

static bool
add_sign(struct finder *f, struct mu_sign s)
{
	struct mu_sign *list;

	list = mu_arena_grow(f->arena, f->out->list, f->out->n, f->out->n + 1, &f->out->cap,
	    sizeof *list);
	if (!list)
		return false;
	f->out->list = list;
	list[f->out->n++] = s;
	return true;
}

/* Plain script literals, meta and hidden markup: there, but not for the eye. */
static bool
is_unseen(const struct mu_block *b)
{
	if (b->flags & MU_B_HIDDEN)
		return true;
	if (b->place == MU_P_META || b->place == MU_P_URL)
		return true;
	return b->place == MU_P_SCRIPT && !(b->flags & (MU_B_DIALOG | MU_B_WRITTEN));
}

/* May another find of the rule be kept? */
static bool
has_room(struct finder *f, const struct mu_sign *s)
{
	uint32_t stretch = s->from / MU_STRETCH;

	if (stretch != f->stretch)
		f->seen_n = f->unseen_n = 0;
	f->stretch = stretch;
	if (f->rule_n >= MU_SIGNS_PER_RULE) {
		if (s->unseen ? f->unseen_n >= MU_STRETCH_UNSEEN : f->seen_n >= MU_STRETCH_SEEN)
			return false;
		if (f->kept[stretch] >= MU_STRETCH_SIGNS) {
			f->out->cut = true;
			return false;
		}
		f->kept[stretch]++;
	}
	f->rule_n++;
	*(s->unseen ? &f->unseen_n : &f->seen_n) += 1;
	return true;
}

static bool
place_sign(struct finder *f, uint16_t rule, uint32_t phrase, uint32_t from, uint32_t to)
{
	struct mu_sign s = {.from = from, .to = to, .rule = rule, .phrase = phrase};
	const struct mu_block *b;

	if (!f->doc->block_n)
		return true;
	mu_text_span(f->t, f->doc, from, to, &s.byte_from, &s.byte_to);
	s.block = mu_doc_block_at(f->doc, s.byte_from);
	b = &f->doc->blocks[s.block];
	if (s.byte_from < b->from)
		s.byte_from = b->from;
	if (s.byte_to > b->to)
		s.byte_to = b->to;
	if (s.byte_from >= s.byte_to)
		return true;
	s.flags = b->flags;
	s.place = b->place;
	s.unseen = is_unseen(b);
	return !has_room(f, &s) || add_sign(f, s);
}

/* Signs from phrases: by rule, then place; overlapping ones of a rule become one. */
static bool
from_phrases(struct finder *f)
{
	const struct mu_matches *m = f->m;
	struct mu_keyed *keys = mu_new_raw(f->arena, struct mu_keyed, m->n + 1);
	struct mu_keyed *tmp = mu_new_raw(f->arena, struct mu_keyed, m->n + 1);
	size_t n = 0, not_n;

	f->kept = mu_new(f->arena, uint8_t, f->t->n / MU_STRETCH + 1);
	if (!keys || !tmp || !f->kept)
		return false;
	/* Cancelling phrases first, so that each sign can look its own up. */
	for (size_t i = 0; i < m->n; i++)
		if (owner_of(f, &m->list[i]) == MU_OWN_NOT)
			keys[n++] = (struct mu_keyed){(uint64_t)f->p->phrases[m->list[i].phrase].owner
			    << 32 | m->list[i].from, (uint32_t)i};
	mu_sort(keys, n, tmp);
	not_n = n;
	for (size_t i = 0; i < m->n; i++)
		if (owner_of(f, &m->list[i]) == MU_OWN_SIGN)
			keys[n++] = (struct mu_keyed){(uint64_t)f->p->phrases[m->list[i].phrase].owner
			    << 32 | m->list[i].from, (uint32_t)i};
	mu_sort(keys + not_n, n - not_n, tmp);
	size_t cancel = 0;
	for (size_t i = not_n; i < n;) {
		uint16_t rule = (uint16_t)(keys[i].key >> 32);
		uint32_t phrase = m->list[keys[i].index].phrase;
		uint32_t from = m->list[keys[i].index].from, to = m->list[keys[i].index].to;
		bool gone = false;

		if (i == not_n || (uint16_t)(keys[i - 1].key >> 32) != rule)
			f->rule_n = f->seen_n = f->unseen_n = 0;
		for (i++; i < n && (uint16_t)(keys[i].key >> 32) == rule
		    && m->list[keys[i].index].from < to; i++)
			if (m->list[keys[i].index].to > to)
				to = m->list[keys[i].index].to;
		while (cancel < not_n && ((keys[cancel].key >> 32) < rule
		    || ((keys[cancel].key >> 32) == rule && m->list[keys[cancel].index].to <= from)))
			cancel++;
		for (size_t k = cancel; k < not_n && (keys[k].key >> 32) == rule
		    && m->list[keys[k].index].from < to && !gone; k++)
			gone = m->list[keys[k].index].to > from;
		if (gone)
			continue;
		if (!place_sign(f, rule, phrase, from, to))
			return false;
	}
	return true;
}

static bool
in_reading_order(struct finder *f)
{
	size_t n = f->out->n;
	struct mu_keyed *keys = mu_new_raw(f->arena, struct mu_keyed, n + 1);
	struct mu_keyed *tmp = mu_new_raw(f->arena, struct mu_keyed, n + 1);
	struct mu_sign *list = mu_new_raw(f->arena, struct mu_sign, n + 1);

	if (!keys || !tmp || !list)
		return false;
	for (size_t i = 0; i < n; i++)
		keys[i] = (struct mu_keyed){(uint64_t)f->out->list[i].from << 16
		    | f->out->list[i].rule, (uint32_t)i};
	mu_sort(keys, n, tmp);
	for (size_t i = 0; i < n; i++)
		list[i] = f->out->list[keys[i].index];
	f->out->list = list;
	f->out->cap = n + 1;
	return true;
}

static bool
from_behaviours(struct finder *f)
{
	for (unsigned b = 0; b < MU_BH_COUNT; b++) {
		int32_t rule;
		if (!(f->doc->behaviours >> b & 1))
			continue;
		rule = mu_pack_find_sign(f->p, mu_str_of(mu_behaviour_id((enum mu_behaviour)b)));
		if (rule >= 0 && !add_sign(f, (struct mu_sign){.rule = (uint16_t)rule,
		    .place = mu_behaviour_place((enum mu_behaviour)b), .behaviour = true}))
			return false;
	}
	return true;
}

bool
mu_find_signs(const struct mushi_pack *p, const struct mu_doc *doc, const struct mu_text *t,
    const struct mu_matches *m, struct mu_arena *arena, struct mu_signs *out,
    struct mushi_err *err)
{
	struct finder f = {.p = p, .doc = doc, .t = t, .m = m, .arena = arena, .out = out};

	*out = (struct mu_signs){.cut = m->cut};
	if (!from_phrases(&f) || !in_reading_order(&f)
	    || !mu_find_stances(p, doc, t, m, arena, out) || !from_behaviours(&f)
	    || !mu_find_manners(p, doc, t, arena, out))
		return mu_nomem(err);
	return true;
}
