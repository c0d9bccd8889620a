/*
 * Bytes -> a document -> indicators. The first byte gives place and flags of the blocks; 0x01 parts
 * blocks, a block after 0x02 is the target of a link whose words are the block before.
 *
 * Checked: spans lie inside their block and are its words, order, limits, canonical values by rules
 * written a second time, UTF-8 out, and that the same input gives the same finds.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "indicator/indicator.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MUST(x) \
	do { \
		if (!(x)) \
			abort(); \
	} while (0)

static void
utf8(struct mu_str s)
{
	for (size_t i = 0; i < s.n;) {
		unsigned n;
		uint32_t c = mu_utf8_get(s.p + i, s.p + s.n, &n);
		MUST(c != 0xFFFD || n == 3);
		i += n;
	}
}

static bool
digit(char c)
{
	return c >= '0' && c <= '9';
}

static void
phone(const struct mu_indicator *it)
{
	struct mu_str v = it->value;

	if (it->key_n && mu_str_eq(it->keys[0].value, MU_STR("short"))) {
		MUST(v.n == 3 || (v.n == 5 && v.p[0] == '#'));
		return;
	}
	if (!v.n) {
		MUST(it->masked || it->valid == MU_V_NO);
		return;
	}
	MUST(v.n >= 8 && v.n <= 16 && v.p[0] == '+' && v.p[1] >= '1' && v.p[1] <= '9');
	for (size_t i = 1; i < v.n; i++)
		MUST(digit(v.p[i]));
}

static void
price(const struct mu_indicator *it)
{
	int64_t n = 0;
	size_t i = 0;

	MUST(it->number >= 0 && it->value.n && digit(it->value.p[0]));
	for (; i < it->value.n && digit(it->value.p[i]); i++)
		n = n * 10 + (it->value.p[i] - '0');
	MUST(n == it->number);
	MUST(i == it->value.n || it->value.p[i] == '.');
	MUST(it->key_n == 2 && it->keys[0].value.n >= 3);
}

/* P3D PT24H PT01H23M45S, 2026-11-25[T17:00], --11-25[T17:00], ---25 */
static void
deadline(const struct mu_indicator *it)
{
	const char *p = it->value.p, *e = p + it->value.n;
	int m, d;

	MUST(p < e);
	if (*p == 'P') {
		size_t fields = 0;
		p++;
		if (p < e && *p == 'T')
			p++;
		while (p < e) {
			MUST(digit(*p));
			while (p < e && digit(*p))
				p++;
			MUST(p < e && strchr("DHMSW", *p));
			p++;
			fields++;
		}
		MUST(fields >= 1 && fields <= 3);
		return;
	}
	if (*p == '-') {
		MUST(e - p >= 5 && p[1] == '-');
		if (p[2] == '-') {
			MUST(e - p == 5 && digit(p[3]) && digit(p[4]));
			return;
		}
		p += 2;
	} else {
		MUST(e - p >= 10 && p[4] == '-');
		p += 5;
	}
	MUST(e - p >= 5 && p[2] == '-');
	m = (p[0] - '0') * 10 + p[1] - '0';
	d = (p[3] - '0') * 10 + p[4] - '0';
	MUST(m >= 1 && m <= 12 && d >= 1 && d <= 31);
	p += 5;
	if (p < e)
		MUST(e - p == 6 && p[0] == 'T' && p[3] == ':' && p[1] <= '2' && p[4] <= '5');
}

static void
check(const struct mu_doc *d, const struct mu_indicators *f)
{
	MUST(f->n <= 4096);
	for (size_t i = 0; i < f->n; i++) {
		const struct mu_indicator *it = &f->list[i];
		const struct mu_block *b;
		MUST(it->block < d->block_n);
		b = &d->blocks[it->block];
		MUST(it->from <= it->to && it->from >= b->from && it->to <= b->to);
		MUST(it->link <= d->link_n);
		if (it->from < it->to) {
			struct mu_str words = {d->text + it->from, it->to - it->from};
			utf8(words);
			if (!it->masked)
				MUST(mu_str_eq(words, it->text));
		} else {
			MUST(it->link);
		}
		utf8(it->text);
		utf8(it->value);
		for (unsigned k = 0; k < it->key_n; k++)
			utf8(it->keys[k].value);
		if (i)
			MUST(f->list[i - 1].type < it->type || (f->list[i - 1].type == it->type
			    && f->list[i - 1].from <= it->from));
		switch (it->type) {
		case MU_I_PHONE:
			phone(it);
			break;
		case MU_I_PRICE:
			price(it);
			break;
		case MU_I_DEADLINE:
			deadline(it);
			break;
		case MU_I_ACCOUNT:
			MUST(it->key_n >= 5 && it->keys[3].value.n >= 7 && it->keys[3].value.n <= 8);
			break;
		case MU_I_EMAIL:
			MUST(memchr(it->value.p, '@', it->value.n));
			for (size_t k = 0; k < it->value.n; k++)
				MUST((unsigned char)it->value.p[k] > 0x20 && (unsigned char)it->value.p[k] < 0x7F);
			break;
		case MU_I_URL:
		case MU_I_DOMAIN:
			MUST(it->value.n);
			for (size_t k = 0; k < it->value.n; k++)
				MUST((unsigned char)it->value.p[k] > 0x20 && (unsigned char)it->value.p[k] < 0x7F);
			break;
		case MU_I_ID:
		case MU_I_IP:
		case MU_I_LINE:
		case MU_I_CRYPTO:
		case MU_I_ROUTE:
		case MU_I_TYPE_COUNT:
			break;
		}
	}
}

static bool
same(const struct mu_indicators *a, const struct mu_indicators *b)
{
	if (a->n != b->n || a->cut != b->cut)
		return false;
	for (size_t i = 0; i < a->n; i++) {
		const struct mu_indicator *x = &a->list[i], *y = &b->list[i];
		if (x->type != y->type || x->from != y->from || x->to != y->to || x->role != y->role
		    || x->valid != y->valid || x->key_n != y->key_n || !mu_str_eq(x->value, y->value))
			return false;
		for (unsigned k = 0; k < x->key_n; k++)
			if (!mu_str_eq(x->keys[k].value, y->keys[k].value))
				return false;
	}
	return true;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const unsigned flags[] = {0, MU_B_CODE, MU_B_HIDDEN, MU_B_WRITTEN};
	struct mu_arena a;
	struct mu_doc d;
	struct mu_indicators f, g;
	struct mu_link links[16];
	size_t link_n = 0;
	unsigned char head;
	char *text;
	size_t n = 0;

	if (size < 2 || size > 1 << 16)
		return 0;
	head = data[0];
	text = malloc(size * 3);
	MUST(text);
	for (size_t i = 1; i < size;) {
		unsigned k;
		uint32_t c = mu_utf8_get((const char *)data + i, (const char *)data + size, &k);
		n += mu_utf8_put(c, text + n);
		i += k;
	}
	mu_arena_init(&a, 64 << 20);
	mu_doc_init(&d, &a);
	for (size_t i = 0; i <= n;) {
		size_t k = i;
		while (k < n && text[k] != 1 && text[k] != 2)
			k++;
		if (i && text[i - 1] == 2 && d.block_n && link_n < 16) {
			const struct mu_block *b = &d.blocks[d.block_n - 1];
			struct mu_str h = mu_str_trim((struct mu_str){text + i, k - i});
			enum mu_scheme s = MU_L_HTTP;
			if (mu_str_starts(h, MU_STR("tel:")))
				s = MU_L_TEL;
			else if (mu_str_starts(h, MU_STR("sms:")))
				s = MU_L_SMS;
			else if (mu_str_starts(h, MU_STR("mailto:")))
				s = MU_L_MAILTO;
			else if (mu_str_starts(h, MU_STR("line:")) || mu_str_starts(h, MU_STR("https://line.me")))
				s = MU_L_LINE;
			links[link_n++] = (struct mu_link){.href = h, .from = b->from,
			    .to = head & 64 ? b->to : b->from, .scheme = (uint8_t)s};
		} else {
			MUST(mu_doc_add_block(&d, (struct mu_str){text + i, k - i},
			    head & 32 ? MU_P_SCRIPT : MU_P_TEXT, flags[head & 3], 0));
		}
		i = k + 1;
	}
	d.links = links;
	d.link_n = link_n;
	MUST(mu_find_indicators(&d, MU_STR(""), &a, &f, NULL));
	check(&d, &f);
	MUST(mu_find_indicators(&d, MU_STR("2026-11-24"), &a, &g, NULL));
	MUST(same(&f, &g));
	mu_arena_fini(&a);
	free(text);
	return 0;
}
