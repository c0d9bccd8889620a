/*
 * A record goes to other people. What it says about the person who was shown the page (their
 * name, where they live, their address on the net, their device, numbers of cards they bought, a
 * password quoted at them) is struck out in the text and in the finds, so that every way of writing
 * the report shows the same.
 *
 * Letters and digits become stars of the same length in bytes, separators stay: nothing moves,
 * and every span of the report still points where it did. The last two stay of eight and more,
 * so that the person can tell two of their own numbers apart; of a password or a name none.
 */
#include "report/report.h"

#include "base/utf8.h"

/* Bytes that may be searched for further places of a struck-out text, and how short one may be. */
enum { SEARCH_MOST = 64 << 20, SHORTEST = 6, LONGEST = 256, KEPT = 2, KEPT_OF = 8 };

/* Does the character of this length begin a full-width letter or digit (U+FF10 to U+FF5A)? */
static bool
wide(uint32_t c)
{
	return (c >= 0xFF10 && c <= 0xFF19) || (c >= 0xFF21 && c <= 0xFF3A)
	    || (c >= 0xFF41 && c <= 0xFF5A);
}

static bool
struck(uint32_t c)
{
	if (c < 0xC0)
		return c - '0' < 10 || (c | 0x20) - 'a' < 26;
	return wide(c) || !((c >= 0xFF00 && c < 0xFF66) || (c >= 0x2000 && c < 0x2070)
	    || (c >= 0x3000 && c < 0x3040));
}

static void
strike(char *p, size_t n, size_t kept)
{
	char *end = p + n;
	size_t count = 0;
	unsigned len;

	for (char *q = p; q < end; q += len)
		count += struck(mu_utf8_get(q, end, &len));
	for (char *q = p; q < end; q += len) {
		uint32_t c = mu_utf8_get(q, end, &len);
		if (!struck(c))
			continue;
		if (count <= kept && n >= KEPT_OF && (c < 0x80 || wide(c)))
			continue;
		count--;
		if (len == 1)
			*q = '*';
		else if (len == 2)
			memcpy(q, "\xC2\xB7", 2); /* U+00B7 */
		else if (len == 3)
			memcpy(q, "\xEF\xBC\x8A", 3); /* U+FF0A */
		else
			memcpy(q, "\xF0\x9F\x9E\xB6", 4); /* U+1F7B6 */
	}
}

static const char *
find(const char *p, const char *end, struct mu_str s)
{
	while ((size_t)(end - p) >= s.n) {
		const char *q = memchr(p, s.p[0], (size_t)(end - p) - s.n + 1);
		if (!q)
			return NULL;
		if (memcmp(q, s.p, s.n) == 0)
			return q;
		p = q + 1;
	}
	return NULL;
}

/* The same text elsewhere in what was read, as far as the budget goes. */
static void
strike_all(struct mushi_report *r, struct mu_str s, size_t kept, size_t *budget)
{
	char *p = r->doc.text, *end = p + r->doc.text_n;
	const char *q;

	if (s.n < SHORTEST || *budget < r->doc.text_n)
		return;
	*budget -= r->doc.text_n;
	while ((q = find(p, end, s))) {
		p = r->doc.text + (q - r->doc.text);
		strike(p, s.n, kept);
		p += s.n;
	}
}

/* A string of a find that holds `s` outside doc.text, such as the target of a link: a copy. */
static bool
strike_copy(struct mushi_report *r, struct mu_str *in, struct mu_str s)
{
	size_t at;
	char *copy;

	if (s.n < SHORTEST || in->n < s.n || (in->p >= r->doc.text
	    && in->p < r->doc.text + r->doc.text_n))
		return true;
	const char *q = find(in->p, in->p + in->n, s);
	if (!q)
		return true;
	at = (size_t)(q - in->p);
	copy = mu_new_raw(&r->arena, char, in->n);
	if (!copy)
		return false;
	memcpy(copy, in->p, in->n);
	strike(copy + at, s.n, KEPT);
	in->p = copy;
	return true;
}

static bool
struck_copy(struct mushi_report *r, struct mu_str *s)
{
	char *copy = s->n ? mu_new_raw(&r->arena, char, s->n) : NULL;

	if (s->n && !copy)
		return false;
	if (copy) {
		memcpy(copy, s->p, s->n);
		strike(copy, s->n, KEPT);
		s->p = copy;
	}
	return true;
}

/* Keys that repeat the value; the others ("version", "label") only say what it is. */
static bool
repeats(const char *key)
{
	static const char *const keys[] = {"registrable", "unicode", "host", "number", "holder",
	    "holder_key", "symbol", "passbook"};

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		if (strcmp(key, keys[i]) == 0)
			return true;
	return false;
}

/* Finds at this place are the person's, and so are those of the same value. */
static void
give_to_person(struct mushi_report *r, struct mu_str s, size_t *budget)
{
	struct mu_indicators *all = &r->indicators;
	size_t from = (size_t)(s.p - r->doc.text), to = from + s.n;

	for (size_t j = 0; *budget > 0 && j < all->n; j++, --*budget) {
		struct mu_indicator *it = &all->list[j];
		if (it->from >= to || it->to <= from || it->role == MU_R_OFFICIAL)
			continue;
		it->role = MU_R_VICTIM;
		for (size_t k = 0; it->value.n && *budget > 0 && k < all->n; k++, --*budget)
			if (all->list[k].type == it->type && mu_str_eq(all->list[k].value, it->value))
				all->list[k].role = MU_R_VICTIM;
	}
}

/* What was found in the text, here and wherever it stands again. */
static void
strike_found(struct mushi_report *r, struct mu_str s, size_t kept, size_t *budget)
{
	char store[LONGEST];
	struct mu_str was = {store, s.n};

	if (s.n > LONGEST)
		return;
	memcpy(store, s.p, s.n);
	strike(r->doc.text + (s.p - r->doc.text), s.n, kept);
	strike_all(r, was, kept, budget);
}

/* Finds that are copies of the text are struck out too: a password may look like a mailbox. */
static void
mask_secrets(struct mushi_report *r, const struct mu_own_words *w, size_t *budget)
{
	struct mu_str s, text = {r->doc.text, r->doc.text_n};
	size_t from = 0;

	while (mu_next_secret(w, text, &from, r->verdict.kind == MU_K_SEXTORTION, &s)) {
		give_to_person(r, s, budget);
		strike_found(r, s, 0, budget);
	}
}

/* Numbers, mailboxes, logins: before anything else, as long as they can be read. */
static void
mask_own(struct mushi_report *r, const struct mu_own_words *w, size_t *budget)
{
	struct mu_str s, text = {r->doc.text, r->doc.text_n};
	size_t from = 0;

	while (mu_next_own(w, text, &from, &s)) {
		give_to_person(r, s, budget);
		strike_found(r, s, KEPT, budget);
	}
}

/*
 * Names. What has an address or number of the other side in it is left to its own role: a line
 * "To:" may hold both.
 */
static void
mask_person(struct mushi_report *r, const struct mu_own_words *w, size_t *budget)
{
	struct mu_str s, text = {r->doc.text, r->doc.text_n};
	size_t from = 0;

	while (mu_next_person(w, text, &from, &s))
		if (s.n <= LONGEST && !memchr(s.p, '@', s.n))
			strike_found(r, s, 0, budget);
}

/* Is this mailbox or number shown to the person as one to write to or ring? */
static bool
shown_as_theirs(const struct mushi_report *r, struct mu_str plain)
{
	for (size_t i = 0; i < r->indicators.n; i++) {
		const struct mu_indicator *it = &r->indicators.list[i];
		if (it->from < it->to && it->type == MU_I_EMAIL && it->role == MU_R_SCAMMER
		    && mu_str_eq(it->text, plain))
			return true;
	}
	return false;
}

/* Things of the person in the address of a link, where the text shows it and in the finds. */
static bool
mask_in_link(struct mushi_report *r, const struct mu_own_words *w, struct mu_str *in,
    size_t *budget)
{
	size_t from = 0, plain_n = 0, kept = in->n;
	bool inside = in->p >= r->doc.text && in->p < r->doc.text + r->doc.text_n;
	char plain[MU_PLAIN], *copy = NULL;
	struct mu_str s, url = *in;

	while (kept <= *budget && mu_next_in_link(w, url, &from, &s, plain, &plain_n)) {
		*budget -= kept;
		if (shown_as_theirs(r, (struct mu_str){plain, plain_n}))
			continue;
		if (inside) {
			strike(r->doc.text + (s.p - r->doc.text), s.n, 0);
			continue;
		}
		if (!copy) {
			copy = mu_new_raw(&r->arena, char, in->n);
			if (!copy)
				return false;
			memcpy(copy, in->p, in->n);
			in->p = copy;
		}
		strike(copy + (s.p - url.p), s.n, 0);
	}
	return true;
}

static bool
mask_links(struct mushi_report *r, const struct mu_own_words *w)
{
	size_t budget = SEARCH_MOST;

	for (size_t i = 0; i < r->indicators.n; i++) {
		struct mu_indicator *it = &r->indicators.list[i];
		struct mu_str text = {r->doc.text + it->from, it->to - it->from};
		if (!(it->type == MU_I_URL || it->type == MU_I_DOMAIN || it->link))
			continue;
		/* A path may go on behind what was taken for the find. */
		if (!mask_in_link(r, w, &it->text, &budget) || !mask_in_link(r, w, &it->value, &budget)
		    || (it->type == MU_I_URL && it->to <= r->doc.text_n
		    && !mask_in_link(r, w, &text, &budget)))
			return false;
	}
	return true;
}

/* "ログインID：hanako" is found as a whole; what the word before the colon says is nobody's. */
static size_t
label_of(const struct mu_indicator *it)
{
	size_t at = 0;

	for (size_t i = 0; it->type == MU_I_ID && i < it->text.n; i++) {
		if (it->text.p[i] == ':')
			at = i + 1;
		else if (it->text.n - i > 3 && memcmp(it->text.p + i, "：", 3) == 0)
			at = i + 3;
	}
	return at < it->text.n ? at : 0;
}

static bool
struck_text(struct mushi_report *r, struct mu_indicator *it, size_t label)
{
	struct mu_str whole = it->text, rest = mu_str_sub(whole, label, whole.n);
	char *copy;

	if (!label)
		return struck_copy(r, &it->text);
	if (!struck_copy(r, &rest))
		return false;
	copy = mu_new_raw(&r->arena, char, whole.n);
	if (!copy)
		return false;
	memcpy(copy, whole.p, label);
	memcpy(copy + label, rest.p, rest.n);
	it->text.p = copy;
	return true;
}

bool
mu_mask(struct mushi_report *r)
{
	const struct mu_own_words *w = mu_own_words(r->pack, &r->arena);
	struct mu_indicators *all = &r->indicators;
	size_t budget = SEARCH_MOST, links = SEARCH_MOST / 64;

	if (!w || !mask_links(r, w))
		return false;
	mask_own(r, w, &budget);
	mask_secrets(r, w, &budget);
	mask_person(r, w, &budget);
	for (size_t i = 0; i < all->n; i++) {
		struct mu_indicator *it = &all->list[i];
		char store[LONGEST];
		struct mu_str was = {store, 0};
		size_t label = label_of(it), from = it->from + label;

		if (it->role != MU_R_VICTIM)
			continue;
		if (it->to - it->from != it->text.n) {
			label = 0;
			from = it->from;
		}
		if (it->from < it->to && it->to <= r->doc.text_n) {
			/* A name of a host may be anybody's: only this place of it. */
			if (it->to - from <= LONGEST && it->type != MU_I_DOMAIN) {
				was.n = it->to - from;
				memcpy(store, r->doc.text + from, was.n);
			}
			/* The text of the find is this place, or a copy of it. */
			if (!struck_text(r, it, label))
				return false;
			strike(r->doc.text + from, it->to - from, KEPT);
			strike_all(r, was, KEPT, &budget);
		} else if (!struck_copy(r, &it->text)) {
			return false;
		}
		if (!struck_copy(r, &it->value))
			return false;
		it->masked = true;
		for (unsigned k = 0; k < it->key_n; k++)
			if (repeats(it->keys[k].key) && !struck_copy(r, &it->keys[k].value))
				return false;
		for (size_t j = 0; was.n && links >= all->n && j < all->n; j++) {
			struct mu_indicator *other = &all->list[j];
			if (other->role == MU_R_VICTIM || !(other->type == MU_I_URL || other->link))
				continue;
			if (!strike_copy(r, &other->text, was)
			    || !strike_copy(r, &other->value, was))
				return false;
		}
		links -= links >= all->n ? all->n : 0;
	}
	r->masked = true;
	return true;
}
