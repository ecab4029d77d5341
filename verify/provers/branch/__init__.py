"""The branch prover: complete, for one ReLU layer and reading codes without negative entries."""

from typing import Any

from verify.crew import Crew
from verify.provers.branch.crewed import prove_in_parts
from verify.provers.branch.forecasting import Forecast, announced, forecast
from verify.provers.branch.parts import settled_part
from verify.provers.branch.prove import prove_by_branching
from verify.provers.branch.subject import obstacle, predicted_additions
from verify.provers.prover import Prover
from verify.statement.network import Network
from verify.statement.problem import Problem
from verify.statement.verdict import Unchecked


def _prove(problem: Problem, network: Network, *, client: Crew | None = None, **options: Any) -> Unchecked:
    """Here, or by the workers of a client."""
    if client is None:
        return prove_by_branching(problem, network, **options)
    return prove_in_parts(problem, network, client, **options)


PROVER = Prover(
    name="branch",
    takes="networks with one ReLU layer and a reading code without negative entries",
    prove=_prove,
    obstacle=obstacle,
    cost=predicted_additions,
    scales=True,
    announce=announced,
    options=frozenset({"memory", "checkpoint", "exact_margin", "client"}),
    part=settled_part,
)

__all__ = ["PROVER", "Forecast", "forecast", "prove_by_branching"]
