/*
 * The tokenizer on any bytes. First byte: content model to begin with, CDATA allowed,
 * models followed as tree construction would. Checked:
 *  - progress: tokens start in order, and there are at most two for a byte of input;
 *  - slices lie in the input, the arena, the tokenizer, or are short constants;
 *  - names hold no capital, valid UTF-8 in gives valid UTF-8 out, text is bounded;
 *  - the portable build of the same code gives the same tokens, and so does the same input at
 *    another alignment.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"

#include "read/token.h"

/* The portable variant under other names. */
void plain_tok_init(struct mu_tokenizer *t, struct mu_str input, struct mu_arena *arena);
enum mu_tok_type plain_tok_next(struct mu_tokenizer *t, struct mu_token *out);
void plain_tok_model(struct mu_tokenizer *t, enum mu_tok_model model);
struct mu_str plain_tok_unescape(struct mu_str s, bool in_attr, struct mu_arena *arena);
#define MU_NO_SIMD
#define mu_tok_init(t, s, a) plain_tok_init(t, s, a)
#define mu_tok_next(t, k) plain_tok_next(t, k)
#define mu_tok_model(t, m) plain_tok_model(t, m)
#define mu_tok_unescape(s, i, a) plain_tok_unescape(s, i, a)
#include "read/token.c"
#undef mu_tok_init
#undef mu_tok_next
#undef mu_tok_model
#undef mu_tok_unescape

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define REQUIRE(x) \
	do { \
		if (!(x)) { \
			fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #x); \
			abort(); \
		} \
	} while (0)

static bool
is_utf8(struct mu_str s)
{
	const char *p = s.p, *end = p + s.n;

	while (p < end) {
		unsigned len;
		uint32_t c = mu_utf8_get(p, end, &len);
		if (c == 0xFFFD && !(len == 3 && memcmp(p, "\xEF\xBF\xBD", 3) == 0))
			return false;
		p += len;
	}
	return true;
}

static bool
has_capital(struct mu_str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)(s.p[i] - 'A') < 26)
			return true;
	return false;
}

/* Reads every byte, so that the sanitizer sees a slice of nothing. */
static void
check_slice(const struct mu_tokenizer *t, struct mu_str in, struct mu_str s, bool utf8)
{
	unsigned sum = 0;

	REQUIRE(s.p);
	for (size_t i = 0; i < s.n; i++)
		sum += (unsigned char)s.p[i];
	if (s.p >= in.p && s.p <= in.p + in.n)
		REQUIRE(s.n <= (size_t)(in.p + in.n - s.p));
	if (s.p >= t->names && s.p < t->names + sizeof(t->names))
		REQUIRE(s.n <= (size_t)(t->names + sizeof(t->names) - s.p));
	if (utf8)
		REQUIRE(is_utf8(s));
	REQUIRE(sum <= 255 * s.n);
}

static bool
same(struct mu_str a, struct mu_str b)
{
	return mu_str_eq(a, b);
}

static void
same_token(const struct mu_token *a, const struct mu_token *b)
{
	REQUIRE(a->type == b->type && a->at == b->at && a->element == b->element);
	REQUIRE(same(a->text, b->text) && a->attr_n == b->attr_n);
	REQUIRE(a->self_closing == b->self_closing && a->from_ref == b->from_ref);
	REQUIRE(a->force_quirks == b->force_quirks && a->has_name == b->has_name);
	REQUIRE(a->has_public == b->has_public && a->has_system == b->has_system);
	for (uint32_t i = 0; i < a->attr_n; i++)
		REQUIRE(same(a->attrs[i].name, b->attrs[i].name)
		    && same(a->attrs[i].value, b->attrs[i].value));
	if (a->type == MU_T_DOCTYPE)
		REQUIRE(same(a->public_id, b->public_id) && same(a->system_id, b->system_id));
}

/* Text may be cut differently: compare it as a whole. */
struct run {
	char *p;
	size_t n;
};

static void
text(struct run *r, struct mu_str s, size_t cap)
{
	REQUIRE(s.n <= cap - r->n);
	memcpy(r->p + r->n, s.p, s.n);
	r->n += s.n;
}

static enum mu_tok_type
next(bool plain, struct mu_tokenizer *t, struct mu_token *k, struct run *r, size_t cap)
{
	for (;;) {
		enum mu_tok_type type = plain ? plain_tok_next(t, k) : mu_tok_next(t, k);
		if (type != MU_T_TEXT)
			return type;
		REQUIRE(k->text.n > 0);
		text(r, k->text, cap);
	}
}

static void
set_up(bool plain, struct mu_tokenizer *t, struct mu_str in, struct mu_arena *a, uint8_t flags)
{
	enum mu_tok_model model = (enum mu_tok_model)(flags % 5);

	memset(t, 0xA5, sizeof(*t));
	if (plain) {
		plain_tok_init(t, in, a);
		plain_tok_model(t, model);
	} else {
		mu_tok_init(t, in, a);
		mu_tok_model(t, model);
	}
	t->cdata = (flags & 64) != 0;
	t->last_start = model == MU_T_SCRIPT ? MU_STR("script") : MU_STR("title");
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct mu_tokenizer t[2];
	struct mu_token k[2];
	struct mu_arena a[2];
	struct run r[2];

	if (size < 1 || size > 100000)
		return 0;
	const uint8_t flags = data[0];
	const size_t n = size - 1, cap = 3 * n + 64, shift = flags >> 3 & 7;
	/* Exact blocks, so that a read past the end is seen; the second at another alignment. */
	char *in[2] = {malloc(n + 1), malloc(n + shift + 1)};
	REQUIRE(in[0] && in[1]);
	struct mu_str s[2] = {{in[0] + 1, n}, {in[1] + shift + 1, n}};
	memcpy(in[0] + 1, data + 1, n);
	memcpy(in[1] + shift + 1, data + 1, n);
	const bool utf8 = is_utf8(s[0]);
	const bool follow = (flags & 128) != 0;

	/* Every token of the fast build, as it comes. */
	size_t count = 0, total = 0;
	uint32_t at = 0;
	mu_arena_init(&a[0], 16 * n + 65536);
	set_up(false, &t[0], s[0], &a[0], flags);
	while (mu_tok_next(&t[0], &k[0]) != MU_T_END) {
		count++;
		REQUIRE(count <= 2 * n);
		REQUIRE(k[0].at >= at && k[0].at <= n);
		at = k[0].at;
		check_slice(&t[0], s[0], k[0].text, utf8);
		if (k[0].type == MU_T_TEXT)
			total += k[0].text.n;
		REQUIRE(total <= 3 * n);
		REQUIRE(k[0].attr_n <= MU_T_ATTR_MAX);
		if (k[0].type == MU_T_START || k[0].type == MU_T_ENDTAG) {
			REQUIRE(!has_capital(k[0].text) && k[0].text.n > 0);
			REQUIRE(mu_element_by_name(k[0].text) == k[0].element);
		} else {
			REQUIRE(k[0].attr_n == 0 && k[0].element == MU_E_OTHER);
		}
		for (uint32_t i = 0; i < k[0].attr_n; i++) {
			check_slice(&t[0], s[0], k[0].attrs[i].name, utf8);
			check_slice(&t[0], s[0], k[0].attrs[i].value, utf8);
			REQUIRE(!has_capital(k[0].attrs[i].name) && k[0].attrs[i].name.n > 0);
			REQUIRE(mu_attr_find(&k[0], k[0].attrs[i].name) == &k[0].attrs[i]);
		}
		if (follow && k[0].type == MU_T_START)
			mu_tok_model(&t[0], mu_tok_model_for(k[0].element));
	}
	REQUIRE(!t[0].failed);
	REQUIRE(a[0].total <= 8 * n + 65536);
	mu_arena_fini(&a[0]);

	/* Both builds side by side. */
	for (int i = 0; i < 2; i++) {
		mu_arena_init(&a[i], 16 * n + 65536);
		set_up(i == 1, &t[i], s[i], &a[i], flags);
		r[i] = (struct run){malloc(cap), 0};
		REQUIRE(r[i].p);
	}
	enum mu_tok_type type;
	do {
		type = next(false, &t[0], &k[0], &r[0], cap);
		REQUIRE(next(true, &t[1], &k[1], &r[1], cap) == type);
		REQUIRE(r[0].n == r[1].n && memcmp(r[0].p, r[1].p, r[0].n) == 0);
		same_token(&k[0], &k[1]);
		if (follow && type == MU_T_START) {
			mu_tok_model(&t[0], mu_tok_model_for(k[0].element));
			plain_tok_model(&t[1], mu_tok_model_for(k[1].element));
		}
	} while (type != MU_T_END);

	/* What is undone in a value has the same length bound. */
	struct mu_str u = mu_tok_unescape(s[0], (flags & 64) != 0, &a[0]);
	REQUIRE(u.n <= 3 * n);
	check_slice(&t[0], s[0], u, utf8);

	for (int i = 0; i < 2; i++) {
		mu_arena_fini(&a[i]);
		free(r[i].p);
		free(in[i]);
	}
	return 0;
}
