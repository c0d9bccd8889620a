/*
 * The part of CSS that decides what the eye sees.
 *
 * A rule is kept only when it says something of `struct props`; most sheets shrink to a
 * few rules. Each is filed under one name of its last compound (#id before .class before
 * tag) in a hash table, so that an element without a filed name costs a look or two. For
 *
 *	.wrap > div.note { display: none }
 *
 * the key is ".note", the compound asks for "div" too, and "wrap" must be in the filter
 * of names of the open elements. Conditions that change with the person's doing (:hover,
 * :checked) or the screen (@media with a width) never hide: what someone can see counts
 * as seen.
 */
#include "read/css.h"
#include "base/utf8.h"
#include "read/digits.h"

enum { HEADS = 512, VISITS = 48, MATCHES = 24, RULES = 65536, NEST = 32, PARTS = 6 };

enum which { ELEMENT, BEFORE, AFTER };

/*
 * 0 = not said. Fields are merged one by one, later and more specific rules over others.
 */
struct props {
	uint8_t display;    /* 1 none, 2 block, 3 inline, 4 in between */
	uint8_t visibility; /* 1 hidden, 2 visible */
	uint8_t opacity, left, top, indent, clip, width, height,
	    scale;           /* 1 hides, 2 does not */
	uint8_t position;    /* 1 absolute or fixed, 2 other */
	uint8_t overflow;    /* 1 hidden, 2 other */
	uint8_t font;        /* 1 zero, 2 small, 3 ordinary, 4 big */
	uint8_t faded;       /* 1: colour transparent */
	uint8_t ground_clip; /* 1: background-clip: text */
	uint8_t bidi, rtl, noselect, picture, cursor; /* 1 yes, 2 no */
};

struct part {
	struct mu_str name;
	uint8_t kind; /* 't', '.', '#' */
};

struct rule {
	struct part part[PARTS]; /* part[0] is the key */
	uint64_t need;
	uint32_t spec, order, next;
	uint32_t color, background;
	struct mu_str content;
	struct props props;
	uint8_t part_n;
	uint8_t which;
};

struct mu_css {
	struct mu_arena *arena;
	struct rule *rules;
	bool *used; /* by rule: its content string was shown somewhere */
	size_t n, cap, used_cap;
	uint32_t heads[HEADS]; /* index + 1 */
	uint32_t any_head;     /* rules for '*' */
	bool tags;
};

static uint32_t
hash(struct mu_str s, unsigned kind)
{
	uint32_t h = 2166136261u ^ kind;

	for (size_t i = 0; i < s.n; i++)
		h = (h
			^ (kind == 't' ? mu_lower((unsigned char)s.p[i])
				       : (unsigned char)s.p[i]))
		    * 16777619u;
	return h ^ h >> 15;
}

static uint64_t
bit(struct mu_str s, unsigned kind)
{
	uint32_t h = hash(s, kind);

	return (uint64_t)1 << (h & 63) | (uint64_t)1 << (h >> 6 & 63);
}

static bool
space(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

static bool
name_char(char c)
{
	unsigned char u = (unsigned char)c;

	return u >= 0x80 || (unsigned char)(mu_lower(u) - 'a') < 26
	    || (unsigned char)(u - '0') < 10 || u == '-' || u == '_' || u == '\\';
}

struct mu_css *
mu_css_new(struct mu_arena *arena)
{
	struct mu_css *css = mu_new(arena, struct mu_css, 1);

	if (css)
		css->arena = arena;
	return css;
}

void
mu_css_reset(struct mu_css *css)
{
	if (css->n)
		memset(css->heads, 0, sizeof css->heads);
	css->n = 0;
	css->any_head = 0;
	css->tags = false;
}

bool
mu_css_any(const struct mu_css *css)
{
	return css->n > 0;
}

/* A length in px; *ok is false for what is none (auto, calc, var). */
static double
length(struct mu_str s, double em, bool *ok)
{
	static const struct {
		const char *unit;
		double px;
	} units[] = {{"px", 1}, {"rem", 16}, {"pt", 4.0 / 3}, {"vw", 12}, {"vh", 8},
	    {"cm", 37.8}, {"mm", 3.78}, {"in", 96}, {"pc", 16}, {"ex", 8}, {"ch", 8}};
	double v = 0, scale = 1;
	bool neg = false, any = false;
	size_t i = 0;

	*ok = false;
	if (i < s.n && (s.p[i] == '-' || s.p[i] == '+'))
		neg = s.p[i++] == '-';
	for (; i < s.n && (unsigned char)(s.p[i] - '0') < 10; i++, any = true)
		if (v < 1e9)
			v = v * 10 + (s.p[i] - '0');
	if (i < s.n && s.p[i] == '.')
		for (i++; i < s.n && (unsigned char)(s.p[i] - '0') < 10;
		     i++, any = true) {
			scale /= 10;
			v += (s.p[i] - '0') * scale;
		}
	if (!any)
		return 0;
	*ok = true;
	if (neg)
		v = -v;
	s = mu_str_trim(mu_str_sub(s, i, s.n));
	for (i = 0; i < s.n && !space(s.p[i]) && s.p[i] != '/' && s.p[i] != ','; i++)
		;
	s.n = i;
	if (s.n == 1 && s.p[0] == '%')
		return v * em / 100;
	if (mu_str_eq_nocase(s, MU_STR("em")))
		return v * em;
	for (i = 0; i < sizeof units / sizeof *units; i++)
		if (mu_str_eq_nocase(s, mu_str_of(units[i].unit)))
			return v * units[i].px;
	if (s.n) /* deg, fr, s …: no length */
		*ok = false;
	return v;
}

static uint8_t
font_class(double px)
{
	return px < 1 ? 1 : px <= 9 ? 2 : px < 24 ? 3 : 4;
}

static bool
has(struct mu_str s, struct mu_str word)
{
	return mu_str_find_nocase(s, word) != SIZE_MAX;
}

static uint8_t
font_size(struct mu_str v)
{
	bool ok;
	double px = length(v, 16, &ok);

	if (ok)
		return font_class(px);
	if (mu_str_eq_nocase(v, MU_STR("xx-small")))
		return 2;
	if (mu_str_eq_nocase(v, MU_STR("x-large"))
	    || mu_str_eq_nocase(v, MU_STR("xx-large"))
	    || mu_str_eq_nocase(v, MU_STR("xxx-large")))
		return 4;
	return v.n ? 3 : 0;
}

/* The size in the shorthand `font: bold 8px/1.2 serif`. */
static uint8_t
font_shorthand(struct mu_str v)
{
	for (size_t i = 0; i < v.n;) {
		size_t from = i;
		struct mu_str w;
		bool ok;
		double px;

		while (i < v.n && !space(v.p[i]))
			i++;
		w = mu_str_sub(v, from, i);
		for (size_t k = 0; k < w.n; k++)
			if (w.p[k] == '/')
				w.n = k;
		px = length(w, 16, &ok);
		/* a bare number is a weight, except 0 */
		if (ok && w.n && (px < 1 || !((unsigned char)(w.p[w.n - 1] - '0') < 10)))
			return font_class(px);
		while (i < v.n && space(v.p[i]))
			i++;
	}
	return 0;
}

/*
 * content: "…" '…' -> one string, escapes undone; icons of the private use area are no
 * words.
 */
static struct mu_str
content(struct mu_str v, struct mu_arena *arena)
{
	char *out = mu_new_raw(arena, char, v.n + 8);
	size_t n = 0;

	if (!out)
		return MU_STR("");
	for (size_t i = 0; i < v.n; i++) {
		char quote = v.p[i];

		if (quote == 'u'
		    && has(mu_str_sub(v, i, i + 4 < v.n ? i + 4 : v.n), MU_STR("url("))) {
			while (i < v.n && v.p[i] != ')')
				i++;
			continue;
		}
		if (quote != '"' && quote != '\'')
			continue;
		for (i++; i < v.n && v.p[i] != quote; i++) {
			uint32_t cp = 0;
			unsigned digits = 0;

			if (v.p[i] != '\\') {
				out[n++] = v.p[i];
				continue;
			}
			while (digits < 6 && i + 1 < v.n && mu_hex_digit(v.p[i + 1]) >= 0) {
				cp = cp << 4 | (uint32_t)mu_hex_digit(v.p[++i]);
				digits++;
			}
			if (digits) {
				if (i + 1 < v.n && space(v.p[i + 1]))
					i++;
				if (cp == 0xA)
					out[n++] = ' ';
				else if (cp >= 0x20 && (cp < 0xE000 || cp > 0xF8FF)
				    && cp < 0xF0000)
					n += mu_utf8_put(cp, out + n);
			} else if (i + 1 < v.n && v.p[i + 1] != '\n') {
				out[n++] = v.p[++i];
			} else {
				i++;
			}
		}
	}
	mu_arena_shrink(arena, out, v.n + 8, n);
	return (struct mu_str){out, n};
}

struct block {
	struct props p;
	uint32_t color, background;
	struct mu_str content;
	bool important;
};

static uint8_t
far_off(struct mu_str v, double least)
{
	bool ok;
	double px = length(v, 1000, &ok);

	return !ok ? 0 : px <= least ? 1 : 2;
}

static uint8_t
zero(struct mu_str v, double most)
{
	bool ok;
	double px = length(v, 1000, &ok);

	return !ok ? 2 : px <= most && px >= 0 ? 1 : 2;
}

static void
display(struct props *p, struct mu_str v)
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
ground(struct block *b, struct mu_str v)
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
declare(struct block *b, struct mu_str name, struct mu_str v, struct mu_arena *arena)
{
	struct props *p = &b->p;
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
			b->content = content(v, arena);
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
			p->font = font_size(v);
		else if (IS("font"))
			p->font = font_shorthand(v);
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
			double o = length(v, 1, &ok);
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

/* Past the string or comment that begins at i, else i. Stops at the end of the text. */
static size_t
past(struct mu_str s, size_t i)
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

/* Reads "name: value; …" up to the closing brace or the end; returns where it stopped. */
static size_t
declarations(struct mu_str s, size_t i, struct block *b, struct mu_arena *arena)
{
	*b = (struct block){.color = 0};
	while (i < s.n && s.p[i] != '}') {
		size_t name, name_end, value, open = 0;

		if (space(s.p[i]) || s.p[i] == ';') {
			i++;
			continue;
		}
		if (past(s, i) != i) {
			i = past(s, i);
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
				size_t to = past(s, i);
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
			size_t to = past(s, i);
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

static void
merge(struct props *to, const struct props *from)
{
	uint8_t *a = (uint8_t *)to;
	const uint8_t *b = (const uint8_t *)from;

	for (size_t i = 0; i < sizeof *to; i++)
		if (b[i])
			a[i] = b[i];
}

static bool
hides(const struct props *p)
{
	bool gone = p->position == 1 && (p->left == 1 || p->top == 1);

	return p->display == 1 || p->visibility == 1 || p->opacity == 1 || gone
	    || p->indent == 1 || (p->clip == 1 && p->position == 1) || p->scale == 1
	    || p->font == 1 || (p->faded == 1 && p->ground_clip != 1 && p->picture != 1)
	    || (p->overflow == 1 && (p->width == 1 || p->height == 1));
}

static unsigned
flags_of(const struct props *p)
{
	struct props rest = *p;
	unsigned f = 0;

	rest.visibility = 0;
	if (hides(p)) {
		f |= MU_CSS_HIDDEN;
		if (p->display == 1)
			f |= MU_CSS_NOBOX;
		if (!hides(&rest))
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
	struct block b;

	(void)declarations(s, 0, &b, arena);
	return (struct mu_style){flags_of(&b.p), b.color, b.background, b.content};
}

/*
 * One selector -> rule. False when it depends on what the person does or on what we do
 * not follow (attributes, siblings by number).
 */
static bool
selector(struct mu_str s, struct rule *r)
{
	bool empty = true;

	r->part_n = 0;
	r->need = 0;
	r->spec = 0;
	r->which = ELEMENT;
	for (size_t i = 0; i < s.n;) {
		char c = s.p[i];

		if (space(c) || c == '>' || c == '+' || c == '~') {
			if (!empty) {
				/*
				 * what stood so far is asked of the ancestors (or,
				 * roughly, siblings)
				 */
				for (unsigned k = 0; k < r->part_n; k++)
					r->need |= bit(r->part[k].name, r->part[k].kind);
				if (c == '+' || c == '~')
					return false;
			}
			r->part_n = 0;
			empty = true;
			while (i < s.n && (space(s.p[i]) || s.p[i] == '>'))
				i++;
			if (i < s.n && (s.p[i] == '+' || s.p[i] == '~'))
				return false;
			continue;
		}
		empty = false;
		if (c == '*') {
			i++;
		} else if (c == '.' || c == '#' || name_char(c)) {
			size_t from = i += c == '.' || c == '#';
			uint8_t kind = c == '.' || c == '#' ? (uint8_t)c : 't';

			while (i < s.n && name_char(s.p[i]))
				i++;
			if (i == from || r->part_n == PARTS)
				return false;
			r->part[r->part_n++] = (struct part){
			    mu_str_sub(s, from, i), kind};
			r->spec += kind == '#' ? 10000 : kind == '.' ? 100 : 1;
		} else if (c == ':') {
			size_t from;
			struct mu_str word;

			while (i < s.n && s.p[i] == ':')
				i++;
			for (from = i; i < s.n && name_char(s.p[i]); i++)
				;
			word = mu_str_sub(s, from, i);
			if (mu_str_eq_nocase(word, MU_STR("before")))
				r->which = BEFORE;
			else if (mu_str_eq_nocase(word, MU_STR("after")))
				r->which = AFTER;
			else if (mu_str_eq_nocase(word, MU_STR("root")))
				r->part[r->part_n < PARTS ? r->part_n++ : PARTS - 1] =
				    (struct part){MU_STR("html"), 't'};
			else if (!mu_str_eq_nocase(word, MU_STR("link")))
				return false;
		} else {
			return false;
		}
	}
	/* the key: an id before a class before a tag */
	for (unsigned k = 1; k < r->part_n; k++) {
		static const char order[] = "t.#";
		if (strchr(order, r->part[k].kind) > strchr(order, r->part[0].kind)) {
			struct part t = r->part[0];
			r->part[0] = r->part[k];
			r->part[k] = t;
		}
	}
	return !empty;
}

static bool
add_rule(struct mu_css *css, struct rule *r)
{
	uint32_t *head;
	struct rule *rules;
	bool *used;

	if (css->n >= RULES)
		return true;
	rules = mu_arena_grow(
	    css->arena, css->rules, css->n, css->n + 1, &css->cap, sizeof *rules);
	if (!rules)
		return false;
	css->rules = rules;
	used = mu_arena_grow(
	    css->arena, css->used, css->n, css->n + 1, &css->used_cap, sizeof *used);
	if (!used)
		return false;
	css->used = used;
	css->used[css->n] = false;
	for (unsigned k = 0; k < r->part_n; k++)
		css->tags |= r->part[k].kind == 't';
	head = r->part_n ? &css->heads[hash(r->part[0].name, r->part[0].kind) % HEADS]
			 : &css->any_head;
	r->next = *head;
	r->order = (uint32_t)css->n;
	css->rules[css->n++] = *r;
	*head = (uint32_t)css->n;
	return true;
}

static bool
add_rules(
    struct mu_css *css, struct mu_str prelude, const struct block *b, bool conditional)
{
	static const struct props nothing;
	struct block now = *b;
	size_t from = 0, open = 0;

	if (conditional && hides(&now.p)) {
		now.p = nothing;
		now.color = now.background = 0;
	}
	if (memcmp(&now.p, &nothing, sizeof nothing) == 0 && !now.color && !now.background
	    && !now.content.n)
		return true;
	for (size_t i = 0; i <= prelude.n; i++) {
		struct rule r = {.color = now.color,
		    .background = now.background,
		    .content = now.content,
		    .props = now.p};

		if (i < prelude.n && (prelude.p[i] == '(' || prelude.p[i] == '['))
			open++;
		if (i < prelude.n && (prelude.p[i] == ')' || prelude.p[i] == ']') && open)
			open--;
		if (i < prelude.n && (prelude.p[i] != ',' || open))
			continue;
		if (selector(mu_str_trim(mu_str_sub(prelude, from, i)), &r)) {
			r.spec += b->important ? 1000000 : 0;
			if (!add_rule(css, &r))
				return false;
		}
		from = i + 1;
	}
	return true;
}

/* '{' of the block that follows at i, or the ';' or '}' or end that comes first. */
static size_t
prelude_end(struct mu_str s, size_t i)
{
	while (i < s.n && s.p[i] != '{' && s.p[i] != ';' && s.p[i] != '}') {
		size_t to = past(s, i);
		i = to != i ? to : i + 1;
	}
	return i < s.n ? i : s.n;
}

static size_t
skip_block(struct mu_str s, size_t i)
{
	size_t open = 0;

	while (i < s.n) {
		size_t to = past(s, i);
		if (to != i) {
			i = to;
			continue;
		}
		if (s.p[i] == '{')
			open++;
		if (s.p[i] == '}' && --open == 0)
			return i + 1;
		i++;
	}
	return s.n;
}

/*
 * Always true, only under a condition (of size, of printing off), or never on a screen?
 */
enum media { ALWAYS, SOMETIMES, NEVER };

static enum media
media(struct mu_str q)
{
	q = mu_str_trim(q);
	if (!q.n || mu_str_eq_nocase(q, MU_STR("all"))
	    || mu_str_eq_nocase(q, MU_STR("screen")))
		return ALWAYS;
	if (has(q, MU_STR("print")) && !has(q, MU_STR("screen"))
	    && !has(q, MU_STR("not")))
		return NEVER;
	return SOMETIMES;
}

bool
mu_css_add(struct mu_css *css, struct mu_str s)
{
	bool conditional[NEST];
	unsigned nest = 0;

	for (size_t i = 0; i < s.n;) {
		struct block b;
		size_t end, to = past(s, i);

		if (to != i) {
			i = to;
			continue;
		}
		if (space(s.p[i]) || s.p[i] == ';') {
			i++;
			continue;
		}
		if (s.p[i] == '}') {
			nest -= nest > 0;
			i++;
			continue;
		}
		if (s.n - i >= 4 && memcmp(s.p + i, "<!--", 4) == 0) {
			i += 4;
			continue;
		}
		if (s.n - i >= 3 && memcmp(s.p + i, "-->", 3) == 0) {
			i += 3;
			continue;
		}
		end = prelude_end(s, i);
		if (end >= s.n)
			break;
		if (s.p[end] != '{') {
			i = end + (s.p[end] == ';');
			continue;
		}
		if (s.p[i] == '@') {
			struct mu_str at = mu_str_sub(s, i, end);
			enum media m = NEVER;

			if (at.n > 6
			    && mu_str_eq_nocase(mu_str_sub(at, 0, 6), MU_STR("@media")))
				m = media(mu_str_sub(at, 6, at.n));
			else if (at.n > 6
			    && mu_str_eq_nocase(mu_str_sub(at, 0, 6), MU_STR("@layer")))
				m = ALWAYS;
			else if (at.n > 9
			    && mu_str_eq_nocase(
				mu_str_sub(at, 0, 9), MU_STR("@supports")))
				m = SOMETIMES;
			if (m == NEVER || nest == NEST) {
				i = skip_block(s, end);
				continue;
			}
			conditional[nest] = m == SOMETIMES
			    || (nest && conditional[nest - 1]);
			nest++;
			i = end + 1;
			continue;
		}
		to = declarations(s, end + 1, &b, css->arena);
		if (!add_rules(css, mu_str_trim(mu_str_sub(s, i, end)), &b,
			nest && conditional[nest - 1]))
			return false;
		i = to;
	}
	return true;
}

static bool
has_class(struct mu_str classes, struct mu_str name)
{
	for (size_t i = 0; i < classes.n;) {
		size_t from;

		while (i < classes.n && space(classes.p[i]))
			i++;
		for (from = i; i < classes.n && !space(classes.p[i]); i++)
			;
		if (i - from == name.n && memcmp(classes.p + from, name.p, name.n) == 0)
			return true;
	}
	return false;
}

struct found {
	uint32_t rule[MATCHES];
	unsigned n;
};

struct asked {
	struct mu_str tag, id, classes;
	uint64_t ancestors;
};

static bool
matches(const struct rule *r, const struct asked *a)
{
	if ((r->need & a->ancestors) != r->need)
		return false;
	for (unsigned k = 0; k < r->part_n; k++) {
		const struct part *p = &r->part[k];

		if (p->kind == 't'       ? !mu_str_eq_nocase(p->name, a->tag)
			: p->kind == '#' ? !mu_str_eq(p->name, a->id)
					 : !has_class(a->classes, p->name))
			return false;
	}
	return true;
}

/*
 * Newest rules come first in a chain; looking at VISITS of them bounds what a hostile
 * sheet costs.
 */
static void
collect(const struct mu_css *css, uint32_t head, const struct asked *a, struct found *f)
{
	unsigned visits = 0;

	for (uint32_t i = head; i && visits < VISITS;
	     i = css->rules[i - 1].next, visits++) {
		unsigned k;

		if (f->n == MATCHES || !matches(&css->rules[i - 1], a))
			continue;
		for (k = 0; k < f->n && f->rule[k] != i - 1; k++)
			;
		if (k == f->n)
			f->rule[f->n++] = i - 1;
	}
}

struct mu_style
mu_css_match(const struct mu_css *css, struct mu_str tag, struct mu_str id,
    struct mu_str classes, uint64_t ancestors, struct mu_str *before,
    struct mu_str *after)
{
	struct asked a = {tag, id, classes, ancestors};
	struct found f = {.n = 0};
	struct props p = {0};
	struct mu_style out = {0, 0, 0, {"", 0}};
	unsigned tries = 0;

	if (before)
		*before = MU_STR("");
	if (after)
		*after = MU_STR("");
	if (!css->n)
		return out;
	collect(css, css->any_head, &a, &f);
	if (css->tags)
		collect(css, css->heads[hash(tag, 't') % HEADS], &a, &f);
	for (size_t i = 0; i < classes.n && tries < 32; tries++) {
		size_t from;

		while (i < classes.n && space(classes.p[i]))
			i++;
		for (from = i; i < classes.n && !space(classes.p[i]); i++)
			;
		if (i > from) {
			uint32_t head =
			    css->heads[hash(mu_str_sub(classes, from, i), '.') % HEADS];
			if (head)
				collect(css, head, &a, &f);
		}
	}
	if (id.n)
		collect(css, css->heads[hash(id, '#') % HEADS], &a, &f);
	for (unsigned i = 1; i < f.n;
	     i++) { /* by weight, then order: insertion sort of a few */
		uint32_t x = f.rule[i];
		unsigned k = i;

		for (; k
		     && (css->rules[f.rule[k - 1]].spec > css->rules[x].spec
			 || (css->rules[f.rule[k - 1]].spec == css->rules[x].spec
			     && f.rule[k - 1] > x));
		     k--)
			f.rule[k] = f.rule[k - 1];
		f.rule[k] = x;
	}
	for (unsigned i = 0; i < f.n; i++) {
		const struct rule *r = &css->rules[f.rule[i]];
		struct mu_str *to = r->which == BEFORE ? before : after;

		if (r->which == ELEMENT) {
			merge(&p, &r->props);
			out.color = r->color ? r->color : out.color;
			out.background = r->background ? r->background : out.background;
		} else if (to && r->props.display != 1) {
			css->used[f.rule[i]] = true;
			if (r->content.n)
				*to = r->content;
		}
	}
	out.flags = flags_of(&p);
	return out;
}

uint64_t
mu_css_bits(struct mu_str tag, struct mu_str id, struct mu_str classes)
{
	uint64_t bits = tag.n ? bit(tag, 't') : 0;
	unsigned tries = 0;

	if (id.n)
		bits |= bit(id, '#');
	for (size_t i = 0; i < classes.n && tries < 16; tries++) {
		size_t from;

		while (i < classes.n && space(classes.p[i]))
			i++;
		for (from = i; i < classes.n && !space(classes.p[i]); i++)
			;
		if (i > from)
			bits |= bit(mu_str_sub(classes, from, i), '.');
	}
	return bits;
}

struct mu_str
mu_css_unused(const struct mu_css *css, size_t i, bool *more)
{
	*more = i < css->n;
	return *more && css->rules[i].which != ELEMENT && !css->used[i]
	    ? css->rules[i].content
	    : MU_STR("");
}
