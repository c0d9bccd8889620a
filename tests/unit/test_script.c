#include "base/out.h"
#include "check.h"
#include "doc/doc.h"
#include "read/script.h"

static struct mu_arena arena;

/* "p:text | d:text": plain, dialog, written, text, url */
static struct mu_str
strings(const char *in, struct mu_script *s)
{
	struct mu_out o;

	memset(s, 0, sizeof *s);
	mu_arena_fini(&arena);
	mu_arena_init(&arena, 64u << 20);
	CHECK(mu_script_read(mu_str_of(in), &arena, s), "%s", in);
	mu_out_init(&o, &arena);
	for (size_t i = 0; i < s->string_n; i++) {
		mu_out_fmt(&o, "%s%c:", i ? " | " : "", "pdwtu"[s->strings[i].use]);
		mu_out_add(&o, s->strings[i].text);
	}
	return mu_out_str(&o);
}

static const struct {
	const char *in, *want;
} rows[] = {
	{"", ""},
	{"var a = 1", ""},
	{"'abc'", "p:abc"},
	{"\"a\\\"b\"", "p:a\"b"},
	{"x = 'a' + 'b'", "p:ab"},
	{"x = 'a' +\n 'b' + \"c\"", "p:abc"},
	{"x = 'a' + y + 'b'", "p:a…b"},
	{"x = y + 'b'", "p:…b"},
	{"x = 'a' + f(1, g()) + 'b'", "p:a…b"},
	{"x = 'a' + f('in ner') + 'b'", "p:in ner | p:a…b"},
	{"x = 'a' + (y ? 'b' : 'cc') + 'dd'", "p:accdd"},
	{"x = ('a' + ('b' + 'c'))", "p:abc"},
	{"x = '年' + 1 + '月'", "p:年1月"},
	{"alert('警告')", "d:警告"},
	{"window.alert('警告')", "d:警告"},
	{"confirm(\"a\" + \"b\")", "d:ab"},
	{"alert(a ? 'はい' : 'いいえ')", "d:はい | d:いいえ"},
	{"alert(a || 'だめ')", "d:だめ"},
	{"document.write('<b>' + '登録' + '</b>')", "w:<b>登録</b>"},
	{"document.writeln('登録')", "w:登録"},
	{"document['write']('登録')", "w:登録"},
	{"window['al' + 'ert']('登録')", "d:登録"},
	{"e.innerHTML = '登録'", "w:登録"},
	{"e.innerHTML += '登録'", "w:登録"},
	{"document.getElementById('x').innerHTML = '登録'", "w:登録"},
	{"e.insertAdjacentHTML('beforeend', '登録')", "p:beforeend | w:登録"},
	{"$('#x').html('<b>登録')", "w:<b>登録"},
	{"$('#x').text('登録')", "t:登録"},
	{"e.textContent = '登録'", "t:登録"},
	{"document.title = '登録'", "t:登録"},
	{"e.appendChild(document.createTextNode('登録'))", "t:登録"},
	{"location.href = 'http://a.example/'", "u:http://a.example/"},
	{"location = '/next'", "u:/next"},
	{"window.open('/pop')", "u:/pop"},
	{"location.replace('/next')", "u:/next"},
	{"'a,b'.replace('a', 'cc')", "p:cc | p:a,b"},
	{"xhr.open('GET', '/api')", "p:GET | p:/api"},
	{"var a = '登録'; document.write(a)", "w:登録"},
	{"var a = '登録', b = '完了'; alert(a + b)", "d:登録完了"},
	{"var a = '登録'; a += '完了'; alert(a)", "d:登録完了"},
	{"let s = ''; s += '登'; s += '録'; s += n; e.innerHTML = s", "w:登録…"},
	{"'登録'.split('').reverse().join('')", "p:録登"},
	{"'a-b-c'.split('-').join('')", "p:abc"},
	{"['登', '録', '完了'].join('')", "p:登録完了"},
	{"['ab', 'cd'].join()", "p:ab,cd"},
	{"['ab', 'cd']", "p:ab | p:cd"},
	{"'登'.concat('録', '完了')", "p:登録完了"},
	{"x = ['登録', '完了']; alert(x[1])", "p:登録 | p:完了 | d:完了"},
	{"'\\u767b\\u9332'", "p:登録"},
	{"'\\u{767b}\\x41'", "p:登A"},
	{"'\\uD83D\\uDE00あ'", "p:😀あ"},
	{"'\\101\\102'", "p:AB"},
	{"'a\\\nb'", "p:ab"},
	{"unescape('%u767b%u9332')", "p:登録"},
	{"decodeURIComponent('%E7%99%BB')", "p:登"},
	{"decodeURIComponent(escape(atob('55m76Yyy')))", "p:登録"},
	{"atob('55m7' + '6Yyy')", "p:登録"},
	{"atob('!!')", ""},
	{"String.fromCharCode(30331, 0x9332)", "p:登録"},
	{"String.fromCharCode.apply(null, [30331, 37682])", "p:登録"},
	{"eval(unescape('%61lert%28%27%u767B%27%29'))", "d:登"},
	{"eval(\"alert('登録')\")", "d:登録"},
	{"setTimeout(\"alert('登録')\", 10)", "d:登録"},
	{"new Function(\"alert('登録')\")()", "d:登録"},
	{"`登録${x}完了`", "p:登録…完了"},
	{"`登録`", "p:登録"},
	{"`a${`b${c}`}d`", "p:ab…d"},
	{"var n = '山田'; `${n}様`", "p:山田様"},
	{"`a${f({b: 'cc'})}d`", "p:cc | p:a…d"},
	{"// 'a comment'\n'text'", "p:text"},
	{"/* 'a comment' */ 'text'", "p:text"},
	{"<!-- 'a comment'\n'text'", "p:text"},
	{"x = a / 'bb' / c", "p:bb"},
	{"x = /'reg[/]ex'/g; 'text'", "p:text"},
	{"return /'/.test(x) ? 'aa' : 'bb'", "p:aa | p:bb"},
	{"'unclosed\nvar a = 'text'", "p:unclosed | p:text"},
	{"if (a == 'cc') b = 'dd'", "p:cc | p:dd"},
	{"f({title: '題名', 'text': '本文'})", "p:題名 | p:本文"},
	{"new SpeechSynthesisUtterance('警告')", "d:警告"},
	{"MsgBox \"警告\"", "d:警告"},
	{"a\x04'unclosed\x04'text'", "p:unclosed | p:text"},
	{"var v = '登録'\x04" "alert(v)", "d:登録"},
	{"`unclosed ${ f(\x04'text'", "p:unclosed  | p:text"},
	{")]}'text'", "p:text"},
	{"(((('text'", "p:text"},
	{"x = x + x; x = 'ab'; x = x + x; alert(x)", "d:abab"},
	{"for (var i = 0; i < 3; i++) s += 'ab';", ""},
	{"class A { m() { return '登録' } }", "p:登録"},
	{"const f = () => '登録'; g", "p:登録"},
	{"a => { alert('登録') }", "d:登録"},
	{"f(function () { return '登録' }, '完了')", "p:登録 | p:完了"},
};

/* A behaviour, what shows it, and honest scripts that do not. */
static const struct {
	enum mu_behaviour b;
	bool want;
	const char *in;
} acts[] = {
	{MU_BH_DIALOG_LOOP, true, "while (true) { alert('x') }"},
	{MU_BH_DIALOG_LOOP, true, "while(1) alert('x');"},
	{MU_BH_DIALOG_LOOP, true, "for(;;) alert('x')"},
	{MU_BH_DIALOG_LOOP, true, "for (var i = 0; i < 100; i++) { alert('x') }"},
	{MU_BH_DIALOG_LOOP, true, "do { alert('x') } while (true)"},
	{MU_BH_DIALOG_LOOP, true, "while (!confirm('x'));"},
	{MU_BH_DIALOG_LOOP, true, "function a(){ alert('x'); a() } a()"},
	{MU_BH_DIALOG_LOOP, true, "function a(){ alert('x'); setTimeout(a, 10) }"},
	{MU_BH_DIALOG_LOOP, true, "function a(){ alert('x'); setTimeout(function(){ a() }, 10) }"},
	{MU_BH_DIALOG_LOOP, true, "setInterval(function () { alert('x') }, 1000)"},
	{MU_BH_DIALOG_LOOP, true, "setInterval(() => alert('x'), 1000)"},
	{MU_BH_DIALOG_LOOP, true, "setInterval(\"alert('x')\", 1000)"},
	{MU_BH_DIALOG_LOOP, true, "function a(){ alert('x') } setInterval(a, 1000)"},
	{MU_BH_DIALOG_LOOP, true, "function a(){ alert('x') } setInterval('a()', 1000)"},
	{MU_BH_DIALOG_LOOP, true, "window.onblur = function () { alert('x') }"},
	{MU_BH_DIALOG_LOOP, false, "alert('x')"},
	{MU_BH_DIALOG_LOOP, false, "for (i in f) { if (!f[i]) { alert('x'); return false } }"},
	{MU_BH_DIALOG_LOOP, false, "function check(){ if (!a) { alert('x'); return } setTimeout(check, 9) }"},
	{MU_BH_DIALOG_LOOP, false, "setInterval(function () { if (t > 9) alert('x') }, 1000)"},
	{MU_BH_DIALOG_LOOP, false, "e.onblur = function () { alert('x') }"},
	{MU_BH_DIALOG_LOOP, false, "while (i--) { n.push(i) } alert('x')"},
	{MU_BH_DIALOG_LOOP, false, "// while(true) alert('x')"},
	{MU_BH_DIALOG_LOOP, false, "var s = \"while(true) alert('x')\""},
	{MU_BH_DIALOG_LOOP, false, "form.onsubmit = function () { return confirm('x') }"},
	{MU_BH_BEFOREUNLOAD, true, "window.onbeforeunload = function () { return 'x' }"},
	{MU_BH_BEFOREUNLOAD, true, "addEventListener('beforeunload', function (e) { e.returnValue = 'x' })"},
	{MU_BH_BEFOREUNLOAD, true, "window.addEventListener('beforeunload', e => { e.preventDefault() })"},
	{MU_BH_BEFOREUNLOAD, true, "function l(){ return 'x' } window.onbeforeunload = l"},
	{MU_BH_BEFOREUNLOAD, true, "$(window).on('beforeunload', function () { return 'x' })"},
	{MU_BH_BEFOREUNLOAD, true, "window.onunload = function () { window.open('/x') }"},
	{MU_BH_BEFOREUNLOAD, false, "addEventListener('beforeunload', function () { navigator.sendBeacon(u) })"},
	{MU_BH_BEFOREUNLOAD, false, "window.onbeforeunload = null"},
	{MU_BH_BEFOREUNLOAD, false,
	    "addEventListener('beforeunload', function (e) { if (dirty) { e.preventDefault() } })"},
	{MU_BH_HISTORY_TRAP, true, "for (var i = 0; i < 99; i++) history.pushState(null, '', '#' + i)"},
	{MU_BH_HISTORY_TRAP, true, "window.onpopstate = function () { history.pushState(0, 0, 0) }"},
	{MU_BH_HISTORY_TRAP, true, "addEventListener('popstate', function () { history.go(1) })"},
	{MU_BH_HISTORY_TRAP, true, "function t(){ history.forward() } window.addEventListener('popstate', t)"},
	{MU_BH_HISTORY_TRAP, true, "setInterval(function () { history.pushState({}, '', '') }, 1)"},
	{MU_BH_HISTORY_TRAP, true, "onpopstate = () => { location.href = '/bill' }"},
	{MU_BH_HISTORY_TRAP, false, "function nav(u){ history.pushState({}, '', u); render() }"},
	{MU_BH_HISTORY_TRAP, false, "window.onpopstate = function (e) { render(e.state) }"},
	{MU_BH_HISTORY_TRAP, false, "addEventListener('popstate', function () { history.go(-1) })"},
	{MU_BH_HISTORY_TRAP, false, "addEventListener('popstate', function () { history.replaceState(a, b) })"},
	{MU_BH_FULLSCREEN, true,
	    "document.addEventListener('click', function () { document.documentElement.requestFullscreen() })"},
	{MU_BH_FULLSCREEN, true, "var e = document.documentElement; document.onkeydown = function () { "
	    "e.webkitRequestFullscreen() }"},
	{MU_BH_FULLSCREEN, true, "function f(){ document.body.requestFullscreen() } onclick = f"},
	{MU_BH_FULLSCREEN, false, "player.requestFullscreen()"},
	{MU_BH_FULLSCREEN, false,
	    "btn.addEventListener('click', function () { document.documentElement.requestFullscreen() })"},
	{MU_BH_FULLSCREEN, false, "document.addEventListener('click', function () { video.requestFullscreen() })"},
	{MU_BH_KEY_LOCK, true, "navigator.keyboard.lock()"},
	{MU_BH_KEY_LOCK, true, "document.onkeydown = function (e) { if (e.keyCode == 123) return false }"},
	{MU_BH_KEY_LOCK, true,
	    "addEventListener('keydown', e => { if (e.key === 'F11') e.preventDefault() })"},
	{MU_BH_KEY_LOCK, true, "document.onkeydown = function () { return false }"},
	{MU_BH_KEY_LOCK, false, "addEventListener('keydown', e => { if (e.key === 'Escape') close() })"},
	{MU_BH_KEY_LOCK, false,
	    "addEventListener('keydown', e => { if (e.keyCode == 27) { e.preventDefault(); close() } })"},
	{MU_BH_KEY_LOCK, false, "canvas.requestPointerLock()"},
	{MU_BH_KEY_LOCK, false, "lock.lock()"},
	{MU_BH_CONTEXT_MENU, true, "document.oncontextmenu = function () { return false }"},
	{MU_BH_CONTEXT_MENU, true, "document.addEventListener('contextmenu', e => e.preventDefault())"},
	{MU_BH_CONTEXT_MENU, true, "document.onselectstart = () => { return false }"},
	{MU_BH_CONTEXT_MENU, false, "grid.addEventListener('contextmenu', e => e.preventDefault())"},
	{MU_BH_CONTEXT_MENU, false, "document.addEventListener('contextmenu', e => { menu(e) })"},
	{MU_BH_SHUTTER_AUDIO, true, "new Audio('snd/shutter.mp3').play()"},
	{MU_BH_SHUTTER_AUDIO, true, "var a = new Audio(); a.src = '/camera-se.wav'; a.play()"},
	{MU_BH_SHUTTER_AUDIO, false,
	    "navigator.mediaDevices.getUserMedia({video: true}); new Audio('shutter.mp3')"},
	{MU_BH_SHUTTER_AUDIO, false, "img.src = 'camera.png'"},
	{MU_BH_ALARM_AUDIO, true, "a = new Audio('alert.mp3'); a.loop = true; a.play()"},
	{MU_BH_ALARM_AUDIO, true, "a = new Audio('beep.mp3'); a.onended = function () { a.play() }"},
	{MU_BH_ALARM_AUDIO, true, "speechSynthesis.speak(new SpeechSynthesisUtterance('ウイルスに感染しました'))"},
	{MU_BH_ALARM_AUDIO, false, "new Audio('alarm.mp3').play()"},
	{MU_BH_ALARM_AUDIO, false, "a = new Audio('music.mp3'); a.loop = true"},
	{MU_BH_ALARM_AUDIO, false, "speechSynthesis.speak(new SpeechSynthesisUtterance('記事を読み上げます'))"},
	{MU_BH_VIBRATE, true, "navigator.vibrate([500, 100, 500])"},
	{MU_BH_VIBRATE, true, "window.navigator.vibrate(9)"},
	{MU_BH_VIBRATE, false, "phone.vibrate(1)"},
	{MU_BH_IP_LOOKUP, true, "fetch('https://api.ipify.org?format=json')"},
	{MU_BH_IP_LOOKUP, true, "$.getJSON('//ip-api.com/json', f)"},
	{MU_BH_IP_LOOKUP, false, "fetch('https://api.example/ip')"},
	{MU_BH_IP_LOOKUP, false, "// https://api.ipify.org"},
	{MU_BH_TIMER, true, "setInterval(function () { t--; e.innerHTML = Math.floor(t / 60) + ':' + t % 60 }, 1000)"},
	{MU_BH_TIMER, true, "function tick(){ s -= 1; show() } function show(){ e.textContent = (s/60|0) + ':' + s%60 }"
	    "setInterval(tick, 1e3)"},
	{MU_BH_TIMER, true, "function c(){ t--; $('#t').text(t%60); setTimeout(c, 1000) } c()"},
	{MU_BH_TIMER, false, "setInterval(function () { i--; next() }, 5000)"},
	{MU_BH_TIMER, false, "setInterval(function () { e.textContent = new Date().toString() }, 1000)"},
	{MU_BH_TIMER, false, "function f(t){ t--; e.innerHTML = t / 60 + t % 60 }"},
	{MU_BH_RANDOM_ID, true, "e.textContent = '会員ID：' + Math.floor(Math.random() * 1e6)"},
	{MU_BH_RANDOM_ID, true, "var id = Math.random(); document.write('会員番号' + id)"},
	{MU_BH_RANDOM_ID, true, "document.getElementById('memberNo').innerHTML = Math.floor(Math.random()*99)"},
	{MU_BH_RANDOM_ID, true, "e.innerHTML = `お客様番号 ${Date.now()}`"},
	{MU_BH_RANDOM_ID, false, "e.textContent = 'スコア' + Math.random()"},
	{MU_BH_RANDOM_ID, false, "var session = 'ID' + Math.random()"},
	{MU_BH_RANDOM_ID, false, "e.textContent = '会員ID：' + user.id"},
	{MU_BH_AUTO_DIAL, true, "location.href = 'tel:0'"},
	{MU_BH_AUTO_DIAL, true, "setTimeout(function () { window.location = 'tel:0' }, 1000)"},
	{MU_BH_AUTO_DIAL, true, "function d(){ location.href = 'tel:0' } window.onload = d"},
	{MU_BH_AUTO_DIAL, true, "document.addEventListener('click', () => { location.href = 'tel:0' })"},
	{MU_BH_AUTO_DIAL, false, "btn.onclick = function () { location.href = 'tel:0' }"},
	{MU_BH_AUTO_DIAL, false, "function call(){ location.href = 'tel:0' }"},
	{MU_BH_AUTO_DIAL, false, "location.href = '/tel'"},
	{MU_BH_PERMISSION, true, "Notification.requestPermission()"},
	{MU_BH_PERMISSION, true, "window.onload = function () { Notification.requestPermission(f) }"},
	{MU_BH_PERMISSION, false, "b.onclick = function () { Notification.requestPermission() }"},
	{MU_BH_PERMISSION, false, "function ask(){ Notification.requestPermission() }"},
	{MU_BH_HTA, true, "new ActiveXObject('WScript.Shell').Run('x')"},
	{MU_BH_HTA, true, "location.href = 'http://a.example/movie.hta'"},
	{MU_BH_HTA, false, "new ActiveXObject('Microsoft.XMLHTTP')"},
	{MU_BH_HTA, false, "var types = ['hta', 'exe', '.hta']"},
	{MU_BH_PERSISTENCE, true, "s.RegWrite('HKCU\\\\Software\\\\Microsoft\\\\Windows\\\\CurrentVersion\\\\Run\\\\x', y)"},
	{MU_BH_PERSISTENCE, true, "setInterval(function () { window.moveTo(0, 0) }, 100)"},
	{MU_BH_PERSISTENCE, false, "window.resizeTo(400, 300)"},
	{MU_BH_APK, true, "location.href = 'https://a.example/player.apk'"},
	{MU_BH_APK, false, "var t = {apk: 'application/vnd.android.package-archive'}"},
	{MU_BH_EXHAUSTION, true, "while (true) window.open('/x')"},
	{MU_BH_EXHAUSTION, true, "setInterval(function () { window.print() }, 10)"},
	{MU_BH_EXHAUSTION, false, "b.onclick = function () { window.open('/x') }"},
	{MU_BH_EXHAUSTION, false, "for (;;) { if (a) break; b() }"},
	{MU_BH_OBFUSCATION, true, "document.write(unescape('%u767b%u9332%u5b8c%u4e86'))"},
	{MU_BH_OBFUSCATION, true, "eval(atob('YWxlcnQoMSk7'))"},
	{MU_BH_OBFUSCATION, true, "e.innerHTML = String.fromCharCode(30331,37682,23436,20102)"},
	{MU_BH_OBFUSCATION, false, "var m = {a: '\\u767b\\u9332'}; e.innerHTML = m.a"},
	{MU_BH_OBFUSCATION, false, "var j = JSON.parse(atob('eyJhIjoxfQ=='))"},
	{MU_BH_OBFUSCATION, false, "document.write(unescape('%3Cscript src=/ga.js%3E%3C/script%3E'))"},
	{MU_BH_CLOAKING, true, "if (document.referrer.indexOf('search') < 0) { location.href = 'about:blank' }"},
	{MU_BH_CLOAKING, true, "if (/googlebot|crawler/i.test(navigator.userAgent)) location.replace('/ok')"},
	{MU_BH_CLOAKING, false, "send({r: document.referrer})"},
	{MU_BH_CLOAKING, false, "if (/iPhone|Android/.test(navigator.userAgent)) location.href = '/sp/'"},
};

static void
test_big(void)
{
	static const char *const units[] = {"(", "[", "{", "`${", "'a'+", "x=x+x;", "a.b", "['a',",
	    "unescape(", "'a'", "function f(){", "if(a)", "a?b:", "f(", "/", "x='ab';x+=x;", "a=>", "for(;;)",
	    "'%u'+", "while(1){alert('x')", "x['a']", "\\", "`", "s+='登録';", "return", ")", "var a=['a'];a[0];"};

	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		size_t n = strlen(units[i]), total = 200000 / n * n;
		char *p = malloc(total);
		struct mu_arena a;
		struct mu_script s = {0};

		for (size_t k = 0; k < total; k++)
			p[k] = units[i][k % n];
		mu_arena_init(&a, total * 24 + (32u << 20));
		CHECK(mu_script_read((struct mu_str){p, total}, &a, &s), "%s: memory", units[i]);
		mu_arena_fini(&a);
		free(p);
	}
	for (size_t limit = 1000; limit < 300000; limit += 5000) {
		struct mu_script s = {0};

		mu_arena_fini(&arena);
		mu_arena_init(&arena, limit);
		(void)mu_script_read(MU_STR("x='a'+'b';x+=unescape('%61')+['a','b'].join('');alert(x)"), &arena, &s);
	}
}

int
main(void)
{
	struct mu_script s;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct mu_str line = strings(rows[i].in, &s);
		CHECK_STR(line.p, line.n, rows[i].want, "row %zu: %s", i, rows[i].in);
	}
	for (size_t i = 0; i < sizeof acts / sizeof *acts; i++) {
		(void)strings(acts[i].in, &s);
		CHECK((s.behaviours >> acts[i].b & 1) == acts[i].want, "%s: %s",
		    mu_behaviour_id(acts[i].b), acts[i].in);
	}
	(void)strings("atob('YWI=')+unescape('%61%62')", &s);
	CHECK(s.folded >= 1, "%u", s.folded);
	test_big();
	mu_arena_fini(&arena);
	CHECK_DONE();
}
