"""The network for a 2-AND problem that a user wants who has no wish to choose."""

from typing import Literal

from constructions.optimised_channels import optimised_channels
from constructions.search import smallest_proved
from verify import Network, TwoAnd
from verify.progress import Progress


def two_and_network(
    problem: TwoAnd, *, neurons: int | Literal["auto"] = "auto", seed: int = 0, progress: Progress | None = None
) -> Network:
    """The smallest network that `smallest_proved` finds, or the best construction with the number of neurons asked for.

    >>> import networkx as nx
    >>> from verify import TwoAnd
    >>> two_and_network(TwoAnd.from_graph(nx.karate_club_graph(), sparsity=2)).neurons < 40
    True
    """
    if neurons == "auto":
        return smallest_proved(problem, seed=seed, progress=progress).network
    return optimised_channels(problem, neurons=neurons, seed=seed, progress=progress)
