/*
 * As much of CSS as decides what the eye sees: display, visibility, opacity, off-screen
 * position, text-indent, clip, zero size, font size, colours, content strings, and which
 * elements a rule means (tag, .class, #id, and the last compound of a longer selector).
 */
#ifndef MU_READ_CSS_H
#define MU_READ_CSS_H

#include "base/arena.h"
#include "base/str.h"

enum {
	MU_CSS_HIDDEN = 1 << 0, /* not to be seen at all */
	MU_CSS_SMALL = 1 << 1,  /* at most 9px, or text close to its ground colour */
	MU_CSS_BIG = 1 << 2,    /* at least 24px */
	MU_CSS_BLOCK = 1 << 3, /* display: block, flex, grid, table …: breaks the line */
	MU_CSS_INLINE = 1 << 4, /* display: inline: does not */
	MU_CSS_SHOWN = 1 << 5,  /* visibility: visible, undoes an inherited hidden */
	MU_CSS_NOSELECT = 1 << 6,
	MU_CSS_REVERSED = 1 << 7, /* unicode-bidi: bidi-override with direction: rtl */
	MU_CSS_NOBOX = 1
	    << 8, /* display: none: hidden, and does not break the line either */
	MU_CSS_UNSEEN = 1
	    << 9, /* hidden by visibility alone: MU_CSS_SHOWN inside undoes it */
	MU_CSS_PICTURE = 1
	    << 10, /* a background picture or gradient: the ground is not known */
	MU_CSS_NOCURSOR = 1 << 11, /* cursor: none */
	MU_CSS_OVER = 1
	    << 12 /* position: absolute or fixed: stands on something else's ground */
};

struct mu_style {
	unsigned flags;             /* MU_CSS_* */
	uint32_t color, background; /* 0x01RRGGBB when given, 0 when not */
	struct mu_str
	    content; /* of ::before/::after, escapes undone; empty when not given */
};

struct mu_css; /* the rules of the page's own style elements */

struct mu_css *mu_css_new(struct mu_arena *arena);
/* Forget all rules; the memory serves again. */
void mu_css_reset(struct mu_css *css);
/*
 * Add a style sheet's text, which is borrowed for as long as `css` is used. Linear;
 * broken rules are skipped, and rules that say nothing of the above are not kept. False
 * only when out of memory.
 */
bool mu_css_add(struct mu_css *css, struct mu_str sheet);
/* Has it rules that can matter, and any for tags alone? */
bool mu_css_any(const struct mu_css *css);
/* What a style="" attribute says. */
struct mu_style mu_css_inline(struct mu_str declarations, struct mu_arena *arena);
/*
 * What the sheet says of an element; before/after receive content strings (may be NULL).
 * `ancestors` is the OR of mu_css_bits() of the open elements: a rule of several
 * compounds matches only when all its names are there (a filter: it may very rarely say
 * yes too often).
 */
struct mu_style mu_css_match(const struct mu_css *css, struct mu_str tag,
    struct mu_str id, struct mu_str classes, uint64_t ancestors, struct mu_str *before,
    struct mu_str *after);
uint64_t mu_css_bits(struct mu_str tag, struct mu_str id, struct mu_str classes);
/*
 * Content strings no element has taken so far: the i-th, or an empty string past the
 * last.
 */
struct mu_str mu_css_unused(const struct mu_css *css, size_t i, bool *more);

/* 0x01RRGGBB, 0 when it is no colour we know, 2 when it is transparent. */
uint32_t mu_css_color(struct mu_str s);
/* Contrast of two colours as WCAG 2 defines it, times 100 (100 … 2100). */
unsigned mu_css_contrast(uint32_t a, uint32_t b);

#endif
