/*
 * What styles make of an element: hidden, small, of the colour of its ground. And the styles
 * themselves, where they stand behind what they hide.
 */
#include "read/html_int.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* A hiding that a script of the page may undo: remembered by its id and class. */
static uint32_t
hiding(struct mu_html *h, const struct mu_told *a)
{
	struct mu_hiding *p;

	if ((!a->id.n && !a->classes.n) || h->hiding_n >= MU_HTML_HIDINGS)
		return 0;
	p = mu_arena_grow(h->arena, h->hidings, h->hiding_n, h->hiding_n + 1,
	    &h->hiding_cap, sizeof *p);
	if (!p) {
		h->failed = h->full = true;
		return 0;
	}
	h->hidings = p;
	h->hidings[h->hiding_n++] = (struct mu_hiding){
	    mu_html_copy(h, a->id), mu_html_copy(h, a->classes)};
	return (uint32_t)h->hiding_n;
}

static void
colours(struct mu_html *h, struct mu_open *o, const struct mu_token *t,
    const struct mu_told *a, const struct mu_style *s)
{
	uint32_t given = s->background, color = s->color;

	if (!given && a->ground.n) {
		given = mu_css_color(a->ground);
		if (given <= 2)
			o->ground = 0;
	}
	if (!color && a->color.n && (color = mu_css_color(a->color)) == 2)
		color = 0;
	if (color)
		o->color = color;
	if (given > 2)
		o->ground = given;
	else if (s->flags & (MU_CSS_PICTURE | MU_CSS_OVER)
	    || (h->external_css && (a->id.n || a->classes.n || t->element == MU_E_BODY)))
		o->ground = 0;
	o->blend = o->faint = false;
	if (o->color && o->ground
	    && (color || given > 2 || h->stack[h->top].blend || h->stack[h->top].faint)) {
		unsigned contrast = mu_css_contrast(o->color, o->ground);
		o->blend = contrast < 108;
		o->faint = contrast < 150;
	}
}

void
mu_html_style(struct mu_html *h, struct mu_open *o, const struct mu_token *t,
    const struct mu_told *a, struct mu_str *before)
{
	struct mu_style s = {0, 0, 0, {"", 0}}, in;

	/* Nothing is said of this element but, perhaps, in a style sheet that is not here. */
	if (!h->styled && !a->style.n && !a->hidden && !a->color.n && !a->ground.n
	    && !h->stack[h->top].blend && !h->stack[h->top].faint) {
		if (h->external_css
		    && (a->id.n || a->classes.n || t->element == MU_E_BODY))
			o->ground = 0;
		return;
	}
	if (h->styled) {
		s = mu_css_match(h->css, t->text, a->id, a->classes,
		    h->stack[h->top].names, before, &o->after);
		o->names |= mu_css_bits(t->text, a->id, a->classes);
	}
	if (a->style.n) {
		in = mu_css_inline(a->style, h->arena);
		if (in.flags & (MU_CSS_BLOCK | MU_CSS_INLINE | MU_CSS_SHOWN))
			s.flags &= ~(
			    unsigned)(MU_CSS_HIDDEN | MU_CSS_NOBOX | MU_CSS_UNSEEN);
		s.flags |= in.flags;
		s.color = in.color ? in.color : s.color;
		s.background = in.background ? in.background : s.background;
	}
	if (a->hidden && !(s.flags & (MU_CSS_BLOCK | MU_CSS_INLINE)))
		s.flags |= MU_CSS_HIDDEN | MU_CSS_NOBOX;
	if (s.flags & MU_CSS_SHOWN && o->hidden == 1)
		o->hidden = 0;
	if (s.flags & MU_CSS_HIDDEN) {
		uint8_t how = s.flags & MU_CSS_UNSEEN ? 1 : 2;

		if (!o->hidden)
			o->rec = hiding(h, a);
		if (how > o->hidden)
			o->hidden = how;
		if (s.flags & MU_CSS_NOBOX)
			o->mode |= MU_O_NOBOX;
	}
	if (s.flags & MU_CSS_SMALL)
		o->flags |= MU_B_SMALL;
	if (s.flags & MU_CSS_BIG)
		mu_html_mark(h, o, MU_M_BIG, 0);
	if (s.flags & MU_CSS_BLOCK)
		o->mode |= MU_O_BREAKS;
	if (s.flags & MU_CSS_INLINE)
		o->mode &= (uint8_t)~MU_O_BREAKS;
	h->no_cursor |= (s.flags & MU_CSS_NOCURSOR) != 0;
	h->no_select |= s.flags & MU_CSS_NOSELECT
	    && (t->element == MU_E_BODY || t->element == MU_E_HTML);
	h->reversed |= (s.flags & MU_CSS_REVERSED) != 0;
	if (s.color || s.background || a->color.n || a->ground.n || s.flags
	    || h->external_css)
		colours(h, o, t, a, &s);
}

/* Next "<sty" at or after p, or NULL. */
static const char *
find_style(const char *p, const char *end)
{
#ifdef __SSE2__
	const __m128i lt = _mm_set1_epi8('<'), s = _mm_set1_epi8('s'),
		      low = _mm_set1_epi8(0x20);

	for (; end - p >= 32; p += 16) {
		__m128i a = _mm_loadu_si128((const __m128i *)(const void *)p);
		__m128i b = _mm_or_si128(
		    _mm_loadu_si128((const __m128i *)(const void *)(p + 1)), low);
		unsigned m = (unsigned)_mm_movemask_epi8(
		    _mm_and_si128(_mm_cmpeq_epi8(a, lt), _mm_cmpeq_epi8(b, s)));

		for (; m; m &= m - 1) {
			const char *q = p + __builtin_ctz(m);

			if ((q[2] | 0x20) == 't' && (q[3] | 0x20) == 'y')
				return q;
		}
	}
#endif
	for (; end - p >= 4; p++)
		if (*p == '<' && (p[1] | 0x20) == 's' && (p[2] | 0x20) == 't'
		    && (p[3] | 0x20) == 'y')
			return p;
	return NULL;
}

/*
 * Styles may stand behind what they hide. When one begins after <body>, all are read
 * first; mostly they are in the head, and this is one look for "<style".
 */
bool
mu_html_styles_late(struct mu_str s)
{
	const char *end = s.p + s.n, *last = NULL;
	size_t body;

	for (const char *p = s.p; s.n && (p = find_style(p, end)) != NULL; p++)
		last = p;
	if (!last)
		return false;
	body = mu_str_find_nocase(
	    (struct mu_str){s.p, (size_t)(last - s.p)}, MU_STR("<body"));
	return body != SIZE_MAX;
}

bool
mu_html_read_styles(struct mu_html *h, struct mu_str src)
{
	struct mu_token t;
	bool in = false, without = false; /* noscript: not what a person with scripts sees */

	mu_tok_init(&h->tok, src, h->arena);
	while (mu_tok_next(&h->tok, &t) != MU_T_END) {
		if (t.type == MU_T_START) {
			const struct mu_attr *m = mu_attr_find(&t, MU_STR("media"));

			without |= t.element == MU_E_NOSCRIPT;
			in = t.element == MU_E_STYLE && !without
			    && (!m
				|| mu_str_find_nocase(m->value, MU_STR("print")) == SIZE_MAX);
			mu_tok_model(&h->tok, mu_tok_model_for(t.element));
		} else if (t.type == MU_T_ENDTAG) {
			in = false;
			without &= t.element != MU_E_NOSCRIPT;
		} else if (t.type == MU_T_TEXT && in
		    && !mu_css_add(h->css, mu_html_copy(h, t.text))) {
			return false;
		}
	}
	return !h->tok.failed;
}
