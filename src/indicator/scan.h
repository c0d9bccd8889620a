/*
 * What the extractors of this folder share: the state of one run, folded characters, groups of
 * digits, labels before a place. Private to src/indicator.
 *
 * How the scan works: scan.c walks each block once, over raw UTF-8, and stops only at bytes that
 * can begin or hold an indicator (a digit of any kind, '@', "://", the first letters of a word of
 * words.def). There it asks the families in a fixed order; each one answers with the place up to
 * which it has read, or NULL. Every look is bounded by a constant, so time is linear in the text.
 */
#ifndef MU_INDICATOR_SCAN_H
#define MU_INDICATOR_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"
#include "base/utf8.h"
#include "doc/doc.h"
#include "indicator/indicator.h"

enum {
	MU_IND_MAX = 4096,      /* indicators of one document, before stretches are counted */
	MU_IND_PRICES = 1024,   /* of them prices: a price list must not push out the rest */
	MU_IND_STRETCH = 1024,  /* bytes; a flood before it takes nothing from a stretch: */
	MU_IND_STRETCH_ALL = 16,    /* so many indicators more, */
	MU_IND_STRETCH_TYPE = 2,    /* of one type, */
	MU_IND_STRETCH_BUDGET = 32, /* places to look at, */
	MU_IND_STRETCH_DATES = 8,   /* and dates it always has; */
	MU_IND_STRETCH_REFUSED = 12, /* after so many facts in vain the rest of it is left out */
	MU_IND_LINKS = 64,      /* of them addresses that stand in a link only */
	MU_IND_BUDGET = 65536,  /* places that are worth a look at the words around them */
	MU_IND_DATES = 32768,   /* dates that are looked at for a cue */
	MU_IND_GROUPS = 32,     /* groups of digits read as one run */
	MU_IND_DIGITS = 20,     /* digits in one group; longer is no number of ours */
	MU_IND_SLOTS = 256      /* of the table that finds repeated values, at first; a power of two */
};

struct mu_ind_scan {
	const struct mu_doc *doc;
	struct mu_arena *arena;
	struct mu_indicators *out;
	const char *base;     /* doc->text */
	const char *s, *e;    /* the block */
	const char *all;      /* end of doc->text */
	uint32_t block;
	uint32_t *slots;      /* index + 1 into out->list */
	uint32_t slot_mask;
	size_t most;          /* items past which none is kept */
	uint32_t stretch;     /* number of the stretch of the text that is read now */
	uint32_t refused;     /* facts of it that were not kept, on a page past its limit */
	uint8_t in_stretch, of_type[MU_I_TYPE_COUNT]; /* kept of it beyond the page's limits */
	uint32_t budget;
	uint32_t prices, links, dates;
	const char *currency; /* of the price that is added now: 500円 and $500 are two */
	uint32_t link;        /* index + 1 of the link that is read now, else 0 */
	bool code;            /* block shows source code or comes from a script: labels needed */
	bool no_net;          /* no addresses from here */
	bool nomem, stop;
};

/* ---- results.c, link.c ---- */

/* The stretch of the text that holds byte `at` begins, or goes on. */
void mu_ind_enter(struct mu_ind_scan *sc, size_t at);

/* The target of link i of the document. */
void mu_ind_link(struct mu_ind_scan *sc, uint32_t i);

/* ---- fold.c: characters ---- */

/* Everything but ASCII; p < e. */
uint32_t mu_ind_get_slow(const char *p, const char *e, unsigned *len);

/*
 * One folded character: full width, circled and styled digits and Latin letters become ASCII,
 * hyphens of any kind '-', spaces ' ', middle dots U+00B7, yen signs U+00A5. Zero-width characters
 * that follow are counted into *len. 0 with *len == 0 at the end.
 */
static inline uint32_t
mu_ind_get(const char *p, const char *e, unsigned *len)
{
	if (p >= e) {
		*len = 0;
		return 0;
	}
	if ((unsigned char)p[0] < 0x80 && (p + 1 >= e || (unsigned char)p[1] < 0x80)) {
		*len = 1;
		return (unsigned char)p[0];
	}
	return mu_ind_get_slow(p, e, len);
}

/* The folded character that ends at p (p > s); *len its bytes; 0 at the start. */
uint32_t mu_ind_prev(const char *s, const char *p, unsigned *len);

/* 〇一二…九 and their formal forms (壱弐参…): 0..9, else -1. */
int mu_ind_kanji(uint32_t c);
/* 十百千万億 and 拾萬阡…: 10, 100 … 100000000, else 0. */
int64_t mu_ind_unit(uint32_t c);

static inline bool
mu_ind_digit(uint32_t c)
{
	return c - '0' < 10;
}

static inline bool
mu_ind_alpha(uint32_t c)
{
	return (c | 0x20) - 'a' < 26;
}

static inline bool
mu_ind_alnum(uint32_t c)
{
	return mu_ind_digit(c) || mu_ind_alpha(c);
}

const char *mu_ind_starts_slow(const char *p, const char *e, const char *word);

/*
 * Does the folded text at p begin with the word (lower case ASCII, no character that folds to ASCII
 * in front)? Its end or NULL. The first byte decides most of the time.
 */
static inline const char *
mu_ind_starts(const char *p, const char *e, const char *word)
{
	unsigned char a, w = (unsigned char)word[0];

	if (p >= e)
		return NULL;
	a = (unsigned char)p[0];
	if (a < 0x80) {
		unsigned char x = (unsigned char)word[1];
		if (mu_lower(a) != w)
			return NULL;
		if (x && x < 0x80 && e - p >= 3 && !(((unsigned char)p[1] | (unsigned char)p[2]) & 0x80)
		    && mu_lower((unsigned char)p[1]) != x)
			return NULL;
	} else if (w < 0x80) {
		/* Only these rows hold characters that fold to ASCII. */
		if (a != 0xEF && a != 0xE2 && a != 0xC2 && a != 0xF0 && !(a == 0xE3 && e - p >= 3
		    && ((unsigned char)p[1] == 0x80 || (unsigned char)p[2] == 0xBC)))
			return NULL;
	} else if (a != w || (e - p >= 3 && w >= 0xE0 && (p[1] != word[1] || p[2] != word[2]))) {
		return NULL;
	}
	return mu_ind_starts_slow(p, e, word);
}
/* The first of a NULL-terminated list that stands at p: end of it, and its index. */
const char *mu_ind_starts_any(const char *p, const char *e, const char *const *words, size_t *which);
/* Past blanks (not line ends). */
const char *mu_ind_blank(const char *p, const char *e);

/* The separator ". ": of "192. 0. 2. 45" and of "1. 03-0000-1234". */
enum { MU_IND_DOT_BLANK = 0x2E20 };

struct mu_ind_group {
	const char *from, *to;
	uint8_t at, n;      /* its digits in run.d */
	uint32_t sep;       /* folded separator before it, 0 for the first */
	bool mask;          /* holds '?' for a character that was struck out */
	bool kanji;
};

struct mu_ind_run {
	struct mu_ind_group g[MU_IND_GROUPS];
	unsigned n;
	char d[MU_IND_GROUPS * MU_IND_DIGITS];
	unsigned dn;
	const char *end;
	bool overlong; /* a group of more than MU_IND_DIGITS digits: the run is nothing */
	bool noise;    /* O, o, l, I were taken for 0 and 1 */
};

/* Groups of digits from p on; `nl`: a line end may stand between two. */
void mu_ind_read_run(const char *p, const char *e, bool nl, struct mu_ind_run *r);

/* ゼロサンのイチニーサンヨン…: at least ten digits in kana as one group; false when it is none. */
bool mu_ind_read_spelt(const char *p, const char *e, struct mu_ind_run *r);

/*
 * A whole number up to 10^15 at p: digits, kanji digits, units (二十四, 9万8千). Returns its end
 * or NULL.
 */
const char *mu_ind_whole(const char *p, const char *e, int64_t *value);

/* ---- label.c: words around a place ---- */

struct mu_ind_words {
	char buf[160];
	size_t n;
	uint64_t has; /* bit (byte & 63) of each byte of it */
};

/* Folded text of at most `max` (<= 120) bytes before p / after p; before crosses one block end. */
void mu_ind_before(const struct mu_ind_scan *sc, const char *p, size_t max,
    struct mu_ind_words *w);
void mu_ind_after(const struct mu_ind_scan *sc, const char *p, size_t max,
    struct mu_ind_words *w);
/* 1 + offset of the last (first) occurrence of any word of a NULL-terminated list, 0 if none. */
size_t mu_ind_last(const struct mu_ind_words *w, const char *const *words, size_t *which);
size_t mu_ind_first(const struct mu_ind_words *w, const char *const *words, size_t *which);
/* Is what stands at `from` an item of a list that is headed as the reader's own? */
bool mu_ind_listed(const struct mu_ind_scan *sc, const char *from);
/* The reader's own, when one of the words stands within so many bytes before it. */
void mu_ind_own(struct mu_ind_scan *sc, struct mu_indicator *it, const char *from, size_t bytes,
    const char *const *words);

/* ---- results.c ---- */

/*
 * Append one; value and the text are copied or borrowed from doc->text. NULL when this block has
 * the same value already, at a limit, or out of memory.
 */
struct mu_indicator *mu_ind_add(struct mu_ind_scan *sc, enum mu_ind_type type, const char *from,
    const char *to, struct mu_str value);
/* key is static; value is copied. */
void mu_ind_key(struct mu_ind_scan *sc, struct mu_indicator *it, const char *key,
    struct mu_str value);
struct mu_str mu_ind_copy(struct mu_ind_scan *sc, struct mu_str s);
/* May this place cost a look at its surroundings? */
bool mu_ind_pay(struct mu_ind_scan *sc);
/* By type, then by place. False: out of memory. */
bool mu_ind_sort(struct mu_ind_scan *sc);

/* ---- number.c ---- */

/* The first digit of a number is at p. Where reading goes on, or NULL. */
const char *mu_ind_number(struct mu_ind_scan *sc, const char *p);
/* May a kanji numeral at p be a number at all? Cheap: 一 stands in every other sentence. */
bool mu_ind_kanji_number(const struct mu_ind_scan *sc, const char *p);

/* ---- the families: where reading goes on, or NULL when it is nothing of theirs ---- */

const char *mu_ind_phone(struct mu_ind_scan *sc, const struct mu_ind_run *r);
bool mu_ind_phone_link(struct mu_ind_scan *sc, const char *p, const char *e, const char *at);
const char *mu_ind_price(struct mu_ind_scan *sc, const char *p);
const char *mu_ind_date(struct mu_ind_scan *sc, const char *p);
const char *mu_ind_era(struct mu_ind_scan *sc, const char *p);
const char *mu_ind_soon(struct mu_ind_scan *sc, const char *p, const char *to, const char *iso);
const char *mu_ind_account(struct mu_ind_scan *sc, const char *p, const char *to);
const char *mu_ind_yucho(struct mu_ind_scan *sc, const char *p, const char *to);
const char *mu_ind_transfer(struct mu_ind_scan *sc, const struct mu_ind_run *r);
const char *mu_ind_email(struct mu_ind_scan *sc, const char *at, const char *past);
bool mu_ind_email_link(struct mu_ind_scan *sc, const char *p, const char *e, const char *at);
const char *mu_ind_url(struct mu_ind_scan *sc, const char *colon);
const char *mu_ind_bare(struct mu_ind_scan *sc, const char *dot);
bool mu_ind_url_link(struct mu_ind_scan *sc, const struct mu_link *l);
const char *mu_ind_id(struct mu_ind_scan *sc, const char *p, const char *to, const char *label);
const char *mu_ind_case(struct mu_ind_scan *sc, const char *p, const char *at, const char *era,
    int64_t year);
const char *mu_ind_long_id(struct mu_ind_scan *sc, const struct mu_ind_run *r);
void mu_ind_gift_code(struct mu_ind_scan *sc, const char *to);
const char *mu_ind_ip4(struct mu_ind_scan *sc, const struct mu_ind_run *r, unsigned *past);
const char *mu_ind_ip6(struct mu_ind_scan *sc, const char *colon);
const char *mu_ind_line(struct mu_ind_scan *sc, const char *p, const char *to,
    const char *service);
/* Host and path of an address: LINE, Telegram …? `from`/`to`: what is shown as its text. */
bool mu_ind_line_url(struct mu_ind_scan *sc, struct mu_str host, struct mu_str path,
    const char *from, const char *to);
const char *mu_ind_crypto(struct mu_ind_scan *sc, const char *p);
const char *mu_ind_route(struct mu_ind_scan *sc, const char *p, const char *to, const char *id);

/* own.c: does the line of a mail that says to whom it went hold `from`? */
bool mu_ind_addressed(const struct mu_ind_scan *sc, const char *from);
/* own.c: what is the person's own in one place is so everywhere. */
void mu_ind_spread_own(struct mu_indicators *out);

/* ---- tables ---- */

struct mu_ind_official {
	const char *value; /* "+81359787509", "188" or "ipa.go.jp" */
	const char *id;    /* record of data/official.rec */
};
bool mu_ind_is_official_phone(struct mu_str value);
bool mu_ind_is_official_host(struct mu_str host);

/* host.c: lower case, IDNA; at most 253 bytes. False when it is no host. */
struct mu_ind_host {
	char ascii[256];   /* as a resolver takes it */
	char unicode[512]; /* as it is shown; same as ascii when there is nothing to show */
	size_t an, un;
	size_t reg;        /* registrable part: ascii + reg */
	const char *suffix; /* "hosting", "dyndns", "gov" or NULL */
	bool idn, mixed, is_ip;
};
bool mu_ind_host(struct mu_str folded, struct mu_ind_host *h);
bool mu_ind_known_tld(struct mu_str tld);

/* hash.c */
void mu_ind_keccak256(const uint8_t *p, size_t n, uint8_t out[32]); /* n <= 135 */

#endif
