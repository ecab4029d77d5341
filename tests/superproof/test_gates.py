"""The command line on problems of mixed gates."""

import json

import pytest

from verify import gate_problem, load_network, load_problem, random_gates, save_problem
from verify.naming import output_name

pytestmark = pytest.mark.usefixtures("blank_pictures")

MIXED = gate_problem(6, 3, [("and", 0, 1, 2), ("or", 1, 2, 3), ("xor", 3, 4), ("andnot", 4, 0), ("copy", 5)])


def test_random_gates_are_written(superproof, tmp_path):
    options = ("--features", 12, "--outputs", 8, "--kinds", "xor,and,or", "--fan-in", "2,3", "--sparsity", 3)
    run = superproof("problem", "gates", *options, "--seed", 4, "-o", "p.json")
    assert (run.status, run.err) == (0, "")
    expected = random_gates(12, 8, kinds=("xor", "and", "or"), fan_in=(2, 3), sparsity=3, seed=4)
    assert load_problem(tmp_path / "p.json") == expected
    assert expected.form == "gates"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {"--kinds": "nand"},
            "a kind must be one of and, or, xor, andnot, copy and atleast-K for K of 2 or more, not 'nand'",
        ),
        ({"--fan-in": "2,x"}, "must be an integer from 1 to 2**40, not 'x'"),
        ({"--fan-in": "9"}, "at most 8 inputs, one a feature, not 9"),
        ({"--sparsity": 9}, "--sparsity must be at most the number of features, 8, not 9"),
        ({"--outputs": 900}, "there are only 28 different and gates of 2 on 8 features, not 450: ask for fewer"),
    ],
)
def test_gates_that_cannot_be_drawn_are_wrong_usage(superproof, changes, words):
    options = {"--features": 8, "--outputs": 4, "--kinds": "and,or", "--fan-in": "2", "--sparsity": 2, **changes}
    run = superproof("problem", "gates", *(part for pair in options.items() for part in pair), "-o", "p.json")
    assert run.status == 2
    assert words in run.err


@pytest.mark.parametrize("construction", ["auto", "naive", "structured-channels"])
def test_mixed_gates_are_built_proved_checked_and_reported(superproof, tmp_path, construction):
    save_problem(MIXED, tmp_path / "p.json")
    size = ("--neurons", 150) if construction == "structured-channels" else ()
    run = superproof("certify", "p.json", "--construction", construction, *size, "--out", "out", "--json", "--quiet")
    assert run.status in ((0, 3) if construction == "structured-channels" else (0,)), run.err
    assert run.record["lower_bound_bits"] > 0
    report = (tmp_path / "out" / "report.md").read_text()
    assert "its gate is 1 on the active features" in report
    network = load_network(tmp_path / "out" / "network.safetensors")
    assert (network.inputs, network.outputs) == (6, 5)


def test_a_wrong_gate_is_named_in_the_counterexample(superproof, tmp_path):
    save_problem(MIXED, tmp_path / "p.json")
    assert superproof("build", "p.json", "--construction", "naive", "-o", "n.safetensors").status == 0
    document = json.loads((tmp_path / "p.json").read_text())
    document["gates"][3] = ["andnot", 0, 4]
    (tmp_path / "p.json").write_text(json.dumps(document))
    run = superproof("prove", "p.json", "n.safetensors")
    assert run.status == 3
    assert "output 3 (feature 0 AND NOT feature 4) reads" in run.out
    names = [output_name(load_problem(tmp_path / "p.json"), output, tuple("012345")) for output in (0, 3, 4)]
    assert names == [
        "output 0 (feature 0 AND feature 1 AND feature 2)",
        "output 3 (feature 0 AND NOT feature 4)",
        "output 4 (copy of feature 5)",
    ]


def test_sparsity_below_the_fan_in_names_the_sparsity_that_would_do(superproof, tmp_path):
    save_problem(MIXED, tmp_path / "p.json")
    for name in ("structured-channels", "optimised-channels"):
        low = gate_problem(6, 2, [("and", 0, 1, 2), ("or", 1, 2)])
        save_problem(low, tmp_path / "low.json")
        run = superproof("build", "low.json", "--construction", name, "--neurons", 60, "-o", "n.safetensors")
        assert run.status == 2
        assert "needs a sparsity of at least 3, for a gate to be active at all, not 2" in run.err


def test_random_channels_say_what_they_take(superproof, tmp_path):
    save_problem(MIXED, tmp_path / "p.json")
    run = superproof("build", "p.json", "--construction", "random-channels", "-o", "n.safetensors")
    assert run.status == 2
    assert "takes 2-AND problems, not one of kind 'gates'" in run.err
