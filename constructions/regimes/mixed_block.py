"""Light and heavy: the heavy input owns rows, and an output's channel is a part of them that the light input names."""

import numpy as np

from constructions.regimes.block import Block, distinct_entries
from constructions.regimes.input_block import lines_for
from constructions.regimes.split import oriented
from constructions.regimes.sub_blocks import dealt
from verify import Problem
from verify.arrays import Longs


def mixed_block(problem: Problem, outputs: Longs, points: int, k: int, rng: np.random.Generator) -> Block:
    """In each of k sub-blocks a heavy input is a line of a projective plane, and each of its outputs one point of it.

    The heavy input excites its line, the light one only the points of its outputs.

    Guarantee: without input interference, for all sets of active inputs every neuron of the channel of each output that
    is 1 fires. For all light inputs, each neuron they excite is excited by a heavy partner; and any two heavy inputs
    meet in one neuron a sub-block, while there are no more of them than lines. Errors: ConstructionError below 7
    points, the smallest plane. Source: after AS, Fig. 6; planes and analysis ours. Details: docs/methods.md.

    >>> from verify import TwoAnd
    >>> problem = TwoAnd(5, 2, ((0, 1), (0, 2), (0, 3), (0, 4)))
    >>> mixed_block(problem, np.arange(4), 13, 2, np.random.default_rng(0)).rows
    8
    """
    lines = lines_for(points, "channels inside the heavy input's rows")
    plane = len(lines)
    heavy, light = oriented(problem, outputs)
    hubs, hub = np.unique(heavy, return_inverse=True)
    channels = np.empty((len(outputs), k), dtype=np.int64)
    rows = np.empty((k, len(hubs), lines.shape[1]), dtype=np.int64)
    position = np.empty((len(outputs), k), dtype=np.int64)
    for number in range(len(hubs)):
        own = np.flatnonzero(hub == number)
        position[own] = dealt(len(own), lines.shape[1], k, rng)
    for x in range(k):
        line = rng.permutation(max(plane, len(hubs)))[: len(hubs)] % plane
        channels[:, x] = x * plane + lines[line[hub], position[:, x]]
        rows[x] = x * plane + lines[line]
    neurons = np.concatenate([rows.ravel(), channels.ravel()])
    features = np.concatenate([np.broadcast_to(hubs[None, :, None], rows.shape).ravel(), np.repeat(light, k)])
    places = distinct_entries(neurons, features, problem.inputs)
    return Block("LH", k * plane, 1, *places, np.ones_like(places[0]), outputs, channels).pruned()
