#!/usr/bin/env python3
"""Put the page together: web.py SOURCE_ROOT BUILD_DIR OUT_DIR (see build_web.sh)

Pages get their common parts and the advice for those without scripts; words of easy Japanese get
their readings; the service worker gets the list of all files with their sums. Beside each text
file lies a .gz and, where brotli is there, a .br, for servers that pass them on. Prints what the
first visit costs, as doc/web.md has it.
"""
import gzip
import hashlib
import html
import json
import os
import re
import shutil
import subprocess
import sys

ROOT, BUILD, OUT = (os.path.abspath(x) for x in sys.argv[1:4])
WEB = os.path.join(ROOT, 'web')
PACKED = ('.html', '.css', '.js', '.json', '.wasm', '.rec', '.bin', '.svg', '.webmanifest')
OFFLINE = '<meta name="mushi-offline" content="yes">\n'


def read(*path):
    with open(os.path.join(*path), encoding='utf-8') as f:
        return f.read()


def write(path, data):
    path = os.path.join(OUT, path)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    if isinstance(data, str):
        data = data.encode()
    with open(path, 'wb') as f:
        f.write(data)


def small_json(x):
    return json.dumps(x, ensure_ascii=False, separators=(',', ':'))


def easy_words():
    """[word, reading] of data/easy.rec; "-" is none."""
    out = []
    for line in read(ROOT, 'data/easy.rec').split('\n'):
        for item in line[3:].split('|') if line.startswith('is:') else []:
            word, reading = (item.split(None, 2) + [''])[:2]
            if reading and reading != '-':
                out.append([word, reading])
    return out


def core_advice():
    """What holds in every case, as the command says it, for a browser without scripts."""
    mushi = os.path.join(BUILD, 'face/cli/mushi')
    parts = []
    for lang in ('ja', 'en'):
        said = json.loads(subprocess.run([mushi, 'advise', '--json', '--lang', lang], check=True,
                                         stdout=subprocess.PIPE).stdout)['advice']
        parts.append(f'<div lang="{lang}">\n<h2>{html.escape(said["first"])}</h2>\n<ol>')
        parts += [f'<li>{html.escape(s["text"])}</li>' for s in said['steps']]
        parts.append('</ol>\n<ul>')
        for c in said['contacts']:
            number = c['number'].replace('#', '%23')
            parts.append(f'<li>{html.escape(c["name"])} <a href="tel:{number}">'
                         f'{html.escape(c["number"])}</a></li>')
        parts.append('</ul>\n</div>')
    return '\n'.join(parts)


def pages():
    head = OFFLINE + read(WEB, 'head.part')
    for name in ('index.html', 'me.html', 'practice.html'):
        page = read(WEB, name)
        page = page.replace('<!-- head -->\n', head)
        page = page.replace('<!-- top -->\n', read(WEB, 'top.part'))
        page = page.replace('<!-- bottom -->\n', read(WEB, 'bottom.part'))
        page = page.replace('<!-- core advice -->', core_advice() if name == 'index.html' else '')
        here = './' if name == 'index.html' else name
        page = page.replace(f'<a href="{here}" data-w', f'<a href="{here}" aria-current="page" data-w')
        write(name, page)


def practice():
    folder = os.path.join(WEB, 'practice')
    for lang in ('ja', 'en'):
        samples = []
        for name in sorted(os.listdir(folder)):
            if not name.endswith(f'.{lang}.txt'):
                continue
            title, text = read(folder, name).split('\n', 1)
            samples.append({'id': name.split('.')[0], 'title': title, 'text': text.strip() + '\n'})
        write(f'practice/{lang}.json', small_json(samples))


def icons():
    for svg, size, png in (('mushi', 192, 'mushi-192'), ('mushi', 512, 'mushi-512'),
                           ('mask', 512, 'mushi-mask-512')):
        write(f'icons/{png}.png', open(os.path.join(WEB, 'icons', f'{png}.png'), 'rb').read())
    write('icons/mushi.svg', read(WEB, 'icons/mushi.svg'))


def files():
    found = []
    for folder, _, names in os.walk(OUT):
        found += [os.path.relpath(os.path.join(folder, n), OUT) for n in names]
    return sorted(found)


def before_answer():
    """What a Japanese visitor fetches before the first answer."""
    found, todo = {'index.html', 'css/mushi.css', 'icons/mushi.svg', 'worker.js', 'engine.wasm',
                   'rules.rec', 'text-ja.rec', 'tone.bin', 'words/ja.json'}, ['js/app.js']
    while todo:
        name = todo.pop()
        found.add(name)
        todo += ['js/' + n for n in re.findall(r"from '\./([\w.]+)'", read(OUT, name))
                 if 'js/' + n not in found]
    return found


def print_sizes(offline):
    """Bytes as sent: what the first answer needs, the largest apart, and what is kept for later."""
    end = '.br' if shutil.which('brotli') else '.gz'
    sent = {n: os.path.getsize(os.path.join(OUT, n + end)) for n in offline}
    first = before_answer()
    large = sorted((n for n in sent if n in first and sent[n] > 15000), key=lambda n: -sent[n])
    page = sum(sent[n] for n in first) - sum(sent[n] for n in large)
    later = sum(sent[n] for n in sent if n not in first)
    print(f'First visit, compressed with {"brotli" if end == ".br" else "gzip"}:')
    for name, size in [*((f'`{n}`', sent[n]) for n in large), ('the page', page),
                       ('afterwards, for offline use', later)]:
        print(f'| {name} | {round(size / 1000)} |')


def main():
    shutil.rmtree(OUT, ignore_errors=True)
    pages()
    practice()
    icons()
    for lang in ('ja', 'ja-easy', 'en'):
        words = json.loads(read(WEB, f'words/{lang}.json'))
        write(f'words/{lang}.json', small_json({'words': words, 'easy': easy_words()} if lang == 'ja-easy'
                                               else {'words': words}))
    for name in sorted(os.listdir(os.path.join(WEB, 'js'))):
        write(f'js/{name}', read(WEB, 'js', name))
    write('css/mushi.css', read(WEB, 'css/mushi.css'))
    write('worker.js', read(WEB, 'worker.js'))
    write('manifest.webmanifest', read(WEB, 'manifest.webmanifest'))
    write('engine.wasm', open(os.path.join(BUILD, 'engine.wasm'), 'rb').read())
    subprocess.run([sys.executable, os.path.join(ROOT, 'tools/web_pack.py'),
                    os.path.join(ROOT, 'data'), OUT], check=True)
    sums = {n: hashlib.sha256(open(os.path.join(OUT, n), 'rb').read()).hexdigest() for n in files()
            if not re.match(r'icons/.*\.png', n)}
    name = 'mushi-' + hashlib.sha256(small_json(sums).encode()).hexdigest()[:16]
    sw = read(WEB, 'sw.js').replace('const FILES = {};', f'const FILES = {small_json(sums)};')
    write('sw.js', sw.replace("'mushi-0'", f"'{name}'"))
    brotli = shutil.which('brotli')
    for n in files():
        if n.endswith(PACKED):
            path = os.path.join(OUT, n)
            data = open(path, 'rb').read()
            write(n + '.gz', gzip.compress(data, 9, mtime=0))
            if brotli:
                subprocess.run([brotli, '-f', '-q', '11', '--lgwin=24', path, '-o', path + '.br'],
                               check=True)
    print_sizes([*sums, 'sw.js'])


main()
