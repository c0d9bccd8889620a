/*
 * One pass of one reader over the files named on standard input, again and again.
 *
 * usage: bench_peers memchr|token|libxml2|gumbo [ROUNDS] < NAMES     prints "SECONDS BYTES" of the
 *                                                                    best round
 *        bench_peers words                                           the words of the rule pack
 * Exit status 3: built without that library.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/utf8.h"
#include "pack/pack.h"
#include "read/token.h"

#ifdef HAVE_LIBXML2
#include <libxml/HTMLparser.h>
#endif
#ifdef HAVE_GUMBO
#include <gumbo.h>
#endif

static struct mu_tokenizer tok;
static volatile size_t sum; /* what was counted must not be optimised away */

static double
now_s(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

static void
run_memchr(struct mu_str s)
{
	const char *p = s.p, *e = s.p + s.n;

	while (p < e && (p = memchr(p, '<', (size_t)(e - p)))) {
		sum++;
		p++;
	}
}

static void
run_token(struct mu_str s)
{
	struct mu_arena a;
	struct mu_token k;

	mu_arena_init(&a, (size_t)1 << 30);
	mu_tok_init(&tok, s, &a);
	while (mu_tok_next(&tok, &k) != MU_T_END) {
		sum++;
		if (k.type == MU_T_START && mu_tok_model_for(k.element) != MU_T_DATA)
			mu_tok_model(&tok, mu_tok_model_for(k.element));
	}
	mu_arena_fini(&a);
}

#ifdef HAVE_LIBXML2
static void
on_text(void *self, const xmlChar *s, int n)
{
	(void)self;
	(void)s;
	sum += (size_t)n;
}

static void
on_start(void *self, const xmlChar *name, const xmlChar **attr)
{
	(void)self;
	(void)name;
	sum += attr != NULL;
}

static void
run_libxml2(struct mu_str s)
{
	htmlSAXHandler sax = {.startElement = on_start, .characters = on_text};
	htmlParserCtxtPtr c = htmlCreatePushParserCtxt(&sax, NULL, s.p, s.n < 4 ? (int)s.n : 4, NULL,
	    XML_CHAR_ENCODING_NONE);

	if (!c)
		exit(2);
	htmlCtxtUseOptions(c, HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET);
	if (s.n > 4)
		htmlParseChunk(c, s.p + 4, (int)(s.n - 4), 1);
	htmlFreeParserCtxt(c);
}
#endif

#ifdef HAVE_GUMBO
static void
run_gumbo(struct mu_str s)
{
	GumboOptions options = kGumboDefaultOptions;
	GumboOutput *out;

	options.max_errors = 0;
	out = gumbo_parse_with_options(&options, s.p, s.n);
	sum += out != NULL;
	gumbo_destroy_output(&options, out);
}
#endif

static struct mu_str
slurp(const char *name)
{
	FILE *f = fopen(name, "rb");
	char *p = NULL;
	long n = 0;

	if (!f)
		return MU_STR("");
	if (fseek(f, 0, SEEK_END) == 0 && (n = ftell(f)) > 0 && fseek(f, 0, SEEK_SET) == 0
	    && (p = malloc((size_t)n)) && fread(p, 1, (size_t)n, f) != (size_t)n)
		n = 0;
	fclose(f);
	return p ? (struct mu_str){p, (size_t)n} : MU_STR("");
}

/* As they stand in the pack: folded, two symbols or more, printable. */
static int
print_words(void)
{
	struct mushi_err err;
	struct mushi_pack *p = mushi_pack_load(NULL, 0, &err);

	if (!p)
		return 2;
	for (size_t i = 0; i < p->word_n; i++) {
		char line[1024];
		size_t n = 0;
		bool plain = p->words[i].n >= 2;
		for (uint32_t k = 0; plain && k < p->words[i].n && n < sizeof line - 8; k++) {
			uint16_t c = p->syms[p->words[i].sym + k];
			plain = c >= 0x20 && !(c >= 0xD800 && c < 0xF900);
			n += mu_utf8_put(c, line + n);
		}
		if (plain)
			printf("%.*s\n", (int)n, line);
	}
	mushi_pack_free(p);
	return 0;
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*run)(struct mu_str);
	} all[] = {
		{"memchr", run_memchr},
		{"token", run_token},
#ifdef HAVE_LIBXML2
		{"libxml2", run_libxml2},
#endif
#ifdef HAVE_GUMBO
		{"gumbo", run_gumbo},
#endif
	};
	void (*run)(struct mu_str) = NULL;
	struct mu_str *in = NULL;
	size_t n = 0, cap = 0, bytes = 0;
	double best = 1e9;
	int rounds = argc > 2 ? atoi(argv[2]) : 2;
	char line[4096];

	if (argc > 1 && strcmp(argv[1], "words") == 0)
		return print_words();
	for (size_t i = 0; argc > 1 && i < sizeof all / sizeof *all; i++)
		if (strcmp(argv[1], all[i].name) == 0)
			run = all[i].run;
	if (!run)
		return 3;
	while (fgets(line, sizeof line, stdin)) {
		line[strcspn(line, "\n")] = '\0';
		if (n == cap) {
			in = realloc(in, (cap = cap ? cap * 2 : 256) * sizeof *in);
			if (!in)
				return 2;
		}
		in[n] = slurp(line);
		bytes += in[n].n;
		n += in[n].n > 0;
	}
	for (int r = 0; r < rounds; r++) {
		double t = now_s();
		for (size_t i = 0; i < n; i++)
			run(in[i]);
		t = now_s() - t;
		best = t < best ? t : best;
	}
	printf("%.6f %zu\n", best, bytes);
	return 0;
}
