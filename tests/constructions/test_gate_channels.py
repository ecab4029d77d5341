"""Channels of every kind of gate: what a neuron of an output's own channel receives."""

import numpy as np
import pytest
from hypothesis import given, settings

from constructions import ConstructionError
from constructions.gate_channels import (
    excitation,
    light_influence,
    require_active_ands,
    scale_of,
)
from tests.verify.gate_problems import problems
from tests.verify.oracle import admissible, true_outputs
from verify import ConstantWeightCode, ReedSolomonCode, TwoAnd, gate_problem


def apart(outputs: int) -> ReedSolomonCode:
    """A code whose channels share no neuron."""
    return ReedSolomonCode(field=7, blocks=4, degree=1, columns=outputs)


def matrix(problem, code) -> np.ndarray:
    found = excitation(problem, code)
    dense = np.zeros((code.rows, problem.inputs), dtype=np.int64)
    dense[found.neurons, found.features] = found.values
    return dense


@settings(deadline=None, max_examples=20)
@given(problems(most_gates=7, most_features=5))
def test_without_shared_neurons_the_scores_tell_all_gates_apart(problem):
    code = apart(problem.outputs)
    found, dense = excitation(problem, code), matrix(problem, code)
    bias = found.rest / 100
    together = [len(gate.inputs) for gate in problem.gates if gate.kind == "and"]
    together += [int(gate.kind[-1]) for gate in problem.gates if gate.kind.startswith("atleast-")]
    quiet = found.unit * (0.18 / max(together) if together else 0)
    for active in admissible(problem.inputs, problem.inputs):
        h = np.maximum(dense[:, list(active)].sum(axis=1) - bias, 0)
        ones = true_outputs(problem, active)
        for output, word in enumerate(code.supports(0, problem.outputs)):
            score = h[word].sum() / len(word)
            loud = found.unit - bias
            assert score >= 0.9 * loud - 0.5 if output in ones else score <= quiet + 0.02, (output, active)


def test_two_ands_are_as_they_always_were():
    problem = TwoAnd.random_regular(32, 3, sparsity=2, seed=1)
    code = ConstantWeightCode(rows=40, columns=48, weight=5, seed=2)
    found = excitation(problem, code)
    words = code.supports(0, 48)
    entries = {(e, j) for word, pair in zip(words.tolist(), problem.pairs, strict=True) for e in word for j in pair}
    assert list(zip(found.neurons.tolist(), found.features.tolist(), strict=True)) == sorted(entries)
    assert set(found.values.tolist()) == {1}
    assert (found.unit, found.rest) == (2, 82)


@pytest.mark.parametrize(
    ("gates", "scale"),
    [
        ([("xor", 0, 1), ("copy", 2)], (1, 20)),
        ([("and", 0, 1), ("or", 0, 1)], (2, 82)),
        ([("and", 0, 1, 2), ("xor", 0, 1)], (3, 182)),
        ([("and", 0, 1, 2), ("and", 0, 1)], (6, 364)),
        ([("and", 0, 1, 2, 3), ("and", 0, 1, 2)], (12, 846)),
    ],
)
def test_one_scale_serves_all_fan_ins(gates, scale):
    assert scale_of(gate_problem(4, 2, gates)) == scale


def test_where_weights_meet_the_largest_of_either_sign_are_added():
    one_neuron = ReedSolomonCode(field=2, blocks=1, degree=1, columns=2)
    two = gate_problem(3, 2, [("or", 0, 1), ("or", 1, 2)])
    assert matrix(two, one_neuron).tolist() == [[1, 1, 0], [0, 1, 1]]
    shared = ConstantWeightCode(rows=1, columns=3, weight=1, seed=0)
    three = gate_problem(3, 2, [("or", 0, 1), ("andnot", 2, 1), ("copy", 1)])
    assert matrix(three, shared).tolist() == [[1, 0, 1]]


def test_a_xor_needs_a_channel_with_two_halves():
    with pytest.raises(ConstructionError, match="a xor needs channels of at least 2 neurons"):
        excitation(gate_problem(2, 2, [("xor", 0, 1)]), ConstantWeightCode(rows=3, columns=1, weight=1, seed=0))


def test_the_influence_that_output_channels_bear_is_that_of_the_theory():
    assert light_influence(1000, 10, 2) == pytest.approx(10)
    assert light_influence(1000, 10, 3) == pytest.approx(100 ** (2 / 3))


def test_an_and_that_can_never_be_one_is_refused_with_the_sparsity_that_would_do():
    problem = gate_problem(5, 2, [("or", 0, 1), ("and", 0, 1, 2, 3)])
    with pytest.raises(ConstructionError, match=r"anything needs a sparsity of at least 4, .* not 2"):
        require_active_ands("anything", problem)
    require_active_ands("anything", gate_problem(5, 1, [("or", 0, 1, 2, 3)]))
