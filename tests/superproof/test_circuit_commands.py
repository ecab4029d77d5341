"""Circuits on the command line: from an AIGER file to a proved network, its report, and clear refusals."""

import pytest

from superproof.names import Names
from verify import Circuit, load_certificate, load_problem, save_problem
from verify.documents import load_labelled_problem

pytestmark = pytest.mark.usefixtures("blank_pictures")

COMPARATOR = "aag 4 2 0 2 2\n2\n4\n6\n9\n6 2 4\n8 3 5\n"
"""The AND and the OR of two inputs."""


def built(superproof, tmp_path) -> None:
    (tmp_path / "comparator.aag").write_text(COMPARATOR)
    run = superproof("problem", "circuit", "--aiger", "comparator.aag", "--sparsity", 2, "-o", "p.json")
    assert (run.status, run.err) == (0, "")
    assert "2 features, 2 outputs, sparsity 2, 2 gates and copies on 1 level" in run.out
    assert "4 of 4 inputs so sparse keep every level as sparse" in run.out
    assert superproof("build", "p.json", "-o", "n.safetensors").status == 0


def test_an_aiger_file_becomes_a_circuit_and_a_proved_network(superproof, tmp_path):
    built(superproof, tmp_path)
    assert load_problem(tmp_path / "p.json") == Circuit.of(2, 2, [[("and", 0, 1), ("or", 0, 1)]])
    for prover in ("auto", "smt", "contracts"):
        run = superproof("prove", "p.json", "n.safetensors", "--prover", prover, "--certificate", "c.json", "--quiet")
        assert run.status == 0
        assert "2 of 2 features active, and as few on every level" in run.out
        assert superproof("check", "p.json", "n.safetensors", "c.json").status == 0
    assert load_certificate(tmp_path / "c.json").prover == "contracts"
    assert superproof("prove", "p.json", "n.safetensors", "--prover", "branch", "--quiet").status == 4
    assert superproof("sample", "p.json", "n.safetensors", "--samples", 100).status == 4


def test_a_wrong_circuit_is_refuted_with_an_admissible_input(superproof, tmp_path):
    built(superproof, tmp_path)
    save_problem(Circuit.of(2, 2, [[("and", 0, 1), ("copy", 0)]]), tmp_path / "other.json")
    run = superproof("prove", "other.json", "n.safetensors", "--quiet", "--json")
    assert run.status == 3
    assert run.record["counterexample"]["active"] == [1]
    assert superproof("prove", "other.json", "n.safetensors", "--quiet", "--prover", "contracts").status == 4


def test_certify_takes_circuits_and_says_that_no_bound_is_known(superproof, tmp_path):
    built(superproof, tmp_path)
    run = superproof("certify", "p.json", "--out", "out", "--json", "--quiet")
    assert run.status == 0
    assert (run.record["verdict"], run.record["lower_bound_bits"]) == ("proved", None)
    assert (tmp_path / "out" / "report.html").exists()


@pytest.mark.parametrize("command", [["certify"], ["show"], ["build", "-o", "n"], ["explain", "--active", "0"]])
def test_a_circuit_in_place_of_a_graph_is_told_what_reads_it(superproof, tmp_path, command):
    (tmp_path / "c.aag").write_text(COMPARATOR)
    (tmp_path / "n").write_text("")
    pair = ["c.aag", "n"] if command[0] == "explain" else ["c.aag"]
    run = superproof(command[0], *pair, *command[1:])
    assert run.status == 5
    assert "superproof problem circuit --aiger c.aag --sparsity 2 -o problem.json makes" in run.complaint


def test_an_output_of_a_circuit_is_a_function_of_gates(superproof, tmp_path):
    (tmp_path / "c.aag").write_text(COMPARATOR)
    assert superproof("problem", "circuit", "--aiger", "c.aag", "--sparsity", 2, "-o", "p.json").status == 0
    assert "output 0 (feature 0 AND feature 1), output 1 (feature 0 OR" in superproof("show", "p.json").out
    two = Circuit.of(2, 2, [[("or", 0, 1), ("copy", 1)], [("and", 0, 1), ("copy", 1)]])
    names = Names(two, ("a", "b"))
    assert names.output(0) == "output 0 (and of gates 0 and 1 on level 1)"
    assert names.output(1) == "output 1 (copy of gate 1 on level 1)"


def test_what_breaks_sparsity_is_refused(superproof, tmp_path):
    (tmp_path / "nand.aag").write_text("aag 3 2 0 1 1\n2\n4\n7\n6 2 4\n")
    run = superproof("problem", "circuit", "--aiger", "nand.aag", "--sparsity", 2, "-o", "p.json")
    assert run.status == 5
    assert "nand.aag: output 0 must be 0 when all inputs are 0, but is 1 there" in run.complaint
    run = superproof("problem", "circuit", "--aiger", "nand.aag", "--sparsity", 3, "-o", "p.json")
    assert (run.status, "at most the number of features, 2, not 3" in run.complaint) == (2, True)
    run = superproof("problem", "circuit", "--aiger", "none.aag", "--sparsity", 1, "-o", "p.json")
    assert (run.status, "cannot be read" in run.complaint) == (5, True)


DENSE = "aag 3 2 0 4 1\n2\n4\n6\n7\n1\n0\n6 2 4\no1 nand\no2 on\n"
"""An AND, its negation, and two constants."""


def test_dense_and_constant_outputs_are_adapted_by_options_and_told(superproof, tmp_path):
    (tmp_path / "dense.aag").write_text(DENSE)
    problem = ("problem", "circuit", "--aiger", "dense.aag", "--sparsity", 2, "-o", "p.json")
    run = superproof(*problem)
    assert (
        run.status,
        "output 2 ('on') must depend on the inputs, but is always 1, as is 1 more" in run.complaint,
    ) == (
        5,
        True,
    )
    run = superproof(*problem, "--drop-constant-outputs")
    assert run.status == 5
    assert "output 1 ('nand') must be 0 when all inputs are 0, but is 1 there" in run.complaint
    assert "(--negate-outputs reads its negation)" in run.complaint
    run = superproof(*problem, "--drop-constant-outputs", "--negate-outputs", "--json")
    assert run.status == 0
    assert "dense.aag: 1 output read negated, being 1 when all inputs are 0: nand" in run.err
    assert "dense.aag: 2 outputs left out, being constant: on, o3" in run.err
    read = run.record["read"]
    assert (read["outputs"], read["outputs_negated"], read["outputs_dropped"]) == (4, [1], [2, 3])
    circuit, labels = load_labelled_problem(tmp_path / "p.json")
    assert (circuit.outputs, labels.outputs) == (2, ("o0", "not nand"))
    assert superproof("certify", "p.json", "--quiet", "--out", "out").status == 0


def test_a_circuit_without_inputs_is_a_document_that_cannot_be_used(superproof, tmp_path):
    (tmp_path / "true.aag").write_text("aag 0 0 0 1 0\n1\n")
    run = superproof("problem", "circuit", "--aiger", "true.aag", "--sparsity", 2, "-o", "p.json")
    assert (run.status, "must have at least one input and one output, but has 0 inputs" in run.complaint) == (5, True)


def test_constructions_and_circuits_that_do_not_go_together_are_wrong_usage(superproof, tmp_path, triangle):
    built(superproof, tmp_path)
    run = superproof("build", "p.json", "--construction", "naive", "-o", "m.safetensors")
    refusal = "--construction naive takes problems of one level of gates, not one of kind 'circuit', as auto, "
    assert (run.status, refusal in run.complaint) == (2, True)
    assert superproof("problem", "and", "--graph", triangle, "--sparsity", 2, "-o", "t.json").status == 0
    run = superproof("build", "t.json", "--construction", "circuit-network", "-o", "m.safetensors")
    assert (run.status, "takes circuits, not one of kind 'gates'" in run.complaint) == (2, True)


def test_xor_is_compiled_without_and_proved_against_the_circuit_as_it_is(superproof, tmp_path):
    circuit = Circuit.of(4, 2, [[("xor", 0, 1), ("and", 1, 2), ("copy", 3)], [("xor", 0, 2), ("or", 0, 1)]])
    save_problem(circuit, tmp_path / "x.json")
    run = superproof("build", "x.json", "-o", "n.safetensors")
    assert run.status == 0
    assert "computes every level that has one as two, 4 instead of 2 in all" in run.err
    run = superproof("certify", "x.json", "--out", "out", "--json", "--quiet")
    assert (run.status, run.record["verdict"], run.err) == (0, "proved", "")
    assert load_problem(tmp_path / "out" / "problem.json") == circuit
    files = ("x.json", "out/network.safetensors", "out/certificate.json")
    assert superproof("check", *files).status == 0
