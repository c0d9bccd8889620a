#include "photo.h"

#include <math.h>
#include <stdlib.h>

enum { SMALL = 400 /* pixels of the longer side: enough to find a sheet */ };

static const l_float32 ABOUT_WHITE = 193, ABOUT_BLACK = 55; /* of 200, which becomes the ground */
static const l_float32 PALE_LEAST = 120, PALE_MOST = 150;

/*
 * Along the edges of a screenshot neighbours are equal (bars, margins); in a photograph the noise
 * of the sensor makes nearly all of them differ.
 */
bool
photo_is(PIX *grey)
{
	int w = pixGetWidth(grey), h = pixGetHeight(grey);
	int ring = (w < h ? w : h) / 40 + 1;
	long equal = 0, all = 0;

	for (int y = 0; y < h; y++) {
		const l_uint32 *line = pixGetData(grey) + (size_t)y * (size_t)pixGetWpl(grey);
		bool inside = y >= ring && y < h - ring;
		for (int x = 0; x + 1 < w; x++) {
			if (inside && x == ring && w - ring - 1 > ring)
				x = w - ring - 1;
			all++;
			equal += GET_DATA_BYTE(line, x) == GET_DATA_BYTE(line, x + 1);
		}
	}
	return all > 0 && equal * 10 < all * 6;
}

/* The four outermost pixels of a component, in the order of the corners of a rectangle. */
static bool
corners(PIX *bits, double x[4], double y[4])
{
	int w = pixGetWidth(bits), h = pixGetHeight(bits), n = 0;
	int best[4] = {1 << 30, -(1 << 30), -(1 << 30), 1 << 30};

	for (int j = 0; j < h; j++) {
		const l_uint32 *line = pixGetData(bits) + (size_t)j * (size_t)pixGetWpl(bits);
		for (int i = 0; i < w; i++) {
			if (!GET_DATA_BIT(line, i))
				continue;
			n++;
			if (i + j < best[0])
				best[0] = i + j, x[0] = i, y[0] = j;
			if (i - j > best[1])
				best[1] = i - j, x[1] = i, y[1] = j;
			if (i + j > best[2])
				best[2] = i + j, x[2] = i, y[2] = j;
			if (i - j < best[3])
				best[3] = i - j, x[3] = i, y[3] = j;
		}
	}
	return n > 0;
}

static double
quad_area(const double x[4], const double y[4])
{
	double a = 0;

	for (int i = 0; i < 4; i++)
		a += x[i] * y[(i + 1) % 4] - x[(i + 1) % 4] * y[i];
	return fabs(a) / 2;
}

/* The largest piece of the bits, its holes filled; false when it is no clear quadrilateral. */
static bool
largest(PIX *bits, double x[4], double y[4])
{
	PIX *closed = pixCloseSafeBrick(NULL, bits, 9, 9), *one = NULL, *filled = NULL;
	PIXA *pieces = NULL;
	BOXA *boxes = closed ? pixConnComp(closed, &pieces, 4) : NULL;
	double whole = (double)pixGetWidth(bits) * pixGetHeight(bits), area = 0;
	int most = -1, n = boxes ? boxaGetCount(boxes) : 0;
	bool ok = false;

	for (int i = 0; i < n; i++) {
		l_int32 bx, by, bw, bh;
		if (boxaGetBoxGeometry(boxes, i, &bx, &by, &bw, &bh) == 0
		    && (double)bw * bh > area) {
			area = (double)bw * bh;
			most = i;
		}
	}
	if (most >= 0 && area > whole * 0.25) {
		l_int32 bx = 0, by = 0, bw = 0, bh = 0, count = 0;
		one = pixaGetPix(pieces, most, L_CLONE);
		(void)boxaGetBoxGeometry(boxes, most, &bx, &by, &bw, &bh);
		filled = one ? pixHolesByFilling(one, 4) : NULL;
		if (filled)
			(void)pixOr(filled, filled, one);
		if (filled && pixCountPixels(filled, &count, NULL) == 0 && corners(filled, x, y)) {
			double quad = quad_area(x, y);
			/* It fills its corners, and leaves some of the picture around it. */
			ok = quad > whole * 0.25 && count > quad * 0.93 && count < quad * 1.07
			    && quad < whole * 0.97;
			for (int i = 0; i < 4; i++) {
				x[i] += bx;
				y[i] += by;
			}
		}
	}
	pixDestroy(&one);
	pixDestroy(&filled);
	pixDestroy(&closed);
	pixaDestroy(&pieces);
	boxaDestroy(&boxes);
	return ok;
}

static bool
find_sheet(PIX *grey, double x[4], double y[4])
{
	int w = pixGetWidth(grey), h = pixGetHeight(grey);
	double scale = (double)SMALL / (w > h ? w : h);
	PIX *small = pixScale(grey, (float)scale, (float)scale), *bits, *ground;
	l_int32 level = 128;
	bool ok = false;

	ground = small ? pixBlockconv(small, 2, 2) : NULL;
	if (ground && pixSplitDistributionFgBg(ground, 0.1f, 1, &level, NULL, NULL, NULL) == 0) {
		bits = pixThresholdToBinary(ground, level); /* 1: darker */
		if (bits) {
			/* Brighter than what is around it, or (a dark page) darker. */
			(void)pixInvert(bits, bits);
			ok = largest(bits, x, y);
			if (!ok) {
				(void)pixInvert(bits, bits);
				ok = largest(bits, x, y);
			}
		}
		pixDestroy(&bits);
	}
	pixDestroy(&small);
	pixDestroy(&ground);
	for (int i = 0; i < 4; i++) {
		x[i] /= scale;
		y[i] /= scale;
	}
	return ok;
}

static double
distance(const double x[4], const double y[4], int a, int b)
{
	return hypot(x[a] - x[b], y[a] - y[b]);
}

PIX *
photo_flatten(PIX *grey, l_float32 to_picture[8])
{
	double x[4] = {0}, y[4] = {0}, w, h, cx, cy;
	PTA *from, *to;
	PIX *flat, *cut = NULL;
	l_float32 *c = NULL;
	BOX *box;

	if (!find_sheet(grey, x, y))
		return NULL;
	/* A little inward: the edge itself is no text. */
	cx = (x[0] + x[1] + x[2] + x[3]) / 4;
	cy = (y[0] + y[1] + y[2] + y[3]) / 4;
	for (int i = 0; i < 4; i++) {
		x[i] += (cx - x[i]) * 0.008;
		y[i] += (cy - y[i]) * 0.008;
	}
	w = fmax(distance(x, y, 0, 1), distance(x, y, 3, 2));
	h = fmax(distance(x, y, 0, 3), distance(x, y, 1, 2));
	w = fmin(w, pixGetWidth(grey));
	h = fmin(h, pixGetHeight(grey));
	if (w < 80 || h < 80)
		return NULL;
	from = ptaCreate(4);
	to = ptaCreate(4);
	for (int i = 0; i < 4; i++) {
		ptaAddPt(from, (float)x[i], (float)y[i]);
		ptaAddPt(to, i == 1 || i == 2 ? (float)w : 0, i > 1 ? (float)h : 0);
	}
	flat = pixProjectivePta(grey, to, from, L_BRING_IN_WHITE);
	box = boxCreate(0, 0, (int)w, (int)h);
	if (flat && box && getProjectiveXformCoeffs(to, from, &c) == 0 && c) {
		cut = pixClipRectangle(flat, box, NULL);
		for (int i = 0; i < 8; i++)
			to_picture[i] = c[i];
	}
	LEPT_FREE(c);
	boxDestroy(&box);
	ptaDestroy(&from);
	ptaDestroy(&to);
	pixDestroy(&flat);
	return cut;
}

/* The cells of large dark panels: pictures of one bit. */
static PIX *
find_panels(PIX *far)
{
	enum { DARK = 110, PART = 25 /* of the picture: its 1/25 */ };
	PIX *bits = pixThresholdToBinary(far, DARK), *open, *all = NULL;
	BOXA *boxes;
	PIXA *pieces = NULL;
	int n;

	open = bits ? pixOpenBrick(NULL, bits, 3, 3) : NULL;
	boxes = open ? pixConnComp(open, &pieces, 4) : NULL;
	n = boxes ? boxaGetCount(boxes) : 0;
	for (int i = 0; i < n; i++) {
		l_int32 x, y, w, h;
		PIX *piece;
		if (boxaGetBoxGeometry(boxes, i, &x, &y, &w, &h) != 0
		    || (long)w * h * PART < (long)pixGetWidth(far) * pixGetHeight(far))
			continue;
		all = all ? all : pixCreateTemplate(open);
		piece = pixaGetPix(pieces, i, L_CLONE);
		if (all && piece)
			(void)pixRasterop(all, x, y, w, h, PIX_PAINT, piece, 0, 0);
		pixDestroy(&piece);
	}
	pixaDestroy(&pieces);
	boxaDestroy(&boxes);
	pixDestroy(&open);
	pixDestroy(&bits);
	return all;
}

/*
 * Tesseract takes a large dark panel for a picture and reads nothing on it. Seen from afar, text
 * makes a light ground a little darker and a dark one a little lighter, so that cells tell the two
 * apart; a few dark cells may be a headline or a drawing and stay.
 */
void
photo_panels(PIX *grey)
{
	enum { CELL = 16 };
	PIX *far = pixScaleSmooth(grey, 1.0f / CELL, 1.0f / CELL);
	PIX *inner = far ? find_panels(far) : NULL;
	PIX *outer = inner ? pixDilateBrick(NULL, inner, 3, 3) : NULL;
	int w = pixGetWidth(grey), h = pixGetHeight(grey);

	for (int y = 0; outer && y < h && y / CELL < pixGetHeight(far); y++) {
		l_uint32 *line = pixGetData(grey) + (size_t)y * (size_t)pixGetWpl(grey);
		size_t row = (size_t)(y / CELL) * (size_t)pixGetWpl(inner);
		for (int x = 0; x < w && x / CELL < pixGetWidth(far); x++) {
			int v = GET_DATA_BYTE(line, x);
			/* Around it: what is left of the panel would be a black frame. */
			if (GET_DATA_BIT(pixGetData(inner) + row, x / CELL)
			    || (v < 128 && GET_DATA_BIT(pixGetData(outer) + row, x / CELL)))
				SET_DATA_BYTE(line, x, (l_uint8)(255 - v));
		}
	}
	pixDestroy(&outer);
	pixDestroy(&inner);
	pixDestroy(&far);
}

PIX *
photo_even(PIX *grey)
{
	PIX *even = pixBackgroundNormSimple(grey, NULL, NULL), *letters;
	l_float32 ink = ABOUT_BLACK;

	if (!even)
		return grey;
	/* Coloured letters, or grey ones, have no black: the darkest quarter of them becomes it. */
	letters = pixThresholdToBinary(even, (l_int32)ABOUT_WHITE - 8);
	if (!letters || pixGetRankValueMasked(even, letters, 0, 0, 2, 0.25f, &ink, NULL) != 0
	    || ink < PALE_LEAST)
		ink = ABOUT_BLACK;
	pixDestroy(&letters);
	ink = ink > PALE_MOST ? PALE_MOST : ink;
	(void)pixGammaTRC(even, even, 1.0f, (l_int32)ink, (l_int32)ABOUT_WHITE);
	pixDestroy(&grey);
	return even;
}

double
photo_skew(PIX *grey)
{
	PIX *bits = pixThresholdToBinary(grey, 200); /* also the thin strokes of a blurred one */
	l_float32 angle = 0, sure = 0;

	if (!bits || pixFindSkew(bits, &angle, &sure) != 0 || sure < 2.0f
	    || fabs((double)angle) < 0.2)
		angle = 0;
	pixDestroy(&bits);
	return (double)angle * 3.14159265358979 / 180;
}
