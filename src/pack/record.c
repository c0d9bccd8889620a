#include "pack/record.h"

#include "base/err.h"
#include "base/fmt.h"

void
mu_record_open(struct mu_record_reader *r, struct mu_str name, struct mu_str data,
    struct mu_arena *arena)
{
	*r = (struct mu_record_reader){.name = name, .left = data, .arena = arena};
}

bool
mu_record_fail(struct mushi_err *err, struct mu_str file, uint32_t line, const char *fmt, ...)
{
	char msg[160];
	va_list ap;

	va_start(ap, fmt);
	mu_vfmt(msg, sizeof msg, fmt, ap);
	va_end(ap);
	return mu_fail(err, MUSHI_EPACK, line, "%.*s:%u: %s", (int)file.n, file.p, line, msg);
}

static bool
next_line(struct mu_record_reader *r, struct mu_str *line)
{
	const char *nl;

	if (!r->left.n)
		return false;
	nl = memchr(r->left.p, '\n', r->left.n);
	line->p = r->left.p;
	line->n = nl ? (size_t)(nl - r->left.p) : r->left.n;
	r->left.p += line->n + (nl ? 1 : 0);
	r->left.n -= line->n + (nl ? 1 : 0);
	r->line++;
	if (line->n && line->p[line->n - 1] == '\r')
		line->n--;
	return true;
}

/* A continued value becomes one string with '\n' between its lines. */
static bool
join(struct mu_arena *a, struct mu_str *value, struct mu_str more)
{
	char *p = mu_arena_raw(a, value->n + 1 + more.n, 1);

	if (!p)
		return false;
	if (value->n)
		memcpy(p, value->p, value->n);
	p[value->n] = '\n';
	memcpy(p + value->n + 1, more.p, more.n);
	value->n += 1 + more.n;
	value->p = p;
	return true;
}

int
mu_record_next(struct mu_record_reader *r, struct mu_record *out, struct mushi_err *err)
{
	struct mu_str line;
	size_t n = 0;

	while (next_line(r, &line)) {
		const char *colon;
		struct mu_str key, value;

		if (line.n && line.p[0] == '#')
			continue;
		if (!mu_str_trim(line).n) {
			if (n)
				break;
			continue;
		}
		if (line.n > 2 && line.p[0] == ' ' && line.p[1] == ' ') {
			if (!n) {
				mu_record_fail(err, r->name, r->line,
				    "a continued line has nothing to continue");
				return -1;
			}
			if (!join(r->arena, &r->fields[n - 1].value, mu_str_trim(line))) {
				mu_nomem(err);
				return -1;
			}
			continue;
		}
		colon = memchr(line.p, ':', line.n);
		if (!colon) {
			mu_record_fail(err, r->name, r->line, "expected 'key: value'");
			return -1;
		}
		key = mu_str_trim(mu_str_sub(line, 0, (size_t)(colon - line.p)));
		value = mu_str_trim(mu_str_sub(line, (size_t)(colon - line.p) + 1, line.n));
		if (!key.n) {
			mu_record_fail(err, r->name, r->line, "the key before ':' is missing");
			return -1;
		}
		r->fields = mu_arena_grow(r->arena, r->fields, n, n + 1, &r->cap,
		    sizeof *r->fields);
		if (!r->fields) {
			mu_nomem(err);
			return -1;
		}
		r->fields[n++] = (struct mu_field_line){key, value, r->line};
	}
	*out = (struct mu_record){r->fields, n};
	return n ? 1 : 0;
}
