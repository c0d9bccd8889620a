/* The side of the face: starts helpers, asks them, checks what they answer. */
#define _DEFAULT_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "mushi/reader.h"
#include "serve.h"
#include "wire.h"

enum { MAIL, IMAGE, PDF, HELPERS };

enum { PATH_MOST = 1024, GRACE_MS = 20000, DEPTH_MOST = 2 };

static const struct {
	const char *program;
	unsigned wait_ms;
	const char *missing;
} kinds[HELPERS] = {
	{"mushi-read-mail", 20000, "mails cannot be opened: this Mushi was built without GMime"},
	{"mushi-read-image", 30000,
	    "pictures cannot be read: this Mushi was built without Tesseract"},
	{"mushi-read-pdf", 30000, "PDF cannot be opened: this Mushi was built without Poppler"},
};

struct helper {
	pid_t pid;
	int fd; /* -1: not running */
};

struct mushi_readers {
	struct helper helper[HELPERS];
	bool started[HELPERS]; /* by mushi_readers_start() */
};

struct mushi_readers *
mushi_readers_new(void)
{
	struct mushi_readers *r = calloc(1, sizeof *r);

	for (size_t i = 0; r && i < HELPERS; i++)
		r->helper[i].fd = -1;
	return r;
}

static void
stop(struct helper *h)
{
	if (h->fd < 0)
		return;
	close(h->fd);
	h->fd = -1;
	/* It ends when its input does; one that hangs is ended. */
	for (unsigned i = 0; i < 100; i++) {
		const struct timespec step = {0, 2000000};
		pid_t got = waitpid(h->pid, NULL, WNOHANG);
		if (got == h->pid || (got < 0 && errno != EINTR))
			return;
		(void)nanosleep(&step, NULL);
	}
	(void)kill(h->pid, SIGKILL);
	while (waitpid(h->pid, NULL, 0) < 0 && errno == EINTR)
		;
}

void
mushi_readers_free(struct mushi_readers *r)
{
	for (size_t i = 0; r && i < HELPERS; i++)
		stop(&r->helper[i]);
	free(r);
}

/* Beside this program: as installed, or as built; else where it was to be installed. */
static bool
find_program(const char *name, char *out, size_t size)
{
	static const char *const places[] = {"../libexec/mushi", "../../reader", "../reader"};
	char self[PATH_MOST];
	ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
	struct stat st;

	if (n > 0) {
		char *slash;
		self[n] = 0;
		slash = strrchr(self, '/');
		if (slash)
			*slash = 0;
		for (size_t i = 0; slash && i < sizeof places / sizeof *places; i++)
			if ((size_t)snprintf(out, size, "%s/%s/%s", self, places[i], name) < size
			    && stat(out, &st) == 0 && S_ISREG(st.st_mode) && access(out, X_OK) == 0)
				return true;
	}
	return (size_t)snprintf(out, size, "%s/%s", MUSHI_LIBEXEC, name) < size
	    && access(out, X_OK) == 0;
}

static int
kind_of(enum mushi_form form)
{
	return form == MUSHI_FORM_MAIL || form == MUSHI_FORM_MBOX ? MAIL
	    : form == MUSHI_FORM_IMAGE ? IMAGE : form == MUSHI_FORM_PDF ? PDF : -1;
}

bool
mushi_readers_can(struct mushi_readers *r, enum mushi_form form, const char **why)
{
	char path[PATH_MOST + 64];
	int k = kind_of(form);

	*why = "";
	if (k < 0)
		return true;
	if (r->helper[k].fd >= 0 || find_program(kinds[k].program, path, sizeof path))
		return true;
	*why = kinds[k].missing;
	return false;
}

static bool
start(struct helper *h, int k)
{
	char path[PATH_MOST + 64], data[PATH_MOST];
	const char *prefix = getenv("TESSDATA_PREFIX");
	char limit[] = "OMP_THREAD_LIMIT=1", lang[] = "LC_ALL=C.UTF-8", home[] = "HOME=/nonexistent";
	char *const args[] = {path, NULL};
	char *environment[5] = {limit, lang, home, NULL, NULL};
	int fd[2];

	if (!find_program(kinds[k].program, path, sizeof path)
	    || socketpair(AF_UNIX, SOCK_STREAM, 0, fd) != 0)
		return false;
	(void)fcntl(fd[0], F_SETFD, FD_CLOEXEC);
	if (prefix && (size_t)snprintf(data, sizeof data, "TESSDATA_PREFIX=%s", prefix) < sizeof data)
		environment[3] = data;
	fflush(NULL);
	h->pid = fork();
	if (h->pid == 0) {
		/* Out of the terminal's group: Ctrl-C ends us, and our end ends it. */
		(void)setpgid(0, 0);
		(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (dup2(fd[1], 0) < 0 || dup2(fd[1], 1) < 0)
			_exit(126);
		for (int i = 3; i < 256; i++)
			close(i);
		execve(path, args, environment);
		_exit(127);
	}
	close(fd[1]);
	if (h->pid < 0) {
		close(fd[0]);
		return false;
	}
	h->fd = fd[0];
	return true;
}

void
mushi_readers_start(struct mushi_readers *r)
{
	for (int k = 0; k < HELPERS; k++)
		r->started[k] = r->helper[k].fd >= 0 || start(&r->helper[k], k);
}

bool
mushi_readers_whole(const struct mushi_readers *r)
{
	for (int k = 0; k < HELPERS; k++)
		if (r->started[k] && r->helper[k].fd < 0)
			return false;
	return true;
}

static bool
send_all(int fd, const void *p, size_t n)
{
	const char *c = p;

	while (n) {
		ssize_t put = send(fd, c, n, MSG_NOSIGNAL);
		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0)
			return false;
		c += put;
		n -= (size_t)put;
	}
	return true;
}

static bool
take_all(int fd, void *p, size_t n, int wait_ms)
{
	char *c = p;

	while (n) {
		struct pollfd f = {.fd = fd, .events = POLLIN};
		int ready = poll(&f, 1, wait_ms);
		ssize_t got;
		if (ready < 0 && errno == EINTR)
			continue;
		if (ready <= 0)
			return false;
		got = recv(fd, c, n, 0);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		c += got;
		n -= (size_t)got;
	}
	return true;
}

/* The frames of an answer, malloc'd; NULL when there is none. */
static char *
ask(struct mushi_readers *r, int k, uint32_t op, const void *extra, size_t extra_n,
    const void *data, size_t n, struct serve_answer *a)
{
	struct helper *h = &r->helper[k];
	struct serve_request q = {.magic = SERVE_MAGIC, .op = op, .size = extra_n + n,
	    .extra = (uint32_t)extra_n, .wait_ms = kinds[k].wait_ms};
	char *frames = NULL;

	*a = (struct serve_answer){.status = SERVE_TROUBLE};
	if (q.size > SERVE_SIZE_MOST || (h->fd < 0 && !start(h, k)))
		return NULL;
	if (!send_all(h->fd, &q, sizeof q) || !send_all(h->fd, extra, extra_n)
	    || !send_all(h->fd, data, n)
	    || !take_all(h->fd, a, sizeof *a, (int)(kinds[k].wait_ms + GRACE_MS))
	    || a->magic != SERVE_MAGIC || a->size > SERVE_ANSWER_MOST
	    || !(frames = malloc((size_t)a->size + 1))
	    || !take_all(h->fd, frames, (size_t)a->size, GRACE_MS)) {
		free(frames);
		stop(h);
		*a = (struct serve_answer){.status = SERVE_TROUBLE};
		return NULL;
	}
	return frames;
}

static void
say(struct mushi_opened *o, const char *code, const char *why)
{
	snprintf(o->code, sizeof o->code, "%s", code);
	snprintf(o->why, sizeof o->why, "%s", why);
}

static void *
keep(struct mushi_opened *o, void *p)
{
	void **more = p ? realloc(o->stores, (o->store_n + 1) * sizeof *more) : NULL;

	if (!more) {
		free(p);
		return NULL;
	}
	o->stores = more;
	return o->stores[o->store_n++] = p;
}

static const char *
zero_ended(struct mushi_opened *o, const char *p, size_t n)
{
	char *z = n ? malloc(n + 1) : NULL;

	if (!z)
		return NULL;
	memcpy(z, p, n);
	z[n] = 0;
	return keep(o, z);
}

static bool
add_part(struct mushi_opened *o, const struct mushi_part *p)
{
	struct mushi_part *more = realloc(o->parts, (o->n + 1) * sizeof *more);

	if (!more)
		return false;
	o->parts = more;
	o->parts[o->n++] = *p;
	return true;
}

static void
explain(struct mushi_opened *o, uint32_t status)
{
	switch (status) {
	case SERVE_TOO_LONG:
		say(o, "too-long", "takes too long to read; it was given up");
		break;
	case SERVE_TOO_MUCH:
		say(o, "too-big", "holds more than is read; it was given up");
		break;
	case SERVE_CRASHED:
		say(o, "broken", "is damaged, or made to break programs; it was given up");
		break;
	default:
		say(o, "no-reader", "the reader for it could not be started");
		break;
	}
}

static bool open_form(struct mushi_readers *r, int k, const void *data, size_t n,
    struct mushi_opened *out, unsigned depth);

/* A picture or PDF inside a mail, a drawn page of a PDF; what cannot be opened is named. */
static bool
open_inside(struct mushi_readers *r, const struct wire_frame *f, struct mushi_opened *out,
    unsigned depth)
{
	const char *what, *why;
	enum mushi_form form = mushi_form_of(f->data, f->size, &what);
	struct mushi_part named = {.kind = MUSHI_PART_ATTACHED};
	struct mushi_opened in = {0};
	bool ok = (form == MUSHI_FORM_IMAGE || form == MUSHI_FORM_PDF)
	    && mushi_readers_can(r, form, &why)
	    && open_form(r, kind_of(form), f->data, f->size, &in, depth + 1);
	bool kept = true;

	/* First what they point into. */
	for (size_t i = 0; i < in.store_n; i++)
		kept &= keep(out, in.stores[i]) != NULL;
	for (size_t i = 0; ok && kept && i < in.n; i++)
		kept = add_part(out, &in.parts[i]);
	free(in.stores);
	free(in.parts);
	if (ok || !kept)
		return kept;
	named.data = f->label_n ? zero_ended(out, f->label, f->label_n) : NULL;
	named.size = named.data ? f->label_n : 0;
	if (!named.data) {
		named.data = *what ? what : "image";
		named.size = strlen(named.data);
	}
	return add_part(out, &named);
}

static bool
open_form(struct mushi_readers *r, int k, const void *data, size_t n, struct mushi_opened *out,
    unsigned depth)
{
	struct serve_answer a;
	char *frames = ask(r, k, OP_READ, NULL, 0, data, n, &a);
	struct wire_frame f;
	size_t at = 0, count = 0, inside = 0;
	bool broken = false;

	if (!frames || a.status != SERVE_OK) {
		explain(out, a.status);
		free(frames);
		return false;
	}
	if (!keep(out, frames))
		goto memory;
	while (count++ < WIRE_FRAMES_MOST && wire_next(frames, (size_t)a.size, &at, &f, &broken)) {
		struct mushi_part p = {.kind = (enum mushi_part_kind)f.kind, .data = f.data,
		    .size = f.size, .group = f.group};
		if (f.kind == WIRE_ERROR) {
			snprintf(out->code, sizeof out->code, "%.*s", (int)f.label_n, f.label);
			snprintf(out->why, sizeof out->why, "%.*s", (int)f.size, f.data);
			return false;
		}
		if (f.kind == WIRE_INSIDE) {
			/* More of them writes only one that was taken over, to keep us busy. */
			broken = ++inside > WIRE_INSIDE_MOST;
			if (broken)
				break;
			if (k != IMAGE && depth < DEPTH_MOST && !open_inside(r, &f, out, depth))
				goto memory;
			continue;
		}
		if (f.kind >= WIRE_OWN)
			continue;
		p.label = zero_ended(out, f.label, f.label_n);
		p.charset = zero_ended(out, f.charset, f.charset_n);
		if (!add_part(out, &p))
			goto memory;
	}
	if (broken) {
		explain(out, SERVE_CRASHED);
		return false;
	}
	return true;
memory:
	say(out, "no-memory", "out of memory");
	return false;
}

bool
mushi_readers_open(struct mushi_readers *r, enum mushi_form form, const void *data, size_t n,
    struct mushi_opened *out)
{
	const char *why;

	*out = (struct mushi_opened){0};
	if (kind_of(form) < 0 || !mushi_readers_can(r, form, &why)) {
		say(out, "no-reader", kind_of(form) < 0 ? "cannot be opened" : why);
		return false;
	}
	return open_form(r, kind_of(form), data, n, out, 0);
}

void
mushi_opened_free(struct mushi_opened *o)
{
	for (size_t i = 0; i < o->store_n; i++)
		free(o->stores[i]);
	free(o->stores);
	free(o->parts);
	*o = (struct mushi_opened){0};
}

unsigned char *
mushi_readers_annotate(struct mushi_readers *r, const void *data, size_t n,
    const struct mushi_box *boxes, size_t box_n, size_t *size, const char **why)
{
	struct serve_answer a;
	struct wire_frame f;
	unsigned char *png = NULL;
	char *frames;
	size_t at = 0;
	bool broken;

	*why = "the picture could not be drawn on";
	if (!mushi_readers_can(r, MUSHI_FORM_IMAGE, why))
		return NULL;
	frames = ask(r, IMAGE, OP_ANNOTATE, boxes, box_n * sizeof *boxes, data, n, &a);
	while (frames && a.status == SERVE_OK
	    && wire_next(frames, (size_t)a.size, &at, &f, &broken)) {
		if (f.kind != WIRE_PNG || f.size < 8 || memcmp(f.data, "\x89PNG", 4) != 0)
			continue;
		png = malloc(f.size);
		if (png)
			memcpy(png, f.data, f.size);
		*size = f.size;
		break;
	}
	free(frames);
	return png;
}
