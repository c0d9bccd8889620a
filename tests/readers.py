#!/usr/bin/env python3
"""Pictures and PDF: every format, and the bad ones: a clear sentence, a bounded cost, and the next
input is judged all the same.

  tests/readers.py MUSHI SOURCE_ROOT PICTURE
"""
import base64
import hashlib
import json
import os
import re
import struct
import subprocess
import sys
import tempfile
import time
import zlib

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'lib'))
from check import check, done, same, skip  # noqa: E402

MUSHI, ROOT, PICTURE = (os.path.abspath(x) for x in sys.argv[1:4])
SAMPLE = os.path.join(ROOT, 'doc/sample')
SHOT, LETTER = os.path.join(SAMPLE, 'shot.png'), os.path.join(SAMPLE, 'letter.pdf')

HEIC = os.path.join(ROOT, 'tests/pictures/shot.heic')


def run(*args):
    return subprocess.run([MUSHI, 'check', '--now', '2026-11-24T09:00:00+09:00', *args],
                          capture_output=True, timeout=300)


def judge(*paths, lang='ja'):
    r = run('--json', '--lang', lang, *paths)
    lines = r.stdout.decode('utf-8').splitlines()
    same(len(lines), len(paths), f'{paths}: one line each')
    return r.returncode, [json.loads(x) for x in lines]


def png(width, height, rows=None, lie=None):
    """A grey picture; rows: how many are really there; lie: what the header says instead."""
    def chunk(kind, data):
        return (struct.pack('>I', len(data)) + kind + data
                + struct.pack('>I', zlib.crc32(kind + data)))
    z = zlib.compressobj(9)
    row = b'\0' + b'\xff' * width
    data = b''.join(z.compress(row) for _ in range(height if rows is None else rows)) + z.flush()
    w, h = lie or (width, height)
    return (b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', w, h, 8, 0, 0, 0, 0))
            + chunk(b'IDAT', data) + chunk(b'IEND', b''))


def pdf(*objects, head=b'%PDF-1.4\n'):
    out, at = head, []
    for i, o in enumerate(objects, 1):
        at.append(len(out))
        out += b'%d 0 obj\n' % i + o + b'\nendobj\n'
    start = len(out)
    out += b'xref\n0 %d\n0000000000 65535 f \n' % (len(objects) + 1)
    out += b''.join(b'%010d 00000 n \n' % x for x in at)
    return out + b'trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n' % (
        len(objects) + 1, start)


def held(jpeg, how):
    """The JPEG with an EXIF block that says how the camera was held."""
    tiff = b'MM\0*' + struct.pack('>IHHHIHHI', 8, 1, 0x0112, 3, 1, how, 0, 0)
    exif = b'Exif\0\0' + tiff
    return jpeg[:2] + struct.pack('>HH', 0xFFE1, len(exif) + 2) + exif + jpeg[2:]


def orientation(tmp):
    """Boxes are those of the picture as people see it, however the camera was held."""
    def first(path):
        _, (j,) = judge(path)
        s = next((s for s in j['signs'] if s.get('boxes')), None)
        return s and (s['id'], s['boxes'][0])
    want = first(os.path.join(tmp, 'shot.jpg'))
    for turns, how in ((1, 8), (2, 3), (3, 6)):
        path = os.path.join(tmp, f'held{how}.jpg')
        subprocess.run([PICTURE, SHOT, path, str(turns)], check=True)
        data = held(open(path, 'rb').read(), how)
        with open(path, 'wb') as f:
            f.write(data)
        got = first(path)
        check(want and got and got[0] == want[0]
              and all(abs(a - b) <= 8 for a, b in zip(got[1], want[1])), f'held {how}: {got}, {want}')


def places(tmp):
    """Where and when a photograph was taken does not go into a record, unless it is asked for."""
    jpg = open(os.path.join(tmp, 'shot.jpg'), 'rb').read()
    gps = b'MM\0*' + struct.pack('>IHHHIHHI', 8, 2, 0x0112, 3, 1, 6, 0, 0) + b'GPS Tokyo 2026'
    app = b'Exif\0\0' + gps
    photo = (jpg[:2] + struct.pack('>HH', 0xFFE1, len(app) + 2) + app + b'\xFF\xFE\0\x09comment'
             + jpg[2:] + b'film GPS')
    shot = open(SHOT, 'rb').read()
    text = b'Location\0GPS'
    noted = shot[:33] + struct.pack('>I', len(text)) + b'tEXt' + text + struct.pack(
        '>I', zlib.crc32(b'tEXt' + text)) + shot[33:]
    for name, data in (('camera.jpg', photo), ('noted.png', noted)):
        path = os.path.join(tmp, name)
        with open(path, 'wb') as f:
            f.write(data)
        for args, kept in (([], False), (['--unmasked'], True)):
            out = os.path.join(tmp, f'record-{name}-{kept}')
            r = run('-q', '--record', out, *args, path)
            same(r.stderr, b'', f'{name}: record')
            original = open(os.path.join(out, '01-original.bin'), 'rb').read()
            same((b'GPS' in original, b'comment' in original or kept and name[0] == 'n'),
                 (kept, kept), f'{name} {args}: place')
            sums = open(os.path.join(out, 'SHA256SUMS')).read()
            check(hashlib.sha256(original).hexdigest() in sums, f'{name}: SHA-256 of what is kept')
            if not kept:
                again = os.path.join(tmp, 'again-' + name)
                with open(again, 'wb') as f:
                    f.write(original)
                got = judge(again)[1][0]
                want = judge(path)[1][0]
                same((got['verdict'], got['signs']), (want['verdict'], want['signs']), f'{name}: copy')


def formats(tmp):
    for ext in ('png', 'jpg', 'gif', 'webp', 'bmp', 'tif'):
        path = os.path.join(tmp, 'shot.' + ext)
        subprocess.run([PICTURE, SHOT, path, '0'], check=True)
        status, (j,) = judge(path)
        same((status, j['reader'], j['verdict'], j['kind']), (1, 'image', 'fraud', 'one-click'), ext)
        check(all(s['where'] == 'image' for s in j['signs']), f'{ext}: where')
        check(all(b[0] + b[2] <= 780 and b[1] + b[3] <= 1688 for s in j['signs']
                  for b in s.get('boxes', [])), f'{ext}: boxes inside the picture')
        same([p['value'] for p in j['indicators']['phones']], ['+81300001234'], f'{ext}: phone')
    status, (j,) = judge(HEIC)
    # In the sealed child the decoder's threads and the sanitizer's own do not go together.
    sanitized = b'__asan_init' in open(MUSHI, 'rb').read()
    if j['error'] and sanitized:
        same((status, j['error']['code'] in ('no-reader', 'broken')), (2, True), 'HEIC')
    elif j['error']:  # the library for it is optional
        same((status, j['error']['code']), (2, 'no-reader'), 'HEIC')
        check('libheif' in j['error']['message'], f'HEIC: {j["error"]}')
    else:
        same((status, j['reader'], j['verdict'], j['kind']), (1, 'image', 'fraud', 'one-click'), 'HEIC')
    for turns in (1, 2, 3):
        path = os.path.join(tmp, f'turned{turns}.png')
        subprocess.run([PICTURE, SHOT, path, str(turns)], check=True)
        _, (j,) = judge(path)
        check(j['verdict'] in ('fraud', 'suspicious'), f'turned by {turns} quarters')
    _, (j,) = judge(os.path.join(ROOT, 'tests/pictures/postcard.png'))
    # Read as it is, it is no better known than typed: what matters here is that it is read.
    check(j['kind'] == 'fictitious-bill',
          f'lines that run down: {j["verdict"]} {j["kind"]}')
    check(any('原告の主張が全面的に受理' in s['text'] for s in j['signs']), f'lines that run down: {j["signs"]}')
    _, (j,) = judge(os.path.join(ROOT, 'tests/pictures/panel.png'))
    check(j['kind'] == 'one-click' and any('料金' in s['text'] for s in j['signs']),
          f'light letters on a dark panel: {j["kind"]} {j["signs"]}')
    _, (j,) = judge(os.path.join(ROOT, 'tests/pictures/qr.png'))
    check('http://pay.example/bill?id=1' in [u['text'] for u in j['indicators']['urls']],
          f'QR code: {j["indicators"]["urls"]}')
    same([judge(LETTER)[1][0][k] for k in ('reader', 'verdict')], ['pdf', 'fraud'], 'PDF')


def inside(tmp):
    """A picture in a mail, and one that is a page of a PDF, which may lie in a mail, too."""
    jpg = open(os.path.join(tmp, 'shot.jpg'), 'rb').read()
    scan = pdf(b'<< /Type /Catalog /Pages 2 0 R >>', b'<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
               b'<< /Type /Page /Parent 2 0 R /MediaBox [0 0 390 844] /Contents 4 0 R'
               b' /Resources << /XObject << /I 5 0 R >> >> >>',
               b'<< /Length 31 >>\nstream\nq 390 0 0 844 0 0 cm /I Do Q   \nendstream',
               b'<< /Type /XObject /Subtype /Image /Width 780 /Height 1688 /ColorSpace /DeviceRGB'
               b' /BitsPerComponent 8 /Filter /DCTDecode /Length %d >>\nstream\n' % len(jpg) + jpg
               + b'\nendstream')

    def mail(kind, data):
        return (b'From: a@example.com\nTo: b@example.jp\nMessage-ID: <1@example.com>\n'
                b'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n'
                b'Content-Type: text/plain\n\nPlease see the file.\n--b\nContent-Type: ' + kind
                + b'\nContent-Transfer-Encoding: base64\n\n' + base64.encodebytes(data)
                + b'--b--\n')
    # What is seen and what the text layer says differ: both are read.
    layer = scan.replace(b'<< /Length 31 >>\nstream\nq 390 0 0 844 0 0 cm /I Do Q   \nendstream',
                         b'<< /Length 123 >>\nstream\nq 390 0 0 844 0 0 cm /I Do Q BT 3 Tr /F 9 Tf'
                         b' 20 800 Td (Thank you for your order, it is on its way to you.) Tj ET   '
                         b'\nendstream').replace(b'/Resources << /XObject', b'/Resources << /Font <<'
                         b' /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> /XObject')
    check(layer.count(b'BT 3 Tr') == 1 and layer.count(b'/Helvetica') == 1, 'PDF with a text layer')
    for name, data, reader in (('layer.pdf', layer, 'pdf'), ('shot.eml', mail(b'image/jpeg', jpg), 'mail'),
                               ('scan.pdf', scan, 'pdf'),
                               ('scan.eml', mail(b'application/pdf', scan), 'mail')):
        path = os.path.join(tmp, name)
        with open(path, 'wb') as f:
            f.write(data)
        status, (j,) = judge(path)
        same((status, j['reader'], j['verdict'], j['kind']), (1, reader, 'fraud', 'one-click'), name)
        check(name == 'layer.pdf' or all(s['where'] == 'image' for s in j['signs']), f'{name}: where')
    # A mail in a mail in a mail, and a part in a part in a part, a thousand times.
    for name, nested in (
            ('mails.eml', b''.join(b'Content-Type: message/rfc822\n\nFrom: a@example.com\n'
                                   for _ in range(1000)) + b'\nHello.\n'),
            ('parts.eml', b''.join(b'Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n' % (i, i)
                                   for i in range(1000)) + b'\nHello.\n')):
        path = os.path.join(tmp, name)
        with open(path, 'wb') as f:
            f.write(b'From: a@example.com\nMessage-ID: <1@example.com>\nMIME-Version: 1.0\n' + nested)
        status, (j,) = judge(path)
        check(j['notes'] if j['error'] is None else status == 2, f'{name}: {j["notes"]} {j["error"]}')


def marked(tmp):
    out = os.path.join(tmp, 'marked.png')
    r = run('-q', '--annotate', out, SHOT)
    same((r.returncode, r.stderr), (1, b''), '--annotate')
    data = open(out, 'rb').read()
    same(data[:8], b'\x89PNG\r\n\x1a\n', 'marked picture')
    same(struct.unpack('>II', data[16:24]), (780, 1688), 'its size')
    r = run('-q', '--annotate', out, SHOT)
    same(r.returncode, 2, 'nothing is overwritten')
    check(open(out, 'rb').read() == data, 'nothing is overwritten')
    r = run('-q', '--annotate', out, SHOT, SHOT)
    same(r.returncode, 2, 'one picture')
    page = os.path.join(tmp, 'page.png')
    r = run('-q', '--annotate', page, os.path.join(SAMPLE, 'one-click.html'))
    same(r.returncode, 2, 'a page is no picture')
    check('画像ではない'.encode() in r.stderr and not os.path.exists(page), f'a page: {r.stderr}')


def bad(tmp):
    shot, letter = open(SHOT, 'rb').read(), open(LETTER, 'rb').read()
    jpg = open(os.path.join(tmp, 'shot.jpg'), 'rb').read()
    heic = open(HEIC, 'rb').read()
    heic_bad = (judge(HEIC)[1][0]['error'] or {'code': 'broken'})['code']
    page = b'<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents 4 0 R >>'
    tree = b'<< /Type /Pages /Kids [3 0 R] /Count 1 >>'
    root = b'<< /Type /Catalog /Pages 2 0 R >>'
    bomb = zlib.compress(b'0 0 m 1 1 l S\n' * (20 << 20), 9)
    locked = pdf(root, tree, page % (600, 800), b'<< /Length 0 >>\nstream\n\nendstream',
                 b'<< /Filter /Standard /V 1 /R 2 /P -4 /O <' + b'3a' * 32 + b'> /U <' + b'5c' * 32
                 + b'> >>').replace(b'/Root 1 0 R', b'/Root 1 0 R /Encrypt 5 0 R /ID [<01> <01>]')
    cases = [  # name, bytes, code of the error (None: judged), words of the message
        ('huge.png', png(30000, 30000), 'too-big', 'million pixels'),
        ('lying.png', png(100, 100, lie=(30000, 30000)), 'too-big', 'million pixels'),
        ('wide.png', png(40000, 10), 'too-big', 'million pixels'),
        ('huge.gif', b'GIF89a' + struct.pack('<HH', 60000, 60000) + b'\0' * 100, 'too-big', ''),
        ('cut.png', shot[:5000], 'broken', 'damaged'),
        ('head.png', shot[:40], 'broken', 'damaged'),
        ('head.jpg', jpg[:100], 'broken', 'damaged'),
        ('empty.png', png(800, 600), None, ''),
        ('dot.png', png(1, 1), None, ''),
        ('cut.pdf', letter[:300], 'broken', 'damaged'),
        ('nothing.pdf', b'%PDF-1.7\n', 'broken', 'damaged'),
        ('wide.pdf', pdf(root, tree, page % (10 ** 9, 10 ** 9), b'<< /Length 0 >>\nstream\n\n'
                         b'endstream'), None, ''),
        ('bomb.pdf', pdf(root, tree, page % (600, 800), b'<< /Length %d /Filter /FlateDecode >>\n'
                         b'stream\n' % len(bomb) + bomb + b'\nendstream'), 'any', ''),
        ('loop.pdf', pdf(root, b'<< /Type /Pages /Kids [2 0 R] /Count 1000000 >>'), 'any', ''),
        ('a.zip', b'PK\3\4\x14\0\0\0' + b'x' * 100, 'shut', 'ZIP'),
        ('locked.zip', b'PK\3\4\x14\0\1\0' + b'x' * 100, 'shut', 'with a password'),
        ('locked.pdf', locked, 'locked', 'password'),
        ('a.heic', b'\0\0\0\x18ftypheic' + b'\0' * 100, heic_bad, 'HEIC'),
        ('cut.heic', heic[:len(heic) // 2], heic_bad, 'HEIC'),
        ('a.mp4', b'\0\0\0\x18ftypisom' + b'\0' * 100, 'shut', 'video'),
        ('a.doc', b'\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1' + b'\0' * 100, 'shut', 'office'),
    ]
    for name, data, code, words in cases:
        path = os.path.join(tmp, name)
        with open(path, 'wb') as f:
            f.write(data)
        begun = time.monotonic()
        status, (j, after) = judge(path, os.path.join(SAMPLE, 'one-click.html'), lang='en')
        check(time.monotonic() - begun < 60, f'{name}: bounded time')
        same(after['verdict'], 'fraud', f'{name}: the next input')
        error = j['error'] or {'code': None, 'message': ''}
        if code != 'any':
            same(error['code'], code, f'{name}: {error}')
        if error['code']:
            same(status, 2, f'{name}: exit status')
            check(words in error['message'] and re.match(r'^[ -~]+$', error['message']),
                  f'{name}: {error}')
        else:
            same((status, j['verdict']), (1, 'none'), f'{name}: verdict')
    # Cut off but with much of it there: read as far as it goes, or a sentence.
    path = os.path.join(tmp, 'half.jpg')
    with open(path, 'wb') as f:
        f.write(jpg[:len(jpg) // 2])
    status, (j,) = judge(path)
    check(j['error'] is None or j['error']['code'] == 'broken', f'half.jpg: {j["error"]}')


with tempfile.TemporaryDirectory() as tmp:
    _, (first,) = judge(SHOT)
    if first['error'] and first['error']['code'] == 'missing':
        skip(first['error']['message'])
        done()
    formats(tmp)
    orientation(tmp)
    places(tmp)
    inside(tmp)
    marked(tmp)
    bad(tmp)
done()
