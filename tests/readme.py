#!/usr/bin/env python3
"""README.md and README.ja.md: their commands work, their links lead somewhere, they say the same.

  tests/readme.py MUSHI SOURCE_ROOT
"""
import os
import re
import shutil
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'lib'))
from check import check, done, same, skip  # noqa: E402

MUSHI, ROOT = (os.path.abspath(x) for x in sys.argv[1:3])
SMS = '本日中にお支払いください。会員登録が完了しました。電話 03-0000-1234\n'


def commands(text):
    """Lines of the shell blocks, without their comments."""
    lines = ''.join(re.findall(r'^```sh\n(.*?)^```$', text, re.M | re.S)).splitlines()
    return [re.sub(r'\s+#.*', '', x) for x in lines if x.strip()]


def run(command, folder):
    # ./start and ./test themselves would build; what they are handed is what can be wrong here.
    return subprocess.run(['sh', '-c', command], cwd=folder, input=SMS.encode(),
                          capture_output=True, timeout=60)


texts = {name: open(os.path.join(ROOT, name), encoding='utf-8').read()
         for name in ('README.md', 'README.ja.md')}
with tempfile.TemporaryDirectory() as tmp:
    shutil.copy(os.path.join(ROOT, 'doc/sample/one-click.html'), f'{tmp}/page.html')
    shutil.copy(os.path.join(ROOT, 'tests/golden/honest/order-confirmation.txt'),
                f'{tmp}/message.txt')
    for sample in ('mail.eml', 'letter.pdf', 'shot.png'):
        shutil.copy(os.path.join(ROOT, 'doc/sample', sample), tmp)
    os.symlink(MUSHI, f'{tmp}/start')
    for name, text in texts.items():
        found = commands(text)
        same(found[:2], ['./start', './test'], f'{name}: the two commands')
        check(len(found) > 8, f'{name}: commands: {found}')
        # What the other README's commands made must not stand in the way.
        shutil.rmtree(os.path.join(tmp, 'case'), ignore_errors=True)
        for command in found[2:]:
            if '.png' in command:
                if os.path.exists(os.path.join(tmp, 'marked.png')):
                    os.remove(os.path.join(tmp, 'marked.png'))
            r = run(command, tmp)
            if b'this Mushi was built without' in r.stderr or b'model of Tesseract' in r.stderr:
                skip(f'{name}: {command}')
                continue
            want = 1 if 'page.html' in command or '.png' in command else 0
            said = r.stdout or (' -q ' in command)
            if command.endswith(' -'):
                check(r.returncode in (0, 1), f'{name}: {command}: status {r.returncode}')
            else:
                same(r.returncode, want, f'{name}: {command}: {r.stderr.decode()}')
            check(said and not r.stderr, f'{name}: {command}: {r.stderr.decode()}')
        for link in re.findall(r'\]\(([^)#]+)\)', text):
            check(re.match(r'https?:', link) or os.path.exists(os.path.join(ROOT, link)),
                  f'{name}: {link} leads nowhere')
        for path in re.findall(r'`((?:src|data|face|doc|tests|fuzz|bench|tools)/[\w./-]*)`', text):
            check(os.path.exists(os.path.join(ROOT, path)), f'{name}: there is no {path}')
    plain = [[re.sub(r' --lang (ja|en)\b', ' --lang', c) for c in commands(t)]
             for t in texts.values()]
    same(plain[0], plain[1], 'both have the same commands')
    same(*[len(re.findall('^## ', t, re.M)) for t in texts.values()], 'both have the same sections')
    for name, text in texts.items():
        for word in re.findall(r'^\| `(\w+)`', text, re.M):
            check(word in ('fraud', 'suspicious', 'court', 'about', 'none'), f'{name}: {word}')
        same(len(re.findall(r'^\| `\w+`', text, re.M)), 5, f'{name}: verdicts')
done()
