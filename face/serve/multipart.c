/*
 * multipart/form-data (RFC 7578), read where it lies:
 *
 *   --BOUNDARY CRLF header lines CRLF CRLF content CRLF --BOUNDARY … CRLF --BOUNDARY--
 *
 * It runs in a worker, over bytes of anybody. One pass; nothing is copied but short names.
 */
#include "job.h"

#include <string.h>
#include <strings.h>

enum { BOUNDARY_MOST = 70, PARTS_MOST = 16, HEAD_MOST = 8 * 1024 };

/* "\r\n--BOUNDARY" */
struct mark {
	char p[BOUNDARY_MOST + 5];
	size_t n;
};

static bool
boundary_of(const char *type, struct mark *out)
{
	for (const char *p = strchr(type, ';'); p; p = strchr(p, ';')) {
		size_t n;
		p += 1 + strspn(p + 1, " \t");
		if (strncasecmp(p, "boundary=", 9) != 0)
			continue;
		p += 9;
		n = *p == '"' ? strcspn(++p, "\"") : strcspn(p, "; \t");
		if (n == 0 || n > BOUNDARY_MOST)
			return false;
		memcpy(out->p, "\r\n--", 4);
		memcpy(out->p + 4, p, n);
		out->n = n + 4;
		return true;
	}
	return false;
}

static const unsigned char *
find(const unsigned char *p, const unsigned char *end, const void *what, size_t n)
{
	while ((size_t)(end - p) >= n) {
		p = memchr(p, *(const unsigned char *)what, (size_t)(end - p) - n + 1);
		if (!p || memcmp(p, what, n) == 0)
			return p;
		p++;
	}
	return NULL;
}

/* The value of key="…" in a Content-Disposition; true when it is there and fits. */
static bool
quoted(const char *line, const char *key, char *out, size_t size)
{
	size_t n = strlen(key);

	for (const char *p = strchr(line, ';'); p;) {
		const char *v;
		size_t k = 0;
		p += 1 + strspn(p + 1, " \t");
		v = strchr(p, '=');
		if (!v || v[1] != '"')
			return false;
		bool mine = (size_t)(v - p) == n && strncasecmp(p, key, n) == 0;
		for (v += 2; *v && *v != '"'; v++) {
			if (*v == '\\' && (v[1] == '"' || v[1] == '\\'))
				v++;
			if (mine && k + 1 >= size)
				return false;
			if (mine)
				out[k++] = *v;
		}
		if (*v != '"')
			return false;
		if (mine) {
			out[k] = '\0';
			return true;
		}
		p = strchr(v, ';');
	}
	return false;
}

static bool
header(const char *line, struct part *p)
{
	static const char disposition[] = "content-disposition:", type[] = "content-type:";

	if (strncasecmp(line, disposition, sizeof disposition - 1) == 0) {
		const char *v = line + sizeof disposition - 1;
		v += strspn(v, " \t");
		if (strncasecmp(v, "form-data", 9) != 0 || !quoted(v, "name", p->name, sizeof p->name))
			return false;
		(void)quoted(v, "filename", p->filename, sizeof p->filename);
		return true;
	}
	if (strncasecmp(line, type, sizeof type - 1) == 0) {
		const char *v = line + sizeof type - 1;
		v += strspn(v, " \t");
		if (strlen(v) >= sizeof p->type)
			return false;
		memcpy(p->type, v, strlen(v) + 1);
	}
	return true;
}

/* Header lines between p and end; false when one cannot be read. */
static bool
headers(const unsigned char *p, const unsigned char *end, struct part *out)
{
	char line[1024];

	while (p < end) {
		const unsigned char *nl = find(p, end, "\r\n", 2);
		size_t n = (size_t)((nl ? nl : end) - p);
		if (n >= sizeof line || memchr(p, 0, n))
			return false;
		memcpy(line, p, n);
		line[n] = '\0';
		if (!header(line, out))
			return false;
		p = nl ? nl + 2 : end;
	}
	return out->name[0] != '\0';
}

bool
each_part(const char *type, const unsigned char *body, size_t n,
    bool (*part)(void *self, const struct part *p), void *self, const char **why)
{
	const unsigned char *p = body, *end = body + n;
	struct mark mark;

	*why = "the Content-Type has no boundary";
	if (!boundary_of(type, &mark))
		return false;
	/* The first boundary may stand at the very beginning, without its line end. */
	if (n >= mark.n - 2 && memcmp(p, mark.p + 2, mark.n - 2) == 0)
		p += mark.n - 2;
	else if ((p = find(p, end, mark.p, mark.n)))
		p += mark.n;
	*why = "the boundary is not in it";
	for (int count = 0; p; count++) {
		const unsigned char *head, *next;
		struct part one = {0};
		if (end - p >= 2 && p[0] == '-' && p[1] == '-')
			return true;
		*why = "too many parts";
		if (count == PARTS_MOST)
			return false;
		while (p < end && (*p == ' ' || *p == '\t'))
			p++;
		*why = "a boundary has something behind it";
		if (end - p < 2 || p[0] != '\r' || p[1] != '\n')
			return false;
		p += 2;
		head = p;
		*why = "the header of a part does not end";
		p = find(head, (size_t)(end - head) > HEAD_MOST ? head + HEAD_MOST : end,
		    "\r\n\r\n", 4);
		if (!p)
			return false;
		*why = "the header of a part is wrong";
		if (!headers(head, p, &one))
			return false;
		one.data = p + 4;
		*why = "the last boundary is missing";
		/* An empty part: the line end before the boundary is that of its header. */
		next = find(p + 2, end, mark.p, mark.n);
		if (!next)
			return false;
		one.n = next < one.data ? 0 : (size_t)(next - one.data);
		*why = "";
		if (!part(self, &one))
			return false;
		p = next + mark.n;
		*why = "the last boundary is missing";
	}
	return false;
}
