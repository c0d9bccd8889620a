#!/usr/bin/env python3
"""Make the tables of src/norm/fold.h from the Unicode data and data/fold/*.rec.

usage: gen_fold.py DATA_DIR OUT.c [UNICODE_DIR]

Every wrong line of a data file is reported as file:line: message.
"""
import os
import re
import sys
import unicodedata

SIMPLE = ['zero-width', 'bidi', 'override', 'quiet', 'voice', 'semi', 'space', 'line', 'stop',
          'dot', 'comma', 'colon', 'slash', 'apostrophe', 'dash', 'pause', 'middot', 'deco',
          'dquote']
CODE = {name: 0xD800 + i for i, name in enumerate(SIMPLE)}
OPEN, CLOSE, OTHER, KANA, LATIN, SEQ, END = 0xD840, 0xD880, 0xD8C0, 0xD900, 0xDA00, 0xDC00, 0xF900
MAX_QUOTES, MAX_KANA, MAX_LATIN, MAX_SEQ = 64, 256, 512, END - SEQ
C_HAN, C_KATA, C_LATIN, C_DIGIT, C_MARK, C_HANGUL, C_PUNCT, C_KANJI_DIGIT = (
    1 << i for i in range(8))


# Behind a word that ends in シ these begin an inflection (取り消します), not the next word.
INFLECTIONS = ['マス', 'マシ', 'マセ', 'タ', 'テ', 'ナイ', 'ナカ', 'ナケ', 'ナク', 'ツツ', 'ヨウ']


class Bad(Exception):
    pass


class Unicode:
    """Category, decomposition, combining class, digit value and case folding."""

    def __init__(self, folder):
        self.cat, self.dec, self.ccc, self.digit, self.case = {}, {}, {}, {}, {}
        path = os.path.join(folder, 'UnicodeData.txt') if folder else ''
        if not os.path.exists(path):
            for c in range(0x110000):
                ch = chr(c)
                self.cat[c] = unicodedata.category(ch)
                d = unicodedata.decomposition(ch)
                if d:
                    self.dec[c] = self.parse(d)
                if unicodedata.combining(ch):
                    self.ccc[c] = unicodedata.combining(ch)
                v = unicodedata.decimal(ch, None)
                if v is not None:
                    self.digit[c] = v
                if not 0xD800 <= c < 0xE000 and ch.casefold() != ch:
                    self.case[c] = [ord(x) for x in ch.casefold()]
            return
        first = None
        for line in open(path, encoding='ascii'):
            f = line.rstrip('\n').split(';')
            c = int(f[0], 16)
            if f[1].endswith(', First>'):
                first = c
                continue
            for x in range(first if first is not None else c, c + 1):
                self.cat[x] = f[2]
            first = None
            if f[3] != '0':
                self.ccc[c] = int(f[3])
            if f[5]:
                self.dec[c] = self.parse(f[5])
            if f[6]:
                self.digit[c] = int(f[6])
        case = os.path.join(folder, 'CaseFolding.txt')
        for line in open(case, encoding='utf-8'):
            f = [x.strip() for x in line.split('#')[0].split(';')]
            if len(f) > 2 and f[1] in 'CF':
                self.case[int(f[0], 16)] = [int(x, 16) for x in f[2].split()]

    @staticmethod
    def parse(text):
        parts = text.split()
        kind = parts.pop(0) if parts[0].startswith('<') else ''
        return kind, [int(x, 16) for x in parts]

    def category(self, c):
        return self.cat.get(c, 'Cn')


def hangul(points):
    """Join the letters of Korean syllables, as ㈎ has them."""
    out = []
    for c in points:
        last = out[-1] if out else 0
        if 0x1100 <= last < 0x1113 and 0x1161 <= c < 0x1176:
            out[-1] = 0xAC00 + ((last - 0x1100) * 21 + c - 0x1161) * 28
        elif 0xAC00 <= last < 0xD7A4 and (last - 0xAC00) % 28 == 0 and 0x11A8 <= c < 0x11C3:
            out[-1] = last + c - 0x11A7
        else:
            out.append(c)
    return out


def records(path):
    with open(path, encoding='utf-8') as f:
        for number, line in enumerate(f, 1):
            line = line.strip()
            if not line or line.startswith('# ') or line == '#':
                continue
            key, colon, value = line.partition(':')
            where = f'{path}:{number}'
            if not colon or not re.fullmatch(r'[a-z-]+', key):
                raise Bad(f'{where}: not a line of the form "key: value"')
            if not value.strip():
                raise Bad(f'{where}: nothing after "{key}:"')
            yield where, key, value.strip()


def char(where, text):
    if re.fullmatch(r'U\+[0-9A-F]{4,6}', text) and int(text[2:], 16) < 0x110000:
        return int(text[2:], 16)
    if len(text) != 1:
        raise Bad(f'{where}: "{text}" is not one character')
    return ord(text)


class Fold:
    def __init__(self, data, uni):
        self.uni = uni
        self.marks, self.keep = {}, set()
        self.quotes = []       # kinds
        self.map = {}          # code point -> list of code points
        self.kana, self.latin = {}, {}
        self.memo = {}
        self.read_marks(os.path.join(data, 'marks.rec'))
        self.read_quotes(os.path.join(data, 'quotes.rec'))
        for name, into, longest in (('old-kanji', self.map, 1), ('simplified-kanji', self.map, 1),
                                    ('characters', self.map, 4), ('kana-lookalikes', self.kana, 1),
                                    ('letters', self.latin, 1)):
            self.read_folds(os.path.join(data, name + '.rec'), into, longest)
        self.read_spellings(os.path.join(data, 'spellings.rec'))

    def read_marks(self, path):
        for where, key, value in records(path):
            lo, dots, hi = value.partition('..')
            if not dots or lo == '':
                lo = hi = value
            lo, hi = char(where, lo), char(where, hi)
            if hi < lo:
                raise Bad(f'{where}: the range runs backwards')
            if key != 'keep' and (key not in CODE or key in ('voice', 'semi', 'line', 'dquote')):
                raise Bad(f'{where}: unknown kind "{key}"')
            for c in range(lo, hi + 1):
                if c in self.marks or c in self.keep:
                    raise Bad(f'{where}: U+{c:04X} is named twice')
                if key == 'keep':
                    self.keep.add(c)
                else:
                    self.marks[c] = CODE[key]
        for c in (0x0A, 0x0D, 0x85, 0x2028, 0x2029):
            self.marks[c] = CODE['line']
        for c in (0x3099, 0x309B, 0xFF9E):
            self.marks[c] = CODE['voice']
        for c in (0x309A, 0x309C, 0xFF9F):
            self.marks[c] = CODE['semi']
        for c in (0x22, 0xFF02, 0x2033):
            self.marks[c] = CODE['dquote']

    def read_quotes(self, path):
        for where, key, value in records(path):
            parts = value.split()
            if key != 'quote' or len(parts) != 3 or parts[2] not in 'jdsbp':
                raise Bad(f'{where}: want "quote: OPEN CLOSE KIND"')
            if len(self.quotes) == MAX_QUOTES:
                raise Bad(f'{where}: too many pairs of quotation marks')
            for text, base in ((parts[0], OPEN), (parts[1], CLOSE)):
                c = char(where, text)
                if c in self.marks:
                    raise Bad(f'{where}: U+{c:04X} is named twice')
                self.marks[c] = base + len(self.quotes)
            self.quotes.append(ord(parts[2]))

    def read_folds(self, path, into, longest):
        for where, key, value in records(path):
            left, arrow, right = (x.strip() for x in value.partition('=>'))
            if key != 'fold' or not arrow:
                raise Bad(f'{where}: want "fold: CHARACTER => CHARACTER"')
            c = char(where, left)
            if not 1 <= len(right) <= longest:
                raise Bad(f'{where}: "{right}" must be 1 to {longest} characters')
            if [c] == [ord(x) for x in right]:
                raise Bad(f'{where}: both sides are the same')
            if any(c in table for table in (self.map, self.kana, self.latin)):
                raise Bad(f'{where}: "{chr(c)}" is folded twice')
            into[c] = [ord(x) for x in right]

    def points(self, c, depth=0):
        """The folded code points of c: compatibility, case, kana and the lists, all the way."""
        if c in self.memo:
            return self.memo[c]
        if depth > 12:
            raise Bad(f'U+{c:04X}: the lists fold in a circle')
        u, out = self.uni, None
        if c in self.map:
            out = self.map[c]
        elif c in self.kana or c in self.latin:
            self.memo[c] = [c]
            return [c]
        elif c in self.marks or c in self.keep:
            self.memo[c] = [c]
            return [c]
        elif 0x3041 <= c <= 0x3096:
            out = [c + 0x60]
        elif c == 0x309D or c == 0x309E:
            out = [c + 0x60]
        elif 0x30A1 <= c <= 0x30FA or c == 0x30FE:
            out = None
        elif c in u.case:
            out = u.case[c]
        elif c in u.digit and c > 0x7F:
            out = [0x30 + u.digit[c]]
        elif c in u.dec:
            kind, out = u.dec[c]
            out = list(out)
            if kind == '<compat>' and out[0] == 0x28 and out[-1] == 0x29 and len(out) > 2:
                out = out[1:-1]     # ㈱ is 株, ⒜ is a
            elif out[0] == 0x3014 and out[-1] == 0x3015:
                out = out[1:-1]
        elif 0x1F1E6 <= c <= 0x1F1FF:   # flags are spelled with letters
            out = [c - 0x1F1E6 + 0x61]
        elif 0x1F150 <= c <= 0x1F169 or 0x1F170 <= c <= 0x1F189:
            out = [(c - 0x1F150) % 32 + 0x61]
        elif c == 0x1F18E:
            out = [0x61, 0x62]
        elif 0x2776 <= c <= 0x2793:     # ❶ ➀ ➊
            n = (c - 0x2776) % 10 + 1
            out = [ord(x) for x in str(n)]
        elif 0x24EB <= c <= 0x24F4:     # ⓫
            out = [ord(x) for x in str(c - 0x24EB + 11)]
        elif 0x24F5 <= c <= 0x24FE:
            out = [ord(x) for x in str(c - 0x24F5 + 1)]
        elif c == 0x24FF:
            out = [0x30]
        if out is None:
            out = [c]
        elif out != [c]:
            out = hangul([x for y in out for x in self.points(y, depth + 1)])
        self.memo[c] = out
        return out

    def element(self, c):
        """The code of one folded code point: a symbol, a mark, a look-alike."""
        cat = self.uni.category(c)
        if c in self.kana:
            return KANA + list(self.kana).index(c)
        if c in self.latin:
            return LATIN + list(self.latin).index(c)
        if c in self.marks:
            return self.marks[c]
        if c in self.keep:
            return c
        if self.uni.ccc.get(c) or cat == 'Me':
            return CODE['quiet']
        if cat in ('Cs', 'Co'):
            return CODE['deco']
        if cat == 'Cf':
            return CODE['zero-width']
        if cat[0] == 'Z':
            return CODE['space']
        if cat[0] == 'C' and cat != 'Cn':
            return CODE['zero-width']
        if cat[0] in 'PS' and cat != 'Sc':
            return CODE['deco']
        if c > 0xFFFF or 0xD800 <= c < END or c >= 0xFFFE or c < 5:
            return CODE['deco'] if cat == 'So' else OTHER
        return c

    def odd(self, c):
        """Forms nobody writes words in: counted as a disguise."""
        kind = self.uni.dec.get(c, ('', []))[0]
        cat = self.uni.category(c)
        if 0x1D400 <= c <= 0x1D7FF:
            return True
        if 0x24B6 <= c <= 0x24E9 or 0x249C <= c <= 0x24B5 or 0x1F110 <= c <= 0x1F189:
            return True
        if 0x32D0 <= c <= 0x32FE:
            return True
        return kind in ('<font>',) and cat[0] == 'L' and c > 0x2FFF

    def codes(self, c):
        return [self.element(x) for x in self.points(c)]

    def symbols(self, where, text):
        """A word of spellings.rec as the symbols it is matched in."""
        out = []
        for ch in text:
            for code in self.codes(ord(ch)):
                if KANA <= code < KANA + MAX_KANA:
                    code = list(self.kana.values())[code - KANA][0]
                if 0xD800 <= code < END:
                    raise Bad(f'{where}: "{ch}" is dropped in matching and has no place here')
                if code == 0x30FC and out and out[-1] == code:
                    continue
                out.append(code)
        return tuple(out)

    def read_spellings(self, path):
        self.rules, self.honorific, self.honorific_han, self.after = {}, [], [], []
        origin = {}
        for where, key, value in records(path):
            if key == 'keep':
                word = self.symbols(where, value)
                if not 2 <= len(word) <= 15:
                    raise Bad(f'{where}: "{value}" must be 2 to 15 characters')
                if word in self.rules:
                    raise Bad(f'{where}: "{value}" already stands at {origin[word]}')
                self.rules[word], origin[word] = word, where
            elif key == 'write':
                left, arrow, right = value.partition('=>')
                if not arrow:
                    raise Bad(f'{where}: "=>" is missing')
                to = self.symbols(where, right.strip())
                for text in left.split('|'):
                    word = self.symbols(where, text.strip())
                    if not word or not to:
                        raise Bad(f'{where}: an empty spelling')
                    if word == to:
                        continue
                    if len(word) < 2:
                        raise Bad(f'{where}: single characters belong in characters.rec')
                    if len(to) > len(word):
                        raise Bad(f'{where}: "{right.strip()}" is longer than "{text.strip()}"')
                    if len(word) > 15:
                        raise Bad(f'{where}: "{text.strip()}" is too long (15 characters)')
                    if word in self.rules:
                        raise Bad(f'{where}: "{text.strip()}" already stands at {origin[word]}')
                    self.rules[word], origin[word] = to, where
                    if word[-1] == ord('シ') != to[-1] and len(word) < 13:
                        for tail in INFLECTIONS:
                            tail = tuple(ord(x) for x in tail)
                            self.rules[word + tail] = to + word[-1:] + tail
                            origin[word + tail] = where
            elif key in ('honorific', 'honorific-kanji', 'after'):
                into = {'honorific': self.honorific, 'honorific-kanji': self.honorific_han,
                        'after': self.after}[key]
                for text in value.split():
                    word = self.symbols(where, text)
                    if len(word) != 1:
                        raise Bad(f'{where}: "{text}" is not one character')
                    into.append(word[0])
            else:
                raise Bad(f'{where}: unknown key "{key}"')
        for word, to in self.rules.items():
            if self.spell(to) != to:
                raise Bad(f'{origin[word]}: the right side is itself changed by a line')

    def spell(self, word):
        out, i = [], 0
        while i < len(word):
            n = next((n for n in range(15, 0, -1) if word[i:i + n] in self.rules), 0)
            out += self.rules[word[i:i + n]] if n else word[i:i + 1]
            i += n or 1
        return tuple(out)

    def sym_class(self, s):
        if s == 4:
            return 0
        if s in (1, 2, 3):
            return C_MARK
        c = 0
        if s in [ord(x) for x in 'ー二ニ三四五六七八ハ九十百千万億〇']:
            c = C_KANJI_DIGIT
        if s == 0x30FC or 0x30A1 <= s <= 0x30FE:
            return c | C_KATA
        if 0x3400 <= s <= 0x9FFF or 0xF900 <= s <= 0xFAFF or s in (0x3005, 0x3006, 0x3007):
            return c | C_HAN
        if 0x30 <= s <= 0x39:
            return C_DIGIT
        if 0xAC00 <= s <= 0xD7FF or 0x1100 <= s <= 0x11FF or 0xA960 <= s <= 0xA97F:
            return C_HANGUL
        cat = self.uni.category(s)
        if cat[0] == 'L' or cat[0] == 'M' or cat[0] == 'N':
            return C_LATIN if s < 0x3005 or 0xA000 <= s < 0xAC00 else 0
        return C_PUNCT if cat[0] in 'PSZ' else 0


def array(out, decl, values, width=16):
    out.append(f'const {decl} = {{')
    values = list(values) or [0]
    for i in range(0, len(values), width):
        out.append('\t' + ', '.join(str(v) for v in values[i:i + width]) + ',')
    out.append('};\n')


def pages(values):
    seen, index, table = {}, [], []
    for i in range(0, len(values), 64):
        page = tuple(values[i:i + 64])
        if page not in seen:
            seen[page] = len(table)
            table.append(page)
        index.append(seen[page])
    return index, table


def main():
    data, target = sys.argv[1:3]
    fold = Fold(data, Unicode(sys.argv[3] if len(sys.argv) > 3 else '/usr/share/unicode'))
    seqs, pool, pool_at, values = {}, [], {}, []
    for c in range(0x110000):
        codes = tuple(fold.codes(c))
        odd = fold.odd(c)
        if len(codes) > 1:      # marks that never stand in a word need no place in a sequence
            codes = tuple(x for x in codes if x != CODE['quiet']) or (CODE['quiet'],)
        # U+FDFA is 18 letters; a page of them must not cost 18 times a page.
        codes = codes[:2 * (1 + (c > 0x7F) + (c > 0x7FF) + (c > 0xFFFF))]
        if len(codes) == 1 and not odd:
            values.append(codes[0])
            continue
        if (codes, odd) not in seqs:
            if codes not in pool_at:
                pool_at[codes] = len(pool)
                pool.extend(codes)
            seqs[codes, odd] = len(seqs)
        values.append(SEQ + seqs[codes, odd])
    if len(seqs) > MAX_SEQ or len(fold.kana) > MAX_KANA or len(fold.latin) > MAX_LATIN:
        raise Bad(f'{data}: too many entries for the codes of src/norm/fold.h')
    if len(pool) > 0xFFFF:
        raise Bad(f'{data}: too many long entries')
    index, table = pages(values)
    class_index, class_table = pages([fold.sym_class(s) for s in range(0x10000)])
    out = ['/* Made by tools/gen_fold.py; change data/fold/ instead. */',
           '#include "norm/fold.h"\n']
    for name, want in (('FOLD_DQUOTE', CODE['dquote']), ('FOLD_DECO', CODE['deco']),
                       ('FOLD_OPEN', OPEN), ('FOLD_CLOSE', CLOSE), ('FOLD_OTHER', OTHER),
                       ('FOLD_KANA', KANA), ('FOLD_LATIN', LATIN), ('FOLD_SEQ', SEQ),
                       ('FOLD_END', END)):
        out.append(f'_Static_assert({name} == {want}, "codes of gen_fold.py");')
    out.append('')
    array(out, 'uint16_t mu_fold_page[0x110000 >> FOLD_SHIFT]', index)
    out.append('const uint16_t mu_fold_code[][FOLD_PAGE] = {')
    for page in table:
        out.append('\t{' + ','.join(str(v) for v in page) + '},')
    out.append('};\n')
    array(out, 'uint8_t mu_fold_class_page[0x10000 >> FOLD_SHIFT]', class_index)
    out.append('const uint8_t mu_fold_class[][FOLD_PAGE] = {')
    for page in class_table:
        out.append('\t{' + ','.join(str(v) for v in page) + '},')
    out.append('};\n')
    array(out, 'uint8_t mu_fold_quote_kind[]', fold.quotes)
    array(out, 'uint16_t mu_fold_kana[]', [v[0] for v in fold.kana.values()])
    array(out, 'uint16_t mu_fold_latin[]', [v[0] for v in fold.latin.values()])
    array(out, 'struct fold_seq mu_fold_seq[]',
          [f'{{{pool_at[codes]}, {len(codes)}, {int(odd)}}}' for codes, odd in seqs], 6)
    array(out, 'uint16_t mu_fold_pool[]', pool)
    for name, mark in (('voiced', 0x3099), ('semi', 0x309A)):
        row = [0] * 0x60
        for c, (kind, to) in fold.uni.dec.items():
            if not kind and len(to) == 2 and to[1] == mark and 0x30A0 <= to[0] < 0x3100:
                row[to[0] - 0x30A0] = c
        array(out, f'uint16_t mu_fold_{name}[0x60]', row)
    rules = sorted(fold.rules.items(), key=lambda r: (r[0][0] & 0xFF, r[0][0], -len(r[0]), r[0]))
    rule_rows, rule_pool, first, gate = [], [], [], [0] * 2048
    for word, to in rules:
        if not first or first[-1][0] != word[0]:
            first.append([word[0], len(rule_rows), 0])
        first[-1][2] += 1
        rule_rows.append(f'{{{len(rule_pool)}, {len(word)}, {len(to)}}}')
        rule_pool.extend(word + to)
    for s in [f[0] for f in first] + fold.honorific + fold.honorific_han + [0xFFFE]:
        gate[s >> 5] |= 1 << (s & 31)
    array(out, 'struct fold_rule mu_fold_rule[]', rule_rows, 6)
    array(out, 'uint16_t mu_fold_rule_pool[]', rule_pool)
    array(out, 'struct fold_first mu_fold_first[]',
          ['{%d, %d, %d}' % tuple(f) for f in first], 6)
    array(out, 'uint16_t mu_fold_first_at[257]',
          [sum(1 for f in first if f[0] & 0xFF < b) for b in range(257)])
    array(out, 'uint32_t mu_fold_gate[0x10000 / 32]', [f'{g:#x}' for g in gate], 8)
    pairs = [0] * 256
    for word, to in rules:
        h = (word[0] * 0x9E37 + word[1]) & 0x1FFF
        pairs[h >> 5] |= 1 << (h & 31)
    array(out, 'uint32_t mu_fold_pairs[256]', [f'{g:#x}' for g in pairs], 8)
    array(out, 'uint16_t mu_fold_honorific[]', fold.honorific + [0])
    array(out, 'uint16_t mu_fold_honorific_han[]', fold.honorific_han + [0])
    array(out, 'uint16_t mu_fold_after[]', fold.after + [0])
    with open(target, 'w', encoding='ascii') as f:
        f.write('\n'.join(out))


if __name__ == '__main__':
    try:
        main()
    except Bad as bad:
        sys.exit(str(bad))
