/*
 * Our own page, printed to PDF by the Chromium of the system, if there is one. It is the one
 * program we start: with an argument list (no shell), in a folder of its own that is removed
 * afterwards, without network, and never for longer than LONGEST_S. The judged page is never
 * given to it, and the policy in ours forbids every script. (Switching scripts off in the browser
 * would stop its own printing, which is a script.)
 */
#include "record.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { LONGEST_S = 20, STEP_MS = 20, PATH_MOST = 512, PDF_MOST = 32 << 20 };

/* An executable file of that name in $PATH. */
static bool
in_path(const char *name, char *out, size_t size)
{
	const char *path = getenv("PATH");

	while (path && *path) {
		size_t n = strcspn(path, ":");
		struct stat st;
		/* Only absolute folders: not whatever lies where one happens to stand. */
		if (path[0] == '/'
		    && (size_t)snprintf(out, size, "%.*s/%s", (int)n, path, name) < size
		    && stat(out, &st) == 0 && S_ISREG(st.st_mode) && access(out, X_OK) == 0)
			return true;
		path += n + (path[n] == ':');
	}
	return false;
}

static bool
find_browser(char *out, size_t size)
{
	static const char *const names[] = {"chromium", "chromium-browser", "google-chrome-stable",
	    "google-chrome"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (in_path(names[i], out, size))
			return true;
	return false;
}

/* Where temporary folders go; a name that needs no escaping in an address. */
static const char *
temporary(void)
{
	const char *t = getenv("TMPDIR");

	if (t && t[0] == '/' && strlen(t) < PATH_MOST / 2 && strspn(t, "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-") == strlen(t))
		return t;
	return "/tmp";
}

static bool
write_file(const char *path, const char *p, size_t n)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	bool ok = fd >= 0;

	while (ok && n) {
		ssize_t put = write(fd, p, n);
		if (put < 0 && errno == EINTR)
			continue;
		ok = put > 0;
		if (ok) {
			p += put;
			n -= (size_t)put;
		}
	}
	return fd >= 0 && close(fd) == 0 && ok;
}

/* In the child. Does not return. */
static void
become_browser(const char *browser, const char *folder)
{
	char profile[PATH_MOST + 64], pdf[PATH_MOST + 64], page[PATH_MOST + 64];
	char home[PATH_MOST + 64], path[] = "PATH=/usr/local/bin:/usr/bin:/bin";
	char lang[] = "LANG=C.UTF-8";
	char *const environment[] = {home, path, lang, NULL};
	char *args[32];
	size_t n = 0;
	int null = open("/dev/null", O_RDWR);

	snprintf(home, sizeof home, "HOME=%s", folder);
	snprintf(profile, sizeof profile, "--user-data-dir=%s/profile", folder);
	snprintf(pdf, sizeof pdf, "--print-to-pdf=%s/record.pdf", folder);
	snprintf(page, sizeof page, "file://%s/record.html", folder);
	args[n++] = (char *)(uintptr_t)browser;
	args[n++] = "--headless=new";
	/* It does not start as root otherwise; the page is ours. */
	if (geteuid() == 0)
		args[n++] = "--no-sandbox";
	args[n++] = "--disable-gpu";
	args[n++] = "--disable-dev-shm-usage";
	args[n++] = "--no-first-run";
	args[n++] = "--no-default-browser-check";
	args[n++] = "--disable-background-networking";
	args[n++] = "--disable-component-update";
	args[n++] = "--disable-client-side-phishing-detection";
	args[n++] = "--disable-default-apps";
	args[n++] = "--disable-domain-reliability";
	args[n++] = "--disable-extensions";
	args[n++] = "--disable-sync";
	args[n++] = "--disable-breakpad";
	args[n++] = "--disable-crash-reporter";
	args[n++] = "--no-pings";
	args[n++] = "--metrics-recording-only";
	args[n++] = "--host-resolver-rules=MAP * ~NOTFOUND";
	args[n++] = "--proxy-server=127.0.0.1:9"; /* the discard port: no way out */
	args[n++] = profile;
	args[n++] = "--no-pdf-header-footer";
	args[n++] = pdf;
	args[n++] = page;
	args[n] = NULL;
	if (null < 0 || dup2(null, 0) < 0 || dup2(null, 1) < 0 || dup2(null, 2) < 0
	    || chdir(folder) != 0)
		_exit(126);
	execve(browser, args, environment);
	_exit(127);
}

/* Waits for the child, LONGEST_S at most; then its whole group is ended. False: not in time. */
static bool
wait_for(pid_t child, int *status)
{
	const struct timespec step = {0, STEP_MS * 1000000L};
	struct timespec now, begun;
	bool in_time = false;

	(void)clock_gettime(CLOCK_MONOTONIC, &begun);
	now = begun;
	while (now.tv_sec - begun.tv_sec < LONGEST_S && !record_interrupted()) {
		pid_t got = waitpid(child, status, WNOHANG);
		if (got == child || (got < 0 && errno != EINTR)) {
			in_time = got == child;
			break;
		}
		(void)nanosleep(&step, NULL);
		(void)clock_gettime(CLOCK_MONOTONIC, &now);
	}
	(void)kill(-child, SIGKILL); /* also helpers it left behind */
	if (!in_time)
		while (waitpid(child, status, 0) < 0 && errno == EINTR)
			;
	return in_time;
}

static unsigned char *
read_pdf(const char *path, size_t *size)
{
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	unsigned char *p = NULL;
	struct stat st;
	size_t n = 0;

	if (fd < 0 || fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || st.st_size < 5
	    || st.st_size > PDF_MOST || !(p = malloc((size_t)st.st_size)))
		goto out;
	while (n < (size_t)st.st_size) {
		ssize_t got = read(fd, p + n, (size_t)st.st_size - n);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			break;
		n += (size_t)got;
	}
	if (n != (size_t)st.st_size || memcmp(p, "%PDF-", 5) != 0) {
		free(p);
		p = NULL;
	}
	*size = n;
out:
	if (fd >= 0)
		close(fd);
	return p;
}

unsigned char *
print_pdf(const char *html, size_t n, size_t *size, const char **why)
{
	char browser[PATH_MOST], folder[PATH_MOST], path[PATH_MOST + 64];
	unsigned char *pdf = NULL;
	int status = 0;
	pid_t child;

	*why = "";
	if (!find_browser(browser, sizeof browser))
		return NULL;
	snprintf(folder, sizeof folder, "%s/mushi-pdf-XXXXXX", temporary());
	*why = "there is no room for a temporary folder";
	if (!mkdtemp(folder))
		return NULL;
	snprintf(path, sizeof path, "%s/record.html", folder);
	if (!write_file(path, html, n))
		goto out;
	*why = "the browser could not be started";
	fflush(NULL); /* what is buffered is written once */
	child = fork();
	if (child == 0) {
		(void)setpgid(0, 0);
		become_browser(browser, folder);
	}
	if (child < 0)
		goto out;
	(void)setpgid(child, child);
	*why = "the browser took too long";
	if (!wait_for(child, &status))
		goto out;
	*why = "the browser made no PDF";
	snprintf(path, sizeof path, "%s/record.pdf", folder);
	pdf = read_pdf(path, size);
out:
	/* A helper of the browser that is just dying may still put a file there. */
	for (unsigned i = 0; i < 5; i++) {
		struct stat st;
		const struct timespec step = {0, STEP_MS * 1000000L};
		remove_tree(folder);
		if (lstat(folder, &st) != 0)
			break;
		(void)nanosleep(&step, NULL);
	}
	return pdf;
}
