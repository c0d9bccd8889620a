/* GET /api/v1/advice: what to do now, the line that `mushi advise --json` prints. */
#include "job.h"

#include <stdlib.h>

void
answer_advice(const struct mushi_pack *pack, const struct job *job, enum mushi_lang lang,
    struct answer *out)
{
	struct params p;
	char clock[PARAMS_CLOCK], *json;

	if (!read_params(pack, job, lang, clock, &p, out))
		return;
	json = mushi_advise_received(pack, p.situations, p.situation_n, p.received, p.now, p.lang,
	    true, 0, false);
	if (!json) {
		refuse(out, 500, "no-memory", "out of memory");
		return;
	}
	out->status = 200;
	out->verdict = NO_VERDICT;
	buf_str(&out->text, json);
	buf_str(&out->text, "\n");
	free(json);
}
