"""Which sparse inputs a circuit admits, and what is refused where they are too few."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from superproof import admitted
from superproof.admitted import admits_all, admits_some, require_every_input, require_some_input
from superproof.errors import UsageError
from verify import Circuit, count_admissible, save_problem
from verify.statement.inputs import count_sparse

pytestmark = pytest.mark.usefixtures("blank_pictures")

KINDS = ("and", "or", "xor", "andnot", "copy")
ORS = Circuit.of(3, 2, [[("or", 0, 1), ("or", 0, 2), ("or", 1, 2), ("or", 0, 1, 2)]])
ORS_AIGER = "aag 7 3 0 4 4\n2\n4\n6\n9\n11\n13\n15\n8 3 5\n10 3 7\n12 5 7\n14 8 7\n"
"""The circuit `ORS` with its last or made of two."""


@st.composite
def circuits(draw):
    width, levels = draw(st.integers(2, 5)), []
    sparsity = draw(st.integers(1, width))
    features = width
    for _ in range(draw(st.integers(1, 2))):
        level = []
        for _ in range(draw(st.integers(2, 6))):
            kind = draw(st.sampled_from(KINDS))
            size = 1 if kind == "copy" else 2
            level.append((kind, *draw(st.permutations(range(width)))[:size]))
        levels.append(level)
        width = len(level)
    return Circuit.of(features, sparsity, levels)


@settings(deadline=None)
@given(circuits())
def test_some_and_all_are_what_counting_says(circuit):
    admissible = count_admissible(circuit)
    assert admits_some(circuit) == (admissible > 1)
    assert admits_all(circuit) == (admissible == count_sparse(circuit))


@settings(deadline=None)
@given(circuits())
def test_the_sparsity_that_would_do_is_the_smallest(circuit):
    for rule, require in ((admits_some, require_some_input), (admits_all, require_every_input)):
        above = range(circuit.sparsity, circuit.inputs + 1)
        fitting = [v for v in above if rule(Circuit(circuit.inputs, v, circuit.levels))]
        if circuit.sparsity in fitting:
            require(circuit, "c")
            continue
        words = (
            f"the smallest sparsity that would do is {fitting[0]}$" if fitting else "no sparsity up to the number of"
        )
        with pytest.raises(UsageError, match=words):
            require(circuit, "c")


def test_what_cannot_be_decided_is_taken_unless_every_input_is_asked_for(monkeypatch):
    monkeypatch.setattr(admitted, "COUNTED", 3)
    odd = Circuit.of(2, 2, [[("andnot", 0, 1), ("andnot", 1, 0), ("copy", 0), ("copy", 1), ("copy", 0), ("copy", 1)]])
    assert (admits_some(odd), admits_all(odd)) == (None, None)
    require_some_input(odd, "c")
    with pytest.raises(UsageError, match="decided by trying at most 3 inputs, but there are more"):
        require_every_input(odd, "c")


def test_an_aiger_file_that_admits_no_input_is_refused_with_the_sparsity_that_would_do(superproof, tmp_path):
    (tmp_path / "ors.aag").write_text(ORS_AIGER)
    command = ("problem", "circuit", "--aiger", "ors.aag", "-o", "p.json", "--sparsity")
    run = superproof(*command, 2)
    assert (run.status, (tmp_path / "p.json").exists()) == (2, False)
    assert "--sparsity 2 admits no input of ors.aag but the empty one" in run.complaint
    assert run.complaint.endswith("the smallest sparsity that would do is 3")
    assert superproof(*command, 3).status == 0
    run = superproof(*command, 3, "--every-input")
    assert run.status == 2
    assert (
        "--every-input: 4 of the 8 inputs of ors.aag with at most 3 active features make more than 3" in run.complaint
    )


def test_a_circuit_whose_every_input_is_admissible_passes_every_input(superproof, tmp_path):
    (tmp_path / "comparator.aag").write_text("aag 4 2 0 2 2\n2\n4\n6\n9\n6 2 4\n8 3 5\n")
    options = ("--aiger", "comparator.aag", "--sparsity", 2, "--every-input", "-o", "p.json")
    assert superproof("problem", "circuit", *options).status == 0


def test_a_proof_about_few_of_the_sparse_inputs_says_so(superproof, tmp_path):
    save_problem(ORS, tmp_path / "p.json")
    words = "the 1 input that makes at most 2 gates of every level active, of the 7 inputs with at most 2 of 3 features"
    run = superproof("certify", "p.json", "--out", "out", "--json", "--quiet", "--allow-vacuous")
    assert (run.status, run.record["inputs_covered"], run.record["sparse_inputs"]) == (0, 1, 7)
    assert words in run.record["headline"]
    assert "1 such input, of 7 so sparse" in (tmp_path / "out" / "report.md").read_text()
    files = ("p.json", "out/network.safetensors")
    run = superproof("prove", *files, "--quiet", "--allow-vacuous")
    assert (run.status, words in run.out) == (0, True)
    for command in (("prove", *files, "--quiet", "--allow-vacuous"), ("check", *files, "out/certificate.json")):
        record = superproof(*command, "--json").record
        assert (record["inputs_covered"], record["sparse_inputs"]) == (1, 7)
