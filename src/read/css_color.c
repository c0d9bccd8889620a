/* Colours of CSS and of old attributes, and how far two of them stand apart. */
#include "read/css.h"
#include "read/digits.h"

static const struct {
	const char *name;
	uint32_t rgb;
} names[] = {
    {"white", 0xFFFFFF},
    {"black", 0x000000},
    {"red", 0xFF0000},
    {"blue", 0x0000FF},
    {"green", 0x008000},
    {"yellow", 0xFFFF00},
    {"gray", 0x808080},
    {"grey", 0x808080},
    {"silver", 0xC0C0C0},
    {"lime", 0x00FF00},
    {"aqua", 0x00FFFF},
    {"cyan", 0x00FFFF},
    {"navy", 0x000080},
    {"teal", 0x008080},
    {"maroon", 0x800000},
    {"olive", 0x808000},
    {"purple", 0x800080},
    {"fuchsia", 0xFF00FF},
    {"magenta", 0xFF00FF},
    {"orange", 0xFFA500},
    {"pink", 0xFFC0CB},
    {"hotpink", 0xFF69B4},
    {"deeppink", 0xFF1493},
    {"gold", 0xFFD700},
    {"brown", 0xA52A2A},
    {"crimson", 0xDC143C},
    {"darkred", 0x8B0000},
    {"darkblue", 0x00008B},
    {"darkgreen", 0x006400},
    {"darkgray", 0xA9A9A9},
    {"darkgrey", 0xA9A9A9},
    {"lightgray", 0xD3D3D3},
    {"lightgrey", 0xD3D3D3},
    {"gainsboro", 0xDCDCDC},
    {"whitesmoke", 0xF5F5F5},
    {"snow", 0xFFFAFA},
    {"ivory", 0xFFFFF0},
    {"ghostwhite", 0xF8F8FF},
    {"mintcream", 0xF5FFFA},
    {"azure", 0xF0FFFF},
    {"aliceblue", 0xF0F8FF},
    {"beige", 0xF5F5DC},
    {"linen", 0xFAF0E6},
    {"floralwhite", 0xFFFAF0},
    {"dimgray", 0x696969},
    {"dimgrey", 0x696969},
    {"tomato", 0xFF6347},
    {"orangered", 0xFF4500},
    {"skyblue", 0x87CEEB},
    {"lightblue", 0xADD8E6},
    {"lightyellow", 0xFFFFE0},
    {"lavender", 0xE6E6FA},
    {"midnightblue", 0x191970},
    {"royalblue", 0x4169E1},
    {"steelblue", 0x4682B4},
    {"indigo", 0x4B0082},
    {"violet", 0xEE82EE},
    {"salmon", 0xFA8072},
    {"khaki", 0xF0E68C},
    {"wheat", 0xF5DEB3},
    {"seashell", 0xFFF5EE},
    {"oldlace", 0xFDF5E6},
    {"dodgerblue", 0x1E90FF},
    {"slategray", 0x708090},
    {"lightpink", 0xFFB6C1},
    {"firebrick", 0xB22222},
};

static uint32_t
from_hex(struct mu_str s)
{
	uint32_t v[8], alpha = 255;

	if (s.n != 3 && s.n != 4 && s.n != 6 && s.n != 8)
		return 0;
	for (size_t i = 0; i < s.n; i++) {
		int d = mu_hex_digit(s.p[i]);
		if (d < 0)
			return 0;
		v[i] = (uint32_t)d;
	}
	if (s.n == 4)
		alpha = v[3] * 17;
	if (s.n == 8)
		alpha = v[6] * 16 + v[7];
	if (alpha < 13) /* less than 5 %: not to be seen */
		return 2;
	if (s.n <= 4)
		return 0x01000000u | v[0] * 17 << 16 | v[1] * 17 << 8 | v[2] * 17;
	return 0x01000000u | (v[0] << 4 | v[1]) << 16 | (v[2] << 4 | v[3]) << 8
	    | v[4] << 4 | v[5];
}

/* The numbers inside rgb(…) or hsl(…): thousandths, '%' kept apart. */
static unsigned
numbers(struct mu_str s, int32_t *out, bool *percent, unsigned max)
{
	unsigned n = 0;

	for (size_t i = 0; i < s.n && s.p[i] != ')' && n < max;) {
		int32_t v = 0, scale = 1000;
		bool any = false, neg = false;

		if (s.p[i] == '-') {
			neg = true;
			i++;
		}
		for (; i < s.n && (unsigned char)(s.p[i] - '0') < 10; i++, any = true)
			if (v < 100000)
				v = v * 10 + (s.p[i] - '0');
		v *= 1000;
		if (i < s.n && s.p[i] == '.')
			for (i++; i < s.n && (unsigned char)(s.p[i] - '0') < 10;
			     i++, any = true) {
				scale /= 10;
				v += (s.p[i] - '0') * scale;
			}
		if (!any) {
			i++;
			continue;
		}
		percent[n] = i < s.n && s.p[i] == '%';
		out[n++] = neg ? -v : v;
	}
	return n;
}

static uint32_t
channel(int32_t v, bool percent)
{
	v = percent ? v * 255 / 100000 : v / 1000;
	return (uint32_t)(v < 0 ? 0 : v > 255 ? 255 : v);
}

static uint32_t
hue(int32_t p, int32_t q, int32_t t)
{
	int32_t v;

	t = (t % 360 + 360) % 360;
	if (t < 60)
		v = p + (q - p) * t / 60;
	else if (t < 180)
		v = q;
	else if (t < 240)
		v = p + (q - p) * (240 - t) / 60;
	else
		v = p;
	return channel(v * 100, true);
}

static uint32_t
from_function(struct mu_str s, bool hsl)
{
	int32_t v[4] = {0, 0, 0, 1000};
	bool pc[4] = {false, false, false, false};
	unsigned n = numbers(s, v, pc, 4);

	if (n < 3)
		return 0;
	if (n == 4 && (pc[3] ? v[3] < 5000 : v[3] < 50))
		return 2;
	if (hsl) {
		int32_t h = v[0] / 1000, sat = v[1] / 100, l = v[2] / 100, q, p;

		sat = sat < 0 ? 0 : sat > 1000 ? 1000 : sat;
		l = l < 0 ? 0 : l > 1000 ? 1000 : l;
		q = l < 500 ? l * (1000 + sat) / 1000 : l + sat - l * sat / 1000;
		p = 2 * l - q;
		return 0x01000000u | hue(p, q, h + 120) << 16 | hue(p, q, h) << 8
		    | hue(p, q, h - 120);
	}
	return 0x01000000u | channel(v[0], pc[0]) << 16 | channel(v[1], pc[1]) << 8
	    | channel(v[2], pc[2]);
}

uint32_t
mu_css_color(struct mu_str s)
{
	s = mu_str_trim(s);
	if (!s.n || s.n > 64)
		return 0;
	if (s.p[0] == '#')
		return from_hex(mu_str_sub(s, 1, s.n));
	if (s.n > 4 && mu_str_eq_nocase(mu_str_sub(s, 0, 3), MU_STR("rgb")))
		return from_function(mu_str_sub(s, 4, s.n), false);
	if (s.n > 4 && mu_str_eq_nocase(mu_str_sub(s, 0, 3), MU_STR("hsl")))
		return from_function(mu_str_sub(s, 4, s.n), true);
	if (mu_str_eq_nocase(s, MU_STR("transparent")))
		return 2;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (mu_str_eq_nocase(s, mu_str_of(names[i].name)))
			return 0x01000000u | names[i].rgb;
	return s.n == 6 ? from_hex(s) : 0; /* bgcolor="ffffff" */
}

/* sRGB -> linear light, 0..10000: 0.7 c^2 + 0.3 c^3 stands in for the exponent 2.4. */
static unsigned
light(uint32_t c)
{
	return (unsigned)(7000u * c * c / 65025u + 3000u * (c * c / 255u) * c / 65025u);
}

unsigned
mu_css_contrast(uint32_t a, uint32_t b)
{
	unsigned la = light(a >> 16 & 255) * 2126 + light(a >> 8 & 255) * 7152
	    + light(a & 255) * 722;
	unsigned lb = light(b >> 16 & 255) * 2126 + light(b >> 8 & 255) * 7152
	    + light(b & 255) * 722;

	la = la / 10000 + 500;
	lb = lb / 10000 + 500;
	return la > lb ? la * 100 / lb : lb * 100 / la;
}
