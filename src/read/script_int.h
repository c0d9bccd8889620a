/*
 * Shared by the files of the script reader only.
 *
 * script_lex.c        characters -> words, literals, signs
 * script.c            the walk: expressions folded, calls and assignments understood
 * script_fold.c       escapes, %XX, base64, lists and their joining
 * script_behaviour.c  what functions do and when they run -> behaviours
 */
#ifndef MU_READ_SCRIPT_INT_H
#define MU_READ_SCRIPT_INT_H

#include "doc/doc.h"
#include "read/script.h"

enum mu_name {
	MU_N_NONE,
#define NAME(sym, text) MU_NAME_##sym,
#include "read/script_names.def"
#undef NAME
	MU_NAME_COUNT
};

enum mu_lexeme {
	MU_X_END,
	MU_X_BREAK,
	MU_X_NAME,
	MU_X_STRING,
	MU_X_TEMPLATE,
	MU_X_NUMBER,
	MU_X_REGEX,
	MU_X_SIGN
};

struct mu_lex {
	const char *begin, *p, *end;
	struct mu_arena *arena;
	bool operand; /* the last word was the end of an operand: '/' divides */
	bool failed;
	/* the word at hand */
	enum mu_lexeme type;
	struct mu_str raw;
	struct mu_str text; /* of strings: escapes undone */
	uint32_t at;
	enum mu_name name;
	uint32_t hash; /* of a name */
	int64_t number;
	bool line;    /* stands on a new line */
	bool open;    /* a template goes on with ${ */
	bool coded;   /* most of the literal was escapes */
	char sign[4]; /* "+", "+=", "=>" … at most three characters and NUL */
};

void mu_lex_init(struct mu_lex *x, struct mu_str s, struct mu_arena *arena);
enum mu_lexeme mu_lex_next(struct mu_lex *x);
/* After the } that closes ${…}: the next piece of the template. */
enum mu_lexeme mu_lex_template(struct mu_lex *x);
uint32_t mu_lex_hash(struct mu_str s);
enum mu_name mu_name_of(struct mu_str s);

/*
 * script_fold.c: results in the arena; empty when out of memory. LIST_SEP parts the
 * items.
 */
#define MU_LIST_SEP '\x1f'
struct mu_str mu_fold_percent(struct mu_str s, struct mu_arena *a); /* %XX %uXXXX */
struct mu_str mu_fold_base64(struct mu_str s, struct mu_arena *a);
struct mu_str mu_fold_split(struct mu_str s, struct mu_str by, struct mu_arena *a);
struct mu_str mu_fold_join(struct mu_str list, struct mu_str with, struct mu_arena *a);
struct mu_str mu_fold_reverse(struct mu_str list, struct mu_arena *a);
struct mu_str mu_fold_item(struct mu_str list, uint64_t i);
struct mu_str mu_fold_codes(
    struct mu_str list, struct mu_arena *a); /* "97\x1f98" -> "ab" */

/* When a function runs. */
enum {
	MU_W_TOP = 1 << 0,      /* as the page loads */
	MU_W_INTERVAL = 1 << 1, /* again and again */
	MU_W_UNLOAD = 1 << 2,
	MU_W_POP = 1 << 3,
	MU_W_ANYCLICK = 1 << 4,
	MU_W_KEY = 1 << 5,
	MU_W_MENU = 1 << 6,
	MU_W_BLUR = 1 << 7,
	MU_W_EVENT = 1 << 8, /* an element's own event */
	MU_W_ENDED = 1 << 9,
	MU_W_LATER = 1 << 10, /* when it is called; not known */
	MU_W_PAGE = 1 << 11   /* the event is one of window, document or body */
};

/* What it does. */
enum {
	MU_D_DIALOG = 1 << 0,
	MU_D_PUSH = 1 << 1,
	MU_D_FORWARD = 1 << 2,
	MU_D_FULL = 1 << 3,
	MU_D_TEXT = 1 << 4, /* returns words or sets returnValue */
	MU_D_PREVENT = 1 << 5,
	MU_D_FALSE = 1 << 6, /* preventDefault(); return false */
	MU_D_OPEN = 1 << 7,
	MU_D_PRINT = 1 << 8,
	MU_D_FKEYS = 1 << 9,
	MU_D_GO = 1 << 10,
	MU_D_CALLNUMBER = 1 << 11,
	MU_D_PLAY = 1 << 12,
	MU_D_LESS = 1 << 13,
	MU_D_SIXTY = 1 << 14,
	MU_D_SHOW = 1 << 15,
	MU_D_NOTIFY = 1 << 16,
	MU_D_REFERRER = 1 << 17,
	MU_D_BOT = 1 << 18,
	MU_D_WINDOW = 1 << 19, /* moves or sizes the window */
	MU_D_SELF = 1 << 20,   /* calls itself */
	MU_D_POINTER = 1 << 21,
	MU_D_SAVE = 1 << 22, /* clicks a download link */
	MU_D_DIALOG_TOP = 1
	    << 23 /* a dialog in no condition, at the function's own level */
};

enum { MU_FUNCTIONS = 4096, MU_EDGES = 8192 };

struct mu_function {
	uint32_t name;      /* hash, 0 none */
	uint32_t when;      /* MU_W_* */
	uint32_t does, may; /* MU_D_*: always; under conditions too */
};

struct mu_edge {       /* somewhere `name` is called or handed over to run */
	uint32_t from; /* function index */
	uint32_t name, when;
};

struct mu_acts {
	struct mu_function *functions;
	size_t function_n, function_cap;
	struct mu_edge *edges;
	size_t edge_n, edge_cap;
	uint64_t behaviours;
	bool alarm_name, looping, speaks, shutter_name, camera, keyboard_lock;
};

/* The event's word ("popstate", "onpopstate") -> MU_W_*. */
uint32_t mu_event_when(struct mu_str event);
void mu_acts_finish(struct mu_acts *a, struct mu_arena *arena);
/* A loop ended in which this was done; `endless`: nothing leaves it. */
void mu_acts_loop(struct mu_acts *a, uint32_t may, bool endless);
/* What a string of a script tells. */
void mu_acts_string(struct mu_acts *a, struct mu_str s, enum mu_script_use use);

#endif
