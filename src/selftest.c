/* Every hit: and miss: line of the pack against its own sign. */
#include "mushi/mushi.h"

#include "norm/norm.h"
#include "sign/find.h"

static void
to_z(struct mu_str s, char *buf, size_t size)
{
	size_t n = s.n < size - 1 ? s.n : size - 1;

	if (n)
		memcpy(buf, s.p, n);
	buf[n] = '\0';
}

static bool
finds(const struct mushi_pack *pack, struct mu_str text, uint16_t sign, bool *found)
{
	struct mu_arena a;
	struct mu_doc doc;
	struct mu_text t;
	struct mu_matches m;
	struct mu_signs s = {0};
	bool ok;

	mu_arena_init(&a, (size_t)64 << 20);
	mu_doc_init(&doc, &a);
	ok = mu_doc_add_block(&doc, text, MU_P_TEXT, 0, 0) && mu_norm(&doc, &a, &t, NULL)
	    && mu_match(pack, &t, &a, &m) && mu_find_signs(pack, &doc, &t, &m, &a, &s, NULL);
	*found = false;
	for (size_t i = 0; ok && i < s.n; i++)
		*found = *found || s.list[i].rule == sign;
	mu_arena_fini(&a);
	return ok;
}

size_t
mushi_pack_selftest(const struct mushi_pack *pack, mushi_rule_fail *fail, void *self,
    size_t *failed)
{
	*failed = 0;
	for (size_t i = 0; i < pack->test_n; i++) {
		const struct mu_test_line *t = &pack->tests[i];
		bool found;

		if (!finds(pack, t->text, t->sign, &found) || found != t->hit) {
			char file[128], sign[64], text[400];
			++*failed;
			to_z(t->file, file, sizeof file);
			to_z(pack->signs[t->sign].id, sign, sizeof sign);
			to_z(t->text, text, sizeof text);
			if (fail)
				fail(self, file, t->line, sign, t->hit ? "hit" : "miss", text);
		}
	}
	return pack->test_n;
}
