"""The names of `verify.floats`: `verify.lazy` reads them here, and so do type checkers."""

from verify.floats.claims import EXACT
from verify.floats.exact_values import Exact, ExactNetwork
from verify.floats.machine import ARITHMETIC
from verify.floats.network import FLOAT_FORMAT
from verify.floats.of_integers import as_floats
from verify.floats.pointwise import Pointwise
from verify.floats.precision import precision_named
from verify.floats.tally import UNIT, Bounds, Tally, TallyCertificate, thresholds_between, wrong_bracket

__all__ = [
    "ARITHMETIC",
    "EXACT",
    "FLOAT_FORMAT",
    "UNIT",
    "Bounds",
    "Exact",
    "ExactNetwork",
    "Pointwise",
    "Tally",
    "TallyCertificate",
    "as_floats",
    "precision_named",
    "thresholds_between",
    "wrong_bracket",
]
