// Elements without markup: every text goes in as text, so that no word can become a tag.

/**
 * @param {string} name
 * @param {Record<string, any>|null} [props] attributes; `on…` is a listener, `text` the text
 * @param {...(Node|string|null|undefined|false)} children
 * @returns {any}
 */
export function el(name, props, ...children) {
	const e = document.createElement(name);
	for (const [k, v] of Object.entries(props || {})) {
		if (v === false || v === null || v === undefined)
			continue;
		if (k === 'text')
			e.textContent = v;
		else if (k.startsWith('on'))
			e.addEventListener(k.slice(2), v);
		else
			e.setAttribute(k, v === true ? '' : String(v));
	}
	e.append(...children.filter((c) => c !== null && c !== undefined && c !== false));
	return e;
}

/** @param {string} id @returns {any} */
export const byId = (id) => document.getElementById(id);

// Controls, direction marks and what cannot be seen: they never reach the screen.
const UNSEEN = new RegExp('[\\u0000-\\u0009\\u000B-\\u001F\\u007F-\\u009F\\u00AD\\u061C\\u180E' +
	'\\u200B-\\u200F\\u2028-\\u202E\\u2060-\\u206F\\u3164\\uFE00-\\uFE0F\\uFEFF\\uFFA0\\uFFF9-\\uFFFB]' +
	'|[\\u{E0000}-\\u{E0FFF}]', 'gu');
const PILED = /(\p{M}{2})\p{M}+/gu;

/** Words of the judged page, made inert. @param {string} s */
export const inert = (s) => s.replace(UNSEEN, '').replace(PILED, '$1');

/** One of the page's own drawings. @param {string} d */
export function icon(d) {
	const ns = 'http://www.w3.org/2000/svg';
	const svg = document.createElementNS(ns, 'svg');
	const path = document.createElementNS(ns, 'path');
	svg.setAttribute('viewBox', '0 0 24 24');
	svg.setAttribute('aria-hidden', 'true');
	path.setAttribute('d', d);
	svg.append(path);
	return svg;
}
