"""`superproof problem real`: problems about real features, from a target for every feature, formulas or gates."""

import argparse
from fractions import Fraction

from superproof.errors import UsageError, about_file, as_usage
from superproof.outcome import DONE, Outcome
from superproof.pair import require_kind
from superproof.words import sizes
from verify import RealProblem, Target, absolute, feature, formula, real_problem, relu, save_real_problem, soft_gates
from verify.documents import PROBLEM, Labels, load_labelled_problem, read_bytes
from verify.errors import DocumentError
from verify.reals import MOST_FEATURES

Number = int | Fraction
ALL, UNIT = (-1, 1), (0, 1)
"""Ranges where none is given: of most targets, and of gates and the identity."""


def target_named(name: str, number: int) -> Target:
    """The target of output `number`, a function of the feature of that number. Errors: KeyError for another name.

    >>> print(target_named("residual", 3))
    y3 + max(0, y3)
    """
    y = feature(number)
    return {"identity": y, "relu": relu(y), "residual": y + relu(y), "absolute": absolute(y)}[name]


def write_real_problem(arguments: argparse.Namespace) -> Outcome:
    """The document that the options ask for. Errors: UsageError and DocumentError."""
    with as_usage():
        problem, labels = _asked(arguments)
    save_real_problem(problem, arguments.output, labels)
    facts = {"inputs": problem.features, "outputs": problem.outputs, "sparsity": problem.sparsity}
    more = " of every feature" if arguments.target else ", ..." if problem.outputs > 1 else ""
    line = f"{arguments.output}: {sizes(*facts.values())}, {problem.targets[0]}{more}"
    return Outcome(DONE, (line,), facts=facts)


def _asked(arguments: argparse.Namespace) -> tuple[RealProblem, Labels]:
    """The problem, and names where it has some. Errors: ValueError too, for what no problem can be."""
    if arguments.gates is not None:
        return _soft(arguments)
    features = arguments.features or 1
    if features > MOST_FEATURES:
        raise UsageError(f"--features must be at most {MOST_FEATURES}, not {features}")
    if arguments.target is not None:
        targets = [target_named(arguments.target, i) for i in range(features)]
    else:
        targets = _formulas(arguments)
    if arguments.features is None:
        features = 1 + max((j for target in targets for j in target.features), default=0)
    ranges = _ranges(arguments, features, UNIT if arguments.target == "identity" else ALL)
    return real_problem(features, arguments.sparsity, targets, ranges=ranges, corners=arguments.corners), Labels()


def _soft(arguments: argparse.Namespace) -> tuple[RealProblem, Labels]:
    """Gates on Boolean corners, or, where a range is given, between them, and their names."""
    require_kind(arguments.gates, PROBLEM, "--gates")
    problem, labels = load_labelled_problem(arguments.gates)
    soft = soft_gates(problem)
    ranges = _ranges(arguments, soft.features, UNIT)
    between = (arguments.low, arguments.high, arguments.ranges) != (None, None, None)
    sparsity = soft.sparsity if arguments.sparsity is None else arguments.sparsity
    return real_problem(soft.features, sparsity, soft.targets, ranges=ranges, corners=not between), labels


def _formulas(arguments: argparse.Namespace) -> list[Target]:
    """Those of the options, or of the file: a line each, without empty lines and those that begin with #."""
    found: list[Target] = []
    if arguments.formulas is None:
        for text in arguments.formula:
            with as_usage(f"--formula {text[:60]!r}: "):
                found.append(formula(text))
        return found
    path = arguments.formulas
    with about_file(path, UnicodeDecodeError, where="must be text in UTF-8: "):
        lines = read_bytes(path).decode("utf-8").splitlines()
    for number, line in enumerate(lines, start=1):
        if line.strip() and not line.lstrip().startswith("#"):
            with about_file(path, ValueError, where=f"line {number}: "):
                found.append(formula(line))
    if not found:
        raise DocumentError(path, "must hold at least one formula, a line each")
    return found


def _ranges(arguments: argparse.Namespace, features: int, usual: tuple[int, int]) -> list[tuple[Number, Number]]:
    """A range for each feature."""
    low = usual[0] if arguments.low is None else arguments.low
    high = usual[1] if arguments.high is None else arguments.high
    ranges: list[tuple[Number, Number]] = [(low, high)] * features
    for j, least, most in arguments.ranges or ():
        if j >= features:
            raise UsageError(f"--range must be of a feature below {features}, not {j}")
        ranges[j] = (least, most)
    return ranges
