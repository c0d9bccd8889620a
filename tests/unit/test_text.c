#include "check.h"
#include "docs.h"
#include "read/html.h"

static const struct {
	const char *in, *want;
} rows[] = {
	{"", ""},
	{"\n\n", ""},
	{"一行だけ", "text:一行だけ"},
	{"一行目\n二行目", "text:一行目~二行目"},
	{"一行目\r\n二行目\r\n\r\n別の段", "text:一行目~二行目 | text:別の段"},
	{"古い\r改行", "text:古い~改行"},
	{"a\n\nb\n\n\n\nc", "text:a | text:b | text:c"},
	{"a \t b", "text:a b"},
	{"  行頭", "text:行頭"},
	{"> 引用\n> 続き\n返事", "text/quote:引用~続き | text:返事"},
	{"返事\n>> 深い引用", "text:返事 | text/quote:深い引用"},
	{"＞ 全角引用", "text/quote:全角引用"},
	{"| 棒で引用\n| 続き\n返事", "text/quote:棒で引用~続き | text:返事"},
	{"| 表 | 行 |", "text:| 表 | 行 |"},
	{"a > b", "text:a > b"},
	{"\xEF\xBB\xBF印付き", "text:印付き"},
	{"<b>そのまま</b>", "text:<b>そのまま</b>"},
	{"段\n \t \n次", "text:段 | text:次"},
	/* Saved chats: messages apart, times and names gone, the reader's own quoted. */
	{"[LINE] 窓口とのトーク履歴\n保存日時：2026/11/24 10:00\n\n2026/11/23(月)\n10:05\t窓口\t本日中に\n"
	 "お支払い\n10:07\tわたし\t何のことですか", "text:窓口 | text:本日中に~お支払い | text/quote:何のことですか"},
	{"[LINE] 窓口のトーク履歴\r\n2026.11.23 月曜日\r\n午後10:05\t窓口\t\"一行目\r\n二行目\"\r\n"
	 "2026.11.24 火曜日\r\n午前9:01\t窓口\t翌日", "text:窓口 | text:一行目~二行目 | text:翌日"},
	{"[LINE] Chat history with Desk\n2026/11/23 Mon\n9:05\tDesk\tPay\n9:06\tme\tWhy?",
	 "text:Desk | text:Pay | text/quote:Why?"},
	{"[LINE] 花の会のトーク履歴\n10:05\tあ\t一\n10:06\tい\t二", "text:一 | text:二"},
	{"10:05\tあ\t一\n10:06\tい\t二\n10:07\tあ\t三", "text:一 | text:二 | text:三"},
	{"[LINE] 窓口とのトーク履歴\n10:05\t窓口が参加しました\n10:06\t窓口\t一",
	 "text:窓口が参加しました | text:窓口 | text:一"},
	{"[LINE] 窓口とのトーク履歴\n10:06\t窓口\t[スタンプ]\n10:07\t窓口\t\n10:08\t窓口\t二",
	 "text:窓口 | text:[スタンプ] | text:二"},
	{"[LINE] 窓口とのトーク履歴", "text:[LINE] 窓口とのトーク履歴"},
	{"10:05 開場\n10:30 開演", "text:10:05 開場~10:30 開演"},
	{"時刻\t行事\t所\n10:05\t開会\t体育館", "text:時刻 行事 所~10:05 開会 体育館"},
};

static const struct {
	const char *in;
	bool html;
} sniff[] = {
	{"<!DOCTYPE html><p>", true}, {"<html>", true}, {"  <HTML lang=ja>", true},
	{"<p>文<br>文", true}, {"<div class=x>文</div>", true}, {"文<b>太い</b>文", true},
	{"", false}, {"ただの文", false}, {"a < b かつ c > d", false}, {"<taro@mail.example> wrote:", false},
	{"> 引用", false}, {"5 <6", false}, {"Subject: x\n\n<本文>", false}, {"<a href=x>", true},
	{"差出人 <info@bill.example>\n宛先 <you@mail.example>", false},
};

int
main(void)
{
	struct mu_arena a;
	struct mu_doc d;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct mu_str line;

		mu_arena_init(&a, 1u << 20);
		mu_doc_init(&d, &a);
		CHECK(mu_read_text(mu_str_of(rows[i].in), 1u << 20, &d, NULL), "row %zu", i);
		line = doc_line(&d, &a);
		CHECK_STR(line.p, line.n, rows[i].want, "row %zu: %s", i, rows[i].in);
		CHECK(!doc_fault(&d), "row %zu: %s", i, doc_fault(&d));
		mu_arena_fini(&a);
	}
	mu_arena_init(&a, 1u << 20);
	mu_doc_init(&d, &a);
	CHECK(mu_read_text(MU_STR("あいう\nえお"), 10, &d, NULL), "cut");
	CHECK(d.notes & MU_N_TEXT_CUT && d.text_n == 9, "%zu", d.text_n);
	mu_arena_fini(&a);
	mu_arena_init(&a, 1u << 20);
	mu_doc_init(&d, &a);
	CHECK(mu_read_text(MU_STR("a\n\n>b\n\nc"), 100, &d, NULL) && d.block_n == 3
	    && d.blocks[0].origin == 0 && d.blocks[1].origin == 3 && d.blocks[2].origin == 7, "origin");
	mu_arena_fini(&a);
	for (size_t i = 0; i < sizeof sniff / sizeof *sniff; i++)
		CHECK(mu_looks_like_html(mu_str_of(sniff[i].in)) == sniff[i].html, "%s", sniff[i].in);
	CHECK_DONE();
}
