/*
 * The record format of data/: `key: value` lines, a blank line between records, `#` comments,
 * a value goes on in following lines that begin with two spaces. Described in mushi-records(5).
 *
 * Strict on purpose: what the reader does not understand is an error with file and line, since
 * a silently ignored line of advice would be worse than no pack at all.
 */
#ifndef MU_PACK_RECORD_H
#define MU_PACK_RECORD_H

#include "base/arena.h"
#include "base/str.h"
#include "mushi/mushi.h"

struct mu_field_line {
	struct mu_str key, value; /* trimmed; a continued value is joined with '\n' in the arena */
	uint32_t line;            /* 1-based */
};

struct mu_record {
	const struct mu_field_line *fields;
	size_t n;
};

struct mu_record_reader {
	struct mu_str name, left;
	uint32_t line;
	struct mu_arena *arena;
	struct mu_field_line *fields;
	size_t cap;
};

void mu_record_open(struct mu_record_reader *r, struct mu_str name, struct mu_str data,
    struct mu_arena *arena);

/* 1: a record, 0: end of file, -1: error in *err. The record is valid until the next call. */
int mu_record_next(struct mu_record_reader *r, struct mu_record *out, struct mushi_err *err);

/* "file:line: message" in *err; always false. */
bool mu_record_fail(struct mushi_err *err, struct mu_str file, uint32_t line, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

#endif
