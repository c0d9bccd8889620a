/*
 * Reads a script without running it. One walk over its words; a stack of frames, one for
 * each open bracket, holds the expression in work there:
 *
 *	document.write("<p>登" + "\u9332" + unescape("%u5B8C") + x + "</p>");
 *
 * The '(' frame knows its callee (document.write), adds up literals as '+' joins them,
 * takes the value an inner frame returns (完), leaves "…" for what it cannot know (x), and
 * at ')' hands the sum out as a string written into the page. Frames also collect what is
 * done inside (script_behaviour.c): whether in a loop, under a condition, in which
 * function.
 *
 * Every word is looked at once. Copies of growing strings are paid from a budget linear
 * in the script, so doubling tricks (x = x + x) end soon.
 */
#include "read/script_walk.h"

static bool
has(struct mu_str s, const char *word)
{
	return mu_str_find_nocase(s, mu_str_of(word)) != SIZE_MAX;
}

static void
member(struct mu_walk *w)
{
	struct mu_frame *f = w->f;
	bool page = f->cur.page || f->last == MU_NAME_DOCUMENT_ELEMENT
	    || (f->last == MU_NAME_BODY && f->root == MU_NAME_DOCUMENT);

	f->dot = false;
	f->recv = f->cur;
	f->prev = f->last;
	f->last = w->x.name;
	f->last_hash = w->x.hash;
	f->path_n = f->path_n < 2 ? 2 : 3;
	switch (w->x.name) {
	case MU_NAME_REQUEST_FULLSCREEN:
	case MU_NAME_WEBKIT_REQUEST_FULLSCREEN:
	case MU_NAME_WEBKIT_FULLSCREEN2:
	case MU_NAME_MOZ_REQUEST_FULL_SCREEN:
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
	f->cur = (struct mu_val){.kind = V_UNKNOWN,
	    .s = {"", 0},
	    .random = f->recv.random,
	    .page = w->x.name == MU_NAME_DOCUMENT_ELEMENT
		|| (w->x.name == MU_NAME_BODY && f->root == MU_NAME_DOCUMENT)};
	f->have = true;
}

/* A statement without braces after if, for, while, else. */
static void
take_pending(struct mu_walk *w)
{
	struct mu_frame *f = w->f;
	uint8_t p = f->pending;
	bool endless = f->pending_endless;

	if (!p)
		return;
	f->pending = 0;
	f = mu_frame_push(w, ';', C_NONE);
	if (f) {
		f->cond = p == 'c';
		f->loop = p == 'l';
		f->endless = endless;
	}
}

static void
identifier(struct mu_walk *w)
{
	struct mu_frame *f = w->f;
	struct mu_var *x;

	if (f->have)
		mu_frame_settle(w, true);
	f = w->f;
	f->path_n = 1;
	f->called = false;
	f->root = f->last = w->x.name;
	f->prev = MU_N_NONE;
	f->last_hash = w->x.hash;
	x = w->x.name == MU_N_NONE ? mu_var_find(w, w->x.hash, false) : NULL;
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
pop_statements(struct mu_walk *w)
{
	while (w->f->open == ';' || w->f->open == '>') {
		mu_frame_settle(w, true);
		mu_frame_pop(w);
	}
}

static void
word(struct mu_walk *w)
{
	struct mu_frame *f = w->f;

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
	case MU_NAME_VAR:
	case MU_NAME_LET:
	case MU_NAME_CONST:
	case MU_NAME_STATIC:
		mu_frame_settle(w, true);
		return;
	case MU_NAME_IF:
	case MU_NAME_SWITCH:
	case MU_NAME_CATCH:
	case MU_NAME_WITH:
		mu_frame_settle(w, true);
		f->key = true; /* the next ( belongs to a key word */
		f->op = 'c';
		return;
	case MU_NAME_FOR:
		mu_frame_settle(w, true);
		f->key = true;
		f->op = 'f';
		return;
	case MU_NAME_WHILE:
		mu_frame_settle(w, true);
		f->key = true;
		f->op = 'w';
		return;
	case MU_NAME_ELSE:
		mu_frame_settle(w, true);
		f->pending = 'c';
		return;
	case MU_NAME_DO:
		mu_frame_settle(w, true);
		f->pending = 'l';
		f->pending_endless = false;
		return;
	case MU_NAME_TRY:
	case MU_NAME_FINALLY:
		mu_frame_settle(w, true);
		return;
	case MU_NAME_FUNCTION:
		if (f->have)
			mu_frame_settle(w, true);
		f->pfn = 1;
		f->fn_name = f->asg == A_VAR || f->asg == A_OTHER ? f->asg_name : 0;
		return;
	case MU_NAME_RETURN:
	case MU_NAME_THROW:
		mu_frame_settle(w, true);
		f->ret = true;
		f->leaves = true;
		return;
	case MU_NAME_BREAK:
		mu_frame_settle(w, true);
		f->leaves = true;
		return;
	case MU_NAME_CASE:
		mu_frame_settle(w, true);
		w->last_sign = '=';
		return;
	case MU_NAME_CONTINUE:
	case MU_NAME_DEFAULT:
	case MU_NAME_IMPORT:
	case MU_NAME_EXTENDS:
		mu_frame_settle(w, true);
		return;
	case MU_NAME_NEW:
	case MU_NAME_TYPEOF:
	case MU_NAME_VOID:
	case MU_NAME_DELETE:
	case MU_NAME_AWAIT:
	case MU_NAME_YIELD:
	case MU_NAME_ASYNC:
		if (f->have)
			mu_frame_settle(w, true);
		return;
	case MU_NAME_IN:
	case MU_NAME_OF:
	case MU_NAME_INSTANCEOF:
		mu_frame_settle(w, false);
		f->path_n = 0;
		return;
	default:
		identifier(w);
		return;
	}
}

/* What stands left of '=': where does the value go? */
static void
assign(struct mu_walk *w, bool plus)
{
	struct mu_frame *f = w->f;
	bool page = mu_name_is_page(f->root) && !f->called;
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
	case MU_NAME_INNER_HTML:
	case MU_NAME_OUTER_HTML:
	case MU_NAME_SRCDOC:
		f->asg = A_WRITTEN;
		break;
	case MU_NAME_TEXT_CONTENT:
	case MU_NAME_INNER_TEXT:
	case MU_NAME_NODE_VALUE:
		f->asg = A_TEXT;
		break;
	case MU_NAME_TITLE:
	case MU_NAME_TEXT:
		f->asg = f->last == MU_NAME_TITLE && f->prev == MU_NAME_DOCUMENT ? A_TEXT
		    : f->path_n > 1                                              ? A_OTHER
										 : A_VAR;
		break;
	case MU_NAME_RETURN_VALUE:
		f->asg = A_RETURN_VALUE;
		break;
	case MU_NAME_LOOP:
		f->asg = f->path_n > 1 ? A_LOOP : A_VAR;
		break;
	case MU_NAME_ONBEFOREUNLOAD:
	case MU_NAME_ONUNLOAD:
	case MU_NAME_ONPAGEHIDE:
	case MU_NAME_ONPOPSTATE:
	case MU_NAME_ONBLUR:
	case MU_NAME_ONFOCUS:
	case MU_NAME_ONCLICK:
	case MU_NAME_ONKEYDOWN:
	case MU_NAME_ONKEYUP:
	case MU_NAME_ONKEYPRESS:
	case MU_NAME_ONLOAD:
	case MU_NAME_ONCONTEXTMENU:
	case MU_NAME_ONSELECTSTART:
	case MU_NAME_ONDRAGSTART:
	case MU_NAME_ONMOUSEDOWN:
	case MU_NAME_ONMOUSEMOVE:
	case MU_NAME_ONMOUSEOVER:
	case MU_NAME_ONTOUCHSTART:
	case MU_NAME_ONENDED:
		when = f->last == MU_NAME_ONENDED ? MU_W_ENDED : 0;
		when |= f->last == MU_NAME_ONLOAD && !page && f->path_n > 1
		    ? MU_W_EVENT
		    : mu_event_when(w->x.raw);
		f->asg = A_EVENT;
		f->asg_when = f->event | when
		    | (page || f->path_n == 1 ? MU_W_PAGE : MU_W_EVENT);
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
function_when(const struct mu_frame *f)
{
	uint32_t inherited = f->when;

	if (f->asg == A_EVENT)
		return f->asg_when;
	if (f->open == '(')
		switch ((enum mu_callee)f->callee) {
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
open_function(struct mu_walk *w, char open)
{
	struct mu_frame *up = w->f, *f;
	uint32_t when = function_when(up), name = up->fn_name, fn;

	up->pfn = 0;
	up->fn_name = 0;
	up->have = false;
	fn = mu_walk_function(w, name, when);
	f = mu_frame_push(w, open, C_NONE);
	if (!f)
		return;
	f->fn = true;
	f->function = fn;
	f->when = when;
}

static void
open_brace(struct mu_walk *w)
{
	struct mu_frame *f = w->f, *n;
	bool expr = f->asg || f->op == '+' || f->op == '?' || f->open == '('
	    || f->open == '[' || f->open == '>' || f->ret || f->object;

	if (f->pfn == 2) {
		open_function(w, '{');
		return;
	}
	if (f->have && f->called && !f->pending
	    && f->path_n) { /* name(…) { of a class or object */
		f->fn_name = f->last_hash;
		open_function(w, '{');
		return;
	}
	if (f->pending) {
		uint8_t p = f->pending;
		bool endless = f->pending_endless;

		f->pending = 0;
		mu_frame_settle(w, true);
		n = mu_frame_push(w, '{', C_NONE);
		if (n) {
			n->cond = p == 'c';
			n->loop = p == 'l';
			n->endless = endless;
		}
		return;
	}
	if (!expr)
		mu_frame_settle(w, true);
	n = mu_frame_push(w, '{', C_NONE);
	if (n)
		n->object = expr;
}

static void
close_frame(struct mu_walk *w, char c)
{
	char open = c == ')' ? '(' : c == ']' ? '[' : '{';
	struct mu_frame *f, done;
	struct mu_val v;

	pop_statements(w);
	f = w->f;
	if (c == '}' && f->open == '$') {
		mu_frame_settle(w, true);
		v = f->args.kind == V_NONE ? unknown() : f->args;
		mu_frame_pop(w);
		f = w->f; /* the template */
		f->acc = mu_val_sum(w, f->acc, &v);
		(void)mu_lex_template(&w->x);
		v = text_val(w->x.text, w->x.at);
		f->acc = mu_val_sum(w, f->acc, &v);
		if (w->x.open) {
			if (!mu_frame_push(w, '$', C_NONE))
				w->over--;
			return;
		}
		v = f->acc;
		mu_frame_pop(w);
		mu_frame_operand(w, v);
		return;
	}
	/* a wrong bracket closes nothing unless its own sort is open just below */
	if (f->open != open) {
		if (w->depth && w->depth > 1 && w->stack[w->depth - 1].open == open) {
			mu_frame_settle(w, true);
			mu_frame_pop(w);
			f = w->f;
		} else {
			return;
		}
	}
	mu_frame_settle(w, true);
	done = *f;
	v = c == '}' ? unknown() : mu_call_result(w, f);
	if (c == ']' && f->callee == C_NONE) {
		v = f->args;
		if (v.kind == V_NONE)
			v = (struct mu_val){.kind = V_LIST, .s = MU_STR("")};
	}
	mu_frame_pop(w);
	f = w->f;
	if (c == '}') {
		if (done.fn && done.open == '{') {
			/*
			 * a declaration ends there; an expression goes on:
			 * (function(){})()
			 */
			f->cur = unknown();
			f->have = f->asg || f->open == '(' || f->negated || f->op;
			f->path_n = 0;
			if (!f->have)
				mu_frame_settle(w, true);
		} else if (done.object) {
			f->cur = unknown();
			f->have = true;
			f->path_n = 0;
		} else {
			while (w->f->open
			    == ';') /* if (a) for (…) { … } ends with its block */
				mu_frame_pop(w);
			w->f->have = false;
		}
		return;
	}
	if (c == ']') {
		if (done.callee == C_INDEX) {
			struct mu_val name = done.args;

			if (name.kind == V_STRING && f->path_n) { /* document["write"] */
				w->x.name = mu_name_of(name.s);
				w->x.hash = mu_lex_hash(name.s);
				mu_walk_kill(w, &name);
				member(w);
			} else if (done.recv.kind == V_LIST && name.kind == V_NUMBER
			    && name.number >= 0 && pay(w, done.recv.s.n / 8 + 8)) {
				struct mu_str item = mu_fold_item(
				    done.recv.s, (uint64_t)name.number);
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
		mu_frame_operand(w, v);
		return;
	}
	switch ((enum mu_callee)done.callee) {
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
		if (done.args.kind == V_STRING
		    && (done.callee == C_CALL || done.callee == C_READY))
			f->hint = done.args.s;
		f->cur = v;
		f->have = true;
		f->called = true;
		break;
	}
}

static void
open_paren(struct mu_walk *w)
{
	struct mu_frame *f = w->f, *n;

	if (f->key) {
		enum mu_callee c = f->op == 'f' ? C_FOR : f->op == 'w' ? C_WHILE : C_COND;
		f->key = false;
		f->op = 0;
		(void)mu_frame_push(w, '(', c);
		return;
	}
	if (f->pending)
		take_pending(w);
	f = w->f;
	if (f->pfn == 1) {
		(void)mu_frame_push(w, '(', C_PARAMS);
		return;
	}
	if (f->have && (f->path_n || mu_val_has_text(&f->cur) || f->called)) {
		mu_call_open(w);
		return;
	}
	if (f->have) {
		n = mu_frame_push(w, '(', C_CALL);
		return;
	}
	n = mu_frame_push(w, '(', C_GROUP);
	(void)n;
}

static void
sign(struct mu_walk *w)
{
	struct mu_frame *f = w->f;
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
			struct mu_val recv = f->cur;
			f = mu_frame_push(w, '[', C_INDEX);
			if (f)
				f->recv = recv;
		} else {
			(void)mu_frame_push(w, '[', C_NONE);
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

			mu_frame_settle(w, true);
			f->endless = f->argn == 1 && empty;
			f->argn++;
			return;
		}
		f->pending = 0;
		pop_statements(w);
		mu_frame_settle(w, true);
		return;
	case ',':
		while (w->f->open == '>') {
			mu_frame_settle(w, true);
			mu_frame_pop(w);
		}
		f = w->f;
		mu_frame_settle(w, true);
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
			mu_frame_fold(w);
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
			while (w->x.p < w->x.end && (unsigned char)*w->x.p <= 0x20
			    && *w->x.p != 4)
				w->x.p++;
			if (w->x.p < w->x.end && *w->x.p == '{')
				f->pfn = 2;
			else
				open_function(w, '>');
			return;
		}
		mu_frame_settle(w, false);
		return;
	case '?':
		if (s[1] == '.' || (w->x.p < w->x.end && *w->x.p == '.' && f->have)) {
			return; /* ?. : the dot comes next */
		}
		f->ternaries++;
		mu_frame_fold(w);
		mu_walk_emit(w, &f->acc, MU_S_PLAIN);
		f->acc.kind = V_NONE;
		f->op = 0;
		return;
	case ':':
		if (f->ternaries) {
			f->ternaries--;
			mu_frame_settle(w, false);
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
				mu_frame_settle(w, true);
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
			mu_frame_settle(w, false);
			return;
		}
		break;
	default:
		break;
	}
	/* any other operator between two values: nothing is joined */
	if (f->have) {
		mu_frame_fold(w);
		f->op = '?';
	}
	if (s[1] == '=' && s[2] == 0 && c != '<' && c != '>' && c != '!')
		f->acc.kind = V_NONE;
}

static void template(struct mu_walk *w)
{
	struct mu_frame *f = w->f;
	struct mu_val v = text_val(w->x.text, w->x.at);

	v.coded = w->x.coded;
	if (!w->x.open) {
		mu_frame_operand(w, v);
		return;
	}
	if (f->have)
		mu_frame_settle(w, true);
	f = mu_frame_push(w, '`', C_NONE);
	if (!f)
		return;
	f->acc = v;
	if (!mu_frame_push(w, '$', C_NONE)) {
		w->over--;
		mu_frame_pop(w);
	}
}

static void
number(struct mu_walk *w)
{
	int64_t n = w->x.number;

	if (n == 60 && (w->last_sign == '/' || w->last_sign == '%'))
		act(w, MU_D_SIXTY);
	if ((n == 122 || n == 123) && w->last_sign == '=')
		act(w, MU_D_FKEYS);
	if (w->f->open == '(' && w->f->callee == C_WHILE && n == 1 && !w->f->have)
		w->f->endless = true;
	mu_frame_operand(w,
	    (struct mu_val){.kind = V_NUMBER, .s = {"", 0}, .number = n, .at = w->x.at});
}

static void
string(struct mu_walk *w)
{
	struct mu_val v = text_val(w->x.text, w->x.at);

	v.coded = w->x.coded;
	if (v.s.n == 3 && v.s.p[0] == 'F' && v.s.p[1] == '1'
	    && (v.s.p[2] == '1' || v.s.p[2] == '2') && w->last_sign == '=')
		act(w, MU_D_FKEYS);
	mu_frame_operand(w, v);
}

/* All brackets end with their script. */
static void
end_script(struct mu_walk *w)
{
	while (w->depth) {
		mu_frame_settle(w, true);
		if (w->f->open == '(')
			mu_walk_emit(w, &w->f->args, MU_S_PLAIN);
		mu_frame_pop(w);
	}
	mu_frame_settle(w, true);
	w->over = 0;
	w->f->pending = 0;
	w->f->key = false;
}

static void
walk(struct mu_walk *w, struct mu_str s, uint32_t when)
{
	mu_lex_init(&w->x, s, w->arena);
	memset(w->stack, 0, sizeof *w->stack);
	w->stack->args.s = w->stack->recv.s = w->stack->hint = MU_STR("");
	w->depth = w->over = 0;
	w->f = w->stack;
	w->f->when = when;
	w->f->fn = true;
	w->f->function = mu_walk_function(w, 0, when);
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
			if (w->x.name == MU_NAME_TRUE && w->f->open == '('
			    && w->f->callee == C_WHILE)
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
			if (has(w->x.text, "bot")
			    && (has(w->x.text, "google") || has(w->x.text, "crawl")
				|| has(w->x.text, "headless")))
				act(w, MU_D_BOT);
			mu_frame_operand(w, unknown());
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
	struct mu_walk *w = mu_new(arena, struct mu_walk, 1);
	size_t n = 0;

	if (!w)
		return false;
	w->stack = mu_new_raw(arena, struct mu_frame, FRAMES);
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
