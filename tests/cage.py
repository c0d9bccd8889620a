#!/usr/bin/env python3
"""A decoder that was taken over: what it may still do, and that the next input is judged.

  tests/cage.py HOSTILE
"""
import os
import struct
import subprocess
import sys
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
same(len(tried), 18, 'attempts')
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
check(len(data) <= 128 << 20, f'flood: {len(data)} bytes')
still_works('a flood')

status, _, data = ask(b'')
same((status, frames(data)), (OK, [('echo', b'')]), 'nothing')
helper.stdin.close()
same(helper.wait(timeout=20), 0, 'ends with its input')
done()
