"""How much memory and work a check takes, from sizes alone, in Python integers: nothing is expanded to know it."""

from itertools import pairwise
from typing import NamedTuple, final

import numpy as np

from verify.checker.checkers import checker_of
from verify.codes.bare import BareCode
from verify.codes.base import Code, SparseCode
from verify.codes.hadamard import HadamardCode
from verify.statement.inputs import sparse_up_to
from verify.statement.network import Network
from verify.statement.problem import Problem
from verify.statement.received import CELLS

BLOCK = 256
"""Inputs that are scored at a time."""
PIECES = 12 * 8 * CELLS
"""Bytes for the pieces in which matrices are multiplied."""
HOPELESS = 2**62


@final
class Need(NamedTuple):
    """At most so many bytes, and about so many integer operations."""

    memory: int
    operations: int


def need(problem: Problem, network: Network, prover: str) -> Need:
    """What the check of a certificate of this prover takes; `HOPELESS` operations or more are not counted on.

    >>> from verify import IdentityCode, TwoAnd
    >>> network = Network([([[1, 1]], [-1])], IdentityCode(2), IdentityCode(1), threshold=1)
    >>> need(TwoAnd(2, 2, ((0, 1),)), network, "enumerate").operations
    12
    """
    return Need(*checker_of(prover).need(problem, network))


def _with_shared(problem: Problem, network: Network, memory: int, operations: int) -> Need:
    """With what every check has: the gates, both codes, and G."""
    both = expansion(network.input_code) + expansion(network.output_code)
    matrix = 12 * network.widths[1] * network.inputs + PIECES
    return Need(memory + both + gates_bytes(problem) + matrix, min(operations, HOPELESS))


def gates_bytes(problem: Problem) -> int:
    """What the gates of a problem take as objects."""
    return sum(200 + 100 * len(gate.inputs) for level in problem.levels for gate in level)


def expansion(code: Code) -> int:
    """Bytes that a code takes while its words are drawn: a few rows a word, or nothing but what a piece holds."""
    if isinstance(code, HadamardCode):
        return 40 * code.order
    return 64 * code.columns * code.weight if isinstance(code, SparseCode) else 0


def most_entries(code: Code) -> int:
    """No word has more entries that are not 0."""
    return code.weight if isinstance(code, SparseCode) else code.rows


def of_enumeration(problem: Problem, network: Network) -> Need:
    """A block of inputs is held at a time; every input has its features' weights, all later ones, and the reading."""
    code, widths, v = network.output_code, network.widths, problem.sparsity
    later = [a * b for a, b in pairwise(widths[1:])]
    reading = network.outputs * most_entries(code)
    dense = 0 if isinstance(code, SparseCode) else 16 * reading
    block = BLOCK * (4 * network.inputs + 64 * network.outputs + 32 * network.neurons)
    work = (v * widths[1] + sum(later) + reading) * sparse_up_to(problem, HOPELESS)
    return _with_shared(problem, network, 18 * max(later, default=0) + dense + block, work)


def of_branching(problem: Problem, network: Network) -> Need:
    """A gate of q inputs has at most q + 8 cases; a case has numbers of its own, and its turn with all features."""
    code = network.output_code
    weight = most_entries(code)
    if isinstance(code, BareCode):  # It is there anyway, so that its entries are counted.
        weight = max(int(np.count_nonzero(code.block(k, k + 1))) for k in range(code.columns))
    cases = sum(8 + len(gate.inputs) for level in problem.levels for gate in level)
    held = cases * (64 + 24 * weight) + 32 * weight * network.inputs
    return _with_shared(problem, network, held, cases * weight * network.inputs)


def of_contracts(problem: Problem, network: Network) -> Need:
    """The hidden codes have at most as many ones as the layers have neurons; their words are asked for when known.

    Every number of active features has charges and sums of its own.
    """
    dense = 0 if isinstance(network.input_code, SparseCode) else 9 * network.input_code.rows * network.inputs
    wires = sum(len(gate.inputs) for level in problem.levels for gate in level)
    work = sum(a * b for a, b in pairwise(network.widths))
    memory = dense + 120 * CELLS + 200 * wires + 600 * problem.sparsity
    return _with_shared(problem, network, memory, work + wires)


def of_smt(problem: Problem, network: Network) -> Need:
    """Weights as Python integers with their places, and the text of two scripts an output."""
    widths, features = network.widths, network.inputs
    weights = widths[1] * features + sum(a * b for a, b in pairwise(widths[1:]))
    text = 2 * network.outputs * (80 * features + 24 * weights + 200 * sum(widths))
    return _with_shared(problem, network, 160 * weights + text, text)
