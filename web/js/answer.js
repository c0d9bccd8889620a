// The answer: what it is, the one thing to do, what not to do; below, everything else.
import { el, icon, inert } from './dom.js';
import { current, say, t, told } from './lang.js';
import { drawPicture } from './picture.js';
import { drawText } from './text.js';

const SIGNS = {
	fraud: 'M12 1a11 11 0 1 0 0 22 11 11 0 0 0 0-22zm0 3a8 8 0 0 1 4.700 1.500L5.500 16.700A8 8 0 0 1 12 4zm0 16a8 8 0 0 1-4.700-1.500L18.500 7.300A8 8 0 0 1 12 20z',
	suspicious: 'M10.500 3a7.500 7.500 0 1 0 4.600 13.400l5 5 1.800-1.800-5-5A7.500 7.500 0 0 0 10.500 3zm0 2.500a5 5 0 1 1 0 10 5 5 0 0 1 0-10z',
	court: 'M3 4h18v16H3zm2.500 3v1.600l6.500 4.200 6.500-4.200V7L12 11z',
	about: 'M4 3h11l5 5v13H4zm3 7v2h10v-2zm0 4v2h10v-2zm0-8v2h5V6z',
	none: 'M10.500 3a7.500 7.500 0 1 0 4.600 13.400l5 5 1.800-1.800-5-5A7.500 7.500 0 0 0 10.500 3zm0 2.500a5 5 0 1 1 0 10 5 5 0 0 1 0-10z',
	advice: 'M12 1 2 5v7c0 5.500 4.300 9.700 10 11 5.700-1.300 10-5.500 10-11V5zm-1.200 4h2.400v8h-2.400zm0 10h2.400v2.400h-2.400z',
};
/** Most of `never` that stand on the first screen. */
const NEVER_MOST = 3;

/** @param {string[]} list @param {object|null} [props] */
const bullets = (list, props) => el('ul', props || null, ...list.map((x) => told('li', x)));

/** @param {string} number */
const tel = (number) => `tel:${number.replace(/[^0-9+#*]/g, '').replace('#', '%23')}`;

/** @param {any} c a contact of the advice @param {boolean} [big] */
function call(c, big) {
	return el('a', { class: big ? 'call main' : 'call', href: tel(c.number) },
		say(t('call', { name: big ? c.name : '', number: c.number }).trim()));
}

/** @param {any} c */
function contact(c) {
	const site = /^https:\/\//.test(c.site || '') ? new URL(c.site) : null;
	return el('li', null,
		told('h3', c.name),
		c.number ? call(c) : told('p', c.reach || ''),
		c.hours && el('p', { class: 'quiet' }, say(c.hours)),
		c.cost && el('p', { class: 'quiet' }, say(c.cost)),
		site && el('p', { class: 'quiet' }, say(t('official-site')), ' ',
			el('a', { href: site.href, rel: 'noreferrer noopener', target: '_blank', text: site.hostname })));
}

/**
 * @param {any} advice
 * @param {any} words
 * @param {any} judged the judgement, or null when there was nothing to judge
 */
function top(advice, words, judged) {
	const v = judged?.verdict;
	const kind = v && judged.kind && words.words[`k-${judged.kind}`];
	const never = [...advice.never];
	if (v === 'fraud' || v === 'suspicious' || !judged)
		never.push(t('never-contact'));
	const own = advice.contacts[0];
	const phone = advice.contacts.find((/** @type {any} */ c) => c.number);
	return [
		el('div', { class: `verdict v-${v || 'advice'}` },
			el('h1', { tabindex: '-1' }, icon(/** @type {any} */ (SIGNS)[v || 'advice']),
				el('span', null, say(v ? words.words[`v-${v}`] : words.words.do),
					kind && el('span', { class: 'kind' }, say(kind)))),
			told('p', advice.first, { class: 'first' }),
			own && !own.number && own.reach && el('p', null, el('b', null, say(own.name)), '：', say(own.reach)),
			...(advice.also || []).map((/** @type {string} */ x) => told('p', x))),
		never.length > 0 && el('section', { class: 'never', 'aria-labelledby': 'never' },
			told('h2', words.words.never, { id: 'never' }), bullets(never.slice(0, NEVER_MOST))),
		phone && call(phone, true),
	];
}

/** @param {any} advice @param {any} words */
function steps(advice, words) {
	if (!advice.steps.length)
		return [];
	return [told('h2', words.words.steps),
		el('ol', { class: 'steps' }, ...advice.steps.map((/** @type {any} */ s) => el('li', null, say(s.text),
			told('span', s.why, { class: 'why' }))))];
}

/** @param {any} words @param {string} id of a situation */
const title = (words, id) => words.situations.find((/** @type {any} */ s) => s.id === id)?.title || id;

/** @param {any} judged @param {any} words */
function facts(judged, words) {
	const rows = [];
	const accused = judged.verdict === 'fraud' || judged.verdict === 'suspicious';
	for (const [key, list] of Object.entries(judged.indicators)) {
		const seen = new Set();
		for (const x of list) {
			const text = inert(x.text || x.value || '');
			if (!text || seen.has(text))
				continue;
			seen.add(text);
			const value = typeof x.value === 'string' && key === 'ids' && x.value !== x.text
				? inert(x.value) : '';
			rows.push(told('dt', words.words[`i-${key}`]),
				el('dd', null, el('bdi', { text }), value && el('span', { class: 'quiet' }, ' ', el('bdi', { text: value })),
					['official', 'victim'].includes(x.role) && el('span', { class: 'quiet' }, ' ',
						say(t(`role-${x.role}`)))));
		}
	}
	if (!rows.length)
		return [];
	return [told('h2', words.words[accused ? 'indicators' : 'facts']),
		el('div', { class: 'sheet' }, el('dl', { class: 'facts' }, ...rows))];
}

/**
 * The lines that the command writes of such dates, in its order (mu_court_lines()): what must be
 * done today first. Of a day that is over nothing is left to be early for.
 * @param {any} dates
 * @param {any} w the engine's fixed words
 * @returns {Array<[string, string?]>} words, and the day they are of
 */
function courtLines(dates, w) {
	const gone = dates.state === 'over' || dates.state === 'moved';
	/** @type {Array<[string, string?]>} */
	const lines = [[dates.do]];
	if (dates.state === 'from-sending')
		return [...lines, [w['court-received'], dates.received]];
	if (dates.provisional)
		lines.push([dates.holds_for]);
	lines.push([w['court-received'], dates.received], [dates.counted],
		[w[dates.state === 'today' ? 'court-is-today' : gone ? 'court-passed' : 'court-plain'], dates.fourteenth]);
	if (dates.state === 'moved')
		lines.push([w['court-do-moved'], dates.moved]);
	else if (!dates.moved)
		lines.push([w['court-unknown']]);
	else if (dates.state !== 'over')
		lines.push(dates.moved === dates.fourteenth ? [w['court-stays']] : [w['court-moved'], dates.moved]);
	if (!dates.provisional)
		lines.push([dates.holds_for]);
	if (dates.state !== 'over')
		lines.push([w['court-unless-sent']], [dates.note]);
	return lines;
}

/** @param {any} advice @param {any} words @param {any} dates @param {any} on */
function more(advice, words, dates, on) {
	const out = [];
	if (advice.know?.length)
		out.push(told('h2', words.words.know), bullets(advice.know));
	// A paper judged a court's needs the day at once, not only after the questions.
	const paper = advice.steps.some((/** @type {any} */ s) => /^court-(objection|late|today|provisional|registered)$/.test(s.id));
	if (dates || paper || words.situations.some((/** @type {any} */ s) => s.reckons && on.situations.includes(s.id))) {
		// The command takes no other day, and a year that is still being typed is none.
		const input = el('input', { type: 'date', id: 'received', value: on.day, min: '1998-01-01', max: on.today });
		input.addEventListener('change', () => input.validity.valid && on.received(input.value));
		out.push(told('h2', words.words[dates?.state === 'from-sending' ? 'court-dates-sent' : 'court-dates']),
			el('div', { class: 'noprint' }, told('label', t('received'), { for: 'received' }), input));
		if (dates)
			out.push(el('ul', { class: 'court' }, ...courtLines(dates, words.words).filter(([text]) => text)
				.map(([text, day]) => el('li', null, say(text), day && ' ', day && el('strong', { text: day })))));
	}
	for (const [key, name] of [['evidence', 'evidence'], ['costs', 'costs'], ['not_promised', 'not-promised']])
		if (advice[key]?.length)
			out.push(told('h2', words.words[name]), bullets(advice[key]));
	if (advice.contacts.length)
		out.push(told('h2', words.words.contacts),
			el('ul', { class: 'contacts' }, ...advice.contacts.map(contact)),
			told('p', words.words['check-site'], { class: 'quiet' }));
	return out;
}

/** Hard words of easy Japanese that were used. @param {any} box @param {any} words */
function glosses(box, words) {
	if (current() !== 'ja-easy')
		return [];
	const plain = box.cloneNode(true);
	plain.querySelectorAll('rt, rp, .sheet').forEach((/** @type {Element} */ x) => x.remove());
	const text = plain.textContent || '';
	const seen = new Set();
	const rows = [];
	for (const [word, , gloss] of words.easy) {
		if (!gloss || seen.has(gloss) || !text.includes(word))
			continue;
		seen.add(gloss);
		rows.push(el('dt', null, say(word)), el('dd', null, say(gloss)));
	}
	return rows.length ? [told('h2', words.words.glosses),
		el('div', { class: 'sheet' }, el('dl', { class: 'facts' }, ...rows))] : [];
}

/**
 * @param {any} box
 * @param {{judged?: any, blocks?: any, advice?: any}} got
 * @param {any} words of the engine
 * @param {any} on what the buttons do
 */
export function drawAnswer(box, got, words, on) {
	const judged = got.judged;
	const advice = judged ? judged.advice : got.advice.advice;
	const aside = (judged || got.advice).set_aside || [];
	const dates = (judged || got.advice).court_dates;
	if (judged?.error) {
		box.replaceChildren(
			told('h1', t('unread'), { tabindex: '-1' }), told('p', t('unread-lead')),
			el('div', { class: 'actions' }, el('button', { type: 'button', class: 'main', onclick: on.again },
				say(t('again')))));
		return;
	}
	box.replaceChildren(...[
		...top(advice, words, judged),
		el('div', { class: 'actions' }, el('button', { type: 'button', id: 'to-guide', onclick: on.guide },
			say(t(judged ? 'to-guide' : 'to-guide-again')))),
		...steps(advice, words),
		...(advice.never.length > NEVER_MOST ? [told('h2', words.words.never), bullets(advice.never)] : []),
		...drawPicture(on.picture || null, judged, words),
		...(judged ? drawText(judged, got.blocks, words) : []),
		...(judged?.claims.length ? [el('section', { class: 'printonly' }, told('h2', words.words.truth),
			el('dl', null, ...judged.claims.flatMap((/** @type {any} */ c) => [told('dt', c.said), told('dd', c.truth)])))] : []),
		...(judged ? facts(judged, words) : []),
		...more(advice, words, dates, on),
		...(aside.length ? [told('h2', t('aside')), el('ul', null, ...aside.map((/** @type {any} */ a) =>
			told('li', t('aside-line', { left: title(words, a.id), first: title(words, a.for) }))))] : []),
		...(judged?.notes.length ? [told('h2', words.words.notes), bullets(judged.notes)] : []),
		...(judged ? [el('p', { class: 'quiet' }, say(t('judged-by')))] : []),
		el('div', { class: 'actions' },
			el('button', { type: 'button', id: 'print', onclick: () => print() }, say(t('print'))),
			on.hasThing && el('button', { type: 'button', id: 'save', onclick: on.record }, say(t('save'))),
			el('button', { type: 'button', class: 'main', id: 'again', onclick: on.again }, say(t('again')))),
	].filter(Boolean));
	box.append(...glosses(box, words));
}
