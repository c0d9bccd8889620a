/*
 * One pass over the words of a document.
 *
 * next() runs over bytes and stops only where something can begin: the first digit of a group, '@',
 * a colon or dot between the right neighbours, the first three letters of a Latin word of words.def,
 * the first character of another. With SSE2 it looks at 16 ASCII bytes at a time. Text that has no
 * such places costs a few instructions per 16 bytes; everything else is decided by the families.
 */
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/err.h"
#include "indicator/scan.h"
#include "indicator/tables.h"

/* ---- results ---- */

struct mu_str
mu_ind_copy(struct mu_ind_scan *sc, struct mu_str s)
{
	char *p;

	if (!s.n)
		return MU_STR("");
	p = mu_arena_raw(sc->arena, s.n, 1);
	if (!p) {
		sc->nomem = sc->stop = true;
		return MU_STR("");
	}
	memcpy(p, s.p, s.n);
	return (struct mu_str){p, s.n};
}

bool
mu_ind_pay(struct mu_ind_scan *sc)
{
	if (!sc->budget) {
		sc->out->cut = true;
		return false;
	}
	sc->budget--;
	return true;
}

static uint32_t
hash(uint32_t type, uint32_t block, struct mu_str v)
{
	uint32_t h = 2166136261u ^ (type * 0x9E3779B1u) ^ (block * 0x85EBCA6Bu);

	for (size_t i = 0; i < v.n; i++)
		h = (h ^ (unsigned char)v.p[i]) * 16777619u;
	return h ^ h >> 15;
}

void
mu_ind_enter(struct mu_ind_scan *sc, size_t at)
{
	uint32_t stretch = (uint32_t)(at / MU_IND_STRETCH) + 1;

	if (stretch == sc->stretch)
		return;
	sc->stretch = stretch;
	sc->in_stretch = 0;
	sc->refused = 0;
	memset(sc->of_type, 0, sizeof sc->of_type);
	/* Where more facts stand than anybody lists, few places are worth a look. */
	if (sc->budget < MU_IND_STRETCH_BUDGET || sc->out->n >= MU_IND_MAX)
		sc->budget = MU_IND_STRETCH_BUDGET;
	if (sc->dates > MU_IND_DATES - MU_IND_STRETCH_DATES)
		sc->dates = MU_IND_DATES - MU_IND_STRETCH_DATES;
}

/* May one more be kept: within the limits of the page, or else of the stretch? */
static bool
has_room(struct mu_ind_scan *sc, enum mu_ind_type type)
{
	if (sc->out->n < MU_IND_MAX && (type != MU_I_PRICE || sc->prices < MU_IND_PRICES))
		return true;
	if (sc->in_stretch >= MU_IND_STRETCH_ALL || sc->of_type[type] >= MU_IND_STRETCH_TYPE
	    || sc->out->n > sc->most) {
		sc->out->cut = true;
		sc->refused++;
		return false;
	}
	sc->in_stretch++;
	sc->of_type[type]++;
	return true;
}

static struct mu_str
value_or_text(const struct mu_indicator *it)
{
	return it->value.n ? it->value : it->text;
}

/* The table that finds repeated values has two slots for each item; most pages have a few. */
static bool
make_slots(struct mu_ind_scan *sc)
{
	size_t n = sc->slots ? ((size_t)sc->slot_mask + 1) * 4 : MU_IND_SLOTS;

	sc->slots = mu_new(sc->arena, uint32_t, n);
	sc->slot_mask = (uint32_t)(n - 1);
	for (size_t k = 0; sc->slots && k < sc->out->n; k++) {
		const struct mu_indicator *it = &sc->out->list[k];
		uint32_t i = hash((uint32_t)it->type, it->block, value_or_text(it)) & sc->slot_mask;

		while (sc->slots[i])
			i = (i + 1) & sc->slot_mask;
		sc->slots[i] = (uint32_t)(k + 1);
	}
	return sc->slots != NULL;
}

/* Slot of an equal item, or the free one where it belongs. */
static uint32_t
slot_of(const struct mu_ind_scan *sc, enum mu_ind_type type, uint32_t block, struct mu_str v)
{
	uint32_t i = hash((uint32_t)type, block, v) & sc->slot_mask;

	for (;; i = (i + 1) & sc->slot_mask) {
		const struct mu_indicator *it;
		struct mu_str have;
		if (!sc->slots[i])
			return i;
		it = &sc->out->list[sc->slots[i] - 1];
		have = value_or_text(it);
		if (it->type == type && it->block == block && mu_str_eq(have, v) && (type != MU_I_PRICE
		    || !it->key_n || mu_str_eq(it->keys[0].value, mu_str_of(sc->currency))))
			return i;
	}
}

struct mu_indicator *
mu_ind_add(struct mu_ind_scan *sc, enum mu_ind_type type, const char *from, const char *to,
    struct mu_str value)
{
	struct mu_indicators *o = sc->out;
	struct mu_str text = {from, (size_t)(to - from)};
	uint32_t slot;
	struct mu_indicator *list, *it;

	if (sc->stop)
		return NULL;
	if ((!sc->slots || o->n > sc->slot_mask / 2) && !make_slots(sc)) {
		sc->nomem = sc->stop = true;
		return NULL;
	}
	if (sc->link) {
		/* A tel: target has no words of its own: what it says is its text. */
		if (!text.n)
			text = sc->doc->links[sc->link - 1].href;
		if (text.n > 2048)
			text.n = 2048;
		while (text.n && text.n == 2048 && ((unsigned char)text.p[text.n] & 0xC0) == 0x80)
			text.n--;
	}
	slot = slot_of(sc, type, sc->block, value.n ? value : text);
	if (sc->slots[slot]) {
		it = &o->list[sc->slots[slot] - 1];
		sc->refused += o->n >= MU_IND_MAX;
		if (sc->link && !it->link)
			it->link = sc->link;
		return NULL;
	}
	if (!has_room(sc, type))
		return NULL;
	list = mu_arena_grow(sc->arena, o->list, o->n, o->n + 1, &o->cap, sizeof *list);
	if (!list) {
		sc->nomem = sc->stop = true;
		return NULL;
	}
	o->list = list;
	it = &list[o->n];
	*it = (struct mu_indicator){.type = type, .block = sc->block, .link = sc->link,
	    .role = MU_R_UNKNOWN, .valid = MU_V_UNKNOWN};
	it->text = text;
	if (sc->link) {
		it->from = it->to = sc->doc->links[sc->link - 1].from;
		it->text = text;
	} else {
		it->from = (uint32_t)(from - sc->base);
		it->to = (uint32_t)(to - sc->base);
	}
	it->value = mu_ind_copy(sc, value);
	sc->slots[slot] = (uint32_t)++o->n;
	return sc->nomem ? NULL : it;
}

void
mu_ind_key(struct mu_ind_scan *sc, struct mu_indicator *it, const char *key, struct mu_str value)
{
	if (it->key_n >= MU_IND_KEYS)
		return;
	it->keys[it->key_n++] = (struct mu_ind_key){.key = key, .value = mu_ind_copy(sc, value)};
}

/* ---- words ---- */

static const char *
word(struct mu_ind_scan *sc, const char *p)
{
	unsigned n;
	uint32_t c = mu_ind_get(p, sc->e, &n);
	size_t lo = 0, hi = mu_ind_first_n;

	if (c - 'A' < 26)
		c |= 0x20;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (mu_ind_first_list[mid].cp < c)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo >= mu_ind_first_n || mu_ind_first_list[lo].cp != c)
		return NULL;
	if (c < 0x80 && p > sc->s && (unsigned char)p[-1] < 0x80 && mu_ind_alnum((unsigned char)p[-1]))
		return NULL;
	for (unsigned i = mu_ind_first_list[lo].from; i < mu_ind_first_list[lo].to; i++) {
		const struct mu_ind_word *w = &mu_ind_word_list[i];
		const char *to = mu_ind_starts(p, sc->e, w->word), *end = NULL;
		unsigned m;
		size_t k;
		if (!to)
			continue;
		k = strlen(w->word);
		if (mu_ind_alpha((unsigned char)w->word[k - 1]) && mu_ind_alpha(mu_ind_get(to, sc->e, &m))
		    && !((w->kind == MU_IW_ROUTE || w->kind == MU_IW_ID)
		    && (mu_ind_get(to, sc->e, &m) | 0x20) == 's'))
			continue;
		switch (w->kind) {
		case MU_IW_ROUTE:
			end = mu_ind_route(sc, p, to, w->arg);
			break;
		case MU_IW_ACCOUNT:
			end = mu_ind_account(sc, p, to);
			break;
		case MU_IW_YUCHO:
			end = mu_ind_yucho(sc, p, to);
			break;
		case MU_IW_ID:
			end = mu_ind_id(sc, p, to, w->arg);
			break;
		case MU_IW_SOON:
			end = mu_ind_soon(sc, p, to, w->arg);
			break;
		case MU_IW_LINE:
			end = mu_ind_line(sc, p, to, w->arg);
			break;
		case MU_IW_SPELT: {
			struct mu_ind_run r;
			if (mu_ind_read_spelt(p, sc->e, &r))
				end = mu_ind_phone(sc, &r);
			break;
		}
		case MU_IW_ERA:
			end = mu_ind_era(sc, p);
			break;
		default:
			break;
		}
		if (end)
			return end;
	}
	return NULL;
}

/* ---- numbers ---- */

/* Digits of groups [a, b) of a run, of which date and price want nothing. */
static const char *
plain_groups(struct mu_ind_scan *sc, const struct mu_ind_run *whole, unsigned a, unsigned b)
{
	struct mu_ind_run part;
	const struct mu_ind_run *r = whole;
	const char *end;
	unsigned past = 0, digits = 0;

	if (a || b < whole->n) {
		part = *whole;
		memmove(part.g, part.g + a, (b - a) * sizeof part.g[0]);
		part.n = b - a;
		part.end = part.g[part.n - 1].to;
		part.g[0].sep = a ? ' ' : 0;
		r = &part;
	}
	for (unsigned i = 0; i < r->n; i++)
		digits += r->g[i].n;
	if (digits < 3)
		return NULL;
	if (r->n >= 4 && (end = mu_ind_ip4(sc, r, &past)) != NULL)
		return end;
	if (r->n == 3 && (end = mu_ind_transfer(sc, r)) != NULL)
		return end;
	if (digits >= 16 && (end = mu_ind_long_id(sc, r)) != NULL)
		return end;
	return mu_ind_phone(sc, r);
}

/* 電話 03- / 0000-1234 over a line end: only with the label, and only when the first line is too short. */
static const char *
over_lines(struct mu_ind_scan *sc, const char *p)
{
	static const char *const tel[] = {"電話", "tel", "℡", "☎", "連絡先", "窓口", "直通", "携帯", "phone", NULL};
	struct mu_ind_run r;
	struct mu_ind_words w;
	unsigned digits = 0;

	if (!mu_ind_pay(sc))
		return NULL;
	mu_ind_before(sc, p, 30, &w);
	if (!mu_ind_last(&w, tel, NULL))
		return NULL;
	mu_ind_read_run(p, sc->e, true, &r);
	for (unsigned i = 0; i < r.n; i++)
		digits += r.g[i].n;
	return digits >= 10 && digits <= 11 ? mu_ind_phone(sc, &r) : NULL;
}

static bool
token_hex6(const struct mu_ind_scan *sc, const char *p, const char **colon)
{
	unsigned colons = 0;
	bool twice = false;
	const char *q = p;

	*colon = NULL;
	if (p > sc->s && (mu_ind_alnum((unsigned char)p[-1]) || p[-1] == ':' || p[-1] == '.'))
		return false;
	for (unsigned i = 0; i < 45 && q < sc->e; i++, q++) {
		unsigned char c = (unsigned char)*q;
		if (c == ':') {
			if (!*colon)
				*colon = q;
			twice = twice || (q > p && q[-1] == ':');
			colons++;
		} else if (!mu_ind_digit(c) && (c | 0x20u) - 'a' >= 6) {
			break;
		}
	}
	return *colon && (colons >= 6 || (twice && colons >= 2));
}

/* Do two letters begin a unit of money or time? Other words after a number say nothing of it. */
static bool
unit_head(const char *p, const char *e)
{
	unsigned char b = p + 1 < e ? mu_lower((unsigned char)p[1]) : ' ';

	switch (mu_lower((unsigned char)*p)) {
	case 'y': case 'w':
		return b == 'e';
	case 'j':
		return b == 'p';
	case 'u':
		return b == 's';
	case 'd':
		return b == 'o' || b == 'a';
	case 'b':
		return b == 'i' || b == 't' || b == 'u';
	case 'e':
		return b == 't' || b == 'u';
	case 'x':
		return b == 'm';
	case 'l':
		return b == 't';
	case 'g':
		return b == 'b';
	case 'h':
		return b == 'o' || b == 'r' || !mu_ind_alpha(b);
	case 'm':
		return b == 'i';
	default:
		return false;
	}
}

/* May a code like JPY or USD end at p (exclusive)? */
static bool
code_tail(const char *s, const char *p)
{
	unsigned char c = p > s ? mu_lower((unsigned char)p[-1]) : ' ';
	unsigned char b = p - s > 1 ? mu_lower((unsigned char)p[-2]) : ' ';

	return (c == 'y' && b == 'p') || (c == 'd' && b == 's') || (c == 'r' && b == 'u') || (c == 'c' && b == 't');
}

static bool
speaks(const struct mu_ind_scan *sc, const char *p)
{
	unsigned char c, d;

	if (p >= sc->e)
		return false;
	c = (unsigned char)p[0];
	d = p + 1 < sc->e ? (unsigned char)p[1] : ' ';
	return c >= 0x80 || c == '$' || (mu_ind_alpha(c) && unit_head(p, sc->e))
	    || (c == ' ' && (d >= 0x80 || d == '$' || d == ' ' || (mu_ind_alpha(d) && unit_head(p + 1, sc->e))));
}

/* May group i of a run begin an amount? Only if a mark stands before it or a unit after its last. */
static bool
price_worth(const struct mu_ind_scan *sc, const struct mu_ind_run *r, unsigned i)
{
	const char *p = r->g[i].from;
	unsigned char c, d;

	if ((unsigned char)*p >= 0x80)
		return true;
	if (p > sc->s) {
		c = (unsigned char)p[-1];
		d = p - 1 > sc->s ? (unsigned char)p[-2] : ' ';
		if (c >= 0x80 || c == '$' || c == '\\' || (mu_ind_alpha(c) && code_tail(sc->s, p))
		    || (c == ' ' && (d >= 0x80 || d == '$' || code_tail(sc->s, p - 1))))
			return true;
	}
	while (i + 1 < r->n && (r->g[i + 1].sep == ',' || r->g[i + 1].sep == '.'
	    || (r->g[i + 1].sep == ' ' && r->g[i + 1].n == 3)))
		i++;
	return speaks(sc, r->g[i].to);
}

static bool
date_worth(const struct mu_ind_scan *sc, const struct mu_ind_run *r, unsigned i)
{
	const struct mu_ind_group *g = &r->g[i];
	unsigned char c = g->to < sc->e ? (unsigned char)*g->to : ' ', prev;

	if ((unsigned char)*g->from >= 0x80 || speaks(sc, g->to))
		return true;
	prev = g->from > sc->s ? (unsigned char)g->from[-1] : ' ';
	if (c == '-' || c == '/' || c == '.')
		return g->n == 4 || (g->n <= 2 && (c == '/' || (prev | 0x20) == 'r' || (prev | 0x20) == 'h'
		    || (prev | 0x20) == 's'));
	return c == ':' && g->n <= 2;
}

static const char *
number(struct mu_ind_scan *sc, const char *p)
{
	struct mu_ind_run r;
	const char *claimed = p, *x, *q;
	unsigned plain = 0, digits = 0;
	unsigned char next, prev = p > sc->s ? (unsigned char)p[-1] : ' ';

	/* Most numbers in ordinary text: a few digits with nothing beside them that says more. */
	q = p;
	while (q < sc->e && (unsigned char)(*q - '0') < 10)
		q++;
	next = q < sc->e ? (unsigned char)*q : '\n';
	if (q > p && *p != '0' && prev < 0x80 && prev != '$' && prev != '\\' && prev != '+' && prev != '#'
	    && prev != '(' && !mu_ind_alpha(prev)) {
		unsigned char after = q + 1 < sc->e ? (unsigned char)q[1] : '\n';
		bool mark = prev == ' ' && p - sc->s >= 2 && ((unsigned char)p[-2] >= 0x80 || p[-2] == '$'
		    || code_tail(sc->s, p - 1) || p[-2] == '\\');
		if (next < 0x80 && !mark && (next == '\n' || next == ')' || next == ';' || next == ']'
		    || next == '}' || next == '"' || next == '|' || next == '=' || next == '%'
		    || ((next == ',' || next == '.' || next == ':') && (after == ' ' || after == '\n'))
		    || (next == ' ' && after < 0x80 && !mu_ind_digit(after)
		    && !(mu_ind_alpha(after) && unit_head(q + 1, sc->e)) && after != '-' && after != '('
		    && after != '$' && after != '/' && after != '~')))
			if ((q - p < 3 && prev != ':' && prev != '/') || q - p > MU_IND_DIGITS
			    || (q - p < 8 && prev != '-' && prev != '/' && prev != ':' && *p != '1'
			    && *p != '9' && *p != '8' && *p != '7'))
				return q;
	}
	if (q - p > MU_IND_DIGITS && !mu_ind_alpha(next))
		return q;
	if (q > p && mu_ind_alpha(next) && !mu_ind_alnum(prev)
	    && (*p == '1' || *p == '3' || *p == '4' || *p == '8' || (*p == '0' && next == 'x'))) {
		x = mu_ind_crypto(sc, p);
		if (x)
			return x;
	}
	if (q > p && (next == ':' || (next | 0x20) - 'a' < 6) && token_hex6(sc, p, &x))
		return mu_ind_ip6(sc, x);
	mu_ind_read_run(p, sc->e, false, &r);
	if (!r.n) {
		/* A lone unit: 十万円, 百円 */
		unsigned n;
		x = mu_ind_unit(mu_ind_get(p, sc->e, &n)) ? mu_ind_price(sc, p) : NULL;
		if (!x && n)
			x = mu_ind_date(sc, p);
		return x;
	}
	if (r.overlong)
		return r.end;
	for (unsigned i = 0; i < r.n && !sc->stop; i++) {
		const struct mu_ind_group *g = &r.g[i];
		digits += g->n;
		if (g->from < claimed) {
			plain = i + 1;
			continue;
		}
		if ((i && (g->sep == ',' || g->sep == '.')) || g->mask || g->n > 16)
			continue;
		if (i && (g->sep == '-' || g->sep == ':') && g->to == r.end
		    && (r.end >= sc->e || ((unsigned char)*r.end < 0x80 && *r.end != ' ')))
			continue;
		x = date_worth(sc, &r, i) ? mu_ind_date(sc, g->from) : NULL;
		if ((!x || x <= g->from) && price_worth(sc, &r, i))
			x = mu_ind_price(sc, g->from);
		if (x && x > g->from) {
			if (i > plain)
				plain_groups(sc, &r, plain, i);
			claimed = x;
			plain = i + 1;
		}
	}
	if (plain < r.n && r.g[plain].from >= claimed) {
		x = plain_groups(sc, &r, plain, r.n);
		if (x && x > claimed)
			claimed = x;
		else if (!x && plain == 0 && digits < 10 && digits > 1 && r.end < sc->e
		    && (*r.end == '\n' || (*r.end == '-' && r.end + 1 < sc->e && r.end[1] == '\n'))
		    && r.d[0] == '0' && (x = over_lines(sc, p)) != NULL)
			claimed = x;
	}
	return claimed > r.end ? claimed : r.end;
}

/* May a kanji numeral at p be a number at all? Cheap: 一 stands in every other sentence. */
static bool
kanji_number(const struct mu_ind_scan *sc, const char *p)
{
	static const char *const after[] = {"円", "年", "月", "日", "時", "分", "週", "か", "ヶ", "カ", "ケ", "営", "ド", "-",
	    "の", ",", "、", " ", "・", "(", "圓", "ヵ", ".", NULL};
	unsigned n, m;
	uint32_t d;

	(void)mu_ind_get(p, sc->e, &n);
	d = mu_ind_get(p + n, sc->e, &m);
	if (mu_ind_kanji(d) >= 0 || mu_ind_unit(d))
		return true;
	return mu_ind_starts_any(p + n, sc->e, after, NULL) != NULL;
}

/* ---- dispatch ---- */

/* Something may begin at p. Where to go on, past p. */
static const char *
look(struct mu_ind_scan *sc, const char *p)
{
	static const char *const at_signs[] = {"(at)", "[at]", "(アット)", "[アットマーク]", "(アットマーク)", "(a)", "★",
	    "_at_", NULL};
	unsigned n;
	uint32_t c = mu_ind_get(p, sc->e, &n);
	const char *x = NULL;

	if (mu_ind_digit(c)) {
		x = number(sc, p);
	} else if (c < 0x80 && mu_ind_alpha(c)) {
		if ((p == sc->s || !mu_ind_alnum((unsigned char)p[-1])) && (c == 'T' || c == 'L' || c == 'M'
		    || mu_ind_starts(p, sc->e, "bc1") || mu_ind_starts(p, sc->e, "ltc1")))
			x = mu_ind_crypto(sc, p);
		if (!x)
			x = word(sc, p);
		if (!x && c == 'O' && mu_ind_digit(mu_ind_get(p + n, sc->e, &n)))
			x = number(sc, p);
		n = 1;
	} else if (c == '@') {
		x = mu_ind_email(sc, p, p + n);
	} else if (c == ':') {
		x = mu_ind_url(sc, p);
		if (!x && n == 1)
			x = mu_ind_ip6(sc, p);
	} else if (c == '.') {
		x = mu_ind_bare(sc, p);
	} else if (c == '(' || c == '[' || c == 0x2605 || c == '_') {
		const char *past = mu_ind_starts_any(p, sc->e, at_signs, NULL);
		if (past)
			x = mu_ind_email(sc, p, past);
	} else if (mu_ind_kanji(c) >= 0 || mu_ind_unit(c)) {
		/* 二〇二六 is read from its first character on */
		if (kanji_number(sc, p))
			x = number(sc, p);
		if (!x)
			x = word(sc, p);
		/* 数十万円: the rest of what is no amount is none either */
		for (x = x ? x : p + n; x < sc->e; x += n) {
			uint32_t d = mu_ind_get(x, sc->e, &n);
			if (mu_ind_unit(c) == 0 || (mu_ind_kanji(d) < 0 && !mu_ind_unit(d)))
				break;
		}
	} else if (c >= 0x80) {
		x = word(sc, p);
	}
	if (x && x > p)
		return x;
	return p + (n ? n : 1);
}

static inline bool
head_hit(const char *p)
{
	unsigned char a = (unsigned char)p[0], b = (unsigned char)p[1], c = (unsigned char)p[2];

	return mu_ind_heads[(a & 31) << 5 | (b & 31)] >> (c & 31) & 1;
}

static bool
letter_hit(const char *p, const char *e)
{
	unsigned char a = (unsigned char)p[0];

	if (e - p < 3)
		return false;
	if (head_hit(p) || (a == 'O' && mu_ind_digit((unsigned char)p[1])))
		return true;
	return (a == 'T' || a == 'L' || a == 'M') && e - p >= 26 && mu_ind_alnum((unsigned char)p[25])
	    && mu_ind_alnum((unsigned char)p[13]) && mu_ind_alnum((unsigned char)p[7]);
}

/* An ASCII byte at p, decided alone: the slow twin of the SSE2 loop. */
static bool
ascii_hit(const char *s, const char *p, const char *e)
{
	unsigned char c = (unsigned char)*p, prev = p > s ? (unsigned char)p[-1] : ' ';
	unsigned char next = p + 1 < e ? (unsigned char)p[1] : ' ';

	if ((unsigned char)(c - '0') < 10)
		return (unsigned char)(prev - '0') >= 10;
	if (mu_ind_alpha(c))
		return !mu_ind_alpha(prev) && letter_hit(p, e);
	switch (c) {
	case '@':
		return p > s && prev != '@' && (next >= 0x80 || mu_ind_alnum(next));
	case ':':
		return next == '/' || next >= 0x80 || ((next == ':' || mu_ind_alnum(next)) && (prev == ':'
		    || mu_ind_alnum(prev) || prev == ' '));
	case '.':
		return mu_ind_alnum(prev) && (mu_ind_alnum(next) || next >= 0x80);
	case '(': case '[': case '_':
		return (next | 0x20) == 'a' || next >= 0x80;
	default:
		return false;
	}
}

#ifdef __SSE2__
static __m128i
in_range(__m128i v, char first, char count)
{
	/* unsigned v - first < count, by a signed comparison */
	return _mm_cmplt_epi8(_mm_add_epi8(v, _mm_set1_epi8((char)(-128 - first))),
	    _mm_set1_epi8((char)(-128 + count)));
}

static unsigned
lowest(unsigned m)
{
	return (unsigned)__builtin_ctz(m);
}

/*
 * 16 bytes at p (`high`: those that are not ASCII): candidates as bits. Neighbours outside the 16 are taken from memory
 * (s < p) or assumed to fit; ascii_hit() has the last word.
 */
static unsigned
candidates(__m128i v, unsigned high, const char *s, const char *p)
{
	__m128i low = _mm_or_si128(v, _mm_set1_epi8(0x20));
	unsigned digit = (unsigned)_mm_movemask_epi8(in_range(v, '0', 10));
	unsigned letter = (unsigned)_mm_movemask_epi8(in_range(low, 'a', 26));
	unsigned dot = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(v, _mm_set1_epi8('.')));
	unsigned colon = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(v, _mm_set1_epi8(':')));
	unsigned at = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(v, _mm_set1_epi8('@')));
	unsigned open = (unsigned)_mm_movemask_epi8(_mm_or_si128(_mm_or_si128(
	    _mm_cmpeq_epi8(v, _mm_set1_epi8('(')), _mm_cmpeq_epi8(v, _mm_set1_epi8('['))),
	    _mm_cmpeq_epi8(v, _mm_set1_epi8('_'))));
	unsigned a = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(low, _mm_set1_epi8('a')));
	unsigned slash = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(v, _mm_set1_epi8('/')));
	unsigned before_letter = p > s && mu_ind_alpha((unsigned char)p[-1]);
	unsigned before_digit = p > s && mu_ind_digit((unsigned char)p[-1]);
	unsigned alnum = digit | letter;

	return (digit & ~(digit << 1 | before_digit)) | at
	    | (letter & ~(letter << 1 | before_letter))
	    | (dot & ((alnum | high) >> 1 | 0x8000) & (alnum << 1 | 1))
	    | (colon & ((slash | alnum | colon | high) >> 1 | 0x8000))
	    | (open & ((a | high) >> 1 | 0x8000));
}
#endif

/* The bytes looked at last: `bits` of those from `from` on are candidates, up to `n` of them. */
struct seen {
	const char *from;
	unsigned bits, n, high;
};

/* The next place worth a look, or e. Up to `all` there are bytes to read. */
static const char *
next_place(const char *s, const char *p, const char *e, const char *all, struct seen *seen)
{
	while (p < e) {
		unsigned char c;
#ifdef __SSE2__
		while (all - p >= 16 || (size_t)(p - seen->from) < seen->n) {
			unsigned high, m, n;
			if ((size_t)(p - seen->from) < seen->n) {
				/* What was found there is read: go on behind it. */
				m = seen->bits & ~0u << (p - seen->from);
				high = seen->high;
				p = seen->from;
			} else {
				__m128i v = _mm_loadu_si128((const __m128i *)(const void *)p);
				high = (unsigned)_mm_movemask_epi8(v);
				if (high & 1)
					break;
				m = candidates(v, high, s, p);
				if (high)
					m &= (high & (0u - high)) - 1;
				if (e - p < 16)
					m &= (1u << (e - p)) - 1;
				*seen = (struct seen){p, m, high ? lowest(high) : 16, high};
			}
			for (; m; m &= m - 1) {
				const char *q = p + lowest(m);
				/* Nearly all are first letters of words nobody asks for. */
				if (mu_ind_alpha((unsigned char)*q) && e - q >= 3 && !head_hit(q)
				    && *q != 'T' && *q != 'L' && *q != 'M' && *q != 'O')
					continue;
				if (ascii_hit(s, q, e))
					return q;
			}
			n = high ? lowest(high) : 16;
			if (e - p <= (ptrdiff_t)n)
				return e;
			p += n;
			if (high)
				break;
		}
#else
		(void)all, (void)seen;
#endif
		c = (unsigned char)*p;
		if (c < 0x80) {
			if (ascii_hit(s, p, e))
				return p;
			p++;
		} else if ((c & 0xF0) == 0xE0 && e - p >= 3) {
			do {
				unsigned char b = (unsigned char)p[1], d = (unsigned char)p[2];
				if (mu_ind_lead[c & 15][b & 63] >> (d & 63) & 1)
					return p;
				p += 3;
			} while (e - p >= 3 && ((c = (unsigned char)*p) & 0xF0) == 0xE0);
		} else if (c >= 0xF0) {
			/* 𝟎 and its kin: mathematical digits */
			if (e - p >= 4 && c == 0xF0 && (unsigned char)p[1] == 0x9D && (unsigned char)p[2] == 0x9F)
				return p;
			p += e - p >= 4 ? 4 : 1;
		} else {
			p++;
		}
	}
	return e;
}

/* Script strings that are program, not words: many of its marks in the first part. */
static bool
looks_like_code(struct mu_str s)
{
	size_t n = s.n < 512 ? s.n : 512, marks = 0, high = 0;

	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		high += c >= 0x80;
		marks += c == '{' || c == '}' || c == ';' || c == '=' || c == '<' || c == '>' || c == '\\' || c == '$'
		    || c == '_' || c == '|' || c == '[' || c == ']' || c == '&';
	}
	return marks * (high ? 12 : 20) > n;
}

static void
block(struct mu_ind_scan *sc, const struct mu_block *b)
{
	struct seen seen;
	const char *p;

	sc->s = sc->base + b->from;
	sc->e = sc->base + b->to;
	sc->block = (uint32_t)(b - sc->doc->blocks);
	sc->link = 0;
	sc->code = (b->flags & MU_B_CODE) != 0;
	sc->no_net = false;
	if (b->place == MU_P_META || b->place == MU_P_URL)
		return;
	if (b->place == MU_P_SCRIPT) {
		if (!(b->flags & (MU_B_WRITTEN | MU_B_DIALOG))) {
			if (looks_like_code(mu_block_text(sc->doc, b)))
				return;
			sc->no_net = true;
		}
		sc->code = !(b->flags & (MU_B_WRITTEN | MU_B_DIALOG));
	}
	p = sc->s;
	seen = (struct seen){.from = p};
	while (!sc->stop && (p = next_place(sc->s, p, sc->e, sc->all, &seen)) < sc->e) {
		mu_ind_enter(sc, (size_t)(p - sc->base));
		p = look(sc, p);
		if (sc->refused >= MU_IND_STRETCH_REFUSED) {
			const char *next = sc->base + (size_t)sc->stretch * MU_IND_STRETCH;
			sc->out->cut = true;
			while (next < sc->e && ((unsigned char)*next & 0xC0) == 0x80)
				next++;
			if (next > p)
				p = next < sc->e ? next : sc->e;
		}
	}
}

/* ---- order ---- */

static bool
before(const struct mu_indicator *a, const struct mu_indicator *b)
{
	if (a->type != b->type)
		return a->type < b->type;
	return a->from < b->from;
}

/* Stable merge from the bottom up: by type, then by place. */
static bool
sort(struct mu_ind_scan *sc)
{
	struct mu_indicators *o = sc->out;
	uint32_t *a, *b;
	struct mu_indicator *list;

	if (o->n < 2)
		return true;
	a = mu_new_raw(sc->arena, uint32_t, o->n);
	b = mu_new_raw(sc->arena, uint32_t, o->n);
	list = mu_new_raw(sc->arena, struct mu_indicator, o->n);
	if (!a || !b || !list)
		return false;
	for (uint32_t i = 0; i < o->n; i++)
		a[i] = i;
	for (size_t width = 1; width < o->n; width *= 2) {
		for (size_t lo = 0; lo < o->n; lo += 2 * width) {
			size_t mid = lo + width < o->n ? lo + width : o->n;
			size_t hi = lo + 2 * width < o->n ? lo + 2 * width : o->n;
			size_t i = lo, j = mid;
			for (size_t k = lo; k < hi; k++)
				b[k] = i < mid && (j >= hi || !before(&o->list[a[j]], &o->list[a[i]]))
				    ? a[i++] : a[j++];
		}
		uint32_t *t = a;
		a = b;
		b = t;
	}
	for (size_t i = 0; i < o->n; i++)
		list[i] = o->list[a[i]];
	o->list = list;
	o->cap = o->n;
	return true;
}

bool
mu_find_indicators(const struct mu_doc *doc, struct mu_str now, struct mu_arena *arena,
    struct mu_indicators *out, struct mushi_err *err)
{
	struct mu_ind_scan sc = {.doc = doc, .arena = arena, .out = out, .base = doc->text_n ? doc->text : "", .budget = MU_IND_BUDGET};

	sc.all = sc.base + doc->text_n;
	/* Twice: the words are read first and the links after them; and room for links out of order. */
	sc.most = 2 * (MU_IND_MAX + (size_t)MU_IND_STRETCH_ALL * 2 * (doc->text_n / MU_IND_STRETCH + 1));
	(void)now; /* what is found never depends on it */
	*out = (struct mu_indicators){.list = NULL};
	for (size_t i = 0; i < doc->block_n && !sc.stop; i++)
		block(&sc, &doc->blocks[i]);
	for (size_t i = 0; i < doc->link_n && !sc.stop; i++)
		mu_ind_link(&sc, (uint32_t)i);
	if (sc.nomem || !sort(&sc))
		return mu_nomem(err);
	mu_ind_spread_own(out);
	return true;
}

const char *
mu_ind_type_key(enum mu_ind_type t)
{
	static const char *const keys[] = {"phones", "prices", "deadlines", "accounts", "emails", "urls",
	    "domains", "ids", "ips", "line_ids", "crypto", "payment_routes"};

	_Static_assert(sizeof keys / sizeof keys[0] == MU_I_TYPE_COUNT, "one key per type");
	return (unsigned)t < MU_I_TYPE_COUNT ? keys[t] : "";
}

const char *
mu_role_name(enum mu_role r)
{
	static const char *const names[] = {"unknown", "scammer", "victim", "official", "third-party"};

	return (unsigned)r < sizeof names / sizeof names[0] ? names[r] : "";
}
