#!/usr/bin/env python3
"""Mails a second, end to end:  bench/readers/mail.py MUSHI [COUNT]

A mailbox of texts of the held-out part of the corpus, in turn as ISO-2022-JP, Shift_JIS and UTF-8,
8-bit, base64 and quoted-printable, plain, HTML and both. Say `taskset -c 0` for one core.
"""
import base64
import json
import os
import quopri
import resource
import subprocess
import sys
import tempfile
import time

MUSHI = os.path.abspath(sys.argv[1])
COUNT = int(sys.argv[2]) if len(sys.argv) > 2 else 2000
ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')
CODES = [('iso-2022-jp', 'iso2022_jp'), ('shift_jis', 'cp932'), ('utf-8', 'utf-8')]


def part(text, kind, i):
    label, codec = CODES[i % 3]
    how = ('8bit', 'base64', 'quoted-printable')[i // 3 % 3]
    data = text.encode(codec, 'replace')
    data = (base64.encodebytes(data) if how == 'base64' else quopri.encodestring(data)
            if how == 'quoted-printable' else data)
    return (f'Content-Type: {kind}; charset={label}\nContent-Transfer-Encoding: {how}\n\n'.encode()
            + data + b'\n')


with tempfile.TemporaryDirectory() as tmp:
    subprocess.run([sys.executable, os.path.join(ROOT, 'tools/corpus.py'), 'expand', tmp, '--split',
                    'test'], check=True, stdout=subprocess.DEVNULL)
    rows = [json.loads(x) for x in open(os.path.join(tmp, 'labels.jsonl'), encoding='utf-8')]
    rows = [r for r in rows if r['encoding'] == 'utf-8']
    box = os.path.join(tmp, 'box')
    with open(box, 'wb') as f:
        for i in range(COUNT):
            r = rows[i % len(rows)]
            text = open(os.path.join(tmp, r['file']), encoding='utf-8').read()
            f.write(b'From x@example.com Mon Nov 23 09:00:00 2026\nFrom: =?utf-8?B?6KaL5pys?= '
                    b'<a@example.com>\nTo: b@example.jp\nMessage-ID: <%d@example.com>\n'
                    b'MIME-Version: 1.0\nSubject: =?utf-8?B?5pyq57SN?=\n' % i)
            if r['format'] == 'html' and i % 2:
                f.write(b'Content-Type: multipart/alternative; boundary=b\n\n--b\n'
                        + part('HTML mail', 'text/plain', i) + b'--b\n'
                        + part(text, 'text/html', i) + b'--b--\n\n')
            else:
                f.write(part(text, 'text/' + ('html' if r['format'] == 'html' else 'plain'), i)
                        + b'\n')
    size = os.path.getsize(box)
    begun, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    out = subprocess.run([MUSHI, 'check', '--json', box], capture_output=True).stdout
    wall = time.monotonic() - begun
    use = resource.getrusage(resource.RUSAGE_CHILDREN)
    lines = out.count(b'\n')
    cpu = use.ru_utime + use.ru_stime - before.ru_utime - before.ru_stime
    print(f'{lines} mails, {size / lines / 1024:.1f} KiB each: {lines / wall:.0f} a second '
          f'({lines / cpu:.0f} a second of CPU)')
