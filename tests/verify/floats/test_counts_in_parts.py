"""Counts in parts: however inputs are cut, and in whatever order parts come, it is the tally of one machine."""

from dataclasses import replace
from itertools import combinations, islice, pairwise
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constructions import naive
from tests.verify.floats.strategies import networks
from tests.verify.floats.test_proofs import PROBLEMS
from verify import DocumentError, FloatNetwork, Permutation, TwoAnd, Unknown, count_wrong
from verify.crew import TRUST
from verify.errors import RefusedProofError
from verify.floats.order import in_order, ranges_of
from verify.parts import part_of
from verify.progress import Deadline
from verify.statement.inputs import binomials

ROWS = FloatNetwork([(np.eye(30) - 0.25, np.zeros(30), True)], 0.375)
MANY = Permutation(tuple(range(30)), sparsity=3)


class Here:
    """A crew of this process, which answers in the order that `order` gives, and changes what it found."""

    hands, memory = 3, 2**34

    def __init__(self, order=lambda tasks: tasks, change=lambda part: part):
        self.order, self.change = order, change

    def work(self, kind, question, tasks, deadline):
        for task in self.order(list(tasks)):
            yield task, self.change(part_of(kind, question, task, Deadline(None), 1, None))


@given(st.data())
def test_any_place_of_the_order_is_found(data):
    features = data.draw(st.integers(1, 9))
    k = data.draw(st.integers(0, features))
    begin = data.draw(st.integers(0, comb(features, k) - 1))
    assert list(in_order(features, k, begin)) == list(islice(combinations(range(features), k), begin, None))


@given(st.sampled_from(PROBLEMS), st.data())
def test_ranges_by_size_are_a_partition(problem, data):
    total = sum(binomials(problem))
    edges = [0, *sorted(data.draw(st.lists(st.integers(0, total)))), total]
    parts = [ranges_of(problem, *pair) for pair in pairwise(edges)]
    for k, size in enumerate(binomials(problem)):
        numbers = [number for part in parts for number in range(*part[k])]
        assert numbers == list(range(size))


@settings(max_examples=25, deadline=None)
@given(network=networks, problem=st.sampled_from(PROBLEMS), size=st.integers(1, 9), data=st.data())
def test_parts_in_any_order_are_the_tally_of_one_machine(network, problem, size, data):
    crew = Here(order=lambda tasks: data.draw(st.permutations(tasks)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("verify.tallied_parts._size", lambda *_: size)
        there = count_wrong(problem, network, client=crew)
    alone = count_wrong(problem, network)
    assert there == replace(alone, assumptions=(TRUST,))


def test_integer_networks_are_counted_in_parts_too():
    problem = TwoAnd.random_regular(16, 3, sparsity=2, seed=1)
    network = naive(problem).with_threshold(2)
    there, alone = count_wrong(problem, network, client=Here()), count_wrong(problem, network)
    assert (there.certificate, there.claim) == (alone.certificate, alone.claim)
    assert there.wrong[0] > 0


class Dying(Here):
    """Some parts come, the others would come too late."""

    def work(self, *question):
        yield from islice(super().work(*question), 5)
        raise TimeoutError


def test_what_came_in_time_is_a_bracket(monkeypatch):
    monkeypatch.setattr("verify.tallied_parts._size", lambda *_: 100)
    full = count_wrong(MANY, ROWS)
    some = count_wrong(MANY, ROWS, timeout=99, client=Dying())
    assert sum(some.tally.tried) < sum(full.tally.tried)
    assert some.wrong[0] <= full.wrong[0] <= some.wrong[1]
    late = count_wrong(MANY, ROWS, timeout=99, client=Dying(order=lambda tasks: tasks[1:]))
    assert isinstance(late, Unknown)
    assert "scoring did not finish within the time limit of 99 seconds" in late.reason
    gone = count_wrong(MANY, ROWS, client=Here(change=lambda _: {"unknown": "it is too large"}))
    assert gone == Unknown("it is too large")


def test_bounds_say_here_that_nothing_is_wrong_where_time_ends_the_counting(monkeypatch):
    monkeypatch.setattr("verify.tallied_parts._size", lambda *_: 1)
    problem = TwoAnd(inputs=3, sparsity=2, pairs=((0, 1), (1, 2)))
    plain = FloatNetwork([([[1, 1, 0], [0, 1, 1]], [-1, -1], True), (np.eye(2), np.zeros(2), False)], 0.5)
    counted = count_wrong(problem, plain, timeout=99, client=Dying())
    assert (counted.wrong, counted.exact, sum(counted.tally.tried)) == ((0, 0), True, 5)
    assert counted.claim.endswith("none is, by bounds (prover branch), and 5 were tried")


def changed(who, name, value):
    def change(part):
        return part | {who: part[who] | {name: value}}

    return change


@pytest.mark.parametrize(
    ("name", "value", "complaint"),
    [
        ("counts", np.zeros((4, 4), dtype=np.int64), r"is about \[0, 0, 0, 0\] inputs and not "),
        ("counts", None, "must have counts of shape"),
        ("pairs", np.zeros(30), "must have pairs of shape"),
        ("smallest", np.zeros(3), "must have smallest of shape"),
        ("first", [1], "must have an input or nothing as first"),
        ("most_harmful", (True,), "must have an input or nothing as most_harmful"),
        ("harm", 1.0, "must have an integer as harm"),
        ("more", 0, "has no figures"),
    ],
)
@pytest.mark.parametrize("who", ["found", "checked"])
def test_a_part_that_is_none_is_one_sentence(who, name, value, complaint):
    with pytest.raises(DocumentError, match=f"the count of inputs 0 to [0-9]*: {complaint}"):
        count_wrong(MANY, ROWS, client=Here(change=changed(who, name, value)))


@pytest.mark.parametrize("who", ["found", "checked"])
def test_counts_that_differ_between_prover_and_checker_are_refused_here(who):
    change = changed(who, "pairs", np.zeros(30, dtype=np.int64))
    with pytest.raises(RefusedProofError, match="the checker refuses what was counted"):
        count_wrong(MANY, ROWS, client=Here(change=change))
