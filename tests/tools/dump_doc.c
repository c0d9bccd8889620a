/*
 * Prints the doc a page or text becomes: one line per block with place, flags, level,
 * text; then marks, links, forms, behaviours when asked. For people and for
 * tests/oracle/.
 *
 *	dump_doc [-t] [-b] [-a] [FILE]
 *
 * -t plain text, -b blocks only, -a all; standard input when no FILE is given
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "doc/doc.h"
#include "read/html.h"

static void
put(struct mu_str s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\n')
			fputs("\\n", stdout);
		else if (s.p[i] == '\\')
			fputs("\\\\", stdout);
		else
			putchar(s.p[i]);
	}
}

static struct mu_str
slurp(FILE *f)
{
	size_t n = 0, cap = 1 << 16;
	char *p = malloc(cap);

	while (p) {
		size_t got = fread(p + n, 1, cap - n, f);
		n += got;
		if (!got)
			break;
		if (n == cap)
			p = realloc(p, cap *= 2);
	}
	return (struct mu_str){p, n};
}

int
main(int argc, char **argv)
{
	static const char *const places[] = {"text", "title", "heading", "link", "button",
	    "alt", "attr", "meta", "css", "noscript", "srcdoc", "script", "url", "header",
	    "image"};
	static const char *const flags[] = {"hidden", "quote", "code", "list", "table",
	    "aside", "figure", "small", "form", "dialog", "written", "article",
	    "classquote"};
	static const char *const marks[] = {
	    "link", "bold", "big", "quote", "button", "deleted", "code"};
	bool text = false, all = false;
	const char *name = NULL;
	struct mu_arena arena;
	struct mu_doc doc;
	struct mushi_err err = {0};
	struct mu_str in;
	FILE *f = stdin;

	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "-t") == 0)
			text = true;
		else if (strcmp(argv[i], "-a") == 0)
			all = true;
		else if (strcmp(argv[i], "-b") != 0)
			name = argv[i];
	}
	if (name && !(f = fopen(name, "rb"))) {
		perror(name);
		return 2;
	}
	in = slurp(f);
	mu_arena_init(&arena, in.n * 24 + (32u << 20));
	mu_doc_init(&doc, &arena);
	if (!(text ? mu_read_text : mu_read_html)(in, 8u << 20, &doc, &err)) {
		fprintf(stderr, "%s\n", err.msg);
		return 2;
	}
	for (size_t i = 0; i < doc.block_n; i++) {
		const struct mu_block *b = &doc.blocks[i];
		bool any = false;

		printf("%s%s", places[b->place], b->level ? "" : "");
		if (b->level)
			printf("%u", b->level);
		putchar('\t');
		for (unsigned k = 0; k < sizeof flags / sizeof *flags; k++)
			if (b->flags >> k & 1) {
				printf("%s%s", any ? "," : "", flags[k]);
				any = true;
			}
		printf("%s\t", any ? "" : "-");
		put(mu_block_text(&doc, b));
		putchar('\n');
	}
	if (all) {
		for (size_t i = 0; i < doc.mark_n; i++) {
			printf("mark\t%s\t", marks[doc.marks[i].kind]);
			put((struct mu_str){doc.text + doc.marks[i].from,
			    doc.marks[i].to - doc.marks[i].from});
			putchar('\n');
		}
		for (size_t i = 0; i < doc.link_n; i++) {
			const struct mu_link *l = &doc.links[i];
			printf("link\t%u/%u%s%s\t", l->scheme, l->how,
			    l->download ? ",download" : "", l->hidden ? ",hidden" : "");
			put(l->href);
			putchar('\t');
			put((struct mu_str){doc.text + l->from, l->to - l->from});
			putchar('\n');
		}
		for (size_t i = 0; i < doc.field_n; i++) {
			printf("field\t%.*s%s\t", (int)doc.fields[i].type.n,
			    doc.fields[i].type.p,
			    doc.fields[i].checked ? ",checked" : "");
			put(doc.fields[i].label);
			putchar('\n');
		}
		for (unsigned k = 0; k < MU_BH_COUNT; k++)
			if (doc.behaviours >> k & 1)
				printf("behaviour\t%s\n",
				    mu_behaviour_id((enum mu_behaviour)k));
		printf("notes\t%x\nchars\t%u visible, %u linked, %u hidden\n", doc.notes,
		    doc.shape.text_chars, doc.shape.link_chars, doc.shape.hidden_chars);
	}
	mu_arena_fini(&arena);
	free((void *)(size_t)in.p);
	return 0;
}
