/*
 * The whole pipeline on one screen. A page enters as bytes and leaves as a report:
 *
 *   bytes -> read -> doc -> norm -> text -> match -> signs, each with its stance
 *                     \-> indicators                       \-> verdict -> advice -> report
 *
 * Data flows one way; each stage takes earlier results as const and fills its own struct. All
 * memory of a report comes from its one arena.
 */
#include "mushi/mushi.h"

#include <stdlib.h>

#include "base/err.h"
#include "base/sha256.h"
#include "read/parts.h"
#include "read/read.h"
#include "report/report.h"

/* Which words of pictures a find covers that counts against them. */
static bool
frame_boxes(struct mushi_report *r)
{
	const struct mu_doc *d = &r->doc;

	if (!d->box_n)
		return true;
	r->framed = mu_new(&r->arena, bool, d->box_n);
	for (size_t k = 0; r->framed && k < r->signs.n; k++) {
		const struct mu_sign *s = &r->signs.list[k];
		unsigned beat = r->pack->signs[s->rule].beat;
		if (s->behaviour || s->mentioned || beat == MU_BEAT_COUNTER
		    || beat == MU_BEAT_CONTEXT)
			continue;
		for (size_t b = mu_doc_box_at(d, s->byte_from); b < d->box_n
		    && d->boxes[b].from < s->byte_to; b++)
			r->framed[b] = true;
	}
	return r->framed != NULL;
}

static bool
examine(const struct mushi_pack *pack, const struct mushi_input *in,
    const struct mushi_part *parts, size_t part_n, struct mushi_report *r, struct mushi_err *err)
{
	mu_doc_init(&r->doc, &r->arena);
	if (!(parts ? mu_read_parts(in, parts, part_n, &r->doc, &r->reader, err)
	    : mu_read(in, &r->doc, &r->reader, err))
	    || !mu_norm(&r->doc, &r->arena, &r->text, err))
		return false;
	if (!mu_match(pack, &r->text, &r->arena, &r->matches))
		return mu_nomem(err);
	if (!mu_find_signs(pack, &r->doc, &r->text, &r->matches, &r->arena, &r->signs, err)
	    || !mu_find_indicators(&r->doc, mu_str_of(in->now), &r->arena, &r->indicators, err)
	    || !mu_judge(pack, &r->doc, &r->text, &r->matches, &r->signs, &r->indicators,
	    &r->arena, &r->verdict, err))
		return false;
	mu_advise(pack, &r->verdict, &r->text, r->situations, r->situation_n, r->lang, &r->advice);
	if (mu_court_dates(pack, mu_reckons(pack, &r->advice), in->received, in->now, &r->court)
	    && r->court.state != MU_COURT_OPEN && r->court.state != MU_COURT_SENT)
		mu_advise_due(pack, &r->advice);
	return frame_boxes(r) || mu_nomem(err);
}

/* What the caller may drop after the call is copied. */
static bool
keep_strings(struct mushi_report *r, const struct mushi_input *in)
{
	const char **list = mu_new(&r->arena, const char *, in->situation_n + 1);
	size_t n = in->name ? strlen(in->name) : 0;
	char *name = mu_new_raw(&r->arena, char, n + 1);

	if (!list || !name)
		return false;
	if (n)
		memcpy(name, in->name, n);
	r->name = (struct mu_str){name, n};
	for (size_t i = 0; i < in->situation_n; i++) {
		size_t len = strlen(in->situations[i]) + 1;
		char *copy = mu_new_raw(&r->arena, char, len);
		if (!copy)
			return false;
		memcpy(copy, in->situations[i], len);
		list[i] = copy;
	}
	r->situations = list;
	r->situation_n = in->situation_n;
	return true;
}

static struct mushi_report *
make_report(const struct mushi_pack *pack, const struct mushi_input *in, size_t size,
    const struct mushi_part *parts, size_t n, struct mushi_err *err)
{
	struct mushi_report *r = calloc(1, sizeof *r);
	size_t limit = in->limits.memory;

	if (!r) {
		mu_nomem(err);
		return NULL;
	}
	if (!limit)
		limit = size > (SIZE_MAX - (32u << 20)) / 24 ? SIZE_MAX : size * 24 + (32u << 20);
	mu_arena_init(&r->arena, limit);
	r->pack = pack;
	r->lang = in->lang;
	if (!keep_strings(r, in)) {
		mu_nomem(err);
		mushi_report_free(r);
		return NULL;
	}
	if (!examine(pack, in, parts, n, r, err)) {
		mushi_report_free(r);
		return NULL;
	}
	return r;
}

struct mushi_report *
mushi_examine(const struct mushi_pack *pack, const struct mushi_input *in, struct mushi_err *err)
{
	return make_report(pack, in, in->size, NULL, 0, err);
}

struct mushi_report *
mushi_examine_parts(const struct mushi_pack *pack, const struct mushi_input *in,
    const struct mushi_part *parts, size_t n, struct mushi_err *err)
{
	static const struct mushi_part none = {0};
	size_t size = 0;

	for (size_t i = 0; i < n; i++)
		size = parts[i].size > SIZE_MAX - size ? SIZE_MAX : size + parts[i].size;
	return make_report(pack, in, size, n ? parts : &none, n, err);
}

bool
mushi_report_box(const struct mushi_report *r, size_t i, struct mushi_box *out)
{
	const struct mu_doc *d = &r->doc;

	for (size_t b = 0; b < d->box_n; b++) {
		if (r->framed[b] && i-- == 0) {
			const struct mu_box *x = &d->boxes[b];
			*out = (struct mushi_box){x->x, x->y, x->w, x->h, x->page};
			return true;
		}
	}
	return false;
}

void
mushi_report_free(struct mushi_report *r)
{
	if (r) {
		mu_arena_fini(&r->arena);
		free(r);
	}
}

enum mushi_verdict
mushi_report_verdict(const struct mushi_report *r)
{
	return r->verdict.verdict;
}

double
mushi_report_probability(const struct mushi_report *r)
{
	return r->verdict.probability;
}

const char *
mushi_verdict_name(enum mushi_verdict v)
{
	static const char *const names[] = {"none", "about", "court", "suspicious", "fraud"};

	return (unsigned)v < sizeof names / sizeof *names ? names[v] : "";
}

static const char *
finish(struct mu_out *o, size_t *size)
{
	if (size)
		*size = o->n;
	mu_out_byte(o, '\0');
	return o->failed ? NULL : o->p;
}

const char *
mushi_report_json(struct mushi_report *r, size_t *size)
{
	struct mu_out o;

	mu_out_init(&o, &r->arena);
	mu_write_json(r, &o);
	return finish(&o, size);
}

const char *
mushi_report_blocks(struct mushi_report *r, size_t *size)
{
	struct mu_out o;

	mu_out_init(&o, &r->arena);
	mu_write_blocks(r, &o);
	return finish(&o, size);
}

const char *
mushi_report_text(struct mushi_report *r, unsigned columns, bool colour, size_t *size)
{
	struct mu_out o;

	mu_out_init(&o, &r->arena);
	mu_write_text(r, columns, colour, &o);
	return finish(&o, size);
}

bool
mushi_report_reckoned(const struct mushi_report *r)
{
	return r->court.received[0] != '\0';
}

const char *
mushi_report_reader(const struct mushi_report *r)
{
	return r->reader;
}

const char *
mushi_report_html(struct mushi_report *r, const struct mushi_origin *from, size_t *size)
{
	static const struct mushi_origin nothing = {0};
	struct mu_out o;

	mu_out_init(&o, &r->arena);
	mu_write_html(r, from ? from : &nothing, &o);
	return finish(&o, size);
}

bool
mushi_report_mask(struct mushi_report *r)
{
	return mu_mask(r);
}

void
mushi_sha256(const void *data, size_t n, char hex[65])
{
	static const char digits[] = "0123456789abcdef";
	uint8_t sum[32];

	mu_sha256(data, n, sum);
	for (size_t i = 0; i < sizeof sum; i++) {
		hex[2 * i] = digits[sum[i] >> 4];
		hex[2 * i + 1] = digits[sum[i] & 15];
	}
	hex[64] = '\0';
}

const char *
mushi_version(void)
{
	return MUSHI_VERSION;
}
