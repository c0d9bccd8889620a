/*
 * A doc as one line, for rows of tests: "place[level][/flag…]:text | …"; '\n' is shown as
 * '~'.
 */
#ifndef TESTS_DOCS_H
#define TESTS_DOCS_H

#include "base/out.h"
#include "doc/doc.h"
#include "base/utf8.h"

static const char *const place_names[] = {"text", "title", "h", "link", "button", "alt",
    "attr", "meta", "css", "noscript", "srcdoc", "script", "url", "header", "image"};
static const char *const flag_names[] = {"hidden", "quote", "code", "list", "table",
    "aside", "figure", "small", "form", "dialog", "written", "article", "classquote"};

static inline struct mu_str
doc_line(const struct mu_doc *d, struct mu_arena *a)
{
	struct mu_out o;

	mu_out_init(&o, a);
	for (size_t i = 0; i < d->block_n; i++) {
		const struct mu_block *b = &d->blocks[i];
		struct mu_str s = mu_block_text(d, b);

		mu_out_fmt(&o, "%s%s", i ? " | " : "", place_names[b->place]);
		if (b->level)
			mu_out_fmt(&o, "%u", b->level);
		for (unsigned k = 0; k < 13; k++)
			if (b->flags >> k & 1)
				mu_out_fmt(&o, "/%s", flag_names[k]);
		mu_out_byte(&o, ':');
		for (size_t k = 0; k < s.n; k++)
			mu_out_byte(&o, s.p[k] == '\n' ? '~' : s.p[k]);
	}
	return mu_out_str(&o);
}

/* NULL, or what is wrong with the shape every doc must have. */
static inline const char *
doc_fault(const struct mu_doc *d)
{
	uint32_t end = 0, last = 0;

	for (size_t i = 0; i < d->block_n; i++) {
		const struct mu_block *b = &d->blocks[i];

		if (b->from >= b->to || b->to > d->text_n)
			return "block empty or outside the text";
		if (i ? b->from != end + 1 || d->text[end] != '\n' : b->from != 0)
			return "blocks not parted by one line end";
		if (b->place >= MU_P_COUNT)
			return "no such place";
		end = b->to;
	}
	if (d->block_n && end != d->text_n)
		return "text after the last block";
	for (size_t i = 0; i < d->mark_n; i++) {
		const struct mu_mark *m = &d->marks[i];

		if (m->from > m->to || m->to > d->text_n)
			return "mark outside the text";
		if (m->from < last)
			return "marks not in order";
		if (m->from < m->to
		    && mu_doc_block_at(d, m->from) != mu_doc_block_at(d, m->to))
			return "mark over two blocks";
		if (m->kind == MU_M_LINK && m->link >= d->link_n)
			return "mark of no link";
		last = m->from;
	}
	for (size_t i = 0; i < d->link_n; i++)
		if (d->links[i].from > d->links[i].to || d->links[i].to > d->text_n)
			return "link outside the text";
	for (size_t i = 0; i < d->form_n; i++)
		if (d->forms[i].first_field + d->forms[i].field_n > d->field_n)
			return "form with fields that are not there";
	return NULL;
}

static inline bool
valid_utf8(struct mu_str s)
{
	for (size_t i = 0; i < s.n;) {
		unsigned len;
		if (mu_utf8_get(s.p + i, s.p + s.n, &len) == 0xFFFD && len == 1)
			return false;
		i += len;
	}
	return true;
}

#endif
