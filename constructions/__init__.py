"""From problems to explicit integer networks, one idea a file.

>>> import networkx as nx
>>> from verify import TwoAnd
>>> problem = TwoAnd.from_graph(nx.petersen_graph(), sparsity=2)
>>> two_and_network(problem, neurons=14).widths
(10, 14)
"""

from constructions.attempts import Attempt
from constructions.errors import ConstructionError, NotFoundError
from constructions.naive import naive
from constructions.optimised_channels import optimised_channels
from constructions.random_channels import random_channels
from constructions.registry import CONSTRUCTIONS, Construction
from constructions.search import SearchResult, smallest_proved
from constructions.structured_channels import structured_channels
from constructions.two_and import two_and_network

__all__ = [
    "CONSTRUCTIONS",
    "Attempt",
    "Construction",
    "ConstructionError",
    "NotFoundError",
    "SearchResult",
    "naive",
    "optimised_channels",
    "random_channels",
    "smallest_proved",
    "structured_channels",
    "two_and_network",
]
