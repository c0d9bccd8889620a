// What was chosen, dropped or photographed: text is judged here; pictures and PDF need the
// installed program, which serves this page itself when it is there.

const MOST = 64 * 1024 * 1024;

/** @param {Uint8Array} b @param {string} type @param {string} name */
function needsServer(b, type, name) {
	const starts = (...bytes) => bytes.every((x, i) => b[i] === x);
	return type.startsWith('image/') || type === 'application/pdf'
		|| /\.(pdf|png|jpe?g|gif|webp|heic|avif|bmp|tiff?)$/i.test(name)
		|| starts(0x25, 0x50, 0x44, 0x46) || starts(0x89, 0x50, 0x4E, 0x47) || starts(0xFF, 0xD8, 0xFF)
		|| starts(0x47, 0x49, 0x46, 0x38);
}

/** A mail: read as the text it is where nobody can open it. @param {string} type @param {string} name */
const isMail = (type, name) => type.startsWith('message/') || /\.(eml|mht|mhtml|mbox)$/i.test(name);

/**
 * What the program opens that serves this page, on this machine; nothing, when it is only a file
 * server. Asked only when there is something for it, and without sending that.
 * @returns {Promise<string[]>}
 */
async function opens() {
	if (!['localhost', '127.0.0.1', '[::1]'].includes(location.hostname))
		return [];
	try {
		const r = await fetch('healthz', { cache: 'no-store' });
		return r.ok ? (await r.json()).opens || [] : [];
	} catch {
		return [];
	}
}

/**
 * @param {File} file
 * @returns {Promise<{problem?: string, thing: any}>}
 */
export async function readFile(file) {
	if (file.size > MOST)
		return { problem: 'err-big', thing: null };
	const bytes = new Uint8Array(await file.arrayBuffer());
	const must = needsServer(bytes, file.type, file.name);
	const byServer = must ? (await opens()).includes('image')
		: isMail(file.type, file.name) && (await opens()).includes('mail');
	if (must && !byServer)
		return { problem: 'err-picture', thing: null };
	return { thing: { name: file.name, bytes, type: file.type || 'application/octet-stream', byServer } };
}

/** What is told of an answer that is none. @type {Record<string, string>} */
const PROBLEMS = { 'too-big': 'err-large', locked: 'err-locked', busy: 'err-busy', timeout: 'err-busy',
	'media-type': 'err-kind' };
const WORST = ['none', 'about', 'court', 'suspicious', 'fraud'];

/**
 * @param {{name: string, bytes: Uint8Array, type: string}} thing
 * @param {Array<[string, string]>} options as the engine takes them
 * @returns {Promise<{judged: any, blocks: any}>} of a mailbox, its worst message
 */
export async function readByServer(thing, options) {
	const form = new FormData();
	form.set('file', new Blob([/** @type {any} */ (thing.bytes)], { type: thing.type }), thing.name);
	const r = await fetch(`api/v1/check?${new URLSearchParams([...options, ['shown', 'yes']])}`,
		{ method: 'POST', body: form });
	if (!r.ok) {
		const why = await r.json().catch(() => ({}));
		throw new Error(PROBLEMS[why.code] || 'err-server');
	}
	const all = (await r.text()).trim().split('\n').map((x) => JSON.parse(x));
	const rank = (/** @type {any} */ x) => WORST.indexOf(x.judgement?.verdict);
	const worst = all.reduce((a, b) => (rank(b) > rank(a) ? b : a));
	return { judged: worst.judgement || worst, blocks: worst.shown || null };
}
