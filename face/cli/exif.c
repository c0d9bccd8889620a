/*
 * What a camera or a program wrote into a picture beside the picture: place, time, device (EXIF,
 * XMP, IPTC, comments, a film or more pictures behind the end). How the camera was held stays, or
 * the picture would lie on its side.
 */
#include <stdlib.h>
#include <string.h>

#include "record.h"

struct copy {
	const unsigned char *p;
	size_t n, at;
	unsigned char *out;
	size_t size;
};

static size_t
big(const unsigned char *p, unsigned n)
{
	size_t v = 0;

	for (unsigned i = 0; i < n; i++)
		v = v << 8 | p[i];
	return v;
}

/* Takes over so many bytes, all of which are there. */
static void
take(struct copy *c, size_t n)
{
	memcpy(c->out + c->size, c->p + c->at, n);
	c->size += n;
	c->at += n;
}

/* The Orientation (1..8) of a segment "Exif"; 1 when it has none. */
static unsigned
held(const unsigned char *p, size_t n)
{
	const unsigned char *t = p + 6;
	size_t size, at, count;
	bool little;

	if (n < 20 || memcmp(p, "Exif\0", 6) != 0)
		return 1;
	size = n - 6;
	little = t[0] == 'I';
	at = little ? (size_t)t[7] << 24 | (size_t)t[6] << 16 | (size_t)t[5] << 8 | t[4] : big(t + 4, 4);
	if (at > size - 2)
		return 1;
	count = little ? (size_t)t[at + 1] << 8 | t[at] : big(t + at, 2);
	for (size_t i = 0; i < count && at + 2 + (i + 1) * 12 <= size; i++) {
		const unsigned char *e = t + at + 2 + i * 12;
		if ((little ? e[1] << 8 | e[0] : e[0] << 8 | e[1]) == 0x0112) {
			unsigned v = little ? e[8] : e[9];
			return v >= 1 && v <= 8 ? v : 1;
		}
	}
	return 1;
}

/* A segment that says only how the camera was held: never longer than the one it stands for. */
static void
add_held(struct copy *c, unsigned how)
{
	unsigned char s[] = {0xFF, 0xE1, 0, 34, 'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8,
	    0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (unsigned char)how, 0, 0, 0, 0, 0, 0};

	memcpy(c->out + c->size, s, sizeof s);
	c->size += sizeof s;
}

static bool
jpeg(struct copy *c)
{
	bool turned = false;

	take(c, 2);
	for (;;) {
		const unsigned char *s = c->p + c->at;
		size_t len;
		if (c->n - c->at < 4 || s[0] != 0xFF)
			/* Cut off, as pictures on their way are: nothing hides behind. */
			return c->n - c->at >= 2 && s[0] == 0xFF && s[1] == 0xD9 ? (take(c, 2), true)
			    : c->n - c->at < 4;
		if (s[1] == 0xD9) {
			take(c, 2);
			return true;
		}
		len = big(s + 2, 2) + 2;
		if (len < 4 || len > c->n - c->at)
			return false;
		if (s[1] == 0xE1 || s[1] == 0xED || s[1] == 0xFE) {
			unsigned how = s[1] == 0xE1 && !turned && len >= 36 ? held(s + 4, len - 4) : 1;
			if (how != 1)
				add_held(c, how);
			turned |= how != 1;
			c->at += len;
			continue;
		}
		take(c, len);
		/* The picture itself: 0xFF in it stands before 0 or a restart. */
		while (s[1] == 0xDA && c->at < c->n && (c->p[c->at] != 0xFF || (c->at + 1 < c->n
		    && (c->p[c->at + 1] == 0 || (c->p[c->at + 1] & 0xF8) == 0xD0))))
			take(c, 1);
	}
}

static bool
png(struct copy *c)
{
	static const char drop[][5] = {"eXIf", "tEXt", "iTXt", "zTXt", "tIME"};

	take(c, 8);
	while (c->n - c->at >= 12) {
		const unsigned char *s = c->p + c->at;
		size_t len = big(s, 4);
		bool gone = false, end = memcmp(s + 4, "IEND", 4) == 0;
		if (len > c->n - c->at - 12)
			return false;
		for (size_t i = 0; i < sizeof drop / sizeof *drop; i++)
			gone |= memcmp(s + 4, drop[i], 4) == 0;
		if (gone)
			c->at += len + 12;
		else
			take(c, len + 12);
		if (end)
			return true;
	}
	return false;
}

static bool
webp(struct copy *c)
{
	take(c, 12);
	while (c->n - c->at >= 8) {
		const unsigned char *s = c->p + c->at;
		size_t len = (size_t)s[7] << 24 | (size_t)s[6] << 16 | (size_t)s[5] << 8 | s[4];
		bool gone = memcmp(s, "EXIF", 4) == 0 || memcmp(s, "XMP ", 4) == 0;
		len += len & 1;
		if (len > c->n - c->at - 8)
			return false;
		if (memcmp(s, "VP8X", 4) == 0 && len >= 10) {
			take(c, len + 8);
			c->out[c->size - len] &= (unsigned char)~0x0Cu; /* there are none now */
		} else if (gone) {
			c->at += len + 8;
		} else {
			take(c, len + 8);
		}
	}
	for (unsigned i = 0; i < 4; i++)
		c->out[4 + i] = (unsigned char)((c->size - 8) >> 8 * i);
	return true;
}

unsigned char *
exif_left_out(const unsigned char *p, size_t n, size_t *size)
{
	struct copy c = {.p = p, .n = n};
	bool ok = false;

	/* What is put in is never longer than what it stands for. */
	c.out = malloc(n + 1);
	if (!c.out)
		return NULL;
	if (n > 4 && memcmp(p, "\xFF\xD8\xFF", 3) == 0)
		ok = jpeg(&c);
	else if (n > 8 && memcmp(p, "\x89PNG\r\n\x1A\n", 8) == 0)
		ok = png(&c);
	else if (n > 12 && memcmp(p, "RIFF", 4) == 0 && memcmp(p + 8, "WEBP", 4) == 0)
		ok = webp(&c);
	else if (n > 2 && (memcmp(p, "BM", 2) == 0 || memcmp(p, "GI", 2) == 0))
		ok = (take(&c, n), true);
	if (!ok) {
		free(c.out);
		return NULL;
	}
	*size = c.size;
	return c.out;
}
