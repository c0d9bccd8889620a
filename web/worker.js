// Judges in the background: the library as WebAssembly, with the rules it is given. It loads two
// files of its own origin when it starts and nothing afterwards.
'use strict';

let engine;
const utf8 = new TextEncoder();
const text = new TextDecoder();

async function file(name) {
	const got = await fetch(name);
	if (!got.ok)
		throw new Error(`${name}: ${got.status}`);
	return new Uint8Array(await got.arrayBuffer());
}

function put(bytes) {
	const p = engine.alloc(bytes.length);
	if (!p)
		throw new Error('out of memory');
	new Uint8Array(engine.memory.buffer, p, bytes.length).set(bytes);
	return p;
}

function take(at) {
	if (!at)
		throw new Error('out of memory');
	return text.decode(new Uint8Array(engine.memory.buffer, at, engine.json_size()).slice());
}

const ready = (async () => {
	const [code, rules] = await Promise.all([file('engine.wasm'), file('rules.rec')]);
	engine = (await WebAssembly.instantiate(code, {})).instance.exports;
	engine._initialize();
	const wrong = engine.load(put(rules), rules.length);
	if (wrong)
		throw new Error(take(wrong));
})();
ready.catch(() => {});

/** @returns {any} */
function run(what, options, bytes) {
	const opt = utf8.encode(options.map(([k, v]) => `${k}=${v.replaceAll('\0', '')}\0`).join(''));
	const q = put(opt);
	const p = bytes ? put(bytes) : 0;
	try {
		switch (what) {
		case 'judge': {
			const json = take(engine.judge(p, bytes.length, q, opt.length));
			const at = engine.blocks();
			return { json, blocks: at ? take(at) : null };
		}
		case 'record':
			return take(engine.record(p, bytes.length, q, opt.length));
		case 'advise':
			return take(engine.advise(q, opt.length));
		case 'contacts':
			return take(engine.contacts(q, opt.length));
		case 'words':
			return take(engine.words(q, opt.length));
		default:
			return null;
		}
	} finally {
		engine.free(q);
		if (p)
			engine.free(p);
	}
}

onmessage = async ({ data }) => {
	try {
		await ready;
		postMessage({ id: data.id, result: run(data.what, data.options, data.bytes) });
	} catch (e) {
		postMessage({ id: data.id, error: String(e && e.message || e) });
		/* A trap leaves the memory in an unknown state: the next question gets a new worker. */
		if (e instanceof WebAssembly.RuntimeError)
			close();
	}
};
