/* Bytes -> doc: decide what they are, decode them, let the right reader do its work. */
#ifndef MU_READ_READ_H
#define MU_READ_READ_H

#include "doc/doc.h"
#include "mushi/mushi.h"

/* Where the caller sets no limit. */
enum { MU_INPUT_DEFAULT = 64 * 1024 * 1024, MU_TEXT_DEFAULT = 8 * 1024 * 1024 };

/*
 * *reader is set to the name of the reader that was used ("html", "text"). False with *err for
 * MUSHI_ETOOBIG, MUSHI_ECHARSET (an unknown name was asked for) and MUSHI_ENOMEM.
 */
bool mu_read(const struct mushi_input *in, struct mu_doc *doc, const char **reader,
    struct mushi_err *err);

#endif
