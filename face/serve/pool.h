/* The workers as the server sees them: who is idle, who has which job, who must be replaced. */
#ifndef FACE_SERVE_POOL_H
#define FACE_SERVE_POOL_H

#include "metrics.h"
#include "worker.h"

enum { WORKERS_MOST = 64, READERS_MOST = 16, TO_READ_MOST = 32 };

/* One job on its way; the owner keeps it where it is until done() was called. */
struct work {
	struct work *next;
	enum job_kind kind; /* JOB_OPEN once a worker has said so */
	struct buf params, body;
	unsigned status; /* of the answer */
	char *text;               /* free() */
	size_t text_n;
	bool lines;       /* the answer is several of them */
	int64_t since_ms; /* when it was handed in */
};

enum slot_state { SLOT_EMPTY, SLOT_ASKED, SLOT_IDLE, SLOT_BUSY };

struct slot {
	enum slot_state state;
	bool reads; /* a place for a worker with readers */
	int fd;
	pid_t pid;
	struct work *work;
	struct job_head head;
	size_t sent;
	struct answer_head answer;
	size_t head_n, text_n; /* received so far */
	int64_t retry_ms, busy_us, since_us;
	uint64_t judged;
	bool writing; /* the event queue waits for room, too */
};

struct queue {
	struct work *first, **last;
};

struct pool {
	int nursery, events; /* command socket; epoll */
	struct slot slots[WORKERS_MOST + READERS_MOST];
	int n, readers;                  /* places: of all, and the last of them, which read */
	int64_t limit_ms, read_limit_ms; /* of one job, and of its waiting */
	size_t answer_most;
	struct queue text, open; /* what waits; open: for a worker with readers */
	struct metrics *m;
	void (*done)(void *self, struct work *w);
	void *self;
};

/* Tags of the pool's descriptors in the event queue: TAG_SLOT + number. */
enum { TAG_NURSERY = 1, TAG_SLOT = 16 };

int64_t clock_us(void);
int64_t clock_ms(void);

bool pool_open(struct pool *p, int nursery, int events, int workers, int readers);
void pool_submit(struct pool *p, struct work *w);
void pool_event(struct pool *p, int slot);
/* False when the nursery is gone. */
bool pool_nursery_event(struct pool *p);
/* Time limits and replacements; call it now and then. */
void pool_tick(struct pool *p);
/* Every job that waits or runs is answered 503. */
void pool_give_up(struct pool *p);
void pool_close(struct pool *p);

#endif
