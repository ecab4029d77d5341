"""How many gates of a level can be active at once: a bound that shows for many circuits that no input breaks it."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from verify.statement.gates import Gate
from verify.statement.problem import Levelled


def keeps_activity(problem: Levelled, sparsity: int) -> bool:
    """True only if on every level at most `sparsity` gates are 1 whenever so many gates before it are.

    Then all inputs with at most `sparsity` active features are admissible. False says nothing: it may be the bound.

    >>> from verify import Circuit
    >>> keeps_activity(Circuit.of(4, 2, [[("and", 0, 1), ("or", 0, 1), ("copy", 3)]]), 2)
    True
    """
    bounds = (most_active(gates, width, sparsity) for gates, width in zip(problem.levels, problem.widths, strict=False))
    return all(bound is not None and bound <= sparsity for bound in bounds)


def most_active(gates: Sequence[Gate], features: int, active: int) -> int | None:
    """A bound on the number of gates that are 1 with at most `active` active features; None where `active` > 2.

    Gates are 0 at rest, so those that are 1 on {a, b} are counted by those that are 1 on {a} and on {b}, corrected for
    the gates that hold both: exact for every pair that shares a gate. Complexity: the sum of fan-in squared.

    >>> most_active([Gate("and", (0, 1)), Gate("or", (0, 1)), Gate("or", (1, 2))], 3, 2)
    3
    """
    if active > 2:
        return None
    alone = np.zeros(features, dtype=np.int64)
    for gate in gates:
        for j in gate.inputs:
            alone[j] += gate.value((j,))
    ordered = np.sort(alone)
    if active < 2:
        return int(ordered[-1])
    together: dict[tuple[int, int], int] = {}
    for gate in gates:
        for a, b in combinations(sorted(gate.inputs), 2):
            gain = gate.value((a, b)) - gate.value((a,)) - gate.value((b,))
            together[a, b] = together.get((a, b), 0) + gain
    pairs = (int(alone[a] + alone[b]) + gain for (a, b), gain in together.items())
    # A pair that shares no gate has as many active gates as its two features alone.
    return max(int(ordered[-2:].sum()), max(pairs, default=0))
