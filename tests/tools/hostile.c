/*
 * A decoder taken over by what it read. The first byte of the input says what it does: for 'e' it
 * tries to get out and writes one frame for each attempt, "refused" or "ALLOWED". For tests/cage.py.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "serve.h"
#include "wire.h"

static void
tried(int fd, const char *what, long result)
{
	const char *say = result < 0 ? "refused" : "ALLOWED";

	wire_write(fd, 1, what, NULL, 0, say, strlen(say));
}

static void
escape(int fd)
{
	int any;

	tried(fd, "open a file", open("/etc/passwd", O_RDONLY));
	tried(fd, "make a file", open("/tmp/mushi-escape", O_WRONLY | O_CREAT, 0600));
	tried(fd, "open a folder", open("/", O_RDONLY | O_DIRECTORY));
	tried(fd, "make a socket", socket(AF_INET, SOCK_STREAM, 0));
	tried(fd, "make a local socket", socket(AF_UNIX, SOCK_STREAM, 0));
	tried(fd, "start a process", syscall(SYS_fork));
	tried(fd, "clone", syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0));
	tried(fd, "clone with memory", syscall(SYS_clone, CLONE_VM | CLONE_VFORK | SIGCHLD, 0, 0, 0,
	    0));
	tried(fd, "clone3", syscall(SYS_clone3, NULL, 0));
	tried(fd, "run a program", execl("/bin/true", "true", (char *)NULL));
	tried(fd, "signal its parent", kill(getppid(), SIGTERM));
	tried(fd, "trace its parent", syscall(SYS_ptrace, 16, getppid(), 0, 0));
	tried(fd, "read its parent", syscall(SYS_process_vm_readv, getppid(), NULL, 0, NULL, 0, 0));
	tried(fd, "make memory run", mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED ? -1 : 0);
	tried(fd, "write elsewhere", write(3, "x", 1));
	tried(fd, "write to standard error", write(2, "x", 1));
	tried(fd, "read standard input", read(0, &any, 1));
	tried(fd, "another name space", syscall(SYS_unshare, 0x10000000));
	tried(fd, "change folder", chdir("/"));
	tried(fd, "shared memory", syscall(SYS_memfd_create, "x", 0));
}

static void
decode(const struct serve_request *r, const unsigned char *data, size_t n, int fd)
{
	volatile char *p = NULL;
	char *flood;

	(void)r;
	switch (n ? data[0] : 0) {
	case 'e':
		escape(fd);
		break;
	case 'c':
		*p = 1;
		break;
	case 'a':
		abort();
	case 'l':
		for (;;)
			;
	case 'm':
		for (size_t i = 0; i < 10000; i++) {
			char *q = malloc(1 << 20);
			if (!q) {
				tried(fd, "10 GB of memory", -1);
				return;
			}
			memset(q, 1, 1 << 20);
		}
		tried(fd, "10 GB of memory", 0);
		break;
	case 'f':
		flood = calloc(1, 1 << 20);
		for (;;)
			if (!write_all(fd, flood, 1 << 20))
				_exit(1);
	case 'b': /* what its reader is to take for frames */
		(void)write_all(fd, data + 1, n - 1);
		break;
	default:
		wire_write(fd, 1, "echo", NULL, 0, data, n);
		break;
	}
}

int
main(void)
{
	static const struct decoder d = {NULL, decode, {256u << 20, 20, true}};

	return serve(&d);
}
