"""The terms that bound the rest of a node, for one block of columns after another.

A node has members T, s free slots, and p_e = b_e + sum of G(e, j) over T. Side 1: the output must be 0, side -1: it
must be 1. The term of a free feature j is, summed over the neurons e of the output's channel with weight B(e),

    B(e) max(0, s G(e, j) + p_e)     on side 1, and wherever s = 1;
    B(e) (s G(e, j) + p_e) for p_e > 0, else 0     on side -1 with s >= 2.

An empty slot has the term of G(e, j) = 0: s slots times it is s times the score of the members alone, on both sides.
Times the side, the largest terms are the worst; a term below the *floor* of its side counts as the floor, which only
makes the bound weaker.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import final

import numpy as np
import numpy.typing as npt

from verify.checker.branch.received import Received
from verify.checker.branch.screen import Screen
from verify.checker.branch.tree import Tree
from verify.codes.base import Code, IntMatrix, SparseCode

Longs = npt.NDArray[np.int64]
MANY = 64
"""Columns whose terms are computed exactly at a time."""


@final
@dataclass(frozen=True, eq=False)
class Channel:
    """The neurons of every output with their weights, (outputs, widest); unused places have weight 0 and row 0."""

    rows: Longs
    weights: Longs

    @property
    def heaviest(self) -> int:
        """The largest sum of weights of an output, in Python integers."""
        return max(map(sum, self.weights.tolist()), default=0)


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
    """The nodes to be bounded: for each its channel's place, side, floor, p, and the worst terms met so far."""

    def __init__(
        self, tree: Tree, chosen: Longs, place: Longs, side: Longs, floor: Longs, channel: Channel, bias: Longs
    ) -> None:
        self.number, self.place, self.side, self._floor = chosen, place, side, floor
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
        least = np.maximum(self.own, self._floor).tolist()
        self.worst = [np.full(slots, term) for slots, term in zip(self.slots.tolist(), least, strict=True)]

    def scan(
        self, block: IntMatrix, first: int, slots: int, run: Callable[[Callable[[int], None], Longs], None]
    ) -> None:
        """Take a block of columns into account for all nodes with so many slots; `run` calls its function on each."""
        chosen = np.flatnonzero(self.slots == slots)
        screen = Screen(block, slots, self._channel.heaviest, self._bias if self._bare[chosen].any() else None)
        run(partial(self._scan_node, block, screen, first), chosen)

    def _scan_node(self, block: IntMatrix, screen: Screen, first: int, x: int) -> None:
        """Only terms worse than the best of the s worst so far can change their sum: only such are computed exactly."""
        place, side, slots, p = self.place[x], int(self.side[x]), int(self.slots[x]), self.shift[x]
        rows, weights = self._channel.rows[place], self._channel.weights[place]
        convex = side > 0 or slots == 1
        used = (weights > 0) & ((p > -screen.tops[rows]) if convex else (p > 0))
        rows, weights, p = rows[used], weights[used], p[used]
        upper = screen.sums(rows, weights, p if convex else None, shared=bool(self._bare[x]) and convex)
        if side < 0:
            np.subtract(int(weights.sum()), upper, out=upper)
        settled = self._tree.settled(int(self.number[x])) - first
        upper[settled[(settled >= 0) & (settled < len(upper))]] = screen.least
        constant = side * int((weights * p).sum())

        def near() -> Longs:
            """Columns whose terms may exceed the best of the s worst: 2**exponent * upper + constant is above it."""
            least = (int(self.worst[x][0]) - constant) >> screen.exponent
            return np.flatnonzero(upper > max(least, screen.least))

        def meet(columns: Longs) -> None:
            """Compute the terms of these columns exactly, and keep the s worst."""
            sums = slots * block[rows[:, None], columns].astype(np.int64) + p[:, None]
            terms = side * (weights @ (np.maximum(sums, 0) if convex else sums))
            self.worst[x] = np.sort(np.concatenate([self.worst[x], terms]))[-slots:].copy()

        columns = near()
        if len(columns) > slots + MANY:
            likely = columns[np.argpartition(upper[columns], -slots)[-slots:]]
            meet(likely)
            upper[likely] = screen.least
            columns = near()
        for begin in range(0, len(columns), MANY):
            meet(columns[begin : begin + MANY])

    def bounds(self) -> Longs:
        """For every node the sum of the s worst terms of its rest; side times the members' score for s = 0."""
        sums = [int(worst.sum()) for worst in self.worst]
        return np.where(self.slots == 0, self.own, np.array(sums, dtype=np.int64))
