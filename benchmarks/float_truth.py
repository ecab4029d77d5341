"""The scores of a float network by their definition, in Python integers over a power of two."""

import numpy as np
import numpy.typing as npt

from verify import FloatNetwork

Array = npt.NDArray[np.float64]


def exact_scores(network: FloatNetwork, active: tuple[int, ...]) -> tuple[list[int], int]:
    """All scores as integers over 2**places, by their definition."""
    x, places = [int(j in active) for j in range(network.inputs)], 0
    for layer in network.layers:
        of_weights = places_of(layer.weights)
        more = max(0, places_of(layer.bias) - of_weights - places)
        places += of_weights + more
        rows = zip(layer.weights.tolist(), layer.bias.tolist(), layer.rectified.tolist(), strict=True)
        z = [
            (sum(over(w, of_weights) * v for w, v in zip(row, x, strict=True)) << more) + over(b, places)
            for row, b, _ in rows
        ]
        x = [max(value, 0) if clipped else value for value, clipped in zip(z, layer.rectified.tolist(), strict=True)]
    return x, places


def places_of(values: Array) -> int:
    """The binary places after the point of numbers that floats hold."""
    return max(value.as_integer_ratio()[1].bit_length() - 1 for value in values.ravel().tolist())


def over(value: float, places: int) -> int:
    """The value as so many 2**-places: a whole number."""
    top, bottom = value.as_integer_ratio()
    return top << places - (bottom.bit_length() - 1)
