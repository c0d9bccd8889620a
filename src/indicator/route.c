/* Ways to pay that the text names; the word is the find, words.def has them all. */
#include "indicator/scan.h"

const char *
mu_ind_route(struct mu_ind_scan *sc, const char *p, const char *to, const char *id)
{
	struct mu_indicator *it = mu_ind_add(sc, MU_I_ROUTE, p, to, mu_str_of(id));

	if (it)
		it->valid = MU_V_UNKNOWN;
	/* Cards have codes; where one stands beside the name it is somebody's money. */
	if (strstr(id, "gift") || strstr(id, "card") || strcmp(id, "v-preca") == 0
	    || strcmp(id, "webmoney") == 0)
		mu_ind_gift_code(sc, to);
	return to;
}
