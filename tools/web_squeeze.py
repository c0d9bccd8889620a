#!/usr/bin/env python3
"""Take out of the engine what a browser knows already: web_squeeze.py IN.wasm OUT.wasm

The tables of old character encodings are in every browser (TextDecoder), so they are zeroed here
and filled again by web/worker.js. Browsers know a few more characters than our tables and a few by
newer code points: those cells are marked or stay, so that the page reads as the command does. The
table of folding is nearly "each letter is itself", so only the differences stay; of the named
references, what follows from their order and names is left out. The module tells where the tables
lie by globals of their names.
"""
import struct
import sys

# Name -> entries of 16 bits; filled by the worker.
FILLED = {'mu_gbk': 126 * 190, 'mu_big5': 126 * 157, 'mu_euckr': 126 * 190, 'mu_jis0208': 94 * 94}
UNASSIGNED = 0xFFFF
PAGES, PAGE = 0x110000 >> 6, 64
REFERENCE_SLOTS = 4096


def leb(data, p):
    value = shift = 0
    while True:
        byte = data[p]
        p += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, p


def signed(data, p):
    value, end = leb(data, p)
    return value - (1 << 7 * (end - p) if data[end - 1] & 64 else 0), end


class Module:
    def __init__(self, data):
        self.data = bytearray(data)
        self.segments = []  # (address, place in the file, bytes)
        self.globals, self.exports = [], {}
        p = 8
        while p < len(data):
            section = data[p]
            size, p = leb(data, p + 1)
            if section == 6:
                self.read_globals(p)
            elif section == 7:
                self.read_exports(p)
            elif section == 11:
                self.read_data(p)
            p += size

    def constant(self, p):
        assert self.data[p] == 0x41, 'an i32.const'
        value, p = signed(self.data, p + 1)
        assert self.data[p] == 0x0B
        return value, p + 1

    def read_globals(self, p):
        n, p = leb(self.data, p)
        for _ in range(n):
            value, p = self.constant(p + 2)
            self.globals.append(value)

    def read_exports(self, p):
        n, p = leb(self.data, p)
        for _ in range(n):
            size, p = leb(self.data, p)
            name = self.data[p:p + size].decode()
            kind = self.data[p + size]
            index, p = leb(self.data, p + size + 1)
            if kind == 3:
                self.exports[name] = index

    def read_data(self, p):
        n, p = leb(self.data, p)
        for _ in range(n):
            mode, p = leb(self.data, p)
            assert mode == 0, 'an active segment'
            at, p = self.constant(p)
            size, p = leb(self.data, p)
            self.segments.append((at, p, size))
            p += size

    def place(self, address, size):
        for at, p, n in self.segments:
            if at <= address and address + size <= at + n:
                return p + address - at
        raise SystemExit(f'{address} lies in no segment')

    def table(self, name, n):
        p = self.place(self.globals[self.exports[name]], 2 * n)
        return p, list(struct.unpack_from(f'<{n}H', self.data, p))


def cell(v, marked=False):
    if v == 0 and marked:
        return UNASSIGNED
    # Private use outside the areas that gb18030 gives to users: browsers have other code points.
    return v if v == 0xE5E5 or 0xE766 <= v <= 0xF8FF else 0


def main():
    m = Module(open(sys.argv[1], 'rb').read())
    for name, n in FILLED.items():
        p, cells = m.table(name, n)
        struct.pack_into(f'<{n}H', m.data, p, *(cell(v, name == 'mu_big5') for v in cells))
    p = m.place(m.globals[m.exports['mu_jis0212_n']], 4)
    n = struct.unpack_from('<I', m.data, p)[0]
    p, cells = m.table('mu_jis0212', n)
    struct.pack_into(f'<{n}H', m.data, p, *map(cell, cells))
    _, page = m.table('mu_fold_page', PAGES)
    first = {}
    for i, x in enumerate(page):
        first.setdefault(x, i)
    pages = len(first)
    if list(first) != list(range(pages)):
        raise SystemExit('the worker counts pages of the fold in the order in which they come up')
    p, code = m.table('mu_fold_code', pages * PAGE)
    for x in range(pages):
        for k in range(PAGE):
            i = x * PAGE + k
            code[i] = (code[i] - (first[x] * PAGE + k)) & 0xFFFF
    struct.pack_into(f'<{len(code)}H', m.data, p, *code)
    p = m.place(m.globals[m.exports['mu_ref_n']], 4)
    rows = m.place(m.globals[m.exports['mu_ref_rows']], 4 * struct.unpack_from('<I', m.data, p)[0])
    for row in range(rows, rows + 4 * struct.unpack_from('<I', m.data, p)[0], 4):
        struct.pack_into('<H', m.data, row, 0)
    p, _ = m.table('mu_ref_index', REFERENCE_SLOTS)
    struct.pack_into(f'<{REFERENCE_SLOTS}H', m.data, p, *[0] * REFERENCE_SLOTS)
    with open(sys.argv[2], 'wb') as f:
        f.write(m.data)


main()
