#!/usr/bin/env python3
"""Easy Japanese keeps to its list of words: easy.py MUSHI SOURCE_ROOT

Every word in kanji, katakana or Latin letters of every ja-easy text (data/, the fixed words of
src/report/ and the page's) stands in data/easy.rec; a word in kanji has a reading there. The reports explain the
words that have a gloss, and the printed record shows the readings.
"""
import glob
import json
import os
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'lib'))
from check import check, done

EXE, ROOT = sys.argv[1], sys.argv[2]
WORD = re.compile('[一-鿿々]|[ァ-ヶー]+|[A-Za-z]+')
KANJI = re.compile('[一-鿿々]')

def word_list():
    """{word: (reading, gloss)}"""
    words = {}
    for line in open(ROOT + '/data/easy.rec', encoding='utf-8'):
        for item in line[3:].split('|') if line.startswith('is:') else []:
            word, reading, gloss = (item.split(None, 2) + ['', ''])[:3]
            check(word not in words, f'easy.rec: {word} is there twice')
            words[word] = ('' if reading == '-' else reading, gloss.strip())
    return words


def texts():
    """(where, text) of everything a reader of easy Japanese is shown."""
    for path in sorted(glob.glob(ROOT + '/data/**/*.rec', recursive=True)):
        on = False
        for number, line in enumerate(open(path, encoding='utf-8'), 1):
            if line.startswith('#'):
                continue
            if not line.startswith('  '):
                on = '-ja-easy:' in line
            if on:
                text = line if line.startswith('  ') else line.split(':', 1)[1]
                # "situation: why it gives way" begins with an id, which is not shown.
                yield (f'{os.path.relpath(path, ROOT)}:{number}',
                       re.sub('^[a-z]+(-[a-z]+)*: ', '', text.strip()))
    for name in ('words', 'record'):
        path = f'{ROOT}/src/report/{name}.def'
        for number, line in enumerate(open(path, encoding='utf-8'), 1):
            strings = re.findall(r'"((?:[^"\\]|\\.)*)"', line)
            if len(strings) == 3 and line.startswith('MU_'):
                text = re.sub(r'\[([^|]*)\|[^\]]*\]', r'\1', strings[1])
                yield f'src/report/{name}.def:{number}', text
    for number, line in enumerate(open(ROOT + '/face/cli/say.def', encoding='utf-8'), 1):
        strings = re.findall(r'"((?:[^"\\]|\\.)*)"', line)
        if line.startswith('SAY('):
            # Without values, options, commands and names of files.
            text = re.sub(r'%[-0-9.*]*(?:z|l)?[a-z]|--[a-z]+|-s [a-z-]+|mushi [a-z ]*|ja、ja-easy、en|[a-z]+\.(?:html|pdf)|lib[a-z]+',
                          '', strings[2])
            yield f'face/cli/say.def:{number}', text
    with open(ROOT + '/web/words/ja-easy.json', encoding='utf-8') as file:
        for key, text in json.load(file).items():
            yield f'web/words/ja-easy.json:{key}', re.sub(r'\{\w+\}', '', text)


def unknown(text, words):
    """The words of a text that are not in the list."""
    longest = max(map(len, words))
    found, i = [], 0
    while i < len(text):
        for n in range(min(longest, len(text) - i), 0, -1):
            if text[i:i + n] in words:
                i += n
                break
        else:
            m = WORD.match(text, i)
            if m:
                found.append(m.group() + text[m.end():m.end() + 2])
            i = m.end() if m else i + 1
    return found


def outputs(words):
    page = ('<title>登録完了</title><p>会員登録が完了しました。入会金98,000円を24時間以内に'
            'お支払いください。お支払いがない場合は法的措置をとります。<p>あなたのIPアドレス'
            ' 192.0.2.1 を記録しました。退会は 03-0000-1234 まで')
    args = ['check', '--lang', 'ja-easy', '--now', '2026-11-24', '-s', 'paid-bank',
            '-s', 'court-special-service']
    p = subprocess.run([EXE, *args], input=page, capture_output=True, text=True)
    glosses = p.stdout.split('ことばの いみ')[-1]
    shown = [w for w in words if words[w][1] and f'- {w}' in glosses]
    check(len(shown) >= 5 and all(words[w][1][:8] in glosses for w in shown),
          f'glosses in a report: {shown}')
    for lang in ('ja', 'en'):
        p = subprocess.run([EXE, *args, '--lang', lang], input=page, capture_output=True, text=True)
        check('ことばの' not in p.stdout, f'no glosses in {lang}')
    with tempfile.TemporaryDirectory() as d:
        p = subprocess.run([EXE, *args, '-q', '--record', d + '/r'], input=page,
                           capture_output=True, text=True)
        html = ''.join(open(x, encoding='utf-8').read() for x in
                       glob.glob(d + '/r/**/*.html', recursive=True))
    check('<rt>' in html and 'ことば' in html, 'a record with readings')
    body = html.split('<body>')[-1]
    body = re.sub('<ruby>.*?</ruby>|<bdi>.*?</bdi>|<small.*?</small>', '', body)
    bare = [t for t in re.findall('>([^<]*)', body) if KANJI.search(t)]
    check(not bare, f'kanji without a reading in the record: {bare}')


words = word_list()
check(len(words) > 300, 'the list is there')
for word, (reading, gloss) in words.items():
    check(reading or not KANJI.search(word), f'easy.rec: {word} has no reading')
    check(re.fullmatch('[ぁ-んァ-ヶー]*', reading), f'easy.rec: {word}: reading {reading}')
    check(not unknown(gloss, words), f'easy.rec: gloss of {word}: {unknown(gloss, words)}')
titles = set(re.findall('(?m)^title: (.*)$', open(ROOT + '/data/titles.rec', encoding='utf-8').read()))
for path in glob.glob(ROOT + '/data/rules/*.rec'):
    for rec in open(path, encoding='utf-8').read().split('\n\n'):
        sign = re.search('(?m)^sign: (.*)$', rec)
        if sign and not re.search('(?m)^beat: context$', rec):
            check(sign.group(1) in titles, f'data/titles.rec: {sign.group(1)} has none')
p = subprocess.run([EXE, 'explain', 'service-paper-default', '--lang', 'ja-easy'],
                   capture_output=True, text=True)
check('紙で 来ます' in p.stdout, f'a law in easy Japanese: {p.stdout}')
page = '<p>会員登録が完了しました。入会金98,000円を24時間以内にお支払いください。'
p = subprocess.run([EXE, 'check', '--json', '--lang', 'ja-easy'], input=page, capture_output=True,
                   text=True)
for claim in json.loads(p.stdout)['claims']:
    check(not unknown(claim['said'], words), f'said: {claim}')
p = subprocess.run([EXE, 'explain', 'late-fee', '--lang', 'ja-easy'], capture_output=True, text=True)
check('まつと' in p.stdout and '主張' not in p.stdout and '思わせ' not in p.stdout, p.stdout)
check('義務（' in p.stdout and '延滞料（' in p.stdout, f'glosses of hard words: {p.stdout}')
count = 0
for where, text in texts():
    count += 1
    for sentence in re.split('[。！？\\n]', text):
        n = len(sentence.replace(' ', ''))
        check(n <= 40, f'{where}: {n} characters: {sentence}')
    check(not unknown(text, words), f'{where}: not in easy.rec: {unknown(text, words)}: {text}')
check(count > 600, f'{count} texts')
check(len(unknown('犬が債務を', words)) == 3, 'a word outside the list is seen')
with tempfile.TemporaryDirectory() as d:
    for text, code in (('easy: x\nis: 字 じ もじ | カ\n', 0), ('easy: x\nis: | |\n', None),
                       ('easy: x\nwas: 字\n', 2)):
        open(d + '/a.rec', 'w', encoding='utf-8').write(text)
        p = subprocess.run([EXE, 'rules', 'check', d + '/a.rec'], capture_output=True, text=True)
        check(p.returncode in ((0, 2) if code is None else (code,)), f'{text!r}: {p.stderr}')
outputs(words)
done()
