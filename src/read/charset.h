/*
 * Bytes -> UTF-8. Our own decoders and detector: every platform has other converters, and all
 * of them stop on real pages. The declared charset is a hint, never the truth.
 *
 * Decoders follow the WHATWG Encoding standard (Shift_JIS is CP932 as browsers mean it;
 * EUC-JP; ISO-2022-JP, with the NEC row and `ESC ( I` half-width kana that mail has; UTF-16
 * LE/BE; windows-1252 for what is nothing else). A wrong byte becomes U+FFFD, and an ASCII
 * byte after a broken lead byte is read again, so that no crafted byte eats a '<'.
 */
#ifndef MU_READ_CHARSET_H
#define MU_READ_CHARSET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"
#include "mushi/mushi.h"

enum mu_charset {
	MU_CS_UNKNOWN, MU_CS_UTF8, MU_CS_UTF16LE, MU_CS_UTF16BE, MU_CS_SHIFT_JIS, MU_CS_EUC_JP,
	MU_CS_ISO_2022_JP, MU_CS_WINDOWS_1252,
	MU_CS_GBK, MU_CS_BIG5, MU_CS_EUC_KR, /* when declared, or nearly certain */
	MU_CS_OTHER /* a label we know but do not decode */
};

struct mu_decoded {
	struct mu_str text; /* valid UTF-8; borrowed from the input when that already was */
	enum mu_charset charset;
	uint32_t bad;       /* U+FFFD put in place of broken sequences */
	bool contradicted;  /* a declared charset was overruled */
	bool binary;        /* mostly not text: many NUL or control bytes */
};

/* By WHATWG label (any case, white space trimmed), e.g. "x-sjis", "cp932", "eucjp". */
enum mu_charset mu_charset_by_label(struct mu_str label);
/* The WHATWG name: "UTF-8", "Shift_JIS", … */
const char *mu_charset_name(enum mu_charset cs);

/*
 * Decode the whole input. `forced` (MU_CS_UNKNOWN: none) is obeyed; `hint` is the label of a
 * header, or unknown; `html` says to look for a declaration in the first 1,024 bytes
 * (WHATWG prescan). Order: forced, BOM, then what the bytes say, the declarations breaking ties.
 * Never fails but for memory.
 */
bool mu_decode(struct mu_str bytes, enum mu_charset forced, enum mu_charset hint, bool html,
    struct mu_arena *arena, struct mu_decoded *out, struct mushi_err *err);

/* WHATWG "prescan a byte stream to determine its encoding"; MU_CS_UNKNOWN when none.
 * `label` receives the raw label (borrowed), for messages and tests. */
enum mu_charset mu_charset_prescan(struct mu_str bytes, struct mu_str *label);

/* The detector alone: what the bytes look like, without any declaration. */
enum mu_charset mu_charset_guess(struct mu_str bytes, bool html);

#endif
