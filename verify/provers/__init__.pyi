"""The names of `verify.provers`: `verify.lazy` reads them here, and so do type checkers."""

from verify.certifying import NotTakenError
from verify.provers.choice import Choice, choose
from verify.provers.floats.finding import FloatFinding
from verify.provers.floats.prove import find_float_proof, require_choice
from verify.provers.prover import Options, Prover
from verify.provers.registry import PROVERS, prover_named
from verify.provers.sampling import SampleReport, sample
from verify.scoring.strata import strata_of

__all__ = [
    "PROVERS",
    "Choice",
    "FloatFinding",
    "NotTakenError",
    "Options",
    "Prover",
    "SampleReport",
    "choose",
    "find_float_proof",
    "prover_named",
    "require_choice",
    "sample",
    "strata_of",
]
