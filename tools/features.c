/*
 * For training and measuring: reads names of files from standard input and prints one JSON line
 * each: the judgement and the features of its deciding window.
 *
 *   --names                 print the features with their direction and weights instead
 *   --forget PERCENT SEED   leave that share of the signs out
 *   --weights FILE          take other weights than those built in
 *   --brief                 the judgement only, without features, text and signs
 *   --why                   each sign with what it contributed and its words
 *   --facts                 the indicators as well, canonical
 *   --without NAME[+NAME]   judge again without a mechanism (tools/without.h); may be repeated
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "report/report.h"
#include "verdict/tone.h"
#include "without.h"

enum { WITHOUT_MAX = 16, MEMORY = 256 << 20, WORDS = 120 };

struct options {
	bool brief, why, facts, names;
	unsigned percent, seed;
	const char *weights;
	struct {
		const char *name;
		struct without what;
	} without[WITHOUT_MAX];
	unsigned without_n;
};

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
	return i == MU_ST_BIAS ? 0 : hand_stances[i] > 0 ? 1 : -1;
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
print_features(const struct mushi_pack *p, const struct mushi_report *r)
{
	const struct mu_verdict *v = &r->verdict;
	char b[128];
	bool first = true;

	printf(",\"x\":{");
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
	printf("]");
}

static void
print_string(struct mushi_report *r, struct mu_str s, size_t most)
{
	struct mu_out o;

	mu_out_init(&o, &r->arena);
	mu_json_string(&o, s, most);
	if (o.failed)
		printf("\"\"");
	else
		printf("%.*s", (int)o.n, o.p);
}

/* Strongest first: sign, stance, weight, words. */
static void
print_why(const struct mushi_pack *p, struct mushi_report *r)
{
	const uint32_t *order = mu_signs_by_weight(r, &r->arena);

	printf(",\"why\":[");
	for (size_t i = 0; order && i < r->signs.n; i++) {
		const struct mu_sign *s = &r->signs.list[order[i]];
		struct mu_str id = p->signs[s->rule].id;
		printf("%s[\"%.*s\",%.2f,%d,%.2f,", i ? "," : "", (int)id.n, id.p,
		    (double)s->p_mentioned, s->unseen, (double)s->weight);
		print_string(r, s->behaviour ? MU_STR("") : (struct mu_str){
		    r->doc.text + s->byte_from, s->byte_to - s->byte_from}, WORDS);
		printf("]");
	}
	printf("]");
}

static struct mu_str
key_of(const struct mu_indicator *n, const char *key)
{
	for (unsigned i = 0; i < n->key_n; i++)
		if (strcmp(n->keys[i].key, key) == 0)
			return n->keys[i].value;
	return MU_STR("");
}

/* As the `ind:` lines of tests/corpus write them. */
static void
print_fact(struct mushi_report *r, const struct mu_indicator *n)
{
	static const char *const parts[] = {"bank", "branch", "kind", "number", "holder"};
	struct mu_out o;

	mu_out_init(&o, &r->arena);
	if (n->type == MU_I_ACCOUNT) {
		for (unsigned i = 0; i < sizeof parts / sizeof *parts; i++) {
			if (i)
				mu_out_byte(&o, '/');
			mu_out_add(&o, key_of(n, parts[i]));
		}
	} else {
		struct mu_str currency = n->type == MU_I_PRICE ? key_of(n, "currency")
		    : MU_STR("");
		mu_out_add(&o, n->value);
		if (currency.n && !mu_str_eq(currency, MU_STR("JPY"))) {
			mu_out_byte(&o, ' ');
			mu_out_add(&o, currency);
		}
	}
	print_string(r, mu_out_str(&o), SIZE_MAX);
}

/* {"phones": [["+81300001234", "as written", "role"], …], …} */
static void
print_facts(struct mushi_report *r)
{
	size_t i = 0;

	printf(",\"facts\":{");
	for (unsigned t = 0; t < MU_I_TYPE_COUNT; t++) {
		bool first = true;
		printf("%s\"%s\":[", t ? "," : "", mu_ind_type_key((enum mu_ind_type)t));
		for (; i < r->indicators.n && r->indicators.list[i].type == t; i++) {
			const struct mu_indicator *n = &r->indicators.list[i];
			if (n->masked)
				continue;
			printf(first ? "[" : ",[");
			print_fact(r, n);
			printf(",");
			print_string(r, n->text, WORDS);
			printf(",\"%s\"]", mu_role_name(n->role));
			first = false;
		}
		printf("]");
	}
	printf("}");
}

static void
print_judgement(const struct mu_verdict *v)
{
	printf("\"verdict\":\"%s\",\"kind\":\"%s\",\"subkind\":\"%.*s\",\"p\":%.6f,\"about\":%.6f",
	    mushi_verdict_name(v->verdict), v->kind == MU_K_NONE ? "" : mu_kind_id(v->kind),
	    (int)v->subkind.n, v->subkind.p, v->probability, v->about);
}

static void
print_without(struct mushi_pack *p, const struct mushi_report *r, const struct options *o)
{
	printf(",\"without\":{");
	for (unsigned i = 0; i < o->without_n; i++) {
		struct mu_arena arena;
		struct mu_verdict v;

		mu_arena_init(&arena, MEMORY);
		printf("%s\"%s\":{", i ? "," : "", o->without[i].name);
		if (without_judge(p, r, &o->without[i].what, &arena, &v))
			print_judgement(&v);
		printf("}");
		mu_arena_fini(&arena);
	}
	printf("}");
}

static void
print_report(struct mushi_pack *p, const char *name, struct mushi_report *r,
    const struct options *o)
{
	printf("{\"file\":");
	print_string(r, mu_str_of(name), SIZE_MAX);
	printf(",");
	print_judgement(&r->verdict);
	if (!o->brief)
		print_features(p, r);
	printf(",\"beside\":%s", r->verdict.fake_helper_beside ? "true" : "false");
	if (o->why)
		print_why(p, r);
	if (o->facts)
		print_facts(r);
	if (o->without_n)
		print_without(p, r, o);
	printf("}\n");
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

static bool
parse(int argc, char **argv, struct options *o)
{
	for (int i = 1; i < argc; i++) {
		int left = argc - 1 - i;
		if (strcmp(argv[i], "--names") == 0) {
			o->names = true;
		} else if (strcmp(argv[i], "--brief") == 0) {
			o->brief = true;
		} else if (strcmp(argv[i], "--why") == 0) {
			o->why = true;
		} else if (strcmp(argv[i], "--facts") == 0) {
			o->facts = true;
		} else if (strcmp(argv[i], "--weights") == 0 && left >= 1) {
			o->weights = argv[++i];
		} else if (strcmp(argv[i], "--forget") == 0 && left >= 2) {
			o->percent = (unsigned)atoi(argv[++i]);
			o->seed = (unsigned)atoi(argv[++i]);
		} else if (strcmp(argv[i], "--without") == 0 && left >= 1
		    && o->without_n < WITHOUT_MAX) {
			o->without[o->without_n].name = argv[++i];
			if (!without_parse(argv[i], &o->without[o->without_n++].what))
				return false;
		} else {
			return false;
		}
	}
	return true;
}

int
main(int argc, char **argv)
{
	struct mushi_err err;
	struct options o = {0};
	struct mushi_pack *p;
	char name[4096];

	if (!parse(argc, argv, &o)) {
		fprintf(stderr, "usage: features [--names] [--forget PERCENT SEED] [--weights FILE]"
		    " [--brief] [--why] [--facts] [--without NAME[+NAME]]... <names\n");
		return 2;
	}
	p = load(o.weights, &err);
	if (!p) {
		fprintf(stderr, "%s\n", err.msg);
		return 2;
	}
	if (o.names) {
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
		if (r && o.percent)
			forget(p, name, o.percent, o.seed, r);
		if (r)
			print_report(p, name, r, &o);
		else
			fprintf(stderr, "%s: could not be judged\n", name);
		mushi_report_free(r);
		free(data);
	}
	mushi_pack_free(p);
	return 0;
}
