"""Upper bounds on errors over parts of the inputs: every ReLU between two lines, one linear function of y at the end.

For z from l to h and any slope a from 0 to 1: max(0, z) >= a z, and max(0, z) <= a z + max(-a l, (1 - a) h, 0). With
one slope a neuron, a form over a layer is bounded by one over the layer before it, and at last by one over y, whose
maximum over a part is a sum over decided features and a sum of the largest entries of the others. (Zhang et al., CROWN,
2018, for boxes; sparse parts as here: ours.) Where what free features add is bounded better (`verify.reals.additions`),
they are left out of this. All in integers, rounded up.
"""

from typing import NamedTuple

import numpy as np

from verify.arrays import Longs
from verify.reals.fixed import BITS, Fixed, FixedLayer, bit_lengths, in_unit, narrowed
from verify.reals.input_parts import Parts

SLOPE_BITS, LAST_BITS, SPARE, CELLS = 8, 30, 12, 2**22
ONE = 1 << SLOPE_BITS
FEW = 2
"""Free features up to which what they add is the better bound."""
Ranges = list[tuple[Longs, Longs]]
"""Of every layer l <= z <= h, (k, n) each, over 2**z_unit."""


class Bounds(NamedTuple):
    """`most` (k,), over 2**value, bounds errors on k parts; `form` (k, m) has the slopes of a linear bound.

    `gains` (k, m): what a bound allows every feature to add, where it is free, over any unit.
    """

    most: Longs
    form: Longs
    gains: Longs


class _Linear(NamedTuple):
    """rows . y + total: `rows` (k, r, m) over 2**unit, `unit` (k, r), `total` (k, r) over a power that is asked for."""

    rows: Longs
    unit: Longs
    total: Longs


def bounds(form: Fixed, parts: Parts, output: Longs, sign: Longs) -> Bounds:
    """Upper bounds on sign E_output over each of k parts, which have an output and a sign (1 or -1) each.

    Guarantee: for every part p and every y in it: sign[p] E_output[p](y) <= most[p] / 2**value.
    """
    if form.additions is None:
        return _linear_bounds(form, parts, output, sign)
    none = np.zeros_like(parts.slots)
    low, high = np.where(parts.free, 0, parts.low), np.where(parts.free, 0, parts.high)
    alone = _linear_bounds(form, Parts(low, high, np.zeros_like(parts.free), none), output, sign)
    gains = form.additions.gains(np.maximum(np.abs(low), np.abs(high)), parts.slots, output)
    most = alone.most + _of_free(parts, gains[:, None])[:, 0]
    many = np.flatnonzero(parts.slots > FEW)
    if len(many):
        some = Parts(parts.low[many], parts.high[many], parts.free[many], parts.slots[many])
        most[many] = np.minimum(most[many], _linear_bounds(form, some, output[many], sign[many]).most)
    return Bounds(most, alone.form, gains)


def _linear_bounds(form: Fixed, parts: Parts, output: Longs, sign: Longs) -> Bounds:
    """`bounds`, from linear functions of y alone."""
    ranges = _ranges(form, parts, output)
    nearest, parallel = (_bounds(form, parts, output, sign, ranges, parallel=parallel) for parallel in (False, True))
    return parallel._replace(most=np.minimum(nearest.most, parallel.most))


def _bounds(form: Fixed, parts: Parts, output: Longs, sign: Longs, ranges: Ranges, *, parallel: bool) -> Bounds:
    """`bounds`, with lower lines that are parallel to the upper ones, or else are nearest in area."""
    k = len(output)
    rows = np.zeros((k, 1, len(form.layers[-1].bias)), dtype=np.int64)
    rows[np.arange(k), 0, output] = sign
    unit = np.zeros((k, 1), dtype=np.int64)
    answered = _over_inputs(form, rows, unit, len(form.layers), ranges, form.value, parallel=parallel)
    wanted = _targets(form, parts, output, -sign, parallel=parallel)
    unit = np.minimum(*(linear.unit + LAST_BITS - bit_lengths(linear.rows) for linear in (answered, wanted)))
    first, second = (in_unit(linear.rows, linear.unit[:, :, None], unit[:, :, None]) for linear in (answered, wanted))
    slopes = first + second  # Either is off by less than a unit.
    lost = in_unit(np.full_like(unit, 2 * form.total), unit + form.grid, form.value)
    most = in_unit(_largest(parts, slopes), unit + form.grid, form.value)
    gains = np.maximum(slopes * parts.low[:, None], slopes * parts.high[:, None])
    return Bounds((answered.total + wanted.total + lost + most)[:, 0], slopes[:, 0], gains[:, 0])


def batch(form: Fixed) -> int:
    """How many parts to bound at a time, to stay within some 100 MB."""
    sizes = [2 * layer.weights.size for layer in form.layers]
    if form.additions is not None:
        sizes.append(form.additions.weights.size)
    return max(1, min(256, CELLS // max(sizes)))


def cut(parts: Parts, found: Bounds) -> list[int]:
    """For each part the feature by which it may best be cut: one that may be negative or positive, where most ReLUs
    without a bias bend; then of those that are not decided the one that may add most; else the one with the longest
    interval."""
    widths = np.where(parts.free, -1, parts.high - parts.low)
    both = np.where((parts.low < 0) & (parts.high > 0), widths, -1)
    free = np.where(parts.free, found.gains, np.iinfo(np.int64).min)
    chosen = np.where(parts.free.any(axis=1), free.argmax(axis=1), widths.argmax(axis=1))
    return list(map(int, np.where(both.max(axis=1) > 0, both.argmax(axis=1), chosen)))


def promising(parts: Parts, found: Bounds) -> Longs:
    """Of every part the input at which its last linear bound is largest, on the grid."""
    ends = np.where(found.form > 0, parts.high, parts.low)
    gains = np.where(parts.free, found.form * ends, -1)
    order = np.argsort(-gains, axis=1)
    rank = np.empty_like(order)
    np.put_along_axis(rank, order, np.arange(order.shape[1])[None], axis=1)
    return np.asarray(np.where(parts.free & ((rank >= parts.slots[:, None]) | (gains <= 0)), 0, ends))


def _ranges(form: Fixed, parts: Parts, output: Longs) -> Ranges:
    """Of the rectified neurons of every layer, others being 0; of the last one that of `output` of every part only."""
    ranges: Ranges = []
    k = len(output)
    for place, layer in enumerate(form.layers):
        low, high = np.zeros((2, k, len(layer.bias)), dtype=np.int64)
        last = place + 1 == len(form.layers)
        bent = output[:, None] if last else np.flatnonzero(layer.rectified)[None].repeat(k, axis=0)
        if layer.rectified.any():
            each = np.arange(k)[:, None]
            low[each, bent], high[each, bent] = _range(form, parts, layer, bent, ranges)
        ranges.append((low, high))
    return ranges


def _range(form: Fixed, parts: Parts, layer: FixedLayer, neurons: Longs, ranges: Ranges) -> tuple[Longs, Longs]:
    """Bounds on the z of r `neurons` (k, r) of a layer, given those of the layers before: (k, r) each."""
    chosen, bias = layer.weights[neurons], layer.bias[neurons]
    rows, signed = np.concatenate([-chosen, chosen], axis=1), np.concatenate([-bias, bias], axis=1)
    unit = np.full(signed.shape, layer.unit)
    linear = _over_inputs(form, rows, unit, len(ranges), ranges, layer.z_unit, parallel=False)
    total = linear.total + in_unit(signed + (not layer.bias_exact), np.full_like(unit, layer.bias_unit), layer.z_unit)
    if not layer.exact:
        size, size_unit = _size(form, len(ranges))
        total += in_unit(np.full_like(unit, size), unit + 1 + size_unit, layer.z_unit)
    narrow, unit, lost = narrowed(linear.rows, linear.unit, LAST_BITS)
    total += in_unit(lost * form.total, unit + 1 + form.grid, layer.z_unit)
    most = np.minimum(total + in_unit(_largest(parts, narrow), unit + form.grid, layer.z_unit), 1 << BITS)
    half = neurons.shape[1]
    return np.minimum(-most[:, :half], most[:, half:]), most[:, half:]


def _over_inputs(
    form: Fixed, rows: Longs, unit: Longs, level: int, ranges: Ranges, value: int, *, parallel: bool
) -> _Linear:
    """A linear function of y that is at least rows . x_level, where y is in the part of the ranges.

    `rows` (k, r, n) have at most BITS bits, over 2**unit; the constant is over 2**value.
    """
    total = np.zeros(unit.shape, dtype=np.int64)
    while level:
        level -= 1
        layer, (low, high) = form.layers[level], ranges[level]
        steep, flat, rest = _slopes(low, high, parallel=parallel)
        raised = np.where(layer.rectified, rest, 0)[:, None]
        total += in_unit((np.maximum(rows, 0) * raised).sum(axis=2), unit + layer.z_unit + SLOPE_BITS, value)
        slope = np.where(rows > 0, steep[:, None], flat[:, None])
        rows, unit, lost = narrowed(rows * np.where(layer.rectified, slope, ONE), unit + SLOPE_BITS, BITS)
        total += in_unit(lost * layer.total, unit + 1 + layer.z_unit, value)
        total += in_unit((rows * layer.bias).sum(axis=2), unit + layer.bias_unit, value)
        sizes = np.abs(rows).sum(axis=2)
        if not layer.bias_exact:
            total += in_unit(sizes, unit + 1 + layer.bias_unit, value)
        before, before_unit = _size(form, level)
        if not layer.exact:
            short = -(-sizes >> SPARE) * -(-before >> SPARE)
            total += in_unit(short, unit + layer.unit + 1 + before_unit - 2 * SPARE, value)
        flatly = rows.reshape(-1, rows.shape[2]).astype(np.float64) @ layer.weights.astype(np.float64)
        rows, unit = flatly.astype(np.int64).reshape(*unit.shape, -1), unit + layer.unit
        if level:
            rows, unit, lost = narrowed(rows, unit, BITS)
            total += in_unit(lost * before, unit + 1 + before_unit, value)
    return _Linear(rows, unit, total)


def _slopes(low: Longs, high: Longs, *, parallel: bool) -> tuple[Longs, Longs, Longs]:
    """For l <= z <= h: max(0, z) <= (steep z + rest) / ONE and max(0, z) >= flat z / ONE."""
    steep = np.where(high <= 0, 0, np.where(low >= 0, ONE, high * ONE // np.maximum(high - low, 1)))
    flat = steep if parallel else np.where(high > -low, ONE, 0)
    return steep, flat, np.maximum(np.maximum(-steep * low, (ONE - steep) * high), 0)


def _size(form: Fixed, level: int) -> tuple[int, int]:
    """A bound on the sum of all |x| after so many layers, and its unit."""
    return (form.layers[level - 1].total, form.layers[level - 1].z_unit) if level else (form.total, form.grid)


def _targets(form: Fixed, parts: Parts, output: Longs, sign: Longs, *, parallel: bool) -> _Linear:
    """A linear function of y that is at least sign t_output, on every part."""
    targets, by = form.targets, sign[:, None]
    inner, constant = targets.inner[output], targets.inner_constant[output] << form.grid
    high, low = _largest(parts, inner) + constant, constant - _largest(parts, -inner)
    steep, flat, rest = _slopes(low, high, parallel=parallel)
    factor = targets.hinge[output] * by
    tilted = factor * np.where(factor > 0, steep, flat)
    deep = targets.inner_unit + SLOPE_BITS
    rows = (targets.straight[output] * by << deep) + (tilted[:, :, None] * inner).sum(axis=1)
    level = (targets.constant[output] * sign << deep) + (tilted * targets.inner_constant[output]).sum(axis=1)
    raised = (np.maximum(factor, 0) * -(-rest >> BITS)).sum(axis=1)
    unit = np.full((len(output), 1), targets.unit + deep)
    total = in_unit(level[:, None], unit, form.value) + in_unit(raised[:, None], unit + form.grid - BITS, form.value)
    return _Linear(rows[:, None], unit, total)


def _largest(parts: Parts, rows: Longs) -> Longs:
    """(k, r): the largest rows . y, with y on the grid, over each part: exactly, where a decided feature lies in its
    interval, and at most `slots` of the free ones are not 0."""
    values = np.maximum(rows * parts.low[:, None], rows * parts.high[:, None])
    return np.asarray(np.where(parts.free[:, None], 0, values).sum(axis=2) + _of_free(parts, values))


def _of_free(parts: Parts, values: Longs) -> Longs:
    """(k, r): the largest sum of at most `slots` of the values (k, r, m) of free features."""
    most = int(parts.slots.max())
    if not most:
        return np.zeros(values.shape[:2], dtype=np.int64)
    gains = np.where(parts.free[:, None], np.maximum(values, 0), 0)
    first = max(gains.shape[2] - most, 0)
    best = np.sort(np.partition(gains, first, axis=2)[:, :, first:], axis=2)[:, :, ::-1]
    return np.asarray(np.where(np.arange(best.shape[2]) < parts.slots[:, None, None], best, 0).sum(axis=2))
