/*
 * What a page's scripts do: who runs when, and what is done there.
 *
 * Each function has a set of doings and a set of occasions. Occasions travel along calls
 * ("onpopstate = trap", "trap() calls again()") a few steps; then a table of combinations
 * decides. So an alert() in a form check, a pushState() in a router or a beforeunload
 * that only sends statistics stays what it is.
 */
#include "read/html_int.h"
#include "read/script_int.h"

enum { ROUNDS = 4, SLOTS = 8192 };

static bool
has(struct mu_str s, const char *word)
{
	return mu_str_find_nocase(s, mu_str_of(word)) != SIZE_MAX;
}

uint32_t
mu_event_when(struct mu_str e)
{
	static const struct {
		const char *name;
		uint32_t when;
	} events[] = {{"beforeunload", MU_W_UNLOAD}, {"unload", MU_W_UNLOAD},
	    {"pagehide", MU_W_UNLOAD}, {"popstate", MU_W_POP}, {"hashchange", MU_W_POP},
	    {"click", MU_W_ANYCLICK}, {"mousedown", MU_W_ANYCLICK},
	    {"mouseup", MU_W_ANYCLICK}, {"mousemove", MU_W_ANYCLICK},
	    {"touchstart", MU_W_ANYCLICK}, {"touchend", MU_W_ANYCLICK},
	    {"pointerdown", MU_W_ANYCLICK}, {"mouseover", MU_W_ANYCLICK | MU_W_BLUR},
	    {"scroll", MU_W_ANYCLICK}, {"keydown", MU_W_KEY}, {"keyup", MU_W_KEY},
	    {"keypress", MU_W_KEY}, {"contextmenu", MU_W_MENU},
	    {"selectstart", MU_W_MENU}, {"dragstart", MU_W_MENU}, {"blur", MU_W_BLUR},
	    {"focus", MU_W_BLUR}, {"focusout", MU_W_BLUR}, {"load", MU_W_TOP},
	    {"domcontentloaded", MU_W_TOP}, {"readystatechange", MU_W_TOP},
	    {"pageshow", MU_W_TOP}, {"ended", MU_W_ENDED}};

	if (e.n > 2 && mu_str_eq_nocase(mu_str_sub(e, 0, 2), MU_STR("on")))
		e = mu_str_sub(e, 2, e.n);
	for (size_t i = 0; i < e.n;
	     i++) /* jQuery: "beforeunload.mine", "click touchstart" */
		if (e.p[i] == '.' || e.p[i] == ' ')
			e.n = i;
	for (size_t i = 0; i < sizeof events / sizeof *events; i++)
		if (mu_str_eq_nocase(e, mu_str_of(events[i].name)))
			return events[i].when;
	return 0;
}

void
mu_acts_loop(struct mu_acts *a, uint32_t may, bool endless)
{
	if (may & MU_D_DIALOG && endless)
		a->behaviours |= MU_BIT(DIALOG_LOOP);
	if (may & (MU_D_PUSH | MU_D_FORWARD))
		a->behaviours |= MU_BIT(HISTORY_TRAP);
	if (may & (MU_D_OPEN | MU_D_PRINT) && endless)
		a->behaviours |= MU_BIT(EXHAUSTION);
}

void
mu_acts_string(struct mu_acts *a, struct mu_str s, enum mu_script_use use)
{
	static const char *const lasting[] = {"CurrentVersion\\Run", "schtasks",
	    "regsvr32", "\\Start Menu\\Programs\\Startup", "\\Startup\\"};

	if (s.n > 4096)
		s.n = 4096;
	if (use != MU_S_DIALOG && use != MU_S_TEXT && s.n < 600) {
		uint64_t b = mu_url_behaviours(s);
		/* a word of a list of file types is no download */
		if (s.n < 8 || use != MU_S_URL)
			b &= ~(MU_BIT(APK) | MU_BIT(PERMISSION)
			    | (s.n < 8 ? MU_BIT(HTA) : 0));
		a->behaviours |= b;
	}
	for (size_t i = 0; i < sizeof lasting / sizeof *lasting; i++)
		if (use == MU_S_PLAIN && has(s, lasting[i]))
			a->behaviours |= MU_BIT(PERSISTENCE);
	if (s.n < 600 && use != MU_S_DIALOG) {
		a->shutter_name |= mu_audio_shutter(s);
		a->alarm_name |= mu_audio_alarm(s);
	}
	if (has(s, "googlebot") || has(s, "headlesschrome"))
		a->functions[0].may |= MU_D_BOT;
}

static void
decide(struct mu_acts *a, const struct mu_function *f)
{
	uint32_t w = f->when, d = f->does, m = f->may;
	uint64_t b = 0;

	if (d & MU_D_DIALOG
	    && (w & MU_W_INTERVAL || m & MU_D_SELF || (w & MU_W_BLUR && w & MU_W_PAGE)))
		b |= MU_BIT(DIALOG_LOOP);
	if (w & MU_W_UNLOAD
	    && (d & (MU_D_TEXT | MU_D_PREVENT)
		|| m & (MU_D_OPEN | MU_D_DIALOG | MU_D_PUSH)))
		b |= MU_BIT(BEFOREUNLOAD);
	if ((w & (MU_W_POP | MU_W_INTERVAL) && m & (MU_D_PUSH | MU_D_FORWARD))
	    || (w & MU_W_UNLOAD && m & MU_D_FORWARD)
	    || (w & MU_W_POP && d & (MU_D_GO | MU_D_OPEN | MU_D_DIALOG)))
		b |= MU_BIT(HISTORY_TRAP);
	if (m & MU_D_FULL
	    && (w & MU_W_TOP || (w & (MU_W_ANYCLICK | MU_W_KEY) && w & MU_W_PAGE)))
		b |= MU_BIT(FULLSCREEN);
	if (w & MU_W_KEY
	    && ((m & MU_D_FKEYS && m & (MU_D_PREVENT | MU_D_FALSE))
		|| (w & MU_W_PAGE && d & MU_D_FALSE)))
		b |= MU_BIT(KEY_LOCK);
	if (m & MU_D_POINTER && w & MU_W_PAGE && w & (MU_W_ANYCLICK | MU_W_KEY)
	    && m & MU_D_FULL)
		b |= MU_BIT(KEY_LOCK);
	if (w & MU_W_MENU && w & MU_W_PAGE && d & (MU_D_PREVENT | MU_D_FALSE))
		b |= MU_BIT(CONTEXT_MENU);
	if (w & MU_W_INTERVAL && m & MU_D_LESS && m & MU_D_SIXTY && m & MU_D_SHOW)
		b |= MU_BIT(TIMER);
	if (w & MU_W_INTERVAL && m & (MU_D_OPEN | MU_D_PRINT))
		b |= MU_BIT(EXHAUSTION);
	if (w & MU_W_INTERVAL && m & MU_D_WINDOW)
		b |= MU_BIT(PERSISTENCE);
	if (m & MU_D_CALLNUMBER
	    && (w & (MU_W_TOP | MU_W_INTERVAL)
		|| (w & MU_W_PAGE
		    && w & (MU_W_ANYCLICK | MU_W_UNLOAD | MU_W_POP | MU_W_BLUR))))
		b |= MU_BIT(AUTO_DIAL);
	if (d & MU_D_NOTIFY && w & MU_W_TOP && !(w & MU_W_EVENT))
		b |= MU_BIT(PERMISSION);
	if (m & (MU_D_REFERRER | MU_D_BOT) && m & MU_D_GO && w & MU_W_TOP)
		b |= MU_BIT(CLOAKING);
	if (w & MU_W_ENDED && m & MU_D_PLAY)
		a->looping = true;
	a->behaviours |= b;
}

void
mu_acts_finish(struct mu_acts *a, struct mu_arena *arena)
{
	uint16_t *slots = a->edge_n ? mu_new(arena, uint16_t, SLOTS) : NULL;

	/* Without the table only calls are not followed. */
	for (size_t i = 0; slots && i < a->function_n; i++) {
		uint32_t at = a->functions[i].name & (SLOTS - 1);

		if (!a->functions[i].name)
			continue;
		for (unsigned tries = 0; tries < 32 && slots[at]; tries++)
			at = (at + 1) & (SLOTS - 1);
		if (!slots[at])
			slots[at] = (uint16_t)(i + 1);
	}
	for (unsigned round = 0; slots && round < ROUNDS; round++) {
		bool changed = false;

		for (size_t i = 0; i < a->edge_n; i++) {
			const struct mu_edge *e = &a->edges[i];
			uint32_t at = e->name & (SLOTS - 1);

			for (unsigned tries = 0; tries < 32 && slots[at];
			     tries++, at = (at + 1) & (SLOTS - 1)) {
				struct mu_function *f = &a->functions[slots[at] - 1];
				struct mu_function *from = &a->functions[e->from];
				uint32_t when = e->when
				    ? e->when
				    : from->when & ~(uint32_t)MU_W_LATER;

				if (f->name != e->name)
					continue;
				changed |= (f->when | when) != f->when;
				f->when |= when;
				if (!e->when)
					from->may |= f->may
					    & (MU_D_SHOW | MU_D_SIXTY | MU_D_LESS
						| MU_D_PLAY);
			}
		}
		if (!changed)
			break;
	}
	for (size_t i = 0; i < a->function_n; i++)
		decide(a, &a->functions[i]);
	if (a->keyboard_lock)
		a->behaviours |= MU_BIT(KEY_LOCK);
	if (a->shutter_name && !a->camera)
		a->behaviours |= MU_BIT(SHUTTER_AUDIO);
	if (a->alarm_name && a->looping)
		a->behaviours |= MU_BIT(ALARM_AUDIO);
}
