"""Which networks the branch prover takes, and how large its numbers can become."""

from dataclasses import dataclass
from typing import final

import numpy as np

from verify.arrays import Integers
from verify.certifying import NotTakenError
from verify.provers.branch.cases import Cases, cases_of, require_cases
from verify.provers.branch.channels import Channels, channels_of
from verify.provers.branch.received import Received
from verify.provers.branch.scanner import Scanner
from verify.statement.network import Network
from verify.statement.problem import Problem

MEMORY = 3 * 2**30
SCREENING_LIMIT = 2**53


@final
@dataclass(frozen=True, eq=False)
class Subject:
    """A problem and a network made ready: channels, cases, the blocks of G, and the number of nodes tried at once."""

    problem: Problem
    network: Network
    channels: Channels
    cases: Cases
    received: Received
    scanner: Scanner
    batch: int


def subject_of(problem: Problem, network: Network, memory: int | None) -> Subject:
    """The subject of a proof; NotTakenError with the rule that the problem or the network breaks.

    Taken: problems of one level; exactly one ReLU layer; a reading code whose entries are all >= 0; gates that name no
    feature twice; and numbers for which sparsity * weights * (2 * sparsity * |G| + |b|) stays below 2**62, bounded in
    Python integers. Any input code, any biases, any sparsity.
    """
    channels = _taken(problem, network)
    limit, layer, bound = MEMORY if memory is None else memory, network.layers[0], _entry_bound(network)
    received = Received(layer.weights, network.input_code, bound, limit)
    wide = problem.sparsity * bound + _largest(layer.bias) >= 2**31
    screening = _largest_scaled_score(problem, network, channels) < SCREENING_LIMIT
    scanner = Scanner(channels, layer.bias, received, screening=screening, wide=wide)
    batch = max(2**14, limit // 4 // (channels.mean * scanner.bytes_a_neuron + 32 * (problem.sparsity + 4)))
    return Subject(problem, network, channels, cases_of(problem), received, scanner, batch)


def _largest_scaled_score(problem: Problem, network: Network, channels: Channels) -> int:
    """A bound on every term, sum of terms and scaled limit, in Python integers."""
    v, bias = problem.sparsity, _largest(network.layers[0].bias)
    terms = max(channels.heaviest, 1) * max(2 * v * _entry_bound(network) + bias, 1)
    return v * max(terms, abs(network.threshold) + 1)


def _largest(array: Integers) -> int:
    return max(-int(array.min()), int(array.max()))


def _entry_bound(network: Network) -> int:
    """A bound on every |entry| of G = W A and on its partial sums: largest row sum of |W| times largest |A|."""
    weights = network.layers[0].weights
    row_sum = _largest(weights) * int(weights.shape[1])
    if row_sum < 2**62:
        row_sum = max(int(np.abs(row.astype(np.int64)).sum()) for row in weights)
    return row_sum * network.input_code.largest_entry


def obstacle(problem: Problem, network: Network) -> str | None:
    """The rule of `subject_of` that the problem or the network breaks, or None."""
    try:
        _taken(problem, network)
    except NotTakenError as error:
        return str(error)
    return None


def predicted_additions(problem: Problem, network: Network) -> int:
    """A bound on the additions of bounding every case once, with every feature."""
    cases = problem.outputs * min(8, 2**problem.sparsity)
    return int(cases * network.output_code.rows * problem.inputs)


def _taken(problem: Problem, network: Network) -> Channels:
    """The channels; NotTakenError with the rule that is broken."""
    if problem.is_circuit:
        raise _not_taken("problems whose outputs are gates of the inputs, but this one is a circuit of levels")
    if len(network.layers) != 1:
        raise _not_taken(f"networks with one ReLU layer, but this one has {len(network.layers)}")
    require_cases(problem)
    channels = channels_of(network.output_code)
    if channels is None:
        raise _not_taken("reading codes whose entries are all at least 0, but one entry is negative")
    worst = _largest_scaled_score(problem, network, channels)
    if worst >= 2**62:
        raise _not_taken(f"networks whose scaled scores stay below 2**62, but these may reach {worst}")
    return channels


def _not_taken(why: str) -> NotTakenError:
    return NotTakenError(f"branching takes {why}")
