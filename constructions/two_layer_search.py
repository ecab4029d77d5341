"""Two fitted layers for graphs that are all hubs: when they are worth a try, what a try costs, and the search."""

from functools import partial
from math import ceil

from constructions.attempts import PARTITIONED, Attempts
from constructions.naive import naive_neurons
from constructions.regimes.filled import all_hubs, filled_channels
from constructions.regimes.fitting import HARD
from verify import Network, Problem
from verify.progress import silent
from verify.statement.inputs import count_sparse

HOPEFUL, LEAST = 6.5, 5.5
"""n / sqrt(m') at which the search begins, and below which all that was tried was refuted (complete graphs)."""
ENDS_EARLY = 0.4
"""Fits that succeed end after about this share of the predicted time, as trainings do."""
CLIMB = 1.2
CLOSE = 32
"""The search ends when the largest n that failed and the smallest that was proved are a 32nd apart."""


def first_neurons(problem: Problem) -> int | None:
    """n = 6.5 sqrt(m'), where two layers begin to be worth a try; None where they never are.

    They are for 2-AND at sparsity 2 on graphs that are all hubs (`all_hubs`), with inputs that fit one a neuron, and
    where that is fewer neurons than one a gate. On every other graph measured one trained layer took fewer.

    >>> from verify import TwoAnd
    >>> import networkx as nx
    >>> [first_neurons(TwoAnd.from_graph(nx.complete_graph(m), sparsity=2)) for m in (10, 100)]
    [44, 458]
    >>> first_neurons(TwoAnd.from_graph(nx.star_graph(1024), sparsity=2)) is None
    True
    """
    n = ceil(HOPEFUL * problem.outputs**0.5)
    worth = problem.sparsity == 2 and problem.inputs <= n < naive_neurons(problem) and all_hubs(problem)
    return n if worth else None


def predicted_fit_seconds(problem: Problem, neurons: int) -> float:
    """What a fit of several rounds and its proof by enumeration take on two cores, roughly: depends on sizes alone.

    >>> from verify import TwoAnd
    >>> import networkx as nx
    >>> round(predicted_fit_seconds(TwoAnd.from_graph(nx.complete_graph(100), sparsity=2), 458), 1)
    29.0
    """
    products, reading = neurons * neurons, 2 * problem.sparsity * problem.outputs
    return 1.6e-8 * products * (problem.outputs + HARD) + 2e-9 * count_sparse(problem) * (products + reading)


def search_two_layers(attempts: Attempts, seed: int, effort: float) -> bool:
    """Fitted networks from `first_neurons` on, halving the gap to what failed, or up; whether one was proved.

    `effort` is an allowance of its own, in predicted seconds; an attempt is begun if it may well end within what is
    left. Guarantee: as for `Attempts`: each network is proved or written down as what it is. Source: ours.
    """
    problem, left = attempts.problem, effort
    n = first_neurons(problem)
    if n is None or not problem.is_two_and:
        return False
    proved = False
    failed, good = int(LEAST * problem.outputs**0.5), naive_neurons(problem)
    while failed < n < good and good - failed > max(1, good // CLOSE):
        predicted = predicted_fit_seconds(problem, n)
        if ENDS_EARLY * predicted > left:
            break
        left -= predicted
        if attempts.proved(PARTITIONED, n, seed, partial(filled_channels, problem, neurons=n, seed=seed)):
            good, proved = attempts.tried[-1].neurons, True
        else:
            failed = n
        n = (failed + good) // 2 if proved else min(ceil(n * CLIMB), good - 1)
    return proved


def two_layers_with(problem: Problem, neurons: int, seed: int, effort: float) -> Network | None:
    """A network of two fitted layers with at most so many neurons, proved; None where it is not worth a try or fails.

    >>> from verify import TwoAnd
    >>> import networkx as nx
    >>> problem = TwoAnd.from_graph(nx.complete_graph(20), sparsity=2)
    >>> network = two_layers_with(problem, 110, 0, 25.0)
    >>> network.widths, two_layers_with(problem, 40, 0, 25.0)
    ((20, 105, 92), None)
    """
    if not problem.is_two_and or first_neurons(problem) is None or neurons < LEAST * problem.outputs**0.5:
        return None
    if ENDS_EARLY * predicted_fit_seconds(problem, neurons) > effort:
        return None
    attempts = Attempts(problem, effort, silent, None)
    attempts.proved(PARTITIONED, neurons, seed, partial(filled_channels, problem, neurons=neurons, seed=seed))
    return None if attempts.best is None else attempts.best[0]
