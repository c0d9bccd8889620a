/*
 * Mail addresses, addresses of pages and the domains they lie in, also as people write them to
 * get past filters: hxxp://, example[.]jp, full width, 。 for the dot, (at) for @.
 */
#include "indicator/scan.h"

enum { LOCAL_MAX = 64, HOST_MAX = 253, URL_MAX = 2048 };

static bool
local_char(uint32_t c)
{
	return mu_ind_alnum(c) || c == '.' || c == '_' || c == '-' || c == '+' || c == '%' || c == '\''
	    || c == '/' || c == '?' || c == '!' || c == '&' || c == '~' || c == '=' || c == '#';
}

/* A dot of a host at p, in any dress; its end or NULL. */
static const char *
dot_at(const char *p, const char *e)
{
	static const char *const dots[] = {"[.]", "(.)", "[dot]", "(dot)", "{.}", "(ドット)", "[ドット]", NULL};
	unsigned n;
	uint32_t c = mu_ind_get(p, e, &n);

	if (c == '.' || c == 0x3002 || c == 0xFF61)
		return p + n;
	return c == '[' || c == '(' || c == '{' ? mu_ind_starts_any(p, e, dots, NULL) : NULL;
}

static bool
host_byte(unsigned char c)
{
	return mu_ind_alnum(c) || c == '-' || c == '_';
}

/*
 * Host name at p into out (dots plain). Letters beyond ASCII are taken only in labels that a dot
 * follows: in "example.jpを見て" the name ends at を. NULL when there is none.
 */
static const char *
read_host(const char *p, const char *e, char *out, size_t *out_n, bool idn)
{
	size_t n = 0, good = 0, label = 0;
	const char *good_end = NULL;
	bool ascii = true;
	size_t ascii_n = 0;
	const char *ascii_end = NULL;

	while (p < e && n < HOST_MAX) {
		unsigned m;
		uint32_t c;
		const char *d;
		/* Letters that need no folding: most of a name. */
		while (ascii && n < HOST_MAX && host_byte((unsigned char)*p)
		    && (p + 1 == e || (unsigned char)p[1] < 0x80)) {
			out[n++] = *p++;
			label++;
			good = n;
			good_end = p;
			if (p == e)
				break;
		}
		if (p == e || n == HOST_MAX)
			break;
		c = mu_ind_get(p, e, &m);
		d = n ? dot_at(p, e) : NULL;
		if (d) {
			uint32_t next = mu_ind_get(d, e, &m);
			bool plain = (unsigned char)*p == '.';
			if (!label)
				break;
			/* 。 ends a sentence unless a name goes on. */
			if (!(mu_ind_alnum(next) || (idn && plain && next >= 0x3041 && next < 0x10000)))
				break;
			if (!plain && next >= 0x80)
				break;
			if (!ascii && !idn)
				break;
			out[n++] = '.';
			p = d;
			label = 0;
			ascii = true;
			ascii_end = NULL;
			continue;
		}
		if (mu_ind_alnum(c) || c == '-' || c == '_') {
			if (c == '-' && m >= 3 && (unsigned char)*p == 0xE3) /* long vowel mark */
				c = 0x30FC;
		} else if (!idn || c < 0xC0 || (c >= 0x2000 && c < 0x3041) || (c >= 0xFF00 && c < 0xFF66)
		    || c > 0xFFFF || c == 0xFFFD || c == 0xD7) {
			break;
		}
		if (c >= 0x80) {
			if (ascii) {
				ascii_n = n;
				ascii_end = label ? p : NULL;
			}
			ascii = false;
			if (n + 4 > HOST_MAX)
				break;
			n += mu_utf8_put(c, out + n);
		} else {
			out[n++] = (char)c;
		}
		label++;
		p += m;
		if (ascii) {
			good = n;
			good_end = p;
		}
	}
	/* The last label: in Latin letters, else what stands before the first other letter. */
	if (!label || !n)
		return NULL;
	if (ascii) {
		*out_n = good;
		p = good_end;
	} else if (ascii_end) {
		*out_n = ascii_n;
		p = ascii_end;
	} else {
		*out_n = n;
	}
	while (*out_n && out[*out_n - 1] == '-') {
		(*out_n)--;
		p--;
	}
	return *out_n ? p : NULL;
}

static struct mu_str
last_label(const char *host, size_t n)
{
	size_t i = n;

	while (i && host[i - 1] != '.')
		i--;
	return (struct mu_str){host + i, n - i};
}

static bool
alpha_label(struct mu_str s)
{
	if (s.n < 2 || s.n > 24)
		return false;
	if (s.n > 4 && memcmp(s.p, "xn--", 4) == 0)
		return true;
	for (size_t i = 0; i < s.n; i++)
		if (!mu_ind_alpha((unsigned char)s.p[i]))
			return (unsigned char)s.p[i] >= 0x80;
	return true;
}

static void
add_domain(struct mu_ind_scan *sc, const char *from, const char *to, const struct mu_ind_host *h)
{
	struct mu_str host = {h->ascii, h->an};
	struct mu_indicator *it = mu_ind_add(sc, MU_I_DOMAIN, from, to, host);

	if (!it)
		return;
	it->valid = MU_V_UNKNOWN;
	if (mu_ind_is_official_host(host)) {
		it->role = MU_R_OFFICIAL;
	} else if (!sc->link) {
		/* "リモートホスト：…": the line of the person who looks */
		static const char *const own[] = {"リモートホスト", "ホスト名", "ホスト：", "ホスト:", "ホスト ",
		    "接続元", "プロバイダ",
		    "remote host", "hostname", "your isp", NULL};
		mu_ind_own(sc, it, from, 30, own);
	}
	mu_ind_key(sc, it, "registrable", (struct mu_str){h->ascii + h->reg, h->an - h->reg});
	if (h->suffix)
		mu_ind_key(sc, it, "suffix", mu_str_of(h->suffix));
	if (h->idn)
		mu_ind_key(sc, it, "unicode", (struct mu_str){h->unicode, h->un});
	if (h->mixed)
		mu_ind_key(sc, it, "mixed-script", MU_STR("yes"));
}

static void
add_email(struct mu_ind_scan *sc, const char *from, const char *to, struct mu_str local,
    const struct mu_ind_host *h)
{
	static const char *const free_mail[] = {"gmail.com", "yahoo.co.jp", "outlook.com", "hotmail.com",
	    "outlook.jp", "hotmail.co.jp", "icloud.com", "aol.com", "mail.ru", "protonmail.com", "proton.me",
	    "gmx.com", "qq.com", "163.com", "yahoo.com", "tutanota.com", "excite.co.jp", "goo.jp", NULL};
	static const char *const carrier[] = {"docomo.ne.jp", "ezweb.ne.jp", "au.com", "softbank.ne.jp",
	    "i.softbank.jp", "vodafone.ne.jp", "ymobile.ne.jp", "ymobile1.ne.jp", "yahoo.ne.jp",
	    "rakuten.jp", "uqmobile.jp", "disney.ne.jp", "willcom.com", NULL};
	char v[LOCAL_MAX + HOST_MAX + 2];
	size_t n = 0;
	struct mu_indicator *it;
	const char *kind = NULL;

	for (size_t i = 0; i < local.n; i++)
		v[n++] = (char)mu_lower((unsigned char)local.p[i]);
	v[n++] = '@';
	memcpy(v + n, h->ascii, h->an);
	n += h->an;
	it = mu_ind_add(sc, MU_I_EMAIL, from, to, (struct mu_str){v, n});
	if (!it)
		return;
	it->valid = MU_V_UNKNOWN;
	for (size_t i = 0; free_mail[i]; i++)
		if (mu_str_eq((struct mu_str){h->ascii, h->an}, mu_str_of(free_mail[i])))
			kind = "free";
	for (size_t i = 0; carrier[i]; i++) {
		size_t k = strlen(carrier[i]);
		if (h->an >= k && memcmp(h->ascii + h->an - k, carrier[i], k) == 0
		    && (h->an == k || h->ascii[h->an - k - 1] == '.'))
			kind = "carrier";
	}
	mu_ind_key(sc, it, "host", (struct mu_str){h->ascii, h->an});
	if (kind)
		mu_ind_key(sc, it, "provider", mu_str_of(kind));
	else if (mu_ind_is_official_host((struct mu_str){h->ascii, h->an}))
		it->role = MU_R_OFFICIAL;
	if (it->role == MU_R_UNKNOWN && !sc->link) {
		/* "あなたのメール taro@…": shown to frighten, and the reader's own */
		static const char *const own[] = {"あなたのメール", "お客様のメール", "お客さまのメール", "貴方のメール",
		    "貴殿のメール", "ご登録のメール", "ご登録メール", "登録されたメール", "your email", "your e-mail",
		    "your mail address", NULL};
		static const char *const greeting[] = {"hello ", "hi ", "dear ", NULL};
		static const char *const polite[] = {"様", "さま", "さん", "殿", NULL};
		struct mu_ind_words after;
		mu_ind_own(sc, it, from, 42, own);
		mu_ind_own(sc, it, from, 7, greeting);
		mu_ind_after(sc, to, 8, &after);
		if (mu_ind_first(&after, polite, NULL) || mu_ind_addressed(sc, from)
		    || mu_ind_listed(sc, from))
			it->role = MU_R_VICTIM;
	}
}

/* `at`..`past` is the @ in some dress. */
const char *
mu_ind_email(struct mu_ind_scan *sc, const char *at, const char *past)
{
	char local[LOCAL_MAX * 4], host[HOST_MAX + 8];
	size_t n = 0, hn;
	const char *p = at, *end, *q;
	struct mu_ind_host h;
	unsigned m;
	bool plain = past - at == 1;

	if (sc->no_net)
		return NULL;
	if (!plain)
		while (p > sc->s && p[-1] == ' ' && at - p < 2)
			p--;
	q = p;
	while (p > sc->s && n < LOCAL_MAX && local_char(mu_ind_prev(sc->s, p, &m))) {
		p -= m;
		n++;
	}
	if (!n || n >= LOCAL_MAX)
		return NULL;
	/* Marks at its head belong to the sentence: "/foo@…", "=foo@…" */
	while (p < q) {
		uint32_t c = mu_ind_get(p, q, &m);
		if (mu_ind_alnum(c) || c == '_')
			break;
		p += m;
	}
	n = 0;
	for (const char *x = p; x < q;) {
		uint32_t c = mu_ind_get(x, q, &m);
		local[n++] = (char)c;
		x += m;
	}
	if (!n)
		return NULL;
	past = plain ? past : mu_ind_blank(past, sc->e);
	end = read_host(past, sc->e, host, &hn, false);
	if (!end || !memchr(host, '.', hn) || !alpha_label(last_label(host, hn)))
		return NULL;
	if (!plain && !mu_ind_known_tld(last_label(host, hn)))
		return NULL;
	if (!mu_ind_host((struct mu_str){host, hn}, &h))
		return NULL;
	add_email(sc, p, end, (struct mu_str){local, n}, &h);
	return end;
}

static int
hex_value(char c)
{
	if ((unsigned char)(c - '0') < 10)
		return c - '0';
	c = (char)(c | 0x20);
	return (unsigned char)(c - 'a') < 6 ? c - 'a' + 10 : -1;
}

/* The target of mailto: without the scheme. */
bool
mu_ind_email_link(struct mu_ind_scan *sc, const char *p, const char *e, const char *at)
{
	char buf[LOCAL_MAX + HOST_MAX + 2];
	size_t n = 0, split = 0;
	struct mu_ind_host h;

	while (p < e && n < sizeof buf && *p != '?' && *p != ',' && *p != ';') {
		char c = *p++;
		if (c == '%' && e - p >= 2 && hex_value(p[0]) >= 0 && hex_value(p[1]) >= 0) {
			c = (char)(hex_value(p[0]) << 4 | hex_value(p[1]));
			p += 2;
		}
		if (c == '@')
			split = n;
		else if ((unsigned char)c >= 0x80 || !(local_char((unsigned char)c)))
			return false;
		buf[n++] = c;
	}
	if (!split || split > LOCAL_MAX || split + 1 >= n
	    || !mu_ind_host((struct mu_str){buf + split + 1, n - split - 1}, &h) || h.is_ip
	    || !memchr(h.ascii, '.', h.an))
		return false;
	add_email(sc, at, at, (struct mu_str){buf, split}, &h);
	return true;
}

static bool
path_char(uint32_t c)
{
	return c > ' ' && c < 0x7F && c != '"' && c != '<' && c != '>' && c != '`' && c != '{' && c != '}'
	    && c != '|' && c != '\\' && c != '^';
}

/* Path, query and fragment from p; marks that end the sentence and unpaired brackets are left off. */
static const char *
read_path(const char *p, const char *e, char *out, size_t *n, size_t cap)
{
	size_t start = *n;
	const char *end = p;
	size_t good = *n;
	int open = 0;
	unsigned m;
	uint32_t c = mu_ind_get(p, e, &m);

	if (c != '/' && c != '?' && c != '#')
		return p;
	while (p < e && *n < cap) {
		c = mu_ind_get(p, e, &m);
		/* Folding is for the writing of a host; in a path a full-width sign ends the address. */
		if (!path_char(c) || ((unsigned char)*p >= 0x80 && !mu_ind_alnum(c) && c != '/'))
			break;
		if (c == '(')
			open++;
		if (c == ')' && --open < 0)
			break;
		if (c == '[' || c == ']')
			break;
		out[(*n)++] = (char)c;
		p += m;
		if (c != '.' && c != ',' && c != ';' && c != ':' && c != '!' && c != '?' && c != '\'' && c != '*'
		    && c != '(') {
			good = *n;
			end = p;
		}
	}
	if (good == start) {
		*n = start;
		return end;
	}
	*n = good;
	return end;
}

static void
add_url(struct mu_ind_scan *sc, const char *from, const char *to, struct mu_str value,
    struct mu_str scheme, const struct mu_ind_host *h, bool user)
{
	struct mu_indicator *it = mu_ind_add(sc, MU_I_URL, from, to, value);
	struct mu_str host = {h->ascii, h->an};

	if (it) {
		it->valid = MU_V_UNKNOWN;
		mu_ind_key(sc, it, "scheme", scheme);
		mu_ind_key(sc, it, "host", host);
		if (user)
			mu_ind_key(sc, it, "userinfo", MU_STR("yes"));
		if (mu_ind_is_official_host(host) && !user)
			it->role = MU_R_OFFICIAL;
	}
	if (!h->is_ip && memchr(h->ascii, '.', h->an))
		add_domain(sc, from, to, h);
}

/*
 * What follows "//" at p: user info, host, port, path. `from`: where its writing begins.
 * Returns its end, or NULL.
 */
static const char *
authority(struct mu_ind_scan *sc, const char *from, const char *p, struct mu_str scheme, bool link)
{
	char host[HOST_MAX + 8], v[URL_MAX + HOST_MAX + 64];
	size_t hn, n = 0;
	const char *end, *q = p;
	bool user = false;
	struct mu_ind_host h;
	unsigned m;

	/* https://bank.example@evil.example/: what counts stands after the last @ before a slash */
	for (int i = 0; i < 200 && q < sc->e; i++) {
		uint32_t c = mu_ind_get(q, sc->e, &m);
		if (!path_char(c) || c == '/' || c == '?' || c == '#')
			break;
		q += m;
		if (c == '@') {
			user = true;
			p = q;
		}
	}
	end = read_host(p, sc->e, host, &hn, true);
	if (!end || (!link && !memchr(host, '.', hn) && !mu_ind_digit((unsigned char)host[0]))
	    || !mu_ind_host((struct mu_str){host, hn}, &h))
		return NULL;
	if (!h.is_ip && !memchr(h.ascii, '.', h.an) && !link)
		return NULL;
	memcpy(v, scheme.p, scheme.n);
	n = scheme.n;
	memcpy(v + n, "://", 3);
	n += 3;
	memcpy(v + n, h.ascii, h.an);
	n += h.an;
	if (mu_ind_get(end, sc->e, &m) == ':') {
		const char *x = end + m;
		size_t k = n;
		char port[8];
		size_t pn = 0;
		while (x < sc->e && pn < 6 && mu_ind_digit(mu_ind_get(x, sc->e, &m))) {
			port[pn++] = (char)mu_ind_get(x, sc->e, &m);
			x += m;
		}
		if (pn && pn < 6) {
			v[k++] = ':';
			memcpy(v + k, port, pn);
			n = k + pn;
			end = x;
		}
	}
	{
		size_t before = n;
		end = read_path(end, sc->e, v, &n, URL_MAX);
		if (n == before)
			v[n++] = '/';
		if (mu_ind_line_url(sc, (struct mu_str){h.ascii, h.an}, (struct mu_str){v + before, n - before},
		    from, end))
			return end;
	}
	add_url(sc, from, end, (struct mu_str){v, n}, scheme, &h, user);
	return end;
}

/* A colon before "//". */
const char *
mu_ind_url(struct mu_ind_scan *sc, const char *colon)
{
	static const struct {
		const char *written, *meant;
	} schemes[] = {{"http", "http"}, {"https", "https"}, {"hxxp", "http"}, {"hxxps", "https"}, {"ttp", "http"},
	    {"ttps", "https"}, {"ftp", "ftp"}, {"h**p", "http"}, {"htp", "http"}, {"line", "line"},
	    {"intent", "intent"}};
	char name[10];
	size_t n = 0;
	const char *p = colon, *q, *end;
	unsigned m;

	if (sc->no_net)
		return NULL;
	q = colon;
	for (int i = 0; i < 3; i++) {
		uint32_t c = mu_ind_get(q, sc->e, &m);
		if (c != (i ? '/' : ':'))
			return NULL;
		q += m;
	}
	while (p > sc->s && n < sizeof name - 1) {
		uint32_t c = mu_ind_prev(sc->s, p, &m);
		if (!mu_ind_alpha(c) && c != '*')
			break;
		p -= m;
		n++;
	}
	/* 例：http:// … and "xhttp" are read from the letters next to the colon. */
	for (size_t i = sizeof schemes / sizeof schemes[0]; i-- > 0;) {
		size_t len = strlen(schemes[i].written);
		const char *s = p;
		size_t skip = n;
		if (len > n)
			continue;
		while (skip > len) {
			(void)mu_ind_get(s, sc->e, &m);
			s += m;
			skip--;
		}
		if (mu_ind_starts(s, colon, schemes[i].written) != colon)
			continue;
		if (len < n && strcmp(schemes[i].written, "http") != 0 && strcmp(schemes[i].written, "https") != 0)
			continue;
		if (strcmp(schemes[i].meant, "line") == 0 || strcmp(schemes[i].meant, "intent") == 0) {
			char v[URL_MAX + 16];
			size_t vn = 0, k = strlen(schemes[i].meant);
			struct mu_ind_host none = {.an = 0};
			memcpy(v, schemes[i].meant, k);
			memcpy(v + k, ":/", 2);
			vn = k + 2;
			q -= 1;
			end = read_path(q, sc->e, v, &vn, URL_MAX);
			if (end == q || vn <= k + 3)
				return NULL;
			if (k == 4 && mu_ind_line_url(sc, MU_STR("line"), (struct mu_str){v + 6, vn - 6}, s, end))
				return end;
			none.is_ip = true;
			add_url(sc, s, end, (struct mu_str){v, vn}, mu_str_of(schemes[i].meant), &none, false);
			return end;
		}
		return authority(sc, s, q, mu_str_of(schemes[i].meant), false);
	}
	return NULL;
}

/* A dot between letters: www.example.jp, example.jp/a, example.jp. Each token is read once. */
const char *
mu_ind_bare(struct mu_ind_scan *sc, const char *dot)
{
	static const char *const not_host[] = {"asp.net", "vb.net", "ado.net", "java.net", "paint.net", ".net",
	    "socket.io", NULL};
	static const char *const chat[] = {"t.me/", "line.me/", "wa.me/", "lin.ee/", "m.me/", "discord.gg/", NULL};
	char host[HOST_MAX + 8];
	size_t hn, n = 0;
	const char *p = dot, *end, *token;
	struct mu_ind_host h;
	unsigned m;
	uint32_t c;
	bool www;

	if (sc->no_net || sc->code)
		return NULL;
	while (p > sc->s && n < LOCAL_MAX) {
		if (host_byte((unsigned char)p[-1])) {
			p--;
			n++;
			continue;
		}
		c = mu_ind_prev(sc->s, p, &m);
		if (!mu_ind_alnum(c) && !(c == '-' && m == 1) && c != '_')
			break;
		p -= m;
		n++;
	}
	token = read_host(p, sc->e, host, &hn, false);
	if (!token)
		return NULL;
	end = token;
	if (!n || n >= LOCAL_MAX || !memchr(host, '.', hn) || (!mu_ind_known_tld(last_label(host, hn))
	    && !mu_ind_starts_any(p, sc->e, chat, NULL)))
		return end > dot ? end : NULL;
	c = p > sc->s ? mu_ind_prev(sc->s, p, &m) : ' ';
	if (c == '@' || c == '/' || c == '.' || c == '\\' || c == '$' || c == '#' || c == '=' || c == '&'
	    || c == '%' || c == '_')
		return end;
	c = mu_ind_get(end, sc->e, &m);
	if (c == '@' || c == '=' || c == '_' || (c == '(' && (unsigned char)*end == '(') || c == '\\')
		return NULL;
	if (mu_ind_starts_any(p, end, not_host, NULL) || !mu_ind_host((struct mu_str){host, hn}, &h) || h.is_ip)
		return end;
	www = mu_ind_starts(p, end, "www.") != NULL;
	if (www || c == '/') {
		const char *x = authority(sc, p, p, MU_STR("http"), false);
		return x ? x : end;
	}
	add_domain(sc, p, end, &h);
	return end;
}

/* An absolute http(s) target of a link, where the person does not see it. */
bool
mu_ind_url_link(struct mu_ind_scan *sc, const struct mu_link *l)
{
	const char *p, *e = l->href.p + l->href.n, *keep_s = sc->s, *keep_e = sc->e;
	bool tls = false, done;

	p = mu_ind_starts(l->href.p, e, "http://");
	if (!p) {
		p = mu_ind_starts(l->href.p, e, "https://");
		tls = true;
	}
	if (!p)
		return false;
	/* Read the target as if it were a block; mu_ind_add puts what is found at the link's place. */
	sc->s = l->href.p;
	sc->e = e;
	done = authority(sc, l->href.p, p, tls ? MU_STR("https") : MU_STR("http"), true) != NULL;
	sc->s = keep_s;
	sc->e = keep_e;
	return done;
}
