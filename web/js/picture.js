// The picture as it was given, with the words marked that count against it. It never leaves memory.
import { el } from './dom.js';
import { t, told } from './lang.js';

const NS = 'http://www.w3.org/2000/svg';
let url = '';

/**
 * @param {{bytes: Uint8Array, type: string, name: string}|null} thing
 * @param {any} judged
 * @param {any} words of the engine
 */
export function drawPicture(thing, judged, words) {
	if (url)
		URL.revokeObjectURL(url);
	url = '';
	if (!thing || judged?.reader !== 'image')
		return [];
	url = URL.createObjectURL(new Blob([/** @type {any} */ (thing.bytes)], { type: thing.type }));
	const marks = judged.signs.filter((/** @type {any} */ s) => s.stance === 'asserted'
		&& !['counter', 'context'].includes(words.signs[s.id]?.beat))
		.flatMap((/** @type {any} */ s) => s.boxes || []);
	const img = el('img', { src: url, alt: t('picture-alt') });
	const svg = document.createElementNS(NS, 'svg');
	svg.setAttribute('aria-hidden', 'true');
	const figure = el('section', { class: 'noprint' }, told('h2', t('picture-title')), el('div', { class: 'picture' }, img, svg));
	img.addEventListener('load', () => {
		svg.setAttribute('viewBox', `0 0 ${img.naturalWidth} ${img.naturalHeight}`);
		const seen = new Set();
		for (const [x, y, width, height] of marks) {
			if (seen.has(`${x},${y}`))
				continue;
			seen.add(`${x},${y}`);
			const rect = document.createElementNS(NS, 'rect');
			for (const [k, v] of Object.entries({ x: x - 2, y: y - 2, width: width + 4, height: height + 4 }))
				rect.setAttribute(k, String(v));
			svg.append(rect);
		}
	});
	/* Not every picture that is read can be shown. */
	img.addEventListener('error', () => figure.remove());
	return [figure];
}
