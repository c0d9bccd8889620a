/* A stable merge sort of keys with their payload; no allocation, same order on every platform. */
#ifndef MU_BASE_SORT_H
#define MU_BASE_SORT_H

#include <stddef.h>
#include <stdint.h>

struct mu_keyed {
	uint64_t key;
	uint32_t index;
};

/* Sorts by key; `tmp` has room for n as well. */
void mu_sort(struct mu_keyed *list, size_t n, struct mu_keyed *tmp);

#endif
