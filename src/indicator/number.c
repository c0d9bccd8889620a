/* A number: is it a date, an amount, an address, a telephone number, or nothing of interest? */
#include "indicator/scan.h"

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

const char *
mu_ind_number(struct mu_ind_scan *sc, const char *p)
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

bool
mu_ind_kanji_number(const struct mu_ind_scan *sc, const char *p)
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
