#include "base/sort.h"

#include <string.h>

void
mu_sort(struct mu_keyed *list, size_t n, struct mu_keyed *tmp)
{
	struct mu_keyed *from = list, *to = tmp;

	for (size_t width = 1; width < n; width *= 2) {
		for (size_t at = 0; at < n; at += 2 * width) {
			size_t mid = at + width < n ? at + width : n;
			size_t end = at + 2 * width < n ? at + 2 * width : n;
			size_t l = at, r = mid;
			for (size_t k = at; k < end; k++)
				to[k] = l < mid && (r >= end || from[l].key <= from[r].key)
				    ? from[l++] : from[r++];
		}
		struct mu_keyed *swap = from;
		from = to;
		to = swap;
	}
	if (from != list && n)
		memcpy(list, from, n * sizeof *list);
}
