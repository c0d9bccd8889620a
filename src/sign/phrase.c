/*
 * One of a phrase's words stands in the text: is the rest of it there, too? From the trigger
 * backwards, then forwards, with a bit set of the positions reached; see match.c for the bounds.
 */
#include "sign/matcher.h"

static bool
is_mark(uint16_t c)
{
	return c == MU_SYM_BLOCK || c == MU_SYM_STOP;
}

/* First shape of the kind that ends at `end`; shapes of one kind do not nest. */
static bool
shape_ending(const struct mu_matches *o, unsigned kind, uint32_t end, uint32_t *from)
{
	size_t lo = 0, hi = o->shape_n[kind];

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		if (o->shapes[kind][mid].to < end)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo == o->shape_n[kind] || o->shapes[kind][lo].to != end)
		return false;
	*from = o->shapes[kind][lo].from;
	return true;
}

static bool
shape_starting(const struct mu_matches *o, unsigned kind, uint32_t from, uint32_t *end)
{
	size_t lo = 0, hi = o->shape_n[kind];

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		if (o->shapes[kind][mid].from < from)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo == o->shape_n[kind] || o->shapes[kind][lo].from != from)
		return false;
	*end = o->shapes[kind][lo].to;
	return true;
}

/* Positions as a bit set relative to an anchor: bit k is anchor - k (back) or anchor + k. */
struct reach {
	uint64_t bit[REACH / 64];
};

static void
reach_add(struct reach *r, uint32_t k)
{
	if (k < REACH)
		r->bit[k / 64] |= 1ull << (k % 64);
}

static bool
reach_empty(const struct reach *r)
{
	return !(r->bit[0] | r->bit[1] | r->bit[2] | r->bit[3]);
}

static unsigned
highest(uint64_t v)
{
	return 63 - (unsigned)__builtin_clzll(v);
}

/* The next position from *k on; false when there is none. */
static bool
reach_next(const struct reach *r, uint32_t *k)
{
	for (uint32_t i = *k / 64; i < REACH / 64; i++) {
		uint64_t v = r->bit[i];
		if (i == *k / 64)
			v &= ~0ull << (*k % 64);
		if (v) {
			*k = i * 64 + lowest(v);
			return true;
		}
	}
	return false;
}

/* r | r << by */
static void
reach_spread(struct reach *r, unsigned by)
{
	unsigned words = by / 64, bits = by % 64;

	for (unsigned i = REACH / 64; i-- > words;) {
		uint64_t v = r->bit[i - words] << bits;
		if (bits && i > words)
			v |= r->bit[i - words - 1] >> (64 - bits);
		r->bit[i] |= v;
	}
}

/* Widen by a gap, plus one space that may stand between any two atoms. */
static void
reach_gap(const struct matcher *m, struct reach *r, const struct mu_atom *a, uint32_t anchor,
    uint32_t limit, bool back)
{
	struct reach out = {{0}};
	unsigned min = a->gap_min, width = a->gap_max - min, done = 0;

	/* Mostly all of it lies within one word. */
	if (!(r->bit[1] | r->bit[2] | r->bit[3]) && r->bit[0]
	    && highest(r->bit[0]) + a->gap_max < 64) {
		uint64_t v = r->bit[0] << min;

		while (done < width) {
			unsigned by = done + 1 <= width - done ? done + 1 : width - done;
			v |= v << by;
			done += by;
		}
		out.bit[0] = limit < 63 ? v & ((2ull << limit) - 1) : v;
		for (uint64_t left = r->bit[0]; left; left &= left - 1) {
			uint32_t e = lowest(left) + a->gap_max;
			if (e < limit) {
				uint16_t c = back ? m->t->sym[anchor - e - 1] : m->t->sym[anchor + e];
				if (c == ' ' || c == MU_SYM_LINE)
					reach_add(&out, e + 1);
			}
		}
		*r = out;
		return;
	}
	for (unsigned i = REACH / 64; i-- > min / 64;) {
		out.bit[i] = r->bit[i - min / 64] << (min % 64);
		if (min % 64 && i > min / 64)
			out.bit[i] |= r->bit[i - min / 64 - 1] >> (64 - min % 64);
	}
	while (done < width) {
		unsigned by = done + 1 <= width - done ? done + 1 : width - done;
		reach_spread(&out, by);
		done += by;
	}
	for (uint32_t k = limit + 1; k < REACH; k = (k / 64 + 1) * 64)
		out.bit[k / 64] &= (1ull << (k % 64)) - 1;
	for (uint32_t k = 0; reach_next(r, &k); k++) {
		uint32_t e = k + a->gap_max;
		if (e < limit) {
			uint16_t c = back ? m->t->sym[anchor - e - 1] : m->t->sym[anchor + e];
			if (c == ' ' || c == MU_SYM_LINE)
				reach_add(&out, e + 1);
		}
	}
	*r = out;
}

/* All starts of words of `set` that end at one of the positions. */
static void
reach_words_back(struct matcher *m, struct reach *r, const struct mu_atom *a,
    uint32_t anchor, uint32_t limit)
{
	const struct mu_set *set = &m->p->sets[a->set];
	const uint64_t last_mask = set->builtin ? ~0ull : set->last_mask;
	const uint16_t *s = m->t->sym;
	struct reach out = {{0}};

	for (uint32_t k = 0; reach_next(r, &k) && k <= limit; k++) {
		uint32_t end = anchor - k, from;
		uint16_t c;

		m->work -= 3;
		if (end == 0 || !(last_mask >> (s[end - 1] & 63) & 1))
			continue;
		if (set->builtin) {
			if (shape_ending(m->out, set->builtin, end, &from) && anchor - from <= limit)
				reach_add(&out, anchor - from);
			continue;
		}
		c = s[end - 1];
		uint32_t lo = 0, hi = set->n;
		while (lo < hi) {
			uint32_t mid = (lo + hi) / 2;
			const struct mu_word *w = &m->p->words[m->p->set_words[set->first + mid]];
			if (m->p->syms[w->sym + w->n - 1] < c)
				lo = mid + 1;
			else
				hi = mid;
		}
		for (; lo < set->n; lo++) {
			const struct mu_word *w = &m->p->words[m->p->set_words[set->first + lo]];
			if (m->p->syms[w->sym + w->n - 1] != c)
				break;
			m->work -= 3;
			if (w->n <= end && k + w->n <= limit && mu_word_at(m->p, m->t, w, end - w->n))
				reach_add(&out, k + w->n);
		}
	}
	if (a->optional)
		for (unsigned i = 0; i < REACH / 64; i++)
			out.bit[i] |= r->bit[i];
	*r = out;
}

static void
reach_words_forward(struct matcher *m, struct reach *r, const struct mu_atom *a,
    uint32_t anchor, uint32_t limit)
{
	const struct mu_set *set = &m->p->sets[a->set];
	struct reach out = {{0}};

	for (uint32_t k = 0; reach_next(r, &k) && k < limit; k++) {
		uint32_t at = anchor + k, end;

		m->work -= 3;
		if (set->builtin) {
			if (shape_starting(m->out, set->builtin, at, &end) && end - anchor <= limit)
				reach_add(&out, end - anchor);
			continue;
		}
		if (!(set->first_mask >> (m->t->sym[at] & 63) & 1))
			continue;
		m->work -= 2 * (int64_t)set->n;
		for (uint32_t i = 0; i < set->n; i++) {
			const struct mu_word *w = &m->p->words[m->p->set_words[set->first + i]];
			if (m->p->syms[w->sym] == m->t->sym[at] && k + w->n <= limit
			    && mu_word_at(m->p, m->t, w, at))
				reach_add(&out, k + w->n);
		}
	}
	if (a->optional)
		for (unsigned i = 0; i < REACH / 64; i++)
			out.bit[i] |= r->bit[i];
	*r = out;
}

/*
 * Symbols until a sentence end or block end, at most `most`, which is less than REACH. Checks go on
 * from one place to the next, so where the sentence begins is remembered, or that it is far away.
 */
static uint32_t
room_back(struct matcher *m, uint32_t at, uint32_t most)
{
	const uint16_t *s = m->t->sym;
	uint32_t k = 0;

	if (at < m->sentence) {
		while (k < most && k < at && !is_mark(s[at - k - 1]))
			k++;
		return k;
	}
	if (at > REACH && at - REACH > m->sentence_to)
		m->sentence = m->sentence_to = at - REACH;
	for (; m->sentence_to < at; m->sentence_to++)
		if (is_mark(s[m->sentence_to]))
			m->sentence = m->sentence_to + 1;
	return at - m->sentence < most ? at - m->sentence : most;
}

/* The same ahead; what was gone over is remembered. */
static uint32_t
room_forward(struct matcher *m, uint32_t at, uint32_t most)
{
	uint32_t end = m->t->n - at > most ? at + most : m->t->n;

	if (at < m->ahead_from || at > m->ahead)
		m->ahead_from = m->ahead = at;
	while (m->ahead < end && !is_mark(m->t->sym[m->ahead]))
		m->ahead++;
	return (m->ahead < end ? m->ahead : end) - at;
}

static uint32_t
farthest(const struct reach *r)
{
	for (unsigned i = REACH / 64; i--;)
		if (r->bit[i])
			return i * 64 + highest(r->bit[i]);
	return 0;
}

static void
add_match(struct matcher *m, uint32_t from, uint32_t to, uint32_t phrase)
{
	struct mu_matches *o = m->out;
	struct mu_match *list;

	if (o->n && o->list[o->n - 1].phrase == phrase && o->list[o->n - 1].from == from
	    && o->list[o->n - 1].to == to)
		return;
	if (o->n >= m->match_max) {
		o->cut = true;
		return;
	}
	list = mu_arena_grow(m->arena, o->list, o->n, o->n + 1, &o->cap, sizeof *list);
	if (!list) {
		m->failed = true;
		return;
	}
	o->list = list;
	o->list[o->n++] = (struct mu_match){from, to, phrase};
}

void
mu_match_check(struct matcher *m, uint32_t phrase, uint32_t from, uint32_t to)
{
	const struct mu_phrase *f = &m->p->phrases[phrase];
	const struct mu_atom *atom = m->p->atoms + f->atom;
	uint32_t start = from, end = to;
	struct reach r;

	m->work -= 32;
	if (f->trigger > 0) {
		uint32_t limit = room_back(m, from, f->span_max < REACH - 1 ? f->span_max
		    : REACH - 1);
		r = (struct reach){{1}};
		for (unsigned i = f->trigger; i-- > 0;) {
			reach_gap(m, &r, &atom[i + 1], from, limit, true);
			reach_words_back(m, &r, &atom[i], from, limit);
			if (reach_empty(&r))
				return;
		}
		start = from - farthest(&r);
	}
	if (f->trigger + 1u < f->atom_n) {
		uint32_t limit = room_forward(m, to, REACH - 1);
		r = (struct reach){{1}};
		for (unsigned i = f->trigger + 1u; i < f->atom_n; i++) {
			reach_gap(m, &r, &atom[i], to, limit, false);
			reach_words_forward(m, &r, &atom[i], to, limit);
			if (reach_empty(&r))
				return;
		}
		end = to + farthest(&r);
	}
	add_match(m, start, end, phrase);
}

void
mu_match_set(struct matcher *m, uint32_t set, uint32_t from, uint32_t to)
{
	const struct mushi_pack *p = m->p;
	const struct mu_trigger *t = p->by_trigger + p->trigger_first[set];
	const struct mu_trigger *end = p->by_trigger + p->trigger_first[set + 1];

	if (t == end || !may_work(m))
		return;
	m->work -= end - t;
	for (; t < end; t++) {
		if (t->need != UINT16_MAX
		    && (!m->seen[t->need] || m->seen[t->need] - 1 + t->span_max < to))
			continue;
		if (!may_work(m))
			return;
		mu_match_check(m, t->phrase, from, to);
	}
}
