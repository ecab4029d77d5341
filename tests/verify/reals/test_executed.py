"""As executed: no evaluation of a machine is further from the exact outputs than is stated."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.verify.floats.machines import evaluations_at
from tests.verify.reals.instances import random_instance
from tests.verify.reals.test_worst_errors import exact_outputs, random_input
from verify import FloatNetwork, autoencoder, compressed, worst_errors
from verify.reals.executed import executed_losses

BITS = {"float32": 24, "float64": 53, "bfloat16": 24}


def blurred(network, rng, precision):
    """The network with weights of all bits, some of them tiny, so that sums are rounded and products underflow."""

    def noisy(array):
        sizes = np.where(rng.random(array.shape) < 0.1, 2.0 ** -(140 if precision == "float32" else 20), 1.0)
        noise = (array + (array != 0) * rng.normal(size=array.shape)) * sizes
        if precision == "bfloat16":
            return (noise.astype(np.float32).view(np.uint32) & 0xFFFF0000).view(np.float32)
        return noise.astype(precision)

    layers = [(noisy(layer.weights), noisy(layer.bias), layer.rectified) for layer in network.layers]
    return FloatNetwork(layers, 0.5, precision=precision)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from(sorted(BITS)))
def test_no_evaluation_is_further_from_the_exact_outputs(seed, precision):
    problem, network = random_instance(seed)
    rng = np.random.default_rng(seed)
    network = blurred(network, rng, precision)
    stated = executed_losses(problem, network)
    kind = np.float64 if precision == "float64" else np.float32
    values = {j: Fraction(float(kind(float(value)))) for j, value in random_input(rng, problem).items()}
    if values and rng.random() < 0.2 and problem.admits({j: Fraction(1, 2**140) for j in values}):
        values = {j: Fraction(1, 2**140) for j in values}  # Subnormal in binary32.
    exact = exact_outputs(network, values)
    dense = [float(values.get(j, 0)) for j in range(problem.features)]
    for answers in evaluations_at(network, dense, rng):
        for answer, right, loss in zip(answers, exact, stated, strict=True):
            assert abs(Fraction(float(answer)) - right) <= loss


def test_the_loss_is_of_the_size_of_a_rounding():
    rng = np.random.default_rng(0)
    words = rng.normal(size=(10, 40)).astype(np.float32)
    network = FloatNetwork([(words, np.zeros(10), False), (words.T.copy(), np.zeros(40), True)], 0.5)
    losses = executed_losses(autoencoder(40, 2), network)
    assert float(min(losses)) > 2.0**-24
    assert float(max(losses)) < 2.0**-13


def test_what_may_overflow_is_refused():
    network = FloatNetwork([([[2.0**100]], [0.0], True), ([[2.0**100]], [0.0], False)], 0.5)
    with pytest.raises(OverflowError, match="beyond what binary32 holds"):
        executed_losses(autoencoder(1, 1), network)
    with pytest.raises(ValueError, match="must have 2 inputs"):
        executed_losses(autoencoder(2, 1), network)


def test_torch_shows_the_worst_errors_up_to_the_loss():
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(1)
    first, second = rng.normal(size=(8, 16)).astype(np.float32), rng.normal(size=(16, 8)).astype(np.float32)
    network = FloatNetwork([(first, np.zeros(8), True), (second, np.zeros(16), False)], 0.5)
    problem = compressed(16, 2)
    found, losses = worst_errors(problem, network), executed_losses(problem, network)
    model = torch.nn.Sequential(torch.nn.Linear(16, 8, bias=False), torch.nn.ReLU(), torch.nn.Linear(8, 16, bias=False))
    with torch.no_grad():
        model[0].weight.copy_(torch.from_numpy(first))
        model[2].weight.copy_(torch.from_numpy(second))
        for i, values in enumerate(found.certificate.attained):
            y = torch.zeros(16)
            for j, value in values.items():
                y[j] = float(value)
            seen = Fraction(float(model(y)[i])) - problem.targets[i]({j: Fraction(float(y[j])) for j in values})
            assert abs(seen) <= found.at_most[i] + losses[i]
            if all(Fraction(float(y[j])) == value for j, value in values.items()):
                assert abs(abs(seen) - found.reached[i]) <= losses[i]
