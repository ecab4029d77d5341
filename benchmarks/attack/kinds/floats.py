"""Networks of floats: verdicts, counts and forged certificates against fractions, and machines against proofs."""

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

import numpy as np

from benchmarks.attack.trial import Trial
from benchmarks.float_subjects import Subject, inputs_of
from verify import FloatNetwork, Problem, Proved, Refuted, Valid, check, count_wrong, evaluate, prove
from verify.checker.floats.counts import check_tally
from verify.floats.tally import TallyCertificate
from verify.statement.unknown import Unknown

CLAIMS = ("exact", "executed")
PROVERS = ("enumerate", "branch")
RUNS = 6
Float = Any
"""A number of numpy, of 32 or 64 bits."""


def attack(trial: Trial) -> None:
    """A random network with scores at its thresholds; then its certificate for another one, and counts that lie."""
    random = trial.random
    subject = Subject.drawn(random)
    problem, network = subject.problem, subject.network
    wrong, claim = subject.wrong(), random.choice(CLAIMS)
    prover = random.choice(PROVERS)
    verdict = prove(problem, network, prover=prover, claim=claim)
    trial.count(f"{claim}, {prover}: {type(verdict).__name__.lower()}")
    if isinstance(verdict, Proved):
        if wrong:
            trial.find(f"{verdict.claim}, but outputs are wrong: {sorted(wrong)[:3]}")
        if "executed" in verdict.claim:
            _run(trial, problem, network)
        _rebind(trial, problem, network, verdict)
    elif not wrong and claim == "exact":
        trial.find(f"a network that is right is not proved: {verdict}")
    elif isinstance(verdict, Refuted) and claim == "exact":
        shown = verdict.counterexample.active, verdict.counterexample.output
        if shown not in wrong:
            trial.find(f"a counterexample that is none: {shown}")
    _counts(trial, problem, network, len({active for active, _ in wrong}))


def _rebind(trial: Trial, problem: Problem, network: FloatNetwork, verdict: Proved) -> None:
    """The certificate with the digest of a network that differs in one number, and with claims of both kinds."""
    other = _changed(trial.random, network)
    evidence = dict(verdict.certificate.evidence) | {"claims": list(CLAIMS[: trial.random.choice((1, 2))])}
    forged = replace(verdict.certificate, network=other.digest, evidence=evidence)
    answer = check(problem, other, forged)
    trial.count(f"another network: {type(answer).__name__.lower()}")
    if isinstance(answer, Valid):
        if Subject.of(problem, other).wrong():
            trial.find(f"{answer.claim}, of a network that is wrong")
        if "executed" in answer.claim:
            _run(trial, problem, other)


def _counts(trial: Trial, problem: Problem, network: FloatNetwork, wrong: int) -> None:
    """The number of wrong inputs, and a certificate that says one more or one less."""
    found = count_wrong(problem, network)
    if isinstance(found, Unknown):
        trial.find(f"nothing was counted: {found.reason}")
        return
    if found.wrong != (wrong, wrong):
        trial.find(f"{wrong} inputs are wrong, and {found.wrong} were counted")
    tally, place = found.certificate.tally, trial.random.randrange(problem.sparsity + 1)
    counts = list(tally.wrong)
    counts[place] += trial.random.choice((-1, 1))
    lied = replace(tally, wrong=tuple(counts))
    lie = TallyCertificate(found.certificate.problem, network.digest, problem.sparsity, lied)
    if isinstance(check_tally(problem, network, lie), Valid):
        trial.find("a wrong count is valid")
    trial.count("counts")


def _run(trial: Trial, problem: Problem, network: FloatNetwork) -> None:
    """Every input on machines that add in orders of their own, some of which flush subnormal numbers to 0."""
    for active in inputs_of(problem):
        ones = evaluate(problem, active)
        for _ in range(RUNS):
            scores = _executed(trial.random, network, active)
            for i, (score, theta) in enumerate(zip(scores, network.thresholds.tolist(), strict=True)):
                if (score > theta if network.strict else score >= theta) != (i in ones):
                    trial.find(f"proved as executed, but a machine reads output {i} wrong on {active}")
                    return
    trial.count("runs of machines")


def _executed(random: Random, network: FloatNetwork, active: tuple[int, ...]) -> list[float]:
    kind = np.float64 if network.precision == "float64" else np.float32
    flush = float(np.finfo(kind).tiny) if random.random() < 0.5 else 0.0

    def kept(value: Float) -> Float:
        return kind(0) if abs(value) < flush else value

    x = [kind(j in active) for j in range(network.inputs)]
    for layer in network.layers:
        rows = zip(layer.weights.tolist(), layer.bias.tolist(), layer.rectified.tolist(), strict=True)
        x = [_rectified(_sum(random, _terms(row, bias, x, kept), kept), clipped=clipped) for row, bias, clipped in rows]
    return [float(value) for value in x]


def _terms(row: list[float], bias: float, x: list[Float], kept: Callable[[Float], Float]) -> list[Float]:
    """The products and the bias, in the arithmetic of x."""
    kind = type(x[0])
    return [kept(kept(kind(w)) * kept(value)) for w, value in zip(row, x, strict=True)] + [kept(kind(bias))]


def _rectified(value: Float, *, clipped: bool) -> Float:
    return type(value)(0) if clipped and value < 0 else value


def _sum(random: Random, terms: list[Float], kept: Callable[[Float], Float]) -> Float:
    """Two of the terms replaced by their sum until one is left."""
    while len(terms) > 1:
        random.shuffle(terms)
        terms.append(kept(terms.pop() + terms.pop()))
    return terms[0]


def _changed(random: Random, network: FloatNetwork) -> FloatNetwork:
    """One weight with the other sign, doubled or 0."""
    layers = [(layer.weights.copy(), layer.bias.copy(), layer.rectified) for layer in network.layers]
    weights = random.choice(layers)[0]
    place = random.randrange(weights.shape[0]), random.randrange(weights.shape[1])
    weights[place] *= random.choice((-1, 0, 2))
    return FloatNetwork(layers, network.thresholds, network.precision, network.strict)
