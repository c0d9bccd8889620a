/* The stage itself: folds block by block, then maps quotes and blocks to symbols. */
#include "norm/norm.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/err.h"
#include "base/out.h"
#include "base/utf8.h"
#include "norm/fold.h"

enum {
	PHRASE_MAX = 1024, /* symbols of one phrase before spelling */
	LABEL_BYTES = 48,  /* a cell of at most so much may be the label of the next, … */
	VALUE_BYTES = 200, /* … which is at most so long */
	SPAN_LOOK = 64     /* bytes of marks behind the words that mu_text_span() looks through */
};

/* Bytes that begin a character, about: how many symbols the text will need. */
static size_t
count_points(const char *s, size_t n)
{
	const uint64_t ones = 0x0101010101010101u;
	size_t count = 0, i = 0;

#ifdef __SSE2__
	const __m128i zero = _mm_setzero_si128(), tail = _mm_set1_epi8(-65);
	__m128i sum = zero;

	for (; n - i >= 16; i += 16) {
		__m128i v = _mm_loadu_si128((const __m128i *)(const void *)(s + i));
		/* As signed bytes 10xxxxxx is -128 ... -65: 255 in each that is above, so minus one. */
		__m128i lead = _mm_sub_epi8(zero, _mm_cmpgt_epi8(v, tail));

		sum = _mm_add_epi64(sum, _mm_sad_epu8(lead, zero));
	}
	count = (size_t)_mm_cvtsi128_si32(sum) + (size_t)_mm_cvtsi128_si32(_mm_srli_si128(sum, 8));
#endif
	for (; n - i >= 8; i += 8) {
		uint64_t v;

		memcpy(&v, s + i, 8);
		/* one in each byte that is not 10xxxxxx, then the sum of the eight */
		count += ((~(v >> 7) | v >> 6) & ones) * ones >> 56;
	}
	for (; i < n; i++)
		count += ((unsigned char)s[i] & 0xC0) != 0x80;
	return count;
}

/* The first symbol at or after `from` that stands at `byte` or behind it; mostly it is near. */
static uint32_t
first_at(const uint32_t *src, uint32_t from, uint32_t n, uint32_t byte)
{
	uint32_t lo = from, hi = n, step = 8;

	while (n - lo > step && src[lo + step] < byte) {
		lo += step + 1;
		step *= 2;
	}
	if (n - lo > step)
		hi = lo + step;
	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (src[mid] < byte)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static bool
map_quotes(const struct fold *f, struct mu_arena *arena, struct mu_text *out)
{
	uint32_t from = 0;

	out->quotes = mu_new_raw(arena, struct mu_quote, f->quote_n);
	if (!out->quotes)
		return false;
	for (size_t i = 0; i < f->quote_n; i++) {
		const struct fold_quote *q = f->quotes + i;
		uint32_t to;

		/* they are in order */
		from = first_at(f->src, from, f->n, q->from);
		to = first_at(f->src, from, f->n, q->to);
		if (from < to)
			out->quotes[out->quote_n++] = (struct mu_quote){from, to, q->kind, q->closed};
	}
	return true;
}

/*
 * A label and its value in neighbouring cells or items (会費 | 47,250円) are read as one line, so
 * that a phrase may cross from one into the other.
 */
static bool
reads_on(const struct mu_doc *doc, size_t i)
{
	const struct mu_block *b = &doc->blocks[i], *next = b + 1;

	return i + 1 < doc->block_n && (b->flags & next->flags & (MU_B_TABLE | MU_B_LIST))
	    && b->place == MU_P_TEXT && next->place == MU_P_TEXT
	    && !((b->flags ^ next->flags) & MU_B_HIDDEN)
	    && b->to - b->from <= LABEL_BYTES && next->to - next->from <= VALUE_BYTES;
}

/* `start` has the blocks' first symbols before the spellings, which only made the text shorter. */
static void
place_blocks(const struct mu_doc *doc, const struct fold *f, uint32_t *start)
{
	uint32_t gone = 0, last = 0;

	for (size_t i = 0; i < doc->block_n; i++) {
		uint32_t from = doc->blocks[i].from, was = start[i], at = was - gone;

		if (at < last || at > f->n || f->src[at] < from || (at > last && f->src[at - 1] >= from))
			at = first_at(f->src, last, f->n, from);
		start[i] = last = at;
		gone = was - at;
	}
}

bool
mu_norm(const struct mu_doc *doc, struct mu_arena *arena, struct mu_text *out,
    struct mushi_err *err)
{
	struct fold f = {.text = doc->text, .arena = arena};
	size_t cap = count_points(doc->text, doc->text_n) + doc->block_n + 256;

	*out = (struct mu_text){.n = 0};
	if (doc->text_n > UINT32_MAX - 2 || cap > UINT32_MAX / 2)
		return mu_fail(err, MUSHI_ETOOBIG, 0, "text of %zu bytes", doc->text_n);
	f.text_n = (uint32_t)doc->text_n;
	f.block_n = (uint32_t)doc->block_n;
	f.cap = (uint32_t)cap;
	f.sym = mu_new_raw(arena, uint16_t, cap);
	f.src = mu_new_raw(arena, uint32_t, cap);
	out->block_start = mu_new_raw(arena, uint32_t, doc->block_n + 1);
	if (!f.sym || !f.src || !out->block_start)
		return mu_nomem(err);
	for (size_t i = 0; i < doc->block_n && !f.failed; i++) {
		out->block_start[i] = f.n;
		fold_block(&f, doc->blocks[i].from, doc->blocks[i].to);
		if (f.n < f.cap) { /* fold_block() left room unless it failed */
			f.sym[f.n] = reads_on(doc, i) ? MU_SYM_LINE : MU_SYM_BLOCK;
			f.src[f.n++] = doc->blocks[i].to;
		}
	}
	if (f.failed)
		return mu_nomem(err);
	fold_spell(&f);
	f.src[f.n] = (uint32_t)doc->text_n;
	place_blocks(doc, &f, out->block_start);
	out->sym = f.sym;
	out->src = f.src;
	out->n = f.n;
	out->undone_zero_width = f.zero_width;
	out->undone_split = f.split;
	out->undone_lookalike = f.lookalike;
	out->undone_width = f.width;
	out->undone_bidi = f.bidi;
	return map_quotes(&f, arena, out) || mu_nomem(err);
}

size_t
mu_norm_str(struct mu_str s, uint16_t *out, size_t max)
{
	uint16_t sym[PHRASE_MAX];
	uint32_t src[PHRASE_MAX];
	struct fold f = {.text = s.p, .sym = sym, .src = src, .cap = PHRASE_MAX,
	    .phrase = true};

	fold_block(&f, 0, s.n < UINT32_MAX ? (uint32_t)s.n : UINT32_MAX);
	while (f.n && (sym[f.n - 1] == MU_SYM_STOP || sym[f.n - 1] == SYM_DEAD))
		f.n--;
	fold_spell(&f);
	while (f.n && sym[f.n - 1] <= MU_SYM_STOP)
		f.n--; /* behind it was an honorific alone */
	if (f.n > max)
		f.n = (uint32_t)max;
	if (f.n)
		memcpy(out, sym, f.n * sizeof *sym);
	return f.n;
}

static bool
is_mark(const char *p, const char *end, unsigned *len)
{
	uint16_t code = fold_code_of(mu_utf8_get(p, end, len));

	return code >= FOLD_FIRST && code < FOLD_GAP_END && code != FOLD_VOICE && code != FOLD_SEMI
	    && code != FOLD_QUIET;
}

void
mu_text_span(const struct mu_text *t, const struct mu_doc *doc, uint32_t from, uint32_t to,
    uint32_t *byte_from, uint32_t *byte_to)
{
	const char *text = doc->text;
	uint32_t start, next, p, end;
	unsigned len;

	if (to > t->n)
		to = t->n;
	if (from >= to) {
		*byte_from = *byte_to = t->src[from < t->n ? from : t->n];
		return;
	}
	while (to > from && t->sym[to - 1] <= MU_SYM_STOP)
		to--; /* stops and line ends are no words */
	*byte_from = t->src[from];
	if (from == to) {
		*byte_to = *byte_from;
		return;
	}
	start = t->src[to - 1];
	while (to < t->n && t->src[to] == start)
		to++; /* one character that became several symbols ends with the last of them */
	next = t->src[to];
	/*
	 * The words end before the marks that stand between them and the next symbol. Look from
	 * the front, where only so much can belong to one symbol (振り込み is 振込).
	 */
	end = start;
	for (p = start; p < next && p - start < SPAN_LOOK; p += len)
		if (!is_mark(text + p, text + next, &len) || p == start)
			end = p + len;
	*byte_to = end;
}

uint32_t
mu_text_at(const struct mu_text *t, uint32_t byte)
{
	return first_at(t->src, 0, t->n, byte);
}

unsigned
mu_sym_class(uint16_t sym)
{
	return fold_class(sym);
}
