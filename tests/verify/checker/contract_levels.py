"""Levels at random, with what they do on every sparse input in plain Python integers."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np

from verify import BareCode, Code, ConstantWeightCode, IdentityCode, ReedSolomonCode, SparseCode
from verify.checker.contracts.parts import Part
from verify.checker.contracts.wrong import Wrong
from verify.statement.gates import Gate
from verify.statement.network import Layer

FAR = 2**62


def random_code(rng: random.Random, words: int) -> SparseCode:
    kind = rng.randrange(4)
    if kind == 0:
        return IdentityCode(words)
    if kind < 3:
        field = rng.choice([3, 5, 5, 5, 7])
        return ReedSolomonCode(field, rng.choice([2, field - 1, field]), 2, words)
    rows = rng.randint(2, 9)
    return ConstantWeightCode(rows, words, rng.randint(1, min(4, rows)), rng.randrange(1000))


def random_gates(rng: random.Random, features: int, sparsity: int) -> tuple[Gate, ...]:
    gates = []
    kinds = (
        rng.choice([["and", "or", "copy"], ["and", "or", "copy", "andnot"], ["andnot"]]) if features > 1 else ["copy"]
    )
    for _ in range(rng.randint(1, 5)):
        kind = rng.choice(kinds)
        two = kind == "andnot" or (kind == "and" and (sparsity > 2 or "andnot" in kinds))
        count = 1 if kind == "copy" else rng.randint(2, min(features, 2 if two else 3))
        wires = rng.sample(range(features), count)
        gates.append(Gate(kind, tuple(wires if kind == "andnot" else sorted(wires))))
    return tuple(gates)


@dataclass(frozen=True)
class Level:
    """A level; where n features are active, the values handed in may hold additional[n] ones and lack missing[n] ones,
    and the sum of words may count shared[n] ones twice.
    """

    part: Part
    sparsity: int
    additional: tuple[int, ...]
    shared: tuple[int, ...]
    missing: tuple[int, ...]

    @property
    def charges(self) -> list[Wrong]:
        numbers = zip(self.additional, self.shared, self.missing, strict=True)
        return [Wrong(additional, shared + missing) for additional, shared, missing in numbers]

    @property
    def words(self) -> list[list[int]]:
        """The ones of the words of this level."""
        found: list[list[int]] = self.part.after.supports(0, self.part.after.columns).tolist()
        return found

    def inputs(self) -> Iterator[tuple[int, ...]]:
        features = self.part.before.columns
        for k in range(min(self.sparsity, features) + 1):
            yield from combinations(range(features), k)

    def counted(self, active: tuple[int, ...]) -> list[int]:
        """The sum of the words of this input."""
        words = self.part.before.block(0, self.part.before.columns).T.tolist()
        return [sum(words[j][row] for j in active) for row in range(self.part.before.rows)]

    def handed(self, active: tuple[int, ...]) -> Iterator[list[int]]:
        """All values that may come in on this input; on level 1 the sum of its words."""
        mult, rows = self.counted(active), self.part.before.rows
        if self.part.number == 1:
            yield mult
            return
        free, held = [row for row in range(rows) if not mult[row]], [row for row in range(rows) if mult[row]]
        for more in up_to(self.additional[len(active)], free):
            for less in up_to(self.missing[len(active)], held):
                yield [int((mult[row] > 0 and row not in less) or row in more) for row in range(rows)]

    def needed(self, active: tuple[int, ...]) -> set[int]:
        """The neurons of the words of gates that are 1."""
        return {e for gate, word in zip(self.part.gates, self.words, strict=True) if gate.value(active) for e in word}

    def ones(self, active: tuple[int, ...]) -> int:
        """The number of gates that are 1."""
        return sum(gate.value(active) for gate in self.part.gates)

    def wrong(self, active: tuple[int, ...]) -> tuple[int, int]:
        """How many neurons are to be 1 though no gate that is 1 has them, and 0 though one has."""
        needed, wanted = self.needed(active), self.wanted(active)
        return len(wanted - needed), len(needed - wanted)

    def wanted(self, active: tuple[int, ...]) -> set[int]:
        """The neurons that must be 1, by their definition as threshold units: 6, 6 / fan-in, -6, threshold 6."""
        found = set()
        for e in range(self.part.after.rows):
            weights: dict[int, int] = {}
            for gate, word in zip(self.part.gates, self.words, strict=True):
                for k, j in enumerate(gate.inputs if e in word else ()):
                    weight = 6 // len(gate.inputs) if gate.kind == "and" else 6
                    weights[j] = max(weights.get(j, -6), -6 if gate.kind == "andnot" and k else weight)
            if sum(weights.get(j, 0) for j in active) >= 6:
                found.add(e)
        return found

    def taken(self) -> tuple[list[list[int]], list[int]]:
        """Weights and bias over the values of the level before: 1 or more where a neuron is 1, else 0 or less."""
        weights, bias = self.part.layers[0].weights.tolist(), self.part.layers[0].bias.tolist()
        if self.part.inverted:
            return [[-x for x in row] for row in weights], [1 - b for b in bias]
        if self.part.number == 1:
            return weights, bias
        return [[-x for x in row] for row in weights], [b + sum(row) for b, row in zip(bias, weights, strict=True)]

    def sums(self, handed: list[int]) -> list[int]:
        """What every neuron receives."""
        weights, bias = self.taken()
        return [b + sum(x * c for x, c in zip(row, handed, strict=True)) for row, b in zip(weights, bias, strict=True)]

    def extremes(self) -> tuple[list[int], list[int]]:
        """Without bias the largest sums where neurons must be 0 and the smallest where they must be 1, with charges.

        `FAR` where a neuron never must be 1.
        """
        weights, bias = self.taken()
        most, least = [-FAR] * len(bias), [FAR] * len(bias)
        ups, downs = [max(0, *row) for row in weights], [max(0, *(-x for x in row)) for row in weights]
        for active in self.inputs():
            wanted, charge = self.wanted(active), self.charges[len(active)]
            for e, total in enumerate(self.sums(self.counted(active))):
                if e in wanted:
                    lowered = charge.additional * downs[e] + charge.missing * ups[e]
                    least[e] = min(least[e], total - bias[e] - lowered)
                else:
                    raised = charge.additional * ups[e] + charge.missing * downs[e]
                    most[e] = max(most[e], total - bias[e] + raised)
        return most, least


def up_to(count: int, rows: list[int]) -> Iterator[tuple[int, ...]]:
    """All sets of at most so many of the rows."""
    for k in range(min(count, len(rows)) + 1):
        yield from combinations(rows, k)


def charge(code: SparseCode, sparsity: int) -> int:
    """How many values the sum of words counts more than once at most."""
    words = [set(word) for word in code.supports(0, code.columns).tolist()]
    return comb(sparsity, 2) * max((len(a & b) for a, b in combinations(words, 2)), default=0)


def charged_level(additional: int, shared: int, off: tuple[int, int]) -> Level:
    """Three copies whose neurons take 10 of their own word and -1 of all other values.

    The biases put one neuron at the edge of what must be 0, one at that of what must be 1, each `off` it by so much.
    """
    code, gates = ReedSolomonCode(7, 7, 2, 3), tuple(Gate("copy", (j,)) for j in range(3))
    taken = 11 * code.block(0, 3).T.astype(np.int64) - 1

    def level(bias: list[int]) -> Level:
        layer = Layer(-taken, np.array(bias) + taken.sum(axis=1))
        return Level(Part(2, gates, (layer,), code, IdentityCode(3)), 2, (additional,) * 3, (shared,) * 3, (0,) * 3)

    most, least = level([0, 0, 0]).extremes()
    return level([off[0] - most[0], 1 - least[1] - off[1], -most[2]])


def random_level(seed: int) -> Level:
    """A level whose weights are about right and whose biases lie at the edge of what is right, or just beside it."""
    rng = random.Random(seed)
    # Seven Reed-Solomon words over F_5 share ones, and are far enough apart to bear the charges for them.
    features, sparsity, number = (
        rng.choice([1, 2, 3, 4, 5, 6, 7, 7, 7]),
        rng.choice([1, 2, 2, 2, 3, 4]),
        rng.choice([1, 2]),
    )
    # Wrong values move sums by more than other codes bear; with few features there are not too many cases to try.
    wrong = rng.choice([(0, 1), (1, 0), (1, 1)]) if number == 2 and features < 5 else (0, 0)
    by_activity = rng.random() < 0.5
    additional, missing = (
        tuple(rng.randint(0, most) if by_activity else most for _ in range(sparsity + 1)) for most in wrong
    )
    gates = random_gates(rng, features, sparsity)
    before, after = random_code(rng, features), random_code(rng, len(gates))
    if wrong != (0, 0):
        before = ReedSolomonCode(7, rng.choice([6, 7]), 2, features)
    scale = rng.choice([1, 2, 6, 30, 2**13, 2**40])
    noise = [0, 0, 0, 0, 1, -1, -scale] if rng.random() < 0.5 else [0, 0, 0, 0, 0, 0, rng.choice([-1, 0])]
    weights = [[rng.choice(noise) for _ in range(before.rows)] for _ in range(after.rows)]
    turned_off = [(gate.inputs[1:], word, -2) for gate, word in worded(gates, after) if gate.kind == "andnot"]
    speaking = [
        (gate.inputs[:1] if gate.kind == "andnot" else gate.inputs, word, 1 if gate.kind == "and" else 2)
        for gate, word in worded(gates, after)
    ]
    for wires, word, weight in turned_off + speaking:
        for e in word:
            for j in wires:
                for row in before.supports(j, j + 1)[0].tolist():
                    weights[e][row] = weight * scale if weight < 0 else max(weights[e][row], weight * scale)
    pairs = [n if by_activity else sparsity for n in range(sparsity + 1)]
    shared = tuple(charge(before, n) if number == 2 else 0 for n in pairs)
    inverted = rng.random() < 0.5
    carried: Code = before
    matrix = np.array(weights)
    if number == 1 and rng.random() < 0.5:
        signs = np.array([rng.choice([-1, 1]) for _ in range(before.rows)])
        carried, matrix = BareCode(before.block(0, features) * signs[:, None]), matrix * signs

    def level(bias: list[int]) -> Level:
        layer = Layer(*first_layer(matrix, np.array(bias), number, inverted))
        return Level(Part(number, gates, (layer,), carried, after, inverted), sparsity, additional, shared, missing)

    most, least = level([0] * after.rows).extremes()
    bias = [rng.choice([-hi, 1 - lo]) if lo < FAR else -hi for hi, lo in zip(most, least, strict=True)]
    if rng.random() < 0.3:
        bias[rng.randrange(after.rows)] += rng.choice([1, -1])
    return level(bias)


def first_layer(matrix: np.ndarray, bias: np.ndarray, number: int, inverted: bool) -> tuple[np.ndarray, np.ndarray]:
    """The layer of a level whose neurons are to be 1 where matrix times values plus bias is 1 or more."""
    if inverted:
        return -matrix, 1 - bias
    return (matrix, bias) if number == 1 else (-matrix, bias + matrix.sum(axis=1))


def worded(gates: tuple[Gate, ...], code: SparseCode) -> list[tuple[Gate, list[int]]]:
    """Every gate with its word."""
    return list(zip(gates, code.supports(0, len(gates)).tolist(), strict=True))
