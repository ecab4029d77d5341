"""Reduced inputs: those of prover and checker are the same, stand for all others, and decide as all inputs do."""

from itertools import chain, combinations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.verify import networks as build
from verify import (
    Circuit,
    Found,
    IdentityCode,
    Invalid,
    Margin,
    Network,
    Permutation,
    ReedSolomonCode,
    Refuted,
    TwoAnd,
    Unknown,
    Valid,
    check,
    evaluate,
    gate_problem,
    prove,
    scores,
)
from verify.certifying import certify
from verify.checker import enumeration as checker
from verify.checker.budget import Budget, UndecidedError
from verify.checker.reduction import reduced
from verify.progress import Deadline
from verify.provers import enumeration
from verify.provers import reduced_inputs as prover
from verify.provers.reduced_inputs import reduced_inputs

MANY = 10**6
IGNORED = Budget(Deadline(None)).look


def listed(problem, network) -> set[tuple[int, ...]]:
    found = reduced(problem, network, MANY, IGNORED)
    assert found is not None
    together = [one for sets in found for one in sets]
    assert len(together) == len(set(together))
    assert all(len(one) == k for k, sets in enumerate(found) for one in sets)
    return set(together)


def by_definition(problem, network) -> set[tuple[int, ...]]:
    """All inputs from which no feature can be taken away that is alone on each of its neurons and gates."""
    weights, bias = network.layers[0].weights.astype(object), network.layers[0].bias.tolist()
    wires = [set(problem.gate(output).inputs) for output in range(problem.outputs)]

    def changes(j):
        neurons = any(max(0, b + w) != max(0, b) for w, b in zip(weights[:, j], bias, strict=True))
        return neurons or evaluate(problem, (j,)) != evaluate(problem, ())

    def meet(j, k):
        return bool((weights[:, j] * weights[:, k]).any()) or any({j, k} <= group for group in wires)

    sets = chain.from_iterable(combinations(range(problem.inputs), k) for k in range(problem.sparsity + 1))
    return {s for s in sets if all(changes(j) or any(meet(j, k) for k in s if k != j) for j in s)}


kinds = st.sampled_from([("and", 2), ("or", 2), ("xor", 2), ("andnot", 2), ("copy", 1), ("and", 3)])


@st.composite
def questions(draw):
    """Sparse networks on exact inputs, of one or two layers, and gates of every kind."""
    m = draw(st.integers(3, 7))
    v = draw(st.integers(1, 4).filter(lambda v: v <= m))
    gates = {}
    for kind, fan_in in draw(st.lists(kinds, min_size=1, max_size=4)):
        wires = draw(st.permutations(range(m)))[:fan_in]
        gates[kind, tuple(wires if kind == "andnot" else sorted(wires))] = (kind, *wires)
    problem = gate_problem(m, v, list(gates.values()))
    weight = st.sampled_from([0, 0, 0, 0, 1, 1, 2, -1])
    n = draw(st.integers(1, 4))
    layers = [(_rows(draw, weight, n, m), draw(st.lists(st.integers(-2, 1), min_size=n, max_size=n)))]
    if draw(st.booleans()):
        rows = _rows(draw, st.integers(-1, 2), problem.outputs, n)
        layers.append((rows, draw(st.lists(st.integers(-1, 1), min_size=problem.outputs, max_size=problem.outputs))))
    elif n != problem.outputs:
        return draw(questions())
    return problem, Network(layers, IdentityCode(m), IdentityCode(problem.outputs), draw(st.integers(0, 2)))


def _rows(draw, weight, rows: int, columns: int) -> list[list[int]]:
    row = st.lists(weight, min_size=columns, max_size=columns)
    found: list[list[int]] = draw(st.lists(row, min_size=rows, max_size=rows))
    return found


@given(questions())
@settings(max_examples=25, deadline=None)
def test_prover_and_checker_list_the_reduced_inputs_of_the_definition(question):
    problem, network = question
    expected = by_definition(problem, network)
    assert listed(problem, network) == expected
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(prover, "MANY", 0)
        patch.setattr(prover, "GAIN", 1)
        found = reduced_inputs(problem, network)
    if found is not None:
        assert {tuple(row) for sets in found for row in sets.tolist()} == expected
        assert [sets.shape[1] for sets in found] == list(range(problem.sparsity + 1))


@given(questions())
@settings(max_examples=25, deadline=None)
def test_every_input_has_the_scores_and_the_truth_of_a_reduced_one(question):
    problem, network = question
    seen = {(tuple(scores(network, s)), evaluate(problem, s)) for s in listed(problem, network)}
    for k in range(problem.sparsity + 1):
        for active in combinations(range(problem.inputs), k):
            assert (tuple(scores(network, active)), evaluate(problem, active)) in seen


def test_what_reduced_inputs_decide_is_what_all_inputs_decide(monkeypatch):
    """With the gain that is asked for set to nothing, and to everything."""
    verdicts = {}
    monkeypatch.setattr(prover, "MANY", 0)
    monkeypatch.setattr(checker, "MANY", 0)

    @given(questions())
    @settings(max_examples=25, deadline=None)
    def decide(question):
        problem, network = question
        for gain in (0, 10**9):
            monkeypatch.setattr(prover, "GAIN", max(gain, 1))
            monkeypatch.setattr(checker, "GAIN", max(gain, 1))
            verdicts[gain] = enumeration.prove_by_enumeration(problem, network)
            if isinstance(verdicts[gain], Found):
                assert isinstance(check(problem, network, verdicts[gain].certificate), Valid)
        few, all_ = verdicts[0], verdicts[10**9]
        assert type(few) is type(all_)
        if isinstance(few, Found):
            assert few.certificate.margin == all_.certificate.margin
            assert few.certificate.inputs_covered == all_.certificate.inputs_covered
        if isinstance(few, Refuted):
            assert len(few.counterexample.active) == len(all_.counterexample.active)

    decide()


def test_a_graph_at_sparsity_5_takes_seconds():
    """1.7 * 10**9 inputs are decided by 50,000 of them."""
    problem = TwoAnd.from_graph(nx.cycle_graph(180), sparsity=5)
    network = build.naive(problem)
    found = reduced_inputs(problem, network)
    assert found is not None
    assert [len(sets) for sets in found[:4]] == [1, 0, 180, 180]
    certificate = prove(problem, network, prover="enumerate").certificate
    assert certificate.inputs_covered > 10**9
    assert isinstance(check(problem, network, certificate), Valid)
    wrong = build.changed(network, 0, 17, 100, 1)
    verdict = prove(problem, wrong, prover="enumerate")
    assert isinstance(verdict, Refuted)
    forged = check(problem, wrong, certificate)
    assert isinstance(forged, Invalid)


def test_networks_that_the_lemma_is_not_about_are_left_to_plain_enumeration():
    problem = TwoAnd.from_graph(nx.cycle_graph(40), sparsity=3)
    in_superposition = build.structured(problem, 40, 0, ReedSolomonCode(7, 6, 2, problem.outputs), 46, -14)
    circuit = Circuit.of(40, 3, [[("and", 0, 1)]])
    meeting = Network([(np.ones((1, 40), int), [-2])], IdentityCode(40), IdentityCode(1), 1)
    for asked, network in ((problem, in_superposition), (circuit, meeting), (TwoAnd(40, 3, ((0, 1),)), meeting)):
        assert reduced_inputs(asked, network) is None
    assert reduced(problem, in_superposition, MANY, IGNORED) is None
    assert reduced(circuit, meeting, MANY, IGNORED) is None
    assert reduced(problem, build.naive(problem), 10, IGNORED) is None
    with pytest.raises(UndecidedError, match="time limit"):
        reduced(problem, build.naive(problem), MANY, Budget(Deadline(1e-9)).look)


@pytest.mark.parametrize("problem", [Permutation(tuple(range(1000)), sparsity=1000), Permutation((*range(20),), 20)])
def test_many_active_features_are_left_to_plain_enumeration_and_its_time_limit(problem):
    network = build.rerouting(problem)
    assert reduced_inputs(problem, network) is None
    assert reduced(problem, network, MANY, IGNORED) is None
    certificate = certify(problem, network, "enumerate", evidence={"order": "colexicographic"}, margin=Margin(1, 0))
    answer = check(problem, network, certificate, timeout=0.5)
    assert isinstance(answer, Unknown)
    assert "time limit" in answer.reason
    assert isinstance(prove(problem, network, prover="enumerate", timeout=0.5), Unknown)


def test_dense_networks_are_seen_through_before_anything_is_listed(monkeypatch):
    problem = TwoAnd(1500, 2, ((0, 1),))
    dense = Network([(np.ones((1, 1500), int), [-1])], IdentityCode(1500), IdentityCode(1), threshold=1)
    monkeypatch.setattr(prover, "_beside", None)
    assert reduced(problem, dense, MANY, IGNORED) is None
    assert reduced_inputs(problem, dense) is None
