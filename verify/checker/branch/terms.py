"""The terms that bound the rest of a node, for one block of columns after another.

A node has members T, s free slots, and p_e = b_e + sum of G(e, j) over T. Side 1: the output must be 0, side -1: it
must be 1. The term of a free feature j is, summed over the neurons e of the output's channel with weight B(e),

    B(e) max(0, s G(e, j) + p_e)     on side 1, and wherever s = 1;
    B(e) (s G(e, j) + p_e) for p_e > 0, else 0     on side -1 with s >= 2.

An empty slot has the term of G(e, j) = 0: s slots times it is s times the score of the members alone, on both sides.
Times the side, the largest terms are the worst; a term below the *floor* of its side counts as the floor, which only
makes the bound weaker.
"""

from collections.abc import Callable, Sequence
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
MANY = 1024
"""Pools whose terms are computed exactly at a time."""
FEW_SLOTS, POOL = 2, 3
"""Where no node has more slots, so many columns are bounded together."""
POOLS = 1024
"""Pools that are bounded at a time: those of all neurons should fit the last cache of a processor."""
BATCH = 2**17
"""Numbers of a batch of nodes times pools: they should fit the cache of a core, and keep numpy busy between calls."""
SIBLINGS = 8
"""Nodes of one output that share the rows of their channel, at most."""


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
        self._tree, self._channel, self._heaviest = tree, channel, channel.heaviest
        self._ones = bool((channel.weights == 1).all())
        self.shift = bias[channel.rows[place]]
        self.own = np.zeros(len(chosen), dtype=np.int64)
        # The worst terms of a node, ascending, and for all nodes the first of these: what a term must exceed.
        self.worst: list[Longs] = []
        self._least, self._scaled = self.own, self.shift
        # What a node's case settles is no free feature. It is met in every channel of its own, so it is left out early.
        self._known = tree.known(chosen)

    def add_members(self, received: Received) -> None:
        """Complete p with the members' columns; then every slot starts out empty."""
        members = [self._tree.members(node) for node in self.number.tolist()]
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
        self._least, self._scaled = np.maximum(self.own, self._floor), self.shift // np.maximum(self.slots, 1)[:, None]
        least = self._least.tolist()
        self.worst = [np.full(slots, term) for slots, term in zip(self.slots.tolist(), least, strict=True)]

    def scan(self, block: IntMatrix, first: int, run: Callable[[Sequence[Callable[[], None]]], bool]) -> bool:
        """Take a block of columns into account for all nodes with slots; `run` calls functions until time is up."""
        convex = (self.side > 0) | (self.slots == 1)
        families = []
        for side, is_convex in ((1, True), (-1, True), (-1, False)):
            of_family = np.flatnonzero((self.slots > 0) & (self.side == side) & (convex == is_convex))
            families += [(nodes, is_convex) for nodes in _families(of_family, self.place)]
        pool = POOL if int(self.slots.max(initial=0)) <= FEW_SLOTS else 1
        for begin in range(0, block.shape[1], POOLS * pool):
            part = block[:, begin : begin + POOLS * pool]
            screen = Screen(part, self._heaviest, pool)
            batches = []
            for nodes, is_convex in families:
                size = max(1, BATCH // (nodes.shape[1] * -(-part.shape[1] // pool)))
                batches += [
                    partial(self._scan_batch, part, screen, first + begin, nodes[at : at + size], is_convex)
                    for at in range(0, len(nodes), size)
                ]
            if not run(batches):
                return False
        return True

    def _scan_batch(self, block: IntMatrix, screen: Screen, first: int, nodes: Longs, convex: bool) -> None:
        """Only terms worse than the best of the s worst so far can change their sum: only such are computed exactly.

        A pool of columns may hold such a term of a node if unit * upper + constant exceeds that best.
        """
        place, side, slots = self.place[nodes[:, 0]], int(self.side[nodes[0, 0]]), self.slots[nodes]
        p = self.shift[nodes]
        rows, weights = self._channel.rows[place], self._channel.weights[place][:, None]
        if convex:
            # Neurons that no column excites add 0: see `screen`.
            p = np.maximum(p, -slots[:, :, None] * screen.tops[rows][:, None])
            upper = screen.sums(rows, None if self._ones else weights, self._scaled[nodes], side)
        else:
            weights = weights * (p > 0)
            upper = screen.sums(rows, weights, None, side)
        if side < 0:
            np.subtract(weights.sum(axis=-1)[:, :, None].astype(upper.dtype), upper, out=upper)
        constant, unit = side * (weights * p).sum(axis=-1), slots << screen.exponent
        bar = np.clip((self._least[nodes] - constant) // unit, screen.least, screen.most)
        flagged = np.flatnonzero(upper > bar.astype(upper.dtype)[:, :, None])
        i, k, pool = np.unravel_index(flagged, upper.shape)
        # The most promising pools first: what they hold may rule out the others.
        order = np.argsort(-upper[i, k, pool].astype(np.int64), kind="stable")
        i, k, pool = i[order], k[order], pool[order]
        bounds, x = unit[i, k] * upper[i, k, pool].astype(np.int64) + constant[i, k], nodes[i, k]
        while len(x):
            self._look_closer(block, screen.pool, first, x[:MANY], pool[:MANY], convex)
            x, pool, bounds = x[MANY:], pool[MANY:], bounds[MANY:]
            left = bounds > self._least[x]
            x, pool, bounds = x[left], pool[left], bounds[left]

    def _look_closer(self, block: IntMatrix, size: int, first: int, x: Longs, pool: Longs, convex: bool) -> None:
        """Compute the terms of nodes x in a pool of `size` columns each, and keep the s worst of every node."""
        columns = pool[:, None] * size + np.arange(size)
        inside = columns < block.shape[1]
        columns = np.minimum(columns, block.shape[1] - 1)
        rows, weights = self._channel.rows[self.place[x]], self._channel.weights[self.place[x]]
        p, slots, side = self.shift[x], self.slots[x], int(self.side[x[0]])
        sums = slots[:, None, None] * block[rows[:, :, None], columns[:, None, :]].astype(np.int64) + p[:, :, None]
        if convex:
            sums = np.maximum(sums, 0)
        else:
            weights = weights * (p > 0)
        terms = side * (weights[:, :, None] * sums).sum(axis=1)
        worse = inside & (terms > self._least[x][:, None])
        worse &= ~(columns[:, :, None] + first == self._known[x][:, None, :]).any(axis=-1)
        for place in np.flatnonzero(worse.any(axis=1)).tolist():
            here = np.flatnonzero(worse[place])
            self._meet(int(x[place]), columns[place, here] + first, terms[place, here])

    def _meet(self, x: int, features: Longs, terms: Longs) -> None:
        """Keep the s worst terms of node x among those it has and these, of free features only."""
        free = ~np.isin(features, self._tree.settled(int(self.number[x])))
        slots = int(self.slots[x])
        self.worst[x] = np.sort(np.concatenate([self.worst[x], terms[free]]))[-slots:].copy()
        self._least[x] = self.worst[x][0]

    def bounds(self) -> Longs:
        """For every node the sum of the s worst terms of its rest; side times the members' score for s = 0."""
        sums = [int(worst.sum()) for worst in self.worst]
        return np.where(self.slots == 0, self.own, np.array(sums, dtype=np.int64))


def _families(nodes: Longs, place: Longs) -> list[Longs]:
    """The nodes as arrays (P, K), every row K nodes of one output, for every K that occurs up to SIBLINGS."""
    nodes = nodes[np.argsort(place[nodes], kind="stable")]
    _, first, counts = np.unique(place[nodes], return_index=True, return_counts=True)
    rank = np.arange(len(nodes)) - np.repeat(first, counts)
    # Runs of one output are cut after every SIBLINGS nodes; then all pieces of a length make one array.
    starts = np.flatnonzero(rank % SIBLINGS == 0)
    lengths = np.diff(starts, append=len(nodes))
    return [nodes[starts[lengths == k][:, None] + np.arange(k)] for k in np.unique(lengths).tolist()]
