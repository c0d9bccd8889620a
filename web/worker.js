// Judges in the background: the library as WebAssembly, with the rules it is given. It loads
// three files of its own origin when it starts, the texts of a language when it is asked for in
// that language the first time, and nothing afterwards.
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

/**
 * The tables of old encodings, which every browser has itself (tools/web_squeeze.py left them out):
 * each cell is what its two bytes decode to.
 */
function fillTables() {
	const span = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
	const fill = (name, label, head, leads, trails, most) => {
		const at = engine[name].value / 2;
		const bytes = new Uint8Array(leads.length * trails.length * (head.length + 3));
		let p = 0;
		for (const lead of leads) {
			for (const trail of trails) {
				bytes.set([...head, lead, trail, 10], p);
				p += head.length + 3;
			}
		}
		const cells = new Uint16Array(engine.memory.buffer);
		new TextDecoder(label).decode(bytes).split('\n').slice(0, most ?? leads.length * trails.length).forEach((s, i) => {
			const c = s.length === 1 ? s.charCodeAt(0) : 0;
			if (cells[at + i] === 0)
				cells[at + i] = c >= 0x80 && c !== 0xFFFD ? c : 0;
			else if (cells[at + i] === 0xFFFF)
				cells[at + i] = 0;
		});
	};
	const leads = span(0x81, 0xFE), rows = span(0xA1, 0xFE);
	fill('mu_gbk', 'gb18030', [], leads, span(0x40, 0xFE).filter((t) => t !== 0x7F));
	fill('mu_big5', 'big5', [], leads, [...span(0x40, 0x7E), ...rows]);
	fill('mu_euckr', 'euc-kr', [], leads, span(0x41, 0xFE));
	fill('mu_jis0208', 'euc-jp', [], rows, rows);
	const n = new Uint32Array(engine.memory.buffer)[engine.mu_jis0212_n.value / 4];
	fill('mu_jis0212', 'euc-jp', [0x8F], rows, rows, n);
}

/** The table of folding holds only how far each letter lies from itself. */
function unfold() {
	const cells = new Uint16Array(engine.memory.buffer);
	const page = engine.mu_fold_page.value / 2, code = engine.mu_fold_code.value / 2;
	let next = 0;
	for (let i = 0; i < 0x110000 >> 6; i++) {
		if (cells[page + i] !== next)
			continue;
		for (let k = 0; k < 64; k++)
			cells[code + next * 64 + k] += i * 64 + k;
		next++;
	}
}

/** Named references: where each stands, and which slot its hash has (tools/gen_entities.py). */
function fillReferences() {
	const memory = new Uint8Array(engine.memory.buffer);
	const cells = new Uint16Array(engine.memory.buffer);
	const rows = engine.mu_ref_rows.value, bytes = engine.mu_ref_bytes.value;
	const index = engine.mu_ref_index.value / 2, slots = 4096;
	const n = new Uint32Array(engine.memory.buffer)[engine.mu_ref_n.value / 4];
	for (let i = 0, at = 0; i < n; i++) {
		const row = rows + i * 4, end = at + memory[row + 2];
		let hash = 0x811C9DC5;
		cells[row / 2] = at;
		for (let k = at; k < end; k++)
			hash = Math.imul(hash ^ memory[bytes + k], 0x01000193) >>> 0;
		let slot = (hash ^ hash >>> 15) & slots - 1;
		while (cells[index + slot])
			slot = slot + 1 & slots - 1;
		cells[index + slot] = i + 1;
		at = end + (memory[row + 3] & 0x7F);
	}
}

/** The tone as records again: see tools/web_pack.py. */
function toneRecords(b) {
	const end = b.indexOf(10);
	const names = text.decode(b.subarray(0, end)).split('|');
	const n = b[end + 1] | b[end + 2] << 8;
	const shared = end + 3, lengths = shared + n, told = lengths + n;
	const letters = text.decode(b.subarray(told + n * names.length));
	const runs = [];
	for (let i = 0, last = '', at = 0; i < n; i++) {
		const same = b[shared + i], end = at + b[lengths + i] - same;
		last = last.slice(0, same) + letters.slice(at, end);
		at = end;
		runs.push(last);
	}
	return names.map((name, k) => {
		const lists = [];
		runs.forEach((run, i) => {
			const byte = b[told + k * n + i];
			if (byte)
				(lists[byte] ??= []).push(run);
		});
		return lists.map((list, byte) => {
			const tenths = name === 'rare' ? byte : byte << 24 >> 24;
			return `tone: ${(tenths / 10).toFixed(1)}\nof: ${name}\nis: ${list.join(' | ')}\n\n`;
		}).join('');
	}).join('');
}

const LANGS = { j: 'ja', e: 'ja-easy', n: 'en' };

/**
 * The rules with the texts of one language (tools/web_pack.py). The loader wants the others to be
 * there, and some to name the same things: they are the same, and a dash where there is none.
 */
function withTexts(rules, blocks, lang) {
	let next = 0;
	const records = rules.trimEnd().split('\n\n').map((record) => {
		const end = record.indexOf(':');
		if (record[end - 1] !== '+')
			return record;
		const lines = blocks[next++].split(/\n(?! )/).map((line) => {
			const [, stem, kinds, text] = /^([a-z-]+)(?: ([jen]+))?:(.*)$/s.exec(line);
			return [...kinds || 'jen'].map((k) => `${stem}-${LANGS[k]}:${text || ' -'}`).join('\n');
		});
		return `${record.slice(0, end - 1)}${record.slice(end)}\n${lines.join('\n')}`;
	});
	return [...records, ...blocks.slice(next)].join('\n\n');
}

let rules, tone;
const ready = (async () => {
	const [code, records, table] = await Promise.all(['engine.wasm', 'rules.rec', 'tone.bin'].map(file));
	rules = text.decode(records);
	tone = toneRecords(table);
	engine = (await WebAssembly.instantiate(code, {})).instance.exports;
	engine._initialize();
	fillTables();
	unfold();
	fillReferences();
})();
ready.catch(() => {});

const texts = new Map();
let loaded = '', held = 0;

/** The rules in one language. */
async function speak(lang) {
	if (!texts.has(lang))
		texts.set(lang, file(`text-${lang}.rec`));
	const blocks = await texts.get(lang).catch((e) => {
		texts.delete(lang);
		throw e;
	});
	await ready;
	if (lang === loaded)
		return;
	const bytes = utf8.encode(`${withTexts(rules, text.decode(blocks).trimEnd().split('\n\n'), lang)}\n\n${tone}`);
	const at = put(bytes);
	const wrong = engine.load(at, bytes.length);
	if (wrong)
		throw new Error(take(wrong));
	engine.free(held);
	held = at;
	loaded = lang;
}

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

/** One question after the other: each may need another language. */
let turn = Promise.resolve();
onmessage = ({ data }) => {
	turn = turn.then(async () => {
		try {
			await speak(data.options.find(([k]) => k === 'lang')?.[1] || 'ja');
			postMessage({ id: data.id, result: run(data.what, data.options, data.bytes) });
		} catch (e) {
			postMessage({ id: data.id, error: String(e && e.message || e) });
		}
	});
};
