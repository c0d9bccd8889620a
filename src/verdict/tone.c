/*
 * Signs are ideas that somebody wrote down; a bill may use words nobody thought of. How it
 * speaks still shows: the endings, the set phrases, the matters it names. So all runs of two to
 * four letters of the window are looked up among those that the corpus gave a meaning
 * (data/tone.rec), each once; their sum, over the square root of how many are known, is one
 * feature among the others. It cannot accuse alone: it is not even looked at on a page without
 * a sign.
 */
#include "verdict/tone.h"

bool
mu_tone_letter(uint16_t sym)
{
	unsigned c = mu_sym_class(sym);

	return (c & (MU_C_HAN | MU_C_KATA | MU_C_LATIN | MU_C_HANGUL)) && !(c & MU_C_DIGIT);
}

static double
square_root(double x)
{
	double r = x > 1 ? x : 1;

	for (int i = 0; i < 40; i++)
		r = (r + x / r) / 2;
	return r;
}

struct tone {
	const struct mushi_pack *p;
	uint64_t seen[MU_TONE_SLOTS / 64];
	double sum;
	int32_t kind[MU_K_COUNT]; /* tenths */
	unsigned known, known_kind;
};

static void
look_up(struct tone *t, uint64_t key)
{
	uint32_t slot = mu_tone_at(t->p, key);
	const struct mu_tone *run = &t->p->tones[slot];
	unsigned tells = 0;

	if (!run->key || t->seen[slot / 64] >> (slot % 64) & 1)
		return;
	t->seen[slot / 64] |= 1ull << (slot % 64);
	t->sum += run->value;
	t->known += run->value < 0 || run->value > 0;
	for (unsigned k = 0; k < MU_K_COUNT; k++) {
		t->kind[k] += run->kind[k];
		tells |= run->kind[k] != 0;
	}
	t->known_kind += tells;
}

static void
listen(struct tone *t, const struct mu_feature_input *in, struct mu_window w)
{
	const struct mu_doc *doc = in->doc;

	for (size_t b = 0; b < doc->block_n; b++) {
		uint32_t from = in->t->block_start[b], at = in->block_at[b];
		uint32_t to = b + 1 < doc->block_n ? in->t->block_start[b + 1] : in->t->n;
		unsigned run = 0;
		uint64_t key = 0;

		if (at >= w.to)
			break;
		if (!mu_block_seen(&doc->blocks[b]) || at + (to - from) < w.from)
			continue;
		if (w.to - at < to - from)
			to = from + (w.to - at);
		if (w.from > at)
			from += w.from - at;
		for (uint32_t i = from; i < to; i++) {
			if (!mu_tone_letter(in->t->sym[i])) {
				run = 0;
				continue;
			}
			key = key << 16 | in->t->sym[i];
			run++;
			for (unsigned n = 2; n <= 4 && n <= run; n++)
				look_up(t, n == 4 ? key : key & ((1ull << (16 * n)) - 1));
		}
	}
}

double
mu_tone(const struct mu_feature_input *in, struct mu_window w)
{
	struct tone t = {.p = in->p};

	if (!in->p->tones)
		return 0;
	listen(&t, in, w);
	return in->p->tone_bias + t.sum / square_root(1 + t.known);
}

void
mu_tone_kinds(const struct mu_feature_input *in, struct mu_window w, double kind[MU_K_COUNT])
{
	struct tone t = {.p = in->p};

	if (in->p->tones)
		listen(&t, in, w);
	for (unsigned k = 0; k < MU_K_COUNT; k++)
		kind[k] = t.kind[k] / 10.0 / square_root(1 + t.known_kind);
}
