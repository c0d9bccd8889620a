/*
 * The report as JSON, one line. Keys and their order are the contract's; floats are written by
 * ourselves so that no locale and no C library decides on them.
 */
#include "report/report.h"

#include <stdlib.h>

#include "base/sort.h"
#include "base/utf8.h"

enum { TEXT_MOST = 240, SIGNS_MOST = 400 };

void
mu_json_string(struct mu_out *o, struct mu_str s, size_t most)
{
	const char *p = s.p, *end = s.p + s.n, *run = s.p;
	size_t count = 0;

	mu_out_byte(o, '"');
	while (p < end) {
		unsigned char c = (unsigned char)*p;
		unsigned len;

		if (count++ == most) {
			mu_out_add(o, (struct mu_str){run, (size_t)(p - run)});
			mu_out_add(o, MU_STR("…"));
			run = p;
			break;
		}
		if (c >= 0x20 && c != '"' && c != '\\' && c < 0x7F) {
			p++;
			continue;
		}
		if (c >= 0x80) {
			uint32_t cp = mu_utf8_get(p, end, &len);
			if (cp == 0xFFFD && len == 1) {
				mu_out_add(o, (struct mu_str){run, (size_t)(p - run)});
				mu_out_cp(o, 0xFFFD);
				run = p + 1;
			}
			p += len;
			continue;
		}
		mu_out_add(o, (struct mu_str){run, (size_t)(p - run)});
		if (c == '"' || c == '\\')
			mu_out_fmt(o, "\\%c", c);
		else if (c == '\n')
			mu_out_add(o, MU_STR("\\n"));
		else if (c == '\t')
			mu_out_add(o, MU_STR("\\t"));
		else
			mu_out_fmt(o, "\\u%04x", c);
		run = ++p;
	}
	if (run < p)
		mu_out_add(o, (struct mu_str){run, (size_t)(p - run)});
	mu_out_byte(o, '"');
}

/* x with three digits at most after the point, no trailing zeros. */
static void
number(struct mu_out *o, double x)
{
	bool minus = x < 0;
	long long v = (long long)((minus ? -x : x) * 1000 + 0.5);

	if (minus && v)
		mu_out_byte(o, '-');
	mu_out_fmt(o, "%lld", v / 1000);
	v %= 1000;
	if (v % 10)
		mu_out_fmt(o, ".%03lld", v);
	else if (v % 100)
		mu_out_fmt(o, ".%02lld", v / 10);
	else if (v)
		mu_out_fmt(o, ".%lld", v / 100);
}

void
mu_json_key(struct mu_out *o, const char *k, bool first)
{
	if (!first)
		mu_out_byte(o, ',');
	mu_json_string(o, mu_str_of(k), SIZE_MAX);
	mu_out_byte(o, ':');
}

void
mu_json_pair(struct mu_out *o, const char *k, struct mu_str v, bool first)
{
	mu_json_key(o, k, first);
	mu_json_string(o, v, SIZE_MAX);
}

uint32_t *
mu_signs_by_weight(const struct mushi_report *r, struct mu_arena *a)
{
	size_t n = r->signs.n;
	struct mu_keyed *keys = mu_new_raw(a, struct mu_keyed, n + 1);
	struct mu_keyed *tmp = mu_new_raw(a, struct mu_keyed, n + 1);
	uint32_t *out = mu_new_raw(a, uint32_t, n + 1);

	if (!keys || !tmp || !out)
		return NULL;
	for (size_t i = 0; i < n; i++) {
		double w = (double)r->signs.list[i].weight;
		/* Thousandths, highest first; equal ones stay in reading order. */
		keys[i] = (struct mu_keyed){(uint64_t)(1000000000 - (int64_t)(w * 1000)),
		    (uint32_t)i};
	}
	mu_sort(keys, n, tmp);
	for (size_t i = 0; i < n; i++)
		out[i] = keys[i].index;
	return out;
}

/* Of a find on a picture: the words it consists of, [x, y, width, height] each. */
static void
write_boxes(const struct mu_doc *d, const struct mu_sign *s, struct mu_out *o)
{
	bool any = false;

	if (s->behaviour)
		return;
	for (size_t i = mu_doc_box_at(d, s->byte_from); i < d->box_n
	    && d->boxes[i].from < s->byte_to; i++) {
		const struct mu_box *b = &d->boxes[i];
		mu_out_add(o, any ? MU_STR(",") : MU_STR(",\"boxes\":["));
		mu_out_fmt(o, "[%u,%u,%u,%u]", b->x, b->y, b->w, b->h);
		any = true;
	}
	if (any)
		mu_out_byte(o, ']');
}

static void
write_signs(const struct mushi_report *r, struct mu_out *o, const uint32_t *order)
{
	mu_json_key(o, "signs", false);
	mu_out_byte(o, '[');
	for (size_t i = 0; i < r->signs.n && i < SIGNS_MOST; i++) {
		const struct mu_sign *s = &r->signs.list[order[i]];
		const struct mu_block *b = s->behaviour ? NULL : &r->doc.blocks[s->block];

		if (i)
			mu_out_byte(o, ',');
		mu_out_byte(o, '{');
		mu_json_pair(o, "id", r->pack->signs[s->rule].id, true);
		mu_json_pair(o, "stance", s->mentioned ? MU_STR("mentioned") : MU_STR("asserted"), false);
		mu_json_key(o, "weight", false);
		number(o, (double)s->weight);
		mu_json_key(o, "text", false);
		mu_json_string(o, b ? (struct mu_str){r->doc.text + s->byte_from,
		    s->byte_to - s->byte_from} : MU_STR(""), TEXT_MOST);
		mu_out_fmt(o, ",\"block\":%u,\"from\":%u,\"to\":%u", b ? s->block : 0,
		    b ? s->byte_from - b->from : 0, b ? s->byte_to - b->from : 0);
		mu_json_pair(o, "where", mu_str_of(mu_place_where((enum mu_place)s->place,
		    b ? s->flags : 0)), false);
		write_boxes(&r->doc, s, o);
		mu_out_byte(o, '}');
	}
	mu_out_byte(o, ']');
}

static void
write_claims(const struct mushi_report *r, struct mu_out *o, const uint32_t *order)
{
	bool *said = mu_new(o->arena, bool, r->pack->sign_n + 1);
	bool first = true;

	mu_json_key(o, "claims", false);
	mu_out_byte(o, '[');
	if (!said)
		o->failed = true;
	for (size_t i = 0; said && i < r->signs.n && r->verdict.verdict != MUSHI_NONE; i++) {
		const struct mu_sign *s = &r->signs.list[order[i]];
		const struct mu_sign_rule *rule = &r->pack->signs[s->rule];
		const struct mu_claim_rule *c;
		struct mu_str said_text;

		if (rule->claim < 0 || said[s->rule] || s->unseen
		    || rule->beat == MU_BEAT_COUNTER || rule->beat == MU_BEAT_CONTEXT)
			continue;
		if (s->mentioned && r->verdict.verdict != MUSHI_ABOUT)
			continue;
		c = &r->pack->claims[rule->claim];
		if (!mu_claim_holds(r, c))
			continue;
		said[s->rule] = true;
		if (!first)
			mu_out_byte(o, ',');
		first = false;
		mu_out_byte(o, '{');
		mu_json_pair(o, "id", c->id, true);
		said_text = c->said[r->lang].n ? c->said[r->lang] : mu_sign_title(rule, r->lang);
		mu_json_pair(o, "said", said_text.n ? said_text : mu_in_lang(c->said, r->lang), false);
		mu_json_pair(o, "truth", mu_in_lang(c->truth, r->lang), false);
		mu_out_byte(o, '}');
	}
	mu_out_byte(o, ']');
}

static void
write_indicator(const struct mu_indicator *n, struct mu_out *o)
{
	mu_out_byte(o, '{');
	mu_json_key(o, "text", true);
	mu_json_string(o, n->text, TEXT_MOST);
	mu_json_key(o, "value", false);
	if (n->type == MU_I_PRICE && n->value.n)
		mu_out_add(o, n->value);
	else if (n->value.n)
		mu_json_string(o, n->value, TEXT_MOST);
	else
		mu_out_add(o, MU_STR("null"));
	for (unsigned k = 0; k < n->key_n; k++) {
		/* What a sum is for ("fee", "refund") is its role in the contract. */
		bool what = n->type == MU_I_PRICE && strcmp(n->keys[k].key, "what") == 0;
		mu_json_key(o, what ? "role" : n->keys[k].key, false);
		if (n->keys[k].number)
			mu_out_add(o, n->keys[k].value);
		else
			mu_json_string(o, n->keys[k].value, TEXT_MOST);
	}
	if (n->type != MU_I_PRICE)
		mu_json_pair(o, "role", mu_str_of(mu_role_name(n->role)), false);
	if (n->type == MU_I_PHONE || n->type == MU_I_CRYPTO)
		mu_json_pair(o, "valid", mu_str_of(n->valid == MU_V_YES ? "yes" : n->valid == MU_V_NO ? "no"
		    : "unknown"), false);
	if (n->masked)
		mu_out_add(o, MU_STR(",\"masked\":true"));
	mu_out_byte(o, '}');
}

static void
write_indicators(const struct mushi_report *r, struct mu_out *o)
{
	size_t at = 0;

	mu_json_key(o, "indicators", false);
	mu_out_byte(o, '{');
	for (unsigned t = 0; t < MU_I_TYPE_COUNT; t++) {
		bool first = true;
		mu_json_key(o, mu_ind_type_key((enum mu_ind_type)t), t == 0);
		mu_out_byte(o, '[');
		for (; at < r->indicators.n && r->indicators.list[at].type == t; at++) {
			if (!first)
				mu_out_byte(o, ',');
			first = false;
			write_indicator(&r->indicators.list[at], o);
		}
		mu_out_byte(o, ']');
	}
	mu_out_byte(o, '}');
}

struct notes {
	struct mu_out *o;
	bool any;
};

static void
add_note(void *self, struct mu_str note)
{
	struct notes *n = self;

	if (n->any)
		mu_out_byte(n->o, ',');
	n->any = true;
	mu_json_string(n->o, note, SIZE_MAX);
}

static void
write_head(struct mu_out *o, struct mu_str name)
{
	mu_out_add(o, MU_STR("{\"schema\":1"));
	mu_json_pair(o, "mushi", mu_str_of(mushi_version()), false);
	mu_json_pair(o, "input", name, false);
}

void
mu_write_json(const struct mushi_report *r, struct mu_out *o)
{
	const struct mu_verdict *v = &r->verdict;
	uint32_t *order = mu_signs_by_weight(r, o->arena);
	struct notes notes = {o, false};

	if (!order) {
		o->failed = true;
		return;
	}
	write_head(o, r->name);
	mu_json_pair(o, "reader", mu_str_of(r->reader), false);
	mu_json_pair(o, "charset", r->doc.charset, false);
	mu_json_pair(o, "lang", mu_str_of(mu_text_lang(&r->doc)), false);
	mu_json_pair(o, "verdict", mu_str_of(mushi_verdict_name(v->verdict)), false);
	mu_json_key(o, "kind", false);
	if (v->kind != MU_K_NONE)
		mu_json_string(o, mu_str_of(mu_kind_id(v->kind)), SIZE_MAX);
	else
		mu_out_add(o, MU_STR("null"));
	mu_json_key(o, "subkind", false);
	if (v->subkind.n)
		mu_json_string(o, v->subkind, SIZE_MAX);
	else
		mu_out_add(o, MU_STR("null"));
	mu_json_key(o, "probability", false);
	/* Never 0 or 1: nothing is certain that is read from a text. */
	number(o, v->probability > 0.999 ? 0.999 : v->probability < 0.001 ? 0.001
	    : v->probability);
	write_signs(r, o, order);
	write_claims(r, o, order);
	write_indicators(r, o);
	mu_json_key(o, "advice", false);
	mu_write_advice_json(&r->advice, r->lang, o);
	mu_write_aside_json(&r->advice, r->lang, o);
	mu_write_court_json(&r->court, r->lang, o);
	mu_json_key(o, "notes", false);
	mu_out_byte(o, '[');
	mu_each_note(r, add_note, &notes);
	mu_out_add(o, MU_STR("],\"error\":null}"));
}

char *
mu_take_string(struct mu_out *o)
{
	char *out = NULL;

	mu_out_byte(o, '\0');
	if (!o->failed && (out = malloc(o->n)))
		memcpy(out, o->p, o->n);
	mu_arena_fini(o->arena);
	return out;
}

char *
mushi_error_json(const char *input, const char *code, const char *message, enum mushi_lang lang)
{
	struct mu_arena a;
	struct mu_out o;

	(void)lang;
	mu_arena_init(&a, SIZE_MAX);
	mu_out_init(&o, &a);
	write_head(&o, mu_str_of(input));
	mu_out_add(&o, MU_STR(",\"reader\":null,\"charset\":null,\"lang\":null,\"verdict\":null,"
	    "\"kind\":null,\"subkind\":null,\"probability\":null,\"signs\":[],\"claims\":[],"
	    "\"indicators\":{"));
	for (unsigned t = 0; t < MU_I_TYPE_COUNT; t++) {
		mu_json_key(&o, mu_ind_type_key((enum mu_ind_type)t), t == 0);
		mu_out_add(&o, MU_STR("[]"));
	}
	mu_out_add(&o, MU_STR("},\"advice\":{\"first\":\"\",\"steps\":[],\"never\":[],"
	    "\"contacts\":[],\"evidence\":[],\"costs\":[],\"not_promised\":[],\"know\":[],\"also\":[]},"
	    "\"set_aside\":[],\"notes\":[],\"error\":{"));
	mu_json_pair(&o, "code", mu_str_of(code), true);
	mu_json_pair(&o, "message", mu_str_of(message), false);
	mu_out_add(&o, MU_STR("}}"));
	return mu_take_string(&o);
}
