/*
 * Shared by the files of the HTML reader only.
 *
 * html.c      tokens -> what opens, what closes, what is drawn where
 * html_name.c what the name of an element says
 * html_style.c what styles say of it
 * html_tree.c the stack of open elements: implied ends, matching ends
 * html_flow.c text -> blocks and marks
 * html_attr.c attributes: words in them, links, forms, meta
 * html_late.c what waits for the end: scripts, written HTML, unused CSS strings
 * html_shape.c counts, notes and the behaviours that markup alone shows
 */
#ifndef MU_READ_HTML_INT_H
#define MU_READ_HTML_INT_H

#include "read/css.h"
#include "read/html.h"
#include "read/script.h"
#include "read/token.h"

enum {                           /* struct open .mode */
	MU_O_SKIP = 1 << 0,      /* text inside is not for eyes: style, script, rp */
	MU_O_RUBY = 1 << 1,      /* <rt>: beside the flow */
	MU_O_PRE = 1 << 2,       /* line ends count */
	MU_O_NOBOX = 1 << 3,     /* display: none */
	MU_O_BREAKS = 1 << 4,    /* is (drawn as) a block */
	MU_O_STICKY = 1 << 5,    /* the place is given from outside and stays */
	MU_O_FOREIGN = 1 << 6,   /* svg, math */
	MU_O_ASIDE_TEXT = 1 << 7 /* svg <title>, <desc>: beside the flow */
};

struct mu_open {
	uint16_t element; /* enum mu_element */
	uint16_t flags;   /* MU_B_* of text in it */
	uint32_t name;    /* hash, for elements without a number */
	uint8_t mode;     /* MU_O_* */
	uint8_t place, level;
	uint8_t marks;          /* 1 << enum mu_mark_kind it opened */
	uint8_t hidden;         /* 0 no; 1 by visibility; 2 for good */
	bool blend;             /* text as the ground: hidden, but not inherited */
	bool faint;             /* text close to the ground */
	bool dead;              /* its end tag came while blocks inside were open */
	uint32_t color, ground; /* 0x01RRGGBB, 0 unknown */
	uint32_t rec;           /* index + 1 of the hiding record */
	uint64_t names;         /* filter for CSS, with those of the ancestors */
	struct mu_str after;
};

struct mu_side {
	uint32_t from, to; /* in mu_html.side */
	uint32_t origin, link, rec;
	uint16_t flags;
	uint8_t place;
};

/* Something hidden that a script may show again: by id or class. */
struct mu_hiding {
	struct mu_str id, classes;
};

struct mu_hidden_block {
	uint32_t block, rec;
};

enum mu_late_kind { MU_LATE_ELEMENT, MU_LATE_BODY_EVENT, MU_LATE_EVENT, MU_LATE_LINK };

struct mu_late {
	struct mu_str text;
	uint8_t kind;        /* enum mu_late_kind */
	struct mu_str event; /* "onclick" */
	uint32_t origin;
};

struct mu_label {
	struct mu_str of, text; /* for=, words */
};

enum {
	MU_HTML_LINKS = 200000,
	MU_HTML_MARKS = 1000000,
	MU_HTML_FIELDS = 20000,
	MU_HTML_FORMS = 5000,
	MU_HTML_LATE = 20000,
	MU_HTML_HIDINGS = 64,
	MU_HTML_LABELS = 256,
	MU_HTML_SIDES = 100000
};

struct mu_html {
	struct mu_doc *doc;
	struct mu_arena *arena;
	struct mu_str src;
	size_t text_max;
	size_t first_block; /* of the doc, that is of this page; before it are other parts */
	bool failed;                    /* out of memory */
	bool full;                      /* a limit is reached: no more text */
	unsigned depth;                 /* 0 the page, 1 a page in it … */
	struct mu_html *parent, *child; /* child: kept for the next one of that depth */

	/* the block in work */
	bool open, space; /* begun; white space is due */
	uint32_t from, origin, first_mark, at;
	uint16_t flags;
	uint8_t place, level;
	uint32_t rec;
	uint32_t
	    short_block; /* index + 1 of the last block while it has few characters */
	uint32_t spelled; /* cells of one character joined into that block, in this row */
	uint32_t due;    /* marks to begin with the next character: 1 << kind */
	struct {
		uint32_t depth, index, link; /* index + 1 of the running mark */
	} mark[8];

	/* beside the flow: waits until the block in work ends */
	char *side;
	size_t side_n, side_cap;
	struct mu_side *sides;
	size_t sides_n, sides_cap;
	bool side_open, side_space;

	/* open elements; stack[0] is the ground and never closes */
	struct mu_open *stack;
	uint32_t top;
	uint32_t over; /* opened beyond the limit and not kept */
	uint32_t count[MU_E_COUNT];
	uint32_t foreign; /* index of the outermost svg or math, 0 none */

	/* the page's own style */
	struct mu_css *css;
	bool style_first, external_css;
	bool styled; /* there are rules in css */

	struct mu_str gathered; /* text of the script or style in work */
	bool gathered_own;
	size_t gathered_cap;
	bool gather;
	bool script_runs, script_vb, style_counts;

	/* of the page as a whole: used at depth 0 */
	struct mu_late *late;
	size_t late_n, late_cap;
	uint32_t late_seen[256];
	bool late_running;
	unsigned late_depth; /* scripts written by scripts written by scripts … */
	size_t script_bytes;
	struct mu_hiding *hidings;
	size_t hiding_n, hiding_cap;
	struct mu_hidden_block *hiddens;
	size_t hidden_n, hidden_cap;

	unsigned label_n, field_id_n;
	uint32_t label_from; /* doc->text_n where <label> began */
	struct mu_str label_for;
	uint32_t label_first_field;
	bool in_label;
	uint32_t wait_field; /* index + 1 of a checkbox whose words follow */
	uint32_t wait_from;
	uint32_t form; /* index + 1 of the open form */

	/* for the behaviours */
	uint32_t ref_chars, raw_chars; /* letters as references, and as they are */
	bool no_cursor, no_select, reversed, camera;
	uint32_t tel_links;

	/* from here on not cleared at the start: large, and set before use */
	struct mu_label labels[MU_HTML_LABELS];
	struct mu_label field_ids[MU_HTML_LABELS]; /* text unused; of: id; by field */
	uint32_t field_of_id[MU_HTML_LABELS];
	struct mu_tokenizer tok;
};

/* mu_arena_grow() by one element, without a call when there is room. */
#define MU_HTML_GROW(arena, old, n, cap) ((n) < (cap) ? (old) \
    : mu_arena_grow((arena), (old), (n), (n) + 1, &(cap), sizeof *(old)))

/* html_tree.c */
uint32_t mu_html_hash(struct mu_str name);
struct mu_open *mu_html_push(struct mu_html *h, struct mu_open *o);
void mu_html_pop_to(
    struct mu_html *h, uint32_t index); /* closes stack[index] and all above */
void mu_html_implied(struct mu_html *h, enum mu_element e);
void mu_html_end(struct mu_html *h, enum mu_element e, struct mu_str name);
enum {                      /* mu_html_kind[element] */
	MU_EK_BREAK = 1,     /* a block of its own */
	MU_EK_VOID = 2,      /* never has content */
	MU_EK_CLOSES_P = 4,  /* ends an open <p> */
	MU_EK_INLINE = 8,    /* formatting: its end tag does not close blocks opened inside */
	MU_EK_WALL = 16,     /* end tags inside do not reach beyond */
	MU_EK_IMPLIES = 32,  /* its start tag ends others (besides <p>) */
	MU_EK_ENDING = 64,   /* something happens when it ends */
	MU_EK_RAW = 128      /* the tokenizer reads on in another way */
};
extern const uint8_t mu_html_kind[MU_E_COUNT];

/* html_flow.c */
void mu_flow_text(struct mu_html *h, struct mu_str s, uint32_t origin);
void mu_flow_break(struct mu_html *h, const struct mu_open *o);
void mu_flow_line(struct mu_html *h); /* <br> */
void mu_flow_close(struct mu_html *h);
void mu_flow_mark(struct mu_html *h, enum mu_mark_kind kind, uint32_t link);
void mu_flow_unmark(struct mu_html *h, enum mu_mark_kind kind);
/* Words beside the flow: alt, title …; link: index + 1 or 0. */
void mu_flow_side(struct mu_html *h, struct mu_str s, enum mu_place place, unsigned flags,
    uint32_t link);
struct mu_str mu_html_copy(struct mu_html *h, struct mu_str s);
bool mu_html_words(
    struct mu_str s, unsigned latin); /* a letter beyond ASCII, or so many words */

static inline void
mu_html_mark(struct mu_html *h, struct mu_open *o, enum mu_mark_kind kind, uint32_t link)
{
	if (o->marks >> kind & 1)
		return;
	o->marks |= (uint8_t)(1u << kind);
	mu_flow_mark(h, kind, link);
}

struct mu_told;

/* html_name.c */
bool mu_html_breaks_foreign(enum mu_element e); /* its start tag ends svg and math */
void mu_html_by_name(struct mu_html *h, struct mu_open *o, const struct mu_token *t);

/* html_style.c */
void mu_html_style(struct mu_html *h, struct mu_open *o, const struct mu_token *t,
    const struct mu_told *a, struct mu_str *before);
bool mu_html_styles_late(struct mu_str page); /* does a style stand behind what it may hide? */
bool mu_html_read_styles(struct mu_html *h, struct mu_str src); /* false: out of memory */

/* html.c */
void mu_html_run(struct mu_html *h, struct mu_str src);
/* Read a page inside the page; place and flags hold for all of its text. */
void mu_html_inner(
    struct mu_html *h, struct mu_str src, enum mu_place place, unsigned flags);

/* html_attr.c */
struct mu_told { /* what the attributes of one tag say */
	struct mu_str id, classes, style, href, src, name, type, value, content, color,
	    ground;
	bool hidden, checked, required, disabled, download, autoplay, loop, capture;
	bool words; /* some may hold words: alt, title, value … (mu_attr_words()) */
	unsigned flags; /* MU_B_* they add */
};
extern const struct mu_told mu_told_nothing; /* of a tag without attributes */
void mu_attr_read(struct mu_html *h, const struct mu_token *t, struct mu_told *a);
void mu_attr_words(struct mu_html *h, const struct mu_token *t, const struct mu_told *a);
uint32_t mu_attr_link(
    struct mu_html *h, struct mu_str href, enum mu_link_how how, bool download);
void mu_attr_meta(struct mu_html *h, const struct mu_token *t, const struct mu_told *a);
void mu_attr_form(struct mu_html *h, const struct mu_token *t, const struct mu_told *a);
void mu_attr_field(struct mu_html *h, const struct mu_token *t, const struct mu_told *a);
void mu_attr_label_end(struct mu_html *h);
void mu_attr_wait_end(struct mu_html *h);
enum mu_scheme mu_scheme_of(struct mu_str href);

/* html_late.c */
void mu_late_add(
    struct mu_html *h, struct mu_str script, enum mu_late_kind kind, struct mu_str event);
void mu_late_all(struct mu_html *h);
struct mu_str mu_data_html(
    struct mu_html *h, struct mu_str url); /* data:text/html, or empty */

/* html_shape.c */
void mu_shape_media(
    struct mu_html *h, enum mu_element e, struct mu_str src, bool autoplay, bool loop);
void mu_shape_link(
    struct mu_html *h, struct mu_str href, enum mu_scheme s, enum mu_link_how how);
void mu_shape_all(struct mu_html *h);

/*
 * Words in URLs that say what a thing does: shared by markup and scripts (script_url.c).
 */
uint64_t mu_url_behaviours(struct mu_str url);
bool mu_audio_shutter(struct mu_str name);
bool mu_audio_alarm(struct mu_str name);

#define MU_BIT(b) ((uint64_t)1 << MU_BH_##b)

#endif
