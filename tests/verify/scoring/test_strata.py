"""What sampling draws: admissible, ascending, of the right kind, and evenly."""

import numpy as np
import pytest

from tests.verify import networks as build
from tests.verify.cases import CASES, CYCLE, MATCHING, TURN, Case
from tests.verify.gate_cases import halves
from verify import ConstantWeightCode, Permutation, TwoAnd, gate_problem
from verify.scoring.strata import distinct, strata_of


@pytest.mark.parametrize("case", CASES, ids=str)
def test_every_draw_is_admissible_distinct_and_ascending(case: Case):
    rng = np.random.default_rng(0)
    for stratum in strata_of(case.problem, case.network):
        active = stratum.draw(rng, 200)
        assert active.shape[0] == 200
        assert 1 <= active.shape[1] <= case.problem.sparsity
        assert active.min() >= 0
        assert active.max() < case.problem.inputs
        assert (np.diff(active, axis=1) > 0).all()


def drawn(problem, network, name: str, count: int = 400) -> list[set[int]]:
    (stratum,) = [s for s in strata_of(problem, network) if s.name == name]
    return [set(row) for row in stratum.draw(np.random.default_rng(1), count).tolist()]


def names(problem, network) -> list[str]:
    return [s.name for s in strata_of(problem, network)]


def test_uniform_strata_meet_every_set_about_equally_often():
    problem = TwoAnd(5, 3, ((0, 1),))
    for k, sets in ((1, 5), (2, 10), (3, 10)):
        met = [frozenset(s) for s in drawn(problem, build.naive(problem), f"{k} active", 5000)]
        assert {len(s) for s in met} == {k}
        counts = [met.count(s) for s in set(met)]
        assert len(counts) == sets
        assert min(counts) > 0.8 * 5000 / sets


def test_whole_gates_contain_a_gate_and_partial_gates_one_of_its_inputs():
    problem = TwoAnd(30, 3, ((0, 1), (2, 3), (2, 4)))
    network = build.naive(problem)
    whole, partial = drawn(problem, network, "whole gate"), drawn(problem, network, "partial gate")
    assert all(any(set(pair) <= s for pair in problem.pairs) and len(s) == 3 for s in whole)
    assert all(s & {0, 1, 2, 3, 4} and len(s) == 3 for s in partial)
    for pair in problem.pairs:
        assert sum(set(pair) <= s for s in whole) > 80
    assert {j for s in partial for j in s} == set(range(30))


def test_shared_neurons_bring_together_inputs_of_channels_that_meet():
    code = ConstantWeightCode(20, 12, 2, 0)
    problem = TwoAnd(24, 2, tuple((2 * i, 2 * i + 1) for i in range(12)))
    network = build.channels(problem, code, 2)
    supports = [set(word) for word in code.supports(0, 12).tolist()]
    lonely = set()
    for neuron in range(20):
        users = [i for i, word in enumerate(supports) if neuron in word]
        if len(users) == 1:
            lonely |= {2 * users[0], 2 * users[0] + 1}
    for a, b in drawn(problem, network, "shared neuron", 1000):
        assert supports[a // 2] & supports[b // 2] or {a, b} & lonely
    met = {frozenset((a // 2, b // 2)) for a, b in drawn(problem, network, "shared neuron", 4000)}
    meeting = {frozenset((i, j)) for i in range(12) for j in range(i) if supports[i] & supports[j]}
    assert meeting <= met


def test_kinds_that_do_not_exist_are_left_out():
    once = TwoAnd(4, 1, ((0, 1),))
    assert names(once, build.naive(once)) == ["1 active", "partial gate"]
    single = Permutation((0,), sparsity=1)
    assert names(single, build.rerouting(single)) == ["1 active", "whole gate"]
    assert names(TURN, build.rerouting(TURN)) == ["1 active", "2 active", "3 active", "whole gate", "shared neuron"]
    assert "shared neuron" not in names(CYCLE, build.dense_random(CYCLE, 1, 3, 0))
    assert "shared neuron" in names(MATCHING, build.random_channels(MATCHING, 5, 2, 6, 2))


def test_completion_keeps_what_is_given_and_is_uniform_in_the_rest():
    given = np.full((6000, 1), 2, dtype=np.int64)
    rows = distinct(np.random.default_rng(3), 5, given, 3)
    assert (rows == 2).any(axis=1).all()
    _, counts = np.unique(rows, axis=0, return_counts=True)
    assert len(counts) == 6
    assert counts.min() > 850


def test_all_inputs_but_one_of_a_gate_are_drawn_where_that_is_more_than_one():
    problem = gate_problem(20, 4, [("and", 0, 1, 2), ("and", 3, 4, 5, 6, 7), ("or", 8, 9), ("and", *range(8, 14))])
    network = halves(problem)
    stratum = "all but one"
    assert stratum in names(problem, network)
    rows = map(set, drawn(problem, network, stratum, 300))
    met = [[len(set(gate.inputs) & row) for gate in problem.gates] for row in rows]
    assert all(counts[0] >= 2 or counts[1] == 4 for counts in met)
    assert {counts[0] for counts in met} >= {2}
    assert {counts[1] for counts in met} >= {4}
    assert stratum not in names(gate_problem(4, 2, [("or", 0, 1)]), halves(gate_problem(4, 2, [("or", 0, 1)])))
