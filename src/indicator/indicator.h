/*
 * Facts to look up in what the person saw: telephone numbers, accounts, prices, deadlines …
 *
 * Works on doc->text (the words as written) and doc->links, not on the folded text: separators
 * matter here. All canonical values follow the contract: E.164, yen as integer, ISO 8601.
 */
#ifndef MU_INDICATOR_INDICATOR_H
#define MU_INDICATOR_INDICATOR_H

#include "base/arena.h"
#include "base/str.h"
#include "doc/doc.h"
#include "mushi/mushi.h"

enum mu_ind_type {
	MU_I_PHONE, MU_I_PRICE, MU_I_DEADLINE, MU_I_ACCOUNT, MU_I_EMAIL, MU_I_URL, MU_I_DOMAIN,
	MU_I_ID, MU_I_IP, MU_I_LINE, MU_I_CRYPTO, MU_I_ROUTE, MU_I_TYPE_COUNT
};

enum mu_role { MU_R_UNKNOWN, MU_R_SCAMMER, MU_R_VICTIM, MU_R_OFFICIAL, MU_R_THIRD_PARTY };
enum mu_valid { MU_V_UNKNOWN, MU_V_YES, MU_V_NO };

/* A further key of one indicator, in the order they are printed: "class", "bank", "currency" … */
struct mu_ind_key {
	const char *key;     /* static */
	struct mu_str value;
	bool number;         /* printed without quotes */
};

enum { MU_IND_KEYS = 8 };

struct mu_indicator {
	enum mu_ind_type type;
	uint32_t from, to;     /* bytes into doc->text; from == to when it stands in a link only */
	uint32_t block;
	uint32_t link;         /* index + 1 into doc->links when it comes from a link target, else 0 */
	struct mu_str text;    /* as written */
	struct mu_str value;   /* canonical; empty when masked or malformed */
	int64_t number;        /* prices: amount in minor-free units (yen), else 0 */
	enum mu_role role;     /* UNKNOWN until the judge knows the page's voice, except official, victim */
	enum mu_valid valid;
	bool masked;           /* 03-XXXX-XXXX, 090-****-1234 */
	bool asserted;         /* a label or cue says what it is ("電話", "振込先") */
	struct mu_ind_key keys[MU_IND_KEYS];
	unsigned key_n;
};

struct mu_indicators {
	struct mu_indicator *list; /* ordered by type, then from; the same value once per block */
	size_t n, cap;
	bool cut; /* more than the limit (4,096) were there */
};

/*
 * `now` (may be empty) anchors relative deadlines only in what is said, never changes what is
 * found. False only when out of memory.
 */
bool mu_find_indicators(const struct mu_doc *doc, struct mu_str now, struct mu_arena *arena,
    struct mu_indicators *out, struct mushi_err *err);

/* JSON key of a type's list: "phones", "prices", … and of its role. */
const char *mu_ind_type_key(enum mu_ind_type t);
const char *mu_role_name(enum mu_role r);

#endif
