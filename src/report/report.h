/* The whole judgement of one input, and how it is written. */
#ifndef MU_REPORT_REPORT_H
#define MU_REPORT_REPORT_H

#include "advice/advice.h"
#include "advice/court.h"
#include "base/out.h"

struct mushi_report {
	struct mu_arena arena;
	const struct mushi_pack *pack;
	struct mu_str name;
	enum mushi_lang lang;
	const char *const *situations; /* copied into the arena */
	size_t situation_n;
	const char *reader; /* "html", "text" */
	struct mu_doc doc;
	struct mu_text text;
	struct mu_matches matches;
	struct mu_signs signs;
	struct mu_indicators indicators;
	struct mu_verdict verdict;
	struct mu_advice advice;
	bool *framed; /* for each box of doc: does a find cover it? */
	struct mu_court_dates court; /* received empty: nothing to reckon */
	bool masked; /* mask.c has struck out what is the person's own */
};

/* Language of the text: ja, en, zh, ko, or "" when there is too little of it. */
const char *mu_text_lang(const struct mu_doc *doc);

void mu_write_json(const struct mushi_report *r, struct mu_out *o);
void mu_write_text(const struct mushi_report *r, unsigned columns, bool colour, struct mu_out *o);

/* parts.c: the text the person was shown, as JSON. */
void mu_write_blocks(const struct mushi_report *r, struct mu_out *o);

void mu_write_html(const struct mushi_report *r, const struct mushi_origin *from,
    struct mu_out *o);

/* Strikes out what belongs to the person who was shown the page. False: out of memory. */
bool mu_mask(struct mushi_report *r);

/* own.c: the words of data/own.rec, each list by what it takes. */
struct mu_own_list {
	const struct mu_str *words;
	size_t n;
	bool begins[256]; /* small letters and capitals */
};
struct mu_own_words {
	struct mu_own_list of[MU_OWN_COUNT];
};
/* NULL: out of memory. */
struct mu_own_words *mu_own_words(const struct mushi_pack *p, struct mu_arena *a);

/* Bytes of the longest word of the list that stands at p, small letters standing for both; or 0. */
size_t mu_own_at(const struct mu_own_list *l, const char *p, const char *end);

/*
 * own.c: the next number, mailbox or login of the person the text speaks to, from *from on, which
 * is moved; false at the end.
 */
bool mu_next_own(const struct mu_own_words *w, struct mu_str text, size_t *from,
    struct mu_str *out);

/*
 * own.c: the same in the address of a link, plain, percent-encoded or in base64. A mailbox of the
 * host the link leads to is the other side's. plain: what it says.
 */
enum { MU_PLAIN = 192 };
bool mu_next_in_link(const struct mu_own_words *w, struct mu_str url, size_t *from,
    struct mu_str *out, char plain[MU_PLAIN], size_t *plain_n);

/*
 * secret.c: the next password quoted in the text from *from on, which is moved; false at the end.
 * threat: the text as a whole is one that shows such a thing.
 */
bool mu_next_secret(const struct mu_own_words *w, struct mu_str text, size_t *from, bool threat,
    struct mu_str *out);

/*
 * value.c: what a program writes for a find, in words of the language. The others are false for a
 * form they do not know.
 */
void mu_value_word(struct mu_str s, enum mushi_lang lang, struct mu_out *o);
bool mu_price_in_words(struct mu_str value, struct mu_str currency, enum mushi_lang lang,
    struct mu_out *o);
bool mu_deadline_in_words(struct mu_str value, enum mushi_lang lang, struct mu_out *o);

/* 2026-12-04 as 2026年12月4日（金）; English: 2026-12-04 (Fri). */
void mu_day_in_words(struct mu_str day, enum mushi_lang lang, struct mu_out *o);

/* person.c: the same for the name and the like of the person the text was sent to. */
bool mu_next_person(const struct mu_own_words *w, struct mu_str text, size_t *from,
    struct mu_str *out);

/* Bytes of the longest of the words that stands at p, small letters standing for both; or 0. */
size_t mu_any_at(const char *p, const char *end, const char *const *words, size_t n);

enum { MU_ALSO_SHOWN = 4 }; /* first words of further situations that stand on top */

/* advise.c: the parts of advice, in the order they are read. */
struct mu_page;
void mu_write_advice_json(const struct mu_advice *a, enum mushi_lang lang, struct mu_out *o);
void mu_write_court_json(const struct mu_court_dates *c, enum mushi_lang lang, struct mu_out *o);
void mu_write_aside_json(const struct mu_advice *a, enum mushi_lang lang, struct mu_out *o);
/* Which of the situations told was set aside, and for which. */
void mu_write_aside(struct mu_page *w, const struct mu_advice *a, enum mushi_lang lang);
void mu_write_first(struct mu_page *w, const struct mu_advice *a);
void mu_write_court_dates(struct mu_page *w, const struct mu_court_dates *c, enum mushi_lang lang);
void mu_write_steps(struct mu_page *w, const struct mu_advice *a, enum mushi_lang lang);
void mu_write_background(struct mu_page *w, const struct mu_advice *a, enum mushi_lang lang);
void mu_write_contacts(struct mu_page *w, const struct mu_advice *a, enum mushi_lang lang);
void mu_write_contact_json(const struct mu_contact *c, enum mushi_lang lang, struct mu_out *o);
/* details: also hours, cost, site, and "check the official site" beside the number. */
void mu_write_contact_line(struct mu_page *w, const struct mu_contact *c, enum mushi_lang lang,
    bool details);

/* Signs by weight, strongest first (counter-signs last); indexes into r->signs.list. */
uint32_t *mu_signs_by_weight(const struct mushi_report *r, struct mu_arena *a);

/* "s" as a JSON string with its quotes; at most `most` code points, then "…". */
void mu_json_string(struct mu_out *o, struct mu_str s, size_t most);
/* A key of an object, with the comma before it unless it is the first; and one with a string. */
void mu_json_key(struct mu_out *o, const char *k, bool first);
void mu_json_pair(struct mu_out *o, const char *k, struct mu_str v, bool first);
/* What was written, as a string of its own for free(); frees the arena. NULL: out of memory. */
char *mu_take_string(struct mu_out *o);

/* Notes as sentences in the report's language, one after the other through add(). */
typedef void mu_note_fn(void *self, struct mu_str note);
void mu_each_note(const struct mushi_report *r, mu_note_fn *add, void *self);

/* Is the claim still true for this person? `except` lists situations that switch it off. */
bool mu_claim_holds(const struct mushi_report *r, const struct mu_claim_rule *c);

/* Fixed words of the report, in the three languages: words.def. */
enum mu_report_word {
#define MU_WORD(sym, ja, easy, en) MU_RW_##sym,
#include "report/words.def"
#undef MU_WORD
	MU_RW_COUNT
};
struct mu_str mu_word(enum mu_report_word w, enum mushi_lang lang);

/* The lines about a time limit: words, some followed by a day; none when no day was received. */
struct mu_court_lines {
	struct {
		enum mu_report_word word;
		const char *day; /* or NULL */
	} list[12];
	size_t n;
};
void mu_court_lines(const struct mu_court_dates *c, struct mu_court_lines *l);
struct mu_str mu_kind_name(enum mu_kind k, enum mushi_lang lang);

#endif
