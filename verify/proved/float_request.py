"""Problem and float network as the text that the proved program reads. Not trusted: it prints its own digests."""

from collections.abc import Iterator

import numpy as np

from verify.arrays import Reals
from verify.floats.network import FloatNetwork
from verify.proved.places import places
from verify.proved.request import problem_text
from verify.statement.problem import Problem


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
