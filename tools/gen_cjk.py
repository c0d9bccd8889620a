#!/usr/bin/env python3
"""Write the tables of GBK, Big5 and EUC-KR as C: gen_cjk.py OUTPUT.c

By the pointers of the WHATWG Encoding standard, from Python's codecs: gb18030 (its two-byte
part), cp950 completed by big5hkscs, cp949. What lies outside the BMP (a few characters of
Hong Kong) is left out. Kana, Cyrillic and figures of Big5 (lead bytes C6 to C8) and F9FE lie where
big5hkscs has them: cp950 has other vendors' letters there. BIG5 are those that neither has right.
"""
import sys


BIG5 = ((10942, 0x5EF4), (10946, 0x65E0), (10948, 0x7676), (10950, 0x96B6), (10957, 0x3003),
        (10958, 0x4EDD), (18996, 0xFFED))


def one(codecs, raw):
    for codec in codecs:
        try:
            s = raw.decode(codec)
        except UnicodeDecodeError:
            continue
        if len(s) == 1 and 0x80 <= ord(s) < 0x10000:
            return ord(s)
    return 0


def main():
    trails = {
        'gbk': (['gb18030'], [t for t in range(0x40, 0xFF) if t != 0x7F]),
        'big5': (['cp950', 'big5hkscs'], [*range(0x40, 0x7F), *range(0xA1, 0xFF)]),
        'euckr': (['cp949'], [*range(0x41, 0xFF)]),
    }
    out = ['/* Made by tools/gen_cjk.py; not to be edited. */', '#include "read/cjk.h"', '']
    for name, (codecs, ts) in trails.items():
        cells = [one(codecs, bytes((lead, t))) for lead in range(0x81, 0xFF) for t in ts]
        if name == 'big5':
            for lead in range(0xC6, 0xC9):
                at = (lead - 0x81) * len(ts)
                cells[at:at + len(ts)] = [one(codecs[::-1], bytes((lead, t))) for t in ts]
            for pointer, code in BIG5:
                cells[pointer] = code
        out.append('const uint16_t mu_%s[%d] = {' % (name, len(cells)))
        for i in range(0, len(cells), 12):
            out.append('\t' + ', '.join('0x%04X' % v for v in cells[i:i + 12]) + ',')
        out.append('};\n')
    with open(sys.argv[1], 'w', encoding='ascii') as f:
        f.write('\n'.join(out))


if __name__ == '__main__':
    main()
