"""What was found about a float network, and its counterexamples, confirmed anew."""

from dataclasses import dataclass
from typing import final

import numpy as np

from verify.errors import SpuriousCounterexampleError
from verify.floats.claims import EXECUTED
from verify.floats.network import FloatNetwork
from verify.floats.pointwise import Pointwise
from verify.progress import Deadline
from verify.provers.floats.doubts import example
from verify.provers.floats.scan import Scanned
from verify.statement.on_inputs import evaluate, is_admissible
from verify.statement.problem import Problem
from verify.statement.verdict import Counterexample, Refuted, Unchecked


@final
@dataclass(frozen=True)
class FloatFinding:
    """What was found: `found` about exact arithmetic, and of a proof `doubt`, why machines are not covered (or None).

    `wrong_run` is then an input on which numpy was seen to read another output than exact arithmetic, if it was.
    """

    found: Unchecked
    doubt: str | None = None
    wrong_run: Counterexample | None = None


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
