"""From nodes to the terms that bound them: every column of G is looked at once, in blocks, on all cores."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Protocol, final

import numpy as np
import numpy.typing as npt

from verify.arrays import Bytes, Integers, Longs
from verify.provers.branch.channels import Channels
from verify.provers.branch.kernels import add_members, byte_constants, own_scores, scan, screen, start_shifts
from verify.provers.branch.lanes import GROUP, LANES
from verify.provers.branch.nodes import FALSE_SIDE, Nodes
from verify.provers.branch.products import round_up
from verify.provers.branch.received import Block
from verify.provers.branch.records import Lists, Readers, Screening, Tiles
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

    def take(self, chosen: Longs) -> "Terms":
        """Those of the chosen nodes."""
        return Terms(self.own[chosen], self.rest[chosen], self.values[chosen], self.features[chosen])

    def top_sums(self, slots: Longs) -> Longs:
        """For every node the sum of its s largest terms; the term of the members alone for s = 0."""
        sums = np.where(slots == 0, self.own, 0)
        for k in range(self.values.shape[1]):
            sums = sums + np.where(k < slots, self.values[:, k], 0)
        return sums


@final
@dataclass(frozen=True, eq=False)
class Excited:
    """For N nodes: p of neuron e of node x's channel is shift[place[x] + e]; `own` (N,) is side times its score."""

    place: Longs
    shift: Integers
    own: Longs


class Blocks(Protocol):
    """G in column blocks, as tiles; `features` columns in all."""

    features: int

    def blocks(self, workers: Workers) -> Iterator[Block]:
        """All blocks, by ascending columns."""


@final
class Scanner:
    """Computes the terms of nodes; `search` says what a term is and what it bounds."""

    def __init__(self, channels: Channels, bias: Integers, received: Blocks, screening: bool, wide: bool) -> None:
        self._channels, self._received = channels, received
        self._bias = bias.astype(np.int64)
        self._screening, self._wide = screening and channels.ones, wide
        self._shift_type: npt.DTypeLike = np.int64 if wide else np.int32
        self.bytes_a_neuron = 9 if wide else 5

    def over(self, received: Blocks) -> "Scanner":
        """The same over other columns of the same G."""
        return Scanner(self._channels, self._bias, received, self._screening, self._wide)

    def excited(self, nodes: Nodes, workers: Workers) -> Excited:
        """What the members alone do to every node's channel: for the cost of G, and no scan of its columns."""

        def add(readers: Readers) -> None:
            if (nodes.members >= 0).any():
                parts = ranges(len(nodes), workers.threads)
                for block in self._received.blocks(workers):
                    workers.run([partial(add_members, _tiles(block), nodes.members, readers, *part) for part in parts])

        return self.excited_by(nodes, add)

    def excited_by(self, nodes: Nodes, add: Callable[[Readers], None]) -> Excited:
        """As `excited`, with what members do added to the shifts by `add`."""
        place, size = self._places(nodes.output)
        excited = Excited(place, np.empty(size, dtype=self._shift_type), np.empty_like(place))
        readers = self._readers(nodes, excited)
        start_shifts(self._bias, readers)
        add(readers)
        own_scores(readers, excited.own)
        excited.own[:] *= nodes.side
        return excited

    def entries(self, output: Longs, feature: Longs, block: Block) -> Integers:
        """G of the channels of K outputs, in one column of the block for each: the channels one after another."""
        place, size = self._places(output)
        found = Excited(place, np.zeros(size, dtype=self._shift_type), place)
        channels = self._channels
        readers = Readers(
            output, output, output, channels.start, channels.rows, channels.weights, found.place, found.shift
        )
        add_members(_tiles(block), feature[:, None], readers, 0, len(output))
        return found.shift

    def _places(self, output: Longs) -> tuple[Longs, int]:
        """Where the channels of outputs begin, one after another, and where the last one ends."""
        lengths = np.diff(self._channels.start)[output]
        return np.cumsum(lengths) - lengths, int(lengths.sum())

    def terms(
        self, nodes: Nodes, excited: Excited, capacity: Longs, limit: int, floor: Longs, workers: Workers,
        report: Callable[[int, int], None],
    ) -> Terms:  # fmt: skip
        """The terms of every node above its `floor`. `limit` sets the scale of the 8-bit screening: the false limit.

        Guarantee: exact for all nodes, whatever the screening passes over. Cost: (channel weight) * m a node.
        """
        widest = int(capacity.max(initial=1))
        rest = np.maximum(excited.own, floor)
        terms = Terms(excited.own, rest, np.repeat(rest[:, None], widest, axis=1), np.full((len(nodes), widest), EMPTY))
        lists = Lists(nodes.banned_start, nodes.banned, capacity, terms.values, terms.features)
        self._scan(self._readers(nodes, excited), lists, limit, workers, report)
        return terms

    def _readers(self, nodes: Nodes, excited: Excited) -> Readers:
        channels = self._channels
        return Readers(
            nodes.output, nodes.side, nodes.slots, channels.start, channels.rows, channels.weights,
            excited.place, excited.shift,
        )  # fmt: skip

    def _scan(
        self, readers: Readers, lists: Lists, limit: int, workers: Workers, report: Callable[[int, int], None]
    ) -> None:
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
            tiles, done = _tiles(block), np.zeros((len(parts), 1), dtype=np.int64)
            tasks: list[Callable[[], object]] = [
                partial(screen, tiles, screening, readers, lists, low, high, count, workers.stop)
                if in_bytes
                else partial(scan, tiles, exactly[low:high], readers, lists, count, workers.stop)
                for ((low, high), in_bytes), count in zip(parts, done, strict=True)
            ]
            workers.run(tasks, partial(_tick, report, finished, done, total))
            finished += int(done.sum())


def _tiles(block: Block) -> Tiles:
    return Tiles(block.tiles, block.first, block.columns)


def _before_screening(groups: Longs, readers: Readers) -> Screening:
    """The groups with room for their bytes, before the first block of columns."""
    lengths = GROUP * np.diff(readers.start)[readers.output[groups[:, 0]]]
    place, constants = np.cumsum(lengths) - lengths, np.empty(int(lengths.sum()), dtype=np.uint8)
    base, bars = (np.empty(groups.shape, dtype=np.uint8) for _ in range(2))
    return Screening(np.empty((0, 0, LANES), dtype=np.uint8), 1, 0, groups, place, constants, base, bars)


def _rounded(screening: Screening, block: Block, limit: int, workers: Workers) -> Screening:
    """The same groups with another block of columns, in the memory of the one before where it is large enough."""
    multiplier, exponent = byte_scale(limit, block.largest)
    size = block.tiles.size
    room = screening.rounded if screening.rounded.size >= size else _aligned(size)
    rounded = room.reshape(-1)[:size].reshape(block.tiles.shape)
    rows = ranges(block.tiles.shape[1], workers.threads)
    workers.run([partial(round_up, block.tiles, multiplier, exponent, rounded, a, b) for a, b in rows])
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


def _tick(report: Callable[[int, int], None], finished: int, done: Longs, total: int) -> None:
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
