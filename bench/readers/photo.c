/*
 * A photograph of a screen, as it might be: turned, seen at an angle, out of focus, unevenly lit,
 * with the moiré of two grids and the noise of a sensor, saved as JPEG of quality 60.
 *
 *   photo IN.png OUT.jpg SEED
 */
#include <leptonica/allheaders.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { SHORT_SIDE = 1500 }; /* a camera of 12 megapixels that the screen half fills */

static unsigned state;

/* 0..1, the same on every machine. */
static double
chance(void)
{
	state = state * 1664525u + 1013904223u;
	return (state >> 8) / 16777216.0;
}

static double
between(double a, double b)
{
	return a + (b - a) * chance();
}

static void
light(PIX *pix)
{
	int w = pixGetWidth(pix), h = pixGetHeight(pix);
	double gx = between(-0.25, 0.25), gy = between(-0.25, 0.25), wave = between(3.1, 5.3);
	double depth = between(2, 7), slant = between(-0.4, 0.4), base = between(0.8, 0.95);

	for (int y = 0; y < h; y++) {
		l_uint32 *line = pixGetData(pix) + (size_t)y * (size_t)pixGetWpl(pix);
		for (int x = 0; x < w; x++) {
			double f = base + gx * ((double)x / w - 0.5) + gy * ((double)y / h - 0.5);
			double m = depth * sin(6.2832 * (x + slant * y) / wave);
			int rgb[3];
			extractRGBValues(line[x], &rgb[0], &rgb[1], &rgb[2]);
			for (int k = 0; k < 3; k++) {
				double v = rgb[k] * f + m + 18 + between(-6, 6);
				rgb[k] = v < 0 ? 0 : v > 255 ? 255 : (int)v;
			}
			composeRGBPixel(rgb[0], rgb[1], rgb[2], &line[x]);
		}
	}
}

/* The four corners move by up to 2 % of the sides; behind the screen it is dark. */
static PIX *
perspective(PIX *pix)
{
	int w = pixGetWidth(pix), h = pixGetHeight(pix);
	PTA *from = ptaCreate(4), *to = ptaCreate(4);
	const float xs[4] = {0, (float)w, (float)w, 0}, ys[4] = {0, 0, (float)h, (float)h};
	PIX *out;

	for (int i = 0; i < 4; i++) {
		ptaAddPt(from, xs[i], ys[i]);
		ptaAddPt(to, xs[i] + (float)(between(-0.02, 0.02) * w),
		    ys[i] + (float)(between(-0.02, 0.02) * h));
	}
	out = pixProjectivePta(pix, to, from, L_BRING_IN_BLACK);
	ptaDestroy(&from);
	ptaDestroy(&to);
	return out;
}

int
main(int argc, char **argv)
{
	PIX *raw, *colour, *pix, *edge, *turned, *seen, *blurred;
	float scale;

	if (argc != 4 || !(raw = pixRead(argv[1])) || !(colour = pixConvertTo32(raw)))
		return 2;
	scale = (float)SHORT_SIDE / (float)(pixGetWidth(raw) < pixGetHeight(raw)
	    ? pixGetWidth(raw) : pixGetHeight(raw));
	pix = pixScale(colour, scale, scale);
	state = (unsigned)atoi(argv[3]) * 2654435761u + 1;
	edge = pixAddBorder(pix, pixGetWidth(pix) / 12, 0x30303000);
	turned = pixRotate(edge, (float)(between(-5, 5) * 0.0174533), L_ROTATE_AREA_MAP,
	    L_BRING_IN_BLACK, pixGetWidth(edge), pixGetHeight(edge));
	seen = perspective(turned);
	blurred = pixBlockconv(seen, 2, 2);
	if (!blurred)
		return 2;
	light(blurred);
	return pixWriteJpeg(argv[2], blurred, 60, 0) ? 2 : 0;
}
