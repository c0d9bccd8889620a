#!/usr/bin/env python3
"""Write the hash of element names for src/read/names.c from src/read/elements.def.

A name is found by its length and three of its letters; the multipliers are searched for
until no two names share a slot, so a lookup is one comparison.
"""
import re
import sys

SLOTS = 1024


def search(names):
    state = 1
    for _ in range(2000000):
        k = []
        for _ in range(4):
            state = (state * 6364136223846793005 + 1442695040888963407) & (2**64 - 1)
            k.append(state >> 52)
        taken = set()
        for n in names:
            b = n.encode()
            h = (b[0] * k[0] + b[len(b) // 2] * k[1] + b[-1] * k[2] + len(b) * k[3]) & (SLOTS - 1)
            if h in taken:
                break
            taken.add(h)
        else:
            return k
    sys.exit("no perfect hash found: use more slots")


def main(source, path):
    with open(source, encoding="ascii") as f:
        names = re.findall(r'^MU_ELEMENT\(\w+, "([a-z0-9]+)"\)', f.read(), re.M)
    assert len(names) < 255 and max(map(len, names)) < 16
    k = search(names)
    index = [0] * SLOTS
    for i, n in enumerate(names):
        b = n.encode()
        h = (b[0] * k[0] + b[len(b) // 2] * k[1] + b[-1] * k[2] + len(b) * k[3]) & (SLOTS - 1)
        index[h] = i + 1
    with open(path, "w", encoding="ascii", newline="\n") as f:
        f.write("/* Made by tools/gen_elements.py from elements.def. */\n")
        f.write("enum { ELEMENT_MAX = %d };\n\n" % max(map(len, names)))
        f.write("static inline unsigned\nelement_slot(unsigned first, unsigned middle, unsigned last, unsigned n)\n{\n"
                "\treturn (first * %du + middle * %du + last * %du + n * %du) & %du;\n}\n\n"
                % (*k, SLOTS - 1))
        f.write("static const uint8_t element_index[%d] = {\n" % SLOTS)
        for i in range(0, SLOTS, 16):
            f.write("\t" + ", ".join("%d" % v for v in index[i:i + 16]) + ",\n")
        f.write("};\n\n/* Padded so that 16 bytes can be compared at once. */\n"
                "static const char element_names[%d][16] = {\n\t\"\",\n" % (len(names) + 1))
        for n in names:
            f.write('\t"%s",\n' % n)
        f.write("};\n\nstatic const uint8_t element_lens[%d] = {\n\t0,\n" % (len(names) + 1))
        for n in names:
            f.write("\t%d,\n" % len(n))
        f.write("};\n")


main(sys.argv[1], sys.argv[2])
