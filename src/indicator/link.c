/* What stands in the targets of links: telephone numbers, mail, messengers, addresses. */
#include <string.h>

#include "indicator/scan.h"

static size_t
unescape(struct mu_str s, char *out, size_t cap)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n && n < cap; i++) {
		char c = s.p[i];
		if (c == '%' && s.n - i > 2) {
			unsigned v = 0, k;
			for (k = 1; k <= 2; k++) {
				unsigned char h = mu_lower((unsigned char)s.p[i + k]);
				if ((unsigned char)(h - '0') < 10)
					v = v << 4 | (unsigned)(h - '0');
				else if ((unsigned char)(h - 'a') < 6)
					v = v << 4 | (unsigned)(h - 'a' + 10);
				else
					break;
			}
			if (k == 3) {
				c = (char)v;
				i += 2;
			}
		}
		out[n++] = c;
	}
	return n;
}

static bool
same_site(const struct mu_doc *doc, struct mu_str href)
{
	size_t a = mu_str_find(doc->url, MU_STR("://")), b = mu_str_find(href, MU_STR("://"));
	struct mu_str x, y;

	if (a == SIZE_MAX || b == SIZE_MAX)
		return false;
	x = mu_str_sub(doc->url, a + 3, doc->url.n);
	y = mu_str_sub(href, b + 3, href.n);
	for (size_t i = 0;; i++) {
		bool xe = i >= x.n || x.p[i] == '/' || x.p[i] == '?' || x.p[i] == '#';
		bool ye = i >= y.n || y.p[i] == '/' || y.p[i] == '?' || y.p[i] == '#';
		if (xe || ye)
			return xe && ye;
		if (mu_lower((unsigned char)x.p[i]) != mu_lower((unsigned char)y.p[i]))
			return false;
	}
}

/* Does it lead to a messenger? */
static bool
is_chat(struct mu_str href)
{
#define C(name) {name, sizeof name - 1}
	static const struct mu_str chat[] = {C("://line.me/"), C("://lin.ee/"), C("://t.me/"),
	    C("://wa.me/"), C("://api.whatsapp.com/"), C("://discord.gg/"), C("://page.line.me/"),
	    C("://telegram.me/"), C("://m.me/"), C("://liff.line.me/"), C("://signal.me/")};
#undef C

	for (size_t at = 0; at <= 5 && at + 3 < href.n; at++) {
		struct mu_str s = mu_str_sub(href, at, href.n < 40 ? href.n : 40);

		if (s.p[0] != ':' || s.p[1] != '/' || s.p[2] != '/')
			continue;
		for (size_t k = 0; k < sizeof chat / sizeof *chat; k++)
			if (s.n >= chat[k].n && mu_str_eq_nocase((struct mu_str){s.p, chat[k].n},
			    chat[k]))
				return true;
	}
	return false;
}

/* mu_doc_block_at(), which is mostly the block of the link before or soon after. */
static uint32_t
block_at(const struct mu_ind_scan *sc, uint32_t at)
{
	const struct mu_block *b = sc->doc->blocks;
	uint32_t n = (uint32_t)sc->doc->block_n, i = sc->block;

	if (i < n && b[i].from <= at)
		for (unsigned k = 0; k < 8; k++, i++)
			if (i + 1 == n || b[i + 1].from > at)
				return i;
	return mu_doc_block_at(sc->doc, at);
}

void
mu_ind_link(struct mu_ind_scan *sc, uint32_t i)
{
	const struct mu_link *l = &sc->doc->links[i];
	const struct mu_block *b;
	struct mu_str h = l->href;
	char buf[512];
	size_t n, colon;
	const char *at;

	if (!sc->doc->block_n || l->from > sc->doc->text_n)
		return;
	mu_ind_enter(sc, l->from);
	/* Most links lead to another page of the same site, which says nothing. */
	if (l->scheme == MU_L_RELATIVE || l->scheme == MU_L_FRAGMENT)
		return;
	sc->block = block_at(sc, l->from);
	b = &sc->doc->blocks[sc->block];
	sc->s = sc->base + b->from;
	sc->e = sc->base + b->to;
	sc->link = i + 1;
	sc->code = false;
	sc->no_net = false;
	at = sc->base + l->from;
	colon = mu_str_find((struct mu_str){h.p, h.n < 32 ? h.n : 32}, MU_STR(":"));
	switch (l->scheme) {
	case MU_L_TEL:
	case MU_L_SMS:
		if (colon == SIZE_MAX)
			return;
		n = unescape(mu_str_sub(h, colon + 1, h.n), buf, 64);
		mu_ind_phone_link(sc, buf, buf + n, at);
		return;
	case MU_L_MAILTO:
		if (colon != SIZE_MAX)
			mu_ind_email_link(sc, h.p + colon + 1, h.p + h.n, at);
		return;
	case MU_L_LINE: {
		size_t k = mu_str_find(h, MU_STR("://"));
		if (k == SIZE_MAX)
			return;
		if (mu_lower((unsigned char)h.p[0]) == 'h')
			mu_ind_url_link(sc, l);
		else
			mu_ind_line_url(sc, MU_STR("line"), mu_str_sub(h, k + 2, h.n), at, at);
		return;
	}
	case MU_L_HTTP: {
		bool chatty = is_chat(h);
		/* Other targets lead away from the page: a few of them are worth knowing. */
		if (!chatty && (l->how == MU_H_IMAGE || l->how == MU_H_MEDIA || l->how == MU_H_SCRIPT
		    || sc->links >= MU_IND_LINKS || same_site(sc->doc, h)))
			return;
		{
			size_t before = sc->out->n;
			mu_ind_url_link(sc, l);
			if (!chatty && sc->out->n > before)
				sc->links++;
		}
		return;
	}
	default:
		return;
	}
}
