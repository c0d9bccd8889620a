/*
 * Frames: one for each open bracket, with the expression in work and what is done inside.
 */
#include "read/script_walk.h"

static bool
has(struct mu_str s, const char *word)
{
	return mu_str_find_nocase(s, mu_str_of(word)) != SIZE_MAX;
}

void
mu_walk_edge(struct mu_walk *w, uint32_t name, uint32_t when)
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
	p = mu_arena_grow(
	    w->arena, a->edges, a->edge_n, a->edge_n + 1, &a->edge_cap, sizeof *p);
	if (!p) {
		w->failed = true;
		return;
	}
	a->edges = p;
	a->edges[a->edge_n++] = (struct mu_edge){w->f->function, name, when};
}

uint32_t
mu_walk_function(struct mu_walk *w, uint32_t name, uint32_t when)
{
	struct mu_acts *a = &w->acts;
	struct mu_function *p;

	if (a->function_n >= MU_FUNCTIONS)
		return MU_FUNCTIONS - 1;
	p = mu_arena_grow(w->arena, a->functions, a->function_n, a->function_n + 1,
	    &a->function_cap, sizeof *p);
	if (!p) {
		w->failed = true;
		return 0;
	}
	a->functions = p;
	a->functions[a->function_n] = (struct mu_function){.name = name, .when = when};
	return (uint32_t)a->function_n++;
}

struct mu_frame *
mu_frame_push(struct mu_walk *w, char open, enum mu_callee callee)
{
	struct mu_frame *up = w->f, *f;

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
void
mu_frame_pop(struct mu_walk *w)
{
	struct mu_frame *f = w->f, *up;

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

void
mu_frame_fold(struct mu_walk *w)
{
	struct mu_frame *f = w->f;

	if (!f->have)
		return;
	if (f->acc.kind == V_NONE) {
		f->acc = f->cur;
	} else if (f->op == '+') {
		f->acc = mu_val_sum(w, f->acc, &f->cur);
	} else {
		bool random = f->acc.random || f->cur.random;

		mu_walk_emit(w, &f->acc, MU_S_PLAIN);
		mu_walk_emit(w, &f->cur, MU_S_PLAIN);
		f->acc = unknown();
		f->acc.random = random;
	}
	f->have = false;
	f->cur.kind = V_NONE;
}

bool
mu_name_is_page(enum mu_name n)
{
	return n == MU_NAME_WINDOW || n == MU_NAME_DOCUMENT || n == MU_NAME_BODY
	    || n == MU_NAME_SELF || n == MU_NAME_TOP || n == MU_NAME_PARENT
	    || n == MU_NAME_GLOBAL_THIS;
}

static void
go(struct mu_walk *w, struct mu_val *v)
{
	act(w, MU_D_GO);
	if (v->kind == V_STRING
	    && (mu_str_starts(v->s, MU_STR("tel:"))
		|| mu_str_starts(v->s, MU_STR("sms:"))))
		act(w, MU_D_CALLNUMBER);
	mu_walk_emit(w, v, MU_S_URL);
}

static void
add_code(struct mu_walk *w, const struct mu_val *v, uint32_t when)
{
	if (v->kind != V_STRING || v->s.n < 3 || w->code_n >= CODES || !pay(w, v->s.n))
		return;
	w->codes[w->code_n++] = (struct mu_code){v->s, when};
}

static void
assigned(struct mu_walk *w, struct mu_val *v)
{
	struct mu_frame *f = w->f;

	switch ((enum mu_assign)f->asg) {
	case A_VAR:
		mu_var_set(w, f->asg_name, v, f->plus);
		break;
	case A_WRITTEN:
		act(w, MU_D_SHOW);
		mu_walk_emit(w, v, MU_S_WRITTEN);
		break;
	case A_TEXT:
		act(w, MU_D_SHOW);
		mu_walk_emit(w, v, MU_S_TEXT);
		break;
	case A_URL:
		go(w, v);
		break;
	case A_EVENT:
		if (v->name)
			mu_walk_edge(w, v->name, f->asg_when);
		mu_walk_emit(w, v, MU_S_PLAIN);
		break;
	case A_RETURN_VALUE:
		act(w, v->name == mu_lex_hash(MU_STR("false")) ? MU_D_FALSE : MU_D_TEXT);
		mu_walk_emit(w, v, MU_S_PLAIN);
		break;
	case A_LOOP:
		w->acts.looping |= v->name == mu_lex_hash(MU_STR("true"));
		break;
	case A_NONE:
	case A_OTHER:
		mu_walk_emit(w, v, MU_S_PLAIN);
		break;
	}
}

static void
audio(struct mu_walk *w, struct mu_str s)
{
	w->acts.shutter_name |= mu_audio_shutter(s);
	w->acts.alarm_name |= mu_audio_alarm(s);
}

/* An argument of the frame's callee is complete. */
static void
argument(struct mu_walk *w, struct mu_val *v)
{
	struct mu_frame *f = w->f;
	char buf[24];

	switch ((enum mu_callee)f->callee) {
	case C_SPEECH:
		if (v->kind == V_STRING
		    && (has(v->s, "警告") || has(v->s, "ウイルス")
			|| has(v->s, "ウィルス") || has(v->s, "感染") || has(v->s, "危険")
			|| has(v->s, "warning") || has(v->s, "virus")))
			w->acts.behaviours |= MU_BIT(ALARM_AUDIO);
		/* fall through */
	case C_DIALOG:
		mu_walk_emit(w, v, MU_S_DIALOG);
		break;
	case C_WRITE:
		mu_walk_emit(w, v, MU_S_WRITTEN);
		break;
	case C_TEXT:
		mu_walk_emit(w, v, MU_S_TEXT);
		break;
	case C_URL:
		if (f->argn == 0)
			go(w, v);
		else
			mu_walk_emit(w, v, MU_S_PLAIN);
		break;
	case C_INSERT:
		mu_walk_emit(w, v, f->argn == 1 ? MU_S_WRITTEN : MU_S_PLAIN);
		break;
	case C_HTML:
		mu_walk_emit(w, v,
		    v->kind == V_STRING && memchr(v->s.p ? v->s.p : "", '<', v->s.n)
			? MU_S_WRITTEN
			: MU_S_TEXT);
		break;
	case C_EVAL:
		if (v->coded && v->number)
			w->acts.behaviours |= MU_BIT(OBFUSCATION);
		mu_walk_kill(w, v);
		add_code(w, v, f->when);
		break;
	case C_TIMEOUT:
	case C_INTERVAL:
		if (f->argn == 0) {
			uint32_t when = f->callee == C_INTERVAL ? f->when | MU_W_INTERVAL
								: f->when;
			if (v->name == w->acts.functions[f->function].name)
				when |= MU_W_INTERVAL;
			if (v->name)
				mu_walk_edge(w, v->name, when & ~(uint32_t)MU_W_LATER);
			mu_walk_kill(w, v);
			add_code(w, v, when);
		}
		break;
	case C_LISTEN:
		if (f->argn == 0 && v->kind == V_STRING) {
			f->event |= mu_event_when(v->s);
		} else if (v->name && f->event) {
			mu_walk_edge(w, v->name, f->event);
		}
		break;
	case C_READY:
		if (v->name)
			mu_walk_edge(w, v->name, MU_W_TOP);
		if (v->kind == V_STRING && f->argn == 0) {
			f->args = *v;
			if (memchr(v->s.p ? v->s.p : "", '<', v->s.n))
				mu_walk_emit(w, v, MU_S_PLAIN);
		}
		break;
	case C_FROMCHAR:
		if (v->kind == V_NUMBER || v->kind == V_LIST) {
			char sep = MU_LIST_SEP;
			if (f->args.s.n)
				(void)mu_val_append(
				    w, &f->args, (struct mu_str){&sep, 1});
			(void)mu_val_append(w, &f->args,
			    v->kind == V_LIST ? v->s : mu_val_decimal(v->number, buf));
			f->args.kind = V_LIST;
			f->args.at = v->at;
		}
		break;
	case C_CONCAT:
		f->recv = mu_val_sum(w, f->recv, v);
		break;
	case C_AUDIO:
		if (v->kind == V_STRING)
			audio(w, v->s);
		mu_walk_emit(w, v, MU_S_URL);
		break;
	case C_ACTIVEX:
		if (v->kind == V_STRING
		    && (has(v->s, "WScript.Shell") || has(v->s, "Shell.Application")
			|| has(v->s, "Scripting.FileSystemObject")
			|| has(v->s, "ADODB.Stream")))
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
			mu_walk_emit(w, &f->args, MU_S_PLAIN);
		f->args = *v;
		break;
	case C_CALL:
		if (f->argn == 0)
			f->args = *v;
		else
			f->args.random |= v->random;
		mu_walk_emit(w, v, MU_S_PLAIN);
		break;
	case C_NONE:
	case C_COND:
	case C_WHILE:
	case C_FOR:
	case C_REVERSE:
	case C_RANDOM:
	case C_PUSH:
		mu_walk_emit(w, v, MU_S_PLAIN);
		break;
	case C_PARAMS:
		break;
	}
}

/* The expression in work ends. whole: the statement or argument does too. */
void
mu_frame_settle(struct mu_walk *w, bool whole)
{
	struct mu_frame *f = w->f;
	struct mu_val v;

	mu_frame_fold(w);
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
			mu_walk_emit(w, &v, MU_S_PLAIN);
		} else if (f->open == '[' && f->callee == C_NONE) {
			char sep = MU_LIST_SEP, buf[24];
			bool piece = v.kind == V_STRING && v.s.n;

			if (f->argn && f->args.kind == V_LIST)
				(void)mu_val_append(
				    w, &f->args, (struct mu_str){&sep, 1});
			if (piece && pay(w, v.s.n))
				(void)mu_val_append(w, &f->args,
				    memchr(v.s.p, sep, v.s.n)
					? mu_fold_join(v.s, MU_STR(" "), w->arena)
					: v.s);
			else if (v.kind == V_NUMBER)
				(void)mu_val_append(
				    w, &f->args, mu_val_decimal(v.number, buf));
			else if (v.kind == V_UNKNOWN)
				(void)mu_val_append(w, &f->args, MU_STR("…"));
			f->args.kind = V_LIST;
			if (!f->argn)
				f->args.at = v.at;
			f->argn = 1;
			f->args.coded |= v.coded;
			mu_walk_emit(w, &v, MU_S_PLAIN);
			if (v.e1 > v.e0) {
				f->args.e0 = f->args.e1 ? f->args.e0 : v.e0;
				f->args.e1 = (uint32_t)w->out->string_n;
			}
		} else if (f->open == '(' || (f->open == '[' && f->callee == C_INDEX)) {
			argument(w, &v);
		} else if (f->open == '$') {
			f->args = v;
		} else {
			mu_walk_emit(w, &v, MU_S_PLAIN);
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

void
mu_frame_operand(struct mu_walk *w, struct mu_val v)
{
	struct mu_frame *f = w->f;

	if (f->have && f->last == MU_NAME_MSG_BOX) { /* MsgBox "…" of VBScript */
		f->have = false;
		mu_walk_emit(w, &v, MU_S_DIALOG);
		act(w, MU_D_DIALOG);
		return;
	}
	if (f->have)
		mu_frame_settle(w, true);
	f->cur = v;
	f->have = true;
	f->path_n = 0;
	f->called = false;
	f->last = f->root = f->prev = MU_N_NONE;
}
