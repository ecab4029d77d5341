"""The checker of contracts against the prover, and against forged certificates."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constructions.circuits.network import network_on
from tests.verify import networks as build
from tests.verify.checker.contract_cases import (
    bias_that_wraps,
    by_hand,
    claimed,
    clips,
    forged,
    weights_that_wrap,
)
from tests.verify.contracts.strategies import MONOTONE, built, roomy, scattered, small_circuits
from tests.verify.oracle import judge
from verify import (
    Circuit,
    ConstantWeightCode,
    HadamardCode,
    IdentityCode,
    Invalid,
    Network,
    Permutation,
    Problem,
    Proved,
    ReedSolomonCode,
    Unknown,
    Valid,
    check,
    gate_problem,
    prove,
)
from verify.checker.budget import Budget, RefusedError
from verify.checker.contracts.check import derived_contracts
from verify.codes import code_from_recipe
from verify.progress import Deadline, silent

SETTINGS = settings(max_examples=12, deadline=None)
CASES = st.one_of(small_circuits(MONOTONE).map(lambda c: (c, roomy)), small_circuits().map(lambda c: (c, scattered)))
SORTING = [
    [("and", 0, 3), ("or", 0, 3), ("and", 1, 4), ("or", 1, 4), ("and", 2, 5), ("or", 2, 5)],
    [("and", 1, 3), ("or", 1, 3), ("and", 0, 4), ("or", 0, 4), ("copy", 2), ("copy", 5)],
]
CIRCUIT = Circuit.of(6, 2, SORTING)
NETWORK = network_on(CIRCUIT, [roomy(width) for width in CIRCUIT.widths], {})
CERTIFICATE = prove(CIRCUIT, NETWORK, prover="contracts").certificate


def derived(
    circuit: Problem, network: Network, hidden: list[object], *, by_activity: bool = False
) -> list[dict[str, object]] | str:
    """The contracts by the checker, or the rule that is broken."""
    codes = [code_from_recipe(recipe) for recipe in hidden]
    try:
        return derived_contracts(circuit, network, codes, Budget(Deadline(None)), silent, by_activity=by_activity)
    except RefusedError as error:
        return str(error)


def with_note(network: Network, noted: Network) -> Network:
    layers = [(layer.weights, layer.bias) for layer in network.layers]
    return Network(layers, network.input_code, network.output_code, network.threshold, noted.construction)


@SETTINGS
@given(CASES, st.integers(0, 10**6))
def test_prover_and_checker_agree_on_right_and_on_mutated_networks(case, seed):
    rng, (circuit, code_of) = np.random.default_rng(seed), case
    right = built(circuit, code_of)
    layer = int(rng.integers(len(right.layers)))
    row, column = (int(rng.integers(size)) for size in right.layers[layer].weights.shape)
    old = int(right.layers[layer].weights[row, column])
    louder = int(right.layers[layer].bias[row]) + int(rng.choice([-3, -1, 1, 3]))
    mutated = [
        build.changed(right, layer, row, column, old + int(rng.choice([-2, -1, 1, 2]))),
        build.changed(right, layer, row, -1, louder),
        right.with_threshold(int(rng.integers(1, 8))),
    ]
    for network in (right, *(with_note(other, right) for other in mutated)):
        verdict = prove(circuit, network, prover="contracts")
        hidden = right.construction["arguments"]["hidden_codes"]
        plain, sharper = (derived(circuit, network, hidden, by_activity=by) for by in (False, True))
        contracts = sharper if isinstance(plain, str) else plain
        assert isinstance(verdict, Proved) == (not isinstance(contracts, str)), contracts
        if isinstance(verdict, Proved):
            assert ("charges" in verdict.certificate.evidence) == isinstance(plain, str)
            assert verdict.certificate.evidence["contracts"] == contracts
            assert isinstance(check(circuit, network, verdict.certificate), Valid)
            assert judge(circuit, network).verdict == "proved"
        else:
            assert isinstance(check(circuit, network, claimed(circuit, network, hidden, [])), Invalid)


def test_neurons_in_small_blocks_give_the_same_contracts(monkeypatch):
    monkeypatch.setattr("verify.checker.contracts.sums.CELLS", 100)
    assert isinstance(check(CIRCUIT, NETWORK, CERTIFICATE), Valid)


def test_more_active_features_than_a_hidden_level_has():
    circuit = Circuit.of(5, 5, [[("or", 0, 1), ("and", 2, 3)], [("and", 0, 1), ("copy", 0), ("or", 0, 1)]])
    network = network_on(circuit, [IdentityCode(width) for width in circuit.widths], {})
    assert isinstance(check(circuit, network, prove(circuit, network, prover="contracts").certificate), Valid)


@pytest.mark.parametrize("case", [weights_that_wrap, bias_that_wraps], ids=lambda case: case.__name__)
def test_networks_whose_sums_wrapped_int64_are_neither_proved_nor_accepted(case):
    circuit, network = case()
    assert isinstance(prove(circuit, network, prover="contracts"), Unknown)
    assert "must stay below 2**62" in derived(circuit, network, network.construction["arguments"]["hidden_codes"])
    for additional in (0, 57, 399):
        answer = check(circuit, network, forged(circuit, network, additional))
        assert isinstance(answer, Invalid)
        assert "must stay below 2**62" in answer.reason


@pytest.mark.parametrize("name", ["number", "level", "slice", "additional_before", "additional_after", "margin"])
def test_every_field_counts_with_its_type(name):
    contracts = CERTIFICATE.evidence["contracts"]
    for place, contract in enumerate(contracts):
        old = contract[name]
        others = [None, [], "x", [old], 10**40] if isinstance(old, str) else [None, old + 1, -old - 1, float(old)]
        others += [str(old), old.upper()] if isinstance(old, str) and old.upper() != old else []
        others += [bool(old)] if old in (0, 1) else []
        for value in others:
            if value != old or type(value) is not type(old):
                changed = [*contracts[:place], {**contract, name: value}, *contracts[place + 1 :]]
                answer = check(CIRCUIT, NETWORK, claimed(CIRCUIT, NETWORK, CERTIFICATE.evidence["codes"], changed))
                assert isinstance(answer, Invalid), value
                assert name in answer.reason


@pytest.mark.parametrize(
    "contracts",
    [None, 3, "", {}, [], [None, None], [[], []], [{}, {}], tuple(CERTIFICATE.evidence["contracts"]),
     CERTIFICATE.evidence["contracts"][:1], CERTIFICATE.evidence["contracts"] * 2,
     CERTIFICATE.evidence["contracts"][::-1], [{**c, "more": 1} for c in CERTIFICATE.evidence["contracts"]],
     [{k: c[k] for k in list(c)[1:]} for c in CERTIFICATE.evidence["contracts"]]],
)  # fmt: skip
def test_contracts_of_another_form_are_refused(contracts):
    answer = check(CIRCUIT, NETWORK, claimed(CIRCUIT, NETWORK, CERTIFICATE.evidence["codes"], contracts))
    assert isinstance(answer, Invalid)
    assert "not those of this network's slices" in answer.reason


@pytest.mark.parametrize(
    "recipe",
    [None, 3, "tensor", [], {}, {"family": []}, {"family": "identity"}, {"family": "identity", "size": True},
     {"family": "identity", "size": 10**400}, {"family": "identity", "size": 6, 3: 1},
     {"family": "identity", "size": 6}, {"family": "identity", "size": 2**40},
     {"family": "reed-solomon", "field": 7, "blocks": 6, "degree": 2, "columns": 7},
     {"family": "reed-solomon", "field": 46337, "blocks": 46337, "degree": 46337, "columns": 2**40},
     {"family": "constant-weight", "rows": 2**40, "columns": 6, "weight": 2**24, "seed": 0},
     {"family": "constant-weight", "rows": 42, "columns": 6, "weight": 42, "seed": 0},
     {"family": "constant-weight", "rows": 42, "columns": 6, "weight": 6, "seed": 0},
     HadamardCode(42, 6, 0).recipe()],
    ids=str,
)  # fmt: skip
def test_other_hidden_codes_are_refused(recipe):
    answer = check(CIRCUIT, NETWORK, claimed(CIRCUIT, NETWORK, [recipe], CERTIFICATE.evidence["contracts"]))
    assert isinstance(answer, Invalid)


def test_fields_that_contracts_do_not_use_must_be_empty():
    for change in ({"arrays": {"a": np.zeros(1, dtype=np.int8)}}, {"evidence": {}}, {"evidence": {"codes": []}}):
        assert isinstance(check(CIRCUIT, NETWORK, replace(CERTIFICATE, **change)), Invalid)


@pytest.mark.parametrize(
    ("gates", "sparsity", "rule"),
    [
        ([("xor", 0, 1)], 2, "3 levels take 6 or 7 layers, but the network has 5"),
        ([("andnot", 0, 1), ("and", 0, 1, 2)], 2, "beside andnot, but one of level 1 has 3"),
        ([("and", 0, 1, 2)], 3, "must have 2 inputs at a sparsity above 2"),
        ([("copy", 0)], 2, "neuron 0 of level 1 may be 0 where it must be 1"),
    ],
)
def test_levels_that_contracts_do_not_take_are_refused_with_the_rule(gates, sparsity, rule):
    hidden, size = IdentityCode(len(gates)), len(gates)
    first, second = ([[0] * 4] * size, [0] * size), ([[-1] + [0] * (size - 1)], [1])
    pair = by_hand(Circuit.of(4, sparsity, [gates, [("copy", 0)]]), hidden, first, second)
    answer = check(*pair, claimed(*pair, [hidden.recipe()], []))
    assert isinstance(answer, Invalid)
    assert rule in answer.reason


def test_ands_of_many_sizes_are_taken_at_sparsity_two():
    """Their fan-ins have a common multiple of 37 bits; only the AND of two is ever 1."""
    sizes = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31)
    circuit = Circuit.of(31, 2, [[("and", *range(size)) for size in sizes]])
    weights = [[1 if j < 2 else 0 for j in range(31)], *([[1] * 31] * 10)]
    network = Network(
        [(weights, [-1, *[-2] * 10]), *clips(11, 2)],
        IdentityCode(31), IdentityCode(11), 1, {"name": "by hand", "arguments": {"hidden_codes": []}},
    )  # fmt: skip
    contracts = derived(circuit, network, [])
    assert isinstance(check(circuit, network, claimed(circuit, network, [], contracts)), Valid)
    assert judge(circuit, network).verdict == "proved"


def test_other_problems_and_other_layers_are_refused():
    turn = Permutation((1, 2, 0), sparsity=2)
    plain = build.rerouting(turn)
    copies = Circuit.of(3, 2, [[("copy", 1), ("copy", 2), ("copy", 0)]])
    for problem in (turn, copies):
        assert "1 level take 2 or 3 layers" in check(problem, plain, claimed(problem, plain, [], [])).reason
    for layer, row, column, value in ((1, 3, 3, -2), (1, 3, 4, 1), (1, 3, 3, 0), (1, 5, -1, 0), (4, 2, -1, 2)):
        other = build.changed(NETWORK, layer, row, column, value)
        evidence = CERTIFICATE.evidence
        answer = check(CIRCUIT, other, claimed(CIRCUIT, other, evidence["codes"], evidence["contracts"]))
        assert "must be ReLU(1 - x)" in answer.reason


@pytest.mark.parametrize("threshold", [-1, 0, 2, 7, 2**40])
def test_a_threshold_that_does_not_separate_the_scores_is_refused(threshold):
    other = NETWORK.with_threshold(threshold)
    answer = check(CIRCUIT, other, claimed(CIRCUIT, other, CERTIFICATE.evidence["codes"], []))
    assert "the reading threshold must be above" in answer.reason


def test_outputs_that_are_0_may_score_what_two_words_share_and_what_is_additional():
    circuit = Circuit.of(18, 2, [[("and", 2 * i, 2 * i + 1) for i in range(9)]])
    network = network_on(circuit, [IdentityCode(18), ReedSolomonCode(7, 7, 2, 9)], {})
    taken = [t for t in range(10) if not isinstance(derived(circuit, network.with_threshold(t), []), str)]
    assert derived(circuit, network, [])[0]["additional_after"] == 1
    assert taken == [4, 5, 6, 7]


def test_the_time_limit_holds_within_a_level_and_progress_counts_neurons(monkeypatch):
    looks, reports = [], []

    def stop_after(most: int) -> None:
        looks.clear()
        monkeypatch.setattr(Deadline, "passed", lambda deadline: looks.append(deadline) or len(looks) > most)

    stop_after(10**9)
    assert isinstance(check(CIRCUIT, NETWORK, CERTIFICATE, timeout=1.0, progress=lambda *r: reports.append(r)), Valid)
    total = sum(NETWORK.widths[1:-1:2])
    assert reports[0] == (0, total)
    assert reports[-1] == (total, total)
    needed = len(looks)
    for limit in range(0, needed, 7):
        stop_after(limit)
        answer = check(CIRCUIT, NETWORK, CERTIFICATE, timeout=1.0)
        assert isinstance(answer, Unknown)
        assert "did not finish within the time limit" in answer.reason


def test_the_time_limit_holds_for_neurons_about_many_features_at_a_large_sparsity():
    """One neuron has every word: a million numbers of its active features, of three roles, are gone through."""
    gates = [("copy", j) for j in range(100)]
    gates += [("and", j, j + 1) for j in range(100, 200, 2)]
    gates += [("andnot", j, 200 + j) for j in range(100)]
    problem = gate_problem(300, 300, gates)
    layers = [(np.zeros((1, 300), dtype=np.int8), [1]), *clips(1, 1)]
    network = Network(layers, IdentityCode(300), ConstantWeightCode(1, problem.outputs, 1, 0), 1)
    answer = check(problem, network, claimed(problem, network, [], []), timeout=0.5)
    assert isinstance(answer, Unknown)
    assert "did not finish within the time limit" in answer.reason
