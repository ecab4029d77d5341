"""Verdicts on float networks against the definition in fractions, and certificates that must be refused."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.verify.floats.machines import evaluations
from tests.verify.floats.strategies import admissible, fractions, networks, random_network, wrong_cells
from verify import (
    Circuit,
    FloatNetwork,
    Invalid,
    Permutation,
    Proved,
    Refuted,
    TwoAnd,
    Unknown,
    Valid,
    check,
    evaluate,
    gate_problem,
    prove,
)
from verify.progress import Deadline
from verify.provers.floats.prove import enumerate_floats
from verify.statement.certificate import Margin

PROBLEMS = [
    TwoAnd(inputs=3, sparsity=2, pairs=((0, 1), (1, 2))),
    TwoAnd(inputs=3, sparsity=3, pairs=((0, 2), (0, 1))),
    gate_problem(3, 2, [("or", 0, 2), ("xor", 0, 1)]),
    gate_problem(3, 2, [("andnot", 2, 1), ("copy", 1)]),
    Circuit.of(3, 1, [[("or", 0, 1), ("copy", 0), ("copy", 2)], [("or", 0, 1), ("copy", 2)]]),
]


def fitted(problem, network: FloatNetwork, strict: bool) -> FloatNetwork | None:
    """The network with thresholds that make it right, on a smallest true score where there is one; else None."""
    thetas = []
    for i in range(problem.outputs):
        true = [fractions(network, a)[i] for a in admissible(problem) if i in evaluate(problem, a)]
        false = [fractions(network, a)[i] for a in admissible(problem) if i not in evaluate(problem, a)]
        low, high = max(false, default=Fraction(-1)), min(true, default=Fraction(1))
        if low >= high:
            return None
        thetas.append(float(low if strict else high))
        if Fraction(thetas[-1]) != (low if strict else high):
            return None
    try:
        layers = [(one.weights, one.bias, one.rectified) for one in network.layers]
        return FloatNetwork(layers, thetas, network.precision, strict)
    except ValueError:  # The score is no number of the format.
        return None


@settings(max_examples=40, deadline=None)
@given(networks, st.sampled_from(PROBLEMS))
def test_verdict_is_that_of_the_definition(network, problem):
    verdict, wrong = prove(problem, network), wrong_cells(problem, network)
    if wrong:
        assert isinstance(verdict, Refuted)
        found = verdict.counterexample
        assert (found.active, found.output) in wrong
        assert len(found.active) == min(len(active) for active, _ in wrong)
        assert found.score == fractions(network, found.active)[found.output]
    else:
        assert isinstance(verdict, Proved)


# Of the seeds up to 9000 those whose network `fitted` makes right, most of them with a score on a threshold.
SEEDS = (
    389, 429, 1153, 1173, 1889, 1969, 2759, 3299, 3529, 4299, 4409, 4624, 4859, 5109, 6804, 6914, 6969, 8129, 8325,
    8433, 8489, 8514, 8589, 8739, 8864,
)  # fmt: skip


def right_network(seed: int):
    problem, precision = PROBLEMS[seed % len(PROBLEMS)], ["float32", "float64", "bfloat16"][seed % 3]
    network = fitted(problem, random_network(seed, precision=precision, spread=seed % 4), strict=bool(seed % 2))
    assert network is not None
    return problem, network


RIGHT = [right_network(seed) for seed in SEEDS]


@pytest.mark.parametrize(("problem", "network"), RIGHT)
def test_networks_with_a_score_on_the_threshold_are_proved(problem, network):
    verdict = prove(problem, network)
    assert isinstance(verdict, Proved), verdict
    margin, unit = verdict.certificate.margin, verdict.certificate.evidence["unit"]
    scores = {active: fractions(network, active) for active in admissible(problem)}
    for active, row in scores.items():
        for i, (score, theta) in enumerate(zip(row, network.thresholds.tolist(), strict=True)):
            distance = (score - Fraction(theta)) * 2**unit
            if i in evaluate(problem, active):
                assert distance >= margin.smallest_true >= 0
            else:
                assert distance <= margin.largest_false <= 0


@pytest.mark.parametrize(("problem", "network"), RIGHT)
def test_a_mutated_network_is_another_one(problem, network):
    certificate = prove(problem, network).certificate
    layers = [[one.weights.copy(), one.bias.copy(), one.rectified] for one in network.layers]
    layers[-1][1][0] = 64.0
    mutant = FloatNetwork([tuple(layer) for layer in layers], network.thresholds, network.precision, network.strict)
    assert isinstance(check(problem, mutant, certificate), Invalid)
    forged = replace(certificate, network=mutant.digest)
    answer = check(problem, mutant, forged)
    if wrong_cells(problem, mutant):
        assert isinstance(answer, Invalid), answer


@pytest.mark.parametrize(("problem", "network"), RIGHT[:8])
def test_certificates_that_differ_are_refused(problem, network):
    certificate = prove(problem, network).certificate
    evidence, margin = certificate.evidence, certificate.margin
    assert isinstance(check(problem, network, certificate), Valid)
    big = 2**80
    broken = [
        replace(certificate, network="0" * 64),
        replace(certificate, problem="0" * 64),
        replace(certificate, sparsity=certificate.sparsity + 1),
        replace(certificate, inputs_covered=certificate.inputs_covered + 1),
        replace(certificate, inputs_covered=True),
        replace(certificate, prover="branch"),
        replace(certificate, assumptions=("trust me",)),
        replace(certificate, margin=None),
        replace(certificate, evidence={**evidence, "order": "colexicographic"}),
        replace(certificate, evidence={**evidence, "claims": ["executed"]}),
        replace(certificate, evidence={**evidence, "claims": []}),
        replace(certificate, evidence={**evidence, "unit": 257}),
        replace(certificate, evidence={**evidence, "unit": True}),
        replace(certificate, evidence={**evidence, "more": 1}),
        replace(certificate, arrays={"a": np.zeros(1, np.int8)}),
        replace(certificate, margin=Margin(margin.smallest_true, None if margin.largest_false is not None else 0)),
        replace(certificate, margin=Margin(None if margin.smallest_true is not None else 0, margin.largest_false)),
    ]
    if margin.smallest_true is not None:
        broken.append(replace(certificate, margin=Margin(margin.smallest_true + big, margin.largest_false)))
    if margin.largest_false is not None:
        broken.append(replace(certificate, margin=Margin(margin.smallest_true, margin.largest_false - big)))
    for forged in broken:
        assert isinstance(check(problem, network, forged), Invalid), forged


def test_executed_is_proved_or_the_two_numbers_are_said():
    problem = TwoAnd(inputs=3, sparsity=2, pairs=((0, 1),))
    wide = FloatNetwork([([[1.0, 1.0, 0.0]], [-1.5], True), ([[1.0]], [0.0], False)], [0.25])
    verdict = prove(problem, wide, claim="executed")
    assert isinstance(verdict, Proved)
    assert verdict.certificate.evidence["claims"] == ["exact", "executed"]
    assert verdict.claim.endswith("and as executed in binary32")
    third = float(np.float32(1 / 3))
    exact = 2 * third
    narrow = FloatNetwork([([[third, third, 0.0]], [0.0], True)], [float(np.float32(exact))])
    verdict = prove(problem, narrow, claim="executed")
    assert isinstance(verdict, Unknown)
    assert "output 0 is only 0 from its threshold, and binary32 may lose up to" in verdict.reason
    assert isinstance(prove(problem, narrow), Proved)
    forged = replace(
        prove(problem, narrow).certificate, evidence={**verdict.certificate.evidence, "claims": ["exact", "executed"]}
    )
    assert "nearer to its threshold" in check(problem, narrow, forged).reason


def test_a_run_that_is_wrong_refutes_the_claim_about_machines():
    """1 + 2**-24 is above 1 in exact arithmetic, and 1 in binary32."""
    problem = TwoAnd(inputs=2, sparsity=2, pairs=((0, 1),))
    network = FloatNetwork([([[1.0, 2.0**-24]], [0.0], False)], [1.0], strict=True)
    assert isinstance(prove(problem, network), Proved)
    verdict = prove(problem, network, claim="executed")
    assert isinstance(verdict, Refuted)
    assert verdict.counterexample.ran == 1.0
    assert verdict.counterexample.score == 1 + Fraction(1, 2**24)


def test_time_and_memory_end_in_unknown():
    problem = Permutation(tuple(range(40)), sparsity=4)
    network = FloatNetwork([(np.eye(40), np.zeros(40), True)], 0.5)
    verdict = prove(problem, network, timeout=1e-6)
    assert isinstance(verdict, Unknown)
    assert "time limit" in verdict.reason
    small = Permutation(tuple(range(40)), sparsity=1)
    certificate = prove(small, network).certificate
    assert "bytes of memory" in check(small, network, certificate, memory=1000).reason
    with pytest.raises(ValueError, match="sample must be at least 1, and not of enumerate: 1"):
        check(small, network, certificate, sample=1)


def test_what_float_networks_are_not_asked():
    problem = TwoAnd(inputs=2, sparsity=2, pairs=((0, 1),))
    network = FloatNetwork([([[1.0, 1.0]], [0.0], False)], [1.5])
    with pytest.raises(ValueError, match="proved by enumerate"):
        prove(problem, network, prover="contracts")
    with pytest.raises(ValueError, match="leave the option memory out"):
        prove(problem, network, memory=5)
    with pytest.raises(ValueError, match="claim must be exact or executed"):
        prove(problem, network, claim="rounded")
    with pytest.raises(ValueError, match="has 2 features and 1 outputs, but the problem has 3 features"):
        prove(TwoAnd(inputs=3, sparsity=2, pairs=((0, 1),)), network)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from(PROBLEMS))
def test_what_is_proved_as_executed_is_never_contradicted(seed, problem):
    network = fitted(problem, random_network(seed, spread=1), strict=False)
    if network is None or not isinstance(prove(problem, network, claim="executed"), Proved):
        return
    rng = np.random.default_rng(seed)
    for active in admissible(problem):
        for scores in evaluations(network, active, rng):
            for i, (score, theta) in enumerate(zip(scores, network.thresholds.tolist(), strict=True)):
                assert (float(score) >= theta) == (i in evaluate(problem, active))


class Passing(Deadline):
    """A deadline that passes when it was looked at so often."""

    def __init__(self, looks: int) -> None:
        super().__init__(99.0)
        self.looks = looks

    def passed(self) -> bool:
        self.looks -= 1
        return self.looks < 0


def test_a_deadline_that_passes_in_the_last_block_leaves_it_unknown():
    """Output 0 is wrong on features 0 and 1 alone, by less than the rounding of the scan shows."""
    problem = TwoAnd(inputs=2, sparsity=2, pairs=((0, 1),))
    network = FloatNetwork([([[1.0, 2.0**-70]], [-1.0], False)], [2.0**-69], "float64", strict=True)
    found = [type(enumerate_floats(problem, network, deadline=Passing(looks)).found) for looks in range(9)]
    assert set(found) == {Unknown, Refuted}
    assert found == sorted(found, key=[Unknown, Refuted].index)
