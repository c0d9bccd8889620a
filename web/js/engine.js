// The engine works in a worker, so that a large page never stops the screen.

/** @type {Worker|null} */
let worker = null;
let number = 0;
/** @type {Map<number, {done: (x: any) => void, failed: (e: Error) => void}>} */
const waiting = new Map();

function open() {
	worker = new Worker('worker.js');
	worker.onmessage = ({ data }) => {
		const w = waiting.get(data.id);
		waiting.delete(data.id);
		if (data.error)
			w?.failed(new Error(data.error));
		else
			w?.done(data.result);
	};
	worker.onerror = () => drop();
}

/** What it was doing has failed; the next question starts a new one. */
function drop() {
	worker?.terminate();
	worker = null;
	for (const w of waiting.values())
		w.failed(new Error('the engine stopped'));
	waiting.clear();
}

/**
 * @param {'warm'|'judge'|'record'|'advise'|'contacts'|'words'} what
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
