#!/usr/bin/env python3
"""Write doc/sources.md from the records: sources.py SOURCE_ROOT [--check]

--check writes nothing and fails when the page is not what the records say.
"""
import os
import re
import sys

ROOT = sys.argv[1]


def records(path):
    rec = []
    for line in open(path, encoding='utf-8').read().split('\n') + ['']:
        if line.startswith('#'):
            continue
        if not line.strip():
            if rec:
                yield rec
            rec = []
        elif line.startswith('  '):
            rec[-1][1] += ' ' + line.strip()
        else:
            key, value = line.split(':', 1)
            rec.append([key.strip(), value.strip()])


def page():
    out = ['# Sources', '',
           'Made by `tools/sources.py` from the records of `data/`; do not edit.',
           'Many sources were read as stored copies, not live.',
           'A telephone number is printed only from a record that is `high` or `medium`.', '']
    for folder, dirs, names in os.walk(ROOT + '/data'):
        dirs.sort()
        for name in sorted(names):
            if not name.endswith('.rec'):
                continue
            rows = {}
            for rec in records(os.path.join(folder, name)):
                d = dict(rec)
                if 'source' not in d:
                    continue
                source = d['source']
                checked = d.get('checked', '')
                found = re.search(r' ?\(checked (\d{4}-\d\d-\d\d)\)', source)
                if found:
                    checked = found.group(1)
                    source = source.replace(found.group(0), '')
                rows.setdefault((source, checked, d.get('sure', '')), []).append(rec[0][1])
            if not rows:
                continue
            part = os.path.relpath(os.path.join(folder, name), ROOT)
            out += [f'## {part}', '', '| records | source | checked | sure |', '| --- | --- | --- | --- |']
            for (source, checked, sure), ids in rows.items():
                text = source.replace('|', '\\|')
                out.append(f'| {", ".join(ids)} | {text} | {checked} | {sure} |')
            out.append('')
    return '\n'.join(out).rstrip() + '\n'


path = ROOT + '/doc/sources.md'
if '--check' in sys.argv:
    if not os.path.exists(path) or open(path, encoding='utf-8').read() != page():
        sys.exit('doc/sources.md is not what data/ says: run tools/sources.py .')
else:
    os.makedirs(os.path.dirname(path), exist_ok=True)
    open(path, 'w', encoding='utf-8').write(page())
