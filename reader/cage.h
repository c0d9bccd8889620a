/* Giving up every right, for good. */
#ifndef READER_CAGE_H
#define READER_CAGE_H

#include <stdbool.h>
#include <stddef.h>

struct cage {
	size_t memory;   /* bytes of address space beyond what is there already */
	unsigned cpu_s;
};

/*
 * Of this process, only `keep` stays open (and standard error). After it: no file is opened, no
 * socket made, no program or process started, no file grows. False: it must not go on.
 */
bool cage_enter(const struct cage *c, int keep);

#endif
