// What a site gets to know: read from this browser and shown here; nothing is sent. Only when
// Mushi itself serves this page, on this machine, it is asked what the request told.
import { byId, el, inert } from './dom.js';
import { current, keepOffline, onLanguage, say, start, t, told } from './lang.js';

/** @type {any} */
const nav = navigator;
/** @type {Record<string, string>} what had to be waited for */
const late = {};
/** @type {any} */
let served = null;
let noServer = false;

function graphics() {
	const gl = document.createElement('canvas').getContext('webgl');
	const more = gl?.getExtension('WEBGL_debug_renderer_info');
	return gl ? String(gl.getParameter(more ? more.UNMASKED_RENDERER_WEBGL : gl.RENDERER)) : '';
}

let gpu = '';
try {
	gpu = graphics();
} catch {
	// No WebGL: then it tells nothing.
}

/** @returns {Array<[string, string]>} name of the item, value */
function browserItems() {
	const yes = (/** @type {any} */ x) => t(x ? 'me-yes' : 'me-no');
	return [
		['ua', nav.userAgent],
		['model', late.model || ''],
		['lang', (nav.languages || [nav.language]).join(', ')],
		['zone', Intl.DateTimeFormat().resolvedOptions().timeZone || ''],
		['screen', `${screen.width} × ${screen.height} (× ${Math.round(devicePixelRatio * 100) / 100})`],
		['power', [nav.hardwareConcurrency && `CPU × ${nav.hardwareConcurrency}`,
			nav.deviceMemory && `${nav.deviceMemory} GB`].filter(Boolean).join(', ')],
		['touch', yes(nav.maxTouchPoints > 0)],
		['gpu', gpu],
		['net', nav.connection?.effectiveType ? `${nav.connection.effectiveType}, ${nav.connection.downlink} Mbit/s` : ''],
		['battery', late.battery || ''],
		['referrer', document.referrer],
		['store', yes(nav.cookieEnabled)],
		['time', new Date().toLocaleString(current() === 'en' ? 'en' : 'ja')],
	];
}

/** @param {string} key @param {string|null} value null: shown elsewhere, only explained */
function item(key, value) {
	return el('div', { class: 'know' }, told('h3', t(`me-${key}`)),
		value !== null && el('p', { class: 'value' }, value ? el('bdi', { text: inert(value) })
			: el('span', { class: 'quiet' }, say(t('me-none')))),
		el('p', null, el('b', null, say(t('me-tells')), '：'), say(t(`me-${key}-tells`))),
		el('p', null, el('b', null, say(t('me-not')), '：'), say(t(`me-${key}-not`))));
}

function drawServer() {
	const box = byId('server');
	if (!served) {
		box.replaceChildren(told('p', t('me-static')), item('ip', null), item('header', null));
		return;
	}
	const text = (/** @type {any} */ x) => inert(String(x ?? ''));
	const rows = [item('ip', text(served.address?.value))];
	if (served.address?.means)
		rows.push(el('div', { class: 'know' }, told('h3', text(served.address.title)),
			told('p', text(served.address.means))));
	for (const h of served.headers || []) {
		rows.push(el('div', { class: 'know' }, told('h3', text(h.title || h.name)),
			el('p', { class: 'value' }, el('bdi', { text: `${text(h.name)}: ${text(h.value)}` })),
			h.means && told('p', text(h.means))));
	}
	box.replaceChildren(told('p', t('me-served')), ...rows);
}

function draw() {
	byId('never-list').replaceChildren(...[0, 1, 2, 3, 4, 5].map((i) => told('li', t(`me-never-${i}`))));
	byId('browser').replaceChildren(...browserItems().map(([k, v]) => item(k, v)));
	drawServer();
	for (const e of document.querySelectorAll('.later'))
		/** @type {HTMLElement} */ (e).hidden = false;
	if (byId('shutter-said').textContent)
		byId('shutter-said').replaceChildren(say(t('me-shutter-said')));
}

/** Two short clicks of noise: a sound any page can make. */
function shutter() {
	/** @type {any} */
	const Audio = window.AudioContext || /** @type {any} */ (window).webkitAudioContext;
	if (Audio) {
		const ctx = new Audio();
		const rate = ctx.sampleRate;
		const sound = ctx.createBuffer(1, rate * 0.3, rate);
		const data = sound.getChannelData(0);
		for (const [from, fade] of [[0, 900], [0.12, 500]])
			for (let i = Math.floor(from * rate), n = 0; n < rate * 0.08 && i < data.length; i++, n++)
				data[i] += (Math.random() * 2 - 1) * Math.exp(-n / rate * fade / 10) * 0.5;
		const source = ctx.createBufferSource();
		source.buffer = sound;
		source.connect(ctx.destination);
		source.onended = () => ctx.close();
		source.start();
	}
	byId('shutter-said').replaceChildren(say(t('me-shutter-said')));
}

async function wait() {
	const agent = await nav.userAgentData?.getHighEntropyValues(['model', 'platformVersion']).catch(() => null);
	if (agent)
		late.model = [agent.model, agent.platform, agent.platformVersion].filter(Boolean).join(' ');
	const battery = await nav.getBattery?.().catch(() => null);
	if (battery)
		late.battery = `${Math.round(battery.level * 100)} %${battery.charging ? ' +' : ''}`;
}

/** Is it Mushi that serves this page, on this machine? Then it tells in the language chosen. */
async function askServer() {
	const lang = current();
	if (noServer || served?.lang === lang)
		return;
	if (['localhost', '127.0.0.1', '[::1]'].includes(location.hostname)) {
		const r = await fetch(`api/v1/me?lang=${lang}`, { cache: 'no-store' }).catch(() => null);
		if (r?.ok && (r.headers.get('Content-Type') || '').includes('json'))
			served = await r.json().catch(() => null);
	}
	noServer = !served;
	if (served && lang === current())
		drawServer();
}

document.body.dataset.title = 'title-me';
byId('shutter').addEventListener('click', shutter);
await start();
onLanguage(draw);
await Promise.all([wait(), askServer()]);
onLanguage(askServer);
draw();
document.documentElement.classList.add('ready');
keepOffline();
