"""The proof of a search as it grows: nodes with their bounds, and what each was branched on."""

from dataclasses import dataclass, field
from typing import final

import numpy as np

from verify.arrays import Longs

TREE_LIMIT = 2**26


class TreeTooLargeError(Exception):
    """The proof would need more nodes than memory is meant for."""


@final
@dataclass
class Tree:
    """The proof as it grows: node numbers 0..roots-1 are the cases; a branching node's children are consecutive.

    `bounds[x]` is the sum of the s largest terms of the rest of node x, each at least the floor (for s = 0 the term of
    the members alone), negated on the true side; `children[x]` = (features branched on, number of the first child).
    """

    roots: int
    bounds: Longs = field(init=False)
    children: dict[int, tuple[tuple[int, ...], int]] = field(default_factory=dict)
    size: int = field(init=False)

    def __post_init__(self) -> None:
        self.size = self.roots
        self.bounds = np.zeros(self.roots, dtype=np.int64)

    def grow(self, count: int) -> int:
        """Numbers for `count` new nodes; the first of them. Errors: TreeTooLargeError."""
        first, self.size = self.size, self.size + count
        if self.size > TREE_LIMIT:
            raise TreeTooLargeError
        if self.size > len(self.bounds):
            self.bounds = np.concatenate([self.bounds, np.zeros(max(self.size, 2**16), dtype=np.int64)])
        return first
