// A file server as plain as any, a browser, and small helpers; shared by tests and screenshots.
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { chromium } from 'playwright-core';

const TYPES = { html: 'text/html; charset=utf-8', js: 'text/javascript', css: 'text/css', json: 'application/json',
	wasm: 'application/wasm', svg: 'image/svg+xml', png: 'image/png', webmanifest: 'application/manifest+json',
	rec: 'text/plain; charset=utf-8' };

/** Any file server: no headers but the type. Counts compressed bytes as a real one would send. */
export async function serve(folder) {
	const asked = [];
	let sent = 0;
	const server = createServer((req, res) => {
		const path = normalize(decodeURIComponent(new URL(req.url, 'http://x').pathname));
		let file = join(folder, path);
		asked.push(`${req.method} ${path}`);
		if (existsSync(file) && statSync(file).isDirectory())
			file = join(file, 'index.html');
		if (req.method !== 'GET' || !existsSync(file)) {
			res.writeHead(404).end();
			return;
		}
		const br = existsSync(file + '.br') && /\bbr\b/.test(req.headers['accept-encoding'] || '');
		const body = readFileSync(br ? file + '.br' : file);
		const head = { 'Content-Type': TYPES[file.split('.').pop()] || 'application/octet-stream',
			'Last-Modified': statSync(file).mtime.toUTCString(), 'Cache-Control': 'max-age=600' };
		if (br)
			head['Content-Encoding'] = 'br';
		sent += body.length;
		res.writeHead(200, head).end(body);
	});
	await new Promise((done) => server.listen(0, '127.0.0.1', done));
	return { url: `http://127.0.0.1:${server.address().port}/`, asked, sent: () => sent,
		close: () => new Promise((done) => { server.closeAllConnections(); server.close(done); }) };
}

/** The page as the program serves it; null when it cannot. */
export async function serveByProgram(mushi, folder) {
	const p = spawn(mushi, ['serve', '--no-open', '--listen', '127.0.0.1:0', '--lang', 'en', '--web', folder],
		{ stdio: ['ignore', 'pipe', 'pipe'] });
	const said = await new Promise((done) => {
		p.stdout.once('data', (x) => done(String(x)));
		p.once('exit', () => done(''));
	});
	const url = /http:\S+/.exec(said);
	return url && { url: url[0], stop: () => p.kill() };
}

export function browserPath() {
	return ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((x) => existsSync(x));
}

export const launch = () => chromium.launch({ executablePath: browserPath(),
	args: ['--no-sandbox', '--disable-dev-shm-usage'] });

/** The page with the language kept as if it had been chosen. */
export async function open(browser, url, { lang = 'ja', ...options } = {}) {
	const context = await browser.newContext({ reducedMotion: 'reduce', locale: lang === 'en' ? 'en-US' : 'ja-JP', timezoneId: 'Asia/Tokyo',
		...options });
	await context.addInitScript((l) => {
		if (!localStorage.getItem('mushi-lang'))
			localStorage.setItem('mushi-lang', l);
	}, lang);
	const page = await context.newPage();
	page.setDefaultTimeout(15000);
	await page.goto(url);
	await page.waitForSelector('html.ready', { timeout: 30000 });
	return { context, page };
}

export async function check(page, text) {
	await page.fill('#text', text);
	await page.click('#ask-form button[type=submit]');
	await page.waitForSelector('#answer:not([hidden]) h1');
}
