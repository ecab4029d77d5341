"""Layer contracts: what one level of a network guarantees, and how the guarantees compose.

The network of a circuit with L levels holds every level in a sparse 0/1 code (`verify.codes`); a problem that is no
circuit is one level.

The *values of a set* of features are the union of their words: neuron f is 1 iff f is in the word of an active one. The
contract of level l (`Contract`) says: for every y with at most v active features, if the values handed in are those of
y but for at most k additional and r missing ones, then the values handed on are those of the gates that are 1 on y but
for at most k' additional and r' missing ones (only levels with andnot miss any). Source: ours; the layers after AS,
Fig. 2-5. Details: docs/methods.md.
"""

from verify.contracts.active_outputs import most_active_outputs
from verify.contracts.compose import compose, noted_codes
from verify.contracts.contract import Contract
from verify.contracts.levels import threshold_levels
from verify.contracts.ranges import FAR, Charge, largest_overlap, ranges_of
from verify.contracts.targets import Targets, ands_level, targets_of
from verify.contracts.wrong import NONE, Wrong, obstacle, wrong_by_activity, wrong_values

__all__ = [
    "FAR",
    "NONE",
    "Charge",
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
