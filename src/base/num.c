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
