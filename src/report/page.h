/* Paragraphs for a terminal. */
#ifndef MU_REPORT_PAGE_H
#define MU_REPORT_PAGE_H

#include "report/easy.h"

struct mu_page {
	struct mu_out *o;
	unsigned columns; /* 0: do not wrap */
	bool colour, why; /* why: a reason follows each step */
	const struct mushi_pack *easy; /* NULL, or glosses of hard words are wanted */
	struct mu_easy_seen seen;
};

struct mu_page mu_page(struct mu_out *o, unsigned columns, bool colour);

/* A paragraph: first line after `head`, further lines indented to `hang` columns. */
void mu_page_add(struct mu_page *w, struct mu_str head, unsigned hang, struct mu_str s);

/* What the hard words mean that were used so far. */
void mu_page_glosses(struct mu_page *w, struct mu_str title);

/* An empty line and a heading. */
void mu_page_title(struct mu_page *w, struct mu_str s);

/* An SGR code ("1;31"; "0" ends it), nothing without colour. */
void mu_page_paint(struct mu_page *w, const char *code);

/* Characters that are never passed to a terminal: controls, direction marks, invisible ones. */
bool mu_inert(uint32_t c);

#endif
