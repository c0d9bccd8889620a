/* Words with boxes, as an OCR gives them -> doc. */
#include "base/err.h"
#include "base/out.h"
#include "base/utf8.h"
#include "read/html.h"
#include "read/parts.h"

static const char MAGIC[] = "mushi-words 1";

struct reader {
	struct mu_doc *doc;
	struct mu_out block;
	size_t first_box; /* of the block that is being gathered */
	bool line;        /* a line end comes before the next word */
	uint32_t page;
	bool page_seen;
};

bool
mu_looks_like_words(struct mu_str src)
{
	return src.n > sizeof MAGIC && memcmp(src.p, MAGIC, sizeof MAGIC - 1) == 0
	    && (src.p[sizeof MAGIC - 1] == '\n' || src.p[sizeof MAGIC - 1] == '\r');
}

/* A number at the start of *s, at most 1,000,000; moves on behind it and one space. */
static bool
number(struct mu_str *s, uint32_t *out)
{
	size_t i = 0;

	*out = 0;
	while (i < s->n && s->p[i] >= '0' && s->p[i] <= '9' && i < 7)
		*out = *out * 10 + (uint32_t)(s->p[i++] - '0');
	if (!i || *out > 1000000 || i >= s->n || s->p[i] != ' ')
		return false;
	*s = mu_str_sub(*s, i + 1, s->n);
	return true;
}

/* Words of Japanese stand together; others keep their space. */
static bool
is_wide(uint32_t c)
{
	return c >= 0x2E80;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The digit that a picture turned into this letter; 0 when there is none. */
static char
as_digit(char c)
{
	static const char digits[256] = {
#define DIGIT(digit, letter) [letter] = digit,
#include "read/ocr.def"
#undef DIGIT
	};

	return digits[(unsigned char)c];
}

/*
 * What a picture does to numbers, undone byte by byte, so that boxes stay: letters between digits,
 * and the comma of a sum read as a full stop (98.000円). Look-alikes among kana and kanji need
 * nothing here: matching folds them for every text (data/fold/).
 */
static void
mend_numbers(char *p, size_t n)
{
	static const char yen[] = "円";

	for (size_t i = 0; i < n; i++) {
		size_t from = i, digits = 0;
		while (i < n && (is_digit(p[i]) || as_digit(p[i]) || p[i] == '-' || p[i] == '.'
		    || p[i] == ','))
			digits += is_digit(p[i++]);
		if (digits < 3 || digits * 5 < (i - from) * 2)
			continue;
		for (size_t k = from; k < i; k++)
			if (as_digit(p[k]))
				p[k] = as_digit(p[k]);
		if (n - i < sizeof yen - 1 || memcmp(p + i, yen, sizeof yen - 1) != 0)
			continue;
		for (size_t k = i; k >= from + 5 && p[k - 4] == '.' && is_digit(p[k - 1])
		    && is_digit(p[k - 2]) && is_digit(p[k - 3]) && is_digit(p[k - 5]); k -= 4)
			p[k - 4] = ',';
	}
}

static bool
close_block(struct reader *r)
{
	struct mu_doc *d = r->doc;
	size_t blocks = d->block_n;

	if (r->block.failed)
		return false;
	mend_numbers(r->block.p, r->block.n);
	if (!mu_doc_add_block(d, mu_out_str(&r->block), MU_P_IMAGE, 0, 0))
		return false;
	if (d->block_n > blocks) {
		uint32_t base = d->blocks[blocks].from;
		for (size_t i = r->first_box; i < d->box_n; i++) {
			d->boxes[i].from += base;
			d->boxes[i].to += base;
		}
	}
	mu_out_init(&r->block, d->arena);
	r->first_box = d->box_n;
	r->line = false;
	return true;
}

static uint32_t
last_char(struct mu_str s)
{
	size_t i = s.n;
	unsigned len;

	while (i && ((unsigned char)s.p[i - 1] & 0xC0) == 0x80)
		i--;
	return i ? mu_utf8_get(s.p + i - 1, s.p + s.n, &len) : 0;
}

/* White space and control bytes, which a block does not begin or end with. */
static bool
is_blank(char c)
{
	return (unsigned char)c <= 0x20 || c == 0x7F;
}

static bool
add_word(struct reader *r, struct mu_box box, struct mu_str word)
{
	struct mu_doc *d = r->doc;
	struct mu_box *boxes;
	unsigned len;

	while (word.n && is_blank(word.p[0]))
		word = mu_str_sub(word, 1, word.n);
	while (word.n && is_blank(word.p[word.n - 1]))
		word.n--;
	if (!word.n)
		return true;
	if (r->block.n && r->line)
		mu_out_byte(&r->block, '\n');
	else if (r->block.n && !is_wide(last_char(mu_out_str(&r->block)))
	    && !is_wide(mu_utf8_get(word.p, word.p + word.n, &len)))
		mu_out_byte(&r->block, ' ');
	r->line = false;
	box.from = (uint32_t)r->block.n;
	for (size_t i = 0; i < word.n; i++)
		mu_out_byte(&r->block, is_blank(word.p[i]) ? ' ' : word.p[i]);
	box.to = (uint32_t)r->block.n;
	box.page = r->page;
	boxes = mu_arena_grow(d->arena, d->boxes, d->box_n, d->box_n + 1, &d->box_cap, sizeof *boxes);
	if (!boxes)
		return false;
	d->boxes = boxes;
	d->boxes[d->box_n++] = box;
	return true;
}

bool
mu_read_words(struct mu_str src, size_t text_max, struct mu_doc *doc, struct mushi_err *err)
{
	struct reader r = {.doc = doc, .first_box = doc->box_n};
	size_t first = doc->block_n;

	if (src.n > UINT32_MAX / 4)
		return mu_fail(err, MUSHI_ETOOBIG, 0, "words of %zu bytes", src.n);
	if (doc->box_n)
		r.page = doc->boxes[doc->box_n - 1].page + 1;
	mu_out_init(&r.block, doc->arena);
	for (size_t i = 0; i < src.n;) {
		const char *nl = memchr(src.p + i, '\n', src.n - i);
		size_t end = nl ? (size_t)(nl - src.p) : src.n;
		struct mu_str s = mu_str_trim(mu_str_sub(src, i, end));
		struct mu_box b = {0};

		i = end + 1;
		if (mu_str_eq(s, MU_STR("line"))) {
			r.line = true;
		} else if (mu_str_eq(s, MU_STR("block"))) {
			if (!close_block(&r))
				return mu_nomem(err);
		} else if (mu_str_starts(s, MU_STR("page "))) {
			if (!close_block(&r))
				return mu_nomem(err);
			r.page += r.page_seen && r.page < 100000;
			r.page_seen = true;
		} else if (number(&s, &b.x) && number(&s, &b.y) && number(&s, &b.w)
		    && number(&s, &b.h) && mu_str_trim(s).n) {
			if (doc->box_n >= MU_WORDS_MOST
			    || doc->text_n + r.block.n + s.n >= text_max
			    || doc->block_n >= MU_HTML_BLOCKS) {
				doc->notes |= MU_N_TEXT_CUT;
				break;
			}
			if (!add_word(&r, b, mu_str_trim(s)))
				return mu_nomem(err);
		}
	}
	if (!close_block(&r))
		return mu_nomem(err);
	mu_count_text(doc, first);
	if (doc->block_n > first)
		doc->notes |= MU_N_FROM_PICTURE;
	return true;
}
