/*
 * One request, for a URL the person named, and no other: http and https only, no proxy from the
 * environment, no cookies, and no address of this machine or its local network, also after
 * redirects (the socket guard sees the address that is really used). Nothing in the page is
 * loaded.
 *
 * libcurl brings some thirty libraries, whose loading would take longer than the judgement of a
 * page. So it is loaded here, when a page is to be fetched, and not with the program.
 */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

#ifdef HAVE_CURL

#include <arpa/inet.h>
#include <curl/curl.h>
#include <dlfcn.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

/* The header's macros check types of direct calls only. */
#undef curl_easy_setopt
#undef curl_easy_getinfo

enum { SECONDS = 30, REDIRECTS = 5 };

struct curl {
	CURL *(*init)(void);
	CURLcode (*setopt)(CURL *, CURLoption, ...);
	CURLcode (*perform)(CURL *);
	CURLcode (*getinfo)(CURL *, CURLINFO, ...);
	void (*cleanup)(CURL *);
	const char *(*strerror)(CURLcode);
};

struct transfer {
	struct bytes *out;
	size_t limit, cap;
	bool too_big, refused;
};

static size_t
receive(char *p, size_t size, size_t n, void *self)
{
	struct transfer *t = self;
	unsigned char *more;

	n *= size;
	if (n > t->limit || t->out->n > t->limit - n) {
		t->too_big = true;
		return 0;
	}
	if (t->out->n + n > t->cap) {
		t->cap = (t->out->n + n) * 2;
		more = realloc(t->out->p, t->cap);
		if (!more)
			return 0;
		t->out->p = more;
	}
	memcpy(t->out->p + t->out->n, p, n);
	t->out->n += n;
	return n;
}

/* Loopback, private, link-local, carrier, multicast and reserved addresses; also mapped ones. */
static bool
local_v4(uint32_t a)
{
	static const struct {
		uint32_t net, bits;
	} nets[] = {{0x00000000, 8}, {0x0A000000, 8}, {0x64400000, 10}, {0x7F000000, 8},
	    {0xA9FE0000, 16}, {0xAC100000, 12}, {0xC0000000, 24}, {0xC0A80000, 16},
	    {0xC6120000, 15}, {0xE0000000, 4}, {0xF0000000, 4}};

	for (size_t i = 0; i < sizeof nets / sizeof *nets; i++)
		if ((a ^ nets[i].net) >> (32 - nets[i].bits) == 0)
			return true;
	return false;
}

static uint32_t
four(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static bool
local_address(const struct sockaddr *sa)
{
	static const unsigned char zeros[12];

	if (sa->sa_family == AF_INET) {
		const struct sockaddr_in *in = (const void *)sa;
		return local_v4(ntohl(in->sin_addr.s_addr));
	}
	if (sa->sa_family == AF_INET6) {
		const unsigned char *p = ((const struct sockaddr_in6 *)(const void *)sa)
		    ->sin6_addr.s6_addr;
		if (memcmp(p, zeros, 10) == 0) /* ::, ::1, ::ffff:a.b.c.d and the like */
			return local_v4(four(p + 12)) || memcmp(p + 10, zeros, 2) == 0;
		if (p[0] == 0x20 && p[1] == 0x02) /* 6to4 */
			return local_v4(four(p + 2));
		if (p[0] == 0x00 && p[1] == 0x64 && p[2] == 0xFF && p[3] == 0x9B) /* NAT64 */
			return local_v4(four(p + 12));
		return (p[0] & 0xFE) == 0xFC || (p[0] == 0xFE && (p[1] & 0x80)) || p[0] == 0xFF;
	}
	return true;
}

static curl_socket_t
guarded_socket(void *self, curlsocktype purpose, struct curl_sockaddr *a)
{
	struct transfer *t = self;

	(void)purpose;
	if (local_address(&a->addr)) {
		t->refused = true;
		return CURL_SOCKET_BAD;
	}
	return socket(a->family, a->socktype, a->protocol);
}

/* A function of the library; C has no cast from void * to it, POSIX has the bytes be the same. */
static bool
look_up(void *lib, const char *name, void *function)
{
	void *p = dlsym(lib, name);

	memcpy(function, &p, sizeof p);
	return p != NULL;
}

static bool
load_curl(struct curl *c)
{
	void *lib = dlopen(CURL_LIBRARY, RTLD_NOW | RTLD_LOCAL);

	return lib && look_up(lib, "curl_easy_init", &c->init)
	    && look_up(lib, "curl_easy_setopt", &c->setopt)
	    && look_up(lib, "curl_easy_perform", &c->perform)
	    && look_up(lib, "curl_easy_getinfo", &c->getinfo)
	    && look_up(lib, "curl_easy_cleanup", &c->cleanup)
	    && look_up(lib, "curl_easy_strerror", &c->strerror);
}

bool
fetch_url(const char *url, size_t limit, struct bytes *out, const char **code, char *why,
    size_t why_size)
{
	struct transfer t = {.out = out, .limit = limit};
	struct curl lib;
	CURL *c;
	CURLcode got;
	char *type = NULL;
	long status = 0;

	if (!load_curl(&lib)) {
		*code = "unsupported";
		snprintf(why, why_size, say("%s: fetching needs %s, which could not be loaded; save the "
		    "page and name the file"), url, CURL_LIBRARY);
		return false;
	}
	*code = "unreachable";
	c = lib.init();
	if (!c) {
		snprintf(why, why_size, say("%s: out of memory"), url);
		return false;
	}
	lib.setopt(c, CURLOPT_URL, url);
	lib.setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
	lib.setopt(c, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
	lib.setopt(c, CURLOPT_PROXY, "");
	lib.setopt(c, CURLOPT_FOLLOWLOCATION, 1L);
	lib.setopt(c, CURLOPT_MAXREDIRS, (long)REDIRECTS);
	lib.setopt(c, CURLOPT_TIMEOUT, (long)SECONDS);
	lib.setopt(c, CURLOPT_NOSIGNAL, 1L);
	lib.setopt(c, CURLOPT_ACCEPT_ENCODING, "");
	lib.setopt(c, CURLOPT_USERAGENT, "Mozilla/5.0");
	lib.setopt(c, CURLOPT_WRITEFUNCTION, receive);
	lib.setopt(c, CURLOPT_WRITEDATA, &t);
	lib.setopt(c, CURLOPT_OPENSOCKETFUNCTION, guarded_socket);
	lib.setopt(c, CURLOPT_OPENSOCKETDATA, &t);
	got = lib.perform(c);
	lib.getinfo(c, CURLINFO_RESPONSE_CODE, &status);
	if (got == CURLE_OK && lib.getinfo(c, CURLINFO_CONTENT_TYPE, &type) == CURLE_OK
	    && type && (type = strstr(type, "charset="))) {
		type += 8 + (type[8] == '"');
		snprintf(out->charset, sizeof out->charset, "%.*s", (int)strcspn(type, "\"; "),
		    type);
	}
	lib.cleanup(c);
	if (t.refused) {
		*code = "refused";
		snprintf(why, why_size,
		    say("%s: leads to this machine or its own network; not opened"), url);
	} else if (t.too_big) {
		*code = "too-big";
		snprintf(why, why_size, say("%s: larger than %zu MiB"), url, limit >> 20);
	} else if (got != CURLE_OK) {
		snprintf(why, why_size, say("%s: could not be fetched: %s"), url,
		    got == CURLE_COULDNT_RESOLVE_HOST ? say("no such name is known on the net")
		    : got == CURLE_COULDNT_CONNECT ? say("the server does not answer")
		    : got == CURLE_OPERATION_TIMEDOUT ? say("it took too long")
		    : got == CURLE_TOO_MANY_REDIRECTS ? say("it leads on and on")
		    : lib.strerror(got));
	} else if (status >= 400) {
		*code = "http";
		snprintf(why, why_size, say("%s: the server answered %ld"), url, status);
	} else {
		return true;
	}
	return false;
}

#else

bool
fetch_url(const char *url, size_t limit, struct bytes *out, const char **code, char *why,
    size_t why_size)
{
	(void)limit;
	(void)out;
	*code = "unsupported";
	snprintf(why, why_size, say("%s: this build cannot fetch pages; save the page and name the file"),
	    url);
	return false;
}

#endif
