"""Random 0/1 codes of constant weight, the random channels of AS (after Fig. 5)."""

from dataclasses import dataclass
from typing import final

import numpy as np

from verify.arrays import Longs
from verify.codes.base import SparseFamilyCode, public_words, require_range

# The last word needs the public stream of all words before it: 16 bytes a draw.
MAX_DRAWS = 2**27
LARGEST = 2**62


@final
@dataclass(frozen=True)
class ConstantWeightCode(SparseFamilyCode):
    """Word j has `weight` ones in distinct rows, drawn from the public stream of `seed`.

    Draw k of word j is public word j * weight + k, reduced modulo rows - k; it picks among the rows that
    draws 0..k-1 left over, in ascending order (Floyd's numbering of subsets without repetition).

    >>> ConstantWeightCode(rows=10, columns=4, weight=3, seed=0).supports(0, 4).shape
    (4, 3)
    """

    rows: int
    columns: int
    weight: int
    seed: int
    family = "constant-weight"

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.weight > self.rows:
            raise ValueError(f"constant-weight code: weight must be at most rows = {self.rows}, not {self.weight}")
        if self.columns * self.weight > MAX_DRAWS:
            raise ValueError(
                f"constant-weight code: columns * weight must be at most {MAX_DRAWS}, not {self.columns * self.weight}"
            )

    def supports(self, start: int, stop: int) -> Longs:
        """Rows of the ones of words start..stop-1, ascending: shape (stop - start, weight)."""
        require_range(self, start, stop)
        draws = public_words(f"constant-weight/{self.rows}/{self.weight}", self.seed, stop * self.weight)
        left = np.arange(self.rows, self.rows - self.weight, -1, dtype=np.uint64)
        ranks = (draws[start * self.weight :].reshape(stop - start, self.weight) % left).astype(np.int64)
        return _chosen(ranks, self.rows)


def _chosen(ranks: Longs, rows: int) -> Longs:
    """The rows that every word's draws pick, ascending: draw k the ranks[k]-th that draws 0..k-1 left over.

    What a run of draws picks depends on the draws before it only through the rows that these took away: of what is left
    they pick what they would pick of all. So runs of 1, 2, 4, ... draws are joined two by two. Words are filled up to a
    power of two with draws beyond all rows. Complexity: O(weight log(weight)^2) a word.
    """
    words, weight = ranks.shape
    width = 1 << (weight - 1).bit_length()
    runs = np.full((words, width), rows, dtype=np.int64)
    runs[:, :weight] = ranks
    size = 1
    while size < width:
        pairs = runs.reshape(-1, 2, size)
        step = max(1, LARGEST // (rows + width))
        joined = [_joined(pairs[k : k + step], rows + width) for k in range(0, max(1, len(pairs)), step)]
        runs, size = np.concatenate(joined), 2 * size
    return runs.reshape(words, width)[:, :weight]


def _joined(pairs: Longs, beyond: int) -> Longs:
    """Two runs as one, ascending, for pairs (P, 2, size) of numbers below `beyond`; P * beyond fits 64 bits.

    Element t of what the first run left over is t + (how many it took before it): as many as took[i] - i <= t.
    """
    count, _, size = pairs.shape
    took, rest = pairs[:, 0], pairs[:, 1]
    # One ascending list for all pairs: those of pair k lie from k * beyond on.
    shift = beyond * np.arange(count)[:, None]
    before = np.searchsorted((took - np.arange(size) + shift).ravel(), (rest + shift).ravel(), side="right")
    before = before.reshape(count, size) - size * np.arange(count)[:, None]
    return np.sort(np.concatenate([took, rest + before], axis=1), axis=1)
