"""Every fact about a kind of gate is held against its value on all assignments, and a kind without facts is refused."""

from itertools import combinations, permutations

import numpy as np
import pytest

from bounds import UnknownClassError, class_of
from constructions import (
    CONSTRUCTIONS,
    ConstructionError,
    circuit_network,
    naive,
    smallest_proved,
    structured_channels,
    union_channels,
)
from constructions.naive import naive_neurons
from constructions.optimisation.cases import FALSE, TRUE, cases_of
from constructions.optimised_channels import predicted_seconds
from tests.verify import networks as build
from verify import (
    Circuit,
    Found,
    IdentityCode,
    Network,
    Proved,
    Refuted,
    Unknown,
    Valid,
    check,
    find_proof,
    gate_problem,
    prove,
    sample,
    scores,
)
from verify.gate_facts import facts_of, refusal
from verify.statement import gates
from verify.statement.gates import KINDS, GateKind, kind_of

NAMES = [*KINDS, "atleast-2", "atleast-3", "atleast-4", "atleast-5"]
SHAPES = [(kind, q) for kind in NAMES for q in range(1, 7) if kind_of(kind).takes(q)]


def assignments(fan_in: int) -> np.ndarray:
    return (np.arange(2**fan_in)[:, None] >> np.arange(fan_in) & 1).astype(np.bool_)


@pytest.mark.parametrize(("kind", "fan_in"), SHAPES)
def test_every_fact_is_what_the_value_says(kind, fan_in):
    facts, bits = facts_of(kind, fan_in), assignments(fan_in)
    value, numbers = kind_of(kind).value(bits), bits.astype(np.int64)
    assert facts.difficulty is not None
    assert facts.least is None or (value == (numbers.sum(axis=1) >= facts.least)).all()
    assert facts.unit is not None or facts.parts is not None
    if facts.unit is not None:
        weights, bias = facts.unit
        received = np.maximum(numbers @ np.array(weights) + bias, 0)
        assert ((received >= 1) == value).all()
    if facts.parts is not None:
        parts = [kind_of(part).value(bits[:, list(places)]) for part, places in facts.parts]
        assert (np.sum(parts, axis=0) == value).all()
        assert all(facts_of(part, len(places)).unit for part, places in facts.parts)
    if facts.difference is not None:
        sums, (weights, bias), factor = facts.difference
        inner = np.maximum(numbers @ np.array(weights) + bias, 0)
        assert (numbers @ np.array(sums) + factor * inner == value).all()


@pytest.mark.parametrize(("kind", "fan_in"), SHAPES)
def test_the_cases_of_a_side_hold_every_set_once(kind, fan_in):
    cases, bits = facts_of(kind, fan_in).cases, assignments(fan_in)
    for side in (True, False):
        held = np.zeros(len(bits), dtype=np.int64)
        for active, known, never in cases(side):
            fits = bits[:, list(active)].all(axis=1) & ~bits[:, [j for j in known if j not in active]].any(axis=1)
            held += fits & ~(bits[:, list(never)].all(axis=1) if never else np.zeros(len(bits), dtype=np.bool_))
        assert (held == (kind_of(kind).value(bits) == side)).all()


@pytest.mark.parametrize(("kind", "fan_in"), SHAPES)
def test_so_many_active_inputs_tell_gates_of_one_kind_apart_and_no_fewer(kind, fan_in):
    features = fan_in + 2
    wired = list((permutations if kind_of(kind).ordered else combinations)(range(features), fan_in))

    def told_apart(active: int) -> int:
        sets = [np.isin(range(features), s) for k in range(active + 1) for s in combinations(range(features), k)]
        return len({tuple(kind_of(kind).value(np.array(sets)[:, list(wires)]).tolist()) for wires in wired})

    shows = facts_of(kind, fan_in).shows
    assert told_apart(shows) == len(wired)
    assert shows == 1 or told_apart(shows - 1) < len(wired)


@pytest.fixture
def maj(monkeypatch):
    """A majority of three, known to the trusted table alone."""
    monkeypatch.setitem(
        gates.KINDS, "maj", GateKind("maj", 3, lambda bits: np.asarray(np.count_nonzero(bits, axis=-1) >= 2))
    )
    return gate_problem(4, 2, [("maj", 0, 1, 2), ("maj", 1, 2, 3)])


def exact(problem) -> Network:
    weights = [[int(j in gate.inputs) for j in range(problem.inputs)] for gate in problem.gates]
    return Network([(weights, [-1] * problem.outputs)], IdentityCode(problem.inputs), IdentityCode(problem.outputs), 1)


@pytest.mark.parametrize("prover", ["enumerate", "branch", "smt"])
def test_provers_that_need_no_fact_take_a_kind_that_only_the_trusted_table_knows(maj, prover):
    verdict = find_proof(maj, exact(maj), prover=prover)
    assert isinstance(verdict, Found)
    assert isinstance(check(maj, exact(maj), verdict.certificate), Valid)
    assert isinstance(find_proof(maj, build.changed(exact(maj), 0, 0, 1, 0), prover=prover), Refuted)
    assert sample(maj, exact(maj), samples=100).failures == 0


@pytest.mark.parametrize(
    ("who", "ask", "error"),
    [
        ("naive", naive, ConstructionError),
        ("output channels", lambda problem: structured_channels(problem, neurons=64), ConstructionError),
        ("training", lambda problem: predicted_seconds(problem, 8), ConstructionError),
        ("training", lambda problem: cases_of(problem, TRUE), ConstructionError),
        ("training", lambda problem: cases_of(problem, FALSE), ConstructionError),
        ("naive", smallest_proved, ConstructionError),
        ("naive", naive_neurons, ConstructionError),
        ("circuit_network", lambda problem: smallest_proved(Circuit(4, 2, problem.levels)), ConstructionError),
        ("contracts", lambda problem: union_channels(problem, neurons=64), ConstructionError),
        ("circuit_network", lambda problem: circuit_network(Circuit(4, 2, problem.levels)), ConstructionError),
        ("bounds", class_of, UnknownClassError),
    ],
)
def test_who_needs_a_fact_that_is_missing_refuses_the_kind_by_name(maj, who, ask, error):
    with pytest.raises(error, match=refusal(who, ["maj"])):
        ask(maj)


@pytest.mark.parametrize("kind", ["maj", "atleast-2"])
def test_contracts_refuse_kinds_whose_wrong_neurons_they_cannot_count_by_name(maj, kind):
    problem = gate_problem(4, 2, [(kind, *gate.inputs) for gate in maj.gates])
    assert find_proof(problem, exact(problem), prover="contracts") == Unknown(refusal("contracts", [kind]))
    with pytest.raises(ConstructionError, match=refusal("contracts", [kind])):
        union_channels(problem, neurons=64)


@pytest.mark.parametrize("construction", CONSTRUCTIONS.values(), ids=list(CONSTRUCTIONS))
def test_every_construction_builds_majorities_or_refuses_them_by_name(construction):
    known = (construction.takes.words, refusal("contracts", ["atleast-2"]))
    wires = [("atleast-2", i, (i + 1) % 8, (i + 3) % 8) for i in range(8)]
    for problem in (gate_problem(8, 2, wires), Circuit.of(8, 2, [wires, [("atleast-2", 0, 1, 2)]])):
        try:
            network = construction(problem, neurons=64)
        except ConstructionError as error:
            refused = str(error)
        else:
            refused = ""
            assert isinstance(prove(problem, network, prover="enumerate"), Proved)
        assert not refused or any(words in refused for words in known)


def test_a_network_for_every_kind_scores_one_where_the_gate_is_one():
    for kind, fan_in in SHAPES:
        problem = gate_problem(fan_in, fan_in, [(kind, *range(fan_in))])
        network = naive(problem)
        for bits in assignments(fan_in):
            active = set(np.flatnonzero(bits).tolist())
            assert (scores(network, active)[0] >= 1) == problem.gate(0).value(active)
