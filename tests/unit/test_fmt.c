/* The small formatter against the C library's, and what it does where that is of no help. */
#include "check.h"

#include <limits.h>
#include <stdint.h>

#include "base/fmt.h"
#include "base/num.h"

#define SAME(...) \
	do { \
		char got[128], want[128]; \
		size_t n = mu_fmt(got, sizeof got, __VA_ARGS__); \
		int m = snprintf(want, sizeof want, __VA_ARGS__); \
		CHECK_STR(got, strlen(got), want, "%s", #__VA_ARGS__); \
		CHECK(n == (size_t)m, "%s: length %zu", #__VA_ARGS__, n); \
	} while (0)

int
main(void)
{
	SAME("plain");
	SAME("%%");
	SAME("%d %d %d", 0, INT_MAX, INT_MIN);
	SAME("%i", -7);
	SAME("%ld %ld", LONG_MAX, LONG_MIN);
	SAME("%lld %lld", LLONG_MAX, LLONG_MIN);
	SAME("%u %lu %llu %zu", UINT_MAX, ULONG_MAX, ULLONG_MAX, SIZE_MAX);
	SAME("%x %04x %02x %lx", 0xBEEFu, 0xAu, 0x1FFu, 0xDEADBEEFul);
	SAME("%5d|%05d|%05d|%2d", 42, 42, -42, 12345);
	SAME("%03lld.%02lld", 7LL, 5LL);
	SAME("%c%c", 'a', 'z');
	SAME("%s|%.3s|%.0s|%.9s", "text", "text", "text", "text");
	SAME("%.*s|%.*s", 2, "text", 0, "text");
	SAME("%.60s:%u: %s", "file", 3u, "message");
	char small[5] = "xxxx";
	CHECK(mu_fmt(small, sizeof small, "%s", "longer") == 6, "the whole length");
	CHECK_STR(small, strlen(small), "long", "cut, and ended");
	CHECK(mu_fmt(NULL, 0, "%d", 12) == 2, "no room at all");
	static const char *const numbers[] = {"0", "1", "-1.5", "+2.25", "0.1", "-0.0381", "3e-4",
	    "1.2345E5", "123456789.012345", ".5", "7.", "1e22", "1e-22"};
	static const char *const wrong[] = {"", "-", ".", "e5", "1e", "1,5", " 1", "1 ", "0x10",
	    "nan", "inf", "1e99", "1234567890123456789", "1.2.3"};
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		double got = 99;
		CHECK(mu_decimal(mu_str_of(numbers[i]), &got) && got == strtod(numbers[i], NULL),
		    "%s: %.17g", numbers[i], got);
	}
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		double got;
		CHECK(!mu_decimal(mu_str_of(wrong[i]), &got), "'%s' is no number", wrong[i]);
	}
	CHECK_DONE();
}
