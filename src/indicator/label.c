/* The words around a place: labels say what a number is. */
#include "indicator/scan.h"

static void
take(const char *p, const char *e, struct mu_ind_words *w)
{
	w->n = 0;
	w->has = 0;
	while (p < e && w->n + 4 <= sizeof w->buf) {
		unsigned n, m;
		uint32_t c = mu_ind_get(p, e, &n);
		if (c == '-') /* keep the long vowel mark: it is part of words */
			c = mu_utf8_get(p, e, &m);
		if (c - 'A' < 26)
			c |= 0x20;
		if (c >= 0xFF01 && c <= 0xFF5E)
			c -= 0xFEE0;
		w->n += mu_utf8_put(c, w->buf + w->n);
		p += n;
	}
	for (size_t i = 0; i < w->n; i++)
		w->has |= 1ull << ((unsigned char)w->buf[i] & 63);
}

/* May the word stand there? Nearly all of a list do not, and three bytes of it tell. */
static bool
may_stand(const struct mu_ind_words *w, const char *word)
{
	for (unsigned i = 0; i < 3 && word[i]; i++)
		if (!(w->has >> ((unsigned char)word[i] & 63) & 1))
			return false;
	return true;
}

void
mu_ind_before(const struct mu_ind_scan *sc, const char *p, size_t max, struct mu_ind_words *w)
{
	const char *q = p;
	unsigned ends = 0;

	/* A label often stands in the table cell before: one end of block or line may be crossed. */
	while (q > sc->base && (size_t)(p - q) < max) {
		if (q[-1] == '\n' && ++ends > 1)
			break;
		q--;
	}
	while (q < p && ((unsigned char)*q & 0xC0) == 0x80)
		q++;
	take(q, p, w);
}

void
mu_ind_after(const struct mu_ind_scan *sc, const char *p, size_t max, struct mu_ind_words *w)
{
	const char *q = (size_t)(sc->e - p) > max ? p + max : sc->e;

	while (q > p && q < sc->e && ((unsigned char)*q & 0xC0) == 0x80)
		q--;
	take(p, q, w);
}

/* Latin words are words, not parts of others: the id of "did", the ver of "over" say nothing. */
static bool
whole_word(const struct mu_ind_words *w, size_t at, size_t len)
{
	if (!mu_ind_alpha((unsigned char)w->buf[at]))
		return true;
	if (at && mu_ind_alpha((unsigned char)w->buf[at - 1]))
		return false;
	return len > 3 || at + len >= w->n || !mu_ind_alpha((unsigned char)w->buf[at + len - 1])
	    || !mu_ind_alpha((unsigned char)w->buf[at + len]);
}

size_t
mu_ind_last(const struct mu_ind_words *w, const char *const *words, size_t *which)
{
	size_t best = 0;

	for (size_t i = 0; words[i]; i++) {
		size_t len, from = 0, at;

		if (!may_stand(w, words[i]))
			continue;
		len = strlen(words[i]);
		while ((at = mu_str_find((struct mu_str){w->buf + from, w->n - from},
		    (struct mu_str){words[i], len})) != SIZE_MAX) {
			from += at + len;
			if (from > best && whole_word(w, from - len, len)) {
				best = from;
				if (which)
					*which = i;
			}
		}
	}
	return best;
}

size_t
mu_ind_first(const struct mu_ind_words *w, const char *const *words, size_t *which)
{
	size_t best = 0;

	for (size_t i = 0; words[i]; i++) {
		size_t at;

		if (!may_stand(w, words[i]))
			continue;
		at = mu_str_find((struct mu_str){w->buf, w->n}, mu_str_of(words[i]));
		if (at != SIZE_MAX && (!best || at + 1 < best)) {
			best = at + 1;
			if (which)
				*which = i;
		}
	}
	return best;
}

void
mu_ind_own(struct mu_ind_scan *sc, struct mu_indicator *it, const char *from, size_t bytes,
    const char *const *words)
{
	struct mu_ind_words w;

	mu_ind_before(sc, from, bytes, &w);
	if (mu_ind_last(&w, words, NULL))
		it->role = MU_R_VICTIM;
}
