/*
 * Addresses of crypto money, by their own checksums: Base58Check (Bitcoin, Litecoin, TRON), Bech32 and
 * Bech32m (BIP 173, BIP 350), EIP-55 for Ethereum. Monero by shape only.
 *
 * An extortion mail may break the address with blanks: pieces are joined over at most three of them
 * and only a checksum that then fits makes it one. A failing checksum is kept as written, with no
 * value, when the words before speak of such money.
 */
#include "base/sha256.h"
#include "indicator/scan.h"

enum { MAX_ADDR = 110, MAX_BREAKS = 3 };

static const char b58[] = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

static int
b58_digit(char c)
{
	const char *q = c ? strchr(b58, c) : NULL;

	return q ? (int)(q - b58) : -1;
}

/* 25 bytes with a good checksum? *version is its first byte. */
static bool
base58check(const char *s, size_t n, uint8_t *version)
{
	uint8_t b[25] = {0}, h[32];
	size_t ones = 0, zeros = 0;

	if (n < 26 || n > 35)
		return false;
	for (size_t i = 0; i < n; i++) {
		int carry = b58_digit(s[i]);
		if (carry < 0)
			return false;
		for (size_t k = 25; k-- > 0;) {
			carry += b[k] * 58;
			b[k] = (uint8_t)(carry & 0xFF);
			carry >>= 8;
		}
		if (carry)
			return false;
	}
	while (ones < n && s[ones] == '1')
		ones++;
	while (zeros < 25 && b[zeros] == 0)
		zeros++;
	if (ones != zeros)
		return false;
	mu_sha256(b, 21, h);
	mu_sha256(h, 32, h);
	*version = b[0];
	return memcmp(h, b + 21, 4) == 0;
}

/* BIP 173/350 for witness addresses. Case must not be mixed; s is as written. */
static bool
bech32(const char *s, size_t n, const char *hrp)
{
	static const char set[] = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
	static const uint32_t gen[] = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
	size_t k = strlen(hrp);
	uint32_t c = 1, bits = 0, acc = 0, witness = 0;
	bool lower = false, upper = false;
	size_t program = 0;

	if (n < k + 8 || n > 90 || s[k] != '1')
		return false;
	for (size_t i = 0; i < n; i++) {
		lower = lower || (s[i] >= 'a' && s[i] <= 'z');
		upper = upper || (s[i] >= 'A' && s[i] <= 'Z');
	}
	if (lower && upper)
		return false;
	for (size_t i = 0; i < 2 * k + 1 + n - k - 1; i++) {
		uint32_t v, top = c >> 25;
		if (i < k) {
			v = (uint32_t)hrp[i] >> 5;
		} else if (i == k) {
			v = 0;
		} else if (i < 2 * k + 1) {
			v = (uint32_t)hrp[i - k - 1] & 31;
		} else {
			size_t at = i - 2 * k - 1;
			char ch = (char)mu_lower((unsigned char)s[k + 1 + at]);
			const char *q = ch ? strchr(set, ch) : NULL;
			if (!q)
				return false;
			v = (uint32_t)(q - set);
			if (at == 0) {
				witness = v;
			} else if (at < n - k - 1 - 6) {
				acc = (acc << 5 | v) & 0xFFF;
				bits += 5;
				if (bits >= 8) {
					bits -= 8;
					program++;
				}
			}
		}
		c = (c & 0x1FFFFFF) << 5 ^ v;
		for (unsigned b = 0; b < 5; b++)
			if (top >> b & 1)
				c ^= gen[b];
	}
	if (bits >= 5 || (acc & ((1u << bits) - 1)))
		return false;
	if (witness == 0)
		return c == 1 && (program == 20 || program == 32);
	return c == 0x2bc830a3 && witness <= 16 && program >= 2 && program <= 40;
}

/* 40 hex digits: 1 checksum right, 0 none to check, -1 wrong. */
static int
eip55(const char *hex)
{
	uint8_t low[40], h[32];
	bool lower = false, upper = false;

	for (size_t i = 0; i < 40; i++) {
		low[i] = mu_lower((unsigned char)hex[i]);
		lower = lower || (hex[i] >= 'a');
		upper = upper || (hex[i] >= 'A' && hex[i] <= 'F');
	}
	if (!lower || !upper)
		return 0;
	mu_ind_keccak256(low, 40, h);
	for (size_t i = 0; i < 40; i++) {
		unsigned nibble = h[i / 2] >> (i % 2 ? 0 : 4) & 15;
		if (low[i] >= 'a' && (nibble >= 8) != (hex[i] < 'a'))
			return -1;
	}
	return 1;
}

static bool
is_hex(char c)
{
	return (unsigned char)(c - '0') < 10 || (unsigned char)((c | 0x20) - 'a') < 6;
}

/* What the whole of s is; NULL when it is no address that checks. */
static const char *
coin_of(const char *s, size_t n, enum mu_valid *valid)
{
	uint8_t version;

	*valid = MU_V_YES;
	if (n >= 26 && n <= 35 && base58check(s, n, &version)) {
		if (version == 0x00)
			return "BTC";
		if (version == 0x05)
			return s[0] == '3' ? "BTC" : NULL;
		if (version == 0x30 || version == 0x32)
			return "LTC";
		if (version == 0x41)
			return "TRX";
		return NULL;
	}
	if ((n == 42 || n == 62) && mu_lower((unsigned char)s[0]) == 'b' && bech32(s, n, "bc"))
		return "BTC";
	if ((n == 43 || n == 63) && mu_lower((unsigned char)s[0]) == 'l' && bech32(s, n, "ltc"))
		return "LTC";
	if (n == 42 && s[0] == '0' && s[1] == 'x') {
		for (size_t i = 2; i < n; i++)
			if (!is_hex(s[i]))
				return NULL;
		int ok = eip55(s + 2);
		if (ok < 0)
			return NULL;
		*valid = ok ? MU_V_YES : MU_V_UNKNOWN;
		return "ETH";
	}
	if ((n == 95 || n == 106) && (s[0] == '4' || s[0] == '8')) {
		for (size_t i = 0; i < n; i++)
			if (b58_digit(s[i]) < 0)
				return NULL;
		*valid = MU_V_UNKNOWN;
		return "XMR";
	}
	return NULL;
}

/* What it would be if only its checksum were right. */
static const char *
shape_of(const char *s, size_t n)
{
	if (n >= 26 && n <= 35 && (s[0] == '1' || s[0] == '3')) {
		for (size_t i = 0; i < n; i++)
			if (b58_digit(s[i]) < 0)
				return NULL;
		return "BTC";
	}
	if (n >= 40 && n <= 64 && (memcmp(s, "bc1", 3) == 0 || memcmp(s, "BC1", 3) == 0))
		return "BTC";
	if (n == 34 && s[0] == 'T') {
		for (size_t i = 0; i < n; i++)
			if (b58_digit(s[i]) < 0)
				return NULL;
		return "TRX";
	}
	if (n >= 40 && n <= 44 && s[0] == '0' && s[1] == 'x') {
		for (size_t i = 2; i < n; i++)
			if (!is_hex(s[i]))
				return NULL;
		return "ETH";
	}
	return NULL;
}

static bool
labelled(struct mu_ind_scan *sc, const char *p)
{
	static const char *const words[] = {"bitcoin", "btc", "ビットコイン", "アドレス", "address", "wallet", "ウォレット",
	    "仮想通貨", "暗号資産", "eth", "usdt", "trc20", "送金先", "crypto", NULL};
	struct mu_ind_words w;

	if (!mu_ind_pay(sc))
		return false;
	mu_ind_before(sc, p, 100, &w);
	return mu_ind_last(&w, words, NULL) != 0;
}

static const char *
keep(struct mu_ind_scan *sc, const char *from, const char *to, struct mu_str value, const char *coin,
    enum mu_valid valid)
{
	char buf[MAX_ADDR];
	struct mu_indicator *it;

	/* Bech32 and hex say the same in either case; EIP-55 case is kept out of the key. */
	if (value.n && (mu_lower((unsigned char)value.p[0]) == 'b' || strcmp(coin, "ETH") == 0
	    || (mu_lower((unsigned char)value.p[0]) == 'l' && value.n > 40))) {
		for (size_t i = 0; i < value.n; i++)
			buf[i] = (char)mu_lower((unsigned char)value.p[i]);
		value.p = buf;
	}
	it = mu_ind_add(sc, MU_I_CRYPTO, from, to, value);
	if (it) {
		it->valid = valid;
		mu_ind_key(sc, it, "coin", mu_str_of(coin));
	}
	return to;
}

const char *
mu_ind_crypto(struct mu_ind_scan *sc, const char *p)
{
	char a[MAX_ADDR];
	size_t n = 0, first;
	const char *q = p, *end, *coin;
	unsigned breaks = 0, m;
	enum mu_valid valid;
	bool label;

	while (q < sc->e && n < MAX_ADDR && mu_ind_alnum(mu_ind_get(q, sc->e, &m))) {
		a[n++] = (char)mu_ind_get(q, sc->e, &m);
		q += m;
	}
	end = q;
	first = n;
	if (n >= 26 && n < MAX_ADDR) {
		uint32_t after = mu_ind_get(q, sc->e, &m);
		coin = coin_of(a, n, &valid);
		if (coin && !((after == '.' || after == '/' || after == '=' || after == '_')
		    && strcmp(coin, "ETH") != 0 && q + 1 < sc->e && mu_ind_alnum((unsigned char)q[1])))
			return keep(sc, p, end, (struct mu_str){a, n}, coin, valid);
	}
	if (n >= MAX_ADDR || n < 3 || sc->code)
		return NULL;
	/* Broken by blanks, hyphens or line ends: only beside words of such money. */
	if (n >= 4 && n < 62 && (a[0] == '1' || a[0] == '3' || (a[0] | 0x20) == 'b' || a[0] == 'T'
	    || (a[0] == '0' && a[1] == 'x'))) {
		const char *piece = q;
		unsigned k;
		uint32_t c = mu_ind_get(q, sc->e, &k), d = mu_ind_get(q + k, sc->e, &m);
		bool broken = q < sc->e && (c == ' ' || c == '-' || c == '\n' || c == 0x200B) && mu_ind_alnum(d);
		if (!broken && n < 26)
			return NULL;
		label = labelled(sc, p);
		if (!label)
			return NULL;
		while (broken && breaks < MAX_BREAKS) {
			q += k;
			breaks++;
			while (q < sc->e && n < MAX_ADDR && mu_ind_alnum(mu_ind_get(q, sc->e, &m))) {
				a[n++] = (char)mu_ind_get(q, sc->e, &m);
				q += m;
			}
			if (n >= MAX_ADDR)
				break;
			piece = q;
			coin = n >= 26 ? coin_of(a, n, &valid) : NULL;
			if (coin)
				return keep(sc, p, piece, (struct mu_str){a, n}, coin, valid);
			c = mu_ind_get(q, sc->e, &k);
			d = mu_ind_get(q + k, sc->e, &m);
			broken = q < sc->e && (c == ' ' || c == '-' || c == '\n' || c == 0x200B) && mu_ind_alnum(d);
		}
		coin = shape_of(a, first);
		if (coin)
			return keep(sc, p, end, MU_STR(""), coin, MU_V_NO);
	}
	return NULL;
}
