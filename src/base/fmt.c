#include "base/fmt.h"

#include <stdbool.h>
#include <stdint.h>

struct sink {
	char *p;
	size_t size, n;
};

struct spec {
	bool zero;
	unsigned width;
	size_t precision; /* SIZE_MAX: none */
	int length;       /* 0 int, 1 long, 2 long long, 3 size_t */
};

static void
put(struct sink *s, char c)
{
	if (s->n + 1 < s->size)
		s->p[s->n] = c;
	s->n++;
}

static void
put_number(struct sink *s, const struct spec *f, bool minus, unsigned long long v, unsigned base)
{
	char digits[24];
	unsigned n = 0;

	do {
		digits[n++] = "0123456789abcdef"[v % base];
		v /= base;
	} while (v);
	for (unsigned w = n + minus; !f->zero && w < f->width; w++)
		put(s, ' ');
	if (minus)
		put(s, '-');
	for (unsigned w = n + minus; f->zero && w < f->width; w++)
		put(s, '0');
	while (n)
		put(s, digits[--n]);
}

static const char *
read_spec(const char *p, struct spec *f, size_t star)
{
	*f = (struct spec){.precision = SIZE_MAX};
	if (*p == '0') {
		f->zero = true;
		p++;
	}
	while (*p >= '0' && *p <= '9')
		f->width = f->width * 10 + (unsigned)(*p++ - '0');
	if (*p == '.' && p[1] == '*') {
		f->precision = star;
		p += 2;
	} else if (*p == '.') {
		f->precision = 0;
		for (p++; *p >= '0' && *p <= '9'; p++)
			f->precision = f->precision * 10 + (size_t)(*p - '0');
	}
	if (*p == 'z') {
		f->length = 3;
		p++;
	}
	while (*p == 'l') {
		f->length++;
		p++;
	}
	return p;
}

/* Whether the conversion that begins at p takes its precision from the arguments. */
static bool
has_star(const char *p)
{
	while (*p >= '0' && *p <= '9')
		p++;
	return p[0] == '.' && p[1] == '*';
}

size_t
mu_vfmt(char *buf, size_t size, const char *fmt, va_list ap)
{
	struct sink s = {buf, size, 0};
	bool known = true;

	for (const char *p = fmt; *p && known; p++) {
		unsigned long long u = 0;
		long long d = 0;
		struct spec f;
		size_t star = 0;

		if (*p != '%') {
			put(&s, *p);
			continue;
		}
		p++;
		if (has_star(p)) {
			int n = va_arg(ap, int);
			star = n < 0 ? SIZE_MAX : (size_t)n;
		}
		p = read_spec(p, &f, star);
		switch (*p) {
		case 'd':
		case 'i':
			d = f.length == 0 ? va_arg(ap, int) : f.length == 1 ? va_arg(ap, long)
			    : va_arg(ap, long long);
			put_number(&s, &f, d < 0, d < 0 ? 0 - (unsigned long long)d
			    : (unsigned long long)d, 10);
			break;
		case 'u':
		case 'x':
			u = f.length == 0 ? va_arg(ap, unsigned) : f.length == 1
			    ? va_arg(ap, unsigned long) : f.length == 3 ? va_arg(ap, size_t)
			    : va_arg(ap, unsigned long long);
			put_number(&s, &f, false, u, *p == 'x' ? 16 : 10);
			break;
		case 'c':
			put(&s, (char)va_arg(ap, int));
			break;
		case 's': {
			const char *t = va_arg(ap, const char *);
			for (size_t n = 0; n < f.precision && t[n]; n++)
				put(&s, t[n]);
			break;
		}
		case '%':
			put(&s, '%');
			break;
		default:
			known = false;
			break;
		}
	}
	if (size)
		buf[s.n < size ? s.n : size - 1] = '\0';
	return s.n;
}

size_t
mu_fmt(char *buf, size_t size, const char *fmt, ...)
{
	va_list ap;
	size_t n;

	va_start(ap, fmt);
	n = mu_vfmt(buf, size, fmt, ap);
	va_end(ap);
	return n;
}
