#include "buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void
buf_add(struct buf *b, const void *p, size_t n)
{
	if (b->failed || n == 0)
		return;
	if (n > b->cap - b->n) {
		size_t cap = b->cap < 512 ? 512 : b->cap;
		char *more;
		while (cap - b->n < n) {
			if (cap > (size_t)-1 / 2) {
				b->failed = true;
				return;
			}
			cap *= 2;
		}
		more = realloc(b->p, cap);
		if (!more) {
			b->failed = true;
			return;
		}
		b->p = more;
		b->cap = cap;
	}
	memcpy(b->p + b->n, p, n);
	b->n += n;
}

void
buf_str(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

void
buf_fmt(struct buf *b, const char *fmt, ...)
{
	char line[1024];
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(line, sizeof line, fmt, ap);
	va_end(ap);
	if (n < 0 || (size_t)n >= sizeof line)
		b->failed = true;
	else
		buf_add(b, line, (size_t)n);
}

/* Bytes of the UTF-8 sequence at p, 0 when there is none (Unicode 15, table 3-7). */
static size_t
sequence(const unsigned char *p, size_t left)
{
	unsigned char least = 0x80, most = 0xBF;
	size_t n;

	if (p[0] < 0x80)
		return 1;
	if (p[0] < 0xC2 || p[0] > 0xF4)
		return 0;
	n = p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : 4;
	if (left < n)
		return 0;
	if (p[0] == 0xE0)
		least = 0xA0;
	else if (p[0] == 0xED)
		most = 0x9F;
	else if (p[0] == 0xF0)
		least = 0x90;
	else if (p[0] == 0xF4)
		most = 0x8F;
	if (p[1] < least || p[1] > most)
		return 0;
	for (size_t i = 2; i < n; i++)
		if (p[i] < 0x80 || p[i] > 0xBF)
			return 0;
	return n;
}

void
buf_json(struct buf *b, const char *s, size_t n)
{
	buf_add(b, "\"", 1);
	for (size_t i = 0; i < n;) {
		unsigned char c = (unsigned char)s[i];
		size_t k = sequence((const unsigned char *)s + i, n - i);
		if (k == 0) {
			buf_str(b, "\xEF\xBF\xBD");
			i++;
		} else if (c == '"' || c == '\\') {
			char two[2] = {'\\', (char)c};
			buf_add(b, two, 2);
			i++;
		} else if (c < 0x20 || c == 0x7F) {
			buf_fmt(b, "\\u%04x", c);
			i++;
		} else {
			buf_add(b, s + i, k);
			i += k;
		}
	}
	buf_add(b, "\"", 1);
}

void
buf_pair(struct buf *b, const char *key, const char *value)
{
	buf_fmt(b, ",\"%s\":", key);
	buf_json(b, value, strlen(value));
}

void
buf_free(struct buf *b)
{
	free(b->p);
	*b = (struct buf){0};
}
