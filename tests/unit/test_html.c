#include "check.h"
#include "docs.h"
#include "read/html.h"

static const struct {
	const char *in, *want;
} rows[] = {
	/* words are not split */
	{"登<b>録</b>完了", "text:登録完了"},
	{"登<!-- x -->録<wbr>完<span></span>了", "text:登録完了"},
	{"<p>登<i>録<u>完</i>了</u></p>", "text:登録完了"},
	{"登&#37682;", "text:登録"},
	{"登&#x9332;完&#20102;", "text:登録完了"},
	{"登<font color=red>録</font>完<a href=x>了</a>", "text:登録完了"},
	{"登<script>var a=1</script>録", "text:登録"},
	{"登<style>b{}</style>録", "text:登録"},
	{"登<unknown-tag>録</unknown-tag>", "text:登録"},
	{"a  b\n\tc", "text:a b c"},
	{"  <p>  a </p>  ", "text:a"},
	{"a<b> b </b>c", "text:a b c"},
	{"a <b> b</b>", "text:a b"},
	/* blocks */
	{"<p>一番目<p>二番目", "text:一番目 | text:二番目"},
	{"<div>外側の<div>内側の</div>残りの</div>", "text:外側の | text:内側の | text:残りの"},
	{"前の文<hr>後の文", "text:前の文 | text:後の文"},
	{"一行目<br>二行目", "text:一行目~二行目"},
	{"一<br><br><br><br>二", "text:一~~二"},
	{"<p><br>文<br></p>", "text:文"},
	{"一行 <br> 二行", "text:一行~二行"},
	{"前の文</p>次の文", "text:前の文 | text:次の文"},
	{"文</br>次", "text:文~次"},
	{"前の文</div>次の文", "text:前の文 | text:次の文"},
	{"<center>真ん中</center>外", "text:真ん中 | text:外"},
	{"<span style='display:block'>登録が</span>完了", "text:登録が | text:完了"},
	{"<div style='display:inline'>登録</div>完了", "text:登録完了"},
	{"<style>.b{display:block}</style><span class=b>登録が</span>完了", "text:登録が | text:完了"},
	{"<style>div{display:inline}</style><div>登録</div><div>完了</div>", "text:登録完了"},
	/* pieces of one or two characters */
	{"<table><tr><td>登<td>録<td>完<td>了</table>", "text/table:登録完了"},
	{"<tr><td>会<td>費<td>は<td>98,000<td>円<td>で<td>す<td>。</tr>",
	    "text/table:会費は98,000円です。"},
	{"<tr><td>月<td>火<td>水<td>木</tr><tr><td>1<td>2</tr>",
	    "text/table:月火水木 | text/table:1 | text/table:2"},
	{"<tr><td>会<td>費<td>98,000<td>円</tr>",
	    "text/table:会費 | text/table:98,000 | text/table:円"},
	{"<div>登</div><div>録</div><div>完了</div>", "text:登録完了"},
	{"<table><tr><td>1<td>2<td>3</table>", "text/table:1 | text/table:2 | text/table:3"},
	{"<td>氏名<td>山田太郎", "text/table:氏名 | text/table:山田太郎"},
	{"<ul><li>はい<li>いえ</ul>", "text1/list:はい | text1/list:いえ"},
	{"<ul><li>登<li>録</ul>", "text1/list:登録"},
	{"<h1>登</h1><p>録</p>", "h1:登 | text:録"},
	/* pre */
	{"<pre>a  b\n c\n</pre>d", "text/code:a b~c | text:d"},
	{"<pre>\n一\n\n\n\n二</pre>", "text/code:一~~二"},
	{"<listing>x\ny</listing>", "text/code:x~y"},
	{"<xmp><b>太字</b></xmp>", "text/code:<b>太字</b>"},
	{"前<plaintext><p>終わり</plaintext>", "text:前 | text/code:<p>終わり</plaintext>"},
	{"<textarea>a\nb</textarea>", "text/code:a~b"},
	{"<p>見本 <code>x=1</code></p>", "text:見本 x=1"},
	{"<p><code>x=1</code></p>", "text/code:x=1"},
	{"<samp>出力</samp>", "text/code:出力"},
	/* places */
	{"<title>題&amp;名</title>本文", "title:題&名 | text:本文"},
	{"<title><b>x</b></title>", "title:<b>x</b>"},
	{"<h1>大</h1><h3>小</h3>", "h1:大 | h3:小"},
	{"<h2>題</h2>文<h2>次</h3>文", "h2:題 | text:文 | h2:次 | text:文"},
	{"<fieldset><legend>見出</legend>中身</fieldset>", "h:見出 | text:中身"},
	{"<table><caption>表題</caption><tr><td>値段の表</table>", "h:表題 | text/table:値段の表"},
	{"<details><summary>詳細を見る</summary>隠れていない</details>",
	    "h:詳細を見る | text:隠れていない"},
	{"<p><a href=/x>同意する</a></p>", "link:同意する"},
	{"<p>ここを<a href=/x>押す</a></p>", "text:ここを押す"},
	{"<a name=x>目印</a>", "text:目印"},
	{"<button>入場する</button>", "button:入場する"},
	{"前<button>押す</button>後", "text:前 | button:押す | text:後"},
	{"<input type=submit value=送信する>", "button:送信する"},
	{"<input type=button value='閉じる'>", "button:閉じる"},
	{"<input type=image alt=再生 src=x>", "alt:再生"},
	{"<input type=text placeholder='お名前 入力' value='山田'>", "attr:お名前 入力 | attr:山田"},
	{"<input type=hidden value=abc>", ""},
	{"<input type=hidden value=料金>", "attr/hidden:料金"},
	{"<img alt='警告 ウイルス'>", "alt:警告 ウイルス"},
	{"<img alt=''>", ""},
	{"登<img alt=絵の説明>録", "text:登録 | alt:絵の説明"},
	{"<img alt=先の絵>文", "alt:先の絵 | text:文"},
	{"<img alt=登><img alt=録><img alt=完><img alt=了>", "alt:登録完了"},
	{"<a href=/x><img alt=進む></a>", "alt:進む"},
	{"<map><area href=/a alt='地図の 左'></map>", "alt:地図の 左"},
	{"<p title='重要なお知らせ'>文</p>", "attr:重要なお知らせ | text:文"},
	{"<p title=x1>文</p>", "text:文"},
	{"<div aria-label='閉じるボタン'></div>", "attr:閉じるボタン"},
	{"<option label=選択肢>", "attr:選択肢"},
	{"<div data-text='隠した文'></div>", "attr:隠した文"},
	{"<div data-json='{\"a\":\"文\"}' data-id=abc></div>", ""},
	{"<meta name=description content='説明の文'>", "meta:説明の文"},
	{"<meta property=og:title content='題の文'>", "meta:題の文"},
	{"<meta name=viewport content='width=device-width'>", ""},
	{"<noscript>有効に<b>して</b></noscript>", "noscript:有効にして"},
	{"<noscript><h1>題</h1></noscript>", "noscript1:題"},
	{"<noframes><p>枠なし</p></noframes>", "noscript:枠なし"},
	{"<frameset><frame src=a.html><noframes>なし</noframes></frameset>", "noscript:なし"},
	{"<iframe srcdoc='<p>中の<b>文'></iframe>", "srcdoc:中の文"},
	{"<iframe srcdoc='&lt;p&gt;中'></iframe>", "srcdoc:中"},
	{"<iframe src='data:text/html,%3Cp%3E%E4%B8%AD'></iframe>", "srcdoc:中"},
	{"<iframe src='data:text/html;base64,PHA+5Lit'></iframe>", "srcdoc:中"},
	{"<object data='data:text/html,<b>abc'>代わり</object>", "srcdoc:abc | text:代わり"},
	{"<iframe srcdoc=\"a<iframe srcdoc='b<iframe srcdoc=c></iframe>'></iframe>\"></iframe>",
	    "srcdoc:a | srcdoc:b"},
	{"<iframe>古い</iframe>後", "text:後"},
	{"<marquee>流れる</marquee><blink>光る</blink>", "text:流れる | text:光る"},
	{"<select><option>一番目<option>二番目</select>", "text:一番目 | text:二番目"},
	{"<optgroup label=組の名><option>一番目</optgroup>", "attr:組の名 | text:一番目"},
	{"<object>代わりの文</object>", "text:代わりの文"},
	{"<svg><text>図の文字</text><text>二つ目</text></svg>", "text:図の文字 | text:二つ目"},
	{"<svg><title>図の題</title></svg>", "attr:図の題"},
	{"<svg><style>.x{fill:red}</style><text>図の中</text></svg>", "text:図の中"},
	{"<svg><text><![CDATA[生の<文字>]]></text></svg>", "text:生の<文字>"},
	{"<svg><foreignObject><p>中の段落</p></foreignObject></svg>後", "text:中の段落 | text:後"},
	{"<svg><p>外へ出る</p>", "text:外へ出る"},
	{"<![CDATA[注釈]]>文", "text:文"},
	{"<math><mi>x</mi></math>", "text:x"},
	/* ruby */
	{"<ruby>登録<rp>(</rp><rt>とうろく</rt><rp>)</rp></ruby>する", "text:登録する | attr:とうろく"},
	{"<ruby>登<rt>とう</rt>録<rt>ろく</rt></ruby>完了", "text:登録完了 | attr:とうろく"},
	{"<ruby>漢<rt>かん<rb>字<rt>じ</ruby>", "text:漢字 | attr:かんじ"},
	/* flags */
	{"<blockquote>引いた文</blockquote>", "text/quote:引いた文"},
	{"<p>彼は<q>短い</q>と</p>", "text:彼は短いと"},
	{"<q>全部引用</q>", "text/quote:全部引用"},
	{"<ul><li>一つ目<ul><li>深い方</ul></ul>", "text1/list:一つ目 | text2/list:深い方"},
	{"<dl><dt>用語<dd>説明文</dl>外", "text1/list:用語 | text1/list:説明文 | text:外"},
	{"<nav>目次へ</nav><aside>横の文</aside><footer>下の文</footer>",
	    "text/aside:目次へ | text/aside:横の文 | text/aside:下の文"},
	{"<header>上の文</header>", "text:上の文"},
	{"<figure><img alt=写真の説明><figcaption>図の説明</figcaption></figure>",
	    "alt/figure:写真の説明 | text/figure:図の説明"},
	{"<article>記事文</article><main>主な文</main>", "text/article:記事文 | text/article:主な文"},
	{"<form>中身は</form>外", "text/form:中身は | text:外"},
	{"<dialog>窓の文</dialog>", "text/dialog:窓の文"},
	{"<div role=alertdialog>窓の文</div>", "text/dialog:窓の文"},
	{"<div role=navigation>案内文</div>", "text/aside:案内文"},
	{"<div class=sample>見本の文</div>", "text/classquote:見本の文"},
	{"<div id=mail-example>見本の文</div>", "text/classquote:見本の文"},
	{"<div class=showcase>普通の文</div>", "text:普通の文"},
	{"<div class=caseStudy>事例の文</div>", "text/classquote:事例の文"},
	{"<small style='font-size:8px'>小さい文</small>", "text/small:小さい文"},
	{"<p>大きい<span style='font-size:8px'>小さい</span></p>", "text:大きい小さい"},
	{"<p style='color:#eee'>薄い文字</p>", "text/small:薄い文字"},
	/* hidden */
	{"<p hidden>見えない</p>文", "text/hidden:見えない | text:文"},
	{"登<span style='display:none'>x</span>録", "text:登録 | text/hidden:x"},
	{"登<div style='display:none'>ab<p>cd</p></div>録", "text:登録 | text/hidden:ab | text/hidden:cd"},
	{"登<span style='font-size:0'>x</span>録", "text:登録 | text/hidden:x"},
	{"<p style='visibility:hidden'>消えた<b style='visibility:visible'>見える</b></p>",
	    "text/hidden:消えた | text:見える"},
	{"<p style='display:none'>消えた<b style='visibility:visible'>無理だ</b></p>",
	    "text/hidden:消えた無理だ"},
	{"<p style='opacity:0'>透明な</p>", "text/hidden:透明な"},
	{"<p style='opacity:.5'>半分の</p>", "text:半分の"},
	{"<p style='position:absolute;left:-9999px'>外の文</p>", "text/hidden:外の文"},
	{"<p style='left:-9999px'>中の文</p>", "text:中の文"},
	{"<p style='text-indent:-9999px'>外の文</p>", "text/hidden:外の文"},
	{"<p style='position:absolute;clip:rect(0,0,0,0)'>切られた</p>", "text/hidden:切られた"},
	{"<p style='height:0;overflow:hidden'>潰れた</p>", "text/hidden:潰れた"},
	{"<p style='height:0'>はみ出す</p>", "text:はみ出す"},
	{"<style>.x{display:none}</style><p class='a x'>消えた</p><p class=a>見える</p>",
	    "text/hidden:消えた | text:見える"},
	{"<style>#y{display:none}</style><p id=y>消えた</p>", "text/hidden:消えた"},
	{"<style>.m .x{display:none}</style><p class=x>見える</p><div class=m><p class=x>消えた</p></div>",
	    "text:見える | text/hidden:消えた"},
	{"<style>p:hover{display:none}</style><p>見える</p>", "text:見える"},
	{"<style>@media print{p{display:none}}</style><p>見える</p>", "text:見える"},
	{"<style>@media (max-width:600px){p{display:none}}</style><p>見える</p>", "text:見える"},
	{"<style media=print>p{display:none}</style><p>見える</p>", "text:見える"},
	{"<body><p class=x>消えた</p><style>.x{display:none}</style>", "text/hidden:消えた"},
	{"<body><!--<style>p{display:none}</style>--><p>見える</p>", "text:見える"},
	{"<style>.x{display:none}</style><p class=x style='display:block'>見える</p>", "text:見える"},
	{"<p style='color:#fff'>白い字</p>", "text/hidden/small:白い字"},
	{"<body bgcolor=black><font color=black>黒い字</font>", "text/hidden/small:黒い字"},
	{"<body bgcolor=black><font color=white>白い字</font>", "text:白い字"},
	{"<div style='background:#000;color:#fff'>白い字</div>", "text:白い字"},
	{"<div style='background:url(a.png);color:#fff'>白い字</div>", "text:白い字"},
	{"<body background=a.png><font color=white>白い字</font>", "text:白い字"},
	{"<link rel=stylesheet href=a.css><body><p style='color:#fff'>白い字</p>", "text:白い字"},
	{"<td bgcolor=#ffffff><font color=#fefefe>ほぼ白</font>", "text/hidden/table/small:ほぼ白"},
	{"<p style='color:transparent'>透明字</p>", "text/hidden:透明字"},
	{"<p style='color:transparent;-webkit-background-clip:text;background:linear-gradient(red,blue)'>"
	    "虹の字</p>", "text:虹の字"},
	{"<template><p>型紙</p></template>", "text/hidden:型紙"},
	{"<p aria-hidden=true>見える</p>", "text:見える"},
	{"<p id=pay style='display:none'>後で出る</p><script>document.getElementById('pay').style.display="
	    "'block'</script>", "text:後で出る"},
	{"<p id=m style='display:none'>出ない</p><script>var n='m1'</script>", "text/hidden:出ない"},
	{"<p id=mm style='display:none'>出ない</p><script>// mm display\nvar n=1</script>",
	    "text/hidden:出ない"},
	{"<div class=pop hidden>後で出る</div><script>$('.pop').show()</script>", "text:後で出る"},
	{"<html style='visibility:hidden'><p>点滅防止</p>", "text:点滅防止"},
	{"<body style='opacity:0'><p>点滅防止</p>", "text:点滅防止"},
	{"<noscript><style>p{display:none}</style></noscript><p>見える</p>", "text:見える"},
	{"<body><p>見える</p><noscript><style>p{display:none}</style></noscript>", "text:見える"},
	{"<body><p>見える</p><style media=print>p{display:none}</style>", "text:見える"},
	{"<p style=display:none>隠れ<p>見える", "text/hidden:隠れ | text:見える"},
	{"<ul><li style=display:none>隠れた<li>見える</ul>", "text1/hidden/list:隠れた | text1/list:見える"},
	/* CSS strings */
	{"<style>p::before{content:'※注意'}</style><p>文</p>", "text:※注意文"},
	{"<style>p:after{content:'です'}</style><p>文</p>", "text:文です"},
	{"<style>.n:after{content:'使われない'}</style><p>文</p>", "text:文 | css:使われない"},
	{"<style>p:before{content:'\\767B\\9332'}</style><p>完了</p>", "text:登録完了"},
	{"<style>i:before{content:'\\f101'}</style><i></i>文", "text:文"},
	/* scripts */
	{"<script>document.write('<p>書いた<b>文</b></p>')</script>", "script/written:書いた文"},
	{"<script>alert('警告です')</script>", "script/dialog:警告です"},
	{"<script>var a='ただの文字列'</script>", "script:ただの文字列"},
	{"<script>var a='abc'</script>", ""},
	{"<script>var a='two words'</script>", "script:two words"},
	{"<script type=application/ld+json>{\"a\":\"文字列\"}</script>", ""},
	{"<p onclick=\"alert('押した時')\">文</p>", "text:文 | script/dialog:押した時"},
	{"<a href=\"javascript:alert('押した時')\">文</a>", "link:文 | script/dialog:押した時"},
	{"<script>document.write('<scr'+'ipt>alert(\"内側の\")</scr'+'ipt>')</script>",
	    "script/dialog:内側の"},
	{"<script>e.innerHTML='<img alt=絵の文>'</script>", "script/written:絵の文"},
	{"<script>e.textContent='<b>生の文'</script>", "script/written:<b>生の文"},
	{"<script>x</script >文", "text:文"},
	{"<script><!--\ndocument.write('古い形')\n//--></script>", "script/written:古い形"},
	/* broken and odd */
	{"", ""},
	{"<", "text:<"},
	{"<p", ""},
	{"<!doctype html><html><head></head><body>文</body></html>", "text:文"},
	{"<html><head><title>題</title><body><p>文", "title:題 | text:文"},
	{"</p></div></b>文", "text:文"},
	{"<b><p>太い</b>続き</p>", "text:太い続き"},
	{"<b><div style='display:none'>隠れ</b>まだ</div>外", "text/hidden:隠れまだ | text:外"},
	{"<table><tr><td><div>中</td></tr></table>外の文", "text/table:中 | text:外の文"},
	{"<div><table><tr><td>中の文</div>続きの</table>", "text/table:中の文続きの"},
	{"<a href=/a>一番<a href=/b>二番</a>", "text:一番二番"},
	{"&nbsp;", ""},
	{"<td>&nbsp;<td>値段", "text/table:値段"},
	{"<p>&#12288;</p>文", "text:文"},
	{"a&nbsp;b", "text:a\xC2\xA0""b"},
	{"<p>x\0y", "text:x"},
	{"<body hidden>隠れ", "text/hidden:隠れ"},
	{"<noembed><b>代替文</b></noembed>", "noscript:代替文"},
};

static struct mu_arena arena;

static void
read_page(const char *in, struct mu_doc *d)
{
	mu_arena_fini(&arena);
	mu_arena_init(&arena, 64u << 20);
	mu_doc_init(d, &arena);
	CHECK(mu_read_html(mu_str_of(in), 8u << 20, d, NULL), "%s", in);
	CHECK(!doc_fault(d), "%s: %s", in, doc_fault(d));
}

static void
test_rows(void)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct mu_doc d;
		struct mu_str line;

		read_page(rows[i].in, &d);
		line = doc_line(&d, &arena);
		CHECK_STR(line.p, line.n, rows[i].want, "row %zu: %s", i, rows[i].in);
	}
}

/* Each word of the list is found: a filter on its first two letters stands before it. */
static void
test_quote_words(void)
{
	static const char *const words[] = {"sample", "samples", "example", "examples", "quote",
	    "quotes", "quoted", "quotation", "citation", "case", "cases", "screenshot",
	    "screenshots", "jirei", "bunrei", "reibun"};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		for (unsigned upper = 0; upper < 2; upper++) {
			char page[80], word[16];
			struct mu_doc d;

			snprintf(word, sizeof word, "%s", words[i]);
			for (char *c = word; upper && *c; c++)
				*c = (char)(*c - 0x20);
			snprintf(page, sizeof page, "<p class=x-%s-1>文</p>", word);
			read_page(page, &d);
			CHECK(d.block_n == 1 && d.blocks[0].flags & MU_B_CLASSQUOTE, "%s", word);
		}
	}
}

static void
test_links(void)
{
	static const struct {
		const char *in, *href, *words;
		enum mu_scheme scheme;
		enum mu_link_how how;
	} links[] = {
		{"<a href=' /x '>行く</a>", "/x", "行く", MU_L_RELATIVE, MU_H_ANCHOR},
		{"<a href='http://a.example/?a=1&amp;b=2'>行<b>く</b>所</a>", "http://a.example/?a=1&b=2",
		    "行く所", MU_L_HTTP, MU_H_ANCHOR},
		{"<a href=//a.example/>x</a>", "//a.example/", "x", MU_L_HTTP, MU_H_ANCHOR},
		{"<a href='TEL:03-0000-0000'>電話</a>", "TEL:03-0000-0000", "電話", MU_L_TEL, MU_H_ANCHOR},
		{"<a href='t\nel:0'>電話</a>", "t\nel:0", "電話", MU_L_TEL, MU_H_ANCHOR},
		{"<a href=#top>上へ</a>", "#top", "上へ", MU_L_FRAGMENT, MU_H_ANCHOR},
		{"<a href=mailto:a@b.example>便り</a>", "mailto:a@b.example", "便り", MU_L_MAILTO, MU_H_ANCHOR},
		{"<a href=line://ti/p/@x>友</a>", "line://ti/p/@x", "友", MU_L_LINE, MU_H_ANCHOR},
		{"<a href=intent://x#Intent;end>入手</a>", "intent://x#Intent;end", "入手", MU_L_INTENT,
		    MU_H_ANCHOR},
		{"<a href=webcal://a.example/c.ics>暦</a>", "webcal://a.example/c.ics", "暦", MU_L_WEBCAL,
		    MU_H_ANCHOR},
		{"<a href=javascript:void(0)>無</a>", "javascript:void(0)", "無", MU_L_JAVASCRIPT, MU_H_ANCHOR},
		{"<a href=a.html:3>x</a>", "a.html:3", "x", MU_L_OTHER, MU_H_ANCHOR},
		{"<a href=1:2>x</a>", "1:2", "x", MU_L_RELATIVE, MU_H_ANCHOR},
		{"<a href=/x><img alt=絵の文></a>", "/x", "絵の文", MU_L_RELATIVE, MU_H_ANCHOR},
		{"<a href=/x><p>一段目</p></a>", "/x", "一段目", MU_L_RELATIVE, MU_H_ANCHOR},
		{"<iframe src=tel:0></iframe>", "tel:0", "", MU_L_TEL, MU_H_FRAME},
		{"<meta http-equiv=refresh content='0; URL=\"tel:0\"'>", "tel:0", "", MU_L_TEL, MU_H_REFRESH},
		{"<meta http-equiv=refresh content='5;url=/next'>", "/next", "", MU_L_RELATIVE, MU_H_REFRESH},
		{"<form action=/go></form>", "/go", "", MU_L_RELATIVE, MU_H_FORM},
		{"<audio src=a.mp3></audio>", "a.mp3", "", MU_L_RELATIVE, MU_H_MEDIA},
		{"<script>location.href='tel:0'</script>", "tel:0", "", MU_L_TEL, MU_H_SCRIPT},
		{"<area href=/m alt=地図>", "/m", "地図", MU_L_RELATIVE, MU_H_ANCHOR},
	};

	for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
		struct mu_doc d;

		read_page(links[i].in, &d);
		CHECK(d.link_n == 1, "%s: %zu links", links[i].in, d.link_n);
		if (d.link_n != 1)
			continue;
		CHECK_STR(d.links[0].href.p, d.links[0].href.n, links[i].href, "%s", links[i].in);
		CHECK_STR(d.text + d.links[0].from, d.links[0].to - d.links[0].from, links[i].words, "%s",
		    links[i].in);
		CHECK(d.links[0].scheme == links[i].scheme, "%s: %u", links[i].in, d.links[0].scheme);
		CHECK(d.links[0].how == links[i].how, "%s: %u", links[i].in, d.links[0].how);
	}
}

static void
test_marks(void)
{
	static const struct {
		const char *in;
		enum mu_mark_kind kind;
		const char *words; /* of all marks of the kind, parted by '|' */
	} marks[] = {
		{"a <b>太い</b> c", MU_M_BOLD, "太い"},
		{"<b>一<p>二</p></b>", MU_M_BOLD, "一|二"},
		{"<b><strong>二重</strong></b>", MU_M_BOLD, "二重"},
		{"<a href=/a>一番<a href=/b>二番</a>", MU_M_LINK, "一番|二番"},
		{"x <a href=/a> y </a> z", MU_M_LINK, "y"},
		{"<del>消した</del>", MU_M_DELETED, "消した"},
		{"<p><code>x</code> y", MU_M_CODE, "x"},
		{"彼<q>引用</q>", MU_M_QUOTE, "引用"},
		{"<font size=7>大きい</font>", MU_M_BIG, "大きい"},
		{"<font size=2>小さい</font>", MU_M_BIG, ""},
		{"<span style='font-size:40px'>大きい</span>", MU_M_BIG, "大きい"},
		{"<button>押す</button>", MU_M_BUTTON, "押す"},
		{"<b>太い<br></b>次", MU_M_BOLD, "太い~"},
		{"<b></b>x", MU_M_BOLD, ""},
		{"<p>登<span hidden><a href=/h>隠れた</a></span>録", MU_M_LINK, "隠れた"},
		{"<td><b>登</b><td><b>録</b>", MU_M_BOLD, "登|録"},
	};

	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		struct mu_doc d;
		struct mu_out o;

		read_page(marks[i].in, &d);
		mu_out_init(&o, &arena);
		for (size_t k = 0; k < d.mark_n; k++) {
			if (d.marks[k].kind != marks[i].kind)
				continue;
			if (o.n)
				mu_out_byte(&o, '|');
			for (uint32_t c = d.marks[k].from; c < d.marks[k].to; c++)
				mu_out_byte(&o, d.text[c] == '\n' ? '~' : d.text[c]);
		}
		CHECK_STR(o.p, o.n, marks[i].words, "%s", marks[i].in);
	}
}

static void
test_behaviours(void)
{
	static const struct {
		const char *in;
		enum mu_behaviour b;
		bool want;
	} pages[] = {
		{"<audio autoplay src=shutter.mp3></audio>", MU_BH_SHUTTER_AUDIO, true},
		{"<audio controls src=interview.mp3></audio>", MU_BH_SHUTTER_AUDIO, false},
		{"<audio src=camera.mp3></audio><input type=file capture>", MU_BH_SHUTTER_AUDIO, false},
		{"<bgsound src=kasha.wav>", MU_BH_SHUTTER_AUDIO, true},
		{"<audio loop src=/a/alert.mp3></audio>", MU_BH_ALARM_AUDIO, true},
		{"<audio src=alert.mp3></audio>", MU_BH_ALARM_AUDIO, false},
		{"<audio autoplay src=music.mp3></audio>", MU_BH_ALARM_AUDIO, false},
		{"<a download href=movie.mpg.hta>再生</a>", MU_BH_HTA, true},
		{"<a href=movie.hta?id=1>再生</a>", MU_BH_HTA, true},
		{"<a href=setup.exe>入手</a>", MU_BH_HTA, false},
		{"<a href=delta.html>δ</a>", MU_BH_HTA, false},
		{"<a href=player.apk>入手</a>", MU_BH_APK, true},
		{"<a href=https://a.example/apk/>説明</a>", MU_BH_APK, false},
		{"<a href=p.mobileconfig>設定</a>", MU_BH_PERMISSION, true},
		{"<meta http-equiv=refresh content='0;url=tel:0'>", MU_BH_AUTO_DIAL, true},
		{"<iframe src=tel:0></iframe>", MU_BH_AUTO_DIAL, true},
		{"<a href=tel:0>電話</a>", MU_BH_AUTO_DIAL, false},
		{"<a href=tel:0>画面のどこを押しても電話がかかる大きな目立つ文が続いてここに長く長く置かれている頁である</a>",
		    MU_BH_AUTO_DIAL, true},
		{"<button onclick=\"location.href='tel:0'\">電話</button>", MU_BH_AUTO_DIAL, false},
		{"<body onload=\"location.href='tel:0'\">文", MU_BH_AUTO_DIAL, true},
		{"<label><input type=checkbox checked>規約に同意する</label>", MU_BH_PRECHECKED, true},
		{"<input type=radio checked> 同意します <input type=radio> 同意しない", MU_BH_PRECHECKED, true},
		{"<input type=radio> 同意します <input type=radio checked> 同意しない", MU_BH_PRECHECKED, false},
		{"<input type=checkbox checked id=q><label for=q>同意する</label>", MU_BH_PRECHECKED, true},
		{"<input type=checkbox>同意する", MU_BH_PRECHECKED, false},
		{"<label><input type=checkbox checked>お知らせを受け取る</label>", MU_BH_PRECHECKED, false},
		{"<a href=/in>はい</a> <a href=/in>いいえ</a>", MU_BH_PRECHECKED, true},
		{"<a href=/in>はい</a> <a href=/out>いいえ</a>", MU_BH_PRECHECKED, false},
		{"<a href=#>はい</a> <a href=#>いいえ</a>", MU_BH_PRECHECKED, false},
		{"<a href=tel:0><img src=a.png></a>", MU_BH_IMAGE_ONLY, true},
		{"<img src=a.png>", MU_BH_IMAGE_ONLY, false},
		{"<p style='font-size:7px'>月額9,800円</p>", MU_BH_HIDDEN_TERMS, true},
		{"<p style='font-size:7px'>著作権表示</p>", MU_BH_HIDDEN_TERMS, false},
		{"<p>月額9,800円</p>", MU_BH_HIDDEN_TERMS, false},
		{"<p style='color:#f8f8f8'>利用料金は別</p>", MU_BH_HIDDEN_TERMS, true},
		{"<body oncontextmenu='return false'>文", MU_BH_CONTEXT_MENU, true},
		{"<img oncontextmenu='return false'>", MU_BH_CONTEXT_MENU, false},
		{"<style>body{user-select:none}</style><body>文", MU_BH_CONTEXT_MENU, true},
		{"<style>.btn{user-select:none}</style><p class=btn>文", MU_BH_CONTEXT_MENU, false},
		{"<script src=https://api.ipify.org?format=jsonp></script>", MU_BH_IP_LOOKUP, true},
		{"<script src=https://cdn.example/jquery.js></script>", MU_BH_IP_LOOKUP, false},
		{"<body onbeforeunload=\"return '閉じますか'\">文", MU_BH_BEFOREUNLOAD, true},
		{"<body onbeforeunload=\"return '閉じますか'\"><textarea></textarea>", MU_BH_BEFOREUNLOAD, false},
		{"&#12354;&#12356;&#12358;&#12360;&#12362;&#12363;&#12365;&#12367;&#12369;&#12371;&#12373;&#12375;"
		    "&#12377;&#12379;&#12381;&#12383;という文の中に隠した文字があるふつうの頁でありふつうの文字が多い",
		    MU_BH_OBFUSCATION, true},
		{"&#12354;&#12356;&#12358;&#12360;&#12362;&#12363;&#12365;&#12367;&#12369;&#12371;&#12373;&#12375;"
		    "&#12377;&#12379;&#12381;&#12383;", MU_BH_OBFUSCATION, false},
		{"<link rel=canonical href=https://x.web.core.windows.net/>文", MU_BH_URL_SHAPE, true},
		{"<link rel=canonical href=https://12345.example/>文", MU_BH_URL_SHAPE, true},
		{"<link rel=canonical href=https://www.example.jp/a?phone=050>文", MU_BH_URL_SHAPE, true},
		{"<link rel=canonical href=https://www.example.jp/>文", MU_BH_URL_SHAPE, false},
	};

	for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
		struct mu_doc d;

		read_page(pages[i].in, &d);
		CHECK((d.behaviours >> pages[i].b & 1) == pages[i].want, "%s: %s", pages[i].in,
		    mu_behaviour_id(pages[i].b));
	}
}

static void
test_shape(void)
{
	struct mu_doc d;

	read_page("<html lang=JA><link rel=canonical href=https://a.example/x><title>題</title><h1>大</h1>"
	    "<p>本文<a href=/x>先</a><p hidden>影</p><img><table><tr><td>値段表</table><form method=POST action=/g>"
	    "<input name=Mail type=EMAIL required><input type=checkbox checked> 同意 </form>", &d);
	CHECK_STR(d.lang.p, d.lang.n, "ja", "lang");
	CHECK_STR(d.url.p, d.url.n, "https://a.example/x", "url");
	CHECK(d.shape.text_chars == 9, "%u", d.shape.text_chars);
	CHECK(d.shape.link_chars == 1, "%u", d.shape.link_chars);
	CHECK(d.shape.hidden_chars == 1, "%u", d.shape.hidden_chars);
	CHECK(d.shape.images == 1 && d.shape.tables == 1 && d.shape.forms == 1 && d.shape.fields == 2
	    && d.shape.paragraphs == 2 && d.shape.headings == 1, "counts");
	CHECK(d.form_n == 1 && d.forms[0].post && d.forms[0].field_n == 2, "form");
	CHECK(d.field_n == 2 && d.fields[0].required && d.fields[1].checked, "fields");
	CHECK_STR(d.fields[0].type.p, d.fields[0].type.n, "email", "type");
	CHECK_STR(d.fields[0].name.p, d.fields[0].name.n, "Mail", "name");
	CHECK_STR(d.fields[1].label.p, d.fields[1].label.n, "同意", "label");
	CHECK(d.notes & MU_N_IMAGES_UNREAD, "%x", d.notes);
	read_page("", &d);
	CHECK(d.notes & MU_N_EMPTY, "%x", d.notes);
	read_page("<script src=https://a.example/app.js></script><div id=app></div>", &d);
	CHECK(d.notes & MU_N_SCRIPT_BUILT, "%x", d.notes);
}

/* Big in one direction: nothing may take time or memory out of proportion. */
static void
test_limits(void)
{
	static const char *const units[] = {"<div>", "<b><p>", "</x>", "<a href=x>", "<p>x", "<td>",
	    "<table>", "<i><table>", "<iframe srcdoc='<b>x'></iframe>", "<svg>", "<svg><p>",
	    "<ruby><rt>", "<span hidden>x", "<img alt=xy>", "<input type=checkbox>", "<label>",
	    "<style>a{display:none}</style>", "<script>a</script>", "<p onclick=f()>", "<select><option>",
	    "<b></i>", "<font color=red>", "x<span style=display:none>y</span>", "<template>", "&#12354;"};

	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		size_t n = strlen(units[i]), total = 300000 / n * n;
		char *p = malloc(total);
		struct mu_arena a;
		struct mu_doc d;

		for (size_t k = 0; k < total; k++)
			p[k] = units[i][k % n];
		mu_arena_init(&a, total * 24 + (32u << 20));
		mu_doc_init(&d, &a);
		CHECK(mu_read_html((struct mu_str){p, total}, 1u << 20, &d, NULL), "%s: memory", units[i]);
		CHECK(!doc_fault(&d), "%s: %s", units[i], doc_fault(&d));
		mu_arena_fini(&a);
		free(p);
	}
	{
		struct mu_doc d;

		mu_arena_fini(&arena);
		mu_arena_init(&arena, 1u << 20);
		mu_doc_init(&d, &arena);
		CHECK(mu_read_html(MU_STR("<p>あいうえお<p>かきくけこ"), 20, &d, NULL), "cut");
		CHECK(d.notes & MU_N_TEXT_CUT && d.text_n <= 20, "%zu", d.text_n);
		CHECK(valid_utf8((struct mu_str){d.text, d.text_n}), "cut inside a character");
	}
	for (size_t limit = 1000; limit < 200000; limit += 3000) { /* memory ends anywhere */
		struct mu_doc d;

		mu_arena_fini(&arena);
		mu_arena_init(&arena, limit);
		mu_doc_init(&d, &arena);
		(void)mu_read_html(MU_STR("<style>p{color:red}</style><p title='題の文'>登<b>録</b><a href=x>先</a>"
		    "<script>document.write('<p>文'+x)</script><iframe srcdoc=x></iframe>"), 1000, &d, NULL);
	}
}

int
main(void)
{
	test_rows();
	test_quote_words();
	test_links();
	test_marks();
	test_behaviours();
	test_shape();
	test_limits();
	mu_arena_fini(&arena);
	CHECK_DONE();
}
