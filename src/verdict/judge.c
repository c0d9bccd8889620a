/*
 * The judge.
 *
 * A page may be long; the fraud on it is not. So the page is looked at through windows of
 * visible text, each about as long as a fraud with all its furniture, and the window that
 * speaks loudest decides: ten innocent pages around a fraud change nothing, and weak signs
 * strewn over a manual never add up to one. What the page as a whole says about such things
 * (its voice, its counter-signs) counts in every window.
 *
 * Three questions are asked apart:
 *   is a fraud run on the reader here?   logistic model over features.c, calibrated
 *   does the text speak about fraud?     a second one
 *   may it be a real paper of a court?   a third one, with distinct formal features
 */
#include "verdict/verdict.h"

#include "base/err.h"
#include "base/num.h"
#include "base/sort.h"
#include "verdict/tone.h"

enum {
	WINDOW = 3500,    /* visible symbols */
	WINDOWS_TRIED = 12,
	APART = WINDOW / 8,
	COURT_FEATURES = 1 /* distinct formal features a possible court paper has at least */
};

static const double NO_SIGN = 0.05; /* the most that a page without any sign can have */
/* Where suspicion begins without any sign: below, most of such texts of the corpus are honest. */
static const double TONE_ALONE = 0.7;
/* So long a page, in visible symbols, has some sign by chance; a single one says as little. */
enum { MANUAL = 4000 };

struct judge {
	struct mu_feature_input in;
	struct mu_verdict *out;
	struct mu_arena *arena;
	uint32_t *sign_at, *ind_at, *cue_at, *manner_at;
	uint32_t *block_at; /* visible symbols before each block */
};

static void
place_cues(const struct judge *j, const struct mu_cue *list, size_t n, uint32_t *at)
{
	const struct mu_doc *doc = j->in.doc;
	const uint32_t *start = j->in.t->block_start;

	for (size_t i = 0, b = 0; i < n; i++) {
		while (b + 1 < doc->block_n && start[b + 1] <= list[i].from)
			b++;
		at[i] = j->block_at[b] + (list[i].from > start[b] ? list[i].from - start[b] : 0);
	}
}

/* Where signs and indicators stand, counted in symbols the eye sees. Titles: everywhere. */
static bool
measure(struct judge *j)
{
	const struct mu_doc *doc = j->in.doc;
	const struct mu_text *t = j->in.t;
	uint32_t at = 0;

	j->sign_at = mu_new(j->arena, uint32_t, j->in.signs->n + 1);
	j->ind_at = mu_new(j->arena, uint32_t, j->in.ind->n + 1);
	j->block_at = mu_new_raw(j->arena, uint32_t, doc->block_n + 1);
	j->cue_at = mu_new(j->arena, uint32_t, j->in.signs->cue_n + 1);
	j->manner_at = mu_new(j->arena, uint32_t, j->in.signs->manner_n + 1);
	if (!j->sign_at || !j->ind_at || !j->block_at || !j->cue_at || !j->manner_at)
		return false;
	for (size_t b = 0; b < doc->block_n; b++) {
		uint32_t end = b + 1 < doc->block_n ? t->block_start[b + 1] : t->n;
		j->block_at[b] = at;
		if (mu_block_seen(&doc->blocks[b]))
			at += end - t->block_start[b];
	}
	for (size_t i = 0; i < j->in.signs->n; i++) {
		const struct mu_sign *s = &j->in.signs->list[i];
		if (s->behaviour || s->place == MU_P_TITLE)
			j->sign_at[i] = UINT32_MAX;
		else if (mu_block_seen(&doc->blocks[s->block]))
			j->sign_at[i] = j->block_at[s->block] + s->from - t->block_start[s->block];
		else
			j->sign_at[i] = j->block_at[s->block];
	}
	for (size_t i = 0; i < j->in.ind->n; i++) {
		const struct mu_indicator *n = &j->in.ind->list[i];
		j->ind_at[i] = n->from == n->to || !doc->block_n ? UINT32_MAX
		    : j->block_at[n->block < doc->block_n ? n->block : 0];
	}
	place_cues(j, j->in.signs->cues, j->in.signs->cue_n, j->cue_at);
	place_cues(j, j->in.signs->manners, j->in.signs->manner_n, j->manner_at);
	j->in.manner_at = j->manner_at;
	j->in.cue_at = j->cue_at;
	j->in.block_at = j->block_at;
	j->in.visible = at;
	j->in.papers = mu_court_features(j->in.p, j->in.signs);
	j->in.sign_at = j->sign_at;
	j->in.ind_at = j->ind_at;
	return true;
}

static double
dot(const double *w, const double *x, size_t n)
{
	double z = 0;

	for (size_t i = 0; i < n; i++)
		z += w[i] * x[i];
	return z;
}

/* What one rule says in a window: as often as it likes, it counts once. */
static double
said_once(double sum)
{
	return sum < 0 ? 0 : sum > 1 ? 1 : sum;
}

/* score[i]: how much the rules assert in the window that begins at sign i, in thousandths + 1. */
static bool
score_windows(struct judge *j, uint32_t *score)
{
	const struct mu_signs *signs = j->in.signs;
	double *rule = mu_new(j->arena, double, j->in.p->sign_n + 1), sum = 0;
	size_t end = 0;

	if (!rule)
		return false;
	for (size_t i = 0; i < signs->n; i++) {
		const struct mu_sign *s = &signs->list[i];
		uint32_t at = j->sign_at[i];
		double *r;

		if (!mu_accuses(j->in.p, s) || at == UINT32_MAX)
			continue;
		for (; end < signs->n && (j->sign_at[end] == UINT32_MAX
		    || j->sign_at[end] < at + WINDOW); end++) {
			const struct mu_sign *e = &signs->list[end];
			if (!mu_accuses(j->in.p, e) || j->sign_at[end] == UINT32_MAX)
				continue;
			r = &rule[e->rule];
			sum -= said_once(*r);
			*r += 1 - (double)e->p_mentioned;
			sum += said_once(*r);
		}
		score[i] = 1 + (uint32_t)(sum > 0 ? sum * 1000 : 0);
		r = &rule[s->rule];
		sum -= said_once(*r);
		*r -= 1 - (double)s->p_mentioned;
		sum += said_once(*r);
	}
	return true;
}

/*
 * The loudest windows are tried; ties go to the earlier place. Each begins some way from those
 * taken before it: else a phrase said a thousand times would take all the tries.
 */
static bool
choose_windows(struct judge *j, struct mu_window w[WINDOWS_TRIED], size_t *w_n)
{
	const struct mu_signs *signs = j->in.signs;
	uint32_t first = UINT32_MAX, last = 0, *score;

	for (size_t i = 0; i < signs->n; i++) {
		if (!mu_accuses(j->in.p, &signs->list[i]) || j->sign_at[i] == UINT32_MAX)
			continue;
		if (j->sign_at[i] < first)
			first = j->sign_at[i];
		if (j->sign_at[i] > last)
			last = j->sign_at[i];
	}
	if (first == UINT32_MAX || last - first < WINDOW) {
		w[0] = (struct mu_window){0, UINT32_MAX};
		/* A little text before and after belongs to it, the rest of a long page does not. */
		if (first != UINT32_MAX)
			w[0] = (struct mu_window){first > WINDOW / 2 ? first - WINDOW / 2 : 0,
			    last + WINDOW / 2};
		*w_n = 1;
		return true;
	}
	score = mu_new(j->arena, uint32_t, signs->n);
	if (!score || !score_windows(j, score))
		return false;
	for (*w_n = 0; *w_n < WINDOWS_TRIED; ++*w_n) {
		size_t best = 0;
		uint32_t at;

		for (size_t i = 1; i < signs->n; i++)
			if (score[i] > score[best])
				best = i;
		if (!score[best])
			break;
		at = j->sign_at[best];
		w[*w_n] = (struct mu_window){at > WINDOW / 8 ? at - WINDOW / 8 : 0, at + WINDOW};
		for (size_t i = 0; i < signs->n; i++)
			if (score[i] && j->sign_at[i] + APART > at && j->sign_at[i] < at + APART)
				score[i] = 0;
	}
	return true;
}

/*
 * On a long page a window holds other text besides a short fraud. Its signs stand close together,
 * so the stretch around its first sign in which none is farther than APART from the next is a
 * window of its own.
 */
static bool
cluster(const struct judge *j, struct mu_window w, struct mu_window *out)
{
	uint32_t start = w.from ? w.from + WINDOW / 8 : 0, first = UINT32_MAX, last = 0;

	for (size_t i = 0; i < j->in.signs->n; i++) {
		uint32_t at = j->sign_at[i];
		if (!mu_accuses(j->in.p, &j->in.signs->list[i]) || at < start || at >= w.to)
			continue;
		if (first == UINT32_MAX)
			first = at;
		else if (at > last + APART)
			break;
		last = at;
	}
	*out = (struct mu_window){first > APART / 2 ? first - APART / 2 : 0, last + APART / 2};
	return first != UINT32_MAX;
}

static bool
choose_kind(struct judge *j, bool mentioned_too)
{
	double score[MU_K_COUNT];
	const struct mushi_pack *p = j->in.p;
	unsigned best = MU_K_COUNT;

	double *own = mu_new(j->arena, double, p->sign_n + 1);

	if (!own)
		return false;
	/* In a text about fraud it does not matter who says it. */
	for (size_t i = 0; i < j->in.signs->n; i++) {
		const struct mu_sign *s = &j->in.signs->list[i];
		double sure = mentioned_too ? 1 : 1 - (double)s->p_mentioned;
		if (!s->unseen && sure > own[s->rule])
			own[s->rule] = sure;
	}
	for (unsigned k = 0; k < MU_K_COUNT; k++) {
		score[k] = p->model.kind_bias[k] + dot(p->model.kind + k * p->sign_n, own, p->sign_n)
		    + p->model.kind_tone[k] * j->out->tone[MU_H_KIND + k];
		if (best == MU_K_COUNT || score[k] > score[best])
			best = k;
	}
	j->out->kind = (enum mu_kind)best;
	return true;
}

static bool
listed(struct mu_str list, struct mu_str id)
{
	struct mu_str item;

	while (mu_str_item(&list, &item))
		if (mu_str_eq(item, id))
			return true;
	return false;
}

static void
choose_subkind(struct judge *j)
{
	const struct mushi_pack *p = j->in.p;

	for (size_t i = 0; i < p->subkind_n; i++) {
		if (j->out->kind == MU_K_NONE || !(p->subkinds[i].kinds >> j->out->kind & 1))
			continue;
		for (size_t r = 0; r < p->sign_n; r++) {
			if (j->out->x[p->model.sign + r] > 0.3
			    && listed(p->subkinds[i].when, p->signs[r].id)) {
				j->out->subkind = p->subkinds[i].id;
				return;
			}
		}
	}
}

/* A text about fraud beside which a paid "helper" asserts its guarantees. */
static bool
helper_beside(const struct judge *j)
{
	double helper = 0;

	for (size_t i = 0; i < j->in.signs->n; i++) {
		const struct mu_sign *s = &j->in.signs->list[i];
		if (!s->mentioned && mu_accuses(j->in.p, s)
		    && j->in.p->signs[s->rule].kinds == 1u << MU_K_FAKE_HELPER)
			helper += 1 - (double)s->p_mentioned;
	}
	return helper >= 1.2;
}

/* What each find contributed, for the explanation. */
static void
weigh_signs(const struct mushi_pack *p, struct mu_signs *signs)
{
	const struct mu_model *m = &p->model;

	for (size_t i = 0; i < signs->n; i++) {
		struct mu_sign *s = &signs->list[i];
		const struct mu_sign_rule *r = &p->signs[s->rule];
		double w = m->fraud[m->sign + s->rule];

		if (r->beat == MU_BEAT_COUNTER) {
			s->weight = (float)(s->unseen ? 0 : w);
			continue;
		}
		w += m->fraud[m->family + r->family]
		    * (r->strength == MU_W_STRONG ? 0.9 : r->strength == MU_W_MEDIUM ? 0.6 : 0.25);
		s->weight = (float)(s->unseen ? 0.1 * w : w * (1 - (double)s->p_mentioned));
	}
}

static void
give_roles(const struct judge *j, struct mu_indicators *ind)
{
	bool fraud = j->out->verdict == MUSHI_FRAUD || j->out->verdict == MUSHI_SUSPICIOUS;

	for (size_t i = 0; i < ind->n; i++)
		if (ind->list[i].role == MU_R_UNKNOWN)
			ind->list[i].role = fraud && !ind->list[i].masked ? MU_R_SCAMMER
			    : MU_R_THIRD_PARTY;
}

bool
mu_judge(const struct mushi_pack *p, const struct mu_doc *doc, const struct mu_text *t,
    const struct mu_matches *m, struct mu_signs *signs, struct mu_indicators *ind,
    struct mu_arena *arena, struct mu_verdict *out, struct mushi_err *err)
{
	struct judge j = {.in = {.p = p, .doc = doc, .t = t, .m = m, .signs = signs, .ind = ind,
	    .arena = arena}, .out = out, .arena = arena};
	struct mu_window w[2 * WINDOWS_TRIED];
	const struct mu_model *model = &p->model;
	double *x = mu_new(arena, double, model->n), z = 0, court, suspect;
	size_t n, loudest = 0;
	bool found, slight;

	*out = (struct mu_verdict){.kind = MU_K_NONE, .subkind = MU_STR("")};
	out->x = mu_new(arena, double, model->n);
	if (!x || !out->x || !measure(&j))
		return mu_nomem(err);
	if (!choose_windows(&j, w, &n))
		return mu_nomem(err);
	for (size_t i = 0, whole = n; j.in.visible > WINDOW && i < whole; i++)
		n += cluster(&j, w[i], &w[n]);
	for (size_t i = 0; i < n; i++) {
		uint32_t beats;
		double zi;
		memset(x, 0, model->n * sizeof *x);
		mu_features(&j.in, w[i], x, &beats);
		if (j.in.no_memory)
			return mu_nomem(err);
		zi = model->fraud_bias + dot(model->fraud, x, model->n);
		if (i == 0 || zi > z) {
			z = zi;
			loudest = i;
			out->beats = beats;
			out->heard = j.in.heard;
			memcpy(out->tone, j.in.tone, sizeof out->tone);
			memcpy(out->x, x, model->n * sizeof *x);
		}
	}
	out->window = w[loudest];
	out->near = mu_near(&j.in, out->window);
	out->probability = mu_logistic(model->scale * z + model->offset);
	/* How it speaks may raise suspicion where no sign is known, but not on any page. */
	found = out->x[MU_F_ANY_FIND] > 0;
	if (!found && !(out->heard && mu_tone_suffices(out->x, j.in.visible))
	    && out->probability > NO_SIGN)
		out->probability = NO_SIGN;
	slight = !found || (j.in.visible > MANUAL
	    && out->x[MU_F_SIGNS_ASSERTED] < mu_log1p_count(2));
	suspect = slight && model->at_suspicious < TONE_ALONE ? TONE_ALONE : model->at_suspicious;
	out->about = mu_logistic(model->about_bias + dot(model->about, out->x, model->n));
	court = out->x[MU_F_COURT_PAPER] < mu_log1p_count(COURT_FEATURES) ? 0
	    : mu_logistic(model->court_bias + dot(model->court, out->x, model->n));
	if (out->probability >= model->at_fraud)
		out->verdict = MUSHI_FRAUD;
	else if (court >= model->at_court)
		out->verdict = MUSHI_COURT;
	else if (out->probability >= suspect)
		out->verdict = MUSHI_SUSPICIOUS;
	else if (out->about >= model->at_about && (found || (out->heard && mu_names_fraud(out->x))))
		out->verdict = MUSHI_ABOUT;
	else
		out->verdict = MUSHI_NONE;
	if (out->verdict == MUSHI_FRAUD || out->verdict == MUSHI_SUSPICIOUS
	    || out->verdict == MUSHI_ABOUT) {
		if (!choose_kind(&j, out->verdict == MUSHI_ABOUT))
			return mu_nomem(err);
		choose_subkind(&j);
	}
	out->fake_helper_beside = out->verdict == MUSHI_ABOUT && helper_beside(&j);
	weigh_signs(p, signs);
	give_roles(&j, ind);
	return true;
}
