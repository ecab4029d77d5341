import json
import re

import pytest

import superproof as sp
from verify import load_network, load_problem, problem_digest, save_problem
from verify.documents import save_tally


def test_every_document_says_what_it_holds(superproof, proved, triangle):
    problem, network = load_problem(proved / "problem.json"), load_network(proved / "network.safetensors")
    record = superproof("show", "problem.json", "--json").record
    assert (record["document"], record["features"], record["gates"]) == ("problem", 3, {"and": 3})
    assert record["digest"] == problem_digest(problem)
    record = superproof("show", "network.safetensors", "--json").record
    assert (record["document"], record["digest"]) == ("network", network.digest)
    record = superproof("show", "certificate.json", "--json").record
    assert (record["document"], record["network"], record["problem"]) == (
        "certificate",
        network.digest,
        problem_digest(problem),
    )
    record = superproof("show", triangle, "--json").record
    assert record["first_features"] == ["Ann", "Bob", "Cyd"]
    assert record["first_outputs"] == ["output 0 (Ann--Bob)", "output 1 (Ann--Cyd)", "output 2 (Bob--Cyd)"]


def test_words_are_lined_up(superproof, proved):
    run = superproof("show", "network.safetensors")
    assert (run.status, run.err) == (0, "")
    assert re.search(r"^outputs per +1\.0\nneuron$", run.out, re.MULTILINE)  # Whole digests leave no more room.
    assert re.search(r"^digest +[0-9a-f]{64}$", run.out, re.MULTILINE)


def test_a_certificate_of_outputs_that_are_never_1_is_shown(superproof, tmp_path):
    save_problem(sp.TwoAnd(inputs=3, sparsity=1, pairs=((0, 1),)), tmp_path / "vacuous.json")
    superproof("build", "vacuous.json", "-o", "n.safetensors", "--construction", "naive", "--allow-vacuous")
    superproof("prove", "vacuous.json", "n.safetensors", "-o", "c.json", "--allow-vacuous")
    assert "no output is ever 1, outputs that are 0 score 0" in " ".join(superproof("show", "c.json").out.split())


@pytest.mark.parametrize("text", [json.dumps({"format": "superproof-problem-9"}), "{", ""])
def test_what_is_no_document_is_refused(superproof, tmp_path, text):
    (tmp_path / "x.json").write_text(text)
    run = superproof("show", "x.json")
    assert run.status == 5
    assert "x.json" in run.complaint


def test_options_for_graph_files_are_taken_where_graph_files_are(superproof, tmp_path):
    (tmp_path / "g.csv").write_text("id,person,friend\n1,Ann,Bob\n2,Bob,Cyd\n3,Cyd,Cyd\n")
    asked = ("--columns", "person,friend", "--drop-self-loops")
    for command in (("show", "g.csv"), ("bounds", "g.csv"), ("certify", "g.csv", "--construction", "naive")):
        run = superproof(*command, *asked, "--json")
        assert run.status == 0
        assert (run.record["read"]["nodes"], run.record["read"]["pairs"]) == (3, 2)
    network = "superproof-out/g/network.safetensors"
    run = superproof("explain", "g.csv", network, "--active", "Ann,Bob", *asked, "--json")
    assert (run.status, run.record["read"]["format"]) == (0, "table")
    run = superproof("bounds", "g.csv", "--graph-format", "gml", "--format", "text")
    assert (run.status, "as GML: " in run.complaint) == (5, True)
    run = superproof("bounds", "g.csv", "--graph-format", "nothing")
    assert (run.status, "--graph-format must be one of gml, " in run.complaint) == (2, True)
    run = superproof("show", network, "--header", "yes")
    assert (run.status, "--header goes with graph files" in run.complaint) == (2, True)


@pytest.mark.parametrize("nodes", [("100", "101"), ("Ann", "Bob"), ("P 0", "P 1")])
def test_an_edge_list_with_a_dictionary_in_its_ninth_byte_is_no_network(superproof, tmp_path, nodes):
    """As networkx writes them: tensors have a brace in that place, too."""
    separator = "\t" if " " in nodes[0] else " "
    (tmp_path / "g.edges").write_text(f"{separator.join(nodes)}{separator}{{}}\n")
    assert (tmp_path / "g.edges").read_bytes()[8:9] == b"{"
    assert superproof("show", "g.edges", "--json").record["read"]["first_edges"] == [list(nodes)]
    assert superproof("bounds", "g.edges").status == 0


def test_a_wrong_input_without_active_features_is_told_from_none(superproof, tmp_path):
    problem = sp.TwoAnd(inputs=2, sparsity=2, pairs=((0, 1),))
    for threshold, words in ((-1.0, "the one without active features"), (1.5, "none")):
        network = sp.FloatNetwork([([[1.0, 1.0]], [0.0], True)], threshold)
        save_tally(sp.score(problem, network).certificate, tmp_path / "counts.json")
        shown = " ".join(superproof("show", "counts.json").out.split())
        assert f"smallest wrong {words.split()[0]}" in shown
