/*
 * Words of the judged page are shown inert: control and direction characters never reach the
 * terminal. Wide characters count two columns; Japanese lines may break anywhere but before a
 * closing mark.
 */
#include "report/page.h"

#include "base/utf8.h"

enum { NARROWEST = 30 };

struct mu_page
mu_page(struct mu_out *o, unsigned columns, bool colour)
{
	return (struct mu_page){o, columns && columns < NARROWEST ? NARROWEST : columns, colour,
	    false, NULL, {{0}}};
}

static unsigned
width(uint32_t c)
{
	if (c < 0x1100)
		return 1;
	if (c <= 0x115F || (c >= 0x2E80 && c <= 0xA4CF) || (c >= 0xAC00 && c <= 0xD7A3)
	    || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFE30 && c <= 0xFE6F)
	    || (c >= 0xFF00 && c <= 0xFF60) || (c >= 0xFFE0 && c <= 0xFFE6)
	    || (c >= 0x1F300 && c <= 0x1FAFF) || (c >= 0x20000 && c <= 0x3FFFD))
		return 2;
	return 1;
}

static bool
must_not_begin(uint32_t c)
{
	static const uint32_t marks[] = {0x3001, 0x3002, 0x300D, 0x300F, 0xFF09, ')', ',', '.',
	    0xFF0C, 0xFF0E, 0xFF01, 0xFF1F, '!', '?', 0x30FC, 0x3011};

	for (unsigned i = 0; i < sizeof marks / sizeof *marks; i++)
		if (c == marks[i])
			return true;
	return false;
}

bool
mu_inert(uint32_t c)
{
	return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x200B && c <= 0x200F)
	    || (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF
	    || (c >= 0xFFF9 && c <= 0xFFFB) || (c >= 0xE0000 && c <= 0xE0FFF);
}

static void
indent(const struct mu_page *w, unsigned n)
{
	while (n--)
		mu_out_byte(w->o, ' ');
}

void
mu_page_add(struct mu_page *w, struct mu_str head, unsigned hang, struct mu_str s)
{
	const char *p = s.p, *end = s.p + s.n;
	unsigned col = 0, len;
	bool begun = false; /* something stands on this line after its indent */

	if (w->easy)
		mu_easy_mark(w->easy, s, &w->seen);
	mu_out_add(w->o, head);
	for (const char *h = head.p; h < head.p + head.n; h += len)
		col += width(mu_utf8_get(h, head.p + head.n, &len));
	while (p < end) {
		const char *q = p;
		uint32_t c = mu_utf8_get(p, end, &len);
		unsigned need;

		if (mu_inert(c) && c != '\n') {
			p += len;
			continue;
		}
		if (c == '\n' || c == ' ') {
			p += len;
			if (begun) {
				mu_out_byte(w->o, ' ');
				col++;
			}
			continue;
		}
		/* A Latin word stays whole; a Japanese character is a word of its own. */
		need = width(c);
		q += len;
		while (c < 0x80 && q < end) {
			uint32_t d = mu_utf8_get(q, end, &len);
			if (d <= ' ' || d >= 0x80)
				break;
			need++;
			q += len;
		}
		/* Closing marks, however many, stay with what they close. */
		while (q < end) {
			uint32_t d = mu_utf8_get(q, end, &len);
			if (!must_not_begin(d))
				break;
			need += width(d);
			q += len;
		}
		if (w->columns && col + need > w->columns && begun) {
			while (w->o->n && w->o->p[w->o->n - 1] == ' ')
				w->o->n--;
			mu_out_byte(w->o, '\n');
			indent(w, hang);
			col = hang;
			begun = false;
		}
		begun = true;
		while (p < q) {
			c = mu_utf8_get(p, q, &len);
			if (!mu_inert(c)) {
				mu_out_add(w->o, (struct mu_str){p, len});
				col += width(c);
			}
			p += len;
		}
	}
	while (w->o->n && w->o->p[w->o->n - 1] == ' ')
		w->o->n--;
	mu_out_byte(w->o, '\n');
}

void
mu_page_paint(struct mu_page *w, const char *code)
{
	if (w->colour) {
		mu_out_add(w->o, MU_STR("\033["));
		mu_out_add(w->o, mu_str_of(code));
		mu_out_byte(w->o, 'm');
	}
}

void
mu_page_title(struct mu_page *w, struct mu_str s)
{
	mu_out_byte(w->o, '\n');
	mu_page_paint(w, "1");
	mu_page_add(w, MU_STR(""), 0, s);
	mu_page_paint(w, "0");
}

void
mu_page_glosses(struct mu_page *w, struct mu_str title)
{
	const struct mushi_pack *p = w->easy;
	const struct mu_easy_seen seen = w->seen; /* words of the glosses are not glossed again */
	const struct mu_easy *e;
	size_t i = 0;
	bool any = false;

	while (p && (e = mu_easy_next(p, &seen, &i))) {
		struct mu_out line;
		if (mu_easy_said(p, &seen, e))
			continue;
		if (!any)
			mu_page_title(w, title);
		any = true;
		mu_out_init(&line, w->o->arena);
		mu_out_add(&line, e->word);
		if (e->reading.n)
			mu_out_fmt(&line, "（%.*s）", (int)e->reading.n, e->reading.p);
		mu_out_add(&line, MU_STR("： "));
		mu_out_add(&line, e->gloss);
		mu_page_add(w, MU_STR("  - "), 4, mu_out_str(&line));
	}
}
