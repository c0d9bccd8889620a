/*
 * Numbers that are given to the reader: member IDs, case numbers, 法人番号, codes of gift cards.
 *
 * The shape (A for a letter, 9 for a digit) joins pages of one kit whose numbers differ. Codes of
 * cards that were bought are the victim's money: only the last four characters are kept.
 */
#include "indicator/scan.h"

enum { ID_MAX = 24 };

/* 法人番号: 9 - (sum of P*Q mod 9), Q = 1, 2 from the right (国税庁, 法人番号の指定等に関する省令). */
static bool
corporate_ok(const char *d)
{
	unsigned sum = 0;

	for (unsigned n = 1; n <= 12; n++)
		sum += (unsigned)(d[13 - n] - '0') * (n % 2 ? 1 : 2);
	return d[0] - '0' == (int)(9 - sum % 9);
}

static bool
luhn_ok(const char *d, size_t n)
{
	unsigned sum = 0;

	for (size_t i = 0; i < n; i++) {
		unsigned v = (unsigned)(d[n - 1 - i] - '0');
		if (i % 2)
			v = v * 2 > 9 ? v * 2 - 9 : v * 2;
		sum += v;
	}
	return sum % 10 == 0;
}

/* 090-0000-1234, with or without its dashes? */
static bool
mobile(const char *v, size_t n)
{
	char d[12] = "";
	size_t k = 0;

	for (size_t i = 0; i < n; i++) {
		if (v[i] == '-')
			continue;
		if (v[i] < '0' || v[i] > '9' || k + 1 >= sizeof d)
			return false;
		d[k++] = v[i];
	}
	return k == 11 && d[0] == '0' && d[1] >= '7' && d[2] == '0';
}

/* Label word at [p, to). */
const char *
mu_ind_id(struct mu_ind_scan *sc, const char *p, const char *to, const char *label)
{
	static const char *const fill[] = {" ", ":", "は", "が", "「", "『", "[", "(", "#", "no.", "№", "=", "\n", "→",
	    "⇒", "]", ")", "|", "/", "番号", "id", NULL};
	char v[ID_MAX * 4 + 8], shape[ID_MAX * 4 + 8];
	size_t n = 0, sn = 0, digits = 0, letters = 0, chars = 0, mask = 0;
	const char *e = (size_t)(sc->all - to) > 120 ? to + 120 : sc->all, *q = to, *x;
	struct mu_indicator *it;
	unsigned m;
	uint32_t c;
	bool opened = to > p && to[-1] == '.', ends = false; /* 会員No.A-12345 */
	unsigned prefix = 0;

	for (int i = 0; i < 8 && (x = mu_ind_starts_any(q, e, fill, NULL)) != NULL; i++) {
		/* What stands in another block must stand there alone (a table cell). */
		if (*q == '\n')
			ends = true;
		opened = true;
		q = x;
	}
	if (!opened && !mu_ind_digit(mu_ind_get(q, e, &m)))
		return NULL;
	/* わ-12345, ミ12345, （ミ）12345 */
	c = mu_ind_get(q, e, &m);
	while (prefix < 2 && ((c >= 0x3041 && c <= 0x30FA) || (c >= 0x4E00 && c <= 0x9FFF))) {
		n += mu_utf8_put(c, v + n);
		sn += mu_utf8_put(c, shape + sn);
		prefix++;
		q += m;
		c = mu_ind_get(q, e, &m);
	}
	if (prefix && !mu_ind_digit(c) && c != '-' && c != ')')
		return NULL;
	if (prefix && c == ')') {
		q += m;
		/* 訴訟番号（ワ）第123号, the half of a real case number these letters know */
		if ((x = mu_ind_starts(q, e, "第")) != NULL)
			q = x;
	}
	while (q < e && chars < ID_MAX) {
		c = mu_ind_get(q, e, &m);
		if (mu_ind_digit(c)) {
			v[n++] = (char)c;
			shape[sn++] = '9';
			digits++;
		} else if (mu_ind_alpha(c)) {
			v[n++] = (char)(c & ~0x20u);
			shape[sn++] = 'A';
			letters++;
		} else if (c == '-' || c == '_') {
			unsigned k;
			if (!mu_ind_alnum(mu_ind_get(q + m, e, &k)))
				break;
			v[n++] = (char)c;
			shape[sn++] = (char)c;
		} else if (c == ' ' && digits >= 4 && !letters && chars % 5 == 4) {
			/* 1234 5678: groups of four */
			unsigned k;
			const char *g = q + m;
			for (k = 0; k < 4; k++) {
				unsigned l;
				if (!mu_ind_digit(mu_ind_get(g, e, &l)))
					break;
				g += l;
			}
			if (k < 4)
				break;
			q += m;
			chars++;
			continue;
		} else if (c == '*' || c == 0x25CF || c == 0x25CB) {
			mask++;
			shape[sn++] = '*';
		} else {
			break;
		}
		chars++;
		q += m;
	}
	/* お問い合わせ番号：03-… is a telephone. */
	if (strcmp(label, "問い合わせ番号") == 0 && n && v[0] == '0' && !letters && (digits == 10 || digits == 11))
		return NULL;
	if (chars >= ID_MAX && mu_ind_alnum(mu_ind_get(q, e, &m)))
		return NULL;
	if (chars < (prefix ? 3u : 4u) || (digits == 0 && mask < 2) || (letters > 6 && digits < 2)
	    || mask == 1)
		return NULL;
	{
		static const char *const units[] = {"円", "年", "月", "人", "件", "名", "%", "個", "万", "桁", "文字", "日",
		    "時", NULL};
		if (mu_ind_starts_any(q, e, units, NULL))
			return NULL;
		c = mu_ind_get(q, e, &m);
		if (c == '@' || c == '.' || (c == '/' && ends))
			if (mu_ind_alnum(mu_ind_get(q + m, e, &m)))
				return NULL;
	}
	{
		const char *end = q > sc->e ? sc->e : q;
		it = mu_ind_add(sc, MU_I_ID, p, end, (struct mu_str){v, mask ? 0 : n});
		if (!it)
			return end;
		it->asserted = true;
		it->masked = mask > 0;
		mu_ind_key(sc, it, "label", mu_str_of(label));
		mu_ind_key(sc, it, "shape", (struct mu_str){shape, sn});
		/* A mobile number under お客様番号 is the number of the person. */
		if (mask || strstr(label, "端末") || strstr(label, "個体")
		    || (mobile(v, n) && strstr(label, "番号")))
			it->role = MU_R_VICTIM;
		if (!mask && digits == 13 && !prefix
		    && ((letters == 1 && v[0] == 'T' && n == 14) || (n == 13 && strstr(label, "法人番号"))))
			it->valid = corporate_ok(v + n - 13) ? MU_V_YES : MU_V_NO;
		return end;
	}
}

/* 令和8年（ワ）第123号: `at` is past 年. */
const char *
mu_ind_case(struct mu_ind_scan *sc, const char *p, const char *at, const char *era, int64_t year)
{
	static const char *const known[] = {"ワ", "ハ", "少コ", "ロ", "ヲ", "ル", "ヌ", "ケ", "ヨ", "ト", "ノ", "少エ", "手ワ",
	    "手ハ", "レ", "ネ", "オ", "受", "フ", "モ", "家イ", "家ホ", "少テ", NULL};
	char sym[16], v[80];
	size_t sn = 0, n = 0, which;
	const char *q = mu_ind_blank(at, sc->e), *x;
	unsigned m;
	uint32_t c = mu_ind_get(q, sc->e, &m);
	int64_t number;
	struct mu_indicator *it;

	if (c != '(')
		return NULL;
	q += m;
	for (int i = 0; i < 4; i++) {
		c = mu_ind_get(q, sc->e, &m);
		if (c == ')' || q >= sc->e)
			break;
		/* ﾜ and ワ are the same mark */
		uint32_t raw = mu_utf8_get(q, sc->e, &m);
		c = mu_ind_get(q, sc->e, &m);
		sn += mu_utf8_put(raw == 0xFF9C ? 0x30EF : raw == 0xFF8A ? 0x30CF : raw == 0xFF9B ? 0x30ED : c,
		    sym + sn);
		q += m;
	}
	c = mu_ind_get(q, sc->e, &m);
	if (c != ')' || !sn)
		return NULL;
	q = mu_ind_blank(q + m, sc->e);
	x = mu_ind_starts(q, sc->e, "第");
	if (!x || !(x = mu_ind_whole(mu_ind_blank(x, sc->e), sc->e, &number)))
		return NULL;
	x = mu_ind_starts(mu_ind_blank(x, sc->e), sc->e, "号");
	if (!x || number > 9999999)
		return NULL;
	{
		size_t k = strlen(era);
		char rev[20];
		int64_t parts[2] = {year, number};
		memcpy(v, era, k);
		n = k;
		for (int i = 0; i < 2; i++) {
			size_t r = 0;
			int64_t t = parts[i];
			do
				rev[r++] = (char)('0' + t % 10);
			while ((t /= 10) != 0);
			while (r)
				v[n++] = rev[--r];
			if (i == 0) {
				memcpy(v + n, "年(", 4);
				n += 4;
				memcpy(v + n, sym, sn);
				n += sn;
				memcpy(v + n, ")第", 4);
				n += 4;
			}
		}
		memcpy(v + n, "号", 3);
		n += 3;
	}
	it = mu_ind_add(sc, MU_I_ID, p, x, (struct mu_str){v, n});
	if (it) {
		const char *known_end = mu_ind_starts_any(sym, sym + sn, known, &which);
		it->asserted = true;
		it->valid = known_end == sym + sn ? MU_V_UNKNOWN : MU_V_NO;
		mu_ind_key(sc, it, "label", MU_STR("事件番号"));
		mu_ind_key(sc, it, "shape", MU_STR("civil-case"));
	}
	return x;
}

/* A value of which only the last four characters may stay. */
static void
keep_masked(struct mu_ind_scan *sc, const char *from, const char *to, const char *s, size_t n,
    const char *label)
{
	char v[ID_MAX + 1];
	struct mu_indicator *it;

	for (size_t i = 0; i < n; i++)
		v[i] = i + 4 < n ? '*' : s[i];
	it = mu_ind_add(sc, MU_I_ID, from, to, (struct mu_str){v, n});
	if (!it)
		return;
	it->role = MU_R_VICTIM;
	it->masked = true;
	it->asserted = true;
	it->text = it->value;
	mu_ind_key(sc, it, "label", mu_str_of(label));
	mu_ind_key(sc, it, "shape", MU_STR("card-code"));
}

/* Sixteen digits of a card, by Luhn and the word カード before. */
const char *
mu_ind_long_id(struct mu_ind_scan *sc, const struct mu_ind_run *r)
{
	static const char *const cards[] = {"カード", "card", "vプリカ", "visa", NULL};
	struct mu_ind_words w;
	char d[16];
	size_t n = 0;
	unsigned k = 0;

	for (; k < r->n && n < 16; k++) {
		const struct mu_ind_group *g = &r->g[k];
		if (g->mask || n + g->n > 16 || (k && g->sep != ' ' && g->sep != '-'))
			return NULL;
		memcpy(d + n, r->d + g->at, g->n);
		n += g->n;
	}
	if (n != 16 || (k != 1 && k != 4) || (k < r->n && r->g[k].sep != ' ') || !luhn_ok(d, 16)
	    || !mu_ind_pay(sc))
		return NULL;
	mu_ind_before(sc, r->g[0].from, 60, &w);
	if (!mu_ind_last(&w, cards, NULL))
		return NULL;
	keep_masked(sc, r->g[0].from, r->g[k - 1].to, d, 16, "card-number");
	return r->g[k - 1].to;
}

/* The code of a card whose name ends at `to`, if it stands in the next words. */
void
mu_ind_gift_code(struct mu_ind_scan *sc, const char *to)
{
	const char *e = (size_t)(sc->e - to) > 90 ? to + 90 : sc->e, *p = to;
	bool before = true; /* the character before p is a letter or digit */

	while (p < e) {
		unsigned m;
		uint32_t c = mu_ind_get(p, sc->e, &m);
		char v[ID_MAX];
		size_t n = 0, digits = 0, letters = 0, group = 0;
		const char *q = p, *end = p;
		if (c == 0x3002)
			return;
		if (!mu_ind_alnum(c) || before) {
			before = mu_ind_alnum(c);
			p += m;
			continue;
		}
		while (q < sc->e && n < ID_MAX) {
			c = mu_ind_get(q, sc->e, &m);
			if (mu_ind_digit(c) || c - 'A' < 26) {
				digits += mu_ind_digit(c);
				letters += !mu_ind_digit(c);
				v[n++] = (char)c;
				group++;
				q += m;
				end = q;
			} else if ((c == '-' || c == ' ') && group >= 4 && group <= 6) {
				unsigned k;
				uint32_t d = mu_ind_get(q + m, sc->e, &k);
				if (!(mu_ind_digit(d) || d - 'A' < 26))
					break;
				group = 0;
				q += m;
			} else {
				break;
			}
		}
		c = mu_ind_get(end, sc->e, &m);
		if ((n == 14 || n == 15 || n == 16 || n == 20) && !mu_ind_alnum(c) && letters >= 2
		    && digits >= 2) {
			keep_masked(sc, p, end, v, n, "gift-card");
			return;
		}
		p = end > p ? end : p + m;
		before = true;
	}
}
