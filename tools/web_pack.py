#!/usr/bin/env python3
"""The rules for the engine of the web page: one text of records without what no judgement needs.

  tools/web_pack.py DATA_DIR OUT

Comments, tests, notes and sources are left out; a source that a record must have is "-".
"""
import os
import re
import sys

NOT_PACK = {'official.rec', 'law.rec'}
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


def main():
    root, out = sys.argv[1:3]
    text = re.sub(r'\n{3,}', '\n\n', '\n'.join(records(root))).lstrip('\n')
    with open(out, 'w', encoding='utf-8') as f:
        f.write(text)


if __name__ == '__main__':
    main()
