"""From problems to explicit integer networks, one idea a file."""

from constructions.errors import ConstructionError
from constructions.naive import naive
from constructions.optimised_channels import optimised_channels
from constructions.random_channels import random_channels
from constructions.search import Attempt, SearchResult, smallest_proved
from constructions.structured_channels import structured_channels
from constructions.two_and import two_and_network

__all__ = [
    "Attempt",
    "ConstructionError",
    "SearchResult",
    "naive",
    "optimised_channels",
    "random_channels",
    "smallest_proved",
    "structured_channels",
    "two_and_network",
]
