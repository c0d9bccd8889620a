/*
 * The pack: signs, cues, words, claims, advice and weights, read from records and made ready
 * for matching. Built once, never changed, shared by all threads.
 */
#ifndef MU_PACK_PACK_H
#define MU_PACK_PACK_H

#include "base/arena.h"
#include "base/str.h"
#include "mushi/mushi.h"
#include "pack/model.h"
#include "pack/record.h"

enum mu_kind {
	MU_K_ONE_CLICK, MU_K_ONE_CLICKWARE, MU_K_FICTITIOUS_BILL, MU_K_FAKE_WARNING,
	MU_K_FAKE_HELPER, MU_K_SEXTORTION, MU_K_PREPAID_FEE, MU_K_COURT_ABUSE, MU_K_COUNT,
	MU_K_NONE = MU_K_COUNT
};

enum mu_beat {
	MU_BEAT_EVENT, MU_BEAT_PROOF, MU_BEAT_CONSEQUENCE, MU_BEAT_EXIT, MU_BEAT_MONEY,
	MU_BEAT_CONTEXT, MU_BEAT_COUNTER, MU_BEAT_COUNT
};

enum mu_strength {
	MU_W_STRONG, MU_W_MEDIUM, MU_W_WEAK, MU_W_COUNTER, MU_W_STRONG_COUNTER, MU_W_COUNT
};

enum { MU_LANGS = 3 }; /* ja, ja-easy, en */

struct mu_sign_rule {
	struct mu_str id, title_ja, title_en, title_easy, source, note, file; /* easy: or empty */
	uint32_t line;
	uint16_t family;     /* index into pack->families */
	uint16_t phrase_n;
	uint16_t kinds;      /* 1 << enum mu_kind; 0: speaks for none in particular */
	uint8_t beat, strength;
	bool behaviour;
	bool paper;          /* a formal feature of a paper that advice names it for (paper-of) */
	int32_t claim;       /* index into pack->claims, -1 */
};

/* A cue tells how the words around it are meant. */
enum mu_cue_reach {
	MU_CUE_BEFORE,  /* speaks of what stands before it in its sentence (…と表示されました) */
	MU_CUE_AFTER,   /* of what follows it in its sentence */
	MU_CUE_SENTENCE,
	MU_CUE_NEXT,    /* of the following lines and blocks (「次のような画面です：」) */
	MU_CUE_PAGE     /* of the page as a whole */
};

enum mu_cue_says {
	MU_SAYS_QUOTED,    /* quotes or reports words */
	MU_SAYS_REPORTED,  /* tells what happened to someone */
	MU_SAYS_NEGATED,
	MU_SAYS_CONDITION, /* if, when, even if it is shown */
	MU_SAYS_ADVISED,   /* tells the reader what to do about such things */
	MU_SAYS_NAMED,     /* calls it a trick, a fraud, an example */
	MU_SAYS_ASKED,     /* a question about it */
	MU_SAYS_ADDRESSED, /* speaks to the reader as a debtor, a customer: asserted */
	MU_SAYS_STYLE,     /* a manner of speaking; only its frequency is a feature */
	MU_SAYS_COUNT
};

struct mu_cue_rule {
	struct mu_str id, file;
	uint32_t line;
	uint16_t within; /* symbols */
	uint8_t reach, says;
};

/* One set of words: a class, an alternative, a single literal, or a built-in. */
struct mu_set {
	uint32_t first, n;     /* into pack->set_words, ordered by last symbol */
	uint64_t last_mask;    /* 1 << (last symbol & 63) of all words: quick refusal */
	uint64_t first_mask;
	uint8_t min_len, max_len;
	uint8_t builtin;       /* enum mu_builtin, 0: none */
	bool scanned;          /* all words are found by the scan (at least two symbols) */
	uint8_t near;          /* 1 << each shape that triggers a phrase which needs this set before */
	uint16_t place;        /* among the sets that a phrase needs; UINT16_MAX: none does */
};

enum mu_builtin {
	MU_BI_NO, MU_BI_NUM, MU_BI_YEN, MU_BI_PHONE, MU_BI_IP, MU_BI_SPAN, MU_BI_DATE, MU_BI_COUNT
};

struct mu_atom {
	uint16_t set;
	uint8_t gap_min, gap_max; /* symbols allowed before this atom */
	bool optional;
};

enum mu_owner { MU_OWN_SIGN, MU_OWN_NOT, MU_OWN_CUE };

struct mu_phrase {
	uint32_t atom, atom_n;
	uint32_t line;
	uint16_t owner;      /* sign or cue */
	uint8_t own;         /* enum mu_owner */
	uint8_t trigger;     /* atom that starts the check: the last scanned, not optional one */
	uint16_t span_max;   /* symbols from the start of the phrase to the end of the trigger */
	uint16_t need;       /* another scanned atom's set that must have been seen; UINT16_MAX: none */
};

/*
 * A set of a word that triggers n phrases, and what decides at once whether they are worth a look
 * when it is only one (as in struct mu_trigger).
 */
struct mu_word_trigger {
	uint16_t set, n, need, span_max; /* need: a place */
};

/* One word of the scan; without triggers and sets the scan passes over it. */
struct mu_word {
	uint32_t sym;        /* offset into pack->syms */
	uint32_t triggers, sets; /* into pack->word_triggers and pack->word_sets */
	uint16_t trigger_n, set_n;
	uint8_t n;
	bool latin_head, latin_tail; /* must begin / end at a word boundary */
	uint8_t near;        /* of its sets together */
};

struct mu_test_line {
	struct mu_str text, file;
	uint32_t line;
	uint16_t sign;
	bool hit;
};

enum mu_tier { MU_TIER_CERTAIN, MU_TIER_NORMAL, MU_TIER_LEGAL, MU_TIER_UNKNOWN, MU_TIER_COUNT };

struct mu_claim_rule {
	struct mu_str id, said[MU_LANGS], truth[MU_LANGS], why[MU_LANGS], except, source, file;
	uint32_t line;
	uint8_t tier;
};

/* Whom to ask. A phone stands only in a record that is sure: high or medium. */
struct mu_contact {
	struct mu_str id, name[MU_LANGS], hours[MU_LANGS], cost[MU_LANGS], what_for[MU_LANGS],
	    reach[MU_LANGS]; /* reach: where its number is found when none stands here */
	struct mu_str phone, site, languages, source, checked, sure;
};

struct mu_prefecture {
	struct mu_str id, name[MU_LANGS], kana, police_page, police_phone, police_hours[MU_LANGS],
	    consumer[MU_LANGS], consumer_phone, consumer_hours[MU_LANGS], source, checked, sure;
	struct mu_str cities; /* known by their own name: 札幌 | さっぽろ | Sapporo */
};

/* What a sign is called in easy Japanese; only until the sign has it. */
struct mu_title {
	struct mu_str sign, easy, file;
	uint32_t line;
};

/* Advice of one situation or verdict, as records; see data/advice/. */
struct mu_step {
	struct mu_str id, text[MU_LANGS], why[MU_LANGS];
	struct mu_str urgent; /* see mu_step_rank() */
	struct mu_str due;    /* the step that stands in its place when the time limit is here or over */
	struct mu_str covers; /* steps that say nothing further beside this one */
	struct mu_str file;
	uint32_t line;
};
/*
 * first: before all else; stop: what can still be stopped; soon: what has a time limit, or stops
 * something if it happened; then the others; calm: what may wait, for peace of mind. Else MU_STEP_RANKS.
 */
enum { MU_STEP_RANKS = 5 };
unsigned mu_step_rank(const struct mu_step *s);

struct mu_advice_rule {
	struct mu_str id, title[MU_LANGS], first[MU_LANGS], never[MU_LANGS], evidence[MU_LANGS],
	    cost[MU_LANGS], promise[MU_LANGS], know[MU_LANGS], contacts, steps, source, file;
	struct mu_str instead_why[MU_LANGS]; /* said when `instead` has changed a step */
	struct mu_str unless; /* words of the text beside which `words` call for nothing */
	struct mu_str drops; /* steps that are wrong or idle once this has happened */
	struct mu_str over;  /* situations that this one sets aside */
	struct mu_str instead, instead_of; /* the first steps stand where the others would */
	struct mu_str paper_of; /* the sign that makes a text judged `court` this paper */
	struct mu_str over_why[MU_LANGS]; /* "situation: why it gives way to this one", line by line */
	struct mu_str aside_why[MU_LANGS]; /* why this one gives way to any other */
	struct mu_str reckons; /* enum mu_reckon as a word, or empty */
	struct mu_str comfort[MU_LANGS], comfort_except; /* a calming word, and facts that end it */
	struct mu_str words, verdicts; /* advice for a text that has one of the words in it */
	struct mu_str opens; /* "yes": its first word stands before that of weightier situations */
	struct mu_str means; /* facts that come with it and switch off claims */
	uint32_t line;
	bool situation; /* a situation of the contract; else a verdict or kind */
};

/* Why `by` sets `aside` aside; empty: it does not. */
struct mu_str mu_over_why(const struct mu_advice_rule *by, const struct mu_advice_rule *aside,
    enum mushi_lang lang);

/*
 * A question of the guide and its answers. `sets`: situations, and facts that switch off a claim
 * ("typed-data", see struct mu_claim_rule.except).
 */
struct mu_question {
	struct mu_str id, text[MU_LANGS], file;
	uint32_t line;
	bool several; /* more than one answer may hold */
};
struct mu_answer {
	struct mu_str id, question, text[MU_LANGS], sets, file;
	uint32_t line;
};

struct mu_holiday {
	uint32_t date; /* 20260101 */
};

struct mu_law {
	struct mu_str id, statement[MU_LANGS], law, article, in_force, source, checked, sure;
};

/* A word of easy Japanese; reading and gloss may be empty. */
struct mu_easy {
	struct mu_str word, reading, gloss;
};

/* What leads in the reader's own things: own.def, data/own.rec. */
enum mu_own_takes {
#define MU_OWN(sym, name) MU_OWN_##sym,
#include "pack/own.def"
#undef MU_OWN
	MU_OWN_COUNT
};

struct mu_own {
	struct mu_str word;
	uint32_t takes; /* enum mu_own_takes */
};

/* Why a find is taken as mentioned or asserted; each has one weight. */
enum mu_stance_bit {
#define MU_STANCE(sym, name, weight, means) MU_ST_##sym,
#include "pack/stances.def"
#undef MU_STANCE
	MU_ST_COUNT
};

_Static_assert(MU_ST_COUNT <= 32, "stance bits fit one word");

const char *mu_stance_name(enum mu_stance_bit b);

/* A finer word for a kind, given when one of the signs was found; the first record wins. */
struct mu_subkind {
	struct mu_str id, when; /* when: sign ids separated by '|' */
	uint16_t kinds;
};

/*
 * The tone of a text: runs of one to four symbols, words of a to z, and pairs of these, each with
 * how rare it is and what it tells, learned from the corpus (data/tone.rec). An open hash table of MU_TONE_SLOTS; a slot that is
 * not rare is free. A run is known by its tag; that an unknown one has the tag of a known one
 * beside its slot happens once in a thousand million looks.
 */
enum { MU_TONE_SLOTS = 1 << 15, MU_TONE_MAX = 16000 };
enum mu_head { MU_H_FRAUD, MU_H_ABOUT, MU_H_COURT, MU_H_KIND, MU_H_COUNT = MU_H_KIND + MU_K_COUNT };
struct mu_tone {
	uint32_t tag;
	uint8_t rare;             /* inverse document frequency, in tenths */
	int8_t tells[MU_H_COUNT]; /* in tenths */
};

struct mu_weight {
	struct mu_str name;
	double value;
};

/*
 * Words that only tell a manner of speaking (cues that say `style`) are common; they are looked
 * for on pages that have a sign at all, in a scan of their own.
 */
enum { MU_MANNER_BUCKETS = 4096 };
struct mu_manner_entry {
	uint32_t word;
	uint16_t cue;
	uint16_t third; /* third symbol, 0: the word has none */
};

enum { MU_SCAN_BITS = 16, MU_LETTERS = 26 };
enum {
	MU_RUN_IS = 1,  /* a word is this run, or one symbol longer */
	MU_RUN_MORE = 2 /* a word goes on behind it */
};

/*
 * One word in its bucket, its last symbol at hand. The bucket is that of the first three symbols
 * (or the only two); of a word that begins with Latin letters, that of this run of letters, for it
 * stands only where the text has the same run, and of two symbols behind it, if it has them; and
 * where its last letter may be followed by more, that of the first two.
 */
struct mu_scan_entry {
	uint32_t word;
	uint16_t last;
	uint16_t n;
	uint64_t letters; /* of the Latin run it begins with, as mu_scan_hash_run() has them */
};

/* A phrase that a set triggers, with what decides at once whether it is worth a check. */
struct mu_trigger {
	uint32_t phrase;
	uint16_t need, span_max; /* as in struct mu_phrase, but need by its place */
};

struct mushi_pack {
	struct mu_arena arena;
	struct mu_sign_rule *signs;
	size_t sign_n, sign_cap;
	struct mu_cue_rule *cues;
	size_t cue_n, cue_cap;
	struct mu_str *families;
	size_t family_n, family_cap;
	struct mu_claim_rule *claims;
	size_t claim_n, claim_cap;
	struct mu_contact *contacts;
	size_t contact_n, contact_cap;
	struct mu_prefecture *prefectures;
	size_t prefecture_n, prefecture_cap;
	struct mu_question *questions;
	size_t question_n, question_cap;
	struct mu_answer *answers;
	size_t answer_n, answer_cap;
	struct mu_holiday *holidays;
	size_t holiday_n, holiday_cap;
	struct mu_law *laws;
	size_t law_n, law_cap;
	struct mu_title *titles;
	size_t title_n, title_cap;
	struct mu_easy *easys;
	size_t easy_n, easy_cap;
	struct mu_own *owns;
	size_t own_n, own_cap;
	struct mu_step *steps;
	size_t step_n, step_cap;
	struct mu_advice_rule *advice;
	size_t advice_n, advice_cap;
	struct mu_subkind *subkinds;
	size_t subkind_n, subkind_cap;
	struct mu_weight *weights;
	size_t weight_n, weight_cap;
	struct mu_test_line *tests;
	size_t test_n, test_cap;

	double stance[MU_ST_COUNT];
	struct mu_model model;
	struct mu_tone *tones; /* MU_TONE_SLOTS, or NULL when nothing was learned */
	size_t tone_n;

	uint16_t *syms;
	size_t sym_n, sym_cap;
	struct mu_word *words;
	size_t word_n, word_cap;
	struct mu_set *sets;
	size_t set_n, set_cap;
	uint32_t *set_words;
	size_t set_word_n, set_word_cap;
	struct mu_word_trigger *word_triggers;
	size_t word_trigger_n;
	uint16_t *word_sets;        /* places of those some phrase needs */
	size_t word_set_n;
	size_t place_n;
	uint16_t builtin_set[MU_BI_COUNT]; /* 1 + the set of a shape; 0: no phrase asks for it */
	struct mu_atom *atoms;
	size_t atom_n, atom_cap;
	struct mu_phrase *phrases;
	size_t phrase_n, phrase_cap;
	struct mu_trigger *by_trigger; /* phrases, grouped by the trigger's set */
	uint32_t *trigger_first;    /* set_n + 1 entries into by_trigger */
	struct mu_manner_entry *manners; /* words of manners of speaking, by bucket */
	size_t manner_n;
	uint32_t *manner_bucket;    /* MU_MANNER_BUCKETS + 1 entries into manners */
	struct mu_scan_entry *scan; /* all words of two symbols and more, by bucket */
	uint32_t *bucket;           /* hash -> first entry; one more */
	uint64_t bloom[(1 << MU_SCAN_BITS) / 64]; /* first two symbols of words that are not Latin */
	uint32_t runs[(1 << MU_SCAN_BITS) / 16];  /* MU_RUN_* of Latin runs, two bits each */
	/*
	 * Latin words whose last letter may be followed by more, by their first two letters: a bit
	 * for each third letter, and one for words that have none.
	 */
	uint32_t open[MU_LETTERS * MU_LETTERS];
	uint64_t full[(1 << MU_SCAN_BITS) / 64];  /* buckets that hold a word */
};

static inline uint32_t
mu_scan_hash(uint16_t a, uint16_t b)
{
	return ((uint32_t)a * 0x9E3779B1u ^ (uint32_t)b * 0x85EBCA6Bu) >> (32 - MU_SCAN_BITS);
}

static inline uint32_t
mu_scan_hash3(uint16_t a, uint16_t b, uint16_t c)
{
	return (((uint32_t)a * 0x9E3779B1u ^ (uint32_t)b * 0x85EBCA6Bu) + (uint32_t)c * 0xC2B2AE35u)
	    >> (32 - MU_SCAN_BITS);
}

/* Up to eight small letters, one a byte, and how many there are in the whole run. */
static inline uint32_t
mu_scan_hash_run(uint64_t letters, uint32_t n)
{
	return (uint32_t)(((letters ^ n) * 0x9E3779B97F4A7C15u) >> (64 - MU_SCAN_BITS));
}

/* The same with two symbols behind the run. */
static inline uint32_t
mu_scan_hash_more(uint32_t run, uint16_t a, uint16_t b)
{
	return ((run << 16 ^ (uint32_t)a * 0x9E3779B1u ^ (uint32_t)b * 0x85EBCA6Bu) * 0xC2B2AE35u)
	    >> (32 - MU_SCAN_BITS);
}

static inline bool
mu_is_small(uint16_t c)
{
	return (uint16_t)(c - 'a') < 26;
}

int32_t mu_pack_find_sign(const struct mushi_pack *p, struct mu_str id);

/* Its title; in easy Japanese empty where there is none. */
struct mu_str mu_sign_title(const struct mu_sign_rule *s, enum mushi_lang lang);
/* The finished pack that the build made of data/ (tools/mkpack.c); NULL while building it. */
const struct mushi_pack *mu_builtin_pack(void);

/*
 * Tones are looked up by a key: a run of up to four symbols is these, 16 bits each, the first one
 * highest; a word is a hash (FNV-1a; Fowler, Noll, Vo) of its letters, begun with 0; a pair that
 * of both.
 */
static inline uint64_t
mu_tone_word(uint64_t word, uint16_t letter)
{
	return ((word ? word : 0xCBF29CE484222325ull) ^ letter) * 0x100000001B3ull;
}

static inline uint64_t
mu_tone_pair(uint64_t first, uint64_t second)
{
	return (first * 0xC2B2AE3D27D4EB4Full) ^ second;
}

/* The slot of a key, or a free one. */
uint32_t mu_tone_at(const struct mushi_pack *p, uint64_t key);

int32_t mu_pack_find_claim(const struct mushi_pack *p, struct mu_str id);
const char *mu_kind_id(enum mu_kind k);
const char *mu_beat_id(enum mu_beat b);
const char *mu_strength_id(enum mu_strength s);

/* compile.c: words, classes and phrases -> sets, atoms, scan tables. */
struct mu_compiler;
struct mu_compiler *mu_compiler_new(struct mushi_pack *p);
bool mu_compile_class(struct mu_compiler *c, struct mu_str name, struct mu_str words,
    struct mu_str file, uint32_t line, struct mushi_err *err);
bool mu_compile_phrase(struct mu_compiler *c, struct mu_str phrase, enum mu_owner own,
    uint16_t owner, struct mu_str file, uint32_t line, struct mushi_err *err);
bool mu_compile_finish(struct mu_compiler *c, struct mushi_err *err);
void mu_compiler_free(struct mu_compiler *c);

#endif
