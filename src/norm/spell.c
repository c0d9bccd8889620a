/*
 * The second pass: separators found to be decoration go, spellings become one, and お, ご and
 * 御 before a kanji are dropped.
 *
 * Works in place from left to right (no spelling gets longer). A bitmap of first symbols lets
 * most symbols through with one test. What happens at a symbol depends on the symbols after it
 * (a word of the table) and, for お and ご, on the one before: そのお客様 loses it, なお当社は keeps
 * it. At the start of a phrase it is always dropped, and at its end always where a kanji could
 * make it so, which is safe, for a phrase is looked up as a part: 客様 is found in お客様 either
 * way.
 */
#include "norm/fold.h"
#include "norm/norm.h"

static bool
holds(const uint16_t *list, uint16_t sym)
{
	for (; *list; list++)
		if (*list == sym)
			return true;
	return false;
}

static const struct fold_rule *
find_rule(const uint16_t *sym, uint32_t left)
{
	size_t lo = 0, hi = mu_fold_first_n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (mu_fold_first[mid].sym < *sym)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo == mu_fold_first_n || mu_fold_first[lo].sym != *sym)
		return NULL;
	for (size_t i = 0; i < mu_fold_first[lo].n; i++) {
		const struct fold_rule *r = mu_fold_rule + mu_fold_first[lo].rule + i;
		unsigned k = 1;

		while (k < r->left && k < left && mu_fold_rule_pool[r->at + k] == sym[k])
			k++;
		if (k == r->left)
			return r;
	}
	return NULL;
}

static bool
is_dropped_honorific(const struct fold *f, uint32_t i, uint16_t before)
{
	const uint16_t *sym = f->sym + i;
	unsigned class = before ? fold_class(before) : 0;

	if (i + 1 < f->n ? !(fold_class(sym[1]) & MU_C_HAN) : !f->phrase)
		return false;
	if (holds(mu_fold_honorific_han, *sym))
		return !(class & MU_C_HAN);
	return holds(mu_fold_honorific, *sym)
	    && (!(class & MU_C_KATA) || holds(mu_fold_after, before));
}

static void
drop_dead(struct fold *f)
{
	uint32_t o = 0;

	for (uint32_t i = 0; i < f->n; i++) {
		if (f->sym[i] == SYM_DEAD)
			continue;
		f->sym[o] = f->sym[i];
		f->src[o++] = f->src[i];
	}
	f->n = o;
}

void
fold_spell(struct fold *f)
{
	uint16_t *sym = f->sym, before = 0;
	uint32_t *src = f->src, o = 0, from = 0;
	bool carried = false; /* the next symbol begins at `from`, where its honorific was */

	if (f->dead)
		drop_dead(f);
	for (uint32_t i = 0; i < f->n;) {
		const struct fold_rule *r;
		uint16_t s = sym[i];

		if (!(mu_fold_gate[s >> 5] >> (s & 31) & 1)) {
			src[o] = carried ? from : src[i];
			sym[o++] = s;
			carried = false;
			before = s;
			i++;
			continue;
		}
		if (s == SYM_PAUSE) {
			before = 0;
			i++;
			continue;
		}
		r = find_rule(sym + i, f->n - i);
		if (!r && is_dropped_honorific(f, i, before)) {
			from = carried ? from : src[i];
			carried = true;
			before = s;
			i++;
			continue;
		}
		for (unsigned k = 0, n = r ? r->right : 1; k < n; k++) {
			src[o] = carried ? from : src[i + k];
			sym[o++] = r ? mu_fold_rule_pool[r->at + r->left + k] : s;
			carried = false;
		}
		before = sym[o - 1];
		i += r ? r->left : 1;
	}
	f->n = o;
}
