#!/usr/bin/env python3
"""words.def and data/official.rec -> tables of src/indicator/tables.h, as C.

usage: gen_tables.py words.def official.rec out.c
"""
import re
import sys


def fail(name, line, text):
    sys.exit(f"{name}:{line}: {text}")


def fold(ch):
    c = ord(ch)
    if 0xFF01 <= c <= 0xFF5E:
        return chr(c - 0xFEE0)
    return ch


def read_words(path):
    words = []
    for no, line in enumerate(open(path, encoding="utf-8"), 1):
        if not line.startswith("MU_IND_WORD"):
            continue
        m = re.fullmatch(r'MU_IND_WORD\((\w+), "([^"]+)", "([^"]*)"\)\n', line)
        if not m:
            fail(path, no, "not a word line")
        kind, word, arg = m.groups()
        if word != word.lower() or any(fold(c) != c for c in word):
            fail(path, no, "word must be lower case and half width: " + word)
        for k, w, _, _ in words:
            if k == kind and word.startswith(w) and word != w:
                pass  # longest first is done below
            if k == kind and w == word:
                fail(path, no, "word twice: " + word)
        words.append((kind, word, arg, no))
    return words


def read_records(path):
    rec, out = {}, []
    for no, line in enumerate(open(path, encoding="utf-8"), 1):
        line = line.rstrip("\n")
        if line.startswith("#"):
            continue
        if not line.strip():
            if rec:
                out.append(rec)
            rec = {}
            continue
        key, sep, value = line.partition(": ")
        if not sep:
            fail(path, no, "no key")
        rec.setdefault(key, []).append(value.strip())
    if rec:
        out.append(rec)
    return out


def e164(number):
    if re.fullmatch(r"#?\d{3,4}", number):
        return number
    d = re.sub(r"\D", "", number)
    if not d.startswith("0"):
        sys.exit("official.rec: no domestic number: " + number)
    return "+81" + d[1:]


def c(s):
    return '"' + s.replace("\\", "\\\\").replace('"', '\\"') + '"'


def main():
    words = read_words(sys.argv[1])
    records = read_records(sys.argv[2])
    words.sort(key=lambda w: (ord(w[1][0]), -len(w[1]), w[1]))
    o = ["/* Made by gen_tables.py; do not edit. */", '#include "indicator/tables.h"', ""]
    o.append("const struct mu_ind_word mu_ind_word_list[] = {")
    for kind, word, arg, _ in words:
        o.append(f"\t{{{c(word)}, {c(arg)}, MU_IW_{kind}}},")
    o.append("};")
    first = {}
    for i, w in enumerate(words):
        a, b = first.get(ord(w[1][0]), (i, i))
        first[ord(w[1][0])] = (a, i + 1)
    o.append("const struct mu_ind_first mu_ind_first_list[] = {")
    for cp in sorted(first):
        o.append(f"\t{{{cp:#x}, {first[cp][0]}, {first[cp][1]}}},")
    o.append("};")
    o.append(f"const unsigned mu_ind_first_n = {len(first)};")

    lead = [[0] * 64 for _ in range(16)]

    def trigger(cp):
        b = chr(cp).encode("utf-8")
        if len(b) == 3:
            lead[b[0] & 15][b[1] & 63] |= 1 << (b[2] & 63)

    for cp in first:
        if cp >= 0x80:
            trigger(cp)
        else:
            # the same letter, full width
            for ch in {chr(cp), chr(cp).upper()}:
                trigger(ord(ch) + 0xFEE0)
    for ch in "〇零○◯一壱壹弌二弐貳貮三参參四肆五伍六陸七漆八捌九玖十拾百佰陌千仟阡万萬億":
        trigger(ord(ch))
    for ch in "０１２３４５６７８９＠：．。（［★":
        if ch != "。":
            trigger(ord(ch))
    for a, b in ((0x2460, 0x2468), (0x2474, 0x247C), (0x2776, 0x277E), (0x2780, 0x2788),
                 (0x278A, 0x2792), (0x24F5, 0x24FD), (0x24EA, 0x24EA), (0x24FF, 0x24FF)):
        for cp in range(a, b + 1):
            trigger(cp)
    o.append("const uint64_t mu_ind_lead[16][64] = {")
    for i, row in enumerate(lead):
        if any(row):
            o.append(f"\t[{i}] = {{")
            for j, v in enumerate(row):
                if v:
                    o.append(f"\t\t[{j}] = {v:#x},")
            o.append("\t},")
    o.append("};")
    heads = [0] * 1024
    for text in [w[1] for w in words if ord(w[1][0]) < 0x80] + ["bc1", "ltc"]:
        raw = text.encode("utf-8")
        if len(raw) < 3:
            sys.exit("words.def: too short: " + text)
        heads[(raw[0] & 31) << 5 | (raw[1] & 31)] |= 1 << (raw[2] & 31)
        if " " in text[:3] or "-" in text[:3]:
            sys.exit("words.def: no blank or hyphen in the first three: " + text)
    o.append("const uint32_t mu_ind_heads[1024] = {")
    for i, v in enumerate(heads):
        if v:
            o.append(f"\t[{i}] = {v:#x},")
    o.append("};")

    phones, hosts = {}, {}
    for r in records:
        for p in r.get("phone", []):
            phones.setdefault(e164(p), r["id"][0])
        for h in r.get("host", []):
            hosts.setdefault(h, r["id"][0])
    for name, table in (("phone", phones), ("host", hosts)):
        o.append(f"const struct mu_ind_official mu_ind_official_{name}s[] = {{")
        for v in sorted(table, key=lambda s: s.encode()):
            o.append(f"\t{{{c(v)}, {c(table[v])}}},")
        o.append("};")
        o.append(f"const unsigned mu_ind_official_{name}_n = {len(table)};")
    with open(sys.argv[3], "w", encoding="utf-8") as f:
        f.write("\n".join(o) + "\n")


if __name__ == "__main__":
    main()
