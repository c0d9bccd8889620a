/* Giving up every right, for good. */
#ifndef READER_CAGE_H
#define READER_CAGE_H

#include <stdbool.h>
#include <stddef.h>

struct cage {
	size_t memory;   /* bytes of address space beyond what is there already */
	unsigned cpu_s;
	bool threads;    /* may start threads, which the same rules hold; never a process */
};

/* Once, in the process that will be forked: builds the list of system calls. */
bool cage_prepare(const struct cage *c);

/*
 * In the child. Only descriptor 1 stays open (and standard error, which cannot be written to).
 * After it: no file is opened, no socket made, no program or process started, no file grows.
 * `held`: bytes of the input it holds already. False: it must not go on.
 */
bool cage_enter(const struct cage *c, size_t held);

#endif
