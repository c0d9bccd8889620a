/*
 * The records a person reads: contacts, steps, advice, questions, prefectures, holidays, law,
 * what a site learns.
 *
 * They are checked more strictly than rules: a step that is named and missing, a language that
 * was forgotten or a phone number nobody confirmed would only be noticed by the one person who
 * needed it.
 */
#include "pack/loader.h"

struct plain {
	const char *key;
	struct mu_str *to;
};

static bool
plain_key(const struct mu_field_line *f, const struct plain *list, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (is(f, list[i].key)) {
			*list[i].to = f->value;
			return true;
		}
	}
	return false;
}

static bool
all_languages(const struct mu_str text[MU_LANGS])
{
	for (int i = 0; i < MU_LANGS; i++)
		if (!text[i].n)
			return false;
	return true;
}

/* A text that is there in one language must be there in all. */
static bool
all_or_none(const struct mu_str text[MU_LANGS])
{
	return all_languages(text) || (!text[0].n && !text[1].n && !text[2].n);
}

static bool
wrong(struct loader *l, const struct mu_record *r, const char *what)
{
	return mu_record_fail(l->err, l->file, r->fields[0].line, "%s", what);
}

static bool
sure_enough(struct mu_str sure)
{
	return mu_str_eq(sure, MU_STR("high")) || mu_str_eq(sure, MU_STR("medium"));
}

static bool
load_contact(struct loader *l, const struct mu_record *r)
{
	struct mu_contact *c = ADD(l, contact);

	if (!c)
		return false;
	c->id = r->fields[0].value;
	for (size_t i = 1; i < r->n; i++) {
		const struct mu_field_line *f = &r->fields[i];
		const struct plain keys[] = {{"phone", &c->phone}, {"site", &c->site},
		    {"hours", &c->hours[MUSHI_JA]}, {"cost", &c->cost[MUSHI_JA]},
		    {"languages", &c->languages}, {"for", &c->what_for[MUSHI_JA]},
		    {"source", &c->source}, {"checked", &c->checked}, {"sure", &c->sure}};
		if (!in_language(f, "name", c->name) && !in_language(f, "hours", c->hours)
		    && !in_language(f, "cost", c->cost) && !in_language(f, "for", c->what_for)
		    && !in_language(f, "reach", c->reach) && !is(f, "phone-note")
		    && !is(f, "scope") && !is(f, "note")
		    && !plain_key(f, keys, sizeof keys / sizeof *keys))
			return unknown_key(l, f, "contact");
	}
	if (!all_languages(c->name) || !c->source.n || !c->checked.n || !c->sure.n)
		return wrong(l, r, "a contact needs name-ja, name-ja-easy, name-en, source, checked"
		    " and sure");
	if (!all_or_none(c->reach))
		return wrong(l, r, "reach is missing in a language");
	if (c->phone.n && !sure_enough(c->sure))
		return wrong(l, r, "a phone number may only stand in a record that is sure: high or"
		    " medium");
	return true;
}

static bool
load_prefecture(struct loader *l, const struct mu_record *r)
{
	struct mu_prefecture *c = ADD(l, prefecture);

	if (!c)
		return false;
	c->id = r->fields[0].value;
	for (size_t i = 1; i < r->n; i++) {
		const struct mu_field_line *f = &r->fields[i];
		const struct plain keys[] = {{"kana", &c->kana}, {"cities", &c->cities},
		    {"police-page", &c->police_page}, {"police-phone", &c->police_phone},
		    {"consumer-phone", &c->consumer_phone}, {"source", &c->source},
		    {"checked", &c->checked}, {"sure", &c->sure}};
		if (!in_language(f, "name", c->name)
		    && !in_language(f, "police-hours", c->police_hours)
		    && !in_language(f, "consumer", c->consumer)
		    && !in_language(f, "consumer-hours", c->consumer_hours) && !is(f, "note")
		    && !plain_key(f, keys, sizeof keys / sizeof *keys))
			return unknown_key(l, f, "prefecture");
	}
	if (!c->name[MUSHI_JA].n || !c->name[MUSHI_EN].n || !c->kana.n || !c->police_page.n
	    || !c->source.n || !c->checked.n || !c->sure.n)
		return wrong(l, r, "a prefecture needs name-ja, name-en, kana, police-page, source,"
		    " checked and sure");
	if ((c->police_phone.n || c->consumer_phone.n) && !sure_enough(c->sure))
		return wrong(l, r, "a phone number may only stand in a record that is sure: high or"
		    " medium");
	return true;
}

static bool
load_step(struct loader *l, const struct mu_record *r)
{
	struct mu_step *s;

	for (size_t i = 0; i < l->p->step_n; i++)
		if (mu_str_eq(l->p->steps[i].id, r->fields[0].value))
			return wrong(l, r, "this step is there twice");
	s = ADD(l, step);
	if (!s)
		return false;
	s->id = r->fields[0].value;
	s->file = l->file;
	s->line = r->fields[0].line;
	for (size_t i = 1; i < r->n; i++) {
		const struct plain keys[] = {{"urgent", &s->urgent}, {"covers", &s->covers},
		    {"due", &s->due}};
		if (!in_language(&r->fields[i], "text", s->text)
		    && !in_language(&r->fields[i], "why", s->why) && !is(&r->fields[i], "note")
		    && !is(&r->fields[i], "source")
		    && !plain_key(&r->fields[i], keys, sizeof keys / sizeof *keys))
			return unknown_key(l, &r->fields[i], "step");
	}
	if (mu_step_rank(s) == MU_STEP_RANKS)
		return wrong(l, r, "urgent is first, stop, soon or calm");
	return (all_languages(s->text) && all_languages(s->why))
	    || wrong(l, r, "a step needs text and why in ja, ja-easy and en");
}

static bool
load_advice(struct loader *l, const struct mu_record *r, bool situation)
{
	struct mu_advice_rule *a;

	for (size_t i = 0; i < l->p->advice_n; i++)
		if (mu_str_eq(l->p->advice[i].id, r->fields[0].value)
		    && l->p->advice[i].situation == situation)
			return wrong(l, r, "this advice is there twice");
	a = ADD_TO(l, advice, advice_n, advice_cap);
	if (!a)
		return false;
	a->id = r->fields[0].value;
	a->file = l->file;
	a->line = r->fields[0].line;
	a->situation = situation;
	for (size_t i = 1; i < r->n; i++) {
		const struct mu_field_line *f = &r->fields[i];
		const struct plain keys[] = {{"contacts", &a->contacts}, {"steps", &a->steps},
		    {"drops", &a->drops}, {"over", &a->over}, {"means", &a->means},
		    {"instead", &a->instead}, {"instead-of", &a->instead_of},
		    {"paper-of", &a->paper_of}, {"reckons", &a->reckons},
		    {"comfort-except", &a->comfort_except}, {"words", &a->words}, {"unless", &a->unless},
		    {"verdicts", &a->verdicts}, {"opens", &a->opens}, {"source", &a->source}};
		if (!in_language(f, "title", a->title) && !in_language(f, "first", a->first)
		    && !in_language(f, "never", a->never)
		    && !in_language(f, "evidence", a->evidence)
		    && !in_language(f, "cost", a->cost) && !in_language(f, "promise", a->promise)
		    && !in_language(f, "know", a->know)
		    && !in_language(f, "comfort", a->comfort)
		    && !in_language(f, "over-why", a->over_why)
		    && !in_language(f, "instead-why", a->instead_why)
		    && !in_language(f, "aside-why", a->aside_why) && !is(f, "note")
		    && !plain_key(f, keys, sizeof keys / sizeof *keys))
			return unknown_key(l, f, "advice");
	}
	if (!all_languages(a->first))
		return wrong(l, r, "advice needs first-ja, first-ja-easy and first-en");
	if (!all_or_none(a->never) || !all_or_none(a->evidence) || !all_or_none(a->cost)
	    || !all_or_none(a->promise) || !all_or_none(a->know) || !all_or_none(a->comfort)
	    || !all_or_none(a->over_why) || !all_or_none(a->aside_why))
		return wrong(l, r, "never, evidence, cost, promise, know, comfort, over-why or"
		    " aside-why is missing in a language");
	if (a->reckons.n && !mu_str_eq(a->reckons, MU_STR("two-weeks"))
	    && !mu_str_eq(a->reckons, MU_STR("last-two-weeks"))
	    && !mu_str_eq(a->reckons, MU_STR("from-sending"))
	    && !mu_str_eq(a->reckons, MU_STR("none")))
		return wrong(l, r, "reckons is two-weeks, last-two-weeks, from-sending or none");
	/* What words of a text say of a paper; a situation is the paper itself. */
	if (situation && a->reckons.n && !mu_str_eq(a->reckons, MU_STR("two-weeks")))
		return wrong(l, r, "reckons of a situation is two-weeks");
	if (a->words.n && (situation || !a->verdicts.n))
		return wrong(l, r, "words stand in an advice record that names its verdicts");
	if (situation && (!all_languages(a->title) || !a->source.n))
		return wrong(l, r, "a situation needs title in ja, ja-easy and en, and source");
	return true;
}

static bool
load_question(struct loader *l, const struct mu_record *r)
{
	struct mu_question *q = ADD(l, question);

	if (!q)
		return false;
	q->id = r->fields[0].value;
	q->file = l->file;
	q->line = r->fields[0].line;
	for (size_t i = 1; i < r->n; i++) {
		const struct mu_field_line *f = &r->fields[i];
		if (is(f, "several"))
			q->several = mu_str_eq(f->value, MU_STR("yes"));
		else if (!in_language(f, "text", q->text) && !is(f, "note"))
			return unknown_key(l, f, "question");
	}
	return all_languages(q->text) || wrong(l, r, "a question needs text in ja, ja-easy and en");
}

static bool
load_answer(struct loader *l, const struct mu_record *r)
{
	struct mu_answer *a = ADD(l, answer);

	if (!a)
		return false;
	a->id = r->fields[0].value;
	a->file = l->file;
	a->line = r->fields[0].line;
	for (size_t i = 1; i < r->n; i++) {
		const struct mu_field_line *f = &r->fields[i];
		if (is(f, "of"))
			a->question = f->value;
		else if (is(f, "sets"))
			a->sets = f->value;
		else if (!in_language(f, "text", a->text) && !is(f, "note"))
			return unknown_key(l, f, "answer");
	}
	return (all_languages(a->text) && a->question.n)
	    || wrong(l, r, "an answer needs of, and text in ja, ja-easy and en");
}

/* "2026-01-01" -> 20260101, 0 when it is not of that form. */
static uint32_t
day_number(struct mu_str s)
{
	uint32_t n = 0;

	if (s.n != 10 || s.p[4] != '-' || s.p[7] != '-')
		return 0;
	for (size_t i = 0; i < 10; i++) {
		if (i == 4 || i == 7)
			continue;
		if (s.p[i] < '0' || s.p[i] > '9')
			return 0;
		n = n * 10 + (uint32_t)(s.p[i] - '0');
	}
	return n;
}

static bool
load_holiday(struct loader *l, const struct mu_record *r)
{
	struct mu_holiday *h = ADD(l, holiday);

	if (!h)
		return false;
	h->date = day_number(r->fields[0].value);
	if (!h->date)
		return wrong(l, r, "a holiday is a date, 2026-01-01");
	for (size_t i = 1; i < r->n; i++)
		if (!is(&r->fields[i], "name-ja") && !is(&r->fields[i], "name-en")
		    && !is(&r->fields[i], "note"))
			return unknown_key(l, &r->fields[i], "holiday");
	return true;
}

static bool
load_law(struct loader *l, const struct mu_record *r)
{
	struct mu_law *s = ADD(l, law);

	if (!s)
		return false;
	s->id = r->fields[0].value;
	for (size_t i = 1; i < r->n; i++) {
		const struct mu_field_line *f = &r->fields[i];
		const struct plain keys[] = {{"act", &s->law}, {"article", &s->article},
		    {"in-force", &s->in_force}, {"source", &s->source},
		    {"checked", &s->checked}, {"sure", &s->sure}};
		if (!in_language(f, "statement", s->statement) && !is(f, "note")
		    && !plain_key(f, keys, sizeof keys / sizeof *keys))
			return unknown_key(l, f, "law");
	}
	return (all_languages(s->statement) && s->law.n && s->source.n
	    && s->checked.n && s->sure.n)
	    || wrong(l, r, "a law record needs statement in ja, ja-easy and en, act, source, checked"
	    " and sure");
}

static bool
load_title(struct loader *l, const struct mu_record *r)
{
	struct mu_title *t = ADD(l, title);

	if (!t)
		return false;
	t->sign = r->fields[0].value;
	t->file = l->file;
	t->line = r->fields[0].line;
	for (size_t i = 1; i < r->n; i++) {
		if (is(&r->fields[i], "text-ja-easy"))
			t->easy = r->fields[i].value;
		else if (!is(&r->fields[i], "note"))
			return unknown_key(l, &r->fields[i], "title");
	}
	return t->easy.n || wrong(l, r, "a title needs text-ja-easy");
}

/* Up to the next space. */
static struct mu_str
word_of(struct mu_str *rest)
{
	const char *end = rest->n ? memchr(rest->p, ' ', rest->n) : NULL;
	struct mu_str word = mu_str_sub(*rest, 0, end ? (size_t)(end - rest->p) : rest->n);

	*rest = mu_str_trim(mu_str_sub(*rest, word.n, rest->n));
	return word;
}

/* "word", "word reading" or "word reading gloss"; a reading "-" is none. */
static bool
load_easy(struct loader *l, const struct mu_record *r)
{
	for (size_t i = 1; i < r->n; i++) {
		struct mu_str list = r->fields[i].value, item;
		if (!is(&r->fields[i], "is") && !is(&r->fields[i], "note"))
			return unknown_key(l, &r->fields[i], "easy");
		while (is(&r->fields[i], "is") && mu_str_item(&list, &item)) {
			struct mu_easy *e = ADD(l, easy);
			if (!e)
				return false;
			e->word = word_of(&item);
			e->reading = word_of(&item);
			e->gloss = item;
			if (mu_str_eq(e->reading, MU_STR("-")))
				e->reading = MU_STR("");
			if (!e->word.n)
				return wrong(l, r, "an easy record has an empty word");
		}
	}
	return true;
}

static bool
load_own(struct loader *l, const struct mu_record *r)
{
	static const char *const names[MU_OWN_COUNT] = {
#define MU_OWN(sym, name) name,
#include "pack/own.def"
#undef MU_OWN
	};
	uint32_t takes = MU_OWN_COUNT;

	for (size_t i = 1; i < r->n; i++) {
		const struct mu_field_line *f = &r->fields[i];
		struct mu_str list = f->value, item;
		if (is(f, "takes")) {
			for (takes = 0; takes < MU_OWN_COUNT; takes++)
				if (mu_str_eq(f->value, mu_str_of(names[takes])))
					break;
		} else if (is(f, "words")) {
			if (takes == MU_OWN_COUNT)
				return wrong(l, r, "an own record begins with what it takes");
			while (mu_str_item(&list, &item)) {
				struct mu_own *o = ADD(l, own);
				if (!o)
					return false;
				if (!item.n)
					return wrong(l, r, "an own record has an empty word");
				*o = (struct mu_own){item, takes};
			}
		} else if (!is(f, "note")) {
			return unknown_key(l, f, "own");
		}
	}
	return true;
}

/* What a site learns from a request (face/serve shows it): only checked, the pack keeps none. */
static bool
load_reveal(struct loader *l, const struct mu_record *r)
{
	static const char *const groups[] = {"address", "header", "ask", "never"};
	struct mu_str name[MU_LANGS] = {{0}}, text[MU_LANGS] = {{0}};
	struct mu_str group = {0}, header = {0}, source = {0};
	const struct plain keys[] = {{"group", &group}, {"header", &header}, {"source", &source}};
	bool known = false;

	for (size_t i = 1; i < r->n; i++) {
		const struct mu_field_line *f = &r->fields[i];
		if (!in_language(f, "name", name) && !in_language(f, "text", text)
		    && !is(f, "note") && !plain_key(f, keys, sizeof keys / sizeof *keys))
			return unknown_key(l, f, "reveal");
	}
	for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
		known |= mu_str_eq(group, mu_str_of(groups[i]));
	return (known && all_languages(name) && all_languages(text) && source.n
	    && (header.n > 0) == mu_str_eq(group, MU_STR("header")))
	    || wrong(l, r, "a reveal record needs group (address, header, ask, never), name and"
	    " text in ja, ja-easy and en, source, and header in the group header only");
}

unsigned
mu_step_rank(const struct mu_step *s)
{
	static const char *const ranks[MU_STEP_RANKS] = {"first", "stop", "soon", "", "calm"};
	unsigned r = 0;

	while (r < MU_STEP_RANKS && !mu_str_eq(s->urgent, mu_str_of(ranks[r])))
		r++;
	return r;
}

bool
mu_load_people(struct loader *l, const struct mu_record *r, bool *ok)
{
	const struct mu_field_line *f = &r->fields[0];

	if (is(f, "contact"))
		*ok = load_contact(l, r);
	else if (is(f, "prefecture"))
		*ok = load_prefecture(l, r);
	else if (is(f, "step"))
		*ok = load_step(l, r);
	else if (is(f, "situation") || is(f, "advice"))
		*ok = load_advice(l, r, is(f, "situation"));
	else if (is(f, "question"))
		*ok = load_question(l, r);
	else if (is(f, "answer"))
		*ok = load_answer(l, r);
	else if (is(f, "holiday"))
		*ok = load_holiday(l, r);
	else if (is(f, "law"))
		*ok = load_law(l, r);
	else if (is(f, "title"))
		*ok = load_title(l, r);
	else if (is(f, "easy"))
		*ok = load_easy(l, r);
	else if (is(f, "own"))
		*ok = load_own(l, r);
	else if (is(f, "reveal"))
		*ok = load_reveal(l, r);
	else
		return false;
	return true;
}

static bool
has_step(const struct mushi_pack *p, struct mu_str id)
{
	for (size_t i = 0; i < p->step_n; i++)
		if (mu_str_eq(p->steps[i].id, id))
			return true;
	return false;
}

static bool
has_contact(const struct mushi_pack *p, struct mu_str id)
{
	for (size_t i = 0; i < p->contact_n; i++)
		if (mu_str_eq(p->contacts[i].id, id))
			return true;
	return false;
}

static bool
has_situation(const struct mushi_pack *p, struct mu_str id)
{
	for (size_t i = 0; i < p->advice_n; i++)
		if (p->advice[i].situation && mu_str_eq(p->advice[i].id, id))
			return true;
	return false;
}

static bool
has_question(const struct mushi_pack *p, struct mu_str id)
{
	for (size_t i = 0; i < p->question_n; i++)
		if (mu_str_eq(p->questions[i].id, id))
			return true;
	return false;
}

static bool
all_there(struct loader *l, struct mu_str list, bool (*has)(const struct mushi_pack *p,
    struct mu_str id), const char *what, struct mu_str file, uint32_t line)
{
	struct mu_str item;

	while (mu_str_item(&list, &item))
		if (!has(l->p, item))
			return mu_record_fail(l->err, file, line, "no %s is called '%.*s'", what,
			    (int)item.n, item.p);
	return true;
}

struct mu_str
mu_over_why(const struct mu_advice_rule *by, const struct mu_advice_rule *aside,
    enum mushi_lang lang)
{
	struct mu_str list = by->over_why[lang], line;

	while (mu_str_line(&list, &line))
		if (line.n > aside->id.n + 1 && mu_str_starts(line, aside->id)
		    && line.p[aside->id.n] == ':')
			return mu_str_trim(mu_str_sub(line, aside->id.n + 1, line.n));
	return aside->aside_why[lang];
}

/* Each pair has its own reason: one sentence for all of them would be false of some. */
static bool
all_reasons(struct loader *l, const struct mu_advice_rule *a)
{
	struct mu_str list = a->over, item;

	while (mu_str_item(&list, &item))
		for (size_t i = 0; i < l->p->advice_n; i++) {
			const struct mu_advice_rule *b = &l->p->advice[i];
			if (!b->situation || !mu_str_eq(b->id, item))
				continue;
			for (int lang = 0; lang < MU_LANGS; lang++)
				if (!mu_over_why(a, b, (enum mushi_lang)lang).n)
					return mu_record_fail(l->err, a->file, a->line,
					    "over-why does not say why %.*s gives way", (int)item.n,
					    item.p);
		}
	return true;
}

static bool
give_title(struct loader *l, const struct mu_title *t)
{
	int32_t i = mu_pack_find_sign(l->p, t->sign);

	if (i < 0 || l->p->signs[i].title_easy.n)
		return mu_record_fail(l->err, t->file, t->line, i < 0 ? "no sign is called '%.*s'"
		    : "'%.*s' has a title already", (int)t->sign.n, t->sign.p);
	l->p->signs[i].title_easy = t->easy;
	return true;
}

bool
mu_link_people(struct loader *l)
{
	for (size_t i = 0; i < l->p->advice_n; i++) {
		const struct mu_advice_rule *a = &l->p->advice[i];
		if (!all_there(l, a->steps, has_step, "step", a->file, a->line)
		    || !all_there(l, a->drops, has_step, "step", a->file, a->line)
		    || !all_there(l, a->instead, has_step, "step", a->file, a->line)
		    || !all_there(l, a->instead_of, has_step, "step", a->file, a->line)
		    || !all_there(l, a->contacts, has_contact, "contact", a->file, a->line)
		    || !all_there(l, a->over, has_situation, "situation", a->file, a->line)
		    || !all_reasons(l, a))
			return false;
		if (a->paper_of.n) {
			int32_t sign = mu_pack_find_sign(l->p, a->paper_of);
			if (sign < 0)
				return mu_record_fail(l->err, a->file, a->line, "no sign is called '%.*s'",
				    (int)a->paper_of.n, a->paper_of.p);
			l->p->signs[sign].paper = true;
		}
	}
	for (size_t i = 0; i < l->p->step_n; i++) {
		const struct mu_step *s = &l->p->steps[i];
		if (!all_there(l, s->covers, has_step, "step", s->file, s->line)
		    || !all_there(l, s->due, has_step, "step", s->file, s->line))
			return false;
	}
	for (size_t i = 0; i < l->p->title_n; i++)
		if (!give_title(l, &l->p->titles[i]))
			return false;
	for (size_t i = 0; i < l->p->answer_n; i++) {
		const struct mu_answer *a = &l->p->answers[i];
		if (!all_there(l, a->question, has_question, "question", a->file, a->line))
			return false;
	}
	return true;
}
