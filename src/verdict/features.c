/*
 * What the judge looks at, for one window of a page.
 *
 * A fraud is a frame with beats: an event that "has happened", proof-looking detail, a
 * consequence with a clock, an exit only through the sender, and money. So the features are the
 * beats and their products, not a sum of words. Within a family of related signs and within a
 * beat, finds are joined by a noisy or: 1 - (1-a)(1-b)…, so that saying the same thing five
 * times never counts five times. Each find counts with the probability that it is asserted.
 */
#include "verdict/verdict.h"

#include "base/num.h"
#include "verdict/tone.h"

enum {
	UNSEEN_CAP = 3, MANNER = 250, MANNER_CAP = 2, TONE_CAP = 8,
	NEAR = 200, SAYING = 24, MESSAGE = 400, SHORT = 4000 /* visible symbols */
};

static double
strength_of(const struct mu_sign_rule *r)
{
	switch (r->strength) {
	case MU_W_STRONG:
		return 0.9;
	case MU_W_MEDIUM:
		return 0.6;
	case MU_W_WEAK:
		return 0.25;
	default:
		return 0.8;
	}
}

static double
clamp(double x, double most)
{
	return x > most ? most : x < -most ? -most : x;
}

static void
noisy_or(double *x, double p)
{
	*x = 1 - (1 - *x) * (1 - p);
}

static bool
in_window(uint32_t at, struct mu_window w)
{
	return at == UINT32_MAX || (at >= w.from && at < w.to);
}

bool
mu_accuses(const struct mushi_pack *p, const struct mu_sign *s)
{
	unsigned beat = p->signs[s->rule].beat;

	return !s->behaviour && !s->unseen && beat != MU_BEAT_COUNTER && beat != MU_BEAT_CONTEXT;
}

struct mu_window
mu_near(const struct mu_feature_input *in, struct mu_window w)
{
	uint32_t first = UINT32_MAX, last = 0;

	for (size_t i = 0; i < in->signs->n; i++) {
		uint32_t at = in->sign_at[i];
		if (!mu_accuses(in->p, &in->signs->list[i]) || at == UINT32_MAX
		    || !in_window(at, w))
			continue;
		first = at < first ? at : first;
		last = at > last ? at : last;
	}
	if (first == UINT32_MAX)
		return w;
	if (first > NEAR && first - NEAR > w.from)
		w.from = first - NEAR;
	if (last + NEAR < w.to)
		w.to = last + NEAR;
	return w;
}

static void
indicator_features(const struct mu_feature_input *in, struct mu_window w, double *x)
{
	for (size_t i = 0; i < in->ind->n; i++) {
		const struct mu_indicator *n = &in->ind->list[i];
		if (!in_window(in->ind_at[i], w))
			continue;
		if (n->role == MU_R_OFFICIAL) {
			if (n->type == MU_I_PHONE)
				x[MU_F_OFFICIAL] = 1;
			continue;
		}
		switch (n->type) {
		case MU_I_PHONE:
			if (n->masked)
				break;
			x[MU_F_PHONE] = 1;
			for (unsigned k = 0; k < n->key_n; k++)
				if (mu_str_eq(n->keys[k].value, MU_STR("foreign"))
				    || mu_str_eq(n->keys[k].value, MU_STR("malformed-foreign")))
					x[MU_F_FOREIGN_PHONE] = 1;
			break;
		case MU_I_PRICE:
			x[MU_F_PRICE] = 1;
			break;
		case MU_I_DEADLINE:
			x[MU_F_DEADLINE] = 1;
			break;
		case MU_I_ACCOUNT:
			x[MU_F_ACCOUNT] = 1;
			break;
		case MU_I_CRYPTO:
			x[MU_F_CRYPTO] = 1;
			break;
		case MU_I_LINE:
			x[MU_F_MESSENGER] = 1;
			break;
		case MU_I_EMAIL:
			x[MU_F_EMAIL] = 1;
			break;
		case MU_I_URL:
			if (n->from < n->to)
				x[MU_F_URL] = 1;
			break;
		case MU_I_ROUTE:
			if (mu_str_find(n->value, MU_STR("gift")) != SIZE_MAX
			    || mu_str_find(n->value, MU_STR("prepaid")) != SIZE_MAX
			    || mu_str_find(n->value, MU_STR("google-play")) != SIZE_MAX
			    || mu_str_eq(n->value, MU_STR("webmoney"))
			    || mu_str_eq(n->value, MU_STR("bitcash"))
			    || mu_str_eq(n->value, MU_STR("v-preca"))
			    || mu_str_eq(n->value, MU_STR("e-money")))
				x[MU_F_PREPAID] = 1;
			break;
		default:
			break;
		}
	}
}

/*
 * How text speaks is heard near the signs only: whoever lays out long terms around a fraud
 * changes nothing. How often it speaks in each manner, per MANNER symbols; capped.
 */
static void
manner_features(const struct mu_feature_input *in, struct mu_window w, double *x)
{
	double *cue = x + in->p->model.cue;
	uint32_t end = w.to < in->visible ? w.to : in->visible;
	double length = end > w.from ? (double)(end - w.from) : 0;

	for (size_t i = 0; i < in->signs->cue_n; i++)
		if (in->signs->cues[i].seen && !in->signs->cues[i].again
		    && in_window(in->cue_at[i], w))
			cue[in->signs->cues[i].rule] += 1;
	for (size_t i = 0; i < in->signs->manner_n; i++)
		if (in->signs->manners[i].seen && in_window(in->manner_at[i], w))
			cue[in->signs->manners[i].rule] += 1;
	for (size_t i = 0; i < in->p->cue_n; i++) {
		cue[i] /= 1 + length / MANNER;
		if (cue[i] > MANNER_CAP)
			cue[i] = MANNER_CAP;
	}
}

bool
mu_names_fraud(const double *x)
{
	return x[MU_F_VOICE_NAMED] + x[MU_F_VOICE_REPORTED] + x[MU_F_VOICE_ADVISED]
	    + x[MU_F_VOICE_ASKED] > 0;
}

bool
mu_tone_suffices(const double *x, uint32_t visible)
{
	static const uint8_t facts[] = {MU_F_PHONE, MU_F_ACCOUNT, MU_F_CRYPTO, MU_F_PREPAID,
	    MU_F_MESSENGER, MU_F_PRICE, MU_F_DEADLINE};

	for (unsigned i = 0; i < sizeof facts; i++)
		if (x[facts[i]] > 0)
			return true;
	return visible >= SAYING && visible <= MESSAGE;
}

/*
 * Without any sign only what could be accused, or could speak about fraud, is listened to; a
 * long page is not at all. Of most pages that saves the time.
 */
static bool
worth_hearing(const double *x, uint32_t visible)
{
	if (x[MU_F_ANY_FIND] > 0)
		return true;
	return visible <= SHORT && (mu_tone_suffices(x, visible) || mu_names_fraud(x));
}

static void
tone_features(struct mu_feature_input *in, struct mu_window w, double *x)
{
	mu_tone(in, w, in->tone);
	x[MU_F_TONE] = clamp(in->tone[MU_H_FRAUD], TONE_CAP);
	x[MU_F_TONE_ABOUT] = clamp(in->tone[MU_H_ABOUT], TONE_CAP);
	x[MU_F_TONE_COURT] = clamp(in->tone[MU_H_COURT], TONE_CAP);
}

unsigned
mu_court_features(const struct mushi_pack *p, const struct mu_signs *signs)
{
	uint32_t seen[16];
	unsigned n = 0;

	for (size_t i = 0; i < signs->n; i++) {
		const struct mu_sign *s = &signs->list[i];
		unsigned k = 0;
		if (s->unseen || !p->signs[s->rule].paper)
			continue;
		while (k < n && seen[k] != s->phrase)
			k++;
		if (k == n && n < sizeof seen / sizeof *seen)
			seen[n++] = s->phrase;
	}
	return n;
}

void
mu_features(struct mu_feature_input *in, struct mu_window w, double *x, uint32_t *beats)
{
	const struct mu_model *m = &in->p->model;
	double beat[MU_BEAT_COUNT] = {0};
	double mentioned = 0, asserted = 0;
	unsigned unseen = 0, filled = 0, distinct = 0, families = 0;
	const struct mu_voice *v = &in->signs->voice;
	struct mu_window near = mu_near(in, w);

	*beats = 0;
	for (size_t i = 0; i < in->signs->n; i++) {
		const struct mu_sign *s = &in->signs->list[i];
		const struct mu_sign_rule *r = &in->p->signs[s->rule];
		double sure = 1 - (double)s->p_mentioned, p;
		double *own = &x[m->sign + s->rule];

		if (r->beat == MU_BEAT_COUNTER) {
			/*
			 * What anyone can add to any page (terms, a block of company details)
			 * excuses together no more than HONEST weighs, and only nearby. A text's
			 * own voice (advice, a public contact) counts wherever it stands.
			 */
			if (s->unseen)
				continue;
			if (r->strength == MU_W_STRONG_COUNTER)
				*own = 1;
			else if (in_window(in->sign_at[i], near))
				noisy_or(&x[MU_F_HONEST], 0.35);
			continue;
		}
		if (!in_window(in->sign_at[i], w))
			continue;
		if (r->beat == MU_BEAT_CONTEXT) {
			if (!s->unseen && sure > *own)
				*own = sure;
			continue;
		}
		if (s->behaviour) {
			noisy_or(&x[MU_F_BEHAVES], strength_of(r));
			*own = 1;
			continue;
		}
		if (s->unseen) {
			unseen++;
			continue;
		}
		p = strength_of(r) * sure;
		if (sure > *own)
			*own = sure;
		noisy_or(&x[m->family + r->family], p);
		noisy_or(&beat[r->beat], p);
		if (r->strength == MU_W_STRONG)
			noisy_or(&x[MU_F_STRONG_ASSERTED], 0.7 * sure);
		mentioned += (double)s->p_mentioned;
		asserted += sure;
	}
	for (size_t i = 0; i < in->p->sign_n; i++) {
		unsigned b = in->p->signs[i].beat;
		if (b != MU_BEAT_COUNTER && b != MU_BEAT_CONTEXT && x[m->sign + i] > 0.5)
			distinct++;
	}
	for (size_t i = 0; i < in->p->family_n; i++)
		families += x[m->family + i] > 0.3;
	x[MU_F_SIGNS_ASSERTED] = mu_log1p_count(distinct);
	x[MU_F_FAMILIES_ASSERTED] = mu_log1p_count(families);
	x[MU_F_FAMILIES_4] = families > 3;
	indicator_features(in, w, x);
	manner_features(in, near, x);
	x[MU_F_BEAT_EVENT] = beat[MU_BEAT_EVENT];
	x[MU_F_BEAT_PROOF] = beat[MU_BEAT_PROOF];
	x[MU_F_BEAT_CONSEQUENCE] = beat[MU_BEAT_CONSEQUENCE];
	x[MU_F_BEAT_EXIT] = beat[MU_BEAT_EXIT];
	x[MU_F_BEAT_MONEY] = beat[MU_BEAT_MONEY];
	for (unsigned b = MU_BEAT_EVENT; b <= MU_BEAT_MONEY; b++) {
		if (beat[b] >= 0.4) {
			filled++;
			*beats |= 1u << b;
		}
	}
	x[MU_F_BEATS_3] = filled >= 3;
	x[MU_F_BEATS_4] = filled >= 4;
	x[MU_F_EVENT_EXIT] = beat[MU_BEAT_EVENT] * beat[MU_BEAT_EXIT];
	x[MU_F_EVENT_MONEY] = beat[MU_BEAT_EVENT] * beat[MU_BEAT_MONEY];
	x[MU_F_MONEY_EXIT] = beat[MU_BEAT_MONEY] * beat[MU_BEAT_EXIT];
	x[MU_F_MONEY_THREAT] = beat[MU_BEAT_MONEY] * beat[MU_BEAT_CONSEQUENCE];
	x[MU_F_THREAT_EXIT] = beat[MU_BEAT_CONSEQUENCE] * beat[MU_BEAT_EXIT];
	x[MU_F_PROOF_MONEY] = beat[MU_BEAT_PROOF] * beat[MU_BEAT_MONEY];
	x[MU_F_EVENT_THREAT] = beat[MU_BEAT_EVENT] * beat[MU_BEAT_CONSEQUENCE];
	x[MU_F_EXIT_PHONE] = beat[MU_BEAT_EXIT] * x[MU_F_PHONE];
	x[MU_F_EVENT_PHONE] = beat[MU_BEAT_EVENT] * x[MU_F_PHONE];
	x[MU_F_EVENT_PRICE] = beat[MU_BEAT_EVENT] * x[MU_F_PRICE];
	x[MU_F_UNSEEN] = asserted > 0.5 && unseen
	    ? mu_log1p_count(unseen > UNSEEN_CAP ? UNSEEN_CAP : unseen) : 0;
	if (asserted > 0.5 && (in->t->undone_zero_width + in->t->undone_split
	    + in->t->undone_lookalike + in->t->undone_bidi > 3))
		x[MU_F_OBFUSCATED] = 1;
	x[MU_F_ADDRESSED] = mu_log1p_count((unsigned)v->says[MU_SAYS_ADDRESSED]);
	if (mentioned + asserted > 0) {
		x[MU_F_MENTION_SHARE] = mentioned / (mentioned + asserted);
		x[MU_F_MENTION_COUNT] = mu_log1p_count((unsigned)mentioned);
		x[MU_F_ANY_FIND] = 1;
	}
	x[MU_F_COURT_PAPER] = mu_log1p_count(in->papers);
	x[MU_F_VOICE_PAGE] = (double)v->page;
	x[MU_F_VOICE_TITLE] = v->warning_title;
	x[MU_F_VOICE_REPORTED] = mu_log1p_count((unsigned)v->says[MU_SAYS_REPORTED]);
	x[MU_F_VOICE_ADVISED] = mu_log1p_count((unsigned)v->says[MU_SAYS_ADVISED]);
	x[MU_F_VOICE_NAMED] = mu_log1p_count((unsigned)v->says[MU_SAYS_NAMED]);
	x[MU_F_VOICE_ASKED] = mu_log1p_count((unsigned)v->says[MU_SAYS_ASKED]);
	x[MU_F_VOICE_QUOTED] = mu_log1p_count((unsigned)v->says[MU_SAYS_QUOTED]);
	in->heard = worth_hearing(x, in->visible);
	if (in->heard)
		tone_features(in, near, x);
	else
		memset(in->tone, 0, sizeof in->tone);
}
