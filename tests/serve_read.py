#!/usr/bin/env python3
"""mushi serve opens pictures, PDF and mails: the same bytes as the command, in processes that are
sealed, limited and replaced, while texts go on being judged.

  tests/serve_read.py MUSHI SOURCE_ROOT
"""
import base64
import concurrent.futures
import contextlib
import json
import os
import re
import signal
import struct
import sys
import zlib

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'lib'))
from check import check, done, same, skip  # noqa: E402
from served import (MUSHI, QUERY, ROOT, Server, children, command, form, gone,  # noqa: E402
                    metric, problem, wait_for)

CHECK = f'/api/v1/check?{QUERY}'
SHOT, LETTER, MAIL = (open(os.path.join(ROOT, 'doc/sample', n), 'rb').read()
                      for n in ('shot.png', 'letter.pdf', 'mail.eml'))
MBOX = b'From a Mon Nov 23 10:00:00 2026\n' + MAIL.rstrip() + b'\n\n'


def picture(width, height):
    def chunk(kind, data):
        return (struct.pack('>I', len(data)) + kind + data
                + struct.pack('>I', zlib.crc32(kind + data)))
    z = zlib.compressobj(9)
    data = b''.join(z.compress(b'\0' + b'\xff' * width) for _ in range(height)) + z.flush()
    return (b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', width, height, 8, 0, 0, 0, 0))
            + chunk(b'IDAT', data) + chunk(b'IEND', b''))


def pdf(*objects, trailer=b''):
    out, at = b'%PDF-1.4\n', []
    for i, o in enumerate(objects, 1):
        at.append(len(out))
        out += b'%d 0 obj\n' % i + o + b'\nendobj\n'
    return (out + b'xref\n0 %d\n0000000000 65535 f \n' % (len(objects) + 1)
            + b''.join(b'%010d 00000 n \n' % x for x in at)
            + b'trailer << /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n' % (
                len(objects) + 1, trailer, len(out)))


TREE = (b'<< /Type /Catalog /Pages 2 0 R >>', b'<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
        b'<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R >>')
BOMB = zlib.compress(b'0 0 m 1 1 l S\n' * (20 << 20), 9)


def with_picture(data):
    """A mail that holds a picture."""
    return (b'From: a@example.com\nTo: b@example.jp\nMessage-ID: <1@example.com>\nMIME-Version: 1.0\n'
            b'Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\n'
            b'Please see the file.\n--b\nContent-Type: image/png\n'
            b'Content-Transfer-Encoding: base64\n\n' + base64.encodebytes(data) + b'--b--\n')


def same_bytes(s):
    for name, kind, data in (('shot.png', 'image/png', SHOT), ('a.pdf', 'application/pdf', LETTER),
                             ('a.eml', 'message/rfc822', MAIL),
                             ('b.eml', 'application/octet-stream', with_picture(SHOT))):
        want = command(data, '--lang', 'en', '-s', 'called')
        for t in (kind, 'text/plain'):
            a = s.ask('POST', CHECK + '&lang=en&situation=called', data, {'Content-Type': t})
            same((a.status, a.body), (200, want), f'{name} as {t}: the command says')
        same(json.loads(want)['verdict'], 'fraud', f'{name}: verdict')
        a = s.ask('POST', CHECK, *form(('file', name, kind, data)))
        same((a.status, a.json()['input']), (200, name), f'{name}: in a form')
    a = s.ask('POST', CHECK + '&as=mail', b'Subject: x\n\nhello')
    same(a.body, command(b'Subject: x\n\nhello', '--as', 'mail'), 'as a mail, if one insists')
    a = s.ask('POST', CHECK + '&as=text', SHOT)
    same(a.body, command(SHOT, '--as', 'text'), 'a picture as text, if one insists')
    a = s.ask('POST', CHECK, MBOX * 3)
    same((a.status, a.headers['Content-Type'], a.body), (200, 'application/jsonl', command(MBOX * 3)),
         'a mailbox: a line for each message')
    many = MBOX * 501
    problem(s.ask('POST', CHECK, many), 413, 'too-big', 'a large mailbox')
    for data in (SHOT, LETTER, b'hello'):
        a = s.ask('POST', CHECK + '&shown=yes', data)
        same(json.dumps(a.json()['judgement']), json.dumps(json.loads(command(data))), 'with what was shown')
        check(a.json()['shown']['blocks'], 'what was shown')
    problem(s.ask('POST', CHECK + '&shown=perhaps', b'x'), 400, 'parameter', 'shown')


def bad(s):
    locked = pdf(*TREE, b'<< /Length 0 >>\nstream\n\nendstream',
                 b'<< /Filter /Standard /V 1 /R 2 /P -4 /O <' + b'11' * 32 + b'> /U <' + b'22' * 32
                 + b'> >>', trailer=b'/Encrypt 5 0 R /ID [<00><00>]')
    for what, data, status, code in (
            ('30,000 x 30,000', picture(30000, 30000), 413, 'too-big'),
            ('cut', SHOT[:5000], 422, 'broken'), ('a cut PDF', LETTER[:300], 422, 'broken'),
            ('no PDF', b'%PDF-1.7\n', 422, 'broken'), ('a locked PDF', locked, 422, 'locked'),
            ('HEIC', b'\0\0\0\x18ftypheic' + bytes(100), 422, 'broken')):
        problem(s.ask('POST', CHECK, data), status, code, what)
        problem(s.ask('POST', CHECK, *form(('file', 'f', 'image/png', data))), status, code, what)
    problem(s.ask('POST', CHECK, b'\0\1\2', {'Content-Type': 'image/jxl'}), 415, 'media-type',
            'a picture of another kind')
    bomb = pdf(*TREE, b'<< /Length %d /Filter /FlateDecode >>\nstream\n' % len(BOMB) + BOMB
               + b'\nendstream')
    a = s.ask('POST', CHECK, bomb, timeout=120)
    check(a.status in (200, 422, 413), f'a bomb: {a.status}')
    same(s.ask('POST', CHECK, SHOT).json()['verdict'], 'fraud', 'and pictures are read on')
    for name in ('workers_died_total', 'workers_stopped_total'):
        same(metric(s, name), 0, f'none of these costs a worker: {name}')


def sealed(s, sanitized):
    """The processes that read: no rights, and none left behind."""
    readers = reading(s)
    check(1 <= len(readers) <= 2, f'readers: {readers}')
    for pid in readers:
        text = open(f'/proc/{pid}/status').read()
        same(re.search(r'NoNewPrivs:\s+(\d)', text).group(1), '1', 'no new rights')
        if not sanitized:
            same(re.search(r'Seccomp:\s+(\d)', text).group(1), '2', 'only listed system calls')
        same(os.getpriority(os.PRIO_PROCESS, pid), 10, 'texts go first')
        same(len(children(pid)), 3, 'three helpers')


def named(pid):
    with contextlib.suppress(OSError):
        return open(f'/proc/{pid}/comm').read().strip()
    return ''


def reading(s):
    return [p for p in s.family()[1] if named(p) == 'mushi-reader']


def helper(pid, kind):
    return next(p for p in children(pid) if named(p).startswith(f'mushi-read-{kind}'[:15]))


def busy(s):
    """Five pictures at once: two are read, three wait, and texts are judged meanwhile."""
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        first = [pool.submit(s.ask, 'POST', CHECK, SHOT) for _ in range(2)]
        check(all(f.result().status == 200 for f in first), 'two pictures')
        check(wait_for(lambda: 1 <= len(reading(s)) <= 2), 'two readers at most')
        stopped = reading(s)
        for pid in stopped:
            os.kill(pid, signal.SIGSTOP)
        five = [pool.submit(s.ask, 'POST', CHECK, SHOT) for _ in range(5)]
        check(wait_for(lambda: metric(s, 'readers_busy') == 2), 'two at once')
        check(wait_for(lambda: metric(s, 'readers_waiting') == 3 or len(stopped) == 1),
              f'the others wait: {metric(s, "readers_waiting")}')
        for _ in range(20):
            same(s.ask('POST', CHECK, b'hello').status, 200, 'texts go on')
        for pid in stopped:
            os.kill(pid, signal.SIGCONT)
        same([(f.result().status, f.result().json()['verdict']) for f in five],
             [(200, 'fraud')] * 5, 'five at once')
        check(len(reading(s)) <= 2, 'no more than two readers')


def killed(s):
    """What dies costs its request, and nothing else."""
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        def caught(what):
            """A picture is asked for, and its reader stands still before it has begun."""
            check(wait_for(lambda: s.ask('POST', CHECK, SHOT).status == 200), 'one can be read')
            pid = reading(s)[0]
            still = pid if what == 'worker' else helper(pid, 'image')
            for p in reading(s)[1:]:
                os.kill(p, signal.SIGKILL)
            check(wait_for(lambda: reading(s) == [pid]), 'only one reader')
            os.kill(still, signal.SIGSTOP)
            asked = pool.submit(s.ask, 'POST', CHECK, SHOT)
            check(wait_for(lambda: metric(s, 'readers_busy') == 1), 'it is at work')
            helpers = children(pid)
            os.kill(still, signal.SIGKILL)
            a = asked.result()
            problem(a, 500, 'worker', f'a {what} was killed')
            check(wait_for(lambda: gone(pid) and all(map(gone, helpers))), 'nobody is left of it')
            same(s.ask('POST', CHECK, b'hello').status, 200, 'texts go on')
        caught('worker')
        caught('helper')
    same(s.ask('POST', CHECK, SHOT).json()['verdict'], 'fraud', 'and pictures are read on')


def late(s):
    """--max-read 8: one that hangs is ended, with all that it started. Mails are quick to read."""
    check(wait_for(lambda: s.ask('POST', CHECK, MAIL).status == 200, 60), 'a mail')
    (pid,) = reading(s)
    helpers = children(pid)
    os.kill(pid, signal.SIGSTOP)
    problem(s.ask('POST', CHECK, MAIL), 503, 'timeout', 'too late')
    check(wait_for(lambda: gone(pid) and all(map(gone, helpers))), 'nobody is left of it')
    check(wait_for(lambda: s.ask('POST', CHECK, MAIL).status == 200, 60), 'and the next is read')
    (pid,) = reading(s)
    helpers = children(pid)
    same(s.stop(), 0, 'exit status')
    check(wait_for(lambda: gone(pid) and all(map(gone, helpers))), 'the end: nobody is left')


def main():
    with open(MUSHI, 'rb') as f:
        sanitized = b'__asan_init' in f.read()
    try:
        s = Server('--listen', '127.0.0.1:0')
    except RuntimeError as e:
        if 'not in this build' not in str(e):
            raise
        skip('serve is not in this build')
        return done()
    opens = s.ask('GET', '/healthz').json()['opens']
    if opens != ['mail', 'image', 'pdf']:
        skip(f'not every reader is in this build: {opens}')
        s.stop()
        return done()
    same(reading(s), [], 'nothing is started before it is needed')
    for part in (same_bytes, bad):
        part(s)
    sealed(s, sanitized)
    busy(s)
    killed(s)
    same(s.stop(), 0, 'exit status')
    s = Server('--listen', '127.0.0.1:0', '--max-read', '8', '--readers', '1')
    late(s)
    s = Server('--listen', '127.0.0.1:0', '--readers', '0')
    same(s.ask('GET', '/healthz').json()['opens'], [], 'none')
    for data in (SHOT, MAIL, LETTER, MBOX):
        problem(s.ask('POST', CHECK, data), 415, 'media-type', 'none is opened')
    s.stop()
    return done()


main()
