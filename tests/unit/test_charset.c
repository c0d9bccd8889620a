/*
 * Decoders against the oracle of charset_oracle.py (argument 1), labels, the prescan
 * against html5lib's cases, and what mu_decode() makes of declarations that lie.
 */
#include "check.h"

#include "read/charset.h"
#include "read/decode.h"

static struct mu_arena arena;

static struct mu_decoded
decode(const char *p, size_t n, enum mu_charset forced, enum mu_charset hint, bool html)
{
	struct mu_decoded d;
	struct mushi_err err = {0};

	CHECK(mu_decode((struct mu_str){p, n}, forced, hint, html, &arena, &d, &err), "%s", err.msg);
	return d;
}

static enum mu_charset
label(const char *s)
{
	return mu_charset_by_label(mu_str_of(s));
}

static size_t
unhex(const char *hex, char *out)
{
	size_t n = 0;
	unsigned b;

	while (hex[0] && hex[1] && sscanf(hex, "%2x", &b) == 1) {
		out[n++] = (char)b;
		hex += 2;
	}
	return n;
}

static void
test_oracle(const char *path)
{
	char line[512], name[32], in_hex[128], out_hex[256], in[64], want[128];
	unsigned long bad, rows = 0;
	FILE *f = fopen(path, "r");

	CHECK(f, "cannot open %s", path);
	if (!f)
		return;
	while (fgets(line, sizeof(line), f)) {
		size_t in_n, want_n;
		struct mu_decoded d;

		if (sscanf(line, "%31s %127s %255s %lu", name, in_hex, out_hex, &bad) != 4) {
			CHECK(0, "odd row: %s", line);
			continue;
		}
		rows++;
		in_n = unhex(in_hex, in);
		want_n = unhex(out_hex, want);
		mu_arena_fini(&arena);
		d = decode(in, in_n, label(name), MU_CS_UNKNOWN, false);
		CHECK(d.text.n == want_n && !memcmp(d.text.p, want, want_n) && d.bad == bad,
		    "%s %s: got \"%.*s\" (%u bad), want %s", name, in_hex, (int)d.text.n, d.text.p,
		    d.bad, out_hex);
	}
	fclose(f);
	CHECK(rows > 500000, "only %lu rows", rows);
}

static void
test_labels(void)
{
	static const struct { const char *in; enum mu_charset want; const char *name; } rows[] = {
		{"UTF-8", MU_CS_UTF8, "UTF-8"},
		{" \t\f\r\nutf8\n ", MU_CS_UTF8, "UTF-8"},
		{"x-sjis", MU_CS_SHIFT_JIS, "Shift_JIS"},
		{"Shift_JIS", MU_CS_SHIFT_JIS, "Shift_JIS"},
		{"MS_Kanji", MU_CS_SHIFT_JIS, "Shift_JIS"},
		{"CP932", MU_CS_SHIFT_JIS, "Shift_JIS"},
		{"eucJP", MU_CS_EUC_JP, "EUC-JP"},
		{"x-euc-jp", MU_CS_EUC_JP, "EUC-JP"},
		{"ISO-2022-JP", MU_CS_ISO_2022_JP, "ISO-2022-JP"},
		{"unicode", MU_CS_UTF16LE, "UTF-16LE"},
		{"utf-16be", MU_CS_UTF16BE, "UTF-16BE"},
		{"latin1", MU_CS_WINDOWS_1252, "windows-1252"},
		{"us-ascii", MU_CS_WINDOWS_1252, "windows-1252"},
		{"gb2312", MU_CS_GBK, "GBK"},
		{"Big5", MU_CS_BIG5, "Big5"},
		{"ks_c_5601-1987", MU_CS_EUC_KR, "EUC-KR"},
		{"koi8-r", MU_CS_OTHER, "other"},
		{"windows-1251", MU_CS_OTHER, "other"},
		{"", MU_CS_UNKNOWN, "unknown"},
		{"utf-8x", MU_CS_UNKNOWN, "unknown"},
		{"utf 8", MU_CS_UNKNOWN, "unknown"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *name = mu_charset_name(label(rows[i].in));

		CHECK(label(rows[i].in) == rows[i].want, "row %zu: %s", i, rows[i].in);
		CHECK_STR(name, strlen(name), rows[i].name, "row %zu", i);
	}
}

/* Broken input: one U+FFFD for each wrong sequence, and no ASCII byte lost. */
static void
test_broken(void)
{
	static const struct { const char *cs, *in, *want; unsigned bad; } rows[] = {
		{"shift_jis", "\x82<b>", "\xEF\xBF\xBD<b>", 1},
		{"shift_jis", "\x82\xA0\x82", "あ\xEF\xBF\xBD", 1},
		{"shift_jis", "\xFD\xFE\xFF\xA0", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD", 4},
		{"shift_jis", "\x83\x5C\x95\x5C\\n~", "ソ表\\n~", 0},
		{"shift_jis", "\xB6\xDE\xBF\xD8\xDD", "ｶﾞｿﾘﾝ", 0},
		{"shift_jis", "\x87\x40\x87\x8A\xFB\xFC", "①㈱髙", 0},
		{"shift_jis", "\xF0\x40\xF9\xFC", "\xEE\x80\x80\xEE\x9D\x97", 0},
		{"shift_jis", "\x85\x9F" "A", "\xEF\xBF\xBD" "A", 1},
		{"shift_jis", "\x85\x40" "A", "\xEF\xBF\xBD@A", 1},
		{"euc-jp", "\xA4<b>", "\xEF\xBF\xBD<b>", 1},
		{"euc-jp", "\x8F\xA2<b>", "\xEF\xBF\xBD<b>", 1},
		{"euc-jp", "\x8E\xB6\x8E\xDE\xAD\xA1", "ｶﾞ①", 0},
		{"euc-jp", "\x8F\xB0\xA1\x8F\xB0", "丂\xEF\xBF\xBD", 1},
		{"euc-jp", "\xA4\xA2\xA4", "あ\xEF\xBF\xBD", 1},
		{"iso-2022-jp", "\x1B$B$\"\x1B(B<", "あ<", 0},
		{"iso-2022-jp", "\x1B$B$\"\x1B(B\x1B$B$$\x1B(B", "あい", 0},
		{"iso-2022-jp", "\x1B$@0!\x1B(J\\~", "亜\xC2\xA5\xE2\x80\xBE", 0},
		{"iso-2022-jp", "\x1B(I6^\x1B(B6^", "ｶﾞ6^", 0},
		{"iso-2022-jp", "\x0E" "6^\x0F" "6^", "ｶﾞ6^", 0},
		{"iso-2022-jp", "\x1B$B-!\n$\"", "①\nあ", 0},
		{"iso-2022-jp", "\x1B$B$\x1B(B<", "\xEF\xBF\xBD<", 1},
		{"iso-2022-jp", "\x1B$B$\n$\"", "\xEF\xBF\xBD\nあ", 1},
		{"iso-2022-jp", "a\x1B[0m\xE9", "a\xEF\xBF\xBD[0m\xEF\xBF\xBD", 2},
		{"iso-2022-jp", "\x1B", "\xEF\xBF\xBD", 1},
		{"utf-8", "a\xE3\x81<", "a\xEF\xBF\xBD<", 1},
		{"utf-8", "\xED\xA0\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD", 3},
		{"utf-8", "\xF0\x9F\x98", "\xEF\xBF\xBD", 1},
		{"utf-8", "\xC0\xAF", "\xEF\xBF\xBD\xEF\xBF\xBD", 2},
		{"utf-8", "\xEF\xBB\xBFok", "ok", 0},
		{"gbk", "\x82<\xA4\xA2\x80\x90\x30\x81\x30\x81\x30\x81\x30\x82", "\xEF\xBF\xBD<あ€\xF0\x90\x80\x80"
		    "\xEF\xBF\xBD\xEF\xBF\xBD", 3},
		{"big5", "\xC6\xE7\xC7\x50\xC6\xE1", "ぁど〆", 0},
		{"big5", "\xA4\x40\xA4<", "一\xEF\xBF\xBD<", 1},
		{"euc-kr", "\xB0\xA1\xAA\xA2\xFF", "가あ\xEF\xBF\xBD", 1},
		{"windows-1252", "\x80\x81\xFF", "€\xC2\x81ÿ", 0},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct mu_decoded d = decode(rows[i].in, strlen(rows[i].in), label(rows[i].cs),
		    MU_CS_UNKNOWN, true);

		CHECK_STR(d.text.p, d.text.n, rows[i].want, "row %zu", i);
		CHECK(d.bad == rows[i].bad, "row %zu: %u bad", i, d.bad);
		CHECK(d.charset == label(rows[i].cs) && !d.contradicted, "row %zu", i);
	}
}

#define SJIS_TOUROKU "\x93\x6F\x98\x5E\x82\xAA\x8A\xAE\x97\xB9\x82\xB5\x82\xDC\x82\xB5\x82\xBD"
#define EUC_TOUROKU "\xC5\xD0\xCF\xBF\xA4\xAC\xB4\xB0\xCE\xBB\xA4\xB7\xA4\xDE\xA4\xB7\xA4\xBF"
#define GBK_TOUROKU "\xB5\xC7\xE5\x68\xA4\xAC\xCD\xEA\xC1\xCB\xA4\xB7\xA4\xDE\xA4\xB7\xA4\xBF"
#define JIS_TOUROKU "\x1B$BEPO?$,40N;$7$^$7$?\x1B(B"

/* Declarations: true, missing, wrong, twice. */
static void
test_declared(void)
{
	static const struct {
		const char *in;
		enum mu_charset hint, want;
		bool contradicted;
		const char *holds;
	} rows[] = {
		{"<meta charset=utf-8>" SJIS_TOUROKU, 0, MU_CS_SHIFT_JIS, true, "登録が完了"},
		{"<meta charset=utf-8>" EUC_TOUROKU, 0, MU_CS_EUC_JP, true, "登録が完了"},
		{"<meta charset=shift_jis>登録が完了しました", 0, MU_CS_UTF8, true, "登録が完了"},
		{"<meta charset=shift_jis>" EUC_TOUROKU, 0, MU_CS_EUC_JP, true, "登録が完了"},
		{"<meta charset=euc-jp>" SJIS_TOUROKU, 0, MU_CS_SHIFT_JIS, true, "登録が完了"},
		{"<meta charset=shift_jis>" JIS_TOUROKU, 0, MU_CS_ISO_2022_JP, true, "登録が完了"},
		{"<meta charset=shift_jis>" SJIS_TOUROKU, 0, MU_CS_SHIFT_JIS, false, "登録が完了"},
		{"<meta charset=euc-jp><meta charset=shift_jis>" SJIS_TOUROKU, 0, MU_CS_SHIFT_JIS,
		    true, "登録が完了"},
		{"<meta charset=shift_jis>" SJIS_TOUROKU, MU_CS_WINDOWS_1252, MU_CS_SHIFT_JIS, true,
		    "登録が完了"},
		{"<meta charset=iso-8859-1>" SJIS_TOUROKU, 0, MU_CS_SHIFT_JIS, true, "登録が完了"},
		{"<meta charset=gb2312>" SJIS_TOUROKU, 0, MU_CS_SHIFT_JIS, true, "登録が完了"},
		{"<meta charset=euc-jp>" SJIS_TOUROKU, MU_CS_SHIFT_JIS, MU_CS_SHIFT_JIS, true,
		    "登録が完了"},
		{"<p>" SJIS_TOUROKU, MU_CS_UTF16LE, MU_CS_SHIFT_JIS, true, "登録が完了"},
		/* Japanese and Chinese written as GBK, and said to be; Korean. */
		{GBK_TOUROKU, MU_CS_GBK, MU_CS_GBK, false, "登録が完了しました"},
		{"\xC4\xFA\xB5\xC4\xB5\xE7\xC4\xD4\xD2\xD1\xB8\xD0\xC8\xBE\xB2\xA1\xB6\xBE", MU_CS_GBK,
		    MU_CS_GBK, false, "您的电脑已感染病毒"},
		{"\xB0\xE6\xB0\xED! \xB9\xD9\xC0\xCC\xB7\xAF\xBD\xBA", MU_CS_EUC_KR, MU_CS_EUC_KR, false,
		    "경고! 바이러스"},
		{"\xC4\xB5\xA7\x69\xA1\x49\xAF\x66\xAC\x72<", MU_CS_BIG5, MU_CS_BIG5, false, "警告！病毒<"},
		{"您的电脑", MU_CS_GBK, MU_CS_UTF8, true, "您的电脑"},
		/* Chinese and Korean that say nothing; Japanese without kana is neither. */
		{"\xB0\xED\xB0\xB4\xB4\xD4\xC0\xC7\x20\xC4\xC4\xC7\xBB\xC5\xCD\xB0"
		    "\xA1\x20\xB9\xD9\xC0\xCC\xB7\xAF\xBD\xBA\xBF\xA1\x20\xB0\xA8\xBF"
		    "\xB0\xB5\xC7\xBE\xFA\xBD\xC0\xB4\xCF\xB4\xD9\x2E", 0, MU_CS_EUC_KR, false,
		    "바이러스에 감염"},
		{"\xB1\x7A\xAA\xBA\xB9\x71\xB8\xA3\xA4\x77\xA4\xA4\xA4\x46\xAF\x66"
		    "\xAC\x72\xA1\x41\xBD\xD0\xA4\xA3\xAD\x6E\xC3\xF6\xBE\xF7\xA1\x41"
		    "\xA7\xDA\xAD\xCC\xAA\xBA\xA4\x48", 0, MU_CS_BIG5, false,
		    "您的電腦已中了病毒"},
		{"\xC4\xFA\xB5\xC4\xB5\xE7\xC4\xD4\xD2\xD1\xBE\xAD\xD6\xD0\xC1\xCB"
		    "\xB2\xA1\xB6\xBE\xA3\xAC\xC7\xEB\xB2\xBB\xD2\xAA\xB9\xD8\xBB\xFA"
		    "\xA3\xAC\xCE\xD2\xC3\xC7\xB5\xC4\xC8\xCB", 0, MU_CS_GBK, false,
		    "您的电脑已经中了病毒"},
		{"\xB2\xF1\xB0\xF7\xC5\xD0\xCF\xBF\xB4\xB0\xCE\xBB\xB3\xCE\xC7\xA7"
		    "\xB2\xE8\xCC\xCC", 0, MU_CS_EUC_JP, false,
		    "会員登録完了確認画面"},
		{"\xBA\xDE\xC4\xB3\xDB\xB8\xB1\xD8\xB6\xDE\xC4\xB3\xBA\xDE\xBB\xDE"
		    "\xB2\xCF\xBD", 0, MU_CS_SHIFT_JIS, false,
		    "ｺﾞﾄｳﾛｸｱﾘｶﾞﾄｳ"},
		{"\xB0\xEC\xBB\xFE\xC5\xAA\x20\xC2\xE7\xBF\xCD\x20\xC3\xE6\xB9\xF1"
		    "\xBF\xCD\x20\xB2\xF1\xBC\xD2\x20\xB8\xC4\xBF\xCD\x20\xBF\xCD\xB5"
		    "\xA4", 0, MU_CS_EUC_JP, false,
		    "中国人"},
		/* A draw is settled by the label: kana by one, kanji by the other. */
		{"\xC7\xAF", MU_CS_EUC_JP, MU_CS_EUC_JP, false, "年"},
		{"\xC7\xAF", MU_CS_SHIFT_JIS, MU_CS_SHIFT_JIS, false, "ﾇｯ"},
		{"caf\xE9", 0, MU_CS_WINDOWS_1252, false, "café"},
		{"\xCF\xF0\xE8\xE2\xE5\xF2", MU_CS_OTHER, MU_CS_OTHER, false, "Ï"},
		/* Russian, which is half-width kana to Shift_JIS. */
		{"\xD7\xCE\xC9\xCD\xC1\xCE\xC9\xC5 \xD7\xC1\xDB \xCB\xCF\xCD\xD0\xD8\xC0\xD4\xC5\xD2",
		    MU_CS_OTHER, MU_CS_OTHER, false, "×ÎÉÍÁÎÉÅ"},
		/* Mixed and not declared: the larger part wins. */
		{"登録が完了しました。料金をお支払いください" SJIS_TOUROKU, 0, MU_CS_UTF8, false,
		    "登録が完了"},
		{SJIS_TOUROKU SJIS_TOUROKU SJIS_TOUROKU "料金", 0, MU_CS_SHIFT_JIS, false,
		    "登録が完了"},
		{SJIS_TOUROKU SJIS_TOUROKU EUC_TOUROKU, 0, MU_CS_SHIFT_JIS, false, "登録が完了"},
		/* An escape that a browser shows as it is. */
		{"<meta charset=utf-8><!-- \x1B$B --><p>&#30331;&#37682;</p><p>Click here now</p>", 0,
		    MU_CS_UTF8, false, "&#30331;&#37682;"},
		/* UTF-8 that nobody sees beside Shift_JIS that is declared. */
		{"<meta charset=shift_jis>" SJIS_TOUROKU SJIS_TOUROKU "<div hidden>"
		    "今日は天気がいいので散歩に行きましょう。明日も晴れるでしょう。"
		    "今日は天気がいいので散歩に行きましょう。明日も晴れるでしょう。</div>", 0,
		    MU_CS_SHIFT_JIS, false, "登録が完了"},
		/* One stray byte hides nothing. */
		{"登録が\xFF完了", 0, MU_CS_UTF8, false, "完了"},
		{"<meta charset=utf-8>登録が\x93\x6F完了しました", 0, MU_CS_UTF8, false, "完了"},
		{"<meta charset=iso-2022-jp>" JIS_TOUROKU "\xE9", 0, MU_CS_ISO_2022_JP, false,
		    "登録が完了"},
		{SJIS_TOUROKU "\xFF" SJIS_TOUROKU, 0, MU_CS_SHIFT_JIS, false, "登録が完了"},
		/* Marks beat all but force. */
		{"\xEF\xBB\xBF<meta charset=shift_jis>あ", MU_CS_EUC_JP, MU_CS_UTF8, true, ">あ"},
		{"\xFE\xFF\x30\x42", MU_CS_UTF8, MU_CS_UTF16BE, true, "あ"},
		{"\xFF\xFE\x42\x30", 0, MU_CS_UTF16LE, false, "あ"},
		{"\x42\x30\x44\x30", MU_CS_UTF16LE, MU_CS_UTF16LE, false, "あい"},
		/* ASCII is what it is said to be. */
		{"plain", MU_CS_SHIFT_JIS, MU_CS_SHIFT_JIS, false, "plain"},
		{"<meta charset=euc-jp>plain", 0, MU_CS_EUC_JP, false, "plain"},
		{"plain", MU_CS_UTF16BE, MU_CS_UTF8, true, "plain"},
		{"plain", 0, MU_CS_UTF8, false, "plain"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct mu_decoded d = decode(rows[i].in, strlen(rows[i].in), MU_CS_UNKNOWN,
		    rows[i].hint, true);

		CHECK(d.charset == rows[i].want, "row %zu: %s", i, mu_charset_name(d.charset));
		CHECK(d.contradicted == rows[i].contradicted, "row %zu: contradicted %d", i,
		    d.contradicted);
		CHECK(mu_str_find(d.text, mu_str_of(rows[i].holds)) != SIZE_MAX, "row %zu: \"%.*s\"",
		    i, (int)d.text.n, d.text.p);
	}
}

/* Broken bytes beyond what the detector weighs still count. */
static void
test_far_away(void)
{
	static char big[200 * 1024];
	struct mu_decoded d;
	size_t n = 0;

	while (n + 64 < sizeof(big)) {
		memcpy(big + n, "<b>" SJIS_TOUROKU "</b>\n", 26);
		n += 26;
	}
	big[n / 2 + 3] = (char)0xFF;
	d = decode(big, n, MU_CS_UNKNOWN, MU_CS_UTF8, true);
	CHECK(d.charset == MU_CS_SHIFT_JIS && d.contradicted && d.bad < 4, "%s, %u bad",
	    mu_charset_name(d.charset), d.bad);

	memset(big, 'a', sizeof(big));
	memcpy(big + sizeof(big) - 40, SJIS_TOUROKU, 18);
	d = decode(big, sizeof(big), MU_CS_UNKNOWN, MU_CS_UNKNOWN, false);
	CHECK(d.charset == MU_CS_SHIFT_JIS && !d.bad, "%s", mu_charset_name(d.charset));
}

static void
test_odd(void)
{
	static const char png[] = "\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\0\x20\0\0\0\x20\x08\x06\0\0\0";
	static char strewn[340];
	static const char utf8[] = "あい <b>";
	struct mu_arena small;
	struct mu_decoded d;
	struct mushi_err err = {0};

	d = decode(png, sizeof(png) - 1, MU_CS_UNKNOWN, MU_CS_UNKNOWN, false);
	CHECK(d.binary, "a picture is no text");
	d = decode(utf8, sizeof(utf8) - 1, MU_CS_UNKNOWN, MU_CS_UNKNOWN, true);
	CHECK(!d.binary && d.text.p == utf8, "valid UTF-8 is borrowed");
	d = decode("", 0, MU_CS_UNKNOWN, MU_CS_UNKNOWN, true);
	CHECK(d.text.n == 0 && d.charset == MU_CS_UTF8, "empty");
	d = decode(NULL, 0, MU_CS_SHIFT_JIS, MU_CS_UNKNOWN, true);
	CHECK(d.text.n == 0 && d.charset == MU_CS_SHIFT_JIS, "nothing at all");
	d = decode("\xEF\xBB\xBF", 3, MU_CS_UNKNOWN, MU_CS_UNKNOWN, true);
	CHECK(d.text.n == 0 && d.charset == MU_CS_UTF8, "a mark alone");
	d = decode("\xFF\xFE\x00\xD8" "a", 5, MU_CS_UNKNOWN, MU_CS_UNKNOWN, true);
	CHECK_STR(d.text.p, d.text.n, "\xEF\xBF\xBD", "half a surrogate pair");
	for (size_t i = 0; i < 300; i += 2) /* in a comment, which a browser shows nobody */
		memcpy(strewn + 4 + i, "a\0", 2);
	memcpy(strewn, "<!--", 4);
	memcpy(strewn + 304, "--><p>" SJIS_TOUROKU "</p><br><br>", 36);
	d = decode(strewn, 340, MU_CS_UNKNOWN, MU_CS_UNKNOWN, true);
	CHECK(d.charset == MU_CS_SHIFT_JIS, "strewn zeros: %s", mu_charset_name(d.charset));

	mu_arena_init(&small, 16);
	CHECK(!mu_decode(MU_STR(SJIS_TOUROKU), MU_CS_UNKNOWN, MU_CS_UNKNOWN, false, &small, &d, &err)
	    && err.code == MUSHI_ENOMEM, "no memory is an error");
	mu_arena_fini(&small);
}

/* One file of html5lib: #data, the page; #encoding, the name. Returns the cases run. */
static unsigned
html5lib_file(const char *path)
{
	static char buf[512 * 1024];
	FILE *f = fopen(path, "rb");
	unsigned cases = 0;
	char *p;

	if (!f)
		return 0;
	buf[fread(buf, 1, sizeof(buf) - 1, f)] = 0;
	fclose(f);
	for (p = strstr(buf, "#data\n"); p; p = strstr(p, "#data\n")) {
		char *data = p + 6, *end = strstr(data, "\n#encoding\n"), *name, *stop;
		struct mu_str page, raw, want;
		enum mu_charset got;

		if (!end)
			break;
		name = end + 11;
		stop = strchr(name, '\n');
		if (!stop)
			stop = name + strlen(name);
		want = (struct mu_str){name, (size_t)(stop - name)};
		page = (struct mu_str){data, (size_t)(end - data)};
		raw = (struct mu_str){NULL, 0};
		got = mu_str_starts(page, MU_STR("\xEF\xBB\xBF")) ? MU_CS_UTF8
		    : mu_charset_prescan(page, &raw);
		/* Some cases are about what a browser's parser meets after the prescan. */
		if (got == MU_CS_UNKNOWN)
			got = mu_charset_prescan_to(page, SIZE_MAX, &raw);
		/* windows-1252 is also what the cases call "nothing declared". */
		if (got == MU_CS_UNKNOWN)
			got = MU_CS_WINDOWS_1252;
		CHECK(got == mu_charset_by_label(want), "%s: case %u: %s for %.*s", path, cases,
		    mu_charset_name(got), (int)want.n, want.p);
		CHECK(got != MU_CS_OTHER || mu_str_eq_nocase(raw, want) || raw.n, "%s: case %u", path,
		    cases);
		cases++;
		p = stop;
	}
	return cases;
}

static void
test_html5lib(const char *root)
{
	static const char *const files[] = {"tests1.dat", "tests2.dat", "test-yahoo-jp.dat"};
	unsigned cases = 0;
	char path[1024];

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		snprintf(path, sizeof(path), "%s/encoding/%s", root, files[i]);
		cases += html5lib_file(path);
	}
	if (cases)
		printf("html5lib: %u cases of the prescan\n", cases);
	else
		CHECK_SKIP("html5lib: no cases under %s", root);
}

static void
test_prescan(void)
{
	static const struct { const char *in; enum mu_charset want; const char *label; } rows[] = {
		{"<?xml version='1.0' encoding='Shift_JIS'?><html>", MU_CS_SHIFT_JIS, "Shift_JIS"},
		{"<meta charset=utf-16>", MU_CS_UTF8, "utf-16"},
		{"<meta charset=x-user-defined>", MU_CS_WINDOWS_1252, "x-user-defined"},
		{"<!-- <meta charset=euc-jp> --><meta charset='sjis'>", MU_CS_SHIFT_JIS, "sjis"},
		{"<!--><meta charset=euc-jp>", MU_CS_EUC_JP, "euc-jp"},
		{"<meta charset=euc-jp", MU_CS_UNKNOWN, ""},
		{"<meta", MU_CS_UNKNOWN, ""},
		{"<", MU_CS_UNKNOWN, ""},
		{"<!-", MU_CS_UNKNOWN, ""},
		{"<a b='<meta charset=euc-jp>'>", MU_CS_UNKNOWN, ""},
		{"<meta content='text/html; charset=euc-jp'>", MU_CS_UNKNOWN, ""},
		{"<meta content='text/html; charset=euc-jp' http-equiv=content-type>", MU_CS_EUC_JP,
		    "euc-jp"},
		{"<meta http-equiv=Content-Type content=\"text/html; charset = 'x-sjis' \">",
		    MU_CS_SHIFT_JIS, "x-sjis"},
	};
	static char far_page[1100];
	struct mu_str got;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		CHECK(mu_charset_prescan(mu_str_of(rows[i].in), &got) == rows[i].want, "row %zu", i);
		CHECK_STR(got.p, got.n, rows[i].label, "row %zu", i);
	}
	memset(far_page, ' ', sizeof(far_page));
	memcpy(far_page + 1010, "<meta charset=euc-jp>", 21);
	CHECK(mu_charset_prescan((struct mu_str){far_page, sizeof(far_page)}, &got) == MU_CS_UNKNOWN,
	    "past 1,024 bytes");
}

int
main(int argc, char **argv)
{
	const char *root = getenv("MUSHI_HTML5LIB");

	mu_arena_init(&arena, 64u << 20);
	test_labels();
	test_broken();
	test_declared();
	test_far_away();
	test_odd();
	test_prescan();
	test_html5lib(root ? root : argc > 2 ? argv[2] : ".");
	if (argc > 1)
		test_oracle(argv[1]);
	mu_arena_fini(&arena);
	CHECK_DONE();
}
