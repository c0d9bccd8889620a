#!/usr/bin/env python3
"""Compare what mushi says about tests/golden/{fraud,honest}/NAME.* with NAME.want.

  tests/golden.py MUSHI [--bless]

A .want file holds the text report (Japanese, 80 columns, no colour), a line "---" and the JSON.
With --bless the .want files are written anew; their diff is to be read like code. A document
without a .want is a failure. Frauds must be called fraud or suspicious and honest ones must not,
whatever .want says.
"""
import difflib
import json
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'lib'))
from check import check, done  # noqa: E402

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'golden')
NOW = '2026-11-24T09:00:00+09:00'


def documents():
    for side in ('fraud', 'honest'):
        folder = os.path.join(HERE, side)
        for name in sorted(os.listdir(folder)):
            if not name.endswith('.want'):
                yield side, f'{side}/{name}'


def run(mushi, *args):
    env = {k: v for k, v in os.environ.items() if k not in ('COLUMNS', 'NO_COLOR')}
    return subprocess.run([mushi, 'check', '--now', NOW, '--lang', 'ja', *args], cwd=HERE,
                          env=dict(env, COLUMNS='80'), capture_output=True)


def report(mushi, name):
    text = run(mushi, '--color', 'never', name)
    line = run(mushi, '--json', name)
    trouble = (text.stderr + line.stderr).decode(errors='replace')
    check(not trouble, f'{name}: {trouble}')
    return text.stdout.rstrip(b'\n') + b'\n---\n' + line.stdout


def main():
    mushi = os.path.abspath(sys.argv[1])
    bless = '--bless' in sys.argv[2:]
    for side, name in documents():
        got = report(mushi, name)
        want_name = os.path.join(HERE, os.path.splitext(name)[0] + '.want')
        verdict = json.loads(got.rsplit(b'---\n', 1)[1])['verdict']
        check((verdict in ('fraud', 'suspicious')) == (side == 'fraud'),
              f'{name}: called {verdict}')
        if bless:
            old = open(want_name, 'rb').read() if os.path.exists(want_name) else b''
            if old != got:
                print('blessed ' + os.path.relpath(want_name))
                with open(want_name, 'wb') as f:
                    f.write(got)
            continue
        if not check(os.path.exists(want_name), f'{name}: no .want file; see tools/bless'):
            continue
        want = open(want_name, 'rb').read()
        if not check(got == want, f'{name}: differs from its .want file'):
            sys.stdout.writelines(difflib.unified_diff(
                want.decode(errors='replace').splitlines(True),
                got.decode(errors='replace').splitlines(True), want_name, 'now', n=1))
    done()


main()
