// Practice: point at what is wrong, then learn why. The engine itself gives the answers, so they
// are what it says of such a text. Results stay in this browser.
import { byId, el, inert } from './dom.js';
import { ask, wordsOf } from './engine.js';
import { current, keepOffline, onLanguage, say, start, t, told } from './lang.js';

const KEY = 'mushi-practice';
/** @type {Array<{id: string, title: string, text: string}>} */
let samples = [];
/** @type {string|null} */
let open = null;
let turn = 0;

/** @returns {Record<string, boolean>} */
function results() {
	try {
		return JSON.parse(localStorage.getItem(KEY) || '{}');
	} catch {
		return {};
	}
}

/** @param {string} id */
function done(id) {
	try {
		localStorage.setItem(KEY, JSON.stringify({ ...results(), [id]: true }));
	} catch {
		// Not remembered, then.
	}
}

/** @type {Map<string, Promise<any>>} */
const loaded = new Map();
const textLang = () => (current() === 'en' ? 'en' : 'ja');

function load() {
	const lang = textLang();
	let p = loaded.get(lang);
	if (!p) {
		p = fetch(`practice/${lang}.json`).then((r) => r.json());
		loaded.set(lang, p);
	}
	return p;
}

function drawList() {
	const had = results();
	byId('samples').replaceChildren(...samples.map((s, i) => el('li', null,
		el('button', { type: 'button', onclick: () => show(s.id) },
			el('span', null, `${i + 1}. `, el('span', { text: s.title })),
			had[s.id] && el('span', { class: 'done' }, '✓ ', say(t('pr-done')))))));
	const n = samples.filter((s) => had[s.id]).length;
	byId('score').replaceChildren(say(n ? t('pr-score', { i: n, n: samples.length }) : ''));
	byId('forget').hidden = n === 0;
}

function list() {
	open = null;
	byId('sample').hidden = true;
	byId('start').hidden = false;
	drawList();
	scrollTo(0, 0);
	byId('start').querySelector('h1').focus({ preventScroll: true });
}

/** @param {string} id */
async function show(id) {
	const mine = ++turn;
	const sample = samples.find((s) => s.id === id);
	if (!sample)
		return;
	open = id;
	const lang = current();
	const [words, got] = await Promise.all([wordsOf(lang),
		ask('judge', [['name', id], ['lang', lang]], new TextEncoder().encode(sample.text))]);
	if (mine !== turn)
		return;
	byId('start').hidden = true;
	byId('sample').hidden = false;
	drawSample(sample, JSON.parse(got.json), JSON.parse(got.blocks).blocks, words);
	scrollTo(0, 0);
	byId('sample').querySelector('h1').focus({ preventScroll: true });
}

/** @param {any} sample @param {any} judged @param {any[]} blocks @param {any} words */
function drawSample(sample, judged, blocks, words) {
	const bad = judged.verdict === 'fraud' || judged.verdict === 'suspicious';
	const i = samples.indexOf(sample);
	/** Signs of a line that are wrong there. @param {any} b */
	const wrong = (b) => (bad ? judged.signs.filter((/** @type {any} */ s) => s.block === b.block && s.to > s.from
		&& s.stance === 'asserted' && words.signs[s.id].truth
		&& !['counter', 'context'].includes(words.signs[s.id].beat)) : []);
	const lines = blocks.map((b) => {
		const button = el('button', { type: 'button', 'aria-pressed': 'false', lang: textLang() },
			el('bdi', { text: inert(b.text) }));
		button.addEventListener('click', () => button.setAttribute('aria-pressed',
			String(button.getAttribute('aria-pressed') !== 'true')));
		return { b, button, li: el('li', null, button) };
	});
	const result = el('div', { role: 'status' });
	const check = el('button', { type: 'button', class: 'main' }, say(t('pr-check')));
	check.addEventListener('click', () => {
		check.remove();
		done(sample.id);
		let found = 0, all = 0, pressed = 0;
		for (const { b, button, li } of lines) {
			const on = button.getAttribute('aria-pressed') === 'true';
			const signs = wrong(b);
			const ids = [...new Set(signs.map((/** @type {any} */ s) => s.id))];
			button.replaceWith(el('div', { class: 'sheet', lang: textLang() }, el('bdi', { text: inert(b.text) })));
			all += signs.length > 0 ? 1 : 0;
			found += signs.length > 0 && on ? 1 : 0;
			pressed += on ? 1 : 0;
			if (signs.length)
				li.append(told('span', on ? `✓ ${t('pr-found')}` : t('pr-missed'), { class: on ? 'result good' : 'result' }),
					...ids.map((id) => truth(judged, words, id)));
			else if (on)
				li.append(told('span', t('pr-fine'), { class: 'result' }));
		}
		const key = `pr-r-${judged.verdict === 'none' ? 'honest' : judged.verdict}`;
		const says = bad ? found === all ? t('pr-right') : t('pr-some', { n: all, i: found })
			: t(pressed ? 'pr-honest-wrong' : 'pr-honest-right');
		result.replaceChildren(el('div', { class: 'verdict' },
			told('h2', t(key, { kind: words.words[`k-${judged.kind}`] || '' })),
			told('p', says),
			bad && told('p', judged.advice.first, { class: 'first' })));
		result.scrollIntoView({ block: 'start' });
		after.hidden = false;
	});
	const next = samples[(i + 1) % samples.length];
	const after = el('div', { class: 'actions', hidden: true },
		el('button', { type: 'button', class: 'main', onclick: () => show(next.id) }, say(t('pr-next'))));
	byId('sample').replaceChildren(
		el('h1', { tabindex: '-1' }, told('span', t('pr-count', { i: i + 1, n: samples.length }), { class: 'quiet count' }),
			el('span', { text: sample.title })),
		el('p', null, told('span', t('pr-sample'), { class: 'label' })),
		result,
		told('p', t('pr-ask'), { class: 'quiet' }),
		el('ul', { class: 'lines' }, ...lines.map((x) => x.li)),
		check, after,
		el('div', { class: 'actions' }, el('button', { type: 'button', onclick: list }, say(t('pr-list')))));
}

/** @param {any} judged @param {any} words @param {string} id */
function truth(judged, words, id) {
	const claim = judged.claims.find((/** @type {any} */ c) => c.id === id);
	const sign = words.signs[id];
	return el('div', { class: 'truth' }, told('h3', claim?.said || sign.title),
		el('p', null, told('b', words.words.truth), say(claim?.truth || sign.truth)),
		sign.why && el('p', null, told('b', t('why')), say(sign.why)));
}

document.body.dataset.title = 'title-practice';
byId('forget').addEventListener('click', () => {
	try {
		localStorage.removeItem(KEY);
	} catch {
		// There was none.
	}
	list();
});
await start();
onLanguage(() => {
	const mine = ++turn;
	load().then((got) => {
		if (mine !== turn)
			return;
		samples = got;
		drawList();
		if (open)
			show(open);
		document.documentElement.classList.add('ready');
	}, () => {});
});
ask('warm', [['lang', current()]]).catch(() => {}).finally(keepOffline);
