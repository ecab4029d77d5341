"""Networks for every kind of gate: right where they are said to be, with fewer neurons than outputs."""

from itertools import combinations

import pytest
from hypothesis import given, settings

from constructions import (
    CONSTRUCTIONS,
    ConstructionError,
    naive,
    optimised_channels,
    smallest_proved,
    structured_channels,
    two_and_network,
)
from constructions.naive import naive_neurons
from tests.verify.gate_problems import problems
from tests.verify.oracle import judge
from verify import Permutation, Proved, TwoAnd, gate_problem, prove, random_gates
from verify.statement.gates import KINDS


def is_proved(problem, network) -> bool:
    return isinstance(prove(problem, network, prover="branch"), Proved)


@settings(deadline=None)
@given(problems(most_features=5))
def test_naive_is_right_on_every_input_for_every_kind_of_gate(problem):
    everywhere = gate_problem(problem.inputs, problem.inputs, problem.document()["gates"])
    network = naive(everywhere)
    assert judge(everywhere, network).verdict == "proved"
    assert network.neurons == naive_neurons(problem)


def test_naive_takes_more_than_one_neuron_an_output_only_for_xor():
    assert naive_neurons(random_gates(20, 20, kinds=("or", "and", "andnot"), sparsity=2, seed=0)) == 20
    assert naive_neurons(random_gates(20, 20, kinds=("xor", "or"), sparsity=2, seed=0)) == 20 + 10
    assert naive_neurons(random_gates(6, 12, kinds=("xor",), sparsity=2, seed=0)) == 6 + 12


@settings(deadline=None)
@given(problems(most_features=5))
def test_no_choice_of_features_to_hold_needs_fewer_neurons_before_xors(problem):
    gates = [problem.gate(i) for i in range(problem.outputs)]
    xors = sum(gate.kind == "xor" for gate in gates)
    held = (set(some) for k in range(problem.inputs + 1) for some in combinations(range(problem.inputs), k))
    least = min(len(some) + sum(not some.issuperset(gate.inputs) for gate in gates) for some in held)
    first = least + xors if xors else 0
    assert naive_neurons(problem) == max(problem.inputs, problem.outputs, first)


@pytest.mark.parametrize("kind", KINDS)
def test_structured_channels_with_enough_neurons_are_right_for_every_kind(kind):
    problem = random_gates(40, 40, kinds=(kind,), sparsity=2, seed=1)
    assert is_proved(problem, structured_channels(problem, neurons=520, weight=22))


def test_structured_channels_are_right_for_mixed_kinds_and_fan_ins():
    problem = random_gates(60, 40, kinds=("and", "or", "andnot", "copy"), fan_in=(2, 3), sparsity=3, seed=0)
    assert is_proved(problem, structured_channels(problem, neurons=700, weight=23))


@pytest.mark.parametrize(("kind", "neurons"), [("or", 208), ("andnot", 244), ("copy", 184)])
def test_structured_channels_hold_256_gates_in_superposition(kind, neurons):
    problem = random_gates(256, 256, kinds=(kind,), sparsity=2, seed=0)
    found = (structured_channels(problem, neurons=neurons, seed=seed) for seed in range(3))
    assert any(is_proved(problem, network) for network in found)


def test_256_ands_of_three_are_held_by_149_trained_neurons_at_sparsity_3():
    problem = random_gates(256, 256, kinds=("and",), fan_in=(3,), sparsity=3, seed=0)
    assert is_proved(problem, optimised_channels(problem, neurons=149))


def test_128_mixed_gates_are_held_by_110_trained_neurons():
    problem = random_gates(128, 128, kinds=("and", "or", "andnot", "copy"), sparsity=2, seed=0)
    assert is_proved(problem, optimised_channels(problem, neurons=110))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kinds", "neurons"), [(("xor",), 209), (("or",), 159), (("and", "or", "xor", "andnot"), 157)], ids=str
)
def test_256_gates_are_held_by_fewer_trained_neurons(kinds, neurons):
    problem = random_gates(256, 256, kinds=kinds, sparsity=2, seed=0)
    assert is_proved(problem, optimised_channels(problem, neurons=neurons))


def test_auto_takes_every_problem_of_gates():
    problem = random_gates(8, 6, kinds=("xor", "or"), sparsity=2, seed=0)
    assert isinstance(prove(problem, two_and_network(problem)), Proved)
    never = gate_problem(4, 2, [("and", 0, 1, 2), ("or", 0, 3)])
    assert two_and_network(never).construction["name"] == "naive"


def test_constructions_say_what_they_take():
    gates, permutation = gate_problem(3, 2, [("or", 0, 1)]), Permutation((1, 0), sparsity=1)
    pairs = TwoAnd(2, 2, ((0, 1),))
    taken = {name: [c.takes(p) for p in (pairs, gates, permutation)] for name, c in CONSTRUCTIONS.items()}
    assert taken["naive"] == [True, True, True]
    assert taken["random-channels"] == [True, False, False]
    assert taken["structured-channels"] == taken["optimised-channels"] == [True, True, False]
    with pytest.raises(ConstructionError, match="random-channels takes 2-AND problems, not one of kind 'gates'"):
        CONSTRUCTIONS["random-channels"](gates, neurons=3)
    with pytest.raises(ConstructionError, match="random-channels takes 2-AND problems"):
        smallest_proved(gates, construction="random-channels")


@pytest.mark.parametrize("build", [structured_channels, optimised_channels])
def test_an_and_wider_than_the_sparsity_is_refused_with_the_sparsity_that_would_do(build):
    problem = gate_problem(6, 2, [("and", 0, 1, 2, 3), ("or", 0, 1)])
    with pytest.raises(ConstructionError, match=r"needs a sparsity of at least 4, for a gate to be active .* not 2"):
        build(problem, neurons=100)


def test_too_few_neurons_name_the_number_that_would_do():
    problem = random_gates(40, 40, kinds=("or", "andnot"), sparsity=2, seed=1)
    with pytest.raises(ConstructionError, match="structured_channels needs at least 110 neurons for 40 outputs"):
        structured_channels(problem, neurons=10)
    structured_channels(problem, neurons=110)
    with pytest.raises(ConstructionError, match="naive needs at least 40 neurons"):
        CONSTRUCTIONS["naive"](problem, neurons=39)
    with pytest.raises(ConstructionError, match="naive needs at least 4 neurons, a layer before XORs, not 3"):
        CONSTRUCTIONS["naive"](gate_problem(3, 2, [("xor", 0, 1), ("xor", 1, 2)]), neurons=3)
