"""The worst error of an output on real features, beside those of answering 0: what it is, in words and JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, Context, Decimal
from fractions import Fraction
from itertools import combinations
from math import inf
from typing import final

import numpy as np

from superproof.real_names import Point
from superproof.words import rounded
from verify import FloatNetwork, RealProblem, Unknown
from verify.floats import ARITHMETIC
from verify.reals import error_function, worst_on

LEVELS = tuple(Fraction(k, 20) for k in (1, 2, 4, 5, 10))
"""Errors at which the outputs that are computed are counted."""


@final
@dataclass(frozen=True)
class OutputError:
    """One output: the worst error is in [reached, at_most], and reached at `input`, which is (feature, value) pairs.

    `alone` bounds the error while at most one feature is not 0, `beside_one` while at most two are, None where that is
    not known; `idle` is the worst error of a network that answers 0; `executed` bounds the error on a machine, None
    where that might overflow.
    """

    output: int
    at_most: Fraction
    reached: Fraction
    input: Point
    alone: Fraction | None
    beside_one: Fraction | None
    idle: Fraction
    executed: Fraction | None

    @property
    def exact(self) -> bool:
        """Whether the bound is the error itself."""
        return self.reached == self.at_most


def idle_error(problem: RealProblem, output: int) -> Fraction:
    """The largest |t_output(y)| over all admissible y, exactly: the worst error of a network that answers 0.

    Only features of the target matter, so that the others are taken as 0; of a target of more than two features at a
    sparsity above 2 it is the largest over two of them, which answering 0 reaches.

    >>> from verify import compressed
    >>> idle_error(compressed(3, 2, residual=True, ranges=(-1, 1)), 1)
    Fraction(2, 1)
    """
    zero = FloatNetwork([(np.zeros((1, problem.features)), [0.0], False)], 0.0)
    single = replace(problem, targets=(problem.targets[output],))
    function, mine = error_function(single, zero.layers), problem.targets[output].features
    sizes = range(min(problem.sparsity, len(mine), 2) + 1)
    supports = (support for size in sizes for support in combinations(sorted(mine), size))
    return max(worst_on(single, function, 0, support).error for support in supports)


def rounded_up(number: Fraction) -> float:
    """The smallest float that is at least the number.

    >>> rounded_up(Fraction(1, 3)) >= Fraction(1, 3)
    True
    """
    return rounded(number, inf)


def shown_up(number: Fraction) -> str:
    """The number with six digits, rounded up: a bound stays one.

    >>> shown_up(Fraction(1, 3)), shown_up(Fraction(1, 4))
    ('0.333334', '0.25')
    """
    context = Context(prec=6, rounding=ROUND_CEILING)
    return f"{float(context.divide(Decimal(number.numerator), Decimal(number.denominator))):.6g}"


def executed_line(network: FloatNetwork, executed: tuple[Fraction, ...] | Unknown) -> str:
    """What is known of machines, in a sentence."""
    machine = ARITHMETIC[network.precision].name
    if isinstance(executed, Unknown):
        return f"as executed in {machine}: unknown, {executed.reason}"
    return f"as executed in {machine}, on inputs of {machine} numbers: off by at most {shown_up(max(executed))}"


def naive_outputs(problem: RealProblem, network: FloatNetwork) -> int:
    """Outputs that a network of as many neurons computes exactly when it spends neurons on outputs one after another.

    An output takes one neuron for every hinge of its target, at least one; neurons are the rectified ones before the
    last layer, or where there are none all that a layer holds. Where every feature has an output of its own, all other
    outputs answer 0: the naive baseline.

    >>> from verify import compressed
    >>> layers = [(np.ones((2, 3)), [0, 0], True), (np.ones((3, 2)), [0, 0, 0], False)]
    >>> naive_outputs(compressed(3, 1), FloatNetwork(layers, 0))
    2
    """
    neurons = network.rectified_neurons if len(network.layers) > 1 else 0
    taken = np.cumsum(sorted(max(1, len(target.hinges)) for target in problem.targets))
    return int(np.count_nonzero(taken <= (neurons or network.neurons)))


def figures(error: OutputError, point: Mapping[str, object]) -> dict[str, object]:
    """The numbers of an output, and its `point`; bounds are rounded up, None where they are not known."""
    return {
        "output": error.output,
        "at_most": rounded_up(error.at_most),
        "reached": float(error.reached),
        "exact": error.exact,
        "executed": known(error.executed),
        **point,
        "alone": known(error.alone),
        "beside_one": known(error.beside_one),
        "idle": float(error.idle),
    }


def known(bound: Fraction | None) -> float | None:
    """A bound as a JSON value."""
    return None if bound is None else rounded_up(bound)
