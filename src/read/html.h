/* HTML (real and hostile) -> doc. */
#ifndef MU_READ_HTML_H
#define MU_READ_HTML_H

#include "doc/doc.h"
#include "mushi/mushi.h"

enum {
	MU_HTML_DEPTH = 512,          /* open elements that are tracked; deeper ones count as text flow */
	MU_HTML_BLOCKS = 400000,      /* blocks of one document */
	MU_HTML_WRITTEN_DEPTH = 2,    /* srcdoc in srcdoc, document.write of document.write … */
	MU_SCRIPT_BYTES = 1024 * 1024 /* script text that is folded, per document */
};

/*
 * `src` is valid UTF-8. Appends to `doc` (initialised by the caller). text_max: bytes of text
 * kept. Broken markup is never an error; false only when out of memory.
 */
bool mu_read_html(struct mu_str src, size_t text_max, struct mu_doc *doc, struct mushi_err *err);

/* Plain text -> doc: paragraphs at blank lines, '\n' kept inside, lines starting with '>' quoted. */
bool mu_read_text(struct mu_str src, size_t text_max, struct mu_doc *doc, struct mushi_err *err);

/* A chat saved as text: each message a block, what the reader wrote quoted. For mu_read_text(). */
bool mu_looks_like_chat(struct mu_str src);
bool mu_read_chat(struct mu_str src, struct mu_doc *doc, struct mushi_err *err);

/* Adds the visible characters of the blocks from `first` on to what the shape counts. */
void mu_count_text(struct mu_doc *doc, size_t first);

/* Does it look like HTML (tags in the first 4 KiB)? For --as auto. */
bool mu_looks_like_html(struct mu_str src);

#endif
