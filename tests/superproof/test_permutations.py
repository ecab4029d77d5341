"""Permutations on the command line: built, certified, and refused with the rule."""

import pytest

pytestmark = pytest.mark.usefixtures("blank_pictures")


@pytest.fixture
def permutation(superproof, tmp_path):
    assert superproof("problem", "permutation", "--size", 64, "--sparsity", 2, "-o", "problem.json").status == 0
    return tmp_path / "problem.json"


@pytest.mark.parametrize(("construction", "layers"), [("auto", 1), ("reencoded-permutation", 2)])
def test_a_permutation_is_certified_with_fewer_neurons_than_features(superproof, permutation, construction, layers):
    run = superproof("certify", permutation, "--construction", construction, "--out", "out", "--json")
    assert run.status == 0
    assert run.record["verdict"] == "proved"
    assert run.record["neurons"] < run.record["outputs"] == 64
    assert run.record["lower_bound_bits"] < run.record["parameter_bits"]
    assert (permutation.parent / "out" / "certificate.json").exists()
    files = (permutation, permutation.parent / "out" / "network.safetensors")
    assert superproof("prove", *files, "--prover", "branch").status == (0 if layers == 1 else 4)


def test_build_takes_a_number_of_neurons(superproof, permutation):
    run = superproof("build", permutation, "--neurons", 42, "-o", "network.safetensors")
    assert run.status == 0
    assert superproof("prove", permutation, "network.safetensors").status == 0


@pytest.mark.parametrize(
    ("construction", "neurons", "status", "complaint"),
    [
        ("neural-permutation", 5, 2, "needs at least 11 neurons for 64 different channels of 8, not 5"),
        ("reencoded-permutation", 20, 2, "needs at least 33 neurons for words of 3, not 20"),
        ("neural-permutation", 20, 4, "35 is where they begin to exist"),
    ],
)
def test_what_cannot_be_built_says_why(superproof, permutation, construction, neurons, status, complaint):
    run = superproof("build", permutation, "--construction", construction, "--neurons", neurons, "-o", "network.st")
    assert run.status == status
    assert complaint in run.complaint


def test_a_permutation_is_no_gate_problem_and_the_other_way_round(superproof, permutation):
    for name, takes in (("structured-channels", "problems of gates"), ("random-channels", "2-AND problems")):
        run = superproof("build", permutation, "--construction", name, "-o", "network.st")
        assert run.status == 2
        assert f"--construction {name} takes {takes}, not one of kind 'permutation'" in run.complaint
    run = superproof("certify", "karate-club", "--construction", "reencoded-permutation")
    assert run.status == 2
    assert "takes permutations" in run.complaint
