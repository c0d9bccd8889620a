#include "read/read.h"

#include "base/err.h"
#include "read/charset.h"
#include "read/html.h"
#include "read/parts.h"

enum { SNIFF = 4096 };

/* Tags near the start, in any encoding that keeps ASCII as it is (UTF-16 has NULs between). */
static bool
bytes_look_like_html(struct mu_str s)
{
	char head[SNIFF];
	size_t n = s.n < SNIFF ? s.n : SNIFF;

	if (n && !memchr(s.p, '\0', n))
		return mu_looks_like_html((struct mu_str){s.p, n});
	n = 0;
	for (size_t i = 0; i < s.n && n < sizeof head; i++)
		if (s.p[i])
			head[n++] = s.p[i];
	return mu_looks_like_html((struct mu_str){head, n});
}

bool
mu_read(const struct mushi_input *in, struct mu_doc *doc, const char **reader,
    struct mushi_err *err)
{
	struct mu_str bytes = {in->data, in->size};
	size_t max = in->limits.input ? in->limits.input : MU_INPUT_DEFAULT;
	size_t text_max = in->limits.text ? in->limits.text : MU_TEXT_DEFAULT;
	enum mu_charset forced = MU_CS_UNKNOWN, hint = MU_CS_UNKNOWN;
	struct mu_decoded d;
	bool html, words, ok;

	if (in->size > max)
		return mu_fail(err, MUSHI_ETOOBIG, 0, "input is %zu bytes, the limit is %zu",
		    in->size, max);
	if (in->charset) {
		forced = mu_charset_by_label(mu_str_of(in->charset));
		if (forced == MU_CS_UNKNOWN)
			return mu_fail(err, MUSHI_ECHARSET, 0, "unknown charset '%.60s'",
			    in->charset);
	}
	if (in->http_charset)
		hint = mu_charset_by_label(mu_str_of(in->http_charset));
	html = in->reader == MUSHI_READ_HTML
	    || (in->reader == MUSHI_READ_AUTO && bytes_look_like_html(bytes));
	words = in->reader == MUSHI_READ_WORDS
	    || (in->reader == MUSHI_READ_AUTO && mu_looks_like_words(bytes));
	*reader = html ? "html" : words ? "words" : "text";
	if (!mu_decode(bytes, words ? MU_CS_UTF8 : forced, hint, html, doc->arena, &d, err))
		return false;
	doc->charset = mu_str_of(mu_charset_name(d.charset));
	doc->html = html;
	if (d.bad)
		doc->notes |= MU_N_BAD_BYTES;
	if (d.contradicted)
		doc->notes |= MU_N_TWO_CHARSETS;
	if (d.binary)
		doc->notes |= MU_N_BINARY;
	ok = html ? mu_read_html(d.text, text_max, doc, err)
	    : words ? mu_read_words(d.text, text_max, doc, err)
	    : mu_read_text(d.text, text_max, doc, err);
	if (!ok)
		return false;
	if (in->url)
		doc->url = mu_str_of(in->url);
	if (!doc->block_n)
		doc->notes |= MU_N_EMPTY;
	return true;
}
