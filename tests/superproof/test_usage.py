"""What the words of a command line decide is decided before anything heavy is imported."""

import json

import pytest

from constructions import CONSTRUCTIONS
from superproof.usage import BRANCH, EVIDENCE, KIND, TAKERS
from tests.superproof.test_main import HEAVY
from verify.documents.certificate_file import arrays_path
from verify.provers import PROVERS
from verify.statement.gates import find_kind

GATES = "problem gates --sparsity 2 -o p.json"


CASES = (
    ("problem permutation --size 5 --sparsity 6 -o p.json", 2),
    ("problem and --random-regular 6 --sparsity 2 -o p.json", 2),
    ("problem and --random-regular 6 --degree 2 --sparsity 7 -o p.json", 2),
    ("problem and --random-regular 6 --degree 2 --sparsity 2 --columns 1,2 -o p.json", 2),
    ("problem and --graph karate-club --degree 2 --sparsity 2 -o p.json", 2),
    (GATES, 2),
    (f"{GATES} --features 3 --incidence g.gml", 2),
    (f"{GATES} --hypergraph g --incidence g.gml", 2),
    (f"{GATES} --features 3 --outputs 3 --kinds nand", 2),
    ("problem and --random-regular 5 --degree 3 --sparsity 2 -o p.json", 2),
    ("problem real --target relu --features 3 --sparsity 4 -o p.json", 2),
    ("problem and --graph g.gml --format wav --sparsity 2 -o p.json", 2),
    ("problem and --graph g.gml --sparsity 2 -o g.gml", 2),
    ("problem and --graph g.gml --sparsity 2 -o -", 2),
    ("certify karate-club --columns 1,2", 2),
    ("certify karate-club -o -", 2),
    ("certify p.json --header yes", 2),
    ("certify g.gml --format gml --columns 1,2", 2),
    ("certify karate-club --construction naive --light 3 --neurons 9", 2),
    ("certify karate-club --construction output-channels --channel 3", 2),
    ("certify karate-club --prover nothing", 2),
    ("certify karate-club --sparsity 0", 2),
    ("bounds karate-club --beside folder", 2),
    ("bounds karate-club --graph-format wav", 2),
    ("build p.json -o p.json", 2),
    ("export p.json n.safetensors", 2),
    ("export p.json n.safetensors --onnx n.safetensors", 2),
    ("import n.npz --problem p.json -o n.npz", 2),
    ("score - -", 2),
    ("score p.json n.safetensors -o n.safetensors", 2),
    ("worst p.json n.safetensors -o r.html --report r.html", 2),
    ("explain p.json n.safetensors", 2),
    ("show - --format wav", 2),
    ("help nonsense", 2),
    ("completion csh", 2),
    ("prove p.json n.safetensors --certificate p.json", 2),
    ("prove p.json c.evidence.safetensors --certificate c.json", 2),
    ("prove p.json n.safetensors --prover smt --memory 3G", 2),
    ("check p.json n.safetensors c.json --proved --sample 3", 2),
    ("check p.json n.safetensors c.json --proved --timeout 3", 2),
    ("prove p.json n.safetensors", 5),
    ("build p.json -o n.safetensors", 5),
    ("certify karate_klub", 5),
    ("show missing.gml", 5),
)
ALL = """
import contextlib, io, json, sys
from superproof.__main__ import main
for words in json.load(sys.stdin):
    said = io.StringIO()
    with contextlib.redirect_stderr(said):
        status = main(words.split())
    heavy = sorted(set(HEAVY) & set(sys.modules))
    print(json.dumps([words, status, len(said.getvalue().splitlines()), heavy]))
"""


def test_nothing_heavy_is_imported_to_say_so(python, tmp_path):
    """Whatever is wrong by the words alone; what depends on what is in a file is said once it is read."""
    given = json.dumps([words for words, _ in CASES])
    done = python("-c", f"HEAVY = {HEAVY!r}{ALL}", cwd=tmp_path, input=given)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert found == [[words, status, 1, []] for words, status in CASES], done.stderr


def test_options_said_to_be_branchs_are_those_that_it_has():
    """But for the workers of a cluster, which enumerate takes as well."""
    assert {name: set(PROVERS[name].options) - {"client"} for name in PROVERS} == {
        name: set(BRANCH) if name == "branch" else set() for name in PROVERS
    }


def test_what_is_known_here_is_what_the_slow_modules_say():
    options = {name for known in CONSTRUCTIONS.values() for name in known.options}
    takers = {name: {known.name for known in CONSTRUCTIONS.values() if name in known.options} for name in options}
    assert {name: set(known) for name, known in TAKERS.items()} == takers
    assert arrays_path("a/c.x.json").name == f"c.x{EVIDENCE}"
    kinds = [
        "and",
        "or",
        "xor",
        "andnot",
        "copy",
        "nand",
        "AND",
        "",
        "atleast-1",
        "atleast-2",
        "atleast-02",
        "atleast-31",
    ]
    assert [KIND.fullmatch(kind) is not None for kind in kinds] == [find_kind(kind) is not None for kind in kinds]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            "certify karate-club karate-club",
            "unrecognized arguments: karate-club; a network of yours goes after --network (see superproof certify",
        ),
        ("certify karate-club --sparsety 3", "did you mean --sparsity? (see superproof certify --help)"),
        (
            "problem gates --graph g --sparsity 2 -o p",
            "superproof problem gates: unrecognized arguments: --graph g; did you mean --hypergraph?",
        ),
    ],
)
def test_what_a_command_does_not_know_is_told_by_that_command(superproof, words, told):
    assert told in superproof(*words.split()).complaint


def test_a_graph_where_a_problem_goes_is_told_what_makes_one_of_it(superproof, proved, triangle):
    for command in (("prove", triangle, "network.safetensors"), ("build", triangle, "-o", "n")):
        run = superproof(*command)
        assert (
            run.status,
            f"problem and --graph {triangle} --sparsity 2 -o problem.json makes one" in run.complaint,
        ) == (5, True)
    run = superproof("build", "karate-club", "-o", "n")
    assert "data set, and superproof problem and --graph karate-club --sparsity 2 -o problem.json" in run.complaint


def test_a_graph_as_json_is_taken_wherever_a_graph_is(superproof, proved):
    (proved / "g.json").write_text('{"nodes": [{"id": "a"}, {"id": "b"}], "links": [{"source": "a", "target": "b"}]}')
    for options in ((), ("--format", "json")):
        run = superproof("show", "g.json", *options, "--json")
        assert (run.status, run.record["read"]["format"]) == (0, "node-link JSON")
    assert superproof("bounds", "g.json").status == 0


@pytest.mark.parametrize(
    "command", ["explain", "bounds", "certify", "prove", "sample", "score", "worst", "build", "import"]
)
def test_exchanged_arguments_are_told_and_no_list_of_suffixes(superproof, proved, command):
    rest = {
        "explain": ("problem.json", "--active", "Ann"), "certify": (), "build": ("-o", "n"),
        "import": ("--problem", "network.safetensors", "-o", "n"),
    }  # fmt: skip
    for file, kind in (("network.safetensors", "network"), ("certificate.json", "certificate")):
        run = superproof(command, file, *rest.get(command, ("problem.json",)))
        assert run.status == 5
        assert f"is a {kind}, but" in run.complaint or command == "import"
        assert ".adjlist" not in run.complaint
