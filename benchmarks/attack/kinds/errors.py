"""Networks on real features: bounds on errors, lowered, rebound to other networks, against inputs in fractions."""

from dataclasses import replace
from fractions import Fraction
from functools import reduce
from operator import add
from random import Random

from benchmarks.attack.trial import Trial
from verify import (
    FloatNetwork,
    Invalid,
    RealProblem,
    Target,
    Unknown,
    Valid,
    WorstErrors,
    absolute,
    check_errors,
    feature,
    maximum,
    minimum,
    real_problem,
    relu,
    worst_errors,
)
from verify.reals.error_certificate import ErrorCertificate

Layer = tuple[list[list[float]], list[float], list[bool]]
Layers = list[Layer]
INPUTS, PATIENCE = 60, 2.0


def attack(trial: Trial) -> None:
    """Errors that were found hold on random inputs, exactly and on machines; a lower bound is refused, and an old one
    where it is wrong."""
    random = trial.random
    problem, parts = _problem(random), random.random() < 0.4
    if parts:
        problem = replace(problem, sparsity=random.randint(1, problem.features))
    layers = _layers(random, problem)
    if parts and random.random() < 0.7:
        layers.append(_layer(random, problem.outputs, problem.outputs, [random.random() < 0.7] * problem.outputs))
    network = FloatNetwork([*layers], 0.0, precision="float64")
    try:
        found = worst_errors(problem, network, timeout=PATIENCE if parts else None)
    except ValueError:
        trial.count("numbers of too many bits")
        return
    if not isinstance(found, WorstErrors):
        trial.count("no time")
        if not parts:
            trial.find(f"no answer without a time limit: {found.reason}")
        return
    trial.count("exact" if found.exact else "brackets")
    certificate = found.certificate
    _hold(trial, problem, layers, certificate, "the bounds that were found")
    _hold_on_machines(trial, problem, layers, found)
    output = random.randrange(problem.outputs)
    _refused(trial, problem, network, certificate, output, found.reached[output])
    changed = _changed(random, layers)
    other = FloatNetwork([*changed], 0.0, precision="float64")
    rebound = replace(certificate, network=other.digest, attained=({},) * problem.outputs)
    try:
        answer = check_errors(problem, other, rebound, timeout=PATIENCE)
    except ValueError:
        trial.count("numbers of too many bits")
        return
    if isinstance(answer, Valid):
        trial.count("another network, as good")
        _hold(trial, problem, changed, rebound, "bounds of another network")
    else:
        trial.count("another network, refused")


def _refused(
    trial: Trial,
    problem: RealProblem,
    network: FloatNetwork,
    certificate: ErrorCertificate,
    output: int,
    size: Fraction,
) -> None:
    """A bound below what is reached must be Invalid, whether an input gives it away or not."""
    less = size - Fraction(1, 2 ** trial.random.choice((1, 20, 60, 300)))
    lowered = tuple(less if i == output else bound for i, bound in enumerate(certificate.at_most))
    told = certificate.attained if trial.random.random() < 0.5 else ({},) * problem.outputs
    wrong = replace(certificate, at_most=lowered, attained=told)
    answer = check_errors(problem, network, wrong, timeout=PATIENCE)
    trial.count("lowered")
    # Part by part, where no input gives it away, a bound may be too close to be decided.
    decided = told is certificate.attained or (problem.sparsity <= 2 and len(network.layers) == 2)
    if isinstance(answer, Valid) or (decided and not isinstance(answer, Invalid)):
        trial.find(f"a bound of output {output} below an error that is reached is not refused: {answer}")


def _hold(trial: Trial, problem: RealProblem, layers: Layers, certificate: ErrorCertificate, what: str) -> None:
    for _ in range(INPUTS):
        values = _input(trial.random, problem)
        for i, answer in enumerate(_answers(layers, [values.get(j, Fraction(0)) for j in range(problem.features)])):
            if abs(answer - problem.targets[i](values)) > certificate.at_most[i]:
                trial.find(f"{what} are broken by output {i} at {values}")
                return


def _hold_on_machines(trial: Trial, problem: RealProblem, layers: Layers, found: WorstErrors) -> None:
    """As executed: in binary64, which these networks are stored in, adding in any order."""
    if isinstance(found.executed, Unknown):
        trial.count("machines might overflow")
        return
    for _ in range(INPUTS):
        values = {j: Fraction(float(value)) for j, value in _input(trial.random, problem).items()}
        if not problem.admits(values):
            continue  # Rounded out of its range.
        answers = _machine(trial.random, layers, [float(values.get(j, 0)) for j in range(problem.features)])
        for i, answer in enumerate(answers):
            if abs(Fraction(answer) - problem.targets[i](values)) > found.executed[i]:
                trial.find(f"the bound on machines is broken by output {i} at {values}")
                return


def _machine(random: Random, layers: Layers, state: list[float]) -> list[float]:
    for weights, bias, rectified in layers:
        answers = []
        for row, b, bends in zip(weights, bias, rectified, strict=True):
            terms = [*(w * x for w, x in zip(row, state, strict=True)), b]
            random.shuffle(terms)
            total = reduce(add, terms)
            answers.append(max(total, 0.0) if bends else total)
        state = answers
    return state


def _answers(layers: Layers, state: list[Fraction]) -> list[Fraction]:
    for weights, bias, rectified in layers:
        sums = [
            sum((Fraction(w) * x for w, x in zip(row, state, strict=True)), Fraction(b))
            for row, b in zip(weights, bias, strict=True)
        ]
        state = [max(total, Fraction(0)) if bends else total for total, bends in zip(sums, rectified, strict=True)]
    return state


def _input(random: Random, problem: RealProblem) -> dict[int, Fraction]:
    features = random.sample(range(problem.features), random.randint(0, problem.sparsity))
    values = {}
    for j in sorted(features):
        low, high = problem.ranges[j]
        step = Fraction(random.choice((0, 1, 1, *range(2, 17))), random.choice((1, 16, 48)))
        values[j] = random.choice((low, high)) if problem.corners else low + min(step, Fraction(1)) * (high - low)
    return values


def _number(random: Random) -> float:
    """Short numbers of all sizes, often equal, so that lines meet, coincide and nearly do."""
    return random.choice((0, 1, 1, 2, 3)) * random.choice((-1, 1)) * 2.0 ** random.choice((0, 0, 0, -1, -12, -40, 9))


def _problem(random: Random) -> RealProblem:
    m = random.randint(1, 4)
    low = Fraction(random.randint(-8, 3), 2 ** random.randint(0, 9))
    ranges = [(low, low + Fraction(random.randint(1, 9), 2 ** random.randint(0, 9))) for _ in range(m)]
    targets = [_target(random, m) for _ in range(random.randint(1, 3))]
    return real_problem(m, random.randint(1, min(2, m)), targets, ranges=ranges, corners=random.random() < 0.2)


def _target(random: Random, m: int) -> Target:
    a, b = (feature(random.randrange(m)) * _number(random) + _number(random) for _ in range(2))
    return random.choice((a, relu(a), absolute(a), maximum(a, b), minimum(a, b), relu(a) - absolute(b)))


def _layers(random: Random, problem: RealProblem) -> Layers:
    """A layer of bends between linear ones; now and then the bends are on the outputs, or neurons carry features."""
    m, n, outputs = problem.features, random.randint(1, 4), problem.outputs
    last = random.random() < 0.3
    bends = [not last and random.random() < 0.8 for _ in range(n)]
    return [_layer(random, n, m, bends), _layer(random, outputs, n, [last] * outputs)]


def _layer(
    random: Random, rows: int, columns: int, bends: list[bool]
) -> tuple[list[list[float]], list[float], list[bool]]:
    weights = [[_number(random) for _ in range(columns)] for _ in range(rows)]
    bias = [_number(random) if random.random() < 0.6 else 0.0 for _ in range(rows)]
    return weights, bias, bends


def _changed(random: Random, layers: Layers) -> Layers:
    """One weight or bias more or less by a little or a lot."""
    copied = [([row[:] for row in weights], bias[:], bends) for weights, bias, bends in layers]
    weights, bias, _ = random.choice(copied)
    numbers = random.choice((bias, *weights))
    numbers[random.randrange(len(numbers))] += random.choice((-1, 1)) * 2.0 ** random.choice((-50, -10, -1, 3))
    return copied
