#!/usr/bin/env python3
"""Every kind of wrong line in data/fold/ is refused with its file and line.

usage: test_gen_fold.py GEN_FOLD DATA_DIR
"""
import os
import shutil
import subprocess
import sys
import tempfile

ROWS = [
    ('old-kanji.rec', 'fold: 錄録', 'want "fold'),
    ('old-kanji.rec', 'fold: 錄 => 録', 'folded twice'),
    ('old-kanji.rec', 'fold: 録 => 録', 'both sides are the same'),
    ('old-kanji.rec', 'fold: あい => 録', 'not one character'),
    ('simplified-kanji.rec', 'fold: 鉴 => 鑑定', '1 to 1 characters'),
    ('characters.rec', 'fold: 〆 => あいうえお', '1 to 4 characters'),
    ('letters.rec', 'letter: x => y', 'want "fold'),
    ('kana-lookalikes.rec', 'just words', 'not a line of the form'),
    ('marks.rec', 'deco: ★★', 'not one character'),
    ('marks.rec', 'glitter: ★', 'unknown kind'),
    ('marks.rec', 'deco: 。', 'named twice'),
    ('marks.rec', 'deco: U+2010..U+2000', 'backwards'),
    ('quotes.rec', 'quote: 「 」', 'want "quote'),
    ('quotes.rec', 'quote: 「 」 j', 'named twice'),
    ('spellings.rec', 'write: 振り込み', '"=>" is missing'),
    ('spellings.rec', 'write: 短い => 短いい', 'longer than'),
    ('spellings.rec', 'write: 振り込み => 振込', 'already stands at'),
    ('spellings.rec', 'write: 登。録 => 登録', 'dropped in matching'),
    ('spellings.rec', 'write: 長い長い => 振り込み', 'changed by a line'),
    ('spellings.rec', 'write: あ => い', 'characters.rec'),
    ('spellings.rec', 'write: | あい => い', 'empty spelling'),
    ('spellings.rec', 'wright: あい => い', 'unknown key'),
    ('spellings.rec', 'write:', 'nothing after'),
]


def main():
    gen, data = sys.argv[1:3]
    failed = 0
    for name, line, want in ROWS:
        with tempfile.TemporaryDirectory() as temp:
            copy = os.path.join(temp, 'fold')
            shutil.copytree(data, copy)
            path = os.path.join(copy, name)
            with open(path, encoding='utf-8') as f:
                at = len(f.readlines()) + 1
            with open(path, 'a', encoding='utf-8') as f:
                f.write(line + '\n')
            run = subprocess.run([sys.executable, gen, copy, os.path.join(temp, 'out.c')],
                                 capture_output=True, encoding='utf-8')
            if run.returncode != 1 or want not in run.stderr or f'{name}:{at}: ' not in run.stderr:
                print(f'{name}: "{line}": want "{want}" at line {at}, got {run.returncode}: '
                      f'{run.stderr[-300:]}')
                failed += 1
    print(f'{len(ROWS) - failed} passed, {failed} failed')
    return failed > 0


if __name__ == '__main__':
    sys.exit(main())
