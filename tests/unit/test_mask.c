/* What is struck out of a record, byte by byte; and sums of files. */
#include "check.h"

#include "mushi/mushi.h"

static void
sums(void)
{
	/* FIPS 180-4 gives the first two; the third is a million times "a" (its known answer). */
	static char a[1000000];
	char hex[65];

	mushi_sha256("", 0, hex);
	CHECK(strcmp(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855") == 0,
	    "nothing: %s", hex);
	mushi_sha256("abc", 3, hex);
	CHECK(strcmp(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad") == 0,
	    "abc: %s", hex);
	memset(a, 'a', sizeof a);
	mushi_sha256(a, sizeof a, hex);
	CHECK(strcmp(hex, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0") == 0,
	    "a million: %s", hex);
}

static void
masks(const struct mushi_pack *pack)
{
	/* Each is the person's own where it stands; `left` is what may still be read. */
	static const struct {
		const char *text, *own, *left;
	} rows[] = {
		{"あなたのIPアドレス 192.0.2.77 を記録しました。", "192.0.2.77", "***.*.*.77"},
		{"IPアドレス：１９２．０．２．７７", "１９２．０．２．７７", "＊＊＊．＊．＊．７７"},
		{"IPアドレス 2001:db8::77", "2001:db8::77", "****:***::77"},
		{"IP 192.0.2.77\nもう一度 192.0.2.77 と 03-0000-1234", "192.0.2.77", "***.*.*.77"},
		{"リモートホスト: pc7.example.jp", "pc7.example.jp", "***.*******.jp"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct mushi_input in = {.name = "row", .data = rows[i].text,
		    .size = strlen(rows[i].text), .reader = MUSHI_READ_TEXT};
		struct mushi_report *r = mushi_examine(pack, &in, NULL);
		const char *json;

		CHECK(r != NULL, "row %zu", i);
		if (!r)
			continue;
		json = mushi_report_json(r, NULL);
		CHECK(json && strstr(json, rows[i].own), "row %zu: found: %s", i, json ? json : "");
		CHECK(mushi_report_mask(r), "row %zu", i);
		json = mushi_report_json(r, NULL);
		CHECK(json && !strstr(json, rows[i].own), "row %zu: struck out: %s", i,
		    json ? json : "");
		CHECK(json && strstr(json, rows[i].left), "row %zu: what is left: %s", i,
		    json ? json : "");
		CHECK(json && strstr(json, "\"masked\":true"), "row %zu: said", i);
		mushi_report_free(r);
	}
}

int
main(void)
{
	struct mushi_pack *pack = mushi_pack_load(NULL, 0, NULL);

	CHECK(pack != NULL, "pack");
	sums();
	if (pack)
		masks(pack);
	mushi_pack_free(pack);
	CHECK_DONE();
}
