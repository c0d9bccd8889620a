/*
 * The guide asks the questions of the pack one by one. On a terminal: arrow keys or numbers,
 * Enter; elsewhere (and on a dumb terminal) one line per answer. b goes back, q ends, and what is
 * known so far is used: somebody who is frightened need not get to the end.
 */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

enum { QUESTIONS = 16, ANSWERS = 24, WORDS = 64 };

enum move { MOVE_NEXT, MOVE_BACK, MOVE_END };

struct asked {
	struct mushi_question_info q;
	struct mushi_answer_info a[ANSWERS];
	size_t n;
	const char *hint;
	unsigned columns;
};

static const char *const hints[3][2] = {
	{"番号か矢印キーで選び、Enter（b：戻る、q：やめて、ここまでの助言を見る）",
	    "番号で印（いくつでも）、矢印キーとスペースでも。終わったら Enter（b：戻る、q：やめて助言を見る）"},
	{"番号を えらんで Enter（b：もどる、q：おわる）",
	    "番号で えらびます（いくつでも）。おわったら Enter（b：もどる、q：おわる）"},
	{"Choose with a number or the arrow keys, then Enter (b: back, q: stop and see the advice)",
	    "A number marks (any of them), arrow keys and Space too; then Enter (b: back, q: stop)"},
};

/* How many lines. */
static size_t
print_question(const struct asked *x, unsigned long marked, size_t at, bool cursor)
{
	unsigned columns = cursor ? screen_columns(x->columns) : x->columns;
	size_t lines = print_wrapped("", 0, x->q.text, columns);

	for (size_t i = 0; i < x->n; i++) {
		char head[32];
		int n = snprintf(head, sizeof head, " %s%2zu %s", cursor && i == at ? ">" : " ", i + 1,
		    !x->q.several ? "" : marked >> i & 1 ? "[x] " : "[ ] ");
		lines += print_wrapped(head, (size_t)n, x->a[i].text, columns);
	}
	lines += print_wrapped("", 0, x->hint, columns);
	fflush(stdout);
	return lines;
}

/* "1 3": numbers of answers; false when it is none. */
static bool
read_numbers(const char *line, const struct asked *x, unsigned long *marked)
{
	unsigned long got = 0;
	size_t count = 0;
	char *end;

	while (*line) {
		long v;
		if (strchr(" ,\t\r\n", *line)) {
			line++;
			continue;
		}
		v = strtol(line, &end, 10);
		if (end == line || v < 1 || (size_t)v > x->n)
			return false;
		got |= 1ul << (v - 1);
		count++;
		line = end;
	}
	if (count == 0 || (count > 1 && !x->q.several))
		return false;
	*marked = got;
	return true;
}

static enum move
ask_by_line(const struct asked *x, unsigned long *marked)
{
	char line[128];

	(void)print_question(x, *marked, 0, false);
	while (fgets(line, sizeof line, stdin)) {
		if (line[0] == 'q' || line[0] == 'Q')
			return MOVE_END;
		if (line[0] == 'b' || line[0] == 'B')
			return MOVE_BACK;
		if (line[0] == '\n')
			return MOVE_NEXT;
		if (read_numbers(line, x, marked))
			return MOVE_NEXT;
		printf("%s\n", x->hint);
		fflush(stdout);
	}
	return MOVE_END;
}

static enum move
ask_by_key(const struct asked *x, unsigned long *marked)
{
	size_t at = 0, number = 0, lines;
	/* Of several, a number of one digit marks at once: who types two of them means both. */
	bool at_once = x->q.several && x->n <= 9, fresh = false;

	if (x->n == 0)
		return MOVE_NEXT;
	while (at < x->n && !(*marked >> at & 1))
		at++;
	if (at == x->n)
		at = 0;
	for (;;) {
		int k;
		printf("\033[J");
		lines = print_question(x, *marked, at, true);
		k = key_read();
		if (k == KEY_END || k == 'q' || k == 'Q')
			return MOVE_END;
		if (k == 'b' || k == 'B')
			return MOVE_BACK;
		if (k == KEY_UP)
			at = at ? at - 1 : x->n - 1;
		else if (k == KEY_DOWN)
			at = at + 1 < x->n ? at + 1 : 0;
		if (k >= '0' && k <= '9') {
			number = number * 10 + (size_t)(k - '0');
			if (number > x->n)
				number = (size_t)(k - '0');
			if (at_once)
				number = (size_t)(k - '0');
			if (number >= 1 && number <= x->n) {
				at = number - 1;
				if (at_once)
					*marked ^= 1ul << at;
				fresh = at_once && (*marked >> at & 1);
			}
		} else {
			number = 0;
			/* "2, Space" marks the second, it does not take the mark away again. */
			if (k == ' ' && x->q.several && !fresh)
				*marked ^= 1ul << at;
			fresh = false;
		}
		if (k == '\n') {
			if (!x->q.several || !*marked)
				*marked = 1ul << at;
			return MOVE_NEXT;
		}
		printf("\033[%zuA\r", lines);
	}
}

static void
collect(const char *sets, struct guide_result *out)
{
	while (*sets) {
		size_t n = strcspn(sets, "|"), from = 0, to = n;
		while (from < to && sets[from] == ' ')
			from++;
		while (to > from && sets[to - 1] == ' ')
			to--;
		if (to > from && out->n < GUIDE_MOST) {
			snprintf(out->store[out->n], sizeof out->store[0], "%.*s", (int)(to - from),
			    sets + from);
			out->ids[out->n] = out->store[out->n];
			out->n++;
		}
		sets += n + (sets[n] == '|');
	}
}

void
run_guide(const struct mushi_pack *pack, const struct common *common, struct guide_result *out)
{
	unsigned long marked[QUESTIONS] = {0};
	static struct asked x;
	bool keys = keys_open();
	size_t i = 0, last = 0;

	out->n = 0;
	out->stopped = false;
	while (i < QUESTIONS && mushi_question(pack, i, common->lang, &x.q)) {
		enum move m;
		for (x.n = 0; x.n < ANSWERS && mushi_answer(pack, i, x.n, common->lang,
		    &x.a[x.n]);)
			x.n++;
		x.columns = common->columns;
		x.hint = hints[common->lang][x.q.several];
		m = keys ? ask_by_key(&x, &marked[i]) : ask_by_line(&x, &marked[i]);
		putchar('\n');
		if (i + 1 > last)
			last = i + 1;
		if (m == MOVE_END) {
			out->stopped = true;
			break;
		}
		if (m == MOVE_NEXT)
			i++;
		else if (i > 0)
			i--;
	}
	if (keys)
		keys_close();
	for (size_t q = 0; q < last; q++) {
		struct mushi_answer_info a;
		for (size_t k = 0; k < ANSWERS && mushi_answer(pack, q, k, common->lang, &a); k++)
			if (marked[q] >> k & 1)
				collect(a.sets, out);
	}
}
