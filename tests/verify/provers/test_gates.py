"""All provers over mixed gates: they agree with the definition on right networks and after any one change."""

import random

import pytest

from tests.verify import networks as build
from tests.verify.gate_cases import halves
from tests.verify.provers.test_all_provers import agree
from verify import Proved, Valid, check, gate_problem, prove, random_gates
from verify.provers import PROVERS
from verify.provers.sampling import sample
from verify.statement.gates import KINDS

SEEDS = {"smt": 8}


def drawn(seed: int):
    """A problem of some kinds and fan-ins, and its network with one weight or bias changed."""
    rng = random.Random(seed)
    features, kinds = rng.randint(5, 6), rng.sample(sorted(KINDS), rng.randint(1, 4))
    sparsity, gates = rng.randint(1, 4), rng.randint(2, 5)
    problem = random_gates(features, gates, kinds=kinds, fan_in=(2, 3, 4), sparsity=sparsity, seed=seed)
    row, column = rng.randrange(2 * gates), rng.randrange(-1, features)
    return problem, build.changed(halves(problem), 0, row, column, rng.randint(-2, 2))


@pytest.mark.parametrize("prover", PROVERS)
def test_provers_agree_with_the_definition_on_networks_with_one_number_changed(prover):
    for seed in range(SEEDS.get(prover, 80)):
        problem, network = drawn(seed)
        agree(problem, network, prover)


@pytest.mark.parametrize("prover", PROVERS)
def test_gates_asked_in_another_order_are_refused(prover):
    problem = random_gates(6, 5, kinds=("or", "xor", "andnot", "and"), fan_in=(2, 3), sparsity=3, seed=1)
    gates = [(gate.kind, *gate.inputs) for gate in problem.gates]
    for k in range(0, 4, 3 if prover == "smt" else 1):
        gates[k], gates[k + 1] = gates[k + 1], gates[k]
        agree(gate_problem(6, 3, gates), halves(problem), prover)


def test_wide_gates_are_proved_by_branching_and_checked():
    problem = random_gates(40, 12, kinds=("and", "or"), fan_in=(8, 20), sparsity=9, seed=0)
    network = halves(problem)
    verdict = prove(problem, network, prover="branch")
    assert isinstance(verdict, Proved)
    assert isinstance(check(problem, network, verdict.certificate), Valid)


def test_sampling_meets_the_gates_where_they_are_hard():
    problem = random_gates(60, 30, kinds=("xor", "and", "andnot", "or"), fan_in=(3,), sparsity=3, seed=2)
    for output in range(4):
        gates = [(gate.kind, *gate.inputs) for gate in problem.gates]
        kind, *inputs = gates[output]
        gates[output] = ("or" if kind != "or" else "xor", *inputs[:2])
        report = sample(gate_problem(60, 3, gates), halves(problem), samples=3000)
        assert report.failures, (kind, "not told apart")
