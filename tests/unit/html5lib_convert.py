#!/usr/bin/env python3
"""Feed the html5lib tokenizer tests to test_token, one line per case and initial state.

usage: html5lib_convert.py DEFAULT_FOLDER [PROGRAM]     (MUSHI_HTML5LIB overrides the folder)

Without PROGRAM the lines go to standard output. A line has five fields between tabs:
name, initial state, last start tag, input, expected tokens; input and all strings in the
tokens are hexadecimal UTF-8. A case that does not apply is "skip", its name, the reason;
where there is no such folder the only line is "absent" and its name.
"""
import json
import os
import re
import subprocess
import sys
from pathlib import Path

STATES = {"Data state": "data", "RCDATA state": "rcdata", "RAWTEXT state": "rawtext",
          "Script data state": "script", "PLAINTEXT state": "plaintext",
          "CDATA section state": "cdata"}


def unescape(s):
    return re.sub(r"\\u([0-9A-Fa-f]{4})", lambda m: chr(int(m[1], 16)), s)


def join_pairs(s):
    """Two escaped surrogates are one character; raises for a lone one."""
    return s.encode("utf-16-le", "surrogatepass").decode("utf-16-le")


def hexed(s):
    return s.encode("utf-8").hex()


def one_token(t, f):
    kind = t[0]
    if kind == "Character":
        return "C:" + hexed(f(t[1]))
    if kind == "Comment":
        return "M:" + hexed(f(t[1]))
    if kind == "EndTag":
        return "E:" + hexed(f(t[1]))
    if kind == "StartTag":
        attrs = "".join("," + hexed(f(k)) + "=" + hexed(f(v)) for k, v in t[2].items())
        return "S:" + hexed(f(t[1])) + attrs + ("/" if len(t) > 3 and t[3] else "")
    if kind == "DOCTYPE":
        ids = ",".join("-" if x is None else "+" + hexed(f(x)) for x in t[1:4])
        return "D:" + ids + ("" if t[4] else "!")
    raise ValueError(kind)


def lines(folder):
    for path in sorted(folder.glob("*.test")):
        doc = json.loads(path.read_text(encoding="utf-8"))
        for i, t in enumerate(doc.get("tests", doc.get("xmlViolationTests", []))):
            name = "%s/%d" % (path.name, i)
            coerced = "xmlViolationTests" in doc and t["description"] != "FF between attributes"
            double = t.get("doubleEscaped", False)
            f = (lambda s: join_pairs(unescape(s))) if double else join_pairs
            for state in t.get("initialStates", ["Data state"]):
                if coerced:
                    yield "skip\t%s\tcoercion to an XML infoset is no part of tokenization" % name
                    continue
                try:
                    data = hexed(f(t["input"]))
                    want = " ".join(one_token(x, f) for x in t["output"])
                except UnicodeDecodeError:
                    yield "skip\t%s\ta lone surrogate cannot be written in UTF-8" % name
                    continue
                yield "\t".join([name, STATES[state], hexed(t.get("lastStartTag", "")), data, want])


def main():
    folder = Path(os.environ.get("MUSHI_HTML5LIB", sys.argv[1])) / "tokenizer"
    if folder.is_dir():
        text = "\n".join(lines(folder)) + "\n"
    else:
        text = "absent\t%s\n" % folder
    if len(sys.argv) < 3:
        sys.stdout.write(text)
        return 0
    return subprocess.run([sys.argv[2], "-"], input=text.encode()).returncode


sys.exit(main())
