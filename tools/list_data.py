#!/usr/bin/env python3
"""Print the record files of data/ that make up the built-in pack, sorted, one a line."""
import os
import sys

root = sys.argv[1]
found = []
for folder, _, names in os.walk(root):
    part = os.path.relpath(folder, root)
    if part.split(os.sep)[0] == 'fold':  # tables of the fold, read by tools/gen_fold.py
        continue
    found += [os.path.normpath(os.path.join(part, n)) for n in names if n.endswith('.rec')]
found = [f for f in found if f != 'official.rec']  # a table of its own, see src/indicator
print('\n'.join(sorted(found)))
