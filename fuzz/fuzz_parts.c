/*
 * Parts of any kind and bytes, as one document: text is UTF-8, blocks and boxes lie in order and
 * inside it, the report is made, and the same parts give the same bytes. The input is cut at lines
 * that are only a letter: the kind of the part that follows.
 */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "read/parts.h"
#include "report/report.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MUST(x) do { if (!(x)) abort(); } while (0)

enum { PARTS = 12 };

static size_t
cut(const char *p, size_t n, struct mushi_part *parts)
{
	static const char *const labels[] = {"From", "Subject", "To", "Reply-To", "a.zip"};
	static const char *const charsets[] = {NULL, "shift_jis", "iso-2022-jp", "utf-8"};
	size_t count = 0;

	while (n >= 3 && count < PARTS) {
		struct mushi_part *x = &parts[count++];
		size_t len = 0;
		*x = (struct mushi_part){.kind = (enum mushi_part_kind)((unsigned char)p[0] % 7),
		    .label = labels[(unsigned char)p[1] % 5],
		    .charset = charsets[(unsigned char)p[1] / 5 % 4],
		    .group = (unsigned char)p[2] % 3};
		p += 3;
		n -= 3;
		while (len < n && !(p[len] == '\n' && n - len > 2 && p[len + 1] == '-'
		    && p[len + 2] == '\n'))
			len++;
		x->data = p;
		x->size = len;
		len += n - len > 2 ? 3 : n - len;
		p += len;
		n -= len;
	}
	return count;
}

static void
look(const struct mu_doc *d)
{
	const char *p = d->text, *end = p ? p + d->text_n : p;
	uint32_t last = 0;

	while (p && p < end) {
		unsigned len;
		uint32_t c = mu_utf8_get(p, end, &len);
		MUST(c != 0xFFFD || len == 3);
		p += len;
	}
	for (size_t i = 0; i < d->block_n; i++) {
		MUST(d->blocks[i].from >= last && d->blocks[i].from < d->blocks[i].to);
		last = d->blocks[i].to;
		MUST(last <= d->text_n);
	}
	last = 0;
	for (size_t i = 0; i < d->box_n; i++) {
		MUST(d->boxes[i].from >= last && d->boxes[i].from < d->boxes[i].to);
		last = d->boxes[i].to;
		MUST(last <= d->text_n);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct mushi_pack *pack;
	struct mushi_part parts[PARTS];
	size_t n = size ? cut((const char *)data, size, parts) : 0, first_n = 0;
	struct mushi_input in = {.name = "fuzz", .reader = MUSHI_READ_MAIL, .lang = MUSHI_EN};
	struct mushi_err err;
	char *first = NULL;

	if (!pack) {
		pack = mushi_pack_load(NULL, 0, &err);
		MUST(pack);
	}
	for (int turn = 0; turn < 2; turn++) {
		struct mushi_report *r = mushi_examine_parts(pack, &in, parts, n, &err);
		struct mushi_box box;
		const char *json;
		size_t json_n;

		MUST(r || err.code == MUSHI_ENOMEM);
		if (!r)
			return 0;
		look(&r->doc);
		for (size_t i = 0; i < 50 && mushi_report_box(r, i, &box); i++)
			MUST(box.x <= 1000000);
		json = mushi_report_json(r, &json_n);
		MUST(json);
		if (turn) {
			MUST(json_n == first_n && memcmp(json, first, json_n) == 0);
		} else {
			first = malloc(json_n + 1);
			MUST(first);
			memcpy(first, json, json_n);
			first_n = json_n;
		}
		mushi_report_free(r);
	}
	free(first);
	return 0;
}
