"""Cases of circuits for the shared table: right networks of several levels, and the same asked about other circuits."""

from collections.abc import Iterator

import numpy as np

from tests.verify import networks as build
from verify import BareCode, Circuit, Gate, IdentityCode, Network, Problem

Row = tuple[str, Problem, Network, str]

COMPARE = [[("and", 0, 1), ("or", 0, 1), ("and", 2, 3), ("or", 2, 3)], [("and", 1, 3), ("or", 1, 3), ("copy", 0)]]
MIXED = [
    [("and", 0, 1), ("or", 1, 2), ("xor", 2, 3), ("andnot", 4, 0), ("copy", 5)],
    [("xor", 0, 1), ("andnot", 2, 1), ("and", 1, 3, 4), ("or", 3, 4)],
    [("or", 0, 1), ("and", 2, 3), ("copy", 3)],
]
SWAPS = [
    (0, 0, ("or", 0, 1), "and becomes or on level 1"),
    (0, 3, ("andnot", 0, 4), "andnot turned round on level 1"),
    (1, 0, ("or", 0, 1), "xor becomes or on level 2"),
    (1, 3, ("or", 2, 4), "or of another gate on level 2"),
    (2, 2, ("copy", 0), "copy of another gate on level 3"),
]
# Level 1 copies feature 0 three times: at sparsity 2 an input with feature 0 is not admissible.
CROWDED = [[("copy", 0), ("copy", 0), ("copy", 0), ("or", 1, 2)], [("and", 0, 3), ("copy", 3)]]
# The last level's activity counts as well.
CROWDED_END = [[("copy", 0), ("copy", 1)], [("copy", 0), ("or", 0, 1), ("copy", 1), ("copy", 0)]]

NEGATING = [
    [("andnot", 0, 1), ("andnot", 1, 2), ("and", 2, 3), ("andnot", 3, 0), ("copy", 4)],
    [("andnot", 0, 4), ("or", 1, 2), ("andnot", 4, 3), ("and", 0, 3)],
]
# Two bits a and b with a carry c: the sum is a xor b xor c, the carry is two of the three.
FULL_ADDER = [
    [("xor", 0, 1), ("and", 0, 1), ("copy", 2)],
    [("xor", 0, 2), ("and", 0, 2), ("copy", 1)],
    [("copy", 0), ("or", 1, 2)],
]


def paired(circuit: Problem) -> Network:
    """Two neurons a gate whose sum is the gate, for and, xor, andnot, copy and or of two: right on all inputs."""
    layers, merge = [], np.eye(circuit.inputs, dtype=np.int64)
    for level in circuit.levels:
        weights = np.zeros((2 * len(level), merge.shape[0]), dtype=np.int64)
        bias = np.zeros(2 * len(level), dtype=np.int64)
        for i, gate in enumerate(level):
            _write(gate, weights[2 * i : 2 * i + 2], bias[2 * i : 2 * i + 2])
        layers.append((weights @ merge, bias))
        merge = np.kron(np.eye(len(level), dtype=np.int64), [[1, 1]])
    return Network(layers, IdentityCode(circuit.inputs), BareCode(merge.T), threshold=1)


def _write(gate: Gate, weights: np.ndarray, bias: np.ndarray) -> None:
    a, b = gate.inputs[0], gate.inputs[-1]
    if gate.kind == "and":
        weights[0, list(gate.inputs)], bias[0] = 1, 1 - len(gate.inputs)
    elif gate.kind == "or":
        weights[0, a], weights[1, b], weights[1, a] = 1, 1, -1
    elif gate.kind == "copy":
        weights[0, a] = 1
    else:
        weights[0, a], weights[0, b] = 1, -1
    if gate.kind == "xor":
        weights[1] = -weights[0]


def swapped(circuit: Problem, level: int, place: int, gate: tuple[object, ...]) -> Problem:
    levels = [list(gates) for gates in circuit.levels]
    levels[level][place] = Gate(gate[0], gate[1:])
    return Circuit(circuit.inputs, circuit.sparsity, tuple(map(tuple, levels)))


def rows() -> Iterator[Row]:
    """(name, problem, network, verdict)."""
    for v in range(1, 7):
        problem = Circuit.of(6, v, MIXED)
        yield f"circuit of three levels, sparsity {v}", problem, paired(problem), "proved"
    for v in range(1, 5):
        problem = Circuit.of(4, v, COMPARE)
        yield f"circuit of comparators, sparsity {v}", problem, paired(problem), "proved"
    problem = Circuit.of(6, 3, MIXED)
    for level, place, gate, name in SWAPS:
        yield f"circuit: {name}", swapped(problem, level, place, gate), paired(problem), "refuted"
    yield "circuit, one weight of layer 2 changed", problem, build.changed(paired(problem), 1, 3, 2, 2), "refuted"
    yield "circuit, one bias of layer 3 changed", problem, build.changed(paired(problem), 2, 2, -1, 0), "refuted"
    yield from _crowded()


def _crowded() -> Iterator[Row]:
    """Networks that are wrong, but only on inputs whose levels are too active at the lower sparsity."""
    for v, verdict in ((2, "proved"), (3, "proved"), (4, "refuted")):
        problem = Circuit.of(3, min(v, 3), CROWDED) if v < 4 else Circuit.of(4, 4, CROWDED)
        # The AND of level 2 is 1 only where level 1 has four active gates.
        silent = build.changed(paired(problem), 1, 0, 0, 0)
        yield f"circuit, an output that no admissible input needs, sparsity {v}", problem, silent, verdict
    for v, verdict in ((1, "refuted"), (2, "refuted")):
        problem = Circuit.of(3, v, CROWDED_END)
        yield f"circuit, wrong on the last level, sparsity {v}", problem, _loud_end(problem), verdict
    problem = Circuit.of(2, 1, CROWDED_END)
    # Feature 0 makes three outputs 1, feature 1 two: at sparsity 1 only the empty input is admissible.
    yield "circuit, only the empty input is admissible", problem, _loud_end(problem), "proved"


def _loud_end(problem: Problem) -> Network:
    """Output 0 also answers to gate 1 of level 1, or to a third feature that nothing uses."""
    network = paired(problem)
    if problem.inputs == 2:
        return build.changed(network, 1, 0, 2, 1)
    return build.changed(network, 0, 0, 2, 1)
