"""Check how large the errors of a network on real features can be."""

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise

import numpy as np

from verify.checker.budget import Budget, RefusedError
from verify.checker.errors_by_parts import broken_bound, limits_of
from verify.checker.result import Answer, Invalid, Valid, answered
from verify.errors import shown
from verify.floats.network import FloatNetwork
from verify.progress import Deadline, Progress, silent
from verify.reals.dyadic import number_words
from verify.reals.error_certificate import ErrorCertificate
from verify.reals.error_function import ErrorFunction, ExactErrors, vertex_function
from verify.reals.fixed import fixed
from verify.reals.hinges import Target
from verify.reals.problem import RealProblem
from verify.reals.rounded import rounded
from verify.reals.support_bounds import Screen
from verify.reals.supports import Supports, WorstOn, scan

BYTES, BLOCKS = 400, 2**28
"""Of an exact number with its copies, and of the blocks of supports that are bounded at a time."""
SHORT = 10**20
"""Numbers below are said exactly."""
CLAIM = "on every admissible input every output is off by at most what is stated"


def check_errors(
    problem: RealProblem,
    network: FloatNetwork,
    certificate: ErrorCertificate,
    *,
    timeout: float | None = None,
    memory: int | None = None,
    progress: Progress | None = None,
) -> Answer:
    """Whether the certificate's bounds hold.

    Guarantee: Valid only if for every admissible y and every output i: |f_i(y) - t_i(y)| <= at_most[i] in real
    arithmetic over the stored numbers, and each stated input is admissible. Invalid for a certificate about anything
    else, for a bound that some input breaks, and for a document whose digest is not that of its content; Unknown at the
    limits, and with a ReLU of a ReLU, or a sparsity above 2, where a bound is closer to the worst error than can be
    decided. Errors: TypeError for objects of a class of one's own; ValueError for a network that does not fit, or
    numbers that `verify.reals.fixed` refuses. Source: ours.
    """
    for name, value, kind in (
        ("problem", problem, RealProblem), ("network", network, FloatNetwork),
        ("certificate", certificate, ErrorCertificate),
    ):  # fmt: skip
        if type(value) is not kind:
            raise TypeError(f"{name} must be a {kind.__name__}, not {shown(value)}")
    budget = Budget(Deadline(timeout), memory)
    _require_plain(problem)

    def ask() -> Answer:
        budget.require(_need(problem, network), "this check")
        _require_binding(problem, network, certificate)
        exact = ExactErrors(problem, network)
        _require_attained(problem, exact, certificate, budget)
        _require_unchanged(certificate)
        function = vertex_function(problem, network.layers, budget.look)
        if function is not None:
            return _bounded(problem, function, certificate, budget, progress or silent)
        form = fixed(problem, network, budget.look)
        found = broken_bound(form, exact, certificate.at_most, budget, progress or silent)
        if found is None:
            return Valid(CLAIM)
        output, values = found
        return Invalid(_broken(output, certificate, abs(exact.at(output, values)), values))

    return answered(ask, budget)


def _require_plain(problem: RealProblem) -> None:
    """TypeError unless all is made of plain values, which cannot say one thing now and another later.

    ValueError unless it is as `real_problem` makes it.
    """
    parts = [part for t in problem.targets for part in (t, *(inner for _, inner in t.hinges))]
    numbers = [number for ends in problem.ranges for number in ends] + [n for t in problem.targets for n in t.numbers]
    m, v, pairs = problem.features, problem.sparsity, problem.ranges
    features = [[j for j, _ in part.terms] for part in parts]
    whole = [m, v, *(j for js in features for j in js)]
    rows: list[object] = [pairs, problem.targets, *pairs]
    for part in parts:
        rows += [part.terms, part.hinges, *part.terms, *part.hinges]
    kinds = ((tuple, rows), (Target, parts), (Fraction, numbers), (bool, [problem.corners]), (int, whole))
    for kind, values in kinds:
        if any(type(value) is not kind for value in values):
            raise TypeError(f"a real problem must be made of plain values, but one is no {kind.__name__}")
    ordered = all(a < b for js in features for a, b in pairwise([-1, *js, m]))
    for name, right in (
        ("from 1 to all features that may not be 0", 1 <= v <= m),
        ("one range for each feature, its low end first", len(pairs) == m and all(low <= high for low, high in pairs)),
        ("features in ascending order, from 0", ordered),
        ("numbers over powers of two", all(n.denominator & (n.denominator - 1) == 0 for n in numbers)),
        ("hinges of affine functions", all(not inner.hinges for t in problem.targets for _, inner in t.hinges)),
    ):
        if not right:
            raise ValueError(f"a real problem must have {name}")


def _need(problem: RealProblem, network: FloatNetwork) -> int:
    """Bytes at most, about: exact matrices of Python integers, and blocks of supports."""
    hinges = sum(len(target.hinges) for target in problem.targets)
    units = sum(len(layer.bias) for layer in network.layers) + hinges
    between = sum(layer.weights.size for layer in network.layers[1:-1])
    cells = (problem.features + 1) * (units + problem.outputs) + units * problem.outputs + between
    return BYTES * cells + BLOCKS


def _require_binding(problem: RealProblem, network: FloatNetwork, certificate: ErrorCertificate) -> None:
    for name, right in (("problem", problem.digest), ("network", network.digest)):
        stated = getattr(certificate, name)
        if type(stated) is not str or stated != right:
            raise RefusedError(f"the certificate's {name} must be {right}, not {shown(stated, 80)}")
    for name, values, kind in (("at_most", certificate.at_most, Fraction), ("attained", certificate.attained, dict)):
        if type(values) is not tuple or len(values) != problem.outputs or any(type(v) is not kind for v in values):
            raise RefusedError(f"the certificate's {name} must have one entry for each of {problem.outputs} outputs")


def _require_attained(problem: RealProblem, exact: ExactErrors, certificate: ErrorCertificate, budget: Budget) -> None:
    """RefusedError unless each stated input is admissible, and the error there no larger than stated."""
    for output, values in enumerate(certificate.attained):
        budget.look()
        if any(type(j) is not int or type(value) is not Fraction for j, value in values.items()):
            raise RefusedError(f"attained[{output}] must give features, by number, their values")
        if not problem.admits(values):
            raise RefusedError(f"attained[{output}] must be an admissible input, not {shown(_words(values))}")
        error = abs(exact.at(output, values))
        if error > certificate.at_most[output]:
            raise RefusedError(_broken(output, certificate, error, values))


def _require_unchanged(certificate: ErrorCertificate) -> None:
    """RefusedError where it states a digest of its content, and that is another: a number of it was changed."""
    if certificate.digest is not None and certificate.digest != (right := certificate.content_digest):
        raise RefusedError(f"the certificate's digest must be {right}, not {shown(certificate.digest, 80)}")


def _bounded(
    problem: RealProblem,
    function: ErrorFunction,
    certificate: ErrorCertificate,
    budget: Budget,
    progress: Progress,
) -> Answer:
    """Every support: where the bound of the rounded function is too large, the exact worst error decides."""
    form, kept = rounded(problem, function), Supports(problem)
    screen, limits, done = (
        Screen(form, corners=problem.corners),
        limits_of(certificate.at_most, form.exponent)[:, None],
        0,
    )
    worst_on = WorstOn(problem, function)
    for first, seconds, bounds in scan(screen, kept):
        budget.look()
        progress(done, kept.count)
        over = bounds > limits
        for output, place in zip(*(indices.tolist() for indices in np.nonzero(over)), strict=True):
            budget.look()
            worst = worst_on(output, kept.support(first, seconds[place]))
            if worst.error > certificate.at_most[output]:
                return Invalid(_broken(output, certificate, worst.error, dict(worst.input)))
        done += len(seconds)
    progress(done, kept.count)
    return Valid(CLAIM)


def _broken(output: int, certificate: ErrorCertificate, error: Fraction, values: Mapping[int, Fraction]) -> str:
    return (
        f"the error of output {output} is stated to be at most {number_words(certificate.at_most[output])}, but "
        f"it is {number_words(error)} at {_words(values)}"
    )


def _words(values: Mapping[int, Fraction]) -> str:
    short = {
        j: value if max(map(abs, value.as_integer_ratio())) < SHORT else number_words(value)
        for j, value in values.items()
    }
    return ", ".join(f"y{j} = {value}" for j, value in short.items()) or "the input that is 0 everywhere"
