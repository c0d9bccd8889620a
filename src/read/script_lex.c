/*
 * Words of ECMAScript, leniently. A byte 0x04 ends a script whatever is open: the scripts
 * of a page are read as one text, as a browser shares their variables.
 */
#include "read/script_int.h"

#include "base/utf8.h"
#include "read/digits.h"

static const char *const texts[MU_NAME_COUNT] = {
    "",
#define NAME(sym, text) text,
#include "read/script_names.def"
#undef NAME
};

uint32_t
mu_lex_hash(struct mu_str s)
{
	uint32_t h = 2166136261u;

	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * 16777619u;
	return h ? h : 1;
}

enum mu_name
mu_name_of(struct mu_str s)
{
	size_t lo = 1, hi = MU_NAME_COUNT;

	if (s.n < 2 || s.n > 24)
		return MU_N_NONE;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		const char *t = texts[mid];
		int c = (unsigned char)s.p[0] - (unsigned char)t[0];

		if (!c)
			c = strncmp(s.p, t, s.n);
		if (!c && t[s.n])
			c = -1;
		if (!c)
			return (enum mu_name)mid;
		if (c < 0)
			hi = mid;
		else
			lo = mid + 1;
	}
	return MU_N_NONE;
}

void
mu_lex_init(struct mu_lex *x, struct mu_str s, struct mu_arena *arena)
{
	*x = (struct mu_lex){.begin = s.p, .p = s.p, .end = s.p + s.n, .arena = arena};
}

static bool
name_char(unsigned char c)
{
	return (unsigned char)((c | 0x20) - 'a') < 26 || (unsigned char)(c - '0') < 10
	    || c == '_' || c == '$' || c >= 0x80;
}

/* Up to `max` hexadecimal digits at p; returns how many. */
static unsigned
hexes(const char *p, const char *end, unsigned max, uint32_t *v)
{
	unsigned n = 0;

	for (*v = 0; n < max && p + n < end && mu_hex_digit(p[n]) >= 0; n++)
		*v = *v << 4 | (uint32_t)mu_hex_digit(p[n]);
	return n;
}

/*
 * One \u: XXXX or {X…}, with a second half of a surrogate pair; bytes used, 0 if it is
 * none.
 */
static unsigned
unicode(const char *p, const char *end, uint32_t *cp)
{
	uint32_t low;
	unsigned n;

	if (p < end && *p == '{') {
		n = hexes(p + 1, end, 6, cp);
		return n && p + 1 + n < end && p[1 + n] == '}' ? n + 2 : 0;
	}
	if (hexes(p, end, 4, cp) != 4)
		return 0;
	if ((*cp & 0xFC00) == 0xD800 && end - p >= 10 && p[4] == '\\' && p[5] == 'u'
	    && hexes(p + 6, end, 4, &low) == 4 && (low & 0xFC00) == 0xDC00) {
		*cp = 0x10000 + ((*cp & 0x3FF) << 10 | (low & 0x3FF));
		return 10;
	}
	return 4;
}

/* Escapes of [from, to) undone. `to` is where the closing quote stands. */
static struct mu_str
unescaped(struct mu_lex *x, const char *from, const char *to)
{
	size_t max = (size_t)(to - from) + 4, n = 0, escapes = 0;
	char *out;

	x->coded = false;
	if (!memchr(from, '\\', (size_t)(to - from)))
		return (struct mu_str){from, (size_t)(to - from)};
	out = mu_new_raw(x->arena, char, max);
	if (!out) {
		x->failed = true;
		return MU_STR("");
	}
	for (const char *p = from; p < to;) {
		uint32_t cp;
		unsigned k;

		if (*p != '\\' || p + 1 >= to) {
			out[n++] = *p++;
			continue;
		}
		p += 2;
		switch (p[-1]) {
		case 'n':
		case 'r':
		case 't':
		case 'v':
		case 'f':
		case 'b':
			out[n++] = p[-1] == 'n' ? '\n' : ' ';
			break;
		case 'x':
			if (hexes(p, to, 2, &cp) == 2) {
				n += mu_utf8_put(cp, out + n);
				p += 2;
				escapes++;
			}
			break;
		case 'u':
			k = unicode(p, to, &cp);
			if (k) {
				n += mu_utf8_put(cp, out + n);
				p += k;
				escapes++;
			}
			break;
		case '\r':
			p += p < to && *p == '\n';
			break;
		case '\n':
			break;
		case '0':
		case '1':
		case '2':
		case '3':
		case '4':
		case '5':
		case '6':
		case '7':
			cp = (uint32_t)(p[-1] - '0');
			for (k = 0;
			     k < 2 && p < to && (unsigned char)(*p - '0') < 8 && cp < 32;
			     k++)
				cp = cp << 3 | (uint32_t)(*p++ - '0');
			if (cp >= 0x20)
				n += mu_utf8_put(cp, out + n);
			escapes += cp > 0;
			break;
		default:
			out[n++] = p[-1];
			break;
		}
	}
	x->coded = escapes >= 4 && escapes * 4 >= n / 2;
	mu_arena_shrink(x->arena, out, max, n);
	return (struct mu_str){out, n};
}

static enum mu_lexeme
string(struct mu_lex *x, char quote)
{
	const char *from = x->p, *p = from;

	while (p < x->end && *p != quote && *p != '\n' && *p != '\x04') {
		if (*p == '\\' && p + 1 < x->end) {
			p++;
			if (*p == '\r' && p + 1 < x->end && p[1] == '\n')
				p++;
		}
		p++;
	}
	if (p > x->end)
		p = x->end;
	x->text = unescaped(x, from, p);
	x->p = p < x->end && *p == quote ? p + 1 : p;
	x->operand = true;
	return x->type = MU_X_STRING;
}

enum mu_lexeme
mu_lex_template(struct mu_lex *x)
{
	const char *from = x->p, *p = from;

	x->at = (uint32_t)(p - x->begin);
	x->open = false;
	while (p < x->end && *p != '`' && *p != '\x04'
	    && !(*p == '$' && p + 1 < x->end && p[1] == '{'))
		p += *p == '\\' && p + 1 < x->end ? 2 : 1;
	x->text = unescaped(x, from, p);
	x->open = p + 1 < x->end && *p == '$';
	x->p = p < x->end && *p != '\x04' ? p + 1 + x->open : p;
	x->operand = !x->open;
	return x->type = MU_X_TEMPLATE;
}

static enum mu_lexeme
number(struct mu_lex *x)
{
	int64_t v = 0;

	if (x->p[0] == '0' && x->p + 1 < x->end && (x->p[1] | 0x20) == 'x') {
		for (x->p += 2; x->p < x->end && mu_hex_digit(*x->p) >= 0; x->p++)
			if (v < (int64_t)1 << 40)
				v = v * 16 + mu_hex_digit(*x->p);
	} else {
		for (; x->p < x->end && (unsigned char)(*x->p - '0') < 10; x->p++)
			if (v < (int64_t)1 << 40)
				v = v * 10 + (*x->p - '0');
		if (x->p < x->end && *x->p == 'e' && x->p + 1 < x->end
		    && (unsigned char)(x->p[1] - '0')
			< 10) { /* 1e3, as minifiers write 1000 */
			int e = x->p[1] - '0';
			for (x->p += 2; e > 0 && v < (int64_t)1 << 40; e--)
				v *= 10;
		}
	}
	while (x->p < x->end && (name_char((unsigned char)*x->p) || *x->p == '.'))
		x->p++;
	x->number = v;
	x->operand = true;
	return x->type = MU_X_NUMBER;
}

/*
 * A regular expression where no operand stands before; false when it is a division after
 * all.
 */
static bool
regex(struct mu_lex *x)
{
	const char *p = x->p;
	bool set = false;

	for (; p < x->end && *p != '\n' && *p != '\x04'; p++) {
		if (*p == '\\' && p + 1 < x->end)
			p++;
		else if (*p == '[')
			set = true;
		else if (*p == ']')
			set = false;
		else if (*p == '/' && !set)
			break;
	}
	if (p >= x->end || *p != '/')
		return false;
	x->text = (struct mu_str){x->p, (size_t)(p - x->p)};
	for (p++; p < x->end && name_char((unsigned char)*p); p++)
		;
	x->p = p;
	x->operand = true;
	x->type = MU_X_REGEX;
	return true;
}

static bool
skip_space(struct mu_lex *x)
{
	while (x->p < x->end) {
		unsigned char c = (unsigned char)*x->p;

		if (c == '\n') {
			x->line = true;
			x->p++;
		} else if (c == '\x04') {
			return false;
		} else if (c <= 0x20) {
			x->p++;
		} else if (c == 0xE3 && x->end - x->p >= 3
		    && memcmp(x->p, "\xE3\x80\x80", 3) == 0) {
			x->p += 3;
		} else if (c == '/' && x->p + 1 < x->end && x->p[1] == '/') {
			while (x->p < x->end && *x->p != '\n' && *x->p != '\x04')
				x->p++;
		} else if (c == '/' && x->p + 1 < x->end && x->p[1] == '*') {
			for (x->p += 2; x->p < x->end && *x->p != '\x04'
			     && !(*x->p == '*' && x->p + 1 < x->end && x->p[1] == '/');
			     x->p++)
				x->line |= *x->p == '\n';
			if (x->p < x->end && *x->p == '*')
				x->p += 2;
		} else if (c == '<' && x->end - x->p >= 4
		    && memcmp(x->p, "<!--", 4) == 0) {
			while (x->p < x->end && *x->p != '\n' && *x->p != '\x04')
				x->p++;
		} else if (c == '-' && x->line && x->end - x->p >= 3
		    && memcmp(x->p, "-->", 3) == 0) {
			while (x->p < x->end && *x->p != '\n' && *x->p != '\x04')
				x->p++;
		} else {
			return true;
		}
	}
	return false;
}

enum mu_lexeme
mu_lex_next(struct mu_lex *x)
{
	unsigned char c;
	unsigned n = 1;

	x->line = false;
	x->coded = false;
	if (!skip_space(x)) {
		x->operand = false;
		x->at = (uint32_t)(x->p - x->begin);
		if (x->p < x->end) {
			x->p++;
			return x->type = MU_X_BREAK;
		}
		return x->type = MU_X_END;
	}
	c = (unsigned char)*x->p;
	x->at = (uint32_t)(x->p - x->begin);
	if ((unsigned char)(c - '0') < 10)
		return number(x);
	if (name_char(c) || c == '\\' || c == '#' || c == '@') {
		const char *from = x->p++;

		while (x->p < x->end && name_char((unsigned char)*x->p))
			x->p++;
		x->raw = (struct mu_str){from, (size_t)(x->p - from)};
		x->name = mu_name_of(x->raw);
		x->hash = mu_lex_hash(x->raw);
		x->operand = true;
		switch (x->name) {
		case MU_NAME_RETURN:
		case MU_NAME_TYPEOF:
		case MU_NAME_CASE:
		case MU_NAME_IN:
		case MU_NAME_OF:
		case MU_NAME_DELETE:
		case MU_NAME_VOID:
		case MU_NAME_THROW:
		case MU_NAME_NEW:
		case MU_NAME_ELSE:
		case MU_NAME_DO:
		case MU_NAME_INSTANCEOF:
			x->operand = false;
			break;
		default:
			break;
		}
		return x->type = MU_X_NAME;
	}
	x->p++;
	if (c == '"' || c == '\'')
		return string(x, (char)c);
	if (c == '`')
		return mu_lex_template(x);
	if (c == '/' && !x->operand && regex(x))
		return MU_X_REGEX;
	x->sign[0] = (char)c;
	if (x->p < x->end && strchr("+-=&|<>*!?/%", c)) {
		char d = *x->p;

		if (d == '=' || (d == (char)c && strchr("+-&|<>*?=", c))
		    || (c == '=' && d == '>'))
			x->sign[n++] = d;
		if (n == 2 && x->p + 1 < x->end && x->p[1] == '=' && d != '>' && c != '+'
		    && c != '-')
			x->sign[n++] = '=';
		x->p += n - 1;
	}
	x->sign[n] = 0;
	x->operand = c == ')' || c == ']' || c == '}'
	    || (n == 2 && (memcmp(x->sign, "++", 2) == 0 || memcmp(x->sign, "--", 2) == 0)
		&& x->operand);
	return x->type = MU_X_SIGN;
}
