#include "sign/sentence.h"

enum { FAR = 400 };

static bool
ends(uint16_t c)
{
	return c == MU_SYM_STOP || c == MU_SYM_BLOCK || c == MU_SYM_LINE;
}

static uint32_t
back(const struct mu_text *t, uint32_t at)
{
	uint32_t least = at > FAR ? at - FAR : 0;

	while (at > least && !ends(t->sym[at - 1]))
		at--;
	return at;
}

static uint32_t
forward(const struct mu_text *t, uint32_t at)
{
	uint32_t most = t->n - at > FAR ? at + FAR : t->n;

	while (at < most && !ends(t->sym[at]))
		at++;
	return at;
}

struct mu_range
mu_sentence(const struct mu_text *t, uint32_t from, uint32_t to)
{
	return (struct mu_range){back(t, from), forward(t, to)};
}

struct mu_range
mu_sentence_before(const struct mu_text *t, struct mu_range s)
{
	uint32_t at = s.from;

	while (at > 0 && ends(t->sym[at - 1]))
		at--;
	if (at == s.from || at == 0)
		return (struct mu_range){s.from, s.from};
	return (struct mu_range){back(t, at), at};
}

struct mu_range
mu_sentence_after(const struct mu_text *t, struct mu_range s)
{
	uint32_t at = s.to;

	while (at < t->n && ends(t->sym[at]))
		at++;
	if (at == s.to || at >= t->n)
		return (struct mu_range){s.to, s.to};
	return (struct mu_range){at, forward(t, at)};
}
