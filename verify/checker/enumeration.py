"""Check an enumeration certificate: enumerate again, plainly, with code of its own.

int64 only, which `Network` keeps exact: its bounds, below 2**63, hold for every partial sum. Inputs come from
itertools, or are the few that stand for all others (`reduction`); F comes from its definition on feature vectors.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, combinations, islice

import numpy as np

from verify.arrays import Integers, Longs
from verify.checker.budget import Budget, RefusedError
from verify.checker.checkers import Checker
from verify.checker.needs import BLOCK, HOPELESS, of_enumeration
from verify.checker.reduction import reduced
from verify.checker.result import Answer, Valid
from verify.codes.base import SparseCode
from verify.progress import Progress
from verify.statement.certificate import Certificate, Margin
from verify.statement.inputs import sparse_up_to
from verify.statement.network import Network
from verify.statement.on_inputs import admissible_truth
from verify.statement.problem import Problem
from verify.statement.received import received

MANY = 2**14
MOST_REDUCED = 2**20
GAIN = 4
"""Where there are `MANY` inputs, those that stand for others are taken when they are so many times fewer."""


def check_enumeration(
    problem: Problem, network: Network, certificate: Certificate, budget: Budget, progress: Progress
) -> Answer:
    """Valid iff every output is right on every admissible input and the stated margin is the true one.

    Where few inputs stand for all others, by the lemma of `reduction`, these are scored, and the answer says so; else
    all are, one by one. Cost: (number of inputs) * (v * n_1 + n_1 * n_2 + ... + ones of the output code) integer
    additions in numpy, and once W_1 A.
    """
    if certificate.evidence != {"order": "colexicographic"} or certificate.arrays:
        raise RefusedError("an enumeration certificate carries no evidence but its order")
    total, few = sparse_up_to(problem, HOPELESS), None
    if total > MANY:
        few = reduced(problem, network, min(MOST_REDUCED, total // GAIN), budget.look)
    sizes: Iterable[Iterable[tuple[int, ...]]] = (
        (combinations(range(problem.inputs), k) for k in range(problem.sparsity + 1)) if few is None else few
    )
    received_of, read = received(network.layers[0].weights, network.input_code, budget.look), _reader(network)
    lowest: list[int] = []
    highest: list[int] = []
    done, total = 0, total if few is None else sum(map(len, few))
    for k, inputs in enumerate(sizes):
        for sparse in _blocks(inputs, k):
            budget.look()
            active, truth = admissible_truth(problem, sparse)
            scores, ones = read(_state(network, received_of, active)), truth.T
            wrong = (scores >= network.threshold) != ones
            if wrong.any():
                output, place = np.argwhere(wrong)[0].tolist()
                raise RefusedError(f"output {output} is wrong on active features {tuple(active[place].tolist())}")
            lowest += [int(scores[ones].min())] if ones.any() else []
            highest += [int(scores[~ones].max())] if not ones.all() else []
            done += len(sparse)
            progress(done, total)
    margin = Margin(min(lowest, default=None), max(highest, default=None))
    if certificate.margin != margin:
        raise RefusedError(f"the margin is {margin}, not {certificate.margin}")
    by = "" if few is None else f", by {total} inputs that stand for all others"
    return Valid(f"every output is right on every admissible input, with the stated margin{by}")


def _blocks(inputs: Iterable[tuple[int, ...]], k: int) -> Iterator[Longs]:
    """Inputs of k active features as arrays (at most `BLOCK`, k), ascending in every row."""
    waiting = iter(inputs)
    while block := list(islice(waiting, BLOCK)):
        yield np.fromiter(chain.from_iterable(block), dtype=np.int64, count=k * len(block)).reshape(len(block), k)


def _state(network: Network, received_of: Integers, active: Longs) -> Longs:
    """x_L on a block of inputs: (neurons, inputs)."""
    x = np.repeat(network.layers[0].bias.astype(np.int64)[:, None], len(active), axis=1)
    for features in active.T:
        x += received_of[:, features]
    x = np.maximum(x, 0)
    for layer in network.layers[1:]:
        live = x.any(axis=1)
        x = np.maximum(layer.weights[:, live].astype(np.int64) @ x[live] + layer.bias.astype(np.int64)[:, None], 0)
    return x


def _reader(network: Network) -> Callable[[Longs], Longs]:
    """From x_L, (neurons, inputs), all scores, (outputs, inputs)."""
    code = network.output_code
    if not isinstance(code, SparseCode):
        words = code.block(0, code.columns).T.astype(np.int64)
        return lambda x: words @ x
    rows = code.supports(0, code.columns).T
    return lambda x: sum((x[mine] for mine in rows), np.zeros((code.columns, x.shape[1]), dtype=np.int64))


CHECKER = Checker(check_enumeration, of_enumeration)
