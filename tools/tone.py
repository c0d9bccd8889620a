"""The tone of a text: runs of one to three symbols and what they tell, for tools/train.py.

Linear models (logistic, L2; L-BFGS) over the runs of a text, weighed by how often they stand
and how rare they are and brought to length one (tf-idf; the same arithmetic as
src/verdict/tone.c). One head for each question: as frauds speak, as texts about fraud do, as
papers of a court do, and each kind against the others. Names that samples must bear (架空,
見本, example …) are taken out first, so that it does not learn them.
"""
import math
from collections import Counter

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

NAMES = ('架空', '例示', '見本', 'ミホン', 'サンプル', 'example', 'exampl', 'test', 'カクウ', 'レイジ',
         'invalid', 'mihon')
MOST = 16000
OFTEN = 16
AGAIN = 8  # symbols: what stands there again word for word is not heard twice
STRENGTH = 16.0  # of the data against the penalty (the usual C)
FOLDS = 5


def runs(text):
    """How often each run stands in a text as the features tool prints it."""
    for name in NAMES:
        text = text.replace(name, '_')
    while '__' in text:
        text = text.replace('__', '_')
    found, heard = Counter(), set()
    for end in range(1, len(text) + 1):
        if end >= AGAIN:
            stretch = text[end - AGAIN:end]
            if stretch in heard:
                continue
            heard.add(stretch)
        for n in (1, 2, 3)[:end]:
            found[text[end - n:end]] += 1
    del found['_']
    return found


class Vocabulary:
    """The runs that stand in most templates (no label is looked at), and how rare each is:
    inverse document frequency over templates, in tenths as it is stored."""

    def __init__(self, items):
        seen = Counter()
        by_template = {}
        for item in items:
            by_template.setdefault(item['template'], set()).update(item['runs'])
        for found in by_template.values():
            seen.update(found)
        ranked = sorted(((-n, r) for r, n in seen.items() if n >= 4))[:MOST]
        self.words = [r for _, r in ranked]
        self.index = {r: i for i, r in enumerate(self.words)}
        total = len(by_template)
        self.rare = [round(1 + math.log((1 + total) / (1 - n)), 1) for n, _ in ranked]

    def rows(self, items):
        data, column, begin = [], [], [0]
        for item in items:
            row = sorted((self.index[r], n) for r, n in item['runs'].items() if r in self.index)
            x = [self.rare[i] * (1 + math.log(min(n, OFTEN))) for i, n in row]
            length = math.sqrt(sum(v * v for v in x)) or 1.0
            column += [i for i, _ in row]
            data += [v / length for v in x]
            begin.append(len(column))
        return csr_matrix((data, column, begin), shape=(len(items), len(self.words)))


def fit(x, y, weight, strength=STRENGTH, rounds=80):
    """Coefficients of a logistic model; y of 0 and 1."""
    y = np.asarray(y, float)
    weight = np.asarray(weight, float)
    xt = x.T.tocsr()

    def loss(w):
        z = x @ w[:-1] + w[-1]
        value = weight @ (np.logaddexp(0, z) - y * z) + w[:-1] @ w[:-1] / (2 * strength)
        e = weight * (1 / (1 + np.exp(-z)) - y)
        return value, np.append(xt @ e + w[:-1] / strength, e.sum())

    return minimize(loss, np.zeros(x.shape[1] + 1), jac=True, method='L-BFGS-B',
                    options={'maxiter': rounds}).x[:-1]


def quantised(w):
    return np.clip(np.round(w, 1), -12.7, 12.7)


def learn_head(x, y, weight, fold, in_train):
    """What the runs tell, and a score for each row: of the train rows by models that did not
    see their template. Scores are without the offset: the models above have their own."""
    y, weight = np.asarray(y, float), np.asarray(weight, float)
    score = np.zeros(x.shape[0])
    for f in range(FOLDS):
        part = in_train & (fold != f)
        w = fit(x[part], y[part], weight[part])
        held = in_train & (fold == f)
        score[held] = x[held] @ w
    w = quantised(fit(x[in_train], y[in_train], weight[in_train]))
    score[~in_train] = x[~in_train] @ w
    return w, score


class Tone:
    """Learn all heads. `score[head]` has a number for each item, in order."""

    def __init__(self, items, heads, kinds, weight_of, fold_of):
        """heads: name -> function of an item (0 or 1). kinds: likewise, told of frauds and
        texts about them only."""
        for item in items:
            item['runs'] = runs(item['text'])
        in_train = np.array([i['split'] == 'train' for i in items])
        self.vocabulary = Vocabulary([i for i, t in zip(items, in_train) if t])
        x = self.vocabulary.rows(items)
        weight = np.array([weight_of(i) for i in items])
        fold = np.array([fold_of(i) % FOLDS for i in items])
        self.score, self.tells = {}, {}
        for name, y_of in heads.items():
            self.tells[name], self.score[name] = learn_head(
                x, [y_of(i) for i in items], weight, fold, in_train)
        told = np.array([any(f(i) for f in kinds.values()) for i in items])
        for name, y_of in kinds.items():
            self.score[name] = np.zeros(len(items))
            self.tells[name], self.score[name][told] = learn_head(
                x[told], [y_of(i) for i, t in zip(items, told) if t], weight[told], fold[told],
                in_train[told])

    def write(self, path):
        with open(path, 'w', encoding='utf-8') as f:
            f.write('# The tone of a text: runs of symbols (folded: katakana, lower case; 0 for'
                    ' any number,\n# _ for a gap), how rare each is and what it tells, learned'
                    ' by tools/train.py. Do not edit.\n')
            put(f, 'rare', self.vocabulary.words, self.vocabulary.rare)
            for name, tells in self.tells.items():
                put(f, name, self.vocabulary.words, tells)


def put(f, name, words, values):
    steps = {}
    for word, value in zip(words, values):
        if value:
            steps.setdefault(float(value), []).append(word)
    for step in sorted(steps, reverse=True):
        f.write('\ntone: %.1f\nof: %s\n' % (step, name))
        row = sorted(steps[step])
        for i in range(0, len(row), 24):
            f.write('is: ' + ' | '.join(row[i:i + 24]) + '\n')
