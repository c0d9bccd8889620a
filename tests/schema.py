#!/usr/bin/env python3
"""Every judgement against doc/mushi.schema.json: the golden documents, inputs that cannot be
read, and the training part of the corpus in three languages. Where Python's jsonschema is
installed, it is asked as well.

  tests/schema.py MUSHI SOURCE_ROOT
"""
import copy
import json
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'lib'))
from check import check, done, same  # noqa: E402
from jsonschema_subset import errors  # noqa: E402

MUSHI, ROOT = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
SCHEMA = json.load(open(os.path.join(ROOT, 'doc/mushi.schema.json'), encoding='utf-8'))
try:
    import jsonschema
    other = jsonschema.Draft202012Validator(SCHEMA)
except (ImportError, AttributeError):
    other = None


def no_doubles(pairs):
    keys = [k for k, _ in pairs]
    check(len(keys) == len(set(keys)), f'a key twice: {keys}')
    return dict(pairs)


def judge(names, *args):
    run = subprocess.run([MUSHI, 'check', '--json', '--now', '2026-11-24T09:00:00+09:00', *args,
                          '--', *names], capture_output=True)
    lines = run.stdout.decode('utf-8').splitlines()
    same(len(lines), len(names), 'one line for each input')
    return [json.loads(x, object_pairs_hook=no_doubles) for x in lines]


def valid(x):
    found = errors(x, SCHEMA, SCHEMA)
    check(not found, f'{x.get("input")}: {found[:3]}')
    if other:
        check(other.is_valid(x) == (not found), f'{x.get("input")}: jsonschema differs')
    for s in x['signs']:
        check(s['from'] <= s['to'], f'{x["input"]}: {s["id"]}: from after to')


def refuses(x, change, what):
    y = copy.deepcopy(x)
    change(y)
    check(errors(y, SCHEMA, SCHEMA), f'the schema refuses {what}')


def main():
    golden = os.path.join(ROOT, 'tests/golden')
    names = [os.path.join(d, n) for d, _, files in sorted(os.walk(golden)) for n in sorted(files)
             if n.endswith(('.html', '.txt')) and os.path.basename(d) in ('fraud', 'honest')]
    check(len(names) >= 3, 'golden documents')
    judged = []
    for lang in ('ja', 'ja-easy', 'en'):
        judged += judge(names, '--lang', lang)
    for situation in ('paid-bank', 'called'):
        if subprocess.run([MUSHI, 'check', '-q', '--situation', situation, names[0]],
                          capture_output=True).returncode != 2:
            judged += judge(names, '--situation', situation)
    for x in judge(['/nowhere/at all', golden, '/dev/null'], '--charset', 'utf-8'):
        judged.append(x)
    judged += judge(names[:1], '--charset', 'klingon-8')
    check(judged[-1]['error'], 'an unknown charset is an error')
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, os.path.join(ROOT, 'tools/corpus.py'), 'expand', folder,
                        '--split', 'train'], check=True, stdout=subprocess.DEVNULL)
        items = sorted(os.path.join(folder, n) for n in os.listdir(folder)
                       if not n.endswith('.jsonl'))
        for i in range(0, len(items), 400):
            judged += judge(items[i:i + 400], '--lang', 'en' if i % 800 else 'ja')
    for x in judged:
        valid(x)
    good = next(x for x in judged if x['verdict'] == 'fraud' and x['indicators']['phones'])
    for change, what in (
            (lambda y: y.update(verdict='safe'), 'a verdict that does not exist'),
            (lambda y: y.update(verdict=None), 'no verdict without an error'),
            (lambda y: y.update(probability=1), 'certainty'),
            (lambda y: y.pop('notes'), 'a missing key'),
            (lambda y: y.update(colour='red'), 'a key too many'),
            (lambda y: y['signs'][0].update(stance='meant'), 'an unknown stance'),
            (lambda y: y['signs'][0].update(block=True), 'a boolean for a number'),
            (lambda y: y['indicators'].pop('ips'), 'a missing list'),
            (lambda y: y['indicators']['phones'][0].update(valid='maybe'), 'valid: maybe'),
            (lambda y: y['indicators']['phones'][0].update(owner='x'), 'an unknown key'),
            (lambda y: y['advice']['contacts'][0].update(number=188), 'a number as a number')):
        refuses(good, change, what)
    done()


main()
