"""The proof tree as integer arrays, in an order that a checker can follow without being told.

Nodes are numbered breadth first: the cases of all outputs in the order of `cases`, then the children of nodes in the
order of their parents, child by child. So features[k] is the feature that node (number of cases) + k adds.

branching (B,) are the numbers of the nodes with children, ascending; counts (B,) how many; features (all children,).
Without any there are no arrays: the tree is all that is stated, and the checker computes what closes every node.

Size: 2 to 8 bytes a node with children for its number, 1 for their count, and 1 to 4 for every child.
"""

from dataclasses import dataclass
from typing import final

import numpy as np

from verify.arrays import Integers, Longs
from verify.codes.integers import SIGNED_TYPES
from verify.provers.branch.cases import Cases
from verify.provers.branch.tree import Tree


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
        return {name: _narrowed(array) for name, array in named.items()} if len(self.branching) else {}


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


def _narrowed(array: Longs) -> Integers:
    low, high = int(array.min(initial=0)), int(array.max(initial=0))
    narrow = next(t for t in SIGNED_TYPES if np.iinfo(t).min <= low and high <= np.iinfo(t).max)
    return array.astype(narrow)
