/* Looking up runs: what the corpus never had is unknown, wherever the known ones stand. */
#include "check.h"

#include "pack/pack.h"

int
main(void)
{
	const struct mushi_pack *p = mu_builtin_pack();
	size_t known = 0, wrong = 0;

	CHECK(p && p->tones, "there are tones");
	if (!p || !p->tones)
		CHECK_DONE();
	for (size_t i = 0; i < MU_TONE_SLOTS; i++)
		known += p->tones[i].rare > 0;
	CHECK(known == p->tone_n, "%zu of %zu runs are in the table", known, p->tone_n);
	CHECK(p->tones[mu_tone_at(p, 0x3002)].rare, "the end of a sentence is a run");
	/* Symbols for private use stand in no run: three million such runs. */
	for (uint64_t a = 0xE000; a < 0xE000 + 3000; a++)
		for (uint64_t b = 0xE100; b < 0xE100 + 1000; b++)
			wrong += p->tones[mu_tone_at(p, a << 16 | b)].rare > 0;
	for (uint64_t a = 0xE000; a < 0xE000 + 3000; a++)
		wrong += p->tones[mu_tone_at(p, mu_tone_word(0, (uint16_t)a))].rare > 0;
	CHECK(wrong == 0, "%zu unknown runs were taken for known ones", wrong);
	CHECK_DONE();
}
