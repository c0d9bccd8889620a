/*
 * Finds numbers, mailboxes and logins of the person a text speaks to: "あなたの携帯は 090-…",
 * "090-… の見本花子様", "your number +81 …", and in the addresses of links ("?email=…"). Which words
 * lead them in is said in data/own.rec.
 *
 * The other side's numbers are evidence and must stay. So a number is only taken next to a word that
 * says whose it is, never because of its shape, and not where a word of the other side stands
 * between or around ("お客様の番号をサポート 03-… へ").
 */
#include "report/report.h"

#include "base/utf8.h"

enum { BETWEEN = 6, SENTENCE = 120, RUN = 96, LEAST = 4, LEAST_PHONE = 9, MOST_PHONE = 15, NAME = 12,
	LEAST_LONG = 12 };

struct mu_own_words *
mu_own_words(const struct mushi_pack *p, struct mu_arena *a)
{
	struct mu_own_words *w = mu_new(a, struct mu_own_words, 1);
	struct mu_str *words = mu_new(a, struct mu_str, p->own_n + 1);

	if (!w || !words)
		return NULL;
	for (unsigned t = 0; t < MU_OWN_COUNT; t++) {
		struct mu_own_list *l = &w->of[t];
		l->words = words;
		for (size_t i = 0; i < p->own_n; i++) {
			unsigned char first = (unsigned char)p->owns[i].word.p[0];
			if (p->owns[i].takes != t)
				continue;
			words[l->n++] = p->owns[i].word;
			l->begins[first] = true;
			if (first - 'a' < 26)
				l->begins[first - 0x20] = true;
			if (first - 'A' < 26)
				l->begins[first + 0x20] = true;
		}
		words += l->n;
	}
	return w;
}

size_t
mu_own_at(const struct mu_own_list *l, const char *p, const char *end)
{
	size_t best = 0;

	if (p >= end || !l->begins[(unsigned char)*p])
		return 0;
	for (size_t i = 0; i < l->n; i++) {
		struct mu_str word = l->words[i];
		size_t k = 0;
		if (word.n <= best || word.n > (size_t)(end - p))
			continue;
		while (k < word.n && mu_lower((unsigned char)p[k])
		    == mu_lower((unsigned char)word.p[k]))
			k++;
		if (k == word.n)
			best = k;
	}
	return best;
}

static bool
letter(char c)
{
	return ((uint32_t)(unsigned char)c | 0x20) - 'a' < 26;
}

/* A letter of ASCII goes on behind: the "id" of "idea". */
static bool
goes_on(const char *p, const char *end)
{
	return p < end && letter(*p) && letter(p[-1]);
}

static uint32_t
narrow(uint32_t c)
{
	return c >= 0xFF01 && c <= 0xFF5E ? c - 0xFEE0 : c == 0x2010 || c == 0x2011 || c == 0x2013
	    || c == 0x2212 || c == 0x30FC ? '-' : c;
}

static bool
is_digit(uint32_t c)
{
	return narrow(c) - '0' < 10;
}

static bool
of_run(uint32_t c)
{
	c = narrow(c);
	return c - '0' < 10 || (c | 0x20) - 'a' < 26 || c == '-' || c == '.' || c == '_' || c == '@'
	    || c == '+';
}

/*
 * Letters and digits at p, with blanks and brackets between groups of digits ("+81 (90) 0000 1111"),
 * without the full stop at the end.
 */
static struct mu_str
run_at(const char *p, const char *end, unsigned *digits, bool *mail)
{
	const char *q = p, *to = p;
	bool numeric = true;
	unsigned len;

	*digits = 0;
	*mail = false;
	while (q < end && q - p < RUN) {
		uint32_t c = mu_utf8_get(q, end, &len);
		if (of_run(c)) {
			if (is_digit(c))
				++*digits;
			else if (narrow(c) != '-' && narrow(c) != '+' && narrow(c) != '.')
				numeric = false;
			*mail |= narrow(c) == '@' && q > p;
			q += len;
			if (narrow(c) != '.' && narrow(c) != '-')
				to = q;
		} else if (numeric && (c == ' ' || c == '(' || c == ')' || c == 0x3000 || c == 0xFF08
		    || c == 0xFF09)) {
			unsigned more;
			uint32_t d = q + len < end ? mu_utf8_get(q + len, end, &more) : 0;
			if (!is_digit(d) && d != '(' && d != ' ' && d != 0xFF08)
				break;
			q += len;
		} else {
			break;
		}
	}
	return (struct mu_str){p, (size_t)(to - p)};
}

/* The same backwards from p; letters only of a mailbox. */
static struct mu_str
run_before(const char *begin, const char *p)
{
	const char *q = p, *least = p - begin > RUN ? p - RUN : begin;
	unsigned digits, len;
	struct mu_str s;
	bool mail;

	/* Forwards from each place where such a run could begin: the first that reaches p. */
	while (least < p && ((unsigned char)*least & 0xC0) == 0x80)
		least++;
	for (q = least; q < p; q += len) {
		uint32_t c = mu_utf8_get(q, p, &len);
		if (!of_run(c) || (q > begin && of_run((unsigned char)q[-1])))
			continue;
		s = run_at(q, p, &digits, &mail);
		if (s.p + s.n == p && (mail || (digits >= LEAST_PHONE && digits <= MOST_PHONE)))
			return s;
	}
	return (struct mu_str){p, 0};
}

static const char *
skip_blanks(const char *p, const char *end)
{
	while (p < end && (*p == ' ' || *p == '\t' || (end - p > 2 && memcmp(p, "\xE3\x80\x80", 3) == 0)))
		p += *p == ' ' || *p == '\t' ? 1 : 3;
	return p;
}

/* Past "は", "is", ":", "（" and their like, as many as may stand between. */
static const char *
past_between(const struct mu_own_words *w, const char *p, const char *end, bool *joined)
{
	*joined = false;
	for (unsigned i = 0; i < BETWEEN; i++) {
		const char *q = skip_blanks(p, end);
		size_t n = mu_own_at(&w->of[MU_OWN_BETWEEN], q, end);
		if (n && goes_on(q + n, end))
			n = 0;
		*joined |= q > p || n;
		p = q + n;
		if (!n)
			break;
	}
	return p;
}

static struct mu_str
number_after(const struct mu_own_words *w, const char *p, const char *end, unsigned least)
{
	unsigned digits;
	bool mail, joined;
	struct mu_str s;

	p = past_between(w, p, end, &joined);
	s = run_at(p, end, &digits, &mail);
	if (!mail && digits < least)
		s.n = 0;
	/* "your number: call 03-…" is not reached; "your phone 03-… サポート" is not theirs. */
	if (mu_own_at(&w->of[MU_OWN_OTHER_SIDE], skip_blanks(s.p + s.n, end), end))
		s.n = 0;
	return s;
}

static struct mu_str
account_after(const struct mu_own_words *w, const char *p, const char *end)
{
	const char *from = p;
	unsigned len, digits;
	struct mu_str s;
	bool mail;

	for (; p < end && p - from < SENTENCE; p += len) {
		uint32_t c = mu_utf8_get(p, end, &len);
		if (c == '\n' || c == 0x3002 || mu_own_at(&w->of[MU_OWN_OTHER_SIDE], p, end))
			break;
		if (!of_run(c))
			continue;
		s = run_at(p, end, &digits, &mail);
		if (digits >= LEAST && !mail)
			return s;
		if (s.n)
			len = (unsigned)s.n;
	}
	return (struct mu_str){p, 0};
}

static struct mu_str
login_after(const struct mu_own_words *w, const char *p, const char *end)
{
	unsigned digits, len;
	struct mu_str s;
	bool mail, joined, marked = false;

	p = past_between(w, p, end, &joined);
	s = run_at(p, end, &digits, &mail);
	for (const char *q = s.p; q < s.p + s.n; q += len)
		marked |= !((narrow(mu_utf8_get(q, end, &len)) | 0x20) - 'a' < 26);
	/* An ordinary word behind "user name" is none: a digit or sign, or a colon. */
	if (s.n < LEAST || !joined || (!marked && p[-1] != ':' && p[-1] != '='
	    && (unsigned char)p[-1] < 0x80))
		s.n = 0;
	return s;
}

static struct mu_str
number_before(const struct mu_own_words *w, const char *begin, const char *p, const char *end,
    size_t n)
{
	const char *to = p;

	if (mu_own_at(&w->of[MU_OWN_OTHER_SIDE], skip_blanks(p + n, end), end))
		return (struct mu_str){p, 0};
	while (to > begin && (to[-1] == ' ' || to[-1] == '\t'))
		to--;
	if (to - begin > 2 && (memcmp(to - 3, "）", 3) == 0 || memcmp(to - 3, "」", 3) == 0))
		to -= 3;
	return run_before(begin, to);
}

/* "090-… の見本花子様": the number before the name. */
static struct mu_str
number_of_name(const struct mu_own_words *w, const char *begin, const char *p, const char *end)
{
	const char *q = p + strlen("の"), *last = q;
	unsigned len;

	for (unsigned i = 0; i < NAME && q < end; i++, last = q, q += len) {
		uint32_t c = mu_utf8_get(q, end, &len);
		if (i > 1 && mu_own_at(&w->of[MU_OWN_HONORIFIC], q, end))
			return mu_own_at(&w->of[MU_OWN_NO_NAME_END], last, end)
			    ? (struct mu_str){p, 0} : run_before(begin, p);
		if (c < 0x30A1 && c != ' ' && c != 0x3000)
			break;
	}
	return (struct mu_str){p, 0};
}

bool
mu_next_own(const struct mu_own_words *w, struct mu_str text, size_t *from, struct mu_str *out)
{
	const char *begin = text.p, *end = text.p + text.n;
	const struct mu_own_list *of = w->of;

	for (const char *p = begin + *from; p < end; p++) {
		bool word = p == begin || !letter(p[-1]) || !letter(*p);
		size_t n;

		*out = (struct mu_str){p, 0};
		if (!word)
			continue;
		if ((n = mu_own_at(&of[MU_OWN_NUMBER], p, end)) && !goes_on(p + n, end))
			*out = number_after(w, p + n, end, LEAST);
		if (!out->n && (n = mu_own_at(&of[MU_OWN_LONG_NUMBER], p, end)) && !goes_on(p + n, end))
			*out = number_after(w, p + n, end, LEAST_LONG);
		if (!out->n && (n = mu_own_at(&of[MU_OWN_ACCOUNT], p, end)) && !goes_on(p + n, end))
			*out = account_after(w, p + n, end);
		if (!out->n && (n = mu_own_at(&of[MU_OWN_LOGIN], p, end)) && !goes_on(p + n, end))
			*out = login_after(w, p + n, end);
		if (!out->n && (n = mu_own_at(&of[MU_OWN_BEHIND], p, end)) && !goes_on(p + n, end))
			*out = number_before(w, begin, p, end, n);
		if (!out->n && end - p > 2 && memcmp(p, "の", 3) == 0)
			*out = number_of_name(w, begin, p, end);
		if (out->n) {
			*from = (size_t)(p - begin) + 1;
			return true;
		}
	}
	*from = text.n;
	return false;
}

static unsigned
hex(char c)
{
	return c >= '0' && c <= '9' ? (unsigned)(c - '0') : (unsigned)(mu_lower((unsigned char)c) - 'a') < 6
	    ? (unsigned)(mu_lower((unsigned char)c) - 'a' + 10) : 16;
}

/* %40 to "@", in place; what is no such pair stays. */
static size_t
unescape(char *p, size_t n)
{
	size_t to = 0;

	for (size_t i = 0; i < n; i++) {
		if (p[i] == '%' && i + 2 < n && hex(p[i + 1]) < 16 && hex(p[i + 2]) < 16) {
			p[to++] = (char)(hex(p[i + 1]) << 4 | hex(p[i + 2]));
			i += 2;
		} else {
			p[to++] = p[i];
		}
	}
	return to;
}

/* Base64, also with the two signs for addresses; 0 when it is none, or what it holds is no text. */
static size_t
unpack(const char *p, size_t n, char *out)
{
	static const char signs[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	uint32_t bits = 0;
	size_t to = 0;

	while (n && p[n - 1] == '=')
		n--;
	if (n < 10)
		return 0;
	for (size_t i = 0; i < n; i++) {
		char c = p[i] == '-' ? '+' : p[i] == '_' ? '/' : p[i];
		const char *at = c ? strchr(signs, c) : NULL;
		if (!at)
			return 0;
		bits = bits << 6 | (uint32_t)(at - signs);
		if (i % 4) {
			unsigned char byte = (unsigned char)(bits >> (6 - 2 * (i % 4)));
			if (byte <= 0x20 || byte > 0x7E)
				return 0;
			out[to++] = (char)byte;
		}
	}
	return to;
}

/* The domain of the mailbox is that of the link, or one of them lies in the other. */
static bool
same_house(struct mu_str host, struct mu_str domain)
{
	struct mu_str a = host.n < domain.n ? host : domain, b = host.n < domain.n ? domain : host;

	for (size_t i = 1; i <= a.n; i++)
		if (mu_lower((unsigned char)a.p[a.n - i]) != mu_lower((unsigned char)b.p[b.n - i]))
			return false;
	return a.n && (a.n == b.n || b.p[b.n - a.n - 1] == '.');
}

/* A mailbox of somebody else, or, where the name says so, a telephone number. */
static bool
someones(const char *p, size_t n, struct mu_str host, bool named)
{
	const char *at = memchr(p, '@', n);
	size_t digits = 0;

	if (at && at > p && n - (size_t)(at - p) > 3 && memchr(at, '.', n - (size_t)(at - p)))
		return !same_house(host, (struct mu_str){at + 1, n - (size_t)(at - p) - 1});
	for (size_t i = 0; i < n; i++) {
		if (p[i] >= '0' && p[i] <= '9')
			digits++;
		else if (!strchr("+-() .", p[i]))
			return false;
	}
	return named && digits >= LEAST_PHONE && digits <= MOST_PHONE
	    && (p[0] == '0' || p[0] == '+' || (p[0] == '8' && n > 1 && p[1] == '1') || p[0] == ' ');
}

static bool
ends_value(char c)
{
	return (unsigned char)c <= ' ' || strchr("&;#/?\"'<>", c);
}

bool
mu_next_in_link(const struct mu_own_words *w, struct mu_str url, size_t *from,
    struct mu_str *out, char plain[MU_PLAIN], size_t *plain_n)
{
	const char *p = url.p, *end = url.p + url.n, *q;
	size_t slashes = mu_str_find(url, MU_STR("://"));
	struct mu_str host;

	p += slashes == SIZE_MAX ? 0 : slashes + 3;
	for (q = p; q < end && !ends_value(*q); q++)
		;
	host = (struct mu_str){p, (size_t)(q - p)};
	if (q - url.p > (ptrdiff_t)*from)
		*from = (size_t)(q - url.p);
	for (p = url.p + *from; p < end; p = q) {
		const char *value = ++p;
		bool named = false;
		char more[MU_PLAIN];
		size_t n;

		for (q = p; q < end && !ends_value(*q); q++)
			if (*q == '=' && value == p) {
				named = mu_own_at(&w->of[MU_OWN_PARAMETER], p, q) == (size_t)(q - p);
				value = q + 1;
			}
		*from = (size_t)(q - url.p);
		*out = (struct mu_str){value, (size_t)(q - value)};
		if (out->n < LEAST || out->n > MU_PLAIN)
			continue;
		memcpy(plain, value, out->n);
		n = unescape(plain, out->n);
		n = unescape(plain, n);
		*plain_n = n;
		if (someones(plain, n, host, named))
			return true;
		*plain_n = unpack(plain, n, more);
		memcpy(plain, more, *plain_n);
		if (*plain_n && someones(plain, *plain_n, host, named))
			return true;
	}
	return false;
}
