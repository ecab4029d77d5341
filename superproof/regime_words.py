"""What a network of 2-AND does in each regime of feature influence, where that is quickly measured."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import final

from constructions import ConstructionError
from constructions.regimes import PAIRS, REGIME_OF, RegimeFacts, Thresholds, regimes, split
from superproof.words import count
from verify import Network, Problem
from verify.progress import ENDLESS, Deadline

WORK = 2 * 10**10
"""Multiplications that the measurement is worth: a few seconds."""
A_SECOND = 4 * 10**9
"""Multiplications in a second, about."""
MOST_WEIGHTS = 2**25
"""Weights of the first layer that are held in floating point."""
MEANING: Mapping[str, str] = {
    "LL": "both inputs light",
    "LH": "one light, one heavy",
    "HH": "neither light",
    "VH": "one light, one very heavy",
}
MEASURED = (
    "technique", "neurons", "spurious_mean", "spurious_most", "loudest_spurious", "own_least", "own_mean",
    "interference_percent",
)  # fmt: skip
"""What is measured of a regime, in JSON."""
HEADER = ("regime", "technique", "outputs", "neurons", "spurious, mean", "spurious, most", "loudest", "own, mean")


@final
@dataclass(frozen=True)
class Regime:
    """One regime's outputs, and what `RegimeFacts` says of them; None where it was not measured."""

    name: str
    outputs: int
    facts: RegimeFacts | None

    @property
    def record(self) -> dict[str, object]:
        """The regime as an object of JSON."""
        facts = self.facts
        regime = {"regime": self.name, "outputs": self.outputs}
        if facts is None:
            return regime | dict.fromkeys(MEASURED)
        own = facts.least_own, round(facts.mean_own, 1), round(facts.interference_percent, 1)
        spurious = round(facts.mean_spurious, 3), facts.most_spurious, facts.loudest_spurious
        return regime | dict(zip(MEASURED, (facts.technique, facts.neurons, *spurious, *own), strict=True))

    @property
    def cells(self) -> tuple[str, ...]:
        """The regime as a row under `HEADER`."""
        name, facts = f"{self.name}: {MEANING[self.name]}", self.facts
        if facts is None:
            return (name, "not measured", f"{self.outputs:,}", "", "", "", "", "")
        spurious = f"{facts.mean_spurious:,.1f}", f"{facts.most_spurious:,}"
        return (
            name, facts.technique, f"{self.outputs:,}", f"{facts.neurons:,}", *spurious,
            f"{facts.loudest_spurious:,}", f"{facts.mean_own:,.0f}",
        )  # fmt: skip


@final
@dataclass(frozen=True)
class Regimes:
    """The regimes that have outputs; `thresholds` is None where the construction puts all outputs in one.

    `obstacle` says why nothing was measured.
    """

    parts: tuple[Regime, ...]
    thresholds: Thresholds | None
    obstacle: str | None = None

    @property
    def record(self) -> dict[str, object]:
        """The regimes as JSON values, beside the thresholds between light, heavy and very heavy."""
        thresholds = None if self.thresholds is None else asdict(self.thresholds)
        parts = [part.record for part in self.parts]
        return {"regimes": parts, "regime_thresholds": thresholds, "regimes_unmeasured": self.obstacle}

    @property
    def sentence(self) -> str:
        """What the table's words mean."""
        where = "This construction treats all outputs alike, whatever the influences of their inputs are."
        if self.thresholds is not None:
            where = (
                f"An input is light if it is used by at most {count(self.thresholds.light, 'output')}, and very heavy "
                f"if by more than {self.thresholds.heavy:,}."
            )
        if self.obstacle is not None:
            return f"{where} Neurons were not measured: {self.obstacle}."
        return (
            f"{where} Measured in the first layer, with exactly the two inputs of an output active, for at most "
            f"{PAIRS:,} outputs of a regime: spurious neurons fire outside the output's own channel; loudest is the "
            "most that one of them yields, and own the mean that a neuron of that channel does, in the same unit."
        )


def measured_regimes(problem: Problem, network: Network, deadline: Deadline = ENDLESS) -> Regimes | None:
    """The regimes of a 2-AND problem in this network; None for other problems.

    Measured with at most `WORK` multiplications, and no more than there is time for, and then only for networks that
    `constructions.regimes.regimes` takes.
    """
    if not problem.is_two_and:
        return None
    thresholds = _thresholds(problem, network)
    if thresholds is None:
        shares = {str(REGIME_OF[str(network.construction["name"])]): problem.outputs}
    else:
        shares = {name: len(outputs) for name, outputs in split(problem, thresholds).items()}
    weights = network.layers[0].weights.size
    work = sum(min(PAIRS, outputs) for outputs in shares.values()) * weights
    left = deadline.remaining()
    if weights > MOST_WEIGHTS:
        obstacle = f"the first layer has {weights:,} weights, more than {MOST_WEIGHTS:,}"
    elif left is not None and work > left * A_SECOND:
        obstacle = "there is no time left for it"
    elif work > WORK:
        obstacle = f"it would take {work:.0e} multiplications, more than {WORK:.0e}"
    else:
        try:
            facts = regimes(problem, network)
            return Regimes(tuple(Regime(part.regime, part.outputs, part) for part in facts), thresholds)
        except ConstructionError as error:
            obstacle = str(error)
    return Regimes(tuple(Regime(name, outputs, None) for name, outputs in shares.items()), thresholds, obstacle)


def _thresholds(problem: Problem, network: Network) -> Thresholds | None:
    """Those that the construction notes, or else the defaults."""
    name, arguments = network.construction.get("name"), network.construction.get("arguments")
    if isinstance(name, str) and name in REGIME_OF and isinstance(arguments, Mapping):
        return None if REGIME_OF[name] else Thresholds(arguments["light"], arguments["heavy"])
    return Thresholds.of(problem.outputs)
