"""Contracts of problems of one level, of any input code, and of networks that hand on values, not complements."""

import dataclasses
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from constructions import reencoded_permutation
from constructions.circuits.codes import NotSeparatedError
from constructions.circuits.network import network_on
from tests.verify import networks as build
from tests.verify.contracts.strategies import built, inverted, roomy, scattered, small_circuits
from tests.verify.oracle import judge
from verify import (
    BareCode,
    Circuit,
    IdentityCode,
    Invalid,
    Network,
    Permutation,
    Problem,
    Proved,
    RandomSignCode,
    ReedSolomonCode,
    Refuted,
    TwoAnd,
    Unknown,
    Valid,
    check,
    evaluate,
    gate_problem,
    prove,
)
from verify.checker.budget import Budget, RefusedError
from verify.checker.contracts.check import derived_contracts
from verify.checker.contracts.reading import most_ones
from verify.contracts.active_outputs import most_active_outputs
from verify.contracts.ranges import ranges_of
from verify.contracts.targets import targets_of
from verify.progress import Deadline, silent
from verify.provers.contracts import prove_by_contracts

SETTINGS = settings(max_examples=20, deadline=None)


def proves(problem: Problem, network: Network) -> bool:
    """Whether contracts prove the network; the checker and enumeration must not contradict."""
    verdict = prove(problem, network, prover="contracts")
    if isinstance(verdict, Unknown):
        with pytest.raises(RefusedError):
            derived_contracts(problem, network, [], Budget(Deadline(None)), silent)
        return False
    assert isinstance(check(problem, network, verdict.certificate), Valid)
    assert judge(problem, network).verdict == "proved"
    return True


@st.composite
def one_level_problems(draw) -> Problem:
    inputs = draw(st.integers(3, 7))
    sparsity = draw(st.integers(2, min(4, inputs)))
    if draw(st.booleans()):
        return Permutation(tuple(draw(st.permutations(range(inputs)))), sparsity)
    kinds = draw(st.sampled_from([("and",), ("and", "or", "copy"), ("and", "or", "copy", "andnot")]))
    gates = set()
    for _ in range(draw(st.integers(1, 7))):
        kind = draw(st.sampled_from(kinds))
        wires = draw(st.permutations(range(inputs)))[: 1 if kind == "copy" else 2]
        gates.add((kind, *(wires if kind == "andnot" else sorted(wires))))
    return gate_problem(inputs, sparsity, sorted(gates))


def network_of(problem: Problem, code_of) -> Network:
    """Threshold slices for the problem's only level."""
    level = [problem.gate(i) for i in range(problem.outputs)]
    circuit = Circuit(problem.inputs, problem.sparsity, (tuple(level),))
    try:
        return network_on(circuit, [code_of(problem.inputs), code_of(problem.outputs)], {})
    except NotSeparatedError:
        return reject()


@SETTINGS
@given(one_level_problems(), st.sampled_from([roomy, scattered, IdentityCode]), st.booleans(), st.integers(0, 10**6))
def test_what_contracts_prove_of_one_level_is_right(problem, code_of, turned, seed):
    network = network_of(problem, code_of)
    network = inverted(network) if turned else network
    rng = np.random.default_rng(seed)
    proves(problem, network.with_threshold(int(rng.integers(1, 8))))
    layer = int(rng.integers(len(network.layers)))
    row, column = (int(rng.integers(size)) for size in network.layers[layer].weights.shape)
    step = int(rng.choice([-7, -2, -1, 1, 2, 7]))
    proves(problem, build.changed(network, layer, row, column, int(network.layers[layer].weights[row, column]) + step))
    proves(problem, build.changed(network, layer, row, -1, int(network.layers[layer].bias[row]) + step))


@SETTINGS
@given(small_circuits(), st.integers(0, 10**6))
def test_levels_that_hand_on_values_are_proved_as_those_that_hand_on_complements(circuit, seed):
    network = inverted(built(circuit, scattered))
    assert len(network.layers) == 2 * len(circuit.levels)
    verdict = prove(circuit, network, prover="contracts")
    assert isinstance(verdict, Proved)
    assert isinstance(check(circuit, network, verdict.certificate), Valid)
    assert judge(circuit, network).verdict == "proved"
    rng = np.random.default_rng(seed)
    layer = int(rng.integers(len(network.layers)))
    row = int(rng.integers(network.widths[layer + 1]))
    step = int(rng.choice([-60, -3, -1, 1, 3, 60]))
    other = build.changed(network, layer, row, -1, int(network.layers[layer].bias[row]) + step)
    assert isinstance(check(circuit, other, verdict.certificate), Invalid)
    forged = dataclasses.replace(verdict.certificate, network=other.digest)
    assert isinstance(check(circuit, other, forged), Invalid)
    if judge(circuit, other).verdict != "proved":
        noted = Network(
            [(layer.weights, layer.bias) for layer in other.layers],
            other.input_code, other.output_code, other.threshold, network.construction,
        )  # fmt: skip
        assert isinstance(prove(circuit, noted, prover="contracts"), Unknown)


def test_words_of_any_integers_carry_the_first_level():
    problem = TwoAnd(4, 2, ((0, 1), (1, 2), (2, 3)))
    words = BareCode([[3, 0, 0, 0], [0, -2, 0, 0], [0, 0, 5, 0], [1, 1, 1, 1]])
    weights = np.array([[-2, 3, 0, 0], [0, 3, -1, 0], [2, -3, 0, -6]])
    layers = [(weights, [9, 8, 9]), (-np.eye(3, dtype=int), [1, 1, 1])]
    network = Network(layers, words, IdentityCode(3), 1)
    right = [threshold for threshold in range(-1, 3) if proves(problem, network.with_threshold(threshold))]
    assert right == [1]
    assert not proves(problem, build.changed(network, 0, 2, 2, -2))


@pytest.mark.parametrize(
    ("size", "sparsity", "neurons"), [(64, 1, 32), (64, 2, 52), (64, 3, 60), (256, 2, 143), (256, 3, 180)]
)
def test_reencoded_permutations_are_proved_by_one_contract(size, sparsity, neurons):
    problem = Permutation.random(size, sparsity=sparsity, seed=0)
    network = reencoded_permutation(problem, neurons=neurons)
    certificate = prove(problem, network, prover="contracts").certificate
    assert isinstance(check(problem, network, certificate), Valid)
    (contract,) = certificate.evidence["contracts"]
    assert contract["additional_after"] == 0
    other = Permutation.random(size, sparsity=sparsity, seed=1)
    assert isinstance(prove(other, network, prover="contracts"), Unknown)
    (weights, bias), clip = ((layer.weights, layer.bias.astype(np.int64)) for layer in network.layers)
    for step in (-(10**6), 10**6):
        shifted = Network([(weights, bias + step), clip], network.input_code, network.output_code, network.threshold)
        assert isinstance(prove(problem, shifted, prover="contracts"), Unknown)
        forged = dataclasses.replace(certificate, network=shifted.digest)
        assert isinstance(check(problem, shifted, forged), Invalid)


def test_auto_takes_contracts_where_there_are_too_many_inputs(monkeypatch):
    monkeypatch.setattr("verify.provers.choice.SMALL", 0)
    problem = Permutation.random(64, sparsity=2, seed=0)
    assert prove(problem, reencoded_permutation(problem, neurons=52)).certificate.prover == "contracts"


def test_auto_still_refutes_networks_whose_contract_fails_and_that_have_too_many_inputs():
    size = 24
    problem = Permutation.random(size, sparsity=12, seed=0)
    weights = -IdentityCode(size).block(0, size)[list(problem.preimages)]
    clip = (-np.eye(size, dtype=np.int8), np.ones(size, dtype=np.int64))
    right = Network([(weights, clip[1]), clip], IdentityCode(size), IdentityCode(size), threshold=1)
    wrong = build.changed(right, 0, 5, -1, 0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("verify.provers.choice.SMALL", 0)
        patch.setattr("verify.provers.choice.FEASIBLE", 0)
        assert prove(problem, right).certificate.prover == "contracts"
        assert isinstance(prove(problem, wrong), Refuted)


def test_numbers_that_the_checker_refuses_are_not_proved_where_all_weights_are_0():
    """The AND of three is never 1 here, so that a bias alone keeps its neuron at 0, however large it is."""
    problem = gate_problem(3, 2, [("and", 0, 1, 2)])
    clip = ([[-1]], [1])
    proved = [
        proves(problem, Network([([[0, 0, 0]], [-bias]), clip, clip], IdentityCode(3), IdentityCode(1), 1))
        for bias in (0, 2**61, 2**62 - 6, 2**62 - 3, 2**62)
    ]
    assert proved == [True, True, False, False, False]


def test_as_many_outputs_count_for_the_reading_as_may_be_1():
    """Two active features make five of the ors 1, and their words may share a one each with that of the last."""
    problem = gate_problem(6, 2, [("or", a, b) for a, b in combinations(range(4), 2)] + [("or", 4, 5)])
    level = tuple(problem.gate(i) for i in range(7))
    codes = [IdentityCode(6), ReedSolomonCode(field=7, blocks=7, degree=2, columns=7)]
    network = network_on(Circuit(6, 2, (level,)), codes, {})
    assert most_active_outputs(problem) == most_ones(problem) == 6
    assert [t for t in range(1, 9) if proves(problem, network.with_threshold(t))] == [7]
    # As a circuit, at most two of its outputs are 1 on the inputs that it admits.
    circuit = Circuit(6, 2, (level,))
    assert [t for t in range(1, 9) if proves(circuit, network.with_threshold(t))] == [3, 4, 5, 6, 7]


@SETTINGS
@given(one_level_problems())
def test_no_more_outputs_are_1_than_prover_and_checker_say(problem):
    inputs = [s for k in range(problem.sparsity + 1) for s in combinations(range(problem.inputs), k)]
    most = max(len(evaluate(problem, active)) for active in inputs)
    assert most <= most_active_outputs(problem) == most_ones(problem) <= problem.outputs


def test_layers_of_one_form_are_not_taken_for_those_of_the_other():
    problem = TwoAnd(3, 2, ((0, 1), (1, 2)))
    network = network_of(problem, IdentityCode)
    turned = inverted(network)
    first, second = (prove(problem, found, prover="contracts").certificate for found in (network, turned))
    assert first.evidence["contracts"][0]["slice"] != second.evidence["contracts"][0]["slice"]
    cut = Network([(layer.weights, layer.bias) for layer in network.layers[:2]], IdentityCode(3), IdentityCode(2), 1)
    assert judge(problem, cut).verdict == "refuted"
    assert not proves(problem, cut)
    for certificate in (first, second):
        forged = dataclasses.replace(certificate, network=cut.digest)
        assert isinstance(check(problem, cut, forged), Invalid)


@pytest.mark.parametrize("largest", [2**20, 2**46, 2**50, 2**52, 2**54])
def test_sums_over_words_of_any_integers_are_exact_on_both_sides_of_what_floats_hold(largest):
    """Words of five rows: below 2**53 in all by products of floats, and beyond by products of integers."""
    rng = np.random.default_rng(largest % 97)
    matrix, weights = rng.integers(-1, 2, (5, 6)), rng.integers(-largest, largest + 1, (4, 5))
    matrix[0, 0], weights[0, 0] = 1, largest
    problem = gate_problem(6, 2, [("or", 0, 1), ("or", 1, 2), ("or", 3, 4), ("copy", 5)])
    targets = targets_of(problem.gate_groups(), IdentityCode(4), 6)
    found = ranges_of(weights, BareCode(matrix), targets, 2)
    received = [
        [sum(x * c for x, c in zip(row, word, strict=True)) for word in matrix.T.tolist()] for row in weights.tolist()
    ]
    for e in range(4):
        sums = {True: [], False: []}
        for active in (s for k in range(3) for s in combinations(range(6), k)):
            sums[problem.gate(e).value(active)].append(sum(received[e][j] for j in active))
        assert (found.least[e], found.most[e]) == (min(sums[True]), max(sums[False]))


def test_the_prover_looks_at_the_clock_for_every_feature(monkeypatch):
    """Many slots make every feature slow: a look a level was a look an hour."""
    problem = gate_problem(300, 300, [("copy", 0)])
    layers = [([[-1]], [1]), ([[-1]], [1])]
    network = Network(layers, RandomSignCode(1, 300, 0), IdentityCode(1), threshold=1)
    looks: list[int] = []
    monkeypatch.setattr(Deadline, "passed", lambda _: looks.append(0) or len(looks) > 200)
    verdict = prove_by_contracts(problem, network, timeout=60)
    assert isinstance(verdict, Unknown)
    assert "time limit" in verdict.reason
    assert len(looks) < 220
