/*
 * Mushi: reads what frightens a person and says what it is.
 *
 * The library is a function of (pack, input): no network, files, clock, locale, environment
 * or globals. Every face (command, web page, HTTP, filters) calls it and shows what it says,
 * so the same input gives the same bytes everywhere.
 *
 * Threads: a pack never changes after loading and may serve any number of calls at once;
 * a report belongs to one thread at a time.
 */
#ifndef MUSHI_MUSHI_H
#define MUSHI_MUSHI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define MUSHI_API __attribute__((visibility("default")))
#else
#define MUSHI_API
#endif

enum mushi_errc {
	MUSHI_OK = 0,
	MUSHI_ENOMEM,  /* out of memory, or the memory limit of one input */
	MUSHI_ETOOBIG, /* input larger than mushi_limits.input */
	MUSHI_EPACK,   /* a rule record is wrong; `at` is the line, `msg` names file and line */
	MUSHI_ECHARSET /* an unknown charset name was asked for */
};

struct mushi_err {
	enum mushi_errc code;
	size_t at;     /* byte offset into the input, or line of a record file; 0 if unknown */
	char msg[240]; /* English, for logs and developers; a person is never shown this */
};

/* The rules, phrases, weights, claims and advice, parsed and ready; read-only, shared. */
struct mushi_pack;

/*
 * One record file of a pack. `name` is used in messages and decides the kind of file by its
 * folder (rules/…, advice/…, weights.rec); both are borrowed for the call only.
 */
struct mushi_file {
	const char *name;
	const char *data;
	size_t size; /* bytes */
};

/*
 * Parse a pack. All or nothing: on the first wrong line returns NULL with *err filled.
 * Free with mushi_pack_free(). files == NULL loads the pack built into the library.
 */
MUSHI_API struct mushi_pack *mushi_pack_load(const struct mushi_file *files, size_t n,
    struct mushi_err *err);
MUSHI_API void mushi_pack_free(struct mushi_pack *pack);

/* The record files built into the library, for `mushi rules`. *n is set. */
MUSHI_API const struct mushi_file *mushi_pack_builtin(size_t *n);

/*
 * Run every hit: and miss: line of the pack against its own sign. Calls fail() for each line
 * that does not do what it says (file and line of the test, the sign, the text). Returns the
 * number of lines tried; *failed is set.
 */
typedef void mushi_rule_fail(void *self, const char *file, size_t line, const char *sign,
    const char *what, const char *text);
MUSHI_API size_t mushi_pack_selftest(const struct mushi_pack *pack, mushi_rule_fail *fail,
    void *self, size_t *failed);

enum mushi_reader {
	MUSHI_READ_AUTO, /* by content */
	MUSHI_READ_HTML,
	MUSHI_READ_TEXT,
	MUSHI_READ_WORDS, /* words with boxes, as an OCR gives them: see libmushi(3) */
	/* What parts came out of; mushi_examine() itself opens none of these. */
	MUSHI_READ_MAIL,
	MUSHI_READ_IMAGE,
	MUSHI_READ_PDF
};

enum mushi_lang { MUSHI_JA, MUSHI_JA_EASY, MUSHI_EN };

/* What one input may cost; zero in a field means the default. */
struct mushi_limits {
	size_t input;  /* bytes of one input that are accepted at all; default 64 MiB */
	size_t text;   /* bytes of visible text that are judged, rest cut with a note; default 8 MiB */
	size_t memory; /* bytes one report may hold; default 24 * size of the input + 32 MiB */
};

struct mushi_input {
	const char *name; /* shown as "input"; may be NULL */
	const void *data; /* borrowed for the call, never written to */
	size_t size;      /* bytes */
	enum mushi_reader reader;
	const char *charset;      /* NULL: detect; a WHATWG label: overrides detection */
	const char *http_charset; /* NULL, or the label of a Content-Type or mail header: a hint */
	const char *url;          /* NULL, or where the page was saved from */
	enum mushi_lang lang;     /* of the texts for people */
	const char *const *situations; /* ids, e.g. "paid-bank"; unknown ones are an error of the face */
	size_t situation_n;
	const char *now; /* NULL, or ISO 8601, for deadlines; the library never reads a clock */
	struct mushi_limits limits;
	const char *received; /* NULL, or ISO 8601: the day a court paper was received */
};

enum mushi_verdict {
	MUSHI_NONE,       /* no sign found; never "safe" */
	MUSHI_ABOUT,      /* a text about fraud */
	MUSHI_COURT,      /* may be a real paper of a court or one's own provider */
	MUSHI_SUSPICIOUS, /* parts of a fraud, frame incomplete */
	MUSHI_FRAUD
};

struct mushi_report;

/*
 * Examine one document and say what it is.
 *
 * A broken or hostile document is not an error: it yields a report whose notes say what was
 * unreadable or cut. Returns a report to free with mushi_report_free(), or NULL with *err
 * filled: MUSHI_ENOMEM, MUSHI_ETOOBIG or MUSHI_ECHARSET.
 */
MUSHI_API struct mushi_report *mushi_examine(const struct mushi_pack *pack,
    const struct mushi_input *in, struct mushi_err *err);
MUSHI_API void mushi_report_free(struct mushi_report *report);

/*
 * One part of something that holds several: a mail, a picture, a PDF. Opening such a thing is the
 * caller's work (the library uses no decoder); what comes out of it are parts, in reading order.
 */
enum mushi_part_kind {
	MUSHI_PART_HEADER,   /* a header field of a mail: label is its name, data its raw value */
	MUSHI_PART_TEXT,     /* plain text in any charset */
	MUSHI_PART_HTML,
	MUSHI_PART_WORDS,    /* words with boxes */
	MUSHI_PART_LINK,     /* the target of a QR code or of a link of a PDF; is never visited */
	MUSHI_PART_ATTACHED, /* something that was not opened: label or data is its file name */
	MUSHI_PART_CUT       /* more was there than is read */
};

struct mushi_part {
	enum mushi_part_kind kind;
	const char *label;   /* NULL, or see above */
	const char *charset; /* NULL, or the label that was declared: a hint */
	const void *data;    /* borrowed for the call */
	size_t size;         /* bytes */
	unsigned group;      /* parts of one number (not 0) claim to say the same in two forms */
};

/*
 * Examine several parts as one document. `in` is as above but for data and size, which are not
 * looked at; in->reader says what the parts came out of. The limits hold for all parts together.
 */
MUSHI_API struct mushi_report *mushi_examine_parts(const struct mushi_pack *pack,
    const struct mushi_input *in, const struct mushi_part *parts, size_t n,
    struct mushi_err *err);

/*
 * Where finds stand on a picture: box number i of the report, in reading order; false past the
 * last. Only for parts of words; only finds that count against the picture.
 */
struct mushi_box {
	uint32_t x, y, width, height; /* pixels of the picture as it was given */
	uint32_t page;                /* from 0 */
};
MUSHI_API bool mushi_report_box(const struct mushi_report *report, size_t i,
    struct mushi_box *out);

MUSHI_API enum mushi_verdict mushi_report_verdict(const struct mushi_report *report);
/* 0..1, calibrated on the held-out part of the project's corpus. */
MUSHI_API double mushi_report_probability(const struct mushi_report *report);
MUSHI_API const char *mushi_verdict_name(enum mushi_verdict v);

/*
 * The report as one line of JSON without the final newline (schema: doc/mushi.schema.json), and
 * as text for a terminal of `columns` (0: do not wrap), with or without colour. UTF-8, owned by
 * the report, alive until it is freed or rendered again. NULL only when out of memory.
 */
MUSHI_API const char *mushi_report_json(struct mushi_report *report, size_t *size);
MUSHI_API const char *mushi_report_text(struct mushi_report *report, unsigned columns,
    bool colour, size_t *size);

/*
 * The text the person was shown, for a face that marks the finds in it: one JSON object, `blocks`
 * (block, level of a heading or 0, seen, where, text; block, and bytes of text, as the signs of
 * the judgement count them) and `cut`, true when not all is there. Owned by the report.
 */
MUSHI_API const char *mushi_report_blocks(struct mushi_report *report, size_t *size);

/*
 * Was the `received` of the input used? False without one, and for what is no paper that a court
 * hands over (a provider's inquiry names its own day).
 */
MUSHI_API bool mushi_report_reckoned(const struct mushi_report *report);

/* The reader that read it: "html", "text", "words", "mail", "image", "pdf"; static. */
MUSHI_API const char *mushi_report_reader(const struct mushi_report *report);

/*
 * The report as one printable HTML page, to hand to someone who helps: no script, no link,
 * nothing loaded; words of the judged page are inert. `from` says what the report cannot know; it
 * and each of its fields may be NULL. Owned by the report like the other renderings.
 */
struct mushi_origin {
	const char *time;   /* ISO 8601, best with a zone */
	const char *url;    /* where the page was saved from */
	const char *file;   /* what the judged bytes are called beside this page */
	const char *sha256; /* of those bytes, hexadecimal */
	size_t size;        /* of those bytes; shown when sha256 is given */
};
MUSHI_API const char *mushi_report_html(struct mushi_report *report,
    const struct mushi_origin *from, size_t *size);

/*
 * Strike out what belongs to the person who was shown the page (indicators of role "victim", their
 * name and the like, passwords quoted at them) in all renderings from now on; it cannot be undone.
 * False when out of memory: do not pass the report on then.
 */
MUSHI_API bool mushi_report_mask(struct mushi_report *report);

/* SHA-256 of n bytes as 64 lower-case hexadecimal digits and a NUL. */
MUSHI_API void mushi_sha256(const void *data, size_t n, char hex[65]);

/*
 * The judgement "could not be read" as one line of JSON, for inputs that never became a
 * document. Free with free(). code is a short word ("not-found"), message a sentence.
 */
MUSHI_API char *mushi_error_json(const char *input, const char *code, const char *message,
    enum mushi_lang lang);

/* A record of the pack in words: sign, claim or word class by id; NULL when unknown. free(). */
MUSHI_API char *mushi_explain(const struct mushi_pack *pack, const char *id,
    enum mushi_lang lang);

/* Sign number i of the pack, in the order of its files; false past the last. */
struct mushi_sign_info {
	char id[64], family[48], title[200], file[128];
	const char *beat, *weight; /* static */
	size_t line;
	size_t phrases;
};
MUSHI_API bool mushi_pack_sign(const struct mushi_pack *pack, size_t i, enum mushi_lang lang,
    struct mushi_sign_info *out);

/* Is it a situation, or a fact an answer of the guide sets ("typed-data")? */
MUSHI_API bool mushi_situation_known(const struct mushi_pack *pack, const char *id);

/* Situation number i, most urgent first; false past the last. */
struct mushi_situation_info {
	char id[64], title[240];
	bool reckons; /* a paper from whose receipt two weeks run */
};
MUSHI_API bool mushi_situation(const struct mushi_pack *pack, size_t i, enum mushi_lang lang,
    struct mushi_situation_info *out);

/*
 * What to do now, for things that have happened, without any document: text, or one line of JSON
 * (keys lang, situations, set_aside, advice). Unknown situations are passed over: ask
 * mushi_situation_known() first. n == 0: what holds in every case. free(); NULL: out of memory.
 */
MUSHI_API char *mushi_advise(const struct mushi_pack *pack, const char *const *situations,
    size_t n, enum mushi_lang lang, bool json, unsigned columns, bool colour);

/*
 * The same with the day a court paper was received (ISO 8601; NULL: none): where one of the
 * situations given reckons (see mushi_situation()), so are the two weeks (key court_dates), and
 * held against `now` (ISO 8601; NULL: whether they are over is not said).
 */
MUSHI_API char *mushi_advise_received(const struct mushi_pack *pack,
    const char *const *situations, size_t n, const char *received, const char *now,
    enum mushi_lang lang, bool json, unsigned columns, bool colour);

/*
 * The guide: question number i, and answer k of a question. An answer sets situations and facts,
 * their ids separated by '|' (empty: none). False past the last.
 */
struct mushi_question_info {
	char id[64], text[400];
	bool several; /* more than one answer may hold */
};
struct mushi_answer_info {
	char id[64], text[400], sets[240];
};
MUSHI_API bool mushi_question(const struct mushi_pack *pack, size_t i, enum mushi_lang lang,
    struct mushi_question_info *out);
MUSHI_API bool mushi_answer(const struct mushi_pack *pack, size_t i, size_t k,
    enum mushi_lang lang, struct mushi_answer_info *out);

/*
 * What a face needs to speak in one language, as one JSON object: `words` (fixed words of the
 * report: v-fraud, k-one-click, i-phones, steps …), `questions` and their answers, `situations`,
 * `signs` by id (title, beat, truth, why), `easy` (words of easy Japanese: word, reading, gloss;
 * empty in the other languages). free(); NULL: out of memory.
 */
MUSHI_API char *mushi_words_json(const struct mushi_pack *pack, enum mushi_lang lang);

/*
 * Whom to ask: all contacts, or with `place` those of a prefecture (kanji, kana or romaji). Text,
 * or one line of JSON. free(); NULL: no such place, or out of memory.
 */
MUSHI_API char *mushi_contacts(const struct mushi_pack *pack, const char *place,
    enum mushi_lang lang, bool json, unsigned columns, bool colour);

/*
 * The prefecture that a place mushi_contacts() does not know is nearest to by its name (大阪市,
 * "tokio"), in kanji or, for English, Latin letters. False when none is near.
 */
MUSHI_API bool mushi_place_near(const struct mushi_pack *pack, const char *typed,
    enum mushi_lang lang, char out[64]);

MUSHI_API const char *mushi_version(void);

#ifdef __cplusplus
}
#endif

#endif
