/* The list of data/official.rec: numbers and hosts that are nobody's to accuse. */
#include "indicator/tables.h"

static int
compare(const char *z, struct mu_str s)
{
	size_t n = strlen(z);
	int c = memcmp(z, s.p, n < s.n ? n : s.n);

	return c ? c : n < s.n ? -1 : n > s.n;
}

static bool
listed(const struct mu_ind_official *list, unsigned n, struct mu_str s)
{
	unsigned lo = 0, hi = n;

	while (lo < hi) {
		unsigned mid = lo + (hi - lo) / 2;
		int c = compare(list[mid].value, s);
		if (c == 0)
			return true;
		if (c < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return false;
}

bool
mu_ind_is_official_phone(struct mu_str value)
{
	return value.n && listed(mu_ind_official_phones, mu_ind_official_phone_n, value);
}

bool
mu_ind_is_official_host(struct mu_str host)
{
	/* Only the state and local governments can register these. */
	static const char *const own[] = {".go.jp", ".lg.jp"};

	for (size_t i = 0; i < 2; i++)
		if (host.n > 6 && memcmp(host.p + host.n - 6, own[i], 6) == 0)
			return true;
	while (host.n) {
		size_t dot;
		if (listed(mu_ind_official_hosts, mu_ind_official_host_n, host))
			return true;
		dot = mu_str_find(host, MU_STR("."));
		if (dot == SIZE_MAX)
			return false;
		host = mu_str_sub(host, dot + 1, host.n);
	}
	return false;
}
