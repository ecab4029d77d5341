"""From nodes to the terms that bound them: every column of G is looked at once, in blocks, on all cores."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Protocol, final

import numpy as np
import numpy.typing as npt

from verify.arrays import Longs
from verify.codes.base import IntMatrix
from verify.provers.branch.channels import Channels
from verify.provers.branch.kernels import add_members, byte_constants, own_scores, scan, screen, start_shifts
from verify.provers.branch.lanes import GROUP, LANES
from verify.provers.branch.nodes import FALSE_SIDE, Nodes
from verify.provers.branch.products import round_up
from verify.provers.branch.received import Block
from verify.provers.branch.threads import Workers, ranges

Bytes = npt.NDArray[np.uint8]

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


@final
@dataclass(frozen=True, eq=False)
class Excited:
    """For N nodes: p of neuron e of node x's channel is shift[place[x] + e]; `own` (N,) is side times its score."""

    place: Longs
    shift: IntMatrix
    own: Longs


class Blocks(Protocol):
    """G in column blocks, as tiles; `features` columns in all."""

    features: int

    def blocks(self, workers: Workers) -> Iterator[Block]:
        """All blocks, by ascending columns."""


@final
class Scanner:
    """Computes the terms of nodes; `search` says what a term is and what it bounds."""

    def __init__(self, channels: Channels, bias: IntMatrix, received: Blocks, screening: bool, wide: bool) -> None:
        self._channels, self._received = channels, received
        self._bias = bias.astype(np.int64)
        self._screening = screening and channels.ones
        self._shift_type: npt.DTypeLike = np.int64 if wide else np.int32
        self.bytes_a_neuron = 9 if wide else 5

    def excited(self, nodes: Nodes, workers: Workers) -> Excited:
        """What the members alone do to every node's channel: for the cost of G, and no scan of its columns."""
        channels = self._channels
        lengths = np.diff(channels.start)[nodes.output]
        place = np.cumsum(lengths) - lengths
        shift = self._shifts(nodes, place, lengths, workers)
        scores = np.empty(len(nodes), dtype=np.int64)
        own_scores(shift, place, nodes.output, channels.start, channels.weights, scores)
        return Excited(place, shift, scores * nodes.side)

    def terms(
        self, nodes: Nodes, excited: Excited, capacity: Longs, limit: int, floor: Longs, workers: Workers,
        report: Callable[[int, int], None],
    ) -> Terms:  # fmt: skip
        """The terms of every node above its `floor`. `limit` sets the scale of the 8-bit screening: the false limit.

        Guarantee: exact for all nodes, whatever the screening passes over. Cost: (channel weight) * m a node.
        """
        widest = int(capacity.max(initial=1))
        rest = np.maximum(excited.own, floor)
        lists = np.repeat(rest[:, None], widest, axis=1), np.full((len(nodes), widest), EMPTY)
        terms = Terms(excited.own, rest, *lists)
        self._scan(nodes, capacity, terms, excited.place, excited.shift, limit, workers, report)
        return terms

    def _shifts(self, nodes: Nodes, place: Longs, lengths: Longs, workers: Workers) -> IntMatrix:
        """p = b + sum of G over the members, for every neuron of every node's channel, one after another."""
        channels = self._channels
        shift = np.empty(int(lengths.sum()), dtype=self._shift_type)
        start_shifts(self._bias, nodes.output, channels.start, channels.rows, place, shift)
        if (nodes.members >= 0).any():
            parts = ranges(len(nodes), workers.threads)
            for block in self._received.blocks(workers):
                gather = [
                    partial(
                        add_members, block.tiles, block.first, block.columns, nodes.members[a:b], nodes.output[a:b],
                        channels.start, channels.rows, place[a:b], shift,
                    )
                    for a, b in parts
                ]  # fmt: skip
                workers.run(gather)
        return shift

    def _scan(
        self, nodes: Nodes, capacity: Longs, terms: Terms, place: Longs, shift: IntMatrix, limit: int,
        workers: Workers, report: Callable[[int, int], None],
    ) -> None:  # fmt: skip
        free, screened = nodes.slots > 0, (nodes.side == FALSE_SIDE) & self._screening
        exactly, groups = np.flatnonzero(free & ~screened), _grouped(nodes.output, np.flatnonzero(free & screened))
        if len(groups) + len(exactly) == 0:
            return
        channels = self._channels
        total, finished = -(-self._received.features // LANES) * (len(groups) + len(exactly)), 0
        lengths = GROUP * np.diff(channels.start)[nodes.output[groups[:, 0]]]
        group_place, constants = np.cumsum(lengths) - lengths, np.empty(int(lengths.sum()), dtype=np.uint8)
        base, bars = (np.empty(groups.shape, dtype=np.uint8) for _ in range(2))
        room: Bytes | None = None
        lists = (nodes.banned_start, nodes.banned, capacity, terms.values, terms.features)
        subject = (nodes.slots, channels.start, channels.rows, channels.weights, place, shift, *lists)
        for block in self._received.blocks(workers):
            done = np.zeros((2 * workers.threads, 1), dtype=np.int64)
            tasks: list[Callable[[], object]] = []
            if len(groups):
                multiplier, exponent = byte_scale(limit, block.largest)
                if room is None or room.size < block.tiles.size:
                    room = _aligned(block.tiles.size)
                rounded = _rounded(block, multiplier, exponent, room, workers)
                byte_constants(
                    groups, group_place, place, nodes.output, nodes.slots, channels.start, shift, capacity,
                    terms.values, multiplier, exponent, constants, base, bars,
                )  # fmt: skip
            for k, (a, b) in enumerate(ranges(len(groups), workers.threads) if len(groups) else []):
                tasks.append(
                    partial(
                        screen, block.tiles, rounded, block.first, block.columns, multiplier, exponent, groups[a:b],
                        group_place[a:b], constants, base[a:b], bars[a:b], nodes.output, *subject, done[k],
                        workers.stop,
                    )
                )  # fmt: skip
            for k, (a, b) in enumerate(ranges(len(exactly), workers.threads) if len(exactly) else []):
                tasks.append(
                    partial(
                        scan, block.tiles, block.first, block.columns, exactly[a:b], nodes.output, nodes.side,
                        *subject, done[workers.threads + k], workers.stop,
                    )
                )  # fmt: skip
            workers.run(tasks, partial(_tick, report, finished, done, total))
            finished += int(done.sum())


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


def _rounded(block: Block, multiplier: int, exponent: int, room: Bytes, workers: Workers) -> Bytes:
    rounded = room[: block.tiles.size].reshape(block.tiles.shape)
    rows = ranges(block.tiles.shape[1], workers.threads)
    workers.run([partial(round_up, block.tiles, multiplier, exponent, rounded, a, b) for a, b in rows])
    return rounded


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
