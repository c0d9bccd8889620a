/*
 * The stack of open elements: a small part of the standard's tree construction, enough to
 * know which flags hold for a piece of text.
 *
 * No search may cost more than the stack is deep, and none starts when nothing of the
 * name is open (count[]); so a page of a million wrong end tags stays linear.
 */
#include "read/html_int.h"

enum {
	BREAK = MU_EK_BREAK,
	VOID = MU_EK_VOID,
	CLOSES_P = MU_EK_CLOSES_P,
	INLINE = MU_EK_INLINE,
	WALL = MU_EK_WALL,
	IMPLIES = MU_EK_IMPLIES,
	ENDING = MU_EK_ENDING,
	RAW = MU_EK_RAW
};

const uint8_t mu_html_kind[MU_E_COUNT] = {
    [MU_E_A] = INLINE | IMPLIES,
    [MU_E_ABBR] = INLINE,
    [MU_E_ADDRESS] = BREAK | CLOSES_P,
    [MU_E_APPLET] = WALL,
    [MU_E_AREA] = VOID,
    [MU_E_ARTICLE] = BREAK | CLOSES_P,
    [MU_E_ASIDE] = BREAK | CLOSES_P,
    [MU_E_B] = INLINE,
    [MU_E_BASE] = VOID,
    [MU_E_BASEFONT] = VOID,
    [MU_E_BDI] = INLINE,
    [MU_E_BDO] = INLINE,
    [MU_E_BGSOUND] = VOID,
    [MU_E_BIG] = INLINE,
    [MU_E_BLINK] = INLINE,
    [MU_E_BLOCKQUOTE] = BREAK | CLOSES_P,
    [MU_E_BODY] = BREAK | IMPLIES,
    [MU_E_BR] = VOID,
    [MU_E_BUTTON] = BREAK | WALL | IMPLIES,
    [MU_E_CAPTION] = BREAK | WALL,
    [MU_E_CENTER] = BREAK | CLOSES_P,
    [MU_E_CITE] = INLINE,
    [MU_E_CODE] = INLINE,
    [MU_E_COL] = VOID,
    [MU_E_COLGROUP] = BREAK,
    [MU_E_DATA] = INLINE,
    [MU_E_DD] = BREAK | CLOSES_P | IMPLIES,
    [MU_E_DEL] = INLINE,
    [MU_E_DETAILS] = BREAK | CLOSES_P,
    [MU_E_DFN] = INLINE,
    [MU_E_DIALOG] = BREAK | CLOSES_P,
    [MU_E_DIR] = BREAK | CLOSES_P,
    [MU_E_DIV] = BREAK | CLOSES_P,
    [MU_E_DL] = BREAK | CLOSES_P,
    [MU_E_DT] = BREAK | CLOSES_P | IMPLIES,
    [MU_E_EM] = INLINE,
    [MU_E_EMBED] = VOID,
    [MU_E_FIELDSET] = BREAK | CLOSES_P,
    [MU_E_FIGCAPTION] = BREAK | CLOSES_P,
    [MU_E_FIGURE] = BREAK | CLOSES_P,
    [MU_E_FONT] = INLINE,
    [MU_E_FOOTER] = BREAK | CLOSES_P,
    [MU_E_FORM] = BREAK | CLOSES_P | ENDING,
    [MU_E_FRAME] = VOID,
    [MU_E_FRAMESET] = BREAK,
    [MU_E_H1] = BREAK | CLOSES_P | IMPLIES,
    [MU_E_H2] = BREAK | CLOSES_P | IMPLIES,
    [MU_E_H3] = BREAK | CLOSES_P | IMPLIES,
    [MU_E_H4] = BREAK | CLOSES_P | IMPLIES,
    [MU_E_H5] = BREAK | CLOSES_P | IMPLIES,
    [MU_E_H6] = BREAK | CLOSES_P | IMPLIES,
    [MU_E_HEAD] = BREAK,
    [MU_E_HEADER] = BREAK | CLOSES_P,
    [MU_E_HGROUP] = BREAK | CLOSES_P,
    [MU_E_HR] = BREAK | CLOSES_P | VOID,
    [MU_E_HTML] = BREAK | WALL,
    [MU_E_I] = INLINE,
    [MU_E_IFRAME] = BREAK | RAW,
    [MU_E_IMG] = VOID,
    [MU_E_INPUT] = VOID,
    [MU_E_INS] = INLINE,
    [MU_E_KBD] = INLINE,
    [MU_E_LABEL] = INLINE | ENDING,
    [MU_E_LEGEND] = BREAK,
    [MU_E_LI] = BREAK | CLOSES_P | IMPLIES,
    [MU_E_LINK] = VOID,
    [MU_E_LISTING] = BREAK | CLOSES_P,
    [MU_E_MAIN] = BREAK | CLOSES_P,
    [MU_E_MARK] = INLINE,
    [MU_E_MARQUEE] = BREAK | WALL,
    [MU_E_MENU] = BREAK | CLOSES_P,
    [MU_E_META] = VOID,
    [MU_E_NAV] = BREAK | CLOSES_P,
    [MU_E_NOBR] = INLINE,
    [MU_E_NOEMBED] = BREAK | RAW,
    [MU_E_NOFRAMES] = BREAK | RAW,
    [MU_E_NOSCRIPT] = BREAK,
    [MU_E_OBJECT] = WALL,
    [MU_E_OL] = BREAK | CLOSES_P,
    [MU_E_OPTGROUP] = BREAK | IMPLIES,
    [MU_E_OPTION] = BREAK | IMPLIES,
    [MU_E_OUTPUT] = INLINE,
    [MU_E_P] = BREAK | CLOSES_P,
    [MU_E_PARAM] = VOID,
    [MU_E_PLAINTEXT] = BREAK | CLOSES_P | RAW,
    [MU_E_PRE] = BREAK | CLOSES_P,
    [MU_E_Q] = INLINE,
    [MU_E_RB] = IMPLIES,
    [MU_E_RP] = IMPLIES,
    [MU_E_RT] = IMPLIES,
    [MU_E_RTC] = IMPLIES,
    [MU_E_RUBY] = ENDING,
    [MU_E_S] = INLINE,
    [MU_E_SAMP] = INLINE,
    [MU_E_SCRIPT] = RAW,
    [MU_E_SEARCH] = BREAK | CLOSES_P,
    [MU_E_SECTION] = BREAK | CLOSES_P,
    [MU_E_SELECT] = BREAK,
    [MU_E_SMALL] = INLINE,
    [MU_E_SOURCE] = VOID,
    [MU_E_SPAN] = INLINE,
    [MU_E_STRIKE] = INLINE,
    [MU_E_STRONG] = INLINE,
    [MU_E_STYLE] = RAW,
    [MU_E_SUB] = INLINE,
    [MU_E_SUMMARY] = BREAK | CLOSES_P,
    [MU_E_SUP] = INLINE,
    [MU_E_TABLE] = BREAK | WALL,
    [MU_E_TBODY] = BREAK | IMPLIES,
    [MU_E_TD] = BREAK | WALL | IMPLIES,
    [MU_E_TEMPLATE] = BREAK | WALL,
    [MU_E_TEXTAREA] = BREAK | RAW,
    [MU_E_TFOOT] = BREAK | IMPLIES,
    [MU_E_TH] = BREAK | WALL | IMPLIES,
    [MU_E_THEAD] = BREAK | IMPLIES,
    [MU_E_TIME] = INLINE,
    [MU_E_TITLE] = BREAK | RAW,
    [MU_E_TR] = BREAK | IMPLIES,
    [MU_E_TRACK] = VOID,
    [MU_E_TT] = INLINE,
    [MU_E_U] = INLINE,
    [MU_E_UL] = BREAK | CLOSES_P,
    [MU_E_VAR] = INLINE,
    [MU_E_WBR] = VOID,
    [MU_E_XMP] = BREAK | CLOSES_P | RAW,
};

uint32_t
mu_html_hash(struct mu_str name)
{
	uint32_t h = 2166136261u;

	for (size_t i = 0; i < name.n; i++)
		h = (h ^ (unsigned char)name.p[i]) * 16777619u;
	return h;
}

struct mu_open *
mu_html_push(struct mu_html *h, struct mu_open *o)
{
	if (h->top + 1 >= MU_HTML_DEPTH) {
		h->over++;
		h->doc->notes |= MU_N_DEPTH_CUT;
		return NULL;
	}
	h->stack[++h->top] = *o;
	h->count[o->element]++;
	if (o->mode & MU_O_FOREIGN && !h->foreign)
		h->foreign = h->top;
	return &h->stack[h->top];
}

static void
unmark(struct mu_html *h, struct mu_open *o)
{
	for (unsigned m = o->marks; m; m &= m - 1)
		mu_flow_unmark(h, (enum mu_mark_kind)__builtin_ctz(m));
	o->marks = 0;
}

void
mu_html_pop_to(struct mu_html *h, uint32_t index)
{
	while (h->top >= index && h->top > 0) {
		struct mu_open *o = &h->stack[h->top];

		if (o->after.n)
			mu_flow_text(h, o->after, h->at);
		if (mu_html_kind[o->element] & ENDING) {
			if (o->element == MU_E_LABEL && h->in_label)
				mu_attr_label_end(h);
			if (o->element == MU_E_FORM)
				h->form = 0;
			if (o->element == MU_E_RUBY && !(o->mode & MU_O_BREAKS))
				h->side_open = false;
		}
		if (o->mode & MU_O_BREAKS)
			mu_flow_break(h, o);
		if (o->marks)
			unmark(h, o);
		if (!o->dead)
			h->count[o->element]--;
		if (h->foreign == h->top) {
			h->foreign = 0;
			h->tok.cdata = false;
		}
		h->top--;
	}
}

/*
 * Index of the nearest open `e`, not looking past an element of `walls` (0-ended); 0 if
 * none.
 */
static uint32_t
nearest(const struct mu_html *h, enum mu_element e, const enum mu_element *walls)
{
	if (!h->count[e])
		return 0;
	for (uint32_t i = h->top; i > 0; i--) {
		enum mu_element x = (enum mu_element)h->stack[i].element;

		if (x == e && !h->stack[i].dead)
			return i;
		for (const enum mu_element *w = walls; *w; w++)
			if (x == *w)
				return 0;
	}
	return 0;
}

static void
close_one(struct mu_html *h, enum mu_element e, const enum mu_element *walls)
{
	uint32_t i = nearest(h, e, walls);

	if (i)
		mu_html_pop_to(h, i);
}

/*
 * What a start tag ends by itself (HTML standard, 13.2.6.4.7 "in body" and the table
 * modes).
 */
void
mu_html_implied(struct mu_html *h, enum mu_element e)
{
	static const enum mu_element cell[] = {MU_E_TABLE, MU_E_TD, MU_E_TH, MU_E_CAPTION,
	    MU_E_BUTTON, MU_E_TEMPLATE, MU_E_OBJECT, MU_E_MARQUEE, MU_E_OTHER};
	static const enum mu_element list[] = {MU_E_UL, MU_E_OL, MU_E_MENU, MU_E_DIR,
	    MU_E_DL, MU_E_TABLE, MU_E_TD, MU_E_TH, MU_E_BLOCKQUOTE, MU_E_SECTION,
	    MU_E_ARTICLE, MU_E_FIELDSET, MU_E_TEMPLATE, MU_E_OTHER};
	static const enum mu_element table[] = {MU_E_TABLE, MU_E_TEMPLATE, MU_E_OTHER};
	static const enum mu_element select[] = {
	    MU_E_SELECT, MU_E_DATALIST, MU_E_TEMPLATE, MU_E_OTHER};
	enum mu_element top = (enum mu_element)h->stack[h->top].element;

	switch (mu_html_kind[e] & IMPLIES ? e : MU_E_OTHER) {
	case MU_E_LI:
		close_one(h, MU_E_LI, list);
		break;
	case MU_E_DD:
	case MU_E_DT:
		close_one(h, MU_E_DD, list);
		close_one(h, MU_E_DT, list);
		break;
	case MU_E_OPTION:
		close_one(h, MU_E_OPTION, select);
		break;
	case MU_E_OPTGROUP:
		close_one(h, MU_E_OPTION, select);
		close_one(h, MU_E_OPTGROUP, select);
		break;
	case MU_E_TD:
	case MU_E_TH:
		close_one(h, MU_E_TD, table);
		close_one(h, MU_E_TH, table);
		break;
	case MU_E_TR:
		close_one(h, MU_E_TR, table);
		break;
	case MU_E_TBODY:
	case MU_E_THEAD:
	case MU_E_TFOOT:
		close_one(h, MU_E_TBODY, table);
		close_one(h, MU_E_THEAD, table);
		close_one(h, MU_E_TFOOT, table);
		break;
	case MU_E_A:
		if (nearest(h, MU_E_A, cell))
			mu_html_end(h, MU_E_A, MU_STR("a"));
		break;
	case MU_E_BUTTON:
		close_one(h, MU_E_BUTTON, table);
		break;
	case MU_E_RT:
	case MU_E_RP:
	case MU_E_RB:
	case MU_E_RTC:
		if (top == MU_E_RT || top == MU_E_RP || top == MU_E_RB)
			mu_html_pop_to(h, h->top);
		break;
	case MU_E_BODY:
		close_one(h, MU_E_HEAD, table);
		break;
	case MU_E_H1:
	case MU_E_H2:
	case MU_E_H3:
	case MU_E_H4:
	case MU_E_H5:
	case MU_E_H6:
		if (top >= MU_E_H1 && top <= MU_E_H6)
			mu_html_pop_to(h, h->top);
		break;
	default:
		break;
	}
	if (mu_html_kind[e] & CLOSES_P && h->count[MU_E_P])
		close_one(h, MU_E_P, cell);
}

void
mu_html_end(struct mu_html *h, enum mu_element e, struct mu_str name)
{
	uint32_t hash = e == MU_E_OTHER ? mu_html_hash(name) : 0;
	const struct mu_open *last = &h->stack[h->top];

	if (h->over && !(mu_html_kind[e] & VOID)) {
		h->over--;
		return;
	}
	/* Nearly always: the end of what was opened last. */
	if (last->element == e && last->name == hash && !last->dead && h->top
	    && e != MU_E_BODY && e != MU_E_HTML) {
		mu_html_pop_to(h, h->top);
		return;
	}
	if (e >= MU_E_H1 && e <= MU_E_H6) { /* </h2> closes <h1> too */
		enum mu_element top = (enum mu_element)h->stack[h->top].element;
		if (top >= MU_E_H1 && top <= MU_E_H6)
			e = top;
	}
	if (!h->count[e] || e == MU_E_BODY || e == MU_E_HTML) {
		if (mu_html_kind[e] & BREAK && !(h->stack[h->top].mode & MU_O_SKIP))
			mu_flow_break(h, &h->stack[h->top]);
		return;
	}
	for (uint32_t i = h->top, blocked = 0; i > 0; i--) {
		struct mu_open *o = &h->stack[i];

		if (o->element == e && o->name == hash && !o->dead) {
			if (!blocked) {
				mu_html_pop_to(h, i);
			} else {
				/* <b><div></b>: the formatting ends, the block goes on */
				unmark(h, o);
				o->dead = true;
				h->count[e]--;
			}
			return;
		}
		if (mu_html_kind[o->element] & WALL && e == MU_E_FORM)
			blocked = 1;
		else if (mu_html_kind[o->element] & WALL && e != MU_E_TABLE && e != MU_E_TEMPLATE
		    && !(e == MU_E_TR || e == MU_E_TBODY || e == MU_E_THEAD
			|| e == MU_E_TFOOT))
			return;
		if (o->element == MU_E_TABLE && e != MU_E_TEMPLATE && e != MU_E_FORM)
			return;
		if (mu_html_kind[e] & INLINE && o->mode & MU_O_BREAKS)
			blocked = 1;
	}
}
