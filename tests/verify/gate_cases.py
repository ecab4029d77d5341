"""Cases of mixed gates for the shared table: right networks, and the same networks asked about other gates."""

from collections.abc import Iterator

import numpy as np

from tests.verify import networks as build
from verify import BareCode, IdentityCode, Network, Problem, gate_problem, random_gates

Row = tuple[str, Problem, Network, str]

PAIRED = np.array([[1, 1]])
MIXED = [
    ("or", 0, 1, 2),
    ("xor", 1, 2),
    ("andnot", 2, 0),
    ("copy", 3),
    ("and", 0, 1, 3),
    ("and", 2, 3),
    ("andnot", 0, 3),
]
SWAPS = [
    (0, ("or", 0, 1), "or forgets an input"),
    (0, ("and", 0, 1, 2), "or becomes and"),
    (1, ("or", 1, 2), "xor becomes or"),
    (1, ("and", 1, 2), "xor becomes and"),
    (1, ("xor", 0, 1), "xor of another feature"),
    (2, ("andnot", 0, 2), "andnot the other way round"),
    (2, ("copy", 2), "andnot forgets the not"),
    (2, ("xor", 0, 2), "andnot becomes xor"),
    (3, ("copy", 2), "copy of another feature"),
    (4, ("and", 0, 1), "and forgets an input"),
    (4, ("and", 0, 1, 2), "and of another feature"),
    (5, ("or", 2, 3), "and becomes or"),
]


def halves(problem: Problem, scale: int = 1) -> Network:
    """Two neurons an output, right at every sparsity: xor is ReLU(a - b) + ReLU(b - a), all others need one neuron."""
    weights = np.zeros((2 * problem.outputs, problem.inputs), dtype=np.int64)
    bias = np.zeros(2 * problem.outputs, dtype=np.int64)
    for i in range(problem.outputs):
        gate = problem.gate(i)
        weights[2 * i, list(gate.inputs)] = 1
        if gate.kind == "and":
            bias[2 * i] = 1 - len(gate.inputs)
        if gate.kind in ("xor", "andnot"):
            weights[2 * i, gate.inputs[1]] = -1
        if gate.kind == "xor":
            weights[2 * i + 1] = -weights[2 * i]
    reading = BareCode(np.kron(np.eye(problem.outputs, dtype=int), PAIRED.T))
    return Network([(scale * weights, scale * bias)], IdentityCode(problem.inputs), reading, threshold=scale)


def rows() -> Iterator[Row]:
    """(name, problem, network, verdict)."""
    for v in range(1, 6):
        problem = gate_problem(5, v, MIXED)
        yield f"mixed gates, sparsity {v}", problem, halves(problem), "proved"
    problem = gate_problem(5, 3, MIXED)
    right = halves(problem)
    for place, other, name in SWAPS:
        gates = [*MIXED[:place], other, *MIXED[place + 1 :]]
        yield f"mixed gates, {name}", gate_problem(5, 3, gates), right, "refuted"
    yield "mixed gates, one weight missing", problem, build.changed(right, 0, 3, 2, 0), "refuted"
    yield "mixed gates, a stranger excites an andnot", problem, build.changed(right, 0, 4, 4, 1), "refuted"
    yield "mixed gates, a stranger silences an or", problem, build.changed(right, 0, 0, 4, -1), "refuted"
    yield "mixed gates, a second layer", problem, _with_a_second_layer(right), "proved"
    for v in (2, 4, 6):
        drawn = random_gates(8, 7, kinds=("and", "or"), fan_in=(2, 4, 6), sparsity=v, seed=v)
        yield f"wide gates, sparsity {v}", drawn, halves(drawn), "proved"
        yield f"wide gates, sparsity {v}, a stranger", drawn, build.changed(halves(drawn), 0, 2, 7, 1), _stranger(drawn)
    wide = gate_problem(9, 2, [("and", *range(8)), ("or", *range(1, 9))])
    yield "an and that is never 1, and an or of eight", wide, halves(wide), "proved"
    yield (
        "an or of eight asked for seven",
        gate_problem(9, 2, [("or", *range(1, 8))]),
        _alone(halves(wide), 1),
        "refuted",
    )
    one = gate_problem(1, 1, [("copy", 0)])
    yield "one copy", one, halves(one), "proved"
    yield "one copy, read too strictly", one, halves(one).with_threshold(2), "refuted"


def _stranger(problem: Problem) -> str:
    """Output 1 is an OR: it is wrong when feature 7 alone is active, unless 7 is one of its inputs."""
    return "proved" if 7 in problem.gate(1).inputs else "refuted"


def _alone(network: Network, output: int) -> Network:
    layer = network.layers[0]
    chosen = slice(2 * output, 2 * output + 2)
    return Network([(layer.weights[chosen], layer.bias[chosen])], network.input_code, BareCode(PAIRED.T), threshold=1)


def _with_a_second_layer(network: Network) -> Network:
    layer, width = network.layers[0], network.widths[-1]
    layers = [(layer.weights, layer.bias), (np.eye(width, dtype=np.int64), [0] * width)]
    return Network(layers, network.input_code, network.output_code, network.threshold)
