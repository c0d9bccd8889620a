/*
 * Keccak-256 as Ethereum uses it (before FIPS 202 changed the padding), for the checksums of
 * addresses only: one block of input, no streaming, nothing secret.
 */
#include "indicator/scan.h"

static uint64_t
rol(uint64_t x, unsigned n)
{
	return n ? x << n | x >> (64 - n) : x;
}

void
mu_ind_keccak256(const uint8_t *p, size_t n, uint8_t out[32])
{
	static const uint64_t rc[24] = {
		0x0000000000000001, 0x0000000000008082, 0x800000000000808a, 0x8000000080008000,
		0x000000000000808b, 0x0000000080000001, 0x8000000080008081, 0x8000000000008009,
		0x000000000000008a, 0x0000000000000088, 0x0000000080008009, 0x000000008000000a,
		0x000000008000808b, 0x800000000000008b, 0x8000000000008089, 0x8000000000008003,
		0x8000000000008002, 0x8000000000000080, 0x000000000000800a, 0x800000008000000a,
		0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008};
	static const uint8_t rot[24] = {1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62,
	    18, 39, 61, 20, 44};
	static const uint8_t lane[24] = {10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20,
	    14, 22, 9, 6, 1};
	uint8_t block[136] = {0};
	uint64_t s[25] = {0};

	if (n > 135)
		n = 135;
	memcpy(block, p, n);
	block[n] = 0x01;
	block[135] |= 0x80;
	for (size_t i = 0; i < 136; i++)
		s[i / 8] |= (uint64_t)block[i] << (8 * (i % 8));
	for (size_t r = 0; r < 24; r++) {
		uint64_t c[5], t;
		for (size_t x = 0; x < 5; x++)
			c[x] = s[x] ^ s[x + 5] ^ s[x + 10] ^ s[x + 15] ^ s[x + 20];
		for (size_t x = 0; x < 5; x++) {
			t = c[(x + 4) % 5] ^ rol(c[(x + 1) % 5], 1);
			for (size_t y = 0; y < 25; y += 5)
				s[x + y] ^= t;
		}
		t = s[1];
		for (size_t i = 0; i < 24; i++) {
			uint64_t keep = s[lane[i]];
			s[lane[i]] = rol(t, rot[i]);
			t = keep;
		}
		for (size_t y = 0; y < 25; y += 5) {
			memcpy(c, s + y, sizeof c);
			for (size_t x = 0; x < 5; x++)
				s[x + y] = c[x] ^ (~c[(x + 1) % 5] & c[(x + 2) % 5]);
		}
		s[0] ^= rc[r];
	}
	for (size_t i = 0; i < 32; i++)
		out[i] = (uint8_t)(s[i / 8] >> (8 * (i % 8)));
}
