/*
 * mushi serve: the page and the HTTP interface, on this machine unless one insists.
 *
 * One thread waits for everything: connections (the HTTP library's own queue), workers and
 * signals. Judging happens in the workers (worker.h), so no page can hold up or take over what
 * talks to the others.
 */
#define _DEFAULT_SOURCE
#include "../cli/cli.h"
#include "serve.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

enum { TAG_HTTP = 2, TAG_SIGNAL = 3, TICK_MS = 250, STOP_MS = 10000, TEST_MS = 10000 };

static const struct option options[] = {
	{"listen", 0, "ADDR[:PORT]", "where to listen (default: 127.0.0.1:6464, or a free port)"},
	{"public", 0, NULL, "others may reach it: needed for an address that is not this machine's own"},
	{"host", 0, "NAME", "a further name this server is called by; may be repeated"},
	{"web", 0, "DIR", "the folder of the page (default: the installed one)"},
	{"no-open", 0, NULL, "do not open the page in the browser"},
	{"max-body", 0, "MIB", "the largest thing that is taken (default: 16)"},
	{"max-time", 0, "SECONDS", "the longest judgement (default: 10)"},
	{"timeout", 0, "SECONDS", "how long a request may take to come (default: 10)"},
	{"connections", 0, "N", "at most so many at once (default: 256)"},
	{"per-address", 0, "N", "at most so many from one address (default: 64)"},
	{"workers", 0, "N", "processes that judge (default: one for each processor)"},
	{"readers", 0, "N", "so many pictures, PDF and mails at once; 0: none is opened (default: 2)"},
	{"max-read", 0, "SECONDS", "the longest reading of one of these (default: 60)"},
	{NULL, 0, NULL, NULL},
};

static bool
number(const char *name, const char *value, unsigned most, unsigned *out)
{
	char *end;
	unsigned long n = strtoul(value, &end, 10);

	if (value[0] >= '0' && value[0] <= '9' && !*end && n >= 1 && n <= most) {
		*out = (unsigned)n;
		return true;
	}
	complain("--%s is a number from 1 to %u, not '%s'", name, most, value);
	return false;
}

static bool
take(void *self, const struct option *o, const char *value)
{
	struct settings *s = self;
	unsigned mib;

	if (strcmp(o->name, "listen") == 0) {
		s->listen = value;
	} else if (strcmp(o->name, "public") == 0) {
		s->public = true;
	} else if (strcmp(o->name, "no-open") == 0) {
		s->no_open = true;
	} else if (strcmp(o->name, "web") == 0) {
		s->web = value;
	} else if (strcmp(o->name, "host") == 0) {
		if (s->host_n == HOSTS_MOST || !*value || strpbrk(value, ":/ ")) {
			complain("--host is a name without a port, %d times at most, not '%s'",
			    HOSTS_MOST, value);
			return false;
		}
		s->hosts[s->host_n++] = value;
	} else if (strcmp(o->name, "max-body") == 0) {
		if (!number(o->name, value, 64, &mib))
			return false;
		s->body_most = (size_t)mib << 20;
	} else if (strcmp(o->name, "max-time") == 0) {
		return number(o->name, value, 3600, &s->work_s);
	} else if (strcmp(o->name, "timeout") == 0) {
		return number(o->name, value, 3600, &s->head_s);
	} else if (strcmp(o->name, "connections") == 0) {
		return number(o->name, value, 10000, &s->connections);
	} else if (strcmp(o->name, "per-address") == 0) {
		return number(o->name, value, 10000, &s->per_address);
	} else if (strcmp(o->name, "max-read") == 0) {
		return number(o->name, value, 3600, &s->read_s);
	} else if (strcmp(o->name, "readers") == 0) {
		if (strcmp(value, "0") != 0)
			return number(o->name, value, READERS_MOST, &s->readers);
		s->readers = 0;
	} else {
		return number(o->name, value, WORKERS_MOST, &s->workers);
	}
	return true;
}

static const struct command command = {
	"serve", "",
	"The local web page and the HTTP interface (doc/openapi.json). Nothing that is sent to it is\n"
	"kept or passed on. Ends with Control-C.",
	options, take,
};

static int
signals(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	if (sigprocmask(SIG_BLOCK, &set, NULL) != 0)
		return -1;
	return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

static bool
watch(int events, int fd, uint64_t tag)
{
	struct epoll_event e = {.events = EPOLLIN, .data.u64 = tag};

	return epoll_ctl(events, EPOLL_CTL_ADD, fd, &e) == 0;
}

/* One round: waits for something at most `wait_ms`. False when a signal or the nursery ends it. */
static bool
turn(struct serve *s, int events, int wait_ms)
{
	struct epoll_event e[32];
	unsigned long long due;
	bool go_on = true;
	int n;

	if (s->daemon && MHD_get_timeout(s->daemon, &due) == MHD_YES && due < (unsigned)wait_ms)
		wait_ms = (int)due;
	n = epoll_wait(events, e, 32, wait_ms);
	for (int i = 0; i < n; i++) {
		if (e[i].data.u64 == TAG_SIGNAL)
			go_on = false;
		else if (e[i].data.u64 == TAG_NURSERY)
			go_on = pool_nursery_event(&s->pool) && go_on;
		else if (e[i].data.u64 >= TAG_SLOT)
			pool_event(&s->pool, (int)(e[i].data.u64 - TAG_SLOT));
	}
	if (s->daemon)
		(void)MHD_run(s->daemon);
	return go_on;
}

static void
run(struct serve *s, int events)
{
	int64_t tick = 0;

	while (turn(s, events, TICK_MS)) {
		int64_t now = clock_ms();
		if (now - tick < TICK_MS)
			continue;
		tick = now;
		pool_tick(&s->pool);
		http_tick(s);
	}
}

/* No new connections; what was begun is finished, if it can be in a while. */
static void
stop(struct serve *s, int events, int signal_fd)
{
	struct signalfd_siginfo info;
	int64_t end = clock_ms() + STOP_MS;
	int listening = MHD_quiesce_daemon(s->daemon);

	s->stopping = true;
	if (listening >= 0)
		close(listening);
	while (read(signal_fd, &info, sizeof info) > 0)
		;
	/* A second signal ends the waiting. */
	while (s->active && clock_ms() < end && turn(s, events, TICK_MS)) {
		pool_tick(&s->pool);
		http_tick(s);
	}
	pool_give_up(&s->pool);
	for (int i = 0; i < 4; i++)
		(void)MHD_run(s->daemon);
	MHD_stop_daemon(s->daemon);
	s->daemon = NULL;
	pool_close(&s->pool);
}

struct trial {
	struct work work;
	bool done;
};

static void
trial_done(void *self, struct work *w)
{
	(void)w;
	((struct trial *)self)->done = true;
}

/* Before anybody is let in: can a worker be made, and does it answer from its confinement? */
static bool
try_workers(struct serve *s, int events)
{
	struct trial t = {.work.kind = JOB_CHECK};
	int64_t end = clock_ms() + TEST_MS;
	bool go_on = true;

	s->pool.done = trial_done;
	s->pool.self = &t;
	buf_str(&t.work.body, "mushi");
	pool_submit(&s->pool, &t.work);
	while (!t.done && go_on && clock_ms() < end) {
		go_on = turn(s, events, TICK_MS);
		pool_tick(&s->pool);
	}
	buf_free(&t.work.body);
	free(t.work.text);
	if (t.done && t.work.status == 200) {
		s->metrics = (struct metrics){.workers_started = s->metrics.workers_started,
		    .started = (int64_t)time(NULL)};
		s->pool.done = http_done;
		s->pool.self = s;
		return true;
	}
	if (go_on)
		complain("the processes that judge cannot be started or confined on this system");
	return false;
}

/* Which helpers are there. Without any, there is no need of workers that ask them. */
static void
find_readers(struct serve *s)
{
	static const struct {
		enum mushi_form form;
		const char *word;
	} forms[] = {{MUSHI_FORM_MAIL, "\"mail\""}, {MUSHI_FORM_IMAGE, "\"image\""},
	    {MUSHI_FORM_PDF, "\"pdf\""}};
	struct mushi_readers *r = s->set.readers ? mushi_readers_new() : NULL;
	const char *why;
	size_t n = 0;

	for (size_t i = 0; r && i < sizeof forms / sizeof *forms; i++)
		if (mushi_readers_can(r, forms[i].form, &why))
			n += (size_t)snprintf(s->opens + n, sizeof s->opens - n, "%s%s", n ? "," : "",
			    forms[i].word);
	mushi_readers_free(r);
	if (n == 0)
		s->set.readers = 0;
}

static void
announce(const struct serve *s, const char *url)
{
	bool en = s->set.lang == MUSHI_EN;

	if (!s->address.loopback)
		complain("warning: whoever reaches %s:%u can use this server; what they send is"
		    " not encrypted on the way", s->address.host, s->address.port);
	if (!s->set.quiet) {
		printf(en ? "The page is at %s\nIt ends with Control-C.\n"
		    : "ページはこちらです: %s\n終わるには Ctrl-C を押します。\n", url);
		(void)fflush(stdout);
	}
	if (s->files.none)
		complain("the page itself is not installed, only the HTTP interface; see --web");
}

static int
serve(struct serve *s)
{
	const struct rlimit no_core = {0, 0};
	struct worker_limits limits = {.body = s->set.body_most,
	    .cpu_s = 60 + s->set.work_s + 60, .lang = s->set.lang};
	int listening, nursery, events = -1, signal_fd, status = EXIT_TROUBLE;
	struct buf sum = {0};
	char url[128];

	listening = address_listen(&s->address);
	if (listening < 0)
		return EXIT_TROUBLE;
	/* A core file would keep what a person sent. */
	(void)setrlimit(RLIMIT_CORE, &no_core);
	signal_fd = signals();
	nursery = signal_fd < 0 ? -1 : nursery_start(&limits, (int[]){listening, signal_fd}, 2);
	events = epoll_create1(EPOLL_CLOEXEC);
	s->pool.m = &s->metrics;
	s->pool.limit_ms = (int64_t)s->set.work_s * 1000;
	s->pool.read_limit_ms = (int64_t)s->set.read_s * 1000;
	s->pool.answer_most = s->set.body_most * 8 + (16u << 20);
	if (nursery < 0 || events < 0 || !watch(events, signal_fd, TAG_SIGNAL)
	    || !pool_open(&s->pool, nursery, events, (int)s->set.workers,
	    (int)s->set.readers)) {
		complain("the server cannot be started: %s", say_errno(errno));
		goto out;
	}
	if (!try_workers(s, events))
		goto out;
	s->daemon = http_start(s, listening);
	if (!s->daemon || !watch(events, MHD_get_daemon_info(s->daemon,
	    MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd, TAG_HTTP)) {
		complain("the server cannot be started: %s", say_errno(errno));
		goto out;
	}
	listening = -1; /* the library closes it */
	snprintf(url, sizeof url, "http://%s:%u/", s->address.any
	    ? (s->address.host[0] == '[' ? "[::1]" : "127.0.0.1") : s->address.host,
	    s->address.port);
	announce(s, url);
	if (!s->set.no_open && !s->files.none)
		open_page(url);
	/* From here on strangers are heard, and no file is opened; the zone is one. */
	tzset();
	if (!confine_server()) {
		complain("the server cannot be confined on this system");
		goto out;
	}
	run(s, events);
	stop(s, events, signal_fd);
	nursery = -1;
	status = EXIT_NOTHING;
	if (!s->set.quiet) {
		metrics_summary(&s->metrics, &sum);
		if (!sum.failed)
			fprintf(stderr, "mushi: %s\n", sum.p);
		buf_free(&sum);
	}
out:
	if (s->daemon)
		MHD_stop_daemon(s->daemon);
	if (listening >= 0)
		close(listening);
	if (nursery >= 0)
		close(nursery);
	if (events >= 0)
		close(events);
	if (signal_fd >= 0)
		close(signal_fd);
	return status;
}

int
run_serve(int argc, char **argv)
{
	struct serve s = {.set = {.body_most = 16u << 20, .work_s = 10, .head_s = 10, .read_s = 60,
	    .connections = 256, .per_address = 64, .readers = 2}};
	struct common common;
	long processors = sysconf(_SC_NPROCESSORS_ONLN);
	int n, status;

	s.set.workers = processors < 1 ? 1 : processors > 16 ? 16 : (unsigned)processors;
	common_defaults(&common);
	n = read_options(&command, &common, &s.set, argc, argv);
	if (n < 0)
		return n == -2 ? EXIT_NOTHING : EXIT_TROUBLE;
	if (n > 0) {
		complain("serve takes no argument, but '%s' was given", argv[0]);
		return EXIT_TROUBLE;
	}
	s.set.lang = common.lang;
	s.set.quiet = common.quiet;
	s.set.held_most = s.set.body_most * 16;
	if (!address_parse(s.set.listen, &s.address))
		return EXIT_TROUBLE;
	if (!s.address.loopback && !s.set.public) {
		complain("%s is not this machine's own address, so others could reach it; if that is"
		    " wanted, add --public", s.address.host);
		return EXIT_TROUBLE;
	}
	if (!files_load(&s.files, s.set.web))
		return EXIT_TROUBLE;
	find_readers(&s);
	status = serve(&s);
	files_free(&s.files);
	return output_ok() ? status : EXIT_TROUBLE;
}
