/*
 * Which requests are let in.
 *
 * Another page in the same browser must not be able to talk to this server. It can send requests
 * to it, so a POST must come from our own page (Origin, Sec-Fetch-Site: Fetch standard), and it
 * can give its own name this machine's address for a moment (DNS rebinding), so the Host must be
 * a name that is ours. What two programs on the way could read in two ways (RFC 9112, sections
 * 3.2, 6.1 and 6.3) is refused and the connection closed.
 */
#include "serve.h"

#include <arpa/inet.h>
#include <string.h>
#include <strings.h>

static const struct refusal
    bad_target = {400, "target", "the address has bytes that must not be there", true},
    bad_host = {400, "host", "one Host is needed", true},
    bad_length = {400, "length", "the length of the body is not clear", true},
    bad_coding = {501, "transfer-coding", "only chunked is understood", true},
    no_body = {400, "length", "nothing is to be sent with this", true},
    other_host = {421, "host", "this server is not called that; see --host", false},
    other_origin = {403, "origin", "this did not come from the page of this server", false};

struct headers {
	const char *host, *origin, *site, *length, *coding;
	size_t length_n, coding_n;
	unsigned hosts, lengths, codings, origins;
};

static enum MHD_Result
look(void *self, enum MHD_ValueKind kind, const char *key, size_t key_n, const char *value,
    size_t value_n)
{
	struct headers *h = self;

	(void)kind;
	(void)key_n;
	if (strcasecmp(key, "Host") == 0) {
		h->hosts++;
		h->host = value;
	} else if (strcasecmp(key, "Content-Length") == 0) {
		h->lengths++;
		h->length = value;
		h->length_n = value_n;
	} else if (strcasecmp(key, "Transfer-Encoding") == 0) {
		h->codings++;
		h->coding = value;
		h->coding_n = value_n;
	} else if (strcasecmp(key, "Origin") == 0) {
		h->origins++;
		h->origin = value;
	} else if (strcasecmp(key, "Sec-Fetch-Site") == 0) {
		h->site = value;
	}
	return MHD_YES;
}

/* The name in "name:port", and whether what follows it can be a port. */
static bool
host_name(const char *host, char out[256])
{
	const char *end = host[0] == '[' ? strchr(host, ']') : strchr(host, ':');
	size_t n;

	if (host[0] == '[' && !end)
		return false;
	if (host[0] == '[')
		end++;
	n = end ? (size_t)(end - host) : strlen(host);
	if (n == 0 || n >= 256 || (end && *end && (*end != ':' || strspn(end + 1, "0123456789")
	    != strlen(end + 1) || strlen(end + 1) > 5)))
		return false;
	memcpy(out, host, n);
	out[n] = '\0';
	return true;
}

/* Numbers cannot be made to mean another machine, as a name can. */
static bool
is_number(const char *name)
{
	unsigned char room[16];
	char inner[64];
	size_t n = strlen(name);

	if (name[0] != '[')
		return inet_pton(AF_INET, name, room) == 1;
	if (n < 3 || n - 2 >= sizeof inner)
		return false;
	memcpy(inner, name + 1, n - 2);
	inner[n - 2] = '\0';
	return inet_pton(AF_INET6, inner, room) == 1;
}

static bool
is_ours(const struct serve *s, const char *host)
{
	char name[256];

	if (!host_name(host, name))
		return false;
	if (strcasecmp(name, "localhost") == 0 || strcmp(name, "127.0.0.1") == 0
	    || strcmp(name, "[::1]") == 0 || strcasecmp(name, s->address.host) == 0)
		return true;
	for (size_t i = 0; i < s->set.host_n; i++)
		if (strcasecmp(name, s->set.hosts[i]) == 0)
			return true;
	/* On every address of this machine, which has more than one. */
	return s->address.any && is_number(name);
}

static bool
same_origin(const struct headers *h)
{
	const char *o = h->origin;

	if (h->site && strcmp(h->site, "same-origin") != 0 && strcmp(h->site, "none") != 0)
		return false;
	if (!o)
		return true;
	if (h->origins != 1)
		return false;
	if (strncmp(o, "http://", 7) == 0)
		o += 7;
	else if (strncmp(o, "https://", 8) == 0) /* something in front of us speaks TLS */
		o += 8;
	else
		return false;
	return strcasecmp(o, h->host) == 0;
}

void
target_look(struct target *t, const char *raw)
{
	size_t n = raw ? strlen(raw) : 0;

	*t = (struct target){.end = raw ? raw + n : NULL, .ok = n > 0 && raw[0] == '/'};
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)raw[i];
		if (c <= 0x20 || c >= 0x7F || (c == '%' && raw[i + 1] == '0' && raw[i + 2] == '0'))
			t->ok = false;
	}
	if (n < sizeof t->text)
		memcpy(t->text, raw ? raw : "", n + 1);
}

static bool
digits(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (p[i] < '0' || p[i] > '9')
			return false;
	return n > 0 && n < 19;
}

const struct refusal *
guard(const struct serve *s, struct MHD_Connection *c, const char *method, const char *version,
    const struct target *target)
{
	struct headers h = {0};
	bool post = strcmp(method, "POST") == 0;

	(void)MHD_get_connection_values_n(c, MHD_HEADER_KIND, look, &h);
	if (h.lengths > 1 || h.codings > 1 || (h.lengths && h.codings)
	    || (h.lengths && !digits(h.length, h.length_n))
	    || (h.codings && strcmp(version, "HTTP/1.1") != 0))
		return &bad_length;
	if (h.codings && (h.coding_n != 7 || strcasecmp(h.coding, "chunked") != 0))
		return &bad_coding;
	/*
	 * The HTTP library ends the target at a NUL byte. The version follows in the same line, one
	 * space after the end of the target, if there was no such byte.
	 */
	if (!target->ok || version != target->end + 1)
		return &bad_target;
	if (h.hosts != 1 || !h.host[0])
		return &bad_host;
	if (!is_ours(s, h.host))
		return &other_host;
	if (!post && (h.codings || (h.lengths && strspn(h.length, "0") != h.length_n)))
		return &no_body;
	if (post && !same_origin(&h))
		return &other_origin;
	return NULL;
}
