"""The worst errors of a network on real features, output by output, beside those of answering 0: words and JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, Context, Decimal
from fractions import Fraction
from itertools import combinations
from math import inf
from typing import final

import numpy as np

from superproof.real_names import Point, RealNames
from superproof.words import count, rounded
from verify import FloatNetwork, RealProblem, Unknown, WorstErrors
from verify.arrays import Reals
from verify.floats import ARITHMETIC
from verify.reals import error_function, worst_on

LEVELS = tuple(Fraction(k, 20) for k in (1, 2, 4, 5, 10))
"""Errors at which the outputs that are computed are counted."""
SHOWN = 8
"""Outputs in the table."""
CURVES = ("at_most", "alone", "beside_one", "idle")
MOST_CELLS = 2**16
"""Of the interference matrix in JSON."""


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


def output_errors(
    problem: RealProblem, found: WorstErrors, alone: WorstErrors | None, beside_one: WorstErrors | None
) -> list[OutputError]:
    """All outputs, in order."""
    certificate = found.certificate
    return [
        OutputError(
            i,
            bound,
            found.reached[i],
            tuple(certificate.attained[i].items()),
            None if alone is None else alone.at_most[i],
            None if beside_one is None else beside_one.at_most[i],
            idle_error(problem, i),
            None if isinstance(found.executed, Unknown) else found.executed[i],
        )
        for i, bound in enumerate(found.at_most)
    ]


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


def worst_of(errors: list[OutputError]) -> OutputError:
    """The output with the largest error that is reached."""
    return max(errors, key=lambda error: (error.reached, error.at_most, -error.output))


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


def lines(problem: RealProblem, network: FloatNetwork, errors: list[OutputError], names: RealNames) -> list[str]:
    """The verdict, the input that is worst, how many outputs are computed how well, and the worst outputs."""
    worst, bound = worst_of(errors), max(error.at_most for error in errors)
    off = shown_up(worst.reached) if worst.reached == worst.at_most else f"{float(worst.reached):.6g}"
    sparse = f"with at most {problem.sparsity} of {count(problem.features, 'feature')} not 0"
    lines = [
        f"proved: on every input {sparse}, every output is off by at most {shown_up(bound)}",
        f"worst: {names.output(worst.output)} is off by {off} at {names.point(worst.input)}"
        + (", and no output by more" if worst.reached == bound else ""),
    ]
    within = (f"{float(level):.2f}: {sum(error.at_most <= level for error in errors)}" for level in LEVELS)
    lines.append(f"of {count(len(errors), 'output')} off by at most {', '.join(within)}")
    better = sum(error.at_most < error.idle for error in errors)
    lines.append(f"better than answering 0: {better} of {count(len(errors), 'output')}")
    naive = naive_outputs(problem, network)
    others = f", and 0 for the other {len(errors) - naive}" if naive < len(errors) else ""
    lines.append(f"the naive network of as many neurons: {naive} exact{others}")
    return lines


def head(problem: RealProblem) -> tuple[str, ...]:
    """What `rows` has in its columns."""
    fewer = ("alone", "with one other")[: 1 + (problem.sparsity > 2)]
    return ("output", "off by at most", *fewer, "answering 0", "at")


def rows(problem: RealProblem, errors: list[OutputError], names: RealNames, most: int = SHOWN) -> list[tuple[str, ...]]:
    """The outputs that are worst, for a table."""

    def fewer(error: OutputError) -> tuple[Fraction | None, ...]:
        return (error.alone, error.beside_one)[: 1 + (problem.sparsity > 2)]

    ranked = sorted(errors, key=lambda error: (-error.at_most, error.output))[:most]
    return [
        (
            names.output(error.output).removeprefix("output "),
            shown_up(error.at_most) + ("" if error.reached == error.at_most else " or less"),
            *("not known" if bound is None else shown_up(bound) for bound in fewer(error)),
            f"{float(error.idle):.6g}",
            names.point(error.input),
        )
        for error in ranked
    ]


def facts(
    problem: RealProblem,
    network: FloatNetwork,
    errors: list[OutputError],
    interference: Reals | None,
    names: RealNames,
) -> dict[str, object]:
    """All numbers as JSON values; bounds are rounded up, and exact in the certificate.

    The k-th number of a curve, from 1, is the least error at which k outputs are computed. The interference matrix,
    an output a row, is left out where it is large.
    """
    worst, bound = worst_of(errors), max(error.at_most for error in errors)
    return {
        "inputs": problem.features,
        "outputs": problem.outputs,
        "sparsity": problem.sparsity,
        "neurons": network.neurons,
        "worst_error": {
            "at_most": rounded_up(bound),
            "reached": float(worst.reached),
            "exact": worst.reached == bound,
            "executed": _known(max(errors, key=lambda error: error.executed or 0).executed),
            "output": worst.output,
            "input": _point(worst.input),
            **names.facts(worst.output, worst.input),
        },
        "computed": [
            {"within": float(level), "outputs": sum(error.at_most <= level for error in errors)} for level in LEVELS
        ],
        "curves": {
            name: sorted(rounded_up(bound) for error in errors if (bound := getattr(error, name)) is not None) or None
            for name in CURVES
        },
        "interference": None if interference is None or interference.size > MOST_CELLS else interference.tolist(),
        "naive": naive_outputs(problem, network),
        "better_than_idle": sum(error.at_most < error.idle for error in errors),
        "errors": [
            figures(error, {"input": _point(error.input), **names.facts(error.output, error.input)}) for error in errors
        ],
    }


def figures(error: OutputError, point: Mapping[str, object]) -> dict[str, object]:
    """The numbers of an output, and its `point`; bounds are rounded up, None where they are not known."""
    return {
        "output": error.output,
        "at_most": rounded_up(error.at_most),
        "reached": float(error.reached),
        "exact": error.reached == error.at_most,
        "executed": _known(error.executed),
        **point,
        "alone": _known(error.alone),
        "beside_one": _known(error.beside_one),
        "idle": float(error.idle),
    }


def _known(bound: Fraction | None) -> float | None:
    return None if bound is None else rounded_up(bound)


def _point(point: Point) -> list[list[object]]:
    """An input as JSON: feature and exact value."""
    return [[j, str(value)] for j, value in point if value]
