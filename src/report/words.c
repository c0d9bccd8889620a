#include "report/report.h"

struct mu_str
mu_word(enum mu_report_word w, enum mushi_lang lang)
{
	static const char *const words[MU_RW_COUNT][MU_LANGS] = {
#define MU_WORD(sym, ja, easy, en) {ja, easy, en},
#include "report/words.def"
#undef MU_WORD
	};

	return w < MU_RW_COUNT ? mu_str_of(words[w][lang]) : MU_STR("");
}

struct mu_str
mu_kind_name(enum mu_kind k, enum mushi_lang lang)
{
	return k < MU_K_COUNT ? mu_word((enum mu_report_word)(MU_RW_K_ONE_CLICK + k), lang)
	    : MU_STR("");
}

const char *
mu_text_lang(const struct mu_doc *doc)
{
	size_t kana = 0, han = 0, hangul = 0, latin = 0;
	size_t n = doc->text_n < 65536 ? doc->text_n : 65536;
	const unsigned char *p = (const unsigned char *)doc->text;

	for (size_t i = 0; i + 2 < n; i++) {
		if (p[i] < 0x80) {
			latin += (unsigned char)((p[i] | 0x20) - 'a') < 26;
		} else if (p[i] == 0xE3 && (p[i + 1] == 0x81 || p[i + 1] == 0x82
		    || p[i + 1] == 0x83)) {
			kana++;
		} else if (p[i] == 0xEF && (p[i + 1] == 0xBD || p[i + 1] == 0xBE)) {
			kana++;
		} else if (p[i] >= 0xE4 && p[i] <= 0xE9) {
			han++;
		} else if (p[i] >= 0xEA && p[i] <= 0xED) {
			hangul++;
		}
	}
	if (kana > 2 && kana * 20 > han)
		return "ja";
	if (hangul > han && hangul * 4 > latin && hangul > 2)
		return "ko";
	if (han > 2 && han * 4 > latin)
		return "zh";
	return latin > 8 ? "en" : "";
}

bool
mu_claim_holds(const struct mushi_report *r, const struct mu_claim_rule *c)
{
	struct mu_str list = c->except, item;

	/* What is true of a fraud's demand may be false of a court's. */
	if (r->verdict.verdict == MUSHI_COURT)
		return false;
	while (mu_str_item(&list, &item))
		if (mu_fact_holds(r->pack, item, r->situations, r->situation_n))
			return false;
	return true;
}

void
mu_each_note(const struct mushi_report *r, mu_note_fn *add, void *self)
{
	for (unsigned i = 0; i < MU_NOTE_COUNT; i++)
		if (r->doc.notes >> i & 1)
			add(self, mu_word((enum mu_report_word)(MU_RW_N_TEXT_CUT + i), r->lang));
	for (size_t i = 0; i < r->doc.attached_n; i++) {
		struct mu_out o;
		mu_out_init(&o, r->doc.arena);
		mu_out_add(&o, mu_word(MU_RW_NOT_OPENED, r->lang));
		mu_out_add(&o, r->doc.attached[i]);
		if (!o.failed)
			add(self, mu_out_str(&o));
	}
	if ((r->signs.cut || r->indicators.cut) && !(r->doc.notes & MU_N_SIGNS_CUT))
		add(self, mu_word(MU_RW_N_SIGNS_CUT, r->lang));
	if (r->verdict.fake_helper_beside)
		add(self, mu_word(MU_RW_HELPER_BESIDE, r->lang));
	if (r->verdict.verdict == MUSHI_NONE)
		add(self, mu_word(MU_RW_LOOKED_FOR, r->lang));
}
