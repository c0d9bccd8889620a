/* A style sheet -> rules. Broken ones are skipped; those that say nothing are not kept. */
#include "read/css_int.h"

enum { RULES = 65536, NEST = 32 };

/*
 * One selector -> rule. False when it depends on what the person does or on what we do
 * not follow (attributes, siblings by number).
 */
static bool
selector(struct mu_str s, struct mu_css_rule *r)
{
	bool empty = true;

	r->part_n = 0;
	r->need = 0;
	r->spec = 0;
	r->which = MU_CSS_ELEMENT;
	for (size_t i = 0; i < s.n;) {
		char c = s.p[i];

		if (space(c) || c == '>' || c == '+' || c == '~') {
			if (!empty) {
				/*
				 * what stood so far is asked of the ancestors (or,
				 * roughly, siblings)
				 */
				for (unsigned k = 0; k < r->part_n; k++)
					r->need |= mu_css_bit(r->part[k].name, r->part[k].kind);
				if (c == '+' || c == '~')
					return false;
			}
			r->part_n = 0;
			empty = true;
			while (i < s.n && (space(s.p[i]) || s.p[i] == '>'))
				i++;
			if (i < s.n && (s.p[i] == '+' || s.p[i] == '~'))
				return false;
			continue;
		}
		empty = false;
		if (c == '*') {
			i++;
		} else if (c == '.' || c == '#' || name_char(c)) {
			size_t from = i += c == '.' || c == '#';
			uint8_t kind = c == '.' || c == '#' ? (uint8_t)c : 't';

			while (i < s.n && name_char(s.p[i]))
				i++;
			if (i == from || r->part_n == MU_CSS_PARTS)
				return false;
			r->part[r->part_n++] = (struct mu_css_part){
			    mu_str_sub(s, from, i), kind};
			r->spec += kind == '#' ? 10000 : kind == '.' ? 100 : 1;
		} else if (c == ':') {
			size_t from;
			struct mu_str word;

			while (i < s.n && s.p[i] == ':')
				i++;
			for (from = i; i < s.n && name_char(s.p[i]); i++)
				;
			word = mu_str_sub(s, from, i);
			if (mu_str_eq_nocase(word, MU_STR("before")))
				r->which = MU_CSS_BEFORE;
			else if (mu_str_eq_nocase(word, MU_STR("after")))
				r->which = MU_CSS_AFTER;
			else if (mu_str_eq_nocase(word, MU_STR("root")))
				r->part[r->part_n < MU_CSS_PARTS ? r->part_n++ : MU_CSS_PARTS - 1] =
				    (struct mu_css_part){MU_STR("html"), 't'};
			else if (!mu_str_eq_nocase(word, MU_STR("link")))
				return false;
		} else {
			return false;
		}
	}
	/* the key: an id before a class before a tag */
	for (unsigned k = 1; k < r->part_n; k++) {
		static const char order[] = "t.#";
		if (strchr(order, r->part[k].kind) > strchr(order, r->part[0].kind)) {
			struct mu_css_part t = r->part[0];
			r->part[0] = r->part[k];
			r->part[k] = t;
		}
	}
	return !empty;
}

static bool
add_rule(struct mu_css *css, struct mu_css_rule *r)
{
	uint32_t *head;
	struct mu_css_rule *rules;
	bool *used;

	if (css->n >= RULES)
		return true;
	rules = mu_arena_grow(
	    css->arena, css->rules, css->n, css->n + 1, &css->cap, sizeof *rules);
	if (!rules)
		return false;
	css->rules = rules;
	used = mu_arena_grow(
	    css->arena, css->used, css->n, css->n + 1, &css->used_cap, sizeof *used);
	if (!used)
		return false;
	css->used = used;
	css->used[css->n] = false;
	for (unsigned k = 0; k < r->part_n; k++)
		css->tags |= r->part[k].kind == 't';
	head = r->part_n ? &css->heads[mu_css_hash(r->part[0].name, r->part[0].kind) % MU_CSS_HEADS]
			 : &css->any_head;
	r->next = *head;
	r->order = (uint32_t)css->n;
	css->rules[css->n++] = *r;
	*head = (uint32_t)css->n;
	return true;
}

static bool
add_rules(
    struct mu_css *css, struct mu_str prelude, const struct mu_css_block *b, bool conditional)
{
	static const struct mu_css_props nothing;
	struct mu_css_block now = *b;
	size_t from = 0, open = 0;

	if (conditional && mu_css_hides(&now.p)) {
		now.p = nothing;
		now.color = now.background = 0;
	}
	if (memcmp(&now.p, &nothing, sizeof nothing) == 0 && !now.color && !now.background
	    && !now.content.n)
		return true;
	for (size_t i = 0; i <= prelude.n; i++) {
		struct mu_css_rule r = {.color = now.color,
		    .background = now.background,
		    .content = now.content,
		    .props = now.p};

		if (i < prelude.n && (prelude.p[i] == '(' || prelude.p[i] == '['))
			open++;
		if (i < prelude.n && (prelude.p[i] == ')' || prelude.p[i] == ']') && open)
			open--;
		if (i < prelude.n && (prelude.p[i] != ',' || open))
			continue;
		if (selector(mu_str_trim(mu_str_sub(prelude, from, i)), &r)) {
			r.spec += b->important ? 1000000 : 0;
			if (!add_rule(css, &r))
				return false;
		}
		from = i + 1;
	}
	return true;
}

/* '{' of the block that follows at i, or the ';' or '}' or end that comes first. */
static size_t
prelude_end(struct mu_str s, size_t i)
{
	while (i < s.n && s.p[i] != '{' && s.p[i] != ';' && s.p[i] != '}') {
		size_t to = mu_css_past(s, i);
		i = to != i ? to : i + 1;
	}
	return i < s.n ? i : s.n;
}

static size_t
skip_block(struct mu_str s, size_t i)
{
	size_t open = 0;

	while (i < s.n) {
		size_t to = mu_css_past(s, i);
		if (to != i) {
			i = to;
			continue;
		}
		if (s.p[i] == '{')
			open++;
		if (s.p[i] == '}' && --open == 0)
			return i + 1;
		i++;
	}
	return s.n;
}

/*
 * Always true, only under a condition (of size, of printing off), or never on a screen?
 */
enum media { ALWAYS, SOMETIMES, NEVER };

static enum media
media(struct mu_str q)
{
	q = mu_str_trim(q);
	if (!q.n || mu_str_eq_nocase(q, MU_STR("all"))
	    || mu_str_eq_nocase(q, MU_STR("screen")))
		return ALWAYS;
	if (has(q, MU_STR("print")) && !has(q, MU_STR("screen"))
	    && !has(q, MU_STR("not")))
		return NEVER;
	return SOMETIMES;
}

bool
mu_css_add(struct mu_css *css, struct mu_str s)
{
	bool conditional[NEST];
	unsigned nest = 0;

	for (size_t i = 0; i < s.n;) {
		struct mu_css_block b;
		size_t end, to = mu_css_past(s, i);

		if (to != i) {
			i = to;
			continue;
		}
		if (space(s.p[i]) || s.p[i] == ';') {
			i++;
			continue;
		}
		if (s.p[i] == '}') {
			nest -= nest > 0;
			i++;
			continue;
		}
		if (s.n - i >= 4 && memcmp(s.p + i, "<!--", 4) == 0) {
			i += 4;
			continue;
		}
		if (s.n - i >= 3 && memcmp(s.p + i, "-->", 3) == 0) {
			i += 3;
			continue;
		}
		end = prelude_end(s, i);
		if (end >= s.n)
			break;
		if (s.p[end] != '{') {
			i = end + (s.p[end] == ';');
			continue;
		}
		if (s.p[i] == '@') {
			struct mu_str at = mu_str_sub(s, i, end);
			enum media m = NEVER;

			if (at.n > 6
			    && mu_str_eq_nocase(mu_str_sub(at, 0, 6), MU_STR("@media")))
				m = media(mu_str_sub(at, 6, at.n));
			else if (at.n > 6
			    && mu_str_eq_nocase(mu_str_sub(at, 0, 6), MU_STR("@layer")))
				m = ALWAYS;
			else if (at.n > 9
			    && mu_str_eq_nocase(
				mu_str_sub(at, 0, 9), MU_STR("@supports")))
				m = SOMETIMES;
			if (m == NEVER || nest == NEST) {
				i = skip_block(s, end);
				continue;
			}
			conditional[nest] = m == SOMETIMES
			    || (nest && conditional[nest - 1]);
			nest++;
			i = end + 1;
			continue;
		}
		to = mu_css_declarations(s, end + 1, &b, css->arena);
		if (!add_rules(css, mu_str_trim(mu_str_sub(s, i, end)), &b,
			nest && conditional[nest - 1]))
			return false;
		i = to;
	}
	return true;
}
