/* What is the person's own: the line of a mail that says to whom it went, and the same again. */
#include "indicator/scan.h"

enum { LINE = 512, NEAR = 1024, SPREAD = 64 };

/* Does one of the words begin a line that holds or follows p, up to `to`? */
static bool
line_with(const char *p, const char *to, const char *const *words)
{
	for (bool begins = true; p < to; p++) {
		if (begins && mu_ind_starts_any(p, to, words, NULL))
			return true;
		begins = *p == '\n';
	}
	return false;
}

bool
mu_ind_addressed(const struct mu_ind_scan *sc, const char *from)
{
	static const char *const to[] = {"to:", "cc:", "bcc:", "delivered-to:", "x-original-to:",
	    "envelope-to:", "宛先:", "宛先：", NULL};
	static const char *const others[] = {"from:", "subject:", "date:", "received:", "return-path:",
	    "件名", "差出人", NULL};
	const char *line = from, *near, *end;

	/* One of several receivers may stand on a line that goes on from the one before. */
	while (line > sc->base && from - line < LINE && (line[-1] != '\n' || line[0] == ' '
	    || line[0] == '\t'))
		line--;
	if ((line > sc->base && line[-1] != '\n') || !mu_ind_starts_any(line, sc->all, to, NULL))
		return false;
	near = line;
	while (near > sc->base && line - near < NEAR)
		near--;
	while (near > sc->base && near < line && near[-1] != '\n')
		near++;
	end = (size_t)(sc->all - from) > NEAR ? from + NEAR : sc->all;
	return line_with(near, line, others) || line_with(line, end, others);
}

void
mu_ind_spread_own(struct mu_indicators *out)
{
	unsigned spread = 0;

	for (size_t i = 0; i < out->n && spread < SPREAD; i++) {
		const struct mu_indicator *own = &out->list[i];
		if (own->role != MU_R_VICTIM || !own->value.n
		    || (own->type != MU_I_EMAIL && own->type != MU_I_PHONE))
			continue;
		spread++;
		for (size_t j = 0; j < out->n; j++)
			if (out->list[j].type == own->type && out->list[j].role == MU_R_UNKNOWN
			    && mu_str_eq(out->list[j].value, own->value))
				out->list[j].role = MU_R_VICTIM;
	}
}

/*
 * "お客様情報" and below it, item by item, "お電話：…", "E-mail：…": a list that is headed as the
 * reader's. A word that says whom to turn to ends it.
 */
bool
mu_ind_listed(const struct mu_ind_scan *sc, const char *from)
{
	enum { HEAD = 300, ITEM = 30, JOINED = 6 };
	static const char *const heads[] = {"あなたの情報", "お客様の情報", "お客様情報", "登録情報", "端末情報", "取得した情報",
	    "ご登録いただいた", "登録内容", "your data", "your details", NULL};
	static const char *const items[] = {"電話", "番号", "携帯", "phone", "メール", "アドレス", "mail", "ホスト", NULL};
	static const char *const others[] = {"問", "窓口", "連絡", "退会", "解約", "振", "まで", "誤", "取り消", "call", "contact",
	    NULL};
	const char *q = from;
	bool headed = false;
	struct mu_ind_words w;
	size_t end;

	mu_ind_before(sc, from, ITEM, &w);
	end = mu_ind_last(&w, items, NULL);
	if (!end || w.n - end > JOINED || mu_ind_last(&w, others, NULL))
		return false;
	while (q > sc->base && from - q < HEAD)
		q--;
	for (; q < from; q++) {
		if (((unsigned char)*q & 0xC0) == 0x80)
			continue;
		if (mu_ind_starts_any(q, from, heads, NULL))
			headed = true;
		else if (headed && mu_ind_starts_any(q, from, others, NULL))
			headed = false;
	}
	return headed;
}
