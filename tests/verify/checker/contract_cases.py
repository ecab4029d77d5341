"""Levels at random with what they do on every sparse input, in plain Python integers; and the networks that wrapped."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np

from verify import (
    Certificate,
    Circuit,
    ConstantWeightCode,
    IdentityCode,
    Network,
    Problem,
    ReedSolomonCode,
    SparseCode,
)
from verify.checker.contracts.parts import Part, level_digest, part_digest, parts_of
from verify.codes import code_from_recipe
from verify.statement.certificate import certify
from verify.statement.gates import Gate
from verify.statement.network import Layer

Pair = tuple[Circuit, Network]
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
    for _ in range(rng.randint(1, 5)):
        kind = rng.choice(["and", "or", "copy"]) if features > 1 else "copy"
        most = min(features, 2 if kind == "and" and sparsity > 2 else 3)
        count = 1 if kind == "copy" else rng.randint(2, most)
        gates.append(Gate(kind, tuple(sorted(rng.sample(range(features), count)))))
    return tuple(gates)


@dataclass(frozen=True)
class Level:
    """A level; the values handed in may hold `additional` ones, and the sum of words may count `shared` ones twice."""

    part: Part
    sparsity: int
    additional: int
    shared: int

    @property
    def words(self) -> tuple[list[list[int]], list[list[int]]]:
        return tuple(code.supports(0, code.columns).tolist() for code in (self.part.before, self.part.after))

    def inputs(self) -> Iterator[tuple[int, ...]]:
        features = self.part.before.columns
        for k in range(min(self.sparsity, features) + 1):
            yield from combinations(range(features), k)

    def counted(self, active: tuple[int, ...]) -> list[int]:
        """The sum of the words of this input."""
        total = [0] * self.part.before.rows
        for j in active:
            for row in self.words[0][j]:
                total[row] += 1
        return total

    def handed(self, active: tuple[int, ...]) -> Iterator[list[int]]:
        """All values that may come in on this input; on level 1 the sum of its words."""
        mult, rows = self.counted(active), self.part.before.rows
        if not self.part.takes_complement:
            yield mult
            return
        free = [row for row in range(rows) if not mult[row]]
        for k in range(min(self.additional, len(free)) + 1):
            for more in combinations(free, k):
                yield [int(bool(mult[row]) or row in more) for row in range(rows)]

    def needed(self, active: tuple[int, ...]) -> set[int]:
        """The neurons of the words of gates that are 1."""
        return {
            e for gate, word in zip(self.part.gates, self.words[1], strict=True) if gate.value(active) for e in word
        }

    def wanted(self, active: tuple[int, ...]) -> set[int]:
        """The neurons that must be 1, by their definition as threshold units: weights 6 and 6 / fan-in, threshold 6."""
        found = set()
        for e in range(self.part.after.rows):
            weights: dict[int, int] = {}
            for gate, word in zip(self.part.gates, self.words[1], strict=True):
                for j in gate.inputs if e in word else ():
                    weights[j] = max(weights.get(j, 0), 6 // len(gate.inputs) if gate.kind == "and" else 6)
            if sum(weights.get(j, 0) for j in active) >= 6:
                found.add(e)
        return found

    def taken(self) -> tuple[list[list[int]], list[int]]:
        """Weights and bias over the values of the level before."""
        weights, bias = self.part.layers[0].weights.tolist(), self.part.layers[0].bias.tolist()
        if not self.part.takes_complement:
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
        for active in self.inputs():
            wanted = self.wanted(active)
            for e, total in enumerate(self.sums(self.counted(active))):
                if e in wanted:
                    least[e] = min(least[e], total - bias[e])
                else:
                    most[e] = max(most[e], total - bias[e])
        for e, row in enumerate(weights):
            up, down = max(0, *row), max(0, *(-x for x in row))
            most[e] += self.additional * up + self.shared * down
            if least[e] != FAR:
                least[e] -= self.additional * down + self.shared * up
        return most, least


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
        return Level(Part(2, gates, (layer,), code, IdentityCode(3)), 2, additional, shared)

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
    gates = random_gates(rng, features, sparsity)
    before, after = random_code(rng, features), random_code(rng, len(gates))
    scale = rng.choice([1, 2, 6, 30, 2**13, 2**40])
    noise = [0, 0, 0, 0, 1, -1, -scale] if rng.random() < 0.5 else [0, 0, 0, 0, 0, 0, rng.choice([-1, 0])]
    weights = [[rng.choice(noise) for _ in range(before.rows)] for _ in range(after.rows)]
    for gate, word in zip(gates, after.supports(0, len(gates)).tolist(), strict=True):
        for e in word:
            for j in gate.inputs:
                for row in before.supports(j, j + 1)[0].tolist():
                    weights[e][row] = max(weights[e][row], scale * (1 if gate.kind == "and" else 2))
    additional, shared = (0, 0) if number == 1 else (rng.choice([0, 0, 1, 2]), charge(before, sparsity))

    def level(bias: list[int]) -> Level:
        signed = np.array(weights) * (1 if number == 1 else -1)
        ready = np.array(bias) + (0 if number == 1 else np.array(weights).sum(axis=1))
        return Level(Part(number, gates, (Layer(signed, ready),), before, after), sparsity, additional, shared)

    most, least = level([0] * after.rows).extremes()
    bias = [rng.choice([-hi, 1 - lo]) if lo < FAR else -hi for hi, lo in zip(most, least, strict=True)]
    if rng.random() < 0.3:
        bias[rng.randrange(after.rows)] += rng.choice([1, -1])
    return level(bias)


def clips(size: int, layers: int) -> list[tuple[object, object]]:
    """Layers ReLU(1 - x)."""
    return [(-np.eye(size, dtype=np.int64), np.ones(size, dtype=np.int64))] * layers


def by_hand(circuit: Circuit, hidden: SparseCode, first: object, second: object) -> Pair:
    """The network of two levels with these layers, on identity codes but for the hidden one."""
    rows, outputs = hidden.rows, circuit.outputs
    layers = [first, *clips(rows, 1), second, *clips(outputs, 2)]
    note = {"name": "by hand", "arguments": {"hidden_codes": [hidden.recipe()]}}
    return circuit, Network(layers, IdentityCode(circuit.inputs), IdentityCode(outputs), 1, note)


def weights_that_wrap() -> Pair:
    """399 additional values times a weight near 2**54 exceed 2**63."""
    ands = [("and", hub, 2 + 19 * hub + k) for hub in (0, 1) for k in range(19)]
    circuit = Circuit.of(40, 3, [ands, [("copy", i) for i in range(38)]])
    hidden, step = ReedSolomonCode(field=19, blocks=7, degree=2, columns=38), 2**63 // 380
    words = hidden.supports(0, 38)
    first, second = np.zeros((hidden.rows, 40), dtype=np.int64), np.zeros((38, hidden.rows), dtype=np.int64)
    for i, (_, a, b) in enumerate(ands):
        first[words[i], a] = first[words[i], b] = 1
        second[i, words[i]] = -step
    return by_hand(circuit, hidden, (first, np.full(hidden.rows, -1)), (second, np.full(38, 1 + 3 * step)))


def bias_that_wraps() -> Pair:
    """A bias near 2**63 and what the complement adds to it exceed 2**63."""
    copies = [("copy", j) for j in range(4)]
    circuit, hidden = Circuit.of(4, 2, [copies, copies]), ReedSolomonCode(field=5, blocks=5, degree=2, columns=4)
    words = hidden.supports(0, 4)
    first, second = np.zeros((hidden.rows, 4), dtype=np.int64), np.zeros((4, hidden.rows), dtype=np.int64)
    bias = [2**63 - 2**54 - 2**55, 2, 2, 2]
    for j in range(4):
        first[words[j], j] = 1
    for i in range(1, 4):
        second[i, words[i]] = -1
    second[0, words[1][0]] = 2**55
    return by_hand(circuit, hidden, (first, np.zeros(hidden.rows, dtype=np.int64)), (second, bias))


def forged(circuit: Circuit, network: Network, additional: int = 0, margins: tuple[int, ...] = (1, 1)) -> Certificate:
    """Contracts of two levels with the right digests, for a network that may not keep them."""
    recipes = network.construction["arguments"]["hidden_codes"]
    parts = parts_of(circuit, network, [code_from_recipe(recipe) for recipe in recipes])
    contracts = [
        {
            "number": part.number,
            "level": level_digest(part, circuit.sparsity),
            "slice": part_digest(part),
            "additional_before": before,
            "additional_after": after,
            "margin": margin,
        }
        for part, before, after, margin in zip(parts, (0, additional), (additional, 0), margins, strict=True)
    ]
    return claimed(circuit, network, recipes, contracts)


def claimed(problem: Problem, network: Network, codes: object, contracts: object) -> Certificate:
    """The certificate of contracts that nobody proved."""
    return certify(problem, network, "contracts", evidence={"codes": codes, "contracts": contracts})
