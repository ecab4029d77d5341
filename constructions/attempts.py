"""What a search tried, whom it tells, and what it ends with."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_CEILING, Context
from typing import final

from constructions.errors import NotFoundError
from verify import Certificate, Network
from verify.progress import Progress, silent

FOUND = "proof found"
INTERRUPTED = "it was interrupted"
"""What cuts a search short where somebody stops it."""


@final
@dataclass(frozen=True)
class Attempt:
    """One network that was tried: `outcome` is `FOUND`, "refuted", "no exact network", "not built: " and the rule that
    is broken, or "unknown: " and the reason.

    `neurons` are those of the network, or those asked for where none was built; `seconds` leave out compilers.

    >>> print(Attempt("optimised-channels", 57, 1, FOUND, 0.7512))
    optimised-channels, 57 neurons, seed 1: proof found (0.8 s)
    """

    construction: str
    neurons: int
    seed: int
    outcome: str
    seconds: float

    @property
    def found(self) -> bool:
        """Whether a prover found a proof, which a search leaves to others to check."""
        return self.outcome == FOUND

    def __str__(self) -> str:
        what = f"{self.construction}, {self.neurons} neurons, seed {self.seed}"
        return f"{what}: {self.outcome} ({self.seconds:.1f} s)"


def rounded_up(seconds: float) -> str:
    """A positive number in two digits, never less than it is: as an allowance it suffices.

    >>> rounded_up(0.0312), rounded_up(86.04), rounded_up(1204.0)
    ('0.032', '87', '1300')
    """
    return f"{float(Context(prec=2, rounding=ROUND_CEILING).create_decimal_from_float(seconds)):.15g}"


@final
@dataclass(frozen=True)
class Listener:
    """Whom a search tells of its `progress`, of every attempt (`report`), and in words what it does next and why it
    stops (`tell`); `keep` is given every network that is the smallest proved so far, with its proof."""

    progress: Progress = silent
    report: Callable[[Attempt], None] = lambda attempt: None
    tell: Callable[[str], None] = lambda words: None
    keep: Callable[[Network, Certificate], None] = lambda network, certificate: None


@final
@dataclass(frozen=True, eq=False)
class SearchResult:
    """The smallest network that was proved, its certificate, and every attempt in order.

    `cut_short` says what ended the search before its own end, if anything did. The seed in the network's codes was
    chosen among at most len(tried), which carries lg len(tried) bits.
    """

    network: Network
    certificate: Certificate
    tried: tuple[Attempt, ...]
    cut_short: str | None = None


@final
class UndecidedError(NotFoundError):
    """A network was built that is right as far as its construction can tell, but no prover decided it."""

    def __init__(self, message: str, network: Network) -> None:
        super().__init__(message)
        self.network = network
