"""What is true of a problem and a network, by the definition in Python integers: nothing of the product."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from benchmarks.attack.codes import words_of
from benchmarks.attack.plain import Document, PlainNetwork

Gate = Sequence[Any]


@dataclass(frozen=True)
class Truth:
    """`wrong`: an admissible input and an output that is wrong on it, or None; the exact margin; admissible inputs."""

    wrong: tuple[tuple[int, ...], int] | None
    smallest_true: int | None
    largest_false: int | None
    inputs: int

    @property
    def right(self) -> bool:
        """Whether no output is wrong on any admissible input."""
        return self.wrong is None


def value(gate: Gate, active: set[int]) -> bool:
    """What a gate [kind, feature, ...] is when exactly these are active."""
    bits = [feature in active for feature in gate[1:]]
    match gate[0]:
        case "and":
            return all(bits)
        case "or":
            return any(bits)
        case "xor":
            return sum(bits) == 1
        case "andnot":
            return bits == [True, False]
        case "copy":
            return bits[0]
    word, _, least = str(gate[0]).partition("-")
    if word != "atleast":
        raise ValueError(f"no definition for {gate[0]!r}")
    return sum(bits) >= int(least)


def features_of(problem: Document) -> int:
    return len(problem["images"]) if problem["kind"] == "permutation" else int(problem["inputs"])


def levels_of(problem: Document) -> list[list[Gate]]:
    """The gates of all levels."""
    if problem["kind"] == "permutation":
        source = {image: j for j, image in enumerate(problem["images"])}
        return [[["copy", source[i]] for i in range(len(source))]]
    levels: list[list[Gate]] = problem["levels"] if problem["kind"] == "circuit" else [problem["gates"]]
    return levels


def outputs_of(problem: Document) -> int:
    return len(levels_of(problem)[-1])


def ones_on(problem: Document, active: tuple[int, ...]) -> set[int] | None:
    """The outputs that are 1, or None on an input that a circuit does not admit."""
    ones = set(active)
    for level in levels_of(problem):
        ones = {i for i, gate in enumerate(level) if value(gate, ones)}
        if problem["kind"] == "circuit" and len(ones) > problem["sparsity"]:
            return None
    return ones


def inputs_of(problem: Document) -> Iterator[tuple[int, ...]]:
    """All inputs with at most v active features, fewest first."""
    for k in range(problem["sparsity"] + 1):
        yield from combinations(range(features_of(problem)), k)


class Machine:
    """The network as a function of the active features."""

    def __init__(self, network: PlainNetwork) -> None:
        self._network = network
        self._carried, self._read = words_of(network.input_code), words_of(network.output_code)

    def scores(self, active: Sequence[int]) -> list[int]:
        """<B_i, x_L> for every output i."""
        x = [sum(self._carried[j][r] for j in active) for r in range(len(self._carried[0]))]
        for weights, bias in self._network.layers:
            x = [max(0, sum(map(int.__mul__, row, x)) + b) for row, b in zip(weights, bias, strict=True)]
        return [sum(map(int.__mul__, word, x)) for word in self._read]


def truth(problem: Document, network: PlainNetwork) -> Truth:
    """The truth about every admissible input and every output."""
    machine, wrong, inputs = Machine(network), None, 0
    true: list[int] = []
    false: list[int] = []
    for active in inputs_of(problem):
        ones = ones_on(problem, active)
        if ones is None:
            continue
        inputs += 1
        for output, score in enumerate(machine.scores(active)):
            (true if output in ones else false).append(score)
            if wrong is None and (score >= network.threshold) != (output in ones):
                wrong = (active, output)
    return Truth(wrong, min(true, default=None), max(false, default=None), inputs)
