#define _DEFAULT_SOURCE
#include "serve.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "wire.h"

enum { CHUNK = 64 << 10 };

static long
now_ms(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* What the child wrote until it ended, up to the limits; *status says why it was cut. */
static void
gather(int fd, long until, char **out, size_t *n, uint32_t *status)
{
	size_t cap = 0;

	*out = NULL;
	*n = 0;
	for (;;) {
		struct pollfd p = {.fd = fd, .events = POLLIN};
		long left = until - now_ms();
		ssize_t got;

		if (left <= 0 || poll(&p, 1, (int)left) == 0) {
			*status = SERVE_TOO_LONG;
			return;
		}
		if (*n == cap) {
			char *more;
			if (cap >= SERVE_ANSWER_MOST) {
				*status = SERVE_TOO_MUCH;
				return;
			}
			cap = cap ? cap * 2 : CHUNK;
			more = realloc(*out, cap);
			if (!more) {
				*status = SERVE_TOO_MUCH;
				return;
			}
			*out = more;
		}
		got = read(fd, *out + *n, cap - *n);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return;
		*n += (size_t)got;
	}
}

/* `missing`: what the helper lacks, if anything; then no byte of the input is looked at. */
static void
one(const struct decoder *d, const char *missing, const struct serve_request *r,
    const unsigned char *data, struct serve_answer *a, char **out)
{
	int fd[2], status = 0;
	size_t n = 0;
	pid_t child;

	a->status = SERVE_TROUBLE;
	if (pipe(fd) != 0)
		return;
	child = fork();
	if (child == 0) {
		/* Whoever gives up on the helper gives up on what it does. */
		(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (dup2(fd[1], 1) < 0 || (!missing && !cage_enter(&d->cage, (size_t)r->size)))
			_exit(3);
		if (missing)
			wire_error(1, "missing", missing);
		else
			d->decode(r, data, (size_t)r->size, 1);
		/* Not by _exit(): a sanitizer would look for leaks, and cannot in here. */
		syscall(SYS_exit_group, 0);
	}
	close(fd[1]);
	if (child < 0) {
		close(fd[0]);
		return;
	}
	a->status = SERVE_OK;
	gather(fd[0], now_ms() + (long)r->wait_ms, out, &n, &a->status);
	close(fd[0]);
	if (a->status != SERVE_OK)
		(void)kill(child, SIGKILL);
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	if (a->status == SERVE_OK && WIFSIGNALED(status)) {
		a->status = WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL
		    ? SERVE_TOO_LONG : SERVE_CRASHED;
		a->detail = (uint32_t)WTERMSIG(status);
	} else if (a->status == SERVE_OK && WEXITSTATUS(status) != 0) {
		a->status = WEXITSTATUS(status) == 3 ? SERVE_TROUBLE : SERVE_CRASHED;
		a->detail = (uint32_t)WEXITSTATUS(status);
	}
	/* What a child wrote that did not end well is no answer. */
	a->size = a->status == SERVE_OK ? n : 0;
}

int
serve(const struct decoder *d)
{
	const char *missing;
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	(void)signal(SIGPIPE, SIG_IGN);
	if (null < 0)
		return 2;
	(void)dup2(null, 2); /* libraries talk; nobody listens */
	missing = d->init ? d->init() : NULL;
	if (!cage_prepare())
		missing = "nothing can be opened: this kernel confines no process (seccomp)";
	for (;;) {
		struct serve_request r;
		struct serve_answer a = {.magic = SERVE_MAGIC};
		unsigned char *data;
		char *out = NULL;
		bool ok;

		if (!read_all(0, &r, sizeof r))
			return 0;
		if (r.magic != SERVE_MAGIC || r.size > SERVE_SIZE_MOST || r.extra > r.size)
			return 2;
		data = malloc((size_t)r.size + 1);
		if (!data || !read_all(0, data, (size_t)r.size)) {
			free(data);
			return 2;
		}
		data[r.size] = 0;
		one(d, missing, &r, data, &a, &out);
		free(data);
		ok = write_all(1, &a, sizeof a) && write_all(1, out, (size_t)a.size);
		free(out);
		if (!ok)
			return 0;
	}
}
