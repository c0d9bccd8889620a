/*
 * Words, classes and phrases -> the tables of the matcher (sign/match.c).
 *
 * A phrase is a row of atoms; an atom is a set of words (a class, alternatives, one literal)
 * or a built-in shape such as an amount of money, with a bounded gap before it:
 *
 *     <join>[|手続き]が{0,4}完了     ->  {入会,登録,…} {手続} {ガ} gap 0..4 {完了}
 *                                                optional
 *
 * All words of at least two symbols are found by one scan of the text (hash of the first two
 * symbols in a bit table, then a bucket by the first three; Latin words by their first run of
 * letters). A phrase is looked at only when its trigger, the last set the scan can find, turns up
 * and its `need`, another such set, was seen close enough before. So a text is read once, and the
 * work per word found has a bound that the rules set.
 */
#include "pack/pack.h"

#include <stdlib.h>

#include "base/err.h"
#include "norm/norm.h"

enum {
	WORD_MAX = 96,      /* symbols of one word */
	ATOMS_MAX = 24,     /* of one phrase */
	SPAN_LIMIT = 230,   /* symbols one phrase may reach back over */
	SYM_O = 0x30AA,     /* オ */
	SYM_GO = 0x30B4     /* ゴ */
};

struct member {
	uint32_t set, word;
};

struct class_name {
	struct mu_str name;
	uint16_t set;
};

struct mu_compiler {
	struct mushi_pack *p;
	struct mu_arena tmp;
	struct member *members;
	size_t member_n, member_cap;
	struct class_name *classes;
	size_t class_n, class_cap;
	uint32_t *map;  /* open addressing: word index + 1 */
	size_t map_size;
	uint16_t builtin_set[MU_BI_COUNT];
};

static const char *const builtin_names[MU_BI_COUNT] = {
	"", "num", "yen", "phone", "ip", "span", "date",
};

struct mu_compiler *
mu_compiler_new(struct mushi_pack *p)
{
	struct mu_compiler *c = calloc(1, sizeof *c);

	if (!c)
		return NULL;
	c->p = p;
	mu_arena_init(&c->tmp, SIZE_MAX);
	c->map_size = 1u << 15;
	c->map = mu_new(&c->tmp, uint32_t, c->map_size);
	if (!c->map) {
		mu_compiler_free(c);
		return NULL;
	}
	return c;
}

void
mu_compiler_free(struct mu_compiler *c)
{
	if (c) {
		mu_arena_fini(&c->tmp);
		free(c);
	}
}

static uint32_t
sym_hash(const uint16_t *s, size_t n)
{
	uint32_t h = 2166136261u;

	for (size_t i = 0; i < n; i++)
		h = (h ^ s[i]) * 16777619u;
	return h ^ h >> 15;
}

static bool
map_grow(struct mu_compiler *c)
{
	size_t size = c->map_size * 2;
	uint32_t *map = mu_new(&c->tmp, uint32_t, size);

	if (!map)
		return false;
	for (size_t i = 0; i < c->p->word_n; i++) {
		const struct mu_word *w = &c->p->words[i];
		size_t at = (sym_hash(c->p->syms + w->sym, w->n) ^ (uint32_t)w->latin_tail)
		    & (size - 1);
		while (map[at])
			at = (at + 1) & (size - 1);
		map[at] = (uint32_t)i + 1;
	}
	c->map = map;
	c->map_size = size;
	return true;
}

/* Index of a word, added when new; UINT32_MAX when out of memory. */
static uint32_t
intern(struct mu_compiler *c, const uint16_t *s, size_t n, bool open_tail)
{
	struct mushi_pack *p = c->p;
	unsigned edge = MU_C_LATIN | MU_C_DIGIT;
	bool head = (mu_sym_class(s[0]) & edge) != 0;
	bool tail = (mu_sym_class(s[n - 1]) & edge) != 0 && !open_tail;
	size_t at = (sym_hash(s, n) ^ (uint32_t)tail) & (c->map_size - 1);
	void *grown;

	while (c->map[at]) {
		const struct mu_word *w = &p->words[c->map[at] - 1];
		if (w->n == n && w->latin_tail == tail
		    && memcmp(p->syms + w->sym, s, n * sizeof *s) == 0)
			return c->map[at] - 1;
		at = (at + 1) & (c->map_size - 1);
	}
	grown = mu_arena_grow(&p->arena, p->syms, p->sym_n, p->sym_n + n, &p->sym_cap,
	    sizeof *p->syms);
	if (!grown)
		return UINT32_MAX;
	p->syms = grown;
	grown = mu_arena_grow(&p->arena, p->words, p->word_n, p->word_n + 1, &p->word_cap,
	    sizeof *p->words);
	if (!grown)
		return UINT32_MAX;
	p->words = grown;
	memcpy(p->syms + p->sym_n, s, n * sizeof *s);
	p->words[p->word_n] = (struct mu_word){.sym = (uint32_t)p->sym_n, .n = (uint8_t)n,
	    .latin_head = head, .latin_tail = tail};
	p->sym_n += n;
	c->map[at] = (uint32_t)++p->word_n;
	if (p->word_n * 2 > c->map_size && !map_grow(c))
		return UINT32_MAX;
	return (uint32_t)p->word_n - 1;
}

static bool
add_member(struct mu_compiler *c, uint32_t set, uint32_t word)
{
	void *grown;

	/* A set's members are added together, so a double can only be near the end. */
	for (size_t i = c->member_n; i-- && c->members[i].set == set;)
		if (c->members[i].word == word)
			return true;
	grown = mu_arena_grow(&c->tmp, c->members, c->member_n, c->member_n + 1, &c->member_cap,
	    sizeof *c->members);
	if (!grown)
		return false;
	c->members = grown;
	c->members[c->member_n++] = (struct member){set, word};
	return true;
}

static int32_t
new_set(struct mu_compiler *c, enum mu_builtin b)
{
	struct mushi_pack *p = c->p;
	void *grown;

	if (p->set_n >= UINT16_MAX - 1)
		return -1;
	grown = mu_arena_grow(&p->arena, p->sets, p->set_n, p->set_n + 1, &p->set_cap,
	    sizeof *p->sets);
	if (!grown)
		return -1;
	p->sets = grown;
	p->sets[p->set_n] = (struct mu_set){.builtin = (uint8_t)b, .min_len = b ? 1 : UINT8_MAX,
	    .max_len = b ? 24 : 0, .scanned = true, .place = UINT16_MAX};
	return (int32_t)p->set_n++;
}

/*
 * Fold one written word and put it into a set. An empty word, or a bare お/ご/御 (which the
 * fold drops before kanji), makes the atom optional: *empty is set.
 */
static bool
add_word(struct mu_compiler *c, uint32_t set, struct mu_str word, bool *empty,
    struct mu_str file, uint32_t line, struct mushi_err *err)
{
	uint16_t sym[WORD_MAX + 1];
	struct mu_set *s;
	size_t n, from = 0;
	uint32_t w;
	bool open_tail = false;

	word = mu_str_trim(word);
	if (word.n && (memchr(word.p, '<', word.n) || memchr(word.p, '{', word.n)))
		return mu_record_fail(err, file, line,
		    "<classes> and {gaps} cannot stand inside [alternatives] or words");
	if (!word.n) {
		*empty = true;
		return true;
	}
	if (word.n && word.p[word.n - 1] == '*') {
		open_tail = true;
		word.n--;
	}
	n = mu_norm_str(word, sym, WORD_MAX + 1);
	while (from < n && (sym[from] == ' ' || mu_sym_class(sym[from]) & MU_C_MARK))
		from++;
	while (n > from && (sym[n - 1] == ' ' || mu_sym_class(sym[n - 1]) & MU_C_MARK))
		n--;
	n -= from;
	/* A mark that the fold drops (☎) is no word, and does not make the others optional. */
	if (n == 0)
		return true;
	if (n > WORD_MAX)
		return mu_record_fail(err, file, line, "a word of more than %d characters",
		    WORD_MAX);
	if (n == 1 && (sym[from] == SYM_O || sym[from] == SYM_GO || sym[from] == 0x5FA1))
		*empty = true;
	w = intern(c, sym + from, n, open_tail);
	if (w == UINT32_MAX || !add_member(c, set, w))
		return mu_nomem(err);
	s = &c->p->sets[set];
	if (n < s->min_len)
		s->min_len = (uint8_t)n;
	if (n > s->max_len)
		s->max_len = (uint8_t)n;
	if (n < 2)
		s->scanned = false;
	return true;
}

/* Words separated by '|'. */
static bool
add_words(struct mu_compiler *c, uint32_t set, struct mu_str words, bool *empty,
    struct mu_str file, uint32_t line, struct mushi_err *err)
{
	for (;;) {
		const char *bar = words.n ? memchr(words.p, '|', words.n) : NULL;
		struct mu_str one = {words.p, bar ? (size_t)(bar - words.p) : words.n};

		if (!add_word(c, set, one, empty, file, line, err))
			return false;
		if (!bar)
			return true;
		words = mu_str_sub(words, one.n + 1, words.n);
	}
}

static int32_t
find_class(const struct mu_compiler *c, struct mu_str name)
{
	for (size_t i = 0; i < c->class_n; i++)
		if (mu_str_eq(c->classes[i].name, name))
			return c->classes[i].set;
	return -1;
}

bool
mu_compile_class(struct mu_compiler *c, struct mu_str name, struct mu_str words,
    struct mu_str file, uint32_t line, struct mushi_err *err)
{
	int32_t set = find_class(c, name);
	bool empty = false;

	for (int b = 1; b < MU_BI_COUNT; b++)
		if (mu_str_eq(name, mu_str_of(builtin_names[b])))
			return mu_record_fail(err, file, line, "'%.*s' is a built-in class",
			    (int)name.n, name.p);
	if (set < 0) {
		void *grown = mu_arena_grow(&c->tmp, c->classes, c->class_n, c->class_n + 1,
		    &c->class_cap, sizeof *c->classes);
		set = new_set(c, MU_BI_NO);
		if (!grown || set < 0)
			return mu_nomem(err);
		c->classes = grown;
		c->classes[c->class_n++] = (struct class_name){name, (uint16_t)set};
	}
	if (!add_words(c, (uint32_t)set, words, &empty, file, line, err))
		return false;
	if (empty && !c->p->sets[set].max_len)
		return mu_record_fail(err, file, line, "class '%.*s' has no words", (int)name.n,
		    name.p);
	return true;
}

/* The set of <name>, or -1 with *err filled. */
static int32_t
set_by_name(struct mu_compiler *c, struct mu_str name, struct mu_str file, uint32_t line,
    struct mushi_err *err)
{
	int32_t set = find_class(c, name);

	if (set >= 0)
		return set;
	for (int b = 1; b < MU_BI_COUNT; b++) {
		if (!mu_str_eq(name, mu_str_of(builtin_names[b])))
			continue;
		if (!c->builtin_set[b]) {
			set = new_set(c, (enum mu_builtin)b);
			if (set < 0) {
				mu_nomem(err);
				return -1;
			}
			c->builtin_set[b] = (uint16_t)(set + 1);
		}
		return c->builtin_set[b] - 1;
	}
	mu_record_fail(err, file, line, "no word class is called '%.*s'", (int)name.n, name.p);
	return -1;
}

static bool
parse_gap(struct mu_str s, unsigned *min, unsigned *max)
{
	unsigned a = 0, b = 0;
	size_t i = 0;
	bool two = false;

	if (!s.n)
		return false;
	for (; i < s.n && s.p[i] >= '0' && s.p[i] <= '9' && a < 1000; i++)
		a = a * 10 + (unsigned)(s.p[i] - '0');
	if (i < s.n && s.p[i] == ',') {
		two = true;
		for (i++; i < s.n && s.p[i] >= '0' && s.p[i] <= '9' && b < 1000; i++)
			b = b * 10 + (unsigned)(s.p[i] - '0');
	}
	*min = two ? a : 0;
	*max = two ? b : a;
	return i == s.n && *min <= *max && *max <= 60;
}

struct parse {
	struct mu_atom atom[ATOMS_MAX];
	size_t n;
	unsigned gap_min, gap_max;
};

static bool
push(struct parse *ps, int32_t set, bool optional)
{
	if (ps->n == ATOMS_MAX)
		return false;
	ps->atom[ps->n++] = (struct mu_atom){(uint16_t)set, (uint8_t)ps->gap_min,
	    (uint8_t)ps->gap_max, optional};
	ps->gap_min = ps->gap_max = 0;
	return true;
}

/* A literal piece; a final お/ご stands apart, since the fold drops it before a kanji. */
static bool
push_literal(struct mu_compiler *c, struct parse *ps, struct mu_str piece, bool before_set,
    struct mu_str file, uint32_t line, struct mushi_err *err)
{
	static const char *const honorific[] = {"お", "ご", "御"};
	struct mu_str tail = {0};
	bool empty = false;
	int32_t set;

	if (before_set)
		for (size_t i = 0; i < 3; i++)
			if (piece.n >= 3 && memcmp(piece.p + piece.n - 3, honorific[i], 3) == 0)
				tail = mu_str_sub(piece, piece.n - 3, piece.n);
	piece.n -= tail.n;
	if (mu_str_trim(piece).n) {
		set = new_set(c, MU_BI_NO);
		if (set < 0)
			return mu_nomem(err);
		if (!add_word(c, (uint32_t)set, piece, &empty, file, line, err))
			return false;
		if (c->p->sets[set].max_len && !push(ps, set, false))
			return mu_record_fail(err, file, line, "a phrase of too many parts");
	}
	if (tail.n) {
		set = new_set(c, MU_BI_NO);
		if (set < 0)
			return mu_nomem(err);
		if (!add_word(c, (uint32_t)set, tail, &empty, file, line, err))
			return false;
		if (!push(ps, set, true))
			return mu_record_fail(err, file, line, "a phrase of too many parts");
	}
	return true;
}

static bool
parse_phrase(struct mu_compiler *c, struct mu_str s, struct parse *ps, struct mu_str file,
    uint32_t line, struct mushi_err *err)
{
	while (s.n) {
		static const char open[] = "[<{", close[] = "]>}";
		const char *which = memchr(open, s.p[0], 3);
		size_t n = 0;

		if (!which) {
			while (n < s.n && !memchr(open, s.p[n], 3))
				n++;
			if (!push_literal(c, ps, mu_str_sub(s, 0, n), n < s.n && s.p[n] != '{',
			    file, line, err))
				return false;
			s = mu_str_sub(s, n, s.n);
			continue;
		}
		while (n < s.n && s.p[n] != close[which - open])
			n++;
		if (n == s.n)
			return mu_record_fail(err, file, line, "'%c' without '%c'", *which,
			    close[which - open]);
		struct mu_str in = mu_str_sub(s, 1, n);
		if (*which == '{') {
			unsigned min, max;
			if (!parse_gap(in, &min, &max))
				return mu_record_fail(err, file, line,
				    "a gap is {n} or {m,n} with m <= n <= 60");
			ps->gap_min += min;
			ps->gap_max += max;
			if (ps->gap_max > 120)
				return mu_record_fail(err, file, line, "the gap is too wide");
		} else {
			bool empty = false;
			int32_t set;
			if (*which == '<') {
				set = set_by_name(c, in, file, line, err);
				if (set < 0)
					return false;
			} else {
				set = new_set(c, MU_BI_NO);
				if (set < 0)
					return mu_nomem(err);
				if (!add_words(c, (uint32_t)set, in, &empty, file, line, err))
					return false;
				/* Punctuation that the fold drops: nothing to match. */
				if (!c->p->sets[set].max_len) {
					s = mu_str_sub(s, n + 1, s.n);
					continue;
				}
			}
			if (!push(ps, set, empty))
				return mu_record_fail(err, file, line,
				    "a phrase of too many parts");
		}
		s = mu_str_sub(s, n + 1, s.n);
	}
	return true;
}

/*
 * How good a set is to start from: long words are best; 0: the scan cannot find it. A set with
 * some words of one character is a last resort: those words will not start a check.
 */
enum { RARITY_NUMBER = 1, RARITY_MIXED, RARITY_SHAPE, RARITY_WORDS };

static unsigned
rarity(const struct mushi_pack *p, const struct mu_atom *a)
{
	const struct mu_set *s = &p->sets[a->set];

	if (a->optional || s->max_len < 2)
		return 0;
	if (s->builtin)
		return s->builtin == MU_BI_NUM ? RARITY_NUMBER : RARITY_SHAPE;
	return s->scanned ? RARITY_WORDS + s->min_len : RARITY_MIXED;
}

bool
mu_compile_phrase(struct mu_compiler *c, struct mu_str phrase, enum mu_owner own,
    uint16_t owner, struct mu_str file, uint32_t line, struct mushi_err *err)
{
	struct mushi_pack *p = c->p;
	struct parse ps = {.n = 0};
	struct mu_phrase out = {.own = (uint8_t)own, .owner = owner, .line = line,
	    .need = UINT16_MAX};
	int trigger = -1, need = -1;
	unsigned span = 0;
	void *grown;

	if (!parse_phrase(c, phrase, &ps, file, line, err))
		return false;
	if (!ps.n)
		return mu_record_fail(err, file, line, "the phrase is empty");
	/* A gap at the very end (before punctuation that the fold drops) asks for nothing. */
	ps.atom[0].gap_min = ps.atom[0].gap_max = 0;
	/* The last part the scan can find is the trigger: what follows it is not known yet. */
	for (int mixed = 0; mixed <= 1 && trigger < 0; mixed++)
		for (size_t i = 0; i < ps.n; i++)
			if (rarity(p, &ps.atom[i]) && (mixed
			    || rarity(p, &ps.atom[i]) != RARITY_MIXED))
				trigger = (int)i;
	if (trigger < 0)
		return mu_record_fail(err, file, line,
		    "the phrase has no part with a word of at least two characters");
	for (int i = 0; i < trigger; i++)
		if (rarity(p, &ps.atom[i]) != RARITY_MIXED && rarity(p, &ps.atom[i])
		    > (need < 0 ? 0 : rarity(p, &ps.atom[need])))
			need = i;
	for (int i = 0; i <= trigger; i++)
		span += ps.atom[i].gap_max + p->sets[ps.atom[i].set].max_len + 1u;
	if (span > SPAN_LIMIT)
		return mu_record_fail(err, file, line, "the phrase spans up to %u characters, "
		    "more than %d", span, SPAN_LIMIT);
	grown = mu_arena_grow(&p->arena, p->atoms, p->atom_n, p->atom_n + ps.n, &p->atom_cap,
	    sizeof *p->atoms);
	if (!grown)
		return mu_nomem(err);
	p->atoms = grown;
	grown = mu_arena_grow(&p->arena, p->phrases, p->phrase_n, p->phrase_n + 1,
	    &p->phrase_cap, sizeof *p->phrases);
	if (!grown)
		return mu_nomem(err);
	p->phrases = grown;
	memcpy(p->atoms + p->atom_n, ps.atom, ps.n * sizeof *ps.atom);
	out.atom = (uint32_t)p->atom_n;
	out.atom_n = (uint32_t)ps.n;
	out.trigger = (uint8_t)trigger;
	out.span_max = (uint16_t)span;
	if (need >= 0)
		out.need = ps.atom[need].set;
	p->atom_n += ps.n;
	p->phrases[p->phrase_n++] = out;
	return true;
}

/* Members by set (each set's words ordered by last symbol) and by word. */
static bool
build_members(struct mu_compiler *c)
{
	struct mushi_pack *p = c->p;
	uint32_t *count = mu_new(&c->tmp, uint32_t, p->word_n + 1);
	size_t i = 0;

	p->set_words = mu_new_raw(&p->arena, uint32_t, c->member_n + 1);
	p->word_sets = mu_new_raw(&p->arena, uint16_t, c->member_n + 1);
	if (!count || !p->set_words || !p->word_sets)
		return false;
	/* Classes may have grown in several goes: a stable counting sort by set first. */
	uint32_t *by_set = mu_new(&c->tmp, uint32_t, p->set_n + 1);
	if (!by_set)
		return false;
	for (i = 0; i < c->member_n; i++)
		by_set[c->members[i].set + 1]++;
	for (i = 0; i < p->set_n; i++)
		by_set[i + 1] += by_set[i];
	for (i = 0; i < p->set_n; i++)
		p->sets[i].first = by_set[i];
	for (i = 0; i < c->member_n; i++) {
		struct mu_set *s = &p->sets[c->members[i].set];
		p->set_words[s->first + s->n++] = c->members[i].word;
	}
	p->set_word_n = c->member_n;
	for (i = 0; i < p->set_n; i++) {
		struct mu_set *s = &p->sets[i];
		for (uint32_t k = 0; k < s->n; k++) {
			const struct mu_word *w = &p->words[p->set_words[s->first + k]];
			s->first_mask |= 1ull << (p->syms[w->sym] & 63);
			s->last_mask |= 1ull << (p->syms[w->sym + w->n - 1] & 63);
			/* Insertion by last symbol; sets are small. */
			for (uint32_t m = k; m > 0; m--) {
				uint32_t *a = &p->set_words[s->first + m - 1], t = *a;
				const struct mu_word *l = &p->words[a[0]], *r = &p->words[a[1]];
				if (p->syms[l->sym + l->n - 1] <= p->syms[r->sym + r->n - 1])
					break;
				a[0] = a[1];
				a[1] = t;
			}
		}
	}
	for (i = 0; i < c->member_n; i++)
		count[c->members[i].word]++;
	uint32_t at = 0;
	for (i = 0; i < p->word_n; i++) {
		p->words[i].sets = at;
		at += count[i];
	}
	for (i = 0; i < c->member_n; i++) {
		struct mu_word *w = &p->words[c->members[i].word];
		p->word_sets[w->sets + w->set_n++] = (uint16_t)c->members[i].set;
	}
	return true;
}

/* How many small Latin letters it begins with, the first of them and the hash of all. */
static uint32_t
latin_run(const struct mushi_pack *p, const struct mu_word *w, uint64_t *letters, uint32_t *hash)
{
	const uint16_t *s = p->syms + w->sym;
	uint32_t n = 0;

	*letters = 0;
	for (; n < w->n && mu_is_small(s[n]); n++)
		if (n < 8)
			*letters |= (uint64_t)s[n] << (8 * n);
	*hash = mu_scan_hash_run(*letters, n);
	return n;
}

static uint32_t
bucket_of(const struct mushi_pack *p, const struct mu_word *w)
{
	const uint16_t *s = p->syms + w->sym;
	uint64_t letters;
	uint32_t run, n = latin_run(p, w, &letters, &run);

	if (!n)
		return w->n > 2 ? mu_scan_hash3(s[0], s[1], s[2]) : mu_scan_hash(s[0], s[1]);
	if (n == w->n && !w->latin_tail)
		return mu_scan_hash(s[0], s[1]);
	return w->n < n + 2 ? run : mu_scan_hash_more(run, s[n], s[n + 1]);
}

/* What lets the scan pass over most places: is there a word that begins so? */
static void
note_head(struct mushi_pack *p, const struct mu_word *w)
{
	const uint16_t *s = p->syms + w->sym;
	uint64_t letters;
	uint32_t h, n = latin_run(p, w, &letters, &h);

	if (!n) {
		h = mu_scan_hash(s[0], s[1]);
		p->bloom[h / 64] |= 1ull << (h % 64);
	} else if (n == w->n && !w->latin_tail) {
		h = (uint32_t)(s[0] - 'a') * MU_LETTERS + (uint32_t)(s[1] - 'a');
		p->open[h] |= 1u << (n > 2 ? s[2] - 'a' : MU_LETTERS);
	} else {
		p->runs[h / 16] |= (w->n < n + 2 ? (uint32_t)MU_RUN_IS : (uint32_t)MU_RUN_MORE)
		    << (h % 16 * 2);
	}
}

static bool
is_manner(const struct mushi_pack *p, const struct mu_phrase *f)
{
	return f->own == MU_OWN_CUE && p->cues[f->owner].says == MU_SAYS_STYLE;
}

/*
 * A word is looked for on every page only for the phrases that begin their check with it, or that
 * want it seen before; for the rest the check itself looks whether it is there.
 */
static bool
is_scanned(const struct mu_word *w)
{
	return (w->trigger_n || w->set_n) && w->n >= 2;
}

/* Parts each word's sets: those that trigger a phrase, and those that a phrase needs. */
static bool
part_sets(struct mu_compiler *c)
{
	struct mushi_pack *p = c->p;
	bool *triggers = mu_new(&c->tmp, bool, p->set_n + 1);

	_Static_assert(MU_BI_COUNT <= 8, "a bit of mu_set.near for each shape");
	p->word_triggers = mu_new_raw(&p->arena, struct mu_word_trigger, c->member_n + 1);
	if (!triggers || !p->word_triggers)
		return false;
	for (size_t i = 0; i < p->phrase_n; i++) {
		const struct mu_phrase *f = &p->phrases[i];
		if (is_manner(p, f))
			continue;
		uint16_t trigger = p->atoms[f->atom + f->trigger].set;
		triggers[trigger] = true;
		if (f->need != UINT16_MAX) {
			struct mu_set *need = &p->sets[f->need];
			if (need->place == UINT16_MAX)
				need->place = (uint16_t)p->place_n++;
			if (p->sets[trigger].builtin)
				need->near |= (uint8_t)(1u << p->sets[trigger].builtin);
		}
	}
	for (size_t i = 0; i < p->word_n; i++) {
		struct mu_word *w = &p->words[i];
		uint32_t from = w->sets, end = from + w->set_n;

		w->triggers = (uint32_t)p->word_trigger_n;
		w->sets = (uint32_t)p->word_set_n;
		w->set_n = 0;
		for (; from < end; from++) {
			uint16_t set = p->word_sets[from];
			if (triggers[set]) {
				p->word_triggers[p->word_trigger_n++].set = set;
				w->trigger_n++;
			}
			if (p->sets[set].place != UINT16_MAX) {
				p->word_sets[p->word_set_n++] = p->sets[set].place;
				w->set_n++;
				w->near |= p->sets[set].near;
			}
		}
	}
	for (size_t i = 0; i < p->set_n; i++)
		if (p->sets[i].builtin)
			p->builtin_set[p->sets[i].builtin] = (uint16_t)(i + 1);
	return true;
}

/* After by_trigger is there. */
static void
fill_word_triggers(struct mushi_pack *p)
{
	for (size_t i = 0; i < p->word_trigger_n; i++) {
		struct mu_word_trigger *t = &p->word_triggers[i];
		uint32_t first = p->trigger_first[t->set], n = p->trigger_first[t->set + 1] - first;

		t->n = (uint16_t)(n < UINT16_MAX ? n : UINT16_MAX);
		t->need = p->by_trigger[first].need;
		t->span_max = p->by_trigger[first].span_max;
	}
}

static uint32_t
manner_bucket_of(const struct mushi_pack *p, uint32_t word)
{
	const uint16_t *s = p->syms + p->words[word].sym;

	return mu_scan_hash(s[0], s[1]) % MU_MANNER_BUCKETS;
}

static bool
build_manners(struct mu_compiler *c, struct mushi_err *err)
{
	struct mushi_pack *p = c->p;

	p->manner_bucket = mu_new(&p->arena, uint32_t, MU_MANNER_BUCKETS + 2);
	p->manners = mu_new_raw(&p->arena, struct mu_manner_entry, c->member_n + 1);
	if (!p->manner_bucket || !p->manners)
		return mu_nomem(err);
	/* Twice over the same words: count the buckets, then fill them. */
	for (int fill = 0; fill < 2; fill++) {
		for (size_t i = 0; i < p->phrase_n; i++) {
			const struct mu_phrase *f = &p->phrases[i];
			const struct mu_set *set = &p->sets[p->atoms[f->atom].set];
			if (!is_manner(p, f))
				continue;
			if (f->atom_n != 1 || set->builtin)
				return mu_record_fail(err, p->cues[f->owner].file, f->line,
				    "a cue that says style takes words only: [one|two|three]");
			for (uint32_t k = 0; k < set->n; k++) {
				uint32_t word = p->set_words[set->first + k], b;
				const struct mu_word *w = &p->words[word];
				if (w->n < 2)
					continue;
				b = manner_bucket_of(p, word);
				if (!fill) {
					p->manner_bucket[b + 2]++;
					continue;
				}
				p->manners[p->manner_bucket[b + 1]++] = (struct mu_manner_entry){word,
				    f->owner, w->n > 2 ? p->syms[w->sym + 2] : 0};
				p->manner_n++;
			}
		}
		for (size_t b = 0; !fill && b < MU_MANNER_BUCKETS; b++)
			p->manner_bucket[b + 1] += p->manner_bucket[b];
	}
	return true;
}

static bool
build_scan(struct mushi_pack *p)
{
	p->bucket = mu_new(&p->arena, uint32_t, (1u << MU_SCAN_BITS) + 2);
	p->scan = mu_new_raw(&p->arena, struct mu_scan_entry, p->word_n + 1);
	if (!p->bucket || !p->scan)
		return false;
	for (size_t i = 0; i < p->word_n; i++)
		if (is_scanned(&p->words[i]))
			p->bucket[bucket_of(p, &p->words[i]) + 2]++;
	for (size_t i = 0; i < 1u << MU_SCAN_BITS; i++)
		p->bucket[i + 1] += p->bucket[i];
	for (size_t i = 0; i < p->word_n; i++) {
		const struct mu_word *w = &p->words[i];
		uint64_t letters;
		uint32_t h, run;
		if (!is_scanned(w))
			continue;
		note_head(p, w);
		h = bucket_of(p, w);
		p->full[h / 64] |= 1ull << (h % 64);
		(void)latin_run(p, w, &letters, &run);
		p->scan[p->bucket[h + 1]++] = (struct mu_scan_entry){(uint32_t)i,
		    p->syms[w->sym + w->n - 1], w->n, letters};
	}
	return true;
}

bool
mu_compile_finish(struct mu_compiler *c, struct mushi_err *err)
{
	struct mushi_pack *p = c->p;

	p->by_trigger = mu_new_raw(&p->arena, struct mu_trigger, p->phrase_n + 1);
	p->trigger_first = mu_new(&p->arena, uint32_t, p->set_n + 2);
	if (!p->by_trigger || !p->trigger_first || !build_members(c) || !part_sets(c))
		return mu_nomem(err);
	if (!build_manners(c, err))
		return false;
	if (!build_scan(p))
		return mu_nomem(err);
	for (size_t i = 0; i < p->phrase_n; i++) {
		const struct mu_phrase *f = &p->phrases[i];
		if (is_manner(p, f))
			continue;
		p->trigger_first[p->atoms[f->atom + f->trigger].set + 2]++;
	}
	for (size_t i = 0; i <= p->set_n; i++)
		p->trigger_first[i + 1] += p->trigger_first[i];
	for (size_t i = 0; i < p->phrase_n; i++) {
		const struct mu_phrase *f = &p->phrases[i];
		if (is_manner(p, f))
			continue;
		p->by_trigger[p->trigger_first[p->atoms[f->atom + f->trigger].set + 1]++] =
		    (struct mu_trigger){(uint32_t)i, f->need == UINT16_MAX ? UINT16_MAX
		    : p->sets[f->need].place, f->span_max};
	}
	fill_word_triggers(p);
	return true;
}
