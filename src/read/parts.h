/* Parts of a mail, a picture, a PDF -> one doc. */
#ifndef MU_READ_PARTS_H
#define MU_READ_PARTS_H

#include "doc/doc.h"
#include "mushi/mushi.h"

enum {
	MU_PARTS_MOST = 512,       /* parts that are looked at */
	MU_PARTS_HTML_MOST = 32,   /* of them HTML */
	MU_HEADER_MOST = 16 * 1024, /* bytes of one header field that are read */
	MU_WORDS_MOST = 200000     /* words of pictures in one document */
};

bool mu_read_parts(const struct mushi_input *in, const struct mushi_part *parts, size_t n,
    struct mu_doc *doc, const char **reader, struct mushi_err *err);

/*
 * The text of a header field: folding undone, encoded words (RFC 2047) decoded by our own
 * decoders, white space collapsed. Words of one charset that follow each other are joined before
 * decoding, as some senders cut them in the middle of a character. False: out of memory.
 */
bool mu_header_text(struct mu_str raw, struct mu_arena *arena, struct mu_str *out,
    struct mushi_err *err);

/*
 * "Name <address>" taken apart as mail programs show it; nothing in it needs to follow the rules,
 * as addresses of telephone companies do not. Both are pieces of `raw`.
 */
void mu_header_address(struct mu_str raw, struct mu_str *name, struct mu_str *address);

/*
 * Words with boxes -> doc: lines "X Y WIDTH HEIGHT WORD" in pixels; "block" and "line" begin a new
 * one, "page WIDTH HEIGHT" the next picture. `src` is valid UTF-8; wrong lines are passed over.
 */
bool mu_read_words(struct mu_str src, size_t text_max, struct mu_doc *doc,
    struct mushi_err *err);

/* Does it begin as a file of words does ("mushi-words 1")? */
bool mu_looks_like_words(struct mu_str src);

/* Signs in how a mail presents itself. `from`: raw; `to`: addresses. */
void mu_mail_sender(struct mu_doc *doc, struct mu_str name, struct mu_str address,
    const struct mu_str *to, size_t to_n);
void mu_mail_links(struct mu_doc *doc, const struct mu_str *to, size_t to_n);

/* The share of what `a` says that `b` says, too, in percent; 100 when `a` is too short to tell. */
unsigned mu_same_story(struct mu_str a, struct mu_str b, struct mu_arena *arena);

#endif
