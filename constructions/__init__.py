"""From problems to explicit integer networks, one idea a file.

>>> import networkx as nx
>>> from verify import TwoAnd
>>> problem = TwoAnd.from_graph(nx.petersen_graph(), sparsity=2)
>>> two_and_network(problem, neurons=14).widths
(10, 14)
"""

from constructions.attempts import INTERRUPTED, Attempt, Listener, SearchResult, UndecidedError
from constructions.auto import two_and_network
from constructions.circuits import circuit_network, in_series, side_by_side, without_xor
from constructions.construction import Construction
from constructions.errors import ConstructionError, NotFoundError
from constructions.naive import naive
from constructions.neural_permutation import matched_permutation, neural_permutation
from constructions.optimised_channels import coarse_channels, optimised_channels
from constructions.registry import CONSTRUCTIONS, smallest_proved
from constructions.search import EFFORT, search
from constructions.structured_channels import random_channels, structured_channels
from constructions.trained_channels import gap_channels, trained_channels
from constructions.union_channels import reencoded_permutation, union_channels

__all__ = [
    "CONSTRUCTIONS",
    "EFFORT",
    "INTERRUPTED",
    "Attempt",
    "Construction",
    "ConstructionError",
    "Listener",
    "NotFoundError",
    "SearchResult",
    "UndecidedError",
    "circuit_network",
    "coarse_channels",
    "gap_channels",
    "in_series",
    "matched_permutation",
    "naive",
    "neural_permutation",
    "optimised_channels",
    "random_channels",
    "reencoded_permutation",
    "search",
    "side_by_side",
    "smallest_proved",
    "structured_channels",
    "trained_channels",
    "two_and_network",
    "union_channels",
    "without_xor",
]
