#!/usr/bin/env python3
"""Errors are said in the language asked for: tests/say.py MUSHI SOURCE_ROOT

Every sentence the command complains with stands in face/cli/say.def in three languages, with the
same values in the same order, and nothing else does.
"""
import glob
import os
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'lib'))
from check import check, done, same  # noqa: E402

MUSHI, ROOT = os.path.abspath(sys.argv[1]), sys.argv[2]
STRING = r'"(?:[^"\\]|\\.)*"'
STRINGS = rf'({STRING}(?:\s*{STRING})*)'
VALUE = re.compile(r'%[-0-9.*]*(?:z|l)?[a-z]')
KANA = re.compile('[ぁ-んァ-ヶ一-鿿]')
# Where sentences for a person are made.
CALLS = [r'complain\(', r'\bsay\(', r'\bsay\((?:o|out), "[a-z-]+",\s*(?:[^";]*\? )?', r'fail\(r, ',
         r'fail\(code, [^"]*"[a-z-]+"[^"]*', r'wire_error\(fd, "[a-z-]+",\s*', r'\*why = ',
         r'fail\(code, [^;]*?why_size,\s*', r'missing = ', r'\{"mushi-read-[a-z]+", \d+,\s*',
         r'(?<!\*)\bwhy = ']


def literal(text):
    return ''.join(re.findall(r'"((?:[^"\\]|\\.)*)"', text)).replace('\\"', '"')


def table():
    rows = {}
    for line in open(ROOT + '/face/cli/say.def', encoding='utf-8'):
        if line.startswith('SAY('):
            en, ja, easy = re.findall(r'"((?:[^"\\]|\\.)*)"', line)
            check(en not in rows, f'twice: {en}')
            rows[en] = (ja, easy)
    return rows


rows = table()
check(len(rows) > 100, f'{len(rows)} sentences')
source = ''
for name in sorted(glob.glob(ROOT + '/face/cli/*.c') + glob.glob(ROOT + '/face/serve/*.c')
                   + glob.glob(ROOT + '/reader/*.c')):
    # multipart.c speaks to the program at the other end.
    if name.endswith('multipart.c'):
        continue
    source += re.sub(r'/\*.*?\*/', '', open(name, encoding='utf-8').read(), flags=re.S)
used = set()
for call in CALLS:
    for m in re.finditer(call + STRINGS, source):
        en = literal(m.group(1))
        if not re.search('[a-z]{2}', VALUE.sub('', en)) or en in ('unreadable', 'not-found'):
            continue
        used.add(en)
        check(en in rows, f'not in say.def: {en!r}')
check(len(used) > 80, f'{len(used)} sentences in the code')
flat = re.sub(r'"\s*"', '', source)
meson = open(ROOT + '/face/serve/meson.build', encoding='utf-8').read()
for en, said in rows.items():
    check(f'"{en}' in flat or en in meson or en.startswith('lib'), f'nobody says: {en!r}')
    for text in said:
        same(VALUE.findall(text), VALUE.findall(en), f'values of {en!r}')
        check(KANA.search(text) or '--annotate' in text or not re.search('[a-z]{3}', VALUE.sub('', en)),
              f'{text!r}')
        check('!' not in text and '絶対' not in text, text)


def run(*args, **more):
    env = {k: v for k, v in os.environ.items()
           if k not in ('LANG', 'LC_ALL', 'LC_MESSAGES', 'LANGUAGE', 'COLUMNS')}
    env.update(more)
    r = subprocess.run([MUSHI, *args], input=b'x', env=env, capture_output=True, timeout=60)
    return r.returncode, r.stderr.decode()


with tempfile.TemporaryDirectory() as tmp:
    taken = os.path.join(tmp, 'taken')
    os.mkdir(taken)
    zipped = os.path.join(tmp, 'a.zip')
    open(zipped, 'wb').write(b'PK\3\4' + b'\0' * 60)
    for args in (['check', tmp + '/missing'], ['check', tmp], ['check', '--frob'], ['check', '--as', 'x'],
                 ['check', '--charset', 'klingon', '-'], ['check', '--record', taken, '-'],
                 ['check', '--record', '', '-'], ['check', '--record', '/proc/x', '-'],
                 ['check', '--record', tmp + '/no/x', '-'], ['check', '--now', 'x', '-'], ['check', zipped],
                 ['check', '--unmasked', '-'], ['check', '--received', '2199-01-01', '-'],
                 ['check', '-s', 'paid-bnak', '-'], ['check', '--color', 'red', '-'], ['check', '--url'],
                 ['advise', 'xyzzy'], ['contacts', 'xyzzyxyzzy'], ['contacts', 'a', 'b'],
                 ['contacts', 'tokio'], ['explain', 'late-fe'], ['explain', 'xyzzyxyzzy'],
                 ['rules', 'frob'], ['rules', 'show', 'xyzzy'], ['serve', 'x'], ['serve', '--port', 'x'],
                 ['serve', '--listen', 'x']):
        for lang in ('ja', 'ja-easy', 'en'):
            # The language counts where it stands behind the mistake, too.
            both = {run(*args, '--lang', lang), run(args[0], '--lang', lang, *args[1:])} \
                if args[-1] != '--url' else {run(args[0], '--lang', lang, *args[1:])}
            for code, said in both:
                first = said.split('\n')[0]
                same(code, 2, f'{args} {lang}')
                check(said.startswith('mushi: ') and bool(KANA.search(
                    re.sub('東京|とうきょう', '', first))) == (lang != 'en'), f'{args} {lang}: {said}')
        if args[0] != 'serve':
            check(KANA.search(run(*args)[1]), f'{args}: Japanese where the locale says nothing')
            check(not KANA.search(run(*args, LC_ALL='en_US.UTF-8')[1].split('\n')[0]
                                  .replace('東京', '').replace('とうきょう', '')), f'{args}: an English locale')
done()
