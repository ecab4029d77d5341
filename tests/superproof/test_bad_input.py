"""Each way a document can be unusable: status 5, one sentence that names the place and the value, nothing written."""

import json
import os
import re

import numpy as np
import pytest
from safetensors.numpy import save_file

PAIR = ("problem.json", "network.safetensors")
GOOD = {"format": "superproof-problem-1", "kind": "gates", "inputs": 3, "sparsity": 2, "gates": [["and", 0, 1]]}


def changed(**changes):
    return json.dumps({**GOOD, **changes})


DOCUMENTS = {
    "not JSON": ("hello", "is not JSON"),
    "a comma too many": ('{"gates": [\n1,\n]}', "is not JSON at line 3, column 1: take out the comma before ']'"),
    "a bracket too few": ('{"gates": [1', "is not JSON at line 1, column 13: Expecting ',' delimiter, found the end"),
    "no kind": (json.dumps({"format": 1}), "'kind' is missing: one of circuit, gates, permutation (docs/formats.md)"),
    "no sparsity": (json.dumps({k: v for k, v in GOOD.items() if k != "sparsity"}), "'sparsity' is missing (docs/for"),
    "an array": ("[1]", "one JSON object"),
    "nested a hundred thousand deep": ("[" * 100_000, "nested too deeply"),
    "an unknown key": (changed(colour="red"), "'colour'"),
    "a repeated key": ('{"format": 1, "format": 1}', "'format' occurs twice"),
    "a boolean for an integer": (changed(sparsity=True), "sparsity must be an integer, not true"),
    "a fraction for an integer": (changed(sparsity=2.5), "numbers must be integers, not 2.5"),
    "a boolean in a gate": (changed(gates=[["and", False, 1]]), "gates[0] must name features by integers, not false"),
    "NaN": (changed(sparsity=float("nan")), "NaN"),
    "an index out of range": (changed(gates=[["and", 0, 3]]), "from 0 to 2, not 3"),
    "a negative index": (changed(gates=[["and", -1, 2]]), "not -1"),
    "a gate of one feature twice": (changed(gates=[["and", 1, 1]]), "different features, not 1 twice"),
    "the same gate twice": (changed(gates=[["and", 0, 1], ["and", 1, 0]]), "gate 1 must differ"),
    "no gate": (changed(gates=[]), "at least one gate, not 0"),
    "an unknown gate": (changed(gates=[["nand", 0, 1]]), "nand"),
    "sparsity 0": (changed(sparsity=0), "sparsity must be at least 1, not 0"),
    "sparsity above the features": (changed(sparsity=4), "at most the number of features, 3, not 4"),
    "another format": (changed(format="superproof-problem-9"), "superproof-problem-9"),
    "an unknown kind": (changed(kind="riddle"), "riddle"),
    "an integer of many digits": (
        changed().replace('"sparsity": 2', '"sparsity": ' + "2" * 99999),
        "at most 20000 digits",
    ),
}


@pytest.mark.parametrize("command", ["certify", "bounds", "build"])
@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_problem_that_breaks_a_rule_is_refused(superproof, tmp_path, name, command):
    text, words = DOCUMENTS[name]
    (tmp_path / "bad.json").write_text(text)
    more = ("-o", "out.safetensors") if command == "build" else ()
    run = superproof(command, "bad.json", *more)
    assert run.status == 5
    assert run.complaint.startswith(f"superproof {command}: bad.json: ")
    assert words in run.complaint
    assert [file.name for file in tmp_path.iterdir()] == ["bad.json"]


GRAPHS = {
    "one.edgelist": (b"a b\nc\n", "line 2 must be two node names"),
    "words.txt": (b"a b\nJean Valjean Cosette\n", "line 2"),
    "half.csv": (b"source,target\na,b\nc,\n", "line 3 must be two node names separated by ','"),
    "loop.edgelist": (b"a b\nb b\n", "no self-loop, but node 'b' has one"),
    "loop.gml": (b'graph [ node [ id 0 label "Me" ] edge [ source 0 target 0 ] ]', "node 'Me' has one"),
    "empty.edgelist": (b"", "empty.edgelist: is empty"),
    "blank.edgelist": (b"\n", "at least one edge, but has 0 on 0 nodes"),
    "nodes.gml": (b"graph [ node [ id 0 ] ]", "at least one edge, but has 0 on 1 node"),
    "binary.edgelist": (b"a b\n\x00\x01", "byte 4 is 0"),
    "latin.gml": ('graph [ node [ id 0 label "\xfc" ] ]'.encode("latin-1"), "at least one edge"),
    "junk.gml": (b"hello there", "as GML: line 1 must give 'hello' a number"),
    "deep.gml": (b"graph [ " * 30_000, "nested too deeply"),
    "dangling.gml": (
        b"graph [ node [ id 0 ] edge [ source 0 target 5 ] ]",
        "as GML: line 1 must join nodes of the file, not 5",
    ),
    "junk.graphml": (b"<a><b>", "as GraphML: line 1 must begin with <graphml>, not <a>"),
    "junk.gexf": (b"\xff\xfe", "as GEXF: line 1 is not well-formed XML"),
    "junk.net": (b"*vertices x", "as Pajek: line 1 must be the only '*Vertices N'"),
    "photo.jpg": (b"\xff\xd8", "must end in one of"),
    "plain": (b"a b", "must end in one of"),
}


@pytest.mark.parametrize("name", GRAPHS)
def test_a_file_that_is_no_usable_graph_is_refused(superproof, tmp_path, name):
    data, words = GRAPHS[name]
    (tmp_path / name).write_bytes(data)
    run = superproof("certify", name)
    assert run.status == 5
    assert run.complaint.startswith(f"superproof certify: {name}: ")
    assert words in run.complaint
    assert [file.name for file in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        ("missing.json", "No such file"),
        ("missing.gml", "No such file"),
        ("nobody", "one of the data sets les-miserables, karate-club"),
        ("folder.gml", "Is a directory"),
        ("folder", "Is a directory"),
    ],
)
def test_a_missing_file_or_a_folder_is_refused(superproof, tmp_path, problem, words):
    for name in ("folder", "folder.gml"):
        (tmp_path / name).mkdir()
    run = superproof("certify", problem)
    assert run.status == 5
    assert words in run.complaint


def network(path, metadata="{}", **tensors):
    recipe = {"format": "superproof-network-1", "threshold": 1}
    recipe |= {"input_code": {"family": "identity", "size": 3}, "output_code": {"family": "identity", "size": 3}}
    save_file(tensors, path, metadata={"superproof": json.dumps(recipe | json.loads(metadata))})


WEIGHTS = np.array([[1, 1, 0], [0, 1, 1], [1, 0, 1]], dtype=np.int8)
BIAS = np.array([-1, -1, -1], dtype=np.int8)
NETWORKS = {
    "float weights": ({"W1": WEIGHTS.astype(np.float32), "b1": BIAS}, "{}", "signed integers, not F32"),
    "NaN weights": ({"W1": WEIGHTS * np.float64("nan"), "b1": BIAS}, "{}", "signed integers, not F64"),
    "boolean weights": ({"W1": WEIGHTS > 0, "b1": BIAS}, "{}", "signed integers, not BOOL"),
    "a weight that could overflow": ({"W1": WEIGHTS * np.int64(2**61), "b1": BIAS}, "{}", "below 2**63"),
    "shapes that do not chain": ({"W1": WEIGHTS[:, :2].copy(), "b1": BIAS}, "{}", "must have 3 columns"),
    "a missing bias": ({"W1": WEIGHTS}, "{}", "W1, b1"),
    "a fractional threshold": ({"W1": WEIGHTS, "b1": BIAS}, '{"threshold": 0.5}', "0.5"),
    "an unknown code": ({"W1": WEIGHTS, "b1": BIAS}, '{"input_code": {"family": "magic"}}', "magic"),
    "other sizes": (
        {"W1": WEIGHTS[:2].copy(), "b1": BIAS[:2].copy()},
        '{"output_code": {"family": "identity", "size": 2}}',
        "has 3 features and 2 outputs, but the problem has 3 features and 3 outputs",
    ),
}


@pytest.mark.parametrize("name", NETWORKS)
def test_a_network_that_breaks_a_rule_is_refused(superproof, proved, name):
    tensors, metadata, words = NETWORKS[name]
    network(proved / "bad.safetensors", metadata, **tensors)
    run = superproof("prove", "problem.json", "bad.safetensors", "--certificate", "new.json")
    assert run.status == 5
    assert run.complaint.startswith("superproof prove: bad.safetensors: ")
    assert words in run.complaint
    assert not (proved / "new.json").exists()


def test_too_few_neurons_for_the_construction_is_wrong_usage(superproof, proved):
    run = superproof("build", "problem.json", "--construction", "structured-channels", "--neurons", 1, "-o", "n.st")
    assert run.status == 2
    assert "needs at least" in run.complaint
    assert "not 1" in run.complaint
    assert not (proved / "n.st").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("problem", "permutation", "--size", "3", "--sparsity", "2", "-o", "no/p.json"),
        ("build", "problem.json", "--construction", "naive", "-o", "no/n.safetensors"),
        ("prove", "problem.json", "network.safetensors", "--certificate", "no/c.json"),
        ("prove", "problem.json", "network.safetensors", "--certificate", "/dev/full"),
        ("build", "problem.json", "-o", "/dev/full"),
        ("certify", "problem.json", "--construction", "naive", "--out", "problem.json"),
        ("certify", "problem.json", "--construction", "naive", "--out", "problem.json/inside"),
    ],
)
def test_a_place_that_cannot_be_written_is_refused(superproof, proved, arguments):
    before = sorted(proved.rglob("*"))
    run = superproof(*arguments)
    assert run.status == 5
    assert "cannot be" in run.complaint
    assert sorted(proved.rglob("*")) == before


def test_with_json_a_failure_is_still_one_object(superproof):
    run = superproof("certify", "missing.gml", "--json")
    assert run.status == 5
    assert run.record["verdict"] is None
    assert "No such file" in str(run.record["reason"])
    assert len(run.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("prove", *PAIR, "--certificate", "network.safetensors"), "--certificate must not be the network"),
        (("prove", *PAIR, "--certificate", "./problem.json"), "--certificate must not be the problem"),
        (("prove", *PAIR, "--certificate", "soft"), "--certificate must not be the network"),
        (("prove", *PAIR, "--certificate", "hard"), "--certificate must not be the network"),
        (
            ("prove", PAIR[0], "k.evidence.safetensors", "--certificate", "k.json"),
            "the evidence beside --certificate must",
        ),
        (("prove", *PAIR, "--checkpoint", "network.safetensors"), "--checkpoint must not be the network"),
        (("prove", *PAIR, "--certificate", "new", "--checkpoint", "new"), "--certificate must not be --checkpoint"),
        (
            ("prove", *PAIR, "--certificate", "n.x", "--checkpoint", "n.evidence.safetensors"),
            "--checkpoint must not be the",
        ),
        (("build", "problem.json", "-o", "problem.json"), "-o must not be the problem"),
        (
            ("problem", "and", "--graph", "triangle.edgelist", "--sparsity", 2, "-o", "triangle.edgelist"),
            "-o must not be",
        ),
        (("certify", "problem.json", "--out", "."), "problem.json of --out must not be PROBLEM"),
    ],
)
def test_no_file_is_written_over_one_that_is_read_or_written(superproof, proved, arguments, words):
    (proved / "soft").symlink_to(proved / PAIR[1])
    os.link(proved / PAIR[1], proved / "hard")
    (proved / "k.evidence.safetensors").write_bytes((proved / PAIR[1]).read_bytes())
    before = {file.name: file.read_bytes() for file in proved.iterdir()}
    run = superproof(*arguments)
    assert run.status == 2
    assert words in run.complaint
    assert {file.name: file.read_bytes() for file in proved.iterdir()} == before


@pytest.mark.parametrize("value", [None, True, [None, {"a": False}]])
def test_values_of_a_document_are_told_as_json_has_them(superproof, tmp_path, value):
    for key in ("inputs", "sparsity", "gates", "kind", "labels"):
        (tmp_path / "p.json").write_text(changed(**{key: value}))
        run = superproof("show", "p.json")
        assert run.status == 5
        assert not re.search("None|True|False", run.complaint), run.complaint
