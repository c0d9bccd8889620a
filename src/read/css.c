/*
 * The part of CSS that decides what the eye sees.
 *
 * A rule is kept only when it says something of `struct mu_css_props`; most sheets shrink to a
 * few rules. Each is filed under one name of its last compound (#id before .class before
 * tag) in a hash table, so that an element without a filed name costs a look or two. For
 *
 *	.wrap > div.note { display: none }
 *
 * the key is ".note", the compound asks for "div" too, and "wrap" must be in the filter
 * of names of the open elements. Conditions that change with the person's doing (:hover,
 * :checked) or the screen (@media with a width) never hide: what someone can see counts
 * as seen.
 */
#include "read/css_int.h"

enum { VISITS = 48, MATCHES = 24 };

uint32_t
mu_css_hash(struct mu_str s, unsigned kind)
{
	uint32_t h = 2166136261u ^ kind;

	for (size_t i = 0; i < s.n; i++)
		h = (h
			^ (kind == 't' ? mu_lower((unsigned char)s.p[i])
				       : (unsigned char)s.p[i]))
		    * 16777619u;
	return h ^ h >> 15;
}

uint64_t
mu_css_bit(struct mu_str s, unsigned kind)
{
	uint32_t h = mu_css_hash(s, kind);

	return (uint64_t)1 << (h & 63) | (uint64_t)1 << (h >> 6 & 63);
}

struct mu_css *
mu_css_new(struct mu_arena *arena)
{
	struct mu_css *css = mu_new(arena, struct mu_css, 1);

	if (css)
		css->arena = arena;
	return css;
}

void
mu_css_reset(struct mu_css *css)
{
	if (css->n)
		memset(css->heads, 0, sizeof css->heads);
	css->n = 0;
	css->any_head = 0;
	css->tags = false;
}

bool
mu_css_any(const struct mu_css *css)
{
	return css->n > 0;
}

static bool
has_class(struct mu_str classes, struct mu_str name)
{
	for (size_t i = 0; i < classes.n;) {
		size_t from;

		while (i < classes.n && space(classes.p[i]))
			i++;
		for (from = i; i < classes.n && !space(classes.p[i]); i++)
			;
		if (i - from == name.n && memcmp(classes.p + from, name.p, name.n) == 0)
			return true;
	}
	return false;
}

static void
merge(struct mu_css_props *to, const struct mu_css_props *from)
{
	uint8_t *a = (uint8_t *)to;
	const uint8_t *b = (const uint8_t *)from;

	for (size_t i = 0; i < sizeof *to; i++)
		if (b[i])
			a[i] = b[i];
}

struct found {
	uint32_t rule[MATCHES];
	unsigned n;
};

struct asked {
	struct mu_str tag, id, classes;
	uint64_t ancestors;
};

static bool
matches(const struct mu_css_rule *r, const struct asked *a)
{
	if ((r->need & a->ancestors) != r->need)
		return false;
	for (unsigned k = 0; k < r->part_n; k++) {
		const struct mu_css_part *p = &r->part[k];

		if (p->kind == 't'       ? !mu_str_eq_nocase(p->name, a->tag)
			: p->kind == '#' ? !mu_str_eq(p->name, a->id)
					 : !has_class(a->classes, p->name))
			return false;
	}
	return true;
}

/*
 * Newest rules come first in a chain; looking at VISITS of them bounds what a hostile
 * sheet costs.
 */
static void
collect(const struct mu_css *css, uint32_t head, const struct asked *a, struct found *f)
{
	unsigned visits = 0;

	for (uint32_t i = head; i && visits < VISITS;
	     i = css->rules[i - 1].next, visits++) {
		unsigned k;

		if (f->n == MATCHES || !matches(&css->rules[i - 1], a))
			continue;
		for (k = 0; k < f->n && f->rule[k] != i - 1; k++)
			;
		if (k == f->n)
			f->rule[f->n++] = i - 1;
	}
}

struct mu_style
mu_css_match(const struct mu_css *css, struct mu_str tag, struct mu_str id,
    struct mu_str classes, uint64_t ancestors, struct mu_str *before,
    struct mu_str *after)
{
	struct asked a = {tag, id, classes, ancestors};
	struct found f = {.n = 0};
	struct mu_css_props p = {0};
	struct mu_style out = {0, 0, 0, {"", 0}};
	unsigned tries = 0;

	if (before)
		*before = MU_STR("");
	if (after)
		*after = MU_STR("");
	if (!css->n)
		return out;
	collect(css, css->any_head, &a, &f);
	if (css->tags)
		collect(css, css->heads[mu_css_hash(tag, 't') % MU_CSS_HEADS], &a, &f);
	for (size_t i = 0; i < classes.n && tries < 32; tries++) {
		size_t from;

		while (i < classes.n && space(classes.p[i]))
			i++;
		for (from = i; i < classes.n && !space(classes.p[i]); i++)
			;
		if (i > from) {
			uint32_t head =
			    css->heads[mu_css_hash(mu_str_sub(classes, from, i), '.') % MU_CSS_HEADS];
			if (head)
				collect(css, head, &a, &f);
		}
	}
	if (id.n)
		collect(css, css->heads[mu_css_hash(id, '#') % MU_CSS_HEADS], &a, &f);
	for (unsigned i = 1; i < f.n;
	     i++) { /* by weight, then order: insertion sort of a few */
		uint32_t x = f.rule[i];
		unsigned k = i;

		for (; k
		     && (css->rules[f.rule[k - 1]].spec > css->rules[x].spec
			 || (css->rules[f.rule[k - 1]].spec == css->rules[x].spec
			     && f.rule[k - 1] > x));
		     k--)
			f.rule[k] = f.rule[k - 1];
		f.rule[k] = x;
	}
	for (unsigned i = 0; i < f.n; i++) {
		const struct mu_css_rule *r = &css->rules[f.rule[i]];
		struct mu_str *to = r->which == MU_CSS_BEFORE ? before : after;

		if (r->which == MU_CSS_ELEMENT) {
			merge(&p, &r->props);
			out.color = r->color ? r->color : out.color;
			out.background = r->background ? r->background : out.background;
		} else if (to && r->props.display != 1) {
			css->used[f.rule[i]] = true;
			if (r->content.n)
				*to = r->content;
		}
	}
	out.flags = mu_css_flags(&p);
	return out;
}

uint64_t
mu_css_bits(struct mu_str tag, struct mu_str id, struct mu_str classes)
{
	uint64_t bits = tag.n ? mu_css_bit(tag, 't') : 0;
	unsigned tries = 0;

	if (id.n)
		bits |= mu_css_bit(id, '#');
	for (size_t i = 0; i < classes.n && tries < 16; tries++) {
		size_t from;

		while (i < classes.n && space(classes.p[i]))
			i++;
		for (from = i; i < classes.n && !space(classes.p[i]); i++)
			;
		if (i > from)
			bits |= mu_css_bit(mu_str_sub(classes, from, i), '.');
	}
	return bits;
}

struct mu_str
mu_css_unused(const struct mu_css *css, size_t i, bool *more)
{
	*more = i < css->n;
	return *more && css->rules[i].which != MU_CSS_ELEMENT && !css->used[i]
	    ? css->rules[i].content
	    : MU_STR("");
}
