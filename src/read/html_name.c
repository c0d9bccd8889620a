/* What the name of an element says by itself: place, flags, marks. */
#include "read/html_int.h"

bool
mu_html_breaks_foreign(enum mu_element e)
{
	switch (e) {
	case MU_E_B:
	case MU_E_BIG:
	case MU_E_BLOCKQUOTE:
	case MU_E_BODY:
	case MU_E_BR:
	case MU_E_CENTER:
	case MU_E_CODE:
	case MU_E_DD:
	case MU_E_DIV:
	case MU_E_DL:
	case MU_E_DT:
	case MU_E_EM:
	case MU_E_EMBED:
	case MU_E_H1:
	case MU_E_H2:
	case MU_E_H3:
	case MU_E_H4:
	case MU_E_H5:
	case MU_E_H6:
	case MU_E_HEAD:
	case MU_E_HR:
	case MU_E_I:
	case MU_E_IMG:
	case MU_E_LI:
	case MU_E_LISTING:
	case MU_E_MENU:
	case MU_E_META:
	case MU_E_NOBR:
	case MU_E_OL:
	case MU_E_P:
	case MU_E_PRE:
	case MU_E_RUBY:
	case MU_E_S:
	case MU_E_SMALL:
	case MU_E_SPAN:
	case MU_E_STRONG:
	case MU_E_STRIKE:
	case MU_E_SUB:
	case MU_E_SUP:
	case MU_E_TABLE:
	case MU_E_TT:
	case MU_E_U:
	case MU_E_UL:
	case MU_E_VAR:
		return true;
	default:
		return false;
	}
}

static void
set_place(struct mu_open *o, enum mu_place place, unsigned level)
{
	o->level = (uint8_t)level;
	if (!(o->mode & MU_O_STICKY))
		o->place = (uint8_t)place;
}

void
mu_html_by_name(struct mu_html *h, struct mu_open *o, const struct mu_token *t)
{
	switch (t->element) {
	case MU_E_TITLE:
		if (h->foreign)
			o->mode |= MU_O_ASIDE_TEXT;
		else
			set_place(o, MU_P_TITLE, 0);
		break;
	case MU_E_H1:
	case MU_E_H2:
	case MU_E_H3:
	case MU_E_H4:
	case MU_E_H5:
	case MU_E_H6:
		set_place(o, MU_P_HEADING, 1u + (unsigned)(t->element - MU_E_H1));
		h->doc->shape.headings++;
		break;
	case MU_E_LEGEND:
	case MU_E_CAPTION:
	case MU_E_SUMMARY:
		set_place(o, MU_P_HEADING, 0);
		break;
	case MU_E_BUTTON:
		set_place(o, MU_P_BUTTON, 0);
		o->color = o->ground = 0;
		mu_html_mark(h, o, MU_M_BUTTON, 0);
		break;
	case MU_E_SELECT:
		o->color = o->ground = 0;
		break;
	case MU_E_TEXTAREA:
		o->color = o->ground = 0;
		o->flags |= MU_B_CODE;
		o->mode |= MU_O_PRE;
		break;
	case MU_E_BLOCKQUOTE:
	case MU_E_CITE:
		o->flags |= MU_B_QUOTE;
		break;
	case MU_E_Q:
		o->flags |= MU_B_QUOTE;
		mu_html_mark(h, o, MU_M_QUOTE, 0);
		break;
	case MU_E_PRE:
	case MU_E_LISTING:
	case MU_E_XMP:
	case MU_E_PLAINTEXT:
		o->flags |= MU_B_CODE;
		o->mode |= MU_O_PRE;
		break;
	case MU_E_CODE:
	case MU_E_SAMP:
	case MU_E_KBD:
	case MU_E_TT:
		o->flags |= MU_B_CODE;
		mu_html_mark(h, o, MU_M_CODE, 0);
		break;
	case MU_E_LI:
	case MU_E_DD:
	case MU_E_DT:
		o->flags |= MU_B_LIST;
		break;
	case MU_E_UL:
	case MU_E_OL:
	case MU_E_MENU:
	case MU_E_DL:
	case MU_E_DIR:
		if (o->level < 200 && o->place != MU_P_HEADING)
			o->level++;
		break;
	case MU_E_TR:
		h->spelled = 0;
		break;
	case MU_E_TD:
	case MU_E_TH:
		o->flags |= MU_B_TABLE;
		break;
	case MU_E_NAV:
	case MU_E_ASIDE:
	case MU_E_FOOTER:
		o->flags |= MU_B_ASIDE;
		break;
	case MU_E_FIGURE:
	case MU_E_FIGCAPTION:
		o->flags |= MU_B_FIGURE;
		break;
	case MU_E_FORM:
		o->flags |= MU_B_FORM;
		break;
	case MU_E_DIALOG:
		o->flags |= MU_B_DIALOG;
		break;
	case MU_E_ARTICLE:
	case MU_E_MAIN:
		o->flags |= MU_B_ARTICLE;
		break;
	case MU_E_B:
	case MU_E_STRONG:
		mu_html_mark(h, o, MU_M_BOLD, 0);
		break;
	case MU_E_BIG:
		mu_html_mark(h, o, MU_M_BIG, 0);
		break;
	case MU_E_DEL:
	case MU_E_S:
	case MU_E_STRIKE:
		mu_html_mark(h, o, MU_M_DELETED, 0);
		break;
	case MU_E_NOSCRIPT:
		set_place(o, MU_P_NOSCRIPT, 0);
		o->mode |= MU_O_STICKY;
		break;
	case MU_E_TEMPLATE:
		o->hidden = 2;
		break;
	case MU_E_RT:
		o->mode |= MU_O_RUBY;
		break;
	case MU_E_RP:
	case MU_E_STYLE:
	case MU_E_SCRIPT:
	case MU_E_IFRAME:
	case MU_E_NOEMBED:
	case MU_E_NOFRAMES:
	case MU_E_COLGROUP:
		o->mode |= MU_O_SKIP;
		break;
	case MU_E_SVG:
	case MU_E_MATH:
		o->mode |= MU_O_FOREIGN;
		break;
	case MU_E_OTHER:
		if (!h->foreign)
			break;
		if (mu_str_eq_nocase(t->text, MU_STR("text")))
			o->mode |= MU_O_BREAKS;
		else if (mu_str_eq_nocase(t->text, MU_STR("foreignobject")))
			o->mode = (uint8_t)((o->mode | MU_O_BREAKS) & ~MU_O_FOREIGN);
		else if (mu_str_eq_nocase(t->text, MU_STR("desc")))
			o->mode |= MU_O_ASIDE_TEXT;
		else if (mu_str_eq_nocase(t->text, MU_STR("metadata"))
		    || mu_str_eq_nocase(t->text, MU_STR("defs")))
			o->mode |= MU_O_SKIP;
		break;
	case MU_E_FONT: {
		const struct mu_attr *size = mu_attr_find(t, MU_STR("size"));
		struct mu_str v = size ? mu_str_trim(size->value) : MU_STR("");
		if (v.n == 1 && v.p[0] >= '5' && v.p[0] <= '7')
			mu_html_mark(h, o, MU_M_BIG, 0);
		else if (v.n == 2 && v.p[0] == '+' && v.p[1] >= '2' && v.p[1] <= '7')
			mu_html_mark(h, o, MU_M_BIG, 0);
		break;
	}
	default:
		break;
	}
}
