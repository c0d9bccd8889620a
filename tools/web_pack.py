#!/usr/bin/env python3
"""The rules for the engine of the web page: one text of records without what no judgement needs,
the texts for people apart for each language, and the tone (data/tone.rec) as a table. web/worker.js
makes records of them again.

  tools/web_pack.py DATA_DIR OUT_DIR     writes rules.rec, text-LANGUAGE.rec, tone.bin

Comments, tests, notes and sources are left out; a source that a record must have is "-".
A file of texts has a block for each record, in order, with the lines of that language: "truth: …",
or "truth KINDS: …" where it is not there in all three languages (j, e, n: easy, English). Where the
language has none the Japanese text stands for it, as it does in the library.
The table: the heads in one line (`rare` first); the number of runs (16 bits, little end first); then
for each run, in order, a byte of how much it shares with the one before; likewise its length; for
each head a byte for each run, in tenths; and the letters that are not shared.
"""
import os
import re
import sys

NOT_PACK = {'official.rec', 'law.rec', 'me.rec', 'tone.rec'}
LEFT_OUT = {'hit', 'miss', 'note', 'source', 'phone-note', 'scope'}
NEEDS_SOURCE = {'situation', 'contact', 'prefecture'}


def strip(path):
    """The lines of one record file that are needed."""
    first, skip = None, False
    with open(path, encoding='utf-8') as f:
        for line in f.read().split('\n'):
            if line.startswith('#'):
                continue
            if not line:
                first, skip = None, False
                yield ''
            elif line.startswith('  '):
                if not skip:
                    yield line
            else:
                key, value = line.split(':', 1)
                first = first or key
                skip = key in LEFT_OUT or (first == 'weight' and key == 'why')
                if not skip:
                    yield line
                elif key == 'source' and first in NEEDS_SOURCE:
                    yield 'source: -'


def records(root):
    for folder, folders, names in os.walk(root):
        folders.sort()
        if os.path.basename(folder) == 'fold':
            continue
        for name in sorted(names):
            if name.endswith('.rec') and name not in NOT_PACK:
                yield from strip(os.path.join(folder, name))
                yield ''


LANGS = {'ja': 'j', 'ja-easy': 'e', 'en': 'n'}
LINE = re.compile(r'([a-z-]+?)(?:-(ja-easy|ja|en))?:(.*)', re.S)
PLAIN_JA = {'hours', 'cost', 'for'}  # of a contact: Japanese without saying so


def apart(text):
    """Records without words for people, and for each language the blocks of these."""
    core, texts = [], {lang: [] for lang in LANGS}
    for record in re.split(r'\n{2,}', text.strip('\n')):
        if record.startswith('easy:'):
            texts['ja-easy'].append((record, None))
            continue
        lines, said = [], {}
        first = record.split(':', 1)[0]
        # A line and those that continue it.
        for line in re.split(r'\n(?!  )', record):
            stem, lang, value = LINE.fullmatch(line).groups()
            if not lang and first == 'contact' and stem in PLAIN_JA:
                lang = 'ja'
            if not lang:
                lines.append(line)
            elif (stem, lang) in said:
                raise SystemExit(f'{record[:60]}: {stem}-{lang} is there twice')
            else:
                said[stem, lang] = value.strip()
        if said:
            lines[0] = lines[0].replace(':', '+:', 1)
        core.append('\n'.join(lines))
        stems = list(dict.fromkeys(stem for stem, _ in said))
        for lang in LANGS if said else ():
            block = []
            for stem in stems:
                there = [x for x in LANGS if (stem, x) in said]
                kinds = '' if len(there) == 3 else ' ' + ''.join(LANGS[x] for x in there)
                value = said.get((stem, lang), said.get((stem, 'ja'), ''))
                block.append(f'{stem}{kinds}: {value}'.rstrip())
            texts[lang].append(('\n'.join(block), first))
    return '\n\n'.join(core) + '\n', {
        # Records of their own come last.
        lang: '\n\n'.join([b for b, of in blocks if of] + [b for b, of in blocks if not of]) + '\n'
        for lang, blocks in texts.items()}


def items(line):
    return [x.strip() for x in line.split('|') if x.strip()]


def tone(path):
    told, names = {}, []
    tenths, heads_of = 0, []
    with open(path, encoding='utf-8') as f:
        for line in f.read().split('\n'):
            if line.startswith('tone:'):
                number = line[5:].strip()
                if not re.fullmatch(r'-?\d+\.\d', number):
                    raise SystemExit(f'tone {number}: the table holds tenths')
                tenths = int(number.replace('.', ''))
            elif line.startswith('of:'):
                heads_of = items(line[3:])
                names += [h for h in heads_of if h not in names]
            elif line.startswith(('is:', '  ')):
                for run in items(line[3:] if line.startswith('is:') else line):
                    for h in heads_of:
                        told[run, h] = tenths
    if not names or names[0] != 'rare':
        raise SystemExit('the first tone says how rare runs are')
    runs = sorted({run for run, _ in told})
    if any(c > '\uffff' for run in runs for c in run):
        raise SystemExit('a letter of a run has 16 bits')
    shared, lengths, letters, last = bytearray(), bytearray(), [], ''
    for run in runs:
        same = len(os.path.commonprefix([run, last]))
        shared.append(same)
        lengths.append(len(run))
        letters.append(run[same:])
        last = run
    return b''.join([
        '|'.join(names).encode() + b'\n', len(runs).to_bytes(2, 'little'), shared, lengths,
        *(bytes(told.get((r, h), 0) & 255 for r in runs) for h in names),
        ''.join(letters).encode()])


def main():
    root, out = sys.argv[1:3]
    with open(os.path.join(out, 'tone.bin'), 'wb') as f:
        f.write(tone(os.path.join(root, 'tone.rec')))
    core, texts = apart('\n'.join(records(root)))
    for name, text in [('rules', core), *((f'text-{lang}', text) for lang, text in texts.items())]:
        with open(os.path.join(out, name + '.rec'), 'w', encoding='utf-8') as f:
            f.write(text)


if __name__ == '__main__':
    main()
