// The text of the page with the finds marked; each opens what it claims, why, and the truth.
// Foreign words are text and nothing else: no tag, no link, no number that can be dialled.
import { el, inert } from './dom.js';
import { current, say, t, told } from './lang.js';

const BLOCKS_FIRST = 30;
const utf8 = new TextEncoder();
const text = new TextDecoder();

/** @param {any} judged @param {any} words */
function detail(judged, words, ids) {
	const out = [];
	for (const id of ids) {
		const sign = words.signs[id];
		const claim = judged.claims.find((/** @type {any} */ c) => c.id === id);
		if (!sign)
			continue;
		if (out.length)
			out.push(el('hr'));
		const said = claim?.said || sign.title;
		if (said)
			out.push(told('h3', said));
		if (claim)
			out.push(el('p', null, told('b', words.words.truth), say(claim.truth)));
		else if (judged.verdict === 'court')
			out.push(told('p', t('depends-court')));
		else if (sign.truth && sign.beat !== 'counter')
			out.push(told('p', t('depends')));
		if (claim && sign.why)
			out.push(el('p', null, told('b', t('why')), say(sign.why)));
	}
	return out;
}

/** Segments of a block: [text, ids of the signs that stand there]. */
function segments(block, finds) {
	const bytes = utf8.encode(block.text);
	const cuts = new Set([0, bytes.length]);
	for (const f of finds) {
		cuts.add(Math.min(f.from, bytes.length));
		cuts.add(Math.min(f.to, bytes.length));
	}
	const at = [...cuts].sort((a, b) => a - b);
	const out = [];
	for (let i = 0; i + 1 < at.length; i++) {
		const ids = new Set(finds.filter((/** @type {any} */ f) => f.from <= at[i] && f.to >= at[i + 1]).map((/** @type {any} */ f) => f.id));
		const s = inert(text.decode(bytes.subarray(at[i], at[i + 1])));
		const last = out.at(-1);
		if (last && last.ids.size > 0 && ids.size > 0) {
			// Finds that touch or overlap are one mark: two buttons without a gap cannot be hit.
			last.text += s;
			ids.forEach((id) => last.ids.add(id));
		} else {
			out.push({ text: s, ids });
		}
	}
	return out;
}

let number = 0;

/** A button that opens its truth right below the block. */
function opener(label, holder, fill) {
	const id = `truth-${++number}`;
	/* No <button>: that is one box, and a find is a run of text that goes on in the next line. */
	const button = el('span', { role: 'button', tabindex: '0', class: 'find', 'aria-expanded': 'false' }, label);
	button.addEventListener('keydown', (/** @type {KeyboardEvent} */ e) => {
		if (e.key === 'Enter' || e.key === ' ') {
			e.preventDefault();
			button.click();
		}
	});
	button.addEventListener('click', () => {
		const open = button.getAttribute('aria-expanded') === 'true';
		for (const other of holder.querySelectorAll('[aria-expanded="true"]')) {
			other.setAttribute('aria-expanded', 'false');
			other.removeAttribute('aria-controls');
		}
		holder.querySelector('.truth')?.remove();
		if (open)
			return;
		button.setAttribute('aria-expanded', 'true');
		button.setAttribute('aria-controls', id);
		holder.append(el('div', { class: 'truth', id, lang: current() === 'en' ? 'en' : 'ja' }, ...fill()));
	});
	return button;
}

/** @param {any} judged */
function shownSigns(judged, words) {
	return judged.signs.filter((/** @type {any} */ s) => words.signs[s.id]
		&& words.signs[s.id].beat !== 'context'
		&& (words.signs[s.id].beat !== 'counter' || judged.verdict !== 'fraud')
		&& (words.signs[s.id].truth || words.signs[s.id].title)
		&& (s.stance === 'asserted' || judged.verdict !== 'fraud'));
}

/**
 * @param {any} judged
 * @param {any} file blocks, or null when only the judgement is known
 * @param {any} words
 */
export function drawText(judged, file, words) {
	const signs = shownSigns(judged, words);
	const lang = ['ja', 'en', 'zh', 'ko'].includes(judged.lang) ? judged.lang : null;
	const out = [];
	const behaviours = signs.filter((/** @type {any} */ s) => s.where === 'script' && s.from === s.to);
	const finds = signs.filter((/** @type {any} */ s) => s.to > s.from);
	let list = file ? file.blocks : finds.map((/** @type {any} */ s, /** @type {number} */ i) =>
		({ block: i, text: s.text, seen: true, where: s.where, level: 0, only: s }));

	if (list.length) {
		const sheet = el('div', { class: 'sheet' });
		const draw = (/** @type {any} */ b) => {
			const mine = b.only ? [{ ...b.only, from: 0, to: utf8.encode(b.text).length }]
				: finds.filter((/** @type {any} */ f) => f.block === b.block);
			const holder = el('div', { class: b.level ? 'block heading' : 'block' });
			if (!b.seen || b.where === 'title')
				holder.append(told('span', t(b.where === 'title' ? 'where-title' : 'where-hidden'), { class: 'where' }));
			const line = el('bdi', { lang });
			for (const s of segments(b, mine)) {
				if (!s.text)
					continue;
				line.append(s.ids.size ? opener(s.text, holder, () => detail(judged, words, s.ids))
					: s.text);
			}
			holder.append(line);
			return holder;
		};
		sheet.append(...list.slice(0, BLOCKS_FIRST).map(draw));
		const rest = list.slice(BLOCKS_FIRST);
		if (rest.length) {
			const all = el('button', { type: 'button', class: 'noprint' }, say(t('text-all')));
			all.addEventListener('click', () => {
				all.replaceWith(...rest.map(draw));
			});
			sheet.append(all);
		}
		out.push(told('h2', t('text-title')), finds.length > 0 && told('p', t('text-lead'), { class: 'quiet noprint' }),
			sheet, file?.cut && told('p', t('text-cut'), { class: 'quiet' }));
	}
	if (behaviours.length) {
		const ids = [...new Set(behaviours.map((/** @type {any} */ s) => s.id))];
		out.push(told('h2', t('behaviours')), el('div', { class: 'sheet' }, ...ids.map((id) => {
			const holder = el('div', { class: 'block' });
			holder.append(opener(say(words.signs[id].title || words.signs[id].truth), holder,
				() => detail(judged, words, [id])));
			return holder;
		})));
	}
	return out;
}
