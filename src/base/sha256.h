/* SHA-256 (FIPS 180-4): checksums of addresses and of files, nothing secret. */
#ifndef MU_BASE_SHA256_H
#define MU_BASE_SHA256_H

#include <stddef.h>
#include <stdint.h>

void mu_sha256(const void *data, size_t n, uint8_t out[32]);

#endif
