/*
 * A command as a process, N times, its output thrown away: prints the median and least wall time
 * and the median processor time in milliseconds, and the peak memory in bytes. A program of its
 * own because a child's peak memory begins with that of the process that starts it.
 *
 * usage: bench_run N COMMAND [ARGUMENT]...
 */
#define _DEFAULT_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MOST = 1000 };

static double
now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec * 1e3 + (double)ts.tv_nsec / 1e6;
}

static int
by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double
ms(struct timeval t)
{
	return (double)t.tv_sec * 1e3 + (double)t.tv_usec / 1e3;
}

int
main(int argc, char **argv)
{
	static double wall[MOST], cpu[MOST];
	int n = argc > 2 ? atoi(argv[1]) : 0;
	long peak = 0;

	if (n < 1 || n > MOST)
		return 2;
	for (int i = 0; i < n; i++) {
		double t = now_ms();
		struct rusage ru;
		int status;
		pid_t pid = fork();

		if (pid < 0)
			return 2;
		if (pid == 0) {
			int null = open("/dev/null", O_WRONLY);
			if (null >= 0)
				dup2(null, 1);
			execv(argv[2], argv + 2);
			_exit(127);
		}
		if (wait4(pid, &status, 0, &ru) != pid || !WIFEXITED(status)
		    || WEXITSTATUS(status) == 127)
			return 2;
		wall[i] = now_ms() - t;
		cpu[i] = ms(ru.ru_utime) + ms(ru.ru_stime);
		if (ru.ru_maxrss > peak)
			peak = ru.ru_maxrss;
	}
	qsort(wall, (size_t)n, sizeof *wall, by_size);
	qsort(cpu, (size_t)n, sizeof *cpu, by_size);
	printf("%.3f %.3f %.3f %ld\n", wall[n / 2], wall[0], cpu[n / 2], peak * 1024);
	return 0;
}
