/*
 * The report for a person at a terminal: the one thing to do on top, short lines, calm.
 *
 * Words of the judged page are shown inert: control and direction characters never reach the
 * terminal. Wide characters count two columns; Japanese lines may break anywhere but before a
 * closing mark.
 */
#include "report/report.h"

#include "base/utf8.h"

enum { SHOWN_SIGNS = 12, SHOWN_FACTS = 16, QUOTE_MOST = 60, NARROWEST = 30 };

struct writer {
	struct mu_out *o;
	unsigned columns; /* 0: do not wrap */
	bool colour;
};

static unsigned
width(uint32_t c)
{
	if (c < 0x1100)
		return 1;
	if (c <= 0x115F || (c >= 0x2E80 && c <= 0xA4CF) || (c >= 0xAC00 && c <= 0xD7A3)
	    || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFE30 && c <= 0xFE6F)
	    || (c >= 0xFF00 && c <= 0xFF60) || (c >= 0xFFE0 && c <= 0xFFE6)
	    || (c >= 0x1F300 && c <= 0x1FAFF) || (c >= 0x20000 && c <= 0x3FFFD))
		return 2;
	return 1;
}

static bool
must_not_begin(uint32_t c)
{
	static const uint32_t marks[] = {0x3001, 0x3002, 0x300D, 0x300F, 0xFF09, ')', ',', '.',
	    0xFF0C, 0xFF0E, 0xFF01, 0xFF1F, '!', '?', 0x30FC, 0x3011};

	for (unsigned i = 0; i < sizeof marks / sizeof *marks; i++)
		if (c == marks[i])
			return true;
	return false;
}

static bool
inert(uint32_t c)
{
	return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x200B && c <= 0x200F)
	    || (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF
	    || (c >= 0xFFF9 && c <= 0xFFFB) || (c >= 0xE0000 && c <= 0xE0FFF);
}

static void
indent(struct writer *w, unsigned n)
{
	while (n--)
		mu_out_byte(w->o, ' ');
}

/* A paragraph: first line after `head`, further lines indented to `hang` columns. */
static void
paragraph(struct writer *w, struct mu_str head, unsigned hang, struct mu_str s)
{
	const char *p = s.p, *end = s.p + s.n;
	unsigned col = 0, len;

	mu_out_add(w->o, head);
	for (const char *h = head.p; h < head.p + head.n; h += len)
		col += width(mu_utf8_get(h, head.p + head.n, &len));
	while (p < end) {
		const char *q = p;
		uint32_t c = mu_utf8_get(p, end, &len);
		unsigned need;

		if (inert(c) && c != '\n') {
			p += len;
			continue;
		}
		if (c == '\n' || c == ' ') {
			p += len;
			if (c == '\n' || col <= hang)
				c = ' ';
			if (col > hang) {
				mu_out_byte(w->o, ' ');
				col++;
			}
			continue;
		}
		/* A Latin word stays whole; a Japanese character is a word of its own. */
		need = width(c);
		q += len;
		while (c < 0x80 && q < end) {
			uint32_t d = mu_utf8_get(q, end, &len);
			if (d <= ' ' || d >= 0x80)
				break;
			need++;
			q += len;
		}
		if (q < end && must_not_begin(mu_utf8_get(q, end, &len)))
			need += width(mu_utf8_get(q, end, &len));
		if (w->columns && col + need > w->columns && col > hang) {
			while (w->o->n && w->o->p[w->o->n - 1] == ' ')
				w->o->n--;
			mu_out_byte(w->o, '\n');
			indent(w, hang);
			col = hang;
		}
		while (p < q) {
			c = mu_utf8_get(p, q, &len);
			if (!inert(c)) {
				mu_out_add(w->o, (struct mu_str){p, len});
				col += width(c);
			}
			p += len;
		}
	}
	mu_out_byte(w->o, '\n');
}

static void
paint(struct writer *w, const char *code)
{
	if (w->colour) {
		mu_out_add(w->o, MU_STR("\033["));
		mu_out_add(w->o, mu_str_of(code));
		mu_out_byte(w->o, 'm');
	}
}

static void
title(struct writer *w, struct mu_str s)
{
	mu_out_byte(w->o, '\n');
	paint(w, "1");
	paragraph(w, MU_STR(""), 0, s);
	paint(w, "0");
}

/* The first words of a find, cut at QUOTE_MOST characters, in Japanese quotation marks. */
static struct mu_str
quoted(struct mu_arena *a, struct mu_str s, bool english)
{
	struct mu_out o;
	const char *p = s.p, *end = s.p + s.n;
	unsigned len, count = 0;

	mu_out_init(&o, a);
	mu_out_add(&o, english ? MU_STR("“") : MU_STR("「"));
	while (p < end && count++ < QUOTE_MOST) {
		uint32_t c = mu_utf8_get(p, end, &len);
		if (c == '\n' || c == '\t')
			mu_out_byte(&o, ' ');
		else if (!inert(c))
			mu_out_add(&o, (struct mu_str){p, len});
		p += len;
	}
	if (p < end)
		mu_out_add(&o, MU_STR("…"));
	mu_out_add(&o, english ? MU_STR("”") : MU_STR("」"));
	return mu_out_str(&o);
}

static void
write_sign_lines(struct writer *w, const struct mushi_report *r, bool counter)
{
	bool *said = mu_new(w->o->arena, bool, r->pack->sign_n + 1);
	uint32_t *order = mu_signs_by_weight(r, w->o->arena);
	unsigned shown = 0;

	if (!said || !order) {
		w->o->failed = true;
		return;
	}
	for (size_t i = 0; i < r->signs.n && shown < SHOWN_SIGNS; i++) {
		const struct mu_sign *s = &r->signs.list[order[i]];
		const struct mu_sign_rule *rule = &r->pack->signs[s->rule];
		struct mu_out line;
		bool is_counter = rule->beat == MU_BEAT_COUNTER;

		if (said[s->rule] || is_counter != counter || rule->beat == MU_BEAT_CONTEXT)
			continue;
		if (!counter && s->mentioned && r->verdict.verdict != MUSHI_ABOUT)
			continue;
		if (s->unseen && !s->behaviour)
			continue;
		said[s->rule] = true;
		if (!shown++)
			title(w, mu_word(counter ? MU_RW_COUNTER : MU_RW_SIGNS, r->lang));
		mu_out_init(&line, w->o->arena);
		mu_out_add(&line, r->lang == MUSHI_EN ? rule->title_en : rule->title_ja);
		if (!s->behaviour) {
			mu_out_byte(&line, ' ');
			mu_out_add(&line, quoted(w->o->arena, (struct mu_str){
			    r->doc.text + s->byte_from, s->byte_to - s->byte_from},
			    r->lang == MUSHI_EN));
		}
		if (s->mentioned && !counter) {
			mu_out_byte(&line, ' ');
			mu_out_add(&line, mu_word(MU_RW_MENTIONED, r->lang));
		}
		paragraph(w, MU_STR("  - "), 4, mu_out_str(&line));
		if (!counter && rule->claim >= 0
		    && mu_claim_holds(r, &r->pack->claims[rule->claim])) {
			mu_out_init(&line, w->o->arena);
			mu_out_add(&line, mu_word(MU_RW_TRUTH, r->lang));
			mu_out_add(&line, r->lang == MUSHI_EN ? MU_STR(": ") : MU_STR("："));
			mu_out_add(&line, mu_in_lang(r->pack->claims[rule->claim].truth, r->lang));
			paragraph(w, MU_STR("      "), 6, mu_out_str(&line));
		}
	}
}

static void
write_facts(struct writer *w, const struct mushi_report *r)
{
	unsigned shown = 0;
	bool accused = r->verdict.verdict == MUSHI_FRAUD
	    || r->verdict.verdict == MUSHI_SUSPICIOUS;

	if (!accused && r->verdict.verdict != MUSHI_COURT)
		return;
	for (size_t i = 0; i < r->indicators.n && shown < SHOWN_FACTS; i++) {
		const struct mu_indicator *n = &r->indicators.list[i];
		struct mu_out line;

		if (n->role == MU_R_OFFICIAL)
			continue;
		if (!shown++)
			title(w, mu_word(accused ? MU_RW_INDICATORS : MU_RW_FACTS, r->lang));
		mu_out_init(&line, w->o->arena);
		mu_out_add(&line, mu_word((enum mu_report_word)(MU_RW_I_PHONES + n->type),
		    r->lang));
		mu_out_add(&line, MU_STR(": "));
		mu_out_add(&line, quoted(w->o->arena, n->text, r->lang == MUSHI_EN));
		paragraph(w, MU_STR("  - "), 4, mu_out_str(&line));
	}
}

static void
write_note(void *self, struct mu_str note)
{
	paragraph(self, MU_STR("  - "), 4, note);
}

static void
write_contacts(struct writer *w, const struct mushi_report *r)
{
	const struct mu_advice *a = &r->advice;

	if (!a->contact_n)
		return;
	title(w, mu_word(MU_RW_CONTACTS, r->lang));
	for (size_t i = 0; i < a->contact_n; i++) {
		struct mu_out line;
		mu_out_init(&line, w->o->arena);
		mu_out_add(&line, mu_in_lang(a->contacts[i]->name, r->lang));
		mu_out_byte(&line, ' ');
		mu_out_add(&line, a->contacts[i]->phone.n ? a->contacts[i]->phone
		    : a->contacts[i]->site);
		paragraph(w, MU_STR("  - "), 4, mu_out_str(&line));
	}
	paragraph(w, MU_STR("    "), 4, mu_word(MU_RW_CHECK_SITE, r->lang));
}

void
mu_write_text(const struct mushi_report *r, unsigned columns, bool colour, struct mu_out *o)
{
	static const char *const colours[] = {"1;36", "1;36", "1;33", "1;33", "1;31"};
	struct writer w = {o, columns && columns < NARROWEST ? NARROWEST : columns, colour};
	const struct mu_advice *a = &r->advice;
	struct mu_out line;
	unsigned percent = (unsigned)(r->verdict.probability * 100 + 0.5);

	if (r->name.n)
		paragraph(&w, MU_STR(""), 2, r->name);
	mu_out_init(&line, o->arena);
	mu_out_add(&line, mu_word((enum mu_report_word)(r->verdict.verdict == MUSHI_FRAUD
	    ? MU_RW_V_FRAUD : r->verdict.verdict == MUSHI_SUSPICIOUS ? MU_RW_V_SUSPICIOUS
	    : r->verdict.verdict == MUSHI_COURT ? MU_RW_V_COURT
	    : r->verdict.verdict == MUSHI_ABOUT ? MU_RW_V_ABOUT : MU_RW_V_NONE), r->lang));
	if (r->verdict.kind != MU_K_NONE) {
		mu_out_add(&line, r->lang == MUSHI_EN ? MU_STR(": ") : MU_STR("："));
		mu_out_add(&line, mu_kind_name(r->verdict.kind, r->lang));
	}
	mu_out_byte(o, '\n');
	paint(&w, colours[r->verdict.verdict]);
	paragraph(&w, MU_STR("■ "), 3, mu_out_str(&line));
	paint(&w, "0");
	if (r->verdict.verdict == MUSHI_FRAUD || r->verdict.verdict == MUSHI_SUSPICIOUS) {
		mu_out_init(&line, o->arena);
		mu_out_add(&line, mu_word(MU_RW_PROBABILITY, r->lang));
		mu_out_fmt(&line, " %u %%", percent > 99 ? 99 : percent);
		paragraph(&w, MU_STR("  "), 2, mu_out_str(&line));
	}
	if (a->first.n) {
		mu_out_byte(o, '\n');
		paint(&w, "1");
		paragraph(&w, MU_STR("→ "), 3, a->first);
		paint(&w, "0");
	}
	if (a->never_n) {
		title(&w, mu_word(MU_RW_NEVER, r->lang));
		for (size_t i = 0; i < a->never_n; i++)
			paragraph(&w, MU_STR("  × "), 4, a->never[i]);
	}
	if (a->step_n) {
		title(&w, mu_word(MU_RW_STEPS, r->lang));
		for (size_t i = 0; i < a->step_n; i++) {
			char head[16];
			size_t n = 0;
			head[n++] = ' ';
			head[n++] = i + 1 < 10 ? ' ' : (char)('0' + (i + 1) / 10);
			head[n++] = (char)('0' + (i + 1) % 10);
			head[n++] = '.';
			head[n++] = ' ';
			paragraph(&w, (struct mu_str){head, n}, 5,
			    mu_in_lang(a->steps[i]->text, r->lang));
		}
	}
	write_sign_lines(&w, r, false);
	if (r->verdict.verdict != MUSHI_FRAUD)
		write_sign_lines(&w, r, true);
	write_facts(&w, r);
	write_contacts(&w, r);
	if (r->doc.notes || r->signs.cut || r->indicators.cut || r->verdict.fake_helper_beside
	    || r->verdict.verdict == MUSHI_NONE) {
		title(&w, mu_word(MU_RW_NOTES, r->lang));
		mu_each_note(r, write_note, &w);
	}
}
