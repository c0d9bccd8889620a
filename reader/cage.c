/*
 * The list of system calls is what the decoders need to compute: memory, time, threads that wait,
 * and writing to the one pipe. Everything else fails with EPERM, so that a library that looks for
 * a font or a configuration goes on without.
 */
#define _GNU_SOURCE
#include "cage.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
enum { SANITIZED = 1 };
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
enum { SANITIZED = 1 };
#else
enum { SANITIZED = 0 };
#endif
#else
enum { SANITIZED = 0 };
#endif

static bool
limit(int what, rlim_t most)
{
	struct rlimit r = {most, most}, old;

	if (getrlimit((__rlimit_resource_t)what, &old) == 0 && old.rlim_max < most)
		r.rlim_cur = r.rlim_max = old.rlim_max;
	return setrlimit((__rlimit_resource_t)what, &r) == 0;
}

/* Address space in use, from the kernel's page counts; 0 when unknown. */
static size_t
in_use(void)
{
	unsigned long pages = 0;
	FILE *f = fopen("/proc/self/statm", "re");

	if (!f)
		return 0;
	if (fscanf(f, "%lu", &pages) != 1)
		pages = 0;
	fclose(f);
	return pages * (size_t)sysconf(_SC_PAGESIZE);
}

enum { RULES_MOST = 1024, OUT = 1 };

static struct sock_filter rules[RULES_MOST];
static unsigned short rule_n;
static size_t used;

static void
close_others(void)
{
	close(0);
#ifdef SYS_close_range
	if (syscall(SYS_close_range, 3u, ~0u, 0u) == 0)
		return;
#endif
	for (int fd = 3; fd < 4096; fd++)
		close(fd);
}

/*
 * Threads, and no other kind of clone. The flags of clone3() stand in memory where no filter sees
 * them; told that the kernel has none, the C library takes the old call.
 */
static bool
add_threads(scmp_filter_ctx ctx)
{
	const unsigned long flags = CLONE_VM | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD;

	return seccomp_rule_add(ctx, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1,
	    SCMP_A0(SCMP_CMP_MASKED_EQ, flags, flags)) == 0
	    && seccomp_rule_add(ctx, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) == 0;
}

static bool
make_list(scmp_filter_ctx ctx, bool threads)
{
	static const int calls[] = {
		SCMP_SYS(brk), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise),
		SCMP_SYS(futex), SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday),
		SCMP_SYS(clock_getres), SCMP_SYS(getrandom), SCMP_SYS(sched_yield),
		SCMP_SYS(sched_getaffinity), SCMP_SYS(getpid), SCMP_SYS(gettid),
		SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn), SCMP_SYS(close),
		SCMP_SYS(exit), SCMP_SYS(exit_group), SCMP_SYS(restart_syscall),
		SCMP_SYS(getrusage), SCMP_SYS(set_robust_list), SCMP_SYS(rseq),
	};
	bool ok = !threads || add_threads(ctx);

	for (size_t i = 0; ok && i < sizeof calls / sizeof *calls; i++)
		ok = seccomp_rule_add(ctx, SCMP_ACT_ALLOW, calls[i], 0) == 0;
	/* Only to the pipe. */
	ok = ok && seccomp_rule_add(ctx, SCMP_ACT_ALLOW, SCMP_SYS(write), 1,
	    SCMP_A0(SCMP_CMP_EQ, OUT)) == 0;
	/* Memory, but none that can be run, and none of a file. */
	ok = ok && seccomp_rule_add(ctx, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 2,
	    SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0),
	    SCMP_A3(SCMP_CMP_MASKED_EQ, MAP_ANONYMOUS, MAP_ANONYMOUS)) == 0;
	return ok && seccomp_rule_add(ctx, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1,
	    SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0;
}

bool
cage_prepare(const struct cage *c)
{
	scmp_filter_ctx ctx = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	int fd = memfd_create("rules", MFD_CLOEXEC);
	ssize_t n = -1;

	if (ctx && fd >= 0 && make_list(ctx, c->threads) && seccomp_export_bpf(ctx, fd) == 0)
		n = pread(fd, rules, sizeof rules, 0);
	if (fd >= 0)
		close(fd);
	if (ctx)
		seccomp_release(ctx);
	if (n <= 0 || (size_t)n >= sizeof rules)
		return false;
	rule_n = (unsigned short)((size_t)n / sizeof *rules);
	used = in_use();
	return used > 0;
}

bool
cage_enter(const struct cage *c, size_t held)
{
	struct sock_fprog filter = {rule_n, rules};

	/* A sanitizer reserves terabytes. */
	if (!SANITIZED && !limit(RLIMIT_AS, c->memory + used + 2 * held))
		return false;
	close_others();
	return rule_n && limit(RLIMIT_CPU, c->cpu_s) && limit(RLIMIT_FSIZE, 0)
	    && limit(RLIMIT_CORE, 0) && limit(RLIMIT_NOFILE, 3)
	    && (c->threads || limit(RLIMIT_NPROC, 0)) /* it counts threads, too */
	    && prctl(PR_SET_DUMPABLE, 0) == 0 && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
	    && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
}
