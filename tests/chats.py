#!/usr/bin/env python3
"""Saved chats and copied messages: who speaks and when cuts no sentence, and what the reader
answers is not the other side's claim.

  tests/chats.py MUSHI
"""
import json
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'lib'))
from check import check, done, same  # noqa: E402

MUSHI = os.path.abspath(sys.argv[1])
BILL = ('有料動画サイトの会員登録が完了しました。登録料金98,000円が未納です。\n'
        '本日中にご連絡がない場合、法的手続に移行します。\n退会・お問い合わせは 03-0000-1234 まで')
ONE, TWO, THREE = BILL.split('\n')


def line(other, *said, form='{t}\t{who}\t{what}', end='\n', date='2026/11/23(月)'):
    head = [f'[LINE] {other}とのトーク履歴', '保存日時：2026/11/24 10:00', '', date]
    return end.join(head + [form.format(t=f'10:{i:02}', who=w, what=x)
                            for i, (w, x) in enumerate(said)]) + end


ACCUSED = ('fraud', 'suspicious')
DESK, ME = '料金窓口', '太郎'
CASES = [  # name, text, verdicts allowed, telephone numbers of the other side
    ('one message', line(DESK, (DESK, f'"{BILL}"')), ACCUSED, True),
    ('in pieces', line(DESK, (DESK, ONE), (DESK, TWO), (DESK, THREE)), ACCUSED, True),
    ('with answers', line(DESK, (DESK, ONE), (ME, '覚えがありません'), (DESK, TWO), (ME, '困ります'),
                          (DESK, THREE)), ACCUSED, True),
    ('CR LF', line(DESK, (DESK, ONE), (DESK, TWO), (DESK, THREE), end='\r\n'), ACCUSED, True),
    ('other dates', line(DESK, (DESK, ONE), (DESK, TWO), (DESK, THREE), date='2026.11.23 月曜日',
                         form='午後{t}\t{who}\t{what}'), ACCUSED, True),
    ('no title', '\n'.join(f'10:0{i}\t{DESK}\t{x}' for i, x in enumerate((ONE, TWO, THREE))),
     ACCUSED, True),
    ('English', '[LINE] Chat history with ' + DESK + '\nSaved on: 2026/11/24, 10:00\n\n2026/11/23 Mon'
     + ''.join(f'\n10:0{i}\t{DESK}\t{x}' for i, x in enumerate((ONE, TWO, THREE))), ACCUSED, True),
    ('a friend is told', line('花子', ('花子', 'どうしたの'), (ME, ONE), (ME, TWO), (ME, THREE),
                              ('花子', '詐欺だよ、それ')), ('about', 'none'), False),
    ('a friend', line('花子', ('花子', '明日10時に駅で'), (ME, 'はい、会費3,000円は持っていきます'),
                      ('花子', 'お願いします')), ('none',), False),
    ('shop', line('見本商店', ('見本商店', 'ご注文ありがとうございます。代金4,800円は商品と引き換えです。'),
                  (ME, '届くのはいつですか'), ('見本商店', '25日の午前です')), ('none',), False),
]


def judge(text):
    r = subprocess.run([MUSHI, 'check', '--json', '--now', '2026-11-24T09:00:00+09:00', '-'],
                       input=text.encode('utf-8'), capture_output=True)
    return json.loads(r.stdout)


for name, text, verdicts, phone in CASES:
    j = judge(text)
    check(j['verdict'] in verdicts, f'{name}: {j["verdict"]} {j["probability"]}'
          f' {[(s["id"], s["stance"]) for s in j["signs"]]}')
    if phone:
        same([p['value'] for p in j['indicators']['phones']], ['+81300001234'], f'{name}: telephone')
    for s in j['signs']:
        check(DESK not in s['text'] and '\t' not in s['text'], f'{name}: {s["text"]} has a name in it')
same(judge(line(DESK, (DESK, ONE), (ME, TWO)))['verdict'] in ('fraud', 'suspicious'), True, 'mixed')
done()
