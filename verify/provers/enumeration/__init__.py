"""The prover that tries every admissible input."""

from verify.provers.enumeration.parts import enumerated_part
from verify.provers.enumeration.prove import (
    announced,
    counterexample_on,
    forecast,
    predicted_additions,
    prove_by_enumeration,
)
from verify.provers.enumeration.trying import obstacle, scanned, workers
from verify.provers.prover import Prover

PROVER = Prover(
    name="enumerate",
    takes="networks of any depth and any codes, gates that are 0 at rest",
    prove=prove_by_enumeration,
    obstacle=obstacle,
    cost=predicted_additions,
    announce=announced,
    options=frozenset({"client"}),
    part=enumerated_part,
)

__all__ = ["PROVER", "counterexample_on", "forecast", "obstacle", "prove_by_enumeration", "scanned", "workers"]
