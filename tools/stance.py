#!/usr/bin/env python3
"""Measure how well use is told from mention, on the labelled passages of tests/stance/.

    tools/stance.py BUILD_DIR [--split train|dev|test] [--wrong] [--weights FILE]

A passage is right when the majority of its finds (signs of fraud, not counter-signs) has its
label. The part is chosen by a hash of the passage's group, so that one way of putting things is
never both learned and tested. --wrong lists the passages judged wrongly (not for test).
"""
import argparse
import collections
import glob
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def split_of(key):
    first = hashlib.sha256(key.encode()).digest()[0]
    return 'train' if first < 154 else 'dev' if first < 205 else 'test'


def load():
    out = []
    for path in sorted(glob.glob(os.path.join(ROOT, 'tests', 'stance', '*.tsv'))):
        for n, line in enumerate(open(path, encoding='utf-8'), 1):
            if line.startswith('#') or not line.strip():
                continue
            cell = line.rstrip('\n').split('\t')
            if len(cell) < 4 or cell[0] not in ('a', 'm'):
                sys.exit('%s:%d: not label, language, sign, text' % (path, n))
            cell += [''] * (6 - len(cell))
            out.append({'label': cell[0], 'lang': cell[1], 'sign': cell[2],
                        'text': cell[3].replace('\\n', '\n'), 'cue': cell[4] or 'other',
                        'split': split_of(cell[5] or cell[3]),
                        'where': '%s:%d' % (os.path.basename(path), n)})
    return out


def beats():
    """The beat of each sign, from the rules."""
    out, sign = {}, None
    for path in glob.glob(os.path.join(ROOT, 'data', 'rules', 'sign-*.rec')):
        for line in open(path, encoding='utf-8'):
            if line.startswith('sign:'):
                sign = line[5:].strip()
            elif line.startswith('beat:'):
                out[sign] = line[5:].strip()
    return out


def add_finds(build, passages, weights=None):
    """Give each passage `finds`: [sign, p_mentioned, bits] of what accuses in it."""
    beat = beats()
    with tempfile.TemporaryDirectory() as folder:
        names = []
        for i, p in enumerate(passages):
            html = re.match(r'\s*<(?:p|h\d|div|ul|script|figure|blockquote|table)\b', p['text'])
            names.append(os.path.join(folder, '%05d.%s' % (i, 'html' if html else 'txt')))
            with open(names[-1], 'w', encoding='utf-8') as f:
                f.write(('<!DOCTYPE html><meta charset=utf-8><title>-</title><body>' if html
                         else '') + p['text'] + '\n')
        out = subprocess.run([os.path.join(build, 'tools', 'features')]
                             + (['--weights', weights] if weights else []),
                             input=('\n'.join(names) + '\n').encode(), check=True,
                             stdout=subprocess.PIPE).stdout.decode()
        for line in out.splitlines():
            got = json.loads(line)
            finds = [(s[0], s[1], s[3]) for s in got['signs'] if s[3]
                     and beat.get(s[0]) not in ('counter', 'context')]
            passages[int(os.path.basename(got['file'])[:5])]['finds'] = finds
    for p in passages:
        own = [f for f in p['finds'] if f[0] == p['sign']]
        p['wanted'] = own or p['finds']
        if p['wanted']:
            said = sum(f[1] >= 0.5 for f in p['wanted']) * 2 >= len(p['wanted'])
            p['right'] = said == (p['label'] == 'm')
    return passages


def report(passages, out=sys.stdout):
    """Accuracy by language and way of putting it; returns the accuracy over all."""
    count = collections.defaultdict(lambda: [0, 0, 0])
    for p in passages:
        for k in ('all', 'lang ' + p['lang'], {'a': 'asserted', 'm': 'mentioned'}[p['label']],
                  p['label'] + ' ' + p['cue']):
            if 'right' in p:
                count[k][p['right']] += 1
            else:
                count[k][2] += 1
    for k in sorted(count, key=lambda k: (' ' in k, k)):
        bad, good, none = count[k]
        out.write('%-24s %4d of %4d right  %5.1f %%   no find: %d\n'
                  % (k, good, good + bad, 100 * good / max(1, good + bad), none))
    bad, good, _ = count['all']
    return good / max(1, good + bad)


def main():
    ap = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    ap.add_argument('build')
    ap.add_argument('--split', choices=['train', 'dev', 'test', 'all'], default='all')
    ap.add_argument('--wrong', action='store_true')
    ap.add_argument('--weights')
    args = ap.parse_args()
    passages = [p for p in load() if args.split in ('all', p['split'])]
    add_finds(args.build, passages, args.weights)
    report(passages)
    if args.wrong:
        names = [line.split('\t')[0][7:] for line in subprocess.run(
            [os.path.join(args.build, 'tools', 'features'), '--names'], check=True,
            stdout=subprocess.PIPE).stdout.decode().splitlines() if line.startswith('stance.')]
        for p in passages:
            if p['split'] == 'test' or p.get('right', False):
                continue
            print('%s %s %s %s' % (p['where'], p['label'], p['sign'], p['text'].replace('\n', '\\n')))
            for f in p.get('wanted', []):
                print('      %-26s %.2f %s' % (f[0], f[1], ' '.join(
                    n for i, n in enumerate(names) if f[2] >> i & 1 and n != 'bias')))


if __name__ == '__main__':
    main()
