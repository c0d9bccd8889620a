/*
 * Text -> blocks. White space collapses as in a browser; hidden pieces, ruby and
 * alternative texts in the middle of a word wait beside the flow until its block ends, so
 *
 *	登<span style="display:none">x</span>録<img alt="警告">完了
 *
 * becomes the blocks "登録完了", "x" (hidden) and "警告" (alt).
 */
#include "read/html_int.h"

#include "base/utf8.h"

#include "read/scan.h"

enum {
	SLACK = 32,
	SPELLED = 3,    /* cells of one character that make a row a word */
	TAIL_BYTES = 40 /* a longer cell is a text of its own */
};

static bool
room(struct mu_html *h, size_t n)
{
	struct mu_doc *d = h->doc;
	char *p;

	if (d->text_n + n + SLACK <= d->text_cap)
		return true;
	p = mu_arena_grow(
	    h->arena, d->text, d->text_n, d->text_n + n + SLACK, &d->text_cap, 1);
	if (!p) {
		h->failed = h->full = true;
		return false;
	}
	d->text = p;
	return true;
}

struct mu_str
mu_html_copy(struct mu_html *h, struct mu_str s)
{
	char *p;

	if (!s.n)
		return MU_STR("");
	p = mu_new_raw(h->arena, char, s.n);
	if (!p) {
		h->failed = h->full = true;
		return MU_STR("");
	}
	memcpy(p, s.p, s.n);
	return (struct mu_str){p, s.n};
}

bool
mu_html_words(struct mu_str s, unsigned latin)
{
	unsigned words = 0;
	bool in = false;

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		bool letter = (unsigned char)(mu_lower(c) - 'a') < 26;

		/*
		 * letters and signs of East Asia and the like; not the Latin-1 signs or
		 * dashes
		 */
		if (c >= 0xC3 && c != 0xE2 && c != 0xEF)
			return true;
		if (c == 0xEF && i + 1 < s.n && (unsigned char)s.p[i + 1] != 0xBF)
			return true;
		words += letter && !in;
		in = letter;
	}
	return words >= latin;
}

static unsigned
chars(const char *p, size_t n, unsigned max)
{
	unsigned k = 0;

	for (size_t i = 0; i < n && k <= max; i++)
		k += ((unsigned char)p[i] & 0xC0) != 0x80 && p[i] != ' ' && p[i] != '\n';
	return k;
}

/* One or two characters beyond ASCII: a piece of a word that was cut up. */
static bool
is_piece(const char *p, size_t n)
{
	if (n > 8 || chars(p, n, 2) > 2)
		return false;
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)p[i] < 0x80 && p[i] != ' ')
			return false;
	return true;
}

/* Only no-break, ideographic or zero-width spaces: nothing to read. */
static bool
blank(const char *p, size_t n)
{
	for (size_t i = 0; i < n;) {
		if (p[i] == ' ' || p[i] == '\n')
			i++;
		else if (n - i >= 2 && memcmp(p + i, "\xC2\xA0", 2) == 0)
			i += 2;
		else if (n - i >= 3
		    && (memcmp(p + i, "\xE3\x80\x80", 3) == 0
			|| memcmp(p + i, "\xE2\x80\x8B", 3) == 0
			|| memcmp(p + i, "\xEF\xBB\xBF", 3) == 0))
			i += 3;
		else
			return false;
	}
	return true;
}

static void
start_marks(struct mu_html *h)
{
	struct mu_doc *d = h->doc;

	for (unsigned due = h->due; due; due &= due - 1) {
		unsigned k = (unsigned)__builtin_ctz(due);
		struct mu_mark *m;

		if (d->mark_n >= MU_HTML_MARKS)
			continue;
		m = MU_HTML_GROW(h->arena, d->marks, d->mark_n, d->mark_cap);
		if (!m) {
			h->failed = h->full = true;
			return;
		}
		d->marks = m;
		d->marks[d->mark_n++] = (struct mu_mark){.from = (uint32_t)d->text_n,
		    .to = (uint32_t)d->text_n,
		    .kind = (uint8_t)k,
		    .link = k == MU_M_LINK ? h->mark[k].link : 0};
		h->mark[k].index = (uint32_t)d->mark_n;
	}
	h->due = 0;
}

static void
stop_mark(struct mu_html *h, unsigned k)
{
	struct mu_doc *d = h->doc;
	struct mu_mark *m;

	if (!h->mark[k].index)
		return;
	m = &d->marks[h->mark[k].index - 1];
	m->to = (uint32_t)d->text_n;
	h->mark[k].index = 0;
	if (k == MU_M_LINK && m->link < d->link_n && m->to > m->from) {
		struct mu_link *l = &d->links[m->link];
		if (l->from == l->to)
			l->from = m->from;
		l->to = m->to;
	}
}

void
mu_flow_mark(struct mu_html *h, enum mu_mark_kind kind, uint32_t link)
{
	if (h->mark[kind].depth++ == 0) {
		h->mark[kind].link = link;
		h->mark[kind].index = 0;
		h->due |= 1u << kind;
	}
}

void
mu_flow_unmark(struct mu_html *h, enum mu_mark_kind kind)
{
	if (!h->mark[kind].depth || --h->mark[kind].depth)
		return;
	stop_mark(h, kind);
	h->due &= ~(1u << kind);
}

static bool
add_hidden(struct mu_html *h, uint32_t block, uint32_t rec)
{
	struct mu_hidden_block *p = mu_arena_grow(h->arena, h->hiddens, h->hidden_n,
	    h->hidden_n + 1, &h->hidden_cap, sizeof *p);

	if (!p)
		return false;
	h->hiddens = p;
	h->hiddens[h->hidden_n++] = (struct mu_hidden_block){block, rec};
	return true;
}

/*
 * doc->text[from, text_n) becomes a block. Pieces of one or two characters that follow
 * each other in the same sort of place (登|録|完|了 in cells) become one block, and what stands
 * among them in the same row too (会|費|は|98,000|円|で|す|。).
 */
static void
finish(struct mu_html *h, uint32_t from, enum mu_place place, unsigned flags,
    unsigned level, uint32_t origin, uint32_t first_mark, uint32_t rec)
{
	struct mu_doc *d = h->doc;
	struct mu_block *b, *grown;
	bool piece, single, tail;

	while (d->text_n > from
	    && (d->text[d->text_n - 1] == ' ' || d->text[d->text_n - 1] == '\n'))
		d->text_n--;
	if (d->text_n == from
	    || (d->text_n - from < 32 && blank(d->text + from, d->text_n - from))) {
		for (size_t i = first_mark; i < d->mark_n; i++)
			if (d->marks[i].kind == MU_M_LINK && d->marks[i].link < d->link_n
			    && d->links[d->marks[i].link].from >= from)
				d->links[d->marks[i].link]
				    .from = d->links[d->marks[i].link].to = 0;
		d->mark_n = first_mark;
		d->text_n = from ? from - 1 : 0;
		return;
	}
	for (size_t i = first_mark; i < d->mark_n; i++) {
		struct mu_mark *m = &d->marks[i];

		if (m->to > d->text_n)
			m->to = (uint32_t)d->text_n;
		if (m->from > m->to)
			m->from = m->to;
		if (m->kind == MU_M_LINK) {
			struct mu_link *l = m->link < d->link_n ? &d->links[m->link]
								: NULL;
			if (l && l->to > d->text_n)
				l->to = (uint32_t)d->text_n;
			if (l && l->from > l->to)
				l->from = l->to;
			if (m->from == from && m->to == d->text_n && place == MU_P_TEXT)
				place = MU_P_LINK;
		}
	}
	piece = is_piece(d->text + from, d->text_n - from);
	single = piece && chars(d->text + from, d->text_n - from, 2) == 1;
	tail = h->spelled >= SPELLED && flags & MU_B_TABLE && d->text_n - from <= TAIL_BYTES;
	if ((piece || tail) && h->short_block && h->short_block == d->block_n) {
		b = &d->blocks[d->block_n - 1];
		if (b->place == place && b->to + 1 == from && b->flags == flags
		    && b->level == level && place != MU_P_SCRIPT
		    && (!(flags & MU_B_LIST) || single)) {
			memmove(d->text + from - 1, d->text + from, d->text_n - from);
			for (size_t i = first_mark; i < d->mark_n; i++) {
				struct mu_mark *m = &d->marks[i];
				if (m->kind == MU_M_LINK && m->link < d->link_n) {
					struct mu_link *l = &d->links[m->link];
					l->to -= l->to == m->to && l->to;
					l->from -= l->from == m->from && l->from;
				}
				m->from--;
				m->to--;
			}
			b->to = (uint32_t)--d->text_n;
			h->spelled += single;
			return;
		}
	}
	grown = MU_HTML_GROW(h->arena, d->blocks, d->block_n, d->block_cap);
	if (!grown) {
		h->failed = h->full = true;
		return;
	}
	d->blocks = grown;
	d->blocks[d->block_n++] = (struct mu_block){.from = from,
	    .to = (uint32_t)d->text_n,
	    .origin = origin,
	    .flags = (uint16_t)flags,
	    .place = (uint8_t)place,
	    .level = (uint8_t)level};
	if (rec && flags & MU_B_HIDDEN && !add_hidden(h, (uint32_t)d->block_n - 1, rec))
		h->failed = h->full = true;
	h->short_block = piece ? (uint32_t)d->block_n : 0;
	h->spelled = single;
	if (d->block_n >= MU_HTML_BLOCKS) {
		d->notes |= MU_N_BLOCKS_CUT;
		h->full = true;
	}
}

static void
separate(struct mu_html *h)
{
	if (h->doc->block_n && room(h, 1))
		h->doc->text[h->doc->text_n++] = '\n';
}

/* What waited beside the flow comes out, each piece a block. */
static void
flush(struct mu_html *h)
{
	struct mu_doc *d = h->doc;
	size_t n = h->sides_n;

	h->sides_n = 0;
	h->side_open = false;
	for (size_t i = 0; i < n && !h->full; i++) {
		struct mu_side s = h->sides[i];
		size_t len = s.to - s.from, first = d->mark_n;
		enum mu_place place = (enum mu_place)s.place;
		uint32_t from;

		if (d->text_n + len + 1 > h->text_max) {
			d->notes |= MU_N_TEXT_CUT;
			h->full = true;
			break;
		}
		if (!len || !room(h, len + 1))
			continue;
		separate(h);
		from = (uint32_t)d->text_n;
		memcpy(d->text + from, h->side + s.from, len);
		d->text_n += len;
		if (s.link && s.link <= d->link_n) {
			struct mu_link *l = &d->links[s.link - 1];
			uint32_t due = h->due;

			if (l->from == l->to) {
				l->from = from;
				l->to = (uint32_t)d->text_n;
			}
			if (place == MU_P_TEXT) {
				h->due = 0;
				d->text_n -= len;
				h->due = 1u << MU_M_LINK;
				{
					uint32_t link = h->mark[MU_M_LINK].link,
						 index = h->mark[MU_M_LINK].index;
					h->mark[MU_M_LINK].link = s.link - 1;
					start_marks(h);
					d->text_n += len;
					if (d->mark_n > first)
						d->marks[d->mark_n - 1].to = (uint32_t)d
										 ->text_n;
					h->mark[MU_M_LINK].link = link;
					h->mark[MU_M_LINK].index = index;
				}
				h->due = due;
			}
		}
		finish(h, from, place, s.flags, 0, s.origin, (uint32_t)first, s.rec);
	}
	h->side_n = 0;
}

void
mu_flow_close(struct mu_html *h)
{
	if (h->open) {
		if (h->wait_field)
			mu_attr_wait_end(h);
		for (unsigned k = 0; k < 8; k++)
			if (h->mark[k].index) {
				stop_mark(h, k);
				h->due |= 1u << k;
			}
		h->open = false;
		finish(h, h->from, (enum mu_place)h->place, h->flags, h->level, h->origin,
		    h->first_mark, h->rec);
	}
	h->space = false;
	if (h->sides_n)
		flush(h);
}

void
mu_flow_break(struct mu_html *h, const struct mu_open *o)
{
	/* What makes no box does not break the line it stands in. */
	if (o->mode & MU_O_NOBOX && h->open && !(h->flags & MU_B_HIDDEN)) {
		h->side_open = false;
		return;
	}
	if (h->open || h->sides_n)
		mu_flow_close(h);
}

static bool
begin(struct mu_html *h, const struct mu_open *o, unsigned flags, uint32_t origin)
{
	if (h->sides_n)
		flush(h);
	if (h->full)
		return false;
	separate(h);
	h->open = true;
	h->space = false;
	h->from = (uint32_t)h->doc->text_n;
	h->origin = origin;
	h->first_mark = (uint32_t)h->doc->mark_n;
	h->flags = (uint16_t)flags;
	h->place = o->place;
	h->level = o->level;
	h->rec = o->rec;
	return true;
}

/* Where the bytes of s and behind it end: mostly s is a part of the page. */
MU_HOT const char *
readable(const struct mu_html *h, struct mu_str s)
{
	uintptr_t from = (uintptr_t)h->src.p, at = (uintptr_t)s.p;

	return at >= from && at - from <= h->src.n ? h->src.p + h->src.n : s.p + s.n;
}

/*
 * A run of white space becomes one blank. Up to 16 bytes more than the result are written, and
 * so many read behind the text, but not beyond `limit`.
 */
MU_HOT size_t
collapse(const char *p, size_t n, char *to, const char *limit)
{
	const char *end = p + n;
	char *out = to;
	bool was = false;

#if MU_SIMD
	const __m128i top = _mm_set1_epi8(0x20);

	while (p < end) {
		size_t k = end - p >= 16 ? 16 : (size_t)(end - p);
		__m128i v = k == 16 || limit - p >= 16 ? _mm_loadu_si128((const __m128i *)(const void *)p)
					    : mu_load_part(p, k);
		__m128i ws = _mm_cmpeq_epi8(_mm_min_epu8(v, top), v);
		unsigned m = (unsigned)_mm_movemask_epi8(ws) & (0xFFFFu >> (16 - k));

		if (m & (m << 1 | (unsigned)was)) { /* two in a row: one by one */
			for (size_t i = 0; i < k; i++) {
				bool now = (unsigned char)p[i] <= 0x20;
				*out = now ? ' ' : p[i];
				out += !(now && was);
				was = now;
			}
		} else {
			v = _mm_or_si128(_mm_andnot_si128(ws, v), _mm_and_si128(ws, top));
			_mm_storeu_si128((__m128i *)(void *)out, v);
			out += k;
			was = m >> (k - 1) & 1;
		}
		p += k;
	}
#else
	(void)limit;
	for (; p < end; p++) {
		bool now = (unsigned char)*p <= 0x20;
		*out = now ? ' ' : *p;
		out += !(now && was);
		was = now;
	}
#endif
	return (size_t)(out - to);
}

/*
 * White space at the ends is cut off and reported; what is left has a letter at both
 * ends.
 */
MU_HOT struct mu_str
strip(struct mu_str s, bool *before, bool *after)
{
	*before = *after = false;
	while (s.n && (unsigned char)s.p[0] <= 0x20) {
		s.p++;
		s.n--;
		*before = true;
	}
	while (s.n && (unsigned char)s.p[s.n - 1] <= 0x20) {
		s.n--;
		*after = true;
	}
	return s;
}

/* Cut at a character so that at most `left` bytes stay. */
static size_t
fit(struct mu_str s, size_t left)
{
	if (s.n <= left)
		return s.n;
	while (left && ((unsigned char)s.p[left] & 0xC0) == 0x80)
		left--;
	return left;
}

MU_COLD static void
side_text(struct mu_html *h, struct mu_str s, enum mu_place place, unsigned flags,
    uint32_t link, uint32_t rec, uint32_t origin)
{
	bool before, after;
	struct mu_side *e;
	size_t n;
	char *p;

	s = strip(s, &before, &after);
	if (!s.n) {
		h->side_space |= before;
		return;
	}
	e = h->sides_n ? &h->sides[h->sides_n - 1] : NULL;
	if (!h->side_open || !e || e->place != place || e->flags != flags
	    || e->link != link) {
		if (h->sides_n >= MU_HTML_SIDES) {
			h->doc->notes |= MU_N_BLOCKS_CUT;
			return;
		}
		e = mu_arena_grow(h->arena, h->sides, h->sides_n, h->sides_n + 1,
		    &h->sides_cap, sizeof *e);
		if (!e) {
			h->failed = h->full = true;
			return;
		}
		h->sides = e;
		e = &h->sides[h->sides_n++];
		*e = (struct mu_side){.from = (uint32_t)h->side_n,
		    .to = (uint32_t)h->side_n,
		    .origin = origin,
		    .link = link,
		    .rec = rec,
		    .flags = (uint16_t)flags,
		    .place = (uint8_t)place};
		h->side_open = true;
		h->side_space = before = false;
	}
	if (h->side_n > h->text_max)
		return;
	s.n = fit(s, h->text_max - h->side_n);
	p = mu_arena_grow(
	    h->arena, h->side, h->side_n, h->side_n + s.n + SLACK, &h->side_cap, 1);
	if (!p) {
		h->failed = h->full = true;
		return;
	}
	h->side = p;
	if ((h->side_space || before) && e->to > e->from)
		h->side[h->side_n++] = ' ';
	n = collapse(s.p, s.n, h->side + h->side_n, s.p + s.n);
	h->side_n += n;
	e->to = (uint32_t)h->side_n;
	h->side_space = after;
}

void
mu_flow_side(struct mu_html *h, struct mu_str s, enum mu_place place, unsigned flags,
    uint32_t link)
{
	const struct mu_open *o = &h->stack[h->top];

	if (o->mode & MU_O_SKIP || h->full)
		return;
	if (o->mode & MU_O_STICKY)
		place = (enum mu_place)o->place;
	if (o->hidden)
		flags |= MU_B_HIDDEN;
	h->side_open = false;
	side_text(h, s, place, flags | (o->flags & ~(unsigned)MU_B_HIDDEN), link, o->rec,
	    h->at);
	h->side_open = false;
}

MU_HOT void
main_text(struct mu_html *h, const struct mu_open *o, struct mu_str s, unsigned flags,
    uint32_t origin)
{
	struct mu_doc *d = h->doc;
	bool before, after;
	size_t fits, n;

	s = strip(s, &before, &after);
	if (!s.n) {
		h->space |= before && h->open;
		return;
	}
	if (!h->open) {
		if (!begin(h, o, flags, origin))
			return;
	} else {
		h->flags &= (uint16_t)(flags | MU_B_HIDDEN);
		before |= h->space;
		if (before && d->text[d->text_n - 1] != '\n' && room(h, 1))
			d->text[d->text_n++] = ' ';
	}
	if (d->text_n + s.n > h->text_max) {
		fits = d->text_n >= h->text_max ? 0 : fit(s, h->text_max - d->text_n);
		s.n = fits;
		d->notes |= MU_N_TEXT_CUT;
		h->full = true;
	}
	if (!room(h, s.n))
		return;
	if (h->due)
		start_marks(h);
	n = collapse(s.p, s.n, d->text + d->text_n, readable(h, s));
	d->text_n += n;
	h->space = after;
}

MU_HOT void
put(struct mu_html *h, const struct mu_open *o, struct mu_str s, unsigned flags,
    uint32_t origin)
{
	if (o->mode & MU_O_RUBY) {
		side_text(h, s,
		    o->mode & MU_O_STICKY ? (enum mu_place)o->place : MU_P_ATTR, flags, 0,
		    o->rec, origin);
		return;
	}
	if (o->mode & MU_O_ASIDE_TEXT) {
		side_text(h, s, MU_P_ATTR, flags, 0, o->rec, origin);
		return;
	}
	if (h->open && (flags ^ h->flags) & MU_B_HIDDEN) {
		if (flags & MU_B_HIDDEN) {
			side_text(h, s, (enum mu_place)o->place, flags,
			    h->mark[MU_M_LINK].depth ? h->mark[MU_M_LINK].link + 1 : 0,
			    o->rec, origin);
			return;
		}
		if (mu_str_trim(s).n)
			mu_flow_close(h);
	}
	main_text(h, o, s, flags, origin);
}

MU_HOT unsigned
flags_here(const struct mu_open *o)
{
	unsigned f = o->flags;

	if (o->hidden || o->blend)
		f |= MU_B_HIDDEN;
	if (o->faint)
		f |= MU_B_SMALL;
	return f;
}

MU_HOT bool
all_space(struct mu_str s)
{
	size_t i = 0;

#if MU_SIMD
	const __m128i top = _mm_set1_epi8(0x20);

	for (; s.n - i >= 16; i += 16) {
		__m128i v = _mm_loadu_si128((const __m128i *)(const void *)(s.p + i));
		if (_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_min_epu8(v, top), v)) != 0xFFFF)
			return false;
	}
#endif
	while (i < s.n && (unsigned char)s.p[i] <= 0x20)
		i++;
	return i == s.n;
}

void
mu_flow_text(struct mu_html *h, struct mu_str s, uint32_t origin)
{
	const struct mu_open *o = &h->stack[h->top];
	unsigned flags;

	if (o->mode & MU_O_SKIP || h->full)
		return;
	/* Line ends and indents between blocks */
	if (!h->open && !(o->mode & (MU_O_PRE | MU_O_RUBY | MU_O_ASIDE_TEXT)) && s.n
	    && (unsigned char)s.p[0] <= 0x20 && all_space(s))
		return;
	if (!(o->mode & MU_O_PRE)) {
		put(h, o, s, flags_here(o), origin);
		return;
	}
	flags = flags_here(o);
	while (s.n && !h->full) {
		const char *end = s.p + s.n,
			   *nl = mu_scan4(s.p, end, '\n', '\n', '\n', '\n');
		size_t n = (size_t)(nl - s.p);

		if (n)
			put(h, o, (struct mu_str){s.p, n}, flags, origin);
		if (nl == end)
			break;
		mu_flow_line(h);
		origin += (uint32_t)n + 1;
		s = mu_str_sub(s, n + 1, s.n);
	}
}

void
mu_flow_line(struct mu_html *h)
{
	const struct mu_open *o = &h->stack[h->top];
	struct mu_doc *d = h->doc;

	if (o->mode & MU_O_SKIP || h->full)
		return;
	if (h->open && flags_here(o) & MU_B_HIDDEN && !(h->flags & MU_B_HIDDEN)) {
		h->side_space = true;
		return;
	}
	h->space = false;
	if (!h->open || d->text_n >= h->text_max || !room(h, 1))
		return;
	if (d->text_n >= h->from + 2 && d->text[d->text_n - 1] == '\n'
	    && d->text[d->text_n - 2] == '\n')
		return;
	if (d->text_n > h->from)
		d->text[d->text_n++] = '\n';
}
