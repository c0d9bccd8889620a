#include "base/num.h"

double
mu_exp(double x)
{
	double term = 1, sum = 1;
	int halvings = 0;

	if (x < -700)
		return 0;
	if (x > 700)
		x = 700;
	/* e^x = (e^(x/2^k))^(2^k), the inner one by its series. */
	while (x > 0.0625 || x < -0.0625) {
		x /= 2;
		halvings++;
	}
	for (int i = 1; i < 12; i++) {
		term *= x / i;
		sum += term;
	}
	while (halvings--)
		sum *= sum;
	return sum;
}

double
mu_logistic(double x)
{
	return 1 / (1 + mu_exp(-x));
}

double
mu_log1p_count(unsigned n)
{
	/* ln(1+n) = 2 artanh(n/(n+2)); counts are small, the series converges quickly enough
	 * after halving: ln(m * 2^k) = ln m + k ln 2. */
	double m = 1.0 + n, k = 0, y, y2, term, sum = 0;

	while (m > 1.5) {
		m /= 2;
		k++;
	}
	y = (m - 1) / (m + 1);
	y2 = y * y;
	term = y;
	for (int i = 1; i < 30; i += 2) {
		sum += term / i;
		term *= y2;
	}
	return 2 * sum + k * 0.69314718055994530942;
}

bool
mu_decimal(struct mu_str s, double *out)
{
	const char *p = s.p, *end = s.p + s.n;
	bool minus = false, point = false, small = false;
	int scale = 0, e = 0, digits = 0;
	double v = 0, power = 1;

	if (p < end && (*p == '-' || *p == '+'))
		minus = *p++ == '-';
	for (; p < end && ((*p >= '0' && *p <= '9') || (*p == '.' && !point)); p++) {
		if (*p == '.') {
			point = true;
			continue;
		}
		if (++digits > 18)
			return false;
		v = v * 10 + (*p - '0');
		scale -= point;
	}
	if (!digits)
		return false;
	if (p < end && (*p == 'e' || *p == 'E')) {
		p++;
		if (p < end && (*p == '-' || *p == '+'))
			small = *p++ == '-';
		if (p == end)
			return false;
		for (; p < end && *p >= '0' && *p <= '9' && e < 100; p++)
			e = e * 10 + (*p - '0');
		scale += small ? -e : e;
	}
	if (p != end || scale > 22 || scale < -22)
		return false;
	/* Powers of ten up to 22 are exact in a double, so there is one rounding only. */
	for (int i = scale < 0 ? -scale : scale; i; i--)
		power *= 10;
	v = scale < 0 ? v / power : v * power;
	*out = minus ? -v : v;
	return true;
}
