#include "doc/doc.h"

void
mu_doc_init(struct mu_doc *d, struct mu_arena *a)
{
	*d = (struct mu_doc){.arena = a, .lang = MU_STR(""), .charset = MU_STR("UTF-8"),
	    .url = MU_STR("")};
}

bool
mu_doc_add_block(struct mu_doc *d, struct mu_str s, enum mu_place place, unsigned flags,
    uint32_t origin)
{
	char *text;
	struct mu_block *blocks;

	s = mu_str_trim(s);
	if (!s.n)
		return true;
	if (s.n > UINT32_MAX - 2 - d->text_n)
		return false;
	text = mu_arena_grow(d->arena, d->text, d->text_n, d->text_n + s.n + 1, &d->text_cap, 1);
	if (!text)
		return false;
	d->text = text;
	blocks = mu_arena_grow(d->arena, d->blocks, d->block_n, d->block_n + 1, &d->block_cap,
	    sizeof *blocks);
	if (!blocks)
		return false;
	d->blocks = blocks;
	if (d->block_n)
		d->text[d->text_n++] = '\n';
	memcpy(d->text + d->text_n, s.p, s.n);
	d->blocks[d->block_n++] = (struct mu_block){.from = (uint32_t)d->text_n,
	    .to = (uint32_t)(d->text_n + s.n), .origin = origin, .flags = (uint16_t)flags,
	    .place = (uint8_t)place};
	d->text_n += s.n;
	return true;
}

uint32_t
mu_doc_block_at(const struct mu_doc *d, uint32_t at)
{
	size_t lo = 0, hi = d->block_n;

	while (lo + 1 < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (d->blocks[mid].from <= at)
			lo = mid;
		else
			hi = mid;
	}
	return (uint32_t)lo;
}

size_t
mu_doc_box_at(const struct mu_doc *d, uint32_t at)
{
	size_t lo = 0, hi = d->box_n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (d->boxes[mid].to <= at)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

const char *
mu_place_where(enum mu_place place, unsigned flags)
{
	if (flags & MU_B_HIDDEN)
		return "hidden";
	switch (place) {
	case MU_P_TITLE:
		return "title";
	case MU_P_ALT:
		return "alt";
	case MU_P_ATTR:
		return "attribute";
	case MU_P_META:
		return "hidden";
	case MU_P_CSS:
		return "style";
	case MU_P_SCRIPT:
		return "script";
	case MU_P_URL:
		return "url";
	case MU_P_HEADER:
		return "header";
	case MU_P_IMAGE:
		return "image";
	case MU_P_TEXT:
	case MU_P_HEADING:
	case MU_P_LINK:
	case MU_P_BUTTON:
	case MU_P_NOSCRIPT:
	case MU_P_SRCDOC:
	case MU_P_COUNT:
		break;
	}
	return "text";
}

bool
mu_block_seen(const struct mu_block *b)
{
	return !(b->flags & MU_B_HIDDEN) && b->place != MU_P_META && b->place != MU_P_URL
	    && b->place != MU_P_CSS && (b->place != MU_P_SCRIPT
	    || b->flags & (MU_B_DIALOG | MU_B_WRITTEN));
}

const char *
mu_behaviour_id(enum mu_behaviour b)
{
	static const char *const ids[] = {
#define MU_BEHAVIOUR(sym, id, place) id,
#include "doc/behaviours.def"
#undef MU_BEHAVIOUR
	};

	return b < MU_BH_COUNT ? ids[b] : "";
}

enum mu_place
mu_behaviour_place(enum mu_behaviour b)
{
	static const uint8_t places[] = {
#define MU_BEHAVIOUR(sym, id, place) MU_P_##place,
#include "doc/behaviours.def"
#undef MU_BEHAVIOUR
	};

	return b < MU_BH_COUNT ? (enum mu_place)places[b] : MU_P_SCRIPT;
}
