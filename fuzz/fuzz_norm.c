/*
 * Folding of any bytes: the map back is monotone and inside the text, symbols are bounded by
 * bytes, spans and quotes lie inside, and the same input gives the same output.
 */
#include <stdlib.h>

#include "base/utf8.h"
#include "norm/norm.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define REQUIRE(x) \
	do { \
		if (!(x)) \
			abort(); \
	} while (0)

/* No character becomes more symbols than this for each of its bytes. */
enum { GROWTH = 2 };

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct mu_arena a, b;
	struct mu_doc doc;
	struct mu_text t, again;
	uint16_t phrase[256];
	size_t from = 0, n;

	mu_arena_init(&a, (size_t)1 << 28);
	mu_arena_init(&b, (size_t)1 << 28);
	mu_doc_init(&doc, &a);
	/* 0x1F divides blocks */
	for (size_t i = 0; i <= size; i++) {
		if (i < size && data[i] != 0x1F)
			continue;
		REQUIRE(mu_doc_add_block(&doc, (struct mu_str){(const char *)data + from, i - from},
		    MU_P_TEXT, 0, 0));
		from = i + 1;
	}
	REQUIRE(mu_norm(&doc, &a, &t, NULL) && mu_norm(&doc, &b, &again, NULL));
	REQUIRE(t.n == again.n && t.quote_n == again.quote_n);
	REQUIRE(memcmp(t.sym, again.sym, t.n * sizeof *t.sym) == 0);
	REQUIRE(memcmp(t.src, again.src, (t.n + 1) * sizeof *t.src) == 0);
	REQUIRE(t.n <= doc.text_n * GROWTH + doc.block_n);
	REQUIRE(t.src[t.n] == doc.text_n);
	for (uint32_t i = 0, blocks = 0; i < t.n; i++) {
		uint32_t p, q;

		REQUIRE(t.sym[i] != 0 && t.sym[i] < 0xFFFE);
		REQUIRE(t.src[i] <= t.src[i + 1]);
		blocks += t.sym[i] == MU_SYM_BLOCK;
		REQUIRE(i + 1 < t.n || blocks == doc.block_n);
		mu_text_span(&t, &doc, i, i + 1, &p, &q);
		REQUIRE(p <= q && q <= doc.text_n);
		REQUIRE(t.sym[i] <= MU_SYM_STOP || p < q);
		mu_text_span(&t, &doc, i, i + 3, &p, &q);
		REQUIRE(p <= q && q <= doc.text_n);
		/* never inside a character, unless the bytes were no characters */
		REQUIRE(q == doc.text_n || (doc.text[q] & 0xC0) != 0x80
		    || mu_utf8_get(doc.text + q, doc.text + doc.text_n, &(unsigned){0}) == 0xFFFD);
	}
	for (size_t i = 0; i < doc.block_n; i++) {
		REQUIRE(t.block_start[i] < t.n && (i == 0 || t.block_start[i] > t.block_start[i - 1]));
		REQUIRE(i == 0 || t.sym[t.block_start[i] - 1] == MU_SYM_BLOCK);
	}
	for (size_t i = 0; i < t.quote_n; i++) {
		REQUIRE(t.quotes[i].from < t.quotes[i].to && t.quotes[i].to <= t.n);
		REQUIRE(i == 0 || t.quotes[i - 1].from <= t.quotes[i].from);
	}
	n = mu_norm_str((struct mu_str){(const char *)data, size}, phrase, 256);
	REQUIRE(n <= 256);
	for (size_t i = 0; i < n; i++)
		REQUIRE(phrase[i] != 0 && phrase[i] < 0xFFFE);
	REQUIRE(n == 0 || (phrase[0] > MU_SYM_STOP && phrase[n - 1] > MU_SYM_STOP) || n == 256);
	mu_arena_fini(&a);
	mu_arena_fini(&b);
	return 0;
}
