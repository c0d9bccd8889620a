// Works without network after the first visit. FILES (path -> SHA-256) is written by the build;
// what the browser has fetched already is taken from its cache when the sum is right, so that the
// first visit costs each file once. Nothing that is judged passes through here, but what another
// app shares with the page: that is handed on and not kept.
'use strict';

const FILES = {};
const NAME = 'mushi-0';
const base = new URL('./', self.location.href);

async function sum(response) {
	const hash = await crypto.subtle.digest('SHA-256', await response.clone().arrayBuffer());
	return Array.from(new Uint8Array(hash), (b) => b.toString(16).padStart(2, '0')).join('');
}

async function fresh(path) {
	const url = new URL(path, base);
	for (const cache of ['force-cache', 'reload']) {
		const r = await fetch(url, { cache, credentials: 'omit' });
		if (r.ok && await sum(r) === FILES[path])
			return [url, r];
	}
	throw new Error(`${path} is not what it should be`);
}

addEventListener('install', (e) => {
	e.waitUntil((async () => {
		const cache = await caches.open(NAME);
		for (const path of Object.keys(FILES)) {
			const [url, r] = await fresh(path);
			await cache.put(url, r);
		}
		await skipWaiting();
	})());
});

addEventListener('activate', (e) => {
	e.waitUntil((async () => {
		for (const name of await caches.keys())
			if (name.startsWith('mushi-') && name !== NAME)
				await caches.delete(name);
		await clients.claim();
	})());
});

let shared = null;

async function share(request) {
	const form = await request.formData();
	const file = form.get('file');
	const words = ['title', 'text', 'url'].map((k) => form.get(k)).filter((x) => typeof x === 'string' && x);
	shared = file && file.size ? { file } : { text: words.join('\n') };
	return Response.redirect(new URL('./?shared', base), 303);
}

addEventListener('message', (e) => {
	if (e.data === 'shared?' && shared) {
		e.source.postMessage(shared);
		shared = null;
	}
});

addEventListener('fetch', (e) => {
	const url = new URL(e.request.url);
	if (url.origin !== base.origin || !url.pathname.startsWith(base.pathname))
		return;
	const path = url.pathname.slice(base.pathname.length) || 'index.html';
	if (e.request.method === 'POST' && path === 'share') {
		e.respondWith(share(e.request));
		return;
	}
	if (e.request.method !== 'GET' || !(path in FILES))
		return;
	e.respondWith((async () => {
		const cache = await caches.open(NAME);
		return await cache.match(new URL(path, base)) || fetch(e.request);
	})());
});
