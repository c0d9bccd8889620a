// The page in a browser: node suite.mjs MUSHI WEB_FOLDER SOURCE_ROOT WHOLE.wasm
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { createRequire } from 'node:module';
import { check as put, launch, open, serve, serveByProgram } from './lib.mjs';

const [mushi, folder, root, whole] = process.argv.slice(2);
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let passed = 0, failed = 0;

function check(ok, what) {
	if (ok)
		passed++;
	else if (++failed <= 40)
		console.error('FAIL: ' + what);
}

setTimeout(() => {
	console.log('the tests took too long\n0 passed, 1 failed');
	process.exit(1);
}, 800000).unref();
const site = await serve(folder);
const browser = await launch();
const FRAUD = readFileSync(join(root, 'doc/sample/one-click.html'), 'utf8');
const TEXTS = {
	fraud: FRAUD,
	none: 'あしたの三時に駅で会いましょう。',
	about: readFileSync(join(root, 'web/practice/07-about-advice.ja.txt'), 'utf8').split('\n').slice(1).join('\n'),
};

/** Every request and every complaint of the browser. */
function watch(page) {
	const seen = { requests: [], errors: [] };
	page.on('request', (r) => seen.requests.push(r.url()));
	page.on('console', (m) => m.type() === 'error' && seen.errors.push(m.text()));
	page.on('pageerror', (e) => seen.errors.push(String(e)));
	return seen;
}

async function axe(page, what) {
	await page.evaluate(AXE);
	const found = await page.evaluate(() => globalThis.axe.run(document, { runOnly: { type: 'tag',
		values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] } }));
	check(found.violations.length === 0, `${what}: ` + found.violations.map((v) => `${v.id} (${v.nodes[0].target}: `
		+ `${v.nodes[0].failureSummary})`).join('; '));
}

/** Until the service worker has everything and answers. */
const controlled = (page) => page.evaluate(async () => {
	while (!navigator.serviceWorker.controller)
		await new Promise((done) => setTimeout(done, 50));
});

async function narrow(page, what) {
	const over = await page.evaluate(() => {
		const wide = document.documentElement.clientWidth;
		const sticks = [...document.querySelectorAll('body *')].find((e) => e.getBoundingClientRect().right > wide + 1
			&& getComputedStyle(e).position !== 'absolute');
		return document.documentElement.scrollWidth > wide ? `${document.documentElement.scrollWidth} > ${wide} `
			+ `(${sticks?.tagName}.${sticks?.className} ${sticks?.textContent?.slice(0, 30)})` : '';
	});
	check(!over, `${what}: scrolls sideways: ${over}`);
}

/* Every page and state, in every language and both colour schemes: axe; narrow; no complaint. */
async function states() {
	for (const lang of ['ja', 'ja-easy', 'en']) {
		for (const colorScheme of ['light', 'dark']) {
			const { context, page } = await open(browser, site.url, { lang, colorScheme, viewport: { width: 320, height: 640 } });
			const seen = watch(page);
			const look = async (state) => {
				await axe(page, `${state}, ${lang}, ${colorScheme}`);
				await narrow(page, `${state}, ${lang}`);
				check(await page.evaluate(() => document.documentElement.lang) === (lang === 'en' ? 'en' : 'ja'),
					`${state}: lang attribute`);
				check(await page.evaluate(() => ![...document.querySelectorAll('[data-w]')].some((e) =>
					!e.textContent.trim() && e.id !== 'ask-error')), `${state}, ${lang}: every word is there`);
				check(await page.locator('h1:visible').count() === 1, `${state}: one h1`);
			};
			await look('ask');
			await page.click('#ask-form button[type=submit]');
			await look('ask, nothing put in');
			for (const [verdict, text] of Object.entries(TEXTS)) {
				await put(page, text);
				await look(`answer ${verdict}`);
				if (verdict === 'fraud') {
					await page.locator('.find').nth(2).click();
					await look('answer, a find opened');
				}
				await page.click('#again');
				await page.waitForSelector('#ask:not([hidden])');
			}
			await page.setInputFiles('#file', { name: 'x.png', mimeType: 'image/png', buffer: Buffer.from([0x89, 0x50, 0x4E, 0x47]) });
			await page.waitForSelector('#ask-error:not([hidden])');
			await look('a picture');
			await page.click('#help');
			await page.waitForSelector('#guide:not([hidden])');
			await look('question with several answers');
			await page.click('#guide button.main');
			await look('question with one answer');
			await page.locator('#guide .actions button').last().click();
			await page.waitForSelector('#answer:not([hidden])');
			await look('advice without a document');
			check(seen.errors.filter((x) => !/404/.test(x)).length === 0, `${lang}: ${seen.errors}`);
			await page.goto(site.url + 'me.html');
			await page.waitForSelector('html.ready');
			await look('me');
			await page.click('#shutter');
			check((await page.textContent('#shutter-said')).length > 20, 'the shutter explains itself');
			await look('me, after the shutter');
			await page.goto(site.url + 'practice.html');
			await page.waitForSelector('html.ready');
			await look('practice');
			await page.locator('#samples button').first().click();
			await page.waitForSelector('#sample:not([hidden])');
			await page.locator('.lines button').nth(2).click();
			await look('practice sample');
			await page.locator('#sample button.main').first().click();
			await look('practice answer');
			await context.close();
		}
	}
}

/* With the keyboard alone: from the text to the truth, the questions and the advice. */
async function keyboard() {
	const { context, page } = await open(browser, site.url, { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 });
	const tabTo = async (selector) => {
		for (let i = 0; i < 80; i++) {
			await page.keyboard.press('Tab');
			if (await page.evaluate((s) => document.activeElement?.matches(s), selector))
				return true;
		}
		return false;
	};
	check(await tabTo('.skip'), 'keyboard: the first stop is the way to the content');
	check(await tabTo('#text'), 'keyboard: the text');
	await page.keyboard.insertText(FRAUD);
	check(await tabTo('#ask-form button[type=submit]'), 'keyboard: the button');
	await page.keyboard.press('Enter');
	await page.waitForSelector('#answer:not([hidden]) h1');
	check(await page.evaluate(() => document.activeElement?.tagName) === 'H1', 'keyboard: the answer has the focus');
	check(await tabTo('.find'), 'keyboard: a find');
	await page.keyboard.press('Enter');
	check(await page.locator('.truth').count() === 1, 'keyboard: Enter opens the truth');
	await page.keyboard.press('Space');
	check(await page.locator('.truth').count() === 0, 'keyboard: Space closes it');
	await narrow(page, '200 % zoom');
	await page.keyboard.press('Control+Home');
	await page.evaluate(() => /** @type {any} */ (document.querySelector('#answer h1')).focus());
	check(await tabTo('#to-guide'), 'keyboard: to the questions');
	await page.keyboard.press('Enter');
	await page.waitForSelector('#guide:not([hidden])');
	check(await tabTo('#guide input[value=money-bank]'), 'keyboard: a choice');
	await page.keyboard.press('Space');
	check(await tabTo('#guide .pair button'), 'keyboard: enough');
	await page.keyboard.press('Enter');
	await page.waitForSelector('#answer:not([hidden])');
	check((await page.textContent('.verdict .first')).includes('組戻し'), 'what was answered leads the advice');
	await page.goBack();
	await page.waitForSelector('#guide:not([hidden])');
	await page.goBack();
	await page.waitForSelector('#answer:not([hidden])');
	check(true, 'back works');
	await context.close();
}

/* Nothing is asked of anybody else, and nothing at all once the page is there. */
async function silence() {
	const { context, page } = await open(browser, site.url, {});
	const others = [];
	context.on('request', (r) => !r.url().startsWith(site.url) && !/^(blob|data):/.test(r.url()) && others.push(r.url()));
	await page.evaluate(() => navigator.serviceWorker?.ready);
	await page.waitForTimeout(300);
	const before = site.asked.length;
	for (const text of Object.values(TEXTS)) {
		await put(page, text);
		await page.click('#again');
	}
	await put(page, '<img src=http://192.0.2.1/x.png><script src=/steal.js></script><link rel=stylesheet href=http://198.51.100.1/>'
		+ '<iframe src=http://203.0.113.5/></iframe>会員登録が完了しました。98,000円をお支払いください。');
	const wait = page.waitForEvent('download');
	await page.click('#save');
	const record = readFileSync(await (await wait).path(), 'utf8');
	check(record.includes('相談・届出用の記録') && !/<script/.test(record), 'the record is made here');
	await page.waitForTimeout(300);
	check(site.asked.length === before, 'after load nothing is asked: ' + site.asked.slice(before));
	check(others.length === 0, 'no other origin: ' + others);
	check(site.asked.every((x) => x.startsWith('GET ')), 'only GET');
	await context.close();
}

/* Works without network after the first visit. */
async function offline() {
	const { context, page } = await open(browser, site.url, {});
	await page.evaluate(() => navigator.serviceWorker.ready);
	await page.waitForFunction(async () => {
		const names = await caches.keys();
		return names.length > 0 && (await (await caches.open(names[0])).keys()).length > 20;
	}, null, { timeout: 20000 }).catch(() => check(false, 'the cache was filled'));
	await context.setOffline(true);
	for (const [name, at] of [['', '#text'], ['me.html', '#never-list li'], ['practice.html', '#samples button']]) {
		await page.goto(site.url + name);
		await page.waitForSelector('html.ready');
		check(await page.locator(at).count() > 0, `offline: ${name || 'index.html'}`);
	}
	await page.goto(site.url);
	await page.click('[data-lang=en]');
	await page.waitForSelector('html[lang=en]');
	await put(page, TEXTS.fraud);
	check((await page.textContent('.verdict h1')).includes('This is a fraud'), 'offline: judges, in another language');
	await context.close();
}

/* Another app shares a text, then a file, into the page. */
async function share() {
	const { context, page } = await open(browser, site.url, {});
	await page.evaluate(() => navigator.serviceWorker.ready);
	await controlled(page);
	const before = site.asked.length;
	for (const kind of ['text', 'file']) {
		await page.evaluate(async ([k, text]) => {
			const form = new FormData();
			form.set(k, k === 'file' ? new File([text], 'shared.html', { type: 'text/html' }) : '会員登録が完了しました。98,000円を24時間以内にお支払いください。');
			await fetch('share', { method: 'POST', body: form });
		}, [kind, TEXTS.fraud]);
		await page.goto(site.url + '?shared');
		await page.waitForSelector('#answer:not([hidden]) h1');
		check((await page.textContent('.verdict h1')).includes('詐欺'), `shared ${kind} is judged`);
		check(!page.url().includes('shared'), 'the address is clean again');
	}
	check(!site.asked.slice(before).some((x) => x.startsWith('POST')), 'what is shared never reaches the server');
	await context.close();
}

function* files(at) {
	for (const name of readdirSync(at).sort()) {
		const path = join(at, name);
		if (statSync(path).isDirectory())
			yield* files(path);
		else if (!/\.(want|jsonl|md|words)$/.test(name))
			yield path;
	}
}

/** Blocks as the module with all its tables sees them (tests/wasm.py holds it to the command). */
function wholeEngine() {
	const full = /** @type {any} */ (new WebAssembly.Instance(new WebAssembly.Module(readFileSync(whole)), {}).exports);
	full._initialize();
	const place = (b) => {
		const p = full.alloc(b.length);
		new Uint8Array(full.memory.buffer, p, b.length).set(b);
		return p;
	};
	const said = (at) => Buffer.from(full.memory.buffer.slice(at, at + full.json_size())).toString();
	return {
		blocks(bytes, options) {
			const opt = Buffer.from(`name=-\0${options}\0lang=en\0`);
			full.judge(place(bytes), bytes.length, place(opt), opt.length);
			return said(full.blocks());
		},
		words(lang) {
			const opt = Buffer.from(`lang=${lang}\0`);
			return said(full.words(place(opt), opt.length));
		},
	};
}

/* The worker says what the command says, byte for byte. */
async function same() {
	const { context, page } = await open(browser, site.url, {});
	const golden = join(root, 'tests/golden');
	const all = [...files(golden)].map((x) => relative(golden, x));
	const now = '2026-11-24T09:00:00+09:00';
	let n = 0;
	for (const lang of ['ja', 'ja-easy', 'en']) {
		const want = spawnSync(mushi, ['check', '--json', '--lang', lang, '--now', now, '--', ...all],
			{ cwd: golden, maxBuffer: 1 << 30 }).stdout.toString().split('\n');
		check(want.length === all.length + 1, `${lang}: one line for each`);
		for (const [i, name] of all.entries()) {
			// The page opens no mail; it reads one as the text it is.
			if (/"reader":"mail"/.test(want[i].slice(0, 2000)))
				continue;
			const got = await page.evaluate(async ([bytes, name, l, t]) => {
				const { ask } = await import('./js/engine.js');
				return (await ask('judge', [['name', name], ['lang', l], ['now', t]], new Uint8Array(bytes))).json;
			}, [[...readFileSync(join(golden, name))], name, lang, now]);
			check(got === want[i], `${name} (${lang}): page and command differ`);
			n++;
		}
	}
	check(n >= 600, `compared ${n}`);
	/* Every character of the old encodings, which the module takes from the browser. */
	const entire = wholeEngine();
	const blocks = (bytes, options) => page.evaluate(async ([x, o]) => {
		const { ask } = await import('./js/engine.js');
		return (await ask('judge', [['name', '-'], ['lang', 'en'], o], new Uint8Array(x))).blocks;
	}, [[...bytes], options]);
	for (const [label, head, leads, trails] of [['gb18030', [], [0x81, 0xFE], [0x40, 0xFE]],
		['big5', [], [0x81, 0xFE], [0x40, 0xFE]], ['euc-kr', [], [0x81, 0xFE], [0x41, 0xFE]],
		['euc-jp', [], [0xA1, 0xFE], [0xA1, 0xFE]], ['euc-jp', [0x8F], [0xA1, 0xFE], [0xA1, 0xFE]],
		['shift_jis', [], [0x81, 0xFC], [0x40, 0xFC]]]) {
		const bytes = [];
		for (let a = leads[0]; a <= leads[1]; a++) {
			for (let b = trails[0]; b <= trails[1]; b++)
				bytes.push(...head, a, b, 0x20);
			bytes.push(0x0A, 0x0A);
		}
		check(await blocks(bytes, ['charset', label]) === entire.blocks(Buffer.from(bytes), `charset=${label}`),
			`${label} ${head}: page and command read the same characters`);
	}
	/* And every named reference, whose table is reckoned in the worker. */
	const names = spawnSync('python3', ['-c', 'import html.entities\nprint("".join("<p>a&%s b" % n for n in html.entities.html5))']).stdout;
	check(names.length > 20000 && await blocks(names, ['reader', 'html']) === entire.blocks(names, 'reader=html'), 'named references');
	/* The texts of each language come apart. */
	const ids = readFileSync(join(root, 'data/advice/situations.rec'), 'utf8').match(/(?<=^situation: ).*/gm);
	for (const lang of ['ja', 'ja-easy', 'en', 'ja']) {
		const [words, ...advice] = await page.evaluate(async ([l, list]) => {
			const { ask } = await import('./js/engine.js');
			return Promise.all([ask('words', [['lang', l]]), ...list.map((id) => ask('advise', [['lang', l], ['situation', id]]))]);
		}, [lang, ids]);
		check(words === entire.words(lang), `${lang}: words`);
		for (const [i, id] of ids.entries())
			check(`${advice[i]}\n` === spawnSync(mushi, ['advise', '--json', '--lang', lang, id]).stdout.toString(), `${lang}: advice for ${id}`);
	}
	const big = FRAUD.repeat(Math.ceil(200000 / FRAUD.length));
	const ms = await page.evaluate(async (text) => {
		const { ask } = await import('./js/engine.js');
		const bytes = new TextEncoder().encode(text).slice(0, 200000);
		const took = [];
		for (let i = 0; i < 11; i++) {
			const t = performance.now();
			await ask('judge', [['lang', 'ja']], bytes);
			took.push(performance.now() - t);
		}
		return took.sort((a, b) => a - b)[5];
	}, big);
	const start = await page.evaluate(async () => {
		const t = performance.now();
		const worker = new Worker('worker.js');
		await new Promise((done) => {
			worker.onmessage = done;
			worker.postMessage({ id: 0, what: 'warm', options: [] });
		});
		worker.terminate();
		return performance.now() - t;
	});
	console.log(`the engine starts in ${Math.round(start)} ms`);
	console.log(`a page of 200 KB: ${Math.round(ms)} ms`);
	await context.close();
}

/* Hostile texts stay text. */
async function hostile() {
	const { context, page } = await open(browser, site.url, {});
	const seen = watch(page);
	await page.evaluate(() => { /** @type {any} */ (globalThis).alert = () => { document.body.dataset.hit = '1'; }; });
	const texts = [
		'<img src=x onerror=alert(1)>会員登録が完了しました。料金98,000円',
		'会員登録が完了しました<script>alert(1)</script> javascript:alert(1) http://198.51.100.7/pay 03-0000-1234',
		'&lt;img src=x onerror=alert(1)&gt; 会員登録が完了しました 98,000円を24時間以内にお支払いください 電話 03-0000-1234',
		'\u202E会員登録が完了しました\u202D\u0000\u200B 料金' + 'e' + '\u0301'.repeat(500),
		'"><svg onload=alert(1)>{{constructor.constructor("alert(1)")()}}${alert(1)} 会員登録が完了しました',
		'会員登録が完了しました。'.repeat(20000),
		'{"verdict":"none"}</textarea></script><iframe srcdoc="<script>parent.alert(1)</script>">登録完了',
	];
	for (const [i, text] of texts.entries()) {
		await put(page, text);
		const found = await page.evaluate(() => ({
			hit: document.body.dataset.hit,
			tags: [...document.querySelectorAll('#answer img, #answer script, #answer iframe, #answer svg[onload], #answer form')].length,
			links: [...document.querySelectorAll('#answer a')].map((a) => a.getAttribute('href'))
				.filter((h) => !/^tel:(188|%239110|110|0\d[\d-]+)$/.test(h) && !/^https:\/\/(www\.)?[a-z.-]+\.(go|or)\.jp\//.test(h)),
			bidi: /[\u202A-\u202E\u2066-\u2069]/.test(document.querySelector('#answer').textContent),
			sheets: [...document.querySelectorAll('.sheet a')].length,
		}));
		check(!found.hit, `hostile ${i}: nothing ran`);
		check(found.tags === 0 && found.sheets === 0, `hostile ${i}: no tags or links`);
		check(found.links.length === 0, `hostile ${i}: only official links: ${found.links}`);
		check(!found.bidi, `hostile ${i}: no direction marks`);
		await page.click('#again');
	}
	check(seen.errors.length === 0, `hostile: ${seen.errors}`);
	await context.close();
}

/* The first visit, as a server that compresses sends it. */
async function weight() {
	const other = await serve(folder);
	const { context, page } = await open(browser, other.url, {});
	const first = other.asked.length;
	await controlled(page);
	await page.waitForTimeout(500);
	const sent = other.sent() / 1000;
	const late = [...new Set(other.asked.slice(first))];
	check(!other.asked.slice(0, first).some((x) => /text-en|ja-easy|practice|me\.html/.test(x)),
		`only what the answer needs comes first: ${other.asked.slice(0, first)}`);
	console.log(`first visit with everything for offline: ${Math.round(sent)} KB, of that after the first answer: ${late.length} files`);
	/* What doc/web.md says of it; compilers differ a little. */
	const rows = [...readFileSync(join(root, 'doc/web.md'), 'utf8').matchAll(/^\| (.*) \| (\d+) \|$/gm)];
	const told = rows.reduce((sum, row) => sum + Number(row[2]), 0);
	if (readdirSync(folder).includes('engine.wasm.br')) {
		check(Math.abs(sent - told) < told / 20, `doc/web.md says ${told} KB, sent were ${sent}`);
		check(statSync(join(folder, 'engine.wasm.br')).size <= 200 * 1024, 'the engine has 200 KiB at most');
	}
	const twice = other.asked.filter((x, i) => other.asked.indexOf(x) !== i && !x.endsWith('sw.js'));
	check(twice.length === 0, `each file once: ${twice}`);
	await context.close();
	await other.close();
}

/* An engine that could not load, or broke, is followed by a new one. */
async function restart() {
	const { context, page } = await open(browser, site.url, {});
	const tries = await page.evaluate(async () => {
		const { ask } = await import('./js/engine.js?again');
		const words = () => Promise.race([ask('words', [['lang', 'en']]).then(() => 'told', () => 'failed'),
			new Promise((done) => setTimeout(done, 10000, 'nothing'))]);
		const real = Worker;
		globalThis.Worker = /** @type {any} */ (class {
			postMessage({ id }) {
				const answer = this.onmessage;
				this.onmessage = null;
				setTimeout(() => answer?.({ data: { id, error: 'unreachable' } }));
			}

			terminate() {}
		});
		const first = await words();
		globalThis.Worker = real;
		return [first, await words()];
	});
	check(tries.join() === 'failed,told', `a new engine: ${tries}`);
	await context.close();
}

/* The dates of a court paper, and what to do today: what the command writes, line by line. */
async function court() {
	const paper = new TextDecoder('shift_jis').decode(readFileSync(join(root, 'tests/golden/honest/ct-karishikkou.txt')));
	const cases = [
		['2026-11-02', '2026-11-05', null], ['2026-11-02', '2026-11-14', null], ['2026-11-02', '2026-11-16', null],
		['2026-11-02', '2026-11-30', null], ['2026-11-07', '2026-11-12', null], ['2026-11-07', '2026-11-23', null],
		['2090-11-02', '2090-11-05', null], ['2026-11-02', '2026-11-05', paper], ['2026-11-02', '2026-11-30', paper],
		['2026-11-02', '2026-11-05', `${paper}\n書留郵便に付する送達により送ります。\n`],
	];
	const states = new Set();
	for (const lang of ['ja', 'ja-easy', 'en']) {
		const { context, page } = await open(browser, site.url, { lang });
		for (const [received, now, text] of cases) {
			const got = await page.evaluate(async ([l, day, today, said]) => {
				const { ask, wordsOf } = await import('./js/engine.js');
				const { drawAnswer } = await import('./js/answer.js');
				const situations = said ? [] : ['court-special-service'];
				const options = [['lang', l], ['received', day], ['now', today], ...situations.map((s) => ['situation', s])];
				const answer = said ? { judged: JSON.parse((await ask('judge', options, new TextEncoder().encode(said))).json) }
					: { advice: JSON.parse(await ask('advise', options)) };
				const box = document.createElement('div');
				drawAnswer(box, answer, await wordsOf(l), { situations, day, today });
				box.querySelectorAll('rt, rp').forEach((x) => x.remove());
				const list = box.querySelector('.court');
				return [(answer.judged || answer.advice).court_dates.state, list?.previousElementSibling?.previousElementSibling,
					...list?.children || []].map((x) => x?.textContent ?? x);
			}, [lang, received, now, text]);
			states.add(got.shift());
			const options = ['--lang', lang, '--received', received, '--now', now];
			const said = text ? spawnSync(mushi, ['check', ...options, '-'], { input: text })
				: spawnSync(mushi, ['advise', ...options, 'court-special-service']);
			const plain = (s) => s.replace(/\s/g, '');
			const want = said.stdout.toString().split('\n\n').map((x) => x.split('\n  - ').map(plain))
				.find((x) => x[0] === plain(got[0] || ''));
			check(want?.join('\n') === got.map(plain).join('\n'), `court paper of ${received}, ${now}, ${lang}: ${got}, not ${want}`);
		}
		await context.close();
	}
	// The field for the day stands with the answer, before any question; not for a paper with dates of its own.
	const { context, page } = await open(browser, site.url, { lang: 'ja' });
	for (const [text, want] of [[paper, true], ['令和8年（ノ）第33号 貸金調停事件\n調停期日呼出状\n調停期日 令和8年12月10日\n'
		+ '架空簡易裁判所 裁判所書記官', false], ['会員登録完了 98,000円を24時間以内にお支払いください', false]]) {
		const there = await page.evaluate(async (said) => {
			const { ask, wordsOf } = await import('./js/engine.js');
			const { drawAnswer } = await import('./js/answer.js');
			const judged = JSON.parse((await ask('judge', [['lang', 'ja']], new TextEncoder().encode(said))).json);
			const box = document.createElement('div');
			drawAnswer(box, { judged }, await wordsOf('ja'), { situations: [], day: '', today: '2026-11-24' });
			return !!box.querySelector('#received');
		}, text);
		check(there === want, `the field for the day: ${there} for ${text.slice(0, 40)}`);
	}
	await context.close();
	check([...states].sort().join() === 'from-sending,moved,near,open,over,today', `states: ${[...states]}`);
}

/* Practice says of its samples what their names promise. */
async function practice() {
	for (const lang of ['ja', 'en']) {
		for (const s of JSON.parse(readFileSync(join(folder, `practice/${lang}.json`), 'utf8'))) {
			const got = JSON.parse(spawnSync(mushi, ['check', '--json', '--lang', lang, '-'], { input: s.text }).stdout.toString());
			const want = s.id.split('-')[1];
			const ok = want === 'fraud' ? ['fraud', 'suspicious'].includes(got.verdict)
				: want === 'about' ? got.verdict === 'about' : got.verdict === 'none';
			check(ok, `practice ${s.id} (${lang}) is ${got.verdict}`);
		}
	}
}

/* Served by the program itself: it opens pictures, PDF and mails, and only those go to it. */
async function byProgram() {
	const program = await serveByProgram(mushi, folder);
	if (!program)
		return console.log('(serve is not in this build)');
	const opens = (await (await fetch(program.url + 'healthz')).json()).opens;
	const sample = (name) => join(root, 'doc/sample', name);
	for (const lang of ['ja', 'ja-easy', 'en']) {
		const { context, page } = await open(browser, program.url, { lang, viewport: { width: 320, height: 640 } });
		const seen = watch(page);
		const posts = () => seen.requests.filter((x) => x.includes('/api/')).length;
		if (opens.length === 3) {
			for (const name of ['shot.png', 'letter.pdf', 'mail.eml']) {
				const before = posts();
				await page.setInputFiles('#file', sample(name));
				await page.waitForSelector('#answer:not([hidden]) h1');
				check(posts() === before + 1, `${name} goes to the program, once`);
				const want = JSON.parse(spawnSync(mushi, ['check', '--json', '--lang', lang, sample(name)]).stdout.toString());
				check(await page.locator(`.verdict.v-${want.verdict}`).count() === 1, `${name}: verdict`);
				check(await page.locator('.sheet .find').count() > 2, `${name}: what was read, with its finds`);
				await page.locator('.sheet .find').first().click();
				check(await page.locator('.truth').count() === 1, `${name}: a find opens its truth`);
				if (name === 'shot.png') {
					await page.waitForSelector('.picture rect');
					check(await page.evaluate(() => [...document.querySelectorAll('.picture rect')].every((r) => {
						const [a, b] = [r.getBoundingClientRect(), document.querySelector('.picture img').getBoundingClientRect()];
						return a.left >= b.left - 3 && a.right <= b.right + 3 && a.top >= b.top - 3 && a.bottom <= b.bottom + 3;
					})), 'the marks lie on the picture');
				}
				await axe(page, `${name}, ${lang}`);
				await narrow(page, `${name}, ${lang}`);
				await page.click('#again');
				await page.waitForSelector('#ask:not([hidden])');
			}
			await page.setInputFiles('#camera', { name: 'broken.png', mimeType: 'image/png',
				buffer: readFileSync(sample('shot.png')).subarray(0, 5000) });
			await page.waitForSelector('#ask-error:not([hidden])');
			check(await page.locator('#ask-error').getAttribute('data-key') === 'err-server', 'a broken picture');
		}
		const before = posts();
		await put(page, TEXTS.fraud);
		check(posts() === before, 'a text does not leave the browser');
		check(seen.requests.every((x) => x.startsWith(program.url) || /^(blob|data):/.test(x)), 'no other origin');
		check(seen.errors.filter((x) => !/422/.test(x)).length === 0, `by the program, ${lang}: ${seen.errors}`);
		await page.goto(program.url + 'me.html');
		await page.waitForSelector('html.ready');
		check((await page.textContent('main')).includes('127.0.0.1'), 'the page about a visit shows the address');
		await axe(page, `me, by the program, ${lang}`);
		await context.close();
	}
	program.stop();
}

for (const part of [practice, byProgram, same, restart, court, silence, offline, share, hostile, keyboard, weight, states]) {
	try {
		await part();
	} catch (e) {
		check(false, `${part.name}: ${e.stack || e}`);
	}
}
await browser.close();
await site.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
