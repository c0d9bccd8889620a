#!/usr/bin/env python3
"""The library as a packager and a user of it meet it: installed, linked both ways, its symbols.

  tests/package.py SOURCE_ROOT BUILD_ROOT CC...
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'lib'))
from check import check, done, same, skip  # noqa: E402

ROOT, BUILD, CC = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]), sys.argv[3:]
SAMPLE = os.path.join(ROOT, 'doc/sample/one-click.html')


def run(*command, **more):
    return subprocess.run(command, capture_output=True, text=True, **more)


def find(top, name):
    for folder, _, names in os.walk(top):
        if name in names:
            return os.path.join(folder, name)
    return None


def symbols(library):
    r = run('nm', '-D', '--defined-only', library)
    check(r.returncode == 0, r.stderr)
    return sorted(line.split()[-1].split('@')[0] for line in r.stdout.splitlines())


def main():
    want = [x for x in open(os.path.join(ROOT, 'tests/exports.txt')).read().split('\n') if x]
    header = open(os.path.join(ROOT, 'include/mushi/mushi.h'), encoding='utf-8').read()
    declared = sorted(set(re.findall(r'MUSHI_API[^;(]*?\b(mushi_\w+)\s*\(', header)))
    same(declared, want, 'tests/exports.txt against mushi.h')
    with tempfile.TemporaryDirectory() as dest:
        r = run('meson', 'install', '-C', BUILD, '--no-rebuild', '--destdir', dest)
        if not check(r.returncode == 0, 'meson install: ' + r.stdout + r.stderr):
            done()
        for name in ('mushi', 'mushi.h', 'libmushi.so', 'libmushi.so.0', 'libmushi.a', 'mushi.pc',
                     'mushi.1', 'libmushi.3', 'mushi-records.5', '_mushi'):
            check(find(dest, name), f'{name} is installed')
        headers = [n for _, _, names in os.walk(dest) for n in names if n.endswith('.h')]
        same(headers, ['mushi.h'], 'one public header')
        shared = find(dest, 'libmushi.so')
        same(symbols(shared), want, 'exported symbols')
        pc = find(dest, 'mushi.pc')
        if not shutil.which('pkg-config'):
            skip('no pkg-config')
            done()
        env = dict(os.environ, PKG_CONFIG_PATH=os.path.dirname(pc), PKG_CONFIG_SYSROOT_DIR=dest)
        flags = run('pkg-config', '--cflags', '--libs', 'mushi', env=env)
        check(flags.returncode == 0, flags.stderr)
        static = run('pkg-config', '--cflags', 'mushi', env=env).stdout.split()
        example = os.path.join(ROOT, 'doc/example.c')
        for name, libs in (('shared', flags.stdout.split()),
                           ('static', static + [find(dest, 'libmushi.a')])):
            program = os.path.join(dest, 'example-' + name)
            r = run(*CC, '-std=c17', '-Wall', '-Wextra', '-Werror', example, '-o', program, *libs)
            if not check(r.returncode == 0, f'{name}: {r.stderr}'):
                continue
            r = run(program, SAMPLE, env=dict(os.environ, LD_LIBRARY_PATH=os.path.dirname(shared)))
            same(r.returncode, 0, f'{name}: {r.stderr}')
            check(r.stdout.startswith('fraud\n') and '188' in r.stdout, f'{name}: {r.stdout}')
        lines = open(example, encoding='utf-8').read().count('\n')
        check(lines <= 45, f'doc/example.c has {lines} lines')
    done()


main()
