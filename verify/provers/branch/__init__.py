"""The branch prover: complete, for one ReLU layer and reading codes without negative entries."""

from verify.provers.branch.forecasting import Forecast, forecast
from verify.provers.branch.prove import prove_by_branching

__all__ = ["Forecast", "forecast", "prove_by_branching"]
