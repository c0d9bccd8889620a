/* Element lookup as the tokenizer does it: any case, straight from the input. */
#ifndef MU_READ_NAMES_H
#define MU_READ_NAMES_H

#include "read/token.h"

/* The element whose name is the n bytes at p in any ASCII case; up to `end` may be read. */
enum mu_element mu_element_fold(const char *p, size_t n, const char *end);

/* The name of an element that is not MU_E_OTHER, lower case, static. */
struct mu_str mu_element_str(enum mu_element e);

#endif
