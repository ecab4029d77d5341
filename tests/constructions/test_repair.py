"""A network that is wrong at few outputs is put right, whatever its gates are, and large searches end with that."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constructions import NotFoundError, naive, optimised_channels
from constructions.attempts import Listener
from constructions.auto import AUTO
from constructions.repair import Own, highest, repaired, wrong_outputs
from constructions.search import search
from tests.constructions.problems import KARATE, is_proved, of, regular
from verify import Valid, check, evaluate, gate_problem, outputs
from verify.progress import Deadline

KINDS = ("and", "or", "xor", "andnot", "atleast-2")
MIXED = gate_problem(
    32, 2, [(kind, *range(4 * k, 4 * k + (3 if kind == "atleast-2" else 2))) for k, kind in enumerate(KINDS)]
)


def nearest(problem, neurons, steps=3):
    with pytest.raises(NotFoundError) as error:
        optimised_channels(problem, neurons=neurons, steps=steps)
    return error.value.imperfect


def admissible(problem):
    return [set(y) for size in range(problem.sparsity + 1) for y in combinations(range(problem.inputs), size)]


@pytest.mark.parametrize(
    ("problem", "neurons"), [(regular(64), 26), (MIXED, 32), (of(KARATE), 40), (of(KARATE, 3), 40)]
)
def test_what_training_left_wrong_gets_neurons_of_its_own(problem, neurons):
    network = nearest(problem, neurons)
    wrong = wrong_outputs(problem, network)
    better = repaired(problem, network, most=1000)
    xors = sum(problem.gate(i).kind == "xor" for i in wrong.tolist())
    assert better.neurons == max(neurons + len(wrong) + xors, network.widths[0])
    assert better.construction["repaired_outputs"] == len(wrong) > 0
    assert is_proved(problem, better)
    assert repaired(problem, network, most=better.neurons - 1) is None


def test_the_wrong_outputs_are_those_that_some_admissible_input_shows():
    problem = regular(16)
    network = nearest(problem, 12, steps=1)
    shown = set().union(*(set(outputs(network, y)) ^ set(evaluate(problem, y)) for y in admissible(problem)))
    assert set(wrong_outputs(problem, network).tolist()) == shown


def test_what_is_right_stays_as_it_is_and_what_has_no_such_form_is_left_alone():
    problem = regular(16)
    good = naive(problem)
    assert repaired(problem, good, most=16) == good
    assert repaired(problem, good.with_threshold(0), most=1000) is None


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_the_highest_sum_is_that_of_all_sets(data):
    kind = data.draw(st.sampled_from([kind for kind in KINDS if kind != "xor"]))
    features = data.draw(st.permutations(range(5)))[: 3 if kind == "atleast-2" else 2]
    sparsity, value = data.draw(st.integers(2, 4)), data.draw(st.booleans())
    values = np.array(data.draw(st.lists(st.integers(-9, 9), min_size=5, max_size=5)))
    problem = gate_problem(5, sparsity, [(kind, *features)])
    sums = [sum(values[list(y)]) for y in admissible(problem) if (evaluate(problem, y) == (0,)) == value]
    assert highest(values, Own(0, kind, tuple(features)), sparsity, value=value) == max(sums)


def large(problem, monkeypatch, kappas):
    """A search as if the problem were large, from so few neurons on: what it said, and its end."""
    monkeypatch.setattr("constructions.auto.EFFORT", 1e-6)
    monkeypatch.setattr("constructions.auto.KAPPAS", kappas)
    monkeypatch.setattr("constructions.auto.HUBBY", kappas)
    said = []
    return said, search(problem, AUTO, 0, None, Deadline(None), Listener(tell=said.append))


def test_a_large_search_says_how_long_it_takes_and_begins_with_what_is_sure(monkeypatch):
    problem = regular(64)
    said, result = large(problem, monkeypatch, (1.6, 1.2))
    assert [attempt.construction for attempt in result.tried[:2]] == ["naive", "trained-channels"]
    assert any(sentence.startswith("training takes about ") for sentence in said)
    assert result.network.neurons < 44
    assert isinstance(check(problem, result.network, result.certificate), Valid)


def test_a_large_search_repairs_what_training_leaves(monkeypatch):
    problem = of(KARATE)
    result = large(problem, monkeypatch, (0.7,))[1]
    assert any(attempt.construction == "trained-channels, repaired" and attempt.found for attempt in result.tried)
    assert result.network.neurons < 78
    assert isinstance(check(problem, result.network, result.certificate), Valid)
