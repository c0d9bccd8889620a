/*
 * For training and measuring: reads names of files from standard input and prints one JSON line
 * each: the judgement and the features of its deciding window. `--names` prints the features
 * with their direction and hand-set weights instead.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/report.h"

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

static void
print_names(const struct mushi_pack *p)
{
	char b[128];

	for (unsigned i = 0; i < MU_ST_COUNT; i++)
		printf("stance.%s\t%d\t%.4f\t0\n", mu_stance_name((enum mu_stance_bit)i),
		    i == MU_ST_BIAS ? 0 : p->stance[i] > 0 ? 1 : -1, p->stance[i]);
	for (size_t i = 0; i < p->model.n; i++) {
		struct mu_str name = mu_feature_name(p, i, b, sizeof b);
		printf("%.*s\t%d\t%.4f\t%.4f\n", (int)name.n, name.p, mu_feature_direction(p, i),
		    p->model.fraud[i], p->model.about[i]);
	}
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
	printf("},\"signs\":[");
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
