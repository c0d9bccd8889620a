/* Links, places, limits and order: what a row of text cannot show. */
#include "indicator_rows.h"

#include "base/sha256.h"
#include "indicator/scan.h"

static void
hashes(void)
{
	uint8_t out[32];

	mu_sha256((const uint8_t *)"abc", 3, out);
	CHECK(memcmp(out, "\xba\x78\x16\xbf\x8f\x01\xcf\xea", 8) == 0, "SHA-256 of abc");
	mu_sha256((const uint8_t *)"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 56, out);
	CHECK(memcmp(out, "\x24\x8d\x6a\x61\xd2\x06\x38\xb8", 8) == 0, "SHA-256 of two blocks");
	mu_ind_keccak256((const uint8_t *)"", 0, out);
	CHECK(memcmp(out, "\xc5\xd2\x46\x01\x86\xf7\x23\x3c", 8) == 0, "Keccak-256 of nothing");
	mu_ind_keccak256((const uint8_t *)"abc", 3, out);
	CHECK(memcmp(out, "\x4e\x03\x65\x7a\xea\x45\xa9\x4f", 8) == 0, "Keccak-256 of abc");
}

static void
add_link(struct mu_doc *d, struct mu_link *l, const char *href, enum mu_scheme scheme, uint32_t from,
    uint32_t to)
{
	*l = (struct mu_link){.href = mu_str_of(href), .scheme = (uint8_t)scheme, .from = from, .to = to};
	d->links = l;
	d->link_n = 1;
	d->link_cap = 1;
}

static void
links(void)
{
	static const struct {
		const char *text, *href;
		enum mu_scheme scheme;
		enum mu_ind_type type;
		const char *want;
		bool merged;
	} rows[] = {
		{"電話 03-0000-1234", "tel:0300001234", MU_L_TEL, MU_I_PHONE, "+81300001234 fixed no", true},
		{"お電話はこちら", "tel:03-0000-1234", MU_L_TEL, MU_I_PHONE, "+81300001234 fixed no", false},
		{"こちら", "tel:+81-3-0000-1234;ext=12", MU_L_TEL, MU_I_PHONE, "+81300001234 fixed no", false},
		{"こちら", "tel:%30%33-0000-1234,,1", MU_L_TEL, MU_I_PHONE, "+81300001234 fixed no", false},
		{"Call", "tel:+18005550123", MU_L_TEL, MU_I_PHONE, "+18005550123 foreign no", false},
		{"Call", "tel:1-800-555-0123", MU_L_TEL, MU_I_PHONE, "+18005550123 foreign no", false},
		{"SMS", "sms:09000001234?body=x", MU_L_SMS, MU_I_PHONE, "+819000001234 mobile no", false},
		{"こちら", "tel:abc", MU_L_TEL, MU_I_PHONE, "", false},
		{"こちら", "tel:", MU_L_TEL, MU_I_PHONE, "", false},
		{"info@example.jp", "mailto:info@example.jp", MU_L_MAILTO, MU_I_EMAIL,
		    "info@example.jp example.jp", true},
		{"退会", "mailto:info%40example.jp?subject=%4d&body=ID", MU_L_MAILTO, MU_I_EMAIL,
		    "info@example.jp example.jp", false},
		{"退会", "mailto:?subject=x", MU_L_MAILTO, MU_I_EMAIL, "", false},
		{"友だち追加", "https://line.me/R/ti/p/%40mihon", MU_L_LINE, MU_I_LINE, "@mihon LINE", false},
		{"友だち追加", "line://ti/p/@mihon", MU_L_LINE, MU_I_LINE, "@mihon LINE", false},
		{"chat", "https://t.me/mihon_x", MU_L_HTTP, MU_I_LINE, "@mihon_x Telegram", false},
		{"chat", "https://wa.me/8190000012", MU_L_HTTP, MU_I_LINE, "+8190000012 WhatsApp", false},
		{"こちら", "https://evil.example/a", MU_L_HTTP, MU_I_URL, "https://evil.example/a https,evil.example",
		    false},
		{"こちら", "https://evil.example/a", MU_L_HTTP, MU_I_DOMAIN, "evil.example evil.example", false},
		{"https://evil.example/a", "https://evil.example/a", MU_L_HTTP, MU_I_URL,
		    "https://evil.example/a https,evil.example", true},
		{"こちら", "https://", MU_L_HTTP, MU_I_URL, "", false},
		{"こちら", "https://www.ipa.go.jp/", MU_L_HTTP, MU_I_URL,
		    "https://www.ipa.go.jp/ https,www.ipa.go.jp official", false},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct mu_arena a;
		struct mu_doc d;
		struct mu_indicators f;
		struct mu_link l;
		char out[4096];
		mu_arena_init(&a, 16 << 20);
		mu_doc_init(&d, &a);
		CHECK(mu_doc_add_block(&d, mu_str_of(rows[i].text), MU_P_TEXT, 0, 0), "block");
		add_link(&d, &l, rows[i].href, rows[i].scheme, 0, (uint32_t)d.text_n);
		CHECK(mu_find_indicators(&d, MU_STR(""), &a, &f, NULL), "find");
		CHECK_STR(out, ind_show(&f, rows[i].type, out), rows[i].want, "link row %zu", i);
		for (size_t k = 0; k < f.n; k++) {
			CHECK(f.list[k].link == 1, "row %zu names its link", i);
			CHECK((f.list[k].from == f.list[k].to) == !rows[i].merged, "row %zu place", i);
		}
		mu_arena_fini(&a);
	}
}

static void
places(void)
{
	static const struct {
		enum mu_place place;
		unsigned flags;
		const char *text;
		size_t want;
	} rows[] = {
		{MU_P_TEXT, MU_B_HIDDEN, "電話 03-0000-1234", 1},
		{MU_P_TITLE, 0, "電話 03-0000-1234", 1},
		{MU_P_ALT, 0, "電話 03-0000-1234", 1},
		{MU_P_IMAGE, 0, "電話 03-0000-1234", 1},
		{MU_P_META, 0, "電話 03-0000-1234", 0},
		{MU_P_URL, 0, "電話 03-0000-1234", 0},
		{MU_P_SCRIPT, 0, "電話 03-0000-1234 までお電話ください", 1},
		{MU_P_SCRIPT, 0, "if (a==b) { x=\"0120-000-123\"; y=$z; }", 0},
		{MU_P_SCRIPT, 0, "http://example.jp/a", 0},
		{MU_P_SCRIPT, MU_B_WRITTEN, "http://example.jp/a", 2},
		{MU_P_SCRIPT, MU_B_DIALOG, "電話 03-0000-1234", 1},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct mu_arena a;
		struct mu_doc d;
		struct mu_indicators f;
		mu_arena_init(&a, 16 << 20);
		mu_doc_init(&d, &a);
		CHECK(mu_doc_add_block(&d, mu_str_of(rows[i].text), rows[i].place, rows[i].flags, 0), "block");
		CHECK(mu_find_indicators(&d, MU_STR(""), &a, &f, NULL), "find");
		CHECK(f.n == rows[i].want, "place row %zu: %zu finds", i, f.n);
		mu_arena_fini(&a);
	}
}

/* `piece` n times, numbered if it holds '#'. */
static void
flood(const char *piece, size_t n, enum mu_ind_type type, size_t most, bool cut)
{
	struct mu_arena a;
	struct mu_doc d;
	struct mu_indicators f;
	size_t k = strlen(piece), len = 0, count = 0;
	char *text = malloc(n * (k + 8) + 1);

	if (!text)
		return;
	for (size_t i = 0; i < n; i++) {
		const char *mark = strchr(piece, '#');
		if (mark) {
			size_t head = (size_t)(mark - piece);
			memcpy(text + len, piece, head);
			len += head;
			len += (size_t)sprintf(text + len, "%06zu", i);
			memcpy(text + len, mark + 1, k - head - 1);
			len += k - head - 1;
		} else {
			memcpy(text + len, piece, k);
			len += k;
		}
	}
	mu_arena_init(&a, 256 << 20);
	mu_doc_init(&d, &a);
	CHECK(mu_doc_add_block(&d, (struct mu_str){text, len}, MU_P_TEXT, 0, 0), "block");
	CHECK(mu_find_indicators(&d, MU_STR(""), &a, &f, NULL), "find %s", piece);
	for (size_t i = 0; i < f.n; i++)
		count += f.list[i].type == type;
	CHECK(count <= most, "%s: %zu finds", piece, count);
	CHECK(f.cut == cut, "%s: cut %d", piece, f.cut);
	for (size_t i = 1; i < f.n; i++)
		CHECK(f.list[i - 1].type < f.list[i].type || (f.list[i - 1].type == f.list[i].type
		    && f.list[i - 1].from <= f.list[i].from), "%s: order at %zu", piece, i);
	mu_arena_fini(&a);
	free(text);
}

static void
limits(void)
{
	flood("1", 300000, MU_I_PHONE, 0, false);
	flood("@", 300000, MU_I_EMAIL, 0, false);
	flood("-", 300000, MU_I_PHONE, 0, false);
	flood("0-", 200000, MU_I_PHONE, 0, false);
	flood("1.", 200000, MU_I_IP, 0, false);
	flood("a.", 200000, MU_I_DOMAIN, 0, false);
	flood(":", 200000, MU_I_IP, 0, false);
	flood("a:", 200000, MU_I_IP, 0, false);
	flood("1\xE2\x80\x8B", 200000, MU_I_PHONE, 0, false);
	flood("一", 100000, MU_I_PRICE, 0, false);
	flood("万", 100000, MU_I_PRICE, 0, false);
	flood("普通", 100000, MU_I_ACCOUNT, 0, false);
	flood("(03)", 60000, MU_I_PHONE, 0, false);
	flood("http://", 60000, MU_I_URL, 0, false);
	flood("bc1q", 100000, MU_I_CRYPTO, 0, false);
	flood("03-0000-1234 ", 60000, MU_I_PHONE, 1, false);
	flood("a#@example.jp ", 6000, MU_I_EMAIL, MU_IND_MAX
	    + 6000 * 18 / MU_IND_STRETCH * MU_IND_STRETCH_TYPE, true);
	flood("#円 ", 6000, MU_I_PRICE, MU_IND_PRICES
	    + 6000 * 10 / MU_IND_STRETCH * MU_IND_STRETCH_TYPE, true);
	flood("#円 ", 500, MU_I_PRICE, 500, false);
}

static void
memory(void)
{
	/* The n-th refusal must come back as false, never as a half list. */
	static const char text[] = "電話 03-0000-1234 98,000円 架空銀行 見本支店 普通 1234567 ﾐﾎﾝ ﾀﾛｳ info@example.jp "
	    "http://example.jp/a 会員ID：AB-12345 あなたのIP 192.0.2.1 24時間以内 コンビニ";
	bool good = false;

	for (size_t limit = 1024; limit < 4 << 20 && !good; limit += limit / 2) {
		struct mu_arena a, store;
		struct mu_doc d;
		struct mu_indicators f;
		struct mushi_err err = {.code = MUSHI_OK};
		mu_arena_init(&store, 16 << 20);
		mu_arena_init(&a, limit);
		mu_doc_init(&d, &store);
		CHECK(mu_doc_add_block(&d, mu_str_of(text), MU_P_TEXT, 0, 0), "block");
		good = mu_find_indicators(&d, MU_STR(""), &a, &f, &err);
		CHECK(good ? f.n >= 10 : err.code == MUSHI_ENOMEM, "limit %zu", limit);
		mu_arena_fini(&a);
		mu_arena_fini(&store);
	}
	CHECK(good, "enough memory at last");
}

int
main(void)
{
	for (int t = 0; t < MU_I_TYPE_COUNT; t++)
		CHECK(mu_ind_type_key((enum mu_ind_type)t)[0] != '\0', "key of %d", t);
	CHECK(strcmp(mu_ind_type_key(MU_I_LINE), "line_ids") == 0, "line_ids");
	CHECK(strcmp(mu_role_name(MU_R_THIRD_PARTY), "third-party") == 0, "third-party");
	CHECK(mu_ind_is_official_phone(MU_STR("+81359787509")), "IPA");
	CHECK(!mu_ind_is_official_phone(MU_STR("+81359787508")), "not IPA");
	CHECK(mu_ind_is_official_host(MU_STR("www.kokusen.go.jp")), "kokusen");
	CHECK(!mu_ind_is_official_host(MU_STR("kokusen.go.jp.example")), "not kokusen");
	CHECK(!mu_ind_is_official_host(MU_STR("xantiphishing.jp")), "not the council");
	hashes();
	links();
	places();
	limits();
	memory();
	CHECK_DONE();
}
