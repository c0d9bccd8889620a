#!/usr/bin/env python3
"""The page in Debian's Chromium; skipped without the tools, Chromium or the packages from npm.

  tests/web.py MUSHI SOURCE_ROOT BUILD_ROOT [--prepare]

--prepare: build the page and have the packages, no test (tools/screenshots).
The packages (playwright-core, axe-core, typescript; versions in package-lock.json) are put into
BUILD_ROOT/web-tests, so that the sources stay as they are.
"""
import os
import shutil
import subprocess
import sys

mushi, root, build = (os.path.abspath(x) for x in sys.argv[1:4])
WORK = os.path.join(build, 'web-tests')


def skipped(why):
    print('skipped: ' + why)
    print('0 passed, 0 failed, 1 skipped')
    sys.exit(77)


for tool in ('node', 'npm'):
    if not shutil.which(tool):
        skipped(f'there is no {tool}')
if not any(shutil.which(x) for x in ('chromium', 'chromium-browser', 'google-chrome')):
    skipped('there is no Chromium')


def make(*command):
    made = subprocess.run(command).returncode
    if made == 77:
        skipped('no compiler for WebAssembly')
    if made:
        print('0 passed, 1 failed')
        sys.exit(1)


folder, whole = os.path.join(build, 'web'), os.path.join(build, 'mushi.wasm')
os.makedirs(WORK, exist_ok=True)
make(os.path.join(root, 'tools/build_web.sh'), build, folder)
for name in os.listdir(os.path.join(root, 'tests/web')):
    if name != 'node_modules':
        shutil.copy(os.path.join(root, 'tests/web', name), WORK)
lock = open(os.path.join(WORK, 'package-lock.json'), 'rb').read()
stamp = os.path.join(WORK, 'node_modules/.lock')
if not os.path.exists(stamp) or open(stamp, 'rb').read() != lock:
    got = subprocess.run(['npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund',
                          '--fetch-retries=0', '--fetch-timeout=20000', '--loglevel=error'],
                         cwd=WORK, stdout=subprocess.DEVNULL)
    if got.returncode:
        skipped('the packages could not be had from npm')
    with open(stamp, 'wb') as f:
        f.write(lock)
if '--prepare' in sys.argv:
    sys.exit(0)
make(os.path.join(root, 'tools/build_wasm.sh'), build, whole)
make('node', os.path.join(WORK, 'node_modules/typescript/bin/tsc'), '-p', os.path.join(root, 'web'))
sys.exit(subprocess.run(['node', os.path.join(WORK, 'suite.mjs'), mushi, folder, root,
                         whole]).returncode)
