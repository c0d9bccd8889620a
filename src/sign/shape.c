/*
 * Number shapes of the matcher: amounts, telephone numbers, spans of time, dates. A run of digits
 * is looked at once, and what it is starts phrases as a word does.
 */
#include "sign/matcher.h"

enum {
	SYM_YEN_MARK = 0xA5, SYM_MAN = 0x4E07, SYM_SEN = 0x5343, SYM_OKU = 0x5104,
	SYM_JI = 0x6642, SYM_KAN = 0x9593, SYM_NICHI = 0x65E5, SYM_FUN = 0x5206, SYM_BYO = 0x79D2,
	SYM_SHU = 0x9031, SYM_GATSU = 0x6708, SYM_NEN = 0x5E74, SYM_KA = 0x30AB, SYM_KAGETSU = 0x30F6,
	SYM_EIGYO = 0x55B6, SYM_MARU = 0x3007
};

void
mu_match_near(struct matcher *m, unsigned shapes, uint32_t start)
{
	for (unsigned k = 1; shapes >> k; k++)
		if (shapes >> k & 1 && m->near[k] < start + 1)
			m->near[k] = start + 1;
}

void
mu_match_lone(struct matcher *m)
{
	const struct mushi_pack *p = m->p;

	for (unsigned kind = 1; kind < MU_BI_COUNT; kind++) {
		uint32_t set = p->builtin_set[kind];

		if (!set)
			continue;
		for (uint32_t i = p->trigger_first[set - 1]; i < p->trigger_first[set]; i++)
			if (p->by_trigger[i].need == UINT16_MAX && m->lone_n[kind]++ < LONE)
				m->lone[kind][m->lone_n[kind] - 1] = p->by_trigger[i].phrase;
	}
}

/*
 * May the part of the phrase before its trigger end just before `from`? A look at the last symbols
 * alone, for the phrases of numbers: those are many, and few of them have the part.
 */
static bool
may_precede(const struct matcher *m, uint32_t phrase, uint32_t from)
{
	const struct mu_phrase *f = &m->p->phrases[phrase];
	const struct mu_atom *atom = m->p->atoms + f->atom + f->trigger;
	const struct mu_set *set;

	if (!f->trigger || atom[-1].optional)
		return true;
	set = &m->p->sets[atom[-1].set];
	if (set->builtin)
		return true;
	/* one blank may stand between any two parts */
	for (uint32_t k = 0; k <= atom->gap_max + 1u && k < from; k++)
		if (set->last_mask >> (m->t->sym[from - 1 - k] & 63) & 1)
			return true;
	return false;
}

/* mu_match_set() for a shape. */
static void
shape_phrases(struct matcher *m, enum mu_builtin kind, uint32_t from, uint32_t to)
{
	const struct mushi_pack *p = m->p;
	uint32_t set = p->builtin_set[kind] - 1u;
	uint32_t n = p->trigger_first[set + 1] - p->trigger_first[set];

	if ((m->near[kind] && m->near[kind] - 1 + REACH >= to) || m->lone_n[kind] > LONE) {
		mu_match_set(m, set, from, to);
	} else if (n && may_work(m)) {
		m->work -= n;
		for (unsigned i = 0; i < m->lone_n[kind] && may_work(m); i++)
			if (may_precede(m, m->lone[kind][i], from))
				mu_match_check(m, m->lone[kind][i], from, to);
			else
				m->work -= 40; /* about what mu_match_check() counts for it */
	}
	if (p->sets[set].place != UINT16_MAX)
		m->seen[p->sets[set].place] = from + 1;
	mu_match_near(m, p->sets[set].near, from);
}

static void
shape_hit(struct matcher *m, enum mu_builtin kind, uint32_t from, uint32_t to)
{
	struct mu_matches *o = m->out;
	struct mu_shape_hit *list;

	if (o->shape_n[kind] && o->shapes[kind][o->shape_n[kind] - 1].to >= to)
		return;
	if (o->shape_n[kind] >= m->shape_max[kind]) {
		o->cut = true;
		return;
	}
	list = mu_arena_grow(m->arena, o->shapes[kind], o->shape_n[kind], o->shape_n[kind] + 1,
	    &o->shape_cap[kind], sizeof *list);
	if (!list) {
		m->failed = true;
		return;
	}
	o->shapes[kind] = list;
	list[o->shape_n[kind]++] = (struct mu_shape_hit){from, to};
	if (m->p->builtin_set[kind])
		shape_phrases(m, kind, from, to);
}

static uint16_t
sym_at(const struct matcher *m, uint32_t i)
{
	return i < m->t->n ? m->t->sym[i] : MU_SYM_BLOCK;
}

static uint32_t
skip_space(const struct matcher *m, uint32_t i)
{
	return sym_at(m, i) == ' ' ? i + 1 : i;
}

static bool
latin_word_at(const struct matcher *m, uint32_t i, const char *w)
{
	uint32_t n = 0;

	for (; w[n]; n++)
		if (sym_at(m, i + n) != (uint16_t)w[n])
			return false;
	return !(mu_sym_class(sym_at(m, i + n)) & MU_C_LATIN);
}

/* Is there a unit of time at i, right behind a number? Length of it, 0 if not. */
static uint32_t
time_unit(const struct matcher *m, uint32_t i)
{
	static const char *const words[] = {"hours", "hour", "hrs", "hr", "h", "days", "day",
	    "minutes", "minute", "min", "mins", "weeks", "week", "seconds", "sec"};
	uint16_t c = sym_at(m, i), d = sym_at(m, i + 1);

	if (c == SYM_JI)
		return d == SYM_KAN ? 2 : 0; /* 時 alone is a time of day */
	if (c == SYM_NICHI || c == SYM_FUN || c == SYM_BYO)
		return d == SYM_KAN ? 2 : 1;
	if (c == SYM_SHU)
		return d == SYM_KAN ? 2 : 0;
	if ((c == SYM_KA || c == SYM_KAGETSU) && (d == SYM_GATSU || d == SYM_NICHI))
		return 2;
	if (c == SYM_EIGYO && sym_at(m, i + 2) == SYM_NICHI)
		return 3;
	if (c != 'h' && c != 'd' && c != 'm' && c != 'w' && c != 's')
		return 0;
	for (unsigned k = 0; k < sizeof words / sizeof *words; k++)
		if (latin_word_at(m, i, words[k]))
			return (uint32_t)strlen(words[k]);
	return 0;
}

static bool
is_money_word(const struct matcher *m, uint32_t i)
{
	uint16_t c = sym_at(m, i);

	if (c != 'y' && c != 'j' && c != 'u' && c != 'b' && c != 'd')
		return false;
	return latin_word_at(m, i, "yen") || latin_word_at(m, i, "jpy") || latin_word_at(m, i, "usd")
	    || latin_word_at(m, i, "btc") || latin_word_at(m, i, "dollars")
	    || latin_word_at(m, i, "bitcoin");
}

static bool
masked(uint16_t c)
{
	return c == 'x' || c == '*' || c == 0x25CB || c == 0x25CF || c == SYM_MARU || c == 'o';
}

/* Telephone-like: groups of digits with '-', brackets and spaces gone; 10 to 15 digits. */
static uint32_t
phone_end(const struct matcher *m, uint32_t at)
{
	uint32_t i = at, digits = 0, groups = 1, end = at;

	if (sym_at(m, i) == '+')
		i++;
	else if (sym_at(m, i) != '0' && sym_at(m, i) != '1')
		return 0;
	for (; i - at < 24; i++) {
		uint16_t c = sym_at(m, i);
		if (digit(c) || (masked(c) && digits >= 2)) {
			digits++;
			end = i + 1;
		} else if ((c == '-' || c == ' ' || c == '.') && (digit(sym_at(m, i + 1))
		    || masked(sym_at(m, i + 1)) || sym_at(m, i + 1) == '-')) {
			groups++;
		} else {
			break;
		}
	}
	if (sym_at(m, at) == '1' && groups < 4) /* 1-800-555-0100 */
		return 0;
	return digits >= 10 && digits <= 15 ? end : 0;
}

static uint32_t
ip_end(const struct matcher *m, uint32_t at)
{
	uint32_t i = at, parts = 0;

	while (parts < 4) {
		uint32_t n = 0, v = 0;
		while (n < 3 && (digit(sym_at(m, i)) || masked(sym_at(m, i)))) {
			if (digit(sym_at(m, i)))
				v = v * 10 + (uint32_t)(sym_at(m, i) - '0');
			i++;
			n++;
		}
		if (!n || v > 255)
			return 0;
		if (++parts == 4)
			break;
		if (sym_at(m, i) != '.')
			return 0;
		i++;
	}
	return digit(sym_at(m, i)) || sym_at(m, i) == '.' ? 0 : i;
}

uint32_t
mu_match_number(struct matcher *m, uint32_t i)
{
	const uint16_t *s = m->t->sym;
	uint32_t end = i, k, u, from = i;
	bool money = false;
	uint32_t before = i;

	while (end < m->t->n && end - i < 32
	    && (digit(s[end]) || ((s[end] == ',' || s[end] == '.') && digit(sym_at(m, end + 1)))))
		end++;
	/* On a page full of numbers, what a window has beyond its share is not looked at. */
	if (m->out->shape_n[MU_BI_NUM] >= m->shape_max[MU_BI_NUM]) {
		m->out->cut = true;
		return end;
	}
	if (before > 0 && s[before - 1] == ' ')
		before--;
	/* $500, ¥98,000 */
	if (before > 0 && (s[before - 1] == SYM_YEN_MARK || s[before - 1] == '$')) {
		from = before - 1;
		money = true;
	}
	k = skip_space(m, end);
	while (sym_at(m, k) == SYM_MAN || sym_at(m, k) == SYM_SEN || sym_at(m, k) == SYM_OKU
	    || (digit(sym_at(m, k)) && k > end))
		k++;
	if (sym_at(m, k) == MU_SYM_EN) {
		shape_hit(m, MU_BI_YEN, from, k + 1);
	} else if (money) {
		shape_hit(m, MU_BI_YEN, from, end);
	} else if (mu_is_small(sym_at(m, k)) && is_money_word(m, k)) {
		u = k;
		while (mu_sym_class(sym_at(m, u)) & MU_C_LATIN)
			u++;
		shape_hit(m, MU_BI_YEN, i, u);
	} else if (k > end + 1 || (k == end + 1 && sym_at(m, end) == SYM_MAN)) {
		shape_hit(m, MU_BI_YEN, i, k); /* 17万, said of money without 円 */
	}
	k = skip_space(m, end);
	u = time_unit(m, k);
	if (u)
		shape_hit(m, MU_BI_SPAN, i, k + u);
	if (sym_at(m, k) == SYM_NEN || sym_at(m, k) == SYM_GATSU || sym_at(m, k) == SYM_JI
	    || sym_at(m, k) == SYM_NICHI)
		shape_hit(m, MU_BI_DATE, i, k + 1);
	else if ((sym_at(m, end) == ':' || sym_at(m, end) == '/') && digit(sym_at(m, end + 1)))
		shape_hit(m, MU_BI_DATE, i, end + 2);
	if (!(i > 0 && (s[i - 1] == '-' || s[i - 1] == '.'))) {
		k = phone_end(m, i > 0 && s[i - 1] == '+' ? i - 1 : i);
		if (k)
			shape_hit(m, MU_BI_PHONE, i > 0 && s[i - 1] == '+' ? i - 1 : i, k);
		k = ip_end(m, i);
		if (k)
			shape_hit(m, MU_BI_IP, i, k);
	}
	shape_hit(m, MU_BI_NUM, i, end);
	return end;
}

void
mu_match_amount(struct matcher *m, uint32_t i)
{
	const uint16_t *s = m->t->sym;
	uint32_t k = i, strong = 0;

	while (k > 0 && i - k < 24 && mu_sym_class(s[k - 1]) & (MU_C_KANJI_DIGIT | MU_C_DIGIT)) {
		if (mu_sym_class(s[k - 1]) & MU_C_HAN)
			strong++;
		k--;
	}
	if (strong)
		shape_hit(m, MU_BI_YEN, k, i + 1);
}
