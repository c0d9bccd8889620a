/* The list of what was found: each value once in a block, within limits, and its order. */
#include "indicator/scan.h"

struct mu_str
mu_ind_copy(struct mu_ind_scan *sc, struct mu_str s)
{
	char *p;

	if (!s.n)
		return MU_STR("");
	p = mu_arena_raw(sc->arena, s.n, 1);
	if (!p) {
		sc->nomem = sc->stop = true;
		return MU_STR("");
	}
	memcpy(p, s.p, s.n);
	return (struct mu_str){p, s.n};
}

bool
mu_ind_pay(struct mu_ind_scan *sc)
{
	if (!sc->budget) {
		sc->out->cut = true;
		return false;
	}
	sc->budget--;
	return true;
}

static uint32_t
hash(uint32_t type, uint32_t block, struct mu_str v)
{
	uint32_t h = 2166136261u ^ (type * 0x9E3779B1u) ^ (block * 0x85EBCA6Bu);

	for (size_t i = 0; i < v.n; i++)
		h = (h ^ (unsigned char)v.p[i]) * 16777619u;
	return h ^ h >> 15;
}

void
mu_ind_enter(struct mu_ind_scan *sc, size_t at)
{
	uint32_t stretch = (uint32_t)(at / MU_IND_STRETCH) + 1;

	if (stretch == sc->stretch)
		return;
	sc->stretch = stretch;
	sc->in_stretch = 0;
	sc->refused = 0;
	memset(sc->of_type, 0, sizeof sc->of_type);
	/* Where more facts stand than anybody lists, few places are worth a look. */
	if (sc->budget < MU_IND_STRETCH_BUDGET || sc->out->n >= MU_IND_MAX)
		sc->budget = MU_IND_STRETCH_BUDGET;
	if (sc->dates > MU_IND_DATES - MU_IND_STRETCH_DATES)
		sc->dates = MU_IND_DATES - MU_IND_STRETCH_DATES;
}

/* May one more be kept: within the limits of the page, or else of the stretch? */
static bool
has_room(struct mu_ind_scan *sc, enum mu_ind_type type)
{
	if (sc->out->n < MU_IND_MAX && (type != MU_I_PRICE || sc->prices < MU_IND_PRICES))
		return true;
	if (sc->in_stretch >= MU_IND_STRETCH_ALL || sc->of_type[type] >= MU_IND_STRETCH_TYPE
	    || sc->out->n > sc->most) {
		sc->out->cut = true;
		sc->refused++;
		return false;
	}
	sc->in_stretch++;
	sc->of_type[type]++;
	return true;
}

static struct mu_str
value_or_text(const struct mu_indicator *it)
{
	return it->value.n ? it->value : it->text;
}

/* The table that finds repeated values has two slots for each item; most pages have a few. */
static bool
make_slots(struct mu_ind_scan *sc)
{
	size_t n = sc->slots ? ((size_t)sc->slot_mask + 1) * 4 : MU_IND_SLOTS;

	sc->slots = mu_new(sc->arena, uint32_t, n);
	sc->slot_mask = (uint32_t)(n - 1);
	for (size_t k = 0; sc->slots && k < sc->out->n; k++) {
		const struct mu_indicator *it = &sc->out->list[k];
		uint32_t i = hash((uint32_t)it->type, it->block, value_or_text(it)) & sc->slot_mask;

		while (sc->slots[i])
			i = (i + 1) & sc->slot_mask;
		sc->slots[i] = (uint32_t)(k + 1);
	}
	return sc->slots != NULL;
}

/* Slot of an equal item, or the free one where it belongs. */
static uint32_t
slot_of(const struct mu_ind_scan *sc, enum mu_ind_type type, uint32_t block, struct mu_str v)
{
	uint32_t i = hash((uint32_t)type, block, v) & sc->slot_mask;

	for (;; i = (i + 1) & sc->slot_mask) {
		const struct mu_indicator *it;
		struct mu_str have;
		if (!sc->slots[i])
			return i;
		it = &sc->out->list[sc->slots[i] - 1];
		have = value_or_text(it);
		if (it->type == type && it->block == block && mu_str_eq(have, v) && (type != MU_I_PRICE
		    || !it->key_n || mu_str_eq(it->keys[0].value, mu_str_of(sc->currency))))
			return i;
	}
}

struct mu_indicator *
mu_ind_add(struct mu_ind_scan *sc, enum mu_ind_type type, const char *from, const char *to,
    struct mu_str value)
{
	struct mu_indicators *o = sc->out;
	struct mu_str text = {from, (size_t)(to - from)};
	uint32_t slot;
	struct mu_indicator *list, *it;

	if (sc->stop)
		return NULL;
	if ((!sc->slots || o->n > sc->slot_mask / 2) && !make_slots(sc)) {
		sc->nomem = sc->stop = true;
		return NULL;
	}
	if (sc->link) {
		/* A tel: target has no words of its own: what it says is its text. */
		if (!text.n)
			text = sc->doc->links[sc->link - 1].href;
		if (text.n > 2048)
			text.n = 2048;
		while (text.n && text.n == 2048 && ((unsigned char)text.p[text.n] & 0xC0) == 0x80)
			text.n--;
	}
	slot = slot_of(sc, type, sc->block, value.n ? value : text);
	if (sc->slots[slot]) {
		it = &o->list[sc->slots[slot] - 1];
		sc->refused += o->n >= MU_IND_MAX;
		if (sc->link && !it->link)
			it->link = sc->link;
		return NULL;
	}
	if (!has_room(sc, type))
		return NULL;
	list = mu_arena_grow(sc->arena, o->list, o->n, o->n + 1, &o->cap, sizeof *list);
	if (!list) {
		sc->nomem = sc->stop = true;
		return NULL;
	}
	o->list = list;
	it = &list[o->n];
	*it = (struct mu_indicator){.type = type, .block = sc->block, .link = sc->link,
	    .role = MU_R_UNKNOWN, .valid = MU_V_UNKNOWN};
	it->text = text;
	if (sc->link) {
		it->from = it->to = sc->doc->links[sc->link - 1].from;
		it->text = text;
	} else {
		it->from = (uint32_t)(from - sc->base);
		it->to = (uint32_t)(to - sc->base);
	}
	it->value = mu_ind_copy(sc, value);
	sc->slots[slot] = (uint32_t)++o->n;
	return sc->nomem ? NULL : it;
}

void
mu_ind_key(struct mu_ind_scan *sc, struct mu_indicator *it, const char *key, struct mu_str value)
{
	if (it->key_n >= MU_IND_KEYS)
		return;
	it->keys[it->key_n++] = (struct mu_ind_key){.key = key, .value = mu_ind_copy(sc, value)};
}

static bool
before(const struct mu_indicator *a, const struct mu_indicator *b)
{
	if (a->type != b->type)
		return a->type < b->type;
	return a->from < b->from;
}

/* Stable merge from the bottom up: by type, then by place. */
bool
mu_ind_sort(struct mu_ind_scan *sc)
{
	struct mu_indicators *o = sc->out;
	uint32_t *a, *b;
	struct mu_indicator *list;

	if (o->n < 2)
		return true;
	a = mu_new_raw(sc->arena, uint32_t, o->n);
	b = mu_new_raw(sc->arena, uint32_t, o->n);
	list = mu_new_raw(sc->arena, struct mu_indicator, o->n);
	if (!a || !b || !list)
		return false;
	for (uint32_t i = 0; i < o->n; i++)
		a[i] = i;
	for (size_t width = 1; width < o->n; width *= 2) {
		for (size_t lo = 0; lo < o->n; lo += 2 * width) {
			size_t mid = lo + width < o->n ? lo + width : o->n;
			size_t hi = lo + 2 * width < o->n ? lo + 2 * width : o->n;
			size_t i = lo, j = mid;
			for (size_t k = lo; k < hi; k++)
				b[k] = i < mid && (j >= hi || !before(&o->list[a[j]], &o->list[a[i]]))
				    ? a[i++] : a[j++];
		}
		uint32_t *t = a;
		a = b;
		b = t;
	}
	for (size_t i = 0; i < o->n; i++)
		list[i] = o->list[a[i]];
	o->list = list;
	o->cap = o->n;
	return true;
}
