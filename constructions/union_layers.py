"""Two layers that end in exact words: x_2 is 1 on the words of the outputs that are 1, and 0 elsewhere."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from constructions.circuits.level_task import Level, between, complement
from constructions.decorrelation import Band, Limits, bands_of, basis, reflections, rounded_rows
from verify import Code, IdentityCode, Network, SparseCode
from verify.arrays import Floats, Integers
from verify.codes import expand
from verify.contracts import Targets
from verify.progress import Progress

BITS = (8, 10, 12, 16)
CHECK_EVERY = 10
SLACK = 0.004
"""By how much of a target wanted sums must lie above others before rounding is tried."""
UNIT = 2**16
"""Floats are judged in this fixed point."""
ROOM = 0.97
"""The bands use so much of the room there is, for reflections approach their edges slowly."""


def union_network(
    task: Level[Code], after: SparseCode, threshold: int, steps: int, note: dict[str, object], progress: Progress
) -> Network | None:
    """x_1 = ReLU(t - W x_0), 0 exactly on the neurons that are to be 1, and x_2 = ReLU(1 - x_1); None if none is found.

    Guarantee: for all admissible y, x_2 is the threshold units of the task, decided in integers. Complexity:
    2 n_1 n_0 features multiplications a step.
    """
    for weights in _integers(task, steps, progress):
        most, least = task.separated(weights)
        if bool((most < least).all()):
            layers = [(-weights, between(most, least)), complement(len(weights))]
            return Network(layers, task.before, after, threshold, note)
    return None


def target_matrix(targets: Targets) -> Floats:
    """The target weights, (neurons, features)."""
    matrix = np.zeros((targets.neurons, targets.features_before), dtype=np.float32)
    matrix[targets.rows, targets.features] = targets.weights
    return matrix


def _integers(task: Level[Code], steps: int, progress: Progress) -> Iterator[Integers]:
    """Weights to judge: of features that are exact the targets themselves, else reflections, rounded."""
    if isinstance(task.before, IdentityCode):
        yield target_matrix(task.targets).astype(np.int64)
        return
    words = expand(task.before)
    inverse = np.linalg.pinv(words.astype(np.float64))
    alone = replace(task, before=IdentityCode(task.before.columns))
    for made in reflections(limits_of(task.targets, task.sparsity), None, basis(words), steps, CHECK_EVERY, progress):
        most, least = alone.separated(np.rint(made.astype(np.float64) * UNIT).astype(np.int64))
        if bool((most + SLACK * UNIT * task.targets.level < least).all()):
            exact = made.astype(np.float64) @ inverse
            # Every neuron has a threshold of its own, and so a scale.
            yield from (rounded_rows(exact, bits).astype(np.int64) for bits in BITS)


def limits_of(targets: Targets, sparsity: int) -> Limits:
    """Where what neurons receive from every feature is to lie."""
    level, band = targets.level, Band.of(sparsity)
    if targets.classes == (0, level):
        bands = {0: Band(level * band.low, level * band.high), level: Band(low=0.0, high=np.inf)}
    else:
        bands = bands_of(targets.classes, level, sparsity, ROOM)
    wanted = target_matrix(targets)
    lower, upper = np.full_like(wanted, -bands[0].low), np.full_like(wanted, bands[0].high)
    places = targets.rows, targets.features
    lower[places] = [c - bands[c].low for c in targets.weights.tolist()]
    upper[places] = [c + bands[c].high for c in targets.weights.tolist()]
    return Limits(wanted, lower, upper)
