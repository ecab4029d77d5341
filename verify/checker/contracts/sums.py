"""The largest and smallest sums of every neuron over all sparse inputs, a block of neurons at a time.

U is what the neurons take of the values c of the level before: W on level 1, and -W where 1 - c comes in, with the
bias b + W 1. On active features J the sum over words is the sum of G(e, j) = (sum of U over the ones of word j).
"""

from dataclasses import dataclass
from itertools import product
from typing import final

import numpy as np
import numpy.typing as npt

from verify.checker.contracts.parts import Part
from verify.checker.contracts.refusal import RefusedError, Watch
from verify.checker.contracts.roles import FULL, HALF, NEEDED, NEGATIVE, OTHER, POINTS, Roles, roles_of
from verify.checker.contracts.words import Longs, users_of

IntMatrix = npt.NDArray[np.signedinteger]
LIMIT = 2**62
BOUND = (FULL, HALF, NEGATIVE)
CELLS = 2**21
"""Entries of a block of neurons times features, and so the memory that the sums take."""


@final
@dataclass(frozen=True)
class Charges:
    """What the sum over words leaves out: `additional` values that are 1 too, and `lost` ones that it counts though
    they are not there, or counts again because words share them.
    """

    additional: int
    lost: int


def smallest_margin(part: Part, words: tuple[Longs, Longs], sparsity: int, charges: Charges, watch: Watch) -> int:
    """The smallest distance, over neurons, between sums that must give 0 and sums that must give 1.

    `words` are those of the level before and of this level. A neuron that never has to be 1 counts as if its smallest
    sum were 2**62. Errors: RefusedError where a neuron may get a sum of 1 or more and must be 0, or 0 or less and must
    be 1, and where sums could reach 2**62. Cost: neurons * features * weight of the code before.
    """
    kind = _integer_type(part, sparsity, charges)
    features = part.before.columns
    users = users_of(words[1], part.after.rows)
    block = max(1, CELLS // max(features, part.before.rows))
    margin = LIMIT
    for start in range(0, part.after.rows, block):
        watch.look()
        stop = min(start + block, part.after.rows)
        roles = roles_of(part.gates, users[start:stop], features)
        taken = part.layers[0].weights[start:stop].astype(kind)
        bias = part.layers[0].bias[start:stop].astype(np.int64)
        if part.takes_complement:
            bias = bias + taken.sum(axis=1, dtype=np.int64)
            taken = -taken
        received = _received(taken, words[0], watch)
        extremes = _extremes(received, roles, sparsity)
        wanted = extremes.wanted
        up = np.maximum(taken.max(axis=1), 0).astype(np.int64)
        down = np.maximum(-taken.min(axis=1), 0).astype(np.int64)
        most = extremes.most + charges.additional * up + charges.lost * down
        least = extremes.least - charges.additional * down - charges.lost * up
        _require_sides(part.number, start, most + bias > 0, wanted & (least + bias < 1))
        margin = min(margin, int((np.where(wanted, least, LIMIT) - most).min()))
        watch.advance(stop - start)
    return margin


def _integer_type(part: Part, sparsity: int, charges: Charges) -> type[np.signedinteger]:
    """The type for U and G, by bounds in Python integers; RefusedError unless all later int64 sums stay below 2**62.

    Every later sum adds up some of: v words of `weight` ones, the charged values, a row of W, a bias.
    """
    layer, code = part.layers[0], part.before
    largest = max(-int(layer.weights.min()), int(layer.weights.max()), 1)
    bias = max(-int(layer.bias.min()), int(layer.bias.max()))
    values = min(sparsity, code.columns) * code.weight + charges.additional + charges.lost + code.rows
    if largest * values + bias >= LIMIT:
        raise RefusedError(
            f"sums of level {part.number} must stay below 2**62, but {values} values times weights up to {largest} "
            f"and biases up to {bias} may exceed it"
        )
    return next(t for t in (np.int16, np.int32, np.int64) if largest * code.weight < np.iinfo(t).max)


def _received(taken: IntMatrix, words: Longs, watch: Watch) -> IntMatrix:
    """G: (neurons, features), from U: (neurons, rows)."""
    by_row = np.ascontiguousarray(taken.T)
    total = np.zeros((len(words), len(taken)), dtype=taken.dtype)
    for place in range(words.shape[1]):
        watch.look()
        total += by_row[words[:, place]]
    return np.ascontiguousarray(total.T)


@final
@dataclass(frozen=True, eq=False)
class _Extremes:
    """For every neuron `most`, the largest sum where it must be 0, and where `wanted` `least`, the smallest where 1."""

    most: Longs
    least: Longs
    wanted: npt.NDArray[np.bool_]


def _extremes(received: IntMatrix, roles: Roles, sparsity: int) -> _Extremes:
    """Over all numbers of active features of every role: the best of each role, and the best others in what is left.

    At most v features are active, so that others count only where they make the sum better.
    """
    counts = {role: (roles == role).sum(axis=1) for role in BOUND}
    high = {role: _sums_of_best(-received, roles == role, sparsity) for role in BOUND}
    low = {role: _sums_of_best(received, roles == role, sparsity) for role in BOUND}
    above = _running(_smallest(np.where(roles == OTHER, np.minimum(-received, 0), 0), sparsity), sparsity)
    below = _running(_smallest(np.where(roles == OTHER, np.minimum(received, 0), 0), sparsity), sparsity)
    found = _Extremes(
        np.zeros(len(received), dtype=np.int64), np.full(len(received), LIMIT), np.zeros(len(received), dtype=np.bool_)
    )
    largest = [min(sparsity, int(counts[role].max())) for role in BOUND]
    for active in product(*(range(most + 1) for most in largest)):
        left = sparsity - sum(active)
        if left < 0:
            continue
        possible = np.logical_and.reduce([counts[role] >= n for role, n in zip(BOUND, active, strict=True)])
        if sum(n * POINTS[role] for role, n in zip(BOUND, active, strict=True)) >= NEEDED:
            total = below[left] + sum(low[role][n] for role, n in zip(BOUND, active, strict=True))
            np.minimum(found.least, total, out=found.least, where=possible)
            np.logical_or(found.wanted, possible, out=found.wanted)
        else:
            total = -above[left] - sum(high[role][n] for role, n in zip(BOUND, active, strict=True))
            np.maximum(found.most, total, out=found.most, where=possible)
    return found


def _sums_of_best(values: IntMatrix, mine: npt.NDArray[np.bool_], count: int) -> Longs:
    """Entry n: for every row the sum of the n smallest of `mine`, n = 0..count; of no meaning where there are fewer."""
    rows, columns = np.nonzero(mine)
    first = np.searchsorted(rows, np.arange(len(values)))
    rank = np.arange(len(rows)) - first[rows]
    table = np.full((len(values), max(1, int(rank.max(initial=0)) + 1)), np.iinfo(values.dtype).max)
    table[rows, rank] = values[rows, columns]
    best = _smallest(table, count)
    held = np.arange(best.shape[1]) < mine.sum(axis=1)[:, None]
    return _running(np.where(held, best, 0), count)


def _running(values: Longs, count: int) -> Longs:
    """Entry n: for every row the sum of its first n values, n = 0..count; the sum of all where it has fewer."""
    found = np.zeros((count + 1, len(values)), dtype=np.int64)
    for n in range(1, count + 1):
        found[n] = found[n - 1] + (values[:, n - 1] if n <= values.shape[1] else 0)
    return found


def _smallest(values: IntMatrix, count: int) -> Longs:
    """The `count` smallest entries of every row, ascending; all of a row that has fewer."""
    if 0 < count < values.shape[1]:
        values = np.partition(values, count - 1, axis=1)
    return np.sort(values[:, :count], axis=1).astype(np.int64)


def _require_sides(level: int, start: int, loud: npt.NDArray[np.bool_], silent: npt.NDArray[np.bool_]) -> None:
    for wrong, found, right in ((loud, 1, 0), (silent, 0, 1)):
        if wrong.any():
            neuron = start + int(np.flatnonzero(wrong)[0])
            raise RefusedError(f"neuron {neuron} of level {level} may be {found} where it must be {right}")
