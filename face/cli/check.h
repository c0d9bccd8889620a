/* What mushi check was asked, and the judgement of one input. */
#ifndef FACE_CLI_CHECK_H
#define FACE_CLI_CHECK_H

#include "cli.h"
#include "mushi/reader.h"
#include "record.h"

enum { SITUATIONS = 32, INPUT_LIMIT = 64 * 1024 * 1024 };

struct check {
	enum mushi_reader reader;
	const char *charset, *url, *now, *received;
	const char *situations[SITUATIONS];
	size_t situation_n;
	const char *record, *annotate;
	char day[DAY_MOST]; /* the day received, as YYYY-MM-DD */
	bool unmasked;

	const struct mushi_pack *pack;
	const struct common *common;
	struct mushi_readers *readers;
	struct record *to; /* NULL: no record is written */
};

/*
 * Judges one input, the number-th of the command line (from 1), and prints what is said. `more`:
 * another follows. Returns the exit status this input asks for.
 */
int check_input(const struct check *c, const char *name, size_t number, bool more);

#endif
