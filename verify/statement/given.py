"""Inputs as people have them: sets of active features, 0/1 vectors, batches of vectors."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from verify.arrays import Numbers
from verify.errors import shown
from verify.plain_integer import plain_integer

Input = Iterable[Any]
"""Active features by number (a set, tuple, list, range ...), a boolean vector (m,), or a boolean batch (B, m), of
numpy or torch."""


def is_batch(given: object) -> bool:
    """Whether this is an array, or a tensor of torch, of more than one dimension."""
    return hasattr(given, "__array__") and np.ndim(given) > 1


def one_input(features: int, given: Input) -> frozenset[int]:
    """The active features of one input."""
    if is_batch(given):
        raise TypeError("this takes one input, not a batch: call the network, or take scores(network, batch)")
    if hasattr(given, "__array__"):
        given = np.asarray(given)
        if given.dtype.kind not in "biuO":
            raise TypeError(
                "a feature's number must be an integer, and a vector must be boolean, such as y.astype(bool), not "
                f"{given.dtype} of shape {given.shape}"
            )
    members = list(given)
    booleans = [isinstance(member, bool | np.bool_) for member in members]
    if any(booleans) and (not all(booleans) or isinstance(given, set | frozenset)):
        raise TypeError(f"{shown(members)} is neither a boolean vector nor features by number")
    if members and all(booleans):
        if len(members) != features:
            raise ValueError(f"a vector must have {features} entries, one a feature, not {len(members)}")
        return frozenset(j for j, member in enumerate(members) if member)
    numbers = [plain_integer("a feature's number", member) for member in members]
    if isinstance(given, list | np.ndarray) and len(numbers) == features and set(numbers) <= {0, 1}:
        raise TypeError(
            f"{shown(members)} may be a 0/1 vector or a list of feature numbers: pass a set of numbers, or a boolean "
            "array such as np.array(y, dtype=bool)"
        )
    return _existing(numbers, features)


def _existing(numbers: list[int], features: int) -> frozenset[int]:
    for place, number in enumerate(numbers):
        if not 0 <= number < features:
            raise ValueError(f"features are numbered from 0 to {features - 1}, and {shown(number)} is none of them")
        if number in numbers[:place]:
            raise ValueError(f"feature {number} is named twice")
    return frozenset(numbers)


def batch_inputs(features: int, given: Input) -> list[frozenset[int]]:
    """The active features of every input of a batch (B, m). Errors: as `outputs`."""
    batch = np.asarray(given)
    require_batch(features, batch)
    return [frozenset(np.flatnonzero(row).tolist()) for row in batch]


def require_batch(features: int, batch: Numbers) -> None:
    """TypeError or ValueError for what is no boolean batch (B, m)."""
    if batch.dtype != np.bool_ or batch.ndim != 2:
        given = f"{batch.dtype} of shape {batch.shape}"
        raise TypeError(f"a batch must be a boolean array (B, m), such as y.astype(bool), not {given}")
    if batch.shape[1] != features:
        raise ValueError(f"a batch must have {features} columns, one a feature, not {batch.shape[1]}")
