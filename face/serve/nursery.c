#include "worker.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { CHILDREN_MOST = 256 };

struct nursery {
	int commands;
	const struct mushi_pack *pack;
	const struct worker_limits *limits;
	pid_t children[CHILDREN_MOST];
	size_t n;
};

/* A word, with a socket when fd is not negative. */
static bool
say(int to, const struct nursery_word *w, int fd)
{
	union {
		char room[CMSG_SPACE(sizeof(int))];
		struct cmsghdr align;
	} control = {{0}};
	struct iovec v = {(void *)(uintptr_t)w, sizeof *w};
	struct msghdr m = {.msg_iov = &v, .msg_iovlen = 1};

	if (fd >= 0) {
		struct cmsghdr *c;
		m.msg_control = control.room;
		m.msg_controllen = sizeof control.room;
		c = CMSG_FIRSTHDR(&m);
		c->cmsg_level = SOL_SOCKET;
		c->cmsg_type = SCM_RIGHTS;
		c->cmsg_len = CMSG_LEN(sizeof fd);
		memcpy(CMSG_DATA(c), &fd, sizeof fd);
	}
	return sendmsg(to, &m, MSG_NOSIGNAL) == (ssize_t)sizeof *w;
}

bool
nursery_ask(int nursery, char what, pid_t pid)
{
	const struct nursery_word w = {.what = what, .pid = pid};

	return say(nursery, &w, -1);
}

bool
nursery_answer(int nursery, char *what, int *fd, pid_t *pid)
{
	union {
		char room[CMSG_SPACE(sizeof(int))];
		struct cmsghdr align;
	} control;
	struct nursery_word w;
	struct iovec v = {&w, sizeof w};
	struct msghdr m = {.msg_iov = &v, .msg_iovlen = 1, .msg_control = control.room,
	    .msg_controllen = sizeof control.room};
	struct cmsghdr *c;

	if (recvmsg(nursery, &m, MSG_DONTWAIT | MSG_CMSG_CLOEXEC) != (ssize_t)sizeof w)
		return false;
	*fd = -1;
	*what = w.what;
	*pid = w.pid;
	c = CMSG_FIRSTHDR(&m);
	if (c && c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_RIGHTS
	    && c->cmsg_len == CMSG_LEN(sizeof *fd))
		memcpy(fd, CMSG_DATA(c), sizeof *fd);
	return true;
}

static void
make_one(struct nursery *n, char what)
{
	struct nursery_word w = {.what = what, .pid = -1};
	int pair[2];

	if (n->n == CHILDREN_MOST || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) {
		(void)say(n->commands, &w, -1);
		return;
	}
	w.pid = fork();
	if (w.pid == 0) {
		(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
		(void)prctl(PR_SET_NAME, what == 'R' ? "mushi-reader" : "mushi-worker");
		close(n->commands);
		close(pair[0]);
		worker_run(pair[1], n->pack, n->limits, what == 'R');
	}
	close(pair[1]);
	if (w.pid > 0)
		n->children[n->n++] = w.pid;
	(void)say(n->commands, &w, w.pid > 0 ? pair[0] : -1);
	close(pair[0]);
}

static void
reap(struct nursery *n)
{
	pid_t pid;

	while ((pid = waitpid(-1, NULL, WNOHANG)) > 0)
		for (size_t i = 0; i < n->n; i++)
			if (n->children[i] == pid)
				n->children[i] = n->children[--n->n];
}

/* Only its own children, which stay its children until reap(): no other process is ever hit. */
static void
end_one(const struct nursery *n, pid_t pid)
{
	for (size_t i = 0; i < n->n; i++)
		if (n->children[i] == pid)
			(void)kill(pid, SIGKILL);
}

/* Nothing a worker writes may reach the terminal; a sanitizer needs it to tell what it found. */
static void
mute(void)
{
	int fd = open("/dev/null", O_RDWR | O_CLOEXEC);

	if (fd < 0)
		return;
	(void)dup2(fd, STDIN_FILENO);
	(void)dup2(fd, STDOUT_FILENO);
	if (!SANITIZED)
		(void)dup2(fd, STDERR_FILENO);
	if (fd > STDERR_FILENO)
		close(fd);
}

static void
on_child(int sig)
{
	(void)sig; /* only to end the wait */
}

static void
nursery_run(struct nursery *n)
{
	struct pollfd p = {.fd = n->commands, .events = POLLIN};
	struct sigaction child = {.sa_handler = on_child};
	struct nursery_word w;
	sigset_t none;
	time_t now = time(NULL);
	struct tm tm;

	/* The zone is read here: a worker opens no file. */
	tzset();
	(void)localtime_r(&now, &tm);
	sigemptyset(&none);
	(void)sigaction(SIGCHLD, &child, NULL);
	(void)sigprocmask(SIG_SETMASK, &none, NULL);
	for (;;) {
		ssize_t got;
		(void)poll(&p, 1, 1000);
		reap(n);
		got = recv(n->commands, &w, sizeof w, MSG_DONTWAIT);
		if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR))
			break;
		if (got != (ssize_t)sizeof w)
			continue;
		if (w.what == 'S' || w.what == 'R')
			make_one(n, w.what);
		else
			end_one(n, w.pid);
	}
	/* The server is gone; an idle worker sees that itself, a busy one need not finish. */
	for (size_t i = 0; i < n->n; i++)
		(void)kill(n->children[i], SIGKILL);
	while (waitpid(-1, NULL, 0) > 0)
		;
}

int
nursery_start(const struct worker_limits *limits, const int *close_fds, size_t count)
{
	struct mushi_err err;
	struct nursery n = {.limits = limits};
	int pair[2];
	pid_t pid;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0)
		return -1;
	pid = fork();
	if (pid < 0) {
		close(pair[0]);
		close(pair[1]);
		return -1;
	}
	if (pid > 0) {
		close(pair[1]);
		return pair[0];
	}
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	(void)prctl(PR_SET_NAME, "mushi-nursery");
	close(pair[0]);
	for (size_t i = 0; i < count; i++)
		close(close_fds[i]);
	/* Control-C at the terminal reaches everybody; the server decides when to end. */
	(void)signal(SIGINT, SIG_IGN);
	(void)signal(SIGTERM, SIG_IGN);
	(void)signal(SIGHUP, SIG_IGN);
	mute();
	n.commands = pair[1];
	n.pack = mushi_pack_load(NULL, 0, &err);
	if (n.pack)
		nursery_run(&n);
	_exit(0);
}
