/*
 * Reads a script without running it. One walk over its words; a stack of frames, one for each
 * open bracket, holds the expression in work there:
 *
 *	document.write("<p>登" + "\u9332" + unescape("%u5B8C") + x + "</p>");
 *
 * The '(' frame knows its callee (document.write), adds up literals as '+' joins them, takes
 * the value an inner frame returns (完), leaves "…" for what it cannot know (x), and at ')'
 * hands the sum out as a string written into the page. Frames also collect what is done inside
 * (script_behaviour.c): whether in a loop, under a condition, in which function.
 *
 * Every word is looked at once. Copies of growing strings are paid from a budget linear in the
 * script, so doubling tricks (x = x + x) end soon.
 */
#include "base/utf8.h"
#include "read/html_int.h"
#include "read/script_int.h"

enum { FRAMES = 200, VARS = 4096, VAR_SLOTS = 8192, CODES = 64, STRINGS = 20000 };

enum callee { C_NONE, C_GROUP, C_COND, C_WHILE, C_FOR, C_PARAMS, C_CALL, C_DIALOG, C_WRITE,
	C_TEXT, C_URL, C_EVAL, C_TIMEOUT, C_INTERVAL, C_LISTEN, C_FROMCHAR, C_PERCENT, C_SAME, C_ATOB,
	C_JOIN, C_SPLIT, C_REVERSE, C_CONCAT, C_INSERT, C_HTML, C_AUDIO, C_ACTIVEX, C_GO, C_READY,
	C_RANDOM, C_INDEX, C_PUSH, C_SPEECH };

enum assign { A_NONE, A_VAR, A_WRITTEN, A_TEXT, A_URL, A_EVENT, A_OTHER, A_RETURN_VALUE, A_LOOP };

enum kind { V_NONE, V_STRING, V_NUMBER, V_LIST, V_UNKNOWN };

struct val {
	struct mu_str s;
	int64_t number;
	size_t cap;       /* bytes of its own buffer, 0 borrowed */
	uint32_t at, var; /* var: index + 1 when it is just that variable */
	uint32_t e0, e1;  /* strings already handed out that it is made of */
	uint32_t name;    /* hash when it is a bare name */
	uint8_t kind;     /* enum kind */
	bool gap, coded, random, page; /* page: document.documentElement or body */
};

struct frame {
	char open; /* ( [ { ` $, ';' a statement after if or for, '>' the body of an arrow, 0 the script */
	uint8_t callee, argn, asg, op; /* op: '+', '?' for any other */
	bool have, dot, fn, loop, endless, cond, object, leaves, ret, plus, key, negated;
	uint8_t pending; /* 'c' a condition's, 'l' a loop's statement follows */
	uint8_t pfn;     /* 1 after "function", 2 its body follows */
	bool pending_endless;
	uint8_t ternaries;
	struct val acc, cur, recv, args;
	/* the path of names that cur came from */
	uint8_t path_n;
	bool called;
	enum mu_name root, prev, last;
	uint32_t last_hash, fn_name, asg_name, asg_when, event;
	struct mu_str hint; /* what getElementById and the like were asked for */
	uint32_t does, may, when, function;
};

struct var {
	uint32_t name;
	bool many; /* assigned different things */
	struct val v;
};

struct code {
	struct mu_str text;
	uint32_t when;
};

struct walk {
	struct mu_arena *arena;
	struct mu_script *out;
	struct mu_lex x;
	struct mu_acts acts;
	struct frame *f; /* the top of stack */
	struct frame *stack;
	unsigned depth, over;
	struct var *vars;
	size_t var_n, var_cap;
	uint16_t *slots;
	struct code codes[CODES];
	unsigned code_n;
	size_t budget;
	char last_sign;
	bool failed;
};

static struct val
unknown(void)
{
	return (struct val){.kind = V_UNKNOWN, .s = {"", 0}};
}

static struct val
text_val(struct mu_str s, uint32_t at)
{
	return (struct val){.kind = V_STRING, .s = s, .at = at};
}

static bool
pay(struct walk *w, size_t n)
{
	if (n > w->budget) {
		w->budget = 0;
		return false;
	}
	w->budget -= n;
	return true;
}

static void
act(struct walk *w, uint32_t what)
{
	w->f->does |= what;
	w->f->may |= what;
}

/* ---- strings handed out ---- */

static bool
has_letter(struct mu_str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] >= 0x80
		    || (unsigned char)(mu_lower((unsigned char)s.p[i]) - 'a') < 26)
			return true;
	return false;
}

static bool
has(struct mu_str s, const char *word)
{
	return mu_str_find_nocase(s, mu_str_of(word)) != SIZE_MAX;
}

static void
kill(struct walk *w, const struct val *v)
{
	for (uint32_t i = v->e0; i < v->e1 && i < w->out->string_n; i++)
		if (w->out->strings[i].use == MU_S_PLAIN)
			w->out->strings[i].text.n = 0;
}

/* An ID made up by the script: chance shown beside the word for it. */
static void
check_random(struct walk *w, const struct val *v, enum mu_script_use use)
{
	static const char *const ids[] = {"会員", "番号", "お客様", "ID", "ＩＤ", "受付", "登録No",
	    "kaiin", "member", "user_no", "userno", "uid", "customer"};
	struct mu_str s = v->s, hint = w->f->hint;

	if (!v->random || use == MU_S_PLAIN || use == MU_S_URL)
		return;
	if (s.n > 4096)
		s.n = 4096;
	for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
		if (mu_str_find(s, mu_str_of(ids[i])) != SIZE_MAX || (hint.n < 64 && has(hint, ids[i])))
			w->acts.behaviours |= MU_BIT(RANDOM_ID);
}

static void
emit(struct walk *w, struct val *v, enum mu_script_use use)
{
	struct mu_script *o = w->out;
	struct mu_script_string *p;

	check_random(w, v, use);
	if (v->kind != V_STRING || v->s.n < 2 || !has_letter(v->s))
		return;
	if (v->e1 == v->e0 + 1 && v->e0 < o->string_n && mu_str_eq(o->strings[v->e0].text, v->s)) {
		if (use != MU_S_PLAIN && o->strings[v->e0].use == MU_S_PLAIN) {
			o->strings[v->e0].use = use;
			mu_acts_string(&w->acts, v->s, use);
		}
		return;
	}
	if (o->string_n >= STRINGS)
		return;
	kill(w, v);
	p = mu_arena_grow(w->arena, o->strings, o->string_n, o->string_n + 1, &o->string_cap, sizeof *p);
	if (!p) {
		w->failed = true;
		return;
	}
	o->strings = p;
	v->e0 = (uint32_t)o->string_n;
	o->strings[o->string_n++] = (struct mu_script_string){v->s, use, v->at};
	v->e1 = (uint32_t)o->string_n;
	o->folded += v->coded;
	mu_acts_string(&w->acts, v->s, use);
	if (v->coded && (use == MU_S_WRITTEN || use == MU_S_DIALOG || use == MU_S_TEXT))
		for (size_t i = 0; i < v->s.n; i++)
			if ((unsigned char)v->s.p[i] >= 0xE3) {
				w->acts.behaviours |= v->number ? MU_BIT(OBFUSCATION) : 0;
				break;
			}
}

/* ---- values ---- */

static bool
append(struct walk *w, struct val *to, struct mu_str s)
{
	if (!s.n)
		return true;
	if (!pay(w, s.n))
		return false;
	if (to->cap < to->s.n + s.n) {
		size_t cap = (to->s.n + s.n) * 2 + 32;
		char *p;

		if (!pay(w, to->s.n))
			return false;
		p = mu_new_raw(w->arena, char, cap);
		if (!p) {
			w->failed = true;
			return false;
		}
		if (to->s.n)
			memcpy(p, to->s.p, to->s.n);
		to->s.p = p;
		to->cap = cap;
	}
	memcpy((char *)(uintptr_t)to->s.p + to->s.n, s.p, s.n);
	to->s.n += s.n;
	return true;
}

static struct mu_str
decimal(int64_t v, char *buf)
{
	size_t n = 24;
	bool neg = v < 0;
	uint64_t u = neg ? 0 - (uint64_t)v : (uint64_t)v;

	do
		buf[--n] = (char)('0' + u % 10);
	while (u /= 10);
	if (neg)
		buf[--n] = '-';
	return (struct mu_str){buf + n, 24 - n};
}

/* a + b, as far as known; what is not known stands as one … */
static struct val
sum(struct walk *w, struct val a, const struct val *b)
{
	char buf[24];
	bool random = a.random || b->random;

	if (a.kind == V_NUMBER && b->kind == V_NUMBER) {
		a.number = (a.number + b->number) & (int64_t)0xFFFFFFFFFF;
		return a;
	}
	if (a.kind != V_STRING && b->kind != V_STRING) {
		a = unknown();
		a.random = random;
		return a;
	}
	if (a.kind != V_STRING) {
		struct val s = text_val(MU_STR(""), b->at);

		if (a.kind == V_NUMBER) {
			(void)append(w, &s, decimal(a.number, buf));
		} else {
			(void)append(w, &s, MU_STR("…"));
			s.gap = true;
		}
		a = s;
	}
	kill(w, &a);
	kill(w, b);
	a.e0 = a.e1 = a.var = a.name = 0;
	if (b->kind == V_STRING) {
		if (!append(w, &a, b->s))
			a.gap = true;
		a.coded |= b->coded;
		a.number |= b->number;
	} else if (b->kind == V_NUMBER) {
		(void)append(w, &a, decimal(b->number, buf));
	} else if (b->kind == V_LIST) {
		(void)append(w, &a, mu_fold_join(b->s, MU_STR(","), w->arena));
	} else {
		if (a.s.n < 3 || memcmp(a.s.p + a.s.n - 3, "…", 3) != 0)
			(void)append(w, &a, MU_STR("…"));
		a.gap = true;
	}
	a.gap |= b->kind == V_STRING && b->gap;
	a.random = random;
	return a;
}

static struct var *
find_var(struct walk *w, uint32_t name, bool make)
{
	uint32_t i = name & (VAR_SLOTS - 1);

	for (unsigned tries = 0; tries < 64; tries++, i = (i + 1) & (VAR_SLOTS - 1)) {
		struct var *p;

		if (w->slots[i]) {
			if (w->vars[w->slots[i] - 1].name == name)
				return &w->vars[w->slots[i] - 1];
			continue;
		}
		if (!make || w->var_n >= VARS)
			return NULL;
		p = mu_arena_grow(w->arena, w->vars, w->var_n, w->var_n + 1, &w->var_cap, sizeof *p);
		if (!p) {
			w->failed = true;
			return NULL;
		}
		w->vars = p;
		w->vars[w->var_n] = (struct var){.name = name};
		w->slots[i] = (uint16_t)++w->var_n;
		return &w->vars[w->var_n - 1];
	}
	return NULL;
}

static void
set_var(struct walk *w, uint32_t name, struct val *v, bool plus)
{
	struct var *x;
	uint32_t i;

	if (v->kind == V_UNKNOWN && !v->random && !v->page && !plus) {
		x = find_var(w, name, false);
		if (x && x->v.kind != V_NONE)
			x->many = true;
		return;
	}
	x = find_var(w, name, true);
	if (!x)
		return;
	i = (uint32_t)(x - w->vars) + 1;
	if (plus && x->v.kind != V_NONE) {
		bool alone = x->v.kind == V_STRING && x->v.e1 == x->v.e0 + 1;
		uint32_t e0 = x->v.e0;

		x->v = sum(w, x->v, v);
		/* the string handed out grows with it */
		if (alone && e0 < w->out->string_n && x->v.kind == V_STRING) {
			w->out->strings[e0].text = x->v.s;
			x->v.e0 = e0;
			x->v.e1 = e0 + 1;
		} else {
			emit(w, &x->v, MU_S_PLAIN);
		}
	} else {
		if (plus)
			return;
		/* set again: later readers cannot be sure, but mostly it began empty */
		if (x->v.kind == V_STRING && x->v.s.n && !mu_str_eq(x->v.s, v->s))
			x->many = true;
		x->v = *v;
		if (v->kind == V_STRING && !v->var)
			emit(w, &x->v, MU_S_PLAIN);
	}
	x->v.var = i;
	x->v.name = 0;
}

/* ---- frames ---- */

static void
edge(struct walk *w, uint32_t name, uint32_t when)
{
	struct mu_acts *a = &w->acts;
	struct mu_edge *p;

	if (!name || a->edge_n >= MU_EDGES)
		return;
	/* by itself, or by a function inside it: setTimeout(function () { ask() }) */
	for (unsigned i = w->depth, tries = 0; tries < 24; i--, tries++) {
		if (w->stack[i].fn && a->functions[w->stack[i].function].name == name)
			w->stack[i].may |= MU_D_SELF;
		if (!i)
			break;
	}
	p = mu_arena_grow(w->arena, a->edges, a->edge_n, a->edge_n + 1, &a->edge_cap, sizeof *p);
	if (!p) {
		w->failed = true;
		return;
	}
	a->edges = p;
	a->edges[a->edge_n++] = (struct mu_edge){w->f->function, name, when};
}

static uint32_t
new_function(struct walk *w, uint32_t name, uint32_t when)
{
	struct mu_acts *a = &w->acts;
	struct mu_function *p;

	if (a->function_n >= MU_FUNCTIONS)
		return MU_FUNCTIONS - 1;
	p = mu_arena_grow(w->arena, a->functions, a->function_n, a->function_n + 1, &a->function_cap,
	    sizeof *p);
	if (!p) {
		w->failed = true;
		return 0;
	}
	a->functions = p;
	a->functions[a->function_n] = (struct mu_function){.name = name, .when = when};
	return (uint32_t)a->function_n++;
}

static struct frame *
push(struct walk *w, char open, enum callee callee)
{
	struct frame *up = w->f, *f;

	if (w->depth + 1 >= FRAMES) {
		w->over++;
		return NULL;
	}
	f = &w->stack[++w->depth];
	memset(f, 0, sizeof *f);
	f->open = open;
	f->args.s = f->recv.s = f->hint = MU_STR("");
	f->callee = (uint8_t)callee;
	f->when = up->when;
	f->function = up->function;
	w->f = f;
	return f;
}

/* The frame's doings pass to the one around it. */
static void
pop(struct walk *w)
{
	struct frame *f = w->f, *up;

	if (!w->depth)
		return;
	up = w->f = &w->stack[--w->depth];
	if (f->fn) {
		struct mu_function *fn = &w->acts.functions[f->function];
		fn->does |= f->does;
		fn->may |= f->may;
		return;
	}
	if (f->loop)
		mu_acts_loop(&w->acts, f->may, !f->leaves);
	up->may |= f->may;
	if (!f->cond)
		up->does |= f->does;
	up->leaves |= f->leaves && !f->loop;
}

static void
fold_cur(struct walk *w)
{
	struct frame *f = w->f;

	if (!f->have)
		return;
	if (f->acc.kind == V_NONE) {
		f->acc = f->cur;
	} else if (f->op == '+') {
		f->acc = sum(w, f->acc, &f->cur);
	} else {
		bool random = f->acc.random || f->cur.random;

		emit(w, &f->acc, MU_S_PLAIN);
		emit(w, &f->cur, MU_S_PLAIN);
		f->acc = unknown();
		f->acc.random = random;
	}
	f->have = false;
	f->cur.kind = V_NONE;
}

static bool
is_page(enum mu_name n)
{
	return n == MU_NAME_WINDOW || n == MU_NAME_DOCUMENT || n == MU_NAME_BODY || n == MU_NAME_SELF
	    || n == MU_NAME_TOP || n == MU_NAME_PARENT || n == MU_NAME_GLOBAL_THIS;
}

static void
go(struct walk *w, struct val *v)
{
	act(w, MU_D_GO);
	if (v->kind == V_STRING && (mu_str_starts(v->s, MU_STR("tel:"))
	    || mu_str_starts(v->s, MU_STR("sms:"))))
		act(w, MU_D_CALLNUMBER);
	emit(w, v, MU_S_URL);
}

static void
add_code(struct walk *w, const struct val *v, uint32_t when)
{
	if (v->kind != V_STRING || v->s.n < 3 || w->code_n >= CODES || !pay(w, v->s.n))
		return;
	w->codes[w->code_n++] = (struct code){v->s, when};
}

static void
assigned(struct walk *w, struct val *v)
{
	struct frame *f = w->f;

	switch ((enum assign)f->asg) {
	case A_VAR:
		set_var(w, f->asg_name, v, f->plus);
		break;
	case A_WRITTEN:
		act(w, MU_D_SHOW);
		emit(w, v, MU_S_WRITTEN);
		break;
	case A_TEXT:
		act(w, MU_D_SHOW);
		emit(w, v, MU_S_TEXT);
		break;
	case A_URL:
		go(w, v);
		break;
	case A_EVENT:
		if (v->name)
			edge(w, v->name, f->asg_when);
		emit(w, v, MU_S_PLAIN);
		break;
	case A_RETURN_VALUE:
		act(w, v->name == mu_lex_hash(MU_STR("false")) ? MU_D_FALSE : MU_D_TEXT);
		emit(w, v, MU_S_PLAIN);
		break;
	case A_LOOP:
		w->acts.looping |= v->name == mu_lex_hash(MU_STR("true"));
		break;
	case A_NONE:
	case A_OTHER:
		emit(w, v, MU_S_PLAIN);
		break;
	}
}

static void
audio(struct walk *w, struct mu_str s)
{
	w->acts.shutter_name |= mu_audio_shutter(s);
	w->acts.alarm_name |= mu_audio_alarm(s);
}

/* An argument of the frame's callee is complete. */
static void
argument(struct walk *w, struct val *v)
{
	struct frame *f = w->f;
	char buf[24];

	switch ((enum callee)f->callee) {
	case C_SPEECH:
		if (v->kind == V_STRING && (has(v->s, "警告") || has(v->s, "ウイルス") || has(v->s, "ウィルス")
		    || has(v->s, "感染") || has(v->s, "危険") || has(v->s, "warning") || has(v->s, "virus")))
			w->acts.behaviours |= MU_BIT(ALARM_AUDIO);
		/* fall through */
	case C_DIALOG:
		emit(w, v, MU_S_DIALOG);
		break;
	case C_WRITE:
		emit(w, v, MU_S_WRITTEN);
		break;
	case C_TEXT:
		emit(w, v, MU_S_TEXT);
		break;
	case C_URL:
		if (f->argn == 0)
			go(w, v);
		else
			emit(w, v, MU_S_PLAIN);
		break;
	case C_INSERT:
		emit(w, v, f->argn == 1 ? MU_S_WRITTEN : MU_S_PLAIN);
		break;
	case C_HTML:
		emit(w, v, v->kind == V_STRING && memchr(v->s.p ? v->s.p : "", '<', v->s.n) ? MU_S_WRITTEN
		    : MU_S_TEXT);
		break;
	case C_EVAL:
		if (v->coded && v->number)
			w->acts.behaviours |= MU_BIT(OBFUSCATION);
		kill(w, v);
		add_code(w, v, f->when);
		break;
	case C_TIMEOUT:
	case C_INTERVAL:
		if (f->argn == 0) {
			uint32_t when = f->callee == C_INTERVAL ? f->when | MU_W_INTERVAL : f->when;
			if (v->name == w->acts.functions[f->function].name)
				when |= MU_W_INTERVAL;
			if (v->name)
				edge(w, v->name, when & ~(uint32_t)MU_W_LATER);
			kill(w, v);
			add_code(w, v, when);
		}
		break;
	case C_LISTEN:
		if (f->argn == 0 && v->kind == V_STRING) {
			f->event |= mu_event_when(v->s);
		} else if (v->name && f->event) {
			edge(w, v->name, f->event);
		}
		break;
	case C_READY:
		if (v->name)
			edge(w, v->name, MU_W_TOP);
		if (v->kind == V_STRING && f->argn == 0) {
			f->args = *v;
			if (memchr(v->s.p ? v->s.p : "", '<', v->s.n))
				emit(w, v, MU_S_PLAIN);
		}
		break;
	case C_FROMCHAR:
		if (v->kind == V_NUMBER || v->kind == V_LIST) {
			char sep = MU_LIST_SEP;
			if (f->args.s.n)
				(void)append(w, &f->args, (struct mu_str){&sep, 1});
			(void)append(w, &f->args, v->kind == V_LIST ? v->s : decimal(v->number, buf));
			f->args.kind = V_LIST;
			f->args.at = v->at;
		}
		break;
	case C_CONCAT:
		f->recv = sum(w, f->recv, v);
		break;
	case C_AUDIO:
		if (v->kind == V_STRING)
			audio(w, v->s);
		emit(w, v, MU_S_URL);
		break;
	case C_ACTIVEX:
		if (v->kind == V_STRING && (has(v->s, "WScript.Shell") || has(v->s, "Shell.Application")
		    || has(v->s, "Scripting.FileSystemObject") || has(v->s, "ADODB.Stream")))
			w->acts.behaviours |= MU_BIT(HTA);
		break;
	case C_GO:
		if (v->kind == V_NUMBER && v->number > 0 && !f->negated)
			act(w, MU_D_FORWARD);
		break;
	case C_GROUP:
	case C_PERCENT:
	case C_SAME:
	case C_ATOB:
	case C_JOIN:
	case C_SPLIT:
	case C_INDEX:
		if (f->callee == C_GROUP && f->args.kind != V_NONE)
			emit(w, &f->args, MU_S_PLAIN);
		f->args = *v;
		break;
	case C_CALL:
		if (f->argn == 0)
			f->args = *v;
		else
			f->args.random |= v->random;
		emit(w, v, MU_S_PLAIN);
		break;
	case C_NONE:
	case C_COND:
	case C_WHILE:
	case C_FOR:
	case C_REVERSE:
	case C_RANDOM:
	case C_PUSH:
		emit(w, v, MU_S_PLAIN);
		break;
	case C_PARAMS:
		break;
	}
}

/* The expression in work ends. whole: the statement or argument does too. */
static void
settle(struct walk *w, bool whole)
{
	struct frame *f = w->f;
	struct val v;

	fold_cur(w);
	v = f->acc;
	f->acc.kind = V_NONE;
	f->acc.cap = 0;
	f->op = 0;
	if (v.kind != V_NONE) {
		if (f->asg) {
			assigned(w, &v);
		} else if (f->ret) {
			if (v.kind == V_STRING && v.s.n)
				act(w, MU_D_TEXT);
			if (v.name == mu_lex_hash(MU_STR("false")))
				act(w, MU_D_FALSE);
			emit(w, &v, MU_S_PLAIN);
		} else if (f->open == '[' && f->callee == C_NONE) {
			char sep = MU_LIST_SEP, buf[24];
			bool piece = v.kind == V_STRING && v.s.n;

			if (f->argn && f->args.kind == V_LIST)
				(void)append(w, &f->args, (struct mu_str){&sep, 1});
			if (piece && pay(w, v.s.n))
				(void)append(w, &f->args, memchr(v.s.p, sep, v.s.n)
				    ? mu_fold_join(v.s, MU_STR(" "), w->arena) : v.s);
			else if (v.kind == V_NUMBER)
				(void)append(w, &f->args, decimal(v.number, buf));
			else if (v.kind == V_UNKNOWN)
				(void)append(w, &f->args, MU_STR("…"));
			f->args.kind = V_LIST;
			if (!f->argn)
				f->args.at = v.at;
			f->argn = 1;
			f->args.coded |= v.coded;
			emit(w, &v, MU_S_PLAIN);
			if (v.e1 > v.e0) {
				f->args.e0 = f->args.e1 ? f->args.e0 : v.e0;
				f->args.e1 = (uint32_t)w->out->string_n;
			}
		} else if (f->open == '(' || (f->open == '[' && f->callee == C_INDEX)) {
			argument(w, &v);
		} else if (f->open == '$') {
			f->args = v;
		} else {
			emit(w, &v, MU_S_PLAIN);
		}
	}
	if (whole) {
		f->asg = A_NONE;
		f->ret = f->plus = f->called = f->negated = false;
		f->path_n = 0;
		f->pfn = 0;
		f->ternaries = 0;
		f->hint.n = 0;
	}
	f->dot = false;
}

static void
operand(struct walk *w, struct val v)
{
	struct frame *f = w->f;

	if (f->have && f->last == MU_NAME_MSG_BOX) { /* MsgBox "…" of VBScript */
		f->have = false;
		emit(w, &v, MU_S_DIALOG);
		act(w, MU_D_DIALOG);
		return;
	}
	if (f->have)
		settle(w, true);
	f->cur = v;
	f->have = true;
	f->path_n = 0;
	f->called = false;
	f->last = f->root = f->prev = MU_N_NONE;
}

/* ---- calls ---- */

static bool
is_text_method(const struct val *v)
{
	return v->kind == V_STRING || v->kind == V_LIST;
}

static enum callee
classify(struct walk *w)
{
	struct frame *f = w->f;
	bool bare = f->path_n == 1 || (f->path_n == 2 && is_page(f->root) && !f->called);
	enum mu_name n = f->last;

	if (f->path_n && (n == MU_NAME_CALL || n == MU_NAME_APPLY) && f->prev != MU_N_NONE)
		return f->prev == MU_NAME_FROM_CHAR_CODE ? C_FROMCHAR : C_CALL;
	if (f->path_n == 1 && !f->called)
		edge(w, f->last_hash, 0);
	switch (n) {
	case MU_NAME_ALERT: case MU_NAME_CONFIRM: case MU_NAME_PROMPT: case MU_NAME_MSG_BOX:
		if (bare) {
			act(w, MU_D_DIALOG);
			if (f->callee == C_WHILE)
				w->acts.behaviours |= MU_BIT(DIALOG_LOOP);
		}
		return C_DIALOG;
	case MU_NAME_SWAL:
		return C_DIALOG;
	case MU_NAME_EVAL: case MU_NAME_EXEC_SCRIPT: case MU_NAME_FUNCTION_CTOR:
		return bare ? C_EVAL : C_CALL;
	case MU_NAME_SET_TIMEOUT:
		return C_TIMEOUT;
	case MU_NAME_SET_INTERVAL:
		return C_INTERVAL;
	case MU_NAME_UNESCAPE: case MU_NAME_DECODE_URI: case MU_NAME_DECODE_URICOMPONENT:
		return C_PERCENT;
	case MU_NAME_ESCAPE: case MU_NAME_STRING_CTOR:
		return bare ? C_SAME : C_CALL;
	case MU_NAME_ATOB:
		return C_ATOB;
	case MU_NAME_OPEN:
		if (!bare)
			return C_CALL;
		w->f->may |= MU_D_OPEN;
		w->f->does |= MU_D_OPEN;
		return C_URL;
	case MU_NAME_PRINT:
		if (bare)
			act(w, MU_D_PRINT);
		return C_CALL;
	case MU_NAME_AUDIO:
		return C_AUDIO;
	case MU_NAME_ACTIVE_XOBJECT: case MU_NAME_CREATE_OBJECT:
		return C_ACTIVEX;
	case MU_NAME_SPEECH_SYNTHESIS_UTTERANCE:
		return C_SPEECH;
	case MU_NAME_RESIZE_TO: case MU_NAME_MOVE_TO: case MU_NAME_MOVE_BY:
		if (bare)
			act(w, MU_D_WINDOW);
		return C_CALL;
	case MU_NAME_WRITE: case MU_NAME_WRITELN:
		if (f->path_n > 1 && (f->prev == MU_NAME_DOCUMENT || f->root == MU_NAME_DOCUMENT)) {
			act(w, MU_D_SHOW);
			return C_WRITE;
		}
		return C_CALL;
	case MU_NAME_FROM_CHAR_CODE: case MU_NAME_FROM_CODE_POINT:
		return C_FROMCHAR;
	case MU_NAME_JOIN:
		return f->recv.kind == V_LIST ? C_JOIN : C_CALL;
	case MU_NAME_SPLIT:
		return f->recv.kind == V_STRING ? C_SPLIT : C_CALL;
	case MU_NAME_REVERSE:
		return f->recv.kind == V_LIST ? C_REVERSE : C_CALL;
	case MU_NAME_CONCAT:
		return f->recv.kind == V_STRING ? C_CONCAT : C_CALL;
	case MU_NAME_INSERT_ADJACENT_HTML:
		act(w, MU_D_SHOW);
		return C_INSERT;
	case MU_NAME_HTML: case MU_NAME_APPEND: case MU_NAME_PREPEND: case MU_NAME_AFTER:
	case MU_NAME_BEFORE:
		if (f->path_n < 2)
			return C_CALL;
		act(w, MU_D_SHOW);
		return C_HTML;
	case MU_NAME_TEXT:
		if (f->path_n < 2)
			return C_CALL;
		act(w, MU_D_SHOW);
		return C_TEXT;
	case MU_NAME_CREATE_TEXT_NODE:
		return C_TEXT;
	case MU_NAME_ASSIGN: case MU_NAME_REPLACE:
		return f->prev == MU_NAME_LOCATION ? C_URL : C_CALL;
	case MU_NAME_PUSH_STATE:
		act(w, MU_D_PUSH);
		return C_PUSH;
	case MU_NAME_FORWARD:
		if (f->prev == MU_NAME_HISTORY)
			act(w, MU_D_FORWARD);
		return C_CALL;
	case MU_NAME_GO:
		return f->prev == MU_NAME_HISTORY ? C_GO : C_CALL;
	case MU_NAME_REQUEST_PERMISSION:
		if (f->prev == MU_NAME_NOTIFICATION)
			act(w, MU_D_NOTIFY);
		return C_CALL;
	case MU_NAME_VIBRATE:
		if (f->prev == MU_NAME_NAVIGATOR || f->root == MU_NAME_NAVIGATOR)
			w->acts.behaviours |= MU_BIT(VIBRATE);
		return C_CALL;
	case MU_NAME_LOCK:
		if (f->prev == MU_NAME_KEYBOARD)
			w->acts.keyboard_lock = true;
		return C_CALL;
	case MU_NAME_REQUEST_POINTER_LOCK:
		act(w, MU_D_POINTER);
		return C_CALL;
	case MU_NAME_PREVENT_DEFAULT:
		act(w, MU_D_PREVENT);
		return C_CALL;
	case MU_NAME_ADD_EVENT_LISTENER: case MU_NAME_ATTACH_EVENT: case MU_NAME_ON:
	case MU_NAME_ONE: case MU_NAME_BIND:
		return C_LISTEN;
	case MU_NAME_READY:
		return C_READY;
	case MU_NAME_PLAY:
		act(w, MU_D_PLAY);
		return C_CALL;
	case MU_NAME_GET_USER_MEDIA:
		w->acts.camera = true;
		return C_CALL;
	case MU_NAME_REG_WRITE:
		w->acts.behaviours |= MU_BIT(PERSISTENCE);
		return C_CALL;
	case MU_NAME_SPEAK:
		w->acts.speaks = true;
		return C_CALL;
	case MU_NAME_RANDOM: case MU_NAME_NOW: case MU_NAME_GET_TIME:
		return C_RANDOM;
	case MU_NAME_J_QUERY:
		return C_READY;
	default:
		break;
	}
	if (f->path_n == 1 && f->last_hash == mu_lex_hash(MU_STR("$")))
		return C_READY;
	return C_CALL;
}

static struct val
decoded(struct walk *w, struct val v, struct mu_str s)
{
	kill(w, &v);
	w->out->folded++;
	return (struct val){.kind = V_STRING, .s = s, .at = v.at, .coded = true, .number = 1,
	    .random = v.random, .gap = v.gap};
}

/* What a call that ends with this frame gives back. */
static struct val
result(struct walk *w, struct frame *f)
{
	struct val v = unknown();

	v.random = f->recv.random || f->args.random;
	switch ((enum callee)f->callee) {
	case C_GROUP:
	case C_SAME:
		return f->args.kind == V_NONE ? v : f->args;
	case C_FROMCHAR:
		if (f->args.kind != V_LIST || !pay(w, f->args.s.n))
			return v;
		return decoded(w, f->args, mu_fold_codes(f->args.s, w->arena));
	case C_PERCENT:
		if (f->args.kind != V_STRING || !pay(w, f->args.s.n))
			return v;
		if (!memchr(f->args.s.p ? f->args.s.p : "", '%', f->args.s.n))
			return f->args;
		return decoded(w, f->args, mu_fold_percent(f->args.s, w->arena));
	case C_ATOB:
		if (f->args.kind != V_STRING || f->args.gap || !pay(w, f->args.s.n))
			return v;
		return decoded(w, f->args, mu_fold_base64(f->args.s, w->arena));
	case C_JOIN:
		if (!pay(w, f->recv.s.n * 2))
			return v;
		kill(w, &f->recv);
		v = text_val(mu_fold_join(f->recv.s, f->args.kind == V_STRING ? f->args.s : MU_STR(","),
		    w->arena), f->recv.at);
		v.coded = f->recv.coded;
		return v;
	case C_SPLIT:
		if (f->args.kind != V_STRING || !pay(w, f->recv.s.n * 2))
			return v;
		v = f->recv;
		v.kind = V_LIST;
		v.cap = 0;
		v.s = mu_fold_split(f->recv.s, f->args.s, w->arena);
		return v;
	case C_REVERSE:
		if (!pay(w, f->recv.s.n))
			return v;
		v = f->recv;
		v.cap = 0;
		v.s = mu_fold_reverse(f->recv.s, w->arena);
		v.number = 1;
		return v;
	case C_CONCAT:
		return f->recv;
	case C_RANDOM:
		v.random = true;
		return v;
	default:
		if (f->recv.kind == V_STRING && !f->recv.var)
			emit(w, &f->recv, MU_S_PLAIN);
		return v;
	}
}

static void
open_call(struct walk *w)
{
	struct frame *up = w->f, *f;
	enum callee c = classify(w);
	struct val recv = up->recv;
	uint32_t when = up->when;
	bool page = is_page(up->root) && !up->called;

	if (up->path_n < 2 && !is_text_method(&recv))
		recv.kind = V_NONE;
	f = push(w, '(', c);
	if (!f)
		return;
	f->recv = recv;
	f->hint = up->hint;
	if (c == C_LISTEN)
		f->event = MU_W_EVENT * !page | MU_W_PAGE * page;
	(void)when;
}

/* ---- words and signs ---- */

static void
member(struct walk *w)
{
	struct frame *f = w->f;
	bool page = f->cur.page || f->last == MU_NAME_DOCUMENT_ELEMENT
	    || (f->last == MU_NAME_BODY && f->root == MU_NAME_DOCUMENT);

	f->dot = false;
	f->recv = f->cur;
	f->prev = f->last;
	f->last = w->x.name;
	f->last_hash = w->x.hash;
	f->path_n = f->path_n < 2 ? 2 : 3;
	switch (w->x.name) {
	case MU_NAME_REQUEST_FULLSCREEN: case MU_NAME_WEBKIT_REQUEST_FULLSCREEN:
	case MU_NAME_WEBKIT_FULLSCREEN2: case MU_NAME_MOZ_REQUEST_FULL_SCREEN:
	case MU_NAME_MS_REQUEST_FULLSCREEN:
		if (page)
			act(w, MU_D_FULL);
		break;
	case MU_NAME_REFERRER:
		if (f->prev == MU_NAME_DOCUMENT)
			act(w, MU_D_REFERRER);
		break;
	case MU_NAME_WEBDRIVER:
		act(w, MU_D_BOT);
		break;
	default:
		break;
	}
	f->cur = (struct val){.kind = V_UNKNOWN, .s = {"", 0}, .random = f->recv.random,
	    .page = w->x.name == MU_NAME_DOCUMENT_ELEMENT
	    || (w->x.name == MU_NAME_BODY && f->root == MU_NAME_DOCUMENT)};
	f->have = true;
}

/* A statement without braces after if, for, while, else. */
static void
take_pending(struct walk *w)
{
	struct frame *f = w->f;
	uint8_t p = f->pending;
	bool endless = f->pending_endless;

	if (!p)
		return;
	f->pending = 0;
	f = push(w, ';', C_NONE);
	if (f) {
		f->cond = p == 'c';
		f->loop = p == 'l';
		f->endless = endless;
	}
}

static void
identifier(struct walk *w)
{
	struct frame *f = w->f;
	struct var *x;

	if (f->have)
		settle(w, true);
	f = w->f;
	f->path_n = 1;
	f->called = false;
	f->root = f->last = w->x.name;
	f->prev = MU_N_NONE;
	f->last_hash = w->x.hash;
	x = w->x.name == MU_N_NONE ? find_var(w, w->x.hash, false) : NULL;
	if (x && (!x->many || x->v.kind == V_STRING) && x->v.kind != V_NONE) {
		f->cur = x->v;
		f->cur.cap = 0;
		f->cur.var = (uint32_t)(x - w->vars) + 1;
	} else {
		f->cur = unknown();
	}
	f->cur.name = w->x.hash;
	f->cur.at = w->x.at;
	f->recv.kind = V_NONE;
	f->have = true;
}

static void
pop_statements(struct walk *w)
{
	while (w->f->open == ';' || w->f->open == '>') {
		settle(w, true);
		pop(w);
	}
}

static void
word(struct walk *w)
{
	struct frame *f = w->f;

	if (f->dot) {
		member(w);
		return;
	}
	if (f->pfn == 1) {
		f->fn_name = w->x.hash;
		return;
	}
	if (f->pending && w->x.name != MU_NAME_WHILE)
		take_pending(w);
	else if (f->pending == 'l' && w->x.name == MU_NAME_WHILE)
		f->pending = 0;
	f = w->f;
	switch (w->x.name) {
	case MU_NAME_VAR: case MU_NAME_LET: case MU_NAME_CONST: case MU_NAME_STATIC:
		settle(w, true);
		return;
	case MU_NAME_IF: case MU_NAME_SWITCH: case MU_NAME_CATCH: case MU_NAME_WITH:
		settle(w, true);
		f->key = true; /* the next ( belongs to a key word */
		f->op = 'c';
		return;
	case MU_NAME_FOR:
		settle(w, true);
		f->key = true;
		f->op = 'f';
		return;
	case MU_NAME_WHILE:
		settle(w, true);
		f->key = true;
		f->op = 'w';
		return;
	case MU_NAME_ELSE:
		settle(w, true);
		f->pending = 'c';
		return;
	case MU_NAME_DO:
		settle(w, true);
		f->pending = 'l';
		f->pending_endless = false;
		return;
	case MU_NAME_TRY: case MU_NAME_FINALLY:
		settle(w, true);
		return;
	case MU_NAME_FUNCTION:
		if (f->have)
			settle(w, true);
		f->pfn = 1;
		f->fn_name = f->asg == A_VAR || f->asg == A_OTHER ? f->asg_name : 0;
		return;
	case MU_NAME_RETURN: case MU_NAME_THROW:
		settle(w, true);
		f->ret = true;
		f->leaves = true;
		return;
	case MU_NAME_BREAK:
		settle(w, true);
		f->leaves = true;
		return;
	case MU_NAME_CASE:
		settle(w, true);
		w->last_sign = '=';
		return;
	case MU_NAME_CONTINUE: case MU_NAME_DEFAULT: case MU_NAME_IMPORT: case MU_NAME_EXTENDS:
		settle(w, true);
		return;
	case MU_NAME_NEW: case MU_NAME_TYPEOF: case MU_NAME_VOID: case MU_NAME_DELETE:
	case MU_NAME_AWAIT: case MU_NAME_YIELD: case MU_NAME_ASYNC:
		if (f->have)
			settle(w, true);
		return;
	case MU_NAME_IN: case MU_NAME_OF: case MU_NAME_INSTANCEOF:
		settle(w, false);
		f->path_n = 0;
		return;
	default:
		identifier(w);
		return;
	}
}

/* What stands left of '=': where does the value go? */
static void
assign(struct walk *w, bool plus)
{
	struct frame *f = w->f;
	bool page = is_page(f->root) && !f->called;
	uint32_t when;

	f->asg = A_NONE;
	f->plus = plus;
	if (f->path_n == 0) {
		f->have = false;
		f->acc.kind = V_NONE;
		return;
	}
	f->asg_name = f->last_hash;
	switch (f->last) {
	case MU_NAME_LOCATION:
		f->asg = A_URL;
		break;
	case MU_NAME_HREF:
		f->asg = f->prev == MU_NAME_LOCATION ? A_URL : A_OTHER;
		break;
	case MU_NAME_INNER_HTML: case MU_NAME_OUTER_HTML: case MU_NAME_SRCDOC:
		f->asg = A_WRITTEN;
		break;
	case MU_NAME_TEXT_CONTENT: case MU_NAME_INNER_TEXT: case MU_NAME_NODE_VALUE:
		f->asg = A_TEXT;
		break;
	case MU_NAME_TITLE: case MU_NAME_TEXT:
		f->asg = f->last == MU_NAME_TITLE && f->prev == MU_NAME_DOCUMENT ? A_TEXT
		    : f->path_n > 1 ? A_OTHER : A_VAR;
		break;
	case MU_NAME_RETURN_VALUE:
		f->asg = A_RETURN_VALUE;
		break;
	case MU_NAME_LOOP:
		f->asg = f->path_n > 1 ? A_LOOP : A_VAR;
		break;
	case MU_NAME_ONBEFOREUNLOAD: case MU_NAME_ONUNLOAD: case MU_NAME_ONPAGEHIDE:
	case MU_NAME_ONPOPSTATE: case MU_NAME_ONBLUR: case MU_NAME_ONFOCUS: case MU_NAME_ONCLICK:
	case MU_NAME_ONKEYDOWN: case MU_NAME_ONKEYUP: case MU_NAME_ONKEYPRESS: case MU_NAME_ONLOAD:
	case MU_NAME_ONCONTEXTMENU: case MU_NAME_ONSELECTSTART: case MU_NAME_ONDRAGSTART:
	case MU_NAME_ONMOUSEDOWN: case MU_NAME_ONMOUSEMOVE: case MU_NAME_ONMOUSEOVER:
	case MU_NAME_ONTOUCHSTART: case MU_NAME_ONENDED:
		when = f->last == MU_NAME_ONENDED ? MU_W_ENDED : 0;
		when |= f->last == MU_NAME_ONLOAD && !page && f->path_n > 1 ? MU_W_EVENT
		    : mu_event_when(w->x.raw);
		f->asg = A_EVENT;
		f->asg_when = f->event | when | (page || f->path_n == 1 ? MU_W_PAGE : MU_W_EVENT);
		break;
	default:
		f->asg = f->path_n == 1 ? A_VAR : A_OTHER;
		break;
	}
	f->have = false;
	f->cur.kind = V_NONE;
	f->acc.kind = V_NONE;
	f->op = 0;
}

static uint32_t
function_when(const struct frame *f)
{
	uint32_t inherited = f->when;

	if (f->asg == A_EVENT)
		return f->asg_when;
	if (f->open == '(')
		switch ((enum callee)f->callee) {
		case C_LISTEN:
			return f->event ? f->event : MU_W_LATER;
		case C_TIMEOUT:
			return inherited;
		case C_INTERVAL:
			return inherited | MU_W_INTERVAL;
		case C_READY:
			return MU_W_TOP;
		case C_GROUP:
			return inherited;
		default:
			break;
		}
	if (f->negated)
		return inherited;
	return (inherited & ~(uint32_t)MU_W_TOP) | MU_W_LATER;
}

static void
open_function(struct walk *w, char open)
{
	struct frame *up = w->f, *f;
	uint32_t when = function_when(up), name = up->fn_name, fn;

	up->pfn = 0;
	up->fn_name = 0;
	up->have = false;
	fn = new_function(w, name, when);
	f = push(w, open, C_NONE);
	if (!f)
		return;
	f->fn = true;
	f->function = fn;
	f->when = when;
}

static void
open_brace(struct walk *w)
{
	struct frame *f = w->f, *n;
	bool expr = f->asg || f->op == '+' || f->op == '?' || f->open == '(' || f->open == '['
	    || f->open == '>' || f->ret || f->object;

	if (f->pfn == 2) {
		open_function(w, '{');
		return;
	}
	if (f->have && f->called && !f->pending && f->path_n) { /* name(…) { of a class or object */
		f->fn_name = f->last_hash;
		open_function(w, '{');
		return;
	}
	if (f->pending) {
		uint8_t p = f->pending;
		bool endless = f->pending_endless;

		f->pending = 0;
		settle(w, true);
		n = push(w, '{', C_NONE);
		if (n) {
			n->cond = p == 'c';
			n->loop = p == 'l';
			n->endless = endless;
		}
		return;
	}
	if (!expr)
		settle(w, true);
	n = push(w, '{', C_NONE);
	if (n)
		n->object = expr;
}

static void
close_frame(struct walk *w, char c)
{
	char open = c == ')' ? '(' : c == ']' ? '[' : '{';
	struct frame *f, done;
	struct val v;

	pop_statements(w);
	f = w->f;
	if (c == '}' && f->open == '$') {
		settle(w, true);
		v = f->args.kind == V_NONE ? unknown() : f->args;
		pop(w);
		f = w->f; /* the template */
		f->acc = sum(w, f->acc, &v);
		(void)mu_lex_template(&w->x);
		v = text_val(w->x.text, w->x.at);
		f->acc = sum(w, f->acc, &v);
		if (w->x.open) {
			if (!push(w, '$', C_NONE))
				w->over--;
			return;
		}
		v = f->acc;
		pop(w);
		operand(w, v);
		return;
	}
	/* a wrong bracket closes nothing unless its own sort is open just below */
	if (f->open != open) {
		if (w->depth && w->depth > 1 && w->stack[w->depth - 1].open == open) {
			settle(w, true);
			pop(w);
			f = w->f;
		} else {
			return;
		}
	}
	settle(w, true);
	done = *f;
	v = c == '}' ? unknown() : result(w, f);
	if (c == ']' && f->callee == C_NONE) {
		v = f->args;
		if (v.kind == V_NONE)
			v = (struct val){.kind = V_LIST, .s = MU_STR("")};
	}
	pop(w);
	f = w->f;
	if (c == '}') {
		if (done.fn && done.open == '{') {
			/* a declaration ends there; an expression goes on: (function(){})() */
			f->cur = unknown();
			f->have = f->asg || f->open == '(' || f->negated || f->op;
			f->path_n = 0;
			if (!f->have)
				settle(w, true);
		} else if (done.object) {
			f->cur = unknown();
			f->have = true;
			f->path_n = 0;
		} else {
			while (w->f->open == ';') /* if (a) for (…) { … } ends with its block */
				pop(w);
			w->f->have = false;
		}
		return;
	}
	if (c == ']') {
		if (done.callee == C_INDEX) {
			struct val name = done.args;

			if (name.kind == V_STRING && f->path_n) { /* document["write"] */
				w->x.name = mu_name_of(name.s);
				w->x.hash = mu_lex_hash(name.s);
				kill(w, &name);
				member(w);
			} else if (done.recv.kind == V_LIST && name.kind == V_NUMBER && name.number >= 0
			    && pay(w, done.recv.s.n / 8 + 8)) {
				struct mu_str item = mu_fold_item(done.recv.s, (uint64_t)name.number);
				f->cur = text_val(item, done.recv.at);
				f->cur.coded = done.recv.coded;
				f->have = true;
			} else {
				f->cur = unknown();
				f->cur.random = done.recv.random;
				f->have = true;
			}
			return;
		}
		operand(w, v);
		return;
	}
	switch ((enum callee)done.callee) {
	case C_COND:
		f->pending = 'c';
		f->have = false;
		break;
	case C_WHILE:
	case C_FOR:
		f->pending = 'l';
		f->pending_endless = done.endless;
		f->have = false;
		break;
	case C_PARAMS:
		f->pfn = 2;
		break;
	case C_GROUP:
		f->cur = v;
		f->have = true;
		f->called = false;
		f->path_n = 0;
		break;
	default:
		if (done.args.kind == V_STRING && (done.callee == C_CALL || done.callee == C_READY))
			f->hint = done.args.s;
		f->cur = v;
		f->have = true;
		f->called = true;
		break;
	}
}

static void
open_paren(struct walk *w)
{
	struct frame *f = w->f, *n;

	if (f->key) {
		enum callee c = f->op == 'f' ? C_FOR : f->op == 'w' ? C_WHILE : C_COND;
		f->key = false;
		f->op = 0;
		(void)push(w, '(', c);
		return;
	}
	if (f->pending)
		take_pending(w);
	f = w->f;
	if (f->pfn == 1) {
		(void)push(w, '(', C_PARAMS);
		return;
	}
	if (f->have && (f->path_n || is_text_method(&f->cur) || f->called)) {
		open_call(w);
		return;
	}
	if (f->have) {
		n = push(w, '(', C_CALL);
		return;
	}
	n = push(w, '(', C_GROUP);
	(void)n;
}

static void
sign(struct walk *w)
{
	struct frame *f = w->f;
	const char *s = w->x.sign;
	char c = s[0];

	if (w->over) {
		if (c == '(' || c == '[' || c == '{')
			w->over++;
		else if (c == ')' || c == ']' || c == '}')
			w->over--;
		return;
	}
	if (f->pending && c != '{' && c != '(' && c != ';' && c != '}' && c != ')')
		take_pending(w);
	f = w->f;
	w->last_sign = s[1] == '=' && (c == '=' || c == '!') ? '=' : c;
	switch (c) {
	case '.':
		f->dot = f->have;
		return;
	case '(':
		open_paren(w);
		return;
	case '[':
		if (f->pending)
			take_pending(w);
		f = w->f;
		if (f->have) {
			struct val recv = f->cur;
			f = push(w, '[', C_INDEX);
			if (f)
				f->recv = recv;
		} else {
			(void)push(w, '[', C_NONE);
		}
		return;
	case '{':
		open_brace(w);
		return;
	case ')':
	case ']':
	case '}':
		close_frame(w, c);
		return;
	case ';':
		if (f->open == '(' && f->callee == C_FOR) {
			bool empty = !f->have && f->acc.kind == V_NONE && !f->asg;

			settle(w, true);
			f->endless = f->argn == 1 && empty;
			f->argn++;
			return;
		}
		f->pending = 0;
		pop_statements(w);
		settle(w, true);
		return;
	case ',':
		while (w->f->open == '>') {
			settle(w, true);
			pop(w);
		}
		f = w->f;
		settle(w, true);
		if (f->open == '(' && f->argn < 255)
			f->argn++;
		return;
	case '+':
		if (s[1] == '=') {
			assign(w, true);
			return;
		}
		if (s[1] == '+')
			return;
		if (f->have) {
			fold_cur(w);
			f->op = '+';
		}
		return;
	case '=':
		if (s[1] == 0) {
			assign(w, false);
			return;
		}
		if (s[1] == '>') {
			if (f->asg == A_VAR)
				f->fn_name = f->asg_name;
			f->have = false;
			f->acc.kind = V_NONE;
			/* the body: a block, or one expression */
			while (w->x.p < w->x.end && (unsigned char)*w->x.p <= 0x20 && *w->x.p != 4)
				w->x.p++;
			if (w->x.p < w->x.end && *w->x.p == '{')
				f->pfn = 2;
			else
				open_function(w, '>');
			return;
		}
		settle(w, false);
		return;
	case '?':
		if (s[1] == '.' || (w->x.p < w->x.end && *w->x.p == '.' && f->have)) {
			return; /* ?. : the dot comes next */
		}
		f->ternaries++;
		fold_cur(w);
		emit(w, &f->acc, MU_S_PLAIN);
		f->acc.kind = V_NONE;
		f->op = 0;
		return;
	case ':':
		if (f->ternaries) {
			f->ternaries--;
			settle(w, false);
			return;
		}
		if (f->have && f->path_n == 1)
			f->fn_name = f->last_hash;
		f->have = false;
		f->acc.kind = V_NONE;
		f->asg = A_NONE;
		return;
	case '-':
		if (s[1])
			act(w, MU_D_LESS);
		f->negated |= !f->have;
		break;
	case '!':
		if (!s[1]) {
			if (f->have)
				settle(w, true);
			f->negated = true;
			return;
		}
		break;
	case '~':
		f->negated = true;
		return;
	case '&':
	case '|':
		if (s[1]) {
			settle(w, false);
			return;
		}
		break;
	default:
		break;
	}
	/* any other operator between two values: nothing is joined */
	if (f->have) {
		fold_cur(w);
		f->op = '?';
	}
	if (s[1] == '=' && s[2] == 0 && c != '<' && c != '>' && c != '!')
		f->acc.kind = V_NONE;
}

static void
template(struct walk *w)
{
	struct frame *f = w->f;
	struct val v = text_val(w->x.text, w->x.at);

	v.coded = w->x.coded;
	if (!w->x.open) {
		operand(w, v);
		return;
	}
	if (f->have)
		settle(w, true);
	f = push(w, '`', C_NONE);
	if (!f)
		return;
	f->acc = v;
	if (!push(w, '$', C_NONE)) {
		w->over--;
		pop(w);
	}
}

static void
number(struct walk *w)
{
	int64_t n = w->x.number;

	if (n == 60 && (w->last_sign == '/' || w->last_sign == '%'))
		act(w, MU_D_SIXTY);
	if ((n == 122 || n == 123) && w->last_sign == '=')
		act(w, MU_D_FKEYS);
	if (w->f->open == '(' && w->f->callee == C_WHILE && n == 1 && !w->f->have)
		w->f->endless = true;
	operand(w, (struct val){.kind = V_NUMBER, .s = {"", 0}, .number = n, .at = w->x.at});
}

static void
string(struct walk *w)
{
	struct val v = text_val(w->x.text, w->x.at);

	v.coded = w->x.coded;
	if (v.s.n == 3 && v.s.p[0] == 'F' && v.s.p[1] == '1' && (v.s.p[2] == '1' || v.s.p[2] == '2')
	    && w->last_sign == '=')
		act(w, MU_D_FKEYS);
	operand(w, v);
}

/* All brackets end with their script. */
static void
end_script(struct walk *w)
{
	while (w->depth) {
		settle(w, true);
		if (w->f->open == '(')
			emit(w, &w->f->args, MU_S_PLAIN);
		pop(w);
	}
	settle(w, true);
	w->over = 0;
	w->f->pending = 0;
	w->f->key = false;
}

static void
walk(struct walk *w, struct mu_str s, uint32_t when)
{
	mu_lex_init(&w->x, s, w->arena);
	memset(w->stack, 0, sizeof *w->stack);
	w->stack->args.s = w->stack->recv.s = w->stack->hint = MU_STR("");
	w->depth = w->over = 0;
	w->f = w->stack;
	w->f->when = when;
	w->f->fn = true;
	w->f->function = new_function(w, 0, when);
	while (!w->failed && !w->x.failed) {
		enum mu_lexeme t = mu_lex_next(&w->x);

		if (t == MU_X_END)
			break;
		if (w->over && t != MU_X_SIGN && t != MU_X_BREAK)
			continue;
		if (w->f->pending && t != MU_X_SIGN && t != MU_X_NAME && t != MU_X_BREAK)
			take_pending(w);
		switch (t) {
		case MU_X_BREAK:
			end_script(w);
			break;
		case MU_X_NAME:
			if (w->x.name == MU_NAME_TRUE && w->f->open == '(' && w->f->callee == C_WHILE)
				w->f->endless = true;
			word(w);
			break;
		case MU_X_STRING:
			string(w);
			break;
		case MU_X_TEMPLATE:
			template(w);
			break;
		case MU_X_NUMBER:
			number(w);
			break;
		case MU_X_REGEX:
			if (has(w->x.text, "bot") && (has(w->x.text, "google") || has(w->x.text, "crawl")
			    || has(w->x.text, "headless")))
				act(w, MU_D_BOT);
			operand(w, unknown());
			break;
		case MU_X_SIGN:
			sign(w);
			break;
		case MU_X_END:
			break;
		}
	}
	end_script(w);
	w->acts.functions[w->f->function].does |= w->f->does;
	w->acts.functions[w->f->function].may |= w->f->may;
	w->failed |= w->x.failed;
}

bool
mu_script_read(struct mu_str script, struct mu_arena *arena, struct mu_script *out)
{
	struct walk *w = mu_new(arena, struct walk, 1);
	size_t n = 0;

	if (!w)
		return false;
	w->stack = mu_new_raw(arena, struct frame, FRAMES);
	w->slots = mu_new(arena, uint16_t, VAR_SLOTS);
	if (!w->stack || !w->slots)
		return false;
	w->arena = arena;
	w->out = out;
	w->budget = script.n * 4 + 65536;
	walk(w, script, MU_W_TOP);
	for (unsigned i = 0; i < w->code_n && !w->failed; i++)
		walk(w, w->codes[i].text, w->codes[i].when);
	if (w->failed)
		return false;
	mu_acts_finish(&w->acts, arena);
	out->behaviours |= w->acts.behaviours;
	for (size_t i = 0; i < out->string_n; i++)
		if (out->strings[i].text.n >= 2)
			out->strings[n++] = out->strings[i];
	out->string_n = n;
	return true;
}
