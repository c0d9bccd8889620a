/* What the server reads itself: forms, the kinds of addresses, strings for JSON. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "../../face/serve/address.h"
#include "../../face/serve/buf.h"
#include "../../face/serve/job.h"
#include "check.h"

static const struct {
	const char *address, *kind;
} peers[] = {
	{"127.0.0.1", "address-loopback"}, {"127.255.0.9", "address-loopback"},
	{"::1", "address-loopback"}, {"::ffff:127.0.0.1", "address-loopback"},
	{"10.1.2.3", "address-private"}, {"172.16.0.1", "address-private"},
	{"172.31.255.255", "address-private"}, {"172.32.0.1", "address-global-4"},
	{"172.15.0.1", "address-global-4"}, {"192.168.0.1", "address-private"},
	{"fd00::1", "address-private"}, {"fc00::", "address-private"},
	{"100.64.0.0", "address-cgnat"}, {"100.127.255.255", "address-cgnat"},
	{"100.63.255.255", "address-global-4"}, {"100.128.0.0", "address-global-4"},
	{"169.254.1.1", "address-link-local"}, {"fe80::1", "address-link-local"},
	{"febf::", "address-link-local"}, {"192.0.2.1", "address-documentation"},
	{"198.51.100.255", "address-documentation"}, {"203.0.113.0", "address-documentation"},
	{"2001:db8::1", "address-documentation"}, {"3fff::", "address-documentation"},
	{"2001:db9::", "address-global-6"}, {"::ffff:192.0.2.1", "address-documentation"},
	{"0.0.0.0", "address-reserved"}, {"224.0.0.1", "address-reserved"},
	{"255.255.255.255", "address-reserved"}, {"198.18.0.1", "address-reserved"},
	{"ff02::1", "address-reserved"}, {"::", "address-reserved"}, {"4000::", "address-reserved"},
};

static void
test_peers(void)
{
	for (size_t i = 0; i < sizeof peers / sizeof *peers; i++) {
		struct sockaddr_in6 v6 = {.sin6_family = AF_INET6};
		struct sockaddr_in v4 = {.sin_family = AF_INET};
		struct peer p;
		if (inet_pton(AF_INET, peers[i].address, &v4.sin_addr) == 1) {
			peer_of((struct sockaddr *)(void *)&v4, &p);
			CHECK_STR(p.text, strlen(p.text), peers[i].address, "row %zu", i);
		} else {
			CHECK(inet_pton(AF_INET6, peers[i].address, &v6.sin6_addr) == 1, "row %zu", i);
			peer_of((struct sockaddr *)(void *)&v6, &p);
		}
		CHECK_STR(p.kind, strlen(p.kind), peers[i].kind, "row %zu: %s", i, peers[i].address);
	}
}

static const struct {
	const char *in;
	size_t n;
	const char *want;
} strings[] = {
	{"", 0, "\"\""},
	{"a\"\\\n\x7F", 5, "\"a\\\"\\\\\\u000a\\u007f\""},
	{"見本", 6, "\"見本\""},
	{"\0x", 2, "\"\\u0000x\""},
	{"\xFF", 1, "\"\xEF\xBF\xBD\""},
	{"\xE8\xA6", 2, "\"\xEF\xBF\xBD\xEF\xBF\xBD\""},         /* cut */
	{"\xC0\x80", 2, "\"\xEF\xBF\xBD\xEF\xBF\xBD\""},         /* overlong */
	{"\xED\xA0\x80", 3, "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\""}, /* surrogate */
	{"\xF4\x90\x80\x80", 4, "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\""},
	{"\xF0\x9F\x99\x82", 4, "\"\xF0\x9F\x99\x82\""},
};

static void
test_strings(void)
{
	for (size_t i = 0; i < sizeof strings / sizeof *strings; i++) {
		struct buf b = {0};
		buf_json(&b, strings[i].in, strings[i].n);
		buf_add(&b, "", 1);
		CHECK(!b.failed, "row %zu", i);
		CHECK_STR(b.p, strlen(b.p), strings[i].want, "row %zu", i);
		buf_free(&b);
	}
}

/* "name(filename,type)=data;" of each part; "stop" ends it. */
static bool
write_part(void *self, const struct part *p)
{
	struct buf *b = self;

	buf_fmt(b, "%s(%s,%s)=%.*s;", p->name, p->filename, p->type, (int)p->n, (const char *)p->data);
	return strcmp(p->name, "stop") != 0;
}

#define TYPE "multipart/form-data; boundary=B"
#define HEAD "Content-Disposition: form-data; name="
static const struct {
	const char *type, *body, *want;
	bool ok;
} forms[] = {
	{TYPE, "--B\r\n" HEAD "\"a\"\r\n\r\nx\r\n--B--\r\n", "a(,)=x;", true},
	{TYPE, "--B\r\n" HEAD "\"a\"\r\n\r\nx\r\n--B\r\n" HEAD "\"b\"\r\n\r\n\r\n--B--", "a(,)=x;b(,)=;",
	    true},
	{TYPE, "preamble\r\n--B\r\n" HEAD "\"a\"\r\n\r\nx\r\n--B--\r\nepilogue", "a(,)=x;", true},
	{"Multipart/Form-Data ; charset=x; BOUNDARY=\"B\"",
	    "--B \t\r\n" HEAD "\"a\"; filename=\"f \\\"q\\\" .html\"\r\nContent-Type: text/html\r\n\r\n"
	    "x\r\n--C\r\ny\r\n--B--", "a(f \"q\" .html,text/html)=x\r\n--C\r\ny;", true},
	{TYPE, "--B\r\ncontent-disposition:form-data;filename=\"f;name=\"; name=\"a\"\r\n\r\nx\r\n--B--",
	    "a(f;name=,)=x;", true},
	{TYPE, "--B\r\n" HEAD "\"stop\"\r\n\r\nx\r\n--B--", "stop(,)=x;", false},
	{TYPE, "--B--\r\n", "", true},
	{TYPE, "", "", false},
	{TYPE, "--B", "", false},
	{TYPE, "--B\r\n", "", false},
	{TYPE, "--B\r\n\r\n", "", false},
	{TYPE, "--B\r\n" HEAD "\"a\"\r\n\r\n", "", false},
	{TYPE, "--B\r\n" HEAD "\"a\"\r\n\r\nx\r\n--B", "a(,)=x;", false},
	{TYPE, "--B\r\n" HEAD "\"a\"\r\n\r\nx\r\n--Bx\r\n", "a(,)=x;", false},
	{TYPE, "--B\r\n" HEAD "a\r\n\r\nx\r\n--B--", "", false},
	{TYPE, "--B\r\n" HEAD "\"a\r\n\r\nx\r\n--B--", "", false},
	{TYPE, "--B\r\nX: y\r\n\r\nx\r\n--B--", "", false},
	{TYPE, "--B\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\nx\r\n--B--", "", false},
	{"multipart/form-data", "--B--", "", false},
	{"multipart/form-data; boundary=", "--B--", "", false},
	{"multipart/form-data; boundary=\"", "--B--", "", false},
	{"multipart/form-data; boundary=1234567890123456789012345678901234567890123456789012345678901234"
	    "5678901", "--B--", "", false},
};

static void
test_forms(void)
{
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		struct buf b = {0};
		const char *why = NULL;
		size_t n = strlen(forms[i].body);
		/* Its very bytes, so that a step too far is seen. */
		unsigned char *copy = malloc(n + (n == 0));
		if (!copy)
			abort();
		memcpy(copy, forms[i].body, n);
		CHECK(each_part(forms[i].type, copy, n, write_part, &b, &why) == forms[i].ok,
		    "row %zu: %s", i, why);
		buf_add(&b, "", 1);
		CHECK_STR(b.p, strlen(b.p), forms[i].want, "row %zu", i);
		buf_free(&b);
		free(copy);
	}
}

int
main(void)
{
	test_peers();
	test_strings();
	test_forms();
	CHECK_DONE();
}
