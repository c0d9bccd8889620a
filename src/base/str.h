/*
 * Borrowed text: pointer and length, UTF-8, may hold NUL, never relied on to end in one.
 */
#ifndef MU_BASE_STR_H
#define MU_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct mu_str {
	const char *p;
	size_t n; /* bytes */
};

#define MU_STR(lit) ((struct mu_str){(lit), sizeof(lit) - 1})

static inline struct mu_str
mu_str_of(const char *z)
{
	return (struct mu_str){z, z ? strlen(z) : 0};
}

static inline bool
mu_str_eq(struct mu_str a, struct mu_str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static inline bool
mu_str_starts(struct mu_str s, struct mu_str head)
{
	return s.n >= head.n && (head.n == 0 || memcmp(s.p, head.p, head.n) == 0);
}

static inline struct mu_str
mu_str_sub(struct mu_str s, size_t from, size_t to)
{
	return (struct mu_str){s.p + from, to - from};
}

static inline struct mu_str
mu_str_trim(struct mu_str s)
{
	while (s.n && (s.p[0] == ' ' || s.p[0] == '\t' || s.p[0] == '\n' || s.p[0] == '\r'))
		s.p++, s.n--;
	while (s.n && (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '\t' || s.p[s.n - 1] == '\n'
	    || s.p[s.n - 1] == '\r'))
		s.n--;
	return s;
}

static inline unsigned char
mu_lower(unsigned char c)
{
	return (unsigned char)(c - 'A') < 26 ? (unsigned char)(c | 0x20) : c;
}

/* Next non-empty item of a list separated by '|' or ','; false at its end. */
static inline bool
mu_str_item(struct mu_str *list, struct mu_str *item)
{
	while (list->n) {
		size_t n = 0;
		while (n < list->n && list->p[n] != '|' && list->p[n] != ',')
			n++;
		*item = mu_str_trim(mu_str_sub(*list, 0, n));
		*list = mu_str_sub(*list, n < list->n ? n + 1 : n, list->n);
		if (item->n)
			return true;
	}
	return false;
}

/* Next non-empty line of a text, without the spaces around it; false at its end. */
static inline bool
mu_str_line(struct mu_str *text, struct mu_str *line)
{
	while (text->n) {
		const char *end = memchr(text->p, '\n', text->n);
		size_t n = end ? (size_t)(end - text->p) : text->n;
		*line = mu_str_trim(mu_str_sub(*text, 0, n));
		*text = mu_str_sub(*text, end ? n + 1 : n, text->n);
		if (line->n)
			return true;
	}
	return false;
}

/* Same bytes but for ASCII case. */
static inline bool
mu_str_eq_nocase(struct mu_str a, struct mu_str b)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++)
		if (mu_lower((unsigned char)a.p[i]) != mu_lower((unsigned char)b.p[i]))
			return false;
	return true;
}

/* Offset of `needle` in `s`, ignoring ASCII case; SIZE_MAX when absent. Needle is short. */
size_t mu_str_find_nocase(struct mu_str s, struct mu_str needle);

/* Same, case-sensitive. */
size_t mu_str_find(struct mu_str s, struct mu_str needle);

#endif
