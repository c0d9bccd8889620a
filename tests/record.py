#!/usr/bin/env python3
"""The case record: what is in the folder, that it is inert, whole or not there at all.

  tests/record.py MUSHI SOURCE_ROOT [--bless]

tests/golden/record/NAME.LANG.html is the printed page for two documents in three languages; with
--bless they are written anew.
"""
import difflib
import hashlib
import html.parser
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'lib'))
from check import check, done, one_message, same, skip  # noqa: E402
from jsonschema_subset import errors  # noqa: E402

MUSHI, ROOT = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
BLESS = '--bless' in sys.argv[3:]
GOLDEN = os.path.join(ROOT, 'tests/golden')
FRAUD = os.path.join(GOLDEN, 'fraud/one-click.html')
HONEST = os.path.join(GOLDEN, 'honest/order-confirmation.txt')
SCHEMA = json.load(open(os.path.join(ROOT, 'doc/mushi.schema.json'), encoding='utf-8'))
NOW = ['--now', '2026-11-24T09:00:00+0900']
FILES = ['SHA256SUMS', 'judgement.json', 'record.html', 'report.txt']
BIDI = '\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069'


def run(*args, path='/nonexistent', env=None, **more):
    """Without a browser unless `path` has one."""
    clean = {k: v for k, v in os.environ.items() if k not in ('COLUMNS', 'NO_COLOR', 'TMPDIR')}
    clean.update({'PATH': path, 'LC_ALL': 'en_US.UTF-8', **(env or {})})
    return subprocess.run([MUSHI, 'check', *NOW, *args], env=clean, capture_output=True,
                          timeout=120, **more)


def read(*parts):
    with open(os.path.join(*parts), 'rb') as f:
        return f.read()


def write(path, data):
    with open(path, 'wb') as f:
        f.write(data if isinstance(data, bytes) else data.encode())
    return path


def refused(r, folder, what, *words):
    """Exit 2, one sentence, and nothing left beside the place."""
    one_message(r, what, *words)
    if folder:
        left = [n for n in os.listdir(folder) if n.startswith('.mushi-record')]
        same(left, [], what + ': nothing half-written')


class Page(html.parser.HTMLParser):
    """A strict reader of our own page: what is not listed here is a mistake."""
    VOID = {'meta', 'br'}
    TAGS = {'html', 'head', 'title', 'style', 'body', 'div', 'h1', 'h2', 'p', 'table', 'thead',
            'tbody', 'tr', 'th', 'td', 'ul', 'li', 'small', 'strong', 'span', 'code', 'bdi',
            'ruby', 'rt', 'rp'} | VOID
    ATTRIBUTES = {'lang', 'charset', 'name', 'content', 'http-equiv', 'class', 'scope', 'style'}
    INSIDE = {'tr': {'table', 'thead', 'tbody'}, 'td': {'tr'}, 'th': {'tr'}, 'li': {'ul'},
              'p': {'body', 'div'}, 'h1': {'div'}, 'h2': {'body'}, 'table': {'body'},
              'ul': {'body'}, 'rt': {'ruby'}, 'rp': {'ruby'}, 'title': {'head'}}

    def __init__(self, what):
        super().__init__(convert_charrefs=True)
        self.what, self.open, self.words, self.cells = what, [], [], None

    def bad(self, why):
        check(False, f'{self.what}: line {self.getpos()[0]}: {why}')

    def handle_decl(self, decl):
        same((decl, self.getpos()), ('DOCTYPE html', (1, 0)), self.what + ': doctype')

    def handle_starttag(self, tag, attrs):
        if tag not in self.TAGS:
            self.bad(f'<{tag}>')
        for k, v in attrs:
            if k not in self.ATTRIBUTES or v is None:
                self.bad(f'{k}={v!r} of <{tag}>')
        if len({k for k, _ in attrs}) != len(attrs):
            self.bad(f'an attribute twice in <{tag}>')
        if tag in self.INSIDE and (not self.open or self.open[-1] not in self.INSIDE[tag]):
            self.bad(f'<{tag}> in {self.open[-1:]}')
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.bad(f'</{tag}>')

    def handle_comment(self, data):
        self.bad('a comment')

    def handle_data(self, data):
        if 'style' not in self.open:
            self.words.append(data)


def page(data, what):
    """Checks a record.html; returns its words."""
    text = data.decode('utf-8')
    check(text.startswith('<!DOCTYPE html>\n<html lang="'), what + ': begins')
    check(text.endswith('</body>\n</html>\n'), what + ': ends')
    p = Page(what)
    p.feed(text)
    p.close()
    same(p.open, [], what + ': everything is closed')
    body = text[text.index('<body>'):]
    for bad in ('<a ', '<a>', '<script', '<img', '<form', '<iframe', '<link', '<base', 'tel:',
                'http:', 'https:', 'javascript:', 'mailto:', 'data:', 'href', ' src=', 'url(',
                ' on'):
        at = body.lower().find(bad)
        if bad in ('href', ' on'):
            continue  # words of a page may say so; attributes are looked at above
        check(at < 0, f'{what}: {bad!r}: {body[at - 40:at + 40]!r}')
    check('url(' not in text and '@import' not in text, what + ': nothing is loaded')
    check("default-src 'none'" in text, what + ': a policy')
    hidden = [c for c in text if c in BIDI or (ord(c) < 32 and c != '\n')
              or 0x7F <= ord(c) < 0xA0 or 0x200B <= ord(c) <= 0x200D or c == '\ufeff']
    same(hidden, [], what + ': no control and direction characters')
    return ''.join(p.words)


def whole(folder, what, pdf=False):
    """A complete record of one input: its files and sums."""
    names = sorted(os.listdir(folder))
    original = [n for n in names if n.startswith('01-original.')]
    same(len(original), 1, what + ': one original')
    same(names, sorted(FILES + original + (['record.pdf'] if pdf else [])), what + ': files')
    for n in names:
        st = os.lstat(os.path.join(folder, n))
        same(st.st_mode & 0o777, 0o600, f'{what}: {n}: for its owner only')
    lines = read(folder, 'SHA256SUMS').decode().splitlines()
    same([x.split('  ', 1)[1] for x in lines], [n for n in names if n != 'SHA256SUMS'],
         what + ': SHA256SUMS names every file')
    for line in lines:
        want, n = line.split('  ', 1)
        same(hashlib.sha256(read(folder, n)).hexdigest(), want, f'{what}: sum of {n}')
    if shutil.which('sha256sum'):
        r = subprocess.run(['sha256sum', '-c', '--strict', 'SHA256SUMS'], cwd=folder,
                           capture_output=True)
        same(r.returncode, 0, f'{what}: sha256sum -c: {r.stderr!r}')
    words = page(read(folder, 'record.html'), what)
    check(hashlib.sha256(read(folder, original[0])).hexdigest() in words,
          what + ': the sum of the original is printed')
    line = read(folder, 'judgement.json').decode('utf-8')
    j = json.loads(line)
    same(errors(j, SCHEMA, SCHEMA)[:3], [], what + ': schema')
    return original[0], words, j


ORDER = """令和8年（ロ）第1234号
支払督促正本
債権者 見本株式会社　債務者 見本太郎
請求の趣旨及び原因は別紙記載のとおり。債務者は、金120,000円を支払え。
この支払督促を受け取った日から2週間以内に督促異議の申立てをしないときは、仮執行の宣言をする。
架空簡易裁判所　裁判所書記官　見本花子
"""
THREAT = """I hacked your device. Your password is hunter2! Your passwords and photos (hunter2) are stolen.
I recorded you through your webcam. Pay 1200 USD in bitcoin within 48 hours.
あなたのパスワード：himitsu99 が流出しました。
"""


def court(tmp):
    """A court's paper: how the days are counted, and nothing of it called a claim of a fraud."""
    for lang, counted in (('ja', '数えず'), ('ja-easy', 'かぞ</rt><rp>)</rp></ruby>えません'), ('en', 'not counted')):
        d = os.path.join(tmp, lang)
        run('-q', '--lang', lang, '--record', d, '--received', '2026-11-20', '-',
            input=ORDER.encode())
        whole(d, f'court, {lang}')
        page = read(d, 'record.html').decode()
        words = re.sub('<rp>.*?</rp>|<rt>.*?</rt>|<[^>]*>', '', page)
        check(re.search('2026-12-04 .Fri|2026年12月4日（金', words) and counted in page, f'court, {lang}: the two weeks')
        check(re.search('2026-11-20 .Fri|2026年11月20日（金', words), f'court, {lang}: the day of receipt')
        check('（引用' not in page and 'を支払え' not in page, f'court, {lang}: no claims')


def passwords(tmp):
    """A password that the threat quotes is the person's own."""
    for args, shown in (([], False), (['--unmasked'], True)):
        d = os.path.join(tmp, str(shown))
        run('-q', *args, '--record', d, '-', input=THREAT.encode())
        whole(d, f'passwords, {shown}')
        said = b''.join(read(d, n) for n in FILES)
        check((b'himitsu99' in said) == shown, f'passwords: {shown}')
        check(shown or b'hunter2' not in said, 'passwords: hunter2')
        check(b'hunter2' in read(d, '01-original.txt'), 'passwords: the original stays')


def contents(tmp):
    d = os.path.join(tmp, 'one')
    r = run('--record', d, '--lang', 'ja', '-s', 'called', '--url', 'https://example.com/<b>?a=1',
            FRAUD)
    same((r.returncode, r.stderr.count(b'\n')), (1, 1), 'one: exit status')
    check('詐欺'.encode() in r.stdout and b'192.0.2.77' in r.stdout, 'one: the report as always')
    same(os.stat(d).st_mode & 0o777, 0o700, 'one: for its owner only')
    original, words, j = whole(d, 'one')
    same(original, '01-original.html', 'one: name')
    same(read(d, original), read(FRAUD), 'one: the original bytes')
    for w in ('詐欺の文面です', 'ワンクリック請求', '本当は', '03-0000-1234', '+81300001234',
              '架空銀行/見本/普通/1234567', '2026-11-24 09:00:00 +09:00',
              'https://example.com/<b>?a=1', os.path.basename(FRAUD), '相手に電話した', '氏名', '払った先', '188',
              'Mushi ' + j['mushi']):
        check(w in words, f'one: {w!r} is printed')
    for c in j['claims']:
        check(c['truth'] in words, f'one: the truth about {c["id"]} is printed')
    for kind in j['indicators'].values():
        for i in kind:
            check(i['text'] in words, f'one: {i["text"]!r} is printed')
    again = os.path.join(tmp, 'again')
    run('--record', again, '--lang', 'ja', '-s', 'called', '--url',
        'https://example.com/<b>?a=1', FRAUD)
    for n in sorted(os.listdir(d)):
        check(read(d, n) == read(again, n), f'two runs: {n} is the same')
    for args in (['--quiet'], ['--json']):
        x = os.path.join(tmp, 'x' + args[0])
        r = run(*args, '--record', x, HONEST)
        same(r.returncode, 0, f'{args}: nothing found')
        original, words, j = whole(x, str(args))
        same((original, j['verdict']), ('01-original.txt', 'none'), f'{args}: honest')
    # Standard input, and a folder named with slashes at its end.
    x = os.path.join(tmp, 'input')
    same(run('--record', x + '//', '-q', input=read(FRAUD)).returncode, 1, 'standard input')
    whole(x, 'standard input')
    here = os.path.join(tmp, 'here')
    os.mkdir(here)
    same(run('--record', 'case', '-q', FRAUD, cwd=here).returncode, 1, 'no folder above')
    same(os.listdir(here), ['case'], 'no folder above')


def masked(tmp):
    own = ['192.0.2.77', '２０３．０．１１３．９', '2001:db8::77', '353901000000015',
           'ABCD2345EFGH6789']
    text = read(FRAUD).decode().replace('</table>', '</table>'
        f'<p>あなたのIPアドレス: {own[1]} を記録しました。IPアドレス {own[2]} も。</p>'
        f'<p>192.0.2.77 を記録しました。IPアドレス192.0.2.77から個人を特定し、お勤め先へ請求書を'
        f'送付します。</p>'
        f'<p>端末識別番号: {own[3]}</p><p>ギフト券番号: {own[4]}</p>'
        f'<p><a href="http://pay.example/?ip=192.0.2.77">お支払い</a></p>')
    f = write(os.path.join(tmp, 'own.html'), text)
    for name, args, shown in (('hidden', [], False), ('shown', ['--unmasked'], True)):
        d = os.path.join(tmp, name)
        run('-q', '--record', d, '--lang', 'ja', *args, f)
        original, words, j = whole(d, name)
        out = {n: read(d, n).decode('utf-8') for n in ('judgement.json', 'report.txt')}
        out['record.html'] = words
        victims = [i for kind in j['indicators'].values() for i in kind if i.get('role') == 'victim']
        check(len(victims) >= 4, f'{name}: the person\'s own are found: {victims}')
        check(('伏せました' in words) != shown and ('伏せずに' in words) == shown,
              f'{name}: it is said')
        for n, x in out.items():
            for o in own[:4]:
                # The short text report does not show everything.
                if not shown:
                    check(o not in x, f'{name}: {o} is struck out in {n}')
                elif n != 'report.txt':
                    check(o in x, f'{name}: {o} stands in {n}')
            check(own[4] not in x, f'{name}: a gift card never stands in {n}')
            check('03-0000-1234' in x, f'{name}: the other side\'s number stands in {n}')
        if not shown:
            check(all(i['masked'] for i in victims), 'hidden: masked is said')
        same(read(d, original), text.encode(), f'{name}: the original is unchanged')
    refused(run('--unmasked', FRAUD), None, '--unmasked alone', '--record')


def persons(tmp):
    """Name, address and number of whom it was sent to are that person's own, wherever they stand."""
    texts = {
        'mail': 'From: "x" <x@example.org>\nTo: 見本花子 <hanako@example.net>\nSubject: hanako@example.net\n\n'
                '見本花子 様\nあなたのアカウント hanako@example.net に侵入しました。カメラで録画しました。'
                '500ドルをビットコインで送金しなければ家族に動画を送信します。x@example.org',
        'hello': 'Hello hanako@example.net,\nI recorded you through your webcam. Your phone is 090-0000-1111.\n'
                 'Dear Hanako Mihon, send 500 USD in bitcoin within 48 hours. x@example.org',
        'list': '会員登録完了 お名前：見本花子 生年月日 1980年1月2日 住所：東京都見本区1-2-3\n'
                '登録電話番号：090-0000-1111\n98,000円を24時間以内にお支払いください。x@example.org',
        'bill': '【重要】 見本花子 様 有料サイトの未納料金98,000円について本日中にご連絡なき場合は法的手続きに'
                '移行します。お客様番号 090-0000-1111 お客様電話番号 090-0000-2222 x@example.org',
        'slip': '郵便物等ご不在連絡票\n見本花子 様\n架空簡易裁判所 からの 特別送達 をお届けに参りました。x@example.org',
    }
    own = ['hanako@example.net', '090-0000-1111', '090-0000-2222', '見本花子', 'Hanako', '1980年',
           '東京都見本区']
    for name, text in texts.items():
        d = os.path.join(tmp, name)
        run('-q', '--lang', 'ja', '--record', d, '-', input=text.encode())
        original, words, j = whole(d, name)
        out = {n: read(d, n).decode('utf-8') for n in ('judgement.json', 'report.txt')}
        out['record.html'] = words
        for n, x in out.items():
            for o in own:
                check(o not in x, f'{name}: {o} is struck out in {n}')
        check('x@example.org' in words, f'{name}: the other side stays')
        check(all(o in read(d, original).decode() for o in own if o in text), f'{name}: the original')
    r = run('--record', os.path.join(tmp, 'a'), '--record', os.path.join(tmp, 'b'), FRAUD)
    refused(r, None, '--record twice', '--record')
    same([n for n in os.listdir(tmp) if n in 'ab'], [], '--record twice: nothing is made')


def paths(tmp):
    """Folders on the way to the input may name the person: they stay out of a masked record."""
    home = os.path.join(tmp, 'home/hanako.sato')
    os.makedirs(home)
    f = write(os.path.join(home, 'page.txt'), ORDER)
    for args, shown in (([], False), (['--unmasked'], True)):
        d = os.path.join(tmp, f'path-{shown}')
        run('-q', *args, '--record', d, f)
        words = whole(d, f'path, {shown}')[1]
        for n in ('record.html', 'report.txt', 'judgement.json'):
            check((b'hanako.sato' in read(d, n)) == shown, f'path, {shown}: {n}')
        check('page.txt' in words, f'path, {shown}: the name stays')


BILL = """会員登録完了。利用料金98,000円を2週間以内に、延滞の場合は1,234,567円を24時間以内に、または本日中に
銀行振込かコンビニでお支払いください。支払期限 2026年12月29日 17:00。Amazonギフトカードでも可。Send 1200 USD within 1 day.
電話 03-0000-1234、0120-000-123、090-0000-1111。振込先：架空銀行 見本支店 普通 1234567 ミホンタロウ
"""


def values(tmp):
    """What a desk reads in the table are words, not those of a program."""
    for lang, wanted in (('ja', ['固定電話', '98,000円', '1,234,567円', '24時間', '2週間', '当日中', '銀行振込',
                                 'コンビニ払い', '2026年12月29日 17:00', '延滞料', '1,200 USD']),
                         ('ja-easy', ['家や 会社の 電話', '98,000円', '24時間', 'ぎんこうで 送る']),
                         ('en', ['fixed', '98,000 yen', '24 hours', '2 weeks', '1 day', 'the same day',
                                 'bank transfer', '2026-12-29'])):
        d = os.path.join(tmp, lang)
        run('-q', '--lang', lang, '--record', d, '-', input=BILL.encode())
        whole(d, f'values, {lang}')
        text = read(d, 'record.html').decode()
        rows = re.findall(r'<tr><td>[^\n]*?</td><td>.*?</td><td>(.*?)</td><td>[^\n]*?</td></tr>', text)
        said = '\n'.join(re.sub('<rp>.*?</rp>|<rt>.*?</rt>|<[^>]*>', '', r).replace('&#58;', ':') for r in rows)
        for w in wanted:
            check(w in said, f'values, {lang}: {w}: {said}')
        check(not re.search(r'PT?\d|JPY|page-time|absolute|bank-transfer|late-fee|convenience-store', said),
              f'values, {lang}: {said}')


def several(tmp):
    sizes = [0, 1, 54, 55, 56, 57, 63, 64, 65, 119, 120, 127, 128, 1000, 100003]
    folder = os.path.join(tmp, 'sizes')
    os.mkdir(folder)
    names = [write(os.path.join(folder, f'{n}.txt'), b'a' * n) for n in sizes]
    missing = os.path.join(tmp, 'missing.html')
    d = os.path.join(tmp, 'several')
    r = run('-q', '--record', d, *names[:3], missing, *names[3:])
    same(r.returncode, 2, 'several: one is missing')
    numbers = [n + 1 for n in range(len(sizes) + 1) if n != 3]
    same(sorted(os.listdir(d)), [f'{n:02}' for n in numbers] + ['SHA256SUMS'],
         'several: numbered folders')
    listed = dict(reversed(x.split('  ', 1)) for x in read(d, 'SHA256SUMS').decode().splitlines())
    there = [os.path.relpath(os.path.join(at, n), d) for at, _, names_at in os.walk(d) for n in names_at]
    same(sorted(listed), sorted(set(there) - {'SHA256SUMS'}), 'several: one list of everything')
    for n, want in listed.items():
        same(hashlib.sha256(read(d, n)).hexdigest(), want, f'several: sum of {n}')
    for n, size in zip(numbers, sizes):
        sub = os.path.join(d, f'{n:02}')
        original, words, j = whole(sub, f'several: {n}')
        same(len(read(sub, original)), size, f'several: {n}')
        same(j['input'], f'{size}.txt', f'several: {n}')
    d = os.path.join(tmp, 'none')
    refused(run('--record', d, missing), tmp, 'nothing to record', 'no such file')
    check(not os.path.exists(d), 'nothing to record: no folder')


def hostile(tmp):
    deep = os.path.join(tmp, 'deep/er')
    os.makedirs(deep)
    names = ['../../x', '<script>alert(1)<', '"><a href=tel:0300001234>', "'&amp;&#x202e;",
             'a\u202eb\u2066c.html', 'two\nlines', '\x1b[31mred', '--odd', 'n' * 255, '.hidden', ' ',
             'e' + '\u0301' * 60, 'a\u05d0\u05d1 https:', '%s%n', '`id`$(id);id']
    data = ('会員登録が完了しました。ご利用料金 98,000円を本日中にお支払いください。'
            '電話 03-0000-1234 <script>alert(1)</script> &lt;b onclick=x&gt; '
            'tel:0300001234 http://pay.example/?"\'<b> javascript:alert(1) a@b.example '
            '\u202e21-0000-30\u202c 振込先: <i>架空銀行</i> 見本支店 普通 1234567 ミホン タロウ '
            '退会は https://pay.example/a?<script>x</script> から。 IPアドレス<b>から個人を特定')
    for i, name in enumerate(names):
        try:
            write(os.path.join(deep, name), data)
        except OSError as e:
            skip(f'{name!r}: {e}')
            continue
        for reader in ('text', 'html'):
            d = os.path.join(tmp, f'h{i}-{reader}')
            r = run('-q', '--as', reader, '--lang', ('ja', 'ja-easy', 'en')[i % 3], '--record', d,
                    '--url', name, '--', name, cwd=deep)
            check(r.returncode in (0, 1), f'{name!r}: {r.returncode}: {r.stderr!r}')
            original, words, j = whole(d, repr(name))
            same(original, '01-original.' + {'text': 'txt', 'html': 'html'}[reader],
                 f'{name!r}: a name of ours')
            plain = re.sub('[\0-\x1f\x7f]|[' + BIDI + ']|\u0301', '', name.replace('\n', ' '))
            plain = plain.rsplit('/', 1)[-1]
            check(plain in re.sub('\u0301', '', words), f'{name!r}: its name stands in the text')
    rubbish = bytes((i * 7919 + i // 13 * 31 + (i >> 5)) & 255 for i in range(60000))
    for i, data in enumerate((rubbish, b'\0' * 5000, b'<' * 5000, b'&' * 5000, b'\xff\xfe' * 99,
                              ('<p>' + '電話03-0000-1234 192.0.2.1 98,000円 ' * 500).encode())):
        f = write(os.path.join(tmp, f'r{i}'), data)
        d = os.path.join(tmp, f'rubbish{i}')
        check(run('-q', '--record', d, f).returncode in (0, 1), f'rubbish {i}')
        whole(d, f'rubbish {i}')


def places(tmp):
    folder = os.path.join(tmp, 'places')
    os.mkdir(folder)
    full = os.path.join(folder, 'full')
    os.mkdir(full)
    write(os.path.join(full, 'mine'), 'keep')
    empty = os.path.join(folder, 'empty')
    os.mkdir(empty)
    plain = write(os.path.join(folder, 'file'), 'keep')
    link = os.path.join(folder, 'link')
    os.symlink(os.path.join(folder, 'nowhere'), link)
    for where in (full, empty, plain, link, full + '/', '/', '.', '..'):
        r = run('--record', where, FRAUD, cwd=folder)
        refused(r, folder, f'there is already {where}', 'already exists')
        same(r.stdout, b'', f'there is already {where}: nothing judged')
    same((os.listdir(full), os.listdir(empty), read(plain), os.path.islink(link)),
         (['mine'], [], b'keep', True), 'what was there is unchanged')
    refused(run('--record', '', FRAUD), folder, 'no name', '--record')
    refused(run('--record', os.path.join(folder, 'no/such'), FRAUD), folder, 'no folder above',
            'does not exist')
    refused(run('--record', os.path.join(plain, 'x'), FRAUD), folder, 'a file above', 'a file, not a folder')
    refused(run('--record', '/proc/x', FRAUD), None, 'no files there', 'no files can be made there')
    refused(run('--record', os.path.join(folder, 'n' * 300), FRAUD), folder, 'a long name', 'too long')
    r = run('-q', '--record', os.path.join(folder, 'large'), FRAUD, preexec_fn=lambda: resource.setrlimit(
        resource.RLIMIT_FSIZE, (3000, 3000)))
    refused(r, folder, 'a file that may not grow', 'larger than this system allows')
    check(not os.path.exists(os.path.join(folder, 'large')), 'a file that may not grow: no folder')
    locked = os.path.join(folder, 'locked')
    os.mkdir(locked, 0o500)
    if os.geteuid() != 0:
        refused(run('--record', os.path.join(locked, 'x'), FRAUD), locked, 'unwritable')
    else:
        try:
            os.chmod(tmp, 0o755)
            refused(run('--record', os.path.join(locked, 'x'), '-', input=b'x', user=65534), locked,
                    'unwritable', 'ermission')
        except PermissionError:
            skip('unwritable place: nobody may not come here')


def full_disk(tmp):
    disk = os.path.join(tmp, 'disk')
    os.mkdir(disk)
    if os.geteuid() != 0 or subprocess.run(['mount', '-t', 'tmpfs', '-o', 'size=64k', 'none', disk],
                                           capture_output=True).returncode:
        return skip('full disk: only root can make one')
    try:
        big = write(os.path.join(tmp, 'big.txt'), b'x' * 200000)
        for what, names in (('original', [big]), ('second', [HONEST, big])):
            refused(run('-q', '--record', os.path.join(disk, 'case'), *names), disk,
                    f'full disk, {what}', 'full')
            same(os.listdir(disk), [], f'full disk, {what}: nothing is left')
        # So little room that the files after the original find none.
        for size in range(4096, 64 << 10, 4096):
            fill = write(os.path.join(disk, 'fill'), b'x' * size)
            r = run('-q', '--record', os.path.join(disk, 'case'), FRAUD)
            if r.returncode == 2:
                refused(r, disk, f'full disk with {size}', 'full')
                same(os.listdir(disk), ['fill'], f'full disk with {size}: nothing is left')
            else:
                whole(os.path.join(disk, 'case'), f'disk with {size}')
                shutil.rmtree(os.path.join(disk, 'case'))
            os.unlink(fill)
        same(r.returncode, 2, 'full disk: at last')
    finally:
        subprocess.run(['umount', disk], capture_output=True)


def ended(pid):
    """Gone, or about to be taken away; the kernel may need a moment."""
    for _ in range(1000):
        try:
            state = read(f'/proc/{pid}/stat').rsplit(b')', 1)[1].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return True
        if state in (b'Z', b'X'):
            return True
        time.sleep(0.01)
    return False


def browser(tmp):
    """A browser of our own making, then the one of the system."""
    folder, tidy = os.path.join(tmp, 'bin'), os.path.join(tmp, 'tidy')
    os.mkdir(folder)
    os.mkdir(tidy)
    fake = os.path.join(folder, 'chromium')

    def with_script(name, script):
        write(fake, '#!/bin/sh\n' + script)
        os.chmod(fake, 0o755)
        d = os.path.join(tmp, 'pdf-' + name)
        r = run('-q', '--record', d, FRAUD, path=folder, env={'TMPDIR': tidy, 'SECRET': 'x'})
        same(r.returncode, 1, f'{name}: exit status')
        same(os.listdir(tidy), [], f'{name}: the temporary folder is gone')
        return d, r

    log = os.path.join(tmp, 'log')
    d, r = with_script('made', f'''printf '%s\\n' "$@" >"{log}"; env >>"{log}"; ls >>"{log}"
for a; do case $a in --print-to-pdf=*) printf '%%PDF-1.4 x' >"${{a#*=}}" ;; esac; done
mkdir -p profile/x; echo y >profile/x/y; sleep 60 & exit 0''')
    whole(d, 'made', pdf=True)
    same(read(d, 'record.pdf'), b'%PDF-1.4 x', 'made: the PDF')
    said = read(log).decode().splitlines()
    for a in ('--disable-background-networking', '--host-resolver-rules=MAP * ~NOTFOUND'):
        check(a in said, f'browser: {a}')
    operands = [a for a in said if not a.startswith('-') and '=' not in a]
    same([os.path.basename(a) for a in operands], ['record.html', 'record.html'],
         'browser: only our page, and nothing else beside it')
    check(f'file://{tidy}/mushi-pdf-' in operands[0], f'browser: {operands}')
    check(not any(a.startswith('SECRET=') for a in said), 'browser: an environment of its own')
    d = os.path.join(tmp, 'none')
    r = run('--record', d, FRAUD, HONEST)
    check(r.stderr.count(b'\n') == 1 and b'no Chromium' in r.stderr, f'no browser: {r.stderr!r}')
    r = run('-q', '--record', d + '2', FRAUD)
    same(r.stderr, b'', 'no browser: quiet')
    for name, script in (('nothing', 'exit 0'), ('failed', 'exit 3'),
                         ('rubbish', 'echo x >record.pdf'), ('killed', 'kill -9 $$')):
        d, r = with_script(name, script)
        whole(d, name)
        check(b'record.pdf' not in r.stdout, f'{name}: quiet')
    write(fake, '#!/bin/sh\nexit 0\n')
    r = run('--record', os.path.join(tmp, 'said'), FRAUD, path=folder, env={'TMPDIR': tidy})
    check(r.stderr.count(b'\n') == 1 and b'record.pdf was left out' in r.stderr, 'it is said')

    # Ended while the browser hangs: all of it goes, and nothing is left.
    here = os.path.join(tmp, 'stop')
    os.mkdir(here)
    mark = os.path.join(tmp, 'mark')
    write(fake, f'#!/bin/sh\nPATH=/usr/bin:/bin; sleep 300 & echo $$ $! >"{mark}.new"\n'
          f'mv "{mark}.new" "{mark}"; wait\n')
    p = subprocess.Popen([MUSHI, 'check', *NOW, '--record', 'case', FRAUD], cwd=here,
                         env={'PATH': folder, 'TMPDIR': tidy, 'LC_ALL': 'en'}, stdout=subprocess.DEVNULL,
                         stderr=subprocess.PIPE)
    while not os.path.exists(mark) and p.poll() is None:
        time.sleep(0.01)
    p.send_signal(signal.SIGTERM)
    message = p.communicate(timeout=60)[1]
    same((p.returncode, os.listdir(here), os.listdir(tidy)), (2, [], []), 'stopped: nothing left')
    check(b'stopped' in message, f'stopped: {message!r}')
    for pid in read(mark).split():
        check(ended(int(pid)), f'stopped: the browser has ended: {pid}')

    if not any(shutil.which(n) for n in ('chromium', 'chromium-browser', 'google-chrome')):
        return skip('there is no browser')
    d = os.path.join(tmp, 'real')
    r = run('-q', '--record', d, FRAUD, path=os.environ['PATH'], env={'TMPDIR': tidy})
    same(r.returncode, 1, 'the browser of the system')
    if not os.path.exists(os.path.join(d, 'record.pdf')):
        return skip(f'the browser of the system made no PDF: {r.stderr!r}')
    whole(d, 'the browser of the system', pdf=True)
    same(os.listdir(tidy), [], 'the browser of the system: nothing left')
    pdf = read(d, 'record.pdf')
    check(pdf.startswith(b'%PDF-') and b'%%EOF' in pdf[-64:], 'a PDF')
    check(b'/URI' not in pdf and b'/JavaScript' not in pdf, 'a PDF without links and scripts')


def golden(tmp):
    folder = os.path.join(GOLDEN, 'record')
    os.makedirs(folder, exist_ok=True)
    for name, more in (('fraud/one-click.html', ['-s', 'paid-bank', '-s', 'called', '--url',
                                                 'https://example.com/join?id=1']),
                       ('honest/order-confirmation.txt', [])):
        for lang in ('ja', 'ja-easy', 'en'):
            short = os.path.splitext(os.path.basename(name))[0]
            d = os.path.join(tmp, f'golden-{short}-{lang}')
            run('-q', '--lang', lang, '--record', d, *more, name, cwd=GOLDEN)
            whole(d, f'{short}, {lang}')
            got = read(d, 'record.html')
            want_name = os.path.join(folder, f'{short}.{lang}.html')
            old = read(want_name) if os.path.exists(want_name) else None
            if BLESS:
                if old != got:
                    print('blessed ' + os.path.relpath(want_name))
                    write(want_name, got)
                continue
            if not check(old == got, f'{want_name}: differs; see tools/bless'):
                sys.stdout.writelines(difflib.unified_diff(
                    (old or b'').decode().splitlines(True), got.decode().splitlines(True),
                    want_name, 'now', n=1))


with tempfile.TemporaryDirectory() as top:
    if BLESS:
        golden(top)
        done()
    for part in (contents, court, passwords, masked, persons, paths, values, several, hostile, places, full_disk, browser, golden):
        sub = os.path.join(top, part.__name__)
        os.mkdir(sub)
        os.chmod(top, 0o755)
        part(sub)
done()
