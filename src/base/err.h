/* Filling struct mushi_err: `return mu_fail(err, MUSHI_ETOOBIG, at, "…", …);` */
#ifndef MU_BASE_ERR_H
#define MU_BASE_ERR_H

#include <stdbool.h>
#include <stddef.h>

#include "mushi/mushi.h"

/* Always false. err may be NULL. The message is English, for logs and developers. */
bool mu_fail(struct mushi_err *err, enum mushi_errc code, size_t at, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

static inline bool
mu_nomem(struct mushi_err *err)
{
	return mu_fail(err, MUSHI_ENOMEM, 0, "out of memory, or the limit for one input is reached");
}

#endif
