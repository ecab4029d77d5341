"""What was found about a float network: counterexamples, confirmed anew, and why a proof does not cover machines."""

from dataclasses import dataclass
from fractions import Fraction
from typing import final

import numpy as np

from verify.errors import SpuriousCounterexampleError
from verify.floats.claims import EXECUTED
from verify.floats.fine import FINE
from verify.floats.machine import ARITHMETIC
from verify.floats.network import FloatNetwork
from verify.floats.pointwise import Pointwise
from verify.progress import Deadline
from verify.provers.floats.scan import OverdueError, Scanned
from verify.statement.on_inputs import evaluate, is_admissible
from verify.statement.problem import Problem
from verify.statement.verdict import Counterexample, Refuted, Unchecked

MOST_RUNS = 2**12
"""Inputs near a threshold that are run in search of one that comes out wrong."""


@final
@dataclass(frozen=True)
class FloatFinding:
    """What was found: `found` about exact arithmetic, and of a proof `doubt`, why machines are not covered (or None).

    `wrong_run` is then an input on which numpy was seen to read another output than exact arithmetic, if it was.
    """

    found: Unchecked
    doubt: str | None = None
    wrong_run: Counterexample | None = None


@final
class Doubts:
    """The first reason against the claim *executed*, and the first run that was seen to be wrong."""

    def __init__(self, network: FloatNetwork, reason: str | None) -> None:
        self.reason = reason
        self.wrong_run: Counterexample | None = None
        self._machine, self._runs = ARITHMETIC[network.precision].name, 0

    def look(self, point: Pointwise, block: Scanned, deadline: Deadline) -> None:
        """Go through the cells of a block that are right, but not so far from their thresholds that all is clear.

        Errors: OverdueError.
        """
        for output, cells in block.by_output(np.arange(len(block.rows)), deadline):
            if self.reason is not None and self._runs >= MOST_RUNS:
                return
            self.ask(point, block.inputs(cells), block.truth[cells].tolist(), output)

    def ask(self, point: Pointwise, inputs: list[tuple[int, ...]], truth: list[bool], output: int) -> None:
        """Look at an output on some inputs, on which it must read `truth`.

        What a machine may lose is bounded for inputs with as many active features as any of these: the checker must be
        asked about the same inputs at a time.
        """
        for active, right in zip(inputs, truth, strict=True):
            if self.wrong_run is None and self._runs < MOST_RUNS:
                self._runs += 1
                if point.run_reads(active, output) != right:
                    self.wrong_run = example(point, active, output, int(right))
                    numpy = f"{self._machine} as numpy adds"
                    self.reason = f"{numpy} is wrong where exact arithmetic is right: {self.wrong_run}"
        if self.reason is None:
            distances, losses = point.distances(inputs, output), point.losses(inputs, output)
            near = np.flatnonzero((distances <= losses).astype(np.bool_))
            if len(near):
                first, unit = int(near[0]), Fraction(1, 2**FINE)
                self.reason = (
                    f"with active features {inputs[first]}, output {output} is only "
                    f"{float(int(distances[first]) * unit):.3g} from its threshold, and {self._machine} may lose up to "
                    f"{float(int(losses[first]) * unit):.3g}"
                )


def example(point: Pointwise, active: tuple[int, ...], output: int, expected: int) -> Counterexample:
    """One output on one input: its exact score and threshold, and what numpy gets."""
    unit = Fraction(2) ** point.exact.exponent
    score = int(point.exact.scores([active], slice(output, output + 1))[0, 0]) * unit
    theta = int(point.exact.thresholds[output]) * unit
    return Counterexample(active, output, expected, score, theta, point.run(active, output))


def first_wrong(point: Pointwise, block: Scanned, deadline: Deadline) -> tuple[tuple[int, ...], int] | None:
    """The first input of a block, and its first output, that is wrong in exact arithmetic. Errors: OverdueError."""
    cells = np.flatnonzero(~block.right)
    for place in cells[np.lexsort((block.outputs[cells], block.rows[cells]))].tolist():
        if deadline.passed():
            raise OverdueError(deadline.reason("scoring"))
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
    found, by_run = finding.found, not isinstance(finding.found, Refuted)
    seen = found.counterexample if isinstance(found, Refuted) else finding.wrong_run if claim == EXECUTED else None
    if seen is None:
        return found
    return Refuted(float_counterexample(problem, Pointwise(network), seen.active, seen.output, by_run=by_run))
