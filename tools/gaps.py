#!/usr/bin/env python3
"""Show what the signs see and do not see in texts of the corpus.

    tools/gaps.py BUILD_DIR [--split train] [--side fraud|honest] [--kind KIND] [--id PART]
                  [--max N] [--weakest]

Prints each text with its finds: the sign, a for asserted or m for mentioned with the probability
of a mention, and the words. --weakest puts frauds with the lowest probability first (honest
texts with the highest).
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument('build')
    ap.add_argument('--split', default='train', choices=['train', 'dev'])
    ap.add_argument('--side', default='fraud')
    ap.add_argument('--kind')
    ap.add_argument('--id', default='')
    ap.add_argument('--max', type=int, default=20)
    ap.add_argument('--weakest', action='store_true')
    ap.add_argument('--wrong', action='store_true', help='only texts judged wrongly')
    args = ap.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, os.path.join(ROOT, 'tools', 'corpus.py'), 'expand',
                        folder, '--split', args.split], check=True, stdout=subprocess.DEVNULL)
        items = [json.loads(line) for line in open(os.path.join(folder, 'labels.jsonl'),
                                                   encoding='utf-8')]
        items = [i for i in items if i['side'] == args.side and args.id in i['id']
                 and (not args.kind or i['kind'] == args.kind) and i['variant'] == 1]
        names = '\n'.join(os.path.join(folder, i['file']) for i in items) + '\n'
        out = subprocess.run([os.path.join(args.build, 'tools', 'features')],
                             input=names.encode(), check=True,
                             stdout=subprocess.PIPE).stdout.decode()
        got = {}
        for line in out.splitlines():
            r = json.loads(line)
            got[os.path.basename(r['file'])] = r
        if args.wrong:
            items = [i for i in items if got[i['file']]['verdict'] != i['expect']]
        if args.weakest:
            items.sort(key=lambda i: got[i['file']]['p'] * (1 if args.side == 'fraud' else -1))
        for i in items[:args.max]:
            r = got[i['file']]
            print('=' * 78)
            print('%s  %s  expect %s  got %s %s  p=%.3f about=%.3f' % (
                i['id'], i['kind'], i['expect'], r['verdict'], r['kind'], r['p'], r['about']))
            dump = subprocess.run([os.path.join(args.build, 'face', 'cli', 'mushi'), 'check',
                                   '--json', os.path.join(folder, i['file'])],
                                  stdout=subprocess.PIPE).stdout.decode()
            text = open(os.path.join(folder, i['file']), 'rb').read()
            codec = {'utf-8': 'utf-8', 'shift_jis': 'cp932', 'euc-jp': 'euc_jp',
                     'iso-2022-jp': 'iso2022_jp', 'utf-16': 'utf-16'}
            print(text.decode(codec.get(i['encoding'], 'utf-8'), 'replace')[:3000])
            print('-' * 30)
            for s in json.loads(dump)['signs']:
                print('   %-28s %s %6.2f  %s' % (s['id'], s['stance'][0], s['weight'],
                                                 s['text'].replace('\n', ' ')[:70]))


main()
