#!/usr/bin/env python3
"""tests/oracle/parse5.mjs over the golden and the sample pages.

  tests/oracle/parse5.py DUMP SOURCE_ROOT

parse5 is taken from PARSE5 (its dist/index.js) or from b/npm, where ./test puts it; without it,
or without node, the test counts as skipped.
"""
import glob
import os
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '../lib'))
from check import check, done, skip  # noqa: E402


def is_utf8(page):
    try:
        with open(page, encoding='utf-8') as f:
            f.read()
        return True
    except UnicodeDecodeError:
        return False


DUMP, ROOT = (os.path.abspath(x) for x in sys.argv[1:3])
parse5 = os.environ.get('PARSE5') or os.path.join(ROOT, 'b/npm/node_modules/parse5/dist/index.js')
node = shutil.which('node')
if not node or not os.path.exists(parse5):
    skip('there is no ' + ('parse5' if node else 'node'))
else:
    # The order of text does not hang on the encoding, and parse5.mjs reads UTF-8 alone.
    pages = sorted(p for p in glob.glob(ROOT + '/tests/golden/*/*.html')
                   + glob.glob(ROOT + '/doc/sample/*.html') if is_utf8(p))
    check(pages, 'there are pages')
    for page in pages:
        r = subprocess.run([node, os.path.join(ROOT, 'tests/oracle/parse5.mjs'), page], cwd=ROOT,
                           env=dict(os.environ, PARSE5=os.path.abspath(parse5), DUMP=DUMP),
                           capture_output=True, text=True)
        check(r.returncode == 0 and '1 same' in r.stdout, f'{page}: {r.stdout}{r.stderr}')
done()
