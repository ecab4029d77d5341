"""All supports, bounded block by block, on all cores."""

import os
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice

from verify.arrays import Longs
from verify.reals.support_bounds import Screen
from verify.reals.supports import Supports

Block = tuple[int, list[int], Longs]


def scan(screen: Screen, kept: Supports) -> Iterator[Block]:
    """(first, seconds, bounds) of every block, in the order of `kept`.

    Threads share nothing but the screen, which they only read; numpy lets go of the interpreter in its loops.
    """
    workers = os.cpu_count() or 1
    blocks = kept.blocks(screen.block)
    with ThreadPoolExecutor(workers) as pool:
        waiting: deque[Future[Block]] = deque(
            pool.submit(_bounded, screen, *block) for block in islice(blocks, 2 * workers)
        )
        try:
            while waiting:
                done = waiting.popleft().result()
                waiting.extend(pool.submit(_bounded, screen, *block) for block in islice(blocks, 1))
                yield done
        finally:
            for future in waiting:
                future.cancel()


def _bounded(screen: Screen, first: int, seconds: list[int]) -> Block:
    return first, seconds, screen.bounds(first, seconds)
