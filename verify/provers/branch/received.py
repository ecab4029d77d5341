"""G = W A, what every neuron receives from every feature, in column blocks: the whole of it never has to exist."""

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple, final

import numpy as np
import numpy.typing as npt

from verify.arrays import Integers
from verify.codes import HadamardCode
from verify.codes.base import Code, SparseCode
from verify.provers.branch.lanes import LANES
from verify.provers.branch.products import dense_rows, hadamard_rows, sparse_rows
from verify.provers.branch.records import Tiles
from verify.provers.branch.threads import Workers, ranges

TRANSFORM_COLUMNS = 2**14
SAMPLED_COLUMNS = 2**13


@final
class Block(NamedTuple):
    """Some columns of G, and the largest entry."""

    tiles: Tiles
    largest: int


@final
class Received:
    """Expands G block by block, and keeps it when it fits into `memory` bytes (`kept`).

    `bound` must be at least the absolute value of every entry and of every partial sum of one. Cost of the whole:
    n * (m / C) * (n_0 + C log2 C) additions for a Hadamard code in blocks of C columns, n * m * weight for a 0/1
    code of constant weight, n * n_0 * m otherwise.
    """

    def __init__(self, weights: Integers, code: Code, bound: int, memory: int) -> None:
        self._weights, self._code = weights, code
        self._buffer: npt.DTypeLike = np.int32 if bound < 2**31 else np.int64
        self._type: npt.DTypeLike = np.int16
        self.neurons, self.features = weights.shape[0], code.columns
        # A power of two of columns, at least a tile, so that a block takes at most a quarter of the memory.
        columns = TRANSFORM_COLUMNS
        while columns > LANES and (20 * columns * self.neurons > memory or columns >= 2 * self.features):
            columns //= 2
        self.block_columns, self.block_count = columns, -(-self.features // columns)
        self._blocks: dict[int, Block] = {}
        # Entries, their rounded bytes, and slack: nothing is kept unless half of the memory holds all of it.
        self.kept: bool = 6 * self.neurons * self.features <= memory

    def blocks(self, workers: Workers) -> Iterator[Block]:
        """All blocks, by ascending columns; one that is not kept is gone when the next one comes."""
        room = None
        for number in range(self.block_count):
            block = self._blocks.get(number) or self.expand(number, workers, room=room)
            if self.kept:
                self._blocks[number] = block
            else:
                # Fresh memory would cost the system more than the transform costs us.
                room = block.tiles.exact
            yield block

    def expand(self, number: int, workers: Workers, size: int | None = None, room: Integers | None = None) -> Block:
        """Block `number` of blocks of `size` columns, in the narrowest type from int16 on that has held all so far.

        It is written into `room`, the tiles of an earlier block, where that is of the right type and large enough.
        """
        size = size or self.block_columns
        first = number * size
        columns = min(size, self.features - first)
        count = -(-columns // LANES)
        while True:
            if room is None or room.dtype != self._type or len(room) < count:
                room = np.empty((count, self.neurons, LANES), dtype=self._type)
            tiles = room[:count]
            tiles[-1, :, columns - (count - 1) * LANES :] = 0
            least, largest = self._fill(tiles, number, first, columns, size, workers)
            limits = np.iinfo(tiles.dtype)
            if limits.min <= least and largest <= limits.max:
                return Block(Tiles(tiles, first, columns), largest)
            self._type = np.int32 if np.iinfo(np.int32).min <= least and largest < 2**31 else np.int64

    def _fill(
        self, tiles: Integers, number: int, first: int, columns: int, size: int, workers: Workers
    ) -> tuple[int, int]:
        code = self._code
        if isinstance(code, HadamardCode):
            # H(r, first + c) = (-1)**popcount(r_high & number) * H(r_low, c) for blocks of a power of two columns.
            signs = 1 - 2 * (np.bitwise_count(code.row_numbers // size & number) & 1).astype(np.int64)
            fill, room = partial(hadamard_rows, self._weights, code.row_numbers % size, signs), size
        elif isinstance(code, SparseCode):
            fill, room = partial(sparse_rows, self._weights, code.supports(first, first + columns)), 0
        else:
            words = np.ascontiguousarray(code.block(first, first + columns))
            fill, room = partial(dense_rows, self._weights, words), columns
        tasks = [
            partial(fill, *([np.empty(room, self._buffer)] if room else []), tiles, begin, end)
            for begin, end in ranges(self.neurons, workers.threads)
        ]
        extremes = np.array(workers.run(tasks), dtype=object)
        return int(extremes[:, 0].min()), int(extremes[:, 1].max())


@final
class OneBlock:
    """A block in the place of all of G: for what is sampled, not proved."""

    def __init__(self, block: Block) -> None:
        self.features, self._block = block.tiles.columns, block

    def blocks(self, workers: Workers) -> Iterator[Block]:
        """That block."""
        workers.require_time()
        yield self._block


def sampled_columns(received: Received, workers: Workers) -> Block:
    """The first columns of G; how many does not depend on the memory."""
    if received.kept and received.features <= min(received.block_columns, SAMPLED_COLUMNS):
        return next(received.blocks(workers))
    return received.expand(0, workers, SAMPLED_COLUMNS)
