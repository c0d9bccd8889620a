#!/usr/bin/env python3
"""Add varied copies of train texts to an expanded corpus, for tools/train.py.

    tools/vary.py FOLDER

People save half a page, photograph the top of a screen, or meet a bill between long innocent
text. So the first item of each train template is written again cut short, and again with
innocent text after it (other words than those that tools/disguise.py tests with; now and then dates,
marks and figures), and some again with hidden words. The label stays: what is left of a fraud is still one, and honest texts stay
honest. A copy weighs less than its original, and is never part of dev or test.
"""
import hashlib
import json
import os
import sys

from disguise import disguise, encode, into_body, wrap, CODECS

WEIGHT = 0.4
HIDING = ('base64', 'zero-width', 'spaces-in-words', 'stops-in-words')
FILL = [
    '会員サービスのご利用にあたっては、以下の事項にご同意いただいたものとみなします。',
    '当社は、必要と認めた場合、事前に通知することなく内容を改定できます。',
    '登録情報に変更が生じたときは、速やかに所定の手続きをお取りください。',
    '営業時間は平日の午前九時から午後五時まで、祝日は休みです。',
    '写真はイメージです。実際の商品とは色合いが異なることがあります。',
    '準拠法は日本法とし、紛争については東京地方裁判所を専属的合意管轄とします。',
    'The service is provided as is, and we may change these conditions from time to time.',
    '個人情報は、お問い合わせへの回答のほか、サービスの改善に用います。',
    '駅から歩いて五分ほどの静かな通りに店を構えて、今年で二十年になります。',
    '著作権は各権利者に帰属し、無断での転載を固くお断りします。',
]
# Anybody can put these around anything: they say nothing.
SCRAPS = [
    '2019年3月4日 5月6日 7/8', '「」『』', '"a" "b"', '12:30 14:05', '(1) (2) (3)', '1,200 3,400 560', '令和元年5月1日',
    '…', '※', '2/3 4/5',
]


def filled(page, start):
    if start % 4 == 1:
        row = '<p>%s</p>' % ' '.join(SCRAPS[(start + k * 7) % len(SCRAPS)] for k in range(3))
        return into_body(page, row * 3, row * 40)
    rows = [FILL[(start + k * 3) % len(FILL)] for k in range(40)]
    return into_body(page, '', ''.join('<p>%s</p>' % r for r in rows))


def main():
    folder = sys.argv[1]
    path = os.path.join(folder, 'labels.jsonl')
    added = []
    for line in open(path, encoding='utf-8'):
        item = json.loads(line)
        stem, _, ending = item['file'].rpartition('.')
        if item['split'] != 'train' or not stem.endswith('-1'):
            continue
        encoding = item.get('encoding') or 'utf-8'
        with open(os.path.join(folder, item['file']), 'rb') as f:
            raw = f.read()
        is_html = ending == 'html'
        short, _ = disguise('truncated', raw, is_html, encoding)
        page = raw.decode(CODECS.get(encoding, 'utf-8'), 'replace')
        start = hashlib.sha256(stem.encode()).digest()[0]
        full = encode(filled(page if is_html else wrap(page), start), encoding, True)
        copies = [('cut-%s.%s' % (stem, ending), short), ('fill-%s.html' % stem, full)]
        # That something hides words, or writes them by script, says little: honest pages do too.
        if start % 3 == 0:
            how = HIDING[start // 3 % len(HIDING)]
            hidden, hidden_html = disguise(how, raw, is_html, encoding)
            copies.append(('hide-%s.%s' % (stem, 'html' if hidden_html else 'txt'), hidden))
        for name, data in copies:
            with open(os.path.join(folder, name), 'wb') as f:
                f.write(data)
            added.append(dict(item, file=name, varied=True,
                              weight=WEIGHT * item.get('weight', 1.0)))
    with open(path, 'a', encoding='utf-8') as f:
        for item in added:
            f.write(json.dumps(item, ensure_ascii=False) + '\n')
    print('%d varied copies' % len(added))


main()
