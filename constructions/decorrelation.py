"""Weights between two public codes whose interference is bounded entry by entry: reflections between two sets.

Notation: M (outputs, features) holds what every output receives from every feature. The first set is what weights can
make: M = P M Q, with P and Q the projections onto the row spaces of the output and the input code. The second is what
is wanted: lower <= M <= upper, entry by entry. In floats: nothing here decides anything.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import erf, exp, inf, pi, sqrt
from typing import final

import numpy as np

from verify.arrays import Bools, Floats, Integers, Reals
from verify.progress import Progress, silent

HIGH = 0.94
"""How much of the symmetric bound 1/(2v - 1) positive interference may use; negative interference gets the rest."""
TIGHT = 0.97
"""The band is so much narrower, for reflections approach its edges slowly."""
SPLIT = 0.15
"""Which part of the room the inputs of ANDs get above their weight; features of weight 0 get the rest."""
LIFT = 0.5
"""How far inputs that make a neuron 1 alone may lie above the least, where second inputs of andnots must undo them."""


@final
@dataclass(frozen=True)
class Band:
    """Interference allowed, in units of the signal: from -low to high.

    At sparsity v it keeps v interfering features below a signal with v - 1 of them: v high < 1 - (v - 1) low.
    """

    low: float
    high: float

    @classmethod
    def of(cls, sparsity: int) -> "Band":
        """The band that worked best at this sparsity.

        >>> Band.of(1)
        Band(low=0.97, high=0.9117999999999999)
        """
        high = HIGH / (2 * sparsity - 1)
        low = 1.0 if sparsity == 1 else (1 - sparsity * high) / (sparsity - 1)
        return cls(low=TIGHT * low, high=TIGHT * high)


def bands_of(classes: Sequence[int], level: int, sparsity: int, room: float) -> dict[int, Band]:
    """For every target weight c how far G may lie below and above c, so that sums reach the level K = `level` or not.

    Sums of v = `sparsity` features that reach K exceed those that do not by at least 1 - `room`; for v > 2 with second
    inputs of andnots a guide only. For v = 2 features of weight 0 have no lower end unless one feature alone may reach
    K: they are never active beside two. In floats: weights are judged exactly. Source: ours.

    >>> bands_of((0, 1), 2, 2, 0.5)[0]
    Band(low=inf, high=0.425)
    >>> bands_of((0, 1), 1, 2, 0.75)
    {0: Band(low=0.25, high=0.25), 1: Band(low=0.0, high=inf)}
    """
    partial = [c for c in classes if 0 < c < level]
    others = (1 - SPLIT) * room / max(1, 2 * sparsity - 3) if partial else level * room / (2 * sparsity - 1)
    above = SPLIT * room / max(1, level // min(partial) - 1) if partial else 0.0
    # Alone it is beside v - 1 others, an AND's two inputs beside v - 2: it must make up for one more.
    lift = others if partial else 0.0
    bounded = sparsity > 2 or level in classes
    found = {0: Band(low=others if bounded else inf, high=others)}
    found |= {c: Band(low=0.0, high=above) for c in partial}
    undone = -level in classes
    if level in classes:
        found[level] = Band(low=0.0 - lift, high=lift + LIFT if undone else inf)
    if undone:
        most = level - 1 + SPLIT * room + (sparsity - 1) * others if partial else sparsity * others
        found[-level] = Band(low=inf if sparsity == 2 else lift, high=most - lift - LIFT)
    return found


def basis(code: Integers) -> Floats:
    """An orthonormal basis of the row space of a code (n, words) with n independent rows, as columns: (words, n)."""
    return np.linalg.qr(code.T.astype(np.float32))[0]


@final
@dataclass(frozen=True, eq=False)
class Limits:
    """Between which numbers every entry of M is to lie: `lower` and `upper`, (outputs, features).

    `target` is where reflections begin, up to scale: 0 where nothing is to be received.
    """

    target: Floats
    lower: Floats
    upper: Floats

    @classmethod
    def of(cls, wanted: Bools, band: Band) -> "Limits":
        """At least 1 where `wanted`, within the band around 0 elsewhere.

        >>> Limits.of(np.eye(2, dtype=bool), Band(low=0.5, high=0.25)).upper.tolist()
        [[inf, 0.25], [0.25, inf]]
        """
        low, high = np.float32(-band.low), np.float32(band.high)
        one, most = np.float32(1), np.float32(np.inf)
        return cls(wanted.astype(np.float32), np.where(wanted, one, low), np.where(wanted, most, high))


def reflections(
    limits: Limits, left: Floats | None, right: Floats, steps: int, every: int = 1, progress: Progress = silent
) -> Iterator[Floats]:
    """Yield M after `every` so many steps and the last: what weights can make, closer and closer to what is wanted.

    `left` (outputs, n_1) and `right` (features, n_0) are bases; None says that every output has a neuron of its own.
    Complexity per step: 2 outputs * features * n multiplications (n the neurons); memory: eight matrices like M.
    Source: Douglas and Rachford (1956), two convex sets; to choose weights this way is ours.

    >>> limits = Limits.of(np.eye(2, dtype=bool), Band.of(2))
    >>> np.round(next(reflections(limits, None, np.eye(2, dtype=np.float32), 1)), 3).tolist()
    [[1.0, 0.0], [0.0, 1.0]]
    """
    target = limits.target
    state = _made(target, left, right)
    state *= np.float32(float(np.square(target).sum()) / max(float((state * target).sum()), 1e-6))
    for step in range(1, steps + 1):
        nearest = np.clip(state, limits.lower, limits.upper)
        made = _made(2 * nearest - state, left, right)
        state += made - nearest
        progress(step, steps)
        if step % every == 0 or step == steps:
            yield made


def _made(matrix: Floats, left: Floats | None, right: Floats) -> Floats:
    """The nearest matrix that weights can make."""
    made: Floats = np.asarray(matrix if left is None else left.T @ matrix, dtype=np.float32)
    made = np.asarray((made @ right) @ right.T, dtype=np.float32)
    return made if left is None else np.asarray(left @ made, dtype=np.float32)


def rounded_rows(weights: Reals, bits: int) -> Integers:
    """Every row at the largest scale at which its entries are integers of so many bits, 16 at most.

    >>> rounded_rows(np.array([[0.5, -1.0], [2.0, 0.1]]), 8).tolist()
    [[64, -127], [127, 6]]
    """
    largest = np.maximum(np.abs(weights).max(axis=1, keepdims=True), 1e-9)
    scaled = np.rint(weights * ((2 ** (bits - 1) - 1) / largest))
    return np.asarray(scaled, dtype=np.int8 if bits <= 8 else np.int16)


def least_dimension(share_wanted: float, sparsity: int) -> float:
    """Which part of all dimensions a random linear space needs to contain a matrix as wanted, if that is large.

    `share_wanted` is the part of entries that must be at least 1; the others lie within a = 1/(2v - 1) of 0. By the
    convex Gaussian min-max theorem (docs/methods.md). Spaces made by two codes are not quite random: a guide (ours).

    >>> round(1024 * least_dimension(1 / 1024, 2) ** 0.5)
    221
    """
    weight = share_wanted * (2 * sparsity - 1) ** 2

    def dimension(x: float) -> float:
        inside = erf(x / sqrt(2))
        square = inside - 2 * x * exp(-x * x / 2) / sqrt(2 * pi) + x * x * (1 - inside)
        return max(0.0, 1 - inside**2 / (weight * x * x + square))

    return min(dimension(0.02 * step) for step in range(10, 300))
