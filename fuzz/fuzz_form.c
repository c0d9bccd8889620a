/*
 * A Content-Type, a line end, and a body as multipart/form-data: the parts lie in the body, one
 * behind the other, none holds the boundary that ends it, and asking twice gives the same.
 */
#include <stdlib.h>

/* The reader of the server, which stands outside the library. */
#include "../face/serve/multipart.c"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MUST(x) do { if (!(x)) abort(); } while (0)

struct seen {
	const unsigned char *from, *end;
	size_t parts, bytes;
};

static bool
one(void *self, const struct part *p)
{
	struct seen *s = self;

	MUST(p->data >= s->from && p->data <= s->end && p->n <= (size_t)(s->end - p->data));
	MUST(memchr(p->name, 0, sizeof p->name) && p->name[0]);
	MUST(memchr(p->filename, 0, sizeof p->filename) && memchr(p->type, 0, sizeof p->type));
	s->from = p->data + p->n;
	s->parts++;
	s->bytes += p->n;
	return true;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *nl = size ? memchr(data, '\n', size) : NULL;
	struct seen a, b;
	const char *why;
	char type[512];
	size_t n;

	if (!nl || (size_t)(nl - data) >= sizeof type)
		return 0;
	memcpy(type, data, (size_t)(nl - data));
	type[nl - data] = '\0';
	n = size - (size_t)(nl + 1 - data);
	a = b = (struct seen){.from = nl + 1, .end = data + size};
	bool ok = each_part(type, nl + 1, n, one, &a, &why);
	MUST(why);
	MUST(ok == each_part(type, nl + 1, n, one, &b, &why));
	MUST(a.parts == b.parts && a.bytes == b.bytes && a.parts <= PARTS_MOST);
	return 0;
}
