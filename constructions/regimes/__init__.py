"""2-AND in all regimes of influence: four techniques, each a construction of its own, and all in one network."""

from constructions.regimes.filled import all_hubs, filled_channels
from constructions.regimes.partitioned_channels import (
    dedicated_channels,
    input_channels,
    mixed_channels,
    output_channels,
    partitioned_channels,
)
from constructions.regimes.regime_facts import PAIRS, RegimeFacts, regimes
from constructions.regimes.search import TWO_LAYERS
from constructions.regimes.split import Thresholds, split
from constructions.regimes.two_layers import REGIME_OF, Design

__all__ = [
    "PAIRS",
    "REGIME_OF",
    "TWO_LAYERS",
    "Design",
    "RegimeFacts",
    "Thresholds",
    "all_hubs",
    "dedicated_channels",
    "filled_channels",
    "input_channels",
    "mixed_channels",
    "output_channels",
    "partitioned_channels",
    "regimes",
    "split",
]
