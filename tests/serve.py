#!/usr/bin/env python3
"""mushi serve as a browser, a script and an attacker meet it: every route, every guard, workers
that are killed or hang, and the end.

  tests/serve.py MUSHI SOURCE_ROOT
"""
import concurrent.futures
import contextlib
import glob
import http.client
import json
import os
import re
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'lib'))
from check import check, done, one_message, same, skip  # noqa: E402
from served import (API, ENV, MUSHI, QUERY, ROOT, Server, command, described, form,  # noqa: E402
                    gone, metric, problem, raw_problem, read_all, status_of, wait_for)

SECRET = '架空花子の秘密の言葉'


def same_bytes(s):
    names = sorted(glob.glob(ROOT + '/tests/golden/fraud/*.[ht][tx][mt]*')
                   + glob.glob(ROOT + '/tests/golden/honest/*.[ht][tx][mt]*'))
    for i, name in enumerate(names[::5] + [ROOT + '/doc/sample/one-click.html']):
        data = open(name, 'rb').read()
        lang = ('ja', 'ja-easy', 'en')[i % 3]
        path = f'/api/v1/check?{QUERY}&lang={lang}'
        a = s.ask('POST', path, data, {'Content-Type': 'application/octet-stream'})
        same((a.status, a.body), (200, command(data, '--lang', lang)), f'{name}: the command says')
        base = os.path.basename(name)
        a = s.ask('POST', path, *form(('file', base, 'text/html', data)))
        same((a.status, a.body), (200, command(data, '--lang', lang, name=base,
                                               cwd=os.path.dirname(name))), f'{base}: as a form')
    text = '会員登録が完了しました。入会金98,000円をお支払いください。電話 03-0000-1234'
    data = text.encode('shift_jis')
    for kind, args in (('text/plain; charset=Shift_JIS', []), ('text/plain', []),
                       ('', []), ('text/html;charset="shift_jis"', [])):
        a = s.ask('POST', f'/api/v1/check?{QUERY}', data, {'Content-Type': kind} if kind else {})
        same(a.json()['charset'], 'Shift_JIS', f'{kind}: charset')
        same(a.json()['verdict'], json.loads(command(data))['verdict'], f'{kind}: verdict')
    a = s.ask('POST', f'/api/v1/check?{QUERY}&situation=paid-bank&situation=called&received='
              '2026-11-20&url=http%3A%2F%2Fa.example%2Fx&as=text&charset=shift_jis', data)
    same(a.body, command(data, '-s', 'paid-bank', '-s', 'called', '--received', '2026-11-20',
                         '--url', 'http://a.example/x', '--as', 'text', '--charset', 'shift_jis'),
         'every option')
    a = s.ask('POST', f'/api/v1/check?{QUERY}', *form(
        ('text', None, None, text.encode()), ('url_of_page', None, None, b'http://a.example/x'),
        ('file', '', 'application/octet-stream', b'')))
    same(a.body, command(text.encode(), '--url', 'http://a.example/x'), 'a text in a form')
    a = s.ask('POST', f'/api/v1/check?{QUERY}', b'')
    same(a.body, command(b''), 'nothing at all')
    a = s.ask('GET', '/api/v1/advice?lang=en&situation=paid-bank&situation=called')
    want = subprocess.run([MUSHI, 'advise', '--json', '--lang', 'en', 'paid-bank', 'called'],
                          capture_output=True, env=ENV).stdout
    same(a.body, want, 'advice')
    same(s.ask('GET', '/api/v1/advice').json()['lang'], 'ja', 'advice: the language of the server')
    big = ('これは長い手紙です。' * 90000).encode()
    a = s.ask('POST', f'/api/v1/check?{QUERY}', big)
    same(a.body, command(big), 'a large text')


def wrong_requests(s):
    check_path = '/api/v1/check'
    problem(s.ask('POST', check_path + '?lang=de', b'x'), 400, 'parameter', 'language')
    problem(s.ask('POST', check_path + '?situation=nothing', b'x'), 400, 'situation', 'situation')
    problem(s.ask('POST', check_path + '?situaton=called', b'x'), 400, 'parameter', 'misspelt')
    problem(s.ask('POST', check_path + '?now=yesterday', b'x'), 400, 'parameter', 'now')
    problem(s.ask('POST', check_path + '?received=2026-02-30', b'x'), 400, 'parameter', 'no day')
    problem(s.ask('POST', check_path + f'?{QUERY}&received=2027-01-01', b'x'), 400, 'parameter',
            'a day to come')
    problem(s.ask('POST', check_path + '?charset=klingon', b'x'), 400, 'charset', 'charset')
    problem(s.ask('POST', check_path + '?as=film', b'x'), 400, 'parameter', 'reader')
    problem(s.ask('POST', check_path + '?lang', b'x'), 400, 'parameter', 'no value')
    problem(s.ask('POST', check_path + '?' + '&'.join(['situation=called'] * 40), b'x'), 400,
            'situation', 'too many situations')
    problem(s.ask('GET', '/api/v1/advice?as=html'), 400, 'parameter', 'advice: as')
    problem(s.ask('GET', '/api/v1/me?lang=xx'), 400, 'parameter', 'me: language')
    for kind in ('image/png', 'application/pdf', 'application/x-www-form-urlencoded', 'x'):
        problem(s.ask('POST', check_path, b'x', {'Content-Type': kind}), 415, 'media-type', kind)
    problem(s.ask('POST', check_path, *form(('file', 'a.png', 'image/png', b'x'))), 415,
            'media-type', 'a picture in a form')
    # Nor by what it is, whatever it is called: as words, bytes of an archive mean anything.
    data = b'PK\x03\x04' + bytes(20)
    for kind in ('application/octet-stream', 'text/plain', 'image/png'):
        a = s.ask('POST', check_path, data, {'Content-Type': kind})
        problem(a, 415, 'media-type', f'ZIP as {kind}')
        check('ZIP' in a.json()['detail'], f'it is named: {a.body}')
    problem(s.ask('POST', check_path, *form(('file', 'x', 'text/plain', data))), 415,
            'media-type', 'ZIP in a form')
    a = s.ask('POST', f'{check_path}?{QUERY}&as=text', data)
    same(a.body, command(data, '--as', 'text'), 'ZIP: as text, if one insists')
    forms = [
        ('nothing in it', *form()), ('unknown field', *form(('x', None, None, b'y'))),
        ('two things', *form(('text', None, None, b'y'), ('file', 'f', None, b'y'))),
        ('no boundary', b'--a\r\n', {'Content-Type': 'multipart/form-data'}),
        ('another boundary', form(('text', None, None, b'y'))[0],
         {'Content-Type': 'multipart/form-data; boundary=other'}),
        ('cut', form(('text', None, None, b'y'))[0][:-8], form()[1]),
        ('no name', form(('text', None, None, b'y'))[0].replace(b'name="text"', b'name'), form()[1]),
        ('many parts', *form(*[('text', None, None, b'')] * 20)),
        ('NUL in an address', *form(('url_of_page', None, None, b'a\0b'))),
        ('no line end', form(('text', None, None, b'y'))[0].replace(b'xXx\r\n', b'xXxy\r\n', 1),
         form()[1]),
    ]
    for what, body, headers in forms:
        problem(s.ask('POST', check_path, body, headers), 400, 'form', what)
    for method, path, allow in (('GET', check_path, 'POST'), ('PUT', check_path, 'POST'),
                                ('DELETE', '/api/v1/me', 'GET, HEAD'), ('POST', '/', 'GET, HEAD'),
                                ('OPTIONS', check_path, 'POST'), ('TRACE', '/', 'GET, HEAD'),
                                ('POST', '/healthz', 'GET, HEAD')):
        a = s.ask(method, path)
        problem(a, 405, 'method', f'{method} {path}')
        same(a.headers.get('Allow'), allow, f'{method} {path}: Allow')
        check(not any(h.lower().startswith('access-control') for h in a.headers), 'no CORS')
    for path in ('/api/', '/api/v1/', '/api/v2/check', '/api/v1/check/', '/nothing.html'):
        problem(s.ask('GET', path), 404, 'not-found', path)


def others(s):
    a = s.ask('GET', '/healthz')
    same((a.status, a.json()['status']), (200, 'ok'), 'healthz')
    a = s.ask('HEAD', '/healthz')
    same((a.status, a.body), (200, b''), 'HEAD')
    for lang in ('ja', 'ja-easy', 'en'):
        a = s.ask('GET', f'/api/v1/me?lang={lang}', headers={
            'User-Agent': f'Test "\\\t {SECRET}'.encode(), 'X-Unheard-Of': b'\xff\x80',
            'Sec-CH-UA-Model': '"K"', 'Accept-Language': 'ja'})
        j = a.json()
        same((j['lang'], j['address']['kind'], j['address']['value']),
             (lang, 'loopback', '127.0.0.1'), 'me: address')
        by = {h['name']: h for h in j['headers']}
        check(SECRET in by['User-Agent']['value'], 'me: the header as it was sent')
        same(by['User-Agent']['id'], 'user-agent', 'me: what it is')
        same(by['Sec-CH-UA-Model']['id'], 'client-hints-more', 'me: client hints')
        same((by['X-Unheard-Of']['id'], by['X-Unheard-Of']['value']),
             ('other-header', '\ufffd\ufffd'), 'me: unknown header')
        check(len(j['never']) >= 6 and len(j['asks']) >= 3, 'me: what no page knows')
        check(all(x['title'] and x['text'] for x in j['never'] + j['asks']), 'me: texts')
        check(all(x['title'] and x['means'] for x in j['headers'] + [j['address']]), 'me: meaning')
        check('Sec-CH-UA-Model' in a.headers.get('Accept-CH', ''), 'me: asks for client hints')
    a = s.ask('GET', '/metrics')
    check(a.body.endswith(b'\n') and b'mushi_verdicts_total{verdict="fraud"}' in a.body, 'metrics')
    check(SECRET.encode() not in a.body, 'metrics: no content')
    for line in a.body.decode().splitlines():
        check(re.fullmatch(r'# (HELP|TYPE) mushi_\w+ .+|mushi_\w+(\{[^{}]*\})? [\d.e+]+', line),
              f'metrics: {line}')


def safe_headers(s):
    want = {'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'no-referrer',
            'Cross-Origin-Opener-Policy': 'same-origin',
            'Cross-Origin-Resource-Policy': 'same-origin'}
    policy = {'default-src': "'none'", 'script-src': "'self' 'wasm-unsafe-eval'",
              'style-src': "'self'", 'img-src': "'self' data: blob:", 'connect-src': "'self'",
              'worker-src': "'self'", 'manifest-src': "'self'", 'base-uri': "'none'",
              'form-action': "'none'", 'frame-ancestors': "'none'"}
    for method, path, stored in (('GET', '/', 'no-cache'), ('GET', '/folder', None),
                                 ('GET', '/none', 'no-store'), ('GET', '/api/v1/me', 'no-store'),
                                 ('POST', '/api/v1/check', 'no-store'),
                                 ('GET', '/api/v1/check', 'no-store'),
                                 ('GET', '/metrics', 'no-store')):
        a = s.ask(method, path, b'x' if method == 'POST' else None)
        for k, v in want.items():
            same(a.headers.get(k), v, f'{method} {path}: {k}')
        csp = dict(x.strip().split(' ', 1) for x in a.headers['Content-Security-Policy'].split(';'))
        same(csp, policy, f'{method} {path}: policy')
        check('camera=()' in a.headers.get('Permissions-Policy', ''), f'{path}: permissions')
        same(a.headers.get('Cache-Control'), stored, f'{method} {path}: kept')
        check(not any(h.lower().startswith('access-control') for h in a.headers), 'no CORS')


def page(s):
    for path, kind, text in (('/', 'text/html', b'<p>start'), ('/index.html', 'text/html', b'<p>start'),
                             ('/a.js', 'text/javascript', b'1'), ('/a.wasm', 'application/wasm', b'\0asm'),
                             ('/folder/', 'text/html', b'in'), ('/page', 'text/html', b'page'),
                             ('/m.webmanifest', 'application/manifest+json', b'{}')):
        a = s.ask('GET', path)
        same((a.status, a.headers['Content-Type'].split(';')[0]), (200, kind), path)
        check(a.body.startswith(text), f'{path}: {a.body}')
        again = s.ask('GET', path, headers={'If-None-Match': a.headers['ETag']})
        same((again.status, again.body), (304, b''), f'{path}: nothing new')
        head = s.ask('HEAD', path)
        same((head.status, head.body, head.headers['Content-Length']),
             (200, b'', str(len(a.body))), f'{path}: HEAD')
    a = s.ask('GET', '/folder?x=1')
    same((a.status, a.headers['Location']), (308, '/folder/?x=1'), 'a folder')
    for path in ('/../secret', '/%2e%2e/secret', '/..%2fsecret', '/folder/../../secret', '/.hidden',
                 '/link', '//etc/passwd', '/a.js/', '/a.js.gz', '/folder//', '/etc/passwd'):
        a = s.ask('GET', path)
        check(a.status == 404 and b'SECRET' not in a.body, f'{path}: {a.status}')
    for accept, coding in (('gzip', 'gzip'), ('br, gzip', 'gzip'), ('gzip;q=0', None), ('', None),
                           ('x-gzip', None), ('deflate, gzip;q=0.5', 'gzip')):
        a = s.ask('GET', '/a.js', headers={'Accept-Encoding': accept})
        same(a.headers.get('Content-Encoding'), coding, f'packed: {accept}')
        same(a.headers['Vary'], 'Accept-Encoding', 'packed: Vary')


def hosts(s):
    port = s.port
    for host, status in ((s.name, 200), ('localhost', 200), (f'LOCALHOST:{port}', 200),
                         ('127.0.0.1', 200), ('[::1]', 200), (f'[::1]:{port}', 200),
                         ('mushi.example', 200), ('127.0.0.1:1', 200), ('evil.example', 421),
                         ('evil.example:80', 421), ('localhost.evil.example', 421),
                         ('127.0.0.1.evil.example', 421), ('localhost:80@evil.example', 421),
                         ('192.0.2.1', 421), ('[2001:db8::1]', 421), ('', 400), ('[::1', 421),
                         ('localhost:x', 421), ('0', 421), ('2130706433', 421)):
        got = s.raw(f'GET /healthz HTTP/1.1\r\nHost: {host}\r\n'
                    'Connection: close\r\n\r\n'.encode())
        same(status_of(got), status, f'Host {host!r}')
    body = b'x'
    for headers, status in (({'Origin': f'http://{s.name}'}, 200),
                            ({'Origin': 'http://evil.example'}, 403), ({'Origin': 'null'}, 403),
                            ({'Origin': f'http://{s.name}.evil.example'}, 403),
                            ({'Origin': 'http://localhost'}, 403),
                            ({'Origin': f'http://{s.host}:1'}, 403),
                            ({'Origin': f'ftp://{s.name}'}, 403),
                            ({'Sec-Fetch-Site': 'cross-site'}, 403),
                            ({'Sec-Fetch-Site': 'same-site'}, 403),
                            ({'Sec-Fetch-Site': 'same-origin'}, 200),
                            ({'Origin': f'https://{s.name}'}, 200), ({}, 200)):
        a = s.ask('POST', '/api/v1/check', body, headers)
        same(a.status, status, f'{headers}')
        if status == 403:
            problem(a, 403, 'origin', f'{headers}')


def unclear(s):
    h = f'Host: {s.name}\r\n'
    post = 'POST /api/v1/check HTTP/1.1\r\n' + h
    chunk = '1\r\nx\r\n0\r\n\r\n'
    for what, data, status, code in (
            ('no Host', 'GET /healthz HTTP/1.1\r\n\r\n', 400, 'host'),
            ('no Host, 1.0', 'GET /healthz HTTP/1.0\r\n\r\n', 400, 'host'),
            ('two Hosts', f'GET /healthz HTTP/1.1\r\n{h}{h}\r\n', 400, 'host'),
            ('NUL in the target', f'GET /healthz\0x HTTP/1.1\r\n{h}\r\n', 400, 'target'),
            ('NUL at its end', f'GET /healthz\0 HTTP/1.1\r\n{h}\r\n', 400, 'target'),
            ('%00 in the path', f'GET /healthz%00x HTTP/1.1\r\n{h}\r\n', 400, 'target'),
            ('%00 in the query', f'GET /api/v1/me?lang=en%00 HTTP/1.1\r\n{h}\r\n', 400, 'target'),
            ('NUL in the query', f'GET /api/v1/me?lang=en\0 HTTP/1.1\r\n{h}\r\n', 400, 'target'),
            ('a space in the target', f'GET /a b HTTP/1.1\r\n{h}\r\n', 400, 'target'),
            ('two spaces', f'GET /healthz  HTTP/1.1\r\n{h}\r\n', 400, 'target'),
            ('bytes above', f'GET /é HTTP/1.1\r\n{h}\r\n', 400, 'target'),
            ('absolute', f'GET http://{s.name}/healthz HTTP/1.1\r\n{h}\r\n', 400, 'target'),
            ('asterisk', f'OPTIONS * HTTP/1.1\r\n{h}\r\n', 400, 'target'),
            ('CONNECT', f'CONNECT a.example:80 HTTP/1.1\r\n{h}\r\n', 400, 'target'),
            ('length and chunked', post + 'Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n'
             + chunk, 400, 'length'),
            ('chunked and length', post + 'Transfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n'
             + chunk, 400, 'length'),
            ('two lengths', post + 'Content-Length: 1\r\nContent-Length: 1\r\n\r\nx', 400, 'length'),
            ('other lengths', post + 'Content-Length: 1\r\nContent-Length: 9\r\n\r\nx', 400, 'length'),
            ('a list of lengths', post + 'Content-Length: 1, 1\r\n\r\nx', 400, None),
            ('a signed length', post + 'Content-Length: +1\r\n\r\nx', 400, None),
            ('no number', post + 'Content-Length: x\r\n\r\nx', 400, None),
            ('two codings', post + 'Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n'
             + chunk, 400, 'length'),
            ('another coding', post + 'Transfer-Encoding: gzip\r\n\r\nx', 501, 'transfer-coding'),
            ('a coding more', post + 'Transfer-Encoding: gzip, chunked\r\n\r\n' + chunk, 501,
             'transfer-coding'),
            ('chunked, 1.0', post.replace('1.1', '1.0') + 'Transfer-Encoding: chunked\r\n\r\n'
             + chunk, 400, 'length'),
            ('GET with a body', f'GET /healthz HTTP/1.1\r\n{h}Content-Length: 1\r\n\r\nx', 400,
             'length')):
        raw_problem(s.raw(data.encode()), status, code, what)
        # It is closed: what follows in the same bytes is not a second request.
        got = s.raw(data.encode() + f'GET /healthz HTTP/1.1\r\n{h}\r\n'.encode())
        check(b' 200 OK' not in got and (got.count(b'HTTP/1.1 ') == 1 or code is None),
              f'{what}: closed: {got!r}')
    got = s.raw((post + 'Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n' + chunk).encode())
    same(status_of(got), 200, 'chunked')
    got = s.raw(f'GET /healthz HTTP/1.1\r\n{h}\r\n'.encode() * 2
                + f'GET /healthz HTTP/1.1\r\n{h}Connection: close\r\n\r\n'.encode())
    same(got.count(b'HTTP/1.1 200'), 3, 'three at once, in order')
    got = s.raw(f'GET /healthz HTTP/1.1\r\n{h}X: {"y" * 40000}\r\n\r\n'.encode())
    same(status_of(got), 431, 'a header of 40 KB')
    got = s.raw(f'GET /{"y" * 40000} HTTP/1.1\r\n{h}\r\n'.encode())
    check(status_of(got) in (414, 431), f'a target of 40 KB: {got[:60]!r}')
    for rubbish in (b'\0' * 100, b'\x16\x03\x01\x02\x00', b'GET\r\n\r\n', b'\r\n' * 50, b'/ HTTP/9.9'):
        check(status_of(s.raw(rubbish)) in (None, 400, 505), f'rubbish {rubbish[:10]!r}')
    same(s.ask('GET', '/healthz').status, 200, 'still there')


def large(s):
    """--max-body 1: a MiB."""
    mib = 1 << 20
    a = s.ask('POST', '/api/v1/check', b'x' * mib)
    same(a.status, 200, 'as large as allowed')
    problem(s.ask('POST', '/api/v1/check', b'x' * (mib + 1)), 413, 'too-big', 'one byte more')
    got = s.raw(f'POST /api/v1/check HTTP/1.1\r\nHost: {s.name}\r\nContent-Length: {2 * mib}\r\n'
                'Expect: 100-continue\r\n\r\n'.encode(), end=False)
    raw_problem(got, 413, 'too-big', 'asked before')
    got = s.raw(f'POST /api/v1/check HTTP/1.1\r\nHost: {s.name}\r\n'
                'Content-Length: 99999999999\r\n\r\n'.encode(), end=False)
    raw_problem(got, 413, 'too-big', 'announced')

    def chunked(n):
        return (f'POST /api/v1/check HTTP/1.1\r\nHost: {s.name}\r\nConnection: close\r\n'
                'Transfer-Encoding: chunked\r\n\r\n').encode() + \
            b''.join(b'10000\r\n' + b'x' * 65536 + b'\r\n' for _ in range(n)) + b'0\r\n\r\n'
    same(status_of(s.raw(chunked(16))), 200, 'chunked, as large as allowed')
    raw_problem(s.raw(chunked(17)), 413, 'too-big', 'chunked, too large')
    check(status_of(s.raw(chunked(200))) in (None, 413), 'chunked, without end')
    same(s.ask('GET', '/healthz').status, 200, 'still there')
    same(metric(s, 'body_bytes_held'), 0, 'nothing is held')
    # Sixteen of the largest, each a byte short of its end, and one more.
    head = f'POST /api/v1/check HTTP/1.1\r\nHost: {s.name}\r\nContent-Length: {mib}\r\n\r\n'
    with contextlib.ExitStack() as stack:
        for _ in range(16):
            c = stack.enter_context(socket.create_connection(s.at, timeout=20))
            c.sendall(head.encode() + b'x' * (mib - 1))
        check(wait_for(lambda: metric(s, 'body_bytes_held') == 16 * (mib - 1)), 'all is held')
        problem(s.ask('POST', '/api/v1/check', b'x' * mib), 503, 'busy', 'too much at once')
        same(s.ask('POST', '/api/v1/check', b'x' * 16).status, 200, 'what has room is judged')
    check(wait_for(lambda: metric(s, 'body_bytes_held') == 0), 'nothing is held in the end')


def slow(s):
    """--timeout 1: header 1 s, body 3 s. One byte now and then keeps nothing alive."""
    def drip(head, seconds):
        with socket.create_connection(s.at, timeout=30) as c:
            c.sendall(head)
            end = time.monotonic() + seconds
            while time.monotonic() < end:
                if select.select([c], [], [], 0.1)[0]:
                    with contextlib.suppress(OSError):
                        return c.recv(1000)
                    return b''
                with contextlib.suppress(OSError):
                    c.send(b'x')
            return None
    host = f'Host: {s.name}\r\n'
    heads = [f'GET / HTTP/1.1\r\n{host}X: '.encode(), b'G',
             f'POST /api/v1/check HTTP/1.1\r\n{host}Content-Length: 9999\r\n\r\n'.encode()]
    def no_reader():
        """Asks for 12 MB and takes nothing: how long until the server ends it?"""
        with socket.socket() as c:
            c.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            c.settimeout(30)
            c.connect(s.at)
            c.sendall(f'GET /big.bin HTTP/1.1\r\n{host}\r\n'.encode())
            time.sleep(8)
            return len(read_all(c))
    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        late = pool.submit(no_reader)
        waiting = [pool.submit(drip, h, 20) for h in heads * 4]
        for _ in range(5):
            same(s.ask('POST', '/api/v1/check', b'hello').status, 200, 'others are served')
        for w in waiting:
            check(w.result() is not None, 'slow: cut')
        check(0 < late.result() < 12 << 20, f'who takes nothing is cut: {late.result()}')
    same(len(s.ask('GET', '/big.bin').body), 12 << 20, 'who takes it gets all')
    with socket.create_connection(s.at, timeout=20) as c:
        same(read_all(c), b'', 'a silent connection is cut')
    text = s.ask('GET', '/metrics').body.decode()
    check(int(re.search(r'^mushi_slow_connections_total (\d+)', text, re.M).group(1)) >= 12,
          'slow ones are counted')


def crowd(s):
    """--per-address 4: one address does not take all."""
    held = [socket.create_connection(s.at, timeout=20) for _ in range(4)]
    try:
        fifth = socket.create_connection(s.at, timeout=20)
        with contextlib.suppress(OSError):
            fifth.sendall(f'GET /healthz HTTP/1.1\r\nHost: {s.name}\r\n\r\n'.encode())
        same(read_all(fifth), b'', 'the fifth is closed')
        fifth.close()
        held[0].sendall(f'GET /healthz HTTP/1.1\r\nHost: {s.name}\r\n\r\n'.encode())
        same(status_of(held[0].recv(1000)), 200, 'the first four are served')
    finally:
        for c in held:
            c.close()
    check(wait_for(lambda: answers(s)), 'and then others')


def full(s):
    """--connections 4: the fifth waits for its turn."""
    def ask(c):
        c.sendall(f'GET /healthz HTTP/1.1\r\nHost: {s.name}\r\nConnection: close\r\n\r\n'.encode())
        return status_of(read_all(c))
    held = [socket.create_connection(s.at, timeout=20) for _ in range(8)]
    before = os.times().elapsed, used(s.p.pid)
    time.sleep(0.5)
    after = os.times().elapsed, used(s.p.pid)
    check(after[1] - before[1] < (after[0] - before[0]) * 0.5, 'a full server does not spin')
    for c in held:
        same(ask(c), 200, 'each has its turn')
        c.close()


def used(pid):
    with open(f'/proc/{pid}/stat') as f:
        parts = f.read().rsplit(')', 1)[1].split()
    return (int(parts[11]) + int(parts[12])) / os.sysconf('SC_CLK_TCK')


def answers(s):
    with contextlib.suppress(OSError, http.client.HTTPException):
        return s.ask('GET', '/healthz').status == 200
    return False


def workers(s, sanitized):
    """--workers 2 --max-time 2"""
    check(wait_for(lambda: len(s.family()[1]) == 2 and metric(s, 'workers_idle') == 2), 'two workers')
    nursery, pids = s.family()
    for pid in pids:
        text = open(f'/proc/{pid}/status').read()
        same(re.search(r'NoNewPrivs:\s+(\d)', text).group(1), '1', 'no new rights')
        if not sanitized:
            server = open(f'/proc/{s.p.pid}/status').read()
            same(re.search(r'Seccomp:\s+(\d)', server).group(1), '2', 'the server, too')
            same(re.search(r'Seccomp:\s+(\d)', text).group(1), '2', 'only listed system calls')
            if os.geteuid() == 0:
                fds = [os.readlink(f'/proc/{pid}/fd/{n}') for n in os.listdir(f'/proc/{pid}/fd')]
                same(sorted(x.split(':')[0] for x in fds), ['/dev/null'] * 3 + ['socket'],
                     'a worker has one socket')
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        # Both stand still; the third request waits.
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        first = [pool.submit(s.ask, 'POST', '/api/v1/check', b'hello') for _ in range(2)]
        check(wait_for(lambda: metric(s, 'workers_busy') == 2), 'both are at work')
        third = pool.submit(s.ask, 'POST', '/api/v1/check', b'third')
        check(wait_for(lambda: metric(s, 'requests_waiting') == 1), 'one waits')
        same(s.ask('GET', '/healthz').status, 200, 'health is told meanwhile')
        os.kill(pids[0], signal.SIGKILL)
        same(third.result().status, 200, 'its place is taken by another worker')
        os.kill(pids[1], signal.SIGCONT)
        got = sorted(f.result().status for f in first)
        same(got, [200, 500], 'it costs one request')
        dead = next(f.result() for f in first if f.result().status == 500)
        problem(dead, 500, 'worker', 'a worker died')
        check(wait_for(lambda: len(s.family()[1]) == 2), 'it is replaced')
        same(metric(s, 'workers_died_total'), 1, 'it is counted')
        # One that hangs is ended at the time limit.
        pids = s.family()[1]
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        late = [pool.submit(s.ask, 'POST', '/api/v1/check', b'hello') for _ in range(3)]
        for f in late:
            a = f.result()
            check(a.status in (503, 200), f'late: {a.status}')
            if a.status == 503:
                check(a.json()['code'] in ('timeout', 'busy') and a.headers['Retry-After'], 'late')
        check(sum(f.result().status == 503 for f in late) >= 2, 'the time limit')
        check(wait_for(lambda: all(gone(p) for p in pids)), 'those that hung are gone')
        same(s.ask('POST', '/api/v1/check', b'hello').status, 200, 'and it goes on')
        # Idle ones are replaced too.
        for pid in s.family()[1]:
            os.kill(pid, signal.SIGKILL)
        check(wait_for(lambda: s.ask('POST', '/api/v1/check', b'hello').status == 200), 'idle')
    same(nursery, s.family()[0], 'the nursery lives on')


def ends():
    for sig in (signal.SIGTERM, signal.SIGINT):
        s = Server('--listen', '127.0.0.1:0', '--workers', '1')
        nursery, (worker,) = s.family()
        os.kill(worker, signal.SIGSTOP)
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            begun = pool.submit(s.ask, 'POST', '/api/v1/check', b'hello')
            check(wait_for(lambda: metric(s, 'workers_busy') == 1), 'a request is under way')
            idle = socket.create_connection(s.at, timeout=20)
            s.p.send_signal(sig)

            def refused():
                try:
                    socket.create_connection(s.at, timeout=5).close()
                except OSError:
                    return True
                return False
            check(wait_for(refused), 'no new connections')
            os.kill(worker, signal.SIGCONT)
            a = begun.result()
            same((a.status, a.headers.get('Connection')), (200, 'close'), 'it is finished')
            same(s.stop(), 0, f'{sig.name}: exit status')
            same(read_all(idle), b'', 'idle connections are closed')
            idle.close()
        check(wait_for(lambda: gone(nursery) and gone(worker)), 'nobody is left')
        check(re.search(r'^mushi: \d+ answered, 0 refused, 0 failed; 1 judgements$', s.said, re.M),
              f'counts at the end: {s.said}')
    s = Server('--listen', '127.0.0.1:0')
    nursery, pids = s.family()
    s.p.kill()
    s.p.communicate()
    check(wait_for(lambda: gone(nursery) and all(map(gone, pids))), 'killed: nobody is left')
    s = Server('--listen', '127.0.0.1:0')
    os.kill(s.family()[0], signal.SIGKILL)
    try:
        s.p.wait(timeout=30)
        check(True, 'without a nursery it ends')
    finally:
        s.stop()


def silent(s):
    """Nothing of what was sent stands anywhere."""
    s.ask('POST', f'/api/v1/check?url=http%3A%2F%2Fa.example%2Fmarker77', SECRET.encode())
    s.ask('GET', '/marker77?marker77', headers={'User-Agent': 'marker77', 'Cookie': 'marker77'})
    s.raw(b'marker77 / HTTP/1.1\r\nHost: marker77\r\n\r\n')
    same(s.stop(), 0, 'exit status')
    check(SECRET not in s.said and 'marker77' not in s.said, f'nothing is logged: {s.said}')
    check(len(s.said.splitlines()) <= 3, f'few words: {s.said}')


def options(tmp):
    def run(*args):
        return subprocess.run([MUSHI, 'serve', '--no-open', *args], capture_output=True,
                              env=dict(ENV, LC_ALL='en_US.UTF-8'),
                              timeout=60)
    one_message(run('--listen', '0.0.0.0:0'), 'every address', '--public')
    one_message(run('--listen', '192.0.2.7'), 'an address', '--public')
    one_message(run('--listen', '[::]:80'), 'every address, 6', '--public')
    for word in ('example.com', '127.0.0.1:x', '127.0.0.1:99999', '[::1', '300.1.1.1', '[::1]x'):
        one_message(run('--listen', word), f'--listen {word}', '--listen')
    for name in ('max-body', 'max-time', 'timeout', 'connections', 'per-address', 'workers',
                 'max-read'):
        for value in ('0', '-1', 'x', '1x', '99999999999999999999', ''):
            one_message(run(f'--{name}', value), f'--{name} {value}', f'--{name}')
    one_message(run('--readers', '17'), '--readers 17', '--readers')
    one_message(run('--host', 'a:80'), 'host with a port', '--host')
    one_message(run('--web', tmp + '/nothing'), 'no folder', 'no such folder')
    one_message(run('what'), 'an argument', 'no argument')
    s = Server('--listen', '127.0.0.1:0')
    r = run('--listen', s.name)
    one_message(r, 'the port is taken', 'uses it already')
    s.stop()
    # The usual port may be taken by anybody: two servers without a port find two.
    a, b = Server(), Server()
    check(a.port != b.port and a.ask('GET', '/healthz').status == 200
          and b.ask('GET', '/healthz').status == 200, 'two at once')
    a.stop()
    b.stop()
    p = subprocess.Popen([MUSHI, 'serve', '--no-open', '--listen', '0.0.0.0:0', '--public'],
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENV)
    port = int(re.search(r':(\d+)/', p.stdout.readline().decode()).group(1))
    for host, status in (('192.0.2.1', 200), ('[2001:db8::1]', 200), ('evil.example', 421)):
        with socket.create_connection(('127.0.0.1', port), timeout=20) as c:
            c.sendall(f'GET /healthz HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n'.encode())
            same(status_of(read_all(c)), status, f'public: Host {host}')
    p.terminate()
    out, err = p.communicate(timeout=30)
    check(b'warning' in err or '注意'.encode() in err, f'public: {err}')
    try:
        s = Server('--listen', '[::1]:0')
    except (RuntimeError, OSError):
        return skip('no IPv6 here')
    same(s.ask('GET', '/api/v1/me').json()['address']['kind'], 'loopback', 'IPv6')
    s.stop()
    return None


def make_page(tmp):
    web = os.path.join(tmp, 'web')
    os.makedirs(web + '/folder')
    files = {'index.html': '<p>start', 'a.js': '1', 'folder/index.html': 'in', 'page.html': 'page',
             'a.js.gz': 'packed', 'm.webmanifest': '{}', '.hidden': 'SECRET', '../secret': 'SECRET'}
    for name, text in files.items():
        with open(os.path.join(web, name), 'w') as f:
            f.write(text)
    with open(web + '/big.bin', 'wb') as f:
        f.write(bytes(12 << 20))
    with open(web + '/a.wasm', 'wb') as f:
        f.write(b'\0asm')
    os.symlink('../secret', web + '/link')
    return web


def description():
    """What the description itself must be."""
    same(API['openapi'][:4], '3.1.', 'OpenAPI')
    ids = [op['operationId'] for item in API['paths'].values() for op in item.values()]
    same(len(ids), len(set(ids)), 'operations have names of their own')
    text = json.dumps(API)
    for ref in re.findall(r'"\$ref": "#/components/(\w+)/([\w-]+)"', text):
        check(ref[1] in API['components'][ref[0]], f'$ref {ref}')
    for path in ('/api/v1/check', '/api/v1/advice', '/api/v1/me', '/healthz', '/metrics'):
        check(path in API['paths'], f'{path} is described')
    situations = API['components']['schemas']['situation']['enum']
    listed = re.findall(r'^  ([a-z-]+) ', subprocess.run(
        [MUSHI, 'advise', 'no-such-situation'], capture_output=True, text=True).stderr, re.M)
    same(sorted(situations), sorted(listed), 'situations')
    # The kinds of addresses: those address.c tells apart, data/me.rec explains, and no others.
    with open(ROOT + '/face/serve/address.c') as c, open(ROOT + '/data/me.rec') as rec:
        told = sorted(set(re.findall(r'"(address-[\w-]+)"', c.read())))
        same(sorted(re.findall(r'^reveal: (address-\S+)$', rec.read(), re.M)), told, 'addresses')
    kinds = API['components']['schemas']['me']['properties']['address']['properties']['kind']
    same(sorted('address-' + k for k in kinds['enum']), told, 'kinds of addresses')
    # Those of guard.c, too: {400, "host", …}. "situation" is asked for in wrong_requests().
    codes = re.findall(r'(?:(?:refuse|set_problem|finish)\([^;]*?, |\{)(?:4|5)\d\d,\s*"([a-z][\w-]*)"',
                       ''.join(open(f).read() for f in glob.glob(ROOT + '/face/serve/*.c')))
    same(sorted({*codes, 'situation'}),
         sorted(API['components']['schemas']['problem']['properties']['code']['enum']),
         'problem codes')


def main():
    with open(MUSHI, 'rb') as f:
        sanitized = b'__asan_init' in f.read()
    description()
    with tempfile.TemporaryDirectory() as tmp:
        web = make_page(tmp)
        probe = subprocess.run([MUSHI, 'serve', 'x'], capture_output=True, text=True, env=ENV)
        if 'not in this build' in probe.stderr:
            skip('serve is not in this build')
            done()
        s = Server('--listen', '127.0.0.1:0', '--host', 'mushi.example', page=web)
        for part in (others, same_bytes, wrong_requests, safe_headers, page, hosts, silent):
            part(s)
        s = Server('--listen', '127.0.0.1:0', '--timeout', '1')
        unclear(s)
        s.stop()
        s = Server('--listen', '127.0.0.1:0', '--max-body', '1', page=web)
        large(s)
        s.stop()
        s = Server('--listen', '127.0.0.1:0', '--timeout', '1', page=web)
        slow(s)
        s.stop()
        s = Server('--listen', '127.0.0.1:0', '--per-address', '4', page=web)
        crowd(s)
        s.stop()
        s = Server('--listen', '127.0.0.1:0', '--connections', '4', page=web)
        full(s)
        s.stop()
        s = Server('--listen', '127.0.0.1:0', '--workers', '2', '--max-time', '2', page=web)
        workers(s, sanitized)
        same(s.stop(), 0, 'workers: exit status')
        ends()
        options(tmp)
    done()


main()
