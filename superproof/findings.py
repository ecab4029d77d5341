"""All that one run of `certify` found out."""

from collections.abc import Mapping
from dataclasses import dataclass

from constructions import Attempt
from superproof.comparison import Comparison
from superproof.problem_source import Source
from superproof.regime_words import Regimes
from verify import (
    Certificate,
    Counterexample,
    Margin,
    Network,
    Problem,
    Proved,
    Refuted,
    Unknown,
    Verdict,
    count_admissible,
)
from verify.provers import SampleReport


class Judged:
    """What was found out about a problem, with a verdict on a network for it."""

    source: Source
    verdict: Verdict

    @property
    def problem(self) -> Problem:
        """The problem, at the sparsity that was asked for."""
        return self.source.problem

    @property
    def certificate(self) -> Certificate | None:
        """The certificate, where a proof was found, checked or not."""
        return None if isinstance(self.verdict, Refuted) else self.verdict.certificate

    @property
    def counterexample(self) -> Counterexample | None:
        """The input on which the network is wrong, where one was met."""
        return self.verdict.counterexample if isinstance(self.verdict, Refuted) else None


@dataclass(frozen=True, eq=False)
class Findings(Judged):
    """`network` is None when none was found, and then the verdict is Unknown. `seconds` holds each step's time,
    `tried` the attempts of the search for the network, `regimes` what it does by feature influence (2-AND only),
    `cut_short` what ended the search before its own end, and `said` what it said of its attempts and its end."""

    source: Source
    network: Network | None
    verdict: Verdict
    samples: SampleReport | None
    comparison: Comparison
    seconds: Mapping[str, float]
    tried: tuple[Attempt, ...] = ()
    regimes: Regimes | None = None
    cut_short: str | None = None
    said: tuple[str, ...] = ()

    @property
    def word(self) -> str:
        """The verdict on the run: "proved" only when the proof was found *and* the checker called it valid."""
        return type(self.verdict).__name__.lower()

    @property
    def reason(self) -> str | None:
        """Why the word is not "proved"."""
        if isinstance(self.verdict, Unknown):
            return self.verdict.reason
        return None if self.counterexample is None else str(self.counterexample)

    @property
    def margin(self) -> Margin | None:
        """The margin over all admissible inputs, where the proof computed it and the checker confirmed it."""
        return self.verdict.certificate.margin if isinstance(self.verdict, Proved) else None

    @property
    def inputs_covered(self) -> int | None:
        """Admissible inputs, all of which a proof covers; None without a proof."""
        return count_admissible(self.source.problem) if self.word == "proved" else None
