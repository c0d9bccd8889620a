#!/usr/bin/env python3
"""Build, run every test of the given build folders, and add up what the test programs counted.

  tests/run.py --build NAME=DIR [--build NAME=DIR]... [--once SUITE]

Each test program prints "N passed, N failed" (and perhaps "N skipped"). A test that dies without
that line counts as one failure, a failing one as at least one. Failures are shown in full. The
suite named by --once is run in the first build only. The last line is the sum.
"""
import argparse
import json
import os
import re
import subprocess
import sys

# "lines tried" is what `mushi rules check` says about the hit: and miss: lines.
LINE = re.compile(r'^(\d+) (passed|lines tried), (\d+) failed(?:, (\d+) skipped)?\s*$', re.M)


def count(test):
    """(passed, failed, skipped) of one test of Meson's log."""
    text = (test.get('stdout') or '') + '\n' + (test.get('stderr') or '')
    lines = LINE.findall(text)
    passed = failed = skipped = 0
    if lines:
        n, word, failed, skipped = lines[-1]
        failed, skipped = int(failed), int(skipped or 0)
        passed = int(n) - (failed if word == 'lines tried' else 0)
    result = test['result']
    if result == 'SKIP':
        return passed, failed, max(skipped, 1)
    if result in ('OK', 'EXPECTEDFAIL'):
        # A test that says "failed" and exits 0 must not slip through.
        return (passed, failed, skipped) if lines else (1, 0, 0)
    return passed, max(failed, 1), skipped


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument('--build', action='append', required=True, metavar='NAME=DIR')
    ap.add_argument('--once', metavar='SUITE')
    ap.add_argument('--jobs', type=int, default=os.cpu_count() or 1)
    args = ap.parse_args()
    total = [0, 0, 0]
    for number, build in enumerate(args.build):
        name, folder = build.split('=', 1)
        print(f'== {name}: building', flush=True)
        made = subprocess.run(['ninja', '-C', folder, '-j', str(args.jobs)],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              errors='replace')
        if made.returncode:
            print('\n'.join(made.stdout.splitlines()[-60:]))
            total[1] += 1
            continue
        command = ['meson', 'test', '-C', folder, '--no-rebuild', '--num-processes',
                   str(args.jobs)]
        if args.once and number:
            command += ['--no-suite', args.once]
        log = os.path.join(folder, 'meson-logs', 'testlog.json')
        if os.path.exists(log):
            os.remove(log)
        print(f'== {name}: testing', flush=True)
        env = dict(os.environ, UBSAN_OPTIONS='halt_on_error=1:print_stacktrace=1',
                   ASAN_OPTIONS='detect_leaks=1:allocator_may_return_null=1')
        for variable in ('NO_COLOR', 'COLUMNS', 'LANG', 'LC_ALL', 'LC_MESSAGES', 'LANGUAGE'):
            env.pop(variable, None)
        for variable in ('MUSHI_HTML5LIB', 'PARSE5'):
            if env.get(variable):
                env[variable] = os.path.abspath(env[variable])
        run = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                             text=True, errors='replace', env=env)
        if not os.path.exists(log):
            print(run.stdout)
            total[1] += 1
            continue
        with open(log, encoding='utf-8') as f:
            tests = [json.loads(line) for line in f if line.strip()]
        for test in tests:
            c = count(test)
            for i in range(3):
                total[i] += c[i]
            mark = 'FAIL' if c[1] else 'ok'
            short = test['name'].split(' / ')[-1]
            tail = f', {c[2]} skipped' if c[2] else ''
            print(f'{mark:4} {short:24} {c[0]} passed, {c[1]} failed{tail}'
                  f'  ({test["duration"]:.1f} s)', flush=True)
            if c[1]:
                print('  $ ' + ' '.join(test.get('command') or []))
                for stream in ('stdout', 'stderr'):
                    for line in (test.get(stream) or '').splitlines():
                        print('  | ' + line)
    tail = f', {total[2]} skipped' if total[2] else ''
    print(f'{total[0]} passed, {total[1]} failed{tail}')
    return 1 if total[1] else 0


sys.exit(main())
