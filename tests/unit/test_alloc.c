/*
 * Memory runs out at the n-th allocation, for n = 1, 2, 3 …, while the pack is loaded, a page is
 * examined and the report is written: a clean error each time, no crash, and (under the address
 * sanitizer) nothing leaked. Linked with --wrap, so every allocation of the library comes here.
 */
#include "check.h"

#include "mushi/mushi.h"

void *__real_malloc(size_t n);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *p, size_t n);
void *__wrap_malloc(size_t n);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *p, size_t n);

/* Allocations that still succeed; negative: all do. */
static long left = -1;
static unsigned long asked;

static int
refused(void)
{
	asked++;
	if (left < 0)
		return 0;
	if (left == 0)
		return 1; /* and every one after it: memory does not come back */
	left--;
	return 0;
}

void *
__wrap_malloc(size_t n)
{
	return refused() ? NULL : __real_malloc(n);
}

void *
__wrap_calloc(size_t n, size_t size)
{
	return refused() ? NULL : __real_calloc(n, size);
}

void *
__wrap_realloc(void *p, size_t n)
{
	return refused() ? NULL : __real_realloc(p, n);
}

static void
says_so(const struct mushi_err *err, const char *what, long n)
{
	CHECK(err->code == MUSHI_ENOMEM, "%s, allocation %ld: code %d: %s", what, n, (int)err->code,
	    err->msg);
	CHECK(err->msg[0], "%s, allocation %ld: no message", what, n);
}

static void
loading(void)
{
	bool loaded = false;
	size_t file_n;
	/* By name, as a user's records are: the pack made at build time allocates nothing. */
	const struct mushi_file *files = mushi_pack_builtin(&file_n);

	for (long n = 0; !loaded && n < 5000; n++) {
		struct mushi_err err = {0};
		left = n;
		struct mushi_pack *p = mushi_pack_load(files, file_n, &err);
		left = -1;
		loaded = p != NULL;
		if (!p)
			says_so(&err, "load", n);
		mushi_pack_free(p);
		/* The first many, then in steps: a load is slow under the sanitizer. */
		n += n / 12;
	}
	CHECK(loaded, "the pack loads in the end");
}

static void
examining(const struct mushi_pack *pack, const char *name, const char *data, size_t size,
    enum mushi_reader reader)
{
	static const char *const situations[] = {"paid-bank", "called"};
	bool done = false;

	for (long n = 0; !done && n < 5000; n++) {
		struct mushi_err err = {0};
		struct mushi_input in = {.name = name, .data = data, .size = size, .reader = reader,
		    .situations = situations, .situation_n = 2, .now = "2026-11-24T09:00:00Z"};
		left = n;
		struct mushi_report *r = mushi_examine(pack, &in, &err);
		if (r) {
			/* What is left goes to the rendering; both may fail, neither may crash. */
			const char *json = mushi_report_json(r, NULL);
			const char *text = mushi_report_text(r, 80, true, NULL);
			const char *page = mushi_report_mask(r) ? mushi_report_html(r, NULL, NULL) : NULL;
			const char *blocks = mushi_report_blocks(r, NULL);
			done = json && text && page && blocks;
			CHECK(!json || json[strlen(json) - 1] == '}', "%s: half a JSON at %ld", name, n);
			CHECK(!page || strcmp(page + strlen(page) - 8, "</html>\n") == 0,
			    "%s: half a page at %ld", name, n);
		} else {
			says_so(&err, name, n);
		}
		left = -1;
		mushi_report_free(r);
	}
	CHECK(done, "%s is examined in the end", name);
}

static void
limits(const struct mushi_pack *pack, const char *data, size_t size)
{
	bool enough = false;

	/* The same through the memory limit of one input, which hostile pages can reach. */
	for (size_t limit = 1; !enough && limit < (size_t)64 << 20; limit += limit / 4 + 1000) {
		struct mushi_err err = {0};
		struct mushi_input in = {.name = "limit", .data = data, .size = size,
		    .limits = {.memory = limit}};
		struct mushi_report *r = mushi_examine(pack, &in, &err);
		if (r)
			enough = mushi_report_json(r, NULL) && mushi_report_text(r, 40, false, NULL);
		else
			says_so(&err, "limit", (long)limit);
		mushi_report_free(r);
	}
	CHECK(enough, "a limit that is enough");
}

static void
small_ones(const struct mushi_pack *pack)
{
	bool done = false;

	for (long n = 0; !done && n < 100; n++) {
		left = n;
		char *a = mushi_error_json("x", "not-found", "there is no such file", MUSHI_EN);
		char *b = mushi_explain(pack, "late-fee", MUSHI_JA);
		done = a && b;
		left = -1;
		free(a);
		free(b);
	}
	CHECK(done, "small ones");
	mushi_pack_free(NULL);
	mushi_report_free(NULL);
}

int
main(int argc, char **argv)
{
	static char data[1 << 16];
	struct mushi_err err;
	struct mushi_pack *pack;

	loading();
	pack = mushi_pack_load(NULL, 0, &err);
	CHECK(pack && asked > 100, "the allocations are watched: %lu seen", asked);
	for (int i = 1; pack && i < argc; i++) {
		FILE *f = fopen(argv[i], "rb");
		CHECK(f != NULL, "%s", argv[i]);
		if (!f)
			continue;
		size_t n = fread(data, 1, sizeof data, f);
		fclose(f);
		examining(pack, argv[i], data, n, MUSHI_READ_AUTO);
		examining(pack, argv[i], data, n, MUSHI_READ_TEXT);
		limits(pack, data, n);
	}
	if (pack)
		small_ones(pack);
	mushi_pack_free(pack);
	CHECK_DONE();
}
