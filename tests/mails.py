#!/usr/bin/env python3
"""Mails composed here, in every encoding and structure people get: read right to the character.

  tests/mails.py DUMP_PARTS
"""
import base64
import binascii
import json
import os
import quopri
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'lib'))
from check import check, done, same  # noqa: E402

DUMP = os.path.abspath(sys.argv[1])
NOTES = {'bad': 3, 'charsets': 4, 'images': 6, 'two': 13, 'elsewhere': 14, 'you': 15, 'cut': 17}

TEXTS = {  # of words that the older encodings hold
    'bill': 'ご利用料金98,000円のお支払いが確認できません。\n本日中に 03-0000-1234 までご連絡ください。',
    'marks': '【重要】①会員登録が完了しました～料金は㈱見本から請求します。\n№１２３４〒000-0000',
    'kana': 'ﾀﾞｲｼｷﾕｳ ﾐﾉｳﾘﾖｳｷﾝ ﾉ ｹﾝ\n下記の番号へ電話してください',
    'old': '髙橋﨑様　至急ご確認下さい。\n支払期日は11月30日です。',
}
cases = []


def case(name, raw, blocks=None, **want):
    """blocks: texts that must be there exactly, in order, as (where, text)."""
    cases.append((name, raw, blocks, want))


def iso2022(text):
    """ISO-2022-JP with what mails really have: ESC ( I for half-width kana, the NEC row."""
    out, mode = b'', b'A'
    for c in text:
        b = c.encode('cp932')
        if len(b) == 1 and b[0] >= 0xA0:
            new, code = b'I', bytes([b[0] & 0x7F])
        elif len(b) == 1:
            new, code = b'A', b
        else:
            hi, lo = b
            hi = (hi - (0x81 if hi < 0xA0 else 0xC1)) * 2 + 0x21
            if lo >= 0x9F:
                hi, lo = hi + 1, lo - 0x7E
            else:
                lo -= 0x1F + (lo > 0x7E)
            assert hi <= 0x7E, f'{c}: an IBM row, which ISO-2022-JP does not hold'
            new, code = b'K', bytes([hi, lo])
        if new != mode:
            out += {b'A': b'\x1b(B', b'I': b'\x1b(I', b'K': b'\x1b$B'}[new]
            mode = new
        out += code
    return out + (b'' if mode == b'A' else b'\x1b(B')


CODERS = {'iso-2022-jp': iso2022, 'shift_jis': lambda t: t.encode('cp932'),
          'euc-jp': lambda t: t.encode('euc_jis_2004'), 'utf-8': lambda t: t.encode()}


def transfer(data, how):
    if how == 'base64':
        return base64.encodebytes(data)
    if how == 'quoted-printable':
        return quopri.encodestring(data)
    if how == 'x-uuencode':
        lines = [binascii.b2a_uu(data[i:i + 45]) for i in range(0, len(data), 45)]
        return b'begin 644 body.txt\n' + b''.join(lines) + b'`\nend\n'
    return data


def word(text, charset, q=False):
    data = CODERS[charset](text)
    if q:
        return b'=?%s?Q?%s?=' % (charset.encode(), b''.join(b'=%02X' % b for b in data))
    return b'=?%s?B?%s?=' % (charset.encode(), base64.b64encode(data))


HEAD = b'From: sender@example.com\nTo: reader@example.jp\nMessage-ID: <1@example.com>\nMIME-Version: 1.0\n'


def mail(body, kind='text/plain', charset=None, how='8bit', head=HEAD, subject=b'x', more=''):
    c = f'; charset={charset}' if charset else ''
    return (head + b'Subject: ' + subject + b'\n'
            + f'Content-Type: {kind}{c}{more}\nContent-Transfer-Encoding: {how}\n\n'.encode()
            + transfer(body, how))


def multi(kind, *parts, head=HEAD, boundary='b1'):
    out = head + f'Content-Type: multipart/{kind}; boundary="{boundary}"\n\n'.encode()
    for p in parts:
        out += f'--{boundary}\n'.encode() + p + b'\n'
    return out + f'--{boundary}--\n'.encode()


def part(body, kind='text/plain', charset='utf-8', how='8bit', more=''):
    c = f'; charset={charset}' if charset else ''
    return (f'Content-Type: {kind}{c}\nContent-Transfer-Encoding: {how}\n{more}\n'.encode()
            + transfer(body, how))


# 1. Every encoding with every way to carry it.
for charset, code in CODERS.items():
    for key, text in TEXTS.items():
        if key == 'old' and charset in ('iso-2022-jp', 'euc-jp'):
            text = text.replace('髙橋﨑', '高橋崎')
        if key == 'marks' and charset == 'euc-jp':
            text = text.replace('㈱', '').replace('№', '').replace('①', '').replace('～', '')
        for how in ('8bit', 'base64', 'quoted-printable'):
            case(f'{charset} {how} {key}', mail(code(text), charset=charset, how=how),
                 [('text', text)])
for charset, code in CODERS.items():
    case(f'{charset} uuencode', mail(code(TEXTS['bill']), charset=charset, how='x-uuencode'),
         [('text', TEXTS['bill'])])

# 2. Without a charset, and with a false one.
for charset, code in CODERS.items():
    case(f'{charset} undeclared', mail(code(TEXTS['bill'])), [('text', TEXTS['bill'])])
    case(f'{charset} called us-ascii', mail(code(TEXTS['bill']), charset='us-ascii'),
         [('text', TEXTS['bill'])])
    lie = 'shift_jis' if charset != 'shift_jis' else 'utf-8'
    case(f'{charset} called {lie}', mail(code(TEXTS['bill']), charset=lie),
         [('text', TEXTS['bill'])], notes=['charsets'])

# 3. Header fields.
subject = '【最終通告】未納料金のお知らせ'
for charset in CODERS:
    for q in (False, True):
        case(f'subject {charset} {"Q" if q else "B"}',
             mail(b'x', subject=word(subject, charset, q)), [('header', subject)])
case('subject in two words', mail(b'x', subject=word('未納料金', 'utf-8') + b'\n '
     + word('のお知らせ', 'utf-8')), [('header', '未納料金のお知らせ')])
cut = '未納料金'.encode()
case('subject cut inside a character', mail(b'x', subject=b'=?utf-8?B?'
     + base64.b64encode(cut[:7]) + b'?=\n =?utf-8?B?' + base64.b64encode(cut[7:]) + b'?='),
     [('header', '未納料金')])
case('subject as raw Shift_JIS', mail(b'x', subject=subject.encode('cp932')),
     [('header', subject)])
case('subject as raw UTF-8', mail(b'x', subject=subject.encode()), [('header', subject)])
case('half-width kana in the subject', mail(b'x', subject=word('ｾｲｷｭｳ ①', 'iso-2022-jp')),
     [('header', 'ｾｲｷｭｳ ①')])


def sender(value):
    return HEAD.replace(b'sender@example.com', value)


case('sender named', mail(b'x', head=sender(word('見本商事', 'iso-2022-jp') + b' <a@example.com>')),
     [('header', 'From: 見本商事 a@example.com')])
case('sender is oneself', mail(b'x', head=sender(b'Reader@Example.jp')),
     behaviours=['mail-from-self'])
case('sender is not oneself', mail(b'x'), behaviours=[])
case('brand in the name', mail(b'x', head=sender(word('国民生活センター', 'utf-8')
     + b' <info@mail.example>')), behaviours=['mail-name-mismatch'])
case('brand with its own address', mail(b'x', head=sender(word('国民生活センター', 'utf-8')
     + b' <info@kokusen.go.jp>')), behaviours=[])
case('another address in the name', mail(b'x', head=sender(b'"info@example.co.jp" <x@mail.test>')),
     behaviours=['mail-name-mismatch'])
case('the same address in the name', mail(b'x', head=sender(b'"a@example.com" <a@example.com>')),
     behaviours=[])
case('a telephone company\'s address', mail(b'x', head=sender(b'..taro..@mobile.example')),
     [('header', 'From: ..taro..@mobile.example')])

# 4. Structures.
bill, other = TEXTS['bill'], '今週のおすすめ商品をご案内いたします。送料無料でお届けします。秋の味覚が勢ぞろいです。'
long_bill = bill.replace('\n', '') + '期限を過ぎますと法的手続きに移行し、勤務先へ連絡いたします。'
page = f'<html><body><p>{long_bill}</p></body></html>'
case('alternative, the same', multi('alternative', part(long_bill.encode()),
     part(page.encode(), 'text/html')), [('text', long_bill)], count=1, not_notes=['two'])
case('alternative, two stories', multi('alternative', part(other.encode()),
     part(page.encode(), 'text/html')), [('text', long_bill), ('text', other)], notes=['two'],
     behaviours=['mail-two-stories'])
case('alternative without HTML', multi('alternative', part(bill.encode())), [('text', bill)])
case('mixed of two', multi('mixed', part(bill.encode()), part(other.encode())),
     [('text', bill), ('text', other)])
case('related', multi('related', part(page.encode(), 'text/html'),
     part(b'GIF89a', 'image/gif', None, 'base64', 'Content-ID: <i>\n')), [('text', long_bill)],
     attached=['GIF picture'])
inner = HEAD + b'Subject: ' + word(subject, 'utf-8') + b'\n' + part(bill.encode())
case('forwarded', multi('mixed', part('転送します'.encode()),
     b'Content-Type: message/rfc822\n\n' + inner),
     [('text', '転送します'), ('header', subject), ('text', bill)])
case('three deep', multi('mixed', multi('mixed', multi('alternative', part(bill.encode()), head=b'',
     boundary='b3'), head=b'', boundary='b2')), [('text', bill)])
case('html only', mail(page.encode(), 'text/html', 'utf-8', 'base64'), [('text', long_bill)])
case('html in Shift_JIS with its own declaration', mail(('<meta charset=shift_jis>' + page)
     .encode('cp932'), 'text/html'), [('text', long_bill)])
case('archive attached', multi('mixed', part(bill.encode()), part(b'PK\3\4', 'application/zip', None,
     'base64', 'Content-Disposition: attachment; filename="invoice.zip"\n')), [('text', bill)],
     attached=['invoice.zip'])
case('program attached, name encoded', multi('mixed', part(bill.encode()), part(b'MZ',
     'application/octet-stream', None, 'base64', 'Content-Disposition: attachment; filename="'
     + word('請求書.exe', 'utf-8').decode() + '"\n')), attached=['請求書.exe'])
case('script attached', multi('mixed', part(bill.encode()), part(b'x', 'application/javascript',
     None, '8bit', 'Content-Disposition: attachment; filename=a.js\n')), attached=['a.js'])
case('page attached', multi('mixed', part('添付をご覧ください'.encode()), part(page.encode(),
     'text/html', 'utf-8', 'base64', 'Content-Disposition: attachment; filename=a.html\n')),
     [('text', '添付をご覧ください'), ('text', long_bill)])
uu = b'begin 644 photo.jpg\n' + b''.join(binascii.b2a_uu(bytes(45)) for _ in range(4)) + b'`\nend\n'
case('uuencoded file in the text', mail(bill.encode() + b'\n' + uu, charset='utf-8'),
     [('text', bill)], attached=['photo.jpg'])
case('files in the text that never end', mail(b'begin 644 a.jpg\nM\n' * 100000 + bill.encode(),
     charset='utf-8'), last=bill)
flowed = '本日中に \nお支払い \nください。\n\n次の段落'
case('flowed', mail(flowed.encode(), charset='utf-8', more='; format=flowed; delsp=yes'),
     [('text', '本日中にお支払いください。'), ('text', '次の段落')])
case('flowed, spaces kept', mail(b'Please pay \ntoday.\n> quoted \n> text\n',
     charset='utf-8', more='; format=flowed'), [('text', 'Please pay today.'),
                                                 ('text', 'quoted text')])
case('quoted lines', mail(('> ' + bill.replace('\n', '\n> ') + '\n\nこれは詐欺ですか').encode(),
     charset='utf-8'), [('text', bill), ('text', 'これは詐欺ですか')])

# 5. Links.
case('text and target differ', mail(b'<a href="http://evil.test/x">https://www.example.co.jp/</a>',
     'text/html', 'utf-8'), notes=['elsewhere'], behaviours=['mail-link-elsewhere'])
case('text and target agree', mail(b'<a href="http://www.example.co.jp/x">example.co.jp</a>',
     'text/html', 'utf-8'), behaviours=[])
case('words as text', mail('<a href="http://evil.test/">こちら</a>'.encode(), 'text/html', 'utf-8'),
     behaviours=[])
case('link that names the reader', mail(b'<a href="http://x.test/?u=reader%40example.jp">a</a>',
     'text/html', 'utf-8'), notes=['you'], behaviours=['mail-link-names-you'])

# 6. Saved pages, broken things.
mht = (b'From: <Saved by Blink>\nSnapshot-Content-Location: http://page.example/\nSubject: x\n'
       b'MIME-Version: 1.0\n')
case('saved page (.mht)', multi('related', part(page.encode(), 'text/html', 'utf-8',
     'quoted-printable'), part(b'p{}', 'text/css'), head=mht), [('text', long_bill)], attached=[])
case('cut off in base64', mail(bill.encode(), charset='utf-8', how='base64')[:-20], count=1)
case('cut off in a multipart', multi('mixed', part(bill.encode()))[:-8], [('text', bill)])
case('no body at all', HEAD, [('header', 'From: sender@example.com')])
case('headers without end', HEAD * 300, [('header', 'From: sender@example.com')])
deep = part(bill.encode())
for i in range(1000):
    deep = (f'Content-Type: multipart/mixed; boundary="n{i}"\n\n--n{i}\n'.encode() + deep
            + f'\n--n{i}--\n'.encode())
case('a thousand nested parts', HEAD + deep, any_result=True)
case('a thousand parts', multi('mixed', *[part(b'x%d' % i) for i in range(1000)]), notes=['cut'])


def main():
    with tempfile.TemporaryDirectory() as tmp:
        names = []
        for i, (_, raw, _, _) in enumerate(cases):
            names.append(os.path.join(tmp, f'{i:03}.eml'))
            with open(names[-1], 'wb') as f:
                f.write(raw)
        box = os.path.join(tmp, 'box')
        with open(box, 'wb') as f:
            for _, raw, _, want in cases[:50]:
                f.write(b'From x@example.com Mon Nov 23 09:00:00 2026\n' + raw + b'\n\n')
        r = subprocess.run([DUMP, *names, box], capture_output=True, timeout=300)
        same(r.returncode, 0, 'dump_parts: ' + r.stderr.decode(errors='replace')[-500:])
        lines = [json.loads(x) for x in r.stdout.decode('utf-8').splitlines()]
    check(len(cases) >= 114, f'{len(cases)} mails')
    same(len(lines), len(cases) + 50, 'one line for each mail')
    for (name, _, blocks, want), got in zip(cases + cases[:50], lines):
        if want.get('any_result'):
            check('error' in got or got['notes'] >> NOTES['cut'] & 1, f'{name}: {got}')
            continue
        if not check('blocks' in got, f'{name}: {got}'):
            continue
        found = [(w, t) for w, t in got['blocks']]
        rest = found[:]
        for b in blocks or ():
            if check(b in rest, f'{name}: {b} in {found}'):
                rest = rest[rest.index(b) + 1:]
        if 'last' in want:
            check(want['last'] in found[-1][1], f'{name}: {found[-1][1][-200:]}')
        for n in want.get('notes', ()):
            check(got['notes'] >> NOTES[n] & 1, f'{name}: note {n}')
        for n in want.get('not_notes', ()):
            check(not got['notes'] >> NOTES[n] & 1, f'{name}: no note {n}')
        if 'behaviours' in want:
            same([b for b in got['behaviours'] if b.startswith('mail-')], want['behaviours'],
                 f'{name}: signs')
        if 'attached' in want:
            same(got['attached'], want['attached'], f'{name}: attached')
        if 'count' in want:
            same(sum(w == 'text' for w, _ in found), want['count'], f'{name}: texts')
    done()


main()
