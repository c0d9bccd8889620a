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

#ifdef __SSE2__
#include <emmintrin.h>
#endif

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
	size_t lo = mu_fold_first_at[*sym & 0xFF], end = mu_fold_first_at[(*sym & 0xFF) + 1];

	while (lo < end && mu_fold_first[lo].sym != *sym)
		lo++;
	if (lo == end)
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

/* May a rule begin at i? */
static inline bool
is_gate(const uint16_t *sym, uint32_t i, uint32_t n)
{
	uint16_t s = sym[i], next;

	if (!(mu_fold_gate[s >> 5] >> (s & 31) & 1))
		return false;
	if (s == SYM_PAUSE || i + 1 == n)
		return true;
	next = sym[i + 1];
	return fold_pair(s, next) || (fold_class(next) & MU_C_HAN
	    && (holds(mu_fold_honorific, s) || holds(mu_fold_honorific_han, s)));
}

/* Symbols from i on that begin no rule. */
static uint32_t
plain(const uint16_t *sym, uint32_t i, uint32_t n)
{
	uint32_t from = i;

#ifdef __SSE2__
	const bool ascii = mu_fold_gate[0] | mu_fold_gate[1] | mu_fold_gate[2] | mu_fold_gate[3];
	const __m128i high = _mm_set1_epi16((short)0xFF80), zero = _mm_setzero_si128();

	for (; i < n; i++) {
		while (!ascii && sym[i] < 0x80 && n - i >= 8) {
			__m128i v = _mm_loadu_si128((const __m128i *)(const void *)(sym + i));
			unsigned other = ~(unsigned)_mm_movemask_epi8(
			    _mm_cmpeq_epi16(_mm_and_si128(v, high), zero)) & 0xFFFF;

			if (other) {
				i += (uint32_t)__builtin_ctz(other) / 2;
				break;
			}
			i += 8;
			if (i == n)
				return i - from;
		}
		if (is_gate(sym, i, n))
			break;
	}
#else
	while (i < n && !is_gate(sym, i, n))
		i++;
#endif
	return i - from;
}

/* n symbols from i to o < i. Most pieces are short. */
static void
move_down(uint16_t *sym, uint32_t *src, uint32_t o, uint32_t i, uint32_t n)
{
	if (n > 32) {
		memmove(sym + o, sym + i, n * sizeof *sym);
		memmove(src + o, src + i, n * sizeof *src);
		return;
	}
	for (; n > 0; n--, o++, i++) {
		sym[o] = sym[i];
		src[o] = src[i];
	}
}

/* The first dead symbol from i on, or n. */
static uint32_t
next_dead(const uint16_t *sym, uint32_t i, uint32_t n)
{
#ifdef __SSE2__
	const __m128i dead = _mm_set1_epi16((short)SYM_DEAD);

	for (; n - i >= 8; i += 8) {
		__m128i v = _mm_loadu_si128((const __m128i *)(const void *)(sym + i));
		unsigned m = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi16(v, dead));

		if (m)
			return i + (uint32_t)__builtin_ctz(m) / 2;
	}
#endif
	while (i < n && sym[i] != SYM_DEAD)
		i++;
	return i;
}

static void
drop_dead(struct fold *f)
{
	uint32_t o = next_dead(f->sym, 0, f->n);

	for (uint32_t i = o; i < f->n;) {
		uint32_t from = i, n;

		if (f->sym[i] == SYM_DEAD) {
			i++;
			continue;
		}
		i = next_dead(f->sym, i, f->n);
		n = i - from;
		move_down(f->sym, f->src, o, from, n);
		o += n;
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
		uint32_t n = plain(sym, i, f->n);
		uint16_t s;

		if (n) {
			if (o != i)
				move_down(sym, src, o, i, n);
			if (carried)
				src[o] = from;
			carried = false;
			o += n;
			i += n;
			before = sym[o - 1];
			continue;
		}
		s = sym[i];
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
		n = r ? r->right : 1;
		for (unsigned k = 0; k < n; k++) {
			src[o] = carried ? from : src[i + k];
			sym[o++] = r ? mu_fold_rule_pool[r->at + r->left + k] : s;
			carried = false;
		}
		before = sym[o - 1];
		i += r ? r->left : 1;
	}
	f->n = o;
}
