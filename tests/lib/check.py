"""What check.h is for C, for tests in Python: count, say what failed, end with one line."""
import sys

passed = failed = skipped = 0


def check(ok, what):
    global passed, failed
    if ok:
        passed += 1
    else:
        failed += 1
        if failed <= 50:
            print('FAIL: ' + what, file=sys.stderr)
    return bool(ok)


def same(got, want, what):
    return check(got == want, f'{what}: got {got!r}, want {want!r}')


def one_message(r, what, *words):
    """The command said in one sentence why it could not, and ended with 2."""
    same(r.returncode, 2, what + ': exit status')
    message = r.stderr.decode(errors='replace')
    check(message.startswith('mushi: ') and message.count('\n') == 1,
          f'{what}: one message: {message!r}')
    for w in words:
        check(w in message, f'{what}: {w!r} in {message!r}')


def skip(what):
    global skipped
    skipped += 1
    print('skipped: ' + what, file=sys.stderr)


def done():
    tail = f', {skipped} skipped' if skipped else ''
    print(f'{passed} passed, {failed} failed{tail}')
    sys.exit(1 if failed else 0)
