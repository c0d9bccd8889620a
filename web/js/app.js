// The first page: ask, answer, questions. What was put in lives in this page's memory only.
import { byId } from './dom.js';
import { ask, now, wordsOf } from './engine.js';
import { current, keepOffline, onLanguage, say, start, t } from './lang.js';
import { drawAnswer } from './answer.js';
import { drawGuide, forgetGuide, situations } from './guide.js';
import { readFile, readByServer } from './input.js';

/**
 * @typedef {{name: string, bytes: Uint8Array, type: string, byServer: boolean}} Thing
 * @type {Thing|null}
 */
let thing = null;
let received = '';
let shown = 'ask';
/** Each drawing has a number; one that was overtaken by another is dropped. */
let turn = 0;

const places = ['ask', 'guide', 'answer'];

function show(place, focus = true) {
	shown = place;
	for (const p of places)
		byId(p).hidden = p !== place;
	byId('busy').hidden = true;
	document.body.dataset.title = `title-${place}`;
	document.title = t(`title-${place}`);
	if (focus) {
		scrollTo(0, 0);
		byId(place).querySelector('h1')?.focus({ preventScroll: true });
	}
}

/** @param {string} place */
function go(place) {
	if (location.hash !== `#${place}`)
		history.pushState(null, '', `#${place}`);
	return draw(place, true);
}

function problem(key) {
	byId('ask-error').replaceChildren(key ? say(t(key)) : '');
	byId('ask-error').hidden = !key;
	byId('ask-error').dataset.key = key || '';
}

async function judgement() {
	const lang = current();
	if (!thing)
		return { advice: JSON.parse(await ask('advise', options(lang))) };
	if (thing.byServer)
		return readByServer(thing, options(lang));
	const got = await ask('judge', [['name', thing.name], ...options(lang)], thing.bytes);
	return { judged: JSON.parse(got.json), blocks: got.blocks ? JSON.parse(got.blocks) : null };
}

/** @param {string} lang @returns {Array<[string, string]>} */
function options(lang) {
	/** @type {Array<[string, string]>} */
	const out = [['lang', lang], ['now', now()]];
	if (received)
		out.push(['received', received]);
	for (const s of situations())
		out.push(['situation', s]);
	return out;
}

async function draw(place, focus) {
	const mine = ++turn;
	const slow = setTimeout(() => {
		if (mine === turn)
			byId('busy').hidden = false;
	}, 300);
	try {
		if (place === 'guide') {
			const words = await wordsOf(current());
			if (mine !== turn)
				return;
			drawGuide(byId('guide'), words, () => go('answer'));
		} else if (place === 'answer') {
			const [words, got] = await Promise.all([wordsOf(current()), judgement()]);
			if (mine !== turn)
				return;
			drawAnswer(byId('answer'), got, words, {
				guide: () => go('guide'),
				again,
				record,
				received: (day) => {
					received = day;
					draw('answer', false);
				},
				day: received,
				today: now().slice(0, 10),
				situations: situations(),
				hasThing: !!thing && !thing.byServer,
				picture: thing?.byServer ? thing : null,
			});
		}
		show(place, focus);
	} catch (e) {
		if (mine !== turn)
			return;
		show('ask', focus);
		const why = e instanceof Error && e.message.startsWith('err-') ? e.message : 'err-server';
		problem(thing?.byServer ? why : 'err-engine');
	} finally {
		clearTimeout(slow);
		if (mine === turn)
			byId('busy').hidden = true;
	}
}

function again() {
	thing = null;
	received = '';
	forgetGuide();
	byId('text').value = '';
	problem('');
	go('ask');
}

/** The record of the case as a file, made here. */
async function record() {
	if (!thing)
		return;
	const html = await ask('record', [['name', thing.name], ['time', now()], ['file', thing.name],
		...options(current())], thing.bytes);
	const url = URL.createObjectURL(new Blob([html], { type: 'text/html' }));
	const a = document.createElement('a');
	a.href = url;
	a.download = `mushi-${now().slice(0, 10)}.html`;
	a.click();
	setTimeout(() => URL.revokeObjectURL(url), 60000);
}

/** @param {string} s */
function takeText(s) {
	if (!s.trim()) {
		problem('err-empty');
		byId('text').focus();
		return;
	}
	problem('');
	thing = { name: t('pasted'), bytes: new TextEncoder().encode(s), type: 'text/plain', byServer: false };
	go('answer');
}

/** @param {File} file */
async function takeFile(file) {
	const got = await readFile(file);
	if (got.problem) {
		await go('ask');
		problem(got.problem);
		byId('text').focus({ preventScroll: true });
		byId('ask-error').scrollIntoView({ block: 'center' });
		return;
	}
	problem('');
	thing = got.thing;
	go('answer');
}

function listen() {
	byId('ask-form').addEventListener('submit', (/** @type {Event} */ e) => {
		e.preventDefault();
		takeText(byId('text').value);
	});
	byId('choose').addEventListener('click', () => byId('file').click());
	byId('photo').addEventListener('click', () => byId('camera').click());
	for (const id of ['file', 'camera']) {
		byId(id).addEventListener('change', () => {
			const file = byId(id).files[0];
			byId(id).value = '';
			if (file)
				takeFile(file);
		});
	}
	byId('help').addEventListener('click', () => {
		thing = null;
		problem('');
		go('guide');
	});
	addEventListener('dragover', (e) => {
		e.preventDefault();
		document.body.classList.add('dragging');
	});
	addEventListener('dragleave', () => document.body.classList.remove('dragging'));
	addEventListener('drop', (e) => {
		e.preventDefault();
		document.body.classList.remove('dragging');
		const file = e.dataTransfer?.files[0];
		const text = e.dataTransfer?.getData('text/plain');
		if (file)
			takeFile(file);
		else if (text)
			takeText(text);
	});
	addEventListener('paste', (e) => {
		const file = e.clipboardData?.files[0];
		if (file && shown === 'ask') {
			e.preventDefault();
			takeFile(file);
		}
	});
	addEventListener('popstate', () => {
		const place = location.hash.slice(1);
		draw(places.includes(place) && place !== 'ask' ? place : 'ask', true);
	});
}

/** What another app shared with this one waits in the service worker. */
function takeShared() {
	if (!location.search.includes('shared'))
		return;
	history.replaceState(null, '', location.pathname);
	navigator.serviceWorker?.addEventListener('message', ({ data }) => {
		if (data?.file)
			takeFile(data.file);
		else if (data?.text)
			takeText(data.text);
	});
	navigator.serviceWorker?.ready.then((r) => r.active?.postMessage('shared?'));
}

document.body.dataset.title = 'title-ask';
listen();
await start();
onLanguage(() => {
	const key = byId('ask-error').dataset.key;
	if (key)
		problem(key);
	if (shown !== 'ask')
		draw(shown, false);
});
takeShared();
// Only now, so that the page is there first: the engine, before anything is asked.
ask('warm', [['lang', current()]]).then(() => document.documentElement.classList.add('ready'), () => problem('err-engine')).finally(keepOffline);
