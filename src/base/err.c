#include "base/err.h"

#include "base/fmt.h"

bool
mu_fail(struct mushi_err *err, enum mushi_errc code, size_t at, const char *fmt, ...)
{
	if (err) {
		va_list ap;
		err->code = code;
		err->at = at;
		va_start(ap, fmt);
		mu_vfmt(err->msg, sizeof err->msg, fmt, ap);
		va_end(ap);
	}
	return false;
}
