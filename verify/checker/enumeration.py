"""Check an enumeration certificate: enumerate again, plainly, with code of its own.

numpy integers only. Inputs come from itertools, or are the few that stand for all others (`reduction`); the function F
from its definition on whole feature vectors, scores from integer sums that `Network.bounds` keeps exact. Nothing is
shared with the prover but the statement.
"""

from collections.abc import Iterator
from itertools import chain, combinations, islice

import numpy as np
import numpy.typing as npt

from verify.checker.reduction import Sets, reduced
from verify.checker.result import Answer, Invalid, Valid
from verify.codes.base import SparseCode, expand
from verify.progress import Deadline, Progress
from verify.statement.certificate import Certificate, Margin
from verify.statement.inputs import count_admissible, indicators
from verify.statement.network import Network
from verify.statement.problem import Problem, level_truths
from verify.statement.verdict import Unknown

BLOCK = 256
MEMORY = 12 * 2**30
MANY = 2**14
MOST_REDUCED = 2**20
GAIN = 4
"""Where there are `MANY` inputs, those that stand for others are taken when they are so many times fewer."""
IntMatrix = npt.NDArray[np.signedinteger]


def check_enumeration(
    problem: Problem, network: Network, certificate: Certificate, deadline: Deadline, progress: Progress
) -> Answer:
    """Valid iff every output is right on every admissible input and the stated margin is the true one.

    Where few inputs stand for all others, by the lemma of `reduction`, these are scored; else all are, one by one.

    Cost: (number of inputs) * (v * n_1 + n_1 * n_2 + ... + ones of the output code) integer additions in numpy, and
    once n_0 * n_1 * m for W_1 A. Memory: `memory(network)` bytes, and half a GB at
    most for the inputs that stand for others.
    """
    if dict(certificate.evidence) != {"order": "colexicographic"} or certificate.arrays:
        return Invalid("an enumeration certificate carries no evidence but its order")
    need = memory(network)
    if need > MEMORY:
        return Unknown(f"the check may use {MEMORY} bytes of memory, but would need {need}")
    kind: np.dtype[np.signedinteger] = np.dtype(np.int32 if max(network.bounds(problem.sparsity)) < 2**31 else np.int64)
    received = _received(network, kind)
    lowest: list[int] = []
    highest: list[int] = []
    total, done = count_admissible(problem), 0
    few = reduced(problem, network, min(MOST_REDUCED, total // GAIN), deadline) if total > MANY else None
    total = total if few is None else len(few)
    for sparse in _inputs(problem) if few is None else _in_blocks(few):
        levels = level_truths(problem, indicators(sparse, problem.inputs))
        chosen = _admissible(problem, levels)
        active, ones = sparse[chosen], levels[-1][chosen].T
        if len(active) == 0:
            if deadline.passed():
                return Unknown(deadline.reason("the check"))
            continue
        scores = _scores(network, received, active)
        if bool(((scores >= network.threshold) != ones).any()):
            place = np.argwhere((scores >= network.threshold) != ones)[0]
            return Invalid(f"output {place[0]} is wrong on active features {tuple(active[place[1]].tolist())}")
        lowest += [int(scores[ones].min())] if ones.any() else []
        highest += [int(scores[~ones].max())] if not ones.all() else []
        done += len(active)
        progress(done, total)
        if done < total and deadline.passed():
            return Unknown(deadline.reason("the check"))
    if done != total:
        return Invalid(f"there are {done} admissible inputs, not {total}")
    margin = Margin(min(lowest, default=None), max(highest, default=None))
    if certificate.margin != margin:
        return Invalid(f"the margin is {margin}, not {certificate.margin}")
    return Valid("every output is right on every admissible input, with the stated margin")


def memory(network: Network) -> int:
    """Bytes that the check takes at most: the codes expanded, W_1 A, and one block of inputs with its scores."""
    first, last = network.widths[0], network.widths[-1]
    block = BLOCK * (2 * network.inputs + 32 * network.outputs + 24 * network.neurons)
    return network.inputs * (24 * first + 8 * network.widths[1]) + 24 * network.outputs * last + block


def _received(network: Network, kind: np.dtype[np.signedinteger]) -> IntMatrix:
    """W_1 A, (neurons, features): for a 0/1 code the sum of the columns that a word chooses."""
    weights, code = network.layers[0].weights.astype(kind), network.input_code
    if not isinstance(code, SparseCode):
        return weights @ expand(code).astype(kind)
    rows = code.supports(0, code.columns)
    total = np.zeros((len(weights), code.columns), dtype=kind)
    for position in range(code.weight):
        total += weights[:, rows[:, position]]
    return total


def _admissible(problem: Problem, levels: list[npt.NDArray[np.bool_]]) -> npt.NDArray[np.bool_]:
    """Which inputs of a block are admissible: for circuits those whose levels all have at most v active features."""
    chosen = np.ones(len(levels[-1]), dtype=np.bool_)
    if problem.is_circuit:
        for level in levels:
            chosen &= level.sum(axis=1) <= problem.sparsity
    return chosen


def _inputs(problem: Problem) -> Iterator[IntMatrix]:
    """All inputs with at most v active features in blocks (inputs, k), straight from itertools."""
    for k in range(problem.sparsity + 1):
        yield from _arrays(combinations(range(problem.inputs), k), k)


def _in_blocks(inputs: Sets) -> Iterator[IntMatrix]:
    """The same arrays of given inputs, in their order for every k."""
    for k in range(max(map(len, inputs)) + 1):
        yield from _arrays((active for active in inputs if len(active) == k), k)


def _arrays(inputs: Iterator[tuple[int, ...]], k: int) -> Iterator[IntMatrix]:
    while block := list(islice(inputs, BLOCK)):
        flat = np.fromiter(chain.from_iterable(block), dtype=np.int64, count=k * len(block))
        yield flat.reshape(len(block), k)


def _scores(network: Network, received: IntMatrix, active: IntMatrix) -> IntMatrix:
    """All scores on a block of inputs: (outputs, inputs)."""
    kind = received.dtype
    x = np.repeat(network.layers[0].bias.astype(kind)[:, None], len(active), axis=1)
    for position in range(active.shape[1]):
        x += received[:, active[:, position]]
    x = np.maximum(x, 0)
    for layer in network.layers[1:]:
        live = x.any(axis=1)
        x = np.maximum(layer.weights[:, live].astype(kind) @ x[live] + layer.bias.astype(kind)[:, None], 0)
    code = network.output_code
    if isinstance(code, SparseCode):
        rows = code.supports(0, code.columns)
        total = np.zeros((code.columns, len(active)), dtype=kind)
        for position in range(code.weight):
            total += x[rows[:, position]]
        return total
    return expand(code).T.astype(kind) @ x
