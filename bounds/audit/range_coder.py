"""An entropy coder for arrays of symbols: range asymmetric numeral systems (rANS), many lanes side by side.

After J. Duda, Asymmetric numeral systems, arXiv 1311.2540; the lanes are interleaved as in F. Giesen, arXiv 1402.3392.
Everything is an integer: states of 32 bits, words of 16 bits, frequencies that sum to 2**16.
"""

import numpy as np
import numpy.typing as npt

from bounds.errors import CodingError
from verify.arrays import Integers

PRECISION = 16
"""Frequencies sum to 2**PRECISION."""
MOST_SYMBOLS = 4096
"""Alphabets beyond this would leave too little of 2**PRECISION to tell frequencies apart."""
_LOW = 1 << 16
"""Between two symbols every state lies in [2**16, 2**32)."""
_WORD = np.uint64(16)
_MASK = np.uint64(_LOW - 1)
_LANE_SYMBOLS, _MOST_LANES = 2048, 2048
DENSE = 2**24
"""Ranges of values that are counted in a table instead of sorted."""

Words = npt.NDArray[np.uint16]
States = npt.NDArray[np.uint32]


def histogram(array: Integers) -> tuple[Integers, Integers]:
    """Give the values in rising order as int64, and how often each occurs.

    >>> [part.tolist() for part in histogram(np.array([[3, -1], [3, 3]]))]
    [[-1, 3], [1, 3]]
    """
    low, high = int(array.min()), int(array.max())
    if high - low >= DENSE:
        values, counts = np.unique(array.astype(np.int64), return_counts=True)
        return values, counts
    table = np.bincount((array.astype(np.int64) - low).ravel())
    places = np.flatnonzero(table)
    return places + low, table[places]


def frequencies(counts: Integers) -> Integers:
    """Scale counts to positive integers that sum to 2**16, in proportion as nearly as that allows.

    >>> frequencies(np.array([3, 1])).tolist()
    [49152, 16384]
    """
    spare = (1 << PRECISION) - len(counts)
    scaled: Integers = 1 + counts.astype(np.int64) * spare // int(counts.sum())
    scaled[int(counts.argmax())] += (1 << PRECISION) - int(scaled.sum())
    return scaled


def lanes_for(size: int) -> int:
    """Give the number of lanes for so many symbols: each costs 32 bits, and 2048 symbols share them."""
    return max(1, min(_MOST_LANES, size // _LANE_SYMBOLS))


def encode(symbols: Integers, scaled: Integers) -> tuple[States, Words]:
    """Encode symbols 0, 1, ..., K-1 of the given `frequencies`; symbol t goes to lane t modulo the lanes.

    Guarantee: `decode` of the result, with the same frequencies and size, is `symbols`. Size: 32 bits a lane, and
    16 bits a word, about lg(2**16/f) bits a symbol of frequency f. Time: O(symbols), in numpy.
    """
    size, lanes = len(symbols), lanes_for(len(symbols))
    freq, start = _model(scaled)
    states = np.full(lanes, _LOW, dtype=np.uint64)
    chunks: list[Words] = []
    for first in range((size - 1) // lanes * lanes, -1, -lanes):
        step = symbols[first : first + lanes]
        state, f = states[: len(step)], freq[step]
        full = state >= f << _WORD
        chunks.append((state[full] & _MASK).astype(np.uint16))
        state = np.where(full, state >> _WORD, state)
        states[: len(step)] = (state // f << _WORD) + state % f + start[step]
    return states.astype(np.uint32), np.concatenate(chunks[::-1])


def decode(final: States, words: Words, scaled: Integers, size: int) -> Integers:
    """Decode `size` symbols; the inverse of `encode`.

    Errors: CodingError where the words do not end with the symbols, or the states do not return to the first one.
    """
    lanes, used = len(final), 0
    freq, start = _model(scaled)
    symbol_at = np.repeat(np.arange(len(scaled)), scaled)
    states, supply = final.astype(np.uint64), words.astype(np.uint64)
    symbols = np.empty(size, dtype=np.int64)
    for first in range(0, size, lanes):
        count = min(lanes, size - first)
        state = states[:count]
        slot = state & _MASK
        step = symbol_at[slot]
        symbols[first : first + count] = step
        state = freq[step] * (state >> _WORD) + slot - start[step]
        hungry = state < _LOW
        taken = supply[used : used + int(hungry.sum())]
        if len(taken) < int(hungry.sum()):
            raise CodingError(f"{len(words)} words must be enough for {size} symbols, but the stream ends early")
        state[hungry] = state[hungry] << _WORD | taken
        states[:count] = state
        used += len(taken)
    if used != len(words) or (states != _LOW).any():
        raise CodingError(f"{size} symbols must use up all {len(words)} words, not {used}")
    return symbols


def _model(scaled: Integers) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint64]]:
    return scaled.astype(np.uint64), (np.cumsum(scaled) - scaled).astype(np.uint64)
