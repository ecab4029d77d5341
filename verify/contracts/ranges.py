"""The least and the largest sums that a neuron receives, over all sparse inputs, by what the neuron has to say.

The incoming values of an input y are the union of the words of its active features j. Were they the sum, neuron e
would receive the sum of G(e, j) = <R_e, A_j> over j, where only the largest (or least) G of every class of features
matter, a class being the features of one target weight: with n_c active features of class c it is at most the sum of
the n_c largest of each class, and the target says which value the neuron must have. That two words share values, and
wrong values, are charged separately: see `ranges_of`.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import final

import numpy as np

from verify.arrays import Bools, Integers, Longs
from verify.codes.base import Code, SparseCode
from verify.codes.reed_solomon import ReedSolomonCode
from verify.contracts.targets import Targets

Look = Callable[[], None]
FAR = 2**62
BLOCK = 128


@final
@dataclass(frozen=True, eq=False)
class Ranges:
    """For every neuron: `most`, the largest sum where it must be 0, and `least`, the smallest where it must be 1.

    `least` is `FAR` where the neuron never has to be 1.
    """

    most: Longs
    least: Longs


@final
@dataclass(frozen=True)
class Charge:
    """What incoming values may differ from the sum over words by: `additional` ones that are 1 too, and `lost` ones
    that the sum counts but are not there: missing ones, and ones that two words share, which it counts again.
    """

    additional: int
    lost: int


def ranges_of(
    weights: Integers,
    code: Code,
    targets: Targets,
    sparsity: int,
    charges: Sequence[Charge] | None = None,
    look: Look = lambda: None,
) -> Ranges:
    """The ranges of all neurons: `weights` (neurons, rows of the code) is what they take of the incoming values.

    `charges` has one for every number j = 0..v of active features; None charges nothing.

    Guarantee: for all y with at most `sparsity` active features, the sum of G(e, j) over them, and what the charges
    allow, is at most most(e) if the target of e is not reached, and at least least(e) if it is; without charges both
    are attained where there are enough features. Complexity: neurons * features * (weight of the code + sparsity).
    Errors: OverflowError where sums could reach 2**62, and what `look`, which is called for every feature, raises.
    Details: docs/methods.md.

    >>> from verify import Circuit, IdentityCode
    >>> from verify.contracts.targets import targets_of
    >>> targets = targets_of(Circuit.of(3, 2, [[("and", 0, 1)]]).level_groups[0], IdentityCode(1), 3)
    >>> ranges = ranges_of(np.array([[1, 1, 0]]), IdentityCode(3), targets, 2)
    >>> ranges.most.tolist(), ranges.least.tolist()
    ([1], [2])
    """
    largest = largest_size(weights)
    if largest * largest_word(code) * (sparsity + 2) ** 2 >= FAR:
        raise OverflowError(f"a level's sums must stay below 2**62, but weights of {largest} may exceed them")
    tops, bottoms = _class_extremes(weights, code, targets, sparsity, look)
    up = np.maximum(weights.max(axis=1), 0).astype(np.int64)
    down = np.maximum(-weights.min(axis=1).astype(np.int64), 0)
    most = np.full(targets.neurons, -FAR, dtype=np.int64)
    least = np.full(targets.neurons, FAR, dtype=np.int64)
    held = [int((values > -FAR).any(axis=1).sum()) for values in tops.values()]
    for counts in _counts(held, sparsity):
        charge = charges[sum(counts)] if charges is not None else Charge(0, 0)
        reached = sum(n * weight for n, weight in zip(counts, targets.classes, strict=True)) >= targets.level
        if reached:
            low, possible = _total(bottoms, counts)
            low = low - charge.additional * down - charge.lost * up
            least = np.where(possible, np.minimum(least, low), least)
        else:
            high, possible = _total(tops, counts)
            high = high + charge.additional * up + charge.lost * down
            most = np.where(possible, np.maximum(most, high), most)
    return Ranges(most, least)


def largest_size(array: Integers) -> int:
    """The largest absolute value of an entry, as a Python integer."""
    return max(-int(array.min()), int(array.max()))


def largest_word(code: Code) -> int:
    """A bound on the sum of the absolute values of a word: the weight of a sparse code, else rows times entry.

    >>> from verify import HadamardCode, IdentityCode
    >>> largest_word(IdentityCode(9)), largest_word(HadamardCode(4, 9, 0))
    (1, 4)
    """
    return code.weight if isinstance(code, SparseCode) else code.rows * code.largest_entry


def largest_overlap(code: SparseCode) -> int:
    """The largest number of ones that two words have in common.

    Reed-Solomon words share fewer than `degree` ones, identity words none; for other codes the words are compared.

    >>> from verify import ConstantWeightCode, ReedSolomonCode
    >>> largest_overlap(ReedSolomonCode(field=5, blocks=4, degree=2, columns=20))
    1
    >>> largest_overlap(ConstantWeightCode(rows=4, columns=9, weight=2, seed=0))
    2
    """
    if code.columns == 1:
        return 0
    if isinstance(code, ReedSolomonCode):
        return code.degree - 1
    words = code.supports(0, code.columns)
    order = np.argsort(words, axis=None, kind="stable")
    owners, bounds = order // code.weight, np.searchsorted(words.ravel()[order], np.arange(code.rows + 1))
    most = 0
    for start in range(0, code.columns, BLOCK):
        common = np.zeros((min(BLOCK, code.columns - start), code.columns), dtype=np.int32)
        for i in range(len(common)):
            for row in words[start + i].tolist():
                common[i, owners[bounds[row] : bounds[row + 1]]] += 1
            common[i, start + i] = 0
        most = max(most, int(common.max()))
    return most


def _class_extremes(
    weights: Integers, code: Code, targets: Targets, sparsity: int, look: Look
) -> tuple[dict[int, Longs], dict[int, Longs]]:
    """For every class the `sparsity` largest and smallest G of every neuron: arrays (sparsity, neurons), best first.

    Places without a feature hold -FAR and FAR.
    """
    kind = _narrowest(largest_word(code) * largest_size(weights))
    by_feature = np.argsort(targets.features, kind="stable")
    bounds = np.searchsorted(targets.features[by_feature], np.arange(code.columns + 1))
    found = np.empty(len(targets.rows), dtype=np.int64)
    nothing = np.iinfo(kind).min  # It stands for a feature of another class; no sum is so small.
    plain = np.full((2, sparsity, targets.neurons), nothing, dtype=kind)
    for j, received in enumerate(_received(weights, code, kind)):
        look()
        entries = by_feature[bounds[j] : bounds[j + 1]]
        rows = targets.rows[entries]
        found[entries] = received[rows]
        for best, values in zip(plain, (received, -received), strict=True):
            values[rows] = nothing
            _insert(best, values)

    def of_class(c: int, best: Integers, sign: int) -> Longs:
        if c == 0:
            return sign * np.where(best == nothing, -FAR, best.astype(np.int64))
        mine = targets.weights == c
        return sign * _best_of_rows(targets.rows[mine], sign * found[mine], targets.neurons, sparsity)

    tops, bottoms = (
        {c: of_class(c, best, sign) for c in targets.classes} for best, sign in zip(plain, (1, -1), strict=True)
    )
    return tops, bottoms


def _received(weights: Integers, code: Code, kind: np.dtype[np.signedinteger]) -> Iterator[Integers]:
    """For every feature j what all neurons receive from it, G(., j), of which every partial sum fits `kind`."""
    transposed = np.ascontiguousarray(weights.T, dtype=kind)
    if isinstance(code, SparseCode):
        for word in code.supports(0, code.columns):
            yield transposed[word].sum(axis=0, dtype=kind)
        return
    # Matrix products are fast for floats only. They are exact here: every product and every partial sum, in whatever
    # order, is an integer of at most this size, and below 2**53 floats hold all of these.
    exact = largest_word(code) * largest_size(weights) < 2**53
    factor = transposed.astype(np.float64 if exact else np.int64)
    for start in range(0, code.columns, BLOCK):
        words = code.block(start, min(start + BLOCK, code.columns)).T.astype(factor.dtype)
        yield from (words @ factor).astype(kind)


def _insert(best: Integers, values: Integers) -> None:
    """Put one more value a column into the descending columns of `best`, which forget their smallest."""
    for kept in best:
        smaller = np.minimum(kept, values)
        np.maximum(kept, values, out=kept)
        values = smaller


def _narrowest(largest: int) -> np.dtype[np.signedinteger]:
    """The narrowest integer type for sums up to `largest` in absolute value."""
    return np.dtype(next(t for t in (np.int16, np.int32, np.int64) if largest < np.iinfo(t).max))


def _best_of_rows(rows: Longs, values: Longs, neurons: int, count: int) -> Longs:
    """For every row the `count` largest of its values: (count, neurons), -FAR where there are fewer."""
    order = np.lexsort((-values, rows))
    rows, values = rows[order], values[order]
    first = np.searchsorted(rows, np.arange(neurons))
    rank = np.arange(len(rows)) - first[rows]
    best = np.full((count, neurons), -FAR, dtype=np.int64)
    kept = rank < count
    best[rank[kept], rows[kept]] = values[kept]
    return best


def _counts(held: list[int], most: int) -> Iterator[tuple[int, ...]]:
    """All numbers of active features a class that sum to at most `most`, where no neuron has more than `held`."""
    if not held:
        yield ()
        return
    for n in range(min(held[0], most) + 1):
        for rest in _counts(held[1:], most - n):
            yield n, *rest


def _total(extremes: dict[int, Longs], counts: tuple[int, ...]) -> tuple[Longs, Bools]:
    """The sum of the first n_c extremes of every class, and where there are so many features."""
    neurons = next(iter(extremes.values())).shape[1]
    total, possible = np.zeros(neurons, dtype=np.int64), np.ones(neurons, dtype=np.bool_)
    for n, values in zip(counts, extremes.values(), strict=True):
        if n:
            possible &= np.abs(values[n - 1]) < FAR
            total += np.where(possible, values[:n].sum(axis=0), 0)
    return total, possible
