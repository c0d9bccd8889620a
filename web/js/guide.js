// The questions: what has already happened? One at a time; whoever is frightened need not get to
// the end.
import { el } from './dom.js';
import { say, t, told } from './lang.js';

/** @type {Map<string, Set<string>>} question -> answers */
const marked = new Map();
/** @type {Set<string>} */
let sets = new Set();
let at = 0;

export function forgetGuide() {
	marked.clear();
	sets = new Set();
	at = 0;
}

export const situations = () => [...sets];

/** @param {any} words */
function collect(words) {
	sets = new Set();
	for (const q of words.questions)
		for (const a of q.answers)
			if (marked.get(q.id)?.has(a.id))
				for (const s of a.sets.split('|'))
					if (s.trim())
						sets.add(s.trim());
}

/**
 * @param {any} box
 * @param {any} words of the engine
 * @param {() => void} done
 */
export function drawGuide(box, words, done) {
	const q = words.questions[at];
	const n = words.questions.length;
	const mine = marked.get(q.id) || new Set();
	const move = (/** @type {number} */ to) => {
		collect(words);
		if (to >= n) {
			at = 0;
			done();
			return;
		}
		at = to;
		drawGuide(box, words, done);
		scrollTo(0, 0);
		box.querySelector('h1').focus({ preventScroll: true });
	};
	const pick = (/** @type {string} */ id) => {
		marked.set(q.id, new Set([id]));
		move(at + 1);
	};
	const choices = q.answers.map((/** @type {any} */ a) => {
		if (!q.several)
			return el('button', { type: 'button', 'aria-pressed': String(mine.has(a.id)),
				onclick: () => pick(a.id) }, say(a.text));
		const input = el('input', { type: 'checkbox', value: a.id });
		input.checked = mine.has(a.id);
		input.addEventListener('change', () => {
			if (input.checked)
				mine.add(a.id);
			else
				mine.delete(a.id);
			marked.set(q.id, mine);
		});
		return el('label', null, input, el('span', null, say(a.text)));
	});
	const body = q.several
		? el('fieldset', null, el('legend', null, heading(q, n)), told('p', t('guide-several'), { class: 'quiet' }),
			el('div', { class: 'choices' }, ...choices))
		: el('div', null, heading(q, n), el('div', { class: 'choices', role: 'group',
			'aria-labelledby': 'question' }, ...choices));
	box.replaceChildren(
		body,
		el('div', { class: 'actions' },
			q.several && el('button', { type: 'button', class: 'main', onclick: () => move(at + 1) },
				say(t('guide-next'))),
			el('div', { class: 'pair' },
				at > 0 && el('button', { type: 'button', onclick: () => move(at - 1) }, say(t('guide-back'))),
				!q.several && at + 1 < n && el('button', { type: 'button', onclick: () => move(at + 1) },
					say(t('guide-skip'))),
				el('button', { type: 'button', onclick: () => {
					collect(words);
					done();
				} }, say(t('guide-enough'))))));
}

/** @param {any} q @param {number} n */
function heading(q, n) {
	return el('h1', { id: 'question', tabindex: '-1' },
		told('span', t('guide-count', { i: at + 1, n }), { class: 'quiet count' }), say(q.text));
}
