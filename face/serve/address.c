/* What kind of address a request came from: the registries of RFC 6890 and 9637. */
#include "address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

static const struct {
	uint32_t net;
	unsigned bits;
	const char *kind;
} nets4[] = {
	{0x7F000000, 8, "address-loopback"},
	{0x0A000000, 8, "address-private"},
	{0xAC100000, 12, "address-private"},
	{0xC0A80000, 16, "address-private"},
	{0x64400000, 10, "address-cgnat"},
	{0xA9FE0000, 16, "address-link-local"},
	{0xC0000200, 24, "address-documentation"},
	{0xC6336400, 24, "address-documentation"},
	{0xCB007100, 24, "address-documentation"},
	{0x00000000, 8, "address-reserved"},
	{0xC0000000, 24, "address-reserved"},
	{0xC6120000, 15, "address-reserved"},
	{0xE0000000, 4, "address-reserved"},
	{0xF0000000, 4, "address-reserved"},
};

static const struct {
	unsigned char net[4];
	unsigned bits;
	const char *kind;
} nets6[] = {
	{{0xFE, 0x80, 0, 0}, 10, "address-link-local"},
	{{0xFC, 0x00, 0, 0}, 7, "address-private"},
	{{0x20, 0x01, 0x0D, 0xB8}, 32, "address-documentation"},
	{{0x3F, 0xFF, 0x00, 0}, 20, "address-documentation"},
	{{0xFF, 0x00, 0, 0}, 8, "address-reserved"},
	{{0x20, 0x00, 0, 0}, 3, "address-global-6"},
};

static const char *
kind4(uint32_t a)
{
	for (size_t i = 0; i < sizeof nets4 / sizeof *nets4; i++)
		if ((a ^ nets4[i].net) >> (32 - nets4[i].bits) == 0)
			return nets4[i].kind;
	return "address-global-4";
}

static const char *
kind6(const struct in6_addr *a)
{
	if (IN6_IS_ADDR_LOOPBACK(a))
		return "address-loopback";
	for (size_t i = 0; i < sizeof nets6 / sizeof *nets6; i++) {
		unsigned k = 0;
		while (k < nets6[i].bits
		    && !((a->s6_addr[k / 8] ^ nets6[i].net[k / 8]) >> (7 - k % 8) & 1))
			k++;
		if (k == nets6[i].bits)
			return nets6[i].kind;
	}
	return "address-reserved";
}

void
peer_of(const struct sockaddr *sa, struct peer *out)
{
	const struct sockaddr_in *v4 = (const void *)sa;
	const struct sockaddr_in6 *v6 = (const void *)sa;
	struct in_addr mapped;

	*out = (struct peer){.version = 4, .kind = "address-reserved"};
	if (sa->sa_family == AF_INET) {
		mapped = v4->sin_addr;
	} else if (sa->sa_family == AF_INET6 && IN6_IS_ADDR_V4MAPPED(&v6->sin6_addr)) {
		memcpy(&mapped, v6->sin6_addr.s6_addr + 12, sizeof mapped);
	} else if (sa->sa_family == AF_INET6) {
		out->version = 6;
		out->kind = kind6(&v6->sin6_addr);
		(void)inet_ntop(AF_INET6, &v6->sin6_addr, out->text, sizeof out->text);
		return;
	} else {
		return;
	}
	out->kind = kind4(ntohl(mapped.s_addr));
	(void)inet_ntop(AF_INET, &mapped, out->text, sizeof out->text);
}
