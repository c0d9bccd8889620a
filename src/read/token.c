/*
 * The tokenizer's states, written as straight code.
 *
 * The standard describes 80 states that eat one character each. All input is in memory
 * here, so a state that only waits for a character becomes a search for it (scan.h), and
 * a state that only remembers where it came from becomes a place in the code. What must
 * survive between two calls is little: the content model, the escape level of a script,
 * the end of an open CDATA section.
 *
 * A run of text is cut where bytes must be changed: before a reference, at a CR, at a NUL
 * that becomes U+FFFD. So text is never copied. The LF of a CR LF is itself the first
 * byte of the next slice; a lone CR is a slice of a constant.
 *
 * Each byte is looked at a fixed number of times whatever the input: searches either
 * consume what they crossed or are bounded (31 letters of a reference's name, the name of
 * the last start tag). Unfinished constructs run to the end of input once and end the
 * document.
 *
 * Section numbers are those of the HTML standard.
 */
#include "read/token.h"

#include "read/ahead.h"
#include "read/entities.h"
#include "read/names.h"
#include "read/scan.h"

enum { SCRIPT_PLAIN, SCRIPT_ESCAPED, SCRIPT_DOUBLE };

enum { RUN = 32 };
#define X8(s) s s s s s s s s
static const char newlines[RUN + 1] = X8("\n\n\n\n");
#define FFFD "\xEF\xBF\xBD"
static const char replacements[3 * RUN + 1] = X8(FFFD FFFD FFFD FFFD);

static inline bool
is_alpha(char c)
{
	return (unsigned char)((c | 0x20) - 'a') < 26;
}

/* Is there any point in decoding the '&' at p? */
static inline bool
may_be_ref(const char *p, const char *end)
{
	return end - p >= 2 && (is_alpha(p[1]) || p[1] == '#');
}

void
mu_tok_init(struct mu_tokenizer *t, struct mu_str input, struct mu_arena *arena)
{
	size_t n = input.n < UINT32_MAX ? input.n : UINT32_MAX;

	t->arena = arena;
	t->begin = t->p = input.p ? input.p : "";
	t->end = t->begin + (input.p ? n : 0);
	t->model = MU_T_DATA;
	t->last_start = (struct mu_str){"", 0};
	t->failed = t->cdata = false;
	t->script = SCRIPT_PLAIN;
	t->cdata_end = NULL;
	t->names_n = t->ref_n = 0;
#if MU_SIMD
	classify(t, t->begin);
#endif
}

void
mu_tok_model(struct mu_tokenizer *t, enum mu_tok_model model)
{
	t->script = SCRIPT_PLAIN;
	t->model = model;
	open_short_way(t);
}

/* ---- bytes that must be changed ---- */

enum {
	FIX_REF = 1,   /* undo character references */
	FIX_ATTR = 2,  /* by the rule of attributes */
	FIX_NUL = 4,   /* NUL becomes U+FFFD */
	FIX_LOWER = 8  /* ASCII capitals become small */
};

/*
 * Replace *s by a copy with CR LF and CR made LF and what `how` says. No copy is made
 * when nothing changes. False when out of memory.
 */
static __attribute__((noinline)) bool
fix(struct mu_arena *arena, struct mu_str *s, unsigned how)
{
	const char *p = s->p, *end = p + s->n, *done = p;
	const char amp = how & FIX_REF ? '&' : '\r';
	char *buf = NULL;
	size_t n = 0, cap = 0;

	for (;;) {
		char with[MU_REF_BYTES] = {0};
		unsigned with_n = 1;
		size_t used = 1;

		p = mu_scan4(p, end, '\r', '\0', amp, amp);
		if (p == end && !(how & FIX_LOWER && !buf))
			break;
		if (p == end) {
			used = with_n = 0;
		} else if (*p == '&') {
			while (end - p >= 2 && p[1] == '&')
				p++;
			used = may_be_ref(p, end)
			    ? mu_ref_decode(p, end, how & FIX_ATTR, with, &with_n) : 0;
		} else if (*p == '\r') {
			with[0] = '\n';
			used += end - p > 1 && p[1] == '\n';
		} else if (how & FIX_NUL) {
			memcpy(with, replacements, 3);
			with_n = 3;
		} else {
			used = 0;
		}
		if (!used && p < end) {
			p++;
			continue;
		}
		if (!buf) {
			/* &nGt; grows from 5 bytes to 6, a NUL from 1 to 3. */
			cap = s->n + s->n / 4 + 16;
			if (how & FIX_NUL)
				for (const char *z = p; z < end; z++)
					cap += *z ? 0 : 2;
			buf = mu_arena_raw(arena, cap, 1);
			if (!buf)
				return false;
		}
		memcpy(buf + n, done, (size_t)(p - done));
		n += (size_t)(p - done);
		memcpy(buf + n, with, sizeof(with));
		n += with_n;
		p += used;
		done = p;
	}
	if (!buf)
		return true;
	memcpy(buf + n, done, (size_t)(end - done));
	n += (size_t)(end - done);
	if (how & FIX_LOWER)
		for (size_t i = 0; i < n; i++)
			buf[i] = (char)mu_lower((unsigned char)buf[i]);
	mu_arena_shrink(arena, buf, cap, n);
	*s = (struct mu_str){buf, n};
	return true;
}

struct mu_str
mu_tok_unescape(struct mu_str s, bool in_attr, struct mu_arena *arena)
{
	/* In text the data state passes NUL on; in a value it is replaced. */
	if (!fix(arena, &s, in_attr ? FIX_REF | FIX_ATTR | FIX_NUL : FIX_REF))
		s.n = 0;
	return s;
}

/* ---- results ---- */

static MU_COLD enum mu_tok_type
finish(struct mu_tokenizer *t, struct mu_token *out)
{
	t->p = t->end;
	*out = (struct mu_token){.type = MU_T_END, .text = {"", 0},
	    .at = (uint32_t)(t->end - t->begin)};
	return MU_T_END;
}

static MU_COLD enum mu_tok_type
out_of_memory(struct mu_tokenizer *t, struct mu_token *out)
{
	t->failed = true;
	return finish(t, out);
}

MU_HOT enum mu_tok_type
emit(struct mu_tokenizer *t, struct mu_token *out, enum mu_tok_type type, const char *at,
    struct mu_str s, const char *next)
{
	t->p = next;
	out->type = type;
	out->element = MU_E_OTHER;
	out->text = s;
	out->attrs = t->attrs;
	out->attr_n = 0;
	out->self_closing = out->from_ref = out->force_quirks = false;
	out->has_name = out->has_public = out->has_system = false;
	out->at = (uint32_t)(at - t->begin);
	return type;
}

MU_HOT enum mu_tok_type
emit_text(struct mu_tokenizer *t, struct mu_token *out, const char *from, const char *to)
{
	return emit(t, out, MU_T_TEXT, from, (struct mu_str){from, (size_t)(to - from)}, to);
}

/* Line ends that are not a single CR LF: as many LF as there are, from a constant. */
static enum mu_tok_type
emit_newlines(struct mu_tokenizer *t, struct mu_token *out, const char *q)
{
	const char *p = q;
	size_t n = 0;

	while (n < RUN && p < t->end && *p == '\r') {
		p++;
		if (p < t->end && *p == '\n')
			p++;
		n++;
	}
	return emit(t, out, MU_T_TEXT, q, (struct mu_str){newlines, n}, p);
}

static enum mu_tok_type
emit_nuls(struct mu_tokenizer *t, struct mu_token *out, const char *q)
{
	size_t n = 0;

	while (n < RUN && n < (size_t)(t->end - q) && !q[n])
		n++;
	return emit(t, out, MU_T_TEXT, q, (struct mu_str){replacements, 3 * n}, q + n);
}

/* Is the CR at q one CR LF whose LF can begin the next slice? */
static inline bool
single_crlf(const char *q, const char *end)
{
	return end - q >= 2 && q[1] == '\n' && !(end - q >= 3 && q[2] == '\r');
}

/*
 * Decodes all references that follow one another at q into t->ref, where they wait
 * for emit_refs() while the text before them is emitted. False when there is none.
 */
static bool
refs_at(struct mu_tokenizer *t, const char *q)
{
	const char *p = q;
	size_t n = 0, used;
	unsigned len;

	while (n + MU_REF_BYTES <= sizeof(t->ref) && p < t->end && *p == '&'
	    && (used = mu_ref_decode(p, t->end, false, t->ref + n, &len))) {
		p += used;
		n += len;
	}
	t->ref_n = (uint32_t)n;
	t->ref_next = p;
	return n > 0;
}

static enum mu_tok_type
emit_refs(struct mu_tokenizer *t, struct mu_token *out)
{
	emit(t, out, MU_T_TEXT, t->p, (struct mu_str){t->ref, t->ref_n}, t->ref_next);
	out->from_ref = true;
	t->ref_n = 0;
	return MU_T_TEXT;
}

/* ---- tags: 13.2.5.8, 13.2.5.32 to 13.2.5.40 ---- */

/* Up to this many attributes are compared one by one. */
enum { FEW = 12 };

/*
 * More of them: a hash table, cleared for a tag only then. A search in it is bounded, so
 * a page made of colliding names loses an attribute, not time.
 */
static MU_COLD bool
is_first_of_many(struct mu_tokenizer *t, uint32_t n, struct mu_str name)
{
	enum { SLOTS = sizeof(t->seen) / sizeof(t->seen[0]), TRIES = 32 };

	if (!t->hashed)
		memset(t->seen, 0, sizeof(t->seen));
	for (uint32_t i = t->hashed; i <= n; i++) {
		struct mu_str s = i < n ? t->attrs[i].name : name;
		uint32_t h = 0x811C9DC5, slot, tries;

		for (size_t k = 0; k < s.n; k++)
			h = (h ^ (unsigned char)s.p[k]) * 0x01000193;
		slot = (h ^ h >> 16) % SLOTS;
		for (tries = 0; t->seen[slot] && tries < TRIES; tries++) {
			uint32_t other = t->seen[slot] - 1u;
			if (i == n && t->hash[other] == h
			    && mu_str_eq(t->attrs[other].name, s))
				return false;
			slot = (slot + 1) % SLOTS;
		}
		if (tries == TRIES && i == n)
			return false;
		if (tries < TRIES)
			t->seen[slot] = (uint16_t)(i + 1);
		t->hash[i] = h;
		t->hashed = i + 1;
	}
	return true;
}

/* Is this attribute the first of its name? If so it will become attribute n. */
MU_HOT bool
is_first(struct mu_tokenizer *t, uint32_t n, struct mu_str name)
{
	/* Of another length or with other letters at the ends: no need to compare. */
	unsigned char head = (unsigned char)name.p[0], tail = (unsigned char)name.p[name.n - 1];
	uint64_t bit = (uint64_t)1 << ((head * 5 + tail + name.n * 11) & 63);

	if (n == 0) {
		t->name_bits = bit;
		t->hashed = 0;
		return true;
	}
	if (!(t->name_bits & bit)) {
		t->name_bits |= bit;
		return true;
	}
	if (n >= FEW)
		return is_first_of_many(t, n, name);
	for (uint32_t i = 0; i < n; i++)
		if (t->attrs[i].name.n == name.n && t->attrs[i].name.p[0] == name.p[0]
		    && memcmp(t->attrs[i].name.p, name.p, name.n) == 0)
			return false;
	return true;
}

/*
 * For p at a space: if `name="` follows within the chunk, the name short and plain, set
 * it and return where the value begins. Else NULL.
 */
MU_HOT const char *
plain_attr(struct mu_tokenizer *t, const char *p, struct mu_str *name)
{
#if MU_SIMD
	size_t i = (size_t)(p + 1 - t->chunk), n;
	uint64_t stop, letters;

	if (i >= MU_T_CHUNK || t->end - p < 12 || !(stop = bits(t->at_name, i)))
		return NULL;
	n = (size_t)__builtin_ctzll(stop);
	if (n - 1 >= 8 || p[1 + n] != '=' || p[2 + n] != '"')
		return NULL;
	/* Capitals lack bit 0x20; so do few other characters of names. */
	memcpy(&letters, p + 1, 8);
	if ((~letters & UINT64_C(0x2020202020202020)) << (64 - 8 * n))
		return NULL;
	name->p = p + 1;
	name->n = n;
	return p + n + 3;
#else
	(void)t, (void)p, (void)name;
	return NULL;
#endif
}

/* A name with capitals or NUL. Those of attributes go to a buffer of the current tag. */
static MU_COLD bool
fold_name(struct mu_tokenizer *t, struct mu_str *s, unsigned odd, bool attr)
{
	char *to = t->names + t->names_n;
	size_t n = 0;

	if (!(odd & (MU_NAME_UPPER | MU_NAME_NUL)))
		return true;
	if (!attr || s->n > (sizeof(t->names) - t->names_n) / 3)
		return fix(t->arena, s, FIX_LOWER | FIX_NUL);
	for (size_t i = 0; i < s->n; i++) {
		if (s->p[i]) {
			to[n++] = (char)mu_lower((unsigned char)s->p[i]);
		} else {
			memcpy(to + n, replacements, 3);
			n += 3;
		}
	}
	*s = (struct mu_str){to, n};
	return true;
}

/* lt[1], or (closing) lt[2], is a letter. A tag that never ends is not emitted. */
static enum mu_tok_type
tag(struct mu_tokenizer *t, struct mu_token *out, const char *lt, bool closing)
{
	const char *const end = t->end;
	const char *p = lt + 1 + closing;
	struct mu_str name = {p, 0};
	uint32_t n = 0;
	unsigned odd;
	bool self_closing = false;
	enum mu_element element;

	p = find_name(t, p, false, &odd);
	name.n = (size_t)(p - name.p);
	element = MU_E_OTHER;
	if (!(odd & MU_NAME_CONTROL))
		element = mu_element_fold(name.p, name.n, end);
	t->names_n = 0;
	for (;;) {
		if (p == end)
			return finish(t, out);
		if (*p == '>') {
			p++;
			break;
		}

		struct mu_attr *a = &t->attrs[n];
		unsigned a_odd = 0, how = 0;
		char quote = '"';

		if (*p == ' ') {
			const char *value = plain_attr(t, p, &a->name);
			if (value) {
				p = value;
				goto quoted;
			}
		}
		if (mu_is_space(*p)) {
			p++;
			continue;
		}
		if (*p == '/') {
			p++;
			if (p < end && *p == '>') {
				self_closing = true;
				p++;
				break;
			}
			continue;
		}

		a->name.p = p;
		p = find_name(t, p + (*p == '='), true, &a_odd);
		a->name.n = (size_t)(p - a->name.p);
		a->value.p = p;
		a->value.n = 0;
		while (p < end && mu_is_space(*p))
			p++;
		if (p < end && *p == '=') {
			p++;
			while (p < end && mu_is_space(*p))
				p++;
			if (p == end)
				return finish(t, out);
			if (*p == '"' || *p == '\'') {
				quote = *p++;
quoted:;
				bool replace;
				const char *q = find_quote(t, p, quote, &replace);

				if (replace)
					how = FIX_REF | FIX_ATTR | FIX_NUL;
				if (q == end)
					return finish(t, out);
				a->value.p = p;
				a->value.n = (size_t)(q - p);
				p = q + 1;
			} else {
				bool replace;

				a->value.p = p;
				p = find_unquoted(t, p, &replace);
				if (replace)
					how = FIX_REF | FIX_ATTR | FIX_NUL;
				if (p == end)
					return finish(t, out);
				a->value.n = (size_t)(p - a->value.p);
			}
		}
		if (closing || n == MU_T_ATTR_MAX)
			continue;
		if (a_odd && !fold_name(t, &a->name, a_odd, true))
			return out_of_memory(t, out);
		if (!is_first(t, n, a->name))
			continue;
		if (how && !fix(t->arena, &a->value, how))
			return out_of_memory(t, out);
		n++;
		if (a_odd && a->name.p == t->names + t->names_n)
			t->names_n += (uint32_t)a->name.n;
	}
	if (element)
		name = mu_element_strs[element];
	else if (odd && !fold_name(t, &name, odd, false))
		return out_of_memory(t, out);
	emit(t, out, closing ? MU_T_ENDTAG : MU_T_START, lt, name, p);
	out->element = element;
	out->attr_n = n;
	out->self_closing = self_closing;
	if (!closing)
		t->last_start = name;
	return out->type;
}

/* ---- comments: 13.2.5.41 to 13.2.5.52 ---- */

static enum mu_tok_type
emit_comment(struct mu_tokenizer *t, struct mu_token *out, const char *lt, const char *from,
    const char *to, bool odd, const char *next)
{
	struct mu_str s = {from, (size_t)(to - from)};

	if (odd && !fix(t->arena, &s, FIX_NUL))
		return out_of_memory(t, out);
	return emit(t, out, MU_T_COMMENT, lt, s, next);
}

/* "<!…", "<?…", "</9…": everything up to the next '>'. */
static enum mu_tok_type
bogus_comment(struct mu_tokenizer *t, struct mu_token *out, const char *lt, const char *from)
{
	bool odd = false;
	const char *q = mu_scan4(from, t->end, '>', '\r', '\0', '>');

	if (q < t->end && *q != '>') {
		odd = true;
		q = mu_scan4(q, t->end, '>', '>', '>', '>');
	}
	return emit_comment(t, out, lt, from, q, odd, q < t->end ? q + 1 : q);
}

/* `from` is behind "<!--". */
static enum mu_tok_type
comment(struct mu_tokenizer *t, struct mu_token *out, const char *lt, const char *from)
{
	const char *const end = t->end;
	const char *q, *to;
	unsigned odd = 0;

	/* "<!-->" and "<!--->" are empty. */
	if (from < end && *from == '>')
		return emit_comment(t, out, lt, from, from, false, from + 1);
	if (end - from >= 2 && from[0] == '-' && from[1] == '>')
		return emit_comment(t, out, lt, from, from, false, from + 2);

	/*
	 * The dashes must be the comment's own: not those of "<!--". Its first two bytes
	 * are never the '>' we want, and a "!>" needs one byte more.
	 */
	if (end - from < 2) {
		q = end;
	} else {
		unsigned more;
		q = mu_scan_close(from + 2, end, '-', true, &odd);
		while (q < end && q[-1] == '!' && q - 3 < from) {
			q = mu_scan_close(q + 1, end, '-', true, &more);
			odd |= more;
		}
	}
	if (end - from >= 1)
		odd |= from[0] == '\r' || !from[0];
	if (end - from >= 2)
		odd |= from[1] == '\r' || !from[1];
	if (q < end) {
		to = q[-1] == '!' ? q - 3 : q - 2;
		return emit_comment(t, out, lt, from, to, odd, q + 1);
	}
	/* At the end of input the dashes that might have closed it are dropped. */
	to = end;
	if (to - from >= 3 && to[-1] == '!' && to[-2] == '-' && to[-3] == '-')
		to -= 3;
	else if (to - from >= 2 && to[-1] == '-' && to[-2] == '-')
		to -= 2;
	else if (to - from >= 1 && to[-1] == '-')
		to -= 1;
	return emit_comment(t, out, lt, from, to, odd, end);
}

/* ---- DOCTYPE: 13.2.5.53 to 13.2.5.68 ---- */

static const char *
skip_space(const char *p, const char *end)
{
	while (p < end && mu_is_space(*p))
		p++;
	return p;
}

static bool
word_at(const char *p, const char *end, struct mu_str word)
{
	return (size_t)(end - p) >= word.n
	    && mu_str_eq_nocase((struct mu_str){p, word.n}, word);
}

/*
 * A quoted identifier at p. Returns what follows it; when a '>' or the end comes before
 * the closing quote, that place, with *quirks set.
 */
static const char *
identifier(const char *p, const char *end, struct mu_str *id, bool *quirks)
{
	const char *q = mu_scan4(p + 1, end, *p, '>', '>', '>');

	*id = (struct mu_str){p + 1, (size_t)(q - p - 1)};
	if (q == end || *q == '>') {
		*quirks = true;
		return q;
	}
	return q + 1;
}

/* `p` is behind "<!DOCTYPE". */
static enum mu_tok_type
doctype(struct mu_tokenizer *t, struct mu_token *out, const char *lt, const char *p)
{
	const char *const end = t->end;
	struct mu_str name = {p, 0}, public_id = {"", 0}, system_id = {"", 0};
	bool quirks = false, has_name = false, has_public = false, has_system = false;

	p = skip_space(p, end);
	if (p < end && *p != '>') {
		name.p = p;
		while (p < end && *p != '>' && !mu_is_space(*p))
			p++;
		name.n = (size_t)(p - name.p);
		has_name = true;
	} else {
		quirks = true;
	}
	p = skip_space(p, end);
	if (p == end || *p == '>')
		goto close;
	if (word_at(p, end, MU_STR("public"))) {
		p = skip_space(p + 6, end);
		if (p == end || (*p != '"' && *p != '\'')) {
			quirks = true;
			goto close;
		}
		has_public = true;
		p = skip_space(identifier(p, end, &public_id, &quirks), end);
		if (quirks || p == end || *p == '>')
			goto close;
	} else if (word_at(p, end, MU_STR("system"))) {
		p = skip_space(p + 6, end);
	} else {
		quirks = true;
		goto close;
	}
	if (p == end || (*p != '"' && *p != '\'')) {
		quirks = true;
		goto close;
	}
	has_system = true;
	p = skip_space(identifier(p, end, &system_id, &quirks), end);
close:
	/* The bogus DOCTYPE state for whatever is left. */
	if (p == end)
		quirks = true;
	p = mu_scan4(p, end, '>', '>', '>', '>');
	if (!fix(t->arena, &name, FIX_LOWER | FIX_NUL)
	    || !fix(t->arena, &public_id, FIX_NUL)
	    || !fix(t->arena, &system_id, FIX_NUL))
		return out_of_memory(t, out);
	emit(t, out, MU_T_DOCTYPE, lt, name, p < end ? p + 1 : p);
	out->force_quirks = quirks;
	out->has_name = has_name;
	out->has_public = has_public;
	out->has_system = has_system;
	out->public_id = public_id;
	out->system_id = system_id;
	return MU_T_DOCTYPE;
}

/* ---- content ---- */

/* 13.2.5.69 to 13.2.5.71. NUL is passed on as it is. */
static enum mu_tok_type
next_cdata(struct mu_tokenizer *t, struct mu_token *out)
{
	const char *const end = t->cdata_end;
	const char *start = t->p, *q = start;

	for (;;) {
		q = mu_scan4(q, end, '\r', '\r', '\r', '\r');
		if (q < end && q == start && single_crlf(q, end)) {
			start = q + 1;
			q += 2;
			continue;
		}
		if (q > start)
			return emit_text(t, out, start, q);
		return emit_newlines(t, out, q);
	}
}

/* "<!" at lt. MU_T_END: a CDATA section was opened. */
static enum mu_tok_type
markup_declaration(struct mu_tokenizer *t, struct mu_token *out, const char *lt)
{
	const char *const end = t->end;
	const char *p = lt + 2;

	if (end - p >= 2 && p[0] == '-' && p[1] == '-')
		return comment(t, out, lt, p + 2);
	if (word_at(p, end, MU_STR("doctype")))
		return doctype(t, out, lt, p + 7);
	struct mu_str rest = {p, (size_t)(end - p)};
	if (t->cdata && mu_str_starts(rest, MU_STR("[CDATA["))) {
		unsigned odd;
		const char *q;

		p += 7;
		q = end - p < 2 ? end : mu_scan_close(p + 2, end, ']', false, &odd);
		t->p = p;
		t->cdata_end = q < end ? q - 2 : end;
		t->fast_end = NULL;
		return MU_T_END;
	}
	return bogus_comment(t, out, lt, p);
}

/* At lt "</", the name of the last start tag, then white space, '/' or '>'? */
static bool
closes(const struct mu_tokenizer *t, const char *lt)
{
	size_t n = t->last_start.n;

	if (!n || (size_t)(t->end - lt) < n + 3 || lt[1] != '/')
		return false;
	for (size_t i = 0; i < n; i++) {
		char c = lt[2 + i];
		if (!is_alpha(c) || (c | 0x20) != t->last_start.p[i])
			return false;
	}
	return mu_is_space(lt[2 + n]) || lt[2 + n] == '/' || lt[2 + n] == '>';
}

/* "script" and a delimiter at p: 13.2.5.26, 13.2.5.31. */
static bool
says_script(const char *p, const char *end)
{
	return end - p >= 7 && word_at(p, end, MU_STR("script"))
	    && (mu_is_space(p[6]) || p[6] == '/' || p[6] == '>');
}

/* RCDATA, RAWTEXT, script data, PLAINTEXT. */
static enum mu_tok_type
next_raw(struct mu_tokenizer *t, struct mu_token *out)
{
	const char *const end = t->end;
	const char *start = t->p, *q = start;
	const enum mu_tok_model model = t->model;

	for (;;) {
		const char a = model == MU_T_PLAINTEXT ? '\0' : '<';
		const char b = model == MU_T_RCDATA ? '&' : t->script ? '>' : a;

		q = mu_scan4(q, end, a, b, '\r', '\0');
		if (q == end)
			break;
		switch (*q) {
		case '\0':
			if (q > start)
				return emit_text(t, out, start, q);
			return emit_nuls(t, out, q);
		case '\r':
			if (q > start)
				return emit_text(t, out, start, q);
			if (!single_crlf(q, end))
				return emit_newlines(t, out, q);
			start = q + 1;
			q += 2;
			break;
		case '&':
			if (may_be_ref(q, end) && refs_at(t, q)) {
				if (q > start)
					return emit_text(t, out, start, q);
				return emit_refs(t, out);
			}
			q++;
			break;
		case '>':
			/* "-->" ends both escaped states; "<!-->" counts. */
			if (q[-1] == '-' && q[-2] == '-')
				t->script = SCRIPT_PLAIN;
			q++;
			break;
		default: /* '<' */
			if (t->script != SCRIPT_DOUBLE && closes(t, q)) {
				if (q > start)
					return emit_text(t, out, start, q);
				t->model = MU_T_DATA;
				t->script = SCRIPT_PLAIN;
				open_short_way(t);
				return tag(t, out, q, true);
			}
			do
				q++;
			while (end - q >= 2 && q[0] == '<' && q[1] == '<');
			if (model != MU_T_SCRIPT)
				break;
			if (t->script == SCRIPT_PLAIN) {
				if (end - q >= 3 && memcmp(q, "!--", 3) == 0) {
					t->script = SCRIPT_ESCAPED;
					q += 3;
				}
			} else if (t->script == SCRIPT_ESCAPED) {
				if (says_script(q, end))
					t->script = SCRIPT_DOUBLE;
			} else if (q < end && *q == '/' && says_script(q + 1, end)) {
				t->script = SCRIPT_ESCAPED;
			}
		}
	}
	if (q == start)
		return finish(t, out);
	return emit_text(t, out, start, q);
}

/* The data state, 13.2.5.1, with the tag open state 13.2.5.6 and 13.2.5.7. */
static enum mu_tok_type
next_any(struct mu_tokenizer *t, struct mu_token *out)
{
	const char *const end = t->end;
	const char *start, *q;

again:
	if (t->cdata_end) {
		if (t->p < t->cdata_end)
			return next_cdata(t, out);
		t->p = t->cdata_end < end ? t->cdata_end + 3 : end;
		t->cdata_end = NULL;
		open_short_way(t);
	}
	if (t->ref_n)
		return emit_refs(t, out);
	if (t->model != MU_T_DATA)
		return next_raw(t, out);
	q = start = t->p;
	for (;;) {
		if (q == end)
			break;
		if (*q == '<') {
			if (end - q >= 3) {
				const bool closing = q[1] == '/';
				if (is_alpha(q[1 + closing])) {
					if (q > start)
						break;
					return tag(t, out, q, closing);
				}
			}
			if (end - q < 2) {
				q = end;
				break;
			}
			if (is_alpha(q[1])) {
				/* "<a" and nothing more */
				if (q > start)
					break;
				return finish(t, out);
			}
			if (q[1] == '/') {
				if (end - q < 3) {
					q = end;
					break;
				}
				if (q > start)
					break;
				if (q[2] != '>')
					return bogus_comment(t, out, q, q + 2);
				q = start = q + 3;
				continue;
			}
			if (q[1] == '!') {
				if (q > start)
					break;
				if (markup_declaration(t, out, q) != MU_T_END)
					return out->type;
				goto again;
			}
			if (q[1] == '?') {
				if (q > start)
					break;
				return bogus_comment(t, out, q, q + 1);
			}
			while (end - q >= 2 && q[1] == '<')
				q++;
			if (end - q >= 2 && (is_alpha(q[1]) || q[1] == '/' || q[1] == '!'
			    || q[1] == '?'))
				continue;
			q++;
		} else if (*q == '&') {
			if (may_be_ref(q, end) && refs_at(t, q)) {
				if (q > start)
					break;
				return emit_refs(t, out);
			}
			do
				q++;
			while (q < end && *q == '&' && end - q >= 2 && q[1] == '&');
			if (q < end && *q == '&')
				continue;
		} else if (*q == '\r') {
			if (q > start)
				break;
			if (!single_crlf(q, end))
				return emit_newlines(t, out, q);
			start = q + 1;
			q += 2;
		} else if (!*q) {
			/* tree construction's business */
			while (q < end && !*q)
				q++;
		}
		q = find_text(t, q);
	}
	if (q == start)
		return finish(t, out);
	return emit_text(t, out, start, q);
}

/*
 * Nearly all tokens of a page are text that ends at a tag, or a tag without attributes,
 * both within reach of the bits. Those are settled here; the rest, and every doubt, goes
 * the long way.
 */
enum mu_tok_type
mu_tok_next(struct mu_tokenizer *t, struct mu_token *out)
{
#if MU_SIMD
	const char *p = t->p;

	if (p < t->fast_end) {
		size_t i = (size_t)(p - t->chunk);
		if (*p == '<') {
			const bool closing = p[1] == '/';
			const char *name = p + 1 + closing;
			uint64_t stop = bits(t->at_name, i + 1 + closing);

			if (!is_alpha(*name))
				return next_any(t, out);
			unsigned n = (unsigned)__builtin_ctzll(stop | (uint64_t)1 << 63);
			if (!stop || name[n] != '>')
				return tag(t, out, p, closing);
			enum mu_element e = mu_element_fold(name, n, t->end);
			struct mu_str s = mu_element_strs[e];
			if (!e)
				return tag(t, out, p, closing);
			emit(t, out, closing ? MU_T_ENDTAG : MU_T_START, p, s,
			    name + n + 1);
			out->element = e;
			if (!closing)
				t->last_start = s;
			return out->type;
		}
		uint64_t stop = bits(t->at_text, i);
		if (stop) {
			const char *q = p + __builtin_ctzll(stop);
			if (q > p && *q == '<' && t->end - q >= 2
			    && (is_alpha(q[1]) || q[1] == '/'))
				return emit_text(t, out, p, q);
		}
	}
#endif
	return next_any(t, out);
}
