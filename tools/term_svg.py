#!/usr/bin/env python3
"""Draw what the command prints on a terminal: doc/pictures/report-{ja,en}.svg.

  tools/term_svg.py [--check] [MUSHI]          MUSHI: b/face/cli/mushi

The sample pages of doc/sample are judged, so a picture never shows what the program does not
print. With --check nothing is written; exit status 1 when a picture is out of date.

Only the colours the command uses are known (bold and the eight of ISO 6429); anything else is
an error, not a guess. No font is embedded or loaded: each stretch of text is given the width of
its columns (textLength), so that lines stand under each other whatever monospace font is there.
"""
import os
import re
import subprocess
import sys
import unicodedata
from xml.sax.saxutils import escape

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
COLUMNS = 80
CELL, LINE, SIZE, MARGIN = 8.4, 22, 14, 24  # px
WIDE_SIZE = 16.3  # two cells of 8.4 are wider than a wide letter of SIZE
PAPER, INK, FAINT = '#22272e', '#d3dae2', '#8b97a5'
COLOURS = {31: '#f0908a', 32: '#8fc99a', 33: '#e3c078', 34: '#8ab4e8', 35: '#c9a3dc',
           36: '#7fc4cc'}
FONTS = ("'DejaVu Sans Mono', 'Menlo', 'Consolas', 'Noto Sans Mono CJK JP', "
         "'Noto Sans CJK JP', 'BIZ UDGothic', 'Hiragino Sans', 'MS Gothic', monospace")
# What is typed, and how many lines of its answer are shown (None: all).
RUNS = [('doc/sample/one-click.html', None), ('doc/sample/advice.html', 6)]
TITLES = {
    'ja': ('mushi check の結果', '見本の請求画面を詐欺と判定し、するべきことを示す端末の画面。'
           '続いて、詐欺について書かれた文章をそうと判定する。'),
    'en': ('What mushi check says', 'A terminal: a sample bill is called a fraud, with what to do '
           'about it; then a text about such a fraud is called what it is.'),
}


def width(c):
    if unicodedata.combining(c):
        return 0
    return 2 if unicodedata.east_asian_width(c) in 'WF' else 1


def sort(c):
    """Stretches are of one sort: narrow, wide, or a mark whose width fonts do not agree on."""
    if width(c) == 2:
        return 'wide'
    return 'mark' if unicodedata.east_asian_width(c) == 'A' and ord(c) > 0x7F else 'narrow'


def lines(text):
    """[[(character, bold, colour)]], one list a line."""
    bold, colour, out = False, INK, [[]]
    for piece in re.split(r'(\033\[[0-9;]*m)', text):
        if piece.startswith('\033['):
            for n in (int(x or 0) for x in piece[2:-1].split(';')):
                if n == 0:
                    bold, colour = False, INK
                elif n == 1:
                    bold = True
                elif n == 2:
                    colour = FAINT
                elif n in COLOURS:
                    colour = COLOURS[n]
                else:
                    raise SystemExit(f'term_svg: no colour for code {n}')
            continue
        for c in piece:
            if c == '\n':
                out.append([])
            elif unicodedata.category(c) == 'Cc':
                raise SystemExit(f'term_svg: U+{ord(c):04X} in the report')
            else:
                out[-1].append((c, bold, colour))
    return out


def draw_line(cells, y):
    out, at, i = [], 0, 0
    while i < len(cells):
        c, bold, colour = cells[i]
        kind, j, n = sort(c), i, 0
        while j < len(cells) and cells[j][1:] == (bold, colour) and sort(cells[j][0]) == kind:
            n += width(cells[j][0])
            j += 1
            if kind == 'mark':
                break
        text = ''.join(c for c, _, _ in cells[i:j])
        lead = len(text) - len(text.lstrip(' '))
        text = text.strip(' ')
        if text:
            x = MARGIN + (at + lead) * CELL
            long = sum(map(width, text)) * CELL
            look = '' if colour == INK else f' fill="{colour}"'
            look += ' font-weight="bold"' if bold else ''
            look += f' font-size="{WIDE_SIZE}"' if kind == 'wide' else ''
            # A mark is squeezed into its column; letters keep their shape and are spaced.
            look += ' lengthAdjust="spacingAndGlyphs"' if kind == 'mark' else ''
            out.append(f'<text x="{x:.1f}" y="{y}" textLength="{long:.1f}"{look}>'
                       f'{escape(text)}</text>')
        at += n
        i = j
    return out


def picture(mushi, lang):
    env = {k: v for k, v in os.environ.items() if k not in ('NO_COLOR', 'COLUMNS')}
    shown = []
    for page, most in RUNS:
        r = subprocess.run([mushi, 'check', '--color', 'always', '--lang', lang, page], cwd=ROOT,
                           env=dict(env, COLUMNS=str(COLUMNS)), capture_output=True, check=False)
        if r.returncode not in (0, 1) or r.stderr:
            raise SystemExit(f'term_svg: {page}: {r.stderr.decode(errors="replace")}')
        answer = lines(r.stdout.decode('utf-8').rstrip('\n'))
        tail = ''
        if most is not None:
            tail = f' | head -n {most}'
            answer = answer[:most]
        typed = f'$ mushi check --lang {lang} {page}{tail}'
        shown += [[(c, False, FAINT) for c in typed]] + answer + [[]]
    while shown and not any(c != ' ' for c, _, _ in shown[-1]):
        shown.pop()
    w = round(2 * MARGIN + COLUMNS * CELL)
    h = round(2 * MARGIN + len(shown) * LINE - (LINE - SIZE))
    title, told = TITLES[lang]
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" '
           f'viewBox="0 0 {w} {h}" role="img" aria-labelledby="t d" lang="{lang}">',
           f'<title id="t">{escape(title)}</title>', f'<desc id="d">{escape(told)}</desc>',
           f'<rect width="{w}" height="{h}" rx="8" fill="{PAPER}"/>',
           f'<g font-family="{FONTS}" font-size="{SIZE}" fill="{INK}" xml:space="preserve">']
    for i, cells in enumerate(shown):
        out += draw_line(cells, MARGIN + SIZE - 2 + i * LINE)
    return '\n'.join(out + ['</g>', '</svg>', ''])


def main():
    args = [a for a in sys.argv[1:] if a != '--check']
    mushi = os.path.abspath(args[0] if args else os.path.join(ROOT, 'b/face/cli/mushi'))
    stale = 0
    for lang in TITLES:
        path = os.path.join(ROOT, 'doc/pictures', f'report-{lang}.svg')
        svg = picture(mushi, lang)
        old = open(path, encoding='utf-8').read() if os.path.exists(path) else None
        if old == svg:
            continue
        if '--check' in sys.argv[1:]:
            print(f'{os.path.relpath(path, ROOT)} is out of date; run tools/term_svg.py')
            stale = 1
        else:
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, 'w', encoding='utf-8') as f:
                f.write(svg)
    return stale


sys.exit(main())
