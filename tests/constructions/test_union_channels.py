"""Gates in two layers that end in exact words: proved by contracts, tried on inputs, refused with the rule."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constructions import ConstructionError, NotFoundError, smallest_proved, union_channels
from constructions.union_channels import readable_words
from tests.constructions.problems import KARATE, of, regular
from verify import (
    IdentityCode,
    Permutation,
    Proved,
    TwoAnd,
    Valid,
    activations,
    check,
    evaluate,
    gate_problem,
    prove,
    random_gates,
)
from verify.codes.base import expand
from verify.contracts.active_outputs import most_active_outputs


@pytest.mark.parametrize(
    ("problem", "neurons"),
    [
        (regular(256), 110),
        pytest.param(regular(512, 3), 460, marks=pytest.mark.slow),
        (random_gates(256, 256, kinds=("or",), sparsity=2, seed=0), 240),
        (random_gates(256, 256, kinds=("copy",), sparsity=3, seed=0), 180),
        (random_gates(256, 256, kinds=("and", "or"), sparsity=2, seed=0), 220),
        pytest.param(TwoAnd.random_regular(600, 4, sparsity=2, seed=0), 700, marks=pytest.mark.slow),
    ],
    ids=["and", "and at v = 3", "or", "copy at v = 3", "and, or", "exact inputs"],
)
def test_gates_are_proved_in_superposition_and_held_again(problem, neurons):
    network = union_channels(problem, neurons=neurons)
    assert network.neurons <= neurons < problem.outputs
    certificate = prove(problem, network, prover="contracts").certificate
    assert isinstance(check(problem, network, certificate), Valid)
    (contract,) = certificate.evidence["contracts"]
    words, rng = expand(network.output_code), np.random.default_rng(0)
    for _ in range(200):
        active = set(rng.integers(0, problem.inputs, problem.sparsity).tolist())
        held = activations(network, active)[-1]
        union = words[:, list(evaluate(problem, active))].max(axis=1, initial=0)
        assert set(held.tolist()) <= {0, 1}
        assert (held >= union).all()
        assert int((held - union).sum()) <= contract["additional_after"]


@pytest.mark.parametrize(("kinds", "neurons"), [(("andnot",), 210), (("and", "andnot"), 250)])
def test_andnot_is_read_in_superposition_though_neurons_may_be_missing(kinds, neurons):
    problem = random_gates(256, 256, kinds=kinds, sparsity=2, seed=0)
    network = union_channels(problem, neurons=neurons)
    assert network.neurons <= neurons
    certificate = prove(problem, network, prover="contracts").certificate
    assert isinstance(check(problem, network, certificate), Valid)
    assert certificate.evidence["contracts"][0]["missing_after"] > 0


@pytest.mark.slow
def test_every_input_of_a_small_one_is_right_by_enumeration():
    network = union_channels(regular(256), neurons=120)
    assert isinstance(prove(regular(256), network, prover="enumerate"), Proved)


def test_inputs_that_are_no_more_than_neurons_are_exact():
    problem = TwoAnd.random_regular(600, 4, sparsity=2, seed=0)
    assert union_channels(problem, neurons=700).input_code == IdentityCode(600)


@given(st.integers(4, 3000), st.integers(1, 4), st.integers(3, 400))
@settings(max_examples=30, deadline=None)
def test_words_are_never_covered_by_as_many_others_as_may_be_1(outputs, sparsity, neurons):
    problem = Permutation(tuple(range(outputs)), min(sparsity, outputs))
    try:
        code, wrong = readable_words("doc", problem, neurons)
    except ConstructionError as error:
        least = int(str(error).rsplit(" ", 1)[1])
        if least == outputs:
            return
        assert neurons < least
        code, wrong = readable_words("doc", problem, least)
    assert code.weight - wrong.missing > most_active_outputs(problem) * (code.degree - 1) + wrong.additional
    assert code.columns == outputs


@pytest.mark.parametrize(
    ("problem", "neurons", "rule"),
    [
        (gate_problem(8, 2, [("xor", 0, 1), ("and", 2, 3)]), 3, "contracts takes no gates of kind xor"),
        (gate_problem(8, 3, [("and", 0, 1, 2), ("or", 0, 3)]), 3, "ANDs of two features, but a level has larger ones"),
        (regular(64, 1), 30, "needs a sparsity of at least 2"),
        (regular(8192), 4000, "takes at most 4096 features, not 8192"),
        (of(KARATE, 2), 40, "the next number tried that does is 78"),
    ],
)
def test_what_it_does_not_take_is_refused_with_the_rule(problem, neurons, rule):
    with pytest.raises(ConstructionError, match=rule):
        union_channels(problem, neurons=neurons)


def test_where_nothing_is_found_another_number_is_named():
    with pytest.raises(NotFoundError, match=r"found no exact network with 106 neurons and seed 0 in 1 steps; try 113"):
        union_channels(regular(256), neurons=106, steps=1)


def test_the_search_takes_the_first_that_a_contract_proves():
    found = smallest_proved(regular(256), construction="union-channels")
    assert found.network.neurons <= 120
    assert found.certificate.prover == "contracts"
    assert found.tried[-1].found
    with pytest.raises(ConstructionError, match="contracts takes no gates of kind xor"):
        smallest_proved(gate_problem(8, 2, [("xor", 0, 1), ("and", 2, 3)]), construction="union-channels")
    with pytest.raises(NotFoundError, match="union-channels needs more, and none was tried"):
        smallest_proved(of(KARATE, 2), construction="union-channels")


def test_one_neuron_an_output_is_taken_where_it_fits():
    assert union_channels(regular(64), neurons=64).construction["name"] == "naive"


@pytest.mark.parametrize(
    ("change", "complaint"),
    [({"neurons": 2.5}, "neurons must be an integer"), ({"steps": "9"}, "steps must be an integer"),
     ({"seed": True}, "seed must be an integer")],
)  # fmt: skip
def test_arguments_of_other_types_are_refused_by_name(change, complaint):
    with pytest.raises(TypeError, match=complaint):
        union_channels(regular(64), **{"neurons": 60, **change})
