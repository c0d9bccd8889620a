/* Accounts of messengers: a word and an ID beside it, or an address that opens a chat. */
#include "indicator/scan.h"

static void
keep(struct mu_ind_scan *sc, const char *from, const char *to, struct mu_str value, const char *service)
{
	struct mu_indicator *it = mu_ind_add(sc, MU_I_LINE, from, to, value);

	if (it) {
		it->valid = MU_V_UNKNOWN;
		it->asserted = true;
		mu_ind_key(sc, it, "service", mu_str_of(service));
	}
}

static bool
id_char(uint32_t c)
{
	return mu_ind_alnum(c) || c == '.' || c == '_' || c == '-';
}

/*
 * 「LINE にて受け付けます。ID: abc」, 「LINE追加👉 @abc」: the first Latin letter or sign behind the
 * word, if it is "@" or "ID:"; NULL when something else comes first.
 */
static const char *
announced(const struct mu_ind_scan *sc, const char *q)
{
	const char *e = (size_t)(sc->e - q) > 90 ? q + 90 : sc->e, *x;
	unsigned m;

	while (q < e) {
		uint32_t c = mu_ind_get(q, sc->e, &m);
		if (c == '@')
			return q;
		x = mu_ind_starts(q, sc->e, "id");
		if (x)
			return mu_ind_get(x, sc->e, &m) == ':' ? q : NULL;
		if (mu_ind_alnum(c))
			return NULL;
		q += m;
	}
	return NULL;
}

/* "LINE" at [p, to): LINE ID：abc123, LINE「@abc」, Telegram @name. */
const char *
mu_ind_line(struct mu_ind_scan *sc, const char *p, const char *to, const char *service)
{
	static const char *const fill[] = {"アカウント", "公式", "の", " ", "追加", "検索", "は", "を", "で", "友だち", "友達", "登録",
	    NULL};
	static const char *const open[] = {":", "「", "『", "(", "[", "=", "→", "⇒", " ", "\n", NULL};
	const char *q = to, *x;
	bool id = false, colon = false, at = false, digit = false;
	char v[40];
	size_t n = 0;
	unsigned m;
	const char *tail = to - 2 > p ? to - 2 : p;
	uint32_t c = p > sc->s ? mu_ind_prev(sc->s, p, &m) : ' ';

	if (mu_ind_alnum(c) && mu_ind_alpha(mu_ind_get(p, sc->e, &m)))
		return NULL; /* online, deadline */
	if (mu_ind_alpha(mu_ind_get(p, sc->e, &m)) && (unsigned char)*p < 0x80
	    && strcmp(service, "LINE") == 0 && memcmp(p, "LINE", 4) != 0 && memcmp(p, "Line", 4) != 0
	    && !mu_ind_starts(to, sc->e, "id") && !mu_ind_starts(to, sc->e, " id"))
		return NULL; /* a line of text */
	id = mu_ind_starts(tail, to, "id") != NULL || mu_ind_starts(p, to, "id") != NULL;
	if (!id && (x = announced(sc, to)) != NULL)
		q = x;
	for (int i = 0; i < 4 && (x = mu_ind_starts_any(q, sc->e, fill, NULL)) != NULL; i++)
		q = x;
	if ((x = mu_ind_starts(q, sc->e, "id")) != NULL && !mu_ind_alnum(mu_ind_get(x, sc->e, &m))) {
		id = true;
		q = x;
	}
	for (int i = 0; i < 3 && (x = mu_ind_starts_any(q, sc->e, fill, NULL)) != NULL; i++)
		q = x;
	for (int i = 0; i < 4 && (x = mu_ind_starts_any(q, sc->e, open, NULL)) != NULL; i++) {
		c = mu_ind_get(q, sc->e, &m);
		colon = colon || (c != ' ' && c != '\n');
		q = x;
	}
	if (mu_ind_get(q, sc->e, &m) == '@') {
		at = true;
		v[n++] = '@';
		q += m;
	}
	while (q < sc->e && n < 33 && id_char(c = mu_ind_get(q, sc->e, &m))) {
		if (c == '-' && m > 1) /* a long vowel mark is no hyphen here */
			break;
		digit = digit || mu_ind_digit(c);
		v[n++] = (char)mu_lower((unsigned char)c);
		q += m;
	}
	while (n && (v[n - 1] == '.' || v[n - 1] == '-')) {
		n--;
		q--;
	}
	c = mu_ind_get(q, sc->e, &m);
	/* An ID is said to be one: by "ID", by @, or by a colon and a shape no word has. */
	if (n < (at ? 4u : 4u) || n > 30 || c == '@' || c == '/')
		return NULL;
	if (!(id && (colon || at || digit)) && !at && !(colon && digit && strcmp(service, "LINE") == 0))
		return NULL;
	if (!digit && !at && !id)
		return NULL;
	if (id && !colon && !at && !digit)
		return NULL;
	if (at && c == '.' && strcmp(service, "LINE") != 0)
		return NULL;
	{
		/* LINE: 03-0000-1234 is a telephone */
		bool letters = false;
		for (size_t i = 0; i < n; i++)
			letters = letters || mu_ind_alpha((unsigned char)v[i]);
		if (!letters)
			return NULL;
	}
	keep(sc, p, q, (struct mu_str){v, n}, service);
	return q;
}

/* Part of a path up to the next '/', '?' or '#'. */
static struct mu_str
segment(struct mu_str path, size_t from)
{
	size_t to = from;

	while (to < path.n && path.p[to] != '/' && path.p[to] != '?' && path.p[to] != '#')
		to++;
	return mu_str_sub(path, from < path.n ? from : path.n, to < path.n ? to : path.n);
}

bool
mu_ind_line_url(struct mu_ind_scan *sc, struct mu_str host, struct mu_str path, const char *from,
    const char *to)
{
	static const struct {
		const char *host, *head, *service;
	} rows[] = {
		{"line.me", "/R/ti/p/", "LINE"}, {"line.me", "/ti/p/", "LINE"}, {"line.me", "/ti/g/", "LINE"},
		{"line.me", "/R/ti/g/", "LINE"}, {"line.me", "/R/oaMessage/", "LINE"},
		{"page.line.me", "/", "LINE"}, {"lin.ee", "/", "LINE"}, {"line", "/ti/p/", "LINE"},
		{"line", "/", "LINE"}, {"liff.line.me", "/", "LINE"}, {"t.me", "/", "Telegram"},
		{"telegram.me", "/", "Telegram"}, {"wa.me", "/", "WhatsApp"},
		{"api.whatsapp.com", "/send?phone=", "WhatsApp"}, {"discord.gg", "/", "Discord"},
		{"discord.com", "/invite/", "Discord"}, {"m.me", "/", "Messenger"},
		{"signal.me", "/#p/", "Signal"},
	};
	char v[160];
	size_t n = 0;

	if (mu_str_starts(host, MU_STR("www.")))
		host = mu_str_sub(host, 4, host.n);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct mu_str head = mu_str_of(rows[i].head), id;
		if (!mu_str_eq(host, mu_str_of(rows[i].host)) || path.n <= head.n
		    || !mu_str_eq_nocase(mu_str_sub(path, 0, head.n), head))
			continue;
		id = segment(path, head.n);
		if (!id.n || id.n > 128)
			continue;
		/* %40 and ~ before a LINE ID */
		if (strcmp(rows[i].service, "LINE") == 0 && id.n > 3 && memcmp(id.p, "%40", 3) == 0) {
			v[n++] = '@';
			id = mu_str_sub(id, 3, id.n);
		} else if (strcmp(rows[i].service, "Telegram") == 0 && id.p[0] != '+') {
			v[n++] = '@';
		} else if (strcmp(rows[i].service, "WhatsApp") == 0 && (unsigned char)(id.p[0] - '0') < 10) {
			v[n++] = '+';
		} else if (id.p[0] == '~' && id.n > 1) {
			id = mu_str_sub(id, 1, id.n);
		}
		memcpy(v + n, id.p, id.n);
		n += id.n;
		keep(sc, from, to, (struct mu_str){v, n}, rows[i].service);
		return true;
	}
	return false;
}
