#include "record.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool
fail(const char **code, const char *word, char *why, size_t size, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));

static bool
fail(const char **code, const char *word, char *why, size_t size, const char *fmt, ...)
{
	va_list ap;

	*code = word;
	va_start(ap, fmt);
	vsnprintf(why, size, say(fmt), ap);
	va_end(ap);
	return false;
}

static bool
read_all(int fd, size_t hint, size_t limit, struct bytes *out, const char *name,
    const char **code, char *why, size_t why_size)
{
	size_t cap = hint + 1 > 65536 ? hint + 1 : 65536;

	out->p = malloc(cap);
	out->n = 0;
	if (!out->p)
		return fail(code, "no-memory", why, why_size, "%s: out of memory", name);
	for (;;) {
		ssize_t got;
		if (out->n == cap) {
			unsigned char *more;
			if (cap > limit)
				break;
			cap *= 2;
			more = realloc(out->p, cap);
			if (!more)
				return fail(code, "no-memory", why, why_size, "%s: out of memory",
				    name);
			out->p = more;
		}
		got = read(fd, out->p + out->n, cap - out->n);
		if (got < 0 && errno == EINTR && !record_interrupted())
			continue;
		if (got < 0)
			return fail(code, "unreadable", why, why_size, "%s: cannot be read: %s",
			    name, say_errno(errno));
		if (got == 0)
			break;
		out->n += (size_t)got;
	}
	if (out->n > limit)
		return fail(code, "too-big", why, why_size,
		    "%s: larger than %zu MiB; save only the page or message itself", name,
		    limit >> 20);
	return true;
}

bool
load_input(const char *name, size_t limit, struct bytes *out, const char **code, char *why,
    size_t why_size)
{
	struct stat st;
	bool ok;
	int fd;

	*out = (struct bytes){0};
	if (strncmp(name, "http://", 7) == 0 || strncmp(name, "https://", 8) == 0)
		return fetch_url(name, limit, out, code, why, why_size);
	if (strcmp(name, "-") == 0)
		return read_all(STDIN_FILENO, 0, limit, out, say("standard input"), code, why, why_size);
	fd = open(name, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return fail(code, errno == ENOENT ? "not-found" : "unreadable", why, why_size,
		    "%s: %s", name, errno == EACCES ? say("no permission to read it") : say_errno(errno));
	if (fstat(fd, &st) == 0 && S_ISDIR(st.st_mode)) {
		close(fd);
		return fail(code, "directory", why, why_size,
		    "%s: is a folder; name the files in it", name);
	}
	if (S_ISREG(st.st_mode) && (unsigned long long)st.st_size > limit) {
		close(fd);
		return fail(code, "too-big", why, why_size,
		    "%s: larger than %zu MiB; save only the page or message itself", name,
		    limit >> 20);
	}
	ok = read_all(fd, S_ISREG(st.st_mode) ? (size_t)st.st_size : 0, limit, out, name, code,
	    why, why_size);
	close(fd);
	return ok;
}
