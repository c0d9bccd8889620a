#!/usr/bin/env python3
"""The manual pages: well formed, complete, and their examples work.

  tests/man.py MUSHI SOURCE_ROOT BUILD_ROOT CC...

In mushi(1) a line ".Dl $ COMMAND" after a comment "status N" is run; in libmushi(3) the example
is compiled and run; in mushi-records(5) the records are loaded and their tests run.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'lib'))
from check import check, done, same, skip  # noqa: E402

MUSHI, ROOT, BUILD = (os.path.abspath(x) for x in sys.argv[1:4])
CC = sys.argv[4:]
MAN = os.path.join(ROOT, 'doc/man')


def page(name):
    return open(os.path.join(MAN, name), encoding='utf-8').read()


def literals(text):
    """The literal displays, as a reader sees them."""
    return [re.sub(r'^\\&', '', x.replace('\\e', '\\').replace('\\-', '-'), flags=re.M)
            for x in re.findall(r'^\.Bd -literal\n(.*?)^\.Ed$', text, re.M | re.S)]


def lint():
    if not shutil.which('mandoc'):
        return skip('there is no mandoc')
    for name in sorted(os.listdir(MAN)):
        if not re.search(r'\.[1-9]$', name):
            continue
        r = subprocess.run(['mandoc', '-T', 'lint', '-W', 'warning', os.path.join(MAN, name)],
                           capture_output=True, text=True)
        check(r.returncode == 0 and not r.stdout, f'{name}: {r.stdout}')


def commands(folder):
    text = page('mushi.1')
    examples = re.findall(r'^\.\\" status (\d)\n\.Dl \$ (.*)$', text, re.M)
    same(len(examples), len(re.findall(r'^\.Dl', text, re.M)), 'every example has its status')
    shutil.copy(os.path.join(ROOT, 'doc/sample/one-click.html'), f'{folder}/page.html')
    shutil.copy(os.path.join(ROOT, 'tests/golden/honest/order-confirmation.txt'),
                f'{folder}/message.txt')
    with open(f'{folder}/my.rec', 'w', encoding='utf-8') as f:
        f.write(literals(page('mushi-records.5'))[0])
    env = dict(os.environ, PATH=os.path.dirname(MUSHI) + ':' + os.environ['PATH'])
    for status, command in examples:
        command = command.replace('\\(aq', "'").replace('\\e', '\\')
        r = subprocess.run(['sh', '-c', command], cwd=folder, env=env, capture_output=True)
        same(r.returncode, int(status), f'{command}: {r.stderr.decode(errors="replace")}')
        check(r.stdout, f'{command}: prints something')
    for name in ('advise', 'check', 'contacts', 'explain', 'rules', 'serve'):
        r = subprocess.run([MUSHI, name, '--help'], capture_output=True, text=True)
        for option in re.findall(r'--([a-z-]+)', r.stdout.split('Options:')[1]):
            check(f'Fl -{option}' in text, f'mushi(1) tells of {name} --{option}')


def program(folder):
    text = page('libmushi.3')
    source = literals(text)
    same(len(source), 1, 'one example')
    with open(f'{folder}/example.c', 'w', encoding='utf-8') as f:
        f.write(source[0])
    r = subprocess.run([*CC, '-std=c17', '-Wall', '-Wextra', '-Werror', '-I' + ROOT + '/include',
                        f'{folder}/example.c', BUILD + '/src/libmushi.a', '-o',
                        f'{folder}/example'], capture_output=True, text=True)
    if check(r.returncode == 0, f'libmushi(3): {r.stderr}'):
        r = subprocess.run([f'{folder}/example'], capture_output=True, text=True)
        check(r.stdout.strip() in ('none', 'suspicious') and r.returncode == 0,
              f'libmushi(3): {r.stdout}{r.stderr}')
    for name in open(os.path.join(ROOT, 'tests/exports.txt')).read().split():
        check(f'.Fn {name}' in text, f'libmushi(3) tells of {name}')
    header = open(os.path.join(ROOT, 'include/mushi/mushi.h'), encoding='utf-8').read()
    for code in re.findall(r'^\t(MUSHI_E\w+)', header, re.M):
        check(code in text, f'libmushi(3) tells of {code}')


def records(folder):
    text = page('mushi-records.5')
    path = f'{folder}/examples.rec'
    with open(path, 'w', encoding='utf-8') as f:
        f.write('\n'.join(literals(text)))
    r = subprocess.run([MUSHI, 'rules', 'check', path], capture_output=True, text=True)
    same((r.returncode, r.stderr), (0, ''), 'mushi-records(5): the examples load')
    same(r.stdout, '2 lines tried, 0 failed\n', 'mushi-records(5): hit and miss')
    # Every key that the loader accepts has its place in the page.
    loader = ''.join(open(os.path.join(ROOT, 'src/pack', name), encoding='utf-8').read()
                     for name in ('load.c', 'people.c'))
    known = set(re.findall(r'\bis\(&?[\w>.\[\]-]+(?: \+ \d)?, "([a-z-]+)"\)', loader))
    known |= set(re.findall(r'\{"([a-z-]+)", &\w->', loader))
    check(len(known) > 30, f'keys are found in the loader: {len(known)}')
    for key in sorted(known):
        check(re.search(r'(?<![\w-])' + key + r'(?![\w-])', text),
              f'mushi-records(5) tells of "{key}"')
    for stem in set(re.findall(r'in_language\([^"]*"([\w-]+)"', loader)):
        check(stem + '-ja' in text, f'mushi-records(5) tells of "{stem}-ja"')


with tempfile.TemporaryDirectory() as tmp:
    lint()
    commands(tmp)
    program(tmp)
    records(tmp)
done()
