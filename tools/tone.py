"""The tone of a text: what its runs of symbols and its words tell, for tools/train.py.

Linear models (logistic, L2; L-BFGS) over the runs of one to four symbols of a text, its words of
a to z and the pairs of these, weighed by how often they stand and how rare they are and brought
to length one (tf-idf; the same arithmetic as src/verdict/tone.c). One head for each question: as
frauds speak, as texts about fraud do, as papers of a court do, and each kind against the others.
All runs that stand in a few templates are learned first; those that tell most are kept and
learned again alone. Names that samples must bear (架空, 見本, example …) are taken out first, so
that it does not learn them.
"""
import math
import re
from collections import Counter

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, diags

NAMES = ('架空', '例示', '見本', 'ミホン', 'サンプル', 'カクウ', 'レイジ')
NAME_WORDS = {'example', 'examples', 'exampl', 'test', 'invalid', 'mihon', 'kakuu', 'kaku'}
LONGEST = 4
CANDIDATES = 100000
MOST = 12000
OFTEN = 16
AGAIN, AGAIN_WORDS = 8, 4  # symbols, words: what stands there again is not heard twice
STRENGTH = 16.0  # of the data against the penalty (the usual C)
FOLDS = 5
KIND_SHARE = 0.5  # what it counts that a run tells kinds apart
TOKEN = re.compile('[a-z]+|[^a-z_]')


def count_symbols(text, found):
    text = re.sub('[a-z_]+', '_', text + '_')
    heard = set()
    for end in range(1, len(text) + 1):
        if end >= AGAIN:
            stretch = text[end - AGAIN:end]
            if stretch in heard:
                continue
            heard.add(stretch)
        for n in range(1, min(LONGEST, end) + 1):
            found[text[end - n:end]] += 1
    del found['_']


def count_words(text, found):
    heard, words, beside = set(), [], None
    for token in TOKEN.findall(text):
        if not 'a' <= token[0] <= 'z':
            beside = token if token in '0。' else None
            continue
        words.append(token)
        stretch = tuple(words[-AGAIN_WORDS:])
        if stretch not in heard:
            if token not in NAME_WORDS:
                found[token] += 1
                if beside and beside not in NAME_WORDS:
                    found[beside + ' ' + token] += 1
            if len(stretch) == AGAIN_WORDS:
                heard.add(stretch)
        beside = token


def runs(text):
    """How often each run stands in a text as the features tool prints it."""
    for name in NAMES:
        text = text.replace(name, '_')
    found = Counter()
    count_symbols(text, found)
    count_words(text, found)
    return found


class Vocabulary:
    """Runs, and how rare each is: inverse document frequency over templates, in tenths as it
    is stored. To begin with those that stand in most templates; no label is looked at."""

    def __init__(self, items):
        seen = Counter()
        by_template = {}
        for item in items:
            by_template.setdefault(item['template'], set()).update(item['runs'])
        for found in by_template.values():
            seen.update(found)
        ranked = sorted(((-n, r) for r, n in seen.items() if n >= 3))[:CANDIDATES]
        total = len(by_template)
        self.words = [r for _, r in ranked]
        self.rare = [round(1 + math.log((1 + total) / (1 - n)), 1) for n, _ in ranked]

    def rows(self, items):
        """A row for each item, not yet brought to length one."""
        index = {r: i for i, r in enumerate(self.words)}
        data, column, begin = [], [], [0]
        for item in items:
            row = sorted((index[r], n) for r, n in item['runs'].items() if r in index)
            column += [i for i, _ in row]
            data += [self.rare[i] * (1 + math.log(min(n, OFTEN))) for i, n in row]
            begin.append(len(column))
        return csr_matrix((data, column, begin), shape=(len(items), len(self.words)))

    def keep(self, columns):
        self.words = [self.words[i] for i in columns]
        self.rare = [self.rare[i] for i in columns]


def brought_to_one(x):
    length = np.sqrt(np.asarray(x.multiply(x).sum(axis=1)).ravel())
    return (diags(1 / np.where(length > 0, length, 1.0)) @ x).tocsr()


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
    """In steps of 0.2: finer ones tell no more, and the page has to fetch them."""
    return np.clip(np.round(np.round(w / 0.2) * 0.2, 1), -12.6, 12.6)


def telling(x, asked, weight):
    """The columns that tell most: how much each moves the score of one of the questions, against
    what columns move it on average. asked: rows and answers of each question, and what it counts."""
    x = brought_to_one(x)
    most = np.zeros(x.shape[1])
    for rows, y, share in asked:
        part = x[rows]
        moves = np.abs(fit(part, y, weight[rows], rounds=40)) * np.sqrt(
            np.asarray(part.multiply(part).sum(axis=0)).ravel())
        most = np.maximum(most, share * moves / moves.mean())
    return np.sort(np.argsort(-most, kind='stable')[:MOST])


class Tone:
    """Learn all heads. `score[head]` has a number for each item, in order: of the train texts by
    models that saw no text of their fold. Scores are without the offset: the models above
    have their own."""

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
        told = np.array([any(f(i) for f in kinds.values()) for i in items])
        ys = {n: np.array([f(i) for i in items], float) for n, f in {**heads, **kinds}.items()}
        self.score = {n: np.zeros(len(items)) for n in ys}

        def learn(part, held):
            """Learn from the rows of `part`, score those of `held`; gives the columns too."""
            every, some = np.ones(part.sum(), bool), told[part]
            columns = telling(x[part], [(every, ys[n][part], 1.0) for n in heads] + [
                (some, ys[n][part][some], KIND_SHARE) for n in kinds], weight[part])
            kept = brought_to_one(x[:, columns])
            tells = {}
            for n in ys:
                rows, asked = (part & told, held & told) if n in kinds else (part, held)
                tells[n] = quantised(fit(kept[rows], ys[n][rows], weight[rows]))
                self.score[n][asked] = kept[asked] @ tells[n]
            return columns, tells

        for f in range(FOLDS):
            learn(in_train & (fold != f), in_train & (fold == f))
        columns, self.tells = learn(in_train, ~in_train)
        self.vocabulary.keep(columns)

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
