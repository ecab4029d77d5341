"""Circuits made of circuits: one behind the other, side by side, and without xor."""

from collections.abc import Sequence
from itertools import pairwise

from verify import Circuit, Gate, Problem
from verify.contracts import threshold_levels


def in_series(circuits: Sequence[Problem], *, sparsity: int) -> Problem:
    """The circuits one behind the other: F = F_k(... F_1(y)), with the activity condition on all levels of all of them.

    Guarantee: for all y, level by level the features are those of the circuits run one after the other; y is admissible
    iff every circuit's input is, at this sparsity. Depth: the sum of the depths. Width: the largest of the widths.
    Source: ours (the definition of composition).
    Errors: ValueError for no circuit, or where one has more inputs than the circuit before has outputs (or fewer).

    >>> turn = Circuit.of(3, 1, [[("copy", 1), ("copy", 2), ("copy", 0)]])
    >>> len(in_series([turn] * 4, sparsity=2).levels)
    4
    """
    if not circuits:
        raise ValueError("a series needs at least one circuit, not 0")
    for number, (before, after) in enumerate(pairwise(circuits), start=1):
        if before.outputs != after.inputs:
            raise ValueError(
                f"circuit {number} of a series must have {before.outputs} inputs, one an output of the circuit before, "
                f"not {after.inputs}"
            )
    return Circuit(circuits[0].inputs, sparsity, tuple(level for circuit in circuits for level in circuit.levels))


def side_by_side(circuits: Sequence[Problem], *, sparsity: int) -> Problem:
    """Disjoint circuits as one: features and gates of each level are numbered circuit by circuit.

    Circuits of fewer levels end in copies. The activity condition is on all of them together: at most `sparsity` active
    features on every level, wherever they are.

    Guarantee: for all y = (y_1, ..., y_k), F(y) = (F_1(y_1), ..., F_k(y_k)). Depth: the largest of the depths.
    Width: on every level the sum of the widths, a circuit that has ended being as wide as its outputs. Source: ours
    (the definition). Errors: ValueError for no circuit.

    >>> both = side_by_side([Circuit.of(2, 1, [[("and", 0, 1)]]), Circuit.of(1, 1, [[("copy", 0)]] * 2)], sparsity=2)
    >>> both.widths, both.levels[1]
    ((3, 2, 2), (Gate(kind='copy', inputs=(0,)), Gate(kind='copy', inputs=(1,))))
    """
    if not circuits:
        raise ValueError("a parallel composition needs at least one circuit, not 0")
    depth = max(len(circuit.levels) for circuit in circuits)
    levels: list[list[Gate]] = [[] for _ in range(depth)]
    before = [0] * depth
    for circuit in circuits:
        widths = circuit.widths
        for number in range(depth):
            width = widths[min(number, len(widths) - 1)]
            ends = tuple(Gate("copy", (j,)) for j in range(width))
            level = circuit.levels[number] if number < len(circuit.levels) else ends
            levels[number] += [Gate(g.kind, tuple(before[number] + j for j in g.inputs)) for g in level]
            before[number] += width
    return Circuit(before[0], sparsity, tuple(map(tuple, levels)))


def without_xor(circuit: Problem) -> Problem:
    """The same function on the same admissible inputs, with every level that has xor written as two without.

    Guarantee: for all y the outputs are the same, and y is admissible for the one circuit iff it is for the other.
    Depth: one level more for every level that has xor. Width: a level with x xors becomes one of x gates more, and one
    as wide as before. The prover `contracts` takes a network of the one for one of the other, as both are the same
    levels of thresholds (`verify.contracts.levels`, also for the source). Errors: none.

    >>> [[gate.kind for gate in level] for level in without_xor(Circuit.of(2, 1, [[("xor", 0, 1)]])).levels]
    [['andnot', 'andnot'], ['or']]
    """
    return Circuit(circuit.inputs, circuit.sparsity, threshold_levels(circuit))
