"""The prover that tries every admissible input."""

from typing import Any

from verify.crew import Crew
from verify.provers.enumeration.parts import enumerate_in_parts, enumerated_part
from verify.provers.enumeration.prove import (
    announced,
    counterexample_on,
    forecast,
    inputs_to_try,
    obstacle,
    predicted_additions,
    prove_by_enumeration,
    workers,
)
from verify.provers.prover import Prover
from verify.statement.network import Network
from verify.statement.problem import Problem
from verify.statement.verdict import Unchecked


def _prove(problem: Problem, network: Network, *, client: Crew | None = None, **options: Any) -> Unchecked:
    """Here, or by the workers of a client."""
    if client is None:
        return prove_by_enumeration(problem, network, **options)
    return enumerate_in_parts(problem, network, client, **options)


PROVER = Prover(
    name="enumerate",
    takes="networks of any depth and any codes, gates that are 0 at rest",
    prove=_prove,
    obstacle=obstacle,
    cost=predicted_additions,
    announce=announced,
    options=frozenset({"client"}),
    part=enumerated_part,
)

__all__ = ["PROVER", "counterexample_on", "forecast", "inputs_to_try", "obstacle", "prove_by_enumeration", "workers"]
