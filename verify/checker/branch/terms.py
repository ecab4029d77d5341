"""The terms that bound the rest of a node, for one block of columns after another.

A node has members T, s free slots, and p_e = b_e + sum of G(e, j) over T. Side 1: the output must be 0, side -1: it
must be 1. The term of a free feature j is, summed over the neurons e of the output's channel with weight B(e),

    B(e) max(0, s G(e, j) + p_e)     on side 1, and wherever s = 1;
    B(e) (s G(e, j) + p_e) for p_e > 0, else 0     on side -1 with s >= 2.

An empty slot has the term of G(e, j) = 0: s slots times it is s times the score of the members alone, on both sides.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import final

import numpy as np
import numpy.typing as npt

from verify.checker.branch.received import Received
from verify.checker.branch.tree import Tree
from verify.codes.base import Code, IntMatrix, SparseCode

Longs = npt.NDArray[np.int64]


@final
@dataclass(frozen=True, eq=False)
class Channel:
    """The neurons of every output with their weights, (outputs, widest); unused places have weight 0 and row 0."""

    rows: Longs
    weights: Longs


def channel_of(code: Code, outputs: Longs) -> Channel | None:
    """The channels of the chosen outputs, or None when an entry of the code is negative."""
    if isinstance(code, SparseCode):
        # Words are expanded in runs, because a code expands its words by ranges.
        rows = np.empty((len(outputs), code.weight), dtype=np.int64)
        for begin in range(0, len(outputs), 4096):
            part = outputs[begin : begin + 4096]
            first = int(part.min())
            rows[begin : begin + 4096] = code.supports(first, int(part.max()) + 1)[part - first]
        return Channel(rows, np.ones_like(rows))
    found = []
    for output in outputs.tolist():
        word = code.block(output, output + 1)[:, 0].astype(np.int64)
        if word.min() < 0:
            return None
        found.append((np.flatnonzero(word), word[word > 0]))
    widest = max((len(row) for row, _ in found), default=0)
    rows, weights = np.zeros((len(found), widest), dtype=np.int64), np.zeros((len(found), widest), dtype=np.int64)
    for i, (row, weight) in enumerate(found):
        rows[i, : len(row)], weights[i, : len(row)] = row, weight
    return Channel(rows, weights)


@final
class Nodes:
    """The nodes to be bounded: for each its place among the channels, side, p, and the worst terms met so far."""

    def __init__(self, tree: Tree, chosen: Longs, place: Longs, side: Longs, channel: Channel, bias: Longs) -> None:
        self.number, self.place, self.side = chosen, place, side
        self.slots = tree.slots[chosen]
        self._tree, self._channel = tree, channel
        self._bias, self.shift = bias, bias[channel.rows[place]]
        self._bare = np.zeros(len(chosen), dtype=np.bool_)
        self.own = np.zeros(len(chosen), dtype=np.int64)
        self.worst: list[Longs] = []

    def add_members(self, received: Received) -> None:
        """Complete p with the members' columns; then every slot starts out empty."""
        members = [self._tree.members(node) for node in self.number.tolist()]
        self._bare = np.array([not row for row in members], dtype=np.bool_)
        longest = max(map(len, members), default=0)
        table = np.array([row + (-1,) * (longest - len(row)) for row in members], dtype=np.int64)
        for number in range(len(received) if longest else 0):
            first, block = received.block(number)
            for column in table.reshape(-1, longest).T:
                here = np.flatnonzero((column >= first) & (column < first + block.shape[1]))
                rows = self._channel.rows[self.place[here]]
                self.shift[here] += block[rows, (column[here] - first)[:, None]]
        scores = (self._channel.weights[self.place] * np.maximum(self.shift, 0)).sum(axis=1)
        self.own = self.side * scores
        self.worst = [np.full(slots, own) for slots, own in zip(self.slots.tolist(), self.own.tolist(), strict=True)]

    def scan(
        self, block: IntMatrix, first: int, slots: int, run: Callable[[Callable[[int], None], Longs], None]
    ) -> None:
        """Take a block of columns into account for all nodes with so many slots; `run` calls its function on each."""
        chosen = np.flatnonzero(self.slots == slots)
        scaled = block if slots == 1 else block * block.dtype.type(slots)
        # All nodes without members have p = b: their maximum with -p is taken once for all of them.
        shared = self._bare[chosen].any()
        rectified = np.maximum(scaled, -self._bias.astype(block.dtype)[:, None]) if shared else scaled
        run(partial(self._scan_node, scaled, rectified, first), chosen)

    def _scan_node(self, scaled: IntMatrix, rectified: IntMatrix, first: int, x: int) -> None:
        total, constant = self._sum(x, scaled, rectified)
        if self.side[x] < 0:
            np.negative(total, out=total)
        constant *= int(self.side[x])
        settled = self._tree.settled(int(self.number[x])) - first
        total[settled[(settled >= 0) & (settled < len(total))]] = int(self.own[x]) - constant
        # Only terms worse than the best of the s worst so far can change the sum of the s worst.
        slots = int(self.slots[x])
        worse = total[total > int(self.worst[x][0]) - constant]
        if len(worse) > slots:
            worse = np.partition(worse, len(worse) - slots)[-slots:]
        if len(worse):
            met = np.concatenate([self.worst[x], worse.astype(np.int64) + constant])
            self.worst[x] = np.sort(met)[-slots:].copy()

    def _sum(self, x: int, scaled: IntMatrix, rectified: IntMatrix) -> tuple[IntMatrix, int]:
        """(total, constant), total + constant = the terms of all columns: max(0, a + p) = max(a, -p) + p."""
        total, term = np.zeros(scaled.shape[1], dtype=scaled.dtype), np.empty(scaled.shape[1], dtype=scaled.dtype)
        place, constant = self.place[x], 0
        convex = self.side[x] > 0 or self.slots[x] == 1
        shared = convex and self._bare[x]
        rows, weights = self._channel.rows[place].tolist(), self._channel.weights[place].tolist()
        for row, weight, p in zip(rows, weights, self.shift[x].tolist(), strict=True):
            if weight == 0 or (not convex and p <= 0):
                continue
            constant += weight * p
            values = rectified[row] if shared else scaled[row]
            if convex and not shared:
                # An array of equal values: numpy's maximum with a single number is several times slower.
                term.fill(-p)
                values = np.maximum(values, term, out=term)
            if weight != 1:
                values = np.multiply(values, weight, out=term)
            np.add(total, values, out=total)
        return total, constant

    def bounds(self) -> Longs:
        """For every node the sum of the s worst terms of its rest; side times the members' score for s = 0."""
        sums = [int(worst.sum()) for worst in self.worst]
        return np.where(self.slots == 0, self.own, np.array(sums, dtype=np.int64))
