/*
 * Characters as an indicator sees them, and groups of digits.
 *
 * Frauds write 0３-①②③④ so that filters do not see a number; people do. Folding is done at
 * the few places that hold a digit, never on the whole text, so offsets stay those of the text.
 */
#include "indicator/scan.h"

enum { ZERO_WIDTH_MAX = 4 }; /* absorbed after one character; more is no writing */

static bool
zero_width(uint32_t c)
{
	return (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E)
	    || (c >= 0x2060 && c <= 0x2069) || c == 0xFEFF || c == 0xAD
	    || (c >= 0xFE00 && c <= 0xFE0F) || c == 0x20E3 || c == 0x034F || c == 0x180E;
}

static uint32_t
fold(uint32_t c)
{
	if (c < 0x80)
		return c;
	if (c >= 0xFF01 && c <= 0xFF5E)
		return c - 0xFEE0;
	if (c >= 0x2460 && c <= 0x2468)
		return c - 0x2460 + '1';
	if (c >= 0x2474 && c <= 0x247C)
		return c - 0x2474 + '1';
	if (c >= 0x2776 && c <= 0x277E)
		return c - 0x2776 + '1';
	if (c >= 0x2780 && c <= 0x2788)
		return c - 0x2780 + '1';
	if (c >= 0x278A && c <= 0x2792)
		return c - 0x278A + '1';
	if (c >= 0x24F5 && c <= 0x24FD)
		return c - 0x24F5 + '1';
	if (c >= 0x1D7CE && c <= 0x1D7FF)
		return (c - 0x1D7CE) % 10 + '0';
	if (c >= 0x2010 && c <= 0x2015)
		return '-';
	if ((c >= 0x2000 && c <= 0x200A) || c == 0x3000 || c == 0xA0 || c == 0x202F)
		return ' ';
	switch (c) {
	case 0x24EA: case 0x24FF:
		return '0';
	case 0x2212: case 0x30FC: case 0xFF70: case 0xFE63: case 0x2500: case 0x2043: case 0x2501:
		return '-';
	case 0x301C:
		return '~';
	case 0x30FB: case 0xFF65: case 0x2022: case 0x2219: case 0x22C5:
		return 0xB7;
	case 0xFFE5:
		return 0xA5;
	case 0x3014: case 0x3010:
		return '(';
	case 0x3015: case 0x3011:
		return ')';
	default:
		return c;
	}
}

uint32_t
mu_ind_get_slow(const char *p, const char *e, unsigned *len)
{
	unsigned n, m;
	uint32_t c = mu_utf8_get(p, e, &n);

	*len = n;
	if (c >= 0x3041 && c <= 0x9FFF && c != 0x30FB && c != 0x30FC && (e - p <= 3
	    || (unsigned char)p[3] < 0x80 || ((unsigned char)p[3] >= 0xE3 && (unsigned char)p[3] <= 0xE9)))
		return c;
	c = zero_width(c) ? 0x200B : fold(c);
	for (unsigned i = 0; i < ZERO_WIDTH_MAX && p + *len < e; i++) {
		unsigned char b = (unsigned char)p[*len];
		if (b != 0xE2 && b != 0xEF && b != 0xC2 && b != 0xCD && b != 0xE1)
			break;
		if (!zero_width(mu_utf8_get(p + *len, e, &m)))
			break;
		*len += m;
	}
	return c;
}

uint32_t
mu_ind_prev(const char *s, const char *p, unsigned *len)
{
	const char *q = p;

	for (unsigned i = 0; i <= ZERO_WIDTH_MAX && q > s; i++) {
		unsigned n;
		uint32_t c;
		const char *from = q - 1;
		while (from > s && q - from < 4 && ((unsigned char)*from & 0xC0) == 0x80)
			from--;
		c = mu_utf8_get(from, q, &n);
		q = from;
		if (!zero_width(c)) {
			*len = (unsigned)(p - q);
			return fold(c);
		}
	}
	*len = (unsigned)(p - q);
	return 0;
}

int
mu_ind_kanji(uint32_t c)
{
	switch (c) {
	case 0x3007: case 0x96F6: case 0x25CB: case 0x25EF:
		return 0;
	case 0x4E00: case 0x58F1: case 0x58F9: case 0x5F0C:
		return 1;
	case 0x4E8C: case 0x5F10: case 0x8CB3: case 0x8CAE:
		return 2;
	case 0x4E09: case 0x53C2: case 0x53C3:
		return 3;
	case 0x56DB: case 0x8086:
		return 4;
	case 0x4E94: case 0x4F0D:
		return 5;
	case 0x516D: case 0x9678:
		return 6;
	case 0x4E03: case 0x6F06:
		return 7;
	case 0x516B: case 0x634C:
		return 8;
	case 0x4E5D: case 0x7396:
		return 9;
	default:
		return -1;
	}
}

int64_t
mu_ind_unit(uint32_t c)
{
	switch (c) {
	case 0x5341: case 0x62FE:
		return 10;
	case 0x767E: case 0x4F70: case 0x964C:
		return 100;
	case 0x5343: case 0x4EDF: case 0x9621:
		return 1000;
	case 0x4E07: case 0x842C:
		return 10000;
	case 0x5104:
		return 100000000;
	default:
		return 0;
	}
}

static uint32_t
low(uint32_t c)
{
	return c - 'A' < 26 ? c | 0x20 : c;
}

const char *
mu_ind_starts_slow(const char *p, const char *e, const char *word)
{
	while (*word) {
		unsigned n, m, lead;
		uint32_t w, c;
		if (p >= e)
			return NULL;
		if ((unsigned char)*word < 0x80 && (unsigned char)*p < 0x80
		    && (p + 1 >= e || (unsigned char)p[1] < 0x80)) {
			if (mu_lower((unsigned char)*p) != (unsigned char)*word)
				return NULL;
			p++;
			word++;
			continue;
		}
		/* The same kana or kanji, or a kanji that is another: neither needs decoding. */
		if ((unsigned char)*p >= 0xE3 && (unsigned char)*p <= 0xE9 && e - p >= 3) {
			bool equal = p[0] == word[0] && p[1] == word[1] && p[2] == word[2];
			unsigned char next = e - p > 3 ? (unsigned char)p[3] : ' ';
			if (equal && (next < 0x80 || (next >= 0xE3 && next <= 0xE9))) {
				p += 3;
				word += 3;
				continue;
			}
			if (!equal && (unsigned char)*p >= 0xE4)
				return NULL;
		}
		lead = (unsigned char)*word;
		w = mu_utf8_get(word, word + (lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4), &m);
		c = mu_ind_get(p, e, &n);
		if (low(c) != fold(w)) /* both sides fold the long vowel mark to '-' */
			return NULL;
		p += n;
		word += m;
	}
	return p;
}

const char *
mu_ind_starts_any(const char *p, const char *e, const char *const *words, size_t *which)
{
	for (size_t i = 0; words[i]; i++) {
		const char *end = mu_ind_starts(p, e, words[i]);
		if (end) {
			if (which)
				*which = i;
			return end;
		}
	}
	return NULL;
}

const char *
mu_ind_blank(const char *p, const char *e)
{
	for (unsigned i = 0; i < 8 && p < e; i++) {
		unsigned n;
		uint32_t c = mu_ind_get(p, e, &n);
		if (c != ' ' && c != '\t' && c != 0x200B)
			break;
		p += n;
	}
	return p;
}

/* Characters that stand for a struck-out digit. ○ may be a zero: the caller looks around. */
static bool
mask_char(uint32_t c)
{
	switch (c) {
	case 'X': case 'x': case '*': case 0x25CF: case 0x25CB: case 0x25EF: case 0x25A0: case 0x25A1:
	case 0xD7: case 0x2715: case 0x3007: case 0x25CE: case 0x203B: case 0x2606: case 0x2605:
		return true;
	default:
		return false;
	}
}

/* Length in characters of a run of one mask character at p that no letter or digit follows; its end. */
static unsigned
mask_run(const char *p, const char *e, const char **end)
{
	unsigned n, count = 0;
	uint32_t c = mu_ind_get(p, e, &n), first = c;

	if (!mask_char(first))
		return 0;
	while (c == first && count < 9 && p < e) {
		p += n;
		count++;
		c = mu_ind_get(p, e, &n);
	}
	*end = p;
	if (c == first || (mu_ind_alpha(first) && mu_ind_alnum(c)))
		return 0;
	return count >= 2 ? count : 0;
}

static bool
kanji_here(const char *p, const char *e)
{
	unsigned n;
	uint32_t c = mu_ind_get(p, e, &n);

	return mu_ind_kanji(c) >= 0 && c != 0x25CB && c != 0x25EF;
}

/* After an O that may be a zero: a digit, or in a later group more of them and then no letter. */
static bool
noise(const char *p, const char *e, uint32_t sep)
{
	unsigned n;
	uint32_t c = mu_ind_get(p, e, &n);

	for (unsigned i = 0; sep == '-' && i < 4 && c == 'O'; i++) {
		p += n;
		c = mu_ind_get(p, e, &n);
		if (!mu_ind_alnum(c) && i >= 1)
			return true;
	}
	return mu_ind_digit(c);
}

/* Reads one group into r; false when there is none at p. */
static bool
read_group(const char *p, const char *e, uint32_t sep, struct mu_ind_run *r)
{
	struct mu_ind_group *g = &r->g[r->n];
	bool latin = false;

	*g = (struct mu_ind_group){.from = p, .to = p, .at = 0, .sep = sep};
	unsigned at = r->dn;
	/* Plain digits need no folding. */
	while (p < e && (unsigned char)(*p - '0') < 10 && (p + 1 >= e || (unsigned char)p[1] < 0x80)
	    && g->n < MU_IND_DIGITS) {
		r->d[r->dn++] = *p++;
		g->n++;
		latin = true;
	}
	g->to = p;
	if (g->n && (p >= e || *p == ' ' || *p == ',' || *p == '.' || *p == '-' || *p == ':' || *p == '/'
	    || *p == '\n' || *p == ')')) {
		g->at = (uint8_t)at;
		r->n++;
		return true;
	}
	while (p < e) {
		unsigned n, m;
		const char *end;
		uint32_t c = mu_ind_get(p, e, &n);
		char d;
		if (mu_ind_digit(c) && !g->kanji) {
			d = (char)c;
			latin = true;
		} else if (!latin && mu_ind_kanji(c) >= 0
		    && ((c != 0x25CB && c != 0x25EF && c != 0x3007) || g->kanji
		    || (r->n && r->g[0].kanji) || kanji_here(p + n, e))) {
			d = (char)('0' + mu_ind_kanji(c));
			g->kanji = true;
		} else if ((latin || c == 'O') && (c == 'O' || c == 'o' || c == 'l' || c == 'I')
		    && noise(p + n, e, r->n && !latin ? sep : 0)) {
			d = c == 'O' || c == 'o' ? '0' : '1';
			r->noise = latin = true;
		} else if (latin && r->noise && c == 'O' && r->n) {
			d = '0';
		} else if ((g->n || sep) && !g->kanji && ((m = mask_run(p, e, &end)) != 0
		    || (c == '*' && sep == '.' && (end = p + n, m = 1)))) {
			for (; m && g->n < MU_IND_DIGITS; m--, g->n++)
				r->d[r->dn++] = '?';
			g->mask = true;
			latin = true;
			p = g->to = end;
			if (g->n >= MU_IND_DIGITS)
				break;
			continue;
		} else {
			break;
		}
		if (g->n >= MU_IND_DIGITS) {
			r->overlong = true;
			while (p < e && (unsigned char)(*p - '0') < 10)
				p++;
			if (p < e && (unsigned char)*p >= 0x80)
				p += n;
			g->to = p;
			break;
		}
		r->d[r->dn++] = d;
		g->n++;
		p += n;
		g->to = p;
	}
	if (!g->n)
		return false;
	g->at = (uint8_t)(at > 255 ? 255 : at);
	r->n++;
	return true;
}

/* Separator between two groups at p; NULL when the run ends here. */
static const char *
read_sep(const char *p, const char *e, bool nl, uint32_t *sep)
{
	bool space_before = false, space_after = false;

	*sep = 0;
	/* One ASCII mark and a digit, or a blank and a letter: most of them. */
	if (e - p >= 2 && (unsigned char)p[0] < 0x80 && (unsigned char)p[1] < 0x80) {
		if ((unsigned char)(p[1] - '0') < 10 && (*p == ' ' || *p == '-' || *p == '.' || *p == ','
		    || *p == ':' || *p == '/')) {
			*sep = (unsigned char)*p;
			return p + 1;
		}
		if (*p == ' ' && mu_ind_alpha((unsigned char)p[1]) && p[1] != 'x' && p[1] != 'X' && p[1] != 'O')
			return NULL;
	}
	for (unsigned i = 0; i < 5 && p < e; i++) {
		unsigned n;
		uint32_t c = mu_ind_get(p, e, &n);
		if (c == ' ' || c == '\t') {
			if (*sep)
				space_after = true;
			else
				space_before = true;
		} else if (c == '\n' && nl) {
			*sep = *sep ? *sep : '\n';
		} else if (c == '-' || c == '.' || c == 0xB7 || c == '/' || c == ':' || c == '('
		    || c == ')' || c == ',' || c == '~' || c == 0x306E || c == '[' || c == ']') {
			if (c == '[' || c == ']')
				c = c == '[' ? '(' : ')';
			if (c == 0xB7)
				c = '.';
			if (*sep && !(*sep == ')' && (c == '-' || c == '(')) && *sep != '\n'
			    && !(*sep == '-' && (c == '(' || c == '-')) && !(*sep == ')' && c == '-'))
				return NULL;
			*sep = *sep == ')' ? ')' : c;
		} else {
			break;
		}
		p += n;
	}
	if (!*sep)
		*sep = ' ';
	if ((*sep == ',' || *sep == ':' || *sep == 0x306E) && (space_before || space_after))
		return NULL;
	if (*sep == '.' && space_after && !space_before)
		*sep = MU_IND_DOT_BLANK;
	return p;
}

/* "0 3 - 1 2 3 4": single digits that only blanks part are one group. */
static void
merge_singles(struct mu_ind_run *r)
{
	bool all = r->n >= 9;
	unsigned out = 0;

	for (unsigned i = 0; i < r->n; i++)
		if (r->g[i].n != 1 || (i && r->g[i].sep != r->g[1].sep))
			all = false;
	for (unsigned i = 0; i < r->n;) {
		unsigned k = i + 1;
		while (k < r->n && r->g[i].n == 1 && r->g[k].n == 1 && (all || r->g[k].sep == ' '))
			k++;
		struct mu_ind_group g = r->g[i];
		if (k - i >= 2) {
			g.n = (uint8_t)(k - i);
			g.to = r->g[k - 1].to;
		} else {
			k = i + 1;
		}
		r->g[out++] = g;
		i = k;
	}
	r->n = out;
}

void
mu_ind_read_run(const char *p, const char *e, bool nl, struct mu_ind_run *r)
{
	uint32_t sep = 0;

	r->n = r->dn = 0;
	r->overlong = r->noise = false;
	r->end = p;
	while (r->n < MU_IND_GROUPS && r->dn < 200 && read_group(p, e, sep, r)) {
		r->end = r->g[r->n - 1].to;
		if (r->overlong)
			return;
		p = read_sep(r->end, e, nl, &sep);
		if (!p || p == r->end)
			break;
	}
	if (r->n >= 2)
		merge_singles(r);
}

bool
mu_ind_read_spelt(const char *p, const char *e, struct mu_ind_run *r)
{
	static const char *const names[] = {"ゼロ", "ぜろ", "レイ", "れい", "マル", "まる", "イチ", "いち", "ニ", "に", "サン",
	    "さん", "ヨン", "よん", "シチ", "しち", "シ", "し", "ゴ", "ご", "ロク", "ろく", "ナナ", "なな", "ハチ", "はち",
	    "キュウ", "きゅう", "キュー", "きゅー", "ク", "く", NULL};
	static const char digits[] = "00000011223344774455667788999999";
	static const char *const between[] = {"ー", "-", "の", "ノ", " ", "・", "、", ",", ".", NULL};
	struct mu_ind_group *g = &r->g[0];
	const char *x;
	size_t which;

	_Static_assert(sizeof names / sizeof names[0] == sizeof digits, "a digit for each name");
	*g = (struct mu_ind_group){.from = p};
	r->dn = 0;
	r->overlong = r->noise = false;
	while (g->n < MU_IND_DIGITS && (x = mu_ind_starts_any(p, e, names, &which)) != NULL) {
		r->d[r->dn++] = digits[which];
		g->n++;
		g->to = p = x;
		for (unsigned i = 0; i < 3 && (x = mu_ind_starts_any(p, e, between, NULL)) != NULL; i++)
			p = x;
	}
	r->n = 1;
	r->end = g->to;
	return g->n >= 10;
}

const char *
mu_ind_whole(const char *p, const char *e, int64_t *value)
{
	int64_t total = 0, section = 0, cur = -1;
	const char *end = NULL;

	for (unsigned i = 0; i < 24 && p < e; i++) {
		unsigned n;
		uint32_t c = mu_ind_get(p, e, &n);
		int d = mu_ind_digit(c) ? (int)(c - '0') : mu_ind_kanji(c);
		int64_t unit = mu_ind_unit(c);
		if (d >= 0) {
			if (cur > 999999999)
				return NULL;
			cur = (cur < 0 ? 0 : cur) * 10 + d;
		} else if (unit && unit < 10000) {
			section += (cur < 0 ? 1 : cur) * unit;
			cur = -1;
		} else if (unit) {
			section += cur < 0 ? 0 : cur;
			total += (section ? section : 1) * unit;
			section = 0;
			cur = -1;
		} else {
			break;
		}
		if (total > 1000000000000000 || section > 1000000000000000)
			return NULL;
		p += n;
		end = p;
	}
	*value = total + section + (cur < 0 ? 0 : cur);
	return end;
}
