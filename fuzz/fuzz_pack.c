/*
 * Any bytes as record files (0x1F divides files): either a pack that works, or a message that
 * names a file and a line inside it. A pack that loads must survive its own tests, a page, and
 * being asked about every sign.
 */
#include <stdlib.h>
#include <string.h>

#include "mushi/mushi.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MUST(x) do { if (!(x)) abort(); } while (0)

enum { FILES = 4 };

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const names[FILES] = {"rules/a.rec", "advice/b.rec", "weights.rec", "c.rec"};
	static const char page[] = "<p>会員登録が完了しました。98,000円をお支払いください。03-0000-1234</p>";
	struct mushi_file files[FILES];
	struct mushi_err err = {0};
	struct mushi_pack *pack;
	size_t n = 0, from = 0, lines = 1, failed;

	if (size > 20000)
		return 0;
	for (size_t i = 0; i <= size; i++) {
		lines += i < size && data[i] == '\n';
		if (n == FILES || (i < size && (data[i] != 0x1F || n == FILES - 1)))
			continue;
		files[n] = (struct mushi_file){names[n], (const char *)data + from, i - from};
		n++;
		from = i + 1;
	}
	pack = mushi_pack_load(files, n, &err);
	if (!pack) {
		MUST(err.code == MUSHI_EPACK || err.code == MUSHI_ENOMEM);
		MUST(memchr(err.msg, '\0', sizeof err.msg) && err.msg[0] && err.at <= lines);
		return 0;
	}
	mushi_pack_selftest(pack, NULL, NULL, &failed);
	struct mushi_input in = {.data = page, .size = sizeof page - 1, .lang = MUSHI_EN};
	struct mushi_report *r = mushi_examine(pack, &in, &err);
	MUST(r);
	MUST(mushi_report_json(r, NULL) && mushi_report_text(r, 60, true, NULL));
	mushi_report_free(r);
	struct mushi_sign_info s;
	for (size_t i = 0; mushi_pack_sign(pack, i, MUSHI_JA, &s); i++)
		free(mushi_explain(pack, s.id, MUSHI_JA_EASY));
	mushi_pack_free(pack);
	return 0;
}
