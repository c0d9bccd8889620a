#!/usr/bin/env python3
"""What the charset stage is compared with.

charset_oracle.py tables OUT     every pair of bytes (and the three-byte EUC-JP) with the
                                 expected UTF-8, one case a line: CHARSET INPUT OUTPUT BAD
charset_oracle.py samples IN OUT the rows of a .tsv file in their charsets: CHARSET READER BYTES TEXT

The expectation is a word-for-word decoder after the WHATWG Encoding standard. Its indexes come
from the C library's iconv (CP932, EUC-JP-MS), while the program's tables come from Python's
codecs: the two were made by different people. Without such an iconv (musl, BSD) Python's
codecs must do, and the test says so. Where iconv is known to differ from the standard:

* CP932 refuses 0x80 (the standard: U+0080); both refuse 0xA0 and 0xFD..0xFF.
* EUC-JP-MS has 0x8FA2C3 as U+FFE4, the standard's index jis0212 as U+00A6.
* Of GBK, EUC-KR (UHC) and Big5 (CP950) only what iconv knows is compared, of Big5 only the
  rows that CP950 does not fill with private characters.
* EUC-JP-MS has the user's rows and IBM characters behind 0x8FF3F2, the standard does not;
  and of the two-byte rows 85..94 the standard takes those of CP932.
"""
import ctypes
import ctypes.util
import sys


class Iconv:
    def __init__(self, name, codec):
        self.codec = codec
        self.cd = None
        lib = ctypes.CDLL(None)
        if hasattr(lib, 'iconv_open'):
            lib.iconv_open.restype = ctypes.c_void_p
            cd = lib.iconv_open(b'UTF-8', name.encode())
            if cd != ctypes.c_void_p(-1).value:
                self.cd, self.lib = ctypes.c_void_p(cd), lib
                lib.iconv.restype = ctypes.c_size_t
        if self.cd is None:
            print('note: no iconv for %s, comparing with Python itself' % name, file=sys.stderr)

    def one(self, data):
        """The single code point these bytes are, or None."""
        if self.cd is None:
            try:
                s = data.decode(self.codec)
            except UnicodeDecodeError:
                return None
        else:
            src = ctypes.create_string_buffer(data, len(data))
            dst = ctypes.create_string_buffer(32)
            sp, dp = ctypes.c_void_p(ctypes.addressof(src)), ctypes.c_void_p(ctypes.addressof(dst))
            sn, dn = ctypes.c_size_t(len(data)), ctypes.c_size_t(32)
            self.lib.iconv(self.cd, None, None, None, None)
            r = self.lib.iconv(self.cd, ctypes.byref(sp), ctypes.byref(sn),
                               ctypes.byref(dp), ctypes.byref(dn))
            if r == ctypes.c_size_t(-1).value or sn.value:
                return None
            s = dst.raw[:32 - dn.value].decode()
        return ord(s) if len(s) == 1 else None


def indexes():
    cp932, eucms = Iconv('CP932', 'cp932'), Iconv('EUC-JP-MS', 'euc_jp')
    jis0208, jis0212 = {}, {}
    for ptr in range(11280):
        lead, trail = divmod(ptr, 188)
        raw = bytes((lead + (0x81 if lead < 0x1F else 0xC1), trail + (0x40 if trail < 0x3F else 0x41)))
        u = cp932.one(raw)
        if u is not None:
            jis0208[ptr] = u
    for row in range(94):
        for cell in range(94):
            u = eucms.one(bytes((0x8F, 0xA1 + row, 0xA1 + cell)))
            if u is not None and (row, cell) < (0xF3 - 0xA1, 0):
                jis0212[row * 94 + cell] = u
            u = eucms.one(bytes((0xA1 + row, 0xA1 + cell)))
            if u is not None and row < 84 and jis0208.get(row * 94 + cell) != u:
                print('note: EUC-JP-MS %d-%d is U+%04X, CP932 says %r'
                      % (row + 1, cell + 1, u, jis0208.get(row * 94 + cell)), file=sys.stderr)
    jis0212[1 * 94 + 0x43 - 0x21] = 0xA6
    jis0212[1 * 94 + 0x37 - 0x21] = 0xFF5E
    return jis0208, jis0212


def sjis(data, idx):
    out, lead, todo = [], 0, list(data)
    while True:
        if not todo:
            if lead:
                out.append(0xFFFD)
            return out
        b = todo.pop(0)
        if lead:
            off, loff = (0x40 if b < 0x7F else 0x41), (0x81 if lead < 0xA0 else 0xC1)
            cp = None
            if 0x40 <= b <= 0x7E or 0x80 <= b <= 0xFC:
                ptr = (lead - loff) * 188 + b - off
                cp = 0xE000 - 8836 + ptr if 8836 <= ptr <= 10715 else idx[0].get(ptr)
            lead = 0
            if cp is None:
                if b < 0x80:
                    todo.insert(0, b)
                cp = 0xFFFD
            out.append(cp)
        elif b <= 0x80:
            out.append(b)
        elif 0xA1 <= b <= 0xDF:
            out.append(0xFF61 - 0xA1 + b)
        elif 0x81 <= b <= 0x9F or 0xE0 <= b <= 0xFC:
            lead = b
        else:
            out.append(0xFFFD)


def euc(data, idx):
    out, lead, flag, todo = [], 0, False, list(data)
    while True:
        if not todo:
            if lead:
                out.append(0xFFFD)
            return out
        b = todo.pop(0)
        if lead == 0x8E and 0xA1 <= b <= 0xDF:
            lead = 0
            out.append(0xFF61 - 0xA1 + b)
        elif lead == 0x8F and 0xA1 <= b <= 0xFE:
            flag, lead = True, b
        elif lead:
            cp = None
            if 0xA1 <= lead <= 0xFE and 0xA1 <= b <= 0xFE:
                cp = idx[flag].get((lead - 0xA1) * 94 + b - 0xA1)
            lead, flag = 0, False
            if cp is None:
                if b < 0x80:
                    todo.insert(0, b)
                cp = 0xFFFD
            out.append(cp)
        elif b < 0x80:
            out.append(b)
        elif b in (0x8E, 0x8F) or 0xA1 <= b <= 0xFE:
            lead = b
        else:
            out.append(0xFFFD)


def case(f, name, data, cps):
    text = ''.join(map(chr, cps))
    if name.startswith('UTF-16') and len(data) == 2 and set(data) <= {0xFD, 0xFE, 0xFF}:
        return      # a mark, and U+FFFD written as such
    f.write('%s %s %s %d\n' % (name, data.hex(), text.encode().hex(), text.count('\ufffd')))


def tables(path):
    idx = indexes()
    with open(path, 'w') as f:
        for a in range(256):
            case(f, 'Shift_JIS', bytes((a,)), sjis(bytes((a,)), idx))
            case(f, 'EUC-JP', bytes((a,)), euc(bytes((a,)), idx))
            for b in range(256):
                pair = bytes((a, b))
                case(f, 'Shift_JIS', pair, sjis(pair, idx))
                case(f, 'EUC-JP', pair, euc(pair, idx))
                trip = bytes((0x8F, a, b))
                case(f, 'EUC-JP', trip, euc(trip, idx))
                if 0x21 <= a <= 0x7E and 0x21 <= b <= 0x7E:
                    ptr = (a - 0x21) * 94 + b - 0x21
                    for esc, table in ((b'\x1b$B', 0), (b'\x1b$(D', 1)):
                        case(f, 'ISO-2022-JP', esc + pair + b'\x1b(B', [idx[table].get(ptr, 0xFFFD)])
                if 0xD8 <= a <= 0xDB and b % 5 == 0:
                    for c, d in ((0xDC, b), (0xDF, 0xFF), (0x30, 0x42), (0xD8, b)):
                        data = bytes((a, b, c, d))
                        case(f, 'UTF-16BE', data,
                             map(ord, fix16(data.decode('utf-16-be', 'surrogatepass'))))
                cps = [0xFFFD if 0xD8 <= a <= 0xDF else a << 8 | b]
                case(f, 'UTF-16BE', pair, cps)
                case(f, 'UTF-16LE', bytes((b, a)), cps)
                if a >= 0xC0:
                    for tail in (b'', b'\x80', b'\xbf', b'\xbf\x80', b'\x80\xbf', b'a', b'\x80<'):
                        data = pair + tail
                        case(f, 'UTF-8', b'x' + data, map(ord, (b'x' + data).decode('utf-8', 'replace')))
        cjk(f)
        for a in range(128, 256):
            raw = bytes((a,))
            cp = a if a in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else ord(raw.decode('cp1252'))
            case(f, 'windows-1252', raw, [cp])


def cjk(f):
    for name, source, codec in (('GBK', 'GBK', 'gbk'), ('EUC-KR', 'UHC', 'cp949'), ('Big5', 'CP950', 'cp950')):
        conv = Iconv(source, codec)
        for lead in range(0x81, 0xFF):
            if name == 'Big5' and not (0xA4 <= lead < 0xC6 or 0xC9 <= lead < 0xF9):
                continue
            for trail in range(0x40, 0xFF):
                u = conv.one(bytes((lead, trail)))
                if u is not None:
                    case(f, name, bytes((lead, trail)), [u])


def fix16(s):
    return ''.join('\ufffd' if 0xD800 <= ord(c) < 0xE000 else c for c in s)


def samples(src, path):
    codec = {'s': ('Shift_JIS', 'cp932'), 'e': ('EUC-JP', None), 'u': ('UTF-8', 'utf-8'),
             'j': ('ISO-2022-JP', None), 'w': ('windows-1252', 'cp1252'),
             'le': ('UTF-16LE', 'utf-16-le'), 'be': ('UTF-16BE', 'utf-16-be'), 'a': ('UTF-8', 'ascii')}
    with open(src, encoding='utf-8') as f, open(path, 'w', encoding='utf-8') as out:
        for line in f:
            if line.startswith('#') or not line.strip():
                continue
            names, reader, text = line.rstrip('\n').split('\t')
            text, _, cut = text.partition('~') if text[-2:-1] == '~' else (text, '', '')
            for name in names.split(','):
                label, enc = codec[name]
                data = b''
                if enc:
                    data = text.encode(enc)
                elif name == 'e':
                    data = b''.join(to_euc(c) for c in text)
                else:
                    data = to_jis(text)
                if cut:
                    data = data[:-int(cut)]
                out.write('%s %s %s %s\n' % (label, reader, data.hex(), text))


def cell(c):
    """Row and cell (0x21..0x7E each) by way of Shift_JIS, which has the NEC and IBM rows."""
    raw = c.encode('cp932')
    if len(raw) != 2 or raw[0] >= 0xF0:     # IBM extension: the NEC selection has it, too
        for lead in (0xED, 0xEE):
            for trail in range(0x40, 0xFD):
                try:
                    if bytes((lead, trail)).decode('cp932') == c:
                        raw = bytes((lead, trail))
                except UnicodeDecodeError:
                    pass
    ptr = (raw[0] - (0x81 if raw[0] < 0xA0 else 0xC1)) * 188 + raw[1] - (0x40 if raw[1] < 0x7F else 0x41)
    return bytes((0x21 + ptr // 94, 0x21 + ptr % 94))


def to_euc(c):
    if c < '\x80':
        return c.encode()
    if '\uff61' <= c <= '\uff9f':
        return bytes((0x8E, ord(c) - 0xFF61 + 0xA1))
    return bytes(b | 0x80 for b in cell(c))


def to_jis(text):
    out, wide = b'', False
    for c in text:
        if (c >= '\x80') != wide:
            wide = not wide
            out += b'\x1b$B' if wide else b'\x1b(B'
        out += cell(c) if wide else c.encode()
    return out + (b'\x1b(B' if wide else b'')


if __name__ == '__main__':
    tables(sys.argv[2]) if sys.argv[1] == 'tables' else samples(sys.argv[2], sys.argv[3])
