#!/usr/bin/env python3
"""Build the WebAssembly module and compare it with the command; skipped without the tools.

  tests/wasm.py MUSHI SOURCE_ROOT BUILD_ROOT
"""
import os
import shutil
import subprocess
import sys
import tempfile

mushi, root, build = (os.path.abspath(x) for x in sys.argv[1:4])


def skipped(why):
    print('skipped: ' + why)
    print('0 passed, 0 failed, 1 skipped')
    sys.exit(77)


node = shutil.which('node')
if not node:
    skipped('there is no node')
out = os.path.join(build, 'mushi.wasm')
made = subprocess.run([os.path.join(root, 'tools/build_wasm.sh'), build, out])
if made.returncode == 77:
    skipped('no compiler for WebAssembly')
if made.returncode:
    print('0 passed, 1 failed')
    sys.exit(1)
with tempfile.TemporaryDirectory() as corpus:
    folders = [os.path.join(root, 'tests/golden'), os.path.join(root, 'doc/sample')]
    if os.path.isdir(os.path.join(root, 'tests/corpus/fraud')):
        subprocess.run([sys.executable, os.path.join(root, 'tools/corpus.py'), 'expand', corpus,
                        '--split', 'dev'], check=True, stdout=subprocess.DEVNULL)
        folders.append(corpus)
    sys.exit(subprocess.run([node, os.path.join(root, 'tests/wasm.mjs'), mushi, out,
                             *folders]).returncode)
