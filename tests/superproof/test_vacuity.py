"""No vacuous truth: what admits nothing, or on which every output is 0, is refused, or said first."""

import re

import numpy as np
import pytest
from hypothesis import given, settings

from superproof.admitted import admits_some
from superproof.claims import proved_sentence
from superproof.liveness import may_be_one, shown_input
from superproof.vacuity import can_be_one, require_meaning, some_output_is_one, undecided, vacuity
from tests.superproof.test_activity import circuits
from tests.verify.gate_problems import problems
from verify import Circuit, TwoAnd, count_admissible, evaluate, gate_problem, load_network, save_problem
from verify.progress import ENDLESS, Deadline
from verify.provers.sampling import sample
from verify.statement.inputs import sparse_blocks
from verify.statement.on_inputs import is_admissible

pytestmark = pytest.mark.usefixtures("blank_pictures")

NOTHING = Circuit.of(2, 1, [[("or", 0, 1), ("copy", 0), ("copy", 1)]])
"""Admits the empty input only."""
ZEROS = gate_problem(4, 2, [("and", 0, 1, 2), ("and", 1, 2, 3)])
"""Every output is 0 on every admissible input."""
EXCLUDES = Circuit.of(3, 1, [[("or", 0, 1), ("copy", 1)]])
"""One input of four makes two gates active."""


def ones_anywhere(problem):
    sets = (tuple(active) for block in sparse_blocks(problem, 99) for active in block.tolist())
    return any(evaluate(problem, active) for active in sets if is_admissible(problem, active))


@settings(deadline=None)
@given(circuits())
def test_a_circuit_has_an_output_that_is_1_where_some_input_makes_one(circuit):
    assert some_output_is_one(circuit) == ones_anywhere(circuit)
    assert (vacuity(circuit) is None) == ones_anywhere(circuit)


@settings(deadline=None)
@given(problems())
def test_a_problem_of_gates_is_vacuous_where_no_input_makes_an_output_1(problem):
    assert (vacuity(problem) is None) == ones_anywhere(problem)
    for group in problem.level_groups[0]:
        kind, inputs = problem.gate(int(group.outputs[0]))
        gate = gate_problem(problem.inputs, problem.sparsity, [(kind, *inputs)])
        assert can_be_one(group, problem.sparsity) == ones_anywhere(gate)


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (NOTHING, "no input but the empty one is admissible at sparsity 1.*the smallest sparsity that would do is 2"),
        (ZEROS, "every output is 0 on all inputs with at most 2 active.*the smallest sparsity that would do is 3"),
        (TwoAnd(inputs=3, sparsity=1, pairs=((0, 1),)), "the smallest sparsity that would do is 2"),
    ],
)
def test_a_vacuous_problem_is_refused_by_every_command_that_could_prove_it(superproof, tmp_path, problem, words):
    save_problem(problem, tmp_path / "p.json")
    assert superproof("build", "p.json", "-o", "n.safetensors", "--allow-vacuous", "--quiet").status == 0
    pair = ("p.json", "n.safetensors")
    for command in (("build", "p.json", "-o", "m.safetensors"), ("prove", *pair), ("certify", "p.json")):
        run = superproof(*command, "--quiet")
        assert run.status == 5
        assert run.complaint.startswith(f"superproof {command[0]}: p.json: a proof would be vacuous: ")
        assert re.search(words, run.complaint)
    assert not (tmp_path / "m.safetensors").exists()
    assert not (tmp_path / "superproof-out").exists()


def test_what_is_vacuous_and_allowed_is_said_first_by_prove_check_and_the_report(superproof, tmp_path):
    save_problem(NOTHING, tmp_path / "p.json")
    assert superproof("build", "p.json", "-o", "n.safetensors", "--allow-vacuous", "--quiet").status == 0
    pair = ("p.json", "n.safetensors")
    run = superproof("prove", *pair, "--allow-vacuous", "--certificate", "c.json", "--quiet")
    first = "vacuous, because no input but the empty one is admissible: "
    assert (run.status, run.out.startswith(f"proved: {first}")) == (0, True)
    run = superproof("check", *pair, "c.json")
    assert run.status == 0
    assert run.out.startswith(f"valid: {first}")
    assert "\nclaim: no input but the empty one is admissible: every output is right" in run.out
    run = superproof("certify", "p.json", "--allow-vacuous", "--quiet", "--out", "out")
    assert (run.status, run.out.startswith(f"proved: {first}")) == (0, True)
    assert "Vacuous, because no input but the empty one" in (tmp_path / "out" / "report.md").read_text()


def test_a_sample_of_nothing_bounds_nothing(superproof, tmp_path):
    save_problem(NOTHING, tmp_path / "p.json")
    assert superproof("build", "p.json", "-o", "n.safetensors", "--allow-vacuous", "--quiet").status == 0
    report = sample(NOTHING, load_network(tmp_path / "n.safetensors"), samples=10)
    assert (report.samples, report.upper) == (0, 1.0)
    run = superproof("sample", "p.json", "n.safetensors", "--json")
    assert (run.status, run.record["failure_rate_upper"]) == (4, 1.0)
    assert "nothing is known of the failure rate" in run.record["reason"]


def test_how_many_of_the_sparse_inputs_a_circuit_admits_is_in_the_claim(superproof, tmp_path):
    save_problem(EXCLUDES, tmp_path / "p.json")
    assert superproof("build", "p.json", "-o", "n.safetensors", "--quiet").status == 0
    network = load_network(tmp_path / "n.safetensors")
    words = "right on the 3 inputs that make at most 1 gate of every level active, of the 4 inputs with at most 1 of"
    assert words in proved_sentence(EXCLUDES, network, count_admissible(EXCLUDES))
    one = superproof("prove", "p.json", "n.safetensors", "--quiet")
    assert words in one.out.splitlines()[0]


def test_one_neuron_computes(superproof, tmp_path):
    save_problem(TwoAnd(inputs=2, sparsity=2, pairs=((0, 1),)), tmp_path / "p.json")
    assert superproof("build", "p.json", "-o", "n.safetensors", "--quiet").status == 0
    network = load_network(tmp_path / "n.safetensors")
    verb = "computes" if network.neurons == 1 else "compute"
    assert f" {verb} the 1 output right" in superproof("prove", "p.json", "n.safetensors", "--quiet").out


@settings(deadline=None)
@given(circuits())
def test_after_the_time_limit_nothing_is_called_vacuous_and_nothing_is_looked_at(circuit):
    late = Deadline(1e-9)
    assert late.passed()
    assert (some_output_is_one(circuit, late), admits_some(circuit, late), vacuity(circuit, late)) == (None, None, None)
    require_meaning(circuit, "late", allowed=False, deadline=late)


@settings(deadline=None)
@given(circuits())
def test_an_input_that_gates_show_makes_an_output_1_and_outputs_that_they_hold_at_0_are_0(circuit):
    shown = shown_input(circuit, ENDLESS)
    assert shown is None or (is_admissible(circuit, shown) and evaluate(circuit, shown))
    sets = (tuple(active) for block in sparse_blocks(circuit, 99) for active in block.tolist())
    true = {i for active in sets if is_admissible(circuit, active) for i in evaluate(circuit, active)}
    assert true <= set(np.flatnonzero(may_be_one(circuit)).tolist())


def test_circuits_of_more_inputs_than_are_tried_are_decided_by_their_gates():
    ends = [("and", 990 + i, 998 - i) for i in range(4)]
    assert some_output_is_one(Circuit.of(1000, 2, [ends, [("copy", 0), ("copy", 3)]])) is True
    three = [("and", 990, 991, 992), ("and", 995, 996, 997)]
    assert some_output_is_one(Circuit.of(1000, 2, [three, [("or", 0, 1)]])) is False
    assert vacuity(Circuit.of(1000, 2, [three, [("copy", 0)]])) == "every output is 0 on every admissible input"


def test_what_is_not_known_to_be_vacuous_or_not_is_said_to_be_unknown():
    gates = [("xor", 0, 1), ("copy", 1), ("copy", 0)]
    circuit = Circuit.of(1000, 2, [gates, [("and", 1, 2), ("copy", 0)], [("and", 0, 1)]])
    assert some_output_is_one(circuit) is None
    assert undecided(circuit) == "; no such input is known on which an output is 1, and 131,072 were tried"
    assert undecided(Circuit.of(3, 2, [[("and", 0, 1)]])) == ""
