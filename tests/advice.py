#!/usr/bin/env python3
"""Advice as a person reads it: advice.py MUSHI SOURCE_ROOT [--bless]

Checks the wording of data/ (length of sentences, forbidden words), the numbers that are printed,
and every situation and 41 combinations of them against tests/golden/advice/ (tools/bless_advice
rewrites them).
"""
import glob
import json
import os
import re
import subprocess
import sys

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
                  ('keep-device', 'delete-mail'), ('keep-device', 'cut-network')]
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
remote-access-given paid-card told-personal-data
remote-access-given paid-emoney called
employee paid-emoney called
employee sextortion-bluff
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
                       + glob.glob(ROOT + '/data/claims/*.rec')):
        for kind, name, rec, line in records(path):
            where = f'{os.path.relpath(path, ROOT)}:{line}: {name}'
            certain = kind == 'claim' and ['tier', 'certain'] in rec
            d = dict(rec)
            for stem in ('never', 'evidence', 'cost', 'promise'):
                lines = {d.get(f'{stem}-{lang}', '').count('\n') for lang in ('ja', 'ja-easy', 'en')}
                check(kind == 'contact' or len(lines) == 1, f'{where}: {stem} differs by language')
            for key, value in rec:
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


def command():
    p = subprocess.run([EXE, 'advise', 'paid-bnak'], capture_output=True, text=True)
    check(p.returncode == 2 and "'paid-bank'" in p.stderr, p.stderr)
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
    run('rules', 'check', '--stale', '--now', '2026-11-30')
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
    check('2026-12-08' in p.stdout and not p.stderr, 'the situation alone reckons the two weeks')
    for day in ('2024-02-29', '2026-11-24', '2026-11-25'):
        run('check', '--now', '2026-11-24', '--received', day)
    p = subprocess.run([EXE, 'check', '-s', 'paid-bnak'], input='', capture_output=True, text=True)
    check(p.returncode == 2 and "'paid-bank'" in p.stderr and not p.stdout, p.stderr)


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
            check(steps and steps[0].startswith(own), what + ' '.join(steps))
            if situation not in ('court-special-service', 'isp-inquiry'):
                check(other not in steps, what + other)
            check(not {'close-forget', 'delete-mail'} & set(steps), what + ' '.join(steps))
            check(all(not s.get('claim') for s in d['signs']) and not d.get('claims'),
                  what + 'a claim is taken apart')


wording()
papers()
numbers()
golden()
command()
done()
