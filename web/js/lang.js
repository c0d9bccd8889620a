// The language of the page: chosen at the top, kept in this browser, readings over easy Japanese.
import { el } from './dom.js';

/** @typedef {'ja'|'ja-easy'|'en'} Lang */

const KEY = 'mushi-lang';
/** @type {Record<string, string>} */
let words = {};
/** @type {Map<string, Array<[string, string]>>} words with a reading, by first character */
let readings = new Map();
/** @type {Lang} */
let lang = first();
/** @type {Array<() => void>} */
const redraw = [];
/** @type {Map<Lang, Promise<any>>} */
const loaded = new Map();

/** @returns {Lang} */
function first() {
	let kept = null;
	try {
		kept = localStorage.getItem(KEY);
	} catch {
		// No storage allowed: then it is not remembered.
	}
	if (kept === 'ja' || kept === 'ja-easy' || kept === 'en')
		return kept;
	return (navigator.language || 'ja').toLowerCase().startsWith('ja') ? 'ja' : 'en';
}

export const current = () => lang;
export const htmlLang = () => (lang === 'en' ? 'en' : 'ja');

/** A text of the page. @param {string} key @param {Record<string, string|number>} [put] */
export function t(key, put) {
	let s = words[key] ?? '';
	for (const [k, v] of Object.entries(put || {}))
		s = s.replace(`{${k}}`, String(v));
	return s;
}

/** Called now and whenever the language changes. @param {() => void} f */
export function onLanguage(f) {
	redraw.push(f);
	f();
}

/**
 * Our own words as nodes; in easy Japanese with readings.
 * @param {string} s
 * @returns {DocumentFragment}
 */
export function say(s) {
	const out = document.createDocumentFragment();
	if (lang !== 'ja-easy' || !readings.size) {
		out.append(s);
		return out;
	}
	let plain = '';
	for (let i = 0; i < s.length;) {
		const hit = (readings.get(s[i]) || []).find(([w]) => s.startsWith(w, i));
		if (!hit) {
			plain += s[i++];
			continue;
		}
		let [word, reading] = hit;
		let tail = '';
		while (word.length > 1 && reading.length > 1 && word.at(-1) === reading.at(-1)) {
			tail = word.at(-1) + tail;
			word = word.slice(0, -1);
			reading = reading.slice(0, -1);
		}
		out.append(plain, el('ruby', null, word, el('rp', { text: '(' }), el('rt', { text: reading }),
			el('rp', { text: ')' })));
		plain = tail;
		i += hit[0].length;
	}
	out.append(plain);
	return out;
}

/** A filled element. @param {string} name @param {string} text @param {object|null} [props] */
export const told = (name, text, props) => el(name, props || null, say(text));

function fill() {
	const root = document.documentElement;
	root.lang = htmlLang();
	root.classList.toggle('easy', lang === 'ja-easy');
	for (const e of document.querySelectorAll('[data-w]'))
		e.replaceChildren(say(t(/** @type {any} */ (e).dataset.w)));
	for (const e of document.querySelectorAll('[data-label]'))
		e.setAttribute('aria-label', t(/** @type {any} */ (e).dataset.label));
	for (const e of document.querySelectorAll('[data-lang]'))
		e.setAttribute('aria-pressed', String(/** @type {any} */ (e).dataset.lang === lang));
	document.title = t(document.body.dataset.title || 'title-ask');
	for (const f of redraw)
		f();
}

/** @param {Lang} to */
async function load(to) {
	if (!loaded.has(to))
		loaded.set(to, fetch(`words/${to}.json`).then((r) => r.json()));
	const file = await /** @type {Promise<any>} */ (loaded.get(to));
	lang = to;
	words = file.words;
	readings = new Map();
	for (const [word, reading] of file.easy || []) {
		if (!reading)
			continue;
		const list = readings.get(word[0]) || [];
		list.push([word, reading]);
		readings.set(word[0], list);
	}
	for (const list of readings.values())
		list.sort((a, b) => b[0].length - a[0].length);
	fill();
}

/** Fills the page; resolves when it can be read. */
export async function start() {
	for (const b of document.querySelectorAll('button[data-lang]')) {
		b.addEventListener('click', () => {
			const to = /** @type {Lang} */ (/** @type {any} */ (b).dataset.lang);
			try {
				localStorage.setItem(KEY, to);
			} catch {
				// Not remembered, then.
			}
			load(to).catch(() => {});
		});
	}
	await load(lang).catch(() => {});
}

/** What works without network is fetched when the page itself is there. */
export function keepOffline() {
	if ('serviceWorker' in navigator && document.querySelector('meta[name="mushi-offline"]'))
		navigator.serviceWorker.register('sw.js').catch(() => {});
}
