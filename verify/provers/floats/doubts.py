"""Why a proof in exact arithmetic does not cover machines: an input too near to a threshold, or a run that is wrong."""

from fractions import Fraction
from typing import final

import numpy as np

from verify.floats.fine import FINE
from verify.floats.machine import ARITHMETIC
from verify.floats.network import FloatNetwork
from verify.floats.pointwise import Pointwise
from verify.progress import Deadline
from verify.provers.floats.scan import Scanned
from verify.statement.verdict import Counterexample

MOST_RUNS = 2**12
"""Inputs near a threshold that are run in search of one that comes out wrong."""


@final
class Doubts:
    """The first reason against the claim *executed*, and the first run that was seen to be wrong."""

    def __init__(self, network: FloatNetwork, reason: str | None) -> None:
        self.reason = reason
        self.wrong_run: Counterexample | None = None
        self._machine, self._runs = ARITHMETIC[network.precision].name, 0

    def look(self, point: Pointwise, block: Scanned, deadline: Deadline) -> None:
        """Go through the cells of a block that are right, but not so far from their thresholds that all is clear."""
        for output, cells in block.by_output(np.arange(len(block.rows))):
            if deadline.passed() or (self.reason is not None and self._runs >= MOST_RUNS):
                return
            self.ask(point, block.inputs(cells), block.truth[cells].tolist(), output)

    def ask(self, point: Pointwise, inputs: list[tuple[int, ...]], truth: list[bool], output: int) -> None:
        """Look at an output on some inputs, on which it must read `truth`.

        What a machine may lose is bounded for inputs with as many active features as any of these: the checker must be
        asked about the same inputs at a time.
        """
        for active, right in zip(inputs, truth, strict=True):
            self._run(point, active, output, truth=right)
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

    def _run(self, point: Pointwise, active: tuple[int, ...], output: int, *, truth: bool) -> None:
        if self.wrong_run is not None or self._runs >= MOST_RUNS:
            return
        self._runs += 1
        if point.run_reads(active, output) != truth:
            self.wrong_run = example(point, active, output, int(truth))
            self.reason = f"{self._machine} as numpy adds is wrong where exact arithmetic is right: {self.wrong_run}"


def example(point: Pointwise, active: tuple[int, ...], output: int, expected: int) -> Counterexample:
    """One output on one input: its exact score and threshold, and what numpy gets."""
    unit = Fraction(2) ** point.exact.exponent
    score = int(point.exact.scores([active], slice(output, output + 1))[0, 0]) * unit
    theta = int(point.exact.thresholds[output]) * unit
    return Counterexample(active, output, expected, score, theta, point.run(active, output))
