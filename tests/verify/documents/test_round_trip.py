"""What is written is read back: equal values and equal digests."""

import json

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.verify import networks as build
from tests.verify.cases import CASES, PATH, Case
from tests.verify.codes.strategies import codes
from verify import (
    BareCode,
    Certificate,
    DocumentError,
    IdentityCode,
    Margin,
    Network,
    Permutation,
    TwoAnd,
    load_certificate,
    load_network,
    load_problem,
    problem_digest,
    save_certificate,
    save_network,
    save_problem,
)

in_a_folder = settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])


@in_a_folder
@given(st.integers(2, 8), st.data())
def test_problems(tmp_path, m, data):
    v = data.draw(st.integers(1, m))
    pairs = data.draw(st.lists(st.sampled_from([(a, b) for b in range(m) for a in range(b)]), min_size=1, unique=True))
    for problem in (TwoAnd(m, v, tuple(pairs)), Permutation(tuple(data.draw(st.permutations(range(m)))), v)):
        save_problem(problem, tmp_path / "p.json")
        again = load_problem(tmp_path / "p.json")
        assert again == problem
        assert problem_digest(again) == problem_digest(problem)


def test_the_problem_document_is_the_contract(tmp_path):
    save_problem(TwoAnd(4, 2, ((0, 1), (2, 3))), tmp_path / "p.json")
    assert json.loads((tmp_path / "p.json").read_text()) == {
        "format": "superproof-problem-1",
        "kind": "gates",
        "inputs": 4,
        "sparsity": 2,
        "gates": [["and", 0, 1], ["and", 2, 3]],
    }
    save_problem(Permutation((2, 0, 1), 2), tmp_path / "p.json")
    assert json.loads((tmp_path / "p.json").read_text()) == {
        "format": "superproof-problem-1",
        "kind": "permutation",
        "sparsity": 2,
        "images": [2, 0, 1],
    }


@in_a_folder
@given(codes, codes, st.integers(-(2**63) + 1, 2**63 - 1), st.data())
def test_networks(tmp_path, input_code, output_code, threshold, data):
    large = max(input_code.largest_entry * input_code.columns, output_code.largest_entry * output_code.rows)
    weight = data.draw(st.sampled_from([0, 1, -1, 127, -128, 128, 2**31, -(2**40)])) if large < 2**12 else 0
    weights = np.zeros((output_code.rows, input_code.rows), dtype=np.int64)
    weights[-1, 0] = weight
    try:
        network = Network([(weights, [1] * output_code.rows)], input_code, output_code, threshold)
    except OverflowError:
        return
    save_network(network, tmp_path / "n.safetensors")
    again = load_network(tmp_path / "n.safetensors")
    assert again == network
    assert (again.input_code, again.output_code, again.threshold) == (input_code, output_code, threshold)
    assert again.layers[0].weights.dtype == network.layers[0].weights.dtype
    assert again.layers[0].weights.tolist() == weights.tolist()
    assert not again.layers[0].weights.flags.writeable


@pytest.mark.parametrize("case", CASES[::3], ids=str)
def test_networks_of_the_table(tmp_path, case: Case):
    save_network(case.network, tmp_path / "n.safetensors")
    assert load_network(tmp_path / "n.safetensors").digest == case.network.digest
    save_problem(case.problem, tmp_path / "p.json")
    assert problem_digest(load_problem(tmp_path / "p.json")) == problem_digest(case.problem)


def test_construction_notes(tmp_path):
    note = {"name": "mine", "arguments": {"rows": 3, "tries": [1, 2], "exact": True, "why": None}, "seed": 0}
    network = Network([([[1, 1]], [-1])], IdentityCode(2), IdentityCode(1), 1, note)
    save_network(network, tmp_path / "n.safetensors")
    assert load_network(tmp_path / "n.safetensors").construction == note
    assert repr(load_network(tmp_path / "n.safetensors")).startswith("<mine: 2 features")


def test_transposed_bare_codes_and_weights(tmp_path):
    rows = np.arange(6).reshape(2, 3)
    network = Network([(rows.T, [0, 0, 0])], BareCode(rows[:, ::2]), BareCode(rows.T), 1)
    save_network(network, tmp_path / "n.safetensors")
    again = load_network(tmp_path / "n.safetensors")
    assert again == network
    assert again.layers[0].weights.tolist() == rows.T.tolist()
    assert again.input_code == BareCode([[0, 2], [3, 5]])


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@in_a_folder
@given(
    st.integers(1, 9),
    st.integers(0, 2**200),
    st.none() | st.builds(Margin, st.none() | st.integers(), st.none() | st.integers()),
    st.dictionaries(st.text(max_size=5), json_values, max_size=3),
    st.lists(st.text(max_size=9), max_size=3),
)
def test_certificates(tmp_path, sparsity, covered, margin, evidence, assumptions):
    path = tmp_path / "c.json"
    certificate = Certificate("p" * 64, "n" * 64, "smt", sparsity, covered, margin, evidence, tuple(assumptions))
    save_certificate(certificate, path)
    again = load_certificate(path)
    for name in Certificate.__dataclass_fields__:
        assert getattr(again, name) == getattr(certificate, name), name


def arrays_of(arrays) -> Certificate:
    return Certificate("p" * 64, "n" * 64, "branch", 2, 5, None, {}, (), arrays)


@pytest.mark.parametrize("kind", [np.int8, np.int16, np.int32, np.int64])
def test_arrays_of_any_strides_come_back_as_they_were(tmp_path, kind):
    """Once a transposed array was written as it lay in memory, and came back with its rows mixed up."""
    base = np.arange(24, dtype=kind).reshape(4, 6)
    arrays = {
        "plain": base,
        "transposed": base.T,
        "column": base[:, 2],
        "every other": base[::2, 1::2],
        "backwards": base[::-1, ::-1],
        "big endian": base.astype(base.dtype.newbyteorder(">")),
        "fortran": np.asfortranarray(base),
        "empty": np.empty((0, 3), dtype=kind),
        "one number": np.array(7, dtype=kind),
    }
    save_certificate(arrays_of(arrays), tmp_path / "c.json")
    again = load_certificate(tmp_path / "c.json").arrays
    assert set(again) == set(arrays)
    for name, array in arrays.items():
        assert again[name].tolist() == array.tolist(), name
        assert again[name].shape == array.shape


@pytest.mark.parametrize("kind", [np.float64, np.bool_, np.uint8])
def test_arrays_that_could_not_be_read_back_are_not_written(tmp_path, kind):
    with pytest.raises(TypeError, match="tensor a must hold signed integers, not"):
        save_certificate(arrays_of({"a": np.zeros(2, dtype=kind)}), tmp_path / "c.json")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "value", [0.5, float("nan"), float("inf"), object(), {1, 2}, b"x", 10**20_000, np.int64(1)], ids=type
)
def test_notes_and_evidence_that_could_not_be_read_back_are_not_written(tmp_path, value):
    """Once a fraction in a construction note made a network file that nobody could load."""
    network = Network([([[1, 1]], [-1])], IdentityCode(2), IdentityCode(1), 1, {"p": value})
    with pytest.raises(DocumentError, match=r"cannot be written as JSON|numbers must be integers|at most 20000 digits"):
        save_network(network, tmp_path / "n.safetensors")
    certificate = Certificate("p", "n", "smt", 1, 1, None, {"p": value}, (), {"a": np.zeros(2, dtype=np.int8)})
    with pytest.raises(DocumentError, match=r"cannot be written as JSON|numbers must be integers|at most 20000 digits"):
        save_certificate(certificate, tmp_path / "c.json")
    assert list(tmp_path.iterdir()) == []


def test_saving_the_same_twice_gives_the_same_bytes(tmp_path):
    for name in ("a", "b"):
        save_network(build.through_sums(PATH), tmp_path / f"{name}.safetensors")
        save_problem(PATH, tmp_path / f"{name}.json")
    assert (tmp_path / "a.safetensors").read_bytes() == (tmp_path / "b.safetensors").read_bytes()
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()
