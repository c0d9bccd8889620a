/*
 * The page. Everything is read once, at the start: a request opens no file, so no path can lead
 * anywhere, and the answer is the same until the next start. A file NAME.br or NAME.gz beside NAME
 * is NAME in a smaller form, for browsers that say they take it.
 */
#include "../cli/cli.h"
#include "serve.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILES_MOST = 2000, DEPTH_MOST = 8, BYTES_MOST = 64 * 1024 * 1024 };

static bool
ends(const char *name, const char *with)
{
	size_t n = strlen(name), k = strlen(with);

	return n > k && strcmp(name + n - k, with) == 0;
}

static const char *
type_of(const char *path)
{
	static const struct {
		const char *end, *type;
	} types[] = {
		{".html", "text/html; charset=utf-8"}, {".css", "text/css; charset=utf-8"},
		{".js", "text/javascript; charset=utf-8"}, {".mjs", "text/javascript; charset=utf-8"},
		{".json", "application/json"}, {".webmanifest", "application/manifest+json"},
		{".wasm", "application/wasm"}, {".svg", "image/svg+xml"}, {".png", "image/png"},
		{".jpg", "image/jpeg"}, {".webp", "image/webp"}, {".ico", "image/x-icon"},
		{".txt", "text/plain; charset=utf-8"}, {".woff2", "font/woff2"},
		{".wav", "audio/wav"}, {".mp3", "audio/mpeg"}, {".ogg", "audio/ogg"},
		{".map", "application/json"}, {".md", "text/plain; charset=utf-8"},
		{".rec", "text/plain; charset=utf-8"},
	};

	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (ends(path, types[i].end))
			return types[i].type;
	return "application/octet-stream";
}

static char *
read_whole(const char *path, size_t *n, size_t *left)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	struct stat st;
	char *p = NULL;

	*n = 0;
	if (fd < 0)
		return NULL;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && (uint64_t)st.st_size <= *left
	    && (p = malloc((size_t)st.st_size + 1))) {
		while (*n < (size_t)st.st_size) {
			ssize_t got = read(fd, p + *n, (size_t)st.st_size - *n);
			if (got < 0 && errno == EINTR)
				continue;
			if (got <= 0)
				break;
			*n += (size_t)got;
		}
		*left -= *n;
	}
	close(fd);
	return p;
}

static struct MHD_Response *
response(char *data, size_t n, const struct file *f, const char *coding)
{
	struct MHD_Response *r = MHD_create_response_from_buffer(n, data, MHD_RESPMEM_MUST_FREE);

	if (!r) {
		free(data);
		return NULL;
	}
	http_headers(r);
	(void)MHD_add_response_header(r, "Content-Type", f->type);
	(void)MHD_add_response_header(r, "Cache-Control", "no-cache");
	(void)MHD_add_response_header(r, "Vary", "Accept-Encoding");
	(void)MHD_add_response_header(r, "ETag", f->etag);
	if (coding)
		(void)MHD_add_response_header(r, "Content-Encoding", coding);
	if (strncmp(f->type, "text/html", 9) == 0)
		http_ask_hints(r);
	return r;
}

static bool
add(struct files *f, const char *full, const char *path, size_t *left)
{
	struct file *more, *one;
	char hex[65], packed[4096];
	size_t n, k;
	char *data;

	if (f->n == FILES_MOST) {
		complain("%s: more than %d files; the rest is left out", full, FILES_MOST);
		return false;
	}
	data = read_whole(full, &n, left);
	if (!data) {
		complain("%s: cannot be read, or the page is larger than %d MiB", full,
		    BYTES_MOST >> 20);
		return true;
	}
	more = realloc(f->list, (f->n + 1) * sizeof *more);
	if (!more) {
		free(data);
		return false;
	}
	f->list = more;
	one = &f->list[f->n];
	*one = (struct file){.path = strdup(path), .type = type_of(path)};
	mushi_sha256(data, n, hex);
	snprintf(one->etag, sizeof one->etag, "W/\"%.16s\"", hex);
	one->plain = response(data, n, one, NULL);
	if (!one->path || !one->plain)
		return false;
	f->n++;
	for (int i = 0; i < 2; i++) {
		if ((size_t)snprintf(packed, sizeof packed, "%s.%s", full, i ? "br" : "gz")
		    >= sizeof packed)
			continue;
		data = access(packed, F_OK) == 0 ? read_whole(packed, &k, left) : NULL;
		if (data)
			*(i ? &one->brotli : &one->gzip) = response(data, k, one, i ? "br" : "gzip");
	}
	return true;
}

/* Folders within folders, to a depth that is known; links and hidden files are left out. */
static bool
walk(struct files *f, const char *root, size_t root_n, int depth, size_t *left)
{
	DIR *d = opendir(root);
	struct dirent *e;
	bool ok = true;

	if (!d)
		return false;
	while (ok && (e = readdir(d))) {
		char full[4096];
		struct stat st;
		if (e->d_name[0] == '.' || ends(e->d_name, ".br") || ends(e->d_name, ".gz")
		    || (size_t)snprintf(full, sizeof full, "%s/%s", root, e->d_name) >= sizeof full
		    || lstat(full, &st) != 0)
			continue;
		if (S_ISREG(st.st_mode))
			ok = add(f, full, full + root_n, left);
		else if (S_ISDIR(st.st_mode) && depth < DEPTH_MOST)
			ok = walk(f, full, root_n, depth + 1, left);
	}
	closedir(d);
	return ok;
}

static int
by_path(const void *a, const void *b)
{
	return strcmp(((const struct file *)a)->path, ((const struct file *)b)->path);
}

static bool
is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* The installed page, or the one that was built with this program. */
static const char *
usual_place(char out[4096])
{
	ssize_t n;
	char *slash;

	if (is_folder(MUSHI_WEB))
		return MUSHI_WEB;
	n = readlink("/proc/self/exe", out, 4000);
	if (n <= 0 || n == 4000)
		return NULL;
	out[n] = '\0';
	/* BUILD/face/cli/mushi */
	for (int up = 0; up < 3; up++) {
		slash = strrchr(out, '/');
		if (!slash)
			return NULL;
		*slash = '\0';
	}
	memcpy(out + strlen(out), "/web", 5);
	return is_folder(out) ? out : NULL;
}

bool
files_load(struct files *f, const char *folder)
{
	char place[4096];
	size_t left = BYTES_MOST, n;

	*f = (struct files){0};
	if (folder && !is_folder(folder)) {
		complain("--web %s: there is no such folder", folder);
		return false;
	}
	if (!folder)
		folder = usual_place(place);
	f->none = folder == NULL;
	if (!folder)
		return true;
	n = strlen(folder);
	while (n > 1 && folder[n - 1] == '/')
		n--;
	char root[4096];
	if (n >= sizeof root - 256) {
		complain("--web: the path is too long");
		return false;
	}
	memcpy(root, folder, n);
	root[n] = '\0';
	if (!walk(f, root, n, 0, &left)) {
		complain("%s: the page cannot be read", root);
		return false;
	}
	if (f->n)
		qsort(f->list, f->n, sizeof *f->list, by_path);
	return true;
}

void
files_free(struct files *f)
{
	for (size_t i = 0; i < f->n; i++) {
		free(f->list[i].path);
		MHD_destroy_response(f->list[i].plain);
		if (f->list[i].gzip)
			MHD_destroy_response(f->list[i].gzip);
		if (f->list[i].brotli)
			MHD_destroy_response(f->list[i].brotli);
	}
	free(f->list);
	*f = (struct files){0};
}

static const struct file *
exact(const struct files *f, const char *path, const char *tail)
{
	char whole[1024];
	struct file key = {.path = whole};

	if (!f->n || (size_t)snprintf(whole, sizeof whole, "%s%s", path, tail) >= sizeof whole)
		return NULL;
	return bsearch(&key, f->list, f->n, sizeof *f->list, by_path);
}

const struct file *
files_find(const struct files *f, const char *path, bool *move)
{
	const struct file *found = exact(f, path, "");

	if (!found && path[strlen(path) - 1] == '/')
		return exact(f, path, "index.html");
	if (!found)
		found = exact(f, path, ".html");
	*move = !found && exact(f, path, "/index.html");
	return found;
}

/* Is the word in a list like "gzip, br;q=0.5", and not refused by q=0? */
static bool
takes(const char *list, const char *word)
{
	size_t n = strlen(word);

	for (const char *p = list; p && *p; p = strchr(p, ',')) {
		p += strspn(p, ", \t");
		if (strncmp(p, word, n) != 0 || (p[n] && !strchr(",; \t", p[n])))
			continue;
		p += n + strspn(p + n, " \t");
		return strncmp(p, ";q=0", 4) != 0 || (p[4] == '.' && p[5 + strspn(p + 5, "0")] >= '1'
		    && p[5 + strspn(p + 5, "0")] <= '9');
	}
	return false;
}

enum MHD_Result
files_send(struct MHD_Connection *c, const struct file *file, unsigned *status)
{
	const char *have = MHD_lookup_connection_value(c, MHD_HEADER_KIND, "If-None-Match");
	const char *codings = MHD_lookup_connection_value(c, MHD_HEADER_KIND, "Accept-Encoding");
	struct MHD_Response *r = file->plain;

	if (have && strstr(have, file->etag)) {
		enum MHD_Result ok;
		r = MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT);
		if (!r)
			return MHD_NO;
		http_headers(r);
		(void)MHD_add_response_header(r, "ETag", file->etag);
		(void)MHD_add_response_header(r, "Cache-Control", "no-cache");
		(void)MHD_add_response_header(r, "Vary", "Accept-Encoding");
		*status = 304;
		ok = MHD_queue_response(c, 304, r);
		MHD_destroy_response(r);
		return ok;
	}
	if (codings && file->brotli && takes(codings, "br"))
		r = file->brotli;
	else if (codings && file->gzip && takes(codings, "gzip"))
		r = file->gzip;
	*status = 200;
	return MHD_queue_response(c, 200, r);
}
