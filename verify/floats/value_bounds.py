"""What the numbers of a float network may be on all inputs with few active features: intervals, in integers."""

from typing import NamedTuple

import numpy as np

from verify.floats.fine import Units, largest_sum, product_up, units_up
from verify.floats.network import FloatNetwork


class Range(NamedTuple):
    """Of one layer, in units: lowest <= x <= highest entry by entry, and `sums` >= sum |w||x before| + |b|."""

    lowest: Units
    highest: Units
    sums: Units

    @property
    def size(self) -> Units:
        """A bound on |x|."""
        return np.maximum(-self.lowest, self.highest)


def ranges(network: FloatNetwork, active: int) -> tuple[Range, ...]:
    """Of x_1, ..., x_L on all Boolean inputs with at most `active` active features.

    >>> network = FloatNetwork([([[1.0, 2.0, -4.0]], [-0.5], True)], [0.0])
    >>> [int(value) >> 255 for value in (ranges(network, 1)[0].highest[0], ranges(network, 2)[0].sums[0])]
    [3, 13]
    """
    found: list[Range] = []
    for layer in network.layers:
        weights, bias = layer.weights, units_up(layer.bias)
        low_bias = -units_up(-layer.bias)
        if not found:
            highest = largest_sum(weights, active) + bias
            lowest = low_bias - largest_sum(-weights, active)
            sums = largest_sum(np.abs(weights), active) + units_up(np.abs(layer.bias))
        else:
            before = found[-1]
            more, less = np.maximum(weights, 0), np.maximum(-weights, 0)
            highest = product_up(more, before.highest) + product_up(less, -before.lowest) + bias
            lowest = low_bias - product_up(more, -before.lowest) - product_up(less, before.highest)
            sums = product_up(np.abs(weights), before.size) + units_up(np.abs(layer.bias))
        lowest, highest = (np.where(layer.rectified, np.maximum(end, 0), end) for end in (lowest, highest))
        found.append(Range(lowest, highest, sums))
    return tuple(found)
