/*
 * Rows of text and the finds of one type: "value key,key; value …". A find without a value shows
 * its words in <>. One block of ordinary text, unless the row begins with "@code ".
 */
#ifndef TESTS_INDICATOR_ROWS_H
#define TESTS_INDICATOR_ROWS_H

#include "check.h"
#include "indicator/indicator.h"

struct ind_row {
	const char *in, *want;
};

static const char *const ind_valid[] = {"", "yes", "no"};

static inline size_t
ind_put(char *out, size_t n, struct mu_str s)
{
	if (s.n > 3000 - n)
		s.n = 3000 - n;
	if (s.n)
		memcpy(out + n, s.p, s.n);
	return n + s.n;
}

/* Renders the finds of `type` of a document into out[4096]; returns the length. */
static inline size_t
ind_show(const struct mu_indicators *f, enum mu_ind_type type, char *out)
{
	size_t n = 0;

	for (size_t i = 0; i < f->n && n < 2900; i++) {
		const struct mu_indicator *it = &f->list[i];
		if (it->type != type)
			continue;
		if (n)
			n = ind_put(out, n, MU_STR("; "));
		if (it->value.n) {
			n = ind_put(out, n, it->value);
		} else {
			n = ind_put(out, n, MU_STR("<"));
			n = ind_put(out, n, it->text);
			n = ind_put(out, n, MU_STR(">"));
		}
		for (unsigned k = 0; k < it->key_n; k++) {
			n = ind_put(out, n, k ? MU_STR(",") : MU_STR(" "));
			n = ind_put(out, n, it->keys[k].value);
		}
		if (it->valid) {
			n = ind_put(out, n, MU_STR(" "));
			n = ind_put(out, n, mu_str_of(ind_valid[it->valid]));
		}
		if (it->role) {
			n = ind_put(out, n, MU_STR(" "));
			n = ind_put(out, n, mu_str_of(mu_role_name(it->role)));
		}
		if (it->masked)
			n = ind_put(out, n, MU_STR(" masked"));
	}
	return n;
}

static inline size_t
ind_find(enum mu_ind_type type, const char *text, char *out)
{
	struct mu_arena a;
	struct mu_doc d;
	struct mu_indicators f;
	unsigned flags = 0;
	size_t n = 0;

	mu_arena_init(&a, 64 << 20);
	mu_doc_init(&d, &a);
	if (strncmp(text, "@code ", 6) == 0) {
		text += 6;
		flags = MU_B_CODE;
	}
	/* "|" parts blocks: cells of a table. */
	while (*text) {
		size_t k = strcspn(text, "|");
		CHECK(mu_doc_add_block(&d, (struct mu_str){text, k}, MU_P_TEXT, flags, 0), "add block");
		text += k + (text[k] == '|');
	}
	CHECK(mu_find_indicators(&d, MU_STR(""), &a, &f, NULL), "find");
	for (size_t i = 0; i < f.n; i++) {
		const struct mu_indicator *it = &f.list[i];
		CHECK(it->from <= it->to && it->block < d.block_n && it->from >= d.blocks[it->block].from
		    && it->to <= d.blocks[it->block].to, "span of %zu", i);
	}
	n = ind_show(&f, type, out);
	mu_arena_fini(&a);
	return n;
}

#define IND_ROWS(type, rows) \
	do { \
		for (size_t i_ = 0; i_ < sizeof(rows) / sizeof(rows[0]); i_++) { \
			char out_[4096]; \
			size_t n_ = ind_find((type), (rows)[i_].in, out_); \
			CHECK_STR(out_, n_, (rows)[i_].want, "%s row %zu: %s", #rows, i_, (rows)[i_].in); \
		} \
	} while (0)

#endif
