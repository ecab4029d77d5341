"""From a chain that was traced to a network with its reading."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, final

from superproof.imports.sheets import Operations, Sheet, Tensor

if TYPE_CHECKING:
    from verify import FloatNetwork


@final
@dataclass(frozen=True)
class Reading:
    """Output i reads 1 iff its score is above `thresholds` (one, or one an output); not `strict`: or equal to it."""

    thresholds: object = 0.0
    strict: bool = True


def network_of(
    operations: Operations, scores: Tensor | None, reading: Reading, construction: Mapping[str, object]
) -> "FloatNetwork":
    """The network whose scores are a traced tensor. Errors: ValueError where they do not depend on the input."""
    from verify import FloatNetwork

    if not isinstance(scores, Sheet):
        raise ValueError("the scores must depend on the input, but they are constants")
    layers = operations.chain.layers(scores.signal)
    return FloatNetwork(layers, reading.thresholds, operations.precision, reading.strict, construction)
