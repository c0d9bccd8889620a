/*
 * Lines of the guide, broken where a reader would: a Latin word stays whole, a wide character
 * counts two columns. A line is always shorter than the screen, since terminals differ in where
 * the cursor stands after a line exactly as wide; so the number of lines printed is known.
 */
#include "cli.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { NARROWEST = 20 };

unsigned
screen_columns(unsigned otherwise)
{
	struct winsize size;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
		return size.ws_col;
	return otherwise;
}

/* Bytes and columns of the character at p; texts of the pack are valid UTF-8. */
static size_t
character(const char *p, unsigned *columns)
{
	unsigned char c = (unsigned char)*p;
	size_t n = c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4, have = 1;

	while (have < n && p[have])
		have++;
	/* From U+2E80, which is E2 BA 80, characters of Japanese are wide. */
	*columns = n == 4 || (n == 3 && (c > 0xE2 || (c == 0xE2 && (unsigned char)p[1] >= 0xBA)))
	    ? 2 : 1;
	return have;
}

/* A word: Latin letters up to a space, or one wide character with the marks that close it. */
static size_t
word(const char *p, unsigned *columns)
{
	static const char *const closing[] = {"、", "。", "」", "』", "）", "ー", "？", "！", "：", ")"};
	size_t n = character(p, columns), more = 0;
	bool latin = *columns == 1;
	unsigned c;

	while (latin && p[n] && p[n] != ' ' && (more = character(p + n, &c)) && c == 1) {
		n += more;
		*columns += c;
	}
	for (size_t i = 0; i < sizeof closing / sizeof *closing; i++) {
		size_t len = strlen(closing[i]);
		if (strncmp(p + n, closing[i], len) != 0)
			continue;
		(void)character(p + n, &c);
		n += len;
		*columns += c;
		i = (size_t)-1;
	}
	return n;
}

size_t
print_wrapped(const char *head, size_t hang, const char *text, unsigned columns)
{
	size_t lines = 1, at = strlen(head), most = (columns > NARROWEST ? columns : NARROWEST) - 1;
	bool begun = false, space = false;

	fputs(head, stdout);
	while (*text) {
		unsigned wide;
		size_t n;
		if (*text == ' ') {
			space = begun;
			text++;
			continue;
		}
		n = word(text, &wide);
		if (begun && at + space + wide > most) {
			printf("\n%*s", (int)hang, "");
			at = hang;
			space = begun = false;
			lines++;
		}
		printf("%s%.*s", space ? " " : "", (int)n, text);
		at += space + wide;
		space = false;
		begun = true;
		text += n;
	}
	putchar('\n');
	/* A word that no line can hold was broken by the terminal. */
	return lines;
}
