"""Digests that bind a certificate to its problem and its network."""

import hashlib
import json
from collections.abc import Iterable, Sequence

import numpy as np

from verify.arrays import Integers
from verify.codes.bare import BareCode
from verify.codes.base import Code
from verify.statement.problem import Problem


def canonical_json(value: object) -> str:
    """JSON text that is the same for equal values: sorted keys, no spaces, ASCII only.

    >>> canonical_json({"b": 1, "a": [2]})
    '{"a":[2],"b":1}'
    """
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)


def problem_digest(problem: Problem) -> str:
    """SHA-256 of the problem's document in canonical form.

    >>> from verify import TwoAnd
    >>> len(problem_digest(TwoAnd(inputs=2, sparsity=2, pairs=((0, 1),))))
    64
    """
    return hashlib.sha256(canonical_json(problem.document()).encode()).hexdigest()


def network_digest(arrays: Iterable[Integers], codes: Sequence[Code], threshold: int) -> str:
    """SHA-256 of layers, codes and threshold; independent of how the numbers are stored."""
    state = hashlib.sha256(b"superproof-network-1")
    state.update(canonical_json([[code.recipe() for code in codes], threshold]).encode())
    bare = [code.matrix for code in codes if isinstance(code, BareCode)]
    take_arrays(state, (*arrays, *bare))
    return state.hexdigest()


def take_arrays(state: "hashlib._Hash", arrays: Iterable[Integers]) -> None:
    """Let a digest depend on shapes and entries, and not on how the entries are stored."""
    for array in arrays:
        state.update(canonical_json(list(array.shape)).encode())
        for row in np.atleast_2d(array):
            state.update(row.astype("<i8").tobytes())
