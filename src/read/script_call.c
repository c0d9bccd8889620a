/* Calls: which function it is, and what it gives back when that can be known. */
#include "read/script_walk.h"

bool
mu_val_has_text(const struct mu_val *v)
{
	return v->kind == V_STRING || v->kind == V_LIST;
}

enum mu_callee
mu_call_of(struct mu_walk *w)
{
	struct mu_frame *f = w->f;
	bool bare = f->path_n == 1
	    || (f->path_n == 2 && mu_name_is_page(f->root) && !f->called);
	enum mu_name n = f->last;

	if (f->path_n && (n == MU_NAME_CALL || n == MU_NAME_APPLY)
	    && f->prev != MU_N_NONE)
		return f->prev == MU_NAME_FROM_CHAR_CODE ? C_FROMCHAR : C_CALL;
	if (f->path_n == 1 && !f->called)
		mu_walk_edge(w, f->last_hash, 0);
	switch (n) {
	case MU_NAME_ALERT:
	case MU_NAME_CONFIRM:
	case MU_NAME_PROMPT:
	case MU_NAME_MSG_BOX:
		if (bare) {
			act(w, MU_D_DIALOG);
			if (f->callee == C_WHILE)
				w->acts.behaviours |= MU_BIT(DIALOG_LOOP);
		}
		return C_DIALOG;
	case MU_NAME_SWAL:
		return C_DIALOG;
	case MU_NAME_EVAL:
	case MU_NAME_EXEC_SCRIPT:
	case MU_NAME_FUNCTION_CTOR:
		return bare ? C_EVAL : C_CALL;
	case MU_NAME_SET_TIMEOUT:
		return C_TIMEOUT;
	case MU_NAME_SET_INTERVAL:
		return C_INTERVAL;
	case MU_NAME_UNESCAPE:
	case MU_NAME_DECODE_URI:
	case MU_NAME_DECODE_URICOMPONENT:
		return C_PERCENT;
	case MU_NAME_ESCAPE:
	case MU_NAME_STRING_CTOR:
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
	case MU_NAME_ACTIVE_XOBJECT:
	case MU_NAME_CREATE_OBJECT:
		return C_ACTIVEX;
	case MU_NAME_SPEECH_SYNTHESIS_UTTERANCE:
		return C_SPEECH;
	case MU_NAME_RESIZE_TO:
	case MU_NAME_MOVE_TO:
	case MU_NAME_MOVE_BY:
		if (bare)
			act(w, MU_D_WINDOW);
		return C_CALL;
	case MU_NAME_WRITE:
	case MU_NAME_WRITELN:
		if (f->path_n > 1
		    && (f->prev == MU_NAME_DOCUMENT || f->root == MU_NAME_DOCUMENT)) {
			act(w, MU_D_SHOW);
			return C_WRITE;
		}
		return C_CALL;
	case MU_NAME_FROM_CHAR_CODE:
	case MU_NAME_FROM_CODE_POINT:
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
	case MU_NAME_HTML:
	case MU_NAME_APPEND:
	case MU_NAME_PREPEND:
	case MU_NAME_AFTER:
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
	case MU_NAME_ASSIGN:
	case MU_NAME_REPLACE:
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
	case MU_NAME_ADD_EVENT_LISTENER:
	case MU_NAME_ATTACH_EVENT:
	case MU_NAME_ON:
	case MU_NAME_ONE:
	case MU_NAME_BIND:
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
	case MU_NAME_RANDOM:
	case MU_NAME_NOW:
	case MU_NAME_GET_TIME:
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

static struct mu_val
decoded(struct mu_walk *w, struct mu_val v, struct mu_str s)
{
	mu_walk_kill(w, &v);
	w->out->folded++;
	return (struct mu_val){.kind = V_STRING,
	    .s = s,
	    .at = v.at,
	    .coded = true,
	    .number = 1,
	    .random = v.random,
	    .gap = v.gap};
}

/* What a call that ends with this frame gives back. */
struct mu_val
mu_call_result(struct mu_walk *w, struct mu_frame *f)
{
	struct mu_val v = unknown();

	v.random = f->recv.random || f->args.random;
	switch ((enum mu_callee)f->callee) {
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
		mu_walk_kill(w, &f->recv);
		v = text_val(
		    mu_fold_join(f->recv.s,
			f->args.kind == V_STRING ? f->args.s : MU_STR(","), w->arena),
		    f->recv.at);
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
			mu_walk_emit(w, &f->recv, MU_S_PLAIN);
		return v;
	}
}

void
mu_call_open(struct mu_walk *w)
{
	struct mu_frame *up = w->f, *f;
	enum mu_callee c = mu_call_of(w);
	struct mu_val recv = up->recv;
	uint32_t when = up->when;
	bool page = mu_name_is_page(up->root) && !up->called;

	if (up->path_n < 2 && !mu_val_has_text(&recv))
		recv.kind = V_NONE;
	f = mu_frame_push(w, '(', c);
	if (!f)
		return;
	f->recv = recv;
	f->hint = up->hint;
	if (c == C_LISTEN)
		f->event = MU_W_EVENT * !page | MU_W_PAGE * page;
	(void)when;
}
