"""The threshold between the scores that must read 1 and those that must read 0."""

import numpy as np

from verify import Network, Problem
from verify.provers.scan import NO_SCORE, Extremes, Scanner
from verify.provers.strata import strata_of

SAMPLES = 4096


def with_separating_threshold(problem: Problem, network: Network, seed: int) -> Network:
    """The network with its threshold in the middle between the hardest scores met on random hard inputs.

    The inputs are `SAMPLES` a stratum of `verify.provers.strata`, every one scored exactly; a smallest true score
    that some unseen input undercuts, or a larger false one, is for the prover to find. Deterministic in `seed`.
    """
    scanner, rng = Scanner(problem, network), np.random.default_rng(seed)
    met = [scanner.extremes(stratum.draw(rng, SAMPLES)) for stratum in strata_of(problem, network)]
    return network.with_threshold(middle(met))


def middle(extremes: list[Extremes]) -> int:
    """The least threshold in the upper half between the largest false and the smallest true score."""
    true = min(int(e.smallest_true.min()) for e in extremes)
    false = max(int(e.largest_false.max()) for e in extremes)
    if true == NO_SCORE:
        return false + 1
    return true if false == -NO_SCORE else false + 1 + (true - false - 1) // 2
