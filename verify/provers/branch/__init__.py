"""The branch prover: complete, for one ReLU layer and reading codes without negative entries."""

from verify.provers.branch.forecasting import Forecast, announced, forecast
from verify.provers.branch.parts import settled_part
from verify.provers.branch.prove import prove_by_branching
from verify.provers.branch.subject import obstacle, predicted_additions
from verify.provers.prover import Prover

PROVER = Prover(
    name="branch",
    takes="networks with one ReLU layer and a reading code without negative entries",
    prove=prove_by_branching,
    obstacle=obstacle,
    cost=predicted_additions,
    scales=True,
    announce=announced,
    options=frozenset({"memory", "checkpoint", "exact_margin", "client"}),
    part=settled_part,
)

__all__ = ["PROVER", "Forecast", "forecast", "prove_by_branching"]
