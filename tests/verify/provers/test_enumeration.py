"""Enumeration: exact margins, fewest-active counterexamples, limits, and what it declines."""

import threading
from itertools import pairwise

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.verify import networks as build
from tests.verify.cases import CASES, CYCLE, EDGE, PATH, Case
from tests.verify.oracle import judge
from verify import BareCode, Found, IdentityCode, Margin, Network, Permutation, Refuted, TwoAnd, Unknown, check, prove
from verify.provers.enumeration import forecast, prove_by_enumeration
from verify.provers.enumeration import trying as enumeration

BROKEN = build.changed(build.naive(PATH), 0, 2, -1, 0)


@pytest.mark.parametrize("case", [case for case in CASES if case.verdict == "refuted"], ids=str)
def test_counterexample_has_the_fewest_active_features(case: Case):
    verdict = prove_by_enumeration(case.problem, case.network)
    assert isinstance(verdict, Refuted)
    assert len(verdict.counterexample.active) == judge(case.problem, case.network).fewest_active


@pytest.mark.parametrize("case", [case for case in CASES if case.verdict == "proved"], ids=str)
def test_margin_and_count_are_exact(case: Case):
    verdict, judgement = prove_by_enumeration(case.problem, case.network), judge(case.problem, case.network)
    assert isinstance(verdict, Found)
    assert verdict.certificate.margin == Margin(*judgement.margin)
    assert verdict.certificate.inputs_covered == judgement.inputs


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_it_agrees_with_the_definition_on_random_networks(data):
    m = data.draw(st.integers(2, 6))
    v = data.draw(st.integers(1, m))
    pairs = [(a, b) for b in range(m) for a in range(b)]
    problem = (
        Permutation(tuple(data.draw(st.permutations(range(m)))), v)
        if data.draw(st.booleans())
        else TwoAnd(m, v, tuple(data.draw(st.lists(st.sampled_from(pairs), min_size=1, max_size=6, unique=True))))
    )
    weight = st.integers(-3, 3) | st.sampled_from([-(2**16), 2**15, 2**31 - 1, -(2**31)])
    widths = data.draw(st.lists(st.integers(1, 3), min_size=2, max_size=3))
    layers = [
        (data.draw(_matrix(weight, after, before)), data.draw(st.lists(weight, min_size=after, max_size=after)))
        for before, after in pairwise(widths)
    ]
    codes = [
        BareCode(data.draw(_matrix(st.integers(-2, 2), rows, c)))
        for rows, c in ((widths[0], m), (widths[-1], problem.outputs))
    ]
    try:
        network = Network(layers, codes[0], codes[1], data.draw(weight))
    except OverflowError:
        return
    verdict, judgement = prove_by_enumeration(problem, network), judge(problem, network)
    assert isinstance(verdict, Refuted) == bool(judgement.wrong)
    if isinstance(verdict, Refuted):
        assert (verdict.counterexample.active, verdict.counterexample.output) in judgement.wrong
        assert len(verdict.counterexample.active) == judgement.fewest_active
    else:
        assert verdict.certificate.margin == Margin(*judgement.margin)


def _matrix(entries, rows, columns):
    return st.lists(st.lists(entries, min_size=columns, max_size=columns), min_size=rows, max_size=rows)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**6), st.integers(2, 7), st.integers(1, 3))
def test_with_a_threshold_inside_the_margin_a_random_network_is_proved(seed, m, v):
    """Random networks are nearly always wrong; reading one gate of them at its own margin makes right ones too."""
    problem = TwoAnd(m, min(v, m), ((0, m - 1),))
    network = build.dense_random(problem, 2, 4, seed)
    true, false = judge(problem, network).margin
    if true is not None and true > false:
        verdict = prove_by_enumeration(problem, network.with_threshold(true))
        assert isinstance(verdict, Found)
        assert isinstance(prove_by_enumeration(problem, network.with_threshold(true + 1)), Refuted)
        assert isinstance(prove_by_enumeration(problem, network.with_threshold(false)), Refuted)


def test_blocks_of_any_size_give_the_same_answer(monkeypatch):
    right, wrong = build.naive(CYCLE), build.changed(build.naive(CYCLE), 0, 7, -1, 0)
    whole = prove_by_enumeration(CYCLE, right), prove_by_enumeration(CYCLE, wrong)
    for block in (1, 2, 7, 36):
        monkeypatch.setattr(enumeration, "BLOCK", block)
        assert prove_by_enumeration(CYCLE, right).certificate.margin == whole[0].certificate.margin
        assert prove_by_enumeration(CYCLE, wrong) == whole[1]


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_any_number_of_threads_gives_the_same_answer(monkeypatch, threads):
    monkeypatch.setattr(enumeration, "BLOCK", 3)
    monkeypatch.setattr(enumeration, "workers", lambda: threads)
    assert prove_by_enumeration(PATH, BROKEN).counterexample.active == (2,)
    assert isinstance(prove_by_enumeration(PATH, build.naive(PATH)), Found)


def test_no_threads_are_left_behind():
    before = threading.active_count()
    prove_by_enumeration(PATH, BROKEN)
    prove_by_enumeration(PATH, build.naive(PATH))
    assert threading.active_count() == before


def test_progress_begins_at_zero_ends_at_all_inputs_and_never_falls():
    seen = []
    prove_by_enumeration(PATH, build.naive(PATH), progress=lambda done, total: seen.append((done, total)))
    assert seen[0] == (0, 16)
    assert seen[-1] == (16, 16)
    assert seen == sorted(seen)


def test_time_limit_gives_unknown_and_says_how_far_it_came(monkeypatch):
    monkeypatch.setattr(enumeration, "BLOCK", 1)
    problem = TwoAnd.from_graph(nx.complete_graph(12), sparsity=4)
    verdict = prove_by_enumeration(problem, build.naive(problem), timeout=1e-9)
    assert isinstance(verdict, Unknown)
    assert "time limit" in verdict.reason
    assert "of 794 inputs" in verdict.reason


def test_too_little_memory_gives_unknown(monkeypatch):
    monkeypatch.setattr(enumeration, "MEMORY", 100)
    verdict = prove_by_enumeration(PATH, build.naive(PATH))
    assert isinstance(verdict, Unknown)
    assert "100 bytes" in verdict.reason


@pytest.mark.parametrize("sparsity", [8, 2**20, 2**40])
def test_more_inputs_than_can_be_numbered_give_unknown_at_once(sparsity):
    """Once: sparsity 2**40 kept the count itself busy for ever."""
    code = IdentityCode(1)
    problem = TwoAnd(2**40, sparsity, ((0, 1),))
    network = Network([([[0]], [0])], _Wide(2**40), code, 1)
    verdict = prove_by_enumeration(problem, network, timeout=1)
    assert isinstance(verdict, Unknown)
    assert "inputs" in verdict.reason
    with pytest.raises(ValueError, match="inputs"):
        forecast(problem, network)


class _Wide:
    """A code with one row of zeros that nobody should try to expand."""

    rows, family, largest_entry = 1, "wide", 1

    def __init__(self, columns):
        self.columns = columns

    def recipe(self):
        return {"family": "wide"}

    def block(self, start, stop):
        raise AssertionError("expanded")


def test_many_features_count_into_the_memory():
    problem = TwoAnd(2**33, 1, ((0, 1),))
    verdict = prove_by_enumeration(problem, Network([([[0]], [0])], _Wide(2**33), IdentityCode(1), 1))
    assert isinstance(verdict, Unknown)
    assert "memory" in verdict.reason


def test_a_score_that_looks_like_no_score_is_declined_not_misread():
    """Once: a true score of 2**63 - 1 was reported as margin None, and the checker called the certificate invalid."""
    problem, top = Permutation((0,), 1), 2**63 - 1
    network = Network([([[top]], [0])], IdentityCode(1), IdentityCode(1), 1)
    assert isinstance(prove_by_enumeration(problem, network), Unknown)
    below = Network([([[top - 1]], [0])], IdentityCode(1), IdentityCode(1), top - 1)
    verdict = prove_by_enumeration(problem, below)
    assert verdict.certificate.margin == Margin(top - 1, 0)
    assert check(problem, below, verdict.certificate).claim


@pytest.mark.parametrize("size", [2**31 - 2, 2**31 - 1, 2**31, 2**31 + 1])
@pytest.mark.parametrize("sign", [1, -1])
def test_scores_around_the_int32_limit_are_exact(size, sign):
    network = Network([([[1, 1]], [-1])], IdentityCode(2), BareCode([[size]]), threshold=size)
    assert prove_by_enumeration(EDGE, network).certificate.margin == Margin(size, 0)
    low = Network(
        [([[1, 0], [0, 1], [1, 1]], [0, 0, -1])], IdentityCode(2), BareCode([[-size], [-size], [3 * size]]), 1
    )
    assert prove_by_enumeration(EDGE, low).certificate.margin == Margin(size, 0)
    assert isinstance(prove_by_enumeration(EDGE, network.with_threshold(size + sign)), Refuted if sign > 0 else Found)


def test_sparse_inputs_may_use_narrow_integers_where_dense_inputs_could_not():
    """The int32 kernels are chosen by what `sparsity` active features can reach, and that must be enough."""
    m, size = 50, 2**29
    weights = np.zeros((2, m), dtype=np.int64)
    weights[0, :2] = size // 2
    weights[1] = 1
    network = Network([(weights, [-size // 2, -1])], IdentityCode(m), BareCode([[1], [0]]), threshold=1)
    problem = TwoAnd(m, 2, ((0, 1),))
    assert prove_by_enumeration(problem, network).certificate.margin == Margin(size // 2, 0)


def test_a_network_that_does_not_fit_is_a_wrong_argument():
    with pytest.raises(ValueError, match="8 features and 8 outputs, but the problem has 5 features and 4"):
        prove_by_enumeration(PATH, build.naive(CYCLE))
    with pytest.raises(ValueError, match="5 features and 4 outputs, but the problem has 5 features and 1 outputs"):
        prove_by_enumeration(TwoAnd(5, 2, ((0, 1),)), build.naive(PATH))


@pytest.mark.parametrize("timeout", [0, -1, float("nan")])
def test_a_time_limit_must_be_positive(timeout):
    with pytest.raises(ValueError, match="positive number of seconds"):
        prove_by_enumeration(PATH, build.naive(PATH), timeout=timeout)


def test_unknown_prover_is_a_wrong_argument():
    with pytest.raises(ValueError, match="prover must be auto or one of"):
        prove(PATH, build.naive(PATH), prover="guess")


def test_forecast_counts_inputs_and_additions():
    expected = forecast(PATH, build.naive(PATH))
    assert expected.inputs == 16
    assert expected.operations == 16 * (2 * 4 + 4)
    assert expected.seconds > 0
