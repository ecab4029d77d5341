"""Names of features and outputs: written by every reader, kept in documents, used by messages, seen by no digest."""

import json

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from verify import Circuit, DocumentError, TwoAnd, load_problem, problem_digest, save_problem
from verify.documents import Labels, load_labelled_problem, problem_from_document

pytestmark = pytest.mark.usefixtures("blank_pictures")

PROBLEM = TwoAnd(inputs=3, sparsity=2, pairs=((0, 1), (1, 2)))
NAMED = Labels(("Ann", "Bob", "Cyd"), ("Ann--Bob", "Bob--Cyd"))


@given(st.lists(st.text(min_size=1).filter(str.strip), min_size=3, max_size=3, unique=True), st.booleans())
def test_labels_come_back_and_no_digest_sees_them(tmp_path_factory, names, outputs):
    path = tmp_path_factory.mktemp("labels") / "p.json"
    labels = Labels(tuple(names), ("one", "two") if outputs else ())
    save_problem(PROBLEM, path, labels)
    assert load_labelled_problem(path) == (PROBLEM, labels)
    assert problem_digest(load_problem(path)) == problem_digest(PROBLEM)


def test_a_document_without_labels_is_what_it_was(tmp_path):
    save_problem(PROBLEM, tmp_path / "p.json", Labels())
    assert json.loads((tmp_path / "p.json").read_text()) == PROBLEM.document()
    assert load_labelled_problem(tmp_path / "p.json") == (PROBLEM, Labels())


@pytest.mark.parametrize(
    ("labels", "words"),
    [
        ([], "labels must be an object"),
        ({"feature": []}, "keys must be among features, outputs, not 'feature'"),
        ({"features": "abc"}, "features must be an array"),
        ({"features": ["a", "b"]}, "labels: features must be 3 names, not 2"),
        ({"outputs": ["a", "b", "c"]}, "labels: outputs must be 2 names, not 3"),
        ({"features": ["a", "b", 3]}, r"labels: features\[2\] must be a text, not 3"),
        ({"features": ["a", "b", " "]}, r"labels: features\[2\] must be a text"),
        ({"features": ["a", "b", "a"]}, "labels: features must differ, but 'a' is 0 and 2"),
    ],
)
def test_labels_against_a_rule_are_refused(labels, words):
    with pytest.raises(DocumentError, match=f"^p: {words}"):
        problem_from_document("p", PROBLEM.document() | {"labels": labels})


def test_messages_of_prove_sample_and_certify_name_features_and_outputs(superproof, tmp_path):
    save_problem(PROBLEM, tmp_path / "p.json", NAMED)
    save_problem(TwoAnd(inputs=3, sparsity=2, pairs=((0, 1), (0, 2))), tmp_path / "other.json")
    assert superproof("build", "other.json", "--construction", "naive", "-o", "n.safetensors", "--quiet").status == 0
    words = "with only Ann and Cyd active, output 1 (Bob--Cyd) reads 1"
    run = superproof("prove", "p.json", "n.safetensors", "--json", "--quiet")
    assert (run.status, words in run.record["reason"]) == (3, True), run.record["reason"]
    assert "(Bob--Cyd)" in superproof("sample", "p.json", "n.safetensors").out
    run = superproof("explain", "p.json", "n.safetensors", "--active", "Ann,Cyd", "--output", "Bob--Cyd")
    assert (run.status, "output 1 (Bob--Cyd)" in run.out) == (0, True)
    assert superproof("certify", "p.json", "--out", "out", "--construction", "naive", "--quiet").status == 0
    assert load_labelled_problem(tmp_path / "out" / "problem.json") == (PROBLEM, NAMED)


def test_certificates_hold_whatever_the_labels_say(superproof, proved):
    document = json.loads((proved / "problem.json").read_text())
    assert document["labels"] == {"features": ["Ann", "Bob", "Cyd"], "outputs": ["Ann--Bob", "Ann--Cyd", "Bob--Cyd"]}
    for labels in ({}, {"labels": {"features": ["x", "y", "z"]}}):
        changed = {key: value for key, value in document.items() if key != "labels"} | labels
        (proved / "problem.json").write_text(json.dumps(changed))
        assert superproof("check", "problem.json", "network.safetensors", "certificate.json").status == 0


def test_symbols_incidence_and_hyperedges_are_labels(superproof, tmp_path):
    (tmp_path / "x.aag").write_text("aag 3 2 0 1 1\n2\n4\n6\n6 2 4\ni0 first\no0 carry")
    assert superproof("problem", "circuit", "--aiger", "x.aag", "--sparsity", 2, "-o", "c.json").status == 0
    circuit, labels = load_labelled_problem(tmp_path / "c.json")
    assert circuit == Circuit.of(2, 2, [[("and", 0, 1)]])
    assert labels == Labels(("first", "i1"), ("carry",))
    (tmp_path / "h.txt").write_text("Ann Bob Cyd\nBob Cyd\n")
    assert superproof("problem", "gates", "--hypergraph", "h.txt", "--sparsity", 3, "-o", "h.json").status == 0
    assert load_labelled_problem(tmp_path / "h.json")[1] == Labels(("Ann", "Bob", "Cyd"), ("Ann--Bob--Cyd", "Bob--Cyd"))
    graph = nx.Graph([("Ann", "club"), ("Bob", "club")])
    nx.set_node_attributes(graph, {"Ann": 0, "Bob": 0, "club": 1}, "bipartite")
    nx.write_graphml(graph, tmp_path / "i.graphml")
    assert superproof("problem", "gates", "--incidence", "i.graphml", "--sparsity", 2, "-o", "i.json").status == 0
    assert load_labelled_problem(tmp_path / "i.json")[1] == Labels(("Ann", "Bob"), ("club",))


def test_two_nodes_of_one_label_are_two_features_of_different_names(superproof, tmp_path):
    (tmp_path / "g.net").write_text('*Vertices 3\n1 "a"\n2 "a"\n3 "b"\n*Edges\n1 3\n2 3\n')
    assert superproof("problem", "and", "--graph", "g.net", "--sparsity", 2, "-o", "p.json").status == 0
    assert load_labelled_problem(tmp_path / "p.json")[1] == Labels(("a (1)", "a (2)", "b"), ("a (1)--b", "a (2)--b"))
