#!/usr/bin/env python3
"""The corpus: templates of frauds and of honest texts that look like them.

  tools/corpus.py expand OUTDIR [--split train|dev|test|all] [--side fraud|honest]
  tools/corpus.py check  [FILE.tmpl ...]
  tools/corpus.py stats

Templates are tests/corpus/{fraud,honest}/*.tmpl; tests/corpus/README.md describes the format.
`expand` writes every item in its own encoding, and OUTDIR/labels.jsonl with the truth.
`check` finds wrong labels, unused slots, text that its encoding cannot hold, telephone numbers,
hosts, addresses and wallets that could belong to somebody, and texts that are too alike to
stand in two templates (they would leak from the training part into the test part).
"""
import argparse
import collections
import hashlib
import html
import json
import os
import re
import sys
import unicodedata
import zlib

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tests", "corpus")

KINDS = {"one-click", "one-clickware", "fictitious-bill", "fake-warning", "fake-helper",
         "sextortion", "prepaid-fee", "court-abuse", "none"}
EXPECTS = {"fraud", "suspicious", "about", "court", "none"}
HONEST = set("""advice news police consumer-center qa thread fiction training security-product
confirmation invoice dunning terms tokushoho age-gate adult-shop court legal sign-in everyday
helper-lawyer library tax carrier""".split())
FORMATS = {"html", "text"}
CODECS = {"utf-8": "utf-8", "shift_jis": "cp932", "euc-jp": "euc_jp", "iso-2022-jp": "iso2022_jp",
          "utf-16": "utf-16", "utf-16le": "utf-16", "utf-16be": "utf-16-be",
          "euc-kr": "cp949", "gb18030": "gb18030", "big5": "cp950"}
LABELS = {"utf-8": "UTF-8", "shift_jis": "Shift_JIS", "euc-jp": "EUC-JP",
          "iso-2022-jp": "ISO-2022-JP", "utf-16": "UTF-16", "utf-16le": "UTF-16LE",
          "utf-16be": "UTF-16BE", "euc-kr": "EUC-KR", "gb18030": "GB18030", "big5": "Big5"}
IND_KEYS = {"phones", "prices", "deadlines", "accounts", "emails", "urls", "domains", "ids",
            "ips", "line_ids", "crypto", "payment_routes"}
KEYS = {"template", "kind", "subkind", "expect", "honest", "lang", "format", "medium",
        "encoding", "declared", "disguise", "note"}
# JIS tables differ in which of two look-alikes they hold; real editors write the one that fits.
CP932_FIT = str.maketrans("〜−‖—¢£¬·¥", "～－∥―￠￡￢・￥")
JIS_FIT = str.maketrans("～－∥—￠￡￢·¥", "〜−‖―¢£¬・￥")


class Template:
    def __init__(self, path, line, side):
        self.path, self.line, self.side = path, line, side
        self.head, self.slots, self.inds, self.body = {}, {}, [], ""
        self.ind_lines = []
        self.body_line = line

    def get(self, key, default=None):
        return self.head.get(key, default)

    @property
    def id(self):
        return self.head.get("template", "?")

    @property
    def encoding(self):
        return self.head.get("encoding", "utf-8").lower()

    @property
    def split(self):
        first = hashlib.sha256(self.id.encode()).digest()[0]
        return "dev" if 154 <= first < 180 else "test" if 205 <= first < 231 else "train"

    @property
    def count(self):
        return max([1] + [len(s) for s in self.slots.values()])

    def charset(self):
        declared = self.head.get("declared", "")
        return LABELS.get(self.encoding, self.encoding) if declared in ("", "none") else declared

    def fill(self, text, i, canonical=False):
        for _ in range(3):  # a slot's wording may hold other slots
            def sub(m):
                name = m.group(1)
                if name == "charset":
                    return self.charset()
                opts = self.slots.get(name)
                if not opts:
                    return m.group(0)
                shown, value = opts[min(i, len(opts) - 1)]
                return value if canonical else shown
            new = re.sub(r"\{\{([A-Za-z0-9_-]+)\}\}", sub, text)
            if new == text:
                break
            text = new
        return text

    def text(self, i):
        return self.fill(self.body, i)

    def indicators(self, i):
        """What a reader must find: {key: [values]}, or None when nobody labelled it."""
        if "unlabelled" in self.inds:
            return None
        found = {}
        for ind in self.inds:
            key, _, value = ind.partition(" ")
            value = self.fill(value.strip(), i, True)
            if value in ("", "-"):  # a slot option without this indicator
                continue
            if key == "prices" and re.fullmatch(r"\d+", value):
                value = int(value)
            if value not in found.setdefault(key, []):
                found[key].append(value)
        return found

    def data(self, i):
        text = self.text(i)
        enc = self.encoding
        if enc == "shift_jis":
            text = text.translate(CP932_FIT)
        elif enc in ("euc-jp", "iso-2022-jp"):
            text = text.translate(JIS_FIT)
        raw = text.encode(CODECS[enc])
        return b"\xfe\xff" + raw if enc == "utf-16be" else raw


def split_options(value):
    opts = [""]
    for part in re.split(r"(\\\||\|)", value):
        if part == "|":
            opts.append("")
        else:
            opts[-1] += "|" if part == "\\|" else part
    out = []
    for o in opts:
        shown, arrow, canon = o.partition("=>")
        shown = shown.strip().replace("\\n", "\n")
        out.append((shown, canon.strip() if arrow else shown))
    return out


def parse(path, side, report):
    with open(path, encoding="utf-8") as f:
        lines = f.read().split("\n")
    out, t, n = [], None, 0
    while n < len(lines):
        line = lines[n]
        n += 1
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("template:") and t is None:
            t = Template(path, n, side)
        if t is None:
            report(path, n, "text outside a template: " + line[:40])
            continue
        key, colon, value = line.partition(":")
        value = value.strip()
        if line.startswith("body:"):
            body = []
            t.body_line = n
            while n < len(lines) and lines[n] != "%%":
                body.append(lines[n])
                n += 1
            if n >= len(lines):
                report(path, t.line, "body without %%")
            n += 1
            t.body = "\n".join(body) + "\n"
            out.append(t)
            t = None
        elif line.startswith("slot "):
            name = key[5:].strip()
            if name in t.slots:
                report(path, n, "slot twice: " + name)
            t.slots[name] = split_options(value)
        elif key == "ind":
            t.inds.append(value)
            t.ind_lines.append(n)
        elif colon and key in KEYS:
            if key in t.head:
                report(path, n, "key twice: " + key)
            t.head[key] = value
        else:
            report(path, n, "unknown line: " + line[:40])
            if line.startswith("<"):
                t = None
    if t is not None:
        report(path, t.line, "template without body")
    return out


def load(report, files=None, sides=("fraud", "honest")):
    out = []
    for side in sides:
        folder = os.path.join(ROOT, side)
        if not os.path.isdir(folder):
            continue
        for name in sorted(os.listdir(folder)):
            path = os.path.normpath(os.path.join(folder, name))
            if name.endswith(".tmpl"):
                out += parse(path, side, report)
    if files:
        keep = {os.path.abspath(f) for f in files}
        for t in out:
            t.wanted = os.path.abspath(t.path) in keep
    else:
        for t in out:
            t.wanted = True
    return out


# -- what could belong to somebody ---------------------------------------------------------------

OFFICIAL = {"0120210364", "0120277535", "0334460999", "0359787509", "0362626794", "0570016811",
            "0570017109", "0570078374", "0570078377", "0570783110", "0570064370", "0570000911"}
ZERO_PHONE = re.compile(r"""(0[36]0000\d{4} | 0[1-9]\d000\d{4} | 0[1-9]\d{2}00\d{4}
    | 0120000\d{3} | 0800000\d{4} | 0570000\d{3} | 0990000\d{3} | 0[5-9]00000\d{4})""", re.X)
PHONE = re.compile(r"(?<![\d.:/=#&A-Za-z_-])(\+?\(?0?\d{1,4}\)?(?:[-. ()/]{1,2}\(?\d{1,5}\)?){1,4}|0\d{9,10})"
                   r"(?![\d]|[-.]\d)")
HOST = re.compile(r"(?:(?<=://)|(?<=@)|(?<![\w.-])(?=www\.)|(?<![\w./-]))((?:[a-z0-9_-]+\.)+[a-z]{2,})"
                  r"(?![\w-])", re.I)
BARE_TLD = set("""com net jp org info biz xyz top cn ru co tv cc site online club shop vip kr tw
de uk us eu in me app dev io link live win work fun icu""".split())
HOST_OK = re.compile(r"(^|\.)(example|test|invalid|localhost|local|lan)$"
                     r"|(^|\.)example\.(com|net|org|jp|edu|(co|ne|or|go|ac|gr|ed|lg|ad)\.jp|"
                     r"cn|kr|tw|com\.cn|co\.kr|com\.tw|co\.uk|de|eu|us)$", re.I)
HOST_PUBLIC = re.compile(r"(^|\.)(w3\.org|schema\.org|[a-z0-9-]+\.go\.jp|[a-z0-9.-]+\.lg\.jp|"
                         r"antiphishing\.jp|nichibenren\.or\.jp|dekyo\.or\.jp|soudan-yoyaku\.jp|"
                         r"internethotline\.jp|ipa\.go\.jp|zenginkyo\.or\.jp|line\.me|lin\.ee|"
                         r"houterasu\.or\.jp)$", re.I)
QUAD = re.compile(r"(?<![\d./vV-])(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?![\d.])")
V6 = re.compile(r"(?<![\w:])((?:[0-9a-f]{1,4}:){2,7}(?::|[0-9a-f]{1,4})[0-9a-f:]*)(?![\w:])", re.I)
WALLET = re.compile(r"(?<![\w/+=])(bc1[a-z0-9]{20,}|BC1[A-Z0-9]{20,}|[13][1-9A-HJ-NP-Za-km-z]{25,34}"
                    r"|T[1-9A-HJ-NP-Za-km-z]{33}|0x[0-9a-fA-F]{40}|ltc1[a-z0-9]{20,})(?![\w/+=])")
# Test vectors of BIP-173, BIP-350, EIP-55 and addresses printed in public documentation.
WALLET_OK = {w.lower() for w in """1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa
1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2 3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy
BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4
bc1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3qccfmv3
bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0
0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed 0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359
0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB 0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb""".split()}
DASHES = str.maketrans("‐‑‒–—―−ー－ｰ〜～", "-----------" + "-")


def reserved_phone(digits, side):
    d = digits.lstrip("+")
    if re.fullmatch(r"(00|010|0)?1?\d{3}55501\d{2}", d):  # North America, fiction only
        return True
    if re.fullmatch(r"(0|81|01081|0081)?(0[36]|[36])0000\d{4}", d):
        return True
    if re.fullmatch(r"44(0?)20794[06]0\d{3}", d) or re.fullmatch(r"01044207946\d{4}", d):
        return True  # London, drama numbers
    d = re.sub(r"^(010|00)?81(0?)(?=[1-9])", "0", d)
    if ZERO_PHONE.fullmatch(d):
        return True
    if side == "honest" and d in OFFICIAL:
        return True
    return bool(re.fullmatch(r"0+", d)) or bool(re.search(r"0{6}$", d))


def looks_dialled(s, digits):
    """Groups that have the form of a telephone number, not of a date, price or account."""
    if re.fullmatch(r"0\d{9,10}", s):
        return True
    if s.startswith("+") and 9 <= len(digits) <= 15:
        return True
    if re.match(r"\(?0\d", s) and 9 <= len(digits) <= 15 and len(re.findall(r"\d+", s)) >= 3:
        return not re.match(r"0\d{2,3}[- ]\d{3,8}$", s)
    return bool(re.match(r"1[-. (]", s)) and len(digits) == 11


def phones_in(dashed):
    for m in PHONE.finditer(dashed):
        s = m.group(1)
        if s.count("(") > s.count(")"):
            s = s[:s.rindex("(")]  # "03-0000-1234(10:00-18:00)"
        digits = re.sub(r"\D", "", s)
        most = 11 if re.match(r"0([5-9]0|800)", digits) else 10
        while re.match(r"0[1-9]", s) and len(digits) > most and re.search(r"\d[ /]+\d+$", s):
            s = re.sub(r"[ /]+\d+$", "", s)  # "03-0000-1234 3 days"
            digits = re.sub(r"\D", "", s)
        if looks_dialled(s, digits):
            yield s, digits


def hostile(text, side):
    """Things in the text that might belong to somebody real."""
    plain = unicodedata.normalize("NFKC", text)
    plain = re.sub("[\u200b-\u200f\u2060\ufeff\u00ad]", "", plain)
    dashed = plain.translate(DASHES)
    for s, digits in phones_in(dashed):
        if not reserved_phone(digits, side):
            if QUAD.fullmatch(s) or re.fullmatch(r"\(?\d{4}[-./ ]\d\d?[-./ ]\d\d?", s):
                continue
            yield "telephone number not reserved: " + s
    for m in HOST.finditer(plain):
        host = m.group(1).lower()
        before = plain[max(0, m.start() - 3):m.start()]
        explicit = before.endswith("://") or before.endswith("@") or host.startswith("www.")
        if not explicit and host.rsplit(".", 1)[1] not in BARE_TLD:
            continue
        if not explicit and re.match(r"\s*[=(\[]", plain[m.end():m.end() + 2]):
            continue  # a member of a script object
        if HOST_OK.search(host) or (HOST_PUBLIC.search(host)):
            continue
        if host.split(".")[0] in ("document", "window", "navigator", "screen", "self", "this"):
            continue
        yield "host not reserved: " + host
    for m in QUAD.finditer(plain):
        q = tuple(int(x) for x in m.groups())
        if q[:3] in ((192, 0, 2), (198, 51, 100), (203, 0, 113)) or q[0] in (0, 10, 127, 255) \
                or q[:2] == (192, 168) or (q[0] == 172 and 16 <= q[1] < 32):
            continue
        if max(q) > 255 or re.search(r"(版|バージョン|version|ver\.?|build)\s*$",
                                     plain[:m.start()][-12:], re.I):
            continue
        yield "IP address not reserved: " + m.group(0)
    for m in V6.finditer(plain):
        s = m.group(1).lower()
        if re.fullmatch(r"(\d{1,2}:)+\d{1,2}", s) or s.startswith(("2001:db8:", "fe80:", "::")) \
                or len(re.findall(r"[0-9a-f]{2}", s)) == s.count(":") + 1:
            continue  # clock times, reserved, MAC addresses
        yield "IPv6 address not reserved: " + s
    for m in WALLET.finditer(plain):
        if m.group(1).lower() not in WALLET_OK:
            yield "wallet not a published test vector: " + m.group(1)


def missing_labels(t, i):
    """Plainly written prices and telephone numbers that no `ind:` line names."""
    labels = t.indicators(i)
    if labels is None:
        return
    plain = unicodedata.normalize("NFKC", re.sub(r"(?is)<style.*?</style>|<[^>]*>", " ", t.text(i)))
    plain = re.sub("[\u200b-\u200f\u2060\ufeff\u00ad]", "", plain)
    for m in re.finditer(r"(?<![\d,.])(\d[\d,]*)(?:万(?:(\d)千|(\d{4}))?)?\s*円|[¥\\]\s?(\d[\d,]*)",
                         plain):
        n = int((m.group(1) or m.group(4)).replace(",", ""))
        if "万" in m.group(0):
            n = n * 10000 + int(m.group(2) or 0) * 1000 + int(m.group(3) or 0)
        if n and n not in labels.get("prices", []):
            yield "price without ind: %s" % m.group(0)
    for s, digits in phones_in(plain.translate(DASHES)):
        if digits[-7:] not in " ".join(p[-7:] for p in labels.get("phones", [])):
            yield "telephone number without ind: %s" % s


# -- near duplicates -----------------------------------------------------------------------------

def skeleton(text):
    shown = " ".join(re.findall(r"""(?is)\b(?:alt|title|aria-label|placeholder)\s*=\s*["']([^"']*)""",
                                text))
    text = html.unescape(re.sub(r"(?is)<(script|style).*?</\1>|<[^>]*>", " ", text) + shown)
    text = unicodedata.normalize("NFKC", text).lower()
    return re.sub(r"[\W\d_]+", "", text)


def grams(text):
    s = skeleton(text)
    return frozenset(zlib.crc32(s[i:i + 5].encode()) for i in range(max(1, len(s) - 4)))


def near_duplicates(templates, report):
    # A sketch (every eighth gram by value) rules out nearly all pairs cheaply.
    items = []
    for t in templates:
        for i in range(t.count):
            g = grams(t.text(i))
            sketch = frozenset(x for x in g if x % 8 == 0) if len(g) > 200 else g
            items.append((len(g), t, i, g, sketch))
    items.sort(key=lambda x: x[0])
    told = set()
    for a in range(len(items)):
        na, ta, ia, ga, sa = items[a]
        for b in range(a + 1, len(items)):
            nb, tb, ib, gb, sb = items[b]
            if na < 0.6 * nb:
                break
            if ta is tb or not (ta.wanted or tb.wanted):
                continue
            if na > 200 and len(sa & sb) < 0.4 * min(len(sa), len(sb)):
                continue
            both = len(ga & gb)
            if both > 0.6 * (na + nb - both):
                pair = tuple(sorted((ta.id, tb.id)))
                if pair in told:
                    continue
                told.add(pair)
                report(ta.path, ta.line, "%s/%d is %.2f like %s (%s:%d)" % (
                    ta.id, ia + 1, both / (na + nb - both), tb.id,
                    os.path.relpath(tb.path), tb.line))


# -- commands ------------------------------------------------------------------------------------

def check_template(t, report):
    def bad(msg, line=None):
        report(t.path, line or t.line, "%s: %s" % (t.id, msg))

    g = t.get
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", t.id):
        bad("id is not lower case with dashes")
    if g("kind") not in KINDS:
        bad("unknown kind: %s" % g("kind"))
    if g("expect") not in EXPECTS:
        bad("unknown expect: %s" % g("expect"))
    if t.side == "fraud" and (g("kind") == "none" or not g("subkind")):
        bad("a fraud needs a kind and a subkind")
    if t.side == "honest" and g("honest") not in HONEST:
        bad("unknown honest: %s" % g("honest"))
    if t.side == "honest" and g("expect") == "fraud":
        bad("an honest text is not expected to be fraud")
    if g("expect") == "about" and g("kind") == "none":
        bad("about what? kind is none")
    if g("format") not in FORMATS:
        bad("unknown format: %s" % g("format"))
    if not re.fullmatch(r"[a-z]{2}(-[A-Za-z]+)?", g("lang", "")):
        bad("lang is missing")
    if not g("medium"):
        bad("medium is missing")
    if t.encoding not in CODECS:
        bad("unknown encoding: " + t.encoding)
        return
    if t.count > 3:
        bad("more than three options in a slot")
    every = t.body + "".join(s for o in t.slots.values() for s, _ in o)
    for name in t.slots:
        if "{{%s}}" % name not in every:
            bad("slot not used: " + name)
    if g("format") == "html":
        if "{{charset}}" not in t.body and g("declared") != "none":
            bad("html without {{charset}} needs `declared: none`")
        if "{{charset}}" in t.body and g("declared") == "none":
            bad("{{charset}} in a page that declares none")
    for name, opts in t.slots.items():
        for shown, value in opts:
            digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", shown))
            if re.fullmatch(r"\+\d{8,}", value) and len(digits) >= 9 and digits[-8:] != value[-8:]:
                bad("slot %s: %s is not %s" % (name, shown, value))
    for ind, line in zip(t.inds, t.ind_lines):
        key = ind.split(" ")[0]
        if ind != "unlabelled" and (key not in IND_KEYS or " " not in ind):
            bad("unknown indicator: " + ind, line)
    if len(t.body.strip()) < 12:
        bad("body is empty")
    for i in range(t.count):
        text = t.text(i)
        left = re.search(r"\{\{[^}]*\}\}", text)
        if left:
            bad("no such slot: " + left.group(0))
            break
        try:
            t.data(i)
        except UnicodeEncodeError as e:
            bad("variant %d: %s cannot hold %r" % (
                i + 1, t.encoding, e.object[e.start:e.end]), t.body_line)
        for found in hostile(text, t.side):
            bad("variant %d: %s" % (i + 1, found), t.body_line)
        if t.side == "fraud":
            for found in missing_labels(t, i):
                bad("variant %d: %s" % (i + 1, found), t.body_line)
        for key, values in (t.indicators(i) or {}).items():
            for v in values:
                if "{{" in str(v):
                    bad("no such slot in ind: %s" % v)
                elif key == "phones" and not re.fullmatch(r"\+[1-9]\d{6,14}", v):
                    bad("phone is not E.164: %s" % v)
                elif key == "prices" and not re.fullmatch(r"\d+(\.\d\d)?( [A-Z]{3})?", str(v)):
                    bad("price is not a number: %s" % v)
                elif key == "deadlines" and not re.fullmatch(
                        r"P(?!$)(\d+[YMWD])*(T(\d+[HMS])+)?|(\d{4}|-)-\d\d-\d\d(T\d\d:\d\d(:\d\d)?)?", v):
                    bad("deadline is not ISO 8601: %s" % v)
    if t.count > 1 and len({t.text(i) for i in range(t.count)}) < t.count:
        bad("two variants are equal")


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    sub = ap.add_subparsers(dest="cmd", required=True)
    ex = sub.add_parser("expand")
    ex.add_argument("outdir")
    ex.add_argument("--split", choices=["train", "dev", "test", "all"], default="all")
    ex.add_argument("--side", choices=["fraud", "honest"])
    ck = sub.add_parser("check")
    ck.add_argument("files", nargs="*")
    sub.add_parser("stats")
    args = ap.parse_args()

    errors = []

    def report(path, line, msg):
        errors.append((os.path.relpath(path), line, msg))

    templates = load(report, getattr(args, "files", None))
    if args.cmd == "check":
        ids = {}
        for t in templates:
            if t.id in ids:
                report(t.path, t.line, "id twice: %s (%s:%d)" % (
                    t.id, os.path.relpath(ids[t.id].path), ids[t.id].line))
            ids[t.id] = t
            if t.wanted:
                check_template(t, report)
        near_duplicates(templates, report)
    for path, line, msg in sorted(errors):
        print("%s:%d: %s" % (path, line, msg), file=sys.stderr)
    if args.cmd == "check":
        print("%d templates, %d items, %d errors" % (
            len(templates), sum(t.count for t in templates), len(errors)))
        return 1 if errors else 0
    if args.cmd == "stats":
        stats(templates)
        return 1 if errors else 0

    os.makedirs(args.outdir, exist_ok=True)
    n = 0
    with open(os.path.join(args.outdir, "labels.jsonl"), "w", encoding="utf-8") as labels:
        for t in templates:
            if args.split not in ("all", t.split) or args.side not in (None, t.side):
                continue
            for i in range(t.count):
                name = "%s-%d.%s" % (t.id, i + 1, "html" if t.get("format") == "html" else "txt")
                with open(os.path.join(args.outdir, name), "wb") as f:
                    f.write(t.data(i))
                kind = t.get("kind")
                disguise = [d.strip() for d in t.get("disguise", "").split(",") if d.strip()]
                labels.write(json.dumps({
                    "file": name, "id": "%s-%d" % (t.id, i + 1), "template": t.id,
                    "variant": i + 1, "split": t.split, "side": t.side,
                    "kind": None if kind == "none" else kind, "subkind": t.get("subkind"),
                    "expect": t.get("expect"), "honest": t.get("honest"), "lang": t.get("lang"),
                    "format": t.get("format"), "medium": t.get("medium"),
                    "encoding": t.encoding, "declared": t.get("declared"), "disguise": disguise,
                    "indicators": t.indicators(i)}, ensure_ascii=False) + "\n")
                n += 1
    print("%d items in %s" % (n, args.outdir))
    return 1 if errors else 0


def stats(templates):
    for what, key in (
            ("side", lambda t: t.side), ("expect", lambda t: t.get("expect")),
            ("kind", lambda t: "%s %s" % (t.side, t.get("kind"))),
            ("subkind", lambda t: "%s/%s" % (t.get("kind"), t.get("subkind"))
                if t.side == "fraud" else None),
            ("honest", lambda t: t.get("honest")),
            ("lang", lambda t: t.get("lang")), ("format", lambda t: t.get("format")),
            ("medium", lambda t: t.get("medium")),
            ("encoding", lambda t: t.encoding),
            ("declared", lambda t: t.get("declared", "true") if t.get("format") == "html" else None),
            ("disguise", lambda t: "yes" if t.get("disguise") else "no")):
        count = collections.defaultdict(lambda: collections.Counter())
        for t in templates:
            k = key(t)
            if k is None:
                continue
            c = count[k]
            c["templates"] += 1
            c["items"] += t.count
            c[t.split] += t.count
        if not count:
            continue
        print("%-36s %9s %6s %6s %5s %5s" % (what, "templates", "items", "train", "dev", "test"))
        for k in sorted(count, key=str):
            c = count[k]
            print("  %-34s %9d %6d %6d %5d %5d" % (
                k, c["templates"], c["items"], c["train"], c["dev"], c["test"]))
        print()
    print("%d templates, %d items" % (len(templates), sum(t.count for t in templates)))


if __name__ == "__main__":
    try:
        sys.exit(main())
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        sys.exit(0)
