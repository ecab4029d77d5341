"""A network that is wrong at few outputs, put right: each of these gets neurons of its own (ours)."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import final

import numpy as np

from constructions.errors import ConstructionError
from constructions.kinds import require_weights
from verify import BareCode, IdentityCode, Network, Problem, SparseCode
from verify.arrays import Longs
from verify.gate_facts import facts_of, facts_of_group, needed

EVERY = 2**62
"""Branches enough for any search."""


@final
@dataclass(frozen=True)
class Own:
    """A neuron of its own for an output: 1 or more where a gate of this kind on these features is 1, else 0."""

    output: int
    kind: str
    features: tuple[int, ...]


def repaired(problem: Problem, network: Network, most: int) -> Network | None:
    """The network with neurons of its own for every wrong output, if they are at most `most` in all; else None.

    Guarantee: for all admissible y every output is right; what counts is still the proof. Size: n plus one neuron a
    wrong output, two a XOR. The reading code is a matrix of zeros and ones, whose entries count. None also where words
    of features are too alike, and without one layer, a sparse reading code and a positive threshold.
    Errors: ConstructionError for gates without a neuron, and beyond 2**33 weights. Source: ours.

    >>> from constructions import naive
    >>> from verify import TwoAnd
    >>> problem = TwoAnd(inputs=3, sparsity=2, pairs=((0, 1), (1, 2)))
    >>> repaired(problem, naive(problem).with_threshold(2), most=4).neurons
    4
    """
    reading, layer = network.output_code, network.layers[0]
    if len(network.layers) != 1 or not isinstance(reading, SparseCode) or network.threshold < 1:
        return None
    wrong = wrong_outputs(problem, network)
    own, n = _own_neurons(problem, wrong), network.widths[1]
    if max(n + len(own), network.widths[0]) > most:
        return None
    note = {key: value for key, value in network.construction.items() if key != "exact"}
    if not own:
        return Network([(layer.weights, layer.bias)], network.input_code, reading, network.threshold, note)
    require_weights("repair", n + len(own), max(problem.outputs, network.widths[0]))
    made = _layer_of(problem, network, own)
    if made is None:
        return None
    words = np.zeros((n + len(own), problem.outputs), dtype=np.int8)
    words[:n] = reading.block(0, problem.outputs)
    words[:n, wrong] = 0
    words[n + np.arange(len(own)), [one.output for one in own]] = 1
    joined = np.concatenate([layer.weights, made[0]]), np.concatenate([layer.bias, made[1]])
    return Network(
        [joined], network.input_code, BareCode(words), network.threshold, note | {"repaired_outputs": len(wrong)}
    )


def wrong_outputs(problem: Problem, network: Network) -> Longs:
    """The outputs that are wrong on some admissible input, ascending, for one layer and a sparse reading code.

    Decided in 64-bit integers, without a certificate. Complexity: m' w m operations, and w m a branch (`hard_sets`).

    >>> from constructions import naive
    >>> from verify import TwoAnd
    >>> problem = TwoAnd(inputs=3, sparsity=2, pairs=((0, 1), (1, 2)))
    >>> wrong_outputs(problem, naive(problem).with_threshold(2)).tolist()
    [0, 1]
    """
    # The search's compiler is heavy.
    from constructions.optimisation.cases import FALSE, TRUE, cases_of
    from constructions.optimisation.mining import Miner
    from verify.scoring import received

    reading = network.output_code
    if not isinstance(reading, SparseCode):
        raise TypeError("outputs are looked at one by one where a sparse code reads them")
    channels = reading.supports(0, problem.outputs).astype(np.int32)
    miner = Miner(channels, {side: cases_of(problem, side) for side in (FALSE, TRUE)}, most=1, branches=EVERY)
    sums = np.ascontiguousarray(received(network, np.dtype(np.int64)).T), network.layers[0].bias.astype(np.int64)
    with ThreadPoolExecutor() as threads:
        false = miner.mine(threads, *sums, FALSE, network.threshold - 1)
        true = miner.mine(threads, *sums, TRUE, -network.threshold)
    return np.unique(np.concatenate([false.outputs, true.outputs])).astype(np.int64)


def _own_neurons(problem: Problem, outputs: Longs) -> list[Own]:
    """What computes these outputs: a neuron each, or one for either half of a XOR."""
    found: list[Own] = []
    for group in problem.gate_groups():
        facts = facts_of_group(group)
        for place in np.flatnonzero(np.isin(group.outputs, outputs)):
            output, features = int(group.outputs[place]), tuple(group.inputs[place].tolist())
            if facts.parts is None:
                found.append(Own(output, group.kind, features))
            else:
                found += [Own(output, kind, tuple(features[k] for k in order)) for kind, order in facts.parts]
    return found


def _layer_of(problem: Problem, network: Network, own: list[Own]) -> tuple[Longs, Longs] | None:
    """Weights and bias of these neurons on x_0: at least the threshold where the gate is 1, else 0; None without.

    The words of a gate's inputs are added up with their signs, and cut at the largest sum of a set where it is 0.
    """
    code = network.input_code
    rows = np.zeros((len(own), network.widths[0]), dtype=np.int64)
    for row, one in zip(rows, own, strict=True):
        words = np.concatenate([code.block(feature, feature + 1) for feature in one.features], axis=1)
        signs, _ = needed("repair", one.kind, facts_of(one.kind, len(one.features)).unit, ConstructionError)
        row[:] = words.astype(np.int64) @ np.array(signs, dtype=np.int64)
    nothing = np.zeros(len(own), dtype=np.int64)
    # The transform's compiler is heavy.
    from verify.scoring import received

    sums = received(Network([(rows, nothing)], code, IdentityCode(len(own)), threshold=1), np.dtype(np.int64)).T
    biases = nothing.copy()
    for k, one in enumerate(own):
        cut = highest(sums[k], one, problem.sparsity, value=False)
        gap = -highest(-sums[k], one, problem.sparsity, value=True) - cut
        if gap <= 0:
            return None
        times = -(-network.threshold // gap)
        rows[k] *= times
        biases[k] = -times * cut
    return rows, biases


def highest(values: Longs, one: Own, sparsity: int, *, value: bool) -> int:
    """The largest sum of `values` (m,) over the admissible sets on which the gate has this value; there is one.

    >>> highest(np.array([5, 4, 3, -1]), Own(0, "and", (0, 1)), 2, value=False)
    8
    """
    cases = needed("repair", one.kind, facts_of(one.kind, len(one.features)).cases, ConstructionError)
    sums = []
    for rule in cases(value):
        given, settled, whole = ([one.features[k] for k in places] for places in rule)
        free = min(sparsity - len(given), len(values))
        if free < 0:
            continue
        others = np.maximum(values, 0)
        others[given + settled] = 0
        missing = [feature for feature in whole if feature not in given]
        for left_out in [[feature] for feature in missing] or [[]]:
            rest = others.copy()
            rest[left_out] = 0
            best = np.partition(rest, len(rest) - free)[len(rest) - free :] if free else rest[:0]
            sums.append(int(values[given].sum() + best.sum()))
    return max(sums)
