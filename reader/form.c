/* What bytes are, by how they begin. */
#include <string.h>

#include "mushi/reader.h"

static bool
begins(const unsigned char *p, size_t n, const char *magic, size_t len)
{
	return n >= len && memcmp(p, magic, len) == 0;
}

#define BEGINS(magic) begins(p, n, magic, sizeof(magic) - 1)

static bool
same_name(const char *p, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++, name++) {
		unsigned char c = (unsigned char)p[i];
		if (c >= 'A' && c <= 'Z')
			c |= 0x20;
		if (!*name || c != (unsigned char)*name)
			return false;
	}
	return !*name;
}

/*
 * The head of a mail: lines "Name: value" and folded ones up to an empty line. What programs write
 * (Received, MIME-Version…) must be among them: a text that someone copied with its "From:" and
 * "Subject:" stays a text.
 */
static bool
is_mail(const char *p, size_t n)
{
	static const char *const by_programs[] = {"received", "mime-version", "message-id",
	    "return-path", "delivered-to", "content-type", "content-transfer-encoding",
	    "x-original-to", "dkim-signature", "snapshot-content-location"};
	static const char *const by_people[] = {"from", "to", "subject", "date", "reply-to"};
	unsigned programs = 0, people = 0;
	size_t i = 0, lines = 0;

	while (i < n && i < 64 * 1024 && lines++ < 500) {
		const char *nl = memchr(p + i, '\n', n - i);
		size_t end = nl ? (size_t)(nl - p) : n, k = i;

		if (end == i || (end == i + 1 && p[i] == '\r'))
			break;
		if (p[i] == ' ' || p[i] == '\t') {
			if (lines == 1)
				return false;
			i = end + 1;
			continue;
		}
		while (k < end && p[k] != ':' && p[k] > 0x20 && p[k] < 0x7F)
			k++;
		if (k == end || p[k] != ':' || k == i) {
			/* One odd line is borne after real ones. */
			if (!programs && !people)
				return false;
			i = end + 1;
			continue;
		}
		for (size_t x = 0; x < sizeof by_programs / sizeof *by_programs; x++)
			programs += same_name(p + i, k - i, by_programs[x]);
		for (size_t x = 0; x < sizeof by_people / sizeof *by_people; x++)
			people += same_name(p + i, k - i, by_people[x]);
		i = end + 1;
	}
	return programs && (people || programs > 1);
}

static bool
is_mbox(const char *p, size_t n)
{
	const char *nl = n > 5 && memcmp(p, "From ", 5) == 0 ? memchr(p, '\n', n > 1000 ? 1000 : n)
	    : NULL;

	return nl && is_mail(nl + 1, n - (size_t)(nl + 1 - p));
}

static bool
has_pdf(const unsigned char *p, size_t n)
{
	for (size_t i = 0; i + 5 <= n && i < 1024; i++) {
		if (memcmp(p + i, "%PDF-", 5) == 0)
			return true;
		/* Not in the middle of a text about PDF. */
		if (i > 16 && (p[i] == '<' || p[i] == 0xE3))
			return false;
	}
	return false;
}

/* Brands of ISO/IEC 23008-12; a sequence (a "live" one) has a picture, too. */
static bool
is_heic(const unsigned char *p, size_t n)
{
	static const char brands[][5] = {"heic", "heix", "heim", "heis", "hevc", "hevx", "mif1",
	    "msf1"};

	for (size_t i = 0; n >= 12 && i < sizeof brands / sizeof *brands; i++)
		if (memcmp(p + 8, brands[i], 4) == 0)
			return true;
	return false;
}

enum mushi_form
mushi_form_of(const void *data, size_t n, const char **what)
{
	const unsigned char *p = data;

	*what = "";
	if (BEGINS("\x89PNG\r\n\x1A\n"))
		return *what = "PNG picture", MUSHI_FORM_IMAGE;
	if (BEGINS("\xFF\xD8\xFF"))
		return *what = "JPEG picture", MUSHI_FORM_IMAGE;
	if (BEGINS("GIF87a") || BEGINS("GIF89a"))
		return *what = "GIF picture", MUSHI_FORM_IMAGE;
	if (n > 12 && BEGINS("RIFF") && memcmp(p + 8, "WEBP", 4) == 0)
		return *what = "WebP picture", MUSHI_FORM_IMAGE;
	if (BEGINS("II*\0") || BEGINS("MM\0*"))
		return *what = "TIFF picture", MUSHI_FORM_IMAGE;
	if (n > 16 && BEGINS("P5\n") && p[3] >= '1' && p[3] <= '9')
		return *what = "PGM picture", MUSHI_FORM_IMAGE;
	if (n > 26 && BEGINS("BM") && p[6] == 0 && p[7] == 0 && p[8] == 0 && p[9] == 0)
		return *what = "BMP picture", MUSHI_FORM_IMAGE;
	if (n > 12 && memcmp(p + 4, "ftyp", 4) == 0) {
		if (is_heic(p, n))
			return *what = "HEIC picture", MUSHI_FORM_IMAGE;
		return *what = "video or AVIF file", MUSHI_FORM_SHUT;
	}
	if (has_pdf(p, n))
		return *what = "PDF", MUSHI_FORM_PDF;
	if (n > 30 && BEGINS("PK\x03\x04") && (p[6] & 1)) /* APPNOTE 4.4.4 */
		return *what = "ZIP archive with a password", MUSHI_FORM_SHUT;
	if (BEGINS("PK\x03\x04") || BEGINS("PK\x05\x06"))
		return *what = "ZIP archive or office document", MUSHI_FORM_SHUT;
	if (BEGINS("Rar!\x1A\x07"))
		return *what = "RAR archive", MUSHI_FORM_SHUT;
	if (BEGINS("7z\xBC\xAF\x27\x1C"))
		return *what = "7z archive", MUSHI_FORM_SHUT;
	if (BEGINS("\x1F\x8B"))
		return *what = "gzip archive", MUSHI_FORM_SHUT;
	if (BEGINS("\x7F""ELF") || (n > 64 && BEGINS("MZ") && memchr(p, 0, 64)))
		return *what = "program", MUSHI_FORM_SHUT;
	if (BEGINS("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"))
		return *what = "office document", MUSHI_FORM_SHUT;
	if (is_mbox(data, n))
		return *what = "mailbox", MUSHI_FORM_MBOX;
	if (n && is_mail(data, n))
		return *what = "mail", MUSHI_FORM_MAIL;
	return MUSHI_FORM_PLAIN;
}

bool
mushi_mbox_next(const void *data, size_t n, size_t *at, const char **message, size_t *size)
{
	const char *p = data, *nl;
	size_t from, i;

	if (*at >= n)
		return false;
	nl = memchr(p + *at, '\n', n - *at);
	from = nl ? (size_t)(nl - p) + 1 : n;
	for (i = from; i < n;) {
		nl = memchr(p + i, '\n', n - i);
		if (!nl)
			break;
		i = (size_t)(nl - p) + 1;
		/* "From " behind an empty line; ">From " is text. */
		if (n - i > 5 && memcmp(p + i, "From ", 5) == 0 && i >= 2
		    && (p[i - 2] == '\n' || (i >= 3 && p[i - 2] == '\r' && p[i - 3] == '\n'))) {
			*message = p + from;
			*size = i - from;
			*at = i;
			return true;
		}
	}
	*message = p + from;
	*size = n - from;
	*at = n;
	return true;
}

enum mushi_form
mushi_form_asked(const void *data, size_t n, enum mushi_reader asked, const char **what)
{
	enum mushi_form form = mushi_form_of(data, n, what);

	switch (asked) {
	case MUSHI_READ_AUTO:
		return form;
	case MUSHI_READ_MAIL:
		*what = "mail";
		return form == MUSHI_FORM_MBOX ? form : MUSHI_FORM_MAIL;
	case MUSHI_READ_IMAGE:
		*what = "picture";
		return MUSHI_FORM_IMAGE;
	case MUSHI_READ_PDF:
		*what = "PDF";
		return MUSHI_FORM_PDF;
	case MUSHI_READ_HTML:
	case MUSHI_READ_TEXT:
	case MUSHI_READ_WORDS:
		break;
	}
	return MUSHI_FORM_PLAIN;
}
