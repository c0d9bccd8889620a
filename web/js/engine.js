// The engine works in a worker, so that a large page never stops the screen.

/** @type {Worker|null} */
let worker = null;
let number = 0;
/** @type {Map<number, {done: (x: any) => void, failed: (e: Error) => void}>} */
const waiting = new Map();

function open() {
	worker = new Worker('worker.js');
	worker.onmessage = ({ data }) => {
		if (data.error)
			drop(data.error);
		waiting.get(data.id)?.done(data.result);
		waiting.delete(data.id);
	};
	worker.onerror = () => drop('the engine stopped');
}

/**
 * What it was doing has failed: it may not have loaded, and a trap leaves its memory in an unknown
 * state. The next question starts a new one.
 * @param {string} why
 */
function drop(why) {
	worker?.terminate();
	worker = null;
	for (const w of waiting.values())
		w.failed(new Error(why));
	waiting.clear();
}

/**
 * @param {'warm'|'judge'|'record'|'advise'|'words'} what
 * @param {Array<[string, string]>} [options] of the engine, see face/wasm/wasm.c
 * @param {Uint8Array} [bytes]
 * @returns {Promise<any>}
 */
export function ask(what, options = [], bytes) {
	if (!worker)
		open();
	const id = ++number;
	return new Promise((done, failed) => {
		waiting.set(id, { done, failed });
		worker?.postMessage({ id, what, options, bytes });
	});
}

/** @type {Map<string, Promise<any>>} */
const known = new Map();

/** The engine's words in one language. @param {string} lang @returns {Promise<any>} */
export function wordsOf(lang) {
	let p = known.get(lang);
	if (!p) {
		p = ask('words', [['lang', lang]]).then(JSON.parse);
		p.catch(() => known.delete(lang));
		known.set(lang, p);
	}
	return p;
}

/** Now, as people write it here: 2026-11-24T09:00:00+09:00. */
export function now() {
	const d = new Date();
	const zone = -d.getTimezoneOffset();
	const two = (/** @type {number} */ n) => String(Math.trunc(Math.abs(n))).padStart(2, '0');
	const local = new Date(d.getTime() + zone * 60000).toISOString().slice(0, 19);
	return `${local}${zone < 0 ? '-' : '+'}${two(zone / 60)}:${two(zone % 60)}`;
}
