"""Every prover over the shared table: right verdicts, replayed counterexamples, certificates the checker accepts."""

from typing import Any

import networkx as nx
import pytest

from tests.verify import networks as build
from tests.verify.cases import CASES, OUT_OF_REACH, THRIFT, Case, may_decline
from tests.verify.oracle import judge
from verify import Network, Problem, Proved, Refuted, TwoAnd, Unknown, Valid, check, prove, replay
from verify.provers import PROVERS

ATLAS = [g for g in nx.graph_atlas_g() if g.number_of_edges()]


def test_only_provers_that_exist_decline_anything():
    assert set(OUT_OF_REACH) <= set(PROVERS)


@pytest.mark.parametrize("prover", [*PROVERS, "auto"])
@pytest.mark.parametrize("case", CASES, ids=str)
def test_verdict_is_the_expected_one(case: Case, prover: str):
    verdict = prove(case.problem, case.network, prover=prover)
    if isinstance(verdict, Unknown):
        assert may_decline(prover, case), verdict.reason
        assert verdict.reason
    elif isinstance(verdict, Proved):
        assert case.verdict == "proved"
        assert_certificate(case.problem, case.network, verdict)
    else:
        assert case.verdict == "refuted"
        assert_counterexample(case.problem, case.network, verdict)


def assert_certificate(problem, network, verdict: Proved) -> None:
    judgement = judge(problem, network)
    margin = verdict.certificate.margin
    assert margin is None or (margin.smallest_true, margin.largest_false) == judgement.margin
    assert verdict.certificate.inputs_covered == judgement.inputs
    answer = check(problem, network, verdict.certificate)
    assert isinstance(answer, Valid), answer
    # What a proof rests on may be said more exactly after checking, but it never disappears.
    assert bool(answer.assumptions) == bool(verdict.certificate.assumptions)


def assert_counterexample(problem, network, verdict: Refuted) -> None:
    found = verdict.counterexample
    assert (found.active, found.output) in judge(problem, network).wrong
    assert replay(problem, network, found.active, found.output) == found


def agree(problem, network, prover: str) -> None:
    """The prover and the oracle say the same of one network."""
    judgement, verdict = judge(problem, network), prove(problem, network, prover=prover)
    if isinstance(verdict, Unknown):
        assert prover in OUT_OF_REACH, verdict.reason
        return
    assert isinstance(verdict, Refuted) == bool(judgement.wrong)
    if isinstance(verdict, Refuted):
        assert_counterexample(problem, network, verdict)
    else:
        margin = verdict.certificate.margin
        assert margin is None or (margin.smallest_true, margin.largest_false) == judgement.margin


def agree_on_graph(graph: "nx.Graph[Any]", number: int, prover: str) -> None:
    """A right network of the graph, and one with a weight, a bias or a gate changed."""
    problem = TwoAnd.from_graph(graph, sparsity=min(2 + number % 2, len(graph)))
    right = build.naive(problem)
    assert isinstance(prove(problem, right, prover=prover), (Proved, Unknown))
    agree(problem, right, prover)
    row, column, value = number % problem.outputs, number % (problem.inputs + 1) - 1, number % 4 - 1
    agree(problem, build.changed(right, 0, row, column, value), prover)
    if problem.outputs > 1:
        agree(build.with_gates_swapped(problem, 0, problem.outputs - 1), right, prover)


@pytest.mark.parametrize("prover", PROVERS)
def test_provers_agree_with_the_definition_on_small_graphs(prover: str):
    chosen = [number for number in range(len(ATLAS)) if number < 50 or number % 64 == 0]
    for number in chosen[:: THRIFT.get(prover, 1)]:
        agree_on_graph(ATLAS[number], number, prover)


@pytest.mark.slow
@pytest.mark.parametrize("prover", PROVERS)
def test_provers_agree_with_the_definition_all_through_the_atlas(prover: str):
    """On every graph of at most seven nodes; slow provers on some of every size."""
    assert len(ATLAS) == 1245
    for number in range(0, len(ATLAS), THRIFT.get(prover, 1)):
        agree_on_graph(ATLAS[number], number, prover)


def one_weight_changed() -> list[tuple[Problem, Network]]:
    """Every weight and bias of a network without slack, one up and one down."""
    problem = TwoAnd(8, 3, ((0, 1), (2, 3), (4, 5), (6, 7)))
    tight = build.random_channels(problem, 8, 3, 6, 3)
    assert judge(problem, tight).margin == (3, 2)
    layer = tight.layers[0]
    return [
        (
            problem,
            build.changed(
                tight, 0, row, column, step + int(layer.bias[row] if column < 0 else layer.weights[row, column])
            ),
        )
        for row in range(8)
        for column in range(-1, 8)
        for step in (-1, 1)
    ]


@pytest.mark.parametrize("prover", PROVERS)
def test_provers_agree_with_the_definition_after_any_one_weight_is_changed(prover: str):
    for problem, network in one_weight_changed()[:: THRIFT.get(prover, 1)]:
        agree(problem, network, prover)


@pytest.mark.slow
@pytest.mark.parametrize("prover", [prover for prover in PROVERS if prover in THRIFT])
def test_thrifty_provers_agree_after_every_one_weight_is_changed(prover: str):
    for problem, network in one_weight_changed():
        agree(problem, network, prover)
