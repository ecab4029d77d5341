"""From nodes to the terms that bound them: every column of G is looked at once, in blocks, on all cores."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple, final

import numpy as np
import numpy.typing as npt

from verify.arrays import Bytes, Integers, Longs
from verify.progress import Progress, silent
from verify.provers.branch.channels import Channels
from verify.provers.branch.goals import BySide
from verify.provers.branch.kernels import add_members, byte_constants, own_scores, scan, screen, start_shifts
from verify.provers.branch.lanes import GROUP, LANES
from verify.provers.branch.nodes import FALSE_SIDE, Nodes
from verify.provers.branch.products import round_up
from verify.provers.branch.received import Block, OneBlock, Received
from verify.provers.branch.records import Lists, Readers, Screening
from verify.provers.branch.threads import Workers, ranges

EMPTY = -1
"""Stands for an empty slot in a list of features."""


@final
@dataclass(frozen=True, eq=False)
class Terms:
    """For N nodes: `own` (N,) the term of an empty slot, and the largest terms of free features, exact.

    Row x of `values` and `features` holds the capacity[x] largest terms in descending order (ties by feature), as far
    as they exceed rest[x] = max(own[x], the floor of the side), filled up with empty slots: value rest[x], feature -1.
    Terms of true nodes are negated: the largest is the worst.
    """

    own: Longs
    rest: Longs
    values: Longs
    features: Longs

    @classmethod
    def none(cls, own: Longs, floor: Longs, capacity: Longs) -> "Terms":
        """Empty slots alone."""
        widest, rest = int(capacity.max(initial=1)), np.maximum(own, floor)
        return cls(own, rest, np.repeat(rest[:, None], widest, axis=1), np.full((len(own), widest), EMPTY))

    def top_sums(self, slots: Longs) -> Longs:
        """For every node the sum of its s largest terms; the term of the members alone for s = 0."""
        sums = np.where(slots == 0, self.own, 0)
        for k in range(self.values.shape[1]):
            sums = sums + np.where(k < slots, self.values[:, k], 0)
        return sums


@final
class Excited(NamedTuple):
    """Nodes with what their members alone do to their channels; `own` (N,) is side times the score of that."""

    readers: Readers
    own: Longs


@final
class Scanner:
    """Computes the terms of nodes; `search` says what a term is and what it bounds."""

    def __init__(
        self, channels: Channels, bias: Integers, received: Received | OneBlock, screening: bool, wide: bool
    ) -> None:
        self._channels, self._received = channels, received
        self._bias = bias.astype(np.int64)
        self._screening, self._wide = screening and channels.ones, wide
        self._shift_type: npt.DTypeLike = np.int64 if wide else np.int32
        self.bytes_a_neuron = 9 if wide else 5

    def over(self, block: Block) -> "Scanner":
        """The same over one block of columns of the same G alone."""
        return Scanner(self._channels, self._bias, OneBlock(block), self._screening, self._wide)

    def excited(self, nodes: Nodes, workers: Workers) -> Excited:
        """What the members alone do to every node's channel: for the cost of G, and no scan of its columns."""

        def add(readers: Readers) -> None:
            if (nodes.members >= 0).any():
                parts = ranges(len(nodes), workers.threads)
                for block in self._received.blocks(workers):
                    workers.run([partial(add_members, block.tiles, nodes.members, readers, *part) for part in parts])

        return self.excited_by(nodes, add)

    def excited_by(self, nodes: Nodes, add: Callable[[Readers], None]) -> Excited:
        """As `excited`, with what members do added to the shifts by `add`."""
        readers, scores = self._readers(nodes.output, nodes.side, nodes.slots), np.empty_like(nodes.output)
        start_shifts(self._bias, readers)
        add(readers)
        own_scores(readers, scores)
        return Excited(readers, scores * nodes.side)

    def entries(self, output: Longs, feature: Longs, block: Block) -> Integers:
        """G of the channels of K outputs, in one column of the block for each: the channels one after another."""
        readers = self._readers(output, output, output)
        add_members(block.tiles, feature[:, None], readers, 0, len(output))
        return readers.shift

    def _readers(self, output: Longs, side: Longs, slots: Longs) -> Readers:
        """Nodes whose channels lie one after another, with shifts of 0."""
        channels = self._channels
        lengths = np.diff(channels.start)[output]
        place, shift = np.cumsum(lengths) - lengths, np.zeros(int(lengths.sum()), dtype=self._shift_type)
        return Readers(output, side, slots, channels.start, channels.rows, channels.weights, place, shift)

    def terms(
        self, nodes: Nodes, excited: Excited, limit: int, floors: BySide, workers: Workers,
        report: Progress = silent, capacity: Longs | None = None,
    ) -> Terms:  # fmt: skip
        """The terms of every node above the floor of its side, as many as it has slots, or its `capacity` of them.

        Guarantee: exact for all nodes, whatever the screening passes over. `limit`, the false one, sets the scale of
        the 8-bit screening. Cost: (channel weight) * m a node.
        """
        capacity = np.maximum(nodes.slots, 1) if capacity is None else capacity
        terms = Terms.none(excited.own, floors.of_side(nodes.side), capacity)
        lists = Lists(nodes.banned_start, nodes.banned, capacity, terms.values, terms.features)
        self._scan(excited.readers, lists, limit, workers, report)
        return terms

    def _scan(self, readers: Readers, lists: Lists, limit: int, workers: Workers, report: Progress) -> None:
        free, screened = readers.slots > 0, (readers.side == FALSE_SIDE) & self._screening
        exactly, groups = np.flatnonzero(free & ~screened), _grouped(readers.output, np.flatnonzero(free & screened))
        if len(groups) + len(exactly) == 0:
            return
        total, finished = -(-self._received.features // LANES) * (len(groups) + len(exactly)), 0
        parts = [(part, True) for part in ranges(len(groups), workers.threads)]
        parts += [(part, False) for part in ranges(len(exactly), workers.threads)]
        screening = _before_screening(groups, readers)
        for block in self._received.blocks(workers):
            if len(groups):
                screening = _rounded(screening, block, limit, workers)
                byte_constants(screening, readers, lists)
            tiles, done = block.tiles, np.zeros((len(parts), 1), dtype=np.int64)
            tasks: list[Callable[[], object]] = [
                partial(screen, tiles, screening, readers, lists, low, high, count, workers.stop)
                if in_bytes
                else partial(scan, tiles, exactly[low:high], readers, lists, count, workers.stop)
                for ((low, high), in_bytes), count in zip(parts, done, strict=True)
            ]
            workers.run(tasks, partial(_tick, report, finished, done, total))
            finished += int(done.sum())


def _before_screening(groups: Longs, readers: Readers) -> Screening:
    """The groups with room for their bytes, before the first block of columns."""
    lengths = GROUP * np.diff(readers.start)[readers.output[groups[:, 0]]]
    place, constants = np.cumsum(lengths) - lengths, np.empty(int(lengths.sum()), dtype=np.uint8)
    base, bars = (np.empty(groups.shape, dtype=np.uint8) for _ in range(2))
    return Screening(np.empty((0, 0, LANES), dtype=np.uint8), 1, 0, groups, place, constants, base, bars)


def _rounded(screening: Screening, block: Block, limit: int, workers: Workers) -> Screening:
    """The same groups with another block of columns, in the memory of the one before where it is large enough."""
    multiplier, exponent = byte_scale(limit, block.largest)
    exact = block.tiles.exact
    room = screening.rounded if screening.rounded.size >= exact.size else _aligned(exact.size)
    rounded = room.reshape(-1)[: exact.size].reshape(exact.shape)
    rows = ranges(exact.shape[1], workers.threads)
    workers.run([partial(round_up, exact, multiplier, exponent, rounded, a, b) for a, b in rows])
    return screening._replace(rounded=rounded, multiplier=multiplier, exponent=exponent)


def _grouped(output: Longs, chosen: Longs) -> Longs:
    """The chosen nodes by output, up to GROUP of one output a row, filled up with -1."""
    chosen = chosen[np.argsort(output[chosen], kind="stable")]
    _, first, counts = np.unique(output[chosen], return_index=True, return_counts=True)
    rank = np.arange(len(chosen)) - np.repeat(first, counts)
    rows = -(-counts // GROUP)
    groups = np.full((int(rows.sum()), GROUP), -1, dtype=np.int64)
    groups[np.repeat(np.cumsum(rows) - rows, counts) + rank // GROUP, rank % GROUP] = chosen
    return groups


def _tick(report: Progress, finished: int, done: Longs, total: int) -> None:
    report(finished + int(done.sum()), total)


def _aligned(size: int) -> Bytes:
    """Bytes that begin where a line of the cache does, so that a row of a tile is one line."""
    room = np.empty(size + LANES, dtype=np.uint8)
    begin = -room.ctypes.data % LANES
    return room[begin : begin + size]


def byte_scale(limit: int, largest: int) -> tuple[int, int]:
    """(M, k): one unit of a byte is 2**k / M, so that `limit` is at most 250 units and `largest` at most 127.

    >>> byte_scale(1000, 100)
    (128, 9)
    """
    exponent = 0
    while True:
        multiplier = min((250 << exponent) // max(limit, 1), (127 << exponent) // max(largest, 1))
        if multiplier >= 128:
            return min(multiplier, 255), exponent
        exponent += 1
