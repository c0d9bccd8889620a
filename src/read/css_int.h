/*
 * Shared by the files of the CSS reader only.
 *
 * css.c         rules -> what they say of one element
 * css_sheet.c   a sheet -> rules: selectors, @media, braces
 * css_declare.c "name: value; …" -> struct mu_css_props, and what that means for the eye
 * css_value.c   lengths, sizes of letters, strings
 * css_color.c   colours and their contrast
 */
#ifndef MU_READ_CSS_INT_H
#define MU_READ_CSS_INT_H

#include "read/css.h"

enum { MU_CSS_HEADS = 512, MU_CSS_PARTS = 6 };

enum mu_css_which { MU_CSS_ELEMENT, MU_CSS_BEFORE, MU_CSS_AFTER };

/*
 * 0 = not said. Fields are merged one by one, later and more specific rules over others.
 */
struct mu_css_props {
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

struct mu_css_part {
	struct mu_str name;
	uint8_t kind; /* 't', '.', '#' */
};

struct mu_css_rule {
	struct mu_css_part part[MU_CSS_PARTS]; /* part[0] is the key */
	uint64_t need;
	uint32_t spec, order, next;
	uint32_t color, background;
	struct mu_str content;
	struct mu_css_props props;
	uint8_t part_n;
	uint8_t which;
};

struct mu_css {
	struct mu_arena *arena;
	struct mu_css_rule *rules;
	bool *used; /* by rule: its content string was shown somewhere */
	size_t n, cap, used_cap;
	uint32_t heads[MU_CSS_HEADS]; /* index + 1 */
	uint32_t any_head;     /* rules for '*' */
	bool tags;
};

struct mu_css_block {
	struct mu_css_props p;
	uint32_t color, background;
	struct mu_str content;
	bool important;
};

static inline bool
space(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

static inline bool
name_char(char c)
{
	unsigned char u = (unsigned char)c;

	return u >= 0x80 || (unsigned char)(mu_lower(u) - 'a') < 26
	    || (unsigned char)(u - '0') < 10 || u == '-' || u == '_' || u == '\\';
}

static inline bool
has(struct mu_str s, struct mu_str word)
{
	return mu_str_find_nocase(s, word) != SIZE_MAX;
}

/* css.c */
uint32_t mu_css_hash(struct mu_str name, unsigned kind);
uint64_t mu_css_bit(struct mu_str name, unsigned kind); /* two bits of a filter */

/* css_value.c */

/* A length in px; *ok is false for what is none (auto, calc, var). */
double mu_css_length(struct mu_str s, double em, bool *ok);
uint8_t mu_css_font_size(struct mu_str v);      /* mu_css_props.font */
uint8_t mu_css_font_shorthand(struct mu_str v); /* the size in `font: bold 8px/1.2 serif` */
struct mu_str mu_css_content(struct mu_str v, struct mu_arena *arena);

/* css_declare.c */

/* Past the string or comment that begins at i, else i. Stops at the end of the text. */
size_t mu_css_past(struct mu_str s, size_t i);
/* Reads "name: value; …" up to the closing brace or the end; returns where it stopped. */
size_t mu_css_declarations(struct mu_str s, size_t i, struct mu_css_block *b,
    struct mu_arena *arena);
bool mu_css_hides(const struct mu_css_props *p);
unsigned mu_css_flags(const struct mu_css_props *p); /* MU_CSS_* */

#endif
