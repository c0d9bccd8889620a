/*
 * A chat saved as text (LINE writes these) -> doc.
 *
 *   [LINE] サポートとのトーク履歴
 *   2026/11/24(火)
 *   10:05	サポート	本日中にお支払い
 *   ください
 *   10:07	わたし	どこに払うのですか
 *
 * Each message is a block, so that times and names cut no sentence and none runs on into the next
 * message. The head names the other side; what anybody else says is the reader's own and stands as
 * quoted: who answers "未納料金を払えと言うのですか" claims nothing.
 */
#include "base/err.h"
#include "read/html.h"

enum { HEAD_LINES = 60, NAME_MOST = 120, HEADS_LEAST = 3 };

static struct mu_str
next_line(struct mu_str src, size_t *at)
{
	const char *nl = memchr(src.p + *at, '\n', src.n - *at);
	size_t end = nl ? (size_t)(nl - src.p) : src.n;
	struct mu_str s = mu_str_sub(src, *at, end);

	*at = end + 1;
	while (s.n && (s.p[s.n - 1] == '\r' || s.p[s.n - 1] == ' '))
		s.n--;
	return s;
}

static bool
digit(struct mu_str s, size_t i)
{
	return i < s.n && s.p[i] >= '0' && s.p[i] <= '9';
}

/* How much of s is a time of day, "午後10:05" among them; 0 when it begins with none. */
static size_t
time_of_day(struct mu_str s)
{
	size_t i = 0;

	if (mu_str_starts(s, MU_STR("午前")) || mu_str_starts(s, MU_STR("午後")))
		i = sizeof "午前" - 1;
	if (!digit(s, i))
		return 0;
	i += digit(s, i + 1) ? 2 : 1;
	return i < s.n && s.p[i] == ':' && digit(s, i + 1) && digit(s, i + 2) ? i + 3 : 0;
}

/* "2026/11/24(火)", "2026.11.24 火曜日", "2026年11月24日": a line of its own. */
static bool
is_date(struct mu_str s)
{
	size_t i = 4, digits = 0;

	if (s.n < 8 || s.n > 40 || !digit(s, 0) || !digit(s, 1) || !digit(s, 2) || !digit(s, 3))
		return false;
	if (s.p[4] != '/' && s.p[4] != '.' && s.p[4] != '-' && !mu_str_starts(mu_str_sub(s, 4, s.n),
	    MU_STR("年")))
		return false;
	for (; i < s.n && i < 16; i++)
		digits += digit(s, i);
	return digits >= 2 && digits <= 4;
}

/* The other side, from "[LINE] …とのトーク履歴"; false when this is no such line. */
static bool
title(struct mu_str s, struct mu_str *other)
{
	static const struct mu_str ends[] = {{"とのトーク履歴", 21}, {"のトーク履歴", 18}};
	struct mu_str english = {"Chat history with ", 18};

	*other = (struct mu_str){"", 0};
	if (mu_str_starts(s, MU_STR("\xEF\xBB\xBF")))
		s = mu_str_sub(s, 3, s.n);
	if (!mu_str_starts(s, MU_STR("[LINE]")))
		return false;
	s = mu_str_trim(mu_str_sub(s, 6, s.n));
	if (mu_str_starts(s, english)) {
		*other = mu_str_trim(mu_str_sub(s, english.n, s.n));
		return true;
	}
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		if (s.n < ends[i].n || !mu_str_eq(mu_str_sub(s, s.n - ends[i].n, s.n), ends[i]))
			continue;
		*other = mu_str_trim(mu_str_sub(s, 0, s.n - ends[i].n));
		return true;
	}
	return false;
}

struct head {
	struct mu_str who, text; /* who: empty for what the program says ("…が参加しました") */
};

/* "TIME<tab>NAME<tab>TEXT"; the name may be missing. */
static bool
head_of(struct mu_str s, struct head *h)
{
	size_t n = time_of_day(s);
	const char *tab;

	if (!n || n >= s.n || s.p[n] != '\t')
		return false;
	s = mu_str_sub(s, n + 1, s.n);
	tab = memchr(s.p, '\t', s.n);
	*h = (struct head){{"", 0}, s};
	if (tab && (size_t)(tab - s.p) <= NAME_MOST) {
		h->who = mu_str_trim(mu_str_sub(s, 0, (size_t)(tab - s.p)));
		h->text = mu_str_sub(s, (size_t)(tab - s.p) + 1, s.n);
	}
	return true;
}

bool
mu_looks_like_chat(struct mu_str src)
{
	unsigned heads = 0, named = 0;
	struct mu_str other;
	struct head h;

	for (size_t at = 0, lines = 0; at < src.n && lines < HEAD_LINES; lines++) {
		struct mu_str s = next_line(src, &at);
		if (title(s, &other))
			named = 1;
		else if (head_of(s, &h) && h.who.n)
			heads++;
	}
	return heads >= HEADS_LEAST || (named && heads);
}

struct chat {
	struct mu_doc *doc;
	struct mu_str other; /* empty: unknown, then nobody is the reader */
	char *message;
	size_t n, from;
	bool own;
};

static bool
close_message(struct chat *c)
{
	struct mu_str s = mu_str_trim((struct mu_str){c->message, c->n});

	/* Messages of several lines stand in quotation marks. */
	if (s.n > 2 && s.p[0] == '"' && s.p[s.n - 1] == '"' && memchr(s.p, '\n', s.n))
		s = mu_str_sub(s, 1, s.n - 1);
	c->n = 0;
	return mu_doc_add_block(c->doc, s, MU_P_TEXT, c->own ? MU_B_QUOTE : 0, (uint32_t)c->from);
}

static void
add_line(struct chat *c, struct mu_str s)
{
	if (c->n)
		c->message[c->n++] = '\n';
	for (size_t i = 0; i < s.n; i++)
		c->message[c->n++] = (unsigned char)s.p[i] < 0x20 ? ' ' : s.p[i];
}

static bool
other_speaks(struct mu_str src, struct mu_str other)
{
	struct head h;

	for (size_t at = 0; other.n && at < src.n;)
		if (head_of(next_line(src, &at), &h) && mu_str_eq(h.who, other))
			return true;
	return false;
}

bool
mu_read_chat(struct mu_str src, struct mu_doc *doc, struct mushi_err *err)
{
	struct chat c = {.doc = doc, .other = {"", 0}};
	struct mu_str other;
	size_t first = doc->block_n;
	bool said = false, begun = false;

	c.message = mu_new_raw(doc->arena, char, src.n + 2);
	if (!c.message)
		return mu_nomem(err);
	for (size_t at = 0, lines = 0; at < src.n && lines < HEAD_LINES; lines++)
		if (title(next_line(src, &at), &other)) {
			if (other_speaks(src, other))
				c.other = other;
			break;
		}
	for (size_t at = 0; at < src.n;) {
		size_t from = at;
		struct mu_str s = next_line(src, &at);
		struct head h;
		bool is_head = head_of(s, &h);

		/* Before the first message stands what the program writes: title, day saved. */
		if (!is_head && !begun)
			continue;
		begun = true;
		if (doc->block_n - first >= MU_HTML_BLOCKS) {
			doc->notes |= MU_N_BLOCKS_CUT;
			break;
		}
		if ((is_head || is_date(s)) && !close_message(&c))
			return mu_nomem(err);
		if (!is_head) {
			if (!is_date(s))
				add_line(&c, s);
			continue;
		}
		c.from = from;
		c.own = c.other.n && h.who.n && !mu_str_eq(h.who, c.other);
		/* Who it says it is belongs to the story; once is enough. */
		if (!said && c.other.n && mu_str_eq(h.who, c.other)) {
			said = true;
			if (!mu_doc_add_block(doc, h.who, MU_P_TEXT, 0, (uint32_t)from))
				return mu_nomem(err);
		}
		add_line(&c, h.text);
	}
	if (!close_message(&c))
		return mu_nomem(err);
	mu_count_text(doc, first);
	if (!doc->block_n)
		doc->notes |= MU_N_EMPTY;
	return true;
}
