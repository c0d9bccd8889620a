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
		const struct mu_contact *c = &p->contacts[i];
		const struct mu_str rest[] = {c->phone, c->site, c->hours, c->cost, c->languages,
		    c->what_for, c->source, c->checked, c->sure};
		putchar('{');
		str(c->id);
		comma();
		strs(c->name, MU_LANGS);
		for (unsigned k = 0; k < sizeof rest / sizeof *rest; k++) {
			comma();
			str(rest[k]);
		}
		printf("},\n");
	}
	printf("{{0}}};\n");
	ROWS("struct mu_step", "steps", p->step_n) {
		putchar('{');
		str(p->steps[i].id);
		comma();
		strs(p->steps[i].text, MU_LANGS);
		comma();
		strs(p->steps[i].why, MU_LANGS);
		printf("},\n");
	}
	printf("{{0}}};\n");
	ROWS("struct mu_advice_rule", "advice", p->advice_n) {
		const struct mu_advice_rule *a = &p->advice[i];
		putchar('{');
		str(a->id);
		comma();
		strs(a->first, MU_LANGS);
		comma();
		strs(a->never, MU_LANGS);
		comma();
		str(a->contacts);
		comma();
		str(a->steps);
		comma();
		str(a->file);
		printf(",%u,%d},\n", a->line, a->situation);
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
