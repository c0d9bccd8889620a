/*
 * IP addresses as a page shows them: nearly always the visitor's own ("your IP is …"), so they are
 * the victim's, and what they say is only in which published range they lie.
 */
#include "indicator/scan.h"

struct range4 {
	uint32_t net;
	uint8_t bits;
	const char *name;
};

#define NET(a, b, c, d) ((uint32_t)(a) << 24 | (uint32_t)(b) << 16 | (uint32_t)(c) << 8 | (d))

/* RFC 1918, 6598, 5737, 3927, 1122; the CDN's ranges as its operator publishes them. */
static const struct range4 ranges4[] = {
	{NET(10, 0, 0, 0), 8, "private"}, {NET(172, 16, 0, 0), 12, "private"},
	{NET(192, 168, 0, 0), 16, "private"}, {NET(100, 64, 0, 0), 10, "carrier-nat"},
	{NET(127, 0, 0, 0), 8, "loopback"}, {NET(169, 254, 0, 0), 16, "link-local"},
	{NET(192, 0, 2, 0), 24, "documentation"}, {NET(198, 51, 100, 0), 24, "documentation"},
	{NET(203, 0, 113, 0), 24, "documentation"}, {NET(0, 0, 0, 0), 8, "reserved"},
	{NET(224, 0, 0, 0), 4, "multicast"}, {NET(240, 0, 0, 0), 4, "reserved"},
	{NET(162, 158, 0, 0), 15, "cdn"}, {NET(104, 16, 0, 0), 13, "cdn"}, {NET(104, 24, 0, 0), 14, "cdn"},
	{NET(172, 64, 0, 0), 13, "cdn"}, {NET(108, 162, 192, 0), 18, "cdn"},
	{NET(141, 101, 64, 0), 18, "cdn"}, {NET(188, 114, 96, 0), 20, "cdn"},
	{NET(173, 245, 48, 0), 20, "cdn"}, {NET(198, 41, 128, 0), 17, "cdn"},
	{NET(190, 93, 240, 0), 20, "cdn"}, {NET(197, 234, 240, 0), 22, "cdn"},
	{NET(103, 21, 244, 0), 22, "cdn"}, {NET(103, 22, 200, 0), 22, "cdn"},
	{NET(103, 31, 4, 0), 22, "cdn"}, {NET(131, 0, 72, 0), 22, "cdn"},
};

static const struct {
	uint8_t net[6], bits;
	const char *name;
} ranges6[] = {
	{{0x20, 0x01, 0x0d, 0xb8}, 32, "documentation"}, {{0xfc}, 7, "private"}, {{0xfe, 0x80}, 10, "link-local"},
	{{0xff}, 8, "multicast"}, {{0x24, 0x00, 0xcb, 0x00}, 32, "cdn"}, {{0x26, 0x06, 0x47, 0x00}, 32, "cdn"},
	{{0x28, 0x03, 0xf8, 0x00}, 32, "cdn"}, {{0x24, 0x05, 0xb5, 0x00}, 32, "cdn"},
	{{0x24, 0x05, 0x81, 0x00}, 32, "cdn"}, {{0x2a, 0x06, 0x98, 0xc0}, 29, "cdn"},
	{{0x2c, 0x0f, 0xf2, 0x48}, 32, "cdn"},
};

/* `known` bits of a are real, the rest were struck out. */
static const char *
range4(uint32_t a, unsigned known)
{
	for (size_t i = 0; i < sizeof ranges4 / sizeof ranges4[0]; i++) {
		uint32_t mask = ~(uint32_t)0 << (32 - ranges4[i].bits);
		if (ranges4[i].bits <= known && (a & mask) == ranges4[i].net)
			return ranges4[i].name;
	}
	return known >= 16 ? "public" : "unknown";
}

static const char *const ip_words[] = {"ip", "ipv4", "ipv6", "アドレス", "address", "接続元", "アクセス元", "host", "ホスト", "端末情報",
    "個体", "リモート", "server", "サーバ", NULL};
static const char *const version_words[] = {"version", "ver", "バージョン", "v", "版", "release", "リリース", "第", "chapter",
    "section", "節", "章", "図", "表", "rfc", "oid", "windows", "chrome", "firefox", "build", "firmware", NULL};

static const char *
keep(struct mu_ind_scan *sc, const char *from, const char *to, struct mu_str value, const char *version,
    const char *range, bool masked, bool label)
{
	struct mu_indicator *it = mu_ind_add(sc, MU_I_IP, from, to, value);

	if (it) {
		it->role = MU_R_VICTIM;
		it->masked = masked;
		it->asserted = label;
		it->valid = masked ? MU_V_UNKNOWN : MU_V_YES;
		mu_ind_key(sc, it, "version", mu_str_of(version));
		it->keys[it->key_n - (it->key_n > 0)].number = true;
		mu_ind_key(sc, it, "range", mu_str_of(range));
	}
	return to;
}

/* Four groups of a run joined by dots. *past: index of the group after it. */
const char *
mu_ind_ip4(struct mu_ind_scan *sc, const struct mu_ind_run *r, unsigned *past)
{
	for (unsigned i = 0; i + 4 <= r->n; i++) {
		uint32_t a = 0;
		unsigned known = 0, big = 0, n, k;
		bool masked = false, ok = true, label, ver;
		char v[20];
		size_t vn = 0, which = 0, at, vat;
		struct mu_ind_words w;
		uint32_t c;
		const char *from = r->g[i].from, *to;

		if (i && r->g[i].sep != ' ' && r->g[i].sep != ':' && r->g[i].sep != '(' && r->g[i].sep != '/'
		    && r->g[i].sep != '\n' && r->g[i].sep != '~' && r->g[i].sep != '-'
		    && r->g[i].sep != MU_IND_DOT_BLANK)
			continue;
		for (k = i; k < i + 4 && ok; k++) {
			const struct mu_ind_group *g = &r->g[k];
			unsigned x = 0;
			ok = (k == i || g->sep == '.' || g->sep == MU_IND_DOT_BLANK) && g->n <= 3 + 6 * g->mask && !g->kanji;
			if (!ok)
				break;
			for (unsigned j = 0; j < g->n && !g->mask; j++)
				x = x * 10 + (unsigned)(r->d[g->at + j] - '0');
			ok = x <= 255 && !(g->n > 1 && !g->mask && r->d[g->at] == '0') && !(g->mask && k == i);
			if (!ok)
				break;
			masked = masked || g->mask;
			a = a << 8 | x;
			if (!masked)
				known += 8;
			big += x >= 64;
			if (k > i)
				v[vn++] = '.';
			for (unsigned j = 0; j < g->n && j < 3; j++)
				v[vn++] = r->d[g->at + j];
		}
		if (!ok || (i + 4 < r->n && (r->g[i + 4].sep == '.' || r->g[i + 4].sep == ',')))
			continue;
		to = r->g[i + 3].to;
		c = mu_ind_get(to, sc->e, &n);
		if (mu_ind_alnum(c) || c == '_' || !mu_ind_pay(sc))
			continue;
		c = mu_ind_prev(sc->s, from, &n);
		if (i == 0 && from > sc->s && (mu_ind_alpha(c) || c == '.' || c == '_' || c == '-' || c == '@'))
			continue;
		mu_ind_before(sc, from, 45, &w);
		at = mu_ind_last(&w, ip_words, NULL);
		vat = mu_ind_last(&w, version_words, &which);
		label = at && at >= vat;
		ver = vat && vat > at && w.n - vat <= 8;
		/* Without a word for it, small numbers are a version or a section. */
		if (!label && (ver || c == '/' || sc->code || !big
		    || (r->d[r->g[i].at] == '0' || ((big < 2 || r->g[i].n < 2)
		    && (strcmp(range4(a, known), "public") == 0 || masked) && known > 24))))
			continue;
		*past = i + 4;
		return keep(sc, from, to, (struct mu_str){v, masked ? 0 : vn}, "4", range4(a, known), masked, label);
	}
	return NULL;
}

static bool
hex(uint32_t c)
{
	return mu_ind_digit(c) || (c | 0x20) - 'a' < 6;
}

/* RFC 5952 text of 16 bytes. */
static size_t
text6(const uint16_t *g, char *out)
{
	int best = -1, best_n = 1, n = 0;
	size_t k = 0;

	for (int i = 0; i <= 8; i++) {
		if (i < 8 && g[i] == 0) {
			n++;
			continue;
		}
		if (n > best_n) {
			best_n = n;
			best = i - n;
		}
		n = 0;
	}
	for (int i = 0; i < 8; i++) {
		bool on = false;
		if (i == best) {
			out[k++] = ':';
			if (i == 0)
				out[k++] = ':';
			i += best_n - 1;
			if (i == 7 && best != 0)
				break;
			if (i == 7)
				break;
			continue;
		}
		for (int s = 12; s >= 0; s -= 4) {
			unsigned x = g[i] >> s & 15;
			on = on || x || s == 0;
			if (on)
				out[k++] = "0123456789abcdef"[x];
		}
		if (i < 7)
			out[k++] = ':';
	}
	return k;
}

/* A colon that may belong to an IPv6 address. Reads its whole token, so each is looked at once. */
const char *
mu_ind_ip6(struct mu_ind_scan *sc, const char *colon)
{
	const char *p = colon, *q, *end;
	uint16_t g[8] = {0}, tail[8] = {0};
	unsigned n = 0, tn = 0, digits = 0, k, m;
	bool gap = false, ok = true, label;
	size_t vn;
	uint8_t b[16];
	char v[48];
	const char *range = "public";
	struct mu_ind_words w;
	uint32_t c, first = 0;

	for (int i = 0; i < 5 && p > sc->s && hex((unsigned char)p[-1]); i++)
		p--;
	if (p > sc->s) {
		c = mu_ind_prev(sc->s, p, &m);
		if (mu_ind_alnum(c) || c == '_' || c == ':' || c == '.' || c == '-')
			ok = false;
	}
	q = p;
	end = p;
	for (k = 0; k < 40 && q < sc->e; k++) {
		unsigned x = 0, d = 0;
		const char *start = q;
		while (q < sc->e && d < 5 && hex((unsigned char)*q)) {
			unsigned char ch = (unsigned char)*q;
			x = x << 4 | (ch <= '9' ? ch - 48u : (ch | 0x20u) - 'a' + 10u);
			q++;
			d++;
		}
		if (d > 4)
			ok = false;
		if (d && q < sc->e && *q == '.' && (n || gap)) {
			/* ::ffff:192.0.2.1 */
			unsigned part = 0, parts = 0, y = 0, yd = 0;
			q = start;
			while (q < sc->e && parts < 4) {
				if ((unsigned char)(*q - '0') < 10 && yd < 3) {
					y = y * 10 + (unsigned)(*q - '0');
					yd++;
				} else {
					break;
				}
				q++;
				if (q >= sc->e || (unsigned char)(*q - '0') >= 10) {
					part = part << 8 | (y & 255);
					ok = ok && y <= 255;
					parts++;
					y = yd = 0;
					if (parts < 4 && q < sc->e && *q == '.')
						q++;
					else
						break;
				}
			}
			if (parts != 4 || (gap ? tn + n : n) > 6) {
				ok = false;
			} else {
				uint16_t *t = gap ? tail : g;
				unsigned *tc = gap ? &tn : &n;
				if (*tc <= 6) {
					t[(*tc)++] = (uint16_t)(part >> 16);
					t[(*tc)++] = (uint16_t)part;
				}
			}
			end = q;
			break;
		}
		if (d) {
			digits += d;
			if (n + tn >= 8)
				ok = false;
			else if (gap)
				tail[tn++] = (uint16_t)x;
			else
				g[n++] = (uint16_t)x;
			end = q;
		}
		if (q + 1 < sc->e && q[0] == ':' && q[1] == ':') {
			if (gap)
				ok = false;
			gap = true;
			q += 2;
			end = q;
			continue;
		}
		if (q < sc->e && *q == ':' && d && q + 1 < sc->e && hex((unsigned char)q[1])) {
			q++;
			continue;
		}
		break;
	}
	if (q <= colon)
		q = colon + 1;
	if (!ok || (gap ? n + tn > 7 : n + tn != 8) || !digits)
		return q;
	c = mu_ind_get(end, sc->e, &m);
	if (mu_ind_alnum(c) || c == '_' || c == ':')
		return q;
	if (c == '%') { /* a zone */
		end += m;
		while (end < sc->e && end - q < 20 && mu_ind_alnum((unsigned char)*end))
			end++;
	}
	for (unsigned i = 0; i < tn; i++)
		g[8 - tn + i] = tail[i];
	first = g[0];
	if (!mu_ind_pay(sc))
		return q;
	mu_ind_before(sc, p, 45, &w);
	label = mu_ind_last(&w, ip_words, NULL) != 0;
	/* a::b is C++, not a network */
	if (!label && (n + tn < 3 || !((first >> 12) == 2 || first >= 0xFC00) || sc->code))
		return q;
	for (unsigned i = 0; i < 8; i++) {
		b[2 * i] = (uint8_t)(g[i] >> 8);
		b[2 * i + 1] = (uint8_t)g[i];
	}
	for (size_t i = 0; i < sizeof ranges6 / sizeof ranges6[0]; i++) {
		unsigned bits = ranges6[i].bits;
		bool same = memcmp(b, ranges6[i].net, bits / 8) == 0;
		if (same && bits % 8)
			same = ((b[bits / 8] ^ ranges6[i].net[bits / 8]) >> (8 - bits % 8)) == 0;
		if (same)
			range = ranges6[i].name;
	}
	if (!g[0] && !g[1] && !g[2] && !g[3] && !g[4]) {
		if (g[5] == 0xFFFF)
			range = range4((uint32_t)g[6] << 16 | g[7], 32);
		else if (!g[5] && !g[6] && g[7] <= 1)
			range = g[7] ? "loopback" : "reserved";
	}
	vn = text6(g, v);
	return keep(sc, p, end, (struct mu_str){v, vn}, "6", range, false, label);
}
