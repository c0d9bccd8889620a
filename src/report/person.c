/*
 * Finds what a text says about the person it was sent to, to be struck out of a record: the name
 * before 様, after "Dear" or in the line "To:", and what stands behind labels such as お名前 and
 * ご住所. The words are in data/own.rec. Words that only look like a name ("お客様", "模様", "Dear Customer") are left.
 *
 * Too much struck out costs a word; too little, somebody's name.
 */
#include "report/report.h"

#include "base/utf8.h"

enum { NAME_MOST = 8, GIVEN_MOST = 3, VALUE_MOST = 120, REACH = 64, GREETED = 3, NEAR = 512 };

#define COUNT(a) (sizeof (a) / sizeof *(a))

static bool
han(uint32_t c)
{
	return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || c == 0x3005
	    || (c >= 0xF900 && c <= 0xFAFF);
}

/* Kanji, katakana (also half-width) and what may stand inside such a name. */
static bool
of_name(uint32_t c)
{
	return han(c) || (c >= 0x30A1 && c <= 0x30FE && c != 0x30FB) || (c >= 0xFF66 && c <= 0xFF9F);
}

static bool
blank(uint32_t c)
{
	return c == ' ' || c == '\t' || c == 0x3000 || c == 0xA0;
}

static uint32_t
before(const char *begin, const char *p, unsigned *len)
{
	const char *q = p;
	unsigned n;

	while (q > begin && p - q < 4 && ((unsigned char)*--q & 0xC0) == 0x80)
		;
	*len = (unsigned)(p - q);
	return *len ? mu_utf8_get(q, p, &n) : 0;
}

/* The name that ends at p, before 様: at most one blank inside. */
static struct mu_str
name_before(const struct mu_own_words *w, const char *begin, const char *p, const char *end,
    size_t n)
{
	static const char *const after[] = {"子", "々", "式", "相", "態"};
	const struct mu_own_list *general = &w->of[MU_OWN_NO_NAME];
	const char *to, *q;
	unsigned len, count = 0, gaps = 0;

	if (mu_any_at(p + n, end, after, COUNT(after)))
		return (struct mu_str){p, 0};
	while (blank(before(begin, p, &len)) && p > begin)
		p -= len;
	to = q = p;
	while (q > begin && count < NAME_MOST) {
		uint32_t c = before(begin, q, &len);
		const char *at = q - len;
		if (count && blank(c) && !gaps) {
			uint32_t d = before(begin, at, &len);
			if (!of_name(d))
				break;
			gaps++;
			q = at;
			continue;
		}
		if (!of_name(c))
			break;
		count++;
		q = at;
	}
	if (count < 2)
		return (struct mu_str){p, 0};
	(void)before(begin, to, &len);
	if (mu_own_at(&w->of[MU_OWN_NO_NAME_END], to - len, to) == len)
		return (struct mu_str){p, 0};
	for (size_t i = 0; i < general->n; i++) {
		struct mu_str word = general->words[i];
		if ((size_t)(to - q) >= word.n && memcmp(to - word.n, word.p, word.n) == 0)
			return (struct mu_str){p, 0};
	}
	return (struct mu_str){q, (size_t)(to - q)};
}

static bool
digit(uint32_t c)
{
	return (c >= '0' && c <= '9') || (c >= 0xFF10 && c <= 0xFF19);
}

/*
 * Up to the end of the line, the next label or a bracket. Without a colon (`plain`) only what
 * begins like a name or number: "お名前を入力" is a form.
 */
static struct mu_str
value_after(const struct mu_own_words *w, const char *p, const char *end, bool plain)
{
	unsigned len, marks = 0;
	const char *from = p, *q;
	bool latin;

	while (p < end) {
		uint32_t c = mu_utf8_get(p, end, &len);
		if (c == ':' || c == 0xFF1A || (!plain && (c == '(' || c == 0xFF08 || c == 0x300C)))
			marks++;
		else if (!blank(c))
			break;
		p += len;
	}
	if (!marks && (!plain || p == from || p >= end || !(of_name(mu_utf8_get(p, end, &len))
	    || digit(mu_utf8_get(p, end, &len)))))
		return (struct mu_str){p, 0};
	/* Words of Latin letters have blanks between. */
	latin = p < end && marks && (unsigned char)*p < 0x80;
	for (q = p; q < end && q - p < VALUE_MOST; q += len) {
		uint32_t c = mu_utf8_get(q, end, &len);
		if (c == '\n' || c == '\r' || c == 0x3000 || c == 0x3001 || c == 0x3002 || c == '<'
		    || c == '(' || c == 0xFF08 || c == ')' || c == 0xFF09 || c == 0x300D || c == ';'
		    || (latin && ((c == '.' && end - q > 1 && q[1] == ' ') || c >= 0x3041)))
			break;
		/* Another label begins: "お名前：見本花子 生年月日 …". A name has one blank, an
		 * address is one piece. */
		if (c == ' ' && q > p && end - q > 1 && ((!latin
		    && !of_name(mu_utf8_get(q + 1, end, &len)))
		    || mu_own_at(&w->of[MU_OWN_LABEL], q + 1, end)
		    || mu_own_at(&w->of[MU_OWN_LABEL_COLON], q + 1, end)))
			break;
		(void)mu_utf8_get(q, end, &len);
	}
	return (struct mu_str){p, (size_t)(q - p)};
}

/* A name of kanji right behind "債務者 " and its like. */
static struct mu_str
party_after(const char *p, const char *end)
{
	static const char *const ends[] = {" は", "は", "　は", "、", "。", "\n", "）", ")", " ", "　"};
	const char *from = p, *q, *to;
	unsigned len, count = 0;

	while (p < end && (blank(mu_utf8_get(p, end, &len)) || mu_utf8_get(p, end, &len) == 0xFF1A
	    || *p == ':'))
		p += len;
	for (q = p; q < end && count <= NAME_MOST; q += len, count++)
		if (!of_name(mu_utf8_get(q, end, &len)))
			break;
	if (p == from || count < 2 || count > NAME_MOST)
		return (struct mu_str){p, 0};
	/* "債務者 見本 花子 は": a given name behind a blank, with the end of the name in sight. */
	if (count < 4 && q < end && blank(mu_utf8_get(q, end, &len))) {
		const char *given = q + len;
		for (to = given, count = 0; to < end && count < GIVEN_MOST; to += len, count++)
			if (!of_name(mu_utf8_get(to, end, &len)))
				break;
		if (count && (to >= end || mu_any_at(to, end, ends, COUNT(ends))))
			q = to;
	}
	return (struct mu_str){p, (size_t)(q - p)};
}

/* " Hanako Mihon," behind "Dear". */
static struct mu_str
capitals(const struct mu_own_words *w, const char *p, const char *end)
{
	const char *q, *to;

	if (p >= end || *p != ' ')
		return (struct mu_str){p, 0};
	q = to = ++p;
	if (mu_own_at(&w->of[MU_OWN_NOBODY], p, end))
		return (struct mu_str){p, 0};
	for (unsigned words = 0; words < GREETED; words++) {
		const char *from = q;
		if (q >= end || *q < 'A' || *q > 'Z')
			break;
		while (q < end && q - from < REACH && ((uint32_t)((unsigned char)*q | 0x20) - 'a' < 26
		    || *q == '\'' || *q == '-' || (unsigned char)*q >= 0xC3))
			q += (unsigned char)*q >= 0xC3 && end - q > 1 ? 2 : 1;
		to = q;
		/* "Mr. Mihon" */
		if (q - from < 4 && end - q > 1 && q[0] == '.' && q[1] == ' ')
			q++;
		if (q >= end || *q != ' ')
			break;
		q++;
	}
	return (struct mu_str){p, (size_t)(to - p)};
}

static bool
line_begins(const char *begin, const char *p)
{
	return p == begin || p[-1] == '\n';
}

/* Is a heading of a mail near? Then a line "To:" is one too. */
static bool
among_headings(const struct mu_own_words *w, const char *begin, const char *p, const char *end)
{
	const char *q = p - begin > NEAR ? p - NEAR : begin;

	for (; q < end && q - p < NEAR; q++)
		if (q != p && line_begins(begin, q) && mu_own_at(&w->of[MU_OWN_MAIL_HEAD], q, end))
			return true;
	return false;
}

/* Is an address one of a list of what is known of the person? A firm states its own too. */
static bool
named_before(const struct mu_own_words *w, const char *begin, const char *p)
{
	const char *q = p - begin > NEAR / 2 ? p - NEAR / 2 : begin;

	for (; q < p; q++)
		if (mu_own_at(&w->of[MU_OWN_LABEL], q, p))
			return true;
	return false;
}

/* The address above "見本花子 様", as letters have it: the line, when a name stands near behind. */
static struct mu_str
letter_head(const struct mu_own_words *w, const char *begin, const char *p, const char *end)
{
	const char *q = p;
	unsigned len;

	while (q < end && *q != '\n' && q - p < VALUE_MOST)
		q++;
	for (const char *at = q; at < end && at - q < NEAR / 4; at++) {
		size_t n = mu_own_at(&w->of[MU_OWN_HONORIFIC], at, end);
		if (n && name_before(w, begin, at, end, n).n)
			return (struct mu_str){p, (size_t)(q - p)};
	}
	/* All on one line: up to the blank that is before the name. */
	for (const char *at = p; at < q; at++) {
		size_t n = mu_own_at(&w->of[MU_OWN_HONORIFIC], at, end);
		struct mu_str name = n ? name_before(w, begin, at, end, n) : (struct mu_str){p, 0};
		if (!name.n)
			continue;
		while (name.p > p && blank(before(p, name.p, &len)))
			name.p -= len;
		return (struct mu_str){p, (size_t)(name.p - p)};
	}
	return (struct mu_str){p, 0};
}

/* The name before an honorific; of a line, where the line begins with it. */
static struct mu_str
addressed(const struct mu_own_words *w, const char *begin, const char *p, const char *end)
{
	size_t n = mu_own_at(&w->of[MU_OWN_HONORIFIC], p, end);
	struct mu_str name;

	if (n)
		return name_before(w, begin, p, end, n);
	if (!(n = mu_own_at(&w->of[MU_OWN_HONORIFIC_LINE], p, end)))
		return (struct mu_str){p, 0};
	name = name_before(w, begin, p, end, n);
	if (name.n && !line_begins(begin, name.p))
		name.n = 0;
	return name;
}

bool
mu_next_person(const struct mu_own_words *w, struct mu_str text, size_t *from,
    struct mu_str *out)
{
	const struct mu_own_list *of = w->of;
	const char *begin = text.p, *end = text.p + text.n;

	for (const char *p = begin + *from; p < end; p++) {
		size_t n;
		bool word = p == begin || (unsigned char)p[-1] <= ' ' || (unsigned char)*p >= 0x80
		    || (unsigned char)p[-1] >= 0x80;

		*out = (struct mu_str){p, 0};
		if ((unsigned char)*p >= 0x80)
			*out = addressed(w, begin, p, end);
		if (out->n)
			; /* found */
		else if (word && (n = mu_own_at(&of[MU_OWN_LABEL], p, end)))
			*out = value_after(w, p + n, end, true);
		else if (word && (n = mu_own_at(&of[MU_OWN_LABEL_COLON], p, end)))
			*out = value_after(w, p + n, end, false);
		else if ((n = mu_own_at(&of[MU_OWN_ADDRESS], p, end)) && named_before(w, begin, p))
			*out = value_after(w, p + n, end, false);
		else if ((n = mu_own_at(&of[MU_OWN_POSTCODE], p, end)))
			*out = letter_head(w, begin, p + n, end);
		else if ((n = mu_own_at(&of[MU_OWN_PARTY], p, end)))
			*out = party_after(p + n, end);
		else if (line_begins(begin, p) && (n = mu_own_at(&of[MU_OWN_MAIL_TO], p, end))
		    && among_headings(w, begin, p, end)) /* the colon is read again */
			*out = value_after(w, p + n - 1, end, true);
		else if (word && ((n = mu_own_at(&of[MU_OWN_GREETING], p, end))
		    || (n = mu_own_at(&of[MU_OWN_NAMED], p, end))))
			*out = capitals(w, p + n, end);
		while (out->n && blank((unsigned char)out->p[out->n - 1]))
			out->n--;
		if (out->n) {
			*from = (size_t)(p - begin) + 1;
			return true;
		}
	}
	*from = text.n;
	return false;
}
