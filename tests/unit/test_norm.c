/* Folding: what is hidden comes out as the plain words; what matters for meaning stays. */
#include "norm/norm.h"

#include "base/utf8.h"
#include "check.h"

#define LEN(a) (sizeof(a) / sizeof((a)[0]))

static struct mu_arena arena;

/* The folded text as UTF-8: 。 a stop, | a line, || a block. */
static const char *
show(const uint16_t *sym, size_t n)
{
	static char buf[4][8192];
	static unsigned turn;
	char *p = buf[turn++ & 3], *start = p;

	for (size_t i = 0; i < n && p < start + 8000; i++) {
		if (sym[i] == MU_SYM_BLOCK)
			*p++ = '|', *p++ = '|';
		else if (sym[i] == MU_SYM_LINE)
			*p++ = '|';
		else if (sym[i] == MU_SYM_STOP)
			p += mu_utf8_put(0x3002, p);
		else
			p += mu_utf8_put(sym[i] == MU_SYM_OTHER ? 0xFFFD : sym[i], p);
	}
	*p = 0;
	return start;
}

static const char *
fold(const char *s)
{
	uint16_t sym[1024];

	return show(sym, mu_norm_str(mu_str_of(s), sym, LEN(sym)));
}

/* What is written on the left is matched as what is written on the right. */
static const struct { const char *in, *plain; } same[] = {
	/* width */
	{"９８，０００円", "98,000円"}, {"ｶﾞｿﾘﾝ", "ガソリン"}, {"ﾌﾟﾚﾐｱﾑ", "プレミアム"},
	{"ｺﾞ登録ｱﾘｶﾞﾄｳｺﾞｻﾞｲﾏｽ", "ご登録ありがとうございます"}, {"ｳﾞｨｰﾅｽ", "ヴィーナス"},
	{"ＶＩＲＵＳ", "virus"}, {"Ｗｉｎｄｏｗｓ", "Windows"}, {"０３－００００－１２３４", "03-0000-1234"},
	{"ﾀﾀﾞ", "タダ"}, {"ﾕｰｻﾞｰＩＤ", "ユーザーID"}, {"ﾃﾞｰﾀ", "データ"}, {"ｼｽﾃﾑｴﾗｰ", "システムエラー"},
	{"２４時間以内", "24時間以内"}, {"Ｉ　Ｐアドレス", "I Pアドレス"}, {"￥９８０００", "¥98000"},
	{"50％", "50%"}, {"ＩＤ＃３", "ID#3"}, {"ﾊﾟｿｺﾝ", "パソコン"}, {"ｶﾞｷﾞｸﾞｹﾞｺﾞ", "ガギグゲゴ"},
	{"ﾊﾞﾋﾞﾌﾞﾍﾞﾎﾞ", "バビブベボ"}, {"ﾊﾟﾋﾟﾌﾟﾍﾟﾎﾟ", "パピプペポ"}, {"ｧｨｩｪｫｬｭｮｯ", "ァィゥェォャュョッ"},
	{"ｱﾀﾞﾙﾄ", "アダルト"}, {"ｸﾚｼﾞｯﾄｶｰﾄﾞ", "クレジットカード"}, {"ﾘﾓｰﾄ", "リモート"},
	{"¢£", "¢£"}, {"￦", "₩"},
	/* circled, squared, parenthesised, mathematical */
	{"㊙", "秘"}, {"㈱見本", "株見本"}, {"(株)見本", "株見本"}, {"㍿", "株式会社"}, {"㌔", "キロ"},
	{"㌫", "パーセント"}, {"℡", "TEL"}, {"№3", "No3"}, {"㋑㋺㋩", "イロハ"}, {"㊥", "中"},
	{"①②③", "123"}, {"⑳", "20"}, {"❶❷", "12"}, {"⓫", "11"}, {"➀", "1"}, {"⑴", "1"},
	{"1️⃣2️⃣", "12"}, {"Ⅲ", "III"}, {"ⅳ", "iv"}, {"㍻", "平成"}, {"㋿", "令和"}, {"㊞", "印"},
	{"ⓥⓘⓡⓤⓢ", "virus"}, {"ⓋⒾⓇⓊⓈ", "virus"}, {"⒱⒤⒭⒰⒮", "virus"}, {"🅅🄸🅁🅄🅂", "virus"},
	{"🅥🅘🅡🅤🅢", "virus"}, {"🆅🅸🆁🆄🆂", "virus"}, {"🄥", "v"}, {"🇻🇮🇷🇺🇸", "virus"},
	{"𝐯𝐢𝐫𝐮𝐬", "virus"}, {"𝑣𝑖𝑟𝑢𝑠", "virus"}, {"𝕧𝕚𝕣𝕦𝕤", "virus"}, {"𝓿𝓲𝓻𝓾𝓼", "virus"},
	{"𝖛𝖎𝖗𝖚𝖘", "virus"}, {"𝚟𝚒𝚛𝚞𝚜", "virus"}, {"𝗩𝗜𝗥𝗨𝗦", "virus"}, {"𝟗𝟖𝟎𝟎𝟎", "98000"},
	{"𝟡𝟠", "98"}, {"ʷᵃʳⁿⁱⁿᵍ", "warning"}, {"㎏", "kg"}, {"㏂", "a.m."}, {"ﬁle", "file"},
	{"🈁", "ココ"}, {"🈚料", "無料"}, {"🈯", "指"}, {"㊎", "金"}, {"㊡", "休"}, {"㈷", "祝"},
	{"㍗", "ワット"}, {"½", "1/2"}, {"9²", "92"},
	/* combining marks */
	{"か\u3099そりん", "がそりん"}, {"カ\u3099", "ガ"}, {"は\u309Aすわーと\u3099", "ぱすわーど"},
	{"ｶ\u3099", "ガ"}, {"カ゛", "ガ"}, {"ハ゜ス", "パス"}, {"う\u3099", "ゔ"}, {"vi\u0301rus", "virus"},
	{"v\u0336i\u0336r\u0336u\u0336s\u0336", "virus"}, {"vírus", "virus"}, {"Ｖìřüş", "virus"},
	{"力゛ソリン", "ガソリン"}, {"登\u0338録\u0338", "登録"}, {"a\u20DD", "a"},
	/* invisible */
	{"登\u200B録", "登録"}, {"登\u200C録\u200D完\u2060了", "登録完了"}, {"登\uFEFF録", "登録"},
	{"登\u202E録\u202C", "登録"}, {"vi\u00ADrus", "virus"}, {"登\uFE0F録", "登録"},
	{"葛\U000E0100城", "葛城"}, {"登\u200E録\u200F完", "登録完"}, {"登\u2066録\u2069", "登録"},
	{"登\U000E0041録\U000E007F", "登録"}, {"登\u3164録", "登録"}, {"登\u034F録", "登録"},
	{"登\u180E録", "登録"}, {"vi\u200Brus", "virus"}, {"登\x01録", "登録"}, {"登\u061C録", "登録"},
	{"登\uFFA0録", "登録"}, {"登\u2063録", "登録"}, {"\uFEFF登録", "登録"},
	/* white space and line ends in Japanese words */
	{"登 録 完 了", "登録完了"}, {"登　録　完　了", "登録完了"}, {"登\u00A0録", "登録"},
	{"登\u2003録", "登録"}, {"登\u2009録", "登録"}, {"登\u202F録", "登録"}, {"登\u205F録", "登録"},
	{"登\t録", "登録"}, {"登\u2800録", "登録"}, {"登\n録\n完\n了", "登録完了"}, {"登録\n完了", "登録完了"},
	{"登\r\n録\r\n完\r\n了", "登録完了"}, {"登\u2028録\u2028完", "登録完"}, {"ご 登 録 あ り が と う", "ご登録ありがとう"},
	{"VIP 会員", "VIP会員"}, {"18 歳 以上", "18歳以上"}, {"98,000 円", "98,000円"},
	/* decoration */
	{"登★録☆完◆了", "登録完了"}, {"登.録.完.了", "登録完了"}, {"登。録。完。了", "登録完了"},
	{"登・録", "登録"}, {"登_録", "登録"}, {"登/録", "登録"}, {"登|録", "登録"}, {"★☆登録完了☆★", "登録完了"},
	{"登*録*完*了", "登録完了"}, {"登～録～完～了", "登録完了"}, {"登〜録", "登録"}, {"登…録", "登録"},
	{"登‥録", "登録"}, {"登･録", "登録"}, {"登、録、完、了", "登録完了"}, {"登,録,完,了", "登録完了"},
	{"登■録□完▲了", "登録完了"}, {"登♪録♥完", "登録完"}, {"登😀録😱完", "登録完"}, {"登━録━完", "登録完"},
	{"登─録│完┃了", "登録完了"}, {"登-録-完-了", "登録完了"}, {"登－録", "登録"}, {"登—録", "登録"},
	{"【登】【録】【完】【了】", "登録完了"}, {"「登」録", "登録"}, {"登！録！完！了", "登録完了"},
	{"登:録:完", "登録完"}, {"登=録", "登録"}, {"登^録", "登録"}, {"登~録", "登録"}, {"登;録", "登録"},
	{"登(録)完", "登録完"}, {"登<録>完", "登録完"}, {"登　★　録", "登録"}, {"登※録", "登録"},
	{"登◎録", "登録"}, {"登→録", "登録"}, {"登●録", "登録"}, {"登⚠️録", "登録"}, {"登\uE63E録", "登録"},
	{"登．録．完．了", "登録完了"}, {"登｡録｡完｡了", "登録完了"}, {"登\\録", "登¥録"},
	{"至！！！急！！！", "至急"}, {"※※※重要※※※", "重要"}, {"――登録――", "登録"},
	{"━━━━登録━━━━", "登録"}, {"～～登録～～", "登録"}, {"◆◇登録◇◆", "登録"}, {"「登録」", "登録"},
	{"『登録』、", "登録"}, {"！？登録！？", "登録"}, {"。登録。", "登録"}, {" 登録 ", "登録"},
	{"登録！！！！", "登録"}, {"登録...", "登録"}, {"virus!!!", "virus"},
	/* look-alikes */
	{"ダウン口ード", "ダウンロード"}, {"メール力ード", "メールカード"}, {"工ラー", "エラー"}, {"夕ップ", "タップ"},
	{"卜一タル", "トータル"}, {"ニ十万円", "二十万円"}, {"サ一バ一", "サーバー"}, {"サ―バ―", "サーバー"},
	{"サ-バ-", "サーバー"}, {"サ－バ－", "サーバー"}, {"サ—バ—", "サーバー"}, {"ｻ-ﾊﾞ-", "サーバー"},
	{"サ─バ─", "サーバー"}, {"ユ−ザ−", "ユーザー"}, {"ーー登録", "ー登録"}, {"唯ー", "唯一"}, {"へんきん", "ヘンキン"},
	{"ベんり", "べんり"}, {"⼊⾦", "入金"}, {"⼀⼈", "一人"}, {"⽀払", "支払"}, {"⾦額", "金額"},
	{"會員登錄", "会員登録"}, {"圓", "円"}, {"國", "国"}, {"經濟", "経済"}, {"發生", "発生"}, {"支拂", "支払"},
	{"總額", "総額"}, {"手續", "手続"}, {"辯護士", "弁護士"}, {"證明", "証明"}, {"髙橋", "高橋"}, {"山﨑", "山崎"},
	{"會員登录", "会員登録"}, {"请求费用", "請求費用"}, {"银行账户", "銀行账戸"}, {"电话", "電話"},
	{"裁判所訴訟", "裁判所訴訟"}, {"神社", "神社"}, {"〇〇様", "○○様"}, {"18才", "18歳"}, {"曰本", "日本"},
	{"𠮷野", "吉野"}, {"ヶ月", "ケ月"}, {"ヵ月", "カ月"},
	{"vіrus", "virus"}, {"νirus", "virus"}, {"ѵіrυѕ", "virus"}, {"Wаrning", "warning"}, {"Мicrosоft", "microsoft"},
	{"Ρaypal", "paypal"}, {"ᴠɪʀᴜ\u0455", "virus"}, {"ıd", "id"}, {"ԁata", "data"}, {"Αpple", "apple"},
	/* kana */
	{"とうろく", "トウロク"}, {"ﾄｳﾛｸかんりょう", "とうろくカンリョウ"}, {"ゎ", "わ"}, {"ゐゑ", "いえ"},
	{"ゔぃーなす", "ヴィーナス"}, {"ゞ", "ヾ"},
	/* Latin: case, spaces, spelled words */
	{"VIRUS", "virus"}, {"V i r u s", "virus"}, {"v.i.r.u.s", "virus"}, {"V-i-r-u-s", "virus"},
	{"V★i★r★u★s", "virus"}, {"V/i/r/u/s", "virus"}, {"V_i_r_u_s", "virus"}, {"のV i r u sに", "のvirusに"},
	{"V　I　R　U　S", "virus"}, {"v i r u s has", "virus has"}, {"the v i r u s", "the virus"},
	{"v\ni\nr\nu\ns", "virus"}, {"your  computer", "your computer"}, {"your\ncomputer", "your computer"},
	{"your\u00A0computer", "your computer"}, {"your★computer", "your computer"}, {"don’t", "don't"},
	{"don't", "dont"}, {"\"virus\"", "virus"}, {"STRASSE", "straße"}, {"“virus” found", "virus found"},
	{"(virus)", "virus"}, {"virus, trojan", "virus trojan"}, {"virus - trojan", "virus trojan"},
	{"pop‐up", "pop-up"}, {"pop–up", "pop-up"}, {"example．com", "example.com"},
	/* stops in a row, beginning and ending at longer words */
	{"登.録.料38,500円.の.入.金.が.無.い.為", "登録料38,500円の入金が無い為"}, {"お.支.払.い.の.場.合、発.言.を.公.開", "お支払いの場合発言を公開"},
	{"重.要⚠️サ.イ.ト.利.用", "重要サイト利用"}, {"至。急。連。絡。下。さ。い", "至急連絡下さい"},
	/* words in kana */
	{"りようりょうきんをしはらってください", "利用料金を支払ってください"}, {"とうろくがかんりょうしました", "登録が完了しました"},
	{"お で ん わ ください", "お電話ください"}, {"ﾄｳﾛｸ", "登録"}, {"さいばんてつづきにいこう", "裁判手続きにいこう"},
	/* spellings */
	{"振り込み", "振込"}, {"振込み", "振込"}, {"ふりこみ", "フリコミ"}, {"お振り込み", "振込"}, {"取り消し", "取消"},
	{"取消し", "取消"}, {"お問い合わせ", "問合せ"}, {"問合わせ", "問い合わせ"}, {"お申し込み", "申込"}, {"申込み", "申し込み"},
	{"引き落とし", "引落"}, {"差し押さえ", "差押"}, {"差押え", "差押"}, {"払い込み", "払込"}, {"支払い", "支払"},
	{"頂きます", "いただきます"}, {"頂く", "いただく"}, {"下さい", "ください"}, {"致します", "いたします"}, {"無き", "なき"},
	{"連絡無き場合", "連絡なき場合"}, {"御連絡下さい", "ご連絡ください"}, {"御客様", "お客様"}, {"ご登録", "登録"},
	{"お客様のご登録", "お客様の御登録"}, {"お客様のご登録", "お客様の登録"}, {"振★り★込★み", "振込"},
	{"振 り 込 み", "振込"}, {"フリコミ", "ふりこみ"}, {"有難うございます", "ありがとうございます"},
	{"ありがとう御座います", "ありがとうございます"}, {"ウィルス", "ウイルス"}, {"ｳｨﾙｽ", "ウイルス"}, {"サーバー", "サーバ"},
	{"コンピューター", "コンピュータ"}, {"締め切り", "締切"}, {"払い戻し", "払戻"}, {"お手続き", "手続"},
	{"登録されたお客様", "登録された御客様"}, {"なお、ご登録は", "なお登録は"}, {"未払い", "未払"}, {"取り消しました", "取消しました"}, {"取り消しできます", "取消できます"},
	{"引き落として", "引落して"}, {"取扱い", "取り扱い"}, {"受け取り", "受取"},
};

/* What must not become the same. */
static const struct { const char *a, *b; } different[] = {
	{"今月末払い", "今月未払い"}, {"なお", "な"}, {"ビデオ会社", "ビデ会社"}, {"制御装置", "制装置"},
	{"98,000", "98000"}, {"1.5", "15"}, {"22:14", "2214"}, {"a b", "ab"}, {"りんご園", "りん園"},
	{"入会", "人会"}, {"土曜", "士曜"}, {"ビル", "ピル"}, {"ハス", "バス"}, {"しよう", "しょう"},
	{"やった", "やつた"}, {"の登録", "登録"}, {"登録した。次", "登録した次"}, {"登録\nしました", "登録しました"},
	{"한국 사람", "한국사람"}, {"3-4", "34"}, {"one.two", "onetwo"}, {"a b c", "abc"}, {"病院", "美容院"},
	{"おばさん", "おばあさん"}, {"ビル", "ビール"},
	{"はい。え。あ。登録した。次", "はいえあ登録した次"}, {"やりようがない", "や利用がない"}, {"もうどうがんばっても", "もう動画んばっても"},
	{"身のうえ", "未納え"}, {"新かんせん", "新感染"},
};

/* The folded form itself. */
static const struct { const char *in, *want; } exact[] = {
	{"会員登録が完了しました。至急お支払い下さい！！", "会員登録ガ完了シマシタ。至急支払下サイ"},
	{"Your Computer is INFECTED! Call now.", "your computer is infected。call now"},
	{"98,000円", "98,000円"}, {"1,000.50", "1,000.50"}, {"2026/11/23 22:14:08", "2026/11/23 22:14:08"},
	{"03-0000-1234", "03-0000-1234"}, {"０３ー００００ー１２３４", "03-0000-1234"}, {"10% OFF", "10% off"},
	{"a@example.com", "a@example.com"}, {"example.jp", "example.jp"}, {"No. 5", "no 5"},
	{"He said no. Then left.", "he said no。then left"}, {"はい。いいえ", "ハイ。イイエ"},
	{"はい！？いいえ", "ハイ。イイエ"}, {"え！はい", "エ。ハイ"}, {"登録しました．次に", "登録シマシタ。次ニ"},
	{"登録しました\n次に進む", "登録シマシタ|次ニ進ム"}, {"登録しました。\n次に進む", "登録シマシタ。|次ニ進ム"},
	{"한국 사람", "한국 사람"}, {"Hello\n\nWorld", "hello|world"}, {"100\n200", "100|200"},
	{"wait...what", "wait what"}, {"", ""}, {"。。。", ""}, {"★", ""}, {"\xff\xfe", ""}, {"口座", "ロ座"},
	{"一括", "ー括"}, {"A B C", "a b c"}, {"3 days", "3 days"}, {"あ い", "アイ"}, {"登録 now 完了", "登録now完了"},
	{"IPアドレス：192.0.2.1", "ipアドレス192.0.2.1"}, {"第8条違反です。", "第8条違反デス"},
};

static void
test_rows(void)
{
	for (size_t i = 0; i < LEN(same); i++) {
		const char *want = fold(same[i].plain);

		CHECK_STR(fold(same[i].in), strlen(fold(same[i].in)), want, "same[%zu] %s", i, same[i].in);
	}
	for (size_t i = 0; i < LEN(different); i++)
		CHECK(strcmp(fold(different[i].a), fold(different[i].b)) != 0, "%s and %s",
		    different[i].a, different[i].b);
	for (size_t i = 0; i < LEN(exact); i++) {
		const char *got = fold(exact[i].in);

		CHECK_STR(got, strlen(got), exact[i].want, "exact[%zu] %s", i, exact[i].in);
	}
}

/* A document of one block per string. */
static struct mu_text
text_of(struct mu_doc *doc, const char *const *blocks, size_t n)
{
	struct mu_text t;

	mu_doc_init(doc, &arena);
	for (size_t i = 0; i < n; i++)
		mu_doc_add_block(doc, mu_str_of(blocks[i]), MU_P_TEXT, 0, 0);
	CHECK(mu_norm(doc, &arena, &t, NULL), "mu_norm");
	return t;
}

static uint32_t
find(const struct mu_text *t, const uint16_t *sym, size_t n)
{
	for (uint32_t i = 0; i + n <= t->n; i++)
		if (memcmp(t->sym + i, sym, n * sizeof *sym) == 0)
			return i;
	return UINT32_MAX;
}

/* The words a person saw: found by their folded form, shown as they were written. */
static void
test_spans(void)
{
	static const struct { const char *text, *phrase, *seen; } rows[] = {
		{"★会員登★録☆完◆了です", "登録完了", "登★録☆完◆了"},
		{"お客様のご登録が完了", "登録", "ご登録"}, {"ﾌﾟﾚﾐｱﾑ会員 ", "プレミアム", "ﾌﾟﾚﾐｱﾑ"},
		{"至急振り込み、です", "振込", "振り込み"}, {"お振り込み下さい。急げ", "振込ください", "お振り込み下さい"},
		{"「登録完了」と出た", "登録完了", "登録完了"}, {"登録か\u3099。", "登録が", "登録か\u3099"},
		{"the V i r u s is", "virus", "V i r u s"}, {"㍿見本", "株式会社", "㍿"}, {"㍿見本", "会社", "㍿"},
		{"㍿見本", "株", "㍿"}, {"期限は２４時間以内　です", "24時間以内", "２４時間以内"},
		{"a 𝐯𝐢𝐫𝐮𝐬 b", "virus", "𝐯𝐢𝐫𝐮𝐬"}, {"登\n録\n完\n了", "登録完了", "登\n録\n完\n了"},
		{"今すぐ登録！！！！！", "登録", "登録"}, {"葛\U000E0100城市", "葛", "葛\U000E0100"},
		{"1️⃣番", "1", "1️⃣"},
	};

	for (size_t i = 0; i < LEN(rows); i++) {
		struct mu_doc doc;
		struct mu_text t = text_of(&doc, &rows[i].text, 1);
		uint16_t sym[64];
		size_t n = mu_norm_str(mu_str_of(rows[i].phrase), sym, LEN(sym));
		uint32_t at = find(&t, sym, n), from, to;

		CHECK(at != UINT32_MAX, "%s not in %s (%s)", rows[i].phrase, rows[i].text,
		    show(t.sym, t.n));
		if (at == UINT32_MAX)
			continue;
		mu_text_span(&t, &doc, at, at + (uint32_t)n, &from, &to);
		CHECK_STR(doc.text + from, to - from, rows[i].seen, "span[%zu]", i);
		CHECK(mu_text_at(&t, from) <= at, "at[%zu]", i);
	}
}

static void
test_doc(void)
{
	static const char *const blocks[] = {"会員登録！", "「請求」と（表示）され、“virus”と 『『言う』", "【重要】",
	    "he said \"pay now\" or ‘call’ me, don’t"};
	static const struct { const char *in; char kind; bool closed; } quotes[] = {
		{"請求", 'j', true}, {"表示", 'p', true}, {"virus", 'd', true}, {"言ウ", 'j', false},
		{"言ウ", 'j', true}, {"重要", 'b', true}, {"pay now", 'd', true}, {"call", 's', true},
	};
	struct mu_doc doc;
	struct mu_text t = text_of(&doc, blocks, LEN(blocks));
	const char *got = show(t.sym, t.n);

	CHECK_STR(got, strlen(got), "会員登録。||請求ト表示サレvirusト言ウ||重要||he said pay now or call me dont||",
	    "blocks");
	CHECK(t.src[t.n] == doc.text_n, "src of the end");
	for (size_t i = 0; i < LEN(blocks); i++) {
		CHECK(t.src[t.block_start[i]] >= doc.blocks[i].from, "block %zu", i);
		CHECK(i == 0 || t.sym[t.block_start[i] - 1] == MU_SYM_BLOCK, "block %zu", i);
	}
	CHECK(t.quote_n == LEN(quotes), "%zu quotes", t.quote_n);
	for (size_t i = 0; i < LEN(quotes) && i < t.quote_n; i++) {
		const struct mu_quote *q = t.quotes + i;

		got = show(t.sym + q->from, q->to - q->from);
		CHECK_STR(got, strlen(got), quotes[i].in, "quote %zu", i);
		CHECK(q->kind == quotes[i].kind, "quote %zu is %c", i, q->kind);
		CHECK(q->closed == quotes[i].closed, "quote %zu", i);
	}
}

/* Hiding words is counted; ordinary pages hide nothing. */
static void
test_undone(void)
{
	static const struct { const char *text; uint32_t zw, split, look, width, bidi; } rows[] = {
		{"登\u200B録\u200B完了", 2, 0, 0, 0, 0}, {"登 録 完 了", 0, 3, 0, 0, 0},
		{"登★録★完★了", 0, 3, 0, 0, 0}, {"登。録。完。了", 0, 3, 0, 0, 0}, {"登\n録\n完\n了", 0, 3, 0, 0, 0},
		{"至.急.連.絡.下.さ.い", 0, 6, 0, 0, 0},
		{"V i r u s", 0, 4, 0, 0, 0}, {"vіrus", 0, 0, 1, 0, 0}, {"ダウン口ード", 0, 0, 1, 0, 0},
		{"𝐯𝐢𝐫𝐮𝐬", 0, 0, 0, 5, 0}, {"\u202E登録", 0, 0, 0, 0, 1}, {"登\u200F録", 0, 0, 0, 0, 1},
		/* honest */
		{"氏 名", 0, 0, 0, 0, 0}, {"月 火 水 木 金 土 日", 0, 0, 0, 0, 0}, {"月・火・水・木", 0, 0, 0, 0, 0},
		{"A B C D E F", 0, 0, 0, 0, 0}, {"👨\u200D👩\u200D👧 家族", 0, 0, 0, 0, 0}, {"口座と入力の二つ", 0, 0, 0, 0, 0},
		{"ﾌﾘｶﾞﾅ ﾐﾎﾝ ﾀﾛｳ ０３", 0, 0, 0, 0, 0}, {"㈱見本 ①申込 ℡", 0, 0, 0, 0, 0}, {"привет, мир", 0, 0, 0, 0, 0},
		{"会社概要 お知らせ 採用情報", 0, 0, 0, 0, 0}, {"今日は\n天気が良い", 0, 0, 0, 0, 0},
		{"co\u00ADop\u00ADer\u00ADate", 0, 0, 0, 0, 0}, {"1 2 3 4 5", 0, 0, 0, 0, 0}, {"はい。え。そう。", 0, 0, 0, 0, 0},
	};

	for (size_t i = 0; i < LEN(rows); i++) {
		struct mu_doc doc;
		struct mu_text t = text_of(&doc, &rows[i].text, 1);

		CHECK(t.undone_zero_width == rows[i].zw && t.undone_split == rows[i].split
		    && t.undone_lookalike == rows[i].look && t.undone_width == rows[i].width
		    && t.undone_bidi == rows[i].bidi, "undone[%zu] %s: zw %u split %u look %u width %u bidi %u",
		    i, rows[i].text, t.undone_zero_width, t.undone_split, t.undone_lookalike,
		    t.undone_width, t.undone_bidi);
	}
}

static void
test_classes(void)
{
	static const struct { const char *ch; unsigned want; } rows[] = {
		{"録", MU_C_HAN}, {"あ", MU_C_KATA}, {"ア", MU_C_KATA}, {"一", MU_C_KATA | MU_C_KANJI_DIGIT},
		{"二", MU_C_KATA | MU_C_KANJI_DIGIT}, {"三", MU_C_HAN | MU_C_KANJI_DIGIT}, {"a", MU_C_LATIN},
		{"万", MU_C_HAN | MU_C_KANJI_DIGIT}, {"〇", MU_C_HAN | MU_C_KANJI_DIGIT}, {"億", MU_C_HAN | MU_C_KANJI_DIGIT},
		{"9", MU_C_DIGIT}, {"９", MU_C_DIGIT}, {"한", MU_C_HANGUL}, {"%", MU_C_PUNCT}, {"ж", MU_C_LATIN},
		{"ー", MU_C_KATA | MU_C_KANJI_DIGIT}, {"々", MU_C_HAN},
	};

	for (size_t i = 0; i < LEN(rows); i++) {
		uint16_t sym[4];

		CHECK(mu_norm_str(mu_str_of(rows[i].ch), sym, LEN(sym)) == 1, "%s", rows[i].ch);
		CHECK(mu_sym_class(sym[0]) == rows[i].want, "%s is %u", rows[i].ch, mu_sym_class(sym[0]));
	}
	CHECK(mu_sym_class(MU_SYM_BLOCK) == MU_C_MARK && mu_sym_class(MU_SYM_LINE) == MU_C_MARK
	    && mu_sym_class(MU_SYM_STOP) == MU_C_MARK, "marks");
}

/* However little memory there is: a clean "no", never a crash. */
static void
test_no_memory(void)
{
	static const char *const blocks[] = {"「登録」ﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺ（完了）", "「「「「「「「「「「「「「「「「「「「あ」"};
	struct mu_doc doc;
	struct mu_text t;
	bool ok = false;

	text_of(&doc, blocks, LEN(blocks));
	for (size_t limit = 0; limit < 100000 && !ok; limit += 64) {
		struct mu_arena small;
		struct mushi_err err = {MUSHI_OK, 0, ""};

		mu_arena_init(&small, limit);
		ok = mu_norm(&doc, &small, &t, &err);
		CHECK(ok == (err.code == MUSHI_OK), "limit %zu", limit);
		mu_arena_fini(&small);
	}
	CHECK(ok, "never enough memory");
}

/* A text of forms that grow: the buffers are enlarged and the map back stays right. */
static void
test_growth(void)
{
	enum { TIMES = 2000 };
	static char text[3 * TIMES + 1];
	const char *p = text;
	struct mu_doc doc;
	struct mu_text t;

	for (size_t i = 0; i < TIMES; i++)
		memcpy(text + 3 * i, "㍿", 3);
	t = text_of(&doc, &p, 1);
	CHECK(t.n == 4 * TIMES + 1, "%u symbols", t.n);
	CHECK(t.src[4 * 1234] == 3 * 1234 && t.src[4 * 1234 + 3] == 3 * 1234, "src");
}

/*
 * The property everything rests on: a phrase said in a document is found in it. Random words and
 * marks make a phrase, other random words and marks go before and behind it.
 */
static uint32_t seed = 12345;

static uint32_t
rnd(uint32_t n)
{
	seed = seed * 1664525 + 1013904223;
	return (seed >> 8) % n;
}

static const char *const words[] = {
	"登録", "完了", "会員", "ご登録", "お客様", "の", "が", "を", "は", "に", "で", "なお", "ビデオ", "至急", "ありがとう",
	"ございます", "ください", "下さい", "振り込み", "振込", "お振込み", "支払い", "お支払い", "取り消し", "取消", "問い合わせ",
	"お問合せ", "申し込み", "差し押さえ", "一括", "二度", "サーバー", "エラー", "メール", "データ", "ユーザー", "コンピューター",
	"一", "人", "制御", "装置", "りんご", "いただきます", "頂く", "致します", "一致", "する", "virus", "Windows", "your",
	"computer", "is", "a", "I", "98,000", "円", "24", "時間", "03-0000-1234", "ID", "VIP", "18", "歳以上", "㈱", "㍿",
	"①", "Ⅲ", "ｶﾞｿﾘﾝ", "ﾕｰｻﾞｰ", "Мicrosoft", "한국", "사람", "don't", "example.jp", "口座", "カ月", "していた", "しました", "しない",
	"すべて", "だけ", "最後", "通告", "御連絡", "御座います", "〇〇様", "え", "お", "ご", "電話", "確認し", "ウィルス", "𝐯𝐢𝐫𝐮𝐬",
	"令和8年", "国民", "會員登錄", "がぎぐ", "か\u3099", "登\u200B録", "%", "@", "#1", "привет", "後払い", "手続き", "本日中",
};
static const char *const marks[] = {"", "", "", "", "", " ", "　", "、", "・", "★", "「", "」", "-", "―", "…", "/", ":",
    "：", "(", ")", "\"", "☆★", " - ", "\u200B", "\u202E", "_", "~", ","};
static const char *const breaks[] = {"。", "！", ". ", "\n", "。\n", "? ", "．"};

static void
add(char *buf, size_t *n, const char *s)
{
	size_t len = strlen(s);

	memcpy(buf + *n, s, len);
	*n += len;
}

/* A truncated word must not meet what would have ended it: those pairs are no honest text. */
static void
add_words(char *buf, size_t *n, unsigned count, bool stops)
{
	for (unsigned i = 0; i < count; i++) {
		add(buf, n, words[rnd(LEN(words))]);
		if (i + 1 < count)
			add(buf, n, stops && rnd(6) == 0 ? breaks[rnd(LEN(breaks))] : marks[rnd(LEN(marks))]);
	}
}

static void
test_phrase_in_context(void)
{
	unsigned failed = 0;

	for (unsigned round = 0; round < 40000; round++) {
		char buf[2048];
		const char *text = buf;
		uint16_t phrase[512];
		size_t n = 0, from, to, m;
		struct mu_doc doc;
		struct mu_text t;
		uint32_t at, span_from, span_to;

		mu_arena_fini(&arena);
		mu_arena_init(&arena, 1 << 24);
		if (rnd(3)) {
			add_words(buf, &n, 1 + rnd(4), true);
			add(buf, &n, rnd(3) ? marks[rnd(LEN(marks))] : breaks[rnd(LEN(breaks))]);
		}
		from = n;
		add_words(buf, &n, 1 + rnd(3), false);
		to = n;
		if (rnd(3)) {
			add(buf, &n, rnd(3) ? marks[rnd(LEN(marks))] : breaks[rnd(LEN(breaks))]);
			add_words(buf, &n, 1 + rnd(4), true);
		}
		buf[n] = 0;
		m = mu_norm_str((struct mu_str){buf + from, to - from}, phrase, LEN(phrase));
		t = text_of(&doc, &text, 1);
		at = find(&t, phrase, m);
		CHECK(at != UINT32_MAX, "%.*s (%s) in %s (%s)", (int)(to - from), buf + from,
		    show(phrase, m), buf, show(t.sym, t.n));
		failed += at == UINT32_MAX;
		if (at == UINT32_MAX || m == 0)
			continue;
		mu_text_span(&t, &doc, at, at + (uint32_t)m, &span_from, &span_to);
		CHECK(span_from < span_to && span_to <= doc.text_n, "span of %s", buf);
	}
	CHECK(failed == 0, "%u of 40000 phrases were not found", failed);
}

int
main(void)
{
	mu_arena_init(&arena, 1 << 24);
	test_rows();
	test_spans();
	test_doc();
	test_undone();
	test_classes();
	test_no_memory();
	test_growth();
	test_phrase_in_context();
	mu_arena_fini(&arena);
	CHECK_DONE();
}
