/* What a digit of an escape is worth; -1 when it is none. */
#ifndef MU_READ_DIGITS_H
#define MU_READ_DIGITS_H

#include "base/str.h"

static inline int
mu_hex_digit(char digit)
{
	unsigned char c = mu_lower((unsigned char)digit);

	if ((unsigned char)(c - '0') < 10)
		return c - '0';
	return (unsigned char)(c - 'a') < 6 ? c - 'a' + 10 : -1;
}

/* Of both alphabets of RFC 4648. */
static inline int
mu_base64_digit(char digit)
{
	unsigned char c = (unsigned char)digit;

	if ((unsigned char)(c - 'A') < 26)
		return c - 'A';
	if ((unsigned char)(c - 'a') < 26)
		return c - 'a' + 26;
	if ((unsigned char)(c - '0') < 10)
		return c - '0' + 52;
	return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
}

#endif
