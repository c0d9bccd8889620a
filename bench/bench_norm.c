/* MB/s of folding: Japanese and English text made of ordinary sentences, and the worst kinds. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "norm/norm.h"

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Only the rows whose names hold the first argument. */
static const char *only;

static void
run(const char *name, const char *piece)
{
	const size_t size = 128 << 10; /* a long page; memory is warm after the first round */
	size_t n = strlen(piece);
	char *text = malloc(size + n);
	double best = 1e9, worst = 0;
	uint32_t symbols = 0;

	if (!text || !strstr(name, only)) {
		free(text);
		return;
	}
	for (size_t i = 0; i < size; i += n)
		memcpy(text + i, piece, n);
	for (int round = 0; round < 200; round++) {
		struct mu_arena a, b;
		struct mu_doc doc;
		struct mu_text t;
		double start, took;

		mu_arena_init(&a, (size_t)1 << 30);
		mu_arena_init(&b, (size_t)1 << 30);
		mu_doc_init(&doc, &a);
		for (size_t i = 0; i + n * (1 + 300 / n) <= size; i += n * (1 + 300 / n))
			mu_doc_add_block(&doc, (struct mu_str){text + i, n * (1 + 300 / n)}, MU_P_TEXT, 0, 0);
		start = now();
		mu_norm(&doc, &b, &t, NULL);
		took = now() - start;
		symbols = t.n;
		if (took < best)
			best = took;
		if (took > worst)
			worst = took;
		mu_arena_fini(&a);
		mu_arena_fini(&b);
	}
	printf("%-22s %6.0f MB/s (slowest %.0f), %u symbols\n", name, (double)size / best / 1e6,
	    (double)size / worst / 1e6, symbols);
	free(text);
}

int
main(int argc, char **argv)
{
	only = argc > 1 ? argv[1] : "";
#ifdef __GLIBC__
	mallopt(M_MMAP_THRESHOLD, 1 << 30); /* measure folding, not the kernel's empty pages */
	mallopt(M_TRIM_THRESHOLD, 1 << 30);
#endif
	run("japanese, kanji kana", "会員登録が完了しましたので、利用料金として所定の金額を期限までにお支払いください。"
	    "ご不明な点は下記の窓口まで必ずご連絡くださいますようお願い申し上げます。");
	run("japanese, katakana", "インターネットブラウザーのセキュリティーシステムがウイルスを検出しました。"
	    "サポートセンターのオペレーターへコールしてください。");
	run("japanese, mixed", "お客様ID：A-839201、登録日時2026年11月23日 22時14分、金額は98,000円です。"
	    "IPアドレス192.0.2.1とUser-Agentを記録しました！");
	run("english", "Your computer has been blocked because a dangerous virus was found on it. "
	    "Please call the support team immediately and do not turn off the machine. ");
	run("letters", "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz");
	run("disguised", "登★録☆完◆了 V i r u s ｶﾞｿﾘﾝ 𝐯𝐢𝐫𝐮𝐬 「振 り 込 み」 ①㈱㍿ сhесk ");
	run("blanks", "a          b          ");
	run("quotes", "「あ」「い」");
	return 0;
}
