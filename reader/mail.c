/*
 * Mails: GMime takes the message apart; bodies leave as bytes with the charset they claim, and
 * header fields as they stand, so that our own decoders read both.
 */
#include <gmime/gmime.h>
#include <string.h>

#include "mushi/mushi.h"
#include "serve.h"
#include "wire.h"

enum { DEPTH_MOST = 24, PARTS_MOST = 400, INSIDE_SIZE_MOST = 24 << 20 };

struct walk {
	int fd;
	unsigned parts, groups, inside;
	bool cut;
};

static const char *
init(void)
{
	g_mime_init();
	return NULL;
}

/* Named, not opened. */
static void
attached(const struct walk *w, const char *name)
{
	wire_write(w->fd, MUSHI_PART_ATTACHED, NULL, NULL, 0, name, strlen(name));
}

static void
headers(const struct walk *w, GMimeObject *message, bool nested)
{
	static const char *const wanted[] = {"From", "Reply-To", "Subject", "To", "Delivered-To",
	    "X-Original-To", "Envelope-To", "Snapshot-Content-Location"};
	GMimeHeaderList *list = g_mime_object_get_header_list(message);
	int n = list ? g_mime_header_list_get_count(list) : 0;

	/* In this order, whatever the order in the message. */
	for (size_t k = 0; k < sizeof wanted / sizeof *wanted; k++) {
		unsigned taken = 0;
		for (int i = 0; i < n && taken < 4; i++) {
			GMimeHeader *h = g_mime_header_list_get_header_at(list, i);
			const char *name = g_mime_header_get_name(h);
			const char *value = g_mime_header_get_raw_value(h);
			if (!name || !value || g_ascii_strcasecmp(name, wanted[k]) != 0)
				continue;
			taken++;
			if (nested && k != 0 && k != 2)
				continue;
			wire_write(w->fd, MUSHI_PART_HEADER, nested && k == 0 ? "Nested-From"
			    : wanted[k], NULL, 0, value, strlen(value));
		}
	}
}

/*
 * format=flowed (RFC 3676) back to whole lines, so that a phrase is not cut by a line end. Bytes
 * are enough: line ends, '>' and spaces are ASCII in every charset of mails.
 */
static size_t
unflow(char *p, size_t n, bool delsp)
{
	size_t out = 0;
	int before = -1; /* depth of quotes of a line that goes on */

	for (size_t i = 0; i < n;) {
		size_t end = i, begin, depth = 0, stop;
		bool sig, flows;

		while (end < n && p[end] != '\n')
			end++;
		stop = end > i && p[end - 1] == '\r' ? end - 1 : end;
		begin = i;
		while (begin < stop && p[begin] == '>')
			begin++, depth++;
		sig = stop - begin == 3 && memcmp(p + begin, "-- ", 3) == 0;
		if (begin < stop && p[begin] == ' ' && !sig)
			begin++;
		flows = !sig && stop > begin && p[stop - 1] == ' ';
		if (before >= 0 && (size_t)before == depth && !sig) {
			out--; /* the line end of the line before */
		} else {
			for (size_t k = 0; k < depth; k++)
				p[out++] = '>';
		}
		memmove(p + out, p + begin, stop - begin);
		out += stop - begin - (flows && delsp);
		if (end < n || flows)
			p[out++] = '\n';
		before = flows ? (int)depth : -1;
		i = end + 1;
	}
	return out > n ? n : out;
}

/* Files written into the text itself (uuencode): taken out of it and named. */
static size_t
take_uuencoded(const struct walk *w, char *p, size_t n)
{
	const char *stop = p; /* the next "\nend" when it is ahead; NULL: there is no more */
	size_t out = 0;

	for (size_t i = 0; i < n;) {
		const char *nl = memchr(p + i, '\n', n - i);
		size_t end = nl ? (size_t)(nl - p) + 1 : n, at;
		char name[200];

		if (end - i > 12 && memcmp(p + i, "begin ", 6) == 0 && g_ascii_isdigit(p[i + 6])
		    && g_ascii_isdigit(p[i + 7]) && g_ascii_isdigit(p[i + 8]) && p[i + 9] == ' ') {
			size_t len = end - i - 10;
			if (stop && stop < p + end)
				stop = g_strstr_len(p + end, (gssize)(n - end), "\nend");
			if (stop && end < n && p[end] == 'M') {
				if (len >= sizeof name)
					len = sizeof name - 1;
				memcpy(name, p + i + 10, len);
				while (len && (name[len - 1] == '\n' || name[len - 1] == '\r'))
					len--;
				name[len] = 0;
				attached(w, name);
				at = (size_t)(stop - p) + 4;
				while (at < n && p[at] != '\n')
					at++;
				i = at < n ? at + 1 : n;
				continue;
			}
		}
		memmove(p + out, p + i, end - i);
		out += end - i;
		i = end;
	}
	return out;
}

static bool
ends_in(const char *name, const char *end)
{
	size_t n = name ? strlen(name) : 0, k = strlen(end);

	return n > k && g_ascii_strcasecmp(name + n - k, end) == 0;
}

static void
leaf(struct walk *w, GMimePart *part, unsigned group)
{
	GMimeContentType *type = g_mime_object_get_content_type(GMIME_OBJECT(part));
	GMimeDataWrapper *content = g_mime_part_get_content(part);
	const char *name = g_mime_part_get_filename(part);
	const char *disposition = g_mime_object_get_disposition(GMIME_OBJECT(part));
	bool text = !type || g_mime_content_type_is_type(type, "text", "*");
	bool html = type && (g_mime_content_type_is_type(type, "text", "html")
	    || g_mime_content_type_is_type(type, "application", "xhtml+xml")
	    || ends_in(name, ".html") || ends_in(name, ".htm"));
	bool picture = type && (g_mime_content_type_is_type(type, "image", "*")
	    || g_mime_content_type_is_type(type, "application", "pdf")
	    || ends_in(name, ".pdf") || ends_in(name, ".png") || ends_in(name, ".jpg")
	    || ends_in(name, ".jpeg"));
	GMimeStream *stream;
	GByteArray *bytes;
	const char *charset, *flowed, *delsp;

	if (!content || (type && g_mime_content_type_is_type(type, "text", "css")))
		return;
	/* A file that is handed over is no other form of the text. */
	if (disposition && g_ascii_strcasecmp(disposition, "attachment") == 0)
		group = 0;
	if (!text && !html && !picture) {
		char kind[200];
		g_snprintf(kind, sizeof kind, "%s/%s", g_mime_content_type_get_media_type(type),
		    g_mime_content_type_get_media_subtype(type));
		attached(w, name ? name : kind);
		return;
	}
	stream = g_mime_stream_mem_new();
	g_mime_data_wrapper_write_to_stream(content, stream);
	bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
	charset = type ? g_mime_content_type_get_parameter(type, "charset") : NULL;
	if (picture) {
		if (w->inside++ < WIRE_INSIDE_MOST && bytes->len <= INSIDE_SIZE_MOST)
			wire_write(w->fd, WIRE_INSIDE, name, NULL, 0, bytes->data, bytes->len);
		else
			attached(w, name ? name : "image");
	} else if (html) {
		wire_write(w->fd, MUSHI_PART_HTML, name, charset, group, bytes->data, bytes->len);
	} else {
		size_t n = bytes->len;
		flowed = type ? g_mime_content_type_get_parameter(type, "format") : NULL;
		delsp = type ? g_mime_content_type_get_parameter(type, "delsp") : NULL;
		if (n && flowed && g_ascii_strcasecmp(flowed, "flowed") == 0)
			n = unflow((char *)bytes->data, n,
			    delsp && g_ascii_strcasecmp(delsp, "yes") == 0);
		if (n)
			n = take_uuencoded(w, (char *)bytes->data, n);
		wire_write(w->fd, MUSHI_PART_TEXT, name, charset, group, bytes->data, n);
	}
	g_object_unref(stream);
}

static void
walk(struct walk *w, GMimeObject *o, unsigned depth, unsigned group)
{
	if (!o)
		return;
	if (depth > DEPTH_MOST || ++w->parts > PARTS_MOST) {
		w->cut = true;
		return;
	}
	if (GMIME_IS_MESSAGE_PART(o)) {
		GMimeMessage *m = g_mime_message_part_get_message(GMIME_MESSAGE_PART(o));
		if (m) {
			headers(w, GMIME_OBJECT(m), true);
			walk(w, g_mime_message_get_mime_part(m), depth + 1, 0);
		}
	} else if (GMIME_IS_MULTIPART(o)) {
		GMimeMultipart *m = GMIME_MULTIPART(o);
		GMimeContentType *t = g_mime_object_get_content_type(o);
		int n = g_mime_multipart_get_count(m);
		if (t && g_mime_content_type_is_type(t, "multipart", "alternative"))
			group = ++w->groups;
		for (int i = 0; i < n && !w->cut; i++)
			walk(w, g_mime_multipart_get_part(m, i), depth + 1, group);
	} else if (GMIME_IS_PART(o)) {
		leaf(w, GMIME_PART(o), group);
	} else {
		attached(w, "message/partial");
	}
}

static void
decode(const struct serve_request *r, const unsigned char *data, size_t n, int fd)
{
	struct walk w = {.fd = fd};
	GMimeStream *stream = g_mime_stream_mem_new_with_buffer((const char *)data, n);
	GMimeParser *parser = g_mime_parser_new_with_stream(stream);
	GMimeMessage *message;

	(void)r;
	message = g_mime_parser_construct_message(parser, NULL);
	g_object_unref(parser);
	g_object_unref(stream);
	if (!message) {
		wire_error(fd, "unreadable", "is no mail that can be read");
		return;
	}
	headers(&w, GMIME_OBJECT(message), false);
	walk(&w, g_mime_message_get_mime_part(message), 0, 0);
	if (w.cut)
		wire_write(fd, MUSHI_PART_CUT, NULL, NULL, 0, NULL, 0);
	g_object_unref(message);
}

int
main(void)
{
	static const struct decoder d = {init, decode, {256u << 20, 20, false}};

	return serve(&d);
}
