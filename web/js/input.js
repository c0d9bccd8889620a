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

/**
 * Is this page served by the program itself, on this machine? Asked only when there is something
 * it alone can read, and without sending that.
 */
async function served() {
	if (!['localhost', '127.0.0.1', '[::1]'].includes(location.hostname))
		return false;
	try {
		const r = await fetch('healthz', { cache: 'no-store' });
		return r.ok && !(r.headers.get('Content-Type') || '').startsWith('text/html');
	} catch {
		return false;
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
	const byServer = needsServer(bytes, file.type, file.name);
	if (byServer && !await served())
		return { problem: 'err-picture', thing: null };
	return { thing: { name: file.name, bytes, type: file.type || 'application/octet-stream', byServer } };
}

/**
 * @param {{name: string, bytes: Uint8Array, type: string}} thing
 * @param {Array<[string, string]>} options as the engine takes them
 */
export async function readByServer(thing, options) {
	const query = new URLSearchParams(options);
	const r = await fetch(`api/v1/check?${query}`, {
		method: 'POST',
		headers: { 'Content-Type': thing.type },
		body: /** @type {any} */ (thing.bytes),
	});
	if (!r.ok)
		throw new Error(String(r.status));
	return r.json();
}
