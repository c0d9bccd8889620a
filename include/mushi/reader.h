/*
 * Opening what holds documents: mails, mailboxes, pictures, PDF. For the faces of Mushi; not
 * installed. The library itself opens nothing.
 *
 * Each kind has a helper program that links the foreign decoder. It is started at the first need,
 * loads what it has to load (a language model), and then forks one child for each input. The child
 * gives up every right before it looks at the first byte: no files, no sockets, no processes, a
 * limit on memory, time and output; it can do no more than write parts into a pipe. What it writes
 * is hostile, too, and is checked here.
 */
#ifndef MUSHI_READER_H
#define MUSHI_READER_H

#include "mushi/mushi.h"

enum mushi_form {
	MUSHI_FORM_PLAIN, /* text or HTML: mushi_examine() reads it */
	MUSHI_FORM_MAIL,  /* one message, also a saved page (.mht) */
	MUSHI_FORM_MBOX,  /* several messages, see mushi_mbox_next() */
	MUSHI_FORM_IMAGE,
	MUSHI_FORM_PDF,
	MUSHI_FORM_SHUT /* an archive or a program: is named, never opened */
};

/* By content. *what: "PNG picture", "ZIP archive"…; static, English. */
enum mushi_form mushi_form_of(const void *data, size_t n, const char **what);
/* The same, but `asked` wins where it is not MUSHI_READ_AUTO; a mailbox is one of mails all the same. */
enum mushi_form mushi_form_asked(const void *data, size_t n, enum mushi_reader asked,
    const char **what);

/* The next message of a mailbox: moves *at on; false behind the last. */
bool mushi_mbox_next(const void *data, size_t n, size_t *at, const char **message, size_t *size);

struct mushi_readers; /* the helpers that run */

/* NULL: out of memory. Starts nothing yet. */
struct mushi_readers *mushi_readers_new(void);
void mushi_readers_free(struct mushi_readers *r);

/*
 * For a caller that will not be able to start any: starts those that are there now. Afterwards,
 * mushi_readers_whole() is false once one of them had to be given up.
 */
void mushi_readers_start(struct mushi_readers *r);
bool mushi_readers_whole(const struct mushi_readers *r);

/* Is the helper for it there? If not, *why says what is missing. */
bool mushi_readers_can(struct mushi_readers *r, enum mushi_form form, const char **why);

/* What came out of an input; parts point into it. */
struct mushi_opened {
	struct mushi_part *parts;
	size_t n;
	char code[32], why[256]; /* when it could not be opened: as in mushi_error_json() */
	void **stores;           /* what the parts point into */
	size_t store_n;
};

/*
 * Opens MAIL, IMAGE or PDF; pictures and PDF inside a mail are opened as well. False with code
 * and why filled. Free with mushi_opened_free() in either case.
 */
bool mushi_readers_open(struct mushi_readers *r, enum mushi_form form, const void *data, size_t n,
    struct mushi_opened *out);
void mushi_opened_free(struct mushi_opened *o);

/* The picture with frames around the boxes, as PNG. NULL with *why; free(). */
unsigned char *mushi_readers_annotate(struct mushi_readers *r, const void *data, size_t n,
    const struct mushi_box *boxes, size_t box_n, size_t *size, const char **why);

#endif
