/*
 * What is read after the page itself: its scripts, the HTML they write, and the CSS
 * strings no element took. So a script in the middle of a word does not split it.
 */
#include "read/html_int.h"

#include "base/out.h"
#include "base/utf8.h"
#include "read/digits.h"

static struct mu_html *
root(struct mu_html *h)
{
	while (h->parent)
		h = h->parent;
	return h;
}

void
mu_late_add(
    struct mu_html *h, struct mu_str script, enum mu_late_kind kind, struct mu_str event)
{
	struct mu_html *r = root(h);
	struct mu_late *l;

	if (!script.n || r->late_n >= MU_HTML_LATE)
		return;
	if (script.n > MU_SCRIPT_BYTES - r->script_bytes) {
		script.n = MU_SCRIPT_BYTES - r->script_bytes;
		r->doc->notes |= MU_N_SCRIPT_CUT;
		while (script.n && ((unsigned char)script.p[script.n] & 0xC0) == 0x80)
			script.n--;
		if (!script.n)
			return;
	}
	if (kind == MU_LATE_EVENT || kind == MU_LATE_LINK) {
		/* the same handler on a thousand rows is read once */
		uint32_t hash = mu_html_hash(script) | 1;
		if (r->late_seen[hash & 255] == hash)
			return;
		r->late_seen[hash & 255] = hash;
	}
	r->script_bytes += script.n;
	l = mu_arena_grow(
	    r->arena, r->late, r->late_n, r->late_n + 1, &r->late_cap, sizeof *l);
	if (!l) {
		h->failed = h->full = true;
		return;
	}
	r->late = l;
	if (kind != MU_LATE_ELEMENT)
		script = mu_html_copy(
		    h, script); /* attribute values do not outlive their tag */
	r->late[r->late_n++] = (struct mu_late){.text = script,
	    .kind = (uint8_t)kind,
	    .event = mu_html_copy(h, event),
	    .origin = r->at};
}

/* Decoded bytes may be anything: broken sequences become U+FFFD. */
static struct mu_str
valid(struct mu_html *h, const char *p, size_t n)
{
	char *out = mu_new_raw(h->arena, char, n * 3 + 1);
	size_t k = 0;

	if (!out) {
		h->failed = h->full = true;
		return MU_STR("");
	}
	for (size_t i = 0; i < n;) {
		unsigned len;
		uint32_t c = mu_utf8_get(p + i, p + n, &len);

		k += mu_utf8_put(c, out + k);
		i += len;
	}
	mu_arena_shrink(h->arena, out, n * 3 + 1, k);
	return (struct mu_str){out, k};
}

struct mu_str
mu_data_html(struct mu_html *h, struct mu_str url)
{
	const char *comma;
	struct mu_str head, body;
	char *out;
	size_t n = 0;

	while (url.n && (unsigned char)url.p[0] <= 0x20)
		url.p++, url.n--;
	if (url.n < 15
	    || !mu_str_eq_nocase(mu_str_sub(url, 0, 14), MU_STR("data:text/html")))
		return MU_STR("");
	comma = memchr(url.p, ',', url.n);
	if (!comma)
		return MU_STR("");
	head = (struct mu_str){url.p, (size_t)(comma - url.p)};
	body = (struct mu_str){comma + 1, url.n - head.n - 1};
	out = mu_new_raw(h->arena, char, body.n + 1);
	if (!out) {
		h->failed = h->full = true;
		return MU_STR("");
	}
	for (size_t i = 0; i < body.n; i++) {
		int a, b;

		if (body.p[i] == '%' && i + 2 < body.n
		    && (a = mu_hex_digit(body.p[i + 1])) >= 0
		    && (b = mu_hex_digit(body.p[i + 2])) >= 0) {
			out[n++] = (char)(a << 4 | b);
			i += 2;
		} else {
			out[n++] = body.p[i];
		}
	}
	if (mu_str_find_nocase(head, MU_STR(";base64")) != SIZE_MAX) {
		uint32_t acc = 0;
		unsigned bits = 0;
		size_t k = 0;

		for (size_t i = 0; i < n; i++) {
			int v = mu_base64_digit(out[i]);
			if (v < 0)
				continue;
			acc = acc << 6 | (uint32_t)v;
			if ((bits += 6) >= 8) {
				bits -= 8;
				out[k++] = (char)(acc >> bits & 255);
			}
		}
		n = k;
	}
	return valid(h, out, n);
}

static bool
looks_like_markup(struct mu_str s)
{
	for (size_t i = 0; i + 2 < s.n; i++)
		if (s.p[i] == '<'
		    && ((unsigned char)(mu_lower((unsigned char)s.p[i + 1]) - 'a') < 26
			|| s.p[i + 1] == '/' || s.p[i + 1] == '!'))
			return true;
	return false;
}

static void
say(struct mu_html *h, struct mu_str s, unsigned flags)
{
	mu_flow_side(h, s, MU_P_SCRIPT, flags, 0);
	mu_flow_close(h);
}

static void
one_string(struct mu_html *h, const struct mu_script_string *s, bool inner)
{
	unsigned flags = 0;

	switch (s->use) {
	case MU_S_URL:
		if (mu_scheme_of(s->text) == MU_L_DATA) {
			struct mu_str page = mu_data_html(h, s->text);
			if (page.n && inner)
				mu_html_inner(h, page, MU_P_SCRIPT, MU_B_WRITTEN);
		} else if (mu_scheme_of(s->text) != MU_L_JAVASCRIPT) {
			(void)mu_attr_link(h, s->text, MU_H_SCRIPT, false);
		}
		if (mu_html_words(s->text, 99))
			say(h, s->text, 0);
		return;
	case MU_S_DIALOG:
		flags = MU_B_DIALOG;
		break;
	case MU_S_WRITTEN:
	case MU_S_TEXT:
		flags = MU_B_WRITTEN;
		break;
	case MU_S_PLAIN:
		break;
	}
	if (s->use != MU_S_TEXT && s->use != MU_S_DIALOG && looks_like_markup(s->text)) {
		if (inner)
			mu_html_inner(h, s->text, MU_P_SCRIPT, flags);
		else
			say(h, s->text, flags);
		return;
	}
	if (mu_html_words(s->text, 2))
		say(h, s->text, flags);
}

/*
 * Is `name`, quoted or after # or ., near words that show or hide? `budget` bounds the
 * looks.
 */
static bool
shown_by(const struct mu_html *h, struct mu_str name, size_t *budget)
{
	static const char *const words[] = {"display", "visib", "hidden", "classlist",
	    "classname", "show", "toggle", "fade", "slide", "opacity", "class("};

	if (name.n < 2)
		return false;
	for (size_t i = 0; i < h->late_n; i++) {
		struct mu_str s = h->late[i].text;
		unsigned looks = 0;

		for (size_t at = 0; looks < 8 && *budget > s.n - at; looks++) {
			size_t found = mu_str_find(mu_str_sub(s, at, s.n), name), from,
			       to;
			struct mu_str near;
			char before, after;

			*budget -= found == SIZE_MAX ? s.n - at : found;
			if (found == SIZE_MAX)
				break;
			found += at;
			at = found + name.n;
			before = found ? s.p[found - 1] : ' ';
			after = at < s.n ? s.p[at] : ' ';
			if (!strchr("'\"`#.", before) || !before
			    || !strchr("'\"` ,.", after) || !after)
				continue;
			from = found > 120 ? found - 120 : 0;
			to = at + 160 < s.n ? at + 160 : s.n;
			near = mu_str_sub(s, from, to);
			for (size_t k = 0; k < sizeof words / sizeof *words; k++)
				if (mu_str_find_nocase(near, mu_str_of(words[k]))
				    != SIZE_MAX)
					return true;
		}
	}
	return false;
}

/* Text that a script of the page shows again is not hidden. */
static void
unhide(struct mu_html *h)
{
	size_t budget = 32 * 1024 * 1024;
	bool shown[MU_HTML_HIDINGS + 1] = {false};
	bool any = false;

	for (size_t i = 0; i < h->hiding_n && i < MU_HTML_HIDINGS; i++) {
		struct mu_str c = h->hidings[i].classes;
		unsigned tries = 0;

		shown[i + 1] = shown_by(h, h->hidings[i].id, &budget);
		for (size_t k = 0; k < c.n && !shown[i + 1] && tries < 4; tries++) {
			size_t from;
			while (k < c.n && (unsigned char)c.p[k] <= 0x20)
				k++;
			for (from = k; k < c.n && (unsigned char)c.p[k] > 0x20; k++)
				;
			shown[i + 1] = shown_by(h, mu_str_sub(c, from, k), &budget);
		}
		any |= shown[i + 1];
	}
	for (size_t i = 0; any && i < h->hidden_n; i++)
		if (shown[h->hiddens[i].rec])
			h->doc->blocks[h->hiddens[i].block]
			    .flags &= (uint16_t)~MU_B_HIDDEN;
}

static void
unused_css(struct mu_html *h)
{
	bool more = true;

	for (size_t i = 0; more && !h->full; i++) {
		struct mu_str s = mu_css_unused(h->css, i, &more);
		if (mu_html_words(s, 2)) {
			mu_flow_side(h, s, MU_P_CSS, 0, 0);
			mu_flow_close(h);
		}
	}
}

/*
 * The scripts [from, to) as one text, parted by 0x04. A handler becomes what it would be
 * in a script: window.onload=function(event){…}.
 */
static struct mu_str
joined(struct mu_html *h, size_t from, size_t to, uint32_t *starts)
{
	struct mu_out o;

	mu_out_init(&o, h->arena);
	for (size_t i = from; i < to; i++) {
		const struct mu_late *l = &h->late[i];

		starts[i - from] = (uint32_t)o.n;
		if (l->kind == MU_LATE_ELEMENT) {
			mu_out_add(&o, l->text);
		} else {
			mu_out_add(&o,
			    l->kind == MU_LATE_BODY_EVENT ? MU_STR("window.")
							  : MU_STR("element."));
			mu_out_add(
			    &o, l->kind == MU_LATE_LINK ? MU_STR("onclick") : l->event);
			mu_out_add(&o, MU_STR("=function(event){"));
			mu_out_add(&o, l->text);
			mu_out_add(&o, MU_STR("\n}"));
		}
		mu_out_byte(&o, '\x04');
	}
	if (o.failed) {
		h->failed = true;
		return MU_STR("");
	}
	return mu_out_str(&o);
}

/* Scripts, then those that the HTML they wrote brought along, and so on a few times. */
static void
scripts(struct mu_html *h)
{
	for (size_t from = 0, to; from < h->late_n && !h->failed && !h->full; from = to) {
		struct mu_script s = {0};
		struct mu_str text;
		uint32_t *starts;
		bool inner = h->late_depth + 1 < MU_HTML_WRITTEN_DEPTH;
		size_t at = from;

		to = h->late_n;
		starts = mu_new_raw(h->arena, uint32_t, to - from);
		if (!starts) {
			h->failed = true;
			return;
		}
		text = joined(h, from, to, starts);
		if (h->failed || !mu_script_read(text, h->arena, &s)) {
			h->failed = true;
			return;
		}
		h->doc->behaviours |= s.behaviours;
		for (size_t k = 0; k < s.string_n && !h->full; k++) {
			while (at + 1 < to && starts[at + 1 - from] <= s.strings[k].at)
				at++;
			while (at > from && starts[at - from] > s.strings[k].at)
				at--;
			h->at = h->late[at].origin;
			one_string(h, &s.strings[k], inner);
		}
		if (++h->late_depth > MU_HTML_WRITTEN_DEPTH)
			break;
	}
}

void
mu_late_all(struct mu_html *h)
{
	unhide(h);
	h->late_running = true;
	scripts(h);
	unused_css(h);
	mu_flow_close(h);
}
