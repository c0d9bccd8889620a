#!/usr/bin/env python3
"""Write the hash of element names for src/read/names.c from src/read/elements.def.

The first eight letters of a name are read as one number (first letter lowest). A multiplier
is searched for until no two names share a slot, so a lookup is one multiplication and one
comparison.
"""
import re
import sys

BITS = 10


def key(name):
    return int.from_bytes(name.encode()[:8], "little")


def slot(k, factor):
    return ((k * factor) & (2**64 - 1)) >> (64 - BITS)


def search(names):
    factor = 0x9E3779B97F4A7C15
    for _ in range(2000000):
        if len({slot(key(n), factor) for n in names}) == len(names):
            return factor
        factor = (factor * 6364136223846793005 + 1442695040888963407) & (2**64 - 1) | 1
    sys.exit("no perfect hash found: use more slots")


def rows(f, values, per_line):
    for i in range(0, len(values), per_line):
        f.write("\t" + ", ".join(values[i:i + per_line]) + ",\n")


def main(source, path):
    with open(source, encoding="ascii") as f:
        names = re.findall(r'^MU_ELEMENT\(\w+, "([a-z0-9-]+)"\)', f.read(), re.M)
    assert len(names) < 255 and max(map(len, names)) <= 16
    assert len({key(n) for n in names}) == len(names), "names must differ in eight letters"
    factor = search(names)
    index = ["0"] * (1 << BITS)
    for i, n in enumerate(names):
        index[slot(key(n), factor)] = str(i + 1)
    with open(path, "w", encoding="ascii", newline="\n") as f:
        f.write("/* Made by tools/gen_elements.py from elements.def. */\n#include <stdint.h>\n\n#include \"base/str.h\"\n\n")
        f.write("enum { MU_ELEMENT_BITS = %d, MU_ELEMENT_MAX = %d };\n" % (BITS, max(map(len, names))))
        f.write("#define MU_ELEMENT_FACTOR UINT64_C(0x%X)\n\n" % factor)
        f.write("#ifdef MU_ELEMENT_TABLES\nconst uint8_t mu_element_index[1 << MU_ELEMENT_BITS] = {\n")
        rows(f, index, 16)
        f.write("};\n\nconst uint64_t mu_element_keys[] = {\n\t0,\n")
        rows(f, ["UINT64_C(0x%X)" % key(n) for n in names], 4)
        f.write("};\n\nconst struct mu_str mu_element_strs[] = {\n\t{\"\", 0},\n")
        rows(f, ['{"%s", %d}' % (n, len(n)) for n in names], 4)
        f.write("};\n#endif\n")


main(sys.argv[1], sys.argv[2])
