/*
 * The processes that read what strangers wrote.
 *
 *   server ── commands ──▶ nursery ── fork ──▶ worker, worker, …, one with readers
 *      └────────────── jobs, answers ──────────────┘                    │
 *                                                  mail, picture, PDF: a child for each input
 *
 * The nursery is forked before the first connection is accepted, so no worker ever inherits what
 * a person sent. It holds the rule pack, makes a worker whenever the server asks for one, and
 * hands over the worker's end of a socket. A worker confines itself (no files, no network, no
 * new processes) and judges until its socket is closed.
 *
 * Mails, pictures and PDF go to a worker of another kind, made when there is something for it. It
 * starts the helpers (mushi/reader.h) before it confines itself; they fork one sealed child for
 * each input. All of these yield the processor to the workers that judge text.
 */
#ifndef FACE_SERVE_WORKER_H
#define FACE_SERVE_WORKER_H

#include <sys/types.h>

#include "job.h"

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

struct worker_limits {
	size_t body;      /* bytes of one body */
	unsigned cpu_s;   /* processor time of one worker in all */
	enum mushi_lang lang;
};

/* Returns the nursery's command socket, or -1. `close_fds`: what it must not keep. */
int nursery_start(const struct worker_limits *limits, const int *close_fds, size_t n);

/* What the server writes to the command socket, and what comes back (with the socket). */
struct nursery_word {
	char what;  /* 'S' make one, 'R' one with readers, 'K' end the process */
	pid_t pid;  /* -1 in an answer: it could not be made */
};
bool nursery_ask(int nursery, char what, pid_t pid);
/* Takes one answer without waiting. False when there is none; *fd is -1 on failure. */
bool nursery_answer(int nursery, char *what, int *fd, pid_t *pid);

/* Serves jobs on fd until it is closed. */
void worker_run(int fd, const struct mushi_pack *pack, const struct worker_limits *limits,
    bool readers) __attribute__((noreturn));

/* confine.c: from here on only memory, the clock and what is already open. False: not done. */
bool confine(const struct worker_limits *limits, bool readers);
/* The same for the server, which keeps its sockets. */
bool confine_server(void);

#endif
