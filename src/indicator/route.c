/* Ways to pay that the text names; the word is the find, words.def has them all. */
#include "indicator/scan.h"

const char *
mu_ind_route(struct mu_ind_scan *sc, const char *p, const char *to, const char *id)
{
	/* 「コンビニでギフトカードを買い」: where it is bought is no way to pay. */
	static const char *const bought[] = {"カード", "ギフト", "電子マネー", "プリペイド", "プリカ", "ビットキャッシュ",
	    "ウェブマネー", "bitcash", "webmoney", "itunes", "買", "購入", NULL};
	static const char *const ends[] = {"。", "\n", NULL};
	struct mu_indicator *it;

	if (strcmp(id, "convenience-store") == 0 && mu_ind_pay(sc)) {
		struct mu_ind_words w;
		size_t at, end;
		mu_ind_after(sc, to, 60, &w);
		at = mu_ind_first(&w, bought, NULL);
		end = mu_ind_first(&w, ends, NULL);
		if (at && (!end || at < end) && !mu_ind_starts(to, sc->e, "払")
		    && !mu_ind_starts(to, sc->e, "決済"))
			return to;
	}
	it = mu_ind_add(sc, MU_I_ROUTE, p, to, mu_str_of(id));

	if (it)
		it->valid = MU_V_UNKNOWN;
	/* Cards have codes; where one stands beside the name it is somebody's money. */
	if (strstr(id, "gift") || strstr(id, "card") || strcmp(id, "v-preca") == 0
	    || strcmp(id, "webmoney") == 0)
		mu_ind_gift_code(sc, to);
	return to;
}
