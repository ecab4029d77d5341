"""Problem and float network as the text that the proved program reads, with the places that it keeps of every layer.

Not trusted: the program prints its own digests, and any places will do or fail.
"""

from collections.abc import Iterator

import numpy as np

from verify.arrays import Reals
from verify.floats.exact_values import integers
from verify.floats.fine import FINE, units_up
from verify.floats.network import FloatLayer, FloatNetwork
from verify.floats.value_bounds import Range, ranges
from verify.proved.request import problem_text
from verify.statement.problem import Problem

SUM_BITS = 60
"""Sums of sizes stay below 2**61 units, with intervals a little wider than what they hold."""
MOST_PLACES = 88


def float_request(problem: Problem, network: FloatNetwork, *, executed: bool) -> Iterator[str]:
    """The text, in parts: all inputs are to be tried, exactly, and with `executed` for machines, too."""
    yield "floats\n"
    yield from problem_text(problem)
    yield f"{network.precision} {int(network.strict)} {len(network.layers)}\n"
    for layer in network.layers:
        yield f"{layer.weights.shape[0]} {layer.weights.shape[1]}\n"
        for rectified, bias, row in zip(layer.rectified.tolist(), layer.bias, layer.weights, strict=True):
            yield f"{int(rectified)} {fields(bias)} {fields(row)}\n"
    yield f"{len(network.thresholds)} {fields(network.thresholds)}\n"
    kept = places(network, problem.sparsity)
    yield f"{int(executed)} {len(kept)}\n"
    yield from (f"{of_weights} {dropped}\n" for of_weights, dropped in kept)


def fields(values: Reals) -> str:
    """Sign, exponent and fraction of every number, as binary64 has them.

    >>> fields(np.array([1.0, -1.5]))
    '0 1023 0 1 1023 2251799813685248'
    """
    octets = np.atleast_1d(values).astype("<f8").view("<u8")
    parts = (octets >> np.uint64(63), octets >> np.uint64(52) & np.uint64(2047), octets & np.uint64(2**52 - 1))
    return " ".join(map(str, np.stack(parts, axis=1).ravel().tolist()))


def places(network: FloatNetwork, active: int) -> list[tuple[int, int]]:
    """Of every layer the binary places of its weights, and how many places of its sums are dropped behind it.

    As many as sums of 61 bits have room for, more than the numbers have themselves, because what a machine may lose
    is counted in these units, too; between two layers they are shared so that rounding the neurons costs about as much
    as rounding the weights, or the weights are exact.

    >>> places(FloatNetwork([([[0.5, 3.0]], [-0.25], True), ([[1.5]], [0.0], False)], [3.25]), 2)
    [(58, 2), (1, 0)]
    """
    known = ranges(network, active)
    rooms = [_room(int(max(of_layer.sums))) for of_layer in known]
    rooms[-1] = min(rooms[-1], _room(max(map(int, units_up(abs(network.thresholds))))))
    scale, found = 0, list[tuple[int, int]]()
    for place, of_layer in enumerate(known):
        kept = max(0, rooms[place] - scale)
        after = scale + kept
        if place + 1 < len(network.layers):
            after = min(after, _share(network.layers[place + 1], of_layer, rooms[place + 1]))
        found.append((kept, scale + kept - after))
        scale = after
    return found


def _room(largest: int) -> int:
    """With how many places a number of this many units stays below 2**`SUM_BITS`."""
    return max(0, min(MOST_PLACES, SUM_BITS - largest.bit_length() + FINE))


def _share(layer: FloatLayer, before: Range, room: int) -> int:
    """Places of what enters a layer whose sums have room for `room`."""
    rows = max(map(int, units_up(abs(layer.weights)).sum(axis=1)))
    even = (room + rows.bit_length() - int(before.size.sum()).bit_length()) // 2
    return max(0, min(room, max(even, room + integers(layer.weights)[1])))
