/* What stands in attributes: words, links, forms and fields, meta. */
#include "read/html_int.h"

enum mu_scheme
mu_scheme_of(struct mu_str s)
{
	static const struct {
		struct mu_str name;
		enum mu_scheme scheme;
	} known[] = {{{"http", 4}, MU_L_HTTP}, {{"https", 5}, MU_L_HTTP},
	    {{"tel", 3}, MU_L_TEL}, {{"telprompt", 9}, MU_L_TEL},
	    {{"callto", 6}, MU_L_TEL}, {{"sms", 3}, MU_L_SMS}, {{"smsto", 5}, MU_L_SMS},
	    {{"mailto", 6}, MU_L_MAILTO}, {{"line", 4}, MU_L_LINE},
	    {{"intent", 6}, MU_L_INTENT}, {{"data", 4}, MU_L_DATA},
	    {{"javascript", 10}, MU_L_JAVASCRIPT}, {{"vbscript", 8}, MU_L_JAVASCRIPT},
	    {{"webcal", 6}, MU_L_WEBCAL}, {{"webcals", 7}, MU_L_WEBCAL}};
	/* What a scheme may be made of; nearly every target meets another byte before ':'. */
#define A 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1
	static const uint8_t plain[256] = {['+'] = 1, ['-'] = 1, ['.'] = 1,
	    ['0'] = 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, ['A'] = A, ['a'] = A};
#undef A
	char name[24];
	size_t n = 0, i = 0;

	while (s.n && (unsigned char)s.p[0] <= 0x20)
		s.p++, s.n--;
	if (s.n && s.p[0] == '#')
		return MU_L_FRAGMENT;
	if (s.n > 1 && s.p[0] == '/' && s.p[1] == '/')
		return MU_L_HTTP;
	while (i < s.n && plain[(unsigned char)s.p[i]])
		i++;
	if (i == s.n || (s.p[i] != ':' && (unsigned char)s.p[i] > 0x20))
		return MU_L_RELATIVE;
	if (s.p[i] == ':' && i == 4 && memcmp(s.p, "http", 4) == 0)
		return MU_L_HTTP;
	if (s.p[i] == ':' && i == 5 && memcmp(s.p, "https", 5) == 0)
		return MU_L_HTTP;
	for (i = 0; i < s.n && s.p[i] != ':'; i++) {
		unsigned char c = mu_lower((unsigned char)s.p[i]);

		if (c == '\t' || c == '\n' || c == '\r') /* the URL standard drops them */
			continue;
		if (!((unsigned char)(c - 'a') < 26
			|| (n
			    && ((unsigned char)(c - '0') < 10 || c == '+' || c == '-'
				|| c == '.'))))
			return MU_L_RELATIVE;
		if (n < sizeof name)
			name[n++] = (char)c;
	}
	if (i == s.n || !n)
		return MU_L_RELATIVE;
	for (size_t k = 0; k < sizeof known / sizeof *known; k++)
		if (mu_str_eq((struct mu_str){name, n}, known[k].name))
			return known[k].scheme;
	return MU_L_OTHER;
}

/*
 * Words of class and id that say: this is shown as an example. Whole words, not
 * "showcase".
 */
static bool
says_quote(struct mu_str s)
{
	static const struct mu_str words[] = {{"sample", 6}, {"samples", 7},
	    {"example", 7}, {"examples", 8}, {"quote", 5}, {"quotes", 6}, {"quoted", 6},
	    {"quotation", 9}, {"citation", 8}, {"case", 4}, {"cases", 5},
	    {"screenshot", 10}, {"screenshots", 11}, {"jirei", 5}, {"bunrei", 6},
	    {"reibun", 6}};

	/* by the first letter the second ones of the words: most names end here */
#define B(letter) (1u << ((letter) & 31))
	static const uint32_t pairs[32] = {['s' & 31] = B('a') | B('c'), ['e' & 31] = B('x'),
	    ['q' & 31] = B('u'), ['c' & 31] = B('i') | B('a'), ['j' & 31] = B('i'),
	    ['b' & 31] = B('u'), ['r' & 31] = B('e')};
#undef B
	uint32_t hit = 0;

	if (s.n < 4)
		return false;
	for (size_t i = 1; i < s.n; i++)
		hit |= pairs[(unsigned char)s.p[i - 1] & 31] >> ((unsigned char)s.p[i] & 31);
	if (!(hit & 1))
		return false;
	for (size_t i = 0, from; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if ((unsigned char)((c | 0x20) - 'a') >= 26)
			continue;
		for (from = i; i + 1 < s.n; i++) {
			unsigned char d = (unsigned char)s.p[i + 1];

			/* caseStudy is two words, but Case one */
			if ((unsigned char)((d | 0x20) - 'a') >= 26
			    || (d < 'a' && (unsigned char)s.p[i] >= 'a'))
				break;
		}
		if (i + 1 - from < 4 || i + 1 - from > 11
		    || !(pairs[c & 31] >> ((unsigned char)s.p[from + 1] & 31) & 1))
			continue;
		for (size_t k = 0; k < sizeof words / sizeof *words; k++)
			if (words[k].n == i + 1 - from
			    && mu_str_eq_nocase(mu_str_sub(s, from, i + 1), words[k]))
				return true;
	}
	return false;
}

static unsigned
role_flags(struct mu_str role)
{
	if (mu_str_eq_nocase(role, MU_STR("alert"))
	    || mu_str_eq_nocase(role, MU_STR("alertdialog"))
	    || mu_str_eq_nocase(role, MU_STR("dialog")))
		return MU_B_DIALOG;
	if (mu_str_eq_nocase(role, MU_STR("navigation"))
	    || mu_str_eq_nocase(role, MU_STR("contentinfo"))
	    || mu_str_eq_nocase(role, MU_STR("complementary")))
		return MU_B_ASIDE;
	if (mu_str_eq_nocase(role, MU_STR("main"))
	    || mu_str_eq_nocase(role, MU_STR("article")))
		return MU_B_ARTICLE;
	return 0;
}

const struct mu_told mu_told_nothing = {.id = {"", 0},
    .classes = {"", 0},
    .style = {"", 0},
    .href = {"", 0},
    .src = {"", 0},
    .name = {"", 0},
    .type = {"", 0},
    .value = {"", 0},
    .content = {"", 0},
    .color = {"", 0},
    .ground = {"", 0}};

static inline void
no_words(struct mu_str *s)
{
	s->p = "";
	s->n = 0;
}

/* mu_told_nothing, in few stores: a copy of it is a loop, and every other tag has attributes. */
static void
nothing_told(struct mu_told *a)
{
	no_words(&a->id);
	no_words(&a->classes);
	no_words(&a->style);
	no_words(&a->href);
	no_words(&a->src);
	no_words(&a->name);
	no_words(&a->type);
	no_words(&a->value);
	no_words(&a->content);
	no_words(&a->color);
	no_words(&a->ground);
	a->hidden = a->checked = a->required = a->disabled = false;
	a->download = a->autoplay = a->loop = a->capture = a->words = false;
	a->flags = 0;
}

void
mu_attr_read(struct mu_html *h, const struct mu_token *t, struct mu_told *a)
{
	nothing_told(a);
	for (uint32_t i = 0; i < t->attr_n; i++) {
		struct mu_str n = t->attrs[i].name, v = t->attrs[i].value;

#define IS(lit) (n.n == sizeof(lit) - 1 && memcmp(n.p, lit, sizeof(lit) - 1) == 0)
		switch (n.n ? n.p[0] : 0) {
		case 'a':
			if (IS("action"))
				a->href = v;
			else if (IS("autoplay"))
				a->autoplay = true;
			else
				a->words = true;
			break;
		case 'b':
			if (IS("bgcolor"))
				a->ground = v;
			else if (IS("background") && v.n)
				a->ground = MU_STR("url");
			break;
		case 'c':
			if (IS("class")) {
				a->classes = v;
				if (says_quote(v))
					a->flags |= MU_B_CLASSQUOTE;
			} else if (IS("content")) {
				a->content = v;
			} else if (IS("color")) {
				a->color = v;
			} else if (IS("checked")) {
				a->checked = true;
			} else if (IS("capture")) {
				a->capture = true;
			}
			break;
		case 'd':
			if (IS("download"))
				a->download = true;
			else if (IS("data") && (t->element == MU_E_OBJECT))
				a->src = v;
			else
				a->words = true;
			break;
		case 'h':
			if (IS("href"))
				a->href = v;
			else if (IS("hidden"))
				a->hidden = !mu_str_eq_nocase(v, MU_STR("until-found"));
			break;
		case 'i':
			if (IS("id")) {
				a->id = v;
				if (says_quote(v))
					a->flags |= MU_B_CLASSQUOTE;
			}
			break;
		case 'l':
			if (IS("loop"))
				a->loop = !mu_str_eq(v, MU_STR("0"));
			else
				a->words = true;
			break;
		case 'n':
			if (IS("name"))
				a->name = v;
			break;
		case 'o':
			if (n.n > 2 && n.p[1] == 'n' && v.n) {
				bool body = t->element == MU_E_BODY
				    || t->element == MU_E_HTML
				    || t->element == MU_E_FRAMESET;
				mu_late_add(
				    h, v, body ? MU_LATE_BODY_EVENT : MU_LATE_EVENT, n);
			}
			break;
		case 'p':
			a->words = true;
			break;
		case 'r':
			if (IS("role"))
				a->flags |= role_flags(v);
			else if (IS("required"))
				a->required = true;
			break;
		case 's':
			if (IS("style"))
				a->style = v;
			else if (IS("src"))
				a->src = v;
			else
				a->words = true;
			break;
		case 't':
			if (IS("type"))
				a->type = v;
			else if (IS("text") && t->element == MU_E_BODY)
				a->color = v;
			else
				a->words = true;
			break;
		case 'v':
			if (IS("value"))
				a->value = v;
			a->words = true;
			break;
		default:
			break;
		}
#undef IS
	}
}

static bool
is_one_of(struct mu_str s, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (mu_str_eq_nocase(s, mu_str_of(words[i])))
			return true;
	return false;
}

static bool
is_press(struct mu_str type)
{
	static const char *const press[] = {"submit", "button", "reset", "image"};

	return is_one_of(type, press, 4);
}

/* Words a person may see or hear: alt, title, label … They wait beside the flow. */
void
mu_attr_words(struct mu_html *h, const struct mu_token *t, const struct mu_told *a)
{
	bool image = t->element == MU_E_IMG || t->element == MU_E_INPUT
	    || t->element == MU_E_APPLET;
	uint32_t link = h->mark[MU_M_LINK].depth ? h->mark[MU_M_LINK].link + 1 : 0;

	if (!a->words)
		return;
	for (uint32_t i = 0; i < t->attr_n; i++) {
		struct mu_str n = t->attrs[i].name, v = t->attrs[i].value;

		if (v.n < 2 && !(n.n == 3 && v.n))
			continue;
#define IS(lit) (n.n == sizeof(lit) - 1 && memcmp(n.p, lit, sizeof(lit) - 1) == 0)
		switch (n.p[0]) {
		case 'a':
			if (IS("alt") && image)
				mu_flow_side(h, v, MU_P_ALT, 0, link);
			else if ((IS("aria-label") || IS("aria-description"))
			    && mu_html_words(v, 2))
				mu_flow_side(h, v, MU_P_ATTR, 0, 0);
			break;
		case 't':
			if (IS("title") && mu_html_words(v, 2))
				mu_flow_side(h, v, MU_P_ATTR, 0, 0);
			break;
		case 'l':
			if (IS("label") && mu_html_words(v, 1))
				mu_flow_side(h, v, MU_P_ATTR, 0, 0);
			break;
		case 'p':
			if (IS("placeholder") && mu_html_words(v, 2))
				mu_flow_side(h, v, MU_P_ATTR, 0, 0);
			break;
		case 's':
			if (IS("summary") && mu_html_words(v, 2))
				mu_flow_side(h, v, MU_P_ATTR, 0, 0);
			break;
		case 'v':
			if (!IS("value"))
				break;
			if (t->element == MU_E_INPUT && is_press(a->type))
				mu_flow_side(h, v, MU_P_BUTTON, 0, 0);
			else if (t->element == MU_E_INPUT
			    && mu_str_eq_nocase(a->type, MU_STR("hidden"))) {
				if (mu_html_words(v, 99))
					mu_flow_side(h, v, MU_P_ATTR, MU_B_HIDDEN, 0);
			} else if (t->element != MU_E_PARAM && t->element != MU_E_OPTION
			    && mu_html_words(v, 2)) {
				mu_flow_side(h, v, MU_P_ATTR, 0, 0);
			}
			break;
		case 'd':
			if (n.n > 5 && memcmp(n.p, "data-", 5) == 0 && v.p[0] != '{'
			    && v.p[0] != '[' && mu_html_words(v, 99))
				mu_flow_side(h, v, MU_P_ATTR, 0, 0);
			break;
		default:
			break;
		}
#undef IS
	}
}

uint32_t
mu_attr_link(struct mu_html *h, struct mu_str href, enum mu_link_how how, bool download)
{
	struct mu_doc *d = h->doc;
	struct mu_link *l;
	enum mu_scheme scheme;

	while (href.n && (unsigned char)href.p[0] <= 0x20)
		href.p++, href.n--;
	while (href.n && (unsigned char)href.p[href.n - 1] <= 0x20)
		href.n--;
	if (!href.n || d->link_n >= MU_HTML_LINKS)
		return 0;
	scheme = mu_scheme_of(href);
	if (scheme == MU_L_JAVASCRIPT) {
		size_t colon = mu_str_find(href, MU_STR(":"));
		mu_late_add(
		    h, mu_str_sub(href, colon + 1, href.n), MU_LATE_LINK, MU_STR("href"));
	}
	l = MU_HTML_GROW(h->arena, d->links, d->link_n, d->link_cap);
	if (!l) {
		h->failed = h->full = true;
		return 0;
	}
	d->links = l;
	/* A picture in a data: URL is a picture, not a target. */
	if (scheme == MU_L_DATA && href.n > 256)
		for (href.n = 256;
		     href.n && ((unsigned char)href.p[href.n] & 0xC0) == 0x80;)
			href.n--;
	d->links[d->link_n++] = (struct mu_link){.href = mu_html_copy(h, href),
	    .scheme = (uint8_t)scheme,
	    .how = (uint8_t)how,
	    .download = download,
	    .hidden = h->stack[h->top].hidden != 0};
	mu_shape_link(h, href, scheme, how);
	return (uint32_t)d->link_n;
}

void
mu_attr_meta(struct mu_html *h, const struct mu_token *t, const struct mu_told *a)
{
	static const char *const told[] = {"description", "keywords",
	    "twitter:description", "twitter:title", "og:title", "og:description",
	    "og:site_name"};
	const struct mu_attr *equiv = mu_attr_find(t, MU_STR("http-equiv"));
	const struct mu_attr *prop = mu_attr_find(t, MU_STR("property"));
	struct mu_str name = prop ? prop->value : a->name;

	if (equiv && mu_str_eq_nocase(mu_str_trim(equiv->value), MU_STR("refresh"))) {
		size_t at = mu_str_find_nocase(a->content, MU_STR("url"));
		struct mu_str url;
		char quote;

		if (at == SIZE_MAX)
			return;
		url = mu_str_trim(mu_str_sub(a->content, at + 3, a->content.n));
		if (url.n && url.p[0] == '=')
			url = mu_str_trim(mu_str_sub(url, 1, url.n));
		quote = url.n ? url.p[0] : 0;
		if (quote == '"' || quote == '\'') {
			const char *e = memchr(url.p + 1, quote, url.n - 1);
			url = mu_str_sub(url, 1, e ? (size_t)(e - url.p) : url.n);
		}
		(void)mu_attr_link(h, url, MU_H_REFRESH, false);
		return;
	}
	if (a->content.n && is_one_of(name, told, sizeof told / sizeof *told))
		mu_flow_side(h, a->content, MU_P_META, 0, 0);
}

void
mu_attr_form(struct mu_html *h, const struct mu_token *t, const struct mu_told *a)
{
	struct mu_doc *d = h->doc;
	const struct mu_attr *method = mu_attr_find(t, MU_STR("method"));
	struct mu_form *f;

	d->shape.forms++;
	if (d->form_n >= MU_HTML_FORMS)
		return;
	f = mu_arena_grow(
	    h->arena, d->forms, d->form_n, d->form_n + 1, &d->form_cap, sizeof *f);
	if (!f) {
		h->failed = h->full = true;
		return;
	}
	d->forms = f;
	d->forms[d->form_n++] = (struct mu_form){
	    .action = mu_html_copy(h, mu_str_trim(a->href)),
	    .first_field = (uint32_t)d->field_n,
	    .post = method && mu_str_eq_nocase(method->value, MU_STR("post"))};
	h->form = (uint32_t)d->form_n;
	if (a->href.n)
		(void)mu_attr_link(h, a->href, MU_H_FORM, false);
}

static struct mu_str
lower_copy(struct mu_html *h, struct mu_str s)
{
	struct mu_str c = mu_html_copy(h, s);
	char *p = c.n ? (char *)(uintptr_t)c.p : NULL;

	for (size_t i = 0; i < c.n; i++)
		p[i] = (char)mu_lower((unsigned char)p[i]);
	return c;
}

void
mu_attr_field(struct mu_html *h, const struct mu_token *t, const struct mu_told *a)
{
	struct mu_doc *d = h->doc;
	struct mu_str type = mu_str_trim(a->type);
	struct mu_field *f;
	bool choice;

	mu_attr_wait_end(h);
	d->shape.fields++;
	if (d->field_n >= MU_HTML_FIELDS)
		return;
	if (t->element != MU_E_INPUT && t->element != MU_E_BUTTON)
		type = t->text;
	else if (!type.n)
		type = t->element == MU_E_INPUT ? MU_STR("text") : MU_STR("submit");
	f = mu_arena_grow(
	    h->arena, d->fields, d->field_n, d->field_n + 1, &d->field_cap, sizeof *f);
	if (!f) {
		h->failed = h->full = true;
		return;
	}
	d->fields = f;
	f = &d->fields[d->field_n++];
	*f = (struct mu_field){.type = lower_copy(h, type),
	    .name = mu_html_copy(h, a->name),
	    .checked = a->checked,
	    .required = a->required,
	    .hidden = h->stack[h->top].hidden != 0
		|| mu_str_eq_nocase(type, MU_STR("hidden"))};
	choice = mu_str_eq(f->type, MU_STR("checkbox"))
	    || mu_str_eq(f->type, MU_STR("radio"));
	if (h->form && h->form <= d->form_n)
		d->forms[h->form - 1].field_n = (uint32_t)d->field_n
		    - d->forms[h->form - 1].first_field;
	if (is_press(f->type) && a->value.n)
		f->label = mu_html_copy(h, a->value);
	else if (choice && !h->in_label) {
		h->wait_field = (uint32_t)d->field_n;
		h->wait_from = (uint32_t)d->text_n;
	}
	if (a->id.n && h->field_id_n < MU_HTML_LABELS) {
		h->field_of_id[h->field_id_n] = (uint32_t)d->field_n - 1;
		h->field_ids[h->field_id_n++].of = mu_html_copy(h, a->id);
	}
}

/* doc->text from `from` to here, at most 120 bytes, cut at a character. */
static struct mu_str
words_since(struct mu_html *h, uint32_t from)
{
	const struct mu_doc *d = h->doc;
	struct mu_str s;

	if (from >= d->text_n)
		return MU_STR("");
	s = mu_str_trim((struct mu_str){d->text + from, d->text_n - from});
	if (s.n > 120) {
		s.n = 120;
		while (s.n && ((unsigned char)s.p[s.n] & 0xC0) == 0x80)
			s.n--;
	}
	return mu_html_copy(h, s);
}

void
mu_attr_wait_end(struct mu_html *h)
{
	struct mu_doc *d = h->doc;

	if (h->wait_field && h->wait_field <= d->field_n
	    && !d->fields[h->wait_field - 1].label.n)
		d->fields[h->wait_field - 1].label = words_since(h, h->wait_from);
	h->wait_field = 0;
}

void
mu_attr_label_end(struct mu_html *h)
{
	struct mu_doc *d = h->doc;
	struct mu_str words = words_since(h, h->label_from);

	h->in_label = false;
	if (!words.n)
		return;
	for (size_t i = h->label_first_field;
	     i < d->field_n && i < h->label_first_field + 4u; i++)
		if (!d->fields[i].label.n)
			d->fields[i].label = words;
	if (h->label_for.n && h->label_n < MU_HTML_LABELS)
		h->labels[h->label_n++] = (struct mu_label){h->label_for, words};
}
