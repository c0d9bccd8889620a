/*
 * Reads scripts without running them: constant folding of string literals, and patterns of
 * behaviour. Linear in the script; no recursion that the input decides.
 */
#ifndef MU_READ_SCRIPT_H
#define MU_READ_SCRIPT_H

#include "base/arena.h"
#include "base/str.h"

enum mu_script_use {
	MU_S_PLAIN,   /* a literal somewhere */
	MU_S_DIALOG,  /* argument of alert, confirm, prompt; speechSynthesis text */
	MU_S_WRITTEN, /* document.write(ln), innerHTML, outerHTML, insertAdjacentHTML: is HTML itself */
	MU_S_TEXT,    /* textContent, innerText, createTextNode, document.title: text shown */
	MU_S_URL      /* location, href, open(), src: a target */
};

struct mu_script_string {
	struct mu_str text; /* UTF-8, in the arena, after undoing escapes and joining */
	enum mu_script_use use;
	uint32_t at;        /* byte offset in the script of its first literal */
};

struct mu_script {
	struct mu_script_string *strings; /* in order; ones without a letter or shorter than 2 left out */
	size_t string_n, string_cap;
	uint64_t behaviours; /* 1 << enum mu_behaviour, see doc/behaviours.def */
	uint32_t folded;     /* literals that were hidden: escapes, fromCharCode, atob, unescape */
};

/*
 * Undoes \x \u \u{} octal, %XX and %uXXXX of unescape/decodeURI(Component), String.fromCharCode
 * and fromCodePoint of numbers, atob of literals, joining with + and [..].join(''), concat,
 * reverse of split, template literals without ${}, variables that are assigned one constant.
 *
 * A byte 0x04 parts the scripts of a page: whatever is open there ends, variables stay.
 * False only when out of memory.
 */
bool mu_script_read(struct mu_str script, struct mu_arena *arena, struct mu_script *out);

#endif
