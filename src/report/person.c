/*
 * Finds what a text says about the person it was sent to, to be struck out of a record: the name
 * before 様, after "Dear" or in the line "To:", and what stands behind labels such as お名前 and
 * ご住所. Words that only look like a name ("お客様", "模様", "Dear Customer") are left.
 *
 * Too much struck out costs a word; too little, somebody's name.
 */
#include "report/report.h"

#include "base/utf8.h"

enum { NAME_MOST = 8, VALUE_MOST = 120, REACH = 64, GREETED = 3, NEAR = 512 };

static const char *const names[] = {"お名前", "ご氏名", "氏名", "ご住所", "お住まい", "生年月日", "ご契約者名",
    "契約者名", "お客様名"};

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
name_before(const char *begin, const char *p, const char *end)
{
	static const char *const other[] = {"模", "同", "仕", "多", "一", "異", "有", "何", "左", "神", "王",
	    "奥", "皆", "客", "若", "逆", "両", "文"};
	static const char *const after[] = {"子", "々", "式", "相", "態"};
	static const char *const general[] = {"会員", "利用者", "契約者", "担当者", "本人", "家族", "債務者",
	    "債権者", "被告", "原告", "世帯主", "保護者", "名義人", "関係者", "当選者", "代表者"};
	const char *to, *q;
	unsigned len, count = 0, gaps = 0;

	if (mu_any_at(p + 3, end, after, COUNT(after)))
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
	if (mu_any_at(to - len, to, other, COUNT(other)) == len)
		return (struct mu_str){p, 0};
	for (size_t i = 0; i < COUNT(general); i++) {
		size_t n = strlen(general[i]);
		if ((size_t)(to - q) >= n && memcmp(to - n, general[i], n) == 0)
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
value_after(const char *p, const char *end, bool plain)
{
	unsigned len, marks = 0;
	const char *from = p, *q;

	while (p < end) {
		uint32_t c = mu_utf8_get(p, end, &len);
		if (c == ':' || c == 0xFF1A)
			marks++;
		else if (!blank(c))
			break;
		p += len;
	}
	if (!marks && (!plain || p == from || p >= end || !(of_name(mu_utf8_get(p, end, &len))
	    || digit(mu_utf8_get(p, end, &len)))))
		return (struct mu_str){p, 0};
	for (q = p; q < end && q - p < VALUE_MOST; q += len) {
		uint32_t c = mu_utf8_get(q, end, &len);
		if (c == '\n' || c == '\r' || c == 0x3000 || c == 0x3001 || c == 0x3002 || c == '<'
		    || c == '(' || c == 0xFF08)
			break;
		/* Another label begins: "お名前：見本花子 生年月日 …". A name has one blank, an
		 * address is one piece. */
		if (c == ' ' && q > p && end - q > 1 && (!of_name(mu_utf8_get(q + 1, end, &len))
		    || mu_any_at(q + 1, end, names, COUNT(names))))
			break;
		(void)mu_utf8_get(q, end, &len);
	}
	return (struct mu_str){p, (size_t)(q - p)};
}

/* A name of kanji right behind "債務者 " and its like. */
static struct mu_str
party_after(const char *p, const char *end)
{
	const char *from = p, *q;
	unsigned len, count = 0;

	while (p < end && (blank(mu_utf8_get(p, end, &len)) || mu_utf8_get(p, end, &len) == 0xFF1A
	    || *p == ':'))
		p += len;
	for (q = p; q < end && count <= NAME_MOST; q += len, count++)
		if (!of_name(mu_utf8_get(q, end, &len)))
			break;
	if (p == from || count < 2 || count > NAME_MOST)
		return (struct mu_str){p, 0};
	return (struct mu_str){p, (size_t)(q - p)};
}

/* "Dear Hanako Mihon," */
static struct mu_str
greeted(const char *p, const char *end)
{
	static const char *const general[] = {"customer", "sir", "madam", "user", "client", "friend",
	    "member", "valued", "all", "team", "account", "colleague", "there", "everyone", "owner",
	    "subscriber", "cardholder", "applicant", "student", "parent", "reader", "visitor"};
	const char *q = p, *to = p;

	if (mu_any_at(p, end, general, COUNT(general)))
		return (struct mu_str){p, 0};
	for (unsigned words = 0; words < GREETED; words++) {
		const char *w = q;
		if (q >= end || *q < 'A' || *q > 'Z')
			break;
		while (q < end && q - w < REACH && ((uint32_t)((unsigned char)*q | 0x20) - 'a' < 26
		    || *q == '\'' || *q == '-' || (unsigned char)*q >= 0xC3))
			q += (unsigned char)*q >= 0xC3 && end - q > 1 ? 2 : 1;
		to = q;
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
among_headings(const char *begin, const char *p, const char *end)
{
	static const char *const heads[] = {"from:", "subject:", "date:", "received:", "件名", "差出人"};
	const char *q = p - begin > NEAR ? p - NEAR : begin;

	for (; q < end && q - p < NEAR; q++)
		if (q != p && line_begins(begin, q) && mu_any_at(q, end, heads, COUNT(heads)))
			return true;
	return false;
}

/* Is an address one of a list of what is known of the person? A firm states its own too. */
static bool
named_before(const char *begin, const char *p)
{
	static const char *const labels[] = {"お名前", "ご氏名", "氏名", "ご契約者"};
	const char *q = p - begin > NEAR / 2 ? p - NEAR / 2 : begin;

	for (; q < p; q++)
		if (mu_any_at(q, p, labels, COUNT(labels)))
			return true;
	return false;
}

bool
mu_next_person(struct mu_str text, size_t *from, struct mu_str *out)
{
	static const char *const honorific[] = {"様"}, *const address[] = {"住所"};
	static const char *const greetings[] = {"dear ", "hello ", "hi "};
	static const char *const parties[] = {"債務者", "被告", "被申立人", "受送達者"};
	static const char *const to[] = {"to:", "cc:", "delivered-to:", "x-original-to:", "envelope-to:",
	    "宛先:"};
	const char *begin = text.p, *end = text.p + text.n;

	for (const char *p = begin + *from; p < end; p++) {
		unsigned char c = (unsigned char)*p;
		size_t n;
		*out = (struct mu_str){p, 0};
		/* Only such bytes begin one of the words. */
		if (c < 0x80 && !strchr("tTcCdDxXeEhH", c))
			continue;
		if (c >= 0xE5 && mu_any_at(p, end, honorific, 1))
			*out = name_before(begin, p, end);
		else if (c >= 0xE3 && (n = mu_any_at(p, end, names, COUNT(names))))
			*out = value_after(p + n, end, true);
		else if (c >= 0xE4 && (n = mu_any_at(p, end, address, 1)) && named_before(begin, p))
			*out = value_after(p + n, end, false);
		else if (c >= 0xE3 && (n = mu_any_at(p, end, parties, COUNT(parties))))
			*out = party_after(p + n, end);
		else if (line_begins(begin, p) && (n = mu_any_at(p, end, to, COUNT(to)))
		    && among_headings(begin, p, end)) /* the colon is read again */
			*out = value_after(p + n - 1, end, true);
		else if (c < 0x80 && (p == begin || (unsigned char)p[-1] <= ' ')
		    && (n = mu_any_at(p, end, greetings, COUNT(greetings))))
			*out = greeted(p + n, end);
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
