/*
 * Names of hosts: IDNA with Punycode (RFC 3492), the registrable part by a short list of public
 * suffixes, number literals as browsers read them.
 *
 * The list is short on purpose: what matters is that two sites of one registrant compare equal and
 * that customers of one hoster, dynamic-DNS service or ministry do not.
 */
#include "indicator/scan.h"

enum { BASE = 36, TMIN = 1, TMAX = 26, SKEW = 38, DAMP = 700, BIAS = 72, FIRST = 128, LABEL_MAX = 63 };

static uint32_t
adapt(uint32_t delta, uint32_t points, bool first)
{
	uint32_t k = 0;

	delta = first ? delta / DAMP : delta / 2;
	delta += delta / points;
	while (delta > ((BASE - TMIN) * TMAX) / 2) {
		delta /= BASE - TMIN;
		k += BASE;
	}
	return k + (BASE - TMIN + 1) * delta / (delta + SKEW);
}

/* One label of code points to "xn--…"; 0 when it does not fit. */
static size_t
puny_encode(const uint32_t *cp, size_t n, char *out, size_t cap)
{
	uint32_t next = FIRST, delta = 0, bias = BIAS;
	size_t k = 0, basic = 0, h;

	if (cap < 8)
		return 0;
	memcpy(out, "xn--", 4);
	k = 4;
	for (size_t i = 0; i < n; i++) {
		if (cp[i] < 0x80) {
			if (k + 2 > cap)
				return 0;
			out[k++] = (char)cp[i];
			basic++;
		}
	}
	if (basic)
		out[k++] = '-';
	h = basic;
	while (h < n) {
		uint32_t m = UINT32_MAX;
		for (size_t i = 0; i < n; i++)
			if (cp[i] >= next && cp[i] < m)
				m = cp[i];
		if (m - next > (UINT32_MAX - delta) / (uint32_t)(h + 1))
			return 0;
		delta += (m - next) * (uint32_t)(h + 1);
		next = m;
		for (size_t i = 0; i < n; i++) {
			if (cp[i] < next)
				delta++;
			if (cp[i] != next)
				continue;
			uint32_t q = delta;
			for (uint32_t t, b = BASE;; b += BASE) {
				t = b <= bias ? TMIN : b >= bias + TMAX ? TMAX : b - bias;
				if (k + 1 > cap)
					return 0;
				if (q < t)
					break;
				uint32_t d = t + (q - t) % (BASE - t);
				out[k++] = (char)(d < 26 ? 'a' + d : '0' + d - 26);
				q = (q - t) / (BASE - t);
			}
			if (k + 1 > cap)
				return 0;
			out[k++] = (char)(q < 26 ? 'a' + q : '0' + q - 26);
			bias = adapt(delta, (uint32_t)(h + 1), h == basic);
			delta = 0;
			h++;
		}
		delta++;
		next++;
	}
	return k;
}

/* What follows "xn--" back to code points; 0 when it is broken. */
static size_t
puny_decode(const char *s, size_t n, uint32_t *cp, size_t cap)
{
	uint32_t next = FIRST, i = 0, bias = BIAS;
	size_t k = 0, at = 0;

	for (size_t j = n; j-- > 0;) {
		if (s[j] == '-') {
			for (; k < j; k++) {
				if (k >= cap)
					return 0;
				cp[k] = (unsigned char)s[k];
			}
			at = j + 1;
			break;
		}
	}
	while (at < n) {
		uint32_t old = i, w = 1;
		for (uint32_t b = BASE;; b += BASE) {
			if (at >= n)
				return 0;
			unsigned char c = mu_lower((unsigned char)s[at++]);
			uint32_t d = (unsigned char)(c - '0') < 10 ? c - '0' + 26u
			    : (unsigned char)(c - 'a') < 26 ? (uint32_t)(c - 'a') : BASE;
			if (d >= BASE || d > (UINT32_MAX - i) / w)
				return 0;
			i += d * w;
			uint32_t t = b <= bias ? TMIN : b >= bias + TMAX ? TMAX : b - bias;
			if (d < t)
				break;
			if (w > UINT32_MAX / (BASE - t))
				return 0;
			w *= BASE - t;
		}
		if (k + 1 > cap)
			return 0;
		bias = adapt(i - old, (uint32_t)(k + 1), old == 0);
		if (i / (k + 1) > 0x10FFFF - next)
			return 0;
		next += i / (uint32_t)(k + 1);
		i %= (uint32_t)(k + 1);
		memmove(cp + i + 1, cp + i, (k - i) * sizeof *cp);
		cp[i++] = next;
		k++;
	}
	return k;
}

/* 1 Latin, 2 Cyrillic or Greek or Armenian, 4 Japanese; 0 others. */
static unsigned
script(uint32_t c)
{
	if (mu_ind_alpha(c) || (c >= 0xC0 && c <= 0x24F))
		return 1;
	if ((c >= 0x370 && c <= 0x58F))
		return 2;
	if ((c >= 0x3041 && c <= 0x30FF) || (c >= 0x4E00 && c <= 0x9FFF))
		return 4;
	return 0;
}

/* Kana and kanji that look like each other or like marks: 一ー―, 口ロ, 二ニ, 工エ, 力カ, へヘ. */
static bool
look_alike(uint32_t c)
{
	switch (c) {
	case 0x4E00: case 0x30FC: case 0x2015: case 0x53E3: case 0x30ED: case 0x4E8C: case 0x30CB:
	case 0x5DE5: case 0x30A8: case 0x529B: case 0x30AB: case 0x3078: case 0x30D8: case 0x30CE:
	case 0x3033: case 0x4E3F:
		return true;
	default:
		return false;
	}
}

static bool
label_mixed(const uint32_t *cp, size_t n)
{
	unsigned seen = 0;
	bool odd = false, japanese_else = false;

	for (size_t i = 0; i < n; i++) {
		unsigned s = script(cp[i]);
		seen |= s;
		if (look_alike(cp[i]))
			odd = true;
		else if (s == 4)
			japanese_else = true;
	}
	return (seen & 2 && seen & 5) || (odd && !japanese_else && seen & 1);
}

/* http://3221226219/ and http://0xC0.0.02.1/: as the URL standard reads them. */
static bool
number_host(struct mu_str s, char *out, size_t *out_n)
{
	uint64_t part[4];
	size_t n = 0, i = 0;
	uint32_t a = 0;

	while (i <= s.n) {
		uint64_t v = 0, base = 10;
		size_t start = i, digits = 0;
		if (n == 4)
			return false;
		if (i + 1 < s.n && s.p[i] == '0' && (s.p[i + 1] | 0x20) == 'x') {
			base = 16;
			i += 2;
		} else if (i + 1 < s.n && s.p[i] == '0' && s.p[i + 1] != '.') {
			base = 8;
			i++;
		}
		for (; i < s.n && s.p[i] != '.'; i++, digits++) {
			unsigned char c = mu_lower((unsigned char)s.p[i]);
			uint64_t d = (unsigned char)(c - '0') < 10 ? (uint64_t)(c - '0')
			    : (unsigned char)(c - 'a') < 6 ? (uint64_t)(c - 'a' + 10) : 99;
			if (d >= base || digits > 12)
				return false;
			v = v * base + d;
		}
		if (i == start)
			return false;
		part[n++] = v;
		if (i >= s.n)
			break;
		i++;
	}
	if (!n)
		return false;
	for (size_t k = 0; k + 1 < n; k++) {
		if (part[k] > 255)
			return false;
		a |= (uint32_t)part[k] << (24 - 8 * k);
	}
	if (part[n - 1] >= (uint64_t)1 << (8 * (5 - n)))
		return false;
	a |= (uint32_t)part[n - 1];
	*out_n = 0;
	for (int k = 3; k >= 0; k--) {
		unsigned v = a >> (8 * k) & 255;
		if (v >= 100)
			out[(*out_n)++] = (char)('0' + v / 100);
		if (v >= 10)
			out[(*out_n)++] = (char)('0' + v / 10 % 10);
		out[(*out_n)++] = (char)('0' + v % 10);
		if (k)
			out[(*out_n)++] = '.';
	}
	return true;
}

static const char *const two_level[] = {
	"co.jp", "ne.jp", "or.jp", "ac.jp", "ed.jp", "gr.jp", "ad.jp", "co.uk", "org.uk", "com.cn", "net.cn",
	"com.tw", "com.hk", "co.kr", "com.au", "com.br", "co.in", "co.nz", "co.th", "com.sg", "com.vn", NULL
};
static const char *const gov[] = {"go.jp", "lg.jp", "gov", "gov.uk", "go.kr", "gov.au", NULL};
static const char *const prefectures[] = {
	"hokkaido", "aomori", "iwate", "miyagi", "akita", "yamagata", "fukushima", "ibaraki", "tochigi", "gunma",
	"saitama", "chiba", "tokyo", "kanagawa", "niigata", "toyama", "ishikawa", "fukui", "yamanashi", "nagano",
	"gifu", "shizuoka", "aichi", "mie", "shiga", "kyoto", "osaka", "hyogo", "nara", "wakayama", "tottori",
	"shimane", "okayama", "hiroshima", "yamaguchi", "tokushima", "kagawa", "ehime", "kochi", "fukuoka", "saga",
	"nagasaki", "kumamoto", "oita", "miyazaki", "kagoshima", "okinawa", NULL
};
static const char *const hosting[] = {
	"github.io", "gitlab.io", "pages.dev", "workers.dev", "netlify.app", "vercel.app", "web.app",
	"firebaseapp.com", "herokuapp.com", "azurewebsites.net", "blob.core.windows.net",
	"web.core.windows.net", "azureedge.net", "cloudfront.net", "s3.amazonaws.com", "amazonaws.com",
	"blogspot.com", "wixsite.com", "weebly.com", "myshopify.com", "appspot.com", "onrender.com",
	"glitch.me", "surge.sh", "digitaloceanspaces.com", "ondigitalocean.app", "wordpress.com", "fly.dev",
	"r2.dev", "translate.goog", "jimdofree.com", "xsrv.jp", "sakura.ne.jp", "starfree.jp", "fc2.com",
	"ngrok.io", "ngrok-free.app", "trycloudflare.com", "replit.app", "storage.googleapis.com", NULL
};
static const char *const dyndns[] = {
	"duckdns.org", "ddns.net", "no-ip.org", "no-ip.biz", "hopto.org", "zapto.org", "sytes.net", "myftp.org",
	"dyndns.org", "dyndns.info", "mydns.jp", "ddo.jp", "dynu.net", "freeddns.org", "dns.army", "serveo.net",
	"gotdns.com", "homeip.net", "servehttp.com", "redirectme.net", NULL
};

static bool
under(const char *host, size_t n, const char *suffix)
{
	size_t k = strlen(suffix);

	return n >= k && memcmp(host + n - k, suffix, k) == 0 && (n == k || host[n - k - 1] == '.');
}

static size_t
labels_back(const char *host, size_t n, size_t from_end)
{
	/* Start of the label before position from_end (which is at its dot). */
	size_t i = from_end;

	(void)n;
	while (i > 0 && host[i - 1] != '.')
		i--;
	return i;
}

static size_t
one_more(const char *host, size_t n, size_t suffix)
{
	return n > suffix ? labels_back(host, n, n - suffix - 1) : 0;
}

static void
registrable(struct mu_ind_host *h)
{
	static const struct {
		const char *const *list;
		const char *kind;
	} lists[] = {{hosting, "hosting"}, {dyndns, "dyndns"}, {gov, "gov"}, {two_level, NULL}};

	h->reg = 0;
	for (size_t l = 0; l < sizeof lists / sizeof lists[0]; l++) {
		for (size_t i = 0; lists[l].list[i]; i++) {
			if (under(h->ascii, h->an, lists[l].list[i])) {
				h->suffix = lists[l].kind;
				h->reg = one_more(h->ascii, h->an, strlen(lists[l].list[i]));
				return;
			}
		}
	}
	/* town.pref.jp: registrants sit below the town. */
	for (size_t i = 0; prefectures[i] && h->an > 3 && memcmp(h->ascii + h->an - 3, ".jp", 3) == 0; i++) {
		size_t k = strlen(prefectures[i]);
		if (h->an >= k + 3 && memcmp(h->ascii + h->an - 3 - k, prefectures[i], k) == 0
		    && (h->an == k + 3 || h->ascii[h->an - 4 - k] == '.')) {
			size_t town = one_more(h->ascii, h->an, k + 3);
			h->reg = town ? labels_back(h->ascii, h->an, town - 1) : 0;
			return;
		}
	}
	{
		size_t tld = labels_back(h->ascii, h->an, h->an);
		h->reg = tld ? labels_back(h->ascii, h->an, tld - 1) : 0;
	}
}

bool
mu_ind_host(struct mu_str s, struct mu_ind_host *h)
{
	const char *p = s.p, *e = s.p + s.n;
	uint32_t cp[LABEL_MAX + 1];
	size_t n = 0, labels = 0;
	bool done = false;

	memset(h, 0, sizeof *h);
	while (!done) {
		unsigned m;
		uint32_t c = mu_ind_get(p, e, &m);
		bool dot = c == '.' || c == 0x3002 || c == 0xFF61;
		done = p >= e;
		p += m;
		if (!done && !dot) {
			if (c == 0x200B)
				continue;
			if (c - 'A' < 26)
				c |= 0x20;
			if (n >= LABEL_MAX || (c < 0x80 && !mu_ind_alnum(c) && c != '-' && c != '_') || c == 0xFFFD)
				return false;
			/* The long vowel mark is a letter here, folding made it a hyphen. */
			if (c == '-' && m >= 3 && (unsigned char)p[-(int)m] == 0xE3)
				c = 0x30FC;
			cp[n++] = c;
			continue;
		}
		if (!n) {
			if (done && labels)
				break; /* a final dot */
			return false;
		}
		{
			bool ascii = true;
			size_t k = 0;
			for (size_t i = 0; i < n; i++)
				ascii = ascii && cp[i] < 0x80;
			if (labels) {
				h->ascii[h->an++] = '.';
				h->unicode[h->un++] = '.';
			}
			if (h->an + n + 1 >= 250)
				return false;
			if (ascii) {
				for (size_t i = 0; i < n; i++)
					h->ascii[h->an + i] = (char)cp[i];
				k = n;
				if (n > 4 && memcmp(h->ascii + h->an, "xn--", 4) == 0) {
					uint32_t u[LABEL_MAX + 1];
					size_t un = puny_decode(h->ascii + h->an + 4, n - 4, u, LABEL_MAX);
					h->idn = true;
					if (un) {
						n = un;
						memcpy(cp, u, un * sizeof *u);
					}
				}
			} else {
				k = puny_encode(cp, n, h->ascii + h->an, 250 - h->an < 64 ? 250 - h->an : 64);
				if (!k || k > LABEL_MAX)
					return false;
				h->idn = true;
			}
			h->an += k;
			h->mixed = h->mixed || label_mixed(cp, n);
			if (h->un + 4 * n + 2 >= sizeof h->unicode)
				return false;
			for (size_t i = 0; i < n; i++)
				h->un += mu_utf8_put(cp[i], h->unicode + h->un);
			labels++;
			n = 0;
		}
		if (h->an > 253)
			return false;
	}
	if (!h->an)
		return false;
	{
		char ip[20];
		size_t ip_n;
		if (number_host((struct mu_str){h->ascii, h->an}, ip, &ip_n)) {
			memcpy(h->ascii, ip, ip_n);
			memcpy(h->unicode, ip, ip_n);
			h->an = h->un = ip_n;
			h->is_ip = true;
			return true;
		}
	}
	registrable(h);
	return true;
}

bool
mu_ind_known_tld(struct mu_str tld)
{
	static const char list[][8] = { /* in order */
		"adult", "app", "asia", "biz", "bond", "buzz", "cam", "cc", "center", "cf",
		"click", "cloud", "club", "cn", "com", "cyou", "dev", "edu", "eu", "example",
		"fun", "ga", "gov", "gq", "hk", "host", "icu", "info", "invalid", "jp", "kr",
		"life", "link", "live", "ltd", "ml", "mobi", "monster", "net", "online", "org",
		"pw", "ru", "sbs", "sex", "shop", "site", "space", "store", "support", "test",
		"tk", "tokyo", "top", "tv", "tw", "uk", "vip", "website", "work", "world", "ws",
		"xxx", "xyz"
	};
	size_t lo = 0, hi = sizeof list / sizeof *list;
	char key[8] = {0};

	if (tld.n > sizeof key)
		return false;
	for (size_t i = 0; i < tld.n; i++)
		key[i] = (char)mu_lower((unsigned char)tld.p[i]);
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		int d = memcmp(list[mid], key, sizeof key);
		if (!d)
			return true;
		if (d < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return false;
}
