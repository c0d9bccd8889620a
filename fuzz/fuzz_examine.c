/*
 * Everything, on any bytes: a report comes out whatever goes in; JSON and text are valid UTF-8
 * without control characters, the JSON is one balanced object, the spans of its signs lie inside
 * their block, and the same input gives the same bytes. The printed page is inert, also with the
 * person's own data struck out, which moves no span. The first byte picks reader, language, width
 * and colour.
 */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "report/report.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MUST(x) do { if (!(x)) abort(); } while (0)

static void
is_clean(const char *p, size_t n, bool colour)
{
	const char *end = p + n;

	while (p < end) {
		unsigned len;
		uint32_t c = mu_utf8_get(p, end, &len);
		MUST(c != 0xFFFD || len == 3);
		MUST(c >= 0x20 || c == '\n' || (colour && c == 0x1B));
		p += len;
	}
}

static void
is_object(const char *p, size_t n)
{
	size_t depth = 0;
	bool in_string = false;

	for (size_t i = 0; i < n; i++) {
		MUST(p[i] != '\n');
		if (in_string) {
			if (p[i] == '\\')
				i++;
			else if (p[i] == '"')
				in_string = false;
		} else if (p[i] == '"') {
			in_string = true;
		} else if (p[i] == '{' || p[i] == '[') {
			depth++;
		} else if (p[i] == '}' || p[i] == ']') {
			MUST(depth > 0);
			depth--;
			MUST(depth > 0 || i + 1 == n);
		}
	}
	MUST(!in_string && depth == 0 && n > 2);
}

/* No scheme and no tag but our own; what is not a tag or a reference of ours is escaped. */
static void
is_inert(const char *p, size_t n)
{
	static const char *const never[] = {"<a", "<script", "<img", "<svg", "<iframe", "tel:",
	    "http:", "https:", "javascript:", "<!--"};
	const char *body = strstr(p, "<body>");

	is_clean(p, n, false);
	MUST(body && strcmp(p + n - 16, "</body>\n</html>\n") == 0);
	for (size_t i = 0; i < sizeof never / sizeof *never; i++)
		MUST(!strstr(body, never[i]));
	for (const char *q = body; (q = strchr(q, '<')); q++)
		MUST(q[1] == '/' || (q[1] >= 'a' && q[1] <= 'z'));
}

static void
spans_inside(const struct mushi_report *r)
{
	for (size_t i = 0; i < r->signs.n; i++) {
		const struct mu_sign *s = &r->signs.list[i];
		MUST(s->rule < r->pack->sign_n);
		if (s->behaviour)
			continue;
		MUST(s->block < r->doc.block_n);
		MUST(s->byte_from <= s->byte_to && s->byte_to <= r->doc.text_n);
		MUST(s->byte_from >= r->doc.blocks[s->block].from);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct mushi_pack *pack;
	char *first[2] = {0};
	size_t first_n[2] = {0};
	struct mushi_err err;
	uint8_t mode;

	if (!pack) {
		pack = mushi_pack_load(NULL, 0, &err);
		MUST(pack);
	}
	if (!size)
		return 0;
	mode = data[0];
	struct mushi_input in = {.name = "fuzz", .data = data + 1, .size = size - 1,
	    .reader = (enum mushi_reader)(mode % 3), .lang = (enum mushi_lang)(mode / 3 % 3),
	    .now = mode & 64 ? "2026-11-24T09:00:00+09:00" : NULL};
	for (int turn = 0; turn < 2; turn++) {
		struct mushi_report *r = mushi_examine(pack, &in, &err);
		MUST(r || err.code == MUSHI_ENOMEM);
		if (!r)
			return 0;
		spans_inside(r);
		MUST(mushi_report_probability(r) >= 0 && mushi_report_probability(r) <= 1);
		for (int form = 0; form < 2; form++) {
			bool colour = mode & 128;
			size_t n = 0;
			const char *p = form ? mushi_report_text(r, mode & 32 ? 40 : 0, colour, &n)
			    : mushi_report_json(r, &n);
			MUST(p && strlen(p) == n);
			is_clean(p, n, form && colour);
			if (!form)
				is_object(p, n);
			if (turn) {
				MUST(n == first_n[form] && memcmp(p, first[form], n) == 0);
				free(first[form]);
			} else {
				first[form] = malloc(n + 1);
				MUST(first[form]);
				memcpy(first[form], p, n + 1);
				first_n[form] = n;
			}
		}
		if (turn) {
			size_t n = 0;
			struct mushi_origin from = {.url = first_n[1] ? "http://x/<a>" : NULL};
			const char *p = mushi_report_html(r, &from, &n);
			MUST(p && strlen(p) == n);
			is_inert(p, n);
			MUST(mushi_report_mask(r));
			spans_inside(r);
			p = mushi_report_html(r, NULL, &n);
			MUST(p);
			is_inert(p, n);
			p = mushi_report_json(r, &n);
			MUST(p);
			is_clean(p, n, false);
			is_object(p, n);
		}
		mushi_report_free(r);
	}
	return 0;
}
