/* Advice: same structure in every language, no contradictions, the court's two weeks, places. */
#include "advice/advice.h"
#include "advice/court.h"

#include "check.h"

static const char *const ids[] = {"saw-only", "bill-keeps-popping-pc", "bill-app-phone",
	"notification-spam", "called", "mailed-replied", "told-personal-data", "dunned", "paid-bank",
	"paid-emoney", "paid-store-number", "paid-card", "paid-crypto", "paid-cash-parcel",
	"remote-access-given", "postcard", "letter-collector-or-lawyer", "plain-summons",
	"court-special-service", "online-court-notice", "isp-inquiry", "helper-ad", "minor",
	"employee", "sextortion-bluff", "elder-or-family", "foreign-resident"};
static const char *const court[] = {"court-special-service", "plain-summons",
	"online-court-notice", "isp-inquiry", "letter-collector-or-lawyer"};
enum { N = sizeof ids / sizeof *ids, COURTS = sizeof court / sizeof *court };

static bool
has_step(const struct mu_advice *a, const char *id)
{
	for (size_t i = 0; i < a->step_n; i++)
		if (mu_str_eq(a->steps[i]->id, mu_str_of(id)))
			return true;
	return false;
}

static void
same_structure(const struct mushi_pack *p)
{
	CHECK(!mushi_situation(p, N, MUSHI_JA, &(struct mushi_situation_info){.id = ""}),
	    "more situations than the contract has");
	for (size_t i = 0; i < N; i++) {
		struct mu_advice a[MU_LANGS];
		CHECK(mushi_situation_known(p, ids[i]), "%s", ids[i]);
		for (int k = 0; k < MU_LANGS; k++)
			mu_advise(p, NULL, NULL, &ids[i], 1, (enum mushi_lang)k, &a[k]);
		CHECK(a[0].situation_n == 1 && a[0].step_n >= 4 && a[0].never.n && a[0].evidence.n
		    && a[0].costs.n && a[0].not_promised.n && a[0].contact_n, "%s", ids[i]);
		CHECK(a[0].step_n == a[1].step_n && a[0].step_n == a[2].step_n, "%s", ids[i]);
		CHECK(a[0].never.n == a[1].never.n && a[0].never.n == a[2].never.n, "%s", ids[i]);
		CHECK(a[0].evidence.n == a[1].evidence.n && a[0].evidence.n == a[2].evidence.n,
		    "%s", ids[i]);
		CHECK(a[0].costs.n == a[1].costs.n && a[0].costs.n == a[2].costs.n, "%s", ids[i]);
		CHECK(a[0].not_promised.n == a[1].not_promised.n
		    && a[0].not_promised.n == a[2].not_promised.n, "%s", ids[i]);
		CHECK(a[0].contact_n == a[1].contact_n && a[0].contact_n == a[2].contact_n, "%s",
		    ids[i]);
	}
}

static void
no_repetition(const struct mushi_pack *p)
{
	for (size_t i = 0; i < N; i++) {
		for (size_t k = 0; k < N; k++) {
			const char *both[] = {ids[i], ids[k]}, *turned[] = {ids[k], ids[i]};
			struct mu_advice a, b;
			mu_advise(p, NULL, NULL, both, 2, MUSHI_JA, &a);
			mu_advise(p, NULL, NULL, turned, 2, MUSHI_JA, &b);
			CHECK(memcmp(&a, &b, sizeof a) == 0, "order of %s and %s", ids[i], ids[k]);
			CHECK(a.situation_n >= 1, "%s and %s set each other aside", ids[i], ids[k]);
			for (size_t x = 0; x < a.step_n; x++)
				for (size_t y = 0; y < x; y++)
					CHECK(!mu_str_eq(mu_in_lang(a.steps[x]->text, MUSHI_JA),
					    mu_in_lang(a.steps[y]->text, MUSHI_JA)), "%s, %s",
					    ids[i], ids[k]);
		}
	}
}

static bool
says(const struct mu_advice *a, enum mushi_lang lang, const char *words)
{
	struct mu_str w = mu_str_of(words);
	const struct mu_lines *lists[] = {&a->also, &a->never, &a->evidence, &a->costs,
	    &a->not_promised};

	if (mu_str_find(a->first, w) != SIZE_MAX)
		return true;
	for (size_t i = 0; i < a->step_n; i++)
		if (mu_str_find(mu_in_lang(a->steps[i]->text, lang), w) != SIZE_MAX)
			return true;
	for (size_t k = 0; k < sizeof lists / sizeof *lists; k++)
		for (size_t i = 0; i < lists[k]->n; i++)
			if (mu_str_find(lists[k]->list[i], w) != SIZE_MAX)
				return true;
	return false;
}

/* With a court paper on the table no advice may say "ignore", whatever else is true. */
static void
court_is_never_ignored(const struct mushi_pack *p)
{
	for (size_t c = 0; c < COURTS; c++) {
		for (size_t i = 0; i < N; i++) {
			for (int v = MUSHI_NONE; v <= MUSHI_FRAUD; v++) {
				for (int k = 0; k <= MU_K_NONE; k++) {
					const char *both[] = {ids[i], court[c]};
					struct mu_verdict verdict = {
					    .verdict = (enum mushi_verdict)v,
					    .kind = (enum mu_kind)k};
					struct mu_advice a;
					mu_advise(p, &verdict, NULL, both, 2, MUSHI_JA, &a);
					CHECK(!says(&a, MUSHI_JA, "無視してください"), "%s %s",
					    ids[i], court[c]);
					mu_advise(p, &verdict, NULL, both, 2, MUSHI_EN, &a);
					CHECK(!says(&a, MUSHI_EN, "Ignore"), "%s %s", ids[i],
					    court[c]);
					CHECK(!has_step(&a, "no-contact"), "%s %s", ids[i],
					    court[c]);
				}
			}
		}
	}
}

static void
corrections(const struct mushi_pack *p)
{
	const char *paid[] = {"saw-only", "paid-bank"};
	const char *papers[] = {"postcard", "court-special-service"};
	struct mu_advice a;

	mu_advise(p, NULL, NULL, paid, 2, MUSHI_JA, &a);
	CHECK(a.situation_n == 1 && a.aside_n == 1 && !has_step(&a, "no-pay")
	    && has_step(&a, "bank-stop"), "paid-bank over saw-only");
	mu_advise(p, NULL, NULL, papers, 2, MUSHI_JA, &a);
	CHECK(a.situation_n == 1 && mu_str_eq(a.aside[0].rule->id, MU_STR("postcard")),
	    "a court paper over a postcard");
	mu_advise(p, NULL, NULL, NULL, 0, MUSHI_JA, &a);
	CHECK(a.first.n && a.step_n && a.contact_n, "nothing known: the core");
	CHECK(mu_fact_holds(p, MU_STR("typed-data"), (const char *[]){"told-personal-data"}, 1),
	    "a situation brings its facts");
	CHECK(!mu_fact_holds(p, MU_STR("typed-data"), (const char *[]){"called"}, 1), "no other");
	CHECK(mushi_situation_known(p, "typed-data") && !mushi_situation_known(p, "nonsense")
	    && !mushi_situation_known(p, ""), "facts are known, nonsense is not");
}

static void
guide_reaches_all(const struct mushi_pack *p)
{
	struct mushi_question_info q;
	struct mushi_answer_info a;
	size_t questions = 0;

	for (size_t i = 0; i < N; i++) {
		bool found = false;
		for (size_t n = 0; mushi_question(p, n, MUSHI_JA, &q); n++)
			for (size_t k = 0; mushi_answer(p, n, k, MUSHI_JA, &a); k++) {
				struct mu_str list = mu_str_of(a.sets), item;
				while (mu_str_item(&list, &item))
					found = found || mu_str_eq(item, mu_str_of(ids[i]));
			}
		CHECK(found, "no answer leads to %s", ids[i]);
	}
	while (mushi_question(p, questions, MUSHI_EN, &q)) {
		CHECK(mushi_answer(p, questions, 1, MUSHI_EN, &a), "%s has two answers", q.id);
		questions++;
	}
	CHECK(questions >= 6, "the six questions");
}

static void
two_weeks(const struct mushi_pack *p)
{
	static const struct {
		const char *received, *plain, *moved;
	} rows[] = {
		{"2026-11-24", "2026-12-08", "2026-12-08"}, /* a Tuesday */
		{"2026-11-28", "2026-12-12", "2026-12-14"}, /* Saturday -> Monday */
		{"2026-12-18", "2027-01-01", "2027-01-04"}, /* 1 January to the first working day */
		{"2026-12-15", "2026-12-29", "2027-01-04"}, /* 29 December */
		{"2026-04-20", "2026-05-04", "2026-05-07"}, /* Golden Week with its substitute */
		{"2026-09-06", "2026-09-20", "2026-09-24"}, /* Sunday, then three holidays */
		{"2027-03-07", "2027-03-21", "2027-03-23"}, /* equinox on Sunday and substitute */
		{"2028-02-15", "2028-02-29", "2028-02-29"}, /* leap day */
		{"2028-12-16", "2028-12-30", ""},           /* holidays of 2029 are unknown */
		{"2031-05-05", "2031-05-19", ""},
		{"2026-11-24T23:59:00+0900", "2026-12-08", "2026-12-08"},
	};
	static const char *const bad[] = {"", "2026", "2026-13-01", "2026-02-29", "2026-00-10",
	    "2026-11-24x", "26-11-24", "2026/11/24", "0000-01-01", "9999-12-31"};
	static const struct {
		const char *received, *now;
		enum mu_court_state state;
	} days[] = {
		{"2026-11-10", "2026-11-20", MU_COURT_OPEN}, {"2026-11-10", "2026-11-21", MU_COURT_NEAR},
		{"2026-11-10", "2026-11-23", MU_COURT_NEAR}, {"2026-11-10", "2026-11-24", MU_COURT_TODAY},
		{"2026-11-10", "2026-11-24T23:59:00+0900", MU_COURT_TODAY},
		{"2026-11-10", "2026-11-25", MU_COURT_OVER}, {"2026-05-01", "2026-11-24", MU_COURT_OVER},
		{"2026-11-28", "2026-12-13", MU_COURT_MOVED}, {"2026-11-28", "2026-12-14", MU_COURT_MOVED},
		{"2026-11-28", "2026-12-15", MU_COURT_OVER}, {"2026-11-10", NULL, MU_COURT_OPEN},
		{"2026-11-10", "x", MU_COURT_OPEN}, {"2028-12-16", "2028-12-31", MU_COURT_OVER},
	};
	struct mu_court_dates d;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		CHECK(mu_court_dates(p, MU_RECKON_TWO_WEEKS, rows[i].received, NULL,
		    &d), "row %zu", i);
		CHECK_STR(d.plain, strlen(d.plain), rows[i].plain, "row %zu", i);
		CHECK_STR(d.moved, strlen(d.moved), rows[i].moved, "row %zu", i);
		CHECK(d.moved_known == (rows[i].moved[0] != '\0'), "row %zu", i);
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		CHECK(!mu_court_dates(p, MU_RECKON_TWO_WEEKS, bad[i], NULL, &d) && !d.received[0], "%s", bad[i]);
	CHECK(!mu_court_dates(p, MU_RECKON_TWO_WEEKS, NULL, NULL, &d), "no date");
	CHECK(!mu_court_dates(p, MU_RECKON_NOT, "2026-11-24", NULL, &d), "nothing to reckon");
	CHECK(mu_court_dates(p, MU_RECKON_SENT, "2026-11-24", "2026-11-24", &d) && !d.plain[0]
	    && !d.moved[0] && d.state == MU_COURT_SENT, "from sending: no date");
	for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
		CHECK(mu_court_dates(p, MU_RECKON_TWO_WEEKS, days[i].received, days[i].now, &d)
		    && d.state == days[i].state, "%s on %s: %d", days[i].received, days[i].now,
		    (int)d.state);
	}
}

static void
places(const struct mushi_pack *p)
{
	static const struct {
		const char *typed, *want;
	} rows[] = {
		{"東京", "■ Tokyo\n"}, {"東京都", "■ Tokyo\n"}, {"とうきょう", "■ Tokyo\n"},
		{"トウキョウ", "■ Tokyo\n"}, {"Tōkyō", "■ Tokyo\n"}, {"Toukyou", "■ Tokyo\n"},
		{"tokyo-to", "■ Tokyo\n"}, {"TOKYO", "■ Tokyo\n"}, {"京都", "■ Kyoto\n"},
		{"京都府", "■ Kyoto\n"}, {"kyoto-fu", "■ Kyoto\n"}, {"北海道", "■ Hokkaido\n"},
		{"ほっかいどう", "■ Hokkaido\n"}, {"hokkaidou", "■ Hokkaido\n"},
		{"おおいた", "■ Oita\n"}, {"ooita", "■ Oita\n"}, {" 大分県 ", "■ Oita\n"},
		{"Kouchi", "■ Kochi\n"}, {"ひょうごけん", "■ Hyogo\n"}, {"岐阜", "■ Gifu\n"},
		{"Gifu", "■ Gifu\n"}, {"Kyoto prefecture", "■ Kyoto\n"},
	};
	static const char *const nowhere[] = {"", "都", "県", "to", "府中", "x", "京",
	    "\xE3\x81", "\xFF\xFF",
	    "東京東京東京東京東京東京東京東京東京東京東京東京東京東京東京東京東京東京東京東京"};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char *text = mushi_contacts(p, rows[i].typed, MUSHI_EN, false, 80, false);
		CHECK(text && strncmp(text, rows[i].want, strlen(rows[i].want)) == 0, "%s",
		    rows[i].typed);
		free(text);
	}
	for (size_t i = 0; i < sizeof nowhere / sizeof *nowhere; i++) {
		char *text = mushi_contacts(p, nowhere[i], MUSHI_EN, false, 80, false);
		CHECK(!text, "%s", nowhere[i]);
		free(text);
	}
}

/* What the loader must refuse, each with its line. */
static void
refusals(void)
{
	static const struct {
		const char *text;
		size_t line;
	} rows[] = {
		{"contact: x\nname-ja: あ\nname-ja-easy: あ\nname-en: a\nphone: 03-0000-1234\n"
		 "source: s\nchecked: 2026-11-23\nsure: low\n", 1},
		{"contact: x\nname-ja: あ\nsource: s\nchecked: 2026-11-23\nsure: low\n", 1},
		{"step: x\ntext-ja: あ\ntext-en: a\n", 1},
		{"\nadvice: x\nfirst-ja: あ\nfirst-ja-easy: あ\nfirst-en: a\nsteps: no-such\n", 2},
		{"advice: x\nfirst-ja: あ\nfirst-ja-easy: あ\nfirst-en: a\ncost-ja: あ\n", 1},
		{"advice: x\nfirst-ja: あ\nfirst-ja-easy: あ\nfirst-en: a\nonce-ja: あ\n", 5},
		{"situation: x\nfirst-ja: あ\nfirst-ja-easy: あ\nfirst-en: a\n", 1},
		{"\nsituation: x\ntitle-ja: あ\ntitle-ja-easy: あ\ntitle-en: a\nfirst-ja: あ\n"
		 "first-ja-easy: あ\nfirst-en: a\nsource: s\nreckons: from-sending\n", 2},
		{"answer: x\nof: none\ntext-ja: あ\ntext-ja-easy: あ\ntext-en: a\n", 1},
		{"holiday: 1 January\n", 1},
		{"prefecture: x\nname-ja: あ\n", 1},
		{"law: x\nstatement-ja: あ\n", 1},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct mushi_file f = {"advice/x.rec", rows[i].text, strlen(rows[i].text)};
		struct mushi_err err = {0};
		struct mushi_pack *p = mushi_pack_load(&f, 1, &err);
		CHECK(!p && err.code == MUSHI_EPACK, "row %zu is refused", i);
		CHECK(err.at == rows[i].line, "row %zu: line %zu: %s", i, err.at, err.msg);
		mushi_pack_free(p);
	}
}

/* Of two records with the same word both are heard. */
static void
words(void)
{
	static const char records[] =
	    "advice: x\nwords: 訴状\nverdicts: none\nfirst-ja: 一つめ\nfirst-ja-easy: あ\nfirst-en: a\n\n"
	    "advice: y\nwords: 訴状\nverdicts: none\nfirst-ja: 二つめ\nfirst-ja-easy: い\nfirst-en: b\n\n"
	    "advice: z\nwords: 訴訟\nverdicts: none\nfirst-ja: 三つめ\nfirst-ja-easy: う\nfirst-en: c\n";
	static const char text[] = "訴状です。";
	struct mushi_file f = {"advice/x.rec", records, sizeof records - 1};
	struct mushi_err err = {0};
	struct mushi_pack *p = mushi_pack_load(&f, 1, &err);
	struct mushi_input in = {.data = text, .size = sizeof text - 1};
	struct mushi_report *r = p ? mushi_examine(p, &in, &err) : NULL;
	const char *json = r ? mushi_report_json(r, NULL) : NULL;

	CHECK(json, "%s", err.msg);
	CHECK(json && strstr(json, "\"first\":\"一つめ\"") && strstr(json, "\"also\":[\"二つめ\"]"),
	    "%s", json ? json : "");
	mushi_report_free(r);
	mushi_pack_free(p);
}

int
main(void)
{
	struct mushi_err err = {0};
	struct mushi_pack *p = mushi_pack_load(NULL, 0, &err);

	CHECK(p != NULL, "%s", err.msg);
	if (p) {
		same_structure(p);
		no_repetition(p);
		court_is_never_ignored(p);
		corrections(p);
		guide_reaches_all(p);
		two_weeks(p);
		places(p);
		mushi_pack_free(p);
	}
	refusals();
	words();
	CHECK_DONE();
}
