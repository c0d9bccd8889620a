/*
 * The charset stage with every charset forced, and guessed: the output is valid UTF-8,
 * not longer than three bytes for each of the input and one U+FFFD, and the same each
 * time; what was borrowed lies inside the input; a guess decodes to what forcing the
 * guess gives. The first byte picks the hint and the reader.
 */
#include <stdlib.h>

#include "read/charset.h"
#include "read/decode.h"

#define MUST(x) do { if (!(x)) abort(); } while (0)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(struct mu_str in, const struct mu_decoded *d)
{
	size_t wide;

	MUST(d->text.n <= 3 * in.n + 3);
	MUST(mu_utf8_valid((const uint8_t *)d->text.p, d->text.n, &wide) == d->text.n);
	MUST(d->bad <= in.n);
	if (d->text.n && d->text.p >= in.p && d->text.p < in.p + in.n)
		MUST((size_t)(in.p + in.n - d->text.p) >= d->text.n && !d->bad);
}

static void
same(const struct mu_decoded *a, const struct mu_decoded *b)
{
	MUST(mu_str_eq(a->text, b->text) && a->charset == b->charset && a->bad == b->bad
	    && a->binary == b->binary);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct mu_decoded d, e;
	struct mu_arena arena;
	enum mu_charset hint;
	struct mu_str in, label;
	bool html;

	if (!size)
		return 0;
	hint = (enum mu_charset)((data[0] & 0x7F) % (MU_CS_OTHER + 1));
	html = data[0] >> 7;
	in = (struct mu_str){(const char *)data + 1, size - 1};
	mu_arena_init(&arena, 64 * size + (1 << 20));
	for (int cs = MU_CS_UTF8; cs <= MU_CS_OTHER; cs++) {
		MUST(mu_decode(in, (enum mu_charset)cs, hint, html, &arena, &d, NULL));
		MUST(d.charset == (enum mu_charset)cs && !d.contradicted);
		check(in, &d);
	}
	MUST(mu_decode(in, MU_CS_UNKNOWN, hint, html, &arena, &d, NULL));
	check(in, &d);
	MUST(mu_decode(in, MU_CS_UNKNOWN, hint, html, &arena, &e, NULL));
	same(&d, &e);
	MUST(d.contradicted == e.contradicted);
	MUST(mu_decode(in, d.charset, MU_CS_UNKNOWN, html, &arena, &e, NULL));
	same(&d, &e);
	MUST(mu_charset_guess(in, html) == mu_charset_guess(in, html));
	if (mu_charset_prescan(in, &label) != MU_CS_UNKNOWN)
		MUST(label.p >= in.p && label.p + label.n <= in.p + in.n);
	mu_arena_fini(&arena);
	return 0;
}
