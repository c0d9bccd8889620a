/*
 * Bank accounts: the kind word (普通, 当座 …) or the label before a number of 4 to 8 digits is the
 * anchor; bank, branch and holder are read from the words around it, over the cells of a table.
 *
 * ゆうちょ: 記号 and 番号 of a passbook are turned into the form other banks use (bank 9900, branch =
 * 2nd and 3rd digit of 記号 and an 8, number = 番号 without its last digit), and a transfer account
 * 00530-1-123456 likewise with a 9. No check digit of ordinary accounts is public: none is tested.
 */
#include "indicator/scan.h"

enum { BACK = 300, AHEAD = 200, NAME = 60 };

struct account {
	struct mu_str bank, branch, kind, holder;
	char number[12];
	size_t number_n;
	struct mu_str symbol, passbook;
	char branch_code[4];
	enum mu_valid valid;
};

static const char *const bank_words[] = {
	"銀行", "信用金庫", "信金", "信用組合", "信組", "労働金庫", "労金", "農業協同組合", "農協", "バンク", "漁協", NULL
};
static const char *const branch_words[] = {"支店", "出張所", "本店営業部", "本店", "営業部", NULL};

/* Characters a name is made of: no blanks, marks or brackets. */
static bool
name_char(uint32_t c)
{
	if (c < 0x80)
		return mu_ind_alnum(c) || c == '&' || c == '-';
	if (c >= 0x3001 && c <= 0x3003)
		return false;
	if (c >= 0x3008 && c <= 0x301F && c != 0x3007)
		return false;
	return c != 0xB7 && c != 0x25A0 && c != 0x25CF && c != 0x25C6 && c != 0x2605 && c != 0x2606
	    && c != 0x2192 && c != 0xFF1A && c != 0xA5;
}

static const char *
name_start(const char *s, const char *p)
{
	const char *q = p;

	for (int i = 0; i < 20 && q > s; i++) {
		unsigned n;
		uint32_t c = mu_ind_prev(s, q, &n);
		if (!name_char(c) || !n)
			break;
		q -= n;
		/*
		 * は, を, の, に, へ after a word stand before the name: 振込先は架空銀行, but
		 * はやぶさ支店
		 */
		if (c == 0x306F || c == 0x3092 || c == 0x306E || c == 0x306B || c == 0x3078) {
			unsigned m;
			uint32_t b = mu_ind_prev(s, q, &m);
			if (q > s && b >= 0x3041 && name_char(b))
				return q + n;
		}
	}
	return q;
}

/* The last of `words` in [s, p) as it stands in the text. */
static const char *
last_word(const char *s, const char *p, const char *const *words, const char **end)
{
	const char *best = NULL;

	*end = NULL;
	for (size_t i = 0; words[i]; i++) {
		struct mu_str w = mu_str_of(words[i]);
		const char *q = s;
		while (q < p) {
			size_t at = mu_str_find((struct mu_str){q, (size_t)(p - q)}, w);
			if (at == SIZE_MAX)
				break;
			if (!best || q + at + w.n > *end || (q + at + w.n == *end && q + at < best)) {
				best = q + at;
				*end = best + w.n;
			}
			q += at + w.n;
		}
	}
	return best;
}

static struct mu_str
str(const char *from, const char *to)
{
	return (struct mu_str){from, (size_t)(to - from)};
}

/* Value after "label" and its colon, up to a mark or line end (one line end before it is allowed). */
static const char *
skip_colon(const char *p, const char *e)
{
	for (int i = 0; i < 6 && p < e; i++) {
		unsigned n;
		uint32_t c = mu_ind_get(p, e, &n);
		if (c != ' ' && c != ':' && c != '\n' && c != '=' && c != ')' && c != '(' && c != 0x300C
		    && c != '|' && c != ']' && c != '[' && c != 0x2192)
			break;
		p += n;
	}
	return p;
}

static void
names(const struct mu_ind_scan *sc, const char *anchor, struct account *a)
{
	const char *s = (size_t)(anchor - sc->base) > BACK ? anchor - BACK : sc->base, *b, *be, *w, *we;

	while (s < anchor && ((unsigned char)*s & 0xC0) == 0x80)
		s++;
	b = last_word(s, anchor, bank_words, &be);
	/* 銀行名：架空銀行 has the word twice; 銀行振込 is no name. */
	while (b && (mu_ind_starts(be, anchor, "名") || mu_ind_starts(be, anchor, "振")
	    || mu_ind_starts(be, anchor, "口座") || name_start(s, b) == b))
		b = last_word(s, b, bank_words, &be);
	if (b)
		a->bank = str(name_start(s, b), be);
	if (a->bank.n > 3 * 24)
		a->bank = str(b, be);
	w = last_word(b ? be : s, anchor, branch_words, &we);
	if (w) {
		const char *from = name_start(b ? be : s, w);
		if (mu_ind_starts(we, anchor, "名")) {
			/* 支店名：見本 */
			const char *v = skip_colon(mu_ind_starts(we, anchor, "名"), anchor), *t = v;
			for (int i = 0; i < 20 && t < anchor; i++) {
				unsigned n;
				uint32_t c = mu_ind_get(t, anchor, &n);
				if (!name_char(c))
					break;
				t += n;
			}
			a->branch = str(v, t);
		} else if (from < w && strncmp(w, "支店", 6) == 0) {
			a->branch = str(from, w);
		} else {
			a->branch = str(from, we);
		}
	} else {
		static const char *const shop[] = {"店名", "店番", NULL};
		w = last_word(b ? be : s, anchor, shop, &we);
		if (w) {
			const char *v = skip_colon(we, anchor), *t = v;
			for (int i = 0; i < 12 && t < anchor; i++) {
				unsigned n;
				uint32_t c = mu_ind_get(t, anchor, &n);
				if (!name_char(c))
					break;
				t += n;
			}
			a->branch = str(v, t);
		}
	}
	if (b && !a->branch.n) {
		const char *v = skip_colon(be, anchor), *t = v;
		for (int i = 0; i < 3 && t < anchor; i++) {
			unsigned n;
			uint32_t c = mu_ind_get(t, anchor, &n);
			if (!mu_ind_digit(c) && mu_ind_kanji(c) < 0)
				break;
			t += n;
		}
		a->branch = str(v, t);
	}
	/* 〇五八店, 〇五八: a ゆうちょ branch is its digits. */
	if (a->branch.n) {
		const char *p = a->branch.p, *e = a->branch.p + a->branch.n;
		char d[4];
		size_t n = 0;
		while (p < e && n < 3) {
			unsigned m;
			uint32_t c = mu_ind_get(p, e, &m);
			int v = mu_ind_digit(c) ? (int)(c - '0') : mu_ind_kanji(c);
			if (v < 0)
				break;
			d[n++] = (char)('0' + v);
			p += m;
		}
		if (n == 3 && (p == e || mu_ind_starts(p, e, "店"))) {
			memcpy(a->branch_code, d, 3);
			a->branch = (struct mu_str){a->branch_code, 3};
		}
	}
}

static bool
kana_holder(uint32_t c)
{
	return (c >= 0xFF66 && c <= 0xFF9F) || (c >= 0x30A1 && c <= 0x30FC) || c == '(' || c == ')'
	    || c == ' ' || c == '-' || c == '.';
}

/* 普通 1234567 ﾐﾎﾝ ﾀﾛｳ: what stands right behind the number, if it is a name in kana. */
static struct mu_str
kana_beside(const char *to, const char *e)
{
	const char *p = mu_ind_blank(to, e), *q;
	size_t kana = 0;

	if (p < e && *p == '\n')
		p++;
	q = p;
	while (q < e && q - p < NAME) {
		unsigned n;
		uint32_t c = mu_utf8_get(q, e, &n);
		uint32_t f = mu_ind_get(q, e, &n);
		if (!kana_holder(c) && !(f == '(' || f == ')' || f == ' '))
			break;
		kana += c >= 0x30A1;
		q += n;
	}
	return mu_str_trim(kana >= 3 ? str(p, q) : str(to, to));
}

static struct mu_str
holder_of(const struct mu_ind_scan *sc, const char *to)
{
	static const char *const labels[] = {"口座名義人", "口座名義", "名義人", "名義", "受取人", "ｺｳｻﾞﾒｲｷﾞ", "コウザメイギ",
	    "口座名", "加入者名", "おなまえ", "お名前", "氏名", NULL};
	const char *e = (size_t)(sc->all - to) > AHEAD ? to + AHEAD : sc->all, *p = NULL, *q;
	struct mu_str beside;
	size_t best = SIZE_MAX;

	while (e > to && e < sc->all && ((unsigned char)*e & 0xC0) == 0x80)
		e--;
	beside = kana_beside(to, e);
	for (size_t i = 0; labels[i]; i++) {
		size_t at = mu_str_find(beside, mu_str_of(labels[i]));
		if (at != SIZE_MAX)
			beside = str(to, to);
	}
	if (beside.n)
		return beside;
	for (size_t i = 0; labels[i]; i++) {
		size_t at = mu_str_find(str(to, e), mu_str_of(labels[i]));
		if (at != SIZE_MAX && at < best) {
			best = at;
			p = to + at + strlen(labels[i]);
		}
	}
	if (p) {
		const char *x = mu_ind_starts(p, e, "カナ");
		p = skip_colon(x ? x : p, e);
	} else {
		return str(to, to);
	}
	q = p;
	while (q < e && q - p < NAME) {
		unsigned n;
		uint32_t c = mu_ind_get(q, e, &n);
		if (c == '\n' || c == 0x3001 || c == 0x3002 || c == 0x300D || c == 0x300F || c == '/' || c == ','
		    || c == 0x203B || c == '<' || c == 0x25A0 || c == 0x25CF)
			break;
		if (mu_ind_digit(c))
			break;
		q += n;
	}
	return mu_str_trim(str(p, q));
}

/*
 * The form holders are compared in: full-width katakana without small ones, marks and blanks
 * (ﾔﾏﾀﾞ ﾀﾛｳ, ヤマダ　タロー differ by one sound only).
 */
static struct mu_str
holder_key(struct mu_str h, char *out, size_t cap)
{
	static const uint16_t half[] = { /* U+FF66 … U+FF9D */
		0x30F2, 0x30A2, 0x30A4, 0x30A6, 0x30A8, 0x30AA, 0x30E4, 0x30E6, 0x30E8, 0x30C4, 0, 0x30A2, 0x30A4,
		0x30A6, 0x30A8, 0x30AA, 0x30AB, 0x30AD, 0x30AF, 0x30B1, 0x30B3, 0x30B5, 0x30B7, 0x30B9, 0x30BB,
		0x30BD, 0x30BF, 0x30C1, 0x30C4, 0x30C6, 0x30C8, 0x30CA, 0x30CB, 0x30CC, 0x30CD, 0x30CE, 0x30CF,
		0x30D2, 0x30D5, 0x30D8, 0x30DB, 0x30DE, 0x30DF, 0x30E0, 0x30E1, 0x30E2, 0x30E4, 0x30E6, 0x30E8,
		0x30E9, 0x30EA, 0x30EB, 0x30EC, 0x30ED, 0x30EF, 0x30F3};
	const char *p = h.p, *e = h.p + h.n;
	size_t n = 0;

	while (p < e && n + 4 <= cap) {
		unsigned m;
		uint32_t c = mu_utf8_get(p, e, &m);
		p += m;
		if (c >= 0xFF66 && c <= 0xFF9D) {
			c = half[c - 0xFF66];
			uint32_t v = p < e ? mu_utf8_get(p, e, &m) : 0;
			if (v == 0xFF9E && c == 0x30A6) {
				c = 0x30F4;
				p += m;
			} else if (v == 0xFF9E || v == 0xFF9F) {
				c += v == 0xFF9E ? 1 : 2;
				p += m;
			}
		}
		if (c == 0x20 || c == 0x3000 || c == 0x30FB || c == 0x30FC || c == '-' || c == 0xFF65 || !c
		    || (c >= 0xFF9E && c <= 0xFF9F))
			continue;
		if (c == 0x30E3 || c == 0x30E5 || c == 0x30E7 || c == 0x30C3 || c == 0x30A1 || c == 0x30A3
		    || c == 0x30A5 || c == 0x30A7 || c == 0x30A9)
			c++;
		if (c >= 0x3041 && c <= 0x3096)
			c += 0x60;
		if (c >= 0xFF01 && c <= 0xFF5E)
			c -= 0xFEE0;
		if (c == 0xB7)
			continue;
		n += mu_utf8_put(c, out + n);
	}
	return (struct mu_str){out, n};
}

static const char *
keep(struct mu_ind_scan *sc, const char *from, const char *to, struct account *a)
{
	char v[512], key[NAME * 3];
	size_t n = 0;
	struct mu_str parts[] = {a->bank, a->branch, a->kind, {a->number, a->number_n}};
	struct mu_indicator *it;
	struct mu_str holder = holder_of(sc, to), hk = holder_key(holder, key, sizeof key);

	for (size_t i = 0; i < 4; i++) {
		if (i)
			v[n++] = '/';
		if (parts[i].n > 100)
			parts[i].n = 0;
		memcpy(v + n, parts[i].p ? parts[i].p : "", parts[i].n);
		n += parts[i].n;
	}
	it = mu_ind_add(sc, MU_I_ACCOUNT, from, to, (struct mu_str){v, n});
	if (!it)
		return to;
	it->valid = a->valid;
	it->asserted = true;
	mu_ind_key(sc, it, "bank", parts[0]);
	mu_ind_key(sc, it, "branch", parts[1]);
	mu_ind_key(sc, it, "kind", parts[2]);
	mu_ind_key(sc, it, "number", parts[3]);
	mu_ind_key(sc, it, "holder", holder);
	if (a->symbol.n) {
		mu_ind_key(sc, it, "symbol", a->symbol);
		mu_ind_key(sc, it, "passbook", a->passbook);
	}
	if (hk.n)
		mu_ind_key(sc, it, "holder_key", hk);
	return to;
}

/* Digits at p (hyphens and blanks between single groups are none of ours). */
static const char *
digits(const char *p, const char *e, char *out, size_t cap, size_t *n)
{
	*n = 0;
	while (p < e && *n < cap) {
		unsigned m;
		uint32_t c = mu_ind_get(p, e, &m);
		int v = mu_ind_digit(c) ? (int)(c - '0') : mu_ind_kanji(c);
		/* 1 2 3 4 5 6 7 and 123-4567 */
		if (v < 0 && (c == ' ' || c == '-') && *n) {
			unsigned k;
			uint32_t d = mu_ind_get(p + m, e, &k);
			if (mu_ind_digit(d)) {
				p += m;
				continue;
			}
		}
		if (v < 0)
			break;
		out[(*n)++] = (char)('0' + v);
		p += m;
	}
	return p;
}

static void
pad7(const char *d, size_t n, struct account *a)
{
	size_t zeros = n < 7 ? 7 - n : 0;

	memset(a->number, '0', zeros);
	memcpy(a->number + zeros, d, n);
	a->number_n = zeros + n;
}

/* A kind word or 口座番号 at [p, to). */
const char *
mu_ind_account(struct mu_ind_scan *sc, const char *p, const char *to)
{
	static const char *const fill[] = {"預金口座", "預金", "貯金", "口座", "番号", "no.", "no", "№", ":", ")", "(", "]",
	    "\n", " ", "・", "|", "は", "、", ",", "/", "[", "「", NULL};
	const char *e = (size_t)(sc->all - to) > 80 ? to + 80 : sc->all, *q = to, *x;
	char d[16];
	size_t n;
	struct account a = {.valid = MU_V_UNKNOWN};
	bool label = mu_ind_starts(p, sc->e, "口座番号") != NULL;
	bool shop = mu_ind_starts(p, sc->e, "支店") != NULL; /* the kind is left out */

	for (int i = 0; i < 10 && (x = mu_ind_starts_any(q, e, fill, NULL)) != NULL; i++)
		q = x;
	x = digits(q, e, d, 9, &n);
	if (n < 4 || n > 8 || (n < 6 && !label) || (shop && (n != 7 || q == to)))
		return NULL;
	if (!mu_ind_pay(sc))
		return NULL;
	{
		static const char *const units[] = {"円", "年", "人", "件", "名", "個", "万", "%", "月", "ドル", NULL};
		unsigned m;
		if (mu_ind_starts_any(x, sc->all, units, NULL) || mu_ind_alnum(mu_ind_get(x, sc->all, &m)))
			return NULL;
	}
	if (label) {
		static const char *const kinds[] = {"普通", "当座", "貯蓄", "総合口座", NULL};
		const char *s = p - sc->base > 60 ? p - 60 : sc->base, *ke, *k;
		while (s < p && ((unsigned char)*s & 0xC0) == 0x80)
			s++;
		k = last_word(s, p, kinds, &ke);
		a.kind = k ? str(k, ke) : MU_STR("");
	} else {
		static const char *const kinds[] = {"普通", "当座", "貯蓄", "総合口座", "フツウ", "トウザ", "ﾌﾂｳ", "ﾄｳｻﾞ", "普", "当",
		    NULL};
		static const char *const as[] = {"普通", "当座", "貯蓄", "総合口座", "普通", "当座", "普通", "当座", "普通", "当座"};
		size_t which;
		if (mu_ind_starts_any(p, to, kinds, &which))
			a.kind = mu_str_of(as[which]);
	}
	names(sc, shop ? to : p, &a);
	if (shop && !a.bank.n)
		return NULL;
	if (!label && !a.bank.n && !a.branch.n) {
		/* 普通 1234567 alone: only with words of paying before. */
		static const char *const pay[] = {"振込", "振り込", "口座", "入金", "送金", NULL};
		struct mu_ind_words w;
		mu_ind_before(sc, p, 100, &w);
		if (!mu_ind_last(&w, pay, NULL))
			return NULL;
	}
	/* An eight-digit number beside ゆうちょ is the passbook's; without 記号 it cannot be converted. */
	pad7(d, n, &a);
	{
		const char *from = a.bank.n && a.bank.p >= sc->s ? a.bank.p : p;
		const char *end = x > sc->e ? sc->e : x;
		return keep(sc, from > end ? p : from, end, &a);
	}
}

/* 記号 at [p, to): a passbook of ゆうちょ銀行, or a transfer account. */
const char *
mu_ind_yucho(struct mu_ind_scan *sc, const char *p, const char *to)
{
	const char *e = (size_t)(sc->all - to) > 120 ? to + 120 : sc->all, *q, *x, *end;
	char sym[12], num[12];
	size_t sn, nn;
	struct account a = {.bank = MU_STR("ゆうちょ銀行"), .valid = MU_V_UNKNOWN};

	static const char *const both[] = {"・番号", "番号", NULL};
	x = mu_ind_starts_any(to, e, both, NULL);
	q = skip_colon(x ? x : to, e);
	/* 記号 alone, five digits */
	sn = 0;
	x = q;
	while (x < e && sn < 6) {
		unsigned m;
		uint32_t c = mu_ind_get(x, e, &m);
		if (!mu_ind_digit(c))
			break;
		sym[sn++] = (char)c;
		x += m;
	}
	if (sn != 5)
		return NULL;
	if (sym[0] == '0') {
		struct mu_ind_run r;
		/* A number in the next cell is found there, with this word before it. */
		if (q >= sc->e)
			return NULL;
		mu_ind_read_run(q, sc->e, false, &r);
		return mu_ind_transfer(sc, &r);
	}
	if (sym[0] != '1')
		return NULL;
	end = x;
	/* Between: の, -, a re-issue digit, 番号 and its colon. */
	for (int i = 0; i < 10 && x < e; i++) {
		static const char *const fill[] = {"番号", "通帳", "の", "-", ":", " ", "\n", "、", "/", "|", ")", "(", "・",
		    "[", "]", "「", "」", ",", NULL};
		const char *y = mu_ind_starts_any(x, e, fill, NULL);
		if (!y)
			break;
		x = y;
	}
	/* 10530-1-12345671: the digit of a re-issued passbook */
	{
		unsigned m, k;
		if (mu_ind_digit(mu_ind_get(x, e, &m)) && mu_ind_get(x + m, e, &k) == '-')
			x += m + k;
	}
	nn = 0;
	while (x < e && nn < 9) {
		unsigned m;
		uint32_t c = mu_ind_get(x, e, &m);
		if (!mu_ind_digit(c))
			break;
		num[nn++] = (char)c;
		x += m;
	}
	if (nn < 2 || nn > 8)
		return NULL;
	end = x > sc->e ? sc->e : x;
	a.branch_code[0] = sym[1];
	a.branch_code[1] = sym[2];
	a.branch_code[2] = '8';
	a.branch = (struct mu_str){a.branch_code, 3};
	a.kind = MU_STR("普通");
	pad7(num, nn - 1, &a);
	a.symbol = (struct mu_str){sym, 5};
	a.passbook = (struct mu_str){num, nn};
	/* A 記号 ends in 0 and a 番号 in 1; anything else is mistyped or made up. */
	if (num[nn - 1] != '1' || sym[4] != '0')
		a.valid = MU_V_NO;
	return keep(sc, p, end < p ? p : end, &a);
}

/* 00530-1-123456: a transfer account, where the words before speak of one. */
const char *
mu_ind_transfer(struct mu_ind_scan *sc, const struct mu_ind_run *r)
{
	static const char *const cue[] = {"振替", "記号", "口座", "ゆうちょ", "郵便局", "払込", NULL};
	struct account a = {.bank = MU_STR("ゆうちょ銀行"), .kind = MU_STR("当座"), .valid = MU_V_UNKNOWN};
	struct mu_ind_words w;
	const char *d;
	char sym[8];

	if (r->n != 3 || r->g[0].n != 5 || r->g[1].n != 1 || r->g[2].n < 1 || r->g[2].n > 6
	    || r->g[1].sep != '-' || r->g[2].sep != '-' || r->g[0].mask || r->g[2].mask
	    || r->d[r->g[0].at] != '0' || !mu_ind_pay(sc))
		return NULL;
	mu_ind_before(sc, r->g[0].from, 80, &w);
	if (!mu_ind_last(&w, cue, NULL))
		return NULL;
	d = r->d + r->g[0].at;
	a.branch_code[0] = d[1];
	a.branch_code[1] = d[2];
	a.branch_code[2] = '9';
	a.branch = (struct mu_str){a.branch_code, 3};
	memcpy(sym, d, 5);
	sym[5] = '-';
	sym[6] = r->d[r->g[1].at];
	a.symbol = (struct mu_str){sym, 7};
	a.passbook = (struct mu_str){r->d + r->g[2].at, r->g[2].n};
	pad7(r->d + r->g[2].at, r->g[2].n, &a);
	return keep(sc, r->g[0].from, r->end, &a);
}
