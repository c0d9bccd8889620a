#!/usr/bin/env python3
"""Advice as a person reads it: advice.py MUSHI SOURCE_ROOT [--bless]

Checks the wording of data/ (length of sentences, forbidden words), the numbers that are printed,
and every situation and many combinations against tests/golden/advice/ (see tools/bless_advice).
"""
import fcntl
import glob
import json
import os
import pty
import re
import struct
import subprocess
import sys
import termios
import unicodedata

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'lib'))
from check import check, done

EXE, ROOT = sys.argv[1], sys.argv[2]
BLESS = '--bless' in sys.argv
FORBIDDEN = re.compile('絶対|100 ?[%％]|１００[%％]|安全です')
COURT = ['court-special-service', 'plain-summons', 'online-court-notice', 'isp-inquiry',
         'letter-collector-or-lawyer']
# Steps that must not stand in one advice.
CONTRADICTIONS = [('court-objection', 'debt-unknown'), ('court-objection', 'no-contact'),
                  ('delete-mail', 'keep-evidence'), ('no-more-pay', 'no-pay'),
                  ('court-except', 'court-objection'), ('court-except', 'postcard-court-look'),
                  ('delete-mail', 'log-calls'), ('delete-mail', 'block-sender'),
                  *(('keep-device', s) for s in (
                      'delete-mail', 'cut-network', 'phone-airplane', 'phone-check', 'pc-restore',
                      'pc-startup', 'remove-remote', 'notif-off', 'close-page', 'no-run'))]
# What can still be stopped stands before all other steps.
URGENT = ['child-not-alone', 'cut-network', 'keep-device', 'tell-it', 'bank-from-other', 'parcel-stop',
          'parcel-110', 'bank-stop', 'issuer-stop', 'use-balance-first', 'collector-stop', 'card-stop',
          'crypto-report']
# Steps that say the same.
SAME = [('card-stop', 'helper-card'), ('card-stop', 'bank-card-data'),
        ('expect-second', 'no-solver'), ('postcard-keep', 'keep-evidence'),
        ('photo-first', 'keep-evidence'), ('court-own-number', 'postcard-court-look'),
        ('court-own-number', 'court-except'), ('collector-verify', 'lawyer-by-name'),
        ('bank-from-other', 'bank-account-data'), ('change-passwords-other', 'change-password')]
COMBINATIONS = '''
saw-only
bill-keeps-popping-pc
bill-app-phone
notification-spam
called
mailed-replied
told-personal-data
dunned
paid-bank
paid-emoney
paid-store-number
paid-card
paid-crypto
paid-cash-parcel
remote-access-given
postcard
letter-collector-or-lawyer
plain-summons
court-special-service
online-court-notice
isp-inquiry
helper-ad
minor
employee
sextortion-bluff
elder-or-family
foreign-resident
saw-only called
saw-only paid-bank
called told-personal-data
called paid-emoney told-personal-data
remote-access-given paid-bank
remote-access-given employee
bill-app-phone told-personal-data dunned
postcard court-special-service
postcard called
paid-bank court-special-service
minor paid-emoney
elder-or-family paid-cash-parcel called
foreign-resident sextortion-bluff paid-crypto
paid-card told-personal-data
paid-crypto helper-ad
paid-store-number called
paid-bank helper-ad
paid-bank paid-emoney
paid-bank paid-card
paid-cash-parcel paid-bank
paid-card helper-ad
remote-access-given paid-card
court-special-service isp-inquiry
court-special-service online-court-notice
remote-access-given paid-card told-personal-data
remote-access-given paid-emoney called
employee paid-emoney called
employee sextortion-bluff
employee bill-app-phone
employee notification-spam
employee saw-only
employee bill-keeps-popping-pc
minor called told-personal-data
minor sextortion-bluff paid-emoney
minor bill-app-phone
foreign-resident court-special-service
foreign-resident paid-bank
elder-or-family remote-access-given paid-bank
elder-or-family postcard called
plain-summons court-special-service
letter-collector-or-lawyer court-special-service
letter-collector-or-lawyer dunned
online-court-notice paid-bank
isp-inquiry employee
isp-inquiry minor
mailed-replied sextortion-bluff
mailed-replied told-personal-data dunned
notification-spam saw-only
notification-spam bill-keeps-popping-pc paid-card
bill-app-phone called dunned
court-special-service told-personal-data
isp-inquiry dunned
isp-inquiry sextortion-bluff
'''.strip().split('\n')


def records(path):
    """(type, id, {key: value}, line) of each record; a continued value keeps its line ends."""
    rec, start, key = [], 0, None
    for number, line in enumerate(open(path, encoding='utf-8').read().split('\n') + [''], 1):
        if line.startswith('#'):
            continue
        if not line.strip():
            if rec:
                yield rec[0][0], rec[0][1], rec, start
            rec = []
        elif line.startswith('  '):
            rec[-1][1] += '\n' + line.strip()
        else:
            key, value = line.split(':', 1)
            if not rec:
                start = number
            rec.append([key.strip(), value.strip()])


def sentences(text):
    return [s.strip() for s in re.split('[。！？\n]', text) if s.strip()]


def run(*args, code=0, stdin=''):
    p = subprocess.run([EXE, *args], input=stdin, capture_output=True, text=True,
                       env={'PATH': '/usr/bin:/bin', 'COLUMNS': '80', 'LC_ALL': 'C'})
    check(p.returncode == code, f'{args}: exit {p.returncode}, want {code}: {p.stderr}')
    return p.stdout


def wording():
    total = count = 0
    for path in sorted(glob.glob(ROOT + '/data/advice/*.rec') + [ROOT + '/data/contacts.rec']
                       + glob.glob(ROOT + '/data/claims/*.rec')
                       + [ROOT + '/data/titles.rec', ROOT + '/data/law.rec']):
        for kind, name, rec, line in records(path):
            where = f'{os.path.relpath(path, ROOT)}:{line}: {name}'
            certain = kind == 'claim' and ['tier', 'certain'] in rec
            d = dict(rec)
            for stem in ('never', 'evidence', 'cost', 'promise', 'know'):
                lines = {d.get(f'{stem}-{lang}', '').count('\n') for lang in ('ja', 'ja-easy', 'en')}
                check(kind == 'contact' or len(lines) == 1, f'{where}: {stem} differs by language')
            for key, value in rec:
                if key.startswith('over-why'):
                    value = re.sub('(?m)^[a-z-]+: ', '', value)
                if key.endswith('-ja-easy'):
                    for s in sentences(value):
                        check(len(s) <= 40, f'{where}: {key}: {len(s)} characters: {s}')
                elif key.endswith('-ja'):
                    for s in sentences(value):
                        total += len(s)
                        count += 1
                if not certain and key != 'said-ja' and (key.endswith('-ja') or 'easy' in key):
                    check(not FORBIDDEN.search(value), f'{where}: {key}: {value}')
    for name in ('words', 'record'):
        path = f'{ROOT}/src/report/{name}.def'
        for number, line in enumerate(open(path, encoding='utf-8'), 1):
            check(not FORBIDDEN.search(line), f'{path}:{number}: {line}')
            strings = re.findall(r'"((?:[^"\\]|\\.)*)"', line)
            for s in sentences(re.sub(r'\[([^|]*)\|[^]]*\]', r'\1', strings[1])) if len(strings) == 3 else []:
                check(len(s) <= 40, f'{path}:{number}: {len(s)} characters: {s}')
    check(FORBIDDEN.search('これは絶対に安全です') and len(sentences('あ。い！')) == 2, 'the rules bite')
    check(count and total / count <= 60, f'Japanese sentences average {total / max(count, 1)}')


def numbers():
    """Every number on the screen stands in a record that is sure: high or medium."""
    allowed = {'110', '188', '#9110', '184', '144'}
    for path in (ROOT + '/data/contacts.rec', ROOT + '/data/prefectures.rec'):
        for _, _, rec, _ in records(path):
            d = dict(rec)
            if d.get('sure') in ('high', 'medium'):
                allowed |= {d[k] for k in ('phone', 'police-phone', 'consumer-phone') if k in d}
    phone = re.compile(r'(?<![\d/.-])0\d{1,4}-\d{1,4}-\d{3,4}(?![\d-])|0120-?\d{3}-?\d{3}|#\d{4}')
    places = [rec[1][1] for _, _, rec, _ in records(ROOT + '/data/prefectures.rec')]
    check(len(places) == 47, f'{len(places)} prefectures')
    outputs = [run('contacts', *p, '--lang', lang) for lang in ('ja', 'ja-easy', 'en')
               for p in [[]] + [[x] for x in places]]
    outputs += [run('advise', *c.split(), '--lang', lang) for c in COMBINATIONS
                for lang in ('ja', 'ja-easy', 'en')]
    for out in outputs:
        for found in phone.findall(out):
            check(found in allowed, f'the number {found} is of no confirmed record')
    for lang, words in (('ja', '公式サイト'), ('ja-easy', '公式サイト'), ('en', 'official site')):
        out = json.loads(run('contacts', '--lang', lang, '--json'))
        check(words in out['note'] and len(out['contacts']) > 30, 'contacts as JSON')
        text = run('contacts', '神奈川', '--lang', lang, '--color', 'never').replace('\n', '')
        check('045-681-3180' in text and words in text.replace(' ', '') + text,
              'a number stands beside "check the official site"')
    low = [name for _, name, rec, _ in records(ROOT + '/data/contacts.rec')
           if ['sure', 'low'] in rec]
    ids = [c['id'] for c in json.loads(run('contacts', '--json'))['contacts']]
    check(low and not set(low) & set(ids), 'a contact nobody confirmed is shown')


def golden():
    every = [line.split()[1] for line in open(ROOT + '/data/advice/situations.rec', encoding='utf-8')
             if line.startswith('situation:')]
    check(set(every) <= set(COMBINATIONS), f'no golden advice: {set(every) - set(COMBINATIONS)}')
    check(len(COMBINATIONS) - len(every) >= 40, 'forty combinations')
    pairs(every)
    for combination in COMBINATIONS:
        parts = combination.split()
        text = ''
        for lang in ('ja', 'ja-easy', 'en'):
            out = run('advise', *parts, '--lang', lang, '--color', 'never')
            text += f'===== {lang}\n' + out
            if set(parts) & set(COURT):
                check('無視してください' not in out and 'むし してください' not in out
                      and 'Ignore' not in out, f'{combination}: a court paper is ignored')
            doc = json.loads(run('advise', *parts, '--lang', lang, '--json'))
            steps = {s['id'] for s in doc['advice']['steps']}
            for one, other in CONTRADICTIONS:
                check(not {one, other} <= steps, f'{combination}: {one} beside {other}')
            check(doc['lang'] == lang and doc['advice']['first'] in
                  [a for a in [doc['advice']['first']] if a], combination)
            check(sorted(doc['situations'] + [s['id'] for s in doc['set_aside']])
                  == sorted(parts), f'{combination}: situations in JSON')
        path = f'{ROOT}/tests/golden/advice/{"+".join(parts)}.want'
        if BLESS:
            open(path, 'w', encoding='utf-8').write(text)
        else:
            want = open(path, encoding='utf-8').read() if os.path.exists(path) else ''
            check(text == want, f'{combination}: differs from {path}; see tools/bless_advice')


def pairs(every):
    """All pairs: nothing contradicts, nothing is said twice, a court paper is never left."""
    why = {}
    for i, one in enumerate(every):
        for other in every[i + 1:]:
            what = f'{one} {other}: '
            doc = json.loads(run('advise', one, other, '--json', '--lang', 'en'))
            advice, here = doc['advice'], doc['situations']
            steps = [s['id'] for s in advice['steps']]
            for a, b in CONTRADICTIONS:
                check(not {a, b} <= set(steps), what + f'{a} beside {b}')
            for a, b in SAME:
                check(not {a, b} <= set(steps), what + f'{a} and {b} say the same')
            urgent = [s for s in steps if s in URGENT]
            check(steps[:len(urgent)] == urgent, what + 'not first: ' + ' '.join(steps))
            heads = [re.split('[:：（(]', k)[0] for k in advice['know']]
            check(len(heads) == len(set(heads)), what + f'a paper is told of twice: {heads}')
            for a in doc['set_aside']:
                why.setdefault(a['why'], set()).add(a['id'])
            for name in ('steps', 'never', 'evidence', 'costs', 'not_promised', 'know', 'also',
                         'contacts'):
                said = [json.dumps(x) for x in advice[name]]
                check(len(said) == len(set(said)), what + f'{name}: said twice')
            check(bool({'court-except', 'postcard-court-look', 'court-own-number', 'isp-verify',
                        'online-type-address'} & set(steps)), what + 'the court is forgotten')
            if 'employee' in here and 'remote-access-given' in here:
                check(steps[:2] == ['keep-device', 'tell-it'], what + ' '.join(steps))
            if 'employee' in (one, other):
                check(not {'saw-only', 'bill-app-phone', 'notification-spam'} & set(here), what)
                check('delete anything' in ' '.join(advice['never']), what + 'delete nothing')
    check(len(why) >= 3 and all(len(ids) == 1 or 'untouched' in w for w, ids in why.items()),
          f'each pair has its own reason: {why}')
    for lang, word in (('ja', '消さない'), ('ja-easy', 'けさない'), ('en', 'delete anything')):
        check(word in run('advise', 'employee', '--lang', lang), f'employee, {lang}')


def received():
    """mushi advise reckons the two weeks as mushi check does."""
    args = ['court-special-service', '--received', '2026-11-20', '--now', '2026-11-24']
    for lang, day, other in (('ja', '受け取った日は数えず', '訴状'), ('ja-easy', 'もらった 日は 数えません', '訴状'),
                             ('en', 'day of receipt is not counted', '訴状')):
        dates = json.loads(run('advise', *args, '--json', '--lang', lang))['court_dates']
        p = subprocess.run([EXE, 'check', '--json', '--lang', lang, '-s', *args], input='紙',
                           capture_output=True, text=True)
        check(dates == json.loads(p.stdout)['court_dates'], f'{lang}: {dates}')
        check((dates['keep'], dates['moved']) == ('2026-12-04', '2026-12-04'), f'{dates}')
        check(day in dates['counted'] and other in dates['holds_for'], f'{dates}')
        text = run('advise', *args, '--lang', lang)
        written = {'ja': '2026年12月4日（金）', 'ja-easy': '2026年12月4日（金曜日）', 'en': '2026-12-04 (Fri)'}[lang]
        check(written in text.replace('\n    ', '') and day in text, f'advise --received, {lang}: {text}')
    # Years whose holidays are not known still have weekends and a turn of the year.
    for day, moved in (('2025-12-15', '2026-01-05'), ('2025-12-20', '2026-01-05'), ('2024-11-25', None)):
        dates = json.loads(run('advise', args[0], '--received', day, '--now', '2026-11-24', '--json'))['court_dates']
        check(dates.get('moved') == moved, f'{day}: {dates}')
    # A court counts days as they are in Japan: at 15:00 UTC the next one begins there.
    for now, keep in (('2026-12-04T14:59:00Z', '2026-12-04'), ('2026-12-04T15:00:00+0000', None),
                      ('2026-12-04T23:59:59+09:00', '2026-12-04'), ('2026-12-05T00:30:00+09:00', None),
                      ('2026-12-05T01:00:00+11:00', '2026-12-04'), ('2026-12-04T23:00', '2026-12-04')):
        dates = json.loads(run('advise', args[0], '--received', '2026-11-20', '--now', now, '--json'))['court_dates']
        check(dates['keep'] == keep, f'{now}: {dates}')
    for bad in ('2026-02-30', '2026-12-24', '1926-01-01', 'x', '11/10'):
        run('advise', args[0], '--received', bad, '--now', '2026-11-24', code=2)
    p = subprocess.run([EXE, 'advise', 'called', *args[1:], '--json'], capture_output=True, text=True)
    check('court-special-service' in p.stderr and 'court_dates' not in p.stdout, p.stderr)
    for lang, words in (('ja', ['特別送達', '支払督促', '訴状', '不在票', '付郵便', '2026年5月21日']),
                        ('ja-easy', ['とくべつそうたつ', 'しはらいとくそく', 'そじょう', 'ふざいひょう',
                                     'ふゆうびん', '2026年5月21日']),
                        ('en', ['特別送達', '支払督促', '訴状', '不在票', '付郵便', '21 May 2026'])):
        p = subprocess.run([EXE, 'check', '--lang', lang], input=ORDER, capture_output=True, text=True)
        check(all(w in p.stdout.replace('\n    ', '') for w in words), f'court, {lang}: {p.stdout}')
        p = subprocess.run([EXE, 'check', '--lang', lang], input=INQUIRY, capture_output=True,
                           text=True)
        check('意見照会書' in p.stdout or 'ネットの 会社' in p.stdout, f'inquiry, {lang}')
    p = subprocess.run([EXE, 'check', '--json', '-s', 'saw-only', '-s', 'called'], input='紙',
                       capture_output=True, text=True)
    aside = json.loads(p.stdout)['set_aside']
    check([(a['id'], a['for']) for a in aside] == [('saw-only', 'called')] and aside[0]['why'],
          f'check --json says what was set aside: {aside}')


def judged(text, *args, lang='ja'):
    p = subprocess.run([EXE, 'check', '--json', '--lang', lang, '--now', '2026-11-24', *args],
                       input=text, capture_output=True, text=True)
    return json.loads(p.stdout)


def late():
    """A day that is over is no day to keep, and yet no reason to give up."""
    args = ['court-special-service', '--now', '2026-11-24', '--received']
    for day, state, keep in (('2026-05-01', 'over', None), ('2026-11-06', 'over', None), ('2026-11-09', 'moved', None),
                             ('2026-11-10', 'today', '2026-11-24'), ('2026-11-13', 'near', '2026-11-27'),
                             ('2026-11-14', 'open', '2026-11-28')):
        for lang, over, still, unless in (
                ('ja', '過ぎています', '仮執行宣言が付くまでは', 'この日では遅すぎます'),
                ('ja-easy', 'すぎました', 'まだ 出せる', 'この日ではおそいです'),
                ('en', 'it is over', 'until provisional execution', 'thisdateistoolate')):
            d = json.loads(run('advise', *args, day, '--json', '--lang', lang))['court_dates']
            check((d['state'], d['keep']) == (state, keep), f'{day}: {d}')
            check(bool(d['do']) == (state != 'open'), f'{day}: {d}')
            text = re.sub(r'\s', '', run('advise', *args, day, '--lang', lang))
            over, still = over.replace(' ', ''), still.replace(' ', '')
            y, m, at = map(int, d['fourteenth'].split('-'))
            written = d['fourteenth'] if lang == 'en' else f'{y}年{m}月{at}日（'
            check((over in text) == (state in ('over', 'moved')) and written in text, f'{day}: {text}')
            check(state not in ('over', 'today') or still in text, f'{day}, {lang}: {text}')
            check('付郵便' in text or 'ふゆうびん' in text, f'{day}, {lang}: registered mail')
            # What all such papers are is said below; this is the line beside the date.
            check((unless in text) == (state != 'over'), f'{day}, {lang}: unless sent: {text}')
    d = judged(ORDER, '--received', '2026-05-01')
    check(d['court_dates']['state'] == 'over' and d['court_dates']['keep'] is None, f'check: {d}')


ORDER_LAST = """仮執行宣言付支払督促
架空簡易裁判所 令和8年(ロ)第1234号
上記支払督促について、仮に執行することができる。
架空簡易裁判所 裁判所書記官
"""
REGISTERED = """書留郵便に付する送達の通知書
架空地方裁判所民事第3部 裁判所書記官
令和8年(ワ)第1234号 貸金請求事件
訴状等を、民事訴訟法107条の規定により書留郵便に付して発送しました。
"""
SEIZURE = """債権差押命令 架空地方裁判所 令和8年(ル)第12号
債権者 見本株式会社 債務者 見本太郎 第三債務者 株式会社架空銀行
"""
ONLINE = """民事裁判書類電子提出システム
事件番号 令和8年(ワ)第1234号
送達すべき電磁的記録がシステムに記録されました。通知が発せられた日から1週間で送達の効力が生じます。
"""
SLIP = """郵便物等お預かりのお知らせ
差出人 架空簡易裁判所
種類 特別送達
お預かり期限 12月1日
"""


def court_papers():
    """Which paper it is decides what is said, and a paper is never left."""
    for lang in ('ja', 'ja-easy', 'en'):
        d = judged(ORDER_LAST, '--received', '2026-11-20', lang=lang)
        steps = [s['id'] for s in d['advice']['steps']]
        check(d['verdict'] == 'court' and steps[0] == 'court-provisional', f'{lang}: {steps}')
        check(d['court_dates']['provisional'] and d['court_dates']['keep'] == '2026-12-04', f'{d}')
        d = judged(REGISTERED, '--received', '2026-11-20', lang=lang)
        steps = [s['id'] for s in d['advice']['steps']]
        check(d['verdict'] == 'court' and steps[0] == 'court-registered', f'{lang}: {steps}')
        c = d['court_dates']
        check((c['state'], c['keep'], c['moved']) == ('from-sending', None, None), f'{c}')
        p = subprocess.run([EXE, 'check', '--lang', lang, '--now', '2026-11-24', '--received',
                            '2026-11-20'], input=REGISTERED, capture_output=True, text=True)
        out = p.stdout.replace('\n    ', '')
        check(not re.search('2026-12-04|12月4日', out) and re.search('2026-11-20|2026年11月20日', out), p.stdout)
        for text, step in ((SEIZURE, 'court-seizure'), (SLIP, 'court-absent-slip'),
                           (ONLINE, 'online-type-address')):
            d = judged(text, '--received', '2026-11-20', lang=lang)
            steps = [s['id'] for s in d['advice']['steps']]
            check(d['verdict'] == 'court' and step in steps, f'{d["verdict"]}: {steps}')
            check(('court_dates' in d) == (text == SLIP), f'{text}: {d.get("court_dates")}')
    check(not [s for s in judged(SLIP)['signs'] if s['id'] == 'short-deadline'],
          'the pick-up limit of the post is no trick')
    # Whatever the verdict: who has such a paper is told not to leave it.
    for text in ('支払督促', '特別送達\n架空簡易裁判所', '訴状が届きました',
                 'Payment order. Summary Court. Objection within two weeks.',
                 '支払督促が届きました。架空簡易裁判所から特別送達で来ました。覚えがない有料サイトの料金です。'
                 '無視していいですか。', ONLINE.split('\n')[0],
                 '【裁判所】オンライン送達のお知らせ。訴状が届いています。以下のリンクからご確認ください。'
                 'https://courts-mints.example.com/login',
                 '有料サイト利用料金98,000円が未納です。本日中に03-0000-1234へ電話してください。'
                 '連絡がなければ東京地方裁判所に訴訟を提起し、給与を差し押さえます。最終通告'):
        d = judged(text)
        steps = {s['id'] for s in d['advice']['steps']}
        check('court-except' in steps or d['verdict'] == 'court', f'{text}: {d["verdict"]}: {steps}')
        check(d['verdict'] != 'none' or '見つかりませんでした' not in d['advice']['first'],
              f'{text}: {d["advice"]["first"]}')
    check('court-except' not in str(judged('明日の会議は10時です')['advice']), 'an ordinary note')


def days():
    """A day is typed in many ways."""
    for typed in ('２０２６-11-10', '２０２６／１１／１０', '2026/11/10', '20261110', '2026年11月10日', '令和8年11月10日',
                  '令和８年１１月１０日', 'R8.11.10', '2026-11-10 '):
        d = json.loads(run('advise', 'court-special-service', '--json', '--now', '2026-11-24',
                           '--received', typed))['court_dates']
        check((d['received'], d['state']) == ('2026-11-10', 'today'), f'{typed}: {d}')
        d = judged(ORDER, '--received', typed)['court_dates']
        check(d['received'] == '2026-11-10', f'check: {typed}')
    for typed in ('令和8年13月1日', '令和8年2月30日', '2026-11', '202611100', '2026-11-10x', '平成8年1月1日x', '年月日'):
        run('advise', 'court-special-service', '--now', '2026-11-24', '--received', typed, code=2)
    # The guide asks for it where a court's paper came: court is answer 8 of the second question.
    out = run('advise', '--lang', 'en', '--now', '2026-11-24',
              stdin='1\n8\n' + '1\n' * 7 + 'x\n令和8年5月1日\n')
    check('On which day' in out and '2026-05-01' in out and 'it is over' in out, f'guide: {out}')
    out = run('advise', '--lang', 'en', stdin='1\n8\n' + '1\n' * 7 + '\n')
    check('On which day' in out and 'Received on' not in out, 'guide: not known')
    for typed, day in (('11月10日', '2026-11-10'), ('11/10', '2026-11-10'), ('１２月１日', '2025-12-01')):
        out = run('advise', '--lang', 'en', '--now', '2026-11-24', stdin='1\n8\n' + '1\n' * 7 + typed + '\n')
        check('Received on: ' + day in out, f'guide: {typed}: {out}')
    check('On which day' not in run('advise', '--lang', 'en', stdin='1\n1\n' + '1\n' * 7), 'no paper')
    for typed, name in (('ｷｮｳﾄ', '京都府'), ('ｶﾞ', None), ('ｷﾞﾌ', '岐阜県'), ('札幌', '北海道'), ('札幌市', '北海道'),
                        ('Sapporo', '北海道'), ('よこはま', '神奈川県'), ('ナゴヤ', '愛知県'), ('神戸市', '兵庫県')):
        out = run('contacts', typed, '--lang', 'ja', code=0 if name else 2)
        check(not name or name in out, f'contacts {typed}: {out}')


def comfort():
    """What calms is not said to whom it is no longer true."""
    for lang, words in (('ja', 'それだけで住所が分かること'), ('ja-easy', '番号だけでは、住所は'),
                        ('en', 'A number alone')):
        for more, said in (((), True), (('told-personal-data',), False), (('paid-bank',), False)):
            d = json.loads(run('advise', '--json', '--lang', lang, 'called', *more))['advice']
            check((words in str(d)) == said, f'called {more}: {d["also"]}')
            d = judged('紙', *(x for s in ('called', *more) for x in ('-s', s)), lang=lang)['advice']
            check((words in str(d)) == said, f'check: called {more}: {d["also"]}')
    d = judged('紙', '-s', 'saw-only')
    check('それで終わり' in str(d['advice']), 'who only saw it is calmed')
    for fact in ('ran-file', 'link-opened', 'typed-data'):
        check('それで終わり' not in str(judged('紙', '-s', 'saw-only', '-s', fact)['advice']), fact)
    text = subprocess.run([EXE, 'check', '--lang', 'en', '-s', 'employee', '-s', 'bill-app-phone'],
                          input='x', capture_output=True, text=True).stdout
    check(0 < text.find('Left out') < text.find('→'), f'set aside is said on top: {text}')


def whom():
    """Who is not to be answered is named, so that nobody leaves a court or provider unanswered."""
    words = {'ja': '電話に出ず|出ない、|返事もしません|返事をせず、(?!188)|連絡を絶ち|誰かが来ても',
             'ja-easy': '出ません|ブロックします。$|なにも 言いません|へんじも しません|人が 来ても',
             'en': 'pick up|answer again|off contact|[Ii]f anyone comes'}
    named = {'ja': '相手', 'ja-easy': '相手|LINE|番号に', 'en': 'them|their|number'}
    door = {'ja': '郵便の人は別', 'ja-easy': 'ゆうびんの 人は ちがいます', 'en': 'postman'}
    for lang in words:
        for own in ('called', 'mailed-replied', 'told-personal-data', 'dunned'):
            for paper in ([], ['court-special-service'], ['isp-inquiry'], ['letter-collector-or-lawyer']):
                d = json.loads(run('advise', '--json', '--lang', lang, own, *paper))['advice']
                said = [d['first'], *d['also'], *(s['text'] for s in d['steps']), *d['never']]
                for line in said:
                    check(not re.search(words[lang], line) or re.search(named[lang], line),
                          f'{own} {paper}, {lang}: whom? {line}')
                at_door = [s['text'] for s in d['steps'] if s['id'] == 'door-110']
                check(own != 'told-personal-data' or door[lang] in at_door[0], f'{lang}: {at_door}')
                check(own != 'told-personal-data' or not paper or at_door, f'{own} {paper}')


def blackmail():
    """The mail may go only where no picture was sent; nobody is told that it is nothing."""
    unless = {'ja': 'ことがなければ', 'ja-easy': '送っていない 人は', 'en': 'If you never'}
    comfort = {'ja': '送られているだけ|送られています。', 'ja-easy': 'みんなに', 'en': 'Delete the mail|^The same text'}
    for lang in unless:
        for d in (json.loads(run('advise', '--json', '--lang', lang, 'sextortion-bluff')),
                  judged(BLACKMAIL, lang=lang)):
            steps = {s['id']: s for s in d['advice']['steps']}
            check('images-police' in steps and unless[lang] in steps['delete-mail']['text'],
                  f'{lang}: {steps}')
            for line in [d['advice']['first'], *(s[k] for s in steps.values() for k in ('text', 'why'))]:
                check(not re.search(comfort[lang], line), f'{lang}: {line}')
    check('delete-mail' not in run('advise', '--json', 'minor', 'sextortion-bluff'), 'a child keeps it')


BLACKMAIL = """I am a hacker and have full access to your device. I recorded you through your webcam while you watched adult videos. I have your contacts.
Pay 900 USD in bitcoin to my wallet within 48 hours or I send the video to everyone you know.
Do not reply and do not go to the police: bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"""


def made_false():
    """A claim is not called false where what happened may have made it true."""
    page = ('<title>登録完了</title><p>会員登録が完了しました。会員番号 12345678。入会金98,000円を24時間以内にお支払いください。'
            '<p>あなたのIPアドレス 192.0.2.1 を記録しました。お支払いがない場合は、ご自宅へ訪問して回収いたします。'
            '勤務先へ連絡いたします。退会は 03-0000-1234 まで')
    false = {'ja': '教えていなければ来ようが|結び付いていません|勤務先は画面からは分かりません|名前・住所・電話番号は分かりません',
             'en': 'an address they do not have|not tied to your name|cannot know your workplace|not your name, home'}
    for lang in false:
        def said(*args):
            return re.findall(false[lang], json.dumps(judged(page, *args, lang=lang)['claims'], ensure_ascii=False))
        check(len(set(said())) == 4, f'who only saw it is told: {said()}')
        for s in ('mailed-replied', 'paid-bank', 'remote-access-given', 'bill-app-phone',
                  'bill-keeps-popping-pc', 'told-personal-data'):
            check(not said('-s', s), f'{s}, {lang}: {said("-s", s)}')
        got = said('-s', 'paid-cash-parcel')
        check(len(got) <= 1 and 'an address they do not have' not in got, f'parcel, {lang}: {got}')


def beside_paper():
    """A paper to be answered takes nothing from what is said of a fraud beside it."""
    for lang, words in (('ja', '判定した文章'), ('ja-easy', 'この 文'), ('en', 'text judged here')):
        for paper in ('court-special-service', 'isp-inquiry', 'plain-summons', 'letter-collector-or-lawyer'):
            d = judged(BILL, '-s', paper, lang=lang)
            steps = [s['id'] for s in d['advice']['steps']]
            check(d['verdict'] == 'fraud' and 'page-not-paper' in steps and 'no-contact' not in steps
                  and words in ' '.join(d['advice']['also']), f'{paper}, {lang}: {d["advice"]}')
            check('page-not-paper' not in run('advise', '--json', paper), f'{paper}: no text was judged')
    check('page-not-paper' not in str(judged(BILL)) and 'page-not-paper' not in str(judged(BILL, '-s', 'paid-bank')), 'no paper')
    for lang, words in (('ja', ('脅しのメールには払わず', '電話には出ない', 'はがきに書かれた番号には')),
                        ('ja-easy', ('その メールに へんじ', '相手の 電話に 出ません', 'はがきの 番号に')),
                        ('en', ('pay or answer the blackmail', 'calls of those who dun you', 'number on the card'))):
        for paper in ('court-special-service', 'isp-inquiry'):
            for other, said in zip(('sextortion-bluff', 'dunned', 'postcard'), words):
                d = json.loads(run('advise', '--json', '--lang', lang, paper, other))
                check(not d['set_aside'] and said in ' '.join(d['advice']['also']), f'{paper} {other}, {lang}: {d}')
                check(other == 'postcard' or '9110' in str(d['advice']['steps']), f'{paper} {other}: police')


BILL = ('<title>登録完了</title><p>会員登録が完了しました。入会金98,000円を24時間以内にお支払いください。'
        'お支払いがない場合は法的措置をとります。<p>あなたのIPアドレス 192.0.2.1 を記録しました。退会は 03-0000-1234 まで')


def family():
    """A payment found with the family leads to who can stop it."""
    for lang, bank in (('ja', '銀行'), ('ja-easy', 'ぎんこう'), ('en', 'ring the bank or the issuer')):
        d = json.loads(run('advise', '--json', '--lang', lang, 'elder-or-family'))['advice']
        check(d['steps'][0]['id'] == 'family-look' and bank in d['steps'][0]['text'], f'{lang}: {d["steps"][0]}')
        check([c['id'] for c in d['contacts']][:2] == ['own-bank', 'card-or-ticket-issuer'], str(d['contacts']))


def easy_says_it():
    """Easy Japanese leaves out nothing that one has to do."""
    for what, step, words in (('court-special-service', 'court-answer', '日までに 出します'),
                              ('court-special-service', 'court-answer', 'ふつうの さいばん'),
                              ('online-court-notice', 'online-not-registered', '番号に 聞きます'),
                              ('isp-inquiry', 'isp-answer', '日までに へんじ'),
                              ('bill-app-phone', 'phone-airplane', '「端末管理」'),
                              ('told-personal-data', 'id-papers', '身分証'),
                              ('told-personal-data', 'id-papers', '本人申告'),
                              ('letter-collector-or-lawyer', 'collector-verify', '法務省'),
                              ('letter-collector-or-lawyer', 'debt-old', 'ぜんぶ はらう'),
                              ('sextortion-bluff', 'change-password', '書いてある パスワード'),
                              ('remote-access-given', 'remove-remote', 'IPA（アイピーエー）')):
        steps = {s['id']: s for s in json.loads(run('advise', '--json', '--lang', 'ja-easy', what))['advice']['steps']}
        check(words in steps[step]['text'] + steps[step]['why'], f'{what}: {steps[step]}')


def which_number():
    """"Do not ring" says which number, where another is to be rung."""
    for what in ('paid-store-number', 'paid-cash-parcel', 'paid-emoney', 'paid-bank', 'called'):
        for lang, words, bare in (('ja', '画面・メール・手紙', '^書いて'), ('ja-easy', '画面や メールや 手紙', '^書いて'),
                                  ('en', 'on the screen, in the mail or in the letter', 'there')):
            steps = {s['id']: s['text'] for s in json.loads(run('advise', '--json', '--lang', lang, what))['advice']['steps']}
            got = steps['no-contact']
            check(words in got and not re.search(bare, got), f'{what}, {lang}: {got}')


def sources():
    """A source is public: no file that only somebody here has."""
    for path in glob.glob(ROOT + '/data/**/*.rec', recursive=True):
        for number, line in enumerate(open(path, encoding='utf-8'), 1):
            for name in re.findall(r'[\w/-]+\.(?:md|rec)\b', line) if line.startswith('source:') else []:
                check(os.path.exists(f'{ROOT}/{name}') or os.path.exists(f'{ROOT}/data/{name}'),
                      f'{path}:{number}: {name} is not there')


def near():
    """What is nearly a situation or a place."""
    for typed in ('PAID-BANK', 'Paid_Bank', 'paid bank'):
        check(json.loads(run('advise', typed, '--json'))['situations'] == ['paid-bank'], typed)
    p = subprocess.run([EXE, 'check', '--json', '-s', 'Called'], input='x', capture_output=True,
                       text=True)
    check(p.returncode != 2 and not p.stderr, p.stderr)
    for typed, want in (('paid', ['paid-bank', 'paid-emoney', 'paid-card']),
                        ('court', ['court-special-service', 'online-court-notice']),
                        ('COURT', ['court-special-service']), ('gift', ['paid-emoney'])):
        p = subprocess.run([EXE, 'advise', typed, '--lang', 'en'], capture_output=True, text=True)
        check(p.returncode == 2 and all(w in p.stderr for w in want)
              and 'foreign-resident' not in p.stderr, f'{typed}: {p.stderr}')
    for typed, want in (('東京都千代田区', '東京都'), ('Osaka', '大阪府'), ('京都', '京都府')):
        check(f'■ {want}' in run('contacts', typed, '--lang', 'ja'), typed)
    for typed, want in (('tokio', '「東京都」'), ('福島区', '「福島県」'), ('yokohame', '「Yokohama」'),
                        ('津山市', '富山市、岡山市'), ('府中市', None), ('x', None), ('金沢区', '「金沢」')):
        p = subprocess.run([EXE, 'contacts', typed, '--lang', 'ja'], capture_output=True, text=True)
        check(p.returncode == 2 and not p.stdout and (want or '都道府県を') in p.stderr
              and '188' in p.stderr, f'{typed}: {p.stderr}')
    # Designated cities and wards: the prefecture is said, in a sentence.
    cities = ('札幌 北海道 仙台 宮城県 さいたま市 埼玉県 千葉市 千葉県 横浜 神奈川県 川崎 神奈川県 相模原 神奈川県 '
              '新潟市 新潟県 静岡市 静岡県 浜松 静岡県 名古屋 愛知県 京都市 京都府 大阪市 大阪府 堺 大阪府 神戸 兵庫県 '
              '岡山市 岡山県 広島市 広島県 北九州 福岡県 福岡市 福岡県 熊本市 熊本県 23区 東京都 千代田区 東京都 '
              '港区 東京都 世田谷区 東京都 福島市 福島県 ふなばし 千葉県 豊田市 愛知県').split()
    for city, want in zip(cities[::2], cities[1::2]):
        for lang, says in (('ja', 'にあるものとして'), ('ja-easy', 'です。ちがうときは'), ('en', ' is in ')):
            text = run('contacts', city, '--lang', lang).replace('\n', '')
            check(says in text and (lang != 'ja' or f'■ {want}' in text), f'{city} {lang}: {text[:200]}')
        j = json.loads(run('contacts', city + ('' if city[-1] in '市区' else '市'), '--json'))
        check(j['place']['name'] == want and j['place']['city'], f'{city}: {j["place"]}')
    for typed, want in (('横浜市西区', '神奈川県'), ('京都市北区', '京都府'), ('Osaka-shi', '大阪府'),
                        ('Kyoto City', '京都府'), ('２３区', '東京都'), ('大阪府堺市', '大阪府'),
                        ('Minato ward', '東京都'), ('津市', '三重県')):
        check(f'■ {want}' in run('contacts', typed, '--lang', 'ja'), typed)
    check(json.loads(run('contacts', '京都', '--json'))['place']['city'] is None, 'a prefecture')
    for lang, said in (('ja', ('英語、中国語', '確認した日：2026-11-24')), ('ja-easy', ('ベトナム語', 'しらべた日：')),
                       ('en', ('Chinese, Korean', 'Nepali', 'checked: 2026-11-24'))):
        text = re.sub(r'\s+', ' ' if lang == 'en' else '', run('contacts', '京都', '--lang', lang))
        for w in said + ('https://www.kokusen.go.jp/map/',):
            check(w in text, f'contacts, {lang}: {w}: {text}')
        text = run('advise', 'foreign-resident', '--lang', lang)
        check(re.search('Vietnamese|ベトナム語', text), f'foreign-resident, {lang}: the languages are named')
    listed = {c['id']: c for c in json.loads(run('contacts', '--json'))['contacts']}
    check(listed['houterasu-multilingual']['languages'][:2] == ['en', 'zh']
          and listed['nichibenren']['checked'] is None, 'languages and days as JSON')
    out = run('contacts', '--lang', 'en')
    check(out.count('https://www.kokusen.go.jp/map/') == 1, 'an address stands once')


def screen():
    """The guide on terminals of many widths: after every key the screen holds one question."""
    for columns in (40, 60, 79, 80, 81, 82, 83, 100, 160):
        for lang in ('ja', 'en'):
            shown = Screen(columns)
            shown.talk([EXE, 'advise', '--lang', lang], [b'\x1b[B', b'\x1b[B', b'\x1b[A', b' ', b'\x1b[B'])
            heads = [line for line in shown.lines() if line.startswith(('Did you hand', 'お金や番号'))]
            check(len(heads) == 1, f'{columns}, {lang}: redrawn in {len(heads)} places: {shown.lines()}')
            marks = [line for line in shown.lines() if line.startswith(' >')]
            check(len(marks) == 1 and ' 3 ' in marks[0], f'{columns}, {lang}: {shown.lines()}')
            check(lang == 'ja' or not any(line.endswith('number o') for line in shown.lines()), lang)
            words = ' '.join(line.strip() for line in shown.lines()).replace('  ', ' ')
            check(lang == 'ja' or 'Told a gift-card or e-money number' in words, f'{columns}: {words}')


def marked():
    """Numbers mark: two of them are two answers, with Space between them or not."""
    both = ['Paid by bank transfer', 'Told a gift-card']
    for keys, said, unsaid in (('23\n', both, []), ('2 3 \n', both, []), ('232\n', both[1:], both[:1]),
                               ('2\x1b[B \n', both, []), ('3\n', both[1:], both[:1]), ('2  3\n', both[1:], both[:1])):
        pid, fd = pty.fork()
        if pid == 0:
            os.environ.update(TERM='xterm', LC_ALL='C')
            os.execv(EXE, [EXE, 'advise', '--lang', 'en'])
        got, shown = b'', 0
        left = re.findall('\x1b\\[B|.', keys, re.S) + ['q']
        try:
            while True:
                got += os.read(fd, 65536)
                if left and b'\x1b[J' in got[shown:] and got.endswith(b')\r\n'):
                    shown = len(got)
                    os.write(fd, left.pop(0).encode())
        except OSError:
            pass # the terminal is gone when the program is
        os.waitpid(pid, 0)
        os.close(fd)
        text = got[shown:].decode()
        for w in said:
            check('■ ' + w in text, f'{keys!r}: {w} is not marked: {text}')
        for w in unsaid:
            check('■ ' + w not in text, f'{keys!r}: {w} is marked')


class Screen:
    """A terminal of so many columns that wraps as terminals do: late, after the last column."""
    def __init__(self, columns):
        self.columns, self.rows, self.y, self.x = columns, [''], 0, 0

    def lines(self):
        return [r.rstrip() for r in self.rows]

    def put(self, c):
        wide = 2 if unicodedata.east_asian_width(c) in 'WF' else 1
        if self.x + wide > self.columns:
            self.y, self.x = self.y + 1, 0
        while len(self.rows) <= self.y:
            self.rows.append('')
        cells = self.rows[self.y]
        at = used = 0
        while at < len(cells) and used < self.x:
            used += 2 if unicodedata.east_asian_width(cells[at]) in 'WF' else 1
            at += 1
        self.rows[self.y] = cells[:at] + c + cells[at + 1:]
        self.x += wide

    def feed(self, text):
        for part in re.findall('\x1b\\[[0-9;]*[A-Za-z]|.', text, re.S):
            if part == '\n':
                self.y, self.x = self.y + 1, 0
                while len(self.rows) <= self.y:
                    self.rows.append('')
            elif part == '\r':
                self.x = 0
            elif part.endswith('A') and part[0] == '\x1b':
                self.y = max(0, self.y - int(part[2:-1] or 1))
            elif part == '\x1b[J':
                check(self.x == 0, 'cleared from the first column')
                self.rows = self.rows[:self.y] + ['']
            elif part[0] != '\x1b':
                self.put(part)

    def talk(self, argv, keys):
        pid, fd = pty.fork()
        if pid == 0:
            fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack('HHHH', 50, self.columns, 0, 0))
            os.environ.update(TERM='xterm', LC_ALL='C')
            os.environ.pop('COLUMNS', None)
            os.execv(argv[0], argv)
        for key in [None] + keys:
            if key:
                os.write(fd, key)
            got = b''
            # A question ends with its hint, and that with a bracket.
            while not (b'\x1b[J' in got and got.endswith((b')\r\n', '）\r\n'.encode()))):
                got += os.read(fd, 65536)
            self.feed(got.decode('utf-8').replace('\r\n', '\n'))
        os.close(fd)
        os.waitpid(pid, 0)


def interrupted():
    """Control-C at a question: enough asked, and the advice is shown."""
    pid, fd = pty.fork()
    if pid == 0:
        os.environ.update(TERM='xterm', LC_ALL='C')
        os.execv(EXE, [EXE, 'advise', '--lang', 'en'])
    got, sent = b'', False
    try:
        while True:
            got += os.read(fd, 65536)
            # Once: a second one while the advice is printed ends the program.
            if not sent and b'\x1b[J' in got and got.endswith(b')\r\n'):
                os.write(fd, b'\x03')
                sent = True
    except OSError:
        pass # the terminal is gone when the program is
    status = os.waitpid(pid, 0)[1]
    check(os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0, f'Control-C: status {status}')
    check(b'Do not pay today' in got, f'Control-C: {got!r}')
    os.close(fd)


def left_at_once():
    """Nothing answered: still the one paper that must not be left."""
    for typed in ('', 'q\n'):
        for lang in ('ja', 'ja-easy', 'en'):
            out = run('advise', '--lang', lang, stdin=typed)
            check('特別送達' in out or 'さいばんしょ' in out, f'left at once, {lang}')
    check('court-except' in [s['id'] for s in json.loads(run('advise', '--json'))['advice']['steps']],
          'what holds in every case')


def command():
    p = subprocess.run([EXE, 'advise', 'paid-bnak'], capture_output=True, text=True)
    check(p.returncode == 2 and '「paid-bank」' in p.stderr, p.stderr)
    p = subprocess.run([EXE, 'advise', 'qqqqqqqqqqqq'], capture_output=True, text=True)
    check(p.returncode == 2 and 'saw-only' in p.stderr, p.stderr)
    run('contacts', 'Atlantis', code=2)
    run('contacts', 'a', 'b', code=2)
    # The guide: bank transfer and gift card; a screen; typed nothing; back and forth; stop.
    out = run('advise', '--lang', 'en', stdin='2 3\n1\n1\nb\n1\nq\n')
    check('■ Paid by bank transfer' in out and '■ Told a gift-card' in out
          and 'Left out: Only saw it' in out, 'guide')
    out = run('advise', '--lang', 'en', stdin='7 8\nnonsense\n\nq\n')
    check('Do not pay today' in out, 'guide: a wrong number is asked again')
    check('Do not pay today' in run('advise', '--lang', 'en', stdin=''), 'guide: end of input')
    # What was read on no known day is due at once; the rest is not.
    out = run('rules', 'check', '--stale', '--now', '2026-11-30', code=1).split('\n')
    check(any('nichibenren' in line for line in out), f'never checked: {out}')
    check(all(line.endswith(': checked: none') for line in out[:-2]), f'stale at once: {out}')
    for path in ('contacts', 'law', 'official', 'prefectures'):
        for rec in re.split('\n\\s*\n', open(f'{ROOT}/data/{path}.rec', encoding='utf-8').read()):
            source = re.search('^source: (.*)', rec, re.M)
            unread = source and re.search('not re-read|not known|^general knowledge|none found|not found|no page was read',
                                          source.group(1), re.I)
            check(not unread or 'checked: none' in rec, f'{path}: said to be checked and was not: {rec}')
    out = run('explain', '--sources', 'consumer-188', 'furikome-relief')
    check('site: https://www.caa.go.jp/' in out and 'act: ' in out, f'where to look it up: {out}')
    out = run('rules', 'check', '--stale', '3', '--now', '2027-06-01', code=1)
    check('data' not in out.split('\n')[0] and 'contacts.rec:' in out, 'stale records')
    for bad in (['x'], ['6x'], ['0'], ['6', '--now', '2027-02-30'], ['6', '--now', '2027-01-01x']):
        run('rules', 'check', '--stale', *bad, code=2)
    out = run('explain', '--sources')
    check('contact: consumer-188' in out and 'law: furikome-relief' in out, 'sources')
    law = run('explain', 'payment-order-2weeks', '--lang', 'en')
    check('two weeks' in law and '386, 391' in law and 'checked' in law, f'a law: {law}')
    out = run('explain', '--sources', 'payment-order-2weeks', 'consumer-188')
    check(out.count('checked: ') == 2 and 'furikome' not in out, f'sources of two: {out}')
    run('explain', '--sources', 'no-such-thing', code=2)
    run('explain', 'no-such-law', code=2)
    for day in ('2026-99-99', '2026-02-30', '2027-02-29', '2026-04-31', '2026-00-10', '2026-01-00',
                '26-01-01', '2026-11-24T09:00', 'yesterday', '', '1926-11-24', '2026-11-26',
                '2027-01-01', '9999-12-31'):
        p = subprocess.run([EXE, 'check', '--now', '2026-11-24', '--received', day], input='',
                           capture_output=True, text=True)
        check(p.returncode == 2 and not p.stdout and '--received' in p.stderr, f'received {day!r}')
    p = subprocess.run([EXE, 'check', '--now', '2026-11-24', '--received', '2026-11-24'],
                       input='紙が来ました', capture_output=True, text=True)
    check('court-special-service' in p.stderr, 'a day that reckons nothing is said to do so')
    p = subprocess.run([EXE, 'check', '--lang', 'ja', '--now', '2026-11-24', '--received', '2026-11-24',
                        '-s', 'court-special-service'],
                       input='紙が来ました', capture_output=True, text=True)
    check('2026年12月8日（火）' in p.stdout.replace('\n    ', '') and not p.stderr, 'the situation alone reckons the two weeks')
    for day in ('2024-02-29', '2026-11-24', '2026-11-25'):
        run('check', '--now', '2026-11-24', '--received', day)
    p = subprocess.run([EXE, 'check', '-s', 'paid-bnak'], input='', capture_output=True, text=True)
    check(p.returncode == 2 and '「paid-bank」' in p.stderr and not p.stdout, p.stderr)


PAPERS = {
    'court-preservation': '仮差押決定\n債権者 見本株式会社\n債務者 見本太郎\n当裁判所は、申立てを相当と認め、次のとおり決定する。\n架空地方裁判所',
    'court-small-claims': '少額訴訟 口頭弁論期日呼出状及び答弁書催告状\n令和8年（少コ）第12号\n原告 見本商店 被告 見本太郎\n'
                          '期日 令和8年12月10日午前10時\n架空簡易裁判所 裁判所書記官',
    'court-conciliation': '令和8年（ノ）第33号 貸金調停事件\n調停期日呼出状\n調停期日 令和8年12月10日\n架空簡易裁判所 裁判所書記官',
    'court-answer': 'Mihon Summary Court\nCivil Section\nYou are hereby summoned to appear as defendant in the case 2026'
                    ' (Ha) No. 123 on 10 December 2026 at 10:00, court room 3. Submit your written answer by 3 December'
                    ' 2026. If you fail to appear, judgment may be given as claimed.',
}
ORDERS = ['Notice of a payment order from Mihon Summary Court. You may file an objection within two weeks.',
          '令和8年（ロ）第1号\n支払督促正本\n少額訴訟や調停、訴状の案内もあります。受け取った日から2週間以内に督促異議を'
          '申し立てられます。\n架空簡易裁判所 裁判所書記官']


OTHERS = ['過料決定\n令和8年(ホ)第22号\n被審人を過料5万円に処する。この決定に不服があるときは、告知を受けた日から1週間以内に異議の'
          '申立てをすることができます。\n架空地方裁判所',
          '債権差押命令\n架空地方裁判所 令和8年(ル)第12号\n債務名義 仮執行宣言付支払督促正本\n第三債務者 株式会社架空銀行',
          '破産手続開始通知書\n令和8年(フ)第1234号\n破産債権届出期間 令和8年12月25日まで\n架空地方裁判所民事第20部',
          '事務連絡\n令和8年(ワ)第5678号\n次回期日は令和8年12月20日です。準備書面は12月10日までに提出してください。\n'
          '架空地方裁判所 裁判所書記官']


def own_dates():
    """Papers with dates of their own are not told those of a payment order."""
    for step, text in PAPERS.items():
        p = subprocess.run([EXE, 'check', '--json', '--lang', 'ja', '--received', '2026-11-20', '--now',
                            '2026-11-24'], input=text, capture_output=True, text=True)
        j = json.loads(p.stdout)
        steps = [s['id'] for s in j['advice']['steps']]
        check(j['verdict'] == 'court' and steps[0] == step and 'court-objection' not in steps
              and 'court-late' not in steps and 'keep' not in json.dumps(j.get('court_dates')),
              f'{step}: {j["verdict"]} {steps} {j.get("court_dates")}')
        check('期日' in p.stderr and p.stderr.count('\n') == 1, p.stderr)
    for text in OTHERS:
        for lang in ('ja', 'ja-easy', 'en'):
            j = judged(text, '--received', '2026-11-20', lang=lang)
            steps = [s['id'] for s in j['advice']['steps']]
            check(j['verdict'] == 'court' and 'court_dates' not in j and 'court-other-paper' in steps
                  and 'court-objection' not in steps, f'{text}, {lang}: {j["verdict"]} {steps}')
    check('court-other-paper' in str(run('advise', '--json', 'court-special-service')), 'any other paper')
    for text in ORDERS:
        p = subprocess.run([EXE, 'check', '--json', '--lang', 'ja', '--received', '2026-11-20', '--now',
                            '2026-11-24'], input=text, capture_output=True, text=True)
        j = json.loads(p.stdout)
        steps = [s['id'] for s in j['advice']['steps']]
        check(j['verdict'] == 'court' and 'court-objection' in steps and '2026-12-04' in json.dumps(j),
              f'{text}: {steps}')


def order_of_steps():
    """Money that can be stopped, then what has a time limit, then the rest; calm things last."""
    def steps(*args):
        return [s['id'] for s in json.loads(run('advise', '--json', *args))['advice']['steps']]
    for day, due in (('2026-11-10', True), ('2026-10-01', True), ('2026-11-20', False)):
        got = steps('--received', day, '--now', '2026-11-24', 'paid-bank', 'court-special-service')
        check(got[0] == 'bank-stop' and (got[1] == 'court-today') == due
              and ('court-objection' in got) != due, f'{day}: {got}')
    check(steps('told-personal-data')[0] == 'bank-card-data', 'told-personal-data')
    got = steps('minor', 'bill-app-phone', 'helper-ad')
    check(got.index('helper-card') <= 2, f'helper-card: {got}')
    for what, words in (('paid-bank', '口座'), ('paid-cash-parcel', '送り先'), ('paid-crypto', '取引所'),
                        ('paid-card', 'カード会社'), ('remote-access-given', '捜査')):
        given = [s for s in json.loads(run('advise', '--json', '--lang', 'ja', what))['advice']['steps']
                 if s['id'].startswith('police-report')]
        check(len(given) == 1 and words in given[0]['why'], f'{what}: why the police: {given}')
    got = steps('paid-bank', 'paid-cash-parcel', 'paid-crypto', 'paid-card', 'paid-emoney')
    check(sum(s.startswith('police-report') for s in got) == 1, f'one step of the police: {got}')
    for lang, words in (('ja', '優先します'), ('ja-easy', '会社の 人が しらべます'), ('en', 'goes before')):
        j = json.loads(run('advise', '--json', '--lang', lang, 'employee', 'remote-access-given'))
        text = run('advise', '--lang', lang, 'employee', 'remote-access-given').replace('\n', '')
        check(words in ''.join(j['advice']['also']) and words.replace(' ', '') in text.replace(' ', ''),
              f'which wins, {lang}: {j["advice"]["also"]}')
        j = json.loads(run('advise', '--json', '--lang', lang, 'employee'))
        check(words not in ''.join(j['advice']['also']), f'nothing to win over, {lang}')
    ranks = {}
    for _, _, rec, _ in (r for f in glob.glob(ROOT + '/data/advice/steps*.rec') for r in records(f)):
        keys = {k: v for k, v in rec}
        ranks[keys['step']] = ['first', 'stop', 'soon', '', 'calm'].index(keys.get('urgent', ''))
    every = [i for kind, i, _, _ in records(ROOT + '/data/advice/situations.rec') if kind == 'situation']
    for i, a in enumerate(every):
        for b in every[i:]:
            got = [ranks[s] for s in steps(a, b)]
            check(got == sorted(got), f'{a} {b}: {got}')


INQUIRY = """架空プロバイダ株式会社
発信者情報開示に係る意見照会書

加入者各位
権利侵害等への対処に関する法律に基づき、貴方に係る発信者情報の開示請求を受けました。
開示に同意されるか否かについて、本書受領の日から14日以内に同封の回答書にてご回答ください。
架空プロバイダ株式会社 法務部
"""
ORDER = """令和8年（ロ）第1234号
支払督促正本
債権者 見本株式会社　債務者 見本太郎
請求の趣旨及び原因は別紙記載のとおり。債務者は、金120,000円を支払え。
この支払督促を受け取った日から2週間以内に督促異議の申立てをしないときは、仮執行の宣言をする。
架空簡易裁判所　裁判所書記官　見本花子
"""


def papers():
    """A paper of a court or provider is answered, whatever else the person says."""
    situations = [os.path.basename(f)[:-5] for f in glob.glob(f'{ROOT}/tests/golden/advice/*.want')
                  if '+' not in f]
    check(len(situations) >= 27, f'{len(situations)} situations')
    for name, text, own, other in (('inquiry', INQUIRY, 'isp-', 'court-objection'),
                                   ('order', ORDER, 'court-', 'isp-answer')):
        for situation in [None] + situations:
            args = [EXE, 'check', '--json', '--lang', 'ja', '--now', '2026-11-24',
                    '--received', '2026-11-20']
            args += ['-s', situation] if situation else []
            p = subprocess.run(args, input=text, capture_output=True, text=True)
            d = json.loads(p.stdout)
            what = f'{name} {situation}: '
            check(d['verdict'] == 'court', what + d['verdict'])
            reckons = own == 'court-' or situation == 'court-special-service'
            check(('court_dates' in d) == reckons and ('--received' in p.stderr) != reckons,
                  what + p.stderr)
            first = d['advice']['first']
            check(('捨てないで' in first) if own == 'court-' else ('弁護士' in first), what + first)
            steps = [s['id'] for s in d['advice']['steps']]
            urgent = [s for s in steps if s in URGENT]
            check(steps[:len(urgent)] == urgent, what + ' '.join(steps))
            check(steps[len(urgent)].startswith(own), what + ' '.join(steps))
            if situation not in ('court-special-service', 'isp-inquiry'):
                check(other not in steps, what + other)
            check(not {'close-forget', 'delete-mail'} & set(steps), what + ' '.join(steps))
            check(all(not s.get('claim') for s in d['signs']) and not d.get('claims'),
                  what + 'a claim is taken apart')


wording()
papers()
own_dates()
order_of_steps()
late()
court_papers()
comfort()
days()
interrupted()
numbers()
golden()
received()
whom()
blackmail()
made_false()
beside_paper()
family()
easy_says_it()
which_number()
sources()
near()
screen()
marked()
left_at_once()
command()
done()
