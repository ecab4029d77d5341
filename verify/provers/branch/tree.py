"""The proof tree as it grows, and as integer arrays in an order that a checker can follow without being told.

In a certificate nodes are numbered breadth first: the cases of all outputs in the order of `cases`, then the children
of nodes in the order of their parents, child by child. So features[k] is the feature that node (number of cases) + k
adds.

branching (B,) are the numbers of the nodes with children, ascending; counts (B,) how many; features (all children,).
Without any there are no arrays: the tree is all that is stated, and the checker computes what closes every node.

Size: 2 to 8 bytes a node with children for its number, 1 for their count, and 1 to 4 for every child.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import final

import numpy as np

from verify.arrays import Bools, Integers, Longs
from verify.codes.integers import read_only_integers
from verify.provers.branch.cases import Cases

TREE_LIMIT = 2**26


class TreeTooLargeError(Exception):
    """The proof would need more nodes than memory is meant for."""


@final
class Tree:
    """The proof as it grows: node numbers 0..roots-1 are the cases; a branching node's children are consecutive.

    `bounds[x]` is the sum of the s largest terms of the rest of node x, each at least the floor (for s = 0 the term of
    the members alone), negated on the true side; `children[x]` = (features branched on, number of the first child).
    """

    def __init__(self, roots: int) -> None:
        self.roots = self.size = roots
        self.bounds: Longs = np.zeros(roots, dtype=np.int64)
        self.children: dict[int, tuple[tuple[int, ...], int]] = {}

    def grow(self, count: int) -> int:
        """Numbers for `count` new nodes; the first of them. Errors: TreeTooLargeError."""
        first, self.size = self.size, self.size + count
        if self.size > TREE_LIMIT:
            raise TreeTooLargeError
        if self.size > len(self.bounds):
            self.bounds = np.concatenate([self.bounds, np.zeros(max(self.size, 2**16), dtype=np.int64)])
        return first

    def graft(self, kept: Mapping[str, Integers], first: int, last: int, mine: Bools | slice) -> None:
        """Take up a tree of cases first..last-1, as tensors: the bounds of `mine`, and its nodes behind all others."""
        bounds, cases = kept["bounds"], last - first
        place = self.grow(len(bounds) - cases)
        self.bounds[first:last][mine] = bounds[:cases][mine]
        self.bounds[place : self.size] = bounds[cases:]
        added = np.split(kept["features"], np.cumsum(kept["counts"])[:-1])
        for number, features, child in zip(kept["numbers"].tolist(), added, kept["firsts"].tolist(), strict=False):
            own = number if number < self.roots else number - self.roots + place
            self.children[own] = (tuple(features.tolist()), child - self.roots + place)


@final
@dataclass(frozen=True, eq=False)
class Proof:
    """All nodes breadth first: `bounds` (negated on the true side), `case` (root) and `slots`; and the branchings."""

    bounds: Longs
    case: Longs
    slots: Longs
    branching: Longs
    counts: Longs
    features: Longs

    @property
    def worst(self) -> Longs:
        """For every node an upper bound on side * score over its rest: floor(bound / s)."""
        return self.bounds // np.maximum(self.slots, 1)

    def arrays(self) -> dict[str, Integers]:
        """The arrays of the certificate, each in the narrowest signed type."""
        named = {"branching": self.branching, "counts": self.counts, "features": self.features}
        return {name: read_only_integers(name, array, 1) for name, array in named.items() if len(array)}


def proof_of(tree: Tree, cases: Cases) -> Proof:
    """The finished tree, numbered breadth first: O(nodes)."""
    numbers, case, slots = list(range(len(cases))), list(range(len(cases))), cases.slots.tolist()
    branching: list[int] = []
    counts: list[int] = []
    features: list[int] = []
    for place, number in enumerate(numbers if tree.children else ()):
        if number not in tree.children:
            continue
        added, first = tree.children[number]
        branching.append(place)
        counts.append(len(added))
        features.extend(added)
        # The lists grow while they are read: that is what makes the order breadth first.
        numbers.extend(range(first, first + len(added)))
        case.extend([case[place]] * len(added))
        slots.extend([slots[place] - 1] * len(added))
    rest = (np.array(part, dtype=np.int64) for part in (case, slots, branching, counts, features))
    return Proof(tree.bounds[np.array(numbers, dtype=np.int64)], *rest)
