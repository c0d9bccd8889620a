/* Paragraphs for a terminal. */
#ifndef MU_REPORT_PAGE_H
#define MU_REPORT_PAGE_H

#include "base/out.h"

struct mu_page {
	struct mu_out *o;
	unsigned columns; /* 0: do not wrap */
	bool colour;
};

struct mu_page mu_page(struct mu_out *o, unsigned columns, bool colour);

/* A paragraph: first line after `head`, further lines indented to `hang` columns. */
void mu_page_add(struct mu_page *w, struct mu_str head, unsigned hang, struct mu_str s);

/* An empty line and a heading. */
void mu_page_title(struct mu_page *w, struct mu_str s);

/* An SGR code ("1;31"; "0" ends it), nothing without colour. */
void mu_page_paint(struct mu_page *w, const char *code);

/* Characters that are never passed to a terminal: controls, direction marks, invisible ones. */
bool mu_inert(uint32_t c);

#endif
