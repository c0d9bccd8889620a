#!/usr/bin/env python3
"""Learn the weights of the judge from the train split of tests/corpus.

    tools/train.py BUILD_DIR [--out data/weights.rec]

Four models, all linear in the features of src/verdict/features.c:

  fraud   logistic; a fraud sign never gets a negative weight, a counter-sign never a positive
          one (the direction of each feature comes from the program, `features --names`)
  about   logistic, a text about fraud against everything else
  court   logistic, a possible paper of a court or provider against everything else
  kind    softmax over the signs, for the frauds and the texts about them

Each is fitted by proximal gradient descent with momentum (FISTA; Beck and Teboulle 2009) on the
log loss with an elastic net, which sets what does not help to zero. No random numbers: twice
the same corpus gives twice the same bytes. The probability is calibrated on the dev split (Platt
scaling), and the operating points are chosen there. Needs numpy and scipy (Debian: python3-scipy).
"""
import argparse
import hashlib
import json
import math
import os
import re
import shutil
import subprocess
import sys
import tempfile

os.environ['OPENBLAS_NUM_THREADS'] = '1'  # the same sums in the same order each time
import numpy as np  # noqa: E402
from scipy.sparse import csr_matrix  # noqa: E402

import stance as labelled  # noqa: E402
import tone  # noqa: E402

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

PASSAGE_WEIGHT = 6.0  # of a labelled passage against a text of the corpus


def sigmoid(z):
    if z >= 0:
        return 1 / (1 + math.exp(-z))
    e = math.exp(z)
    return e / (1 + e)


class Logistic:
    """rows: lists of (index, value); weight per row; direction per feature (+1, -1, 0)."""

    def __init__(self, n, l1, l2, direction):
        self.n, self.l1, self.l2 = n, np.array(l1), np.array(l2)
        self.direction = np.array(direction)
        self.w, self.b = np.zeros(n), 0.0

    def fit(self, rows, target, row_weight, rounds):
        x, k = matrix(rows, self.n), np.array(row_weight, float)
        xt, y, total = x.T.tocsr(), np.array(target, float), sum(row_weight)
        # Lipschitz bound of the gradient, by power iteration on X'X.
        v = np.ones(self.n)
        norm = 1.0
        for _ in range(12):
            out = xt @ (k * (x @ v))
            norm = math.sqrt(out @ out) or 1.0
            v = out / norm
        step = 1 / (0.25 * (norm / total + 1) * 1.1)
        w, b, yw, yb, t = self.w, self.b, self.w, self.b, 1.0
        for _ in range(rounds):
            z = np.clip(x @ yw + yb, -500, 500)
            e = k * (1 / (1 + np.exp(-z)) - y) / total
            u = yw - step * (xt @ e + self.l2 * yw)
            u = np.sign(u) * np.maximum(np.abs(u) - step * self.l1, 0)
            u[(self.direction * u) < 0] = 0
            nb = yb - step * e.sum()
            t2 = (1 + math.sqrt(1 + 4 * t * t)) / 2
            m = (t - 1) / t2
            yw = u + m * (u - w)
            yb = nb + m * (nb - b)
            w, b, t = u, nb, t2
        self.w, self.b = w, float(b)

    def score(self, x):
        return self.b + sum(self.w[i] * a for i, a in x)


def matrix(rows, n):
    begin = np.cumsum([0] + [len(r) for r in rows])
    return csr_matrix(([a for r in rows for _, a in r], [i for r in rows for i, _ in r], begin),
                      shape=(len(rows), n))


def platt(scores, target):
    """scale, offset so that sigmoid(scale * z + offset) is calibrated (Newton, Platt 1999)."""
    pos, neg = sum(target), len(target) - sum(target)
    hi, lo = (pos + 1) / (pos + 2), 1 / (neg + 2)
    a, c = 1.0, 0.0
    for _ in range(60):
        ga = gc = haa = hac = hcc = 0.0
        for z, y in zip(scores, target):
            p = sigmoid(a * z + c)
            e = p - (hi if y else lo)
            v = max(p * (1 - p), 1e-9)
            ga += e * z
            gc += e
            haa += v * z * z
            hac += v * z
            hcc += v
        haa += 1e-3
        hcc += 1e-3
        det = haa * hcc - hac * hac
        da, dc = (ga * hcc - gc * hac) / det, (gc * haa - ga * hac) / det
        a, c = max(0.05, a - da), c - dc
        if abs(da) + abs(dc) < 1e-9:
            break
    return a, c


class Corpus:
    """The expanded corpus in a folder of its own, and what the program makes of it."""

    def __init__(self, build, extra):
        self.build = build
        self.folder = folder = tempfile.mkdtemp()
        subprocess.run([sys.executable, os.path.join(ROOT, 'tools', 'corpus.py'), 'expand',
                        folder, '--split', 'all'], check=True, stdout=subprocess.DEVNULL)
        if extra:
            subprocess.run([sys.executable, os.path.join(ROOT, 'tools', 'vary.py'), folder],
                           check=True, stdout=subprocess.DEVNULL)
        self.labels = {}
        for line in open(os.path.join(folder, 'labels.jsonl'), encoding='utf-8'):
            item = json.loads(line)
            self.labels[item['file']] = item

    def items(self, weights, forget=None):
        """A list of dicts with the labels, `x` (features by name) and `signs`. forget: share
        of the signs to leave out, in percent, and a seed."""
        names = '\n'.join(os.path.join(self.folder, f) for f in sorted(self.labels)) + '\n'
        left_out = ['--forget', *map(str, forget)] if forget else []
        out = subprocess.run([os.path.join(self.build, 'tools', 'features'), *left_out,
                              '--weights', weights], input=names.encode(), check=True,
                             stdout=subprocess.PIPE).stdout.decode()
        items = []
        for line in out.splitlines():
            got = json.loads(line)
            item = dict(self.labels[os.path.basename(got['file'])])
            item['x'], item['signs'], item['text'] = got['x'], got['signs'], got['text']
            item['heard'] = got['heard']
            items.append(item)
        return items

    def close(self):
        shutil.rmtree(self.folder, ignore_errors=True)


def feature_table(build):
    out = subprocess.run([os.path.join(build, 'tools', 'features'), '--names'], check=True,
                         stdout=subprocess.PIPE).stdout.decode()
    rows = [line.split('\t') for line in out.splitlines()]
    stance = [(r[0], int(r[1])) for r in rows if r[0].startswith('stance.')]
    return stance, [(r[0], int(r[1])) for r in rows if not r[0].startswith('stance.')]


def train_stance(items, stance, rounds, passages):
    """Use or mention, from the finds of the train split: those of a fraud are asserted, those of
    a text about fraud mentioned. That is not true of every find, but of most, and the model has
    few features. Each text counts once, however many finds it has. The labelled passages of
    tests/stance are true of each find, and count more."""
    rows, target, weight = [], [], []
    bias = [n for n, _ in stance].index('stance.bias')

    def add(bits, mentioned, k):
        rows.append([(i, 1.0) for i in range(len(stance)) if bits >> i & 1 and i != bias])
        target.append(1 if mentioned else 0)
        weight.append(k)

    for item in items:
        if item['split'] != 'train' or item['expect'] not in ('fraud', 'about'):
            continue
        finds = [s for s in item['signs'] if s[3]]
        for sign in finds:
            add(sign[3], item['expect'] == 'about', item.get('weight', 1.0) / len(finds))
    for p in passages:
        for sign in p['wanted'] if p['split'] == 'train' else ():
            add(sign[2], p['label'] == 'm', PASSAGE_WEIGHT / len(p['wanted']))
    m = Logistic(len(stance), [0.0002] * len(stance), [0.001] * len(stance),
                 [d for _, d in stance])
    m.fit(rows, target, weight, rounds)
    return {n: (m.b if n == 'stance.bias' else w) for (n, _), w in zip(stance, m.w)}


def penalty(name, strength):
    if name.startswith('tone'):
        return 0.0
    if name.startswith('sign.'):
        return strength * 1.6
    if name.startswith('family.'):
        return strength * 0.8
    return strength * 0.5


def main():
    ap = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    ap.add_argument('build')
    ap.add_argument('--out', default=os.path.join(ROOT, 'data', 'weights.rec'))
    ap.add_argument('--l2', type=float, default=0.0003)
    ap.add_argument('--l1', type=float, default=0.0001)
    ap.add_argument('--rounds', type=int, default=600)
    ap.add_argument('--copies', type=int, default=4)
    ap.add_argument('--forget', type=int, default=60)
    ap.add_argument('--fraud-rate', type=float, default=0.01)
    ap.add_argument('--suspicious', type=float, default=0.6)
    ap.add_argument('--no-extra', action='store_true')
    ap.add_argument('--stance', action='store_true', help='print the stance weights, no more')
    args = ap.parse_args()

    stance, table = feature_table(args.build)
    index = {name: i for i, (name, _) in enumerate(table)}
    corpus = Corpus(args.build, not args.no_extra)
    first = os.path.join(corpus.folder, 'weights.rec')
    open(first, 'w').close()
    passages = labelled.add_finds(args.build, [p for p in labelled.load()
                                               if p['split'] == 'train'], first)
    stance_weights = train_stance(corpus.items(first), stance, args.rounds, passages)
    if args.stance:
        corpus.close()
        for name, value in stance_weights.items():
            print('weight: %s\nvalue: %.4f\n' % (name, value))
        return
    with open(first, 'w') as f:
        for name, value in stance_weights.items():
            f.write('weight: %s\nvalue: %.4f\n\n' % (name, value))
    items = corpus.items(first)
    copies = []
    for seed in range(1, args.copies + 1):
        copies += [i for i in corpus.items(first, (args.forget, seed)) if i['split'] == 'train']
    corpus.close()

    def fold_of(item):
        # By who wrote it, which the name begins with: what a model knows of somebody's manner it
        # will not know of the next one's, and the signs must weigh what they are worth then.
        writer = re.match(r'w\d+-[a-z]+|[^-]+', item['template']).group()
        return int(hashlib.sha256(writer.encode()).hexdigest()[:8], 16)

    kinds = ['one-click', 'one-clickware', 'fictitious-bill', 'fake-warning', 'fake-helper',
             'sextortion', 'prepaid-fee', 'court-abuse']

    def of_kind(k):
        return lambda i: int(i['kind'] == k and i['expect'] in ('fraud', 'suspicious', 'about'))

    # The tone: learned apart, with the train texts scored by models that did not see their writer.
    heard = tone.Tone(items, {'fraud': lambda i: int(i['expect'] in ('fraud', 'suspicious')),
                              'about': lambda i: int(i['expect'] == 'about'),
                              'court': lambda i: int(i['expect'] == 'court')},
                      {k: of_kind(k) for k in kinds}, lambda i: i.get('weight', 1.0), fold_of)
    place = {i['file']: k for k, i in enumerate(items)}
    for item in items + copies:
        k = place[item['file']]
        for name, head in (('tone', 'fraud'), ('tone.about', 'about'), ('tone.court', 'court')):
            if item['heard']:
                item['x'][name] = float(heard.score[head][k])
        item['kind_tone'] = [float(heard.score[n][k]) for n in kinds]
    for item in items + copies:
        item['row'] = sorted((index[k], v) for k, v in item['x'].items())
    train = [i for i in items if i['split'] == 'train']
    dev = [i for i in items if i['split'] == 'dev']
    l1 = [penalty(n, args.l1) for n, _ in table]
    l2 = [penalty(n, args.l2) for n, _ in table]
    free = [0] * len(table)

    def weight(item):
        # Items of one template are near-copies: each template counts once, however many.
        return item.get('weight', 1.0)

    def y_fraud(i):
        return 1 if i['expect'] in ('fraud', 'suspicious') else 0

    fraud = Logistic(len(table), l1, l2, [d for _, d in table])
    shown = train + copies
    fraud.fit([i['row'] for i in shown], [y_fraud(i) for i in shown],
              [weight(i) * (1.0 if y_fraud(i) else 1.5) for i in train]
              + [weight(i) * 0.5 * (1.0 if y_fraud(i) else 1.5) for i in copies], args.rounds)

    about = Logistic(len(table), l1, l2, free)
    about.fit([i['row'] for i in train], [1 if i['expect'] == 'about' else 0 for i in train],
              [weight(i) * (0.5 if y_fraud(i) else 1.0) for i in train], args.rounds)

    court = Logistic(len(table), l1, l2, free)
    court.fit([i['row'] for i in train], [1 if i['expect'] == 'court' else 0 for i in train],
              [weight(i) * (4.0 if i['expect'] == 'court' else 1.0) for i in train], args.rounds)

    # Kinds: one logistic per kind over the signs, asserted or mentioned.
    signs = sorted({n[5:] for n, _ in table if n.startswith('sign.')})
    sign_index = {s: k for k, s in enumerate(signs)}

    def sign_row(item, kind):
        best = {}
        for sign, mentioned, unseen, _ in item['signs']:
            if unseen:
                continue
            v = 1.0 if item['expect'] == 'about' else 1 - mentioned
            best[sign] = max(best.get(sign, 0.0), v)
        tone_of_kind = [(len(signs), item['kind_tone'][kinds.index(kind)])]
        return sorted((sign_index[s], v) for s, v in best.items()) + tone_of_kind

    with_kind = [i for i in train if i['expect'] in ('fraud', 'suspicious', 'about')
                 and i['kind'] in kinds]
    kind_models = {}
    for k in kinds:
        y = [1 if i['kind'] == k else 0 for i in with_kind]
        if sum(y) < 3:
            continue
        m = Logistic(len(signs) + 1, [0.0004] * len(signs) + [0.0], [0.002] * (len(signs) + 1),
                     [0] * len(signs) + [1])
        # Rare kinds weigh as much as frequent ones, nearly: their square roots.
        rare = math.sqrt(len(y) / sum(y))
        m.fit([sign_row(i, k) for i in with_kind], y, [weight(i) * (1.0 if i['expect'] == 'about' else 2.0)
                             * (rare if t else 1.0) for i, t in zip(with_kind, y)],
              args.rounds)
        kind_models[k] = m

    plain_dev = [i for i in dev if not i.get('varied')]
    scores = [fraud.score(i['row']) for i in plain_dev]
    scale, offset = platt(scores, [y_fraud(i) for i in plain_dev])

    def p_of(item):
        return sigmoid(scale * fraud.score(item['row']) + offset)

    # Where `fraud` begins: at most so many of the honest texts of train and dev reach it. The few
    # that do are texts which no reader could tell without knowing the sender.
    honest = sorted((p_of(i) for i in train + plain_dev
                     if not y_fraud(i) and not i.get('varied')), reverse=True)
    at_fraud = max(0.5, honest[int(len(honest) * args.fraud_rate)] + 0.005)
    # Suspicion begins where an accusation is one and a half times as likely right as wrong.
    at_suspicious = min(at_fraud, args.suspicious)

    # `about`: where the balance of texts about fraud and other honest ones is best.
    rest = [i for i in train + plain_dev if i['expect'] in ('about', 'none')]
    marks = sorted((sigmoid(about.score(i['row'])), i['expect'] == 'about') for i in rest)
    at_about, best = 0.5, -1.0
    total = sum(1 for _, y in marks if y)
    for step in range(20, 61):
        t = step / 100
        hit = sum(1 for p, y in marks if y and p >= t) / total
        false = sum(1 for p, y in marks if not y and p >= t) / (len(marks) - total)
        if hit - false > best:
            at_about, best = t, hit - false

    lines = ['# Weights of the judge, learned by tools/train.py from the train split of',
             '# tests/corpus; calibrated on its dev split. Do not edit: teach the corpus instead.',
             '# A weight is what one feature adds to the log-odds; see src/pack/features.def for',
             '# what each means. Features that are missing here weigh nothing.', '']

    def put(name, value, why=None):
        lines.append('weight: ' + name)
        lines.append('value: %.4f' % value)
        if why:
            lines.append('why: ' + why)
        lines.append('')

    def counts(k, pick):
        have = [i for i in train if not i.get('varied') and any(n == k for n, _ in i['row'])]
        return '%d of %d texts with it are %s' % (sum(1 for i in have if pick(i)), len(have),
                                                  pick.__doc__)

    def is_fraud(i):
        """frauds"""
        return bool(y_fraud(i))

    def is_about(i):
        """about fraud"""
        return i['expect'] == 'about'

    for name, value in stance_weights.items():
        put(name, value)
    put('fraud.bias', fraud.b)
    put('about.bias', about.b)
    put('court.bias', court.b)
    put('calibration.scale', scale)
    put('calibration.offset', offset)
    put('operate.fraud', at_fraud)
    put('operate.suspicious', at_suspicious)
    put('operate.about', at_about)
    # A real paper must never be ignored; asking a court once too often costs a telephone call.
    put('operate.court', 0.3)
    for head, model, pick in (('fraud', fraud, is_fraud), ('about', about, is_about),
                              ('court', court, None)):
        for k in sorted(range(len(table)), key=lambda k: -abs(model.w[k])):
            if abs(model.w[k]) >= 0.00005:
                put('%s.%s' % (head, table[k][0]), model.w[k],
                    counts(k, pick) if pick else None)
    for k, m in kind_models.items():
        put('kind.%s.bias' % k, m.b)
        put('kind.%s.tone' % k, m.w[len(signs)])
        for s in sorted(range(len(signs)), key=lambda s: -abs(m.w[s])):
            if abs(m.w[s]) >= 0.02:
                put('kind.%s.%s' % (k, signs[s]), m.w[s])
    text = '\n'.join(lines)
    tmp = args.out + '.new'
    with open(tmp, 'w', encoding='utf-8') as f:
        f.write(text)
    os.replace(tmp, args.out)
    heard.write(os.path.join(os.path.dirname(args.out), 'tone.rec'))
    print('train: %d texts and copies, %d features, fraud/suspicious/about at %.3f/%.3f/%.2f, scale %.2f'
          % (len(train), sum(1 for w in fraud.w if w), at_fraud, at_suspicious,
             at_about, scale))


main()
