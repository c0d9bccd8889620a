/*
 * For training and measuring: reads names of files from standard input and prints one JSON line
 * each: the judgement and the features of its deciding window. `--names` prints the features
 * with their direction and hand-set weights instead. `--forget PERCENT SEED` (first) leaves that
 * share of the signs out; `--weights FILE` takes other weights than those built in.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "report/report.h"
#include "verdict/tone.h"

static unsigned char *
slurp(const char *name, size_t *n)
{
	FILE *f = fopen(name, "rb");
	unsigned char *p = NULL;
	size_t cap = 0;

	*n = 0;
	if (!f)
		return NULL;
	for (;;) {
		if (*n == cap) {
			unsigned char *more = realloc(p, cap = cap ? cap * 2 : 65536);
			if (!more)
				break;
			p = more;
		}
		size_t got = fread(p + *n, 1, cap - *n, f);
		if (!got)
			break;
		*n += got;
	}
	fclose(f);
	return p;
}

/* The direction of a stance feature is that of its hand weight: training keeps the promise. */
static int
stance_direction(unsigned i)
{
	static const double hand[MU_ST_COUNT] = {
#define MU_STANCE(sym, name, weight, means) weight,
#include "pack/stances.def"
#undef MU_STANCE
	};

	return i == MU_ST_BIAS ? 0 : hand[i] > 0 ? 1 : -1;
}

static void
print_names(const struct mushi_pack *p)
{
	char b[128];

	for (unsigned i = 0; i < MU_ST_COUNT; i++)
		printf("stance.%s\t%d\t%.4f\t0\n", mu_stance_name((enum mu_stance_bit)i),
		    stance_direction(i), p->stance[i]);
	for (size_t i = 0; i < p->model.n; i++) {
		struct mu_str name = mu_feature_name(p, i, b, sizeof b);
		printf("%.*s\t%d\t%.4f\t%.4f\n", (int)name.n, name.p, mu_feature_direction(p, i),
		    p->model.fraud[i], p->model.about[i]);
	}
}

/*
 * Forget a share of the signs, all finds of one together, and judge again: what the program
 * would make of a text whose wordings it knows less well. Training looks at such copies so that
 * no verdict hangs on one sign.
 */
static void
forget(const struct mushi_pack *p, const char *name, unsigned percent, unsigned seed,
    struct mushi_report *r)
{
	size_t kept = 0;
	const char *base = strrchr(name, '/') ? strrchr(name, '/') + 1 : name;

	for (size_t i = 0; i < r->signs.n; i++) {
		uint32_t h = 2166136261u ^ (seed * 0x9E3779B1u);
		for (const char *c = base; *c; c++)
			h = (h ^ (unsigned char)*c) * 16777619u;
		h = (h ^ r->signs.list[i].rule) * 16777619u;
		h ^= h >> 15;
		h *= 0x2C1B3C6Du;
		h ^= h >> 13;
		if (h % 100 >= percent)
			r->signs.list[kept++] = r->signs.list[i];
	}
	r->signs.n = kept;
	(void)mu_judge(p, &r->doc, &r->text, &r->matches, &r->signs, &r->indicators, &r->arena,
	    &r->verdict, NULL);
}

static void
print_symbol(void *to, uint16_t sym)
{
	char c[4];

	(void)to;
	fwrite(c, 1, mu_utf8_put(sym, c), stdout);
}

static void
print_report(const struct mushi_pack *p, const char *name, struct mushi_report *r)
{
	const struct mu_verdict *v = &r->verdict;
	char b[128];
	bool first = true;

	printf("{\"file\":\"%s\",\"verdict\":\"%s\",\"kind\":\"%s\",\"subkind\":\"%.*s\","
	    "\"p\":%.6f,\"about\":%.6f,\"x\":{", name, mushi_verdict_name(v->verdict),
	    v->kind == MU_K_NONE ? "" : mu_kind_id(v->kind), (int)v->subkind.n, v->subkind.p,
	    v->probability, v->about);
	for (size_t i = 0; i < p->model.n; i++) {
		struct mu_str n;
		if (v->x[i] == 0)
			continue;
		n = mu_feature_name(p, i, b, sizeof b);
		printf("%s\"%.*s\":%.5g", first ? "" : ",", (int)n.n, n.p, v->x[i]);
		first = false;
	}
	printf("},\"heard\":%d,\"text\":\"", v->heard);
	/* As the tone hears it, for learning that. */
	mu_tone_read(&r->doc, &r->text, v->near, print_symbol, NULL);
	printf("\",\"signs\":[");
	for (size_t i = 0; i < r->signs.n; i++) {
		const struct mu_sign *s = &r->signs.list[i];
		struct mu_str id = p->signs[s->rule].id;
		printf("%s[\"%.*s\",%.3f,%u,%u]", i ? "," : "", (int)id.n, id.p,
		    (double)s->p_mentioned, s->unseen, s->bits);
	}
	printf("]}\n");
}

/* The built-in pack with other weights, so that training need not build in between. */
static struct mushi_pack *
load(const char *weights, struct mushi_err *err)
{
	size_t n, size = 0;
	const struct mushi_file *builtin = mushi_pack_builtin(&n);
	struct mushi_file *files = malloc((n + 1) * sizeof *files);
	char *data = weights ? (char *)slurp(weights, &size) : NULL;
	struct mushi_pack *p;
	size_t k = 0;

	/* The pack borrows its records: what is loaded here lives as long as the program. */
	for (size_t i = 0; i < n; i++)
		if (!weights || strcmp(builtin[i].name, "weights.rec") != 0)
			files[k++] = builtin[i];
	if (data)
		files[k++] = (struct mushi_file){"weights.rec", data, size};
	p = mushi_pack_load(files, k, err);
	free(files);
	return p;
}

int
main(int argc, char **argv)
{
	struct mushi_err err;
	struct mushi_pack *p;
	char name[4096];
	const char *weights = NULL;
	unsigned percent = 0, seed = 0;

	if (argc > 3 && strcmp(argv[1], "--forget") == 0) {
		percent = (unsigned)atoi(argv[2]);
		seed = (unsigned)atoi(argv[3]);
		argc -= 3;
		argv += 3;
	}
	if (argc > 2 && strcmp(argv[1], "--weights") == 0) {
		weights = argv[2];
		argc -= 2;
		argv += 2;
	}
	p = load(weights, &err);
	if (!p) {
		fprintf(stderr, "%s\n", err.msg);
		return 2;
	}
	if (argc > 1 && strcmp(argv[1], "--names") == 0) {
		print_names(p);
		mushi_pack_free(p);
		return 0;
	}
	while (fgets(name, sizeof name, stdin)) {
		size_t n;
		unsigned char *data;
		struct mushi_report *r;
		name[strcspn(name, "\n")] = '\0';
		data = slurp(name, &n);
		struct mushi_input in = {.name = name, .data = data, .size = n};
		r = data ? mushi_examine(p, &in, &err) : NULL;
		if (r && percent)
			forget(p, name, percent, seed, r);
		if (r)
			print_report(p, name, r);
		else
			fprintf(stderr, "%s: could not be judged\n", name);
		mushi_report_free(r);
		free(data);
	}
	mushi_pack_free(p);
	return 0;
}
