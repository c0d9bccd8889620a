/* What a confined child writes, and how it is read: a row of frames. */
#ifndef READER_WIRE_H
#define READER_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A frame: kind (1 byte), length of label (2), of charset (2), group (4), length of data (4), all
 * little endian; then label, charset, data. Kinds below WIRE_OWN are those of a mushi_part.
 */
enum {
	WIRE_HEAD = 13,
	WIRE_LABEL_MOST = 1024,
	WIRE_DATA_MOST = 64 * 1024 * 1024,
	WIRE_FRAMES_MOST = 2048,
	WIRE_INSIDE_MOST = 8, /* frames of that kind */
	WIRE_OWN = 64,
	WIRE_ERROR = WIRE_OWN, /* label: short word; data: a sentence */
	WIRE_INSIDE,           /* a picture or PDF inside a mail: label its name; goes to its reader */
	WIRE_PNG               /* a picture that was drawn on */
};

struct wire_frame {
	uint8_t kind;
	const char *label, *charset; /* not ended by NUL */
	uint16_t label_n, charset_n;
	uint32_t group, size;
	const char *data;
};

/* In the child. Failure is final: _exit(). */
void wire_write(int fd, unsigned kind, const char *label, const char *charset, unsigned group,
    const void *data, size_t n);

/* In the child: why the input gives nothing. */
void wire_error(int fd, const char *code, const char *why);

/*
 * In the parent: frames of p[0..n). False at the end, and at the first that is not whole or breaks
 * a limit (*broken is set then).
 */
bool wire_next(const char *p, size_t n, size_t *at, struct wire_frame *f, bool *broken);

/* False at the end, and when it fails. */
bool write_all(int fd, const void *p, size_t n);
bool read_all(int fd, void *p, size_t n);

#endif
