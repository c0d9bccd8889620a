/*
 * Wordings that lead in what is the reader's own, and some that look like them and are the other
 * side's. The whole text is looked at, not only what a report shows of it.
 */
#include "check.h"

#include "mushi/mushi.h"

#define BILL "98,000円を24時間以内にお支払いください。連絡先 03-0000-1234 x@example.org "
#define THREAT " I hacked your device and recorded you through your webcam. Pay 500 USD in bitcoin" \
    " within 48 hours. x@example.org "

static const struct {
	const char *text, *own[4], *theirs[4];
} rows[] = {
		{"携帯 ０９０－００００－１１１１の見本花子様 有料サイトの未納料金 " BILL,
		    {"００００－１１１１", "見本花子"}, {"03-0000-1234", "x@example.org"}},
		{"携帯 090-0000-1111の見本花子様へ 有料サイトの未納料金 " BILL,
		    {"0000-1111", "見本花子"}, {"03-0000-1234"}},
		{THREAT "your number +81 90 0000 1111 is known to me.",
		    {"90 0000"}, {"x@example.org"}},
		{THREAT "I have your phone number: +81-90-0000-1111 and your contacts.",
		    {"0000-1111"}, {NULL}},
		{THREAT "We will call you at 090-0000-1111.",
		    {"0000-1111"}, {NULL}},
		{"あなたの口座番号 1234567 を確認しました。 " BILL,
		    {"1234567"}, {"03-0000-1234"}},
		{"あなたの口座（見本銀行 見本支店 普通 1234567）から引き落とします。 " BILL,
		    {"1234567"}, {"03-0000-1234"}},
		{"ログインID：hanako1980 会員登録完了 " BILL,
		    {"hanako1980"}, {"03-0000-1234"}},
		{"お客様ID: HM-204857 会員登録完了 " BILL,
		    {"HM-204857"}, {"03-0000-1234"}},
		{"お客様ID hanako_m が登録されました " BILL,
		    {"hanako_m"}, {"03-0000-1234"}},
		{"退会は https://pay.example/out?email=hanako@example.net&x=1 から " BILL,
		    {"hanako@example.net", "hanako"}, {"pay.example"}},
		{"退会は https://pay.example/out?email=hanako%40example.net&x=1 から " BILL,
		    {"hanako"}, {"pay.example"}},
		{"退会は https://pay.example/out?u=aGFuYWtvQGV4YW1wbGUubmV0 から " BILL,
		    {"aGFuYWtvQGV4YW1wbGUubmV0"}, {"pay.example"}},
		{"退会は https://pay.example/out?tel=09000001111&x=1 から " BILL,
		    {"09000001111"}, {"pay.example"}},
		{"お支払いは https://pay.example/p?phone=%2B819000001111 から " BILL,
		    {"819000001111"}, {"pay.example"}},
		{"お客様の口座名義 ミホン ハナコ 様 の引落口座 " BILL,
		    {"ハナコ"}, {"03-0000-1234"}},
		{"ご登録口座名義：ミホン ハナコ\n" BILL,
		    {"ハナコ"}, {"03-0000-1234"}},
		{"勤務先：見本商事株式会社\n会員登録完了 " BILL,
		    {"見本商事"}, {"03-0000-1234"}},
		{"お勤め先：見本商事 総務部\n" BILL,
		    {"見本商事"}, {"03-0000-1234"}},
		{THREAT "Your password is hunter2!",
		    {"hunter2"}, {"x@example.org"}},
		{"未納料金 振込先 架空銀行 見本支店 普通 7654321 口座名義 ミホン タロウ " BILL,
		    {NULL}, {"7654321", "ミホン タロウ", "03-0000-1234"}},
		{"未納料金 お支払い口座：架空銀行 見本支店 普通 7654321 名義：ミホン タロウ\n" BILL,
		    {NULL}, {"7654321", "ミホン タロウ"}},
		{"未納料金のご連絡。担当：見本一郎 携帯 090-0000-2222 までお電話ください。 " BILL,
		    {NULL}, {"見本一郎", "090-0000-2222"}},
		{"LINE ID: mihon_pay を追加してください。会員登録完了 " BILL,
		    {NULL}, {"mihon_pay"}},
		{"サポート窓口 050-0000-1234 にお電話ください。あなたのコンピューターはウイルスに感染しています。 ",
		    {NULL}, {"050-0000-1234"}},
		{THREAT "Call our number +1-800-555-0100 now.",
		    {NULL}, {"800-555-0100"}},
		{"お問い合わせは https://pay.example/c?mail=support@pay.example まで。会員登録完了 " BILL,
		    {NULL}, {"support@pay.example"}},
		{"お客様サポート電話番号：03-0000-5678 会員登録完了 " BILL,
		    {NULL}, {"03-0000-5678"}},
		{"ご連絡先電話番号：03-0000-5678 会員登録完了 " BILL,
		    {NULL}, {"03-0000-5678"}},
		{"お客様の電話番号（09000001111）は登録されました。 " BILL,
		    {"09000001111"}, {"03-0000-1234"}},
		{"見本花子さん、会員登録が完了しました。 " BILL,
		    {"見本花子"}, {"03-0000-1234"}},
		{"見本 花子 殿 最終通告 " BILL,
		    {"花子"}, {"03-0000-1234"}},
		{"ご契約者：見本花子\n最終通告 " BILL,
		    {"見本花子"}, {"03-0000-1234"}},
		{"フリガナ：ミホンハナコ\n会員登録完了 " BILL,
		    {"ミホンハナコ"}, {"03-0000-1234"}},
		{"氏名 見本花子 年齢 45歳 性別 女\n会員登録完了 " BILL,
		    {"見本花子"}, {"03-0000-1234"}},
		{"メールアドレス：hanako@example.net で登録しました。会員登録完了 " BILL,
		    {"hanako"}, {"03-0000-1234", "x@example.org"}},
		{"登録メールアドレス hanako@example.net 会員登録完了 " BILL,
		    {"hanako"}, {"x@example.org"}},
		{"ユーザーID：hanako1980\nパスワード：himitsu99\n会員登録完了 " BILL,
		    {"hanako1980", "himitsu99"}, {"03-0000-1234"}},
		{"お客様番号：A-55512345 未納料金 " BILL,
		    {"A-555"}, {"03-0000-1234"}},
		{"ご自宅（東京都見本区1-2-3）へ回収員がお伺いします。未納料金 " BILL,
		    {"見本区1-2-3"}, {"03-0000-1234"}},
		{"ご自宅住所：東京都見本区1-2-3\n回収員がお伺いします。未納料金 " BILL,
		    {"見本区1-2-3"}, {"03-0000-1234"}},
		{"〒100-0000 東京都見本区1-2-3\n見本花子 様\n未納料金 " BILL,
		    {"見本区1-2-3", "見本花子"}, {"03-0000-1234"}},
		{"生年月日：昭和55年1月2日\n会員登録完了 " BILL,
		    {"昭和55年1月2日"}, {"03-0000-1234"}},
		{"カード番号 4111-1111-1111-1111 で決済されます 会員登録完了 " BILL,
		    {"4111-1111", "1111-1111-11"}, {"03-0000-1234"}},
		{"お客様のクレジットカード（4111111111111111）が不正利用されました " BILL,
		    {"4111111111"}, {"03-0000-1234"}},
		{THREAT "Your account hanako.mihon was hacked. Your name: Hanako Mihon. Your address: 1-2-3 Mihon-ku, Tokyo.",
		    {"Hanako Mihon", "1-2-3 Mihon"}, {"x@example.org"}},
		{THREAT "I know that you live at 1-2-3 Mihon-ku Tokyo, Hanako Mihon.",
		    {"1-2-3 Mihon"}, {NULL}},
		{THREAT "Username: hanako1980 Password: hunter22",
		    {"hanako1980", "hunter22"}, {NULL}},
		{THREAT "Your IP: 192.0.2.77, your email: hanako@example.net, your mobile 090-0000-1111.",
		    {"192.0.2", "hanako@", "0000-1111"}, {"x@example.org"}},
		{"090-0000-1111様 会員登録完了 " BILL,
		    {"0000-1111"}, {"03-0000-1234"}},
		{"hanako@example.net 様 会員登録完了 " BILL,
		    {"hanako"}, {"03-0000-1234", "x@example.org"}},
		{"090-0000-1111 をご利用のお客様 未納料金 " BILL,
		    {"0000-1111"}, {"03-0000-1234"}},
		{"090-0000-1111 の契約者様 未納料金 " BILL,
		    {"0000-1111"}, {"03-0000-1234"}},
		{"個体識別番号：353901000000015 端末情報 会員登録完了 " BILL,
		    {"353901"}, {"03-0000-1234"}},
		{"マイナンバー：123456789018 会員登録完了 " BILL,
		    {"1234567890"}, {"03-0000-1234"}},
		{"受信者：hanako@example.net\n会員登録完了 " BILL,
		    {"hanako"}, {"x@example.org"}},
		{"お届け先：東京都見本区1-2-3 見本花子様\n未納料金 " BILL,
		    {"見本区1-2-3", "見本花子"}, {"03-0000-1234"}},
		{"ご請求先 見本花子様\n未納料金 " BILL,
		    {"見本花子"}, {"03-0000-1234"}},
		{"ＩＰアドレス：１９２．０．２．７７ 会員登録完了 " BILL,
		    {"１９２．０"}, {"03-0000-1234"}},
		{"ご登録の携帯電話：０９０００００１１１１ 会員登録完了 " BILL,
		    {"０９０００００１１"}, {"03-0000-1234"}},
		{"あなたのメールアドレスは hanako@example.net です。 " BILL,
		    {"hanako"}, {"x@example.org"}},
		{"hanako@example.net 宛に請求書を送りました。 " BILL,
		    {"hanako"}, {"x@example.org"}},
		{"お名前：見本花子（フリガナ：ミホンハナコ） " BILL,
		    {"見本花子", "ミホンハナコ"}, {"03-0000-1234"}},
		{"090 0000 1111 をご利用のお客さまへ " BILL,
		    {"0000 1111"}, {"03-0000-1234"}},
		{"https://pay.example/c/aGFuYWtvQGV4YW1wbGUubmV0/x " BILL,
		    {"aGFuYWtvQGV4YW1wbGUubmV0"}, {"pay.example"}},
		{"https://pay.example/c?d=hanako%2540example.net " BILL,
		    {"hanako"}, {"pay.example"}},
		{"https://pay.example/c?order=09000001111 " BILL,
		    {NULL}, {"09000001111"}},
		{"https://pay.example/c?to=x@example.org " BILL,
		    {NULL}, {"c?to=x@example.org"}},
		{"返金先の口座 見本銀行 見本支店 普通 1234567 に振り込みます。お振込先 架空銀行 普通 7654321 " BILL,
		    {"1234567"}, {"7654321", "03-0000-1234"}},
		{"お客様の電話番号は サポート 03-0000-5678 で変更できます " BILL,
		    {NULL}, {"03-0000-5678"}},
		{"見本花子さんへ、娘さんの動画 " BILL,
		    {NULL}, {"娘さん"}},
		{"担当の見本さんまで " BILL,
		    {NULL}, {"見本さん"}},
		{"03-0000-5678 をご利用の方はサポートへ " BILL,
		    {NULL}, {"03-0000-1234"}},
		{"ログインIDを入力してください。お名前を入力。勤務先を教えて。 " BILL,
		    {NULL}, {"入力して", "勤務先を教えて"}},
		{"user name and password are required. " BILL,
		    {NULL}, {"user name and password"}},
		{"お支払いは m@pay.example あてに " BILL,
		    {NULL}, {"m@pay.example"}},
		{"図書カード番号 BL-2209-08 " BILL,
		    {NULL}, {"BL-2209-08"}},
		{"Apple ID、iCloudの写真が見られています " BILL,
		    {NULL}, {"iCloud"}},
		{"@example.jp をお使いのみなさま " BILL,
		    {NULL}, {"@example.jp"}},
		{"債務者　見本 花子 は、債権者に対し " BILL,
		    {"花子", "見本 花"}, {"債権者に対し"}},
		{"Dear Mr. Yamane Koji," THREAT,
		    {"Yamane", "Koji"}, {NULL}},
		{"返金対象者様 貴方様 店主様 貴殿 " BILL,
		    {NULL}, {"返金対象者様", "貴方様", "店主様"}},
		{"your account has been hacked " BILL,
		    {NULL}, {"your account has been hacked"}},
};

static void
row(const struct mushi_pack *pack, size_t i)
{
	struct mushi_input in = {.name = "row", .data = rows[i].text, .size = strlen(rows[i].text),
	    .reader = MUSHI_READ_TEXT};

	for (int masked = 0; masked < 2; masked++) {
		struct mushi_report *r = mushi_examine(pack, &in, NULL);
		const char *said[4];

		CHECK(r && (!masked || mushi_report_mask(r)), "row %zu", i);
		if (!r)
			continue;
		said[0] = mushi_report_blocks(r, NULL);
		said[1] = mushi_report_json(r, NULL);
		said[2] = mushi_report_text(r, 200, false, NULL);
		said[3] = mushi_report_html(r, NULL, NULL);
		for (int k = 0; k < 4 && rows[i].own[k]; k++) {
			CHECK(masked || strstr(said[0], rows[i].own[k]), "row %zu: '%s' is there", i,
			    rows[i].own[k]);
			for (int s = 0; masked && s < 4; s++)
				CHECK(said[s] && !strstr(said[s], rows[i].own[k]),
				    "row %zu: '%s' is struck out (%d): %s", i, rows[i].own[k], s, said[0]);
		}
		for (int k = 0; k < 4 && rows[i].theirs[k]; k++)
			CHECK(strstr(said[0], rows[i].theirs[k]), "row %zu: '%s' stays: %s", i,
			    rows[i].theirs[k], said[0]);
		mushi_report_free(r);
	}
}

int
main(void)
{
	struct mushi_pack *pack = mushi_pack_load(NULL, 0, NULL);

	CHECK(pack != NULL, "pack");
	for (size_t i = 0; pack && i < sizeof rows / sizeof *rows; i++)
		row(pack, i);
	mushi_pack_free(pack);
	CHECK_DONE();
}
