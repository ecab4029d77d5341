"""Heavy and heavy: every input owns a channel, and an output's channel is where its two inputs meet."""

import numpy as np

from constructions.errors import ConstructionError
from constructions.regimes.block import Block, distinct_entries
from constructions.regimes.planes import largest_order, plane_lines
from verify import Problem
from verify.arrays import Longs


def input_block(problem: Problem, outputs: Longs, points: int, k: int, rng: np.random.Generator) -> Block:
    """In each of k sub-blocks the inputs are lines of a projective plane, numbered at random anew; outputs are points.

    Guarantee: without input interference, for all sets of active inputs every neuron of the channel of each output that
    is 1 fires. While there are no more inputs than lines, for all two inputs there is exactly one neuron a sub-block in
    which they meet, so that the two of an output excite its k neurons together and no other; how many outputs an input
    serves does not matter. Errors: ConstructionError below 7 points, the smallest plane. Source: after AS (input
    channels of the high influence case are random sets there as far as we know); the planes, after Singer, and this
    analysis are ours. Details: docs/methods.md.

    >>> from verify import TwoAnd
    >>> block = input_block(TwoAnd(3, 2, ((0, 1), (0, 2), (1, 2))), np.arange(3), 7, 2, np.random.default_rng(0))
    >>> block.rows
    4
    """
    lines = lines_for(points, "input channels")
    plane = len(lines)
    meeting = meeting_points(lines)
    pairs = np.array(problem.pairs, dtype=np.int64)[outputs]
    inputs = np.unique(pairs)
    channels = np.empty((len(outputs), k), dtype=np.int64)
    neurons = np.empty((k, len(inputs), lines.shape[1]), dtype=np.int64)
    for x in range(k):
        line = np.empty(problem.inputs, dtype=np.int64)
        line[inputs] = rng.permutation(max(plane, len(inputs)))[: len(inputs)] % plane
        first, second = line[pairs].T
        along = lines[first, rng.integers(lines.shape[1], size=len(pairs))]
        channels[:, x] = x * plane + np.where(first == second, along, meeting[first, second])
        neurons[x] = x * plane + lines[line[inputs]]
    features = np.broadcast_to(inputs[None, :, None], neurons.shape)
    places = distinct_entries(neurons, features, problem.inputs)
    return Block("HH", k * plane, 1, *places, np.ones_like(places[0]), outputs, channels).pruned()


def lines_for(points: int, what: str) -> Longs:
    """The lines of the largest plane with at most so many points; ConstructionError where there is none."""
    order = largest_order(points)
    if order == 0:
        raise ConstructionError(f"{what} need at least 7 neurons a sub-block, the smallest plane, not {points}")
    return plane_lines(order)


def meeting_points(lines: Longs) -> Longs:
    """The point that lines number l and l' have in common: shape (P, P); for l = l' one of its points.

    >>> from constructions.regimes.planes import plane_lines
    >>> int(meeting_points(plane_lines(2))[0, 1]) in plane_lines(2)[0]
    True
    """
    points = len(lines)
    meeting = np.empty((points, points), dtype=np.int64)
    through = np.argsort(lines.ravel(), kind="stable").reshape(points, -1) // lines.shape[1]
    for point, bundle in enumerate(through):
        meeting[np.ix_(bundle, bundle)] = point
    return meeting
