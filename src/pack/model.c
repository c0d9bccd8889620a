#include "pack/model.h"

#include "pack/pack.h"

static const struct {
	const char *name;
	double fraud, about;
} fixed[MU_F_COUNT] = {
#define MU_FEATURE(sym, name, fraud, about, means) {name, fraud, about},
#include "pack/features.def"
#undef MU_FEATURE
};

/* Hand-set weight of a sign by its strength, where nothing was learned. */
static double
by_strength(enum mu_strength s)
{
	switch (s) {
	case MU_W_STRONG:
		return 0.8;
	case MU_W_MEDIUM:
		return 0.35;
	case MU_W_WEAK:
		return 0.1;
	case MU_W_COUNTER:
		return -0.5;
	case MU_W_STRONG_COUNTER:
		return -0.9;
	case MU_W_COUNT:
		break;
	}
	return 0;
}

int
mu_feature_direction(const struct mushi_pack *p, size_t i)
{
	if (i < MU_F_COUNT)
		return fixed[i].fraud > 0 ? 1 : fixed[i].fraud < 0 ? -1 : 0;
	i -= MU_F_COUNT;
	if (i < p->family_n)
		return 1;
	i -= p->family_n;
	if (i >= p->sign_n)
		return 0; /* a manner of speaking */
	switch (p->signs[i].beat) {
	case MU_BEAT_COUNTER:
		return -1;
	case MU_BEAT_CONTEXT:
		return 0;
	default:
		return 1;
	}
}

static struct mu_str
join(const char *head, struct mu_str tail, char *buf, size_t size)
{
	size_t n = strlen(head), t = tail.n;

	if (n >= size)
		return (struct mu_str){buf, 0};
	if (t > size - n)
		t = size - n;
	memcpy(buf, head, n);
	if (t)
		memcpy(buf + n, tail.p, t);
	return (struct mu_str){buf, n + t};
}

struct mu_str
mu_feature_name(const struct mushi_pack *p, size_t i, char *buf, size_t size)
{
	if (i < MU_F_COUNT)
		return mu_str_of(fixed[i].name);
	i -= MU_F_COUNT;
	if (i < p->family_n)
		return join("family.", p->families[i], buf, size);
	i -= p->family_n;
	if (i < p->sign_n)
		return join("sign.", p->signs[i].id, buf, size);
	return join("cue.", p->cues[i - p->sign_n].id, buf, size);
}

/* Weights are few hundred and read once: a hash keeps start-up short. */
enum { SLOTS = 8192 };

static uint32_t
name_hash(struct mu_str s)
{
	uint32_t h = 2166136261u;

	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * 16777619u;
	return (h ^ h >> 13) & (SLOTS - 1);
}

struct index {
	const struct mushi_pack *p;
	uint16_t *slot; /* weight index + 1 */
};

static double
get(const struct index *x, struct mu_str prefix, struct mu_str name, double otherwise)
{
	char b[128];
	struct mu_str full = {b, 0};

	if (prefix.n + name.n > sizeof b)
		return otherwise;
	memcpy(b, prefix.p, prefix.n);
	memcpy(b + prefix.n, name.p, name.n);
	full.n = prefix.n + name.n;
	for (uint32_t h = name_hash(full); x->slot[h]; h = (h + 1) & (SLOTS - 1))
		if (mu_str_eq(x->p->weights[x->slot[h] - 1].name, full))
			return x->p->weights[x->slot[h] - 1].value;
	return otherwise;
}

bool
mu_model_init(struct mu_model *m, const struct mushi_pack *p, struct mu_arena *arena)
{
	struct index x = {.p = p, .slot = mu_new(arena, uint16_t, SLOTS)};
	struct mu_str no = MU_STR("");
	/* Where anything was learned, silence means zero: the trainer leaves zeros out. */
	bool learned = p->weight_n > 0;

	*m = (struct mu_model){.n = MU_F_COUNT + p->family_n + p->sign_n + p->cue_n,
	    .family = MU_F_COUNT, .sign = MU_F_COUNT + p->family_n,
	    .cue = MU_F_COUNT + p->family_n + p->sign_n};
	m->fraud = mu_new(arena, double, m->n);
	m->about = mu_new(arena, double, m->n);
	m->court = mu_new(arena, double, m->n);
	m->kind = mu_new(arena, double, MU_K_COUNT * (p->sign_n + 1));
	if (!x.slot || !m->fraud || !m->about || !m->court || !m->kind)
		return false;
	for (size_t i = 0; i < p->weight_n && i < SLOTS / 2; i++) {
		uint32_t h = name_hash(p->weights[i].name);
		while (x.slot[h])
			h = (h + 1) & (SLOTS - 1);
		x.slot[h] = (uint16_t)(i + 1);
	}
	for (size_t i = 0; i < m->n; i++) {
		char b[96];
		struct mu_str name = mu_feature_name(p, i, b, sizeof b);
		double fraud = 0, about = 0;
		if (i < MU_F_COUNT) {
			fraud = fixed[i].fraud;
			about = fixed[i].about;
		} else if (i < m->sign) {
			fraud = 0.5;
		} else if (i < m->cue) {
			const struct mu_sign_rule *s = &p->signs[i - m->sign];
			fraud = s->beat == MU_BEAT_CONTEXT ? 0
			    : by_strength((enum mu_strength)s->strength);
			about = s->strength == MU_W_STRONG_COUNTER ? 0.5 : 0;
		}
		m->fraud[i] = get(&x, MU_STR("fraud."), name, learned ? 0 : fraud);
		m->about[i] = get(&x, MU_STR("about."), name, learned ? 0 : about);
		m->court[i] = get(&x, MU_STR("court."), name, 0);
	}
	_Static_assert(sizeof m->kind_bias / sizeof *m->kind_bias == MU_K_COUNT, "a bias per kind");
	for (unsigned k = 0; k < MU_K_COUNT; k++) {
		char b[64];
		struct mu_str prefix = join("kind.", mu_str_of(mu_kind_id((enum mu_kind)k)), b,
		    sizeof b);
		m->kind_bias[k] = get(&x, prefix, MU_STR(".bias"), learned ? -9 : 0);
		m->kind_tone[k] = get(&x, prefix, MU_STR(".tone"), 0);
	}
	for (size_t s = 0; s < p->sign_n; s++) {
		const struct mu_sign_rule *rule = &p->signs[s];
		unsigned bits = 0;
		for (unsigned k = 0; k < MU_K_COUNT; k++)
			bits += rule->kinds >> k & 1;
		for (unsigned k = 0; k < MU_K_COUNT; k++) {
			char b[64];
			struct mu_str prefix = join("kind.", mu_str_of(mu_kind_id((enum mu_kind)k)),
			    b, sizeof b - 1);
			b[prefix.n++] = '.';
			double w = bits && rule->kinds >> k & 1
			    ? (rule->strength == MU_W_STRONG ? 1.5 : rule->strength == MU_W_MEDIUM
			    ? 1.0 : 0.5) / bits : 0;
			m->kind[k * p->sign_n + s] = get(&x, prefix, rule->id, learned ? 0 : w);
		}
	}
	m->fraud_bias = get(&x, no, MU_STR("fraud.bias"), -4.5);
	m->about_bias = get(&x, no, MU_STR("about.bias"), -3.0);
	m->court_bias = get(&x, no, MU_STR("court.bias"), -9);
	m->scale = get(&x, no, MU_STR("calibration.scale"), 1);
	m->offset = get(&x, no, MU_STR("calibration.offset"), 0);
	m->at_fraud = get(&x, no, MU_STR("operate.fraud"), 0.8);
	m->at_suspicious = get(&x, no, MU_STR("operate.suspicious"), 0.5);
	m->at_about = get(&x, no, MU_STR("operate.about"), 0.5);
	m->at_court = get(&x, no, MU_STR("operate.court"), 0.5);
	return true;
}
