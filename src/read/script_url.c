/* What an address or a file name alone says of what it does; for markup and scripts alike. */
#include "doc/doc.h"
#include "read/html_int.h"

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
static const char *const lookups[] = {"api.ipify.org", "ipify.org", "ipinfo.io", "ip-api.com",
    "ipapi.co", "ipapi.com", "geoplugin.net", "freegeoip", "geojs.io", "db-ip.com", "ipdata.co",
    "jsonip.com", "extreme-ip-lookup", "icanhazip.com", "/cdn-cgi/trace", "ifconfig.me",
    "ipwho.is", "ipwhois.app", "ip.sb/", "myip.com", "smart-ip.net", "ipregistry.co"};

uint64_t
mu_url_behaviours(struct mu_str url)
{
	static const char *const programs[] = {".hta", ".vbs", ".vbe", ".wsf", ".scr", ".lnk", ".pif",
	    ".jse"};
	static const char *const films[] = {".mpg.exe", ".mp4.exe", ".wmv.exe", ".avi.exe", ".jpg.exe",
	    ".pdf.exe", ".mpg.zip.exe", ".mov.exe", ".mpeg.exe"};
	struct mu_str path = url;
	uint64_t b = 0;

	if (url.n > 2048)
		url.n = path.n = 2048;
	for (size_t i = 0; i < path.n; i++)
		if (path.p[i] == '?' || path.p[i] == '#') {
			path.n = i;
			break;
		}
	path = mu_str_trim(path);
	for (size_t i = 0; i < sizeof programs / sizeof *programs; i++)
		if (ends(path, programs[i]))
			b |= MU_BIT(HTA);
	for (size_t i = 0; i < sizeof films / sizeof *films; i++)
		if (ends(path, films[i]))
			b |= MU_BIT(HTA);
	if (has(url, "application/hta") || has(url, "mshta"))
		b |= MU_BIT(HTA);
	if (ends(path, ".apk"))
		b |= MU_BIT(APK);
	if (ends(path, ".mobileconfig"))
		b |= MU_BIT(PERMISSION);
	for (size_t i = 0; i < sizeof lookups / sizeof *lookups; i++)
		if (has(url, lookups[i]))
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
	static const char *const tails[] = {".mp3", ".wav", ".ogg", ".m4a", ".aac", ".mid", ".webm"};
	struct mu_str name = file_name(url);

	for (size_t i = 0; i < sizeof tails / sizeof *tails; i++)
		if (ends(name, tails[i]))
			return true;
	return false;
}

bool
mu_audio_shutter(struct mu_str url)
{
	static const char *const words[] = {"camera", "shutter", "shatter", "kasha", "syatta", "shatta",
	    "satsuei", "photo", "snap", "cam_se", "cam-se", "camse", "pasha"};

	return audio_file(url) && named(url, words, sizeof words / sizeof *words);
}

bool
mu_audio_alarm(struct mu_str url)
{
	static const char *const words[] = {"alert", "alarm", "beep", "siren", "warning", "virus",
	    "error", "err.", "err1", "err_", "voice", "jp.mp3", "keikoku", "keihou", "danger", "0wa0rni0ng"};

	return audio_file(url) && named(url, words, sizeof words / sizeof *words);
}
