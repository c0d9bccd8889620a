/*
 * WHATWG HTML, "prescan a byte stream to determine its encoding": the declaration a page
 * makes in its first 1,024 bytes. Step names below are those of the standard.
 */
#include "read/decode.h"

enum { LOOK = 1024 }; /* bytes */

struct scan {
	const uint8_t *p, *end;
};

struct attr {
	struct mu_str name, value; /* as written */
};

static bool
is_space(uint8_t c)
{
	return c == '\t' || c == '\n' || c == '\f' || c == '\r' || c == ' ';
}

static bool
is_alpha(uint8_t c)
{
	return (uint8_t)((c | 0x20) - 'a') < 26;
}

static bool
at(const struct scan *s, const char *low)
{
	struct mu_str want = mu_str_of(low);

	return (size_t)(s->end - s->p) >= want.n
	    && mu_str_eq_nocase((struct mu_str){(const char *)s->p, want.n}, want);
}

static struct mu_str
between(const uint8_t *from, const uint8_t *to)
{
	return (struct mu_str){(const char *)from, (size_t)(to - from)};
}

/*
 * "Get an attribute". False when there is none left in this tag, with p at its '>', or
 * when the bytes end.
 */
static bool
get_attr(struct scan *s, struct attr *a)
{
	const uint8_t *from;

	while (s->p < s->end && (is_space(*s->p) || *s->p == '/'))
		s->p++;
	if (s->p == s->end || *s->p == '>')
		return false;
	from = s->p;
	a->value = (struct mu_str){(const char *)from, 0};
	while (s->p < s->end && *s->p != '/' && *s->p != '>' && !is_space(*s->p)
	    && !(*s->p == '=' && s->p > from))
		s->p++;
	a->name = between(from, s->p);
	while (s->p < s->end && is_space(*s->p))
		s->p++;
	if (s->p == s->end)
		return false;
	if (*s->p != '=')
		return true;
	s->p++;
	while (s->p < s->end && is_space(*s->p))
		s->p++;
	if (s->p == s->end)
		return false;
	if (*s->p == '"' || *s->p == '\'') {
		uint8_t quote = *s->p++;

		from = s->p;
		while (s->p < s->end && *s->p != quote)
			s->p++;
		if (s->p == s->end)
			return false;
		a->value = between(from, s->p++);
		return true;
	}
	from = s->p;
	while (s->p < s->end && !is_space(*s->p) && *s->p != '>')
		s->p++;
	a->value = between(from, s->p);
	return s->p < s->end;
}

/*
 * "Extract a character encoding from a meta element": the label in a content attribute.
 */
static bool
label_in_content(struct mu_str v, struct mu_str *label)
{
	size_t i = 0, from;

	for (;;) {
		size_t f = mu_str_find_nocase(mu_str_sub(v, i, v.n), MU_STR("charset"));

		if (f == SIZE_MAX)
			return false;
		i += f + 7;
		while (i < v.n && is_space((uint8_t)v.p[i]))
			i++;
		if (i < v.n && v.p[i] == '=')
			break;
	}
	i++;
	while (i < v.n && is_space((uint8_t)v.p[i]))
		i++;
	if (i == v.n)
		return false;
	if (v.p[i] == '"' || v.p[i] == '\'') {
		char quote = v.p[i++];

		for (from = i; i < v.n && v.p[i] != quote; i++)
			;
		if (i == v.n)
			return false;
	} else {
		for (from = i; i < v.n && !is_space((uint8_t)v.p[i]) && v.p[i] != ';'; i++)
			;
	}
	*label = mu_str_sub(v, from, i);
	return true;
}

/*
 * A declaration that could be read as ASCII does not stand in UTF-16; the other
 * replacement is the standard's, too.
 */
static enum mu_charset
declared(struct mu_str label)
{
	enum mu_charset cs = mu_charset_by_label(label);

	if (cs == MU_CS_UTF16LE || cs == MU_CS_UTF16BE)
		return MU_CS_UTF8;
	if (cs == MU_CS_OTHER && mu_str_eq_nocase(mu_str_trim(label), MU_STR("x-user-defined")))
		return MU_CS_WINDOWS_1252;
	return cs;
}

/* p is behind "<meta". */
static enum mu_charset
scan_meta(struct scan *s, struct mu_str *label)
{
	enum { HTTP_EQUIV = 1, CONTENT = 2, CHARSET = 4 };
	bool got_pragma = false, need_pragma = false, known = false;
	enum mu_charset cs = MU_CS_UNKNOWN;
	struct mu_str found = {NULL, 0};
	unsigned seen = 0;
	struct attr a;

	while (get_attr(s, &a)) {
		if (mu_str_eq_nocase(a.name, MU_STR("http-equiv")) && !(seen & HTTP_EQUIV)) {
			seen |= HTTP_EQUIV;
			got_pragma = mu_str_eq_nocase(a.value, MU_STR("content-type"));
		} else if (mu_str_eq_nocase(a.name, MU_STR("content")) && !(seen & CONTENT)) {
			struct mu_str l;

			seen |= CONTENT;
			if (!known && label_in_content(a.value, &l)
			    && mu_charset_by_label(l) != MU_CS_UNKNOWN) {
				found = l;
				cs = declared(l);
				known = need_pragma = true;
			}
		} else if (mu_str_eq_nocase(a.name, MU_STR("charset")) && !(seen & CHARSET)) {
			seen |= CHARSET;
			found = a.value;
			cs = declared(a.value);
			known = true;
			need_pragma = false;
		}
	}
	/* The bytes ended inside the tag: what it would have said is unknown. */
	if (s->p == s->end || !known || (need_pragma && !got_pragma))
		return MU_CS_UNKNOWN;
	if (cs != MU_CS_UNKNOWN)
		*label = found;
	return cs;
}

/* "Get an XML encoding", for pages that begin with an XML declaration. */
static enum mu_charset
xml_encoding(struct scan s, struct mu_str *label)
{
	struct mu_str head;
	size_t i;

	if (!at(&s, "<?xml"))
		return MU_CS_UNKNOWN;
	head = between(s.p, s.end);
	i = mu_str_find(head, MU_STR(">"));
	if (i == SIZE_MAX)
		return MU_CS_UNKNOWN;
	head.n = i;
	i = mu_str_find(head, MU_STR("encoding"));
	if (i == SIZE_MAX)
		return MU_CS_UNKNOWN;
	for (i += 8; i < head.n && (uint8_t)head.p[i] <= ' '; i++)
		;
	if (i == head.n || head.p[i] != '=')
		return MU_CS_UNKNOWN;
	for (i++; i < head.n && (uint8_t)head.p[i] <= ' '; i++)
		;
	if (i < head.n && (head.p[i] == '"' || head.p[i] == '\'')) {
		char quote = head.p[i++];
		size_t from = i;

		while (i < head.n && head.p[i] != quote)
			i++;
		if (i < head.n) {
			*label = mu_str_sub(head, from, i);
			return declared(*label);
		}
	}
	return MU_CS_UNKNOWN;
}

enum mu_charset
mu_charset_prescan_to(struct mu_str bytes, size_t limit, struct mu_str *label)
{
	struct mu_str unused;
	enum mu_charset cs;
	struct scan s, start;

	if (!label)
		label = &unused;
	*label = (struct mu_str){NULL, 0};
	if (!bytes.n)
		return MU_CS_UNKNOWN;
	s.p = (const uint8_t *)bytes.p;
	s.end = s.p + (bytes.n < limit ? bytes.n : limit);
	start = s;
	for (; s.p < s.end; s.p++) {
		s.p = memchr(s.p, '<', (size_t)(s.end - s.p));
		if (!s.p)
			break;
		if (at(&s, "<!--")) {
			/* "<!-->" is a whole comment: its dashes may overlap. */
			s.p += 2;
			while (s.p < s.end && !at(&s, "-->"))
				s.p++;
			if (s.p < s.end)
				s.p += 2;
		} else if (at(&s, "<meta") && s.end - s.p > 5
		    && (is_space(s.p[5]) || s.p[5] == '/')) {
			s.p += 5;
			cs = scan_meta(&s, label);
			if (cs != MU_CS_UNKNOWN)
				return cs;
		} else if (s.end - s.p > 2 && is_alpha(s.p[s.p[1] == '/' ? 2 : 1])) {
			struct attr a;

			while (s.p < s.end && !is_space(*s.p) && *s.p != '>')
				s.p++;
			while (get_attr(&s, &a))
				;
		} else if (at(&s, "<!") || at(&s, "</") || at(&s, "<?")) {
			while (s.p < s.end && *s.p != '>')
				s.p++;
		}
		if (s.p >= s.end)
			break;
	}
	cs = xml_encoding(start, label);
	if (cs == MU_CS_UNKNOWN)
		*label = (struct mu_str){NULL, 0};
	return cs;
}

enum mu_charset
mu_charset_prescan(struct mu_str bytes, struct mu_str *label)
{
	return mu_charset_prescan_to(bytes, LOOK, label);
}
