/*
 * HTTP, on one thread. A request goes through here three times or more: its header (guard and
 * route), each piece of its body (counted, kept or thrown away), and its end, where it is answered
 * or waits, suspended, for a worker.
 */
#include "../cli/cli.h"
#include "serve.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "problem.h"

#define JSON_TYPE "application/json"
#define LINES_TYPE "application/jsonl"
#define GIVEN_UP INT64_MAX

/* One connection; its deadline moves with what is due next. */
struct client {
	struct client *next, **at;
	int fd;
	int64_t deadline_ms;
};

struct request {
	struct serve *s;
	struct MHD_Connection *c;
	struct target target;
	enum route route;
	bool begun, handed_in, done, drop, close;
	const char *allow; /* of a 405 */
	size_t thrown;     /* bytes of a body that is not wanted */
	unsigned status;   /* set early: the answer is this problem */
	struct buf problem;
	struct work work;
};

static const struct {
	const char *path, *methods;
	enum route route;
} table[] = {
	{"/api/v1/check", "POST", R_CHECK},
	{"/api/v1/advice", "GET, HEAD", R_ADVICE},
	{"/api/v1/me", "GET, HEAD", R_ME},
	{"/healthz", "GET, HEAD", R_HEALTH},
	{"/metrics", "GET, HEAD", R_METRICS},
};

static void
due(struct request *q, int64_t seconds)
{
	const union MHD_ConnectionInfo *i = MHD_get_connection_info(q->c,
	    MHD_CONNECTION_INFO_SOCKET_CONTEXT);
	struct client *k = i ? i->socket_context : NULL;

	if (k)
		k->deadline_ms = seconds < 0 ? GIVEN_UP : clock_ms() + seconds * 1000;
}

void
http_headers(struct MHD_Response *r)
{
	static const char *const all[][2] = {
		{"Content-Security-Policy", "default-src 'none'; script-src 'self'"
		    " 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; connect-src"
		    " 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action"
		    " 'none'; frame-ancestors 'none'"},
		{"X-Content-Type-Options", "nosniff"},
		{"Referrer-Policy", "no-referrer"},
		{"Cross-Origin-Opener-Policy", "same-origin"},
		{"Cross-Origin-Resource-Policy", "same-origin"},
		{"Permissions-Policy", "accelerometer=(), autoplay=(), camera=(),"
		    " display-capture=(), geolocation=(), gyroscope=(), hid=(), magnetometer=(),"
		    " microphone=(), midi=(), payment=(), serial=(), usb=()"},
		{"X-Frame-Options", "DENY"},
	};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		(void)MHD_add_response_header(r, all[i][0], all[i][1]);
}

/* What a site may ask a browser to add: shown on the page about it, kept nowhere. */
void
http_ask_hints(struct MHD_Response *r)
{
	(void)MHD_add_response_header(r, "Accept-CH", "Sec-CH-UA-Model,"
	    " Sec-CH-UA-Platform-Version, Sec-CH-UA-Full-Version-List, Sec-CH-UA-Arch");
}

/* Takes `data`. */
static enum MHD_Result
send_text(struct request *q, unsigned status, const char *type, char *data, size_t n)
{
	struct MHD_Response *r = MHD_create_response_from_buffer(n, data, MHD_RESPMEM_MUST_FREE);
	enum MHD_Result ok;

	if (!r) {
		free(data);
		return MHD_NO;
	}
	http_headers(r);
	(void)MHD_add_response_header(r, "Content-Type", type);
	(void)MHD_add_response_header(r, "Cache-Control", "no-store");
	if (q->allow)
		(void)MHD_add_response_header(r, "Allow", q->allow);
	if (status == 503)
		(void)MHD_add_response_header(r, "Retry-After", "1");
	if (q->route == R_ME && status == 200)
		http_ask_hints(r);
	if (q->close || q->s->stopping)
		(void)MHD_add_response_header(r, "Connection", "close");
	ok = MHD_queue_response(q->c, status, r);
	MHD_destroy_response(r);
	metrics_request(&q->s->metrics, q->route, status);
	due(q, (int64_t)q->s->set.head_s * 6);
	return ok;
}

static void
set_problem(struct request *q, unsigned status, const char *code, const char *detail)
{
	if (q->status)
		return;
	q->status = status;
	problem_write(&q->problem, status, code, detail);
	q->drop = true;
}

static enum MHD_Result
send_problem(struct request *q)
{
	char *p = q->problem.p;
	size_t n = q->problem.n;

	if (q->problem.failed)
		return MHD_NO;
	q->problem = (struct buf){0};
	return send_text(q, q->status, PROBLEM_TYPE, p, n);
}

static enum MHD_Result
send_buf(struct request *q, const char *type, struct buf *b)
{
	if (b->failed) {
		buf_free(b);
		return MHD_NO;
	}
	return send_text(q, 200, type, b->p, b->n);
}

static void *
on_target(void *self, const char *target, struct MHD_Connection *c)
{
	struct serve *s = self;
	struct request *q = calloc(1, sizeof *q);

	if (!q)
		return NULL;
	q->s = s;
	q->c = c;
	target_look(&q->target, target); /* here, before the library decodes it in its place */
	q->route = R_NONE;
	s->active++;
	return q;
}

static void
release_body(struct request *q)
{
	q->s->metrics.buffered -= q->work.body.n;
	buf_free(&q->work.body);
}

static void
on_completed(void *self, struct MHD_Connection *c, void **context,
    enum MHD_RequestTerminationCode how)
{
	struct request *q = *context;

	(void)self;
	(void)c;
	(void)how;
	if (!q)
		return;
	due(q, q->s->set.head_s);
	q->s->active--;
	release_body(q);
	buf_free(&q->work.params);
	buf_free(&q->problem);
	free(q->work.text);
	free(q);
	*context = NULL;
}

static void
on_connection(void *self, struct MHD_Connection *c, void **context,
    enum MHD_ConnectionNotificationCode what)
{
	struct serve *s = self;
	struct client *k = *context;

	if (what == MHD_CONNECTION_NOTIFY_CLOSED) {
		if (!k)
			return;
		s->metrics.connections--;
		*k->at = k->next;
		if (k->next)
			k->next->at = k->at;
		free(k);
		*context = NULL;
		return;
	}
	k = calloc(1, sizeof *k);
	if (!k)
		return;
	k->fd = MHD_get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
	k->deadline_ms = clock_ms() + (int64_t)s->set.head_s * 1000;
	k->next = s->clients;
	k->at = &s->clients;
	if (k->next)
		k->next->at = &k->next;
	s->clients = k;
	s->metrics.connections++;
	s->metrics.connections_total++;
	*context = k;
}

/*
 * The library's own time limit begins anew with every byte, so that one byte every few seconds
 * keeps a connection for ever; these do not.
 */
void
http_tick(struct serve *s)
{
	int64_t now = clock_ms();

	for (struct client *k = s->clients; k; k = k->next) {
		if (now < k->deadline_ms)
			continue;
		s->metrics.refused_early++;
		(void)shutdown(k->fd, SHUT_RDWR);
		k->deadline_ms = GIVEN_UP;
	}
}

/* Or the answer is 405. */
static void
allow(struct request *q, const char *method, const char *methods)
{
	size_t n = strlen(method);

	for (const char *p = methods; (p = strstr(p, method)); p++)
		if ((p == methods || p[-1] == ' ') && (!p[n] || p[n] == ','))
			return;
	q->allow = methods;
	set_problem(q, 405, "method", methods);
}

static const char *
header(struct request *q, const char *name)
{
	return MHD_lookup_connection_value(q->c, MHD_HEADER_KIND, name);
}

/* The header has come: who asks, and for what? */
static enum MHD_Result
begin(struct request *q, const char *path, const char *method, const char *version)
{
	const struct refusal *no;
	const char *methods = "GET, HEAD", *length;

	q->begun = true;
	q->route = strncmp(path, "/api/", 5) == 0 ? R_NONE : R_STATIC;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		if (strcmp(path, table[i].path) != 0)
			continue;
		q->route = table[i].route;
		methods = table[i].methods;
	}
	no = guard(q->s, q->c, method, version, &q->target);
	if (no) {
		q->close = no->fatal;
		set_problem(q, no->status, no->code, no->detail);
		return no->fatal ? send_problem(q) : MHD_YES;
	}
	if (q->route == R_NONE)
		set_problem(q, 404, "not-found", "there is no such thing here");
	else
		allow(q, method, methods);
	length = header(q, "Content-Length");
	if (length && strtoull(length, NULL, 10) > q->s->set.body_most) {
		set_problem(q, 413, "too-big", "the body is larger than this server takes");
		/* Who asks first is told at once; a little more is read, so that others hear why. */
		if (header(q, "Expect") || strtoull(length, NULL, 10) / 4 > q->s->set.body_most) {
			q->close = true;
			return send_problem(q);
		}
	}
	due(q, (int64_t)q->s->set.head_s * 3);
	return MHD_YES;
}

static enum MHD_Result
take(struct request *q, const char *data, size_t n)
{
	struct serve *s = q->s;

	s->metrics.bytes_in += n;
	if (!q->drop && n > s->set.body_most - q->work.body.n)
		set_problem(q, 413, "too-big", "the body is larger than this server takes");
	if (!q->drop && n > s->set.held_most - s->metrics.buffered)
		set_problem(q, 503, "busy", "too much is being read; try again in a moment");
	if (q->drop) {
		release_body(q);
		q->thrown += n;
		return q->thrown / 4 > s->set.body_most ? MHD_NO : MHD_YES;
	}
	buf_add(&q->work.body, data, n);
	if (q->work.body.failed) {
		release_body(q);
		set_problem(q, 503, "busy", "out of memory");
		return MHD_YES;
	}
	s->metrics.buffered += n;
	return MHD_YES;
}

static enum MHD_Result
add_argument(void *self, enum MHD_ValueKind kind, const char *key, size_t key_n,
    const char *value, size_t value_n)
{
	struct buf *b = self;

	(void)kind;
	buf_add(b, key, key_n);
	buf_add(b, "=", 1);
	if (value)
		buf_add(b, value, value_n);
	buf_add(b, "", 1);
	return MHD_YES;
}

static enum MHD_Result
hand_in(struct request *q)
{
	const char *type = header(q, "Content-Type");
	struct work *w = &q->work;

	(void)MHD_get_connection_values_n(q->c, MHD_GET_ARGUMENT_KIND, add_argument, &w->params);
	if (type && q->route == R_CHECK)
		(void)add_argument(&w->params, MHD_HEADER_KIND, ":type", 5, type, strlen(type));
	if (w->params.failed || w->params.n > PARAMS_MOST) {
		set_problem(q, 400, "parameter", "too many parameters");
		return send_problem(q);
	}
	w->kind = q->route == R_CHECK ? JOB_CHECK : JOB_ADVICE;
	q->handed_in = true;
	due(q, -1); /* the pool has its own time limit */
	MHD_suspend_connection(q->c);
	pool_submit(&q->s->pool, w);
	return MHD_YES;
}

void
http_done(void *self, struct work *w)
{
	struct request *q = (struct request *)(void *)((char *)w - offsetof(struct request, work));

	(void)self;
	q->done = true;
	release_body(q);
	MHD_resume_connection(q->c);
}

static enum MHD_Result
send_answer(struct request *q)
{
	char *text = q->work.text;

	q->work.text = NULL;
	if (!text)
		return MHD_NO;
	return send_text(q, q->work.status, q->work.status != 200 ? PROBLEM_TYPE
	    : q->work.lines ? LINES_TYPE : JSON_TYPE, text, q->work.text_n);
}

static enum MHD_Result
send_me(struct request *q)
{
	const char *word = MHD_lookup_connection_value(q->c, MHD_GET_ARGUMENT_KIND, "lang");
	enum mushi_lang lang = q->s->set.lang;
	struct buf b = {0};

	if (word && !lang_of(word, &lang)) {
		set_problem(q, 400, "parameter", "lang is ja, ja-easy or en");
		return send_problem(q);
	}
	answer_me(q->c, lang, &b);
	return send_buf(q, JSON_TYPE, &b);
}

static enum MHD_Result
send_file(struct request *q, const char *path)
{
	bool move = false;
	const struct file *f = files_find(&q->s->files, path, &move);
	unsigned status = 200;
	enum MHD_Result ok;

	if (move) {
		struct MHD_Response *r = MHD_create_response_from_buffer(0, NULL,
		    MHD_RESPMEM_PERSISTENT);
		char to[TARGET_MOST + 4];
		int k = (int)strcspn(q->target.text, "?");
		snprintf(to, sizeof to, "%.*s/%s", k, q->target.text, q->target.text + k);
		if (r && k > 0) {
			http_headers(r);
			(void)MHD_add_response_header(r, "Location", to);
			ok = MHD_queue_response(q->c, 308, r);
			metrics_request(&q->s->metrics, R_STATIC, 308);
		} else {
			ok = MHD_NO;
		}
		if (r)
			MHD_destroy_response(r);
		return ok;
	}
	if (!f) {
		set_problem(q, 404, "not-found", q->s->files.none
		    ? "the page is not installed; see --web" : "there is no such thing here");
		return send_problem(q);
	}
	ok = files_send(q->c, f, &status);
	metrics_request(&q->s->metrics, R_STATIC, status);
	due(q, (int64_t)q->s->set.head_s * 6);
	return ok;
}

/* The request is complete. */
static enum MHD_Result
finish(struct request *q, const char *path)
{
	struct buf b = {0};

	if (q->done)
		return send_answer(q);
	if (q->status)
		return send_problem(q);
	switch (q->route) {
	case R_CHECK:
	case R_ADVICE:
		return hand_in(q);
	case R_ME:
		return send_me(q);
	case R_HEALTH:
		buf_fmt(&b, "{\"status\":\"ok\",\"mushi\":\"%s\",\"opens\":[%s]}\n", mushi_version(),
		    q->s->opens);
		return send_buf(q, JSON_TYPE, &b);
	case R_METRICS:
		metrics_write(&q->s->metrics, &b);
		return send_buf(q, "text/plain; version=0.0.4; charset=utf-8", &b);
	default:
		return send_file(q, path);
	}
}

static enum MHD_Result
on_request(void *self, struct MHD_Connection *c, const char *path, const char *method,
    const char *version, const char *data, size_t *size, void **context)
{
	struct request *q = *context;

	(void)self;
	(void)c;
	if (!q || !path)
		return MHD_NO;
	if (!q->begun)
		return begin(q, path, method, version);
	if (*size) {
		size_t n = *size;
		*size = 0;
		return take(q, data, n);
	}
	/* Woken without an answer cannot be: but then it waits on. */
	if (q->handed_in && !q->done) {
		MHD_suspend_connection(c);
		return MHD_YES;
	}
	return finish(q, path);
}

/* Messages of the library name what was sent: they go nowhere. */
static void
on_log(void *self, const char *fmt, va_list ap)
{
	(void)self;
	(void)fmt;
	(void)ap;
}

struct MHD_Daemon *
http_start(struct serve *s, int listening)
{
	return MHD_start_daemon(MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG, 0,
	    NULL, NULL, on_request, s,
	    MHD_OPTION_EXTERNAL_LOGGER, on_log, NULL,
	    MHD_OPTION_LISTEN_SOCKET, listening,
	    MHD_OPTION_CONNECTION_LIMIT, s->set.connections,
	    MHD_OPTION_PER_IP_CONNECTION_LIMIT, s->set.per_address,
	    MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)(32 * 1024),
	    MHD_OPTION_CONNECTION_TIMEOUT, 0u, /* http_tick() */
	    MHD_OPTION_URI_LOG_CALLBACK, on_target, s,
	    MHD_OPTION_NOTIFY_COMPLETED, on_completed, s,
	    MHD_OPTION_NOTIFY_CONNECTION, on_connection, s,
	    MHD_OPTION_END);
}
