/*
 * Parts -> one doc. Headers first, as a mail program shows them; then each part by the reader of
 * its kind. Of two forms of one text (multipart/alternative) the HTML is what is seen; the plain
 * one is read as well when it says something else, because someone sees that one.
 */
#include "read/parts.h"

#include "base/err.h"
#include "base/out.h"
#include "read/charset.h"
#include "read/html.h"
#include "read/read.h"

enum { TO_MOST = 8, SAME = 60, ATTACHED_MOST = 20, NAME_MOST = 200 };

struct parts {
	struct mu_doc *doc;
	struct mushi_err *err;
	size_t text_max;
	enum mu_charset forced;
	struct mu_str to[TO_MOST];
	size_t to_n, html_n;
	struct mu_str name, address; /* of the sender */
};

static bool
is_header(const struct mushi_part *p, const char *name)
{
	return p->label && mu_str_eq_nocase(mu_str_of(p->label), mu_str_of(name));
}

static struct mu_str
bytes_of(const struct mushi_part *p)
{
	return (struct mu_str){p->data, p->size};
}

static bool
add_header(struct parts *s, const char *before, struct mu_str text)
{
	struct mu_out o;

	if (!text.n)
		return true;
	mu_out_init(&o, s->doc->arena);
	mu_out_add(&o, mu_str_of(before));
	mu_out_add(&o, text);
	if (o.failed || !mu_doc_add_block(s->doc, mu_out_str(&o), MU_P_HEADER, 0, 0))
		return mu_nomem(s->err);
	return true;
}

static bool
read_header(struct parts *s, const struct mushi_part *p)
{
	struct mu_str raw = bytes_of(p), text, name, address;
	struct mu_out o;

	if (is_header(p, "Subject"))
		return mu_header_text(raw, s->doc->arena, &text, s->err) && add_header(s, "", text);
	if (is_header(p, "Snapshot-Content-Location")) {
		if (!mu_header_text(raw, s->doc->arena, &text, s->err))
			return false;
		if (!s->doc->url.n)
			s->doc->url = text;
		return true;
	}
	if (raw.n > MU_HEADER_MOST)
		raw.n = MU_HEADER_MOST;
	mu_header_address(raw, &name, &address);
	if (is_header(p, "To") || is_header(p, "Delivered-To") || is_header(p, "X-Original-To")
	    || is_header(p, "Envelope-To")) {
		/* Of many recipients the first is compared; it is not shown: it is the reader. */
		if (s->to_n < TO_MOST && address.n > 3)
			s->to[s->to_n++] = address;
		return true;
	}
	if (!is_header(p, "From") && !is_header(p, "Reply-To") && !is_header(p, "Nested-From"))
		return true;
	if (!mu_header_text(name, s->doc->arena, &name, s->err)
	    || !mu_header_text(address, s->doc->arena, &address, s->err))
		return false;
	if (is_header(p, "From")) {
		s->name = name;
		s->address = address;
	}
	mu_out_init(&o, s->doc->arena);
	mu_out_add(&o, name);
	if (name.n)
		mu_out_byte(&o, ' ');
	mu_out_add(&o, address);
	if (o.failed)
		return mu_nomem(s->err);
	return add_header(s, is_header(p, "Reply-To") ? "Reply-To: " : "From: ", mu_out_str(&o));
}

static bool
decode(struct parts *s, const struct mushi_part *p, bool html, struct mu_decoded *d)
{
	enum mu_charset hint = p->charset ? mu_charset_by_label(mu_str_of(p->charset))
	    : MU_CS_UNKNOWN;

	/* US-ASCII is what programs say that do not know. */
	if (hint == MU_CS_WINDOWS_1252)
		hint = MU_CS_UNKNOWN;
	if (!mu_decode(bytes_of(p), p->kind == MUSHI_PART_WORDS ? MU_CS_UTF8 : s->forced, hint, html,
	    s->doc->arena, d, s->err))
		return false;
	if (p->size && p->kind != MUSHI_PART_WORDS)
		s->doc->charset = mu_str_of(mu_charset_name(d->charset));
	if (d->bad)
		s->doc->notes |= MU_N_BAD_BYTES;
	if (d->contradicted)
		s->doc->notes |= MU_N_TWO_CHARSETS;
	return true;
}

static bool
read_html(struct parts *s, const struct mushi_part *p)
{
	struct mu_decoded d;

	if (s->html_n++ >= MU_PARTS_HTML_MOST) {
		s->doc->notes |= MU_N_PARTS_CUT;
		return true;
	}
	return decode(s, p, true, &d) && mu_read_html(d.text, s->text_max, s->doc, s->err);
}

static size_t
room(const struct parts *s)
{
	return s->doc->text_n < s->text_max ? s->text_max - s->doc->text_n : 0;
}

/* Blocks from..to are the HTML form of the same text; none when from == to. */
static bool
read_text(struct parts *s, const struct mushi_part *p, size_t from, size_t to)
{
	struct mu_decoded d;

	if (!decode(s, p, false, &d))
		return false;
	if (from < to) {
		const struct mu_block *b = s->doc->blocks;
		struct mu_str html = {s->doc->text + b[from].from, b[to - 1].to - b[from].from};
		if (mu_same_story(d.text, html, s->doc->arena) >= SAME)
			return true;
		s->doc->notes |= MU_N_TWO_STORIES;
		s->doc->behaviours |= (uint64_t)1 << MU_BH_MAIL_TWO;
	}
	if (!room(s)) {
		s->doc->notes |= MU_N_TEXT_CUT;
		return true;
	}
	return mu_read_text(d.text, room(s), s->doc, s->err);
}

static bool
read_link(struct parts *s, const struct mushi_part *p)
{
	struct mu_decoded d;
	struct mu_out o;

	if (!decode(s, p, false, &d))
		return false;
	mu_out_init(&o, s->doc->arena);
	for (size_t i = 0; i < d.text.n && i < 2048; i++)
		mu_out_byte(&o, (unsigned char)d.text.p[i] < 0x20 ? ' ' : d.text.p[i]);
	if (o.failed || !mu_doc_add_block(s->doc, mu_out_str(&o), MU_P_IMAGE, 0, 0))
		return mu_nomem(s->err);
	return true;
}

static bool
read_attached(struct parts *s, const struct mushi_part *p)
{
	struct mu_doc *d = s->doc;
	struct mu_str name, *list;
	struct mu_out o;

	if (d->attached_n >= ATTACHED_MOST) {
		d->notes |= MU_N_PARTS_CUT;
		return true;
	}
	if (!mu_header_text(p->label ? mu_str_of(p->label) : bytes_of(p), d->arena, &name, s->err))
		return false;
	/* A name commands nobody and ends somewhere. */
	mu_out_init(&o, d->arena);
	for (size_t i = 0; i < name.n && i < NAME_MOST; i++)
		mu_out_byte(&o, name.p[i]);
	while (o.n && o.n < name.n && ((unsigned char)name.p[o.n] & 0xC0) == 0x80)
		o.n--;
	list = mu_arena_grow(d->arena, d->attached, d->attached_n, d->attached_n + 1,
	    &d->attached_cap, sizeof *list);
	if (o.failed || !list)
		return mu_nomem(s->err);
	d->attached = list;
	list[d->attached_n++] = o.n ? mu_out_str(&o) : MU_STR("?");
	return true;
}

/* Is there an HTML form of what parts[i] says? */
static bool
has_html(const struct mushi_part *parts, size_t n, size_t i)
{
	for (size_t k = 0; k < n; k++)
		if (parts[k].kind == MUSHI_PART_HTML && parts[k].group == parts[i].group)
			return true;
	return false;
}

/* The HTML of a group, then the plain parts of it. */
static bool
read_group(struct parts *s, const struct mushi_part *parts, size_t n, unsigned group)
{
	size_t from = s->doc->block_n, to;

	for (size_t i = 0; i < n; i++)
		if (parts[i].group == group && parts[i].kind == MUSHI_PART_HTML
		    && !read_html(s, &parts[i]))
			return false;
	to = s->doc->block_n;
	for (size_t i = 0; i < n; i++)
		if (parts[i].group == group && parts[i].kind == MUSHI_PART_TEXT
		    && !read_text(s, &parts[i], from, to))
			return false;
	return true;
}

static bool
read_one(struct parts *s, const struct mushi_part *parts, size_t n, size_t i)
{
	const struct mushi_part *p = &parts[i];
	struct mu_decoded d;

	if (p->group && (p->kind == MUSHI_PART_TEXT || p->kind == MUSHI_PART_HTML)
	    && has_html(parts, n, i)) {
		/* All of them where the first stands. */
		for (size_t k = 0; k < i; k++)
			if (parts[k].group == p->group && (parts[k].kind == MUSHI_PART_TEXT
			    || parts[k].kind == MUSHI_PART_HTML))
				return true;
		return read_group(s, parts, n, p->group);
	}
	switch (p->kind) {
	case MUSHI_PART_HEADER:
		return read_header(s, p);
	case MUSHI_PART_TEXT:
		return read_text(s, p, 0, 0);
	case MUSHI_PART_HTML:
		return read_html(s, p);
	case MUSHI_PART_WORDS:
		s->doc->notes |= MU_N_FROM_PICTURE;
		return decode(s, p, false, &d)
		    && mu_read_words(d.text, s->text_max, s->doc, s->err);
	case MUSHI_PART_LINK:
		return read_link(s, p);
	case MUSHI_PART_ATTACHED:
		return read_attached(s, p);
	case MUSHI_PART_CUT:
		s->doc->notes |= MU_N_PARTS_CUT;
		return true;
	}
	return true;
}

bool
mu_read_parts(const struct mushi_input *in, const struct mushi_part *parts, size_t n,
    struct mu_doc *doc, const char **reader, struct mushi_err *err)
{
	static const char *const names[] = {"mail", "html", "text", "words", "mail", "image", "pdf"};
	struct parts s = {.doc = doc, .err = err, .name = MU_STR(""),
	    .address = MU_STR(""), .text_max = in->limits.text ? in->limits.text : MU_TEXT_DEFAULT};
	size_t max = in->limits.input ? in->limits.input : MU_INPUT_DEFAULT, total = 0;
	bool words = false;

	*reader = (unsigned)in->reader < sizeof names / sizeof *names ? names[in->reader] : "mail";
	if (in->charset) {
		s.forced = mu_charset_by_label(mu_str_of(in->charset));
		if (s.forced == MU_CS_UNKNOWN)
			return mu_fail(err, MUSHI_ECHARSET, 0, "unknown charset '%.60s'",
			    in->charset);
	}
	if (in->url)
		doc->url = mu_str_of(in->url);
	if (n > MU_PARTS_MOST) {
		n = MU_PARTS_MOST;
		doc->notes |= MU_N_PARTS_CUT;
	}
	for (size_t i = 0; i < n; i++) {
		total += parts[i].size;
		words |= parts[i].kind == MUSHI_PART_WORDS;
	}
	if (total > max)
		return mu_fail(err, MUSHI_ETOOBIG, 0, "the parts are %zu bytes, the limit is %zu",
		    total, max);
	for (size_t i = 0; i < n; i++)
		if (!read_one(&s, parts, n, i))
			return false;
	mu_mail_sender(doc, s.name, s.address, s.to, s.to_n);
	if (in->reader == MUSHI_READ_MAIL)
		mu_mail_links(doc, s.to, s.to_n);
	/* Pictures of this document were read as far as there are any. */
	if (words)
		doc->notes &= ~(uint32_t)MU_N_IMAGES_UNREAD;
	if (!doc->block_n)
		doc->notes |= MU_N_EMPTY;
	return true;
}
