/*
 * Golden documents, changed at random (the same way each time): whatever comes out of it, the
 * verdict has a name, JSON and text are UTF-8, spans lie inside their block, and the same bytes
 * come out twice. Changes are those of mail gateways, of broken downloads and of hostile pens.
 */
#include "check.h"

#include "base/utf8.h"
#include "report/report.h"

enum { ROUNDS = 60, MOST = 1 << 16 };

static uint64_t state = 88172645463325252u;

/* xorshift64: fixed, so that a failure can be found again by its round. */
static uint32_t
below(size_t n)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return n ? (uint32_t)((state >> 11) % n) : 0;
}

static void
insert(unsigned char *p, size_t *n, size_t at, const void *what, size_t len)
{
	if (*n + len > MOST)
		return;
	memmove(p + at + len, p + at, *n - at);
	memcpy(p + at, what, len);
	*n += len;
}

static void
mutate(unsigned char *p, size_t *n)
{
	static const char *const bits[] = {"<", ">", "<!--", "-->", "<script>", "</script>", "「", "」",
	    "\xEF\xBB\xBF", "\xE2\x80\x8B", "\xE2\x80\xAE", "&#x41;", "&amp", "<b>", "</p>", "<table>",
	    "98,000円", "詐欺", "という相談", "\x1B$B", "\xFF\xFE", "\r", "=3D", "\xE3\x81",
	    "<plaintext>", "<meta charset=utf-16>", "<div style='display:none'>", "\"", "'"};
	size_t at = below(*n + 1), len;

	switch (below(7)) {
	case 0:
		if (*n)
			p[below(*n)] = (unsigned char)below(256);
		break;
	case 1: /* cut short */
		*n = at;
		break;
	case 2: /* a piece is lost */
		len = below(*n - at + 1) / 4;
		memmove(p + at, p + at + len, *n - at - len);
		*n -= len;
		break;
	case 3: { /* a piece comes twice */
		static unsigned char piece[MOST];
		len = below(*n - at + 1) % 400;
		memcpy(piece, p + at, len);
		insert(p, n, at, piece, len);
		break;
	}
	case 4:
		insert(p, n, at, "\0\0", 1 + below(2));
		break;
	default: {
		const char *what = bits[below(sizeof bits / sizeof *bits)];
		for (uint32_t times = 1 + below(3); times; times--)
			insert(p, n, at, what, strlen(what));
		break;
	}
	}
}

static bool
is_utf8(const char *p, size_t n)
{
	const char *end = p + n;

	while (p < end) {
		unsigned len;
		if (mu_utf8_get(p, end, &len) == 0xFFFD && len != 3)
			return false;
		p += len;
	}
	return true;
}

static void
check_report(struct mushi_report *r, const char *name, int round)
{
	const char *verdict = mushi_verdict_name(mushi_report_verdict(r));
	static const char *const legal[] = {"fraud", "suspicious", "court", "about", "none"};
	bool known = false;

	for (size_t i = 0; i < sizeof legal / sizeof *legal; i++)
		known = known || strcmp(verdict, legal[i]) == 0;
	CHECK(known, "%s round %d: verdict '%s'", name, round, verdict);
	CHECK(mushi_report_probability(r) >= 0 && mushi_report_probability(r) <= 1, "%s round %d",
	    name, round);
	for (size_t i = 0; i < r->signs.n; i++) {
		const struct mu_sign *s = &r->signs.list[i];
		if (s->behaviour)
			continue;
		const struct mu_block *b = &r->doc.blocks[s->block];
		size_t end = s->block + 1 < r->doc.block_n ? b[1].from : r->doc.text_n;
		CHECK(s->block < r->doc.block_n && s->byte_from >= b->from
		    && s->byte_from <= s->byte_to && s->byte_to <= end,
		    "%s round %d: sign %zu: %u..%u in block %u", name, round, i, s->byte_from,
		    s->byte_to, s->block);
	}
}

static void
examine_twice(const struct mushi_pack *pack, const unsigned char *data, size_t n, const char *name,
    int round)
{
	struct mushi_report *r[2];
	const char *json[2] = {0}, *text[2] = {0};
	size_t json_n[2] = {0}, text_n[2] = {0};

	for (int i = 0; i < 2; i++) {
		struct mushi_err err = {0};
		struct mushi_input in = {.name = name, .data = data, .size = n,
		    .reader = (enum mushi_reader)(round % 3), .lang = (enum mushi_lang)(round / 3 % 3),
		    .now = "2026-11-24T09:00:00+09:00"};
		r[i] = mushi_examine(pack, &in, &err);
		CHECK(r[i] != NULL, "%s round %d: %s", name, round, err.msg);
		if (!r[i])
			break;
		check_report(r[i], name, round);
		json[i] = mushi_report_json(r[i], &json_n[i]);
		text[i] = mushi_report_text(r[i], 40, false, &text_n[i]);
		CHECK(json[i] && is_utf8(json[i], json_n[i]), "%s round %d: JSON", name, round);
		CHECK(text[i] && is_utf8(text[i], text_n[i]), "%s round %d: text", name, round);
	}
	CHECK(json[1] && json_n[0] == json_n[1] && memcmp(json[0], json[1], json_n[0]) == 0,
	    "%s round %d: not the same JSON twice", name, round);
	CHECK(text[1] && text_n[0] == text_n[1] && memcmp(text[0], text[1], text_n[0]) == 0,
	    "%s round %d: not the same text twice", name, round);
	mushi_report_free(r[0]);
	if (r[0])
		mushi_report_free(r[1]);
}

int
main(int argc, char **argv)
{
	static unsigned char whole[MOST], changed[MOST];
	struct mushi_err err = {0};
	struct mushi_pack *pack = mushi_pack_load(NULL, 0, &err);

	CHECK(pack != NULL, "%s", err.msg);
	for (int i = 1; pack && i < argc; i++) {
		FILE *f = fopen(argv[i], "rb");
		CHECK(f != NULL, "%s", argv[i]);
		if (!f)
			continue;
		size_t size = fread(whole, 1, MOST, f), n = 0;
		fclose(f);
		for (int round = 0; round < ROUNDS; round++) {
			/* Now and then start again, else every document ends as noise. */
			if (round % 6 == 0) {
				memcpy(changed, whole, size);
				n = size;
			} else {
				mutate(changed, &n);
			}
			examine_twice(pack, changed, n, argv[i], round);
		}
	}
	mushi_pack_free(pack);
	CHECK_DONE();
}
