/*
 * Amounts of money. Only with a mark or unit beside the number: ¥98,000, 9万8千円, 金壱拾万円也,
 * $500, 0.05 BTC. A bare number is no price, nor is the 円 of 円滑 or the 万 of 万一.
 */
#include "indicator/scan.h"

struct amount {
	int64_t whole;      /* integer part */
	char frac[12];      /* digits after the point */
	size_t frac_n;
	bool dot3;          /* the point may be a thousands mark: exactly three digits follow */
	bool units;         /* 千, 万 … were used */
	const char *end;
};

static int64_t
power(size_t n)
{
	int64_t v = 1;

	while (n--)
		v *= 10;
	return v;
}

enum { STEPS = 40 };
static const int64_t LIMIT = 1000000000000000;

/* Exactly `want` digits at p, then none. */
static bool
digits_here(const char *p, const char *e, unsigned want)
{
	unsigned n;

	for (unsigned i = 0; i < want; i++) {
		if (!mu_ind_digit(mu_ind_get(p, e, &n)) && mu_ind_kanji(mu_ind_get(p, e, &n)) < 0)
			return false;
		p += n;
	}
	return !mu_ind_digit(mu_ind_get(p, e, &n));
}

static bool
read_amount(const char *p, const char *e, bool blanks, struct amount *a)
{
	int64_t total = 0, section = 0, cur = -1;
	size_t lead = 0;

	*a = (struct amount){.whole = 0};
	for (unsigned i = 0; i < STEPS && p < e; i++) {
		unsigned n, m;
		uint32_t c = mu_ind_get(p, e, &n), d;
		int v = mu_ind_digit(c) ? (int)(c - '0') : mu_ind_kanji(c);
		int64_t unit = mu_ind_unit(c);
		if (v >= 0) {
			if (a->frac_n)
				return false;
			cur = (cur < 0 ? 0 : cur) * 10 + v;
			lead++;
		} else if (unit) {
			int64_t mant = cur < 0 ? (unit < 10000 && !a->frac_n ? 1 : 0) : cur;
			if (a->frac_n) {
				int64_t f = 0;
				if (a->frac_n > 4 || unit < power(a->frac_n))
					return false;
				for (size_t k = 0; k < a->frac_n; k++)
					f = f * 10 + (a->frac[k] - '0');
				f = f * (unit / power(a->frac_n));
				if (mant > LIMIT / unit)
					return false;
				total += mant * unit + f;
				a->frac_n = 0;
			} else if (unit < 10000) {
				if (mant > LIMIT / unit)
					return false;
				section += mant * unit;
			} else {
				section += mant;
				if (!section)
					section = 1;
				if (section > LIMIT / unit)
					return false;
				total += section * unit;
				section = 0;
			}
			cur = -1;
			a->units = true;
			a->dot3 = false;
			lead = 0;
		} else if ((c == ',' || c == 0x3001) && cur >= 0 && !a->frac_n) {
			d = mu_ind_get(p + n, e, &m);
			if (c == 0x3001 && !digits_here(p + n, e, 3))
				break;
			if (!mu_ind_digit(d) && mu_ind_kanji(d) < 0)
				break;
		} else if ((c == ' ' || c == '.' || c == 0xB7) && cur >= 0 && !a->frac_n) {
			const char *q = p + n;
			if (c == ' ') {
				if (!blanks || lead > 3 || !digits_here(q, e, 3) || cur == 0)
					break;
			} else {
				size_t k = 0;
				while (k < sizeof a->frac - 1 && mu_ind_digit(d = mu_ind_get(q, e, &m))) {
					a->frac[k++] = (char)d;
					q += m;
				}
				if (!k || mu_ind_digit(mu_ind_get(q, e, &m)))
					break;
				if (k == 3 && lead <= 3) {
					/* 98.000円: which it is, the unit decides later. */
					a->dot3 = true;
				}
				a->frac_n = k;
				a->end = p = q;
				continue;
			}
		} else {
			break;
		}
		if (cur > LIMIT || total > LIMIT || section > LIMIT)
			return false;
		p += n;
		if (v >= 0 || unit)
			a->end = p;
	}
	a->whole = total + section + (cur < 0 ? 0 : cur);
	return a->end != NULL;
}

struct currency {
	const char *word, *code;
};

static const struct currency after_units[] = {
	{"円", "JPY"}, {"圓", "JPY"}, {"yen", "JPY"}, {"jpy", "JPY"}, {"えん", "JPY"}, {"エン", "JPY"},
	{"米ドル", "USD"}, {"ドル", "USD"}, {"usd", "USD"}, {"us$", "USD"}, {"dollars", "USD"},
	{"bitcoins", "BTC"}, {"bitcoin", "BTC"}, {"btc", "BTC"}, {"ビットコイン", "BTC"}, {"eth", "ETH"},
	{"usdt", "USDT"}, {"ユーロ", "EUR"}, {"euros", "EUR"}, {"euro", "EUR"}, {"eur", "EUR"},
	{"€", "EUR"}, {"ポンド", "GBP"}, {"gbp", "GBP"}, {"ウォン", "KRW"}, {"人民元", "CNY"}, {"xmr", "XMR"},
	{"ltc", "LTC"}, {"$", "USD"}, {"日元", "JPY"}, {"日圆", "JPY"}, {"美元", "USD"}, {"美金", "USD"},
	{"人民币", "CNY"}, {"元", "CNY"}, {"달러", "USD"}, {"엔", "JPY"}, {"원", "KRW"},
};

/* What 円 begins when it is no unit: 円滑, 円満, 円形, 円安 … */
static const char *const circle[] = {
	"滑", "満", "形", "柱", "周", "卓", "盤", "筒", "錐", "環", "弧", "安", "高", "熟", "陣", "グラフ", "玉", "札",
	"硬貨", "ショップ", "均", "建て", "相場", NULL
};

/* What may follow 元 when it is money. */
static const char *const yuan[] = {"。", "，", "、", "）", "；", "/", "的", "人民币", "未", "整", NULL};

static const char *
unit_after(const char *p, const char *e, const char **code)
{
	const char *q = mu_ind_blank(p, e);
	bool gap = q != p;

	if (q >= e || (((unsigned char)*q < 0x80) && !strchr("yjudbexlg$", mu_lower((unsigned char)*q))) || *q == '\0')
		return NULL;
	for (size_t i = 0; i < sizeof after_units / sizeof after_units[0]; i++) {
		const char *end = mu_ind_starts(q, e, after_units[i].word);
		unsigned n;
		if (!end)
			continue;
		/* Latin units end as words; 円 is not 円滑; えん is not えんぴつ. */
		if (mu_ind_alpha((unsigned char)after_units[i].word[0])
		    && mu_ind_alnum(mu_ind_get(end, e, &n)))
			continue;
		if (i < 2 && mu_ind_starts_any(end, e, circle, NULL))
			continue;
		if ((i == 4 || i == 5) && (gap || ((unsigned char)end[0] >= 0x80 && end < e
		    && mu_utf8_get(end, e, &n) - 0x3041 < 0xC0 && !mu_ind_starts(end, e, "を")
		    && !mu_ind_starts(end, e, "の") && !mu_ind_starts(end, e, "で")
		    && !mu_ind_starts(end, e, "に") && !mu_ind_starts(end, e, "と")
		    && !mu_ind_starts(end, e, "が") && !mu_ind_starts(end, e, "は"))))
			continue;
		if (after_units[i].word[0] == '$' && gap)
			continue;
		/* 二元論, 3元中継; 5元的比特币 */
		if (strcmp(after_units[i].word, "元") == 0 && (gap || (end < e
		    && (unsigned char)end[0] >= 0x80 && !mu_ind_starts_any(end, e, yuan, NULL))))
			continue;
		*code = after_units[i].code;
		return end;
	}
	return NULL;
}

/* A mark that ends at p: ¥, JPY, US$ … NULL or where it begins. */
static const char *
mark_before(const struct mu_ind_scan *sc, const char *p, const char **code)
{
	unsigned n, m;
	uint32_t c = mu_ind_prev(sc->s, p, &n);
	const char *q = p - n;

	if (p == sc->s)
		return NULL;
	if (c == ' ') {
		c = mu_ind_prev(sc->s, q, &m);
		if (q == sc->s || c == '\\')
			return NULL;
		q -= m;
	}
	switch (c) {
	case 0xA5:
		*code = "JPY";
		return q;
	case '\\': {
		/* A yen sign in the old Japanese charsets; in code it is an escape. */
		uint32_t b = mu_ind_prev(sc->s, q, &m);
		if (sc->code || (q > sc->s && (mu_ind_alnum(b) || b == '\\' || b == ':')))
			return NULL;
		*code = "JPY";
		return q;
	}
	case '$': {
		uint32_t b = mu_ind_prev(sc->s, q, &m);
		if (sc->code || (q > sc->s && (mu_ind_digit(b) || b == '$' || b == '\\')))
			return NULL;
		*code = "USD";
		if (q - sc->s >= 2 && mu_ind_starts(q - 2, q, "us") == q)
			q -= 2;
		return q;
	}
	case 0x20AC:
		*code = "EUR";
		return q;
	case 0xA3: case 0xFFE1:
		*code = "GBP";
		return q;
	default:
		break;
	}
	if (mu_ind_alpha(c) && (size_t)(q - sc->s) >= 2) {
		static const char *const codes[] = {"JPY", "USD", "EUR", "BTC", NULL};
		const char *w = q - 2;
		uint32_t b = w > sc->s ? (unsigned char)w[-1] : ' ';
		for (size_t i = 0; codes[i]; i++) {
			if (mu_str_eq_nocase((struct mu_str){w, 3}, mu_str_of(codes[i])) && !mu_ind_alnum(b)) {
				*code = codes[i];
				return w;
			}
		}
	}
	return NULL;
}

static const char *
what_for(struct mu_ind_scan *sc, const char *from, const char *to)
{
	static const char *const words[] = {
		"延滞", "遅延", "損害金", "late fee", "penalty", "割引", "値引", "半額", "特別価格", "減額", "キャンペーン",
		"discount", "% off", "訴訟", "裁判", "供託", "印紙", "court", "返金", "返還", "還付", "払い戻し", "払戻",
		"refund", "引き落と", "引落", "引き出", "出金", "withdraw", "ギフトカード", "プリペイド", "額面", "円分",
		"券面", "gift card", NULL
	};
	static const char *const fees[] = {"料金", "利用料", "登録料", "会費", "金額", "請求", "お支払", "fee", NULL};
	static const char *const kinds[] = {
		"late-fee", "late-fee", "late-fee", "late-fee", "late-fee", "discount", "discount", "discount",
		"discount", "discount", "discount", "discount", "discount", "court-cost", "court-cost",
		"court-cost", "court-cost", "court-cost", "refund", "refund", "refund", "refund", "refund",
		"refund", "withdrawal", "withdrawal", "withdrawal", "withdrawal", "withdrawal", "card-face",
		"card-face", "card-face", "card-face", "card-face", "card-face"
	};
	struct mu_ind_words w;
	size_t which = 0, at, other = 0, after;
	const char *kind = "fee";

	_Static_assert(sizeof words / sizeof words[0] == sizeof kinds / sizeof kinds[0] + 1, "pairs");
	mu_ind_before(sc, from, 60, &w);
	at = mu_ind_last(&w, words, &which);
	size_t fee = mu_ind_last(&w, fees, NULL);
	/* 延滞料金: the nearer word, but 料金 right behind 延滞 is part of it. */
	if (at && (fee <= at || fee - at <= 30))
		kind = kinds[which];
	size_t gap = at || fee ? w.n - (at > fee ? at : fee) : 200;
	mu_ind_after(sc, to, 42, &w);
	after = mu_ind_first(&w, words, &other);
	{
		static const char *const stops[] = {"、", "。", "\n", "，", ". ", NULL};
		size_t stop = mu_ind_first(&w, stops, NULL);
		if (stop && stop < after)
			after = 0;
	}
	/* What follows at once ("5万円分のギフトカード", "98,000円の延滞金") beats what stood far before. */
	if (after && after - 1 < 16 && (after - 1 <= gap || strcmp(kind, "fee") == 0))
		kind = kinds[other];
	return kind;
}

const char *
mu_ind_price(struct mu_ind_scan *sc, const char *p)
{
	struct amount a;
	const char *code = NULL, *mark, *unit, *from, *to, *end;
	char value[48];
	size_t n;
	unsigned m;
	struct mu_indicator *it;
	uint32_t prev;

	if (mu_ind_unit(mu_ind_get(p, sc->e, &m)) >= 10000) /* 万円: of ○万円, the number is not said */
		return NULL;
	prev = mu_ind_prev(sc->s, p, &m);
	if (p > sc->s && (prev == 0x6570 /* 数 */ || prev == 0x5E7E /* 幾 */ || prev == '.' || prev == ','
	    || mu_ind_unit(prev)))
		return NULL;
	mark = mark_before(sc, p, &code);
	/* 98 000円 is one number, $500 500円 are two. */
	if (!read_amount(p, sc->e, !mark, &a))
		return NULL;
	end = a.end;
	unit = unit_after(end, sc->e, &code);
	if (!mark && !unit)
		return NULL;
	/* $7$ and 7$ are patterns and variables, \012 an escape. */
	if (unit && unit[-1] == '$' && (sc->code || (mark && mark[0] == '$') || a.whole < 10))
		return NULL;
	if (mark && (mark[0] == '$' || mark[0] == '\\') && *p == '0' && mu_ind_digit(mu_ind_get(p + 1, sc->e, &m)))
		return NULL;
	if (mark && mark[0] == '\\' && !unit && a.whole <= 377 && a.whole >= 100 && end - p == 3 && p[1] < '8'
	    && p[2] < '8')
		return NULL; /* \377 */
	if (mark && !unit) {
		/* $1, $x in code and \1 in patterns */
		uint32_t c = mu_ind_get(end, sc->e, &m);
		if (mu_ind_alpha(c) || c == '_' || c == '{')
			return NULL;
		if ((mark[0] == '$' || mark[0] == '\\') && a.whole < 10 && a.frac_n == 0)
			return NULL;
	}
	from = mark ? mark : p;
	to = unit ? unit : end;
	if (p > sc->s && !mark && mu_ind_alpha(prev))
		return NULL;
	if (mu_ind_starts(to, sc->e, "也"))
		to = mu_ind_starts(to, sc->e, "也");
	/* 「金120,000円」 is how a bill writes it; of 「入会金98,000円」 the 金 is no part. */
	if (prev == 0x91D1 /* 金 */ && !mark) {
		unsigned before_n = 0;
		uint32_t before = p - m > sc->s ? mu_ind_prev(sc->s, p - m, &before_n) : 0;
		if (before < 0x3400 || before > 0x9FFF)
			from -= m;
	}
	if (from < sc->s)
		from = sc->s;
	if (strcmp(code, "JPY") == 0) {
		if (a.frac_n && a.dot3 && !a.units)
			a.whole = a.whole * 1000 + (a.frac[0] - '0') * 100 + (a.frac[1] - '0') * 10
			    + (a.frac[2] - '0');
		a.frac_n = 0;
	}
	if (a.whole > LIMIT)
		return NULL;
	/* Decimal, without libc's locale: */
	{
		char rev[24];
		size_t k = 0;
		int64_t v = a.whole;
		n = 0;
		do
			rev[k++] = (char)('0' + v % 10);
		while ((v /= 10) != 0);
		while (k)
			value[n++] = rev[--k];
		while (a.frac_n && a.frac[a.frac_n - 1] == '0' && strcmp(code, "BTC") == 0)
			a.frac_n--;
		if (a.frac_n) {
			value[n++] = '.';
			memcpy(value + n, a.frac, a.frac_n);
			n += a.frac_n;
		}
	}
	if (unit && strcmp(code, "BTC") == 0)
		mu_ind_route(sc, mu_ind_blank(end, sc->e), unit, "bitcoin");
	sc->currency = code;
	it = mu_ind_add(sc, MU_I_PRICE, from, to, (struct mu_str){value, n});
	if (!it)
		return to;
	sc->prices++;
	it->number = a.whole;
	it->valid = MU_V_UNKNOWN;
	mu_ind_key(sc, it, "currency", mu_str_of(code));
	mu_ind_key(sc, it, "what", mu_str_of(what_for(sc, from, to)));
	return to;
}
