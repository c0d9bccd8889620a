/*
 * Values as far as they are known, the variables that hold them, and the strings handed
 * out. A string that becomes part of a longer one is taken back: only the longest is
 * told.
 */
#include "read/script_walk.h"

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

void
mu_walk_kill(struct mu_walk *w, const struct mu_val *v)
{
	for (uint32_t i = v->e0; i < v->e1 && i < w->out->string_n; i++)
		if (w->out->strings[i].use == MU_S_PLAIN)
			w->out->strings[i].text.n = 0;
}

/* An ID made up by the script: chance shown beside the word for it. */
static void
check_random(struct mu_walk *w, const struct mu_val *v, enum mu_script_use use)
{
	static const char *const ids[] = {"会員", "番号", "お客様", "ID", "ＩＤ", "受付",
	    "登録No", "kaiin", "member", "user_no", "userno", "uid", "customer"};
	struct mu_str s = v->s, hint = w->f->hint;

	if (!v->random || use == MU_S_PLAIN || use == MU_S_URL)
		return;
	if (s.n > 4096)
		s.n = 4096;
	for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
		if (mu_str_find(s, mu_str_of(ids[i])) != SIZE_MAX
		    || (hint.n < 64 && has(hint, ids[i])))
			w->acts.behaviours |= MU_BIT(RANDOM_ID);
}

void
mu_walk_emit(struct mu_walk *w, struct mu_val *v, enum mu_script_use use)
{
	struct mu_script *o = w->out;
	struct mu_script_string *p;

	check_random(w, v, use);
	if (v->kind != V_STRING || v->s.n < 2 || !has_letter(v->s))
		return;
	if (v->e1 == v->e0 + 1 && v->e0 < o->string_n
	    && mu_str_eq(o->strings[v->e0].text, v->s)) {
		if (use != MU_S_PLAIN && o->strings[v->e0].use == MU_S_PLAIN) {
			o->strings[v->e0].use = use;
			mu_acts_string(&w->acts, v->s, use);
		}
		return;
	}
	if (o->string_n >= STRINGS)
		return;
	mu_walk_kill(w, v);
	p = mu_arena_grow(w->arena, o->strings, o->string_n, o->string_n + 1,
	    &o->string_cap, sizeof *p);
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

bool
mu_val_append(struct mu_walk *w, struct mu_val *to, struct mu_str s)
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

struct mu_str
mu_val_decimal(int64_t v, char *buf)
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
struct mu_val
mu_val_sum(struct mu_walk *w, struct mu_val a, const struct mu_val *b)
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
		struct mu_val s = text_val(MU_STR(""), b->at);

		if (a.kind == V_NUMBER) {
			(void)mu_val_append(w, &s, mu_val_decimal(a.number, buf));
		} else {
			(void)mu_val_append(w, &s, MU_STR("…"));
			s.gap = true;
		}
		a = s;
	}
	mu_walk_kill(w, &a);
	mu_walk_kill(w, b);
	a.e0 = a.e1 = a.var = a.name = 0;
	if (b->kind == V_STRING) {
		if (!mu_val_append(w, &a, b->s))
			a.gap = true;
		a.coded |= b->coded;
		a.number |= b->number;
	} else if (b->kind == V_NUMBER) {
		(void)mu_val_append(w, &a, mu_val_decimal(b->number, buf));
	} else if (b->kind == V_LIST) {
		(void)mu_val_append(w, &a, mu_fold_join(b->s, MU_STR(","), w->arena));
	} else {
		if (a.s.n < 3 || memcmp(a.s.p + a.s.n - 3, "…", 3) != 0)
			(void)mu_val_append(w, &a, MU_STR("…"));
		a.gap = true;
	}
	a.gap |= b->kind == V_STRING && b->gap;
	a.random = random;
	return a;
}

struct mu_var *
mu_var_find(struct mu_walk *w, uint32_t name, bool make)
{
	uint32_t i = name & (VAR_SLOTS - 1);

	for (unsigned tries = 0; tries < 64; tries++, i = (i + 1) & (VAR_SLOTS - 1)) {
		struct mu_var *p;

		if (w->slots[i]) {
			if (w->vars[w->slots[i] - 1].name == name)
				return &w->vars[w->slots[i] - 1];
			continue;
		}
		if (!make || w->var_n >= VARS)
			return NULL;
		p = mu_arena_grow(
		    w->arena, w->vars, w->var_n, w->var_n + 1, &w->var_cap, sizeof *p);
		if (!p) {
			w->failed = true;
			return NULL;
		}
		w->vars = p;
		w->vars[w->var_n] = (struct mu_var){.name = name};
		w->slots[i] = (uint16_t)++w->var_n;
		return &w->vars[w->var_n - 1];
	}
	return NULL;
}

void
mu_var_set(struct mu_walk *w, uint32_t name, struct mu_val *v, bool plus)
{
	struct mu_var *x;
	uint32_t i;

	if (v->kind == V_UNKNOWN && !v->random && !v->page && !plus) {
		x = mu_var_find(w, name, false);
		if (x && x->v.kind != V_NONE)
			x->many = true;
		return;
	}
	x = mu_var_find(w, name, true);
	if (!x)
		return;
	i = (uint32_t)(x - w->vars) + 1;
	if (plus && x->v.kind != V_NONE) {
		bool alone = x->v.kind == V_STRING && x->v.e1 == x->v.e0 + 1;
		uint32_t e0 = x->v.e0;

		x->v = mu_val_sum(w, x->v, v);
		/* the string handed out grows with it */
		if (alone && e0 < w->out->string_n && x->v.kind == V_STRING) {
			w->out->strings[e0].text = x->v.s;
			x->v.e0 = e0;
			x->v.e1 = e0 + 1;
		} else {
			mu_walk_emit(w, &x->v, MU_S_PLAIN);
		}
	} else {
		if (plus)
			return;
		/* set again: later readers cannot be sure, but mostly it began empty */
		if (x->v.kind == V_STRING && x->v.s.n && !mu_str_eq(x->v.s, v->s))
			x->many = true;
		x->v = *v;
		if (v->kind == V_STRING && !v->var)
			mu_walk_emit(w, &x->v, MU_S_PLAIN);
	}
	x->v.var = i;
	x->v.name = 0;
}
