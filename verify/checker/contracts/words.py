"""The words of a code, and what two of them have in common."""

import numpy as np

from verify.arrays import Longs
from verify.checker.contracts.watch import Watch
from verify.codes.base import SparseCode
from verify.codes.reed_solomon import ReedSolomonCode


def words_of(code: SparseCode, watch: Watch) -> Longs:
    """Rows of the ones of every word: (columns, weight)."""
    watch.look()
    return code.supports(0, code.columns)


def users_of(words: Longs, rows: int) -> list[Longs]:
    """For every row the words that have a one there, ascending."""
    flat = words.ravel()
    order = np.argsort(flat, kind="stable")
    ends = np.searchsorted(flat[order], np.arange(1, rows))
    return np.split(order // words.shape[1], ends)


def overlap_of(code: SparseCode, words: Longs, watch: Watch) -> int:
    """A bound on the ones that two different words have in common: the largest number found, over all pairs.

    For Reed-Solomon words at least what their construction allows, degree - 1, which fewer words may not reach.
    """
    if code.columns == 1:
        return 0
    users = users_of(words, code.rows)
    most = code.degree - 1 if isinstance(code, ReedSolomonCode) else 0
    for j, rows in enumerate(words.tolist()):
        watch.look()
        common = np.zeros(code.columns, dtype=np.int64)
        for row in rows:
            common[users[row]] += 1
        common[j] = 0
        most = max(most, int(common.max()))
    return most
