#include "worker.h"

#include <errno.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

enum {
	KEEP_MOST = 1024 * 1024,
	NICE = 10 /* a reader gets a tenth of what a text gets when both want the processor */
};

struct inbox {
	unsigned char *p;
	size_t n, cap;
};

/* At least `want` bytes of this job are there. The server sends no further job before its answer. */
static bool
receive(int fd, struct inbox *in, size_t want)
{
	if (want > in->cap) {
		unsigned char *more = realloc(in->p, want);
		if (!more)
			return false;
		in->p = more;
		in->cap = want;
	}
	while (in->n < want) {
		ssize_t got = recv(fd, in->p + in->n, in->cap - in->n, 0);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		in->n += (size_t)got;
	}
	return true;
}

static bool
send_all(int fd, struct iovec *v, size_t n)
{
	while (n > 0) {
		struct msghdr m = {.msg_iov = v, .msg_iovlen = n};
		ssize_t sent = sendmsg(fd, &m, MSG_NOSIGNAL);
		if (sent < 0 && errno == EINTR)
			continue;
		if (sent < 0)
			return false;
		while (n > 0 && (size_t)sent >= v->iov_len) {
			sent -= (ssize_t)v->iov_len;
			v++;
			n--;
		}
		if (n > 0) {
			v->iov_base = (char *)v->iov_base + sent;
			v->iov_len -= (size_t)sent;
		}
	}
	return true;
}

static bool
one_job(int fd, struct inbox *in, const struct mushi_pack *pack,
    const struct worker_limits *limits, struct mushi_readers *readers, struct answer *a)
{
	struct job_head head;
	struct job job;
	struct answer_head out = {0};

	in->n = 0;
	if (!receive(fd, in, sizeof head))
		return false;
	memcpy(&head, in->p, sizeof head);
	if (head.params > PARAMS_MOST || head.body > limits->body
	    || !receive(fd, in, sizeof head + head.params + (size_t)head.body))
		return false;
	job = (struct job){.kind = (enum job_kind)head.kind,
	    .params = (const char *)in->p + sizeof head, .params_n = head.params,
	    .body = in->p + sizeof head + head.params, .body_n = (size_t)head.body,
	    .readers = readers};
	a->text.n = 0;
	a->text.failed = false;
	a->status = 500;
	a->verdict = NO_VERDICT;
	a->lines = false;
	if (job.kind == JOB_CHECK || job.kind == JOB_OPEN)
		answer_check(pack, &job, limits->lang, a);
	else
		answer_advice(pack, &job, limits->lang, a);
	if (a->text.failed)
		refuse(a, 500, "no-memory", "out of memory");
	out = (struct answer_head){.status = a->status, .verdict = a->verdict,
	    .lines = a->lines, .size = a->text.n};
	struct iovec v[] = {{&out, sizeof out}, {a->text.p, a->text.n}};
	return !a->text.failed && send_all(fd, v, 2);
}

void
worker_run(int fd, const struct mushi_pack *pack, const struct worker_limits *limits, bool readers)
{
	struct mushi_readers *r = NULL;
	struct inbox in = {0};
	struct answer a = {0};

	/* Ordinary judgements keep their memory for the next; large ones give it back. */
	(void)mallopt(M_MMAP_THRESHOLD, 8 * 1024 * 1024);
	(void)mallopt(M_TRIM_THRESHOLD, 16 * 1024 * 1024);
	in.p = malloc(64 * 1024);
	in.cap = in.p ? 64 * 1024 : 0;
	if (readers) {
		(void)setpriority(PRIO_PROCESS, 0, NICE);
		r = mushi_readers_new();
		/* Later it can start none. One that is not there is missed when it is needed. */
		if (r)
			mushi_readers_start(r);
	}
	if (!in.p || (readers && !r) || !confine(limits, readers))
		_exit(2);
	/* One whose helper is gone leaves its place to another worker. */
	while (one_job(fd, &in, pack, limits, r, &a) && (!r || mushi_readers_whole(r))) {
		if (in.cap > KEEP_MOST) {
			free(in.p);
			in = (struct inbox){0};
		}
		if (a.text.cap > KEEP_MOST)
			buf_free(&a.text);
	}
	_exit(0);
}
