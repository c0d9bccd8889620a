"""The tone of a text: runs of two to four letters and what they tell, for tools/train.py.

A logistic model over which of the most usual runs a text has (each once, over the square root
of how many are known; the same arithmetic as src/verdict/tone.c), fitted by AdaGrad. Names that
samples must bear (架空, 見本, example …) are taken out first, so that it does not learn them.
"""
import math

NAMES = ('架空', '例示', '見本', 'ミホン', 'サンプル', 'example', 'exampl', 'test', 'カクウ', 'レイジ',
         'invalid', 'mihon')
MOST = 9000
KIND_MOST = 4000
ROUNDS = 14


def runs(text):
    """The distinct runs of a text as the features tool prints it."""
    for name in NAMES:
        text = text.replace(name, ' ')
    found = set()
    for part in text.split(' '):
        for n in (2, 3, 4):
            for i in range(len(part) - n + 1):
                found.add(part[i:i + n])
    return found


def vocabulary(items):
    """The runs that stand in most templates (no label is looked at)."""
    seen = {}
    for item in items:
        for r in item['runs']:
            seen.setdefault(r, set()).add(item['template'])
    ranked = sorted(((-len(t), r) for r, t in seen.items() if len(t) >= 4))
    return [r for _, r in ranked[:MOST]]


def row(item, index):
    known = sorted(index[r] for r in item['runs'] if r in index)
    return known, 1 / math.sqrt(1 + len(known))


class Tone:
    def __init__(self, size):
        self.w, self.b = [0.0] * size, 0.0

    def fit(self, rows, target, weight):
        square = [1e-6] * len(self.w)
        square_b = 1e-6
        for _ in range(ROUNDS):
            for (known, unit), y, k in zip(rows, target, weight):
                z = self.b + unit * sum(self.w[i] for i in known)
                p = 1 / (1 + math.exp(-max(-30.0, min(30.0, z))))
                g = k * (p - y)
                if abs(g) < 1e-4:
                    continue
                square_b += g * g
                self.b -= 0.3 * g / math.sqrt(square_b)
                step = g * unit
                add = step * step
                for i in known:
                    square[i] += add
                    self.w[i] -= 0.3 * (step + 1e-5 * self.w[i]) / math.sqrt(square[i])

    def score(self, known_unit):
        known, unit = known_unit
        return self.b + unit * sum(self.w[i] for i in known)


def learn(train, others, y_of, weight_of, fold_of, folds=5):
    """Sets item['tone'] of all: of the train items from models that did not see their template.
    Returns the final model and its vocabulary."""
    for item in train + others:
        item['runs'] = runs(item['text'])
    words = vocabulary(train)
    index = {r: i for i, r in enumerate(words)}
    for item in train + others:
        item['tone_row'] = row(item, index)
    for f in range(folds):
        part = [i for i in train if fold_of(i) % folds != f]
        m = Tone(len(words))
        m.fit([i['tone_row'] for i in part], [y_of(i) for i in part],
              [weight_of(i) for i in part])
        for i in train:
            if fold_of(i) % folds == f:
                i['tone'] = m.score(i['tone_row'])
    m = Tone(len(words))
    m.fit([i['tone_row'] for i in train], [y_of(i) for i in train],
          [weight_of(i) for i in train])
    for i in others:
        i['tone'] = m.score(i['tone_row'])
    return m, words


def learn_kinds(items, kinds, words, kind_of, weight_of, fold_of, in_train, folds=5):
    """One tone for each kind against the other kinds, over the most usual runs. Sets
    item['kind_tone'] (a list, one number a kind) as `learn` does, and returns for each kind what
    the runs tell, rounded as `write` writes it."""
    words = words[:KIND_MOST]
    index = {r: i for i, r in enumerate(words)}
    rows = [row(i, index) for i in items]
    train = [k for k, i in enumerate(items) if in_train(i)]
    for i in items:
        i['kind_tone'] = []
    tables = []
    for kind in kinds:
        def fit(part):
            m = Tone(len(words))
            m.fit([rows[k] for k in part], [1 if kind_of(items[k]) == kind else 0 for k in part],
                  [weight_of(items[k]) for k in part])
            return m
        scores = {}
        for f in range(folds):
            m = fit([k for k in train if fold_of(items[k]) % folds != f])
            for k in train:
                if fold_of(items[k]) % folds == f:
                    scores[k] = m.score(rows[k]) - m.b
        m = fit(train)
        table = {r: round(w * 5) / 5 for r, w in zip(words, m.w) if abs(w) >= 0.3}
        tables.append(table)
        for k, i in enumerate(items):
            if k not in scores:
                scores[k] = m.score(rows[k]) - m.b
            i['kind_tone'].append(scores[k])
    return dict(zip(kinds, tables))


def steps_of(pairs, digits=1):
    steps = {}
    for r, w in pairs:
        step = round(w, digits)
        if step:
            steps.setdefault(step, []).append(r)
    return steps


def put(f, steps, kind=None):
    for step in sorted(steps, reverse=True):
        f.write('\ntone: %.1f\n' % step)
        if kind:
            f.write('kind: %s\n' % kind)
        line = []
        for r in sorted(steps[step]):
            line.append(r)
            if len(line) == 24:
                f.write('is: ' + ' | '.join(line) + '\n')
                line = []
        if line:
            f.write('is: ' + ' | '.join(line) + '\n')


def write(path, model, words, kinds):
    """Runs by what they tell, in steps of 0.1 (log-odds before the square root); then what they
    tell of each kind against the others."""
    with open(path, 'w', encoding='utf-8') as f:
        f.write('# The tone of a text: runs of letters (folded: katakana, lower case) and what\n'
                '# each tells, learned by tools/train.py. Positive: as frauds speak. Do not edit.\n')
        put(f, steps_of(zip(words, model.w)))
        for kind, table in kinds.items():
            put(f, steps_of(table.items()), kind)
