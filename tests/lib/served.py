"""A running `mushi serve` to ask. The first two arguments of a test that uses it: MUSHI SOURCE_ROOT."""
import contextlib
import glob
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time

from check import check, same
from jsonschema_subset import DOCUMENTS, errors

MUSHI, ROOT = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
NOW = '2026-11-24T09:00:00+09:00'
QUERY = 'now=2026-11-24T09:00:00%2B09:00'
API = json.load(open(os.path.join(ROOT, 'doc/openapi.json'), encoding='utf-8'))
SCHEMA = json.load(open(os.path.join(ROOT, 'doc/mushi.schema.json'), encoding='utf-8'))
DOCUMENTS['mushi.schema.json'] = SCHEMA
ENV = {k: v for k, v in os.environ.items()
       if k not in ('LANG', 'LC_ALL', 'LC_MESSAGES', 'DISPLAY', 'WAYLAND_DISPLAY')}


class Server:
    def __init__(self, *args, page=None, lang='ja'):
        more = ['--web', page] if page else []
        self.p = subprocess.Popen([MUSHI, 'serve', '--no-open', '--lang', lang, *more, *args],
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENV)
        line = self.p.stdout.readline().decode()
        found = re.search(r'http://(\[?[\w.:]+\]?):(\d+)/', line)
        if not found:
            self.p.kill()
            raise RuntimeError(f'{args}: {line} {self.p.stderr.read().decode()}')
        self.host, self.port = found.group(1), int(found.group(2))
        self.name = f'{self.host}:{self.port}'
        self.at = (self.host.strip('[]'), self.port)

    def stop(self, sig=signal.SIGTERM):
        if self.p.poll() is None:
            self.p.send_signal(sig)
        out, err = self.p.communicate(timeout=30)
        self.said = out.decode() + err.decode()
        return self.p.returncode

    def ask(self, method, path, body=None, headers=None, timeout=60):
        c = http.client.HTTPConnection(*self.at, timeout=timeout)
        try:
            c.request(method, path, body, headers or {})
            r = c.getresponse()
            answer = Answer(r.status, dict(r.getheaders()), r.read())
        finally:
            c.close()
        described(method, path, answer)
        return answer

    def raw(self, data, timeout=30, end=True):
        """What comes back for these very bytes."""
        with socket.create_connection(self.at, timeout=timeout) as s:
            with contextlib.suppress(OSError):
                s.sendall(data)
                if end:
                    s.shutdown(socket.SHUT_WR)
            return read_all(s)

    def family(self):
        """The processes beneath it: (nursery, [worker, …])."""
        nursery = children(self.p.pid)
        return (nursery[0], children(nursery[0])) if nursery else (None, [])


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    def json(self):
        return json.loads(self.body.decode('utf-8'))


def children(pid):
    found = []
    for d in glob.glob('/proc/[0-9]*/stat'):
        with contextlib.suppress(OSError, ValueError, IndexError):
            with open(d) as f:
                text = f.read()
            if int(text.rsplit(')', 1)[1].split()[1]) == pid:
                found.append(int(text.split()[0]))
    return sorted(found)


def gone(pid):
    try:
        with open(f'/proc/{pid}/stat') as f:
            return f.read().rsplit(')', 1)[1].split()[0] in 'ZX'
    except OSError:
        return True


def wait_for(what, seconds=20):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if what():
            return True
        time.sleep(0.02)
    return False


def read_all(s):
    got = b''
    with contextlib.suppress(OSError):
        while True:
            part = s.recv(65536)
            if not part:
                break
            got += part
    return got


def status_of(raw):
    m = re.match(rb'HTTP/1\.[01] (\d+)', raw)
    return int(m.group(1)) if m else None


def described(method, path, answer):
    """Is this answer in the description: its path, status and content type?"""
    path, method = path.split('?')[0], 'GET' if method == 'HEAD' else method
    item = API['paths'].get(path)
    if not item:
        return check(answer.status in (200, 304, 308, 400, 403, 404, 405, 413, 421, 501),
                     f'{path}: {answer.status}')
    if method.lower() not in item:
        return same(answer.status, 405, f'{method} {path} is not described')
    known = item[method.lower()]['responses'].get(str(answer.status))
    if not check(known, f'{method} {path}: {answer.status} is not described'):
        return False
    while '$ref' in known:
        known = API['components']['responses'][known['$ref'].rsplit('/', 1)[1]]
    kind = answer.headers.get('Content-Type', '').split(';')[0]
    check(kind in known['content'], f'{method} {path} {answer.status}: {kind} is not described')
    if answer.body and kind.endswith('json'):
        schema = known['content'][kind].get('schema')
        wrong = errors(answer.json(), schema, API) if schema else []
        check(not wrong, f'{method} {path} {answer.status}: {wrong[:3]}')
    return True


def problem(answer, status, code, what):
    same(answer.status, status, what)
    same(answer.headers.get('Content-Type'), 'application/problem+json', what + ': type')
    j = answer.json()
    same((j['status'], j['code']), (status, code), f'{what}: {j}')


def raw_problem(got, status, code, what):
    same(status_of(got), status, f'{what}: {got[:200]!r}')
    if code:
        check(f'"code":"{code}"'.encode() in got, f'{what}: {got[-300:]!r}')


def command(data, *args, name='-', cwd=None):
    return subprocess.run([MUSHI, 'check', '--json', '--now', NOW, *args, '--', name],
                          input=data, capture_output=True, env=ENV, cwd=cwd).stdout


def form(*parts, boundary='xXx'):
    """parts: (name, filename or None, type or None, bytes)"""
    body = b''
    for name, filename, kind, data in parts:
        body += f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"'.encode()
        body += f'; filename="{filename}"'.encode() if filename is not None else b''
        body += f'\r\nContent-Type: {kind}'.encode() if kind else b''
        body += b'\r\n\r\n' + data + b'\r\n'
    return body + f'--{boundary}--\r\n'.encode(), {
        'Content-Type': f'multipart/form-data; boundary={boundary}'}


def metric(s, name):
    return int(re.search(rf'^mushi_{name} (\d+)', s.ask('GET', '/metrics').body.decode(),
                         re.M).group(1))
