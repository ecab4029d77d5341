"""Partitioned channels for graphs whose inputs are all heavy: as long as the layer allows, over small planes."""

from constructions.regimes.partitioned_channels import partitioned_channels
from constructions.regimes.split import Thresholds, split
from constructions.regimes.two_layers import Design
from verify import Network, Problem

POINTS = 21
"""Neurons of a sub-block: the plane of order 4. Planes of 13 and 31 points need about as many neurons (measured)."""
HEAVY_PERCENT = 90
"""Percent of the outputs that must have two heavy inputs for the graph to count as all hubs."""


def filled_channels(problem: Problem, *, neurons: int, seed: int = 0) -> Network:
    """`partitioned_channels` with k = n / 21 and words of 2v neurons: the layer filled with planes of 21 points.

    Where all inputs are heavy, one long channel over a small plane, on whose lines many inputs share, needs fewer
    neurons than a short one over a plane with a line for every input: the fitted second layer tells the meetings apart.
    Guarantee: none by construction; `prove` (by enumeration) says. Size: measured on complete graphs at v = 2, n = 6.0
    sqrt(m') for m' = 2016 and 6.4 sqrt(m') for m' = 4950; the 21 was chosen on these two graphs.
    Errors: ConstructionError as for `partitioned_channels`. Source: ours.

    >>> from verify import TwoAnd
    >>> import networkx as nx
    >>> filled_channels(TwoAnd.from_graph(nx.complete_graph(20), sparsity=2), neurons=110).widths
    (20, 105, 92)
    """
    design = Design.tight(problem.sparsity, channel=max(1, neurons // POINTS))
    return partitioned_channels(problem, neurons=neurons, seed=seed, design=design)


def all_hubs(problem: Problem) -> bool:
    """Whether the problem is 2-AND and nearly all its outputs have two heavy inputs, influence above m'^(1/4).

    >>> from verify import TwoAnd
    >>> import networkx as nx
    >>> all_hubs(TwoAnd.from_graph(nx.complete_graph(20), sparsity=2)), all_hubs(TwoAnd(3, 2, ((0, 1),)))
    (True, False)
    """
    if not problem.is_two_and:
        return False
    heavy = split(problem, Thresholds.of(problem.outputs)).get("HH", ())
    return 100 * len(heavy) >= HEAVY_PERCENT * problem.outputs
