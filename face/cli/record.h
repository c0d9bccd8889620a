/*
 * The case record: a folder to hand to someone who helps. Made under a name of its own beside
 * the place it will have, and renamed when everything is on the disk: there is a whole record or
 * none.
 */
#ifndef FACE_CLI_RECORD_H
#define FACE_CLI_RECORD_H

#include "cli.h"

struct record {
	char *sums; /* of all folders, when they are numbered */
	size_t sums_n;
	const char *wanted; /* as typed, for messages */
	char *target;       /* without slashes at the end */
	char *staging;      /* NULL: nothing is open */
	int folder;         /* descriptor of staging */
	bool numbered;      /* one folder for each input */
	bool failed;
	bool no_browser;    /* looked for one in vain */
	size_t n;           /* inputs recorded */
};

struct record_item {
	struct mushi_report *report;
	const struct bytes *bytes;
	const char *url, *time;
	size_t number; /* of the input, from 1 */
	bool unmasked, quiet;
};

/* Each returns false after a message. */
bool record_open(struct record *r, const char *folder, bool numbered);
bool record_add(struct record *r, const struct record_item *item);
bool record_close(struct record *r);
/* Removes what was begun; calm when nothing is. */
void record_drop(struct record *r);

/*
 * pdf.c: the page as PDF by the browser of the system. Returns its bytes (free()) and sets *size,
 * or NULL with *why a word for a message; "" when there is no browser.
 */
unsigned char *print_pdf(const char *html, size_t n, size_t *size, const char **why);

/* Removes a folder and all in it, without following links. */
void remove_tree(const char *path);

/* Was the program asked to end (Control-C) since record_open()? */
bool record_interrupted(void);

#endif
