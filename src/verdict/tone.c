/*
 * Signs are ideas that somebody wrote down; a bill may use words nobody thought of. How it
 * speaks still shows: the endings, the set phrases, the matters it names, what is quoted and
 * what is said. So all runs of one to four symbols of the window are looked up among those that
 * the corpus gave a meaning (data/tone.rec), and what they tell becomes a few features among
 * the others. Where letters stand for sounds a few of them say little: a word of a to z is
 * heard whole, alone and with the word before it, and is a gap among the symbols.
 */
#include "verdict/tone.h"

enum { OFTEN = 16, NESTED = 8, RUN = 4 };

static const double one_plus_ln[OFTEN + 1] = {0, 1, 1.693147, 2.098612, 2.386294, 2.609438,
    2.791759, 2.94591, 3.079442, 3.197225, 3.302585, 3.397895, 3.484907, 3.564949, 3.639057,
    3.70805, 3.772589};

struct reader {
	const struct mu_text *t;
	void (*put)(void *to, uint16_t sym);
	void *to;
	size_t quote;            /* the next quotation that may begin */
	struct {
		uint32_t to;
		uint16_t mark;
	} open[NESTED];
	unsigned open_n;
	bool gap, digit;
};

static void
say(struct reader *r, uint16_t sym)
{
	r->put(r->to, sym);
	r->gap = sym == '_';
	r->digit = sym == '0';
}

static void
quotation_marks(struct reader *r, uint32_t i)
{
	while (r->open_n && r->open[r->open_n - 1].to <= i)
		say(r, r->open[--r->open_n].mark);
	while (r->quote < r->t->quote_n && r->t->quotes[r->quote].from <= i) {
		const struct mu_quote *q = &r->t->quotes[r->quote++];
		bool aside = q->kind == 'p' || q->kind == 'b';
		if (q->from < i || r->open_n == NESTED)
			continue;
		r->open[r->open_n].to = q->to;
		r->open[r->open_n++].mark = aside ? ')' : 0x300D;
		say(r, aside ? '(' : 0x300C);
	}
}

static void
hear(struct reader *r, uint16_t sym)
{
	unsigned c = mu_sym_class(sym);

	if (c & MU_C_DIGIT) {
		if (!r->digit)
			say(r, '0');
	} else if (c & (MU_C_HAN | MU_C_KATA | MU_C_LATIN | MU_C_HANGUL)) {
		say(r, sym);
	} else if (sym == MU_SYM_STOP) {
		say(r, 0x3002);
	} else if (sym == 0xA5 || sym == '@' || sym == '%' || sym == '+' || sym == '&') {
		say(r, sym);
	} else if (!r->gap) {
		say(r, '_');
	}
}

/* A date is one number: 2020年1月1日 is heard as 0日. Any page may bear any number of dates. */
static bool
inside_date(uint16_t sym, uint16_t next)
{
	return (sym == 0x5E74 || sym == 0x6708) && mu_sym_class(next) & MU_C_DIGIT;
}

void
mu_tone_read(const struct mu_doc *doc, const struct mu_text *t, struct mu_window w,
    void (*put)(void *to, uint16_t sym), void *to)
{
	struct reader r = {.t = t, .put = put, .to = to, .gap = true};
	uint32_t at = 0;

	for (size_t b = 0; b < doc->block_n && at < w.to; b++) {
		uint32_t from = t->block_start[b], start = from, first;
		uint32_t end = b + 1 < doc->block_n ? t->block_start[b + 1] : t->n;
		if (!mu_block_seen(&doc->blocks[b]))
			continue;
		first = at;
		at += end - from;
		if (at < w.from)
			continue;
		if (w.from > first)
			from += w.from - first;
		if (w.to - first < end - start)
			end = start + (w.to - first);
		r.open_n = 0;
		for (uint32_t i = from; i < end; i++) {
			if (r.open_n || (r.quote < t->quote_n && t->quotes[r.quote].from <= i))
				quotation_marks(&r, i);
			if (!(r.digit && i + 1 < end && inside_date(t->sym[i], t->sym[i + 1])))
				hear(&r, t->sym[i]);
		}
	}
}

/*
 * What stood before word for word, AGAIN symbols or AGAIN_WORDS words or more, is not heard twice:
 * who fills a page with the same words around a fraud does not drown it. Heard stretches are
 * kept as bits.
 */
enum { AGAIN = 8, AGAIN_WORDS = 4, HEARD_BITS = 18 };

struct mu_tone_scratch {
	uint8_t often[MU_TONE_SLOTS];             /* all zero between two windows */
	uint16_t slots[MU_TONE_MAX];              /* those that are not */
	uint64_t heard[(1 << HEARD_BITS) / 64];
};

struct tone {
	const struct mushi_pack *p;
	struct mu_tone_scratch *s;
	uint64_t key, before; /* the last four symbols, and the four before them */
	uint64_t word;        /* the one that is being heard, or 0 */
	uint64_t beside;      /* the word, number or end of a sentence before it, or 0 */
	uint64_t words[AGAIN_WORDS]; /* the last ones; 0: none */
	unsigned run, slot_n;
};

static bool
again(struct tone *t, uint64_t stretch)
{
	uint64_t h = stretch * 0x9E3779B97F4A7C15ull;
	uint32_t bit = (uint32_t)(h >> (64 - HEARD_BITS));
	uint64_t mask = 1ull << (bit % 64), *part = &t->s->heard[bit / 64];
	bool seen = *part & mask;

	*part |= mask;
	return seen;
}

static void
look_up(struct tone *t, uint64_t key)
{
	uint32_t slot = mu_tone_at(t->p, key);

	if (!t->p->tones[slot].rare)
		return;
	if (!t->s->often[slot])
		t->s->slots[t->slot_n++] = (uint16_t)slot;
	if (t->s->often[slot] < OFTEN)
		t->s->often[slot]++;
}

static void
count_symbol(struct tone *t, uint16_t sym)
{
	t->before = t->before << 16 | t->key >> 48;
	t->key = t->key << 16 | sym;
	t->run++;
	if (t->run >= AGAIN && again(t, t->key ^ t->before * 0xC2B2AE3D27D4EB4Full))
		return;
	for (unsigned n = 1; n <= RUN && n <= t->run; n++)
		look_up(t, t->key & (UINT64_MAX >> (64 - 16 * n)));
}

static void
count_word(struct tone *t)
{
	uint64_t stretch = 0;

	memmove(t->words, t->words + 1, sizeof t->words - sizeof *t->words);
	t->words[AGAIN_WORDS - 1] = t->word;
	for (unsigned i = 0; i < AGAIN_WORDS; i++)
		stretch = mu_tone_pair(stretch, t->words[i]);
	if (!(t->words[0] && again(t, stretch))) {
		look_up(t, t->word);
		if (t->beside)
			look_up(t, mu_tone_pair(t->beside, t->word));
	}
	t->beside = t->word;
	t->word = 0;
}

static void
count(void *to, uint16_t sym)
{
	struct tone *t = to;

	if (sym >= 'a' && sym <= 'z') {
		t->word = mu_tone_word(t->word, sym);
		return;
	}
	if (t->word) {
		count_word(t);
		if (!t->run || (t->key & 0xFFFF) != '_')
			count_symbol(t, '_');
	}
	if (sym == '0' || sym == 0x3002)
		t->beside = mu_tone_word(0, sym);
	else if (sym != '_')
		t->beside = 0;
	if (sym != '_' || (t->key & 0xFFFF) != '_')
		count_symbol(t, sym);
}

static double
square_root(double x)
{
	double r = x > 1 ? x : 1;

	for (int i = 0; i < 60; i++)
		r = (r + x / r) / 2;
	return r;
}

void
mu_tone(struct mu_feature_input *in, struct mu_window w, double tells[MU_H_COUNT])
{
	struct tone t = {.p = in->p};
	double length = 0;

	memset(tells, 0, MU_H_COUNT * sizeof *tells);
	if (!in->p->tones)
		return;
	if (!in->scratch && !(in->scratch = mu_new(in->arena, struct mu_tone_scratch, 1))) {
		in->no_memory = true;
		return;
	}
	t.s = in->scratch;
	memset(t.s->heard, 0, sizeof t.s->heard);
	mu_tone_read(in->doc, in->t, w, count, &t);
	count(&t, '_');
	for (unsigned i = 0; i < t.slot_n; i++) {
		uint16_t slot = t.s->slots[i];
		const struct mu_tone *run = &in->p->tones[slot];
		double x = run->rare / 10.0 * one_plus_ln[t.s->often[slot]];
		length += x * x;
		for (unsigned h = 0; h < MU_H_COUNT; h++)
			tells[h] += x * run->tells[h] / 10.0;
		t.s->often[slot] = 0;
	}
	if (length > 0)
		length = square_root(length);
	for (unsigned h = 0; h < MU_H_COUNT && length > 0; h++)
		tells[h] /= length;
}
