/*
 * The advice part of a report, and advice without a report (`mushi advise`): JSON and text.
 *
 * A frightened person reads the first lines only. So: the one thing to do, then what not to do,
 * then the steps; what to keep, what it costs and what nobody can promise come after.
 */
#include "report/report.h"

#include "report/page.h"

static void
lines(struct mu_out *o, const char *k, const struct mu_lines *l)
{
	mu_json_key(o, k, false);
	mu_out_byte(o, '[');
	for (size_t i = 0; i < l->n; i++) {
		if (i)
			mu_out_byte(o, ',');
		mu_json_string(o, l->list[i], SIZE_MAX);
	}
	mu_out_byte(o, ']');
}

void
mu_write_contact_json(const struct mu_contact *c, enum mushi_lang lang, struct mu_out *o)
{
	mu_out_byte(o, '{');
	mu_json_pair(o, "id", c->id, true);
	mu_json_pair(o, "name", mu_in_lang(c->name, lang), false);
	mu_json_key(o, "number", false);
	if (c->phone.n)
		mu_json_string(o, c->phone, SIZE_MAX);
	else
		mu_out_add(o, MU_STR("null"));
	if (c->site.n)
		mu_json_pair(o, "site", c->site, false);
	if (c->reach[MUSHI_JA].n)
		mu_json_pair(o, "reach", mu_in_lang(c->reach, lang), false);
	if (c->hours[MUSHI_JA].n)
		mu_json_pair(o, "hours", mu_in_lang(c->hours, lang), false);
	if (c->cost[MUSHI_JA].n)
		mu_json_pair(o, "cost", mu_in_lang(c->cost, lang), false);
	mu_out_byte(o, '}');
}

void
mu_write_advice_json(const struct mu_advice *a, enum mushi_lang lang, struct mu_out *o)
{
	mu_out_byte(o, '{');
	mu_json_pair(o, "first", a->first, true);
	mu_json_key(o, "steps", false);
	mu_out_byte(o, '[');
	for (size_t i = 0; i < a->step_n; i++) {
		mu_out_add(o, i ? MU_STR(",{") : MU_STR("{"));
		mu_json_pair(o, "id", a->steps[i]->id, true);
		mu_json_pair(o, "text", mu_in_lang(a->steps[i]->text, lang), false);
		mu_json_pair(o, "why", mu_in_lang(a->steps[i]->why, lang), false);
		mu_out_byte(o, '}');
	}
	mu_out_byte(o, ']');
	lines(o, "never", &a->never);
	mu_json_key(o, "contacts", false);
	mu_out_byte(o, '[');
	for (size_t i = 0; i < a->contact_n; i++) {
		if (i)
			mu_out_byte(o, ',');
		mu_write_contact_json(a->contacts[i], lang, o);
	}
	mu_out_byte(o, ']');
	lines(o, "evidence", &a->evidence);
	lines(o, "costs", &a->costs);
	lines(o, "not_promised", &a->not_promised);
	lines(o, "know", &a->know);
	lines(o, "also", &a->also);
	mu_out_byte(o, '}');
}

void
mu_write_aside_json(const struct mu_advice *a, enum mushi_lang lang, struct mu_out *o)
{
	mu_json_key(o, "set_aside", false);
	mu_out_byte(o, '[');
	for (size_t i = 0; i < a->aside_n; i++) {
		mu_out_add(o, i ? MU_STR(",{") : MU_STR("{"));
		mu_json_pair(o, "id", a->aside[i].rule->id, true);
		mu_json_pair(o, "for", a->aside[i].by->id, false);
		mu_json_pair(o, "why", mu_over_why(a->aside[i].by, a->aside[i].rule, lang), false);
		mu_out_byte(o, '}');
	}
	mu_out_byte(o, ']');
}

/* Does a weekend or holiday move the last day? */
static bool
moves(const struct mu_court_dates *c)
{
	return c->moved_known && strcmp(c->moved, c->plain) != 0;
}

/* What the day of today means, as one sentence; MU_RW_COUNT while there is time. */
static enum mu_report_word
court_do(const struct mu_court_dates *c)
{
	bool last = c->reckon == MU_RECKON_LAST;

	switch (c->state) {
	case MU_COURT_NEAR:
	case MU_COURT_MOVED:
		return MU_RW_COURT_DO_NEAR;
	case MU_COURT_TODAY:
		return last || moves(c) ? MU_RW_COURT_DO_NEAR : MU_RW_COURT_DO_TODAY;
	case MU_COURT_OVER:
		return last ? MU_RW_COURT_DO_OVER_LAST : MU_RW_COURT_DO_OVER;
	case MU_COURT_SENT:
		return MU_RW_COURT_SENT;
	case MU_COURT_OPEN:
		break;
	}
	return MU_RW_COUNT;
}

static void
date_or_null(struct mu_out *o, const char *k, const char *day)
{
	mu_json_key(o, k, false);
	if (*day)
		mu_json_string(o, mu_str_of(day), SIZE_MAX);
	else
		mu_out_add(o, MU_STR("null"));
}

void
mu_write_court_json(const struct mu_court_dates *c, enum mushi_lang lang, struct mu_out *o)
{
	static const char *const states[] = {"open", "near", "today", "moved", "over",
	    "from-sending"};
	bool gone = c->state == MU_COURT_MOVED || c->state == MU_COURT_OVER;
	bool sent = c->state == MU_COURT_SENT, last = c->reckon == MU_RECKON_LAST;

	if (!c->received[0])
		return;
	mu_json_key(o, "court_dates", false);
	mu_out_byte(o, '{');
	mu_json_pair(o, "received", mu_str_of(c->received), true);
	mu_json_pair(o, "state", mu_str_of(states[c->state]), false);
	/* A day that is over is no day to keep. */
	date_or_null(o, "keep", gone ? "" : c->plain);
	date_or_null(o, "fourteenth", c->plain);
	date_or_null(o, "moved", c->moved);
	mu_json_key(o, "provisional", false);
	mu_out_add(o, last ? MU_STR("true") : MU_STR("false"));
	mu_json_pair(o, "do", mu_word(court_do(c), lang), false);
	mu_json_pair(o, "counted", mu_word(sent ? MU_RW_COUNT : MU_RW_COURT_COUNTED, lang), false);
	mu_json_pair(o, "holds_for", mu_word(sent ? MU_RW_COUNT : last ? MU_RW_COURT_LAST
	    : MU_RW_COURT_WHICH, lang), false);
	mu_json_pair(o, "note", mu_word(sent ? MU_RW_COURT_SENT : MU_RW_COURT_ASK, lang), false);
	mu_out_byte(o, '}');
}

static void
court_line(struct mu_court_lines *l, enum mu_report_word word, const char *day)
{
	l->list[l->n].word = word;
	l->list[l->n++].day = day;
}

/* What must be done today stands on top, the arithmetic after it. */
void
mu_court_lines(const struct mu_court_dates *c, struct mu_court_lines *l)
{
	bool last = c->reckon == MU_RECKON_LAST;

	l->n = 0;
	if (!c->received[0])
		return;
	if (court_do(c) != MU_RW_COUNT)
		court_line(l, court_do(c), NULL);
	if (c->state == MU_COURT_SENT) {
		court_line(l, MU_RW_COURT_RECEIVED, c->received);
		return;
	}
	if (last)
		court_line(l, MU_RW_COURT_LAST, NULL);
	court_line(l, MU_RW_COURT_RECEIVED, c->received);
	court_line(l, MU_RW_COURT_COUNTED, NULL);
	court_line(l, c->state == MU_COURT_TODAY ? MU_RW_COURT_IS_TODAY
	    : c->state == MU_COURT_OVER || c->state == MU_COURT_MOVED ? MU_RW_COURT_PASSED
	    : MU_RW_COURT_PLAIN, c->plain);
	if (c->state == MU_COURT_MOVED)
		court_line(l, MU_RW_COURT_DO_MOVED, c->moved);
	else if (!c->moved_known)
		court_line(l, MU_RW_COURT_UNKNOWN, NULL);
	else if (c->state != MU_COURT_OVER)
		court_line(l, moves(c) ? MU_RW_COURT_MOVED : MU_RW_COURT_STAYS,
		    moves(c) ? c->moved : NULL);
	if (!last)
		court_line(l, MU_RW_COURT_WHICH, NULL);
	/* Of a day that is over nothing is left to be early for. */
	if (c->state == MU_COURT_OVER)
		return;
	court_line(l, MU_RW_COURT_UNLESS_SENT, NULL);
	court_line(l, MU_RW_COURT_ASK, NULL);
}

void
mu_write_court_dates(struct mu_page *w, const struct mu_court_dates *c, enum mushi_lang lang)
{
	struct mu_court_lines l;

	mu_court_lines(c, &l);
	if (l.n)
		mu_page_title(w, mu_word(c->state == MU_COURT_SENT ? MU_RW_COURT_DATES_SENT
		    : MU_RW_COURT_DATES, lang));
	for (size_t i = 0; i < l.n; i++) {
		struct mu_out line;
		mu_out_init(&line, w->o->arena);
		mu_out_add(&line, mu_word(l.list[i].word, lang));
		if (l.list[i].day) {
			mu_out_byte(&line, ' ');
			mu_out_add(&line, mu_str_of(l.list[i].day));
		}
		mu_page_add(w, MU_STR("  - "), 4, mu_out_str(&line));
	}
}

void
mu_write_first(struct mu_page *w, const struct mu_advice *a)
{
	if (!a->first.n)
		return;
	mu_out_byte(w->o, '\n');
	mu_page_paint(w, "1");
	mu_page_add(w, MU_STR("→ "), 3, a->first);
	for (size_t i = 0; i < a->also.n && i < MU_ALSO_SHOWN; i++)
		mu_page_add(w, MU_STR("→ "), 3, a->also.list[i]);
	mu_page_paint(w, "0");
}

static void
write_list(struct mu_page *w, enum mu_report_word head, const char *mark,
    const struct mu_lines *l, enum mushi_lang lang)
{
	if (!l->n)
		return;
	mu_page_title(w, mu_word(head, lang));
	for (size_t i = 0; i < l->n; i++)
		mu_page_add(w, mu_str_of(mark), 4, l->list[i]);
}

void
mu_write_steps(struct mu_page *w, const struct mu_advice *a, enum mushi_lang lang)
{
	write_list(w, MU_RW_NEVER, "  × ", &a->never, lang);
	if (a->step_n)
		mu_page_title(w, mu_word(MU_RW_STEPS, lang));
	for (size_t i = 0; i < a->step_n; i++) {
		char head[16];
		size_t n = 0;
		head[n++] = ' ';
		head[n++] = i + 1 < 10 ? ' ' : (char)('0' + (i + 1) / 10);
		head[n++] = (char)('0' + (i + 1) % 10);
		head[n++] = '.';
		head[n++] = ' ';
		mu_page_add(w, (struct mu_str){head, n}, 5, mu_in_lang(a->steps[i]->text, lang));
		if (w->why)
			mu_page_add(w, MU_STR("     "), 5, mu_in_lang(a->steps[i]->why, lang));
	}
	write_list(w, MU_RW_KNOW, "  - ", &a->know, lang);
}

void
mu_write_background(struct mu_page *w, const struct mu_advice *a, enum mushi_lang lang)
{
	write_list(w, MU_RW_EVIDENCE, "  - ", &a->evidence, lang);
	write_list(w, MU_RW_COSTS, "  - ", &a->costs, lang);
	write_list(w, MU_RW_NOT_PROMISED, "  - ", &a->not_promised, lang);
}

void
mu_write_contact_line(struct mu_page *w, const struct mu_contact *c, enum mushi_lang lang,
    bool details)
{
	struct mu_out line;

	mu_out_init(&line, w->o->arena);
	mu_out_add(&line, mu_in_lang(c->name, lang));
	mu_out_byte(&line, ' ');
	if (c->phone.n)
		mu_out_add(&line, c->phone);
	else if (c->reach[MUSHI_JA].n)
		mu_out_add(&line, mu_in_lang(c->reach, lang));
	else
		mu_out_add(&line, c->site);
	if (details && c->phone.n) {
		mu_out_byte(&line, ' ');
		mu_out_add(&line, mu_word(MU_RW_CHECK_SITE, lang));
	}
	mu_page_add(w, MU_STR("  - "), 4, mu_out_str(&line));
	if (!details)
		return;
	if (c->what_for[MUSHI_JA].n)
		mu_page_add(w, MU_STR("    "), 4, mu_in_lang(c->what_for, lang));
	if (c->hours[MUSHI_JA].n)
		mu_page_add(w, MU_STR("    "), 4, mu_in_lang(c->hours, lang));
	if (c->cost[MUSHI_JA].n)
		mu_page_add(w, MU_STR("    "), 4, mu_in_lang(c->cost, lang));
	if (c->site.n)
		mu_page_add(w, MU_STR("    "), 4, c->site);
}

void
mu_write_contacts(struct mu_page *w, const struct mu_advice *a, enum mushi_lang lang)
{
	if (!a->contact_n)
		return;
	mu_page_title(w, mu_word(MU_RW_CONTACTS, lang));
	for (size_t i = 0; i < a->contact_n; i++)
		mu_write_contact_line(w, a->contacts[i], lang, false);
	mu_page_add(w, MU_STR("    "), 4, mu_word(MU_RW_CHECK_SITE, lang));
}

static void
write_json(const struct mu_advice *a, const struct mu_court_dates *c, enum mushi_lang lang,
    struct mu_out *o)
{
	static const char *const langs[] = {"ja", "ja-easy", "en"};

	mu_out_add(o, MU_STR("{\"schema\":1"));
	mu_json_pair(o, "mushi", mu_str_of(mushi_version()), false);
	mu_json_pair(o, "lang", mu_str_of(langs[lang]), false);
	mu_json_key(o, "situations", false);
	mu_out_byte(o, '[');
	for (size_t i = 0; i < a->situation_n; i++) {
		if (i)
			mu_out_byte(o, ',');
		mu_json_string(o, a->situations[i]->id, SIZE_MAX);
	}
	mu_out_byte(o, ']');
	mu_write_aside_json(a, lang, o);
	mu_json_key(o, "advice", false);
	mu_write_advice_json(a, lang, o);
	mu_write_court_json(c, lang, o);
	mu_out_byte(o, '}');
}

void
mu_write_aside(struct mu_page *w, const struct mu_advice *a, enum mushi_lang lang)
{
	struct mu_out line;

	for (size_t i = 0; i < a->aside_n; i++) {
		mu_out_init(&line, w->o->arena);
		mu_out_add(&line, mu_word(MU_RW_ASIDE, lang));
		mu_out_byte(&line, ' ');
		mu_out_add(&line, mu_in_lang(a->aside[i].by->title, lang));
		mu_out_add(&line, lang == MUSHI_EN ? MU_STR(". ") : MU_STR("。"));
		mu_out_add(&line, mu_word(MU_RW_ASIDE_LEFT, lang));
		mu_out_byte(&line, ' ');
		mu_out_add(&line, mu_in_lang(a->aside[i].rule->title, lang));
		mu_out_add(&line, lang == MUSHI_EN ? MU_STR(". ") : MU_STR("。"));
		mu_out_add(&line, mu_over_why(a->aside[i].by, a->aside[i].rule, lang));
		mu_page_add(w, MU_STR("  "), 2, mu_out_str(&line));
	}
}

static void
write_text(const struct mushi_pack *p, const struct mu_advice *a, const struct mu_court_dates *c,
    enum mushi_lang lang, unsigned columns, bool colour, struct mu_out *o)
{
	struct mu_page w = mu_page(o, columns, colour);

	w.easy = lang == MUSHI_JA_EASY ? p : NULL;
	w.why = true;
	for (size_t i = 0; i < a->situation_n; i++)
		mu_page_add(&w, MU_STR("■ "), 3, mu_in_lang(a->situations[i]->title, lang));
	mu_write_aside(&w, a, lang);
	mu_write_first(&w, a);
	mu_write_court_dates(&w, c, lang);
	mu_write_steps(&w, a, lang);
	mu_write_background(&w, a, lang);
	mu_write_contacts(&w, a, lang);
	mu_page_glosses(&w, mu_word(MU_RW_GLOSSES, lang));
}

char *
mushi_advise_received(const struct mushi_pack *pack, const char *const *situations, size_t n,
    const char *received, const char *now, enum mushi_lang lang, bool json, unsigned columns,
    bool colour)
{
	struct mu_court_dates court = {.received = ""};
	struct mu_advice advice;
	struct mu_arena a;
	struct mu_out o;

	mu_advise(pack, NULL, NULL, situations, n, lang, &advice);
	if (mu_court_dates(pack, mu_reckons(pack, &advice), received, now, &court)
	    && court.state != MU_COURT_OPEN && court.state != MU_COURT_SENT)
		mu_advise_due(pack, &advice);
	mu_arena_init(&a, SIZE_MAX);
	mu_out_init(&o, &a);
	if (json)
		write_json(&advice, &court, lang, &o);
	else
		write_text(pack, &advice, &court, lang, columns, colour, &o);
	return mu_take_string(&o);
}

char *
mushi_advise(const struct mushi_pack *pack, const char *const *situations, size_t n,
    enum mushi_lang lang, bool json, unsigned columns, bool colour)
{
	return mushi_advise_received(pack, situations, n, NULL, NULL, lang, json, columns, colour);
}
