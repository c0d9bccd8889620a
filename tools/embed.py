#!/usr/bin/env python3
"""Write the record files of data/ into one C file: embed.py DATA_DIR OUT.c OUT.d

Everything *.rec belongs to the pack but data/fold (tables of the fold, see tools/gen_fold.py)
and data/official.rec (see src/indicator). The depfile names the folders too, so that a new file
is noticed by the build.
"""
import os
import sys

NOT_PACK = {'official.rec'}


def main():
    root, out, depfile = sys.argv[1:4]
    found, watched = [], []
    for folder, folders, names in os.walk(root):
        part = os.path.relpath(folder, root)
        if part == 'fold':
            folders[:] = []
            continue
        watched.append(folder)
        found += [os.path.normpath(os.path.join(part, n)) for n in names if n.endswith('.rec')]
    found = sorted(f for f in found if f not in NOT_PACK)
    parts = ['/* Made by tools/embed.py from data/; do not edit. */\n'
             '#include "mushi/mushi.h"\n\n']
    table = []
    for number, name in enumerate(found):
        with open(os.path.join(root, name), 'rb') as f:
            data = f.read()
        # Arrays of numbers, not string literals: compilers limit the length of those.
        parts.append(f'static const unsigned char file_{number}[] = {{\n')
        for at in range(0, len(data), 32):
            parts.append(','.join(str(b) for b in data[at:at + 32]) + ',\n')
        parts.append('0};\n\n')
        table.append(f'\t{{"{name}", (const char *)file_{number}, {len(data)}}},\n')
    parts.append('static const struct mushi_file files[] = {\n' + ''.join(table) + '};\n\n')
    parts.append('const struct mushi_file *\nmushi_pack_builtin(size_t *n)\n{\n'
                 '\t*n = sizeof files / sizeof *files;\n\treturn files;\n}\n')
    with open(out, 'w') as f:
        f.write(''.join(parts))
    with open(depfile, 'w') as f:
        paths = watched + [os.path.join(root, n) for n in found]
        f.write(out + ': ' + ' '.join(p.replace(' ', '\\ ') for p in paths) + '\n')


main()
