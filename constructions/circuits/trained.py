"""Weights of a level: union decoding; where that does not do, bounded, by reflections, rounded and judged exactly."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from constructions.circuits.codes import NotSeparatedError
from constructions.circuits.level_task import Level
from constructions.decorrelation import bands_of, rounded_rows
from verify import ReedSolomonCode, SparseCode
from verify.arrays import Integers, Longs
from verify.contracts import Targets

if TYPE_CHECKING:
    from constructions.circuits.splitting import WordMap

ATTEMPTS = ((0.8, 120), (0.9, 120), (0.85, 480))
"""Which part of the distance between sums wrong and shared values may take, and steps; the last one for stragglers."""
FEW = 0.25
"""Which part of the neurons stragglers are at most."""
REACH = 2.0
"""Bound of the weights in units of t / w, t the largest target: what a word of w ones needs if all of them help."""
FREE_REACH = 6.0
"""The same where nothing is charged and weights are bounded for the sake of rounding only."""
CHECK_EVERY = 20
ROOM = 0.98
"""The bands use so much of the room there is, for reflections approach their edges slowly."""
BITS = (8, 12)
SAMPLE, BLOCK = 64, 512


def union_weights(targets: Targets, code: SparseCode) -> Integers:
    """W(e, f) = the largest target weight among the features of neuron e whose word has a one in row f; 0 without one.

    A feature of weight t then sends at least t times the weight of its word (where t > 0), every other one at most the
    ones that its word shares with the union, and a wrong value K at most. Shape (neurons, rows of the code). Source:
    ours.

    >>> from verify import Circuit, IdentityCode, ReedSolomonCode
    >>> from verify.contracts import targets_of
    >>> targets = targets_of(Circuit.of(3, 2, [[("and", 0, 1)]]).level_groups[0], IdentityCode(1), 3)
    >>> union_weights(targets, ReedSolomonCode(field=3, blocks=2, degree=1, columns=3)).tolist()
    [[1, 1, 0, 1, 1, 0]]
    """
    words = code.supports(0, code.columns)
    kind = np.int8 if targets.level < 2**7 else np.int64
    weights = np.zeros((targets.neurons, code.rows), dtype=kind)
    for weight in sorted(set(targets.classes)):  # Larger weights are written over smaller ones.
        mine = targets.weights == weight
        weights[targets.rows[mine][:, None], words[targets.features[mine]]] = weight
    return weights


def separating_weights(level: Level[SparseCode], *, trained: bool = True) -> Integers:
    """Weights with which the sums of every neuron are separated: union decoding where it does, else `trained` ones.

    Guarantee: for every neuron the largest sum where it must be 0 is below the smallest where it must be 1, with all
    wrong and shared values charged; decided in integers by `verify.contracts.ranges`. Errors: NotSeparatedError with
    the first block of neurons that are not separated. Complexity: at most 240 steps of `Splitting` for every neuron
    that union decoding fails, 480 more for stragglers. Source: ours.

    >>> from constructions.circuits.level_task import levels_of
    >>> from verify import Circuit, IdentityCode
    >>> levels = levels_of(Circuit.of(2, 2, [[("and", 0, 1)]]), [IdentityCode(2), IdentityCode(1)])
    >>> separating_weights(next(levels)[0]).tolist()
    [[1, 1]]
    """
    weights = union_weights(level.targets, level.before)
    failing = failing_neurons(level, weights)
    if len(failing) and not trained:
        raise _not_separated(level, failing, "union weights")
    # Neurons without any feature of a class need no band for it, and do better.
    for group in level.alike(failing):
        for start in range(0, len(group), BLOCK):
            neurons = group[start : start + BLOCK]
            found, left = trained_weights(level.of(neurons))
            if len(left):
                raise _not_separated(level, neurons[left], "union weights or trained ones")
            weights = weights.astype(np.result_type(weights, found), copy=False)
            weights[neurons] = found
    return weights


def require_sample(level: Level[SparseCode]) -> None:
    """NotSeparatedError unless `SAMPLE` neurons of every kind are separated: what decides soon about a bad size."""
    for group in level.alike(np.arange(level.targets.neurons)):
        separating_weights(level.of(group[:: max(1, len(group) // SAMPLE)]))


def failing_neurons(level: Level[SparseCode], weights: Integers) -> Longs:
    """The neurons whose sums these weights do not separate."""
    most, least = level.separated(weights)
    return np.flatnonzero(most >= least)


def _not_separated(level: Level[SparseCode], failing: Longs, tried: str) -> NotSeparatedError:
    return NotSeparatedError(
        f"{level.before.rows} neurons before level {level.number} do not separate the sums of {len(failing)} neurons "
        f"or more, such as {failing[0]}, by {tried}"
    )


def trained_weights(level: Level[SparseCode]) -> tuple[Integers, Longs]:
    """Integer weights for the neurons of a level, and the neurons that they do not separate.

    Only Reed-Solomon codes are trained for: with one neuron a feature the union weights are the targets themselves.
    """
    weights = np.zeros((level.targets.neurons, level.before.rows), dtype=np.int8)
    left = np.arange(level.targets.neurons)
    if not isinstance(level.before, ReedSolomonCode):
        return union_weights(level.targets, level.before), left
    # It loads scipy.
    from constructions.circuits.splitting import word_map

    words = word_map(level.before)
    for share, steps in ATTEMPTS:
        if len(left) == 0 or (steps > ATTEMPTS[0][1] and len(left) > FEW * level.targets.neurons):
            break
        for found, integers in _attempt(words, level.of(left), share, steps):
            weights = weights.astype(np.result_type(weights, integers), copy=False)
            weights[left[found]] = integers
        left = failing_neurons(level, weights)
    return weights, left


def charged_values(level: Level[SparseCode]) -> float:
    """How many wrong and shared values a sum must bear on either side, at the bound of the weights: a guide.

    With v features active all of them. With one active less, sums of ANDs' inputs have the room of a whole input more,
    which two sides share; with none, that of the whole target.
    """
    counts = [charge.additional + charge.lost for charge in level.charges]
    full = level.targets.level in level.targets.classes
    most = max(counts[1:] if full else counts[2:], default=0)
    return max(most, (counts[1] + most) / 2, (counts[0] + most) / (2 if full else 4))


def _attempt(words: "WordMap", level: Level[SparseCode], share: float, steps: int) -> Iterator[tuple[Longs, Integers]]:
    """Neurons that are separated, with their weights, as soon as they are."""
    charged = charged_values(level)
    scale = max(level.targets.classes) / level.before.weight
    # A wrong value may count for the sums that must be 1 and against those that must be 0, at either sign's bound.
    largest = min(REACH * scale, share / (2 * charged)) if charged else FREE_REACH * scale
    if largest < scale:
        return  # Not even a word that all weights help would reach its target.
    room = ROOM * (1 - 2 * charged * largest)
    bands = bands_of(level.targets.classes, level.targets.level, level.sparsity, room)
    from constructions.circuits.splitting import Splitting

    splitting = Splitting(words, level.targets, bands, largest)
    left = np.arange(level.targets.neurons)
    for step in range(1, steps + 1):
        made = splitting.step()
        if step % CHECK_EVERY:
            continue
        for bits in BITS:
            integers = rounded_rows(made.T[left].astype(np.float64), bits)
            failing = failing_neurons(level.of(left), integers)
            good = np.setdiff1d(np.arange(len(left)), failing)
            yield left[good], integers[good]
            left = left[failing]
            if len(left) == 0:
                return
