#include "wire.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "mushi/mushi.h"

bool
write_all(int fd, const void *p, size_t n)
{
	const char *c = p;

	while (n) {
		ssize_t put = write(fd, c, n > 1 << 20 ? 1 << 20 : n);
		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0)
			return false;
		c += put;
		n -= (size_t)put;
	}
	return true;
}

bool
read_all(int fd, void *p, size_t n)
{
	char *c = p;

	while (n) {
		ssize_t got = read(fd, c, n);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		c += got;
		n -= (size_t)got;
	}
	return true;
}

static void
put(uint8_t *p, uint32_t v, unsigned bytes)
{
	for (unsigned i = 0; i < bytes; i++)
		p[i] = (uint8_t)(v >> 8 * i);
}

static uint32_t
get(const char *p, unsigned bytes)
{
	uint32_t v = 0;

	for (unsigned i = 0; i < bytes; i++)
		v |= (uint32_t)(unsigned char)p[i] << 8 * i;
	return v;
}

static size_t
length(const char *z)
{
	size_t n = z ? strlen(z) : 0;

	return n > WIRE_LABEL_MOST ? WIRE_LABEL_MOST : n;
}

void
wire_write(int fd, unsigned kind, const char *label, const char *charset, unsigned group,
    const void *data, size_t n)
{
	uint8_t head[WIRE_HEAD];
	size_t l = length(label), c = length(charset);

	if (n > WIRE_DATA_MOST)
		n = WIRE_DATA_MOST;
	put(head, kind, 1);
	put(head + 1, (uint32_t)l, 2);
	put(head + 3, (uint32_t)c, 2);
	put(head + 5, group, 4);
	put(head + 9, (uint32_t)n, 4);
	if (!write_all(fd, head, sizeof head) || !write_all(fd, label, l)
	    || !write_all(fd, charset, c) || !write_all(fd, data, n))
		_exit(1);
}

void
wire_error(int fd, const char *code, const char *why)
{
	wire_write(fd, WIRE_ERROR, code, NULL, 0, why, strlen(why));
}

bool
wire_next(const char *p, size_t n, size_t *at, struct wire_frame *f, bool *broken)
{
	size_t left = n - *at, whole;

	*broken = false;
	if (!left)
		return false;
	*broken = true;
	if (left < WIRE_HEAD)
		return false;
	p += *at;
	f->kind = (uint8_t)get(p, 1);
	f->label_n = (uint16_t)get(p + 1, 2);
	f->charset_n = (uint16_t)get(p + 3, 2);
	f->group = get(p + 5, 4);
	f->size = get(p + 9, 4);
	if (f->label_n > WIRE_LABEL_MOST || f->charset_n > WIRE_LABEL_MOST
	    || f->size > WIRE_DATA_MOST
	    || (f->kind > MUSHI_PART_CUT && (f->kind < WIRE_OWN || f->kind > WIRE_PNG)))
		return false;
	whole = (size_t)WIRE_HEAD + f->label_n + f->charset_n + f->size;
	if (left < whole)
		return false;
	f->label = p + WIRE_HEAD;
	f->charset = f->label + f->label_n;
	f->data = f->charset + f->charset_n;
	/* They become C strings. */
	if ((f->label_n && memchr(f->label, 0, f->label_n))
	    || (f->charset_n && memchr(f->charset, 0, f->charset_n)))
		return false;
	*at += whole;
	*broken = false;
	return true;
}
