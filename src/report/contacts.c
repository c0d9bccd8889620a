/*
 * Whom to ask, and for a prefecture what is there. A place is typed in many ways: 東京, 東京都,
 * とうきょう, トウキョウ, tokyo, Toukyou, Tōkyō, Tokyo-to. Kanji compare with and without the
 * last character (都道府県), kana as hiragana, romaji without long vowels. What is no prefecture
 * (大阪市, tokio) is answered with the nearest one: 福島区 is not in 福島県, so it is only named.
 */
#include "report/report.h"

#include "base/fmt.h"
#include "base/utf8.h"
#include "report/page.h"

enum { PLACE_MOST = 64 };

static struct mu_str
without_tail(struct mu_str s, struct mu_str tail)
{
	if (s.n > tail.n && memcmp(s.p + s.n - tail.n, tail.p, tail.n) == 0)
		s.n -= tail.n;
	return s;
}

/* Lower case, long vowels short, katakana to hiragana; what does not fit is cut. */
static struct mu_str
fold_place(struct mu_str s, char out[PLACE_MOST])
{
	static const struct {
		const char *from, *to;
	} pairs[] = {{"ō", "o"}, {"Ō", "o"}, {"ū", "u"}, {"Ū", "u"}, {"ou", "o"}, {"oo", "o"},
	    {"uu", "u"}, {"oh", "o"}};
	/* U+FF66 to U+FF9D as katakana */
	static const uint16_t half_kana[] = {0x30F2, 0x30A1, 0x30A3, 0x30A5, 0x30A7, 0x30A9, 0x30E3,
	    0x30E5, 0x30E7, 0x30C3, 0x30FC, 0x30A2, 0x30A4, 0x30A6, 0x30A8, 0x30AA, 0x30AB, 0x30AD,
	    0x30AF, 0x30B1, 0x30B3, 0x30B5, 0x30B7, 0x30B9, 0x30BB, 0x30BD, 0x30BF, 0x30C1, 0x30C4,
	    0x30C6, 0x30C8, 0x30CA, 0x30CB, 0x30CC, 0x30CD, 0x30CE, 0x30CF, 0x30D2, 0x30D5, 0x30D8,
	    0x30DB, 0x30DE, 0x30DF, 0x30E0, 0x30E1, 0x30E2, 0x30E4, 0x30E6, 0x30E8, 0x30E9, 0x30EA,
	    0x30EB, 0x30EC, 0x30ED, 0x30EF, 0x30F3};
	const char *p = s.p, *end = s.p + s.n;
	size_t n = 0;
	unsigned len;

	while (p < end && n + 4 < PLACE_MOST) {
		uint32_t c = mu_utf8_get(p, end, &len);
		if (c >= 0xFF01 && c <= 0xFF5E)
			c -= 0xFEE0;
		if (c >= 0xFF66 && c <= 0xFF9D)
			c = half_kana[c - 0xFF66];
		/* A voicing mark of half-width kana belongs to the one before: カ + ﾞ is ガ. */
		if ((c == 0xFF9E || c == 0xFF9F) && n >= 3) {
			out[n - 1] = (char)(out[n - 1] + (c == 0xFF9E ? 1 : 2));
			p += len;
			continue;
		}
		if (c >= 0x30A1 && c <= 0x30F6)
			c -= 0x60;
		if (c < 0x80) {
			out[n++] = (char)mu_lower((unsigned char)c);
		} else if (c >= 0x3041 && c <= 0x3096) {
			out[n++] = (char)(0xE0 | c >> 12);
			out[n++] = (char)(0x80 | (c >> 6 & 0x3F));
			out[n++] = (char)(0x80 | (c & 0x3F));
		} else {
			memcpy(out + n, p, len);
			n += len;
		}
		p += len;
	}
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < sizeof pairs / sizeof *pairs; k++) {
			size_t f = strlen(pairs[k].from);
			if (i + f > n || memcmp(out + i, pairs[k].from, f) != 0)
				continue;
			/* "hokkaido" keeps its "o"; "tooh" is no name: h only before no vowel */
			if (pairs[k].from[1] == 'h' && i + f < n && strchr("aiueo", out[i + f]))
				continue;
			out[i] = pairs[k].to[0];
			memmove(out + i + 1, out + i + f, n - i - f);
			n -= f - 1;
		}
	}
	return (struct mu_str){out, n};
}

static bool
same_place(const struct mu_prefecture *p, struct mu_str typed)
{
	static const char *const tails[] = {"", "-ken", "-fu", "-to", "-do", " prefecture", "県",
	    "府", "都", "けん", "ふ", "と"};
	char a[PLACE_MOST], b[PLACE_MOST];
	struct mu_str t = fold_place(typed, a);
	const struct mu_str *names[] = {&p->name[MUSHI_JA], &p->name[MUSHI_EN], &p->kana};

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		struct mu_str name = fold_place(*names[i], b);
		for (size_t k = 0; k < sizeof tails / sizeof *tails; k++) {
			struct mu_str tail = mu_str_of(tails[k]);
			if (mu_str_eq(without_tail(t, tail), name)
			    || mu_str_eq(t, without_tail(name, tail)))
				return true;
		}
	}
	return false;
}

/*
 * The city of the prefecture that was typed, with or without 市 and what follows it
 * (横浜市西区); empty when none.
 */
static struct mu_str
city_of(const struct mu_prefecture *p, struct mu_str typed)
{
	static const char *const tails[] = {"市", "し", "-shi", " shi", " city", "-city", "区", "く", "-ku",
	    " ku", " ward"};
	enum { SHI = 6 }; /* the first of them are those of a city */
	char a[PLACE_MOST], b[PLACE_MOST];
	struct mu_str t = fold_place(typed, a), best = MU_STR("");

	for (struct mu_str list = p->cities, city; mu_str_item(&list, &city);) {
		struct mu_str name = fold_place(city, b), plain = name;
		bool same = mu_str_eq(t, name);
		for (size_t k = 0; k < sizeof tails / sizeof *tails; k++) {
			struct mu_str tail = mu_str_of(tails[k]);
			plain = without_tail(plain, tail);
			/* 金沢区 is no part of 金沢. */
			same |= k < SHI && mu_str_eq(without_tail(t, tail), name);
		}
		/* "Osaka City" is 大阪市, "Minato" alone may be anything. */
		same |= plain.n < name.n && t.n > plain.n && mu_str_starts(t, plain)
		    && (mu_str_eq(mu_str_sub(t, plain.n, t.n), MU_STR(" city"))
		    || mu_str_eq(mu_str_sub(t, plain.n, t.n), MU_STR(" ward")));
		same |= t.n > name.n + 3 && mu_str_starts(t, name)
		    && (mu_str_starts(mu_str_sub(t, name.n, t.n), MU_STR("市"))
		    || mu_str_starts(mu_str_sub(name, name.n - 3, name.n), MU_STR("市"))
		    || mu_str_starts(mu_str_sub(name, name.n - 3, name.n), MU_STR("区")));
		if (same && city.n > best.n)
			best = city;
	}
	return best;
}

/* Does `typed` go on after a name of the prefecture, as 東京都千代田区 or Osaka-shi? */
static size_t
begins_with(const struct mu_prefecture *p, struct mu_str typed, bool whole)
{
	const struct mu_str *names[] = {&p->name[MUSHI_JA], &p->name[MUSHI_EN], &p->kana};
	char a[PLACE_MOST], b[PLACE_MOST];
	struct mu_str t = fold_place(typed, a);
	size_t best = 0;

	for (size_t i = 0; i < (whole ? 1 : sizeof names / sizeof names[0]); i++) {
		struct mu_str name = fold_place(*names[i], b);
		/* 都, 道, 府, 県 are one character of three bytes; what is left says which one. */
		if (!whole && i == 0 && name.n > 6)
			name.n -= 3;
		if (t.n > name.n && name.n > best && memcmp(t.p, name.p, name.n) == 0)
			best = name.n;
	}
	return best;
}

/* Levenshtein distance of two short folded names, in bytes. */
static size_t
distance(struct mu_str a, struct mu_str b)
{
	size_t row[PLACE_MOST + 1];

	for (size_t j = 0; j <= b.n; j++)
		row[j] = j;
	for (size_t i = 0; i < a.n; i++) {
		size_t diagonal = row[0];
		row[0] = i + 1;
		for (size_t j = 1; j <= b.n; j++) {
			size_t best = diagonal + (a.p[i] != b.p[j - 1]);
			diagonal = row[j];
			if (row[j] + 1 < best)
				best = row[j] + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			row[j] = best;
		}
	}
	return row[b.n];
}

bool
mushi_place_near(const struct mushi_pack *pack, const char *typed, enum mushi_lang lang,
    char out[64])
{
	enum { NEAR_MOST = 3 };
	struct mu_str s = mu_str_trim(mu_str_of(typed));
	const struct mu_prefecture *found = NULL;
	struct mu_str near[NEAR_MOST];
	char a[PLACE_MOST], b[PLACE_MOST];
	struct mu_str t = fold_place(s, a);
	/* Of kanji and kana one character may be another, which are three bytes. */
	size_t longest = 0, least = t.n && (unsigned char)t.p[0] >= 0x80 ? 4 : 3, near_n = 0, put = 0;

	for (size_t i = 0; i < pack->prefecture_n; i++) {
		size_t n = begins_with(&pack->prefectures[i], s, false);
		if (n > longest) {
			longest = n;
			found = &pack->prefectures[i];
		}
	}
	if (found)
		near[near_n++] = mu_in_lang(found->name, lang == MUSHI_EN ? MUSHI_EN : MUSHI_JA);
	for (size_t i = 0; !longest && t.n > 3 && i < pack->prefecture_n; i++) {
		const struct mu_prefecture *p = &pack->prefectures[i];
		struct mu_str list = p->cities, names[3] = {p->name[MUSHI_EN], p->name[MUSHI_JA], p->kana};
		struct mu_str shown = mu_in_lang(p->name, lang == MUSHI_EN ? MUSHI_EN : MUSHI_JA), name;
		for (size_t k = 0; k < 3 || mu_str_item(&list, &name); k++) {
			size_t d;
			if (k < 3)
				name = names[k];
			else
				shown = name;
			d = distance(t, fold_place(name, b));
			if (d > least || d >= 4 || (d == least && near_n == NEAR_MOST))
				continue;
			near_n = d < least ? 0 : near_n;
			least = d;
			if (!near_n || !mu_str_eq(near[near_n - 1], shown))
				near[near_n++] = shown;
		}
	}
	for (size_t i = 0; i < near_n && put < 40; i++)
		put += mu_fmt(out + put, 64 - put, "%s%.*s", i ? lang == MUSHI_EN ? ", " : "、" : "",
		    (int)(near[i].n < 20 ? near[i].n : 20), near[i].p);
	return near_n > 0;
}

static void
pair(struct mu_out *o, const char *k, struct mu_str v, bool first)
{
	mu_json_key(o, k, first);
	if (v.n)
		mu_json_string(o, v, SIZE_MAX);
	else
		mu_out_add(o, MU_STR("null"));
}

static void
labelled(struct mu_page *w, enum mu_report_word head, enum mushi_lang lang, struct mu_str a,
    struct mu_str b, struct mu_str c)
{
	struct mu_out line;

	mu_out_init(&line, w->o->arena);
	mu_out_add(&line, mu_word(head, lang));
	mu_out_add(&line, lang == MUSHI_EN ? MU_STR(": ") : MU_STR("："));
	mu_out_add(&line, a);
	mu_out_byte(&line, ' ');
	mu_out_add(&line, b);
	mu_out_byte(&line, ' ');
	mu_out_add(&line, c);
	mu_page_add(w, MU_STR("  - "), 4, mu_out_str(&line));
}

static void
write_place(struct mu_page *w, const struct mu_prefecture *p, struct mu_str city,
    enum mushi_lang lang)
{
	struct mu_out line;

	mu_page_paint(w, "1");
	mu_page_add(w, MU_STR("■ "), 3, mu_in_lang(p->name, lang));
	mu_page_paint(w, "0");
	if (city.n) {
		mu_out_init(&line, w->o->arena);
		mu_out_add(&line, city);
		mu_out_add(&line, mu_word(MU_RW_PLACE_LIES, lang));
		mu_out_add(&line, mu_in_lang(p->name, lang));
		mu_out_add(&line, mu_word(MU_RW_PLACE_LIES_END, lang));
		mu_page_add(w, MU_STR("  "), 2, mu_out_str(&line));
	}
	mu_page_add(w, MU_STR("  - "), 4, mu_word(MU_RW_PLACE_188, lang));
	mu_page_add(w, MU_STR("  - "), 4, mu_word(MU_RW_PLACE_9110, lang));
	labelled(w, MU_RW_PLACE_POLICE, lang, p->police_page, MU_STR(""), MU_STR(""));
	if (p->police_phone.n) {
		labelled(w, MU_RW_PLACE_PHONE, lang, p->police_phone,
		    mu_in_lang(p->police_hours, lang), mu_word(MU_RW_CHECK_SITE, lang));
	}
	if (p->consumer_phone.n) {
		labelled(w, MU_RW_PLACE_CONSUMER, lang, mu_in_lang(p->consumer, lang),
		    p->consumer_phone, mu_word(MU_RW_CHECK_SITE, lang));
		mu_page_add(w, MU_STR("    "), 4, mu_in_lang(p->consumer_hours, lang));
	}
}

static void
write_place_json(const struct mu_prefecture *p, struct mu_str city, enum mushi_lang lang,
    struct mu_out *o)
{
	mu_out_byte(o, '{');
	pair(o, "id", p->id, true);
	pair(o, "name", mu_in_lang(p->name, lang), false);
	pair(o, "city", city, false);
	pair(o, "police_page", p->police_page, false);
	pair(o, "police_number", p->police_phone, false);
	pair(o, "police_hours", mu_in_lang(p->police_hours, lang), false);
	pair(o, "consumer_centre", mu_in_lang(p->consumer, lang), false);
	pair(o, "consumer_number", p->consumer_phone, false);
	pair(o, "consumer_hours", mu_in_lang(p->consumer_hours, lang), false);
	pair(o, "checked", p->checked, false);
	mu_out_byte(o, '}');
}

/* A record nobody could confirm is not shown as a fact. */
static bool
shown(const struct mu_contact *c)
{
	return !mu_str_eq(c->sure, MU_STR("low"));
}

static void
write_all(const struct mushi_pack *pack, const struct mu_prefecture *p, struct mu_str city,
    enum mushi_lang lang, bool json, unsigned columns, bool colour, struct mu_out *o)
{
	struct mu_page w = mu_page(o, columns, colour);
	bool first = true;

	if (json) {
		mu_out_add(o, MU_STR("{\"schema\":1"));
		pair(o, "mushi", mu_str_of(mushi_version()), false);
		mu_out_add(o, MU_STR(",\"place\":"));
		if (p)
			write_place_json(p, city, lang, o);
		else
			mu_out_add(o, MU_STR("null"));
		mu_out_add(o, MU_STR(",\"contacts\":["));
	} else if (p) {
		write_place(&w, p, city, lang);
	} else {
		mu_page_paint(&w, "1");
		mu_page_add(&w, MU_STR(""), 0, mu_word(MU_RW_CONTACTS, lang));
		mu_page_paint(&w, "0");
	}
	for (size_t i = 0; i < pack->contact_n; i++) {
		const struct mu_contact *c = &pack->contacts[i];
		/* Beside a prefecture only what has a number: the list stays short. */
		if (!shown(c) || (p && !json && !c->phone.n))
			continue;
		if (json) {
			if (!first)
				mu_out_byte(o, ',');
			mu_write_contact_json(c, lang, o);
		} else {
			if (first && p)
				mu_page_title(&w, mu_word(MU_RW_CONTACTS, lang));
			mu_write_contact_line(&w, c, lang, true);
		}
		first = false;
	}
	if (json) {
		mu_out_add(o, MU_STR("],"));
		pair(o, "note", mu_word(MU_RW_CHECK_SITE, lang), true);
		mu_out_byte(o, '}');
	}
}

char *
mushi_contacts(const struct mushi_pack *pack, const char *place, enum mushi_lang lang, bool json,
    unsigned columns, bool colour)
{
	const struct mu_prefecture *p = NULL;
	struct mu_str city = MU_STR("");
	struct mu_arena a;
	struct mu_out o;

	for (size_t i = 0; place && !p && i < pack->prefecture_n; i++)
		if (same_place(&pack->prefectures[i], mu_str_trim(mu_str_of(place))))
			p = &pack->prefectures[i];
	for (size_t i = 0; place && !p && i < pack->prefecture_n; i++) {
		city = city_of(&pack->prefectures[i], mu_str_trim(mu_str_of(place)));
		if (city.n)
			p = &pack->prefectures[i];
	}
	/* An address begins with its prefecture. */
	for (size_t i = 0; place && !p && i < pack->prefecture_n; i++)
		if (begins_with(&pack->prefectures[i], mu_str_trim(mu_str_of(place)), true))
			p = &pack->prefectures[i];
	if (place && !p)
		return NULL;
	mu_arena_init(&a, SIZE_MAX);
	mu_out_init(&o, &a);
	write_all(pack, p, city, lang, json, columns, colour, &o);
	return mu_take_string(&o);
}
