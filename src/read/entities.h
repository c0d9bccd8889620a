/* Character references (HTML standard, 13.2.5.72 to 13.2.5.80). */
#ifndef MU_READ_ENTITIES_H
#define MU_READ_ENTITIES_H

#include <stdbool.h>
#include <stddef.h>

enum { MU_REF_BYTES = 8 /* room for the longest value: two characters */ };

/*
 * `p` points to an '&' before `end`. If a character reference stands there, writes its
 * value (UTF-8, *n bytes, at most 6) to `out` and returns how many input bytes it takes;
 * returns 0 when the '&' is only a '&'. in_attr: "&copy=1" and "&copyx" in an attribute
 * are not references. Looks at no more than 33 bytes, but for the digits of a numeric
 * reference, which it takes.
 */
size_t mu_ref_decode(const char *p, const char *end, bool in_attr, char out[MU_REF_BYTES],
    unsigned *n);

#endif
