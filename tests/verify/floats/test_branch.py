"""Bounds with slopes: nothing wrong is ever closed, whatever the slopes; verdicts are those of fractions."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.verify.floats.strategies import ROUND, random_network, wrong_cells
from verify import (
    FloatNetwork,
    Invalid,
    Proved,
    Refuted,
    TwoAnd,
    Unknown,
    Valid,
    check,
    evaluate,
    gate_problem,
    load_certificate,
    prove,
    save_certificate,
)
from verify.floats import bound_tree as tree
from verify.floats.bound_tree import bounds_of, ends, walk

PROBLEMS = (
    TwoAnd(inputs=4, sparsity=3, pairs=((0, 1), (1, 2))),
    gate_problem(5, 4, [("or", 0, 2), ("xor", 0, 1)]),
    gate_problem(4, 4, [("andnot", 2, 1), ("copy", 1), ("atleast-2", 0, 1, 3)]),
)


def drawn(problem, seed, precision="float32", spread=2, hidden=None):
    widths = [1 + seed % 5] if hidden is None else hidden
    return random_network(seed, problem.inputs, problem.outputs, precision, spread, hidden=widths)


def at_a_score(problem, network, rng):
    """Every threshold at the score of some input, where bounds must not be off by the least."""
    inputs = [active for k in range(problem.sparsity + 1) for active in combinations(range(problem.inputs), k)]
    scores = [network.scores(inputs[int(rng.integers(len(inputs)))])[i] for i in range(problem.outputs)]
    thresholds = [float(ROUND[network.precision](np.array([float(score)]))[0]) for score in scores]
    layers = [(one.weights, one.bias, one.rectified) for one in network.layers]
    finite = all(np.isfinite(thresholds))
    return FloatNetwork(layers, thresholds, network.precision, network.strict) if finite else network


def with_linear_layers(network, rng):
    """Some layers without a rectified neuron."""
    masks = [one.rectified & bool(rng.random() < 0.7) for one in network.layers]
    layers = [(one.weights, one.bias, mask) for one, mask in zip(network.layers, masks, strict=True)]
    return FloatNetwork(layers, network.thresholds, network.precision, network.strict)


def right_network(problem, seed, hidden):
    """A network whose thresholds are put where they are right, if they can be; None otherwise."""
    network = drawn(problem, seed, hidden=hidden)
    layers = [(one.weights, one.bias, one.rectified) for one in network.layers]
    inputs = [active for k in range(problem.sparsity + 1) for active in combinations(range(problem.inputs), k)]
    thresholds = []
    for i in range(problem.outputs):
        true = [network.scores(active)[i] for active in inputs if i in evaluate(problem, active)]
        false = [network.scores(active)[i] for active in inputs if i not in evaluate(problem, active)]
        if max(false) >= min(true):
            return None
        thresholds.append(float(np.float32(float((max(false) + min(true)) / 2))))
    return FloatNetwork(layers, thresholds)


@settings(max_examples=20, deadline=None)
@given(
    number=st.integers(0, len(PROBLEMS) - 1),
    seed=st.integers(0, 2**32 - 1),
    precision=st.sampled_from(sorted(ROUND)),
    spread=st.sampled_from([0, 2, 5]),
    hidden=st.lists(st.integers(1, 5), max_size=4),
)
def test_no_wrong_input_is_closed_by_any_slopes(number, seed, precision, spread, hidden):
    problem, rng = PROBLEMS[number], np.random.default_rng(seed)
    network = with_linear_layers(at_a_score(problem, drawn(problem, seed, precision, spread, hidden), rng), rng)
    bounds, seen = bounds_of(problem, network), set()
    for sides in bounds.outputs:
        walk(
            problem,
            bounds,
            sides,
            lambda node: (0, rng.integers(0, 128, bounds.slopes).astype(np.int8)),
            lambda side, inputs: seen.update((active, side.output) for active in inputs),
        )
    assert wrong_cells(problem, network) <= seen


@settings(max_examples=20, deadline=None)
@given(
    number=st.integers(0, len(PROBLEMS) - 1),
    seed=st.integers(0, 2**32 - 1),
    hidden=st.lists(st.integers(1, 5), max_size=3),
)
def test_verdicts_are_those_of_fractions(number, seed, hidden):
    problem = PROBLEMS[number]
    network = right_network(problem, seed, hidden) or drawn(problem, seed, hidden=hidden)
    wrong, verdict = wrong_cells(problem, network), prove(problem, network, prover="branch")
    assert isinstance(verdict, Refuted if wrong else Proved)
    if isinstance(verdict, Refuted):
        assert (verdict.counterexample.active, verdict.counterexample.output) in wrong
    # What is claimed of machines was refused where inputs of several sizes were looked at together.
    assert prove(problem, network, prover="branch", claim="executed") is not None


@settings(max_examples=20, deadline=None)
@given(terms=st.lists(st.integers(-9, 9), min_size=4, max_size=7), slots=st.integers(2, 4), goal=st.integers(-20, 20))
def test_ends_leave_out_no_set_beyond_the_goal(terms, slots, goal):
    ordered = np.array(sorted(terms, reverse=True), dtype=np.float64)
    kept = ends(ordered, slots, float(goal)).tolist()
    for places in combinations(range(len(terms)), slots):
        if ordered[list(places)].sum() > goal:
            assert places[0] < len(kept)
            assert places[-1] < kept[places[0]]


@pytest.mark.parametrize("most", [1, 3, 2**18])
def test_pairs_are_all_pairs_whatever_is_listed_together(most, monkeypatch):
    monkeypatch.setattr(tree, "PAIRS", most)
    for last in ([], [2], [4, 4, 3], [5, 2, 5, 5]):
        found = [tuple(pair) for pairs in tree._pairs(np.array(last, dtype=np.int64)) for pair in pairs.tolist()]
        assert found == [(p, q) for p, end in enumerate(last) for q in range(p + 1, end)]


@pytest.fixture(scope="module")
def proof():
    rng, features = np.random.default_rng(0), 12
    problem = TwoAnd(inputs=features, sparsity=4, pairs=tuple((i, i + 1) for i in range(0, features - 1, 2)))
    weights = np.zeros((len(problem.pairs), features))
    for row, pair in enumerate(problem.pairs):
        weights[row, list(pair)] = 1
    noise = rng.normal(size=(8, features)) / 64
    layers = [
        (np.concatenate([weights, noise]).astype(np.float32), np.float32([-1] * len(weights) + [0.0] * 8), True),
        (np.concatenate([np.eye(len(weights)), rng.normal(size=(len(weights), 8))], axis=1).astype(np.float32),
         np.zeros(len(weights)), False),
    ]  # fmt: skip
    network = FloatNetwork(layers, 0.5)
    verdict = prove(problem, network, prover="branch", claim="executed")
    assert isinstance(verdict, Proved)
    return problem, network, verdict.certificate


def test_a_proof_is_read_back_and_checked(proof, tmp_path):
    problem, network, certificate = proof
    save_certificate(certificate, tmp_path / "c.json")
    answer = check(problem, network, load_certificate(tmp_path / "c.json"))
    assert isinstance(answer, Valid)
    assert "as executed in binary32" in answer.claim


@pytest.mark.parametrize(
    ("arrays", "words"),
    [
        ({}, "carries the arrays rows and slopes"),
        ({"rows": lambda a: a[:-1]}, "rows end after"),
        ({"rows": lambda a: np.append(a, 0)}, "one a node"),
        ({"rows": lambda a: a + 2**20}, "rows must be from 0"),
        ({"rows": lambda a: a - 2**20}, "rows must be from 0"),
        ({"slopes": lambda a: -1 - a}, "slopes must be numbers from 0 to 127"),
        ({"slopes": lambda a: a[:-1]}, "one a neuron in every row"),
        ({"slopes": lambda a: a.astype(np.int64) + 256}, "slopes must be numbers from 0 to 127"),
    ],
)
def test_evidence_of_another_form_is_invalid(proof, arrays, words):
    problem, network, certificate = proof
    changed = {name: change(certificate.arrays[name]) for name, change in arrays.items()}
    changed = {**certificate.arrays, **changed} if arrays else {}
    answer = check(problem, network, replace(certificate, arrays=changed))
    assert isinstance(answer, Invalid)
    assert words in answer.reason


def test_no_slopes_prove_a_wrong_network(proof):
    problem, network, certificate = proof
    rng = np.random.default_rng(0)
    layers = [(one.weights, one.bias, one.rectified) for one in network.layers]
    wrong = FloatNetwork(layers, [0.5] * 5 + [1.25])
    for _ in range(10):
        arrays = {
            "rows": np.arange(10**3) % 7,
            "slopes": rng.integers(0, 128, 7 * network.widths[1]).astype(np.int8),
        }
        assert isinstance(check(problem, wrong, replace(certificate, network=wrong.digest, arrays=arrays)), Invalid)
    assert isinstance(prove(problem, wrong, prover="branch"), Refuted)


def test_a_proof_in_exact_arithmetic_alone_is_of_the_same_tree():
    """The slopes were those of a walk that left more open, for machines, than the checker's, which was refused."""
    problem = TwoAnd(inputs=6, sparsity=4, pairs=((0, 1), (2, 3)))
    rng = np.random.default_rng(0)
    weights = np.concatenate([np.kron(np.eye(2, 3), [1, 1]), rng.normal(size=(4, 6)) / 64]).astype(np.float32)
    reading = np.concatenate([np.eye(2), rng.normal(size=(2, 4)) / 8], axis=1).astype(np.float32)
    layers = [(weights, np.float32([-1, -1, 0, 0, 0, 0]), True), (reading, np.zeros(2), False)]
    zeros, true = FloatNetwork(layers, 0.0), []
    for i, pair in enumerate(problem.pairs):
        rest = [j for j in range(6) if j not in pair]
        inputs = [(*pair, *more) for k in range(3) for more in combinations(rest, k)]
        true.append(min(zeros.scores(active)[i] for active in inputs))
    network = FloatNetwork(layers, [float(np.nextafter(np.float32(float(t)), np.float32(0))) for t in true])
    verdict = prove(problem, network, prover="branch")
    assert isinstance(verdict, Proved)
    assert verdict.certificate.evidence["claims"] == ["exact"]


def test_what_bounds_are_not_for_is_unknown_in_a_sentence():
    problem = TwoAnd(inputs=40, sparsity=33, pairs=((0, 1),))
    verdict = prove(problem, FloatNetwork([([[1.0, 1.0] + [0.0] * 38], [-1.5], True)], 0.0), prover="branch")
    assert isinstance(verdict, Unknown)
    assert verdict.reason == "bounds are for at most 32 active features, not 33"


def deep_network(problem, rng):
    """A residual stream of an embedding, one block and a reading, which computes the ANDs, with noise everywhere."""
    m, n = problem.inputs, len(problem.pairs)
    into = np.zeros((n, m))
    for row, pair in enumerate(problem.pairs):
        into[row, list(pair)] = 1
    noise = rng.normal(size=(4, n + m + n + m)) / 256
    embed = np.eye(m)
    block = np.concatenate([into, np.eye(m)])
    stream = np.concatenate([np.concatenate([np.eye(n), np.zeros((n, m))], axis=1)])
    layers = [
        (embed, np.zeros(m), False),
        (block, [-1.0] * n + [0.0] * m, np.arange(n + m) < n),
        (2 * stream, [-0.5] * n, True),
        (np.eye(n) + noise[0, :n], np.zeros(n), False),
    ]
    return FloatNetwork([(np.float32(w), np.float32(b), mask) for w, b, mask in layers], 0.25)


def test_a_deep_proof_covers_machines_and_other_slopes_prove_nothing_wrong(tmp_path):
    problem = TwoAnd(inputs=10, sparsity=4, pairs=((0, 1), (2, 3), (4, 5)))
    rng = np.random.default_rng(0)
    network = deep_network(problem, rng)
    verdict = prove(problem, network, prover="branch", claim="executed")
    assert isinstance(verdict, Proved)
    save_certificate(verdict.certificate, tmp_path / "c.json")
    assert isinstance(check(problem, network, load_certificate(tmp_path / "c.json")), Valid)
    short = {**verdict.certificate.arrays, "slopes": verdict.certificate.arrays["slopes"][:-1]}
    assert isinstance(check(problem, network, replace(verdict.certificate, arrays=short)), Invalid)
    layers = [(one.weights, one.bias, one.rectified) for one in network.layers]
    wrong = FloatNetwork(layers, [0.25, 0.25, 1.75])
    slopes = rng.integers(0, 128, (50, bounds_of(problem, wrong).slopes)).astype(np.int8)
    arrays = {"rows": np.arange(10**3) % 50, "slopes": slopes.ravel()}
    forged = replace(verdict.certificate, network=wrong.digest, arrays=arrays)
    assert isinstance(check(problem, wrong, forged), Invalid)
    assert isinstance(prove(problem, wrong, prover="branch"), Refuted)
