"""Layer contracts: what one level of a network guarantees, and how the guarantees compose.

The network of a circuit with L levels holds every level in a sparse 0/1 code (`verify.codes`); a problem that is no
circuit is one level. Level l is computed by a *slice* of two layers: x -> ReLU(W x + b), then g = ReLU(1 - x) with one
weight -1 a neuron. As everything is an integer, g is 0 where W x + b >= 1 and 1 where W x + b <= 0. Two forms are
taken. In 2 L + 1 layers neuron e is a threshold unit whose value is 1 - g; the next slice takes g, and the last one
ends with a third layer ReLU(1 - g) (`circuit_network`). In 2 L layers the first layer is *inverted*, so that g is the
value itself, and the next slice takes it (`reencoded_permutation`, `union_channels`). The input code may be any.

The *values of a set* of features are the union of their words: neuron f is 1 iff f is in the word of an active one.
The contract of level l (`Contract`) says: for every y with at most v active features, if the values handed in are those
of y but for at most k additional and r missing ones, then the values handed on are those of the gates that are 1 on y
but for at most k' additional and r' missing ones (only levels with andnot miss any). The first level is handed
x_0 = A y itself. Source: ours; the layers after AS, Fig. 2-5.
"""

from verify.contracts.compose import Composition, compose, noted_codes
from verify.contracts.contract import Contract
from verify.contracts.levels import threshold_levels
from verify.contracts.ranges import FAR, Charge, largest_overlap, ranges_of
from verify.contracts.reading import most_active_outputs
from verify.contracts.targets import Targets, ands_level, targets_of
from verify.contracts.wrong import NONE, Wrong, obstacle, wrong_by_activity, wrong_values

__all__ = [
    "FAR",
    "NONE",
    "Charge",
    "Composition",
    "Contract",
    "Targets",
    "Wrong",
    "ands_level",
    "compose",
    "largest_overlap",
    "most_active_outputs",
    "noted_codes",
    "obstacle",
    "ranges_of",
    "targets_of",
    "threshold_levels",
    "wrong_by_activity",
    "wrong_values",
]
