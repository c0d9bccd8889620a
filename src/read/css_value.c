/* Values of CSS: lengths, sizes of letters, content strings. */
#include "read/css_int.h"

#include "base/utf8.h"
#include "read/digits.h"

double
mu_css_length(struct mu_str s, double em, bool *ok)
{
	static const struct {
		const char *unit;
		double px;
	} units[] = {{"px", 1}, {"rem", 16}, {"pt", 4.0 / 3}, {"vw", 12}, {"vh", 8},
	    {"cm", 37.8}, {"mm", 3.78}, {"in", 96}, {"pc", 16}, {"ex", 8}, {"ch", 8}};
	double v = 0, scale = 1;
	bool neg = false, any = false;
	size_t i = 0;

	*ok = false;
	if (i < s.n && (s.p[i] == '-' || s.p[i] == '+'))
		neg = s.p[i++] == '-';
	for (; i < s.n && (unsigned char)(s.p[i] - '0') < 10; i++, any = true)
		if (v < 1e9)
			v = v * 10 + (s.p[i] - '0');
	if (i < s.n && s.p[i] == '.')
		for (i++; i < s.n && (unsigned char)(s.p[i] - '0') < 10;
		     i++, any = true) {
			scale /= 10;
			v += (s.p[i] - '0') * scale;
		}
	if (!any)
		return 0;
	*ok = true;
	if (neg)
		v = -v;
	s = mu_str_trim(mu_str_sub(s, i, s.n));
	for (i = 0; i < s.n && !space(s.p[i]) && s.p[i] != '/' && s.p[i] != ','; i++)
		;
	s.n = i;
	if (s.n == 1 && s.p[0] == '%')
		return v * em / 100;
	if (mu_str_eq_nocase(s, MU_STR("em")))
		return v * em;
	for (i = 0; i < sizeof units / sizeof *units; i++)
		if (mu_str_eq_nocase(s, mu_str_of(units[i].unit)))
			return v * units[i].px;
	if (s.n) /* deg, fr, s …: no length */
		*ok = false;
	return v;
}

static uint8_t
font_class(double px)
{
	return px < 1 ? 1 : px <= 9 ? 2 : px < 24 ? 3 : 4;
}

uint8_t
mu_css_font_size(struct mu_str v)
{
	bool ok;
	double px = mu_css_length(v, 16, &ok);

	if (ok)
		return font_class(px);
	if (mu_str_eq_nocase(v, MU_STR("xx-small")))
		return 2;
	if (mu_str_eq_nocase(v, MU_STR("x-large"))
	    || mu_str_eq_nocase(v, MU_STR("xx-large"))
	    || mu_str_eq_nocase(v, MU_STR("xxx-large")))
		return 4;
	return v.n ? 3 : 0;
}

uint8_t
mu_css_font_shorthand(struct mu_str v)
{
	for (size_t i = 0; i < v.n;) {
		size_t from = i;
		struct mu_str w;
		bool ok;
		double px;

		while (i < v.n && !space(v.p[i]))
			i++;
		w = mu_str_sub(v, from, i);
		for (size_t k = 0; k < w.n; k++)
			if (w.p[k] == '/')
				w.n = k;
		px = mu_css_length(w, 16, &ok);
		/* a bare number is a weight, except 0 */
		if (ok && w.n && (px < 1 || !((unsigned char)(w.p[w.n - 1] - '0') < 10)))
			return font_class(px);
		while (i < v.n && space(v.p[i]))
			i++;
	}
	return 0;
}

/*
 * content: "…" '…' -> one string, escapes undone; icons of the private use area are no
 * words.
 */
struct mu_str
mu_css_content(struct mu_str v, struct mu_arena *arena)
{
	char *out = mu_new_raw(arena, char, v.n + 8);
	size_t n = 0;

	if (!out)
		return MU_STR("");
	for (size_t i = 0; i < v.n; i++) {
		char quote = v.p[i];

		if (quote == 'u'
		    && has(mu_str_sub(v, i, i + 4 < v.n ? i + 4 : v.n), MU_STR("url("))) {
			while (i < v.n && v.p[i] != ')')
				i++;
			continue;
		}
		if (quote != '"' && quote != '\'')
			continue;
		for (i++; i < v.n && v.p[i] != quote; i++) {
			uint32_t cp = 0;
			unsigned digits = 0;

			if (v.p[i] != '\\') {
				out[n++] = v.p[i];
				continue;
			}
			while (digits < 6 && i + 1 < v.n && mu_hex_digit(v.p[i + 1]) >= 0) {
				cp = cp << 4 | (uint32_t)mu_hex_digit(v.p[++i]);
				digits++;
			}
			if (digits) {
				if (i + 1 < v.n && space(v.p[i + 1]))
					i++;
				if (cp == 0xA)
					out[n++] = ' ';
				else if (cp >= 0x20 && (cp < 0xE000 || cp > 0xF8FF)
				    && cp < 0xF0000)
					n += mu_utf8_put(cp, out + n);
			} else if (i + 1 < v.n && v.p[i + 1] != '\n') {
				out[n++] = v.p[++i];
			} else {
				i++;
			}
		}
	}
	mu_arena_shrink(arena, out, v.n + 8, n);
	return (struct mu_str){out, n};
}
