/* Values of finds in words: a desk reads the record, and PT24H says nothing there. */
#include "report/report.h"

/* One string, three parts for each: pointers would make the engine of the page larger. */
static const char words[] =
#define MU_VALUE(found, ja, easy) found "\0" ja "\0" easy "\0"
#include "report/value.def"
#undef MU_VALUE
    ;

void
mu_value_word(struct mu_str s, enum mushi_lang lang, struct mu_out *o)
{
	for (const char *p = words; lang != MUSHI_EN && *p;) {
		const char *ja = p + strlen(p) + 1, *easy = ja + strlen(ja) + 1;
		if (mu_str_eq(s, mu_str_of(p))) {
			mu_out_add(o, mu_str_of(lang == MUSHI_JA_EASY && *easy ? easy : ja));
			return;
		}
		p = easy + strlen(easy) + 1;
	}
	for (size_t i = 0; i < s.n; i++)
		mu_out_byte(o, s.p[i] == '-' ? ' ' : s.p[i]);
}

static bool
digit(char c)
{
	return c >= '0' && c <= '9';
}

static size_t
digits(struct mu_str s, size_t at)
{
	size_t n = 0;

	while (at + n < s.n && digit(s.p[at + n]))
		n++;
	return n;
}

/* 98000 -> 98,000; what stands behind the point stays. */
static void
grouped(struct mu_str s, struct mu_out *o)
{
	size_t n = digits(s, 0);

	for (size_t i = 0; i < n; i++) {
		if (i && (n - i) % 3 == 0)
			mu_out_byte(o, ',');
		mu_out_byte(o, s.p[i]);
	}
	mu_out_add(o, mu_str_sub(s, n, s.n));
}

bool
mu_price_in_words(struct mu_str value, struct mu_str currency, enum mushi_lang lang, struct mu_out *o)
{
	if (!digits(value, 0))
		return false;
	grouped(value, o);
	if (mu_str_eq(currency, MU_STR("JPY"))) {
		mu_out_add(o, lang == MUSHI_EN ? MU_STR(" yen") : MU_STR("円"));
	} else {
		mu_out_byte(o, ' ');
		mu_out_add(o, currency);
	}
	return true;
}

/* "07" -> 7 */
static void
plain(struct mu_str s, struct mu_out *o)
{
	while (s.n > 1 && s.p[0] == '0')
		s = mu_str_sub(s, 1, s.n);
	mu_out_add(o, s);
}

static bool
span(struct mu_str s, enum mushi_lang lang, struct mu_out *o)
{
	static const struct {
		char letter;
		bool time;
		const char *said[MU_LANGS];
	} units[] = {
		{'W', false, {"週間", "週間", " weeks"}}, {'D', false, {"日", "日", " days"}},
		{'M', false, {"か月", "か月", " months"}}, {'H', true, {"時間", "時間", " hours"}},
		{'M', true, {"分", "分", " minutes"}}, {'S', true, {"秒", "秒", " seconds"}},
	};
	bool time = false, any = false;
	size_t at = 1;

	if (mu_str_eq(s, MU_STR("P0D"))) {
		static const char *const today[MU_LANGS] = {"当日中", "その 日の うち", "the same day"};
		mu_out_add(o, mu_str_of(today[lang]));
		return true;
	}
	while (at < s.n) {
		size_t n, u = 0;
		if (s.p[at] == 'T' && !time) {
			time = true;
			at++;
			continue;
		}
		n = digits(s, at);
		while (u < 6 && at + n < s.n && (units[u].letter != s.p[at + n] || units[u].time != time))
			u++;
		if (!n || at + n == s.n || u == 6)
			return false;
		if (any && lang == MUSHI_EN)
			mu_out_byte(o, ' ');
		plain(mu_str_sub(s, at, at + n), o);
		mu_out_add(o, mu_str_of(units[u].said[lang]));
		/* "1 weeks" */
		if (lang == MUSHI_EN && n == 1 && s.p[at] == '1')
			o->n -= o->n > 0;
		any = true;
		at += n + 1;
	}
	return any;
}

/* 2026-12-29T17:00, --12-29, ---25 */
static bool
date(struct mu_str s, struct mu_out *o)
{
	static const char *const units[] = {"年", "月", "日"};
	size_t at = 0, part = 0;

	if (mu_str_starts(s, MU_STR("---")))
		at = 3, part = 2;
	else if (mu_str_starts(s, MU_STR("--")))
		at = 2, part = 1;
	while (part < 3) {
		size_t n = digits(s, at);
		if (!n)
			return false;
		plain(mu_str_sub(s, at, at + n), o);
		mu_out_add(o, mu_str_of(units[part++]));
		at += n;
		if (part < 3 && (at == s.n || s.p[at++] != '-'))
			return false;
	}
	if (at == s.n)
		return true;
	if (s.p[at] != 'T')
		return false;
	mu_out_byte(o, ' ');
	mu_out_add(o, mu_str_sub(s, at + 1, s.n));
	return true;
}

/* 0 is Sunday (Sakamoto). */
static unsigned
weekday(unsigned y, unsigned m, unsigned d)
{
	static const unsigned char t[] = {0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4};

	y -= m < 3;
	return (y + y / 4 - y / 100 + y / 400 + t[(m - 1) % 12] + d) % 7;
}

static unsigned
two(const char *p)
{
	return (unsigned)(p[0] - '0') * 10 + (unsigned)(p[1] - '0');
}

void
mu_day_in_words(struct mu_str day, enum mushi_lang lang, struct mu_out *o)
{
	static const char *const names[][MU_LANGS] = {{"日", "日曜日", "Sun"}, {"月", "月曜日", "Mon"},
	    {"火", "火曜日", "Tue"}, {"水", "水曜日", "Wed"}, {"木", "木曜日", "Thu"},
	    {"金", "金曜日", "Fri"}, {"土", "土曜日", "Sat"}};
	const char *name;

	if (day.n != 10 || digits(day, 0) != 4 || digits(day, 5) != 2 || digits(day, 8) != 2) {
		mu_out_add(o, day);
		return;
	}
	name = names[weekday(two(day.p) * 100 + two(day.p + 2), two(day.p + 5), two(day.p + 8))][lang];
	if (lang == MUSHI_EN || !date(day, o)) {
		mu_out_add(o, day);
		mu_out_fmt(o, " (%s)", name);
		return;
	}
	mu_out_add(o, MU_STR("（"));
	mu_out_add(o, mu_str_of(name));
	mu_out_add(o, MU_STR("）"));
}

bool
mu_deadline_in_words(struct mu_str value, enum mushi_lang lang, struct mu_out *o)
{
	if (value.n > 2 && value.p[0] == 'P')
		return span(value, lang, o);
	if (mu_str_eq(value, MU_STR("---31"))) {
		mu_out_add(o, lang == MUSHI_EN ? MU_STR("end of the month") : MU_STR("月末"));
		return true;
	}
	/* English reads 2026-12-29 as it is. */
	return lang != MUSHI_EN && value.n > 2 && date(value, o);
}
