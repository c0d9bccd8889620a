#!/usr/bin/env python3
"""The rules for the engine of the web page: one text of records without what no judgement needs,
and the tone (data/tone.rec) as a table, which web/worker.js writes out as records again.

  tools/web_pack.py DATA_DIR OUT.rec OUT.bin

Comments, tests, notes and sources are left out; a source that a record must have is "-".
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
    root, out, table = sys.argv[1:4]
    with open(table, 'wb') as f:
        f.write(tone(os.path.join(root, 'tone.rec')))
    text = re.sub(r'\n{3,}', '\n\n', '\n'.join(records(root))).lstrip('\n')
    with open(out, 'w', encoding='utf-8') as f:
        f.write(text)


if __name__ == '__main__':
    main()
