"""A float network rounded to integers so small that float64 adds them exactly, and how far that is off.

Layer l holds W~ = rint(W 2**k) and b~, all integers, and gives integers x~ in units of 2**-s; between layers the last
bits are dropped. Scales are chosen such that, for every input with few active features, every partial sum of every
layer, in whatever order, is an integer below 2**53: float64 holds these, so that matrix products of any library are
exact. With R = |W - W~ 2**-k| entry by entry, |x~ 2**-s - x| is bounded by recurrence (details: docs/methods.md):

    e_1 = the largest sum of v entries of R + what b lost,
    e_l = |W| e_{l-1} + R (|x_{l-1}| + e_{l-1}) + what b lost + half a unit of s where bits are dropped.
"""

from typing import NamedTuple

import numpy as np

from verify.arrays import Bools, Ints, Reals
from verify.floats.exact_values import integers
from verify.floats.fine import FINE, Units, largest_sum, product_up, shifted_up, units_up
from verify.floats.network import FloatLayer, FloatNetwork
from verify.floats.value_bounds import Range, ranges

EXACT = 53
"""Bits of integers that float64 holds and adds exactly."""
MOST_SCALE = 2**10
BEYOND = 2**60


class RoundedLayer(NamedTuple):
    """Integers held as float64: z = weights x + bias; x is rint(z / 2**`drop`), of max(z, 0) where `rectified`."""

    weights: Reals
    bias: Reals
    rectified: Bools
    drop: int


class Rounded(NamedTuple):
    """The layers; score i counts 2**-`scales`[i]; in units of `verify.floats.fine` it is off by at most `errors`[i].

    The last layer is not rectified: `cutoffs` says what to compare its sums with.
    """

    layers: tuple[RoundedLayer, ...]
    scales: tuple[int, ...]
    errors: Units


def rounded(network: FloatNetwork, active: int, bits: int = EXACT, *, drops: bool = True) -> Rounded:
    """The rounded network for inputs with at most `active` active features.

    With fewer `bits` sums stay below 2**`bits`; without `drops` the first layer is rounded so that all bits are kept
    after it. Errors: OverflowError where no scale keeps every sum below 2**53, as with numbers of very different sizes.

    >>> network = FloatNetwork([([[0.5, 3.0]], [-0.25], False)], [3.25])
    >>> found = rounded(network, 2)
    >>> found.scales, found.errors.tolist(), found.layers[0].weights.tolist()
    ((2,), [0], [[2.0, 12.0]])
    """
    known = ranges(network, active)
    for budget in range(bits - 1, 8, -4):
        found = _attempt(network, known, active, budget, bits, drops)
        if found is not None:
            return found
    raise OverflowError("no scale keeps every sum of this network below 2**53: its numbers differ too much in size")


def _attempt(
    network: FloatNetwork, known: tuple[Range, ...], active: int, budget: int, bits: int, drops: bool
) -> Rounded | None:
    """The network with sums of about `budget` bits, or None where some sum may reach 2**`bits` after all."""
    error: Units = np.zeros(network.inputs, dtype=object)
    scale, layers = 0, []
    scales: Ints = np.zeros(0, dtype=np.int32)
    for place, layer in enumerate(network.layers):
        last = place + 1 == len(network.layers)
        wanted = None if last else _share(network.layers[place + 1], known[place], known[place + 1], budget, bits)
        bound = known[place].sums
        if place:  # What is 0 exactly may be as large as its error after rounding.
            bound = bound + product_up(np.abs(layer.weights), error)
        most = wanted if place or not drops else None
        of_weights = _scales(layer, bound, scale, budget, most, uniform=not last)
        scales = of_weights + scale
        weights, lost = _rounded_to(layer.weights, of_weights[:, None])
        bias, bias_lost = _rounded_to(layer.bias, scales)
        if not all(np.isfinite(of_layer).all() for of_layer in (weights, lost, bias, bias_lost)):
            return None  # A number near the largest float64 may be rounded to 2**1024, which is none.
        keep = int(scales[0]) if wanted is None else min(wanted, int(scales[0]))
        drop = 0 if last else int(scales[0]) - keep
        if place == 0:
            sums = largest_sum(np.abs(weights), active)
            error = largest_sum(lost, active)
        else:
            held = known[place - 1].size + error
            sums = product_up(np.abs(weights), shifted_up(held, scale))
            error = product_up(np.abs(layer.weights), error) + product_up(lost, held)
        if int((sums + units_up(np.abs(bias))).max()) >> FINE >= 2**bits:
            return None
        error = error + units_up(bias_lost) + (1 << max(0, FINE - keep - 1) if drop else 0)
        layers.append(RoundedLayer(weights, bias, layer.rectified & (not last), drop))
        scale = keep
    return Rounded(tuple(layers), tuple(scales.tolist()), error)


def _share(layer: FloatLayer, before: Range, after: Range, budget: int, bits: int) -> int:
    """The scale of what enters `layer` at which rounding it costs as much as rounding the weights, or a finer one
    where the weights do not need their share."""
    ones = np.full(layer.weights.shape[1], 1 << FINE, dtype=object)
    rows = product_up(np.abs(layer.weights), ones)
    relative = [int(row).bit_length() - int(total).bit_length() for row, total in zip(rows, after.sums, strict=True)]
    even = (bits + max(relative) - (int(before.size.sum()).bit_length() - FINE)) // 2
    spare = budget - (int(after.sums.max()).bit_length() - FINE) + integers(layer.weights)[1]
    return max(even, spare)


def _scales(layer: FloatLayer, sums: Units, scale: int, budget: int, wanted: int | None, *, uniform: bool) -> Ints:
    """By how many binary places the weights of each neuron are moved, x being in units of 2**-`scale`."""
    # Beyond these places every number is an integer already.
    enough = max(-integers(layer.weights)[1], -integers(layer.bias)[1] - scale)
    room = np.array([budget - (int(total).bit_length() - FINE) - scale for total in sums], dtype=np.int32)
    found = np.minimum(room, enough if wanted is None else min(enough, wanted))
    found = np.clip(found, -MOST_SCALE, MOST_SCALE)
    return np.full(len(sums), found.min()) if uniform else found


def _rounded_to(values: Reals, places: Ints) -> tuple[Reals, Reals]:
    """rint(values * 2**places), and what that lost, which is a float64 as well: the last bits of a value, or all."""
    with np.errstate(over="ignore", invalid="ignore"):
        whole = np.rint(np.ldexp(values, places)) + 0.0
        return whole, np.abs(values - np.ldexp(whole, -places))


def cutoffs(network: FloatNetwork, scales: tuple[int, ...], errors: Units) -> tuple[Reals, Reals]:
    """Of every output a and b, integers as float64, from which and to which its last sum decides what it reads.

    The sum of output i counts 2**-`scales`[i] and is off by at most `errors`[i] units. Guarantee: an output whose sum
    is >= a reads 1, and one whose sum is <= b reads 0; b = a - 1 where nothing is lost. Both are -2**60 where an
    output always reads 1, being rectified.

    >>> network = FloatNetwork([([[0.5, 3.0]], [-0.25], False)], [3.25], strict=True)
    >>> found = rounded(network, 2)
    >>> [ends.tolist() for ends in cutoffs(network, found.scales, found.errors)]
    [[14.0], [13.0]]
    """
    above: list[int] = []
    below: list[int] = []
    rectified = network.layers[-1].rectified.tolist()
    whole, exponent = integers(network.thresholds)
    for theta, error, scale, clipped in zip(whole, errors, scales, rectified, strict=True):
        # Of a rectified score only z against theta counts, if theta is not below what every score is.
        if clipped and (theta < 0 or (theta == 0 and not network.strict)):
            above.append(-BEYOND)
            below.append(-BEYOND)
            continue
        # theta and the error, times 2**scale, as fractions over 2**(down - scale).
        down = max(-exponent, FINE)
        middle, width = int(theta) << (down + exponent), int(error) << (down - FINE)
        above.append(_first_at_least(middle + width, down - scale, after=network.strict))
        below.append(_first_at_least(middle - width, down - scale, after=network.strict) - 1)
    # No sum reaches 2**53, so that what lies beyond may lie anywhere there.
    return np.clip(above, -BEYOND, BEYOND).astype(np.float64), np.clip(below, -BEYOND, BEYOND).astype(np.float64)


def _first_at_least(value: int, down: int, *, after: bool) -> int:
    """The smallest integer that is at least value / 2**down, or (`after`) larger than that."""
    if down <= 0:
        return (value << -down) + after
    return (value >> down) + 1 if after else -(-value >> down)


def score_bounds(network: FloatNetwork, found: Rounded, sums: Reals) -> tuple[list[int | None], list[int | None]]:
    """Of every output a lower and an upper bound on the score that has this sum, in units; None for an infinite sum.

    >>> network = FloatNetwork([([[0.5, 3.0]], [-0.25], False)], [3.25])
    >>> [bound[0] >> FINE - 2 for bound in score_bounds(network, rounded(network, 2), np.array([13.0]))]
    [13, 13]
    """
    lower: list[int | None] = []
    upper: list[int | None] = []
    rectified = network.layers[-1].rectified.tolist()
    for value, scale, error, clipped in zip(sums.tolist(), found.scales, found.errors, rectified, strict=True):
        if np.isinf(value):
            lower.append(None)
            upper.append(None)
            continue
        places = FINE - scale
        low = int(value) << places if places >= 0 else int(value) >> -places
        high = low if places >= 0 else -(-int(value) >> -places)
        for bounds, end in ((lower, low - int(error)), (upper, high + int(error))):
            bounds.append(max(0, end) if clipped else end)
    return lower, upper
