"""The statement, straight from its definition: Python integers, itertools and the dense matrices of the codes.

Nothing of the package is used but the numbers a network and a problem are made of, so that a mistake in the forward
pass, in the gates or in the listing of inputs cannot hide itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from verify import Network, Problem


@dataclass(frozen=True)
class Judgement:
    """All wrong (input, output) places, fewest active features first, and the margin as a pair."""

    wrong: tuple[tuple[tuple[int, ...], int], ...]
    margin: tuple[int | None, int | None]
    inputs: int

    @property
    def verdict(self) -> str:
        return "refuted" if self.wrong else "proved"

    @property
    def wrong_inputs(self) -> set[tuple[int, ...]]:
        return {active for active, _ in self.wrong}

    @property
    def fewest_active(self) -> int:
        return len(self.wrong[0][0])


class PlainNetwork:
    """A network as lists of Python integers."""

    def __init__(self, network: Network) -> None:
        self.carried = [list(word) for word in zip(*dense(network.input_code), strict=True)]
        self.layers = [(sparse(layer.weights.tolist()), layer.bias.tolist()) for layer in network.layers]
        self.read = sparse(zip(*dense(network.output_code), strict=True))
        self.threshold = network.threshold

    def states(self, active: tuple[int, ...]) -> list[list[int]]:
        x = [0] * len(self.carried[0])
        for feature in active:
            x = [a + b for a, b in zip(x, self.carried[feature], strict=True)]
        states = [x]
        for rows, bias in self.layers:
            x = [max(0, sum(w * x[e] for e, w in row) + b) for row, b in zip(rows, bias, strict=True)]
            states.append(x)
        return states

    def scores(self, active: tuple[int, ...]) -> list[int]:
        x = self.states(active)[-1]
        return [sum(w * x[e] for e, w in word) for word in self.read]


def dense(code) -> list[list[int]]:
    return [[int(entry) for entry in row] for row in code.block(0, code.columns)]


def sparse(rows) -> list[list[tuple[int, int]]]:
    return [[(e, int(w)) for e, w in enumerate(row) if w] for row in rows]


def true_outputs(problem, active: tuple[int, ...]) -> set[int]:
    if problem.is_two_and:
        return {i for i, (a, b) in enumerate(problem.pairs) if a in active and b in active}
    if problem.is_permutation:
        return {problem.images[j] for j in active}
    if problem.form == "gates":
        return {i for i, gate in enumerate(problem.gates) if is_one(gate.kind, [j in active for j in gate.inputs])}
    return level_ones(problem, active)[-1]


def level_ones(problem: Problem, active: tuple[int, ...]) -> list[set[int]]:
    found = [set(active)]
    for level in problem.levels:
        ones = {i for i, gate in enumerate(level) if is_one(gate.kind, [j in found[-1] for j in gate.inputs])}
        found.append(ones)
    return found


def too_active(problem, active: tuple[int, ...]) -> bool:
    return bool(problem.is_circuit) and max(map(len, level_ones(problem, active))) > int(problem.sparsity)


def is_one(kind: str, bits: list[bool]) -> bool:
    match kind:
        case "and":
            return False not in bits
        case "or":
            return True in bits
        case "xor":
            return bits.count(True) == 1
        case "andnot":
            return bits == [True, False]
        case "copy":
            return bits == [True]
    family, least = kind.split("-")
    if family == "atleast":
        return bits.count(True) >= int(least)
    raise ValueError(f"no definition for {kind}")


def admissible(features: int, sparsity: int) -> Iterator[tuple[int, ...]]:
    for k in range(sparsity + 1):
        yield from combinations(range(features), k)


def judge(problem, network: Network) -> Judgement:
    plain = PlainNetwork(network)
    wrong, true, false, inputs = [], [], [], 0
    for active in admissible(problem.inputs, problem.sparsity):
        if too_active(problem, active):
            continue
        inputs += 1
        ones = true_outputs(problem, active)
        for output, score in enumerate(plain.scores(active)):
            (true if output in ones else false).append(score)
            if (score >= plain.threshold) != (output in ones):
                wrong.append((active, output))
    return Judgement(tuple(wrong), (min(true, default=None), max(false, default=None)), inputs)
