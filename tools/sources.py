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


# Publishers that claims name without a page. Their addresses are those of the contacts, whose
# records say when they were looked at.
PUBLISHERS = (('国民生活センター', 'kokusen.go.jp'), ('消費者庁', 'caa.go.jp'), ('警察庁', 'npa.go.jp'),
              ('IPA', 'ipa.go.jp'), ('金融庁', 'fsa.go.jp'), ('総務省', 'soumu.go.jp'), ('裁判所', 'courts.go.jp'),
              ('法務省', 'moj.go.jp'), ('法テラス', 'houterasu.or.jp'), ('全国銀行協会', 'zenginkyo.or.jp'),
              ('預金保険機構', 'dic.go.jp'), ('日本弁護士連合会', 'nichibenren.or.jp'),
              ('フィッシング対策協議会', 'antiphishing.jp'))


def publishers():
    sites = [dict(rec)['site'] for rec in records(ROOT + '/data/contacts.rec') if 'site' in dict(rec)]
    out = ['## Publishers', '',
           'Where a source names only who warned, look there; `mushi explain --sources ID` shows one record.', '',
           '| publisher | address |', '| --- | --- |']
    for name, host in PUBLISHERS:
        at = [s for s in sites if s.split('/')[2].endswith(host)]
        if not at:
            sys.exit(f'tools/sources.py: no contact has an address at {host}')
        out.append(f'| {name} | https://{at[0].split("/")[2]}/ |')
    return out + ['']


def page():
    out = ['# Sources', '',
           'Made by `tools/sources.py` from the records of `data/`; do not edit.',
           'Many sources were read as stored copies, not live.',
           '`none` in `checked`: what it says was read on no day that is known, and is due to be looked at.',
           'An address in `<>` is the official page to compare with, not the copy that was read.',
           'A telephone number is printed only from a record that is `high` or `medium`.', ''] + publishers()
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
                address = d.get('site', d.get('police-page', ''))
                if address and address not in source:
                    source += f' <{address}>'
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
