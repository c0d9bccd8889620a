/*
 * The matcher: one pass over the folded text.
 *
 * At every position the first two symbols are hashed into a bit table; few positions pass.
 * Those look into the bucket of the first three symbols, and of the two for words that have no
 * more. A Latin word is looked up once, by its whole run of letters. A word found marks the sets
 * it belongs to as "seen here" and, for each phrase it triggers, first asks whether the phrase's
 * rarest other set was seen within reach (one load, one compare), and only then checks the phrase
 * itself, backwards from the trigger with a bit set of reachable positions.
 *
 * Bounds: a check looks back at most 230 symbols and tries at most 256 positions per atom, so
 * the whole is linear in the text with a factor set by the rules. That factor is large for a
 * page made of half-phrases only. So work is counted, and so are matches and shapes: each
 * WINDOW of symbols may cost WINDOW_WORK and BYTE_WORK, more than the densest of people's texts
 * does (of Japanese about 4,300 steps in the middle, 13,000 at most; the same words in Latin
 * letters take more symbols but a third of the bytes), and a page has one RESERVE besides. What goes
 * beyond is left unchecked until the next window, and `cut` says so. Every window starts afresh
 * whatever the windows before it used up, and a window is shorter than a fraud: so a flood can
 * hide what stands within it and a sentence or two behind it, never what comes later.
 *
 * Number shapes (<num>, <yen>, …) are recognised once, where a run of digits begins, and take part
 * like words (shape.c).
 */
#include "sign/matcher.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum {
	BUCKETS = 3,               /* in which the words at one symbol may be */
	CANDIDATES = 8,            /* words at one symbol that are kept until they are looked at */
	BLOCK = 64,                /* symbols sorted at once; a part of WINDOW */
	WINDOW = 256,              /* symbols that share an allowance */
	BYTE_WORK = 16,            /* steps for each byte of the window, beside WINDOW_WORK */
	RESERVE_WORK = 4000000,    /* steps of the whole page beyond the allowances */
	WINDOW_MATCHES = 64,       /* when the page has MU_MATCH_MAX already */
	WINDOW_SHAPES = 48         /* of each kind, likewise */
};

/* What a symbol is to the border of a word; most symbols of Latin texts are ASCII. */
static unsigned
edge(uint16_t c)
{
	if (c < 0x80)
		return mu_is_small(c) ? MU_C_LATIN : digit(c) ? MU_C_DIGIT : 0;
	return mu_sym_class(c) & (MU_C_LATIN | MU_C_DIGIT);
}

static bool
edge_ok(uint16_t inner, uint16_t outer)
{
	return !(edge(inner) & edge(outer));
}

static void
next_window(struct matcher *m, uint32_t at)
{
	m->work = WINDOW_WORK + BYTE_WORK * (int64_t)(m->t->src[m->t->n - at > WINDOW
	    ? at + WINDOW : m->t->n - 1] - m->t->src[at]);
	m->match_max = m->out->n + WINDOW_MATCHES;
	if (m->match_max < MU_MATCH_MAX)
		m->match_max = MU_MATCH_MAX;
	for (unsigned k = 0; k < MU_BI_COUNT; k++) {
		m->shape_max[k] = m->out->shape_n[k] + WINDOW_SHAPES;
		if (m->shape_max[k] < MU_MATCH_MAX)
			m->shape_max[k] = MU_MATCH_MAX;
	}
}

bool
mu_word_at(const struct mushi_pack *p, const struct mu_text *t, const struct mu_word *w,
    uint32_t at)
{
	const uint16_t *s = t->sym;
	const uint16_t *k = p->syms + w->sym;

	if (t->n - at < w->n)
		return false;
	for (uint32_t i = 0; i < w->n; i++)
		if (s[at + i] != k[i])
			return false;
	if (w->latin_head && at > 0 && !edge_ok(k[0], s[at - 1]))
		return false;
	if (w->latin_tail && at + w->n < t->n && !edge_ok(k[w->n - 1], s[at + w->n]))
		return false;
	return true;
}

static bool
is_full(const struct mushi_pack *p, uint32_t h)
{
	return p->full[h / 64] >> (h % 64) & 1;
}

/* Is it worth a look at the word? Most of a bucket are others. */
static inline bool
may_stand(const struct mu_text *t, const struct mu_scan_entry *entry, uint32_t i)
{
	return entry->n <= t->n - i && t->sym[i + entry->n - 1u] == entry->last;
}

/* The word stands at i. */
static __attribute__((noinline)) void
found(struct matcher *m, const struct mu_word *word, uint32_t i)
{
	const struct mushi_pack *p = m->p;

	m->out->words_seen++;
	for (uint32_t k = 0; k < word->trigger_n; k++) {
		const struct mu_word_trigger *t = &p->word_triggers[word->triggers + k];

		/* mu_match_set(), but for what mostly comes of it: the one phrase lacks its other word */
		if (t->n == 1 && t->need != UINT16_MAX && m->work > 0
		    && (!m->seen[t->need] || m->seen[t->need] - 1 + t->span_max < i + word->n))
			m->work--;
		else
			mu_match_set(m, t->set, i, i + word->n);
	}
	for (uint32_t k = 0; k < word->set_n; k++)
		m->seen[p->word_sets[word->sets + k]] = i + 1;
	if (word->near)
		mu_match_near(m, word->near, i);
}

static void
try_word(struct matcher *m, const struct mu_scan_entry *entry, uint32_t i)
{
	const struct mu_word *word = &m->p->words[entry->word];

	if (mu_word_at(m->p, m->t, word, i))
		found(m, word, i);
}

/* All words at i, from the buckets of the hashes, in the order of the pack. */
static void
try_words(struct matcher *m, uint32_t i, const uint32_t *hash, unsigned hash_n)
{
	const struct mushi_pack *p = m->p;
	const struct mu_scan_entry *from[BUCKETS], *end[BUCKETS];
	unsigned n = 0;

	for (unsigned k = 0; k < hash_n; k++) {
		bool twice = (k > 0 && hash[k] == hash[0]) || (k > 1 && hash[k] == hash[1]);

		if (twice || !is_full(p, hash[k]))
			continue;
		from[n] = p->scan + p->bucket[hash[k]];
		end[n++] = p->scan + p->bucket[hash[k] + 1];
	}
	while (n > 1) {
		unsigned k = from[1]->word < from[0]->word;

		if (n > 2 && from[2]->word < from[k]->word)
			k = 2;
		if (may_stand(m->t, from[k], i))
			try_word(m, from[k], i);
		if (++from[k] == end[k]) {
			from[k] = from[--n];
			end[k] = end[n];
		}
	}
	if (n)
		for (const struct mu_scan_entry *e = from[0]; e < end[0]; e++)
			if (may_stand(m->t, e, i))
				try_word(m, e, i);
}

#ifdef __SSE2__
/* A bit for each of 16 symbols. */
static unsigned
in_range(__m128i v, __m128i w, char from, char to)
{
	const __m128i first = _mm_set1_epi16(from), most = _mm_set1_epi16((short)(to - from));
	const __m128i zero = _mm_setzero_si128();

	return (unsigned)_mm_movemask_epi8(_mm_packs_epi16(
	    _mm_cmpeq_epi16(_mm_subs_epu16(_mm_sub_epi16(v, first), most), zero),
	    _mm_cmpeq_epi16(_mm_subs_epu16(_mm_sub_epi16(w, first), most), zero)));
}
#endif

/*
 * A bit for each symbol of s[0, n), n at most BLOCK: `letters` the small Latin ones, `digits`, and
 * `quiet` those no word begins with (blanks and ends of sentences, lines and blocks).
 */
static void
sort_symbols(const uint16_t *s, uint32_t n, uint64_t *letters, uint64_t *digits, uint64_t *quiet)
{
	uint32_t i = 0;

	*letters = *digits = *quiet = 0;
#ifdef __SSE2__
	for (; n - i >= 16; i += 16) {
		__m128i v = _mm_loadu_si128((const __m128i *)(const void *)(s + i));
		__m128i w = _mm_loadu_si128((const __m128i *)(const void *)(s + i + 8));

		*letters |= (uint64_t)in_range(v, w, 'a', 'z') << i;
		*digits |= (uint64_t)in_range(v, w, '0', '9') << i;
		*quiet |= (uint64_t)in_range(v, w, 0, ' ') << i;
	}
#endif
	for (; i < n; i++) {
		*letters |= (uint64_t)mu_is_small(s[i]) << i;
		*digits |= (uint64_t)digit(s[i]) << i;
		*quiet |= (uint64_t)(s[i] <= ' ') << i;
	}
}

/* The first letters of the run s[i, end) of Latin ones; reads up to eight from i on. */
static uint64_t
first_letters(const uint16_t *s, uint32_t i, uint32_t end, uint32_t n)
{
	uint32_t most = end - i < 8 ? end - i : 8;
	uint64_t letters = 0;

#ifdef __SSE2__
	if (n - i >= 8) {
		__m128i v = _mm_loadu_si128((const __m128i *)(const void *)(s + i));

		_mm_storel_epi64((__m128i *)(void *)&letters, _mm_packus_epi16(v, v));
		return letters & ~0ull >> (64 - 8 * most);
	}
#endif
	(void)n;
	for (uint32_t k = 0; k < most; k++)
		letters |= (uint64_t)s[i + k] << (8 * k);
	return letters;
}

static bool
may_begin(const struct mushi_pack *p, uint32_t h)
{
	return p->bloom[h / 64] >> (h % 64) & 1;
}

/* Words at i of the bucket that may begin with the letters, behind those that list has already. */
static inline unsigned
add_candidates(const struct matcher *m, uint32_t i, uint32_t h, uint64_t letters,
    const struct mu_scan_entry **list, unsigned n)
{
	const struct mushi_pack *p = m->p;
	const struct mu_scan_entry *e = p->scan + p->bucket[h], *end = p->scan + p->bucket[h + 1];

	for (; e < end && n < CANDIDATES; e++)
		if (e->letters == letters && may_stand(m->t, e, i))
			list[n++] = e;
	return n;
}

/* MU_RUN_* of a hash. */
static unsigned
run_words(const struct mushi_pack *p, uint32_t run)
{
	return p->runs[run / 16] >> (run % 16 * 2) & 3;
}

/* Not 0 when a word that may go on may begin the n letters. */
static inline uint32_t
open_words(const struct mushi_pack *p, uint64_t letters, uint32_t n)
{
	uint32_t first = (uint32_t)letters & 31, second = (uint32_t)(letters >> 8) & 31;
	uint32_t third = n > 2 ? ((uint32_t)(letters >> 16) & 31) - 1 : MU_LETTERS;
	uint32_t has = p->open[(first - 1) * MU_LETTERS + (n > 1 ? second - 1 : 0)];

	return n > 1 ? has & (1u << MU_LETTERS | 1u << third) : 0;
}

/* A run of Latin letters s[i, end): a word of them begins nowhere else in it. */
struct run {
	uint64_t letters;
	uint32_t hash, end, open;
	unsigned how; /* MU_RUN_* */
};

static inline void
latin_run(struct matcher *m, uint32_t i, const struct run *r)
{
	const struct mushi_pack *p = m->p;
	const uint16_t *s = m->t->sym;
	const struct mu_scan_entry *list[CANDIDATES];
	uint64_t letters = r->letters;
	uint32_t run = r->hash, more = run, end = r->end;
	unsigned n = 0;
	bool plain;

	if (r->how & MU_RUN_IS)
		n = add_candidates(m, i, run, letters, list, n);
	if (r->how & MU_RUN_MORE && end + 1 < m->t->n)
		more = mu_scan_hash_more(run, s[end], s[end + 1]);
	if (more != run && is_full(p, more)) {
		unsigned had = n;

		n = add_candidates(m, i, more, letters, list, n);
		if (had && n > had)
			n = CANDIDATES; /* of two buckets: they have an order */
	}
	if (r->open || n == CANDIDATES) {
		const uint32_t h[BUCKETS] = {run, more, mu_scan_hash(s[i], s[i + 1])};

		try_words(m, i, h, r->open ? 3 : 2);
		return;
	}
	/* Eight letters tell all of the word, unless others stand beside it that are not ASCII. */
	plain = end - i <= 8 && (!i || s[i - 1] < 0x80) && (end == m->t->n || s[end] < 0x80);
	for (unsigned k = 0; k < n; k++)
		if (plain && list[k]->n == end - i)
			found(m, &p->words[list[k]->word], i);
		else
			try_word(m, list[k], i);
}

/*
 * Of the runs that begin at the bits of `starts`, those that may begin a word; what is known of
 * each is in run[] at its place. Nothing branches on what the text says: a guess of the processor
 * would be wrong every third time.
 */
static uint64_t
likely_runs(const struct matcher *m, uint32_t at, uint64_t starts, uint64_t letters,
    struct run *run)
{
	const struct mushi_pack *p = m->p;
	const uint16_t *s = m->t->sym;
	const uint32_t n = m->t->n;
	uint64_t likely = 0;

	for (; starts; starts &= starts - 1) {
		unsigned k = lowest(starts);
		uint64_t behind = ~(letters >> k) << k;
		struct run *r = &run[k];
		uint32_t i = at + k;

		if (behind) {
			r->end = at + lowest(behind);
		} else {
			for (r->end = at + BLOCK; r->end < n && mu_is_small(s[r->end]);)
				r->end++;
		}
		r->letters = first_letters(s, i, r->end, n);
		r->hash = mu_scan_hash_run(r->letters, r->end - i);
		r->how = run_words(p, r->hash);
		r->open = open_words(p, r->letters, r->end - i);
		likely |= (uint64_t)((r->how | r->open) != 0) << k;
	}
	return likely;
}

/* Of the other symbols at the bits of `todo`, those that may begin a word or are a number. */
static uint64_t
likely_symbols(const struct matcher *m, uint32_t at, uint64_t todo)
{
	const uint16_t *s = m->t->sym + at;
	uint64_t likely = 0;

	for (; todo; todo &= todo - 1) {
		unsigned k = lowest(todo);

		likely |= (uint64_t)((s[k] == MU_SYM_EN)
		    | may_begin(m->p, mu_scan_hash(s[k], s[k + 1]))) << k;
	}
	return likely;
}

static inline void
other_symbol(struct matcher *m, uint32_t i)
{
	const uint16_t *s = m->t->sym;
	uint32_t h[BUCKETS];

	if (digit(s[i])) {
		if (i >= m->digits_to)
			m->digits_to = mu_match_number(m, i);
		if (i > 0 && digit(s[i - 1]))
			return;
	} else if (s[i] == MU_SYM_EN) {
		mu_match_amount(m, i);
	}
	h[0] = mu_scan_hash(s[i], s[i + 1]);
	if (!may_begin(m->p, h[0]))
		return;
	h[1] = i + 2 < m->t->n ? mu_scan_hash3(s[i], s[i + 1], s[i + 2]) : h[0];
	try_words(m, i, h, 2);
}

/* Does a number that was cut for its length go on at or behind `from`, in the block at[0, n)? */
static bool
number_goes_on(const struct matcher *m, uint32_t from, uint32_t at, uint32_t n)
{
	uint32_t to = m->digits_to;

	return to >= from && to - at < n && to + 1 < m->t->n && digit(m->t->sym[to]);
}

bool
mu_match(const struct mushi_pack *p, const struct mu_text *t, struct mu_arena *arena,
    struct mu_matches *out)
{
	struct matcher m = {.p = p, .t = t, .arena = arena, .out = out,
	    .reserve = RESERVE_WORK};
	const uint16_t *s = t->sym;
	struct run run[BLOCK];

	*out = (struct mu_matches){0};
	m.seen = mu_new(arena, uint32_t, p->place_n + 1);
	if (!m.seen)
		return false;
	mu_match_lone(&m);
	for (uint32_t at = 0; t->n - at >= 2 && !m.failed; at += BLOCK) {
		uint32_t n = t->n - at < BLOCK ? t->n - at : BLOCK;
		uint64_t letters, digits, quiet, starts, todo;

		if (at % WINDOW == 0)
			next_window(&m, at);
		sort_symbols(s + at, n, &letters, &digits, &quiet);
		starts = letters & ~(letters << 1 | (at && mu_is_small(s[at - 1])));
		/* Inside a number nothing begins, but where the last one was cut for its length. */
		todo = ~(letters | quiet | (digits & (digits << 1 | (at && digit(s[at - 1])))));
		if (number_goes_on(&m, at, at, n))
			todo |= 1ull << (m.digits_to - at);
		if (n == t->n - at) { /* no word is of the last symbol alone */
			starts &= (1ull << (n - 1)) - 1;
			todo &= (1ull << (n - 1)) - 1;
		}
		todo = (todo & digits) | likely_symbols(&m, at, todo & ~digits)
		    | likely_runs(&m, at, starts, letters, run);
		for (; todo && !m.failed; todo &= todo - 1) {
			uint32_t k = lowest(todo), i = at + k;

			if (letters >> k & 1) {
				latin_run(&m, i, &run[k]);
				continue;
			}
			other_symbol(&m, i);
			if (number_goes_on(&m, i + 1, at, n))
				todo |= 1ull << (m.digits_to - at);
		}
		if (t->n - at <= BLOCK)
			break;
	}
	return !m.failed;
}
