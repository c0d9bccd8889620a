/* Parts of one document: header fields, words with boxes, forms of one text, what is not opened. */
#include "check.h"

#include <stdlib.h>

#include "read/parts.h"
#include "report/report.h"

static struct mu_arena arena;

static struct mu_str
header(const char *raw)
{
	struct mu_str out = MU_STR("");

	(void)mu_header_text(mu_str_of(raw), &arena, &out, NULL);
	return out;
}

static void
headers(void)
{
	static const struct {
		const char *raw, *want;
	} rows[] = {
		{"plain", "plain"},
		{" folded\r\n\there ", "folded here"},
		{"=?utf-8?B?5pyq57SN?=", "未納"},
		{"=?UTF-8*ja?q?=E6=9C=AA?=\n =?utf-8?q?=E7=B4=8D?=", "未納"},
		{"=?utf-8?B?5pyq?= and =?utf-8?B?57SN?=", "未 and 納"},
		{"=?iso-2022-jp?B?GyRCTCRHPBsoQg==?=", "未納"},
		{"=?shift_jis?Q?=96=A2=94[?=", "未納"},
		{"=?utf-8?B?5pyq57SN", "未納"},          /* cut off */
		{"=?utf-8?X?abc?=", "=?utf-8?X?abc?="},  /* no such coding */
		{"=?", "=?"},
		{"", ""},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct mu_str got = header(rows[i].raw);
		CHECK(mu_str_eq(got, mu_str_of(rows[i].want)), "row %zu: %.*s", i, (int)got.n, got.p);
	}
}

static void
addresses(void)
{
	static const struct {
		const char *raw, *name, *address;
	} rows[] = {
		{"a@example.com", "", "a@example.com"},
		{"\"A <x>\" <a@example.com>", "A <x>", "a@example.com"},
		{"A <a@example.com", "A", "a@example.com"},
		{"a@example.com (A)", "(A)", "a@example.com"},
		{"..a..@mobile.example, b@x.test", ", b@x.test", "..a..@mobile.example"},
		{"", "", ""},
		{"<", "", ""},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct mu_str name, address;
		mu_header_address(mu_str_of(rows[i].raw), &name, &address);
		CHECK(mu_str_eq(name, mu_str_of(rows[i].name)), "row %zu: %.*s", i, (int)name.n,
		    name.p);
		CHECK(mu_str_eq(address, mu_str_of(rows[i].address)), "row %zu: %.*s", i,
		    (int)address.n, address.p);
	}
}

static void
words(void)
{
	static const struct {
		const char *src, *want; /* blocks joined by '|' */
	} rows[] = {
		{"1 2 3 4 会員\n5 2 3 4 登録\n", "会員登録"},
		{"1 2 3 4 pay\n5 2 3 4 now\n", "pay now"},
		{"1 2 3 4 a\nline\n1 9 3 4 b\nblock\n1 20 3 4 c\n", "a\nb|c"},
		{"page 10 10\n1 2 3 4 a\npage 10 10\n1 2 3 4 b\n", "a|b"},
		{"1 2 3 a\n-1 2 3 4 b\n1 2 3 9999999 c\n\n1 2 3 4\nrubbish\n", ""},
		{"1 2 3 4 98.000円\n", "98,000円"},
		{"1 2 3 4 1.298.000円\n", "1,298,000円"},
		{"1 2 3 4 3.14\n", "3.14"},
		{"1 2 3 4 O50-0OOO-l234\n", "050-0000-1234"},
		{"1 2 3 4 Ill\n", "Ill"},
		{"1 2 3 4 \x01\n1 2 3 4 \x7F" "a\x02" "b\x03\n", "a b"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct mu_doc d;
		struct mu_out o;
		mu_doc_init(&d, &arena);
		mu_out_init(&o, &arena);
		CHECK(mu_read_words(mu_str_of(rows[i].src), 1000, &d, NULL), "row %zu", i);
		for (size_t b = 0; b < d.block_n; b++) {
			if (b)
				mu_out_byte(&o, '|');
			mu_out_add(&o, mu_block_text(&d, &d.blocks[b]));
			CHECK(d.blocks[b].place == MU_P_IMAGE, "row %zu", i);
		}
		CHECK(mu_str_eq(mu_out_str(&o), mu_str_of(rows[i].want)), "row %zu: %.*s", i, (int)o.n,
		    o.p);
	}
}

static void
boxes(void)
{
	static const char src[] = "page 100 100\nblock\n1 2 30 4 会員登録\n40 2 30 4 が完了しました\n"
	    "block\n1 50 9 9 天気\n";
	const struct mushi_part part = {.kind = MUSHI_PART_WORDS, .data = src, .size = sizeof src - 1};
	struct mushi_input in = {.name = "x", .reader = MUSHI_READ_IMAGE};
	struct mushi_err err;
	struct mushi_pack *pack = mushi_pack_load(NULL, 0, &err);
	struct mushi_report *r = mushi_examine_parts(pack, &in, &part, 1, &err);
	struct mushi_box b;

	CHECK(r && strcmp(mushi_report_reader(r), "image") == 0, "reader");
	CHECK(r && r->doc.box_n == 3, "boxes");
	CHECK(r && mushi_report_box(r, 0, &b) && b.x == 1 && b.y == 2 && b.width == 30
	    && b.height == 4 && b.page == 0, "first box of a find");
	CHECK(r && mushi_report_box(r, 1, &b) && b.x == 40, "second");
	CHECK(r && !mushi_report_box(r, 2, &b), "the weather is no find");
	mushi_report_free(r);
	/* Nothing at all is a document, too. */
	r = mushi_examine_parts(pack, &in, NULL, 0, &err);
	CHECK(r && mushi_report_verdict(r) == MUSHI_NONE, "no parts");
	mushi_report_free(r);
	mushi_pack_free(pack);
}

static void
limits(void)
{
	static const char text[] = "会員登録が完了しました。";
	struct mushi_part parts[600];
	struct mushi_input in = {.reader = MUSHI_READ_MAIL, .limits = {.text = 1000}};
	struct mu_doc d;
	const char *reader;

	for (size_t i = 0; i < 600; i++)
		parts[i] = (struct mushi_part){.kind = MUSHI_PART_TEXT, .data = text,
		    .size = sizeof text - 1};
	mu_doc_init(&d, &arena);
	CHECK(mu_read_parts(&in, parts, 600, &d, &reader, NULL), "many parts");
	CHECK(d.text_n <= 1000 && d.notes & MU_N_TEXT_CUT && d.notes & MU_N_PARTS_CUT, "cut");
	in.limits.input = 100;
	mu_doc_init(&d, &arena);
	CHECK(!mu_read_parts(&in, parts, 600, &d, &reader, NULL), "too big together");
}

/* What a reader counts of its own part, behind the text of others. */
static void
counts(void)
{
	static const char page[] = "<p>あいう <a href='http://x.test/'>えお</a><p hidden>かきく";
	const struct mushi_part html = {.kind = MUSHI_PART_HTML, .data = page,
	    .size = sizeof page - 1};
	const struct mushi_part words = {.kind = MUSHI_PART_WORDS, .data = "1 2 3 4 会員登録\n",
	    .size = sizeof "1 2 3 4 会員登録\n" - 1};
	const struct mushi_part text = {.kind = MUSHI_PART_TEXT, .data = "天気\n\n予報",
	    .size = sizeof "天気\n\n予報" - 1};
	const struct mushi_part orders[][4] = {
		{html, words, text, html}, {words, text, html, html}, {html, html, words, text}};
	const struct mushi_input in = {.reader = MUSHI_READ_MAIL};
	struct mu_doc d;
	const char *reader;

	for (size_t i = 0; i < sizeof orders / sizeof *orders; i++) {
		mu_doc_init(&d, &arena);
		CHECK(mu_read_parts(&in, orders[i], 4, &d, &reader, NULL), "order %zu", i);
		CHECK(d.shape.text_chars == 18 && d.shape.link_chars == 4
		    && d.shape.hidden_chars == 6, "order %zu: %u %u %u", i, d.shape.text_chars,
		    d.shape.link_chars, d.shape.hidden_chars);
	}
}

/* Text that fills its room to the last byte, and a page behind it. */
static void
brim(void)
{
	enum { ROOM = 1 << 21 };
	const struct mushi_input in = {.reader = MUSHI_READ_MAIL};
	struct mushi_part parts[2] = {{.kind = MUSHI_PART_TEXT, .size = ROOM + 1},
	    {.kind = MUSHI_PART_HTML, .data = "<html>", .size = 6}};
	char *text = malloc(ROOM + 1);
	const char *reader;
	struct mu_doc d;

	CHECK(text, "memory");
	if (!text)
		return;
	memset(text, 'a', ROOM + 1);
	memcpy(text + 1, "\n\n", 2);
	parts[0].data = text;
	mu_doc_init(&d, &arena);
	CHECK(mu_read_parts(&in, parts, 2, &d, &reader, NULL), "brim");
	CHECK(d.text_n == ROOM && d.text_cap == ROOM, "%zu of %zu", d.text_n, d.text_cap);
	CHECK(d.shape.text_chars == ROOM - 1, "%u", d.shape.text_chars);
	free(text);
}

int
main(void)
{
	mu_arena_init(&arena, (size_t)1 << 30);
	headers();
	addresses();
	words();
	boxes();
	limits();
	counts();
	brim();
	mu_arena_fini(&arena);
	CHECK_DONE();
}
