/*
 * Telephone numbers by the Japanese numbering plan (電気通信番号計画, 2019, with 060 for mobiles
 * added 2024-12-20), and those written the international way.
 *
 * A number is recognised by its digits and by how they are grouped: last group of four, area and
 * exchange six together. Where neither a label (TEL, 電話 …) nor a usual grouping speaks for it,
 * it is left alone: an order number that is called a telephone number of a fraud is a false
 * accusation.
 */
#include "indicator/scan.h"

enum { MAX_DIGITS = 20 };

static const char *const tel_words[] = {
	"tel", "℡", "☎", "☏", "📞", "📱", "電話", "でんわ", "連絡先", "窓口", "直通", "携帯", "問い合わせ", "問合",
	"ホットライン", "ダイヤル", "ダイアル", "フリーコール", "call", "phone", "toll", "hotline", "dial", "telephone",
	"cellphone", "tollfree", "fon",
	"サポート", "センター", "連絡", "コール", "fax", "ファックス", "ファクス", "まで", "担当", "mobile",
	"相談", "通話", "発信", "helpline", "support", NULL
};

static const char *const not_words[] = {
	"口座", "注文", "伝票", "追跡", "isbn", "jan", "〒", "郵便", "型番", "品番", "商品", "会員番号", "会員ナンバー", "会員no", "会員id", "受付番号",
	"法人番号", "シリアル", "バージョン", "version", "order", "tracking", "invoice", "no.", "id", "コード",
	"code", "普通", "当座", "記号", "振替", "カード番号", "座標", "緯度", "経度", "請求番号", "管理番号", "ver",
	"お客様番号", "登録番号", "整理番号", "issn", "doi", "rfc", "jis", "serial", "部品", "ロット", "lot",
	"timestamp", "識別", "認証番号", "暗証", NULL
};

static const char *const fax_words[] = {"fax", "ファックス", "ファクス", NULL};

struct found {
	char value[24];
	size_t n;
	const char *class;
	enum mu_valid valid;
	bool masked;
};

static bool
starts(const char *d, size_t n, const char *head)
{
	size_t k = strlen(head);

	return n >= k && memcmp(d, head, k) == 0;
}

/* Class of a domestic number with its leading 0; NULL when the plan has no such shape. */
static const char *
plan(const char *d, size_t n, size_t local, enum mu_valid *valid)
{
	*valid = MU_V_YES;
	if (n < 3 || d[0] != '0' || d[1] == '?')
		return NULL;
	if (starts(d, n, "0120") && n == 10) {
		/* 0120-000-xxx stands in our samples; whether it is in use is not ours to say. */
		if (starts(d, n, "0120000"))
			*valid = MU_V_UNKNOWN;
		return "toll-free";
	}
	/* 080-0000-1234 is meant as a mobile, 0800-000-1234 is not. */
	if (starts(d, n, "0800") && !(local == 3 && n == 11))
		return n == 11 ? "toll-free" : NULL;
	if (starts(d, n, "0570"))
		return n == 10 ? "navi" : NULL;
	if (starts(d, n, "0990"))
		return n == 10 ? "premium" : NULL;
	if (starts(d, n, "0170") || starts(d, n, "0180"))
		return n == 10 ? "service" : NULL;
	/* 0600 has eleven digits; 06-0000-1234 is a number of Osaka that is nobody's. */
	if (starts(d, n, "0600") && (n == 11 ? local != 3 : local == 4))
		return n == 11 ? "fmc" : NULL;
	if (starts(d, n, "020")) {
		if (starts(d, n, "0200"))
			return n == 14 ? "m2m" : NULL;
		return n == 11 ? "m2m" : NULL;
	}
	if (starts(d, n, "050") || starts(d, n, "060") || starts(d, n, "070") || starts(d, n, "080")
	    || starts(d, n, "090")) {
		if (n == 11) {
			if (d[3] == '0')
				*valid = MU_V_NO;
			return d[1] == '5' ? "ip" : "mobile";
		}
		if (d[1] != '6' || local == 3)
			return NULL;
	}
	if (d[1] == '0' || n != 10)
		return NULL;
	/* The exchange never begins with 0 or 1; where it begins is sure for 03 and 06 only. */
	if (d[1] == '3' || d[1] == '6')
		local = 2;
	if (local < 2 || local > 5)
		*valid = MU_V_UNKNOWN;
	else if (d[local] == '0')
		*valid = MU_V_NO;
	return "fixed";
}

/* Are groups of these lengths how people part this number? `n` digits in all. */
static bool
usual_groups(const char *d, size_t n, const uint8_t *len, size_t groups)
{
	if (groups == 1)
		return true;
	if (starts(d, n, "0120") || starts(d, n, "0570") || starts(d, n, "0990")
	    || starts(d, n, "0170") || starts(d, n, "0180"))
		return len[0] == 4 && groups <= 3;
	if (starts(d, n, "0800"))
		return len[0] == 4 || (len[0] == 3 && groups == 3 && len[1] == 4);
	if (starts(d, n, "0600") && len[0] == 4)
		return groups <= 3;
	if (n == 11)
		return len[0] == 3 && (groups == 2 || (groups == 3 && len[2] == 4)
		    || (groups == 3 && len[1] == 3 && len[2] == 5) || (groups == 5 && len[1] == 2));
	if (n == 14)
		return len[0] >= 3;
	if (groups == 2)
		return len[1] == 4 || (len[0] >= 2 && len[0] <= 5 && len[1] == n - len[0]);
	return groups == 3 && len[0] >= 2 && len[0] <= 5 && len[2] == 4;
}

/* A number after its country code, `d` without "+". Fills *f; false when it is no number. */
static bool
foreign(const char *d, size_t n, struct found *f)
{
	f->masked = memchr(d, '?', n) != NULL;
	f->valid = MU_V_UNKNOWN;
	f->class = "foreign";
	f->n = 0;
	if (n < 6 || n > MAX_DIGITS || d[0] == '0' || d[0] == '?')
		return false;
	if (d[0] == '1') {
		bool bad = n != 11 || d[1] < '2' || (d[4] < '2' && d[4] != '?');
		if (n != 11) {
			f->class = "malformed-foreign";
			f->valid = MU_V_NO;
			return n >= 8 && n <= 16;
		}
		/* 555-0100 … 555-0199 are set aside for stories and samples. */
		f->valid = bad || memcmp(d + 4, "55501", 5) == 0 ? MU_V_NO : MU_V_YES;
	} else if (n < 8 || n > 15) {
		f->class = "malformed-foreign";
		f->valid = MU_V_NO;
		return n >= 8;
	}
	if (!f->masked) {
		f->value[0] = '+';
		memcpy(f->value + 1, d, n);
		f->n = n + 1;
	}
	return true;
}

static bool
domestic(const char *d, size_t n, size_t local, struct found *f)
{
	size_t zeros = 0;

	f->class = plan(d, n, local, &f->valid);
	if (!f->class)
		return false;
	f->masked = memchr(d, '?', n) != NULL;
	f->n = 0;
	/* 03-0000-0000: nobody's number, a way of striking it out. */
	while (zeros < n && d[n - 1 - zeros] == '0')
		zeros++;
	if (zeros >= 8 || (zeros >= 6 && starts(d, n, "0120")))
		f->masked = true;
	if (f->masked)
		f->valid = MU_V_UNKNOWN;
	else {
		memcpy(f->value, "+81", 3);
		memcpy(f->value + 3, d + 1, n - 1);
		f->n = n + 2;
	}
	return true;
}

/* Digits with a country code: Japan's own goes back to the domestic plan. */
static bool
international(const char *d, size_t n, struct found *f)
{
	char home[MAX_DIGITS + 2];
	size_t k = 0;

	if (!starts(d, n, "81"))
		return foreign(d, n, f);
	d += 2;
	n -= 2;
	home[k++] = '0';
	if (n && d[0] == '0')
		d++, n--;
	if (n + k > sizeof home)
		return false;
	memcpy(home + k, d, n);
	k += n;
	return domestic(home, k, 0, f);
}

static void
keep(struct mu_ind_scan *sc, const char *from, const char *to, const struct found *f, int label,
    bool fax)
{
	struct mu_str value = {f->value, f->n};
	struct mu_indicator *it = mu_ind_add(sc, MU_I_PHONE, from, to, value);

	if (!it)
		return;
	it->valid = f->valid;
	it->masked = f->masked;
	it->asserted = label > 0;
	mu_ind_key(sc, it, "class", mu_str_of(f->class));
	if (fax)
		mu_ind_key(sc, it, "use", MU_STR("fax"));
	if (f->n && (f->value[0] != '+' || mu_ind_is_official_phone(value)))
		it->role = MU_R_OFFICIAL;
	/* "お客様の電話番号 090-…": shown to frighten, and the reader's own. */
	if (it->role == MU_R_UNKNOWN) {
		static const char *const own[] = {"あなたの電話", "あなたのお電話", "あなたの携帯",
		    "お客様の電話番号", "お客様のお電話番号", "お客様の携帯", "お客さまの電話番号",
		    "お客さまの携帯", "貴方の電話", "貴方の携帯", "貴殿の電話", "貴殿の携帯",
		    "登録された電話番号", "ご利用の電話番号", "お使いの電話番号",
		    "お使いの携帯", "端末の電話番号", "端末電話番号", "your phone number",
		    "your number is", "your mobile number", "your telephone number", "登録電話番号",
		    "登録の電話番号", "登録携帯", "登録の携帯", "お客様電話番号", "お客さま電話番号",
		    "お客様携帯", "会員電話番号", "ご本人様電話番号", NULL};
		/* So near that nothing stands between: "your phone is infected, call …" does not. */
		static const char *const near[] = {"your phone is", "your phone:", "your mobile is",
		    "your mobile:", "your cell is", "your tel:", NULL};
		static const char *const number[] = {"お客様番号", "お客さま番号", "会員番号", NULL};
		mu_ind_own(sc, it, from, 33, own);
		mu_ind_own(sc, it, from, 15, near);
		mu_ind_own(sc, it, from, 22, number);
		if (mu_ind_listed(sc, from))
			it->role = MU_R_VICTIM;
	}
	if (f->masked) {
		static const char *const own[] = {"あなた", "お客様", "お客さま", "貴方", "貴殿", "your", "ご本人",
		    "端末", NULL};
		mu_ind_own(sc, it, from, 60, own);
	}
}

/* 「会員番号：」, "order no. ": nothing but what joins a label to its number. */
static bool
is_label_end(const char *p, const char *e)
{
	static const char *const joints[] = {"番号", "の", "は", "が", "：", "】", "」", "）", "no.", "id", NULL};

	while (p < e) {
		const char *to = mu_ind_starts_any(p, e, joints, NULL);
		if (!to && (unsigned char)*p < 0x80 && !mu_ind_alnum((unsigned char)*p))
			to = p + 1;
		if (!to)
			return false;
		p = to;
	}
	return true;
}

/*
 * 1: a word before says telephone, -1: says something else, -2: it stands right before the number,
 * 0: neither.
 */
static int
label_before(struct mu_ind_scan *sc, const char *p, bool *fax)
{
	struct mu_ind_words w;
	size_t yes, no, fx, which = 0;

	*fax = false;
	if (!mu_ind_pay(sc))
		return 0;
	mu_ind_before(sc, p, 48, &w);
	/* "no." and "id" are words of their own, not the end of "mano." or the start of "idea". */
	yes = mu_ind_last(&w, tel_words, NULL);
	no = mu_ind_last(&w, not_words, &which);
	fx = mu_ind_last(&w, fax_words, NULL);
	*fax = fx && fx >= yes && fx >= no;
	if (yes && yes >= no)
		return 1;
	if (!no || w.n - no >= 24)
		return 0;
	return is_label_end(w.buf + no - 1 + strlen(not_words[which]), w.buf + w.n) ? -2 : -1;
}

/* 188, #9110 …: a short number only where it is called one. */
static const char *
short_number(struct mu_ind_scan *sc, const struct mu_ind_run *r, unsigned i)
{
	static const char *const three[] = {"110", "118", "119", "171", "188", "189", "117", "104", NULL};
	static const char *const hash[] = {"9110", "8000", "7119", "9910", NULL};
	static const char *const cue[] = {"ホットライン", "警察", "消防", "局番", "いやや", "消費", "電話", "相談",
	    "ダイヤル", "hotline", "call", "dial", "通報", NULL};
	static const char *const not_after[] = {"円", "年", "人", "件", "号", "日", "月", "%", "名", "歳", "個", "回",
	    "頁", "ページ", "番地", "番目", "番線", "点", "位", "条", "km", "m", "g", "枚", "本", "社", "か所", "倍", ",",
	    ".", "-", "kg", "px", NULL};
	const struct mu_ind_group *g = &r->g[i];
	const char *d = r->d + g->at, *after;
	const char *from = g->from;
	unsigned n;
	uint32_t prev = mu_ind_prev(sc->s, g->from, &n);
	struct found f = {.class = "short", .valid = MU_V_YES};

	if (g->mask || g->kanji || g->n < 3 || g->n > 4 || (g->n == 3 && d[0] != '1'))
		return NULL;
	if (i + 1 < r->n && r->g[i + 1].sep != ' ' && r->g[i + 1].sep != '/' && r->g[i + 1].sep != '(')
		return NULL;
	if (i && g->sep != ' ' && g->sep != '/' && g->sep != '(')
		return NULL;
	if (g->n == 4 && (prev == '#' || prev == 0x266F)) {
		size_t k = 0;
		while (hash[k] && memcmp(d, hash[k], 4) != 0)
			k++;
		if (!hash[k])
			return NULL;
		f.value[0] = '#';
		memcpy(f.value + 1, d, 4);
		f.n = 5;
		from -= n;
		after = g->to;
	} else if (g->n == 3) {
		struct mu_ind_words w;
		size_t k = 0;
		const char *ban;
		while (three[k] && memcmp(d, three[k], 3) != 0)
			k++;
		if (!three[k] || mu_ind_alnum(prev) || mu_ind_starts_any(g->to, sc->e, not_after, NULL)
		    || prev == '.' || prev == 0xA5 || prev == '$' || prev == 0x7B2C || !mu_ind_pay(sc))
			return NULL;
		ban = mu_ind_starts(g->to, sc->e, "番");
		mu_ind_before(sc, from, 45, &w);
		if (!ban && !mu_ind_last(&w, cue, NULL))
			return NULL;
		memcpy(f.value, d, 3);
		f.n = 3;
		after = g->to;
	} else {
		return NULL;
	}
	keep(sc, from, after, &f, 1, false);
	return after;
}

/* 1-800-555-0123, (800) 555-0123: North American without a plus. Groups i..k. */
static bool
american(const char *d, size_t n, const uint8_t *len, size_t groups, int label, struct found *f)
{
	char full[12];

	if (groups == 4 && n == 11 && len[0] == 1 && d[0] == '1' && len[1] == 3 && len[2] == 3)
		return foreign(d, n, f);
	if (groups == 3 && n == 10 && len[0] == 3 && len[1] == 3 && d[0] == '8' && d[1] != '1'
	    && (d[1] == d[2] || starts(d, n, "833"))) {
		full[0] = '1';
		memcpy(full + 1, d, 10);
		return foreign(full, 11, f);
	}
	if (groups == 3 && n == 10 && len[0] == 3 && len[1] == 3 && d[0] >= '2' && d[3] >= '2' && label > 0) {
		full[0] = '1';
		memcpy(full + 1, d, 10);
		return foreign(full, 11, f);
	}
	if (groups == 1 && n == 11 && starts(d, n, "18") && d[2] == d[3] && label > 0)
		return foreign(d, n, f);
	return false;
}

static bool
bad_after(const struct mu_ind_scan *sc, const char *p)
{
	static const char *const units[] = {"円", "年", "月", "日", "人", "件", "%", "個", "号", "億", "万", "ドル",
	    "yen", "kb", "mb", "ms", "px", "kg", "km", "名", "冊", "枚", NULL};
	unsigned n;
	uint32_t c = mu_ind_get(p, sc->e, &n);

	if (mu_ind_alnum(c) && c != 'x' && c != 'X' && c != 'e')
		return true;
	if (c == '_' || c == '=' || c == '@')
		return true;
	return mu_ind_starts_any(p, sc->e, units, NULL) != NULL;
}

static bool
bad_before(const struct mu_ind_scan *sc, const char *p)
{
	unsigned n, m;
	uint32_t c = mu_ind_prev(sc->s, p, &n), b;
	const char *q = p - n;

	if (p == sc->s)
		return false;
	if (mu_ind_alpha(c)) {
		/* TEL03-… is fine, abc03-… is a part number. */
		for (unsigned i = 0; i < 6 && q > sc->s && mu_ind_alpha(mu_ind_prev(sc->s, q, &m)); i++)
			q -= m;
		return !mu_ind_starts(q, p, "tel") && !mu_ind_starts(q, p, "fax")
		    && !mu_ind_starts(q, p, "phone") && !mu_ind_starts(q, p, "call");
	}
	if (mu_ind_digit(c) || c == '_' || c == '=' || c == '&' || c == '?' || c == '#' || c == '%'
	    || c == 0xA5 || c == '$' || c == '\\' || c == 0x3012 || c == '@' || c == ',')
		return true;
	if (c == '.' || c == '-' || c == '/') {
		b = mu_ind_prev(sc->s, q, &m);
		return q > sc->s && (mu_ind_digit(b) || (c != '-' && mu_ind_alpha(b) && c != '.')
		    || (c == '-' && mu_ind_alpha(b) && (b | 0x20) != 'l' && (b | 0x20) != 'x'));
	}
	return false;
}

/* Groups i..k-1 as a number; NULL or where it ends. */
static const char *
attempt(struct mu_ind_scan *sc, const struct mu_ind_run *r, unsigned i, unsigned k, int *label,
    bool *fax)
{
	char d[MAX_DIGITS + 1];
	uint8_t len[8];
	size_t n = 0, groups = 0;
	const char *from = r->g[i].from, *to = r->g[k - 1].to;
	unsigned pn;
	uint32_t prev = mu_ind_prev(sc->s, from, &pn);
	struct found f = {.n = 0};
	bool plus = prev == '+', paren = false, ok = false, kanji = false, slash = false, spaced = false;
	bool plain;

	for (unsigned j = i; j < k; j++) {
		const struct mu_ind_group *g = &r->g[j];
		if (groups >= 8 || n + g->n > MAX_DIGITS)
			return NULL;
		if (j > i && (g->sep == ',' || g->sep == ':' || g->sep == '~'
		    || g->sep == MU_IND_DOT_BLANK))
			return NULL;
		slash = slash || (j > i && g->sep == '/');
		spaced = spaced || (j > i && g->sep == '\n');
		if (plus && j == i + 1 && g->n && r->d[g->at] == '0' && starts(r->d + r->g[i].at, 2, "81")
		    && g->n == 1 && r->g[i].n == 2) {
			continue; /* +81 (0)3 */
		}
		memcpy(d + n, r->d + g->at, g->n);
		n += g->n;
		len[groups++] = g->n;
		kanji = kanji || g->kanji;
	}
	if (n < 8 || n > MAX_DIGITS)
		return NULL;
	if (prev == '(' && k > i + 1 && r->g[i + 1].sep == ')') {
		from -= pn;
		paren = true;
		prev = mu_ind_prev(sc->s, from, &pn);
		plus = plus || prev == '+';
	}
	if (plus) {
		unsigned m;
		const char *at = from - pn;
		uint32_t b = mu_ind_prev(sc->s, at, &m);
		if (at > sc->s && (mu_ind_alnum(b) || b == ')' || b == '=' || b == '+' || b == '~' || b == '.'
		    || b == '-' || b == '_'))
			return NULL;
		/* +20210926041028: a day and time in a version */
		if (len[0] > 13)
			return NULL;
		if (groups == 1 && (n >= 14 || (n >= 8 && d[0] == '2' && d[1] == '0' && d[2] < '4' && n != 12)))
			return NULL;
		from = at;
	} else if (d[0] != '0' && d[0] != '8' && d[0] != '1' && !paren
	    && !(groups == 3 && len[0] == 3 && len[1] == 3 && len[2] == 4)) {
		return NULL;
	}
	if (bad_after(sc, to) || (!plus && !(i && r->g[i].sep == '/') && bad_before(sc, from)))
		return NULL;
	/* Cheap refusals before any word is looked at. */
	if (!plus && d[0] == '0' && d[1] != '0' && !starts(d, n, "010")) {
		size_t local = groups == 3 ? len[0] : 0;
		if (!domestic(d, n, local, &f))
			return NULL;
		ok = true;
		if (*label == 2)
			*label = label_before(sc, from, fax);
		if (!usual_groups(d, n, len, groups) || slash || (kanji && groups < 2) || spaced)
			ok = *label > 0;
		/* 03-0000-1234, 090-0000-1234, 0120-000-123: only a label right before denies it. */
		plain = ok && groups == 3 && !spaced && !sc->code && (len[2] == 4 || d[1] == '1');
		/* Ten digits in one piece are an order number as easily as a number to call. */
		if (groups == 1 && *label < 1 && (*label < 0 || sc->code || starts(d, n, "01234")
		    || strcmp(f.class, "fixed") == 0 || strcmp(f.class, "m2m") == 0))
			ok = false;
		if (r->noise && groups == 1 && *label < 1)
			ok = false;
		if (*label < (plain ? -1 : 0)
		    || (sc->code && *label < 1 && strcmp(f.class, "fixed") == 0))
			ok = false;
		if (strcmp(f.class, "m2m") == 0 && *label < 1)
			ok = false;
	} else {
		if (*label == 2)
			*label = label_before(sc, from, fax);
		if (plus) {
			ok = international(d, n, &f);
			if (ok && n < 10 && *label < 1 && groups < 3)
				ok = false;
		} else if (starts(d, n, "010") && n >= 11 && d[3] != '0') {
			bool trap = len[0] == 3 || len[0] == 4 || paren;
			ok = (*label > 0 || (trap && groups > 1 && *label == 0)) && international(d + 3, n - 3, &f);
		} else if (starts(d, n, "0081") && n >= 13) {
			ok = (*label > 0 || groups > 2) && international(d + 2, n - 2, &f);
		} else if (starts(d, n, "81") && (n == 11 || n == 12)) {
			ok = (*label > 0 || (groups == 4 && len[0] == 2 && len[3] == 4 && *label == 0))
			    && international(d, n, &f);
		}
		if (!ok && !plus && !slash)
			ok = american(d, n, len, groups, *label, &f) && *label >= 0;
		if (sc->code && *label < 1 && !plus)
			ok = false;
	}
	if (!ok)
		return NULL;
	keep(sc, from, to, &f, *label, *fax);
	return to;
}

/* May a number begin at group i? */
static bool
opens(const struct mu_ind_run *r, unsigned i)
{
	uint32_t s = r->g[i].sep;

	return i == 0 || s == ' ' || s == MU_IND_DOT_BLANK || s == '/' || s == '(' || s == ',' || s == '~' || s == ')' || s == '\n';
}

static bool
closes(const struct mu_ind_run *r, unsigned k)
{
	uint32_t s;

	if (k >= r->n)
		return true;
	s = r->g[k].sep;
	return s == ' ' || s == '/' || s == '(' || s == '~' || s == ',' || s == '\n' || s == ')'
	    || s == MU_IND_DOT_BLANK;
}

/* Cheap: 0…, +…, 1-800…, 81-…, (800) … */
static bool
may_begin(const struct mu_ind_scan *sc, const struct mu_ind_run *r, unsigned i)
{
	const struct mu_ind_group *g = &r->g[i];
	char d = r->d[g->at];
	unsigned char prev = g->from > sc->s ? (unsigned char)g->from[-1] : ' ';

	if (d == '0' || prev == '+' || prev == '(' || prev >= 0x80)
		return true;
	if (d == '8' && g->n <= 3)
		return true;
	if (d == '1' && (g->n == 1 || g->n == 11))
		return true;
	return g->n == 3 && i + 2 < r->n && r->g[i + 1].n == 3 && r->g[i + 2].n == 4;
}

const char *
mu_ind_phone(struct mu_ind_scan *sc, const struct mu_ind_run *r)
{
	const char *end = NULL;

	for (unsigned i = 0; i < r->n;) {
		const struct mu_ind_group *g = &r->g[i];
		const char *to = NULL;
		unsigned last = i + 7 < r->n ? i + 7 : r->n, k = i;
		int label = 2;
		bool fax = false;
		if (!opens(r, i) || (r->d[g->at] == '?' && g->n)) {
			i++;
			continue;
		}
		if (may_begin(sc, r, i))
			for (k = last; k > i && !to; k--)
				if (closes(r, k))
					to = attempt(sc, r, i, k, &label, &fax);
		if (to) {
			end = to;
			i = k + 1;
			continue;
		}
		to = short_number(sc, r, i);
		if (to)
			end = to;
		i++;
	}
	return end;
}

/* The target of tel: or sms:, already without the scheme and percent-decoded. */
bool
mu_ind_phone_link(struct mu_ind_scan *sc, const char *p, const char *e, const char *at)
{
	char d[MAX_DIGITS + 1];
	size_t n = 0;
	bool plus = false;
	struct found f = {.n = 0};

	while (p < e) {
		unsigned m;
		uint32_t c = mu_ind_get(p, e, &m);
		if (c == '+' && !n)
			plus = true;
		else if (mu_ind_digit(c) && n < MAX_DIGITS)
			d[n++] = (char)c;
		else if (c == ';' || c == ',' || c == '?' || c == '&' || mu_ind_digit(c))
			break;
		p += m;
	}
	if (n < 8)
		return false;
	if (plus ? !international(d, n, &f)
	    : !(domestic(d, n, 0, &f)
	    || (starts(d, n, "010") && n > 10 && international(d + 3, n - 3, &f))
	    || (starts(d, n, "81") && n >= 11 && international(d, n, &f))
	    || (d[0] == '1' && n == 11 && foreign(d, n, &f))))
		return false;
	keep(sc, at, at, &f, 1, false);
	return true;
}
