/*
 * The record: one A4 page or two, to print and hand to someone who helps.
 *
 * Everything that comes from outside goes through words(): markup characters and the two signs
 * that make a string an address (':' and '@') become character references, so that neither a
 * browser nor a mail program finds a tag, a scheme or a mailbox; controls and direction marks
 * are left out; each string stands in a <bdi>, so that right-to-left letters move nothing around
 * them. No script, link, picture or form is in the page, and its policy forbids them all.
 */
#include "report/report.h"

#include "base/utf8.h"
#include "report/easy.h"
#include "report/page.h"

enum {
	CLAIMS_MOST = 24, FACTS_MOST = 60, CONTACTS_MOST = 8, KEEP_MOST = 8,
	WORDS_MOST = 120, NAME_MOST = 300, URL_MOST = 600
};

enum record_word {
#define MU_RECORD(sym, ja, easy, en) W_##sym,
#include "report/record.def"
#undef MU_RECORD
	W_COUNT
};

static const char *const record_words[W_COUNT][MU_LANGS] = {
#define MU_RECORD(sym, ja, easy, en) {ja, easy, en},
#include "report/record.def"
#undef MU_RECORD
};

static const char style[] =
    "@page{size:A4;margin:13mm 14mm}"
    "*{box-sizing:border-box}"
    "body{font:9.5pt/1.42 'Noto Sans CJK JP','Noto Sans JP','Hiragino Sans','Yu Gothic',Meiryo,"
    "'IPAexGothic',sans-serif;color:#111;background:#fff;max-width:182mm;margin:0 auto}"
    "@media screen{body{padding:10mm 4mm}}"
    "h1{font-size:17pt;margin:0}"
    "h2{font-size:11.5pt;margin:5mm 0 1.5mm;padding-left:2.5mm;border-left:1.5mm solid #234;"
    "break-after:avoid}"
    "h1 small,h2 small,th small{font-weight:normal;font-size:75%;color:#444}th small{display:block}"
    "p{margin:1mm 0;orphans:3;widows:3}thead,tbody tr:first-child{break-after:avoid}h2+p:has(+table){break-after:avoid}"
    "ul{margin:1mm 0;padding-left:5mm}h2+ul,.v,.k,.blank{break-inside:avoid}"
    "table{width:100%;border-collapse:collapse;table-layout:fixed}"
    "th,td{border:.25mm solid #888;padding:.8mm 1.8mm;text-align:left;vertical-align:top;"
    "overflow-wrap:anywhere;overflow:hidden}"
    "th{background:#eef1f4;font-weight:600}tr{break-inside:avoid}thead{display:table-header-group}"
    ".top{display:flex;justify-content:space-between;align-items:baseline;gap:4mm}"
    ".v{border:.7mm solid #345;padding:2mm 3mm;margin:3mm 0}"
    ".v strong{font-size:14pt}.fraud,.suspicious{border-color:#a11}"
    ".k th{width:38mm}.blank th{width:58mm}.blank td{height:9.5mm}.blank th{vertical-align:middle}"
    ".n{white-space:nowrap}.q{color:#222}.small{font-size:8.5pt;color:#333}"
    "code{font:8.5pt/1.4 'Noto Sans Mono','DejaVu Sans Mono',monospace;overflow-wrap:anywhere}"
    "rt{font-size:55%}ruby{ruby-position:over}";

struct paper {
	const struct mushi_report *r;
	struct mu_out *o;
	struct mu_easy_seen seen; /* hard words of easy Japanese */
};

static void
raw(struct paper *w, const char *s)
{
	mu_out_add(w->o, mu_str_of(s));
}

static bool
left_out(uint32_t c)
{
	return mu_inert(c) || c == 0xAD || c == 0x61C || c == 0x180E || c == 0x2028 || c == 0x2029
	    || c == 0x3164 || c == 0xFFA0 || (c >= 0xFE00 && c <= 0xFE0F);
}

static bool
combines(uint32_t c)
{
	return (c >= 0x300 && c <= 0x36F) || (c >= 0x483 && c <= 0x489)
	    || (c >= 0x1AB0 && c <= 0x1AFF) || (c >= 0x1DC0 && c <= 0x1DFF) || (c >= 0x20D0 && c <= 0x20FF)
	    || (c >= 0xFE20 && c <= 0xFE2F);
}

/* At most `most` characters; no more than two marks on top of one. */
static void
escaped(struct mu_out *o, struct mu_str s, size_t most)
{
	const char *p = s.p, *end = s.p + s.n;
	unsigned len, marks = 0;
	size_t count = 0;

	for (; p < end; p += len) {
		uint32_t c = mu_utf8_get(p, end, &len);
		if (c == '\n' || c == '\t' || c == '\r')
			c = ' ';
		marks = combines(c) ? marks + 1 : 0;
		if (left_out(c) || marks > 2)
			continue;
		if (count++ == most) {
			mu_out_add(o, MU_STR("…"));
			return;
		}
		if (c == '&' || c == '<' || c == '>' || c == '"' || c == '\'' || c == ':'
		    || c == '@')
			mu_out_fmt(o, "&#%u;", (unsigned)c);
		else if ((c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF))
			mu_out_cp(o, 0xFFFD);
		else
			mu_out_cp(o, c);
	}
}

/* Words from outside. */
static void
words(struct paper *w, struct mu_str s, size_t most)
{
	raw(w, "<bdi>");
	escaped(w->o, s, most);
	raw(w, "</bdi>");
}

/* Words of the project: advice, titles. In easy Japanese with readings, where they are known. */
static void
ours(struct paper *w, struct mu_str s)
{
	size_t plain = 0, i = 0;

	if (w->r->lang != MUSHI_JA_EASY) {
		escaped(w->o, s, SIZE_MAX);
		return;
	}
	mu_easy_mark(w->r->pack, s, &w->seen);
	while (i < s.n) {
		const struct mu_easy *e = mu_easy_at(w->r->pack, mu_str_sub(s, i, s.n));
		size_t word, reading;
		if (!e || !e->reading.n) {
			i += e ? e->word.n : 1;
			continue;
		}
		mu_easy_stem(e, &word, &reading);
		escaped(w->o, mu_str_sub(s, plain, i), SIZE_MAX);
		raw(w, "<ruby>");
		escaped(w->o, mu_str_sub(e->word, 0, word), SIZE_MAX);
		raw(w, "<rp>(</rp><rt>");
		escaped(w->o, mu_str_sub(e->reading, 0, reading), SIZE_MAX);
		raw(w, "</rt><rp>)</rp></ruby>");
		escaped(w->o, mu_str_sub(e->word, word, e->word.n), SIZE_MAX);
		i += e->word.n;
		plain = i;
	}
	escaped(w->o, mu_str_sub(s, plain, s.n), SIZE_MAX);
}

/* A fixed word; [字|じ] becomes a reading. */
static void
fixed(struct paper *w, enum record_word word)
{
	const char *s = record_words[word][w->r->lang];
	bool ruby = w->r->lang == MUSHI_JA_EASY;

	for (const char *p = s; *p; p++) {
		if (ruby && *p == '[')
			raw(w, "<ruby>");
		else if (ruby && *p == '|')
			raw(w, "<rp>(</rp><rt>");
		else if (ruby && *p == ']')
			raw(w, "</rt><rp>)</rp></ruby>");
		else
			mu_out_byte(w->o, *p);
	}
}

/* In English also in Japanese: who receives the record may not read English. */
static void
both(struct paper *w, enum record_word word)
{
	fixed(w, word);
	if (w->r->lang == MUSHI_EN) {
		raw(w, " <small lang=\"ja\">");
		raw(w, record_words[word][MUSHI_JA]);
		raw(w, "</small>");
	}
}

static void
heading(struct paper *w, enum record_word word)
{
	raw(w, "<h2>");
	both(w, word);
	raw(w, "</h2>\n");
}

static void
paragraph(struct paper *w, enum record_word word)
{
	raw(w, "<p>");
	fixed(w, word);
	raw(w, "</p>\n");
}

static void
row(struct paper *w, enum record_word head)
{
	raw(w, "<tr><th scope=\"row\">");
	both(w, head);
	raw(w, "</th><td>");
}

static void
end_row(struct paper *w)
{
	raw(w, "</td></tr>\n");
}

static void
column(struct paper *w, enum record_word head, const char *width)
{
	raw(w, "<th scope=\"col\"");
	if (width) {
		raw(w, " style=\"width:");
		raw(w, width);
		raw(w, "\"");
	}
	raw(w, ">");
	both(w, head);
	raw(w, "</th>");
}

/* 2026-11-24T09:00:00+0900 as 2026-11-24 09:00:00 +09:00; anything else as it is. */
static void
time_of(struct paper *w, const char *s)
{
	size_t n = strlen(s);
	struct mu_out o;

	mu_out_init(&o, w->o->arena);
	for (size_t i = 0; i < n; i++) {
		if (s[i] == 'T' && i == 10)
			mu_out_byte(&o, ' ');
		else if (i > 10 && (s[i] == '+' || s[i] == '-' || s[i] == 'Z'))
			mu_out_fmt(&o, " %s", s[i] == 'Z' ? "UTC" : s[i] == '+' ? "+" : "-");
		else
			mu_out_byte(&o, s[i]);
		if (n > 15 && i + 3 == n && s[n - 5] != ':' && (s[n - 5] == '+' || s[n - 5] == '-'))
			mu_out_byte(&o, ':');
	}
	w->o->failed |= o.failed;
	words(w, mu_out_str(&o), 64);
}

static void
write_head(struct paper *w)
{
	static const char *const langs[] = {"ja", "ja", "en"};

	raw(w, "<!DOCTYPE html>\n<html lang=\"");
	raw(w, langs[w->r->lang]);
	raw(w, "\">\n<head>\n<meta charset=\"utf-8\">\n"
	    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
	    "style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'\">\n"
	    "<meta name=\"format-detection\" content=\"telephone=no, date=no, address=no, "
	    "email=no\">\n<meta name=\"referrer\" content=\"no-referrer\">\n"
	    "<meta name=\"viewport\" content=\"width=device-width\">\n<title>");
	raw(w, record_words[W_TITLE][w->r->lang == MUSHI_EN ? MUSHI_EN : MUSHI_JA]);
	raw(w, "</title>\n<style>");
	raw(w, style);
	raw(w, "</style>\n</head>\n<body>\n");
}

static void
said_day(struct paper *w, const char *day)
{
	struct mu_out o;

	mu_out_init(&o, w->o->arena);
	mu_day_in_words(mu_str_of(day), w->r->lang, &o);
	w->o->failed |= o.failed;
	/* No readings: 年 and 日 are read otherwise behind a number. */
	escaped(w->o, mu_out_str(&o), SIZE_MAX);
}

static void
write_verdict(struct paper *w)
{
	struct mu_court_lines court;
	static const enum mu_report_word verdicts[] = {MU_RW_V_NONE, MU_RW_V_ABOUT, MU_RW_V_COURT,
	    MU_RW_V_SUSPICIOUS, MU_RW_V_FRAUD};
	const struct mu_verdict *v = &w->r->verdict;
	unsigned percent = (unsigned)(v->probability * 100 + 0.5);
	bool english = w->r->lang == MUSHI_EN;

	raw(w, "<div class=\"v ");
	raw(w, mushi_verdict_name(v->verdict));
	raw(w, "\">\n<p><strong>");
	ours(w, mu_word(verdicts[v->verdict], w->r->lang));
	if (v->kind != MU_K_NONE) {
		raw(w, english ? ": " : "：");
		ours(w, mu_kind_name(v->kind, w->r->lang));
	}
	raw(w, "</strong>");
	if (english) {
		raw(w, " <small lang=\"ja\">");
		ours(w, mu_word(verdicts[v->verdict], MUSHI_JA));
		if (v->kind != MU_K_NONE) {
			raw(w, "：");
			ours(w, mu_kind_name(v->kind, MUSHI_JA));
		}
		raw(w, "</small>");
	}
	raw(w, "</p>\n");
	if (v->verdict == MUSHI_FRAUD || v->verdict == MUSHI_SUSPICIOUS) {
		raw(w, "<p>");
		ours(w, mu_word(MU_RW_PROBABILITY, w->r->lang));
		mu_out_fmt(w->o, " %u %%</p>\n", percent > 99 ? 99 : percent);
	}
	if (w->r->advice.first.n) {
		raw(w, "<p>");
		ours(w, w->r->advice.first);
		raw(w, "</p>\n");
	}
	for (size_t i = 0; i < w->r->advice.also.n && i < MU_ALSO_SHOWN; i++) {
		raw(w, "<p>");
		ours(w, w->r->advice.also.list[i]);
		raw(w, "</p>\n");
	}
	mu_court_lines(&w->r->court, &court);
	for (size_t i = 0; i < court.n; i++) {
		raw(w, "<p>");
		ours(w, mu_word(court.list[i].word, w->r->lang));
		if (court.list[i].day) {
			raw(w, " <span class=\"n\">");
			said_day(w, court.list[i].day);
			raw(w, "</span>");
		}
		raw(w, "</p>\n");
	}
	raw(w, "</div>\n");
}

static void
write_origin(struct paper *w, const struct mushi_origin *from)
{
	raw(w, "<table class=\"k\">\n");
	row(w, W_NAME);
	words(w, w->r->name, NAME_MOST);
	end_row(w);
	row(w, W_URL);
	if (from->url)
		words(w, mu_str_of(from->url), URL_MOST);
	else
		fixed(w, W_URL_BLANK);
	end_row(w);
	if (from->file || from->sha256) {
		row(w, W_FILE);
		words(w, mu_str_of(from->file), NAME_MOST);
		if (from->sha256) {
			mu_out_fmt(w->o, " (%zu ", from->size);
			fixed(w, W_BYTES);
			raw(w, ")<br><code>SHA-256 ");
			escaped(w->o, mu_str_of(from->sha256), 64);
			raw(w, "</code>");
		}
		end_row(w);
	}
	row(w, W_READ_AS);
	ours(w, mu_str_of(w->r->reader));
	raw(w, ", ");
	words(w, w->r->doc.charset, 64);
	end_row(w);
	row(w, W_VERSION);
	raw(w, "Mushi ");
	raw(w, mushi_version());
	end_row(w);
	raw(w, "</table>\n");
}

static void
write_claim(struct paper *w, const struct mu_sign *s, const struct mu_sign_rule *rule)
{
	const struct mushi_report *r = w->r;
	bool english = r->lang == MUSHI_EN;

	raw(w, "<tr><td>");
	ours(w, mu_sign_title(rule, r->lang));
	raw(w, "<br><span class=\"q\">");
	if (s->behaviour) {
		fixed(w, W_BEHAVIOUR);
	} else {
		raw(w, english ? "“" : "「");
		words(w, (struct mu_str){r->doc.text + s->byte_from, s->byte_to - s->byte_from},
		    WORDS_MOST);
		raw(w, english ? "”" : "」");
	}
	if (s->mentioned) {
		raw(w, english ? " " : "");
		ours(w, mu_word(MU_RW_MENTIONED, r->lang));
	}
	raw(w, "</span></td><td>");
	if (rule->claim < 0)
		raw(w, "–");
	else if (mu_claim_holds(r, &r->pack->claims[rule->claim]))
		ours(w, mu_in_lang(r->pack->claims[rule->claim].truth, r->lang));
	else
		fixed(w, W_DEPENDS);
	raw(w, "</td></tr>\n");
}

/*
 * Each sign once, the strongest first. Quoted ones come after those the page uses itself: the
 * terminal leaves them out for shortness, but whoever gets the record has only this paper.
 */
static void
write_claims(struct paper *w)
{
	const struct mushi_report *r = w->r;
	bool *said = mu_new(w->o->arena, bool, r->pack->sign_n + 1);
	uint32_t *order = mu_signs_by_weight(r, w->o->arena);
	/* A paper of a court is taken apart by the court. */
	bool taken_apart = r->verdict.verdict != MUSHI_NONE && r->verdict.verdict != MUSHI_COURT;
	size_t shown = 0, most = taken_apart ? 2 * r->signs.n : 0;

	heading(w, W_CLAIMS);
	if (!said || !order) {
		w->o->failed = true;
		return;
	}
	for (size_t i = 0; i < most; i++) {
		const struct mu_sign *s = &r->signs.list[order[i % r->signs.n]];
		const struct mu_sign_rule *rule = &r->pack->signs[s->rule];

		if (said[s->rule] || rule->beat == MU_BEAT_COUNTER || rule->beat == MU_BEAT_CONTEXT
		    || (s->unseen && !s->behaviour) || s->mentioned != (i >= r->signs.n))
			continue;
		said[s->rule] = true;
		if (shown == CLAIMS_MOST) {
			shown++;
			break;
		}
		if (!shown++) {
			raw(w, "<table>\n<thead><tr>");
			column(w, W_SAID, "42%");
			column(w, W_TRUTH, NULL);
			raw(w, "</tr></thead>\n<tbody>\n");
		}
		write_claim(w, s, rule);
	}
	if (shown)
		raw(w, "</tbody>\n</table>\n");
	else
		paragraph(w, W_NO_CLAIMS);
	if (shown > CLAIMS_MOST)
		paragraph(w, W_MORE);
}

/* Keys that say no more than the value does, or nothing to a person. */
static bool
idle(const char *key)
{
	static const char *const keys[] = {"bank", "branch", "kind", "number", "symbol", "passbook",
	    "holder_key", "host", "scheme", "label", "range", "registrable", "shape", "version"};

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		if (strcmp(key, keys[i]) == 0)
			return true;
	return false;
}

static struct mu_str
key_of(const struct mu_indicator *n, const char *key)
{
	for (unsigned k = 0; k < n->key_n; k++)
		if (strcmp(n->keys[k].key, key) == 0)
			return n->keys[k].value;
	return (struct mu_str){"", 0};
}

/* "24時間" for PT24H; false where the value is best shown as it is. */
static bool
in_words(const struct paper *w, const struct mu_indicator *n, struct mu_out *o)
{
	if (n->masked)
		return false;
	if (n->type == MU_I_PRICE)
		return mu_price_in_words(n->value, key_of(n, "currency"), w->r->lang, o);
	if (n->type == MU_I_DEADLINE)
		return mu_deadline_in_words(n->value, w->r->lang, o);
	if (n->type == MU_I_ROUTE)
		mu_value_word(n->value, w->r->lang, o);
	return n->type == MU_I_ROUTE;
}

static void
write_value(struct paper *w, const struct mu_indicator *n)
{
	struct mu_out o;
	bool said;

	mu_out_init(&o, w->o->arena);
	said = in_words(w, n, &o);
	w->o->failed |= o.failed;
	words(w, said ? mu_out_str(&o) : n->value, NAME_MOST);
	for (unsigned k = 0; k < n->key_n; k++) {
		struct mu_str value = n->keys[k].value;
		if (idle(n->keys[k].key) || !value.n || mu_str_eq(value, MU_STR("absolute"))
		    || (said && strcmp(n->keys[k].key, "currency") == 0))
			continue;
		if (mu_str_eq(value, MU_STR("yes")))
			value = mu_str_of(n->keys[k].key);
		raw(w, " <span class=\"small\">");
		/* A holder's name is no word of ours, whatever it is. */
		mu_out_init(&o, w->o->arena);
		if (strcmp(n->keys[k].key, "holder") != 0 && strcmp(n->keys[k].key, "unicode") != 0)
			mu_value_word(value, w->r->lang, &o);
		w->o->failed |= o.failed;
		words(w, o.n ? mu_out_str(&o) : value, WORDS_MOST);
		raw(w, "</span>");
	}
}

static void
write_facts(struct paper *w)
{
	static const enum record_word roles[] = {W_ROLE_UNKNOWN, W_ROLE_SCAMMER, W_ROLE_VICTIM,
	    W_ROLE_OFFICIAL, W_ROLE_THIRD};
	const struct mu_indicators *all = &w->r->indicators;
	bool accused = w->r->verdict.verdict == MUSHI_FRAUD
	    || w->r->verdict.verdict == MUSHI_SUSPICIOUS;

	heading(w, W_FACTS);
	if (!all->n) {
		paragraph(w, W_NO_FACTS);
		return;
	}
	if (accused)
		paragraph(w, W_DO_NOT_USE);
	raw(w, "<table>\n<thead><tr>");
	column(w, W_TYPE, "24mm");
	column(w, W_WRITTEN, NULL);
	column(w, W_VALUE, NULL);
	column(w, W_WHOSE, "27mm");
	raw(w, "</tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < all->n && i < FACTS_MOST; i++) {
		const struct mu_indicator *n = &all->list[i];

		raw(w, "<tr><td>");
		ours(w, mu_word((enum mu_report_word)(MU_RW_I_PHONES + n->type), w->r->lang));
		raw(w, "</td><td>");
		words(w, n->text, NAME_MOST);
		raw(w, "</td><td>");
		write_value(w, n);
		raw(w, "</td><td>");
		fixed(w, roles[n->role]);
		raw(w, "</td></tr>\n");
	}
	raw(w, "</tbody>\n</table>\n");
	if (all->n > FACTS_MOST)
		paragraph(w, W_MORE);
}

static void
write_situations(struct paper *w)
{
	const struct mushi_report *r = w->r;
	bool any = false;

	heading(w, W_HAPPENED);
	for (size_t i = 0; i < r->situation_n; i++) {
		for (size_t k = 0; k < r->pack->advice_n; k++) {
			const struct mu_advice_rule *a = &r->pack->advice[k];
			if (!a->situation || !mu_str_eq(a->id, mu_str_of(r->situations[i])))
				continue;
			raw(w, any ? "<li>" : "<ul>\n<li>");
			any = true;
			ours(w, mu_in_lang(a->title, r->lang));
			raw(w, "</li>\n");
			break;
		}
	}
	if (any)
		raw(w, "</ul>\n");
	else
		paragraph(w, W_NOT_SAID);
}

static void
write_blanks(struct paper *w)
{
	heading(w, W_FILL_IN);
	raw(w, "<table class=\"blank\">\n");
	for (unsigned b = W_B_NAME; b <= W_B_CASE; b++) {
		row(w, (enum record_word)b);
		end_row(w);
	}
	raw(w, "</table>\n");
}

static void
write_contacts(struct paper *w)
{
	const struct mu_advice *a = &w->r->advice;

	if (a->evidence.n) {
		heading(w, W_KEEP);
		raw(w, "<ul>\n");
		for (size_t i = 0; i < a->evidence.n && i < KEEP_MOST; i++) {
			raw(w, "<li>");
			ours(w, a->evidence.list[i]);
			raw(w, "</li>\n");
		}
		raw(w, "</ul>\n");
	}
	if (!a->contact_n)
		return;
	heading(w, W_CONTACTS);
	raw(w, "<table>\n");
	for (size_t i = 0; i < a->contact_n && i < CONTACTS_MOST; i++) {
		const struct mu_contact *c = a->contacts[i];
		raw(w, "<tr><td>");
		ours(w, mu_in_lang(c->name, w->r->lang));
		raw(w, "</td><td style=\"width:56mm\">");
		ours(w, c->phone.n ? c->phone : c->reach[MUSHI_JA].n
		    ? mu_in_lang(c->reach, w->r->lang) : c->site);
		raw(w, "</td><td class=\"small\">");
		ours(w, mu_in_lang(c->hours, w->r->lang));
		raw(w, "</td></tr>\n");
	}
	raw(w, "</table>\n<p class=\"small\">");
	ours(w, mu_word(MU_RW_CHECK_SITE, w->r->lang));
	raw(w, "</p>\n");
}

static void
write_glosses(struct paper *w)
{
	const struct mu_easy_seen seen = w->seen;
	const struct mu_easy *e;
	size_t i = 0;
	bool any = false;

	while ((e = mu_easy_next(w->r->pack, &seen, &i))) {
		if (mu_easy_said(w->r->pack, &seen, e))
			continue;
		if (!any) {
			raw(w, "<h2>");
			ours(w, mu_word(MU_RW_GLOSSES, w->r->lang));
			raw(w, "</h2>\n<ul class=\"small\" style=\"columns:2\">\n");
		}
		any = true;
		raw(w, "<li>");
		ours(w, e->word);
		raw(w, "： ");
		ours(w, e->gloss);
		raw(w, "</li>\n");
	}
	if (any)
		raw(w, "</ul>\n");
}

static void
write_note(void *self, struct mu_str note)
{
	struct paper *w = self;

	raw(w, "<li>");
	ours(w, note);
	raw(w, "</li>\n");
}

static void
write_about(struct paper *w, const struct mushi_origin *from)
{
	enum record_word list[4];
	size_t n = 0;

	heading(w, W_ABOUT);
	raw(w, "<ul class=\"small\">\n");
	list[n++] = W_BY_PROGRAM;
	list[n++] = w->r->masked ? W_MASKED : W_UNMASKED;
	if (from->file)
		list[n++] = W_DO_NOT_OPEN;
	if (from->sha256)
		list[n++] = W_SUMS;
	for (size_t i = 0; i < n; i++) {
		raw(w, "<li>");
		fixed(w, list[i]);
		raw(w, "</li>\n");
	}
	mu_each_note(w->r, write_note, w);
	raw(w, "</ul>\n");
}

void
mu_write_html(const struct mushi_report *r, const struct mushi_origin *from, struct mu_out *o)
{
	struct paper w = {r, o, {{0}}};

	write_head(&w);
	raw(&w, "<div class=\"top\"><h1>");
	both(&w, W_TITLE);
	raw(&w, "</h1><div class=\"n\">");
	if (from->time) {
		fixed(&w, W_TIME);
		raw(&w, r->lang == MUSHI_EN ? ": " : "：");
		time_of(&w, from->time);
	}
	raw(&w, "</div></div>\n");
	paragraph(&w, W_FOR_WHOM);
	write_verdict(&w);
	write_origin(&w, from);
	write_claims(&w);
	write_facts(&w);
	write_situations(&w);
	write_blanks(&w);
	write_contacts(&w);
	write_about(&w, from);
	write_glosses(&w);
	raw(&w, "</body>\n</html>\n");
}
