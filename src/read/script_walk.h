/* The walk over a script's words: what its files share. See script.c for the idea. */
#ifndef MU_READ_SCRIPT_WALK_H
#define MU_READ_SCRIPT_WALK_H

#include "read/html_int.h"
#include "read/script_int.h"

enum { FRAMES = 200, VARS = 4096, VAR_SLOTS = 8192, CODES = 64, STRINGS = 20000 };

enum mu_callee {
	C_NONE,
	C_GROUP,
	C_COND,
	C_WHILE,
	C_FOR,
	C_PARAMS,
	C_CALL,
	C_DIALOG,
	C_WRITE,
	C_TEXT,
	C_URL,
	C_EVAL,
	C_TIMEOUT,
	C_INTERVAL,
	C_LISTEN,
	C_FROMCHAR,
	C_PERCENT,
	C_SAME,
	C_ATOB,
	C_JOIN,
	C_SPLIT,
	C_REVERSE,
	C_CONCAT,
	C_INSERT,
	C_HTML,
	C_AUDIO,
	C_ACTIVEX,
	C_GO,
	C_READY,
	C_RANDOM,
	C_INDEX,
	C_PUSH,
	C_SPEECH
};

enum mu_assign {
	A_NONE,
	A_VAR,
	A_WRITTEN,
	A_TEXT,
	A_URL,
	A_EVENT,
	A_OTHER,
	A_RETURN_VALUE,
	A_LOOP
};

enum mu_kind { V_NONE, V_STRING, V_NUMBER, V_LIST, V_UNKNOWN };

struct mu_val {
	struct mu_str s;
	int64_t number;
	size_t cap;                    /* bytes of its own buffer, 0 borrowed */
	uint32_t at, var;              /* var: index + 1 when it is just that variable */
	uint32_t e0, e1;               /* strings already handed out that it is made of */
	uint32_t name;                 /* hash when it is a bare name */
	uint8_t kind;                  /* enum mu_kind */
	bool gap, coded, random, page; /* page: document.documentElement or body */
};

struct mu_frame {
	/* ( [ { ` $, ';' a statement after if or for, '>' the body of an arrow, 0 the script */
	char open;
	uint8_t callee, argn, asg, op; /* op: '+', '?' for any other */
	bool have, dot, fn, loop, endless, cond, object, leaves, ret, plus, key, negated;
	uint8_t pending; /* 'c' a condition's, 'l' a loop's statement follows */
	uint8_t pfn;     /* 1 after "function", 2 its body follows */
	bool pending_endless;
	uint8_t ternaries;
	struct mu_val acc, cur, recv, args;
	/* the path of names that cur came from */
	uint8_t path_n;
	bool called;
	enum mu_name root, prev, last;
	uint32_t last_hash, fn_name, asg_name, asg_when, event;
	struct mu_str hint; /* what getElementById and the like were asked for */
	uint32_t does, may, when, function;
};

struct mu_var {
	uint32_t name;
	bool many; /* assigned different things */
	struct mu_val v;
};

struct mu_code {
	struct mu_str text;
	uint32_t when;
};

struct mu_walk {
	struct mu_arena *arena;
	struct mu_script *out;
	struct mu_lex x;
	struct mu_acts acts;
	struct mu_frame *f; /* the top of stack */
	struct mu_frame *stack;
	unsigned depth, over;
	struct mu_var *vars;
	size_t var_n, var_cap;
	uint16_t *slots;
	struct mu_code codes[CODES];
	unsigned code_n;
	size_t budget;
	char last_sign;
	bool failed;
};

static inline struct mu_val
unknown(void)
{
	return (struct mu_val){.kind = V_UNKNOWN, .s = {"", 0}};
}

static inline struct mu_val
text_val(struct mu_str s, uint32_t at)
{
	return (struct mu_val){.kind = V_STRING, .s = s, .at = at};
}

static inline bool
pay(struct mu_walk *w, size_t n)
{
	if (n > w->budget) {
		w->budget = 0;
		return false;
	}
	w->budget -= n;
	return true;
}

static inline void
act(struct mu_walk *w, uint32_t what)
{
	w->f->does |= what;
	w->f->may |= what;
}

/*
 * script_value.c: values and variables, and the strings handed out; script_frame.c:
 * brackets and expressions; script_call.c: who is called and what comes back.
 */
void mu_walk_kill(struct mu_walk *w, const struct mu_val *v);
void mu_walk_emit(struct mu_walk *w, struct mu_val *v, enum mu_script_use use);
bool mu_val_append(struct mu_walk *w, struct mu_val *to, struct mu_str s);
struct mu_str mu_val_decimal(int64_t v, char *buf);
struct mu_val mu_val_sum(struct mu_walk *w, struct mu_val a, const struct mu_val *b);
struct mu_var *mu_var_find(struct mu_walk *w, uint32_t name, bool make);
void mu_var_set(struct mu_walk *w, uint32_t name, struct mu_val *v, bool plus);
void mu_walk_edge(struct mu_walk *w, uint32_t name, uint32_t when);
uint32_t mu_walk_function(struct mu_walk *w, uint32_t name, uint32_t when);
struct mu_frame *mu_frame_push(struct mu_walk *w, char open, enum mu_callee callee);
void mu_frame_pop(struct mu_walk *w);
void mu_frame_fold(struct mu_walk *w);
bool mu_name_is_page(enum mu_name n);
void mu_frame_settle(struct mu_walk *w, bool whole);
void mu_frame_operand(struct mu_walk *w, struct mu_val v);
bool mu_val_has_text(const struct mu_val *v);
enum mu_callee mu_call_of(struct mu_walk *w);
struct mu_val mu_call_result(struct mu_walk *w, struct mu_frame *f);
void mu_call_open(struct mu_walk *w);

#endif
