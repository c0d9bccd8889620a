/* Plain text -> doc, and telling HTML from it. */
#include "base/err.h"
#include "read/html.h"

enum { SNIFF = 4096 };

bool
mu_looks_like_html(struct mu_str s)
{
	static const char *const tags[] = {"!doctype html", "html", "head", "body",
	    "title", "meta", "script", "style", "table", "div", "p", "br", "a href",
	    "font", "center", "h1", "h2", "img", "iframe", "frameset", "form", "span",
	    "b", "hr", "ul", "td", "tr", "link", "!--", "?xml", "strong", "button",
	    "input", "section", "main", "header", "article"};
	unsigned found = 0;
	bool closed = false;

	if (s.n > SNIFF)
		s.n = SNIFF;
	for (size_t i = 0; i + 2 < s.n; i++) {
		struct mu_str rest;

		if (s.p[i] != '<')
			continue;
		closed |= s.p[i + 1] == '/';
		rest = mu_str_sub(s, i + 1 + (s.p[i + 1] == '/'), s.n);
		for (size_t k = 0; k < sizeof tags / sizeof *tags; k++) {
			struct mu_str t = mu_str_of(tags[k]);
			char next;

			if (rest.n < t.n
			    || !mu_str_eq_nocase(mu_str_sub(rest, 0, t.n), t))
				continue;
			next = rest.n > t.n ? rest.p[t.n] : '>';
			if (k < 4
			    && (next == '>' || next == ' ' || next == '\n'
				|| next == '\r'))
				return true;
			if (next == '>' || next == ' ' || next == '/' || next == '='
			    || next == '\n' || next == '\r' || next == '\t') {
				found++;
				break;
			}
		}
		if (found >= 2 || (found && closed))
			return true;
	}
	return found && mu_str_trim(s).n && mu_str_trim(s).p[0] == '<';
}

/* One line, white space collapsed, into `out`; false when nothing is on it. */
static size_t
line(struct mu_str s, char *out)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v'
		    || c == 0) {
			if (n && out[n - 1] != ' ')
				out[n++] = ' ';
		} else {
			out[n++] = (char)c;
		}
	}
	while (n && out[n - 1] == ' ')
		n--;
	return n;
}

/* Does a line of a mail or a forum quote another? Says how much of it is the sign. */
static size_t
quote_sign(struct mu_str s)
{
	size_t i = 0, n = 0;
	/* Some quote with a bar; but a row of a table or of a frame has bars inside or behind. */
	struct mu_str first = mu_str_trim(s);
	bool bar = first.n > 1 && first.p[0] == '|' && !memchr(first.p + 1, '|', first.n - 1);

	while (i < s.n && (s.p[i] == ' ' || s.p[i] == '\t'))
		i++;
	for (;;) {
		if (i < s.n && s.p[i] == '>')
			i++;
		else if (s.n - i >= 3 && memcmp(s.p + i, "＞", 3) == 0)
			i += 3;
		else if (i < s.n && s.p[i] == '|' && bar)
			i++;
		else
			break;
		n = i;
		while (i < s.n && s.p[i] == ' ')
			i++;
	}
	return n;
}

void
mu_count_text(struct mu_doc *doc, size_t first)
{
	for (size_t i = first; i < doc->block_n; i++) {
		struct mu_str s = mu_block_text(doc, &doc->blocks[i]);
		for (size_t k = 0; k < s.n; k++)
			doc->shape.text_chars += ((unsigned char)s.p[k] & 0xC0) != 0x80
			    && (unsigned char)s.p[k] > 0x20;
	}
}

bool
mu_read_text(
    struct mu_str src, size_t text_max, struct mu_doc *doc, struct mushi_err *err)
{
	char *para;
	size_t n = 0, from = 0, kept = 0, first = doc->block_n;
	bool quoted = false;

	if (src.n > UINT32_MAX - 1024)
		return mu_fail(err, MUSHI_ETOOBIG, 0, "text of %zu bytes", src.n);
	if (src.n > text_max) {
		src.n = text_max;
		while (src.n && ((unsigned char)src.p[src.n] & 0xC0) == 0x80)
			src.n--;
		doc->notes |= MU_N_TEXT_CUT;
	}
	if (mu_looks_like_chat(src))
		return mu_read_chat(src, doc, err);
	para = mu_new_raw(doc->arena, char, src.n + 2);
	if (!para)
		return mu_nomem(err);
	if (src.n >= 3 && memcmp(src.p, "\xEF\xBB\xBF", 3) == 0)
		from = 3;
	for (size_t i = from, begin = from; i <= src.n; i++) {
		struct mu_str s;
		size_t sign, len;
		bool end = i == src.n;

		if (!end && src.p[i] != '\n'
		    && !(src.p[i] == '\r' && (i + 1 == src.n || src.p[i + 1] != '\n')))
			continue;
		s = mu_str_sub(src, begin, i);
		sign = quote_sign(s);
		s = mu_str_sub(s, sign, s.n);
		if (n)
			para[n] = '\n';
		len = line(s, para + n + (n > 0));
		if (n && (!len || (sign > 0) != quoted)) {
			if (!mu_doc_add_block(doc, (struct mu_str){para, n}, MU_P_TEXT,
				quoted ? MU_B_QUOTE : 0, (uint32_t)from))
				return mu_nomem(err);
			kept++;
			if (len)
				memmove(para, para + n + 1, len);
			n = 0;
		}
		if (len) {
			if (!n) {
				from = begin;
				quoted = sign > 0;
				n = len;
			} else {
				n += 1 + len;
			}
		}
		begin = i + 1;
		if (kept >= MU_HTML_BLOCKS) {
			doc->notes |= MU_N_BLOCKS_CUT;
			n = 0;
			break;
		}
	}
	if (n
	    && !mu_doc_add_block(doc, (struct mu_str){para, n}, MU_P_TEXT,
		quoted ? MU_B_QUOTE : 0, (uint32_t)from))
		return mu_nomem(err);
	mu_count_text(doc, first);
	if (!doc->block_n)
		doc->notes |= MU_N_EMPTY;
	return true;
}
