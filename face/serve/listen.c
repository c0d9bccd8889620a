#include "../cli/cli.h"
#include "serve.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BACKLOG = 128 };

static bool
port_of(const char *typed, unsigned *out)
{
	char *end;
	unsigned long n = strtoul(typed, &end, 10);

	if (typed[0] < '0' || typed[0] > '9' || *end || n > 65535)
		return false;
	*out = (unsigned)n;
	return true;
}

/* "127.0.0.1", "127.0.0.1:80", "[::1]:80", "::1", "localhost:80", ":80" in its two halves. */
static bool
split(const char *typed, char host[64], const char **port)
{
	const char *end, *colon = strrchr(typed, ':');

	*port = NULL;
	if (typed[0] == '[') {
		end = strchr(typed, ']');
		if (!end || (end[1] && end[1] != ':'))
			return false;
		*port = end[1] ? end + 2 : NULL;
		typed++;
	} else if (colon && strchr(typed, ':') == colon) {
		end = colon;
		*port = colon + 1;
	} else {
		end = typed + strlen(typed);
	}
	if ((size_t)(end - typed) >= 64)
		return false;
	memcpy(host, typed, (size_t)(end - typed));
	host[end - typed] = '\0';
	return true;
}

bool
address_parse(const char *typed, struct address *out)
{
	struct sockaddr_in *v4 = (void *)&out->sa;
	struct sockaddr_in6 *v6 = (void *)&out->sa;
	const char *port;
	char host[64];

	*out = (struct address){.port = DEFAULT_PORT};
	if (!typed)
		typed = "127.0.0.1";
	if (!split(typed, host, &port) || (port && !port_of(port, &out->port))) {
		complain("--listen is an address and perhaps a port, like 127.0.0.1:8080 or"
		    " [::1]:8080, not '%s'", typed);
		return false;
	}
	out->port_given = port != NULL;
	if (!host[0] || strcmp(host, "localhost") == 0)
		memcpy(host, "127.0.0.1", sizeof "127.0.0.1");
	if (inet_pton(AF_INET, host, &v4->sin_addr) == 1) {
		uint32_t a = ntohl(v4->sin_addr.s_addr);
		v4->sin_family = AF_INET;
		out->n = sizeof *v4;
		out->loopback = a >> 24 == 127;
		out->any = a == 0;
		snprintf(out->host, sizeof out->host, "%s", host);
		return true;
	}
	if (inet_pton(AF_INET6, host, &v6->sin6_addr) == 1) {
		char text[INET6_ADDRSTRLEN];
		v6->sin6_family = AF_INET6;
		out->n = sizeof *v6;
		out->loopback = IN6_IS_ADDR_LOOPBACK(&v6->sin6_addr);
		out->any = IN6_IS_ADDR_UNSPECIFIED(&v6->sin6_addr);
		(void)inet_ntop(AF_INET6, &v6->sin6_addr, text, sizeof text);
		snprintf(out->host, sizeof out->host, "[%s]", text);
		return true;
	}
	complain("--listen is an address in numbers, like 127.0.0.1 or [::1], not '%s'", host);
	return false;
}

static int
try_port(struct address *a, unsigned port)
{
	int on = 1, saved;
	int fd = socket(a->sa.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (fd < 0)
		return -1;
	(void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
	if (a->sa.ss_family == AF_INET6) {
		(void)setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
		((struct sockaddr_in6 *)(void *)&a->sa)->sin6_port = htons((uint16_t)port);
	} else {
		((struct sockaddr_in *)(void *)&a->sa)->sin_port = htons((uint16_t)port);
	}
	if (bind(fd, (struct sockaddr *)&a->sa, a->n) == 0 && listen(fd, BACKLOG) == 0)
		return fd;
	saved = errno;
	close(fd);
	errno = saved;
	return -1;
}

int
address_listen(struct address *a)
{
	struct sockaddr_storage got;
	socklen_t n = sizeof got;
	int fd = try_port(a, a->port);

	/* The usual port is taken: one of the next, so that a bookmark may still fit; or any. */
	for (unsigned i = 1; fd < 0 && errno == EADDRINUSE && !a->port_given && i <= PORT_TRIES; i++)
		fd = try_port(a, i == PORT_TRIES ? 0 : a->port + i);
	if (fd < 0) {
		complain("%s:%u cannot be listened on: %s", a->host, a->port, say_errno(errno));
		return -1;
	}
	if (getsockname(fd, (struct sockaddr *)&got, &n) == 0)
		a->port = ntohs(got.ss_family == AF_INET6
		    ? ((struct sockaddr_in6 *)(void *)&got)->sin6_port
		    : ((struct sockaddr_in *)(void *)&got)->sin_port);
	return fd;
}
