/*
 * HTML -> doc: one pass over the tokens. See html_int.h for what the other files do.
 *
 * There is no tree. An entry of the stack of open elements holds all that is inherited
 * (flags, place, colours, hidden or not), so that drawing a piece of text looks at one
 * entry only.
 */
#include "read/html_int.h"

#include "base/err.h"

/* Ends the marks of an element that is not kept. */
static void
drop_marks(struct mu_html *h, unsigned marks)
{
	for (; marks; marks &= marks - 1)
		mu_flow_unmark(h, (enum mu_mark_kind)__builtin_ctz(marks));
}

static bool
is_script_type(struct mu_str type)
{
	type = mu_str_trim(type);
	return !type.n || mu_str_eq_nocase(type, MU_STR("module"))
	    || mu_str_find_nocase(type, MU_STR("javascript")) != SIZE_MAX
	    || mu_str_find_nocase(type, MU_STR("ecmascript")) != SIZE_MAX
	    || mu_str_find_nocase(type, MU_STR("jscript")) != SIZE_MAX
	    || mu_str_find_nocase(type, MU_STR("vbscript")) != SIZE_MAX;
}

static void
frame(struct mu_html *h, struct mu_str src)
{
	struct mu_str page;

	h->doc->shape.frames++;
	if (!src.n)
		return;
	(void)mu_attr_link(h, src, MU_H_FRAME, false);
	page = mu_data_html(h, src);
	if (page.n)
		mu_html_inner(
		    h, page, MU_P_SRCDOC, h->stack[h->top].hidden ? MU_B_HIDDEN : 0);
	else if (mu_scheme_of(src) <= MU_L_RELATIVE)
		h->doc->notes |= MU_N_FRAMES_UNREAD;
}

static void
link_element(struct mu_html *h, const struct mu_token *t, const struct mu_told *a)
{
	const struct mu_attr *rel = mu_attr_find(t, MU_STR("rel"));

	if (!rel)
		return;
	if (mu_str_find_nocase(rel->value, MU_STR("stylesheet")) != SIZE_MAX && a->href.n)
		h->external_css = true;
	else if (mu_str_eq_nocase(rel->value, MU_STR("canonical")) && !h->doc->url.n
	    && !h->depth)
		h->doc->url = mu_html_copy(h, mu_str_trim(a->href));
}

/* Elements that need more than the table of flags. */
static void
special(struct mu_html *h, struct mu_open *o, const struct mu_token *t,
    const struct mu_told *a)
{
	struct mu_doc *d = h->doc;
	const struct mu_attr *x;
	uint32_t link;

	switch (t->element) {
	case MU_E_A:
	case MU_E_AREA:
		d->shape.links += a->href.n > 0;
		link = a->href.n ? mu_attr_link(h, a->href, MU_H_ANCHOR, a->download) : 0;
		if (link && t->element == MU_E_A) {
			if (o->color == h->stack[h->top].color) {
				o->color = 0; /* links have a colour of their own */
				o->blend = o->faint = false;
			}
			mu_html_mark(h, o, MU_M_LINK, link - 1);
		} else if (link) {
			x = mu_attr_find(t, MU_STR("alt"));
			if (x && x->value.n)
				mu_flow_side(h, x->value, MU_P_ALT, 0, link);
		}
		break;
	case MU_E_IMG:
		d->shape.images++;
		d->notes |= MU_N_IMAGES_UNREAD;
		break;
	case MU_E_INPUT:
		h->camera |= a->capture;
		/* fall through */
	case MU_E_SELECT:
	case MU_E_TEXTAREA:
		mu_attr_field(h, t, a);
		break;
	case MU_E_BUTTON:
		mu_attr_field(h, t, a);
		break;
	case MU_E_FORM:
		mu_attr_form(h, t, a);
		break;
	case MU_E_LABEL:
		h->in_label = true;
		h->label_from = (uint32_t)d->text_n;
		h->label_first_field = (uint32_t)d->field_n;
		x = mu_attr_find(t, MU_STR("for"));
		h->label_for = x ? mu_html_copy(h, x->value) : MU_STR("");
		break;
	case MU_E_META:
		mu_attr_meta(h, t, a);
		break;
	case MU_E_LINK:
		link_element(h, t, a);
		break;
	case MU_E_BASE:
		if (a->href.n && !d->url.n && !h->depth
		    && mu_scheme_of(a->href) == MU_L_HTTP)
			d->url = mu_html_copy(h, mu_str_trim(a->href));
		break;
	case MU_E_HTML:
		x = mu_attr_find(t, MU_STR("lang"));
		if (x && !d->lang.n && !h->depth) {
			struct mu_str l = mu_html_copy(h, x->value);
			char *p = (char *)(uintptr_t)l.p;
			for (size_t i = 0; i < l.n; i++)
				p[i] = (char)mu_lower((unsigned char)p[i]);
			d->lang = l;
		}
		break;
	case MU_E_IFRAME:
	case MU_E_FRAME:
		mu_flow_break(h, o);
		x = mu_attr_find(t, MU_STR("srcdoc"));
		if (x) {
			d->shape.frames++;
			mu_html_inner(
			    h, x->value, MU_P_SRCDOC, o->hidden ? MU_B_HIDDEN : 0);
		} else {
			frame(h, a->src);
		}
		break;
	case MU_E_OBJECT:
	case MU_E_EMBED:
		if (a->src.n && mu_scheme_of(a->src) == MU_L_DATA)
			frame(h, a->src);
		else if (a->src.n)
			mu_shape_media(h, t->element, a->src, true, false);
		break;
	case MU_E_AUDIO:
	case MU_E_VIDEO:
	case MU_E_BGSOUND:
	case MU_E_SOURCE:
		d->shape.audio += t->element == MU_E_AUDIO || t->element == MU_E_BGSOUND;
		d->shape.video += t->element == MU_E_VIDEO;
		mu_shape_media(h, t->element, a->src,
		    a->autoplay || t->element == MU_E_BGSOUND, a->loop);
		break;
	case MU_E_TABLE:
		d->shape.tables++;
		break;
	case MU_E_P:
		d->shape.paragraphs++;
		break;
	default:
		break;
	}
}

static void
start_tag(struct mu_html *h, const struct mu_token *t)
{
	struct mu_told told;
	const struct mu_told *a = &mu_told_nothing;
	const struct mu_open *up;
	struct mu_open o;
	struct mu_str before = MU_STR("");
	enum mu_element e = t->element;
	bool empty;

	h->doc->shape.elements++;
	if (h->foreign && mu_html_breaks_foreign(e) && h->stack[h->top].mode & MU_O_FOREIGN)
		mu_html_pop_to(h, h->foreign);
	if (!h->foreign && mu_html_kind[e] & (MU_EK_IMPLIES | MU_EK_CLOSES_P))
		mu_html_implied(h, e);
	if (e == MU_E_BR) {
		mu_flow_line(h);
		return;
	}
	if (e == MU_E_WBR)
		return;
	up = &h->stack[h->top];
	o = *up;
	o.element = (uint16_t)e;
	o.name = e == MU_E_OTHER ? mu_html_hash(t->text) : 0;
	o.marks = 0;
	o.dead = false;
	o.after = MU_STR("");
	o.mode &= (uint8_t) ~(MU_O_BREAKS | MU_O_PRE * (e == MU_E_TABLE));
	if (mu_html_kind[e] & MU_EK_BREAK)
		o.mode |= MU_O_BREAKS;
	if (e == MU_E_BODY && h->stack[h->top].element != MU_E_BODY
	    && h->count[MU_E_BODY])
		o.mode &= (uint8_t)~MU_O_BREAKS; /* a second one */
	if (t->attr_n) {
		mu_attr_read(h, t, &told);
		a = &told;
		o.flags |= (uint16_t)told.flags;
	}
	mu_html_by_name(h, &o, t);
	if (t->attr_n || h->styled || h->external_css)
		mu_html_style(h, &o, t, a, &before);
	if ((e == MU_E_HTML || (e == MU_E_BODY && !a->hidden)) && !up->hidden) {
		/* Hidden against flicker until a script shows it: seen nevertheless. */
		o.hidden = 0;
		o.mode &= (uint8_t)~MU_O_NOBOX;
	}
	if (o.mode & MU_O_BREAKS)
		mu_flow_break(h, &o);
	special(h, &o, t, a);
	empty = mu_html_kind[e] & MU_EK_VOID
	    || (t->self_closing && (h->foreign || o.mode & MU_O_FOREIGN));
	if (empty) {
		uint32_t top = h->top;

		/* Words in its attributes are as hidden as it is. */
		if (t->attr_n && top + 1 < MU_HTML_DEPTH) {
			h->stack[++h->top] = o;
			mu_attr_words(h, t, a);
			h->top = top;
		}
		drop_marks(h, o.marks);
		return;
	}
	if (!mu_html_push(h, &o)) {
		drop_marks(h, o.marks);
	} else {
		if (t->attr_n)
			mu_attr_words(h, t, a);
		if (before.n)
			mu_flow_text(h, before, t->at);
	}
	if (h->foreign) {
		h->tok.cdata = true;
		if (e == MU_E_SCRIPT || e == MU_E_STYLE) {
			h->gather = true;
			h->gathered = MU_STR("");
			h->script_runs = e == MU_E_SCRIPT;
			h->style_counts = e == MU_E_STYLE;
		}
		return;
	}
	if (e == MU_E_SCRIPT || e == MU_E_STYLE || e == MU_E_NOFRAMES
	    || e == MU_E_NOEMBED) {
		h->gather = true;
		h->gathered = MU_STR("");
		h->gathered_own = false;
		h->script_runs = e == MU_E_SCRIPT && is_script_type(a->type);
		h->style_counts = false;
		if (e == MU_E_SCRIPT) {
			h->doc->shape.scripts++;
			if (a->src.n) {
				h->doc->notes |= MU_N_FRAMES_UNREAD;
				h->doc->behaviours |= mu_url_behaviours(a->src);
			}
		}
		if (e == MU_E_STYLE) {
			const struct mu_attr *m = mu_attr_find(t, MU_STR("media"));
			h->style_counts = !h->count[MU_E_NOSCRIPT]
			    && (!m || mu_str_find_nocase(m->value, MU_STR("print")) == SIZE_MAX);
		}
	}
	if (mu_html_kind[e] & MU_EK_RAW)
		mu_tok_model(&h->tok, mu_tok_model_for(e));
}

/* The text of a script or style comes in one or several tokens: one string of them. */
static void
gather(struct mu_html *h, struct mu_str s)
{
	char *p;

	if (!h->gathered.n) {
		h->gathered = s;
		h->gathered_own = false;
		h->gathered_cap = 0;
		return;
	}
	if (!h->gathered_own && h->gathered.p + h->gathered.n == s.p) {
		h->gathered.n += s.n;
		return;
	}
	if (!h->gathered_own)
		h->gathered_cap = 0;
	p = mu_arena_grow(h->arena, (void *)(uintptr_t)h->gathered.p, h->gathered.n,
	    h->gathered.n + s.n, &h->gathered_cap, 1);
	if (!p) {
		h->failed = h->full = true;
		return;
	}
	memcpy(p + h->gathered.n, s.p, s.n);
	h->gathered = (struct mu_str){p, h->gathered.n + s.n};
	h->gathered_own = true;
}

static void
gathered(struct mu_html *h, enum mu_element e)
{
	struct mu_str s = h->gathered;

	h->gather = false;
	h->gathered = MU_STR("");
	if (!s.n)
		return;
	if (e == MU_E_STYLE) {
		h->doc->shape.style_bytes += (uint32_t)s.n;
		if (h->style_counts && !h->style_first && !mu_css_add(h->css, s))
			h->failed = h->full = true;
		h->styled = mu_css_any(h->css);
	} else if (e == MU_E_SCRIPT) {
		h->doc->shape.script_bytes += (uint32_t)s.n;
		if (h->script_runs)
			mu_late_add(h, s, MU_LATE_ELEMENT, MU_STR(""));
	} else {
		mu_html_inner(h, s, MU_P_NOSCRIPT, 0);
	}
}

static void
count_letters(struct mu_html *h, const struct mu_token *t)
{
	/* kana and kanji begin with these bytes in UTF-8 */
	if (t->from_ref && t->text.n && (unsigned char)t->text.p[0] >= 0xE3
	    && (unsigned char)t->text.p[0] <= 0xE9)
		h->ref_chars += (uint32_t)(t->text.n / 3);
}

void
mu_html_run(struct mu_html *h, struct mu_str src)
{
	struct mu_token t;

	h->src = src;
	if (mu_html_styles_late(src)) {
		h->style_first = true;
		if (!mu_html_read_styles(h, src)) {
			h->failed = true;
			return;
		}
		h->styled = mu_css_any(h->css);
	}
	mu_tok_init(&h->tok, src, h->arena);
	while (!h->failed && mu_tok_next(&h->tok, &t) != MU_T_END) {
		h->at = t.at;
		switch (t.type) {
		case MU_T_TEXT:
			if (h->gather) {
				gather(h, t.from_ref ? mu_html_copy(h, t.text) : t.text);
				break;
			}
			if (t.from_ref)
				count_letters(h, &t);
			mu_flow_text(h, t.text, t.at);
			break;
		case MU_T_START:
			start_tag(h, &t);
			break;
		case MU_T_ENDTAG:
			if (h->gather) {
				enum mu_element e = (enum mu_element)h->stack[h->top]
							.element;
				if (h->over)
					e = t.element;
				gathered(h, e);
			}
			if (t.element == MU_E_BR) {
				mu_flow_line(h);
				break;
			}
			if (t.element == MU_E_P && !h->count[MU_E_P])
				mu_flow_break(h, &h->stack[h->top]);
			mu_html_end(h, t.element, t.text);
			break;
		default:
			break;
		}
	}
	if (h->gather)
		gathered(h, (enum mu_element)h->stack[h->top].element);
	h->failed |= h->tok.failed;
	mu_html_pop_to(h, 1);
	mu_flow_close(h);
}

static struct mu_html *
new_reader(struct mu_doc *doc, size_t text_max)
{
	struct mu_html *h = mu_new_raw(doc->arena, struct mu_html, 1);

	if (!h)
		return NULL;
	memset(h, 0, offsetof(struct mu_html, labels));
	h->stack = mu_new_raw(doc->arena, struct mu_open, MU_HTML_DEPTH);
	h->css = mu_css_new(doc->arena);
	if (!h->stack || !h->css)
		return NULL;
	h->doc = doc;
	h->arena = doc->arena;
	h->text_max = text_max;
	memset(h->stack, 0, sizeof *h->stack);
	h->stack[0].mode = MU_O_BREAKS;
	h->stack[0].color = 0x01000000;
	h->stack[0].ground = 0x01FFFFFF;
	return h;
}

void
mu_html_inner(struct mu_html *h, struct mu_str src, enum mu_place place, unsigned flags)
{
	struct mu_html *c = h->child;

	if (h->full || h->failed || h->depth >= MU_HTML_WRITTEN_DEPTH)
		return;
	mu_flow_close(h);
	if (!c) {
		c = new_reader(h->doc, h->text_max);
		if (!c) {
			h->failed = h->full = true;
			return;
		}
		h->child = c;
		c->parent = h;
		c->depth = h->depth + 1;
	} else { /* its buffers serve again */
		memset(c->count, 0, sizeof c->count);
		memset(c->mark, 0, sizeof c->mark);
		c->top = c->over = c->foreign = 0;
		c->open = c->space = c->side_open = c->gather = c->style_first = false;
		c->external_css = c->in_label = false;
		c->sides_n = c->side_n = 0;
		c->due = 0;
		c->label_n = c->field_id_n = 0;
		c->wait_field = c->form = 0;
		c->hidden_n = c->hiding_n = 0;
		c->short_block = c->spelled = 0;
		c->styled = false;
		mu_css_reset(c->css);
	}
	c->stack[0].mode = MU_O_BREAKS | MU_O_STICKY;
	c->stack[0].place = (uint8_t)(h->stack[0].mode & MU_O_STICKY ? h->stack[0].place
								     : place);
	c->stack[0].flags = (uint16_t)(flags & ~(unsigned)MU_B_HIDDEN);
	c->stack[0].hidden = flags & MU_B_HIDDEN ? 2 : 0;
	mu_html_run(c, src);
	h->failed |= c->failed;
	h->full |= c->full || c->failed;
	h->short_block = h->spelled = 0;
	h->ref_chars += c->ref_chars;
	c->ref_chars = 0;
	h->no_cursor |= c->no_cursor;
	h->reversed |= c->reversed;
	h->camera |= c->camera;
}

bool
mu_read_html(
    struct mu_str src, size_t text_max, struct mu_doc *doc, struct mushi_err *err)
{
	struct mu_html *h;
	size_t room = src.n / 2 + 4096;

	if (src.n > UINT32_MAX - 1024)
		return mu_fail(err, MUSHI_ETOOBIG, 0, "page of %zu bytes", src.n);
	if (text_max > UINT32_MAX / 2)
		text_max = UINT32_MAX / 2;
	doc->html = true;
	h = new_reader(doc, text_max);
	if (!h)
		return mu_nomem(err);
	h->first_block = doc->block_n;
	if (!doc->text) {
		doc->text = mu_new_raw(doc->arena, char, room);
		if (doc->text)
			doc->text_cap = room;
	}
	/* A guess that few pages exceed; what is not used is never touched. */
	if (!doc->blocks)
		doc->blocks = mu_arena_grow(doc->arena, NULL, 0, src.n / 256 + 32, &doc->block_cap,
		    sizeof *doc->blocks);
	if (!doc->marks)
		doc->marks = mu_arena_grow(doc->arena, NULL, 0, src.n / 256 + 32, &doc->mark_cap,
		    sizeof *doc->marks);
	if (!doc->links)
		doc->links = mu_arena_grow(doc->arena, NULL, 0, src.n / 512 + 16, &doc->link_cap,
		    sizeof *doc->links);
	if (!doc->text || !doc->blocks || !doc->marks || !doc->links)
		return mu_nomem(err);
	mu_html_run(h, src);
	if (!h->failed) {
		h->full = doc->block_n >= MU_HTML_BLOCKS || doc->text_n >= text_max;
		mu_late_all(h);
	}
	if (h->failed)
		return mu_nomem(err);
	mu_shape_all(h);
	return true;
}
