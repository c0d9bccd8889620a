/* Days and times as they are typed, and the day a court paper was received. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

int
month_days(int year, int month)
{
	static const unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	if (month < 1 || month > 12)
		return 0;
	return days[month - 1] + (month == 2
	    && ((year % 4 == 0 && year % 100 != 0) || year % 400 == 0));
}

bool
is_time(const char *s)
{
	/* 'd': a digit */
	static const char *const forms[] = {"dddd-dd-dd", "dddd-dd-ddTdd:dd", "dddd-dd-ddTdd:dd:dd"};
	static const char *const zones[] = {"", "Z", "+dd:dd", "+dddd", "-dd:dd", "-dddd"};

	for (size_t f = 0; f < sizeof forms / sizeof *forms; f++) {
		for (size_t z = 0; z < (f ? sizeof zones / sizeof *zones : 1); z++) {
			char form[40];
			size_t i = 0;
			snprintf(form, sizeof form, "%s%s", forms[f], zones[z]);
			while (form[i] && (form[i] == 'd' ? s[i] >= '0' && s[i] <= '9'
			    : s[i] == form[i]))
				i++;
			if (!form[i] && !s[i])
				return atoi(s) >= 1 && atoi(s + 8) >= 1
				    && atoi(s + 8) <= month_days(atoi(s), atoi(s + 5))
				    && (!f || (atoi(s + 11) < 24 && atoi(s + 14) < 60));
		}
	}
	return false;
}

bool
time_now(const char *value)
{
	if (is_time(value))
		return true;
	complain("--now is a date or time like 2026-11-24T09:00:00+09:00, not '%s'", value);
	return false;
}

bool
clock_now(char out[CLOCK_MOST])
{
	time_t t = time(NULL);
	struct tm tm;

	return localtime_r(&t, &tm) && strftime(out, CLOCK_MOST, "%Y-%m-%dT%H:%M:%S%z", &tm) > 0;
}

/* One character: full-width digits and signs as their ASCII ones; *p is moved past it. */
static unsigned
next_char(const char **p)
{
	const unsigned char *s = (const unsigned char *)*p;

	if (s[0] == 0xEF && s[1] == 0xBC && s[2] >= 0x81 && s[2] <= 0xBF) {
		*p += 3;
		return s[2] - 0x60u;
	}
	/* U+2010 to U+2015 and U+2212 are dashes too; U+3000 is a space. */
	if (s[0] == 0xE2 && ((s[1] == 0x80 && s[2] >= 0x90 && s[2] <= 0x95)
	    || (s[1] == 0x88 && s[2] == 0x92))) {
		*p += 3;
		return '-';
	}
	if (s[0] == 0xE3 && s[1] == 0x80 && s[2] == 0x80) {
		*p += 3;
		return ' ';
	}
	*p += *s != 0;
	return *s;
}

static bool
skip(const char **p, const char *word)
{
	size_t n = strlen(word);

	if (strncmp(*p, word, n) != 0)
		return false;
	*p += n;
	return true;
}

/* Digits at *p, at most `most`; how many. */
static int
number_at(const char **p, int most, int *out)
{
	int n = 0;

	for (*out = 0; n < most; n++) {
		const char *q = *p;
		unsigned c = next_char(&q);
		if (c < '0' || c > '9')
			break;
		*out = *out * 10 + (int)(c - '0');
		*p = q;
	}
	return n;
}

/* What stands between the numbers: 年, 月 or one of - / . */
static bool
between(const char **p, const char *word)
{
	const char *q = *p;
	unsigned c;

	if (skip(p, word))
		return true;
	c = next_char(&q);
	if (c != '-' && c != '/' && c != '.')
		return false;
	*p = q;
	return true;
}

/*
 * 2026-11-10 and 20261110, also in full-width signs, 2026/11/10, 2026年11月10日, 令和8年11月10日,
 * R8.11.10.
 */
static bool
read_day(const char *s, int *y, int *m, int *d)
{
	bool era = false;
	int n;

	while (skip(&s, " ") || skip(&s, "\xE3\x80\x80"))
		;
	era = skip(&s, "令和") || skip(&s, "R") || skip(&s, "r") || skip(&s, "Ｒ");
	if (era && skip(&s, "元")) {
		*y = 1;
		n = 1;
	} else {
		n = number_at(&s, era ? 2 : 4, y);
	}
	if (n == 0 || (!era && n != 4))
		return false;
	if (era)
		*y += 2018;
	if (!era && number_at(&s, 2, m) == 2) {
		if (number_at(&s, 2, d) != 2)
			return false;
	} else if (!between(&s, "年") || !number_at(&s, 2, m) || !between(&s, "月")
	    || !number_at(&s, 2, d)) {
		return false;
	}
	(void)skip(&s, "日");
	while (skip(&s, " ") || skip(&s, "\n") || skip(&s, "\r") || skip(&s, "\xE3\x80\x80"))
		;
	return !*s && *d >= 1 && *d <= month_days(*y, *m);
}

/* 11月10日, 11/10: the latest such day that is not after `now`. */
static bool
read_past_day(const char *s, const char *now, int *y, int *m, int *d)
{
	if (!now)
		return false;
	while (skip(&s, " ") || skip(&s, "\xE3\x80\x80"))
		;
	if (!number_at(&s, 2, m) || !between(&s, "月") || !number_at(&s, 2, d))
		return false;
	(void)skip(&s, "日");
	while (skip(&s, " ") || skip(&s, "\n") || skip(&s, "\r") || skip(&s, "\xE3\x80\x80"))
		;
	*y = atoi(now);
	if (*m * 100 + *d > atoi(now + 5) * 100 + atoi(now + 8))
		--*y;
	return !*s && *d >= 1 && *d <= month_days(*y, *m);
}

bool
day_received(const char *value, const char *now, char out[DAY_MOST])
{
	int y, m, d;

	if (read_day(value, &y, &m, &d) || read_past_day(value, now, &y, &m, &d)) {
		snprintf(out, DAY_MOST, "%04d-%02d-%02d", y % 10000, m % 100, d % 100);
		return true;
	}
	complain("--received is a day that there is, like 2026-11-24 or 令和8年11月24日, not '%s'", value);
	return false;
}

/*
 * A two-week period reckoned from a mistyped day would cost a right, so what cannot be is refused:
 * a day after `now` (one day is allowed for another time zone) or before this law (1998).
 */
int
received_off(const char *received, const char *now)
{
	char last[16];
	int y, m, d;

	if (strcmp(received, "1998") < 0)
		return -1;
	if (!now)
		return 0;
	y = atoi(now);
	m = atoi(now + 5);
	d = atoi(now + 8) + 1;
	if (d > month_days(y, m)) {
		d = 1;
		y += m == 12;
		m = m % 12 + 1;
	}
	snprintf(last, sizeof last, "%04d-%02d-%02d", y % 10000, m % 100, d % 100);
	return strcmp(received, last) > 0;
}

bool
could_be_received(const char *received, const char *now)
{
	int off = received_off(received, now);

	if (off < 0)
		complain("--received %s is too long ago; is the year right?", received);
	else if (off > 0)
		complain("--received %s is yet to come (it is %.10s); is the date right?", received,
		    now);
	return off == 0;
}
