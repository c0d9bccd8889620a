/*
 * What an address or a file name alone says of what it does; for markup and scripts
 * alike.
 */
#include "doc/doc.h"
#include "read/html_int.h"
#include "read/scan.h"

static bool
has(struct mu_str s, const char *word)
{
	return mu_str_find_nocase(s, mu_str_of(word)) != SIZE_MAX;
}

static bool
ends(struct mu_str s, const char *tail)
{
	struct mu_str t = mu_str_of(tail);

	return s.n >= t.n && mu_str_eq_nocase(mu_str_sub(s, s.n - t.n, s.n), t);
}

/* Public services that tell a page its visitor's address and city. */
static const char *const lookups[] = {"api.ipify.org", "ipify.org", "ipinfo.io",
    "ip-api.com", "ipapi.co", "ipapi.com", "geoplugin.net", "freegeoip", "geojs.io",
    "db-ip.com", "ipdata.co", "jsonip.com", "extreme-ip-lookup", "icanhazip.com",
    "ifconfig.me", "ipwho.is", "ipwhois.app", "api.ip.sb", "myip.com", "smart-ip.net",
    "ipregistry.co"};

/*
 * The file type at the end of the path: what stands after its last '.', at most 12 bytes.
 */
static struct mu_str
file_type(struct mu_str url)
{
	const char *end = mu_scan4(url.p, url.p + url.n, '?', '#', '?', '#');
	size_t to = (size_t)(end - url.p), dot = SIZE_MAX;

	while (to && (unsigned char)url.p[to - 1] <= 0x20)
		to--;
	for (size_t i = to; i > 0 && to - i < 13; i--)
		if (url.p[i - 1] == '.') {
			dot = i;
			break;
		}
	return dot == SIZE_MAX ? MU_STR("") : mu_str_sub(url, dot, to);
}

/* Types that run as programs, and those that look like films until their end is read. */
static uint64_t
type_behaviours(struct mu_str url, struct mu_str type)
{
	static const char *const programs[] = {
	    "hta", "vbs", "vbe", "wsf", "scr", "lnk", "pif", "jse"};
	static const char *const films[] = {".mpg.exe", ".mp4.exe", ".wmv.exe",
	    ".avi.exe", ".jpg.exe", ".pdf.exe", ".mov.exe", ".mpeg.exe"};

	if (type.n == 3) {
		char a = (char)(type.p[0] | 0x20);

		for (size_t i = 0; i < sizeof programs / sizeof *programs; i++)
			if (programs[i][0] == a
			    && mu_str_eq_nocase(type, (struct mu_str){programs[i], 3}))
				return MU_BIT(HTA);
		if (mu_str_eq_nocase(type, MU_STR("apk")))
			return MU_BIT(APK);
		if (mu_str_eq_nocase(type, MU_STR("exe"))) {
			url.n = (size_t)(type.p + type.n - url.p);
			for (size_t i = 0; i < sizeof films / sizeof *films; i++)
				if (ends(url, films[i]))
					return MU_BIT(HTA);
		}
	}
	return type.n == 12 && mu_str_eq_nocase(type, MU_STR("mobileconfig"))
	    ? MU_BIT(PERMISSION) : 0;
}

enum { MAY_TYPE = 1, MAY_LOOKUP = 2, MAY_TRACE = 4 };

/*
 * One look for pieces without which no word below can be there: "hta" for programs, "ip",
 * "geo" or "ifc" for the services, "cgi" for the trace. Links are many, these words few.
 */
static unsigned
may_hold(struct mu_str url)
{
	unsigned found = 0;

	for (size_t i = 0; i + 2 < url.n; i++) {
		char a = (char)(url.p[i] | 0x20), b, c;

		if (a != 'i' && a != 'h' && a != 'g' && a != 'c')
			continue;
		b = (char)(url.p[i + 1] | 0x20);
		c = (char)(url.p[i + 2] | 0x20);
		if (a == 'i' && (b == 'p' || (b == 'f' && c == 'c')))
			found |= MAY_LOOKUP;
		else if (a == 'g' && b == 'e' && c == 'o')
			found |= MAY_LOOKUP;
		else if (a == 'h' && b == 't' && c == 'a')
			found |= MAY_TYPE;
		else if (a == 'c' && b == 'g' && c == 'i')
			found |= MAY_TRACE;
	}
	return found;
}

uint64_t
mu_url_behaviours(struct mu_str url)
{
	unsigned may;
	struct mu_str host;
	size_t at, end;
	uint64_t b;

	if (url.n > 2048)
		url.n = 2048;
	b = type_behaviours(url, file_type(url));
	for (at = 0; at < 9 && at < url.n && url.p[at] != '/' && url.p[at] != ':'; at++)
		;
	if (at >= 9 || at >= url.n
	    || (at && url.p[at] == '/')) /* a relative one names no host */
		return b;
	may = may_hold(url);
	if (!may)
		return b;
	if (may & MAY_TYPE && (has(url, "application/hta") || has(url, "mshta")))
		b |= MU_BIT(HTA);
	for (end = at + 3; end < url.n && url.p[end] != '/' && url.p[end] != '?'; end++)
		;
	host = mu_str_sub(url, at, end < url.n ? end : url.n);
	if (may & MAY_LOOKUP)
		for (size_t i = 0; i < sizeof lookups / sizeof *lookups; i++)
			if (has(host, lookups[i]))
				b |= MU_BIT(IP_LOOKUP);
	if (may & MAY_TRACE && has(url, "/cdn-cgi/trace"))
		b |= MU_BIT(IP_LOOKUP);
	return b;
}

static struct mu_str
file_name(struct mu_str url)
{
	size_t from = 0, to = url.n;

	for (size_t i = 0; i < url.n; i++) {
		if (url.p[i] == '?' || url.p[i] == '#') {
			to = i;
			break;
		}
		if (url.p[i] == '/' || url.p[i] == '\\')
			from = i + 1;
	}
	return from <= to ? mu_str_sub(url, from, to) : MU_STR("");
}

static bool
named(struct mu_str url, const char *const *words, size_t n)
{
	struct mu_str name = file_name(url);

	if (name.n > 200)
		return false;
	for (size_t i = 0; i < n; i++)
		if (has(name, words[i]))
			return true;
	return false;
}

static bool
audio_file(struct mu_str url)
{
	static const char *const tails[] = {
	    ".mp3", ".wav", ".ogg", ".m4a", ".aac", ".mid", ".webm"};
	struct mu_str name = file_name(url);

	for (size_t i = 0; i < sizeof tails / sizeof *tails; i++)
		if (ends(name, tails[i]))
			return true;
	return false;
}

bool
mu_audio_shutter(struct mu_str url)
{
	static const char *const words[] = {"camera", "shutter", "shatter", "kasha",
	    "syatta", "shatta", "satsuei", "photo", "snap", "cam_se", "cam-se", "camse",
	    "pasha"};

	return audio_file(url) && named(url, words, sizeof words / sizeof *words);
}

bool
mu_audio_alarm(struct mu_str url)
{
	static const char *const words[] = {"alert", "alarm", "beep", "siren", "warning",
	    "virus", "error", "err.", "err1", "err_", "voice", "jp.mp3", "keikoku",
	    "keihou", "danger", "0wa0rni0ng"};

	return audio_file(url) && named(url, words, sizeof words / sizeof *words);
}
