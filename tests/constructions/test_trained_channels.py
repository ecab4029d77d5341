"""Training in which silent neurons learn too: fewer neurons, proved by enumeration."""

import pytest

from constructions import NotFoundError, trained_channels
from constructions.trained_channels import predicted_seconds
from tests.constructions.problems import KARATE, is_proved, of, regular
from verify import gate_problem

MIXED = gate_problem(12, 2, [("or", 0, 1), ("xor", 2, 3), ("and", 4, 5), ("andnot", 6, 7)])


@pytest.mark.parametrize(
    ("problem", "neurons"), [(regular(64), 26), (of(KARATE), 30), (of(KARATE, 3), 60), (MIXED, 40)]
)
def test_networks_are_proved(problem, neurons):
    network = trained_channels(problem, neurons=neurons)
    assert network.widths[1] == neurons
    assert network.construction["name"] == "trained_channels"
    assert is_proved(problem, network)


def test_two_builds_agree_to_the_bit():
    first, second = (trained_channels(regular(64), neurons=40, seed=5) for _ in range(2))
    assert first == second


def test_training_in_vain_says_what_to_try():
    with pytest.raises(
        NotFoundError, match=r"trained_channels found no .* in 1 steps; try another seed, more steps, or"
    ):
        trained_channels(regular(64), neurons=24, steps=1)


def test_the_forecast_grows_with_the_problem():
    seconds = [predicted_seconds(regular(m), n) for m, n in ((64, 30), (256, 60), (1024, 130))]
    assert seconds == sorted(seconds)
