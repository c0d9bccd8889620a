/* What a face shows besides the judgement: the text's blocks, and the words. */
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "mushi/mushi.h"

static size_t
count(const char *s, const char *what)
{
	size_t n = 0;

	for (; (s = strstr(s, what)); s += strlen(what))
		n++;
	return n;
}

static void
blocks(const struct mushi_pack *pack)
{
	static const char page[] = "<title>登録</title><h2>会員登録が完了しました</h2>"
	    "<p>料金は\"98,000円\"です&lt;b&gt;</p><p hidden>見えない</p>"
	    "<p style=display:none>24時間以内にお支払いください</p><script>var a = '会員';</script>";
	struct mushi_err err = {0};
	struct mushi_input in = {.data = page, .size = sizeof page - 1};
	struct mushi_report *r = mushi_examine(pack, &in, &err);
	size_t n = 0;
	const char *s = r ? mushi_report_blocks(r, &n) : NULL;

	CHECK(s && n == strlen(s), "it is there, and as long as it says");
	if (!s)
		return;
	CHECK(strstr(s, "\"level\":2,\"seen\":true,\"where\":\"text\",\"text\":\"会員登録が完了しました\""),
	    "a heading: %s", s);
	CHECK(strstr(s, "料金は\\\"98,000円\\\"です<b>"), "quotes are escaped: %s", s);
	CHECK(!strstr(s, "見えない"), "hidden text without a find is left out");
	CHECK(strstr(s, "\"seen\":false"), "hidden text with a find is there: %s", s);
	CHECK(strstr(s, "\"cut\":false}"), "nothing is cut");
	mushi_report_free(r);
}

static void
many(const struct mushi_pack *pack)
{
	size_t n = 6000, size = n * 8;
	char *page = malloc(size);
	struct mushi_err err = {0};
	struct mushi_input in = {.data = page, .size = size, .reader = MUSHI_READ_HTML};
	struct mushi_report *r;
	const char *s;

	for (size_t i = 0; page && i < n; i++)
		memcpy(page + i * 8, "<p>a</p>", 8);
	r = page ? mushi_examine(pack, &in, &err) : NULL;
	s = r ? mushi_report_blocks(r, NULL) : NULL;
	CHECK(s && count(s, "\"block\":") == 4000 && strstr(s, "\"cut\":true}"),
	    "too many blocks are cut");
	mushi_report_free(r);
	free(page);
}

static void
words(const struct mushi_pack *pack, enum mushi_lang lang, const char *fraud)
{
	char *s = mushi_words_json(pack, lang);
	struct mushi_sign_info sign;
	struct mushi_question_info q;
	char id[80];

	CHECK(s && strstr(s, fraud), "language %d", lang);
	if (!s)
		return;
	for (size_t i = 0; mushi_pack_sign(pack, i, lang, &sign); i++) {
		snprintf(id, sizeof id, "\"%s\":{\"title\"", sign.id);
		CHECK(strstr(s, id), "sign %s", sign.id);
	}
	for (size_t i = 0; mushi_question(pack, i, lang, &q); i++) {
		snprintf(id, sizeof id, "{\"id\":\"%s\",\"text\"", q.id);
		CHECK(strstr(s, id), "question %s", q.id);
	}
	CHECK(count(s, "\"reckons\":true") == 1, "the situation from which days are counted");
	CHECK((strstr(s, "\"easy\":[]}") == NULL) == (lang == MUSHI_JA_EASY), "easy words");
	free(s);
}

int
main(void)
{
	struct mushi_err err = {0};
	struct mushi_pack *pack = mushi_pack_load(NULL, 0, &err);

	blocks(pack);
	many(pack);
	words(pack, MUSHI_JA, "詐欺の文面です");
	words(pack, MUSHI_JA_EASY, "さぎ");
	words(pack, MUSHI_EN, "This is a fraud");
	mushi_pack_free(pack);
	CHECK_DONE();
}
