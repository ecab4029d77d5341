"""The proof tree of a branch certificate: the cases of every output, and the features that nodes are branched on."""

from collections.abc import Mapping
from itertools import combinations
from typing import final

import numpy as np

from verify.arrays import Integers
from verify.checker.budget import RefusedError
from verify.errors import shown
from verify.statement.gates import Gate

Case = tuple[tuple[int, ...] | range, int, bool]
NAMES = ("branching", "counts", "features")
COUNTED = 2**40
CASE_BYTES = 300
WIDE = 4
"""ANDs and ORs with so many inputs or more are split by their first input that settles them, others by all inputs."""


def count_cases(gate: Gate, sparsity: int) -> int:
    """How many cases `cases_of` lists, or some number above `COUNTED`."""
    size, total, term = len(gate.inputs), 0, 1
    if size >= WIDE and gate.kind in ("and", "or"):
        return size + 1
    for k in range(min(size, sparsity) + 1):
        total += term
        if total > COUNTED:
            break
        term = term * (size - k) // (k + 1)
    return total


def cases_of(gate: Gate, sparsity: int) -> list[Case]:
    """Every admissible input falls into exactly one case: (places of active inputs, settled inputs, value of the gate).

    The inputs at the places are active, and no others of the first inputs, so many of which are settled: by them the
    value of the gate is known, whatever the others are. Case k of an AND of `WIDE` inputs or more: inputs 0..k-1 are
    active and k is not, for k <= sparsity; last, if the sparsity allows, all are. Case k of such an OR: input k is the
    first that is active; last, none is. Every other gate has a case for every set of at most `sparsity` of its inputs,
    by size, then in the order of `itertools.combinations`. Errors: RefusedError for a feature that is named twice.
    """
    size = len(gate.inputs)
    if len(set(gate.inputs)) != size:
        raise RefusedError(f"a branch certificate is about gates of distinct features, not {shown(gate)}")
    if size >= WIDE and gate.kind == "and":
        whole: list[Case] = [(range(size), size, True)] if size <= sparsity else []
        return [*((range(k), k + 1, False) for k in range(min(size, sparsity + 1))), *whole]
    if size >= WIDE and gate.kind == "or":
        return [*((range(k, k + 1), k + 1, True) for k in range(size)), (range(0), size, False)]
    sets = (c for k in range(min(size, sparsity) + 1) for c in combinations(range(size), k))
    return [(places, size, gate.value([gate.inputs[k] for k in places])) for places in sets]


@final
class Tree:
    """Nodes 0..cases-1 are the cases of all outputs; the children of branching nodes follow, in their parents' order.

    Child k of a node has its k-th feature active, and the features before it settled. What no child has is the rest.
    Without branching nodes there are no arrays.
    """

    def __init__(self, arrays: Mapping[str, Integers], cases: int, features: int) -> None:
        arrays = arrays or dict.fromkeys(NAMES, np.zeros(0, dtype=np.int64))
        if set(arrays) != set(NAMES):
            raise RefusedError(f"the arrays must be {', '.join(NAMES)}, not {shown(sorted(arrays))}")
        branching, counts, self._added = (arrays[name].astype(np.int64) for name in NAMES)
        self.nodes = cases + len(self._added)
        _require(len(counts) == len(branching), f"counts must have {len(branching)} entries, not {len(counts)}")
        _require(bool((counts >= 1).all()), "every entry of counts must be at least 1")
        _require(sum(counts.tolist()) == len(self._added), "the entries of counts must sum to the number of features")
        _require(bool((branching[1:] > branching[:-1]).all()), "branching must be strictly ascending")
        first = cases + np.cumsum(counts) - counts
        ordered = bool(((branching >= 0) & (branching < first)).all())
        _require(ordered, "a branching node must come before its children")
        outside = (self._added < 0) | (self._added >= features)
        _require(not outside.any(), f"features must be from 0 to {features - 1}")
        places = zip((first - cases).tolist(), counts.tolist(), strict=True)
        self._children = dict(zip(branching.tolist(), places, strict=True))
        self._cases = cases

    def children(self, node: int) -> list[tuple[int, int]]:
        """(number, feature) of every child."""
        first, count = self._children.get(node, (0, 0))
        added: list[int] = self._added[first : first + count].tolist()
        return list(enumerate(added, start=self._cases + first))


def _require(holds: bool, rule: str) -> None:
    if not holds:
        raise RefusedError(rule)
