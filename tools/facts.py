"""Are the indicators right? Compares what tools/features --facts prints with the `ind:` labels.

Two ways to write one thing are the same: 690.00 USD and 690 USD, P7D and P1W, an address with and
without its last slash, a branch with and without 支店, a time limit by the day where the label
gives no hour. A label without a currency takes any. Sums of nothing (0円) are not looked at, nor
are official contacts and what belongs to the reader, for nobody labelled them.
"""
import collections
import re
import unicodedata

TYPES = ('phones', 'prices', 'deadlines', 'accounts', 'emails', 'urls', 'domains', 'ids', 'ips',
         'line_ids', 'crypto', 'payment_routes')
# Only these are asked of every template by tools/corpus.py check.
ALWAYS = ('phones', 'prices')


def number(text):
    return re.sub(r'\.0+$', '', text.replace(',', ''))


def seconds(text):
    m = re.fullmatch(r'P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?', text)
    if not m:
        return None
    w, d, h, mi, s = (int(x or 0) for x in m.groups())
    return ((w * 7 + d) * 24 + h) * 3600 + mi * 60 + s


def plain(kind, value):
    value = unicodedata.normalize('NFKC', str(value)).strip()
    if kind == 'prices':
        n, _, currency = value.partition(' ')
        return (number(n) + ' ' + currency).strip()
    if kind == 'deadlines' and seconds(value) is not None:
        s = seconds(value)
        # "in one hour" is no day, but one day and 24 hours are one span.
        return 'P0D' if s == 0 else '%ds' % s
    if kind == 'accounts':
        bank, branch, *rest = (value.split('/') + [''] * 5)[:5]
        return '/'.join([bank, re.sub('支店$', '', branch)] + rest)
    if kind == 'urls':
        return value.rstrip('/')
    if kind == 'crypto':
        return value.lower() if value.lower().startswith(('bc1', '0x', 'ltc1')) else value
    if kind == 'ids':
        return re.sub(r'[第号()\s]', '', value).lower()
    if kind == 'line_ids':
        return value.lstrip('@')
    return value


def same(kind, truth, found):
    if truth == found:
        return True
    if kind == 'prices' and ' ' not in truth:
        return truth == found.split(' ')[0]
    if kind == 'deadlines':
        return found.split('T')[0] == truth and 'T' not in truth and not found.endswith('s')
    return False


def compare(items):
    """(rows, errors): for each type (type, found, missed, false), and
    (type, 'missed' or 'false', id, value, what was found or said)."""
    asked = collections.defaultdict(set)
    for i in items:
        for kind, values in (i['indicators'] or {}).items():
            if values:
                asked[kind].add(i['template'])
    rows, errors = [], []
    for kind in TYPES:
        found = missed = false = 0
        for i in items:
            listed = i['template'] in asked[kind] or (kind in ALWAYS and i['indicators'])
            if i['indicators'] is None or not listed:
                continue
            truth = [plain(kind, v) for v in i['indicators'].get(kind, [])]
            got = {plain(kind, v): v for v, _, role in i['got']['facts'][kind]
                   if v and role not in ('official', 'victim')}
            every = [plain(kind, v) for v, _, _ in i['got']['facts'][kind] if v]
            if kind == 'prices':
                got = {k: v for k, v in got.items() if number(k.split(' ')[0]) != '0'}
            for t in truth:
                if any(same(kind, t, g) for g in every):
                    found += 1
                else:
                    missed += 1
                    errors.append((kind, 'missed', i['id'], t, ', '.join(got)))
            for g in got:
                if not any(same(kind, t, g) for t in truth):
                    false += 1
                    errors.append((kind, 'false', i['id'], g, ', '.join(truth)))
        rows.append((kind, found, missed, false))
    return rows, errors
