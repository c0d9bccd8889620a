#!/usr/bin/env python3
"""src/layers.txt against the includes of src/; and no face looks behind include/.

  tests/layers.py SOURCE_ROOT
"""
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'lib'))
from check import check, done  # noqa: E402

ROOT = os.path.abspath(sys.argv[1])
INCLUDE = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)', re.M)
SYSTEM = {'stdbool.h', 'stddef.h', 'stdint.h', 'stdlib.h', 'string.h', 'stdarg.h', 'limits.h',
          'emmintrin.h', 'assert.h'}  # what the core may use of the C library: no I/O, no clock


def read_layers(path):
    layers = {}
    for number, line in enumerate(open(path, encoding='utf-8'), 1):
        line = line.split('#')[0].strip()
        if line:
            name, colon, rest = line.partition(':')
            check(colon, f'{path}:{number}: no colon')
            layers[name] = set(rest.split())
    return layers


def files(*parts):
    for folder, _, names in sorted(os.walk(os.path.join(ROOT, *parts))):
        for name in sorted(names):
            if name.endswith(('.c', '.h', '.def')):
                yield os.path.join(folder, name)


def cycle(layers):
    """A folder that reaches itself, or None."""
    for start in layers:
        seen, todo = set(), list(layers[start])
        while todo:
            x = todo.pop()
            if x == start:
                return start
            if x not in seen:
                seen.add(x)
                todo += layers.get(x, ())
    return None


def main():
    layers = read_layers(os.path.join(ROOT, 'src', 'layers.txt'))
    for name, below in layers.items():
        check(name == '.' or os.path.isdir(os.path.join(ROOT, 'src', name)), f'no folder {name}')
        for b in below:
            check(b in layers, f'{name} names {b}, which has no line')
    check(cycle(layers) is None, f'{cycle(layers)} includes itself through others')
    for path in files('src'):
        part = os.path.relpath(path, os.path.join(ROOT, 'src'))
        layer = os.path.dirname(part) or '.'
        if not check(layer in layers, f'src/{part}: its folder is not in src/layers.txt'):
            continue
        for kind, name in INCLUDE.findall(open(path, encoding='utf-8').read()):
            if kind == '<':
                check(name in SYSTEM, f'src/{part}: <{name}> is not for the core')
            elif '/' in name and name != 'mushi/mushi.h':
                to = name.split('/')[0]
                check(to == layer or to in layers[layer],
                      f'src/{part}: {layer} may not include {to} ({name})')
            else:
                check(name == 'mushi/mushi.h' or name in ('jis.h', 'entities_table.h',
                      'element_hash.h'), f'src/{part}: include "{layer}/{name}"')
    for path in files('face'):
        part = os.path.relpath(path, ROOT)
        for kind, name in INCLUDE.findall(open(path, encoding='utf-8').read()):
            if kind == '"':
                check(name in ('mushi/mushi.h', 'mushi/reader.h') or os.path.exists(
                      os.path.join(os.path.dirname(path), name)),
                      f'{part}: a face sees include/ only, not {name}')
    done()


main()
