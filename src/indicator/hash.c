/*
 * SHA-256 (FIPS 180-4) and Keccak-256 as Ethereum uses it (before FIPS 202 changed the padding),
 * for the checksums of addresses only: one block of input, no streaming, nothing secret.
 */
#include "indicator/scan.h"

static uint32_t
ror(uint32_t x, unsigned n)
{
	return x >> n | x << (32 - n);
}

void
mu_ind_sha256(const uint8_t *p, size_t n, uint8_t out[32])
{
	static const uint32_t k[64] = {
		0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
		0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
		0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
		0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
		0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
		0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
		0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
		0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};
	uint32_t h[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab,
	    0x5be0cd19};
	uint8_t msg[128] = {0};
	size_t blocks = n < 56 ? 1 : 2;

	if (n > 119)
		n = 119; /* callers hash addresses only */
	memcpy(msg, p, n);
	msg[n] = 0x80;
	for (size_t i = 0; i < 4; i++)
		msg[blocks * 64 - 1 - i] = (uint8_t)(n * 8 >> (8 * i));
	for (size_t b = 0; b < blocks; b++) {
		uint32_t w[64], v[8];
		for (size_t i = 0; i < 16; i++) {
			const uint8_t *m = msg + b * 64 + i * 4;
			w[i] = (uint32_t)m[0] << 24 | (uint32_t)m[1] << 16 | (uint32_t)m[2] << 8 | m[3];
		}
		for (size_t i = 16; i < 64; i++) {
			uint32_t a = w[i - 15], c = w[i - 2];
			w[i] = w[i - 16] + (ror(a, 7) ^ ror(a, 18) ^ a >> 3) + w[i - 7]
			    + (ror(c, 17) ^ ror(c, 19) ^ c >> 10);
		}
		memcpy(v, h, sizeof v);
		for (size_t i = 0; i < 64; i++) {
			uint32_t t1 = v[7] + (ror(v[4], 6) ^ ror(v[4], 11) ^ ror(v[4], 25))
			    + ((v[4] & v[5]) ^ (~v[4] & v[6])) + k[i] + w[i];
			uint32_t t2 = (ror(v[0], 2) ^ ror(v[0], 13) ^ ror(v[0], 22))
			    + ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));
			memmove(v + 1, v, 7 * sizeof v[0]);
			v[4] += t1;
			v[0] = t1 + t2;
		}
		for (size_t i = 0; i < 8; i++)
			h[i] += v[i];
	}
	for (size_t i = 0; i < 32; i++)
		out[i] = (uint8_t)(h[i / 4] >> (24 - 8 * (i % 4)));
}

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
