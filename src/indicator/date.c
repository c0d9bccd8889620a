/*
 * Deadlines: points in time and spans that the text sets the reader. A date alone is none; it
 * takes a cue beside it (まで, 必着, 期限, 締切 …), or a span with 以内.
 *
 * Values are ISO 8601: 2026-11-25, 2026-11-25T17:00, --11-25 where the year is not said, P3D, PT24H.
 */
#include "indicator/scan.h"

struct day {
	int64_t year;   /* -1: not said */
	int month, day; /* 0: not said */
	int hour, minute; /* -1: not said */
	int weekday;    /* stated: 0 = Sunday, -1: none */
	bool era_bad;   /* 平成35年: a year the era does not have */
};

static const char *const weekdays[] = {"日", "月", "火", "水", "木", "金", "土", NULL};

static const char *const until_after[] = {
	"まで", "迄", "必着", "期限", "締切", "締め切", "〆切", "厳守", "限り", "中に", "午前中", "以内", "をもって",
	"付で失効", "が期限", "が最終", "までに", "deadline", NULL
};
static const char *const until_before[] = {
	"期限", "期日", "締切", "締め切", "〆切", "最終日", "取り下げ", "取下げ", "納付日", "支払日", "支払い日",
	"deadline", "due", "by", "before", "until", "no later than", "expires", "有効期間", "猶予", NULL
};

static int
leap(int64_t y)
{
	return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
}

static bool
real_day(int64_t y, int m, int d)
{
	static const uint8_t len[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	if (m < 1 || m > 12 || d < 1)
		return false;
	return d <= len[m - 1] + (m == 2 && (y < 0 || leap(y)));
}

/* Sakamoto's rule; 0 = Sunday. */
static int
weekday_of(int64_t y, int m, int d)
{
	static const int t[] = {0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4};

	if (m < 3)
		y--;
	return (int)((y + y / 4 - y / 100 + y / 400 + t[m - 1] + d) % 7);
}

/* A number of at most `max` digits (ASCII, full width, 二〇二六, 二十五). */
static const char *
number(const char *p, const char *e, int max, int64_t *v)
{
	const char *end = mu_ind_whole(p, e, v);
	int64_t top = 1;

	for (int i = 0; i < max; i++)
		top *= 10;
	return end && *v < top && end - p <= 4 * 8 ? end : NULL;
}

/* （水）, (水曜日), 水曜 after a date. */
static const char *
stated_weekday(const char *p, const char *e, struct day *t)
{
	const char *q = mu_ind_blank(p, e), *in;
	unsigned n;
	uint32_t c = mu_ind_get(q, e, &n);
	size_t which;
	bool paren = c == '(' || c == '[';

	if (paren)
		q = mu_ind_blank(q + n, e);
	in = mu_ind_starts_any(q, e, weekdays, &which);
	if (!in)
		return p;
	q = in;
	in = mu_ind_starts(q, e, "曜日");
	if (!in)
		in = mu_ind_starts(q, e, "曜");
	if (in)
		q = in;
	else if (!paren)
		return p;
	if (paren) {
		/* （水・祝） */
		for (int i = 0; i < 4; i++) {
			c = mu_ind_get(q, e, &n);
			if (!n)
				return p;
			q += n;
			if (c == ')' || c == ']')
				break;
			if (i == 3)
				return p;
		}
	}
	t->weekday = (int)which;
	return q;
}

/* 17:00, 17時, 午後5時30分 after a date. */
static const char *
clock_time(const char *p, const char *e, struct day *t)
{
	const char *q = mu_ind_blank(p, e), *x;
	int64_t h, m = 0;
	bool pm = false;

	if ((x = mu_ind_starts(q, e, "の")) != NULL)
		q = x;
	if ((x = mu_ind_starts(q, e, "午後")) != NULL)
		q = x, pm = true;
	else if ((x = mu_ind_starts(q, e, "午前")) != NULL)
		q = x;
	x = number(q, e, 2, &h);
	if (!x || h > 24)
		return p;
	q = x;
	if ((x = mu_ind_starts(q, e, "時")) != NULL) {
		if (mu_ind_starts(x, e, "間"))
			return p;
		q = x;
		x = number(q, e, 2, &m);
		if (x && mu_ind_starts(x, e, "分"))
			q = mu_ind_starts(x, e, "分");
		else
			m = mu_ind_starts(q, e, "半") ? 30 : 0;
	} else if ((x = mu_ind_starts(q, e, ":")) != NULL) {
		q = number(x, e, 2, &m);
		if (!q)
			return p;
	} else {
		return p;
	}
	if (pm && h < 12)
		h += 12;
	if (h > 24 || m > 59)
		return p;
	t->hour = (int)h;
	t->minute = (int)m;
	return q;
}

static char *
put(char *p, int64_t v, int width)
{
	for (int i = width - 1; i >= 0; i--) {
		p[i] = (char)('0' + v % 10);
		v /= 10;
	}
	return p + width;
}

static const char *
span_anchor(struct mu_ind_scan *sc, const char *from)
{
	static const char *const words[] = {"到着", "届い", "届き", "受取", "クリック", "登録後", "登録から", "閲覧", "受信",
	    "送信", "メール", "通知", "mail", "message", "receipt", "click", NULL};
	static const char *const anchors[] = {"arrival", "arrival", "arrival", "arrival", "click", "click",
	    "click", "click", "mail-date", "mail-date", "mail-date", "mail-date", "mail-date", "mail-date",
	    "arrival", "click"};
	struct mu_ind_words w;
	size_t which;

	mu_ind_before(sc, from, 45, &w);
	return mu_ind_last(&w, words, &which) ? anchors[which] : "page-time";
}

static const char *
keep(struct mu_ind_scan *sc, const char *from, const char *to, const char *value, const char *anchor,
    bool wrong, bool era_bad)
{
	struct mu_indicator *it = mu_ind_add(sc, MU_I_DEADLINE, from, to, mu_str_of(value));

	if (it) {
		it->valid = era_bad ? MU_V_NO : MU_V_UNKNOWN;
		mu_ind_key(sc, it, "anchor", mu_str_of(anchor ? anchor : span_anchor(sc, from)));
		if (wrong)
			mu_ind_key(sc, it, "weekday", MU_STR("wrong"));
		if (era_bad)
			mu_ind_key(sc, it, "era", MU_STR("out-of-range"));
	}
	return to;
}

/* The rest of a date whose words end at `to`: weekday, time, and is it a deadline at all? */
static const char *
finish(struct mu_ind_scan *sc, const char *from, const char *to, struct day t)
{
	char v[32], *p = v;
	struct mu_ind_words w;
	const char *end, *x;
	bool cue, wrong;

	if (t.month && !real_day(t.year, t.month, t.day))
		return to;
	end = stated_weekday(to, sc->e, &t);
	end = clock_time(end, sc->e, &t);
	if (sc->dates++ >= MU_IND_DATES)
		return end;
	/* In a log or table nothing near can be a cue: ", 2026-11-23 10:22:31," */
	x = mu_ind_blank(end, sc->e);
	cue = x < sc->e && ((unsigned char)*x >= 0x80 || mu_ind_alpha((unsigned char)*x) || *x == '(' || *x == '\n');
	if (cue) {
		mu_ind_after(sc, end, 18, &w);
		cue = mu_ind_first(&w, until_after, NULL) != 0;
	}
	x = from;
	while (x > sc->s && x[-1] == ' ' && from - x < 4)
		x--;
	if (!cue && (x == sc->s || (unsigned char)x[-1] >= 0x80 || mu_ind_alpha((unsigned char)x[-1])
	    || x[-1] == ':' || x[-1] == '(' || x[-1] == '\n' || x[-1] == '=')) {
		size_t which, at;
		mu_ind_before(sc, from, 42, &w);
		at = mu_ind_last(&w, until_before, &which);
		/* English words only just before; "by" is also the end of others. */
		cue = at && (until_before[which][0] < 0 ? true : w.n - at <= 5);
		if (cue && mu_ind_alpha((unsigned char)until_before[which][0])
		    && strlen(until_before[which]) <= 3 && at > strlen(until_before[which])
		    && mu_ind_alnum((unsigned char)w.buf[at - 1 - strlen(until_before[which])]))
			cue = false;
		if (cue && !((unsigned char)until_before[which][0] < 0x80)) {
			/* …期限を過ぎた。2026年… : another sentence */
			static const char *const stops[] = {"。", "から", NULL};
			size_t s = mu_ind_last(&w, stops, NULL);
			cue = s <= at;
		}
	}
	if (!cue)
		return end;
	for (size_t i = 0; until_after[i]; i++) {
		x = mu_ind_starts(mu_ind_blank(end, sc->e), sc->e, until_after[i]);
		if (x) {
			end = x;
			break;
		}
	}
	if (t.year >= 0) {
		p = put(p, t.year, 4);
		*p++ = '-';
	} else {
		*p++ = '-';
		*p++ = '-';
		if (!t.month)
			*p++ = '-';
	}
	if (t.month) {
		p = put(p, t.month, 2);
		*p++ = '-';
	}
	p = put(p, t.day, 2);
	if (t.hour >= 0 && t.month) {
		*p++ = 'T';
		p = put(p, t.hour, 2);
		*p++ = ':';
		p = put(p, t.minute, 2);
	}
	*p = '\0';
	wrong = t.weekday >= 0 && t.year >= 0 && t.month
	    && weekday_of(t.year, t.month, t.day) != t.weekday;
	return keep(sc, from, end, v, "absolute", wrong, t.era_bad);
}

static bool
era_year(char era, int64_t y, struct day *t)
{
	switch (era) {
	case 'R':
		t->year = 2018 + y;
		t->era_bad = y < 1 || y > 60;
		return true;
	case 'H':
		t->year = 1988 + y;
		t->era_bad = y < 1 || y > 31;
		return true;
	case 'S':
		t->year = 1925 + y;
		t->era_bad = y < 1 || y > 64;
		return true;
	default:
		return false;
	}
}

/* N + unit of a span; NULL when there is no unit. */
static const char *
span_unit(const char *p, const char *e, const char **letter, bool *time)
{
	static const struct {
		const char *word, *letter;
		bool time;
	} units[] = {
		{"時間", "H", true}, {"営業日", "D", false}, {"日間", "D", false}, {"日", "D", false},
		{"分間", "M", true}, {"分", "M", true}, {"週間", "W", false}, {"か月", "M", false},
		{"ヶ月", "M", false}, {"カ月", "M", false}, {"ヵ月", "M", false}, {"ケ月", "M", false},
		{"秒", "S", true}, {"hours", "H", true}, {"hour", "H", true}, {"hrs", "H", true},
		{"minutes", "M", true}, {"business days", "D", false}, {"days", "D", false},
		{"day", "D", false}, {"h", "H", true}, {"weeks", "W", false},
		{"个小时", "H", true}, {"小时", "H", true}, {"小時", "H", true}, {"天", "D", false},
		{"시간", "H", true}, {"일", "D", false}, {"분", "M", true},
	};
	const char *q = mu_ind_blank(p, e);

	if (q >= e || ((unsigned char)*q < 0x80 && ((*q | 0x20) != 'h' && (*q | 0x20) != 'm'
	    && (*q | 0x20) != 'b' && (*q | 0x20) != 'd' && (*q | 0x20) != 'w')))
		return NULL;
	for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
		const char *end = mu_ind_starts(q, e, units[i].word);
		unsigned n;
		if (!end)
			continue;
		if (mu_ind_alpha((unsigned char)units[i].word[0]) && mu_ind_alnum(mu_ind_get(end, e, &n)))
			continue;
		*letter = units[i].letter;
		*time = units[i].time;
		return end;
	}
	return NULL;
}

static const char *
span(struct mu_ind_scan *sc, const char *p, int64_t v, const char *after)
{
	static const char *const within[] = {"以内", "いない", "内に", "内の", "のうち", "うちに", "までに", "まで",
	    "限定", "限り", "後に", "後まで", "後には", "後、", "後から", "後自動", "経過", "が経過", "を過ぎ", "過ぎ", "を経過",
	    "の猶予", "しか", "待つ", "待ちます", "お待ち", "のカウント", "に限り", "すぎると", "で返送", "で廃棄", "で没収",
	    "で失効", "で削除", "内", "之内", "之內", "內", " 이내", "이내", " 안에", NULL};
	static const char *const before[] = {"残り", "のこり", "あと", "within", "in the next", "next", "have",
	    "only", "in", "after", "can wait", "deadline:", "到着後", "期限", "猶予", NULL};
	const char *letter, *to, *x;
	char value[24], *w = value;
	bool time;
	char rev[24];
	size_t k = 0;

	to = span_unit(after, sc->e, &letter, &time);
	if (!to)
		return NULL;
	x = mu_ind_starts_any(to, sc->e, within, NULL);
	/* 25日まで is a day of the month, not a span. */
	if (x && letter[0] == 'D' && !mu_ind_starts(to, sc->e, "以内") && !mu_ind_starts(to, sc->e, "いない")
	    && !mu_ind_starts(to, sc->e, "後") && mu_ind_starts_any(to, sc->e, within, NULL)
	    && (mu_ind_starts(to, sc->e, "まで") || mu_ind_starts(to, sc->e, "限り")))
		return NULL;
	if (!x) {
		struct mu_ind_words words;
		size_t which, at;
		if (!mu_ind_pay(sc))
			return NULL;
		mu_ind_before(sc, p, 24, &words);
		at = mu_ind_last(&words, before, &which);
		if (!at || words.n - at > 4)
			return NULL;
		if ((unsigned char)before[which][0] < 0x80 && at - 1 >= strlen(before[which])
		    && mu_ind_alpha((unsigned char)words.buf[at - 1 - strlen(before[which])]))
			return NULL;
		x = to;
	}
	*w++ = 'P';
	if (time)
		*w++ = 'T';
	do
		rev[k++] = (char)('0' + v % 10);
	while ((v /= 10) != 0);
	while (k)
		*w++ = rev[--k];
	*w++ = letter[0];
	*w = '\0';
	return keep(sc, p, x, value, NULL, false, false);
}

/* 残り 01:23:45 */
static const char *
countdown(struct mu_ind_scan *sc, const char *p)
{
	static const char *const left[] = {"残り", "のこり", "あと", "カウントダウン", "remaining", "left", "期限", NULL};
	const char *q = p;
	int64_t v[3];
	int k = 0;
	char value[24], *w = value;
	struct mu_ind_words words;

	while (k < 3) {
		const char *x = number(q, sc->e, 2, &v[k]);
		if (!x)
			return NULL;
		k++;
		q = x;
		x = mu_ind_starts(q, sc->e, ":");
		if (!x)
			break;
		q = x;
	}
	if (k < 2 || (q > p && q[-1] == ':') || v[1] > 59 || (k == 3 && v[2] > 59))
		return NULL;
	/* 2026-11-23 10:22:31 is a time of day. */
	if (p - sc->s >= 2 && p[-1] == ' ' && mu_ind_digit((unsigned char)p[-2]))
		return NULL;
	if (!mu_ind_pay(sc))
		return NULL;
	mu_ind_before(sc, p, 30, &words);
	if (!mu_ind_last(&words, left, NULL))
		return NULL;
	memcpy(w, "PT", 2);
	w += 2;
	if (k == 3) {
		w = put(w, v[0], 2);
		*w++ = 'H';
	}
	w = put(w, v[k - 2], 2);
	*w++ = 'M';
	w = put(w, v[k - 1], 2);
	*w++ = 'S';
	*w = '\0';
	return keep(sc, p, q, value, NULL, false, false);
}

/* Month (and day) after the year: 11月25日, /11/25, -11-25, .11.25 */
static const char *
month_day(const char *p, const char *e, bool words, uint32_t sep, struct day *t)
{
	int64_t m, d;
	const char *q = number(mu_ind_blank(p, e), e, 2, &m), *x;
	unsigned n;

	if (!q)
		return NULL;
	if (words) {
		q = mu_ind_starts(mu_ind_blank(q, e), e, "月");
		if (!q)
			return NULL;
		x = number(mu_ind_blank(q, e), e, 2, &d);
		if (!x)
			return NULL;
		x = mu_ind_starts(mu_ind_blank(x, e), e, "日");
	} else {
		if (mu_ind_get(q, e, &n) != sep)
			return NULL;
		q += n;
		x = number(q, e, 2, &d);
		if (x && mu_ind_digit(mu_ind_get(x, e, &n)))
			return NULL;
	}
	if (!x || m < 1 || m > 12 || d < 1)
		return NULL;
	t->month = (int)m;
	t->day = (int)d;
	return x;
}

const char *
mu_ind_date(struct mu_ind_scan *sc, const char *p)
{
	struct day t = {.year = -1, .hour = -1, .minute = -1, .weekday = -1};
	int64_t v;
	const char *q = number(p, sc->e, 4, &v), *x, *from = p;
	unsigned n, m;
	uint32_t c, prev;

	if (!q)
		return NULL;
	prev = mu_ind_prev(sc->s, p, &n);
	c = mu_ind_get(q, sc->e, &m);
	if (c == '-' || c == '/' || c == '.') {
		/* 2026/11/25, R8.11.25, 11/25（水） */
		char era = (char)(prev & ~0x20u);
		if ((era == 'R' || era == 'H' || era == 'S') && v < 100) {
			unsigned k;
			const char *before = p - n;
			if (before > sc->s && mu_ind_alnum(mu_ind_prev(sc->s, before, &k)))
				return NULL;
			if (!era_year(era, v, &t) || !(x = month_day(q + m, sc->e, false, c, &t)))
				return NULL;
			return finish(sc, before, x, t);
		}
		if (v >= 1900 && v <= 2200) {
			t.year = v;
			x = month_day(q + m, sc->e, false, c, &t);
			return x ? finish(sc, from, x, t) : NULL;
		}
		if (c == '/' && v >= 1 && v <= 12 && prev != '/') {
			int64_t d;
			x = number(q + m, sc->e, 2, &d);
			if (!x || d < 1 || d > 31 || mu_ind_get(x, sc->e, &n) == '/'
			    || mu_ind_digit(mu_ind_get(x, sc->e, &n)))
				return NULL;
			t.month = (int)v;
			t.day = (int)d;
			x = finish(sc, from, x, t);
			return x;
		}
		return NULL;
	}
	if (c == ':')
		return countdown(sc, p);
	x = mu_ind_blank(q, sc->e);
	if (mu_ind_starts(x, sc->e, "年")) {
		if (v < 1900 || v > 2200)
			return NULL;
		t.year = v;
		x = month_day(mu_ind_starts(x, sc->e, "年"), sc->e, true, 0, &t);
		return x ? finish(sc, from, x, t) : NULL;
	}
	if (v >= 1 && v <= 12 && mu_ind_starts(x, sc->e, "月")) {
		int64_t d;
		const char *y = mu_ind_blank(mu_ind_starts(x, sc->e, "月"), sc->e);
		t.month = (int)v;
		x = number(y, sc->e, 2, &d);
		if (x && (x = mu_ind_starts(mu_ind_blank(x, sc->e), sc->e, "日")) != NULL) {
			t.day = (int)d;
			return finish(sc, from, x, t);
		}
		return NULL;
	}
	x = span(sc, p, v, q);
	if (x)
		return x;
	x = mu_ind_starts(q, sc->e, "日");
	if (x && v >= 1 && v <= 31 && !(p > sc->s && (prev == 0x6708 || prev == 0x5E74))) { /* 13月1日 */
		static const char *const until[] = {"必着", "まで", "迄", "締切", "〆切", "期限", "(", NULL};
		if (!mu_ind_starts_any(x, sc->e, until, NULL))
			return NULL;
		t.day = (int)v;
		return finish(sc, from, x, t);
	}
	return NULL;
}

/* 令和, 平成, 昭和 at p: a date, or the number of a civil case. */
const char *
mu_ind_era(struct mu_ind_scan *sc, const char *p)
{
	static const char *const names[] = {"令和", "平成", "昭和", NULL};
	struct day t = {.year = -1, .hour = -1, .minute = -1, .weekday = -1};
	size_t which;
	int64_t v;
	const char *q = mu_ind_starts_any(p, sc->e, names, &which), *x;

	if (!q)
		return NULL;
	q = mu_ind_blank(q, sc->e);
	if ((x = mu_ind_starts(q, sc->e, "元")) != NULL)
		v = 1;
	else if (!(x = number(q, sc->e, 2, &v)))
		return NULL;
	if (!(q = mu_ind_starts(mu_ind_blank(x, sc->e), sc->e, "年")))
		return NULL;
	if ((x = mu_ind_case(sc, p, q, names[which], v)) != NULL)
		return x;
	era_year("RHS"[which], v, &t);
	x = month_day(q, sc->e, true, 0, &t);
	if (!x)
		return NULL;
	/* 平成31年 ended with April, 昭和64年 with 7 January. */
	if ((which == 1 && v == 31 && t.month > 4)
	    || (which == 2 && v == 64 && (t.month > 1 || t.day > 7)))
		t.era_bad = true;
	return finish(sc, p, x, t);
}

/* A word that is itself a time: 本日中, 翌営業日, 月末 …; `iso` from words.def. */
const char *
mu_ind_soon(struct mu_ind_scan *sc, const char *p, const char *to, const char *iso)
{
	static const char *const until[] = {"まで", "迄", "中に", "中の", "中", "じゅう", "限り", "に限り", "のうち", "必着", "期限",
	    "締切", "〆切", "いっぱい", "を過ぎ", "で失効", NULL};
	const char *x;

	if (iso[0] == '?') {
		/* 明日, 月末, 本日18時 …: only with まで and its like. */
		struct day t = {.year = -1, .hour = -1, .minute = -1, .weekday = -1};
		iso++;
		to = clock_time(to, sc->e, &t);
		x = mu_ind_starts_any(to, sc->e, until, NULL);
		if (!x)
			return NULL;
		to = x;
	}
	return keep(sc, p, to, iso, iso[0] == '-' ? "absolute" : NULL, false, false);
}
