#define _XOPEN_SOURCE 700 /* nftw() */

#include "record.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SUM_LINES = 8 };

static volatile sig_atomic_t interrupted;

static void
interrupt(int number)
{
	(void)number;
	interrupted = 1;
}

bool
record_interrupted(void)
{
	return interrupted;
}

static int
remove_one(const char *path, const struct stat *st, int kind, struct FTW *place)
{
	(void)st;
	(void)kind;
	(void)place;
	(void)remove(path);
	return 0;
}

void
remove_tree(const char *path)
{
	(void)nftw(path, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

/* Copy of `dir` without slashes at its end; "/" stays. */
static char *
without_slashes(const char *dir)
{
	size_t n = strlen(dir);
	char *copy = malloc(n + 1);

	while (n > 1 && dir[n - 1] == '/')
		n--;
	if (copy) {
		memcpy(copy, dir, n);
		copy[n] = '\0';
	}
	return copy;
}

static bool
fail(struct record *r, const char *what, int error)
{
	if (error == ENOSPC || error == EDQUOT)
		complain("%s: the disk is full; the record was not made", r->wanted);
	else if (error == EFBIG)
		complain("%s: a file grew larger than this system allows; the record was not made",
		    r->wanted);
	else if (error == EACCES || error == EPERM)
		complain("%s: no permission to make a folder there; name another place", r->wanted);
	else if (error == EROFS)
		complain("%s: nothing can be written there (read-only); name another place", r->wanted);
	else if (error == ENOTDIR)
		complain("%s: what it would lie in is a file, not a folder", r->wanted);
	else if (error == ENAMETOOLONG)
		complain("%s: the name is too long", r->wanted);
	else
		complain("%s: %s: %s", r->wanted, say(what), say_errno(error));
	r->failed = true;
	return false;
}

static void
exists(const struct record *r)
{
	complain("%s: already exists; name a new folder, nothing is overwritten", r->wanted);
}

/*
 * The second Control-C ends the program at once; the first lets it take away what it began.
 */
static void
catch_signals(void)
{
	static const int numbers[] = {SIGINT, SIGTERM, SIGHUP};
	struct sigaction act = {.sa_handler = interrupt, .sa_flags = (int)SA_RESETHAND}, old;

	sigemptyset(&act.sa_mask);
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		if (sigaction(numbers[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
			(void)sigaction(numbers[i], &act, NULL);
}

/* In /proc and its like a folder is there, and still none can be made in it. */
static bool
above_exists(const char *target)
{
	const char *slash = strrchr(target, '/');
	size_t n = slash ? (size_t)(slash - target) + (slash == target) : 0;
	char *above = malloc(n + 2);
	struct stat st;
	bool ok;

	if (!above)
		return false;
	memcpy(above, slash ? target : ".", slash ? n : 1);
	above[slash ? n : 1] = '\0';
	ok = stat(above, &st) == 0 && S_ISDIR(st.st_mode);
	free(above);
	return ok;
}

bool
record_open(struct record *r, const char *dir, bool numbered)
{
	static const char tail[] = ".mushi-record-XXXXXX";
	const char *slash;
	struct stat st;
	size_t n;

	*r = (struct record){.wanted = dir, .numbered = numbered, .folder = -1};
	if (!*dir) {
		complain("--record needs the name of a folder that does not exist yet");
		return false;
	}
	r->target = without_slashes(dir);
	if (!r->target)
		return fail(r, "no record", ENOMEM);
	if (lstat(r->target, &st) == 0) {
		exists(r);
		goto out;
	}
	if (errno != ENOENT) {
		fail(r, "the record cannot be made there", errno);
		goto out;
	}
	slash = strrchr(r->target, '/');
	n = slash ? (size_t)(slash - r->target) + 1 : 0;
	r->staging = malloc(n + sizeof tail);
	if (!r->staging) {
		fail(r, "no record", ENOMEM);
		goto out;
	}
	memcpy(r->staging, r->target, n);
	memcpy(r->staging + n, tail, sizeof tail);
	if (!mkdtemp(r->staging)) {
		int error = errno;
		if (error == ENOENT && above_exists(r->target))
			complain("%s: no files can be made there; name a folder on a disk", dir);
		else if (error == ENOENT)
			complain("%s: the folder it would lie in does not exist", dir);
		else
			fail(r, "the record cannot be made there", error);
		free(r->staging);
		r->staging = NULL;
		goto out;
	}
	catch_signals();
	r->folder = open(r->staging, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (r->folder < 0) {
		fail(r, "the record cannot be made there", errno);
		goto out;
	}
	return true;
out:
	record_drop(r);
	return false;
}

void
record_drop(struct record *r)
{
	if (r->folder >= 0)
		close(r->folder);
	if (r->staging)
		remove_tree(r->staging);
	free(r->staging);
	free(r->target);
	free(r->sums);
	r->staging = r->target = r->sums = NULL;
	r->folder = -1;
}

static bool
write_all(int fd, const unsigned char *p, size_t n)
{
	while (n) {
		ssize_t put = write(fd, p, n);
		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0)
			return false;
		p += put;
		n -= (size_t)put;
	}
	return true;
}

/* A new file; its line is added to `sums`. */
static bool
put(struct record *r, int folder, const char *name, const void *p, size_t n, char *sums)
{
	int fd = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	int error = 0;

	if (fd < 0)
		return fail(r, "a file could not be written", errno);
	if (!write_all(fd, p, n) || fsync(fd) != 0)
		error = errno;
	if (close(fd) != 0 && !error)
		error = errno;
	if (error)
		return fail(r, "a file could not be written", error);
	if (sums) {
		size_t at = strlen(sums);
		mushi_sha256(p, n, sums + at);
		at += strlen(sums + at);
		snprintf(sums + at, 64, "  %s\n", name);
	}
	return true;
}

/*
 * The name of the input never becomes a name of ours: only how it was read decides the ending.
 */
static const char *
original_name(const struct mushi_report *report)
{
	const char *reader = mushi_report_reader(report);

	return strcmp(reader, "html") == 0 ? "01-original.html"
	    : strcmp(reader, "text") == 0 ? "01-original.txt" : "01-original.bin";
}

static bool
add_pdf(struct record *r, int folder, const char *html, size_t n, bool quiet, char *sums)
{
	const char *why = "";
	unsigned char *pdf;
	size_t size = 0;
	bool ok = true;

	if (r->no_browser)
		return true;
	pdf = print_pdf(html, n, &size, &why);
	if (pdf) {
		ok = put(r, folder, "record.pdf", pdf, size, sums);
	} else if (!*why) {
		r->no_browser = true;
		if (!quiet)
			complain("record.pdf was left out: no Chromium or Chrome was found; record.html"
			    " can be printed from any browser");
	} else if (!quiet && !record_interrupted()) {
		complain("record.pdf was left out: %s; record.html can be printed instead", say(why));
	}
	free(pdf);
	return ok;
}

/* The lines of a folder's sums, and the sum of that file itself, for the one list above all. */
static bool
keep_sums(struct record *r, size_t number, const char *sums)
{
	char sha256[65];
	size_t need = r->sums_n + strlen(sums) + (SUM_LINES + 1) * 32 + 128;
	char *more;

	if (!r->numbered)
		return true;
	more = realloc(r->sums, need);
	if (!more)
		return fail(r, "no record", ENOMEM);
	r->sums = more;
	mushi_sha256(sums, strlen(sums), sha256);
	r->sums_n += (size_t)snprintf(more + r->sums_n, need - r->sums_n, "%s  %02zu/SHA256SUMS\n",
	    sha256, number);
	for (const char *line = sums, *end; (end = strchr(line, '\n')); line = end + 1)
		r->sums_n += (size_t)snprintf(more + r->sums_n, need - r->sums_n, "%.64s  %02zu/%.*s\n",
		    line, number, (int)(end - line) - 66, line + 66);
	return true;
}

static bool
fill(struct record *r, int folder, const struct record_item *item)
{
	const char *original = original_name(item->report), *text;
	char sums[SUM_LINES * 128] = "", sha256[65];
	struct mushi_origin from = {.time = item->time, .url = item->url, .file = original,
	    .sha256 = sha256, .size = item->bytes->n};
	size_t n;

	mushi_sha256(item->bytes->p, item->bytes->n, sha256);
	if (!put(r, folder, original, item->bytes->p, item->bytes->n, sums))
		return false;
	if (!item->unmasked && !mushi_report_mask(item->report))
		return fail(r, "no record", ENOMEM);
	if (!(text = mushi_report_json(item->report, &n)))
		return fail(r, "no record", ENOMEM);
	if (!put(r, folder, "judgement.json", text, n, sums))
		return false;
	if (!(text = mushi_report_html(item->report, &from, &n)))
		return fail(r, "no record", ENOMEM);
	if (!put(r, folder, "record.html", text, n, sums)
	    || !add_pdf(r, folder, text, n, item->quiet, sums))
		return false;
	if (!(text = mushi_report_text(item->report, 80, false, &n)))
		return fail(r, "no record", ENOMEM);
	if (!put(r, folder, "report.txt", text, n, sums)
	    || !put(r, folder, "SHA256SUMS", sums, strlen(sums), NULL)
	    || !keep_sums(r, item->number, sums))
		return false;
	return fsync(folder) == 0 || fail(r, "a folder could not be written", errno);
}

bool
record_add(struct record *r, const struct record_item *item)
{
	char name[32];
	int folder;
	bool ok;

	if (r->failed || record_interrupted())
		return false;
	if (!r->numbered) {
		ok = fill(r, r->folder, item);
	} else {
		snprintf(name, sizeof name, "%02zu", item->number);
		if (mkdirat(r->folder, name, 0700) != 0)
			return fail(r, "a folder could not be made", errno);
		folder = openat(r->folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		if (folder < 0)
			return fail(r, "a folder could not be made", errno);
		ok = fill(r, folder, item);
		close(folder);
	}
	r->n += ok;
	return ok;
}

/* What the rename changed is in the folder above. Some file systems cannot sync one: no harm. */
static void
sync_above(const char *target)
{
	const char *slash = strrchr(target, '/');
	size_t n = slash ? (size_t)(slash - target) + (slash == target) : 0;
	char *above = malloc(n + 2);
	int fd;

	if (!above)
		return;
	memcpy(above, slash ? target : ".", slash ? n : 1);
	above[slash ? n : 1] = '\0';
	fd = open(above, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0) {
		(void)fsync(fd);
		close(fd);
	}
	free(above);
}

bool
record_close(struct record *r)
{
	struct stat st;
	bool ok = false;

	if (!r->staging)
		return true;
	if (record_interrupted()) {
		complain("%s: stopped; the record was not made", r->wanted);
	} else if (r->failed) {
		ok = false; /* said already */
	} else if (r->n == 0) {
		ok = true; /* nothing could be read, and that was said */
	} else if (r->numbered && !put(r, r->folder, "SHA256SUMS", r->sums, r->sums_n, NULL)) {
		ok = false;
	} else if (fsync(r->folder) != 0) {
		fail(r, "a folder could not be written", errno);
	} else if (lstat(r->target, &st) == 0) {
		exists(r);
	} else if (rename(r->staging, r->target) != 0) {
		/* Someone else's folder with something in it may have come up: it is left alone. */
		fail(r, "the record could not be put there", errno);
	} else {
		sync_above(r->target);
		free(r->staging);
		r->staging = NULL;
		ok = true;
	}
	record_drop(r);
	return ok;
}
