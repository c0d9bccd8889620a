#!/usr/bin/env python3
"""Every header compiles alone, the public one also as C++ where there is a compiler for it.

  tests/headers.py SOURCE_ROOT BUILD_ROOT CC...
"""
import os
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'lib'))
from check import check, done  # noqa: E402

ROOT, BUILD, CC = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]), sys.argv[3:]
FLAGS = ['-fsyntax-only', '-Wall', '-Wextra', '-pedantic', '-Werror', '-Wno-unused-function',
         '-I' + os.path.join(ROOT, 'include'), '-I' + os.path.join(ROOT, 'src'),
         '-I' + os.path.join(BUILD, 'src')]


def alone(compiler, name, text):
    # Twice: a header must also bear being included again.
    r = subprocess.run([*compiler, *FLAGS, '-'], input=text, text=True, capture_output=True)
    check(r.returncode == 0, f'{name} alone: {r.stderr}')


for folder in ('include', 'src'):
    for where, _, names in sorted(os.walk(os.path.join(ROOT, folder))):
        for n in sorted(names):
            if n.endswith('.h'):
                part = os.path.relpath(os.path.join(where, n), os.path.join(ROOT, folder))
                line = f'#include "{part}"\n'
                alone([*CC, '-std=c17', '-x', 'c'], part, line + line)
cxx = shutil.which('c++')
if cxx:
    alone([cxx, '-std=c++11', '-x', 'c++'], 'mushi/mushi.h as C++', '#include <mushi/mushi.h>\n')
done()
