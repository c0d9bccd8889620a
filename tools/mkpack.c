/*
 * Build step: parse and compile the records of data/ once and print the finished pack as C, so
 * that a program starts with it at once. The output is one translation unit with builtin.c (the
 * records themselves), into which the texts point.
 */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include "pack/pack.h"

/* This program has no finished pack: mushi_pack_load(NULL) parses. */
const struct mushi_pack *
mu_builtin_pack(void)
{
	return NULL;
}

/* Pointer and length without braces, for brace elision. */
static void
bare(struct mu_str s)
{
	size_t n;
	const struct mushi_file *files = mushi_pack_builtin(&n);

	if (!s.n) {
		printf("\"\",0");
		return;
	}
	for (size_t i = 0; i < n; i++) {
		if (s.p >= files[i].data && s.p < files[i].data + files[i].size) {
			printf("(const char*)file_%zu+%zu,%zu", i, (size_t)(s.p - files[i].data),
			    s.n);
			return;
		}
	}
	putchar('"');
	for (size_t i = 0; i < s.n; i++)
		printf("\\%03o", (unsigned char)s.p[i]);
	printf("\",%zu", s.n);
}

static void
str(struct mu_str s)
{
	putchar('{');
	bare(s);
	putchar('}');
}

static void
strs(const struct mu_str *s, unsigned n)
{
	putchar('{');
	for (unsigned i = 0; i < n; i++) {
		if (i)
			putchar(',');
		str(s[i]);
	}
	putchar('}');
}

static void
comma(void)
{
	putchar(',');
}

/* The first `bytes` of a struct that begins with nothing but texts and arrays of texts. */
static void
flat(const void *record, size_t bytes)
{
	const struct mu_str *s = record;

	for (size_t k = 0; k < bytes / sizeof *s; k++) {
		if (k)
			comma();
		bare(s[k]);
	}
}

#define ROWS(type, name, count) \
	printf("static const %s %s[]={\n", type, name); \
	for (size_t i = 0; i < (count); i++)

static void
numbers_u32(const char *name, const uint32_t *v, size_t n)
{
	ROWS("uint32_t", name, n)
		printf("%u,%s", v[i], i % 24 == 23 ? "\n" : "");
	printf("0};\n");
}

static void
numbers_u16(const char *name, const uint16_t *v, size_t n)
{
	ROWS("uint16_t", name, n)
		printf("%u,%s", v[i], i % 24 == 23 ? "\n" : "");
	printf("0};\n");
}

static void
numbers_double(const char *name, const double *v, size_t n)
{
	ROWS("double", name, n)
		printf("%a,%s", v[i], i % 8 == 7 ? "\n" : "");
	printf("0};\n");
}

static void
signs(const struct mushi_pack *p)
{
	ROWS("struct mu_sign_rule", "signs", p->sign_n) {
		const struct mu_sign_rule *s = &p->signs[i];
		putchar('{');
		flat(s, offsetof(struct mu_sign_rule, line));
		printf(",%u,%u,%u,%u,%u,%u,%d,%d,%d},\n", s->line, s->family, s->phrase_n, s->kinds,
		    s->beat, s->strength, s->behaviour, s->paper, s->claim);
	}
	printf("{{0}}};\n");
	ROWS("struct mu_str", "families", p->family_n) {
		str(p->families[i]);
		comma();
	}
	printf("{0}};\n");
	ROWS("struct mu_cue_rule", "cues", p->cue_n) {
		putchar('{');
		str(p->cues[i].id);
		comma();
		str(p->cues[i].file);
		printf(",%u,%u,%u,%u},\n", p->cues[i].line, p->cues[i].within, p->cues[i].reach,
		    p->cues[i].says);
	}
	printf("{{0}}};\n");
	ROWS("struct mu_test_line", "tests", p->test_n) {
		putchar('{');
		str(p->tests[i].text);
		comma();
		str(p->tests[i].file);
		printf(",%u,%u,%d},\n", p->tests[i].line, p->tests[i].sign, p->tests[i].hit);
	}
	printf("{{0}}};\n");
}

#include "mkpack_texts.h"

static void
matcher(const struct mushi_pack *p)
{
	numbers_u16("syms", p->syms, p->sym_n);
	ROWS("struct mu_word", "words", p->word_n) {
		const struct mu_word *w = &p->words[i];
		printf("{%u,%u,%u,%u,%u,%u,%d,%d,%u},%s", w->sym, w->triggers, w->sets, w->trigger_n,
		    w->set_n, w->n, w->latin_head, w->latin_tail, w->near, i % 6 == 5 ? "\n" : "");
	}
	printf("{0}};\n");
	ROWS("struct mu_set", "sets", p->set_n) {
		const struct mu_set *s = &p->sets[i];
		printf("{%u,%u,%lluu,%lluu,%u,%u,%u,%d,%u,%u},%s", s->first, s->n,
		    (unsigned long long)s->last_mask, (unsigned long long)s->first_mask, s->min_len,
		    s->max_len, s->builtin, s->scanned, s->near, s->place, i % 3 == 2 ? "\n" : "");
	}
	printf("{0}};\n");
	numbers_u32("set_words", p->set_words, p->set_word_n);
	numbers_u16("word_sets", p->word_sets, p->word_set_n);
	ROWS("struct mu_word_trigger", "word_triggers", p->word_trigger_n) {
		const struct mu_word_trigger *t = &p->word_triggers[i];
		printf("{%u,%u,%u,%u},%s", t->set, t->n, t->need, t->span_max,
		    i % 8 == 7 ? "\n" : "");
	}
	printf("{0}};\n");
	ROWS("struct mu_atom", "atoms", p->atom_n)
		printf("{%u,%u,%u,%d},%s", p->atoms[i].set, p->atoms[i].gap_min, p->atoms[i].gap_max,
		    p->atoms[i].optional, i % 8 == 7 ? "\n" : "");
	printf("{0}};\n");
	ROWS("struct mu_phrase", "phrases", p->phrase_n) {
		const struct mu_phrase *f = &p->phrases[i];
		printf("{%u,%u,%u,%u,%u,%u,%u,%u},%s", f->atom, f->atom_n, f->line, f->owner, f->own,
		    f->trigger, f->span_max, f->need, i % 4 == 3 ? "\n" : "");
	}
	printf("{0}};\n");
	ROWS("struct mu_trigger", "by_trigger", p->phrase_n)
		printf("{%u,%u,%u},%s", p->by_trigger[i].phrase, p->by_trigger[i].need,
		    p->by_trigger[i].span_max, i % 8 == 7 ? "\n" : "");
	printf("{0}};\n");
	ROWS("struct mu_manner_entry", "manners", p->manner_n)
		printf("{%u,%u,%u},%s", p->manners[i].word, p->manners[i].cue, p->manners[i].third,
		    i % 8 == 7 ? "\n" : "");
	printf("{0}};\n");
	numbers_u32("manner_bucket", p->manner_bucket, MU_MANNER_BUCKETS + 2);
	numbers_u32("trigger_first", p->trigger_first, p->set_n + 2);
	ROWS("struct mu_scan_entry", "scan", p->word_n)
		printf("{%u,%u,%u,%lluu},%s", p->scan[i].word, p->scan[i].last, p->scan[i].n,
		    (unsigned long long)p->scan[i].letters, i % 8 == 7 ? "\n" : "");
	printf("{0}};\n");
	numbers_u32("bucket", p->bucket, (1u << MU_SCAN_BITS) + 2);
}

static void
bits(const uint64_t v[(1 << MU_SCAN_BITS) / 64])
{
	for (unsigned i = 0; i < (1 << MU_SCAN_BITS) / 64; i++)
		printf("%lluu,%s", (unsigned long long)v[i], i % 6 == 5 ? "\n" : "");
}

static void
model(const struct mushi_pack *p)
{
	const struct mu_model *m = &p->model;

	numbers_double("w_fraud", m->fraud, m->n);
	numbers_double("w_about", m->about, m->n);
	numbers_double("w_court", m->court, m->n);
	if (p->tones) {
		ROWS("struct mu_tone", "tones", MU_TONE_SLOTS)
		{
			const struct mu_tone *t = &p->tones[i];
			printf("{%u,%u,{", t->tag, t->rare);
			for (unsigned h = 0; t->rare && h < MU_H_COUNT; h++)
				printf("%d,", t->tells[h]);
			printf("%s}},%s", t->rare ? "" : "0", i % 4 == 3 ? "\n" : "");
		}
		printf("{0}};\n");
	}
	numbers_double("w_kind", m->kind, MU_K_COUNT * p->sign_n);
}

int
main(void)
{
	struct mushi_err err = {0};
	struct mushi_pack *p = mushi_pack_load(NULL, 0, &err);
	const struct mu_model *m;

	if (!p) {
		/* A wrong record stops the build, with file and line. */
		fprintf(stderr, "data/%s\n", err.msg);
		return 1;
	}
	m = &p->model;
	printf("/* Made by tools/mkpack from data/; do not edit. */\n"
	    "#include \"pack/pack.h\"\n#include \"builtin.c\"\n\n");
	signs(p);
	texts(p);
	matcher(p);
	model(p);
	printf("static const struct mushi_pack pack={\n");
#define ARRAY(name, field) printf(".%s=(void*)%s,.%s_n=%zu,\n", #name, #name, #field, p->field##_n)
	ARRAY(signs, sign);
	ARRAY(families, family);
	ARRAY(cues, cue);
	ARRAY(tests, test);
	ARRAY(claims, claim);
	ARRAY(contacts, contact);
	ARRAY(prefectures, prefecture);
	ARRAY(questions, question);
	ARRAY(answers, answer);
	ARRAY(holidays, holiday);
	ARRAY(laws, law);
	ARRAY(easys, easy);
	ARRAY(owns, own);
	ARRAY(steps, step);
	ARRAY(advice, advice);
	ARRAY(subkinds, subkind);
	ARRAY(syms, sym);
	ARRAY(words, word);
	ARRAY(sets, set);
	ARRAY(set_words, set_word);
	ARRAY(word_sets, word_set);
	ARRAY(word_triggers, word_trigger);
	ARRAY(atoms, atom);
	ARRAY(phrases, phrase);
	ARRAY(manners, manner);
	printf(".manner_bucket=(void*)manner_bucket,");
	printf(".by_trigger=(void*)by_trigger,"
	    ".trigger_first=(void*)trigger_first,.scan=(void*)scan,.bucket=(void*)bucket,\n");
	if (p->tones)
		printf(".tones=(void*)tones,.tone_n=%zu,", p->tone_n);
	printf(".place_n=%zu,\n", p->place_n);
	printf(".stance={");
	for (unsigned i = 0; i < MU_ST_COUNT; i++)
		printf("%a,", p->stance[i]);
	printf("},\n.builtin_set={");
	for (unsigned i = 0; i < MU_BI_COUNT; i++)
		printf("%u,", p->builtin_set[i]);
	printf("},\n.bloom={");
	bits(p->bloom);
	printf("},\n.full={");
	bits(p->full);
	printf("},\n.runs={");
	for (unsigned i = 0; i < (1 << MU_SCAN_BITS) / 16; i++)
		printf("%u,%s", p->runs[i], i % 24 == 23 ? "\n" : "");
	printf("},\n.open={");
	for (unsigned i = 0; i < MU_LETTERS * MU_LETTERS; i++)
		printf("%u,%s", p->open[i], i % 24 == 23 ? "\n" : "");
	printf("},\n.model={%zu,%zu,%zu,%zu,(void*)w_fraud,(void*)w_about,(void*)w_court,%a,%a,%a,%a,%a,"
	    "%a,%a,%a,%a,(void*)w_kind,{", m->n, m->family, m->sign, m->cue, m->fraud_bias, m->about_bias,
	    m->court_bias, m->scale, m->offset, m->at_fraud, m->at_suspicious, m->at_about,
	    m->at_court);
	for (unsigned k = 0; k < MU_K_COUNT; k++)
		printf("%a,", m->kind_bias[k]);
	printf("},{");
	for (unsigned k = 0; k < MU_K_COUNT; k++)
		printf("%a,", m->kind_tone[k]);
	printf("}},\n};\n\nconst struct mushi_pack *\nmu_builtin_pack(void)\n{\n\treturn &pack;\n}\n");
	mushi_pack_free(p);
	return fflush(stdout) || ferror(stdout);
}
