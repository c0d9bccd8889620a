#!/usr/bin/env python3
"""What no compiler looks at: spaces at line ends, invisible characters, files grown too long.

  tests/tidy.py SOURCE_ROOT

Bidirectional controls and invisible characters make code say something else than it shows; they
may stand in tests/ (which feeds them to the program) and data/fold (which names them) only.
"""
import os
import re
import subprocess
import sys
import unicodedata

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'lib'))
from check import check, done  # noqa: E402

ROOT = os.path.abspath(sys.argv[1])
MOST_LINES = 1000
# Longer ones that wait to be divided, with the length they may not pass.
LONGER = {}
INVISIBLE = {0x00AD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0, 0x180E}
TEXT = ('.c', '.h', '.def', '.py', '.mjs', '.js', '.build', '.txt', '.md', '.rec', '.sh', '.json',
        '.1', '.3', '.5', '.html')
# Binary or generated, or another project's words.
SKIP = re.compile(r'^(LICENSE|fuzz/seeds/|doc/pictures/)')


def tracked():
    git = subprocess.run(['git', '-C', ROOT, '-c', 'core.quotePath=false', 'ls-files', '-z',
                          '--cached', '--others', '--exclude-standard'], capture_output=True)
    if git.returncode == 0 and git.stdout:
        return sorted(set(git.stdout.decode().split('\0')) - {''})
    found = []
    for folder, dirs, names in os.walk(ROOT):  # a release archive has no .git
        dirs[:] = [d for d in dirs if not d.startswith('.') and not re.match(r'b(-|$)', d)
                   and d not in ('node_modules', '__pycache__')]
        found += [os.path.relpath(os.path.join(folder, n), ROOT) for n in names]
    return sorted(found)


def hidden(c):
    n = ord(c)
    return n in INVISIBLE or (unicodedata.category(c) in ('Cf', 'Zl', 'Zp')) \
        or (n < 32 and c not in '\n\t') or 0x7F <= n < 0xA0 or n == 0x3164


def main():
    for name in tracked():
        path = os.path.join(ROOT, name)
        if SKIP.match(name) or os.path.islink(path) or not os.path.isfile(path):
            continue
        script = not os.path.splitext(name)[1]
        if not (name.endswith(TEXT) or script):
            continue
        data = open(path, 'rb').read()
        free = name.startswith(('tests/', 'data/fold/'))
        try:
            text = data.decode('utf-8')
        except UnicodeDecodeError as e:
            check(free, f'{name}: not UTF-8 at byte {e.start}')
            continue
        if not free:
            bad = next(((i, c) for i, line in enumerate(text.split('\n'), 1) for c in line
                        if hidden(c)), None)
            check(bad is None, f'{name}:{bad and bad[0]}: invisible U+{ord(bad[1]) if bad else 0:04X}')
            bad = next((i for i, line in enumerate(text.split('\n'), 1)
                        if line != line.rstrip(' \t\r')), None)
            check(bad is None, f'{name}:{bad}: space at the end of the line')
            check(not text or text.endswith('\n'), f'{name}: no newline at the end')
        if name.endswith(('.c', '.h', '.py', '.mjs')):
            lines = text.count('\n')
            most = LONGER.get(name, MOST_LINES)
            check(lines <= most, f'{name}: {lines} lines; past {most}, look for a second subject')
    done()


main()
