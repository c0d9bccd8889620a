#!/usr/bin/env python3
"""The command as a person or a script meets it: wrong input, wrong options, odd outputs.

  tests/cli.py MUSHI SOURCE_ROOT
"""
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import unicodedata

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'lib'))
from check import check, done, one_message, same, skip  # noqa: E402

MUSHI = os.path.abspath(sys.argv[1])
ROOT = os.path.abspath(sys.argv[2])
FRAUD = os.path.join(ROOT, 'tests/golden/fraud/one-click.html')
HONEST = os.path.join(ROOT, 'tests/golden/honest/order-confirmation.txt')
NOW = ['--now', '2026-11-24T09:00:00+09:00']
KEYS = ['schema', 'mushi', 'input', 'reader', 'charset', 'lang', 'verdict', 'kind', 'subkind',
        'probability', 'signs', 'claims', 'indicators', 'advice', 'set_aside', 'notes', 'error']

ENGLISH = dict(os.environ, LC_ALL='en_US.UTF-8')


def run(*args, input=b'', env=None, **more):
    clean = {k: v for k, v in os.environ.items()
             if k not in ('COLUMNS', 'NO_COLOR', 'LANG', 'LC_ALL', 'LC_MESSAGES', 'TERM')}
    clean.update({'LC_ALL': 'en_US.UTF-8'} if env is None else env)
    return subprocess.run([MUSHI, *args], input=input, env=clean, capture_output=True,
                          timeout=120, **more)


def no_death(r, what):
    check(r.returncode in (0, 1, 2), f'{what}: exit status {r.returncode}: '
          + r.stderr.decode(errors='replace')[-2000:])


def one_json(r, what):
    lines = r.stdout.decode('utf-8').split('\n')
    same(len(lines), 2, what + ': one line')
    return json.loads(lines[0])


def bad_inputs(tmp):
    path = os.path.join(tmp, 'missing.html')
    r = run('check', path)
    one_message(r, 'missing file', path, 'no such file')
    same(r.stdout, b'', 'missing file: nothing on standard output')
    j = one_json(run('check', '--json', path), 'missing file')
    same(list(j), KEYS, 'missing file: keys')
    same((j['verdict'], j['error']['code']), (None, 'not-found'), 'missing file: error')

    one_message(run('check', tmp), 'folder', 'folder')
    same(one_json(run('check', '--json', tmp), 'folder')['error']['code'], 'directory', 'folder')

    locked = os.path.join(tmp, 'locked.html')
    with open(locked, 'w') as f:
        f.write('x')
    os.chmod(locked, 0)
    if os.geteuid() != 0:
        one_message(run('check', locked), 'unreadable file', 'permission')
    else:
        # Root reads everything; nobody does not, if nobody may run the program at all.
        os.chmod(tmp, 0o755)
        try:
            one_message(run('check', locked, user=65534), 'unreadable file', 'permission')
        except PermissionError:
            skip('unreadable file: root reads everything, and nobody may not come here')

    r = run('check', '--json', *NOW, '-', input='入会金98,000円。金120,000円を支払え。'.encode())
    same([p['text'] for p in one_json(r, 'sums')['indicators']['prices']], ['98,000円', '金120,000円'],
         'a sum as it is written')
    r = run('check', '--json', *NOW, '-', input=b'')
    same(r.returncode, 0, 'empty input')
    same(one_json(r, 'empty input')['verdict'], 'none', 'empty input')
    text = run('check', '--lang', 'en', '-', input=b'').stdout.decode()
    check('safe' not in text.lower(), 'empty input: never "safe"')

    rubbish = bytes((i * 7919 + i // 13 * 31 + (i >> 5)) & 255 for i in range(200000))
    nuls = b'\0' * 100000
    mixed = open(FRAUD, 'rb').read().replace(b'<p>', b'<p>\0\0')
    for name, data in (('rubbish', rubbish), ('NULs', nuls), ('fraud with NULs', mixed),
                       ('lone bytes', b'\xff\xfe\x00'), ('cut UTF-8', 'あ'.encode()[:2]),
                       ('ELF', open(MUSHI, 'rb').read(1 << 20))):
        for reader in ('auto', 'html', 'text'):
            r = run('check', '--json', '--as', reader, *NOW, '-', input=data)
            no_death(r, f'{name} as {reader}')
            error = one_json(r, name)['error']
            if (name, reader) == ('ELF', 'auto'):  # a program is named, never opened
                same(error and error['code'], 'shut', name)
                continue
            same(error, None, f'{name} as {reader}')
            r = run('check', '--as', reader, *NOW, '-', input=data)
            text = r.stdout.decode('utf-8')
            check(not re.search('[\0-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]', text),
                  f'{name} as {reader}: no control characters')

    big = os.path.join(tmp, 'big.html')
    with open(big, 'wb') as f:
        f.truncate(1 << 30)
    one_message(run('check', big), '1 GiB file', 'MiB')
    same(one_json(run('check', '--json', big), '1 GiB file')['error']['code'], 'too-big',
         '1 GiB file')
    r = run('check', '--json', '/dev/zero')
    same(r.returncode, 2, 'endless input')
    same(one_json(r, 'endless input')['error']['code'], 'too-big', 'endless input')

    one_message(run('check', '--charset', 'klingon-8', FRAUD), 'unknown charset', 'klingon-8')
    one_message(run('check', 'ftp://example.com/'), 'other scheme')
    one_message(run('check', '--situation', 'paid-bnak', FRAUD), 'unknown situation', 'paid-bnak')
    for now in ('yesterday', '2026-13-01', '2026-11-24T25:00', '2026-11-24T09:00:00+9', ''):
        one_message(run('check', '--now', now, FRAUD), 'wrong --now', f"'{now}'")
    for now in ('2026-11-24', '2026-11-24T09:00', '2026-11-24T09:00:00Z',
                '2026-11-24T09:00:00+0900', '2026-11-24T09:00:00+09:00'):
        same(run('check', '--now', now, FRAUD).returncode, 1, f'--now {now}')


def outputs():
    if os.path.exists('/dev/full'):
        for args in (['check', *NOW, FRAUD], ['check', '--json', *NOW, FRAUD], ['--help'],
                     ['--version'], ['explain'], ['rules', 'list']):
            with open('/dev/full', 'wb') as full:
                p = subprocess.run([MUSHI, *args], stdout=full, stderr=subprocess.PIPE,
                                   env=ENGLISH)
            same(p.returncode, 2, f'/dev/full: {args}')
            check(b'could not be written' in p.stderr, f'/dev/full: {args}: {p.stderr!r}')
    for args in (['check', '--json', *NOW] + [FRAUD] * 40, ['rules', 'list']):
        # Nobody reads from the start: what is written could else fit into the pipe in time.
        reading, writing = os.pipe()
        os.close(reading)
        p = subprocess.Popen([MUSHI, *args], stdout=writing, stderr=subprocess.PIPE, env=ENGLISH,
                             preexec_fn=lambda: signal.signal(signal.SIGPIPE, signal.SIG_DFL))
        os.close(writing)
        message = p.stderr.read()
        same(p.wait(timeout=60), 2, f'closed pipe: {args[0]}')
        check(message.count(b'\n') == 1 and b'could not be written' in message,
              f'closed pipe: {message!r}')
        p.stderr.close()


def command_line(tmp):
    for args in (['--help'], ['-h'], ['check', '--help'], ['explain', '--help'],
                 ['rules', '--help'], ['check', '-h']):
        r = run(*args)
        same((r.returncode, r.stderr), (0, b''), f'{args}')
        check(r.stdout.startswith(b'Usage: mushi'), f'{args}: usage on standard output')
        check(max(len(x) for x in r.stdout.decode().split('\n')) <= 100, f'{args}: width')
    r = run('--version')
    check(re.fullmatch(rb'mushi \d+\.\d+\.\d+\n', r.stdout) and r.returncode == 0, '--version')
    r = run()
    same((r.returncode, r.stdout), (2, b''), 'no command')
    check(b'Usage' in r.stderr, 'no command: usage')
    one_message(run('chekc'), 'unknown command', "'chekc'", "'check'")
    one_message(run('xyzzyplugh'), 'unknown command', '--help')
    one_message(run('check', '--jsn', FRAUD), 'unknown option', "'--jsn'", "'--json'")
    one_message(run('check', '-Z', FRAUD), 'unknown letter', "'-Z'")
    one_message(run('check', '--charset'), 'no value', '--charset')
    one_message(run('check', '--json=yes', FRAUD), 'value too many', '--json')
    one_message(run('check', '--lang', 'fr', FRAUD), 'wrong --lang', 'ja-easy')
    one_message(run('check', '--color', 'red', FRAUD), 'wrong --color', 'always')
    one_message(run('check', '--as', 'docx', FRAUD), 'wrong --as', 'docx')
    one_message(run('rules', 'frob'), 'wrong word', 'rules')
    one_message(run('explain', 'late-fe'), 'unknown sign', "'late-fee'")
    odd = os.path.join(tmp, '--odd name.html')
    with open(odd, 'wb') as f:
        f.write(open(FRAUD, 'rb').read())
    same(run('check', '-q', *NOW, '--', '--odd name.html', cwd=tmp).returncode, 1, 'after --')
    same(run('check', '-q', *NOW, FRAUD).stdout, b'', '--quiet')
    same(run('check', '-q', *NOW, FRAUD).returncode, 1, '--quiet: fraud')
    same(run('check', '-q', *NOW, HONEST).returncode, 0, '--quiet: honest')
    same(run('check', '-q', *NOW, HONEST, FRAUD).returncode, 1, '--quiet: both')


def several(tmp):
    missing = os.path.join(tmp, 'missing.html')
    r = run('check', '--json', *NOW, FRAUD, missing, HONEST, tmp, FRAUD)
    same(r.returncode, 2, 'several, two bad')
    lines = [json.loads(x) for x in r.stdout.decode('utf-8').splitlines()]
    same([x['input'] for x in lines], [FRAUD, missing, HONEST, tmp, FRAUD], 'input order')
    same([x['error'] is None for x in lines], [True, False, True, False, True], 'who failed')
    same([x['verdict'] in ('fraud', 'suspicious') for x in lines],
         [True, False, False, False, True], 'the others are still judged')
    r = run('check', *NOW, missing, FRAUD)
    check(r.returncode == 2 and b'one-click.html' in r.stdout, 'text of the good one')


def rule_files(tmp):
    def record(name, text):
        path = os.path.join(tmp, name)
        with open(path, 'w', encoding='utf-8') as f:
            f.write(text)
        return path

    good = ('sign: made-up\nfamily: test\nbeat: event\nweight: weak\ntitle-ja: 見本\n'
            'title-en: sample\nphrase: 見本の合図\nhit: これは見本の合図です\nmiss: 見本です\n')
    r = run('rules', 'check', record('good.rec', good))
    same((r.returncode, r.stdout), (0, b'2 lines tried, 0 failed\n'), 'a good record')
    for what, text, line in (
            ('unknown key', good + 'colour: red\n', 10),
            ('unknown record', 'colour: red\n', 1),
            ('wrong value', good.replace('weight: weak', 'weight: heavy'), 4),
            ('no colon', good + '\nsign other\n', 11),
            ('open bracket', good.replace('見本の合図\nhit', '見本[の合図\nhit'), 7),
            ('unknown class', good.replace('見本の合図\nhit', '見本<nowhere>\nhit'), 7),
            ('twice', good + '\n' + good, 11),
            ('of too late', good + '\ntone: 1.0\nis: アイ\nof: one-click\n', 12),
            ('tone too loud', good + '\ntone: 20\nof: one-click\nis: アイ\n', 11),
            ('tone of the unknown', good + '\ntone: 2\nof: fraud\nis: 鬱鬱鬱\n', 13),
            ('long run', good + '\ntone: 2\nof: rare\nis: アイウエオ\n', 13),
            ('missing keys', '\n\nsign: lonely\nphrase: 見本の合図\n', 3),
            ('title of no sign', good + '\ntitle: nobody\ntext-ja-easy: あ\n', 11),
            ('two titles', good + '\ntitle: made-up\ntext-ja-easy: あ\n' * 2, 14),
            ('covers no step', good + '\nstep: a\ncovers: nothing\ntext-ja: あ\ntext-ja-easy: あ\n'
             'text-en: a\nwhy-ja: あ\nwhy-ja-easy: あ\nwhy-en: a\n', 11),
            ('claim of no sign', good + '\nclaim: nobody\nsaid-ja: あ\ntruth-ja: い\n'
             'truth-en: u\n', 11)):
        path = record('bad.rec', text)
        r = run('rules', 'check', path)
        same((r.returncode, r.stdout), (2, b''), f'{what}: nothing half-loaded')
        check(re.match(rf'[^\n]*bad\.rec:{line}: [^\n]+\n$', r.stderr.decode()),
              f'{what}: file, line {line}, message: {r.stderr.decode()!r}')
    r = run('rules', 'check', record('miss.rec', good.replace('miss: 見本です',
                                                             'miss: 見本の合図')))
    same(r.returncode, 2, 'a miss that hits')
    check(b'miss.rec:9: ' in r.stderr, f'a miss that hits: {r.stderr!r}')
    one_message(run('rules', 'check', os.path.join(tmp, 'none.rec')), 'missing rule file', 'none.rec')
    record('rubbish.rec', '')
    with open(os.path.join(tmp, 'rubbish.rec'), 'wb') as f:
        f.write(bytes(range(256)) * 50)
    r = run('rules', 'check', os.path.join(tmp, 'rubbish.rec'))
    same(r.returncode, 2, 'rubbish as rules')
    check(b'rubbish.rec:' in r.stderr, f'rubbish as rules: {r.stderr!r}')


def columns_of(line):
    wide = 0
    for c in line:
        if unicodedata.combining(c):
            continue
        wide += 2 if unicodedata.east_asian_width(c) in 'WF' else 1
    return wide


def looks():
    for lang in ('ja', 'ja-easy', 'en'):
        for path in (FRAUD, HONEST):
            for width in (40, 80, 200):
                # By its short name: the path of a file is a word that is not divided.
                r = run('check', *NOW, '--lang', lang, os.path.basename(path),
                        env={'COLUMNS': str(width)}, cwd=os.path.dirname(path))
                lines = r.stdout.decode('utf-8').split('\n')
                over = [x for x in lines if columns_of(x) > width]
                check(not over, f'{lang} {width} columns: too wide: {over[:2]}')
                check(not any(x != x.rstrip() for x in lines), f'{lang} {width}: line ends')
    ja, easy, en = (run('check', *NOW, '--lang', x, FRAUD).stdout.decode()
                    for x in ('ja', 'ja-easy', 'en'))
    check(ja != easy, 'easy Japanese differs')
    check('fraud' in en.lower() and not re.search('[ぁ-ん]', en.split('\n\n')[1]), 'English')
    for env, want in (({'LANG': 'en_US.UTF-8'}, en), ({'LANG': 'ja_JP.UTF-8'}, ja), ({}, ja),
                      ({'LC_ALL': 'en_GB.UTF-8', 'LANG': 'ja_JP.UTF-8'}, en), ({'LANG': 'C'}, ja)):
        check(run('check', *NOW, FRAUD, env=env).stdout.decode() == want, f'language of {env}')
    plain = run('check', *NOW, FRAUD).stdout
    check(b'\x1b' not in plain, 'no colour into a pipe')
    colour = run('check', *NOW, '--color', 'always', FRAUD).stdout
    check(b'\x1b[' in colour, '--color always')
    check(re.sub(rb'\x1b\[[0-9;]*m', b'', colour) == plain, 'colour changes nothing else')
    check(b'\x1b' not in run('check', *NOW, FRAUD, env={'NO_COLOR': '1'}).stdout, 'NO_COLOR')
    check(b'\x1b' in run('check', *NOW, '--color=always', FRAUD, env={'NO_COLOR': '1'}).stdout,
          'the option wins over NO_COLOR')


def terminal():
    """On a terminal: colour unless NO_COLOR, TERM=dumb or --color never says otherwise."""
    import pty

    def on_terminal(*args, **env):
        master, slave = pty.openpty()
        clean = {k: v for k, v in os.environ.items() if k not in ('NO_COLOR', 'COLUMNS', 'TERM')}
        p = subprocess.Popen([MUSHI, 'check', *NOW, *args, FRAUD], stdout=slave, stdin=slave,
                             env=dict(clean, **env))
        os.close(slave)
        out = b''
        while True:
            try:
                part = os.read(master, 65536)
            except OSError:
                break
            if not part:
                break
            out += part
        p.wait()
        os.close(master)
        return out
    check(b'\x1b[' in on_terminal(TERM='xterm'), 'terminal: colour')
    check(b'\x1b' not in on_terminal(TERM='dumb'), 'terminal: dumb')
    check(b'\x1b' not in on_terminal(TERM='xterm', NO_COLOR='1'), 'terminal: NO_COLOR')
    check(b'\x1b[' in on_terminal(TERM='xterm', NO_COLOR=''), 'terminal: an empty NO_COLOR')
    check(b'\x1b' not in on_terminal('--color', 'never', TERM='xterm'), 'terminal: never')


def sameness():
    for path in (FRAUD, HONEST):
        data = open(path, 'rb').read()
        for args in ([], ['--json'], ['--json', '--lang', 'en']):
            a = run('check', *NOW, *args, path).stdout
            check(a and a == run('check', *NOW, *args, path).stdout, f'{args}: same bytes twice')
        by_name = json.loads(run('check', '--json', *NOW, path).stdout)
        for args in (['-'], []):
            piped = json.loads(run('check', '--json', *NOW, *args, input=data).stdout)
            same(piped['input'], '-', 'standard input is called -')
            piped['input'] = by_name['input']
            check(piped == by_name, 'standard input gives the same judgement')
    one, two = (run('check', '--json', *NOW, *x).stdout for x in ([FRAUD], [HONEST]))
    check(run('check', '--json', *NOW, FRAUD, HONEST).stdout == one + two,
          'several inputs are judged one by one')


with tempfile.TemporaryDirectory() as folder:
    bad_inputs(folder)
    outputs()
    command_line(folder)
    several(folder)
    rule_files(folder)
    looks()
    terminal()
    sameness()
done()
