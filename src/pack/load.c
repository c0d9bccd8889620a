/*
 * Record files -> pack. All or nothing; the first wrong line is named with file and line.
 *
 * Word classes may stand in any file and are read first, so that the order of files does not
 * matter. Texts for people (claims, advice) are only pointed at: nothing is copied.
 */
#include "pack/pack.h"

#include <stdlib.h>

#include "base/err.h"
#include "base/num.h"
#include "base/utf8.h"
#include "pack/loader.h"

struct name_value {
	const char *name;
	int value;
};

static const struct name_value kinds[] = {
	{"one-click", MU_K_ONE_CLICK}, {"one-clickware", MU_K_ONE_CLICKWARE},
	{"fictitious-bill", MU_K_FICTITIOUS_BILL}, {"fake-warning", MU_K_FAKE_WARNING},
	{"fake-helper", MU_K_FAKE_HELPER}, {"sextortion", MU_K_SEXTORTION},
	{"prepaid-fee", MU_K_PREPAID_FEE}, {"court-abuse", MU_K_COURT_ABUSE}, {NULL, 0},
};
static const struct name_value beats[] = {
	{"event", MU_BEAT_EVENT}, {"proof", MU_BEAT_PROOF}, {"consequence", MU_BEAT_CONSEQUENCE},
	{"exit", MU_BEAT_EXIT}, {"money", MU_BEAT_MONEY}, {"context", MU_BEAT_CONTEXT},
	{"counter", MU_BEAT_COUNTER}, {NULL, 0},
};
static const struct name_value strengths[] = {
	{"strong", MU_W_STRONG}, {"medium", MU_W_MEDIUM}, {"weak", MU_W_WEAK},
	{"counter", MU_W_COUNTER}, {"strong-counter", MU_W_STRONG_COUNTER}, {NULL, 0},
};
static const struct name_value reaches[] = {
	{"before", MU_CUE_BEFORE}, {"after", MU_CUE_AFTER}, {"sentence", MU_CUE_SENTENCE},
	{"next", MU_CUE_NEXT}, {"page", MU_CUE_PAGE}, {NULL, 0},
};
static const struct name_value sayings[] = {
	{"quoted", MU_SAYS_QUOTED}, {"reported", MU_SAYS_REPORTED}, {"negated", MU_SAYS_NEGATED},
	{"condition", MU_SAYS_CONDITION}, {"advised", MU_SAYS_ADVISED}, {"named", MU_SAYS_NAMED},
	{"asked", MU_SAYS_ASKED}, {"addressed", MU_SAYS_ADDRESSED},
	{"style", MU_SAYS_STYLE}, {NULL, 0},
};
static const struct name_value tiers[] = {
	{"certain", MU_TIER_CERTAIN}, {"normal", MU_TIER_NORMAL}, {"legal", MU_TIER_LEGAL},
	{"unknown", MU_TIER_UNKNOWN}, {NULL, 0},
};

const char *
mu_kind_id(enum mu_kind k)
{
	return k < MU_K_COUNT ? kinds[k].name : NULL;
}

const char *
mu_beat_id(enum mu_beat b)
{
	return b < MU_BEAT_COUNT ? beats[b].name : "";
}

const char *
mu_strength_id(enum mu_strength s)
{
	return s < MU_W_COUNT ? strengths[s].name : "";
}

static bool
lookup(struct loader *l, const struct name_value *table, const struct mu_field_line *f, int *out)
{
	for (; table->name; table++) {
		if (mu_str_eq(f->value, mu_str_of(table->name))) {
			*out = table->value;
			return true;
		}
	}
	return mu_record_fail(l->err, l->file, f->line, "'%.*s' is no value of '%.*s'",
	    (int)f->value.n, f->value.p, (int)f->key.n, f->key.p);
}

static bool
family_index(struct loader *l, struct mu_str name, uint16_t *out)
{
	void *grown;

	for (size_t i = 0; i < l->p->family_n; i++) {
		if (mu_str_eq(l->p->families[i], name)) {
			*out = (uint16_t)i;
			return true;
		}
	}
	grown = mu_arena_grow(&l->p->arena, l->p->families, l->p->family_n, l->p->family_n + 1,
	    &l->p->family_cap, sizeof *l->p->families);
	if (!grown)
		return mu_nomem(l->err);
	l->p->families = grown;
	*out = (uint16_t)l->p->family_n;
	l->p->families[l->p->family_n++] = name;
	return true;
}

static bool
kinds_of(struct loader *l, const struct mu_field_line *f, uint16_t *out)
{
	struct mu_str left = f->value, item;

	while (mu_str_item(&left, &item)) {
		struct mu_field_line one = {f->key, item, f->line};
		int k = 0;
		if (!lookup(l, kinds, &one, &k))
			return false;
		*out |= (uint16_t)(1u << k);
	}
	return true;
}

static bool
load_sign(struct loader *l, const struct mu_record *r)
{
	struct mu_sign_rule *s;
	uint16_t index = (uint16_t)l->p->sign_n;
	int family = -1, beat = -1, strength = -1;

	if (mu_pack_find_sign(l->p, r->fields[0].value) >= 0)
		return mu_record_fail(l->err, l->file, r->fields[0].line,
		    "sign '%.*s' is there twice", (int)r->fields[0].value.n,
		    r->fields[0].value.p);
	s = ADD(l, sign);
	if (!s)
		return false;
	s->id = r->fields[0].value;
	s->file = l->file;
	s->line = r->fields[0].line;
	s->claim = -1;
	for (size_t i = 1; i < r->n; i++) {
		const struct mu_field_line *f = &r->fields[i];
		if (is(f, "phrase") || is(f, "not")) {
			s->phrase_n += is(f, "phrase");
			if (!mu_compile_phrase(l->c, f->value,
			    is(f, "phrase") ? MU_OWN_SIGN : MU_OWN_NOT, index, l->file, f->line,
			    l->err))
				return false;
		} else if (is(f, "hit") || is(f, "miss")) {
			struct mu_test_line *t = ADD(l, test);
			if (!t)
				return false;
			*t = (struct mu_test_line){f->value, l->file, f->line, index, is(f, "hit")};
		} else if (is(f, "family")) {
			if (!family_index(l, f->value, &s->family))
				return false;
			family = 1;
		} else if (is(f, "beat")) {
			if (!lookup(l, beats, f, &beat))
				return false;
		} else if (is(f, "weight")) {
			if (!lookup(l, strengths, f, &strength))
				return false;
		} else if (is(f, "kind")) {
			if (!kinds_of(l, f, &s->kinds))
				return false;
		} else if (is(f, "title-ja")) {
			s->title_ja = f->value;
		} else if (is(f, "title-en")) {
			s->title_en = f->value;
		} else if (is(f, "source")) {
			s->source = f->value;
		} else if (is(f, "note")) {
			s->note = f->value;
		} else if (is(f, "behaviour")) {
			s->behaviour = mu_str_eq(f->value, MU_STR("yes"));
		} else {
			return unknown_key(l, f, "sign");
		}
	}
	if (family < 0 || beat < 0 || strength < 0 || !s->title_ja.n || !s->title_en.n)
		return mu_record_fail(l->err, l->file, s->line,
		    "a sign needs family, beat, weight, title-ja and title-en");
	if (!s->phrase_n && !s->behaviour)
		return mu_record_fail(l->err, l->file, s->line, "a sign needs a phrase");
	s->beat = (uint8_t)beat;
	s->strength = (uint8_t)strength;
	return true;
}

static bool
load_cue(struct loader *l, const struct mu_record *r)
{
	struct mu_cue_rule *c = ADD(l, cue);
	uint16_t index = (uint16_t)(l->p->cue_n - 1);
	int reach = -1, says = -1;

	if (!c)
		return false;
	c->id = r->fields[0].value;
	c->file = l->file;
	c->line = r->fields[0].line;
	c->within = 60;
	for (size_t i = 1; i < r->n; i++) {
		const struct mu_field_line *f = &r->fields[i];
		if (is(f, "phrase") || is(f, "not")) {
			if (!is(f, "not") && !mu_compile_phrase(l->c, f->value, MU_OWN_CUE, index,
			    l->file, f->line, l->err))
				return false;
		} else if (is(f, "reach")) {
			if (!lookup(l, reaches, f, &reach))
				return false;
		} else if (is(f, "says")) {
			if (!lookup(l, sayings, f, &says))
				return false;
		} else if (is(f, "within")) {
			char b[8] = {0};
			if (f->value.n >= sizeof b)
				return mu_record_fail(l->err, l->file, f->line, "a number is too long");
			memcpy(b, f->value.p, f->value.n);
			c->within = (uint16_t)atoi(b);
		} else if (!is(f, "note")) {
			return unknown_key(l, f, "cue");
		}
	}
	if (reach < 0 || says < 0)
		return mu_record_fail(l->err, l->file, c->line, "a cue needs reach and says");
	c->reach = (uint8_t)reach;
	c->says = (uint8_t)says;
	return true;
}

static bool
load_claim(struct loader *l, const struct mu_record *r)
{
	struct mu_claim_rule *c;
	int tier = MU_TIER_UNKNOWN;

	if (mu_pack_find_claim(l->p, r->fields[0].value) >= 0)
		return mu_record_fail(l->err, l->file, r->fields[0].line,
		    "claim '%.*s' is there twice", (int)r->fields[0].value.n,
		    r->fields[0].value.p);
	c = ADD(l, claim);
	if (!c)
		return false;
	c->id = r->fields[0].value;
	c->file = l->file;
	c->line = r->fields[0].line;
	for (size_t i = 1; i < r->n; i++) {
		const struct mu_field_line *f = &r->fields[i];
		if (is(f, "tier")) {
			if (!lookup(l, tiers, f, &tier))
				return false;
		} else if (is(f, "except")) {
			c->except = f->value;
		} else if (is(f, "source")) {
			c->source = f->value;
		} else if (!in_language(f, "said", c->said) && !in_language(f, "truth", c->truth)
		    && !in_language(f, "why", c->why) && !is(f, "note")) {
			return unknown_key(l, f, "claim");
		}
	}
	c->tier = (uint8_t)tier;
	if (!c->said[MUSHI_JA].n || !c->truth[MUSHI_JA].n || !c->truth[MUSHI_EN].n)
		return mu_record_fail(l->err, l->file, c->line,
		    "a claim needs said-ja, truth-ja and truth-en");
	return true;
}

static bool
load_subkind(struct loader *l, const struct mu_record *r)
{
	struct mu_subkind *s = ADD(l, subkind);

	if (!s)
		return false;
	s->id = r->fields[0].value;
	for (size_t i = 1; i < r->n; i++) {
		const struct mu_field_line *f = &r->fields[i];
		if (is(f, "kind")) {
			if (!kinds_of(l, f, &s->kinds))
				return false;
		} else if (is(f, "when")) {
			s->when = f->value;
		} else if (!is(f, "note")) {
			return unknown_key(l, f, "subkind");
		}
	}
	if (!s->kinds || !s->when.n)
		return mu_record_fail(l->err, l->file, r->fields[0].line,
		    "a subkind needs kind and when");
	return true;
}

static uint64_t
tone_hash(uint64_t key)
{
	return (key + 1) * 0x9E3779B97F4A7C15ull;
}

static uint32_t
tone_tag(uint64_t hash)
{
	return (uint32_t)(hash >> 17);
}

uint32_t
mu_tone_at(const struct mushi_pack *p, uint64_t key)
{
	uint64_t h = tone_hash(key);
	uint32_t at = (uint32_t)(h >> 49) & (MU_TONE_SLOTS - 1), tag = tone_tag(h);

	while (p->tones[at].rare && p->tones[at].tag != tag)
		at = (at + 1) & (MU_TONE_SLOTS - 1);
	return at;
}

/*
 * Symbols as they are: the runs were cut from folded text and must not be folded again. With
 * letters of a to z: a word, or one behind another word, a number (0) or a stop.
 */
static bool
tone_key(struct mu_str s, uint64_t *key)
{
	const char *p = s.p, *end = s.p + s.n;
	uint64_t run = 0, word = 0, before = 0;
	unsigned len, n = 0, words = 1;
	bool letters = false;

	for (; p < end; p += len, n++) {
		uint16_t sym = (uint16_t)mu_utf8_get(p, end, &len);
		letters |= sym >= 'a' && sym <= 'z';
		run = run << 16 | sym;
		if (sym == ' ') {
			before = word;
			word = 0;
			words++;
		} else {
			word = mu_tone_word(word, sym);
		}
	}
	*key = !letters ? run : words == 2 ? mu_tone_pair(before, word) : word;
	return letters ? words == 1 || (words == 2 && before && word) : n >= 1 && n <= 4;
}

enum { HEADS_RARE = 1 << MU_H_COUNT };

/* Which heads a tone is of: bits, or HEADS_RARE. */
static bool
tone_of(struct loader *l, const struct mu_field_line *f, unsigned *heads)
{
	uint16_t told = 0;

	if (!is(f, "of"))
		return mu_record_fail(l->err, l->file, f->line, "'of' stands right below tone");
	if (mu_str_eq(f->value, MU_STR("rare")))
		*heads = HEADS_RARE;
	else if (mu_str_eq(f->value, MU_STR("fraud")))
		*heads = 1u << MU_H_FRAUD;
	else if (mu_str_eq(f->value, MU_STR("about")))
		*heads = 1u << MU_H_ABOUT;
	else if (mu_str_eq(f->value, MU_STR("court")))
		*heads = 1u << MU_H_COURT;
	else if (kinds_of(l, f, &told))
		*heads = (unsigned)told << MU_H_KIND;
	else
		return false;
	return true;
}

/* A run for the first time (rare), or what a known one tells. */
static bool
put_run(struct loader *l, const struct mu_field_line *f, struct mu_str item, unsigned heads,
    int tenths)
{
	struct mu_tone *run;
	uint64_t key;

	if (!tone_key(item, &key))
		return mu_record_fail(l->err, l->file, f->line,
		    "a run has one to four letters, or is one word or two");
	run = &l->p->tones[mu_tone_at(l->p, key)];
	if (heads == HEADS_RARE) {
		if (run->rare)
			return mu_record_fail(l->err, l->file, f->line, "'%.*s' is there twice",
			    (int)item.n, item.p);
		if (l->p->tone_n++ >= MU_TONE_MAX)
			return mu_record_fail(l->err, l->file, f->line, "more than %d runs",
			    MU_TONE_MAX);
		*run = (struct mu_tone){.tag = tone_tag(tone_hash(key)),
		    .rare = (uint8_t)tenths};
		return true;
	}
	if (!run->rare)
		return mu_record_fail(l->err, l->file, f->line, "how rare '%.*s' is must come first",
		    (int)item.n, item.p);
	for (unsigned h = 0; h < MU_H_COUNT; h++)
		if (heads >> h & 1)
			run->tells[h] = (int8_t)tenths;
	return true;
}

static bool
load_tone(struct loader *l, const struct mu_record *r)
{
	unsigned heads = 0;
	double value;
	int tenths;

	if (!mu_decimal(r->fields[0].value, &value))
		return mu_record_fail(l->err, l->file, r->fields[0].line, "a tone is a number");
	if (r->n < 2)
		return mu_record_fail(l->err, l->file, r->fields[0].line, "a tone needs 'of' and 'is'");
	if (!tone_of(l, &r->fields[1], &heads))
		return false;
	if (heads == HEADS_RARE ? value < 0.1 || value > 25 : value < -12.7 || value > 12.7)
		return mu_record_fail(l->err, l->file, r->fields[0].line, "a tone is at most %s",
		    heads == HEADS_RARE ? "25 and at least 0.1" : "12.7");
	tenths = (int)(value * 10 + (value < 0 ? -0.5 : 0.5));
	if (!l->p->tones && !(l->p->tones = mu_new(&l->p->arena, struct mu_tone, MU_TONE_SLOTS)))
		return mu_nomem(l->err);
	for (size_t i = 2; i < r->n; i++) {
		const struct mu_field_line *f = &r->fields[i];
		struct mu_str list = f->value, item;
		if (is(f, "note"))
			continue;
		if (!is(f, "is"))
			return unknown_key(l, f, "tone");
		while (mu_str_item(&list, &item))
			if (!put_run(l, f, item, heads, tenths))
				return false;
	}
	return true;
}

static bool
load_weight(struct loader *l, const struct mu_record *r)
{
	struct mu_weight *w = ADD(l, weight);
	bool has = false;

	if (!w)
		return false;
	w->name = r->fields[0].value;
	for (size_t i = 1; i < r->n; i++) {
		const struct mu_field_line *f = &r->fields[i];
		if (is(f, "value")) {
			if (!mu_decimal(f->value, &w->value))
				return mu_record_fail(l->err, l->file, f->line,
				    "'%.*s' is no number", (int)f->value.n, f->value.p);
			has = true;
		} else if (!is(f, "why")) {
			return unknown_key(l, f, "weight");
		}
	}
	return has || mu_record_fail(l->err, l->file, r->fields[0].line, "a weight needs a value");
}

static bool
load_words(struct loader *l, const struct mu_record *r)
{
	for (size_t i = 1; i < r->n; i++) {
		const struct mu_field_line *f = &r->fields[i];
		if (is(f, "is")) {
			if (!mu_compile_class(l->c, r->fields[0].value, f->value, l->file, f->line,
			    l->err))
				return false;
		} else if (!is(f, "note")) {
			return unknown_key(l, f, "word");
		}
	}
	return true;
}

static bool
load_file(struct loader *l, const struct mushi_file *file, bool words)
{
	struct mu_record_reader reader;
	struct mu_record r;
	int got;

	l->file = mu_str_of(file->name);
	mu_record_open(&reader, l->file, (struct mu_str){file->data, file->size}, &l->p->arena);
	while ((got = mu_record_next(&reader, &r, l->err)) > 0) {
		const struct mu_field_line *f = &r.fields[0];
		bool ok = true;

		if (is(f, "word"))
			ok = !words || load_words(l, &r);
		else if (words)
			continue;
		else if (is(f, "sign"))
			ok = load_sign(l, &r);
		else if (is(f, "cue"))
			ok = load_cue(l, &r);
		else if (is(f, "claim"))
			ok = load_claim(l, &r);
		else if (is(f, "subkind"))
			ok = load_subkind(l, &r);
		else if (is(f, "tone"))
			ok = load_tone(l, &r);
		else if (is(f, "weight"))
			ok = load_weight(l, &r);
		else if (!mu_load_people(l, &r, &ok))
			ok = mu_record_fail(l->err, l->file, f->line,
			    "no record begins with '%.*s'", (int)f->key.n, f->key.p);
		if (!ok)
			return false;
	}
	return got == 0;
}

static bool
link_claims(struct loader *l)
{
	for (size_t i = 0; i < l->p->sign_n; i++)
		l->p->signs[i].claim = mu_pack_find_claim(l->p, l->p->signs[i].id);
	for (size_t i = 0; i < l->p->claim_n; i++)
		if (mu_pack_find_sign(l->p, l->p->claims[i].id) < 0)
			return mu_record_fail(l->err, l->p->claims[i].file, l->p->claims[i].line,
			    "claim '%.*s' belongs to no sign", (int)l->p->claims[i].id.n,
			    l->p->claims[i].id.p);
	return true;
}

static const struct {
	const char *name;
	double weight;
} stances[MU_ST_COUNT] = {
#define MU_STANCE(sym, name, weight, means) {name, weight},
#include "pack/stances.def"
#undef MU_STANCE
};

const char *
mu_stance_name(enum mu_stance_bit b)
{
	return b < MU_ST_COUNT ? stances[b].name : "";
}

/* Trained weights where weights.rec has them, those of stances.def elsewhere. */
static void
link_stances(struct mushi_pack *p)
{
	for (unsigned i = 0; i < MU_ST_COUNT; i++)
		p->stance[i] = stances[i].weight;
	for (size_t k = 0; k < p->weight_n; k++) {
		struct mu_str name = p->weights[k].name, head = MU_STR("stance.");
		if (!mu_str_starts(name, head))
			continue;
		for (unsigned i = 0; i < MU_ST_COUNT; i++)
			if (mu_str_eq(mu_str_sub(name, head.n, name.n), mu_str_of(stances[i].name)))
				p->stance[i] = p->weights[k].value;
	}
}

int32_t
mu_pack_find_sign(const struct mushi_pack *p, struct mu_str id)
{
	for (size_t i = 0; i < p->sign_n; i++)
		if (mu_str_eq(p->signs[i].id, id))
			return (int32_t)i;
	return -1;
}

int32_t
mu_pack_find_claim(const struct mushi_pack *p, struct mu_str id)
{
	for (size_t i = 0; i < p->claim_n; i++)
		if (mu_str_eq(p->claims[i].id, id))
			return (int32_t)i;
	return -1;
}

struct mushi_pack *
mushi_pack_load(const struct mushi_file *files, size_t n, struct mushi_err *err)
{
	struct loader l = {.err = err};
	bool ok = true;

	if (!files) {
		/* Finished at build time, constant, shared: nothing to do and nothing to free. */
		if (mu_builtin_pack())
			return (struct mushi_pack *)mu_builtin_pack();
		files = mushi_pack_builtin(&n);
	}
	l.p = calloc(1, sizeof *l.p);
	if (!l.p) {
		mu_nomem(err);
		return NULL;
	}
	mu_arena_init(&l.p->arena, SIZE_MAX);
	l.c = mu_compiler_new(l.p);
	if (!l.c)
		ok = mu_nomem(err);
	for (size_t i = 0; ok && i < n; i++)
		ok = load_file(&l, &files[i], true);
	for (size_t i = 0; ok && i < n; i++)
		ok = load_file(&l, &files[i], false);
	ok = ok && link_claims(&l) && mu_link_people(&l) && mu_compile_finish(l.c, err);
	mu_compiler_free(l.c);
	if (ok) {
		link_stances(l.p);
		ok = mu_model_init(&l.p->model, l.p, &l.p->arena) || mu_nomem(err);
	}
	if (!ok) {
		mushi_pack_free(l.p);
		return NULL;
	}
	return l.p;
}

void
mushi_pack_free(struct mushi_pack *p)
{
	if (p && p != mu_builtin_pack()) {
		mu_arena_fini(&p->arena);
		free(p);
	}
}
