#include "report/easy.h"

/* Bytes of the character that begins with c; texts of a pack are valid UTF-8. */
static size_t
char_size(char c)
{
	unsigned char b = (unsigned char)c;

	return b < 0x80 ? 1 : b < 0xE0 ? 2 : b < 0xF0 ? 3 : 4;
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

const struct mu_easy *
mu_easy_at(const struct mushi_pack *p, struct mu_str s)
{
	const struct mu_easy *best = NULL;

	for (size_t i = 0; i < p->easy_n; i++) {
		const struct mu_easy *e = &p->easys[i];
		if (e->word.n > s.n || e->word.p[0] != s.p[0] || (best && e->word.n <= best->word.n)
		    || memcmp(e->word.p, s.p, e->word.n) != 0)
			continue;
		/* A Latin word stands whole: no "IP" in "IPA". */
		if (is_letter(s.p[0]) && e->word.n < s.n && is_letter(s.p[e->word.n]))
			continue;
		best = e;
	}
	return best;
}

void
mu_easy_mark(const struct mushi_pack *p, struct mu_str text, struct mu_easy_seen *seen)
{
	for (size_t i = 0; i < text.n;) {
		const struct mu_easy *e = mu_easy_at(p, mu_str_sub(text, i, text.n));
		bool latin = is_letter(text.p[i]);
		if (e && e->gloss.n && (size_t)(e - p->easys) < MU_EASY_MOST)
			seen->bits[(e - p->easys) / 64] |= (uint64_t)1 << ((e - p->easys) % 64);
		i += e ? e->word.n : char_size(text.p[i]);
		while (latin && i < text.n && is_letter(text.p[i]))
			i++;
	}
}

const struct mu_easy *
mu_easy_next(const struct mushi_pack *p, const struct mu_easy_seen *seen, size_t *i)
{
	for (; *i < p->easy_n && *i < MU_EASY_MOST; ++*i)
		if (seen->bits[*i / 64] >> (*i % 64) & 1)
			return &p->easys[(*i)++];
	return NULL;
}

bool
mu_easy_said(const struct mushi_pack *p, const struct mu_easy_seen *seen, const struct mu_easy *e)
{
	const struct mu_easy *earlier;
	size_t i = 0;

	while ((earlier = mu_easy_next(p, seen, &i)) && earlier != e)
		if (mu_str_eq(earlier->gloss, e->gloss))
			return true;
	return false;
}

void
mu_easy_stem(const struct mu_easy *e, size_t *word, size_t *reading)
{
	*word = e->word.n;
	*reading = e->reading.n;
	while (*word > 3 && *reading > 3
	    && memcmp(e->word.p + *word - 3, e->reading.p + *reading - 3, 3) == 0) {
		*word -= 3;
		*reading -= 3;
	}
}
