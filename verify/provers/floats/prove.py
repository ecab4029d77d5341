"""Prove or refute a float network by trying all admissible inputs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import final

import numpy as np

from verify.errors import SpuriousCounterexampleError
from verify.floats.claims import CLAIMS, EXACT, EXECUTED, ORDER, excess
from verify.floats.fine import Units
from verify.floats.machine import worst_losses
from verify.floats.network import FloatNetwork
from verify.floats.pointwise import Pointwise
from verify.progress import Deadline, Progress, silent
from verify.provers.floats.doubts import Doubts, example
from verify.provers.floats.scan import Scanned, Scanner
from verify.statement.certificate import certify
from verify.statement.fit import require_fit
from verify.statement.inputs import count_sparse, more_sparse_than
from verify.statement.problem import Problem, evaluate, is_admissible
from verify.statement.verdict import Counterexample, Found, Refuted, Unchecked, Unknown

MOST_INPUTS = 2**62
UNIT = 64
"""Margins are stated in units of 2**-64."""
SLACK = 2
"""Margins are weakened by so many times the error of the rounding, so that other ways of rounding confirm them."""


@final
@dataclass(frozen=True)
class FloatFinding:
    """What was found: `found` about exact arithmetic, and of a proof `doubt`, why machines are not covered (or None).

    `wrong_run` is then an input on which numpy was seen to read another output than exact arithmetic, if it was.
    """

    found: Unchecked
    doubt: str | None = None
    wrong_run: Counterexample | None = None


def find_float_proof(
    problem: Problem, network: FloatNetwork, *, deadline: Deadline, progress: Progress | None = None
) -> FloatFinding:
    """Decide the statement by scoring all outputs on all admissible inputs.

    Guarantee: `found` is a proof only if every output reads F exactly on every admissible input, and claims machines
    too only if `doubt` is None; Refuted with a counterexample of the fewest active features. Cost: that of `Scanner`;
    cells that are not clear cost an exact evaluation each. Errors: ValueError where the network does not fit.
    """
    require_fit(problem, network)
    if more_sparse_than(problem, MOST_INPUTS):
        return FloatFinding(Unknown(f"enumeration takes at most {MOST_INPUTS} inputs, and there are more"))
    if evaluate(problem, ()):
        return FloatFinding(Unknown("scoring inputs takes gates that are 0 on the empty input"))
    losses, doubt = _losses(network, problem.sparsity)
    try:
        scanner = Scanner(problem, network, losses)
    except OverflowError as error:
        return FloatFinding(Unknown(str(error)))
    point, doubts = Pointwise(network), Doubts(network, doubt)
    report, done, total = progress or silent, 0, count_sparse(problem)
    report(done, total)
    for block in scanner.blocks():
        wrong = first_wrong(point, block, deadline)
        if wrong is not None:
            return FloatFinding(Refuted(float_counterexample(problem, point, *wrong)))
        doubts.look(point, block, deadline)
        done += block.looked_at
        report(done, total)
        if done < total and deadline.passed():
            return FloatFinding(Unknown(f"{deadline.reason('enumeration')}: {done} of {total} inputs are right"))
    slack = SLACK * max(map(int, scanner.rounded.errors))
    margin = excess(network, scanner.rounded, scanner.smallest, scanner.largest).margin(UNIT, slack)
    claims = [EXACT] if doubts.reason is not None else list(CLAIMS)
    evidence = {"order": ORDER, "claims": claims, "unit": UNIT}
    found = Found(certify(problem, network, "enumerate", margin=margin, evidence=evidence))
    return FloatFinding(found, doubts.reason, doubts.wrong_run)


def _losses(network: FloatNetwork, active: int) -> tuple[Units | None, str | None]:
    try:
        return worst_losses(network, active), None
    except OverflowError as error:
        return None, str(error)


def first_wrong(point: Pointwise, block: Scanned, deadline: Deadline) -> tuple[tuple[int, ...], int] | None:
    """The first input of a block, and its first output, that is wrong in exact arithmetic, as far as time suffices."""
    cells = np.flatnonzero(~block.right)
    for place in cells[np.lexsort((block.outputs[cells], block.rows[cells]))].tolist():
        if deadline.passed():
            return None
        active, output = tuple(block.active[block.rows[place]].tolist()), int(block.outputs[place])
        if block.wrong[place] or bool(point.reads([active], output)[0]) != bool(block.truth[place]):
            return active, output
    return None


def float_counterexample(
    problem: Problem, point: Pointwise, active: tuple[int, ...], output: int, *, by_run: bool = False
) -> Counterexample:
    """The counterexample, confirmed by Python integers and replayed by numpy, or (`by_run`) confirmed by numpy.

    Errors: SpuriousCounterexampleError when the input is not admissible or the output is right on it.
    """
    ordered = tuple(sorted(active))
    distinct = len(set(ordered)) == len(ordered) and all(0 <= j < problem.inputs for j in ordered)
    if not distinct or not is_admissible(problem, ordered):
        raise SpuriousCounterexampleError(f"{ordered} is no admissible input")
    expected = output in evaluate(problem, ordered)
    reads = point.run_reads(ordered, output) if by_run else bool(point.reads([ordered], output)[0])
    if reads == expected:
        raise SpuriousCounterexampleError(f"output {output} is right on active features {ordered}")
    return example(point, ordered, output, int(expected))


def replayed(problem: Problem, network: FloatNetwork, finding: FloatFinding, claim: str) -> Unchecked:
    """What was found, its counterexample confirmed anew; with the claim "executed" a wrong run is one.

    Errors: SpuriousCounterexampleError.
    """
    found, by_run = finding.found, finding.wrong_run if claim == EXECUTED else None
    if isinstance(found, Refuted):
        example = found.counterexample
        return Refuted(float_counterexample(problem, Pointwise(network), example.active, example.output))
    if by_run is not None:
        point = Pointwise(network)
        return Refuted(float_counterexample(problem, point, by_run.active, by_run.output, by_run=True))
    return found


def require_enumerate(prover: str, options: Mapping[str, object], claim: str) -> None:
    """ValueError unless this asks for what proves float networks, enumerate without options, and for a claim."""
    if claim not in CLAIMS:
        raise ValueError(f"claim must be {' or '.join(CLAIMS)}, not {claim!r}")
    given = [name for name, value in options.items() if value]
    if prover not in ("auto", "enumerate") or given:
        what = f"the option {given[0]}" if given else f"the prover {prover}"
        raise ValueError(f"float networks are proved by enumerate, which has no options: leave {what} out")
