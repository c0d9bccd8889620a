/*
 * Code of Civil Procedure art. 391, 393 (two weeks), 95(1) with Civil Code art. 140 (the day of
 * receipt is not counted), 95(3) (a last day on a Saturday, Sunday, holiday or from 29 December
 * to 3 January moves on). Received on Tuesday 24 November 2026: day 1 is the 25th, the last day
 * is 8 December.
 *
 * Two dates are given since a mistake about holidays must not cost anybody a right: the plain
 * fourteenth day, which is the one to keep, and the day it moves to.
 *
 * Art. 390: an objection still counts until provisional execution is declared, so a day that is
 * over is no reason to give up. Art. 107(3): registered mail is served when it is sent, so that
 * the day of receipt says nothing and no date is given.
 */
#include "advice/court.h"

#include "base/fmt.h"

enum { POST_DAYS = 3 }; /* a letter may take so long */

static bool
digits(const char *p, unsigned n, unsigned *out)
{
	*out = 0;
	for (unsigned i = 0; i < n; i++) {
		if (p[i] < '0' || p[i] > '9')
			return false;
		*out = *out * 10 + (unsigned)(p[i] - '0');
	}
	return true;
}

static bool
leap(unsigned y)
{
	return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
}

static unsigned
month_days(unsigned y, unsigned m)
{
	static const unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	return days[m - 1] + (m == 2 && leap(y));
}

struct day {
	unsigned y, m, d;
};

static struct day
next_day(struct day x)
{
	if (++x.d > month_days(x.y, x.m)) {
		x.d = 1;
		if (++x.m > 12) {
			x.m = 1;
			x.y++;
		}
	}
	return x;
}

/* 0 is Sunday (Sakamoto). */
static unsigned
weekday(struct day x)
{
	static const unsigned char t[] = {0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4};
	unsigned y = x.y - (x.m < 3);

	return (y + y / 4 - y / 100 + y / 400 + t[x.m - 1] + x.d) % 7;
}

static bool
free_day(const struct mushi_pack *p, struct day x)
{
	uint32_t number = x.y * 10000 + x.m * 100 + x.d;

	if (weekday(x) == 0 || weekday(x) == 6)
		return true;
	if ((x.m == 12 && x.d >= 29) || (x.m == 1 && x.d <= 3))
		return true;
	for (size_t i = 0; i < p->holiday_n; i++)
		if (p->holidays[i].date == number)
			return true;
	return false;
}

static bool
year_known(const struct mushi_pack *p, unsigned y)
{
	for (size_t i = 0; i < p->holiday_n; i++)
		if (p->holidays[i].date / 10000 == y)
			return true;
	return false;
}

static void
write_day(struct day x, char *out, size_t size)
{
	(void)mu_fmt(out, size, "%04u-%02u-%02u", x.y % 10000, x.m % 100, x.d % 100);
}

static bool
read_day(const char *s, struct day *x)
{
	if (!s || strlen(s) < 10 || s[4] != '-' || s[7] != '-' || !digits(s, 4, &x->y)
	    || !digits(s + 5, 2, &x->m) || !digits(s + 8, 2, &x->d) || (s[10] && s[10] != 'T'))
		return false;
	return x->y >= 1900 && x->y <= 9998 && x->m >= 1 && x->m <= 12 && x->d >= 1
	    && x->d <= month_days(x->y, x->m);
}

static struct day
day_before(struct day x)
{
	if (--x.d == 0) {
		if (--x.m == 0) {
			x.m = 12;
			x.y--;
		}
		x.d = month_days(x.y, x.m);
	}
	return x;
}

/* The day in Japan, where the courts are, of a time with a zone; of any other its own day. */
static bool
read_now(const char *s, struct day *x)
{
	enum { JAPAN = 9 * 60, DAY = 24 * 60 };
	unsigned h, m, zh, zm;
	const char *zone;
	int at;

	if (!read_day(s, x))
		return false;
	if (strlen(s) < 17 || s[13] != ':' || !digits(s + 11, 2, &h) || !digits(s + 14, 2, &m))
		return true;
	at = (int)(h * 60 + m) + JAPAN;
	zone = s + (s[16] == ':' && strlen(s) > 19 ? 19 : 16);
	if (*zone == '+' || *zone == '-') {
		if (strlen(zone) < 5 || !digits(zone + 1, 2, &zh) || !digits(zone + (zone[3] == ':' ? 4 : 3), 2, &zm))
			return true;
		at += (*zone == '+' ? -1 : 1) * (int)(zh * 60 + zm);
	} else if (*zone != 'Z') {
		return true;
	}
	if (at < 0)
		*x = day_before(*x);
	else if (at >= DAY)
		*x = next_day(*x);
	return true;
}

static enum mu_court_state
state_of(const struct mu_court_dates *c, const char *now)
{
	struct day x;
	char day[16];

	if (!read_now(now, &x))
		return MU_COURT_OPEN;
	write_day(x, day, sizeof day);
	if (strcmp(day, c->plain) > 0)
		return c->moved_known && strcmp(day, c->moved) <= 0 ? MU_COURT_MOVED
		    : MU_COURT_OVER;
	if (strcmp(day, c->plain) == 0)
		return MU_COURT_TODAY;
	for (int i = 0; i < POST_DAYS; i++)
		x = next_day(x);
	write_day(x, day, sizeof day);
	return strcmp(day, c->plain) >= 0 ? MU_COURT_NEAR : MU_COURT_OPEN;
}

bool
mu_court_dates(const struct mushi_pack *p, enum mu_reckon reckon, const char *received,
    const char *now, struct mu_court_dates *out)
{
	struct day x;

	*out = (struct mu_court_dates){.received = "", .reckon = reckon};
	if (!reckon || !read_day(received, &x))
		return false;
	write_day(x, out->received, sizeof out->received);
	if (reckon == MU_RECKON_SENT) {
		out->state = MU_COURT_SENT;
		return true;
	}
	for (int i = 0; i < 14; i++)
		x = next_day(x);
	write_day(x, out->plain, sizeof out->plain);
	/* Weekends and the turn of the year are free in years whose holidays are not known, too. */
	while (free_day(p, x))
		x = next_day(x);
	out->moved_known = year_known(p, x.y);
	if (out->moved_known)
		write_day(x, out->moved, sizeof out->moved);
	out->state = state_of(out, now);
	return true;
}
