/* Texts for people, as C; part of mkpack.c. */

static void
texts(const struct mushi_pack *p)
{
	ROWS("struct mu_claim_rule", "claims", p->claim_n) {
		const struct mu_claim_rule *c = &p->claims[i];
		putchar('{');
		str(c->id);
		comma();
		strs(c->said, MU_LANGS);
		comma();
		strs(c->truth, MU_LANGS);
		comma();
		strs(c->why, MU_LANGS);
		comma();
		str(c->except);
		comma();
		str(c->source);
		comma();
		str(c->file);
		printf(",%u,%u},\n", c->line, c->tier);
	}
	printf("{{0}}};\n");
	ROWS("struct mu_contact", "contacts", p->contact_n) {
		putchar('{');
		flat(&p->contacts[i], sizeof *p->contacts);
		printf("},\n");
	}
	printf("{{0}}};\n");
	ROWS("struct mu_prefecture", "prefectures", p->prefecture_n) {
		putchar('{');
		flat(&p->prefectures[i], sizeof *p->prefectures);
		printf("},\n");
	}
	printf("{{0}}};\n");
	ROWS("struct mu_step", "steps", p->step_n) {
		putchar('{');
		flat(&p->steps[i], offsetof(struct mu_step, line));
		printf(",%u},\n", p->steps[i].line);
	}
	printf("{{0}}};\n");
	ROWS("struct mu_advice_rule", "advice", p->advice_n) {
		const struct mu_advice_rule *a = &p->advice[i];
		putchar('{');
		flat(a, offsetof(struct mu_advice_rule, line));
		printf(",%u,%d},\n", a->line, a->situation);
	}
	printf("{{0}}};\n");
	ROWS("struct mu_question", "questions", p->question_n) {
		const struct mu_question *q = &p->questions[i];
		putchar('{');
		flat(q, offsetof(struct mu_question, line));
		printf(",%u,%d},\n", q->line, q->several);
	}
	printf("{{0}}};\n");
	ROWS("struct mu_answer", "answers", p->answer_n) {
		putchar('{');
		flat(&p->answers[i], offsetof(struct mu_answer, line));
		printf(",%u},\n", p->answers[i].line);
	}
	printf("{{0}}};\n");
	ROWS("struct mu_holiday", "holidays", p->holiday_n)
		printf("{%u},\n", p->holidays[i].date);
	printf("{0}};\n");
	ROWS("struct mu_law", "laws", p->law_n) {
		putchar('{');
		flat(&p->laws[i], sizeof *p->laws);
		printf("},\n");
	}
	printf("{{0}}};\n");
	ROWS("struct mu_easy", "easys", p->easy_n) {
		putchar('{');
		flat(&p->easys[i], sizeof *p->easys);
		printf("},\n");
	}
	printf("{{0}}};\n");
	ROWS("struct mu_own", "owns", p->own_n) {
		putchar('{');
		str(p->owns[i].word);
		printf(",%u},\n", p->owns[i].takes);
	}
	printf("{{0}}};\n");
	ROWS("struct mu_subkind", "subkinds", p->subkind_n) {
		putchar('{');
		str(p->subkinds[i].id);
		comma();
		str(p->subkinds[i].when);
		printf(",%u},\n", p->subkinds[i].kinds);
	}
	printf("{{0}}};\n");
}
