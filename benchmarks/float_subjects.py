"""A float network that is compared with its truth: what it computes in fractions, and on a machine."""

import random
from dataclasses import dataclass
from itertools import combinations
from typing import final

import numpy as np

from benchmarks.float_draws import FORMATS, layers_drawn, layers_made, stored, threshold_drawn
from benchmarks.float_truth import exact_scores, over, places_of
from verify import (
    FloatNetwork,
    Problem,
    TwoAnd,
    evaluate,
    gate_problem,
)

PROBLEMS = (
    TwoAnd(inputs=3, sparsity=2, pairs=((0, 1), (1, 2))),
    gate_problem(3, 2, [("or", 0, 2), ("xor", 0, 1)]),
    gate_problem(3, 3, [("andnot", 2, 1), ("copy", 1)]),
    TwoAnd(inputs=4, sparsity=3, pairs=((0, 1), (2, 3))),
    *(gate_problem(2, 2, [gate]) for gate in (("or", 0, 1), ("and", 0, 1), ("xor", 0, 1), ("andnot", 1, 0))),
)


@final
@dataclass(frozen=True)
class Subject:
    """A problem and a network, with their inputs, and on each of them the outputs that are 1, and all excesses.

    `excess`[input][i] is score i less its threshold, in units of 2**-`places`.
    """

    problem: Problem
    network: FloatNetwork
    inputs: tuple[tuple[int, ...], ...]
    ones: tuple[frozenset[int], ...]
    excess: tuple[list[int], ...]
    scores: tuple[list[int], ...]
    places: int

    @staticmethod
    def drawn(draw: random.Random) -> "Subject":
        """One of the problems, and a network for it."""
        problem = draw.choice(PROBLEMS)
        inputs = inputs_of(problem)
        ones = tuple(frozenset(evaluate(problem, active)) for active in inputs)
        rng, precision = np.random.default_rng(draw.getrandbits(64)), draw.choice(FORMATS)
        layers = layers_made(problem, rng, precision) if draw.random() < 0.6 else layers_drawn(problem, rng, precision)
        zeros = FloatNetwork(layers, np.zeros(problem.outputs), precision)
        scores = [exact_scores(zeros, active) for active in inputs]
        strict, kind = draw.random() < 0.5, draw.choice(("edge", "edge", "between", "any"))
        thresholds = [threshold_drawn(i, scores, ones, strict, kind, rng) for i in range(problem.outputs)]
        return Subject.of(problem, FloatNetwork(layers, stored(np.array(thresholds), precision), precision, strict))

    @staticmethod
    def of(problem: Problem, network: FloatNetwork) -> "Subject":
        """All about one network, by definition."""
        inputs = inputs_of(problem)
        ones = tuple(frozenset(evaluate(problem, active)) for active in inputs)
        scores = [exact_scores(network, active) for active in inputs]
        places = max([place for _, place in scores] + [places_of(network.thresholds)])
        thetas = [over(float(theta), places) for theta in network.thresholds]
        raised = tuple([score << places - place for score in row] for row, place in scores)
        excess = tuple([score - theta for score, theta in zip(row, thetas, strict=True)] for row in raised)
        return Subject(problem, network, inputs, ones, excess, raised, places)

    def reads(self, excess: int) -> bool:
        """What an output reads at this distance from its threshold."""
        return excess > 0 if self.network.strict else excess >= 0

    def wrong(self) -> set[tuple[tuple[int, ...], int]]:
        """Inputs and outputs that are wrong, by definition."""
        return {
            (active, i)
            for active, ones, row in zip(self.inputs, self.ones, self.excess, strict=True)
            for i, value in enumerate(row)
            if self.reads(value) != (i in ones)
        }

    def sides(self, rows: tuple[list[int], ...], i: int) -> tuple[int | None, int | None]:
        """The smallest number of output i where it must be 1, and the largest where it must be 0."""
        true = [row[i] for ones, row in zip(self.ones, rows, strict=True) if i in ones]
        false = [row[i] for ones, row in zip(self.ones, rows, strict=True) if i not in ones]
        return min(true, default=None), max(false, default=None)


def inputs_of(problem: Problem) -> tuple[tuple[int, ...], ...]:
    """All sparse inputs, the sparsest first."""
    return tuple(one for k in range(problem.sparsity + 1) for one in combinations(range(problem.inputs), k))
