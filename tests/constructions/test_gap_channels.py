"""Training for the widest gap: the fewest neurons known, proved by enumeration."""

import pytest

from constructions import NotFoundError, gap_channels
from constructions.trained_channels import GAP
from tests.constructions.problems import KARATE, is_proved, of, regular
from verify import gate_problem

MIXED = gate_problem(12, 2, [("or", 0, 1), ("xor", 2, 3), ("and", 4, 5), ("andnot", 6, 7)])


@pytest.mark.parametrize(
    ("problem", "neurons"), [(regular(64), 24), (of(KARATE), 28), (of(KARATE, 3), 60), (MIXED, 40)]
)
def test_networks_are_proved(problem, neurons):
    network = gap_channels(problem, neurons=neurons)
    assert network.widths[1] == neurons
    assert network.construction["name"] == "gap_channels"
    assert is_proved(problem, network)


def test_two_builds_agree_to_the_bit():
    first, second = (gap_channels(regular(32), neurons=30, seed=5, steps=400) for _ in range(2))
    assert first == second


def test_training_in_vain_says_what_to_try_and_gives_what_came_near():
    with pytest.raises(NotFoundError, match=r"gap_channels found no .* in 8 steps; try another seed, more") as refused:
        gap_channels(regular(64), neurons=24, steps=8)
    assert refused.value.imperfect is not None
    assert refused.value.imperfect.neurons == 24


def test_the_forecast_grows_with_the_problem():
    seconds = [GAP.cost.seconds(regular(m), n) for m, n in ((64, 30), (256, 60), (1024, 124))]
    assert seconds == sorted(seconds)
    assert round(seconds[-1]) == 49
