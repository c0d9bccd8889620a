#!/usr/bin/env python3
"""Write the table of named character references for src/read/entities.c.

Source of the names: Python's html.entities.html5, which is the list of the HTML standard
(section 13.5, 2,231 names). Every name without a semicolon ("amp") also exists with one, so
the table holds names without it and a flag for those that may stand alone.
"""
import sys
from html.entities import html5

SLOTS = 4096


def fnv(name):
    h = 0x811C9DC5
    for c in name.encode():
        h = ((h ^ c) * 0x01000193) & 0xFFFFFFFF
    return h


def slot(h):
    return (h ^ h >> 15) & (SLOTS - 1)


def c_bytes(data):
    out = []
    for i in range(0, len(data), 16):
        out.append("\t" + ", ".join("%d" % b for b in data[i:i + 16]) + ",")
    return "\n".join(out)


def main(path):
    names = sorted(n[:-1] for n in html5 if n.endswith(";"))
    bare = {n for n in html5 if not n.endswith(";")}
    for n in bare:
        assert html5[n] == html5[n + ";"] and 2 <= len(n) <= 6, n
    assert len(names) + len(bare) == len(html5) == 2231
    blob, rows, index = bytearray(), [], [0] * SLOTS
    for i, n in enumerate(names):
        value = html5[n + ";"].encode()
        assert n.isascii() and n.isalnum() and len(n) <= 31 and len(value) <= 6
        rows.append((len(blob), len(n), len(value) | (0x80 if n in bare else 0)))
        blob += n.encode() + value
        s = slot(fnv(n))
        while index[s]:
            s = (s + 1) & (SLOTS - 1)
        index[s] = i + 1
    blob += b"\0" * 8  # a value may be read eight bytes at a time
    assert len(blob) < 65536
    with open(path, "w", encoding="ascii", newline="\n") as f:
        f.write("/* Made by tools/gen_entities.py. */\n")
        f.write("enum { REF_SLOTS = %d, REF_NAME_MAX = %d, REF_BARE_MAX = %d };\n\n"
                % (SLOTS, max(map(len, names)), max(map(len, bare))))
        f.write("/* name, value, name, value ... */\nconst unsigned char mu_ref_bytes[] = {\n%s\n};\n\n"
                % c_bytes(blob))
        f.write("const struct ref_row {\n\tuint16_t at;\n\tuint8_t name_n;\n"
                "\tuint8_t value_n; /* | 0x80: may stand without a semicolon */\n} mu_ref_rows[] = {\n")
        for r in rows:
            f.write("\t{%d, %d, %d},\n" % r)
        f.write("};\nconst uint32_t mu_ref_n = %d;\n\n" % len(rows))
        f.write("/* 1 + row by hash, open addressing */\nconst uint16_t mu_ref_index[REF_SLOTS] = {\n%s\n};\n"
                % c_bytes(index))


main(sys.argv[1])
