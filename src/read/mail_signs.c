/*
 * What a mail's headers and links say against it. None of it makes a fraud: people write to
 * themselves, and honest newsletters count their readers. It stands beside what the text says.
 */
#include "read/charset.h"
#include "base/utf8.h"
#include "read/parts.h"

static const struct {
	const char *name, *domains;
} brands[] = {
#define MU_BRAND(name, domains) {name, domains},
#include "read/brands.def"
#undef MU_BRAND
};

static struct mu_str
domain_of(struct mu_str address)
{
	size_t at = SIZE_MAX;

	for (size_t i = 0; i < address.n; i++)
		if (address.p[i] == '@')
			at = i;
	return at == SIZE_MAX ? MU_STR("") : mu_str_sub(address, at + 1, address.n);
}

/* Is `host` the domain, or does it lie below? */
static bool
below(struct mu_str host, struct mu_str domain)
{
	if (!domain.n || host.n < domain.n)
		return false;
	return mu_str_eq_nocase(mu_str_sub(host, host.n - domain.n, host.n), domain)
	    && (host.n == domain.n || host.p[host.n - domain.n - 1] == '.');
}

/*
 * What one owner registers: the last two labels, three under co.jp and its like. A guess that
 * needs no list; a wrong one only makes two hosts the same.
 */
static struct mu_str
site(struct mu_str host)
{
	size_t dots[3] = {0}, n = 0;

	while (host.n && host.p[host.n - 1] == '.')
		host.n--;
	for (size_t i = host.n; i-- > 0 && n < 3;)
		if (host.p[i] == '.')
			dots[n++] = i;
	if (n < 2)
		return host;
	if (host.n - dots[0] == 3 && dots[0] - dots[1] <= 4)
		return n < 3 ? host : mu_str_sub(host, dots[2] + 1, host.n);
	return mu_str_sub(host, dots[1] + 1, host.n);
}

static bool
is_host_byte(char c)
{
	return (c >= '0' && c <= '9') || c == '.' || c == '-' || (unsigned char)c >= 0x80
	    || (mu_lower((unsigned char)c) >= 'a' && mu_lower((unsigned char)c) <= 'z');
}

/* The host of an address with or without its scheme; empty when it does not look like one. */
static struct mu_str
host_of(struct mu_str s, bool scheme_needed)
{
	static const struct mu_str ends[] = {{".jp", 3}, {".com", 4}, {".net", 4}, {".org", 4},
	    {".info", 5}, {".example", 8}, {".test", 5}};
	size_t at = mu_str_find(s, MU_STR("://")), n = 0;
	struct mu_str host;
	bool known = false;

	s = mu_str_trim(s);
	if (at != SIZE_MAX && at <= 5)
		s = mu_str_sub(s, at + 3, s.n);
	else if (mu_str_starts(s, MU_STR("//")))
		s = mu_str_sub(s, 2, s.n);
	else if (scheme_needed)
		return MU_STR("");
	else
		at = SIZE_MAX;
	for (size_t i = 0; i < s.n && s.p[i] != '/' && s.p[i] != '?' && s.p[i] != '#'; i++)
		if (s.p[i] == '@')
			s = mu_str_sub(s, i + 1, s.n), i = 0;
	while (n < s.n && is_host_byte(s.p[n]) && (unsigned char)s.p[n] < 0x80)
		n++;
	host = mu_str_sub(s, 0, n);
	if (!host.n || !memchr(host.p, '.', host.n))
		return MU_STR("");
	if (at != SIZE_MAX || scheme_needed)
		return host;
	/* Without a scheme: all of it a name with a well-known end. */
	if (n < s.n && s.p[n] != '/' && s.p[n] != '?' && s.p[n] != '#' && s.p[n] != ':')
		return MU_STR("");
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		known |= host.n > ends[i].n && mu_str_eq_nocase(
		    mu_str_sub(host, host.n - ends[i].n, host.n), ends[i]);
	return known ? host : MU_STR("");
}

/* Lower case, full width letters made narrow. Returns bytes written. */
static size_t
plain(struct mu_str s, char *out, size_t most)
{
	const char *p = s.p, *end = s.p + s.n;
	size_t n = 0;

	while (p < end && n + 4 < most) {
		unsigned len;
		uint32_t c = mu_utf8_get(p, end, &len);
		if (c >= 0xFF01 && c <= 0xFF5E)
			c -= 0xFEE0;
		if (c < 0x80) {
			if (c > 0x20)
				out[n++] = (char)mu_lower((unsigned char)c);
		} else {
			memcpy(out + n, p, len);
			n += len;
		}
		p += len;
	}
	return n;
}

static bool
borrowed_name(struct mu_str name, struct mu_str domain)
{
	char buf[512];
	struct mu_str s = {buf, plain(name, buf, sizeof buf)};
	size_t at;

	for (size_t i = 0; i < sizeof brands / sizeof *brands; i++) {
		struct mu_str list = mu_str_of(brands[i].domains), one;
		bool own = false;
		if (mu_str_find(s, mu_str_of(brands[i].name)) == SIZE_MAX)
			continue;
		while (mu_str_item(&list, &one))
			own |= below(domain, one);
		if (!own)
			return true;
	}
	/* An address in the name that is not the one behind it. */
	at = mu_str_find(s, MU_STR("@"));
	if (at != SIZE_MAX) {
		size_t to = at + 1;
		struct mu_str shown;
		while (to < s.n && is_host_byte(s.p[to]) && (unsigned char)s.p[to] < 0x80)
			to++;
		shown = mu_str_sub(s, at + 1, to);
		if (shown.n > 3 && memchr(shown.p, '.', shown.n)
		    && !mu_str_eq_nocase(site(shown), site(domain)))
			return true;
	}
	return false;
}

void
mu_mail_sender(struct mu_doc *doc, struct mu_str name, struct mu_str address,
    const struct mu_str *to, size_t to_n)
{
	struct mu_str domain = domain_of(address);

	if (!domain.n)
		return;
	for (size_t i = 0; i < to_n; i++)
		if (mu_str_eq_nocase(address, to[i]))
			doc->behaviours |= (uint64_t)1 << MU_BH_MAIL_FROM_SELF;
	if (name.n && borrowed_name(name, domain))
		doc->behaviours |= (uint64_t)1 << MU_BH_MAIL_NAME;
}

/* Does the link carry the address, with '@' as it is or escaped? */
static bool
names(struct mu_str href, struct mu_str address)
{
	size_t at = mu_str_find(address, MU_STR("@"));
	struct mu_str user, domain, s = href;

	if (at == SIZE_MAX || at < 2)
		return false;
	user = mu_str_sub(address, 0, at);
	domain = mu_str_sub(address, at + 1, address.n);
	for (;;) {
		size_t i = mu_str_find_nocase(s, user), k;
		if (i == SIZE_MAX)
			return false;
		k = i + user.n;
		if (k < s.n && s.p[k] == '@')
			k++;
		else if (s.n - k >= 3 && s.p[k] == '%' && s.p[k + 1] == '4' && s.p[k + 2] == '0')
			k += 3;
		else
			k = SIZE_MAX;
		if (k != SIZE_MAX && s.n - k >= domain.n
		    && mu_str_eq_nocase(mu_str_sub(s, k, k + domain.n), domain))
			return true;
		s = mu_str_sub(s, i + user.n, s.n);
	}
}

void
mu_mail_links(struct mu_doc *doc, const struct mu_str *to, size_t to_n)
{
	for (size_t i = 0; i < doc->link_n; i++) {
		const struct mu_link *l = &doc->links[i];
		struct mu_str shown, real;

		if (l->scheme != MU_L_HTTP || l->href.n > 4096)
			continue;
		for (size_t k = 0; k < to_n; k++) {
			if (names(l->href, to[k])) {
				doc->behaviours |= (uint64_t)1 << MU_BH_MAIL_TRACK;
				doc->notes |= MU_N_LINK_NAMES_YOU;
			}
		}
		if (l->how != MU_H_ANCHOR || l->from >= l->to || l->to > doc->text_n
		    || l->to - l->from > 512)
			continue;
		shown = host_of((struct mu_str){doc->text + l->from, l->to - l->from}, false);
		real = host_of(l->href, true);
		if (shown.n && real.n && !mu_str_eq_nocase(site(shown), site(real))) {
			doc->behaviours |= (uint64_t)1 << MU_BH_MAIL_LINK;
			doc->notes |= MU_N_LINK_ELSEWHERE;
		}
	}
}

enum { STORY_MOST = 64 * 1024, GRAM = 4, SLOTS = 1 << 16, SHORT = 24 };

/*
 * How many runs of GRAM letters there are; each goes into `set`, or is looked up in `other`. Marks
 * and white space are no letters.
 */
static unsigned
grams(struct mu_str s, uint8_t *set, const uint8_t *other, unsigned *common)
{
	const char *p = s.p, *end = s.p + (s.n > STORY_MOST ? STORY_MOST : s.n);
	uint32_t last[GRAM] = {0};
	unsigned n = 0, count = 0;

	while (p < end) {
		unsigned len;
		uint32_t c = mu_utf8_get(p, end, &len), h = 2166136261u;
		p += len;
		if (c < 0x30 || (c >= 0x3A && c < 0x41) || (c >= 0x5B && c < 0x61)
		    || (c >= 0x7B && c < 0xC0) || (c >= 0x2000 && c < 0x3041 && c != 0x3005))
			continue;
		if (c >= 'A' && c <= 'Z')
			c |= 0x20;
		memmove(last, last + 1, sizeof last - sizeof *last);
		last[GRAM - 1] = c;
		if (++n < GRAM)
			continue;
		for (unsigned i = 0; i < GRAM; i++)
			h = (h ^ last[i]) * 16777619u;
		h = (h ^ h >> 16) & (SLOTS - 1);
		count++;
		if (set)
			set[h] = 1;
		if (other && other[h])
			++*common;
	}
	return count;
}

unsigned
mu_same_story(struct mu_str a, struct mu_str b, struct mu_arena *arena)
{
	uint8_t *set = mu_new(arena, uint8_t, SLOTS);
	unsigned common = 0, n;

	if (!set)
		return 100;
	(void)grams(b, set, NULL, NULL);
	n = grams(a, NULL, set, &common);
	return n < SHORT ? 100 : (unsigned)((uint64_t)common * 100 / n);
}
