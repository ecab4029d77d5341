"""Prove or refute by trying every admissible input, in exact integers, on all cores or by the workers of a client."""

from dataclasses import dataclass
from typing import final

from verify.certifying import certify
from verify.compiling import TimeLimit
from verify.crew import Crew
from verify.progress import Progress, silent
from verify.provers.choice import duration
from verify.provers.enumeration.parts import LONG, tried_in_parts
from verify.provers.enumeration.trying import Trying, additions_an_input, measured, obstacle, workers
from verify.provers.prover import Options
from verify.scoring.extremes import NO_SCORE
from verify.statement.certificate import Margin
from verify.statement.fit import require_fit
from verify.statement.forward import scores
from verify.statement.inputs import count_sparse
from verify.statement.network import Network
from verify.statement.on_inputs import evaluate
from verify.statement.problem import Problem
from verify.statement.verdict import Counterexample, Found, Refuted, Unchecked, Unknown, replay


def prove_by_enumeration(
    problem: Problem,
    network: Network,
    *,
    timeout: float | None = None,
    progress: Progress | None = None,
    client: Crew | None = None,
) -> Unchecked:
    """Decide the statement by scoring all outputs on all admissible inputs, here or by the workers of a `client`.

    Those are sum_{k <= v} C(m, k), for circuits without those on which a level is too active.

    Guarantee: Found only if for all admissible y and all outputs i the score of i reads F_i(y); the certificate's
    margin is exact. Refuted with a counterexample of the fewest active features. Any depth, any codes.

    Unknown at the time limit, when G = W_1 A does not fit into memory, or for gates that are 1 on the empty input.
    Errors: ValueError when the network does not fit the problem; DocumentError for a part that is none. Source: ours
    (the definition). Details: docs/methods.md.

    >>> from verify import IdentityCode, TwoAnd
    >>> network = Network([([[1, 1]], [-1])], IdentityCode(2), IdentityCode(1), threshold=1)
    >>> verdict = prove_by_enumeration(TwoAnd(inputs=2, sparsity=2, pairs=((0, 1),)), network)
    >>> verdict.certificate.margin, verdict.certificate.inputs_covered
    (Margin(smallest_true=1, largest_false=0), 4)
    """
    deadline, report = TimeLimit(timeout), progress or silent
    require_fit(problem, network)
    reason = obstacle(problem, network)
    if reason is not None:
        return Unknown(reason)
    trying = Trying(problem, network, deadline)
    if client is None:
        found = trying.tried(0, trying.total, deadline, report)
    else:
        found = tried_in_parts(trying, client, deadline, report)
    if found.wrong is not None:
        return Refuted(counterexample_on(problem, network, found.wrong))
    if found.done < trying.total:
        late = deadline.reason("enumeration")
        return Unknown(f"{late}: {found.done:,} of {trying.total:,} inputs were tried, and none is wrong")
    smallest = None if found.smallest == NO_SCORE else found.smallest
    margin = Margin(smallest, None if found.largest == -NO_SCORE else found.largest)
    return Found(certify(problem, network, "enumerate", margin=margin, evidence={"order": "colexicographic"}))


def counterexample_on(problem: Problem, network: Network, active: tuple[int, ...]) -> Counterexample:
    """The first wrong output on an input known to be handled wrongly, replayed."""
    ones = set(evaluate(problem, active))
    found = scores(network, active)
    wrong = next((i for i in range(problem.outputs) if (found[i] >= network.threshold) != (i in ones)), 0)
    return replay(problem, network, active, wrong)


def predicted_additions(problem: Problem, network: Network) -> int:
    """Additions over all inputs that have to be tried."""
    return Trying(problem, network).total * additions_an_input(problem, network)


@final
@dataclass(frozen=True)
class Forecast:
    """What enumeration will cost: inputs to try, integer additions, and seconds at the rate measured just now.

    The inputs to try are the reduced ones, where these are few.
    """

    inputs: int
    operations: int
    seconds: float


def forecast(problem: Problem, network: Network) -> Forecast:
    """Inputs, additions and seconds of `prove_by_enumeration`, from the time that one block of inputs takes.

    The kernels are compiled on first use after installation (some seconds), which is not counted.
    Errors: ValueError where enumeration would answer Unknown at once.
    """
    require_fit(problem, network)
    reason = obstacle(problem, network)
    if reason is not None:
        raise ValueError(reason)
    additions, seconds = measured(problem, network)
    inputs = Trying(problem, network).total
    return Forecast(inputs, inputs * additions, seconds * inputs / workers())


def announced(problem: Problem, network: Network, options: Options) -> list[str]:
    """How long it takes, where that is worth the time of one block of inputs."""
    inputs = count_sparse(problem)
    if obstacle(problem, network) is not None or inputs * additions_an_input(problem, network) < LONG:
        return []
    cost = forecast(problem, network)
    all_ = f" that stand for all {inputs:,}" if cost.inputs < inputs else ""
    return [f"forecast: {cost.inputs:,} inputs{all_} take {duration(cost.seconds)}"]
