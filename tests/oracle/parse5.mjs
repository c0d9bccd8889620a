// What a browser's tree says a page shows: parse5 (documents, scripting off) against our reader.
//
//   PARSE5=/path/to/node_modules/parse5/dist/index.js DUMP=b/tests/dump_doc \
//       node tests/oracle/parse5.mjs PAGE.html…
//
// For each page: the text of the tree in document order, white space left out, must be the text
// of our blocks in order. Text the tree shows and we have not must be among what we call hidden
// (a style rule hides it); text hidden by attribute must be called hidden by us. Exit 1 on any
// difference. Texts of alt, title, placeholder, CSS and scripts are no nodes and not compared.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const { parse } = await import(process.env.PARSE5 ?? 'parse5');
const dump = process.env.DUMP ?? 'b/tests/dump_doc';

const silent = new Set(['script', 'style', 'rt', 'rp', 'iframe', 'noembed', 'noframes', 'template',
	'metadata', 'defs', 'desc', 'head']);
// As our blocks: no white space at all, and no spaces of other scripts that are blocks of nothing.
const squeeze = (s) => s.replace(/[\s\u0000-\u0020\u00a0\u200b\u3000\ufeff]+/g, '');

function walk(root) {
	let visible = '';
	const hidden = [];
	const values = new Set();
	const stack = [[root, false, false]];
	while (stack.length) {
		const [node, gone, svg] = stack.pop();
		if (node.nodeName === '#text') {
			if (gone) hidden.push(squeeze(node.value));
			else visible += squeeze(node.value);
			continue;
		}
		const name = node.tagName ?? '';
		if (silent.has(name) && name !== 'head') continue;
		if (svg && name === 'title') continue;
		const attr = (n) => node.attrs?.find((a) => a.name === n)?.value;
		if (name === 'input' && attr('value')) values.add(squeeze(attr('value')));
		const off = gone || attr('hidden') !== undefined
			|| /display\s*:\s*none/i.test(attr('style') ?? '');
		const kids = node.childNodes ?? [];
		for (let i = kids.length - 1; i >= 0; i--)
			stack.push([kids[i], off, svg || name === 'svg']);
	}
	return { visible, hidden: hidden.filter(Boolean), values };
}

let bad = 0;
for (const file of process.argv.slice(2)) {
	const tree = walk(parse(readFileSync(file, 'utf8'), { scriptingEnabled: false }));
	const lines = execFileSync(dump, ['-b', file], { encoding: 'utf8', maxBuffer: 1 << 28 })
		.split('\n').filter(Boolean).map((l) => l.split('\t'));
	const flow = lines.filter(([p]) => /^(text|title|heading|link|button|noscript)\d*$/.test(p));
	const text = (t) => squeeze(t.replace(/\\(n|\\)/g, (_, c) => (c === 'n' ? '' : c)));
	const ours = flow.filter(([, f]) => !/\bhidden\b/.test(f)).map(([p, , t]) => [p, text(t)])
		.filter(([p, t]) => !(p.startsWith('button') && tree.values.has(t)));
	const dark = flow.filter(([, f]) => /\bhidden\b/.test(f)).map(([, , t]) => text(t)).join('');
	const faults = [];
	let at = 0;
	for (const [, t] of ours) {
		const found = tree.visible.indexOf(t, at);
		if (found < 0) {
			faults.push(`not in the tree here: ${t.slice(0, 60)}`);
			continue;
		}
		const gap = tree.visible.slice(at, found);
		if (gap && !dark.includes(gap)) faults.push(`missing: ${gap.slice(0, 60)}`);
		at = found + t.length;
	}
	const rest = tree.visible.slice(at);
	if (rest && !dark.includes(rest)) faults.push(`missing at the end: ${rest.slice(0, 60)}`);
	for (const h of tree.hidden)
		if (!dark.includes(h) && ours.some(([, t]) => t.includes(h)) && h.length > 3)
			faults.push(`shown though hidden: ${h.slice(0, 60)}`);
	if (faults.length) {
		bad++;
		console.log(`${file}: ${faults.length}`);
		for (const f of faults.slice(0, 5)) console.log(`  ${f}`);
	}
}
console.log(`${process.argv.length - 2 - bad} same, ${bad} different`);
process.exit(bad ? 1 : 0);
