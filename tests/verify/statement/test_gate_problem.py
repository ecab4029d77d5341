"""Problems of mixed gates: values, what is refused, and their documents."""

import numpy as np
import pytest
from hypothesis import given, settings

from tests.verify.gate_problems import problems
from tests.verify.oracle import admissible, true_outputs
from verify import Gate, Gates, Problem, TwoAnd, evaluate, gate_problem, load_problem, problem_digest, save_problem
from verify.statement.inputs import active_sets
from verify.statement.on_inputs import indicators, truth

MIXED = [("or", 0, 1, 2), ("andnot", 2, 0), ("andnot", 0, 2), ("xor", 0, 1), ("copy", 3), ("and", 0, 1, 3)]


@settings(deadline=None)
@given(problems())
def test_every_output_is_its_gate_however_it_is_asked(problem):
    assert isinstance(problem, Problem)
    for k in range(problem.inputs + 1):
        for active in admissible(problem.inputs, k):
            assert set(evaluate(problem, active)) == true_outputs(problem, active)
    sets = active_sets(problem.inputs, 2, 0, problem.inputs * (problem.inputs - 1) // 2)
    found = truth(problem, indicators(sets, problem.inputs))
    for row, features in zip(found, map(tuple, sets.tolist()), strict=True):
        assert set(np.flatnonzero(row).tolist()) == true_outputs(problem, features)


@settings(deadline=None)
@given(problems())
def test_the_document_is_read_back_as_the_same_value(problem):
    again = gate_problem(problem.inputs, problem.sparsity, problem.document()["gates"])
    assert (again, hash(again), problem_digest(again)) == (problem, hash(problem), problem_digest(problem))


def test_the_same_gates_in_another_writing_are_the_same_problem(tmp_path):
    problem = gate_problem(4, 3, MIXED)
    written = gate_problem(4, 3, [("or", 2, 1, 0), *MIXED[1:-1], ("and", 3, 0, 1)])
    assert problem == written
    save_problem(problem, tmp_path / "p.json")
    assert load_problem(tmp_path / "p.json") == problem
    assert problem.influence == (5, 3, 3, 2)


def test_ands_of_two_features_alone_are_a_two_and(tmp_path):
    problem = gate_problem(3, 2, [("and", 1, 0), ("and", 1, 2)])
    assert problem == TwoAnd(3, 2, ((0, 1), (1, 2)))
    save_problem(problem, tmp_path / "p.json")
    assert load_problem(tmp_path / "p.json") == problem
    assert Gates(3, 2, (Gate("and", (1, 0)), Gate("and", (1, 2)))) == problem
    assert problem.is_two_and
    assert not gate_problem(4, 2, MIXED).is_two_and
    assert not gate_problem(4, 3, [("and", 0, 1), ("and", 0, 1, 2)]).is_two_and
    with pytest.raises(TypeError, match="only a 2-AND has pairs"):
        assert gate_problem(4, 2, MIXED).pairs


def test_groups_hold_every_output_once_by_kind_and_fan_in():
    problem = gate_problem(4, 2, [*MIXED, ("and", 0, 1), ("and", 1, 2, 3)])
    groups = problem.gate_groups()
    assert [(g.kind, g.inputs.shape[1]) for g in groups] == [
        ("or", 3), ("andnot", 2), ("xor", 2), ("copy", 1), ("and", 3), ("and", 2)
    ]  # fmt: skip
    assert sorted(i for g in groups for i in g.outputs.tolist()) == list(range(8))
    assert all(problem.gate(i).inputs == tuple(w) for g in groups for i, w in zip(g.outputs, g.inputs, strict=True))


@pytest.mark.parametrize(
    ("inputs", "sparsity", "gates", "error", "words"),
    [
        (4, 2, [], ValueError, "at least one gate, not 0"),
        (0, 1, MIXED, ValueError, "inputs must be at least 1"),
        (True, 1, MIXED, TypeError, "inputs must be an integer"),
        (4, 0, MIXED, ValueError, "sparsity must be at least 1"),
        (4, 5, MIXED, ValueError, "at most the number of features, 4, not 5"),
        (4, 2, [*MIXED, ("xor", 1, 0)], ValueError, r"gate 6 must differ .* xor of \(0, 1\) is gate 3 already"),
        (4, 2, ["and"], TypeError, "gate 0 must be a kind and its inputs, not 'and'"),
        (4, 2, [()], TypeError, "gate 0 must be a kind and its inputs"),
        (4, 2, [7], TypeError, "gate 0 must be a kind and its inputs, not 7"),
        (4, 2, [("nor", 0, 1)], ValueError, "gate 0 must be 0 when all its inputs are 0"),
    ],
)
def test_what_is_no_problem_is_refused_with_the_rule(inputs, sparsity, gates, error, words):
    with pytest.raises(error, match=words):
        gate_problem(inputs, sparsity, gates)


def test_gates_takes_nothing_but_gates():
    with pytest.raises(TypeError, match="gate 0 must be a Gate"):
        Gates(3, 2, (("or", 0, 1),))
