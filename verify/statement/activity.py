"""How many gates of a level can be active at once, which shows for many circuits that all inputs are admissible."""

from collections.abc import Collection, Sequence
from fractions import Fraction
from itertools import combinations
from math import floor

import numpy as np

from verify.statement.gates import Gate
from verify.statement.problem import Problem

MOST_PAIRS = 2**24


def keeps_activity(problem: Problem, sparsity: int) -> bool:
    """True only if on every level at most `sparsity` gates are 1 whenever so many gates before it are.

    Then all inputs with at most `sparsity` active features are admissible. False says nothing.

    >>> from verify import Circuit
    >>> keeps_activity(Circuit.of(4, 2, [[("and", 0, 1), ("or", 0, 1), ("copy", 3)]]), 2)
    True
    """
    for gates, width in zip(problem.levels, problem.widths, strict=False):
        exact = most_active(gates, width, sparsity)
        if (share_bound(gates, width, sparsity) if exact is None else exact) > sparsity:
            return False
    return True


def share_bound(gates: Sequence[Gate], features: int, active: int) -> int:
    """No more gates than this are 1 with at most `active` active features, for any number of them.

    A gate that is 1 is shared out among active inputs: an AND of q in q equal parts, as all of them are active; AND NOT
    to its first input; any other gate, because it is 0 at rest, to each of its inputs. So the v largest sums of parts
    over features bound the gates. Complexity: the sum of fan-in, and sorting.

    >>> share_bound([Gate("and", (0, 1)), Gate("and", (1, 2)), Gate("copy", (3,))], 4, 3)
    2
    """
    parts = [Fraction(0)] * features
    for gate in gates:
        if gate.kind == "andnot":
            parts[gate.inputs[0]] += 1
            continue
        for j in gate.inputs:
            parts[j] += Fraction(1, len(gate.inputs)) if gate.kind == "and" else 1
    return floor(sum(sorted(parts)[-active:], Fraction(0)))


def most_active(gates: Sequence[Gate], features: int, active: int) -> int | None:
    """The largest number of gates that are 1 with at most `active` active features; None where `active` > 2.

    None also for gates that are so wide that more than `MOST_PAIRS` pairs of inputs share one.

    Gates are 0 at rest, so those that are 1 on {a, b} are counted by those that are 1 on {a} and on {b}, corrected for
    the gates that hold both. Complexity: the sum of fan-in squared, and sorting.

    >>> most_active([Gate("and", (0, 1)), Gate("or", (0, 1)), Gate("or", (1, 2))], 3, 2)
    3
    """
    if active > 2 or sum(len(gate.inputs) ** 2 for gate in gates) > MOST_PAIRS:
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
    return max(_most_apart(alone.tolist(), together), max(pairs, default=0))


def _most_apart(alone: list[int], together: Collection[tuple[int, int]]) -> int:
    """The largest alone[a] + alone[b] over pairs that share no gate, or the largest alone[a]: all there is to count."""
    partners: dict[int, set[int]] = {}
    for a, b in together:
        partners.setdefault(a, {a}).add(b)
        partners.setdefault(b, {b}).add(a)
    order = sorted(range(len(alone)), key=lambda j: -alone[j])
    best = alone[order[0]]
    for a in order:
        if 2 * alone[a] <= best:  # What comes behind a is not larger.
            break
        other = next((b for b in order if b not in partners.get(a, {a})), None)
        best = max(best, alone[a] + (0 if other is None else alone[other]))
    return best
