"""Random admissible inputs in large numbers: failure counts with exact confidence bounds, never a proof."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import final

import numpy as np

from verify.codes.base import require_seed, require_size
from verify.compiling import TimeLimit
from verify.progress import Deadline, Progress, silent
from verify.provers.enumeration import counterexample_on, obstacle, scanned, workers
from verify.scoring.scan import Scanner
from verify.scoring.strata import Stratum, strata_of
from verify.statement.evaluation import require_pair
from verify.statement.fit import require_fit
from verify.statement.inputs import ActiveSets
from verify.statement.network import Network
from verify.statement.problem import Problem
from verify.statement.verdict import Counterexample

CONFIDENCE = 0.95
BLOCK = 4096


@final
@dataclass(frozen=True)
class StratumReport:
    """Failures among the samples of one stratum, and the Clopper-Pearson interval of its failure rate.

    `asked` samples were to be drawn. An input fails when any output is wrong on it. `lower` and `upper` hold for all
    strata of a report together with probability at least `SampleReport.confidence` (each is taken at
    1 - (1 - confidence) / strata).
    """

    name: str
    distribution: str
    asked: int
    samples: int
    failures: int
    lower: float
    upper: float


@final
@dataclass(frozen=True)
class SampleReport:
    """What random inputs showed. `counterexample` has the fewest active features of those met, the empty input too.

    `cut_short` says that time was over, or Ctrl-C pressed, before all inputs were drawn, or is None.
    """

    strata: tuple[StratumReport, ...]
    confidence: float
    seed: int
    counterexample: Counterexample | None
    cut_short: str | None = None

    def __repr__(self) -> str:
        rate = f"failure rate at most {self.upper:.2g} with confidence {self.confidence:.0%}, no proof"
        return f"<{self.failures:,} failures in {self.samples:,} samples: {rate}>"

    @property
    def samples(self) -> int:
        """Inputs drawn in all."""
        return sum(stratum.samples for stratum in self.strata)

    @property
    def failures(self) -> int:
        """Inputs on which some output was wrong."""
        return sum(stratum.failures for stratum in self.strata)

    @property
    def upper(self) -> float:
        """Bound on the failure rate under the mixture of all strata, each weighted by the samples asked of it.

        It holds with probability at least `confidence`, because all strata's bounds do together. A stratum of which
        nothing was drawn, because the time was over, may fail throughout.
        """
        if self.samples == 0:
            return 1.0  # A sample of nothing bounds nothing.
        return sum(stratum.upper * stratum.asked for stratum in self.strata) / sum(s.asked for s in self.strata)


def sample(
    problem: Problem,
    network: Network,
    *,
    samples: int = 100_000,
    seed: int = 0,
    timeout: float | None = None,
    progress: Progress | None = None,
) -> SampleReport:
    """Score all outputs on `samples` random admissible inputs, spread evenly over the strata of `strata_of`.

    The empty input is always scored as well; it is one input and counts in no stratum.

    Guarantee: every reported failure is a real one (exact integer scores, the counterexample is replayed); the
    confidence bounds hold for the distributions named in the strata and for nothing else, also where the clock ends the
    drawing after `timeout` seconds, or Ctrl-C does, as neither knows anything of what was drawn. It never proves.

    Errors: ValueError when the network does not fit, when G does not fit into memory, or for gates that are 1 on the
    empty input. Source: Clopper and Pearson, Biometrika 26 (1934) 404; strata ours. Details: docs/methods.md.

    >>> from verify import IdentityCode, TwoAnd
    >>> network = Network([([[1, 1]], [-1])], IdentityCode(2), IdentityCode(1), threshold=1)
    >>> sample(TwoAnd(inputs=2, sparsity=2, pairs=((0, 1),)), network, samples=100).failures
    0
    """
    require_pair(problem, network)
    require_fit(problem, network)
    require_size("samples", samples)
    require_seed(seed)
    deadline, reason = TimeLimit(timeout), obstacle(problem, network, count=False)
    if reason is not None:
        raise ValueError(reason)
    report = progress or silent
    scanner, strata = Scanner(problem, network), strata_of(problem, network)
    rng = np.random.default_rng(seed)
    counts, done, interrupted = [], 0, False
    wrong = scanner.extremes(np.empty((1, 0), dtype=np.int64)).wrong(network.threshold)
    best = counterexample_on(problem, network, ()) if len(wrong) else None
    report(0, samples)
    for number, stratum in enumerate(strata):
        share = samples // len(strata) + (number < samples % len(strata))
        drawn = failures = 0
        try:
            blocks = _drawn(stratum, 0 if interrupted else share, rng, deadline)
            for active, extremes in scanned(scanner, blocks, workers()):
                wrong = extremes.wrong(network.threshold)
                if len(wrong) and (best is None or active.shape[1] < len(best.active)):
                    best = counterexample_on(problem, network, tuple(active[wrong[0]].tolist()))
                drawn, failures, done = drawn + len(active), failures + len(wrong), done + len(active)
                report(done, samples)
        except KeyboardInterrupt:
            interrupted = True
        counts.append((stratum, share, drawn, failures))
    if interrupted and not done:
        raise KeyboardInterrupt
    level = 1 - (1 - CONFIDENCE) / max(1, len(strata))
    cut_short = None
    if done < samples and (interrupted or deadline.passed()):
        cut_short = "sampling was interrupted" if interrupted else deadline.reason("sampling")
    return SampleReport(tuple(_report(*counted, level) for counted in counts), CONFIDENCE, seed, best, cut_short)


def _drawn(stratum: Stratum, count: int, rng: np.random.Generator, deadline: Deadline) -> Iterator[ActiveSets]:
    """So many inputs in blocks, until the deadline."""
    for start in range(0, count, BLOCK):
        if deadline.passed():
            return
        yield stratum.draw(rng, min(count - start, BLOCK))


def _report(stratum: Stratum, asked: int, samples: int, failures: int, level: float) -> StratumReport:
    from scipy.special import betaincinv

    half = (1 - level) / 2
    lower = float(betaincinv(failures, samples - failures + 1, half)) if failures else 0.0
    upper = float(betaincinv(failures + 1, samples - failures, 1 - half)) if failures < samples else 1.0
    return StratumReport(stratum.name, stratum.distribution, asked, samples, failures, lower, upper)
