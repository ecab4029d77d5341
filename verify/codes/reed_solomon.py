"""Reed-Solomon codes read as 0/1 words (Kautz and Singleton 1964): two words share at most degree - 1 ones."""

from dataclasses import dataclass
from typing import final

import numpy as np

from verify.arrays import Longs
from verify.codes.base import SparseFamilyCode, require_range

MAX_ROWS = 2**31 - 1


@final
@dataclass(frozen=True)
class ReedSolomonCode(SparseFamilyCode):
    """`blocks` blocks of `field` rows; word i is the polynomial p over F_field whose coefficients are the digits of i.

    Digits are in base `field`, least significant first: p(x) = i % q + (i // q % q) x + ... with degree(p) < `degree`.
    Word i has its ones in the rows x * q + p(x), x = 0..blocks-1. Guarantee: for all i != j the words share at most
    degree - 1 ones, because two different polynomials of degree below d agree in at most d - 1 points. At most q **
    degree words; `field` is a prime and `blocks` <= q.

    >>> ReedSolomonCode(field=3, blocks=3, degree=2, columns=9).supports(4, 5).tolist()
    [[1, 5, 6]]
    """

    field: int
    blocks: int
    degree: int
    columns: int
    family = "reed-solomon"

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.rows > MAX_ROWS:
            raise ValueError(f"reed-solomon code: blocks * field must be at most {MAX_ROWS}, not {self.rows}")
        if not is_prime(self.field):
            raise ValueError(f"reed-solomon code: field must be a prime, not {self.field}")
        if self.blocks > self.field:
            raise ValueError(f"reed-solomon code: blocks must be at most field = {self.field}, not {self.blocks}")
        if self.degree > self.blocks:
            raise ValueError(f"reed-solomon code: degree must be at most blocks = {self.blocks}, not {self.degree}")
        if self.columns > self.field**self.degree:
            raise ValueError(
                f"reed-solomon code: columns must be at most field ** degree = {self.field} ** {self.degree}, "
                f"not {self.columns}: {self._enough()} would do"
            )

    def _enough(self) -> str:
        """The least degree that carries as many words; the least field where no degree up to `blocks` is enough."""
        for degree in range(self.degree, self.blocks + 1):
            if self.field**degree >= self.columns:
                return f"degree {degree}"
        field = max(self.field, int(self.columns ** (1 / self.degree)) - 1)
        while field**self.degree < self.columns or not is_prime(field):
            field += 1
        return f"field {field}" if self.blocks * field <= MAX_ROWS else f"{self.field**self.degree} columns"

    @property
    def rows(self) -> int:
        """Neurons: blocks times field."""
        return self.blocks * self.field

    @property
    def weight(self) -> int:
        """Ones a word: one a block."""
        return self.blocks

    def supports(self, start: int, stop: int) -> Longs:
        """Rows of the ones of words start..stop-1, ascending: shape (stop - start, blocks)."""
        require_range(self, start, stop)
        rest = np.arange(start, stop, dtype=np.int64)
        digits = []
        while rest.any():  # at most `degree` times, because columns <= field ** degree; all other digits are 0
            digits.append(rest % self.field)
            rest = rest // self.field
        points = np.arange(self.blocks, dtype=np.int64)
        values = np.zeros((stop - start, self.blocks), dtype=np.int64)
        # Horner's rule, highest coefficient first; every intermediate stays below field ** 2.
        for digit in reversed(digits):
            values = (values * points + digit[:, None]) % self.field
        return points * self.field + values


def is_prime(number: int) -> bool:
    """Whether `number` is a prime, by trial division: O(sqrt number).

    >>> [q for q in range(12) if is_prime(q)]
    [2, 3, 5, 7, 11]
    """
    if number < 2:
        return False
    divisor = 2
    while divisor * divisor <= number:
        if number % divisor == 0:
            return False
        divisor += 1
    return True
