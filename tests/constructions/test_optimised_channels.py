"""Trained weights: few neurons, proved by enumeration; no test pins what training gives on one machine."""

import subprocess
import sys

import pytest

from constructions import ConstructionError, NotFoundError, optimised_channels
from constructions.optimised_channels import likely_neurons
from tests.constructions.problems import KARATE, LES_MISERABLES, SMALL, is_proved, of, regular
from verify import HadamardCode, IdentityCode, TwoAnd, gate_problem


@pytest.mark.parametrize("name", SMALL)
@pytest.mark.parametrize("sparsity", [2, 3, 4])
def test_small_graphs_at_any_sparsity(name, sparsity):
    graph = SMALL[name]
    if sparsity > len(graph):
        return
    problem = of(graph, sparsity)
    assert is_proved(problem, optimised_channels(problem, neurons=100))


@pytest.mark.parametrize(
    ("problem", "neurons"),
    [
        (regular(64), 40),
        (regular(256), 98),
        (of(KARATE), 43),
        (of(LES_MISERABLES), 87),
        (of(LES_MISERABLES), 71),
        (of(KARATE, 3), 76),
        (regular(64, 3), 60),
    ],
)
def test_far_fewer_neurons_than_outputs(problem, neurons):
    network = optimised_channels(problem, neurons=neurons)
    assert network.neurons == neurons < problem.outputs
    assert is_proved(problem, network)


@pytest.mark.slow
@pytest.mark.parametrize(("features", "neurons"), [(256, 70), (1024, 196), (1024, 165)])
def test_half_of_the_closed_form_and_less(features, neurons):
    problem = regular(features)
    assert is_proved(problem, optimised_channels(problem, neurons=neurons))


@pytest.mark.slow
def test_les_miserables_at_sparsity_three():
    problem = of(LES_MISERABLES, 3)
    assert is_proved(problem, optimised_channels(problem, neurons=220))


def test_two_builds_agree_to_the_bit():
    first, second = (optimised_channels(regular(64), neurons=40, seed=5) for _ in range(2))
    assert first == second


def test_codes_are_public_and_weights_small():
    network = optimised_channels(of(KARATE), neurons=43, seed=2)
    assert network.input_code == IdentityCode(34)
    assert network.output_code.recipe() == {
        "family": "constant-weight",
        "rows": 43,
        "columns": 78,
        "weight": 6,
        "seed": 2,
    }
    assert network.layers[0].weights.dtype.itemsize <= 2
    network = optimised_channels(of(LES_MISERABLES), neurons=75, seed=2)
    assert network.input_code == HadamardCode(rows=75, columns=77, seed=2)
    assert network.construction["arguments"] == {"neurons": 75, "weight": 6, "steps": 300}


def test_progress_tells_every_step_of_training():
    seen = []
    optimised_channels(regular(64), neurons=60, progress=lambda *step: seen.append(step))
    assert seen[0] == (0, 300)
    assert [done for done, _ in seen] == list(range(len(seen)))


def test_training_in_vain_says_what_was_tried_and_what_to_try():
    with pytest.raises(
        ConstructionError,
        match=r"no exact network with 12 neurons, channels of 6 and seed 0 in 20 steps; .* 43 neurons \(an estimate\)",
    ):
        optimised_channels(regular(64), neurons=12, steps=20)
    with pytest.raises(NotFoundError, match=r"try another seed, or 54 neurons .* or naive, which needs 64"):
        optimised_channels(regular(64), neurons=48, steps=1)


MIXED = gate_problem(64, 2, [(("or", "xor", "and", "andnot")[i % 4], i, (7 * i + 3) % 64) for i in range(31)])


@pytest.mark.parametrize("problem", [of(KARATE), of(KARATE, 3), regular(64), MIXED])
def test_training_succeeds_with_the_number_of_neurons_that_a_failure_estimates(problem):
    likely = likely_neurons(problem)
    with pytest.raises(NotFoundError, match=rf"or {likely} neurons \(an estimate\)"):
        optimised_channels(problem, neurons=likely // 3, steps=1)
    assert optimised_channels(problem, neurons=likely).widths[1] == likely


@pytest.mark.parametrize("neurons", [1, 3, 6, 8])
def test_fewer_channels_than_outputs_are_refused_with_the_least_number_that_has_as_many(neurons):
    with pytest.raises(ConstructionError, match=f"at least 9 neurons for 64 different channels of 6, not {neurons}"):
        optimised_channels(regular(64), neurons=neurons)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"neurons": 0}, ValueError, "neurons must be at least 1, not 0"),
        ({"neurons": True}, TypeError, "neurons must be an integer, not True"),
        ({"neurons": 9.5}, TypeError, "neurons must be an integer, not 9.5"),
        ({"neurons": 9, "weight": 0}, ValueError, "weight must be at least 1, not 0"),
        ({"neurons": 9, "weight": 10}, ConstructionError, "at least 12 neurons for 64 different channels of 10, not 9"),
        ({"neurons": 9, "seed": -1}, ValueError, "seed must be at least 0, not -1"),
        ({"neurons": 9, "steps": 0}, ValueError, "steps must be at least 1, not 0"),
    ],
)
def test_a_request_that_breaks_a_rule(arguments, error, message):
    with pytest.raises(error, match=message):
        optimised_channels(regular(64), **arguments)


def test_sparsity_one_has_nothing_to_train():
    with pytest.raises(ConstructionError, match="needs a sparsity of at least 2"):
        optimised_channels(TwoAnd(3, 1, ((0, 1),)), neurons=3)


def test_importing_constructions_loads_no_compiler():
    code = "import sys, constructions; print({'numba', 'scipy', 'networkx', 'sympy', 'z3'} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"
