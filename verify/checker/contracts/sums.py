"""The largest and smallest sums of every neuron over all sparse inputs, a block of neurons at a time.

U is what the neurons take of the values c of the level before: W on level 1, and -W where 1 - c comes in, with the
bias b + W 1. On active features J the sum over words is the sum of G(e, j) = (sum of U over the ones of word j).
"""

from dataclasses import dataclass
from typing import final

import numpy as np
import numpy.typing as npt

from verify.checker.contracts.parts import Part
from verify.checker.contracts.refusal import RefusedError, Watch
from verify.checker.contracts.roles import ALONE, HALF, OTHER, Roles, roles_of
from verify.checker.contracts.words import Longs, users_of

IntMatrix = npt.NDArray[np.signedinteger]
LIMIT = 2**62
CELLS = 2**21
"""Entries of a block of neurons times features, and so the memory that the sums take."""


@final
@dataclass(frozen=True)
class Charges:
    """What the sum over words leaves out: `additional` values that are 1 too, and `shared` ones counted twice."""

    additional: int
    shared: int


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
        most = _largest_at_rest(received, roles, sparsity)
        least, wanted = _smallest_at_work(received, roles, sparsity)
        up = np.maximum(taken.max(axis=1), 0).astype(np.int64)
        down = np.maximum(-taken.min(axis=1), 0).astype(np.int64)
        most = most + charges.additional * up + charges.shared * down
        least = least - charges.additional * down - charges.shared * up
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
    values = min(sparsity, code.columns) * code.weight + charges.additional + charges.shared + code.rows
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


def _largest_at_rest(received: IntMatrix, roles: Roles, sparsity: int) -> Longs:
    """The largest sum over at most v features on which the neuron must be 0: no `ALONE`, at most one `HALF`."""
    positive = np.maximum(received, 0)
    others = -_smallest(-np.where(roles == OTHER, positive, 0), sparsity)
    half = np.where(roles == HALF, positive, 0).max(axis=1).astype(np.int64)
    return np.asarray(np.maximum(others.sum(axis=1), half + others[:, : sparsity - 1].sum(axis=1)))


def _smallest_at_work(received: IntMatrix, roles: Roles, sparsity: int) -> tuple[Longs, npt.NDArray[np.bool_]]:
    """The smallest sum over at most v features on which the neuron must be 1, and whether there are such features.

    The smallest `ALONE`, or the two smallest `HALF`, are active; what else is, is any other features, the smallest.
    """
    least, wanted = np.full(len(received), LIMIT), np.zeros(len(received), dtype=np.bool_)
    for role, needed in ((ALONE, 1), (HALF, 2)):
        mine = np.flatnonzero((roles == role).sum(axis=1) >= needed)
        if len(mine) == 0 or sparsity < needed:
            continue
        sums = np.zeros(len(mine), dtype=np.int64)
        rest, every = received[mine], np.arange(len(mine))
        candidates = np.where(roles[mine] == role, rest, np.iinfo(rest.dtype).max)
        for _ in range(needed):
            chosen = candidates.argmin(axis=1)
            sums += rest[every, chosen]
            candidates[every, chosen] = np.iinfo(rest.dtype).max
            rest[every, chosen] = 0
        sums += _smallest(np.minimum(rest, 0), sparsity - needed).sum(axis=1)
        least[mine] = np.minimum(least[mine], sums)
        wanted[mine] = True
    return least, wanted


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
