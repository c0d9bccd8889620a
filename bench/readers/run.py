#!/usr/bin/env python3
"""How well pictures are read: screens drawn from the held-out part of the corpus.

  bench/readers/run.py MUSHI PHOTO OUTDIR [COUNT [clean|photograph]]

Each text is shown by headless Chromium on a phone (2x, 3x) or a desktop (1x), light or dark, in a
sans or a serif face; then the same picture as a simulated photograph (PHOTO, see photo.c). The
verdict of the picture is compared with that of the page; accused or not counts apart. Prints a
table in Markdown. Pictures already drawn in OUTDIR are taken again.
"""
import html
import json
import os
import re
import resource
import statistics
import subprocess
import sys

MUSHI, PHOTO, OUT = (os.path.abspath(x) for x in sys.argv[1:4])
COUNT = int(sys.argv[4]) if len(sys.argv) > 4 else 60
ONLY = sys.argv[5] if len(sys.argv) > 5 else ''
ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')
DEVICES = [  # name, css width, least css height, scale, dark, face
    ('phone 2x light', 390, 844, 2, False, 'Noto Sans CJK JP'),
    ('phone 3x dark', 390, 844, 3, True, 'Noto Sans CJK JP'),
    ('desktop light', 1280, 800, 1, False, 'Noto Sans CJK JP'),
    ('phone 3x light', 390, 844, 3, False, 'Noto Serif CJK JP'),
    ('desktop dark', 1280, 800, 1, True, 'Noto Sans CJK JP'),
    ('phone 2x dark', 390, 844, 2, True, 'Noto Serif CJK JP'),
]
ACCUSED = ('fraud', 'suspicious')


def corpus():
    folder = os.path.join(OUT, 'corpus')
    if not os.path.exists(folder):
        subprocess.run([sys.executable, os.path.join(ROOT, 'tools/corpus.py'), 'expand', folder,
                        '--split', 'test'], check=True, stdout=subprocess.DEVNULL)
    rows = [json.loads(x) for x in open(os.path.join(folder, 'labels.jsonl'), encoding='utf-8')]
    # One variant of each text; nothing that hides on purpose what a picture cannot show.
    rows = [r for r in rows if r['variant'] == 1 and not r['disguise'] and r['lang'] == 'ja'
            and r['encoding'] == 'utf-8']
    kept = []
    for r in rows:
        text = open(os.path.join(folder, r['file']), encoding='utf-8').read()
        seen = re.sub(r'(?s)<(script|style|head)\b.*?</\1>|<[^>]*>', '', text)
        seen = html.unescape(seen)
        if 60 <= len(re.sub(r'\s', '', seen)) <= 900:
            kept.append((r, text, seen))
    fraud = [x for x in kept if x[0]['side'] == 'fraud']
    honest = [x for x in kept if x[0]['side'] != 'fraud']
    return spread(fraud, COUNT * 3 // 5) + spread(honest, COUNT - COUNT * 3 // 5)


def spread(rows, n):
    return rows[:] if len(rows) <= n else [rows[i * len(rows) // n] for i in range(n)]


def page(row, text, device):
    _, width, _, _, dark, face = device
    # A page with grounds of its own on a dark one had letters nobody can read.
    dark = dark and not re.search(r'(?i)background|bgcolor', text)
    style = (f'<style>html,body{{font-family:"{face}";font-size:16px;line-height:1.6;'
             + ('background:#121212;color:#e8e8e8}a{color:#8ab4f8}' if dark else
                'background:#fff;color:#111}') + 'body{margin:16px;max-width:900px}'
             # What is wider than the screen would be cut off; a person scrolls.
             + 'body *{max-width:100%!important;overflow-wrap:anywhere}</style>')
    if row['format'] == 'text':
        return ('<!DOCTYPE html><meta charset=utf-8>' + style
                + '<pre style="white-space:pre-wrap;font:inherit">' + html.escape(text))
    text = re.sub(r'(?s)<script\b.*?</script>', '', text)
    text = re.sub(r'(?i)<meta[^>]*charset[^>]*>', '', text)
    return '<!DOCTYPE html><meta charset=utf-8>' + text + style


def shoot(i, row, text, seen, device):
    _, width, least, scale, _, _ = device
    png = os.path.join(OUT, f'{i:03}.png')
    if os.path.exists(png):
        return png
    source = os.path.join(OUT, f'{i:03}.page.html')
    with open(source, 'w', encoding='utf-8') as f:
        f.write(page(row, text, device))
    column = min(width - 32, 900) / 16
    lines = sum(2 + len(x) / column for x in seen.split('\n') if x.strip())
    height = int(max(least, min(2400, 80 + lines * 30)))
    subprocess.run(['chromium', '--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars',
                    f'--force-device-scale-factor={scale}',
                    f'--window-size={width},{height}', f'--screenshot={png}',
                    'file://' + source], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                   timeout=60)
    return png


def judge(path):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    r = subprocess.run([MUSHI, 'check', '--json', '--now', '2026-11-24T09:00:00+09:00', path],
                       capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return json.loads(r.stdout), cpu


def main():
    os.makedirs(OUT, exist_ok=True)
    work = [(i, *x, DEVICES[i % len(DEVICES)]) for i, x in enumerate(corpus())]
    for w in work:
        shoot(*w)
    groups = {}
    wrong = []
    for i, row, text, _, device in work:
        png = os.path.join(OUT, f'{i:03}.png')
        jpg = os.path.join(OUT, f'{i:03}.jpg')
        if not os.path.exists(jpg):
            subprocess.run([PHOTO, png, jpg, str(i)], check=True)
        want = judge(os.path.join(OUT, 'corpus', row['file']))[0]['verdict']
        for kind, path in ((device[0], png), ('photograph', jpg)):
            if ONLY and (kind == 'photograph') != (ONLY == 'photograph'):
                continue
            j, cpu = judge(path)
            got = j['verdict']
            g = groups.setdefault(kind, {'n': 0, 'same': 0, 'side': 0, 'false': 0, 'cpu': []})
            g['n'] += 1
            g['same'] += got == want
            g['side'] += (got in ACCUSED) == (want in ACCUSED)
            g['false'] += row['side'] == 'honest' and got in ACCUSED and want not in ACCUSED
            g['cpu'].append(cpu)
            if got != want:
                wrong.append((path, row['id'], want, got, j['probability']))
    print('| shown on | screens | same verdict | accused or not the same | honest accused |'
          ' CPU s, median | most |')
    print('|---|---|---|---|---|---|---|')
    for name in sorted(groups):
        g = groups[name]
        print(f'| {name} | {g["n"]} | {100 * g["same"] / g["n"]:.0f} % |'
              f' {100 * g["side"] / g["n"]:.0f} % | {g["false"]} |'
              f' {statistics.median(g["cpu"]):.2f} | {max(g["cpu"]):.2f} |')
    clean = [g for n, g in groups.items() if n != 'photograph']
    total = sum(g['n'] for g in clean)
    if clean:
        print(f'\nClean screens together: {sum(g["same"] for g in clean)} of {total} the same verdict, '
              f'{sum(g["side"] for g in clean)} accused or not the same.')
    for w in wrong:
        print('  differs:', *w, file=sys.stderr)


main()
