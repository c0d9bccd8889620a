/*
 * Floods: whoever writes a fraud may put any amount of anything around it. What a page says
 * later is judged all the same: every limit of the library is one of a stretch of the text, not
 * of what happened to stand first. And an honest page, however long, is not called cut.
 */
#include "check.h"

#include "mushi/mushi.h"
#include "report/report.h"

enum { FLOOD = 600000 };

static struct mushi_pack *pack;

static const char FRAUD[] = "<h1>会員登録が完了しました</h1>\n"
    "<p>ご登録ありがとうございます。お客様の端末情報を取得し、正常に登録手続きを完了いたしました。</p>\n"
    "<p>会員ID MH-0042-7781 IPアドレス 192.0.2.77 ご利用料金 ９８，０００円</p>\n"
    "<p>ご登録から24時間以内にお振り込みください。期限を過ぎますと延滞料金を加算し、"
    "298,000円のご請求となります。</p>\n"
    "<p>お支払いの確認ができない場合、IPアドレスから個人を特定し、ご自宅またはお勤め先へ"
    "請求書を送付のうえ、法的手続きに移行いたします。</p>\n"
    "<p>振込先: 架空銀行 見本支店 普通 1234567 ミホン タロウ</p>\n"
    "<p>誤って登録された方は、本日中に退会専用窓口までお電話ください。"
    "電話 03-0000-1234（24時間受付）</p>\n";

/* `count` 0: as often as FLOOD bytes hold. A '#' of the unit becomes the number of the turn. */
static const struct flood {
	const char *name, *head, *unit, *tail;
	unsigned count;
	bool drowns; /* reads as an article around it: a known limit */
} floods[] = {
	{"half phrases", "<p>", "登録が完了 料金を支払 法的 延滞 個人を IPアドレスから 退会は 振込 ", "</p>", 0, true},
	{"half phrases, blocks", "", "<p>登録が 法的手続き 料金 お支払い 退会 延滞料金を 個人 本日中に</p>", "", 0, false},
	{"one phrase", "<p>", "会員登録が完了しました。", "</p>", 0, false},
	{"one phrase, blocks", "", "<p>法的手続きに移行いたします</p>", "", 0, false},
	{"one phrase, hidden", "<div style='display:none'>", "<p>法的手続きに移行いたします</p>",
	    "</div>", 0, false},
	{"many phrases, hidden", "<div style='display:none'>", "<p>会員登録が完了しました。"
	    "延滞料金を加算します。法的手続きに移行いたします。IPアドレスから個人を特定します。"
	    "本日中にお電話ください。24時間以内にお振り込みください。</p>", "</div>", 0, false},
	{"many phrases, meta", "<meta name=description content='", "会員登録が完了しました。"
	    "延滞料金を加算します。法的手続きに移行いたします。IPアドレスから個人を特定します。",
	    "'>", 0, false},
	{"quoted phrases", "", "<p>「会員登録が完了しました」と「延滞料金を加算します」と「法的手続きに移行"
	    "いたします」の三つ。</p>", "", 0, true},
	{"quoted, one sentence", "<p>", "「会員登録が完了しました。24時間以内にお振り込みください。」",
	    "</p>", 0, false},
	{"telephones", "<p>", "03-0000-#、", "</p>", 0, false},
	{"telephone-like", "<p>", "0120-0-0000-00 ", "</p>", 0, false},
	{"long digits", "<p>", "0123456789", "</p>", 0, false},
	{"prices", "<p>", "#円 ", "</p>", 0, false},
	{"price list", "", "<p>品番# 価格1,#円</p>", "", 0, false},
	{"dates", "<p>", "2020年1月1日 10月20日 12/31 ", "</p>", 0, false},
	{"account-like", "<p>", "振込先 普通 支店 口座番号 ", "</p>", 0, false},
	{"at signs", "<p>", "a#@example.jp ", "</p>", 0, false},
	{"indicators", "<p>", "a#@example.jp ", "</p>", 5000, false},
	{"telephones, few", "", "<p>電話 03-0000-#</p>", "", 5000, false},
	{"links", "", "<a href='https://a#.example/'>x</a> ", "", 0, false},
	{"zero width", "<p>", "\xE2\x80\x8B\xE2\x80\x8C\xE2\x80\x8D", "</p>", 0, false},
	{"zero width in words", "<p>", "あ\xE2\x80\x8Bい\xE2\x80\x8Bう\xE2\x80\x8B", "</p>", 0, false},
	{"nested tags", "", "<div>", "", 0, false},
	{"nested, shallow", "", "<div>", "", 400, false},
	{"nested inline", "", "<b><i>", "", 0, false},
	{"empty blocks", "", "<p>あ</p>", "", 0, false},
	{"leads", "", "<p>次のような画面が表示されました：</p><p>文。</p>", "", 200, true},
	{"opening brackets", "<p>", "「", "</p>", 0, false},
	{"quotation marks", "<p>", "\"a", "</p>", 0, false},
	{"words of scripts", "<script>", "var a='登録が完了しました';", "</script>", 0, false},
	{"attributes", "<p", " a#=b", ">x</p>", 0, false},
	{"comments", "", "<!--x-->", "", 0, false},
	{"references", "<p>", "&amp;", "</p>", 0, false},
	{"spaces", "<p>", "    ", "</p>", 0, false},
};

static char *
put(char *p, const char *s)
{
	size_t n = strlen(s);

	memcpy(p, s, n);
	return p + n;
}

static char *
put_flood(char *p, const struct flood *f)
{
	char *start = p;

	p = put(p, f->head);
	for (unsigned i = 0; f->count ? i < f->count : p - start < FLOOD; i++) {
		for (const char *s = f->unit; *s; s++)
			if (*s == '#')
				p += sprintf(p, "%04u", i % 10000);
			else
				*p++ = *s;
	}
	return put(p, f->tail);
}

/* Judge page [p, end); true when it is called fraud or suspicious. */
static bool
accused(const char *p, const char *end, bool *cut, size_t *phones)
{
	struct mushi_input in = {.data = p, .size = (size_t)(end - p), .reader = MUSHI_READ_HTML};
	struct mushi_err err = {MUSHI_OK, 0, ""};
	struct mushi_report *r = mushi_examine(pack, &in, &err);
	enum mushi_verdict v;

	CHECK(r, "%s", err.msg);
	if (!r)
		return false;
	v = mushi_report_verdict(r);
	if (cut)
		*cut = r->matches.cut || r->signs.cut || r->indicators.cut;
	*phones = 0;
	for (size_t i = 0; i < r->indicators.n; i++)
		*phones += mu_str_eq(r->indicators.list[i].value, MU_STR("+81300001234"));
	if (getenv("SHOW"))
		printf("  %s p=%.3f about=%.3f signs=%zu ind=%zu %s%s%s\n", mushi_verdict_name(v),
		    mushi_report_probability(r), r->verdict.about, r->signs.n, r->indicators.n,
		    r->matches.cut ? " matches" : "", r->signs.cut ? " signs" : "",
		    r->indicators.cut ? " indicators" : "");
	mushi_report_free(r);
	return v == MUSHI_FRAUD || v == MUSHI_SUSPICIOUS;
}

static void
around(void)
{
	char *page = malloc(4 * FLOOD + 65536);

	if (!page)
		exit(2);
	for (size_t i = 0; i < sizeof floods / sizeof *floods; i++) {
		static const char *const places[] = {"before", "after", "around"};
		for (unsigned k = 0; k < 3; k++) {
			size_t phones = 0;
			char *p = put(page, "<!DOCTYPE html><html lang=ja><meta charset=utf-8><body>\n");
			if (k != 1)
				p = put_flood(p, &floods[i]);
			p = put(p, FRAUD);
			if (k != 0)
				p = put_flood(p, &floods[i]);
			if (getenv("SHOW"))
				printf("%s %s\n", floods[i].name, places[k]);
			CHECK(accused(page, p, NULL, &phones) || floods[i].drowns, "%s %s",
			    floods[i].name, places[k]);
			CHECK(phones, "%s %s: the number to call", floods[i].name, places[k]);
		}
	}
	free(page);
}

/* Long, ordinary and full of facts: nothing of it is left out. */
static void
honest(void)
{
	static const struct flood pages[] = {
		{"novel", "<h1>見本の物語</h1>", "<p>その日の朝、彼は駅前の喫茶店で古い友人と会い、昔の話をした。"
		    "「また来年も来るよ」と友人は言い、雨の中を帰って行った。二人は40年前に同じ学校へ通っていた。"
		    "窓の外では人々が傘をさして歩いている。</p>", "", 0, false},
		{"catalogue", "<h1>価格表</h1>", "<p>見本の品物、品番A-#。色は三色、送料は全国一律です。"
		    "お届けまで3日ほどかかります。価格は税込1,#円です。お支払い方法は銀行振込と代金引換です。"
		    "ご不明な点は係までお気軽にお問い合わせください。</p>", "", 1000, false},
		{"manual", "<h1>設定の手引き</h1>", "<h2>第#節</h2><p>設定を開き、「詳細」を選びます。会員登録が"
		    "済んでいる場合は、登録したメールアドレスとパスワードを入力してください。画面に「完了しました」と"
		    "表示されたら終わりです。料金はかかりません。</p>", "", 0, false},
		{"advice", "<h1>ワンクリック詐欺にご注意ください</h1>", "<p>「会員登録が完了しました」という画面が表示され、"
		    "料金を請求されたという相談が寄せられています。あわてて連絡せず、消費生活センターに相談して"
		    "ください。支払う必要はありません。落ち着いて画面を閉じ、家族や身近な人に話しましょう。</p>", "", 200, false},
	};
	char *page = malloc(2 * FLOOD);

	if (!page)
		exit(2);
	for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
		bool cut = false;
		size_t phones = 0;
		char *p = put(page, "<!DOCTYPE html><html lang=ja><meta charset=utf-8><body>\n");

		p = put_flood(p, &pages[i]);
		if (getenv("SHOW"))
			printf("%s\n", pages[i].name);
		CHECK(!accused(page, p, &cut, &phones), "%s", pages[i].name);
		CHECK(!cut, "%s: said to be cut", pages[i].name);
	}
	free(page);
}

int
main(void)
{
	struct mushi_err err;

	pack = mushi_pack_load(NULL, 0, &err);
	if (!pack) {
		fprintf(stderr, "%s\n", err.msg);
		return 2;
	}
	around();
	honest();
	mushi_pack_free(pack);
	CHECK_DONE();
}
