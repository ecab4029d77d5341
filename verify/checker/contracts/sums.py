"""The largest and smallest sums of every neuron over all sparse inputs, a block of neurons at a time.

Neuron e must be 1 where U c + u is 1 or more and 0 where it is 0 or less, for the values c of the level before: U is W
and u is b on level 1; where 1 - c comes in, U is -W and u is b + W 1; in an inverted level U is -W and u is 1 - b.
On active features J the sum over words is the sum over J of G(e, j), row e of U times word j.
"""

from collections.abc import Sequence
from itertools import product
from typing import final

import numpy as np

from verify.arrays import Bools, Integers, Longs
from verify.checker.budget import RefusedError
from verify.checker.contracts.parts import Part
from verify.checker.contracts.roles import FULL, HALF, NEEDED, NEGATIVE, OTHER, POINTS, Roles, roles_of
from verify.checker.contracts.watch import Watch
from verify.checker.contracts.words import words_of
from verify.checker.contracts.wrong import Wrong
from verify.codes.base import Code, SparseCode, word_size
from verify.codes.integers import largest_absolute

LIMIT = 2**62
ROLES = (FULL, HALF, NEGATIVE, OTHER)
CELLS = 2**21
"""Entries of a block of neurons times features, and so the memory that the sums take."""
WORDS = 2**14
"""Words of a dense code that are drawn at a time."""


def smallest_margin(part: Part, users: list[Longs], sparsity: int, charges: Sequence[Wrong], watch: Watch) -> int:
    """The smallest distance, over neurons, between sums that must give 0 and sums that must give 1.

    charges[n] are what the sum over words leaves out where n features are active, n = 0..v: additional values that are
    1 too, and missing ones that it counts though they are not there, or counts again because words share them. `users`
    are for every neuron the gates whose words have it. A neuron that never has to be 1 counts as if its smallest sum
    were 2**62. Errors: RefusedError where a neuron may get a sum of 1 or more and must be 0, or 0 or less and must be
    1, and where sums could reach 2**62. Cost: neurons * features * weight of the code before, or its rows, where it is
    not of zeros and ones.
    """
    kind = _integer_type(part, sparsity, charges)
    features = part.before.columns
    receive = _Receiver(part.before, kind, watch)
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
        elif part.inverted:
            bias, taken = 1 - bias, -taken
        up = np.maximum(taken.max(axis=1), 0).astype(np.int64)
        down = np.maximum(-taken.min(axis=1), 0).astype(np.int64)
        raised = [charge.additional * up + charge.missing * down for charge in charges]
        lowered = [charge.additional * down + charge.missing * up for charge in charges]
        most, least, wanted = _extremes(receive(taken), roles, (raised, lowered), watch)
        _require_sides(part.number, start, most + bias > 0, wanted & (least + bias < 1))
        margin = min(margin, int((np.where(wanted, least, LIMIT) - most).min()))
        watch.advance(stop - start)
    return margin


def _integer_type(part: Part, sparsity: int, charges: Sequence[Wrong]) -> type[np.signedinteger]:
    """The type for U and G, by bounds in Python integers; RefusedError unless all later int64 sums stay below 2**62.

    Every later sum adds up some of: v words of `weight` ones, the charged values, a row of W, a bias.
    """
    layer, code = part.layers[0], part.before
    largest, bias = max(largest_absolute(layer.weights), 1), largest_absolute(layer.bias)
    word = word_size(code)
    charged = max(charge.additional for charge in charges) + max(charge.missing for charge in charges)
    values = min(sparsity, code.columns) * word + charged + code.rows
    if largest * values + bias + 1 >= LIMIT:
        raise RefusedError(
            f"sums of level {part.number} must stay below 2**62, but {values} values times weights up to {largest} "
            f"and biases up to {bias} may exceed it"
        )
    return next(t for t in (np.int16, np.int32, np.int64) if largest * word < np.iinfo(t).max)


@final
class _Receiver:
    """From U: (neurons, rows) what the neurons receive of every word, G: (neurons, features)."""

    def __init__(self, code: Code, kind: type[np.signedinteger], watch: Watch) -> None:
        self._sparse, self._watch = isinstance(code, SparseCode), watch
        self._words: Integers = words_of(code, watch) if isinstance(code, SparseCode) else _matrix(code, kind, watch)

    def __call__(self, taken: Integers) -> Integers:
        if not self._sparse:
            self._watch.look()
            return np.asarray(taken @ self._words)
        by_row = np.ascontiguousarray(taken.T)
        total = np.zeros((len(self._words), len(taken)), dtype=taken.dtype)
        for place in range(self._words.shape[1]):
            self._watch.look()
            total += by_row[self._words[:, place]]
        return np.ascontiguousarray(total.T)


def _matrix(code: Code, kind: type[np.signedinteger], watch: Watch) -> Integers:
    """The words of a code, (rows, columns): a run at a time, as drawing random ones takes long."""
    words = np.empty((code.rows, code.columns), dtype=kind)
    for start in range(0, code.columns, WORDS):
        watch.look()
        stop = min(start + WORDS, code.columns)
        words[:, start:stop] = code.block(start, stop)
    return words


def _extremes(
    received: Integers, roles: Roles, charged: tuple[Sequence[Longs], Sequence[Longs]], watch: Watch
) -> tuple[Longs, Longs, Bools]:
    """For every neuron the largest sum where it must be 0, the smallest where it must be 1, and whether it ever must.

    Over all numbers of active features of every role, v together at most, the best of each role.

    `charged` says for every number n = 0..v of active features by how much a sum may be raised, and lowered.
    """
    raised, lowered = charged
    sparsity = len(raised) - 1
    counts = {role: (roles == role).sum(axis=1) for role in ROLES}
    high = {role: _sums_of_best(-received, roles == role, sparsity) for role in ROLES}
    low = {role: _sums_of_best(received, roles == role, sparsity) for role in ROLES}
    most, least = np.full(len(received), -LIMIT), np.full(len(received), LIMIT)
    wanted = np.zeros(len(received), dtype=np.bool_)
    largest = [min(sparsity, int(counts[role].max())) for role in ROLES]
    for active in product(*(range(number + 1) for number in largest)):
        together = sum(active)
        if together > sparsity:
            continue
        watch.look()
        numbers = list(zip(ROLES, active, strict=True))
        possible = np.logical_and.reduce([counts[role] >= n for role, n in numbers])
        if sum(n * POINTS[role] for role, n in numbers) >= NEEDED:
            total = sum(low[role][n] for role, n in numbers) - lowered[together]
            np.minimum(least, total, out=least, where=possible)
            wanted |= possible
        else:
            total = raised[together] - sum(high[role][n] for role, n in numbers)
            np.maximum(most, total, out=most, where=possible)
    return most, least, wanted


def _sums_of_best(values: Integers, mine: Bools, count: int) -> Longs:
    """Entry n: for every row the sum of the n smallest of `mine`, n = 0..count; of no meaning where there are fewer."""
    rows, columns = np.nonzero(mine)
    first = np.searchsorted(rows, np.arange(len(values)))
    rank = np.arange(len(rows)) - first[rows]
    table = np.full((len(values), max(1, int(rank.max(initial=0)) + 1)), np.iinfo(values.dtype).max)
    table[rows, rank] = values[rows, columns]
    if 0 < count < table.shape[1]:
        table = np.partition(table, count - 1, axis=1)
    best = np.sort(table[:, :count], axis=1).astype(np.int64)
    best[np.arange(best.shape[1]) >= mine.sum(axis=1)[:, None]] = 0
    found = np.zeros((count + 1, len(values)), dtype=np.int64)
    found[1 : 1 + best.shape[1]] = np.cumsum(best, axis=1).T
    return found


def _require_sides(level: int, start: int, too_high: Bools, too_low: Bools) -> None:
    for wrong, found, right in ((too_high, 1, 0), (too_low, 0, 1)):
        if wrong.any():
            neuron = start + int(np.flatnonzero(wrong)[0])
            raise RefusedError(f"neuron {neuron} of level {level} may be {found} where it must be {right}")
