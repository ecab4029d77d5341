"""Nodes of the search: one output, a set of active members, forbidden features, and slots still free."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import final

import numpy as np

from verify.arrays import Longs
from verify.provers.branch.cases import Cases

FALSE_SIDE = 1
TRUE_SIDE = -1


@final
@dataclass(frozen=True, eq=False)
class Nodes:
    """N nodes. Node x stands for all inputs with active features members[x] + R, |R| <= slots[x], R free.

    R avoids the members and the features banned[banned_start[x] : banned_start[x + 1]]. `side` is 1 where the output
    must stay 0 and -1 where it must stay 1 on all of them; `number` is the node's number in the proof tree.
    """

    number: Longs
    output: Longs
    side: Longs
    slots: Longs
    members: Longs
    banned_start: Longs
    banned: Longs

    def __len__(self) -> int:
        return len(self.number)

    def take(self, chosen: Longs) -> "Nodes":
        """The chosen nodes."""
        lengths = np.diff(self.banned_start)[chosen]
        start = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        source = np.repeat(self.banned_start[chosen] - start[:-1], lengths) + np.arange(start[-1])
        return Nodes(
            self.number[chosen], self.output[chosen], self.side[chosen], self.slots[chosen], self.members[chosen],
            start, self.banned[source],
        )  # fmt: skip

    def banned_of(self, x: int) -> Longs:
        """The features that node x forbids."""
        return self.banned[self.banned_start[x] : self.banned_start[x + 1]]

    def members_of(self, x: int) -> tuple[int, ...]:
        """The active features of node x, in the order they were added."""
        return tuple(j for j in self.members[x].tolist() if j >= 0)


def root_nodes(cases: Cases, chosen: Longs, sparsity: int, reduced: int | None = None) -> Nodes:
    """The cases numbered `chosen` as nodes, at sparsity `reduced` <= sparsity where that is given: without larger T."""
    slots = cases.slots[chosen] - (0 if reduced is None else sparsity - reduced)
    chosen, slots = chosen[slots >= 0], slots[slots >= 0]
    settled = cases.settled[chosen]
    members = np.full((len(chosen), max(sparsity, cases.active.shape[1])), -1, dtype=np.int64)
    members[:, : cases.active.shape[1]] = cases.active[chosen]
    used = settled >= 0
    start = np.concatenate([[0], np.cumsum(used.sum(axis=1))]).astype(np.int64)
    side = np.where(cases.true[chosen], TRUE_SIDE, FALSE_SIDE).astype(np.int64)
    return Nodes(chosen, cases.output[chosen], side, slots, members, start, settled[used])


def child_nodes(nodes: Nodes, branchings: Sequence[tuple[int, Sequence[int], int]]) -> Nodes:
    """Children of nodes, in the order of `branchings` (node x, features added, number of the first child): child k
    has added[k] active, and added[0..k] no longer free.
    """
    counts = [len(added) for _, added, _ in branchings]
    parents = np.repeat([x for x, _, _ in branchings], counts)
    members = nodes.members[parents]
    members[np.arange(len(parents)), (members >= 0).sum(axis=1)] = [j for _, added, _ in branchings for j in added]
    banned = [
        np.append(nodes.banned_of(x), np.array(added[: k + 1], dtype=np.int64))
        for x, added, _ in branchings
        for k in range(len(added))
    ]
    start = np.cumsum([0, *map(len, banned)]).astype(np.int64)
    number = np.concatenate([np.arange(first, first + len(added)) for _, added, first in branchings])
    return Nodes(
        number, nodes.output[parents], nodes.side[parents], nodes.slots[parents] - 1, members, start,
        np.concatenate(banned),
    )  # fmt: skip
