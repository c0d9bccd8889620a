/* Any UTF-8 -> strings that are UTF-8, in a bounded amount, the same each time. */
#include <stdlib.h>
#include <string.h>

#include "../tests/lib/docs.h"
#include "read/script.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct mu_arena a[2];
	struct mu_script r[2] = {{0}, {0}};
	struct mu_str s = {(const char *)data, size};

	if (!valid_utf8(s))
		return 0;
	for (unsigned i = 0; i < 2; i++) {
		mu_arena_init(&a[i], size * 24 + (32u << 20));
		if (!mu_script_read(s, &a[i], &r[i]))
			abort();
		for (size_t k = 0; k < r[i].string_n; k++)
			if (!valid_utf8(r[i].strings[k].text)
			    || r[i].strings[k].text.n < 2)
				abort();
	}
	if (r[0].string_n != r[1].string_n || r[0].behaviours != r[1].behaviours)
		abort();
	for (size_t k = 0; k < r[0].string_n; k++)
		if (!mu_str_eq(r[0].strings[k].text, r[1].strings[k].text)
		    || r[0].strings[k].use != r[1].strings[k].use)
			abort();
	mu_arena_fini(&a[0]);
	mu_arena_fini(&a[1]);
	return 0;
}
