"""Counting bounds: how many bits, parameters and neurons computing in superposition takes at the least.

`lower_bound(function_class)` is the main door, `class_of(problem)` leads to it from a problem. Everything is
worked out in integers and rationals; sympy is imported only when a formula is opened as an expression.

>>> import bounds
>>> bound = bounds.lower_bound(bounds.LabelledTwoAnd(inputs=1024, outputs=1024))
>>> bound.bits, bound.neurons(bits_per_parameter=1, layers=1)
(19453, 140)
"""

from typing import TYPE_CHECKING

from bounds.arithmetic import Count, Enclosure, lg, lg_factorial
from bounds.capacity import (
    CAPACITY_THEOREMS,
    FAMILIES,
    PERMUTATION,
    TWO_AND,
    capacity,
    capacity_by_lambert,
    network_capacity,
)
from bounds.classes import (
    Circuits,
    FreeGates,
    FunctionClass,
    LabelledTwoAnd,
    Layers,
    Permutations,
    QAnd,
    TwoInputGate,
    UnlabelledTwoAnd,
    class_of,
    count_functions,
    named_class,
)
from bounds.errors import BoundsError, SparsityTooSmallError, UnknownClassError
from bounds.lower import Bits, LowerBound, lower_bound
from bounds.machines import MACHINES, PLAIN_WORDS, machine_capacity
from bounds.representation import random_sign_codes
from bounds.statement import Bound, Direction, Expansion, Formula, Source, Tag
from bounds.welch import least_read_out_error, least_worst_error

if TYPE_CHECKING:
    from bounds.audit import Audit, ParameterBits, parameter_bits

__all__ = [
    "CAPACITY_THEOREMS",
    "FAMILIES",
    "MACHINES",
    "PERMUTATION",
    "PLAIN_WORDS",
    "TWO_AND",
    "Audit",
    "Bits",
    "Bound",
    "BoundsError",
    "Circuits",
    "Count",
    "Direction",
    "Enclosure",
    "Expansion",
    "Formula",
    "FreeGates",
    "FunctionClass",
    "LabelledTwoAnd",
    "Layers",
    "LowerBound",
    "ParameterBits",
    "Permutations",
    "QAnd",
    "Source",
    "SparsityTooSmallError",
    "Tag",
    "TwoInputGate",
    "UnknownClassError",
    "UnlabelledTwoAnd",
    "capacity",
    "capacity_by_lambert",
    "class_of",
    "count_functions",
    "least_read_out_error",
    "least_worst_error",
    "lg",
    "lg_factorial",
    "lower_bound",
    "machine_capacity",
    "named_class",
    "network_capacity",
    "parameter_bits",
    "random_sign_codes",
]


def __getattr__(name: str) -> object:
    """Names of the audit on first use: it alone needs numpy and `verify`."""
    if name in ("Audit", "ParameterBits", "parameter_bits"):
        from bounds import audit

        return getattr(audit, name)
    raise AttributeError(f"module 'bounds' has no attribute {name!r}")
