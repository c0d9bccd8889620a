/* What is struck out of a record, byte by byte; and sums of files. */
#include "check.h"

#include "mushi/mushi.h"
#include "report/report.h"

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
		{"From: \"x\" <x@example.org>\nTo: hanako@example.net\nSubject: y\n\nhanako@example.net",
		    "hanako@example.net", "******@*******.*et"},
		{"Delivered-To: hanako@example.net\nSubject: y", "hanako@example.net", "******@*******.*et"},
		{"Hello hanako@example.net,\nyou are recorded.", "hanako@example.net", "******@*******.*et"},
		{"hanako@example.net 様 ご登録ありがとうございます", "hanako@example.net", "******@*******.*et"},
		{"I know you. Your phone is 090-0000-1111. Pay.", "090-0000-1111", "***-****-**11"},
		{"お名前：見本花子\n登録電話番号：090-0000-1111", "090-0000-1111", "***-****-**11"},
		{"お客様番号 090-0000-1111 をご確認ください", "090-0000-1111", "***-****-**11"},
		{"お客様電話番号 090-0000-2222", "090-0000-2222", "***-****-**22"},
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

static void
secrets(const struct mu_own_words *w)
{
	static const struct {
		const char *text, *secret;
		bool threat;
	} rows[] = {
		{"I know that your password is hunter2.", "hunter2", false},
		{"your password is hunter.", NULL, false},
		{"your password is hunter.", "hunter", true},
		{"Your password: \"correct horse\"", "correct horse", false},
		{"password = letmein", "letmein", false},
		{"PASSWORD FOR YOUR ACCOUNT: Abc!9x", "Abc!9x", false},
		{"Tr0ub4dor is your password", "Tr0ub4dor", false},
		{"\"himitsu\" is one of your passwords", "himitsu", false},
		{"あなたのパスワード：himitsu99", "himitsu99", false},
		{"あなたのパスワードは「himitsu」です", "himitsu", false},
		{"パスワードは ｈｉｍｉ９９ です", "ｈｉｍｉ９９", false},
		{"himitsu99はあなたのパスワードです", "himitsu99", false},
		{"暗証番号：4321", "4321", false},
		{"your password is wrong", NULL, true},
		{"your password has been stolen", NULL, true},
		{"パスワードを変更してください", NULL, true},
		{"パスワード", NULL, true},
		{"password is", NULL, true},
		{"your password is: ", NULL, true},
		{"", NULL, true},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct mu_str got = MU_STR(""), want = mu_str_of(rows[i].secret ? rows[i].secret : "");
		size_t from = 0;
		bool found = mu_next_secret(w, mu_str_of(rows[i].text), &from, rows[i].threat, &got);

		CHECK(found == (rows[i].secret != NULL) && (!found || mu_str_eq(got, want)),
		    "%s: '%.*s'", rows[i].text, (int)got.n, got.p);
	}
}

/* What may be of the other side stays. */
static void
others(const struct mushi_pack *pack)
{
	static const char *const rows[] = {"To cancel, mail to: info@example.org today.",
	    "宛先: pay@example.org へ送ってください", "Your phone is infected. Call 03-0000-1234 now.",
	    "お客様番号をご用意のうえ、お電話ください 03-0000-1234", "From: info@example.org\nSubject: x"};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct mushi_input in = {.data = rows[i], .size = strlen(rows[i]),
		    .reader = MUSHI_READ_TEXT};
		struct mushi_report *r = mushi_examine(pack, &in, NULL);
		const char *json;

		CHECK(r && mushi_report_mask(r), "row %zu", i);
		json = r ? mushi_report_json(r, NULL) : NULL;
		CHECK(json && !strstr(json, "\"victim\"") && !strstr(json, "masked"), "row %zu: %s", i,
		    json ? json : "");
		mushi_report_free(r);
	}
}

static void
persons(const struct mu_own_words *w)
{
	static const struct {
		const char *text, *name;
	} rows[] = {
		{"見本花子 様", "見本花子"}, {"見本 太郎様へ", "見本 太郎"}, {"【重要】　見本花子　様", "見本花子"},
		{"ミホンハナコ様", "ミホンハナコ"}, {"ご不在連絡票\n見本太郎 様\n", "見本太郎"},
		{"お名前：見本花子 生年月日 1980年1月2日", "見本花子"}, {"生年月日 1980年1月2日", "1980年1月2日"},
		{"ご住所 東京都見本区1-2-3", "東京都見本区1-2-3"}, {"債務者　見本太郎", "見本太郎"},
		{"Dear Hanako Mihon, pay", "Hanako Mihon"}, {"To: 見本太郎 <a@b.example>\nSubject: x", "見本太郎"},
		{"お客様", NULL}, {"花柄模様", NULL}, {"同様に", NULL}, {"王様", NULL}, {"皆様", NULL}, {"この様な", NULL},
		{"会員 様", NULL}, {"契約者様", NULL}, {"相手の様子", NULL}, {"お名前を入力してください", NULL},
		{"Dear Customer, pay", NULL}, {"dear me", NULL}, {"会社 住所：東京都見本区", NULL},
		{"債務者は、債権者に対し", NULL}, {"様", NULL}, {"", NULL}, {"To: x", NULL}, {"Dear ", NULL},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct mu_str got = MU_STR(""), want = mu_str_of(rows[i].name ? rows[i].name : "");
		size_t from = 0;
		bool found = mu_next_person(w, mu_str_of(rows[i].text), &from, &got);

		CHECK(found == (rows[i].name != NULL) && (!found || mu_str_eq(got, want)),
		    "%s: '%.*s'", rows[i].text, (int)got.n, got.p);
	}
}

static void
password(const struct mushi_pack *pack)
{
	static const char text[] = "あなたのパスワード：hunter2 が流出しました。返事をしなければ公開します。";
	struct mushi_input in = {.data = text, .size = sizeof text - 1};
	struct mushi_report *r = mushi_examine(pack, &in, NULL);
	const char *out;

	CHECK(r != NULL, "report");
	if (!r)
		return;
	out = mushi_report_text(r, 80, false, NULL);
	CHECK(out && strstr(out, "hunter2"), "the page is quoted: %s", out ? out : "");
	CHECK(mushi_report_mask(r), "mask");
	for (int i = 0; i < 3; i++) {
		out = i == 0 ? mushi_report_text(r, 80, false, NULL)
		    : i == 1 ? mushi_report_json(r, NULL) : mushi_report_html(r, NULL, NULL);
		CHECK(out && !strstr(out, "hunter2") && !strstr(out, "r2"), "%d: %s", i, out ? out : "");
	}
	mushi_report_free(r);
}

int
main(void)
{
	struct mushi_pack *pack = mushi_pack_load(NULL, 0, NULL);

	CHECK(pack != NULL, "pack");
	sums();
	if (pack) {
		struct mu_arena a;
		const struct mu_own_words *w;

		mu_arena_init(&a, SIZE_MAX);
		w = mu_own_words(pack, &a);
		CHECK(w != NULL, "words");
		if (w) {
			secrets(w);
			persons(w);
		}
		mu_arena_fini(&a);
		masks(pack);
		others(pack);
		password(pack);
	}
	mushi_pack_free(pack);
	CHECK_DONE();
}
