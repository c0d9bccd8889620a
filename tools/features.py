"""What tools/features says of files, asked of two processes at once."""
import json
import os
import subprocess
import sys
import tempfile


def judge(build, paths, options):
    """Yields a dict for each file that could be judged; its `file` is the path."""
    with tempfile.TemporaryDirectory() as folder:
        jobs = []
        for k in range(2):
            names = os.path.join(folder, str(k))
            with open(names, 'w', encoding='utf-8') as f:
                f.write(''.join(p + '\n' for p in paths[k::2]))
            with open(names, 'rb') as stdin, open(names + '.out', 'wb') as stdout:
                jobs.append((subprocess.Popen([os.path.join(build, 'tools', 'features'), *options],
                                              stdin=stdin, stdout=stdout), names + '.out'))
        for process, out in jobs:
            if process.wait():
                sys.exit('tools/features failed')
            with open(out, encoding='utf-8') as f:
                yield from map(json.loads, f)
