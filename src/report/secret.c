/*
 * Finds passwords that a text quotes at its reader ("your password is hunter2"): the proof such a
 * threat shows is the reader's own secret. Read forwards from the word for it over what may stand
 * between, and backwards from "... is your password".
 *
 * What might be an ordinary word ("your password is wrong") is only taken when it has a digit or
 * sign in it, stands in quotation marks or after a colon, or when the text is a threat of this
 * kind. Too much struck out costs a word; too little, a secret.
 */
#include "report/report.h"

#include "base/utf8.h"

enum { LEAST = 4, MOST = 80, BETWEEN = 10 };

static const char *const opening[] = {"\"", "'", "“", "‘", "「", "『", "【", "[", "(", "（", "<", "《", "`"};
static const char *const closing[] = {"\"", "'", "”", "’", "」", "』", "】", "]", ")", "）", ">", "》", "`"};
#define COUNT(a) (sizeof (a) / sizeof *(a))

size_t
mu_any_at(const char *p, const char *end, const char *const *words, size_t n)
{
	size_t best = 0;

	for (size_t i = 0; i < n; i++) {
		size_t k = 0;
		while (words[i][k] && p + k < end
		    && (char)mu_lower((unsigned char)p[k]) == words[i][k])
			k++;
		if (!words[i][k] && k > best)
			best = k;
	}
	return best;
}

static bool
letter(char c)
{
	c = (char)mu_lower((unsigned char)c);
	return c >= 'a' && c <= 'z';
}

/* Spaces, and the ideographic one. */
static size_t
space(const char *p, const char *end)
{
	if (p < end && (*p == ' ' || *p == '\t' || *p == '\n' || *p == '\r'))
		return 1;
	if (end - p >= 3 && memcmp(p, "\xE3\x80\x80", 3) == 0)
		return 3;
	return end - p >= 2 && memcmp(p, "\xC2\xA0", 2) == 0 ? 2 : 0;
}

/* Bytes of a secret at p: signs of ASCII and full-width ones, up to a space or closing mark. */
static size_t
secret(const char *p, const char *end)
{
	const char *q = p;
	unsigned len;

	while (q < end && q - p < MOST) {
		uint32_t c = mu_utf8_get(q, end, &len);
		if (c <= 0x20 || c == 0x7F || (c >= 0x80 && (c < 0xFF10 || c > 0xFF5A)))
			break;
		q += len;
	}
	while (q > p && strchr(".,;:!?)]}>\"'", q[-1]))
		q--;
	return (size_t)(q - p);
}

static bool
telling(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!letter(p[i]) && p[i] != '\'' && p[i] != '-')
			return true;
	return false;
}

/* Where the secret is that follows the word for it; its length is 0 when none does. */
static struct mu_str
forwards(const struct mu_own_words *w, const char *p, const char *end, bool threat)
{
	bool pointed = false, linked = false, quoted = false;
	struct mu_str none = MU_STR(""), s;

	for (unsigned i = 0; i < BETWEEN && p < end; i++) {
		size_t n;
		while ((n = space(p, end)))
			p += n;
		if ((n = mu_any_at(p, end, opening, COUNT(opening)))) {
			pointed = quoted = true;
			p += n;
		} else if (p < end && (*p == ':' || *p == '=')) {
			pointed = true;
			p++;
		} else if (end - p >= 3 && (memcmp(p, "：", 3) == 0 || memcmp(p, "＝", 3) == 0)) {
			pointed = true;
			p += 3;
		} else if ((n = mu_any_at(p, end, closing, COUNT(closing)))) {
			p += n;
		} else if ((n = mu_own_at(&w->of[MU_OWN_PASSWORD_JOINS], p, end))
		    && !(letter(*p) && p + n < end && secret(p, end) > n)) {
			linked = true;
			p += n;
		} else {
			break;
		}
	}
	s = (struct mu_str){p, secret(p, end)};
	/* In quotation marks it may be several words. */
	for (size_t n = 0; quoted && n < MOST && p + n < end && p[n] != '\n'; n++)
		if (n >= s.n && mu_any_at(p + n, end, closing, COUNT(closing))) {
			s.n = n;
			break;
		}
	if (s.n < LEAST || !(pointed || linked))
		return none;
	if (!pointed && mu_own_at(&w->of[MU_OWN_PASSWORD_PLAIN], p, p + s.n) == s.n)
		return none;
	return pointed || threat || telling(s.p, s.n) ? s : none;
}

/* The word before p, without the marks around it. */
static struct mu_str
backwards(const char *begin, const char *p)
{
	const char *q = p;
	bool again = true;

	while (again) {
		again = false;
		for (size_t i = 0; i < COUNT(closing); i++) {
			size_t n = strlen(closing[i]);
			if ((size_t)(q - begin) > n && memcmp(q - n, closing[i], n) == 0) {
				q -= n;
				again = true;
			}
		}
	}
	p = q;
	while (p > begin && (unsigned char)p[-1] > 0x20 && (unsigned char)p[-1] < 0x7F && q - p < MOST)
		p--;
	while (p < q && strchr("\"'([<`", *p))
		p++;
	return (struct mu_str){p, (size_t)(q - p) >= LEAST ? (size_t)(q - p) : 0};
}

bool
mu_next_secret(const struct mu_own_words *w, struct mu_str text, size_t *from, bool threat,
    struct mu_str *out)
{
	const char *end = text.p + text.n;

	for (const char *p = text.p + *from; p < end; p++) {
		size_t n = mu_own_at(&w->of[MU_OWN_PASSWORD], p, end);
		*out = (struct mu_str){p, 0};
		if (n)
			*out = forwards(w, p + n, end, threat);
		else if (mu_own_at(&w->of[MU_OWN_PASSWORD_BEHIND], p, end)
		    && ((unsigned char)*p >= 0x80 || (p > text.p && p[-1] == ' ')))
			*out = backwards(text.p, p - ((unsigned char)*p < 0x80));
		if (out->n) {
			*from = (size_t)(p - text.p) + 1;
			return true;
		}
	}
	*from = text.n;
	return false;
}
