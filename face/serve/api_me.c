/*
 * GET /api/v1/me: what this very request gives away, each with what it means. The wording is in
 * data/me.rec; it is read from the records built into the library.
 */
#include "../cli/cli.h"
#include "serve.h"

#include <string.h>
#include <strings.h>

enum { RECORDS_MOST = 128, HEADERS_MOST = 100 };

struct reveal {
	struct line id, group, header, name, text;
};

static bool
is(struct line l, const char *word)
{
	return l.n == strlen(word) && memcmp(l.p, word, l.n) == 0;
}

/* The records of me.rec in one language, in their order. */
static size_t
read_all(enum mushi_lang lang, struct reveal list[RECORDS_MOST])
{
	static const char *const names[] = {"name-ja", "name-ja-easy", "name-en"};
	static const char *const texts[] = {"text-ja", "text-ja-easy", "text-en"};
	size_t files, n = 0;
	const struct mushi_file *f = mushi_pack_builtin(&files);

	for (size_t i = 0; i < files; i++) {
		const char *p = f[i].data, *end = p + f[i].size;
		if (strcmp(f[i].name, "me.rec") != 0)
			continue;
		struct line l, id;
		while (next_line(&p, end, &l)) {
			if (line_value(l, "reveal", &id) && n < RECORDS_MOST)
				list[n++] = (struct reveal){.id = id};
			if (!n)
				continue;
			(void)(line_value(l, "group", &list[n - 1].group)
			    || line_value(l, "header", &list[n - 1].header)
			    || line_value(l, names[lang], &list[n - 1].name)
			    || line_value(l, texts[lang], &list[n - 1].text));
		}
	}
	return n;
}

static void
text_pair(struct buf *b, const char *key, struct line l)
{
	buf_fmt(b, ",\"%s\":", key);
	buf_json(b, l.p, l.n);
}

/* Does "Accept | Sec-Fetch-*" name this header? */
static bool
names_header(struct line list, const char *name)
{
	const char *p = list.p, *end = p + list.n;
	size_t n = strlen(name);

	while (p < end) {
		const char *bar = memchr(p, '|', (size_t)(end - p));
		size_t k = (size_t)((bar ? bar : end) - p);
		while (k > 0 && p[k - 1] == ' ')
			k--;
		if (k > 0 && p[k - 1] == '*') {
			if (n >= k - 1 && strncasecmp(p, name, k - 1) == 0)
				return true;
		} else if (k == n && strncasecmp(p, name, n) == 0) {
			return true;
		}
		p = bar ? bar + 1 : end;
		while (p < end && *p == ' ')
			p++;
	}
	return false;
}

struct writer {
	struct buf *b;
	const struct reveal *list;
	size_t n, headers;
};

static enum MHD_Result
write_header(void *self, enum MHD_ValueKind kind, const char *key, size_t key_n,
    const char *value, size_t value_n)
{
	struct writer *w = self;

	(void)kind;
	if (w->headers == HEADERS_MOST)
		return MHD_NO;
	/* The last record names every header. */
	for (size_t i = 0; i < w->n; i++) {
		const struct reveal *r = &w->list[i];
		if (!is(r->group, "header") || !names_header(r->header, key))
			continue;
		buf_str(w->b, w->headers++ ? ",{\"name\":" : "{\"name\":");
		buf_json(w->b, key, key_n);
		buf_str(w->b, ",\"value\":");
		buf_json(w->b, value ? value : "", value ? value_n : 0);
		text_pair(w->b, "id", r->id);
		text_pair(w->b, "title", r->name);
		text_pair(w->b, "means", r->text);
		buf_str(w->b, "}");
		break;
	}
	return MHD_YES;
}

static void
write_group(struct writer *w, const char *key, const char *group)
{
	bool any = false;

	buf_fmt(w->b, ",\"%s\":[", key);
	for (size_t i = 0; i < w->n; i++) {
		if (!is(w->list[i].group, group))
			continue;
		buf_str(w->b, any ? ",{\"id\":" : "{\"id\":");
		buf_json(w->b, w->list[i].id.p, w->list[i].id.n);
		text_pair(w->b, "title", w->list[i].name);
		text_pair(w->b, "text", w->list[i].text);
		buf_str(w->b, "}");
		any = true;
	}
	buf_str(w->b, "]");
}

void
answer_me(struct MHD_Connection *c, enum mushi_lang lang, struct buf *b)
{
	struct reveal list[RECORDS_MOST];
	struct writer w = {b, list, read_all(lang, list), 0};
	const union MHD_ConnectionInfo *i = MHD_get_connection_info(c,
	    MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	struct peer peer = {.version = 4, .kind = "address-reserved"};

	if (i && i->client_addr)
		peer_of(i->client_addr, &peer);
	buf_fmt(b, "{\"schema\":1,\"mushi\":\"%s\",\"lang\":\"%s\",\"address\":{\"value\":\"%s\","
	    "\"version\":%d,\"kind\":\"%s\"", mushi_version(), lang_name(lang), peer.text,
	    peer.version, strchr(peer.kind, '-') + 1);
	for (size_t k = 0; k < w.n; k++) {
		if (!is(list[k].id, peer.kind))
			continue;
		text_pair(b, "title", list[k].name);
		text_pair(b, "means", list[k].text);
	}
	buf_str(b, "},\"headers\":[");
	(void)MHD_get_connection_values_n(c, MHD_HEADER_KIND, write_header, &w);
	buf_str(b, "]");
	write_group(&w, "asks", "ask");
	write_group(&w, "never", "never");
	buf_str(b, "}\n");
}
