"""Provers: functions (problem, network) -> Proved, Refuted or Unknown. They may be clever; the checker is not."""

from verify.provers.dispatch import PROVERS, prove
from verify.provers.enumeration import Forecast, forecast, prove_by_enumeration
from verify.provers.sampling import SampleReport, StratumReport, sample

__all__ = [
    "PROVERS",
    "Forecast",
    "SampleReport",
    "StratumReport",
    "forecast",
    "prove",
    "prove_by_enumeration",
    "sample",
]
