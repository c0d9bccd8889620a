/*
 * The tokenizer: all cases of html5lib-tests (lines on standard input, made by
 * html5lib_convert.py, when the argument is "-"), and rows for what those do not cover.
 *
 * Every input lies in a heap block of its exact size, so that a read past its end is seen
 * by the address sanitizer.
 */
#include "check.h"

#include "base/out.h"
#include "read/token.h"

enum { LINE_MAX_BYTES = 1 << 20 };

static unsigned long left_out; /* cases that do not apply */

static void
hex(struct mu_out *o, struct mu_str s)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		mu_out_byte(o, digits[c >> 4]);
		mu_out_byte(o, digits[c & 15]);
	}
}

static size_t
unhex(const char *z, char *out)
{
	size_t n = 0;

	for (; z[0] && z[1]; z += 2) {
		char two[3] = {z[0], z[1], 0};
		out[n++] = (char)strtoul(two, NULL, 16);
	}
	return n;
}

static void
doctype_id(struct mu_out *o, bool has, struct mu_str s)
{
	if (!has) {
		mu_out_byte(o, '-');
		return;
	}
	mu_out_byte(o, '+');
	hex(o, s);
}

/* All tokens in the line format; neighbouring text is one token. NULL when out of memory. */
static const char *
dump(struct mu_str in, struct mu_arena *a, const char *state, struct mu_str last)
{
	static struct mu_tokenizer t;
	struct mu_token k;
	struct mu_out o;
	bool text = false;

	memset(&t, 0xA5, sizeof(t)); /* mu_tok_init must set all it relies on */
	memset(&k, 0xA5, sizeof(k));
	mu_out_init(&o, a);
	mu_tok_init(&t, in, a);
	if (strcmp(state, "rcdata") == 0)
		mu_tok_model(&t, MU_T_RCDATA);
	else if (strcmp(state, "rawtext") == 0)
		mu_tok_model(&t, MU_T_RAWTEXT);
	else if (strcmp(state, "script") == 0)
		mu_tok_model(&t, MU_T_SCRIPT);
	else if (strcmp(state, "plaintext") == 0)
		mu_tok_model(&t, MU_T_PLAINTEXT);
	else if (strcmp(state, "cdata") == 0)
		t.cdata = true;
	t.last_start = last;
	while (mu_tok_next(&t, &k) != MU_T_END) {
		if (k.type == MU_T_TEXT) {
			if (!text)
				mu_out_add(&o, mu_str_of(o.n ? " C:" : "C:"));
			text = true;
			hex(&o, k.text);
			continue;
		}
		text = false;
		if (o.n)
			mu_out_byte(&o, ' ');
		if (k.type == MU_T_START) {
			mu_out_add(&o, MU_STR("S:"));
			hex(&o, k.text);
			for (uint32_t i = 0; i < k.attr_n; i++) {
				mu_out_byte(&o, ',');
				hex(&o, k.attrs[i].name);
				mu_out_byte(&o, '=');
				hex(&o, k.attrs[i].value);
			}
			if (k.self_closing)
				mu_out_byte(&o, '/');
		} else if (k.type == MU_T_ENDTAG) {
			mu_out_add(&o, MU_STR("E:"));
			hex(&o, k.text);
		} else if (k.type == MU_T_COMMENT) {
			mu_out_add(&o, MU_STR("M:"));
			hex(&o, k.text);
		} else {
			mu_out_add(&o, MU_STR("D:"));
			doctype_id(&o, k.has_name, k.text);
			mu_out_byte(&o, ',');
			doctype_id(&o, k.has_public, k.public_id);
			mu_out_byte(&o, ',');
			doctype_id(&o, k.has_system, k.system_id);
			if (k.force_quirks)
				mu_out_byte(&o, '!');
		}
	}
	mu_out_byte(&o, '\0');
	return o.failed || t.failed ? NULL : o.p;
}

static char *
exact(const char *p, size_t n)
{
	char *q = malloc(n ? n : 1);

	if (!q)
		exit(2);
	if (n)
		memcpy(q, p, n);
	return q;
}

static void
html5lib(FILE *f)
{
	static char line[LINE_MAX_BYTES], in[LINE_MAX_BYTES], last[256];

	while (fgets(line, sizeof(line), f)) {
		char *field[5] = {line};
		size_t n = 1;
		struct mu_arena a;

		line[strcspn(line, "\n")] = 0;
		for (char *c = line; *c && n < 5; c++)
			if (*c == '\t') {
				*c = 0;
				field[n++] = c + 1;
			}
		if (strcmp(field[0], "skip") == 0) {
			left_out++;
			printf("left out: %s: %s\n", n > 1 ? field[1] : "", n > 2 ? field[2] : "");
			continue;
		}
		if (strcmp(field[0], "absent") == 0) {
			CHECK_SKIP("html5lib: no cases under %s", n > 1 ? field[1] : "");
			continue;
		}
		if (n != 5) {
			CHECK(0, "line of %zu fields", n);
			continue;
		}
		struct mu_str tag = {last, unhex(field[2], last)};
		size_t head = 0;
		if (strcmp(field[1], "cdata") == 0) {
			/* The state right behind what opens a section. */
			memcpy(in, "<![CDATA[", 9);
			head = 9;
		}
		size_t size = head + unhex(field[3], in + head);
		char *copy = exact(in, size);
		mu_arena_init(&a, 1 << 22);
		const char *got = dump((struct mu_str){copy, size}, &a, field[1], tag);
		if (got)
			CHECK_STR(got, strlen(got), field[4], "%s in %s, input %s", field[0], field[1],
			    field[3]);
		else
			CHECK(0, "%s: out of memory", field[0]);
		mu_arena_fini(&a);
		free(copy);
	}
}

/* A readable rendering for the rows below. */
static const char *
show(struct mu_str in, bool cdata, bool models, struct mu_arena *a)
{
	static struct mu_tokenizer t;
	struct mu_token k;
	struct mu_out o;
	bool text = false;

	mu_out_init(&o, a);
	mu_tok_init(&t, in, a);
	t.cdata = cdata;
	while (mu_tok_next(&t, &k) != MU_T_END) {
		bool was_text = text;
		text = k.type == MU_T_TEXT;
		if (!(text && was_text) && o.n)
			mu_out_byte(&o, '|');
		if (k.type == MU_T_ENDTAG)
			mu_out_byte(&o, '/');
		else if (k.type == MU_T_START)
			mu_out_byte(&o, '<');
		else if (k.type == MU_T_COMMENT)
			mu_out_byte(&o, '!');
		mu_out_add(&o, k.text);
		for (uint32_t i = 0; i < k.attr_n; i++) {
			mu_out_byte(&o, ' ');
			mu_out_add(&o, k.attrs[i].name);
			mu_out_byte(&o, '=');
			mu_out_add(&o, k.attrs[i].value);
		}
		if (models && k.type == MU_T_START)
			mu_tok_model(&t, mu_tok_model_for(k.element));
	}
	mu_out_byte(&o, '\0');
	return o.failed ? "(out of memory)" : o.p;
}

#define F16 "0123456789abcdef"

static const struct {
	const char *in, *want;
} rows[] = {
	{"", ""},
	{"a<b>c</b>", "a|<b|c|/b"},
	{"<TITLE>a<b>&amp;</tiTLE >x", "<title|a<b>&|/title|x"},
	{"<title>a</titlex></title", "<title|a</titlex></title"},
	{"<style><!-- </style>--></style>", "<style|<!-- |/style|-->|/style"},
	{"<script><!--<script></script></script>--></script>z",
	    "<script|<!--<script></script>|/script|-->|/script|z"},
	{"<script><!--<script></script>--></script>z", "<script|<!--<script></script>-->|/script|z"},
	{"<script><!--<script>--></script>z", "<script|<!--<script>-->|/script|z"},
	{"<script><!--></script>", "<script|<!-->|/script"},
	{"<script><!-<script></script>", "<script|<!-<script>|/script"},
	{"<script><!--<scripts></script>", "<script|<!--<scripts>|/script"},
	{"<plaintext></plaintext><b>", "<plaintext|</plaintext><b>"},
	{"<textarea>\r\n&lt;\r</textarea>", "<textarea|\n<\n|/textarea"},
	/* line ends, runs of them, and at the end of input */
	{"a\r\nb\rc\nd", "a\nb\nc\nd"},
	{"\r\r\r\n\r\n\n\r", "\n\n\n\n\n\n"},
	{"a\r", "a\n"},
	{"a\r\n<p>\r\n", "a\n|<p|\n"},
	/* references: longest match, attribute rule, next to each other */
	{"&notit;&notin;&not", "\xC2\xACit;\xE2\x88\x89\xC2\xAC"},
	{"&lt&gt;&amp;&amp&quot;&nbsp;&copy", "<>&&\"\xC2\xA0\xC2\xA9"},
	{"&&&lt;&&#&#x&#;&#x;&a&", "&&<&&#&#x&#;&#x;&a&"},
	{"&#x80;&#128;&#0;&#xD800;&#x110000;&#99999999999999999999;&#65",
	    "\xE2\x82\xAC\xE2\x82\xAC\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD" "A"},
	{"<a href='?a=1&copy=2&copy;&copyx&ampx&lt'>", "<a href=?a=1&copy=2\xC2\xA9&copyx&ampx<"},
	{"<a b=&lt;&amp c=&copy>", "<a b=<& c=\xC2\xA9"},
	{"&CounterClockwiseContourIntegral;&CounterClockwiseContourIntegralx",
	    "\xE2\x88\xB3&CounterClockwiseContourIntegralx"},
	/* attributes */
	{"<a b=1 B=2 c b=3 D='4'/>", "<a b=1 c= d=4"},
	{"<a =b=c =d>", "<a =b=c =d="},
	{"<a b='1'c=\"2\"d=3/ e>", "<a b=1 c=2 d=3/ e="},
	{"<a b = \n '\r\n' c= >", "<a b=\n c="},
	{"</a b='>'>x", "/a|x"},
	{"<a b='", ""},
	{"x<a b", "x"},
	{"<" F16 F16 "X y>z", "<" F16 F16 "X y>z"},
	{"<a" F16 F16 "X y>z", "<a" F16 F16 "x y=|z"},
	{"<a b" F16 F16 "=" F16 F16 " C" F16 F16 "='" F16 F16 F16 "'>",
	    "<a b" F16 F16 "=" F16 F16 " c" F16 F16 "=" F16 F16 F16},
	{"<a b='" F16 F16 "&amp;" F16 F16 "\r" F16 "'>", "<a b=" F16 F16 "&" F16 F16 "\n" F16},
	/* duplicates beyond the few that are compared one by one */
	{"<a a=1 b c d e f g h i j k A=2 b=2 k=2 l=3>", "<a a=1 b= c= d= e= f= g= h= i= j= k= l=3"},
	/* comments of every length around a block of sixteen */
	{"<!--" F16 F16 "-->x", "!" F16 F16 "|x"},
	{"<!--" F16 F16 "--!>x", "!" F16 F16 "|x"},
	{"<!--" F16 "-" F16 "->-!>--" F16 "--->x", "!" F16 "-" F16 "->-!>--" F16 "-|x"},
	{"<!---!>" F16 "-->x", "!-!>" F16 "|x"},
	{"<!---!>" F16 F16 "-->x", "!-!>" F16 F16 "|x"},
	{"<!--\r\n" F16 F16 "\r-->x", "!\n" F16 F16 "\n|x"},
	{"<!-->a<!--->b<!---->c<!-- --", "!|a|!|b|!|c|! "},
	{"<!x\ry><?z></1></>a</", "!x\ny|!?z|!1|a</"},
	/* less-than signs that open nothing */
	{"<<<a<<<<>b<", "<<|<a<<<<|b<"},
	{"<<<<b><< <c><", "<<<|<b|<< |<c|<"},
	{"<a>< b></a>", "<a|< b>|/a"},
};

static const struct {
	const char *in, *want;
} cdata_rows[] = {
	{"<![CDATA[a<b>]]>c", "a<b>c"},
	{"<![CDATA[]]><![CDATA[]]><![CDATA[]]]]>", "]]"},
	{"<![CDATA[a\r\n" F16 F16 "]]]>c<d>", "a\n" F16 F16 "]c|<d"},
	{"<![CDATA[a]]", "a]]"},
	{"<![CDATA[", ""},
	{"<![CDATA[]", "]"},
};

static void
check_rows(void)
{
	struct mu_arena a;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		size_t n = strlen(rows[i].in);
		char *copy = exact(rows[i].in, n);
		mu_arena_init(&a, 1 << 20);
		const char *got = show((struct mu_str){copy, n}, false, true, &a);
		CHECK_STR(got, strlen(got), rows[i].want, "row %zu: %s", i, rows[i].in);
		mu_arena_fini(&a);
		free(copy);
	}
	for (size_t i = 0; i < sizeof(cdata_rows) / sizeof(cdata_rows[0]); i++) {
		mu_arena_init(&a, 1 << 20);
		const char *got = show(mu_str_of(cdata_rows[i].in), true, true, &a);
		CHECK_STR(got, strlen(got), cdata_rows[i].want, "cdata row %zu", i);
		mu_arena_fini(&a);
	}
}

/* The same rows with the edge of a chunk of classified input at every place near them. */
static void
check_edges(void)
{
	static char buf[MU_T_CHUNK + 1024], want[MU_T_CHUNK + 1024];
	struct mu_arena a;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		size_t n = strlen(rows[i].in);
		for (size_t k = 0; k <= n + 2; k++) {
			size_t head = MU_T_CHUNK - k;
			memcpy(buf, "<!--", 4);
			memset(buf + 4, 'x', head - 7);
			memcpy(buf + head - 3, "-->", 3);
			memcpy(buf + head, rows[i].in, n);
			want[0] = '!';
			memset(want + 1, 'x', head - 7);
			snprintf(want + head - 6, 1024, "%s%s", rows[i].want[0] ? "|" : "",
			    rows[i].want);
			char *copy = exact(buf, head + n);
			mu_arena_init(&a, 1 << 20);
			const char *got = show((struct mu_str){copy, head + n}, false, true, &a);
			CHECK(strcmp(got, want) == 0, "row %zu, edge %zu: %s: got %s", i, k,
			    rows[i].in, got + (strlen(got) > head ? head - 6 : 0));
			mu_arena_fini(&a);
			free(copy);
		}
	}
}

/* Fields of single tokens: where, element, flags, no copy where none is needed. */
static void
check_fields(void)
{
	static struct mu_tokenizer t;
	struct mu_token k;
	struct mu_arena a;
	struct mu_str in = MU_STR("ab<P Class=X/>&lt;&gt;<FOO bar='b&amp;'></P><!DOCTYPE html>");

	mu_arena_init(&a, 1 << 20);
	mu_tok_init(&t, in, &a);
	CHECK(mu_tok_next(&t, &k) == MU_T_TEXT && k.text.p == in.p && k.at == 0, "text");
	CHECK(mu_tok_next(&t, &k) == MU_T_START && k.element == MU_E_P && k.at == 2, "p");
	CHECK(k.attr_n == 1 && k.attrs[0].value.p == in.p + 11, "value is a slice");
	CHECK(mu_attr_find(&k, MU_STR("class")) == k.attrs, "find");
	CHECK(!mu_attr_find(&k, MU_STR("id")), "find nothing");
	CHECK(!k.self_closing, "the slash belongs to the value");
	CHECK(mu_tok_next(&t, &k) == MU_T_TEXT && k.from_ref && k.text.n == 2, "references");
	CHECK(mu_tok_next(&t, &k) == MU_T_START && k.element == MU_E_OTHER, "foo");
	CHECK_STR(k.text.p, k.text.n, "foo", "lower case");
	CHECK_STR(k.attrs[0].value.p, k.attrs[0].value.n, "b&", "decoded");
	CHECK(mu_tok_next(&t, &k) == MU_T_ENDTAG && k.element == MU_E_P, "/p");
	CHECK(mu_tok_next(&t, &k) == MU_T_DOCTYPE && k.has_name && !k.has_public, "doctype");
	CHECK(mu_tok_next(&t, &k) == MU_T_END && k.at == in.n, "end");
	CHECK(mu_tok_next(&t, &k) == MU_T_END && !t.failed, "still the end");
	mu_arena_fini(&a);

	static const struct { const char *name; enum mu_element e; } all[] = {
#define MU_ELEMENT(sym, name) {name, MU_E_##sym},
#include "read/elements.def"
#undef MU_ELEMENT
		{"", MU_E_OTHER}, {"x", MU_E_OTHER}, {"DIV", MU_E_OTHER}, {"divx", MU_E_OTHER},
		{"di", MU_E_OTHER}, {"blockquotes", MU_E_OTHER}, {"\xE3\x81\x82", MU_E_OTHER},
		{"0123456789abcdefghij", MU_E_OTHER},
	};
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		CHECK(mu_element_by_name(mu_str_of(all[i].name)) == all[i].e, "%s", all[i].name);
}

static void
check_unescape(void)
{
	struct mu_arena a;
	struct mu_str plain = MU_STR("a=1&b=2"), s;

	mu_arena_init(&a, 1 << 20);
	s = mu_tok_unescape(plain, true, &a);
	CHECK(s.p == plain.p && s.n == plain.n, "nothing to undo, nothing copied");
	s = mu_tok_unescape(MU_STR("&copy=&lt;"), true, &a);
	CHECK_STR(s.p, s.n, "&copy=<", "attribute");
	s = mu_tok_unescape(MU_STR("&copy=&lt;"), false, &a);
	CHECK_STR(s.p, s.n, "\xC2\xA9=<", "text");
	s = mu_tok_unescape(MU_STR("&nGt;&nGt;&nGt;&nGt;&nGt;&nGt;&nGt;&nGt;&nGt;&nGt;"), false, &a);
	CHECK(s.n == 60, "longer than before: %zu", s.n);
	s = mu_tok_unescape(MU_STR("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"), true, &a);
	CHECK(s.n == 63, "NUL: %zu", s.n);
	mu_arena_fini(&a);
}

/* `unit` repeated up to `size` bytes between head and tail; returns the number of tokens. */
static size_t
flood(const char *head, const char *unit, const char *tail, size_t size, uint32_t *attrs)
{
	static struct mu_tokenizer t;
	struct mu_token k;
	struct mu_arena a;
	size_t h = strlen(head), u = strlen(unit), l = strlen(tail), n = h, count = 0;
	char *p = malloc(size + h + u + l);

	if (!p)
		exit(2);
	memcpy(p, head, h);
	for (; n < size; n += u)
		memcpy(p + n, unit, u);
	memcpy(p + n, tail, l);
	mu_arena_init(&a, size * 8 + 65536);
	mu_tok_init(&t, (struct mu_str){p, n + l}, &a);
	*attrs = 0;
	while (mu_tok_next(&t, &k) != MU_T_END) {
		count++;
		if (k.attr_n > *attrs)
			*attrs = k.attr_n;
		if (k.type == MU_T_START)
			mu_tok_model(&t, mu_tok_model_for(k.element));
	}
	CHECK(!t.failed, "flood of %s: memory within eight times the input", unit);
	mu_arena_fini(&a);
	free(p);
	return count;
}

/* Shapes that cost quadratic time elsewhere; here only that they end, and in what. */
static void
check_floods(void)
{
	enum { MB = 1000 * 1000 };
	uint32_t attrs;

	CHECK(flood("<a", " b", ">", MB, &attrs) == 1 && attrs == 1, "same attribute");
	CHECK(flood("<a", " B=1", ">", MB, &attrs) == 1 && attrs == 1, "same attribute, upper case");
	CHECK(flood("<a b='", "&", "'>", MB, &attrs) == 1, "ampersands in a value");
	CHECK(flood("<a b='", "&amp;", "'>", MB, &attrs) == 1, "references in a value");
	CHECK(flood("<a b='", "x", "'>", 10 * MB, &attrs) == 1, "10 MB value");
	CHECK(flood("<a b='", "x", "", MB, &attrs) == 0, "unclosed value");
	CHECK(flood("", "<", "", MB, &attrs) == 1, "less-than signs");
	CHECK(flood("", "< ", "", MB, &attrs) == 1, "less-than signs and spaces");
	CHECK(flood("", "&", "", MB, &attrs) == 1, "ampersands");
	CHECK(flood("", "<!--", "", MB, &attrs) == 1, "comment openers");
	CHECK(flood("<!--", "- >", "", MB, &attrs) == 1, "half closers");
	CHECK(flood("<!--", "-", "", MB, &attrs) == 1, "dashes");
	CHECK(flood("<title>", "</title", "", MB, &attrs) == 2, "end tags that end nothing");
	CHECK(flood("<script>", "<!--<script", "", MB, &attrs) == 2, "script openers");
	CHECK(flood("", "<a ", "", MB, &attrs) == 0, "unclosed tags");
	CHECK(flood("", "</>", "", MB, &attrs) == 0, "empty end tags");
	CHECK(flood("", "<![CDATA[", "", MB, &attrs) == 1, "unclosed sections");
	CHECK(flood("&#", "9", "", MB, &attrs) == 1, "digits");
}

static void
check_attr_cap(void)
{
	static struct mu_tokenizer t;
	struct mu_token k;
	struct mu_arena a;
	struct mu_out o;

	mu_arena_init(&a, 1 << 24);
	mu_out_init(&o, &a);
	mu_out_add(&o, MU_STR("<a"));
	for (int i = 0; i < 1000; i++)
		mu_out_fmt(&o, " n%d=%d n%d=x", i, i, i / 2);
	mu_out_add(&o, MU_STR(" z='>'>b"));
	mu_tok_init(&t, mu_out_str(&o), &a);
	CHECK(mu_tok_next(&t, &k) == MU_T_START && k.attr_n == MU_T_ATTR_MAX, "%u kept", k.attr_n);
	for (uint32_t i = 0; i < k.attr_n; i++) {
		char want[16];
		snprintf(want, sizeof(want), "%u", i);
		CHECK_STR(k.attrs[i].value.p, k.attrs[i].value.n, want, "attribute %u", i);
	}
	CHECK(mu_tok_next(&t, &k) == MU_T_TEXT && k.text.n == 1, "the quoted > did not end the tag");
	mu_arena_fini(&a);
}

/* Out of memory ends the tokens and is said. */
static void
check_memory(void)
{
	static struct mu_tokenizer t;
	struct mu_token k;
	struct mu_arena a;

	mu_arena_init(&a, 16);
	mu_tok_init(&t, MU_STR("a<b c='&amp;'>d"), &a);
	CHECK(mu_tok_next(&t, &k) == MU_T_TEXT, "text");
	CHECK(mu_tok_next(&t, &k) == MU_T_END && t.failed, "no room for the value");
	mu_arena_fini(&a);
}

int
main(int argc, char **argv)
{
	check_rows();
	check_edges();
	check_fields();
	check_unescape();
	check_attr_cap();
	check_floods();
	check_memory();
	if (argc > 1 && strcmp(argv[1], "-") == 0) {
		html5lib(stdin);
		printf("html5lib: %lu cases left out\n", left_out);
	}
	CHECK_DONE();
}
