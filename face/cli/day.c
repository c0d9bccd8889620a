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
clock_now(char out[CLOCK_MOST])
{
	time_t t = time(NULL);
	struct tm tm;

	return localtime_r(&t, &tm) && strftime(out, CLOCK_MOST, "%Y-%m-%dT%H:%M:%S%z", &tm) > 0;
}

bool
is_day_received(const char *value)
{
	if (strlen(value) == 10 && is_time(value))
		return true;
	complain("--received is a day that there is, like 2026-11-24, not '%s'", value);
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
