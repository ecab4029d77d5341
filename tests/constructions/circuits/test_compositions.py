"""Compositions of circuits compute compositions of functions, on the same admissible inputs."""

import pytest
from hypothesis import given, settings

from constructions.circuits import circuit_network, in_series, side_by_side, without_xor
from tests.verify.oracle import admissible, judge
from tests.verify.statement.test_circuit import circuits
from verify import Circuit, evaluate
from verify.statement.on_inputs import is_admissible

SETTINGS = settings(max_examples=25, deadline=None)
TURN = Circuit.of(3, 1, [[("copy", 1), ("copy", 2), ("copy", 0)]])


@SETTINGS
@given(circuits())
def test_a_circuit_without_xor_is_the_same_function_on_the_same_inputs(circuit):
    plain = without_xor(circuit)
    assert all(gate.kind != "xor" for level in plain.levels for gate in level)
    for active in admissible(circuit.inputs, circuit.sparsity):
        assert evaluate(plain, active) == evaluate(circuit, active)
        assert is_admissible(plain, active) == is_admissible(circuit, active)


@SETTINGS
@given(circuits(), circuits())
def test_circuits_side_by_side_compute_both(first, second):
    both = side_by_side([first, second], sparsity=2)
    for active in admissible(both.inputs, 2):
        left = [j for j in active if j < first.inputs]
        right = [j - first.inputs for j in active if j >= first.inputs]
        expected = [*evaluate(first, left), *(first.outputs + i for i in evaluate(second, right))]
        assert list(evaluate(both, active)) == expected


def test_a_series_computes_the_composition():
    series = in_series([TURN] * 3, sparsity=2)
    assert all(evaluate(series, active) == active for active in admissible(3, 2))
    assert judge(series, circuit_network(series)).verdict == "proved"


def test_what_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="circuit 1 of a series must have 3 inputs"):
        in_series([TURN, Circuit.of(2, 1, [[("copy", 0)]])], sparsity=1)
    for compose in (in_series, side_by_side):
        with pytest.raises(ValueError, match="needs at least one circuit, not 0"):
            compose([], sparsity=1)
