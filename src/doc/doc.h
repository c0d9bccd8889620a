/*
 * What the person was shown: the one shape every reader produces and every later stage reads.
 *
 * All text of the document, visible or not, lies in one UTF-8 buffer `text`, cut into blocks.
 * A block is a run of text the eye takes as one piece (a paragraph, a table cell, an alt text,
 * a string of a script); blocks lie in reading order and never overlap. Between two blocks the
 * buffer holds exactly one '\n', which belongs to neither. Inside a block white space is
 * collapsed to one ' ' as a browser does, and '\n' stands for <br> (and for line ends in <pre>
 * and in plain text).
 *
 * Inline facts inside a block (this part is a link, bold, quoted) are marks: ranges over text.
 */
#ifndef MU_DOC_DOC_H
#define MU_DOC_DOC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

/* Where a block stands. The contract's `where` is made of it: see mu_place_where(). */
enum mu_place {
	MU_P_TEXT,     /* ordinary visible text */
	MU_P_TITLE,    /* <title> */
	MU_P_HEADING,  /* h1..h6, legend, caption, summary */
	MU_P_LINK,     /* a block that is nothing but a link */
	MU_P_BUTTON,   /* <button>, input of type submit/button/reset/image: value */
	MU_P_ALT,      /* alt of an image, area, input type=image */
	MU_P_ATTR,     /* title, aria-label, placeholder, value, label, content of data-* */
	MU_P_META,     /* meta description, keywords, og:*; never visible */
	MU_P_CSS,      /* content: "…" of a style rule */
	MU_P_NOSCRIPT, /* <noscript>, <noframes>: seen only without script */
	MU_P_SRCDOC,   /* iframe srcdoc and data:text/html */
	MU_P_SCRIPT,   /* string literals of scripts after undoing escapes */
	MU_P_URL,      /* the words of a link target, percent-decoded */
	MU_P_HEADER,   /* a header of a mail */
	MU_P_IMAGE,    /* text read from a picture */
	MU_P_COUNT
};

enum {
	MU_B_HIDDEN = 1 << 0,   /* hidden, display:none, visibility:hidden, opacity 0, off screen, same colour */
	MU_B_QUOTE = 1 << 1,    /* inside blockquote, q, cite */
	MU_B_CODE = 1 << 2,     /* inside pre, code, samp, kbd, tt, textarea */
	MU_B_LIST = 1 << 3,     /* inside li, dd, dt */
	MU_B_TABLE = 1 << 4,    /* inside td, th */
	MU_B_ASIDE = 1 << 5,    /* inside nav, aside, footer, header menus */
	MU_B_FIGURE = 1 << 6,   /* inside figure, figcaption */
	MU_B_SMALL = 1 << 7,    /* font-size at most 9px, or colour close to its ground */
	MU_B_FORM = 1 << 8,     /* inside a form */
	MU_B_DIALOG = 1 << 9,   /* text of alert/confirm/prompt, <dialog>, role=alert(dialog) */
	MU_B_WRITTEN = 1 << 10, /* script text that the page writes into itself: document.write, innerHTML */
	MU_B_ARTICLE = 1 << 11, /* inside article, main */
	MU_B_CLASSQUOTE = 1 << 12 /* class or id says sample, example, quote, citation, case, screenshot */
};

struct mu_block {
	uint32_t from, to;  /* bytes into doc->text */
	uint32_t origin;    /* byte offset of its start in the decoded input */
	uint16_t flags;     /* MU_B_* */
	uint8_t place;      /* enum mu_place */
	uint8_t level;      /* 1..6 for headings, list depth for lists, else 0 */
};

enum mu_mark_kind { MU_M_LINK, MU_M_BOLD, MU_M_BIG, MU_M_QUOTE, MU_M_BUTTON, MU_M_DELETED, MU_M_CODE };

struct mu_mark {
	uint32_t from, to; /* bytes into doc->text */
	uint32_t link;     /* index into links for MU_M_LINK, else 0 */
	uint8_t kind;      /* enum mu_mark_kind */
};

enum mu_scheme {
	MU_L_HTTP, MU_L_RELATIVE, MU_L_FRAGMENT, MU_L_TEL, MU_L_SMS, MU_L_MAILTO, MU_L_LINE,
	MU_L_INTENT, MU_L_DATA, MU_L_JAVASCRIPT, MU_L_WEBCAL, MU_L_OTHER
};

enum mu_link_how { MU_H_ANCHOR, MU_H_FORM, MU_H_FRAME, MU_H_REFRESH, MU_H_SCRIPT, MU_H_IMAGE, MU_H_MEDIA };

struct mu_link {
	struct mu_str href;  /* character references undone, white space trimmed, never resolved */
	uint32_t from, to;   /* its text in doc->text; from == to when it has none */
	uint8_t scheme;      /* enum mu_scheme */
	uint8_t how;         /* enum mu_link_how */
	bool download;       /* has a download attribute */
	bool hidden;         /* stands in hidden markup */
};

struct mu_field {
	struct mu_str type, name, label; /* type lower case, "text" when absent */
	bool checked, hidden, required;
};

struct mu_form {
	struct mu_str action;
	uint32_t first_field, field_n;
	bool post;
};

/*
 * Things a script does, read from its text without running it (section I of signs.md).
 * The list is behaviours.def so that enum, names and tests cannot drift apart.
 */
enum mu_behaviour {
#define MU_BEHAVIOUR(sym, id, place) MU_BH_##sym,
#include "doc/behaviours.def"
#undef MU_BEHAVIOUR
	MU_BH_COUNT
};

struct mu_shape {
	uint32_t text_chars;    /* visible characters, white space not counted */
	uint32_t link_chars;    /* of them inside links */
	uint32_t hidden_chars;
	uint32_t script_bytes, style_bytes;
	uint32_t images, links, forms, fields, scripts, frames, tables, headings, paragraphs, audio, video;
	uint32_t elements;
};

/* Kept small on purpose: what could not be read, said to the person in the report. */
enum mu_note {
	MU_N_TEXT_CUT = 1 << 0,   /* limits.text reached */
	MU_N_DEPTH_CUT = 1 << 1,  /* nesting deeper than the limit */
	MU_N_SCRIPT_CUT = 1 << 2, /* more script than is read */
	MU_N_BAD_BYTES = 1 << 3,  /* bytes that are no text in the charset */
	MU_N_TWO_CHARSETS = 1 << 4, /* declared and detected charset differ */
	MU_N_BINARY = 1 << 5,     /* mostly not text */
	MU_N_IMAGES_UNREAD = 1 << 6, /* pictures whose text was not read */
	MU_N_FRAMES_UNREAD = 1 << 7, /* frames or scripts loaded from elsewhere */
	MU_N_SCRIPT_BUILT = 1 << 8, /* the page builds its text with scripts that were not run */
	MU_N_BLOCKS_CUT = 1 << 9,
	MU_N_EMPTY = 1 << 10,
	MU_N_SIGNS_CUT = 1 << 11, /* more finds than are kept */
	MU_N_REENCODED = 1 << 12,
	MU_N_TWO_STORIES = 1 << 13, /* the plain and the HTML form of a mail say different things */
	MU_N_LINK_ELSEWHERE = 1 << 14, /* a link shows another host than it leads to */
	MU_N_LINK_NAMES_YOU = 1 << 15, /* a link carries the address of who got the mail */
	MU_N_FROM_PICTURE = 1 << 16,   /* letters of a picture may be misread */
	MU_N_PARTS_CUT = 1 << 17,      /* more parts or pages than are read */
	MU_NOTE_COUNT = 18
};

/* A word of a picture: where its letters lie in doc->text, and where the eye saw it. */
struct mu_box {
	uint32_t from, to;
	uint32_t x, y, w, h; /* pixels */
	uint32_t page;
};

struct mu_doc {
	struct mu_arena *arena;
	char *text;
	size_t text_n, text_cap; /* bytes */
	struct mu_block *blocks;
	size_t block_n, block_cap;
	struct mu_mark *marks; /* ordered by from */
	size_t mark_n, mark_cap;
	struct mu_link *links;
	size_t link_n, link_cap;
	struct mu_form *forms;
	size_t form_n, form_cap;
	struct mu_field *fields;
	size_t field_n, field_cap;
	uint64_t behaviours; /* 1 << enum mu_behaviour */
	struct mu_shape shape;
	uint32_t notes;      /* MU_N_* */
	struct mu_box *boxes; /* ordered by from; of words read from pictures only */
	size_t box_n, box_cap;
	struct mu_str *attached; /* names of what was not opened */
	size_t attached_n, attached_cap;
	struct mu_str lang;  /* <html lang>, lower case, empty when absent */
	struct mu_str charset; /* WHATWG name that was used, e.g. "Shift_JIS" */
	struct mu_str url;     /* where it was saved from: given, or <link rel=canonical>/base; empty */
	bool html;
};

_Static_assert(MU_BH_COUNT <= 64, "behaviours fit one word");

void mu_doc_init(struct mu_doc *d, struct mu_arena *a);

/*
 * Append a finished block of `s` (written as is, caller has collapsed white space). Empty or
 * blank text adds nothing. False only when out of memory.
 */
bool mu_doc_add_block(struct mu_doc *d, struct mu_str s, enum mu_place place, unsigned flags,
    uint32_t origin);

static inline struct mu_str
mu_block_text(const struct mu_doc *d, const struct mu_block *b)
{
	return (struct mu_str){d->text + b->from, b->to - b->from};
}

/* Index of the block that holds byte `at` of doc->text (or ends just there). */
uint32_t mu_doc_block_at(const struct mu_doc *d, uint32_t at);

/* Index of the first box that ends behind byte `at` of doc->text; box_n when there is none. */
size_t mu_doc_box_at(const struct mu_doc *d, uint32_t at);

/* The contract's word for a place: "text", "title", "alt", "attribute", "script", "style", … */
const char *mu_place_where(enum mu_place place, unsigned flags);

/* Does the eye see the block? Not hidden markup, meta, styles, targets, or plain script text. */
bool mu_block_seen(const struct mu_block *b);

const char *mu_behaviour_id(enum mu_behaviour b);

/* Where a page or mail has it. */
enum mu_place mu_behaviour_place(enum mu_behaviour b);

#endif
