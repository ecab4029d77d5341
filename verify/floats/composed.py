"""A float network with the linear layers at its start multiplied out, and how far that is off."""

import numpy as np

from verify.arrays import Bools, Reals
from verify.floats.exact_values import Exact, integers
from verify.floats.fine import FINE, Units, largest_terms, product_up, shifted_up
from verify.floats.network import FloatNetwork


def composed(network: FloatNetwork, active: int) -> tuple[FloatNetwork, Units]:
    """A float64 network of two layers or more whose first has rectified neurons, unless all but the last are linear.

    Guarantee: on inputs with at most `active` active features score i of both differs by at most entry i of the second,
    in units, where neither is rectified. Errors: OverflowError where a product is beyond float64.

    >>> linear = FloatNetwork([([[0.5]], [1.0], False), ([[3.0]], [0.0], True), ([[1.0]], [0.0], False)], 0.0)
    >>> found, errors = composed(linear, 1)
    >>> found.widths, found.layers[0].weights.tolist(), found.layers[0].bias.tolist(), errors.tolist()
    ((1, 1, 1), [[1.5]], [3.0], [0])
    """
    layers: list[tuple[Reals, Reals, Bools]] = list(network.layers)
    if len(layers) == 1:  # Scores that are read off themselves.
        layers.append((np.eye(network.outputs), np.zeros(network.outputs), layers[0][2]))
        layers[0] = (*layers[0][:2], np.zeros(network.outputs, dtype=np.bool_))
    errors: Units = np.zeros(len(layers[0][1]), dtype=object)
    while len(layers) > 2 and not layers[0][2].any():
        (inner, inner_bias, _), (outer, bias, rectified), *rest = layers
        weights, lost = _nearest(*_product(outer, inner, np.zeros(inner.shape[1])))
        offsets, bias_lost = _nearest(*_product(outer, inner_bias[:, None], bias[:, None]))
        errors = product_up(np.abs(outer), errors) + largest_terms(lost, active) + bias_lost[:, 0]
        layers = [(weights, offsets[:, 0], rectified), *rest]
    for weights, _, _ in layers[1:]:
        errors = product_up(np.abs(weights), errors)
    try:
        return FloatNetwork(layers, network.thresholds, "float64", network.strict), errors
    except ValueError as error:
        raise OverflowError(f"products of linear layers are beyond float64: {error}") from None


def _product(outer: Reals, inner: Reals, added: Reals) -> tuple[Exact, int]:
    """outer @ inner + added in Python integers, and the exponent of their unit."""
    (left, of_left), (right, of_right), (more, of_more) = integers(outer), integers(inner), integers(added)
    exponent = min(of_left + of_right, of_more)
    product: Exact = ((left @ right) << (of_left + of_right - exponent)) + (more << (of_more - exponent))
    return product, exponent


def _nearest(whole: Exact, exponent: int) -> tuple[Reals, Units]:
    """Numbers of float64 near whole * 2**exponent, and bounds on what that loses, in units."""
    with np.errstate(over="ignore"):
        found = np.ldexp(whole.astype(np.float64), exponent)
    back, unit = integers(found)
    common = min(unit, exponent)
    lost: Units = shifted_up(np.abs((whole << (exponent - common)) - (back << (unit - common))), common + FINE)
    return found, lost
