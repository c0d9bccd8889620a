/*
 * Use or mention: the heart of the matter.
 *
 *     会員登録が完了しました。98,000円をお支払いください。      asserted: said to the reader
 *     「会員登録が完了しました」と表示されても、無視してください。  mentioned: quoted, shown, advised
 *     Q. 次の画面が出ました。(new block) 会員登録が完了しました…   mentioned: announced before
 *
 * Nothing here decides by a keyword. Cues (data/rules/cue-*.rec) say how the words around them
 * are meant and how far they reach: back in their sentence (…と表示され), forward, over the
 * sentence, over the pieces that follow an announcement, or over the page. Together with
 * quotation marks, the markup (blockquote, figure, pre, alt text called an example) and the
 * voice of the page they are the features of a small logistic model; the weights are trained on
 * labelled sentences (tests/stance/) and can be read in data/weights.rec.
 *
 * A page's own voice counts only in what the eye sees: advice hidden from the reader excuses
 * nothing.
 */
#include "sign/stance.h"

#include "base/num.h"
#include "base/sort.h"
#include "sign/sentence.h"

enum {
	LEAD_BLOCKS = 40,     /* an announcement reaches over so many blocks at most */
	LEAD_SYMBOLS = 3000,  /* and so many symbols */
	LEADS_MAX = 128,
	DENIAL_LOOK = 40,
	LABEL_MOST = 14,      /* symbols of a quotation that may be a button or a heading */
	HEADING_LOOK = 6,     /* headings that count for the voice of the page */
	SAME_WORDS = 12,      /* symbols around a find that make two of them the same sentence */
	SAME_MOST = 1         /* how often the same sentence is heard */
};

/* Bits that say no more than that the text speaks of fraud. */
#define BIT(name) (1u << MU_ST_##name)
static const uint32_t ABOUT_BITS = BIT(ADVISED) | BIT(NAMED) | BIT(ASKED) | BIT(NEIGHBOUR_CUE)
    | BIT(PAGE_WARNS) | BIT(PAGE_VOICE) | BIT(PAGE_VOICE_STRONG);

struct context {
	const struct mushi_pack *p;
	const struct mu_doc *doc;
	const struct mu_text *t;
	const struct mu_matches *m;
	struct mu_cue *cues; /* by from */
	size_t cue_n;
	struct mu_range leads[LEADS_MAX], tails[LEADS_MAX];
	size_t lead_n, tail_n;
	struct mu_signs *signs;
	bool denies;
};

/* A sign as far as its words are quoted: [from, to). */
struct extent {
	uint32_t from, to;
};

static uint32_t
block_of(const struct context *c, uint32_t sym)
{
	return mu_doc_block_at(c->doc, c->t->src[sym < c->t->n ? sym : c->t->n - 1]);
}

static struct mu_range
block_range(const struct context *c, uint32_t block)
{
	return (struct mu_range){c->t->block_start[block],
	    block + 1 < c->doc->block_n ? c->t->block_start[block + 1] : c->t->n};
}

static bool
collect_cues(struct context *c, struct mu_arena *arena)
{
	size_t n = 0;
	struct mu_keyed *keys, *tmp;

	for (size_t i = 0; i < c->m->n; i++)
		n += c->p->phrases[c->m->list[i].phrase].own == MU_OWN_CUE;
	keys = mu_new_raw(arena, struct mu_keyed, n + 1);
	tmp = mu_new_raw(arena, struct mu_keyed, n + 1);
	c->cues = mu_new_raw(arena, struct mu_cue, n + 1);
	if (!keys || !tmp || !c->cues)
		return false;
	n = 0;
	for (size_t i = 0; i < c->m->n; i++)
		if (c->p->phrases[c->m->list[i].phrase].own == MU_OWN_CUE)
			keys[n++] = (struct mu_keyed){c->m->list[i].from, (uint32_t)i};
	mu_sort(keys, n, tmp);
	for (size_t i = 0; i < n; i++) {
		const struct mu_match *m = &c->m->list[keys[i].index];
		uint16_t rule = c->p->phrases[m->phrase].owner;
		const struct mu_block *b;
		/* The same cue by two of its phrases, overlapping: once. */
		if (c->cue_n && c->cues[c->cue_n - 1].rule == rule
		    && c->cues[c->cue_n - 1].to > m->from) {
			if (m->to > c->cues[c->cue_n - 1].to)
				c->cues[c->cue_n - 1].to = m->to;
			continue;
		}
		b = &c->doc->blocks[block_of(c, m->from)];
		c->cues[c->cue_n++] = (struct mu_cue){m->from, m->to, rule,
		    mu_block_seen(b), false, false};
	}
	return true;
}

/*
 * 「当サイトは架空請求ではございません」 names a fraud and is none of the voices that warn of it.
 * The cue "denial" takes away every cue that it overlaps.
 */
static void
hear_denials(struct context *c)
{
	for (size_t i = 0; i < c->cue_n; i++) {
		const struct mu_cue *d = &c->cues[i];
		if (!mu_str_eq(c->p->cues[d->rule].id, MU_STR("denial")))
			continue;
		c->denies |= d->seen;
		/* Starts are ordered, ends are not: cues before it may reach in. */
		for (size_t k = i; k-- > 0 && d->from - c->cues[k].from < DENIAL_LOOK;)
			if (c->cues[k].to > d->from && c->cues[k].rule != d->rule
			    && c->p->cues[c->cues[k].rule].says != MU_SAYS_STYLE)
				c->cues[k].denied = true;
		for (size_t k = i + 1; k < c->cue_n && c->cues[k].from < d->to; k++)
			if (c->cues[k].rule != d->rule
			    && c->p->cues[c->cues[k].rule].says != MU_SAYS_STYLE)
				c->cues[k].denied = true;
	}
	for (size_t i = 0; i < c->cue_n; i++)
		c->cues[i].seen &= !c->cues[i].denied;
}

/* Index of the first cue at or after a symbol. */
static size_t
cue_at(const struct context *c, uint32_t sym)
{
	size_t lo = 0, hi = c->cue_n;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		if (c->cues[mid].from < sym)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static bool
speaks_about(enum mu_cue_says s)
{
	return s == MU_SAYS_REPORTED || s == MU_SAYS_ADVISED || s == MU_SAYS_NAMED
	    || s == MU_SAYS_ASKED;
}

/* Does a visible cue that speaks about such things stand in [from, to)? */
static bool
about_cue_in(const struct context *c, uint32_t from, uint32_t to)
{
	for (size_t i = cue_at(c, from); i < c->cue_n && c->cues[i].from < to; i++)
		if (c->cues[i].seen && speaks_about(c->p->cues[c->cues[i].rule].says))
			return true;
	return false;
}

/*
 * 「次のような画面が出ました：」 reaches over the following pieces until a heading, or a piece
 * that itself speaks about the matter again.
 */
static struct mu_range
lead_range(const struct context *c, const struct mu_cue *cue)
{
	struct mu_range s = mu_sentence(c->t, cue->from, cue->to);
	uint32_t block = block_of(c, cue->from), end;
	struct mu_range r = {s.to, block_range(c, block).to};

	if (about_cue_in(c, s.to, r.to)) {
		/* The matter is taken up again in the same block: reach to that sentence. */
		for (size_t i = cue_at(c, s.to); i < c->cue_n && c->cues[i].from < r.to; i++) {
			if (speaks_about(c->p->cues[c->cues[i].rule].says)) {
				r.to = mu_sentence(c->t, c->cues[i].from, c->cues[i].to).from;
				break;
			}
		}
		return r;
	}
	end = block + 1;
	for (; end < c->doc->block_n && end - block <= LEAD_BLOCKS; end++) {
		struct mu_range b = block_range(c, end);
		if (c->doc->blocks[end].place == MU_P_HEADING && end > block + 1)
			break;
		if (about_cue_in(c, b.from, b.to) || b.to - s.to > LEAD_SYMBOLS)
			break;
		r.to = b.to;
	}
	return r;
}

/* 「…という画面が出ました」 at the start of a piece speaks of the pieces before it. */
static struct mu_range
tail_range(const struct context *c, const struct mu_cue *cue)
{
	uint32_t block = block_of(c, cue->from), k = 0;
	struct mu_range r = block_range(c, block);

	r.to = mu_sentence(c->t, cue->from, cue->to).from;
	while (block > 0 && k++ < 12 && c->doc->blocks[block - 1].place != MU_P_HEADING) {
		struct mu_range b = block_range(c, block - 1);
		if (about_cue_in(c, b.from, b.to) || r.to - b.from > LEAD_SYMBOLS)
			break;
		r.from = b.from;
		block--;
	}
	return r;
}

static void
collect_reaches(struct context *c)
{
	for (size_t i = 0; i < c->cue_n; i++) {
		const struct mu_cue *cue = &c->cues[i];
		const struct mu_cue_rule *rule = &c->p->cues[cue->rule];
		if (!cue->seen)
			continue;
		/* A title stands over everything and announces nothing. */
		if (rule->reach == MU_CUE_NEXT && c->lead_n < LEADS_MAX
		    && c->doc->blocks[block_of(c, cue->from)].place != MU_P_TITLE)
			c->leads[c->lead_n++] = lead_range(c, cue);
		if (rule->reach == MU_CUE_BEFORE && rule->says == MU_SAYS_QUOTED
		    && c->tail_n < LEADS_MAX
		    && cue->from - mu_sentence(c->t, cue->from, cue->to).from <= 3)
			c->tails[c->tail_n++] = tail_range(c, cue);
	}
}

/*
 * A page that repeats one sentence two hundred times has not spoken two hundred times: beyond
 * SAME_MOST, a find with the same words around it adds nothing to the voice of the page. Else a
 * line of 「という画面が表示されました」, pasted often enough, would excuse any page.
 */
struct heard {
	uint64_t *key; /* open addressing; the low bits count */
	size_t mask;
};

static bool
init_heard(struct heard *h, size_t finds, struct mu_arena *arena)
{
	size_t n = 64;

	while (n < 2 * finds)
		n *= 2;
	h->mask = n - 1;
	h->key = mu_new(arena, uint64_t, n);
	return h->key != NULL;
}

static bool
heard_enough(struct heard *h, const struct mu_text *t, uint32_t rule, struct mu_range r)
{
	uint32_t from = r.from > SAME_WORDS ? r.from - SAME_WORDS : 0;
	uint32_t to = t->n - r.to > SAME_WORDS ? r.to + SAME_WORDS : t->n;
	uint64_t key = 14695981039346656037u ^ rule;

	if (to > from + 8 * SAME_WORDS)
		to = from + 8 * SAME_WORDS;
	/* What stands beyond a sentence end is another sentence. */
	for (uint32_t i = r.from; i > from; i--)
		if (t->sym[i - 1] == MU_SYM_BLOCK || t->sym[i - 1] == MU_SYM_STOP)
			from = i;
	for (uint32_t i = from; i < to && !(i >= r.to && (t->sym[i] == MU_SYM_BLOCK
	    || t->sym[i] == MU_SYM_STOP)); i++)
		key = (key ^ t->sym[i]) * 1099511628211u;
	key = (key ^ key >> 29) << 8 | 1;
	for (size_t i = (size_t)(key >> 20) & h->mask;; i = (i + 1) & h->mask) {
		if (!h->key[i]) {
			h->key[i] = key;
			return false;
		}
		if (h->key[i] >> 8 != key >> 8)
			continue;
		if ((h->key[i] & 255) >= SAME_MOST)
			return true;
		h->key[i]++;
		return false;
	}
}

static bool
hear_voice(struct context *c, struct mu_arena *arena)
{
	struct heard heard;
	struct mu_voice *v = &c->signs->voice;
	unsigned headings = 0;
	float sum = 0;

	if (!init_heard(&heard, c->cue_n + c->signs->n, arena))
		return false;
	for (size_t i = 0; i < c->cue_n; i++) {
		struct mu_cue *cue = &c->cues[i];
		const struct mu_cue_rule *rule = &c->p->cues[cue->rule];
		const struct mu_block *b;
		bool title;
		if (!cue->seen || rule->says == MU_SAYS_STYLE)
			continue;
		if (heard_enough(&heard, c->t, cue->rule,
		    (struct mu_range){cue->from, cue->to})) {
			cue->again = true;
			continue;
		}
		b = &c->doc->blocks[block_of(c, cue->from)];
		title = b->place == MU_P_TITLE
		    || (b->place == MU_P_HEADING && headings++ < HEADING_LOOK);
		v->says[rule->says] += title ? 2.0f : 1.0f;
		if (title && (rule->says == MU_SAYS_ADVISED || rule->says == MU_SAYS_NAMED
		    || rule->says == MU_SAYS_ASKED))
			v->warning_title = true;
	}
	for (size_t i = 0; i < c->signs->n; i++) {
		const struct mu_sign *s = &c->signs->list[i];
		const struct mu_sign_rule *rule = &c->p->signs[s->rule];
		if (s->unseen || rule->beat != MU_BEAT_COUNTER)
			continue;
		if (heard_enough(&heard, c->t, UINT16_MAX + 1u + s->rule,
		    (struct mu_range){s->from, s->to}))
			continue;
		sum += rule->strength == MU_W_STRONG_COUNTER ? 0.8f : 0.0f;
	}
	sum += 0.5f * v->says[MU_SAYS_REPORTED] + 0.7f * v->says[MU_SAYS_ADVISED]
	    + 0.7f * v->says[MU_SAYS_NAMED] + 0.4f * v->says[MU_SAYS_ASKED];
	v->page = 1.0f - (float)mu_exp(-(double)sum / 3.0);
	return true;
}

/*
 * The innermost closed quotation that holds the sign, or where the sign began and whose end it
 * ran over (a phrase with gaps may take words of the sentence around it); NULL when none.
 */
static const struct mu_quote *
quote_around(const struct mu_text *t, const struct mu_sign *s)
{
	size_t lo = 0, hi = t->quote_n;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		if (t->quotes[mid].from <= s->from)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (unsigned tries = 0; lo > 0 && tries < 16; tries++) {
		const struct mu_quote *q = &t->quotes[--lo];
		if (!q->closed || (q->kind != 'j' && q->kind != 'd' && q->kind != 's'
		    && q->kind != 'b'))
			continue;
		if (q->to >= s->to)
			return q;
		if (q->to > s->from + 3 && q->kind != 'b')
			return q;
	}
	return NULL;
}

/* 「退会手続き」, “Close”: a name, not words of somebody. Sentences end in a verb or in です. */
static bool
is_label(const struct mu_text *t, const struct mu_quote *q)
{
	uint16_t last;

	if (q->to - q->from > LABEL_MOST)
		return false;
	for (uint32_t i = q->from; i < q->to; i++)
		if (t->sym[i] == MU_SYM_STOP || t->sym[i] == MU_SYM_LINE)
			return false;
	last = q->to > q->from ? t->sym[q->to - 1] : 0;
	switch (last) {
	case 0x30B9: case 0x30BF: case 0x30A4: case 0x30EB: case 0x30F3: /* ス タ イ ル ン */
	case 0x30C0: case 0x30ED: case 0x30A8: /* ダ ロ エ */
		return false;
	default:
		return true;
	}
}

static void
set(struct mu_sign *s, enum mu_stance_bit b)
{
	s->bits |= 1u << b;
}

static bool
bytes_have(struct mu_str s, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (mu_str_find(s, mu_str_of(list[i])) != SIZE_MAX)
			return true;
	return false;
}

/* Cues of the sign's sentence. */
static void
hear_sentence(struct context *c, struct mu_sign *s, struct extent e, struct mu_range r,
    const struct mu_quote *q)
{
	static const uint8_t bit[MU_SAYS_COUNT] = {
		[MU_SAYS_QUOTED] = MU_ST_QUOTED_AFTER, [MU_SAYS_REPORTED] = MU_ST_REPORTED,
		[MU_SAYS_NEGATED] = MU_ST_NEGATED, [MU_SAYS_CONDITION] = MU_ST_CONDITION,
		[MU_SAYS_ADVISED] = MU_ST_ADVISED, [MU_SAYS_NAMED] = MU_ST_NAMED,
		[MU_SAYS_ASKED] = MU_ST_ASKED, [MU_SAYS_ADDRESSED] = MU_ST_ADDRESSED,
	};

	for (size_t i = cue_at(c, r.from); i < c->cue_n && c->cues[i].from < r.to; i++) {
		const struct mu_cue *cue = &c->cues[i];
		const struct mu_cue_rule *rule = &c->p->cues[cue->rule];
		bool reaches = false;

		if (rule->says == MU_SAYS_STYLE || cue->denied)
			continue;
		switch (rule->reach) {
		case MU_CUE_BEFORE: /* begins inside or behind the sign */
			reaches = cue->to > e.to && (cue->from < e.to
			    || cue->from - e.to <= rule->within);
			if (!reaches && q)
				reaches = cue->from >= q->to && cue->from - q->to <= 6;
			break;
		case MU_CUE_AFTER:
			reaches = cue->from < e.from && (cue->to > e.from
			    || e.from - cue->to <= rule->within);
			break;
		case MU_CUE_SENTENCE:
		case MU_CUE_PAGE:
			reaches = true;
			break;
		case MU_CUE_NEXT:
			break;
		}
		if (!reaches)
			continue;
		set(s, (enum mu_stance_bit)bit[rule->says]);
		if (rule->says == MU_SAYS_QUOTED && q && cue->from >= q->to
		    && cue->from - q->to <= 6)
			set(s, MU_ST_QUOTATIVE);
	}
}

static bool
in_ranges(const struct mu_range *list, size_t n, const struct mu_sign *s)
{
	for (size_t i = 0; i < n; i++)
		if (s->from >= list[i].from && s->to <= list[i].to)
			return true;
	return false;
}

/* An amount, a number to call or a span of time in the same block. */
static bool
facts_in(const struct context *c, struct mu_range b)
{
	static const uint8_t kinds[] = {MU_BI_YEN, MU_BI_PHONE, MU_BI_SPAN};

	for (unsigned k = 0; k < sizeof kinds; k++) {
		const struct mu_shape_hit *h = c->m->shapes[kinds[k]];
		size_t lo = 0, hi = c->m->shape_n[kinds[k]];
		while (lo < hi) {
			size_t mid = (lo + hi) / 2;
			if (h[mid].from < b.from)
				lo = mid + 1;
			else
				hi = mid;
		}
		if (lo < c->m->shape_n[kinds[k]] && h[lo].from < b.to)
			return true;
	}
	return false;
}

static void
find_stance(struct context *c, struct mu_sign *s)
{
	static const char *const masks[] = {"○○", "〇〇", "●●", "××", "△△", "◯◯", "XXX", "xxx",
	    "***", "＊＊", "ＸＸ", "○×"};
	static const char *const example[] = {"例", "画面", "イメージ", "見本", "サンプル", "図"};
	struct mu_range r = mu_sentence(c->t, s->from, s->to);
	const struct mu_quote *q = quote_around(c->t, s);
	const struct mu_block *b = &c->doc->blocks[s->block];
	const struct mu_voice *v = &c->signs->voice;
	struct mu_range before = mu_sentence_before(c->t, r), after = mu_sentence_after(c->t, r);
	uint32_t from, to;
	double sum = c->p->stance[MU_ST_BIAS];
	struct extent e = {s->from, q && q->to < s->to ? q->to : s->to};
	bool mark = q && q->kind == 'b'; /* 【重要】 is emphasis; 〈…〉と書かれ quotes */

	if (q && !mark && (q->from > r.from + 1 || q->to + 1 < r.to)) {
		set(s, MU_ST_IN_QUOTE);
		if (is_label(c->t, q))
			set(s, MU_ST_QUOTE_LABEL);
	}
	hear_sentence(c, s, e, r, q);
	if (in_ranges(c->leads, c->lead_n, s))
		set(s, MU_ST_LEAD_IN);
	if (in_ranges(c->tails, c->tail_n, s))
		set(s, MU_ST_TAIL);
	if (b->flags & MU_B_QUOTE)
		set(s, MU_ST_BLOCK_QUOTE);
	if (b->flags & MU_B_CODE)
		set(s, MU_ST_BLOCK_CODE);
	if (b->flags & MU_B_FIGURE)
		set(s, MU_ST_BLOCK_FIGURE);
	if (b->flags & MU_B_CLASSQUOTE || (b->place == MU_P_ALT
	    && bytes_have(mu_block_text(c->doc, b), example, sizeof example / sizeof *example)))
		set(s, MU_ST_BLOCK_SAMPLE);
	if (b->flags & MU_B_LIST)
		set(s, MU_ST_BLOCK_LIST);
	if (about_cue_in(c, before.from, before.to) || about_cue_in(c, after.from, after.to))
		set(s, MU_ST_NEIGHBOUR_CUE);
	if (v->warning_title)
		set(s, MU_ST_PAGE_WARNS);
	if (v->page > 0.35f)
		set(s, MU_ST_PAGE_VOICE);
	if (v->page > 0.7f)
		set(s, MU_ST_PAGE_VOICE_STRONG);
	if (b->flags & MU_B_DIALOG)
		set(s, MU_ST_DIALOG);
	if (c->denies)
		set(s, MU_ST_DENIES);
	mu_text_span(c->t, c->doc, r.from, r.to, &from, &to);
	if (to > from && bytes_have((struct mu_str){c->doc->text + from, to - from}, masks,
	    sizeof masks / sizeof *masks))
		set(s, MU_ST_MASKED);
	if (facts_in(c, block_range(c, s->block)))
		set(s, MU_ST_BESIDE_FACTS);
	set(s, MU_ST_BIAS);
	/* A paid "helper" speaks of fraud all the time: that it does so says nothing here. */
	if (c->p->signs[s->rule].kinds == 1u << MU_K_FAKE_HELPER)
		s->bits &= ~ABOUT_BITS;
	for (unsigned i = 0; i < MU_ST_COUNT; i++)
		if (i != MU_ST_BIAS && s->bits >> i & 1)
			sum += c->p->stance[i];
	s->p_mentioned = (float)mu_logistic(sum);
	s->mentioned = s->p_mentioned >= 0.5f;
}

bool
mu_find_stances(const struct mushi_pack *p, const struct mu_doc *doc, const struct mu_text *t,
    const struct mu_matches *m, struct mu_arena *arena, struct mu_signs *signs)
{
	struct context *c = mu_new(arena, struct context, 1);

	if (!c)
		return false;
	*c = (struct context){.p = p, .doc = doc, .t = t, .m = m, .signs = signs};
	if (!doc->block_n || !t->n)
		return true;
	if (!collect_cues(c, arena))
		return false;
	hear_denials(c);
	signs->cues = c->cues;
	signs->cue_n = c->cue_n;
	collect_reaches(c);
	if (!hear_voice(c, arena))
		return false;
	for (size_t i = 0; i < signs->n; i++)
		find_stance(c, &signs->list[i]);
	return true;
}
