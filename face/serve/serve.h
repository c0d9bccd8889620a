/* Shared by the files of `mushi serve`. */
#ifndef FACE_SERVE_SERVE_H
#define FACE_SERVE_SERVE_H

#include <netinet/in.h>
#include <sys/socket.h>

#include <microhttpd.h>

#include "address.h"
#include "metrics.h"
#include "mushi/mushi.h"
#include "pool.h"

enum { DEFAULT_PORT = 6464, HOSTS_MOST = 16, PORT_TRIES = 10 };

struct settings {
	const char *listen;            /* as typed, or NULL */
	const char *hosts[HOSTS_MOST]; /* further names this server may be called by */
	size_t host_n;
	const char *web; /* folder, or NULL: the usual places */
	bool public, no_open, quiet;
	enum mushi_lang lang;
	size_t body_most;          /* bytes of one request */
	size_t held_most;          /* bytes of all requests together */
	unsigned work_s, head_s;   /* seconds: one judgement; one header (others follow from it) */
	unsigned read_s;               /* seconds: one mail, picture or PDF */
	unsigned connections, per_address, workers, readers;
};

/* listen.c: one address, numeric; no name is ever looked up. */
struct address {
	struct sockaddr_storage sa;
	socklen_t n;
	char host[64]; /* as in a URL: 127.0.0.1, [::1] */
	unsigned port;
	bool port_given, loopback, any;
};
/* Each complains and is false. */
bool address_parse(const char *typed, struct address *out);
/* A listening socket, or -1; address->port is set to the one that was free. */
int address_listen(struct address *a);

/* files.c: the page, held in memory: a request opens no file. */
struct file {
	char *path; /* "/index.html" */
	const char *type;
	char etag[24];
	struct MHD_Response *plain, *gzip, *brotli;
};
struct files {
	struct file *list; /* by path */
	size_t n;
	bool none; /* there is no such folder */
};
/* NULL: the installed page, or the one that was built with this program. */
bool files_load(struct files *f, const char *folder);
void files_free(struct files *f);
/* NULL, or the file; *move: it is a folder, ask again with a slash at the end. */
const struct file *files_find(const struct files *f, const char *path, bool *move);
enum MHD_Result files_send(struct MHD_Connection *c, const struct file *file, unsigned *status);

struct client;

struct serve {
	struct settings set;
	struct address address;
	struct MHD_Daemon *daemon;
	struct pool pool;
	struct metrics metrics;
	struct files files;
	struct client *clients; /* open connections */
	unsigned active;        /* requests that were begun and not finished */
	bool stopping;
	char opens[32]; /* what can be opened, as items of a JSON array */
};

/* http.c */
struct MHD_Daemon *http_start(struct serve *s, int listening);
/* Connections that took too long are cut. */
void http_tick(struct serve *s);
void http_headers(struct MHD_Response *r);
void http_ask_hints(struct MHD_Response *r);
void http_done(void *self, struct work *w);

/* guard.c: is this request let in? A refusal, or NULL. `fatal`: close the connection as well. */
struct refusal {
	unsigned status;
	const char *code, *detail;
	bool fatal;
};
/* The target as it came, before anything was decoded. */
enum { TARGET_MOST = 512 };
struct target {
	const char *end; /* where it ended in the line; only to compare */
	bool ok;
	char text[TARGET_MOST]; /* empty when it is longer */
};
void target_look(struct target *t, const char *raw);
const struct refusal *guard(const struct serve *s, struct MHD_Connection *c, const char *method,
    const char *version, const struct target *target);

/* api_me.c: what this request gives away. */
void answer_me(struct MHD_Connection *c, enum mushi_lang lang, struct buf *out);

/* open.c: in the browser of the desktop, if there is one. */
void open_page(const char *url);

#endif
