/*
 * What the readers make of files: one JSON line for each document, for tests/mails.py.
 *
 *   dump_parts FILE...
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/out.h"
#include "mushi/reader.h"
#include "read/parts.h"
#include "report/report.h"

static void
dump(const struct mushi_opened *o, enum mushi_reader reader)
{
	struct mushi_input in = {.reader = reader};
	struct mu_arena a;
	struct mu_doc d;
	struct mu_out out;
	struct mushi_err err;
	const char *name;

	mu_arena_init(&a, (size_t)1 << 30);
	mu_doc_init(&d, &a);
	mu_out_init(&out, &a);
	if (!mu_read_parts(&in, o->parts, o->n, &d, &name, &err)) {
		printf("{\"error\":\"%s\"}\n", err.msg);
		mu_arena_fini(&a);
		return;
	}
	mu_out_fmt(&out, "{\"reader\":\"%s\",\"charset\":", name);
	mu_json_string(&out, d.charset, SIZE_MAX);
	mu_out_fmt(&out, ",\"notes\":%u,\"boxes\":%zu,\"behaviours\":[", d.notes, d.box_n);
	for (unsigned b = 0, any = 0; b < MU_BH_COUNT; b++)
		if (d.behaviours >> b & 1)
			mu_out_fmt(&out, "%s\"%s\"", any++ ? "," : "",
			    mu_behaviour_id((enum mu_behaviour)b));
	mu_out_add(&out, MU_STR("],\"attached\":["));
	for (size_t i = 0; i < d.attached_n; i++) {
		mu_out_add(&out, i ? MU_STR(",") : MU_STR(""));
		mu_json_string(&out, d.attached[i], SIZE_MAX);
	}
	mu_out_add(&out, MU_STR("],\"blocks\":["));
	for (size_t i = 0; i < d.block_n; i++) {
		const struct mu_block *b = &d.blocks[i];
		mu_out_fmt(&out, "%s[\"%s\",", i ? "," : "",
		    mu_place_where((enum mu_place)b->place, b->flags));
		mu_json_string(&out, mu_block_text(&d, b), SIZE_MAX);
		mu_out_byte(&out, ']');
	}
	mu_out_add(&out, MU_STR("]}\n"));
	fwrite(out.p, 1, out.n, stdout);
	mu_arena_fini(&a);
}

static void
open_one(struct mushi_readers *r, enum mushi_form form, const void *p, size_t n)
{
	struct mushi_opened o;

	if (mushi_readers_open(r, form, p, n, &o))
		dump(&o, form == MUSHI_FORM_IMAGE ? MUSHI_READ_IMAGE : form == MUSHI_FORM_PDF
		    ? MUSHI_READ_PDF : MUSHI_READ_MAIL);
	else
		printf("{\"error\":\"%s\",\"why\":\"%s\"}\n", o.code, o.why);
	mushi_opened_free(&o);
}

int
main(int argc, char **argv)
{
	struct mushi_readers *r = mushi_readers_new();
	char *bytes = malloc(64 << 20);

	for (int i = 1; r && bytes && i < argc; i++) {
		FILE *f = fopen(argv[i], "rb");
		size_t n = f ? fread(bytes, 1, 64 << 20, f) : 0, at = 0, size;
		enum mushi_form form;
		const char *what, *message;

		if (!f)
			return 2;
		fclose(f);
		form = mushi_form_of(bytes, n, &what);
		if (form == MUSHI_FORM_MBOX) {
			while (mushi_mbox_next(bytes, n, &at, &message, &size))
				open_one(r, MUSHI_FORM_MAIL, message, size);
		} else if (form == MUSHI_FORM_PLAIN || form == MUSHI_FORM_SHUT) {
			printf("{\"form\":\"%s\",\"what\":\"%s\"}\n",
			    form == MUSHI_FORM_PLAIN ? "plain" : "shut", what);
		} else {
			open_one(r, form, bytes, n);
		}
	}
	free(bytes);
	mushi_readers_free(r);
	return 0;
}
