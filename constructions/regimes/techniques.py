"""The techniques: how outputs of one regime get a block of the compute layer, in k sub-blocks of `points` neurons.

Guarantee of all: without input interference, for all sets of active inputs every neuron of the channel of each output
that is 1 fires. Rows: at most k * points. After AS but for `single_block`; codes, planes and analysis are ours.
Details: docs/methods.md.
"""

import numpy as np

from constructions.regimes.block import Block, distinct_entries
from constructions.regimes.planes import largest_order, plane_lines
from constructions.regimes.split import oriented
from constructions.word_counts import largest_prime, least_degree
from verify import Problem, ReedSolomonCode
from verify.arrays import Longs


def output_block(problem: Problem, outputs: Longs, points: int, k: int, rng: np.random.Generator) -> Block:
    """Light and light: every output owns a channel, and both its inputs excite it (output channels).

    Guarantee: every other neuron fires only if two active inputs meet there by chance. Two inputs of influences d_a and
    d_b do so in about d_a d_b k / points neurons (sketch): few while d_a d_b <= points. Bits: 0/1 weights, at most 2 k
    ones an output. Source: AS, Fig. 5.

    >>> from verify import TwoAnd
    >>> block = output_block(TwoAnd(3, 2, ((0, 1), (1, 2))), np.arange(2), 2, 2, np.random.default_rng(0))
    >>> block.rows, block.channels.shape
    (4, (2, 2))
    """
    channels = words(len(outputs), points, k, rng) + points * np.arange(k)
    pairs = np.array(problem.pairs, dtype=np.int64)[outputs]
    places = np.tile(channels, (1, 2)), np.repeat(pairs, k, axis=1)
    return _of_ones("LL", k * points, places, outputs, channels)


def mixed_block(problem: Problem, outputs: Longs, points: int, k: int, rng: np.random.Generator) -> Block:
    """Light and heavy: in a sub-block a heavy input is a line of a projective plane, each of its outputs a point of it.

    The heavy input excites its line, the light one only the points of its outputs.

    Guarantee: for all light inputs, each neuron they excite is excited by a heavy partner; and any two heavy inputs
    meet in one neuron a sub-block, while there are no more of them than lines. Errors: ValueError below 7 points, the
    smallest plane. Source: AS, Fig. 6.

    >>> from verify import TwoAnd
    >>> problem = TwoAnd(5, 2, ((0, 1), (0, 2), (0, 3), (0, 4)))
    >>> mixed_block(problem, np.arange(4), 13, 2, np.random.default_rng(0)).rows
    8
    """
    lines = plane_lines(largest_order(points))
    heavy, light = oriented(problem, outputs)
    hubs, hub = np.unique(heavy, return_inverse=True)
    channels, position = np.empty((2, len(outputs), k), dtype=np.int64)
    rows = np.empty((k, len(hubs), lines.shape[1]), dtype=np.int64)
    for number in range(len(hubs)):
        own = np.flatnonzero(hub == number)
        position[own] = _dealt(len(own), lines.shape[1], k, rng)
    for x in range(k):
        line = _lines_of(len(hubs), lines, rng)
        channels[:, x] = x * len(lines) + lines[line[hub], position[:, x]]
        rows[x] = x * len(lines) + lines[line]
    neurons = np.concatenate([rows.ravel(), channels.ravel()])
    features = np.concatenate([np.broadcast_to(hubs[:, None], rows.shape).ravel(), np.repeat(light, k)])
    return _of_ones("LH", k * len(lines), (neurons, features), outputs, channels)


def input_block(problem: Problem, outputs: Longs, points: int, k: int, rng: np.random.Generator) -> Block:
    """Heavy and heavy: every input owns a channel, and an output's channel is where its two inputs meet.

    In each sub-block inputs are lines of a projective plane, numbered at random anew, and outputs points.

    Guarantee: while there are no more inputs than lines, for all two inputs there is exactly one neuron a sub-block in
    which they meet, so that the two of an output excite its k neurons together and no other; how many outputs an input
    serves does not matter. Errors: ValueError below 7 points, the smallest plane. Source: AS (high influence; random
    sets there as far as we know); the planes after Singer.

    >>> from verify import TwoAnd
    >>> block = input_block(TwoAnd(3, 2, ((0, 1), (0, 2), (1, 2))), np.arange(3), 7, 2, np.random.default_rng(0))
    >>> block.rows
    4
    """
    lines = plane_lines(largest_order(points))
    meeting = meeting_points(lines)
    inputs, ends = np.unique(np.array(problem.pairs, dtype=np.int64)[outputs], return_inverse=True)
    ends = ends.reshape(-1, 2)
    channels = np.empty((len(outputs), k), dtype=np.int64)
    neurons = np.empty((k, len(inputs), lines.shape[1]), dtype=np.int64)
    for x in range(k):
        line = _lines_of(len(inputs), lines, rng)
        first, second = line[ends].T
        along = lines[first, rng.integers(lines.shape[1], size=len(ends))]
        channels[:, x] = x * len(lines) + np.where(first == second, along, meeting[first, second])
        neurons[x] = x * len(lines) + lines[line]
    features = np.broadcast_to(inputs[:, None], neurons.shape)
    return _of_ones("HH", k * len(lines), (neurons, features), outputs, channels)


def dedicated_block(problem: Problem, outputs: Longs, points: int, k: int, rng: np.random.Generator) -> Block:
    """Very heavy: the heavier input of an output, its hub, covers a part of its own, and partners name channels there.

    The hub excites every neuron of its part with weight v, the partners those of their channels with weight 1, and a
    neuron fires from v + 1 on. There must be at least as many points as hubs.

    Guarantee: for all sets of at most v active inputs no neuron of a part fires whose hub is not active, however many
    partners are shared. Source: AS (influence above sqrt(m')); weights ours.

    >>> from verify import TwoAnd
    >>> problem = TwoAnd(5, 2, ((0, 1), (0, 2), (0, 3), (0, 4)))
    >>> block = dedicated_block(problem, np.arange(4), 2, 2, np.random.default_rng(0))
    >>> block.rows, block.rest
    (4, 2)
    """
    heavy, light = oriented(problem, outputs)
    order = np.argsort(heavy, kind="stable")
    hubs, counts = np.unique(heavy, return_counts=True)
    partners = np.split(light[order], np.cumsum(counts)[:-1])
    v, rows = problem.sparsity, 0
    channels, neurons, features, weights = [], [], [], []
    for hub, own, share in zip(hubs, partners, shared_out(points, counts), strict=True):
        channels.append(rows + words(len(own), share, k, rng) + share * np.arange(k))
        named, naming = distinct_entries(channels[-1], np.repeat(own, k))
        part = np.arange(rows, rows + k * share)
        neurons += [named, part]
        features += [naming, np.full_like(part, hub)]
        weights += [np.ones_like(named), np.full_like(part, v)]
        rows += k * share
    entries = np.concatenate(neurons), np.concatenate(features), np.concatenate(weights)
    return Block("VH", rows, v, *entries, outputs[order], np.concatenate(channels)).pruned()


def single_block(problem: Problem, regime: str, outputs: Longs, k: int) -> Block:
    """No superposition: one neuron an output, for regimes too small for any technique to pay.

    It counts as all k of its channel: both inputs excite it with k, and it fires from k on.

    Guarantee: without input interference, for all sets of active inputs a neuron fires, with k, exactly if its output
    is 1. Rows: as many as outputs. Bits: two weights k an output, zeros elsewhere. Source: the definition of AND.

    >>> from verify import TwoAnd
    >>> block = single_block(TwoAnd(3, 2, ((0, 1), (1, 2))), "HH", np.arange(2), 4)
    >>> block.rows, block.rest, block.unit
    (2, 4, 4)
    """
    count = len(outputs)
    neurons, features = np.arange(count), np.array(problem.pairs, dtype=np.int64)[outputs].ravel()
    channels = np.repeat(neurons[:, None], k, axis=1)
    entries = np.repeat(neurons, 2), features, np.full(2 * count, k)
    return Block(regime, count, k, *entries, outputs, channels, alone=True)


def _of_ones(regime: str, rows: int, places: tuple[Longs, Longs], outputs: Longs, channels: Longs) -> Block:
    """The block in which features excite neurons with weight 1 at these places, and both inputs are needed."""
    neurons, features = distinct_entries(*places)
    return Block(regime, rows, 1, neurons, features, np.ones_like(neurons), outputs, channels).pruned()


def words(count: int, points: int, k: int, rng: np.random.Generator) -> Longs:
    """The point of each output in each of the k sub-blocks: shape (count, k).

    Reed-Solomon words where a prime of at least k fits (two outputs share at most degree - 1 points); else dealt.

    >>> words(4, 2, 3, np.random.default_rng(0)).sum(axis=0).tolist()
    [2, 2, 2]
    """
    q = largest_prime(points, k)
    if q is None or q**k < count:
        return _dealt(count, points, k, rng)
    code = ReedSolomonCode(field=q, blocks=k, degree=least_degree(count, q), columns=count)
    return code.supports(0, count)[rng.permutation(count)] - q * np.arange(k)


def _dealt(count: int, points: int, k: int, rng: np.random.Generator) -> Longs:
    """Points dealt out in random order, in every sub-block anew: shape (count, k), all points used equally often."""
    return np.stack([rng.permutation(count) % points for _ in range(k)], axis=1).astype(np.int64)


def _lines_of(count: int, lines: Longs, rng: np.random.Generator) -> Longs:
    """The number of a line for each of so many inputs, different ones as far as there are."""
    return rng.permutation(max(len(lines), count))[:count] % len(lines)


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


def shared_out(points: int, counts: Longs) -> list[int]:
    """One point each, and the rest of `points` in proportion to the square roots of `counts`, rounded down.

    Outputs of a part with q points a sub-block disturb each other as counts / q; the sum of these is smallest so.

    >>> shared_out(12, np.array([16, 1]))
    [9, 3]
    """
    roots = np.sqrt(counts)
    return [1 + int((points - len(counts)) * root / roots.sum()) for root in roots]
