/*
 * WHATWG HTML tokenizer over valid UTF-8: linear time, no tree, no copy where none is
 * needed.
 *
 * Pull interface: call mu_tok_next() until MU_T_END. Text, names and values are slices of
 * the input wherever the input already holds the wanted bytes; where a character
 * reference, CR or NUL must be replaced, a decoded copy in the arena (or, for text, a
 * short separate token). Tag and attribute names are lower-cased ASCII. One run of text
 * may come as several tokens. What is valid until the next call only: attrs, lower-cased
 * attribute names, and the text of a from_ref token. Everything else lives as long as
 * input and arena. The arena is used for what must be changed only: at worst six bytes
 * for a byte of input.
 *
 * The caller plays tree construction's part: after a start tag it may set the content
 * model (MU_T_RCDATA for title and textarea, MU_T_RAWTEXT for style, xmp, iframe,
 * noembed, noframes, MU_T_SCRIPT, MU_T_PLAINTEXT) with mu_tok_model(). mu_tok_model_for()
 * says which one a browser would use, scripting off (so noscript is ordinary markup).
 *
 * Source: HTML Living Standard, section 13.2.5 Tokenization.
 */
#ifndef MU_READ_TOKEN_H
#define MU_READ_TOKEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

enum mu_tok_type { MU_T_END, MU_T_TEXT, MU_T_START, MU_T_ENDTAG, MU_T_COMMENT, MU_T_DOCTYPE };

enum mu_tok_model { MU_T_DATA, MU_T_RCDATA, MU_T_RAWTEXT, MU_T_SCRIPT, MU_T_PLAINTEXT };

struct mu_attr {
	struct mu_str name;  /* lower case */
	struct mu_str value; /* character references undone */
};

/* Elements the readers care about; everything else is MU_E_OTHER. See elements.def. */
enum mu_element {
	MU_E_OTHER,
#define MU_ELEMENT(sym, name) MU_E_##sym,
#include "read/elements.def"
#undef MU_ELEMENT
	MU_E_COUNT
};

struct mu_token {
	enum mu_tok_type type;
	enum mu_element element;  /* of a start or end tag */
	struct mu_str text;       /* text, comment data, tag name, doctype name */
	const struct mu_attr *attrs; /* first of each name only; valid until the next call */
	uint32_t attr_n;          /* always 0 for end tags */
	bool self_closing;
	bool from_ref;            /* text that came from a character reference (may be white space) */
	bool force_quirks;        /* doctype */
	bool has_name, has_public, has_system; /* doctype */
	struct mu_str public_id, system_id;    /* doctype; not set in other tokens */
	uint32_t at;              /* byte offset of the token in the input */
};

enum { MU_T_ATTR_MAX = 256 }; /* further attributes of one tag are skipped, still in linear time */

enum { MU_T_CHUNK = 2048 };

struct mu_tokenizer {
	struct mu_arena *arena;
	const char *p, *end, *begin;
	enum mu_tok_model model;
	struct mu_str last_start;  /* name of the last start tag: the "appropriate end tag" */
	struct mu_attr attrs[MU_T_ATTR_MAX + 1]; /* the last one is scratch */
	bool failed; /* out of memory: tokens end early */
	bool cdata;  /* in foreign content: <![CDATA[ is text; set by the caller */
	/* private to token.c below */
	uint8_t script;           /* escaped states of script data */
	const char *cdata_end;    /* where an open CDATA section ends, or NULL */
	const char *chunk;        /* where the piece of input begins that is classified below … */
	const char *fast_end;     /* … and how far the short way may begin; NULL: not at all */
	uint8_t at_text[MU_T_CHUNK / 8 + 16], at_name[MU_T_CHUNK / 8 + 16];
	uint8_t at_quote[MU_T_CHUNK / 8 + 16];
	uint32_t names_n;         /* bytes used of names */
	char names[512];          /* changed attribute names of the current tag */
	char ref[64];             /* text of the current from_ref token */
	uint32_t ref_n;           /* bytes of it that wait for their turn … */
	const char *ref_next;     /* … and where input goes on behind them */
	uint64_t name_bits;       /* attributes of the current tag: which letters they begin with … */
	uint32_t hashed;          /* … and how many of them are in seen */
	uint16_t seen[512];       /* attributes of the current tag by hash, 1 + index */
	uint32_t hash[MU_T_ATTR_MAX + 1];
};

/* Input of 4 GiB or more is cut there. */
void mu_tok_init(struct mu_tokenizer *t, struct mu_str input, struct mu_arena *arena);
enum mu_tok_type mu_tok_next(struct mu_tokenizer *t, struct mu_token *out);
void mu_tok_model(struct mu_tokenizer *t, enum mu_tok_model model);
enum mu_tok_model mu_tok_model_for(enum mu_element e);

enum mu_element mu_element_by_name(struct mu_str lower);
const struct mu_attr *mu_attr_find(const struct mu_token *t, struct mu_str name);

/*
 * Undo character references in an attribute value or a piece of text, as the tokenizer
 * does (in_attr: the ambiguous-ampersand rule of attributes). Result borrowed or in the
 * arena.
 */
struct mu_str mu_tok_unescape(struct mu_str s, bool in_attr, struct mu_arena *arena);

#endif
