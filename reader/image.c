/* Pictures: Leptonica decodes, Tesseract reads, zbar finds QR codes. */
#include <stdlib.h>
#include <string.h>
#include <zbar.h>

#include "heif.h"
#include "mushi/mushi.h"
#include "ocr.h"
#include "serve.h"
#include "wire.h"

enum { SIDE_MOST = 20000, PIXELS_MOST = 40000000, CODES_MOST = 8 };

static unsigned
get(const unsigned char *p, unsigned n, bool big)
{
	unsigned v = 0;

	for (unsigned i = 0; i < n; i++)
		v |= (unsigned)p[i] << 8 * (big ? n - 1 - i : i);
	return v;
}

/* How a camera was held: the Orientation of EXIF, 1..8; 1 when there is none. */
static unsigned
orientation(const unsigned char *p, size_t n)
{
	size_t at = 2;

	if (n < 4 || p[0] != 0xFF || p[1] != 0xD8)
		return 1;
	while (at + 4 <= n && p[at] == 0xFF) {
		size_t len = get(p + at + 2, 2, true);
		const unsigned char *t = p + at + 10;
		if (p[at + 1] == 0xE1 && len >= 16 && at + 2 + len <= n
		    && memcmp(p + at + 4, "Exif\0", 6) == 0) {
			size_t size = len - 8, ifd, count;
			bool big = t[0] == 'M';
			ifd = get(t + 4, 4, big);
			if (ifd > size - 2)
				return 1;
			count = get(t + ifd, 2, big);
			for (size_t i = 0; i < count && ifd + 2 + (i + 1) * 12 <= size; i++) {
				const unsigned char *e = t + ifd + 2 + i * 12;
				if (get(e, 2, big) == 0x0112) {
					unsigned v = get(e + 8, 2, big);
					return v >= 1 && v <= 8 ? v : 1;
				}
			}
			return 1;
		}
		if (p[at + 1] == 0xDA || len < 2)
			return 1;
		at += 2 + len;
	}
	return 1;
}

static PIX *
upright(PIX *pix, unsigned how)
{
	static const int turns[] = {0, 0, 0, 2, 2, 3, 1, 1, 3}; /* after the flip */
	PIX *turned;

	if (how == 2 || how == 4 || how == 5 || how == 7)
		(void)pixFlipLR(pix, pix);
	if (!turns[how])
		return pix;
	turned = pixRotateOrth(pix, turns[how]);
	pixDestroy(&pix);
	return turned;
}

/* NULL after a message. */
static PIX *
load(const unsigned char *data, size_t n, int fd)
{
	l_int32 format = 0, w = 0, h = 0, bps, spp, cmap;
	PIX *pix;

	if (heif_is(data, n)) {
		const char *code, *why;
		pix = heif_read(data, n, PIXELS_MOST, &code, &why);
		if (!pix)
			wire_error(fd, code, why);
		return pix;
	}
	if (pixReadHeaderMem(data, n, &format, &w, &h, &bps, &spp, &cmap) == 0 && w > 0 && h > 0
	    && (w > SIDE_MOST || h > SIDE_MOST || (double)w * h > PIXELS_MOST)) {
		wire_error(fd, "too-big", "is a picture of more than 40 million pixels; make it smaller");
		return NULL;
	}
	/* GIF has no such header for Leptonica: its first fields are the size. */
	if (n > 10 && memcmp(data, "GIF8", 4) == 0
	    && (double)get(data + 6, 2, false) * get(data + 8, 2, false) > PIXELS_MOST) {
		wire_error(fd, "too-big", "is a picture of more than 40 million pixels; make it smaller");
		return NULL;
	}
	pix = pixReadMem(data, n);
	if (pix && (double)pixGetWidth(pix) * pixGetHeight(pix) > PIXELS_MOST)
		pixDestroy(&pix);
	if (pix)
		pix = upright(pix, orientation(data, n));
	if (!pix)
		wire_error(fd, "broken", "is a picture that cannot be read; it is damaged or cut off");
	return pix;
}

static void
read_codes(PIX *pix, int fd)
{
	PIX *flat = pixRemoveAlpha(pix), *grey = flat ? pixConvertTo8(flat, 0) : NULL;
	zbar_image_scanner_t *scanner = zbar_image_scanner_create();
	zbar_image_t *image = zbar_image_create();
	unsigned w, h, count = 0;
	unsigned char *bytes;

	pixDestroy(&flat);
	if (!grey || !scanner || !image)
		return;
	w = (unsigned)pixGetWidth(grey);
	h = (unsigned)pixGetHeight(grey);
	bytes = malloc((size_t)w * h);
	if (!bytes)
		return;
	for (unsigned y = 0; y < h; y++) {
		const l_uint32 *line = pixGetData(grey) + (size_t)y * (size_t)pixGetWpl(grey);
		for (unsigned x = 0; x < w; x++)
			bytes[(size_t)y * w + x] = (unsigned char)GET_DATA_BYTE(line, x);
	}
	zbar_image_scanner_set_config(scanner, ZBAR_NONE, ZBAR_CFG_ENABLE, 0);
	zbar_image_scanner_set_config(scanner, ZBAR_QRCODE, ZBAR_CFG_ENABLE, 1);
	zbar_image_set_format(image, zbar_fourcc('Y', '8', '0', '0'));
	zbar_image_set_size(image, w, h);
	zbar_image_set_data(image, bytes, (unsigned long)w * h, NULL);
	if (zbar_scan_image(scanner, image) > 0) {
		const zbar_symbol_t *s = zbar_image_first_symbol(image);
		for (; s && count++ < CODES_MOST; s = zbar_symbol_next(s)) {
			const char *text = zbar_symbol_get_data(s);
			unsigned len = zbar_symbol_get_data_length(s);
			wire_write(fd, MUSHI_PART_LINK, "QR", NULL, 0, text, len > 4096 ? 4096 : len);
		}
	}
	free(bytes);
	pixDestroy(&grey);
}

static void
frame(PIX *pix, double x0, double y0, double x1, double y1, int away, int thick, int r, int g, int b)
{
	BOX *box = boxCreate((int)x0 - away, (int)y0 - away, (int)(x1 - x0) + 2 * away,
	    (int)(y1 - y0) + 2 * away);

	if (box)
		(void)pixRenderBoxArb(pix, box, thick, (l_uint8)r, (l_uint8)g, (l_uint8)b);
	boxDestroy(&box);
}

/*
 * Words of one line that stand beside each other (in lines that run down, below each other) get
 * one frame: red, with a white line around it, to be seen on a red ground, too. It stands around
 * the letters, and small ones get a thin one.
 */
static void
draw(PIX *pix, const struct mushi_box *b, size_t n)
{
	int most = pixGetWidth(pix) / 300 + 2;

	for (size_t i = 0; i < n;) {
		double x0 = b[i].x, y0 = b[i].y, x1 = x0 + b[i].width, y1 = y0 + b[i].height;
		double small = b[i].width < b[i].height ? b[i].width : b[i].height;
		int thick = small / 8 < 2 ? 2 : small / 8 > most ? most : (int)(small / 8);
		size_t k = i + 1;
		for (; k < n; k++) {
			double left = b[k].x, right = left + b[k].width, top = b[k].y;
			double bottom = top + b[k].height, mid = (top + bottom) / 2;
			bool beside = bottom > y0 && top < y1 && left >= x0
			    && left <= x1 + 1.5 * b[k].height;
			bool below = (left + right) / 2 > x0 && (left + right) / 2 < x1 && mid > y1
			    && top <= y1 + 0.6 * (x1 - x0) && x1 - x0 < 2.5 * small
			    && right - left < 2.5 * small;
			if (!beside && !below)
				break;
			x1 = right > x1 ? right : x1;
			x0 = left < x0 ? left : x0;
			y1 = bottom > y1 ? bottom : y1;
			y0 = top < y0 ? top : y0;
		}
		frame(pix, x0, y0, x1, y1, thick + 3, 1, 255, 255, 255);
		frame(pix, x0, y0, x1, y1, thick / 2 + 2, thick, 220, 30, 30);
		i = k;
	}
}

static void
annotate(PIX *pix, const struct mushi_box *boxes, size_t n, int fd)
{
	PIX *flat = pixRemoveAlpha(pix), *colour = flat ? pixConvertTo32(flat) : NULL;
	l_uint8 *png = NULL;
	size_t size = 0;

	if (colour) {
		draw(colour, boxes, n);
		if (pixWriteMemPng(&png, &size, colour, 0) == 0)
			wire_write(fd, WIRE_PNG, NULL, NULL, 0, png, size);
	}
}

static void
decode(const struct serve_request *r, const unsigned char *data, size_t n, int fd)
{
	PIX *pix = load(data + r->extra, n - r->extra, fd);
	size_t size = 0;
	char *words;

	if (!pix)
		return;
	if (r->op == OP_ANNOTATE) {
		annotate(pix, (const struct mushi_box *)(const void *)data,
		    r->extra / sizeof(struct mushi_box), fd);
		return;
	}
	read_codes(pix, fd);
	words = ocr_read(pix, &size);
	wire_write(fd, MUSHI_PART_WORDS, NULL, NULL, 0, words, words ? size : 0);
}

static const char *
init(void)
{
	heif_prepare();
	return ocr_init();
}

int
main(void)
{
	/* Threads: the decoder of HEIC works in one. */
	static const struct decoder d = {init, decode, {700u << 20, 30, true}};

	return serve(&d);
}
