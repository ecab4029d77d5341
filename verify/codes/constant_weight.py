"""Random 0/1 codes of constant weight, the random channels of AS (after Fig. 5)."""

from dataclasses import dataclass
from typing import final

import numpy as np
import numpy.typing as npt

from verify.codes.base import (
    IntMatrix,
    dense_from_supports,
    keep_plain_sizes,
    public_words,
    require_range,
)

# The last word needs the public stream of all words before it: 16 bytes a draw.
MAX_DRAWS = 2**27


@final
@dataclass(frozen=True)
class ConstantWeightCode:
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
    largest_entry = 1

    def __post_init__(self) -> None:
        keep_plain_sizes(self, "rows", "columns", "weight", "seed")
        if self.weight > self.rows:
            raise ValueError(f"constant-weight code: weight must be at most rows = {self.rows}, not {self.weight}")
        if self.columns * self.weight > MAX_DRAWS:
            raise ValueError(
                f"constant-weight code: columns * weight must be at most {MAX_DRAWS}, not {self.columns * self.weight}"
            )

    def recipe(self) -> dict[str, object]:
        """The recipe as a JSON object."""
        return {
            "family": self.family,
            "rows": self.rows,
            "columns": self.columns,
            "weight": self.weight,
            "seed": self.seed,
        }

    def supports(self, start: int, stop: int) -> npt.NDArray[np.int64]:
        """Rows of the ones of words start..stop-1, ascending: shape (stop - start, weight)."""
        require_range(self, start, stop)
        draws = public_words(f"constant-weight/{self.rows}/{self.weight}", self.seed, stop * self.weight)
        ranks = draws[start * self.weight :].reshape(stop - start, self.weight)
        chosen = np.empty((stop - start, 0), dtype=np.int64)
        for k in range(self.weight):
            rank = (ranks[:, k] % np.uint64(self.rows - k)).astype(np.int64)
            chosen = np.sort(np.column_stack([chosen, _unused_row(chosen, rank)]), axis=1)
        return chosen

    def block(self, start: int, stop: int) -> IntMatrix:
        """Words start..stop-1 as a dense matrix."""
        return dense_from_supports(self.supports(start, stop), self.rows)


def _unused_row(chosen: npt.NDArray[np.int64], rank: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The rank-th row that is not in the ascending rows `chosen`, for every word."""
    row = rank.copy()
    for k in range(chosen.shape[1]):
        row += row >= chosen[:, k]
    return row
