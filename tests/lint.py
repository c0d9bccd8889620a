#!/usr/bin/env python3
"""clang-tidy and cppcheck over src/, face/ and reader/: tests/lint.py clang-tidy|cppcheck ROOT BUILD

The flags are those of compile_commands.json; files are spread over the processors. How far
clang-tidy follows the paths through one function is limited to MOST_NODES: the default, 225,000,
takes four times as long and finds nothing more here.
"""
import concurrent.futures
import json
import os
import re
import shlex
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'lib'))
from check import check, done  # noqa: E402

MOST_NODES = 40000
tool, ROOT, BUILD = sys.argv[1], os.path.abspath(sys.argv[2]), os.path.abspath(sys.argv[3])


def commands():
    """{source: flags} of what is in src/, face/ and reader/, each once."""
    found = {}
    for c in json.load(open(os.path.join(BUILD, 'compile_commands.json'), encoding='utf-8')):
        path = os.path.normpath(os.path.join(c['directory'], c['file']))
        part = os.path.relpath(path, ROOT)
        if part.startswith(('src/', 'face/', 'reader/')):
            words = shlex.split(c['command']) if 'command' in c else c['arguments']
            flags = [w for w in words if re.match(r'-[DI]', w)]
            flags = ['-I' + os.path.normpath(os.path.join(c['directory'], f[2:]))
                     if f.startswith('-I') else f for f in flags]
            found.setdefault(path, flags)
    return found


def tidy(item):
    path, flags = item
    r = subprocess.run([program, '--quiet', path, '--', '-std=c17', *flags, '-Xclang',
                        '-analyzer-config', '-Xclang', f'max-nodes={MOST_NODES}'],
                       capture_output=True, text=True, cwd=ROOT)
    return path, r.returncode, r.stdout + ('' if r.returncode == 0 else r.stderr)


program = shutil.which('clang-tidy-14') if tool == 'clang-tidy' else shutil.which(tool)
if not program:
    print(f'there is no {tool}\n0 passed, 0 failed, 1 skipped')
    sys.exit(77)
if tool == 'clang-tidy':
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for path, status, text in pool.map(tidy, commands().items()):
            check(status == 0, os.path.relpath(path, ROOT) + '\n' + text)
else:
    r = subprocess.run([program, '--enable=warning,performance,portability', '--std=c11',
                        '--error-exitcode=1', '--inline-suppr', '--quiet', '-j',
                        str(os.cpu_count()), '--suppress=missingIncludeSystem', '-DHAVE_CURL=1',
                        '-UMU_NO_SIMD', '-I' + ROOT + '/include', '-I' + ROOT + '/src',
                        '-DMUSHI_VERSION="0"', '-DMUSHI_LIBEXEC="x"', ROOT + '/src', ROOT + '/face',
                        ROOT + '/reader'],
                       capture_output=True, text=True)
    check(r.returncode == 0, r.stdout + r.stderr)
done()
