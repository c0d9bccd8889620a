/*
 * Tokenizes the files given, all of them again and again, and prints the speed.
 *
 * usage: bench_token [-m MIN_SECONDS] [-x MAX_FILE_BYTES] FILE...
 *        bench_token -s           hostile shapes of 4 MB instead of files
 *
 * Times are the best of the rounds: other work on the machine only ever adds.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "read/token.h"

static struct mu_tokenizer tok;

static double
now_s(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

struct sums {
	size_t tokens, attrs, text_bytes;
};

static void
run(struct mu_str in, struct sums *s)
{
	struct mu_arena a;
	struct mu_token k;

	mu_arena_init(&a, (size_t)1 << 30);
	mu_tok_init(&tok, in, &a);
	while (mu_tok_next(&tok, &k) != MU_T_END) {
		s->tokens++;
		s->attrs += k.attr_n;
		if (k.type == MU_T_TEXT)
			s->text_bytes += k.text.n;
		else if (k.type == MU_T_START) {
			enum mu_tok_model m = mu_tok_model_for(k.element);
			if (m != MU_T_DATA)
				mu_tok_model(&tok, m);
		}
	}
	mu_arena_fini(&a);
}

static double
measure(const struct mu_str *in, size_t n, double min_s, struct sums *s)
{
	double best = 1e9, begin = now_s();

	for (int round = 0; round < 3 || now_s() - begin < min_s; round++) {
		double t = now_s();
		*s = (struct sums){0};
		for (size_t i = 0; i < n; i++)
			run(in[i], s);
		t = now_s() - t;
		if (t < best)
			best = t;
	}
	return best;
}

static bool
slurp(const char *path, size_t max, struct mu_str *out)
{
	FILE *f = fopen(path, "rb");
	char *p = NULL;
	size_t n = 0, cap = 0;

	if (!f)
		return false;
	for (;;) {
		if (n == cap) {
			char *q = realloc(p, cap = cap ? cap * 2 : 65536);
			if (!q)
				exit(2);
			p = q;
		}
		size_t got = fread(p + n, 1, cap - n, f);
		if (!got)
			break;
		n += got;
	}
	fclose(f);
	if (!n || n > max) {
		free(p);
		return false;
	}
	*out = (struct mu_str){p, n};
	return true;
}

static const struct {
	const char *name, *head, *unit, *tail;
} shapes[] = {
	{"paragraphs", "", "<p class=\"text\">Some words of ordinary length, and <a href=\"page.html\">a "
	    "link</a> in them.</p>\n", ""},
	{"text only", "", "Some words without any mark-up at all; ", ""},
	{"tags <a>", "", "<a>", ""},
	{"attributes x=1", "<a", " x=1", ">"},
	{"attributes, bare", "<a", " x", ">"},
	{"tags of 12 attributes", "", "<a a b c d e f g h i j k l>", ""},
	{"upper case", "", "<TD WIDTH=1>a", ""},
	{"one long value", "<a b='", "x", "'>"},
	{"references in a value", "<a b='", "&amp;", "'>"},
	{"ampersands in a value", "<a b='", "&", "'>"},
	{"near references", "<a b='", "&amx", "'>"},
	{"NUL-like names", "<a", " \x01", ">"},
	{"&lt;", "", "&lt;", ""},
	{"&copy", "", "&copy", ""},
	{"&notit;", "", "&notit;", ""},
	{"&nosuchname;", "", "&nosuchname;", ""},
	{"&#65;", "", "&#65;", ""},
	{"&", "", "&", ""},
	{"&a", "", "&a", ""},
	{"digits", "&#", "9", ""},
	{"<", "", "<", ""},
	{"< ", "", "< ", ""},
	{"</>", "", "</>", ""},
	{"<!---->", "", "<!---->", ""},
	{"<!-- unclosed", "", "<!-- ", ""},
	{"dashes", "<!--", "-", ""},
	{"> in comment", "<!--", ">", ""},
	{"<!x>", "", "<!x>", ""},
	{"<a unclosed", "", "<a ", ""},
	{"CR", "", "\r", ""},
	{"CR LF", "", "\r\n", ""},
	{"a CR", "", "a\r", ""},
	{"</title in title", "<title>", "</title", ""},
	{"<!--<script", "<script>", "<!--<script>", ""},
	{"> in escaped script", "<script><!--", ">", ""},
	{"< in script", "<script>", "<", ""},
	{"<!DOCTYPE", "", "<!DOCTYPE a>", ""},
};

static void
hostile(double min_s)
{
	enum { SIZE = 4000000 };

	for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
		size_t h = strlen(shapes[i].head), u = strlen(shapes[i].unit);
		size_t l = strlen(shapes[i].tail), n = h;
		char *p = malloc(SIZE + h + u + l);
		struct sums s;

		if (!p)
			exit(2);
		memcpy(p, shapes[i].head, h);
		for (; n < SIZE; n += u)
			memcpy(p + n, shapes[i].unit, u);
		memcpy(p + n, shapes[i].tail, l);
		struct mu_str in = {p, n + l};
		double t = measure(&in, 1, min_s, &s);
		printf("%-24s %8.0f MB/s %7.2f ms/MB %9zu tokens %6.2f ns/token\n", shapes[i].name,
		    (double)in.n / t / 1e6, t * 1e9 / (double)in.n, s.tokens,
		    s.tokens ? t * 1e9 / (double)s.tokens : 0.0);
		free(p);
	}
}

int
main(int argc, char **argv)
{
	double min_s = 2;
	size_t max = SIZE_MAX, n = 0, bytes = 0;
	int i = 1;
	bool hostile_only = false;

	for (; i < argc && argv[i][0] == '-' && argv[i][1]; i++) {
		if (argv[i][1] == 's')
			hostile_only = true;
		else if (argv[i][1] == 'm' && i + 1 < argc)
			min_s = atof(argv[++i]);
		else if (argv[i][1] == 'x' && i + 1 < argc)
			max = (size_t)atoll(argv[++i]);
	}
	if (hostile_only) {
		hostile(min_s / 20);
		return 0;
	}
	struct mu_str *in = calloc((size_t)argc, sizeof(*in));
	if (!in)
		return 2;
	for (; i < argc; i++)
		if (slurp(argv[i], max, &in[n]))
			bytes += in[n++].n;
	if (!n) {
		fprintf(stderr, "usage: bench_token [-s] [-m SECONDS] [-x MAX_FILE_BYTES] FILE...\n");
		return 2;
	}
	struct sums s;
	double t = measure(in, n, min_s, &s);
	printf("%zu files, %.1f MB, %zu tokens, %zu attributes, %.1f MB text: %.0f MB/s, "
	    "%.1f ns/token\n", n, (double)bytes / 1e6, s.tokens, s.attrs,
	    (double)s.text_bytes / 1e6, (double)bytes / t / 1e6, t * 1e9 / (double)s.tokens);
	return 0;
}
