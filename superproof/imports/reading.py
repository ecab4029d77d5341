"""From a chain that was traced to a network with its reading."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from superproof.imports.sheets import Operations, Sheet, Tensor

if TYPE_CHECKING:
    from verify.floats.network import FloatNetwork


def network_of(
    operations: Operations,
    scores: Tensor | None,
    thresholds: object,
    strict: bool,
    construction: Mapping[str, object],
) -> "FloatNetwork":
    """The network whose scores are a traced tensor. Errors: ValueError where they do not depend on the input."""
    from verify.floats.network import FloatNetwork

    if not isinstance(scores, Sheet):
        raise ValueError("the scores must depend on the input, but they are constants")
    layers = operations.chain.layers(scores.signal)
    return FloatNetwork(layers, thresholds, operations.precision, strict, construction)
