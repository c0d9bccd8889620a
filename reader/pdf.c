/*
 * PDF: the text layer, page by page, where there is one; where a page has none, it is drawn, and
 * the drawing goes to the reader of pictures. First pages first.
 */
#include <poppler.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mushi/mushi.h"
#include "serve.h"
#include "wire.h"

enum { TEXT_PAGES = 40, OCR_PAGES = 6, TEXT_LEAST = 20, DPI = 170, LINKS_MOST = 50,
	IMAGES_MOST = 1000 };

_Static_assert((int)OCR_PAGES <= (int)WIRE_INSIDE_MOST,
    "each drawn page goes to the reader of pictures");

static const double SIDE_MOST = 4200; /* pixels of a drawn page */

/* The page as a grey picture (PGM), which any decoder reads at a glance. */
static void
draw(PopplerPage *page, int fd)
{
	double w = 0, h = 0, scale = DPI / 72.0;
	cairo_surface_t *s;
	cairo_t *c;
	int width, height, stride, head;
	const unsigned char *data;
	char *pgm;

	poppler_page_get_size(page, &w, &h);
	if (!(w > 0) || !(h > 0) || w > 1e5 || h > 1e5)
		return;
	if ((w > h ? w : h) * scale > SIDE_MOST)
		scale = SIDE_MOST / (w > h ? w : h);
	width = (int)(w * scale) + 1;
	height = (int)(h * scale) + 1;
	s = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
	c = cairo_create(s);
	cairo_set_source_rgb(c, 1, 1, 1);
	cairo_paint(c);
	cairo_scale(c, scale, scale);
	poppler_page_render(page, c);
	cairo_destroy(c);
	cairo_surface_flush(s);
	data = cairo_image_surface_get_data(s);
	stride = cairo_image_surface_get_stride(s);
	pgm = malloc((size_t)width * (size_t)height + 64);
	if (data && pgm) {
		char *out;
		head = snprintf(pgm, 64, "P5\n%d %d\n255\n", width, height);
		out = pgm + head;
		for (int y = 0; y < height; y++) {
			const unsigned char *p = data + (size_t)y * (size_t)stride;
			for (int x = 0; x < width; x++, p += 4)
				*out++ = (char)((p[0] * 29 + p[1] * 150 + p[2] * 77) >> 8);
		}
		wire_write(fd, WIRE_INSIDE, NULL, NULL, 0, pgm, (size_t)(out - pgm));
	}
	free(pgm);
	cairo_surface_destroy(s);
}

/* Letters, and how many of them are none a font could name. */
static size_t
letters(const char *text, size_t *odd)
{
	size_t n = 0;

	*odd = 0;
	for (const char *c = text; *c; c = g_utf8_next_char(c)) {
		gunichar u = g_utf8_get_char(c);
		if (u <= 0x20)
			continue;
		n++;
		*odd += u == 0xFFFD || (u >= 0xE000 && u <= 0xF8FF);
	}
	return n;
}

static void
links(PopplerPage *page, int fd, unsigned *count)
{
	GList *list = poppler_page_get_link_mapping(page);

	for (GList *l = list; l && *count < LINKS_MOST; l = l->next) {
		PopplerLinkMapping *m = l->data;
		if (m->action && m->action->type == POPPLER_ACTION_URI && m->action->uri.uri) {
			const char *uri = m->action->uri.uri;
			++*count;
			wire_write(fd, MUSHI_PART_LINK, "link", NULL, 0, uri, strnlen(uri, 2048));
		}
	}
	poppler_page_free_link_mapping(list);
}

/*
 * Is what a person sees a picture? A text layer behind it may be what a scanner read, or may tell
 * another story: both are read then.
 */
static bool
is_picture(PopplerPage *page)
{
	GList *list = poppler_page_get_image_mapping(page);
	double w = 0, h = 0, covered = 0;
	unsigned n = 0;

	poppler_page_get_size(page, &w, &h);
	for (GList *l = list; l && n++ < IMAGES_MOST; l = l->next) {
		const PopplerRectangle *r = &((PopplerImageMapping *)l->data)->area;
		covered += (r->x2 - r->x1) * (r->y2 - r->y1);
	}
	poppler_page_free_image_mapping(list);
	return covered > 0.5 * w * h;
}

static void
decode(const struct serve_request *r, const unsigned char *data, size_t n, int fd)
{
	GError *error = NULL;
	GBytes *bytes = g_bytes_new_static(data, n);
	PopplerDocument *doc = poppler_document_new_from_bytes(bytes, NULL, &error);
	unsigned link_n = 0;
	int pages, drawn = 0;
	bool cut;

	(void)r;
	if (!doc) {
		if (error && g_error_matches(error, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED))
			wire_error(fd, "locked", "is a PDF with a password; open it and print it to a new PDF"
			    " or take a picture of it");
		else
			wire_error(fd, "broken", "is a PDF that cannot be read; it is damaged or cut off");
		return;
	}
	pages = poppler_document_get_n_pages(doc);
	cut = pages > TEXT_PAGES;
	for (int i = 0; i < pages && i < TEXT_PAGES; i++) {
		PopplerPage *page = poppler_document_get_page(doc, i);
		char *text = page ? poppler_page_get_text(page) : NULL;
		size_t odd = 0, count = text ? letters(text, &odd) : 0;
		bool layer;

		if (!page)
			continue;
		layer = count >= TEXT_LEAST && odd * 10 < count;
		if (layer)
			wire_write(fd, MUSHI_PART_TEXT, NULL, "utf-8", 0, text, strlen(text));
		if (!layer || is_picture(page)) {
			if (drawn++ < OCR_PAGES)
				draw(page, fd);
			else
				cut = true;
		}
		links(page, fd, &link_n);
		g_free(text);
		g_object_unref(page);
	}
	if (cut)
		wire_write(fd, MUSHI_PART_CUT, NULL, NULL, 0, NULL, 0);
}

int
main(void)
{
	static const struct decoder d = {NULL, decode, {400u << 20, 20, false}};

	return serve(&d);
}
