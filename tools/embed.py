#!/usr/bin/env python3
"""Write the record files of data/ into one C file: embed.py OUT.c NAME=PATH..."""
import sys


def main():
    out, files = sys.argv[1], sys.argv[2:]
    parts = ['/* Made by tools/embed.py from data/; do not edit. */\n'
             '#include "mushi/mushi.h"\n\n']
    table = []
    for number, item in enumerate(files):
        name, path = item.split('=', 1)
        data = open(path, 'rb').read()
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


main()
