"""Errors on real features are explained by numbers that add up, and by names that exist."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from superproof.explanation import explain
from tests.verify.reals.instances import random_instance
from tests.verify.reals.test_worst_errors import exact_outputs, random_input
from verify import FloatNetwork, autoencoder, save_float_network


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**32))
def test_what_neurons_add_is_the_output_and_the_output_is_the_definition(seed):
    problem, network = random_instance(seed)
    values = random_input(np.random.default_rng(seed), problem)
    outputs = exact_outputs(network, values)
    errors = [output - target(values) for output, target in zip(outputs, problem.targets, strict=True)]
    worst = explain(problem, network, values)
    assert abs(worst.error) == max(map(abs, errors))
    for i, output in enumerate(outputs):
        found = explain(problem, network, values, i)
        assert (found.value, found.error, found.admissible) == (output, errors[i], True)
        total = found.bias + sum(neuron.adds for neuron in found.neurons)
        assert found.value == (max(total, Fraction(0)) if found.rectified else total)
        for j, error in found.without:
            less = {k: value for k, value in values.items() if k != j}
            assert error == exact_outputs(network, less)[i] - problem.targets[i](less)
        assert str(found).startswith("at ")


@pytest.fixture
def pair(tmp_path, superproof):
    """Two features in one neuron."""
    layers = [([[1.0, -1.0]], [0.0], False), ([[1.0], [-1.0]], [0.0, 0.0], True)]
    save_float_network(FloatNetwork(layers, 0.5), tmp_path / "n.safetensors")
    made = superproof("problem", "real", "--target", "identity", "--features", 2, "--sparsity", 1, "-o", "p.json")
    assert made.status == 0
    return "p.json", "n.safetensors"


def test_on_the_command_line(superproof, pair):
    lines = superproof("explain", *pair, "--active", "y0=1, 1=1/3").out.splitlines()
    assert lines[0] == (
        "at y0 = 1, y1 = 0.333333 (not an admissible input of the problem), output 0 is 0.666667 and must be 1 (y0): "
        "off by 0.333333."
    )
    assert lines[1] == "1 of 1 neuron in layer 1 is not 0; the output reads 1 neuron."
    assert "* with y1 = 0 it is off by 0" in lines
    record = superproof("explain", *pair, "--active", "y0", "--output", "1", "--json").record
    assert record["explanation"]["error"] == 0
    assert record["explanation"]["input"] == [[0, 1.0]]
    assert "all features 0" in superproof("explain", *pair, "--active", "").out


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--active", "y2=1"), "--active must hold features from y0 to y1"),
        (("--active", "Ann"), "--active must hold features from y0 to y1"),
        (("--active", "0=1,y0=2"), "names feature y0 twice"),
        (("--active", "0=x"), "the value of y0 must be a number"),
        (("--active", "0", "--output", "2"), "--output must be from 0 to 1"),
    ],
)
def test_inputs_and_outputs_that_are_not_there(superproof, pair, options, words):
    found = superproof("explain", *pair, *options)
    assert found.status == 2
    assert words in found.complaint


def test_values_that_are_none_and_networks_that_do_not_fit():
    network = FloatNetwork([([[1.0, -1.0]], [0.0], False), ([[1.0], [-1.0]], [0.0, 0.0], True)], 0.5)
    with pytest.raises(ValueError, match="must be a finite number"):
        explain(autoencoder(2, 1), network, {0: float("nan")})
    with pytest.raises(ValueError, match="is none of them"):
        explain(autoencoder(2, 1), network, {2: 1})
    with pytest.raises(TypeError, match="values by feature"):
        explain(autoencoder(2, 1), network, [0])
    with pytest.raises(ValueError, match="must have 3 inputs"):
        explain(autoencoder(3, 1), network, {0: 1})
