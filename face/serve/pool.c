#define _DEFAULT_SOURCE /* MSG_DONTWAIT beside the rest */
#include "pool.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#include "problem.h"

enum {
	RETIRE_JOBS = 50000,   /* one that a job took over sees no more than these */
	RETIRE_BUSY_S = 60,    /* well below its limit of processor time */
	RETIRE_READ = 500,     /* the same for one with readers */
	IDLE_READ_MS = 60000,  /* such a one holds a language model; nobody may need it again */
	RETRY_MS = 500,        /* after a worker died without an answer to anything */
	CHUNK = 64 * 1024
};

int64_t
clock_us(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

int64_t
clock_ms(void)
{
	return clock_us() / 1000;
}

static void
count(struct pool *p)
{
	p->m->busy = p->m->idle = p->m->reading = 0;
	for (int i = 0; i < p->n; i++) {
		const struct slot *s = &p->slots[i];
		*(s->reads ? &p->m->reading : &p->m->busy) += s->state == SLOT_BUSY;
		p->m->idle += s->state == SLOT_IDLE && !s->reads;
	}
}

static void
finish(struct pool *p, struct work *w, unsigned status, const char *code, const char *detail)
{
	struct buf b = {0};

	w->status = status;
	free(w->text);
	problem_write(&b, status, code, detail);
	if (b.failed)
		buf_free(&b);
	w->text = b.p;
	w->text_n = b.n;
	p->done(p->self, w);
}

static void
ask(struct pool *p, struct slot *s)
{
	s->state = nursery_ask(p->nursery, s->reads ? 'R' : 'S', 0) ? SLOT_ASKED : SLOT_EMPTY;
	s->retry_ms = clock_ms() + RETRY_MS;
}

/* Closes the socket, which ends an idle worker, and gets another one; a reader only when needed. */
static void
replace(struct pool *p, struct slot *s, bool wait)
{
	if (s->fd >= 0)
		close(s->fd); /* leaves the event queue by that */
	*s = (struct slot){.fd = -1, .state = SLOT_EMPTY, .reads = s->reads,
	    .retry_ms = clock_ms() + (wait || !s->reads ? RETRY_MS : 0)};
	if (!wait && !s->reads)
		ask(p, s);
}

static void
watch(struct pool *p, struct slot *s, bool write)
{
	struct epoll_event e = {.events = EPOLLIN | (write ? EPOLLOUT : 0u),
	    .data.u64 = (uint64_t)(TAG_SLOT + (s - p->slots))};

	if (s->writing == write)
		return;
	s->writing = write;
	(void)epoll_ctl(p->events, EPOLL_CTL_MOD, s->fd, &e);
}

static void
died(struct pool *p, struct slot *s)
{
	struct work *w = s->work;
	bool fresh = s->judged == 0;

	if (w)
		p->m->workers_died++;
	replace(p, s, fresh);
	if (w)
		finish(p, w, 500, "worker", "what read this ended before it was done; nothing else"
		    " was affected");
}

/* Sends what is left of the job; false when the worker is gone. */
static bool
push(struct pool *p, struct slot *s)
{
	struct work *w = s->work;
	const struct {
		const void *p;
		size_t n;
	} parts[] = {{&s->head, sizeof s->head}, {w->params.p, w->params.n},
	    {w->body.p, w->body.n}};

	for (;;) {
		struct iovec v[3];
		struct msghdr m = {.msg_iov = v};
		size_t skip = s->sent;
		ssize_t n;
		for (int i = 0; i < 3; i++) {
			if (skip >= parts[i].n) {
				skip -= parts[i].n;
				continue;
			}
			v[m.msg_iovlen].iov_base = (char *)(uintptr_t)parts[i].p + skip;
			v[m.msg_iovlen++].iov_len = parts[i].n - skip;
			skip = 0;
		}
		if (m.msg_iovlen == 0)
			break;
		n = sendmsg(s->fd, &m, MSG_NOSIGNAL | MSG_DONTWAIT);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
			watch(p, s, true);
			return true;
		}
		if (n < 0)
			return false;
		s->sent += (size_t)n;
	}
	watch(p, s, false);
	return true;
}

static void
give(struct pool *p, struct slot *s, struct work *w)
{
	s->state = SLOT_BUSY;
	s->work = w;
	s->head = (struct job_head){.kind = w->kind, .params = (uint32_t)w->params.n,
	    .body = w->body.n};
	s->sent = s->head_n = s->text_n = 0;
	s->since_us = clock_us();
	if (!push(p, s))
		died(p, s);
}

static unsigned *
waiting(struct pool *p, const struct queue *q)
{
	return q == &p->open ? &p->m->to_read : &p->m->waiting;
}

static void
wait_in(struct pool *p, struct queue *q, struct work *w)
{
	w->next = NULL;
	w->since_ms = clock_ms();
	*q->last = w;
	q->last = &w->next;
	++*waiting(p, q);
}

/* The one that waited longest; there must be one. */
static struct work *
first_waiting(struct pool *p, struct queue *q)
{
	struct work *w = q->first;

	q->first = w->next;
	if (!q->first)
		q->last = &q->first;
	--*waiting(p, q);
	return w;
}

static void
next_job(struct pool *p)
{
	int coming = 0;

	for (int i = 0; i < p->n; i++) {
		struct slot *s = &p->slots[i];
		struct queue *q = s->reads ? &p->open : &p->text;
		if (q->first && s->state == SLOT_IDLE)
			give(p, s, first_waiting(p, q));
		coming += s->reads && s->state == SLOT_ASKED;
	}
	/* Workers with readers are made only when there is something for them. */
	for (int i = 0; i < p->n && (int)p->m->to_read > coming; i++) {
		struct slot *s = &p->slots[i];
		if (s->reads && s->state == SLOT_EMPTY && clock_ms() >= s->retry_ms) {
			ask(p, s);
			coming++;
		}
	}
	count(p);
}

bool
pool_open(struct pool *p, int nursery, int events, int workers, int readers)
{
	struct epoll_event e = {.events = EPOLLIN, .data.u64 = TAG_NURSERY};

	p->nursery = nursery;
	p->events = events;
	p->n = workers + readers;
	p->readers = readers;
	p->text.first = p->open.first = NULL;
	p->text.last = &p->text.first;
	p->open.last = &p->open.first;
	for (int i = 0; i < p->n; i++) {
		p->slots[i] = (struct slot){.fd = -1, .reads = i >= workers};
		if (i < workers)
			ask(p, &p->slots[i]);
	}
	return epoll_ctl(events, EPOLL_CTL_ADD, nursery, &e) == 0;
}

void
pool_submit(struct pool *p, struct work *w)
{
	wait_in(p, &p->text, w);
	next_job(p);
}

/* A worker looked at it: it is a mail, a picture or a PDF. */
static void
to_reader(struct pool *p, struct work *w)
{
	free(w->text);
	w->text = NULL;
	if (p->readers == 0) {
		finish(p, w, 415, "media-type", "mails, pictures and PDF are not opened by this"
		    " server; send the page or the text itself");
	} else if (p->m->to_read >= TO_READ_MOST) {
		finish(p, w, 503, "busy", "too many pictures are waiting; try again in a moment");
	} else {
		w->kind = JOB_OPEN;
		wait_in(p, &p->open, w);
	}
}

static bool
known(unsigned status)
{
	return status == 200 || status == 400 || status == 413 || status == 415 || status == 422
	    || status == 500;
}

static void
answered(struct pool *p, struct slot *s)
{
	struct work *w = s->work;
	int64_t took = clock_us() - s->since_us;

	s->busy_us += took;
	s->judged++;
	s->work = NULL;
	s->state = SLOT_IDLE;
	w->status = s->answer.status;
	w->lines = s->answer.lines != 0;
	if (w->status != STATUS_OPEN)
		metrics_judged(p->m, s->answer.verdict, (double)took / 1e6);
	if (s->judged >= (s->reads ? RETIRE_READ : RETIRE_JOBS)
	    || (!s->reads && s->busy_us >= (int64_t)RETIRE_BUSY_S * 1000000)) {
		p->m->workers_retired++;
		replace(p, s, false);
	}
	if (w->status == STATUS_OPEN)
		to_reader(p, w);
	else
		p->done(p->self, w);
}

/* True while there may be more to read. */
static bool
pull(struct pool *p, struct slot *s)
{
	static char chunk[CHUNK];
	struct work *w = s->work;
	ssize_t n = recv(s->fd, chunk, sizeof chunk, MSG_DONTWAIT);
	size_t at = 0;

	if (n < 0 && errno == EINTR)
		return true;
	if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
		return false;
	/* Speaks out of turn, or is gone. */
	if (n <= 0 || !w) {
		died(p, s);
		return false;
	}
	if (s->head_n < sizeof s->answer) {
		size_t k = sizeof s->answer - s->head_n;
		if (k > (size_t)n)
			k = (size_t)n;
		memcpy((char *)&s->answer + s->head_n, chunk, k);
		s->head_n += k;
		at = k;
		if (s->head_n < sizeof s->answer)
			return true;
		free(w->text);
		w->text = NULL;
		if (!(known(s->answer.status) || (s->answer.status == STATUS_OPEN
		    && w->kind == JOB_CHECK && s->answer.size == 0)) || s->answer.size > p->answer_most
		    || !(w->text = malloc((size_t)s->answer.size + 1))) {
			died(p, s);
			return false;
		}
		w->text_n = (size_t)s->answer.size;
	}
	if ((size_t)n - at > w->text_n - s->text_n) {
		died(p, s);
		return false;
	}
	memcpy(w->text + s->text_n, chunk + at, (size_t)n - at);
	s->text_n += (size_t)n - at;
	if (s->text_n < w->text_n)
		return true;
	answered(p, s);
	return false;
}

void
pool_event(struct pool *p, int number)
{
	struct slot *s = &p->slots[number];

	if (number < 0 || number >= p->n || s->fd < 0)
		return;
	if (s->writing && s->work && !push(p, s)) {
		died(p, s);
		next_job(p);
		return;
	}
	while (pull(p, s))
		;
	next_job(p);
}

bool
pool_nursery_event(struct pool *p)
{
	char c, what;
	pid_t pid;
	int fd;

	while (nursery_answer(p->nursery, &what, &fd, &pid)) {
		struct slot *s = NULL;
		struct epoll_event e = {.events = EPOLLIN};
		for (int i = 0; i < p->n && !s; i++)
			if (p->slots[i].state == SLOT_ASKED && p->slots[i].reads == (what == 'R'))
				s = &p->slots[i];
		if (!s || fd < 0) {
			if (fd >= 0)
				close(fd);
			if (s)
				s->state = SLOT_EMPTY; /* asked again by the tick */
			continue;
		}
		*s = (struct slot){.state = SLOT_IDLE, .fd = fd, .pid = pid, .reads = what == 'R',
		    .since_us = clock_us()};
		p->m->workers_started++;
		e.data.u64 = (uint64_t)(TAG_SLOT + (s - p->slots));
		if (epoll_ctl(p->events, EPOLL_CTL_ADD, fd, &e) != 0)
			replace(p, s, true);
	}
	next_job(p);
	return recv(p->nursery, &c, 1, MSG_PEEK | MSG_DONTWAIT) != 0;
}

void
pool_tick(struct pool *p)
{
	int64_t now = clock_ms();

	for (int i = 0; i < p->n; i++) {
		struct slot *s = &p->slots[i];
		if (s->state == SLOT_EMPTY && !s->reads && now >= s->retry_ms)
			ask(p, s);
		if (s->reads && s->state == SLOT_IDLE && now - s->since_us / 1000 >= IDLE_READ_MS)
			replace(p, s, false);
		if (s->state != SLOT_BUSY
		    || now - s->since_us / 1000 < (s->reads ? p->read_limit_ms : p->limit_ms))
			continue;
		struct work *w = s->work;
		p->m->workers_stopped_late++;
		(void)nursery_ask(p->nursery, 'K', s->pid);
		replace(p, s, false);
		finish(p, w, 503, "timeout", "reading this took too long and was stopped");
	}
	/* The queues are in the order of arrival. */
	while (p->text.first && now - p->text.first->since_ms >= p->limit_ms)
		finish(p, first_waiting(p, &p->text), 503, "busy",
		    "too much is waiting; try again in a moment");
	while (p->open.first && now - p->open.first->since_ms >= p->read_limit_ms)
		finish(p, first_waiting(p, &p->open), 503, "busy",
		    "too many pictures are waiting; try again in a moment");
	next_job(p);
}

void
pool_give_up(struct pool *p)
{
	struct work *w;

	for (int i = 0; i < p->n; i++) {
		if (!(w = p->slots[i].work))
			continue;
		p->slots[i].work = NULL;
		finish(p, w, 503, "stopping", "the server is stopping");
	}
	while (p->text.first)
		finish(p, first_waiting(p, &p->text), 503, "stopping", "the server is stopping");
	while (p->open.first)
		finish(p, first_waiting(p, &p->open), 503, "stopping", "the server is stopping");
}

void
pool_close(struct pool *p)
{
	for (int i = 0; i < p->n; i++)
		if (p->slots[i].fd >= 0)
			close(p->slots[i].fd);
	close(p->nursery);
}
