"""All that one run of `certify` found out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import final

from constructions import Attempt
from superproof.comparison import Comparison
from superproof.regimes import Regimes
from superproof.sources import Source
from verify import (
    Certificate,
    Counterexample,
    Margin,
    Network,
    Proved,
    Refuted,
    Unknown,
    Valid,
    Verdict,
    count_admissible,
)
from verify.checker import Answer
from verify.provers.sampling import SampleReport


@final
@dataclass(frozen=True)
class Findings:
    """`network` is None when none was found, and then the verdict is Unknown. `seconds` holds each step's time,
    `tried` the attempts of the search for the network, `regimes` what it does by feature influence (2-AND only)."""

    source: Source
    network: Network | None
    verdict: Verdict
    answer: Answer | None
    samples: SampleReport | None
    comparison: Comparison
    seconds: Mapping[str, float]
    tried: tuple[Attempt, ...] = ()
    regimes: Regimes | None = None

    @property
    def word(self) -> str:
        """The verdict on the run: "proved" only when the proof was found *and* the checker called it valid."""
        match self.verdict, self.answer:
            case Proved(), Valid():
                return "proved"
            case Refuted(), _:
                return "refuted"
            case Proved(), answer if answer is not None and not isinstance(answer, Unknown):
                return "invalid"
        return "unknown"

    @property
    def reason(self) -> str | None:
        """Why the word is not "proved"."""
        match self.verdict, self.answer:
            case Refuted(counterexample), _:
                return str(counterexample)
            case Unknown(reason), _:
                return reason
            case _, Valid():
                return None
            case _, None:
                return "the proof was not checked"
            case _, answer:
                return f"a proof was found, but not confirmed by the checker: {answer.reason}"

    @property
    def certificate(self) -> Certificate | None:
        """The certificate, where there is a proof."""
        return self.verdict.certificate if isinstance(self.verdict, Proved) else None

    @property
    def counterexample(self) -> Counterexample | None:
        """The input on which the network is wrong, where one was met."""
        return self.verdict.counterexample if isinstance(self.verdict, Refuted) else None

    @property
    def margin(self) -> Margin | None:
        """The margin over all admissible inputs, where the proof computed it."""
        return None if self.certificate is None else self.certificate.margin

    @property
    def inputs_covered(self) -> int | None:
        """Admissible inputs, all of which a proof covers; None without a proof."""
        return count_admissible(self.source.problem) if self.word == "proved" else None
