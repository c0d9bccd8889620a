#!/usr/bin/env python3
"""The completions are well formed, and offer what the command has: tests/completion.py MUSHI ROOT"""
import os
import re
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'lib'))
from check import check, done, same, skip  # noqa: E402

MUSHI, ROOT = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
FOLDER = os.path.join(ROOT, 'face/cli/completion')
BASH = os.path.join(FOLDER, 'mushi.bash')


def complete(*words):
    script = f'''source "{BASH}"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _mushi 2>/dev/null
    printf '%s\\n' "${{COMPREPLY[@]}}"'''
    env = dict(os.environ, PATH=os.path.dirname(MUSHI) + ':' + os.environ['PATH'])
    r = subprocess.run(['bash', '-c', script, 'bash', *words], capture_output=True, text=True,
                       cwd=ROOT, env=env)
    check(r.returncode == 0, f'{words}: {r.stderr}')
    return r.stdout.split()


def main():
    texts = {n: open(os.path.join(FOLDER, n), encoding='utf-8').read()
             for n in ('mushi.bash', '_mushi')}
    for shell, name in (('bash', 'mushi.bash'), ('zsh', '_mushi')):
        if shutil.which(shell):
            r = subprocess.run([shell, '-n', os.path.join(FOLDER, name)], capture_output=True)
            same((r.returncode, r.stderr), (0, b''), f'{name}: syntax')
        else:
            skip(f'there is no {shell}')
    commands = re.findall(r'^  (\w+) +\w', subprocess.run(
        [MUSHI, '--help'], capture_output=True, text=True).stdout, re.M)
    check('check' in commands, 'commands are found in --help')
    for command in commands:
        check(command in complete('mushi', ''), f'bash offers {command}')
        check(f"'{command}:" in texts['_mushi'], f'zsh offers {command}')
        text = subprocess.run([MUSHI, command, '--help'], capture_output=True, text=True).stdout
        for option in re.findall(r'^  (?:-\w,|   ) (--[\w-]+)', text, re.M):
            check(option in complete('mushi', command, '--'), f'bash: {command} {option}')
            check(re.search(re.escape(option) + r"\b", texts['_mushi']), f'zsh: {option}')
    same(complete('mushi', 'check', '--lang', 'j'), ['ja', 'ja-easy'], 'languages')
    check('late-fee' in complete('mushi', 'explain', 'late'), 'signs')
    check('README.md' in complete('mushi', 'check', 'READM'), 'files')
    same(complete('mushi', 'rules', 'l'), ['list'], 'words of rules')
    done()


main()
