// The WebAssembly module says what the command says, byte for byte, about every golden document,
// the samples and the corpus' dev part.   node wasm.mjs MUSHI MODULE.wasm FOLDER...
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

const [mushi, modulePath, ...folders] = process.argv.slice(2);
const NOW = '2026-11-24T09:00:00+09:00';
let passed = 0, failed = 0;

function check(ok, what) {
	if (ok)
		passed++;
	else if (++failed <= 20)
		console.error('FAIL: ' + what);
}

const module = new WebAssembly.Module(readFileSync(modulePath));
check(WebAssembly.Module.imports(module).length === 0, 'the module imports nothing: ' +
	JSON.stringify(WebAssembly.Module.imports(module)));
const wasm = new WebAssembly.Instance(module, {}).exports;
wasm._initialize();

function copy(bytes) {
	const p = wasm.alloc(bytes.length);
	if (!p)
		throw new Error('out of memory');
	new Uint8Array(wasm.memory.buffer, p, bytes.length).set(bytes);
	return p;
}

const packed = (options) => Buffer.from(Object.entries(options).map(([k, v]) => `${k}=${v}\0`).join(''));
const take = (at) => at ? Buffer.from(wasm.memory.buffer.slice(at, at + wasm.json_size())) : null;

function judge(bytes, options) {
	const opt = packed(options);
	const p = copy(bytes), q = copy(opt);
	const json = take(wasm.judge(p, bytes.length, q, opt.length));
	wasm.free(p);
	wasm.free(q);
	return json;
}

/* What needs no document: advise, contacts. */
function tell(what, options) {
	const opt = packed(options);
	const q = copy(opt);
	const json = take(wasm[what](q, opt.length));
	wasm.free(q);
	return json;
}

function* files(folder) {
	for (const name of readdirSync(folder).sort()) {
		const path = join(folder, name);
		if (statSync(path).isDirectory())
			yield* files(path);
		else if (!/\.(want|jsonl|md|eml|png|pdf)$/.test(name))
			yield path;
	}
}

for (const folder of folders) {
	const names = [...files(folder)].map((x) => relative(folder, x));
	for (const lang of ['ja', 'en']) {
		for (let i = 0; i < names.length; i += 400) {
			const part = names.slice(i, i + 400);
			const run = spawnSync(mushi, ['check', '--json', '--lang', lang, '--now', NOW,
				'--', ...part], { cwd: folder, maxBuffer: 1 << 30 });
			check(run.stderr.length === 0, `${folder}: ${run.stderr}`);
			const lines = run.stdout.toString('latin1').split('\n');
			check(lines.length === part.length + 1, `${folder}: one line for each`);
			part.forEach((name, k) => {
				// The module opens no mail; it reads one as the text it is.
				if (/"reader":"mail"/.test(lines[k].slice(0, 2000)))
					return;
				const got = judge(readFileSync(join(folder, name)),
					{ name, lang, now: NOW });
				check(got && got.toString('latin1') === lines[k],
					`${name} (${lang}): module and command differ`);
			});
		}
		// English is the same code with other texts: once over the small folders is enough.
		if (names.length > 100)
			break;
	}
}

for (const lang of ['ja', 'ja-easy', 'en']) {
	for (const [what, args, options] of [['contacts', [], {}], ['contacts', ['大阪'], { place: '大阪' }],
		['advise', ['paid-bank'], { situation: 'paid-bank' }]]) {
		const want = spawnSync(mushi, [what, '--json', '--lang', lang, ...args]).stdout.toString();
		check(want.length > 100 && `${tell(what, { lang, ...options })}\n` === want, `${what} ${args} (${lang})`);
	}
}

// What a host may do wrong.
const sample = Buffer.from('<p>会員登録が完了しました</p>');
check(JSON.parse(judge(sample, { charset: 'klingon-8' })).error.code === 'charset', 'charset');
check(JSON.parse(judge(Buffer.alloc(0), {})).verdict === 'none', 'nothing');
const again = judge(sample, { name: 'x' });
check(again.equals(judge(sample, { name: 'x' })), 'the same twice');
{
	const p = copy(sample), q = copy(Buffer.from('lang=en')); // no NUL: not read
	wasm.judge(p, sample.length, q, 7);
	check(true, 'options without an end');
	wasm.free(p);
	wasm.free(q);
}
// Memory does not grow with the number of calls.
const before = wasm.memory.buffer.byteLength;
for (let i = 0; i < 300; i++)
	judge(sample, { name: 'x' });
check(wasm.memory.buffer.byteLength === before, 'memory stays as it is');

console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
