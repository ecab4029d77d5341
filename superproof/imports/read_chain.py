"""From a chain that was traced to a network with its reading."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import final

import numpy as np

from superproof.imports.sheets import Operations, Sheet, Tensor
from verify import FloatNetwork
from verify.floats import precision_named

Transposed = bool | tuple[str, ...] | None
"""Whether matrices are stored as (inputs, outputs), all or none, or the names of those that are."""


@final
@dataclass(frozen=True)
class Reading:
    """Output i reads 1 iff its score is above `thresholds` (one, or one an output); not `strict`: or equal to it.

    >>> Reading((0.5, 0.25), strict=False).thresholds
    (0.5, 0.25)
    """

    thresholds: object = 0.0
    strict: bool = True


@final
@dataclass(frozen=True)
class Choices:
    """What decides where names and sizes do not: the options of `superproof import`.

    >>> Choices(form="tied", reading=Reading(0.5)).reading.thresholds
    0.5
    """

    reading: Reading | None = None
    form: str | None = None
    activation: str | None = None
    layers: tuple[str, ...] | None = None
    biases: tuple[str, ...] | None = None
    instance: int | None = None
    transposed: Transposed = None
    skip: str | None = None


def network_of(
    operations: Operations, scores: Tensor | None, reading: Reading, construction: Mapping[str, object]
) -> FloatNetwork:
    """The network whose scores are a traced tensor. Errors: ValueError where they do not depend on the input."""
    if not isinstance(scores, Sheet):
        raise ValueError("the scores must depend on the input, but they are constants")
    _require_stored(reading.thresholds, operations.precision)
    layers = operations.chain.layers(scores.signal)
    return FloatNetwork(layers, reading.thresholds, operations.precision, reading.strict, construction)


def _require_stored(thresholds: object, precision: str) -> None:
    """ValueError for a threshold that the network's format does not have, with the nearest that it has."""
    try:
        values = np.asarray(thresholds, dtype=np.float64).ravel()
    except (TypeError, ValueError):
        return  # No numbers: the network says so.
    values = values[np.isfinite(values)]
    wrong = values[~precision_named(precision).holds(values)]
    if wrong.size:
        value = float(wrong[0])
        raise ValueError(
            f"threshold {value!r} is no number of {precision}, where it is rounded to {_nearest(value, precision)!r}: "
            "give that number"
        )


def _nearest(value: float, precision: str) -> float:
    if precision != "bfloat16":
        return float(np.dtype(precision).type(value))
    bits = int(np.float32(value).view(np.uint32))
    return float(np.uint32((bits + 0x7FFF + (bits >> 16 & 1)) & 0xFFFF0000).view(np.float32))
