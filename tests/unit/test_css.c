#include "check.h"
#include "read/css.h"

static struct mu_arena arena;

static const struct {
	const char *style;
	unsigned with, without;
} inlines[] = {
	{"display:none", MU_CSS_HIDDEN | MU_CSS_NOBOX, MU_CSS_UNSEEN},
	{"DISPLAY : NONE !important", MU_CSS_HIDDEN, 0},
	{"/* x */display/**/:none", 0, MU_CSS_HIDDEN},
	{"/* x */ display: none", MU_CSS_HIDDEN, 0},
	{"display:block", MU_CSS_BLOCK, MU_CSS_HIDDEN | MU_CSS_INLINE},
	{"display:flex;color:red", MU_CSS_BLOCK, MU_CSS_HIDDEN},
	{"display:inline", MU_CSS_INLINE, MU_CSS_BLOCK},
	{"display:inline-block", 0, MU_CSS_BLOCK | MU_CSS_INLINE | MU_CSS_HIDDEN},
	{"display:none;display:block", MU_CSS_BLOCK, MU_CSS_HIDDEN},
	{"visibility:hidden", MU_CSS_HIDDEN | MU_CSS_UNSEEN, MU_CSS_NOBOX},
	{"visibility:visible", MU_CSS_SHOWN, MU_CSS_HIDDEN},
	{"opacity:0", MU_CSS_HIDDEN, MU_CSS_UNSEEN},
	{"opacity:0.0", MU_CSS_HIDDEN, 0},
	{"opacity:.9", 0, MU_CSS_HIDDEN},
	{"position:absolute;left:-9999px", MU_CSS_HIDDEN, 0},
	{"position:fixed;top:-100em", MU_CSS_HIDDEN, 0},
	{"position:relative;left:-9999px", 0, MU_CSS_HIDDEN},
	{"position:absolute;left:-9px", MU_CSS_OVER, MU_CSS_HIDDEN},
	{"text-indent:-9999px", MU_CSS_HIDDEN, 0},
	{"text-indent:-100%", 0, 0},
	{"text-indent:1em", 0, MU_CSS_HIDDEN},
	{"width:0;overflow:hidden", MU_CSS_HIDDEN, 0},
	{"width:1px;height:1px;overflow:hidden", MU_CSS_HIDDEN, 0},
	{"width:0", 0, MU_CSS_HIDDEN},
	{"max-height:0;overflow:hidden", MU_CSS_HIDDEN, 0},
	{"height:100px;overflow:hidden", 0, MU_CSS_HIDDEN},
	{"position:absolute;clip:rect(0 0 0 0)", MU_CSS_HIDDEN, 0},
	{"font-size:0", MU_CSS_HIDDEN, 0},
	{"font-size:9px", MU_CSS_SMALL, MU_CSS_HIDDEN},
	{"font-size:7pt", 0, MU_CSS_HIDDEN},
	{"font-size:6pt", MU_CSS_SMALL, 0},
	{"font-size:.5em", MU_CSS_SMALL, 0},
	{"font-size:50%", MU_CSS_SMALL, 0},
	{"font-size:xx-small", MU_CSS_SMALL, 0},
	{"font-size:16px", 0, MU_CSS_SMALL | MU_CSS_BIG},
	{"font-size:24px", MU_CSS_BIG, 0},
	{"font-size:xx-large", MU_CSS_BIG, 0},
	{"font:bold 8px/1.2 serif", MU_CSS_SMALL, 0},
	{"font:700 16px serif", 0, MU_CSS_SMALL | MU_CSS_BIG},
	{"font:0/0 a", MU_CSS_HIDDEN, 0},
	{"user-select:none", MU_CSS_NOSELECT, 0},
	{"unicode-bidi:bidi-override;direction:rtl", MU_CSS_REVERSED, 0},
	{"direction:rtl", 0, MU_CSS_REVERSED},
	{"background:url(x.png)", MU_CSS_PICTURE, 0},
	{"background:#fff", 0, MU_CSS_PICTURE},
	{"cursor:none", MU_CSS_NOCURSOR, 0},
	{"transform:scale(0)", MU_CSS_HIDDEN, 0},
	{"transform:scale(0.5)", 0, MU_CSS_HIDDEN},
	{"color:transparent", MU_CSS_HIDDEN, 0},
	{"color:rgba(0,0,0,0)", MU_CSS_HIDDEN, 0},
	{"color:#0000", MU_CSS_HIDDEN, 0},
	{"x;y;;display", 0, MU_CSS_HIDDEN},
	{"background:url(a;b);display:none", MU_CSS_HIDDEN, 0},
	{"a{display:none}", 0, MU_CSS_HIDDEN},
	{"content:';';display:none", MU_CSS_HIDDEN, 0},
	{"*display:none", 0, MU_CSS_HIDDEN},
};

static const struct {
	const char *in;
	uint32_t want;
} colours[] = {
	{"#fff", 0x01FFFFFF}, {"#FFFFFF", 0x01FFFFFF}, {" #000 ", 0x01000000}, {"#1234", 0x01112233},
	{"#12345678", 0x01123456}, {"#12345600", 2}, {"white", 0x01FFFFFF}, {"RED", 0x01FF0000},
	{"rgb(1,2,3)", 0x01010203}, {"rgb(1 2 3)", 0x01010203}, {"rgb(100%,0%,0%)", 0x01FF0000},
	{"rgba(1,2,3,.5)", 0x01010203}, {"rgba(1,2,3,0)", 2}, {"rgb(300,-5,0)", 0x01FF0000},
	{"hsl(0,100%,50%)", 0x01FF0000}, {"hsl(120,100%,50%)", 0x0100FF00}, {"transparent", 2},
	{"ffffff", 0x01FFFFFF}, {"#ggg", 0}, {"", 0}, {"inherit", 0}, {"#12", 0}, {"rgb(", 0},
	{"var(--x)", 0},
};

static const struct {
	const char *sheet, *tag, *id, *classes, *up; /* up: a class of an ancestor */
	bool hidden;
} rules[] = {
	{"p{display:none}", "p", "", "", "", true},
	{"P{display:none}", "p", "", "", "", true},
	{"p{display:none}", "div", "", "", "", false},
	{".x{display:none}", "p", "", "x", "", true},
	{".x{display:none}", "p", "", "a x b", "", true},
	{".x{display:none}", "p", "", "xx", "", false},
	{".x.y{display:none}", "p", "", "y x", "", true},
	{".x.y{display:none}", "p", "", "x", "", false},
	{"p.x{display:none}", "div", "", "x", "", false},
	{"#i{display:none}", "p", "i", "", "", true},
	{"#i{display:none}", "p", "j", "", "", false},
	{"a,b , p{display:none}", "p", "", "", "", true},
	{"*{display:none}", "p", "", "", "", true},
	{".up p{display:none}", "p", "", "", "up", true},
	{".up p{display:none}", "p", "", "", "", false},
	{".up>p{display:none}", "p", "", "", "up", true},
	{".up p .z{display:none}", "p", "", "z", "up", false},
	{"a+p{display:none}", "p", "", "", "", false},
	{"p:hover{display:none}", "p", "", "", "", false},
	{"p:not(.x){display:none}", "p", "", "", "", false},
	{"p[x]{display:none}", "p", "", "", "", false},
	{"p::before{display:none}", "p", "", "", "", false},
	{"p{display:none}p{display:block}", "p", "", "", "", false},
	{"p{display:block}p{display:none}", "p", "", "", "", true},
	{".x{display:none}p{display:block}", "p", "", "x", "", true},
	{"#i{display:block}.x{display:none}", "p", "i", "x", "", false},
	{".x{display:none!important}#i{display:block}", "p", "i", "x", "", true},
	{"@media print{p{display:none}}", "p", "", "", "", false},
	{"@media screen{p{display:none}}", "p", "", "", "", true},
	{"@media (min-width:1px){p{display:none}}", "p", "", "", "", false},
	{"@media (min-width:1px){p{color:red}}p{display:none}", "p", "", "", "", true},
	{"@import 'x.css';p{display:none}", "p", "", "", "", true},
	{"@font-face{font-family:x}p{display:none}", "p", "", "", "", true},
	{"@keyframes x{from{opacity:0}to{opacity:1}}p{display:none}", "p", "", "", "", true},
	{"<!-- p{display:none} -->", "p", "", "", "", true},
	{"/* } */p{display:none}", "p", "", "", "", true},
	{"a{content:'}'}p{display:none}", "p", "", "", "", true},
	{"}p{display:none}", "p", "", "", "", true},
	{"p{display:none", "p", "", "", "", true},
	{"a{b{c:d}}p{display:none}", "p", "", "", "", true},
	{"p{color:red;&:hover{display:none}}", "p", "", "", "", false},
	{".日本{display:none}", "p", "", "日本", "", true},
};

static void
test_inline(void)
{
	for (size_t i = 0; i < sizeof inlines / sizeof *inlines; i++) {
		struct mu_style s = mu_css_inline(mu_str_of(inlines[i].style), &arena);

		CHECK((s.flags & inlines[i].with) == inlines[i].with, "%s: %x", inlines[i].style, s.flags);
		CHECK(!(s.flags & inlines[i].without), "%s: %x", inlines[i].style, s.flags);
	}
	for (size_t i = 0; i < sizeof colours / sizeof *colours; i++)
		CHECK(mu_css_color(mu_str_of(colours[i].in)) == colours[i].want, "%s: %x", colours[i].in,
		    mu_css_color(mu_str_of(colours[i].in)));
	CHECK(mu_css_contrast(0x01000000, 0x01FFFFFF) == 2100, "black on white");
	CHECK(mu_css_contrast(0x01FFFFFF, 0x01FFFFFF) == 100, "white on white");
	CHECK(mu_css_contrast(0x01767676, 0x01FFFFFF) > 400, "grey that can be read");
	CHECK(mu_css_contrast(0x01EEEEEE, 0x01FFFFFF) < 150, "grey that cannot");
	CHECK(mu_css_inline(MU_STR("background:#123 no-repeat"), &arena).background == 0x01112233, "ground");
}

static void
test_rules(void)
{
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
		struct mu_css *css = mu_css_new(&arena);
		uint64_t up = mu_css_bits(MU_STR("div"), MU_STR(""), mu_str_of(rules[i].up));
		struct mu_style s;

		CHECK(mu_css_add(css, mu_str_of(rules[i].sheet)), "%s", rules[i].sheet);
		s = mu_css_match(css, mu_str_of(rules[i].tag), mu_str_of(rules[i].id),
		    mu_str_of(rules[i].classes), up, NULL, NULL);
		CHECK(((s.flags & MU_CSS_HIDDEN) != 0) == rules[i].hidden, "%s: %x", rules[i].sheet, s.flags);
	}
}

static void
test_content(void)
{
	static const struct {
		const char *sheet, *before, *after;
	} rows[] = {
		{"p:before{content:'前'}", "前", ""},
		{"p::after{content:\"後\"}", "", "後"},
		{"p::before{content:'a' \"b\"}", "ab", ""},
		{"p::before{content:'\\767B \\9332'}", "登録", ""},
		{"p::before{content:'\\\"x\\''}", "\"x'", ""},
		{"p::before{content:'\\e900'}", "", ""},
		{"p::before{content:none}", "", ""},
		{"p::before{content:url(x.png)}", "", ""},
		{"p::before{content:attr(x)}", "", ""},
		{"p{content:'x'}", "", ""},
		{"q::before{content:'x'}", "", ""},
	};
	struct mu_css *css;
	bool more;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct mu_str before, after;

		css = mu_css_new(&arena);
		CHECK(mu_css_add(css, mu_str_of(rows[i].sheet)), "%s", rows[i].sheet);
		(void)mu_css_match(css, MU_STR("p"), MU_STR(""), MU_STR(""), 0, &before, &after);
		CHECK_STR(before.p, before.n, rows[i].before, "%s", rows[i].sheet);
		CHECK_STR(after.p, after.n, rows[i].after, "%s", rows[i].sheet);
	}
	css = mu_css_new(&arena);
	(void)mu_css_add(css, MU_STR("p::before{content:'使う'}q::before{content:'使わない'}"));
	{
		struct mu_str b, a;
		(void)mu_css_match(css, MU_STR("p"), MU_STR(""), MU_STR(""), 0, &b, &a);
	}
	CHECK(mu_css_unused(css, 0, &more).n == 0 && more, "used");
	CHECK_STR(mu_css_unused(css, 1, &more).p, mu_css_unused(css, 1, &more).n, "使わない", "unused");
	CHECK(mu_css_unused(css, 2, &more).n == 0 && !more, "end");
}

int
main(void)
{
	mu_arena_init(&arena, 64u << 20);
	test_inline();
	test_rules();
	test_content();
	mu_arena_fini(&arena);
	CHECK_DONE();
}
