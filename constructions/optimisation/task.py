"""What training works on: a problem between two fixed public codes."""

from dataclasses import dataclass
from functools import cached_property
from typing import final

import numpy as np

from constructions.optimisation.cases import FALSE, TRUE, Cases, cases_of
from verify import ConstantWeightCode, HadamardCode, IdentityCode, Problem
from verify.arrays import Floats, Ints
from verify.codes import expand


@final
@dataclass(frozen=True, eq=False)
class Task:
    """Find W, b and a threshold for the problem, given the input code A and the channels of the output code."""

    problem: Problem
    input_code: HadamardCode | IdentityCode
    output_code: ConstantWeightCode

    @cached_property
    def words(self) -> Floats:
        """A as floats: (n_0, m)."""
        return np.ascontiguousarray(expand(self.input_code), dtype=np.float32)

    @cached_property
    def channels(self) -> Ints:
        """The neurons that each output reads: (m', w)."""
        return self.output_code.supports(0, self.problem.outputs).astype(np.int32)

    @cached_property
    def cases(self) -> dict[int, Cases]:
        """The active sets of either side, by cases."""
        return {side: cases_of(self.problem, side) for side in (FALSE, TRUE)}


def task_of(problem: Problem, neurons: int, weight: int, seed: int) -> Task:
    """The codes that train best: random channels of the given weight, and n rows of a Hadamard matrix for the inputs.

    Features that have a neuron each (n >= m) are carried by the identity. Reed-Solomon channels, best for closed-form
    weights, trained worse on every graph tried.
    """
    narrow = neurons < problem.inputs
    words = HadamardCode(rows=neurons, columns=problem.inputs, seed=seed) if narrow else IdentityCode(problem.inputs)
    channels = ConstantWeightCode(rows=neurons, columns=problem.outputs, weight=weight, seed=seed)
    return Task(problem, words, channels)
