#!/usr/bin/env python3
"""A decoder that was taken over: what it may still do, and that the next input is judged; also by
the command that asked it, whatever it answers.

  tests/cage.py HOSTILE MUSHI [--no-memory-limit]
"""
import json
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'lib'))
from check import check, done, same  # noqa: E402

MAGIC = 0x3152554D
OK, CRASHED, TOO_LONG, TOO_MUCH = range(4)
helper = subprocess.Popen([os.path.abspath(sys.argv[1])], stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE)


def ask(data, wait_ms=5000):
    helper.stdin.write(struct.pack('=IIQII', MAGIC, 0, len(data), 0, wait_ms) + data)
    helper.stdin.flush()
    magic, status, detail, _, size = struct.unpack('=IIIIQ', helper.stdout.read(24))
    same(magic, MAGIC, 'answer')
    return status, detail, helper.stdout.read(size)


def frames(data):
    out = []
    while data:
        _, label, charset, _, size = struct.unpack('<BHHII', data[:13])
        text = data[13:13 + label].decode()
        out.append((text, data[13 + label + charset:13 + label + charset + size]))
        data = data[13 + label + charset + size:]
    return out


def still_works(after):
    status, _, data = ask(b'x' * 1000)
    same((status, frames(data)), (OK, [('echo', b'x' * 1000)]), 'next input after ' + after)


status, _, data = ask(b'e')
same(status, OK, 'escape')
tried = frames(data)
same(len(tried), 20, 'attempts')
for what, said in tried:
    same(said, b'refused', what)
check(not os.path.exists('/tmp/mushi-escape'), 'no file was made')
still_works('escapes')

for letter in (b'c', b'a'):
    status, detail, data = ask(letter)
    same(status, CRASHED, f'{letter}: {detail}')
    still_works('a crash')

begun = time.monotonic()
status, _, data = ask(b'l', 300)
same(status, TOO_LONG, 'endless loop')
check(time.monotonic() - begun < 4, 'ended in time')
still_works('an endless loop')

if '--no-memory-limit' not in sys.argv:  # a sanitizer reserves terabytes
    status, _, data = ask(b'm', 20000)
    check(status == OK and frames(data) == [('10 GB of memory', b'refused')]
          or status in (CRASHED, TOO_LONG), f'memory: {status} {data[:100]}')
    still_works('eating memory')

status, _, data = ask(b'f', 20000)
same(status, TOO_MUCH, 'flood')
same(len(data), 0, 'flood: what was cut is no answer')
still_works('a flood')

status, _, data = ask(b'')
same((status, frames(data)), (OK, [('echo', b'')]), 'nothing')
helper.stdin.close()
same(helper.wait(timeout=20), 0, 'ends with its input')


def frame(kind, data=b'', label=b'', size=None):
    return struct.pack('<BHHII', kind, len(label), 0, 0, len(data) if size is None else size) + (
        label + data)


TEXT, ERROR, INSIDE, PNG = 1, 64, 65, 66
BILL = 'ご利用料金98,000円のお支払いが確認できません。'.encode()
PICTURE = b'\x89PNG\r\n\x1a\n'
answers = [  # what is written, code of the error (None: judged)
    (frame(TEXT, BILL), None),
    (b'', None),
    (frame(TEXT, BILL)[:-1], 'broken'),
    (frame(TEXT, BILL) + b'\0', 'broken'),
    (frame(TEXT, BILL, size=0xFFFFFFFF), 'broken'),
    (frame(40, BILL), 'broken'),
    (frame(200), 'broken'),
    (frame(TEXT, BILL, b'x' * 2000), 'broken'),
    (frame(TEXT, BILL, b'a\0b'), 'broken'),
    (frame(ERROR, b'\x1b[2J\x07 no', b'x\x1b[2J' * 20), 'x'),
    (frame(PNG, PICTURE), None),
    (frame(TEXT, BILL) * 3000, None),
    (frame(INSIDE, b'nothing') * 8, None),
    (frame(INSIDE, PICTURE) * 9, 'broken'),
]
with tempfile.TemporaryDirectory() as tmp:
    # The command looks for its helpers beside itself.
    for name in ('bin', 'libexec/mushi'):
        os.makedirs(os.path.join(tmp, name))
    mushi = shutil.copy(sys.argv[2], os.path.join(tmp, 'bin/mushi'))
    shutil.copy(sys.argv[1], os.path.join(tmp, 'libexec/mushi/mushi-read-mail'))
    names = []
    for i, (data, _) in enumerate(answers):
        names.append(os.path.join(tmp, f'{i:02}'))
        with open(names[-1], 'wb') as f:
            f.write(b'b' + data)
    r = subprocess.run([mushi, 'check', '--json', '--as', 'mail', *names], capture_output=True,
                       timeout=100)
    lines = r.stdout.decode('utf-8').splitlines()
    check(not any(c < 0x20 and c != 10 for c in r.stdout + r.stderr), 'nothing commands a terminal')
    if same(len(lines), len(answers), f'one answer each: {r.stderr.decode()[-500:]}'):
        for i, ((data, want), line) in enumerate(zip(answers, lines)):
            error = json.loads(line)['error']
            got = error and error['code']
            check((got or '').startswith(want) if want else got is None, f'answer {i}: {error}')
done()
