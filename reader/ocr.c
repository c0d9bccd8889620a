/*
 * What helps Tesseract on screens: grey, dark ones inverted, and letters brought to the height it
 * reads best. Small letters are read twice, larger and as they are, and of each line the reading
 * stays that is surer. Photographs get their light evened and their lines level first. When nothing
 * sensible comes out the picture may lie on its side or its head: the other ways are tried.
 * bench/readers/run.py measures all of it together (doc/readers.md).
 */
#include "ocr.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tesseract/capi.h>

#include "photo.h"

enum {
	INK = 200,            /* darker is a letter, once the light of a photograph is even */
	HEIGHT_BEST = 40,     /* pixels of a line of kanji that are read best */
	SIDE_MOST = 9000,     /* pixels after scaling */
	LINES_MOST = 4000, WORDS_MOST = 30000,
	SURE_LEAST = 35,      /* percent; less is no text */
	FEW = 20,             /* letters */
	DOUBTFUL = 60         /* less for the whole picture: another way up is tried */
};

static const double PIXELS_MOST = 24e6;

static TessBaseAPI *japanese, *vertical, *english;

const char *
ocr_init(void)
{
	japanese = TessBaseAPICreate();
	if (!japanese || TessBaseAPIInit2(japanese, NULL, "jpn", OEM_LSTM_ONLY) != 0)
		return "pictures cannot be read: the Japanese model of Tesseract is missing"
		    " (Debian: tesseract-ocr-jpn)";
	TessBaseAPISetPageSegMode(japanese, PSM_AUTO);
	vertical = TessBaseAPICreate();
	if (vertical && TessBaseAPIInit2(vertical, NULL, "jpn_vert", OEM_LSTM_ONLY) != 0) {
		TessBaseAPIDelete(vertical);
		vertical = NULL; /* postcards are then read as what is left of them */
	}
	if (vertical)
		TessBaseAPISetPageSegMode(vertical, PSM_AUTO);
	english = TessBaseAPICreate();
	if (english && TessBaseAPIInit2(english, NULL, "eng", OEM_LSTM_ONLY) != 0) {
		TessBaseAPIDelete(english);
		english = NULL; /* the Japanese one reads Latin letters, too */
	}
	if (english)
		TessBaseAPISetPageSegMode(english, PSM_AUTO);
	return NULL;
}

struct word {
	char *text;
	int x, y, w, h; /* of the picture as given */
};

struct line {
	size_t first, n;
	int x, y, w, h;
	double sure;
	size_t letters, latin;
	bool new_block;
};

struct reading {
	struct word *words;
	size_t word_n;
	struct line *lines;
	size_t line_n;
	double sure; /* mean of the lines, by letters */
	size_t letters, latin;
};

/* How the picture that is read came out of the one given. */
struct way {
	double scale, angle; /* enlarged by; turned clockwise by (radians) after that */
	int width, height;   /* before scaling */
	const l_float32 *to_picture; /* from there to the picture as given; NULL: the same */
	int given_width, given_height;
};

static void
reading_free(struct reading *r)
{
	for (size_t i = 0; i < r->word_n; i++)
		free(r->words[i].text);
	free(r->words);
	free(r->lines);
	*r = (struct reading){0};
}

/* A box of the turned, scaled picture back to the given one. */
static void
back(const struct way *way, int l, int t, int r, int b, struct word *out)
{
	double cx = way->width * way->scale / 2, cy = way->height * way->scale / 2;
	double c = cos(-way->angle), s = sin(-way->angle);
	double x0 = 1e9, y0 = 1e9, x1 = -1e9, y1 = -1e9;
	const int xs[4] = {l, r, l, r}, ys[4] = {t, t, b, b};

	for (int i = 0; i < 4; i++) {
		double x = xs[i] - cx, y = ys[i] - cy;
		double X = (x * c - y * s + cx) / way->scale, Y = (x * s + y * c + cy) / way->scale;
		if (way->to_picture) {
			const l_float32 *m = way->to_picture;
			double d = m[6] * X + m[7] * Y + 1, u, v;
			d = d > 1e-6 ? d : 1e-6;
			u = (m[0] * X + m[1] * Y + m[2]) / d;
			v = (m[3] * X + m[4] * Y + m[5]) / d;
			X = u;
			Y = v;
		}
		x0 = X < x0 ? X : x0;
		x1 = X > x1 ? X : x1;
		y0 = Y < y0 ? Y : y0;
		y1 = Y > y1 ? Y : y1;
	}
	x0 = x0 < 0 ? 0 : x0;
	y0 = y0 < 0 ? 0 : y0;
	x1 = x1 > way->given_width ? way->given_width : x1;
	y1 = y1 > way->given_height ? way->given_height : y1;
	out->x = (int)x0;
	out->y = (int)y0;
	out->w = x1 > x0 ? (int)(x1 - x0 + 0.5) : 0;
	out->h = y1 > y0 ? (int)(y1 - y0 + 0.5) : 0;
}

static bool
room_for(struct reading *r)
{
	if (r->word_n % 256 == 0) {
		struct word *more = realloc(r->words, (r->word_n + 256) * sizeof *more);
		if (!more)
			return false;
		r->words = more;
	}
	if (r->line_n % 64 == 0) {
		struct line *more = realloc(r->lines, (r->line_n + 64) * sizeof *more);
		if (!more)
			return false;
		r->lines = more;
	}
	return true;
}

static void
close_line(struct reading *r, struct line *l)
{
	int x0 = 1 << 30, y0 = 1 << 30, x1 = 0, y1 = 0;

	if (!l->n)
		return;
	for (size_t i = l->first; i < l->first + l->n; i++) {
		const struct word *w = &r->words[i];
		x0 = w->x < x0 ? w->x : x0;
		y0 = w->y < y0 ? w->y : y0;
		x1 = w->x + w->w > x1 ? w->x + w->w : x1;
		y1 = w->y + w->h > y1 ? w->y + w->h : y1;
	}
	l->x = x0;
	l->y = y0;
	l->w = x1 - x0;
	l->h = y1 - y0;
	l->sure = l->letters ? l->sure / (double)l->letters : 0;
	if (l->sure >= SURE_LEAST) {
		r->lines[r->line_n++] = *l;
		r->sure += l->sure * (double)l->letters;
		r->letters += l->letters;
		r->latin += l->latin;
	}
	*l = (struct line){0};
}

static void
count_letters(const char *text, struct line *l, double sure)
{
	size_t n = 0;

	for (const char *c = text; *c; c++) {
		n += ((unsigned char)*c & 0xC0) != 0x80;
		l->latin += (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z');
	}
	l->letters += n;
	l->sure += sure * (double)n;
}

static void
take_words(TessBaseAPI *api, const struct way *way, struct reading *r)
{
	TessResultIterator *it = TessBaseAPIGetIterator(api);
	TessPageIterator *page = it ? TessResultIteratorGetPageIterator(it) : NULL;
	struct line l = {0};
	bool block = true;

	if (!it)
		return;
	do {
		int x0, y0, x1, y1;
		char *text;
		if (TessPageIteratorIsAtBeginningOf(page, RIL_TEXTLINE)) {
			close_line(r, &l);
			block |= TessPageIteratorIsAtBeginningOf(page, RIL_PARA);
			l.first = r->word_n;
			l.new_block = block;
		}
		text = TessResultIteratorGetUTF8Text(it, RIL_WORD);
		if (!text)
			continue;
		if (strspn(text, " \n\t") < strlen(text) && r->word_n < WORDS_MOST
		    && r->line_n < LINES_MOST && room_for(r)
		    && TessPageIteratorBoundingBox(page, RIL_WORD, &x0, &y0, &x1, &y1)) {
			struct word *w = &r->words[r->word_n];
			w->text = strdup(text);
			if (w->text) {
				back(way, x0, y0, x1, y1, w);
				count_letters(text, &l, (double)TessResultIteratorConfidence(it,
				    RIL_WORD));
				r->word_n++;
				l.n++;
				block = false;
			}
		}
		TessDeleteText(text);
	} while (TessResultIteratorNext(it, RIL_WORD));
	close_line(r, &l);
	TessResultIteratorDelete(it);
}

/* What is read, and how its places lead back to the picture given. */
struct sheet {
	PIX *grey;
	bool photo, flat, down;
	l_float32 to_picture[8];
	int given_width, given_height;
};

static void
read_once(TessBaseAPI *api, const struct sheet *sheet, PIX *grey, double scale, double angle,
    struct reading *r)
{
	struct way way = {scale, angle, pixGetWidth(grey), pixGetHeight(grey),
	    sheet->flat ? sheet->to_picture : NULL, sheet->given_width, sheet->given_height};
	PIX *big = scale > 0.97 && scale < 1.03 ? pixClone(grey)
	    : pixScale(grey, (float)scale, (float)scale), *level;

	*r = (struct reading){0};
	if (!big)
		return;
	if (way.scale > 0.97 && way.scale < 1.03)
		way.scale = 1;
	level = angle != 0 ? pixRotate(big, (float)angle, L_ROTATE_AREA_MAP, L_BRING_IN_WHITE,
	    0, 0) : pixClone(big);
	if (level) {
		TessBaseAPISetImage2(api, level);
		TessBaseAPISetSourceResolution(api, 150);
		if (TessBaseAPIRecognize(api, NULL) == 0)
			take_words(api, &way, r);
		TessBaseAPIClear(api);
	}
	pixDestroy(&level);
	pixDestroy(&big);
	if (r->letters)
		r->sure /= (double)r->letters;
}

/*
 * How tall the letters of lines that run across (or down) are; *all: how much of such lines there
 * is. What stands beside each other is joined to pieces of lines: a line is as tall as its tallest
 * kanji, while single letters fall apart, those of a blurred photograph into specks. The median,
 * long pieces counting more.
 */
static int
line_height(PIX *bits, bool photo, bool down, long *all)
{
	enum { GAP = 13, LEAST = 8, MOST = 160, RIM = 4 };
	PIX *joined = pixCloseSafeBrick(NULL, bits, down ? 1 : GAP, down ? GAP : 1);
	BOXA *pieces = joined ? pixConnCompBB(joined, 8) : NULL;
	long widths[MOST + 1] = {0}, lower = 0;
	int count = pieces ? boxaGetCount(pieces) : 0, h = 0;

	*all = 0;
	for (int i = 0; i < count; i++) {
		l_int32 x, y, w, tall, length;
		if (boxaGetBoxGeometry(pieces, i, &x, &y, &w, &tall) != 0)
			continue;
		/* At the rim of a sheet stands its edge. */
		if (photo && (x <= RIM || y <= RIM || x + w + RIM >= pixGetWidth(bits)
		    || y + tall + RIM >= pixGetHeight(bits)))
			continue;
		length = down ? tall : w;
		tall = down ? w : tall;
		if (tall >= LEAST && tall <= MOST && length * 2 >= tall * 5) {
			widths[tall] += length;
			*all += length;
		}
	}
	while (*all && lower * 2 < *all)
		lower += widths[++h];
	boxaDestroy(&pieces);
	pixDestroy(&joined);
	return h;
}

/* 0: there are none to be measured. *down: the lines run down the page, as on postcards. */
static double
letter_height(PIX *grey, bool photo, bool *down)
{
	PIX *bits = NULL;
	long across = 0, downward = 0;
	int h = 0, h_down;

	*down = false;
	if (photo)
		bits = pixThresholdToBinary(grey, INK);
	else if (pixOtsuAdaptiveThreshold(grey, 300, 300, 0, 0, 0.1f, NULL, &bits) != 0)
		bits = NULL;
	if (bits) {
		h = line_height(bits, photo, false, &across);
		h_down = line_height(bits, photo, true, &downward);
		/* Pieces of kana stand above each other in lines across, but make no long ones. */
		*down = downward > across * 2 && downward > h_down * FEW;
		h = *down ? h_down : h;
	}
	pixDestroy(&bits);
	return h;
}

static double
mean_grey(PIX *grey)
{
	l_float32 mean = 128;

	(void)pixGetAverageMasked(grey, NULL, 0, 0, 4, L_MEAN_ABSVAL, &mean);
	return (double)mean;
}

static double
overlap(int a, int an, int b, int bn)
{
	int from = a > b ? a : b, to = a + an < b + bn ? a + an : b + bn;
	int less = an < bn ? an : bn;

	return less > 0 && to > from ? (double)(to - from) / less : 0;
}

static bool
same_place(const struct line *a, const struct line *b)
{
	return overlap(a->y, a->h, b->y, b->h) > 0.6 && overlap(a->x, a->w, b->x, b->w) > 0.6
	    && a->h * 2 > b->h && b->h * 2 > a->h;
}

struct text {
	char *p;
	size_t n, cap;
};

static void
put(struct text *t, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

static void
put(struct text *t, const char *fmt, ...)
{
	char buf[512];
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(buf, sizeof buf, fmt, ap);
	va_end(ap);
	if (n < 0 || n >= (int)sizeof buf)
		return;
	if (t->n + (size_t)n + 1 > t->cap) {
		size_t cap = t->cap * 2 + 4096;
		char *more = realloc(t->p, cap);
		if (!more)
			return;
		t->p = more;
		t->cap = cap;
	}
	memcpy(t->p + t->n, buf, (size_t)n + 1);
	t->n += (size_t)n;
}

static void
put_line(struct text *t, const struct reading *r, const struct line *l, bool block)
{
	put(t, block ? "block\n" : "line\n");
	for (size_t i = l->first; i < l->first + l->n; i++) {
		const struct word *w = &r->words[i];
		put(t, "%d %d %d %d %.300s\n", w->x, w->y, w->w, w->h, w->text);
	}
}

/* Lines of `a`; where `b` read one surer, its words; what only `b` saw comes behind. */
static void
put_union(struct text *t, const struct reading *a, const struct reading *b)
{
	bool *used = calloc(b->line_n + 1, sizeof *used);

	for (size_t i = 0; i < a->line_n; i++) {
		const struct line *l = &a->lines[i], *best = NULL;
		for (size_t k = 0; used && k < b->line_n; k++) {
			if (!same_place(l, &b->lines[k]))
				continue;
			used[k] = true;
			if (!best || b->lines[k].sure > best->sure)
				best = &b->lines[k];
		}
		if (best && best->sure > l->sure + 2 && best->letters * 10 >= l->letters * 8
		    && best->w * 10 >= l->w * 8)
			put_line(t, b, best, l->new_block);
		else
			put_line(t, a, l, l->new_block);
	}
	for (size_t k = 0; used && k < b->line_n; k++) {
		bool covered = used[k];
		for (size_t i = 0; i < a->line_n && !covered; i++)
			covered = overlap(a->lines[i].y, a->lines[i].h, b->lines[k].y,
			    b->lines[k].h) > 0.4 && overlap(a->lines[i].x, a->lines[i].w,
			    b->lines[k].x, b->lines[k].w) > 0.4;
		if (!covered && b->lines[k].sure >= DOUBTFUL)
			put_line(t, b, &b->lines[k], true);
	}
	free(used);
}

/* Quarter turns clockwise of words, back to the picture as given (width and height of that). */
static void
turn_back(struct reading *r, int turns, int width, int height)
{
	for (size_t i = 0; i < r->word_n; i++) {
		struct word *w = &r->words[i], o = *w;
		switch (turns) {
		case 1:
			*w = (struct word){o.text, o.y, height - o.x - o.w, o.h, o.w};
			break;
		case 2:
			*w = (struct word){o.text, width - o.x - o.w, height - o.y - o.h, o.w, o.h};
			break;
		case 3:
			*w = (struct word){o.text, width - o.y - o.h, o.x, o.h, o.w};
			break;
		default:
			break;
		}
	}
}

static bool
prepare(PIX *pix, bool flatten, struct sheet *s)
{
	PIX *opaque = pixRemoveAlpha(pix), *grey = opaque ? pixConvertTo8(opaque, 0) : NULL;

	pixDestroy(&opaque);
	*s = (struct sheet){0};
	if (!grey)
		return false;
	s->given_width = pixGetWidth(grey);
	s->given_height = pixGetHeight(grey);
	s->photo = photo_is(grey);
	if (s->photo && flatten) {
		PIX *flat = photo_flatten(grey, s->to_picture);
		if (flat) {
			pixDestroy(&grey);
			grey = flat;
			s->flat = true;
		}
	}
	if (mean_grey(grey) < 110)
		(void)pixInvert(grey, grey);
	photo_panels(grey);
	s->grey = s->photo ? photo_even(grey) : grey;
	return true;
}

/* Anything sensible? Few letters, or none that Tesseract is sure of, may stand on their head. */
static bool
doubtful(const struct reading *r)
{
	return r->letters >= 4 && r->sure < DOUBTFUL;
}

/* How much larger it is read. */
static double
best_scale(struct sheet *s)
{
	int width = pixGetWidth(s->grey), tall = pixGetHeight(s->grey);
	double height = letter_height(s->grey, s->photo, &s->down), scale, most;

	scale = height > 0 ? HEIGHT_BEST / height : 1;
	scale = scale < 0.4 ? 0.4 : scale > 3 ? 3 : scale;
	most = (double)SIDE_MOST / (width > tall ? width : tall);
	scale = scale > most ? most : scale;
	most = sqrt(PIXELS_MOST / ((double)width * tall));
	scale = scale > most ? most : scale;
	/* A little off is no reason to blur it. */
	return scale > 0.75 && scale < 1.35 ? 1 : scale;
}

/* Other ways up: head first, then the sides. True when one of them is better than *a. */
static bool
try_turned(const struct sheet *s, double scale, struct reading *a)
{
	static const int order[] = {2, 1, 3};
	struct sheet turned = *s;
	int best = 0;

	/* Larger than needed only costs time here. */
	scale = scale > 1 ? scale * 0.8 : scale;
	turned.flat = false;
	for (size_t i = 0; i < 3 && a->sure <= 75; i++) {
		PIX *pix = pixRotateOrth(s->grey, order[i]);
		struct reading r = {0};
		if (!pix)
			continue;
		turned.given_width = pixGetWidth(pix);
		turned.given_height = pixGetHeight(pix);
		read_once(japanese, &turned, pix, scale, s->photo ? photo_skew(pix) : 0, &r);
		pixDestroy(&pix);
		if (r.letters * 2 > a->letters && r.sure > a->sure + 8) {
			reading_free(a);
			*a = r;
			best = order[i];
		} else {
			reading_free(&r);
		}
	}
	turn_back(a, best, pixGetWidth(s->grey), pixGetHeight(s->grey));
	return best != 0;
}

char *
ocr_read(PIX *pix, size_t *n)
{
	struct sheet s;
	struct reading a = {0}, b = {0};
	struct text t = {0};
	double scale, angle;
	bool turned, down = false;

	*n = 0;
	if (!prepare(pix, true, &s)) {
		pixDestroy(&pix);
		return NULL;
	}
	scale = best_scale(&s);
	angle = s.photo ? photo_skew(s.grey) : 0;
	read_once(japanese, &s, s.grey, scale, angle, &a);
	if (s.flat && a.letters < FEW) {
		/* What stood out was a picture or a field, not the sheet. */
		struct sheet whole;
		if (prepare(pix, false, &whole)) {
			pixDestroy(&s.grey);
			reading_free(&a);
			s = whole;
			scale = best_scale(&s);
			angle = photo_skew(s.grey);
			read_once(japanese, &s, s.grey, scale, angle, &a);
		}
	}
	pixDestroy(&pix);
	if (s.down && vertical) {
		read_once(vertical, &s, s.grey, scale, angle, &b);
		down = b.letters * 2 > a.letters && b.sure > a.sure;
		if (down) {
			reading_free(&a);
			a = b;
			b = (struct reading){0};
		} else {
			reading_free(&b);
		}
	}
	turned = doubtful(&a) && try_turned(&s, scale, &a);
	if (!turned && !down && english && a.letters >= FEW && a.latin * 10 > a.letters * 7)
		read_once(english, &s, s.grey, scale, angle, &b);
	else if (!turned && !down && (scale > 1.35 || (a.letters && a.sure < 80)))
		read_once(japanese, &s, s.grey, scale > 1.35 && !s.photo ? 1 : s.photo ? scale * 0.75
		    : scale * 1.4, angle, &b);
	put(&t, "page %d %d\n", s.given_width, s.given_height);
	if (a.line_n || b.line_n) {
		put_union(&t, &a, &b);
		*n = t.n;
	}
	reading_free(&a);
	reading_free(&b);
	pixDestroy(&s.grey);
	return t.p;
}
