/* Header fields of mails: RFC 2047 as it is written in the wild. */
#include "base/err.h"
#include "base/out.h"
#include "read/charset.h"
#include "read/digits.h"
#include "read/parts.h"

struct word {
	struct mu_str charset, text;
	bool base64;
	size_t end; /* offset behind it */
};

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* An encoded word at s[at]. A missing "?=" at the very end is forgiven. */
static bool
word_at(struct mu_str s, size_t at, struct word *w)
{
	size_t i = at + 2, from = i, star = SIZE_MAX;

	if (at + 8 > s.n || s.p[at] != '=' || s.p[at + 1] != '?')
		return false;
	while (i < s.n && s.p[i] != '?' && i - from < 64) {
		if (s.p[i] == '*' && star == SIZE_MAX)
			star = i; /* a language follows: RFC 2231 */
		i++;
	}
	if (i + 2 >= s.n || s.p[i] != '?' || s.p[i + 2] != '?' || i == from)
		return false;
	w->charset = mu_str_sub(s, from, star < i ? star : i);
	if (mu_lower((unsigned char)s.p[i + 1]) != 'b' && mu_lower((unsigned char)s.p[i + 1]) != 'q')
		return false;
	w->base64 = mu_lower((unsigned char)s.p[i + 1]) == 'b';
	from = i += 3;
	while (i < s.n && !(s.p[i] == '?' && i + 1 < s.n && s.p[i + 1] == '='))
		i++;
	w->text = mu_str_sub(s, from, i);
	w->end = i < s.n ? i + 2 : i;
	return true;
}

static void
undo(const struct word *w, struct mu_out *o)
{
	uint32_t bits = 0;
	unsigned have = 0;
	int high, low;

	for (size_t i = 0; i < w->text.n; i++) {
		char c = w->text.p[i];
		if (w->base64) {
			int v = mu_base64_digit(c);
			if (v < 0)
				continue;
			bits = bits << 6 | (uint32_t)v;
			have += 6;
			if (have >= 8) {
				have -= 8;
				mu_out_byte(o, (char)(bits >> have & 0xFF));
			}
		} else if (c == '=' && i + 2 < w->text.n
		    && (high = mu_hex_digit(w->text.p[i + 1])) >= 0
		    && (low = mu_hex_digit(w->text.p[i + 2])) >= 0) {
			mu_out_byte(o, (char)(high << 4 | low));
			i += 2;
		} else {
			mu_out_byte(o, c == '_' ? ' ' : c);
		}
	}
}

struct run {
	struct mu_arena *arena;
	struct mu_out bytes, *to;
	struct mu_str charset; /* empty: not encoded */
};

/* Decodes what has gathered in one charset. */
static bool
flush(struct run *r, struct mushi_err *err)
{
	struct mu_decoded d;
	enum mu_charset hint = MU_CS_UNKNOWN;

	if (r->bytes.failed)
		return mu_nomem(err);
	if (!r->bytes.n)
		return true;
	if (r->charset.n)
		hint = mu_charset_by_label(r->charset);
	if (!mu_decode(mu_out_str(&r->bytes), MU_CS_UNKNOWN, hint, false, r->arena, &d, err))
		return false;
	mu_out_add(r->to, d.text);
	mu_out_init(&r->bytes, r->arena);
	return true;
}

/* One space for any white space or control byte; none at the ends. */
static struct mu_str
collapse(struct mu_out *o)
{
	size_t n = 0;

	for (size_t i = 0; i < o->n; i++) {
		unsigned char c = (unsigned char)o->p[i];
		if (c > 0x20 && c != 0x7F)
			o->p[n++] = (char)c;
		else if (n && o->p[n - 1] != ' ')
			o->p[n++] = ' ';
	}
	return mu_str_trim((struct mu_str){o->p, n});
}

bool
mu_header_text(struct mu_str raw, struct mu_arena *arena, struct mu_str *out,
    struct mushi_err *err)
{
	struct mu_out text;
	struct run r = {.arena = arena, .to = &text, .charset = MU_STR("")};
	size_t i = 0;

	if (raw.n > MU_HEADER_MOST)
		raw.n = MU_HEADER_MOST;
	mu_out_init(&text, arena);
	mu_out_init(&r.bytes, arena);
	while (i < raw.n) {
		struct word w;
		size_t k = i;

		if (r.charset.n) {
			/* White space between two encoded words is none. */
			while (k < raw.n && is_space(raw.p[k]))
				k++;
		}
		if (word_at(raw, k, &w)) {
			if (!mu_str_eq_nocase(w.charset, r.charset)) {
				if (!flush(&r, err))
					return false;
				r.charset = w.charset;
			}
			undo(&w, &r.bytes);
			i = w.end;
			continue;
		}
		if (r.charset.n) {
			if (!flush(&r, err))
				return false;
			r.charset = MU_STR("");
		}
		if (!is_space(raw.p[i]) || raw.p[i] == ' ' || raw.p[i] == '\t')
			mu_out_byte(&r.bytes, raw.p[i]);
		i++;
	}
	if (!flush(&r, err))
		return false;
	if (text.failed)
		return mu_nomem(err);
	*out = collapse(&text);
	return true;
}

void
mu_header_address(struct mu_str raw, struct mu_str *name, struct mu_str *address)
{
	size_t open = SIZE_MAX, close = SIZE_MAX;

	raw = mu_str_trim(raw);
	for (size_t i = 0; i < raw.n; i++) {
		if (raw.p[i] == '<')
			open = i;
		else if (raw.p[i] == '>' && open != SIZE_MAX)
			close = i;
	}
	if (open != SIZE_MAX) {
		if (close == SIZE_MAX || close < open)
			close = raw.n;
		*name = mu_str_trim(mu_str_sub(raw, 0, open));
		*address = mu_str_trim(mu_str_sub(raw, open + 1, close));
	} else {
		size_t end = 0;
		while (end < raw.n && !is_space(raw.p[end]) && raw.p[end] != '(' && raw.p[end] != ',')
			end++;
		*address = mu_str_sub(raw, 0, end);
		*name = mu_str_trim(mu_str_sub(raw, end, raw.n));
	}
	if (name->n > 1 && name->p[0] == '"' && name->p[name->n - 1] == '"')
		*name = mu_str_sub(*name, 1, name->n - 1);
}
