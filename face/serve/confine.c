/*
 * What a worker may do after a stranger's bytes took it over: compute, read and write its socket,
 * and end. Limits of the system come first, for what the filter cannot know (sizes); the filter
 * then refuses every call that is not listed, and ends the process for trying.
 *
 * Under a sanitizer only the limits apply that it can live with: it reserves terabytes of
 * addresses and reads files of its own at the end.
 */
#define _DEFAULT_SOURCE /* RLIMIT_NPROC */
#include "worker.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/time.h>

#include <seccomp.h>

static bool
limit(int what, rlim_t most)
{
	const struct rlimit r = {most, most};

	return setrlimit(what, &r) == 0;
}

static bool
filter(const int *calls, size_t n, uint32_t otherwise)
{
	scmp_filter_ctx ctx = seccomp_init(otherwise);
	bool ok = ctx != NULL;

	for (size_t i = 0; ok && i < n; i++) {
		int rc = seccomp_rule_add(ctx, SCMP_ACT_ALLOW, calls[i], 0);
		/* Some of them do not exist on every machine. */
		ok = rc == 0 || rc == -EDOM || rc == -EINVAL;
	}
	ok = ok && seccomp_load(ctx) == 0;
	if (ctx)
		seccomp_release(ctx);
	return ok;
}

/* malloc and the C library's end. */
#define MEMORY SCMP_SYS(brk), SCMP_SYS(mmap), SCMP_SYS(munmap), SCMP_SYS(mremap), \
	SCMP_SYS(madvise), SCMP_SYS(exit), SCMP_SYS(exit_group), SCMP_SYS(futex), \
	SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday), SCMP_SYS(time), SCMP_SYS(rt_sigreturn), \
	SCMP_SYS(restart_syscall)
#define TRANSFER SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(readv), SCMP_SYS(writev), \
	SCMP_SYS(recvfrom), SCMP_SYS(sendto), SCMP_SYS(recvmsg), SCMP_SYS(sendmsg)

bool
confine(const struct worker_limits *limits, bool readers)
{
	/* The last ones are for what asks the helpers: it waits, and drops one that broke. */
	static const int calls[] = {MEMORY, TRANSFER, SCMP_SYS(poll), SCMP_SYS(ppoll),
	    SCMP_SYS(close)};
	const size_t n = sizeof calls / sizeof *calls - (readers ? 0 : 3);
	/* A report may hold 24 bytes for each of the input and 32 MiB (mushi.h). */
	rlim_t memory = (rlim_t)limits->body * 32 + ((rlim_t)256 << 20);

	/* And the parts, which may be as long as a helper writes. */
	if (readers)
		memory += (rlim_t)512 << 20;

	/* Cores would keep on disk what a person sent; nothing else is opened from here on. */
	if (!limit(RLIMIT_CORE, 0) || !limit(RLIMIT_CPU, limits->cpu_s)
	    || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return false;
	if (SANITIZED)
		return true;
	return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 && limit(RLIMIT_NOFILE, 1)
	    && limit(RLIMIT_NPROC, 0) && limit(RLIMIT_FSIZE, 0) && limit(RLIMIT_AS, memory)
	    && filter(calls, n, readers ? SCMP_ACT_ERRNO(EPERM) : SCMP_ACT_KILL_PROCESS);
}

/*
 * The server needs its sockets besides. A call that is not listed fails instead of ending it: what
 * a C library of another version does on the way must not cost everybody the service.
 */
bool
confine_server(void)
{
	static const int calls[] = {MEMORY, TRANSFER, SCMP_SYS(accept), SCMP_SYS(accept4),
	    SCMP_SYS(shutdown), SCMP_SYS(close), SCMP_SYS(epoll_wait), SCMP_SYS(epoll_pwait),
	    SCMP_SYS(epoll_ctl), SCMP_SYS(setsockopt), SCMP_SYS(getsockopt), SCMP_SYS(getsockname),
	    SCMP_SYS(getpeername), SCMP_SYS(fcntl), SCMP_SYS(poll), SCMP_SYS(ppoll),
	    SCMP_SYS(fstat), SCMP_SYS(newfstatat), SCMP_SYS(lseek), SCMP_SYS(rt_sigprocmask),
	    SCMP_SYS(rt_sigaction), SCMP_SYS(getrandom), SCMP_SYS(getpid), SCMP_SYS(gettid),
	    SCMP_SYS(sysinfo)};

	return SANITIZED || (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
	    && filter(calls, sizeof calls / sizeof *calls, SCMP_ACT_ERRNO(EPERM)));
}
