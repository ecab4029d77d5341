"""Gates that are 1 iff at least k of their inputs are, from documents through provers to bounds and constructions."""

import json
import random
from itertools import combinations

import pytest

from bounds import class_of
from bounds.classes import MixedGates
from constructions import naive, optimised_channels, smallest_proved
from superproof.__main__ import main
from tests.verify import networks as build
from tests.verify.oracle import judge
from verify import (
    Circuit,
    DocumentError,
    Found,
    Gate,
    IdentityCode,
    Network,
    Refuted,
    Unknown,
    Valid,
    check,
    find_proof,
    from_incidence,
    gate_problem,
    incidence,
    load_problem,
    random_gates,
    sample,
    save_problem,
)
from verify.gate_facts import refusal

MAJORITIES = [("atleast-2", 0, 1, 2), ("atleast-2", 1, 2, 3, 4), ("atleast-3", 0, 2, 3, 4, 5)]


def test_a_gate_is_one_with_so_many_active_inputs_and_not_with_fewer():
    gate = Gate("atleast-3", (1, 3, 4, 7))
    for k in range(5):
        for chosen in combinations(gate.inputs, k):
            assert gate.value({*chosen, 0, 2}) == (k >= 3)


@pytest.mark.parametrize(
    "gate",
    [
        ("atleast-1", 0, 1),
        ("atleast-0", 0, 1),
        ("atleast-3", 0, 1, 2),
        ("atleast-02", 0, 1, 2),
        ("atleast-2.0", 0, 1, 2),
        ("atleast--2", 0, 1, 2),
        ("atleast-", 0, 1, 2),
        ("atleast", 2, 0, 1),
        ("atleast-2 ", 0, 1, 2),
        ("atleast-\u0662", 0, 1, 2),
        ("atleast-" + "9" * 5000, 0, 1, 2),
        ("ATLEAST-2", 0, 1, 2),
    ],
)
def test_one_function_has_one_name(gate, tmp_path):
    """At least 1 is or, at least all is and; a number has one way to be written."""
    with pytest.raises(ValueError, match="must have"):
        gate_problem(4, 2, [gate])
    path = tmp_path / "p.json"
    document = gate_problem(4, 2, [("or", 0, 1)]).document() | {"gates": [list(gate)]}
    path.write_text(json.dumps(document))
    with pytest.raises(DocumentError, match="must have"):
        load_problem(path)


def test_documents_and_incidence_graphs_are_read_back(tmp_path):
    problem = gate_problem(6, 3, MAJORITIES)
    save_problem(problem, tmp_path / "p.json")
    assert json.loads((tmp_path / "p.json").read_text())["gates"] == [list(gate) for gate in MAJORITIES]
    assert load_problem(tmp_path / "p.json") == problem
    assert from_incidence(incidence(problem), sparsity=3) == problem


@pytest.mark.parametrize("prover", ["enumerate", "branch", "smt"])
def test_provers_and_checker_agree_with_the_definition_on_networks_with_one_number_changed(prover):
    verdicts = set()
    for seed in range(6 if prover == "smt" else 60):
        rng = random.Random(seed)
        kinds = rng.sample(["atleast-2", "atleast-3", "and", "or", "andnot"], 3)
        problem = random_gates(6, 4, kinds=kinds, fan_in=(2, 3, 4, 5), sparsity=rng.randint(1, 4), seed=seed)
        network = build.changed(naive(problem), 0, rng.randrange(4), rng.randrange(-1, 6), rng.randint(-3, 2))
        judgement, verdict = judge(problem, network), find_proof(problem, network, prover=prover)
        verdicts.add(type(verdict))
        if isinstance(verdict, Found):
            assert not judgement.wrong
            assert isinstance(check(problem, network, verdict.certificate), Valid)
        else:
            assert isinstance(verdict, Refuted)
            assert verdict.counterexample.active in judgement.wrong_inputs
    assert verdicts == {Found, Refuted}


def test_smt_takes_them_on_levels_of_circuits_where_contracts_refuse_them():
    circuit = Circuit.of(6, 3, [MAJORITIES, [("atleast-2", 0, 1, 2)]])
    # Two neurons a gate, whose difference is 1 where so many inputs are active, and 0 elsewhere.
    layers = []
    for level, width in zip(circuit.levels, circuit.widths, strict=False):
        weights = [[int(j in gate.inputs) for j in range(width)] for gate in level for _ in range(2)]
        bias = [b for gate in level for b in (1 - int(gate.kind[-1]), -int(gate.kind[-1]))]
        signs = [[int(k == 2 * i) - int(k == 2 * i + 1) for k in range(2 * len(level))] for i in range(len(level))]
        layers += [(weights, bias), (signs, [0] * len(level))]
    network = Network(layers, IdentityCode(6), IdentityCode(1), threshold=1)
    for prover in ("smt", "enumerate"):
        assert isinstance(find_proof(circuit, network, prover=prover), Found)
        other = Circuit.of(6, 3, [MAJORITIES, [("or", 0, 1, 2)]])
        assert isinstance(find_proof(other, network, prover=prover), Refuted)
    problem = gate_problem(6, 3, MAJORITIES)
    verdict = find_proof(problem, naive(problem), prover="contracts")
    assert isinstance(verdict, Unknown)
    assert "layers" in verdict.reason or refusal("contracts", ["atleast-2"]) in verdict.reason


def test_a_gate_with_more_cases_than_branch_lists_is_refused_by_its_number():
    problem = gate_problem(400, 3, [("atleast-2", *range(400))])
    verdict = find_proof(problem, naive(problem), prover="branch")
    assert isinstance(verdict, Unknown)
    assert "at most 4096 cases, but atleast-2 of 400 has" in verdict.reason


def test_trained_channels_in_superposition_compute_them():
    problem = random_gates(96, 64, kinds=("atleast-2", "or"), fan_in=(3,), sparsity=2, seed=0)
    network = optimised_channels(problem, neurons=60, seed=0)
    assert network.neurons < problem.outputs
    verdict = find_proof(problem, network, prover="branch")
    assert isinstance(verdict, Found)
    assert isinstance(check(problem, network, verdict.certificate), Valid)
    assert sample(problem, network, samples=500).failures == 0


def test_output_channels_in_closed_form_compute_them():
    problem = random_gates(384, 256, kinds=("atleast-2",), fan_in=(3,), sparsity=2, seed=0)
    assert smallest_proved(problem, construction="structured-channels").network.neurons < 384


def test_bounds_count_them():
    found = class_of(gate_problem(6, 3, MAJORITIES))
    assert found == MixedGates(6, (("atleast-2", 3, 1), ("atleast-2", 4, 1), ("atleast-3", 5, 1)))
    assert found.cardinality() == 20 * 15 * 6
    assert found.least_sparsity() == 3


def test_the_command_line_takes_them(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    drawn = ["problem", "gates", "--features", "24", "--outputs", "16", "--kinds", "atleast-2,or", "--fan-in", "3"]
    assert main([*drawn, "--sparsity", "2", "-o", "p.json"]) == 0
    assert main(["certify", "p.json", "--construction", "naive", "--out", "out"]) == 0
    assert "proved" in capsys.readouterr().out
    assert main(["bounds", "p.json"]) == 0
