"""Circuits: values, admissible inputs, what is refused, and their documents."""

import json
import tracemalloc
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.verify import circuit_cases
from tests.verify.oracle import admissible, level_ones, too_active
from verify import (
    Circuit,
    DocumentError,
    Gate,
    Problem,
    SpuriousCounterexampleError,
    check,
    count_admissible,
    evaluate,
    load_problem,
    problem_digest,
    prove,
    replay,
    sample,
    save_problem,
)
from verify.checker import Invalid
from verify.progress import Deadline
from verify.statement.activity import keeps_activity, most_active, share_bound
from verify.statement.inputs import count_sparse
from verify.statement.level_sets import LevelSets
from verify.statement.on_inputs import active_levels, indicators, is_admissible, truth

SETTINGS = settings(max_examples=25)
KINDS = {"and": 2, "or": 2, "xor": 2, "andnot": 2, "copy": 1}


@st.composite
def gates(draw, features: int) -> tuple[object, ...]:
    kind = draw(st.sampled_from([k for k, q in KINDS.items() if q <= features]))
    wires = draw(st.lists(st.integers(0, features - 1), min_size=KINDS[kind], max_size=KINDS[kind], unique=True))
    return (kind, *wires)


@st.composite
def circuits(draw) -> Problem:
    width = inputs = draw(st.integers(2, 6))
    levels = []
    for _ in range(draw(st.integers(1, 3))):
        levels.append(draw(st.lists(gates(width), min_size=1, max_size=5)))
        width = len(levels[-1])
    return Circuit.of(inputs, draw(st.integers(1, inputs)), levels)


@SETTINGS
@given(circuits())
def test_every_level_is_its_gates_however_it_is_asked(circuit):
    assert isinstance(circuit, Problem)
    counted = 0
    for active in admissible(circuit.inputs, circuit.sparsity):
        expected = level_ones(circuit, active)
        assert [set(ones) for ones in active_levels(circuit, active)] == expected
        assert set(evaluate(circuit, active)) == expected[-1]
        assert is_admissible(circuit, active) == (not too_active(circuit, active))
        row = truth(circuit, indicators(np.array([active], dtype=np.int64).reshape(1, -1), circuit.inputs))[0]
        assert set(np.flatnonzero(row).tolist()) == expected[-1]
        counted += is_admissible(circuit, active)
    assert count_admissible(circuit) == counted <= count_sparse(circuit)


@SETTINGS
@given(circuits())
def test_blocks_of_sparse_inputs_are_evaluated_as_single_ones_are(circuit):
    sets = LevelSets(circuit)
    for k in range(circuit.sparsity + 1):
        inputs = [active for active in admissible(circuit.inputs, k) if len(active) == k]
        ones, fine = sets.of(np.array(inputs, dtype=np.int64).reshape(len(inputs), k))
        for row, good, active in zip(ones.tolist(), fine.tolist(), inputs, strict=True):
            assert good == is_admissible(circuit, active)
            assert [i for i in row if i < circuit.outputs] == (list(evaluate(circuit, active)) if good else [])


@SETTINGS
@given(circuits(), st.integers(1, 2))
def test_largest_activity_is_that_over_all_sparse_inputs(circuit, sparsity):
    level = circuit.levels[0]
    inputs = (active for k in range(sparsity + 1) for active in admissible(circuit.inputs, k))
    found = max(sum(gate.value(active) for gate in level) for active in inputs)
    assert most_active(level, circuit.inputs, sparsity) == found
    assert most_active(level, circuit.inputs, 3) is None


@SETTINGS
@given(circuits(), st.integers(1, 5))
def test_shares_bound_the_activity_at_any_sparsity(circuit, sparsity):
    level = circuit.levels[0]
    inputs = (active for k in range(sparsity + 1) for active in admissible(circuit.inputs, k))
    found = max(sum(gate.value(active) for gate in level) for active in inputs)
    assert found <= share_bound(level, circuit.inputs, sparsity)


def test_levels_of_copies_keep_any_activity():
    level = [("copy", j) for j in range(300)]
    circuit = Circuit.of(300, 20, [level, level])
    assert keeps_activity(circuit, 20)
    assert count_admissible(circuit) == sum(comb(300, k) for k in range(21))


def test_counting_inputs_one_by_one_ends_at_the_deadline():
    level = [("or", j, (j + 1) % 40) for j in range(40)]
    circuit = Circuit.of(40, 3, [level])
    assert not keeps_activity(circuit, 3)
    with pytest.raises(TimeoutError, match="counting admissible inputs did not finish"):
        count_admissible(circuit, Deadline(1e-9))


@SETTINGS
@given(circuits())
def test_the_document_is_read_back_as_the_same_value(circuit):
    again = Circuit.of(circuit.inputs, circuit.sparsity, circuit.document()["levels"])
    assert (again, hash(again), problem_digest(again)) == (circuit, hash(circuit), problem_digest(circuit))


def test_the_document_of_the_design_is_a_circuit(tmp_path):
    path = tmp_path / "problem.json"
    text = """{"format": "superproof-problem-1", "kind": "circuit", "inputs": 4, "sparsity": 2,
               "levels": [[["and", 0, 1], ["and", 2, 3]], [["and", 0, 1]]]}"""
    path.write_text(text)
    circuit = load_problem(path)
    assert circuit == Circuit.of(4, 2, [[("and", 0, 1), ("and", 2, 3)], [("and", 0, 1)]])
    save_problem(circuit, path)
    assert load_problem(path) == circuit
    assert json.loads(path.read_text()) == json.loads(text)


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"levels": []}, "a circuit needs at least one level, not 0"),
        ({"levels": [[]]}, "level 1 must have at least one gate, not 0"),
        ({"levels": {}}, "levels must be an array"),
        ({"levels": [["and", 0, 1]]}, r"level 1: gates\[0\] must be \[\"kind\", feature, ...\], not 'and'"),
        ({"levels": [[["and", 0, 1]], [["copy", 1]]]}, "level 2, gate 0 must hold features from 0 to 0, not 1"),
        ({"levels": [[["and", 0, 1]], 3]}, "level 2 must be an array of gates, not 3"),
        ({"levels": [[["nor", 0, 1]]]}, "level 1, gate 0 must be 0 when all its inputs are 0, but nor is 1 there"),
        ({"levels": [[["and", 0, True]]]}, r"level 1: gates\[0\] must name features by integers, not true"),
        ({"sparsity": 5}, "sparsity must be at most the number of features, 4, not 5"),
        ({"gates": []}, "keys must be among"),
    ],
)
def test_a_document_against_a_rule_is_refused(tmp_path, changes, complaint):
    path = tmp_path / "problem.json"
    document = Circuit.of(4, 2, [[("and", 0, 1)]]).document() | changes
    path.write_text(json.dumps(document))
    with pytest.raises(DocumentError, match=complaint):
        load_problem(path)


def test_values_of_wrong_types_are_refused():
    with pytest.raises(TypeError, match="level 1 must be a tuple of gates"):
        Circuit(2, 1, ([Gate("copy", (0,))],))
    with pytest.raises(TypeError, match="level 1, gate 0 must be a Gate"):
        Circuit(2, 1, ((("copy", 0),),))
    with pytest.raises(TypeError, match="level 1, gate 0 must be a kind and its inputs, not 'copy'"):
        Circuit.of(2, 1, [["copy"]])


def test_an_output_of_a_circuit_is_no_gate_of_its_inputs():
    circuit = Circuit.of(2, 1, [[("copy", 0)]])
    with pytest.raises(TypeError, match="gates of the level before"):
        circuit.gate(0)
    with pytest.raises(TypeError, match="gates of the level before"):
        circuit.gate_groups()


def test_an_input_on_which_a_level_is_too_active_is_no_counterexample():
    circuit = Circuit.of(3, 2, circuit_cases.CROWDED)
    network = circuit_cases.paired(circuit).with_threshold(5)
    with pytest.raises(SpuriousCounterexampleError, match="a level of the circuit is too active"):
        replay(circuit, network, (0,), 0)


def test_branch_declines_circuits_and_its_certificates_are_refused_for_them():
    circuit = Circuit.of(4, 2, circuit_cases.COMPARE)
    network = circuit_cases.paired(circuit)
    assert "circuit of levels" in prove(circuit, network, prover="branch").reason
    certificate = prove(circuit, network, prover="enumerate").certificate
    forged = type(certificate)(**{**vars(certificate), "prover": "branch"})
    assert isinstance(check(circuit, network, forged), Invalid)


def test_sampling_draws_admissible_inputs_only():
    circuit = Circuit.of(3, 2, circuit_cases.CROWDED)
    # Wrong on every input with feature 0, and none of them is admissible.
    network = circuit_cases.paired(circuit)
    report = sample(circuit, network, samples=2000)
    assert report.failures == 0
    assert report.samples == 2000
    assert all("keep every level's activity" in stratum.distribution for stratum in report.strata)
    wrong = circuit_cases.swapped(circuit, 1, 1, ("copy", 0))
    assert sample(wrong, network, samples=2000).failures > 0


def test_a_gate_of_very_many_inputs_takes_memory_in_proportion(monkeypatch):
    """Comparing all of its inputs with all inputs of a block at once took their number squared."""
    size = 3000
    circuit = Circuit.of(size, 1, [[("or", *range(size))]])
    sets, singles = LevelSets(circuit), np.arange(size)[:, None]
    tracemalloc.start()
    try:
        outputs, admissible = sets.of(singles)
        assert tracemalloc.get_traced_memory()[1] < 2**26
    finally:
        tracemalloc.stop()
    assert admissible.all()
    assert outputs.tolist() == [[0]] * size
    monkeypatch.setattr("verify.statement.touched_gates.CELLS", 1)
    assert [a.tolist() for a in sets.of(singles[:9])] == [outputs[:9].tolist(), admissible[:9].tolist()]
