"""What the words of a command line decide is decided before anything heavy is imported."""

import pytest

from superproof.usage import BRANCH
from tests.superproof.test_main import HEAVY
from verify.provers import PROVERS

GATES = "problem gates --sparsity 2 -o p.json"


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("problem permutation --size 5 --sparsity 6 -o p.json", 2),
        ("problem and --random-regular 6 --sparsity 2 -o p.json", 2),
        ("problem and --random-regular 6 --degree 2 --sparsity 7 -o p.json", 2),
        ("problem and --random-regular 6 --degree 2 --sparsity 2 --columns 1,2 -o p.json", 2),
        ("problem and --graph karate-club --degree 2 --sparsity 2 -o p.json", 2),
        (GATES, 2),
        (f"{GATES} --features 3 --incidence g.gml", 2),
        (f"{GATES} --hypergraph g --incidence g.gml", 2),
        ("prove p.json n.safetensors --prover smt --memory 3G", 2),
        ("check p.json n.safetensors c.json --proved --sample 3", 2),
        ("check p.json n.safetensors c.json --proved --timeout 3", 2),
        ("prove p.json n.safetensors", 5),
        ("build p.json -o n.safetensors", 5),
        ("certify karate_klub", 5),
        ("show missing.gml", 5),
    ],
)
def test_nothing_heavy_is_imported_to_say_so(python, tmp_path, words, status):
    code = (
        "import sys; from superproof.__main__ import main; status = main(sys.argv[1:]);"
        f"heavy = sorted(set({HEAVY!r}) & set(sys.modules)); print(heavy or '', end=''); sys.exit(status)"
    )
    done = python("-c", code, *words.split(), cwd=tmp_path)
    assert (done.returncode, done.stdout) == (status, "")
    assert len(done.stderr.splitlines()) == 1


def test_options_said_to_be_branchs_are_those_that_it_has():
    assert {name: set(PROVERS[name].options) for name in PROVERS} == {
        name: set(BRANCH) if name == "branch" else set() for name in PROVERS
    }
