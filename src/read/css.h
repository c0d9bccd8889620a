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
	MU_CSS_HIDDEN = 1 << 0,  /* not to be seen at all */
	MU_CSS_SMALL = 1 << 1,   /* at most 9px, or text close to its ground colour */
	MU_CSS_BIG = 1 << 2,     /* at least 24px */
	MU_CSS_BLOCK = 1 << 3,   /* display: block, flex, grid, table …: breaks the line */
	MU_CSS_INLINE = 1 << 4,  /* display: inline: does not */
	MU_CSS_SHOWN = 1 << 5,   /* visibility: visible, undoes an inherited hidden */
	MU_CSS_NOSELECT = 1 << 6,
	MU_CSS_REVERSED = 1 << 7 /* unicode-bidi: bidi-override with direction: rtl */
};

struct mu_style {
	unsigned flags; /* MU_CSS_* */
	uint32_t color, background; /* 0x01RRGGBB when given, 0 when not */
	struct mu_str content; /* of ::before/::after, escapes undone; empty when not given */
};

struct mu_css; /* the rules of the page's own style elements */

struct mu_css *mu_css_new(struct mu_arena *arena);
/* Add a style sheet's text. Linear; broken rules are skipped. False only when out of memory. */
bool mu_css_add(struct mu_css *css, struct mu_str sheet);
/* What a style="" attribute says. */
struct mu_style mu_css_inline(struct mu_str declarations, struct mu_arena *arena);
/* What the sheet says of an element; before/after receive content strings (may be NULL). */
struct mu_style mu_css_match(const struct mu_css *css, struct mu_str tag, struct mu_str id,
    struct mu_str classes, struct mu_str *before, struct mu_str *after);

#endif
