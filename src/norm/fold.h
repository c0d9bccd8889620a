/*
 * The tables of folding, made by tools/gen_fold.py from the Unicode data and data/fold/, and
 * the codes they hold. Private to src/norm.
 *
 * A code is 16 bits. Below FOLD_FIRST and from 0xF900 it is the folded symbol itself; between
 * them lie the ranges of symbols Unicode never gives a letter in the BMP (surrogates, private
 * use), used here for what is not simply a symbol.
 */
#ifndef MU_NORM_FOLD_H
#define MU_NORM_FOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum fold_code {
	FOLD_FIRST = 0xD800,
	FOLD_ZERO_WIDTH = 0xD800, /* dropped, counted inside words */
	FOLD_BIDI,                /* dropped, counted inside words */
	FOLD_OVERRIDE,            /* dropped, always counted */
	FOLD_QUIET,               /* dropped */
	FOLD_VOICE,               /* ゛ joins the kana before it */
	FOLD_SEMI,                /* ゜ */
	FOLD_GAP,                 /* here and below: marks that may vanish between letters */
	FOLD_SPACE = FOLD_GAP,
	FOLD_LINE,
	FOLD_STOP,
	FOLD_DOT,
	FOLD_COMMA,
	FOLD_COLON,
	FOLD_SLASH,
	FOLD_APOSTROPHE,
	FOLD_DASH,
	FOLD_PAUSE,
	FOLD_MIDDOT,
	FOLD_DECO,
	FOLD_DQUOTE,
	FOLD_OPEN = 0xD840,  /* + index into mu_fold_quote_kind */
	FOLD_CLOSE = 0xD880,
	FOLD_GAP_END = 0xD8C0,
	FOLD_OTHER = 0xD8C0, /* a letter outside the BMP */
	FOLD_KANA = 0xD900,  /* + index into mu_fold_kana: a kanji that looks like a kana */
	FOLD_LATIN = 0xDA00, /* + index into mu_fold_latin: looks like a Latin letter */
	FOLD_SEQ = 0xDC00,   /* + index into mu_fold_seq */
	FOLD_END = 0xF900
};

/* A code of several codes: pool[at .. at + n). odd: nobody writes words like this honestly. */
struct fold_seq {
	uint16_t at;
	uint8_t n, odd;
};

enum { FOLD_SHIFT = 6, FOLD_PAGE = 1 << FOLD_SHIFT, FOLD_SYM_OTHER_SIDE = 0xFFFE };

/* Marks of the first pass, gone after the second. */
enum {
	SYM_DEAD = 0xFFFF,  /* a separator that turned out to be decoration */
	SYM_PAUSE = 0xFFFE  /* 、 and the like: spellings do not reach across */
};

extern const uint16_t mu_fold_page[0x110000 >> FOLD_SHIFT];
extern const uint16_t mu_fold_code[][FOLD_PAGE];
extern const uint8_t mu_fold_quote_kind[];
extern const uint16_t mu_fold_kana[], mu_fold_latin[];
extern const struct fold_seq mu_fold_seq[];
extern const uint16_t mu_fold_pool[];
extern const uint8_t mu_fold_class_page[0x10000 >> FOLD_SHIFT];
extern const uint8_t mu_fold_class[][FOLD_PAGE];

/* ゛ and ゜ on a katakana, 0 where none is written: index is symbol - 0x30A0. */
extern const uint16_t mu_fold_voiced[0x60], mu_fold_semi[0x60];

/*
 * Spellings: rules of one first symbol lie together, longest first. mu_fold_gate has a bit for
 * each first symbol.
 */
struct fold_rule {
	uint16_t at;         /* into mu_fold_rule_pool: the left side, then the right side */
	uint8_t left, right; /* symbols; right <= left */
};
struct fold_first {
	uint16_t sym, rule, n;
};
extern const struct fold_rule mu_fold_rule[];
extern const uint16_t mu_fold_rule_pool[];
extern const struct fold_first mu_fold_first[];
extern const uint16_t mu_fold_first_at[257]; /* where symbols with that low byte begin */
extern const uint32_t mu_fold_gate[0x10000 / 32]; /* first symbols of rules and honorifics */
extern const uint32_t mu_fold_pairs[256];         /* first two symbols of rules, hashed */
extern const uint16_t mu_fold_honorific[];  /* kana, 0-terminated */
extern const uint16_t mu_fold_honorific_han[];
extern const uint16_t mu_fold_after[];

static inline uint16_t
fold_code_of(uint32_t cp)
{
	return mu_fold_code[mu_fold_page[cp >> FOLD_SHIFT]][cp & (FOLD_PAGE - 1)];
}

/* False only when no rule begins with these two. */
static inline bool
fold_pair(uint16_t a, uint16_t b)
{
	uint32_t h = (a * 0x9E37u + b) & 0x1FFF;

	return mu_fold_pairs[h >> 5] >> (h & 31) & 1;
}

static inline uint8_t
fold_class(uint16_t sym)
{
	return mu_fold_class[mu_fold_class_page[sym >> FOLD_SHIFT]][sym & (FOLD_PAGE - 1)];
}

/* Kana, Han and what stands among them; no marks, letters or digits lie in these ranges. */
static inline bool
fold_is_jp(uint16_t sym)
{
	return (uint16_t)(sym - 0x3005) <= 0x9FFF - 0x3005 || sym == 0x0004 || sym >= 0xF900;
}

struct fold_quote {
	uint32_t from, to; /* bytes */
	uint8_t kind;
	bool closed;
};

/*
 * The first pass and the second, over one buffer. Symbols and their sources are written to
 * sym and src, which have room for cap; the first grows them through `arena` (NULL: stop there).
 */
struct mu_arena;
struct fold {
	const char *text;
	uint32_t text_n, block_n; /* of the whole, for making room */
	uint16_t *sym;
	uint32_t *src;
	uint32_t n, cap;
	struct mu_arena *arena;
	bool failed;
	bool phrase; /* a part that is looked up, not a whole */
	bool dead; /* some symbols became SYM_DEAD */
	struct fold_quote *quotes;
	size_t quote_n, quote_cap;
	uint32_t zero_width, split, lookalike, width, bidi;

	/* where we are */
	uint32_t word;      /* first symbol after the last gap */
	uint32_t piece;     /* first symbol after the last STOP or LINE */
	uint32_t chain;     /* first letter of a run of single Latin letters */
	uint32_t chain_n;   /* letters in it */
	uint32_t singles;   /* gaps between single Japanese characters in a row */
	uint32_t break_at;  /* index of the last STOP or LINE */
	uint32_t break_n;   /* how many symbols it has, 0: none */
	uint32_t break_len; /* symbols of the piece before it */
	bool break_stop;
	uint32_t break_kind; /* its marks, as gap.kinds */
	uint32_t dots_n;     /* single characters in a row between stops of one kind */
	uint32_t dots_kind;  /* the stops that are decoration in this block, 0: none yet */
	bool again;          /* dots_kind was found: fold the block once more */
	uint32_t hidden_zw, hidden_bidi; /* invisible characters since the last symbol */
	uint32_t open[16];               /* indexes of open quotes */
	uint8_t open_pair[16];
	unsigned open_n;
	uint32_t line_start;             /* first symbol of the block */
	struct {
		uint32_t from;  /* byte of its first mark */
		uint32_t stop, line; /* bytes of the first stop and line end */
		uint32_t n;     /* marks in it, 0: no gap pending */
		uint32_t kinds; /* 1 << (code - FOLD_GAP) */
		uint32_t lines, dots;
		uint32_t dot;
	} gap;
};

/* Fold text[from, to), which becomes symbols after those already there. */
void fold_block(struct fold *f, uint32_t from, uint32_t to);

/* Drop the marks of the first pass and apply the spellings, in place. */
void fold_spell(struct fold *f);

#endif
