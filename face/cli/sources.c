/* Where the records come from, and which have not been looked at for long. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

bool
next_line(const char **p, const char *end, struct line *out)
{
	const char *nl;

	if (*p >= end)
		return false;
	nl = memchr(*p, '\n', (size_t)(end - *p));
	out->p = *p;
	out->n = nl ? (size_t)(nl - *p) : (size_t)(end - *p);
	*p += out->n + (nl ? 1 : 0);
	return true;
}

/* year * 12 + month of "2026-11-23", and the day; false when it is no date. */
static bool
read_date(const char *p, size_t n, long *month, long *day)
{
	static const char form[] = "dddd-dd-dd";

	int m, d;

	if (n < sizeof form - 1)
		return false;
	for (size_t i = 0; form[i]; i++)
		if (form[i] == 'd' ? p[i] < '0' || p[i] > '9' : p[i] != form[i])
			return false;
	m = atoi(p + 5);
	d = atoi(p + 8);
	if (d < 1 || d > month_days(atoi(p), m))
		return false;
	*month = strtol(p, NULL, 10) * 12 + strtol(p + 5, NULL, 10) - 1;
	*day = strtol(p + 8, NULL, 10);
	return true;
}

/* Where a date follows "checked" or "checked:" in the line, or NULL. */
static const char *
checked_date(struct line l)
{
	static const char word[] = "checked";
	const char *end = l.p + l.n;

	for (const char *p = l.p; p + sizeof word - 1 < end; p++) {
		long month, day;
		const char *d = p + sizeof word - 1;
		if (memcmp(p, word, sizeof word - 1) != 0)
			continue;
		while (d < end && (*d == ':' || *d == ' '))
			d++;
		if (read_date(d, (size_t)(end - d), &month, &day))
			return d;
	}
	return NULL;
}

int
print_stale(const char *now, long months)
{
	char clock[16];
	const struct mushi_file *files;
	size_t n, found = 0;
	long month, day;

	if (!now) {
		time_t t = time(NULL);
		struct tm tm;
		if (!localtime_r(&t, &tm) || !strftime(clock, sizeof clock, "%Y-%m-%d", &tm)) {
			complain("the clock cannot be read; use --now");
			return EXIT_TROUBLE;
		}
		now = clock;
	}
	if (!read_date(now, strlen(now), &month, &day) || (now[10] && now[10] != 'T')) {
		complain("--now is a date like 2026-11-24, not '%s'", now);
		return EXIT_TROUBLE;
	}
	files = mushi_pack_builtin(&n);
	for (size_t i = 0; i < n; i++) {
		const char *p = files[i].data, *end = p + files[i].size;
		struct line l, head = {"", 0};
		size_t number = 0;
		bool between = true;
		while (next_line(&p, end, &l)) {
			const char *d;
			long m, dd;
			number++;
			if (l.n == 0)
				between = true;
			else if (l.p[0] != '#' && between) {
				head = l;
				between = false;
			}
			d = checked_date(l);
			if (!d || !read_date(d, 10, &m, &dd))
				continue;
			if (m + months > month || (m + months == month && dd >= day))
				continue;
			printf("%s:%zu: %.*s: checked %.10s\n", files[i].name, number,
			    l.p[0] == '#' ? 7 : (int)head.n, l.p[0] == '#' ? "comment" : head.p, d);
			found++;
		}
	}
	if (found)
		printf("%zu not checked for %ld months\n", found, months);
	return found ? EXIT_FOUND : EXIT_NOTHING;
}

bool
line_value(struct line l, const char *key, struct line *out)
{
	size_t n = strlen(key);

	if (l.n < n + 2 || memcmp(l.p, key, n) != 0 || l.p[n] != ':')
		return false;
	out->p = l.p + n + 2;
	out->n = l.n - n - 2;
	return true;
}

/* "law: crimes" is called "crimes". */
static bool
is_called(struct line head, const char *id)
{
	size_t n = strlen(id);

	return head.n > n + 2 && memcmp(head.p + head.n - n, id, n) == 0
	    && memcmp(head.p + head.n - n - 2, ": ", 2) == 0
	    && memchr(head.p, ':', head.n) == head.p + head.n - n - 2;
}

bool
print_sources(const char *id)
{
	size_t n;
	const struct mushi_file *files = mushi_pack_builtin(&n);
	bool found = false;

	for (size_t i = 0; i < n; i++) {
		const char *p = files[i].data, *end = p + files[i].size;
		struct line l, head = {"", 0}, v;
		bool between = true, file_said = false;
		while (next_line(&p, end, &l)) {
			if (l.n == 0) {
				between = true;
				continue;
			}
			if (l.p[0] == '#')
				continue;
			if (between)
				head = l;
			between = false;
			if (id && !is_called(head, id))
				continue;
			if (line_value(l, "source", &v)) {
				if (!file_said)
					printf("# %s\n", files[i].name);
				file_said = found = true;
				printf("%.*s\n    %.*s\n", (int)head.n, head.p, (int)v.n, v.p);
			} else if (line_value(l, "checked", &v) || line_value(l, "sure", &v)) {
				printf("    %.*s\n", (int)l.n, l.p);
			}
		}
	}
	return found;
}

bool
print_law(const char *id, enum mushi_lang lang)
{
	size_t n;
	const struct mushi_file *files = mushi_pack_builtin(&n);

	for (size_t i = 0; i < n; i++) {
		const char *p = files[i].data, *end = p + files[i].size;
		struct line l, v;
		bool found = false;
		while (next_line(&p, end, &l) && !(found && l.n == 0)) {
			static const char *const keys[] = {"act", "article", "in-force", "source",
			    "checked", "sure"};
			static const char *const named[][2] = {{"法律", "ほうりつ"}, {"条", "ばんごう"},
			    {"施行", "いつから"}, {"出典", "しらべた もの"}, {"確認した日", "しらべた日"},
			    {"確かさ", "たしかさ"}};
			static const char *const statements[] = {"statement-ja", "statement-ja-easy",
			    "statement-en"};
			if (line_value(l, "law", &v))
				found = v.n == strlen(id) && memcmp(v.p, id, v.n) == 0;
			if (!found)
				continue;
			if (line_value(l, statements[lang], &v))
				printf("%s\n\n%.*s\n\n", id, (int)v.n, v.p);
			for (size_t k = 0; k < sizeof keys / sizeof *keys; k++)
				if (line_value(l, keys[k], &v) && lang == MUSHI_EN)
					printf("  %-9s %.*s\n", keys[k], (int)v.n, v.p);
				else if (line_value(l, keys[k], &v))
					printf("  %s：%.*s\n", named[k][lang == MUSHI_JA_EASY], (int)v.n, v.p);
		}
		if (found)
			return true;
	}
	return false;
}
