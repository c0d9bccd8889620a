/* Declarations of CSS, and what they mean for the eye. */
#include "read/css_int.h"

static uint8_t
far_off(struct mu_str v, double least)
{
	bool ok;
	double px = mu_css_length(v, 1000, &ok);

	return !ok ? 0 : px <= least ? 1 : 2;
}

static uint8_t
zero(struct mu_str v, double most)
{
	bool ok;
	double px = mu_css_length(v, 1000, &ok);

	return !ok ? 2 : px <= most && px >= 0 ? 1 : 2;
}

static void
display(struct mu_css_props *p, struct mu_str v)
{
	static const char *const blocks[] = {"block", "flex", "grid", "table",
	    "list-item", "table-row", "table-cell", "table-caption", "table-row-group",
	    "flow-root", "-webkit-box"};

	if (mu_str_eq_nocase(v, MU_STR("none"))) {
		p->display = 1;
		return;
	}
	if (mu_str_eq_nocase(v, MU_STR("inline"))) {
		p->display = 3;
		return;
	}
	p->display = 4;
	for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
		if (mu_str_eq_nocase(v, mu_str_of(blocks[i])))
			p->display = 2;
}

static void
ground(struct mu_css_block *b, struct mu_str v)
{
	size_t from = 0;

	b->p.picture = has(v, MU_STR("url(")) || has(v, MU_STR("gradient"))
		|| has(v, MU_STR("var("))
	    ? 1
	    : 2;
	if (b->p.picture == 1)
		return;
	/* the colour is one of the words */
	for (size_t i = 0, open = 0; i <= v.n; i++) {
		uint32_t c;

		if (i < v.n && v.p[i] == '(')
			open++;
		if (i < v.n && v.p[i] == ')' && open)
			open--;
		if (i < v.n && (open || !space(v.p[i])))
			continue;
		c = mu_css_color(mu_str_sub(v, from, i));
		if (c > 2)
			b->background = c;
		from = i + 1;
	}
}

static void
declare(struct mu_css_block *b, struct mu_str name, struct mu_str v, struct mu_arena *arena)
{
	struct mu_css_props *p = &b->p;
	size_t bang;
	bool ok;

	v = mu_str_trim(v);
	for (bang = v.n; bang > 0 && v.n - bang < 16 && v.p[bang - 1] != '!'; bang--)
		;
	if (bang && v.n - bang < 16 && v.n - bang >= 9 && v.p[bang - 1] == '!') {
		b->important = true;
		v = mu_str_trim(mu_str_sub(v, 0, bang - 1));
	}
#define IS(lit) mu_str_eq_nocase(name, MU_STR(lit))
#define VALUE(lit) mu_str_eq_nocase(v, MU_STR(lit))
	switch (name.n ? mu_lower((unsigned char)name.p[0]) : 0) {
	case 'b':
		if (IS("background-color")) {
			uint32_t c = mu_css_color(v);
			if (c > 2)
				b->background = c;
		} else if (IS("background") || IS("background-image")) {
			ground(b, v);
		} else if (IS("background-clip")) {
			p->ground_clip = VALUE("text") ? 1 : 2;
		}
		break;
	case 'c':
		if (IS("color")) {
			uint32_t c = mu_css_color(v);
			p->faded = c == 2 ? 1 : 2;
			if (c > 2)
				b->color = c;
		} else if (IS("content")) {
			b->content = mu_css_content(v, arena);
		} else if (IS("clip")) {
			p->clip = has(v, MU_STR("rect(0")) || has(v, MU_STR("rect(1px"))
			    ? 1
			    : 2;
		} else if (IS("clip-path")) {
			p->clip = has(v, MU_STR("inset(50%"))
				|| has(v, MU_STR("inset(100%"))
			    ? 1
			    : 2;
		} else if (IS("cursor")) {
			p->cursor = VALUE("none") ? 1 : 2;
		}
		break;
	case 'd':
		if (IS("display"))
			display(p, v);
		else if (IS("direction"))
			p->rtl = VALUE("rtl") ? 1 : 2;
		break;
	case 'f':
		if (IS("font-size"))
			p->font = mu_css_font_size(v);
		else if (IS("font"))
			p->font = mu_css_font_shorthand(v);
		break;
	case 'h':
		if (IS("height"))
			p->height = zero(v, 1);
		break;
	case 'l':
		if (IS("left"))
			p->left = far_off(v, -500);
		break;
	case 'm':
		if (IS("margin-left"))
			p->indent = far_off(v, -999);
		else if (IS("max-height"))
			p->height = zero(v, 1);
		else if (IS("max-width"))
			p->width = zero(v, 1);
		break;
	case 'o':
		if (IS("opacity")) {
			double o = mu_css_length(v, 1, &ok);
			if (ok)
				p->opacity = o < 0.05 ? 1 : 2;
		} else if (IS("overflow")) {
			p->overflow = VALUE("hidden") || VALUE("clip") ? 1 : 2;
		}
		break;
	case 'p':
		if (IS("position"))
			p->position = VALUE("absolute") || VALUE("fixed") ? 1 : 2;
		break;
	case 'r':
		if (IS("right"))
			p->left = far_off(v, -500);
		break;
	case 't':
		if (IS("top"))
			p->top = far_off(v, -500);
		else if (IS("text-indent"))
			p->indent = far_off(v, -999);
		else if (IS("transform"))
			p->scale = has(v, MU_STR("scale(0)")) || has(v, MU_STR("(-9999"))
				|| has(v, MU_STR("(-1000"))
			    ? 1
			    : 2;
		break;
	case 'u':
		if (IS("unicode-bidi"))
			p->bidi = has(v, MU_STR("override")) ? 1 : 2;
		else if (IS("user-select"))
			p->noselect = VALUE("none") ? 1 : 2;
		break;
	case 'v':
		if (IS("visibility"))
			p->visibility = VALUE("hidden") || VALUE("collapse") ? 1 : 2;
		break;
	case 'w':
		if (IS("width"))
			p->width = zero(v, 1);
		break;
	case '-':
		if (IS("-webkit-user-select"))
			p->noselect = VALUE("none") ? 1 : 2;
		else if (IS("-webkit-background-clip"))
			p->ground_clip = VALUE("text") ? 1 : 2;
		break;
	default:
		break;
	}
#undef IS
#undef VALUE
}

size_t
mu_css_past(struct mu_str s, size_t i)
{
	char q = s.p[i];

	if (q == '/' && i + 1 < s.n && s.p[i + 1] == '*') {
		for (i += 2; i + 1 < s.n && !(s.p[i] == '*' && s.p[i + 1] == '/'); i++)
			;
		return i + 2 < s.n ? i + 2 : s.n;
	}
	if (q == '"' || q == '\'') {
		for (i++; i < s.n && s.p[i] != q && s.p[i] != '\n'; i++)
			if (s.p[i] == '\\')
				i++;
		return i + 1 < s.n ? i + 1 : s.n;
	}
	return i;
}

size_t
mu_css_declarations(struct mu_str s, size_t i, struct mu_css_block *b, struct mu_arena *arena)
{
	*b = (struct mu_css_block){.color = 0};
	while (i < s.n && s.p[i] != '}') {
		size_t name, name_end, value, open = 0;

		if (space(s.p[i]) || s.p[i] == ';') {
			i++;
			continue;
		}
		if (mu_css_past(s, i) != i) {
			i = mu_css_past(s, i);
			continue;
		}
		for (name = i; i < s.n && name_char(s.p[i]); i++)
			;
		name_end = i;
		while (i < s.n && space(s.p[i]))
			i++;
		if (i >= s.n || s.p[i] != ':') {
			/*
			 * not a declaration (a nested rule): to its end, braces counted
			 */
			while (i < s.n && (open || (s.p[i] != ';' && s.p[i] != '}'))) {
				size_t to = mu_css_past(s, i);
				if (to != i) {
					i = to;
					continue;
				}
				if (s.p[i] == '{')
					open++;
				if (s.p[i] == '}' && --open == 0) {
					i++;
					break;
				}
				i++;
			}
			continue;
		}
		for (value = ++i; i < s.n; i++) {
			size_t to = mu_css_past(s, i);
			if (to != i) {
				i = to - 1;
				continue;
			}
			if (s.p[i] == '(')
				open++;
			else if (s.p[i] == ')' && open)
				open--;
			else if (s.p[i] == '}' || (s.p[i] == ';' && !open)
			    || s.p[i] == '{')
				break;
		}
		if (i < s.n && s.p[i] == '{') { /* "a:hover { … }" nested */
			for (open = 0; i < s.n; i++) {
				if (s.p[i] == '{')
					open++;
				if (s.p[i] == '}' && --open == 0)
					break;
			}
			i += i < s.n;
			continue;
		}
		if (i > value)
			declare(b, mu_str_sub(s, name, name_end), mu_str_sub(s, value, i),
			    arena);
	}
	return i < s.n ? i + 1 : s.n;
}

bool
mu_css_hides(const struct mu_css_props *p)
{
	bool gone = p->position == 1 && (p->left == 1 || p->top == 1);

	return p->display == 1 || p->visibility == 1 || p->opacity == 1 || gone
	    || p->indent == 1 || (p->clip == 1 && p->position == 1) || p->scale == 1
	    || p->font == 1 || (p->faded == 1 && p->ground_clip != 1 && p->picture != 1)
	    || (p->overflow == 1 && (p->width == 1 || p->height == 1));
}

unsigned
mu_css_flags(const struct mu_css_props *p)
{
	struct mu_css_props rest = *p;
	unsigned f = 0;

	rest.visibility = 0;
	if (mu_css_hides(p)) {
		f |= MU_CSS_HIDDEN;
		if (p->display == 1)
			f |= MU_CSS_NOBOX;
		if (!mu_css_hides(&rest))
			f |= MU_CSS_UNSEEN;
	}
	if (p->visibility == 2)
		f |= MU_CSS_SHOWN;
	if (p->font == 2)
		f |= MU_CSS_SMALL;
	if (p->font == 4)
		f |= MU_CSS_BIG;
	if (p->display == 2)
		f |= MU_CSS_BLOCK;
	if (p->display == 3)
		f |= MU_CSS_INLINE;
	if (p->noselect == 1)
		f |= MU_CSS_NOSELECT;
	if (p->bidi == 1 && p->rtl == 1)
		f |= MU_CSS_REVERSED;
	if (p->picture == 1)
		f |= MU_CSS_PICTURE;
	if (p->cursor == 1)
		f |= MU_CSS_NOCURSOR;
	if (p->position == 1)
		f |= MU_CSS_OVER;
	return f;
}

struct mu_style
mu_css_inline(struct mu_str s, struct mu_arena *arena)
{
	struct mu_css_block b;

	(void)mu_css_declarations(s, 0, &b, arena);
	return (struct mu_style){mu_css_flags(&b.p), b.color, b.background, b.content};
}
