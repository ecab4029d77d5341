"""Scripts about float networks: a second opinion that shares no arithmetic with enumeration."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.verify.floats.strategies import ROUND, random_network, reads
from verify import FloatNetwork, Invalid, Proved, Refuted, TwoAnd, Unknown, Valid, check, evaluate, gate_problem, prove
from verify.smtlib import SIDES, Scripts

z3 = pytest.importorskip("z3")
PROBLEMS = (
    TwoAnd(inputs=3, sparsity=2, pairs=((0, 1), (1, 2))),
    gate_problem(3, 3, [("andnot", 2, 1), ("copy", 1)]),
    gate_problem(3, 2, [("xor", 0, 1), ("or", 1, 2)]),
)
INPUTS = ((), (0,), (1,), (2,), (0, 1), (0, 2), (1, 2), (0, 1, 2))


@settings(max_examples=25, deadline=None)
@given(
    number=st.integers(0, len(PROBLEMS) - 1),
    seed=st.integers(0, 2**32 - 1),
    precision=st.sampled_from(sorted(ROUND)),
    spread=st.sampled_from([0, 3]),
)
def test_scripts_are_satisfiable_just_where_fractions_are_wrong(number, seed, precision, spread):
    problem = PROBLEMS[number]
    network = random_network(seed, problem.inputs, problem.outputs, precision, spread)
    scripts = Scripts(problem, network)
    for output in range(problem.outputs):
        for side in SIDES:
            mine = [
                active
                for active in INPUTS
                if len(active) <= problem.sparsity and (output in evaluate(problem, active)) == (side == "true")
            ]
            wrong = any(reads(network, active)[output] != (side == "true") for active in mine)
            for as_max in (True, False):
                solver = z3.Solver()
                solver.from_string(scripts.text(output, side, as_max=as_max))
                assert (solver.check() == z3.sat) == wrong


def test_smt_proves_and_refutes_float_networks():
    problem = PROBLEMS[0]
    weights = np.array([[1.1, 1.1, 0], [0, 1.1, 1.1]], dtype=np.float32)
    network = FloatNetwork([(weights, [-1.0, -1.0], True)], 0.5)
    verdict = prove(problem, network, prover="smt")
    assert isinstance(verdict, Proved)
    assert any("unsat" in one for one in verdict.assumptions)
    answer = check(problem, network, verdict.certificate)
    assert isinstance(answer, Valid)
    assert answer.claim.endswith("in exact arithmetic over the stored float32 numbers")
    bare = replace(verdict.certificate, assumptions=())
    assert isinstance(check(problem, network, bare), Invalid)
    unproved = prove(problem, network, prover="smt", claim="executed")
    assert isinstance(unproved, Unknown)
    assert "smt decides exact arithmetic alone" in unproved.reason
    refuted = prove(problem, FloatNetwork([(weights, [-1.0, -0.25], True)], 0.5), prover="smt")
    assert isinstance(refuted, Refuted)
    assert refuted.counterexample.output == 1


def test_scripts_of_before_are_still_evidence_and_no_others():
    """Either all scripts as they are now, or all as they once were; one of another network is none."""
    problem, network = TwoAnd(inputs=2, sparsity=2, pairs=((0, 1),)), FloatNetwork([([[1.0, 1.0]], [-1.0], True)], 0.5)
    certificate = prove(problem, network, prover="smt").certificate
    now, before, other = (
        [Scripts(problem, net).text(0, side, as_max=as_max) for side in SIDES]
        for net, as_max in ((network, True), (network, False), (FloatNetwork([([[1.0, 1.0]], [0.0], True)], 0.5), True))
    )
    assert certificate.evidence["scripts"] == now != before
    assert isinstance(
        check(problem, network, replace(certificate, evidence={**certificate.evidence, "scripts": before})), Valid
    )
    for forged in ([now[0], before[1]], [before[0], now[1]], now[:1], [*now, *before], other, [now[0], now[0]]):
        evidence = {**certificate.evidence, "scripts": forged}
        assert isinstance(check(problem, network, replace(certificate, evidence=evidence)), Invalid)
