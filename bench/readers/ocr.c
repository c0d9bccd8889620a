/*
 * What is read of pictures, without the cage and the judge: for bench/readers/run.py, which counts
 * the wrong characters.
 *
 *   ocr PICTURE...     writes PICTURE.words beside each
 */
#include <stdio.h>
#include <stdlib.h>

#include "ocr.h"

static int
one(const char *path)
{
	PIX *pix = pixRead(path);
	char name[4096], *words;
	size_t n = 0;
	FILE *f;

	if (!pix || (size_t)snprintf(name, sizeof name, "%s.words", path) >= sizeof name)
		return 2;
	words = ocr_read(pix, &n);
	f = fopen(name, "w");
	if (!f) {
		free(words);
		return 2;
	}
	fputs("mushi-words 1\n", f);
	if (words)
		fwrite(words, 1, n, f);
	free(words);
	return fclose(f) == 0 ? 0 : 2;
}

int
main(int argc, char **argv)
{
	const char *why = ocr_init();
	int status = argc < 2 ? 2 : 0;

	if (why) {
		fprintf(stderr, "ocr: %s\n", why);
		return 2;
	}
	for (int i = 1; i < argc; i++)
		status |= one(argv[i]);
	return status;
}
