/* What the command says when something is wrong, in the language of the report: say.def. */
#include "cli.h"

#include <errno.h>
#include <string.h>

static enum mushi_lang language = MUSHI_JA;

static const struct {
	const char *en, *ja, *easy;
} sentences[] = {
#define SAY(en, ja, easy) {en, ja, easy},
#include "say.def"
#undef SAY
};

void
say_in(enum mushi_lang lang)
{
	language = lang;
}

const char *
say(const char *english)
{
	if (language == MUSHI_EN)
		return english;
	for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++)
		if (strcmp(sentences[i].en, english) == 0)
			return language == MUSHI_JA ? sentences[i].ja : sentences[i].easy;
	return english;
}

const char *
say_errno(int error)
{
	switch (error) {
	case ENOENT:
		return say("there is no such file");
	case EACCES:
	case EPERM:
		return say("there is no permission for it");
	case ENOSPC:
	case EDQUOT:
		return say("the disk is full");
	case EFBIG:
		return say("it is larger than a file may be here");
	case EROFS:
		return say("nothing can be written there");
	case EIO:
		return say("the disk or device has an error");
	case EPIPE:
		return say("nobody reads it any more");
	case ENOMEM:
		return say("out of memory");
	case EEXIST:
		return say("it exists already");
	case EISDIR:
		return say("it is a folder");
	case ENOTDIR:
		return say("a part of its name is a file, not a folder");
	case ENAMETOOLONG:
		return say("the name is too long");
	case ELOOP:
		return say("its links lead in a circle");
	case EMFILE:
	case ENFILE:
		return say("too many files are open");
	case EADDRINUSE:
		return say("something else uses it already");
	case EADDRNOTAVAIL:
		return say("this machine has no such address");
	default:
		return strerror(error);
	}
}
