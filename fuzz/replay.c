/*
 * Runs a fuzz driver over files without a fuzzer, in every test run and with every compiler:
 *
 *   replay-NAME [FOLDER | FILE]...
 *
 * Each file is tried whole, empty, and cut at a few places, in a block of exactly its size, so
 * that a sanitizer sees a read past the end. A driver aborts when a property does not hold.
 */
#include "check.h"

#include <dirent.h>
#include <stdint.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
run_once(const uint8_t *data, size_t size)
{
	uint8_t *exact = malloc(size ? size : 1);

	if (!exact)
		abort();
	if (size)
		memcpy(exact, data, size);
	LLVMFuzzerTestOneInput(exact, size);
	free(exact);
	check_passed++;
}

static void
run_file(const char *path)
{
	static uint8_t data[4 << 20];
	FILE *f = fopen(path, "rb");
	size_t n;

	CHECK(f != NULL, "%s cannot be opened", path);
	if (!f)
		return;
	n = fread(data, 1, sizeof data, f);
	fclose(f);
	/* The last line of a log names the file that did it. */
	printf("%s\n", path);
	fflush(stdout);
	run_once(data, n);
	for (size_t i = 1; i < 4; i++)
		run_once(data, n * i / 4);
	if (n)
		run_once(data, n - 1);
}

static int
by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static void
run_path(const char *path)
{
	struct dirent **names;
	struct stat st;
	int n;

	if (stat(path, &st) != 0 || !S_ISDIR(st.st_mode)) {
		run_file(path);
		return;
	}
	n = scandir(path, &names, NULL, by_name);
	for (int i = 0; i < n; i++) {
		char file[4096];
		if (names[i]->d_name[0] != '.') {
			snprintf(file, sizeof file, "%s/%s", path, names[i]->d_name);
			run_file(file);
		}
		free(names[i]);
	}
	if (n >= 0)
		free(names);
}

int
main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		run_path(argv[i]);
	CHECK(check_passed > 0, "no seeds");
	CHECK_DONE();
}
