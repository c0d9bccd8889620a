/* Counts, notes, and what the markup does without any script. */
#include "read/html_int.h"

#include "read/scan.h"

static bool
has(struct mu_str s, const char *word)
{
	return mu_str_find_nocase(s, mu_str_of(word)) != SIZE_MAX;
}

void
mu_shape_media(
    struct mu_html *h, enum mu_element e, struct mu_str src, bool autoplay, bool loop)
{
	if (!src.n)
		return;
	(void)mu_attr_link(h, src, MU_H_MEDIA, false);
	/*
	 * <audio> without autoplay is usually started by a script: its name is enough for
	 * a shutter
	 */
	if (e != MU_E_VIDEO && mu_audio_shutter(src))
		h->doc->behaviours |= MU_BIT(SHUTTER_AUDIO);
	if (e != MU_E_VIDEO && (autoplay || loop) && mu_audio_alarm(src))
		h->doc->behaviours |= MU_BIT(ALARM_AUDIO);
}

void
mu_shape_link(
    struct mu_html *h, struct mu_str href, enum mu_scheme s, enum mu_link_how how)
{
	if (how != MU_H_MEDIA && how != MU_H_IMAGE)
		h->doc->behaviours |= mu_url_behaviours(href);
	if ((how == MU_H_FRAME || how == MU_H_REFRESH)
	    && (s == MU_L_TEL || s == MU_L_SMS))
		h->doc->behaviours |= MU_BIT(AUTO_DIAL);
	if ((how == MU_H_FRAME || how == MU_H_REFRESH) && s == MU_L_WEBCAL)
		h->doc->behaviours |= MU_BIT(PERMISSION);
	if (s == MU_L_INTENT && has(href, ".apk"))
		h->doc->behaviours |= MU_BIT(APK);
	h->tel_links += s == MU_L_TEL;
}

/* Up to 16 bytes are read behind s, but not beyond `limit`. */
static uint32_t
letters(struct mu_str s, const char *limit)
{
	uint32_t n = 0;

#if MU_SIMD
	static const uint8_t inside[32] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
	/* As signed bytes: above 0x20, or from 0xC0 up, which is -64 … -1. */
	const __m128i zero = _mm_setzero_si128(),
		      blank = _mm_set1_epi8(0x20), tail = _mm_set1_epi8(-65);
	__m128i sum = zero;

	for (size_t i = 0; i < s.n; i += 16) {
		size_t out = s.n - i >= 16 ? 0 : 16 - (s.n - i);
		__m128i v = !out || limit - (s.p + i) >= 16
		    ? _mm_loadu_si128((const __m128i *)(const void *)(s.p + i))
		    : mu_load_part(s.p + i, s.n - i);
		__m128i one = _mm_loadu_si128((const __m128i *)(const void *)(inside + out));
		__m128i lead = _mm_and_si128(
		    _mm_cmpgt_epi8(v, tail), _mm_cmplt_epi8(v, zero));
		__m128i is = _mm_or_si128(_mm_cmpgt_epi8(v, blank), lead);

		sum = _mm_add_epi64(sum, _mm_sad_epu8(_mm_and_si128(is, one), zero));
	}
	n = (uint32_t)(_mm_cvtsi128_si32(sum) + _mm_cvtsi128_si32(_mm_srli_si128(sum, 8)));
#else
	(void)limit;
	for (size_t i = 0; i < s.n; i++)
		n += (((unsigned char)s.p[i] & 0xC0) != 0x80)
		    & ((unsigned char)s.p[i] > 0x20);
#endif
	return n;
}

/* Lead bytes of kana and kanji. */
static uint32_t
japanese(struct mu_str s)
{
	uint32_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += (unsigned char)((unsigned char)s.p[i] - 0xE3) < 7;
	return n;
}

static bool
seen_place(unsigned place)
{
	return place == MU_P_TEXT || place == MU_P_HEADING || place == MU_P_LINK
	    || place == MU_P_BUTTON || place == MU_P_SRCDOC;
}

static bool
has_digit(struct mu_str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)(s.p[i] - '0') < 10 || (unsigned char)s.p[i] == 0xEF)
			return true;
	return false;
}

/* A sum or the word for it. */
static bool
of_money(struct mu_str s)
{
	return (has(s, "円") && has_digit(s)) || has(s, "料金") || has(s, "利用料")
	    || has(s, "有料");
}

static void
text_counts(struct mu_html *h)
{
	struct mu_doc *d = h->doc;
	const char *limit = d->text + d->text_cap;
	size_t m = 0;
	uint32_t kana = 0, tel_chars = 0;

	for (size_t i = h->first_block; i < d->block_n; i++) {
		const struct mu_block *b = &d->blocks[i];
		struct mu_str s = mu_block_text(d, b);
		bool seen = seen_place(b->place);
		uint32_t n, of_block;

		if (!seen)
			continue;
		n = of_block = letters(s, limit);
		if (h->ref_chars)
			kana += japanese(s);
		if (b->flags & MU_B_HIDDEN)
			d->shape.hidden_chars += n;
		else
			d->shape.text_chars += n;
		if (b->flags & MU_B_SMALL && of_money(s))
			d->behaviours |= MU_BIT(HIDDEN_TERMS);
		for (; m < d->mark_n && d->marks[m].from < b->to; m++) {
			const struct mu_mark *k = &d->marks[m];

			if (k->kind != MU_M_LINK || k->from < b->from
			    || b->flags & MU_B_HIDDEN)
				continue;
			/* mostly the block is the link, and n is known */
			if (k->from != b->from || k->to != b->to)
				n = letters(mu_str_sub((struct mu_str){d->text, d->text_n},
				    k->from, k->to), limit);
			else
				n = of_block;
			d->shape.link_chars += n;
			if (k->link < d->link_n && d->links[k->link].scheme == MU_L_TEL)
				tel_chars += n;
		}
	}
	if (d->shape.text_chars >= 40 && tel_chars * 10u >= d->shape.text_chars * 6u)
		d->behaviours |= MU_BIT(AUTO_DIAL);
	if (h->ref_chars >= 15 && kana >= 2 * h->ref_chars)
		d->behaviours |= MU_BIT(OBFUSCATION);
}

static bool
is_word(struct mu_str s, const struct mu_str *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (s.n == words[i].n
		    && mu_lower((unsigned char)s.p[0])
			== mu_lower((unsigned char)words[i].p[0])
		    && mu_str_eq_nocase(s, words[i]))
			return true;
	return false;
}

static struct mu_str
link_words(const struct mu_doc *d, const struct mu_link *l)
{
	return l->to <= d->text_n && l->from < l->to
	    ? mu_str_trim((struct mu_str){d->text + l->from, l->to - l->from})
	    : MU_STR("");
}

/* "Yes" and "No" that lead to the same place: no choice at all. */
static bool
false_choice(const struct mu_doc *d)
{
	static const struct mu_str yes[] = {{"はい", 6}, {"YES", 3}, {"同意する", 12},
	    {"同意します", 15}, {"入場", 6}, {"入場する", 12}, {"ENTER", 5},
	    {"18歳以上", 11}, {"18才以上", 11}, {"18歳以上です", 17},
	    {"はい（18歳以上）", 23}, {"OK", 2}, {"承諾する", 12}, {"再生する", 12},
	    {"同意して再生", 18}, {"同意して進む", 18}};
	static const struct mu_str no[] = {{"いいえ", 9}, {"NO", 2}, {"同意しない", 15},
	    {"同意しません", 18}, {"退場", 6}, {"退場する", 12}, {"EXIT", 4},
	    {"LEAVE", 5}, {"18歳未満", 11}, {"18才未満", 11}, {"18歳未満です", 17},
	    {"いいえ（18歳未満）", 26}, {"キャンセル", 15}, {"CANCEL", 6},
	    {"承諾しない", 15}, {"戻る", 6}, {"やめる", 9}};
	uint64_t lengths = 0; /* of what says no: links are many, and few so long */
	size_t from = 0;

	for (size_t i = 0; i < sizeof no / sizeof *no; i++)
		lengths |= (uint64_t)1 << no[i].n;
	for (size_t i = 0; i < d->link_n; i++) {
		const struct mu_link *l = &d->links[i];
		struct mu_str words;

		if (l->how != MU_H_ANCHOR || l->to - l->from < 2 || l->to - l->from > 40
		    || l->scheme == MU_L_FRAGMENT || l->scheme == MU_L_JAVASCRIPT)
			continue;
		words = link_words(d, l);
		if (!(lengths >> words.n & 1) || !is_word(words, no, sizeof no / sizeof *no))
			continue;
		from = i > 4 ? i - 4 : 0;
		for (size_t k = from; k < d->link_n && k < i + 5; k++)
			if (k != i && d->links[k].to - d->links[k].from <= 40
			    && mu_str_eq(d->links[k].href, l->href)
			    && is_word(link_words(d, &d->links[k]), yes,
				sizeof yes / sizeof *yes))
				return true;
	}
	return false;
}

static void
choices(struct mu_html *h)
{
	struct mu_doc *d = h->doc;

	for (unsigned i = 0; i < h->field_id_n; i++)
		for (unsigned k = 0; k < h->label_n; k++)
			if (mu_str_eq(h->labels[k].of, h->field_ids[i].of)
			    && h->field_of_id[i] < d->field_n)
				d->fields[h->field_of_id[i]].label = h->labels[k].text;
	for (size_t i = 0; i < d->field_n; i++) {
		const struct mu_field *f = &d->fields[i];

		if (f->checked && !f->hidden
		    && (mu_str_eq(f->type, MU_STR("checkbox"))
			|| mu_str_eq(f->type, MU_STR("radio")))
		    && (has(f->label, "同意") || has(f->label, "承諾")
			|| has(f->label, "agree"))
		    && !has(f->label, "同意しない") && !has(f->label, "disagree"))
			d->behaviours |= MU_BIT(PRECHECKED);
	}
	if (false_choice(d))
		d->behaviours |= MU_BIT(PRECHECKED);
}

static bool
ends(struct mu_str s, const char *tail)
{
	struct mu_str t = mu_str_of(tail);

	return s.n > t.n && mu_str_eq_nocase(mu_str_sub(s, s.n - t.n, s.n), t);
}

/*
 * Throw-away places: storage of clouds, free dynamic names, numbers for names, a phone in
 * it.
 */
static bool
url_shape(struct mu_str url)
{
	static const char *const places[] = {".web.core.windows.net",
	    ".blob.core.windows.net", ".azurewebsites.net", ".amazonaws.com",
	    ".pages.dev", ".netlify.app", ".ondigitalocean.app",
	    ".digitaloceanspaces.com", ".workers.dev", ".firebaseapp.com", ".web.app",
	    ".herokuapp.com", ".duckdns.org", ".ddns.net", ".no-ip.org", ".hopto.org",
	    ".zapto.org", ".serveo.net", ".trycloudflare.com", ".ngrok.io",
	    ".ngrok-free.app", ".r2.dev"};
	static const char *const cheap[] = {".xyz", ".top", ".click", ".icu", ".tk",
	    ".ml", ".ga", ".cf", ".gq", ".buzz", ".cyou", ".sbs", ".rest", ".cfd",
	    ".bond", ".quest"};
	size_t at = mu_str_find(url, MU_STR("//")), end, dot, digits = 0;
	struct mu_str host, query;

	if (at == SIZE_MAX)
		return false;
	for (end = at += 2; end < url.n && !strchr("/?#:", url.p[end] ? url.p[end] : '/');
	     end++)
		;
	host = mu_str_sub(url, at, end);
	query = mu_str_sub(url, end, url.n);
	for (size_t i = 0; i < sizeof places / sizeof *places; i++)
		if (ends(host, places[i]))
			return true;
	for (size_t i = 0; i < sizeof cheap / sizeof *cheap; i++)
		if (ends(host, cheap[i]))
			return true;
	if (has(query, "phone=") || has(query, "ph0n3=") || has(query, "tel=0")
	    || has(query, "pnum="))
		return true;
	if (mu_str_starts(host, MU_STR("www.")))
		host = mu_str_sub(host, 4, host.n);
	for (dot = 0; dot < host.n && host.p[dot] != '.'; dot++)
		digits += (unsigned char)(host.p[dot] - '0') < 10;
	return dot >= 3 && digits == dot && dot < host.n; /* 12345.example, 192.0.2.1 */
}

void
mu_shape_all(struct mu_html *h)
{
	struct mu_doc *d = h->doc;

	text_counts(h);
	choices(h);
	if (d->shape.images && d->shape.text_chars < 80 && h->tel_links)
		d->behaviours |= MU_BIT(IMAGE_ONLY);
	if (h->no_select)
		d->behaviours |= MU_BIT(CONTEXT_MENU);
	if (h->reversed)
		d->behaviours |= MU_BIT(OBFUSCATION);
	if (h->camera)
		d->behaviours &= ~MU_BIT(SHUTTER_AUDIO);
	if (d->url.n && url_shape(d->url))
		d->behaviours |= MU_BIT(URL_SHAPE);
	/* Who typed something may be asked before it is lost. */
	for (size_t i = 0; i < d->field_n; i++) {
		const struct mu_field *f = &d->fields[i];

		if (!f->hidden
		    && (mu_str_eq(f->type, MU_STR("text"))
			|| mu_str_eq(f->type, MU_STR("textarea"))
			|| mu_str_eq(f->type, MU_STR("email"))
			|| mu_str_eq(f->type, MU_STR("password")))) {
			d->behaviours &= ~MU_BIT(BEFOREUNLOAD);
			break;
		}
	}
	if (!d->block_n)
		d->notes |= MU_N_EMPTY;
	if (d->shape.text_chars < 60 && d->shape.scripts
	    && (d->shape.script_bytes > 400 || d->notes & MU_N_FRAMES_UNREAD))
		d->notes |= MU_N_SCRIPT_BUILT;
}
