/*
 * doc->text -> folded text for matching, with a map back.
 *
 * Folded text is an array of 16-bit symbols. One symbol is one folded character (BMP; others
 * become what they look like, or MU_SYM_OTHER). Folding does this:
 *
 *  1. NFKC (full width, half-width kana with voicing marks, circled and squared forms, ℡ ￥ ㈱,
 *     Kangxi radicals, mathematical letters); combining voicing marks are joined, accents and
 *     other combining marks dropped, digits of all scripts are 0-9.
 *  2. Zero-width, bidi controls, soft hyphen, variation selectors, tags are dropped.
 *  3. White space, punctuation, decoration (★☆◆■…‥〜~ emoji, box drawing), quotation marks and
 *     brackets are dropped where a Japanese character stands on either side; between other words
 *     one ' ' stays (also for a line end). Quotation marks are remembered in `quotes`.
 *     A single - . / between digits or Latin letters stays, as do , and : between digits; an
 *     apostrophe between letters vanishes (dont). '@' '%' '+' '#' '&' '$' '¥' always stay, and
 *     '\' is '¥'. A dash right behind a katakana is ー.
 *  4. 。．！？!? and sentence-ending '.' become MU_SYM_STOP (one for a run); the end of each block,
 *     also of the last, becomes MU_SYM_BLOCK and a '\n' inside a block MU_SYM_LINE, except
 *     where a line end splits a Japanese word (登\n録\n完\n了: pieces of one or two characters).
 *     A short cell or list item followed by another ends in MU_SYM_LINE too: label and value.
 *     A stop between single characters (登。録。完。了) is decoration, not a stop. Four or more single
 *     letters with one mark between them (V i r u s, v.i.r.u.s) are one word.
 *  5. Hiragana becomes katakana; long vowel mark and small kana are kept (but ヶヵゎ are ケカワ);
 *     letters are lower case. A run of ー is one.
 *  6. Old, simplified and look-alike characters: 錄→録 圓→円 髙→高 录→録; 口→ロ 力→カ 二→ニ 夕→タ
 *     工→エ 八→ハ 一→ー; Cyrillic and Greek letters that look Latin. These hold everywhere.
 *  7. Spelling: お ご 御 before a kanji are dropped (not in なお当社, ビデオ会社, 制御装置); 頂→イタダ,
 *     致→イタ, クダサイ→下サイ; 振り込み/振込み→振込, 問い合わせ/問合わせ→問合 … from data/fold/.
 *
 * The same function folds the phrases of the rules, so both sides always agree: a phrase made of
 * whole words, without a stop or a line end inside, is found wherever the document says it
 * (tests/unit/test_norm.c tries 40,000). Leading and trailing marks of a phrase are dropped.
 */
#ifndef MU_NORM_NORM_H
#define MU_NORM_NORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"
#include "doc/doc.h"
#include "mushi/mushi.h"

enum {
	MU_SYM_BLOCK = 0x0001, /* end of a block */
	MU_SYM_LINE = 0x0002,  /* end of a line inside a block */
	MU_SYM_STOP = 0x0003,  /* end of a sentence */
	MU_SYM_OTHER = 0x0004  /* a character outside the BMP that folds to nothing known (emoji …) */
};

struct mu_quote {
	uint32_t from, to;  /* symbols inside the quotation marks: [from, to) */
	uint8_t kind;       /* 'j' 「」 『』, 'd' “” "" «», 's' ‘’, 'b' 【】［］〔〕, 'p' （）() */
	bool closed;        /* a closing mark was found within the block */
};

struct mu_text {
	const uint16_t *sym;
	const uint32_t *src; /* sym[i] came from doc->text byte src[i]; src[n] == doc->text_n */
	uint32_t n;
	struct mu_quote *quotes; /* ordered by from; nested ones allowed */
	size_t quote_n;
	uint32_t *block_start;   /* first symbol of each block of the doc (block_n entries);
	                            its MU_SYM_BLOCK when nothing in it is left */
	/*
	 * How much had to be undone: a page that hides its words. Ordinary pages count about 0:
	 * only invisible characters inside words, separators in runs of three or more single
	 * characters, look-alikes among letters of the other kind, mathematical and circled letters.
	 */
	uint32_t undone_zero_width, undone_split, undone_lookalike, undone_width, undone_bidi;
};

/* text of the whole doc. False only when out of memory. */
bool mu_norm(const struct mu_doc *doc, struct mu_arena *arena, struct mu_text *out,
    struct mushi_err *err);

/*
 * Fold one short piece (a phrase, a word); no block marks, no stop at the end. Returns symbols
 * written (<= max). What would be more than 960 symbols is cut.
 */
size_t mu_norm_str(struct mu_str s, uint16_t *out, size_t max);

/* Bytes of doc->text that symbols [from, to) came from: the words as the person saw them. */
void mu_text_span(const struct mu_text *t, const struct mu_doc *doc, uint32_t from, uint32_t to,
    uint32_t *byte_from, uint32_t *byte_to);

/* First symbol at or after a byte of doc->text. */
uint32_t mu_text_at(const struct mu_text *t, uint32_t byte);

/* Classes of a folded symbol, one table look-up. */
enum mu_sym_class {
	MU_C_HAN = 1, MU_C_KATA = 2, /* kana, after folding all is katakana */
	MU_C_LATIN = 4, MU_C_DIGIT = 8, MU_C_MARK = 16, /* MU_SYM_BLOCK, LINE, STOP */
	MU_C_HANGUL = 32, MU_C_PUNCT = 64, MU_C_KANJI_DIGIT = 128 /* 一二三…十百千万億〇, also look-alikes of them */
};
unsigned mu_sym_class(uint16_t sym);

#endif
