/*
 * Folding, matching and stance on raw text: matches lie inside the text and inside one block,
 * name an owner the pack has, and come out the same twice. 0x1F divides blocks.
 */
#include <stdlib.h>

#include "norm/norm.h"
#include "sign/find.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MUST(x) do { if (!(x)) abort(); } while (0)

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct mushi_pack *pack;
	struct mu_arena a;
	struct mu_doc doc;
	struct mu_text t;
	struct mu_matches m, again;
	struct mu_signs s = {0}, s_again = {0};
	struct mushi_err err;
	size_t from = 0;

	if (!pack) {
		pack = mushi_pack_load(NULL, 0, &err);
		MUST(pack);
	}
	mu_arena_init(&a, (size_t)1 << 28);
	mu_doc_init(&doc, &a);
	for (size_t i = 0; i <= size; i++) {
		if (i < size && data[i] != 0x1F)
			continue;
		MUST(mu_doc_add_block(&doc, (struct mu_str){(const char *)data + from, i - from},
		    MU_P_TEXT, 0, 0));
		from = i + 1;
	}
	MUST(mu_norm(&doc, &a, &t, NULL));
	MUST(mu_match(pack, &t, &a, &m) && mu_match(pack, &t, &a, &again));
	MUST(m.n == again.n);
	for (size_t i = 0; i < m.n; i++) {
		MUST(m.list[i].from < m.list[i].to && m.list[i].to <= t.n);
		MUST(m.list[i].from == again.list[i].from && m.list[i].to == again.list[i].to);
		for (uint32_t k = m.list[i].from; k < m.list[i].to; k++)
			MUST(t.sym[k] != MU_SYM_BLOCK);
	}
	MUST(mu_find_signs(pack, &doc, &t, &m, &a, &s, NULL));
	MUST(mu_find_signs(pack, &doc, &t, &m, &a, &s_again, NULL));
	MUST(s.n == s_again.n);
	for (size_t i = 0; i < s.n; i++) {
		MUST(s.list[i].rule < pack->sign_n && s.list[i].rule == s_again.list[i].rule);
		MUST(s.list[i].mentioned == s_again.list[i].mentioned);
		MUST(s.list[i].byte_from <= s.list[i].byte_to && s.list[i].byte_to <= doc.text_n);
	}
	mu_arena_fini(&a);
	return 0;
}
