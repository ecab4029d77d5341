import json

import pytest

from superproof.outcome import KEYS
from verify import TwoAnd, load_problem

pytestmark = pytest.mark.usefixtures("blank_pictures")


def test_a_graph_becomes_a_problem_document(superproof, triangle, tmp_path):
    run = superproof("problem", "and", "--graph", triangle, "--sparsity", 2, "-o", "p.json")
    assert (run.status, run.err) == (
        0,
        f"{triangle}: read as edge list: 3 nodes, 3 edges: Ann--Bob, Ann--Cyd, Bob--Cyd\n",
    )
    assert load_problem(tmp_path / "p.json") == TwoAnd(inputs=3, sparsity=2, pairs=((0, 1), (0, 2), (1, 2)))


def test_a_random_regular_problem_depends_on_its_seed_only(superproof, tmp_path):
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        options = ("--random-regular", 8, "--degree", 3, "--sparsity", 2, "--seed", seed, "-o", f"{name}.json")
        assert superproof("problem", "and", *options).status == 0
    a, b, c = ((tmp_path / f"{name}.json").read_bytes() for name in "abc")
    assert a == b != c


def test_a_permutation_is_written(superproof, tmp_path):
    assert superproof("problem", "permutation", "--size", 5, "--sparsity", 1, "-o", "p.json").status == 0
    assert load_problem(tmp_path / "p.json").is_permutation


def test_how_a_directed_graph_is_read_is_said_on_standard_error(superproof, tmp_path):
    (tmp_path / "g.gml").write_text(
        "graph [ directed 1 node [ id 0 ] node [ id 1 ] edge [ source 0 target 1 ] edge [ source 1 target 0 ] ]"
    )
    run = superproof("problem", "and", "--graph", "g.gml", "--sparsity", 2, "-o", "p.json")
    assert run.status == 0
    assert "directed edges are read as undirected" in run.err
    assert "2 edges join 1 pair of nodes" in run.err


@pytest.mark.parametrize(
    ("arguments", "status", "verdict"),
    [
        (("prove", "problem.json", "network.safetensors", "--quiet"), 0, "proved"),
        (("check", "problem.json", "network.safetensors", "certificate.json"), 0, "valid"),
        (("sample", "problem.json", "network.safetensors", "--samples", "50"), 4, "unknown"),
        (("bounds", "problem.json", "network.safetensors"), 0, None),
        (("bounds", "problem.json", "--bits", "1"), 0, None),
        (("certify", "problem.json", "--construction", "naive", "--quiet"), 0, "proved"),
    ],
)
def test_json_is_one_object_with_every_key_of_the_contract(superproof, proved, arguments, status, verdict):
    run = superproof(*arguments, "--json")
    assert (run.status, run.err) == (status, "")
    assert set(KEYS) <= set(run.record)
    assert run.record["command"] == arguments[0]
    assert run.record["verdict"] == verdict


def test_a_proof_tells_margin_inputs_and_bounds(superproof, proved):
    record = superproof("prove", "problem.json", "network.safetensors", "--json").record
    assert record["margin"] == [1, 0]
    assert record["inputs_covered"] == 7
    assert record["neurons"] == 3
    assert record["features_per_neuron"] == 1.0
    assert record["parameter_bits"] == 64 + 8 * 12
    assert record["lower_bound_bits"] == 2  # lg 3! = 2.58


def test_without_json_the_verdict_is_the_first_word(superproof, proved):
    assert superproof("prove", "problem.json", "network.safetensors").out.startswith(
        "proved: 3 neurons compute all 3 outputs"
    )
    assert superproof("check", "problem.json", "network.safetensors", "certificate.json").out.startswith("valid: ")


@pytest.fixture
def wrong(superproof, proved):
    """A problem with one gate other than the one the network computes."""
    document = json.loads((proved / "problem.json").read_text())
    document |= {"inputs": 3, "gates": [["and", 0, 1], ["and", 1, 2], ["and", 0, 2]]}
    (proved / "wrong.json").write_text(json.dumps(document))
    return proved


def test_a_wrong_network_is_refuted_with_its_input(superproof, wrong):
    run = superproof("prove", "wrong.json", "network.safetensors", "--certificate", "new.json", "--json")
    assert run.status == 3
    counterexample = run.record["counterexample"]
    assert counterexample == {"active": [0, 2], "output": 1, "expected": 0, "score": 1, "threshold": 1}
    assert not (wrong / "new.json").exists()


def test_samples_refute_but_never_prove(superproof, wrong):
    run = superproof("sample", "wrong.json", "network.safetensors", "--samples", 500)
    assert run.status == 3
    assert run.out.startswith("refuted: with only ")
    assert "rate at most" in run.out


def test_a_transplanted_certificate_is_invalid(superproof, wrong):
    run = superproof("check", "wrong.json", "network.safetensors", "certificate.json", "--json")
    assert run.status == 3
    assert run.record["verdict"] == "invalid"
    assert "problem" in str(run.record["reason"])


def test_a_damaged_certificate_is_an_unusable_document(superproof, proved):
    text = (proved / "certificate.json").read_text()
    (proved / "certificate.json").write_text(text[: len(text) // 2])
    run = superproof("check", "problem.json", "network.safetensors", "certificate.json")
    assert run.status == 5
    assert "certificate.json: is not JSON" in run.complaint


def test_bounds_print_a_table(superproof, proved):
    run = superproof("bounds", "problem.json", "network.safetensors", "--bits", 4)
    assert run.status == 0
    assert "neurons, 1 layer of 4-bit weights and biases" in run.out


def test_bounds_say_why_there_are_none(superproof, triangle, tmp_path):
    superproof("problem", "and", "--graph", triangle, "--sparsity", 1, "-o", "p.json")
    run = superproof("bounds", "p.json", "--json")
    assert run.status == 0
    assert run.record["lower_bound_bits"] is None
    assert "sparsity must be at least 2, not 1" in str(run.record["reason"])


def test_a_check_keeps_the_limits_it_is_given(superproof, proved):
    files = ("check", "problem.json", "network.safetensors", "certificate.json")
    assert superproof(*files, "--timeout", "60", "--memory", "1G").status == 0
    run = superproof(*files, "--memory", "1", "--json")
    assert (run.status, run.record["verdict"]) == (4, "unknown")
    assert "memory" in run.record["reason"] or "bytes" in run.record["reason"]
    for option, value in (("--timeout", "5"), ("--memory", "1G"), ("--sample", "3")):
        assert superproof(*files, "--proved", option, value).status == 2
