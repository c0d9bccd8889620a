/* The words of easy Japanese: readings for the printed record, glosses for hard words. */
#ifndef MU_REPORT_EASY_H
#define MU_REPORT_EASY_H

#include "base/out.h"
#include "pack/pack.h"

/* Which hard words have been used; one bit for each of pack->easys. */
enum { MU_EASY_MOST = 1024 };
struct mu_easy_seen {
	uint64_t bits[MU_EASY_MOST / 64];
};

/* The longest word of the list at the start of s, or NULL. */
const struct mu_easy *mu_easy_at(const struct mushi_pack *p, struct mu_str s);

/* Notes the hard words of the text. */
void mu_easy_mark(const struct mushi_pack *p, struct mu_str text, struct mu_easy_seen *seen);

/* The next word with a gloss that was seen, from *i on; NULL: no more. */
const struct mu_easy *mu_easy_next(const struct mushi_pack *p, const struct mu_easy_seen *seen,
    size_t *i);

/* The same gloss stands with an earlier word that was seen (裁判所 and さいばんしょ). */
bool mu_easy_said(const struct mushi_pack *p, const struct mu_easy_seen *seen,
    const struct mu_easy *e);

/* Bytes of the word and of its reading without the kana at their end that they share. */
void mu_easy_stem(const struct mu_easy *e, size_t *word, size_t *reading);

#endif
