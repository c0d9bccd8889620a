/* Any UTF-8 -> a doc of the right shape, the same each time; plain text likewise. */
#include <stdlib.h>
#include <string.h>

#include "../tests/lib/docs.h"
#include "read/html.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(const struct mu_doc *d)
{
	if (doc_fault(d) || !valid_utf8((struct mu_str){d->text, d->text_n}))
		abort();
	for (size_t i = 0; i < d->link_n; i++)
		if (!valid_utf8(d->links[i].href))
			abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct mu_arena a[3];
	struct mu_doc d[3];
	struct mu_str s = {(const char *)data, size};

	if (!valid_utf8(s))
		return 0;
	for (unsigned i = 0; i < 3; i++) {
		bool ok;

		mu_arena_init(&a[i], size * 24 + (32u << 20));
		mu_doc_init(&d[i], &a[i]);
		ok = i < 2 ? mu_read_html(s, 1u << 20, &d[i], NULL)
			   : mu_read_text(s, 1u << 20, &d[i], NULL);
		if (!ok)
			abort();
		check(&d[i]);
	}
	if (d[0].text_n != d[1].text_n || d[0].block_n != d[1].block_n
	    || d[0].notes != d[1].notes || d[0].behaviours != d[1].behaviours
	    || (d[0].text_n && memcmp(d[0].text, d[1].text, d[0].text_n) != 0)
	    || (d[0].block_n
		&& memcmp(d[0].blocks, d[1].blocks, d[0].block_n * sizeof *d[0].blocks)
		    != 0))
		abort();
	(void)mu_looks_like_html(s);
	for (unsigned i = 0; i < 3; i++)
		mu_arena_fini(&a[i]);
	return 0;
}
