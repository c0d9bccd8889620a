#include "base/str.h"

size_t
mu_str_find(struct mu_str s, struct mu_str needle)
{
	const char *p = s.p, *end;

	if (!needle.n)
		return 0;
	if (s.n < needle.n)
		return SIZE_MAX;
	end = s.p + s.n;
	while ((size_t)(end - p) >= needle.n) {
		p = memchr(p, needle.p[0], (size_t)(end - p) - needle.n + 1);
		if (!p)
			break;
		if (memcmp(p, needle.p, needle.n) == 0)
			return (size_t)(p - s.p);
		p++;
	}
	return SIZE_MAX;
}

size_t
mu_str_find_nocase(struct mu_str s, struct mu_str needle)
{
	if (!needle.n)
		return 0;
	for (size_t i = 0; i + needle.n <= s.n; i++) {
		if (mu_lower((unsigned char)s.p[i]) == mu_lower((unsigned char)needle.p[0])
		    && mu_str_eq_nocase(mu_str_sub(s, i, i + needle.n), needle))
			return i;
	}
	return SIZE_MAX;
}
