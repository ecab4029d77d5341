"""From problems to explicit integer networks, one idea a file."""

from constructions.errors import ConstructionError
from constructions.naive import naive
from constructions.random_channels import random_channels
from constructions.structured_channels import structured_channels

__all__ = ["ConstructionError", "naive", "random_channels", "structured_channels"]
