"""Partitioned channels for graphs whose inputs are all heavy: as long as the layer allows, over small planes."""

from math import ceil

from constructions.construction import Construction, Cost, at_once
from constructions.kinds import TWO_ANDS
from constructions.naive import naive_neurons
from constructions.policies import Sizes, narrow
from constructions.regimes.fitting import HARD
from constructions.regimes.partitioned_channels import partitioned_channels
from constructions.regimes.split import Thresholds, split
from constructions.regimes.two_layers import Design
from verify import Network, Problem
from verify.statement import count_sparse

POINTS = 21
"""Neurons of a sub-block: the plane of order 4. Planes of 13 and 31 points need about as many neurons (measured)."""
HOPEFUL, LEAST = 6.5, 5.5
"""n / sqrt(m') at which a search begins, and below which all that was tried was refuted (complete graphs)."""
HEAVY_PERCENT = 90
"""Percent of the outputs that must have two heavy inputs for the graph to count as all hubs."""


def filled_channels(problem: Problem, *, neurons: int, seed: int = 0) -> Network:
    """`partitioned_channels` with k = n / 21 and words of 2v neurons: the layer filled with planes of 21 points.

    Where all inputs are heavy, one long channel over a small plane, on whose lines many inputs share, needs fewer
    neurons than a short one over a plane with a line for every input: the fitted second layer tells the meetings apart.
    Guarantee: none by construction; `prove` (by enumeration) says. Size: measured on complete graphs at v = 2, n = 6.0
    sqrt(m') for m' = 2016 and 6.4 sqrt(m') for m' = 4950; the 21 was chosen on these two graphs.
    Errors: ConstructionError as for `partitioned_channels`. Source: ours.

    >>> import networkx as nx
    >>> from verify import TwoAnd
    >>> filled_channels(TwoAnd.from_graph(nx.complete_graph(20), sparsity=2), neurons=110).widths
    (20, 105, 92)
    """
    design = Design.tight(problem.sparsity, channel=max(1, neurons // POINTS))
    return partitioned_channels(problem, neurons=neurons, seed=seed, design=design)


def all_hubs(problem: Problem) -> bool:
    """Whether the problem is 2-AND and nearly all its outputs have two heavy inputs, influence above m'^(1/4).

    >>> import networkx as nx
    >>> from verify import TwoAnd
    >>> all_hubs(TwoAnd.from_graph(nx.complete_graph(20), sparsity=2)), all_hubs(TwoAnd(3, 2, ((0, 1),)))
    (True, False)
    """
    if not problem.is_two_and:
        return False
    heavy = split(problem, Thresholds.of(problem.outputs)).get("HH", ())
    return 100 * len(heavy) >= HEAVY_PERCENT * problem.outputs


def first_neurons(problem: Problem) -> int | None:
    """n = 6.5 sqrt(m'), where two layers begin to be worth a try; None where they never are.

    They are for 2-AND at sparsity 2 on graphs that are all hubs (`all_hubs`), with inputs that fit one a neuron, and
    where that is fewer neurons than one a gate. On every other graph measured one trained layer took fewer.

    >>> import networkx as nx
    >>> from verify import TwoAnd
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

    >>> import networkx as nx
    >>> from verify import TwoAnd
    >>> round(predicted_fit_seconds(TwoAnd.from_graph(nx.complete_graph(100), sparsity=2), 458), 1)
    29.0
    """
    products, reading = neurons * neurons, 2 * problem.sparsity * problem.outputs
    return 1.6e-8 * products * (problem.outputs + HARD) + 2e-9 * count_sparse(problem) * (products + reading)


def least_neurons(problem: Problem) -> int:
    """Below it nothing is tried."""
    return int(LEAST * problem.outputs**0.5)


def _sizes(problem: Problem) -> Sizes:
    """From `first_neurons` on, halving the gap to what failed, or up."""
    start = ceil(HOPEFUL * problem.outputs**0.5)
    return narrow(start, naive_neurons(problem), climb=1.2, close=32, failed=least_neurons(problem))


FILLED = Construction(
    "partitioned-channels",
    "two fitted layers for graphs that are all hubs",
    TWO_ANDS,
    at_once(filled_channels),
    _sizes,
    cost=Cost(predicted_fit_seconds, share=0.4, first=True),
)
