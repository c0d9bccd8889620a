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
filter(void)
{
	/* malloc: brk, mmap, munmap, mremap, madvise; the C library's end: exit_group. */
	static const int calls[] = {SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(readv),
	    SCMP_SYS(writev), SCMP_SYS(recvfrom), SCMP_SYS(sendto), SCMP_SYS(recvmsg),
	    SCMP_SYS(sendmsg), SCMP_SYS(brk), SCMP_SYS(mmap), SCMP_SYS(munmap),
	    SCMP_SYS(mremap), SCMP_SYS(madvise), SCMP_SYS(exit), SCMP_SYS(exit_group),
	    SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday), SCMP_SYS(time), SCMP_SYS(futex),
	    SCMP_SYS(rt_sigreturn), SCMP_SYS(restart_syscall)};
	scmp_filter_ctx ctx = seccomp_init(SCMP_ACT_KILL_PROCESS);
	bool ok = ctx != NULL;

	for (size_t i = 0; ok && i < sizeof calls / sizeof *calls; i++) {
		int rc = seccomp_rule_add(ctx, SCMP_ACT_ALLOW, calls[i], 0);
		/* Some of them do not exist on every machine. */
		ok = rc == 0 || rc == -EDOM || rc == -EINVAL;
	}
	ok = ok && seccomp_load(ctx) == 0;
	if (ctx)
		seccomp_release(ctx);
	return ok;
}

bool
confine(const struct worker_limits *limits)
{
	/* A report may hold 24 bytes for each of the input and 32 MiB (mushi.h). */
	rlim_t memory = (rlim_t)limits->body * 32 + ((rlim_t)256 << 20);

	/* Cores would keep on disk what a person sent; nothing else is opened from here on. */
	if (!limit(RLIMIT_CORE, 0) || !limit(RLIMIT_CPU, limits->cpu_s)
	    || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return false;
	if (SANITIZED)
		return true;
	return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 && limit(RLIMIT_NOFILE, 0)
	    && limit(RLIMIT_NPROC, 0) && limit(RLIMIT_FSIZE, 0) && limit(RLIMIT_AS, memory)
	    && filter();
}
